//! A list in memory, and screening against it. Candidates come from words that sound alike; names that
//! can't reach the best ones found are never compared, and that never changes the answer.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::align::alike;
use crate::beside::{Beside, beside};
use crate::birth::Birth;
use crate::score::{
    COMMON_PERCENT, Candidate, Compared, JOINED, Side, TIED, compare, compare_wholes, counts,
    is_common,
};
use crate::sound::Sound;
use crate::word::{Form, Part, Unit, variants, whole_keys};
use crate::{Person, Quality, Query};

/// Below this nothing is a candidate.
const FLOOR: u16 = 400;
/// Names that are compared word by word for one query at most, beyond the best found so far.
const COMPARED_MAX: usize = 1_024;
/// How far below the best name another is still a candidate, where the name decides.
const BELOW_BEST: u16 = 350;
/// Candidates by name, beyond those asked for, that father, birth and document may move up.
const BESIDE_MORE: usize = 8;
/// Names with the same beginning or end that are looked at.
const WHOLES_MAX: usize = 1_024;

/// A list of persons, ready to be screened against.
pub struct Index {
    /// Every different unit of the list.
    units: Vec<Unit>,
    /// What each weighs.
    weights: Vec<u32>,
    /// Keys with one class left out or none, and the units that have them.
    keys: Vec<(u64, u32)>,
    /// Keys of two units after each other taken as one word, and of the ends of whole names, and the
    /// names that have them.
    joins: Vec<(u64, u32)>,
    /// Names that have a unit: a span of `postings` for each.
    spans: Vec<u32>,
    postings: Vec<u32>,
    names: Vec<Listed>,
    /// The units of names.
    flat: Vec<u32>,
    persons: Vec<Known>,
    /// Persons by document number.
    documents: Vec<(String, u32)>,
    /// What a word weighs that nobody on the list has.
    unknown: u32,
}

/// A name of the list.
struct Listed {
    person: u32,
    start: u32,
    count: u8,
    /// The unit before which a link stands; `NO_LINK` for none.
    link: u8,
    quality: Quality,
    /// All of it as one word.
    whole: Box<[Sound]>,
}

const NO_LINK: u8 = u8::MAX;

/// What is known of a person beside names.
#[derive(Default)]
struct Known {
    fathers: Box<[Form]>,
    births: Box<[Birth]>,
    documents: Box<[String]>,
}

/// A word of the list that sounds like a read one.
#[derive(Clone, Copy)]
struct Similar {
    unit: u32,
    alike: u16,
}

/// Which names are looked for.
#[derive(Clone, Copy)]
struct Wanted {
    /// How many.
    names: usize,
    /// How far below the best one still counts.
    below_best: u16,
}

