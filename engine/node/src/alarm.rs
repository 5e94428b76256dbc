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
        }
    }

    /// The node it is about; empty if it is about this one.
    pub fn about(&self) -> &str {
        match self {
            Alarm::ClockApart { witness, .. }
            | Alarm::WitnessFailing { witness, .. }
            | Alarm::ClaimWithoutProof { witness } => witness,
            Alarm::Ahead { peer, .. } | Alarm::Inconsistent { peer, .. } => peer,
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

    pub(crate) fn standing(&self) -> impl Iterator<Item = &Alarm> {
        self.0.values()
    }
}
