//! Comparing two drafts: which clause became which, and what happened to its words.
//!
//! Pure and integer only, so that both sides get identical bytes from the same texts. Three steps:
//! [`text::parse`] reads clauses, `align` pairs them, `detect` describes the differences, one file a
//! rule. Nothing here decides: a finding says what the words did, a pair that is not clear is listed
//! as uncertain and nothing is claimed of it. Which party is which has no influence on anything.
//!
//! The two drafts are always worked on in one canonical order and the answer turned round if need be;
//! so swapping the drafts mirrors every pair and finding exactly.

mod align;
mod assign;
mod detect;
mod finding;
mod json;
mod numbering;
mod prior;
pub mod sample;
pub mod text;
mod token;
mod weigh;
mod words;

pub use finding::{Direction, Finding, Rule, Severity, Span, Status};
pub use json::json;
pub use prior::{Prior, Priors};
pub use words::{Run, words};

use align::{Alignment, Match};
use text::Draft;

/// What became of every clause, and what happened to the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Clause pairs in the order of the old draft; a split or merge gives several.
    pub pairs: Vec<Pair>,
    /// What the words did, in the order of the old draft, added clauses at their place in the new.
    pub findings: Vec<Finding>,
    /// Pairs for a human to judge; nothing is claimed of their clauses.
    pub uncertain: Vec<Uncertain>,
    /// The whole text as small blocks, in the order of the new draft, omissions at their old place.
    pub strip: Vec<Block>,
    /// The old draft's clauses.
    pub old: Draft,
    /// The new draft's clauses.
    pub new: Draft,
}

/// Two clauses held to be the same clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Reference in the old draft.
    pub old: String,
    /// Reference in the new draft.
    pub new: String,
    /// What paired them.
    pub pass: Pass,
    /// How alike the words are, 0 to 1000.
    pub score: u32,
}

/// The step of the alignment that made a pair (agreement.md 2c).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pass {
    /// Both clauses declare the same id.
    Declared,
    /// The same words, but for case and punctuation.
    Exact,
    /// Alike in words, one to one.
    Similar,
    /// One old clause became several.
    Split,
    /// Several old clauses became one.
    Merged,
}

impl Pass {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Pass::Declared => "declared",
            Pass::Exact => "exact",
            Pass::Similar => "similar",
            Pass::Split => "split",
            Pass::Merged => "merged",
        }
    }

    fn mirrored(self) -> Pass {
        match self {
            Pass::Split => Pass::Merged,
            Pass::Merged => Pass::Split,
            pass => pass,
        }
    }
}

/// Two clauses that may be the same clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// Reference in the old draft.
    pub old: String,
    /// Reference in the new draft.
    pub new: String,
    /// How alike the words are, 0 to 1000.
    pub score: u32,
}

/// One block of the strip that shows a whole comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What became of the clause.
    pub fate: Fate,
    /// Reference in the old draft, if it has a place there.
    pub old: Option<String>,
    /// Reference in the new draft, if it has a place there.
    pub new: Option<String>,
}

/// What became of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The same words at the same place.
    Kept,
    /// At another place.
    Moved,
    /// Other words.
    Changed,
    /// No counterpart in the new draft.
    Omitted,
    /// No counterpart in the old draft.
    Added,
    /// For a human to judge.
    Uncertain,
}

impl Fate {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Moved => "moved",
            Fate::Changed => "changed",
            Fate::Omitted => "omitted",
            Fate::Added => "added",
            Fate::Uncertain => "uncertain",
        }
    }
}

/// Compares two drafts in the light of what the parties said of the older one's clauses.
pub fn compare(old: &Draft, new: &Draft, priors: &Priors) -> Comparison {
    let forward = key(old) <= key(new);
    let (first, second) = if forward { (old, new) } else { (new, old) };
    let canonical = align::align(first, second);
    let mut findings = detect::findings(first, second, &canonical);
    let alignment = if forward {
        canonical
    } else {
        mirrored(canonical)
    };
    if !forward {
        findings = findings.into_iter().map(Finding::mirrored).collect();
    }
    prior::apply(priors, &mut findings);
    order(&mut findings, old, new);
    Comparison {
        pairs: pairs(&alignment, old, new),
        findings,
        uncertain: uncertain(&alignment, old, new),
        strip: strip(&alignment, old, new),
        old: old.clone(),
        new: new.clone(),
    }
}

