//! Looking for messages: what the address asks, the form that asks it, what of a message was found, and
//! the way to earlier and later pages.

use std::ops::Range;

use act::{Hours, Index, Time};
use page::{Choice, Field, Id, Markup, Method, form, hidden, html, percent};

use super::link::{View, number};
use crate::entry::{Channel, Precedence};
use crate::format::FORMATS;
use crate::search::{Awaits, Found, Place, Query, Word, each_word, says_all};
use crate::state::{Message, Translation};

/// Parameters that say what is looked for, in the order of the form.
const ASKED: [&str; 10] = [
    "words",
    "precedence",
    "member",
    "format",
    "post",
    "channel",
    "from",
    "until",
    "open",
    "thread",
];
/// Characters shown before and after what was found.
const BEFORE_CHARS: usize = 40;
const AFTER_CHARS: usize = 80;

/// What the address asks for. What can't be read is not asked.
pub(super) fn query(view: &View<'_>) -> Query {
    let ask = view.ask;
    let named = |name: &str| Some(ask.get(name).to_owned()).filter(|text| !text.is_empty());
    let day =
        |name: &str| -> Option<Time> { format!("{}T00:00:00.000Z", ask.get(name)).parse().ok() };
    Query {
        words: Word::typed(ask.get("words")),
        member: named("member"),
        post: named("post"),
        format: named("format"),
        precedence: Precedence::ALL
            .iter()
            .copied()
            .find(|one| one.name() == ask.get("precedence")),
        channel: Channel::ALL
            .iter()
            .copied()
            .find(|one| one.name() == ask.get("channel")),
        from: day("from"),
        until: day("until").map(|day| day.after(Hours(24))),
        thread: number(ask.get("thread")),
        awaits: match ask.get("open") {
            "yes" => Awaits::Something,
            _ => Awaits::Any,
        },
    }
}

/// Where the page that is asked for begins.
pub(super) fn place(view: &View<'_>) -> Place {
    match (
        number(view.ask.get("before")),
        number(view.ask.get("after")),
    ) {
        (Some(index), _) => Place::Before(index),
        (None, Some(index)) => Place::After(index),
        (None, None) => Place::Latest,
    }
}

/// The way to messages before and after those shown, by links.
pub(super) fn ways(view: &View<'_>, found: &Found<'_>, shown: &[Index]) -> Markup {
    let tr = view.tr();
    let (Some(latest), Some(earliest)) = (shown.first(), shown.last()) else {
        return Markup::default();
    };
    let later = !found.page(Place::After(*latest), 1).is_empty();
    let earlier = !found.page(Place::Before(*earliest), 1).is_empty();
    html! {
        @if later || earlier {
            p.actions {
                @if later {
                    a rel="prev" href=(address(view, "after", *latest)) { (tr.say("hotline-later")) } " "
                }
                @if earlier {
                    a rel="next" href=(address(view, "before", *earliest)) { (tr.say("hotline-earlier")) }
                }
            }
        }
    }
}

/// The same question from another place on.
fn address(view: &View<'_>, way: &str, index: Index) -> String {
    let asked = ASKED.iter().chain(&["as-of"]);
    let asked = asked.map(|name| (*name, view.ask.get(name)));
    let asked = asked.filter(|(_, value)| !value.is_empty());
    asked.fold(
        format!("/hotline?{way}={index}"),
        |address, (name, value)| format!("{address}&{name}={}", percent(value)),
    )
}

/// The form that asks.
pub(super) fn filter(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let ask = view.ask;
    let precedences = Precedence::ALL
        .iter()
        .map(|one| (one.name(), view.coded(one.name())));
    let members = view.roll.members().iter();
    let members = members.map(|member| (member.id.as_str(), view.name(&member.id)));
    let formats = FORMATS
        .iter()
        .map(|format| (format.id, view.format(format.id)));
    let channels = Channel::ALL
        .iter()
        .map(|one| (one.name(), view.coded(one.name())));
    let select = |name: &str, label: &str, choices: Vec<Choice<'_>>| {
        Field::new(name, tr.say(label)).select(&choices, ask.get(name))
    };
    let fields = html! {
        (Field::new("words", tr.say("hotline-words")).hint(tr.say("hotline-hint-words")).text(ask.get("words")))
        (select("precedence", "hotline-field-precedence", choices(view, precedences)))
        (select("member", "hotline-sender", choices(view, members)))
        (select("format", "hotline-field-format", choices(view, formats)))
        (select("channel", "hotline-field-channel", choices(view, channels)))
        (Field::new("post", tr.say("hotline-field-post")).code(ask.get("post")))
        (Field::new("from", tr.say("hotline-from-day")).day(ask.get("from")))
        (Field::new("until", tr.say("hotline-until-day")).day(ask.get("until")))
        (Field::new("open", tr.say("hotline-open-only")).check(ask.get("open")))
        @for name in ["thread", "as-of"] {
            @if !ask.get(name).is_empty() { (hidden(name, ask.get(name))) }
        }
    };
    html! {
        details.filter open[asks(view)] {
            summary { (tr.say("hotline-filter")) }
            (form(Method::Get, "/hotline", &fields, &tr.say("hotline-filter")))
        }
    }
}

/// Whether anything is looked for.
pub(super) fn asks(view: &View<'_>) -> bool {
    ASKED.iter().any(|name| !view.ask.get(name).is_empty())
}

fn choices<'a>(view: &View<'_>, all: impl Iterator<Item = (&'a str, Markup)>) -> Vec<Choice<'a>> {
    let any = Choice {
        value: "",
        label: view.tr().say("hotline-any"),
    };
    let all = all.map(|(value, label)| Choice { value, label });
    std::iter::once(any).chain(all).collect()
}

/// What of a message the words were found in, and there the words around the first of them. Nothing where
/// the coded fields hold it, which a line shows anyway.
pub(super) fn found_in(view: &View<'_>, message: &Message, words: &[Word]) -> Option<Markup> {
    let sent = &message.sent;
    if says_all(words, sent.says()) {
        return excerpt(&sent.text, words).map(|text| html! { bdi lang=(sent.lang) { (text) } });
    }
    let known = |one: &&Translation| view.knows(&one.made.mark);
    let mut known = message.translations.iter().filter(known);
    let found = known.find(|one| says_all(words, std::iter::once(one.made.entry.text.as_str())))?;
    let made = &found.made.entry;
    Some(html! {
        (view.tr().say("hotline-in-translation")) " " (Id(&made.lang)) " "
        @if let Some(text) = excerpt(&made.text, words) { bdi lang=(made.lang) { (text) } }
    })
}

/// The first word of a text that is looked for, and a few characters around it.
fn excerpt(text: &str, words: &[Word]) -> Option<Markup> {
    let mut first: Option<Range<usize>> = None;
    each_word(text, |word, at| {
        if first.is_none() && words.iter().any(|one| one.fits(word)) {
            first = Some(at);
        }
    });
    let at = first?;
    let (before, after) = (text.get(..at.start)?, text.get(at.end..)?);
    let begin = before
        .char_indices()
        .rev()
        .nth(BEFORE_CHARS - 1)
        .map_or(0, |(place, _)| place);
    let end = after
        .char_indices()
        .nth(AFTER_CHARS)
        .map_or(after.len(), |(place, _)| place);
    Some(html! {
        @if begin > 0 { "…" }
        (before.get(begin..)?) mark { (text.get(at)?) } (after.get(..end)?)
        @if end < after.len() { "…" }
    })
}
