//! Signals of a call: relayed between seats, signed, and from nobody else.

use act::{Digest, EntryId, Envelope, PublicKey, SigningKey};
use mechanism::Said;
use serde_json::{Value, json};

use crate::fixture::{Scene, now, session};

const SIGNAL: &str = "application/vnd.tasdiq.call-signal.v1+json";

/// A call with a seat for a party's duty officer and a mediator's.
struct Held {
    scene: Scene,
    index: u64,
    call: EntryId,
}

async fn say(scene: &mut Scene, member: &str, office: &str, kind: &str, entry: &Value) -> Value {
    let said = Said::decode("hotline", kind, &entry.to_string()).unwrap();
    let act = scene.cast.say(member, office, &said, now());
    scene.submit(&act, "durable").await
}

fn certificate(of: u8) -> Digest {
    Digest::of(&[of])
}

async fn held() -> Held {
    let mut scene = Scene::founded().await;
    let start = now().after_millis(-60_000);
    for grant in scene.cast.hotline_grants(start) {
        scene.submit(&grant, "durable").await;
    }
    let entry = json!({ "at": now(), "about": "An invented call", "channel": "duty" });
    let answer = say(&mut scene, "a", "duty", "call-scheduled.v1", &entry).await;
    let call: EntryId = answer["id"].as_str().unwrap().parse().unwrap();
    for (member, office, of) in [("a", "duty", 1), ("m1", "mediation", 2)] {
        let entry = json!({ "call": call, "fingerprint": certificate(of) });
        let joined = say(&mut scene, member, office, "call-joined.v1", &entry).await;
        assert_eq!(joined["verdict"]["status"], "in-force", "{joined}");
    }
    let index = answer["index"].as_u64().unwrap();
    Held { scene, index, call }
}

impl Held {
    fn key(&self, member: &str, office: &str) -> SigningKey {
        self.scene.cast.key(member, office)
    }

    fn hail(&self, to: PublicKey, of: u8) -> Value {
        json!({
            "mechanism": self.scene.cast.mechanism(), "call": self.call, "to": to, "kind": "hail",
            "fingerprint": certificate(of), "attempt": "1", "at": now(),
        })
    }

    /// Status and kind of problem of sending this signal, signed by this key.
    async fn send(&self, signal: &Value, by: &SigningKey) -> (u16, String) {
        let envelope = Envelope::sign(SIGNAL, signal.to_string().as_bytes(), &[by]);
        self.post(envelope.bytes().to_vec()).await
    }

    async fn post(&self, body: Vec<u8>) -> (u16, String) {
        let address = format!("{}/api/calls/{}/signals", self.scene.base, self.index);
        let sent = self.scene.http.post(address).body(body).send();
        let response = sent.await.unwrap();
        let status = response.status().as_u16();
        let answer: Value =
            serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default();
        let kind = answer["type"].as_str().unwrap_or_default().to_owned();
        (status, kind)
    }

    async fn listen(&self, cookie: &str) -> reqwest::Response {
        let address = format!("{}/api/calls/{}/signals", self.scene.base, self.index);
        let asked = self.scene.http.get(address).header("cookie", cookie);
        asked.send().await.unwrap()
    }
}

#[tokio::test]
async fn a_signal_goes_from_seat_to_seat_as_it_was_signed() {
    let held = held().await;
    let (officer, mediator) = (held.key("a", "duty"), held.key("m1", "mediation"));
    let signal = held.hail(mediator.public(), 1);
    assert_eq!(
        held.send(&signal, &officer).await,
        (404, "tasdiq:not-listening".to_owned())
    );
    let cookie = session(&held.scene, &mediator).await;
    let mut stream = held.listen(&cookie).await;
    assert_eq!(stream.status(), 200);
    assert_eq!(held.send(&signal, &officer).await.0, 204);
    let mut told = String::new();
    while !told.contains("\n\n") {
        told.push_str(&String::from_utf8_lossy(
            &stream.chunk().await.unwrap().unwrap(),
        ));
    }
    let data = told
        .lines()
        .find_map(|line| line.strip_prefix("data: "))
        .unwrap();
    let envelope = Envelope::parse(data.as_bytes()).unwrap();
    envelope.verify().unwrap();
    assert_eq!(envelope.payload(), signal.to_string().as_bytes());
    drop(stream);

    let address = format!("/api/calls/{}", held.index);
    let answer = held.scene.read(&address).await.text().await.unwrap();
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["seats"].as_array().unwrap().len(), 2);
    assert_eq!(answer["consent_missing"], "a");
}

