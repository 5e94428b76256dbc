//! The states of a record: a shape, a word and a colour, in that order, so that none is needed to
//! understand the others.

use act::{Index, Time};
use maud::{Markup, html};

use crate::direction::{Iso, Name};
use crate::words::{Tr, Value};

/// What can be said about a record or a duty at a moment.
#[derive(Clone, Debug)]
pub enum State<'a> {
    /// In the log of the host; no mediator has cosigned a checkpoint that holds it yet.
    Recorded,
    /// In a checkpoint that the policy's quorum cosigned.
    Witnessed {
        /// The cosigners' names.
        by: &'a [&'a str],
        /// When the last cosignature that made the quorum was given.
        at: Time,
    },
    /// In the log, and without effect.
    Void {
        /// The refusal's sentence.
        reason: Markup,
    },
    /// Awaited: so many milliseconds are left.
    Due {
        /// Milliseconds until it is overdue.
        left: i64,
    },
    /// Awaited: so many milliseconds ago.
    Overdue {
        /// Milliseconds since it was due.
        since: i64,
    },
    /// A moment stated by a clock nobody here can check.
    Says {
        /// What that clock said.
        at: Time,
    },
}

impl State<'_> {
    /// Due or overdue, seen from `as_of`.
    pub const fn due(by: Time, as_of: Time) -> State<'static> {
        let left = by.since(as_of);
        if left < 0 {
            State::Overdue { since: -left }
        } else {
            State::Due { left }
        }
    }

    const fn class(&self) -> &'static str {
        match self {
            State::Recorded => "recorded",
            State::Witnessed { .. } => "witnessed",
            State::Void { .. } => "void",
            State::Due { .. } | State::Overdue { .. } => "due",
            State::Says { .. } => "says",
        }
    }

    /// The mark as it stands in text, in a table cell or beside a heading.
    pub fn mark(&self, tr: Tr<'_>) -> Markup {
        html! {
            span class={ "state " (self.class()) } {
                (self.glyph())
                span.word { (self.word(tr)) }
            }
        }
    }

    fn word(&self, tr: Tr<'_>) -> Markup {
        match self {
            State::Recorded => tr.say("state-recorded"),
            State::Witnessed { by, at } => tr.with(
                "state-witnessed",
                &[
                    ("names", Value::Markup(names(tr, by))),
                    (
                        "at",
                        Value::Markup(html! { bdi dir="ltr" { (Iso(*at)) " UTC" } }),
                    ),
                ],
            ),
            State::Void { reason } => {
                tr.with("state-void", &[("reason", Value::Markup(reason.clone()))])
            }
            State::Due { left } => tr.with("state-due", &[("span", Value::Duration(*left))]),
            State::Overdue { since } => {
                tr.with("state-overdue", &[("span", Value::Duration(*since))])
            }
            State::Says { at } => tr.with("state-says", &[("at", Value::Instant(*at))]),
        }
    }

    /// Sixteen units square, drawn in the colour of the text, so that it prints in black.
    fn glyph(&self) -> Markup {
        html! {
            svg.glyph viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"
                focusable="false" {
                @match self {
                    State::Recorded => {
                        path d="M8 2a6 6 0 0 1 0 12" {}
                        path.faint d="M8 14a6 6 0 0 1 0-12" stroke-dasharray="1 2.1" {}
                    }
                    State::Witnessed { .. } => {
                        circle cx="8" cy="8" r="5" {}
                        path d="M8 .8v4.4M8 10.8v4.4" {}
                    }
                    State::Void { .. } => {
                        circle cx="8" cy="8" r="6" {}
                        path d="M3.8 12.2 12.2 3.8" {}
                    }
                    State::Due { .. } => {
                        circle cx="8" cy="8" r="6" {}
                        path d="M8 4.6V8l2.4 1.6" {}
                    }
                    State::Overdue { .. } => {
                        circle.filled cx="8" cy="8" r="6.6" {}
                        path.knockout d="M8 4.2V8l2.6 1.8" {}
                    }
                    State::Says { .. } => circle cx="8" cy="8" r="6" stroke-dasharray="1 2.77" {}
                }
            }
        }
    }
}

/// Names with the language's comma between them.
pub fn names(tr: Tr<'_>, names: &[&str]) -> Markup {
    html! {
        @for (i, name) in names.iter().enumerate() {
            @if i > 0 { (tr.say("comma")) " " }
            (Name(name))
        }
    }
}

/// A state as a shape and a word; the colour only repeats them. `class` is `witnessed`, `recorded`,
/// `says`, `due` or `void`.
pub fn shape(class: &str, word: &Markup) -> Markup {
    html! {
        span class={ "state " (class) } {
            svg.glyph viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
                @match class {
                    "witnessed" => circle.filled cx="8" cy="8" r="6" {},
                    "void" => { circle cx="8" cy="8" r="6" {} path d="M3.8 12.2 12.2 3.8" {} }
                    "due" => { circle cx="8" cy="8" r="6" {} path d="M8 4v4l3 2" {} }
                    "recorded" => { circle cx="8" cy="8" r="6" {} path.filled d="M8 2a6 6 0 0 0 0 12z" {} }
                    _ => circle cx="8" cy="8" r="6" stroke-dasharray="3 2" {},
                }
            }
            span.word { (word) }
        }
    }
}

/// A link to an entry of the log.
pub fn entry_link(index: Index) -> Markup {
    html! { a href={ "/log/" (index) } { bdi dir="ltr" { "#" (index) } } }
}
