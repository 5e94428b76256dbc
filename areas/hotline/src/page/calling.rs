//! Speaking in a call: the panel a script works with. Without the script a call is arranged, ended and
//! minuted as before, and spoken over another line.

use act::Index;
use page::{Markup, hidden, html, sentences};

use super::compose;
use super::link::View;
use crate::calls::Call;
use crate::entry::{Channel, Precedence};

/// The format of a voice note that takes the place of a call.
const NOTE_FORMAT: &str = "statement";

/// Sentences the script says.
const SAID: [&str; 20] = [
    "connected",
    "connecting",
    "down",
    "false",
    "left",
    "link-down",
    "listening",
    "no-browser",
    "no-consent",
    "no-key",
    "no-microphone",
    "no-node",
    "ready",
    "recorded",
    "recording",
    "recording-act",
    "recording-file",
    "replaced",
    "resumed",
    "waiting",
];

/// The panel, for whoever may take a seat in a call that is not over for them.
pub(super) fn panel(view: &View<'_>, index: Index, call: &Call) -> Markup {
    let tr = view.tr();
    let over = call.ended.iter().any(|one| one.mark.member == view.own());
    if over || !view.may("call-joined") {
        return Markup::default();
    }
    let say = |name: &str| tr.say(&format!("hotline-calling-{name}"));
    html! {
        section.panel data-call=(index) data-entry=(call.id)
            data-mechanism=(view.roll.mechanism().unwrap_or_default())
            data-key=[view.ask.viewer.map(|viewer| viewer.key)] {
            h2 { (say("title")) }
            p.hint { (say("hint")) }
            noscript { p.problem { (say("noscript")) } }
            p role="status" data-told {}
            ul.plain data-seats {}
            p.actions {
                button.primary type="button" data-join hidden { (say("join")) } " "
                button.primary type="button" data-speak hidden { (say("speak")) }
            }
            label.choice data-ways hidden {
                input type="checkbox" data-plain;
                span { (say("plain")) }
            }
            div data-during hidden {
                p.actions {
                    button type="button" data-mute aria-pressed="false" { (say("mute")) } " "
                    button type="button" data-record-call { (say("record")) } " "
                    button type="button" data-leave { (say("leave")) }
                }
            }
            p data-recorded {}
            (sentences(tr, "hotline-calling", &SAID))
            @for member in view.roll.members() {
                span hidden data-member-name=(member.id) { (view.name(&member.id)) }
            }
            (fallback(view, index, call))
        }
    }
}

/// A voice note instead, when the link is down: the same message a form would make.
fn fallback(view: &View<'_>, index: Index, call: &Call) -> Markup {
    let tr = view.tr();
    let field = page::Field::new("attachments", tr.say("hotline-field-attachments"));
    let drill = call.scheduled.entry.channel == Channel::Drill;
    let channel = if drill { Channel::Drill } else { Channel::Duty };
    let fields = html! {
        (hidden("precedence", Precedence::Immediate.name()))
        (hidden("lang", tr.lang.tag()))
        (hidden("channel", channel.name()))
        (hidden("refs", &format!("entry {index}")))
        (compose::upload(view, &field.area("", None, 2)))
    };
    html! {
        div data-fallback hidden {
            p.due { (tr.say("hotline-calling-fallback")) }
            (page::form(
                page::Method::Post,
                &format!("/hotline/new/{NOTE_FORMAT}"),
                &fields,
                &tr.say("form-to-review"),
            ))
        }
    }
}
