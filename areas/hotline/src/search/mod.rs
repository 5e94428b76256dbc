//! Looking for messages: by what they say, who sent them, when, and whether they are open.
//!
//! An index kept beside the messages as acts are folded, never part of what is compared between nodes: it
//! follows from the messages alone. Times never go back in a log, so what was known at an earlier moment
//! is what stands below a mark, and a page as of then needs no index of its own.
//!
//! A question costs what its words cost: each list of a word is read once, sets are cut as bits, columns
//! of small codes decide the rest. Nothing is sorted or scored, the latest message comes first.

mod letters;
mod postings;

pub use letters::{WORD_CHARS_MAX, each_word};

use std::collections::BTreeMap;
use std::ops::Bound;

use act::{Index, Time};

use crate::entry::{Channel, Precedence};
use postings::{Bits, Postings};

/// Words of a question that are read.
pub const WORDS_MAX: usize = 8;
/// In the place of a number: there is none.
const NONE: u32 = u32::MAX;

/// What is looked for. What is left open is not asked.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Words that all stand in one text: the message's, or one of its translations'.
    pub words: Vec<Word>,
    /// Its sender.
    pub member: Option<String>,
    /// The post that sent it.
    pub post: Option<String>,
    /// Its format.
    pub format: Option<String>,
    /// Its precedence.
    pub precedence: Option<Precedence>,
    /// Its channel.
    pub channel: Option<Channel>,
    /// Placed then or later.
    pub from: Option<Time>,
    /// Placed before then.
    pub until: Option<Time>,
    /// A message of its thread.
    pub thread: Option<Index>,
    /// Whether something is awaited of somebody, or whatever is.
    pub awaits: Awaits,
}

/// Whether only open messages are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Awaits {
    /// Open and not.
    #[default]
    Any,
    /// Open.
    Something,
}

/// A word that is looked for, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// What begins with it is found, too: endings change in most languages of the line.
    Beginning(String),
    /// The word itself, as it was put between quotation marks.
    Whole(String),
}

impl Word {
    /// The words that somebody typed, at most [`WORDS_MAX`]: `gate "post"` is what begins with gate, and
    /// post alone.
    pub fn typed(text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        let quotes = ['"', '“', '”', '„', '«', '»'];
        for (part, quoted) in text.split(quotes).zip([false, true].into_iter().cycle()) {
            each_word(part, |word, _| {
                let word = word.to_owned();
                words.push(match quoted {
                    true => Word::Whole(word),
                    false => Word::Beginning(word),
                });
            });
        }
        words.truncate(WORDS_MAX);
        words
    }

    /// Whether a folded word is the one looked for.
    pub fn fits(&self, word: &str) -> bool {
        match self {
            Word::Beginning(begins) => word.starts_with(begins.as_str()),
            Word::Whole(whole) => word == whole,
        }
    }
}

/// Whether texts that belong together hold all the words.
pub fn says_all<'a>(words: &[Word], texts: impl Iterator<Item = &'a str>) -> bool {
    let mut missing: Vec<&Word> = words.iter().collect();
    texts.for_each(|text| each_word(text, |said, _| missing.retain(|word| !word.fits(said))));
    missing.is_empty()
}

/// A message as the index takes it.
pub(crate) struct Row<'a> {
    pub(crate) index: Index,
    pub(crate) at: Time,
    pub(crate) member: &'a str,
    pub(crate) post: &'a str,
    pub(crate) format: &'a str,
    pub(crate) precedence: Precedence,
    pub(crate) channel: Channel,
    /// The messages it answers or takes the place of.
    pub(crate) before: [Option<Index>; 2],
}

/// The index. Messages and texts are numbered in the order of the log.
#[derive(Clone, Debug, Default)]
pub struct Search {
    words: BTreeMap<Box<str>, Postings>,
    /// The message each text is of, and when it was said.
    texts: Vec<(u32, Time)>,
    places: Vec<Index>,
    at: Vec<Time>,
    /// From when on nothing is awaited of a message.
    settled: Vec<Time>,
    codes: Vec<Codes>,
    threads: Threads,
    /// Numbers of members, posts and formats.
    names: BTreeMap<String, u16>,
}

/// What a message is asked for most, in eight bytes.
#[derive(Clone, Copy, Debug)]
struct Codes {
    member: u16,
    post: u16,
    format: u16,
    precedence: Precedence,
    channel: Channel,
}

/// What was found.
#[derive(Debug)]
pub struct Found<'a> {
    search: &'a Search,
    messages: Bits,
}

/// Where a page of what was found begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// With the latest.
    Latest,
    /// With the latest one that is earlier than this message.
    Before(Index),
    /// So that it ends with the earliest one that is later than this message.
    After(Index),
}

