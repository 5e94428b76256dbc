//! What an entry says, as the reader signs it: a sentence, and every field of the entry under its
//! name, in the order of one list. Nothing that is signed is left out.

use act::{Entry as _, Time};
use agreement::Agreement;
use page::{FullHash, Id, Iso, Markup, Name, Tr, Words, facts, html};
use roll::Roll;
use roll::page::member_name;
use serde_json::{Map, Value};

use crate::entry::CommitmentsEntry;
use crate::state::Commitments;

/// How a field's value is written.
#[derive(Clone, Copy)]
enum As {
    /// An identifier.
    Id,
    /// Somebody's words.
    Words,
    /// A value with a name in every language.
    Coded,
    /// A member or members.
    Member,
    /// An instant.
    Instant,
    /// A digest or digests.
    Hash,
    /// A number or position.
    Number,
    /// Yes or no.
    Yes,
    /// A part with fields of its own.
    Part,
}

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
    let kind = entry.kind();
    let name = kind.rsplit_once(".v").map_or(kind, |(name, _)| name);
    let fields: Map<String, Value> = serde_json::from_str(&entry.json()).unwrap_or_default();
    let speech = Speech { roll, tr };
    html! {
        p { (tr.say(&format!("commitments-say-{name}"))) }
        (speech.fields(&fields))
    }
}

/// Terms as they are signed.
pub(super) fn terms(roll: &Roll, tr: Tr<'_>, terms: &crate::terms::Terms) -> Markup {
    let json = serde_json::to_value(terms).unwrap_or_default();
    let speech = Speech { roll, tr };
    json.as_object()
        .map(|map| speech.fields(map))
        .unwrap_or_default()
}

struct Speech<'a> {
    roll: &'a Roll,
    tr: Tr<'a>,
}

impl Speech<'_> {
    fn fields(&self, map: &Map<String, Value>) -> Markup {
        let place = |name: &str| FIELDS.iter().position(|(field, _)| *field == name);
        let mut fields: Vec<_> = map.iter().collect();
        fields.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        facts(fields.into_iter().map(|(name, value)| {
            let how = place(name)
                .and_then(|at| FIELDS.get(at))
                .map_or(As::Words, |(_, how)| *how);
            let label = self.tr.say(&format!("commitments-field-{name}"));
            (label, self.value(value, how))
        }))
    }

    fn value(&self, value: &Value, how: As) -> Markup {
        match value {
            Value::Array(_) if matches!(how, As::Words) && value.pointer("/0/0").is_some() => {
                html! { code dir="ltr" { (value) } }
            }
            Value::Array(all) if all.is_empty() => self.tr.say("commitments-none"),
            Value::Array(all) => html! {
                ul.plain { @for one in all { li { (self.value(one, how)) } } }
            },
            Value::Object(map) => self.fields(map),
            Value::Bool(yes) => self.tr.say(if *yes {
                "commitments-yes"
            } else {
                "commitments-no"
            }),
            Value::Number(number) => html! { bdi dir="ltr" { (number) } },
            Value::Null => self.tr.say("commitments-none"),
            Value::String(text) => self.text(text, how),
        }
    }

    fn text(&self, text: &str, how: As) -> Markup {
        match how {
            As::Words if text.is_empty() => self.tr.say("commitments-none"),
            As::Words | As::Yes | As::Part | As::Number => {
                // A part that is only a name: terms by their hash, a variant without fields.
                match text.parse::<act::Digest>() {
                    Ok(digest) if matches!(how, As::Part) => html! { (FullHash(digest)) },
                    _ => html! { (Words { text, lang: None }) },
                }
            }
            As::Id => html! { (Id(text)) },
            As::Coded => self.tr.say(&format!("commitments-value-{text}")),
            As::Member => html! { (Name(member_name(self.roll, text, self.tr.lang))) },
            As::Instant => match text.parse::<Time>() {
                Ok(time) => html! { (Iso(time)) },
                Err(_) => html! { (Id(text)) },
            },
            As::Hash => match text.parse::<act::Digest>() {
                Ok(digest) => html! { (FullHash(digest)) },
                Err(_) => html! { (Id(text)) },
            },
        }
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
