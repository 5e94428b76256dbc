//! The roles of the log without I/O: sequencer, witness, replica.
//!
//! Each role is a state machine: its shell calls `step(now, input)` and carries out the effects it
//! answers, in order. In scope: every decision about what is placed, signed, persisted, published,
//! cosigned, believed or refused, and when. The protocol of each role is described in its module.
//!
//! Out of scope: sockets, files, clocks, threads (`serve` and `store`), the formats themselves
//! (`tlog`), what an act means (`areas`): a replica hands leaves to any [`Projection`].
//!
//! Size bound: a sequencer holds its queue ([`sequencer::Limits::queue_bytes`]), one tip for each
//! key and the latest signed checkpoints; a witness one checkpoint for each log; a replica one
//! entry bundle.

mod alarm;
mod projection;
pub mod replica;
pub mod sequencer;
pub mod witness;

pub use alarm::Alarm;
pub use projection::Projection;
