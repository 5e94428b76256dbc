//! The two sides of a match, and where their words differ.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::super::align::Match;
use super::super::finding::{Direction, Finding, Span, Status};
use super::super::text::{Clause, Draft, Role};
use super::super::token::{Word, words};
use super::{Found, Run, deadline, modal};

/// The words of one side of a match; several clauses stand one after the other.
#[derive(Clone)]
pub(crate) struct Side<'a> {
    pub(crate) clauses: Vec<&'a Clause>,
    pub(crate) words: Rc<Vec<Word>>,
    /// Which of `clauses` each word stands in.
    at: Rc<Vec<usize>>,
    /// What detectors have read on this side already.
    pub(crate) seen: Rc<Seen>,
}

/// Readings shared by several detectors, each made once.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) modals: OnceCell<Vec<modal::Modal>>,
    pub(crate) hedges: OnceCell<Vec<(Run, String)>>,
    pub(crate) times: OnceCell<Vec<(Run, deadline::Kind)>>,
}

/// A match with its differences.
#[derive(Clone)]
pub(crate) struct Pairing<'a> {
    pub(crate) old: Side<'a>,
    pub(crate) new: Side<'a>,
    /// Where the sides differ, ascending.
    pub(crate) hunks: Vec<Hunk>,
    /// For each old word, the equal new word it stands for.
    aligned: Vec<Option<usize>>,
}

/// Shorter clauses say too little for a name to hide in them.
const LONG_WORDS: usize = 30;

/// A place where the sides differ; either run may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hunk {
    pub(crate) old: Run,
    pub(crate) new: Run,
}

impl<'a> Side<'a> {
    pub(crate) fn of(clauses: &[&'a Clause]) -> Side<'a> {
        let (mut all, mut of) = (Vec::new(), Vec::new());
        for (at, clause) in clauses.iter().enumerate() {
            let base = all.last().map_or(0, |w: &Word| w.sentence + 1);
            for mut word in words(&clause.text) {
                word.sentence += base;
                all.push(word);
                of.push(at);
            }
        }
        Side {
            clauses: clauses.to_vec(),
            words: Rc::new(all),
            at: Rc::new(of),
            seen: Rc::default(),
        }
    }

    pub(crate) fn lower(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.lower.as_str())
    }

    pub(crate) fn role(&self) -> Role {
        self.clauses.first().map_or(Role::Operative, |c| c.role)
    }

    /// The text of a run of words as printed, within the clause of its first word.
    pub(crate) fn span(&self, run: &Run) -> Option<Span> {
        let first = run.start.min(self.words.len().checked_sub(1)?);
        let clause = self.clauses[self.at[first]];
        if run.is_empty() {
            let at = self.words[first].start;
            let at = if run.start > first {
                self.words[first].end
            } else {
                at
            };
            return Some(Span {
                clause: clause.reference.clone(),
                start: at,
                end: at,
                text: String::new(),
            });
        }
        let last =
            (run.start..run.end.min(self.words.len())).rfind(|&w| self.at[w] == self.at[first])?;
        let (start, end) = (self.words[first].start, self.words[last].end);
        let text = clause.text.get(start..end).unwrap_or_default().to_owned();
        Some(Span {
            clause: clause.reference.clone(),
            start,
            end,
            text,
        })
    }

    /// The words of the sentence around a word.
    pub(crate) fn sentence(&self, at: usize) -> Run {
        let Some(word) = self.words.get(at.min(self.words.len().saturating_sub(1))) else {
            return 0..0;
        };
        let start = self.words.partition_point(|w| w.sentence < word.sentence);
        let end = self.words.partition_point(|w| w.sentence <= word.sentence);
        start..end
    }

    /// Whose duty the sentence around a word is, and to whose benefit, as it names them.
    pub(crate) fn whom(&self, at: usize) -> (String, String) {
        let sentence = self.sentence(at);
        let heads = modal::occurrences(self);
        let verb = heads
            .iter()
            .map(|m| m.run.start)
            .filter(|start| sentence.contains(start))
            .rfind(|&start| start <= at)
            .or_else(|| {
                heads
                    .iter()
                    .map(|m| m.run.start)
                    .find(|start| sentence.contains(start))
            })
            .unwrap_or(sentence.start);
        let actors = self.actors(sentence);
        let obligor = actors.iter().rfind(|(run, _)| run.end <= verb);
        let other = |name: &String| obligor.is_none_or(|(_, held)| held != name);
        let beneficiary = actors
            .iter()
            .find(|(run, name)| run.start > verb && other(name));
        let name = |found: Option<&(Run, String)>| {
            found.map_or_else(|| "the Parties".to_owned(), |(_, name)| name.clone())
        };
        (name(obligor), name(beneficiary))
    }

    /// Every member, side or body named in a run, with how it is named.
    pub(crate) fn actors(&self, run: Run) -> Vec<(Run, String)> {
        let mut out = Vec::new();
        for at in run.clone() {
            let word = &self.words[at];
            if !ACTORS.contains(&word.lower.as_str()) {
                continue;
            }
            let label = self.words.get(at + 1).filter(|next| {
                at + 1 < run.end
                    && !next.after_break
                    && (next.raw.len() <= 2 && next.is_capital() || next.is_number())
            });
            let before = at
                .checked_sub(1)
                .filter(|b| *b >= run.start)
                .map(|b| &self.words[b]);
            let counted = before.filter(|b| {
                ["each", "neither", "both", "all", "every", "no", "either"]
                    .contains(&b.lower.as_str())
            });
            out.push(match (label, counted) {
                (Some(label), _) => (at..at + 2, format!("{} {}", word.raw, label.raw)),
                (None, Some(counted)) => {
                    (at - 1..at + 1, format!("{} {}", counted.lower, word.raw))
                }
                (None, None) => (at..at + 1, format!("the {}", word.raw)),
            });
        }
        out
    }
}

/// Words that name someone who can be bound or can benefit.
pub(crate) const ACTORS: &[&str] = &[
    "party",
    "parties",
    "state",
    "states",
    "government",
    "governments",
    "side",
    "sides",
    "mediator",
    "mediators",
    "secretariat",
    "commission",
    "committee",
    "council",
    "member",
    "members",
    "authority",
    "authorities",
    "guarantor",
    "guarantors",
    "signatory",
    "signatories",
    "forces",
    "army",
    "armies",
];

impl<'a> Pairing<'a> {
    pub(crate) fn of(old: &'a Draft, new: &'a Draft, m: &Match) -> Pairing<'a> {
        let pick = |draft: &'a Draft, at: &[usize]| -> Vec<&'a Clause> {
            at.iter().map(|&at| &draft.clauses[at]).collect()
        };
        Pairing::between(Side::of(&pick(old, &m.old)), Side::of(&pick(new, &m.new)))
    }

