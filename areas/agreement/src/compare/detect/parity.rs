//! PARITY: two language versions that differ in a number, a date or an id.
//!
//! Used when the drafts are in different languages: words can't be compared then, but clauses that
//! share an id or a number must say the same figures.

use std::collections::BTreeMap;

use super::super::finding::{Direction, Finding, Rule, Severity};
use super::super::text::{Clause, Draft};
use super::super::token::words;
use super::{Lone, lone};

/// Words that hardly any English clause is without, and other languages are.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "in", "shall", "by", "for", "be", "with", "on", "that", "or", "may",
    "will", "no", "a", "is", "any",
];

/// Whether one draft is in English and the other is not, or their scripts differ.
pub(crate) fn differs_in_language(old: &Draft, new: &Draft) -> bool {
    let latin = |draft: &Draft| {
        let letters = || {
            draft
                .clauses
                .iter()
                .flat_map(|c| c.text.chars())
                .filter(|c| c.is_alphabetic())
        };
        let all = letters().count();
        all >= 20 && letters().filter(|c| u32::from(*c) < 0x250).count() * 2 > all
    };
    let english = |draft: &Draft| {
        let all = draft
            .clauses
            .iter()
            .map(|c| words(&c.text))
            .collect::<Vec<_>>();
        let count = all.iter().map(Vec::len).sum::<usize>();
        let known = all
            .iter()
            .flatten()
            .filter(|w| ENGLISH.contains(&w.lower.as_str()))
            .count();
        (count, known * 100 / count.max(1))
    };
    let enough = |draft: &Draft| {
        draft
            .clauses
            .iter()
            .map(|c| c.text.chars().count())
            .sum::<usize>()
            >= 40
    };
    if !enough(old) || !enough(new) {
        return false;
    }
    if latin(old) != latin(new) {
        return true;
    }
    let ((words_old, a), (words_new, b)) = (english(old), english(new));
    words_old >= 15 && words_new >= 15 && a.min(b) <= 7 && a.max(b) >= 22
}

pub(crate) fn findings(old: &Draft, new: &Draft) -> Vec<Finding> {
    let by_name: BTreeMap<&str, &Clause> = new.clauses.iter().map(|c| (name(c), c)).collect();
    let pairs = old.clauses.iter().enumerate().filter_map(|(at, clause)| {
        let named = by_name
            .get(name(clause))
            .copied()
            .filter(|_| !name(clause).is_empty());
        let same_length = old.clauses.len() == new.clauses.len();
        named
            .or_else(|| new.clauses.get(at).filter(|_| same_length))
            .map(|other| (clause, other))
    });
    pairs
        .filter_map(|(a, b)| {
            let (here, there) = (figures(&a.text), figures(&b.text));
            if here == there {
                return None;
            }
            let mut finding = lone(
                Rule::Parity,
                Lone::Old,
                a,
                &format!("{} > {}", here.join(" "), there.join(" ")),
            );
            finding.new = lone(Rule::Parity, Lone::New, b, "").new;
            finding.direction = Direction::Unclear;
            finding.severity = Severity::High;
            Some(finding)
        })
        .collect()
}

fn name(clause: &Clause) -> &str {
    clause.cid.as_deref().unwrap_or(&clause.label)
}

/// Digits of every script, and Latin ids, in ascending order: what no translation changes.
fn figures(text: &str) -> Vec<String> {
    let western: String = text
        .chars()
        .map(|c| match u32::from(c) {
            n @ 0x660..=0x669 => char::from_digit(n - 0x660, 10).unwrap_or(c),
            n @ 0x6f0..=0x6f9 => char::from_digit(n - 0x6f0, 10).unwrap_or(c),
            0x66b => '.',
            0x66c => ',',
            _ => c,
        })
        .collect();
    let mut out: Vec<String> = words(&western)
        .into_iter()
        .filter(|w| w.lower.contains(|c: char| c.is_ascii_digit()))
        .map(|w| {
            w.lower
                .chars()
                .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '/'))
                .collect()
        })
        .collect();
    out.sort();
    out
}
