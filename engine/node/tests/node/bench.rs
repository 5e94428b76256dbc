//! The test bench: a sequencer with a store and a clock that do as they are told.

use std::collections::BTreeMap;

use act::statement::Seen;
use act::{Digest, EntryId, Envelope, SigningKey, Statement, Time};
use node::Alarm;
use node::sequencer::{
    Answer, Append, Config, Effect, FoundAct, Input, Limits, Opening, PeerAnswer, Placed,
    Sequencer, StartRule, StoreFull, Submission, Ticket, Tip, Wait, WitnessAnswer,
};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::cosign;
use tlog::merkle::{RightEdge, empty_root};
use tlog::note::{self, Note};
use tlog::policy::Policy;
use tlog::witness::Answer as Said;

pub(crate) const ORIGIN: &str = "log.example/demo";
/// Witnesses in every policy here: two mediators and two parties.
pub(crate) const WITNESSES: [&str; 4] = ["m1", "m2", "a", "b"];

pub(crate) fn log_key() -> note::SigningKey {
    note::SigningKey::log(ORIGIN, &[1; 32])
}

pub(crate) fn witness_key(name: &str) -> note::SigningKey {
    let mut seed = [2; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    note::SigningKey::cosigner(&format!("{name}.example"), &seed)
}

/// One mediator and one party are the quorum.
pub(crate) fn policy(quorum: &str) -> Policy {
    let mut text = format!("log {}\n", log_key().verifier_key());
    for name in WITNESSES {
        text.push_str(&format!(
            "witness {name} {}\n",
            witness_key(name).verifier_key()
        ));
    }
    text.push_str("group mediators any m1 m2\ngroup parties any a b\n");
    text.push_str(&format!(
        "group both all mediators parties\nquorum {quorum}\n"
    ));
    Policy::parse(&text).unwrap()
}

/// A member who signs acts and keeps its own chain.
pub(crate) struct Member {
    key: SigningKey,
    pub(crate) next: u64,
    pub(crate) prev: Option<EntryId>,
    pub(crate) seen: Seen,
    tickets: Ticket,
}

impl Member {
    pub(crate) fn new(name: u8) -> Member {
        Member {
            key: SigningKey::from_seed(&[name; 32]),
            next: 0,
            prev: None,
            seen: Seen {
                size: 0,
                root: Digest(empty_root().0),
            },
            tickets: u64::from(name) * 1_000_000,
        }
    }

    /// The act this member would say next, with some words; the chain does not move.
    pub(crate) fn draft(&mut self, words: &str) -> Submission {
        let entry = serde_json::value::to_raw_value(words).unwrap();
        let statement = Statement {
            mechanism: Digest::of(b"charter"),
            by: self.key.public(),
            seq: self.next,
            prev: self.prev,
            seen: self.seen,
            said_at: Time::from_millis(0),
            entry: &entry,
        };
        let kind = "application/vnd.tasdiq.test.said.v1+json";
        let envelope = Envelope::sign(kind, &statement.bytes(), &[&self.key]);
        self.tickets += 1;
        Submission {
            ticket: self.tickets,
            id: envelope.entry_id(),
            envelope: envelope.bytes().to_vec(),
            author: self.key.public(),
            member: self.key.public().to_string(),
            seq: self.next,
            prev: self.prev,
            seen: self.seen,
            wait: Wait::Durable,
        }
    }

    pub(crate) fn say(&mut self, words: &str) -> Submission {
        let submission = self.draft(words);
        self.next += 1;
        self.prev = Some(submission.id);
        submission
    }
}

/// A submission again, from another client.
pub(crate) fn again(submission: &Submission, ticket: Ticket) -> Submission {
    Submission {
        ticket,
        ..submission.clone()
    }
}

pub(crate) fn waiting(submission: Submission, wait: Wait) -> Submission {
    Submission { wait, ..submission }
}

/// A sequencer whose storage effects wait in `effects` until the test lets them happen.
pub(crate) struct Host {
    pub(crate) sequencer: Sequencer,
    pub(crate) now: Time,
    pub(crate) effects: Vec<Effect>,
    pub(crate) answers: BTreeMap<Ticket, Answer>,
    pub(crate) alarms: Vec<Alarm>,
    pub(crate) leaves: Vec<Placed>,
    pub(crate) signed: BTreeMap<u64, (Hash, Note)>,
    pub(crate) published: Option<(u64, Note)>,
    pub(crate) evidence: usize,
    /// Witnesses that answer as they should.
    pub(crate) honest: Vec<&'static str>,
}

pub(crate) fn config(quorum: &str) -> Config {
    Config {
        key: log_key(),
        policy: policy(quorum),
        replicas: Vec::new(),
        start: StartRule::QuorumAnswered,
        limits: Limits::default(),
    }
}

impl Host {
    /// A running log without witnesses in its quorum.
    pub(crate) fn alone() -> Host {
        let mut host = Host::starting(config("none"), Opening::default());
        host.peers_know_nothing();
        host.settle();
        host
    }

    pub(crate) fn starting(config: Config, opening: Opening) -> Host {
        let now = Time::from_millis(1_762_524_131_000);
        let (sequencer, effects) = Sequencer::open(now, config, opening);
        let mut host = Host {
            sequencer,
            now,
            effects: Vec::new(),
            answers: BTreeMap::new(),
            alarms: Vec::new(),
            leaves: Vec::new(),
            signed: BTreeMap::new(),
            published: None,
            evidence: 0,
            honest: WITNESSES.to_vec(),
        };
        host.take(effects);
        host
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Answer(ticket, answer) => {
                    let earlier = self.answers.insert(ticket, answer);
                    assert_eq!(earlier, None, "ticket {ticket} answered twice");
                }
                Effect::Raise(alarm) => self.alarms.push(alarm),
                Effect::Clear(alarm) => self.alarms.retain(|known| known.code() != alarm.code()),
                other => self.effects.push(other),
            }
        }
    }

    pub(crate) fn give(&mut self, input: Input) {
        let effects = self.sequencer.step(self.now, input);
        self.take(effects);
    }

    pub(crate) fn submit(&mut self, submission: &Submission) {
        self.give(Input::Submit(submission.clone()));
    }

    pub(crate) fn pass(&mut self, millis: i64) {
        self.now = self.now.after_millis(millis);
        self.give(Input::Tick);
    }

    pub(crate) fn peers_know_nothing(&mut self) {
        for peer in WITNESSES {
            self.give(Input::PeerAnswered(peer.to_owned(), PeerAnswer::Nothing));
        }
    }

    /// Removes and answers the effects that `choose` takes.
    pub(crate) fn pick(&mut self, choose: impl Fn(&Effect) -> bool) -> Vec<Effect> {
        let (picked, rest) = std::mem::take(&mut self.effects)
            .into_iter()
            .partition(choose);
        self.effects = rest;
        picked
    }

    /// Lets everything happen until nothing more does.
    pub(crate) fn settle(&mut self) {
        while let Some(effect) = (!self.effects.is_empty()).then(|| self.effects.remove(0)) {
            self.carry_out(effect);
        }
    }

    pub(crate) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Append(append) => {
                self.store(append);
                self.give(Input::Appended(Ok(())));
            }
            Effect::SaveCheckpoint { size, root, note } => {
                assert!(
                    size <= self.leaves.len() as u64,
                    "signed before it was durable"
                );
                self.signed.insert(size, (root, note));
                self.give(Input::CheckpointSaved(Ok(())));
            }
            Effect::Publish { size, note } => {
                self.published = Some((size, note));
                self.give(Input::Published(Ok(())));
            }
            Effect::KeepEvidence {
                ticket,
                held,
                other,
                ..
            } => {
                assert_ne!(held, other);
                self.evidence += 1;
                self.give(Input::EvidenceKept(ticket, Ok(())));
            }
            Effect::FindAct {
                ticket,
                author,
                seq,
            } => {
                let place = self
                    .leaves
                    .iter()
                    .position(|l| l.author == author && l.seq == seq);
                let found = place.map(|index| FoundAct {
                    index: index as u64,
                    id: self.leaves[index].id,
                    leaf: self.leaves[index].leaf.clone(),
                });
                self.give(Input::ActFound(ticket, found));
            }
            Effect::FindCheckpoint { asker, size } => {
                let root = self.signed.get(&size).map(|(root, _)| *root);
                self.give(Input::CheckpointFound(asker, size, root));
            }
            Effect::AskWitness {
                witness,
                size,
                note,
                ..
            } => {
                assert!(
                    self.signed.contains_key(&size),
                    "sent before it was durable"
                );
                let answer = match self.honest.contains(&witness.as_str()) {
                    true => cosigned(&witness, &note, self.now),
                    false => WitnessAnswer::Unreachable,
                };
                self.give(Input::WitnessAnswered {
                    witness,
                    size,
                    answer,
                });
            }
            Effect::AskPeer(peer) => self.give(Input::PeerAnswered(peer, PeerAnswer::Unreachable)),
            Effect::SaveCosignature { .. } => {}
            Effect::Answer(..) | Effect::Raise(_) | Effect::Clear(_) => unreachable!("taken"),
        }
    }

    pub(crate) fn store(&mut self, append: Append) {
        assert_eq!(
            append.from,
            self.leaves.len() as u64,
            "appends are contiguous"
        );
        self.leaves.extend(append.leaves);
        let mut edge = RightEdge::default();
        self.leaves
            .iter()
            .for_each(|leaf| drop(edge.push(leaf.hash)));
        assert_eq!(edge.root(), append.root);
    }

    /// What a store would hand to the sequencer after a restart.
    pub(crate) fn reopen(&self) -> Opening {
        let mut edge = RightEdge::default();
        let mut tips = BTreeMap::new();
        for leaf in &self.leaves {
            edge.push(leaf.hash);
            tips.insert(
                leaf.author,
                Tip {
                    seq: leaf.seq,
                    id: leaf.id,
                },
            );
        }
        let at = self.leaves.last().map_or(Time::default(), |leaf| {
            act::Leaf::parse(&leaf.leaf).unwrap().at
        });
        Opening {
            edge,
            at,
            tips: tips.into_iter().collect(),
            signed: self
                .signed
                .iter()
                .map(|(size, (root, _))| (*size, *root))
                .collect(),
            published: self.published.as_ref().map(|(size, _)| *size),
        }
    }
}

pub(crate) fn cosigned(witness: &str, note: &Note, now: Time) -> WitnessAnswer {
    let line = cosign(&witness_key(witness), &note.text, now.seconds());
    WitnessAnswer::Said(Said::Cosigned(vec![line]))
}

/// A checkpoint signed by the log, as a peer would show it.
pub(crate) fn shown(size: u64, root: Hash) -> PeerAnswer {
    let note = Checkpoint::new(ORIGIN, size, root).sign(&log_key());
    PeerAnswer::Checkpoint(note.to_string().into_bytes())
}

pub(crate) fn full() -> Result<(), StoreFull> {
    Err(StoreFull)
}

pub(crate) fn is_append(effect: &Effect) -> bool {
    matches!(effect, Effect::Append(_))
}
