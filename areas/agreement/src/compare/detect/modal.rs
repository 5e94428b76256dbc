//! MODAL: how binding the verb is.
//!
//! shall, must, undertakes to > will, agrees to > should, is to > will endeavour to, seek to > may, is
//! encouraged to. A prohibition climbs the same ladder; "may not" forbids as "shall not" does.

use super::super::finding::{Direction, Rule, Severity};
use super::super::token::stem;
use super::side::{Pairing, Side};
use super::{Found, Run};

/// What opens a modal phrase, and its rank.
const HEADS: &[(&str, u8)] = &[
    ("shall", 5),
    ("must", 5),
    ("will", 4),
    ("should", 3),
    ("may", 1),
    ("can", 1),
    ("could", 1),
    ("might", 1),
    ("cannot", 5),
    ("would", 4),
];

/// Verbs that bind or release with "to": "undertakes to", "is encouraged to".
const VERBS: &[(&str, u8)] = &[
    ("undertake", 5),
    ("undertakes", 5),
    ("commit", 5),
    ("commits", 5),
    ("obliged", 5),
    ("required", 5),
    ("bound", 5),
    ("obligated", 5),
    ("agree", 4),
    ("agrees", 4),
    ("pledge", 4),
    ("pledges", 4),
    ("resolve", 4),
    ("ought", 3),
    ("expected", 3),
    ("requested", 3),
    ("urged", 3),
    ("encouraged", 1),
    ("invited", 1),
    ("free", 1),
    ("permitted", 1),
    ("allowed", 1),
    ("entitled", 1),
    ("intend", 2),
    ("intends", 2),
];

/// Verbs that soften what follows: "shall endeavour to".
const SOFT: &[&str] = &[
    "endeavour",
    "endeavours",
    "endeavor",
    "endeavors",
    "seek",
    "seeks",
    "strive",
    "strives",
    "aim",
    "aims",
    "attempt",
    "attempts",
    "try",
    "tries",
    "work",
    "works",
];

/// One modal phrase.
#[derive(Clone, Debug)]
pub(crate) struct Modal {
    pub(crate) run: Run,
    pub(crate) rank: u8,
    pub(crate) negative: bool,
    /// Position of the verb it governs.
    pub(crate) verb: usize,
}

/// Every modal phrase on a side, in order.
pub(crate) fn occurrences<'a>(side: &'a Side) -> &'a [Modal] {
    side.seen.modals.get_or_init(|| read_all(side))
}

fn read_all(side: &Side) -> Vec<Modal> {
    let (mut at, mut out) = (0, Vec::new());
    while at < side.words.len() {
        match read(side, at) {
            Some(modal) => {
                at = modal.run.end.max(at + 1);
                out.push(modal);
            }
            None => at += 1,
        }
    }
    out
}

fn read(side: &Side, at: usize) -> Option<Modal> {
    let word = &side.words[at];
    if word.quoted {
        return None;
    }
    let head = HEADS
        .iter()
        .find(|(head, _)| *head == word.lower)
        .map(|h| h.1);
    let (mut rank, mut end) = match head {
        Some(rank) if is_verb(side, at) => (rank, at + 1),
        Some(_) => return None,
        None => bare(side, at)?,
    };
    let mut negative = word.lower == "cannot";
    // "shall, where possible, not seek to": up to six words of adverbs stand between.
    let mut next = end;
    while next < side.words.len() && next < end + 4 && is_adverb(side, next) {
        negative |= matches!(side.lower(next), "not" | "never");
        next += 1;
        if negative {
            end = end.max(next);
        }
    }
    if let Some((softened, after)) = softener(side, next) {
        rank = rank.min(softened);
        end = after;
        next = after;
    }
    if negative && head == Some(1) {
        rank = 5;
    }
    negative |= denied_subject(side, at);
    if negative && head == Some(1) && rank == 1 {
        rank = 5; // "No Party may": forbidden.
    }
    while next < side.words.len() && is_adverb(side, next) {
        next += 1;
    }
    Some(Modal {
        run: at..end,
        rank,
        negative,
        verb: next,
    })
}

