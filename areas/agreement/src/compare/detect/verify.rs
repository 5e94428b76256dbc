//! VERIFY: evidence, inspection, access, reporting, or the third party's part taken away.

use super::super::finding::{Direction, Rule, Severity};
use super::side::{Pairing, Side};
use super::{Found, Loss, Run, both_ways, modal};

/// What a check rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Check {
    Verification,
    Evidence,
    Access,
    Reporting,
    ThirdParty,
}

/// Beginnings of words, and what they show.
const STEMS: &[(&str, Check)] = &[
    ("verif", Check::Verification),
    ("inspect", Check::Verification),
    ("audit", Check::Verification),
    ("monitor", Check::Verification),
    ("certif", Check::Verification),
    ("observ", Check::ThirdParty),
    ("supervis", Check::Verification),
    ("scrutin", Check::Verification),
    ("corroborat", Check::Verification),
    ("photograph", Check::Evidence),
    ("evidence", Check::Evidence),
    ("proof", Check::Evidence),
    ("timestamp", Check::Evidence),
    ("documented", Check::Evidence),
    ("documentation", Check::Evidence),
    ("imagery", Check::Evidence),
    ("testimon", Check::Evidence),
    ("footage", Check::Evidence),
    ("report", Check::Reporting),
    ("notif", Check::Reporting),
    ("disclos", Check::Reporting),
    ("mediator", Check::ThirdParty),
    ("neutral", Check::ThirdParty),
    ("independent", Check::ThirdParty),
    ("impartial", Check::ThirdParty),
    ("thirdparty", Check::ThirdParty),
    ("ombuds", Check::ThirdParty),
    ("guarantor", Check::ThirdParty),
    ("expert", Check::ThirdParty),
];

/// Words that begin like these but check nothing.
const OTHERWISE: &[&str] = &[
    "observe",
    "observes",
    "observed",
    "observing",
    "observance",
    "certificate",
    "certificates",
    "independently",
    "independence",
    "reported",
    "expertise",
];

/// Every word of checking on a side.
pub(crate) fn read(side: &Side) -> Vec<(Run, Check)> {
    (0..side.words.len())
        .filter_map(|at| Some((at..at + 1, check(side, at)?)))
        .collect()
}

fn check(side: &Side, at: usize) -> Option<Check> {
    let word = side.words[at].lower.as_str();
    if side.words[at].quoted || OTHERWISE.contains(&word) {
        return None;
    }
    let found = STEMS
        .iter()
        .find(|(stem, _)| word.starts_with(stem))
        .map(|(_, check)| *check);
    if found == Some(Check::ThirdParty) && word.starts_with("mediator") && subject(side, at) {
        return Some(Check::ThirdParty);
    }
    if found.is_some() {
        return found;
    }
    let lower = |w: usize| side.lower(w);
    match word {
        "document"
            if matches!(lower(at.wrapping_sub(1)), "and" | "shall" | "to" | "must")
                && !matches!(lower(at + 1), "is" | "shall") =>
        {
            Some(Check::Evidence)
        }
        "record" | "records" | "logs"
            if matches!(
                lower(at.wrapping_sub(1)),
                "shall" | "keep" | "maintain" | "of" | "written" | "timestamped" | "and"
            ) =>
        {
            Some(Check::Evidence)
        }
        "access" => {
            let sentence = side.sentence(at);
            let who = sentence.clone().any(|w| {
                [
                    "inspect",
                    "mediator",
                    "observ",
                    "monitor",
                    "verif",
                    "expert",
                    "team",
                    "rapporteur",
                    "icrc",
                ]
                .iter()
                .any(|s| lower(w).starts_with(s))
            });
            who.then_some(Check::Access)
        }
        "unannounced" | "onsite" => Some(Check::Access),
        "mediatorverified" | "independently" => Some(Check::Verification),
        _ => None,
    }
}

fn subject(side: &Side, at: usize) -> bool {
    modal::occurrences(side)
        .iter()
        .any(|m| m.run.start == at + 1)
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    both_ways(pairing, Rule::Verify, |old, new, pairing| {
        let held = read(new);
        let mut lost: Vec<(Run, Check)> = Vec::new();
        for (run, check) in read(old) {
            let gone = held.iter().all(|(_, other)| *other != check);
            if gone && pairing.changed(&run) {
                lost.push((run, check));
            }
        }
        // A word of another check in its place is another way of checking, not a loss.
        let replaced = lost.len() == 1
            && held.iter().any(|(run, check)| {
                pairing.together(&lost[0].0, run) && read(old).iter().all(|(_, c)| c != check)
            });
        let (Some(first), Some(last)) = (lost.first(), lost.last()) else {
            return Vec::new();
        };
        if replaced {
            return Vec::new();
        }
        let mut kinds: Vec<Check> = lost.iter().map(|(_, check)| *check).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let near = lost
            .iter()
            .take_while(|(run, _)| run.end - first.0.start <= 12)
            .last()
            .unwrap_or(last);
        vec![Loss {
            run: first.0.start..near.0.end,
            instead: None,
            direction: Direction::Weaker,
            severity: Severity::High,
            confidence: if kinds.len() > 1 { 900 } else { 800 },
            basis: format!("{kinds:?}").to_lowercase(),
        }]
    })
}

/// Whether a clause standing alone is a duty of proof: two different kinds of checking in it.
pub(crate) fn is_proof(side: &Side) -> bool {
    let mut kinds: Vec<Check> = read(side).into_iter().map(|(_, check)| check).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() > 1
}
