//! Signed acts on their way to the host: in order, none lost, none twice, whatever ends this program.
//!
//! An act is signed and on the disk before anybody is told that it is recorded. It is sent until the
//! host has answered, and the same bytes again give the same answer. Each key's acts are numbered here
//! while there is no link; should the host count otherwise, an act that it does not have is numbered
//! anew before it is sent. Messages of the line have numbers of their own, which [`super::book`] gives
//! and keeps; a number that was given is never given again.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use act::{EntryId, Envelope, MechanismId, PublicKey, Seen, SigningKey, Statement, Time};
use hotline::page::post::{Fate, Noted};
use hotline::post::LineOfPost;
use mechanism::Said;
use serde::{Deserialize, Serialize};

use super::book::{Book, Written};
use super::disk::Disk;
use super::item::{FOLDER, Item, file, number, read, watchlist, write};
use super::round::{Round, fate_of, is_for_later, is_no, is_there};
use crate::host::{Host, Wait};
use crate::prepared::{Place, Prepared};
use crate::recorded::LogKeys;
use crate::report::Report;

/// Acts that did not count which are still shown.
const REFUSED_SHOWN: usize = 20;

/// The acts on their way.
pub(super) struct Outbox {
    disk: Arc<Disk>,
    mechanism: MechanismId,
    ends: Mutex<Ends>,
}

/// Where numbering goes on.
#[derive(Default)]
struct Ends {
    next: u64,
    waiting: u64,
    chains: BTreeMap<PublicKey, Chain>,
    book: Book,
}

/// Where a key's next act stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Chain {
    seq: u64,
    prev: Option<EntryId>,
    seen: Seen,
}

/// An act that did not count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct NotCounted {
    /// Its area.
    #[serde(default = "watchlist")]
    pub(super) area: String,
    /// Its kind, without version.
    pub(super) kind: String,
    /// When it was said.
    pub(super) at: Time,
    /// Why, in English.
    pub(super) why: String,
}

/// Why an act was not taken into the outbox.
#[derive(Debug, thiserror::Error)]
pub(super) enum PushError {
    /// The disk does not take it.
    #[error("the act could not be kept")]
    Disk(#[from] io::Error),
    /// Nobody has told yet where this key's acts go on.
    #[error("the key has not met the host yet")]
    LinkFirst,
    /// It can't be signed.
    #[error("the act can't be signed: {0}")]
    Form(String),
}

impl Chain {
    fn after(envelope: &Envelope) -> Option<(PublicKey, Chain)> {
        let statement = Statement::parse(envelope).ok()?;
        let chain = Chain {
            seq: statement.seq + 1,
            prev: Some(envelope.entry_id()),
            seen: statement.seen,
        };
        Some((statement.by, chain))
    }

    fn of(place: &Place) -> Chain {
        Chain {
            seq: place.seq,
            prev: place.prev,
            seen: place.seen,
        }
    }
}

impl Outbox {
    /// What is on the disk, with the chains of these keys.
    pub(super) fn open(
        disk: Arc<Disk>,
        mechanism: MechanismId,
        keys: &[PublicKey],
    ) -> Result<Outbox, Report> {
        let failed = |error: io::Error| Report::here("the outbox can't be read").because(&error);
        let mut ends = Ends {
            book: Book::open(&disk).map_err(failed)?,
            ..Ends::default()
        };
        for key in keys {
            if let Some(bytes) = disk.read(&chain_file(key)).map_err(failed)?
                && let Ok(chain) = serde_json::from_slice(&bytes)
            {
                ends.chains.insert(*key, chain);
            }
        }
        for name in disk.list(FOLDER).map_err(failed)? {
            ends.waiting += 1;
            ends.next = number(&name).map_or(ends.next, |number| number + 1);
            let item = read(&disk, &name).ok().flatten();
            if let Some(numbered) = item.as_ref().and_then(|item| item.numbered.as_ref()) {
                ends.book.given(numbered);
            }
            let envelope = item.and_then(|item| Envelope::parse(item.envelope.as_bytes()).ok());
            if let Some((key, chain)) = envelope.as_ref().and_then(Chain::after) {
                ends.chains.insert(key, chain);
            }
        }
        Ok(Outbox {
            disk,
            mechanism,
            ends: Mutex::new(ends),
        })
    }

    fn ends(&self) -> MutexGuard<'_, Ends> {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many acts wait.
    pub(super) fn waiting(&self) -> u64 {
        self.ends().waiting
    }

    /// Whether a key's acts can be numbered.
    pub(super) fn knows(&self, key: &PublicKey) -> bool {
        self.ends().chains.contains_key(key)
    }

    /// Signs an act and keeps it. It is on the disk when this returns.
    pub(super) fn push(
        &self,
        key: &SigningKey,
        said: &Said,
        said_at: Time,
    ) -> Result<(), PushError> {
        let item = Item::of(said, said_at, None, None);
        self.keep(&mut self.ends(), item, key, None)
    }

