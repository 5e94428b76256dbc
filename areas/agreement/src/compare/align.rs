//! Which clause became which (agreement.md 2c).
//!
//! Passes, each over what the ones before left: declared ids, equal words, likeness with one-to-one
//! assignment (strong pairs first, then weaker ones that stand alone against every rival), splits and
//! merges by containment, moves by the longest increasing run. A pair too weak to assert and too
//! strong to ignore is uncertain.

use std::collections::{BTreeMap, BTreeSet};

use super::Pass;
use super::assign::{Edge, assign};
use super::text::{Clause, Draft};
use super::weigh::{Corpus, Weighed, contained, likeness, union};

/// From here two clauses are held to be the same clause without further evidence.
const STRONG: u32 = 450;
/// From here they are, if each is by far the other's best and nothing else claims either.
const WEAK: u32 = 170;
/// A weak pair must outweigh its best rival by this many to one, in tenths.
const MARGIN_TENTHS: u32 = 15;
/// Below this a declared id stands over other words: the id was reused.
const REUSED: u32 = 100;
/// A piece of a split clause is at least this much contained, and the pieces cover this much of it.
const PIECE: u32 = 620;
const COVER: u32 = 780;
/// A piece has at least this many words that tell something.
const PIECE_TERMS: usize = 4;
/// How many likely counterparts of a clause are looked at.
const CANDIDATES: usize = 12;
/// A word in more clauses than this does not call up candidates.
const POSTINGS_MAX: usize = 160;

/// Matched, uncertain, and by absence omitted and added clauses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    pub(crate) matches: Vec<Match>,
    pub(crate) uncertain: Vec<(usize, usize, u32)>,
}

/// Clauses held to be the same: one to one, or several where split or merged.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub(crate) old: Vec<usize>,
    pub(crate) new: Vec<usize>,
    pub(crate) pass: Pass,
    pub(crate) score: u32,
    pub(crate) moved: bool,
    pub(crate) id_reused: bool,
}

/// Aligns two drafts. The order of its arguments must not matter to the caller: see [`super::compare`].
pub(crate) fn align(old: &Draft, new: &Draft) -> Alignment {
    let corpus = Corpus::of(old, new);
    let mut work = Work {
        old: &old.clauses,
        new: &new.clauses,
        corpus: &corpus,
        of_old: vec![None; old.clauses.len()],
        of_new: vec![None; new.clauses.len()],
        articles: BTreeMap::new(),
        reused: BTreeSet::new(),
    };
    let edges = work.edges();
    work.declared(&edges);
    work.exact();
    work.pair_articles(&edges);
    work.strong(&edges);
    work.chapeaus();
    let mut several = work.pieces();
    let uncertain = work.weak(&edges, &several);
    work.reused_ids();
    let mut matches = work.matches(&several);
    matches.append(&mut several);
    matches.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
    work.mark_moves(&mut matches);
    Alignment { matches, uncertain }
}

struct Work<'a> {
    old: &'a [Clause],
    new: &'a [Clause],
    corpus: &'a Corpus,
    of_old: Vec<Option<(usize, Pass, u32)>>,
    of_new: Vec<Option<usize>>,
    articles: BTreeMap<&'a str, &'a str>,
    reused: BTreeSet<(usize, usize)>,
}

impl<'a> Work<'a> {
    fn pair(&mut self, o: usize, n: usize, pass: Pass, score: u32) {
        self.of_old[o] = Some((n, pass, score));
        self.of_new[n] = Some(o);
    }

    fn free(&self, o: usize, n: usize) -> bool {
        self.of_old[o].is_none() && self.of_new[n].is_none()
    }

    fn like(&self, o: usize, n: usize) -> u32 {
        likeness(&self.corpus.old[o], &self.corpus.new[n])
    }

