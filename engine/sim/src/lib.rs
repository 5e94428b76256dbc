//! A seeded simulator of members, witnesses, replicas, links and faults.
//!
//! In scope: the roles of `node` over the memory store of `store`, on a network that delays, drops,
//! repeats and reorders; crashes between any two effects, writes whose answer is lost, full disks,
//! wrong clocks; hosts that lie; and the [`check`](Violation) of what must hold all the same.
//! [`run`] is a pure function of seed and [`Config`]: a seed that fails, fails again.
//!
//! Out of scope: HTTP, real disks (`tasdiq`'s crash test), performance.
//!
//! The checkers are checked: with [`Defence::Off`] the one thing that stands against a lie is taken
//! out of the test double, and the invariant must then fire (`tests/sim`).
//!
//! Size bound: some hundred acts and a few stores in memory for each run.

mod cast;
mod chain;
mod check;
mod disk;
mod events;
mod host;
mod member;
mod net;
mod replica;
mod rng;
mod witness;

use std::fmt;

use node::Alarm;

pub use check::Rule;

/// What a simulated host does beside its duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lie {
    /// Nothing.
    #[default]
    None,
    /// It drops an act from its history and signs on from there. Witnesses stand against it, where
    /// quorums intersect: those that had not seen the act yet will cosign the history without it.
    Rewrite,
    /// It says "recorded" and records nothing. Nothing but the receipt stands against it.
    Omit,
    /// It leads two histories and shows each to half of the others. An intersecting quorum stands
    /// against it; where quorums need not intersect, replicas that compare notice.
    SplitView,
    /// It comes back from an old copy of its store. The comparison at the start stands against it.
    Backup,
    /// It signs a state that is not what the log amounts to. Replicas stand against it.
    FalseState,
    /// It serves false tiles now and then. Replicas stand against it.
    FalseTiles,
}

/// The area whose digest a host under [`Lie::FalseState`] signs falsely, and no other's.
pub const FALSE_AREA: &str = "agreement";

/// Whether what stands against a lie is there. Off shows that a checker can fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Defence {
    /// Everything as it is in the product.
    #[default]
    On,
    /// The test double leaves it out: witnesses cosign anything, replicas compare nothing, the
    /// start compares nothing.
    Off,
}

/// Whose cosignatures publish a checkpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quorum {
    /// Three of the four, the charter's default. Two such quorums share two witnesses, and each has
    /// a mediator and a party.
    #[default]
    ThreeOfFour,
    /// One mediator and one party. Two such quorums need not share a witness.
    AnyMediatorAnyParty,
}

/// One run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// What the host does.
    pub lie: Lie,
    /// What stands against it.
    pub defence: Defence,
    /// The policy.
    pub quorum: Quorum,
    /// Milliseconds with faults.
    pub troubled: i64,
    /// Milliseconds without, in which everything must come right.
    pub calm: i64,
    /// How often something breaks, from 0 (never) to 10.
    pub faults: u32,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            lie: Lie::None,
            defence: Defence::On,
            quorum: Quorum::ThreeOfFour,
            troubled: 8_000,
            calm: 16_000,
            faults: 5,
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The seed.
    pub seed: u64,
    /// Acts said.
    pub said: usize,
    /// Acts a member was told are recorded.
    pub acknowledged: usize,
    /// Checkpoints that had the quorum.
    pub published: usize,
    /// Nodes that died.
    pub crashes: usize,
    /// Messages lost.
    pub lost: usize,
    /// Writes that met a full disk.
    pub full: usize,
    /// Alarms, by node.
    pub alarms: Vec<(String, Alarm)>,
    /// What did not hold.
    pub violations: Vec<Violation>,
    /// Digest of everything that happened, in order: two runs of one seed have the same.
    pub trace: u64,
}

/// Something that must hold and did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When, in milliseconds of the run.
    pub at: i64,
    /// What.
    pub rule: Rule,
    /// The facts.
    pub facts: String,
}

impl Report {
    /// Whether an alarm of this code was raised by a node whose name starts so.
    pub fn raised(&self, node: &str, code: &str) -> bool {
        self.alarms
            .iter()
            .any(|(name, alarm)| name.starts_with(node) && alarm.code() == code)
    }

    /// Whether this rule was broken.
    pub fn broke(&self, rule: Rule) -> bool {
        self.violations
            .iter()
            .any(|violation| violation.rule == rule)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Report {
            seed,
            said,
            acknowledged,
            published,
            crashes,
            lost,
            full,
            ..
        } = self;
        write!(
            f,
            "seed {seed}: {said} said, {acknowledged} acknowledged, {published} published, \
             {crashes} crashes, {lost} messages lost, {full} full-disk writes, {} alarms",
            self.alarms.len()
        )?;
        self.violations
            .iter()
            .try_for_each(|violation| write!(f, "\n  {violation}"))
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {} ms: {:?}: {}", self.at, self.rule, self.facts)
    }
}

/// Runs one seed to its end.
pub fn run(seed: u64, config: Config) -> Report {
    events::Sim::new(seed, config).run()
}
