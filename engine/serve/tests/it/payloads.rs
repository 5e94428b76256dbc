//! Payloads over HTTP: announced, sent, cut off and resumed, given, withheld, erased; and what is
//! published from the world.

use act::{Digest, Time};
use mechanism::Said;
use serde_json::{Value, json};
use store::blobs::commitment;

use crate::fixture::{Scene, TOKEN, now};

const DRAFT: &str = "# Principles\n\n1. Party A shall close the site named in the annex.\n";

/// A scene with an agreed commitment `c-01` of Party A to Party B.
async fn agreed() -> Scene {
    let mut scene = Scene::founded().await;
    let say = [
        (
            "m1.mediation",
            "agreement.instrument-opened.v1",
            json!({
            "instrument": "talks", "title": "Talks", "single_undertaking": true }),
        ),
        (
            "a.negotiator",
            "agreement.draft-tabled.v1",
            json!({
            "instrument": "talks", "draft": "a-1", "title": "Principles", "kind": "proposal",
            "language": "en", "text": DRAFT }),
        ),
        (
            "a.negotiator",
            "commitments.object-registered.v1",
            json!({
            "object": "site-a", "kind": "safe-house", "title": "Site A", "area": "North" }),
        ),
    ];
    for (seat, kind, entry) in say {
        said(&mut scene, seat, kind, &entry).await;
    }
    let words = {
        let world = scene.host.world();
        let draft = world
            .areas
            .agreement
            .instrument("talks")
            .unwrap()
            .draft("a-1")
            .unwrap();
        let clause = &draft.read.clauses[0];
        json!({ "draft": "a-1", "clause": clause.reference, "hash": agreement::state::hash_of(clause) })
    };
    let terms = json!({
        "title": "Close site A", "clause": { "instrument": "talks", "words": words },
        "obligor": "a", "beneficiary": "b", "kind": "one-off", "actions": ["close"],
        "object": "site-a", "target": { "unit": "sites", "count": 1 },
        "due": { "at": { "at": now().after_millis(86_400_000) } },
        "evidence": [{ "kind": "photo-after", "count": 1, "source": "declared" }],
        "verifiers": 2, "methods": ["remote-review"], "access": "not-needed", "remedy": "none",
        "review": now().after_millis(30 * 86_400_000), "visibility": "public",
    });
    let drafted = json!({ "commitment": "c-01", "terms": terms });
    said(
        &mut scene,
        "a.negotiator",
        "commitments.commitment-drafted.v1",
        &drafted,
    )
    .await;
    let hash = {
        let world = scene.host.world();
        world
            .areas
            .commitments
            .commitment("c-01")
            .unwrap()
            .latest()
            .hash()
    };
    let named = json!({ "commitment": "c-01", "terms": hash });
    for (seat, kind) in [
        ("a.negotiator", "commitments.commitment-opened.v1"),
        ("a.negotiator", "commitments.commitment-signed.v1"),
        ("b.negotiator", "commitments.commitment-signed.v1"),
    ] {
        said(&mut scene, seat, kind, &named).await;
    }
    scene
}

/// Says an entry and expects it in force; its place.
async fn said(scene: &mut Scene, seat: &str, kind: &str, entry: &Value) -> u64 {
    let (area, kind) = kind.split_once('.').unwrap();
    let (member, office) = seat.split_once('.').unwrap();
    let said = Said::decode(area, kind, &entry.to_string()).unwrap();
    let act = scene.cast.say(member, office, &said, now());
    let answer = scene.submit(&act, "durable").await;
    assert_eq!(answer["verdict"]["status"], "in-force", "{answer}");
    answer["index"].as_u64().unwrap()
}

fn filed(blob: Digest, bytes: usize, media: &str, sealed_to: &[&str]) -> Value {
    let mut reference = json!({ "blob": blob, "bytes": bytes, "media": media });
    if !sealed_to.is_empty() {
        reference["sealed_to"] = json!(sealed_to);
    }
    json!({
        "commitment": "c-01", "period": 0, "kind": "photo-after", "object": "site-a",
        "blobs": [reference], "custody": "Taken by our officer.", "note": "After.",
    })
}

