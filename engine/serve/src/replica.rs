//! A replica: follows a host by its tiles into a store and a world of its own, compares, and serves
//! what it has verified.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use act::{Index, Leaf, State};
use node::Projection;
use node::replica::{Config, Effect, Fetch, Fetched, Input, Limits, Opening, Replica, UnknownLog};
use store::{Batch, ReadError, SharedReader, SignedCheckpoint, Store, WriteError};
use tlog::note::Note;
use tlog::policy::Policy;

use crate::client::{Peers, bounded};
use crate::clock::Clock;
use crate::host::{Published, Shared, cosigners};
use crate::writer;

/// Name of the record under which proofs of the host's faults are kept.
const PROOF_RECORD: &str = "proof-of-fault";

/// What a replica is made with.
pub struct ReplicaConfig {
    /// The log's origin.
    pub origin: String,
    /// The log's key, its witnesses and the quorum.
    pub policy: Policy,
    /// The host's log prefix, e.g. `https://host/reader/<token>/log`.
    pub host: String,
    /// Other replicas to compare checkpoints with, as addresses of their latest checkpoint.
    pub peers: BTreeMap<String, String>,
    /// Sizes and times.
    pub limits: Limits,
    /// The time.
    pub clock: Clock,
}

/// Why a replica does not start.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// Its own store could not be read.
    #[error("the replica's store could not be read")]
    Store(#[from] ReadError),
    /// The policy does not name the log.
    #[error(transparent)]
    Log(#[from] UnknownLog),
}

/// The world behind its lock, fed leaf by leaf.
struct Fed(Arc<Shared>);

impl Projection for Fed {
    fn apply(&mut self, _: Index, leaf: &Leaf) {
        self.0
            .world
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .apply(leaf);
    }

    fn state(&self) -> State {
        let world = self.0.world.read().unwrap_or_else(PoisonError::into_inner);
        world.root()
    }
}

/// The thread that owns the replica's store and steps its role.
pub(crate) struct Follower {
    replica: Replica<Fed>,
    store: Box<dyn Store>,
    reader: SharedReader,
    shared: Arc<Shared>,
    peers: Peers,
    host: String,
    http: reqwest::Client,
    runtime: tokio::runtime::Handle,
    policy: Policy,
    inbox: Receiver<writer::Message>,
    answers: Sender<writer::Message>,
    clock: Clock,
    storing: VecDeque<Effect>,
}

impl Follower {
    pub(crate) fn open(
        config: ReplicaConfig,
        store: Box<dyn Store>,
        shared: Arc<Shared>,
        peers: Peers,
        inbox: Receiver<writer::Message>,
        answers: Sender<writer::Message>,
        http: reqwest::Client,
    ) -> Result<Follower, ReplicaError> {
        let reader = store.reader();
        let opening = opening(&reader)?;
        let mut names: Vec<String> = config
            .policy
            .witnesses()
            .iter()
            .map(|witness| witness.name.clone())
            .collect();
        names.extend(config.peers.keys().cloned());
        let replica = Replica::open(
            (config.clock)(),
            Config {
                origin: config.origin,
                policy: config.policy.clone(),
                peers: names,
                limits: config.limits,
            },
            opening,
            Fed(Arc::clone(&shared)),
        )?;
        Ok(Follower {
            replica,
            store,
            reader,
            shared,
            peers,
            host: config.host.trim_end_matches('/').to_owned(),
            http,
            runtime: tokio::runtime::Handle::current(),
            policy: config.policy,
            inbox,
            answers,
            clock: config.clock,
            storing: VecDeque::new(),
        })
    }

    /// Until every handle is gone.
    pub(crate) fn run(mut self) {
        self.step(Input::Tick);
        loop {
            while let Some(effect) = self.storing.pop_front() {
                self.store(effect);
            }
            let now = (self.clock)();
            let sleep = self
                .replica
                .wake_at()
                .since(now)
                .clamp(1, 1_000)
                .unsigned_abs();
            match self.inbox.recv_timeout(Duration::from_millis(sleep)) {
                Ok(writer::Message::Replica(input)) => self.step(input),
                Ok(writer::Message::Input(node::sequencer::Input::PeerAnswered(peer, answer))) => {
                    self.step(Input::PeerAnswered(peer, answer));
                }
                // A replica takes no acts: whoever submitted is told when the answer is dropped.
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => self.step(Input::Tick),
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn step(&mut self, input: Input) {
        for effect in self.replica.step((self.clock)(), input) {
            match effect {
                Effect::Fetch(ticket, fetch) => self.fetch(ticket, fetch),
                Effect::AskPeer(peer) => self.peers.ask_peer(&peer),
                Effect::Raise(alarm) => {
                    tracing::warn!(code = alarm.code(), "{alarm}");
                    self.shared.raise(alarm);
                }
                Effect::Clear(alarm) => self.shared.clear(&alarm),
                storage => self.storing.push_back(storage),
            }
        }
    }

    fn fetch(&self, ticket: node::sequencer::Ticket, fetch: Fetch) {
        let path = match fetch {
            Fetch::Checkpoint => "checkpoint".to_owned(),
            Fetch::Tile(tile) => tile.to_string(),
            Fetch::Bundle(bundle) => bundle.to_string(),
            Fetch::State(size) => format!("state/{size}"),
        };
        let request = self.http.get(format!("{}/{path}", self.host));
        let answers = self.answers.clone();
        self.runtime.spawn(async move {
            let fetched = match request.send().await {
                Ok(response) => match response.status().as_u16() {
                    200 => bounded(response, BUNDLE_BYTES_MAX)
                        .await
                        .map_or(Fetched::Unreachable, Fetched::Body),
                    404 => Fetched::Missing,
                    _ => Fetched::Unreachable,
                },
                Err(_) => Fetched::Unreachable,
            };
            let _ = answers.send(writer::Message::Replica(Input::Fetched(ticket, fetched)));
        });
    }

    fn store(&mut self, effect: Effect) {
        match effect {
            Effect::Append(append) => {
                let batch = Batch {
                    from: append.from,
                    leaves: append.leaves.iter().map(writer::new_leaf).collect(),
                    root: append.root,
                    at_millis: append.at.millis(),
                };
                let stored = writer::full(self.store.append(&batch));
                self.step(Input::Stored(stored));
                let size = self.replica.status().size;
                self.shared
                    .progress
                    .send_modify(|progress| progress.size = size);
            }
            Effect::Publish { size, root, note } => self.publish(size, root, &note),
            Effect::FindRoot { peer, size } => {
                let tree = store::tiles::Tree::new(self.reader.as_ref(), size);
                match tlog::merkle::root(size, &tree) {
                    Ok(root) => self.step(Input::RootFound(peer, size, root)),
                    Err(error) => writer::end(&error),
                }
            }
            Effect::KeepProof(alarm, notes) => {
                let mut text = format!("{alarm}\n\n");
                for note in notes {
                    text.push_str(&note.to_string());
                    text.push('\n');
                }
                let _ = writer::full(self.store.put_record(PROOF_RECORD, text.as_bytes()));
            }
            _ => {}
        }
    }

    fn publish(&mut self, size: u64, root: tlog::Hash, note: &Note) {
        let text = note.to_string();
        let signed = SignedCheckpoint {
            size,
            root,
            note: text.clone().into_bytes(),
        };
        let published = store::Published {
            size,
            note: text.clone().into_bytes(),
        };
        let kept = self
            .store
            .save_checkpoint(&signed)
            .and_then(|()| self.store.publish(&published));
        if let Err(WriteError::Full { .. }) = &kept {
            return; // What is served stays the checkpoint before; the next one is tried again.
        }
        let _ = writer::full(kept);
        let cosigned = cosigners(&text, &self.policy);
        let published = Published {
            size,
            note: text,
            cosigned,
        };
        *self
            .shared
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = published;
        self.shared
            .progress
            .send_modify(|progress| progress.published = size);
    }
}

/// An entry bundle at its longest.
const BUNDLE_BYTES_MAX: usize = 256 * (2 + 65_535);

fn opening(reader: &SharedReader) -> Result<Opening, ReadError> {
    let known = writer::opening(reader)?;
    let checkpoint = reader.published()?.and_then(|p| Note::parse(&p.note).ok());
    Ok(Opening {
        edge: known.edge,
        at: known.at,
        tips: known.tips,
        checkpoint,
    })
}
