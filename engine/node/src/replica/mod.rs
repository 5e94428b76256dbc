//! The replica: follows a log by its tiles and believes nothing it has not verified.
//!
//! # The protocol with its shell
//!
//! [`Replica::open`] takes what the replica's own store holds and a [`Projection`] that has taken
//! exactly those leaves. The shell calls [`Replica::step`] and carries out the effects:
//!
//! - `Fetch` by GET from the host's log prefix; the ticket is handed back with the answer. Answers
//!   may be lost; the replica gives up on them after [`Limits::fetch`];
//! - `Append` and `Publish` by the store's one writer, in order (`Append` then [`Input::Stored`]);
//! - `FindRoot` from the replica's own tiles; `AskPeer` by GET of the latest checkpoint that a
//!   witness or another replica has of this log;
//! - `Tick` when [`Replica::wake_at`] has come.
//!
//! # What is verified
//!
//! 1. Every checkpoint: the log's key, the quorum of the policy, and that it continues what is
//!    held. A smaller one, another root at the same size, or one that does not continue is an
//!    alarm; where the host's own tiles show the other history, it is final: both signed notes are
//!    kept and following stops.
//! 2. Every entry bundle: against the tile above it, and by a consistency proof from the tree with
//!    the bundle to the signed checkpoint, before anything of it is stored or applied.
//! 3. Every leaf: its form, all signatures by the strict rule, times that never decrease, and each
//!    key's numbering. A leaf that fails stands in the signed tree all the same: final.
//! 4. The host's signed state against the state computed here, after each checkpoint. A difference
//!    names the areas and the narrowest known range of acts, found by bisecting over sizes both
//!    sides have.
//! 5. What others have been shown: checkpoints from witnesses and other replicas that bear the
//!    log's signature must lie on the same tree (split view), and must be reached in time
//!    (withholding).

mod compare;
mod follow;

use std::collections::BTreeMap;

use act::{Index, PublicKey, State, Time};
use tlog::Hash;
use tlog::merkle::RightEdge;
use tlog::note::{Note, VerifierKey};
use tlog::policy::Policy;
use tlog::tile::{EntryBundle, Tile};

use crate::alarm::{Alarm, Alarms};
use crate::projection::Projection;
use crate::sequencer::{Append, PeerAnswer, StoreFull, Ticket, Tip};
use compare::Comparison;
use follow::Follow;

/// What a replica is made with.
#[derive(Clone, Debug)]
pub struct Config {
    /// The log's origin.
    pub origin: String,
    /// The log's key, its witnesses and the quorum.
    pub policy: Policy,
    /// Witnesses and other replicas to compare checkpoints with.
    pub peers: Vec<String>,
    /// Times.
    pub limits: Limits,
}

/// Every bound of the replica. Times are milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Between two looks at the host's checkpoint.
    pub poll: i64,
    /// Longest wait for anything fetched.
    pub fetch: i64,
    /// Between two looks at what others have been shown.
    pub gossip: i64,
    /// How long the host may take to show what others have been shown.
    pub withheld: i64,
    /// Own states remembered for bisecting.
    pub states: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            poll: 1_000,
            fetch: 10_000,
            gossip: 10_000,
            withheld: 30_000,
            states: 4_096,
        }
    }
}

/// What the replica's store holds when it starts.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The durable tree.
    pub edge: RightEdge,
    /// Time of its last leaf.
    pub at: Time,
    /// The last act of every key.
    pub tips: Vec<(PublicKey, Tip)>,
    /// The last checkpoint verified, if any.
    pub checkpoint: Option<Note>,
}

