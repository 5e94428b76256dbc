//! XREF: references that no longer lead where they led, and penalties left without their annex.

use std::collections::{BTreeMap, BTreeSet};

use super::super::align::Alignment;
use super::super::finding::{Direction, Finding, Rule, Severity, Span, Status};
use super::super::text::{Clause, Draft};
use super::super::token::{Word, words};
use super::side::Side;
use super::{Lone, lone};

/// Words that hang a consequence on a clause.
const CONSEQUENCE: &[&str] = &[
    "penalty",
    "penalties",
    "sanction",
    "sanctions",
    "fine",
    "fines",
    "liable",
    "liability",
    "compensation",
    "forfeit",
    "damages",
    "consequence",
    "consequences",
    "suspension",
];

/// Words that point outside this text, so that a number after them says nothing of it.
const ELSEWHERE: &[&str] = &[
    "convention",
    "charter",
    "protocol",
    "treaty",
    "covenant",
    "statute",
    "resolution",
    "decision",
];

/// The annexes a text names.
pub(crate) fn annexes(text: &[Word]) -> BTreeSet<String> {
    text.windows(2)
        .filter(|w| {
            matches!(w[0].lower.as_str(), "annex" | "schedule" | "appendix")
                && w[1].raw.len() <= 4
                && (w[1].is_number() || w[1].is_capital())
        })
        .map(|w| format!("{} {}", w[0].lower, w[1].lower))
        .collect()
}

/// The articles a text names, each with the place of its number.
fn articles(text: &[Word]) -> Vec<(usize, String)> {
    let mut out = Vec::new();
    for (at, word) in text.iter().enumerate() {
        let named = at > 0 && matches!(text[at - 1].lower.as_str(), "article" | "articles");
        if !named || !word.is_number() {
            continue;
        }
        let outside = text[at..text.len().min(at + 9)]
            .iter()
            .any(|w| ELSEWHERE.contains(&w.lower.as_str()));
        if !outside {
            out.push((at, word.lower.trim_end_matches('.').to_owned()));
        }
    }
    out
}

pub(crate) fn findings(old: &Draft, new: &Draft, alignment: &Alignment) -> Vec<Finding> {
    let mut out = Vec::new();
    let matched_old: BTreeSet<usize> = alignment
        .matches
        .iter()
        .flat_map(|m| m.old.iter().copied())
        .collect();
    let matched_new: BTreeSet<usize> = alignment
        .matches
        .iter()
        .flat_map(|m| m.new.iter().copied())
        .collect();
    let unclear = |old: bool, at: usize| {
        alignment
            .uncertain
            .iter()
            .any(|u| if old { u.0 == at } else { u.1 == at })
    };
    orphans(
        old,
        new,
        Lone::Old,
        |at| !matched_old.contains(&at) && !unclear(true, at),
        &mut out,
    );
    orphans(
        new,
        old,
        Lone::New,
        |at| !matched_new.contains(&at) && !unclear(false, at),
        &mut out,
    );
    stale(old, new, alignment, &mut out);
    out
}

/// Clauses without a counterpart that hang a consequence on an annex the other draft never names.
fn orphans(
    here: &Draft,
    there: &Draft,
    side: Lone,
    alone: impl Fn(usize) -> bool,
    out: &mut Vec<Finding>,
) {
    let named: BTreeSet<String> = there
        .clauses
        .iter()
        .flat_map(|c| annexes(&words(&c.text)))
        .collect();
    for (_, clause) in here.clauses.iter().enumerate().filter(|(at, _)| alone(*at)) {
        let text = words(&clause.text);
        let consequence = text.iter().any(|w| CONSEQUENCE.contains(&w.lower.as_str()));
        let lost: Vec<String> = annexes(&text)
            .into_iter()
            .filter(|a| !named.contains(a))
            .collect();
        if consequence && !lost.is_empty() {
            let mut finding = lone(Rule::Xref, side, clause, &lost.join(", "));
            finding.direction = if side == Lone::Old {
                Direction::Weaker
            } else {
                Direction::Stronger
            };
            finding.severity = Severity::Medium;
            out.push(finding);
        }
    }
}

/// References kept word for word while the article they name became another.
fn stale(old: &Draft, new: &Draft, alignment: &Alignment, out: &mut Vec<Finding>) {
    let number = |label: &str| label.strip_prefix("Article ").map(str::to_owned);
    let mut became: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for m in alignment.matches.iter().filter(|m| m.score >= 500) {
        let (Some(a), Some(b)) = (
            number(&old.clauses[m.old[0]].article),
            number(&new.clauses[m.new[0]].article),
        ) else {
            continue;
        };
        *became.entry(a).or_default().entry(b).or_default() += 1;
    }
    let standing: BTreeSet<String> = new
        .clauses
        .iter()
        .filter_map(|c| number(&c.article))
        .collect();
    let stood: BTreeSet<String> = old
        .clauses
        .iter()
        .filter_map(|c| number(&c.article))
        .collect();
    for m in &alignment.matches {
        let (a, b) = (&old.clauses[m.old[0]], &new.clauses[m.new[0]]);
        let (here, there) = (words(&a.text), words(&b.text));
        let new_names: BTreeSet<String> = articles(&there).into_iter().map(|(_, n)| n).collect();
        for (at, name) in articles(&here) {
            let Some(now) = became.get(&name) else {
                continue;
            };
            let elsewhere = !now.contains_key(&name) && now.len() == 1;
            let mutual = became
                .iter()
                .filter(|(from, to)| **from != name && to.keys().eq(now.keys()))
                .count()
                == 0;
            let kept = new_names.contains(&name) && now.keys().all(|n| !new_names.contains(n));
            if elsewhere
                && mutual
                && kept
                && standing.contains(&name)
                && now.keys().all(|n| stood.contains(n))
            {
                out.push(pointing(a, b, &here, &there, at, &name));
                break;
            }
        }
    }
}

fn pointing(
    a: &Clause,
    b: &Clause,
    here: &[Word],
    there: &[Word],
    at: usize,
    name: &str,
) -> Finding {
    let span = |clause: &Clause, word: &Word| Span {
        clause: clause.reference.clone(),
        start: word.start,
        end: word.end,
        text: word.raw.clone(),
    };
    let (obligor, beneficiary) = Side::of(&[a]).whom(at);
    Finding {
        rule: Rule::Xref,
        target: a.reference.clone(),
        old: Some(span(a, &here[at])),
        new: articles(there)
            .iter()
            .find(|(_, n)| n == name)
            .map(|(w, _)| span(b, &there[*w])),
        direction: Direction::Unclear,
        obligor,
        beneficiary,
        severity: Severity::Low,
        confidence: 700,
        basis: "article renumbered".to_owned(),
        regression_of: Vec::new(),
        status: Status::None,
        touches: Vec::new(),
    }
}
