//! The pages of the agreement.

use std::collections::BTreeMap;

use page::{Ask, Markup, NotHere, Problems, Shown, Source, Tr};
use roll::Roll;

use crate::entry::AgreementEntry;
use crate::state::Agreement;

/// The words of these pages.
pub const SOURCES: [Source<'static>; 6] = page::sources!("../../lang");

/// The page at a path below `/agreement`.
pub fn show(_: &Agreement, _: &Roll, ask: &Ask<'_>, _: &[&str]) -> Result<Shown, NotHere> {
    ask.viewer()?;
    Err(NotHere::NoSuchPage)
}

/// The entry a form's fields say.
pub fn write(
    _: &Agreement,
    _: &Roll,
    _: &[&str],
    _: &BTreeMap<String, String>,
    _: &Ask<'_>,
) -> Result<AgreementEntry, Problems> {
    Err(Problems::default())
}

/// The exact statement an entry makes.
pub fn say(_: &Agreement, _: &Roll, _: &AgreementEntry, _: Tr<'_>) -> Markup {
    Markup::default()
}
