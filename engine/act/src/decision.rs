//! How members decide together: the one place where approvals are counted.
//!
//! A decision is a proposal and the votes on it, all acts in the log. Whether it is carried is a
//! question with a moment, not an event: nothing fires when the last vote or the last hour falls.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Index;
use crate::time::{Hours, Time};

/// What the charter asks before a proposal takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Every party and every mediator approves.
    Unanimous,
    /// Every party approves.
    BothParties,
    /// At least one mediator approves.
    AnyMediator,
    /// Every mediator approves.
    BothMediators,
    /// Nobody objects within so many hours of the proposal.
    NoObjection(Hours),
}

/// The part a member has in a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// One of the governments.
    Party,
    /// One of those whom both accept.
    Mediator,
    /// Runs the host or a post; decides nothing.
    Custodian,
}

/// One member's vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    /// For it, or against.
    pub choice: Choice,
    /// The act that cast it.
    pub index: Index,
    /// When it was placed.
    pub at: Time,
}

/// For or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// For.
    Approve,
    /// Against.
    Object,
}

/// A proposal and the votes so far. A member's latest vote before the outcome replaces its
/// earlier one: a vote can be withdrawn until it has had its effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ballot {
    /// The rule in force when it was proposed; a later charter does not move it.
    pub rule: Rule,
    /// When it was proposed.
    pub opened: Time,
    /// When it lapses if nothing decided it.
    pub lapses: Time,
    /// Who decides, and as what, when it was proposed.
    pub members: BTreeMap<String, Part>,
    /// Votes by member.
    pub votes: BTreeMap<String, Vote>,
}

/// How a ballot stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Not decided yet.
    Open,
    /// In effect since.
    Carried(Time),
    /// Objected to, under a rule where one objection decides.
    Refused(Time),
    /// Nobody decided it in time.
    Lapsed(Time),
}

impl Ballot {
    /// How the ballot stands as of a moment. Votes placed later are not seen.
    pub fn outcome(&self, as_of: Time) -> Outcome {
        let carried = match self.rule {
            Rule::Unanimous => self.all(as_of, |part| part != Part::Custodian),
            Rule::BothParties => self.all(as_of, |part| part == Part::Party),
            Rule::BothMediators => self.all(as_of, |part| part == Part::Mediator),
            Rule::AnyMediator => self.first_approval(as_of, Part::Mediator),
            Rule::NoObjection(hours) => return self.unopposed(hours, as_of),
        };
        match carried {
            Some(at) if at < self.lapses => Outcome::Carried(at),
            _ if as_of >= self.lapses => Outcome::Lapsed(self.lapses),
            _ => Outcome::Open,
        }
    }

    /// Whether a vote placed at `at` could still matter.
    pub fn is_open(&self, at: Time) -> bool {
        self.outcome(at) == Outcome::Open
    }

    /// When the last of the members with such a part approved, if all have.
    fn all(&self, as_of: Time, counts: impl Fn(Part) -> bool) -> Option<Time> {
        self.members
            .iter()
            .filter(|(_, part)| counts(**part))
            .map(|(member, _)| self.approved_at(member, as_of))
            .collect::<Option<Vec<Time>>>()?
            .into_iter()
            .max()
    }

    fn first_approval(&self, as_of: Time, part: Part) -> Option<Time> {
        self.members
            .iter()
            .filter(|(_, p)| **p == part)
            .filter_map(|(member, _)| self.approved_at(member, as_of))
            .min()
    }

    fn approved_at(&self, member: &str, as_of: Time) -> Option<Time> {
        let vote = self.votes.get(member)?;
        (vote.choice == Choice::Approve && vote.at <= as_of).then_some(vote.at)
    }

    fn unopposed(&self, hours: Hours, as_of: Time) -> Outcome {
        let end = self.opened.after(hours);
        let objection = self
            .votes
            .values()
            .filter(|vote| vote.choice == Choice::Object && vote.at < end && vote.at <= as_of)
            .map(|vote| vote.at)
            .min();
        match objection {
            Some(at) => Outcome::Refused(at),
            None if as_of >= end => Outcome::Carried(end),
            None => Outcome::Open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3_600_000;

    fn at(hours: i64) -> Time {
        Time::from_millis(1_000_000_000_000 + hours * HOUR)
    }

    type Votes = [(&'static str, Choice, i64)];

    /// A ballot opened at hour 0 that lapses at hour 72, with votes `(member, choice, hour)`.
    fn ballot(rule: Rule, votes: &[(&str, Choice, i64)]) -> Ballot {
        let members = [
            ("a", Part::Party),
            ("b", Part::Party),
            ("m1", Part::Mediator),
            ("m2", Part::Mediator),
            ("host", Part::Custodian),
        ];
        Ballot {
            rule,
            opened: at(0),
            lapses: at(72),
            members: members.iter().map(|(m, p)| ((*m).to_owned(), *p)).collect(),
            votes: votes
                .iter()
                .map(|(m, choice, h)| {
                    (
                        (*m).to_owned(),
                        Vote {
                            choice: *choice,
                            index: 0,
                            at: at(*h),
                        },
                    )
                })
                .collect(),
        }
    }

    #[test]
    fn each_rule_counts_whom_it_names_and_nobody_else() {
        use Choice::{Approve, Object};
        let all = [
            ("a", Approve, 1),
            ("b", Approve, 2),
            ("m1", Approve, 3),
            ("m2", Approve, 4),
        ];
        let cases: &[(Rule, &Votes, i64, Outcome)] = &[
            (Rule::Unanimous, &all, 4, Outcome::Carried(at(4))),
            (Rule::Unanimous, &all, 3, Outcome::Open),
            (Rule::Unanimous, &all[..3], 71, Outcome::Open),
            (Rule::Unanimous, &all[..3], 72, Outcome::Lapsed(at(72))),
            (Rule::BothParties, &all[..2], 5, Outcome::Carried(at(2))),
            (Rule::BothMediators, &all[2..], 5, Outcome::Carried(at(4))),
            (Rule::AnyMediator, &all[2..], 5, Outcome::Carried(at(3))),
            (Rule::AnyMediator, &all[..2], 5, Outcome::Open),
            (Rule::AnyMediator, &[("host", Approve, 1)], 5, Outcome::Open),
            (Rule::NoObjection(Hours(24)), &[], 23, Outcome::Open),
            (
                Rule::NoObjection(Hours(24)),
                &[],
                24,
                Outcome::Carried(at(24)),
            ),
            (
                Rule::NoObjection(Hours(24)),
                &[("b", Object, 23)],
                99,
                Outcome::Refused(at(23)),
            ),
            (
                Rule::NoObjection(Hours(24)),
                &[("b", Object, 24)],
                99,
                Outcome::Carried(at(24)),
            ),
        ];
        for (i, (rule, votes, hour, expected)) in cases.iter().enumerate() {
            assert_eq!(
                ballot(*rule, votes).outcome(at(*hour)),
                *expected,
                "case {i}"
            );
        }
    }

    #[test]
    fn an_approval_after_the_lapse_carries_nothing() {
        let late = ballot(Rule::AnyMediator, &[("m1", Choice::Approve, 73)]);
        assert_eq!(late.outcome(at(80)), Outcome::Lapsed(at(72)));
    }
}