/// Screens against an index, again and again, with the same working memory.
pub struct Screener<'i> {
    index: &'i Index,
    /// Of each name, what its words may amount to.
    reached: Vec<u32>,
    touched: Vec<u32>,
    /// Names that may be the read one with its blanks lost or moved, in order.
    wholes: Vec<u32>,
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
        let units = self.units.iter().map(|unit| {
            size_of::<Unit>() + unit.text.capacity() + unit.sounds.capacity() * size_of::<Sound>()
        });
        let names = self
            .names
            .iter()
            .map(|name| size_of::<Listed>() + name.whole.len());
        let persons = self.persons.iter().map(|known| {
            let documents = known
                .documents
                .iter()
                .map(|one| size_of::<String>() + one.capacity());
            size_of::<Known>() + size_of_val(&*known.births) + documents.sum::<usize>()
        });
        let pairs = self.keys.len() + self.joins.len();
        let numbers = self.weights.len() + self.spans.len() + self.postings.len() + self.flat.len();
        units.sum::<usize>()
            + names.sum::<usize>()
            + persons.sum::<usize>()
            + pairs * size_of::<(u64, u32)>()
            + numbers * size_of::<u32>()
    }

    /// Whether nobody is.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Memory for many queries.
    pub fn screener(&self) -> Screener<'_> {
        Screener {
            index: self,
            reached: vec![0; self.names.len()],
            touched: Vec::new(),
            wholes: Vec::new(),
        }
    }

    /// At most `limit` candidates, best first.
    pub fn screen(&self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.screener().screen(query, limit)
    }

    /// The same, comparing every word with every word and every name: for measuring what is lost.
    pub fn exhaustive(&self, query: &Query, limit: usize) -> Vec<Candidate> {
        let mut screener = self.screener();
        screener.answer(query, limit, Search::Everything)
    }

    /// Units of the list that sound like one, with how much.
    fn similar(&self, unit: &Unit, search: Search) -> Vec<Similar> {
        let mut found = match search {
            Search::Everything => (0..self.units.len() as u32).collect(),
            Search::Keys => self.by_key(unit.key()),
        };
        found.sort_unstable();
        found.dedup();
        let spoken = unit.spoken();
        let alike = |id: u32| Similar {
            unit: id,
            alike: alike(spoken, self.unit(id).spoken()),
        };
        let all = found.into_iter().map(alike);
        all.filter(|one| one.alike >= TIED).collect()
    }

    fn by_key(&self, key: u64) -> Vec<u32> {
        let mut found = Vec::new();
        for variant in variants(key) {
            let from = self.keys.partition_point(|(one, _)| *one < variant);
            let same = self.keys[from..]
                .iter()
                .take_while(|(one, _)| *one == variant);
            found.extend(same.map(|(_, unit)| *unit));
        }
        found
    }

    fn unit(&self, id: u32) -> &Unit {
        &self.units[id as usize]
    }

    fn names_with(&self, unit: u32) -> &[u32] {
        let (from, to) = (self.spans[unit as usize], self.spans[unit as usize + 1]);
        &self.postings[from as usize..to as usize]
    }

    fn units_of(&self, name: &Listed) -> &[u32] {
        let from = name.start as usize;
        &self.flat[from..from + usize::from(name.count)]
    }

    fn side<'a>(&'a self, name: &'a Listed) -> Side<'a> {
        let ids = self.units_of(name);
        Side {
            units: ids.iter().map(|id| self.unit(*id)).collect(),
            link: (name.link != NO_LINK).then_some(usize::from(name.link)),
            weights: ids.iter().map(|id| self.weights[*id as usize]).collect(),
            whole: &name.whole,
        }
    }
}

/// How words are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Search {
    /// By their keys.
    Keys,
    /// All of them.
    Everything,
}

