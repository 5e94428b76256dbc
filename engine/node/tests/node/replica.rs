//! The replica: what it verifies, and what it says when that fails.

use std::collections::BTreeMap;

use act::State;
use act::{Digest, Index, Leaf, Time};
use node::replica::{Config, Effect, Fetch, Fetched, Input, Limits, Opening, Replica};
use node::sequencer::{PeerAnswer, Submission};
use node::{Alarm, Projection};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::cosign;
use tlog::merkle::{Nodes, RightEdge, leaf_hash, node_hash, root};
use tlog::note::Note;
use tlog::tile::{TILE_WIDTH, encode_bundle};

use crate::bench::{Member, ORIGIN, log_key, policy, shown, witness_key};

const NOW: i64 = 1_762_524_131_000;

/// Counts leaves by author's first byte: enough state to differ in.
#[derive(Clone, Default)]
struct Count(BTreeMap<u8, u64>, u64);

impl Projection for Count {
    fn apply(&mut self, index: Index, leaf: &Leaf) {
        assert_eq!(index, self.1, "leaves come in order, each once");
        *self
            .0
            .entry(leaf.envelope.signatures()[0].key.0[0])
            .or_default() += 1;
        self.1 += 1;
    }

    fn state(&self) -> State {
        let counted = Digest::of(format!("{:?}", self.0).as_bytes());
        let areas = vec![("counted".to_owned(), counted)];
        State {
            size: self.1,
            root: counted,
            areas,
        }
    }
}

/// A host as a replica sees it: leaves, and a tree over them hashed by definition.
#[derive(Clone, Default)]
struct Served {
    leaves: Vec<Vec<u8>>,
    /// Sizes with a state to show, and what it amounts to.
    states: BTreeMap<u64, State>,
    /// The host keeps no partial tiles of complete ones.
    prunes: bool,
}

impl Nodes for Served {
    type Error = std::convert::Infallible;

    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error> {
        if level == 0 {
            return Ok(leaf_hash(&self.leaves[index as usize]));
        }
        let (left, right) = (
            self.node(level - 1, index * 2)?,
            self.node(level - 1, index * 2 + 1)?,
        );
        Ok(node_hash(&left, &right))
    }
}

impl Served {
    /// So many acts by two members, one second apart.
    fn acts(count: usize) -> (Served, Vec<Submission>) {
        let mut members = [Member::new(1), Member::new(2)];
        let acts: Vec<_> = (0..count)
            .map(|i| members[i % 2].say(&format!("act {i}")))
            .collect();
        let mut served = Served::default();
        acts.iter().for_each(|act| served.place(act));
        (served, acts)
    }

    fn place(&mut self, act: &Submission) {
        let at = Time::from_millis(NOW + self.leaves.len() as i64 * 1_000);
        self.leaves.push(Leaf::bytes(at, &act.envelope));
    }

    fn root(&self) -> Hash {
        root(self.leaves.len() as u64, self).unwrap()
    }

    fn checkpoint(&self, witnesses: &[&str]) -> Vec<u8> {
        let size = self.leaves.len() as u64;
        let mut note = Checkpoint::new(ORIGIN, size, self.root()).sign(&log_key());
        for name in witnesses {
            note.signatures
                .push(cosign(&witness_key(name), &note.text, NOW as u64 / 1000));
        }
        note.to_string().into_bytes()
    }

    fn serve(&self, fetch: Fetch) -> Fetched {
        let size = self.leaves.len() as u64;
        match fetch {
            Fetch::Checkpoint => Fetched::Body(self.checkpoint(&["m1", "b"])),
            Fetch::Tile(tile) => {
                let complete = size >> (8 * tile.level) >= (tile.index + 1) * 256;
                if !tile.exists_at(size) || self.prunes && complete && tile.width < TILE_WIDTH {
                    return Fetched::Missing;
                }
                let first = tile.index * 256;
                let nodes = first..first + u64::from(tile.width);
                let hashes = nodes.map(|i| self.node(8 * tile.level, i).unwrap().0);
                Fetched::Body(hashes.flatten().collect())
            }
            Fetch::Bundle(bundle) => {
                let from = bundle.index as usize * 256;
                let complete = size >= (bundle.index + 1) * 256;
                if self.prunes && complete && bundle.width < TILE_WIDTH {
                    return Fetched::Missing;
                }
                let entries = &self.leaves[from..from + usize::from(bundle.width)];
                Fetched::Body(encode_bundle(entries.iter().map(Vec::as_slice)).unwrap())
            }
            Fetch::State(size) => match self.states.get(&size) {
                Some(state) => {
                    let text = state.text(ORIGIN);
                    let signatures = vec![log_key().sign(&text)];
                    Fetched::Body(Note { text, signatures }.to_string().into_bytes())
                }
                None => Fetched::Missing,
            },
        }
    }
}