    /// Each old clause's likeliest counterparts, by the words they share.
    fn edges(&self) -> Vec<Edge> {
        let mut postings: BTreeMap<u32, Vec<(usize, u64)>> = BTreeMap::new();
        for (n, clause) in self.corpus.new.iter().enumerate() {
            for &(feature, weight) in &clause.features {
                postings.entry(feature).or_default().push((n, weight));
            }
        }
        let mut edges = Vec::new();
        let mut sums = vec![0u64; self.new.len()];
        for (o, clause) in self.corpus.old.iter().enumerate() {
            let mut met = BTreeSet::new();
            for (feature, weight) in &clause.features {
                let Some(held) = postings.get(feature).filter(|p| p.len() <= POSTINGS_MAX) else {
                    continue;
                };
                for &(n, w) in held {
                    if sums[n] == 0 {
                        met.insert(n);
                    }
                    sums[n] += weight * w;
                }
            }
            // A rough likeness, without the commonest words, chooses whom to look at closely.
            let mut rough: Vec<(u64, usize)> = met
                .into_iter()
                .map(|n| {
                    (
                        std::mem::take(&mut sums[n]) / self.corpus.new[n].norm.max(1),
                        n,
                    )
                })
                .collect();
            rough.sort_unstable_by_key(|&(likely, n)| (std::cmp::Reverse(likely), n));
            let mut scored: Vec<(u32, usize)> = rough
                .into_iter()
                .take(2 * CANDIDATES)
                .map(|(_, n)| (self.like(o, n), n))
                .filter(|&(score, _)| score >= WEAK / 2)
                .collect();
            scored.sort_unstable_by_key(|&(score, n)| (std::cmp::Reverse(score), n));
            edges.extend(
                scored
                    .into_iter()
                    .take(CANDIDATES)
                    .map(|(score, n)| (o, n, score)),
            );
        }
        edges
    }

    /// P0: the same declared id, unless the words say the ids were exchanged.
    fn declared(&mut self, edges: &[Edge]) {
        let by_id: BTreeMap<&str, usize> = ids(self.new).collect();
        for (id, o) in ids(self.old) {
            let Some(&n) = by_id.get(id) else { continue };
            let score = self.like(o, n);
            let same = self.corpus.old[o].exact == self.corpus.new[n].exact;
            let elsewhere = edges.iter().any(|&(row, column, weight)| {
                (row == o) != (column == n) && weight >= 700 && weight > 2 * score
            });
            let related = score >= REUSED || same || self.kin(o, n);
            if related && !elsewhere {
                self.pair(o, n, Pass::Declared, if same { 1000 } else { score });
            }
        }
    }

    /// Whether clauses share any telling word at all: enough under a common id.
    fn kin(&self, o: usize, n: usize) -> bool {
        contained(&self.corpus.old[o].terms, &self.corpus.new[n].terms) >= 150
            || contained(&self.corpus.new[n].terms, &self.corpus.old[o].terms) >= 150
    }

    /// Ids whose words have nothing in common, after all else failed: the same id, other content.
    fn reused_ids(&mut self) {
        let by_id: BTreeMap<&str, usize> = ids(self.new).collect();
        for (id, o) in ids(self.old) {
            if let Some(&n) = by_id.get(id)
                && self.free(o, n)
            {
                let score = self.like(o, n);
                self.pair(o, n, Pass::Declared, score);
                self.reused.insert((o, n));
            }
        }
    }

    /// P1: equal words. Where a text stands more than once, places decide: same label first, then order.
    fn exact(&mut self) {
        let mut standing: BTreeMap<&str, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (o, clause) in self
            .corpus
            .old
            .iter()
            .enumerate()
            .filter(|(o, _)| self.of_old[*o].is_none())
        {
            standing.entry(&clause.exact).or_default().0.push(o);
        }
        for (n, clause) in self
            .corpus
            .new
            .iter()
            .enumerate()
            .filter(|(n, _)| self.of_new[*n].is_none())
        {
            standing.entry(&clause.exact).or_default().1.push(n);
        }
        for (mut olds, mut news) in standing.into_values() {
            for o in std::mem::take(&mut olds) {
                let at = news
                    .iter()
                    .position(|&n| self.old[o].label == self.new[n].label);
                match at.filter(|_| !self.old[o].label.is_empty()) {
                    Some(at) => self.pair(o, news.remove(at), Pass::Exact, 1000),
                    None => olds.push(o),
                }
            }
            for (o, n) in olds.into_iter().zip(news) {
                self.pair(o, n, Pass::Exact, 1000);
            }
        }
    }

    /// Articles are paired by what their clauses say, heaviest agreement first.
    fn pair_articles(&mut self, edges: &[Edge]) {
        let mut votes: BTreeMap<(&str, &str), u32> = BTreeMap::new();
        for &(o, n, weight) in edges.iter().filter(|e| e.2 >= STRONG) {
            let (a, b) = (self.old[o].article.as_str(), self.new[n].article.as_str());
            if !a.is_empty() && !b.is_empty() {
                *votes.entry((a, b)).or_default() += weight / 10;
            }
        }
        let mut ranked: Vec<((&str, &str), u32)> = votes.into_iter().collect();
        ranked.sort_by_key(|&(pair, weight)| (std::cmp::Reverse(weight), pair));
        let mut taken = BTreeSet::new();
        for ((a, b), _) in ranked {
            if !self.articles.contains_key(a) && taken.insert(b) {
                self.articles.insert(a, b);
            }
        }
    }

