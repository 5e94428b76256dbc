//! The program as its users call it.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops there")]

mod agreement;
mod border;
mod ceremony;
mod commitments;
mod crash;
mod editions;
mod evidence;
mod faults;
#[path = "../flood/mod.rs"]
mod flood;
mod floods;
mod help;
mod host;
mod keys;
mod log;
mod names;
mod outage;
mod post;
mod post_messages;
mod proof;
mod receipt;
mod receipts;
mod scene;
mod terminal;
mod verify;
mod watchlist;
