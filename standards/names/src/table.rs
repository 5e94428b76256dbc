//! The tables, read once: letters, spellings, sounds, and words with a part to play.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::clean;
use crate::sound::Sound;

/// Every table.
pub(crate) struct Tables {
    /// Arabic letters by letter.
    pub(crate) letters: BTreeMap<char, Option<Sound>>,
    /// Forms of one Arabic letter.
    pub(crate) folds: BTreeMap<char, char>,
    /// Latin spellings, longest first.
    pub(crate) spellings: Vec<(&'static str, Vec<Sound>)>,
    /// Costs of taking one sound for another.
    pub(crate) costs: Vec<u8>,
    pub(crate) titles: BTreeSet<String>,
    pub(crate) links: BTreeSet<String>,
    pub(crate) articles: BTreeSet<String>,
    pub(crate) kunya: BTreeSet<String>,
    pub(crate) servants: BTreeSet<String>,
    /// Second halves of names, and how they are spelled alike.
    pub(crate) endings: BTreeMap<String, String>,
    /// The sounds' keys of common names.
    pub(crate) common: OnceLock<BTreeSet<u64>>,
}

/// The tables.
pub(crate) fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(Tables::read)
}

/// The rows of a table: words, without remarks.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split_whitespace().collect())
}

/// The words of a table, cleaned as names are.
fn words(text: &'static str, folds: &BTreeMap<char, char>) -> BTreeSet<String> {
    rows(text)
        .flatten()
        .map(|word| {
            word.chars()
                .map(|c| *folds.get(&c).unwrap_or(&c))
                .collect::<String>()
        })
        .map(|word| clean::bare(&word))
        .collect()
}

/// Common names, one a word.
pub(crate) fn common_names() -> impl Iterator<Item = &'static str> {
    rows(include_str!("../tables/common.txt")).flatten()
}

impl Tables {
    fn read() -> Tables {
        let sound = |name: &str| Sound::named(name);
        let first = |word: &str| word.chars().next();
        let letters = rows(include_str!("../tables/arabic-letters.txt"))
            .filter_map(|row| Some((first(row.first()?)?, sound(row.get(1)?))))
            .collect();
        let folds: BTreeMap<char, char> = rows(include_str!("../tables/arabic-folds.txt"))
            .filter_map(|row| Some((first(row.first()?)?, first(row.get(1)?)?)))
            .collect();
        let mut spellings: Vec<(&str, Vec<Sound>)> =
            rows(include_str!("../tables/latin-spellings.txt"))
                .filter_map(|row| {
                    let (spelling, sounds) = row.split_first()?;
                    Some((
                        *spelling,
                        sounds.iter().filter_map(|name| sound(name)).collect(),
                    ))
                })
                .collect();
        spellings.sort_by_key(|(spelling, _)| std::cmp::Reverse(spelling.len()));
        let mut costs = vec![100; Sound::COUNT * Sound::COUNT];
        // A vowel is never taken for a consonant: leaving both out costs less.
        for (one, other) in Sound::pairs() {
            if one.is_vowel() != other.is_vowel() && one.weight().max(other.weight()) > 60 {
                costs[one.place() * Sound::COUNT + other.place()] = 130;
            }
        }
        for one in 0..Sound::COUNT {
            costs[one * Sound::COUNT + one] = 0;
        }
        for row in rows(include_str!("../tables/sounds.txt")) {
            let [one, other, cost] = row.as_slice() else {
                continue;
            };
            let (Some(one), Some(other)) = (sound(one), sound(other)) else {
                continue;
            };
            let cost = cost.parse().unwrap_or(100);
            costs[one.place() * Sound::COUNT + other.place()] = cost;
            costs[other.place() * Sound::COUNT + one.place()] = cost;
        }
        let endings = rows(include_str!("../tables/endings.txt"))
            .filter_map(|row| Some(((*row.first()?).to_owned(), (*row.get(1)?).to_owned())))
            .collect();
        Tables {
            endings,
            titles: words(include_str!("../tables/titles.txt"), &folds),
            links: words(include_str!("../tables/links.txt"), &folds),
            articles: words(include_str!("../tables/articles.txt"), &folds),
            kunya: words(include_str!("../tables/kunya.txt"), &folds),
            servants: words(include_str!("../tables/servants.txt"), &folds),
            letters,
            folds,
            spellings,
            costs,
            common: OnceLock::new(),
        }
    }
}
