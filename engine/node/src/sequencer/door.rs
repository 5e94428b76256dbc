//! Taking acts: the queue, the checks, the batch, and the answers.

use std::ops::Bound;

use act::envelope::ENVELOPE_BYTES_MAX;
use act::{EntryId, Index, Leaf, Time};
use tlog::Hash;
use tlog::merkle::leaf_hash;

use super::{
    Answer, Append, Asker, Busy, Client, Effect, Flight, FoundAct, Lookup, Pending, Place, Placed,
    Rejection, Sequencer, Spot, Standing, StoreFull, Submission, Ticket, Tip, Wait, Waiting,
};

/// Milliseconds after which a client that met a full queue may try again: a few appends.
const QUEUE_RETRY: i64 = 100;
/// The same while the log is starting or its clock is wrong.
pub(super) const STANDING_RETRY: i64 = 1_000;
/// The same when the log has stopped.
pub(super) const STOPPED_RETRY: i64 = 60_000;

/// Clients that may wait for one and the same act.
const CLIENTS_MAX: usize = 64;

/// Whether what an act claims to have seen has been compared with what was signed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SeenCheck {
    Due,
    Done,
}

impl Sequencer {
    pub(super) fn submit(&mut self, now: Time, submission: Submission) {
        let bytes = submission.envelope.len();
        if let Some((why, retry_after)) = self.turned_away(now) {
            self.answer(submission.ticket, Answer::Busy { why, retry_after });
        } else if bytes > ENVELOPE_BYTES_MAX {
            self.refuse(submission.ticket, Rejection::TooLong { bytes });
        } else {
            self.admit(submission, SeenCheck::Due);
        }
    }

    fn turned_away(&self, now: Time) -> Option<(Busy, i64)> {
        match self.standing {
            Standing::Running => {}
            Standing::Starting => return Some((Busy::Starting, STANDING_RETRY)),
            Standing::Stopped(_) => return Some((Busy::Stopped, STOPPED_RETRY)),
        }
        if now.after_millis(self.config.limits.clock_back) < self.last_used() {
            return Some((Busy::Clock, STANDING_RETRY));
        }
        if let Some(until) = self.full_until.filter(|until| *until > now) {
            return Some((Busy::DiskFull, until.since(now)));
        }
        let limits = &self.config.limits;
        let full = self.pending.len() + self.lookups.len() >= limits.queue
            || self.queued_bytes >= limits.queue_bytes;
        full.then_some((Busy::QueueFull, QUEUE_RETRY))
    }

    fn refuse(&mut self, ticket: Ticket, rejection: Rejection) {
        self.answer(ticket, Answer::Refused(rejection));
    }

    /// The checks that make an act the next one of its key.
    fn admit(&mut self, submission: Submission, seen: SeenCheck) {
        let Submission {
            ticket,
            id,
            author,
            seq,
            wait,
            ..
        } = submission;
        if let Some(pending) = self.by_id.get(&id).and_then(|at| self.pending.get_mut(at)) {
            if pending.clients.len() >= CLIENTS_MAX {
                let why = Busy::KeyQueueFull;
                return self.answer(
                    ticket,
                    Answer::Busy {
                        why,
                        retry_after: QUEUE_RETRY,
                    },
                );
            }
            return pending.clients.push(Client { ticket, wait });
        }
        let tip = self.tip(&submission);
        let expected_seq = tip.map_or(0, |tip| tip.seq + 1);
        let expected_prev = tip.map(|tip| tip.id);
        if seq < expected_seq {
            return self.look_back(submission);
        }
        if seq > expected_seq || submission.prev != expected_prev {
            return self.refuse(
                ticket,
                Rejection::OutOfOrder {
                    expected_seq,
                    expected_prev,
                },
            );
        }
        if seen == SeenCheck::Due {
            let size = submission.seen.size;
            match self.signed_root(size) {
                Some(root) if root.0 == submission.seen.root.0 => {}
                None if self.largest_signed().is_some_and(|largest| size < largest) => {
                    let asker = Asker::Submission(ticket);
                    self.out.push(Effect::FindCheckpoint { asker, size });
                    self.lookups.insert(ticket, Lookup::Seen(submission));
                    return;
                }
                _ => return self.refuse(ticket, Rejection::SeenUnknown { size }),
            }
        }
        let first = self
            .by_number
            .range((author, 0)..=(author, u64::MAX))
            .next();
        let queued = first.map_or(0, |((_, first), _)| seq - first);
        let limits = &self.config.limits;
        let too_many = if queued >= limits.queue_per_key {
            Some(Busy::KeyQueueFull)
        } else {
            let share = self.shares.get(&submission.member);
            let full = share.is_some_and(|share| {
                share.acts >= limits.queue_per_member
                    || share.bytes >= limits.queue_bytes_per_member
            });
            full.then_some(Busy::MemberQueueFull)
        };
        match too_many {
            Some(why) => {
                let retry_after = QUEUE_RETRY;
                self.answer(ticket, Answer::Busy { why, retry_after });
            }
            None => self.enqueue(submission),
        }
    }

