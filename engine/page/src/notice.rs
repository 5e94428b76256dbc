//! Sentences set apart from the page: what the whole page is subject to, and what just happened.

use act::Refusal;
use maud::{Markup, html};

use crate::words::Tr;

/// What a notice is about, which decides how it is announced and marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Holds for everything on the page: fictional, a draft translation, a map's disclaimer.
    Standing,
    /// Something the reader should know now: recorded, not yet witnessed; a key that expires.
    Now,
    /// Something did not work, and what to do.
    Problem,
}

/// A notice.
pub fn notice(kind: Kind, sentence: &Markup) -> Markup {
    let (class, role) = match kind {
        Kind::Standing => ("standing", "note"),
        Kind::Now => ("now", "status"),
        Kind::Problem => ("problem", "alert"),
    };
    html! { div class={ "notice " (class) } role=(role) { p { (sentence) } } }
}

/// Why an act would not count, said before anyone signs it.
pub fn refused(tr: Tr<'_>, refusal: &Refusal) -> Markup {
    html! {
        div.notice.problem role="alert" {
            p { (tr.say("refused-before")) }
            p { (tr.refusal(refusal)) }
            p.quiet { (tr.say("refused-code")) " " (crate::direction::Id(refusal.code)) }
        }
    }
}

/// A page for an address with nothing behind it, or an error on our side: what happened, whose
/// side it is on, what to do now.
pub fn not_here(happened: &Markup, now: &Markup) -> Markup {
    html! { div.reading { p.lead { (happened) } p { (now) } } }
}
