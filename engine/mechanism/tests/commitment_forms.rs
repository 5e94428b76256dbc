//! The forms of commitments: what an act says can be said through its form, field by field.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

mod story;

use std::collections::{BTreeMap, BTreeSet};

use act::{Area as _, Entry as _, Index, Leaf};
use commitments::{Commitments, CommitmentsEntry};
use mechanism::Said;
use page::{Ask, Catalogue, Lang, Tr};
use serde_json::{Map, Value};
use story::{Story, root};

type Fields = BTreeMap<String, String>;

fn stories() -> impl Iterator<Item = (String, String)> {
    let files = std::fs::read_dir(root().join("cases")).unwrap();
    files
        .map(|file| file.unwrap().path())
        .map(|path| {
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                path,
            )
        })
        .filter(|(name, _)| name.starts_with("commitment-"))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
}

fn told(catalogue: &Catalogue, text: &str) -> Story {
    let mut story = Story::new();
    story.tell(catalogue, text);
    story
}

/// What a form's fields say, as its entry's JSON, or the problems found in them.
fn written(story: &Story, catalogue: &Catalogue, path: &str, fields: &Fields) -> String {
    let seat = story.seat("m1.mediation");
    let query = BTreeMap::new();
    let ask = Ask {
        tr: Tr::new(Lang::En, catalogue),
        as_of: story.at,
        viewer: Some(seat.viewer()),
        witnessed: None,
        query: &query,
        held: &page::NothingHeld,
    };
    match story.world.write(&ask, path, fields) {
        Ok(said) => said.json(),
        Err(problems) => problems.summary(ask.tr).0,
    }
}

/// The same entry with what is chosen among boxes in one order: which comes first says nothing.
fn boxes_sorted(json: &str) -> String {
    let Ok(mut entry) = serde_json::from_str::<Value>(json) else {
        return json.to_owned();
    };
    for list in ["/methods", "/terms/methods", "/terms/actions"] {
        if let Some(Value::Array(chosen)) = entry.pointer_mut(list) {
            chosen.sort_by_key(Value::to_string);
        }
    }
    entry.to_string()
}

/// The address of the form for an entry. `home` knows whose evidence, finding or request is at a
/// position.
fn form_of(kind: &str, entry: &Value, home: impl Fn(Index) -> String) -> String {
    let named = |path: &str| format!("{}/{path}", entry["commitment"].as_str().unwrap());
    let answer = |heading: &str, name: &str, verb: &str| {
        let index = entry[name].as_u64().unwrap();
        format!("{}/{heading}/{index}/{verb}", home(index))
    };
    let path = match kind.strip_suffix(".v1").unwrap() {
        "object-registered" => "objects/new".to_owned(),
        "commitment-drafted" => "new".to_owned(),
        "event-recorded" => "events/new".to_owned(),
        "bulletin-remark" => "remarks/new".to_owned(),
        "commitment-opened" => named("open"),
        "commitment-signed" => named("sign"),
        "commitment-withdrawn" => named("withdraw"),
        "fulfilment-claimed" => named("claim"),
        "evidence-filed" => named("file"),
        "capacity-stated" => named("capacity"),
        "assistance-requested" => named("assistance"),
        "extension-requested" => named("extension"),
        "suspension-set" => named("suspension"),
        "verification-acknowledged" => named("acknowledge"),
        "visit-scheduled" => named("schedule"),
        "access-requested" => named("access"),
        "visit-recorded" => named("visit"),
        "finding-proposed" => named("find"),
        "access-answered" => answer("access", "request", "answer"),
        "extension-answered" => answer("extensions", "request", "answer"),
        "assistance-answered" => answer("assistance", "request", "answer"),
        "determination-joined" => answer("findings", "determination", "join"),
        "opinion-filed" => answer("findings", "determination", "opinion"),
        "reply-filed" => answer("findings", "finding", "reply"),
        "appeal-filed" => answer("findings", "finding", "appeal"),
        "appeal-ruled" => answer("appeals", "appeal", "rule"),
        "seal-opened" => answer("evidence", "evidence", "open"),
        "evidence-erased" => answer("evidence", "evidence", "erase"),
        kind => panic!("no form for {kind}"),
    };
    format!("/commitments/{path}")
}

