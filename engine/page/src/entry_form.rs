//! Forms written as tables: which entry each makes and what it asks for. The same table draws the form
//! and reads it when it was sent, so a field can't be asked for and then forgotten.

use std::collections::BTreeMap;

use act::Time;
use maud::{Markup, html};
use serde_json::{Map, Value, json};

use crate::form::{Choice, Field, Problems, group, hidden};
use crate::shown::{typed_instant, typed_text};
use crate::words::Tr;

/// How a field is asked for, and what it becomes in the entry.
#[derive(Clone, Copy)]
pub enum Input {
    /// An identifier: a text in one script, written from left to right.
    Code,
    /// One line of words.
    Line,
    /// Many lines of words.
    Area,
    /// A whole number.
    Number,
    /// An instant in UTC.
    Instant,
    /// Yes or no.
    Yes,
    /// One of these coded values.
    One(fn() -> Vec<&'static str>),
    /// One of what the page knows by this name: members, posts.
    Known(&'static str),
    /// Carried along, unseen.
    Hidden,
    /// A number, carried along unseen.
    HiddenNumber,
    /// JSON that a script or the command line made; the hint says which.
    Json,
}

/// Whether a form can be sent without a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It can't.
    Needed,
    /// It can.
    Optional,
}

/// One field.
#[derive(Clone, Copy)]
pub struct EntryField {
    /// Its name in the entry.
    pub name: &'static str,
    /// How it is asked for.
    pub input: Input,
    /// Whether it is needed.
    pub need: Need,
    /// The group it is shown in, with those beside it; empty if it stands alone.
    pub group: &'static str,
}

/// One form: the last part of its address, the entry it makes, what it asks for.
pub struct EntryForm {
    /// The last part of its address, `check` or `petitions/assign`.
    pub path: &'static str,
    /// The entry it makes, with its version.
    pub kind: &'static str,
    /// What it asks for.
    pub fields: &'static [EntryField],
}

/// A field the form can't be sent without.
pub const fn needed(name: &'static str, input: Input) -> EntryField {
    EntryField {
        name,
        input,
        need: Need::Needed,
        group: "",
    }
}

/// A field it can be sent without.
pub const fn optional(name: &'static str, input: Input) -> EntryField {
    EntryField {
        name,
        input,
        need: Need::Optional,
        group: "",
    }
}

impl EntryField {
    /// The same field in a group.
    pub const fn within(self, group: &'static str) -> EntryField {
        EntryField { group, ..self }
    }
}

/// What a form needs of the page it stands on.
pub struct Around<'a> {
    /// The area, which begins the keys of its words: `watchlist-field-…`.
    pub area: &'static str,
    /// The reader's words.
    pub tr: Tr<'a>,
    /// What the page knows by a name, for [`Input::Known`]: values with their labels.
    pub known: &'a dyn Fn(&'static str) -> Vec<(String, Markup)>,
}

impl Around<'_> {
    fn key(&self, part: &str, name: &str) -> String {
        format!("{}-{part}-{name}", self.area)
    }

    fn say(&self, part: &str, name: &str) -> Markup {
        self.tr.say(&self.key(part, name))
    }
}

impl EntryForm {
    /// The entry's name with its area and without its version, as the charter's matrix has it.
    pub fn authority(&self, area: &str) -> String {
        let name = self
            .kind
            .rsplit_once(".v")
            .map_or(self.kind, |(name, _)| name);
        format!("{area}.{name}")
    }

    /// The key of its title.
    pub fn title(&self, area: &str) -> String {
        format!("{area}-form-{}", self.path.replace('/', "-"))
    }

    /// Its fields, filled with `values`.
    pub fn show(
        &self,
        around: &Around<'_>,
        values: &BTreeMap<String, String>,
        problems: &Problems,
    ) -> Markup {
        html! {
            @for lines in self.fields.chunk_by(|one, next| one.group == next.group) {
                @let shown = html! { @for line in lines { (line.show(around, values, problems)) } };
                @match lines.first().map_or("", |line| line.group) {
                    "" => (shown),
                    name => (group(&around.say("group", name), &shown)),
                }
            }
        }
    }

