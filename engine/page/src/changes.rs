//! Marks in a clause's text: which words changed, and which words a finding is about.

use std::collections::BTreeSet;
use std::ops::Range;

use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};

use crate::compare::{Remark, Side};
use crate::words::{Tr, Value};

/// The text with changed words marked, and behind the words of each remark its number.
pub(crate) fn marked(
    tr: Tr<'_>,
    pair: usize,
    side: Side,
    text: &str,
    changed: &[Range<usize>],
    remarks: &[Remark<'_>],
) -> Markup {
    let here: Vec<(usize, Range<usize>)> = remarks
        .iter()
        .enumerate()
        .filter(|(_, remark)| remark.side == side)
        .map(|(n, remark)| (n, within(text, &remark.span)))
        .collect();
    let mut cuts: BTreeSet<usize> = [0, text.len()].into();
    cuts.extend(changed.iter().flat_map(|range| [range.start, range.end]));
    cuts.extend(here.iter().flat_map(|(_, range)| [range.start, range.end]));
    let cuts: Vec<usize> = cuts.into_iter().collect();
    let inside = |ranges: &Range<usize>, at: usize| ranges.contains(&at);
    let finding = |n: usize| tr.plain("compare-finding", &[("n", Value::Number(n as u64 + 1))]);
    html! {
        @for piece in cuts.windows(2) {
            @let words = text.get(piece[0]..piece[1]).unwrap_or_default();
            @let is_changed = changed.iter().any(|range| inside(range, piece[0]));
            // A finding about the whole clause has nothing to point out in it.
            @let is_part = |range: &Range<usize>| range.len() < text.len();
            @let is_remarked =
                here.iter().any(|(_, range)| is_part(range) && inside(range, piece[0]));
            @let words = html! {
                @if is_remarked { span.remarked { (words) } } @else { (words) }
            };
            @match (is_changed, side) {
                (false, _) => (words),
                (true, Side::Old) => del { (words) },
                (true, Side::New) => ins { (words) },
            }
            @for (n, _) in here.iter().filter(|(_, range)| range.end == piece[1]) {
                a.ref href={ "#remark-" (pair + 1) "-" (n + 1) } dir="ltr"
                    aria-label=(finding(*n)) {
                    (n + 1)
                }
            }
        }
    }
}

/// The span if it is a part of the text, else the whole text.
fn within(text: &str, span: &Range<usize>) -> Range<usize> {
    match text.get(span.clone()) {
        Some(part) if !part.is_empty() => span.clone(),
        _ => 0..text.len(),
    }
}

/// The bytes of `old` that were removed and those of `new` that were inserted, word by word. White
/// space between two changed words counts as changed with them, so that a phrase is one mark.
pub fn word_changes(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let diff = TextDiff::from_words(old, new);
    let (mut removed, mut inserted) = (Ranges::default(), Ranges::default());
    let (mut at_old, mut at_new) = (0, 0);
    for change in diff.iter_all_changes() {
        let length = change.value().len();
        match change.tag() {
            ChangeTag::Equal => {
                at_old += length;
                at_new += length;
            }
            ChangeTag::Delete => {
                removed.push(old, at_old..at_old + length);
                at_old += length;
            }
            ChangeTag::Insert => {
                inserted.push(new, at_new..at_new + length);
                at_new += length;
            }
        }
    }
    (removed.0, inserted.0)
}

#[derive(Default)]
struct Ranges(Vec<Range<usize>>);

impl Ranges {
    fn push(&mut self, text: &str, range: Range<usize>) {
        if let Some(last) = self.0.last_mut() {
            let between = text.get(last.end..range.start).unwrap_or("?");
            if between.chars().all(char::is_whitespace) {
                last.end = range.end;
                return;
            }
        }
        self.0.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts<'a>(text: &'a str, ranges: &[Range<usize>]) -> Vec<&'a str> {
        ranges.iter().map(|range| &text[range.clone()]).collect()
    }

    #[test]
    fn phrases_are_one_mark() {
        let old = "The Parties shall establish a joint mechanism within 30 days.";
        let new = "The Parties may consult through a joint mechanism where appropriate.";
        let (removed, inserted) = word_changes(old, new);
        assert_eq!(parts(old, &removed), ["shall establish", "within 30 days."]);
        assert_eq!(
            parts(new, &inserted),
            ["may consult through", "where appropriate."]
        );
        let (removed, inserted) = word_changes(old, old);
        assert!(removed.is_empty() && inserted.is_empty());
    }

    #[test]
    fn spans_outside_the_text_mean_the_whole_clause() {
        assert_eq!(within("پښتو", &(1..3)), 0..8);
        assert_eq!(within("abc", &(1..2)), 1..2);
        assert_eq!(within("abc", &(7..9)), 0..3);
    }
}
