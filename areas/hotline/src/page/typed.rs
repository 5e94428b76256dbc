//! The fields of a message as they are typed and read: the same on a node's pages and on a post's.

use std::collections::BTreeMap;

use act::Entry as _;
use page::{
    Choice, Field, Lang, Markup, Problems, Tr, html, instant_to_type, typed_instant, typed_text,
};
use serde_json::{Map, Value, json};

use crate::entry::{Channel, HotlineEntry, Precedence, ReferenceKind};
use crate::format::{self, Format, Words};

/// What stands in the fields of a form, by their names.
pub(super) type Values = BTreeMap<String, String>;

/// A format in the reader's words.
pub(super) fn format_name(id: &str) -> String {
    format!("hotline-format-{}", id.replace('.', "-"))
}

fn coded_name(tr: Tr<'_>, value: &str) -> Markup {
    tr.say(&format!("hotline-value-{value}"))
}

/// What the fields begin with, where nothing was typed before.
pub(super) fn begin(values: &mut Values, tr: Tr<'_>, format: &Format, now: act::Time) {
    let mut begin = |name: &str, value: String| {
        values.entry(name.to_owned()).or_insert(value);
    };
    begin("lang", tr.lang.tag().to_owned());
    if let Some(first) = format.precedences.first() {
        begin("precedence", first.name().to_owned());
    }
    for field in format.fields {
        if matches!(field.value, format::Value::Instant) && field.needed {
            begin(field.name, instant_to_type(now));
        }
    }
}

/// The fields that every message of a format has.
pub(super) fn fields(tr: Tr<'_>, format: &Format, values: &Values, problems: &Problems) -> Markup {
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let field = |name: &'static str| {
        Field::new(name, tr.say(&format!("hotline-field-{name}"))).problems(problems)
    };
    let choice = |value: &'static str| Choice {
        value,
        label: coded_name(tr, value),
    };
    let channels: Vec<Choice<'_>> = Channel::ALL.iter().map(|one| choice(one.name())).collect();
    let precedences = format.precedences.iter().map(|one| choice(one.name()));
    let precedences: Vec<Choice<'_>> = precedences.collect();
    let languages = Lang::ALL.iter().map(|lang| Choice {
        value: lang.tag(),
        label: html! { (lang.own_name()) },
    });
    let languages: Vec<Choice<'_>> = languages.collect();
    let text = match format.words {
        Words::Needed => field("text"),
        Words::Optional => field("text").hint(tr.say("hotline-hint-text")),
    };
    html! {
        (field("precedence").required().select(&precedences, value("precedence")))
        @for one in format.fields { (coded(tr, one, value(one.name), problems)) }
        (text.area(value("text"), None, 4))
        (field("lang").select(&languages, value("lang")))
        (field("refs").hint(tr.say("hotline-hint-refs")).text(value("refs")))
        (field("channel").select(&channels, value("channel")))
    }
}

fn coded(tr: Tr<'_>, field: &format::Field, value: &str, problems: &Problems) -> Markup {
    let label = tr.say(&format!("hotline-field-{}", field.name));
    let mut shown = Field::new(field.name, label).problems(problems);
    if field.needed {
        shown = shown.required();
    }
    match field.value {
        format::Value::Code(codes) => {
            let none = (!field.needed).then(|| Choice {
                value: "",
                label: tr.say("form-none"),
            });
            let codes = codes.iter().map(|code| Choice {
                value: code,
                label: coded_name(tr, code),
            });
            let all: Vec<Choice<'_>> = none.into_iter().chain(codes).collect();
            shown.select(&all, value)
        }
        format::Value::Words => shown.text(value),
        format::Value::Instant => shown.hint(tr.say("form-hint-instant")).code(value),
        format::Value::Number => shown.number(value),
    }
}

/// The channel that the fields name; the line itself, if they name none.
pub(super) fn channel(sent: &Values) -> Channel {
    let named = given(sent, "channel");
    let mut all = Channel::ALL.iter();
    *all.find(|one| one.name() == named)
        .unwrap_or(&Channel::Duty)
}

/// What stands in a field, as it is kept.
pub(super) fn given(sent: &Values, name: &str) -> String {
    typed_text(sent.get(name).map_or("", String::as_str))
}

/// What the fields say of a message, without its number and its payloads.
pub(super) fn read(
    tr: Tr<'_>,
    format: &Format,
    sent: &Values,
    problems: &mut Problems,
) -> Map<String, Value> {
    let fields = coded_fields(tr, format, sent, problems);
    let text = given(sent, "text");
    if format.words == Words::Needed && text.is_empty() && given(sent, "attachments").is_empty() {
        problems.add("text", tr.say("form-needed"));
    }
    let typed = given(sent, "precedence");
    let mut precedences = format.precedences.iter().map(|one: &Precedence| one.name());
    let precedence = precedences.find(|one| *one == typed);
    if precedence.is_none() {
        problems.add("precedence", tr.say("form-needed"));
    }
    let mut entry = Map::new();
    let mut say = |name: &str, value: Value| entry.insert(name.to_owned(), value);
    say("channel", json!(channel(sent).name()));
    say("format", json!(format.id));
    say("precedence", json!(precedence));
    say("refs", json!(references(&given(sent, "refs"))));
    say("lang", json!(given(sent, "lang")));
    say("fields", Value::Object(fields));
    say("text", json!(text));
    for name in ["in_reply_to", "corrects"] {
        let id = given(sent, name);
        if !id.is_empty() {
            say(name, json!(id));
        }
    }
    entry
}

/// The entry, if it is of the form of one.
pub(super) fn decode(
    tr: Tr<'_>,
    entry: Map<String, Value>,
    mut problems: Problems,
) -> Result<HotlineEntry, Problems> {
    if !problems.is_empty() {
        return Err(problems);
    }
    let json = Value::Object(entry).to_string();
    HotlineEntry::decode("message-sent.v1", &json).map_err(|error| {
        let words = act::Value::Words(error.to_string());
        problems.add("form", tr.coded("hotline.unfit-form", &[("what", words)]));
        problems
    })
}

fn coded_fields(
    tr: Tr<'_>,
    format: &Format,
    sent: &Values,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut fields = Map::new();
    for field in format.fields {
        let text = given(sent, field.name);
        if text.is_empty() {
            if field.needed {
                problems.add(field.name, tr.say("form-needed"));
            }
            continue;
        }
        let value = match field.value {
            format::Value::Instant => typed_instant(&text).map(|time| time.to_string()),
            _ => Some(text),
        };
        match value {
            Some(value) => drop(fields.insert(field.name.to_owned(), json!(value))),
            None => problems.add(field.name, tr.say("form-cannot-read")),
        }
    }
    fields
}

/// `commitment c-01, post torkham` as references; what has no known kind is an entry's position or a post.
fn references(text: &str) -> Vec<Value> {
    let parts = text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let reference = |part: &str| {
        let (kind, id) = part.split_once(' ').unwrap_or(("", part));
        let known = ReferenceKind::ALL.iter().find(|one| one.name() == kind);
        match known {
            Some(kind) => json!({ "kind": kind.name(), "id": id.trim() }),
            None => json!({ "kind": guessed(part).name(), "id": part }),
        }
    };
    parts.map(reference).collect()
}

fn guessed(id: &str) -> ReferenceKind {
    match id {
        id if id.starts_with("TSQ-") => ReferenceKind::Listing,
        id if id.bytes().all(|byte| byte.is_ascii_digit()) => ReferenceKind::Entry,
        id if id.starts_with("C-") => ReferenceKind::Clause,
        _ => ReferenceKind::Commitment,
    }
}
