//! What an entry says, as its reader signs it: every field under its name, in the order of one list.
//! Nothing that is signed is left out.

use act::{Digest, Time};
use maud::{Markup, html};
use serde_json::{Map, Value};

use crate::direction::{FullHash, Id, Iso, Words};
use crate::table::facts;
use crate::words::Tr;

/// How a field's value is written.
#[derive(Clone, Copy)]
pub enum As {
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

/// How the entries of an area are said.
pub struct Speech<'a> {
    /// The area, which begins the keys of its words: `commitments-field-…`.
    pub area: &'static str,
    /// Every field of every entry, in the order people read them.
    pub fields: &'static [(&'static str, As)],
    /// The reader's words.
    pub tr: Tr<'a>,
    /// A member's name.
    pub member: &'a dyn Fn(&str) -> Markup,
}

impl Speech<'_> {
    /// The sentence of an entry and all it holds. `kind` is with its version.
    pub fn entry(&self, kind: &str, json: &str) -> Markup {
        let name = kind.rsplit_once(".v").map_or(kind, |(name, _)| name);
        let fields: Map<String, Value> = serde_json::from_str(json).unwrap_or_default();
        html! {
            p { (self.tr.say(&format!("{}-say-{name}", self.area))) }
            (self.part(&fields))
        }
    }

    /// A part of an entry.
    pub fn part(&self, map: &Map<String, Value>) -> Markup {
        let place = |name: &str| self.fields.iter().position(|(field, _)| *field == name);
        let mut fields: Vec<_> = map.iter().collect();
        fields.sort_by_key(|(name, _)| place(name).unwrap_or(usize::MAX));
        facts(fields.into_iter().map(|(name, value)| {
            let how = place(name)
                .and_then(|at| self.fields.get(at))
                .map_or(As::Words, |(_, how)| *how);
            let label = self.tr.say(&format!("{}-field-{name}", self.area));
            (label, self.value(value, how))
        }))
    }

    fn value(&self, value: &Value, how: As) -> Markup {
        match value {
            Value::Array(_) if matches!(how, As::Words) && value.pointer("/0/0").is_some() => {
                html! { code dir="ltr" { (value) } }
            }
            Value::Array(all) if all.is_empty() => self.tr.say("form-none"),
            Value::Array(all) => html! {
                ul.plain { @for one in all { li { (self.value(one, how)) } } }
            },
            Value::Object(map) => self.part(map),
            Value::Bool(true) => self.tr.say("form-yes"),
            Value::Bool(false) => self.tr.say("form-no"),
            Value::Number(number) => html! { bdi dir="ltr" { (number) } },
            Value::Null => self.tr.say("form-none"),
            Value::String(text) => self.text(text, how),
        }
    }

    fn text(&self, text: &str, how: As) -> Markup {
        match how {
            As::Words if text.is_empty() => self.tr.say("form-none"),
            As::Words | As::Yes | As::Part | As::Number => {
                // A part that is only a name: terms by their hash, a variant without fields.
                match text.parse::<Digest>() {
                    Ok(digest) if matches!(how, As::Part) => html! { (FullHash(digest)) },
                    _ => html! { (Words { text, lang: None }) },
                }
            }
            As::Id => html! { (Id(text)) },
            As::Coded => self.tr.say(&format!("{}-value-{text}", self.area)),
            As::Member => (self.member)(text),
            As::Instant => match text.parse::<Time>() {
                Ok(time) => html! { (Iso(time)) },
                Err(_) => html! { (Id(text)) },
            },
            As::Hash => match text.parse::<Digest>() {
                Ok(digest) => html! { (FullHash(digest)) },
                Err(_) => html! { (Id(text)) },
            },
        }
    }
}
