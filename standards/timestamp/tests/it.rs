//! Tokens that others made, and tokens that were made to deceive.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that fails stops there; it reads what others made from files"
)]

#[path = "it/fixtures.rs"]
mod fixtures;
#[path = "it/openssl.rs"]
mod openssl;
