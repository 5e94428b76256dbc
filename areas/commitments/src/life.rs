//! The life of a commitment: never stored, always computed from what was filed and a moment.
//!
//! A commitment that recurs lives once in each period; any other has one period, number 0.

use act::{Hours, Index, Time};

use crate::entry::{Outcome, Ruling};
use crate::state::{Agreed, Commitment, Commitments};
use crate::terms::{Deadline, Kind, Method};

/// Most periods that are looked at: ten years of days.
const PERIODS_MAX: u32 = 3_660;
const DAY_MILLIS: i64 = 86_400_000;

act::coded! {
    /// Where a commitment, or one of its periods, stands.
    pub enum Stage {
        /// Being drafted.
        Draft = "draft",
        /// Open for signature.
        Open = "open",
        /// Taken back by its author before it was agreed.
        Withdrawn = "withdrawn",
        /// Signed by both; its time has not begun.
        Agreed = "agreed",
        /// Running.
        Active = "active",
        /// Its deadline is near.
        Due = "due",
        /// Both sides agreed to wait.
        Suspended = "suspended",
        /// The obligor says it is kept; verifiers have not taken it up.
        Claimed = "claimed",
        /// Its deadline has passed, nothing was claimed, and verifiers have not taken it up.
        Overdue = "overdue",
        /// Verifiers have taken it up.
        UnderVerification = "under-verification",
        /// Found; the parties may reply.
        Provisional = "provisional",
        /// Found; the time to reply is over, that to appeal is not.
        Final = "final",
        /// Appealed against.
        UnderAppeal = "under-appeal",
        /// Nothing more can be said.
        Closed = "closed",
    }
}

/// One period of a commitment as of a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its number, from 0.
    pub number: u32,
    /// When it begins, if that is known.
    pub from: Option<Time>,
    /// Its deadline with the extensions granted, if that is known.
    pub due: Option<Time>,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: Time,
    /// Until when it can stand there: the end of the clock that runs.
    pub until: Option<Time>,
    /// When it was claimed first.
    pub claimed: Option<Time>,
    /// When verifiers took it up.
    pub acknowledged: Option<Time>,
    /// The finding that stands.
    pub finding: Option<Index>,
    /// What is found, after rulings.
    pub outcome: Option<Outcome>,
    /// What an appeal did to it.
    pub ruling: Option<Ruling>,
}

/// A clock that runs on the verifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierClock {
    /// Which period.
    pub period: u32,
    /// What they are to do.
    pub step: VerifierStep,
    /// By when.
    pub by: Time,
    /// When they did, if they have.
    pub done: Option<Time>,
}

act::coded! {
    /// What verifiers are to do.
    pub enum VerifierStep {
        /// Take it up.
        Acknowledge = "acknowledge",
        /// Go there.
        Visit = "visit",
        /// Propose a finding.
        Find = "find",
        /// Rule on an appeal.
        Rule = "rule",
    }
}

impl VerifierClock {
    /// Whether it ran out before they did it.
    pub fn late(&self, as_of: Time) -> bool {
        self.done.unwrap_or(as_of) > self.by
    }
}

impl Commitment {
    /// Where it stands as of a moment. Of many periods, the earliest that is not closed.
    pub fn stage(&self, all: &Commitments, as_of: Time) -> Stage {
        let before = |at: Time| at <= as_of;
        let Some(agreed) = self.agreed.as_ref().filter(|agreed| before(agreed.at)) else {
            if self.withdrawn.as_ref().is_some_and(|mark| before(mark.at)) {
                return Stage::Withdrawn;
            }
            return match self.open_terms(as_of) {
                Some(_) => Stage::Open,
                None => Stage::Draft,
            };
        };
        let periods = self.periods_of(agreed, all, as_of);
        let open = periods.iter().find(|p| p.stage != Stage::Closed);
        match (open, periods.last()) {
            (Some(period), _) => period.stage,
            (None, Some(_)) if self.has_more(agreed, as_of) => Stage::Active,
            (None, Some(_)) => Stage::Closed,
            (None, None) => Stage::Agreed,
        }
    }

    /// Its periods that have begun as of a moment; none before it is agreed.
    pub fn periods(&self, all: &Commitments, as_of: Time) -> Vec<Period> {
        match self.agreed.as_ref().filter(|agreed| agreed.at <= as_of) {
            Some(agreed) => self.periods_of(agreed, all, as_of),
            None => Vec::new(),
        }
    }

    /// Whether another period begins later.
    fn has_more(&self, agreed: &Agreed, as_of: Time) -> bool {
        matches!(&agreed.terms.due, Some(Deadline::Every { ends, .. }) if as_of < *ends)
    }