impl Screener<'_> {
    /// At most `limit` candidates, best first.
    pub fn screen(&mut self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.answer(query, limit, Search::Keys)
    }

    fn answer(&mut self, query: &Query, limit: usize, search: Search) -> Vec<Candidate> {
        let forms: Vec<Form> = query
            .names
            .iter()
            .take(8)
            .map(|name| Form::read(name))
            .collect();
        let asked: Vec<Asked<'_>> = forms
            .iter()
            .map(|form| self.index.asked(form, search))
            .collect();
        // What stands beside a name moves candidates up and down; without it the name decides.
        let beside = query.father.is_some() || query.birth.is_some();
        let wanted = match beside {
            true => Wanted {
                names: limit + BESIDE_MORE,
                below_best: 1000,
            },
            false => Wanted {
                names: limit,
                below_best: BELOW_BEST,
            },
        };
        // The best name of each person: its score, the name, which of the read names it is like.
        let mut best: BTreeMap<u32, (u16, u32, usize)> = BTreeMap::new();
        for (at, asked) in asked.iter().enumerate() {
            for (name, score) in self.names_like(asked, wanted, search) {
                let person = self.index.names[name as usize].person;
                let entry = best.entry(person).or_insert((0, name, at));
                if score > entry.0 {
                    *entry = (score, name, at);
                }
            }
        }
        for person in self.index.with_document(query.document.as_deref()) {
            best.entry(person).or_insert((0, u32::MAX, 0));
        }
        // What stands beside a name moves a score by little; further down nobody rises to the top.
        let mut ranked: Vec<(u32, (u16, u32, usize))> = best.into_iter().collect();
        ranked.sort_by_key(|(person, (score, name, _))| {
            (*name != u32::MAX, Reverse(*score), *person)
        });
        ranked.truncate(limit + BESIDE_MORE);
        let father = query.father.as_deref().map(Form::read);
        let mut candidates: Vec<Candidate> = ranked
            .into_iter()
            .map(|(person, (score, name, at))| {
                self.explained(query, father.as_ref(), person, (score, name), asked.get(at))
            })
            .filter(|candidate| candidate.score >= FLOOR)
            .collect();
        candidates.sort_by_key(|one| (Reverse(one.score), one.person));
        candidates.truncate(limit);
        candidates
    }

    fn explained(
        &self,
        query: &Query,
        father: Option<&Form>,
        person: u32,
        (score, name): (u16, u32),
        asked: Option<&Asked<'_>>,
    ) -> Candidate {
        let index = self.index;
        let mut candidate = Candidate::new(person);
        if let (Some(listed), Some(asked)) = (index.names.get(name as usize), asked) {
            let side = index.side(listed);
            let compared = index.compared(asked, listed, &side, true);
            compared.explain(&asked.side, &side, listed.quality, &mut candidate);
        }
        let known = &index.persons[person as usize];
        let known = Beside {
            fathers: &known.fathers,
            births: &known.births,
            documents: &known.documents,
        };
        let (points, same_document) = beside(query, father, &known, &mut candidate);
        let score = i32::from(score) + points;
        candidate.settle(match same_document {
            true => score.max(950),
            false => score,
        });
        candidate
    }

    /// Names like a read one, with their scores: at least the best `limit` of them.
    fn names_like(&mut self, asked: &Asked<'_>, wanted: Wanted, search: Search) -> Vec<(u32, u16)> {
        let index = self.index;
        let order = self.reach(asked, search);
        let mut highest = 0u16;
        let mut found: Vec<(u32, u16)> = Vec::new();
        let mut best: BinaryHeap<Reverse<u16>> = BinaryHeap::new();
        for (most, name) in order {
            let bar = match best.peek() {
                Some(Reverse(lowest)) if best.len() == wanted.names => *lowest,
                _ => FLOOR,
            };
            let bar = bar.max(highest.saturating_sub(wanted.below_best));
            if search == Search::Keys && most < u32::from(bar) {
                break;
            }
            let listed = &index.names[name as usize];
            let whole = self.wholes.binary_search(&name).is_ok();
            let compared = index.compared(asked, listed, &index.side(listed), whole);
            let score = compared.scored(listed.quality);
            if score < FLOOR {
                continue;
            }
            found.push((name, score));
            highest = highest.max(score);
            best.push(Reverse(score));
            if best.len() > wanted.names {
                best.pop();
            }
        }
        found
    }

    /// Names that share words with a read one, and the most they may score, the most first.
    fn reach(&mut self, asked: &Asked<'_>, search: Search) -> Vec<(u32, u32)> {
        let index = self.index;
        let read = &asked.side;
        self.touched.clear();
        self.wholes.clear();
        let names: Vec<usize> = (0..read.units.len())
            .filter(|at| read.units[*at].part != Part::Title)
            .collect();
        let mut order = names.clone();
        order.sort_by_key(|at| Reverse(read.weights[*at]));
        let all: u32 = order.iter().map(|at| read.weights[*at]).sum();
        let mut left = all;
        for at in order {
            // What is left can't make a candidate of a name that has nothing before it.
            if search == Search::Keys && most(left, all) < u32::from(FLOOR) {
                break;
            }
            for one in &asked.similar[at] {
                let heavier = read.weights[at].max(index.weights[one.unit as usize]);
                self.touch(
                    index.names_with(one.unit),
                    heavier * counts(one.alike) / 1000,
                );
            }
            // One word that is two on the list.
            if read.units[at].consonants() > 2 {
                let names = index.joined_as(read.units[at].key());
                if names.len() <= WHOLES_MAX {
                    self.touch_all(names.iter().map(|(_, name)| *name), read.weights[at]);
                }
            }
            left -= read.weights[at];
        }
        // Two words that are one on the list.
        for pair in names.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
            let whole = read.units[pair[0]].with(read.units[pair[1]]);
            let similar = index.similar(&whole, search);
            for one in similar.iter().filter(|one| one.alike >= JOINED) {
                let gain = read.weights[pair[0]] + read.weights[pair[1]];
                self.touch(index.names_with(one.unit), gain);
            }
        }
        // The same with its blanks lost or moved. Where an end is common, words find it.
        for key in whole_keys(read.whole) {
            let names = index.joined_as(key);
            if names.len() <= WHOLES_MAX {
                self.touch_all(names.iter().map(|(_, name)| *name), all.max(1));
                self.wholes.extend(names.iter().map(|(_, name)| *name));
            }
        }
        self.wholes.sort_unstable();
        let reached = &mut self.reached;
        let mut order: Vec<(u32, u32)> = Vec::new();
        for name in &self.touched {
            let most = most(std::mem::take(&mut reached[*name as usize]), all);
            if search == Search::Everything || most >= u32::from(FLOOR) {
                order.push((most, *name));
            }
        }
        if search == Search::Keys && order.len() > COMPARED_MAX {
            order.select_nth_unstable_by(COMPARED_MAX, |one, other| other.cmp(one));
            order.truncate(COMPARED_MAX);
        }
        order.sort_unstable_by(|one, other| other.cmp(one));
        order
    }

    fn touch(&mut self, names: &[u32], gain: u32) {
        self.touch_all(names.iter().copied(), gain);
    }

    fn touch_all(&mut self, names: impl Iterator<Item = u32>, gain: u32) {
        for name in names {
            let reached = &mut self.reached[name as usize];
            if *reached == 0 {
                self.touched.push(name);
            }
            *reached += gain.max(1);
        }
    }
}