impl Search {
    pub(crate) fn message<'a>(&mut self, row: &Row<'_>, says: impl Iterator<Item = &'a str>) {
        let Ok(number) = u32::try_from(self.places.len()) else {
            return;
        };
        let codes = Codes {
            member: self.number(row.member),
            post: self.number(row.post),
            format: self.number(row.format),
            precedence: row.precedence,
            channel: row.channel,
        };
        self.places.push(row.index);
        self.at.push(row.at);
        self.settled.push(Time::from_millis(i64::MAX));
        self.codes.push(codes);
        self.threads.begin();
        for before in row.before.into_iter().flatten() {
            if let Some(before) = self.numbered(before) {
                self.threads.join(before, number);
            }
        }
        self.text(number, row.at, says);
    }

    /// One more text of a message: its words in another language.
    pub(crate) fn translation(&mut self, message: Index, at: Time, says: &str) {
        if let Some(number) = self.numbered(message) {
            self.text(number, at, std::iter::once(says));
        }
    }

    /// From now on nothing is awaited of a message.
    pub(crate) fn settle(&mut self, message: Index, at: Time) {
        let number = self.numbered(message);
        let settled = number.and_then(|number| self.settled.get_mut(number as usize));
        if let Some(settled) = settled {
            *settled = at.min(*settled);
        }
    }

    /// Open messages as of a moment, earliest first.
    pub(crate) fn open(&self, as_of: Time) -> impl DoubleEndedIterator<Item = Index> {
        let end = self.at.partition_point(|at| *at <= as_of);
        let all = self.places.iter().zip(&self.settled);
        all.take(end)
            .filter(move |(_, settled)| **settled > as_of)
            .map(|(index, _)| *index)
    }

    /// What is found as of a moment.
    pub fn find(&self, query: &Query, as_of: Time) -> Found<'_> {
        let end = number_of(self.at.partition_point(|at| *at <= as_of));
        let first = |time: Time| number_of(self.at.partition_point(|at| *at < time));
        let earliest = query.from.map_or(0, first);
        let latest = query.until.map_or(end, |until| end.min(first(until)));
        let mut messages = match query.words.is_empty() {
            true => {
                let mut all = Bits::none(end);
                (earliest..latest).for_each(|number| all.set(number));
                all
            }
            false => self.saying(&query.words, end, as_of),
        };
        let asked = Asked::of(self, query);
        messages.retain(|number| {
            let within = earliest <= number && number < latest;
            within
                && asked
                    .as_ref()
                    .is_some_and(|asked| self.fits(asked, number, end, as_of))
        });
        Found {
            search: self,
            messages,
        }
    }

    /// Bytes this index takes, as far as they can be counted.
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.iter().fold(0, |bytes, (word, places)| {
            bytes + word.len() + places.bytes() + size_of::<(Box<str>, Postings)>()
        });
        words
            + self.texts.capacity() * size_of::<(u32, Time)>()
            + self.places.capacity() * size_of::<Index>()
            + (self.at.capacity() + self.settled.capacity()) * size_of::<Time>()
            + self.codes.capacity() * size_of::<Codes>()
            + self.threads.bytes()
    }

    fn text<'a>(&mut self, message: u32, at: Time, says: impl Iterator<Item = &'a str>) {
        let Ok(number) = u32::try_from(self.texts.len()) else {
            return;
        };
        self.texts.push((message, at));
        for text in says {
            each_word(text, |word, _| match self.words.get_mut(word) {
                Some(postings) => postings.push(number),
                None => {
                    self.words.insert(word.into(), Postings::at(number));
                }
            });
        }
    }

    /// The messages of which one text holds all the words.
    fn saying(&self, words: &[Word], end: u32, as_of: Time) -> Bits {
        let texts = number_of(self.texts.partition_point(|(_, at)| *at <= as_of));
        let mut found: Option<Bits> = None;
        for word in words {
            let mut one = Bits::none(texts);
            match word {
                Word::Whole(word) => {
                    let places = self.words.get(word.as_str());
                    places
                        .into_iter()
                        .for_each(|places| places.mark(&mut one, texts));
                }
                Word::Beginning(word) => {
                    let from = (Bound::Included(word.as_str()), Bound::Unbounded);
                    let all = self.words.range::<str, _>(from);
                    all.take_while(|(other, _)| other.starts_with(word.as_str()))
                        .for_each(|(_, places)| places.mark(&mut one, texts));
                }
            }
            match &mut found {
                Some(found) => found.keep(&one),
                None => found = Some(one),
            }
        }
        let mut messages = Bits::none(end);
        for text in found.iter().flat_map(Bits::iter) {
            if let Some((message, _)) = self.texts.get(text as usize) {
                messages.set(*message);
            }
        }
        messages
    }

    fn fits(&self, asked: &Asked, number: u32, end: u32, as_of: Time) -> bool {
        let place = number as usize;
        let Some(codes) = self.codes.get(place) else {
            return false;
        };
        asked.member.is_none_or(|member| member == codes.member)
            && asked.post.is_none_or(|post| post == codes.post)
            && asked.format.is_none_or(|format| format == codes.format)
            && asked
                .precedence
                .is_none_or(|precedence| precedence == codes.precedence)
            && asked.channel.is_none_or(|channel| channel == codes.channel)
            && (asked.awaits == Awaits::Any
                || self.settled.get(place).is_some_and(|at| *at > as_of))
            && asked.thread.is_none_or(|thread| {
                self.threads.root(thread, end) == self.threads.root(number, end)
            })
    }

    /// The number of the message at a position.
    fn numbered(&self, index: Index) -> Option<u32> {
        let number = self.places.binary_search(&index).ok()?;
        u32::try_from(number).ok()
    }

    fn number(&mut self, name: &str) -> u16 {
        if let Some(number) = self.names.get(name) {
            return *number;
        }
        // Members and posts stand in the charter, formats in the program: there are no more than a few.
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.names.insert(name.to_owned(), number);
        number
    }
}

