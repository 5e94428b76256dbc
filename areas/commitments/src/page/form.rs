//! A form as it is shown: its fields, and what it is about.

use std::collections::BTreeMap;

use act::decision::Part;
use page::{
    Choice, Field, FullHash, Markup, Method, NotHere, Problems, Shown, Upload, Voice, facts, form,
    group, hidden, html,
};

use super::address::Address;
use super::begin;
use super::fields::{EVIDENCE_LINES, Field as Line, Input, Need};
use super::link::{View, link};
use super::one;

/// The form at an address.
pub(super) fn show(
    view: &View<'_>,
    address: &Address<'_>,
    path: &[&str],
    problems: &Problems,
) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let commitment = match address.commitment {
        Some(id) => {
            let commitment = view.all.commitment(id).ok_or(NotHere::NoSuchPage)?;
            if !view.sees(commitment) {
                return Err(NotHere::NoSuchPage);
            }
            Some((id, commitment))
        }
        None => None,
    };
    if let (Some(index), Some((id, _))) = (address.answered, commitment)
        && view.all.home(index).is_none_or(|(home, _)| home != id)
    {
        return Err(NotHere::NoSuchPage);
    }
    let terms = commitment.map(|(_, commitment)| commitment.latest().hash());
    let values = begin::values(view, address);
    let one = |line: &Line| match (line.input, line.name, terms) {
        (Input::Hash, "terms", Some(hash)) => hidden("terms", &hash.to_string()),
        (Input::Hash, name, _) => hidden(name, view.ask.get(name)),
        _ => field(view, line, &values, problems),
    };
    let fields = html! {
        @for lines in address.form.fields.chunk_by(|one, next| one.group == next.group) {
            @let shown = html! { @for line in lines { (one(line)) } };
            @match lines.first().map_or("", |line| line.group) {
                "" => (shown),
                name => (group(&tr.say(&format!("commitments-group-{name}")), &shown)),
            }
        }
    };
    let action = format!("/commitments/{}", path.join("/"));
    let content = html! {
        (problems.summary(tr))
        @if let Some((id, commitment)) = commitment {
            p { (link(id, commitment)) }
            @if address.form.path == "draft" && commitment.latest().evidence.len() > EVIDENCE_LINES {
                p.hint { (tr.say("commitments-lines-left-out")) }
            }
            @if matches!(address.form.path, "open" | "sign") {
                blockquote.statement { (super::say::terms(view.roll, tr, commitment.latest())) }
                (facts([(
                    tr.say("commitments-field-hash"),
                    html! { (FullHash(commitment.latest().hash())) },
                )]))
                (one::lint(view, commitment))
            }
        }
        (form(Method::Post, &action, &fields, &tr.say("form-to-review")))
    };
    let key = format!("commitments-form-{}", address.form.path.replace('/', "-"));
    Ok(Shown::reading(tr.plain(&key, &[]), content))
}

fn field(
    view: &View<'_>,
    line: &Line,
    values: &BTreeMap<String, String>,
    problems: &Problems,
) -> Markup {
    let tr = view.tr();
    let value = values.get(line.name).map_or("", String::as_str);
    let label = tr.say(&format!("commitments-field-{}", line.label));
    if let Input::Many(all) = line.input {
        return many(view, line.name, &label, &all(), values);
    }
    let mut field = Field::new(line.name, label).problems(problems);
    if line.need == Need::Needed {
        field = field.required();
    }
    match line.input {
        Input::Code | Input::Indices | Input::Hash => field.code(value),
        Input::Line => field.text(value),
        Input::Area | Input::Lines => field.area(value, None, 4),
        Input::Fence => field
            .hint(tr.say("commitments-hint-fence"))
            .area(value, None, 6),
        Input::Digests => field
            .hint(tr.say("commitments-hint-rows"))
            .area(value, None, 6),
        Input::Blobs => {
            let field = field.hint(tr.say("commitments-hint-blobs"));
            upload(view, &field.area(value, None, 3))
        }
        Input::Number => field.number(value),
        Input::Instant => field.hint(tr.say("form-hint-instant")).code(value),
        Input::Day => field.day(value),
        Input::Yes => field.check(value),
        Input::One(all) => {
            let all = all();
            let choices = all.iter().map(|name| Choice {
                value: name,
                label: view.coded(name),
            });
            field.select(&with_none(view, line.need, choices), value)
        }
        Input::Member => {
            let members = view.roll.members().iter().map(|member| Choice {
                value: &member.id,
                label: view.name(&member.id),
            });
            field.select(&with_none(view, line.need, members), value)
        }
        Input::Object => {
            let objects = view.all.objects().map(|(id, object)| Choice {
                value: id,
                label: html! { (object.title) },
            });
            field.select(&with_none(view, line.need, objects), value)
        }
        Input::Many(_) => Markup::default(),
    }
}

fn with_none<'a>(
    view: &View<'_>,
    need: Need,
    choices: impl Iterator<Item = Choice<'a>>,
) -> Vec<Choice<'a>> {
    let none = (need == Need::Optional).then(|| Choice {
        value: "",
        label: view.tr().say("form-none"),
    });
    none.into_iter().chain(choices).collect()
}

fn many(
    view: &View<'_>,
    name: &str,
    legend: &Markup,
    all: &[&str],
    values: &BTreeMap<String, String>,
) -> Markup {
    let boxes = html! {
        @for one in all {
            @let field = format!("{name}-{one}");
            @let chosen = values.get(&field).map_or("", String::as_str);
            (Field::new(&field, view.coded(one)).check(chosen))
        }
    };
    group(legend, &boxes)
}

/// Where evidence is chosen, sealed to the mediators if wanted, and sent.
fn upload(view: &View<'_>, field: &Markup) -> Markup {
    let upload = Upload {
        area: "commitments",
        tr: view.tr(),
        mechanism: view.roll.mechanism().unwrap_or_default(),
        key: view.ask.viewer.map(|viewer| viewer.key),
        accept: "image/jpeg,image/png,image/webp,image/heic,application/pdf,.tsr",
        voice: Voice::No,
        sealed_to: Some(&roll::page::sealed_to(
            view.roll,
            &[Part::Mediator],
            view.as_of(),
        )),
    };
    upload.show(field)
}
