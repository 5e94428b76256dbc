//! A simulated replica: the role, its memory store, and what it serves to those who ask.

use std::collections::VecDeque;

use act::Leaf;
use node::Projection;
use node::replica::{Effect, Input, Replica};
use node::sequencer::PeerAnswer;
use store::{Memory, Published, SignedCheckpoint, Store, WriteError, tiles};

use crate::cast::{self, REPLICAS};
use crate::chain::Chain;
use crate::check::Rule;
use crate::disk;
use crate::events::{Life, NodeId, Sim};
use crate::net::Message;

pub(crate) struct ReplicaNode {
    pub(crate) life: Life,
    pub(crate) store: Memory,
    /// The host it follows.
    pub(crate) host: usize,
    pub(crate) role: Option<Replica<Chain>>,
    effects: VecDeque<Effect>,
}

impl ReplicaNode {
    pub(crate) fn new(_name: &str) -> ReplicaNode {
        ReplicaNode {
            life: Life::new(),
            store: Memory::new(),
            host: 0,
            role: None,
            effects: VecDeque::new(),
        }
    }

    pub(crate) fn die(&mut self) {
        self.role = None;
        self.effects.clear();
    }
}

impl Sim {
    pub(crate) fn replica_begins(&mut self, replica: usize) {
        let reader = self.replicas[replica].store.reader();
        if let Err(error) = store::check(&*reader, disk::facts()) {
            return self.violate(Rule::Store, error.to_string());
        }
        let opening = match disk::replica_opening(&*reader) {
            Ok(opening) => opening,
            Err(error) => return self.violate(Rule::Store, error.to_string()),
        };
        let mut chain = Chain::default();
        let leaves = reader.leaves(0..opening.edge.size()).unwrap_or_default();
        for (index, bytes) in (0..).zip(&leaves) {
            if let Ok(leaf) = Leaf::parse(bytes) {
                chain.apply(index, &leaf);
            }
        }
        let now = self.clock(NodeId::Replica(replica));
        let config = cast::replica_config(REPLICAS[replica], &self.config);
        self.replicas[replica].role = Replica::open(now, config, opening, chain).ok();
        self.give_replica(replica, Input::Tick);
    }

    pub(crate) fn give_replica(&mut self, replica: usize, input: Input) {
        let node = NodeId::Replica(replica);
        let now = self.clock(node);
        let Some(role) = &mut self.replicas[replica].role else {
            return;
        };
        let effects = role.step(now, input);
        let wake = role.wake_at();
        let waiting = !self.replicas[replica].effects.is_empty();
        self.replicas[replica].effects.extend(effects);
        if !waiting && !self.replicas[replica].effects.is_empty() {
            self.work_later(node, 0);
        }
        self.wake_later(node, Some(wake));
    }

    pub(crate) fn replica_works(&mut self, replica: usize) {
        let node = NodeId::Replica(replica);
        if self.dies_here(node) {
            return;
        }
        let Some(effect) = self.replicas[replica].effects.pop_front() else {
            return;
        };
        if let Some(input) = self.replica_does(replica, effect) {
            if self.dies_here(node) {
                return; // Done, and the replica was not told.
            }
            self.give_replica(replica, input);
        }
        if !self.replicas[replica].effects.is_empty() {
            let delay = self.rng.between(0, 3);
            self.work_later(node, delay);
        }
    }

    fn replica_does(&mut self, replica: usize, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Fetch(ticket, fetch) => {
                let host = self.replicas[replica].host;
                self.send(Message::Fetch {
                    host,
                    replica,
                    ticket,
                    fetch,
                });
                None
            }
            Effect::Append(append) => {
                let result = disk::append(&mut self.replicas[replica].store, &append);
                match disk::outcome(result) {
                    Ok(result) => {
                        self.report.full += usize::from(result.is_err());
                        Some(Input::Stored(result))
                    }
                    Err(why) => {
                        self.violate(Rule::Store, why);
                        None
                    }
                }
            }
            Effect::Publish { size, root, note } => {
                let note = note.to_string().into_bytes();
                let store = &mut self.replicas[replica].store;
                let signed = SignedCheckpoint {
                    size,
                    root,
                    note: note.clone(),
                };
                let kept = store
                    .save_checkpoint(&signed)
                    .and_then(|()| store.publish(&Published { size, note }));
                match kept {
                    // It is only served; the next one will be kept.
                    Ok(()) | Err(WriteError::Full { .. }) => {}
                    Err(other) => self.violate(Rule::Store, other.to_string()),
                }
                None
            }
            Effect::FindRoot { peer, size } => {
                let reader = self.replicas[replica].store.reader();
                let root = tlog::merkle::root(size, &tiles::Tree::new(&*reader, size)).ok()?;
                Some(Input::RootFound(peer, size, root))
            }
            Effect::AskPeer(peer) => {
                self.send(Message::GetCheckpoint {
                    asker: NodeId::Replica(replica),
                    peer,
                });
                None
            }
            Effect::Raise(alarm) => {
                self.alarm(NodeId::Replica(replica), alarm);
                None
            }
            Effect::KeepProof(..) | Effect::Clear(_) => None,
        }
    }

    pub(crate) fn replica_receives(&mut self, replica: usize, message: Message) {
        match message {
            Message::Fetched {
                ticket, fetched, ..
            } => {
                self.give_replica(replica, Input::Fetched(ticket, fetched));
            }
            Message::Shown { peer, answer, .. } => {
                self.give_replica(replica, Input::PeerAnswered(peer, answer));
            }
            Message::GetCheckpoint { asker, peer } => {
                let published = self.replicas[replica].store.reader().published();
                let answer = match published.ok().flatten() {
                    Some(published) => PeerAnswer::Checkpoint(published.note),
                    None => PeerAnswer::Nothing,
                };
                self.send(Message::Shown {
                    asker,
                    peer,
                    answer,
                });
            }
            _ => {}
        }
    }
}
