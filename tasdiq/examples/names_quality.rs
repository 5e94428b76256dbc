//! How well names are matched: recall on a published list, and how often uninvolved people alert.
//!
//! `cargo xtask bench names` runs it on the shared data, which stays where it is; nothing of it is printed.
//! Persons are split by the digest of their reference: rules were fitted on one half only. Pairs of names
//! are labelled by the list: two names of one record, or a name and those of other records that share the
//! most words with it by their sounds.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for the terminal, which reads files and stops where it can't measure"
)]

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use lists::{Quality, Record};
use names::{Index, Person, Query};
use sha2::{Digest as _, Sha256};
use tasdiq::{listed, listfile};

const POSSIBLE: u16 = 780;

/// A name to ask for, the person meant, and its half.
struct Asked {
    name: String,
    meant: usize,
    fitted: bool,
}

fn main() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/watchlist");
    let folder = PathBuf::from(folder);
    if !folder.exists() {
        println!("skipped: no shared data");
        return;
    }
    let list = folder.join("un_sc_consolidated_2026-02-27.partA.xml");
    let loaded = listfile::read(&list, None, None).unwrap();
    let records: Vec<Record> = loaded
        .report
        .records
        .into_iter()
        .filter(|one| listed::person(one).is_some())
        .collect();
    let latin: Vec<Person> = records.iter().map(|one| person(one, |_| true)).collect();
    let index = Index::new(&latin);
    println!("{} persons, names in Latin script only", latin.len());
    alerts(&index, &folder, &records);
    recall("original script", &index, &original(&records));
    recall(
        "a letter wrong, another order, a blank lost",
        &index,
        &variants(&records),
    );
    let (held, asked) = aliases(&records);
    recall("an alias that is not listed", &Index::new(&held), &asked);
    romanizations(&folder);
    for half in [true, false] {
        pairs(&records, half);
    }
}

/// The person of a record with the Latin names that are kept.
fn person(record: &Record, keep: impl Fn(&str) -> bool) -> Person {
    let mut person = listed::person(record).unwrap();
    person
        .names
        .retain(|name| is_latin(&name.text) && keep(&name.text));
    person.fathers.clear();
    person
}

fn is_latin(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c >= '\u{250}' && c.is_alphabetic() && !matches!(c, '\u{2b0}'..='\u{2ff}'))
}

fn is_arabic(text: &str) -> bool {
    text.chars().any(|c| ('\u{600}'..'\u{700}').contains(&c))
}

fn fitted(reference: &str) -> bool {
    Sha256::digest(reference)[0].is_multiple_of(2)
}

fn asked(records: &[Record], names: impl Fn(&Record) -> Vec<String>) -> Vec<Asked> {
    let of = |(meant, record): (usize, &Record)| {
        let fitted = fitted(&record.reference);
        names(record)
            .into_iter()
            .map(move |name| Asked {
                name,
                meant,
                fitted,
            })
            .collect::<Vec<_>>()
    };
    records.iter().enumerate().flat_map(of).collect()
}

fn original(records: &[Record]) -> Vec<Asked> {
    asked(records, |record| {
        let names = record
            .names
            .iter()
            .filter(|name| name.quality == Quality::Primary);
        names
            .filter(|name| is_arabic(&name.text))
            .map(|name| name.text.clone())
            .collect()
    })
}

/// Each once: the place is given by the name itself, so that every run asks the same.
fn variants(records: &[Record]) -> Vec<Asked> {
    asked(records, |record| {
        let Some(name) = record.names.iter().find(|name| is_latin(&name.text)) else {
            return Vec::new();
        };
        let words: Vec<&str> = name.text.split_whitespace().collect();
        let digest = Sha256::digest(&name.text);
        let letters: Vec<char> = name.text.chars().collect();
        if words.len() < 2 || letters.len() < 8 {
            return Vec::new();
        }
        let mut wrong = letters.clone();
        let at = 1 + usize::from(digest[1]) % (letters.len() - 2);
        match digest[2] % 4 {
            0 => drop(wrong.remove(at)),
            1 => wrong.insert(at, 'n'),
            2 => wrong.swap(at, at + 1),
            _ => wrong[at] = 'r',
        }
        let mut turned = words.clone();
        turned.rotate_left(1);
        let blank = usize::from(digest[3]) % (words.len() - 1);
        let both = words[blank..blank + 2].concat();
        let joined = [&words[..blank], &[both.as_str()], &words[blank + 2..]].concat();
        vec![
            wrong.into_iter().collect(),
            turned.join(" "),
            joined.join(" "),
        ]
    })
}

