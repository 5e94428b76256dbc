//! Messages, and links that delay, drop, repeat and reorder them.

use act::Digest;
use node::replica::{Fetch, Fetched};
use node::sequencer::{Answer, PeerAnswer, Submission, Ticket, WitnessAnswer};

use crate::events::{Event, NodeId, Sim};

/// What travels. A question names whom it asks; its answer finds its way back.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    Submit {
        host: usize,
        member: usize,
        submission: Submission,
    },
    Forget {
        host: usize,
        ticket: Ticket,
    },
    Answer {
        member: usize,
        ticket: Ticket,
        answer: Answer,
    },
    AddCheckpoint {
        host: usize,
        witness: usize,
        size: u64,
        body: String,
    },
    Witnessed {
        host: usize,
        witness: usize,
        size: u64,
        answer: WitnessAnswer,
    },
    GetCheckpoint {
        asker: NodeId,
        peer: String,
    },
    Shown {
        asker: NodeId,
        peer: String,
        answer: PeerAnswer,
    },
    Fetch {
        host: usize,
        replica: usize,
        ticket: Ticket,
        fetch: Fetch,
    },
    Fetched {
        replica: usize,
        ticket: Ticket,
        fetched: Fetched,
    },
}

impl Message {
    /// What tells two runs apart.
    pub(crate) fn brief(&self) -> String {
        match self {
            Message::Submit {
                host,
                member,
                submission,
            } => {
                format!("submit {host} {member} {}", submission.id)
            }
            Message::AddCheckpoint {
                host,
                witness,
                size,
                body,
            } => {
                format!(
                    "add-checkpoint {host} {witness} {size} {}",
                    Digest::of(body.as_bytes())
                )
            }
            Message::Shown {
                peer,
                answer: PeerAnswer::Checkpoint(note),
                ..
            } => {
                format!("shown {peer} {}", Digest::of(note))
            }
            Message::Fetched {
                replica,
                fetched: Fetched::Body(body),
                ..
            } => {
                format!("fetched {replica} {}", Digest::of(body))
            }
            other => format!("{other:?}"),
        }
    }
}

impl Sim {
    pub(crate) fn send(&mut self, message: Message) {
        let faults = self.faults();
        if self.rng.chance(faults * 15) {
            self.report.lost += 1;
            return;
        }
        let copies = if self.rng.chance(faults * 10) { 2 } else { 1 };
        for _ in 0..copies {
            let slow = self.rng.chance(faults * 10);
            let delay = if slow {
                self.rng.between(50, 1_500)
            } else {
                self.rng.between(1, 20)
            };
            self.schedule(delay, Event::Deliver(message.clone()));
        }
    }

    /// What a client sees when nobody listens.
    fn refused(&mut self, message: Message) {
        let answer = match message {
            Message::AddCheckpoint {
                host,
                witness,
                size,
                ..
            } => {
                let answer = WitnessAnswer::Unreachable;
                Message::Witnessed {
                    host,
                    witness,
                    size,
                    answer,
                }
            }
            Message::GetCheckpoint { asker, peer } => Message::Shown {
                asker,
                peer,
                answer: PeerAnswer::Unreachable,
            },
            Message::Fetch {
                replica, ticket, ..
            } => Message::Fetched {
                replica,
                ticket,
                fetched: Fetched::Unreachable,
            },
            _ => return, // Members notice that no answer comes.
        };
        self.send(answer);
    }

    pub(crate) fn deliver(&mut self, message: Message) {
        let to = match &message {
            Message::Submit { host, .. }
            | Message::Forget { host, .. }
            | Message::Witnessed { host, .. }
            | Message::Fetch { host, .. } => NodeId::Host(*host),
            Message::AddCheckpoint { witness, .. } => NodeId::Witness(*witness),
            Message::Fetched { replica, .. } => NodeId::Replica(*replica),
            Message::Shown { asker, .. } => *asker,
            Message::GetCheckpoint { peer, .. } => match self.node_named(peer) {
                Some(node) => node,
                None => return,
            },
            Message::Answer {
                member,
                ticket,
                answer,
            } => {
                let (member, ticket, answer) = (*member, *ticket, answer.clone());
                return self.member_answered(member, ticket, answer);
            }
        };
        if !self.is_up(to) {
            return self.refused(message);
        }
        match to {
            NodeId::Host(host) => self.host_receives(host, message),
            NodeId::Witness(witness) => self.witness_receives(witness, message),
            NodeId::Replica(replica) => self.replica_receives(replica, message),
        }
    }
}
