//! Writing a message: the format first, then what it asks for. Codes need no translation; words stand in
//! the language they were written in.

use std::collections::BTreeMap;

use act::Entry as _;
use page::{
    AGAIN, Choice, Field, Lang, Markup, Method, NotHere, Problems, Shown, Upload, Voice, form,
    hidden, html, instant_to_type, typed_instant, typed_text,
};
use serde_json::{Map, Value, json};

use super::link::{self, View};
use crate::entry::{Channel, HotlineEntry, ReferenceKind};
use crate::format::{self, FORMATS, Format, Words, format_of};
use crate::state::numbered_by;

/// What is accepted beside a message.
const ACCEPT: &str = "image/jpeg,image/png,image/webp,application/pdf,audio/*";

/// Which format?
pub(super) fn choose(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let content = html! {
        p.lead { (tr.say("hotline-choose-lead")) }
        ul {
            @for one in FORMATS {
                li {
                    @if view.all.in_force(view.roll, one) && view.may("message-sent") {
                        a href={ "/hotline/new/" (one.id) } { (view.format(one.id)) }
                    } @else {
                        (view.format(one.id)) " " span.quiet { (tr.say("hotline-not-in-force")) }
                    }
                    " " code dir="ltr" { (one.id) }
                }
            }
        }
    };
    Shown::reading(tr.plain("hotline-new", &[]), content)
}

/// The form of a format.
pub(super) fn show(view: &View<'_>, id: &str, problems: &Problems) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let format = format_of(id).ok_or(NotHere::NoSuchPage)?;
    let values = values(view, format);
    let content = html! {
        (problems.summary(tr))
        @if let Some((index, answered)) = answered(view, &values, "in_reply_to") {
            p { (tr.say("hotline-field-in_reply_to")) " " (link::message(index, &view.sender(answered))) }
        }
        @if let Some((index, corrected)) = answered(view, &values, "corrects") {
            p { (tr.say("hotline-field-corrects")) " " (link::message(index, &view.sender(corrected))) }
        }
        (form(
            Method::Post,
            &format!("/hotline/new/{id}"),
            &fields(view, format, &values, problems),
            &tr.say("form-to-review"),
        ))
    };
    let key = format!("hotline-format-{}", id.replace('.', "-"));
    Ok(Shown::reading(tr.plain(&key, &[]), content))
}

fn answered<'a>(
    view: &View<'a>,
    values: &BTreeMap<String, String>,
    field: &str,
) -> Option<(act::Index, &'a crate::state::Message)> {
    let id = values.get(field)?.parse().ok()?;
    view.all.named(&id)
}

fn fields(
    view: &View<'_>,
    format: &Format,
    values: &BTreeMap<String, String>,
    problems: &Problems,
) -> Markup {
    let tr = view.tr();
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let field = |name: &'static str| {
        Field::new(name, tr.say(&format!("hotline-field-{name}"))).problems(problems)
    };
    let channels: Vec<Choice<'_>> = Channel::ALL
        .iter()
        .map(|one| Choice {
            value: one.name(),
            label: view.coded(one.name()),
        })
        .collect();
    let precedences: Vec<Choice<'_>> = format
        .precedences
        .iter()
        .map(|one| Choice {
            value: one.name(),
            label: view.coded(one.name()),
        })
        .collect();
    let languages: Vec<Choice<'_>> = Lang::ALL
        .iter()
        .map(|lang| Choice {
            value: lang.tag(),
            label: html! { (lang.own_name()) },
        })
        .collect();
    let text = match format.words {
        Words::Needed => field("text"),
        Words::Optional => field("text").hint(tr.say("hotline-hint-text")),
    };
    let attachments = field("attachments").hint(tr.say("hotline-hint-attachments"));
    html! {
        (hidden("in_reply_to", value("in_reply_to")))
        (hidden("corrects", value("corrects")))
        (field("precedence").required().select(&precedences, value("precedence")))
        @for one in format.fields { (coded(view, one, value(one.name), problems)) }
        (text.area(value("text"), None, 4))
        (field("lang").select(&languages, value("lang")))
        (field("refs").hint(tr.say("hotline-hint-refs")).text(value("refs")))
        (field("channel").select(&channels, value("channel")))
        (upload(view, &attachments.area(value("attachments"), None, 2)))
    }
}

