//! ENTITY: a named group, place, facility, list or thing left out or made general.

use std::collections::{BTreeMap, BTreeSet};

use super::super::finding::{Direction, Finding, Rule, Severity};
use super::super::text::Role;
use super::super::token::{is_common, stem};
use super::phrase::Phrases;
use super::side::{ACTORS, Pairing, Side};
use super::{Found, Loss, Run, both_ways, modal, numeral, phrase};

/// Capitalised words that name parts of a text or of treaty law, not things in the world.
const GENERIC: &[&str] = &[
    "agreement",
    "convention",
    "protocol",
    "treaty",
    "article",
    "articles",
    "annex",
    "annexes",
    "section",
    "chapter",
    "part",
    "paragraph",
    "schedule",
    "appendix",
    "contracting",
    "conference",
    "present",
    "charter",
    "option",
    "i",
    "ii",
    "iii",
    "iv",
    "v",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "signatories",
    "accord",
    "declaration",
    "memorandum",
    "understanding",
    "body",
    "mechanism",
    "organization",
    "organizations",
    "organisation",
    "placeholder",
    "the",
    "a",
];
/// What follows the proper name of an instrument; such names come and go with citation style.
const INSTRUMENTS: &[&str] = &[
    "agreement",
    "convention",
    "protocol",
    "treaty",
    "accord",
    "charter",
    "platform",
    "act",
];
/// Lists that say which.
static LISTED: Phrases = Phrases::new(&[
    "listed in|by",
    "named in|by",
    "specified in|by",
    "identified in|by",
    "enumerated in",
    "designated in|by",
    "set out in",
    "described in",
    "marked on",
    "shown on",
    "listed",
    "named",
]);
/// Words that open a clause or a phrase: a run with one of them is no item of an enumeration.
const JOINTS: &[&str] = &[
    "where", "if", "when", "which", "who", "that", "as", "by", "with", "until", "after", "before",
    "while", "because", "so", "to", "for", "in", "on", "at", "from", "under", "whether", "since",
];
/// Words that make a thing general.
const VAGUE: &[&str] = &[
    "certain",
    "relevant",
    "some",
    "various",
    "other",
    "such",
    "appropriate",
    "selected",
    "specific",
    "any",
    "designated",
    "agreed",
    "a",
    "the",
];

/// How sure the rule is of a name that is gone from a clause written anew: told, not claimed.
const UNCERTAIN: u16 = 500;

/// Names on a side: id-like words (F-07, Crossing T) and runs of capitals inside a sentence.
fn names(side: &Side) -> Vec<Run> {
    let (mut at, mut out) = (0, Vec::new());
    while at < side.words.len() {
        let start = at;
        while at < side.words.len()
            && names_something(side, at)
            && (at == start || joined(side, at))
        {
            at += 1;
        }
        if at == start {
            at += 1;
        } else if !INSTRUMENTS.contains(&side.lower(at)) {
            out.push(start..at);
        }
    }
    out
}

fn names_something(side: &Side, at: usize) -> bool {
    let word = &side.words[at];
    let digits = word.raw.contains(|c: char| c.is_ascii_digit())
        && word.raw.contains(|c: char| c.is_ascii_uppercase());
    let label = word.raw.len() == 1 && word.is_capital() && at > 0;
    if label {
        // The letter of "Party B" belongs to the party; that of "Crossing T" to the place.
        let before = &side.words[at - 1];
        return before.is_capital() && names_something(side, at - 1);
    }
    let lower = word.lower.trim_end_matches("'s");
    let generic =
        GENERIC.contains(&lower) || ACTORS.contains(&lower) || numeral::month(lower).is_some();
    !word.quoted
        && !word.raw.contains('/')
        && !generic
        && (digits || word.is_capital() && !word.first && word.raw.len() > 1)
        && !(word.is_capital() && at > 0 && !digits && sentence_like(side, at))
}

/// A capital right after a colon or an item mark begins a sentence and names nothing.
fn sentence_like(side: &Side, at: usize) -> bool {
    side.words[at].after_break && is_common(side.lower(at))
}

