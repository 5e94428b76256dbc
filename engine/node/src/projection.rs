//! What a replica feeds.

use act::{Index, Leaf, State};

/// Anything computed from the log, leaf by leaf. The same leaves must give the same state.
pub trait Projection {
    /// Takes the next leaf. `index` counts from 0 without gaps.
    fn apply(&mut self, index: Index, leaf: &Leaf);
    /// The digest of the state after all leaves taken.
    fn state(&self) -> State;
}