/// One good alias of each person is taken off the list and asked for.
fn aliases(records: &[Record]) -> (Vec<Person>, Vec<Asked>) {
    let mut held = Vec::new();
    let mut all = Vec::new();
    for (meant, record) in records.iter().enumerate() {
        let good: Vec<&str> = record
            .names
            .iter()
            .filter(|name| name.quality == Quality::Good && is_latin(&name.text))
            .map(|name| name.text.as_str())
            .collect();
        let chosen = usize::from(Sha256::digest(&record.reference)[4]) % good.len().max(1);
        let chosen = good.get(chosen).copied();
        held.push(person(record, |text| Some(text) != chosen));
        all.extend(chosen.map(|name| Asked {
            name: name.to_owned(),
            meant,
            fitted: fitted(&record.reference),
        }));
    }
    (held, all)
}

fn query(name: &str) -> Query {
    Query {
        names: vec![name.to_owned()],
        ..Query::default()
    }
}

fn recall(what: &str, index: &Index, asked: &[Asked]) {
    let mut screener = index.screener();
    for fitted in [true, false] {
        let (mut all, mut first, mut alerted) = (0u32, 0u32, 0u32);
        for one in asked.iter().filter(|one| one.fitted == fitted) {
            let found = screener.screen(&query(&one.name), 5);
            let place = found.iter().position(|c| c.person as usize == one.meant);
            all += 1;
            first += u32::from(place == Some(0));
            alerted += u32::from(place.is_some_and(|place| found[place].score >= POSSIBLE));
        }
        let half = if fitted { "fitted on" } else { "not seen " };
        let share = |n: u32| f64::from(n) / f64::from(all.max(1));
        println!(
            "{what}, half {half}: {all} asked, recall@1 {:.3}, alerted {:.3}",
            share(first),
            share(alerted)
        );
    }
}

/// The trade-off: how many of a pool of uninvolved names alert at each threshold.
fn alerts(index: &Index, folder: &Path, records: &[Record]) {
    let read = |file: &str| std::fs::read_to_string(folder.join(file)).unwrap();
    let people = read("synthetic_people_20k.csv");
    let global: Vec<String> = people
        .lines()
        .skip(1)
        .step_by(5)
        .map(|line| line.split(',').next().unwrap_or_default().to_owned())
        .collect();
    let tokens = read("ar_latn_tokens_google_train.tsv");
    let pairs: Vec<(&str, &str)> = tokens
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let woven = |words: &[&str], place: fn(usize) -> usize| -> Vec<String> {
        let name = |n: usize| -> Vec<&str> {
            let places = (0..2 + n % 2).map(|k| place(n * 3 + k));
            places.map(|place| words[place % words.len()]).collect()
        };
        (0..3_000).map(|n| name(n).join(" ")).collect()
    };
    let strided = |n: usize| n * 7_919 + n / 3 * 104_729;
    // In a short list of words a stride meets the same neighbours again, as names do.
    let scattered = |n: usize| {
        let digest = Sha256::digest(n.to_string());
        usize::from(digest[0]) << 16 | usize::from(digest[1]) << 8 | usize::from(digest[2])
    };
    let arabic: Vec<&str> = pairs.iter().map(|pair| pair.0).collect();
    let latin: Vec<&str> = pairs.iter().map(|pair| pair.1).collect();
    // The unkindest pools: other persons called by words of the list itself.
    let own = |script: fn(&str) -> bool| -> Vec<&str> {
        let names = records.iter().flat_map(|record| &record.names);
        let names = names.filter(|name| name.quality == Quality::Primary && script(&name.text));
        let words = names.flat_map(|name| name.text.split_whitespace());
        words.filter(|word| word.chars().count() > 2).collect()
    };
    let mut screener = index.screener();
    for (pool, names) in [
        ("people anywhere", global),
        ("Arabic script", woven(&arabic, strided)),
        ("Latin, same region", woven(&latin, strided)),
        (
            "the list's own words, Arabic script",
            woven(&own(is_arabic), scattered),
        ),
        (
            "the list's own words, Latin",
            woven(&own(is_latin), scattered),
        ),
    ] {
        let best = names.iter().map(|name| {
            screener
                .screen(&query(name), 1)
                .first()
                .map_or(0, |c| c.score)
        });
        let scores: Vec<u16> = best.collect();
        let at = |threshold: u16| {
            let over = scores.iter().filter(|score| **score >= threshold).count();
            format!(
                "{:.2} % at {threshold}",
                over as f64 * 100.0 / scores.len() as f64
            )
        };
        let curve: Vec<String> = [700, 740, 780, 820, 860, 900].map(at).to_vec();
        println!(
            "uninvolved, {pool} ({}): {}",
            scores.len(),
            curve.join(", ")
        );
    }
}

