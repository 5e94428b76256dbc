//! Agreement: drafts, who accepted which exact words, and what a new draft does to them.
//!
//! In scope: instruments and their drafts clause by clause, positions bound to the hash of a
//! clause's words, minutes, remarks, standing offers, joint statements, the depositary's book, and
//! the comparison of drafts ([`compare`]), which describes and never decides.
//!
//! Out of scope: whether a promise was kept (`commitments`), penalties (`ledger`), any judgement of a
//! party's good faith. Nothing here depends on which party is which.
//!
//! Size bound: drafts are kept whole, at most a megabyte each and some hundred in all; a record per
//! position, minute, offer and statement.

pub mod compare;
pub mod entry;
pub mod ground;
pub mod page;
mod rule;
pub mod state;

pub use entry::AgreementEntry;
pub use state::Agreement;

use act::{Act, Area, Digest, Due, Refusal, Time};
use roll::Roll;

impl Area for Agreement {
    const NAME: &'static str = "agreement";
    type Entry = AgreementEntry;
    type Needs<'a> = &'a Roll;

    fn judge(&self, roll: &Roll, act: &Act<&AgreementEntry>) -> Result<(), Refusal> {
        rule::judge(self, roll, act)
    }

    fn fold(&mut self, roll: &Roll, act: &Act<&AgreementEntry>) {
        state::fold(self, roll, act);
    }

    fn root(&self) -> Digest {
        act::key::digest_of(self)
    }

    fn due(&self, _: &Roll, as_of: Time) -> Vec<Due> {
        state::due(self, as_of)
    }
}
