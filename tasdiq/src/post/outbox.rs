//! Signed acts on their way to the host: in order, none lost, none twice, whatever ends this program.
//!
//! An act is signed and on the disk before anybody is told that it is recorded. It is sent until the
//! host has answered, and the same bytes again give the same answer. Each key's acts are numbered here
//! while there is no link; should the host count otherwise, an act that it does not have is numbered
//! anew before it is sent.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use act::{
    Entry as _, EntryId, Envelope, MechanismId, PublicKey, Seen, SigningKey, Statement, Time,
};
use page::Lang;
use serde::{Deserialize, Serialize};
use watchlist::WatchlistEntry;

use super::disk::Disk;
use crate::host::{Host, Wait};
use crate::prepared::{Place, Prepared};
use crate::recorded::LogKeys;
use crate::report::{Exit, Fault, Report};
use crate::words;

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
}

/// Where a key's next act stands.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Chain {
    seq: u64,
    prev: Option<EntryId>,
    seen: Seen,
}

#[derive(Serialize, Deserialize)]
struct Item {
    kind: String,
    entry: String,
    said_at: Time,
    envelope: String,
    /// Whether these bytes may have reached the host: its answer may have been lost.
    #[serde(default)]
    tried: bool,
}

/// An act that did not count.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct NotCounted {
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
        let mut ends = Ends::default();
        for key in keys {
            if let Some(bytes) = disk.read(&chain_file(key)).map_err(failed)?
                && let Ok(chain) = serde_json::from_slice(&bytes)
            {
                ends.chains.insert(*key, chain);
            }
        }
        for name in disk.list("outbox").map_err(failed)? {
            ends.waiting += 1;
            ends.next = number(&name).map_or(ends.next, |number| number + 1);
            let item = read(&disk, &name).ok().flatten();
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
        entry: &WatchlistEntry,
        said_at: Time,
    ) -> Result<(), PushError> {
        let mut ends = self.ends();
        let by = key.public();
        let chain = *ends.chains.get(&by).ok_or(PushError::LinkFirst)?;
        let mut item = Item {
            kind: entry.kind().to_owned(),
            entry: entry.json(),
            said_at,
            envelope: String::new(),
            tried: false,
        };
        let envelope = self.sign(&mut item, key, chain)?;
        write(&self.disk, &file(ends.next), &item)?;
        ends.next += 1;
        ends.waiting += 1;
        if let Some((_, chain)) = Chain::after(&envelope) {
            ends.chains.insert(by, chain);
        }
        Ok(())
    }

    fn sign(&self, item: &mut Item, key: &SigningKey, chain: Chain) -> Result<Envelope, PushError> {
        let place = Place {
            mechanism: self.mechanism,
            seq: chain.seq,
            prev: chain.prev,
            seen: chain.seen,
        };
        let kind = ("watchlist", item.kind.as_str());
        let prepared = Prepared::new(kind, &item.entry, key.public(), place, item.said_at)
            .map_err(|report| PushError::Form(report.to_string()))?;
        let envelope = prepared.sign(key);
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
    ) -> Result<(), Report> {
        let kept = |error: io::Error| Report::here("the outbox can't be used").because(&error);
        let mut places: BTreeMap<PublicKey, Chain> = BTreeMap::new();
        for name in self.disk.list("outbox").map_err(kept)? {
            let item = read(&self.disk, &name).map_err(kept)?;
            let envelope = item
                .as_ref()
                .and_then(|item| Envelope::parse(item.envelope.as_bytes()).ok());
            let (Some(mut item), Some(mut envelope)) = (item, envelope) else {
                return Err(unreadable(&name));
            };
            let Some((by, mut after)) = Chain::after(&envelope) else {
                return Err(unreadable(&name));
            };
            let Some(key) = keys.get(&by) else {
                return Err(Report::input(format!(
                    "outbox/{name} is of an officer who is not named"
                ))
                .hint("start the post with that officer's key once more, to send it"));
            };
            let place = match places.get(&by) {
                Some(place) => *place,
                None => Chain::of(&host.author(&by)?),
            };
            let (seq, prev) = numbered(&envelope);
            // Numbered anew it would be another act, so it is found out first whether it is there: the
            // same bytes again get the same answer.
            let arrived = place.prev == after.prev
                || item.tried
                    && (seq, prev) != (place.seq, place.prev)
                    && is_there(host, log, &envelope)?;
            if !arrived && (seq, prev) != (place.seq, place.prev) {
                let old = after;
                envelope = self
                    .sign(&mut item, key, place)
                    .map_err(|error| Report::input("an act can't be signed").because(&error))?;
                write(&self.disk, &format!("outbox/{name}"), &item).map_err(kept)?;
                after = Chain::after(&envelope).map_or(place, |(_, chain)| chain);
                self.move_on(&by, old, after);
            }
            if !item.tried {
                item.tried = true;
                write(&self.disk, &format!("outbox/{name}"), &item).map_err(kept)?;
            }
            // An act that is there already does not move a key back to where it stood then.
            let after = if arrived { place } else { after };
            let place = match host.submit(&envelope, Wait::Durable, log) {
                Ok(recorded) => {
                    let void = recorded.told.get("verdict");
                    if let Some(why) = void.and_then(|void| words::told(void, Lang::En)) {
                        self.not_counted(&name, &item, why).map_err(kept)?;
                    }
                    after
                }
                Err(report) if is_no(&report) && !is_for_later(&report) => {
                    let why = report.because.join("; ");
                    let why = format!("{}: {why}", report.message);
                    self.not_counted(&name, &item, why).map_err(kept)?;
                    self.move_on(&by, after, place);
                    place
                }
                Err(report) => return Err(report),
            };
            self.met(&by, &place).map_err(kept)?;
            places.insert(by, place);
            self.disk.remove(&format!("outbox/{name}")).map_err(kept)?;
            self.ends().waiting -= 1;
        }
        self.meet(host, keys)
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

/// Whether the log has an act that was sent before.
fn is_there(host: &Host, log: &LogKeys, envelope: &Envelope) -> Result<bool, Report> {
    match host.submit(envelope, Wait::Durable, log) {
        Ok(_) => Ok(true),
        Err(report) if is_no(&report) => Ok(false),
        Err(report) => Err(report),
    }
}

/// Whether the host has refused the act. A receipt that is false is no refusal: the act may be there,
/// and waits for a true one.
fn is_no(report: &Report) -> bool {
    report.exit == Exit::Unsound && report.fault != Fault::OtherSide
}

/// Whether the act is only not to be sent now: its number was taken, because its key was used elsewhere
/// since the host told where it stands, and it is numbered anew in the next round; or this machine's
/// clock was ahead when it was said, and its time comes.
fn is_for_later(report: &Report) -> bool {
    let more = report.more.as_ref();
    let kind = more.and_then(|more| more.get("type")?.as_str());
    matches!(
        kind,
        Some("tasdiq:out-of-order" | "tasdiq:signed-twice" | "tasdiq:future-dated")
    )
}

fn unreadable(name: &str) -> Report {
    Report::here(format!("outbox/{name} can't be read")).hint(
        "it stays where it is, and nothing after it is sent: show it to the record's custodian",
    )
}

fn numbered(envelope: &Envelope) -> (u64, Option<EntryId>) {
    Statement::parse(envelope).map_or((0, None), |statement| (statement.seq, statement.prev))
}

fn file(number: u64) -> String {
    format!("outbox/{number:012}.json")
}

fn number(name: &str) -> Option<u64> {
    name.strip_suffix(".json")?.parse().ok()
}

fn chain_file(key: &PublicKey) -> String {
    format!("officers/{}.json", act::Digest::of(&key.0))
}

fn read(disk: &Disk, name: &str) -> io::Result<Option<Item>> {
    let bytes = disk.read(&format!("outbox/{name}"))?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn write(disk: &Disk, name: &str, item: &Item) -> io::Result<()> {
    disk.write(name, &serde_json::to_vec(item).unwrap_or_default())
}