/// What a name may score at most whose agreeing words weigh so much of all that was read: words that
/// were read and are not listed count against it.
fn most(agreeing: u32, all: u32) -> u32 {
    let open = all.saturating_sub(agreeing);
    agreeing.saturating_mul(1000) / (agreeing + open * 8 / 10).max(1)
}

/// A read name: what it weighs on this list, and which listed units its units sound like.
struct Asked<'a> {
    side: Side<'a>,
    similar: Vec<Vec<Similar>>,
}

impl Index {
    fn asked<'a>(&self, form: &'a Form, search: Search) -> Asked<'a> {
        let similar: Vec<Vec<Similar>> = form
            .units
            .iter()
            .map(|unit| self.similar(unit, search))
            .collect();
        let weights = self.read_weights_of(form, &similar);
        Asked {
            side: Side::of(form, weights),
            similar,
        }
    }

    fn compared(
        &self,
        asked: &Asked<'_>,
        listed: &Listed,
        side: &Side<'_>,
        whole: bool,
    ) -> Compared {
        let ids = self.units_of(listed);
        let alike_at = |r: usize, l: usize| {
            let of: &[Similar] = &asked.similar[r];
            let place = of.binary_search_by_key(&ids[l], |one| one.unit);
            place.map_or(0, |place| of[place].alike)
        };
        match whole {
            true => compare_wholes(&asked.side, side, alike_at),
            false => compare(&asked.side, side, alike_at),
        }
    }

    /// Names that have two units whose sounds together have this key.
    fn joined_as(&self, key: u64) -> &[(u64, u32)] {
        let from = self.joins.partition_point(|(one, _)| *one < key);
        let rest = &self.joins[from..];
        &rest[..rest.partition_point(|(one, _)| *one == key)]
    }

    /// What read words weigh: as the listed word they are nearly the same as, or as an unknown one.
    fn read_weights_of(&self, form: &Form, similar: &[Vec<Similar>]) -> Vec<u32> {
        let weight = |(unit, similar): (&Unit, &Vec<Similar>)| {
            let near = similar.iter().filter(|one| one.alike >= 940);
            let lightest = near.map(|one| self.weights[one.unit as usize]).min();
            lightest.unwrap_or_else(|| usual(self.unknown, unit))
        };
        form.units.iter().zip(similar).map(weight).collect()
    }

    fn with_document(&self, number: Option<&str>) -> Vec<u32> {
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

/// A document's number without what people write between its parts.
pub(crate) fn plain(text: &str) -> String {
    let kept = text.chars().filter(char::is_ascii_alphanumeric);
    kept.map(|c| c.to_ascii_uppercase()).take(40).collect()
}

fn usual(weight: u32, unit: &Unit) -> u32 {
    match is_common(unit) {
        true => weight * COMMON_PERCENT / 100,
        false => weight,
    }
}

/// An index on its way.
#[derive(Default)]
struct Building {
    ids: BTreeMap<(String, bool, Part), u32>,
    units: Vec<Unit>,
    names: Vec<Listed>,
    flat: Vec<u32>,
    persons: Vec<Known>,
    documents: Vec<(String, u32)>,
}

impl Building {
    fn add(&mut self, person: &Person) {
        let id = self.persons.len() as u32;
        for name in &person.names {
            let form = Form::read(&name.text);
            if form.units.is_empty() {
                continue;
            }
            let start = self.flat.len() as u32;
            let count = form.units.len() as u8;
            for unit in form.units {
                let next = self.units.len() as u32;
                let key = (unit.text.clone(), unit.arabic, unit.part);
                let unit_id = *self.ids.entry(key).or_insert(next);
                if unit_id == next {
                    self.units.push(unit);
                }
                self.flat.push(unit_id);
            }
            self.names.push(Listed {
                person: id,
                start,
                count,
                link: form
                    .link
                    .and_then(|link| u8::try_from(link).ok())
                    .unwrap_or(NO_LINK),
                quality: name.quality,
                whole: form.whole.into(),
            });
        }
        let documents: Box<[String]> = person.documents.iter().cloned().collect();
        self.documents
            .extend(documents.iter().map(|number| (plain(number), id)));
        self.persons.push(Known {
            fathers: person
                .fathers
                .iter()
                .map(|father| Form::read(father))
                .collect(),
            births: person.births.iter().copied().collect(),
            documents,
        });
    }

    fn finish(mut self) -> Index {
        drop(std::mem::take(&mut self.ids));
        let mut spans = vec![0u32; self.units.len() + 1];
        let of = |name: &Listed| name.start as usize..name.start as usize + usize::from(name.count);
        for name in &self.names {
            for unit in &self.flat[of(name)] {
                spans[*unit as usize + 1] += 1;
            }
        }
        let frequencies: Vec<u32> = spans[1..].to_vec();
        for at in 1..spans.len() {
            spans[at] += spans[at - 1];
        }
        let mut next = spans.clone();
        let mut postings = vec![0u32; self.flat.len()];
        for (id, name) in (0u32..).zip(&self.names) {
            for unit in &self.flat[of(name)] {
                postings[next[*unit as usize] as usize] = id;
                next[*unit as usize] += 1;
            }
        }
        let mut keys: Vec<(u64, u32)> = (0u32..)
            .zip(&self.units)
            .filter(|(_, unit)| unit.part != Part::Title)
            .flat_map(|(id, unit)| variants(unit.key()).map(move |key| (key, id)))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        let mut joins: Vec<(u64, u32)> = Vec::new();
        for (id, name) in (0u32..).zip(&self.names) {
            for pair in self.flat[of(name)].windows(2) {
                let (one, next) = (&self.units[pair[0] as usize], &self.units[pair[1] as usize]);
                if one.part != Part::Title && next.part != Part::Title {
                    joins.push((one.with(next).key(), id));
                }
            }
            joins.extend(whole_keys(&name.whole).into_iter().map(|key| (key, id)));
        }
        joins.sort_unstable();
        joins.dedup();
        let weights = self.weights(&frequencies, &keys);
        self.documents.sort_unstable();
        let unknown = rarity(self.names.len() as u64, 1);
        Index {
            units: self.units,
            weights,
            keys,
            joins,
            spans,
            postings,
            names: self.names,
            flat: self.flat,
            persons: self.persons,
            documents: self.documents,
            unknown,
        }
    }

    /// What each unit weighs: the rarer its sounds on this list, the more.
    fn weights(&self, frequencies: &[u32], _: &[(u64, u32)]) -> Vec<u32> {
        let mut by_sounds: BTreeMap<Vec<Sound>, u32> = BTreeMap::new();
        let consonants = |unit: &Unit| -> Vec<Sound> {
            unit.sounds
                .iter()
                .copied()
                .filter(|sound| !sound.is_vowel())
                .collect()
        };
        for (unit, frequency) in self.units.iter().zip(frequencies) {
            *by_sounds.entry(consonants(unit)).or_default() += frequency;
        }
        let all = self.names.len() as u64;
        let weight = |unit: &Unit| {
            let frequency = by_sounds.get(&consonants(unit)).copied().unwrap_or(1);
            usual(rarity(all, u64::from(frequency)), unit)
        };
        self.units.iter().map(weight).collect()
    }
}

/// What a word weighs that so many of so many names have: 80, and 25 for each halving. A short list
/// says little about how common a word is.
fn rarity(names: u64, frequency: u64) -> u32 {
    let ratio = (names.max(500) * 8 / frequency.max(1)).max(8);
    let halvings = u64::from(ratio.ilog2());
    let part = (ratio << 3 >> halvings) - 8;
    u32::try_from(80 + (halvings * 8 + part - 24) * 25 / 8).unwrap_or(u32::MAX)
}