/// Payloads beside a message, a voice note among them.
pub(super) fn upload(view: &View<'_>, field: &Markup) -> Markup {
    let upload = Upload {
        area: "hotline",
        tr: view.tr(),
        mechanism: view.roll.mechanism().unwrap_or_default(),
        key: view.ask.viewer.map(|viewer| viewer.key),
        accept: ACCEPT,
        voice: Voice::Yes,
        sealed_to: None,
    };
    upload.show(field)
}

fn coded(view: &View<'_>, field: &format::Field, value: &str, problems: &Problems) -> Markup {
    let tr = view.tr();
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
                label: view.coded(code),
            });
            let all: Vec<Choice<'_>> = none.into_iter().chain(codes).collect();
            shown.select(&all, value)
        }
        format::Value::Words => shown.text(value),
        format::Value::Instant => shown.hint(tr.say("form-hint-instant")).code(value),
        format::Value::Number => shown.number(value),
    }
}

/// What the fields begin with.
fn values(view: &View<'_>, format: &Format) -> BTreeMap<String, String> {
    let mut values = view.ask.query.clone();
    if values.contains_key(AGAIN) {
        return values;
    }
    let mut begin = |name: &str, value: String| {
        values.entry(name.to_owned()).or_insert(value);
    };
    begin("lang", view.tr().lang.tag().to_owned());
    if let Some(first) = format.precedences.first() {
        begin("precedence", first.name().to_owned());
    }
    for field in format.fields {
        if matches!(field.value, format::Value::Instant) && field.needed {
            begin(field.name, instant_to_type(view.as_of()));
        }
    }
    // A correction begins with what it corrects.
    let corrected = answered(view, &view.ask.query.clone(), "corrects");
    if let Some((_, corrected)) = corrected {
        begin("text", corrected.sent.text.clone());
    }
    values
}

/// The message that the fields say.
pub(super) fn write(
    view: &View<'_>,
    id: &str,
    sent: &BTreeMap<String, String>,
) -> Result<HotlineEntry, Problems> {
    let tr = view.tr();
    let mut problems = Problems::default();
    let Some(format) = format_of(id) else {
        problems.add("form", tr.say("roll-no-such-form"));
        return Err(problems);
    };
    let given = |name: &str| typed_text(sent.get(name).map_or("", String::as_str));
    let fields = coded_fields(view, format, sent, &mut problems);
    if format.words == Words::Needed && given("text").is_empty() && given("attachments").is_empty()
    {
        problems.add("text", tr.say("form-needed"));
    }
    let channel = Channel::ALL
        .iter()
        .find(|one| one.name() == given("channel"))
        .unwrap_or(&Channel::Duty);
    let precedence = one_of(
        &given("precedence"),
        format.precedences.iter().map(|one| one.name()),
    );
    if precedence.is_none() {
        problems.add("precedence", tr.say("form-needed"));
    }
    let attachments = match given("attachments").as_str() {
        "" => Some(json!([])),
        text => serde_json::from_str::<Value>(text).ok(),
    };
    if attachments.is_none() {
        problems.add("attachments", tr.say("form-cannot-read"));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let own = numbered_by(view.own(), "", *channel);
    let mut entry = json!({
        "channel": channel.name(), "format": id, "precedence": precedence,
        "number": view.all.last_number(&own) + 1,
        "refs": references(&given("refs")), "lang": given("lang"), "fields": fields,
        "text": given("text"), "attachments": attachments,
    });
    for name in ["in_reply_to", "corrects"] {
        if !given(name).is_empty() {
            entry[name] = json!(given(name));
        }
    }
    HotlineEntry::decode("message-sent.v1", &entry.to_string()).map_err(|error| {
        let words = act::Value::Words(error.to_string());
        problems.add("form", tr.coded("hotline.unfit-form", &[("what", words)]));
        problems
    })
}

fn one_of(text: &str, mut all: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    all.find(|one| *one == text)
}

fn coded_fields(
    view: &View<'_>,
    format: &Format,
    sent: &BTreeMap<String, String>,
    problems: &mut Problems,
) -> Map<String, Value> {
    let mut fields = Map::new();
    for field in format.fields {
        let text = typed_text(sent.get(field.name).map_or("", String::as_str));
        if text.is_empty() {
            if field.needed {
                problems.add(field.name, view.tr().say("form-needed"));
            }
            continue;
        }
        let value = match field.value {
            format::Value::Instant => typed_instant(&text).map(|time| time.to_string()),
            _ => Some(text),
        };
        match value {
            Some(value) => drop(fields.insert(field.name.to_owned(), json!(value))),
            None => problems.add(field.name, view.tr().say("form-cannot-read")),
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
