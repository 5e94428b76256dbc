//! Pages of the whole mechanism: the home page, the log, the glossary, and the frame around every
//! page. Pages of the areas are theirs; here is only who answers for which address.

use std::collections::BTreeMap;
use std::ops::Range;

use act::{Digest, Index, Leaf, Time};
use page::{
    Ask, Catalogue, Computed, Frame, Lang, LogLine, Markup, Nav, NotHere, Problems, ProofMark,
    Reader, Shown, Source, Tr, Trouble, Waiting, Witnessed, html,
};

use crate::{Said, World};

/// Entries on one page of the log.
pub const LOG_PAGE: u64 = 50;

/// The folder that the printed command reads the log from.
const COPY: &str = "copy";
/// How a reader makes it.
const EXPORT: &str = "tasdiq export tiles https://HOST/reader/TOKEN copy";

/// What the shell knows of the log and the world does not keep.
#[derive(Clone, Debug, Default)]
pub struct LogView {
    /// Entries in it.
    pub size: u64,
    /// Root of its tree.
    pub root: Digest,
    /// Root of the state ([`World::root`]) of the world that pages are made from. It hashes the whole
    /// state, so whoever owns the world keeps it for as long as the world stands still.
    pub state: Digest,
    /// The latest checkpoint that reached the quorum.
    pub published: Option<Published>,
    /// The leaves a page shows, see [`wanted`]; in order.
    pub entries: Vec<(Index, Vec<u8>)>,
}

/// A checkpoint that reached the quorum.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Entries it holds.
    pub size: u64,
    /// Its root.
    pub root: Digest,
    /// Witnesses that cosigned it, by their names in the policy, and when, in seconds since 1970.
    pub cosigned: Vec<(String, u64)>,
}

const SOURCES: [Source<'static>; 6] = page::sources!("../lang");

/// All words of the mechanism.
#[expect(
    clippy::expect_used,
    reason = "the sources are part of the program and a test reads them all"
)]
pub fn catalogue() -> Catalogue {
    let sources = [
        &SOURCES[..],
        &roll::page::SOURCES,
        &agreement::page::SOURCES,
        &commitments::page::SOURCES,
        &watchlist::page::SOURCES,
        &hotline::page::SOURCES,
    ]
    .concat();
    Catalogue::new(&sources).expect("the words of every area read as Fluent")
}

/// Which leaves the page at this address shows: the shell puts them into [`LogView::entries`].
pub fn wanted(path: &str, query: &BTreeMap<String, String>, size: u64) -> Range<Index> {
    match segments(path).as_slice() {
        ["log"] => {
            let end = last_shown(query, size);
            end.saturating_sub(LOG_PAGE)..end
        }
        ["log", index] => match index.parse::<Index>() {
            Ok(index) if index < size => index..index + 1,
            _ => 0..0,
        },
        _ => 0..0,
    }
}

/// One past the newest entry on this page of the log.
pub(crate) fn last_shown(query: &BTreeMap<String, String>, size: u64) -> u64 {
    let before = query.get("before").and_then(|before| before.parse().ok());
    before.unwrap_or(size).min(size)
}

/// A path's parts, without empty ones.
pub(crate) fn segments(path: &str) -> Vec<&str> {
    let path = path.split('?').next().unwrap_or_default();
    path.split('/').filter(|part| !part.is_empty()).collect()
}

