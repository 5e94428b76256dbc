//! The pages of the roll: who takes part, with which keys, and who may say what.

mod charter;
mod form;
mod keys;
mod names;
mod proposals;
mod say;
mod view;

pub use form::choice;
pub use names::{call, may, member_name, name, office_name, rule_words, sealed_to, voter};
pub use proposals::{ballot, choice_field, stands};
pub use say::say;
pub use view::View;

use std::collections::BTreeMap;

use act::Index;
use page::{Ask, NotHere, Problems, Shown, Source};

use crate::entry::RollEntry;
use crate::state::Roll;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// The page at a path below `/roll`.
pub fn show(roll: &Roll, (): (), ask: &Ask<'_>, path: &[&str]) -> Result<Shown, NotHere> {
    ask.viewer()?;
    match path {
        [] => Ok(charter::overview(roll, ask)),
        ["charter"] => charter::charter(roll, ask),
        ["members"] => Ok(keys::members(roll, ask)),
        ["keys"] => Ok(keys::keys(roll, ask)),
        ["keys", "grant"] => Ok(form::grant(roll, ask)),
        ["keys", "revoke"] => Ok(form::revoke(roll, ask)),
        ["keys", "seal"] => Ok(form::seal_key(roll, ask)),
        ["posts"] => Ok(charter::posts(roll, ask)),
        ["proposals"] => Ok(proposals::list(roll, ask)),
        ["proposals", "post"] => Ok(form::post(roll, ask)),
        ["proposals", "amendment"] => Ok(form::amendment(roll, ask)),
        ["proposals", "notice"] => Ok(form::notice(roll, ask)),
        ["proposals", index] => proposals::one(roll, ask, at(index)?),
        ["proposals", index, "vote"] => proposals::vote(roll, ask, at(index)?),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The entry a form's fields say.
pub fn write(
    roll: &Roll,
    (): (),
    path: &[&str],
    fields: &BTreeMap<String, String>,
    ask: &Ask<'_>,
) -> Result<RollEntry, Problems> {
    let sent = form::Sent::new(roll, ask, fields);
    match path {
        ["keys", "grant"] => sent.grant(),
        ["keys", "revoke"] => sent.revoke(),
        ["keys", "seal"] => sent.seal_key(),
        ["proposals", "post"] => sent.post(),
        ["proposals", "amendment"] => sent.amendment(),
        ["proposals", "notice"] => sent.notice(),
        ["proposals", index, "vote"] => sent.vote(index),
        _ => Err(sent.no_such_form()),
    }
}

fn at(index: &str) -> Result<Index, NotHere> {
    index.parse().map_err(|_| NotHere::NoSuchPage)
}
