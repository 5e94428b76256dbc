//! A simulated member: signs acts in a chain, retries until it is told where each stands, and now
//! and then signs twice.

use std::collections::BTreeMap;

use act::statement::Seen;
use act::{Digest, EntryId, Envelope, SigningKey, Statement, Time};
use node::sequencer::{Answer, Rejection, Submission, Ticket, Wait};
use serde_json::value::RawValue;

use crate::Lie;
use crate::cast::EPOCH;
use crate::check::{Acknowledged, Rule};
use crate::events::{Event, Sim};
use crate::net::Message;

/// Acts a member has under way at once.
const UNDER_WAY_MAX: usize = 3;
/// After how many milliseconds it tries again.
const PATIENCE: i64 = 600;

pub(crate) struct Member {
    key: SigningKey,
    next: u64,
    prev: Option<EntryId>,
    seen: Seen,
    /// The host it speaks to.
    pub(crate) host: usize,
    /// Said and not yet told to be recorded, by number.
    pub(crate) under_way: BTreeMap<u64, UnderWay>,
    /// Signed a second time under a used number.
    doubles: BTreeMap<EntryId, u64>,
    pub(crate) said: usize,
}

pub(crate) struct UnderWay {
    submission: Submission,
    sent: i64,
}

impl Member {
    pub(crate) fn new(number: u8) -> Member {
        Member {
            key: SigningKey::from_seed(&[number + 40; 32]),
            next: 0,
            prev: None,
            seen: Seen {
                size: 0,
                root: Digest(tlog::merkle::empty_root().0),
            },
            host: 0,
            under_way: BTreeMap::new(),
            doubles: BTreeMap::new(),
            said: 0,
        }
    }

    fn sign(&self, seq: u64, prev: Option<EntryId>, words: &str, now: i64) -> Submission {
        let entry = RawValue::from_string(format!("{{\"words\":\"{words}\"}}")).unwrap_or_default();
        let statement = Statement {
            mechanism: Digest::of(b"a charter"),
            by: self.key.public(),
            seq,
            prev,
            seen: self.seen,
            said_at: Time::from_millis(EPOCH + now),
            entry: &entry,
        };
        let kind = act::envelope::payload_type("agreement", "position-taken.v1");
        let envelope = Envelope::sign(&kind, &statement.bytes(), &[&self.key]);
        Submission {
            ticket: 0,
            id: envelope.entry_id(),
            envelope: envelope.bytes().to_vec(),
            author: self.key.public(),
            member: self.key.public().to_string(),
            seq,
            prev,
            seen: self.seen,
            wait: Wait::Durable,
        }
    }
}

impl Sim {
    pub(crate) fn speak(&mut self, number: usize) {
        if self.is_calm() {
            return;
        }
        let published = self.hosts[self.members[number].host].published();
        let now = self.now;
        let member = &mut self.members[number];
        if let Some(checkpoint) = published {
            member.seen = Seen {
                size: checkpoint.size,
                root: Digest(checkpoint.root.0),
            };
        }
        if member.under_way.len() < UNDER_WAY_MAX {
            let words = format!("member {number}, act {}", member.next);
            let mut submission = member.sign(member.next, member.prev, &words, now);
            submission.wait =
                [Wait::Durable, Wait::Published, Wait::Witnessed][(self.rng.next() % 3) as usize];
            let member = &mut self.members[number];
            member.prev = Some(submission.id);
            let seq = submission.seq;
            member.next += 1;
            member.said += 1;
            member.under_way.insert(
                seq,
                UnderWay {
                    submission,
                    sent: now,
                },
            );
            self.submit(number, seq);
        }
        if self.rng.chance(50) {
            self.sign_twice(number);
        }
        let delay = self.rng.between(50, 400);
        self.schedule(delay, Event::Speak(number));
    }

    fn submit(&mut self, number: usize, seq: u64) {
        let ticket = self.observer.ticket();
        let (now, host) = (self.now, self.members[number].host);
        let Some(under_way) = self.members[number].under_way.get_mut(&seq) else {
            return;
        };
        under_way.sent = now;
        let earlier = std::mem::replace(&mut under_way.submission.ticket, ticket);
        let submission = under_way.submission.clone();
        if earlier != 0 && self.rng.chance(300) {
            self.send(Message::Forget {
                host,
                ticket: earlier,
            });
        }
        self.send(Message::Submit {
            host,
            member: number,
            submission,
        });
    }

    /// Another act under a number that is recorded already.
    fn sign_twice(&mut self, number: usize) {
        let (now, host) = (self.now, self.members[number].host);
        let member = &self.members[number];
        let first = member
            .under_way
            .keys()
            .next()
            .copied()
            .unwrap_or(member.next);
        let Some(seq) = first.checked_sub(1) else {
            return;
        };
        let prev = (seq > 0).then(|| Digest::of(b"never mind"));
        let mut submission = member.sign(seq, prev, "I never said that", now);
        submission.ticket = self.observer.ticket();
        self.members[number].doubles.insert(submission.id, seq);
        self.observer
            .doubles
            .insert(submission.ticket, (submission.author, seq));
        self.send(Message::Submit {
            host,
            member: number,
            submission,
        });
    }

    pub(crate) fn retry(&mut self, number: usize) {
        let late: Vec<u64> = self.members[number]
            .under_way
            .iter()
            .filter(|(_, under_way)| under_way.sent + PATIENCE <= self.now)
            .map(|(seq, _)| *seq)
            .collect();
        for seq in late {
            self.submit(number, seq);
        }
        let delay = self.rng.between(100, 300);
        self.schedule(delay, Event::Retry(number));
    }

    pub(crate) fn member_answered(&mut self, number: usize, ticket: Ticket, answer: Answer) {
        let honest = self.config.lie == Lie::None;
        // A host that leads two histories has two places for an act, and two first acts of a
        // number.
        let one_history = !matches!(self.config.lie, Lie::Rewrite | Lie::SplitView);
        match answer {
            Answer::Recorded {
                index, id, reached, ..
            } => {
                if self.members[number].doubles.contains_key(&id) {
                    if !one_history {
                        return;
                    }
                    let facts = format!("a second act under a used number stands at {index}");
                    return self.violate(Rule::DoubleSigning, facts);
                }
                let known = Acknowledged {
                    index,
                    reached,
                    host: self.members[number].host,
                };
                if let Some(why) = self.observer.acknowledge(id, known)
                    && one_history
                {
                    self.violate(Rule::SameAnswer, why);
                }
                if reached >= Wait::Published && !self.observer.has_quorum_over(index) {
                    let facts = format!("leaf {index} was called published");
                    self.violate(Rule::PublishedMeansQuorum, facts);
                }
                self.members[number]
                    .under_way
                    .retain(|_, under_way| under_way.submission.id != id);
            }
            Answer::Refused(Rejection::Forked { seq, .. }) => {
                let double = self.observer.doubles.get(&ticket).copied();
                match double {
                    Some((author, of)) if of == seq => self.observer.evidence.push((author, seq)),
                    _ if honest => {
                        let facts = format!("act {seq} of member {number} was called forked");
                        self.violate(Rule::DoubleSigning, facts);
                    }
                    _ => {}
                }
            }
            Answer::Refused(Rejection::SeenUnknown { size }) if honest => {
                let facts = format!("the published checkpoint of size {size} is unknown");
                self.violate(Rule::SameAnswer, facts);
            }
            // Out of order while an earlier act is on its way, or no room: it tries again.
            Answer::Refused(_) | Answer::Busy { .. } => {}
        }
    }
}
