//! What a post does with the way to a new edition of 100,000 listings: reading it, checking the log's
//! signature, applying it, computing the root. The root of the edition held is known.
//!
//! Run with `cargo run --release -p watchlist --example bench_delta`.

#![expect(clippy::unwrap_used, reason = "a bench that can't go on stops there")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::collections::BTreeMap;
use std::time::Instant;

use act::{Digest, Time};
use tlog::note::SigningKey;
use watchlist::announced::Announced;
use watchlist::edition::{Delta, Edition, Leaf};
use watchlist::entry::{Action, Category, EditionName, Subject};

const LISTINGS: u32 = 100_000;
const CHANGES: u32 = 200;
const ROUNDS: usize = 9;

fn leaf(number: u32, version: u32) -> Leaf {
    let blob = |part: &str| Digest::of(format!("{number} {version} {part}").as_bytes());
    Leaf {
        listing: format!("TSQ-2025-{number:06}-A"),
        version,
        subject: Subject::Person,
        category: Category::B,
        action: Some(Action::ReferToEntryOfficer),
        review_by: Time::from_millis(1_767_225_600_000),
        body: blob("body"),
        photos: vec![blob("photo")],
    }
}

fn edition(day: &str, leaves: impl Iterator<Item = Leaf>) -> Edition {
    let leaves: BTreeMap<String, Leaf> = leaves.map(|leaf| (leaf.listing.clone(), leaf)).collect();
    Edition {
        name: EditionName {
            day: day.to_owned(),
            urgent: 0,
        },
        number: 1,
        since: Time::from_millis(1_763_596_800_000),
        leaves,
    }
}

fn main() {
    let held = edition("2025-11-20", (0..LISTINGS).map(|n| leaf(n, 1)));
    let step = LISTINGS / CHANGES;
    let changed = (0..LISTINGS).map(|n| leaf(n, if n % step == 0 { 2 } else { 1 }));
    let next = edition("2025-11-21", changed);
    let root = held.root();
    let key = SigningKey::log("record.example/joint", &[7; 32]);
    let keys = [key.verifier_key()];
    let note = Announced {
        origin: key.name().to_owned(),
        edition: next.name.clone(),
        listings: u64::from(LISTINGS),
        root: next.root(),
        log_size: 1,
        log_root: Digest([0; 32]),
    };
    let note = note.sign(&key).to_string();
    let json = serde_json::to_vec(&next.delta(&held)).unwrap();
    let mut millis: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            let delta: Delta = serde_json::from_slice(&json).unwrap();
            let announced = Announced::open(&note, &keys).unwrap();
            announced.check(&delta.to).unwrap();
            let reached = held.apply_from(root, &delta).unwrap();
            let took = begun.elapsed().as_millis();
            assert_eq!(reached, next);
            took
        })
        .collect();
    millis.sort_unstable();
    println!(
        "{LISTINGS} listings, {CHANGES} changes, {} bytes: median {} ms, slowest of {ROUNDS} {} ms",
        json.len(),
        millis[ROUNDS / 2],
        millis[ROUNDS - 1]
    );
}
