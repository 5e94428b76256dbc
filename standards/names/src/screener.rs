//! Asking a list: which names are compared, in which order, and until when.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::Query;
use crate::beside::{Beside, beside};
use crate::index::{Asked, Index, Search};
use crate::letters::{asked_letter_keys, letters};
use crate::score::{Candidate, JOINED, counts};
use crate::word::{Form, Part, asked_whole_keys, variants};

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

/// Screens against an index, again and again, with the same working memory.
pub struct Screener<'i> {
    index: &'i Index,
    /// Of each name, what its words may amount to.
    reached: Vec<u32>,
    touched: Vec<u32>,
    /// Names that may be the read one with its blanks lost or moved, in order.
    wholes: Vec<u32>,
}

/// Which names are looked for.
#[derive(Clone, Copy)]
struct Wanted {
    /// How many.
    names: usize,
    /// How far below the best one still counts.
    below_best: u16,
}

impl<'i> Screener<'i> {
    pub(crate) fn new(index: &'i Index) -> Screener<'i> {
        Screener {
            index,
            reached: vec![0; index.names.len()],
            touched: Vec::new(),
            wholes: Vec::new(),
        }
    }

    /// At most `limit` candidates, best first.
    pub fn screen(&mut self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.answer(query, limit, Search::Keys)
    }

    pub(crate) fn answer(&mut self, query: &Query, limit: usize, search: Search) -> Vec<Candidate> {
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
        let mut best = Best::new(wanted);
        for (most, name) in order {
            if search == Search::Keys && most < u32::from(best.bar()) {
                break;
            }
            best.take(name, index.scored(asked, name, false));
        }
        // What no word finds, the name as one word may.
        for name in &self.wholes {
            best.take(*name, index.scored(asked, *name, true));
        }
        best.found
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
                for key in variants(read.units[at].key()) {
                    let names = index.joined_as(key);
                    if names.len() <= WHOLES_MAX {
                        self.touch_all(names.iter().map(|(_, name)| *name), read.weights[at]);
                    }
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
        let letters = letters(read.units.iter().copied());
        let keys = asked_letter_keys(&letters);
        for key in asked_whole_keys(read.whole).into_iter().chain(keys) {
            let names = index.joined_as(key);
            if names.len() <= WHOLES_MAX {
                self.wholes.extend(names.iter().map(|(_, name)| *name));
            }
        }
        self.wholes.sort_unstable();
        self.wholes.dedup();
        let reached = &mut self.reached;
        let mut order: Vec<(u32, u32)> = Vec::new();
        for name in &self.touched {
            // Words too common to begin with may still be there.
            let most = most(std::mem::take(&mut reached[*name as usize]) + left, all);
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

/// The best names so far.
struct Best {
    wanted: Wanted,
    highest: u16,
    /// The best scores, as many as are wanted, the lowest on top.
    scores: BinaryHeap<Reverse<u16>>,
    found: Vec<(u32, u16)>,
}

impl Best {
    fn new(wanted: Wanted) -> Best {
        Best {
            wanted,
            highest: 0,
            scores: BinaryHeap::new(),
            found: Vec::new(),
        }
    }

    /// What a name must reach to matter.
    fn bar(&self) -> u16 {
        let lowest = match self.scores.peek() {
            Some(Reverse(lowest)) if self.scores.len() == self.wanted.names => *lowest,
            _ => FLOOR,
        };
        lowest.max(self.highest.saturating_sub(self.wanted.below_best))
    }

    fn take(&mut self, name: u32, score: u16) {
        if score < FLOOR {
            return;
        }
        self.found.push((name, score));
        self.highest = self.highest.max(score);
        self.scores.push(Reverse(score));
        if self.scores.len() > self.wanted.names {
            self.scores.pop();
        }
    }
}

/// What a name may score at most whose agreeing words weigh so much of all that was read: words that
/// were read and are not listed count against it.
fn most(agreeing: u32, all: u32) -> u32 {
    let open = all.saturating_sub(agreeing);
    agreeing.saturating_mul(1000) / (agreeing + open * 8 / 10).max(1)
}
