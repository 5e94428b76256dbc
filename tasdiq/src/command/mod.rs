//! One file per command.

pub(crate) mod act;
pub(crate) mod agreement;
pub(crate) mod blob;
pub(crate) mod bulletin;
pub(crate) mod check_proof;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod dossier;
pub(crate) mod evidence;
pub(crate) mod export;
pub(crate) mod init;
pub(crate) mod key;
pub(crate) mod names;
pub(crate) mod post;
pub(crate) mod prove;
pub(crate) mod reader;
pub(crate) mod replica;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod verify;
pub(crate) mod watchlist;
pub(crate) mod witness;
