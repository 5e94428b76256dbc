//! What happened to something, in the order of the log.

use act::{Index, Time};
use maud::{Markup, html};

use crate::direction::Iso;
use crate::state::State;
use crate::table::none_recorded;
use crate::words::Tr;

/// One thing that happened.
pub struct Moment<'a> {
    /// When the sequencer placed it.
    pub at: Time,
    /// Its position in the log, and the address of its page.
    pub entry: (Index, &'a str),
    /// Who said what on which words: one sentence.
    pub sentence: Markup,
    /// Its state.
    pub state: State<'a>,
    /// The words themselves or other detail under the sentence; may be empty.
    pub detail: Markup,
}

/// The moments as an ordered list, in the order given.
pub fn timeline(tr: Tr<'_>, moments: &[Moment<'_>]) -> Markup {
    if moments.is_empty() {
        return none_recorded(tr);
    }
    html! {
        ol.timeline {
            @for moment in moments {
                li {
                    p.when {
                        (Iso(moment.at)) " "
                        a href=(moment.entry.1) { bdi dir="ltr" { "#" (moment.entry.0) } }
                    }
                    div.what {
                        p { (moment.sentence) }
                        @if !moment.detail.0.is_empty() { div.detail { (moment.detail) } }
                        p { (moment.state.mark(tr)) }
                    }
                }
            }
        }
    }
}
