//! What the rules of commitments refuse, each code at least once, and what the lint asks, each
//! question alone.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories may name files"
)]

mod story;

use std::collections::BTreeSet;

use act::Verdict;
use commitments::lint::{Question, open_questions};
use commitments::terms::Terms;
use serde_json::{Value, json};
use story::Story;

const FENCE: &str = r#"{"rings":[[[71100000,34100000],[71110000,34100000],[71110000,34110000],
    [71100000,34100000]]],"precision_m":20}"#;

/// Terms that leave nothing open.
const COMPLETE: &str = r#"{"title":"Site 1 is closed","clause":{"instrument":"talks",
            "words":$words(talks one C-04)},
    "obligor":"a","beneficiary":"b","kind":"one-off","actions":["close"],"object":"site-1",
    "target":{"unit":"sites","count":1},"due":{"at":{"at":"2025-12-01T18:00:00.000Z"}},
    "evidence":[{"kind":"photo-after","count":1,"source":"declared"}],"verifiers":2,
    "methods":["site-visit","remote-review"],"access":{"site":{"notice_hours":24}},
    "remedy":"conference","review":"2026-06-01T00:00:00.000Z","visibility":"public"}"#;

fn say(story: &mut Story, who: &str, entry: &str) -> Verdict {
    let (kind, json) = entry.split_once(' ').unwrap();
    let area = match kind {
        "instrument-opened" | "draft-tabled" => "agreement",
        _ => "commitments",
    };
    story.say(who, &format!("{area}.{kind}"), json)
}

