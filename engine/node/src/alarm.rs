//! What a person must know. Alarms stand until they are over; each has a stable code.

use std::collections::BTreeMap;

use act::Time;

/// Something wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Alarm {
    /// The clock is before what was already placed or signed; nothing is, until it is right again.
    #[error("the clock shows {now}, but {last} has passed already; nothing is placed or signed")]
    ClockBack {
        /// The clock.
        now: Time,
        /// The latest time used.
        last: Time,
    },
    /// A witness's clock and ours differ.
    #[error("the clock of witness {witness} differs from ours by {seconds} s")]
    ClockApart {
        /// Which.
        witness: String,
        /// By how much.
        seconds: u64,
    },
    /// No room for anything new. What is there is still read.
    #[error("the disk is full: reading goes on, nothing is recorded")]
    DiskFull,
    /// The newest checkpoint has too few cosignatures; the last published one is still served.
    #[error("the checkpoint of size {size} has not reached the quorum")]
    NoQuorum {
        /// Its size.
        size: u64,
    },
    /// A witness does not cosign.
    #[error("witness {witness} does not cosign: {why}")]
    WitnessFailing {
        /// Which.
        witness: String,
        /// What it did instead.
        why: String,
    },
    /// A witness claims a history it does not show. It is asked on, but the log goes on without it.
    #[error("witness {witness} claims another history of this log, but shows no signature for it")]
    ClaimWithoutProof {
        /// Which.
        witness: String,
    },
    /// Those that must be compared with before signing have not answered.
    #[error("waiting to compare with {}: nothing is signed before", .peers.join(", "))]
    AwaitingPeers {
        /// Who is missing.
        peers: Vec<String>,
    },
    /// Somebody holds a larger checkpoint signed by this log than this store has.
    #[error(
        "{peer} holds a checkpoint of size {theirs} signed by this log, this store ends at {ours}: it \
         is an old copy; do not let it sign: fill a new store from {peer} and start again"
    )]
    Ahead {
        /// Who.
        peer: String,
        /// Its size.
        theirs: u64,
        /// This store's.
        ours: u64,
    },
    /// Somebody holds a checkpoint signed by this log that is not on this store's history.
    #[error(
        "{peer} holds another history signed by this log at size {size}: the log has forked; stop it, \
         keep both checkpoints, and tell every member"
    )]
    Inconsistent {
        /// Who.
        peer: String,
        /// At which size.
        size: u64,
    },

    // A replica's:
    /// The host does not answer.
    #[error("the host cannot be reached")]
    HostUnreachable,
    /// What the host serves as its checkpoint does not count.
    #[error("the host's checkpoint does not count: {why}")]
    BadCheckpoint {
        /// What is wrong.
        why: String,
    },
    /// The host serves a tile or bundle that does not belong to the tree it has signed.
    #[error("the host serves a false or no {path}")]
    BadTile {
        /// Its C2SP path.
        path: String,
    },
    /// The host shows a smaller log than before.
    #[error("the host shows {shown} leaves, it has shown {held} before")]
    Shrunk {
        /// Now.
        shown: u64,
        /// Before.
        held: u64,
    },
    /// The host has signed a history that does not continue the one held here.
    #[error("the host has rewritten the log at or before leaf {size}; both signed notes are kept")]
    Rewritten {
        /// Up to which size the histories cannot be the same.
        size: u64,
    },
    /// Somebody else was shown another history.
    #[error("{peer} was shown another history at size {size}; both signed notes are kept")]
    SplitView {
        /// Who.
        peer: String,
        /// At which size.
        size: u64,
    },
    /// Somebody else was shown more, and we still are not.
    #[error("{peer} was shown {size} leaves, the host does not show them here")]
    Withheld {
        /// Who.
        peer: String,
        /// How many.
        size: u64,
    },
    /// The log contains what its host must never have placed.
    #[error("leaf {index} of the signed log is wrong: {why}")]
    BadLeaf {
        /// Which.
        index: u64,
        /// What is wrong.
        why: String,
    },
    /// The host's state at this size is not signed, or is another's.
    #[error("the host's state at size {size} is not a state it has signed")]
    BadState {
        /// At which size.
        size: u64,
    },
    /// The same leaves gave the host another state.
    #[error("the host computes another state in {}: leaf {first} to {last}", .areas.join(", "))]
    StateDiffers {
        /// Where.
        areas: Vec<String>,
        /// First leaf that can be the cause.
        first: u64,
        /// Last leaf that can be the cause.
        last: u64,
    },
}

impl Alarm {
    /// Stable, the key of its sentence in every language.
    pub fn code(&self) -> &'static str {
        match self {
            Alarm::ClockBack { .. } => "alarm.clock-back",
            Alarm::ClockApart { .. } => "alarm.clock-apart",
            Alarm::DiskFull => "alarm.disk-full",
            Alarm::NoQuorum { .. } => "alarm.no-quorum",
            Alarm::WitnessFailing { .. } => "alarm.witness-failing",
            Alarm::ClaimWithoutProof { .. } => "alarm.claim-without-proof",
            Alarm::AwaitingPeers { .. } => "alarm.awaiting-peers",
            Alarm::Ahead { .. } => "alarm.ahead",
            Alarm::Inconsistent { .. } => "alarm.inconsistent",
            Alarm::HostUnreachable => "alarm.host-unreachable",
            Alarm::BadCheckpoint { .. } => "alarm.bad-checkpoint",
            Alarm::BadTile { .. } => "alarm.bad-tile",
            Alarm::Shrunk { .. } => "alarm.shrunk",
            Alarm::Rewritten { .. } => "alarm.rewritten",
            Alarm::SplitView { .. } => "alarm.split-view",
            Alarm::Withheld { .. } => "alarm.withheld",
            Alarm::BadLeaf { .. } => "alarm.bad-leaf",
            Alarm::BadState { .. } => "alarm.bad-state",
            Alarm::StateDiffers { .. } => "alarm.state-differs",
        }
    }

    /// The node it is about; empty if it is about this one.
    pub fn about(&self) -> &str {
        match self {
            Alarm::ClockApart { witness, .. }
            | Alarm::WitnessFailing { witness, .. }
            | Alarm::ClaimWithoutProof { witness } => witness,
            Alarm::Ahead { peer, .. }
            | Alarm::Inconsistent { peer, .. }
            | Alarm::SplitView { peer, .. }
            | Alarm::Withheld { peer, .. } => peer,
            _ => "",
        }
    }
}

/// The alarms that stand, one for each code and node.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alarms(BTreeMap<(&'static str, String), Alarm>);

impl Alarms {
    /// Whether this is news: a standing alarm whose numbers change is kept up to date in silence.
    pub(crate) fn raise(&mut self, alarm: &Alarm) -> bool {
        let key = (alarm.code(), alarm.about().to_owned());
        self.0.insert(key, alarm.clone()).is_none()
    }

    /// The alarm of this code about this node, if it stood.
    pub(crate) fn clear(&mut self, code: &'static str, about: &str) -> Option<Alarm> {
        self.0.remove(&(code, about.to_owned()))
    }

    /// Every alarm of this code, whomever it is about.
    pub(crate) fn clear_all(&mut self, code: &'static str) -> Vec<Alarm> {
        let (over, standing) = std::mem::take(&mut self.0)
            .into_iter()
            .partition(|((of, _), _)| *of == code);
        self.0 = standing;
        BTreeMap::into_values(over).collect()
    }

    pub(crate) fn standing(&self) -> impl Iterator<Item = &Alarm> {
        self.0.values()
    }
}
