//! A host, its witnesses and its members over real HTTP on loopback.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops there")]

#[path = "it/calls.rs"]
mod calls;
#[path = "it/checks.rs"]
mod checks;
#[path = "it/fixture.rs"]
mod fixture;
#[path = "it/floods.rs"]
mod floods;
#[path = "it/overload.rs"]
mod overload;
#[path = "it/payloads.rs"]
mod payloads;
#[path = "it/petitions.rs"]
mod petitions;
#[path = "it/reading.rs"]
mod reading;
#[path = "it/replicating.rs"]
mod replicating;
#[path = "it/submitting.rs"]
mod submitting;
#[path = "it/witnessing.rs"]
mod witnessing;
