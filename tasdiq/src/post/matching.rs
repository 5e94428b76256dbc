//! Between what is sealed and the matcher: bodies become persons, candidates become lines of a page.

use names::{Birth, Index, Person, Query};
use watchlist::body::{Body, Quality};
use watchlist::entry::{Band, Pool};
use watchlist::page::post::Line;

/// The version of the matcher.
pub(super) const MATCHER: &str = names::MATCHER;

/// What may be meant.
pub(super) struct Found {
    /// Its place among the bodies.
    pub(super) place: usize,
    /// Its band.
    pub(super) band: Band,
    /// What speaks against.
    pub(super) differs: Vec<Line>,
    /// What speaks for.
    pub(super) agrees: Vec<Line>,
    /// What is not known.
    pub(super) missing: Vec<Line>,
}

/// The bodies, ready to be screened against, in the same order.
pub(super) fn index<'b>(bodies: impl Iterator<Item = &'b Body>) -> Index {
    let persons: Vec<Person> = bodies.map(person).collect();
    Index::new(&persons)
}

/// At most `limit` listings that a person must look at, best first.
pub(super) fn screen(index: &Index, query: &Query, limit: usize) -> Vec<Found> {
    let candidates = index.screen(query, limit).into_iter();
    candidates
        .filter_map(|candidate| {
            let band = match candidate.band {
                names::Band::Strong => Band::Strong,
                names::Band::Possible => Band::Possible,
                names::Band::Weak | names::Band::None => return None,
            };
            Some(Found {
                place: candidate.person as usize,
                band,
                differs: lines(candidate.differs),
                agrees: lines(candidate.agrees),
                missing: lines(candidate.missing),
            })
        })
        .collect()
}

/// The script a name was read in: the first letter that tells.
pub(super) fn pool(name: &str) -> Pool {
    let arabic = |c: char| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    let latin = |c: char| c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}');
    match name.chars().find(|c| c.is_alphabetic()) {
        Some(c) if arabic(c) => Pool::Arabic,
        Some(c) if latin(c) => Pool::Latin,
        _ => Pool::Other,
    }
}

/// A birth that the matcher does not understand is left out: it would neither agree nor differ.
fn person(body: &Body) -> Person {
    let names = body.names.iter().map(|name| names::Name {
        text: name.text.clone(),
        quality: match name.quality {
            Quality::Primary => names::Quality::Primary,
            Quality::Good => names::Quality::Good,
            Quality::Low => names::Quality::Low,
        },
    });
    let births = body
        .births
        .iter()
        .filter_map(|text| Birth::parse(text).ok());
    let documents = body.documents.iter().map(|one| one.number.clone());
    Person {
        names: names.collect(),
        fathers: body.fathers.clone(),
        births: births.collect(),
        documents: documents.collect(),
    }
}

fn lines(lines: Vec<names::Line>) -> Vec<Line> {
    let shown = lines.into_iter().map(|line| Line {
        feature: line.feature,
        code: line.code,
        read: line.read,
        listed: line.listed,
    });
    shown.collect()
}
