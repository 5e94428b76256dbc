//! The sequencer: the one role that places acts and signs checkpoints.
//!
//! # The protocol with its shell
//!
//! [`Sequencer::open`] takes what the store holds and answers the first effects. From then on the
//! shell calls [`Sequencer::step`] with the time and one [`Input`], and carries out the [`Effect`]s
//! it answers:
//!
//! - storage effects (`Append`, `SaveCheckpoint`, `SaveCosignature`, `Publish`, `KeepEvidence`) by
//!   the one writer, in the order given; lookups (`FindAct`, `FindCheckpoint`) by any reader;
//! - `AskWitness` and `AskPeer` in parallel; whether and when they are answered is up to the
//!   network; late, repeated and reordered answers are expected;
//! - `Answer` to the client. It is given at most once for a ticket.
//!
//! A full disk is told to the sequencer ([`StoreFull`]). Any other storage error ends the process:
//! what is durable is then unknown, and the next start reads it. If the process dies between any
//! two effects nothing is lost that a client was told, because answers come after `Appended`, and
//! no signature leaves before `CheckpointSaved`.
//!
//! The shell gives `Tick` when [`Sequencer::wake_at`] has come, and otherwise when it likes.
//!
//! # Rules
//!
//! - Each key's acts are numbered; `seq` must be the next number and `prev` the key's last act.
//!   Acts still in the queue count, so a key may send the next act before the last is durable.
//! - The same act again gets the same answer, wherever the first is by then. Another act under a
//!   number already used is refused and both are kept as evidence.
//! - `seen` must be a checkpoint this log has signed, or size 0 with the root of the empty tree.
//! - Members take turns in the queue, and none can fill it: what one sends in a flood waits for itself
//!   alone. The acts of one key stay in their order.
//! - One append is outstanding; meanwhile the queue fills, and becomes the next batch. No timer.
//! - The time of a batch is the clock's, but never before the last batch's. If the clock is more
//!   than [`Limits::clock_back`] behind, nothing is placed or signed until it has caught up.
//! - A checkpoint is signed at once when no append is outstanding, else after
//!   [`Limits::checkpoint`]; one round of witnesses at a time, at least [`Limits::checkpoint_gap`]
//!   apart.
//! - At quorum it is published. The round then waits up to [`Limits::straggler`] for the other
//!   witnesses, and publishes the same checkpoint again with their cosignatures.
//! - A witness that claims a larger or another tree must show it: signing pauses, its checkpoint is
//!   asked for, and if that bears our signature and is not on our tree, the log stops for good. An
//!   empty claim is only an alarm: no single witness can stop the log by lying.

mod door;
mod rounds;
mod start;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use act::{EntryId, Index, PublicKey, Time};
use tlog::Hash;
use tlog::merkle::{RightEdge, empty_root};
use tlog::note::VerifierKey;

pub use wire::{
    Answer, Append, Asker, Busy, Config, Effect, FoundAct, Input, Limits, Opening, PeerAnswer,
    Placed, Rejection, StartRule, StoreFull, Submission, Ticket, Tip, Wait, WitnessAnswer,
};

use crate::alarm::{Alarm, Alarms};
use rounds::Round;

/// The role. It has no clock and does no I/O; equal inputs give equal effects.
pub struct Sequencer {
    config: Config,
    origin: String,
    verifier: VerifierKey,
    standing: Standing,
    alarms: Alarms,
    out: Vec<Effect>,

    /// What is durable.
    edge: RightEdge,
    at: Time,
    tips: BTreeMap<PublicKey, Tip>,
    signed: BTreeMap<u64, Hash>,
    published: Option<u64>,
    /// Up to where every witness asked has answered or had its time.
    settled: u64,

    /// What waits to be durable, in the order it is placed in.
    pending: BTreeMap<Place, Pending>,
    arrivals: u64,
    /// The turn of the act that was placed last.
    turn: u64,
    shares: BTreeMap<String, Share>,
    by_id: BTreeMap<EntryId, Place>,
    by_number: BTreeMap<(PublicKey, u64), Place>,
    flight: Option<Flight>,
    queued_bytes: usize,
    lookups: BTreeMap<Ticket, Lookup>,
    full_until: Option<Time>,

    /// Who waits for a checkpoint: durable acts, by place and ticket.
    waiting: BTreeMap<(Index, Ticket), Waiting>,
    deadlines: BTreeSet<(Time, Index, Ticket)>,

    /// Checkpoints and witnesses.
    witnesses: BTreeMap<String, Witness>,
    round: Option<Round>,
    last_signed: Option<Time>,
    last_round: Option<Time>,
    retry_at: Option<Time>,
    suspects: BTreeMap<String, Time>,

    /// The comparison at the start.
    started: Time,
    compared_roots: BTreeMap<String, (u64, Hash)>,
}

