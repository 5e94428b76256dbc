//! Making a list ready to be screened against: every different word once, its keys, its weight, and the
//! names it is in.

use std::collections::BTreeMap;

use crate::align::weights;
use crate::index::{Entry, Index, Known, Listed, NO_LINK, plain, usual};
use crate::keys::{variants, whole_keys};
use crate::letters::{digest, letter_keys, letters, mix};
use crate::places::Places;
use crate::sound::{Sound, consonants};
use crate::word::{Form, Part, Unit};
use crate::{Name, Person};

/// An index on its way.
#[derive(Default)]
pub(crate) struct Building {
    places: Places,
    units: Vec<Unit>,
    names: Vec<Listed>,
    joins: Vec<(u64, u32)>,
    flat: Vec<u32>,
    wholes: Vec<Sound>,
    persons: Vec<Known>,
    documents: Vec<(String, u32)>,
}

impl Building {
    pub(crate) fn add(&mut self, person: &Person) {
        let id = self.persons.len() as u32;
        for name in &person.names {
            self.add_name(id, name);
        }
        let documents: Box<[String]> = person.documents.iter().cloned().collect();
        self.documents
            .extend(documents.iter().map(|number| (plain(number), id)));
        let fathers = person.fathers.iter();
        self.persons.push(Known {
            fathers: fathers.map(|father| Form::read(father)).collect(),
            births: person.births.iter().copied().collect(),
            documents,
        });
    }

    fn add_name(&mut self, person: u32, name: &Name) {
        let form = Form::read(&name.text);
        if form.units.is_empty() {
            return;
        }
        let id = self.names.len() as u32;
        let texts = form.units.iter().map(|unit| unit.text.as_str());
        let keys = letter_keys(&letters(texts)).into_iter();
        let keys = keys.chain(whole_keys(&form.whole));
        self.joins.extend(keys.map(|key| (key, id)));
        for pair in form.units.windows(2) {
            if pair.iter().all(|unit| unit.part != Part::Title) {
                self.joins.push((pair[0].joined_key(&pair[1]), id));
            }
        }
        let link = form.link.and_then(|link| u8::try_from(link).ok());
        self.names.push(Listed {
            person,
            start: self.flat.len() as u32,
            whole: self.wholes.len() as u32,
            sounds: form.whole.len() as u8,
            consonants: consonants(&form.whole) as u8,
            count: form.units.len() as u8,
            link: link.unwrap_or(NO_LINK),
            arabic: form.units.iter().all(|unit| unit.arabic),
            quality: name.quality,
        });
        self.wholes.extend(&form.whole);
        for unit in form.units {
            let kind = u64::from(unit.arabic) << 8 | unit.part as u64;
            let unit_id = self.places.of(mix(digest(&unit.text) ^ kind), |place| {
                let known = &self.units[place as usize];
                known.text == unit.text && known.arabic == unit.arabic && known.part == unit.part
            });
            if unit_id as usize == self.units.len() {
                self.units.push(unit);
            }
            self.flat.push(unit_id);
        }
    }

    pub(crate) fn finish(mut self) -> Index {
        self.order_by_key();
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
        let (mut wide, mut keys, mut shorter) = (Vec::new(), Vec::new(), Vec::new());
        for (id, unit) in (0u32..).zip(&self.units) {
            if unit.part != Part::Title {
                wide.push((unit.wide_key(), id));
                keys.push((unit.key(), id));
                shorter.extend(variants(unit.key()).skip(1).map(|key| (key, id)));
            }
        }
        wide.sort_unstable();
        keys.sort_unstable();
        shorter.sort_unstable();
        shorter.dedup();
        self.joins.sort_unstable();
        self.joins.dedup();
        self.joins.shrink_to_fit();
        self.names.shrink_to_fit();
        self.flat.shrink_to_fit();
        self.wholes.shrink_to_fit();
        self.persons.shrink_to_fit();
        self.documents.sort_unstable();
        let listed = self.weights(&frequencies);
        let mut sounds = Vec::new();
        let mut entries = Vec::with_capacity(self.units.len());
        for (unit, weight) in self.units.into_iter().zip(listed) {
            entries.push(Entry {
                key: unit.key(),
                wide_key: unit.wide_key(),
                from: sounds.len() as u32,
                count: unit.sounds.len() as u8,
                consonants: unit.consonants() as u8,
                arabic: unit.arabic,
                part: unit.part,
                sounds_weigh: weights(&unit.sounds),
                weight,
                text: unit.text.into(),
            });
            sounds.extend(unit.sounds);
        }
        Index {
            unknown: rarity(self.names.len() as u64, 1),
            entries,
            sounds,
            wide,
            keys,
            shorter,
            joins: self.joins,
            spans,
            postings,
            names: self.names,
            flat: self.flat,
            wholes: self.wholes,
            persons: self.persons,
            documents: self.documents,
        }
    }

    /// Puts words of one key beside each other, where they are looked at together.
    fn order_by_key(&mut self) {
        let units = std::mem::take(&mut self.units);
        let mut units: Vec<(u64, u32, Unit)> = (0u32..)
            .zip(units)
            .map(|(id, unit)| (unit.key(), id, unit))
            .collect();
        units.sort_unstable_by_key(|(key, id, _)| (*key, *id));
        let mut places = vec![0u32; units.len()];
        for (place, (_, id, _)) in (0u32..).zip(&units) {
            places[*id as usize] = place;
        }
        for unit in &mut self.flat {
            *unit = places[*unit as usize];
        }
        self.units = units.into_iter().map(|(_, _, unit)| unit).collect();
    }

    /// What each unit weighs: the rarer its sounds on this list, the more.
    fn weights(&self, frequencies: &[u32]) -> Vec<u32> {
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
