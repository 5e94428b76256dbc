//! Where forms are: which form an address names, about which commitment, and what it answers.

use super::fields::{FORMS, Form};

/// The field of an entry that holds what a form under this heading answers.
pub(super) fn answers(path: &str) -> &'static str {
    match path {
        "access/answer" | "extensions/answer" | "assistance/answer" => "request",
        "findings/join" | "findings/opinion" => "determination",
        "findings/reply" | "findings/appeal" => "finding",
        "appeals/rule" => "appeal",
        _ => "evidence",
    }
}

/// A form and what its address says: the commitment, and the position it answers.
pub(super) struct Address<'a> {
    pub(super) form: &'static Form,
    pub(super) commitment: Option<&'a str>,
    pub(super) answered: Option<act::Index>,
}

/// The form at an address below the area.
pub(super) fn address<'a>(path: &[&'a str]) -> Option<Address<'a>> {
    let (name, commitment, answered) = match path {
        ["new"] => ("new".to_owned(), None, None),
        [heading, "new"] => (format!("{heading}/new"), None, None),
        [id, name] => ((*name).to_owned(), Some(*id), None),
        [id, heading, index, name] => (
            format!("{heading}/{name}"),
            Some(*id),
            Some(index.parse().ok()?),
        ),
        _ => return None,
    };
    // A heading without a position answers nothing, and the other way round.
    let form = FORMS.iter().find(|form| form.path == name)?;
    let wants_index = name.contains('/') && !name.ends_with("/new");
    (wants_index == answered.is_some()).then_some(Address {
        form,
        commitment,
        answered,
    })
}