/// What the canonical order is by: the words and labels of all clauses.
fn key(draft: &Draft) -> Vec<(&str, &str, text::Role)> {
    draft
        .clauses
        .iter()
        .map(|c| (c.text.as_str(), c.reference.as_str(), c.role))
        .collect()
}

fn mirrored(alignment: Alignment) -> Alignment {
    let turn = |m: Match| Match {
        old: m.new,
        new: m.old,
        pass: m.pass.mirrored(),
        ..m
    };
    let mut matches: Vec<Match> = alignment.matches.into_iter().map(turn).collect();
    matches.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
    let mut uncertain: Vec<(usize, usize, u32)> = alignment
        .uncertain
        .into_iter()
        .map(|(o, n, score)| (n, o, score))
        .collect();
    uncertain.sort_unstable();
    Alignment { matches, uncertain }
}

fn pairs(alignment: &Alignment, old: &Draft, new: &Draft) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for m in &alignment.matches {
        for &o in &m.old {
            for &n in &m.new {
                pairs.push((o, n, m));
            }
        }
    }
    pairs.sort_by_key(|&(o, n, _)| (o, n));
    pairs
        .into_iter()
        .map(|(o, n, m)| Pair {
            old: old.clauses[o].reference.clone(),
            new: new.clauses[n].reference.clone(),
            pass: m.pass,
            score: m.score,
        })
        .collect()
}

fn uncertain(alignment: &Alignment, old: &Draft, new: &Draft) -> Vec<Uncertain> {
    alignment
        .uncertain
        .iter()
        .map(|&(o, n, score)| Uncertain {
            old: old.clauses[o].reference.clone(),
            new: new.clauses[n].reference.clone(),
            score,
        })
        .collect()
}

/// Findings in reading order: by the old clause they are about, else by the new one's place.
fn order(findings: &mut [Finding], old: &Draft, new: &Draft) {
    let place = |draft: &Draft, span: &Option<Span>| {
        span.as_ref().and_then(|span| {
            let at = draft
                .clauses
                .iter()
                .position(|c| c.reference == span.clause)?;
            Some((at, span.start))
        })
    };
    findings.sort_by_cached_key(|finding| {
        let (o, n) = (place(old, &finding.old), place(new, &finding.new));
        (o.is_none(), o, n, finding.rule, finding.basis.clone())
    });
}

fn strip(alignment: &Alignment, old: &Draft, new: &Draft) -> Vec<Block> {
    let reference = |draft: &Draft, at: usize| Some(draft.clauses[at].reference.clone());
    let mut of_old: Vec<Option<usize>> = vec![None; old.clauses.len()];
    let mut blocks: Vec<Option<Block>> = vec![None; new.clauses.len()];
    for m in &alignment.matches {
        let same = m.old.len() == 1
            && m.new.len() == 1
            && old.clauses[m.old[0]].text == new.clauses[m.new[0]].text;
        let fate = match (m.moved, same) {
            (true, _) => Fate::Moved,
            (false, true) => Fate::Kept,
            (false, false) => Fate::Changed,
        };
        for &o in &m.old {
            of_old[o] = m.new.first().copied();
        }
        for &n in &m.new {
            let old = m.old.first().and_then(|&o| reference(old, o));
            blocks[n] = Some(Block {
                fate,
                old,
                new: reference(new, n),
            });
        }
    }
    for &(o, n, _) in &alignment.uncertain {
        let block = Block {
            fate: Fate::Uncertain,
            old: reference(old, o),
            new: reference(new, n),
        };
        blocks[n].get_or_insert(block);
        of_old[o].get_or_insert(n);
    }
    let mut out = Vec::new();
    let mut after: Vec<Vec<Block>> = vec![Vec::new(); new.clauses.len()];
    let mut last: Option<usize> = None;
    for (o, n) in of_old.iter().enumerate() {
        match (n, last) {
            (Some(n), _) => last = Some(*n),
            (None, at) => {
                let block = Block {
                    fate: Fate::Omitted,
                    old: reference(old, o),
                    new: None,
                };
                match at {
                    Some(at) => after[at].push(block),
                    None => out.push(block),
                }
            }
        }
    }
    for (n, block) in blocks.into_iter().enumerate() {
        let added = || Block {
            fate: Fate::Added,
            old: None,
            new: reference(new, n),
        };
        out.push(block.unwrap_or_else(added));
        out.append(&mut after[n]);
    }
    out
}
