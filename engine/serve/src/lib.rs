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
mod checks;
pub mod client;
pub mod clock;
pub mod door;
pub mod host;
mod live;
pub mod local;
mod log;
mod openapi;
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
pub mod witness;
mod writer;

pub use axum::Router;
pub use calls::{IceError, IceServers};
pub use host::{Host, HostConfig, Site, StartError};
pub use readers::Readers;
pub use replica::ReplicaConfig;

use axum::serve::ListenerExt as _;

/// Serves until `end` comes. Small answers leave at once: nothing waits for more to send.
pub async fn run(
    listener: tokio::net::TcpListener,
    router: Router,
    end: impl Future<Output = ()>,
) -> std::io::Result<()> {
    let listener = listener.tap_io(|stream| {
        let _ = stream.set_nodelay(true);
    });
    tokio::select! {
        served = axum::serve(listener, router) => served,
        // Open event streams would keep a polite end waiting for ever, and nothing is lost by
        // cutting them: they resume.
        () = end => Ok(()),
    }
}
