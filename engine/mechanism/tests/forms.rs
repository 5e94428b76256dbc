//! Every form there and back: what its page offers is filled in, becomes an entry, is in force, and
//! is said in six languages.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

mod story;

use std::collections::BTreeMap;

use act::Verdict;
use mechanism::Said;
use page::{Ask, Catalogue, Lang, Tr};
use story::{Seat, Story, query, root};

/// A form, who fills it in, with what, and the entry that it becomes.
struct Form {
    seat: &'static str,
    /// Its address; `LAST` is the place of the entry before.
    address: String,
    /// By field; `clause-*` answers every field that begins so.
    answers: Vec<(&'static str, String)>,
    entry: &'static str,
}

fn form(
    seat: &'static str,
    address: &str,
    answers: &[(&'static str, &str)],
    entry: &'static str,
) -> Form {
    Form {
        seat,
        address: address.to_owned(),
        answers: answers.iter().map(|(n, v)| (*n, (*v).to_owned())).collect(),
        entry,
    }
}

/// In an order in which each is in force after the ones before.
fn forms(story: &Story) -> Vec<Form> {
    let charter = story
        .cast
        .charter
        .replace("\"Joint Mechanism\"", "\"Mechanism\"");
    let left = story.key("a.negotiator").public().to_string();
    vec![
        form(
            "m1.mediation",
            "/agreement/talks/minutes/new?draft=b-new",
            &[
                ("member", "b"),
                ("spoken_at", "2025-11-07 13:00"),
                ("text", "Party B said that it can accept these words."),
                ("stance-2", "accept-if"),
                ("words-2", "in other words"),
            ],
            "agreement.minute-recorded.v1",
        ),
        form(
            "b.negotiator",
            "/agreement/talks/minutes/LAST/answer",
            &[("answer", "dispute"), ("note", "We did not say so.")],
            "agreement.minute-answered.v1",
        ),
        form(
            "a.negotiator",
            "/agreement/talks/offers/new?draft=a-proposal",
            &[
                ("title", "Posts"),
                ("title-1", "Common posts"),
                ("clauses-1", "C-08"),
                ("how_to_accept", "By a position."),
            ],
            "agreement.offer-made.v1",
        ),
        form(
            "a.negotiator",
            "/agreement/talks/offers/LAST/withdraw",
            &[("note", "Replaced by another.")],
            "agreement.offer-withdrawn.v1",
        ),
        form(
            "b.negotiator",
            "/agreement/talks/explain?draft=b-new",
            &[("target", "C-02"), ("text", "To be treated in an annex.")],
            "agreement.explanation-given.v1",
        ),
        form(
            "m1.mediation",
            "/agreement/talks/remarks/new",
            &[
                ("role", "A spokesperson"),
                ("made_at", "2025-11-07 12:00"),
                ("about", "C-01"),
                ("text", "Talks go on."),
            ],
            "agreement.remark-recorded.v1",
        ),
        form(
            "m1.mediation",
            "/agreement/talks/statements/new",
            &[("title", "Joint statement"), ("clause-*", "yes")],
            "agreement.joint-statement-proposed.v1",
        ),
        form(
            "a.negotiator",
            "/agreement/talks/statements/LAST/answer",
            &[("choice", "approve"), ("note", "Gladly.")],
            "agreement.joint-statement-answered.v1",
        ),
        form(
            "a.negotiator",
            "/roll/proposals/amendment",
            &[("charter", &charter), ("reason", "A shorter name.")],
            "roll.proposal-made.v1",
        ),
        form(
            "b.negotiator",
            "/roll/proposals/LAST/vote",
            &[("choice", "object"), ("reason", "The name is fine.")],
            "roll.vote-cast.v1",
        ),
        form(
            "a.key-administrator",
            &format!("/roll/keys/revoke?key={}", left.replace('+', "%2B")),
            &[("reason", "left"), ("suspect_from", "")],
            "roll.key-revoked.v1",
        ),
    ]
}

#[test]
fn every_form_is_filled_in_written_judged_and_said() {
    let catalogue = mechanism::catalogue();
    let text = std::fs::read_to_string(root().join("cases/negotiation.case")).unwrap();
    let mut story = Story::new();
    story.tell(&catalogue, &text);
    for form in forms(&story) {
        let last = (story.world.size() - 1).to_string();
        let address = form.address.replace("LAST", &last);
        let seat = story.seat(form.seat);
        let page = story
            .show(&catalogue, &address, Some(&seat), Lang::En)
            .unwrap_or_else(|e| panic!("{address}: {e:?}"));
        let path = address.split('?').next().unwrap();
        let fields = filled(&offered(&page.content.0, path), &form.answers, &address);
        let said = written(&story, &catalogue, &seat, &address, &fields);
        let (area, kind) = said.kind();
        assert_eq!(format!("{area}.{kind}"), form.entry, "{address}");
        for lang in Lang::ALL {
            let words = story.world.say(&said, Tr::new(lang, &catalogue)).0;
            assert!(!words.contains("class=\"missing\""), "{address}: {words}");
            assert!(!story::strip(&words).is_empty(), "{address}");
        }
        // What was typed is in the entry: nothing is lost between the page and the signature.
        for (name, answer) in &form.answers {
            let quoted = serde_json::to_string(answer).unwrap();
            let typed = quoted.trim_matches('"').trim_end_matches("\\n");
            let free = matches!(
                *name,
                "text" | "note" | "reason" | "title" | "charter" | "role"
            );
            assert!(
                !free || typed == "left" || said.json().contains(typed),
                "{address}: {name} is not in {}",
                said.json()
            );
        }
        let name = kind.strip_suffix(".v1").unwrap();
        let verdict = story.say(form.seat, &format!("{area}.{name}"), &said.json());
        assert_eq!(verdict, Verdict::InForce, "{address}: {}", said.json());
    }
}

fn written(
    story: &Story,
    catalogue: &Catalogue,
    seat: &Seat,
    address: &str,
    fields: &BTreeMap<String, String>,
) -> Said {
    let query = query(address);
    let tr = Tr::new(Lang::En, catalogue);
    let ask = Ask {
        tr,
        as_of: story.at,
        viewer: Some(seat.viewer()),
        witnessed: None,
        query: &query,
        held: &page::NothingHeld,
    };
    let path = address.split('?').next().unwrap();
    story
        .world
        .write(&ask, path, fields)
        .unwrap_or_else(|p| panic!("{address}: {}", story::strip(&p.summary(tr).0)))
}

/// A field as a page offers it.
struct Offered {
    name: String,
    /// What is sent if nobody touches it.
    value: Option<String>,
    /// What can be chosen; empty where one types.
    choices: Vec<String>,
}

/// The answers in the fields of the page: each must be offered, as must what is chosen in it.
fn filled(
    offered: &[Offered],
    answers: &[(&str, String)],
    address: &str,
) -> BTreeMap<String, String> {
    let untouched = offered.iter();
    let mut fields: BTreeMap<String, String> = untouched
        .filter_map(|field| Some((field.name.clone(), field.value.clone()?)))
        .collect();
    for (name, answer) in answers {
        let meant = |field: &&Offered| match name.strip_suffix('*') {
            Some(prefix) => field.name.starts_with(prefix),
            None => field.name == *name,
        };
        let meant: Vec<&Offered> = offered.iter().filter(meant).collect();
        let names: Vec<&str> = offered.iter().map(|field| field.name.as_str()).collect();
        assert!(!meant.is_empty(), "{address} has no {name} among {names:?}");
        for field in meant {
            let choices = &field.choices;
            assert!(
                choices.is_empty() || choices.contains(answer),
                "{address}: {name} offers {choices:?}"
            );
            fields.insert(field.name.clone(), answer.clone());
        }
    }
    fields
}

/// The fields of the form that is sent to `path`.
fn offered(html: &str, path: &str) -> Vec<Offered> {
    let begin = format!("<form method=\"post\" action=\"{path}\"");
    let (_, form) = html
        .split_once(&begin)
        .unwrap_or_else(|| panic!("no form for {path} in {html}"));
    let form = form.split("</form>").next().unwrap();
    let mut fields: Vec<Offered> = Vec::new();
    for (at, _) in form.match_indices('<') {
        let rest = &form[at + 1..];
        let (tag, after) = rest.split_once('>').unwrap();
        let value = attribute(tag, "value");
        match (
            tag.split(' ').next().unwrap(),
            attribute(tag, "type").as_deref(),
        ) {
            ("input", Some(kind @ ("radio" | "checkbox"))) => {
                let name = attribute(tag, "name").unwrap();
                let chosen = tag.ends_with(" checked").then(|| value.clone()).flatten();
                match fields.iter_mut().find(|field| field.name == name) {
                    Some(field) if kind == "radio" => field.choices.extend(value),
                    _ => fields.push(Offered {
                        name,
                        value: chosen,
                        choices: value.into_iter().collect(),
                    }),
                }
            }
            ("input", _) => fields.push(Offered {
                name: attribute(tag, "name").unwrap(),
                value,
                choices: Vec::new(),
            }),
            ("textarea", _) => fields.push(Offered {
                name: attribute(tag, "name").unwrap(),
                value: Some(plain(after.split('<').next().unwrap())),
                choices: Vec::new(),
            }),
            ("select", _) => fields.push(Offered {
                name: attribute(tag, "name").unwrap(),
                value: None,
                choices: Vec::new(),
            }),
            ("option", _) => {
                let field = fields.last_mut().unwrap();
                // A browser sends the first option where none is marked.
                if field.value.is_none() || tag.ends_with(" selected") {
                    field.value.clone_from(&value);
                }
                field.choices.extend(value);
            }
            _ => {}
        }
    }
    fields
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(plain(rest.split('"').next()?))
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
