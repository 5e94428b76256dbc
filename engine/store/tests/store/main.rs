//! Tests of the stores: one conformance suite for all of them, and what a file on disk can suffer.

#![expect(clippy::unwrap_used, reason = "a test's setting must hold")]

mod bench;
mod blobs;
mod conformance;
mod opening;
