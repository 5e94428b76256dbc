//! The host is killed again and again while members submit. Nothing acknowledged is lost, nothing
//! is recorded twice, nothing published is taken back, and no witness is shown another history.
//!
//! `TASDIQ_CRASH_ROUNDS` says how often, `TASDIQ_CRASH_SEED` when: the seed is printed.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use act::{Digest, Envelope, Leaf, Seen, SigningKey};
use store::{LeafFacts, Reader, Sqlite, Store as _, tiles};
use tlog::Checkpoint;
use tlog::merkle::{consistency_proof, verify_consistency};

use super::scene::{Scene, now, open, until};

const ROUNDS: u64 = 5;
/// The offices that submit, each with its own chain of acts.
const AUTHORS: [(&str, &str); 4] = [
    ("m1", "mediation"),
    ("m2", "mediation"),
    ("a", "negotiator"),
    ("b", "negotiator"),
];
/// Acts of one key in a second, below what the host allows it.
const PAUSE: Duration = Duration::from_millis(6);

/// One author's view: what it sent, and what it was told.
#[derive(Default)]
struct Sent {
    acts: Vec<Envelope>,
    /// Index by number in `acts`.
    acknowledged: BTreeMap<usize, u64>,
    retries: u64,
}

/// What everybody saw.
struct Witnessing {
    sent: Vec<Sent>,
    checkpoints: Vec<Checkpoint>,
    kills: u64,
}

fn setting(name: &str, otherwise: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(otherwise, |text| text.parse().unwrap())
}

