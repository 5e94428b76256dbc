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

/// Why there is no page to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing at this address.
    NotHere,
    /// Only for members who signed in.
    SignInFirst,
    /// The reader's office may not read it.
    NotYours,
    /// An error of the host.
    OurSide,
    /// The host is at its limit.
    Busy,
}

impl Trouble {
    const fn key(self) -> &'static str {
        match self {
            Trouble::NotHere => "trouble-not-here",
            Trouble::SignInFirst => "trouble-sign-in",
            Trouble::NotYours => "trouble-not-yours",
            Trouble::OurSide => "trouble-our-side",
            Trouble::Busy => "trouble-busy",
        }
    }

    /// What happened: the page's title.
    pub fn title(self, tr: Tr<'_>) -> String {
        tr.plain(self.key(), &[])
    }

    /// What to do now: the page's content.
    pub fn show(self, tr: Tr<'_>) -> Markup {
        html! {
            p { (tr.say(&format!("{}-now", self.key()))) }
            @if self == Trouble::SignInFirst {
                p.actions { a.action href="/sign-in" { (tr.say("frame-sign-in")) } }
            }
        }
    }
}
