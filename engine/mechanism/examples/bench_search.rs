//! Times looking for messages among a million, beside looking at each of them in the same run, and says
//! what the index takes.
//!
//! `cargo xtask bench hotline`. Messages are invented, in Latin and Arabic script, of words that are as
//! unequally common as those of a language.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, which stops where it can't measure"
)]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod bench;

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use act::EntryId;
use bench::Bench;
use hotline::entry::Precedence;
use hotline::search::{Awaits, Place, Query, Word, says_all};
use page::{Ask, Lang, NothingHeld, Tr, Viewer};
use serde_json::json;

const MESSAGES: u64 = 1_000_000;
/// Different words, and how many of them a message has.
const VOCABULARY: u64 = 60_000;
const WORDS: u64 = 14;
/// Questions of each kind.
const ASKED: u64 = 100;
/// Messages on a page.
const PAGE: usize = 100;

/// The same numbers on every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// The rank of a word: the n-th word is about n times rarer than the first.
    fn rank(&mut self) -> u64 {
        let unit = self.below(1 << 52) as f64 / (1u64 << 52) as f64;
        (VOCABULARY as f64).powf(unit) as u64 - 1
    }
}

/// The word of a rank: syllables, in Arabic script every other one.
fn word(rank: u64) -> String {
    const LATIN: [&str; 16] = [
        "ka", "ro", "mi", "ten", "sul", "bar", "go", "lin", "Da", "vé", "pur", "shi", "ya", "zo",
        "kha", "ne",
    ];
    const ARABIC: [&str; 16] = [
        "کا", "رو", "می", "تن", "سل", "بر", "گو", "لن", "دا", "وې", "پور", "شي", "يا", "زو", "خا",
        "نه",
    ];
    let syllables = if rank.is_multiple_of(2) {
        LATIN
    } else {
        ARABIC
    };
    // Multiplied by an odd number, so that neighbours in rank do not begin alike.
    let mut rest = (rank / 2).wrapping_mul(40_503) & 0xffff;
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(syllables[(rest & 15) as usize]);
        rest >>= 4;
    }
    word
}

fn say_all(bench: &mut Bench, dice: &mut Dice) {
    let mut before: Option<EntryId> = None;
    for number in 1..=MESSAGES {
        bench.at = bench.at.after_millis(5_000);
        let party = if number.is_multiple_of(2) { "a" } else { "b" };
        let precedence = ["priority", "routine", "immediate", "routine"][(number % 4) as usize];
        let text: Vec<String> = (0..WORDS).map(|_| word(dice.rank())).collect();
        let mut entry = json!({
            "channel": "duty", "format": "statement", "number": number, "lang": "en", "fields": {},
            "precedence": precedence,
            "text": text.join(" "),
        });
        if number.is_multiple_of(20) {
            entry["in_reply_to"] = json!(before);
        }
        let id = bench.say(&format!("{party}.duty"), "hotline.message-sent.v1", &entry);
        if number.is_multiple_of(10) {
            let other = if party == "a" { "b" } else { "a" };
            let acknowledged = json!({ "message": id, "what": "received" });
            bench.say(
                &format!("{other}.duty"),
                "hotline.message-acknowledged.v1",
                &acknowledged,
            );
        }
        if number.is_multiple_of(50) {
            let text: Vec<String> = (0..WORDS).map(|_| word(dice.rank())).collect();
            let made =
                json!({ "message": id, "lang": "ur", "text": text.join(" "), "kind": "official" });
            bench.say("m1.mediation", "hotline.translation-made.v1", &made);
        }
        before = Some(id);
    }
}

