//! Questions about a person: what may be asked, what an edition answers, and that nothing is shown
//! which is not recorded.

use std::collections::BTreeMap;

use act::{Digest, Time};
use names::{Birth, Query};
use page::{Problems, Tr, Value};
use serve::local::Answered;
use watchlist::WatchlistEntry;
use watchlist::entry::{Band, Purpose, ScreeningRecorded};
use watchlist::page::post::{self, Answer, Candidate};

use super::super::Post;
use super::super::matching;
use super::super::opened::Opened;
use super::super::questions::{Pace, random};
use super::{Fields, Stored, named};

/// Most listings shown for one question.
const SHOWN_MAX: usize = 20;
/// Longest field.
const FIELD_CHARS_MAX: usize = 200;

impl Post {
    pub(super) fn question(&self, tr: Tr<'_>, values: &Fields, problems: &Problems) -> Answered {
        Answered::Page(post::question(&self.desk(tr), values, problems).into_string())
    }

    /// Screens: nothing is shown that is not recorded.
    pub(super) fn ask(&self, tr: Tr<'_>, fields: &Fields) -> Answered {
        let mut problems = Problems::default();
        let query = read_query(tr, fields, &mut problems);
        let purpose = fields
            .get("purpose")
            .and_then(|text| named(Purpose::ALL, text, |p| p.name()));
        if purpose.is_none() {
            problems.add("purpose", tr.say("watchlist-post-choose"));
        }
        let officer = self.officer(tr, fields, &mut problems);
        let (Some(purpose), Some(officer)) = (purpose, officer) else {
            return self.question(tr, fields, &problems);
        };
        if !problems.is_empty() {
            return self.question(tr, fields, &problems);
        }
        let opened = self.state().opened.clone();
        let Some(opened) = opened else {
            return self.refused(tr, "watchlist-post-no-edition", &[]);
        };
        if !self.outbox.knows(&officer.public()) {
            return self.refused(tr, "watchlist-post-link-first", &[]);
        }
        let now = crate::clock::now();
        let committed = match self.questions.commit(&query, &officer.public(), now) {
            Ok(Ok(committed)) => committed,
            Ok(Err(pace)) => return self.too_fast(tr, pace),
            Err(error) => return self.disk_fails(tr, &error),
        };
        let answer = screened(&opened, &query, committed, now);
        let pool = matching::pool(query.names.first().map_or("", String::as_str));
        let entry = ScreeningRecorded {
            post: self.config.post.clone(),
            query: committed,
            edition: opened.edition.clone(),
            root: opened.root,
            matcher: matching::MATCHER.to_owned(),
            purpose,
            pool,
            band: answer.band,
            shown: answer
                .candidates
                .iter()
                .map(|one| one.leaf.listing.clone())
                .collect(),
        };
        match self.record(officer, WatchlistEntry::ScreeningRecorded(entry), now) {
            Ok(()) => self.store(tr, answer),
            Err(error) => self.not_recorded(tr, &error),
        }
    }

    fn store(&self, tr: Tr<'_>, mut answer: Answer) -> Answered {
        let Ok(random) = random::<32>() else {
            return self.refused(tr, "watchlist-post-trouble-disk", &[]);
        };
        answer.id = Digest(random).to_string();
        let path = format!("/answers/{}", answer.id);
        let stored = Stored {
            slips: BTreeMap::new(),
            answer,
        };
        self.answers()
            .shown
            .insert(stored.answer.id.clone(), stored);
        Answered::Elsewhere(path)
    }

    fn too_fast(&self, tr: Tr<'_>, pace: Pace) -> Answered {
        let (key, n) = match pace {
            Pace::Minute(n) => ("watchlist-post-pace-minute", n),
            Pace::Hour(n) => ("watchlist-post-pace-hour", n),
        };
        self.refused(tr, key, &[("n", Value::Number(n as u64))])
    }
}

/// What an edition answers to a question.
fn screened(opened: &Opened, query: &Query, committed: Digest, now: Time) -> Answer {
    let found = matching::screen(&opened.index, query, SHOWN_MAX);
    let candidates: Vec<Candidate> = found
        .into_iter()
        .filter_map(|one| {
            let (leaf, body) = opened.listings.get(one.place)?;
            Some(Candidate {
                pictures: leaf.photos.len(),
                leaf: leaf.clone(),
                body: body.as_ref().clone(),
                band: one.band,
                differs: one.differs,
                agrees: one.agrees,
                missing: one.missing,
                compared: false,
            })
        })
        .collect();
    Answer {
        id: String::new(),
        asked: now,
        query: committed,
        matcher: matching::MATCHER,
        band: candidates
            .iter()
            .map(|one| one.band)
            .max()
            .unwrap_or(Band::None),
        candidates,
    }
}

/// The question of a form. There are no placeholders, and nothing is asked without a name or a number.
fn read_query(tr: Tr<'_>, fields: &Fields, problems: &mut Problems) -> Query {
    let mut typed = |name: &'static str| -> Option<String> {
        let text = page::typed_text(fields.get(name)?);
        if text.chars().count() > FIELD_CHARS_MAX {
            problems.add(name, tr.say("watchlist-post-text-long"));
            return None;
        }
        if text.contains(['*', '?', '%', '_']) {
            problems.add(name, tr.say("watchlist-post-name-wildcard"));
            return None;
        }
        (!text.is_empty()).then_some(text)
    };
    let names: Vec<String> = ["name", "other"]
        .into_iter()
        .filter_map(&mut typed)
        .collect();
    let (father, document) = (typed("father"), typed("document"));
    let birth = fields
        .get("birth")
        .map(|text| text.trim())
        .filter(|text| !text.is_empty());
    let birth = birth.map(Birth::parse);
    if matches!(birth, Some(Err(_))) {
        problems.add("birth", tr.say("watchlist-post-birth-unreadable"));
    }
    let letters = |name: &String| name.chars().filter(|c| c.is_alphabetic()).count();
    let enough = names
        .first()
        .map_or(document.is_some(), |name| letters(name) >= 2);
    if !enough && problems.is_empty() {
        problems.add("name", tr.say("watchlist-post-name-missing"));
    }
    Query {
        names,
        father,
        birth: birth.and_then(Result::ok),
        document,
    }
}
