//! A simulated host: the sequencer over its store, what it serves, and its lies.

use std::collections::{BTreeMap, VecDeque};

use act::State;
use act::{Digest, Leaf, Statement};
use node::Projection;
use node::replica::{Fetch, Fetched};
use node::sequencer::{
    Answer, Effect, FoundAct, Input, PeerAnswer, Sequencer, Submission, Ticket, Wait, WitnessAnswer,
};
use store::{
    Batch, Cosignature, Evidence, Memory, NewLeaf, Published, SignedCheckpoint, Store, tiles,
};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::merkle::{RightEdge, consistency_proof};
use tlog::note::Note;
use tlog::witness::AddCheckpoint;

use crate::cast::{self, ORIGIN, WITNESSES};
use crate::chain::Chain;
use crate::check::Rule;
use crate::disk;
use crate::events::{Life, NodeId, Sim};
use crate::net::Message;
use crate::{Defence, FALSE_AREA, Lie};

pub(crate) struct HostNode {
    pub(crate) life: Life,
    pub(crate) store: Memory,
    /// The observer's record of what this store holds.
    pub(crate) history: usize,
    pub(crate) sequencer: Option<Sequencer>,
    effects: VecDeque<Effect>,
    chain: Chain,
    states: BTreeMap<u64, State>,
    clients: BTreeMap<Ticket, usize>,
    /// An old copy, for the lie that comes back from it.
    backup: Option<Memory>,
}

impl HostNode {
    pub(crate) fn new(history: usize) -> HostNode {
        HostNode {
            life: Life::new(),
            store: Memory::new(),
            history,
            sequencer: None,
            effects: VecDeque::new(),
            chain: Chain::default(),
            states: BTreeMap::new(),
            clients: BTreeMap::new(),
            backup: None,
        }
    }

    pub(crate) fn die(&mut self) {
        self.sequencer = None;
        self.effects.clear();
        self.clients.clear();
    }

    /// The published checkpoint, as a reader sees it.
    pub(crate) fn published(&self) -> Option<Checkpoint> {
        let published = self.store.reader().published().ok().flatten()?;
        Checkpoint::parse(&Note::parse(&published.note).ok()?.text).ok()
    }
}

impl Sim {
    pub(crate) fn host_begins(&mut self, host: usize) {
        let reader = self.hosts[host].store.reader();
        if let Err(error) = store::check(&*reader, disk::facts()) {
            return self.violate(Rule::Store, error.to_string());
        }
        let opening = match disk::sequencer_opening(&*reader) {
            Ok(opening) => opening,
            Err(error) => return self.violate(Rule::Store, error.to_string()),
        };
        let (mut chain, mut states) = (Chain::default(), BTreeMap::new());
        states.insert(0, chain.state());
        let leaves = reader.leaves(0..opening.edge.size()).unwrap_or_default();
        for (index, bytes) in (0..).zip(&leaves) {
            if let Ok(leaf) = Leaf::parse(bytes) {
                chain.apply(index, &leaf);
            }
        }
        states.insert(leaves.len() as u64, chain.state());
        let now = self.clock(NodeId::Host(host));
        let config = cast::sequencer_config(&self.config);
        let (sequencer, effects) = Sequencer::open(now, config, opening);
        let node = &mut self.hosts[host];
        (node.chain, node.states) = (chain, states);
        node.sequencer = Some(sequencer);
        self.host_takes(host, effects);
    }

    pub(crate) fn give_host(&mut self, host: usize, input: Input) {
        let now = self.clock(NodeId::Host(host));
        let Some(sequencer) = &mut self.hosts[host].sequencer else {
            return;
        };
        let effects = sequencer.step(now, input);
        self.host_takes(host, effects);
    }

    fn host_takes(&mut self, host: usize, effects: Vec<Effect>) {
        let node = NodeId::Host(host);
        let waiting = !self.hosts[host].effects.is_empty();
        self.hosts[host].effects.extend(effects);
        if !waiting && !self.hosts[host].effects.is_empty() {
            self.work_later(node, 0);
        }
        let wake = self.hosts[host]
            .sequencer
            .as_ref()
            .and_then(Sequencer::wake_at);
        self.wake_later(node, wake);
    }

