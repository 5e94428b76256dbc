//! OMIT and ADDED: clauses without a counterpart, with what goes or comes with them.

use std::collections::BTreeSet;

use super::super::align::Alignment;
use super::super::finding::{Direction, Finding, Rule, Severity};
use super::super::text::{Clause, Draft, Role};
use super::side::Side;
use super::{Lone, hedge, lone, verify};

pub(crate) fn findings(old: &Draft, new: &Draft, alignment: &Alignment) -> Vec<Finding> {
    let held = |pick: fn(&super::super::align::Match) -> &Vec<usize>| -> BTreeSet<usize> {
        alignment
            .matches
            .iter()
            .flat_map(|m| pick(m).iter().copied())
            .collect()
    };
    let (old_held, new_held) = (held(|m| &m.old), held(|m| &m.new));
    let unclear_old: BTreeSet<usize> = alignment.uncertain.iter().map(|u| u.0).collect();
    let unclear_new: BTreeSet<usize> = alignment.uncertain.iter().map(|u| u.1).collect();
    let mut out = Vec::new();
    for (at, clause) in old.clauses.iter().enumerate() {
        if !old_held.contains(&at) && !unclear_old.contains(&at) {
            out.extend(alone(Rule::Omit, Lone::Old, clause));
        }
    }
    for (at, clause) in new.clauses.iter().enumerate() {
        if !new_held.contains(&at) && !unclear_new.contains(&at) {
            out.extend(alone(Rule::Added, Lone::New, clause));
        }
    }
    out
}

/// The finding on a lone clause, and what it carries: proof or a hedge.
fn alone(rule: Rule, side: Lone, clause: &Clause) -> Vec<Finding> {
    let mut presence = lone(rule, side, clause, "no counterpart");
    presence.severity = match clause.role {
        Role::Recital => Severity::Low,
        _ => Severity::Medium,
    };
    let mut out = vec![presence];
    let words = Side::of(&[clause]);
    let binding = !matches!(
        clause.role,
        Role::Recital | Role::Definition | Role::Premise
    );
    if binding && verify::is_proof(&words) {
        let mut finding = lone(Rule::Verify, side, clause, "duty of proof");
        finding.severity = Severity::Medium;
        finding.direction = if side == Lone::Old {
            Direction::Weaker
        } else {
            Direction::Stronger
        };
        out.push(finding);
    }
    if let Some((run, name)) = hedge::first(&words).filter(|_| binding) {
        let mut finding = lone(Rule::Hedge, side, clause, &name);
        match side {
            Lone::Old => finding.old = words.span(&run),
            Lone::New => finding.new = words.span(&run),
        }
        out.push(finding);
    }
    out
}