/// SplitMix64: enough for choosing moments.
fn next(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[test]
fn a_host_killed_at_any_moment_loses_nothing() {
    let rounds = setting("TASDIQ_CRASH_ROUNDS", ROUNDS);
    let mut seed = setting("TASDIQ_CRASH_SEED", now().millis().unsigned_abs());
    eprintln!("crash: seed {seed}, {rounds} rounds");
    let begun = Instant::now();
    let mut scene = Scene::new();
    let mut host = scene.start("record");
    scene.appoint();
    let scene = &scene;
    let stop = &AtomicBool::new(false);
    let total = &AtomicU64::new(0);

    let seen = std::thread::scope(|scope| {
        let authors = AUTHORS.map(|(member, office)| {
            let key = scene.cast.key(member, office);
            scope.spawn(move || submit(scene, member, &key, stop, total))
        });
        let reader = scope.spawn(move || watch(scene, stop));
        for _ in 0..rounds {
            let before = total.load(Ordering::Relaxed);
            until("acts are acknowledged again", || {
                total.load(Ordering::Relaxed) > before
            });
            std::thread::sleep(Duration::from_millis(next(&mut seed) % 1_500));
            host.kill();
            host = scene.start("record");
        }
        let before = total.load(Ordering::Relaxed);
        until("acts are acknowledged after the last kill", || {
            total.load(Ordering::Relaxed) > before
        });
        stop.store(true, Ordering::Relaxed);
        Witnessing {
            sent: authors.map(|author| author.join().unwrap()).into(),
            checkpoints: reader.join().unwrap(),
            kills: rounds,
        }
    });

    // The log still gets its quorum, and nobody has an alarm about another history.
    let mut cast = scene.cast.clone();
    let last = cast.say("host", "registry", &open("last"), now());
    scene.place(&last, "witnessed");
    let health = scene.get("/healthz").unwrap().body;
    assert!(!health.contains("inconsistent"), "{health}");
    let witnessed: Vec<Checkpoint> = ["a", "b", "m1", "m2"]
        .map(|member| scene.witnessed(member))
        .into();
    host.kill();

    let store = Sqlite::open(&scene.store_path("record")).unwrap();
    let reader = store.reader();
    sound(reader.as_ref());
    let acknowledged = all_there(reader.as_ref(), &seen.sent);
    never_back(&seen.checkpoints);
    for checkpoint in seen.checkpoints.iter().chain(&witnessed) {
        consistent(reader.as_ref(), checkpoint);
    }
    let retries: u64 = seen.sent.iter().map(|sent| sent.retries).sum();
    eprintln!(
        "crash: {} kills, {acknowledged} acts acknowledged, {retries} sent again, log of {} entries, \
         {} checkpoints seen, {:.1} s",
        seen.kills,
        reader.head().unwrap().size,
        seen.checkpoints.len(),
        begun.elapsed().as_secs_f64(),
    );
}

/// One act after another. What was not acknowledged is sent again, the same bytes.
fn submit(
    scene: &Scene,
    member: &str,
    key: &SigningKey,
    stop: &AtomicBool,
    total: &AtomicU64,
) -> Sent {
    let mut sent = Sent::default();
    let mut prev = None;
    while !stop.load(Ordering::Relaxed) {
        let number = sent.acts.len();
        let said = open(&format!("{member}-{number}"));
        let nothing = Seen {
            size: 0,
            root: Digest::of(b""),
        };
        let chain = (number as u64, prev);
        let mechanism = scene.cast.mechanism();
        let envelope = cast::statement(mechanism, &[key], &said, chain, nothing, now());
        prev = Some(envelope.entry_id());
        sent.acts.push(envelope);
        let mut tries = 0;
        until("an act is acknowledged", || {
            tries += 1;
            let Some(answer) = scene.post(sent.acts[number].bytes(), "durable") else {
                return false;
            };
            assert!(
                [200, 429, 503].contains(&answer.status),
                "{}: {}",
                answer.status,
                answer.body
            );
            if answer.status != 200 {
                return false;
            }
            let told: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            let index = told["index"].as_u64().unwrap();
            sent.acknowledged.insert(number, index);
            true
        });
        sent.retries += tries - 1;
        total.fetch_add(1, Ordering::Relaxed);
        std::thread::sleep(PAUSE);
    }
    sent
}

/// Every published checkpoint there is to see, in the order it was seen.
fn watch(scene: &Scene, stop: &AtomicBool) -> Vec<Checkpoint> {
    let mut seen: Vec<Checkpoint> = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        if let Some(answer) = scene.get("/checkpoint").filter(|a| a.status == 200) {
            let checkpoint = scene.checkpoint(&answer.body);
            if seen.last() != Some(&checkpoint) {
                seen.push(checkpoint);
            }
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    seen
}

/// Recomputes the whole store from its leaves.
fn sound(reader: &dyn Reader) {
    store::check(reader, |_, bytes| {
        let leaf = Leaf::parse(bytes).map_err(|e| e.to_string())?;
        leaf.envelope.verify().map_err(|e| e.to_string())?;
        let reading = mechanism::read(&leaf.envelope).map_err(|e| e.to_string())?;
        Ok(LeafFacts {
            id: reading.id.0,
            author: reading.by.key.0,
            seq: reading.seq,
            at_millis: leaf.at.millis(),
        })
    })
    .unwrap();
}

/// Every acknowledged act stands where it was said to, byte for byte, and nothing stands twice.
fn all_there(reader: &dyn Reader, sent: &[Sent]) -> usize {
    let size = reader.head().unwrap().size;
    let mut places: BTreeMap<Vec<u8>, Vec<u64>> = BTreeMap::new();
    for (bytes, index) in reader.leaves(0..size).unwrap().iter().zip(0..) {
        let leaf = Leaf::parse(bytes).unwrap();
        places
            .entry(leaf.envelope.bytes().to_vec())
            .or_default()
            .push(index);
    }
    let mut acknowledged = 0;
    for sent in sent {
        assert_eq!(sent.acknowledged.len(), sent.acts.len());
        for (number, index) in &sent.acknowledged {
            let found = places.get(sent.acts[*number].bytes());
            assert_eq!(
                found,
                Some(&vec![*index]),
                "act {number} said to be at {index}"
            );
            acknowledged += 1;
        }
    }
    assert!(acknowledged > 0);
    acknowledged
}

fn never_back(checkpoints: &[Checkpoint]) {
    assert!(checkpoints.len() > 1, "the log was published while it ran");
    for pair in checkpoints.windows(2) {
        assert!(
            pair[0].size < pair[1].size,
            "published {} after {}",
            pair[1].size,
            pair[0].size
        );
    }
}

/// The final log, by its own tiles, continues a tree that was shown to somebody.
fn consistent(reader: &dyn Reader, shown: &Checkpoint) {
    let head = reader.head().unwrap();
    let tree = tiles::Tree::new(reader, head.size);
    let proof = consistency_proof(shown.size, head.size, &tree).unwrap();
    verify_consistency(shown.size, &shown.root, head.size, &head.root, &proof).unwrap();
}
