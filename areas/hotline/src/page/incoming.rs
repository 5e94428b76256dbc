//! At a border post: what the line brought, as the host told it, and where an answer is written.

use page::{Id, Iso, Markup, Tr, Words, facts, html};

use super::typed;
use crate::entry::Channel;
use crate::format::format_of;
use crate::post::{Incoming, LineOfPost};

/// The format of an answer that a message may await.
pub(super) const ANSWER: &str = "answer.clarification";

/// Messages for this post, latest first.
pub(super) fn incoming(tr: Tr<'_>, line: &LineOfPost) -> Markup {
    html! {
        @if !line.incoming.is_empty() {
            h2 { (tr.say("hotline-post-incoming")) }
            p.hint { (tr.say("hotline-post-incoming-hint")) }
            @for one in &line.incoming {
                section.said {
                    (said(tr, one))
                    p { a href=(answer_address(one)) { (tr.say("hotline-answer")) } }
                }
            }
        }
    }
}

/// The message that an answer is to, above the form.
pub(super) fn answered(tr: Tr<'_>, line: &LineOfPost, id: &str) -> Markup {
    let found = line.incoming.iter().find(|one| one.id.to_string() == id);
    html! {
        @if let Some(one) = found {
            section.said { h2 { (tr.say("hotline-field-in_reply_to")) } (said(tr, one)) }
        }
    }
}

fn said(tr: Tr<'_>, one: &Incoming) -> Markup {
    let sent = &one.message;
    let precedence = sent.precedence.name();
    let format = format_of(&sent.format);
    let fields = sent.fields.iter().map(|(name, text)| {
        let label = tr.say(&format!("hotline-field-{name}"));
        (label, super::link::field(tr, format, name, text))
    });
    html! {
        p {
            @if sent.channel == Channel::Drill { strong.exercise { (tr.say("hotline-exercise")) } " " }
            strong class={ "precedence " (precedence) } { (tr.say(&format!("hotline-value-{precedence}"))) }
            " " (tr.say(&typed::format_name(&sent.format))) " · " (Id(&one.member)) " "
            bdi dir="ltr" { (sent.number) }
            @if let Some(post) = &sent.post { " · " (Id(post)) }
            " · " (Iso(one.at)) " " bdi dir="ltr" { "#" (one.index) }
        }
        (facts(fields))
        @if !sent.text.is_empty() {
            blockquote lang=(sent.lang) { (Words { text: &sent.text, lang: None }) }
        }
        @if !sent.attachments.is_empty() { p.hint { (tr.say("hotline-post-attachments")) } }
    }
}

fn answer_address(one: &Incoming) -> String {
    let awaits = format_of(&one.message.format).is_some_and(|format| format.answered);
    let format = if awaits { ANSWER } else { "statement" };
    let channel = one.message.channel.name();
    format!(
        "/messages/new/{format}?in_reply_to={}&channel={channel}",
        one.id
    )
}
