//! Our scripts in a real Chromium: that they judge what the Rust code judges, and that an officer can
//! sign with them. Skipped where there is no Chromium; nothing is installed, no other host contacted.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test that runs a browser and waits for it"
)]

#[path = "browser/chromium.rs"]
mod chromium;
#[path = "../examples/gallery/samples.rs"]
mod samples;
#[path = "browser/vectors.rs"]
mod vectors;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use act::{Digest, Envelope, Index, Leaf, SigningKey, Statement, Time};
use chromium::{Answer, Asked, visit};
use page::{
    Catalogue, Computed, Enrol, Frame, Lang, LogLine, Markup, ProofMark, Reader, Review, SignIn,
    Tr, Width,
};
use serde_json::{Value, json};

const SEED: [u8; 32] = [7; 32];
const INDEX: Index = 5;
const SAID_AT: i64 = 1_762_524_131_000;
const TYPE: &str = "application/vnd.tasdiq.agreement.position-taken.v1+json";

#[test]
fn the_script_judges_as_the_library_does() {
    let all = vectors::all();
    let answer = |asked: &Asked| match asked.path.as_str() {
        "/" => Answer::html("<script type=module src=/test/vectors.js></script>"),
        "/test/vectors.js" => Answer::script(include_str!("browser/vectors.js")),
        "/test/vectors" => Answer::json(&all),
        _ => Answer::missing(),
    };
    let Some(report) = visit("/", &answer, |_| true) else {
        return;
    };
    let report = &report[0];
    assert_eq!(report["disagreed"], json!(0), "{report:#}");
    println!(
        "{}; one proof: {} ms",
        report["counts"], report["median_millis"]
    );
    for kind in [
        "strict",
        "inclusion",
        "consistency",
        "vkey",
        "policy",
        "proof",
    ] {
        let vectors = all[kind].as_array().unwrap();
        assert_eq!(report["counts"][kind], json!(vectors.len()));
        // A judge that always says the same would pass half a test.
        for want in [true, false] {
            assert!(
                vectors.iter().any(|v| v["want"] == want),
                "no {want} among {kind}"
            );
        }
    }
}

#[test]
fn every_page_fits_a_phone() {
    let catalogue = Catalogue::new(&[]).unwrap();
    let names = samples::pages(Tr::new(Lang::En, &catalogue)).map(|(name, _, _)| name);
    let of = |lang: Lang| names.map(|name| format!("/{name}/{}", lang.tag()));
    let paths: Vec<String> = Lang::ALL.into_iter().flat_map(of).collect();
    let answer = |asked: &Asked| match asked.path.as_str() {
        "/" => Answer::html("<!DOCTYPE html><body><script type=module src=/test/fit.js></script>"),
        "/test/fit.js" => Answer::script(include_str!("browser/fit.js")),
        "/test/paths" => Answer::json(&json!(paths)),
        path => match path[1..]
            .split_once('/')
            .map(|(name, tag)| (name, Lang::from_tag(tag)))
        {
            Some((name, Some(lang))) => {
                let tr = Tr::new(lang, &catalogue);
                let pages = samples::pages(tr);
                let (_, width, content) =
                    pages.iter().find(|(known, _, _)| *known == name).unwrap();
                Answer::html(&samples::frame(tr, name).page(*width, content).into_string())
            }
            _ => Answer::missing(),
        },
    };
    let answer = |asked: &Asked| answer(asked).framed();
    let Some(report) = visit("/", &answer, |_| true) else {
        return;
    };
    assert_eq!(report[0]["looked"], json!(24), "{:#}", report[0]);
    assert_eq!(report[0]["problems"], json!([]), "{:#}", report[0]);
}

/// What the host of this test keeps: the one act an officer signs.
#[derive(Default)]
struct Host {
    leaf: Mutex<Option<Vec<u8>>>,
    proofs_asked: AtomicUsize,
    streams_asked: AtomicUsize,
}

fn mechanism() -> Digest {
    Digest::of(b"charter")
}

fn payload(said_at: i64) -> String {
    let entry = serde_json::value::RawValue::from_string(
        r#"{"clause":"C-08","stance":"accept","reason":"د دواړو لورو لپاره"}"#.to_owned(),
    )
    .unwrap();
    let statement = Statement {
        mechanism: mechanism(),
        by: SigningKey::from_seed(&SEED).public(),
        seq: 0,
        prev: None,
        seen: act::Seen {
            size: 5,
            root: Digest::of(b"root"),
        },
        said_at: Time::from_millis(said_at),
        entry: &entry,
    };
    String::from_utf8(statement.bytes().to_vec()).unwrap()
}