/// Puts a part of an entry into fields under its own name.
fn put(fields: &mut Fields, name: &str, value: &Value) {
    let text = match value {
        Value::Null | Value::Bool(false) => return,
        Value::Bool(true) => "yes".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(all) if matches!(name, "actions" | "methods") => {
            let boxes = all
                .iter()
                .map(|one| format!("{name}-{}", one.as_str().unwrap()));
            fields.extend(boxes.map(|name| (name, "yes".to_owned())));
            return;
        }
        Value::Array(all) if matches!(name, "rows" | "channels") => {
            let lines: Vec<&str> = all.iter().map(|one| one.as_str().unwrap()).collect();
            lines.join("\r\n")
        }
        Value::Array(all) if name == "evidence" => {
            let marks: Vec<String> = all.iter().map(|index| format!("#{index}")).collect();
            marks.join(" ")
        }
        Value::Array(_) => value.to_string(),
        Value::Object(_) => panic!("{name} is not one field: {value}"),
    };
    fields.insert(name.to_owned(), text);
}

fn put_all(fields: &mut Fields, part: &Map<String, Value>) {
    for (name, value) in part {
        put(fields, name, value);
    }
}

/// A part that is a word, or a word with parts of its own.
fn put_choice(fields: &mut Fields, name: &str, value: &Value) {
    match value {
        Value::Object(map) => {
            let (word, parts) = map.iter().next().unwrap();
            fields.insert(name.to_owned(), word.clone());
            put_all(fields, parts.as_object().unwrap());
        }
        word => put(fields, name, word),
    }
}

fn put_terms(fields: &mut Fields, terms: &Map<String, Value>) {
    for (name, value) in terms {
        match (name.as_str(), value) {
            ("clause", bound) => {
                put(fields, "instrument", &bound["instrument"]);
                put(fields, "draft", &bound["words"]["draft"]);
                put(fields, "clause", &bound["words"]["clause"]);
            }
            ("instrument", class) => put(fields, "class", class),
            ("target", target) => put_all(fields, target.as_object().unwrap()),
            ("due", due) => {
                put(fields, "due_at", &due["at"]["at"]);
                put(fields, "due_hours", &due["within"]["hours"]);
                put(fields, "due_of", &due["within"]["of"]);
                put(fields, "every_days", &due["every"]["days"]);
                put(fields, "begins", &due["every"]["begins"]);
                put(fields, "ends", &due["every"]["ends"]);
            }
            ("evidence", standards) => {
                for (line, standard) in (1..).zip(standards.as_array().unwrap()) {
                    put(fields, &format!("evidence_{line}"), &standard["kind"]);
                    put(
                        fields,
                        &format!("evidence_{line}_count"),
                        &standard["count"],
                    );
                    put(
                        fields,
                        &format!("evidence_{line}_source"),
                        &standard["source"],
                    );
                    put(
                        fields,
                        &format!("evidence_{line}_fresh"),
                        &standard["fresh_days"],
                    );
                }
            }
            ("access" | "remedy", choice) => put_choice(fields, name, choice),
            ("assistance", help) => {
                for part in ["what", "provider", "due"] {
                    put(fields, &format!("assistance_{part}"), &help[part]);
                }
            }
            _ => put(fields, name, value),
        }
    }
}

