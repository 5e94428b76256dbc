//! What must hold, whatever breaks: an observer that sees everything, and the judgement at the end.

use std::collections::{BTreeMap, BTreeSet};

use act::{EntryId, PublicKey};
use node::Projection;
use node::sequencer::{Ticket, Wait};
use store::Store;
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::merkle::RightEdge;
use tlog::policy::Policy;

use crate::cast::{self, REPLICAS, WITNESSES};
use crate::events::Sim;
use crate::{Lie, Quorum, disk};

/// The invariants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// What a member was told is recorded stands where it was told.
    NothingAcknowledgedIsLost,
    /// All checkpoints that had the quorum lie on one history.
    NoForkHasTheQuorum,
    /// All checkpoints this log let out lie on one history.
    OneHistoryIsSigned,
    /// A witness never cosigns two histories.
    WitnessSignsOneHistory,
    /// Once nothing breaks any more, replicas hold what the host published and compute the same.
    RootsAreEqual,
    /// Once nothing breaks any more, everything said is recorded.
    EverythingIsRecorded,
    /// The same act gets the same answer, and stands in the log once.
    SameAnswer,
    /// Double signing is refused, and kept as evidence.
    DoubleSigning,
    /// "Published" is said only of what a quorum has cosigned.
    PublishedMeansQuorum,
    /// No checkpoint leaves before it is durable.
    DurableBeforeSent,
    /// The store is whole, and was never told to contradict itself.
    Store,
    /// A lie that can be seen is noticed.
    LieIsNoticed,
    /// Nothing runs in circles.
    Rest,
}

/// What a member was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Acknowledged {
    pub(crate) index: u64,
    pub(crate) reached: Wait,
    /// By which host.
    pub(crate) host: usize,
}

pub(crate) struct Observer {
    policy: Policy,
    /// Every history any host ever had: leaf hashes in order.
    histories: Vec<Vec<Hash>>,
    released: BTreeSet<(u64, Hash)>,
    cosigned: BTreeMap<(u64, Hash), BTreeSet<usize>>,
    pub(crate) acknowledged: BTreeMap<EntryId, Acknowledged>,
    pub(crate) doubles: BTreeMap<Ticket, (PublicKey, u64)>,
    pub(crate) evidence: Vec<(PublicKey, u64)>,
    tickets: Ticket,
}

impl Observer {
    pub(crate) fn new(quorum: Quorum) -> Observer {
        Observer {
            policy: cast::policy(quorum),
            histories: Vec::new(),
            released: BTreeSet::new(),
            cosigned: BTreeMap::new(),
            acknowledged: BTreeMap::new(),
            doubles: BTreeMap::new(),
            evidence: Vec::new(),
            tickets: 0,
        }
    }

