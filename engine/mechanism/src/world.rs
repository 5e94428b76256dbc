//! The world: everything the log has said so far, and the one function that moves it on.

use std::collections::BTreeMap;

use act::{
    Act, DecodeError, Due, EntryId, Envelope, Index, Leaf, MechanismId, PublicKey, Refusal, Seen,
    Signer, State, Statement, StatementError, Time, Verdict,
};
use roll::RollEntry;

use crate::{Areas, Said};

/// A statement and its entry, read but not yet placed or judged.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Its name.
    pub id: EntryId,
    /// The mechanism it was said in.
    pub mechanism: MechanismId,
    /// Who signed; whether the signatures hold is the caller's to have checked.
    pub by: Signer,
    /// Its number among its author's acts.
    pub seq: u64,
    /// The author's act before it.
    pub prev: Option<EntryId>,
    /// What the author had seen.
    pub seen: Seen,
    /// The author's clock.
    pub said_at: Time,
    /// What it says.
    pub said: Said,
}

/// Why an envelope can't be read as an act.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The statement is malformed.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The entry is unknown or malformed.
    #[error(transparent)]
    Entry(#[from] DecodeError),
}

/// Reads the act inside an envelope. Does NOT verify signatures.
pub fn read(envelope: &Envelope) -> Result<Reading, ReadError> {
    let statement = Statement::parse(envelope)?;
    let (area, kind) = envelope.kind();
    let said = Said::decode(area, kind, statement.entry.get())?;
    let cosigners = envelope.signatures()[1..].iter().map(|s| s.key).collect();
    Ok(Reading {
        id: envelope.entry_id(),
        mechanism: statement.mechanism,
        by: Signer {
            key: statement.by,
            cosigners,
        },
        seq: statement.seq,
        prev: statement.prev,
        seen: statement.seen,
        said_at: statement.said_at,
        said,
    })
}

/// Where a world stopped because its program is older than the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Halt {
    /// The first entry it could not read.
    pub index: Index,
    /// What kind of entry that was.
    pub kind: String,
}

/// The state of every area after the first `size` leaves of a log.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// The areas.
    pub areas: Areas,
    size: u64,
    last_at: Time,
    chains: BTreeMap<PublicKey, Link>,
    voids: BTreeMap<Index, Refusal>,
    /// Void acts by the record they are about.
    attempts: BTreeMap<Index, Vec<Attempt>>,
    halted: Option<Halt>,
}

/// A void act about a record: somebody tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Where it is in the log.
    pub index: Index,
    /// When it was placed.
    pub at: Time,
    /// Who signed it, or claimed to be.
    pub by: PublicKey,
}

/// The last act of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Link {
    /// Its number among the key's acts.
    pub seq: u64,
    /// Its name.
    pub id: EntryId,
}

impl World {
    /// Places the next leaf. The one way the world changes: total, and equal for everyone.
    pub fn apply(&mut self, leaf: &Leaf) -> Verdict {
        self.take(leaf.at, read(&leaf.envelope))
    }

    /// As [`World::apply`], for callers that read leaves on several threads.
    pub fn take(&mut self, at: Time, reading: Result<Reading, ReadError>) -> Verdict {
        if self.halted.is_some() {
            return Verdict::Void(Refusal::new("act.release-too-old"));
        }
        let reading = match reading {
            Ok(reading) => reading,
            Err(ReadError::Entry(DecodeError::Unknown(kind))) => {
                self.halted = Some(Halt {
                    index: self.size,
                    kind,
                });
                return Verdict::Void(Refusal::new("act.release-too-old"));
            }
            Err(error) => {
                let what = act::Value::Words(error.to_string());
                return self.void(at, Refusal::new("act.malformed").about("what", what));
            }
        };
        if let Err(refusal) = self.check_place(&reading, at) {
            self.note_attempt(at, &reading);
            return self.void(at, refusal);
        }
        self.chains.insert(
            reading.by.key,
            Link {
                seq: reading.seq,
                id: reading.id,
            },
        );
        let act = self.place(&reading, at);
        if let Err(refusal) = self.areas.judge(&act) {
            self.note_attempt(at, &reading);
            return self.void(at, refusal);
        }
        self.areas.fold(&act);
        self.advance(at);
        Verdict::InForce
    }

    /// What the verdict on this reading would be if it were placed next, at `at`. Forms and the
    /// door ask this first.
    pub fn judge(&self, reading: &Reading, at: Time) -> Result<(), Refusal> {
        let at = at.max(self.last_at);
        self.check_place(reading, at)?;
        self.areas.judge(&self.place(reading, at))
    }

