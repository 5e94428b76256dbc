//! The formats against other people's code, against every small tree, and against liars.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops there")]

#[path = "it/merkle.rs"]
mod merkle;
#[path = "it/note.rs"]
mod note;
#[path = "it/policy.rs"]
mod policy;
#[path = "it/tile.rs"]
mod tile;
#[path = "it/witness.rs"]
mod witness;