    /// A pair's weight: likeness, and a little for standing at corresponding places. Place alone
    /// makes no pair.
    fn weight(&self, o: usize, n: usize, like: u32) -> u32 {
        let (a, b) = (&self.old[o], &self.new[n]);
        let mut weight = like;
        if self.articles.get(a.article.as_str()).copied() == Some(b.article.as_str()) {
            weight += 40;
        }
        if !a.heading.is_empty() && a.heading == b.heading {
            weight += 15;
        }
        if !a.label.is_empty() && a.label == b.label {
            weight += 15;
        }
        let parents = a.parent.zip(b.parent);
        if parents.is_some_and(|(p, q)| self.of_old[p].is_some_and(|(held, ..)| held == q)) {
            weight += 60;
        }
        if self.sandwiched(o, n) {
            weight += 60;
        }
        if numbers(self.corpus, o, n) {
            weight += 30;
        }
        if self.distinctive(o, n) {
            weight += 60;
        }
        weight
    }

    /// Whether both clauses share two telling words that no other clause on either side uses.
    fn distinctive(&self, o: usize, n: usize) -> bool {
        let there = &self.corpus.new[n].terms;
        self.corpus.old[o]
            .terms
            .iter()
            .filter(|(term, _)| self.corpus.sole[*term as usize] == (1, 1))
            .filter(|(term, _)| there.binary_search_by_key(term, |t| t.0).is_ok())
            .take(2)
            .count()
            == 2
    }

    /// Whether the clauses before, or after, both are already paired with each other.
    fn sandwiched(&self, o: usize, n: usize) -> bool {
        let paired = |o: Option<usize>, n: Option<usize>| {
            o.zip(n).is_some_and(|(o, n)| {
                self.of_old
                    .get(o)
                    .copied()
                    .flatten()
                    .is_some_and(|(held, ..)| held == n)
            })
        };
        let before = paired(o.checked_sub(1), n.checked_sub(1));
        let after = paired(Some(o + 1), Some(n + 1));
        let at_start = o == 0 && n == 0;
        let at_end = o + 1 == self.old.len() && n + 1 == self.new.len();
        (before || at_start) && (after || at_end)
    }

    /// P2: strong pairs, all together, so that no clause takes another's counterpart.
    fn strong(&mut self, edges: &[Edge]) {
        for _ in 0..2 {
            let open: Vec<Edge> = edges
                .iter()
                .filter(|&&(o, n, _)| self.free(o, n) && self.comparable(o, n))
                .map(|&(o, n, like)| (o, n, self.weight(o, n, like)))
                .filter(|e| e.2 >= STRONG)
                .collect();
            if open.is_empty() {
                return;
            }
            for (o, n, _) in assign(&open) {
                let score = self.like(o, n);
                self.pair(o, n, Pass::Similar, score);
            }
        }
    }

    /// An opening line such as "Each Party shall:" says little itself; it is the counterpart of the line
    /// its items' counterparts stand under.
    fn chapeaus(&mut self) {
        let mut votes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (o, held) in self.of_old.iter().enumerate() {
            let parents = held.and_then(|(n, ..)| self.old[o].parent.zip(self.new[n].parent));
            if let Some(pair) = parents.filter(|&(p, q)| self.free(p, q)) {
                *votes.entry(pair).or_default() += 1;
            }
        }
        let mut ranked: Vec<((usize, usize), usize)> = votes.into_iter().collect();
        ranked.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        for ((o, n), _) in ranked {
            if self.free(o, n) && self.comparable(o, n) {
                let score = self.like(o, n);
                self.pair(o, n, Pass::Similar, score);
            }
        }
    }

    /// A premise is never the counterpart of a duty.
    fn comparable(&self, o: usize, n: usize) -> bool {
        use super::text::Role::Premise;
        (self.old[o].role == Premise) == (self.new[n].role == Premise)
    }

