//! One side and strangers flood a host with everything they can send. The other side's flash, its
//! acknowledgement, and what a mediator reads and says are taken at once all the same.

use std::sync::atomic::Ordering;

use act::{Digest, SigningKey};
use reqwest::{Client, StatusCode};
use serde_json::json;

use super::flood::{self, Author, Flood, OFFICES, message, post};
use super::scene::{Scene, now, until};

/// Messages each way while the flood lasts.
const MESSAGES: u64 = 20;

/// Whoever says something during the flood: never told to wait.
struct Desk<'s> {
    http: Client,
    base: &'s str,
    author: Author,
}

impl Desk<'_> {
    fn new(base: &str, key: SigningKey, mechanism: Digest) -> Desk<'_> {
        let author = Author::new(key, mechanism);
        let http = flood::elsewhere();
        Desk { http, base, author }
    }

    async fn says(&mut self, kind: &str, entry: &serde_json::Value) -> serde_json::Value {
        let act = self.author.says(kind, entry);
        let (status, told) = post(&self.http, self.base, act.bytes()).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{told}");
        assert_eq!(told["verdict"]["status"], "in-force", "{told}");
        told
    }
}

#[test]
fn one_side_floods_and_the_other_is_heard() {
    let mut scene = Scene::new();
    let mut host = scene.start("record");
    scene.appoint();
    let start = now().after_millis(-60_000);
    let mut grants = scene.cast.hotline_grants(start);
    grants.extend(scene.cast.watchlist_grants(start));
    for grant in grants {
        scene.place(&grant, "durable");
    }
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let lived = runtime.block_on(during(&scene));
    assert!(host.0.try_wait().unwrap().is_none(), "the host goes on");
    // What was acknowledged is there after a crash, as the flood left it.
    host.kill();
    let _host = scene.start("record");
    until("the log is whole", || {
        scene
            .get("/healthz")
            .is_some_and(|health| health.body.contains("\"size\""))
    });
    let health: serde_json::Value =
        serde_json::from_str(&scene.get("/healthz").unwrap().body).unwrap();
    assert!(health["size"].as_u64().unwrap() >= lived, "{health}");
}

/// The largest size that anybody was told of.
async fn during(scene: &Scene) -> u64 {
    let base = format!("http://127.0.0.1:{}", scene.port);
    let mechanism = scene.cast.mechanism();
    let key = |member: &str, office: &str| scene.cast.key(member, office);
    let flood = OFFICES.iter().map(|office| key("a", office)).collect();

    // Before the flood: a flash that the other side has to answer.
    let mut flooding = Desk::new(&base, key("a", "duty"), mechanism);
    let asked = flooding.says("message-sent.v1", &message("flash", 1)).await;
    let flood = Flood::begin(&base, flood, mechanism).await;
    flood.rises().await;

    let mut other = Desk::new(&base, key("b", "duty"), mechanism);
    let cookie = flood::session(&other.http, &base, &key("m1", "mediation"), mechanism).await;
    let live = other.http.get(format!("{base}/api/live"));
    let mut live = live.header("cookie", &cookie).send().await.unwrap();
    assert_eq!(live.status(), StatusCode::OK, "a mediator follows the line");

    let acknowledged = json!({ "message": asked["id"], "what": "received" });
    let mut told = other.says("message-acknowledged.v1", &acknowledged).await;
    for number in 1..=MESSAGES {
        told = other
            .says("message-sent.v1", &message("flash", number))
            .await;
    }
    let last = told["index"].as_u64().unwrap();
    let mut seen = String::new();
    while !seen.contains(&format!("id: {last}\n")) {
        seen.push_str(&String::from_utf8_lossy(
            &live.chunk().await.unwrap().unwrap(),
        ));
    }
    let page = other.http.get(format!("{base}/hotline/{last}"));
    let page = page.header("cookie", &cookie).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK, "a mediator reads it");

    let counts = &flood.counts;
    for (what, count) in [
        ("the side that floods is heard, too", &counts.recorded),
        ("pages are shown", &counts.pages),
        ("pages and streams are told to wait", &counts.turned_away),
        ("streams are open", &counts.streams),
        ("strangers are refused", &counts.refused),
    ] {
        assert!(count.load(Ordering::Relaxed) > 0, "{what}: {counts:?}");
    }
    let wrongly = counts.wrongly_answered.load(Ordering::Relaxed);
    assert_eq!(
        wrongly, 0,
        "what nobody may send is the sender's fault: {counts:?}"
    );
    last + 1
}