    pub(crate) fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        self.tickets
    }

    pub(crate) fn new_history(&mut self, leaves: Vec<Hash>) -> usize {
        self.histories.push(leaves);
        self.histories.len() - 1
    }

    pub(crate) fn appended(&mut self, history: usize, leaves: impl Iterator<Item = Hash>) {
        self.histories[history].extend(leaves);
    }

    pub(crate) fn released(&mut self, text: &str) {
        if let Ok(checkpoint) = Checkpoint::parse(text) {
            self.released.insert((checkpoint.size, checkpoint.root));
        }
    }

    /// From here on only what had the quorum binds: a checkpoint that no quorum saw is one that a
    /// log restored from a backup cannot learn of.
    pub(crate) fn forget_unwitnessed(&mut self) {
        self.released.clear();
    }

    pub(crate) fn cosigned(&mut self, witness: usize, text: &str) {
        if let Ok(checkpoint) = Checkpoint::parse(text) {
            let key = (checkpoint.size, checkpoint.root);
            self.cosigned.entry(key).or_default().insert(witness);
        }
    }

    /// What contradicts an earlier acknowledgement of the same act.
    pub(crate) fn acknowledge(&mut self, id: EntryId, told: Acknowledged) -> Option<String> {
        let known = *self.acknowledged.entry(id).or_insert(told);
        (known.index != told.index).then(|| {
            format!(
                "{id} was said to stand at {} and at {}",
                known.index, told.index
            )
        })
    }

    fn quorums(&self) -> Vec<(u64, Hash)> {
        let satisfied = |witnesses: &BTreeSet<usize>| {
            let names = witnesses
                .iter()
                .map(|witness| WITNESSES[*witness])
                .collect();
            self.policy.satisfied(&names)
        };
        let with = self
            .cosigned
            .iter()
            .filter(|(_, witnesses)| satisfied(witnesses));
        with.map(|(checkpoint, _)| *checkpoint).collect()
    }

    pub(crate) fn has_quorum_over(&self, index: u64) -> bool {
        self.quorums().iter().any(|(size, _)| *size > index)
    }

    /// A checkpoint that lies on no history with all the others, if there is one.
    fn off_history(&self, checkpoints: &[(u64, Hash)]) -> Option<(u64, Hash)> {
        let mut least: Option<Vec<(u64, Hash)>> = None;
        for leaves in &self.histories {
            let mut roots = vec![tlog::merkle::empty_root()];
            let mut edge = RightEdge::default();
            for leaf in leaves {
                edge.push(*leaf);
                roots.push(edge.root());
            }
            let on = |(size, root): &(u64, Hash)| roots.get(*size as usize) == Some(root);
            let off: Vec<_> = checkpoints.iter().filter(|c| !on(c)).copied().collect();
            if least.as_ref().is_none_or(|least| off.len() < least.len()) {
                least = Some(off);
            }
        }
        least.and_then(|off| off.first().copied())
    }
}

impl Sim {
    /// The judgement at the end of a run.
    pub(crate) fn judge(&mut self) {
        self.report.said = self.members.iter().map(|member| member.said).sum();
        self.report.acknowledged = self.observer.acknowledged.len();
        let quorums = self.observer.quorums();
        self.report.published = quorums.len();
        if let Some((size, root)) = self.observer.off_history(&quorums) {
            let facts = format!("size {size}, root {root} had the quorum beside another history");
            self.violate(Rule::NoForkHasTheQuorum, facts);
        }
        self.judge_witnesses();
        // A host that forks its own log signs two histories: that is the lie.
        if !matches!(self.config.lie, Lie::Rewrite | Lie::SplitView) {
            let released = self.observer.released.iter().copied();
            let released: Vec<_> = released.chain(quorums.iter().copied()).collect();
            if let Some((size, root)) = self.observer.off_history(&released) {
                let facts = format!("size {size}, root {root} was let out beside another history");
                self.violate(Rule::OneHistoryIsSigned, facts);
            }
        }
        self.judge_stores();
        match self.config.lie {
            Lie::None | Lie::FalseTiles => {
                self.judge_acknowledged();
                self.judge_members();
                self.judge_replicas();
            }
            Lie::Omit => self.judge_acknowledged(),
            Lie::FalseState => self.judge_notice(&["alarm.state-differs"]),
            Lie::SplitView if self.config.quorum == Quorum::AnyMediatorAnyParty => {
                // Who had followed one history beyond where they part, and is then shown the other,
                // sees a rewritten log. Who holds the shorter one cannot compare, and sees that
                // more is shown to others.
                let proofs = ["alarm.split-view", "alarm.rewritten"];
                self.judge_notice(&[proofs[0], proofs[1], "alarm.withheld"]);
                if !proofs
                    .iter()
                    .any(|code| self.report.raised("replica", code))
                {
                    self.violate(Rule::LieIsNoticed, "no replica has proof".to_owned());
                }
            }
            // What stands against these lets nothing through, so there is nothing to notice.
            Lie::SplitView | Lie::Rewrite | Lie::Backup => {}
        }
        // A false byte where nobody looks, or in an answer that is lost, need not be noticed.
        if self.config.lie == Lie::FalseTiles && self.falsified >= 5 {
            self.judge_notice(&["alarm.bad-tile"]);
        }
    }

