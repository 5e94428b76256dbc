//! Commitments that can be checked: what was promised, the evidence, the findings.
//!
//! In scope: commitments with object, place, deadline and evidence standard, the test whether one is
//! reviewable at all, their life as acts make it, evidence and its checks side by side, mediators'
//! findings with reply, appeal and dissent, the daily bulletin.
//!
//! Out of scope: penalties (`ledger`), any score or ranking of a party, any verdict by a machine.
//!
//! Size bound: a record per commitment, act and piece of evidence; payloads are blobs, never state.

mod bounds;
pub mod bulletin;
pub mod checks;
pub mod determination;
mod due;
pub mod entry;
pub mod export;
pub mod fence;
pub mod life;
pub mod lint;
pub mod page;
mod rule;
pub mod score;
pub mod state;
pub mod terms;

pub use entry::CommitmentsEntry;
pub use state::Commitments;

use act::{Act, Area, Breach, Digest, Due, Refusal, Time};
use agreement::Agreement;
use roll::Roll;

impl Area for Commitments {
    const NAME: &'static str = "commitments";
    type Entry = CommitmentsEntry;
    type Needs<'a> = (&'a Roll, &'a Agreement);

    fn judge(
        &self,
        needs: (&Roll, &Agreement),
        act: &Act<&CommitmentsEntry>,
    ) -> Result<(), Refusal> {
        rule::judge(self, needs, act)
    }

    fn fold(&mut self, (roll, _): (&Roll, &Agreement), act: &Act<&CommitmentsEntry>) {
        state::fold(self, roll, act);
    }

    fn root(&self) -> Digest {
        act::key::digest_of(self)
    }

    fn due(&self, (roll, _): (&Roll, &Agreement), as_of: Time) -> Vec<Due> {
        due::due(self, roll, as_of)
    }

    fn breaches(&self, _: (&Roll, &Agreement), as_of: Time) -> Vec<Breach> {
        due::breaches(self, as_of)
    }
}

/// The day that a date such as `2025-11-30` names; none if there is no such day.
pub fn day(text: &str) -> Option<jiff::civil::Date> {
    let date: jiff::civil::Date = text.parse().ok()?;
    (date.to_string() == text && date.year() >= 1970).then_some(date)
}
