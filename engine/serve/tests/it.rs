//! A host, its witnesses and its members over real HTTP on loopback.

#[path = "it/fixture.rs"]
mod fixture;
#[path = "it/reading.rs"]
mod reading;
#[path = "it/replicating.rs"]
mod replicating;
#[path = "it/submitting.rs"]
mod submitting;
#[path = "it/witnessing.rs"]
mod witnessing;
