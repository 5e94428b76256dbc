//! The log's durable truth: leaves, tiles, what was signed, and what others signed over it.
//!
//! In scope: one small synchronous contract, [`Store`] for the one writer and [`Reader`] for
//! everybody else, with a memory and an SQLite implementation that pass the same conformance suite
//! (`tests/store`); tiles and entry bundles cut from rows ([`tiles`]); the complete check of a log
//! ([`check()`]); payloads outside the log ([`blobs`]).
//!
//! Out of scope: what a leaf says, who may write, signatures, when to write. This crate
//! never decides; it refuses only what would tear or fork what it holds.
//!
//! Each method of [`Store`] is one transaction and returns when it is durable. After
//! [`WriteError::Fatal`] the process must end (an fsync that failed once may appear to succeed when
//! it is asked again); after any other error the store is as it was before the call.
//!
//! Size bound: memory is bounded by one batch; a reader holds one tile or bundle at a time.
//! [`Memory`] holds the entire log and is meant for tests and the simulator.

pub mod blobs;
pub mod check;
mod error;
mod grow;
mod memory;
mod model;
mod rules;
mod sqlite;
pub mod tiles;

use std::ops::Range;
use std::sync::Arc;

pub use check::{LeafFacts, check};
pub use error::{OpenError, RECOVERY, ReadError, WriteError};
pub use memory::{Memory, Room};
pub use model::{
    ActId, AuthorHead, AuthorKey, Batch, Cosignature, Evidence, Head, NewLeaf, Placed, Published,
    SignedCheckpoint, Swap, Witnessed,
};
pub use sqlite::Sqlite;

/// A handle for reading, shared by any number of threads while the writer writes.
pub type SharedReader = Arc<dyn Reader>;

/// The writer. There is one for each store, and one thread owns it.
pub trait Store: Send {
    /// A handle for reading.
    fn reader(&self) -> SharedReader;

    /// Appends leaves: their bytes, the tiles they grow, their authors' heads and the log's head,
    /// all or nothing. Refuses a batch that is empty, does not start at the head's size, goes back
    /// in time, repeats an act, or does not continue its authors' numbers.
    fn append(&mut self, batch: &Batch) -> Result<(), WriteError>;

    /// Keeps a checkpoint, before anybody else sees it. Refuses one that is larger than the log,
    /// and a second root for the same size.
    fn save_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), WriteError>;

    /// Keeps what a witness put under the checkpoint of `size`, replacing its earlier line there.
    fn save_cosignature(&mut self, size: u64, line: &Cosignature) -> Result<(), WriteError>;

    /// Moves the published pointer. Refuses to move it back, and to a size never signed.
    fn publish(&mut self, published: &Published) -> Result<(), WriteError>;

    /// Keeps proof of double signing. The first pair for a key and number stays; later ones prove
    /// nothing more and are dropped, so evidence cannot be used to fill the disk.
    fn keep_evidence(&mut self, evidence: &Evidence) -> Result<(), WriteError>;

    /// Stores a witness's new memory of `origin` if what it holds has the size and root `expected`.
    fn swap_witnessed(
        &mut self,
        origin: &str,
        expected: Option<(u64, tlog::Hash)>,
        new: &Witnessed,
    ) -> Result<Swap, WriteError>;

    /// Stores a small named record, replacing an earlier one.
    fn put_record(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError>;
}

/// Reading. What one call answers is consistent in itself; two calls may see different heads.
pub trait Reader: Send + Sync {
    /// The log's end. The empty log has size 0, the root of the empty tree, and time 0.
    fn head(&self) -> Result<Head, ReadError>;
    /// The bytes of the leaves in `range`, fewer where the log ends.
    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, ReadError>;
    /// All hashes, up to 256, that the tile row holds now; none if it does not exist.
    fn tile_row(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, ReadError>;
    /// Where an act stands.
    fn find_act(&self, id: &ActId) -> Result<Option<u64>, ReadError>;
    /// Which act a key signed under a number.
    fn find_numbered(&self, author: &AuthorKey, seq: u64) -> Result<Option<Placed>, ReadError>;
    /// Every author's latest act, ordered by key.
    fn author_heads(&self) -> Result<Vec<AuthorHead>, ReadError>;
    /// The checkpoint signed at `size`.
    fn checkpoint(&self, size: u64) -> Result<Option<SignedCheckpoint>, ReadError>;
    /// The largest signed checkpoints, largest first.
    fn latest_checkpoints(&self, max: usize) -> Result<Vec<SignedCheckpoint>, ReadError>;
    /// Cosignatures under the checkpoint of `size`, ordered by witness.
    fn cosignatures(&self, size: u64) -> Result<Vec<Cosignature>, ReadError>;
    /// The last published checkpoint.
    fn published(&self) -> Result<Option<Published>, ReadError>;
    /// Evidence of double signing in the order it was kept, after skipping `from`.
    fn evidence(&self, from: u64, max: usize) -> Result<Vec<Evidence>, ReadError>;
    /// What the witness role remembers of `origin`.
    fn witnessed(&self, origin: &str) -> Result<Option<Witnessed>, ReadError>;
    /// A small named record.
    fn record(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError>;
}
