//! What waits for a second officer: who may put it there, see it, sign beside it and send it back.

use act::{Envelope, Seen, SigningKey, Statement};
use base64ct::{Base64, Encoding as _};
use mechanism::Said;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::fixture::{Scene, nothing_seen, now, session};

const TYPE: &str = "application/vnd.tasdiq.hotline.message-sent.v1+json";

/// A mechanism whose charter asks for a second officer, and its hotline.
async fn scene() -> Scene {
    let mut scene = Scene::asking_for_second_officers(&["priority"]).await;
    let start = now().after_millis(-60_000);
    for grant in scene.cast.hotline_grants(start) {
        scene.submit(&grant, "durable").await;
    }
    scene
}

fn message(precedence: &str) -> Value {
    json!({
        "channel": "duty", "format": "statement", "precedence": precedence, "number": 1,
        "lang": "en", "fields": {}, "text": "An invented statement.",
    })
}

/// The bytes of a message as its author would sign them.
fn composed(scene: &Scene, by: &SigningKey, entry: &Value) -> Vec<u8> {
    let said = Said::decode("hotline", "message-sent.v1", &entry.to_string()).unwrap();
    let entry = RawValue::from_string(said.json()).unwrap();
    let Seen { size, root } = nothing_seen();
    let statement = Statement {
        mechanism: scene.cast.mechanism(),
        by: by.public(),
        seq: 0,
        prev: None,
        seen: Seen { size, root },
        said_at: now(),
        entry: &entry,
    };
    statement.bytes()
}

async fn ask(scene: &Scene, cookie: &str, bytes: &[u8]) -> (u16, Value) {
    let body = json!({ "payloadType": TYPE, "payload": Base64::encode_string(bytes) });
    post(scene, cookie, "/api/checks", &body).await
}

async fn post(scene: &Scene, cookie: &str, path: &str, body: &Value) -> (u16, Value) {
    let request = scene.http.post(format!("{}{path}", scene.base));
    let sent = request.header("cookie", cookie).body(body.to_string());
    let response = sent.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

async fn look(scene: &Scene, cookie: &str, path: &str) -> (u16, Value) {
    let request = scene.http.get(format!("{}{path}", scene.base));
    let response = request.header("cookie", cookie).send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}

#[tokio::test]
async fn a_deputy_signs_beside_what_an_officer_composed_and_the_officer_sends_it() {
    let scene = scene().await;
    let (duty, deputy) = (scene.cast.key("a", "duty"), scene.cast.key("a", "deputy"));
    let other = scene.cast.key("b", "duty");
    let node = scene.cast.key("a", "hotline-node");
    let (own, second) = (session(&scene, &duty).await, session(&scene, &deputy).await);
    let (outsider, program) = (session(&scene, &other).await, session(&scene, &node).await);
    let bytes = composed(&scene, &duty, &message("priority"));
    let (status, answer) = ask(&scene, &own, &bytes).await;
    assert_eq!(status, 201, "{answer}");
    let path = format!("/api/checks/{}", answer["id"].as_str().unwrap());
    assert_eq!(look(&scene, &own, &path).await.1["stage"], "waiting");
    assert_eq!(
        look(&scene, &outsider, &path).await.0,
        404,
        "another member sees nothing"
    );
    assert_eq!(look(&scene, "", &path).await.0, 401);

    let message = act::pae(TYPE, &bytes);
    let sig = |key: &SigningKey| json!({ "sig": key.sign(&message) });
    for (what, cookie, verdict, status) in [
        ("one's own", &own, sig(&duty), 403),
        ("another member's", &outsider, sig(&other), 404),
        ("not one's own signature", &second, sig(&duty), 400),
        ("a node's", &program, sig(&node), 400),
        ("no reason", &second, json!({ "why": " " }), 400),
        ("neither", &second, json!({}), 400),
    ] {
        let (told, answer) = post(&scene, cookie, &path, &verdict).await;
        assert_eq!(told, status, "{what}: {answer}");
    }
    assert_eq!(look(&scene, &own, &path).await.1["stage"], "waiting");
    assert_eq!(post(&scene, &second, &path, &sig(&deputy)).await.0, 204);
    let (_, checked) = look(&scene, &own, &path).await;
    assert_eq!(checked["stage"], "checked");
    assert_eq!(checked["beside"]["key"], json!(deputy.public()));
    let both = Envelope::sign(TYPE, &bytes, &[&duty, &deputy]);
    let sent = scene.submit(&both, "durable").await;
    assert_eq!(sent["verdict"]["status"], "in-force", "{sent}");
    assert_eq!(look(&scene, &own, &path).await.0, 404, "it waits no more");
}

#[tokio::test]
async fn only_what_lacks_a_second_officer_waits_and_not_without_end() {
    let scene = scene().await;
    let duty = scene.cast.key("a", "duty");
    let own = session(&scene, &duty).await;
    let deputy = session(&scene, &scene.cast.key("a", "deputy")).await;
    let good = composed(&scene, &duty, &message("priority"));
    let urgent = composed(&scene, &duty, &message("immediate"));
    assert_eq!(ask(&scene, &own, &urgent).await.0, 409, "it needs nobody");
    let mut unfit = message("priority");
    unfit["format"] = json!("report.incident");
    let unfit = composed(&scene, &duty, &unfit);
    assert_eq!(ask(&scene, &own, &unfit).await.0, 400, "it lacks more");
    assert_eq!(ask(&scene, &deputy, &good).await.0, 400, "another's words");
    assert_eq!(ask(&scene, &own, b"{}").await.0, 400, "no statement");
    assert_eq!(ask(&scene, "", &good).await.0, 401);
    let mut refused = 0;
    for n in 0..25 {
        let mut entry = message("priority");
        entry["text"] = json!(format!("An invented statement, {n}."));
        let bytes = composed(&scene, &duty, &entry);
        match ask(&scene, &own, &bytes).await {
            (201, _) => {}
            (429, _) => refused += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, 5, "twenty of one officer wait at once");
}
