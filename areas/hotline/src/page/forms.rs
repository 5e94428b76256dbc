//! The short forms of the hotline, as a table: which entry each makes, and what it asks for.

use std::collections::BTreeMap;

use act::Entry as _;
use page::{
    AGAIN, Around, EntryField, EntryForm, Input, Lang, Markup, Method, Problems, Shown,
    coded_names, form, html, needed, optional,
};
use serde_json::{Map, Value, json};

use super::link::{self, View};
use crate::entry::{Acknowledged, Because, Channel, HotlineEntry, TranslationKind};
use crate::state::Hotline;

fn languages() -> Vec<&'static str> {
    Lang::ALL.iter().map(|lang| lang.tag()).collect()
}

const LANG: EntryField = needed("lang", Input::One(languages));

/// Every form. The path is the end of its address; positions in the address are left out.
pub(super) const FORMS: &[EntryForm] = &[
    EntryForm {
        path: "open",
        kind: "message-opened.v1",
        fields: &[],
    },
    EntryForm {
        path: "acknowledge",
        kind: "message-acknowledged.v1",
        fields: &[needed("what", Input::One(coded_names!(Acknowledged)))],
    },
    EntryForm {
        path: "anchor",
        kind: "checkpoint-anchored.v1",
        fields: &[
            needed("size", Input::Number),
            needed("root", Input::Code),
            needed("token", Input::Json),
        ],
    },
    EntryForm {
        path: "silence",
        kind: "alarm-silenced.v1",
        fields: &[],
    },
    EntryForm {
        path: "close",
        kind: "message-closed.v1",
        fields: &[],
    },
    EntryForm {
        path: "translate",
        kind: "translation-made.v1",
        fields: &[
            LANG,
            needed("kind", Input::One(coded_names!(TranslationKind))),
            needed("text", Input::Area),
        ],
    },
    EntryForm {
        path: "dispute",
        kind: "translation-disputed.v1",
        fields: &[
            needed("translation", Input::Hidden),
            needed("why", Input::Area),
        ],
    },
    EntryForm {
        path: "rung",
        kind: "rung-reached.v1",
        fields: &[
            needed("member", Input::Known("members")),
            needed("rung", Input::Number),
            needed("because", Input::One(coded_names!(Because))),
        ],
    },
    EntryForm {
        path: "formats/agree",
        kind: "format-agreed.v1",
        fields: &[needed("format", Input::Hidden)],
    },
    EntryForm {
        path: "formats/end",
        kind: "format-ended.v1",
        fields: &[needed("format", Input::Hidden)],
    },
    EntryForm {
        path: "roster",
        kind: "roster-set.v1",
        fields: &[needed("rungs", Input::Area)],
    },
    EntryForm {
        path: "handover",
        kind: "watch-handed-over.v1",
        fields: &[needed("to", Input::Line), optional("note", Input::Area)],
    },
    EntryForm {
        path: "outage",
        kind: "outage-declared.v1",
        fields: &[
            needed("from", Input::Instant),
            needed("until", Input::Instant),
            needed("reason", Input::Line),
        ],
    },
    EntryForm {
        path: "outages/end",
        kind: "outage-ended.v1",
        fields: &[needed("outage", Input::Hidden)],
    },
    EntryForm {
        path: "calls/new",
        kind: "call-scheduled.v1",
        fields: &[
            needed("at", Input::Instant),
            needed("about", Input::Line),
            needed("channel", Input::One(coded_names!(Channel))),
        ],
    },
    EntryForm {
        path: "calls/join",
        kind: "call-joined.v1",
        fields: &[needed("fingerprint", Input::Code)],
    },
    EntryForm {
        path: "calls/end",
        kind: "call-ended.v1",
        fields: &[
            optional("began", Input::Instant),
            needed("ended", Input::Instant),
        ],
    },
    EntryForm {
        path: "calls/consent",
        kind: "call-consented.v1",
        fields: &[],
    },
    EntryForm {
        path: "calls/record",
        kind: "call-recorded.v1",
        fields: &[
            needed("sha256", Input::Code),
            needed("bytes", Input::Number),
        ],
    },
    EntryForm {
        path: "calls/minutes",
        kind: "minutes-proposed.v1",
        fields: &[LANG, needed("text", Input::Area)],
    },
    EntryForm {
        path: "minutes/agree",
        kind: "minutes-agreed.v1",
        fields: &[needed("minutes", Input::Hidden)],
    },
];

