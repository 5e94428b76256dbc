//! Times an edition of 100,000 listings, beside hashing its leaves once; and a day's delta applied and
//! verified as a post does.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, which stops where it can't measure"
)]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod bench;

use std::hint::black_box;
use std::time::Instant;

use act::Digest;
use bench::Bench;
use serde_json::json;
use watchlist::code;
use watchlist::edition::Lives;

const LISTINGS: u64 = 100_000;
const CHANGED: u64 = 500;
const ROUNDS: u32 = 5;
const DAY: i64 = 86_400_000;

fn main() {
    let mut bench = Bench::founded();
    let begun = Instant::now();
    for number in 0..LISTINGS {
        list(&mut bench, number);
    }
    println!(
        "{LISTINGS} listings said, {} acts taken in {:.1} s",
        bench.world.size(),
        begun.elapsed().as_secs_f64()
    );
    let first_day = bench.at.after_millis(DAY);
    bench.at = first_day;
    for number in 0..CHANGED {
        let ended =
            json!({ "listing": code::number("TSQ", 2025, number * 7 + 1), "because": "achieved" });
        let owner = if number * 7 % 2 == 0 {
            "a.watchlist"
        } else {
            "b.watchlist"
        };
        bench.say(owner, "watchlist.listing-delisted.v1", &ended);
    }
    let next_day = first_day.after_millis(DAY);
    let before = Lives::of(&bench.world.areas.watchlist, bench.at.after_millis(-1))
        .latest()
        .unwrap();
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        let edition = Lives::of(&bench.world.areas.watchlist, next_day)
            .latest()
            .unwrap();
        black_box(edition.root());
    }
    let built = begun.elapsed() / ROUNDS;
    let edition = Lives::of(&bench.world.areas.watchlist, next_day)
        .latest()
        .unwrap();
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        for leaf in edition.leaves.values() {
            black_box(leaf.hash());
        }
    }
    let hashed = begun.elapsed() / ROUNDS;
    let delta = edition.delta(&before);
    let begun = Instant::now();
    for _ in 0..ROUNDS {
        assert_eq!(
            black_box(before.apply(&delta)).unwrap().leaves.len(),
            edition.leaves.len()
        );
    }
    let applied = begun.elapsed() / ROUNDS;
    println!(
        "an edition of {} listings built with its root: {:.3} s, {:.1} x hashing its leaves once ({:.3} s)",
        edition.leaves.len(),
        built.as_secs_f64(),
        built.as_secs_f64() / hashed.as_secs_f64(),
        hashed.as_secs_f64(),
    );
    println!(
        "a delta of {} changes, {} bytes, applied and verified: {:.3} s, {:.1} x hashing the leaves once",
        delta.changes.len(),
        serde_json::to_string(&delta).unwrap().len(),
        applied.as_secs_f64(),
        applied.as_secs_f64() / hashed.as_secs_f64(),
    );
}

/// Proposed by one party, checked, seconded by the other.
fn list(bench: &mut Bench, number: u64) {
    let (owner, other) = match number.is_multiple_of(2) {
        true => ("a.watchlist", "b.watchlist"),
        false => ("b.watchlist", "a.watchlist"),
    };
    let body = Digest::of(format!("body {number}").as_bytes());
    bench.say(owner, "watchlist.listing-proposed.v1", &json!({ "urgent": false, "particulars": {
        "subject": "person", "category": "b", "action": "refer-to-entry-officer",
        "basis": [{ "instrument": "Act", "article": "1", "authority": "Court", "decided": "2025-10-01T00:00:00.000Z" }],
        "identity": { "names": 1, "father": true, "birth": "year", "place": false, "documents": 0, "photos": 0 },
        "minor": false, "review_by": "2026-06-01T00:00:00.000Z",
        "body": { "blob": body, "bytes": 2048, "sealed_to": ["a", "b", "m1", "m2"] }, "photos": [],
    } }));
    let listing = code::number("TSQ", 2025, number + 1);
    let checked = json!({ "listing": listing, "version": 1, "outcome": "circulate", "refugee": "clear", "urgent": false });
    bench.say("m1.mediation", "watchlist.listing-checked.v1", &checked);
    bench.say(
        other,
        "watchlist.listing-seconded.v1",
        &json!({ "listing": listing, "version": 1 }),
    );
}