/// A replica and what came of its effects.
struct Follower {
    replica: Replica<Count>,
    now: Time,
    raised: Vec<Alarm>,
    proofs: Vec<(Alarm, usize)>,
    stored: Vec<Hash>,
    published: u64,
    /// The checkpoint the host shows, where it is not that of all its leaves.
    shows: Option<Vec<u8>>,
}

impl Follower {
    fn new() -> Follower {
        let config = Config {
            origin: ORIGIN.to_owned(),
            policy: policy("both"),
            peers: vec!["m2".to_owned()],
            limits: Limits::default(),
        };
        let now = Time::from_millis(NOW);
        let replica = Replica::open(now, config, Opening::default(), Count::default()).unwrap();
        let (raised, proofs, stored) = (Vec::new(), Vec::new(), Vec::new());
        Follower {
            replica,
            now,
            raised,
            proofs,
            stored,
            published: 0,
            shows: None,
        }
    }

    /// Looks at the host until nothing more happens.
    fn look(&mut self, host: &Served) {
        self.now = self.now.after_millis(1_000);
        self.give(host, Input::Tick);
    }

    fn give(&mut self, host: &Served, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for effect in self.replica.step(self.now, input) {
                inputs.extend(self.does(host, effect));
            }
        }
    }

    fn does(&mut self, host: &Served, effect: Effect) -> Option<Input> {
        match effect {
            Effect::Fetch(ticket, fetch) => {
                let fetched = match (&self.shows, fetch) {
                    (Some(note), Fetch::Checkpoint) => Fetched::Body(note.clone()),
                    _ => host.serve(fetch),
                };
                Some(Input::Fetched(ticket, fetched))
            }
            Effect::Append(append) => {
                assert_eq!(append.from, self.stored.len() as u64);
                self.stored
                    .extend(append.leaves.iter().map(|leaf| leaf.hash));
                Some(Input::Stored(Ok(())))
            }
            Effect::Publish { size, .. } => {
                assert_eq!(
                    size,
                    self.stored.len() as u64,
                    "published before it was stored"
                );
                self.published = size;
                None
            }
            Effect::FindRoot { peer, size } => {
                let mut edge = RightEdge::default();
                self.stored[..size as usize]
                    .iter()
                    .for_each(|hash| drop(edge.push(*hash)));
                Some(Input::RootFound(peer, size, edge.root()))
            }
            Effect::Raise(alarm) => {
                self.raised.push(alarm);
                None
            }
            Effect::KeepProof(alarm, notes) => {
                self.proofs.push((alarm, notes.len()));
                None
            }
            Effect::AskPeer(_) | Effect::Clear(_) => None,
        }
    }

    fn halted(&self) -> Option<Alarm> {
        self.replica.status().halted
    }
}

fn state_of(count: usize) -> State {
    let (served, _) = Served::acts(count);
    let mut projection = Count::default();
    for (index, bytes) in (0..).zip(&served.leaves) {
        projection.apply(index, &Leaf::parse(bytes).unwrap());
    }
    projection.state()
}

#[test]
fn it_follows_through_every_width() {
    for prunes in [false, true] {
        let mut follower = Follower::new();
        for count in [1, 2, 255, 256, 257, 300, 513] {
            let (mut host, _) = Served::acts(count);
            host.prunes = prunes;
            follower.look(&host);
            assert_eq!(
                (follower.published, &follower.raised),
                (count as u64, &vec![]),
                "{prunes}"
            );
            assert_eq!(follower.replica.status().root, host.root());
        }
    }
}

