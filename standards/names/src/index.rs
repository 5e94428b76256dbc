//! A list in memory, and screening against it. Candidates come from words that sound alike; names that
//! can't reach the best ones found are never compared, and that never changes the answer.

use std::collections::BTreeMap;

use crate::align::alike;
use crate::birth::Birth;
use crate::score::{
    Beside, COMMON_PERCENT, Candidate, JOINED, Side, TIED, beside, compare, counts, is_common,
};
use crate::sound::Sound;
use crate::word::{Form, Part, Unit, variants, whole_keys};
use crate::{Person, Quality, Query};

/// Below this nothing is a candidate.
const FLOOR: u16 = 400;
/// Names that are compared word by word for one query at most, beyond the best found so far.
const COMPARED_MAX: usize = 4_096;
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

/// Screens against an index, again and again, with the same working memory.
pub struct Screener<'i> {
    index: &'i Index,
    /// Of each name, what its words may amount to.
    reached: Vec<u32>,
    touched: Vec<u32>,
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
        // The best name of each person: its score, the name, which of the read names it is like.
        let mut best: BTreeMap<u32, (u16, u32, usize)> = BTreeMap::new();
        let forms: Vec<Form> = query
            .names
            .iter()
            .take(8)
            .map(|name| Form::read(name))
            .collect();
        for (at, form) in forms.iter().enumerate() {
            for (name, score) in self.names_like(form, limit, search) {
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
        let father = query.father.as_deref().map(Form::read);
        let mut candidates: Vec<Candidate> = best
            .into_iter()
            .map(|(person, (score, name, at))| {
                self.explained(query, father.as_ref(), person, score, name, forms.get(at))
            })
            .filter(|candidate| candidate.score >= FLOOR)
            .collect();
        candidates.sort_by_key(|one| (std::cmp::Reverse(one.score), one.person));
        candidates.truncate(limit);
        candidates
    }

    fn explained(
        &self,
        query: &Query,
        father: Option<&Form>,
        person: u32,
        score: u16,
        name: u32,
        form: Option<&Form>,
    ) -> Candidate {
        let index = self.index;
        let mut candidate = Candidate::new(person);
        if let (Some(listed), Some(form)) = (index.names.get(name as usize), form) {
            let side = index.side(listed);
            let read = Side::of(form, index.read_weights(form));
            let compared = compare(&read, &side, |r, l| {
                alike(form.units[r].spoken(), side.units[l].spoken())
            });
            compared.explain(&read, &side, listed.quality, &mut candidate);
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

    /// Names like a read one, with their scores: at least the best `limit` persons' of them.
    fn names_like(&mut self, form: &Form, limit: usize, search: Search) -> Vec<(u32, u16)> {
        let index = self.index;
        let similar: Vec<Vec<Similar>> = form
            .units
            .iter()
            .map(|unit| index.similar(unit, search))
            .collect();
        let read = Side::of(form, index.read_weights_of(form, &similar));
        let order = self.reach(&read, &similar, search);
        let all: u64 = read.weights.iter().map(|weight| u64::from(*weight)).sum();
        let mut found: Vec<(u32, u16)> = Vec::new();
        let mut bar = FLOOR;
        for (reached, name) in order {
            // A name reaches at most what its words amount to of what was read.
            let most = u64::from(reached) * 1000 / all.max(1) * 5 / 4;
            if search == Search::Keys && most < u64::from(bar) && found.len() >= limit {
                break;
            }
            let score = index.score(&read, &similar, &index.names[name as usize]);
            if score < FLOOR {
                continue;
            }
            found.push((name, score));
            if found.len() % 32 == 0 && found.len() >= limit {
                found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
                found.truncate(limit.max(32));
                bar = found
                    .get(limit.saturating_sub(1))
                    .map_or(FLOOR, |(_, score)| *score);
            }
        }
        found
    }

    /// Names that share words with a read one, and what those may amount to, the most first.
    fn reach(
        &mut self,
        read: &Side<'_>,
        similar: &[Vec<Similar>],
        search: Search,
    ) -> Vec<(u32, u32)> {
        let index = self.index;
        self.touched.clear();
        let names: Vec<usize> = (0..read.units.len())
            .filter(|at| read.units[*at].part != Part::Title)
            .collect();
        let mut order = names.clone();
        order.sort_by_key(|at| std::cmp::Reverse(read.weights[*at]));
        let all: u64 = order.iter().map(|at| u64::from(read.weights[*at])).sum();
        let mut left = all;
        for at in order {
            // What is left can't make a candidate of a name that has nothing before it.
            let most = left * 1000 / (left + (all - left) * 8 / 10).max(1);
            if search == Search::Keys && most < u64::from(FLOOR) * 8 / 10 {
                break;
            }
            for one in &similar[at] {
                let gain = read.weights[at] * counts(one.alike) / 1000;
                self.touch(index.names_with(one.unit), gain);
            }
            // One word that is two on the list.
            if read.units[at].consonants() > 2 {
                for variant in variants(read.units[at].key()) {
                    let names = index.joined_as(variant);
                    self.touch_all(names.iter().map(|(_, name)| *name), read.weights[at]);
                }
            }
            left -= u64::from(read.weights[at]);
        }
        // Two words that are one on the list.
        for pair in names.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
            let whole = read.units[pair[0]].with(read.units[pair[1]]);
            for one in index
                .similar(&whole, search)
                .iter()
                .filter(|one| one.alike >= JOINED)
            {
                let gain = read.weights[pair[0]] + read.weights[pair[1]];
                self.touch(index.names_with(one.unit), gain);
            }
        }
        // The same with its blanks lost or moved. Where an end is common, words find it.
        for key in whole_keys(read.whole) {
            let names = index.joined_as(key);
            if names.len() <= WHOLES_MAX {
                let gain = u32::try_from(all).unwrap_or(u32::MAX);
                self.touch_all(names.iter().map(|(_, name)| *name), gain);
            }
        }
        let mut order: Vec<(u32, u32)> = self
            .touched
            .iter()
            .map(|name| (self.reached[*name as usize], *name))
            .collect();
        for name in &self.touched {
            self.reached[*name as usize] = 0;
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

impl Index {
    fn score(&self, read: &Side<'_>, similar: &[Vec<Similar>], listed: &Listed) -> u16 {
        let ids = self.units_of(listed);
        let compared = compare(read, &self.side(listed), |r, l| {
            let of = &similar[r];
            let place = of.binary_search_by_key(&ids[l], |one| one.unit);
            place.map_or(0, |place| of[place].alike)
        });
        compared.scored(listed.quality)
    }

    /// Names that have two units whose sounds together have this key.
    fn joined_as(&self, key: u64) -> &[(u64, u32)] {
        let from = self.joins.partition_point(|(one, _)| *one < key);
        let rest = &self.joins[from..];
        &rest[..rest.partition_point(|(one, _)| *one == key)]
    }

    /// What read words weigh: as the listed word they are nearly the same as, or as an unknown one.
    fn read_weights(&self, form: &Form) -> Vec<u32> {
        let similar: Vec<Vec<Similar>> = form
            .units
            .iter()
            .map(|unit| self.similar(unit, Search::Keys))
            .collect();
        self.read_weights_of(form, &similar)
    }

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
