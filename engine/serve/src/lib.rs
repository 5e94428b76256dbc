//! HTTP: the shell around the log's roles.
//!
//! In scope: running a [`Host`] (sequencer, store, world) and its writer thread; submission, tiles and
//! proofs, pages and sign-in, live updates ([`routes`]); a witness's endpoint ([`witness`]); the client that asks
//! witnesses ([`client`]); the description of all of it as OpenAPI.
//!
//! Out of scope: what an act means (`mechanism`), when the log signs (`node`), where it is kept
//! (`store`), configuration and keys on disk (`tasdiq`). Holds no member's key.
//!
//! Size bound: bounded queues everywhere; sessions and challenges are counted and expire; the world
//! in memory is the sum of the areas' bounds.

mod acts;
pub mod blobs;
mod calls;
mod challenge;
mod checks;
pub mod client;
pub mod clock;
mod connections;
pub mod door;
pub mod host;
mod live;
pub mod local;
mod log;
mod openapi;
pub mod pace;
mod pages;
mod petitions;
pub mod problem;
mod publications;
mod readers;
pub mod receipt;
pub mod replay;
pub mod replica;
pub mod routes;
mod session;
mod shares;
mod turns;
pub mod witness;
mod writer;

pub use axum::Router;
pub use calls::{IceError, IceServers};
pub use connections::{CONNECTIONS_MAX, run};
pub use host::{Host, HostConfig, Site, StartError};
pub use readers::Readers;
pub use replica::ReplicaConfig;