impl World {
    /// The page at a path. Visitors see the bare state of the log and the glossary, nothing else.
    pub fn show(&self, log: &LogView, ask: &Ask<'_>, path: &str) -> Result<Shown, NotHere> {
        let witnessed = log.witnessed(self, ask.tr.lang);
        let ask = Ask {
            witnessed: witnessed.as_ref(),
            ..*ask
        };
        let segments = segments(path);
        let mut shown = match segments.as_slice() {
            [] => Ok(crate::home::home(self, log, &ask)),
            ["glossary"] => Ok(crate::home::glossary(&ask)),
            // Whoever may be listed has no account.
            ["appeal", rest @ ..] => {
                watchlist::page::appeal::show(&self.areas.watchlist, &self.areas.roll, &ask, rest)
            }
            ["log"] => ask.viewer().map(|_| crate::log::list(self, log, &ask)),
            ["log", index] => ask
                .viewer()
                .and_then(|_| crate::log::entry(self, log, &ask, index)),
            [area, rest @ ..] => ask.viewer().and_then(|_| self.areas.show(area, &ask, rest)),
        }?;
        if let ["commitments", "bulletin", date] = segments.as_slice() {
            shown.content = html! { (shown.content) (self.counted_table(date, &ask)) };
        }
        if let Some(record) = shown.record {
            let attempts = crate::log::attempts(self, &ask, record);
            shown.content = html! { (shown.content) (attempts) };
        }
        let here = format!("/{}", segments.join("/"));
        shown.waiting.extend(
            self.waiting(&ask)
                .into_iter()
                .filter(|item| item.path == here || segments.is_empty()),
        );
        Ok(shown)
    }

    /// A form, shown again with what was sent and the problems found in it.
    pub fn show_again(
        &self,
        log: &LogView,
        ask: &Ask<'_>,
        path: &str,
        fields: &BTreeMap<String, String>,
    ) -> Result<Shown, NotHere> {
        let mut query = fields.clone();
        query.insert(page::AGAIN.to_owned(), "yes".to_owned());
        let again = Ask {
            query: &query,
            ..*ask
        };
        self.show(log, &again, path)
    }

    /// The entry that a form's fields say, or what is to be mended in them.
    pub fn write(
        &self,
        ask: &Ask<'_>,
        path: &str,
        fields: &BTreeMap<String, String>,
    ) -> Result<Said, Problems> {
        match segments(path).as_slice() {
            [area, rest @ ..] => self.areas.write(area, rest, fields, ask),
            [] => Err(no_such_form(ask.tr)),
        }
    }

    /// What an entry says, in the reader's language.
    pub fn say(&self, said: &Said, tr: Tr<'_>) -> Markup {
        self.areas.say(said, tr)
    }

    /// What waits for the member who asks, soonest first.
    pub fn waiting(&self, ask: &Ask<'_>) -> Vec<Waiting> {
        let Some(viewer) = ask.viewer else {
            return Vec::new();
        };
        self.due(ask.as_of)
            .into_iter()
            .filter(|due| due.member == viewer.member)
            .map(|due| Waiting {
                sentence: ask.tr.coded(due.code, &due.about),
                path: due.path,
                by: due.by,
            })
            .collect()
    }
}

/// What a form answers that does not exist.
pub(crate) fn no_such_form(tr: Tr<'_>) -> Problems {
    let mut problems = Problems::default();
    problems.add("form", tr.say("mechanism-no-such-form"));
    problems
}

impl LogView {
    /// A leaf by its position, if the shell handed it in.
    pub(crate) fn leaf(&self, index: Index) -> Option<Leaf> {
        let (_, bytes) = self.entries.iter().find(|(at, _)| *at == index)?;
        Leaf::parse(bytes).ok()
    }

    fn proof_mark<'a>(&self, world: &'a World, lang: Lang, index: Index) -> Option<ProofMark<'a>> {
        let id = self.leaf(index)?.envelope.entry_id();
        let members = world.areas.roll.members().iter();
        let witnesses = members.filter_map(|member| {
            let witness = member.witness.as_deref()?;
            Some((witness, roll::page::name(&member.name, lang)))
        });
        Some(ProofMark {
            index,
            id,
            witnesses: witnesses.collect(),
        })
    }

    /// The latest cosigned checkpoint with the cosigners' names as the members are called.
    pub fn witnessed<'a>(&'a self, world: &'a World, lang: Lang) -> Option<Witnessed<'a>> {
        let published = self.published.as_ref()?;
        let roll = &world.areas.roll;
        let called = |witness: &'a str| {
            let member = roll
                .members()
                .iter()
                .find(|m| m.witness.as_deref() == Some(witness));
            member.map_or(witness, |m| roll::page::name(&m.name, lang))
        };
        let last = published
            .cosigned
            .iter()
            .map(|(_, seconds)| *seconds)
            .max()?;
        Some(Witnessed {
            size: published.size,
            by: published.cosigned.iter().map(|(w, _)| called(w)).collect(),
            at: Time::from_millis(i64::try_from(last).unwrap_or(0).saturating_mul(1000)),
        })
    }
}

