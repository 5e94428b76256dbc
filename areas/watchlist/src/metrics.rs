//! What both sides and the mediators see counted: how often screening stopped somebody, and how often
//! that was wrong. Drills and canaries are counted apart.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use act::decision::Part;
use act::{Index, Time};
use page::cell;
use roll::Roll;

use crate::due::acknowledged;
use crate::edition::Lives;
use crate::entry::{Adjudication, Band, EditionName, Pool, Purpose};
use crate::life::Stage;
use crate::state::{Screening, Watchlist};

/// A tally of screenings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Questions asked.
    pub screenings: u64,
    /// Possible matches shown.
    pub alerts: u64,
    /// Of these, people compared with a listing.
    pub adjudicated: u64,
    /// Two officers saw the same person.
    pub confirmed: u64,
    /// Not the same.
    pub false_alerts: u64,
    /// It could not be told.
    pub unclear: u64,
    /// One officer saw the same person, and nobody looked a second time yet.
    pub waiting: u64,
    /// Minutes people waited, each.
    pub held_minutes: Vec<u32>,
}

impl Tally {
    /// False alerts in a thousand screenings; none if nobody was screened.
    pub fn false_permille(&self) -> Option<u64> {
        (self.false_alerts * 1_000).checked_div(self.screenings)
    }

    /// The middle of the minutes people waited.
    pub fn median_held(&self) -> Option<u32> {
        let mut minutes = self.held_minutes.clone();
        minutes.sort_unstable();
        minutes.get(minutes.len() / 2).copied()
    }

    fn add(&mut self, screening: &Screening, as_of: Time) {
        self.screenings += 1;
        self.alerts += u64::from(screening.recorded.band != Band::None);
        let seen = screening
            .adjudications
            .values()
            .filter(|one| one.mark.at <= as_of);
        for adjudicated in seen {
            self.adjudicated += 1;
            self.held_minutes.push(adjudicated.said.held_minutes);
            let second = adjudicated
                .confirmed
                .as_ref()
                .filter(|one| one.mark.at <= as_of);
            let second = second.map(|one| one.entry.outcome);
            match (adjudicated.said.outcome, second) {
                (Adjudication::Same, Some(Adjudication::Same)) => self.confirmed += 1,
                (Adjudication::Same, None) => self.waiting += 1,
                (Adjudication::NotSame, _) | (_, Some(Adjudication::NotSame)) => {
                    self.false_alerts += 1;
                }
                _ => self.unclear += 1,
            }
        }
    }
}

/// An officer who asked more in an hour than the charter's bound, or was shown a canary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The member.
    pub member: String,
    /// The key, in short.
    pub key: String,
    /// What was noticed: `too-many` or `canary`.
    pub what: &'static str,
    /// The screening.
    pub screening: Index,
}

/// Everything counted until an instant.
#[derive(Clone, Debug, Default)]
pub struct Metrics {
    /// By post.
    pub by_post: BTreeMap<String, Tally>,
    /// By the script a name was read in.
    pub by_pool: BTreeMap<Pool, Tally>,
    /// Listings in force by proposer.
    pub by_proposer: BTreeMap<String, u64>,
    /// Listings in force whose review is near.
    pub near_review: u64,
    /// Petitions received.
    pub petitions: u64,
    /// Of these, decided.
    pub petitions_decided: u64,
    /// Screenings with an invented name.
    pub drills: u64,
    /// What mediators look into.
    pub leads: Vec<Lead>,
}

/// Columns of the table of screenings.
const COLUMNS: &str = "by,name,screenings,possible_matches,compared,same_by_two_officers,not_the_same,\
                       cannot_tell,second_officer_missing,false_alerts_per_thousand,median_wait_minutes";

