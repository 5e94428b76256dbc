//! Terms as fields of a form, and back. What is only half filled in is said, never dropped.

use std::collections::BTreeMap;

use act::Time;
use page::instant_to_type;
use serde_json::{Map, Value, json};

use super::fields::EVIDENCE_LINES;
use crate::terms::{Access, Deadline, Remedy, Terms};

/// A field to be mended, and the key of the sentence that says why.
pub(super) type Wrong = (String, &'static str);

/// Fields whose value is a part of terms as it stands.
const PLAIN: [&str; 11] = [
    "title",
    "kind",
    "obligor",
    "beneficiary",
    "actions",
    "object",
    "verifiers",
    "methods",
    "review",
    "rights_basis",
    "visibility",
];

/// Takes the fields of terms out of `map` and puts the terms together. `bound` knows the words that
/// an instrument, draft and clause name.
pub(super) fn compose(
    map: &mut Map<String, Value>,
    bound: impl FnOnce(&[Value; 3]) -> Option<Value>,
) -> (Value, Vec<Wrong>) {
    let mut fields = Fields {
        map,
        wrong: Vec::new(),
    };
    let mut terms = Map::new();
    let plain = PLAIN.map(|name| (name, fields.take(name)));
    let parts = [
        ("clause", fields.clause(bound)),
        ("target", fields.target()),
        ("due", fields.due()),
        ("evidence", Some(fields.evidence())),
        ("access", fields.access()),
        ("assistance", fields.assistance()),
        ("remedy", fields.remedy()),
        ("instrument", fields.take("class")),
    ];
    for (name, value) in plain.into_iter().chain(parts) {
        terms.extend(value.map(|value| (name.to_owned(), value)));
    }
    (Value::Object(terms), fields.wrong)
}

struct Fields<'a> {
    map: &'a mut Map<String, Value>,
    wrong: Vec<Wrong>,
}

impl Fields<'_> {
    fn take(&mut self, name: &str) -> Option<Value> {
        self.map.remove(name).filter(|value| *value != json!(""))
    }

    fn incomplete(&mut self, name: &str) {
        self.wrong
            .push((name.to_owned(), "commitments-incomplete-part"));
    }

    /// All of these fields, or none of them.
    fn together<const N: usize>(&mut self, names: [&str; N]) -> Option<[Value; N]> {
        let values = names.map(|name| self.take(name));
        let missing = names.iter().zip(&values).find(|(_, value)| value.is_none());
        if let Some((name, _)) = missing
            && values.iter().any(Option::is_some)
        {
            self.incomplete(name);
        }
        let all: Option<Vec<Value>> = values.into_iter().collect();
        all?.try_into().ok()
    }

    fn clause(&mut self, bound: impl FnOnce(&[Value; 3]) -> Option<Value>) -> Option<Value> {
        let words = self.together(["instrument", "draft", "clause"])?;
        let bound = bound(&words);
        if bound.is_none() {
            self.wrong
                .push(("clause".to_owned(), "commitments-no-such-clause"));
        }
        bound
    }

    fn target(&mut self) -> Option<Value> {
        let [count, unit] = self.together(["count", "unit"])?;
        Some(json!({ "unit": unit, "count": count }))
    }

    fn due(&mut self) -> Option<Value> {
        let at = self.take("due_at");
        let within = self.together(["due_hours", "due_of"]);
        let every = self.together(["every_days", "begins", "ends"]);
        let ways = [
            at.map(|at| json!({ "at": { "at": at } })),
            within.map(|[hours, of]| json!({ "within": { "hours": hours, "of": of } })),
            every.map(|[days, begins, ends]| {
                json!({ "every": { "days": days, "begins": begins, "ends": ends } })
            }),
        ];
        let mut given = ways.into_iter().flatten();
        let due = given.next();
        if given.next().is_some() {
            self.wrong
                .push(("due_at".to_owned(), "commitments-one-deadline"));
        }
        due
    }

    fn evidence(&mut self) -> Value {
        let mut standards = Vec::new();
        for line in 1..=EVIDENCE_LINES {
            let name = format!("evidence_{line}");
            let kind = self.take(&name);
            let count = self.take(&format!("{name}_count"));
            let source = self.take(&format!("{name}_source"));
            let fresh = self.take(&format!("{name}_fresh"));
            let Some(kind) = kind else {
                if count.is_some() || source.is_some() || fresh.is_some() {
                    self.incomplete(&name);
                }
                continue;
            };
            let mut standard = Map::new();
            standard.insert("kind".to_owned(), kind);
            standard.insert("count".to_owned(), count.unwrap_or(json!(1)));
            standard.insert("source".to_owned(), source.unwrap_or(json!("declared")));
            standard.extend(fresh.map(|days| ("fresh_days".to_owned(), days)));
            standards.push(Value::Object(standard));
        }
        Value::Array(standards)
    }

    fn access(&mut self) -> Option<Value> {
        let (access, notice) = (self.take("access"), self.take("notice_hours"));
        match access.as_ref().and_then(Value::as_str) {
            Some(name @ ("site" | "persons")) => {
                Some(json!({ name: { "notice_hours": notice.unwrap_or(json!(24)) } }))
            }
            _ => {
                if notice.is_some() {
                    self.incomplete("access");
                }
                access
            }
        }
    }

    fn assistance(&mut self) -> Option<Value> {
        let names = ["assistance_what", "assistance_provider", "assistance_due"];
        let [what, provider, due] = self.together(names)?;
        Some(json!({ "what": what, "provider": provider, "due": due }))
    }

    fn remedy(&mut self) -> Option<Value> {
        let (remedy, rule) = (self.take("remedy"), self.take("rule"));
        let by_rule = remedy == Some(json!("rule"));
        match rule {
            Some(rule) if by_rule => return Some(json!({ "rule": { "rule": rule } })),
            Some(_) => self.incomplete("remedy"),
            None if by_rule => self.incomplete("rule"),
            None => {}
        }
        remedy
    }
}

