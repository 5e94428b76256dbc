//! The tables, read once: letters, spellings, sounds, and words with a part to play.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::clean;
use crate::letters::digest;
use crate::sound::Sound;

/// Every table.
pub(crate) struct Tables {
    /// Arabic letters by letter.
    pub(crate) letters: BTreeMap<char, Option<Sound>>,
    /// Forms of one Arabic letter.
    pub(crate) folds: BTreeMap<char, char>,
    /// Latin spellings by their first letter, longest first.
    spellings: Vec<Vec<Spelling>>,
    /// Costs of taking one sound for another.
    pub(crate) costs: Vec<u8>,
    /// Words with parts to play.
    roles: BTreeMap<String, u8>,
    /// A bit for the digest of each of them: most words of names are none of them.
    some_role: [u64; 64],
    /// Second halves of names, and how they are spelled alike.
    pub(crate) endings: BTreeMap<String, String>,
    /// The sounds' keys of common names.
    pub(crate) common: OnceLock<BTreeSet<u64>>,
}

/// A Latin spelling.
#[derive(Clone)]
struct Spelling {
    /// Its letters, and which bytes they take.
    letters: u64,
    mask: u64,
    length: usize,
    sounds: Vec<Sound>,
}

/// The first letters of a word.
fn first_letters(word: &str) -> u64 {
    let bytes = word.bytes().take(8).enumerate();
    bytes.fold(0, |all, (at, byte)| all | u64::from(byte) << (8 * at))
}

/// A part that a word may play. A word may play several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Title = 1,
    /// A link of descent.
    Link = 2,
    Article = 4,
    /// It begins a kunya.
    Kunya = 8,
    /// It begins "servant of".
    Servant = 16,
    /// It is the second half of a name.
    Ending = 32,
}

/// The parts that a word may play.
#[derive(Clone, Copy, Default)]
pub(crate) struct Roles(u8);

impl Roles {
    pub(crate) const fn has(self, role: Role) -> bool {
        self.0 & role as u8 != 0
    }
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
        let mut spellings = vec![Vec::new(); 26];
        for row in rows(include_str!("../tables/latin-spellings.txt")) {
            let Some((spelling, sounds)) = row.split_first() else {
                continue;
            };
            let sounds: Vec<Sound> = sounds.iter().filter_map(|name| sound(name)).collect();
            let letter = spelling
                .bytes()
                .next()
                .and_then(|first| first.checked_sub(b'a'));
            if let Some(of_letter) = letter.and_then(|at| spellings.get_mut(usize::from(at))) {
                let letters = first_letters(spelling);
                of_letter.push(Spelling {
                    letters,
                    mask: u64::MAX >> (64 - 8 * spelling.len().clamp(1, 8)),
                    length: spelling.len(),
                    sounds,
                });
            }
        }
        for of_letter in &mut spellings {
            of_letter.sort_by_key(|spelling| std::cmp::Reverse(spelling.length));
        }
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
        let endings: BTreeMap<String, String> = rows(include_str!("../tables/endings.txt"))
            .filter_map(|row| Some(((*row.first()?).to_owned(), (*row.get(1)?).to_owned())))
            .collect();
        let mut roles: BTreeMap<String, u8> = BTreeMap::new();
        let mut some_role = [0; 64];
        for (role, words) in [
            (
                Role::Title,
                words(include_str!("../tables/titles.txt"), &folds),
            ),
            (
                Role::Link,
                words(include_str!("../tables/links.txt"), &folds),
            ),
            (
                Role::Article,
                words(include_str!("../tables/articles.txt"), &folds),
            ),
            (
                Role::Kunya,
                words(include_str!("../tables/kunya.txt"), &folds),
            ),
            (
                Role::Servant,
                words(include_str!("../tables/servants.txt"), &folds),
            ),
            (Role::Ending, endings.keys().cloned().collect()),
        ] {
            for word in words {
                let (at, bit) = role_bit(&word);
                some_role[at] |= bit;
                *roles.entry(word).or_default() |= role as u8;
            }
        }
        Tables {
            endings,
            roles,
            some_role,
            letters,
            folds,
            spellings,
            costs,
            common: OnceLock::new(),
        }
    }

    /// The parts a word may play.
    pub(crate) fn roles(&self, word: &str) -> Roles {
        let (at, bit) = role_bit(word);
        match self.some_role[at] & bit {
            0 => Roles::default(),
            _ => Roles(self.roles.get(word).copied().unwrap_or_default()),
        }
    }

    /// The longest spelling that a word begins with, and its sounds.
    pub(crate) fn spelling(&self, word: &str) -> Option<(usize, &[Sound])> {
        let letter = word.bytes().next()?.checked_sub(b'a')?;
        let begins = first_letters(word);
        let spellings = self.spellings.get(usize::from(letter))?;
        let found = spellings
            .iter()
            .find(|one| begins & one.mask == one.letters);
        found.map(|one| (one.length, one.sounds.as_slice()))
    }
}

/// Where the bit of a word is.
fn role_bit(word: &str) -> (usize, u64) {
    let digest = digest(word);
    (digest as usize >> 6 & 63, 1 << (digest & 63))
}