/// A place in a column; no message or text without a number is there.
fn number_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// A question in the numbers of the index.
struct Asked {
    member: Option<u16>,
    post: Option<u16>,
    format: Option<u16>,
    precedence: Option<Precedence>,
    channel: Option<Channel>,
    thread: Option<u32>,
    awaits: Awaits,
}

impl Asked {
    /// None if nothing can answer it, since it names what no message has.
    fn of(search: &Search, query: &Query) -> Option<Asked> {
        let number = |name: &Option<String>| match name {
            None => Some(None),
            Some(name) => search.names.get(name).copied().map(Some),
        };
        let thread = match query.thread {
            None => None,
            Some(index) => Some(search.numbered(index)?),
        };
        Some(Asked {
            member: number(&query.member)?,
            post: number(&query.post)?,
            format: number(&query.format)?,
            precedence: query.precedence,
            channel: query.channel,
            thread,
            awaits: query.awaits,
        })
    }
}

impl Found<'_> {
    /// How many messages.
    pub fn count(&self) -> u64 {
        self.messages.count()
    }

    /// Up to `many` of them, latest first.
    pub fn page(&self, place: Place, many: usize) -> Vec<Index> {
        let places = &self.search.places;
        let first = |index: &Index| number_of(places.partition_point(|place| place < index));
        let numbers: Vec<u32> = match place {
            Place::Latest => self.messages.before(NONE).take(many).collect(),
            Place::Before(index) => self.messages.before(first(&index)).take(many).collect(),
            Place::After(index) => {
                let from = first(&index.saturating_add(1));
                let mut later: Vec<u32> = self.messages.from(from).take(many).collect();
                later.reverse();
                later
            }
        };
        let all = numbers.into_iter();
        all.filter_map(|number| places.get(number as usize).copied())
            .collect()
    }
}

/// Which messages belong together, at every moment: trees in which the smaller is hung below the larger,
/// each link with the message that made it, so that an earlier moment follows fewer links.
#[derive(Clone, Debug, Default)]
struct Threads {
    /// What each hangs below, since which message, and how many hang below it.
    links: Vec<(u32, u32, u32)>,
}

impl Threads {
    fn begin(&mut self) {
        self.links.push((NONE, NONE, 1));
    }

    /// Message `by` says that it belongs to `before`.
    fn join(&mut self, before: u32, by: u32) {
        let (one, other) = (self.root(before, NONE), self.root(by, NONE));
        if one == other {
            return;
        }
        let below = |number: u32| self.links.get(number as usize).map_or(1, |link| link.2);
        let together = below(one) + below(other);
        let (upper, lower) = match below(one) >= below(other) {
            true => (one, other),
            false => (other, one),
        };
        if let Some(link) = self.links.get_mut(lower as usize) {
            (link.0, link.1) = (upper, by);
        }
        if let Some(link) = self.links.get_mut(upper as usize) {
            link.2 = together;
        }
    }

    /// What stands for all messages of a thread, as it was when `end` messages were there. At most as many
    /// steps as the size of the thread has binary digits.
    fn root(&self, of: u32, end: u32) -> u32 {
        let mut number = of;
        while let Some((above, since, _)) = self.links.get(number as usize) {
            if *since >= end {
                break;
            }
            number = *above;
        }
        number
    }

    fn bytes(&self) -> usize {
        self.links.capacity() * size_of::<(u32, u32, u32)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_typed() {
        let begins = |word: &str| Word::Beginning(word.to_owned());
        let whole = |word: &str| Word::Whole(word.to_owned());
        assert_eq!(
            Word::typed("Gate «كابل» 12"),
            [begins("gate"), whole("کابل"), begins("12")]
        );
        assert_eq!(Word::typed(" … \"\" "), []);
        assert_eq!(Word::typed(&"a ".repeat(20)).len(), WORDS_MAX);
    }

    #[test]
    fn threads_grow_together_and_were_apart_before() {
        let mut threads = Threads::default();
        for _ in 0..6 {
            threads.begin();
        }
        threads.join(0, 2);
        threads.join(1, 3);
        let together = |threads: &Threads, end| threads.root(2, end) == threads.root(3, end);
        assert!(!together(&threads, 6));
        threads.join(2, 5);
        threads.join(3, 5);
        assert!(together(&threads, 6) && !together(&threads, 5));
        assert_ne!(threads.root(4, 6), threads.root(5, 6));
    }
}