    /// The key's last act, durable or queued.
    fn tip(&self, submission: &Submission) -> Option<Tip> {
        let author = submission.author;
        let queued = self
            .by_number
            .range((author, 0)..=(author, u64::MAX))
            .next_back();
        let queued = queued.and_then(|((_, seq), at)| {
            Some(Tip {
                seq: *seq,
                id: self.pending.get(at)?.id,
            })
        });
        queued.or_else(|| self.tips.get(&author).copied())
    }

    fn enqueue(&mut self, submission: Submission) {
        let Submission {
            ticket,
            envelope,
            id,
            author,
            member,
            seq,
            wait,
            ..
        } = submission;
        // A key whose member changes meanwhile still says one thing after the other.
        let own = self
            .by_number
            .range((author, 0)..=(author, u64::MAX))
            .next_back();
        let own = own.map_or(0, |(_, place)| place.0);
        let share = self.shares.entry(member.clone()).or_default();
        share.turn = (share.turn + 1).max(self.turn).max(own);
        share.acts += 1;
        share.bytes += envelope.len();
        let at = (share.turn, self.arrivals);
        self.arrivals += 1;
        self.by_id.insert(id, at);
        self.by_number.insert((author, seq), at);
        self.queued_bytes += envelope.len();
        let clients = vec![Client { ticket, wait }];
        self.pending.insert(
            at,
            Pending {
                id,
                author,
                member,
                seq,
                envelope,
                clients,
            },
        );
    }

    /// A number already used: the same act again, or double signing.
    fn look_back(&mut self, submission: Submission) {
        let Submission {
            ticket,
            author,
            seq,
            ..
        } = submission;
        let queued = self
            .by_number
            .get(&(author, seq))
            .and_then(|at| self.pending.get(at));
        match queued.map(|pending| (pending.id, pending.envelope.clone())) {
            // Not the same act, or it would have been found by its name.
            Some((id, held)) => self.keep_evidence(submission, id, held),
            None => {
                self.out.push(Effect::FindAct {
                    ticket,
                    author,
                    seq,
                });
                self.lookups.insert(ticket, Lookup::Act(submission));
            }
        }
    }

    fn keep_evidence(&mut self, submission: Submission, id: EntryId, held: Vec<u8>) {
        let Submission {
            ticket,
            author,
            seq,
            envelope: other,
            ..
        } = submission;
        self.out.push(Effect::KeepEvidence {
            ticket,
            author,
            seq,
            held,
            other,
        });
        self.lookups
            .insert(ticket, Lookup::Evidence { held: id, seq });
    }

