//! How alike two clauses are: TF-IDF cosine over words and word pairs, in integers.

use std::collections::BTreeMap;

use super::detect::bind;
use super::text::Draft;
use super::token::{Word, is_common, stem, words};

/// Weights of a clause's features, ascending by feature.
pub(crate) type Features = Vec<(u32, u64)>;

/// Both drafts made comparable.
pub(crate) struct Corpus {
    pub(crate) old: Vec<Weighed>,
    pub(crate) new: Vec<Weighed>,
    /// In how many old and new clauses each feature stands.
    pub(crate) sole: Vec<(u32, u32)>,
}

/// A clause as the aligner sees it.
pub(crate) struct Weighed {
    pub(crate) words: Vec<Word>,
    /// Lower-case words joined: equal for clauses that differ in case and punctuation only.
    pub(crate) exact: String,
    /// Words and word pairs, for likeness.
    pub(crate) features: Features,
    /// Words only, for containment.
    pub(crate) terms: Features,
    pub(crate) norm: u64,
}

/// Base-two logarithm in 1/256ths of a whole, exact in its integer part and linear between.
pub(crate) fn log2(n: u64) -> u64 {
    let n = n.max(1);
    let whole = u64::from(n.ilog2());
    whole * 256 + ((n << 8 >> whole) - 256)
}

impl Corpus {
    pub(crate) fn of(old: &Draft, new: &Draft) -> Corpus {
        let mut book = Book::default();
        let read = |book: &mut Book, draft: &Draft| -> Vec<(Vec<Word>, Vec<u32>, Vec<u32>)> {
            draft
                .clauses
                .iter()
                .map(|clause| book.read(words(&clause.text)))
                .collect()
        };
        let old = read(&mut book, old);
        let new = read(&mut book, new);
        let idf = book.idf((old.len() + new.len()) as u64);
        let weigh = |read: Vec<(Vec<Word>, Vec<u32>, Vec<u32>)>| {
            read.into_iter()
                .map(|(words, terms, pairs)| weighed(words, &terms, &pairs, &idf))
                .collect()
        };
        let (old, new): (Vec<Weighed>, Vec<Weighed>) = (weigh(old), weigh(new));
        let mut sole = vec![(0, 0); idf.len()];
        for (id, _) in old.iter().flat_map(|c| &c.features) {
            sole[*id as usize].0 += 1;
        }
        for (id, _) in new.iter().flat_map(|c| &c.features) {
            sole[*id as usize].1 += 1;
        }
        Corpus { old, new, sole }
    }
}

fn weighed(words: Vec<Word>, terms: &[u32], pairs: &[u32], idf: &[u64]) -> Weighed {
    let terms = count(terms, idf, 1);
    let mut features = count(pairs, idf, 2);
    features.extend_from_slice(&terms);
    features.sort_unstable();
    let norm = features.iter().map(|(_, w)| w * w).sum::<u64>().isqrt();
    let exact = words
        .iter()
        .map(|w| w.lower.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    Weighed {
        words,
        exact,
        features,
        terms,
        norm,
    }
}

/// Weights by inverse frequency; a word said twice counts half as much again, not double.
fn count(ids: &[u32], idf: &[u64], divisor: u64) -> Features {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for &id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(id, n)| (id, idf[id as usize] * (256 + log2(n) / 2) / 256 / divisor))
        .collect()
}

/// Every feature met, by number, and in how many clauses.
#[derive(Default)]
struct Book {
    terms: BTreeMap<String, u32>,
    pairs: BTreeMap<(u32, u32), u32>,
    clauses: Vec<u64>,
}

impl Book {
    fn read(&mut self, words: Vec<Word>) -> (Vec<Word>, Vec<u32>, Vec<u32>) {
        let mut terms = Vec::new();
        for word in &words {
            if is_common(&word.lower) {
                continue;
            }
            terms.push(self.term(stem(&word.lower)));
        }
        let pairs: Vec<u32> = terms.windows(2).map(|w| self.pair((w[0], w[1]))).collect();
        if bind::names_instrument(&words) {
            terms.push(self.term("an instrument".to_owned()));
        }
        for ids in [&terms, &pairs] {
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            for id in once {
                self.clauses[id as usize] += 1;
            }
        }
        (words, terms, pairs)
    }

    fn term(&mut self, stem: String) -> u32 {
        let next = self.clauses.len() as u32;
        let id = *self.terms.entry(stem).or_insert(next);
        if id == next {
            self.clauses.push(0);
        }
        id
    }

    fn pair(&mut self, pair: (u32, u32)) -> u32 {
        let next = self.clauses.len() as u32;
        let id = *self.pairs.entry(pair).or_insert(next);
        if id == next {
            self.clauses.push(0);
        }
        id
    }

    fn idf(&self, clauses: u64) -> Vec<u64> {
        self.clauses
            .iter()
            .map(|&df| log2((clauses + 2) * 16 / df.max(1)).saturating_sub(4 * 256) + 32)
            .collect()
    }
}

/// Likeness of two clauses, 0 to 1000.
pub(crate) fn likeness(a: &Weighed, b: &Weighed) -> u32 {
    let norm = a.norm * b.norm;
    if norm == 0 {
        return 0;
    }
    (shared(&a.features, &b.features, |x, y| x * y) * 1000 / norm).min(1000) as u32
}

/// How much of `part` is in `whole`, 0 to 1000.
pub(crate) fn contained(part: &Features, whole: &Features) -> u32 {
    let all: u64 = part.iter().map(|(_, w)| w).sum();
    if all == 0 {
        return 0;
    }
    (shared(part, whole, |x, y| x.min(y)) * 1000 / all) as u32
}

/// The features of several clauses together, each at its greatest weight.
pub(crate) fn union<'a>(parts: impl Iterator<Item = &'a Features>) -> Features {
    let mut all: BTreeMap<u32, u64> = BTreeMap::new();
    for &(id, weight) in parts.flatten() {
        let held = all.entry(id).or_default();
        *held = (*held).max(weight);
    }
    all.into_iter().collect()
}

fn shared(a: &Features, b: &Features, join: impl Fn(u64, u64) -> u64) -> u64 {
    let (mut i, mut j, mut sum) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += join(x.1, y.1);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}