    pub(crate) fn host_works(&mut self, host: usize) {
        let node = NodeId::Host(host);
        if self.dies_here(node) {
            return;
        }
        let Some(effect) = self.hosts[host].effects.pop_front() else {
            return;
        };
        if let Some(input) = self.host_does(host, effect) {
            if self.dies_here(node) {
                return; // Done, and the sequencer was not told.
            }
            self.give_host(host, input);
        }
        if !self.hosts[host].effects.is_empty() {
            let delay = self.rng.between(0, 5);
            self.work_later(node, delay);
        }
    }

    fn host_does(&mut self, host: usize, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Append(append) => {
                let result = disk::append(&mut self.hosts[host].store, &append);
                let result = self.outcome(result)?;
                if result.is_ok() {
                    let history = self.hosts[host].history;
                    self.observer
                        .appended(history, append.leaves.iter().map(|leaf| leaf.hash));
                    let node = &mut self.hosts[host];
                    for (index, placed) in (append.from..).zip(&append.leaves) {
                        if let Ok(leaf) = Leaf::parse(&placed.leaf) {
                            node.chain.apply(index, &leaf);
                        }
                    }
                    let state = node.chain.state();
                    node.states.insert(state.size, state);
                }
                Some(Input::Appended(result))
            }
            Effect::SaveCheckpoint { size, root, note } => {
                let note = note.to_string().into_bytes();
                let signed = SignedCheckpoint { size, root, note };
                let result = self.hosts[host].store.save_checkpoint(&signed);
                Some(Input::CheckpointSaved(self.outcome(result)?))
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
                let result = self.hosts[host].store.save_cosignature(size, &line);
                self.outcome(result)?.ok();
                None
            }
            Effect::Publish { size, note } => {
                let published = Published {
                    size,
                    note: note.to_string().into_bytes(),
                };
                let result = self.hosts[host].store.publish(&published);
                Some(Input::Published(self.outcome(result)?))
            }
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
                let result = self.hosts[host].store.keep_evidence(&evidence);
                Some(Input::EvidenceKept(ticket, self.outcome(result)?))
            }
            Effect::FindAct {
                ticket,
                author,
                seq,
            } => {
                let reader = self.hosts[host].store.reader();
                let placed = reader.find_numbered(&author.0, seq).ok().flatten();
                let found = placed.and_then(|placed| {
                    let leaf = reader.leaves(placed.index..placed.index + 1).ok()?.pop()?;
                    Some(FoundAct {
                        index: placed.index,
                        id: Digest(placed.id),
                        leaf,
                    })
                });
                Some(Input::ActFound(ticket, found))
            }
            Effect::FindCheckpoint { asker, size } => {
                let signed = self.hosts[host]
                    .store
                    .reader()
                    .checkpoint(size)
                    .ok()
                    .flatten();
                Some(Input::CheckpointFound(
                    asker,
                    size,
                    signed.map(|signed| signed.root),
                ))
            }
            Effect::AskWitness {
                witness,
                old,
                size,
                note,
            } => self.ask_witness(host, &witness, old, size, note),
            Effect::AskPeer(peer) if self.ignores_peers() => {
                Some(Input::PeerAnswered(peer, PeerAnswer::Nothing))
            }
            Effect::AskPeer(peer) => {
                self.send(Message::GetCheckpoint {
                    asker: NodeId::Host(host),
                    peer,
                });
                None
            }
            Effect::Answer(ticket, answer) => {
                if let Some(member) = self.hosts[host].clients.remove(&ticket) {
                    self.send(Message::Answer {
                        member,
                        ticket,
                        answer,
                    });
                }
                None
            }
            Effect::Raise(alarm) => {
                self.alarm(NodeId::Host(host), alarm);
                None
            }
            Effect::Clear(_) => None,
        }
    }

    /// A host that knows it lies does not look at what would stop it.
    fn ignores_peers(&self) -> bool {
        let knows = matches!(self.config.lie, Lie::Rewrite | Lie::SplitView);
        let careless = self.config.lie == Lie::Backup && self.config.defence == Defence::Off;
        self.lied && (knows || careless)
    }

    fn outcome(
        &mut self,
        result: Result<(), store::WriteError>,
    ) -> Option<Result<(), node::sequencer::StoreFull>> {
        match disk::outcome(result) {
            Ok(result) => {
                self.report.full += usize::from(result.is_err());
                Some(result)
            }
            Err(why) => {
                self.violate(Rule::Store, why);
                None
            }
        }
    }

    fn ask_witness(
        &mut self,
        host: usize,
        name: &str,
        old: u64,
        size: u64,
        note: Note,
    ) -> Option<Input> {
        let reader = self.hosts[host].store.reader();
        let kept = reader.checkpoint(size).ok().flatten();
        if kept.is_none_or(|kept| kept.note != note.to_string().into_bytes()) {
            self.violate(
                Rule::DurableBeforeSent,
                format!("size {size} was sent to {name}"),
            );
        }
        self.observer.released(&note.text);
        let witness = WITNESSES.iter().position(|known| *known == name)?;
        if !self.shows_to(host, witness) {
            let (witness, answer) = (name.to_owned(), WitnessAnswer::Unreachable);
            return Some(Input::WitnessAnswered {
                witness,
                size,
                answer,
            });
        }
        let tree = tiles::Tree::new(&*reader, size);
        let proof = match consistency_proof(old, size, &tree) {
            Ok(proof) => proof,
            Err(error) => {
                self.violate(Rule::Store, error.to_string());
                return None;
            }
        };
        let body = AddCheckpoint { old, proof, note }.to_string();
        self.send(Message::AddCheckpoint {
            host,
            witness,
            size,
            body,
        });
        None
    }

    /// With two histories, each is shown to one mediator and one party.
    fn shows_to(&self, host: usize, witness: usize) -> bool {
        self.hosts.len() == 1 || witness % 2 == host
    }

    pub(crate) fn host_receives(&mut self, host: usize, message: Message) {
        match message {
            Message::Submit {
                member, submission, ..
            } => {
                if self.config.lie == Lie::Omit && self.lied && self.rng.chance(300) {
                    return self.omit(host, member, &submission);
                }
                self.hosts[host].clients.insert(submission.ticket, member);
                self.give_host(host, Input::Submit(submission));
            }
            Message::Forget { ticket, .. } => self.give_host(host, Input::Forget(ticket)),
            Message::Witnessed {
                witness,
                size,
                answer,
                ..
            } => {
                let witness = WITNESSES[witness].to_owned();
                self.give_host(
                    host,
                    Input::WitnessAnswered {
                        witness,
                        size,
                        answer,
                    },
                );
            }
            Message::Shown { peer, answer, .. } => {
                self.give_host(host, Input::PeerAnswered(peer, answer));
            }
            Message::Fetch {
                replica,
                ticket,
                fetch,
                ..
            } => {
                let fetched = self.serve(host, fetch);
                self.send(Message::Fetched {
                    replica,
                    ticket,
                    fetched,
                });
            }
            _ => {}
        }
    }

    fn omit(&mut self, host: usize, member: usize, submission: &Submission) {
        let at = self.clock(NodeId::Host(host));
        let size = self.hosts[host]
            .store
            .reader()
            .head()
            .map_or(0, |head| head.size);
        let (id, reached) = (submission.id, Wait::Durable);
        let answer = Answer::Recorded {
            index: size,
            id,
            at,
            reached,
        };
        self.send(Message::Answer {
            member,
            ticket: submission.ticket,
            answer,
        });
    }

    fn serve(&mut self, host: usize, fetch: Fetch) -> Fetched {
        let reader = self.hosts[host].store.reader();
        let body = match fetch {
            Fetch::Checkpoint => reader
                .published()
                .ok()
                .flatten()
                .map(|published| published.note),
            Fetch::Tile(tile) => tiles::tile(&*reader, tile).ok().flatten(),
            Fetch::Bundle(bundle) => tiles::bundle(&*reader, bundle).ok().flatten(),
            Fetch::State(size) => self.signed_state(host, size),
        };
        let mut body = match body {
            Some(body) => body,
            None => return Fetched::Missing,
        };
        let tiles = matches!(fetch, Fetch::Tile(_) | Fetch::Bundle(_));
        if tiles && self.config.lie == Lie::FalseTiles && self.lied && self.rng.chance(300) {
            let place = self.rng.between(0, body.len() as i64) as usize;
            body[place] ^= 1;
            self.falsified += 1;
        }
        Fetched::Body(body)
    }

    fn signed_state(&self, host: usize, size: u64) -> Option<Vec<u8>> {
        let false_state = self.config.lie == Lie::FalseState && self.lied;
        if false_state && self.config.defence == Defence::Off {
            return None;
        }
        let mut state = self.hosts[host].states.get(&size)?.clone();
        let mut areas = state.areas.iter_mut();
        if false_state && let Some((_, digest)) = areas.find(|(name, _)| name == FALSE_AREA) {
            *digest = Digest::of(b"what the host would like it to be");
        }
        let text = state.text(ORIGIN);
        let signatures = vec![cast::log_key().sign(&text)];
        Some(Note { text, signatures }.to_string().into_bytes())
    }

    pub(crate) fn lie(&mut self) {
        self.lied = true;
        match self.config.lie {
            Lie::Rewrite => self.rewrite(),
            Lie::SplitView => self.split_view(),
            Lie::Backup => self.hosts[0].backup = Some(self.hosts[0].store.copy()),
            Lie::None | Lie::Omit | Lie::FalseState | Lie::FalseTiles => {}
        }
    }

    pub(crate) fn second_lie(&mut self) {
        if let Some(backup) = self.hosts[0].backup.take() {
            self.observer.forget_unwitnessed();
            self.go_on_from(0, backup);
        }
    }

    /// Replaces a host's store and starts it again from there.
    fn go_on_from(&mut self, host: usize, store: Memory) {
        store.set_room(store::Room::Enough);
        let size = store.reader().head().map_or(0, |head| head.size) as usize;
        let kept = hashes(&store, size);
        self.hosts[host].history = self.observer.new_history(kept);
        self.hosts[host].store = store;
        self.crash(NodeId::Host(host));
    }

    /// The same log without one act, and without what its author said after it.
    fn rewrite(&mut self) {
        let old = self.hosts[0].store.reader();
        let size = old.head().map_or(0, |head| head.size);
        let dropped = size / 2;
        let (mut leaves, mut edge, mut at) = (Vec::new(), RightEdge::default(), 0);
        let mut silenced = None;
        for (index, bytes) in (0..).zip(old.leaves(0..size).unwrap_or_default()) {
            let Ok(leaf) = Leaf::parse(&bytes) else {
                continue;
            };
            let Ok(statement) = Statement::parse(&leaf.envelope) else {
                continue;
            };
            let (author, seq) = (statement.by, statement.seq);
            if index == dropped {
                silenced = Some(author);
            }
            if silenced == Some(author) {
                continue;
            }
            at = leaf.at.millis();
            let hash = tlog::merkle::leaf_hash(&bytes);
            edge.push(hash);
            let id = leaf.envelope.entry_id().0;
            leaves.push(NewLeaf {
                hash,
                id,
                author: author.0,
                seq,
                bytes,
            });
        }
        let mut store = Memory::new();
        if !leaves.is_empty() {
            let batch = Batch {
                from: 0,
                leaves,
                root: edge.root(),
                at_millis: at,
            };
            if let Err(error) = store.append(&batch) {
                return self.violate(Rule::Store, error.to_string());
            }
        }
        self.go_on_from(0, store);
    }

    /// A second host over the same store: what each is told from now on differs.
    fn split_view(&mut self) {
        let store = self.hosts[0].store.copy();
        store.set_room(store::Room::Enough);
        let size = store.reader().head().map_or(0, |head| head.size) as usize;
        let kept = hashes(&store, size);
        let history = self.observer.new_history(kept);
        self.start_host(HostNode {
            store,
            ..HostNode::new(history)
        });
        let last = self.members.len() - 1;
        self.members[last].host = 1;
        self.replicas[1].host = 1;
    }
}

fn hashes(store: &Memory, size: usize) -> Vec<Hash> {
    let leaves = store.reader().leaves(0..size as u64).unwrap_or_default();
    leaves
        .iter()
        .map(|bytes| tlog::merkle::leaf_hash(bytes))
        .collect()
}
