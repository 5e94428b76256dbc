//! The pages of the agreement: drafts, who stands where on which exact words, and what follows.

mod comparison;
mod draft;
mod form;
mod instrument;
mod link;
mod minutes;
mod offers;
mod say;
mod sent;
mod statements;

pub use say::say;

use std::collections::BTreeMap;

use act::Index;
use page::{Ask, NotHere, Problems, Shown, Source};
use roll::Roll;

use crate::entry::AgreementEntry;
use crate::state::Agreement;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// The page at a path below `/agreement`.
pub fn show(
    agreement: &Agreement,
    roll: &Roll,
    ask: &Ask<'_>,
    path: &[&str],
) -> Result<Shown, NotHere> {
    ask.viewer()?;
    let problems = ask.problems(|fields| write(agreement, roll, path, fields, ask));
    let (id, below) = match path {
        [] => return Ok(instrument::list(agreement, roll, ask)),
        ["new"] => return Ok(form::open(ask, &problems)),
        [id, below @ ..] => (id, below),
    };
    let view = &instrument::find(agreement, roll, ask, id)?;
    match below {
        [] => Ok(instrument::one(view)),
        ["drafts", draft] => draft::draft(view, draft),
        ["clause"] => draft::life(view),
        ["compare"] => comparison::compare(view),
        ["table"] => Ok(form::table(view, &problems)),
        ["position"] => form::position(view, &problems),
        ["explain"] => comparison::explain(view, &problems),
        ["premises"] => Ok(draft::premises(view)),
        ["ground"] => Ok(draft::ground(view)),
        ["offers"] => Ok(offers::list(view)),
        ["offers", "new"] => offers::new(view, &problems),
        ["offers", index] => offers::one(view, at(index)?),
        ["offers", index, "withdraw"] => offers::withdraw(view, at(index)?, &problems),
        ["minutes"] => Ok(minutes::list(view)),
        ["minutes", "new"] => minutes::new(view, &problems),
        ["minutes", index] => minutes::one(view, at(index)?),
        ["minutes", index, "answer"] => minutes::answer(view, at(index)?, &problems),
        ["remarks"] => Ok(minutes::remarks(view)),
        ["remarks", "new"] => Ok(minutes::new_remark(view, &problems)),
        ["statements"] => Ok(statements::list(view)),
        ["statements", "new"] => Ok(statements::new(view, &problems)),
        ["statements", index] => statements::one(view, at(index)?),
        ["statements", index, "answer"] => statements::answer(view, at(index)?, &problems),
        ["book"] => Ok(statements::book(view)),
        ["book", "new"] => statements::new_act(view, &problems),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The entry a form's fields say.
pub fn write(
    agreement: &Agreement,
    roll: &Roll,
    path: &[&str],
    fields: &BTreeMap<String, String>,
    ask: &Ask<'_>,
) -> Result<AgreementEntry, Problems> {
    let sent = sent::Sent::new(agreement, roll, ask, fields);
    match path {
        ["new"] => sent.open(),
        [id, "table"] => sent.table(id),
        [id, "position"] => sent.position(id),
        [id, "explain"] => sent.explanation(id),
        [id, "offers", "new"] => sent.offer(id),
        [_, "offers", index, "withdraw"] => sent.offer_withdrawal(index),
        [id, "minutes", "new"] => sent.minute(id),
        [_, "minutes", index, "answer"] => sent.minute_answer(index),
        [id, "remarks", "new"] => sent.remark(id),
        [id, "statements", "new"] => sent.statement(id),
        [_, "statements", index, "answer"] => sent.statement_answer(index),
        [id, "book", "new"] => sent.act(id),
        _ => Err(sent.no_such_form()),
    }
}

fn at(index: &str) -> Result<Index, NotHere> {
    index.parse().map_err(|_| NotHere::NoSuchPage)
}