    /// What was sent, as fields of the entry, or what is to be mended.
    pub fn read(
        &self,
        around: &Around<'_>,
        sent: &BTreeMap<String, String>,
    ) -> Result<Map<String, Value>, Problems> {
        let mut problems = Problems::default();
        let mut entry = Map::new();
        for field in self.fields {
            let text = sent.get(field.name).map_or("", String::as_str);
            match field.read(text) {
                Ok(Some(value)) => drop(entry.insert(field.name.to_owned(), value)),
                Ok(None) => {}
                Err(what) => problems.add(field.name, around.tr.say(what)),
            }
        }
        match problems.is_empty() {
            true => Ok(entry),
            false => Err(problems),
        }
    }
}

impl EntryField {
    fn show(
        &self,
        around: &Around<'_>,
        values: &BTreeMap<String, String>,
        problems: &Problems,
    ) -> Markup {
        let value = values.get(self.name).map_or("", String::as_str);
        if matches!(self.input, Input::Hidden | Input::HiddenNumber) {
            return hidden(self.name, value);
        }
        let mut field = Field::new(self.name, around.say("field", self.name)).problems(problems);
        if self.need == Need::Needed {
            field = field.required();
        }
        match self.input {
            Input::Code | Input::Hidden | Input::HiddenNumber => field.code(value),
            Input::Line => field.text(value),
            Input::Area => field.area(value, None, 4),
            Input::Json => field
                .hint(around.say("hint", self.name))
                .area(value, None, 3),
            Input::Number => field.number(value),
            Input::Instant => field.hint(around.tr.say("form-hint-instant")).code(value),
            Input::Yes => field.check(value),
            Input::One(all) => {
                let all = all();
                let choices = all.iter().map(|name| Choice {
                    value: name,
                    label: around.say("value", name),
                });
                field.select(&self.with_none(around, choices), value)
            }
            Input::Known(what) => {
                let known = (around.known)(what);
                let choices = known.iter().map(|(value, label)| Choice {
                    value,
                    label: label.clone(),
                });
                field.select(&self.with_none(around, choices), value)
            }
        }
    }

    fn with_none<'a>(
        &self,
        around: &Around<'_>,
        choices: impl Iterator<Item = Choice<'a>>,
    ) -> Vec<Choice<'a>> {
        let none = (self.need == Need::Optional).then(|| Choice {
            value: "",
            label: around.tr.say("form-none"),
        });
        none.into_iter().chain(choices).collect()
    }

    /// The field's value in the entry; nothing where it may be left out and was. Else the key of what
    /// is wrong.
    fn read(&self, text: &str) -> Result<Option<Value>, &'static str> {
        let text = typed_text(text);
        if let Input::Yes = self.input {
            return Ok(Some(json!(text == "yes")));
        }
        if text.is_empty() {
            return match self.need {
                Need::Needed => Err("form-needed"),
                Need::Optional => Ok(None),
            };
        }
        let read = match self.input {
            Input::Number | Input::HiddenNumber => text.parse::<u64>().ok().map(|n| json!(n)),
            Input::Instant => typed_instant(&text).map(|time: Time| json!(time.to_string())),
            Input::Json => serde_json::from_str::<Value>(&text).ok(),
            Input::One(all) => all().contains(&text.as_str()).then(|| json!(text)),
            Input::Code
            | Input::Line
            | Input::Area
            | Input::Known(_)
            | Input::Hidden
            | Input::Yes => Some(json!(text)),
        };
        read.map(Some).ok_or("form-cannot-read")
    }
}

/// The names of all coded values of a kind, for [`Input::One`].
#[macro_export]
macro_rules! coded_names {
    ($type:ident) => {
        || $type::ALL.iter().map(|one| one.name()).collect()
    };
}
