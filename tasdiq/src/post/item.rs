//! A signed act as it waits on the disk, with what is needed to sign it anew.

use std::io;

use act::{PublicKey, Time};
use hotline::entry::MessageSent;
use mechanism::Said;
use serde::{Deserialize, Serialize};

use super::book::{self, Numbered};
use super::disk::Disk;

/// The folder of acts that wait.
pub(super) const FOLDER: &str = "outbox";

/// An act that waits.
#[derive(Serialize, Deserialize)]
pub(super) struct Item {
    /// Of which area.
    #[serde(default = "watchlist")]
    pub(super) area: String,
    /// Its kind, with version.
    pub(super) kind: String,
    /// Its JSON.
    pub(super) entry: String,
    /// By this machine's clock.
    pub(super) said_at: Time,
    /// As it was signed last.
    pub(super) envelope: String,
    /// Whether these bytes may have reached the host: its answer may have been lost.
    #[serde(default)]
    pub(super) tried: bool,
    /// Who signed beside its author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) beside: Option<PublicKey>,
    /// How it is numbered, if it is a message of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) numbered: Option<Numbered>,
}

/// The area of what was kept before there was another.
pub(super) fn watchlist() -> String {
    "watchlist".to_owned()
}

impl Item {
    /// An act that is not signed yet.
    pub(super) fn of(
        said: &Said,
        said_at: Time,
        beside: Option<PublicKey>,
        numbered: Option<Numbered>,
    ) -> Item {
        let (area, kind) = said.kind();
        Item {
            area: area.to_owned(),
            kind: kind.to_owned(),
            entry: said.json(),
            said_at,
            envelope: String::new(),
            tried: false,
            beside,
            numbered,
        }
    }

    /// The message it is, if it is one.
    pub(super) fn message(&self) -> Option<MessageSent> {
        book::message(&self.entry)
    }

    /// Gives a message the number after `last`.
    pub(super) fn number_after(&mut self, last: u64) -> Option<()> {
        let numbered = self.numbered.as_mut()?;
        numbered.number = last + 1;
        let mut message = book::message(&self.entry)?;
        message.number = numbered.number;
        self.entry = book::said(message).json();
        Some(())
    }
}

/// Where the act with a number waits.
pub(super) fn file(number: u64) -> String {
    format!("{FOLDER}/{number:012}.json")
}

/// The number of a file there.
pub(super) fn number(name: &str) -> Option<u64> {
    name.strip_suffix(".json")?.parse().ok()
}

/// Reads one; none if it is not there, or can't be read.
pub(super) fn read(disk: &Disk, name: &str) -> io::Result<Option<Item>> {
    let bytes = disk.read(&format!("{FOLDER}/{name}"))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Puts one there.
pub(super) fn write(disk: &Disk, name: &str, item: &Item) -> io::Result<()> {
    disk.write(name, &serde_json::to_vec(item).unwrap_or_default())
}
