//! The pages of the hotline: the line, one message, calls, what is agreed and who is called, counts.

mod calling;
mod calls;
mod compose;
mod desk;
mod find;
mod forms;
mod incoming;
mod line;
mod link;
mod message;
pub mod post;
mod say;
mod statistics;
mod thread;
mod typed;

pub use say::say;

use std::collections::BTreeMap;

use page::{Ask, NotHere, Problems, Shown, Source};
use roll::Roll;

use crate::entry::HotlineEntry;
use crate::state::Hotline;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// The page at a path below `/hotline`.
pub fn show(
    hotline: &Hotline,
    roll: &Roll,
    ask: &Ask<'_>,
    path: &[&str],
) -> Result<Shown, NotHere> {
    ask.viewer()?;
    let view = &link::View::new(hotline, roll, ask);
    match path {
        [] => return Ok(line::line(view)),
        ["new"] => return Ok(compose::choose(view)),
        ["new", format] => {
            let problems = ask.problems(|fields| compose::write(view, format, fields));
            return compose::show(view, format, &problems);
        }
        ["desk"] => return Ok(desk::desk(view)),
        ["calls"] => return Ok(calls::list(view)),
        ["statistics"] => return Ok(statistics::month(view)),
        _ => {}
    }
    if let Some(address) = forms::address(hotline, path) {
        let problems = ask.problems(|fields| forms::write(view, &address, fields));
        return Ok(forms::show(view, &address, path, &problems));
    }
    match path {
        ["calls", index] => calls::one(view, index),
        ["threads", index] => thread::transcript(view, index),
        [index] => message::one(view, index),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The entry a form's fields say.
pub fn write(
    hotline: &Hotline,
    roll: &Roll,
    path: &[&str],
    fields: &BTreeMap<String, String>,
    ask: &Ask<'_>,
) -> Result<HotlineEntry, Problems> {
    let view = &link::View::new(hotline, roll, ask);
    if let ["new", format] = path {
        return compose::write(view, format, fields);
    }
    match forms::address(hotline, path) {
        Some(address) => forms::write(view, &address, fields),
        None => {
            let mut problems = Problems::default();
            problems.add("form", ask.tr.say("roll-no-such-form"));
            Err(problems)
        }
    }
}
