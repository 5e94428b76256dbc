//! DENY: a statement of fact restated in the negative, with what rests on it.

use std::collections::BTreeSet;

use super::super::finding::{Direction, Finding, Rule, Severity, Status};
use super::super::text::{Draft, Role};
use super::super::token::{Word, is_common, stem, words};
use super::side::{Pairing, Side};
use super::{Found, modal, xref};

/// Words that deny.
const NEGATIVE: &[&str] = &[
    "no",
    "not",
    "none",
    "neither",
    "never",
    "nor",
    "without",
    "absent",
    "denies",
    "deny",
    "cannot",
    "nobody",
    "unfounded",
    "false",
];

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let premise = pairing.old.role() == Role::Premise && pairing.new.role() == Role::Premise;
    let states = |side: &Side| modal::occurrences(side).is_empty() && side.role() != Role::Recital;
    if !(premise || states(&pairing.old) && states(&pairing.new)) {
        return Vec::new();
    }
    let (old, new) = (denials(&pairing.old), denials(&pairing.new));
    if old.len() % 2 == new.len() % 2 || !premise && !same_subject(pairing) {
        return Vec::new();
    }
    let whole = |side: &Side| Some(0..side.words.len());
    vec![Found {
        rule: Rule::Deny,
        old: whole(&pairing.old),
        new: whole(&pairing.new),
        direction: Direction::Unclear,
        severity: Severity::High,
        confidence: if premise { 950 } else { 750 },
        basis: if old.len() < new.len() {
            "stated > denied"
        } else {
            "denied > stated"
        }
        .to_owned(),
    }]
}

fn denials(side: &Side) -> Vec<usize> {
    let negative = |w: usize| NEGATIVE.contains(&side.lower(w));
    // "no later than" and "without prejudice" deny nothing.
    let idle = |w: usize| {
        matches!(
            side.lower(w + 1),
            "later"
                | "less"
                | "more"
                | "fewer"
                | "prejudice"
                | "delay"
                | "exceeding"
                | "only"
                | "limited"
        )
    };
    (0..side.words.len())
        .filter(|&w| negative(w) && !idle(w))
        .collect()
}

/// Whether most telling words are on both sides.
fn same_subject(pairing: &Pairing) -> bool {
    let telling = |side: &Side| -> BTreeSet<String> {
        side.words
            .iter()
            .map(|w| w.lower.as_str())
            .filter(|w| !is_common(w) && !NEGATIVE.contains(w))
            .map(stem)
            .collect()
    };
    let (a, b) = (telling(&pairing.old), telling(&pairing.new));
    let shared = a.intersection(&b).count();
    shared * 10 >= 7 * a.len().max(b.len()) && shared > 1
}

/// Marks denied premises and names the old clauses that rest on them: those that use the same annex
/// or list, and those that speak "for each" of what such a clause is about.
pub(crate) fn dependents(old: &Draft, new: &Draft, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|f| f.rule == Rule::Deny) {
        finding.status = Status::PremiseDisputed;
        finding.touches = [(old, &finding.old), (new, &finding.new)]
            .into_iter()
            .filter_map(|(draft, span)| {
                let reference = &span.as_ref()?.clause;
                Some(resting(
                    draft,
                    draft
                        .clauses
                        .iter()
                        .position(|c| c.reference == *reference)?,
                ))
            })
            .flatten()
            .collect();
        finding.touches.sort();
        finding.touches.dedup();
    }
}

fn resting(draft: &Draft, premise: usize) -> Vec<String> {
    let annexes = |at: usize| xref::annexes(&words(&draft.clauses[at].text));
    let named = annexes(premise);
    let mut resting: Vec<usize> = (0..draft.clauses.len())
        .filter(|&at| at != premise && annexes(at).intersection(&named).next().is_some())
        .collect();
    let direct = resting.clone();
    for at in 0..draft.clauses.len() {
        let text = words(&draft.clauses[at].text);
        let each = text.windows(3).any(|w| {
            w[0].lower == "for"
                && w[1].lower == "each"
                && direct
                    .iter()
                    .any(|&d| d < at && speaks_of(&words(&draft.clauses[d].text), &w[2].lower))
        });
        if each && at != premise && !resting.contains(&at) {
            resting.push(at);
        }
    }
    resting.sort_unstable();
    resting
        .into_iter()
        .map(|at| draft.clauses[at].reference.clone())
        .collect()
}

fn speaks_of(text: &[Word], noun: &str) -> bool {
    text.iter().any(|w| stem(&w.lower) == stem(noun))
}
