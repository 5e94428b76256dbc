//! The writer: the one thread that owns the store and steps the sequencer.
//!
//! While a transaction is on its way to the disk, submissions gather in the inbox; they are handed
//! to the sequencer before it learns that the transaction is done, so the next one carries them
//! all. The previous fsync is the batching window; there is no timer.

use std::collections::{BTreeMap, VecDeque};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use act::{EntryId, Leaf, Time};
use mechanism::Reading;
use node::sequencer::{
    Answer, Append, Asker, Config, Effect, FoundAct, Input, Opening, Placed, Sequencer, StoreFull,
    Submission, Ticket, Tip,
};
use store::{
    Batch, Cosignature, Evidence, NewLeaf, ReadError, SharedReader, SignedCheckpoint, Store,
    WriteError,
};
use tlog::note::{Note, SigningKey};
use tokio::sync::oneshot;

use crate::client::Peers;
use crate::clock::Clock;
use crate::host::{HostConfig, Published, STATE_RECORD, Shared, cosigners};

/// Messages taken from the inbox before the store gets its turn.
const INBOX_TURN_MAX: usize = 4_096;
/// A state root is made anew after this many times the time the last one took: at most 5 % of
/// the writer's time.
const STATE_ROOT_PATIENCE: u32 = 20;

/// What requests and witnesses send to the writer.
pub(crate) enum Message {
    /// An admitted act, read already, and whom to answer.
    Submit {
        submission: Submission,
        reading: Box<Reading>,
        answer: oneshot::Sender<Answer>,
    },
    /// Anything else the sequencer is to know.
    Input(Input),
    /// What a replica is to know.
    Replica(node::replica::Input),
}

pub(crate) struct Writer {
    store: Box<dyn Store>,
    reader: SharedReader,
    sequencer: Sequencer,
    shared: Arc<Shared>,
    peers: Peers,
    inbox: Receiver<Message>,
    clock: Clock,
    key: SigningKey,
    policy: tlog::policy::Policy,
    storing: VecDeque<Effect>,
    waiting: BTreeMap<Ticket, (EntryId, oneshot::Sender<Answer>)>,
    readings: BTreeMap<EntryId, Box<Reading>>,
    state: StateRoots,
}

/// State roots made at signed sizes, until one of those sizes is published.
#[derive(Default)]
struct StateRoots {
    made: BTreeMap<u64, String>,
    last: Option<(Instant, Duration)>,
}

impl Writer {
    pub(crate) fn start(
        config: HostConfig,
        store: Box<dyn Store>,
        shared: Arc<Shared>,
        peers: Peers,
        inbox: Receiver<Message>,
    ) -> std::io::Result<()> {
        let reader = store.reader();
        let opening = opening(&reader).map_err(std::io::Error::other)?;
        let now = (config.clock)();
        let (sequencer, effects) = Sequencer::open(
            now,
            Config {
                key: config.log_key.clone(),
                policy: config.policy.clone(),
                replicas: config.replicas.keys().cloned().collect(),
                start: config.start,
                limits: config.limits,
            },
            opening,
        );
        let mut writer = Writer {
            store,
            reader,
            sequencer,
            shared,
            peers,
            inbox,
            clock: config.clock,
            key: config.log_key,
            policy: config.policy,
            storing: VecDeque::new(),
            waiting: BTreeMap::new(),
            readings: BTreeMap::new(),
            state: StateRoots::default(),
        };
        writer.take(effects);
        std::thread::Builder::new()
            .name("writer".to_owned())
            .spawn(move || writer.run())?;
        Ok(())
    }

    /// Until every handle of the host is gone.
    fn run(mut self) {
        loop {
            if self.storing.is_empty() && !self.wait_for_one() {
                return;
            }
            let mut done = None;
            if let Some(effect) = self.storing.pop_front() {
                done = self.store(effect);
            }
            if !self.drain_inbox() {
                return;
            }
            if let Some(input) = done {
                self.step(input);
            }
            if self
                .sequencer
                .wake_at()
                .is_some_and(|at| at <= (self.clock)())
            {
                self.step(Input::Tick);
            }
        }
    }