/// "is to", "undertakes to", "are encouraged to", "is prohibited", "aim to": phrases without a modal.
fn bare(side: &Side, at: usize) -> Option<(u8, usize)> {
    let is = matches!(side.lower(at), "is" | "are");
    let own = |w: usize| {
        VERBS
            .iter()
            .find(|(verb, _)| *verb == side.lower(w))
            .map(|v| v.1)
    };
    if is {
        let next = if is_adverb(side, at + 1) {
            at + 2
        } else {
            at + 1
        };
        if matches!(side.lower(next), "prohibited" | "forbidden" | "banned") {
            return Some((5, next + 1));
        }
        if side.lower(next) == "to" && !purpose(side, at) {
            return Some((3, next + 1));
        }
        let to = side.lower(next + 1) == "to";
        return own(next)
            .filter(|_| to && own_after_be(side.lower(next)))
            .map(|rank| (rank, next + 2));
    }
    if own_after_be(side.lower(at)) || side.lower(at) == "free" {
        return None;
    }
    let to = match side.lower(at + 1) {
        "to" => at + 2,
        "itself" | "themselves" if side.lower(at + 2) == "to" => at + 3,
        _ => return None,
    };
    let after_to = at > 0 && matches!(side.lower(at - 1), "to" | "and" | "or" | "the");
    let subject = at > 0 && !after_to && side.words[at - 1].sentence == side.words[at].sentence;
    if !subject {
        return None;
    }
    own(at)
        .or_else(|| SOFT.contains(&side.lower(at)).then_some(2))
        .map(|rank| (rank, to))
}

/// Participles, which bind only after "is" or "are".
fn own_after_be(word: &str) -> bool {
    matches!(
        word,
        "obliged"
            | "required"
            | "bound"
            | "obligated"
            | "expected"
            | "requested"
            | "urged"
            | "encouraged"
            | "invited"
            | "free"
            | "permitted"
            | "allowed"
            | "entitled"
    )
}

/// "endeavour to", "make every effort to", "use its best efforts to", "consider", "be encouraged to".
fn softener(side: &Side, at: usize) -> Option<(u8, usize)> {
    let word = side.lower(at);
    if SOFT.contains(&word) && matches!(side.lower(at + 1), "to" | "for" | "at" | "towards") {
        return Some((2, at + 2));
    }
    if word == "be"
        && matches!(side.lower(at + 1), "encouraged" | "invited" | "free")
        && side.lower(at + 2) == "to"
    {
        return Some((1, at + 3));
    }
    if matches!(word, "consider" | "contemplate" | "explore") && side.lower(at + 1).ends_with("ing")
    {
        return Some((2, at + 1));
    }
    if matches!(word, "consider" | "explore")
        && side.lower(at + 1) == "the"
        && side.lower(at + 2) == "possibility"
    {
        return Some((2, at + 3));
    }
    if matches!(word, "make" | "use" | "undertake" | "exert" | "pursue") {
        let effort = (at + 1..at + 5).find(|&w| {
            matches!(
                side.lower(w),
                "effort" | "efforts" | "endeavours" | "endeavors"
            )
        })?;
        return (side.lower(effort + 1) == "to").then_some((2, effort + 2));
    }
    if word == "wish" && side.lower(at + 1) == "to" {
        return Some((1, at + 2));
    }
    None
}

