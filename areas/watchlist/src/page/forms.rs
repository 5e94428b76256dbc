//! The forms of the watchlist, as a table: which entry each makes, and what it asks for. What a
//! listing says of a person is never among the fields: a script or the command line seals it, and
//! the form takes the reference.

use std::collections::BTreeMap;

use act::{Entry as _, Index};
use page::{
    AGAIN, Around, EntryField, EntryForm, Input, Markup, Method, NotHere, Problems, Shown,
    coded_names, form, html, instant_to_type, needed, optional,
};
use roll::Roll;
use serde_json::{Map, Value, json};

use super::link::{self, View};
use crate::entry::{
    Adjudication, Agreement, Category, CheckOutcome, Correction, Ending, Feature, FlagGround,
    Ground, PetitionAnswer, PetitionKind, Recommended, RefugeeCheck, Subject, WatchlistEntry,
};
use crate::state::Watchlist;

const PARTICULARS: [EntryField; 13] = [
    needed("subject", Input::One(coded_names!(Subject))),
    needed("category", Input::One(coded_names!(Category))),
    needed("instrument", Input::Line).within("basis"),
    optional("article", Input::Line).within("basis"),
    needed("authority", Input::Line).within("basis"),
    needed("decided", Input::Instant).within("basis"),
    optional("valid_until", Input::Instant).within("basis"),
    optional("minor", Input::Yes).within("safeguards"),
    needed("review_by", Input::Instant).within("safeguards"),
    optional("source", Input::Code).within("safeguards"),
    needed("body", Input::Json).within("sealed"),
    needed("identity", Input::Json).within("sealed"),
    optional("photos", Input::Json).within("sealed"),
];

const fn with(last: EntryField) -> [EntryField; 14] {
    let mut fields = [last; 14];
    let mut at = 0;
    while at < PARTICULARS.len() {
        fields[at] = PARTICULARS[at];
        at += 1;
    }
    fields
}

const PROPOSE: &[EntryField] = &with(optional("urgent", Input::Yes));
const CORRECT: &[EntryField] = &with(needed("because", Input::One(coded_names!(Correction))));
const CANARY: &[EntryField] = &PARTICULARS;

const COMPARED: Input = Input::One(coded_names!(Agreement));