/// The whole page: `shown` inside the frame that says who reads it, as of when, from which log.
/// `path` is the page's path and query without `lang`. The proof mark needs the leaf of
/// [`Shown::record`] among [`LogView::entries`].
pub fn frame(world: &World, log: &LogView, ask: &Ask<'_>, path: &str, shown: Shown) -> Markup {
    let tr = ask.tr;
    let roll = &world.areas.roll;
    let charter = roll.charter_at(ask.as_of);
    let nav = nav(tr);
    let first = segments(path).first().map(|area| format!("/{area}"));
    let proof = shown
        .record
        .and_then(|index| log.proof_mark(world, tr.lang, index));
    let frame = Frame {
        tr,
        title: shown.title,
        mechanism: charter.map_or("Tasdiq", |c| roll::page::name(&c.name, tr.lang)),
        path,
        area: first.as_deref().unwrap_or("/"),
        nav: &nav,
        reader: reader(world, ask),
        as_of: ask.as_of,
        log: LogLine {
            size: log.size,
            root: log.root,
            witnessed: log.witnessed(world, tr.lang),
        },
        standing: charter
            .filter(|c| c.fictional)
            .map(|_| tr.say("frame-fictional"))
            .into_iter()
            .collect(),
        waiting: shown.waiting,
        proof,
        computed: Computed {
            root: log.state,
            ruleset: &roll::charter::RULESET.to_string(),
            command: command(ask, path),
            copy: COPY,
            export: EXPORT,
        },
    };
    frame.page(shown.width, &shown.content)
}

/// The command that makes this page again from a copy of the log, for a POSIX shell: it names
/// everything the page depends on. The copy is where `tasdiq export tiles` was told to put it; a
/// reader's own address of the host has a secret in it and is never printed.
fn command(ask: &Ask<'_>, path: &str) -> String {
    let path = path.replace('\'', "'\\''");
    let reader = match &ask.viewer {
        Some(viewer) => format!(" --reader {}", viewer.key),
        None => String::new(),
    };
    format!(
        "tasdiq show '{path}' --log {COPY}{reader} --as-of {} --lang {}",
        ask.as_of,
        ask.tr.lang.tag()
    )
}

fn nav(tr: Tr<'_>) -> Vec<Nav> {
    let entry = |key: &str, path: &str| Nav {
        label: tr.say(key),
        path: path.to_owned(),
    };
    let mut nav = vec![entry("mechanism-home", "/")];
    // The order of the agreement's work: what is agreed, then who takes part.
    for area in crate::Areas::NAMES.iter().rev() {
        nav.push(entry(&format!("{area}-area"), &format!("/{area}")));
    }
    nav.push(entry("mechanism-log", "/log"));
    nav
}

fn reader<'a>(world: &'a World, ask: &Ask<'a>) -> Reader<'a> {
    let Some(viewer) = ask.viewer else {
        return Reader::Visitor;
    };
    let roll = &world.areas.roll;
    let office = viewer.offices.first().map_or(viewer.label, |office| {
        roll::page::office_name(roll, office, ask.as_of, ask.tr.lang)
    });
    Reader::Officer {
        office,
        member: roll::page::member_name(roll, viewer.member, ask.tr.lang),
        id: viewer.member,
        key_expires: viewer.key_expires,
    }
}

/// The page shown instead of one that is not there.
pub fn absent(tr: Tr<'_>, why: NotHere) -> Shown {
    let trouble = match why {
        NotHere::NoSuchPage => Trouble::NotHere,
        NotHere::NotForVisitors => Trouble::SignInFirst,
    };
    Shown::reading(trouble.title(tr), trouble.show(tr))
}
