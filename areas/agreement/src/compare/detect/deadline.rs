//! DEADLINE: by when, and how often.

use super::super::finding::{Direction, Rule, Severity};
use super::phrase::Phrases;
use super::side::{Pairing, Side};
use super::{Found, Run, numeral, phrase};

/// Words of haste.
static PROMPT: Phrases = Phrases::new(&[
    "immediately",
    "forthwith",
    "without delay",
    "without undue delay",
    "at once",
    "instantly",
    "with immediate effect",
    "as soon as possible",
    "promptly",
    "as soon as practicable",
    "expeditiously",
    "at the earliest opportunity",
    "at the earliest possible date",
    "speedily",
    "without further delay",
]);
/// Entries of [`PROMPT`] before this one allow no delay at all.
const PROMPT_LATER: usize = 7;

/// Words of time that set none.
static VAGUE: Phrases = Phrases::new(&[
    "in due course",
    "in due time",
    "in good time",
    "at an appropriate time",
    "at a suitable time",
    "at the appropriate time",
    "when conditions permit|allow",
    "when the time is ripe",
    "in the near future",
    "at a later stage|date|time",
    "eventually",
    "in a timely manner|fashion",
    "within a reasonable time|period",
    "within a reasonable period of time",
    "within reasonable time",
    "over time",
    "at a time to be agreed|determined",
    "when circumstances permit|allow",
    "at a mutually convenient time",
    "as and when appropriate",
    "at a date to be agreed|determined|fixed",
    "in the foreseeable future",
    "gradually",
    "sooner or later",
]);

/// Deadlines kept in a list elsewhere.
static LISTED: Phrases = Phrases::new(&[
    "by|before|after|from|until the date|dates|deadline|deadlines",
    "within the period|periods|time limit|deadline|deadlines|timeframe|timeframes",
    "according to the timetable|schedule|calendar",
    "in accordance with the timetable|schedule|calendar",
    "on the date|dates",
    "within the time limits",
    "within the time limit",
]);

/// Recurrence in one word, as hours.
const RECURRENT: &[(&str, u64)] = &[
    ("hourly", 1),
    ("daily", 24),
    ("weekly", 168),
    ("fortnightly", 336),
    ("monthly", 730),
    ("quarterly", 2190),
    ("semiannually", 4380),
    ("biannually", 4380),
    ("annually", 8760),
    ("yearly", 8760),
    ("annual", 8760),
    ("biennially", 17520),
    ("biennial", 17520),
];

/// Recurrence without measure.
static SOMETIMES: Phrases = Phrases::new(&[
    "periodically",
    "regularly",
    "from time to time",
    "occasionally",
    "at regular intervals",
    "periodic",
]);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Hours from an event, and the words that name the event.
    Within(u64, Vec<String>),
    /// A day, as a rising number.
    By(u64),
    /// Dates listed elsewhere.
    Listed,
    /// No delay (2) or little (1).
    Prompt(u8),
    Vague,
    /// Hours between two times.
    Every(u64),
    Sometimes,
}

fn read<'a>(side: &'a Side) -> &'a [(Run, Kind)] {
    side.seen.times.get_or_init(|| read_all(side))
}

fn read_all(side: &Side) -> Vec<(Run, Kind)> {
    let mut out: Vec<(Run, Kind)> = Vec::new();
    let mut take = |table: &Phrases, kind: &dyn Fn(usize) -> Kind| {
        out.extend(
            phrase::find(side, table)
                .into_iter()
                .map(|(run, entry)| (run, kind(entry))),
        );
    };
    take(&PROMPT, &|entry| {
        Kind::Prompt(if entry < PROMPT_LATER { 2 } else { 1 })
    });
    take(&VAGUE, &|_| Kind::Vague);
    take(&LISTED, &|_| Kind::Listed);
    out.retain(|(run, kind)| *kind != Kind::Listed || listed(side, run));
    let mut take = |table: &Phrases, kind: &dyn Fn(usize) -> Kind| {
        out.extend(
            phrase::find(side, table)
                .into_iter()
                .map(|(run, entry)| (run, kind(entry))),
        );
    };
    take(&SOMETIMES, &|_| Kind::Sometimes);
    for at in 0..side.words.len() {
        if side.words[at].quoted {
            continue;
        }
        let found = every(side, at)
            .or_else(|| within(side, at))
            .or_else(|| by(side, at));
        let taken = |found: &Run| {
            out.iter()
                .any(|(r, _)| r.start < found.end && found.start < r.end)
        };
        if let Some(found) = found.filter(|found| !taken(&found.0)) {
            out.push(found);
        }
    }
    out.sort_by_key(|(run, _)| run.start);
    out
}

