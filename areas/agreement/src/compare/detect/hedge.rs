//! HEDGE: qualifiers that leave the measure of a duty to the one who bears it.

use super::super::finding::{Direction, Rule, Severity};
use super::phrase::Phrases;
use super::side::{Pairing, Side};
use super::{Found, Loss, Run, both_ways, deadline, phrase};

/// Set phrases. Phrases of time ("in due course") are in `deadline`.
static PHRASES: Phrases = Phrases::new(&[
    "where|if|as|when|whenever|insofar * permit|permits|allow|allows",
    "where|if|as|when|whenever|insofar * * permit|permits|allow|allows",
    "where|if|as|when|whenever|insofar * * * permit|permits|allow|allows",
    "where|if|as|when * so permit|permits|allow|allows|require|requires",
    "where|if|when|insofar as|so far as it is|are able to",
    "where|if|when it|they is|are|considers|consider|deems|deem able|able|it|necessary|fit|appropriate",
    "as it|they may deem|consider|see fit|appropriate|necessary",
    "as|where|if|when|whenever appropriate",
    "as and when appropriate",
    "as it deems|considers appropriate",
    "as they deem|consider appropriate",
    "as deemed appropriate|necessary",
    "where|if|when|whenever deemed appropriate",
    "as|where|if|when|wherever|whenever possible",
    "to the extent possible",
    "as|so far as possible",
    "where|if|when|whenever|wherever|as practicable|feasible",
    "to the extent practicable|feasible",
    "as far as practicable|feasible",
    "so far as practicable",
    "to the maximum extent possible|practicable",
    "to the fullest extent possible",
    "as|where|if|when|whenever necessary",
    "where|if|when needed",
    "as|where|when|if|whenever applicable",
    "where relevant",
    "as relevant",
    "in so far as possible",
    "insofar as possible|practicable",
    "insofar as",
    "to the extent of",
    "in principle",
    "in general",
    "as a general rule",
    "in particular cases",
    "normally",
    "ordinarily",
    "generally",
    "where|when circumstances permit|allow",
    "if|as circumstances permit|allow",
    "circumstances permitting",
    "conditions permitting",
    "resources permitting",
    "as conditions permit|allow",
    "if|when|where conditions permit|allow",
    "as resources permit|allow",
    "at its|their|his own discretion",
    "at its|their discretion",
    "in its|their discretion",
    "at its|their sole discretion",
    "in its|their sole discretion",
    "in its|their judgement|judgment|view",
    "on a voluntary basis",
    "on a best efforts basis",
    "best efforts basis",
    "best endeavours basis",
    "on a case by case basis",
    "on a casebycase basis",
    "as it sees fit",
    "as they see fit",
    "if it so wishes|decides|chooses",
    "if they so wish|decide|choose",
    "if so requested",
    "subject to availability",
    "subject to the availability of *",
    "within reason",
    "within reasonable limits",
    "reasonable",
    "inter alia",
    "within available resources",
    "within existing resources",
    "mutually acceptable",
    "mutually convenient",
    "unless impracticable",
    "unless impossible",
    "barring exceptional circumstances",
    "in the spirit of",
    "in a position to do so",
    "as mutually agreed",
    "where it deems necessary",
    "to the extent that it is able",
    "by appropriate means",
    "through appropriate channels",
]);

/// What ties a duty to the bearer's own measure …
static TIES: Phrases = Phrases::new(&[
    "in accordance with",
    "consistent with",
    "subject to",
    "to the extent permitted by",
    "to the extent allowed by",
    "within the limits of",
    "within the limit of",
    "having regard to",
    "taking into account",
    "with due regard to|for",
    "in the light of",
    "in light of",
    "according to",
    "in conformity with",
    "in keeping with",
    "as permitted by",
    "within",
    "as allowed by",
    "depending on",
    "in line with",
    "bearing in mind",
    "commensurate with",
    "to the extent of",
    "without prejudice to",
]);

/// … if one of these follows …
const OWN: &[&str] = &[
    "its",
    "their",
    "national",
    "domestic",
    "internal",
    "local",
    "respective",
    "his",
    "available",
    "prevailing",
];

