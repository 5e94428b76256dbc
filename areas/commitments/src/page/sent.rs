//! How a sent form becomes an entry, or what is to be mended in it. Fields become the JSON of the
//! entry, which is then read as strictly as any other act.

use std::collections::BTreeMap;

use act::{Entry as _, Index};
use agreement::Agreement;
use page::{Ask, Problems, typed_instant, typed_text};
use serde_json::{Map, Value, json};

use super::address::{Address, answers};
use super::fields::{Field, Input, Need};
use super::terms;
use crate::entry::CommitmentsEntry;
use crate::fence;

/// A form as it was sent.
pub(super) struct Sent<'a> {
    pub(super) agreement: &'a Agreement,
    pub(super) ask: &'a Ask<'a>,
    pub(super) fields: &'a BTreeMap<String, String>,
    pub(super) problems: Problems,
}

impl Sent<'_> {
    fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn wrong(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.ask.tr.say(key));
    }

    pub(super) fn no_such_form(mut self) -> Problems {
        self.wrong("form", "roll-no-such-form");
        self.problems
    }

    /// The entry, if every field can be read.
    pub(super) fn entry(mut self, address: &Address<'_>) -> Result<CommitmentsEntry, Problems> {
        let mut map = Map::new();
        if let Some(commitment) = address.commitment
            && address.answered.is_none()
        {
            map.insert("commitment".to_owned(), json!(commitment));
        }
        if let Some(index) = address.answered {
            map.insert(answers(address.form.path).to_owned(), json!(index));
        }
        for field in address.form.fields {
            if let Some(value) = self.read(field) {
                map.insert(field.name.to_owned(), value);
            }
        }
        self.compose(address.form.kind, &mut map);
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        let json = Value::Object(map).to_string();
        CommitmentsEntry::decode(address.form.kind, &json).map_err(|error| {
            // The fields were read one by one; what is left is a field that was not filled in.
            let mut problems = Problems::default();
            let words = act::Value::Words(error.to_string());
            let sentence = self
                .ask
                .tr
                .coded("commitments.unfit-form", &[("what", words)]);
            problems.add("form", sentence);
            problems
        })
    }

    fn read(&mut self, field: &Field) -> Option<Value> {
        let text = typed_text(self.get(field.name));
        if let Input::Many(all) = field.input {
            let chosen = all()
                .into_iter()
                .filter(|name| self.get(&format!("{}-{name}", field.name)) == "yes");
            return Some(json!(chosen.collect::<Vec<_>>()));
        }
        if let Input::Yes = field.input {
            return Some(json!(text == "yes"));
        }
        if text.is_empty() {
            return self.absent(field);
        }
        let read = match field.input {
            Input::Number => text.parse::<u64>().ok().map(|number| json!(number)),
            Input::Instant => typed_instant(&text).map(|time| json!(time.to_string())),
            Input::Indices => indices(&text),
            Input::Fence => fence::parse(&text).map(|rings| json!(rings)),
            Input::Blobs => serde_json::from_str::<Value>(&text).ok(),
            Input::Digests | Input::Lines => {
                let lines = text.lines().map(str::trim);
                let filled = lines.filter(|line| !line.is_empty());
                Some(json!(filled.collect::<Vec<_>>()))
            }
            Input::One(all) => all().contains(&text.as_str()).then(|| json!(text)),
            Input::Code
            | Input::Line
            | Input::Area
            | Input::Day
            | Input::Member
            | Input::Object
            | Input::Hash
            | Input::Many(_)
            | Input::Yes => Some(json!(text)),
        };
        if read.is_none() {
            self.wrong(field.name, "form-cannot-read");
        }
        read
    }

    fn absent(&mut self, field: &Field) -> Option<Value> {
        if field.need == Need::Needed {
            self.wrong(field.name, "form-needed");
        }
        match field.input {
            Input::Indices | Input::Blobs => Some(json!([])),
            Input::Area | Input::Line if field.need == Need::Optional => Some(json!("")),
            _ => None,
        }
    }

    /// Puts together what one field can't say.
    fn compose(&mut self, kind: &str, map: &mut Map<String, Value>) {
        match kind {
            "commitment-drafted.v1" => self.terms(map),
            "finding-proposed.v1" => outcome(map),
            "appeal-ruled.v1" => {
                if map.get("ruling") == Some(&json!("varied")) {
                    outcome(map);
                } else {
                    for name in [
                        "outcome",
                        "done",
                        "of",
                        "because",
                        "begins",
                        "ends",
                        "coverage_permille",
                    ] {
                        map.remove(name);
                    }
                }
            }
            "object-registered.v1" => {
                let precision = map.remove("precision_m").unwrap_or(json!(0));
                if let Some(rings) = map.remove("fence") {
                    let fence = json!({ "rings": rings, "precision_m": precision });
                    map.insert("fence".to_owned(), fence);
                }
            }
            "evidence-filed.v1" => evidence(map),
            _ => {}
        }
    }

    fn terms(&mut self, map: &mut Map<String, Value>) {
        let (terms, wrong) = terms::compose(map, |words| self.bound(words));
        for (field, key) in wrong {
            self.wrong(&field, key);
        }
        map.insert("terms".to_owned(), terms);
    }

    /// The words a draft of the agreement has now, with their hash.
    fn bound(&self, [instrument, draft, clause]: &[Value; 3]) -> Option<Value> {
        let (instrument, draft, clause) = (instrument.as_str()?, draft.as_str()?, clause.as_str()?);
        let tabled = self.agreement.instrument(instrument)?.draft(draft)?;
        let hash = agreement::state::hash_of(tabled.clause(clause)?);
        Some(json!({
            "instrument": instrument,
            "words": { "draft": draft, "clause": clause, "hash": hash },
        }))
    }
}

