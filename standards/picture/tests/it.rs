//! Pictures that others made, and pictures that were made to harm.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that fails stops there; it reads what others made from files"
)]

#[path = "it/derived.rs"]
mod derived;
#[path = "it/fixtures.rs"]
mod fixtures;
