//! What every signed act is, whatever it says.
//!
//! In scope: the DSSE [`Envelope`] and its exact bytes, the [`Statement`] inside it, the [`Leaf`] the log
//! keeps, [`Time`], keys and digests as text, [`Refusal`] and [`Verdict`], the trait [`Area`] that
//! each area of the agreement implements, and the one shared way to count approvals ([`decision`]).
//!
//! Out of scope: what any particular area says (`areas/*`), the Merkle tree and its checkpoints
//! (`tlog`), where anything is stored, who is asked over which wire. Pure: no I/O, no clock, no
//! randomness, no floats; nothing here panics on any input.
//!
//! Size bound: an act holds at most one leaf (65,535 bytes) in memory; nothing here keeps more.

pub mod area;
pub mod decision;
pub mod envelope;
pub mod form;
pub mod key;
pub mod leaf;
pub mod refusal;
pub mod state;
pub mod statement;
pub mod text;
pub mod time;
mod words;

pub use area::{Act, Area, Breach, DecodeError, Due, Entry, Filed, Mark};
pub use envelope::{Envelope, EnvelopeError, KeySignature, pae};
pub use key::{Digest, EntryId, MechanismId, PublicKey, Signature, SigningKey};
pub use leaf::{Leaf, LeafError};
pub use refusal::{Refusal, Value, Verdict};
pub use state::State;
pub use statement::{Seen, Signer, Statement, StatementError};
pub use time::{Hours, Time};

/// Position of an entry in the log, counted from 0.
pub type Index = u64;
