//! BIND: how binding the instrument or procedure is.
//!
//! decree, order, ruling > public declaration > statement > guidance, advice, recommendation; and the
//! adjectives and procedures that bind or leave free.

use super::super::finding::{Direction, Rule, Severity};
use super::super::token::Word;
use super::phrase::Phrases;
use super::side::{Pairing, Side};
use super::{Found, Run, phrase};

/// Instruments by class.
const INSTRUMENTS: &[(&str, u8)] = &[
    ("decree|decrees", 4),
    ("edict|edicts", 4),
    ("ruling|rulings", 4),
    ("injunction|injunctions", 4),
    ("binding order", 4),
    ("court order", 4),
    ("executive order", 4),
    ("an order", 4),
    ("fatwa|fatwas", 4),
    ("legislation", 4),
    ("statute|statutes", 4),
    ("directive|directives", 4),
    ("ordinance|ordinances", 4),
    ("judgment|judgments|judgement", 4),
    ("award", 4),
    ("treaty|treaties", 4),
    ("public declaration", 3),
    ("proclamation|proclamations", 3),
    ("declaration|declarations", 3),
    ("resolution|resolutions", 3),
    ("statement|statements", 2),
    ("communique|communiqué", 2),
    ("announcement|announcements", 2),
    ("guidance", 1),
    ("advice", 1),
    ("recommendation|recommendations", 1),
    ("guideline|guidelines", 1),
    ("opinion|opinions", 1),
    ("suggestion|suggestions", 1),
    ("appeal|appeals", 1),
    ("note|memo", 1),
];

/// Words that make anything binding or leave it free.
const FORCE: &[(&str, u8)] = &[
    ("legally binding", 3),
    ("non binding", 1),
    ("nonbinding", 1),
    ("not binding", 1),
    ("not legally binding", 1),
    ("binding", 3),
    ("mandatory", 3),
    ("compulsory", 3),
    ("obligatory", 3),
    ("enforceable", 3),
    ("voluntary", 1),
    ("optional", 1),
    ("advisory", 1),
    ("consultative", 1),
    ("indicative", 1),
    ("discretionary", 1),
    ("nonmandatory", 1),
    ("aspirational", 1),
];

/// Ways of settling a dispute.
const SETTLEMENT: &[(&str, u8)] = &[
    ("arbitration", 4),
    ("adjudication", 4),
    ("judicial settlement", 4),
    ("conciliation", 3),
    ("mediation", 3),
    ("good offices", 2),
    ("negotiation|negotiations", 1),
    ("consultation|consultations", 1),
    ("dialogue", 1),
    ("discussion|discussions", 1),
];

/// Whether a clause is about an instrument someone issues: a mark of its subject, whatever its class.
pub(crate) fn names_instrument(words: &[Word]) -> bool {
    let side = |word: &Word| {
        INSTRUMENTS
            .iter()
            .filter(|(_, class)| *class == 4 || *class == 1)
            .any(|(names, _)| {
                !names.contains(' ') && names.split('|').any(|name| name == word.lower)
            })
    };
    words.iter().enumerate().any(|(at, word)| {
        let reference = at > 0
            && matches!(
                words[at - 1].lower.as_str(),
                "with" | "under" | "by" | "related"
            );
        side(word) && !reference && !word.quoted
    })
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let mut out = Vec::new();
    for table in [&INSTRUMENT, &SETTLING] {
        out.extend(steps(pairing, table));
    }
    out.extend(steps(pairing, &BINDING));
    out.extend(force_lost(pairing));
    // One change of instrument says it all: "binding decree" to "guidance" is one step, not two.
    if out.iter().any(|f| f.old.is_some() && f.new.is_some()) {
        out.retain(|f| f.old.is_some() && f.new.is_some());
    }
    out
}

/// A table and its index.
struct Lattice {
    classes: &'static [(&'static str, u8)],
    phrases: Phrases,
}

static INSTRUMENT: Lattice = Lattice {
    classes: INSTRUMENTS,
    phrases: Phrases::ranked(INSTRUMENTS),
};
static BINDING: Lattice = Lattice {
    classes: FORCE,
    phrases: Phrases::ranked(FORCE),
};
static SETTLING: Lattice = Lattice {
    classes: SETTLEMENT,
    phrases: Phrases::ranked(SETTLEMENT),
};

fn read(side: &Side, table: &Lattice) -> Vec<(Run, u8)> {
    phrase::find(side, &table.phrases)
        .into_iter()
        .map(|(run, at)| (run, table.classes[at].1))
        .collect()
}

/// Instruments replaced by others of another class.
fn steps(pairing: &Pairing, table: &Lattice) -> Vec<Found> {
    let turned = pairing.turned();
    let gone = |side: &Side, pairing: &Pairing| -> Vec<(Run, u8)> {
        read(side, table)
            .into_iter()
            .filter(|(run, _)| pairing.changed(run))
            .collect()
    };
    let old = gone(&pairing.old, pairing);
    let new = gone(&pairing.new, &turned);
    let runs = |found: &[(Run, u8)]| found.iter().map(|(run, _)| run.clone()).collect::<Vec<_>>();
    pairing
        .link(&runs(&old), &runs(&new), |_, _| 0)
        .into_iter()
        .filter_map(|(i, j)| {
            let (a, b) = (old[i].1, new[j].1);
            let direction = match a.cmp(&b) {
                std::cmp::Ordering::Greater => Direction::Weaker,
                std::cmp::Ordering::Less => Direction::Stronger,
                std::cmp::Ordering::Equal => return None,
            };
            let words = |side: &Side, run: &Run| {
                run.clone()
                    .map(|w| side.lower(w).to_owned())
                    .collect::<Vec<_>>()
                    .join(" ")
            };
            Some(Found {
                rule: Rule::Bind,
                old: Some(old[i].0.clone()),
                new: Some(new[j].0.clone()),
                direction,
                severity: Severity::High,
                confidence: 900,
                basis: format!(
                    "{} > {}",
                    words(&pairing.old, &old[i].0),
                    words(&pairing.new, &new[j].0)
                ),
            })
        })
        .collect()
}

/// "binding", "mandatory" and the like taken away or put in, without replacement.
fn force_lost(pairing: &Pairing) -> Vec<Found> {
    super::both_ways(pairing, Rule::Bind, |old, new, pairing| {
        let other = read(new, &BINDING);
        read(old, &BINDING)
            .into_iter()
            .filter(|(run, _)| other.is_empty() && pairing.changed(run))
            .map(|(run, class)| super::Loss {
                basis: if class == 3 { "binding" } else { "not binding" }.to_owned(),
                run,
                instead: None,
                direction: if class == 3 {
                    Direction::Weaker
                } else {
                    Direction::Stronger
                },
                severity: Severity::High,
                confidence: 850,
            })
            .collect()
    })
}
