//! The log itself: every entry, who signed it, what it says, and whether it counts.

use act::{Index, Leaf, PublicKey, Time};
use page::{
    Ask, FullHash, Id, Iso, Key, Markup, NotHere, Pager, Shown, State, Table, Value, entry_link,
    facts, html,
};

use crate::show::{LOG_PAGE, LogView, last_shown};
use crate::{Reading, World, read};

/// Void acts shown at the record they are about.
const ATTEMPTS_SHOWN_MAX: usize = 20;

/// Entries newest first, a page at a time.
pub(crate) fn list(world: &World, log: &LogView, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let end = last_shown(ask.query, log.size);
    let start = end.saturating_sub(LOG_PAGE);
    let mut table = Table::new(tr.say("mechanism-log-caption"))
        .numbers(tr.say("mechanism-index"))
        .column(tr.say("mechanism-placed"))
        .column(tr.say("mechanism-kind"))
        .column(tr.say("mechanism-author"))
        .column(tr.say("mechanism-verdict"));
    for index in (start..end).rev() {
        let Some(leaf) = log.leaf(index) else {
            continue;
        };
        table.push([
            html! { a href={ "/log/" (index) } { bdi dir="ltr" { (index) } } },
            html! { (Iso(leaf.at)) },
            kind(ask, &leaf),
            author(world, ask, &leaf),
            verdict(world, ask, index).mark(tr),
        ]);
    }
    let newer = format!("/log?before={}", (end + LOG_PAGE).min(log.size));
    let older = format!("/log?before={start}");
    let pager = Pager {
        shown: (log.size.saturating_sub(end) + 1, log.size - start),
        total: log.size,
        newer: (end < log.size).then_some(newer.as_str()),
        older: (start > 0).then_some(older.as_str()),
    };
    let content = html! { (table.show(tr)) (pager.show(tr)) };
    Shown::comparing(tr.plain("mechanism-log-title", &[]), content)
}

/// One entry: when, who, what in words and in bytes, and whether it counts.
pub(crate) fn entry(
    world: &World,
    log: &LogView,
    ask: &Ask<'_>,
    index: &str,
) -> Result<Shown, NotHere> {
    let tr = ask.tr;
    let index: Index = index.parse().map_err(|_| NotHere::NoSuchPage)?;
    let leaf = log.leaf(index).ok_or(NotHere::NoSuchPage)?;
    let reading = read(&leaf.envelope);
    let content = html! {
        p { (verdict(world, ask, index).mark(tr)) }
        @if let Some(refusal) = world.void_reason(index) {
            p.quiet { (tr.say("refused-code")) " " (Id(refusal.code)) }
        }
        h2 { (tr.say("mechanism-statement")) }
        blockquote.statement {
            @match &reading {
                Ok(reading) => (world.say(&reading.said, tr)),
                Err(error) => {
                    p { (tr.say("mechanism-unreadable")) }
                    p dir="ltr" lang="en" { (error) }
                }
            }
        }
        h2 { (tr.say("mechanism-facts")) }
        (facts([
            (tr.say("mechanism-placed"), tr.instant(leaf.at)),
            (tr.say("mechanism-kind"), kind(ask, &leaf)),
            (tr.say("mechanism-author"), author(world, ask, &leaf)),
            (tr.say("mechanism-id"), html! { (FullHash(leaf.envelope.entry_id())) }),
        ]))
        @if let Ok(reading) = &reading { (chain(ask, reading, leaf.at)) }
        (bytes(ask, &leaf))
    };
    let title = tr.plain("mechanism-entry-title", &[("index", Value::Number(index))]);
    Ok(Shown::reading(title, content).about(index))
}

