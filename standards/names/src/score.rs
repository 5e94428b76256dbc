//! What agreeing and differing amounts to, and the explanation of it.

use crate::Quality;
use crate::align::WHOLE;
use crate::compare::{CAP_WEAK, Compared, Side, Tie};
use crate::wholes::compare_wholes;
use crate::word::{Form, Part};

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
pub(crate) const POSSIBLE: u16 = 780;
const STRONG: u16 = 900;
pub(crate) const WEAK: u16 = 600;
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

/// Compares two names by themselves.
pub(crate) fn pair(one: &str, other: &str) -> Candidate {
    let (one, other) = (Form::read(one), Form::read(other));
    let (one_side, other_side) = (Side::usual(&one), Side::usual(&other));
    let spoken = |from: &Side<'_>, to: &Side<'_>| {
        compare_wholes(from, to, |r, l| from.words[r].alike(&to.words[l]))
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
            let words = form.words.iter().enumerate();
            let chosen = words.filter(|(at, _)| mask & 1 << at != 0);
            let texts: Vec<&str> = chosen.map(|(_, word)| word.text).collect();
            texts.join(" ")
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
            for (at, word) in form.words.iter().enumerate() {
                if tied & 1 << at == 0 && word.part != Part::Title {
                    let (read, listed) = match code {
                        "only-read" => (word.text.to_owned(), String::new()),
                        _ => (String::new(), word.text.to_owned()),
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
        let word = form.words.get(mask.trailing_zeros() as usize);
        word.map(|word| (word.part, word.spoken.arabic))
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
