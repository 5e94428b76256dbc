//! The clockwork: one queue of events in simulated time, and the life and death of nodes.

use std::collections::BTreeMap;

use act::Time;
use node::Alarm;

use crate::cast::{EPOCH, REPLICAS, WITNESSES};
use crate::check::{Observer, Rule};
use crate::host::HostNode;
use crate::member::Member;
use crate::net::Message;
use crate::replica::ReplicaNode;
use crate::rng::Rng;
use crate::witness::WitnessNode;
use crate::{Config, Lie, Report, Violation};

/// More events than any run of the default length has: a node that wakes itself for ever.
const EVENTS_MAX: u64 = 2_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum NodeId {
    Host(usize),
    Witness(usize),
    Replica(usize),
}

#[derive(Clone, Debug)]
pub(crate) enum Event {
    Deliver(Message),
    /// The node carries out the next of its effects.
    Work(NodeId, u64),
    Wake(NodeId, u64),
    Trouble,
    Restart(NodeId),
    RoomAgain(NodeId),
    Lie,
    SecondLie,
    Heal,
    Speak(usize),
    Retry(usize),
}

/// What every node has.
#[derive(Clone, Debug)]
pub(crate) struct Life {
    pub(crate) number: u64,
    pub(crate) up: bool,
    /// How far its clock is from the true time.
    pub(crate) skew: i64,
    pub(crate) wake: Option<i64>,
}

impl Life {
    pub(crate) fn new() -> Life {
        Life {
            number: 0,
            up: true,
            skew: 0,
            wake: None,
        }
    }
}

pub(crate) struct Sim {
    pub(crate) config: Config,
    pub(crate) rng: Rng,
    pub(crate) now: i64,
    queue: BTreeMap<(i64, u64), Event>,
    counter: u64,
    calm: bool,
    pub(crate) lied: bool,
    /// Tiles and bundles served with a false byte.
    pub(crate) falsified: usize,
    pub(crate) hosts: Vec<HostNode>,
    pub(crate) witnesses: Vec<WitnessNode>,
    pub(crate) replicas: Vec<ReplicaNode>,
    pub(crate) members: Vec<Member>,
    pub(crate) observer: Observer,
    pub(crate) report: Report,
    trace: u64,
}

impl Sim {
    pub(crate) fn new(seed: u64, config: Config) -> Sim {
        let mut sim = Sim {
            config,
            rng: Rng::new(seed),
            now: 0,
            queue: BTreeMap::new(),
            counter: 0,
            calm: false,
            lied: false,
            falsified: 0,
            hosts: Vec::new(),
            witnesses: WITNESSES
                .iter()
                .map(|name| WitnessNode::new(name))
                .collect(),
            replicas: REPLICAS.iter().map(|name| ReplicaNode::new(name)).collect(),
            members: (0..3).map(Member::new).collect(),
            observer: Observer::new(config.quorum),
            report: Report {
                seed,
                ..Report::default()
            },
            trace: 0xcbf2_9ce4_8422_2325,
        };
        let history = sim.observer.new_history(Vec::new());
        sim.hosts.push(HostNode::new(history));
        sim
    }

    pub(crate) fn run(mut self) -> Report {
        let Config {
            troubled,
            calm,
            lie,
            ..
        } = self.config;
        for node in self.nodes() {
            self.begin(node);
        }
        for member in 0..self.members.len() {
            self.schedule(100, Event::Speak(member));
            self.schedule(500, Event::Retry(member));
        }
        self.schedule(300, Event::Trouble);
        if lie != Lie::None {
            self.schedule(troubled / 2, Event::Lie);
            self.schedule(troubled * 3 / 4, Event::SecondLie);
        }
        self.schedule(troubled, Event::Heal);
        while let Some(((at, _), event)) = self.queue.pop_first() {
            if at > troubled + calm || self.counter > EVENTS_MAX {
                break;
            }
            self.now = at;
            self.trace(&event);
            self.happen(event);
        }
        if self.counter > EVENTS_MAX {
            self.violate(Rule::Rest, format!("{} events and no end", self.counter));
        }
        self.judge();
        self.report.trace = self.trace;
        self.report
    }