fn joined(side: &Side, at: usize) -> bool {
    !side.words[at].after_break && side.words[at].sentence == side.words[at - 1].sentence
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    if pairing.old.role() == Role::Premise {
        return Vec::new(); // Facts are affirmed or denied; `deny` speaks of them.
    }
    let mut out = both_ways(pairing, Rule::Entity, left_out);
    out.extend(both_ways(pairing, Rule::Entity, unlisted));
    let told = |run: &Option<Run>, out: &[Found], old: bool| {
        run.as_ref().is_some_and(|r| {
            out.iter().any(|f| {
                let held = if old { &f.old } else { &f.new };
                held.as_ref()
                    .is_some_and(|h| h.start < r.end && r.start < h.end)
            })
        })
    };
    let dropped: Vec<Found> = both_ways(pairing, Rule::Entity, dropped_item)
        .into_iter()
        .filter(|f| !told(&f.old, &out, true) && !told(&f.new, &out, false))
        .collect();
    out.extend(dropped);
    if pairing.is_rewritten() {
        for found in &mut out {
            found.direction = Direction::Unclear;
            found.severity = Severity::Low;
            found.confidence = UNCERTAIN;
        }
    }
    out
}

/// Proper names said on this side only.
fn left_out(old: &Side, new: &Side, pairing: &Pairing) -> Vec<Loss> {
    let held: BTreeSet<String> = new.words.iter().map(|w| stem(&w.lower)).collect();
    let others: Vec<Run> = names(new);
    let here: BTreeSet<String> = old.words.iter().map(|w| stem(&w.lower)).collect();
    names(old)
        .into_iter()
        .filter(|run| {
            run.clone().all(|w| !held.contains(&stem(old.lower(w)))) || label_lost(old, new, run)
        })
        .filter(|run| pairing.changed(run))
        .map(|run| {
            let swapped = others.iter().find(|other| {
                pairing.together(&run, other)
                    && Run::clone(other).any(|w| !here.contains(&stem(new.lower(w))))
            });
            let general = (0..new.words.len())
                .map(|w| w..w + 1)
                .find(|w| VAGUE[..7].contains(&new.lower(w.start)) && pairing.together(&run, w));
            let direction = match (swapped, old.role()) {
                (Some(_), _) | (_, Role::Recital) => Direction::Unclear,
                _ => Direction::Weaker,
            };
            Loss {
                basis: run
                    .clone()
                    .map(|w| old.words[w].raw.clone())
                    .collect::<Vec<_>>()
                    .join(" "),
                instead: swapped.cloned().or(general),
                run,
                direction,
                severity: if direction == Direction::Weaker {
                    Severity::High
                } else {
                    Severity::Low
                },
                confidence: 850,
            }
        })
        .collect()
}

/// "Crossing T" to "certain crossings": the word stays, its label goes.
fn label_lost(old: &Side, new: &Side, run: &Run) -> bool {
    let label = &old.words[run.end - 1];
    run.len() == 2 && label.raw.len() <= 2 && new.words.iter().all(|w| w.raw != label.raw)
}

/// "the sites listed in Annex 2" to "sites": the list is gone, and with it which.
fn unlisted(old: &Side, new: &Side, pairing: &Pairing) -> Vec<Loss> {
    let lists = |side: &Side| -> Vec<Run> {
        phrase::find(side, &LISTED)
            .into_iter()
            .map(|(run, _)| run)
            .filter(|run| {
                let one = run.len() == 1;
                let before = side.lower(run.start.wrapping_sub(1));
                let adjective = matches!(before, "the" | "all" | "every" | "each" | "any");
                let list = (run.end..run.end + 3).any(|w| {
                    matches!(
                        side.lower(w),
                        "annex" | "schedule" | "appendix" | "list" | "map" | "table" | "register"
                    )
                });
                one && adjective || !one && list
            })
            .collect()
    };
    if !lists(new).is_empty() {
        return Vec::new();
    }
    let named = super::xref::annexes(&new.words);
    if super::xref::annexes(&old.words)
        .intersection(&named)
        .next()
        .is_some()
    {
        return Vec::new(); // The list is still named, in other words.
    }
    lists(old)
        .into_iter()
        .filter(|run| pairing.changed(run))
        .map(|run| {
            let end = (run.end + 2).min(old.sentence(run.start).end);
            let run = run.start..if run.len() == 1 {
                run.end
            } else {
                end.max(run.end)
            };
            Loss {
                run,
                instead: None,
                direction: Direction::Weaker,
                severity: Severity::High,
                confidence: 850,
                basis: "listed".to_owned(),
            }
        })
        .take(1)
        .collect()
}