/// A form at an address, with what the address already says.
pub(super) struct Address {
    form: &'static EntryForm,
    given: Vec<(&'static str, Value)>,
}

/// The form at a path below `/hotline`, if there is one.
pub(super) fn address(hotline: &Hotline, path: &[&str]) -> Option<Address> {
    let (name, given) = match path {
        ["calls", index, last] => {
            let call = hotline.call(link::number(index)?)?;
            (format!("calls/{last}"), vec![("call", json!(call.id))])
        }
        [index, last] if link::number(index).is_some() => {
            let message = hotline.message(link::number(index)?)?;
            let given = match *last {
                "dispute" => Vec::new(),
                _ => vec![("message", json!(message.id))],
            };
            ((*last).to_owned(), given)
        }
        ["handover"] => {
            // What is open is named by the page, so that nobody forgets any of it.
            ("handover".to_owned(), Vec::new())
        }
        all => (all.join("/"), Vec::new()),
    };
    let form = FORMS.iter().find(|form| form.path == name)?;
    Some(Address { form, given })
}

/// The form.
pub(super) fn show(
    view: &View<'_>,
    address: &Address,
    path: &[&str],
    problems: &Problems,
) -> Shown {
    let tr = view.tr();
    let known = |what: &'static str| known(view, what);
    let around = around(view, &known);
    let fields = address.form.show(&around, &values(view), problems);
    let action = format!("/hotline/{}", path.join("/"));
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, &action, &fields, &tr.say("form-to-review")))
    };
    Shown::reading(tr.plain(&address.form.title("hotline"), &[]), content)
}

fn around<'a>(
    view: &View<'a>,
    known: &'a dyn Fn(&'static str) -> Vec<(String, Markup)>,
) -> Around<'a> {
    Around {
        area: "hotline",
        tr: view.tr(),
        known,
    }
}

/// What the fields begin with: as they were sent, or what the address says, or what makes sense.
fn values(view: &View<'_>) -> BTreeMap<String, String> {
    let mut values = view.ask.query.clone();
    if !values.contains_key(AGAIN) {
        let lang = view.tr().lang.tag().to_owned();
        values.entry("lang".to_owned()).or_insert(lang);
        let own = view.all.ladder(view.own());
        let ladder = own.map(|filed| filed.entry.join("\n"));
        values
            .entry("rungs".to_owned())
            .or_insert(ladder.unwrap_or_default());
    }
    values
}

fn known(view: &View<'_>, _: &'static str) -> Vec<(String, Markup)> {
    let members = view.roll.members().iter();
    members
        .map(|member| (member.id.clone(), view.name(&member.id)))
        .collect()
}

/// The entry a form's fields say.
pub(super) fn write(
    view: &View<'_>,
    address: &Address,
    sent: &BTreeMap<String, String>,
) -> Result<HotlineEntry, Problems> {
    let nothing = |_: &'static str| Vec::new();
    let mut entry = address.form.read(&around(view, &nothing), sent)?;
    compose(view, address.form.kind, &mut entry);
    for (name, value) in &address.given {
        entry.insert((*name).to_owned(), value.clone());
    }
    let json = Value::Object(entry).to_string();
    HotlineEntry::decode(address.form.kind, &json).map_err(|error| {
        let words = act::Value::Words(error.to_string());
        let mut problems = Problems::default();
        let sentence = view.tr().coded("hotline.unfit-form", &[("what", words)]);
        problems.add("form", sentence);
        problems
    })
}

