//! Whether a picture was brought before: exactly, or one that looks alike.

use super::Line;
use crate::dhash::{DHash, NEAR};
use crate::facts::Facts;

/// Names listed in a line; the rest is counted.
const LISTED_MAX: usize = 5;

/// Another file that a picture is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// How a person would call it.
    pub name: String,
    /// SHA-256 of its bytes, 64 hexadecimal digits.
    pub sha256: String,
    /// Its hash, where there is one.
    pub dhash: Option<DHash>,
}

/// `re-used in X`, `similar: look`, `none found`, or `nothing to compare with`.
///
/// Similarity is a lead: honest pictures of one site from one spot are similar, too.
pub fn duplicate(facts: &Facts, others: &[Other]) -> Line {
    if others.is_empty() {
        let detail = "no other files were brought";
        return Line::new("duplicate", "nothing-to-compare-with", detail);
    }
    let (same, near) = found(facts, others);
    let mut line = if let Some(first) = same.first() {
        let detail = format!("the same bytes as {}", listed(&same));
        Line::new("duplicate", "re-used", detail)
            .result(format!("re-used in {first}"))
            .about("item", first)
            .flag("exact-duplicate")
    } else if near.is_empty() {
        let compared = others.iter().filter(|other| other.dhash.is_some()).count();
        let detail = format!(
            "compared with {} files, {compared} of them pictures",
            others.len()
        );
        let line = Line::new("duplicate", "none-found", detail);
        return match facts.dhash {
            Some(hash) if hash.tells() => line,
            _ => Line {
                detail: format!("{}; only for the same bytes", line.detail),
                ..line
            },
        };
    } else {
        Line::new("duplicate", "similar", "").result("similar: look")
    };
    if near.is_empty() {
        return line;
    }
    let names: Vec<String> = near
        .iter()
        .map(|(name, distance)| format!("{name} ({distance} of 64 bits differ)"))
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let parts = [
        line.detail.clone(),
        format!("looks like {}", listed(&names)),
    ];
    line.detail = parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ");
    line.flag("near-duplicate")
}

/// Names of the same bytes, and of everything that looks alike without being the same, the nearest first.
/// One pass: a host compares with everything both sides ever brought.
fn found<'a>(facts: &Facts, others: &'a [Other]) -> (Vec<&'a str>, Vec<(&'a str, u32)>) {
    let hash = facts.dhash.filter(|hash| hash.tells());
    let (mut same, mut near) = (Vec::new(), Vec::new());
    for other in others {
        if other.sha256 == facts.sha256 {
            same.push(other.name.as_str());
        } else if let (Some(hash), Some(theirs)) = (hash, other.dhash)
            && hash.distance(theirs) <= NEAR
        {
            near.push((other.name.as_str(), hash.distance(theirs)));
        }
    }
    near.sort_by_key(|(name, distance)| (*distance, *name));
    (same, near)
}

fn listed(names: &[&str]) -> String {
    let shown = names.get(..LISTED_MAX).unwrap_or(names).join(", ");
    match names.len().checked_sub(LISTED_MAX) {
        None | Some(0) => shown,
        Some(more) => format!("{shown} and {more} more"),
    }
}