/// "the dates listed in", "the timetable of Annex 3"; not "the date on which it enters into force".
fn listed(side: &Side, run: &Run) -> bool {
    let until = (run.end + 3).min(side.sentence(run.start).end);
    (run.end..until).any(|w| {
        matches!(
            side.lower(w),
            "listed"
                | "set"
                | "specified"
                | "named"
                | "fixed"
                | "indicated"
                | "annex"
                | "schedule"
                | "table"
        )
    })
}

/// "every five years", "each year", "daily", "twice a year".
fn every(side: &Side, at: usize) -> Option<(Run, Kind)> {
    if let Some(&(_, hours)) = RECURRENT.iter().find(|(word, _)| *word == side.lower(at)) {
        return Some((at..at + 1, Kind::Every(hours)));
    }
    let times = match side.lower(at) {
        "once" => 1,
        "twice" => 2,
        "every" | "each" => {
            let number = numeral::read(side, at + 1).filter(|n| !n.part);
            let skip = number.map_or(0, |n| n.words);
            let unit = numeral::unit_hours(side.lower(at + 1 + skip))?;
            let count = number.map_or(1, |n| n.thousandths / 1000);
            let second = side.lower(at + 1) == "second" || side.lower(at + 1) == "other";
            let count = if second { 2 } else { count };
            return Some((at..at + 2 + skip, Kind::Every(unit.saturating_mul(count))));
        }
        _ => return None,
    };
    let per = matches!(side.lower(at + 1), "a" | "per" | "every" | "each" | "in");
    let skip = numeral::read(side, at + 2).filter(|n| !n.part);
    let words = skip.map_or(0, |n| n.words);
    let unit = numeral::unit_hours(side.lower(at + 2 + words)).filter(|_| per)?;
    let span = unit.saturating_mul(skip.map_or(1, |n| n.thousandths / 1000));
    Some((at..at + 3 + words, Kind::Every(span / times)))
}

/// "within 30 days of …", "no later than three months after …", "30 days after …".
fn within(side: &Side, at: usize) -> Option<(Run, Kind)> {
    let number = numeral::read(side, at).filter(|n| !n.part)?;
    let mut unit = at + number.words;
    if matches!(
        side.lower(unit),
        "working" | "business" | "calendar" | "consecutive"
    ) {
        unit += 1;
    }
    let hours = numeral::unit_hours(side.lower(unit))?;
    let from = at.saturating_sub(4).max(side.sentence(at).start);
    let before: Vec<&str> = (from..at).map(|w| side.lower(w)).collect();
    let near = |word: &str| before.contains(&word);
    let bound = near("within")
        || near("later")
        || near("latest")
        || before.ends_with(&["in"])
        || before.ends_with(&["more", "than"]) && (near("no") || near("not"))
        || before.ends_with(&["under"]);
    let lasting = near("least")
        || near("minimum")
        || before.ends_with(&["for"])
        || near("less")
        || before.ends_with(&["for", "a", "period", "of"]);
    let anchored = matches!(
        side.lower(unit + 1),
        "of" | "after" | "from" | "following" | "before"
    );
    if lasting || !(bound || anchored && side.lower(unit + 1) != "of") {
        return None;
    }
    let start = (from..at)
        .find(|&w| {
            matches!(
                side.lower(w),
                "within" | "no" | "not" | "in" | "at" | "under"
            )
        })
        .unwrap_or(at);
    let anchor = (unit + 1..side.sentence(at).end)
        .take(7)
        .take_while(|&w| !side.words[w].after_break)
        .map(|w| side.lower(w).to_owned())
        .filter(|w| !super::super::token::is_common(w))
        .collect();
    let anchor = if anchored { anchor } else { Vec::new() };
    Some((
        start..unit + 1,
        Kind::Within(hours.saturating_mul(number.thousandths / 1000), anchor),
    ))
}

