//! The shared watchlist: listings with a legal basis, daily editions, screening, appeal.
//!
//! In scope: the life of a listing as acts and the charter's clocks make it, petitions and their
//! independent review, the daily edition as a projection with proofs of listing and of non-listing,
//! screenings and their adjudication as commitments, what both sides see counted.
//!
//! Out of scope: who is listed (bodies are sealed payloads that `judge` and `fold` never open), name
//! matching (`names`), pictures, any decision about a person, any search back in time.
//!
//! Size bound: a record per listing, petition and screening; a listing keeps the acts about it.

pub mod announced;
pub mod body;
mod bounds;
pub mod code;
mod due;
pub mod edition;
pub mod entry;
pub mod life;
pub mod metrics;
pub mod page;
mod rule;
pub mod state;

pub use entry::WatchlistEntry;
pub use state::Watchlist;

use act::{Act, Area, Breach, Digest, Due, Refusal, Time};
use roll::Roll;

impl Area for Watchlist {
    const NAME: &'static str = "watchlist";
    type Entry = WatchlistEntry;
    type Needs<'a> = &'a Roll;

    fn judge(&self, roll: &Roll, act: &Act<&WatchlistEntry>) -> Result<(), Refusal> {
        rule::judge(self, roll, act)
    }

    fn fold(&mut self, roll: &Roll, act: &Act<&WatchlistEntry>) {
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