fn entry_id() -> Digest {
    Digest::of(&act::pae(TYPE, payload(SAID_AT).as_bytes()))
}

fn page_of(catalogue: &Catalogue, origin: &str, path: &str) -> Markup {
    let tr = Tr::new(Lang::En, catalogue);
    let key = if path == "/stranger" { [9; 32] } else { SEED };
    let content = match path {
        "/sign-in" => SignIn {
            challenge: "c-1",
            origin,
            mechanism: mechanism(),
            next: "/review",
        }
        .show(tr),
        "/review" | "/second-tab" | "/stranger" => Review {
            statement: tr.say("term-position"),
            verb: tr.say("js-continue"),
            // The second tab was opened with the same number for another act.
            payload: &payload(SAID_AT + i64::from(path == "/second-tab")),
            payload_type: TYPE,
            mechanism: mechanism(),
            office: "Negotiator",
            member: "Party B",
            key: SigningKey::from_seed(&key).public(),
            key_expires: Time::from_millis(1_800_000_000_000),
            consequences: Vec::new(),
            refusal: None,
            back: "/",
            next: "/record",
            second: page::Second::NotNeeded,
        }
        .show(tr),
        "/enrol" => Enrol {
            mechanism: mechanism(),
        }
        .show(tr),
        _ => Markup::default(),
    };
    let id = if path == "/altered" {
        Digest::of(b"another")
    } else {
        entry_id()
    };
    Frame {
        tr,
        title: "A test".to_owned(),
        mechanism: "Test",
        path,
        area: "/",
        nav: &[],
        reader: match path {
            "/live" => Reader::Officer {
                office: "Negotiator",
                member: "Party B",
                id: "b",
                key_expires: Time::from_millis(1_800_000_000_000),
            },
            _ => Reader::Visitor,
        },
        as_of: Time::from_millis(1_762_524_131_000),
        log: LogLine {
            size: 6,
            root: Digest::of(b"root"),
            witnessed: None,
        },
        standing: Vec::new(),
        waiting: Vec::new(),
        proof: matches!(path, "/record" | "/altered").then(|| ProofMark {
            index: INDEX,
            id,
            witnesses: vec![("mediator-1", "Mediator 1")],
        }),
        computed: Computed {
            root: Digest::of(b""),
            ruleset: "1",
            copy: "copy",
            export: "tasdiq export tiles https://HOST/reader/TOKEN copy",
            command: String::new(),
        },
    }
    .page(Width::Reading, &content)
}

fn host(host: &Host, catalogue: &Catalogue, asked: &Asked) -> Answer {
    match asked.path.as_str() {
        "/test/officer.js" => Answer::script(include_str!("browser/officer.js")),
        "/session" => {
            let envelope = Envelope::parse(&asked.body).unwrap();
            envelope.verify().unwrap();
            let signed: Value = serde_json::from_slice(envelope.payload()).unwrap();
            let expected = json!({
                "challenge": "c-1", "origin": asked.origin, "mechanism": mechanism().to_string(),
            });
            assert_eq!(signed, expected);
            assert_eq!(
                envelope.payload_type(),
                "application/vnd.tasdiq.sign-in.v1+json"
            );
            Answer::json(&json!({}))
        }
        "/api/acts?wait=durable" => {
            let envelope = Envelope::parse(&asked.body).unwrap();
            envelope.verify().unwrap();
            assert_eq!(envelope.payload(), payload(SAID_AT).as_bytes());
            let at = Time::from_millis(1_762_524_132_000);
            *host.leaf.lock().unwrap() = Some(Leaf::bytes(at, &asked.body));
            Answer::json(&json!({ "index": INDEX }))
        }
        "/api/acts/5/leaf" => Answer::bytes(host.leaf.lock().unwrap().clone().unwrap()),
        // Not witnessed at the first question, so that the page has to ask again.
        "/api/acts/5/proof" if host.proofs_asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            Answer::missing()
        }
        "/api/acts/5/proof" => {
            let leaf = host.leaf.lock().unwrap().clone().unwrap();
            Answer::bytes(vectors::proof_of(&leaf, INDEX).into_bytes())
        }
        // No place for a stream at first: the page asks again by itself, as browsers do not.
        "/api/live?from=6" if host.streams_asked.fetch_add(1, Ordering::SeqCst) == 0 => {
            Answer::missing()
        }
        "/api/live?from=6" => Answer::events(match asked.last_event.as_deref() {
            // The connection ends after each answer, so the browser has to come back for the rest.
            None => "retry: 20\nid: 6\nevent: entry\ndata: {}\n\nid: 7\nevent: entry\ndata: {}\n\n",
            Some("7") => "id: 8\nevent: entry\ndata: {}\n\nevent: witnessed\ndata: 9\n\n",
            Some("8") => "",
            other => panic!("resumed from {other:?}"),
        }),
        "/api/policy" => Answer::bytes(vectors::policy().into_bytes()),
        path => {
            let page = page_of(catalogue, &asked.origin, path).into_string();
            let officer = "<script type=module src=/test/officer.js></script></body>";
            Answer::html(&page.replace("</body>", officer))
        }
    }
}

