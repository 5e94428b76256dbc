//! SCOPE: how much and how many a duty takes in, and under what exception or condition.

use super::super::finding::{Direction, Rule, Severity};
use super::phrase::Phrases;
use super::side::{Pairing, Side};
use super::{Found, Loss, Run, both_ways, modal, phrase};

/// Words of measure: everything (3), most (2), some (1).
const MEASURE: &[(&str, u8)] = &[
    ("all", 3),
    ("every", 3),
    ("each", 3),
    ("any", 3),
    ("full", 3),
    ("fully", 3),
    ("complete", 3),
    ("completely", 3),
    ("entire", 3),
    ("entirely", 3),
    ("unrestricted", 3),
    ("unconditional", 3),
    ("unimpeded", 3),
    ("unhindered", 3),
    ("free", 3),
    ("total", 3),
    ("comprehensive", 3),
    ("whole", 3),
    ("immediate", 3),
    ("permanent", 3),
    ("unfettered", 3),
    ("unconditionally", 3),
    ("most", 2),
    ("the majority of", 2),
    ("main", 2),
    ("principal", 2),
    ("substantial", 2),
    ("substantially", 2),
    ("significant", 2),
    ("major", 2),
    ("serious", 2),
    ("grave", 2),
    ("systematic", 2),
    ("some", 1),
    ("certain", 1),
    ("selected", 1),
    ("relevant", 1),
    ("appropriate", 1),
    ("limited", 1),
    ("partial", 1),
    ("partially", 1),
    ("specific", 1),
    ("several", 1),
    ("suitable", 1),
    ("reasonable", 1),
    ("conditional", 1),
    ("temporary", 1),
    ("adequate", 1),
    ("agreed", 1),
    ("designated", 1),
    ("restricted", 1),
];

/// Words that take something out or make it wait.
static CONDITIONS: Phrases = Phrases::new(&[
    "except",
    "except as|where|when|if|for|in",
    "unless",
    "provided that",
    "with the exception of",
    "excluding",
    "save for|as|where|in",
    "other than",
    "on condition that",
    "on the condition that",
    "provided",
    "only if",
    "only when|where",
    "only after",
    "only to the extent",
    "to the extent that",
    "subject to",
    "without prejudice to",
    "notwithstanding",
    "contingent on|upon",
    "conditional on|upon",
    "in so far as",
    "so long as",
    "as long as",
    "with the consent of",
    "with prior consent",
    "upon request",
    "upon the request of",
    "at the request of",
    "apart from",
    "barring",
    "on a reciprocal basis",
    "on the basis of reciprocity",
    "reciprocally",
    "if the other party",
    "after the other party",
    "solely",
    "if and when",
    "in exchange for",
    "save",
    "with the prior consent of",
    "with the agreement of",
    "with the approval of",
    "in exceptional circumstances",
    "in exceptional cases",
]);

static MEASURES: Phrases = Phrases::ranked(MEASURE);

fn measures(side: &Side) -> Vec<(Run, u8)> {
    phrase::find(side, &MEASURES)
        .into_iter()
        .filter(|(run, _)| measured(side, run))
        .map(|(run, entry)| (run, MEASURE[entry].1))
        .collect()
}

/// Not "at all", "after all", "free of", "in full", "above all", "in any case", "agreed to".
fn measured(side: &Side, run: &Run) -> bool {
    let before = side.lower(run.start.wrapping_sub(1));
    let after = side.lower(run.end);
    match side.lower(run.start) {
        "all" => !matches!(before, "at" | "above" | "after" | "first"),
        "any" => !matches!(after, "case" | "event" | "time" | "way"),
        "free" => !matches!(after, "of" | "from" | "to" | "and" | "trade") && before != "duty",
        "agreed" => {
            !matches!(
                after,
                "to" | "that" | "upon" | "by" | "on" | "as" | "between"
            ) && !matches!(
                before,
                "have" | "has" | "as" | "be" | "mutually" | "otherwise" | "is" | "already"
            )
        }
        "each" => after != "other",
        "appropriate" | "relevant" | "reasonable" | "adequate" => !matches!(
            before,
            "as" | "where" | "if" | "when" | "deemed" | "deems" | "is" | "are" | "a" | "within"
        ),
        "most" => !matches!(after, "affected" | "vulnerable" | "recent"),
        "certain" => before != "make",
        "whole" => before != "a",
        _ => true,
    }
}

