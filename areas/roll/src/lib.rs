//! Roll: who takes part, with which keys, in which office, and who may say what.
//!
//! In scope: the charter and its amendments, members and their root keys, key grants and
//! revocations, posts, offices, the authority matrix, proposals and votes. Every other area asks
//! [`Roll::authorise`] and nothing else whether an author may say what it says.
//!
//! Out of scope: what is agreed (`agreement`), who may *read* what (a node's own policy), private keys.
//!
//! Size bound: one charter of at most 30,000 bytes per amendment, one record per key grant (at most
//! 90 days each) and per proposal; some thousand records over years.

pub mod authority;
pub mod charter;
pub mod entry;
pub mod page;
mod rule;
pub mod state;
pub mod template;

pub use authority::{About, Standing};
pub use charter::{Charter, CharterError, HotlineClocks, Member, Name};
pub use entry::RollEntry;
pub use state::{Grant, Proposal, Roll};

use act::{Act, Area, Digest, Due, Refusal, Time};

impl Area for Roll {
    const NAME: &'static str = "roll";
    type Entry = RollEntry;
    type Needs<'a> = ();

    fn judge(&self, (): (), act: &Act<&RollEntry>) -> Result<(), Refusal> {
        rule::judge(self, act)
    }

    fn fold(&mut self, (): (), act: &Act<&RollEntry>) {
        state::fold(self, act);
    }

    fn root(&self) -> Digest {
        act::key::digest_of(self)
    }

    fn due(&self, (): (), as_of: Time) -> Vec<Due> {
        state::due(self, as_of)
    }
}
