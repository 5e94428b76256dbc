//! What the post's pages ask and do. Every answer is recorded before it is shown.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, MutexGuard, PoisonError};

use act::{Digest, PublicKey, SigningKey, Time};
use base64ct::{Base64, Encoding as _};
use names::{Birth, Query};
use page::{Problems, Tr, Value};
use serve::local::{Acting, Answered, Asked};
use watchlist::WatchlistEntry;
use watchlist::entry::{
    Adjudication, Agreement, Band, Compared, Purpose, ScreeningAdjudicated, ScreeningConfirmed,
    ScreeningRecorded,
};
use watchlist::page::post::{self, Answer, Candidate, Desk, FEATURES, Held, Link, Slip};

use super::Post;
use super::matching;
use super::opened::{self, Opened};
use super::outbox::PushError;
use super::questions::{Pace, random};

/// Most listings shown for one question.
const SHOWN_MAX: usize = 20;
/// Longest field.
const FIELD_CHARS_MAX: usize = 200;
/// How long an answer can be looked at.
const ANSWER_MILLIS: i64 = 3_600_000;
/// Longest wait that can be recorded, in minutes.
const MINUTES_MAX: u32 = 7 * 24 * 60;
/// What references are made of: nothing that is taken for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_CHARS: usize = 15;

/// Answers that can still be looked at, by their address.
#[derive(Default)]
pub(super) struct Answers {
    shown: BTreeMap<String, Stored>,
    /// Who made the comparison with a reference: a second look is somebody else's.
    compared: BTreeMap<Digest, PublicKey>,
}

struct Stored {
    answer: Answer,
    slips: BTreeMap<usize, Slip>,
}

type Fields = BTreeMap<String, String>;

impl Post {
    /// The pages, for [`serve::local::router`].
    pub fn pages(self: &Arc<Post>) -> serve::local::Pages {
        let post = Arc::clone(self);
        Arc::new(move |asked| post.answer(&asked))
    }

    /// Answers a request from a browser on this machine.
    pub fn answer(&self, asked: &Asked) -> Answered {
        let tr = Tr::new(asked.lang, &self.catalogue);
        let path: Vec<&str> = asked
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let fields = &asked.fields;
        match (asked.acting, path.as_slice()) {
            (Acting::No, []) => self.question(tr, fields, &Problems::default()),
            (Acting::Yes, ["ask"]) => self.ask(tr, fields),
            (Acting::Yes, ["link"]) => {
                let off = fields.get("link").is_some_and(|link| link == "off");
                self.switch(if off { Link::Off } else { Link::On });
                Answered::Elsewhere("/".to_owned())
            }
            (Acting::No, ["confirm"]) => self.second(tr, &Fields::new(), &Problems::default()),
            (Acting::Yes, ["confirm"]) => self.confirm(tr, fields),
            (Acting::No, ["answers", id]) => self.with(tr, id, |desk, stored| {
                Answered::Page(post::answer(desk, &stored.answer).into_string())
            }),
            (Acting::No, ["answers", id, place, "compare"]) => {
                self.comparing(tr, id, place, &Fields::new(), &Problems::default())
            }
            (Acting::Yes, ["answers", id, place, "compare"]) => self.compare(tr, id, place, fields),
            (Acting::No, ["answers", id, place, "slip"]) => self.with(tr, id, |desk, stored| {
                let slip = place
                    .parse()
                    .ok()
                    .and_then(|place: usize| stored.slips.get(&place));
                slip.map_or(Answered::NotHere, |slip| {
                    Answered::Page(post::slip(desk, slip).into_string())
                })
            }),
            (Acting::No, ["answers", id, place, "pictures", number]) => {
                self.picture(id, place, number)
            }
            _ => Answered::NotHere,
        }
    }

    /// What every page shows of the post.
    fn desk<'a>(&'a self, tr: Tr<'a>) -> Desk<'a> {
        let now = crate::clock::now();
        let state = self.state();
        let post = self
            .config
            .charter
            .posts
            .iter()
            .find(|post| post.id == self.config.post);
        let name = post.and_then(|p| p.name.get(tr.lang.tag()).or_else(|| p.name.get("en")));
        let unopened = state.opened.as_ref().map_or(0, |opened| opened.unopened);
        let held = state.held.as_ref().map(|held| Held {
            edition: held.edition.name.clone(),
            since: held.edition.since,
            listings: held.edition.leaves.len() as u64,
            unopened,
            age: self.age(held.edition.since, now),
        });
        let refused = self.outbox.refused().into_iter();
        Desk {
            tr,
            post: name.map_or(self.config.post.as_str(), String::as_str),
            now,
            held,
            link: state.link,
            troubles: state
                .troubles
                .iter()
                .map(|(code, why)| (*code, why.clone()))
                .collect(),
            waiting: self.outbox.waiting(),
            refused: refused.map(|one| (one.kind, one.at, one.why)).collect(),
            officers: self.config.officers.keys().map(String::as_str).collect(),
        }
    }