fn begun() -> Story {
    let mut story = Story::new();
    story.tell(
        &mechanism::catalogue(),
        "at 2025-11-01T08:00:00.000Z\nfounded\nkeys everyone\n",
    );
    let register = |id: &str, kind: &str, rest: &str| {
        format!(r#"object-registered {{"object":"{id}","kind":"{kind}","title":"T"{rest}}}"#)
    };
    for entry in [
        r#"instrument-opened {"instrument":"talks","title":"Statement",
            "single_undertaking":false}"#
            .to_owned(),
        r#"draft-tabled {"instrument":"talks","draft":"one","title":"Statement",
            "kind":"one-text","language":"en",
           "text":"1. {C-04} Each Party shall close the sites listed for it."}"#
            .to_owned(),
        register(
            "site-1",
            "training-camp",
            &format!(r#","area":"","fence":{FENCE}"#),
        ),
        register("site-2", "training-camp", r#","area":"""#),
        register("site-3", "safe-house", r#","area":"North valley""#),
        register("paper-1", "media-outlet", r#","area":"North valley""#),
    ] {
        assert_eq!(
            say(&mut story, "m1.mediation", &entry),
            Verdict::InForce,
            "{entry}"
        );
    }
    story
}

/// The complete terms with `part` put in place of what is at `name`; null takes it away.
fn terms(story: &Story, changes: &[(&str, Value)]) -> Terms {
    let mut terms: Value = serde_json::from_str(&story.fill(COMPLETE)).unwrap();
    for (name, part) in changes {
        let fields = terms.as_object_mut().unwrap();
        match part {
            Value::Null => drop(fields.remove(*name)),
            part => drop(fields.insert((*name).to_owned(), part.clone())),
        }
    }
    serde_json::from_value(terms).unwrap()
}

#[test]
fn each_question_is_asked_alone_where_its_answer_alone_is_missing() {
    use Question as Q;
    let story = begun();
    let areas = &story.world.areas;
    let ask = |changes: &[(&str, Value)]| {
        let terms = terms(&story, changes);
        open_questions(&terms, &areas.commitments, &areas.agreement, story.at)
    };
    let words_of = |draft: &str| {
        let hash = act::Digest::of(b"other");
        let words = json!({ "draft": draft, "clause": "C-04", "hash": hash });
        json!({ "instrument": "talks", "words": words })
    };
    let (other_words, no_draft) = (words_of("one"), words_of("two"));
    let every = |days: u32, begins: &str, ends: &str| json!({ "every": { "days": days, "begins": begins, "ends": ends } });
    let (early, late) = ("2025-12-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z");
    let alone: Vec<(Q, Vec<(&str, Value)>)> = vec![
        (Q::Words, vec![("clause", Value::Null)]),
        (Q::Words, vec![("clause", other_words)]),
        (Q::Words, vec![("clause", no_draft)]),
        (Q::Obligor, vec![("obligor", Value::Null)]),
        (Q::Obligor, vec![("beneficiary", Value::Null)]),
        (Q::Obligor, vec![("beneficiary", json!("a"))]),
        (Q::OneAction, vec![("actions", Value::Null)]),
        (
            Q::OneAction,
            vec![("actions", json!(["close", "dismantle"]))],
        ),
        (Q::Object, vec![("object", Value::Null)]),
        (Q::Object, vec![("object", json!("site-9"))]),
        (Q::Object, vec![("object", json!("site-2"))]),
        (Q::Deadline, vec![("due", Value::Null)]),
        (Q::Deadline, vec![("kind", json!("recurring"))]),
        (
            Q::Deadline,
            vec![("due", json!({ "within": { "hours": 0, "of": "exchange" } }))],
        ),
        (
            Q::Deadline,
            vec![("due", json!({ "within": { "hours": 3, "of": "" } }))],
        ),
        (Q::Deadline, vec![("due", every(0, early, late))]),
        (Q::Deadline, vec![("due", every(7, early, early))]),
        (Q::EndState, vec![("target", Value::Null)]),
        (
            Q::EndState,
            vec![("target", json!({ "unit": "", "count": 1 }))],
        ),
        (
            Q::EndState,
            vec![("target", json!({ "unit": "sites", "count": 0 }))],
        ),
        (Q::Evidence, vec![("evidence", Value::Null)]),
        (
            Q::Evidence,
            vec![(
                "evidence",
                json!([{ "kind": "photo", "count": 0, "source": "own" }]),
            )],
        ),
        (Q::Verifier, vec![("verifiers", Value::Null)]),
        (Q::Verifier, vec![("verifiers", json!(0))]),
        (Q::Verifier, vec![("methods", Value::Null)]),
        (Q::Access, vec![("access", Value::Null)]),
        (Q::Access, vec![("access", json!("not-needed"))]),
        (Q::Consequence, vec![("remedy", Value::Null)]),
        (Q::Term, vec![("review", Value::Null)]),
        (Q::Rights, vec![("actions", json!(["detain"]))]),
        (
            Q::Rights,
            vec![
                ("actions", json!(["prosecute"])),
                ("rights_basis", json!(" ")),
            ],
        ),
        (Q::Rights, vec![("object", json!("paper-1"))]),
        (Q::Rights, vec![("instrument", json!("guidance"))]),
    ];
    for (question, changes) in &alone {
        assert_eq!(ask(changes), [*question], "{changes:?}");
    }
    let asked: BTreeSet<Q> = alone.iter().map(|(question, _)| *question).collect();
    assert_eq!(asked.into_iter().collect::<Vec<_>>(), Q::ALL);
    let none: Vec<Vec<(&str, Value)>> = vec![
        vec![],
        vec![("object", json!("site-3"))],
        vec![("remedy", json!("none"))],
        vec![
            ("access", json!("not-needed")),
            ("methods", json!(["document"])),
        ],
        vec![("kind", json!("recurring")), ("due", every(7, early, late))],
        vec![
            ("kind", json!("continuing-prohibition")),
            ("target", json!({ "unit": "incidents", "count": 0 })),
        ],
        vec![
            ("instrument", json!("guidance")),
            ("rights_basis", json!("Law 4.")),
        ],
    ];
    for changes in &none {
        assert_eq!(ask(changes), [], "{changes:?}");
    }
    // Before the draft was tabled and the object registered, they could not be named.
    let terms = terms(&story, &[]);
    let before = areas.roll.founded().unwrap().after_millis(-1);
    let open = open_questions(&terms, &areas.commitments, &areas.agreement, before);
    assert_eq!(open, [Q::Words, Q::Object]);
}

const REVIEW: &str = r#""review":"2026-01-01T00:00:00.000Z""#;

/// Who says what, and the code the rules answer with. `@name` is the position of the line that
/// begins with it, `@complete` the complete terms, `@long` a text longer than any may be, `@blob` the
/// rest of a reference to a payload, `@list` a list of persons.
const DRAFTS: &str = r#"
m1.mediation: object-registered {"object":"site-1","kind":"group","title":"T","area":""}
-> object-known
m1.mediation: object-registered {"object":"Site 1","kind":"group","title":"T","area":""}
-> bad-id
m1.mediation: object-registered {"object":"s","kind":"group","title":"@long","area":""}
-> text-too-long
m1.mediation: object-registered {"object":"s","kind":"post","title":"T","area":"",
  "fence":{"rings":[[[0,0],[1,1],[0,0]]],"precision_m":1}}
-> bad-fence
m1.mediation: event-recorded {"event":"exchange","at":"2025-11-01T08:00:00.001Z","note":""}
-> not-yet
a.negotiator: bulletin-remark {"date":"2025-02-30","text":"T"}
-> bad-date
a.negotiator: commitment-drafted {"commitment":"docket","terms":@complete}
-> bad-id
a.negotiator: commitment-drafted {"commitment":"c-1","terms":{"title":"T","kind":"one-off",
  "verifiers":3,"visibility":"public"}}
-> too-many-verifiers
a.negotiator: commitment-drafted {"commitment":"c-1","terms":{"title":"T","kind":"one-off",
  "object":"site-9","visibility":"public"}}
-> no-such-object
a.negotiator: commitment-drafted {"commitment":"c-1","terms":{"title":"T","kind":"one-off",
  "actions":[@many],"visibility":"public"}}
-> too-many
a.negotiator: commitment-drafted {"commitment":"c-1","terms":@complete}
-> in force
b.negotiator: commitment-drafted {"commitment":"c-1","terms":@complete}
-> not-your-draft
a.negotiator: commitment-signed {"commitment":"c-1","terms":$terms(c-1)}
-> not-open
a.negotiator: commitment-opened {"commitment":"c-1","terms":$blob(other)}
-> other-terms
a.negotiator: fulfilment-claimed {"commitment":"c-1","period":0,"done":1,"of":1,"evidence":[],
  "note":""}
-> not-agreed
a.negotiator: fulfilment-claimed {"commitment":"c-9","period":0,"done":1,"of":1,"evidence":[],
  "note":""}
-> no-such-record
a.negotiator: commitment-drafted {"commitment":"c-2","terms":{"title":"T","kind":"one-off",
  "visibility":"public"}}
-> in force
a.negotiator: commitment-opened {"commitment":"c-2","terms":$terms(c-2)}
-> not-reviewable
a.negotiator: commitment-withdrawn {"commitment":"c-2","note":"Anew."}
-> in force
a.negotiator: commitment-drafted {"commitment":"c-2","terms":@complete}
-> withdrawn
a.negotiator: commitment-drafted {"commitment":"c-3","terms":@with_m1}
-> in force
a.negotiator: commitment-opened {"commitment":"c-3","terms":$terms(c-3)}
-> in force
b.negotiator: commitment-signed {"commitment":"c-3","terms":$terms(c-3)}
-> not-bound
a.negotiator: commitment-opened {"commitment":"c-1","terms":$terms(c-1)}
-> in force
a.negotiator: commitment-signed {"commitment":"c-1","terms":$terms(c-1)}
-> in force
a.negotiator: commitment-signed {"commitment":"c-1","terms":$terms(c-1)}
-> signed-already
b.negotiator: commitment-signed {"commitment":"c-1","terms":$terms(c-1)}
-> in force
a.negotiator: commitment-drafted {"commitment":"c-1","terms":@complete}
-> agreed-already
"#;

const EVIDENCE: &str = r#"
m1.mediation: verification-acknowledged {"commitment":"c-1","period":0}
-> wrong-stage
a.negotiator: extension-requested {"commitment":"c-1","period":0,"until":"2025-12-01T18:00:00.000Z",
  "note":""}
-> no-extension
@x a.negotiator: extension-requested {"commitment":"c-1","period":0,"until":"2025-12-03T18:00:00.000Z",
  "note":""}
-> in force
b.negotiator: extension-answered {"request":@x,"granted":false,"note":""}
-> in force
b.negotiator: extension-answered {"request":@x,"granted":true,"note":""}
-> answered-already
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"photo","blobs":[],"custody":"",
  "note":""}
-> evidence-unfit
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"visit",
  "blobs":[{"blob":$blob(one)@blob}],"custody":"","note":""}
-> not-your-part
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"photo",
  "blobs":[{"blob":$blob(one),"bytes":40000001,"media":"image/png"}],"custody":"",
  "note":""}