/// The fields that say these terms: what a form for the next draft begins with.
pub(super) fn fields_of(terms: &Terms) -> BTreeMap<String, String> {
    let mut said = Said(BTreeMap::new());
    said.put("title", &terms.title);
    said.put("kind", terms.kind.name());
    said.put("visibility", terms.visibility.name());
    said.maybe("obligor", terms.obligor.as_ref());
    said.maybe("beneficiary", terms.beneficiary.as_ref());
    said.maybe("object", terms.object.as_ref());
    said.maybe("verifiers", terms.verifiers);
    said.maybe("review", terms.review.map(instant_to_type));
    said.maybe("rights_basis", terms.rights_basis.as_ref());
    said.maybe("class", terms.instrument.map(|class| class.name()));
    said.boxes("actions", terms.actions.iter().map(|action| action.name()));
    said.boxes("methods", terms.methods.iter().map(|method| method.name()));
    if let Some(bound) = &terms.clause {
        said.put("instrument", &bound.instrument);
        said.put("draft", &bound.words.draft);
        said.put("clause", &bound.words.clause);
    }
    if let Some(target) = &terms.target {
        said.put("count", target.count);
        said.put("unit", &target.unit);
    }
    said.due(terms.due.as_ref());
    for (line, standard) in (1..=EVIDENCE_LINES).zip(&terms.evidence) {
        let name = format!("evidence_{line}");
        said.put(&name, standard.kind.name());
        said.put(&format!("{name}_count"), standard.count);
        said.put(&format!("{name}_source"), standard.source.name());
        said.maybe(&format!("{name}_fresh"), standard.fresh_days);
    }
    said.access(terms.access.as_ref());
    if let Some(help) = &terms.assistance {
        said.put("assistance_what", &help.what);
        said.put("assistance_provider", &help.provider);
        said.put("assistance_due", instant_to_type(help.due));
    }
    match &terms.remedy {
        None => {}
        Some(Remedy::None) => said.put("remedy", "none"),
        Some(Remedy::Conference) => said.put("remedy", "conference"),
        Some(Remedy::Rule { rule }) => {
            said.put("remedy", "rule");
            said.put("rule", rule);
        }
    }
    said.0
}

/// Fields as a browser would send them.
struct Said(BTreeMap<String, String>);

impl Said {
    fn put(&mut self, name: &str, value: impl ToString) {
        self.0.insert(name.to_owned(), value.to_string());
    }

    fn maybe(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    fn boxes(&mut self, name: &str, chosen: impl Iterator<Item = &'static str>) {
        for one in chosen {
            self.put(&format!("{name}-{one}"), "yes");
        }
    }

    fn instant(&mut self, name: &str, time: Time) {
        self.put(name, instant_to_type(time));
    }

    fn due(&mut self, due: Option<&Deadline>) {
        match due {
            None => {}
            Some(Deadline::At { at }) => self.instant("due_at", *at),
            Some(Deadline::Within { hours, of }) => {
                self.put("due_hours", hours);
                self.put("due_of", of);
            }
            Some(Deadline::Every { days, begins, ends }) => {
                self.put("every_days", days);
                self.instant("begins", *begins);
                self.instant("ends", *ends);
            }
        }
    }

    fn access(&mut self, access: Option<&Access>) {
        let (name, notice) = match access {
            None => return,
            Some(Access::NotNeeded) => ("not-needed", None),
            Some(Access::Site { notice_hours }) => ("site", Some(notice_hours)),
            Some(Access::Persons { notice_hours }) => ("persons", Some(notice_hours)),
        };
        self.put("access", name);
        self.maybe("notice_hours", notice);
    }
}
