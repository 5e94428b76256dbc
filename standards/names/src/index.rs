//! A list in memory, and screening against it. Candidates come from words that sound alike; names that
//! can't reach the best ones found are never compared, and that never changes the answer.

use crate::align::alike;
use crate::birth::Birth;
use crate::building::Building;
use crate::score::{
    COMMON_PERCENT, Candidate, Compared, Side, TIED, compare, compare_wholes, is_common,
};
use crate::screener::Screener;
use crate::sound::Sound;
use crate::word::{Form, Unit, variants};
use crate::{Person, Quality, Query};

/// A list of persons, ready to be screened against.
pub struct Index {
    /// Every different unit of the list.
    pub(crate) units: Vec<Unit>,
    /// What each weighs.
    pub(crate) weights: Vec<u32>,
    /// Keys with one class left out or none, and the units that have them.
    pub(crate) keys: Vec<(u64, u32)>,
    /// Keys of two units after each other taken as one word, and of the ends of whole names, and the
    /// names that have them.
    pub(crate) joins: Vec<(u64, u32)>,
    /// Names that have a unit: a span of `postings` for each.
    pub(crate) spans: Vec<u32>,
    pub(crate) postings: Vec<u32>,
    pub(crate) names: Vec<Listed>,
    /// The units of names.
    pub(crate) flat: Vec<u32>,
    pub(crate) persons: Vec<Known>,
    /// Persons by document number.
    pub(crate) documents: Vec<(String, u32)>,
    /// What a word weighs that nobody on the list has.
    pub(crate) unknown: u32,
}

/// A name of the list.
pub(crate) struct Listed {
    pub(crate) person: u32,
    pub(crate) start: u32,
    pub(crate) count: u8,
    /// The unit before which a link stands; `NO_LINK` for none.
    pub(crate) link: u8,
    pub(crate) quality: Quality,
    /// All of it as one word.
    pub(crate) whole: Box<[Sound]>,
}

pub(crate) const NO_LINK: u8 = u8::MAX;

/// What is known of a person beside names.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) fathers: Box<[Form]>,
    pub(crate) births: Box<[Birth]>,
    pub(crate) documents: Box<[String]>,
}

/// A word of the list that sounds like a read one.
#[derive(Clone, Copy)]
pub(crate) struct Similar {
    pub(crate) unit: u32,
    pub(crate) alike: u16,
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
        Screener::new(self)
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
    pub(crate) fn similar(&self, unit: &Unit, search: Search) -> Vec<Similar> {
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

    pub(crate) fn names_with(&self, unit: u32) -> &[u32] {
        let (from, to) = (self.spans[unit as usize], self.spans[unit as usize + 1]);
        &self.postings[from as usize..to as usize]
    }

    fn units_of(&self, name: &Listed) -> &[u32] {
        let from = name.start as usize;
        &self.flat[from..from + usize::from(name.count)]
    }

    pub(crate) fn side<'a>(&'a self, name: &'a Listed) -> Side<'a> {
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
pub(crate) enum Search {
    /// By their keys.
    Keys,
    /// All of them.
    Everything,
}

/// A read name: what it weighs on this list, and which listed units its units sound like.
pub(crate) struct Asked<'a> {
    pub(crate) side: Side<'a>,
    pub(crate) similar: Vec<Vec<Similar>>,
}

impl Index {
    pub(crate) fn asked<'a>(&self, form: &'a Form, search: Search) -> Asked<'a> {
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

    pub(crate) fn scored(&self, asked: &Asked<'_>, name: u32, whole: bool) -> u16 {
        let listed = &self.names[name as usize];
        self.compared(asked, listed, &self.side(listed), whole)
            .scored(listed.quality)
    }

    pub(crate) fn compared(
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
    pub(crate) fn joined_as(&self, key: u64) -> &[(u64, u32)] {
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