/// "May" the month and "will" the noun are no modals, nor is "Should a Party fail, …", nor "as may be".
fn is_verb(side: &Side, at: usize) -> bool {
    let word = &side.words[at];
    let before = if at > 0 && side.words[at - 1].sentence == word.sentence {
        match side.words[at - 1].raw.as_str() {
            "A" => "A", // Party A's letter, not the article.
            _ => side.lower(at - 1),
        }
    } else {
        ""
    };
    let after = side.words.get(at + 1);
    match word.lower.as_str() {
        "may" if word.raw == "May" => {
            let numbered = after.is_some_and(super::super::token::Word::is_number)
                || before.starts_with(|c: char| c.is_ascii_digit());
            !numbered && !word.first && !matches!(before, "in" | "since" | "by" | "until" | "of")
        }
        "may" => {
            let as_may = (at.saturating_sub(3)..at).any(|w| {
                side.lower(w) == "as"
                    && side.words[w].sentence == word.sentence
                    && side.lower(w + 1) != "well"
            });
            !(as_may || before == "that" && side.lower(at + 1) == "be")
        }
        "will" => !matches!(
            before,
            "the"
                | "a"
                | "free"
                | "good"
                | "political"
                | "their"
                | "its"
                | "popular"
                | "sovereign"
                | "own"
                | "at"
                | "of"
                | "common"
        ),
        "can" | "could" | "might" | "would" => !word.first,
        "should" => !word.first,
        _ => true,
    }
}

fn is_adverb(side: &Side, at: usize) -> bool {
    let word = side.lower(at);
    word.len() > 4
        && word.ends_with("ly")
        && !matches!(
            word,
            "apply" | "supply" | "comply" | "imply" | "reply" | "rely"
        )
        || matches!(
            word,
            "not"
                | "never"
                | "also"
                | "further"
                | "then"
                | "therefore"
                | "both"
                | "each"
                | "always"
                | "now"
                | "however"
        )
}

/// "The purpose of this Agreement is to …" sets out an aim and binds nobody.
fn purpose(side: &Side, at: usize) -> bool {
    let sentence = side.sentence(at);
    (sentence.start..at).any(|w| {
        matches!(
            side.lower(w),
            "purpose" | "purposes" | "aim" | "objective" | "goal" | "task" | "function"
        )
    })
}

/// "Neither Party shall", "No person may", "Nothing in this Article shall".
fn denied_subject(side: &Side, at: usize) -> bool {
    let sentence = side.sentence(at);
    let from = at.saturating_sub(12).max(sentence.start);
    (from..at)
        .rev()
        .take_while(|&w| HEADS.iter().all(|(head, _)| *head != side.lower(w)))
        .any(|w| {
            matches!(
                side.lower(w),
                "neither" | "no" | "none" | "nothing" | "nobody"
            ) && !matches!(side.lower(w + 1), "later" | "less" | "more" | "fewer")
                && (side.words[w].first || side.words[w].after_break)
        })
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let (old, new) = (occurrences(&pairing.old), occurrences(&pairing.new));
    let runs = |modals: &[Modal]| modals.iter().map(|m| m.run.clone()).collect::<Vec<_>>();
    let verb = |side: &Side, m: &Modal| stem(side.lower(m.verb));
    let links = pairing.link(&runs(old), &runs(new), |i, j| {
        3 * u32::from(verb(&pairing.old, &old[i]) == verb(&pairing.new, &new[j]))
    });
    let mut out = Vec::new();
    for &(i, j) in &links {
        let (a, b) = (&old[i], &new[j]);
        let same_verb = verb(&pairing.old, a) == verb(&pairing.new, b);
        if let Some((direction, severity)) = judge(a, b, same_verb) {
            let anchored = pairing.together(&a.run, &b.run)
                || a.run
                    .clone()
                    .any(|w| pairing.partner(w).is_some_and(|p| b.run.contains(&p)));
            out.push(Found {
                rule: Rule::Modal,
                old: Some(a.run.clone()),
                new: Some(b.run.clone()),
                direction,
                severity,
                confidence: if anchored { 950 } else { 800 },
                basis: format!("{} > {}", name(a), name(b)),
            });
        }
    }
    let linked = |side: usize, at: usize| {
        links
            .iter()
            .any(|l| if side == 0 { l.0 == at } else { l.1 == at })
    };
    let lone_old: Vec<&Modal> = old
        .iter()
        .enumerate()
        .filter(|(i, _)| !linked(0, *i))
        .map(|(_, m)| m)
        .collect();
    let lone_new: Vec<&Modal> = new
        .iter()
        .enumerate()
        .filter(|(j, _)| !linked(1, *j))
        .map(|(_, m)| m)
        .collect();
    out.extend(
        lone_old
            .into_iter()
            .filter_map(|m| stated(&pairing.old, m, pairing)),
    );
    let turned = pairing.turned();
    out.extend(
        lone_new
            .into_iter()
            .filter_map(|m| stated(&turned.old, m, &turned))
            .map(|found| Found {
                old: found.new,
                new: found.old,
                direction: found.direction.mirrored(),
                basis: found
                    .basis
                    .split_once(" > ")
                    .map_or_else(String::new, |(a, b)| format!("{b} > {a}")),
                ..found
            }),
    );
    out
}