/// Every form. The path is the end of its address; numbers and ids of the address are left out.
pub(super) const FORMS: &[EntryForm] = &[
    EntryForm {
        path: "propose",
        kind: "listing-proposed.v1",
        fields: PROPOSE,
    },
    EntryForm {
        path: "canaries/new",
        kind: "canary-placed.v1",
        fields: CANARY,
    },
    EntryForm {
        path: "correct",
        kind: "listing-corrected.v1",
        fields: CORRECT,
    },
    EntryForm {
        path: "check",
        kind: "listing-checked.v1",
        fields: &[
            needed("version", Input::HiddenNumber),
            needed("outcome", Input::One(coded_names!(CheckOutcome))),
            needed("refugee", Input::One(coded_names!(RefugeeCheck))),
            optional("urgent", Input::Yes),
        ],
    },
    EntryForm {
        path: "second",
        kind: "listing-seconded.v1",
        fields: &[needed("version", Input::HiddenNumber)],
    },
    EntryForm {
        path: "object",
        kind: "listing-objected.v1",
        fields: &[needed("ground", Input::One(coded_names!(Ground)))],
    },
    EntryForm {
        path: "extend",
        kind: "hold-extended.v1",
        fields: &[],
    },
    EntryForm {
        path: "agree",
        kind: "objection-withdrawn.v1",
        fields: &[],
    },
    EntryForm {
        path: "withdraw",
        kind: "listing-withdrawn.v1",
        fields: &[],
    },
    EntryForm {
        path: "delist",
        kind: "listing-delisted.v1",
        fields: &[needed("because", Input::One(coded_names!(Ending)))],
    },
    EntryForm {
        path: "renew",
        kind: "renewal-proposed.v1",
        fields: &[
            needed("review_by", Input::Instant),
            needed("assessment", Input::Json),
        ],
    },
    EntryForm {
        path: "renewals/second",
        kind: "renewal-seconded.v1",
        fields: &[],
    },
    EntryForm {
        path: "flag",
        kind: "flag-raised.v1",
        fields: &[needed("ground", Input::One(coded_names!(FlagGround)))],
    },
    EntryForm {
        path: "flags/clear",
        kind: "flag-cleared.v1",
        fields: &[optional("token", Input::Code)],
    },
    EntryForm {
        path: "erase",
        kind: "listing-erased.v1",
        fields: &[],
    },
    EntryForm {
        path: "receipt",
        kind: "erasure-receipted.v1",
        fields: &[],
    },
    EntryForm {
        path: "petitions/new",
        kind: "petition-received.v1",
        fields: &[
            needed("kind", Input::One(coded_names!(PetitionKind))),
            optional("listing", Input::Code),
            needed("receipt", Input::Code),
            needed("body", Input::Json),
        ],
    },
    EntryForm {
        path: "petitions/assign",
        kind: "petition-assigned.v1",
        fields: &[
            needed("listing", Input::Code),
            needed("reviewer", Input::Known("mediators")),
        ],
    },
    EntryForm {
        path: "petitions/answer",
        kind: "petition-answered.v1",
        fields: &[
            needed("answer", Input::One(coded_names!(PetitionAnswer))),
            optional("reply", Input::Json),
        ],
    },
    EntryForm {
        path: "petitions/recommend",
        kind: "recommendation-made.v1",
        fields: &[
            needed("outcome", Input::One(coded_names!(Recommended))),
            needed("report", Input::Json),
            optional("reply", Input::Json),
        ],
    },
    EntryForm {
        path: "petitions/object",
        kind: "delisting-objected.v1",
        fields: &[needed("ground", Input::One(coded_names!(Ground)))],
    },
    EntryForm {
        path: "editions/acknowledge",
        kind: "edition-acknowledged.v1",
        fields: &[needed("root", Input::Hidden)],
    },
    EntryForm {
        path: "screenings/adjudicate",
        kind: "screening-adjudicated.v1",
        fields: &[
            needed("listing", Input::Known("shown")),
            needed("outcome", Input::One(coded_names!(Adjudication))),
            optional("compared-name", COMPARED).within("compared"),
            optional("compared-father", COMPARED).within("compared"),
            optional("compared-birth", COMPARED).within("compared"),
            optional("compared-place", COMPARED).within("compared"),
            optional("compared-document", COMPARED).within("compared"),
            optional("compared-picture", COMPARED).within("compared"),
            optional("compared-mark", COMPARED).within("compared"),
            optional("compared-token", COMPARED).within("compared"),
            needed("held_minutes", Input::Number),
            needed("reference", Input::Code),
        ],
    },
    EntryForm {
        path: "adjudications/confirm",
        kind: "screening-confirmed.v1",
        fields: &[needed("outcome", Input::One(coded_names!(Adjudication)))],
    },
];

/// A form, and what its address says of the entry.
pub(super) struct Address {
    pub(super) form: &'static EntryForm,
    /// Fields of the entry that the address gives.
    pub(super) given: Vec<(&'static str, Value)>,
    /// The listing it is about, to be shown above it.
    pub(super) listing: Option<String>,
}

/// The form at an address below the area.
pub(super) fn address(watchlist: &Watchlist, path: &[&str]) -> Option<Address> {
    let number = |text: &str| text.parse::<Index>().ok();
    let id = |field: &'static str, text: &str| (field, json!(text));
    let (name, given, listing): (String, Vec<(&'static str, Value)>, Option<&str>) = match path {
        ["propose"] => ("propose".to_owned(), Vec::new(), None),
        ["canaries" | "petitions", "new"] => (path.join("/"), Vec::new(), None),
        ["petitions", one, name] => (format!("petitions/{name}"), vec![id("petition", one)], None),
        ["editions", day, "acknowledge"] => {
            let edition = json!({ "day": day, "urgent": 0 });
            (
                "editions/acknowledge".to_owned(),
                vec![("edition", edition)],
                None,
            )
        }
        ["screenings", index, "adjudicate"] => {
            let screening = watchlist.screening(number(index)?)?;
            let given = vec![("screening", json!(screening.recorded.query))];
            ("screenings/adjudicate".to_owned(), given, None)
        }
        ["adjudications", index, "confirm"] => {
            let index = number(index)?;
            let mut all = watchlist.screenings();
            let found = all.find_map(|(_, one)| one.adjudications.get(&index))?;
            let given = vec![("adjudication", json!(found.said.reference))];
            ("adjudications/confirm".to_owned(), given, None)
        }
        [one, "flags", flag, "clear"] => {
            let given = vec![("flag", json!(number(flag)?))];
            ("flags/clear".to_owned(), given, Some(one))
        }
        [one, "renewals", renewal, "second"] => {
            let given = vec![id("listing", one), ("renewal", json!(number(renewal)?))];
            ("renewals/second".to_owned(), given, Some(one))
        }
        [one, name] => ((*name).to_owned(), vec![id("listing", one)], Some(one)),
        _ => return None,
    };
    let listing = match listing {
        Some(id) => Some(watchlist.listing(id).map(|_| id.to_owned())?),
        None => None,
    };
    let form = FORMS.iter().find(|form| form.path == name)?;
    Some(Address {
        form,
        given,
        listing,
    })
}

fn around<'a>(
    ask: &page::Ask<'a>,
    known: &'a dyn Fn(&'static str) -> Vec<(String, Markup)>,
) -> Around<'a> {
    Around {
        area: "watchlist",
        tr: ask.tr,
        known,
    }
}

