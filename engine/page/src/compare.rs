//! Two drafts side by side, clause against clause: what is kept, moved, changed, omitted and added,
//! with each finding in the margin at the words it is about.
//!
//! Which clauses belong together and what the findings are is the area's work; here they only
//! become visible. Words that differ are found here, since that is a matter of reading.

use std::ops::Range;

use act::Index;
use maud::{Markup, html};

use crate::changes::{marked, word_changes};
use crate::direction::{Id, Name};
use crate::lang::Lang;
use crate::words::{Tr, Value};

/// One of the two drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The earlier one.
    Old,
    /// The later one.
    New,
}

/// A clause as it stands in its draft.
#[derive(Clone, Copy, Debug)]
pub struct Clause<'a> {
    /// Its number in its draft (`3.4`) or its name across drafts (`C-08`).
    pub label: &'a str,
    /// The page of its life across drafts.
    pub href: &'a str,
    /// Its words.
    pub text: &'a str,
    /// The language of its words.
    pub lang: Option<Lang>,
}

/// What became of a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// The same words at the same place.
    Kept,
    /// The same words at another place.
    Moved,
    /// Other words.
    Changed,
    /// Only in the earlier draft.
    Omitted,
    /// Only in the later draft.
    Added,
}

/// Clauses that belong together, as the comparison paired them.
#[derive(Clone, Copy, Debug)]
pub enum Pair<'a> {
    /// In both drafts.
    Both {
        /// The earlier words.
        old: Clause<'a>,
        /// The later words.
        new: Clause<'a>,
        /// Whether the comparison found it at another place of the order.
        moved: bool,
    },
    /// Only in the earlier draft.
    Omitted(Clause<'a>),
    /// Only in the later draft.
    Added(Clause<'a>),
}

/// What a finding means for the one it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The words bind less than before.
    Weaker,
    /// The words bind more than before.
    Stronger,
    /// Which of the two can't be said.
    Unclear,
    /// The finding is not of that kind: nothing is said.
    Unsaid,
}

/// A finding about some words of one pair.
#[derive(Clone, Debug)]
pub struct Remark<'a> {
    /// The rule that found it (`MODAL`).
    pub rule: &'a str,
    /// In plain words ("shall became may").
    pub sentence: Markup,
    /// Whose words it points at.
    pub side: Side,
    /// The bytes of that text it points at; the whole clause if they are not a part of it.
    pub span: Range<usize>,
    /// Weaker or stronger.
    pub effect: Effect,
    /// For whom; empty if for all alike.
    pub for_whom: &'a str,
    /// Who had accepted the earlier words, and when; empty if nobody had.
    pub earlier: Markup,
}

/// Two clauses that may belong together; the program does not claim it.
#[derive(Clone, Copy, Debug)]
pub struct Uncertain<'a> {
    /// In the earlier draft.
    pub old: Clause<'a>,
    /// In the later draft.
    pub new: Clause<'a>,
}

/// A whole comparison.
pub struct Comparison<'a> {
    /// The earlier draft's title.
    pub old: &'a str,
    /// The later draft's title.
    pub new: &'a str,
    /// All pairs in reading order, each with its findings.
    pub pairs: Vec<(Pair<'a>, Vec<Remark<'a>>)>,
    /// For a human to decide.
    pub uncertain: Vec<Uncertain<'a>>,
}

impl Pair<'_> {
    /// What became of the clause.
    pub fn fate(&self) -> Fate {
        match self {
            Pair::Both { old, new, .. } if old.text != new.text => Fate::Changed,
            Pair::Both { moved: true, .. } => Fate::Moved,
            Pair::Both { .. } => Fate::Kept,
            Pair::Omitted(_) => Fate::Omitted,
            Pair::Added(_) => Fate::Added,
        }
    }

    const fn label(&self) -> &str {
        match self {
            Pair::Both { old: clause, .. } | Pair::Omitted(clause) | Pair::Added(clause) => {
                clause.label
            }
        }
    }
}

impl Fate {
    const ALL: [Fate; 5] = [
        Fate::Kept,
        Fate::Moved,
        Fate::Changed,
        Fate::Omitted,
        Fate::Added,
    ];

    const fn key(self) -> &'static str {
        match self {
            Fate::Kept => "compare-kept",
            Fate::Moved => "compare-moved",
            Fate::Changed => "compare-changed",
            Fate::Omitted => "compare-omitted",
            Fate::Added => "compare-added",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Fate::Kept => "kept",
            Fate::Moved => "moved",
            Fate::Changed => "changed",
            Fate::Omitted => "omitted",
            Fate::Added => "added",
        }
    }

    /// A block of the strip: told apart by its shape first.
    fn block(self) -> Markup {
        html! {
            svg.block viewBox="0 0 14 14" width="14" height="14" aria-hidden="true"
                focusable="false" {
                @match self {
                    Fate::Kept => rect x="1" y="1" width="12" height="12" {}
                    Fate::Moved => {
                        rect x="1" y="1" width="12" height="12" {}
                        path d="M7 3.5v7M4.5 8 7 10.5 9.5 8" {}
                    }
                    Fate::Changed => {
                        rect x="1" y="1" width="12" height="12" {}
                        path.filled d="M1 13V1h12z" {}
                    }
                    Fate::Omitted => {
                        rect x="1" y="1" width="12" height="12" stroke-dasharray="2 2" {}
                        path d="M2 7h10" {}
                    }
                    Fate::Added => rect.filled x="1" y="1" width="12" height="12" {}
                }
            }
        }
    }
}

