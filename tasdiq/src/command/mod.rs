//! One file per command.

pub(crate) mod check_proof;
pub(crate) mod completions;
pub(crate) mod init;
pub(crate) mod key;
