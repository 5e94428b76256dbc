//! ACTOR: who is bound. A named obligor gone into the passive, replaced by someone else, or dissolved
//! into everyone.

use super::super::finding::{Direction, Rule, Severity};
use super::super::token::stem;
use super::modal::{Modal, occurrences};
use super::side::{Pairing, Side};
use super::{Found, Run};

/// How a duty names its bearer.
#[derive(Clone, Debug)]
enum Bearer {
    /// "Party B", "the Government", "each Party".
    Named(Run, String),
    /// "the Parties", "all States": many together.
    Many(Run),
    /// Somebody the agreement does not bind: "scholars".
    Other(Run),
    /// Nobody: the thing is to be done.
    Nobody(Run),
}

fn bearer(side: &Side, modal: &Modal) -> Option<Bearer> {
    let sentence = side.sentence(modal.run.start);
    let previous = occurrences(side)
        .iter()
        .map(|m| m.run.end)
        .rfind(|&end| end <= modal.run.start);
    let start = previous.unwrap_or(0).max(sentence.start);
    let subject = start..modal.run.start;
    let actors = side.actors(subject.clone());
    let passive = side.lower(modal.verb) == "be" && participle(side.lower(modal.verb + 1));
    if let Some((run, name)) = actors.into_iter().next_back() {
        if passive && run.end + 2 < modal.run.start {
            return None; // "a list of the Parties shall be kept": the actor is not the bearer.
        }
        let lower = name.to_lowercase();
        let many = lower.ends_with('s')
            && !lower.starts_with("each")
            && !lower.starts_with("every")
            && !lower.ends_with("forces")
            && !lower.contains("neither");
        return Some(if many {
            Bearer::Many(run)
        } else {
            Bearer::Named(run, lower)
        });
    }
    if subject.is_empty() || previous.is_some_and(|p| p > sentence.start) {
        return None;
    }
    if passive {
        let after = modal.verb..(modal.verb + 14).min(sentence.end);
        let agent = after.clone().any(|w| {
            side.lower(w) == "by" && !side.actors(w..(w + 5).min(sentence.end)).is_empty()
        });
        return (!agent).then_some(Bearer::Nobody(subject.start..modal.verb + 2));
    }
    let person = subject
        .clone()
        .any(|w| PERSONS.contains(&stem(side.lower(w)).as_str()));
    person.then_some(Bearer::Other(subject))
}

/// Persons and bodies that are not bound by an agreement between the Parties.
const PERSONS: &[&str] = &[
    "scholar",
    "individual",
    "citizen",
    "person",
    "expert",
    "leader",
    "elder",
    "group",
    "organization",
    "entity",
    "stakeholder",
    "operator",
    "trader",
    "compani",
    "company",
    "actor",
    "societi",
    "society",
    "volunteer",
    "institution",
    "carrier",
    "employer",
    "business",
    "enterpris",
];

fn participle(word: &str) -> bool {
    word.ends_with("ed")
        || matches!(
            word,
            "made"
                | "given"
                | "taken"
                | "kept"
                | "held"
                | "set"
                | "put"
                | "done"
                | "paid"
                | "built"
                | "sent"
                | "shut"
                | "found"
                | "brought"
                | "withdrawn"
                | "begun"
                | "drawn"
                | "met"
                | "laid"
        )
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let (old, new) = (occurrences(&pairing.old), occurrences(&pairing.new));
    let runs = |modals: &[Modal]| modals.iter().map(|m| m.run.clone()).collect::<Vec<_>>();
    let verb = |side: &Side, m: &Modal| {
        let at = if side.lower(m.verb) == "be" {
            m.verb + 1
        } else {
            m.verb
        };
        stem(side.lower(at))
    };
    let links = pairing.link(&runs(old), &runs(new), |i, j| {
        3 * u32::from(verb(&pairing.old, &old[i]) == verb(&pairing.new, &new[j]))
    });
    let mut out = Vec::new();
    for (i, j) in links {
        let (Some(a), Some(b)) = (bearer(&pairing.old, &old[i]), bearer(&pairing.new, &new[j]))
        else {
            continue;
        };
        let same_verb = verb(&pairing.old, &old[i]) == verb(&pairing.new, &new[j]);
        let Some((rule, direction, basis)) = judge(&a, &b, same_verb) else {
            continue;
        };
        let (a, b) = (place(a), place(b));
        if pairing.changed(&a) || pairing.turned().changed(&b) {
            out.push(Found {
                rule,
                old: Some(a),
                new: Some(b),
                direction,
                severity: if direction == Direction::Unclear {
                    Severity::Medium
                } else {
                    Severity::High
                },
                confidence: 800,
                basis,
            });
        }
    }
    out
}

fn judge(a: &Bearer, b: &Bearer, same_verb: bool) -> Option<(Rule, Direction, String)> {
    use Bearer::{Many, Named, Nobody, Other};
    let rank = |bearer: &Bearer| match bearer {
        Named(..) | Many(_) => 2,
        Other(_) => 1,
        Nobody(_) => 0,
    };
    let name = |bearer: &Bearer| match bearer {
        Named(..) => "named",
        Many(_) => "many",
        Other(_) => "other",
        Nobody(_) => "nobody",
    };
    let basis = format!("{} > {}", name(a), name(b));
    match (a, b) {
        (Named(_, x), Named(_, y)) => {
            let all = |n: &str| {
                ["each", "every", "neither", "both", "either", "no "]
                    .iter()
                    .any(|w| n.starts_with(w))
            };
            match (all(x), all(y)) {
                _ if x == y => None,
                (true, true) => None,
                (false, false) => Some((Rule::Actor, Direction::Unclear, basis)),
                _ => Some((
                    Rule::Scope,
                    Direction::Unclear,
                    (if all(x) {
                        "mutual > one side"
                    } else {
                        "one side > mutual"
                    })
                    .to_owned(),
                )),
            }
        }
        (Named(_, x), Many(_)) => {
            let each = x.starts_with("each") || x.starts_with("every") || x.starts_with("neither");
            if each && same_verb {
                return Some((Rule::Actor, Direction::Weaker, "each > together".to_owned()));
            }
            (!each && x.starts_with("party")).then(|| {
                (
                    Rule::Scope,
                    Direction::Unclear,
                    "one side > mutual".to_owned(),
                )
            })
        }
        (Many(_), Named(..)) => {
            let found = judge(b, a, same_verb)?;
            let basis = found
                .2
                .split_once(" > ")
                .map_or_else(String::new, |(x, y)| format!("{y} > {x}"));
            Some((found.0, found.1.mirrored(), basis))
        }
        (Many(_), Many(_)) => None,
        _ if rank(a) > rank(b) => Some((Rule::Actor, Direction::Weaker, basis)),
        _ if rank(a) < rank(b) => Some((Rule::Actor, Direction::Stronger, basis)),
        _ => None,
    }
}

fn place(bearer: Bearer) -> Run {
    match bearer {
        Bearer::Named(run, _) | Bearer::Many(run) | Bearer::Other(run) | Bearer::Nobody(run) => run,
    }
}
