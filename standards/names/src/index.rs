//! A list in memory: every different word once with its sounds and weight, and the names it is in.

use crate::align::{Ear, Spoken};
use crate::birth::Birth;
use crate::building::Building;
use crate::compare::{COMMON_PERCENT, Side, Word, is_common, needed};
use crate::score::Candidate;
use crate::screener::Screener;
use crate::sound::Sound;
use crate::word::{Form, Part, Unit};
use crate::{Person, Quality, Query};

/// A list of persons, ready to be screened against.
pub struct Index {
    /// Every different word of the list.
    pub(crate) entries: Vec<Entry>,
    /// Their sounds, after each other.
    pub(crate) sounds: Vec<Sound>,
    /// Keys with classes that are often taken for each other made one, and the words that have them.
    pub(crate) wide: Vec<(u64, u32)>,
    /// Keys, and the words that have them.
    pub(crate) keys: Vec<(u64, u32)>,
    /// The same with one class left out.
    pub(crate) shorter: Vec<(u64, u32)>,
    /// Keys of two words after each other taken as one, of ends of whole names and of their letters, and
    /// the names that have them.
    pub(crate) joins: Vec<(u64, u32)>,
    /// Names that have a word: a span of `postings` for each.
    pub(crate) spans: Vec<u32>,
    pub(crate) postings: Vec<u32>,
    pub(crate) names: Vec<Listed>,
    /// The words of names.
    pub(crate) flat: Vec<u32>,
    /// The sounds of names as one word each, after each other.
    pub(crate) wholes: Vec<Sound>,
    pub(crate) persons: Vec<Known>,
    /// Persons by document number.
    pub(crate) documents: Vec<(String, u32)>,
    /// What a word weighs that nobody on the list has.
    pub(crate) unknown: u32,
}

/// A word of the list.
pub(crate) struct Entry {
    pub(crate) text: Box<str>,
    pub(crate) key: u64,
    pub(crate) wide_key: u64,
    /// Where its sounds begin, and how many it has.
    pub(crate) from: u32,
    pub(crate) count: u8,
    pub(crate) consonants: u8,
    pub(crate) arabic: bool,
    pub(crate) part: Part,
    /// What its sounds weigh together in one script and across scripts.
    pub(crate) sounds_weigh: [u16; 2],
    /// What it weighs on this list.
    pub(crate) weight: u32,
}

/// A name of the list.
pub(crate) struct Listed {
    pub(crate) person: u32,
    /// Where its words begin, and how many it has.
    pub(crate) start: u32,
    /// Where its sounds as one word begin, and how many it has.
    pub(crate) whole: u32,
    pub(crate) sounds: u8,
    /// How many of them are consonants.
    pub(crate) consonants: u8,
    pub(crate) count: u8,
    /// The word before which a link stands; `NO_LINK` for none.
    pub(crate) link: u8,
    /// Whether all of it is in Arabic script.
    pub(crate) arabic: bool,
    pub(crate) quality: Quality,
}

pub(crate) const NO_LINK: u8 = u8::MAX;

/// What is known of a person beside names.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) fathers: Box<[Form]>,
    pub(crate) births: Box<[Birth]>,
    pub(crate) documents: Box<[String]>,
}