    pub(super) fn act_found(&mut self, now: Time, ticket: Ticket, found: Option<FoundAct>) {
        let Some(Lookup::Act(submission)) = self.lookups.remove(&ticket) else {
            return;
        };
        let Some(found) = found else {
            // A number below the key's last is always there; a shell that does not find it is
            // wrong, and the client is at least told what is due.
            let tip = self.tip(&submission);
            let expected_seq = tip.map_or(0, |tip| tip.seq + 1);
            let expected_prev = tip.map(|tip| tip.id);
            return self.refuse(
                ticket,
                Rejection::OutOfOrder {
                    expected_seq,
                    expected_prev,
                },
            );
        };
        let leaf = Leaf::parse(&found.leaf);
        let at = leaf.as_ref().map_or(self.at, |leaf| leaf.at);
        if found.id == submission.id {
            let client = Client {
                ticket,
                wait: submission.wait,
            };
            return self.reached(
                now,
                client,
                Spot {
                    index: found.index,
                    id: found.id,
                    at,
                },
            );
        }
        let held = leaf.map_or(found.leaf, |leaf| leaf.envelope.bytes().to_vec());
        self.keep_evidence(submission, found.id, held);
    }

    pub(super) fn seen_found(&mut self, now: Time, ticket: Ticket, size: u64, root: Option<Hash>) {
        let Some(Lookup::Seen(submission)) = self.lookups.remove(&ticket) else {
            return;
        };
        if let Some((why, retry_after)) = self.turned_away(now) {
            return self.answer(ticket, Answer::Busy { why, retry_after });
        }
        let seen = submission.seen;
        if seen.size == size && root.is_some_and(|root| root.0 == seen.root.0) {
            self.admit(submission, SeenCheck::Done);
        } else {
            self.refuse(ticket, Rejection::SeenUnknown { size: seen.size });
        }
    }

    pub(super) fn evidence_kept(
        &mut self,
        now: Time,
        ticket: Ticket,
        result: Result<(), StoreFull>,
    ) {
        let Some(Lookup::Evidence { held, seq }) = self.lookups.remove(&ticket) else {
            return;
        };
        if result == Err(StoreFull) {
            self.disk_is_full(now);
            let retry_after = self.config.limits.full;
            return self.answer(
                ticket,
                Answer::Busy {
                    why: Busy::DiskFull,
                    retry_after,
                },
            );
        }
        self.refuse(ticket, Rejection::Forked { held, seq });
    }

    pub(super) fn forget(&mut self, ticket: Ticket) {
        self.lookups.remove(&ticket);
        self.waiting.retain(|(_, waiting), _| *waiting != ticket);
        self.deadlines.retain(|(_, _, waiting)| *waiting != ticket);
        for pending in self.pending.values_mut() {
            pending.clients.retain(|client| client.ticket != ticket);
        }
    }

    /// Everything queued becomes one append, up to the limits, if none is outstanding.
    pub(super) fn place_batch(&mut self, now: Time) {
        if self.flight.is_some() || self.pending.is_empty() || self.full_until.is_some() {
            return;
        }
        let limits = self.config.limits;
        let (from, at) = (self.edge.size(), now.max(self.at));
        let mut edge = self.edge.clone();
        let (mut leaves, mut bytes) = (Vec::new(), 0);
        let mut span = None;
        for (place, pending) in &self.pending {
            bytes += pending.envelope.len();
            let over = bytes > limits.batch_bytes || leaves.len() >= limits.batch_leaves;
            if over && !leaves.is_empty() {
                break;
            }
            let leaf = Leaf::bytes(at, &pending.envelope);
            let hash = leaf_hash(&leaf);
            edge.push(hash);
            let Pending {
                id, author, seq, ..
            } = *pending;
            leaves.push(Placed {
                leaf,
                hash,
                id,
                author,
                seq,
            });
            let (first, _) = *span.get_or_insert((*place, *place));
            span = Some((first, *place));
        }
        let Some((first, last)) = span else { return };
        let root = edge.root();
        self.turn = last.0;
        self.flight = Some(Flight {
            first,
            last,
            from,
            at,
            edge,
        });
        self.out.push(Effect::Append(Append {
            from,
            leaves,
            root,
            at,
        }));
    }