/// "by 31 December 2025", "not later than 1 March 2026", "before the end of 2026".
fn by(side: &Side, at: usize) -> Option<(Run, Kind)> {
    let lead = matches!(side.lower(at), "by" | "before" | "until" | "from")
        || side.lower(at) == "than" && matches!(side.lower(at.wrapping_sub(1)), "later")
        || side.lower(at) == "on" && numeral::month(side.lower(at + 2)).is_some();
    if !lead {
        return None;
    }
    let mut w = at + 1;
    let mut end_of = 0;
    while matches!(
        side.lower(w),
        "the" | "end" | "of" | "beginning" | "first" | "day"
    ) && w < at + 6
    {
        end_of = if side.lower(w) == "end" { 1 } else { end_of };
        w += 1;
    }
    let day = side
        .lower(w)
        .parse::<u64>()
        .ok()
        .filter(|d| (1..=31).contains(d));
    let (day_words, month_at) = if day.is_some() { (1, w + 1) } else { (0, w) };
    let month = numeral::month(side.lower(month_at));
    let year_at = match (month, day) {
        (Some(_), _) => {
            // "December 31, 2025" as well.
            let inner = side
                .lower(month_at + 1)
                .parse::<u64>()
                .ok()
                .filter(|d| *d <= 31 && day_words == 0);
            if inner.is_some() {
                month_at + 2
            } else {
                month_at + 1
            }
        }
        (None, None) => w,
        (None, Some(_)) => return None,
    };
    let year = numeral::year(side.lower(year_at));
    if year.is_none() && month.is_none() {
        return None;
    }
    let late = 12 * end_of;
    let inner = side
        .lower(month_at + 1)
        .parse::<u64>()
        .ok()
        .filter(|d| *d <= 31 && month.is_some());
    let rank = year.unwrap_or(0) * 500
        + month.map_or(late, |m| m) * 32
        + day.or(inner).unwrap_or(if end_of == 1 { 31 } else { 0 });
    let end = if year.is_some() {
        year_at + 1
    } else {
        month_at + 1
    };
    let start = if side.lower(at) == "than" {
        at.saturating_sub(2)
    } else {
        at
    };
    Some((start..end, Kind::By(rank)))
}

/// Every expression of time.
pub(crate) fn all(side: &Side) -> Vec<Run> {
    read(side).iter().map(|(run, _)| run.clone()).collect()
}

