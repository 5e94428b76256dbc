//! Which names a read one may be: those that share words with it, as far as they can still be among the
//! best, and those that are the same as a whole.

use std::cmp::Reverse;

use crate::align::{Ear, alike_from};
use crate::compare::{JOINED, NEARLY_SAME, Side, Word, counts};
use crate::index::{Index, usual};
use crate::keys::{asked_whole_keys, variants};
use crate::letters::{asked_letter_keys, letters};
use crate::sound::consonants;
use crate::word::{Form, Part, UNITS_MAX, Unit};

/// Names that are compared word by word for one read name at most.
const COMPARED_MAX: usize = 1_024;
/// So few names are compared sooner than the postings of a common word are read.
const FEW: usize = 64;

/// A word of the list that sounds like a read one.
#[derive(Clone, Copy)]
struct Similar {
    word: u32,
    alike: u16,
}

/// A name that was read, with the words of the list that sound like its words.
pub(crate) struct Asked<'q> {
    pub(crate) side: Side<'q>,
    units: &'q [Unit],
    whole_consonants: usize,
    /// For each word, listed words of the same key.
    same_key: Vec<Vec<Similar>>,
}

impl<'q> Asked<'q> {
    pub(crate) fn new(index: &Index, form: &'q Form) -> Asked<'q> {
        let same_key = form.units.iter().map(|unit| match unit.part {
            Part::Title => Vec::new(),
            _ => similar(index, &Word::of(unit, 0), index.of_key(unit)),
        });
        let same_key: Vec<Vec<Similar>> = same_key.collect();
        // Read words weigh as the listed word they are nearly the same as, or as an unknown one.
        let weights = same_key.iter().map(|similar| {
            let near = similar.iter().filter(|one| one.alike >= NEARLY_SAME);
            near.map(|one| index.entries[one.word as usize].weight)
                .min()
        });
        let weights: Vec<Option<u32>> = weights.collect();
        let weight = |(weight, unit): (&Option<u32>, &Unit)| {
            weight.unwrap_or_else(|| usual(index.unknown, unit))
        };
        let of_words: Vec<u32> = weights.iter().zip(&form.units).map(weight).collect();
        let mut side = Side::of(form, &of_words);
        for (word, weight) in side.words.iter_mut().zip(&weights) {
            word.known = weight.is_some();
        }
        Asked {
            side,
            units: &form.units,
            whole_consonants: consonants(&form.whole),
            same_key,
        }
    }

    /// Whether a listed name as one word may reach a score.
    pub(crate) fn whole_may_reach(&self, index: &Index, name: u32, bar: u16) -> bool {
        let listed = &index.names[name as usize];
        if usize::from(listed.consonants).abs_diff(self.whole_consonants) > 2 {
            return false;
        }
        let whole = index.whole_of(listed);
        let spoken = crate::align::Spoken {
            sounds: whole,
            arabic: listed.arabic,
        };
        let worth = u32::from(bar + 190).min(930);
        alike_from(self.side.spoken_whole(), spoken, worth) > 0
    }
}

/// Which of these words sound like one, with how much.
fn similar(index: &Index, word: &Word<'_>, among: impl Iterator<Item = u32>) -> Vec<Similar> {
    let all = among.map(|id| Similar {
        word: id,
        alike: word.alike(&index.word(id)),
    });
    all.filter(|one| one.alike > 0).collect()
}

/// Which names a word is counted for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Touch {
    /// All that have it.
    Begin,
    /// Those that have another already.
    Add,
}

/// The working memory of looking for names.
pub(crate) struct Reach<'i> {
    index: &'i Index,
    /// Of each name, what its words may amount to.
    reached: Vec<u16>,
    touched: Vec<u32>,
    /// Of each listed word, its row in `rows`, from 1; 0 for none.
    places: Vec<u32>,
    /// How alike a listed word is to each read one.
    rows: Vec<(u32, [u16; UNITS_MAX])>,
    /// Of each listed word, the last round of looking for words that came upon it.
    seen: Vec<u32>,
    round: u32,
    /// Names that may be one slip of the hand away, and those that may be the same with blanks moved.
    pub(crate) slips: Vec<u32>,
    pub(crate) wholes: Vec<u32>,
}