/// Arabic-Latin pairs of single words that share a skeleton.
fn romanizations(folder: &Path) {
    let text = std::fs::read_to_string(folder.join("ar_latn_tokens_google_train.tsv")).unwrap();
    let pairs = text
        .lines()
        .skip(1)
        .step_by(7)
        .filter_map(|line| line.split_once('\t'));
    let (mut all, mut same) = (0u32, 0u32);
    for (arabic, latin) in pairs {
        all += 1;
        same += u32::from(names::skeleton(arabic) == names::skeleton(latin));
    }
    println!(
        "Arabic-Latin words, {all}: {:.3} on one skeleton",
        f64::from(same) / f64::from(all)
    );
}

/// Names of other records that each name is compared with.
const OTHERS: usize = 3;

/// A name, the record it is of, and the sounds of its words.
struct Known<'r> {
    record: usize,
    text: &'r str,
    words: BTreeSet<String>,
}

impl Known<'_> {
    fn shared(&self, other: &Known<'_>) -> usize {
        self.words.intersection(&other.words).count()
    }
}

/// How well two names alone are told to be one person's or not, at the threshold that ships.
fn pairs(records: &[Record], half: bool) {
    let mut names: Vec<Known<'_>> = Vec::new();
    let of_half = records.iter().filter(|one| fitted(&one.reference) == half);
    for (record, one) in of_half.enumerate() {
        let good = one.names.iter().filter(|name| name.quality != Quality::Low);
        names.extend(good.map(|name| {
            Known {
                record,
                text: &name.text,
                words: names::skeleton(&name.text)
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
            }
        }));
    }
    let alerts =
        |one: &Known<'_>, other: &Known<'_>| names::pair(one.text, other.text).score >= POSSIBLE;
    // Of one person: all, and those that share a word; how many of each alert.
    let (mut all, mut near, mut told, mut told_near) = (0u32, 0u32, 0u32, 0u32);
    let (mut others, mut mistaken) = (0u32, 0u32);
    for (at, one) in names.iter().enumerate() {
        for other in names[at + 1..]
            .iter()
            .take_while(|other| other.record == one.record)
        {
            let (shares, alert) = (one.shared(other) > 0, alerts(one, other));
            all += 1;
            near += u32::from(shares);
            told += u32::from(alert);
            told_near += u32::from(alert && shares);
        }
        let strangers = names.iter().filter(|other| other.record != one.record);
        let mut closest: Vec<(usize, &Known<'_>)> = strangers
            .map(|other| (one.shared(other), other))
            .filter(|(shared, _)| *shared > 0)
            .map(|(shared, other)| {
                let either = one.words.len() + other.words.len() - shared;
                (shared * 1000 / either.max(1), other)
            })
            .collect();
        closest.sort_by_key(|(part, other)| (Reverse(*part), other.text));
        for (_, other) in closest.iter().take(OTHERS) {
            others += 1;
            mistaken += u32::from(alerts(one, other));
        }
    }
    let half = if half { "fitted on" } else { "not seen " };
    for (what, all, told) in [("that share a word", near, told_near), ("all", all, told)] {
        let precision = f64::from(told) / f64::from((told + mistaken).max(1));
        let recall = f64::from(told) / f64::from(all.max(1));
        println!(
            "pairs of one person's names, {what}, half {half}: {all} and {others} of others, \
             precision {precision:.3}, recall {recall:.3}, F1 {:.3}",
            2.0 * precision * recall / (precision + recall).max(0.001)
        );
    }
}
