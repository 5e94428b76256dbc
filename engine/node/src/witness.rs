//! The witness: cosigns checkpoints that continue what it cosigned before (C2SP tlog-witness).
//!
//! # The protocol with its shell
//!
//! [`Witness::open`] takes what was persisted. For each `add-checkpoint` request the shell gives
//! [`Input::AddCheckpoint`]; the answer is a [`Effect::Respond`] at once, or a [`Effect::Persist`]
//! first. Persist is a compare-and-store: if the stored memory of that log is still `expected`,
//! store `new` durably and give [`Input::Persisted`] with `Ok(Swapped::Stored)`; if not, store
//! nothing and give what is there. Only then comes the response. A response is never sent before
//! the memory it rests on is durable, so a witness that restarts at any moment never cosigns two
//! histories.
//!
//! `GET <prefix>/<hex SHA-256 of origin>/checkpoint` is served from [`Witness::checkpoint`].
//!
//! A clock before the last cosignature's time gets 503: a cosignature says "as of this time, the
//! largest tree I have seen", and must not be dated back.

use std::collections::BTreeMap;

use act::{Digest, Time};
use tlog::Hash;
use tlog::cosignature::cosign;
use tlog::note::{Note, SigningKey};
use tlog::witness::{Accepted, AddCheckpoint, KnownLog, Latest, WitnessRefusal, decide};

use crate::sequencer::{StoreFull, Ticket};

/// Requests that may wait for the disk at once.
const WAITING_MAX: usize = 256;

/// What a witness remembers of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Largest size cosigned.
    pub size: u64,
    /// Root at that size.
    pub root: Hash,
    /// The checkpoint with the log's signature and this witness's.
    pub note: Note,
    /// Time of the cosignature, in seconds since 1970.
    pub time: u64,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// The body of an `add-checkpoint` request.
    AddCheckpoint(Ticket, Vec<u8>),
    /// [`Effect::Persist`] was carried out, or changed nothing for want of room.
    Persisted(Ticket, Result<Swapped, StoreFull>),
    /// The charter names other logs or keys from now on.
    LogsChanged(Vec<KnownLog>),
}

/// What became of a compare-and-store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Swapped {
    /// The new memory is durable.
    Stored,
    /// Something else was there, and still is.
    Held(Option<Memory>),
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Compare and store, durably; then [`Input::Persisted`].
    Persist {
        /// To hand back.
        ticket: Ticket,
        /// Which log.
        origin: String,
        /// Size and root that must be stored for it now; none if nothing may be.
        expected: Option<(u64, Hash)>,
        /// What to store.
        new: Memory,
    },
    /// Answer a request.
    Respond(Ticket, Response),
}

/// An HTTP answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Status.
    pub status: u16,
    /// Content type.
    pub content_type: &'static str,
    /// Body.
    pub body: String,
}

/// The role. It has no clock and does no I/O.
pub struct Witness {
    key: SigningKey,
    logs: Vec<KnownLog>,
    memories: BTreeMap<String, Memory>,
    waiting: BTreeMap<Ticket, Waiting>,
}

struct Waiting {
    origin: String,
    new: Memory,
    line: String,
}

impl Witness {
    /// The witness with this cosigner key, for these logs, over what was persisted.
    pub fn open(
        key: SigningKey,
        logs: Vec<KnownLog>,
        memories: impl IntoIterator<Item = (String, Memory)>,
    ) -> Witness {
        let memories = memories.into_iter().collect();
        Witness {
            key,
            logs,
            memories,
            waiting: BTreeMap::new(),
        }
    }

    /// Takes one input at a time of the clock and answers what is to be done.
    pub fn step(&mut self, now: Time, input: Input) -> Vec<Effect> {
        match input {
            Input::AddCheckpoint(ticket, body) => vec![self.add_checkpoint(now, ticket, &body)],
            Input::Persisted(ticket, result) => {
                self.persisted(ticket, result).into_iter().collect()
            }
            Input::LogsChanged(logs) => {
                self.logs = logs;
                Vec::new()
            }
        }
    }

    /// The last checkpoint cosigned for the log whose origin has this SHA-256.
    pub fn checkpoint(&self, origin_hash: &Digest) -> Option<&Note> {
        self.memories
            .iter()
            .find(|(origin, _)| Digest::of(origin.as_bytes()) == *origin_hash)
            .map(|(_, memory)| &memory.note)
    }

