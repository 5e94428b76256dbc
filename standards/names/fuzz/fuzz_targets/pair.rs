//! No two texts panic, they compare the same both ways, and reading is settled: a skeleton has letters
//! of its alphabet only.
#![no_main]

use libfuzzer_sys::fuzz_target;
use names::{Band, pair, skeleton};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (one, other) = text.split_once('\n').unwrap_or((&text, &text));
    let there = pair(one, other);
    let back = pair(other, one);
    assert_eq!((there.score, there.band), (back.score, back.band));
    assert!(there.score <= 1000);
    assert_eq!(there.band, Band::of(there.score));
    for line in there.differs.iter().chain(&there.agrees) {
        assert!(!line.read.is_empty() || !line.listed.is_empty(), "{line:?}");
    }
    for text in [one, other] {
        let letters = skeleton(text);
        assert!(
            letters.chars().all(|c| " BTSJKRLMN".contains(c)),
            "{letters}"
        );
    }
});