/// Announces bytes with a seat's key.
pub(crate) async fn announce(
    scene: &Scene,
    seat: &str,
    bytes: &[u8],
    salt: u8,
) -> (Digest, reqwest::Response) {
    let (member, office) = seat.split_once('.').unwrap();
    let key = scene.cast.key(member, office);
    let blob = Digest(commitment(&[salt; 32], bytes));
    let mechanism = scene.host.world().areas.roll.mechanism().unwrap();
    let text = format!(
        "tasdiq.upload.v1\n{mechanism}\n{blob}\n{}\nimage/png\n",
        bytes.len()
    );
    let body = json!({
        "blob": blob, "salt": Digest([salt; 32]), "bytes": bytes.len(), "media": "image/png",
        "by": key.public(), "signature": key.sign(text.as_bytes()),
    });
    let url = format!("{}/api/blobs", scene.base);
    (
        blob,
        scene
            .http
            .post(url)
            .body(body.to_string())
            .send()
            .await
            .unwrap(),
    )
}

async fn send(scene: &Scene, blob: Digest, offset: usize, chunk: &[u8]) -> reqwest::Response {
    scene
        .http
        .patch(format!("{}/api/blobs/{blob}", scene.base))
        .header("upload-offset", offset.to_string())
        .header("content-type", "application/offset+octet-stream")
        .body(chunk.to_vec())
        .send()
        .await
        .unwrap()
}