/// What a bulletin counts of the watchlist, in its order: what, of whom or where.
pub type Counts = BTreeMap<(&'static str, String), u64>;

/// Every name in [`Counts`].
pub const COUNTED: [&str; 10] = [
    "acknowledged",
    "in-force",
    "near-review",
    "not-the-same",
    "petitions",
    "petitions-decided",
    "possible-matches",
    "same-by-two-officers",
    "screenings",
    "second-officer-missing",
];

/// The counts at an instant: listings by proposer, petitions, screenings by post, and which parties
/// acknowledged the day's edition.
pub fn counts(all: &Watchlist, roll: &Roll, as_of: Time) -> Counts {
    let lives = Lives::of(all, as_of);
    let metrics = Metrics::of(all, &lives, u32::MAX, as_of);
    let mut counts = Counts::new();
    let parties: Vec<&str> = roll
        .with_part(Part::Party)
        .map(|member| member.id.as_str())
        .collect();
    for party in &parties {
        let number = metrics.by_proposer.get(*party).copied().unwrap_or(0);
        counts.insert(("in-force", (*party).to_owned()), number);
    }
    if let Some(latest) = lives.latest() {
        let day = latest.name.day;
        let edition = EditionName { day, urgent: 0 };
        for party in &parties {
            let said = acknowledged(all, &edition, party, as_of);
            counts.insert(
                ("acknowledged", (*party).to_owned()),
                u64::from(said.is_some()),
            );
        }
    }
    counts.insert(("near-review", String::new()), metrics.near_review);
    counts.insert(("petitions", String::new()), metrics.petitions);
    counts.insert(
        ("petitions-decided", String::new()),
        metrics.petitions_decided,
    );
    for (post, tally) in metrics.by_post {
        for (what, number) in [
            ("screenings", tally.screenings),
            ("possible-matches", tally.alerts),
            ("same-by-two-officers", tally.confirmed),
            ("not-the-same", tally.false_alerts),
            ("second-officer-missing", tally.waiting),
        ] {
            counts.insert((what, post.clone()), number);
        }
    }
    counts
}

impl Metrics {
    /// The tallies as CSV. `made_from` says from which log.
    pub fn csv(&self, made_from: &str) -> String {
        let mut out = format!("{COLUMNS}\r\n");
        let posts = self
            .by_post
            .iter()
            .map(|(id, tally)| ("post", id.as_str(), tally));
        let pools = self
            .by_pool
            .iter()
            .map(|(pool, tally)| ("script", pool.name(), tally));
        for (by, name, tally) in posts.chain(pools) {
            let permille = tally
                .false_permille()
                .map_or_else(String::new, |n| n.to_string());
            let held = tally
                .median_held()
                .map_or_else(String::new, |n| n.to_string());
            let _ = write!(
                out,
                "{by},{},{},{},{},{},{},{},{},{permille},{held}\r\n",
                cell(name),
                tally.screenings,
                tally.alerts,
                tally.adjudicated,
                tally.confirmed,
                tally.false_alerts,
                tally.unclear,
                tally.waiting,
            );
        }
        let _ = write!(out, "{}\r\n", cell(made_from));
        out
    }

    /// Counts.
    pub fn of(all: &Watchlist, lives: &Lives<'_>, screenings_an_hour: u32, as_of: Time) -> Metrics {
        let mut metrics = Metrics::default();
        for (_, listing, life) in lives.iter().filter(|(_, listing, _)| !listing.canary) {
            let now = life.now();
            if !now.stage.in_force() {
                continue;
            }
            *metrics
                .by_proposer
                .entry(listing.owner.clone())
                .or_default() += 1;
            let near = as_of.after(listing.clocks.review_notice) >= now.review_by;
            metrics.near_review += u64::from(near && now.stage != Stage::Expired);
        }
        let received = all.petitions().filter(|(_, one)| one.received.at <= as_of);
        for (_, petition) in received {
            metrics.petitions += 1;
            let answered = petition.answered.as_ref().map(|one| one.mark.at);
            let decided = petition.recommended.as_ref().map(|one| one.mark.at);
            metrics.petitions_decided +=
                u64::from(answered.or(decided).is_some_and(|at| at <= as_of));
        }
        let mut recent: BTreeMap<&act::PublicKey, Vec<Time>> = BTreeMap::new();
        for (index, screening) in all.screenings().filter(|(_, one)| one.mark.at <= as_of) {
            metrics.screening(all, index, screening, as_of);
            let asked = recent.entry(&screening.key).or_default();
            asked.retain(|at| screening.mark.at.since(*at) < 3_600_000);
            asked.push(screening.mark.at);
            if asked.len() == screenings_an_hour as usize + 1 {
                metrics.lead(index, screening, "too-many");
            }
        }
        metrics
    }

    fn screening(&mut self, all: &Watchlist, index: Index, screening: &Screening, as_of: Time) {
        let canary = |id: &String| all.listing(id).is_some_and(|listing| listing.canary);
        if screening.recorded.purpose == Purpose::Drill {
            self.drills += 1;
            return;
        }
        if screening.recorded.shown.iter().any(canary) {
            self.lead(index, screening, "canary");
        }
        let post = screening.recorded.post.clone();
        self.by_post.entry(post).or_default().add(screening, as_of);
        let pool = screening.recorded.pool;
        self.by_pool.entry(pool).or_default().add(screening, as_of);
    }

    fn lead(&mut self, index: Index, screening: &Screening, what: &'static str) {
        self.leads.push(Lead {
            member: screening.mark.member.clone(),
            key: screening.key.short(),
            what,
            screening: index,
        });
    }
}

#[cfg(test)]
mod tests {
    use page::{Catalogue, Lang, Tr};

    use super::*;

    #[test]
    fn every_count_has_words_in_every_language() {
        let catalogue = Catalogue::new(&crate::page::SOURCES).unwrap();
        for what in COUNTED {
            let key = format!("watchlist-counts-{what}");
            assert!(catalogue.has(&key), "{key}");
            for lang in Lang::ALL {
                assert!(!Tr::new(lang, &catalogue).plain(&key, &[]).is_empty());
            }
        }
    }
}
