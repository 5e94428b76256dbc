//! How fast names are screened, beside how much is lost against comparing everything with everything.
//!
//! `cargo run --release -p names --example bench_names [names] [compared]`: lists of invented names, queries
//! that are variants of listed ones (a letter wrong, another order, blanks gone, another script), and
//! names of nobody, woven of the list's words; for each list the load, queries in a second on one core
//! and on two, the slowest in a hundred, and how many of so many exhaustive answers were kept.
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
    let mut given = std::env::args().skip(1).map(|one| one.parse::<usize>());
    let sizes = match given.next() {
        Some(size) => size.into_iter().collect(),
        None => vec![10_000, 100_000, 1_000_000],
    };
    let sample = given.next().and_then(Result::ok);
    for size in sizes {
        measure(size, sample.unwrap_or(20_000_000 / size.max(100_000)));
    }
}

/// Queries of each kind.
const ASKED: usize = 10_000;

fn measure(size: usize, sample: usize) {
    let mut chance = Chance(size as u64);
    let words = words(size / 8 + 500, &mut chance);
    let woven = |chance: &mut Chance| -> Vec<usize> {
        let count = 2 + chance.below(3);
        (0..count).map(|_| chance.skewed(words.len())).collect()
    };
    let latin = |name: &[usize]| -> String {
        let each: Vec<&str> = name.iter().map(|word| words[*word].0.as_str()).collect();
        each.join(" ")
    };
    let names: Vec<Vec<usize>> = (0..size).map(|_| woven(&mut chance)).collect();
    let persons = names.iter().map(|name| Person {
        names: vec![Name {
            text: latin(name),
            quality: Quality::Primary,
        }],
        ..Person::default()
    });
    let persons: Vec<Person> = persons.collect();
    let begun = Instant::now();
    let index = Index::new(&persons);
    println!(
        "{size} names: loaded in {:.2} s, {} bytes a name",
        begun.elapsed().as_secs_f64(),
        index.bytes() / size.max(1)
    );
    let query = |name: String| Query {
        names: vec![name],
        ..Query::default()
    };
    let variants = (0..ASKED).map(|_| {
        let listed = chance.below(size);
        let name = variant(&names[listed], &words, &mut chance);
        (Some(listed), query(name))
    });
    let variants: Vec<_> = variants.collect();
    let nobody: Vec<_> = (0..ASKED)
        .map(|_| (None, query(latin(&woven(&mut chance)))))
        .collect();
    for (what, asked) in [
        ("variants of listed names", variants),
        ("names of nobody", nobody),
    ] {
        println!("  {what}: {}", timed(&index, &asked));
        println!("    {}", kept(&index, &asked[..sample.min(asked.len())]));
    }
}

/// Asks all, on one core and on two.
fn timed(index: &Index, asked: &[(Option<usize>, Query)]) -> String {
    let mut screener = index.screener();
    let mut times: Vec<u128> = Vec::with_capacity(asked.len());
    let mut found = 0;
    let begun = Instant::now();
    for (listed, query) in asked {
        let one = Instant::now();
        let candidates = screener.screen(query, 5);
        times.push(one.elapsed().as_nanos());
        let meant = |person: u32| Some(person as usize) == *listed;
        found += usize::from(candidates.iter().any(|one| meant(one.person)));
    }
    let whole = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for half in asked.chunks(asked.len().div_ceil(2)) {
            scope.spawn(move || {
                let mut screener = index.screener();
                for (_, query) in half {
                    std::hint::black_box(screener.screen(query, 5));
                }
            });
        }
    });
    let both = begun.elapsed().as_secs_f64();
    format!(
        "{:.0} queries/s on one core, {:.0} on two, p50 {:.3} ms, p99 {:.3} ms, most {:.3} ms; \
         listed one among the first five {:.2} %",
        asked.len() as f64 / whole,
        asked.len() as f64 / both,
        times[times.len() / 2] as f64 / 1e6,
        times[times.len() * 99 / 100] as f64 / 1e6,
        times.last().copied().unwrap_or(0) as f64 / 1e6,
        found as f64 * 100.0 / asked.len() as f64,
    )
}

/// How often the best answer is that of comparing everything with everything.
fn kept(index: &Index, asked: &[(Option<usize>, Query)]) -> String {
    let mut screener = index.screener();
    let (mut kept, mut alerts, mut alerts_kept) = (0, 0, 0);
    for (_, query) in asked {
        let best = index.exhaustive(query, 1).first().map(|one| one.score);
        let fast = screener.screen(query, 1).first().map(|one| one.score);
        kept += usize::from(best == fast);
        if best.is_some_and(|best| best >= 780) {
            alerts += 1;
            alerts_kept += usize::from(best == fast);
        }
    }
    format!(
        "best of exhaustive kept {kept} of {}, of those that alert {alerts_kept} of {alerts}",
        asked.len()
    )
}
