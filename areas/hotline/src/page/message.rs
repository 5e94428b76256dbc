//! One message: what it says, the times that bound it, who has it and what is awaited, its ladder, its
//! translations, its thread.

use act::{Filed, Index, Time};
use page::{
    Id, Iso, Markup, NotHere, Shown, Table, Value, Words, action_link, entry_link, facts, html,
};

use super::forms::offered;
use super::line::precedence;
use super::link::{self, View};
use crate::entry::{Channel, CheckpointAnchored, ReferenceKind};
use crate::format::format_of;
use crate::state::{Message, Translation};

/// A difference of clocks that is shown as small, and as large, in milliseconds.
const SKEW_SMALL: i64 = 2_000;
const SKEW_LARGE: i64 = 30_000;

/// The page of one message.
pub(super) fn one(view: &View<'_>, index: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let index = link::number(index).ok_or(NotHere::NoSuchPage)?;
    let message = view.all.message(index);
    let message = message.filter(|one| view.knows(&one.mark));
    let message = message.ok_or(NotHere::NoSuchPage)?;
    let drill = message.sent.channel == Channel::Drill;
    let content = html! {
        @if drill { p.lead { (view.exercise()) } }
        p.lead {
            (precedence(view, message.sent.precedence)) " · " (view.sender(message))
        }
        @if message.missing > 0 {
            p { (view.missing(message)) }
        }
        (relations(view, message))
        (body(view, message))
        (opening(view, message))
        (actions(view, index, message))
        h2 { (tr.say("hotline-stands")) }
        (receipts(view, message))
        (ladders(view, index, message))
        h2 { (tr.say("hotline-times")) }
        (times(view, index, message))
        (translations(view, message))
        (silenced(view, message))
        p { a href={ "/hotline/threads/" (index) } { (tr.say("hotline-to-transcript")) } }
        p { a href={ "/hotline?thread=" (index) } { (tr.say("hotline-thread")) } }
        p {
            a href={ "/dossiers/message-" (index) ".json" } download { (tr.say("hotline-bundle")) }
            " " code dir="ltr" { "tasdiq verify dossier" }
        }
    };
    let values = [("number", Value::Number(message.sent.number))];
    let title = tr.plain("hotline-message-title", &values);
    let mut shown = Shown::comparing(title, content);
    shown.record = Some(index);
    Ok(shown)
}

fn silenced(view: &View<'_>, message: &Message) -> Markup {
    let known: Vec<_> = message
        .silenced
        .iter()
        .filter(|mark| view.knows(mark))
        .collect();
    html! {
        @if !known.is_empty() {
            h2 { (view.tr().say("hotline-silenced")) }
            ul.plain { @for mark in known { li { (view.mark(mark)) } } }
        }
    }
}

pub(super) fn body(view: &View<'_>, message: &Message) -> Markup {
    let tr = view.tr();
    let sent = &message.sent;
    let format = format_of(&sent.format);
    let mut lines = vec![(
        tr.say("hotline-field-format"),
        html! { (view.format(&sent.format)) " " (Id(&sent.format)) },
    )];
    lines.extend(sent.fields.iter().map(|(name, text)| {
        let label = tr.say(&format!("hotline-field-{name}"));
        (label, view.field(format, name, text))
    }));
    for one in &sent.refs {
        lines.push((view.coded(one.kind.name()), reference(one.kind, &one.id)));
    }
    html! {
        (facts(lines))
        @if !sent.text.is_empty() {
            blockquote lang=(sent.lang) { (Words { text: &sent.text, lang: None }) }
        }
        @for one in &sent.attachments {
            p {
                a href={ "/blobs/" (one.blob) } download data-voice=[one.seconds.map(|_| &one.media)] {
                    (tr.say(match one.seconds { Some(_) => "hotline-voice", None => "hotline-attachment" }))
                }
                " " (Id(&one.media)) " " bdi dir="ltr" { (one.bytes) " B" }
                @if let Some(seconds) = one.seconds { " " bdi dir="ltr" { (seconds) " s" } }
                " " (page::Hash(one.blob))
            }
        }
    }
}

/// A link to what a message is about, where there is a page of it.
fn reference(kind: ReferenceKind, id: &str) -> Markup {
    let address = match kind {
        ReferenceKind::Commitment => Some(format!("/commitments/{id}")),
        ReferenceKind::Listing => Some(format!("/watchlist/{id}")),
        ReferenceKind::Entry => Some(format!("/log/{id}")),
        ReferenceKind::Clause | ReferenceKind::Post => None,
    };
    html! {
        @match address {
            Some(address) => a href=(address) { (Id(id)) },
            None => (Id(id)),
        }
    }
}

