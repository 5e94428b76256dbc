//! Counts for both sides on one scale, each with its denominator. No grade, no ranking: a reader who
//! wants one has to make it, and answer for it.

use act::Time;
use agreement::Agreement;
use serde::Serialize;

use crate::entry::Outcome;
use crate::life::Stage;
use crate::lint;
use crate::state::{Commitment, Commitments};

/// What a party promised, and how it stands: periods of its commitments, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Commitments it agreed to as obligor.
    pub agreed: u64,
    /// Drafts that name it as obligor, or that it made without naming one.
    pub drafted: u64,
    /// Of those drafts, the ones that could not be checked.
    pub not_reviewable: u64,
    /// Periods whose deadline has passed, or that were claimed: the denominator of what follows.
    pub due: u64,
    /// Claimed or overdue, and not yet found.
    pub waiting: u64,
    /// Found compliant, or without a violation found.
    pub met: u64,
    /// Found kept in part.
    pub partial: u64,
    /// Found not kept.
    pub not_met: u64,
    /// Nobody can tell.
    pub cannot_determine: u64,
    /// Of the found: provisional or under appeal.
    pub disputed: u64,
    /// Requests for access it denied.
    pub access_denied: u64,
    /// Requests for access it answered late or has not answered in time.
    pub access_late: u64,
}

/// The score of a party as of a moment.
pub fn score(all: &Commitments, agreement: &Agreement, member: &str, as_of: Time) -> Score {
    let mut score = Score::default();
    for (_, commitment) in all.commitments() {
        if commitment.begun() <= as_of {
            score.add(all, agreement, commitment, member, as_of);
        }
    }
    score
}

impl Score {
    fn add(
        &mut self,
        all: &Commitments,
        agreement: &Agreement,
        commitment: &Commitment,
        member: &str,
        as_of: Time,
    ) {
        let terms = commitment.terms_at(as_of);
        let obligor = terms.obligor.as_deref();
        let agreed = commitment.agreed.as_ref().is_some_and(|a| a.at <= as_of);
        if !agreed {
            let withdrawn = commitment.stage(all, as_of) == Stage::Withdrawn;
            if !withdrawn && obligor.unwrap_or(&commitment.owner) == member {
                self.drafted += 1;
                let open = lint::open_questions(terms, all, agreement, as_of);
                self.not_reviewable += u64::from(!open.is_empty());
            }
            return;
        }
        if obligor != Some(member) {
            return;
        }
        self.agreed += 1;
        for period in commitment.periods(all, as_of) {
            let passed = period.due.is_some_and(|due| as_of > due);
            if !passed && period.claimed.is_none() && period.finding.is_none() {
                continue;
            }
            self.due += 1;
            match &period.outcome {
                None => self.waiting += 1,
                Some(Outcome::Compliant | Outcome::NoViolationFound { .. }) => self.met += 1,
                Some(Outcome::Partial { .. }) => self.partial += 1,
                Some(Outcome::NonCompliant) => self.not_met += 1,
                Some(Outcome::CannotDetermine { .. }) => self.cannot_determine += 1,
            }
            let disputed = matches!(period.stage, Stage::Provisional | Stage::UnderAppeal);
            self.disputed += u64::from(disputed);
        }
        for request in commitment.access.values() {
            if request.request.mark.at > as_of {
                continue;
            }
            self.access_denied += u64::from(request.denied(as_of));
            self.access_late += u64::from(commitment.access_late(request, as_of));
        }
    }

    /// Each count with the name of its message, in the order they are shown.
    pub fn counts(&self) -> [(&'static str, u64); 12] {
        [
            ("agreed", self.agreed),
            ("drafted", self.drafted),
            ("not-reviewable", self.not_reviewable),
            ("due", self.due),
            ("waiting", self.waiting),
            ("met", self.met),
            ("partial", self.partial),
            ("not-met", self.not_met),
            ("cannot-determine", self.cannot_determine),
            ("disputed", self.disputed),
            ("access-denied", self.access_denied),
            ("access-late", self.access_late),
        ]
    }
}