    /// Numbers a message, signs it and keeps it. It is on the disk, under its number, when this
    /// returns. What was kept already under the same draft is not kept again.
    pub(super) fn write_message(
        &self,
        written: Written<'_>,
        line: &LineOfPost,
    ) -> Result<(), PushError> {
        let mut ends = self.ends();
        if ends.book.has(&written.draft) {
            return Ok(());
        }
        let Some((said, numbered)) = ends.book.number(&written, line) else {
            return Err(PushError::Form("its author is no officer here".to_owned()));
        };
        let beside = written.beside.map(SigningKey::public);
        let item = Item::of(&said, written.said_at, beside, Some(numbered.clone()));
        self.keep(&mut ends, item, written.key, written.beside)?;
        ends.book.given(&numbered);
        Ok(())
    }

    fn keep(
        &self,
        ends: &mut Ends,
        mut item: Item,
        key: &SigningKey,
        beside: Option<&SigningKey>,
    ) -> Result<(), PushError> {
        let by = key.public();
        let chain = *ends.chains.get(&by).ok_or(PushError::LinkFirst)?;
        let envelope = self.sign(&mut item, key, beside, chain)?;
        write(&self.disk, &file(ends.next), &item)?;
        ends.next += 1;
        ends.waiting += 1;
        if let Some((_, chain)) = Chain::after(&envelope) {
            ends.chains.insert(by, chain);
        }
        Ok(())
    }

    fn sign(
        &self,
        item: &mut Item,
        key: &SigningKey,
        beside: Option<&SigningKey>,
        chain: Chain,
    ) -> Result<Envelope, PushError> {
        let place = Place {
            mechanism: self.mechanism,
            seq: chain.seq,
            prev: chain.prev,
            seen: chain.seen,
        };
        let kind = (item.area.as_str(), item.kind.as_str());
        let prepared = Prepared::new(kind, &item.entry, key.public(), place, item.said_at)
            .map_err(|report| PushError::Form(report.to_string()))?;
        let envelope = prepared.sign_with(key, beside);
        item.envelope = String::from_utf8_lossy(envelope.bytes()).into_owned();
        item.tried = false;
        Ok(envelope)
    }

    /// Sends what waits, in order, until the host does not answer. Then asks where the keys stand
    /// that have nothing on its way.
    pub(super) fn deliver(
        &self,
        host: &Host,
        log: &LogKeys,
        keys: &BTreeMap<PublicKey, SigningKey>,
        line: Option<&LineOfPost>,
    ) -> Result<(), Report> {
        let mut round = Round {
            host,
            log,
            keys,
            line,
            places: BTreeMap::new(),
            numbers: BTreeMap::new(),
        };
        for name in self.disk.list(FOLDER).map_err(unusable)? {
            let item = read(&self.disk, &name).map_err(unusable)?;
            let item = item.ok_or_else(|| unreadable(&name))?;
            self.deliver_one(&mut round, &name, item)?;
            self.disk
                .remove(&format!("{FOLDER}/{name}"))
                .map_err(unusable)?;
            let mut ends = self.ends();
            ends.waiting = ends.waiting.saturating_sub(1);
        }
        self.meet(host, keys)
    }

    /// Sends one act, and keeps what became of it. It is taken away after this.
    fn deliver_one(&self, round: &mut Round<'_>, name: &str, item: Item) -> Result<(), Report> {
        let mut item = item;
        let envelope = Envelope::parse(item.envelope.as_bytes()).ok();
        let after = envelope.as_ref().and_then(Chain::after);
        let (Some(mut envelope), Some((by, mut after))) = (envelope, after) else {
            return Err(unreadable(name));
        };
        let (key, beside) = round.keys_of(name, &by, &item)?;
        let place = match round.places.get(&by) {
            Some(place) => *place,
            None => Chain::of(&round.host.author(&by)?),
        };
        let (seq, prev) = numbered(&envelope);
        let elsewhere = (seq, prev) != (place.seq, place.prev);
        // Numbered anew it would be another act, so it is found out first whether it is there: the
        // same bytes again get the same answer.
        let arrived = place.prev == after.prev
            || item.tried && elsewhere && is_there(round.host, round.log, &envelope)?;
        let taken = round.taken(&item);
        if !arrived && (elsewhere || taken.is_some() && !item.tried) {
            let old = after;
            if let Some(last) = taken {
                item.number_after(last).ok_or_else(|| unreadable(name))?;
            }
            envelope = self
                .sign(&mut item, key, beside, place)
                .map_err(|error| Report::input("an act can't be signed").because(&error))?;
            write(&self.disk, &format!("{FOLDER}/{name}"), &item).map_err(unusable)?;
            after = Chain::after(&envelope).map_or(place, |(_, chain)| chain);
            self.move_on(&by, old, after);
        }
        if let Some(numbered) = &item.numbered {
            self.ends().book.given(numbered);
            round
                .numbers
                .insert(numbered.series.clone(), numbered.number);
        }
        if !item.tried {
            item.tried = true;
            write(&self.disk, &format!("{FOLDER}/{name}"), &item).map_err(unusable)?;
        }
        // An act that is there already does not move a key back to where it stood then.
        let after = if arrived { place } else { after };
        let (fate, place) = match round.host.submit(&envelope, Wait::Durable, round.log) {
            Ok(recorded) => (fate_of(&recorded), after),
            Err(report) if is_no(&report) && !is_for_later(&report) => {
                let why = report.because.join("; ");
                let why = format!("{}: {why}", report.message);
                self.move_on(&by, after, place);
                (Fate::Refused { why }, place)
            }
            Err(report) => return Err(report),
        };
        self.settle(name, &item, fate).map_err(unusable)?;
        self.met(&by, &place).map_err(unusable)?;
        round.places.insert(by, place);
        Ok(())
    }