    /// P3: clauses left over that are pieces of a clause already paired, or several left over that
    /// together are one. Each comes out as one match of several clauses.
    fn pieces(&mut self) -> Vec<Match> {
        let mut out = Vec::new();
        let (olds, news) = (&self.corpus.old, &self.corpus.new);
        let partner_of_old: Vec<Option<usize>> =
            self.of_old.iter().map(|p| p.map(|(n, ..)| n)).collect();
        for (whole, parts) in split(olds, news, &partner_of_old, &self.of_new) {
            let score = contained(
                &olds[whole].terms,
                &union(parts.iter().map(|&n| &news[n].terms)),
            );
            out.push(several(vec![whole], parts, Pass::Split, score));
        }
        let claimed: BTreeSet<usize> = out.iter().flat_map(|m| m.old.iter().copied()).collect();
        for (whole, parts) in split(news, olds, &self.of_new, &partner_of_old) {
            let score = contained(
                &news[whole].terms,
                &union(parts.iter().map(|&o| &olds[o].terms)),
            );
            let in_split = parts.iter().any(|o| claimed.contains(o))
                || out.iter().any(|m| m.new.contains(&whole));
            if !in_split {
                out.push(several(parts, vec![whole], Pass::Merged, score));
            }
        }
        for m in &out {
            for &o in &m.old {
                self.of_old[o] = Some((m.new[0], m.pass, m.score));
            }
            for &n in &m.new {
                self.of_new[n] = Some(m.old[0]);
            }
        }
        out
    }

    /// Weak pairs that stand alone; the others come back as uncertain.
    fn weak(&mut self, edges: &[Edge], several: &[Match]) -> Vec<(usize, usize, u32)> {
        let open: Vec<Edge> = edges
            .iter()
            .filter(|&&(o, n, _)| self.free(o, n) && self.comparable(o, n))
            .map(|&(o, n, like)| (o, n, self.weight(o, n, like).min(STRONG)))
            .filter(|&(o, n, weight)| weight >= WEAK && self.like(o, n) >= WEAK / 2)
            .collect();
        let mut uncertain = Vec::new();
        for (o, n, weight) in assign(&open) {
            let score = self.like(o, n);
            let rival = self.rival(edges, o, n);
            let alone = rival * MARGIN_TENTHS <= score.max(weight) * 10;
            let pieces = several
                .iter()
                .any(|m| m.old.contains(&o) || m.new.contains(&n));
            if alone && !pieces && self.akin(o, n) {
                self.pair(o, n, Pass::Similar, score);
            } else {
                uncertain.push((o, n, score));
            }
        }
        uncertain.sort_unstable();
        uncertain
    }

    /// The best other claim on either clause, paired or not.
    fn rival(&self, edges: &[Edge], o: usize, n: usize) -> u32 {
        edges
            .iter()
            .filter(|&&(row, column, _)| (row == o) != (column == n))
            .filter(|&&(row, column, _)| self.comparable(row, column))
            .map(|e| e.2)
            .max()
            .unwrap_or(0)
    }

    /// Whether a weak pair has evidence beyond common vocabulary: enough of the shorter one's words.
    fn akin(&self, o: usize, n: usize) -> bool {
        let (a, b) = (&self.corpus.old[o].terms, &self.corpus.new[n].terms);
        contained(a, b).max(contained(b, a)) >= 300 || self.distinctive(o, n)
    }

    fn matches(&self, several: &[Match]) -> Vec<Match> {
        let held: BTreeSet<usize> = several.iter().flat_map(|m| m.old.iter().copied()).collect();
        self.of_old
            .iter()
            .enumerate()
            .filter(|(o, _)| !held.contains(o))
            .filter_map(|(o, paired)| {
                let (n, pass, score) = (*paired)?;
                let id_reused = self.reused.contains(&(o, n));
                Some(Match {
                    old: vec![o],
                    new: vec![n],
                    pass,
                    score,
                    moved: false,
                    id_reused,
                })
            })
            .collect()
    }

    /// P4: a clause is moved if it is off the longest run in common order, or stands under an article
    /// that is another article's counterpart.
    fn mark_moves(&self, matches: &mut [Match]) {
        let places: Vec<usize> = matches.iter().map(|m| m.new[0]).collect();
        let steady: BTreeSet<usize> = longest_increasing(&places).into_iter().collect();
        let counterparts: BTreeSet<&str> = self.articles.values().copied().collect();
        for (at, m) in matches.iter_mut().enumerate() {
            let (from, to) = (&self.old[m.old[0]].article, &self.new[m.new[0]].article);
            let home = self.articles.get(from.as_str());
            let elsewhere =
                home.is_some_and(|&home| home != to.as_str()) && counterparts.contains(to.as_str());
            m.moved = m.old.len() == 1
                && m.new.len() == 1
                && !m.id_reused
                && (!steady.contains(&at) || elsewhere && m.score >= STRONG);
        }
    }
}

