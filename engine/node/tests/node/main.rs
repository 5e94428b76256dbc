//! Tests of the roles, rule by rule. How they hold together under faults is the simulator's part.

#![expect(clippy::unwrap_used, reason = "a test's setting must hold")]

mod bench;
mod replica;
mod sequencer;
mod shares;
mod witness;