/// Whether the log may sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It compares itself with its witnesses and replicas.
    Starting,
    /// It does.
    Running,
    /// It must not, until a person has dealt with it.
    Stopped(Alarm),
}

/// Where an act stands in the queue: its turn, and within a turn its order of arrival.
type Place = (u64, u64);

/// What of the queue is a member's. Each of its acts has the turn after its last one's, but not one that
/// has passed: so in every turn there is at most one act of each member, and whoever has little to say
/// comes next, however much others have sent.
#[derive(Default)]
struct Share {
    acts: usize,
    bytes: usize,
    turn: u64,
}

/// An act that is not durable yet.
struct Pending {
    id: EntryId,
    author: PublicKey,
    member: String,
    seq: u64,
    envelope: Vec<u8>,
    clients: Vec<Client>,
}

/// Who is to be answered, and when.
#[derive(Clone, Copy)]
struct Client {
    ticket: Ticket,
    wait: Wait,
}

/// Where an act stands.
#[derive(Clone, Copy)]
struct Spot {
    index: Index,
    id: EntryId,
    at: Time,
}

/// A submission that waits for the store.
enum Lookup {
    /// For the checkpoint it has seen.
    Seen(Submission),
    /// For the act that has its number.
    Act(Submission),
    /// For evidence to be kept.
    Evidence { held: EntryId, seq: u64 },
}

/// The append that is outstanding: what is queued from `first` to `last`. What comes meanwhile stands
/// after them.
struct Flight {
    first: Place,
    last: Place,
    from: Index,
    at: Time,
    edge: RightEdge,
}

struct Waiting {
    spot: Spot,
    wait: Wait,
    until: Time,
}

/// What is known of a witness or replica.
#[derive(Clone, Debug, Default)]
struct Witness {
    /// Size it is believed to have cosigned.
    old: u64,
    /// Size and time, in seconds, of its last cosignature.
    cosigned: Option<(u64, u64)>,
    /// At the start: whether it has been compared with.
    compared: Compared,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compared {
    /// Its answer is awaited, since.
    Asked(Time),
    /// It did not answer; asked again a while after.
    Unreachable(Time),
    Agrees,
}

impl Default for Compared {
    fn default() -> Compared {
        Compared::Asked(Time::default())
    }
}

/// How the log stands, for pages and metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Whether it may sign.
    pub standing: Standing,
    /// Durable leaves.
    pub size: u64,
    /// Largest signed size.
    pub signed: Option<u64>,
    /// Published size.
    pub published: Option<u64>,
    /// Acts that wait to be durable.
    pub queued: usize,
    /// Clients that wait for a checkpoint.
    pub waiting: usize,
    /// Each witness: size and time (seconds since 1970) of its last cosignature.
    pub witnesses: Vec<(String, Option<(u64, u64)>)>,
    /// What is wrong.
    pub alarms: Vec<Alarm>,
}

impl Sequencer {
    /// The sequencer of a log, over what its store holds, and the first effects.
    pub fn open(now: Time, config: Config, opening: Opening) -> (Sequencer, Vec<Effect>) {
        let mut sequencer = Sequencer {
            origin: config.key.name().to_owned(),
            verifier: config.key.verifier_key(),
            standing: Standing::Starting,
            alarms: Alarms::default(),
            out: Vec::new(),
            edge: opening.edge,
            at: opening.at,
            tips: opening.tips.into_iter().collect(),
            signed: opening.signed.into_iter().collect(),
            published: opening.published,
            settled: opening.published.unwrap_or(0),
            pending: BTreeMap::new(),
            arrivals: 0,
            turn: 0,
            shares: BTreeMap::new(),
            by_id: BTreeMap::new(),
            by_number: BTreeMap::new(),
            flight: None,
            queued_bytes: 0,
            lookups: BTreeMap::new(),
            full_until: None,
            waiting: BTreeMap::new(),
            deadlines: BTreeSet::new(),
            witnesses: BTreeMap::new(),
            round: None,
            last_signed: None,
            last_round: None,
            retry_at: None,
            suspects: BTreeMap::new(),
            started: now,
            compared_roots: BTreeMap::new(),
            config,
        };
        sequencer.start(now);
        sequencer.advance(now);
        let out = std::mem::take(&mut sequencer.out);
        (sequencer, out)
    }