    fn periods_of(&self, agreed: &Agreed, all: &Commitments, as_of: Time) -> Vec<Period> {
        let spans = match &agreed.terms.due {
            Some(Deadline::Every { days, begins, ends }) => {
                spans(*days, *begins, *ends, as_of).collect()
            }
            Some(Deadline::At { at }) => vec![(Some(agreed.at), Some(*at))],
            Some(Deadline::Within { hours, of }) => {
                let start = all
                    .events(of)
                    .iter()
                    .find(|event| event.mark.at <= as_of)
                    .map(|event| event.happened.max(agreed.at));
                vec![(start, start.map(|start| start.after(Hours(*hours))))]
            }
            None => vec![(Some(agreed.at), None)],
        };
        (0u32..)
            .zip(spans)
            .map(|(number, (from, due))| self.period(agreed, number, from, due, as_of))
            .collect()
    }

    fn period(
        &self,
        agreed: &Agreed,
        number: u32,
        from: Option<Time>,
        due: Option<Time>,
        as_of: Time,
    ) -> Period {
        let due = self.extended(number, due, as_of);
        let claims = self.claims.iter();
        let claimed = claims
            .filter(|c| c.entry.period == number && c.mark.at <= as_of)
            .map(|c| c.mark.at)
            .min();
        let taken = self.acknowledgements.iter();
        let acknowledged = taken
            .filter(|a| a.entry == number && a.mark.at <= as_of)
            .map(|a| a.mark.at)
            .min();
        let mut period = Period {
            number,
            from,
            due,
            stage: Stage::Agreed,
            since: agreed.at,
            until: None,
            claimed,
            acknowledged,
            finding: None,
            outcome: None,
            ruling: None,
        };
        if !self.found(agreed, &mut period, as_of) {
            self.running(agreed, &mut period, as_of);
        }
        period
    }

    /// The deadline after the extensions granted so far.
    fn extended(&self, number: u32, due: Option<Time>, as_of: Time) -> Option<Time> {
        let granted = self.extensions.values().filter(|asked| {
            asked.request.entry.period == number
                && asked
                    .answer
                    .as_ref()
                    .is_some_and(|(granted, said)| *granted && said.mark.at <= as_of)
        });
        granted
            .map(|asked| asked.request.entry.until)
            .chain(due)
            .max()
            .filter(|_| due.is_some())
    }

    /// Stages after a finding. False if none stands.
    fn found(&self, agreed: &Agreed, period: &mut Period, as_of: Time) -> bool {
        let Some((index, since)) = self.standing_finding(period.number, as_of) else {
            return false;
        };
        let ruling = self.ruling_on(index, as_of);
        if ruling.is_some_and(|(_, ruled)| ruled.ruling == Ruling::SetAside) {
            period.ruling = Some(Ruling::SetAside);
            return false;
        }
        period.finding = Some(index);
        period.outcome = self.outcome_of(index, as_of).cloned();
        let final_at = since.after(agreed.clocks.reply);
        let closed_at = final_at.after(agreed.clocks.appeal);
        let appeals = self.appeals.values();
        let appealed = appeals
            .filter(|appeal| appeal.finding == index && appeal.said.mark.at <= as_of)
            .map(|appeal| appeal.said.mark.at)
            .min();
        (period.stage, period.since, period.until) = match (ruling, appealed) {
            (Some((at, ruled)), _) => {
                period.ruling = Some(ruled.ruling);
                (Stage::Closed, at, None)
            }
            (None, Some(at)) => (
                Stage::UnderAppeal,
                at,
                Some(at.after(agreed.clocks.finding)),
            ),
            (None, None) if as_of < final_at => (Stage::Provisional, since, Some(final_at)),
            (None, None) if as_of < closed_at => (Stage::Final, final_at, Some(closed_at)),
            (None, None) => (Stage::Closed, closed_at, None),
        };
        true
    }

    /// Stages before a finding.
    fn running(&self, agreed: &Agreed, period: &mut Period, as_of: Time) {
        let Some(from) = period.from else {
            return; // Waits for the event its deadline runs from.
        };
        if let Some(since) = self.suspended(as_of) {
            (period.stage, period.since) = (Stage::Suspended, since);
            return;
        }
        let clocks = &agreed.clocks;
        let overdue = period.due.filter(|due| as_of > *due);
        let taken_up = period.acknowledged.filter(|_| {
            period.claimed.is_some() || overdue.is_some() || agreed.terms.kind.is_watched()
        });
        (period.stage, period.since, period.until) = if let Some(at) = taken_up {
            let begun = period.claimed.or(overdue).unwrap_or(at);
            (
                Stage::UnderVerification,
                at,
                Some(begun.after(clocks.finding)),
            )
        } else if let Some(at) = period.claimed {
            (Stage::Claimed, at, Some(at.after(clocks.acknowledge)))
        } else if let Some(due) = overdue {
            (Stage::Overdue, due, Some(due.after(clocks.acknowledge)))
        } else {
            let near = period
                .due
                .map(|due| due.after_millis(-i64::from(clocks.notice.0) * 3_600_000));
            match near {
                Some(near) if as_of >= near => (Stage::Due, near.max(from), period.due),
                _ => (Stage::Active, from, period.due),
            }
        };
    }