#[test]
fn an_officer_signs_and_the_mark_verifies() {
    let catalogue = Catalogue::new(&[]).unwrap();
    let kept = Host::default();
    let answer = |asked: &Asked| host(&kept, &catalogue, asked);
    let seed = <base64ct::Base64 as base64ct::Encoding>::encode_string(&SEED);
    let start = format!("/sign-in#seed={}&label=Negotiator", seed_text(seed));
    let ends = |report: &Value| report["step"] == "end" || report["step"] == "error";
    let Some(reports) = visit(&start, &answer, ends) else {
        return;
    };
    let step = |name: &str| {
        let found = reports.iter().find(|report| report["step"] == name);
        found.unwrap_or_else(|| panic!("no {name} in {reports:#?}"))
    };
    assert_eq!(
        step("sign-in")["fragment"],
        "",
        "the key is still in the address"
    );
    assert!(
        step("sign-in")["label"]
            .as_str()
            .unwrap()
            .contains("Negotiator")
    );
    assert!(
        step("signed")["said"]
            .as_str()
            .unwrap()
            .starts_with("Witnessed: entry")
    );
    let second = step("second-tab")["said"].as_str().unwrap();
    assert!(
        second.starts_with("Another act was signed with this key"),
        "{second}"
    );
    assert_eq!(step("record")["state"], "verified", "{reports:#?}");
    assert!(
        step("record")["said"]
            .as_str()
            .unwrap()
            .contains("Mediator 1, party-a"),
        "{reports:#?}"
    );
    // Members by the names of the charter, with the policy's names behind and beside them; a witness
    // the page has no name for keeps the policy's.
    assert_eq!(step("record")["titles"], json!(["mediator-1"]));
    assert_eq!(
        step("record")["cosigned"],
        json!(["Mediator 1 (mediator-1)", "party-a"])
    );
    assert_eq!(step("record")["steps"], 7);
    assert_eq!(step("altered")["state"], "failed");
    assert!(
        step("altered")["said"]
            .as_str()
            .unwrap()
            .contains("not those of this record")
    );
    assert_eq!(step("stranger")["disabled"], true);
    let request: Value = serde_json::from_str(step("enrol")["request"].as_str().unwrap()).unwrap();
    let asked = format!(
        r#"{{"mechanism":"{}","key":{},"label":{}}}"#,
        mechanism(),
        request["key"],
        request["label"]
    );
    let key: act::PublicKey = request["key"].as_str().unwrap().parse().unwrap();
    let pop: act::Signature = request["pop"].as_str().unwrap().parse().unwrap();
    let message = act::pae(
        "application/vnd.tasdiq.key-request.v1+json",
        asked.as_bytes(),
    );
    assert!(key.verifies(&message, &pop));
    assert!(
        step("live")["said"]
            .as_str()
            .unwrap()
            .contains("New entries in the log: 3.")
    );
    assert_eq!(step("live")["witnessed"], "9");
    assert!(
        step("live")["clock"]
            .as_str()
            .unwrap()
            .contains("your clock")
    );
    println!("mark on the page: {} ms", step("record")["millis"]);
}

fn seed_text(standard: String) -> String {
    standard
        .replace('+', "-")
        .replace('/', "_")
        .trim_end_matches('=')
        .to_owned()
}
