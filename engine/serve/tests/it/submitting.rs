//! What the door takes, what it refuses, and that a refusal leaves the log as it was.

use act::{Envelope, SigningKey};
use serve::pace::Rates;

use crate::fixture::{Scene, note, nothing_seen, now, open};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_is_recorded_witnessed_and_proven() {
    let mut scene = Scene::founded().await;
    let envelope = scene
        .cast
        .say("m1", "mediation", &open("principles"), now());
    let answer = scene.submit(&envelope, "witnessed").await;
    assert_eq!(answer["reached"], "witnessed");
    assert_eq!(answer["id"], envelope.entry_id().to_string());
    let index = answer["index"].as_u64().unwrap();
    let leaf = scene
        .read(&format!("/api/acts/{index}/leaf"))
        .await
        .bytes()
        .await
        .unwrap();
    let proof = tlog::proof::Proof::parse(answer["proof"].as_str().unwrap().as_bytes()).unwrap();
    let proven = proof
        .verify(&leaf, crate::fixture::ORIGIN, &scene.policy())
        .unwrap();
    assert_eq!(proven.index, index);
    assert_eq!(
        proven.cosigned.len(),
        4,
        "witnessed means everyone who could has cosigned"
    );
    let receipt = note(answer["receipt"].as_str().unwrap());
    let log_key = scene.cast.log_key(crate::fixture::ORIGIN).verifier_key();
    assert_eq!(
        receipt
            .verify(std::slice::from_ref(&log_key))
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_bytes_again_get_the_same_answer_and_other_bytes_are_evidence() {
    let mut scene = Scene::founded().await;
    let before = scene.cast.clone();
    let envelope = scene.cast.say("m1", "mediation", &open("first"), now());
    let first = scene.submit(&envelope, "durable").await;
    let again = scene.submit(&envelope, "durable").await;
    assert_eq!(first["index"], again["index"]);
    assert_eq!(first["at"], again["at"]);
    let mut forked = before;
    let other = forked.say("m1", "mediation", &open("second"), now());
    let problem = scene.refused(other.bytes().to_vec(), 409).await;
    assert_eq!(problem["type"], "tasdiq:signed-twice");
    let evidence = scene.host.reader.evidence(0, 10).unwrap();
    assert_eq!(evidence.len(), 1);
    assert_eq!(evidence[0].other, other.bytes());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_not_an_act_is_refused_and_the_log_stays_as_it_was() {
    let scene = Scene::founded().await;
    let size = scene.size().await;
    let key = scene.cast.key("m1", "mediation");
    let kind = "application/vnd.tasdiq.agreement.instrument-opened.v1+json";
    let good = cast::statement(
        scene.cast.mechanism(),
        &[&key],
        &open("x"),
        (0, None),
        nothing_seen(),
        now(),
    );
    let payload = String::from_utf8(good.payload().to_vec()).unwrap();
    let signed = |text: String| {
        Envelope::sign(kind, text.as_bytes(), &[&key])
            .bytes()
            .to_vec()
    };
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(40), "]".repeat(40));
    let text = String::from_utf8(good.bytes().to_vec()).unwrap();
    let bodies: Vec<(Vec<u8>, u16, &str)> = vec![
        (b"".to_vec(), 400, "malformed-envelope"),
        (b"{}".to_vec(), 400, "malformed-envelope"),
        (b"[[[[[[[[[[[[".to_vec(), 400, "malformed-envelope"),
        (vec![b'x'; 200_000], 413, "too-long"),
        (
            text.replacen("\"payload\"", "\"payload\":\"\",\"payload\"", 1)
                .into(),
            400,
            "malformed-envelope",
        ),
        (
            text.replacen("\"sig\":\"", "\"sig\":\"AAAA", 1).into(),
            400,
            "malformed-envelope",
        ),
        (
            signed(payload.replacen("\"seq\":0", "\"seq\":0,\"seq\":0", 1)),
            400,
            "malformed-statement",
        ),
        (
            signed(payload.replacen("\"seq\":0", "\"seq\":0.5", 1)),
            400,
            "ambiguous-form",
        ),
        (
            signed(payload.replacen("Principles", "e\u{301}", 1)),
            400,
            "ambiguous-form",
        ),
        (
            signed(payload.replacen("\"Principles\"", &deep, 1)),
            400,
            "ambiguous-form",
        ),
        (
            signed(payload.replacen("\"title\"", "\"tittle\"", 1)),
            400,
            "malformed-entry",
        ),
        (
            Envelope::sign(
                "application/vnd.tasdiq.agreement.sung.v1+json",
                good.payload(),
                &[&key],
            )
            .bytes()
            .to_vec(),
            400,
            "unknown-entry",
        ),
        (
            Envelope::sign("text/plain", good.payload(), &[&key])
                .bytes()
                .to_vec(),
            400,
            "malformed-envelope",
        ),
    ];
    for (body, status, code) in bodies {
        let problem = scene.refused(body, status).await;
        assert_eq!(problem["type"], format!("tasdiq:{code}"), "{problem}");
    }
    let wrong_type = scene
        .http
        .post(format!("{}/api/acts", scene.base))
        .header("content-type", "text/plain")
        .body(good.bytes().to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(wrong_type.status().as_u16(), 415);
    assert_eq!(scene.size().await, size);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn authors_without_standing_are_refused() {
    let scene = Scene::founded().await;
    let size = scene.size().await;
    let say = |mechanism, key: &SigningKey, at| {
        let envelope =
            cast::statement(mechanism, &[key], &open("x"), (0, None), nothing_seen(), at);
        envelope.bytes().to_vec()
    };
    let key = scene.cast.key("m1", "mediation");
    let mechanism = scene.cast.mechanism();
    let stranger = SigningKey::from_seed(&[99; 32]);
    let unknown = scene.refused(say(mechanism, &stranger, now()), 403).await;
    assert_eq!(unknown["code"], "roll.key-unknown");
    let detail = unknown["detail"].as_str().unwrap();
    assert!(
        detail.ends_with("was not granted any office here."),
        "{detail}"
    );
    assert!(unknown["about"]["key"].is_string(), "{unknown}");
    let elsewhere = act::Digest::of(b"another mechanism");
    scene.refused(say(elsewhere, &key, now()), 409).await;
    let future = scene
        .refused(say(mechanism, &key, now().after_millis(3_600_000)), 400)
        .await;
    assert_eq!(future["type"], "tasdiq:future-dated");
    let tampered = cast::statement(
        mechanism,
        &[&key],
        &open("x"),
        (0, None),
        nothing_seen(),
        now(),
    );
    let mut signature = tampered.signatures()[0].clone();
    signature.sig.0[0] ^= 1;
    let tampered = Envelope::assemble(tampered.payload_type(), tampered.payload(), vec![signature]);
    let bad = scene.refused(tampered.bytes().to_vec(), 403).await;
    assert_eq!(bad["type"], "tasdiq:bad-signature");
    let gap = cast::statement(
        mechanism,
        &[&key],
        &open("x"),
        (5, Some(elsewhere)),
        nothing_seen(),
        now(),
    );
    let problem = scene.refused(gap.bytes().to_vec(), 409).await;
    assert_eq!(problem["expected_seq"], 0);
    let seen = act::Seen {
        size: 3,
        root: elsewhere,
    };
    let liar = cast::statement(mechanism, &[&key], &open("x"), (0, None), seen, now());
    let problem = scene.refused(liar.bytes().to_vec(), 409).await;
    assert_eq!(problem["type"], "tasdiq:seen-unknown");
    assert_eq!(scene.size().await, size);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_void_act_is_placed_and_its_author_told_why() {
    let mut scene = Scene::founded().await;
    let envelope = scene.cast.say("a", "key-administrator", &open("x"), now());
    let answer = scene.submit(&envelope, "durable").await;
    assert_eq!(answer["verdict"]["status"], "void");
    assert_eq!(answer["verdict"]["code"], "roll.no-authority");
    assert_eq!(answer["verdict"]["about"]["member"], "a");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_floods_is_slowed_and_others_are_not() {
    let mut scene = Scene::empty(Rates::new(2, 1)).await;
    let charter = scene.cast.found(now());
    scene.submit(&charter, "durable").await;
    let mut statuses = Vec::new();
    for grant in scene.cast.grants(now()) {
        statuses.push(
            scene
                .post(grant.bytes().to_vec(), "durable")
                .await
                .status()
                .as_u16(),
        );
    }
    // Each member's root grants two seats; the first root also signed the charter.
    assert_eq!(
        statuses.iter().filter(|s| **s == 429).count(),
        1,
        "{statuses:?}"
    );
}
