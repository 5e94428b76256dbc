//! The line: what is open, and every message, latest first, by what the reader looks for.

use page::{Iso, Markup, Shown, Table, Value, action_link, html};

use super::find;
use super::link::{self, View};
use crate::entry::{Channel, Precedence};
use crate::format::format_of;
use crate::search::{Awaits, Query, Word};
use crate::state::Message;

/// Messages on one page.
const SHOWN_MAX: usize = 100;

/// The front page.
pub(super) fn line(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let query = find::query(view);
    let found = view.all.find(&query, view.as_of());
    let shown = found.page(find::place(view), SHOWN_MAX);
    let all = shown
        .iter()
        .filter_map(|index| Some((*index, view.all.message(*index)?)));
    let mut table = Table::new(tr.say("hotline-line-caption"))
        .column(tr.say("hotline-field-precedence"))
        .column(tr.say("hotline-message"))
        .column(tr.say("hotline-sender"))
        .column(tr.say("hotline-sent"))
        .column(tr.say("hotline-stands"));
    for (index, message) in all {
        table.push([
            precedence(view, message.sent.precedence),
            html! {
                (link::message(index, &view.format(&message.sent.format)))
                br; span.quiet { (gist(view, message, &query.words)) }
                (relation(view, message))
            },
            html! {
                (view.sender(message))
                @if message.missing > 0 { div { (view.missing(message)) } }
            },
            html! { (Iso(message.mark.at)) @if message.sent.queued { div { (view.waited(message)) } } },
            stands(view, message),
        ]);
    }
    let content = html! {
        p.lead { (tr.say("hotline-lead")) }
        (actions(view))
        (find::filter(view))
        @if find::asks(view) {
            p { (tr.with("hotline-found", &[("n", Value::Number(found.count()))])) }
        }
        (table.show(tr))
        (find::ways(view, &found, &shown))
        ul {
            @for page in ["calls", "desk", "statistics"] {
                li { a href={ "/hotline/" (page) } { (tr.say(&format!("hotline-{page}"))) } }
            }
        }
    };
    let open = Query {
        channel: Some(Channel::Duty),
        awaits: Awaits::Something,
        ..Query::default()
    };
    let open = view.all.find(&open, view.as_of()).count();
    let count = [("n", Value::Number(open))];
    Shown::comparing(tr.plain("hotline-title", &count), content)
}

/// A precedence as the loudest word of a line.
pub(super) fn precedence(view: &View<'_>, precedence: Precedence) -> Markup {
    html! { strong class={ "precedence " (precedence.name()) } { (view.coded(precedence.name())) } }
}

/// The first words of a message: its codes, then its text, or what is looked for.
fn gist(view: &View<'_>, message: &Message, words: &[Word]) -> Markup {
    let format = format_of(&message.sent.format);
    let found = match words {
        [] => None,
        words => find::found_in(view, message, words),
    };
    let text: String = message.sent.text.chars().take(80).collect();
    html! {
        @for (name, value) in message.sent.fields.iter().take(2) {
            (view.field(format, name, value)) " "
        }
        @match found {
            Some(found) => (found),
            None => bdi { (text) },
        }
    }
}

/// The message that it takes the place of.
fn relation(view: &View<'_>, message: &Message) -> Markup {
    let before = message.sent.corrects.and_then(|id| view.all.named(&id));
    html! {
        @if let Some((index, before)) = before {
            div { (view.tr().say("hotline-field-corrects")) " " (link::message(index, &view.sender(before))) }
        }
    }
}

/// Where it stands for each addressee.
fn stands(view: &View<'_>, message: &Message) -> Markup {
    html! {
        @for member in message.receipts.keys() {
            @if let Some(standing) = message.standing(view.all, member, view.as_of()) {
                div { (view.name(member)) ": " (view.standing(&standing)) }
            }
        }
        @if corrected(view, message) { div { strong { (view.tr().say("hotline-corrected")) } } }
    }
}

/// Whether another message had taken its place by then.
fn corrected(view: &View<'_>, message: &Message) -> bool {
    let mut later = message
        .corrected
        .iter()
        .filter_map(|index| view.all.message(*index));
    later.any(|one| view.knows(&one.mark))
}

fn actions(view: &View<'_>) -> Markup {
    let tr = view.tr();
    html! {
        p.actions {
            @if view.may("message-sent") {
                (action_link("/hotline/new", &tr.say("hotline-new"))) " "
                (action_link("/hotline/new/alert.flash", &view.format("alert.flash"))) " "
                (action_link("/hotline/new/test.channel", &view.format("test.channel"))) " "
            }
            @if view.may("call-scheduled") {
                (action_link("/hotline/calls/new", &tr.say("hotline-form-calls-new")))
            }
        }
    }
}