fn conditions(side: &Side) -> Vec<Run> {
    phrase::find(side, &CONDITIONS)
        .into_iter()
        .map(|(run, _)| run)
        .filter(|run| {
            // "subject to its national law" is a hedge; "provided by", "provided for" give, not take.
            let hedged = super::hedge::all(side)
                .iter()
                .any(|h| h.start < run.end && run.start < h.end);
            let after = side.lower(run.end);
            let gives = matches!(after, "by" | "for" | "in" | "to" | "under" | "and");
            let condition = side.words[run.start].after_break && !gives;
            let given = side.lower(run.start) == "provided" && run.len() == 1 && !condition;
            let saved = side.lower(run.start) == "save"
                && run.len() == 1
                && !side.words[run.start].after_break;
            !(hedged || given || saved)
        })
        .collect()
}

/// Every measure and condition's place.
pub(crate) fn marks(side: &Side) -> Vec<Run> {
    measures(side)
        .into_iter()
        .map(|(run, _)| run)
        .chain(conditions(side))
        .collect()
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let mut out = measure_steps(pairing);
    out.extend(both_ways(pairing, Rule::Scope, |old, new, pairing| {
        let (here, mut there) = (conditions(old), conditions(new));
        let links = pairing.link(&here, &there, |i, j| {
            4 * u32::from(old.lower(here[i].start) == new.lower(there[j].start))
        });
        let linked: Vec<usize> = links.iter().map(|(i, _)| *i).collect();
        here.into_iter()
            .enumerate()
            .filter(|(i, run)| {
                let word = old.lower(run.start);
                let kept = there.iter().position(|r| new.lower(r.start) == word);
                if let Some(at) = kept.filter(|_| !linked.contains(i)) {
                    there.remove(at);
                    return false;
                }
                !linked.contains(i) && pairing.changed(run)
            })
            .map(|(_, run)| Loss {
                direction: condition_direction(old, &run),
                basis: run
                    .clone()
                    .map(|w| old.lower(w).to_owned())
                    .collect::<Vec<_>>()
                    .join(" "),
                run,
                instead: None,
                severity: Severity::High,
                confidence: 850,
            })
            .collect()
    }));
    out
}

/// A condition gone makes a duty stronger; on a permission it is the other side's safeguard, and the
/// words alone do not tell.
fn condition_direction(side: &Side, run: &Run) -> Direction {
    let sentence = side.sentence(run.start);
    let governing = modal::occurrences(side)
        .iter()
        .filter(|m| sentence.contains(&m.run.start))
        .min_by_key(|m| {
            if m.run.start <= run.start {
                run.start - m.run.start
            } else {
                1000 + m.run.start
            }
        });
    let keeps =
        matches!(side.lower(run.start), "notwithstanding") || side.lower(run.start) == "without";
    match governing {
        _ if keeps => Direction::Unclear,
        Some(m) if m.rank == 1 && !m.negative => Direction::Unclear,
        _ => Direction::Stronger,
    }
}

/// "all" to "certain", "full" to "appropriate".
fn measure_steps(pairing: &Pairing) -> Vec<Found> {
    let gone = |side: &Side, other: &Side| -> Vec<(Run, u8)> {
        let mut held: Vec<u8> = measures(other)
            .into_iter()
            .map(|(_, class)| class)
            .collect();
        measures(side)
            .into_iter()
            .filter(|(_, class)| match held.iter().position(|h| h == class) {
                Some(at) => {
                    held.remove(at);
                    false
                }
                None => true,
            })
            .collect()
    };
    let old: Vec<(Run, u8)> = gone(&pairing.old, &pairing.new);
    let new: Vec<(Run, u8)> = gone(&pairing.new, &pairing.old);
    let mut out = Vec::new();
    for (a, x) in &old {
        for (b, y) in &new {
            let beside = pairing.together(a, b) && adjoining(pairing, a, b);
            if x != y && beside {
                let words = |side: &Side, run: &Run| side.lower(run.start).to_owned();
                out.push(Found {
                    rule: Rule::Scope,
                    old: Some(a.clone()),
                    new: Some(b.clone()),
                    direction: if x > y {
                        Direction::Weaker
                    } else {
                        Direction::Stronger
                    },
                    severity: Severity::High,
                    confidence: 900,
                    basis: format!("{} > {}", words(&pairing.old, a), words(&pairing.new, b)),
                });
            }
        }
    }
    out.dedup_by_key(|f| (f.old.clone(), f.new.clone()));
    out
}

/// Whether both measures measure the same word: an equal word follows both within three.
fn adjoining(pairing: &Pairing, a: &Run, b: &Run) -> bool {
    let follows = |side: &Side, run: &Run| {
        (run.end..(run.end + 4).min(side.words.len()))
            .map(|w| super::super::token::stem(side.lower(w)))
            .filter(|w| !super::super::token::is_common(w))
            .collect::<Vec<_>>()
    };
    let other = follows(&pairing.new, b);
    follows(&pairing.old, a).iter().any(|w| other.contains(w))
}
