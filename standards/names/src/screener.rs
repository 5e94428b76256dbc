//! Asking a list: which names are compared, in which order, and until when.

use std::cmp::Reverse;

use crate::Query;
use crate::beside::{Beside, beside};
use crate::best::{Best, By, Found, Wanted};
use crate::compare::{Compared, Side, compare};
use crate::index::Index;
use crate::reach::{Asked, Reach};
use crate::score::{Candidate, POSSIBLE, WEAK};
use crate::wholes::compare_wholes;
use crate::word::Form;

/// Below this nothing is a candidate, even where nothing better is found.
const FLOOR: u16 = 400;
/// Lists with more names are long.
const LONG: usize = 50_000;
/// How far below the best name another is still a candidate, where the name decides.
const BELOW_BEST: u16 = 250;
/// What father and birth may add to a name.
const BESIDE_MOST: u16 = 100;
/// Candidates by name, beyond those asked for, that father, birth and document may move up.
const BESIDE_MORE: usize = 8;

/// How names are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Search {
    /// By the keys of their words.
    Keys,
    /// All of them.
    Everything,
}

/// Screens against an index, again and again, with the same working memory.
pub struct Screener<'i> {
    index: &'i Index,
    reach: Reach<'i>,
    /// The listed name that is being compared.
    listed: Side<'i>,
}

impl<'i> Screener<'i> {
    pub(crate) fn new(index: &'i Index) -> Screener<'i> {
        Screener {
            index,
            reach: Reach::new(index),
            listed: Side::default(),
        }
    }

    /// At most `limit` candidates, best first. Names that agree too little for any band are among them
    /// only where none agrees more; of a long list, those that don't alert only where none does.
    pub fn screen(&mut self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.answer(query, limit, Search::Keys)
    }

    pub(crate) fn exhaustive(&mut self, query: &Query, limit: usize) -> Vec<Candidate> {
        self.answer(query, limit, Search::Everything)
    }

    fn answer(&mut self, query: &Query, limit: usize, search: Search) -> Vec<Candidate> {
        let names = query.names.iter().take(8);
        let forms: Vec<Form> = names.map(|name| Form::read(name)).collect();
        let asked: Vec<Asked<'_>> = forms
            .iter()
            .map(|form| Asked::new(self.index, form))
            .collect();
        let mut found = Vec::new();
        for wanted in self.wanted(query, limit) {
            let mut best = Best::new(wanted);
            for (at, asked) in asked.iter().enumerate() {
                self.names_like(at, asked, &mut best, search);
            }
            if best.highest() >= wanted.aim {
                found = best.found;
                break;
            }
        }
        for person in self.index.with_document(query.document.as_deref()) {
            if found.iter().all(|one| one.person != person) {
                found.push(Found {
                    person,
                    score: 0,
                    name: u32::MAX,
                    asked: 0,
                    by: By::Words,
                });
            }
        }
        let father = query.father.as_deref().map(Form::read);
        let candidates = found.iter().map(|one| {
            let asked = asked.get(one.asked);
            self.explained(query, father.as_ref(), one, asked)
        });
        let mut candidates: Vec<Candidate> = candidates.filter(|one| one.score >= FLOOR).collect();
        candidates.sort_by_key(|one| (Reverse(one.score), one.person));
        candidates.truncate(limit);
        candidates
    }

    /// What is looked for, one after the other until there is some: a long list is searched to the end
    /// for what alerts, and for less only where nothing does.
    fn wanted(&self, query: &Query, limit: usize) -> Vec<Wanted> {
        // What stands beside a name moves candidates up and down; without it the name decides.
        let (more, less, below_best) = match query.father.is_some() || query.birth.is_some() {
            true => (BESIDE_MORE, BESIDE_MOST, 1000),
            false => (0, 0, BELOW_BEST),
        };
        let long = self.index.names.len() > LONG;
        let aims = [POSSIBLE - less, WEAK - less, FLOOR];
        let wanted = aims.iter().skip(usize::from(!long)).map(|aim| Wanted {
            persons: limit + more,
            floor: (*aim).min(WEAK - less),
            aim: *aim,
            below_best,
        });
        wanted.collect()
    }

    fn explained(
        &self,
        query: &Query,
        father: Option<&Form>,
        found: &Found,
        asked: Option<&Asked<'_>>,
    ) -> Candidate {
        let index = self.index;
        let mut candidate = Candidate::new(found.person);
        let mut score = 0;
        if let (Some(listed), Some(asked)) = (index.names.get(found.name as usize), asked) {
            let mut side = Side::default();
            index.fill(listed, &mut side);
            let read = &asked.side;
            let alike_at = |r: usize, l: usize| read.words[r].alike(&side.words[l]);
            let compared = compared(found.by, read, &side, alike_at);
            compared.explain(read, &side, listed.quality, &mut candidate);
            score = compared.scored(listed.quality);
        }
        let known = &index.persons[found.person as usize];
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

    /// Takes the names like a read one that may be among the best.
    fn names_like(&mut self, at: usize, asked: &Asked<'_>, best: &mut Best, search: Search) {
        let index = self.index;
        let found = |listed: &mut Side<'i>, name: u32, by: By, reach: &Reach<'i>| {
            let of = &index.names[name as usize];
            index.fill(of, listed);
            let ids = index.words_of(of);
            let read = &asked.side;
            let alike_at = |r: usize, l: usize| match reach.alike(ids[l], r) {
                Some(alike) => alike,
                None => read.words[r].alike(&listed.words[l]),
            };
            let compared = compared(by, read, listed, alike_at);
            Found {
                person: of.person,
                score: compared.scored(of.quality),
                name,
                asked: at,
                by,
            }
        };
        if search == Search::Everything {
            for name in 0..index.names.len() as u32 {
                best.take(found(&mut self.listed, name, By::Wholes, &self.reach));
            }
            return;
        }
        // What no word finds, the name as a whole may.
        self.reach.find_wholes(asked);
        for name in std::mem::take(&mut self.reach.slips) {
            best.take(found(&mut self.listed, name, By::Wholes, &self.reach));
        }
        for name in std::mem::take(&mut self.reach.wholes) {
            if asked.whole_may_reach(index, name, best.bar()) {
                best.take(found(&mut self.listed, name, By::Wholes, &self.reach));
            }
        }
        let order = self.reach.find(asked, best.bar());
        for (most, name) in order {
            if most < best.bar() {
                break;
            }
            best.take(found(&mut self.listed, name, By::Words, &self.reach));
        }
        self.reach.forget();
    }
}

fn compared(
    by: By,
    read: &Side<'_>,
    listed: &Side<'_>,
    alike_at: impl Fn(usize, usize) -> u16,
) -> Compared {
    match by {
        By::Words => compare(read, listed, alike_at),
        By::Wholes => compare_wholes(read, listed, alike_at),
    }
}