/// Something of the host's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fetch {
    /// The published checkpoint.
    Checkpoint,
    /// A tile.
    Tile(Tile),
    /// An entry bundle.
    Bundle(EntryBundle),
    /// The signed state after so many leaves ([`State::text`] as a note).
    State(u64),
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fetched {
    /// The bytes.
    Body(Vec<u8>),
    /// The host has no such thing (404).
    Missing,
    /// No answer.
    Unreachable,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum Input {
    /// Time passed.
    Tick,
    /// The answer to [`Effect::Fetch`].
    Fetched(Ticket, Fetched),
    /// [`Effect::Append`] was carried out, or changed nothing.
    Stored(Result<(), StoreFull>),
    /// The answer to [`Effect::FindRoot`]: the root of our own first `size` leaves.
    RootFound(String, u64, Hash),
    /// The answer to [`Effect::AskPeer`].
    PeerAnswered(String, PeerAnswer),
}

/// What the shell is to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// GET this from the host; then [`Input::Fetched`].
    Fetch(Ticket, Fetch),
    /// Append verified leaves; then [`Input::Stored`]. At most one is outstanding.
    Append(Append),
    /// Keep this verified checkpoint and serve it: every leaf it covers is stored.
    Publish {
        /// Tree size.
        size: u64,
        /// Root.
        root: Hash,
        /// The note with all its signatures.
        note: Note,
    },
    /// Compute the root of our own first `size` leaves; then [`Input::RootFound`].
    FindRoot {
        /// To hand back.
        peer: String,
        /// At most what is stored.
        size: u64,
    },
    /// GET the latest checkpoint this peer has of the log; then [`Input::PeerAnswered`].
    AskPeer(String),
    /// Keep these notes for ever: together they prove what the alarm says.
    KeepProof(Alarm, Vec<Note>),
    /// Something is wrong that a person must know.
    Raise(Alarm),
    /// It is over.
    Clear(Alarm),
}

/// The role, over the projection it feeds.
pub struct Replica<P> {
    config: Config,
    log: VerifierKey,
    projection: P,
    alarms: Alarms,
    out: Vec<Effect>,
    tickets: Ticket,

    edge: RightEdge,
    at: Time,
    tips: BTreeMap<PublicKey, Tip>,
    /// The last checkpoint reached.
    checkpoint: Option<Note>,

    /// Fetches that have not been answered, by ticket.
    wanted: BTreeMap<Ticket, Fetch>,
    wanted_since: Time,
    follow: Option<Follow>,
    poll_at: Time,
    gossip_at: Time,
    comparison: Comparison,
    /// Set when what the log has signed cannot be followed: only a person can go on.
    halted: Option<Alarm>,
}

/// How a replica stands, for pages and metrics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// Leaves verified, stored and applied.
    pub size: u64,
    /// Their root.
    pub root: Hash,
    /// Size of the checkpoint being followed.
    pub target: Option<u64>,
    /// Largest size at which the host's state agreed with ours.
    pub agreed: Option<u64>,
    /// Why it has stopped for good, if it has.
    pub halted: Option<Alarm>,
    /// What is wrong.
    pub alarms: Vec<Alarm>,
}

/// A policy that names no key for this log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the policy names no key for the log {0:?}")]
pub struct UnknownLog(pub String);

impl<P: Projection> Replica<P> {
    /// The replica over what its store holds. `projection` has taken exactly those leaves.
    pub fn open(
        now: Time,
        config: Config,
        opening: Opening,
        projection: P,
    ) -> Result<Replica<P>, UnknownLog> {
        let logs = config.policy.logs();
        let log = logs
            .iter()
            .find(|log| log.key.name() == config.origin)
            .or(logs.first());
        let log = log
            .ok_or_else(|| UnknownLog(config.origin.clone()))?
            .key
            .clone();
        Ok(Replica {
            log,
            projection,
            alarms: Alarms::default(),
            out: Vec::new(),
            tickets: 0,
            edge: opening.edge,
            at: opening.at,
            tips: opening.tips.into_iter().collect(),
            checkpoint: opening.checkpoint,
            wanted: BTreeMap::new(),
            wanted_since: now,
            follow: None,
            poll_at: now,
            gossip_at: now,
            comparison: Comparison::default(),
            halted: None,
            config,
        })
    }

    /// Takes one input at a time of the clock and answers what is to be done.
    pub fn step(&mut self, now: Time, input: Input) -> Vec<Effect> {
        match input {
            Input::Tick => {}
            Input::Fetched(ticket, fetched) => self.fetched(now, ticket, fetched),
            Input::Stored(result) => self.stored(now, result),
            Input::RootFound(peer, size, root) => self.root_found(&peer, size, root),
            Input::PeerAnswered(peer, answer) => self.peer_answered(now, &peer, answer),
        }
        self.advance(now);
        std::mem::take(&mut self.out)
    }