/// Puts together what one field can't say.
fn compose(view: &View<'_>, kind: &str, entry: &mut Map<String, Value>) {
    match kind {
        "roster-set.v1" => {
            let text = entry
                .get("rungs")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<&str> = lines.collect();
            let rungs = json!(lines);
            entry.insert("rungs".to_owned(), rungs);
        }
        "watch-handed-over.v1" => {
            let own = view.own();
            let awaits = |message: &crate::state::Message| {
                let standing = message.standing(view.all, own, view.as_of());
                standing.is_some_and(|standing| standing.awaited.is_some())
            };
            let messages = view.all.waiting(view.as_of()).rev();
            let open = messages.filter(|(_, message)| awaits(message)).take(20);
            let open: Vec<_> = open.map(|(_, message)| message.id).collect();
            entry.insert("open".to_owned(), json!(open));
            entry.entry("note").or_insert(json!(""));
        }
        _ => {}
    }
}

/// Links to those of these forms that the reader may use, about what is at `base`.
pub(super) fn offered(view: &View<'_>, base: &str, paths: &[&str]) -> Markup {
    let forms = FORMS.iter().filter(|form| paths.contains(&form.path));
    let forms = forms.filter(|form| {
        let entry = form.authority("hotline");
        roll::page::may(view.roll, view.ask, &entry)
    });
    let links = forms.map(|form| {
        let last = form.path.rsplit('/').next().unwrap_or(form.path);
        let address = format!("{base}/{last}");
        page::action_link(&address, &view.tr().say(&form.title("hotline")))
    });
    let links: Vec<Markup> = links.collect();
    html! {
        @if !links.is_empty() { p.actions { @for link in &links { (link) " " } } }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use page::{Catalogue, Tr};

    use super::*;
    use crate::entry::{Precedence, ReferenceKind};
    use crate::format::{self, FORMATS};
    use crate::life::Stage;

    #[test]
    fn every_form_format_field_and_code_has_words_in_every_language() {
        let catalogue = Catalogue::new(&crate::page::SOURCES).unwrap();
        assert!(catalogue.gaps().is_empty(), "{:?}", catalogue.gaps());
        let mut keys = BTreeSet::new();
        for form in FORMS {
            keys.insert(form.title("hotline"));
            let name = form.kind.rsplit_once(".v").unwrap().0;
            keys.insert(format!("hotline-say-{name}"));
            for field in form.fields {
                keys.insert(format!("hotline-field-{}", field.name));
                if let Input::One(all) = field.input {
                    keys.extend(all().into_iter().map(|one| format!("hotline-value-{one}")));
                }
            }
        }
        keys.extend(
            Stage::ALL
                .iter()
                .map(|stage| format!("hotline-stage-{}", stage.name())),
        );
        keys.extend(
            Precedence::ALL
                .iter()
                .map(|one| format!("hotline-value-{}", one.name())),
        );
        keys.extend(
            ReferenceKind::ALL
                .iter()
                .map(|one| format!("hotline-value-{}", one.name())),
        );
        for because in Because::ALL {
            keys.insert(format!("hotline-late-{}", because.name()));
            keys.insert(format!("hotline-until-{}", because.name()));
        }
        for one in FORMATS {
            keys.insert(format!("hotline-format-{}", one.id.replace('.', "-")));
            for field in one.fields {
                keys.insert(format!("hotline-field-{}", field.name));
                if let format::Value::Code(codes) = field.value {
                    keys.extend(codes.iter().map(|code| format!("hotline-value-{code}")));
                }
            }
        }
        for key in keys {
            assert!(catalogue.has(&key), "{key}");
            for lang in Lang::ALL {
                assert!(
                    !Tr::new(lang, &catalogue).plain(&key, &[]).is_empty(),
                    "{key}"
                );
            }
        }
    }
}