/// The fields a member would fill in to say an entry.
fn fields_of(kind: &str, entry: &Value) -> Fields {
    let mut fields = Fields::new();
    for (name, value) in entry.as_object().unwrap() {
        match (name.as_str(), value) {
            ("terms", Value::Object(terms)) => put_terms(&mut fields, terms),
            ("outcome", outcome) => put_choice(&mut fields, name, outcome),
            ("fence", fence) => {
                put(&mut fields, "precision_m", &fence["precision_m"]);
                let fence: commitments::entry::Fence =
                    serde_json::from_value(fence.clone()).unwrap();
                fields.insert("fence".to_owned(), fence.geojson());
            }
            ("declaration", part) => put_all(&mut fields, part.as_object().unwrap()),
            ("list", part) => {
                put_all(&mut fields, part.as_object().unwrap());
                fields.remove("count"); // The rows are counted.
            }
            // What the address says.
            ("request" | "determination" | "finding" | "appeal", _) => {}
            ("evidence", Value::Number(_)) => {}
            ("commitment", _) if kind != "commitment-drafted.v1" => {}
            _ => put(&mut fields, name, value),
        }
    }
    fields
}

/// The fields of the form a page shows, as a browser would send them.
fn fields_shown(html: &str) -> Fields {
    let form = html.split("<form method=\"post\"").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let plain = |text: &str| {
        let text = text
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"");
        text.replace("&amp;", "&")
    };
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(plain(rest.split_once('"')?.0))
    };
    let mut fields = Fields::new();
    for part in form.split('<').skip(1) {
        let (tag, after) = part.split_once('>').unwrap();
        let name = attribute(tag, "name");
        match (tag.split(' ').next().unwrap(), name) {
            ("input", Some(name)) if tag.contains("type=\"checkbox\"") => {
                let checked = tag.contains(" checked").then(|| "yes".to_owned());
                fields.extend(checked.map(|yes| (name, yes)));
            }
            ("input", Some(name)) => {
                fields.insert(name, attribute(tag, "value").unwrap_or_default());
            }
            ("textarea", Some(name)) => {
                fields.insert(name, plain(after.strip_prefix('\n').unwrap_or(after)));
            }
            ("select", Some(name)) => {
                let select = form.split_once(&format!("<{tag}>")).unwrap().1;
                let select = select.split_once("</select>").unwrap().0;
                let options: Vec<&str> = select.split("<option").skip(1).collect();
                let chosen = options
                    .iter()
                    .find(|o| o.split('>').next().unwrap().contains(" selected"));
                let chosen = chosen.or(options.first()).unwrap();
                fields.insert(name, attribute(chosen, "value").unwrap());
            }
            _ => {}
        }
    }
    fields
}

#[test]
fn every_act_of_the_stories_is_what_its_form_says() {
    let catalogue = mechanism::catalogue();
    let mut kinds = BTreeSet::new();
    for (name, text) in stories() {
        let story = told(&catalogue, &text);
        let seat = story.seat("m1.mediation");
        for (index, leaf) in (0..).zip(&story.leaves) {
            let reading = mechanism::read(&Leaf::parse(leaf).unwrap().envelope).unwrap();
            let Said::Commitments(said) = &reading.said else {
                continue;
            };
            if story.world.void_reason(index).is_some() {
                continue;
            }
            let entry: Value = serde_json::from_str(&said.json()).unwrap();
            let home = |index| {
                let (home, _) = story.world.areas.commitments.home(index).unwrap();
                home.clone()
            };
            let path = form_of(said.kind(), &entry, home);
            let fields = fields_of(said.kind(), &entry);
            assert_eq!(
                boxes_sorted(&written(&story, &catalogue, &path, &fields)),
                boxes_sorted(&said.json()),
                "{name} #{index}: {path} {fields:#?}"
            );
            let shown = story
                .show(&catalogue, &path, Some(&seat), Lang::En)
                .unwrap();
            for field in fields.keys() {
                let named = format!("name=\"{field}\"");
                assert!(
                    shown.content.0.contains(&named),
                    "{name} #{index}: {path} has no {field}"
                );
            }
            kinds.insert(said.kind());
        }
    }
    // Kinds that no story has are in the next test.
    let all: BTreeSet<&str> = CommitmentsEntry::KINDS.iter().copied().collect();
    let direct: BTreeSet<&str> = DIRECT.iter().map(|(kind, _)| *kind).collect();
    let missing: Vec<_> = all
        .difference(&kinds)
        .filter(|kind| !direct.contains(*kind))
        .collect();
    assert_eq!(missing, Vec::<&&str>::new());
}

