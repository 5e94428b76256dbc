//! What happened to the words: one file a rule, each with its table of words at the top.
//!
//! A detector sees one match at a time, as two runs of words and the places where they differ. It
//! speaks only of words in or at such a place, and it must say the mirror image of the swapped drafts.

mod actor;
pub(crate) mod bind;
mod deadline;
mod defn;
mod deny;
mod entity;
mod hedge;
mod modal;
mod number;
mod numeral;
mod parity;
mod phrase;
mod place;
mod presence;
mod scope;
mod side;
mod verify;
mod xref;

use super::align::Alignment;
use super::finding::{Direction, Finding, Rule, Severity, Status};
use super::text::Draft;
use side::{Pairing, Side};

/// Words found on a side: positions, half open.
pub(crate) type Run = std::ops::Range<usize>;

/// What a detector says, before it is put into the text's own terms.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    rule: Rule,
    old: Option<Run>,
    new: Option<Run>,
    direction: Direction,
    severity: Severity,
    confidence: u16,
    basis: String,
}

/// Something lost on one side, as a detector that looks both ways reports it.
pub(crate) struct Loss {
    run: Run,
    /// Where its replacement stands on the other side, if it has one.
    instead: Option<Run>,
    direction: Direction,
    severity: Severity,
    confidence: u16,
    basis: String,
}

const DETECTORS: &[fn(&Pairing) -> Vec<Found>] = &[
    modal::detect,
    bind::detect,
    hedge::detect,
    deadline::detect,
    number::detect,
    entity::detect,
    verify::detect,
    actor::detect,
    scope::detect,
    deny::detect,
    defn::detect,
];

/// All findings on two aligned drafts, in no particular order.
pub(crate) fn findings(old: &Draft, new: &Draft, alignment: &Alignment) -> Vec<Finding> {
    let mut out = Vec::new();
    if parity::differs_in_language(old, new) {
        return parity::findings(old, new);
    }
    for m in &alignment.matches {
        let pairing = Pairing::of(old, new, m);
        let mut found = Vec::new();
        if !pairing.hunks.is_empty() {
            for detect in DETECTORS {
                found.append(&mut detect(&pairing));
            }
            // A changed meaning is told once, not as duties it does not set.
            let duties = !modal::occurrences(&pairing.old).is_empty();
            if !duties && found.iter().any(|f| f.rule == Rule::Defn) {
                found.retain(|f| f.rule == Rule::Defn);
            }
        }
        let told = !found.is_empty();
        found.append(&mut place::detect(&pairing, m, told));
        out.extend(found.into_iter().map(|found| pairing.finding(found)));
    }
    entity::settle_terms(&mut out);
    out.append(&mut presence::findings(old, new, alignment));
    out.append(&mut xref::findings(old, new, alignment));
    deny::dependents(old, new, &mut out);
    defn::uses(old, new, &mut out);
    out
}

/// Asks a detector what the old side has that the new lacks, and the other way round.
fn both_ways(
    pairing: &Pairing,
    rule: Rule,
    lost: impl Fn(&Side, &Side, &Pairing) -> Vec<Loss>,
) -> Vec<Found> {
    let turned = pairing.turned();
    let forth = lost(&pairing.old, &pairing.new, pairing)
        .into_iter()
        .map(|loss| Found {
            rule,
            old: Some(loss.run),
            new: loss.instead,
            direction: loss.direction,
            severity: loss.severity,
            confidence: loss.confidence,
            basis: format!("{} > ", loss.basis).trim_start().to_owned(),
        });
    let back = lost(&turned.old, &turned.new, &turned)
        .into_iter()
        .map(|loss| Found {
            rule,
            old: loss.instead,
            new: Some(loss.run),
            direction: loss.direction.mirrored(),
            severity: loss.severity,
            confidence: loss.confidence,
            basis: format!(" > {}", loss.basis),
        });
    forth.chain(back).collect()
}

/// A finding on a whole clause that has no counterpart.
fn lone(rule: Rule, side: Lone, clause: &super::text::Clause, basis: &str) -> Finding {
    let span = super::finding::Span {
        clause: clause.reference.clone(),
        start: 0,
        end: clause.text.len(),
        text: clause.text.clone(),
    };
    let whole = Side::of(&[clause]);
    let (obligor, beneficiary) = whole.whom(0);
    let (old, new) = match side {
        Lone::Old => (Some(span), None),
        Lone::New => (None, Some(span)),
    };
    Finding {
        rule,
        target: clause.reference.clone(),
        old,
        new,
        direction: Direction::Neutral,
        obligor,
        beneficiary,
        severity: Severity::Info,
        confidence: 950,
        basis: basis.to_owned(),
        regression_of: Vec::new(),
        status: Status::None,
        touches: Vec::new(),
    }
}

/// Which draft a clause without a counterpart stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lone {
    Old,
    New,
}