pub(crate) fn detect(pairing: &Pairing) -> Vec<Found> {
    let (old, new) = (read(&pairing.old), read(&pairing.new));
    let runs = |times: &[(Run, Kind)]| times.iter().map(|(run, _)| run.clone()).collect::<Vec<_>>();
    let family = |kind: &Kind| matches!(kind, Kind::Every(_) | Kind::Sometimes);
    let links = pairing.link(&runs(old), &runs(new), |i, j| {
        u32::from(family(&old[i].1) == family(&new[j].1)) + 20 * u32::from(old[i].1 == new[j].1)
    });
    let mut out = Vec::new();
    let mut say =
        |o: Option<&(Run, Kind)>, n: Option<&(Run, Kind)>, direction, severity, confidence| {
            out.push(Found {
                rule: Rule::Deadline,
                old: o.map(|t| t.0.clone()),
                new: n.map(|t| t.0.clone()),
                direction,
                severity,
                confidence,
                basis: format!(
                    "{} > {}",
                    o.map_or("", |t| name(&t.1)),
                    n.map_or("", |t| name(&t.1))
                ),
            });
        };
    for &(i, j) in &links {
        let (a, b) = (&old[i], &new[j]);
        if let Some((direction, severity, confidence)) = judge(&a.1, &b.1) {
            say(Some(a), Some(b), direction, severity, confidence);
        }
    }
    for (i, time) in old.iter().enumerate() {
        let gone = links.iter().all(|l| l.0 != i) && pairing.changed(&time.0);
        if let Some((direction, severity)) =
            Some(lost(&time.1)).filter(|_| gone && !held(new, &time.1))
        {
            say(Some(time), None, direction, severity, 900);
        }
    }
    let turned = pairing.turned();
    for (j, time) in new.iter().enumerate() {
        let gone = links.iter().all(|l| l.1 != j) && turned.changed(&time.0);
        if let Some((direction, severity)) =
            Some(lost(&time.1)).filter(|_| gone && !held(old, &time.1))
        {
            say(None, Some(time), direction.mirrored(), severity, 900);
        }
    }
    // A time that sets none, put where there was no time: a hedge like any other.
    for found in &mut out {
        if found.basis.trim() == "> vague" || found.basis.trim() == "vague >" {
            found.rule = Rule::Hedge;
        }
    }
    out
}

/// Whether the other side says the same time somewhere, so that it is moved rather than lost.
fn held(times: &[(Run, Kind)], kind: &Kind) -> bool {
    times.iter().any(|(_, other)| other == kind)
}

fn lost(kind: &Kind) -> (Direction, Severity) {
    match kind {
        Kind::Within(..) | Kind::By(_) | Kind::Listed => (Direction::Weaker, Severity::High),
        Kind::Every(_) => (Direction::Weaker, Severity::Medium),
        Kind::Prompt(_) => (Direction::Weaker, Severity::Medium),
        Kind::Vague => (Direction::Stronger, Severity::Medium),
        Kind::Sometimes => (Direction::Weaker, Severity::Low),
    }
}

fn judge(a: &Kind, b: &Kind) -> Option<(Direction, Severity, u16)> {
    use Direction::{Stronger, Unclear, Weaker};
    let later = |x: u64, y: u64| match x.cmp(&y) {
        std::cmp::Ordering::Less => Some((Weaker, Severity::High, 950)),
        std::cmp::Ordering::Greater => Some((Stronger, Severity::High, 950)),
        std::cmp::Ordering::Equal => None,
    };
    match (a, b) {
        (Kind::Within(x, from), Kind::Within(y, to)) => later(*x, *y).or_else(|| {
            let other = !from.is_empty() && !to.is_empty() && from.iter().all(|w| !to.contains(w));
            other.then_some((Unclear, Severity::Medium, 700))
        }),
        (Kind::By(x), Kind::By(y)) => later(*x, *y),
        (Kind::Every(x), Kind::Every(y)) => later(*x, *y).map(|(d, _, c)| (d, Severity::Medium, c)),
        _ => {
            let (x, y) = (firmness(a), firmness(b));
            if x == 0 || y == 0 || x == y {
                let differ = name(a) != name(b);
                return differ.then_some((Unclear, Severity::Medium, 600));
            }
            Some((if x > y { Weaker } else { Stronger }, Severity::High, 900))
        }
    }
}

/// How firmly a time binds, where two of different kinds can be told apart at all.
fn firmness(kind: &Kind) -> u8 {
    match kind {
        Kind::Prompt(2) => 5,
        Kind::Within(..) | Kind::By(_) | Kind::Listed => 4,
        Kind::Every(_) => 4,
        Kind::Prompt(_) => 3,
        Kind::Sometimes => 2,
        Kind::Vague => 1,
    }
}

fn name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Within(..) => "within",
        Kind::By(_) => "date",
        Kind::Listed => "listed dates",
        Kind::Prompt(2) => "no delay",
        Kind::Prompt(_) => "promptly",
        Kind::Vague => "vague",
        Kind::Every(_) => "every",
        Kind::Sometimes => "sometimes",
    }
}