/// Entries with parts that no story has.
const DIRECT: &[(&str, &str)] = &[
    (
        "commitment-withdrawn.v1",
        r#"{"commitment":"c-1","note":"Drafted anew with the other."}"#,
    ),
    (
        "event-recorded.v1",
        r#"{"event":"exchange","at":"2025-11-02T08:00:30.000Z",
            "note":"Both told us.\nIn writing."}"#,
    ),
    (
        "bulletin-remark.v1",
        r#"{"date":"2025-11-30","text":"We ask to be read."}"#,
    ),
    (
        "commitment-drafted.v1",
        r#"{"commitment":"c-8","terms":{"title":"All parts","obligor":"a","beneficiary":"b",
            "kind":"obligation-of-conduct",
        "clause":{"instrument":"talks","words":$words(talks one C-04)},"actions":["close",
            "publish"],"object":"site-1","target":{"unit":"sites","count":3},
        "due":{"within":{"hours":72,"of":"exchange"}},"evidence":[
            {"kind":"photo-before","count":2,"source":"declared","fresh_days":14},
            {"kind":"photo-after","count":2,"source":"declared"},
            {"kind":"visit","count":1,"source":"own","fresh_days":0},{"kind":"document",
            "count":1,"source":"other"}],
        "verifiers":2,"methods":["document","site-visit"],"access":{"persons":{"notice_hours":48}},
        "assistance":{"what":"Transport for the crew.","provider":"b",
            "due":"2025-11-20T12:00:00.000Z"},
        "remedy":{"rule":{"rule":"r-1"}},"review":"2026-06-01T00:00:00.000Z",
            "rights_basis":"Law 4, with counsel.",
        "instrument":"binding-order","visibility":"parties"}}"#,
    ),
    (
        "commitment-drafted.v1",
        r#"{"commitment":"c-9","terms":{"title":"In periods","kind":"recurring",
            "due":{"every":{"days":30,
        "begins":"2025-12-01T00:00:00.000Z","ends":"2026-12-01T00:00:00.000Z"}},"access":"not-needed","remedy":"none","visibility":"mediators"}}"#,
    ),
    (
        "commitment-drafted.v1",
        r#"{"commitment":"c-9","terms":{"title":"Not much","kind":"one-off",
            "visibility":"mediators"}}"#,
    ),
    (
        "object-registered.v1",
        r#"{"object":"order-7","kind":"instrument","title":"An order","area":"",
            "reference":"7/2025"}"#,
    ),
    (
        "evidence-filed.v1",
        r#"{"commitment":"c-1","period":0,"kind":"declaration","blobs":[],
            "custody":"From the gazette.","note":"",
        "declaration":{"class":"guidance","authority":"The council","scope":"All members",
            "channels":["The gazette","The radio"],
        "issued":"2025-11-10T09:00:00.000Z","revoked":"2025-11-12T09:00:00.000Z"}}"#,
    ),
    (
        "evidence-filed.v1",
        r#"{"commitment":"c-1","period":0,"kind":"detainee-list","blobs":[{"blob":$blob(list),
            "bytes":900,
        "media":"application/vnd.tasdiq.sealed","sealed_to":["m1","m2"]}],"custody":"From the registry.","note":"Two rows.",
        "list":{"count":2,"rows":[$blob(one),$blob(two)],"legal_basis":"Law 4",
            "review":"2026-01-01T00:00:00.000Z"}}"#,
    ),
    (
        "finding-proposed.v1",
        r#"{"commitment":"c-1","period":1,"outcome":{"partial":{"done":1,"of":3}},
            "confidence":"moderate",
        "basis":"One of three.","evidence":[20,22],"methods":["remote-review","site-visit"],"corrects":24}"#,
    ),
    (
        "finding-proposed.v1",
        r#"{"commitment":"c-1","period":0,
            "outcome":{"cannot-determine":{"because":"access-denied"}},
        "confidence":"low","basis":"Not let in.","evidence":[],"methods":[]}"#,
    ),
    (
        "finding-proposed.v1",
        r#"{"commitment":"c-1","period":0,
            "outcome":{"no-violation-found":{"begins":"2025-11-01T00:00:00.000Z",
        "ends":"2025-12-01T00:00:00.000Z","coverage_permille":640}},"confidence":"low","basis":"Posts.","evidence":[20],"methods":[]}"#,
    ),
    (
        "appeal-ruled.v1",
        r#"{"appeal":30,"ruling":"varied","outcome":{"partial":{"done":2,"of":3}},
            "reasons":"A second was shown."}"#,
    ),
    (
        "appeal-ruled.v1",
        r#"{"appeal":30,"ruling":"set-aside","reasons":"Not heard."}"#,
    ),
];