/// An item taken out of an enumeration: "food, medicine and fuel" to "food and medicine".
fn dropped_item(old: &Side, new: &Side, pairing: &Pairing) -> Vec<Loss> {
    if old.role() == Role::Recital || old.role() == Role::Definition {
        return Vec::new();
    }
    let held: BTreeSet<String> = new.words.iter().map(|w| stem(&w.lower)).collect();
    let quiet = |side: &Side, run: &Run| run.clone().all(|w| is_common(side.lower(w)));
    pairing
        .hunks
        .iter()
        .filter(|hunk| quiet(new, &hunk.new) && !quiet(old, &hunk.old) && hunk.old.len() <= 6)
        .filter(|hunk| {
            let telling: Vec<&str> = hunk
                .old
                .clone()
                .map(|w| old.lower(w))
                .filter(|w| !is_common(w))
                .collect();
            let and = |w: usize| matches!(old.lower(w), "and" | "or");
            let breaks = |w: usize| old.words.get(w).is_some_and(|word| word.after_break) || and(w);
            let enters = breaks(hunk.old.start) || and(hunk.old.start.wrapping_sub(1));
            let leaves = and(hunk.old.end - 1) || breaks(hunk.old.end);
            let listed = breaks(hunk.old.start)
                && (leaves || hunk.old.end == old.sentence(hunk.old.start).end)
                || leaves && enters;
            let sentence = old.sentence(hunk.old.start);
            let comma_or_and = sentence.clone().filter(|&w| breaks(w)).count();
            let binds = modal::occurrences(old)
                .iter()
                .any(|m| sentence.contains(&m.run.start));
            let nouns = telling
                .iter()
                .all(|w| !held.contains(&stem(w)) && !w.ends_with("ly") && !w.ends_with("ing"));
            let clause = hunk.old.clone().any(|w| JOINTS.contains(&old.lower(w)));
            let nouns = nouns && !clause;
            !hunk.old.clone().any(|w| old.words[w].bracketed)
                && listed
                && nouns
                && binds
                && comma_or_and >= 1
                && telling.len() <= 3
                && plain(old, &hunk.old)
        })
        .map(|hunk| Loss {
            run: hunk.old.clone(),
            instead: None,
            direction: Direction::Weaker,
            severity: Severity::Medium,
            confidence: 700,
            basis: "item".to_owned(),
        })
        .collect()
}

/// No verb of duty, number, time, exception, check or hedge in the run: those have their own rules.
fn plain(side: &Side, run: &Run) -> bool {
    let meets = |r: &Run| r.start < run.end && run.start < r.end;
    let modals = modal::occurrences(side).iter().any(|m| meets(&m.run));
    let times = super::deadline::all(side).iter().any(meets);
    let checks = super::verify::read(side).iter().any(|(r, _)| meets(r));
    let scopes = super::scope::marks(side).iter().any(meets);
    let hedged = super::hedge::all(side).iter().any(meets);
    let numbers = run.clone().any(|w| numeral::read(side, w).is_some());
    !(modals || times || checks || scopes || hedged || numbers)
}

/// A name that goes from three clauses or more is a term changed throughout, which makes no one clause
/// weaker; told once a clause.
pub(crate) fn settle_terms(findings: &mut Vec<Finding>) {
    let mut clauses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut once: BTreeSet<(String, String)> = BTreeSet::new();
    findings.retain(|f| {
        f.rule != Rule::Entity || once.insert((f.target.clone(), f.basis.clone())) || names_none(f)
    });
    for finding in findings
        .iter()
        .filter(|f| f.rule == Rule::Entity && !names_none(f))
    {
        clauses
            .entry(finding.basis.clone())
            .or_default()
            .insert(finding.target.clone());
    }
    for finding in findings
        .iter_mut()
        .filter(|f| f.rule == Rule::Entity && !names_none(f))
    {
        if clauses
            .get(&finding.basis)
            .is_some_and(|held| held.len() >= 3)
        {
            finding.direction = Direction::Unclear;
            finding.severity = Severity::Info;
        }
    }
}

/// Whether a finding is about a list or an item rather than a name.
fn names_none(finding: &Finding) -> bool {
    matches!(finding.basis.trim_matches([' ', '>']), "listed" | "item")
}
