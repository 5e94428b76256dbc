//! The line: what is open, and every message, latest first, by what the reader looks for.

use page::{Choice, Field, Iso, Markup, Method, Shown, Table, Value, action_link, form, html};

use super::link::{self, View};
use crate::entry::{Channel, Precedence};
use crate::format::format_of;
use crate::state::Message;

/// Messages on one page.
const SHOWN_MAX: usize = 100;

/// The front page.
pub(super) fn line(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let all: Vec<_> = view
        .all
        .messages()
        .rev()
        .filter(|(_, message)| message.mark.at <= view.as_of() && wanted(view, message))
        .take(SHOWN_MAX)
        .collect();
    let mut table = Table::new(tr.say("hotline-line-caption"))
        .column(tr.say("hotline-field-precedence"))
        .column(tr.say("hotline-message"))
        .column(tr.say("hotline-sender"))
        .column(tr.say("hotline-sent"))
        .column(tr.say("hotline-stands"));
    for (index, message) in &all {
        table.push([
            precedence(view, message.sent.precedence),
            html! {
                (link::message(*index, &view.format(&message.sent.format)))
                br; span.quiet { (gist(view, message)) }
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
        (filter(view))
        (table.show(tr))
        ul {
            @for page in ["calls", "desk", "statistics"] {
                li { a href={ "/hotline/" (page) } { (tr.say(&format!("hotline-{page}"))) } }
            }
        }
    };
    let open = view
        .all
        .waiting(view.as_of())
        .filter(|(_, one)| one.sent.channel == Channel::Duty && one.open(view.all, view.as_of()));
    let count = [("n", Value::Number(open.count() as u64))];
    Shown::comparing(tr.plain("hotline-title", &count), content)
}

/// A precedence as the loudest word of a line.
pub(super) fn precedence(view: &View<'_>, precedence: Precedence) -> Markup {
    html! { strong class={ "precedence " (precedence.name()) } { (view.coded(precedence.name())) } }
}

/// The first words of a message: its codes, then its text.
fn gist(view: &View<'_>, message: &Message) -> Markup {
    let format = format_of(&message.sent.format);
    let text: String = message.sent.text.chars().take(80).collect();
    html! {
        @for (name, value) in message.sent.fields.iter().take(2) {
            (view.field(format, name, value)) " "
        }
        bdi { (text) }
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
        @if !message.corrected.is_empty() { div { strong { (view.tr().say("hotline-corrected")) } } }
    }
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

/// Whether a message is among those looked for.
fn wanted(view: &View<'_>, message: &Message) -> bool {
    let ask = view.ask;
    let precedence = ask.get("precedence");
    let member = ask.get("member");
    let words = ask.get("words").to_lowercase();
    let sent = &message.sent;
    let named = precedence.is_empty() || sent.precedence.name() == precedence;
    let theirs = member.is_empty() || message.mark.member == member;
    let open = ask.get("open") != "yes" || message.open(view.all, view.as_of());
    let says = |text: &str| text.to_lowercase().contains(&words);
    let found = words.is_empty()
        || says(&sent.text)
        || says(&sent.format)
        || sent.fields.values().any(|text| says(text))
        || sent.refs.iter().any(|one| says(&one.id))
        || message
            .translations
            .iter()
            .any(|one| says(&one.made.entry.text));
    named && theirs && open && found
}

fn filter(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let any = || Choice {
        value: "",
        label: tr.say("hotline-any"),
    };
    let precedences = Precedence::ALL.iter().map(|one| Choice {
        value: one.name(),
        label: view.coded(one.name()),
    });
    let precedences: Vec<Choice<'_>> = std::iter::once(any()).chain(precedences).collect();
    let members = view.roll.members().iter().map(|member| Choice {
        value: member.id.as_str(),
        label: view.name(&member.id),
    });
    let members: Vec<Choice<'_>> = std::iter::once(any()).chain(members).collect();
    let ask = view.ask;
    let fields = html! {
        (Field::new("precedence", tr.say("hotline-field-precedence")).select(&precedences, ask.get("precedence")))
        (Field::new("member", tr.say("hotline-sender")).select(&members, ask.get("member")))
        (Field::new("words", tr.say("hotline-words")).text(ask.get("words")))
        (Field::new("open", tr.say("hotline-open-only")).check(ask.get("open")))
    };
    html! {
        details.filter {
            summary { (tr.say("hotline-filter")) }
            (form(Method::Get, "/hotline", &fields, &tr.say("hotline-filter")))
        }
    }
}