/// What a change of rank or polarity means, if anything.
fn judge(a: &Modal, b: &Modal, same_verb: bool) -> Option<(Direction, Severity)> {
    if a.negative != b.negative && same_verb {
        let (forbids, permits) = if a.negative { (a, b) } else { (b, a) };
        if permits.rank == 1 && forbids.run.len() > 1 && forbids.rank > 1 {
            let lifted = if a.negative {
                Direction::Weaker
            } else {
                Direction::Stronger
            };
            return Some((lifted, Severity::High));
        }
        return Some((Direction::Unclear, Severity::High));
    }
    let severity = if a.rank.abs_diff(b.rank) >= 2 {
        Severity::High
    } else {
        Severity::Medium
    };
    match a.rank.cmp(&b.rank) {
        std::cmp::Ordering::Greater => Some((Direction::Weaker, severity)),
        std::cmp::Ordering::Less => Some((Direction::Stronger, severity)),
        std::cmp::Ordering::Equal => None,
    }
}

/// A modal taken from a verb that stays: "shall apply" became "applies". A bare statement of law ranks
/// with "will".
fn stated(side: &Side, modal: &Modal, pairing: &Pairing) -> Option<Found> {
    const STATED: u8 = 4;
    if modal.rank == STATED || modal.run.len() > 1 {
        return None;
    }
    let verb = side.lower(modal.verb);
    let before = modal
        .run
        .start
        .checked_sub(1)
        .and_then(|w| pairing.partner(w));
    let place = pairing
        .partner(modal.verb)
        .or_else(|| {
            pairing
                .partner(modal.verb + 1)
                .and_then(|p| p.checked_sub(1))
        })
        .or_else(|| before.map(|p| p + 1))?;
    let stands = pairing.new.lower(place);
    let same = stem(stands) == stem(verb) || verb == "be" && matches!(stands, "is" | "are");
    let direct =
        pairing.new.lower(place.wrapping_sub(1)) == side.lower(modal.run.start.wrapping_sub(1));
    (same && direct).then(|| Found {
        rule: Rule::Modal,
        old: Some(modal.run.start..modal.verb + 1),
        new: Some(place..place + 1),
        direction: if modal.rank > STATED {
            Direction::Weaker
        } else {
            Direction::Stronger
        },
        severity: Severity::Medium,
        confidence: 750,
        basis: format!("{} > stated", name(modal)),
    })
}

fn name(modal: &Modal) -> &'static str {
    match (modal.rank, modal.negative) {
        (5, false) => "shall",
        (4, false) => "will",
        (3, false) => "should",
        (2, false) => "endeavour",
        (_, false) => "may",
        (5, true) => "shall not",
        (4, true) => "will not",
        (3, true) => "should not",
        (2, true) => "endeavour not",
        (_, true) => "may not",
    }
}
