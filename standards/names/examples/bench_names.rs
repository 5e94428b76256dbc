//! How fast names are screened, beside how much is lost against comparing everything with everything.
//!
//! `cargo run --release -p names --example bench_names`: lists of invented names, queries that are
//! variants of listed ones (a letter wrong, another order, blanks gone, another script) and names of
//! nobody; for each list the load, queries in a second on one core, the slowest in a hundred, and
//! how many of the exhaustive answers were kept.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads a clock and prints"
)]

use std::time::Instant;

use names::{Index, Name, Person, Quality, Query};

/// A small generator of numbers that is the same everywhere (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// Below `most`; the lower, the more often, as names are.
    fn skewed(&mut self, most: usize) -> usize {
        let unit = self.next() % 1_000_000;
        (unit * unit / 1_000_000 * most as u64 / 1_000_000) as usize
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most as u64) as usize
    }
}

const SYLLABLES: [(&str, &str); 32] = [
    ("za", "زا"),
    ("ri", "ری"),
    ("mu", "مو"),
    ("ta", "تا"),
    ("shi", "شی"),
    ("kha", "خا"),
    ("gu", "گو"),
    ("ba", "با"),
    ("no", "نو"),
    ("do", "دو"),
    ("wa", "وا"),
    ("sa", "سا"),
    ("li", "لی"),
    ("pa", "پا"),
    ("ghe", "غی"),
    ("fa", "فا"),
    ("ja", "جا"),
    ("qa", "قا"),
    ("ru", "رو"),
    ("mi", "می"),
    ("ka", "کا"),
    ("zu", "زو"),
    ("ha", "ها"),
    ("ni", "نی"),
    ("cha", "چا"),
    ("la", "لا"),
    ("bo", "بو"),
    ("si", "سی"),
    ("ma", "ما"),
    ("to", "تو"),
    ("gi", "گی"),
    ("da", "دا"),
];

/// Invented words, in both scripts.
fn words(count: usize, chance: &mut Chance) -> Vec<(String, String)> {
    (0..count)
        .map(|_| {
            let parts = 2 + chance.below(3);
            let chosen: Vec<_> = (0..parts).map(|_| SYLLABLES[chance.below(32)]).collect();
            (
                chosen.iter().map(|(latin, _)| *latin).collect(),
                chosen.iter().map(|(_, arabic)| *arabic).collect(),
            )
        })
        .collect()
}

/// A query made from a listed name.
fn variant(name: &[usize], words: &[(String, String)], chance: &mut Chance) -> String {
    let latin: Vec<&str> = name.iter().map(|word| words[*word].0.as_str()).collect();
    match chance.below(5) {
        0 => {
            let mut text = latin.join(" ");
            let at = 1 + chance.below(text.len() - 1);
            text.remove(at);
            text
        }
        1 => latin.iter().rev().copied().collect::<Vec<_>>().join(" "),
        2 => latin.concat(),
        3 => name
            .iter()
            .map(|word| words[*word].1.as_str())
            .collect::<Vec<_>>()
            .join(" "),
        _ => latin.join("<"),
    }
}

fn main() {
    let sizes: Vec<usize> = match std::env::args().nth(1) {
        Some(size) => size.parse().into_iter().collect(),
        None => vec![10_000, 100_000, 1_000_000],
    };
    for size in sizes {
        measure(size);
    }
}

fn measure(size: usize) {
    let mut chance = Chance(size as u64);
    let words = words(size / 8 + 500, &mut chance);
    let names: Vec<Vec<usize>> = (0..size)
        .map(|_| {
            (0..2 + chance.below(3))
                .map(|_| chance.skewed(words.len()))
                .collect()
        })
        .collect();
    let persons: Vec<Person> = names
        .iter()
        .map(|name| Person {
            names: vec![Name {
                text: name
                    .iter()
                    .map(|word| words[*word].0.as_str())
                    .collect::<Vec<_>>()
                    .join(" "),
                quality: Quality::Primary,
            }],
            ..Person::default()
        })
        .collect();
    let begun = Instant::now();
    let index = Index::new(&persons);
    let loaded = begun.elapsed();
    let asked: Vec<(usize, Query)> = (0..5_000)
        .map(|_| {
            let listed = chance.below(size);
            let query = Query {
                names: vec![variant(&names[listed], &words, &mut chance)],
                ..Query::default()
            };
            (listed, query)
        })
        .collect();
    let mut screener = index.screener();
    let mut times: Vec<u128> = Vec::with_capacity(asked.len());
    let mut found = 0;
    let begun = Instant::now();
    for (listed, query) in &asked {
        let one = Instant::now();
        let candidates = screener.screen(query, 5);
        times.push(one.elapsed().as_nanos());
        found += usize::from(candidates.iter().any(|c| c.person as usize == *listed));
    }
    let whole = begun.elapsed();
    times.sort_unstable();
    let sample = if size > 200_000 { 20 } else { 200 };
    let mut kept = 0;
    for (_, query) in &asked[..sample] {
        let best = index.exhaustive(query, 1).first().map(|one| one.score);
        let fast = screener.screen(query, 1).first().map(|one| one.score);
        kept += usize::from(best == fast);
    }
    println!(
        "{size:>9} names: loaded in {:.2} s, {} bytes a name; {:.0} queries/s on one core, p50 {:.3} ms, p99 {:.3} ms; \
         listed one among the first five {:.2} %; best of exhaustive kept {kept}/{sample}",
        loaded.as_secs_f64(),
        index.bytes() / size.max(1),
        asked.len() as f64 / whole.as_secs_f64(),
        times[times.len() / 2] as f64 / 1e6,
        times[times.len() * 99 / 100] as f64 / 1e6,
        found as f64 * 100.0 / asked.len() as f64,
    );
}