-> blob-too-large
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"photo",
  "blobs":[{"blob":$blob(one),"bytes":9,"media":"text/html"}],"custody":"","note":""}
-> media
@e a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"photo",
  "blobs":[{"blob":$blob(one)@blob}],"custody":"","note":""}
-> in force
b.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"photo",
  "blobs":[{"blob":$blob(one)@blob}],"custody":"","note":""}
-> blob-known
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"detainee-list","blobs":[],
  "custody":"","note":"","list":{"count":0,"rows":[],"legal_basis":" ",@review}}
-> no-legal-basis
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"detainee-list","blobs":[],
  "custody":"","note":"","list":{"count":1,"rows":[],"legal_basis":"Law 4",@review}}
-> rows-differ
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"detainee-list",
  "blobs":[{"blob":$blob(two)@blob}],"custody":"","note":"","list":@list}
-> list-not-sealed
a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"detainee-list",
  "blobs":[{"blob":$blob(two),"bytes":9,"media":"application/vnd.tasdiq.sealed",
  "sealed_to":["b"]}],"custody":"","note":"","list":@list}
-> list-not-sealed
@s a.negotiator: evidence-filed {"commitment":"c-1","period":0,"kind":"detainee-list",
  "blobs":[{"blob":$blob(two),"bytes":9,"media":"application/vnd.tasdiq.sealed",
  "sealed_to":["m1"]}],"custody":"","note":"","list":@list}
