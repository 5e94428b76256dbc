//! Making a list ready to be screened against: every different word once, its keys, its weight, and the
//! names it is in.

use std::collections::BTreeMap;

use crate::Person;
use crate::index::{Index, Known, Listed, NO_LINK, plain, usual};
use crate::letters::{letter_keys, letters};
use crate::sound::Sound;
use crate::word::{Form, Part, Unit, variants, whole_keys};

/// An index on its way.
#[derive(Default)]
pub(crate) struct Building {
    ids: BTreeMap<(String, bool, Part), u32>,
    units: Vec<Unit>,
    names: Vec<Listed>,
    joins: Vec<(u64, u32)>,
    flat: Vec<u32>,
    persons: Vec<Known>,
    documents: Vec<(String, u32)>,
}

impl Building {
    pub(crate) fn add(&mut self, person: &Person) {
        let id = self.persons.len() as u32;
        for name in &person.names {
            let form = Form::read(&name.text);
            if form.units.is_empty() {
                continue;
            }
            let start = self.flat.len() as u32;
            let count = form.units.len() as u8;
            let name_id = self.names.len() as u32;
            let keys = letter_keys(&letters(&form.units));
            self.joins
                .extend(keys.into_iter().map(|key| (key, name_id)));
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

    pub(crate) fn finish(mut self) -> Index {
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
        let mut joins = std::mem::take(&mut self.joins);
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
        let weights = self.weights(&frequencies);
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