    /// Sleeps until a message comes or the sequencer wants to wake. False when nobody is left.
    fn wait_for_one(&mut self) -> bool {
        let now = (self.clock)();
        let sleep = self
            .sequencer
            .wake_at()
            .map_or(1_000, |at| at.since(now).clamp(0, 1_000));
        match self
            .inbox
            .recv_timeout(Duration::from_millis(sleep.unsigned_abs()))
        {
            Ok(message) => {
                self.message(message);
                true
            }
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    fn drain_inbox(&mut self) -> bool {
        for _ in 0..INBOX_TURN_MAX {
            match self.inbox.try_recv() {
                Ok(message) => self.message(message),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
        true
    }

    fn message(&mut self, message: Message) {
        match message {
            Message::Submit {
                submission,
                reading,
                answer,
            } => {
                self.waiting
                    .insert(submission.ticket, (submission.id, answer));
                self.readings.insert(submission.id, reading);
                self.step(Input::Submit(submission));
            }
            Message::Input(Input::PolicyChanged(policy)) => {
                self.policy = policy.clone();
                self.peers.change_policy(&policy);
                self.step(Input::PolicyChanged(policy));
            }
            Message::Replica(_) => {} // Not this node's role.
            Message::Input(input) => {
                if let Input::Forget(ticket) = &input {
                    self.waiting.remove(ticket);
                }
                self.step(input);
            }
        }
    }

    fn step(&mut self, input: Input) {
        let effects = self.sequencer.step((self.clock)(), input);
        self.take(effects);
    }

    /// Storage in its order, everything else at once.
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::AskWitness {
                    witness,
                    old,
                    size,
                    note,
                } => {
                    self.peers.ask_witness(&witness, old, size, note);
                }
                Effect::AskPeer(peer) => self.peers.ask_peer(&peer),
                Effect::Answer(ticket, answer) => {
                    if let Some((id, waiting)) = self.waiting.remove(&ticket) {
                        self.readings.remove(&id);
                        let _ = waiting.send(answer); // The client may have gone away.
                    }
                }
                Effect::Raise(alarm) => {
                    tracing::warn!(code = alarm.code(), "{alarm}");
                    self.shared.raise(alarm);
                }
                Effect::Clear(alarm) => self.shared.clear(&alarm),
                storage => self.storing.push_back(storage),
            }
        }
    }

    /// Carries out one storage effect and says how it went.
    fn store(&mut self, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Append(append) => Some(Input::Appended(self.append(&append))),
            Effect::SaveCheckpoint { size, root, note } => {
                let note = note.to_string().into_bytes();
                let saved = self
                    .store
                    .save_checkpoint(&SignedCheckpoint { size, root, note });
                self.state.make(&self.shared, &self.key, size);
                Some(Input::CheckpointSaved(full(saved)))
            }
            Effect::SaveCosignature {
                size,
                witness,
                line,
            } => {
                let line = Cosignature {
                    witness,
                    line: line.into_bytes(),
                };
                let _ = full(self.store.save_cosignature(size, &line));
                None
            }
            Effect::Publish { size, note } => Some(Input::Published(self.publish(size, &note))),
            Effect::KeepEvidence {
                ticket,
                author,
                seq,
                held,
                other,
            } => {
                let evidence = Evidence {
                    author: author.0,
                    seq,
                    held,
                    other,
                };
                Some(Input::EvidenceKept(
                    ticket,
                    full(self.store.keep_evidence(&evidence)),
                ))
            }
            Effect::FindAct {
                ticket,
                author,
                seq,
            } => {
                let found = fatal_read(find_act(&self.reader, &author.0, seq));
                Some(Input::ActFound(ticket, found))
            }
            Effect::FindCheckpoint { asker, size } => Some(self.find_checkpoint(asker, size)),
            _ => None,
        }
    }

    fn find_checkpoint(&self, asker: Asker, size: u64) -> Input {
        let found = fatal_read(self.reader.checkpoint(size));
        Input::CheckpointFound(asker, size, found.map(|checkpoint| checkpoint.root))
    }

    fn append(&mut self, append: &Append) -> Result<(), StoreFull> {
        let batch = Batch {
            from: append.from,
            leaves: append.leaves.iter().map(new_leaf).collect(),
            root: append.root,
            at_millis: append.at.millis(),
        };
        if let Err(refused) = full(self.store.append(&batch)) {
            for leaf in &append.leaves {
                self.readings.remove(&leaf.id);
            }
            return Err(refused);
        }
        self.apply(append);
        Ok(())
    }