    fn between(old: Side<'a>, new: Side<'a>) -> Pairing<'a> {
        let lower = |side: &Side| {
            side.words
                .iter()
                .map(|w| w.lower.clone())
                .collect::<Vec<_>>()
        };
        let (a, b) = (lower(&old), lower(&new));
        let mut hunks: Vec<Hunk> = Vec::new();
        let mut aligned = vec![None; a.len()];
        for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
            if let DiffOp::Equal {
                old_index,
                new_index,
                len,
            } = op
            {
                for k in 0..len {
                    aligned[old_index + k] = Some(new_index + k);
                }
                continue;
            }
            let (o, n) = (op.old_range(), op.new_range());
            match hunks.last_mut() {
                Some(last) if last.old.end == o.start && last.new.end == n.start => {
                    (last.old.end, last.new.end) = (o.end, n.end);
                }
                _ => hunks.push(Hunk { old: o, new: n }),
            }
        }
        Pairing {
            old,
            new,
            hunks,
            aligned,
        }
    }

    /// The same match with its sides exchanged.
    pub(crate) fn turned(&self) -> Pairing<'a> {
        let mut aligned = vec![None; self.new.words.len()];
        for (o, n) in self.aligned.iter().enumerate() {
            if let Some(n) = n {
                aligned[*n] = Some(o);
            }
        }
        Pairing {
            old: self.new.clone(),
            new: self.old.clone(),
            hunks: self
                .hunks
                .iter()
                .map(|h| Hunk {
                    old: h.new.clone(),
                    new: h.old.clone(),
                })
                .collect(),
            aligned,
        }
    }

    /// The equal new word an old word stands for.
    pub(crate) fn partner(&self, old: usize) -> Option<usize> {
        self.aligned.get(old).copied().flatten()
    }

    /// Whether any word of an old run is not in the new side at its place.
    pub(crate) fn changed(&self, run: &Run) -> bool {
        run.clone().any(|w| self.partner(w).is_none())
    }

    /// Whether runs on the two sides stand in one place of difference, counting places as one that at
    /// most two equal words part.
    pub(crate) fn together(&self, old: &Run, new: &Run) -> bool {
        let mut group: Option<Hunk> = None;
        let mut groups: Vec<Hunk> = Vec::new();
        for hunk in &self.hunks {
            group = match group.take() {
                Some(g) if hunk.old.start - g.old.end <= 2 => Some(Hunk {
                    old: g.old.start..hunk.old.end,
                    new: g.new.start..hunk.new.end,
                }),
                Some(g) => {
                    groups.push(g);
                    Some(hunk.clone())
                }
                None => Some(hunk.clone()),
            };
        }
        groups.extend(group);
        let meets = |a: &Run, b: &Run| a.start < b.end && b.start < a.end;
        groups
            .iter()
            .any(|g| meets(&g.old, old) && meets(&g.new, new))
    }

    /// Pairs up what was found on both sides, in order, by how much each two have to do with each
    /// other: shared words, a common place of difference, and what `extra` adds.
    pub(crate) fn link(
        &self,
        old: &[Run],
        new: &[Run],
        extra: impl Fn(usize, usize) -> u32,
    ) -> Vec<(usize, usize)> {
        let met: BTreeSet<usize> = self.aligned.iter().flatten().copied().collect();
        let affinity = |i: usize, j: usize| {
            let shares = old[i]
                .clone()
                .any(|w| self.partner(w).is_some_and(|p| new[j].contains(&p)));
            let bonus = extra(i, j);
            let both_new = self.changed(&old[i]) && new[j].clone().all(|w| !met.contains(&w));
            let base = if shares {
                8
            } else if self.together(&old[i], &new[j]) {
                5
            } else if old.len() == 1 && new.len() == 1 || bonus >= 3 && both_new {
                1
            } else {
                0
            };
            if base == 0 { 0 } else { base + bonus }
        };
        let mut best = vec![vec![0u32; new.len() + 1]; old.len() + 1];
        for i in (0..old.len()).rev() {
            for j in (0..new.len()).rev() {
                let both = affinity(i, j);
                let with = if both > 0 {
                    both + best[i + 1][j + 1]
                } else {
                    0
                };
                best[i][j] = with.max(best[i + 1][j]).max(best[i][j + 1]);
            }
        }
        let (mut i, mut j, mut out) = (0, 0, Vec::new());
        while i < old.len() && j < new.len() {
            let both = affinity(i, j);
            if both > 0 && best[i][j] == both + best[i + 1][j + 1] {
                out.push((i, j));
                (i, j) = (i + 1, j + 1);
            } else if best[i][j] == best[i + 1][j] {
                i += 1;
            } else {
                j += 1;
            }
        }
        out
    }

    /// Puts what a detector found into the text's own terms.
    pub(crate) fn finding(&self, found: Found) -> Finding {
        let old = found
            .old
            .as_ref()
            .map_or_else(|| self.opposite(&found), |run| self.old.span(run));
        let new = found
            .new
            .as_ref()
            .map_or_else(|| self.opposite(&found), |run| self.new.span(run));
        let (obligor, beneficiary) = match (&found.old, &found.new) {
            (Some(run), _) => self.old.whom(run.start),
            (None, Some(run)) => self.new.whom(run.start),
            (None, None) => self.old.whom(0),
        };
        // Bracketed words were never agreed: that they went or stayed makes nothing weaker or stronger.
        let open = |side: &Side, run: &Option<Run>| {
            run.as_ref().is_some_and(|run| {
                run.clone()
                    .any(|w| side.words.get(w).is_some_and(|w| w.bracketed))
            })
        };
        let unsettled = open(&self.old, &found.old) || open(&self.new, &found.new);
        let claims = matches!(found.direction, Direction::Weaker | Direction::Stronger);
        let direction = if unsettled && claims {
            Direction::Unclear
        } else {
            found.direction
        };
        let target = old
            .as_ref()
            .or(new.as_ref())
            .map_or_else(String::new, |s| s.clause.clone());
        Finding {
            rule: found.rule,
            target,
            old,
            new,
            direction,
            obligor,
            beneficiary,
            severity: found.severity,
            confidence: found.confidence,
            basis: found.basis,
            regression_of: Vec::new(),
            status: Status::None,
            touches: Vec::new(),
        }
    }

    /// Whether most of a long clause was written anew: what a word stood for can then be said in
    /// other words anywhere in it.
    pub(crate) fn is_rewritten(&self) -> bool {
        let longer = self.old.words.len().max(self.new.words.len());
        let kept = self.aligned.iter().flatten().count();
        longer >= LONG_WORDS && kept * 2 < longer
    }

    /// Where on the silent side of a finding its words would stand: an empty span at the place.
    fn opposite(&self, found: &Found) -> Option<Span> {
        match (&found.old, &found.new) {
            (Some(run), None) => {
                let after = (run.end..self.old.words.len()).find_map(|w| self.partner(w));
                let at = after.unwrap_or(self.new.words.len());
                self.new.span(&(at..at))
            }
            (None, Some(run)) => {
                let back = |n: usize| self.aligned.iter().position(|p| *p == Some(n));
                let after = (run.end..self.new.words.len()).find_map(back);
                let at = after.unwrap_or(self.old.words.len());
                self.old.span(&(at..at))
            }
            _ => None,
        }
    }
}
