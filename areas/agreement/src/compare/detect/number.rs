//! NUMBER: counts, shares, amounts and distances, with their direction for the duty.

use super::super::finding::{Direction, Rule, Severity};
use super::super::token::{is_common, stem};
use super::phrase::Phrases;
use super::side::{Pairing, Side};
use super::{Found, Loss, Run, both_ways, deadline, modal, numeral, phrase};

/// Words before a number that make it a floor.
static FLOOR: Phrases = Phrases::new(&[
    "at least",
    "not less than",
    "no less than",
    "not fewer than",
    "no fewer than",
    "a minimum of",
    "minimum of",
    "minimum",
    "no lower than",
    "not lower than",
]);
/// Words before a number that make it a ceiling.
static CEILING: Phrases = Phrases::new(&[
    "at most",
    "no more than",
    "not more than",
    "up to",
    "a maximum of",
    "maximum of",
    "maximum",
    "not exceeding",
    "not exceed",
    "below",
    "under",
    "less than",
    "fewer than",
    "within",
    "not to exceed",
    "no greater than",
    "limited to",
    "nearer than",
    "closer than",
    "limit to",
    "restrict to",
    "no higher than",
]);
/// Words near a number for which more is neither better nor worse for anyone.
const NEUTRAL: &[&str] = &[
    "majority",
    "vote",
    "votes",
    "ratification",
    "ratifications",
    "instruments",
    "quorum",
    "arbitrators",
    "judges",
    "signatures",
    "languages",
    "copies",
    "notice",
    "consent",
    "abstentions",
    "seats",
];
/// Words before a number that make it a name.
const NAMING: &[&str] = &[
    "article",
    "articles",
    "paragraph",
    "paragraphs",
    "annex",
    "annexes",
    "section",
    "sections",
    "chapter",
    "decision",
    "resolution",
    "protocol",
    "part",
    "rule",
    "no",
    "number",
    "schedule",
    "appendix",
    "clause",
    "clauses",
    "table",
    "figure",
    "line",
    "page",
    "crossing",
    "sector",
    "zone",
    "grid",
    "point",
    "principle",
    "subparagraph",
    "subparagraphs",
    "para",
    "paras",
    "phase",
    "stage",
    "item",
    "points",
    "principles",
];
/// Words that say a number without saying one.
static ROUGH: Phrases = Phrases::new(&[
    "some",
    "several",
    "certain",
    "a number of",
    "various",
    "a few",
    "adequate",
    "sufficient",
    "appropriate",
    "selected",
]);

struct Count {
    run: Run,
    value: u64,
    part: bool,
    limit: Limit,
    /// Stems of the words right after it.
    unit: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Limit {
    Floor,
    Exact,
    Ceiling,
}

fn read(side: &Side) -> Vec<Count> {
    let times = deadline::all(side);
    let (mut at, mut out) = (0, Vec::new());
    while at < side.words.len() {
        let Some(number) = numeral::read(side, at).filter(|_| !side.words[at].quoted) else {
            at += 1;
            continue;
        };
        let run = at..at + number.words;
        at = run.end;
        let timed = times.iter().any(|t| t.start < run.end && run.start < t.end);
        if timed || names(side, &run) {
            continue;
        }
        let share = matches!(side.lower(run.end), "%" | "percent")
            || side.lower(run.end) == "per" && side.lower(run.end + 1) == "cent";
        let from = run
            .start
            .saturating_sub(4)
            .max(side.sentence(run.start).start);
        let before = |table: &Phrases| {
            phrase::find(side, table)
                .iter()
                .any(|(r, _)| r.start >= from && r.end <= run.start && r.end + 2 > run.start)
        };
        let limit = match (before(&FLOOR), before(&CEILING)) {
            (true, _) => Limit::Floor,
            (_, true) => Limit::Ceiling,
            _ => Limit::Exact,
        };
        let after = run.end..(run.end + 4).min(side.sentence(run.start).end);
        let unit = after
            .map(|w| side.lower(w))
            .filter(|w| !is_common(w))
            .take(2)
            .map(stem)
            .collect();
        out.push(Count {
            run,
            value: number.thousandths,
            part: number.part || share,
            limit,
            unit,
        });
    }
    out
}

/// Whether a number only names something: Article 4, paragraph 2, 9 May 1992, 1/CP.21.
fn names(side: &Side, run: &Run) -> bool {
    let first = run.start;
    let sentence = side.sentence(first);
    let mut back = first;
    while back > sentence.start
        && (side.words[back - 1].is_number()
            || matches!(side.lower(back - 1), "and" | "to" | "or")
            || side.words[back - 1].raw.len() == 1)
    {
        back -= 1;
    }
    let named =
        (back..first + 1).any(|w| w > sentence.start && NAMING.contains(&side.lower(w - 1)));
    let dated = numeral::month(side.lower(run.end)).is_some()
        || first > 0 && numeral::month(side.lower(first - 1)).is_some()
        || side.words[first].is_number() && numeral::year(side.lower(first)).is_some();
    named || dated
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let (old, new) = (read(&pairing.old), read(&pairing.new));
    let runs = |counts: &[Count]| counts.iter().map(|c| c.run.clone()).collect::<Vec<_>>();
    let kin = |a: &Count, b: &Count| {
        a.part && b.part || a.part == b.part && a.unit.iter().any(|u| b.unit.contains(u))
    };
    let links = pairing.link(&runs(&old), &runs(&new), |i, j| {
        4 * u32::from(kin(&old[i], &new[j])) + 4 * u32::from(old[i].value == new[j].value)
    });
    let mut out = Vec::new();
    for &(i, j) in &links {
        let (a, b) = (&old[i], &new[j]);
        let known = kin(a, b) || pairing.together(&a.run, &b.run);
        if !known || a.value == b.value && a.limit == b.limit {
            continue;
        }
        let direction = judge(pairing, a, b);
        out.push(Found {
            rule: Rule::Number,
            old: Some(a.run.clone()),
            new: Some(b.run.clone()),
            direction,
            severity: Severity::High,
            confidence: if kin(a, b) { 900 } else { 650 },
            basis: format!(
                "{:?} {} > {:?} {}",
                a.limit,
                shown(a.value),
                b.limit,
                shown(b.value)
            )
            .to_lowercase(),
        });
    }
    out.extend(roughened(pairing));
    out
}

fn shown(thousandths: u64) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    if rest == 0 {
        whole.to_string()
    } else {
        format!("{whole}.{rest:03}")
            .trim_end_matches('0')
            .to_owned()
    }
}

