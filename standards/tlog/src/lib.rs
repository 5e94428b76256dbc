//! Transparency-log formats of C2SP: bytes in, bytes out.
//!
//! In scope: RFC 6962 Merkle trees ([`merkle`]), signed notes ([`note`]), checkpoints
//! ([`checkpoint`]), timestamped cosignatures ([`cosignature`]), tiles and entry bundles
//! ([`tile`]), the witness wire ([`witness`]), proofs in one file ([`proof`]) and policies ([`policy`]).
//!
//! Out of scope: any I/O, any clock, what an entry means, RFC 6962's own signed tree heads, ML-DSA
//! (recognised nowhere, so its signature lines are ignored as unknown keys).
//!
//! Size bound: nothing is kept between calls but a tree's right edge, at most 64 hashes. Small enough
//! for a hostile reader to audit in a day; nothing here panics on any input.

pub mod checkpoint;
pub mod cosignature;
mod hash;
pub mod key;
pub mod merkle;
pub mod note;
pub mod policy;
pub mod proof;
pub mod tile;
pub mod witness;

pub use checkpoint::Checkpoint;
pub use hash::{Hash, HashError};
pub use key::PublicKey;
