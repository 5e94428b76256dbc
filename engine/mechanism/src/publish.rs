//! What the mechanism publishes beside its pages: bulletins, feeds, exports, calendars, dossiers.

use std::collections::BTreeSet;

use act::{Index, Time};
use commitments::export;
use page::{Ask, Lang, Markup, Table, Tr, html};

use commitments::bulletin::Counted;
pub use commitments::bulletin::{Bulletin, LogAt, NoBulletin};
pub use hotline::post::LineOfPost;
pub use watchlist::announced::Announced;
pub use watchlist::edition::{Edition, NoEdition};
pub use watchlist::entry::EditionName;

use watchlist::edition::Lives;
use watchlist::metrics::{self, Metrics};

use crate::World;

/// The name of a thread's dossier begins so.
const THREAD: &str = "message-";
/// Bulletins in a feed.
const FEED_LENGTH: usize = 30;

/// Formats of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// Formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// RFC 4180, safe for spreadsheets.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

impl World {
    /// The bulletin of a day (`2025-11-30`), without its place in the log. None if that is no day.
    pub fn bulletin(&self, date: &str, as_of: Time) -> Option<Result<Bulletin, NoBulletin>> {
        let date = commitments::day(date)?;
        let areas = &self.areas;
        let of = Bulletin::of(
            &areas.commitments,
            &areas.roll,
            &areas.agreement,
            date,
            as_of,
        );
        Some(of.map(|bulletin| Bulletin {
            counted: self.counted(&bulletin),
            ..bulletin
        }))
    }