/// The form at an address.
pub(super) fn show(
    view: &View<'_>,
    address: &Address,
    path: &[&str],
    problems: &Problems,
) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let known = |what: &'static str| known(view, address, what);
    let values = values(view, address);
    let fields = address
        .form
        .show(&around(view.ask, &known), &values, problems);
    let action = format!("/watchlist/{}", path.join("/"));
    let sealing = address
        .form
        .fields
        .iter()
        .any(|field| matches!(field.input, Input::Json));
    let content = html! {
        (problems.summary(tr))
        @if let Some(id) = &address.listing { p { (link::listing(id)) } }
        (super::sealing::offer(view, address))
        @if sealing { p.hint { (tr.say("watchlist-sealing-hint")) } }
        (form(Method::Post, &action, &fields, &tr.say("form-to-review")))
    };
    Ok(Shown::reading(
        tr.plain(&address.form.title("watchlist"), &[]),
        content,
    ))
}

/// What the fields begin with: as they were sent, or what makes sense.
fn values(view: &View<'_>, address: &Address) -> BTreeMap<String, String> {
    let query = view.ask.query;
    if query.contains_key(AGAIN) {
        return query.clone();
    }
    let mut values = BTreeMap::new();
    let mut put = |name: &str, value: String| drop(values.insert(name.to_owned(), value));
    let listing = address
        .listing
        .as_deref()
        .and_then(|id| view.all.listing(id));
    if let Some(listing) = listing
        && let Some(life) = listing.life(view.as_of())
    {
        put("version", life.now().version.to_string());
        if address.form.path == "correct" {
            let latest = listing.latest();
            put("subject", latest.subject.name().to_owned());
            put("category", latest.category.name().to_owned());
            put("review_by", instant_to_type(latest.review_by));
            put("minor", if latest.minor { "yes" } else { "" }.to_owned());
            put("source", latest.source.clone().unwrap_or_default());
            put("photos", json!(latest.photos).to_string());
            if let Some(basis) = latest.basis.first() {
                put("instrument", basis.instrument.clone());
                put("article", basis.article.clone());
                put("authority", basis.authority.clone());
                put("decided", instant_to_type(basis.decided));
                put(
                    "valid_until",
                    basis.valid_until.map_or_else(String::new, instant_to_type),
                );
            }
        }
    }
    if let Some((_, edition)) = address.given.iter().find(|(name, _)| *name == "edition") {
        let name = serde_json::from_value(edition.clone());
        let lives = crate::edition::Lives::of(view.all, view.as_of());
        if let Some(edition) = name.ok().and_then(|name| lives.named(&name).ok()) {
            put("root", edition.root().to_string());
        }
    }
    values.extend(query.clone());
    values
}

fn known(view: &View<'_>, address: &Address, what: &str) -> Vec<(String, Markup)> {
    match what {
        "mediators" => {
            let mediators = view.roll.with_part(act::decision::Part::Mediator);
            mediators
                .map(|member| (member.id.clone(), view.name(&member.id)))
                .collect()
        }
        _ => {
            let screening = address.given.iter().find(|(name, _)| *name == "screening");
            let query = screening.and_then(|(_, value)| value.as_str()?.parse().ok());
            let shown = query
                .and_then(|query| view.all.asked(&query))
                .map(|(_, one)| one);
            let shown = shown.map_or(&[][..], |screening| &screening.recorded.shown);
            shown
                .iter()
                .map(|id| (id.clone(), html! { (page::Id(id)) }))
                .collect()
        }
    }
}

