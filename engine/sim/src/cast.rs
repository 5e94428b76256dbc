//! Who takes part: one log, two mediators' and two parties' witnesses, all invented, with keys
//! anybody can compute.

use act::{Digest, Time};
use node::sequencer::{self, StartRule};
use node::{replica, witness};
use tlog::note::SigningKey;
use tlog::policy::Policy;
use tlog::witness::KnownLog;

use crate::{Config, Defence, Lie, Quorum};

/// The log's name.
pub(crate) const ORIGIN: &str = "sim.example/log";
/// Witnesses: two mediators', two parties'.
pub(crate) const WITNESSES: [&str; 4] = ["m1", "m2", "a", "b"];
/// Replicas: one of each party.
pub(crate) const REPLICAS: [&str; 2] = ["replica-a", "replica-b"];
/// When the world begins, in milliseconds since 1970: no node's clock starts at zero.
pub(crate) const EPOCH: i64 = 1_762_524_000_000;

pub(crate) fn log_key() -> SigningKey {
    SigningKey::log(ORIGIN, &[1; 32])
}

fn witness_key(name: &str) -> SigningKey {
    let seed = Digest::of(name.as_bytes()).0;
    SigningKey::cosigner(&format!("{name}.example"), &seed)
}

pub(crate) fn cosign(name: &str, text: &str, now: Time) -> String {
    tlog::cosignature::cosign(&witness_key(name), text, now.seconds()).to_string()
}

pub(crate) fn policy(quorum: Quorum) -> Policy {
    let mut text = format!("log {}\n", log_key().verifier_key());
    for name in WITNESSES {
        text.push_str(&format!(
            "witness {name} {}\n",
            witness_key(name).verifier_key()
        ));
    }
    text.push_str(match quorum {
        Quorum::ThreeOfFour => "group witnessed 3 m1 m2 a b\nquorum witnessed\n",
        Quorum::AnyMediatorAnyParty => {
            "group mediators any m1 m2\ngroup parties any a b\n\
             group both all mediators parties\nquorum both\n"
        }
    });
    #[expect(clippy::expect_used, reason = "the text is written above")]
    Policy::parse(&text).expect("a policy")
}

pub(crate) fn sequencer_config(config: &Config) -> sequencer::Config {
    let start = match (config.lie, config.defence) {
        (Lie::None | Lie::Omit | Lie::FalseState | Lie::FalseTiles, _)
        | (Lie::Backup, Defence::On) => StartRule::QuorumAnswered,
        _ => StartRule::WhoeverAnswers,
    };
    let limits = sequencer::Limits {
        client: 3_000,
        refresh: 5_000,
        start: 1_000,
        // Small, so that lookups of older ones happen.
        signed: 4,
        queue: 12,
        queue_per_key: 4,
        ..sequencer::Limits::default()
    };
    let replicas = REPLICAS.iter().map(|name| (*name).to_owned()).collect();
    sequencer::Config {
        key: log_key(),
        policy: policy(config.quorum),
        replicas,
        start,
        limits,
    }
}

pub(crate) fn witness(name: &str, held: Option<witness::Memory>) -> witness::Witness {
    let log = KnownLog {
        origin: ORIGIN.to_owned(),
        keys: vec![log_key().verifier_key()],
    };
    let held = held.map(|memory| (ORIGIN.to_owned(), memory));
    witness::Witness::open(witness_key(name), vec![log], held)
}

pub(crate) fn replica_config(name: &str, config: &Config) -> replica::Config {
    let others = WITNESSES
        .iter()
        .chain(&REPLICAS)
        .filter(|other| **other != name);
    let peers = match config.defence {
        Defence::On => others.map(|other| (*other).to_owned()).collect(),
        Defence::Off => Vec::new(),
    };
    let limits = replica::Limits {
        poll: 400,
        fetch: 1_000,
        gossip: 1_000,
        withheld: 4_000,
        ..replica::Limits::default()
    };
    replica::Config {
        origin: ORIGIN.to_owned(),
        policy: policy(config.quorum),
        peers,
        limits,
    }
}
