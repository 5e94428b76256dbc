//! Where a clause went, when its words are not the news: MOVED, RENUMBERED, SPLIT, MERGED, REWORDED,
//! and `ID_REUSED` for an id kept over other words.

use super::super::Pass;
use super::super::align::Match;
use super::super::finding::{Direction, Rule, Severity};
use super::Found;
use super::side::{Pairing, Side};

/// Descriptions of place; `told` says whether a detector has spoken of the words already.
pub(crate) fn detect(pairing: &Pairing, m: &Match, told: bool) -> Vec<Found> {
    let mut out = Vec::new();
    let mut say = |rule, severity, direction, basis: String| {
        let whole = |side: &Side| Some(0..side.words.len());
        out.push(Found {
            rule,
            old: whole(&pairing.old),
            new: whole(&pairing.new),
            direction,
            severity,
            confidence: 900,
            basis,
        });
    };
    let (from, to) = (&pairing.old.clauses[0].label, &pairing.new.clauses[0].label);
    let labels = format!("{from} > {to}");
    match m.pass {
        Pass::Split => say(Rule::Split, Severity::Info, Direction::Neutral, labels),
        Pass::Merged => say(Rule::Merged, Severity::Info, Direction::Neutral, labels),
        _ if m.id_reused => say(Rule::IdReused, Severity::High, Direction::Unclear, labels),
        _ if m.moved => say(Rule::Moved, Severity::Info, Direction::Neutral, labels),
        _ if from != to && !from.is_empty() && !to.is_empty() => {
            say(Rule::Renumbered, Severity::Info, Direction::Neutral, labels);
        }
        _ => {}
    }
    let one = m.old.len() == 1 && m.new.len() == 1 && !m.id_reused;
    if one && !told && !pairing.hunks.is_empty() {
        say(
            Rule::Reworded,
            Severity::Info,
            Direction::Neutral,
            "words".to_owned(),
        );
    }
    out
}