-> in force
m1.mediation: seal-opened {"evidence":@s,"blob":$blob(two),"purpose":" "}
-> no-purpose
m2.mediation: seal-opened {"evidence":@s,"blob":$blob(two),"purpose":"To count."}
-> not-entitled
m1.mediation: seal-opened {"evidence":@s,"blob":$blob(one),"purpose":"To count."}
-> no-such-evidence
m1.mediation: seal-opened {"evidence":@s,"blob":$blob(two),"purpose":"To count."}
-> in force
a.negotiator: evidence-erased {"evidence":@e,"ground":"Not ours."}
-> held
m1.mediation: evidence-erased {"evidence":@s,"ground":" "}
-> no-ground
m1.mediation: evidence-erased {"evidence":@s,"ground":"An order."}
-> in force
m1.mediation: seal-opened {"evidence":@s,"blob":$blob(two),"purpose":"To count."}
-> erased
b.negotiator: fulfilment-claimed {"commitment":"c-1","period":0,"done":1,"of":1,"evidence":[],
  "note":""}
-> not-yours
a.negotiator: fulfilment-claimed {"commitment":"c-1","period":0,"done":2,"of":1,"evidence":[],
  "note":""}
-> more-than-all
a.negotiator: fulfilment-claimed {"commitment":"c-1","period":0,"done":1,"of":1,"evidence":[1],
  "note":""}
-> no-such-evidence
a.negotiator: fulfilment-claimed {"commitment":"c-1","period":1,"done":1,"of":1,"evidence":[],
  "note":""}
-> no-such-period
a.negotiator: fulfilment-claimed {"commitment":"c-1","period":0,"done":1,"of":1,"evidence":[@e],
  "note":""}
-> in force
"#;

const FINDINGS: &str = r#"
m1.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":"compliant",
  "confidence":"low","basis":" ","evidence":[@e],"methods":[]}
-> no-basis
m1.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":"compliant",
  "confidence":"low","basis":"B","evidence":[],"methods":[]}
-> no-evidence
m1.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":{"partial":{"done":1,
  "of":1}},"confidence":"low","basis":"B","evidence":[@e],"methods":[]}
-> outcome-unfit
m1.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":"compliant",
  "confidence":"low","basis":"B","evidence":[@e],"methods":[],"corrects":@e}
-> nothing-to-correct
@f m1.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":"compliant",
  "confidence":"low","basis":"B","evidence":[@e],"methods":[]}
