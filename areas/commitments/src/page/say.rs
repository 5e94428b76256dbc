//! What an entry says, as the reader signs it: a sentence, and every field of the entry under its
//! name, in the order of one list. Nothing that is signed is left out.

use act::Entry as _;
use agreement::Agreement;
use page::{As, Markup, Name, Speech, Tr, html};
use roll::Roll;
use roll::page::member_name;

use crate::entry::CommitmentsEntry;
use crate::state::Commitments;

/// Every field of every entry, in the order people read them.
const FIELDS: &[(&str, As)] = &[
    ("commitment", As::Id),
    ("object", As::Id),
    ("event", As::Id),
    ("date", As::Id),
    ("title", As::Words),
    ("terms", As::Part),
    ("clause", As::Part),
    ("kind", As::Coded),
    ("obligor", As::Member),
    ("beneficiary", As::Member),
    ("actions", As::Coded),
    ("target", As::Part),
    ("unit", As::Words),
    ("count", As::Number),
    ("due", As::Part),
    ("within", As::Part),
    ("every", As::Part),
    ("hours", As::Number),
    ("of", As::Id),
    ("days", As::Number),
    ("at", As::Instant),
    ("begins", As::Instant),
    ("ends", As::Instant),
    ("evidence", As::Part),
    ("source", As::Coded),
    ("fresh_days", As::Number),
    ("verifiers", As::Number),
    ("methods", As::Coded),
    ("access", As::Coded),
    ("site", As::Part),
    ("persons", As::Part),
    ("notice_hours", As::Number),
    ("assistance", As::Part),
    ("what", As::Words),
    ("provider", As::Member),
    ("remedy", As::Coded),
    ("rule", As::Id),
    ("review", As::Instant),
    ("rights_basis", As::Words),
    ("instrument", As::Id),
    ("draft", As::Id),
    ("words", As::Part),
    ("hash", As::Hash),
    ("visibility", As::Coded),
    ("area", As::Words),
    ("fence", As::Part),
    ("rings", As::Words),
    ("precision_m", As::Number),
    ("reference", As::Id),
    ("period", As::Number),
    ("done", As::Number),
    ("blobs", As::Part),
    ("blob", As::Hash),
    ("bytes", As::Number),
    ("media", As::Id),
    ("sealed_to", As::Member),
    ("taken", As::Instant),
    ("pair", As::Number),
    ("custody", As::Words),
    ("declaration", As::Part),
    ("class", As::Coded),
    ("authority", As::Words),
    ("scope", As::Words),
    ("channels", As::Words),
    ("issued", As::Instant),
    ("revoked", As::Instant),
    ("list", As::Part),
    ("rows", As::Hash),
    ("legal_basis", As::Words),
    ("purpose", As::Words),
    ("plan", As::Words),
    ("by", As::Instant),
    ("request", As::Number),
    ("granted", As::Yes),
    ("until", As::Instant),
    ("suspend", As::Yes),
    ("visit", As::Instant),
    ("visited", As::Instant),
    ("answer", As::Coded),
    ("finding", As::Number),
    ("appeal", As::Number),
    ("determination", As::Number),
    ("outcome", As::Coded),
    ("partial", As::Part),
    ("cannot-determine", As::Part),
    ("no-violation-found", As::Part),
    ("because", As::Coded),
    ("coverage_permille", As::Number),
    ("confidence", As::Coded),
    ("basis", As::Words),
    ("corrects", As::Number),
    ("ruling", As::Coded),
    ("reasons", As::Words),
    ("grounds", As::Words),
    ("ground", As::Words),
    ("dissents", As::Yes),
    ("note", As::Words),
    ("text", As::Words),
];

/// The exact statement an entry makes.
pub fn say(
    _: &Commitments,
    (roll, _): (&Roll, &Agreement),
    entry: &CommitmentsEntry,
    tr: Tr<'_>,
) -> Markup {
    let member = |id: &str| html! { (Name(member_name(roll, id, tr.lang))) };
    speech(tr, &member).entry(entry.kind(), &entry.json())
}

/// Terms as they are signed.
pub(super) fn terms(roll: &Roll, tr: Tr<'_>, terms: &crate::terms::Terms) -> Markup {
    let json = serde_json::to_value(terms).unwrap_or_default();
    let member = |id: &str| html! { (Name(member_name(roll, id, tr.lang))) };
    json.as_object()
        .map(|map| speech(tr, &member).part(map))
        .unwrap_or_default()
}

fn speech<'a>(tr: Tr<'a>, member: &'a dyn Fn(&str) -> Markup) -> Speech<'a> {
    Speech {
        area: "commitments",
        fields: FIELDS,
        tr,
        member,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::FORMS;
    use super::*;

    #[test]
    fn every_field_of_a_form_that_goes_into_an_entry_is_said() {
        let composed = ["due_", "every_", "evidence_", "assistance_"];
        for form in FORMS {
            for field in form.fields {
                let name = field.name;
                assert!(
                    composed.iter().any(|prefix| name.starts_with(prefix))
                        || FIELDS.iter().any(|(field, _)| *field == name),
                    "{name} of {}",
                    form.path
                );
            }
        }
    }
}