impl<'i> Reach<'i> {
    pub(crate) fn new(index: &'i Index) -> Reach<'i> {
        Reach {
            index,
            reached: vec![0; index.names.len()],
            touched: Vec::new(),
            places: vec![0; index.entries.len()],
            rows: Vec::new(),
            seen: vec![0; index.entries.len()],
            round: 0,
            slips: Vec::new(),
            wholes: Vec::new(),
        }
    }

    /// How alike a listed word is to a read one, where that is known.
    pub(crate) fn alike(&self, word: u32, read: usize) -> Option<u16> {
        let place = self.places[word as usize];
        let (_, row) = self.rows.get((place as usize).checked_sub(1)?)?;
        Some(row[read]).filter(|alike| *alike > 0)
    }

    /// Forgets how alike words are.
    pub(crate) fn forget(&mut self) {
        for (word, _) in self.rows.drain(..) {
            self.places[word as usize] = 0;
        }
    }

    /// Finds the names that are the read one with its blanks lost or moved, or one slip away.
    pub(crate) fn find_wholes(&mut self, asked: &Asked<'_>) {
        let letters = letters(asked.side.words.iter().map(|word| word.text));
        named(self.index, asked_letter_keys(&letters), &mut self.slips);
        named(
            self.index,
            asked_whole_keys(asked.side.whole),
            &mut self.wholes,
        );
    }

    /// Names that share words with a read one, and the most they may score, the most first: those that
    /// may reach `bar`.
    pub(crate) fn find(&mut self, asked: &Asked<'_>, bar: u16) -> Vec<(u16, u32)> {
        let read = &asked.side.words;
        let mut order: Vec<usize> = (0..read.len()).collect();
        order.retain(|at| read[*at].part != Part::Title);
        order.sort_by_key(|at| Reverse(read[*at].weight));
        let all: u32 = order.iter().map(|at| read[*at].weight).sum();
        let least = least(bar, all);
        // A name that has none of the first words, which are the rarest, can't be among the best.
        let mut open = all;
        let mut first = 0;
        while first < order.len() && open >= least {
            let at = order[first];
            self.touch_similar(asked, at, &asked.same_key[at], Touch::Begin);
            let near = self.near(&read[at], &asked.units[at], &asked.same_key[at]);
            self.touch_similar(asked, at, &near, Touch::Begin);
            open -= read[at].weight;
            first += 1;
        }
        self.touch_joins(asked);
        let rest = &order[first..];
        if self.touched.len() > FEW {
            for at in rest {
                self.touch_similar(asked, *at, &asked.same_key[*at], Touch::Add);
            }
        }
        // The other words are looked for among what is there, as long as that is much.
        for at in rest {
            let may = |name: &&u32| u32::from(self.reached[**name as usize]) + open >= least;
            if self.touched.iter().filter(may).take(FEW + 1).count() <= FEW {
                break;
            }
            let near = self.near(&read[*at], &asked.units[*at], &asked.same_key[*at]);
            self.touch_similar(asked, *at, &near, Touch::Add);
            open -= read[*at].weight;
        }
        self.touched_best(least, open, all)
    }

    /// The touched names that may reach what is needed, the best first, and forgets what was reached.
    fn touched_best(&mut self, least: u32, open: u32, all: u32) -> Vec<(u16, u32)> {
        let mut found: Vec<(u16, u32)> = Vec::new();
        let reached = &mut self.reached;
        for name in self.touched.drain(..) {
            let gain = u32::from(std::mem::take(&mut reached[name as usize])) + open;
            if gain >= least {
                found.push((u16::try_from(most(gain, all)).unwrap_or(u16::MAX), name));
            }
        }
        if found.len() > COMPARED_MAX {
            found.select_nth_unstable_by(COMPARED_MAX, |one, other| other.cmp(one));
            found.truncate(COMPARED_MAX);
        }
        found.sort_unstable_by(|one, other| other.cmp(one));
        found
    }

    /// Listed words that are like one and don't have its key.
    fn near(&mut self, word: &Word<'_>, unit: &Unit, same_key: &[Similar]) -> Vec<Similar> {
        self.round = self.round.wrapping_add(1);
        let (index, round, seen) = (self.index, self.round, &mut self.seen);
        for one in same_key {
            seen[one.word as usize] = round;
        }
        let ear = Ear::of(word.spoken);
        let mut near = Vec::new();
        for key in variants(unit.key()) {
            for words in index.near_key(key) {
                for (_, id) in words {
                    if std::mem::replace(&mut seen[*id as usize], round) == round {
                        continue;
                    }
                    let alike = index.heard(&ear, word.consonants, *id);
                    if alike > 0 {
                        near.push(Similar { word: *id, alike });
                    }
                }
            }
        }
        near
    }

    /// Touches the names that have words like the one at this place.
    fn touch_similar(&mut self, asked: &Asked<'_>, at: usize, similar: &[Similar], touch: Touch) {
        let index = self.index;
        let weight = asked.side.words[at].weight;
        for one in similar {
            let place = &mut self.places[one.word as usize];
            if *place == 0 {
                self.rows.push((one.word, [0; UNITS_MAX]));
                *place = self.rows.len() as u32;
            }
            self.rows[*place as usize - 1].1[at] = one.alike;
            let heavier = weight.max(index.entries[one.word as usize].weight);
            let gain = heavier * counts(one.alike) / 1000;
            self.touch(index.names_with(one.word).iter().copied(), gain, touch);
        }
    }

    /// Touches the names where one read word is two on the list, or two are one.
    fn touch_joins(&mut self, asked: &Asked<'_>) {
        let index = self.index;
        let read = &asked.side.words;
        for (word, unit) in read.iter().zip(asked.units) {
            if word.part == Part::Title || word.consonants <= 2 {
                continue;
            }
            for key in variants(unit.wide_key()) {
                self.touch(index.joined_as(key), word.weight, Touch::Begin);
            }
        }
        for (pair, words) in asked.units.windows(2).zip(read.windows(2)) {
            if words.iter().any(|word| word.part == Part::Title) {
                continue;
            }
            let whole = pair[0].with(&pair[1]);
            let gain = words[0].weight + words[1].weight;
            for id in index.of_key(&whole) {
                let listed = index.word(id).spoken;
                if alike_from(whole.spoken(), listed, u32::from(JOINED)) > 0 {
                    let names = index.names_with(id).iter().copied();
                    self.touch(names, gain, Touch::Begin);
                }
            }
        }
    }

    fn touch(&mut self, names: impl Iterator<Item = u32>, gain: u32, touch: Touch) {
        let gain = u16::try_from(gain.max(1)).unwrap_or(u16::MAX);
        for name in names {
            let reached = &mut self.reached[name as usize];
            if *reached == 0 {
                if touch == Touch::Add {
                    continue;
                }
                self.touched.push(name);
            }
            *reached = reached.saturating_add(gain);
        }
    }
}

/// Names that have any of these keys, in order.
fn named(index: &Index, keys: Vec<u64>, names: &mut Vec<u32>) {
    names.clear();
    for key in keys {
        names.extend(index.joined_as(key));
    }
    names.sort_unstable();
    names.dedup();
}

/// What a name may score at most whose agreeing words weigh so much of all that was read: words that
/// were read and are not listed count against it.
fn most(agreeing: u32, all: u32) -> u32 {
    let open = all.saturating_sub(agreeing);
    agreeing.saturating_mul(1000) / (agreeing + open * 8 / 10).max(1)
}

/// What agreeing words must weigh at least for `most` to be so much.
fn least(score: u16, all: u32) -> u32 {
    let score = u64::from(score);
    let least = u64::from(all) * 8 * score / (10_000 - 2 * score).max(1);
    // Rounding never leaves a name out.
    u32::try_from(least).unwrap_or(u32::MAX).saturating_sub(2)
}