/// … and one of these ends it.
const MEASURES: &[&str] = &[
    "law",
    "laws",
    "legislation",
    "legislations",
    "capacity",
    "capacities",
    "capability",
    "capabilities",
    "means",
    "resources",
    "circumstances",
    "priorities",
    "constitution",
    "regulations",
    "regulation",
    "practice",
    "practices",
    "procedures",
    "conditions",
    "interests",
    "possibilities",
    "policies",
    "needs",
    "requirements",
    "security",
    "ability",
    "abilities",
    "power",
    "jurisdiction",
];

/// Every hedge on a side, with the name under which it equals another.
fn read<'a>(side: &'a Side) -> &'a [(Run, String)] {
    side.seen.hedges.get_or_init(|| read_all(side))
}

fn read_all(side: &Side) -> Vec<(Run, String)> {
    let mut out: Vec<(Run, String)> = phrase::find(side, &PHRASES)
        .into_iter()
        .filter(|(run, _)| kept(side, run))
        .map(|(run, _)| {
            let words: Vec<&str> = run.clone().map(|w| side.lower(w)).collect();
            (run, words.join(" "))
        })
        .collect();
    for (tie, _) in phrase::find(side, &TIES) {
        let end = (tie.end + 9).min(side.sentence(tie.start).end);
        let until = (tie.end..end)
            .find(|&w| w > tie.end && side.words[w].after_break)
            .unwrap_or(end);
        let own = (tie.end..until)
            .take(4)
            .any(|w| OWN.contains(&side.lower(w)));
        let measure = (tie.end..until).rfind(|&w| MEASURES.contains(&side.lower(w)));
        if let Some(measure) = measure.filter(|_| own) {
            let overlap = out
                .iter()
                .any(|(run, _)| run.start < measure + 1 && tie.start < run.end);
            if !overlap {
                out.push((
                    tie.start..measure + 1,
                    format!("own {}", side.lower(measure)),
                ));
            }
        }
    }
    let times = deadline::all(side);
    out.retain(|(run, _)| !times.iter().any(|t| t.start < run.end && run.start < t.end));
    out.sort_by_key(|(run, _)| run.start);
    out
}

/// "reasonable" hedges only as an inserted adjective of doing, "as … necessary" not inside "as may be".
fn kept(side: &Side, run: &Run) -> bool {
    match side.lower(run.start) {
        "reasonable" => matches!(
            side.lower(run.end),
            "efforts" | "effort" | "steps" | "measures" | "endeavours" | "means" | "access"
        ),
        "generally" => !matches!(
            side.lower(run.end),
            "accepted" | "recognized" | "recognised" | "applicable"
        ),
        "inter" => false,
        "in" => !(side.lower(run.start + 1) == "general" && side.lower(run.end) == "elections"),
        _ => true,
    }
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    both_ways(pairing, Rule::Hedge, |old, new, pairing| {
        let mut other = read(new).to_vec();
        let mut gone: Vec<(Run, String)> = Vec::new();
        for (run, name) in read(old).iter().cloned() {
            match other.iter().position(|(_, held)| *held == name) {
                Some(at) => {
                    other.remove(at);
                }
                None => gone.push((run, name)),
            }
        }
        // A hedge in the place of another is another wording, not a step.
        let runs: Vec<Run> = gone.iter().map(|(run, _)| run.clone()).collect();
        let others: Vec<Run> = other.iter().map(|(run, _)| run.clone()).collect();
        let replaced = pairing.link(&runs, &others, |_, _| 0);
        gone.into_iter()
            .enumerate()
            .filter(|(i, (run, _))| replaced.iter().all(|(r, _)| r != i) && pairing.changed(run))
            .map(|(_, (run, name))| Loss {
                run,
                instead: None,
                direction: Direction::Stronger,
                severity: Severity::Medium,
                confidence: 900,
                basis: name,
            })
            .collect()
    })
}

/// Whether a clause standing alone is hedged, and where.
pub(crate) fn first(side: &Side) -> Option<(Run, String)> {
    read(side).first().cloned()
}

/// Every hedge's place.
pub(crate) fn all(side: &Side) -> Vec<Run> {
    read(side).iter().map(|(run, _)| run.clone()).collect()
}
