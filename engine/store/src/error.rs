//! What can go wrong, by operation: reading, writing, opening.

use std::path::PathBuf;

/// What the operator of a damaged or foreign store is told.
pub const RECOVERY: &str = "stop this node, set the file aside (do not repair it, and do not put \
back an older copy: a log that forgets what it signed has forked), make a new store, and fill it \
from a replica before the log signs anything again";

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The database refused.
    #[error("cannot read {what}")]
    Database {
        /// What was asked for.
        what: &'static str,
        /// The database's reason.
        source: rusqlite::Error,
    },
    /// What was read contradicts itself.
    #[error("the store is damaged: {0}; to recover: {RECOVERY}")]
    Damaged(String),
}

/// Why something was not written. After every variant but `Fatal` the store is as before the call
/// and can be read and written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// No room. The store stays readable; writing works again once there is room.
    #[error("the disk is full: {what} was not written")]
    Full {
        /// What was to be written.
        what: &'static str,
    },
    /// The call contradicts what is stored, so writing it would fork or tear the log. Always a
    /// mistake in the program that calls, or a second writer.
    #[error("refused to write {what}: {why}")]
    Contradiction {
        /// What was to be written.
        what: &'static str,
        /// What stands against it.
        why: String,
    },
    /// The database or the disk failed, and whether the write is durable is unknown. The caller
    /// must end the process: after a failed fsync, reading again may show what is not on the disk.
    #[error("writing {what} failed and its outcome is unknown; the process must end")]
    Fatal {
        /// What was to be written.
        what: &'static str,
        /// The cause.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Why a store was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing is there. It is not made silently: an accidentally empty log is a fork.
    #[error("no store at {0}; a new log is made only on purpose")]
    Missing(PathBuf),
    /// Something is there already.
    #[error("{0} exists already; a store never overwrites a file")]
    Exists(PathBuf),
    /// Another process writes to it.
    #[error("another process writes to the store at {0}; a log has one writer")]
    InUse(PathBuf),
    /// Not a store of this program.
    #[error("{path} is not a store of this program (application id {found:#010x})")]
    Foreign {
        /// The file.
        path: PathBuf,
        /// The id it bears.
        found: i64,
    },
    /// Made by another release.
    #[error("{path} has store version {found}, this program reads {known}")]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// Ours.
        known: i64,
    },
    /// The file cannot be used.
    #[error("cannot open the store at {path}")]
    Io {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The database cannot be used.
    #[error("cannot open the store at {path}; to recover: {RECOVERY}")]
    Database {
        /// The file.
        path: PathBuf,
        /// The database's reason.
        source: rusqlite::Error,
    },
    /// It was read and contradicts itself.
    #[error("the store at {path} is damaged")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What contradicts what, and how to recover.
        source: ReadError,
    },
}