#[tokio::test]
async fn nobody_without_a_seat_sends_or_hears_anything() {
    let mut held = held().await;
    let (officer, mediator) = (held.key("a", "duty"), held.key("m1", "mediation"));
    let outsider = held.key("b", "duty");
    let good = held.hail(mediator.public(), 1);
    let to_outsider = held.hail(outsider.public(), 1);
    let other_certificate = held.hail(mediator.public(), 7);
    let mut other_call = good.clone();
    other_call["call"] = json!(Digest::of(b"another call"));
    let mut unknown_field = good.clone();
    unknown_field["more"] = json!(1);
    for (what, signal, by, status) in [
        ("no seat", &good, &outsider, 403),
        ("to nobody in the call", &to_outsider, &officer, 403),
        ("another's certificate", &good, &mediator, 400),
        (
            "not the seat's certificate",
            &other_certificate,
            &officer,
            400,
        ),
        ("another call", &other_call, &officer, 400),
        ("a field nobody knows", &unknown_field, &officer, 400),
    ] {
        assert_eq!(held.send(signal, by).await.0, status, "{what}");
    }
    let envelope = Envelope::sign(SIGNAL, good.to_string().as_bytes(), &[&officer]);
    let forged = Envelope::sign(SIGNAL, good.to_string().as_bytes(), &[&outsider]);
    let mut signatures = forged.signatures().to_vec();
    signatures[0].key = officer.public();
    let forged = Envelope::assemble(SIGNAL, envelope.payload(), signatures);
    assert_eq!(
        held.post(forged.bytes().to_vec()).await.0,
        400,
        "a forged signature"
    );
    let act = Envelope::sign("text/plain", good.to_string().as_bytes(), &[&officer]);
    assert_eq!(held.post(act.bytes().to_vec()).await.0, 400, "another type");
    assert_eq!(held.post(vec![b' '; 60_000]).await.0, 400, "too long");

    let cookie = session(&held.scene, &outsider).await;
    assert_eq!(held.listen(&cookie).await.status(), 403);
    assert_eq!(held.listen("").await.status(), 401);
    let by_reader = format!("/api/calls/{}/signals", held.index);
    assert_eq!(held.scene.read(&by_reader).await.status(), 401);

    // Who says that the call is over has no seat in it any more.
    let entry = json!({ "call": held.call, "ended": now().after_millis(-1) });
    let ended = say(&mut held.scene, "a", "duty", "call-ended.v1", &entry).await;
    assert_eq!(ended["verdict"]["status"], "in-force", "{ended}");
    assert_eq!(held.send(&good, &officer).await.0, 403);
}

#[tokio::test]
async fn a_seat_that_floods_is_told_to_wait() {
    let held = held().await;
    let (officer, mediator) = (held.key("a", "duty"), held.key("m1", "mediation"));
    let signal = held.hail(mediator.public(), 1);
    let mut slowed = 0;
    for _ in 0..120 {
        slowed += u32::from(held.send(&signal, &officer).await.0 == 429);
    }
    assert!(slowed > 0, "a hundred and twenty at once are too many");
    let back = held.hail(officer.public(), 2);
    assert_eq!(
        held.send(&back, &mediator).await.0,
        404,
        "the other seat has its own share"
    );
}