fn several(old: Vec<usize>, new: Vec<usize>, pass: Pass, score: u32) -> Match {
    Match {
        old,
        new,
        pass,
        score,
        moved: false,
        id_reused: false,
    }
}

fn ids(clauses: &[Clause]) -> impl Iterator<Item = (&str, usize)> {
    clauses
        .iter()
        .enumerate()
        .filter_map(|(at, c)| Some((c.cid.as_deref()?, at)))
}

/// Whether both clauses name the same number of two digits or more, or the same id such as F-07.
fn numbers(corpus: &Corpus, o: usize, n: usize) -> bool {
    let telling = |w: &&super::token::Word| {
        w.lower.len() > 1 && w.lower.contains(|c: char| c.is_ascii_digit())
    };
    let held: BTreeSet<&str> = corpus.old[o]
        .words
        .iter()
        .filter(telling)
        .map(|w| w.lower.as_str())
        .collect();
    corpus.new[n]
        .words
        .iter()
        .filter(telling)
        .any(|w| held.contains(w.lower.as_str()))
}

/// Wholes that came apart: each with its parts, ascending. A part is free or the whole's own partner.
fn split(
    wholes: &[Weighed],
    parts: &[Weighed],
    partner: &[Option<usize>],
    taken: &[Option<usize>],
) -> Vec<(usize, Vec<usize>)> {
    let mut holding: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (whole, clause) in wholes.iter().enumerate() {
        for (term, _) in &clause.terms {
            holding.entry(*term).or_default().push(whole);
        }
    }
    let mut of_whole: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (part, clause) in parts.iter().enumerate() {
        if taken[part].is_some() || clause.terms.len() < PIECE_TERMS {
            continue;
        }
        let called: BTreeSet<usize> = clause
            .terms
            .iter()
            .filter_map(|(term, _)| holding.get(term).filter(|held| held.len() <= POSTINGS_MAX))
            .flatten()
            .copied()
            .collect();
        let best = called
            .into_iter()
            .filter(|&whole| partner[whole].is_none_or(|p| p.abs_diff(part) <= 3))
            .map(|whole| {
                (
                    contained(&clause.terms, &wholes[whole].terms),
                    std::cmp::Reverse(whole),
                )
            })
            .max();
        if let Some((_, std::cmp::Reverse(whole))) = best.filter(|b| b.0 >= PIECE) {
            of_whole.entry(whole).or_default().push(part);
        }
    }
    of_whole
        .into_iter()
        .filter_map(|(whole, pieces)| whole_of(wholes, parts, partner, whole, pieces))
        .collect()
}

/// The pieces of a whole with its own partner among them, if together they are the whole.
fn whole_of(
    wholes: &[Weighed],
    parts: &[Weighed],
    partner: &[Option<usize>],
    whole: usize,
    mut pieces: Vec<usize>,
) -> Option<(usize, Vec<usize>)> {
    let held = |part: usize| contained(&parts[part].terms, &wholes[whole].terms);
    let own = partner[whole].filter(|&p| held(p) >= PIECE);
    if partner[whole].is_some() && own.is_none() {
        return None;
    }
    pieces.extend(own);
    pieces.sort_unstable();
    let together = contained(
        &wholes[whole].terms,
        &union(pieces.iter().map(|&p| &parts[p].terms)),
    );
    // What the new piece adds must be part of the whole that its partner does not already have; a
    // piece that stands in the whole nearly word for word may add little.
    let cover = |pieces: &[usize]| {
        contained(
            &wholes[whole].features,
            &union(pieces.iter().map(|&p| &parts[p].features)),
        )
    };
    let alone = own.map_or(0, |p| cover(&[p]));
    let sure =
        pieces.iter().all(|&p| held(p) >= 850) && pieces.windows(2).all(|w| w[1] - w[0] == 1);
    let gain = if sure { 40 } else { 120 };
    (pieces.len() > 1 && together >= COVER && cover(&pieces) >= alone + gain)
        .then_some((whole, pieces))
}

/// Positions of a longest strictly increasing run.
fn longest_increasing(values: &[usize]) -> Vec<usize> {
    let mut tails: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; values.len()];
    for (at, &value) in values.iter().enumerate() {
        let slot = tails.partition_point(|&tail| values[tail] < value);
        previous[at] = slot.checked_sub(1).map(|s| tails[s]);
        if slot == tails.len() {
            tails.push(at);
        } else {
            tails[slot] = at;
        }
    }
    let mut run = Vec::new();
    let mut at = tails.last().copied();
    while let Some(here) = at {
        run.push(here);
        at = previous[here];
    }
    run.reverse();
    run
}
