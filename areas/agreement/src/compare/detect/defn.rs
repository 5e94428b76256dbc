//! DEFN: a word now means something else, with every clause that uses it.

use super::super::finding::{Direction, Finding, Rule, Severity};
use super::super::text::{Draft, Role};
use super::super::token::{is_common, stem};
use super::Found;
use super::side::{Pairing, Side};

/// The word a clause defines, with the place where its meaning begins.
fn defined(side: &Side) -> Option<(String, usize)> {
    let end = side
        .words
        .iter()
        .position(|w| matches!(w.lower.as_str(), "means" | "mean" | "refers" | "includes"))?;
    let quoted: Vec<&str> = side.words[..end]
        .iter()
        .filter(|w| w.quoted)
        .map(|w| w.raw.as_str())
        .collect();
    let bare = side.role() == Role::Definition && end <= 5;
    let term = if quoted.is_empty() && bare {
        side.words[..end]
            .iter()
            .map(|w| w.raw.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    } else {
        quoted.join(" ")
    };
    (!term.is_empty()).then_some((term, end + 1))
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let (Some((_, from)), Some((_, to))) = (defined(&pairing.old), defined(&pairing.new)) else {
        return Vec::new();
    };
    let telling = |side: &Side, start: usize| -> Vec<String> {
        side.words[start.min(side.words.len())..]
            .iter()
            .filter(|w| {
                !is_common(&w.lower)
                    || matches!(
                        w.lower.as_str(),
                        "not" | "no" | "or" | "and" | "all" | "any"
                    )
            })
            .map(|w| stem(&w.lower))
            .collect()
    };
    if telling(&pairing.old, from) == telling(&pairing.new, to) {
        return Vec::new();
    }
    vec![Found {
        rule: Rule::Defn,
        old: Some(from..pairing.old.words.len().max(from)),
        new: Some(to..pairing.new.words.len().max(to)),
        direction: Direction::Unclear,
        severity: Severity::High,
        confidence: 850,
        basis: "meaning".to_owned(),
    }]
}

/// Names the clauses that use a changed word.
pub(crate) fn uses(old: &Draft, new: &Draft, findings: &mut [Finding]) {
    for finding in findings.iter_mut().filter(|f| f.rule == Rule::Defn) {
        let mut touches = Vec::new();
        for (draft, span) in [(old, &finding.old), (new, &finding.new)] {
            let Some(reference) = span.as_ref().map(|s| &s.clause) else {
                continue;
            };
            let Some(clause) = draft.clauses.iter().find(|c| c.reference == *reference) else {
                continue;
            };
            let Some((term, _)) = defined(&Side::of(&[clause])) else {
                continue;
            };
            let users = draft
                .clauses
                .iter()
                .filter(|c| c.reference != *reference && says(&c.text, &term));
            touches.extend(users.map(|c| c.reference.clone()));
        }
        touches.sort();
        touches.dedup();
        finding.touches = touches;
    }
}

fn says(text: &str, term: &str) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + term.len()..].chars().next();
        before.is_none_or(|c| !c.is_alphanumeric())
            && after.is_none_or(|c| !c.is_alphanumeric() || c == 's')
    })
}