/// The entry a form's fields say.
pub(super) fn write(
    _: &Roll,
    ask: &page::Ask<'_>,
    address: &Address,
    sent: &BTreeMap<String, String>,
) -> Result<WatchlistEntry, Problems> {
    let nothing = |_: &'static str| Vec::new();
    let mut entry = address.form.read(&around(ask, &nothing), sent)?;
    compose(address.form.kind, &mut entry);
    for (name, value) in &address.given {
        entry.insert((*name).to_owned(), value.clone());
    }
    let json = Value::Object(entry).to_string();
    WatchlistEntry::decode(address.form.kind, &json).map_err(|error| {
        let words = act::Value::Words(error.to_string());
        let mut problems = Problems::default();
        problems.add(
            "form",
            ask.tr.coded("watchlist.unfit-form", &[("what", words)]),
        );
        problems
    })
}

/// Puts together what one field can't say.
fn compose(kind: &str, entry: &mut Map<String, Value>) {
    match kind {
        "listing-proposed.v1" | "listing-corrected.v1" | "canary-placed.v1" => {
            let mut basis = Map::new();
            for name in [
                "instrument",
                "article",
                "authority",
                "decided",
                "valid_until",
            ] {
                if let Some(value) = entry.remove(name) {
                    basis.insert(name.to_owned(), value);
                }
            }
            basis.entry("article").or_insert(json!(""));
            let mut particulars = Map::new();
            particulars.insert("basis".to_owned(), json!([basis]));
            for name in [
                "subject",
                "category",
                "minor",
                "review_by",
                "source",
                "body",
                "identity",
                "photos",
            ] {
                if let Some(value) = entry.remove(name) {
                    particulars.insert(name.to_owned(), value);
                }
            }
            particulars.entry("photos").or_insert(json!([]));
            let category = particulars.get("category").and_then(Value::as_str);
            let category = Category::ALL
                .iter()
                .find(|one| Some(one.name()) == category);
            if let Some(category) = category {
                particulars.insert("action".to_owned(), json!(category.action().name()));
            }
            entry.insert("particulars".to_owned(), Value::Object(particulars));
        }
        "screening-adjudicated.v1" => {
            let lines = Feature::ALL.iter().filter_map(|feature| {
                let result = entry.remove(&format!("compared-{}", feature.name()))?;
                Some(json!({ "feature": feature.name(), "result": result }))
            });
            let compared: Vec<Value> = lines.collect();
            entry.insert("compared".to_owned(), json!(compared));
        }
        _ => {}
    }
}

/// Links to those of these forms that the reader may use. `base` is the address of what they are about.
pub(super) fn offered(view: &View<'_>, base: &str, paths: &[&str]) -> Markup {
    let forms = FORMS.iter().filter(|form| paths.contains(&form.path));
    let mut forms = forms.filter(|form| {
        let entry = form.authority("watchlist");
        roll::page::may(view.roll, view.ask, &entry)
    });
    let first = forms.next();
    let address = |form: &EntryForm| {
        let (_, last) = form.path.rsplit_once('/').unwrap_or(("", form.path));
        format!("{base}/{last}")
    };
    html! {
        @if let Some(first) = first {
            p.actions {
                @for form in std::iter::once(first).chain(forms) {
                    (page::action_link(&address(form), &view.tr().say(&form.title("watchlist"))))
                    " "
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use page::{Catalogue, Lang, Tr};

    use super::*;

    #[test]
    fn every_form_field_group_and_value_has_words_in_every_language() {
        let catalogue = Catalogue::new(&crate::page::SOURCES).unwrap();
        assert!(catalogue.gaps().is_empty(), "{:?}", catalogue.gaps());
        for form in FORMS {
            let mut keys = BTreeSet::from([form.title("watchlist")]);
            for field in form.fields {
                let hidden = matches!(field.input, Input::Hidden | Input::HiddenNumber);
                keys.extend((!hidden).then(|| format!("watchlist-field-{}", field.name)));
                let group = (!field.group.is_empty()).then_some(field.group);
                keys.extend(group.map(|group| format!("watchlist-group-{group}")));
                if let Input::One(all) = field.input {
                    keys.extend(
                        all()
                            .into_iter()
                            .map(|one| format!("watchlist-value-{one}")),
                    );
                }
                if let Input::Json = field.input {
                    keys.insert(format!("watchlist-hint-{}", field.name));
                }
            }
            for key in keys {
                assert!(catalogue.has(&key), "{key} of {}", form.path);
                for lang in Lang::ALL {
                    let words = Tr::new(lang, &catalogue).plain(&key, &[]);
                    assert!(!words.is_empty(), "{key} {lang:?}");
                }
            }
        }
    }
}