impl Comparison<'_> {
    /// The strip, the pairs, and what is left for a human.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            div.comparison {
                (self.strip(tr))
                div.pair.heads aria-hidden="true" {
                    p { (Name(self.old)) }
                    p { (Name(self.new)) }
                    p { (tr.say("compare-findings")) }
                }
                ol.pairs {
                    @for (i, (pair, remarks)) in self.pairs.iter().enumerate() {
                        li id={ "pair-" (i + 1) } class={ "pair " (pair.fate().class()) } {
                            (self.row(tr, i, pair, remarks))
                        }
                    }
                }
                (self.uncertain(tr))
            }
        }
    }

    fn strip(&self, tr: Tr<'_>) -> Markup {
        html! {
            nav.strip aria-label=(tr.plain("compare-strip", &[])) {
                p.blocks {
                    @for (i, (pair, _)) in self.pairs.iter().enumerate() {
                        @let fate = pair.fate();
                        @let label = [("label", Value::Id(pair.label()))];
                        @let clause = tr.plain("compare-clause", &label);
                        a href={ "#pair-" (i + 1) } class=(fate.class())
                            title={ (clause) ": " (tr.plain(fate.key(), &[])) } {
                            (fate.block())
                        }
                    }
                }
                ul.legend {
                    @for fate in Fate::ALL {
                        @let of_fate = |(pair, _): &&(Pair<'_>, _)| pair.fate() == fate;
                        @let count = self.pairs.iter().filter(of_fate).count();
                        li class=(fate.class()) {
                            (fate.block()) " " (tr.say(fate.key())) " " bdi { (count) }
                        }
                    }
                }
            }
        }
    }

    fn row(&self, tr: Tr<'_>, i: usize, pair: &Pair<'_>, remarks: &[Remark<'_>]) -> Markup {
        let fate = pair.fate();
        let (removed, inserted) = match pair {
            Pair::Both { old, new, .. } => word_changes(old.text, new.text),
            Pair::Omitted(_) | Pair::Added(_) => Default::default(),
        };
        let fate_word = html! { span.fate { (fate.block()) " " (tr.say(fate.key())) } };
        let side = |side: Side, clause: &Clause<'_>, changed: &[Range<usize>]| {
            let title = if side == Side::Old {
                self.old
            } else {
                self.new
            };
            html! {
                p.where {
                    span.unseen { (Name(title)) ", " }
                    a href=(clause.href) { (Id(clause.label)) }
                    " " (fate_word)
                }
                p.clause dir="auto" lang=[clause.lang.map(Lang::tag)] {
                    (marked(tr, i, side, clause.text, changed, remarks))
                }
            }
        };
        html! {
            div.side {
                @match pair {
                    Pair::Both { old, .. } | Pair::Omitted(old) => (side(Side::Old, old, &removed)),
                    Pair::Added(_) => (gap(tr, self.old)),
                }
            }
            div.side {
                @match pair {
                    Pair::Both { new, .. } | Pair::Added(new) => (side(Side::New, new, &inserted)),
                    Pair::Omitted(_) => (gap(tr, self.new)),
                }
            }
            div.margin {
                @for (n, remark) in remarks.iter().enumerate() { (remark.show(tr, i, n)) }
            }
        }
    }

    fn uncertain(&self, tr: Tr<'_>) -> Markup {
        html! {
            section.uncertain aria-labelledby="uncertain" {
                h2 id="uncertain" { (tr.say("compare-uncertain")) }
                p { (tr.say("compare-uncertain-note")) }
                @if self.uncertain.is_empty() {
                    (crate::table::none_recorded(tr))
                } @else {
                    ul {
                        @for pair in &self.uncertain {
                            li {
                                (candidate(&pair.old))
                                (candidate(&pair.new))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What stands in place of a clause that the draft does not have.
fn gap(tr: Tr<'_>, draft: &str) -> Markup {
    html! { p.gap { (tr.with("compare-not-in", &[("draft", Value::Name(draft))])) } }
}

fn candidate(clause: &Clause<'_>) -> Markup {
    html! {
        div.side {
            p.where { a href=(clause.href) { (Id(clause.label)) } }
            p.clause dir="auto" lang=[clause.lang.map(Lang::tag)] { (clause.text) }
        }
    }
}

impl Remark<'_> {
    fn show(&self, tr: Tr<'_>, pair: usize, n: usize) -> Markup {
        let key = match self.effect {
            Effect::Weaker if self.for_whom.is_empty() => "compare-weaker",
            Effect::Weaker => "compare-weaker-for",
            Effect::Stronger if self.for_whom.is_empty() => "compare-stronger",
            Effect::Stronger => "compare-stronger-for",
            Effect::Unclear => "compare-unclear",
            Effect::Unsaid => "",
        };
        html! {
            aside.remark id={ "remark-" (pair + 1) "-" (n + 1) } {
                p {
                    bdi.mark dir="ltr" { (n + 1) } " " bdi { (self.sentence) }
                    @if !key.is_empty() {
                        " " (tr.with(key, &[("whom", Value::Name(self.for_whom))]))
                    }
                }
                @if !self.earlier.0.is_empty() { p.earlier { bdi { (self.earlier) } } }
                p.rule { (tr.say("compare-rule")) " " (Id(self.rule)) }
            }
        }
    }
}

/// Two sides of something that has no order of its own. Which stands first alternates by the
/// record's number, so that neither is first by habit.
pub fn alternate<T>(record: Index, one: T, other: T) -> (T, T) {
    if record.is_multiple_of(2) {
        (one, other)
    } else {
        (other, one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_side_is_first_by_habit() {
        assert_eq!(alternate(4, "a", "b"), ("a", "b"));
        assert_eq!(alternate(5, "a", "b"), ("b", "a"));
    }
}