    fn trace(&mut self, event: &Event) {
        let what = match event {
            Event::Deliver(message) => message.brief(),
            other => format!("{other:?}"),
        };
        // FNV-1a: it tells runs apart, it need not resist anybody.
        for byte in self.now.to_le_bytes().iter().chain(what.as_bytes()) {
            self.trace = (self.trace ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Deliver(message) => self.deliver(message),
            Event::Work(node, life) if self.lives(node, life) => self.work(node),
            Event::Wake(node, life) if self.lives(node, life) => self.woken(node),
            Event::Work(..) | Event::Wake(..) => {}
            Event::Trouble => self.trouble(),
            Event::Restart(node) => self.begin(node),
            Event::RoomAgain(node) => self.set_room(node, store::Room::Enough),
            Event::Lie => self.lie(),
            Event::SecondLie => self.second_lie(),
            Event::Heal => self.heal(),
            Event::Speak(member) => self.speak(member),
            Event::Retry(member) => self.retry(member),
        }
    }

    pub(crate) fn schedule(&mut self, delay: i64, event: Event) {
        self.counter += 1;
        self.queue
            .insert((self.now + delay.max(0), self.counter), event);
    }

    /// How much breaks now.
    pub(crate) fn faults(&self) -> u32 {
        if self.calm { 0 } else { self.config.faults }
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.calm
    }

    fn nodes(&self) -> Vec<NodeId> {
        let hosts = (0..self.hosts.len()).map(NodeId::Host);
        let witnesses = (0..self.witnesses.len()).map(NodeId::Witness);
        hosts
            .chain(witnesses)
            .chain((0..self.replicas.len()).map(NodeId::Replica))
            .collect()
    }

    pub(crate) fn node_named(&self, name: &str) -> Option<NodeId> {
        let witness = WITNESSES
            .iter()
            .position(|known| *known == name)
            .map(NodeId::Witness);
        witness.or_else(|| {
            REPLICAS
                .iter()
                .position(|n| *n == name)
                .map(NodeId::Replica)
        })
    }

    pub(crate) fn life(&mut self, node: NodeId) -> &mut Life {
        match node {
            NodeId::Host(host) => &mut self.hosts[host].life,
            NodeId::Witness(witness) => &mut self.witnesses[witness].life,
            NodeId::Replica(replica) => &mut self.replicas[replica].life,
        }
    }

    pub(crate) fn is_up(&mut self, node: NodeId) -> bool {
        self.life(node).up
    }

    fn lives(&mut self, node: NodeId, number: u64) -> bool {
        let life = self.life(node);
        life.up && life.number == number
    }

    /// A node's own clock.
    pub(crate) fn clock(&mut self, node: NodeId) -> Time {
        let now = self.now;
        Time::from_millis(EPOCH + now + self.life(node).skew)
    }

    /// Starts a node from what its disk holds.
    fn begin(&mut self, node: NodeId) {
        let life = self.life(node);
        (life.up, life.wake) = (true, None);
        match node {
            NodeId::Host(host) => self.host_begins(host),
            NodeId::Witness(witness) => self.witness_begins(witness),
            NodeId::Replica(replica) => self.replica_begins(replica),
        }
    }

    /// A wake that an earlier one has replaced is nothing.
    fn woken(&mut self, node: NodeId) {
        let now = self.now;
        if self.life(node).wake.take_if(|at| *at == now).is_some() {
            self.tick(node);
        }
    }

    fn tick(&mut self, node: NodeId) {
        match node {
            NodeId::Host(host) => self.give_host(host, node::sequencer::Input::Tick),
            NodeId::Replica(replica) => self.give_replica(replica, node::replica::Input::Tick),
            NodeId::Witness(_) => {}
        }
    }

    fn work(&mut self, node: NodeId) {
        match node {
            NodeId::Host(host) => self.host_works(host),
            NodeId::Witness(witness) => self.witness_works(witness),
            NodeId::Replica(replica) => self.replica_works(replica),
        }
    }

    /// Has a node carry out its next effect after a while, or die before it does.
    pub(crate) fn work_later(&mut self, node: NodeId, delay: i64) {
        let number = self.life(node).number;
        self.schedule(delay, Event::Work(node, number));
    }

    /// Wakes a node when its own clock shows `at`; never later than in a second, because its clock
    /// may jump.
    pub(crate) fn wake_later(&mut self, node: NodeId, at: Option<Time>) {
        let own = self.clock(node);
        let delay = at.map_or(1_000, |at| at.since(own).clamp(1, 1_000));
        let (now, life) = (self.now, self.life(node));
        if life.wake.is_none_or(|known| known > now + delay) {
            life.wake = Some(now + delay);
            let number = life.number;
            self.schedule(delay, Event::Wake(node, number));
        }
    }

    /// Kills a node: everything but its disk is gone.
    pub(crate) fn crash(&mut self, node: NodeId) {
        let life = self.life(node);
        if !life.up {
            return;
        }
        life.up = false;
        life.number += 1;
        self.report.crashes += 1;
        match node {
            NodeId::Host(host) => self.hosts[host].die(),
            NodeId::Witness(witness) => self.witnesses[witness].die(),
            NodeId::Replica(replica) => self.replicas[replica].die(),
        }
        let delay = if self.calm {
            50
        } else {
            self.rng.between(50, 1_500)
        };
        self.schedule(delay, Event::Restart(node));
    }

    /// Whether a node dies right here, between two effects.
    pub(crate) fn dies_here(&mut self, node: NodeId) -> bool {
        let dies = self.faults() > 0 && self.rng.chance(self.config.faults);
        if dies {
            self.crash(node);
        }
        dies
    }

    fn trouble(&mut self) {
        if self.calm {
            return;
        }
        let nodes = self.nodes();
        if let Some(node) = self.rng.pick(&nodes).copied()
            && self.rng.chance(self.config.faults * 40)
        {
            match self.rng.between(0, 4) {
                0 => self.crash(node),
                1 => {
                    self.set_room(node, store::Room::None);
                    let delay = self.rng.between(100, 1_500);
                    self.schedule(delay, Event::RoomAgain(node));
                }
                2 => {
                    let jump = self.rng.between(-3_000, 3_000);
                    let life = self.life(node);
                    life.skew = (life.skew + jump).clamp(-4_000, 4_000);
                }
                _ => self.life(node).skew = 0,
            }
        }
        let delay = self.rng.between(50, 400);
        self.schedule(delay, Event::Trouble);
    }

    fn set_room(&mut self, node: NodeId, room: store::Room) {
        match node {
            NodeId::Host(host) => self.hosts[host].store.set_room(room),
            NodeId::Witness(witness) => self.witnesses[witness].store.set_room(room),
            NodeId::Replica(replica) => self.replicas[replica].store.set_room(room),
        }
    }

    /// From here on nothing breaks any more.
    fn heal(&mut self) {
        self.calm = true;
        for node in self.nodes() {
            self.life(node).skew = 0;
            self.set_room(node, store::Room::Enough);
        }
    }

    /// Adds a node in the middle of a run: a second history needs a second host.
    pub(crate) fn start_host(&mut self, host: HostNode) {
        self.hosts.push(host);
        self.begin(NodeId::Host(self.hosts.len() - 1));
    }

    pub(crate) fn violate(&mut self, rule: Rule, facts: String) {
        self.report.violations.push(Violation {
            at: self.now,
            rule,
            facts,
        });
    }

    pub(crate) fn alarm(&mut self, node: NodeId, alarm: Alarm) {
        let name = match node {
            NodeId::Host(host) => format!("host-{host}"),
            NodeId::Witness(witness) => WITNESSES[witness].to_owned(),
            NodeId::Replica(replica) => REPLICAS[replica].to_owned(),
        };
        self.report.alarms.push((name, alarm));
    }
}