    /// The world moves on before anybody is told that the act is recorded.
    fn apply(&mut self, append: &Append) {
        let mut world = self
            .shared
            .world
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        for placed in &append.leaves {
            match self.readings.remove(&placed.id) {
                Some(reading) => {
                    world.take(append.at, Ok(*reading));
                }
                None => {
                    if let Ok(leaf) = Leaf::parse(&placed.leaf) {
                        world.apply(&leaf);
                    }
                }
            }
        }
        let size = world.size();
        drop(world);
        self.shared
            .progress
            .send_modify(|progress| progress.size = size);
    }

    fn publish(&mut self, size: u64, note: &Note) -> Result<(), StoreFull> {
        let note = note.to_string();
        let stored = store::Published {
            size,
            note: note.clone().into_bytes(),
        };
        full(self.store.publish(&stored))?;
        let cosigned = cosigners(&note, &self.policy);
        let published = Published {
            size,
            note,
            cosigned,
        };
        *self
            .shared
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner) = published;
        if let Some(state) = self.state.published(size) {
            let _ = full(self.store.put_record(STATE_RECORD, state.as_bytes()));
            self.shared.keep_state(size, state);
        }
        self.shared
            .progress
            .send_modify(|progress| progress.published = size);
        Ok(())
    }
}

impl StateRoots {
    /// Makes the state root at a size about to be signed, unless that would take too much of the
    /// writer's time.
    fn make(&mut self, shared: &Shared, key: &SigningKey, size: u64) {
        let too_soon = self
            .last
            .is_some_and(|(at, took)| at.elapsed() < took.saturating_mul(STATE_ROOT_PATIENCE));
        let world = shared.world.read().unwrap_or_else(PoisonError::into_inner);
        if too_soon || world.size() != size || self.made.contains_key(&size) {
            return;
        }
        let started = Instant::now();
        let text = world.root().text(key.name());
        let signatures = vec![key.sign(&text)];
        self.last = Some((started, started.elapsed()));
        self.made
            .insert(size, Note { text, signatures }.to_string());
    }

    fn published(&mut self, size: u64) -> Option<String> {
        let state = self.made.remove(&size);
        self.made = self.made.split_off(&(size + 1));
        state
    }
}

/// What a new sequencer has to know of the store.
pub(crate) fn opening(reader: &SharedReader) -> Result<Opening, ReadError> {
    let head = reader.head()?;
    let tips = reader.author_heads()?;
    let signed = reader.latest_checkpoints(4_096)?;
    Ok(Opening {
        edge: store::tiles::edge(reader.as_ref(), head.size)?,
        at: Time::from_millis(head.at_millis),
        tips: tips
            .into_iter()
            .map(|tip| {
                let id = act::Digest(tip.id);
                (act::PublicKey(tip.author), Tip { seq: tip.seq, id })
            })
            .collect(),
        signed: signed.into_iter().map(|c| (c.size, c.root)).collect(),
        published: reader.published()?.map(|p| p.size),
    })
}

pub(crate) fn new_leaf(placed: &Placed) -> NewLeaf {
    NewLeaf {
        bytes: placed.leaf.clone(),
        hash: placed.hash,
        id: placed.id.0,
        author: placed.author.0,
        seq: placed.seq,
    }
}

fn find_act(
    reader: &SharedReader,
    author: &[u8; 32],
    seq: u64,
) -> Result<Option<FoundAct>, ReadError> {
    let Some(placed) = reader.find_numbered(author, seq)? else {
        return Ok(None);
    };
    let leaf = reader
        .leaves(placed.index..placed.index + 1)?
        .pop()
        .unwrap_or_default();
    Ok(Some(FoundAct {
        index: placed.index,
        id: act::Digest(placed.id),
        leaf,
    }))
}

/// A full disk is an answer; every other failure to write ends the process, because nobody can
/// say what is on the disk.
pub(crate) fn full(written: Result<(), WriteError>) -> Result<(), StoreFull> {
    match written {
        Ok(()) => Ok(()),
        Err(WriteError::Full { what }) => {
            tracing::error!(what, "the disk is full");
            Err(StoreFull)
        }
        Err(error) => end(&error),
    }
}

fn fatal_read<T>(read: Result<T, ReadError>) -> T {
    read.unwrap_or_else(|error| end(&error))
}

#[expect(
    clippy::print_stderr,
    reason = "the last words before the process ends"
)]
pub(crate) fn end(error: &dyn std::error::Error) -> ! {
    tracing::error!(%error, "the process ends: the store can't be relied on");
    eprintln!("the process ends: {error}");
    std::process::abort();
}