fn offset(response: &reqwest::Response) -> u64 {
    response.headers()["upload-offset"]
        .to_str()
        .unwrap()
        .parse()
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payload_is_sent_resumed_given_and_erased() {
    let mut scene = agreed().await;
    let bytes: Vec<u8> = (0u32..500_000).map(|n| (n % 251) as u8).collect();
    let (blob, begun) = announce(&scene, "a.negotiator", &bytes, 1).await;
    assert_eq!((begun.status().as_u16(), offset(&begun)), (201, 0));
    assert_eq!(
        offset(&send(&scene, blob, 0, &bytes[..200_000]).await),
        200_000
    );
    // The line was cut: whoever asks is told where to go on, and a gap is refused.
    let head = scene
        .http
        .head(format!("{}/api/blobs/{blob}", scene.base))
        .send()
        .await
        .unwrap();
    assert_eq!(offset(&head), 200_000);
    let gap = send(&scene, blob, 300_000, &bytes[300_000..]).await;
    assert_eq!(gap.status().as_u16(), 409);
    let whole = send(&scene, blob, 200_000, &bytes[200_000..]).await;
    assert_eq!((whole.status().as_u16(), offset(&whole)), (204, 500_000));
    // Nothing names it yet, so nobody is given it.
    assert_eq!(
        scene
            .read(&format!("/blobs/{blob}"))
            .await
            .status()
            .as_u16(),
        404
    );
    let entry = filed(blob, bytes.len(), "image/png", &[]);
    let index = said(
        &mut scene,
        "a.negotiator",
        "commitments.evidence-filed.v1",
        &entry,
    )
    .await;
    let given = scene.read(&format!("/blobs/{blob}")).await;
    assert_eq!(
        given.headers()["content-security-policy"],
        "default-src 'none'; sandbox"
    );
    assert_eq!(given.headers()["x-content-type-options"], "nosniff");
    assert_eq!(given.bytes().await.unwrap(), bytes);
    let stranger = scene
        .http
        .get(format!("{}/blobs/{blob}", scene.base))
        .send()
        .await
        .unwrap();
    assert_eq!(stranger.status().as_u16(), 401);

    let erased = json!({ "evidence": index, "ground": "Filed by mistake." });
    said(
        &mut scene,
        "m1.mediation",
        "commitments.evidence-erased.v1",
        &erased,
    )
    .await;
    let gone = scene.read(&format!("/blobs/{blob}")).await;
    assert_eq!(gone.status().as_u16(), 410);
    let key = scene.cast.key("a", "negotiator");
    let (status, why, _) = fetch(&scene, &key, &blob, &blob, now()).await;
    assert_eq!((status, why["type"].as_str()), (410, Some("tasdiq:erased")));
    let url = format!("{}/api/blobs/{blob}", scene.base);
    for attempt in 0.. {
        // The house is kept beside the requests.
        if scene.http.get(&url).send().await.unwrap().status().as_u16() == 404 {
            break;
        }
        assert!(attempt < 100, "the payload is still there");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_payloads_get_an_answer_and_leave_nothing() {
    let scene = agreed().await;
    let (blob, _) = announce(&scene, "a.negotiator", b"as announced", 2).await;
    let wrong = send(&scene, blob, 0, b"not this one").await;
    assert_eq!(wrong.status().as_u16(), 422);
    assert_eq!(send(&scene, blob, 0, b"x").await.status().as_u16(), 404);
    let long = vec![0; 1024 * 1024 + 1];
    let unknown = send(&scene, blob, 0, &long).await;
    assert_eq!(
        unknown.status().as_u16(),
        404,
        "nothing is read of what nobody announced"
    );
    let (blob, _) = announce(&scene, "a.negotiator", &long, 2).await;
    let huge = send(&scene, blob, 0, &long).await;
    assert_eq!(huge.status().as_u16(), 413);
    assert_eq!(
        send(&scene, blob, 0, b"x").await.status().as_u16(),
        204,
        "still open"
    );
    for id in ["..%2f..%2fetc%2fpasswd", "zz", &"0".repeat(64)] {
        let response = scene
            .http
            .get(format!("{}/api/blobs/{id}", scene.base))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), 404, "{id}");
    }
    // A key that is in no roll, and a signature over another size.
    let key = act::SigningKey::from_seed(&[9; 32]);
    let mechanism = scene.host.world().areas.roll.mechanism().unwrap();
    let text = format!("tasdiq.upload.v1\n{mechanism}\n{blob}\n12\nimage/png\n");
    for (bytes, by, signer) in [
        (12, key.public(), &key),
        (
            13,
            scene.cast.key("a", "negotiator").public(),
            &scene.cast.key("a", "negotiator"),
        ),
    ] {
        let body = json!({
            "blob": blob, "salt": Digest([2; 32]), "bytes": bytes, "media": "image/png",
            "by": by, "signature": signer.sign(text.as_bytes()),
        });
        let url = format!("{}/api/blobs", scene.base);
        let response = scene
            .http
            .post(url)
            .body(body.to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), 403);
    }
    for salt in 10..18 {
        announce(&scene, "a.negotiator", b"open", salt).await;
    }
    let (_, flood) = announce(&scene, "a.negotiator", b"open", 18).await;
    assert_eq!(flood.status().as_u16(), 429);
    let (_, other) = announce(&scene, "b.negotiator", b"open", 19).await;
    assert_eq!(
        other.status().as_u16(),
        201,
        "one side does not use up the other's"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sealed_payload_is_withheld_until_its_seal_is_opened_in_the_log() {
    let mut scene = agreed().await;
    let (blob, _) = announce(&scene, "a.negotiator", b"container", 3).await;
    send(&scene, blob, 0, b"container").await;
    let mut entry = filed(blob, 9, "application/vnd.tasdiq.sealed", &["m1", "m2"]);
    entry["kind"] = json!("document");
    let index = said(
        &mut scene,
        "a.negotiator",
        "commitments.evidence-filed.v1",
        &entry,
    )
    .await;
    assert_eq!(
        scene
            .read(&format!("/blobs/{blob}"))
            .await
            .status()
            .as_u16(),
        403
    );
    let key = scene.cast.key("m1", "mediation").public();
    let entitled = |scene: &Scene| scene.host.world().entitlement(&blob, Some(&key));
    assert_eq!(entitled(&scene), mechanism::Entitlement::Withheld);
    let opened = json!({ "evidence": index, "blob": blob, "purpose": "To verify c-01." });
    said(
        &mut scene,
        "m1.mediation",
        "commitments.seal-opened.v1",
        &opened,
    )
    .await;
    assert_eq!(entitled(&scene), mechanism::Entitlement::Given);
    assert_eq!(
        scene
            .read(&format!("/blobs/{blob}"))
            .await
            .status()
            .as_u16(),
        403
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_can_be_read_by_other_programs() {
    let scene = agreed().await;
    let csv = scene
        .read("/exports/commitments.csv")
        .await
        .text()
        .await
        .unwrap();
    assert!(
        csv.contains("\r\nc-01,Close site A,a,b,one-off,due,"),
        "{csv}"
    );
    let jsonl = scene
        .read("/exports/commitments.jsonl")
        .await
        .text()
        .await
        .unwrap();
    let row: Value = serde_json::from_str(jsonl.lines().next().unwrap()).unwrap();
    assert_eq!(row["commitment"], "c-01");
    let calendar = scene
        .read("/calendar.ics?member=a")
        .await
        .text()
        .await
        .unwrap();
    assert!(
        calendar.starts_with("BEGIN:VCALENDAR\r\n") && calendar.contains("SUMMARY:Keep "),
        "{calendar}"
    );
    assert_eq!(scene.read("/calendar.ics").await.status().as_u16(), 400);
    let atom = scene
        .read("/bulletins/feed.atom")
        .await
        .text()
        .await
        .unwrap();
    assert!(atom.starts_with("<?xml") && atom.ends_with("</feed>\n"));
    let feed: Value = serde_json::from_str(
        &scene
            .read("/bulletins/feed.json")
            .await
            .text()
            .await
            .unwrap(),
    )
    .unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    let dossier: Value = serde_json::from_str(
        &scene
            .read("/dossiers/c-01.json")
            .await
            .text()
            .await
            .unwrap(),
    )
    .unwrap();
    assert_eq!(dossier["entries"][0]["index"], 0);
    assert_eq!(
        scene.read("/dossiers/c-99.json").await.status().as_u16(),
        404
    );
    let tomorrow: Time = now().after_millis(2 * 86_400_000);
    let date = &tomorrow.to_string()[..10];
    let none = scene.read(&format!("/bulletins/{date}.json")).await;
    assert_eq!(none.status().as_u16(), 404);
    let stranger = scene
        .http
        .get(format!("{}/exports/commitments.csv", scene.base))
        .send()
        .await
        .unwrap();
    assert_eq!(stranger.status().as_u16(), 401);
    assert!(!TOKEN.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_keeps_open_payloads_and_erases_them_with_its_host() {
    let mut scene = agreed().await;
    let upstream = format!("{}/reader/{TOKEN}/log", scene.base);
    let (replica, base) = crate::replicating::replica(&scene, upstream).await;
    let (open, _) = announce(&scene, "a.negotiator", b"an open payload", 4).await;
    send(&scene, open, 0, b"an open payload").await;
    let entry = filed(open, 15, "image/png", &[]);
    let index = said(
        &mut scene,
        "a.negotiator",
        "commitments.evidence-filed.v1",
        &entry,
    )
    .await;
    let url = format!("{base}/reader/{TOKEN}/blobs/{open}");
    let held = async |status: u16| {
        for _ in 0..200 {
            if scene.http.get(&url).send().await.unwrap().status().as_u16() == status {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the replica never answers {status}");
    };
    held(200).await;
    let bytes = scene
        .http
        .get(&url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(bytes, b"an open payload".as_slice());
    let erased = json!({ "evidence": index, "ground": "Filed by mistake." });
    let said = Said::decode("commitments", "evidence-erased.v1", &erased.to_string()).unwrap();
    let act = scene.cast.clone().say("m1", "mediation", &said, now());
    scene.submit(&act, "witnessed").await;
    held(410).await;
    drop(replica);
}

/// A listing by Party A whose body is sealed to `sealed_to`; the body's commitment.
async fn listed(scene: &mut Scene, sealed_to: &[&str]) -> (Digest, Vec<u8>) {
    let start = now().after_millis(-60_000);
    for grant in scene.cast.watchlist_grants(start) {
        scene.submit(&grant, "durable").await;
    }
    let bytes = b"a sealed container".to_vec();
    let (blob, _) = announce(scene, "a.watchlist", &bytes, 9).await;
    send(scene, blob, 0, &bytes).await;
    let entry = json!({ "urgent": false, "particulars": {
        "subject": "person", "category": "b", "action": "refer-to-entry-officer",
        "basis": [{ "instrument": "Entry Act", "article": "12", "authority": "Court 1",
            "decided": now().after_millis(-86_400_000) }],
        "identity": { "names": 1, "father": true, "birth": "year", "place": false,
            "documents": 0, "photos": 0 },
        "minor": false, "review_by": now().after_millis(90 * 86_400_000),
        "body": { "blob": blob, "bytes": bytes.len(), "sealed_to": sealed_to }, "photos": [],
    }});
    said(
        scene,
        "a.watchlist",
        "watchlist.listing-proposed.v1",
        &entry,
    )
    .await;
    (blob, bytes)
}

/// Asks for a payload with a seat's key, as signed at `at`.
async fn fetch(
    scene: &Scene,
    key: &act::SigningKey,
    blob: &Digest,
    signed: &Digest,
    at: Time,
) -> (u16, Value, Vec<u8>) {
    let mechanism = scene.host.world().areas.roll.mechanism().unwrap();
    let text = serve::blobs::fetch_text(&mechanism, signed, at);
    let body = json!({
        "by": key.public(), "at": at, "signature": key.sign(text.as_bytes()),
    });
    let url = format!("{}/api/blobs/{blob}/fetch", scene.base);
    let request = scene.http.post(url).body(body.to_string());
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap().to_vec();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or_default(),
        bytes,
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payload_is_given_to_the_signature_of_an_entitled_key() {
    let mut scene = Scene::founded().await;
    let (blob, bytes) = listed(&mut scene, &["a", "b", "m1", "m2"]).await;
    let post = scene.cast.key("a", "post-officer");
    let (status, _, given) = fetch(&scene, &post, &blob, &blob, now()).await;
    assert_eq!((status, given), (200, bytes));
    // Sealed to others: the key is in force and the request sound, and the payload is withheld.
    let other = scene.cast.key("host", "registry");
    let (status, why, _) = fetch(&scene, &other, &blob, &blob, now()).await;
    assert_eq!(
        (status, why["type"].as_str().unwrap().ends_with("sealed")),
        (403, true),
        "{why}"
    );
    let stranger = act::SigningKey::from_seed(&[77; 32]);
    let old = now().after_millis(-301_000);
    let early = now().after_millis(330_000);
    let unknown = Digest([5; 32]);
    for (key, signed, at, code) in [
        (&stranger, &blob, now(), "no-standing"),
        (&post, &unknown, now(), "bad-signature"),
        (&post, &blob, old, "stale-request"),
        (&post, &blob, early, "stale-request"),
    ] {
        let (status, why, _) = fetch(&scene, key, &blob, signed, at).await;
        let told = why["type"].as_str().unwrap_or_default().to_owned();
        assert!(
            status == 403 && told.ends_with(code),
            "{code}: {status} {why}"
        );
    }
    let (status, _, _) = fetch(&scene, &post, &unknown, &unknown, now()).await;
    assert_eq!(status, 404);
    let url = format!("{}/api/blobs/{blob}/fetch", scene.base);
    let malformed = scene.http.post(url).body("{}").send().await.unwrap();
    assert_eq!(malformed.status().as_u16(), 400);
}
