//! The slip a person is given: a reference, what it is for, and where to turn, in the page's language
//! and in English. It says neither who the person is nor whom it was taken for.

use act::Time;
use page::{Id, Iso, Lang, Markup, Name, Tr, html};

use super::Desk;
use crate::entry::Adjudication;

/// What is printed.
pub struct Slip {
    /// The reference, as printed.
    pub code: String,
    /// When the comparison was recorded.
    pub at: Time,
    /// What came out.
    pub outcome: Adjudication,
    /// Where petitions are taken.
    pub petitions: String,
}

/// The page of a slip.
pub fn slip(desk: &Desk<'_>, slip: &Slip) -> Markup {
    let tr = desk.tr;
    let english = Tr::new(Lang::En, tr.catalogue);
    let content = html! {
        @if slip.outcome == Adjudication::Same {
            p.notice { (tr.say("watchlist-needs-second")) " " a href="/confirm" { (tr.say("watchlist-post-confirm")) } }
        }
        (printed(tr, desk, slip))
        @if tr.lang != Lang::En { (printed(english, desk, slip)) }
        p.actions { a.action href="/" { (tr.say("watchlist-post-again")) } }
    };
    desk.page(&tr.plain("watchlist-post-slip", &[]), "/", &content)
}

fn printed(tr: Tr<'_>, desk: &Desk<'_>, slip: &Slip) -> Markup {
    html! {
        section lang=(tr.lang.tag()) dir=(tr.dir().html()) {
            h2 { (tr.say("watchlist-post-slip-title")) }
            p { strong { (Id(&slip.code)) } }
            p { (Name(desk.post)) ", " (Iso(slip.at)) }
            p { (tr.say("watchlist-post-slip-words")) }
            p { (tr.say("watchlist-post-slip-petition")) " " (Id(&slip.petitions)) }
        }
    }
}