pub(super) fn relations(view: &View<'_>, message: &Message) -> Markup {
    let tr = view.tr();
    let named = |id: &act::EntryId| {
        let found = view.all.named(id);
        found.map(|(index, one)| link::message(index, &view.sender(one)))
    };
    let at = |index: &Index| {
        let one = view.all.message(*index);
        let one = one.filter(|one| view.knows(&one.mark));
        one.map(|one| link::message(*index, &view.sender(one)))
    };
    let lines = html! {
        @if let Some(id) = &message.sent.in_reply_to {
            li { (tr.say("hotline-field-in_reply_to")) " " @if let Some(link) = named(id) { (link) } }
        }
        @if let Some(id) = &message.sent.corrects {
            li { (tr.say("hotline-field-corrects")) " " @if let Some(link) = named(id) { (link) } }
        }
        @for link in message.corrected.iter().filter_map(at) {
            li { strong { (tr.say("hotline-corrected")) } " " (link) }
        }
        @for link in message.replies.iter().filter_map(at) {
            li { (tr.say("hotline-reply")) " " (link) }
        }
    };
    html! { @if !lines.0.is_empty() { ul.plain { (lines) } } }
}

/// An officer of an addressee who has the page before them has opened the message: the script says so in
/// their name, once. Without it, a form does.
fn opening(view: &View<'_>, message: &Message) -> Markup {
    let tr = view.tr();
    let receipt = message.receipts.get(view.own());
    let unopened = receipt.is_some_and(|receipt| receipt.opened.is_none());
    if !unopened || !view.may("message-opened") {
        return Markup::default();
    }
    html! {
        p.quiet role="status" data-opened=(message.id)
            data-mechanism=(view.roll.mechanism().unwrap_or_default())
            data-key=[view.ask.viewer.map(|viewer| viewer.key)] {
            (page::sentences(tr, "hotline-opening", &["done", "failed"]))
        }
    }
}

fn actions(view: &View<'_>, index: Index, message: &Message) -> Markup {
    let tr = view.tr();
    let own = message.mark.member == view.own();
    let receipt = message.receipts.get(view.own());
    let mut paths: Vec<&str> = Vec::new();
    if let Some(receipt) = receipt {
        paths.extend(receipt.opened.is_none().then_some("open"));
        paths.extend(receipt.understood.is_none().then_some("acknowledge"));
    }
    paths.extend((own && message.closed.is_none()).then_some("close"));
    paths.push("translate");
    let reply = match message.answered_format() {
        true => "answer.clarification",
        false => "statement",
    };
    let channel = message.sent.channel.name();
    let answer = |format: &str, field: &str| {
        let id = message.id;
        format!("/hotline/new/{format}?{field}={id}&channel={channel}")
    };
    html! {
        (offered(view, &format!("/hotline/{index}"), &paths))
        @if view.may("message-sent") {
            p.actions {
                (action_link(&answer(reply, "in_reply_to"), &tr.say("hotline-answer"))) " "
                @if own { (action_link(&answer("correction", "corrects"), &tr.say("hotline-correct"))) }
            }
        }
    }
}

pub(super) fn receipts(view: &View<'_>, message: &Message) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("hotline-receipts-caption"))
        .column(tr.say("hotline-member"))
        .column(tr.say("hotline-stage-delivered"))
        .column(tr.say("hotline-stage-opened"))
        .column(tr.say("hotline-stage-acknowledged"))
        .column(tr.say("hotline-stage-understood"))
        .column(tr.say("hotline-stage-answered"))
        .column(tr.say("hotline-stands"));
    let mark = |mark: Option<&act::Mark>| {
        let mark = mark.filter(|mark| view.knows(mark));
        html! { @if let Some(mark) = mark { (Iso(mark.at)) " " (entry_link(mark.index)) } }
    };
    for (member, receipt) in &message.receipts {
        let standing = message.standing(view.all, member, view.as_of());
        table.push([
            view.name(member),
            mark(receipt.delivered.as_ref().map(|(mark, _)| mark)),
            mark(receipt.opened.as_ref()),
            mark(receipt.received.as_ref()),
            mark(receipt.understood.as_ref()),
            mark(receipt.answered.as_ref()),
            standing.map_or_else(Markup::default, |standing| view.standing(&standing)),
        ]);
    }
    html! {
        (table.show(tr))
        p.hint { (tr.say("hotline-received-is-not-agreed")) }
    }
}

/// Rungs that were reached. One that nobody said is shown all the same: everybody can compute it.
fn ladders(view: &View<'_>, index: Index, message: &Message) -> Markup {
    let tr = view.tr();
    html! {
        @for member in message.receipts.keys() {
            @let rungs = message.rungs(view.all, member, view.as_of());
            @if !rungs.is_empty() {
                h3 { (tr.say("hotline-ladder")) " " (view.name(member)) }
                ol {
                    @for rung in &rungs {
                        li {
                            @match &rung.who {
                                Some(who) => (Words { text: who, lang: None }),
                                None => (tr.say(match rung.number == rungs_of(message, member) + 1 {
                                    true => "hotline-rung-mediators",
                                    false => "hotline-rung-principals",
                                })),
                            }
                            " " (Iso(rung.at)) " · " (view.coded(rung.because.name())) " "
                            @match rung.said {
                                Some(said) => (entry_link(said)),
                                None => strong { (tr.say("hotline-rung-unsaid")) },
                            }
                        }
                    }
                }
                @if view.may("rung-reached") {
                    @if let Some(rung) = rungs.iter().find(|rung| rung.said.is_none()) {
                        p.actions {
                            (action_link(
                                &format!("/hotline/{index}/rung?member={member}&rung={}&because={}", rung.number, rung.because.name()),
                                &tr.say("hotline-form-rung"),
                            ))
                        }
                    }
                }
            }
        }
    }
}