    /// When the next `Tick` is due, if nothing happens before.
    pub fn wake_at(&self) -> Time {
        let poll = if self.is_idle() {
            self.poll_at
        } else {
            self.gossip_at
        };
        let fetch = match self.wanted.is_empty() {
            true => self.gossip_at,
            false => self.wanted_since.after_millis(self.config.limits.fetch),
        };
        poll.min(fetch).min(self.gossip_at)
    }

    /// How the replica stands.
    pub fn status(&self) -> Status {
        Status {
            size: self.edge.size(),
            root: self.edge.root(),
            target: self.follow.as_ref().map(|follow| follow.target.size),
            agreed: self.comparison.agreed,
            halted: self.halted.clone(),
            alarms: self.alarms.standing().cloned().collect(),
        }
    }

    /// What the leaves amount to.
    pub fn projection(&self) -> &P {
        &self.projection
    }

    fn is_idle(&self) -> bool {
        self.follow.is_none() && self.wanted.is_empty() && self.halted.is_none()
    }

    fn advance(&mut self, now: Time) {
        let fetch = self.config.limits.fetch;
        if !self.wanted.is_empty() && self.wanted_since.after_millis(fetch) <= now {
            self.give_up(now, Alarm::HostUnreachable);
        }
        if self.is_idle() && self.poll_at <= now {
            self.poll_at = now.after_millis(self.config.limits.poll);
            self.want(now, Fetch::Checkpoint);
        }
        if self.gossip_at <= now {
            self.gossip_at = now.after_millis(self.config.limits.gossip);
            let peers = self.config.peers.iter().cloned().map(Effect::AskPeer);
            self.out.extend(peers);
        }
        self.watch_withholding(now);
    }

    fn want(&mut self, now: Time, fetch: Fetch) {
        if self.wanted.values().any(|wanted| *wanted == fetch) {
            return;
        }
        self.tickets += 1;
        self.wanted.insert(self.tickets, fetch);
        self.wanted_since = now;
        self.out.push(Effect::Fetch(self.tickets, fetch));
    }

    fn fetched(&mut self, now: Time, ticket: Ticket, fetched: Fetched) {
        let Some(fetch) = self.wanted.remove(&ticket) else {
            return;
        };
        let body = match (fetched, fetch) {
            (Fetched::Body(body), _) => body,
            (Fetched::Unreachable, _) => return self.give_up(now, Alarm::HostUnreachable),
            // A host that has not published yet, or does not keep old states, does no wrong.
            (Fetched::Missing, Fetch::Checkpoint) => return,
            (Fetched::Missing, Fetch::State(size)) => return self.no_state(now, size),
            (Fetched::Missing, Fetch::Tile(_) | Fetch::Bundle(_)) => {
                return self.missing(now, fetch);
            }
        };
        self.clear("alarm.host-unreachable");
        match fetch {
            Fetch::Checkpoint => self.checkpoint_fetched(now, &body),
            Fetch::Tile(tile) => self.tile_fetched(now, tile, &body),
            Fetch::Bundle(bundle) => self.bundle_fetched(now, bundle, body),
            Fetch::State(size) => self.state_fetched(now, size, &body),
        }
    }

    /// Drops what was under way; the next poll starts again from what is stored.
    fn give_up(&mut self, now: Time, alarm: Alarm) {
        self.wanted.clear();
        self.follow = None;
        self.poll_at = now.after_millis(self.config.limits.poll);
        self.raise(alarm);
    }

    /// Stops for good: the log itself is wrong, and going on would hide it.
    fn halt(&mut self, alarm: Alarm, proof: Vec<Note>) {
        self.wanted.clear();
        self.follow = None;
        if self.halted.is_none() {
            self.halted = Some(alarm.clone());
        }
        if !proof.is_empty() {
            self.out.push(Effect::KeepProof(alarm.clone(), proof));
        }
        self.raise(alarm);
    }

    fn raise(&mut self, alarm: Alarm) {
        if self.alarms.raise(&alarm) {
            self.out.push(Effect::Raise(alarm));
        }
    }

    fn clear(&mut self, code: &'static str) {
        for alarm in self.alarms.clear_all(code) {
            self.out.push(Effect::Clear(alarm));
        }
    }

    fn own_state(&self) -> State {
        self.projection.state()
    }

    fn size(&self) -> Index {
        self.edge.size()
    }
}