    /// Keeps what became of an act: each file is there before the act is taken away, and is the same if
    /// it is written again.
    fn settle(&self, name: &str, item: &Item, fate: Fate) -> io::Result<()> {
        if let Fate::Void { why, .. } | Fate::Refused { why } = &fate {
            self.not_counted(name, item, why.clone())?;
        }
        match (&item.numbered, item.message()) {
            (Some(numbered), Some(message)) => {
                let said_at = item.said_at;
                let noted = Noted {
                    message,
                    said_at,
                    fate,
                };
                numbered.settle(&self.disk, &noted)
            }
            _ => Ok(()),
        }
    }

    /// The messages of this post, by channel and number: those that wait, and the latest of the others.
    pub(super) fn messages(&self) -> io::Result<Vec<Noted>> {
        let waiting = self.disk.list(FOLDER)?.into_iter().filter_map(|name| {
            let item = read(&self.disk, &name).ok().flatten()?;
            let numbered = item.numbered.clone()?;
            let noted = Noted {
                message: item.message()?,
                said_at: item.said_at,
                fate: Fate::Waiting,
            };
            Some((numbered, noted))
        });
        super::book::all(&self.disk, waiting.collect())
    }

    /// If a key's chain ended in `old`, it ends in `new` now.
    fn move_on(&self, by: &PublicKey, old: Chain, new: Chain) {
        let mut ends = self.ends();
        if ends
            .chains
            .get(by)
            .is_some_and(|chain| chain.prev == old.prev)
        {
            ends.chains.insert(*by, new);
        }
    }

    /// Keeps where a key stands at the host.
    fn met(&self, by: &PublicKey, chain: &Chain) -> io::Result<()> {
        let bytes = serde_json::to_vec(chain).unwrap_or_default();
        self.disk.write(&chain_file(by), &bytes)
    }

    /// Asks where keys stand. What is pushed meanwhile goes on from where it stood before; it is
    /// numbered anew when it is sent, if it has to be.
    fn meet(&self, host: &Host, keys: &BTreeMap<PublicKey, SigningKey>) -> Result<(), Report> {
        for by in keys.keys() {
            let before = self.ends().chains.get(by).copied();
            let place = Chain::of(&host.author(by)?);
            if before == Some(place) {
                continue;
            }
            let mut ends = self.ends();
            if ends.waiting == 0 && ends.chains.get(by).copied() == before {
                let kept =
                    |error: io::Error| Report::here("a key's place can't be kept").because(&error);
                self.met(by, &place).map_err(kept)?;
                ends.chains.insert(*by, place);
            }
        }
        Ok(())
    }

    fn not_counted(&self, name: &str, item: &Item, why: String) -> io::Result<()> {
        let not_counted = NotCounted {
            area: item.area.clone(),
            kind: item.kind.split('.').next().unwrap_or_default().to_owned(),
            at: item.said_at,
            why,
        };
        let bytes = serde_json::to_vec(&not_counted).unwrap_or_default();
        let millis = item.said_at.millis();
        self.disk
            .write(&format!("refused/{millis:015}-{name}"), &bytes)
    }

    /// The latest acts that did not count.
    pub(super) fn refused(&self) -> Vec<NotCounted> {
        let names = self.disk.list("refused").unwrap_or_default();
        let latest = names.iter().rev().take(REFUSED_SHOWN);
        let read = |name: &String| self.disk.read(&format!("refused/{name}")).ok().flatten();
        latest
            .filter_map(read)
            .filter_map(|bytes| serde_json::from_slice(&bytes).ok())
            .collect()
    }
}

fn unusable(error: io::Error) -> Report {
    Report::here("the outbox can't be used").because(&error)
}

fn unreadable(name: &str) -> Report {
    Report::here(format!("outbox/{name} can't be read")).hint(
        "it stays where it is, and nothing after it is sent: show it to the record's custodian",
    )
}

fn numbered(envelope: &Envelope) -> (u64, Option<EntryId>) {
    Statement::parse(envelope).map_or((0, None), |statement| (statement.seq, statement.prev))
}

fn chain_file(key: &PublicKey) -> String {
    format!("officers/{}.json", act::Digest::of(&key.0))
}