fn rungs_of(message: &Message, member: &str) -> u32 {
    let own = message.ladders.get(member).map_or(0, Vec::len);
    u32::try_from(own).unwrap_or(u32::MAX)
}

/// The times that bound when it was said: none of them has to be believed alone.
pub(super) fn times(view: &View<'_>, index: Index, message: &Message) -> Markup {
    let tr = view.tr();
    let mut lines = vec![
        (
            tr.say("hotline-time-claimed"),
            html! {
                (Iso(message.said_at)) " "
                // What waited is late by the wait: that says nothing of its sender's clock.
                @if !message.sent.queued { (skew(view, message.said_at, message.mark.at)) }
            },
        ),
        (
            tr.say("hotline-time-placed"),
            html! { (Iso(message.mark.at)) },
        ),
    ];
    for (member, receipt) in &message.receipts {
        if let Some((mark, claimed)) = &receipt.delivered
            && view.knows(mark)
        {
            lines.push((
                html! { (tr.say("hotline-time-received")) " " (view.name(member)) },
                html! { (Iso(*claimed)) " " (skew(view, *claimed, mark.at)) },
            ));
        }
    }
    let witnessed = match view.ask.witnessed {
        Some(witnessed) if index < witnessed.size => html! { (Iso(witnessed.at)) },
        _ => tr.say("hotline-time-not-witnessed"),
    };
    lines.push((tr.say("hotline-time-witnessed"), witnessed));
    if let Some(anchor) = view.all.anchor(index, view.as_of()) {
        lines.push((tr.say("hotline-time-anchored"), anchored(view, anchor)));
    }
    html! {
        (facts(lines))
        @if message.sent.queued { p { (view.waited(message)) } p.hint { (tr.say("hotline-queued")) } }
    }
}

/// What somebody outside the mechanism stamped, and what this node finds of the stamp.
fn anchored(view: &View<'_>, anchor: &Filed<CheckpointAnchored>) -> Markup {
    let entry = &anchor.entry;
    let origin = view
        .roll
        .charter_at(view.as_of())
        .map_or("", |charter| charter.origin.as_str());
    let root = tlog::Hash(entry.root.0);
    let checkpoint = tlog::Checkpoint::new(origin, entry.size, root);
    let stamp = view
        .ask
        .held
        .stamp_of(&entry.token.blob, checkpoint.to_string().as_bytes());
    let (found, detail) = page::stamp_found(view.tr(), stamp.as_ref());
    html! {
        (found) " " (detail) " · " (view.tr().with("hotline-anchored-size", &[("n", Value::Number(entry.size))]))
        " " (entry_link(anchor.mark.index)) " "
        a href={ "/blobs/" (entry.token.blob) } download { (page::Hash(entry.token.blob)) }
    }
}

/// How far a clock is from the log's.
fn skew(view: &View<'_>, claimed: Time, placed: Time) -> Markup {
    let differs = placed.since(claimed);
    let class = match differs.abs() {
        millis if millis <= SKEW_SMALL => "quiet",
        millis if millis <= SKEW_LARGE => "due",
        _ => "void",
    };
    let seconds = format!("{:+}.{:03} s", differs / 1000, (differs % 1000).abs());
    html! {
        span class=(class) {
            (view.tr().say("hotline-clock-differs")) " " bdi dir="ltr" { (seconds) }
        }
    }
}

pub(super) fn translations(view: &View<'_>, message: &Message) -> Markup {
    let tr = view.tr();
    let known = |one: &&Translation| view.knows(&one.made.mark);
    let known: Vec<_> = message.translations.iter().filter(known).collect();
    html! {
        @if !known.is_empty() {
            h2 { (tr.say("hotline-translations")) }
            p.hint { (tr.say("hotline-original-decides")) }
            @for one in known {
                @let made = &one.made.entry;
                section {
                    h3 { (Id(&made.lang)) " · " (view.coded(made.kind.name())) }
                    p.quiet { (view.mark(&one.made.mark)) }
                    blockquote lang=(made.lang) { (Words { text: &made.text, lang: None }) }
                    @for dispute in one.disputes.iter().filter(|one| view.knows(&one.mark)) {
                        p { strong { (tr.say("hotline-disputed")) } " " (view.mark(&dispute.mark)) ": "
                            (Words { text: &dispute.entry, lang: None }) }
                    }
                    @if view.may("translation-disputed") {
                        p.actions { (action_link(
                            &format!("/hotline/{}/dispute?translation={}", message.mark.index, one.id),
                            &tr.say("hotline-form-dispute"),
                        )) }
                    }
                }
            }
        }
    }
}
