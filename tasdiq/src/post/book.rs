//! The book of a post's messages on the line: which number comes next, and what became of each.
//!
//! Every member at a post numbers its messages apart, on each channel. A number is given when a message
//! is kept in the outbox and not before, so that no number is lost to a full disk; once given it stays,
//! whatever becomes of the message. What the log or the host has answered is kept here, one file each.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use act::{Entry as _, SigningKey, Time};
use hotline::HotlineEntry;
use hotline::entry::{Channel, MessageSent};
use hotline::page::post::{Noted, SHOWN_MAX};
use hotline::post::LineOfPost;
use mechanism::Said;
use serde::{Deserialize, Serialize};

use super::disk::Disk;

/// The folder of what became of messages.
pub(super) const FOLDER: &str = "messages";
/// How many drafts are known after a start.
const DRAFTS_KEPT: usize = 200;

/// Which numbers were given, and to which drafts.
#[derive(Default)]
pub(super) struct Book {
    last: BTreeMap<String, u64>,
    drafts: BTreeSet<String>,
}

/// A message as an officer wrote it; its number is given when it is kept.
pub(super) struct Written<'a> {
    /// What it says.
    pub(super) message: MessageSent,
    /// Who signs it.
    pub(super) key: &'a SigningKey,
    /// Who signs beside.
    pub(super) beside: Option<&'a SigningKey>,
    /// By this machine's clock.
    pub(super) said_at: Time,
    /// Names the draft: the same draft is kept once.
    pub(super) draft: String,
}

/// How a message is numbered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Numbered {
    /// Whose number it is, on which channel: `a-duty`.
    pub(super) series: String,
    /// The number.
    pub(super) number: u64,
    member: String,
    channel: Channel,
    draft: String,
}

#[derive(Serialize, Deserialize)]
struct Settled {
    numbered: Numbered,
    noted: Noted,
}

impl Numbered {
    /// The last number that the log has of this series.
    pub(super) fn last_there(&self, line: &LineOfPost) -> u64 {
        line.last_number(&self.member, self.channel)
    }

    /// Keeps what became of the message. Written again, it is the same.
    pub(super) fn settle(&self, disk: &Disk, noted: &Noted) -> io::Result<()> {
        let settled = Settled {
            numbered: self.clone(),
            noted: noted.clone(),
        };
        let name = format!("{FOLDER}/{}-{:012}.json", self.series, self.number);
        disk.write(&name, &serde_json::to_vec(&settled)?)
    }
}

impl Book {
    /// What is on the disk.
    pub(super) fn open(disk: &Disk) -> io::Result<Book> {
        let mut book = Book::default();
        let names = disk.list(FOLDER)?;
        for (series, number) in names.iter().filter_map(|name| named(name)) {
            book.at_least(series, number);
        }
        // A form is sent twice within minutes, not after hundreds of others.
        for name in names.iter().rev().take(DRAFTS_KEPT) {
            let bytes = disk.read(&format!("{FOLDER}/{name}"))?.unwrap_or_default();
            if let Ok(settled) = serde_json::from_slice::<Settled>(&bytes) {
                book.drafts.insert(settled.numbered.draft);
            }
        }
        Ok(book)
    }

    /// Notes that a number was given.
    pub(super) fn given(&mut self, numbered: &Numbered) {
        self.at_least(&numbered.series, numbered.number);
        self.drafts.insert(numbered.draft.clone());
    }

    fn at_least(&mut self, series: &str, number: u64) {
        let last = self.last.entry(series.to_owned()).or_default();
        *last = number.max(*last);
    }

    /// Whether a draft was kept.
    pub(super) fn has(&self, draft: &str) -> bool {
        self.drafts.contains(draft)
    }

    /// The message under its number; none if its author is no officer of this post. The number counts
    /// as given only with [`Book::given`].
    pub(super) fn number(
        &self,
        written: &Written<'_>,
        line: &LineOfPost,
    ) -> Option<(Said, Numbered)> {
        let member = line.officers.get(&written.key.public())?;
        let channel = written.message.channel;
        let series = format!("{member}-{}", channel.name());
        let here = self.last.get(&series).copied().unwrap_or(0);
        let numbered = Numbered {
            number: here.max(line.last_number(member, channel)) + 1,
            member: member.clone(),
            channel,
            series,
            draft: written.draft.clone(),
        };
        let mut message = written.message.clone();
        message.number = numbered.number;
        Some((said(message), numbered))
    }
}

/// Every message that waits, and the latest of those that do not, by series and number. What is in both
/// places was answered, and not yet taken out of the outbox.
pub(super) fn all(disk: &Disk, waiting: Vec<(Numbered, Noted)>) -> io::Result<Vec<Noted>> {
    let mut all: BTreeMap<(String, u64), Noted> = BTreeMap::new();
    for (numbered, noted) in waiting {
        all.insert((numbered.series, numbered.number), noted);
    }
    let mut read: BTreeMap<String, usize> = BTreeMap::new();
    for name in disk.list(FOLDER)?.iter().rev() {
        let Some((series, _)) = named(name) else {
            continue;
        };
        let read = read.entry(series.to_owned()).or_default();
        *read += 1;
        if *read > SHOWN_MAX {
            continue;
        }
        let bytes = disk.read(&format!("{FOLDER}/{name}"))?.unwrap_or_default();
        if let Ok(settled) = serde_json::from_slice::<Settled>(&bytes) {
            let numbered = settled.numbered;
            all.insert((numbered.series, numbered.number), settled.noted);
        }
    }
    Ok(all.into_values().collect())
}

/// The series and the number of a file of the book.
fn named(name: &str) -> Option<(&str, u64)> {
    let (series, number) = name.strip_suffix(".json")?.rsplit_once('-')?;
    Some((series, number.parse().ok()?))
}

/// A message as it is signed.
pub(super) fn said(message: MessageSent) -> Said {
    Said::Hotline(HotlineEntry::MessageSent(message))
}

/// The message of an entry's JSON, if it is one.
pub(super) fn message(json: &str) -> Option<MessageSent> {
    match HotlineEntry::decode("message-sent.v1", json).ok()? {
        HotlineEntry::MessageSent(message) => Some(message),
        _ => None,
    }
}