    /// Takes one input at a time of the clock and answers what is to be done.
    pub fn step(&mut self, now: Time, input: Input) -> Vec<Effect> {
        match input {
            Input::Tick => {}
            Input::Submit(submission) => self.submit(now, submission),
            Input::Forget(ticket) => self.forget(ticket),
            Input::Appended(result) => self.appended(now, result),
            Input::CheckpointSaved(result) => self.checkpoint_saved(now, result),
            Input::Published(result) => self.published(now, result),
            Input::EvidenceKept(ticket, result) => self.evidence_kept(now, ticket, result),
            Input::ActFound(ticket, found) => self.act_found(now, ticket, found),
            Input::CheckpointFound(Asker::Submission(ticket), size, root) => {
                self.seen_found(now, ticket, size, root);
            }
            Input::CheckpointFound(Asker::Peer(peer), size, root) => {
                self.peer_compared(&peer, size, root);
            }
            Input::WitnessAnswered {
                witness,
                size,
                answer,
            } => {
                self.witness_answered(now, &witness, size, answer);
            }
            Input::PeerAnswered(peer, answer) => self.peer_answered(now, &peer, answer),
            Input::PolicyChanged(policy) => self.policy_changed(policy),
        }
        self.advance(now);
        std::mem::take(&mut self.out)
    }

    /// When the next `Tick` is due, if nothing happens before; none if nothing is.
    pub fn wake_at(&self) -> Option<Time> {
        let limits = &self.config.limits;
        let waiting = self.deadlines.first().map(|(until, ..)| *until);
        let suspects = self
            .suspects
            .values()
            .map(|since| since.after_millis(limits.witness));
        let round = self.round.as_ref().and_then(|round| round.wake_at(limits));
        [
            self.start_wake_at(),
            self.next_round_at(),
            round,
            waiting,
            self.full_until,
        ]
        .into_iter()
        .flatten()
        .chain(suspects)
        .min()
    }

    /// How the log stands.
    pub fn status(&self) -> Status {
        let witnesses = self.config.policy.witnesses().iter().map(|witness| {
            let known = self.witnesses.get(&witness.name);
            (witness.name.clone(), known.and_then(|known| known.cosigned))
        });
        Status {
            standing: self.standing.clone(),
            size: self.edge.size(),
            signed: self.largest_signed(),
            published: self.published,
            queued: self.pending.len(),
            waiting: self.waiting.len(),
            witnesses: witnesses.collect(),
            alarms: self.alarms.standing().cloned().collect(),
        }
    }

    /// Does whatever is due: every input ends here, so each rule is written once.
    fn advance(&mut self, now: Time) {
        self.watch_clock(now);
        self.watch_start(now);
        self.watch_suspects(now);
        self.watch_round(now);
        if self.may_sign() {
            self.place_batch(now);
            self.begin_round(now);
        }
        self.release_late(now);
    }

    fn may_sign(&self) -> bool {
        self.standing == Standing::Running && !self.clock_is_back()
    }

    /// The latest time this log has used.
    fn last_used(&self) -> Time {
        self.last_signed
            .map_or(self.at, |signed| signed.max(self.at))
    }

    fn clock_is_back(&self) -> bool {
        self.alarms
            .standing()
            .any(|alarm| matches!(alarm, Alarm::ClockBack { .. }))
    }

    fn watch_clock(&mut self, now: Time) {
        let last = self.last_used();
        if now.after_millis(self.config.limits.clock_back) < last {
            self.raise(Alarm::ClockBack { now, last });
            self.turn_away_queue(Busy::Clock, door::STANDING_RETRY);
        } else {
            self.clear("alarm.clock-back", "");
        }
        if self.full_until.is_some_and(|until| until <= now) {
            self.full_until = None;
        }
    }

    fn disk_is_full(&mut self, now: Time) {
        self.full_until = Some(now.after_millis(self.config.limits.full));
        self.raise(Alarm::DiskFull);
    }

    fn disk_has_room(&mut self) {
        self.full_until = None;
        self.clear("alarm.disk-full", "");
    }

    fn largest_signed(&self) -> Option<u64> {
        self.signed.last_key_value().map(|(size, _)| *size)
    }

    /// The root this log signed at `size`, if that is still remembered.
    fn signed_root(&self, size: u64) -> Option<Hash> {
        match size {
            0 => Some(empty_root()),
            size => self.signed.get(&size).copied(),
        }
    }

    fn answer(&mut self, ticket: Ticket, answer: Answer) {
        self.out.push(Effect::Answer(ticket, answer));
    }

    fn raise(&mut self, alarm: Alarm) {
        if self.alarms.raise(&alarm) {
            self.out.push(Effect::Raise(alarm));
        }
    }

    fn clear(&mut self, code: &'static str, about: &str) {
        if let Some(alarm) = self.alarms.clear(code, about) {
            self.out.push(Effect::Clear(alarm));
        }
    }

    /// Ends signing for good and turns away everybody who waits.
    fn stop(&mut self, alarm: Alarm) {
        self.raise(alarm.clone());
        if !matches!(self.standing, Standing::Stopped(_)) {
            self.standing = Standing::Stopped(alarm);
            self.turn_away_queue(Busy::Stopped, door::STOPPED_RETRY);
        }
    }

    fn witness_names(&self) -> BTreeSet<String> {
        self.config
            .policy
            .witnesses()
            .iter()
            .map(|witness| witness.name.clone())
            .collect()
    }
}
