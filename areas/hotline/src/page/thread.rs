//! A thread from its first message to its last, on one page to read or to print: what was said, when, by
//! which clocks, who has it, and what others made of it.

use page::{NotHere, Shown, Value, html};

use super::line::precedence;
use super::link::{self, View};
use super::message::{body, receipts, relations, times, translations};
use crate::entry::Channel;

/// The thread that the message at a position belongs to.
pub(super) fn transcript(view: &View<'_>, index: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let index = link::number(index).ok_or(NotHere::NoSuchPage)?;
    let acts = view.all.thread(index).ok_or(NotHere::NoSuchPage)?;
    let messages = acts
        .into_iter()
        .filter_map(|at| Some((at, view.all.message(at)?)));
    let until_now = messages.filter(|(_, one)| view.knows(&one.mark));
    let messages: Vec<_> = until_now.collect();
    let (_, first) = messages.first().ok_or(NotHere::NoSuchPage)?;
    let content = html! {
        @if first.sent.channel == Channel::Drill { p.lead { (view.exercise()) } }
        p.hint { (tr.say("hotline-transcript-lead")) }
        @for (at, message) in &messages {
            section.said {
                h2 {
                    (precedence(view, message.sent.precedence)) " · "
                    (link::message(*at, &view.sender(message)))
                }
                (relations(view, message))
                (body(view, message))
                (times(view, *at, message))
                (receipts(view, message))
                (translations(view, message))
            }
        }
        p {
            a href={ "/dossiers/message-" (index) ".json" } download { (tr.say("hotline-bundle")) }
            " " code dir="ltr" { "tasdiq verify dossier" }
        }
    };
    let values = [("n", Value::Number(messages.len() as u64))];
    Ok(Shown::comparing(
        tr.plain("hotline-transcript", &values),
        content,
    ))
}
