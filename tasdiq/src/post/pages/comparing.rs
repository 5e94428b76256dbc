//! Comparisons with a listing that was shown: its pictures, the first officer's record with the slip
//! for the person, the second officer's.

use act::Digest;
use base64ct::{Base64, Encoding as _};
use page::{Problems, Tr};
use serve::local::Answered;
use watchlist::WatchlistEntry;
use watchlist::entry::{
    Adjudication, Agreement, Compared, ScreeningAdjudicated, ScreeningConfirmed,
};
use watchlist::page::post::{self, FEATURES, Slip};

use super::super::Post;
use super::super::opened;
use super::reference;
use super::{Fields, named};

/// Longest wait that can be recorded, in minutes.
const MINUTES_MAX: u32 = 7 * 24 * 60;

impl Post {
    /// A small picture of a listing that was shown, and of no other.
    pub(super) fn picture(&self, id: &str, place: &str, number: &str) -> Answered {
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

    pub(super) fn comparing(
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
    pub(super) fn compare(&self, tr: Tr<'_>, id: &str, place: &str, fields: &Fields) -> Answered {
        let mut problems = Problems::default();
        let read = read_comparison(tr, fields, &mut problems);
        let officer = self.officer(tr, fields, &mut problems);
        let (Some((outcome, compared, minutes)), Some(officer)) = (read, officer) else {
            return self.comparing(tr, id, place, fields, &problems);
        };
        let index = place.parse::<usize>().unwrap_or(usize::MAX);
        let code = match reference::random() {
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
        if let Err(error) = self.record(officer, WatchlistEntry::ScreeningAdjudicated(entry), now) {
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

    pub(super) fn second(&self, tr: Tr<'_>, values: &Fields, problems: &Problems) -> Answered {
        Answered::Page(post::confirm(&self.desk(tr), values, problems).into_string())
    }

    /// Records what a second officer saw.
    pub(super) fn confirm(&self, tr: Tr<'_>, fields: &Fields) -> Answered {
        let mut problems = Problems::default();
        let code = fields.get("code").and_then(|text| reference::typed(text));
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
        match self.record(officer, entry, crate::clock::now()) {
            Ok(()) => Answered::Elsewhere("/".to_owned()),
            Err(error) => self.not_recorded(tr, &error),
        }
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