-> in force
m1.mediation: determination-joined {"determination":@f}
-> signed-already
b.negotiator: reply-filed {"finding":@f,"text":"T","evidence":[]}
-> not-standing
m2.mediation: determination-joined {"determination":@f}
-> in force
m2.mediation: finding-proposed {"commitment":"c-1","period":0,"outcome":"non-compliant",
  "confidence":"low","basis":"B","evidence":[],"methods":[]}
-> found-already
b.negotiator: appeal-filed {"finding":@f,"grounds":"G"}
-> wrong-stage
"#;

const APPEAL: &str = r#"
b.negotiator: reply-filed {"finding":@f,"text":"T","evidence":[]}
-> wrong-stage
b.negotiator: appeal-filed {"finding":@f,"grounds":""}
-> no-ground
@p b.negotiator: appeal-filed {"finding":@f,"grounds":"G"}
-> in force
m1.mediation: appeal-ruled {"appeal":@p,"ruling":"upheld","outcome":"compliant","reasons":"R"}
-> ruling-unfit
@r m1.mediation: appeal-ruled {"appeal":@p,"ruling":"upheld","reasons":"R"}
-> in force
m2.mediation: determination-joined {"determination":@r}
-> in force
m2.mediation: appeal-ruled {"appeal":@p,"ruling":"upheld","reasons":"R"}
-> ruled-already
"#;

#[test]
fn every_refusal_has_an_act_that_meets_it() {
    let mut story = begun();
    let mut named: Vec<(String, String)> = [
        ("@complete", COMPLETE.to_owned()),
        (
            "@with_m1",
            COMPLETE.replace(r#""beneficiary":"b""#, r#""beneficiary":"m1""#),
        ),
        (
            "@list",
            format!("{{\"count\":0,\"rows\":[],\"legal_basis\":\"Law 4\",{REVIEW}}}"),
        ),
        ("@review", REVIEW.to_owned()),
        ("@long", "x".repeat(4_001)),
        ("@many", [r#""close""#; 41].join(",")),
        ("@blob", r#","bytes":81920,"media":"image/jpeg""#.to_owned()),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .to_vec();
    let mut met = BTreeSet::new();
    let acts = [
        ("2025-11-01T08:00:00.000Z", DRAFTS),
        ("2025-11-20T10:00:00.000Z", EVIDENCE),
        ("2025-11-21T10:00:00.000Z", FINDINGS),
        ("2025-11-28T10:00:00.001Z", APPEAL),
    ];
    for (at, lines) in acts {
        story.at = at.parse().unwrap();
        for line in lines.split("\n->").zip(lines.split("\n-> ").skip(1)) {
            let (act, code) = (line.0, line.1.lines().next().unwrap());
            let act = act.split_once('\n').map_or(act, |(_, act)| act);
            let (who, entry) = act.split_once(": ").unwrap();
            let (name, who) = who.split_once(' ').unwrap_or(("", who));
            let entry = named.iter().fold(entry.to_owned(), |entry, (name, text)| {
                entry.replace(name, text)
            });
            let index = story.leaves.len();
            let answer = match say(&mut story, who, &entry) {
                Verdict::InForce => "in force".to_owned(),
                Verdict::Void(refusal) => refusal.code.to_owned(),
            };
            assert_eq!(
                answer.trim_start_matches("commitments."),
                code,
                "{who} {entry}"
            );
            met.insert(answer);
            if !name.is_empty() {
                named.push((name.to_owned(), index.to_string()));
            }
        }
    }
    let rules = [
        include_str!("../../../areas/commitments/src/rule.rs"),
        include_str!("../../../areas/commitments/src/bounds.rs"),
    ];
    let codes = rules
        .iter()
        .flat_map(|rule| rule.split("Refusal::new(\"").skip(1));
    let codes = codes.map(|rest| rest.split('"').next().unwrap().to_owned());
    let commitments = codes.filter(|code| code.starts_with("commitments."));
    let unmet: BTreeSet<String> = commitments.filter(|code| !met.contains(code)).collect();
    assert!(unmet.is_empty(), "{unmet:?}");
    assert!(met.len() > 45, "{}", met.len());
}
