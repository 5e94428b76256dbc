//! A simulated witness: the role, its memory store, and the double that cosigns anything.

use std::collections::{BTreeMap, VecDeque};

use act::Digest;
use node::sequencer::{PeerAnswer, Ticket, WitnessAnswer};
use node::witness::{Effect, Input, Response, Swapped, Witness};
use store::{Memory, Store, Swap, WriteError};
use tlog::witness::{AddCheckpoint, Answer as Said, read_answer};

use crate::cast::{self, ORIGIN, WITNESSES};
use crate::check::Rule;
use crate::disk;
use crate::events::{Life, NodeId, Sim};
use crate::net::Message;
use crate::{Defence, Lie};

pub(crate) struct WitnessNode {
    pub(crate) life: Life,
    pub(crate) store: Memory,
    role: Witness,
    effects: VecDeque<Effect>,
    asked: BTreeMap<Ticket, Asked>,
    tickets: Ticket,
}

struct Asked {
    host: usize,
    size: u64,
    text: String,
}

impl WitnessNode {
    pub(crate) fn new(name: &str) -> WitnessNode {
        WitnessNode {
            life: Life::new(),
            store: Memory::new(),
            role: cast::witness(name, None),
            effects: VecDeque::new(),
            asked: BTreeMap::new(),
            tickets: 0,
        }
    }

    pub(crate) fn die(&mut self) {
        self.effects.clear();
        self.asked.clear();
    }
}

impl Sim {
    pub(crate) fn witness_begins(&mut self, witness: usize) {
        let held = self.witnesses[witness].store.reader().witnessed(ORIGIN);
        let memory = held.ok().flatten().and_then(|held| disk::memory(&held));
        self.witnesses[witness].role = cast::witness(WITNESSES[witness], memory);
    }

    pub(crate) fn witness_receives(&mut self, witness: usize, message: Message) {
        match message {
            Message::AddCheckpoint {
                host, size, body, ..
            } => {
                let request = AddCheckpoint::parse(body.as_bytes());
                let text = request.map(|request| request.note.text).unwrap_or_default();
                if self.cosigns_anything() {
                    return self.cosign_blindly(witness, host, size, &text);
                }
                let node = &mut self.witnesses[witness];
                node.tickets += 1;
                let ticket = node.tickets;
                node.asked.insert(ticket, Asked { host, size, text });
                self.give_witness(witness, Input::AddCheckpoint(ticket, body.into_bytes()));
            }
            Message::GetCheckpoint { asker, peer } => {
                let hash = Digest::of(ORIGIN.as_bytes());
                let answer = match self.witnesses[witness].role.checkpoint(&hash) {
                    Some(note) => PeerAnswer::Checkpoint(note.to_string().into_bytes()),
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

    fn cosigns_anything(&self) -> bool {
        self.config.lie == Lie::Rewrite && self.config.defence == Defence::Off
    }

    fn cosign_blindly(&mut self, witness: usize, host: usize, size: u64, text: &str) {
        let now = self.clock(NodeId::Witness(witness));
        let body = format!("{}\n", cast::cosign(WITNESSES[witness], text, now));
        let answer = WitnessAnswer::Said(read_answer(200, "", body.as_bytes()));
        self.observer.cosigned(witness, text);
        self.send(Message::Witnessed {
            host,
            witness,
            size,
            answer,
        });
    }

    fn give_witness(&mut self, witness: usize, input: Input) {
        let node = NodeId::Witness(witness);
        let now = self.clock(node);
        let waiting = !self.witnesses[witness].effects.is_empty();
        let effects = self.witnesses[witness].role.step(now, input);
        self.witnesses[witness].effects.extend(effects);
        if !waiting && !self.witnesses[witness].effects.is_empty() {
            let delay = self.rng.between(0, 6);
            self.work_later(node, delay);
        }
    }

    pub(crate) fn witness_works(&mut self, witness: usize) {
        let node = NodeId::Witness(witness);
        if self.dies_here(node) {
            return;
        }
        let Some(effect) = self.witnesses[witness].effects.pop_front() else {
            return;
        };
        match effect {
            Effect::Persist {
                ticket,
                origin,
                expected,
                new,
            } => {
                let new = disk::witnessed(&new);
                let swapped = self.witnesses[witness]
                    .store
                    .swap_witnessed(&origin, expected, &new);
                if self.dies_here(node) {
                    return; // Done, and nobody was told.
                }
                let result = match swapped {
                    Ok(Swap::Stored) => Ok(Swapped::Stored),
                    Ok(Swap::Held(held)) => Ok(Swapped::Held(held.as_ref().and_then(disk::memory))),
                    Err(WriteError::Full { .. }) => {
                        self.report.full += 1;
                        Err(node::sequencer::StoreFull)
                    }
                    Err(other) => return self.violate(Rule::Store, other.to_string()),
                };
                self.give_witness(witness, Input::Persisted(ticket, result));
            }
            Effect::Respond(ticket, response) => self.witness_responds(witness, ticket, response),
        }
        if !self.witnesses[witness].effects.is_empty() {
            let delay = self.rng.between(0, 6);
            self.work_later(node, delay);
        }
    }

    fn witness_responds(&mut self, witness: usize, ticket: Ticket, response: Response) {
        let Some(asked) = self.witnesses[witness].asked.remove(&ticket) else {
            return;
        };
        let Response {
            status,
            content_type,
            body,
        } = response;
        let said = read_answer(status, content_type, body.as_bytes());
        if matches!(said, Said::Cosigned(_)) {
            self.observer.cosigned(witness, &asked.text);
        }
        let Asked { host, size, .. } = asked;
        let answer = WitnessAnswer::Said(said);
        self.send(Message::Witnessed {
            host,
            witness,
            size,
            answer,
        });
    }
}