#[test]
fn parts_that_no_story_has_are_what_their_form_says() {
    let catalogue = mechanism::catalogue();
    let (_, text) = stories()
        .find(|(name, _)| name == "commitment-kept")
        .unwrap();
    let story = told(&catalogue, &text);
    for (kind, json) in DIRECT {
        let json = story.fill(json);
        let Ok(Said::Commitments(said)) = Said::decode(Commitments::NAME, kind, &json) else {
            panic!("{kind} {json}");
        };
        let entry: Value = serde_json::from_str(&said.json()).unwrap();
        let path = form_of(kind, &entry, |_| "c-1".to_owned());
        let fields = fields_of(kind, &entry);
        assert_eq!(
            boxes_sorted(&written(&story, &catalogue, &path, &fields)),
            boxes_sorted(&said.json()),
            "{path} {fields:#?}"
        );
    }
}

#[test]
fn the_form_for_the_next_draft_sent_as_it_is_shown_says_the_same_terms() {
    let catalogue = mechanism::catalogue();
    let mut drafts = 0;
    for (name, text) in stories() {
        let mut story = told(&catalogue, &text);
        let (_, whole) = DIRECT
            .iter()
            .find(|(_, json)| json.contains("All parts"))
            .unwrap();
        if name == "commitment-kept" {
            story.say("a.negotiator", "commitments.commitment-drafted", whole);
            assert!(story.world.areas.commitments.commitment("c-8").is_some());
        }
        let seat = story.seat("m1.mediation");
        for (id, held) in story.world.areas.commitments.commitments() {
            let path = format!("/commitments/{id}/draft");
            let shown = story
                .show(&catalogue, &path, Some(&seat), Lang::En)
                .unwrap();
            let json = written(&story, &catalogue, &path, &fields_shown(&shown.content.0));
            let latest = serde_json::json!({ "commitment": id, "terms": held.latest() });
            assert_eq!(
                boxes_sorted(&json),
                boxes_sorted(&latest.to_string()),
                "{name} {id}"
            );
            drafts += 1;
        }
    }
    assert!(drafts > 8, "{drafts}");
}