impl Index {
    /// A list from persons; their places are the numbers of candidates.
    pub fn new<'a>(persons: impl IntoIterator<Item = &'a Person>) -> Index {
        let mut building = Building::default();
        for person in persons {
            building.add(person);
        }
        building.finish()
    }

    /// How many persons are listed.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Memory the list takes, in bytes, without what the allocator adds.
    pub fn bytes(&self) -> usize {
        let texts = self.entries.iter().map(|entry| entry.text.len());
        let persons = self.persons.iter().map(|known| {
            let documents = known.documents.iter();
            let documents = documents.map(|one| size_of::<String>() + one.capacity());
            size_of_val(&*known.births) + documents.sum::<usize>()
        });
        texts.sum::<usize>()
            + persons.sum::<usize>()
            + size_of_val(&*self.entries)
            + size_of_val(&*self.persons)
            + size_of_val(&*self.names)
            + size_of_val(&*self.wide)
            + size_of_val(&*self.keys)
            + size_of_val(&*self.shorter)
            + size_of_val(&*self.joins)
            + size_of_val(&*self.spans)
            + size_of_val(&*self.postings)
            + size_of_val(&*self.flat)
            + self.sounds.len()
            + self.wholes.len()
    }

    /// Whether nobody is.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Memory for many queries.
    pub fn screener(&self) -> Screener<'_> {
        Screener::new(self)
    }

    /// At most `limit` candidates, best first.
    pub fn screen(&self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.screener().screen(query, limit)
    }

    /// The same, comparing every word with every word and every name: for measuring what is lost.
    pub fn exhaustive(&self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.screener().exhaustive(query, limit)
    }

    /// Words whose key is that of a unit, or differs in what is often taken for each other.
    pub(crate) fn of_key(&self, unit: &Unit) -> impl Iterator<Item = u32> {
        let same = same_key(&self.wide, unit.wide_key()).iter();
        same.map(|(_, word)| *word)
    }

    /// Words that have a key, and those that have it with one class left out.
    pub(crate) fn near_key(&self, key: u64) -> [&[(u64, u32)]; 2] {
        [same_key(&self.keys, key), same_key(&self.shorter, key)]
    }

    /// How alike a listed word is to the one that is heard, if that one has so many consonants.
    pub(crate) fn heard(&self, ear: &Ear, consonants: u8, id: u32) -> u16 {
        let entry = &self.entries[id as usize];
        let worth = u32::from(needed(consonants, entry.consonants));
        ear.alike(self.spoken(entry), entry.sounds_weigh, worth)
    }

    fn spoken(&self, entry: &Entry) -> Spoken<'_> {
        let from = entry.from as usize;
        Spoken {
            sounds: &self.sounds[from..from + usize::from(entry.count)],
            arabic: entry.arabic,
        }
    }

    pub(crate) fn word(&self, id: u32) -> Word<'_> {
        let entry = &self.entries[id as usize];
        Word {
            text: &entry.text,
            spoken: self.spoken(entry),
            part: entry.part,
            key: entry.key,
            wide_key: entry.wide_key,
            consonants: entry.consonants,
            weight: entry.weight,
            known: false,
        }
    }

    pub(crate) fn names_with(&self, word: u32) -> &[u32] {
        let (from, to) = (self.spans[word as usize], self.spans[word as usize + 1]);
        &self.postings[from as usize..to as usize]
    }

    pub(crate) fn words_of(&self, name: &Listed) -> &[u32] {
        let from = name.start as usize;
        &self.flat[from..from + usize::from(name.count)]
    }

    /// Makes `side` that of a name.
    pub(crate) fn fill<'i>(&'i self, name: &Listed, side: &mut Side<'i>) {
        side.words.clear();
        let words = self.words_of(name).iter().map(|id| self.word(*id));
        side.words.extend(words);
        side.link = (name.link != NO_LINK).then_some(usize::from(name.link));
        side.whole = self.whole_of(name);
    }

    pub(crate) fn whole_of(&self, name: &Listed) -> &[Sound] {
        let from = name.whole as usize;
        &self.wholes[from..from + usize::from(name.sounds)]
    }

    /// Names that have this key, as two words that are one or as a whole; none where more than
    /// `COMMON_MIN` have it.
    pub(crate) fn joined_as(&self, key: u64) -> impl Iterator<Item = u32> {
        let from = self.joins.partition_point(|(one, _)| *one < key);
        let rest = &self.joins[from..];
        let common = rest.get(COMMON_MIN).is_some_and(|(one, _)| *one == key);
        let same = rest
            .iter()
            .take_while(move |(one, _)| *one == key && !common);
        same.map(|(_, name)| *name)
    }

    pub(crate) fn with_document(&self, number: Option<&str>) -> Vec<u32> {
        let Some(number) = number.map(plain).filter(|number| number.len() >= 4) else {
            return Vec::new();
        };
        let from = self.documents.partition_point(|(one, _)| *one < number);
        let same = self.documents[from..]
            .iter()
            .take_while(|(one, _)| *one == number);
        same.map(|(_, person)| *person).collect()
    }
}

/// Names with one key as a whole, from which on it tells too little: words find them.
const COMMON_MIN: usize = 256;

/// The part of a sorted table with this key.
fn same_key(table: &[(u64, u32)], key: u64) -> &[(u64, u32)] {
    let from = table.partition_point(|(one, _)| *one < key);
    let rest = &table[from..];
    // Most keys are few words', so that the end is near.
    let mut span = 1;
    while rest.get(span).is_some_and(|(one, _)| *one == key) {
        span *= 2;
    }
    let span = rest.len().min(span);
    &rest[..rest[..span].partition_point(|(one, _)| *one == key)]
}

/// A document's number without what people write between its parts.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).take(40).collect()
}

pub(crate) fn usual(weight: u32, unit: &Unit) -> u32 {
    match is_common(unit) {
        true => weight * COMMON_PERCENT / 100,
        false => weight,
    }
}
