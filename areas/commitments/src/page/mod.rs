//! The pages of commitments: what was promised, what is missing, the evidence, the findings.

mod address;
mod begin;
mod bulletin;
mod evidence;
mod fields;
mod form;
mod link;
mod list;
mod map;
mod offer;
mod one;
mod registry;
mod say;
mod scorecard;
mod sent;
mod terms;
mod timeline;

pub use say::say;

use std::collections::BTreeMap;

use act::Area as _;
use agreement::Agreement;
use page::{Ask, NotHere, Problems, Shown, Source};
use roll::Roll;

use crate::entry::CommitmentsEntry;
use crate::state::Commitments;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// First parts of addresses that no commitment may take as its id.
pub(crate) const RESERVED: [&str; 8] = [
    "new",
    "objects",
    "events",
    "remarks",
    "docket",
    "map",
    "scorecard",
    "bulletin",
];

/// The page at a path below `/commitments`.
pub fn show(
    commitments: &Commitments,
    (roll, agreement): (&Roll, &Agreement),
    ask: &Ask<'_>,
    path: &[&str],
) -> Result<Shown, NotHere> {
    ask.viewer()?;
    let view = &link::View {
        all: commitments,
        agreement,
        page: roll::page::View {
            area: Commitments::NAME,
            roll,
            ask,
        },
    };
    match path {
        [] => return Ok(list::list(view)),
        ["objects"] => return Ok(registry::objects(view)),
        ["events"] => return Ok(registry::events(view)),
        ["docket"] => return Ok(list::docket(view)),
        ["map"] => return Ok(map::map(view)),
        ["scorecard"] => return Ok(scorecard::scorecard(view)),
        ["bulletin"] => return Ok(bulletin::days(view)),
        ["bulletin", date] => return bulletin::one(view, date),
        _ => {}
    }
    if let Some(address) = address::address(path) {
        let problems =
            ask.problems(|fields| write(commitments, (roll, agreement), path, fields, ask));
        return form::show(view, &address, path, &problems);
    }
    match path {
        [id] => one::one(view, id),
        [id, "evidence", index] => evidence::evidence(view, id, index),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The entry a form's fields say.
pub fn write(
    _: &Commitments,
    (_, agreement): (&Roll, &Agreement),
    path: &[&str],
    fields: &BTreeMap<String, String>,
    ask: &Ask<'_>,
) -> Result<CommitmentsEntry, Problems> {
    let sent = sent::Sent {
        agreement,
        ask,
        fields,
        problems: Problems::default(),
    };
    match address::address(path) {
        Some(address) => sent.entry(&address),
        None => Err(sent.no_such_form()),
    }
}
