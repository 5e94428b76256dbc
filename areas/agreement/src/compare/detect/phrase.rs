//! Finding set phrases among words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::Run;
use super::side::Side;

/// A table of phrases: `*` stands for any one word, `a|b` for either. Indexed by first word when first
/// used.
pub(crate) struct Phrases {
    list: List,
    index: OnceLock<BTreeMap<&'static str, Vec<Entry>>>,
}

enum List {
    Plain(&'static [&'static str]),
    Ranked(&'static [(&'static str, u8)]),
}

/// A phrase, each word as its alternatives, and its place in the table.
struct Entry {
    words: Vec<Vec<&'static str>>,
    at: usize,
}

impl Phrases {
    pub(crate) const fn new(list: &'static [&'static str]) -> Phrases {
        Phrases {
            list: List::Plain(list),
            index: OnceLock::new(),
        }
    }

    /// A table whose phrases have a rank.
    pub(crate) const fn ranked(list: &'static [(&'static str, u8)]) -> Phrases {
        Phrases {
            list: List::Ranked(list),
            index: OnceLock::new(),
        }
    }

    fn index(&self) -> &BTreeMap<&'static str, Vec<Entry>> {
        self.index.get_or_init(|| {
            let list: Vec<&'static str> = match self.list {
                List::Plain(list) => list.to_vec(),
                List::Ranked(list) => list.iter().map(|(phrase, _)| *phrase).collect(),
            };
            let mut index: BTreeMap<&'static str, Vec<Entry>> = BTreeMap::new();
            for (at, phrase) in list.into_iter().enumerate() {
                let words: Vec<Vec<&str>> =
                    phrase.split(' ').map(|w| w.split('|').collect()).collect();
                for first in words.first().cloned().unwrap_or_default() {
                    index.entry(first).or_default().push(Entry {
                        words: words.clone(),
                        at,
                    });
                }
            }
            for entries in index.values_mut() {
                entries.sort_by_key(|e| (std::cmp::Reverse(e.words.len()), e.at));
            }
            index
        })
    }
}

/// Every place where one of the phrases stands, longest first at each place, with its place in the
/// table. Quoted words are passed over.
pub(crate) fn find(side: &Side, phrases: &Phrases) -> Vec<(Run, usize)> {
    let index = phrases.index();
    let (mut at, mut out) = (0, Vec::new());
    while at < side.words.len() {
        let entries = index.get(side.lower(at)).map_or(&[][..], Vec::as_slice);
        match entries.iter().find(|entry| stands(side, at, &entry.words)) {
            Some(entry) => {
                out.push((at..at + entry.words.len(), entry.at));
                at += entry.words.len();
            }
            None => at += 1,
        }
    }
    out
}

fn stands(side: &Side, at: usize, phrase: &[Vec<&str>]) -> bool {
    phrase.iter().enumerate().all(|(k, either)| {
        side.words.get(at + k).is_some_and(|word| {
            !word.quoted
                && word.sentence == side.words[at].sentence
                && either.iter().any(|w| *w == "*" || *w == word.lower)
        })
    })
}
