//! Petitions from anybody: taken sealed to mediators alone, kept once, given to mediators alone.

use act::Digest;
use seal::{SealKey, SealSecret, seal};
use serde_json::{Value, json};
use store::blobs::commitment;

use crate::fixture::{Scene, TOKEN, now};

const MEDIA: &str = "application/vnd.tasdiq.petition+json";

/// The mediators and a party announced keys for sealing; theirs, in this order.
async fn announced(scene: &mut Scene) -> Vec<SealKey> {
    let mut keys = Vec::new();
    for (member, office) in [
        ("m1", "mediation"),
        ("m2", "mediation"),
        ("a", "negotiator"),
    ] {
        let key = SealSecret::of_seed(&scene.cast.key(member, office).seed())
            .public()
            .unwrap();
        let entry = json!({ "seal_key": key.to_string() });
        let said = mechanism::Said::decode("roll", "seal-key-announced.v1", &entry.to_string());
        let act = scene.cast.say(member, office, &said.unwrap(), now());
        let answer = scene.submit(&act, "durable").await;
        assert_eq!(answer["verdict"]["status"], "in-force", "{answer}");
        keys.push(key);
    }
    keys
}

fn petition(media: &str, words: &[u8], keys: &[SealKey], receipt: u8) -> Value {
    let container = seal(media, words, keys, [receipt; 32]).unwrap();
    sent(&container, receipt)
}

fn sent(container: &[u8], receipt: u8) -> Value {
    use base64ct::{Base64, Encoding as _};
    let salt = [receipt; 32];
    json!({
        "blob": Digest(commitment(&salt, container)), "salt": Digest(salt),
        "receipt": Digest::of(&[receipt]), "container": Base64::encode_string(container),
    })
}

/// Status and problem type of sending this.
async fn send(scene: &Scene, body: &Value) -> (u16, String) {
    let address = format!("{}/api/petitions", scene.base);
    let response = scene
        .http
        .post(address)
        .body(body.to_string())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let answer = response.text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
    (
        status,
        answer["type"].as_str().unwrap_or_default().to_owned(),
    )
}

#[tokio::test]
async fn a_petition_is_kept_once_and_given_to_nobody_without_a_session() {
    let mut scene = Scene::founded().await;
    let keys = announced(&mut scene).await;
    let good = petition(MEDIA, b"{}", &keys[..2], 1);
    assert_eq!(send(&scene, &good).await.0, 201);
    assert_eq!(send(&scene, &good).await.0, 201, "sent again, kept once");
    let mut stolen = good.clone();
    stolen["receipt"] = json!(Digest::of(b"another's"));
    assert_eq!(
        send(&scene, &stolen).await.0,
        409,
        "the receipt of a kept petition stays its own"
    );
    let address = format!(
        "{}/api/petitions/{}",
        scene.base,
        good["blob"].as_str().unwrap()
    );
    let answer = scene.http.get(&address).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    let by_reader = format!(
        "{}/reader/{TOKEN}/api/petitions/{}",
        scene.base,
        good["blob"].as_str().unwrap()
    );
    let answer = scene.http.get(&by_reader).send().await.unwrap();
    assert_eq!(answer.status(), 404, "a reader's address is no mediator");
}

#[tokio::test]
async fn what_is_no_petition_to_the_mediators_is_not_kept() {
    let mut scene = Scene::founded().await;
    let keys = announced(&mut scene).await;
    let mut wrong_commitment = petition(MEDIA, b"{}", &keys[..1], 2);
    wrong_commitment["salt"] = json!(Digest::of(b"another salt"));
    let mut not_base64 = petition(MEDIA, b"{}", &keys[..1], 3);
    not_base64["container"] = json!("!");
    for (what, body, expected) in [
        (
            "a party could open it",
            petition(MEDIA, b"{}", &keys, 4),
            400,
        ),
        (
            "something else is inside",
            petition("text/plain", b"{}", &keys[..2], 5),
            400,
        ),
        ("it is not sealed", sent(b"plain words", 6), 400),
        ("another salt", wrong_commitment, 422),
        ("not base64", not_base64, 400),
        ("not JSON of this form", json!({ "words": "x" }), 400),
        (
            "too long",
            petition(MEDIA, &vec![b' '; 40_000], &keys[..2], 7),
            413,
        ),
    ] {
        let (status, kind) = send(&scene, &body).await;
        assert_eq!(status, expected, "{what}: {kind}");
    }
}

#[tokio::test]
async fn a_flood_fills_the_hour_and_not_the_disk() {
    let mut scene = Scene::founded().await;
    let keys = announced(&mut scene).await;
    let mut taken = 0;
    for n in 0..=255u8 {
        match send(&scene, &petition(MEDIA, b"{}", &keys[..1], n)).await {
            (201, _) => taken += 1,
            (429, kind) => assert_eq!(kind, "tasdiq:too-many-petitions"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(taken, 240);
}