#[test]
fn forms_begin_with_the_earliest_open_period_and_the_object() {
    let catalogue = mechanism::catalogue();
    let mut later = 0;
    for (name, text) in stories() {
        let story = told(&catalogue, &text);
        let seat = story.seat("m1.mediation");
        let all = &story.world.areas.commitments;
        for (id, held) in all.commitments().filter(|(_, held)| held.agreed.is_some()) {
            let periods = held.periods(all, story.at);
            let open = periods
                .iter()
                .find(|p| p.stage != commitments::life::Stage::Closed);
            let Some(open) = open else { continue };
            later += u32::from(open.number > 0);
            for verb in [
                "claim",
                "file",
                "find",
                "extension",
                "acknowledge",
                "schedule",
                "visit",
            ] {
                let path = format!("/commitments/{id}/{verb}");
                let shown = story
                    .show(&catalogue, &path, Some(&seat), Lang::En)
                    .unwrap();
                let fields = fields_shown(&shown.content.0);
                assert_eq!(fields["period"], open.number.to_string(), "{name} {path}");
                if let Some(object) = fields.get("object") {
                    assert_eq!(Some(object), held.terms().object.as_ref(), "{name} {path}");
                }
            }
            // What the address says comes before what makes sense.
            let path = format!("/commitments/{id}/claim?period=7");
            let shown = story
                .show(&catalogue, &path, Some(&seat), Lang::En)
                .unwrap();
            assert_eq!(fields_shown(&shown.content.0)["period"], "7");
        }
    }
    assert!(later > 0, "no story has a later period open");
}

#[test]
fn a_form_shown_again_shows_what_was_sent_and_nothing_else() {
    let catalogue = mechanism::catalogue();
    let (_, text) = stories()
        .find(|(name, _)| name == "commitment-kept")
        .unwrap();
    let story = told(&catalogue, &text);
    let seat = story.seat("a.negotiator");
    let fields = Fields::from([
        ("commitment".to_owned(), "c-1".to_owned()),
        ("title".to_owned(), String::new()),
    ]);
    let query = BTreeMap::new();
    let ask = Ask {
        tr: Tr::new(Lang::En, &catalogue),
        as_of: story.at,
        viewer: Some(seat.viewer()),
        witnessed: None,
        query: &query,
        held: &page::NothingHeld,
    };
    let shown = story
        .world
        .show_again(&story.log(), &ask, "/commitments/c-1/draft", &fields)
        .unwrap();
    let again = fields_shown(&shown.content.0);
    assert_eq!(again["title"], "");
    assert_eq!(again["count"], "");
    assert!(!again.contains_key("actions-close"), "{again:?}");
}

#[test]
fn what_is_half_filled_in_is_said_and_never_dropped() {
    let catalogue = mechanism::catalogue();
    let (_, text) = stories()
        .find(|(name, _)| name == "commitment-kept")
        .unwrap();
    let story = told(&catalogue, &text);
    let half: [(&[(&str, &str)], &str); 11] = [
        (&[("count", "3")], "unit"),
        (&[("unit", "sites")], "count"),
        (&[("due_hours", "3")], "due_of"),
        (
            &[("every_days", "30"), ("begins", "2025-12-01 00:00")],
            "ends",
        ),
        (&[("evidence_3_count", "2")], "evidence_3"),
        (&[("evidence_4_fresh", "2")], "evidence_4"),
        (&[("notice_hours", "2")], "access"),
        (&[("assistance_what", "Transport")], "assistance_provider"),
        (&[("remedy", "rule")], "rule"),
        (
            &[
                ("instrument", "talks"),
                ("draft", "one"),
                ("clause", "C-99"),
            ],
            "clause",
        ),
        (
            &[
                ("due_at", "2025-12-01 00:00"),
                ("due_hours", "3"),
                ("due_of", "exchange"),
            ],
            "due_at",
        ),
    ];
    for (filled, wrong) in half {
        let mut fields: Fields = [
            ("commitment", "c-8"),
            ("title", "T"),
            ("kind", "one-off"),
            ("visibility", "public"),
        ]
        .iter()
        .chain(filled)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        let problems = written(&story, &catalogue, "/commitments/new", &fields);
        assert!(
            problems.contains(&format!("#{wrong}\"")) || problems.contains(&format!("-{wrong}\"")),
            "{filled:?}: {problems}"
        );
        filled
            .iter()
            .for_each(|(name, _)| drop(fields.remove(*name)));
        assert!(written(&story, &catalogue, "/commitments/new", &fields).starts_with('{'));
    }
}