/// Where the statement stands in its author's own chain, and what its author had seen.
fn chain(ask: &Ask<'_>, reading: &Reading, placed: Time) -> Markup {
    let tr = ask.tr;
    let nothing = || tr.say("mechanism-first-act");
    let mut rows = vec![
        (
            tr.say("mechanism-said-at"),
            html! {
                (State::Says { at: reading.said_at }.mark(tr)) " "
                @if reading.said_at > placed { (tr.say("mechanism-clock-ahead")) }
            },
        ),
        (tr.say("mechanism-key"), html! { (Key(reading.by.key)) }),
        (
            tr.say("mechanism-seq"),
            html! { bdi dir="ltr" { (reading.seq) } },
        ),
        (
            tr.say("mechanism-prev"),
            reading
                .prev
                .map_or_else(nothing, |prev| html! { (FullHash(prev)) }),
        ),
        (
            tr.say("mechanism-seen"),
            tr.with(
                "mechanism-seen-log",
                &[
                    ("size", Value::Number(reading.seen.size)),
                    ("root", Value::Hash(reading.seen.root)),
                ],
            ),
        ),
    ];
    if !reading.by.cosigners.is_empty() {
        let keys = html! {
            ul { @for key in &reading.by.cosigners { li { (Key(*key)) } } }
        };
        rows.push((tr.say("mechanism-cosigners"), keys));
    }
    facts(rows)
}

fn bytes(ask: &Ask<'_>, leaf: &Leaf) -> Markup {
    let tr = ask.tr;
    let payload = String::from_utf8_lossy(leaf.envelope.payload());
    let envelope = String::from_utf8_lossy(leaf.envelope.bytes());
    html! {
        details {
            summary { (tr.say("mechanism-payload")) }
            pre.bytes dir="ltr" tabindex="0" { code { (payload) } }
        }
        details {
            summary { (tr.say("mechanism-envelope")) }
            pre.bytes dir="ltr" tabindex="0" { code { (envelope) } }
        }
    }
}

fn verdict<'a>(world: &World, ask: &Ask<'a>, index: Index) -> State<'a> {
    match world.void_reason(index) {
        Some(refusal) => State::Void {
            reason: ask.tr.refusal(refusal),
        },
        None => ask.state(index),
    }
}

fn kind(ask: &Ask<'_>, leaf: &Leaf) -> Markup {
    let (area, kind) = leaf.envelope.kind();
    let name = kind.rsplit_once(".v").map_or(kind, |(name, _)| name);
    let key = format!("{area}-kind-{name}");
    html! {
        @if ask.tr.catalogue.has(&key) { (ask.tr.say(&key)) } @else { (Id(kind)) }
    }
}

/// Void acts about a record, at its page: whoever reads it sees what was tried. Not every one of a flood.
pub(crate) fn attempts(world: &World, ask: &Ask<'_>, record: Index) -> Markup {
    let tr = ask.tr;
    let mut all = world.attempts(record);
    all = &all[..all.partition_point(|one| one.at <= ask.as_of)];
    let earlier = all.len().saturating_sub(ATTEMPTS_SHOWN_MAX);
    html! {
        @if !all.is_empty() {
            section {
                h2 { (tr.say("mechanism-attempts")) }
                p.hint { (tr.say("mechanism-attempts-hint")) }
                ul.plain {
                    @for one in all.iter().skip(earlier).rev() {
                        li {
                            (entry_link(one.index)) " " (Iso(one.at)) " · " (officer(world, ask, one.by))
                            " " (verdict(world, ask, one.index).mark(tr))
                        }
                    }
                }
                @if earlier > 0 {
                    p { (tr.with("mechanism-attempts-earlier", &[("n", Value::Number(earlier as u64))])) }
                }
            }
        }
    }
}

fn author(world: &World, ask: &Ask<'_>, leaf: &Leaf) -> Markup {
    let first = leaf.envelope.signatures().first();
    first.map_or_else(Markup::default, |first| officer(world, ask, first.key))
}

/// The member and office as the roll has them for a key; the key itself if it has none.
fn officer(world: &World, ask: &Ask<'_>, key: PublicKey) -> Markup {
    let (roll, lang) = (&world.areas.roll, ask.tr.lang);
    if let Some(grant) = roll.grant(&key) {
        let office = grant.offices.first().map_or("", String::as_str);
        let office = roll::page::office_name(roll, office, ask.as_of, lang);
        let member = roll::page::member_name(roll, &grant.member, lang);
        let values = [
            ("office", Value::Name(office)),
            ("member", Value::Name(member)),
        ];
        return ask.tr.with("frame-officer", &values);
    }
    match roll.root_of(&key) {
        Some(member) => ask.tr.with(
            "mechanism-root-of",
            &[("member", Value::Name(roll::page::name(&member.name, lang)))],
        ),
        None => html! { (Key(key)) },
    }
}
