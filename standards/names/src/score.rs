//! What agreeing and differing amounts to, and the explanation of it.

use crate::Quality;
use crate::align::{Spoken, WHOLE, alike};
use crate::letters::{Slip, letters, slip};
use crate::sound::Sound;
use crate::table::{common_names, tables};
use crate::word::{Form, Part, SOUNDS_MAX, Unit};

/// What may be said of a candidate. Nothing below `Possible` is ever shown to an officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    /// Nothing.
    None,
    /// Too little to show anybody.
    Weak,
    /// A possible match, for human review.
    Possible,
    /// A stronger possible match, for human review.
    Strong,
}

/// From which score on a candidate is in each band.
const POSSIBLE: u16 = 780;
const STRONG: u16 = 900;
const WEAK: u16 = 600;
/// What one kind of agreement alone amounts to at most.
const CAP_WEAK: u16 = 770;
const CAP_ONE_WORD: u16 = 740;
const CAP_REVERSED: u16 = 600;
/// What agreeing words must weigh together, or half the region agrees in them.
const COMMON_WEIGHT: u32 = 220;

impl Band {
    /// The band of a score.
    pub const fn of(score: u16) -> Band {
        match score {
            STRONG.. => Band::Strong,
            POSSIBLE.. => Band::Possible,
            WEAK.. => Band::Weak,
            _ => Band::None,
        }
    }

    /// Its name, as in exports: `none`, `weak`, `possible`, `strong`.
    pub const fn name(self) -> &'static str {
        match self {
            Band::None => "none",
            Band::Weak => "weak",
            Band::Possible => "possible",
            Band::Strong => "strong",
        }
    }
}

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// `name`, `father`, `birth` or `document`.
    pub feature: &'static str,
    /// Stable and translatable: `same`, `alike`, `near`, `only-read`, `only-listed`, `reversed`,
    /// `one-word`, `common`, `kunya-only`, `whole`, `slip`, `low-alias`, `within`, `outside`, `far`, `other-day`, `not-listed`, `not-read`.
    pub code: &'static str,
    /// What was read.
    pub read: String,
    /// What is listed.
    pub listed: String,
    /// The rules that made them agree: `script`, `join`, `servant`, `kunya`.
    pub rules: Vec<&'static str>,
    /// What it adds to the score or takes from it; words of a name count together.
    pub points: i32,
}

/// A listed person that may be meant. Differences come first, so that they are read first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Their place among the persons handed in.
    pub person: u32,
    /// The band.
    pub band: Band,
    /// The score, 0 to 1000: for ordering, never shown as a likelihood.
    pub score: u16,
    /// What speaks against.
    pub differs: Vec<Line>,
    /// What speaks for.
    pub agrees: Vec<Line>,
    /// What is not known.
    pub missing: Vec<Line>,
}

/// Units that agree: which of the read ones, which of the listed ones, how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    read: u16,
    listed: u16,
    alike: u16,
    /// What the listed units weigh.
    weight: u32,
}

/// How two names compare.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) score: u16,
    ties: Vec<Tie>,
    pub(crate) cap: Option<&'static str>,
}

/// From which likeness two units are tied.
pub(crate) const TIED: u16 = 560;

/// From which likeness two whole names are one with its blanks moved.
const WHOLE_ALIKE: u16 = 930;

/// What names amount to that are one slip of a hand apart, whatever their words are, and where they are
/// too short or too common to tell.
const SLIP: u16 = 860;
const SLIP_WEAK: u16 = 775;
/// From how many letters on a slip tells.
const SLIP_LETTERS: usize = 10;

/// From which likeness two words are one written as two.
pub(crate) const JOINED: u16 = 860;

/// What a likeness counts: one letter typed wrong is forgiven, two names that share some are not.
pub(crate) fn counts(alike: u16) -> u32 {
    let line = |from: u16, to: (u32, u32), span: u32| {
        to.0 + u32::from(alike - from) * (to.1 - to.0) / span
    };
    match alike {
        920.. => u32::from(alike),
        720.. => line(720, (600, 920), 200),
        TIED.. => line(TIED, (0, 600), u32::from(720 - TIED)),
        _ => 0,
    }
}