    fn question(&self, tr: Tr<'_>, values: &Fields, problems: &Problems) -> Answered {
        Answered::Page(post::question(&self.desk(tr), values, problems).into_string())
    }

    fn refused(&self, tr: Tr<'_>, key: &str, values: &[(&str, Value<'_>)]) -> Answered {
        let why = tr.with(key, values);
        Answered::Refused(post::refused(&self.desk(tr), &why).into_string())
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let now = crate::clock::now();
        answers
            .shown
            .retain(|_, one| now.since(one.answer.asked) < ANSWER_MILLIS);
        answers
    }

    fn with(
        &self,
        tr: Tr<'_>,
        id: &str,
        show: impl FnOnce(&Desk<'_>, &Stored) -> Answered,
    ) -> Answered {
        let desk = self.desk(tr);
        match self.answers().shown.get(id) {
            Some(stored) => show(&desk, stored),
            None => self.refused(tr, "watchlist-post-forgotten", &[]),
        }
    }

    fn officer(&self, tr: Tr<'_>, fields: &Fields, problems: &mut Problems) -> Option<&SigningKey> {
        let key = fields
            .get("officer")
            .and_then(|name| self.config.officers.get(name));
        if key.is_none() {
            problems.add("officer", tr.say("watchlist-post-choose"));
        }
        key
    }

    /// Screens: nothing is shown that is not recorded.
    fn ask(&self, tr: Tr<'_>, fields: &Fields) -> Answered {
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
        match self.record(officer, &WatchlistEntry::ScreeningRecorded(entry), now) {
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

    fn record(&self, key: &SigningKey, entry: &WatchlistEntry, now: Time) -> Result<(), PushError> {
        self.outbox.push(key, entry, now)?;
        self.trouble("disk", Ok(()));
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wake.send(()); // Nobody listens only when the program ends.
        Ok(())
    }

    fn not_recorded(&self, tr: Tr<'_>, error: &PushError) -> Answered {
        match error {
            PushError::LinkFirst => self.refused(tr, "watchlist-post-link-first", &[]),
            PushError::Disk(error) => self.disk_fails(tr, error),
            PushError::Form(why) => {
                tracing::error!(why, "an act of this post can't be signed");
                self.refused(tr, "watchlist-post-trouble-disk", &[])
            }
        }
    }

    fn disk_fails(&self, tr: Tr<'_>, error: &io::Error) -> Answered {
        self.trouble("disk", Err(error.to_string()));
        self.refused(tr, "watchlist-post-trouble-disk", &[])
    }

    fn too_fast(&self, tr: Tr<'_>, pace: Pace) -> Answered {
        let (key, n) = match pace {
            Pace::Minute(n) => ("watchlist-post-pace-minute", n),
            Pace::Hour(n) => ("watchlist-post-pace-hour", n),
        };
        self.refused(tr, key, &[("n", Value::Number(n as u64))])
    }

    /// A small picture of a listing that was shown, and of no other.
    fn picture(&self, id: &str, place: &str, number: &str) -> Answered {
        let (Ok(place), Ok(number)) = (place.parse::<usize>(), number.parse::<usize>()) else {
            return Answered::NotHere;
        };
        let answers = self.answers();
        let candidate = answers
            .shown
            .get(id)
            .and_then(|one| one.answer.candidates.get(place));
        let blob = candidate.and_then(|one| one.leaf.photos.get(number).copied());
        drop(answers);
        let picture = blob.and_then(|blob| opened::payload(&self.disk, &self.secret, &blob));
        match picture.and_then(|bytes| self.made_anew(&bytes)) {
            Some(bytes) => Answered::Picture(bytes),
            None => Answered::NotHere,
        }
    }

    /// Whoever sealed a picture may have sealed something else: no browser here gets bytes that this
    /// program has not encoded itself, from pixels decoded in a process with limits.
    fn made_anew(&self, picture: &[u8]) -> Option<Vec<u8>> {
        let runtime = tokio::runtime::Handle::try_current().ok()?;
        let made = runtime.block_on(self.reader.derive(picture));
        let made = made.inspect_err(|error| tracing::warn!(%error, "a picture is not shown"));
        Base64::decode_vec(&made.ok()?.view).ok()
    }

    fn comparing(
        &self,
        tr: Tr<'_>,
        id: &str,
        place: &str,
        values: &Fields,
        problems: &Problems,
    ) -> Answered {
        self.with(tr, id, |desk, stored| {
            let place = place.parse::<usize>().unwrap_or(usize::MAX);
            match stored.answer.candidates.get(place) {
                Some(one) => Answered::Page(
                    post::compare(desk, &stored.answer, (place, one), values, problems)
                        .into_string(),
                ),
                None => Answered::NotHere,
            }
        })
    }

    /// Records a comparison, and gives the slip for the person.
    fn compare(&self, tr: Tr<'_>, id: &str, place: &str, fields: &Fields) -> Answered {
        let mut problems = Problems::default();
        let read = read_comparison(tr, fields, &mut problems);
        let officer = self.officer(tr, fields, &mut problems);
        let (Some((outcome, compared, minutes)), Some(officer)) = (read, officer) else {
            return self.comparing(tr, id, place, fields, &problems);
        };
        let index = place.parse::<usize>().unwrap_or(usize::MAX);
        let code = match code() {
            Ok(code) => code,
            Err(error) => return self.disk_fails(tr, &error),
        };
        let reference = Digest::of(code.as_bytes());
        let now = crate::clock::now();
        let mut answers = self.answers();
        let Some(stored) = answers.shown.get_mut(id) else {
            drop(answers);
            return self.refused(tr, "watchlist-post-forgotten", &[]);
        };
        let screening = stored.answer.query;
        let path = format!("/answers/{id}/{index}/slip");
        let Some(candidate) = stored.answer.candidates.get_mut(index) else {
            return Answered::NotHere;
        };
        if candidate.compared {
            return Answered::Elsewhere(path); // The form was sent twice.
        }
        let entry = ScreeningAdjudicated {
            screening,
            listing: candidate.leaf.listing.clone(),
            outcome,
            compared,
            held_minutes: minutes,
            reference,
        };
        if let Err(error) = self.record(officer, &WatchlistEntry::ScreeningAdjudicated(entry), now)
        {
            drop(answers);
            return self.not_recorded(tr, &error);
        }
        candidate.compared = true;
        let slip = Slip {
            code,
            at: now,
            outcome,
            petitions: self.config.petitions.clone(),
        };
        stored.slips.insert(index, slip);
        answers.compared.insert(reference, officer.public());
        Answered::Elsewhere(path)
    }

    fn second(&self, tr: Tr<'_>, values: &Fields, problems: &Problems) -> Answered {
        Answered::Page(post::confirm(&self.desk(tr), values, problems).into_string())
    }

    /// Records what a second officer saw.
    fn confirm(&self, tr: Tr<'_>, fields: &Fields) -> Answered {
        let mut problems = Problems::default();
        let code = fields.get("code").and_then(|text| printed(text));
        if code.is_none() {
            problems.add("code", tr.say("watchlist-post-code-unknown"));
        }
        let outcome = read_outcome(tr, fields, &mut problems);
        let officer = self.officer(tr, fields, &mut problems);
        let (Some(code), Some(outcome), Some(officer)) = (code, outcome, officer) else {
            return self.second(tr, fields, &problems);
        };
        let adjudication = Digest::of(code.as_bytes());
        let first = self.answers().compared.get(&adjudication).copied();
        if first == Some(officer.public()) {
            problems.add("officer", tr.say("watchlist-post-same-officer"));
            return self.second(tr, fields, &problems);
        }
        let entry = WatchlistEntry::ScreeningConfirmed(ScreeningConfirmed {
            adjudication,
            outcome,
        });
        match self.record(officer, &entry, crate::clock::now()) {
            Ok(()) => Answered::Elsewhere("/".to_owned()),
            Err(error) => self.not_recorded(tr, &error),
        }
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

fn read_outcome(tr: Tr<'_>, fields: &Fields, problems: &mut Problems) -> Option<Adjudication> {
    let text = fields.get("outcome").map_or("", String::as_str);
    let outcome = named(Adjudication::ALL, text, |outcome| outcome.name());
    if outcome.is_none() {
        problems.add("outcome", tr.say("watchlist-post-choose"));
    }
    outcome
}

fn read_comparison(
    tr: Tr<'_>,
    fields: &Fields,
    problems: &mut Problems,
) -> Option<(Adjudication, Vec<Compared>, u32)> {
    let lines = FEATURES.iter().filter_map(|(name, feature)| {
        let result = named(Agreement::ALL, fields.get(*name)?, |result| result.name())?;
        let feature = *feature;
        Some(Compared { feature, result })
    });
    let compared: Vec<Compared> = lines.collect();
    if compared.is_empty() {
        problems.add("compared-name", tr.say("watchlist-post-compare-something"));
    }
    let outcome = read_outcome(tr, fields, problems);
    let minutes = fields
        .get("minutes")
        .and_then(|text| text.trim().parse().ok());
    let minutes = minutes.filter(|minutes| *minutes <= MINUTES_MAX);
    if minutes.is_none() {
        problems.add("minutes", tr.say("watchlist-post-minutes-unfit"));
    }
    Some((outcome?, compared, minutes?)).filter(|(_, compared, _)| !compared.is_empty())
}

fn named<T: Copy>(all: &[T], text: &str, name: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == text)
}

/// A random reference, as it is printed: three groups of five.
fn code() -> io::Result<String> {
    let letters = random::<CODE_CHARS>()?.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Ok(grouped(letters.into_iter()))
}

fn grouped(letters: impl Iterator<Item = char>) -> String {
    let mut code = String::new();
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 5 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

/// A typed reference as it was printed, however it was typed.
fn printed(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let letters: Vec<char> = letters.map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &char| u8::try_from(*c).is_ok_and(|byte| ALPHABET.contains(&byte));
    let whole = letters.len() == CODE_CHARS && letters.iter().all(known);
    whole.then(|| grouped(letters.into_iter()))
}