    /// Each log's origin with the size and time last cosigned.
    pub fn status(&self) -> impl Iterator<Item = (&str, u64, u64)> {
        self.memories
            .iter()
            .map(|(origin, memory)| (origin.as_str(), memory.size, memory.time))
    }

    fn add_checkpoint(&mut self, now: Time, ticket: Ticket, body: &[u8]) -> Effect {
        let decided = AddCheckpoint::parse(body).and_then(|request| {
            let latest = |origin: &str| {
                let memory = self.memories.get(origin)?;
                Some(Latest {
                    size: memory.size,
                    root: memory.root,
                })
            };
            Ok((decide(&request, &self.logs, latest)?, request.note))
        });
        let (accepted, note) = match decided {
            Ok(accepted) => accepted,
            Err(refusal) => return Effect::Respond(ticket, Response::refused(&refusal)),
        };
        let Accepted { text, checkpoint } = accepted;
        let held = self.memories.get(&checkpoint.origin);
        let time = now.seconds();
        if held.is_some_and(|held| time < held.time) {
            let why = "this witness's clock has gone back; it does not cosign until it is right\n";
            return Effect::Respond(ticket, Response::unavailable(why));
        }
        if self.waiting.len() >= WAITING_MAX {
            return Effect::Respond(ticket, Response::unavailable("too many requests wait\n"));
        }
        let signature = cosign(&self.key, &text, time);
        let line = format!("{signature}\n");
        let expected = held.map(|held| (held.size, held.root));
        let note = self.kept(note, signature);
        let new = Memory {
            size: checkpoint.size,
            root: checkpoint.root,
            note,
            time,
        };
        let origin = checkpoint.origin;
        let waiting = Waiting {
            origin: origin.clone(),
            new: new.clone(),
            line,
        };
        self.waiting.insert(ticket, waiting);
        Effect::Persist {
            ticket,
            origin,
            expected,
            new,
        }
    }

    /// The note as it is served: the log's signatures and this witness's, nobody else's.
    fn kept(&self, note: Note, cosignature: tlog::note::Signature) -> Note {
        let keys = self.logs.iter().flat_map(|log| &log.keys);
        let of_log = |line: &tlog::note::Signature| keys.clone().any(|key| key.claims(line));
        let mut signatures: Vec<_> = note.signatures.into_iter().filter(of_log).collect();
        signatures.push(cosignature);
        Note {
            text: note.text,
            signatures,
        }
    }

    fn persisted(&mut self, ticket: Ticket, result: Result<Swapped, StoreFull>) -> Option<Effect> {
        let Waiting { origin, new, line } = self.waiting.remove(&ticket)?;
        let response = match result {
            Ok(Swapped::Stored) => {
                self.remember(origin, new);
                Response::cosigned(line)
            }
            Ok(Swapped::Held(held)) => {
                // Another request was faster: the client asks again from there.
                let size = held.as_ref().map_or(0, |held| held.size);
                match held {
                    Some(held) => self.remember(origin, held),
                    None => drop(self.memories.remove(&origin)),
                }
                Response::refused(&WitnessRefusal::Conflict(size))
            }
            Err(StoreFull) => Response::unavailable("this witness's disk is full\n"),
        };
        Some(Effect::Respond(ticket, response))
    }
}

impl Witness {
    /// Reports of two stores may come in either order; what was stored only ever grows.
    fn remember(&mut self, origin: String, new: Memory) {
        let later = |held: &Memory| (held.size, held.time) > (new.size, new.time);
        if !self.memories.get(&origin).is_some_and(later) {
            self.memories.insert(origin, new);
        }
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

impl Response {
    fn cosigned(line: String) -> Response {
        Response {
            status: 200,
            content_type: TEXT,
            body: line,
        }
    }

    fn refused(refusal: &WitnessRefusal) -> Response {
        let (content_type, body) = refusal.body();
        Response {
            status: refusal.status(),
            content_type,
            body,
        }
    }

    fn unavailable(why: &str) -> Response {
        Response {
            status: 503,
            content_type: TEXT,
            body: why.to_owned(),
        }
    }
}
