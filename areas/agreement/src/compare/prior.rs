//! What the parties had said of the older draft's clauses, and what that makes of a finding.
//!
//! Only silence about an accepted clause is a regression; an explicit withdrawal is legitimate and is
//! shown as such (agreement.md 2b).

use std::collections::BTreeMap;

use super::finding::{Direction, Finding, Rule, Severity, Status};

/// What was said of each old clause, and who tabled the new draft.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Priors {
    said: BTreeMap<String, BTreeMap<String, Prior>>,
    tabled_by: Option<String>,
}

/// A member's latest word on exact words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prior {
    /// Accepted, or tabled by the member itself.
    Accepted,
    /// Accepted in principle.
    AcceptedInPrinciple,
    /// Withdrawn by signature.
    Withdrawn,
    /// A statement that the member lacks the capacity.
    Capacity,
    /// A premise, affirmed.
    Affirmed,
    /// A premise, denied.
    Denied,
    /// Rejected, reserved, or accepted only in other words.
    NotAccepted,
}

impl Priors {
    /// Notes what `member` last said of the old clause named `reference`.
    pub fn set(&mut self, reference: &str, member: &str, prior: Prior) {
        self.said
            .entry(reference.to_owned())
            .or_default()
            .insert(member.to_owned(), prior);
    }

    /// Notes who tabled the new draft. Without it nobody can be silent, and nothing is a regression.
    pub fn tabled_by(&mut self, member: &str) {
        self.tabled_by = Some(member.to_owned());
    }

    /// What `member` last said of the old clause named `reference`.
    pub fn of(&self, reference: &str, member: &str) -> Option<Prior> {
        self.said.get(reference)?.get(member).copied()
    }
}

/// Sets status, severity and `regression_of` of each finding from what was said. What only comes in is
/// told for information.
pub(crate) fn apply(priors: &Priors, findings: &mut [Finding]) {
    for finding in findings {
        if finding.rule == Rule::Added {
            finding.severity = Severity::Info;
        }
        if finding.rule == Rule::Deny && finding.status == Status::PremiseDisputed {
            continue;
        }
        let Some(reference) = finding.old.as_ref().map(|span| span.clause.clone()) else {
            continue;
        };
        let prior = priors
            .tabled_by
            .as_deref()
            .and_then(|member| priors.of(&reference, member));
        let drops = finding.rule == Rule::Omit;
        let lessens =
            drops || finding.direction == Direction::Weaker || finding.rule == Rule::IdReused;
        match prior {
            Some(Prior::Accepted | Prior::AcceptedInPrinciple) if lessens => {
                finding.regression_of = priors.tabled_by.iter().cloned().collect();
                finding.status = Status::Regression;
                finding.severity = if drops {
                    Severity::Highest
                } else {
                    finding.severity.max(Severity::High)
                };
            }
            Some(Prior::Withdrawn) if lessens => {
                finding.status = Status::ExplicitlyWithdrawn;
                finding.severity = finding.severity.min(Severity::Low);
            }
            _ if drops => finding.status = Status::NotAddressed,
            _ => {}
        }
    }
}
