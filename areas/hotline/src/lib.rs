//! The hotline: a line both sides can prove.
//!
//! In scope: typed messages in agreed formats, who received, opened, acknowledged and answered them and
//! when, the clocks on that, the ladder of who is called next, outages declared and not, the watch and its
//! handover, translations as acts of their own, calls with their minutes, what both sides see counted.
//!
//! Out of scope: payloads (the entries hold commitments), what a message means, whether anybody agrees
//! to it, sound and wires (`serve`, the scripts of `page`).
//!
//! Size bound: a record per message and call; a message keeps the acts about it. The index of messages
//! takes a few dozen bytes a message and a few for each of its different words (`search`).

pub mod calls;
mod due;
pub mod entry;
pub mod format;
pub mod life;
pub mod page;
pub mod post;
mod rule;
pub mod search;
pub mod state;
pub mod statistics;

pub use entry::HotlineEntry;
pub use rule::{SECOND_OFFICER, fits_format};
pub use state::Hotline;

use act::{Act, Area, Breach, Digest, Due, Refusal, Time};
use roll::Roll;

impl Area for Hotline {
    const NAME: &'static str = "hotline";
    type Entry = HotlineEntry;
    type Needs<'a> = &'a Roll;

    fn judge(&self, roll: &Roll, act: &Act<&HotlineEntry>) -> Result<(), Refusal> {
        rule::judge(self, roll, act)
    }

    fn fold(&mut self, roll: &Roll, act: &Act<&HotlineEntry>) {
        state::fold(self, roll, act);
    }

    fn root(&self) -> Digest {
        act::key::digest_of(self)
    }

    fn due(&self, roll: &Roll, as_of: Time) -> Vec<Due> {
        due::due(self, roll, as_of)
    }

    fn breaches(&self, roll: &Roll, as_of: Time) -> Vec<Breach> {
        due::breaches(self, roll, as_of)
    }
}