/// A name, as it is compared: its units, where a link stands, what each unit weighs.
pub(crate) struct Side<'a> {
    pub(crate) units: Vec<&'a Unit>,
    pub(crate) link: Option<usize>,
    pub(crate) weights: Vec<u32>,
    /// All of it as one word.
    pub(crate) whole: &'a [Sound],
}

impl<'a> Side<'a> {
    /// A form with these weights.
    pub(crate) fn of(form: &'a Form, weights: Vec<u32>) -> Side<'a> {
        Side {
            units: form.units.iter().collect(),
            link: form.link,
            weights,
            whole: &form.whole,
        }
    }

    /// A form outside any list.
    pub(crate) fn usual(form: &'a Form) -> Side<'a> {
        Side::of(form, form.units.iter().map(usual_weight).collect())
    }
}

/// Compares two names. `alike` tells how alike a read and a listed unit are, by their places.
pub(crate) fn compare(
    read: &Side<'_>,
    listed: &Side<'_>,
    alike_at: impl Fn(usize, usize) -> u16,
) -> Compared {
    let mut ties = Vec::new();
    for (r, one) in read.units.iter().enumerate() {
        for (l, other) in listed.units.iter().enumerate() {
            let title = one.part == Part::Title || other.part == Part::Title;
            let alike = if title { 0 } else { alike_at(r, l) };
            if alike >= needed(one, other) {
                ties.push(Tie {
                    read: 1 << r,
                    listed: 1 << l,
                    alike,
                    weight: listed.weights[l],
                });
            }
        }
    }
    let chosen = choose(ties.clone());
    let mut compared = weigh(read, listed, chosen);
    let tied = ties.len();
    if compared.score < 950 {
        joins(read, listed, &mut ties);
    }
    if ties.len() > tied {
        let joined = weigh(read, listed, choose(ties));
        if joined.score > compared.score {
            compared = joined;
        }
    }
    cap(read, listed, &mut compared);
    compared
}

/// The same, and what the names amount to as one word each, if that is more.
pub(crate) fn compare_wholes(
    read: &Side<'_>,
    listed: &Side<'_>,
    alike_at: impl Fn(usize, usize) -> u16,
) -> Compared {
    let mut compared = compare(read, listed, alike_at);
    if compared.score < 930 {
        as_wholes(read, listed, &mut compared);
    }
    if compared.score < SLIP {
        slipped(read, listed, &mut compared);
    }
    compared
}

/// What two names amount to as one word each, where blanks were lost or moved: "Tariqaziz". Nearly
/// the same counts nearly as much as word by word; less only orders candidates.
fn as_wholes(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let length = |side: &Side<'_>| side.whole.iter().filter(|one| one.class() > 0).count();
    let (one, other) = (length(read), length(listed));
    // Short names are whole by chance, and a name that lacks a word is none that lost a blank.
    let capped = compared.cap.is_some_and(|cap| cap != "one-word");
    if capped || one.min(other) < 4 || one.abs_diff(other) > 2 {
        return;
    }
    let arabic = |side: &Side<'_>| side.units.iter().all(|unit| unit.arabic);
    let whole = |sounds, arabic| Spoken { sounds, arabic };
    let alike = alike(
        whole(read.whole, arabic(read)),
        whole(listed.whole, arabic(listed)),
    );
    let score = match alike {
        WHOLE_ALIKE.. if listed.weights.iter().sum::<u32>() >= COMMON_WEIGHT => alike - 60,
        _ => alike.saturating_sub(190),
    };
    if score > compared.score {
        compared.score = score;
        compared.cap = (alike >= WHOLE_ALIKE).then_some("whole");
    }
}

/// What a slip of the hand amounts to: nearly nothing, where the name is long and rare enough to tell;
/// elsewhere it orders candidates.
fn slipped(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let (one, other) = (
        letters(read.units.iter().copied()),
        letters(listed.units.iter().copied()),
    );
    let Some(slip) = slip(&one, &other) else {
        return;
    };
    let capped = compared.cap.is_some_and(|cap| cap != "one-word");
    if slip == Slip::Order && compared.cap == Some("reversed") {
        return;
    }
    let tells = one.len().min(other.len()) >= SLIP_LETTERS
        && listed.weights.iter().sum::<u32>() >= COMMON_WEIGHT;
    let score = match tells && !capped {
        true => SLIP,
        false => SLIP_WEAK,
    };
    if score > compared.score {
        compared.score = score;
        compared.cap = Some("slip");
    }
}

/// Short words agree by chance; they must agree nearly wholly.
pub(crate) fn needed(one: &Unit, other: &Unit) -> u16 {
    match one.consonants().min(other.consonants()) {
        0 | 1 => 780,
        2 => 700,
        _ => TIED,
    }
}

/// The best ties that share no unit.
fn choose(mut ties: Vec<Tie>) -> Vec<Tie> {
    ties.sort_by_key(|tie| std::cmp::Reverse((counts(tie.alike) * tie.weight, tie.alike)));
    let (mut read, mut listed) = (0, 0);
    ties.retain(|tie| {
        let free = read & tie.read == 0 && listed & tie.listed == 0;
        if free {
            read |= tie.read;
            listed |= tie.listed;
        }
        free
    });
    ties
}

/// Two words on one side that are one on the other: Noor Muhammad, Noormuhammad.
fn joins(read: &Side<'_>, listed: &Side<'_>, ties: &mut Vec<Tie>) {
    let (r, l) = (&read.units, &listed.units);
    for at in 1..r.len() {
        for (to, other) in l.iter().enumerate() {
            let alike = joined(r[at - 1], r[at], other);
            if alike >= JOINED {
                ties.push(Tie {
                    read: 3 << (at - 1),
                    listed: 1 << to,
                    alike,
                    weight: listed.weights[to] * 3 / 2,
                });
            }
        }
    }
    for at in 1..l.len() {
        for (from, one) in r.iter().enumerate() {
            let alike = joined(l[at - 1], l[at], one);
            if alike >= JOINED {
                ties.push(Tie {
                    read: 1 << from,
                    listed: 3 << (at - 1),
                    alike,
                    weight: listed.weights[at - 1] + listed.weights[at],
                });
            }
        }
    }
}

fn joined(first: &Unit, second: &Unit, whole: &Unit) -> u16 {
    let titles = [first, second, whole]
        .iter()
        .any(|unit| unit.part == Part::Title);
    let consonants = first.consonants() + second.consonants();
    // What differs in its consonants is not one word written as two.
    if titles || consonants.abs_diff(whole.consonants()) > 1 {
        return 0;
    }
    let mut sounds = first.sounds.clone();
    sounds.extend(&second.sounds);
    sounds.dedup();
    sounds.truncate(SOUNDS_MAX);
    let both = crate::align::Spoken {
        sounds: &sounds,
        arabic: first.arabic && second.arabic,
    };
    alike(both, whole.spoken())
}

/// The ties' part of everything there is: words nobody listed count much, listed words nobody read
/// count less, since people leave names out.
fn weigh(read: &Side<'_>, listed: &Side<'_>, ties: Vec<Tie>) -> Compared {
    let (mut agreed, mut all) = (0u64, 0u64);
    let (mut read_tied, mut listed_tied) = (0u16, 0u16);
    for tie in &ties {
        agreed += u64::from(tie.weight) * u64::from(counts(tie.alike));
        all += u64::from(tie.weight) * 10;
        read_tied |= tie.read;
        listed_tied |= tie.listed;
    }
    let open = |side: &Side<'_>, tied: u16| -> u64 {
        let units = side.units.iter().enumerate();
        let free = units.filter(|(at, unit)| tied & 1 << at == 0 && unit.part != Part::Title);
        free.map(|(at, _)| u64::from(side.weights[at])).sum()
    };
    all += open(read, read_tied) * 8 + open(listed, listed_tied) * 3;
    let score = match all {
        0 => 0,
        _ => agreed * 10 / all,
    };
    Compared {
        score: u16::try_from(score).unwrap_or(WHOLE).min(WHOLE),
        ties,
        cap: None,
    }
}

/// What one kind of agreement alone can't amount to.
fn cap(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let names = |side: &Side<'_>| side.units.iter().filter(|u| u.part != Part::Title).count();
    let tied = |mask: fn(&Tie) -> u16| compared.ties.iter().fold(0, |all, tie| all | mask(tie));
    let (read_tied, listed_tied) = (tied(|tie| tie.read), tied(|tie| tie.listed));
    // Two words joined count as two only where nothing read is left over.
    let words = match read_tied.count_ones() as usize >= names(read) {
        true => read_tied.count_ones().max(listed_tied.count_ones()),
        false => compared.ties.len() as u32,
    };
    let weight: u32 = compared.ties.iter().map(|tie| tie.weight).sum();
    let kunya_only = !compared.ties.is_empty()
        && compared.ties.iter().all(|tie| {
            let at = tie.listed.trailing_zeros() as usize;
            listed
                .units
                .get(at)
                .is_some_and(|unit| unit.part == Part::Kunya)
        });
    let (code, most) = if reversed(read, listed, &compared.ties) {
        ("reversed", CAP_REVERSED)
    } else if kunya_only {
        ("kunya-only", CAP_WEAK)
    } else if words < 2 && names(read).max(names(listed)) > 1 {
        ("one-word", CAP_ONE_WORD)
    } else if weight < COMMON_WEIGHT {
        ("common", CAP_WEAK)
    } else {
        return;
    };
    if compared.score > most {
        // What would have been more stays before what would have been less.
        compared.score = most - (WHOLE - compared.score) / 20;
        compared.cap = Some(code);
    }
}

/// Whether child and father are exchanged: Salman son of Muhammad, Muhammad son of Salman.
fn reversed(read: &Side<'_>, listed: &Side<'_>, ties: &[Tie]) -> bool {
    let (Some(read_link), Some(listed_link)) = (read.link, listed.link) else {
        return false;
    };
    let tied = |r: usize, l: usize| {
        ties.iter()
            .any(|tie| tie.read & 1 << r != 0 && tie.listed & 1 << l != 0)
    };
    tied(read_link - 1, listed_link) && tied(read_link, listed_link - 1)
}

/// What a unit weighs where no list says how common it is.
pub(crate) fn usual_weight(unit: &Unit) -> u32 {
    let weight = 250;
    match is_common(unit) {
        true => weight * COMMON_PERCENT / 100,
        false => weight,
    }
}

/// What a common name weighs of an uncommon one's weight.
pub(crate) const COMMON_PERCENT: u32 = 55;

/// Whether a unit sounds like a name that many have.
pub(crate) fn is_common(unit: &Unit) -> bool {
    let common = tables().common.get_or_init(|| {
        common_names()
            .flat_map(|name| Form::read(name).units)
            .map(|unit| unit.key())
            .collect()
    });
    common.contains(&unit.key())
}

/// Compares two names by themselves.
pub(crate) fn pair(one: &str, other: &str) -> Candidate {
    let (one, other) = (Form::read(one), Form::read(other));
    let (one_side, other_side) = (Side::usual(&one), Side::usual(&other));
    let spoken = |from: &Side<'_>, to: &Side<'_>| {
        compare_wholes(from, to, |r, l| {
            alike(from.units[r].spoken(), to.units[l].spoken())
        })
    };
    let there = spoken(&one_side, &other_side);
    let back = spoken(&other_side, &one_side);
    let mut candidate = Candidate::new(0);
    // Whichever of them is listed with more words: people leave names out.
    let score = there.score.max(back.score);
    match there.score >= back.score {
        true => there.explain(&one_side, &other_side, Quality::Primary, &mut candidate),
        false => {
            back.explain(&other_side, &one_side, Quality::Primary, &mut candidate);
            candidate.turn();
        }
    }
    candidate.settle(i32::from(score));
    candidate
}

impl Candidate {
    pub(crate) const fn new(person: u32) -> Candidate {
        Candidate {
            person,
            band: Band::None,
            score: 0,
            differs: Vec::new(),
            agrees: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Exchanges what was read and what is listed.
    fn turn(&mut self) {
        for line in self.differs.iter_mut().chain(&mut self.agrees) {
            std::mem::swap(&mut line.read, &mut line.listed);
            line.code = match line.code {
                "only-read" => "only-listed",
                "only-listed" => "only-read",
                code => code,
            };
        }
    }

    pub(crate) fn settle(&mut self, score: i32) {
        let score = u16::try_from(score.clamp(0, i32::from(WHOLE))).unwrap_or(0);
        self.score = score;
        self.band = Band::of(score);
    }
}

impl Compared {
    /// The score of a name of this quality.
    pub(crate) fn scored(&self, quality: Quality) -> u16 {
        match quality {
            Quality::Low => self.score.min(CAP_WEAK),
            _ => self.score,
        }
    }

    /// Writes a line for each word.
    pub(crate) fn explain(
        &self,
        read: &Side<'_>,
        listed: &Side<'_>,
        quality: Quality,
        out: &mut Candidate,
    ) {
        let text = |form: &Side<'_>, mask: u16| {
            let units = form
                .units
                .iter()
                .enumerate()
                .filter(|(at, _)| mask & 1 << at != 0);
            units
                .map(|(_, unit)| unit.text.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (mut read_tied, mut listed_tied) = (0u16, 0u16);
        for tie in &self.ties {
            read_tied |= tie.read;
            listed_tied |= tie.listed;
            let code = match tie.alike {
                970.. => "same",
                850.. => "alike",
                _ => "near",
            };
            let line = Line {
                feature: "name",
                code,
                read: text(read, tie.read),
                listed: text(listed, tie.listed),
                rules: rules(read, listed, tie),
                points: 0,
            };
            match code {
                "near" => out.differs.push(line),
                _ => out.agrees.push(line),
            }
        }
        let mut open = |form: &Side<'_>, tied: u16, code: &'static str| {
            for (at, unit) in form.units.iter().enumerate() {
                if tied & 1 << at == 0 && unit.part != Part::Title {
                    let (read, listed) = match code {
                        "only-read" => (unit.text.clone(), String::new()),
                        _ => (String::new(), unit.text.clone()),
                    };
                    out.differs.push(Line {
                        feature: "name",
                        code,
                        read,
                        listed,
                        rules: Vec::new(),
                        points: 0,
                    });
                }
            }
        };
        open(read, read_tied, "only-read");
        open(listed, listed_tied, "only-listed");
        let low = (quality == Quality::Low && self.score > CAP_WEAK).then_some("low-alias");
        for code in self.cap.into_iter().chain(low) {
            let whole = |form: &Side<'_>| text(form, u16::MAX);
            out.differs.insert(
                0,
                Line {
                    feature: "name",
                    code,
                    read: whole(read),
                    listed: whole(listed),
                    rules: Vec::new(),
                    points: 0,
                },
            );
        }
    }
}

fn rules(read: &Side<'_>, listed: &Side<'_>, tie: &Tie) -> Vec<&'static str> {
    let unit = |form: &Side<'_>, mask: u16| {
        form.units
            .get(mask.trailing_zeros() as usize)
            .map(|unit| (unit.part, unit.arabic))
    };
    let (Some(one), Some(other)) = (unit(read, tie.read), unit(listed, tie.listed)) else {
        return Vec::new();
    };
    let part = |part: Part| one.0 == part || other.0 == part;
    let rules = [
        (one.1 != other.1, "script"),
        (tie.read.count_ones() + tie.listed.count_ones() > 2, "join"),
        (part(Part::Servant), "servant"),
        (part(Part::Kunya), "kunya"),
    ];
    rules
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, rule)| rule)
        .collect()
}