type Kind = (&'static str, fn(&mut Dice) -> Query);

/// Kinds of questions.
const KINDS: [Kind; 9] = [
    ("a rare word", |dice| {
        typed(&quoted(20_000 + dice.below(40_000)))
    }),
    ("a very common word", |dice| typed(&quoted(dice.below(5)))),
    ("two very common words", |dice| {
        typed(&format!(
            "{} {}",
            quoted(dice.below(5)),
            quoted(5 + dice.below(20))
        ))
    }),
    ("eight common words", |dice| {
        let words: Vec<String> = (0..8).map(|_| quoted(dice.below(40))).collect();
        typed(&words.join(" "))
    }),
    ("a beginning of two letters", |dice| {
        let begins = word(dice.below(2_000));
        typed(&begins.chars().take(2).collect::<String>())
    }),
    ("beginnings of one letter, eight", |dice| {
        let begin = |_| word(dice.below(2_000)).chars().take(1).collect::<String>();
        typed(&(0..8).map(begin).collect::<Vec<_>>().join(" "))
    }),
    ("a word that nobody said", |dice| {
        typed(&format!("\"xq{}\"", dice.below(1_000)))
    }),
    ("no words: sender, precedence, open", |dice| Query {
        member: Some(["a", "b"][dice.below(2) as usize].to_owned()),
        precedence: Some(Precedence::Immediate),
        awaits: Awaits::Something,
        ..Query::default()
    }),
    ("a common word, sender, open", |dice| Query {
        member: Some("a".to_owned()),
        awaits: Awaits::Something,
        ..typed(&quoted(dice.below(20)))
    }),
];

fn quoted(rank: u64) -> String {
    format!("\"{}\"", word(rank))
}

fn typed(text: &str) -> Query {
    Query {
        words: Word::typed(text),
        ..Query::default()
    }
}

fn main() {
    let mut bench = Bench::founded();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let begun = Instant::now();
    say_all(&mut bench, &mut dice);
    let took = begun.elapsed().as_secs_f64();
    let (acts, all) = (bench.world.size(), &bench.world.areas.hotline);
    println!(
        "{MESSAGES} messages in {acts} acts, read, judged and taken in {took:.1} s ({:.1} µs an act); the index takes {} bytes a message",
        took * 1e6 / acts as f64,
        all.search_bytes() as u64 / MESSAGES,
    );
    let mut every = Vec::new();
    for (name, kind) in KINDS {
        let mut times = Vec::new();
        let mut found = 0;
        let mut last = Query::default();
        for _ in 0..ASKED {
            last = kind(&mut dice);
            let begun = Instant::now();
            let answer = all.find(&last, bench.at);
            black_box(answer.page(Place::Latest, PAGE));
            found += answer.count();
            times.push(begun.elapsed());
        }
        let (scanned, scan) = scan(&bench, &last);
        assert_eq!(scanned, all.find(&last, bench.at).count(), "{name}");
        every.extend(&times);
        let (middle, worst) = percentiles(times);
        println!(
            "{name}: p50 {middle:.2} ms, p99 {worst:.2} ms, {} found on average; looking at each {scan:.0} ms, {:.0} times as long",
            found / ASKED,
            scan / middle,
        );
    }
    let (middle, worst) = percentiles(every);
    println!("all of them together: p50 {middle:.2} ms, p99 {worst:.2} ms [below 50 ms]");
    pages(&bench, &mut dice);
}

/// How many messages are looked for, by looking at each, and the milliseconds that takes.
fn scan(bench: &Bench, query: &Query) -> (u64, f64) {
    let begun = Instant::now();
    let found = bench.world.areas.hotline.messages().filter(|(_, message)| {
        let sent = &message.sent;
        let mut texts = message
            .translations
            .iter()
            .map(|one| one.made.entry.text.as_str());
        query
            .member
            .as_ref()
            .is_none_or(|member| *member == message.mark.member)
            && query.precedence.is_none_or(|one| one == sent.precedence)
            && (query.awaits == Awaits::Any || message.open(bench.at))
            && (says_all(&query.words, sent.says())
                || texts.any(|text| says_all(&query.words, std::iter::once(text))))
    });
    (found.count() as u64, begun.elapsed().as_secs_f64() * 1e3)
}

/// The whole page `/hotline`, as an officer is shown it.
fn pages(bench: &Bench, dice: &mut Dice) {
    let catalogue = mechanism::catalogue();
    let viewer = Viewer {
        key: bench.cast.key("a", "duty").public(),
        member: "a",
        offices: &["duty".to_owned()],
        label: "Duty officer",
        key_expires: bench.at,
    };
    let mut times = Vec::new();
    for number in 0..ASKED {
        let words = match number % 3 {
            0 => quoted(dice.below(5)),
            1 => word(dice.below(2_000)).chars().take(2).collect(),
            _ => quoted(20_000 + dice.below(40_000)),
        };
        let ask = Ask {
            tr: Tr::new(Lang::En, &catalogue),
            as_of: bench.at,
            viewer: Some(viewer),
            witnessed: None,
            query: &BTreeMap::from([("words".to_owned(), words)]),
            held: &NothingHeld,
        };
        let areas = &bench.world.areas;
        let begun = Instant::now();
        black_box(hotline::page::show(&areas.hotline, &areas.roll, &ask, &[]).is_ok());
        times.push(begun.elapsed());
    }
    let (middle, worst) = percentiles(times);
    println!("the page with {PAGE} results: p50 {middle:.2} ms, p99 {worst:.2} ms");
}

/// Milliseconds at the middle and at 99 of 100.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    (at(50), at(99))
}