fn indices(text: &str) -> Option<Value> {
    let words = text
        .split([' ', ',', '#', '\n'])
        .filter(|word| !word.is_empty());
    let indices: Option<Vec<Index>> = words.map(|word| word.parse().ok()).collect();
    indices.map(|indices| json!(indices))
}

/// An outcome with the numbers that belong to it.
fn outcome(map: &mut Map<String, Value>) {
    let mut take = |name: &str| map.remove(name);
    let (done, of, because) = (take("done"), take("of"), take("because"));
    let (begins, ends, coverage) = (take("begins"), take("ends"), take("coverage_permille"));
    let outcome = take("outcome").map(|outcome| match outcome.as_str() {
        Some("partial") => json!({ "partial": { "done": done, "of": of } }),
        Some("cannot-determine") => json!({ "cannot-determine": { "because": because } }),
        Some("no-violation-found") => json!({ "no-violation-found": {
            "begins": begins, "ends": ends, "coverage_permille": coverage,
        } }),
        _ => outcome,
    });
    map.extend(outcome.map(|outcome| ("outcome".to_owned(), outcome)));
}

/// A declaration or a list, where the kind of evidence is one.
fn evidence(map: &mut Map<String, Value>) {
    let mut take = |name: &str| map.remove(name).filter(|value| *value != json!(""));
    let (class, authority, scope) = (take("class"), take("authority"), take("scope"));
    let (channels, issued, revoked) = (take("channels"), take("issued"), take("revoked"));
    let (rows, legal_basis, review) = (take("rows"), take("legal_basis"), take("review"));
    match map.get("kind").and_then(Value::as_str) {
        Some("declaration") => {
            let mut declaration = json!({
                "class": class,
                "authority": authority.unwrap_or(json!("")),
                "scope": scope.unwrap_or(json!("")),
                "channels": channels.unwrap_or(json!([])),
                "issued": issued,
            });
            if let (Some(revoked), Some(map)) = (revoked, declaration.as_object_mut()) {
                map.insert("revoked".to_owned(), revoked);
            }
            map.insert("declaration".to_owned(), declaration);
        }
        Some("detainee-list") => {
            let rows = rows.unwrap_or(json!([]));
            let count = rows.as_array().map_or(0, Vec::len);
            let list = json!({
                "count": count, "rows": rows,
                "legal_basis": legal_basis.unwrap_or(json!("")), "review": review,
            });
            map.insert("list".to_owned(), list);
        }
        _ => {}
    }
}