fn judge(pairing: &Pairing, a: &Count, b: &Count) -> Direction {
    let neutral = |side: &Side, count: &Count| {
        let sentence = side.sentence(count.run.start);
        let from = count.run.start.saturating_sub(8).max(sentence.start);
        (from..(count.run.end + 8).min(sentence.end)).any(|w| NEUTRAL.contains(&side.lower(w)))
    };
    if neutral(&pairing.old, a) || neutral(&pairing.new, b) {
        return Direction::Unclear;
    }
    if a.limit != b.limit && a.value == b.value {
        return match (a.limit, b.limit) {
            (Limit::Floor, _) | (Limit::Exact, Limit::Ceiling) => Direction::Weaker,
            _ => Direction::Stronger,
        };
    }
    let ceiling = match (a.limit, b.limit) {
        (Limit::Ceiling, Limit::Ceiling) => true,
        (Limit::Ceiling, _) | (_, Limit::Ceiling) => return Direction::Unclear,
        _ => false,
    };
    // A ceiling on what one may do is room; on what one must not exceed it is a bound.
    let permits = |side: &Side, count: &Count| {
        let sentence = side.sentence(count.run.start);
        modal::occurrences(side)
            .iter()
            .rfind(|m| sentence.contains(&m.run.start) && m.run.start <= count.run.start)
            .is_some_and(|m| m.rank == 1 && !m.negative)
    };
    let room = permits(&pairing.old, a) && permits(&pairing.new, b);
    let less_is_more = ceiling && !room || averse(&pairing.old, a) && averse(&pairing.new, b);
    match (b.value < a.value) == less_is_more {
        true => Direction::Stronger,
        false => Direction::Weaker,
    }
}

/// Whether the number bounds something kept small: "limit to", "more than" in a prohibition.
fn averse(side: &Side, count: &Count) -> bool {
    let sentence = side.sentence(count.run.start);
    let from = count.run.start.saturating_sub(6).max(sentence.start);
    let more = matches!(
        side.lower(count.run.start.wrapping_sub(1)),
        "than" | "exceeding" | "exceed"
    );
    let limits = (from..count.run.start)
        .any(|w| matches!(side.lower(w), "limit" | "limited" | "restrict" | "cap"));
    let denied = modal::occurrences(side)
        .iter()
        .any(|m| sentence.contains(&m.run.start) && m.run.start < count.run.start && m.negative);
    limits || more && denied && count.limit == Limit::Exact
}

/// A number gone rough: "twelve sites" to "certain sites".
fn roughened(pairing: &Pairing) -> Vec<Found> {
    both_ways(pairing, Rule::Number, |old, new, pairing| {
        let counts = read(new);
        let rough = phrase::find(new, &ROUGH);
        read(old)
            .into_iter()
            .filter(|count| pairing.changed(&count.run))
            .filter(|count| counts.iter().all(|c| c.value != count.value))
            .filter_map(|count| {
                let instead = rough
                    .iter()
                    .map(|(run, _)| run.clone())
                    .find(|run| pairing.together(&count.run, run))?;
                let replaced = counts.iter().any(|c| pairing.together(&count.run, &c.run));
                (!replaced).then_some((count, instead))
            })
            .map(|(count, instead)| Loss {
                basis: shown(count.value),
                run: count.run,
                instead: Some(instead),
                direction: Direction::Weaker,
                severity: Severity::High,
                confidence: 850,
            })
            .collect()
    })
}