#[test]
fn a_checkpoint_without_quorum_is_not_followed() {
    let (host, _) = Served::acts(3);
    let mut follower = Follower::new();
    for witnesses in [&[][..], &["m1", "m2"], &["a", "b"]] {
        follower.shows = Some(host.checkpoint(witnesses));
        follower.look(&host);
    }
    assert_eq!(follower.stored.len(), 0);
    assert!(matches!(follower.raised[..], [Alarm::BadCheckpoint { .. }]));
}

#[test]
fn a_rewritten_log_is_final_and_proven() {
    for (held, rewritten) in [(3, 5), (5, 5), (300, 301)] {
        let (host, acts) = Served::acts(held);
        let mut follower = Follower::new();
        follower.look(&host);
        let mut other = Served::default();
        let dropped = acts.iter().skip(2).chain(&acts);
        dropped.take(rewritten).for_each(|act| other.place(act));
        follower.look(&other);
        let alarm = Alarm::Rewritten { size: held as u64 };
        assert_eq!(follower.halted(), Some(alarm.clone()), "{held}");
        assert_eq!(follower.proofs, [(alarm, 2)], "both signed notes are kept");
        assert_eq!(follower.stored.len(), held);
    }
}

#[test]
fn a_smaller_log_is_an_alarm_and_another_smaller_one_is_final() {
    let (host, acts) = Served::acts(5);
    let mut follower = Follower::new();
    follower.look(&host);
    follower.look(&Served::acts(4).0);
    assert_eq!(follower.raised, [Alarm::Shrunk { shown: 4, held: 5 }]);
    assert_eq!(follower.halted(), None, "the same history, only less of it");
    let mut other = Served::default();
    acts[1..4].iter().for_each(|act| other.place(act));
    follower.look(&other);
    assert_eq!(follower.halted(), Some(Alarm::Rewritten { size: 3 }));
}

#[test]
fn false_tiles_and_bundles_are_not_believed() {
    let (host, _) = Served::acts(300);
    for target in 0..2 {
        let mut follower = Follower::new();
        let mut effects = follower.replica.step(follower.now, Input::Tick);
        while let Some(effect) = effects.pop() {
            let Effect::Fetch(ticket, fetch) = effect else {
                continue;
            };
            let Fetched::Body(mut body) = host.serve(fetch) else {
                panic!("the host has it")
            };
            match (target, fetch) {
                (0, Fetch::Tile(_)) | (1, Fetch::Bundle(_)) => body[20] ^= 1,
                _ => {}
            }
            let input = Input::Fetched(ticket, Fetched::Body(body));
            effects.extend(follower.replica.step(follower.now, input));
        }
        let alarms = follower.replica.status().alarms;
        assert!(matches!(alarms[..], [Alarm::BadTile { .. }]), "{alarms:?}");
        follower.look(&host);
        assert_eq!(
            (follower.published, follower.halted()),
            (300, None),
            "and then it goes on"
        );
        assert!(follower.replica.status().alarms.is_empty());
    }
}

#[test]
fn what_a_host_must_never_place_is_final() {
    let (host, acts) = Served::acts(4);
    let mut liar = Member::new(2);
    liar.say("act 1");
    let mut wrong: Vec<(&str, Vec<u8>)> = vec![
        ("form", b"words".to_vec()),
        (
            "time",
            Leaf::bytes(Time::from_millis(NOW), &acts[3].envelope),
        ),
        ("repeated", host.leaves[1].clone()),
    ];
    let forged = String::from_utf8(host.leaves[3].clone()).unwrap();
    let sig = forged.find("\"sig\":\"").unwrap() + 7;
    let other = if &forged[sig..sig + 1] == "A" {
        "B"
    } else {
        "A"
    };
    let forged = format!("{}{other}{}", &forged[..sig], &forged[sig + 1..]);
    wrong.push(("signature", forged.into_bytes()));
    let second = Leaf::bytes(
        Time::from_millis(NOW + 9_000),
        &liar.draft("another").envelope,
    );
    for (name, leaf) in wrong {
        let mut bad = Served {
            leaves: host.leaves[..3].to_vec(),
            ..Served::default()
        };
        bad.leaves.push(leaf);
        let mut follower = Follower::new();
        follower.look(&bad);
        let halted = follower.halted();
        assert!(
            matches!(halted, Some(Alarm::BadLeaf { index: 3, .. })),
            "{name}: {halted:?}"
        );
        assert_eq!(
            follower.stored.len(),
            0,
            "{name}: nothing of its bundle is stored"
        );
    }
    // Double signing in the log itself: the second act under a number.
    let mut bad = Served {
        leaves: host.leaves.clone(),
        ..Served::default()
    };
    bad.leaves.push(second);
    let mut follower = Follower::new();
    follower.look(&bad);
    let Some(Alarm::BadLeaf { index: 4, why }) = follower.halted() else {
        panic!("{:?}", follower.halted())
    };
    assert_eq!(why, "act 1 of its key stands where 2 was due");
}

