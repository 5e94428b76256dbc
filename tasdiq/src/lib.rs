//! What the commands of `tasdiq` share: keys in files, the founding of a mechanism, asking a host,
//! and checking a whole log.
//!
//! In scope: everything a command does that a bench or another command does too; [`report`], the
//! one form in which anything here fails.
//!
//! Out of scope: arguments and printing (the binary, one file per command), what an act means
//! (`mechanism`), running a node (`serve`).
//!
//! Size bound: a file given by hand is read up to [`files::FILE_BYTES_MAX`]; a log is streamed bundle
//! by bundle ([`audit`]), with some hundred bundles in memory at most beside the world itself.

pub mod audit;
pub mod ceremony;
pub mod clock;
pub mod demo;
pub mod evidence;
pub mod files;
pub mod host;
pub mod keyfile;
pub mod listed;
pub mod listfile;
pub mod post;
pub mod prepared;
pub mod receipts;
pub mod recorded;
pub mod report;
pub mod running;
pub mod source;
pub mod trust;
pub mod words;