    fn judge_witnesses(&mut self) {
        for (witness, name) in WITNESSES.iter().enumerate() {
            let own: Vec<(u64, Hash)> = self
                .observer
                .cosigned
                .iter()
                .filter(|(_, witnesses)| witnesses.contains(&witness))
                .map(|(checkpoint, _)| *checkpoint)
                .collect();
            if let Some((size, _)) = self.observer.off_history(&own) {
                let facts = format!("{name} cosigned size {size} beside another history");
                self.violate(Rule::WitnessSignsOneHistory, facts);
            }
        }
    }

    fn judge_stores(&mut self) {
        let hosts = self.hosts.iter().map(|host| host.store.reader());
        let replicas = self.replicas.iter().map(|replica| replica.store.reader());
        let readers: Vec<_> = hosts.chain(replicas).collect();
        for reader in readers {
            if let Err(error) = store::check(&*reader, disk::facts()) {
                self.violate(Rule::Store, error.to_string());
            }
        }
    }

    fn judge_acknowledged(&mut self) {
        let acknowledged = self.observer.acknowledged.clone();
        for (id, told) in acknowledged {
            let reader = self.hosts[told.host].store.reader();
            let place = reader.find_act(&id.0).ok().flatten();
            if place != Some(told.index) {
                let facts = format!("{id} was said to stand at {}, found {place:?}", told.index);
                self.violate(Rule::NothingAcknowledgedIsLost, facts);
            }
        }
        let reader = self.hosts[0].store.reader();
        for (author, seq) in self.observer.evidence.clone() {
            let kept = reader.evidence(0, usize::MAX).unwrap_or_default();
            if !kept
                .iter()
                .any(|kept| kept.author == author.0 && kept.seq == seq)
            {
                let facts = format!("no evidence of {author} signing {seq} twice");
                self.violate(Rule::DoubleSigning, facts);
            }
        }
    }

    fn judge_members(&mut self) {
        for number in 0..self.members.len() {
            let open = self.members[number].under_way.len();
            if open > 0 {
                let facts = format!("member {number} still waits for {open} acts");
                self.violate(Rule::EverythingIsRecorded, facts);
            }
        }
    }

    fn judge_replicas(&mut self) {
        let head = match self.hosts[0].store.reader().head() {
            Ok(head) => head,
            Err(error) => return self.violate(Rule::Store, error.to_string()),
        };
        let published = self.hosts[0].published();
        if published.map(|published| published.size) != Some(head.size) {
            let facts = format!("{} leaves are recorded and not all published", head.size);
            self.violate(Rule::RootsAreEqual, facts);
        }
        for (number, name) in REPLICAS.iter().enumerate() {
            let status = self.replicas[number]
                .role
                .as_ref()
                .map(|role| role.status());
            let here = status
                .as_ref()
                .map(|status| (status.size, status.root, status.agreed));
            if here != Some((head.size, head.root, Some(head.size))) {
                let facts = format!("{name} is at {here:?}, the host has {}", head.size);
                self.violate(Rule::RootsAreEqual, facts);
            }
        }
        let states: Vec<_> = self
            .replicas
            .iter()
            .filter_map(|replica| Some(replica.role.as_ref()?.projection().state()))
            .collect();
        if states.windows(2).any(|pair| pair[0] != pair[1]) {
            self.violate(
                Rule::RootsAreEqual,
                "the replicas' states differ".to_owned(),
            );
        }
    }

    fn judge_notice(&mut self, codes: &[&str]) {
        let noticed = |name: &str| codes.iter().any(|code| self.report.raised(name, code));
        let (seen, who) = match self.config.lie {
            // A tile is fetched by whoever comes: one that notices is enough.
            Lie::FalseTiles => (noticed("replica"), "no replica"),
            _ => (
                REPLICAS.iter().all(|name| noticed(name)),
                "not every replica",
            ),
        };
        if !seen {
            self.violate(
                Rule::LieIsNoticed,
                format!("{who} raised {}", codes.join(" or ")),
            );
        }
    }
}