#[test]
fn a_peer_that_was_shown_another_history_proves_the_split() {
    let (host, _) = Served::acts(5);
    let mut follower = Follower::new();
    follower.look(&host);
    let peer = |answer| Input::PeerAnswered("m2".to_owned(), answer);
    follower.give(&host, peer(shown(3, Served::acts(3).0.root())));
    assert_eq!(follower.halted(), None);
    follower.give(&host, peer(PeerAnswer::Checkpoint(b"not a note".to_vec())));
    assert_eq!(follower.halted(), None, "only the log's signature counts");
    follower.give(&host, peer(shown(4, Hash([7; 32]))));
    let alarm = Alarm::SplitView {
        peer: "m2".to_owned(),
        size: 4,
    };
    assert_eq!(follower.halted(), Some(alarm.clone()));
    assert_eq!(follower.proofs, [(alarm, 2)]);
}

#[test]
fn what_others_were_shown_must_be_shown_here_in_time() {
    let (host, _) = Served::acts(5);
    let mut follower = Follower::new();
    follower.look(&host);
    let (later, _) = Served::acts(9);
    follower.give(
        &host,
        Input::PeerAnswered("m2".to_owned(), shown(9, later.root())),
    );
    for _ in 0..30 {
        assert_eq!(follower.raised, []);
        follower.look(&host);
    }
    assert_eq!(
        follower.raised,
        [Alarm::Withheld {
            peer: "m2".to_owned(),
            size: 9
        }]
    );
    follower.look(&later);
    assert!(
        follower.replica.status().alarms.is_empty(),
        "and then it was"
    );
}

#[test]
fn another_state_names_the_area_and_the_acts() {
    let mut follower = Follower::new();
    let sizes = [2, 4, 6, 8, 10];
    // From leaf 5 on the host computes something else, and shows that only from size 10 on.
    let wrong = |size: usize| {
        let counted = Digest::of(format!("wrong {size}").as_bytes());
        let areas = vec![("counted".to_owned(), counted)];
        State {
            size: size as u64,
            root: counted,
            areas,
        }
    };
    for count in sizes {
        let (mut host, _) = Served::acts(count);
        if count == 2 {
            host.states.insert(2, state_of(2));
        }
        if count == 10 {
            host.states.insert(4, state_of(4));
            host.states
                .extend([6, 8, 10].map(|size| (size as u64, wrong(size))));
        }
        follower.look(&host);
    }
    let status = follower.replica.status();
    assert_eq!(status.agreed, Some(4));
    let areas = vec!["counted".to_owned()];
    assert_eq!(
        status.alarms,
        [Alarm::StateDiffers {
            areas,
            first: 4,
            last: 5
        }]
    );
    assert_eq!(
        status.halted, None,
        "the log is sound; the host's reading of it is not"
    );
}

#[test]
fn an_unanswered_fetch_is_given_up_and_tried_again() {
    let (host, _) = Served::acts(3);
    let mut follower = Follower::new();
    follower.replica.step(follower.now, Input::Tick); // Lost.
    follower.now = follower.now.after_millis(9_000);
    let effects = follower.replica.step(follower.now, Input::Tick);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Fetch(..))),
        "one at a time"
    );
    for _ in 0..3 {
        follower.look(&host);
    }
    assert_eq!(follower.published, 3);
}
