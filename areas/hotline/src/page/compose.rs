//! Writing a message: the format first, then what it asks for. Codes need no translation; words stand in
//! the language they were written in.

use page::{
    AGAIN, Field, Markup, Method, NotHere, Problems, Shown, Upload, Voice, form, hidden, html,
};
use serde_json::{Value, json};

use super::link::{self, View};
use super::typed::{self, Values};
use crate::entry::HotlineEntry;
use crate::format::{FORMATS, Format, format_of};
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
    Ok(Shown::reading(
        tr.plain(&typed::format_name(id), &[]),
        content,
    ))
}

fn answered<'a>(
    view: &View<'a>,
    values: &Values,
    field: &str,
) -> Option<(act::Index, &'a crate::state::Message)> {
    let id = values.get(field)?.parse().ok()?;
    view.all.named(&id)
}

fn fields(view: &View<'_>, format: &Format, values: &Values, problems: &Problems) -> Markup {
    let tr = view.tr();
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let attachments = Field::new("attachments", tr.say("hotline-field-attachments"))
        .problems(problems)
        .hint(tr.say("hotline-hint-attachments"));
    html! {
        (hidden("in_reply_to", value("in_reply_to")))
        (hidden("corrects", value("corrects")))
        (typed::fields(tr, format, values, problems))
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

/// What the fields begin with.
fn values(view: &View<'_>, format: &Format) -> Values {
    let mut values = view.ask.query.clone();
    if values.contains_key(AGAIN) {
        return values;
    }
    typed::begin(&mut values, view.tr(), format, view.as_of());
    // A correction begins with what it corrects.
    let corrected = answered(view, &view.ask.query.clone(), "corrects");
    if let Some((_, corrected)) = corrected {
        let text = values.entry("text".to_owned());
        text.or_insert_with(|| corrected.sent.text.clone());
    }
    values
}

/// The message that the fields say.
pub(super) fn write(view: &View<'_>, id: &str, sent: &Values) -> Result<HotlineEntry, Problems> {
    let tr = view.tr();
    let mut problems = Problems::default();
    let Some(format) = format_of(id) else {
        problems.add("form", tr.say("roll-no-such-form"));
        return Err(problems);
    };
    let mut entry = typed::read(tr, format, sent, &mut problems);
    let attachments = match typed::given(sent, "attachments").as_str() {
        "" => Some(json!([])),
        text => serde_json::from_str::<Value>(text).ok(),
    };
    match attachments {
        Some(attachments) => drop(entry.insert("attachments".to_owned(), attachments)),
        None => problems.add("attachments", tr.say("form-cannot-read")),
    }
    let own = numbered_by(view.own(), "", typed::channel(sent));
    let number = view.all.last_number(&own) + 1;
    entry.insert("number".to_owned(), json!(number));
    typed::decode(tr, entry, problems)
}