    /// Since when both sides' latest word is to suspend.
    fn suspended(&self, as_of: Time) -> Option<Time> {
        let terms = self.terms();
        let latest = |member: &Option<String>| {
            let member = member.as_deref()?;
            self.suspensions
                .iter()
                .rev()
                .find(|s| s.mark.member == member && s.mark.at <= as_of)
                .filter(|s| s.entry)
                .map(|s| s.mark.at)
        };
        Some(latest(&terms.obligor)?.max(latest(&terms.beneficiary)?))
    }

    /// The finding of a period that stands: signed by enough, corrected by none that is.
    pub fn standing_finding(&self, period: u32, as_of: Time) -> Option<(Index, Time)> {
        let stands = |index: &Index| {
            let finding = self.findings.get(index)?;
            finding.stands_since(as_of)
        };
        let corrected = |index: Index| {
            self.findings.iter().any(|(other, finding)| {
                finding.proposed.entry.corrects == Some(index) && stands(other).is_some()
            })
        };
        self.findings
            .iter()
            .filter(|(_, finding)| finding.proposed.entry.period == period)
            .filter_map(|(index, _)| Some((*index, stands(index)?)))
            .filter(|(index, _)| !corrected(*index))
            .max_by_key(|(index, at)| (*at, *index))
    }

    /// The clocks that run, or ran, on the verifiers.
    pub fn verifier_clocks(&self, all: &Commitments, as_of: Time) -> Vec<VerifierClock> {
        let Some(agreed) = self.agreed.as_ref().filter(|agreed| agreed.at <= as_of) else {
            return Vec::new();
        };
        let visits = agreed.terms.methods.contains(&Method::SiteVisit);
        let mut clocks = Vec::new();
        for period in self.periods_of(agreed, all, as_of) {
            let overdue = period.due.filter(|due| as_of > *due);
            let Some(begun) = period.claimed.or(overdue) else {
                continue;
            };
            if period.stage == Stage::Suspended {
                continue;
            }
            let clock = |step, after: Hours, done| VerifierClock {
                period: period.number,
                step,
                by: begun.after(after),
                done,
            };
            let visited = self
                .visits
                .iter()
                .filter(|v| v.entry.period == period.number && v.mark.at <= as_of)
                .map(|v| v.mark.at)
                .min();
            let found = self
                .findings
                .values()
                .filter(|f| f.proposed.entry.period == period.number)
                .filter_map(|f| f.stands_since(as_of))
                .min();
            clocks.push(clock(
                VerifierStep::Acknowledge,
                agreed.clocks.acknowledge,
                period.acknowledged.or(found),
            ));
            if visits {
                clocks.push(clock(
                    VerifierStep::Visit,
                    agreed.clocks.visit,
                    visited.or(found),
                ));
            }
            clocks.push(clock(VerifierStep::Find, agreed.clocks.finding, found));
        }
        for appeal in self.appeals.values() {
            let filed = appeal.said.mark.at;
            let finding = self.findings.get(&appeal.finding);
            if filed <= as_of {
                clocks.push(VerifierClock {
                    period: finding.map_or(0, |f| f.proposed.entry.period),
                    step: VerifierStep::Rule,
                    by: filed.after(agreed.clocks.finding),
                    done: appeal.ruling(as_of).map(|(at, _)| at),
                });
            }
        }
        clocks
    }
}

impl Kind {
    /// Whether verifiers watch it all the time, without a claim.
    pub fn is_watched(self) -> bool {
        self == Kind::ContinuingProhibition
    }
}

/// Begin and end of each period that has begun.
fn spans(
    days: u32,
    from: Time,
    until: Time,
    as_of: Time,
) -> impl Iterator<Item = (Option<Time>, Option<Time>)> {
    let length = i64::from(days.max(1)) * DAY_MILLIS;
    (0..PERIODS_MAX)
        .map(move |n| from.after_millis(length.saturating_mul(i64::from(n))))
        .take_while(move |begin| *begin < until && *begin <= as_of)
        .map(move |begin| (Some(begin), Some(begin.after_millis(length).min(until))))
}
