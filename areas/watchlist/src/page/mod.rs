//! The pages of the watchlist: editions, listings, petitions, screenings, what is counted. Who a
//! listing is about is inside its seal, and these pages never hold it.

pub mod appeal;
mod editions;
mod forms;
mod link;
mod list;
mod one;
mod petitions;
pub mod post;
mod say;
mod screenings;
mod sealing;

pub use say::say;

use std::collections::BTreeMap;

use act::Area as _;
use page::{Ask, NotHere, Problems, Shown, Source};
use roll::Roll;

use crate::entry::WatchlistEntry;
use crate::state::Watchlist;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// The page at a path below `/watchlist`.
pub fn show(
    watchlist: &Watchlist,
    roll: &Roll,
    ask: &Ask<'_>,
    path: &[&str],
) -> Result<Shown, NotHere> {
    ask.viewer()?;
    let view = &link::View {
        all: watchlist,
        page: roll::page::View {
            area: Watchlist::NAME,
            roll,
            ask,
        },
    };
    match path {
        [] => return Ok(list::list(view)),
        ["editions"] => return Ok(editions::days(view)),
        ["petitions"] => return Ok(petitions::list(view)),
        ["screenings"] => return Ok(screenings::list(view)),
        ["metrics"] => return Ok(screenings::metrics(view)),
        _ => {}
    }
    if let Some(address) = forms::address(watchlist, path) {
        let problems = ask.problems(|fields| write(watchlist, roll, path, fields, ask));
        return forms::show(view, &address, path, &problems);
    }
    match path {
        ["editions", day] => editions::one(view, day, None),
        ["editions", day, urgent] => editions::one(view, day, Some(urgent)),
        ["petitions", id] => petitions::one(view, id),
        ["screenings", index] => screenings::one(view, index),
        [id] => one::one(view, id),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The entry a form's fields say.
pub fn write(
    watchlist: &Watchlist,
    roll: &Roll,
    path: &[&str],
    fields: &BTreeMap<String, String>,
    ask: &Ask<'_>,
) -> Result<WatchlistEntry, Problems> {
    match forms::address(watchlist, path) {
        Some(address) => forms::write(roll, ask, &address, fields),
        None => {
            let mut problems = Problems::default();
            problems.add("form", ask.tr.say("roll-no-such-form"));
            Err(problems)
        }
    }
}