    pub(super) fn appended(&mut self, now: Time, result: Result<(), StoreFull>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        if result == Err(StoreFull) {
            self.disk_is_full(now);
            let retry_after = self.config.limits.full;
            return self.turn_away_queue(Busy::DiskFull, retry_after);
        }
        self.disk_has_room();
        self.edge = flight.edge;
        self.at = flight.at;
        let mut index = flight.from;
        let placed = self.pending.range(flight.first..=flight.last);
        let placed: Vec<Place> = placed.map(|(place, _)| *place).collect();
        for place in placed {
            let Some(pending) = self.forget_pending(place) else {
                continue;
            };
            let Pending {
                id, author, seq, ..
            } = pending;
            self.tips.insert(author, Tip { seq, id });
            for client in pending.clients {
                self.reached(
                    now,
                    client,
                    Spot {
                        index,
                        id,
                        at: flight.at,
                    },
                );
            }
            index += 1;
        }
    }

    /// Hands back what is queued and not being appended: it cannot be placed now, and the later
    /// acts of a key depend on its earlier ones.
    pub(super) fn turn_away_queue(&mut self, why: Busy, retry_after: i64) {
        let after = self.flight.as_ref().map(|flight| flight.last);
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let rest = self.pending.range((after, Bound::Unbounded));
        let rest: Vec<Place> = rest.map(|(place, _)| *place).collect();
        for place in rest {
            let clients = self.forget_pending(place).map(|pending| pending.clients);
            for client in clients.unwrap_or_default() {
                self.answer(client.ticket, Answer::Busy { why, retry_after });
            }
        }
    }

    fn forget_pending(&mut self, place: Place) -> Option<Pending> {
        let pending = self.pending.remove(&place)?;
        let bytes = pending.envelope.len();
        if let Some(share) = self.shares.get_mut(&pending.member) {
            (share.acts, share.bytes) = (
                share.acts.saturating_sub(1),
                share.bytes.saturating_sub(bytes),
            );
            if share.acts == 0 {
                self.shares.remove(&pending.member);
            }
        }
        self.queued_bytes = self.queued_bytes.saturating_sub(pending.envelope.len());
        self.by_id.remove(&pending.id);
        self.by_number.remove(&(pending.author, pending.seq));
        Some(pending)
    }

    /// Answers a client whose act is durable, or lets it wait for a checkpoint.
    fn reached(&mut self, now: Time, client: Client, spot: Spot) {
        let Client { ticket, wait } = client;
        let reached = self.reach_of(spot.index);
        if wait <= reached || self.waiting.len() >= self.config.limits.waiting {
            return self.answer(ticket, spot.recorded(reached.min(wait)));
        }
        let until = now.after_millis(self.config.limits.client);
        self.deadlines.insert((until, spot.index, ticket));
        self.waiting
            .insert((spot.index, ticket), Waiting { spot, wait, until });
    }

    /// How far the act at `index` has come.
    fn reach_of(&self, index: Index) -> Wait {
        if index < self.settled {
            Wait::Witnessed
        } else if index < self.published.unwrap_or(0) {
            Wait::Published
        } else {
            Wait::Durable
        }
    }

    /// Answers everybody whose wait is over.
    pub(super) fn release_reached(&mut self) {
        let over: Vec<(Index, Ticket)> = self
            .waiting
            .iter()
            .filter(|((index, _), waiting)| waiting.wait <= self.reach_of(*index))
            .map(|(key, _)| *key)
            .collect();
        self.release(over);
    }

    /// Answers everybody who has waited long enough, and everybody once the log has stopped.
    pub(super) fn release_late(&mut self, now: Time) {
        let stopped = matches!(self.standing, Standing::Stopped(_));
        let late = self
            .deadlines
            .iter()
            .take_while(|(until, ..)| stopped || *until <= now);
        let over = late.map(|(_, index, ticket)| (*index, *ticket)).collect();
        self.release(over);
    }

    fn release(&mut self, over: Vec<(Index, Ticket)>) {
        for (index, ticket) in over {
            let Some(waiting) = self.waiting.remove(&(index, ticket)) else {
                continue;
            };
            self.deadlines.remove(&(waiting.until, index, ticket));
            let reached = self.reach_of(index).min(waiting.wait);
            self.answer(ticket, waiting.spot.recorded(reached));
        }
    }
}

impl Spot {
    fn recorded(self, reached: Wait) -> Answer {
        let Spot { index, id, at } = self;
        Answer::Recorded {
            index,
            id,
            at,
            reached,
        }
    }
}