    /// What the watchlist counts at a bulletin's cut-offs, parties in the bulletin's order. What came to
    /// be counted between the two was none before.
    fn counted(&self, bulletin: &Bulletin) -> Vec<Counted> {
        let counts = |at| metrics::counts(&self.areas.watchlist, &self.areas.roll, at);
        let before = counts(bulletin.previous_cutoff);
        let count = |((what, of), now): ((&'static str, String), u64)| Counted {
            area: "watchlist",
            what,
            before: before.get(&(what, of.clone())).copied().unwrap_or(0),
            of,
            now,
        };
        let mut all: Vec<Counted> = counts(bulletin.cutoff).into_iter().map(count).collect();
        let mut parties = bulletin.parties.iter();
        if parties
            .next()
            .zip(parties.next())
            .is_some_and(|(one, other)| one.member > other.member)
        {
            for same in all.chunk_by_mut(|one, next| one.what == next.what) {
                if same
                    .iter()
                    .all(|one| self.areas.roll.member(&one.of).is_some())
                {
                    same.reverse();
                }
            }
        }
        all
    }

    /// The counts of a bulletin as a table, in the reader's words.
    pub(crate) fn counted_table(&self, date: &str, ask: &Ask<'_>) -> Markup {
        let tr = ask.tr;
        let Some(Ok(bulletin)) = self.bulletin(date, ask.as_of) else {
            return Markup::default();
        };
        let mut table = Table::new(tr.say("watchlist-counts-caption"))
            .column(tr.say("watchlist-counts-what"))
            .column(tr.say("watchlist-counts-of"))
            .numbers(tr.say("watchlist-counts-now"))
            .numbers(tr.say("watchlist-counts-before"));
        let number = |n: u64| html! { bdi dir="ltr" { (n) } };
        for one in &bulletin.counted {
            let of = match self.areas.roll.member(&one.of) {
                Some(_) => tr.value(&roll::page::call(&self.areas.roll, &one.of, tr)),
                None => html! { (page::Id(&one.of)) },
            };
            table.push([
                tr.say(&format!("{}-counts-{}", one.area, one.what)),
                of,
                number(one.now),
                number(one.before),
            ]);
        }
        table.show(tr)
    }

    /// The latest bulletins as a feed. `base` is the address of the pages.
    pub fn feed(&self, feed: Feed, tr: Tr<'_>, base: &str, as_of: Time) -> String {
        let days = commitments::bulletin::days(&self.areas.roll, as_of, FEED_LENGTH);
        let bulletins: Vec<Bulletin> = days
            .iter()
            .filter_map(|day| self.bulletin(&day.to_string(), as_of)?.ok())
            .collect();
        let title = self.name(tr.lang);
        match feed {
            Feed::Atom => export::atom(title, base, &bulletins),
            Feed::Json => export::json_feed(title, base, &bulletins),
        }
    }

    /// The table of commitments. `made_from` says from which log.
    pub fn export(&self, format: Export, as_of: Time, made_from: &str) -> String {
        match format {
            Export::Csv => export::csv(&self.areas.commitments, as_of, made_from),
            Export::JsonLines => export::jsonl(&self.areas.commitments, as_of),
        }
    }

    /// An edition of the watchlist; the latest if none is named.
    pub fn edition(&self, name: Option<&EditionName>, as_of: Time) -> Result<Edition, NoEdition> {
        let lives = Lives::of(&self.areas.watchlist, as_of);
        match name {
            Some(name) => lives.named(name),
            None => lives
                .latest()
                .ok_or_else(|| NoEdition::NoSuchDay("today".to_owned())),
        }
    }

    /// What is counted of screenings, as CSV. `made_from` says from which log.
    pub fn screenings(&self, as_of: Time, made_from: &str) -> String {
        let watchlist = &self.areas.watchlist;
        let charter = self.areas.roll.charter_at(as_of);
        let bound = charter.map_or(0, |charter| charter.clocks.watchlist.screenings_an_hour);
        let lives = Lives::of(watchlist, as_of);
        Metrics::of(watchlist, &lives, bound, as_of).csv(made_from)
    }

    /// What is counted of a month on the hotline, `2025-11`, as CSV; none if it is no month.
    pub fn hotline_month(&self, month: &str, as_of: Time, made_from: &str) -> Option<String> {
        let (from, to) = hotline::statistics::span(month)?;
        let members = hotline::state::addressees(&self.areas.roll, "");
        let counts = hotline::statistics::counted(&self.areas.hotline, &members, from, to, as_of);
        Some(hotline::statistics::csv(&counts, made_from))
    }

    /// The line as a border post needs it; none where there is no such post.
    pub fn line_of_post(&self, post: &str, as_of: Time) -> Option<LineOfPost> {
        let areas = &self.areas;
        areas.hotline.at_post(&areas.roll, post, self.size(), as_of)
    }

    /// A member's deadlines in every area, as a calendar.
    pub fn calendar(&self, member: &str, tr: Tr<'_>, host: &str, as_of: Time) -> String {
        let due: Vec<_> = self
            .due(as_of)
            .into_iter()
            .filter(|item| item.member == member)
            .collect();
        export::calendar(self.name(tr.lang), host, &due, as_of, |item| {
            let values: Vec<_> = item
                .about
                .iter()
                .map(|(name, value)| (*name, value.into()))
                .collect();
            tr.plain(&page::message_key(item.code), &values)
        })
    }

    /// The entries that tell everything about a commitment: the charter, the grants of its authors'
    /// keys, the acts about it, the draft whose words it carries out. With `message-118`, those of the
    /// thread on the hotline that this entry belongs to.
    pub fn dossier(&self, commitment: &str) -> Option<BTreeSet<Index>> {
        let areas = &self.areas;
        if let Some(index) = commitment.strip_prefix(THREAD) {
            let mut entries = areas.hotline.thread(index.parse().ok()?)?;
            entries.insert(0);
            entries.extend(areas.roll.grants().map(|(_, grant)| grant.index));
            return Some(entries);
        }
        let held = areas.commitments.commitment(commitment)?;
        let mut entries = areas.commitments.acts_about(commitment);
        entries.insert(0);
        entries.extend(areas.roll.grants().map(|(_, grant)| grant.index));
        let bound = held.terms().clause.as_ref();
        let tabled = bound.and_then(|bound| {
            let instrument = areas.agreement.instrument(&bound.instrument)?;
            instrument.draft(&bound.words.draft)
        });
        entries.extend(tabled.map(|draft| draft.index));
        Some(entries)
    }

    /// Whether a dossier of this name is of an exercise.
    pub fn is_exercise(&self, name: &str) -> bool {
        let index = name
            .strip_prefix(THREAD)
            .and_then(|index| index.parse().ok());
        let message = index.and_then(|index| self.areas.hotline.message(index));
        message.is_some_and(|message| message.sent.channel == hotline::entry::Channel::Drill)
    }

    fn name(&self, lang: Lang) -> &str {
        let charter = self.areas.roll.charter_at(self.last_at());
        charter.map_or("", |charter| roll::page::name(&charter.name, lang))
    }
}