    /// Whether the door lets an author speak at all: its key stands, whatever the rules then say.
    /// Root keys always may; the first entry of a log is let in on its own merits.
    pub fn admit(&self, reading: &Reading, at: Time) -> Result<(), Refusal> {
        let at = at.max(self.last_at);
        self.check_mechanism(reading)?;
        let roll = &self.areas.roll;
        if roll.mechanism().is_none() || roll.root_of(&reading.by.key).is_some() {
            return Ok(());
        }
        roll.standing(&reading.by.key, self.size, at).map(|_| ())
    }

    /// How many leaves have been taken.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The time of the last leaf.
    pub fn last_at(&self) -> Time {
        self.last_at
    }

    /// The last act of a key, for whoever signs the next one.
    pub fn link(&self, key: &PublicKey) -> Option<Link> {
        self.chains.get(key).copied()
    }

    /// Why the act at `index` is void; none if it is in force (or not there yet).
    pub fn void_reason(&self, index: Index) -> Option<&Refusal> {
        self.voids.get(&index)
    }

    /// All void acts.
    pub fn voids(&self) -> impl Iterator<Item = (Index, &Refusal)> {
        self.voids.iter().map(|(index, refusal)| (*index, refusal))
    }

    /// Void acts about the record at `index`, in their order.
    pub fn attempts(&self, index: Index) -> &[Attempt] {
        self.attempts.get(&index).map_or(&[], Vec::as_slice)
    }

    /// Set when the log holds an entry this program can't read; nothing later was taken.
    pub fn halted(&self) -> Option<&Halt> {
        self.halted.as_ref()
    }

    /// What members are expected to do as of a moment, soonest first.
    pub fn due(&self, as_of: Time) -> Vec<Due> {
        let mut due = self.areas.due(as_of);
        due.sort_by_key(|item| (item.by.is_none(), item.by));
        due
    }

    /// What to compare with another node's at the same size: the author chains first, then each area
    /// in the mechanism's order.
    pub fn root(&self) -> State {
        let chain = act::key::digest_of(&(&self.chains, &self.voids));
        let areas = std::iter::once(("chain", chain)).chain(self.areas.roots());
        let areas = areas.map(|(area, digest)| (area.to_owned(), digest));
        State::new(self.size, areas.collect())
    }

    fn check_place(&self, reading: &Reading, at: Time) -> Result<(), Refusal> {
        if at < self.last_at {
            return Err(Refusal::new("act.clock-went-back").about("before", self.last_at));
        }
        self.check_mechanism(reading)?;
        if reading.seen.size > self.size {
            return Err(Refusal::new("act.seen-the-future").about("size", reading.seen.size));
        }
        let link = self.chains.get(&reading.by.key);
        let expected = link.map_or((0, None), |link| (link.seq + 1, Some(link.id)));
        if (reading.seq, reading.prev) != expected {
            return Err(Refusal::new("act.out-of-order").about("expected", expected.0));
        }
        Ok(())
    }

    fn check_mechanism(&self, reading: &Reading) -> Result<(), Refusal> {
        let mechanism = match (&reading.said, self.areas.roll.mechanism()) {
            (_, Some(mechanism)) => mechanism,
            (Said::Roll(RollEntry::CharterSigned(entry)), None) => {
                roll::Charter::mechanism(&entry.charter)
            }
            _ => return Err(Refusal::new("act.no-charter")),
        };
        if reading.mechanism != mechanism {
            return Err(Refusal::new("act.other-mechanism").about("mechanism", reading.mechanism));
        }
        Ok(())
    }

    fn place<'a>(&self, reading: &'a Reading, at: Time) -> Act<&'a Said> {
        Act {
            index: self.size,
            at,
            by: reading.by.clone(),
            id: reading.id,
            seen: reading.seen,
            said_at: reading.said_at,
            entry: &reading.said,
        }
    }

    /// Notes a void act at the record it is about, if the record is there.
    fn note_attempt(&mut self, at: Time, reading: &Reading) {
        let Said::Hotline(entry) = &reading.said else {
            return;
        };
        if let Some(record) = self.areas.hotline.meant(entry) {
            let attempt = Attempt {
                index: self.size,
                at,
                by: reading.by.key,
            };
            self.attempts.entry(record).or_default().push(attempt);
        }
    }

    fn void(&mut self, at: Time, refusal: Refusal) -> Verdict {
        self.voids.insert(self.size, refusal.clone());
        self.advance(at);
        Verdict::Void(refusal)
    }

    fn advance(&mut self, at: Time) {
        self.size += 1;
        self.last_at = self.last_at.max(at);
    }
}
