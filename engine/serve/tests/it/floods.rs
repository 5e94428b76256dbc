//! Whoever asks for more than its share waits for itself; the other side notices nothing.

use std::time::Duration;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::fixture::{Scene, now, session};
use crate::payloads;

/// What a member's officer gets at an address.
async fn get(scene: &Scene, cookie: &str, path: &str) -> reqwest::Response {
    let request = scene.http.get(format!("{}{path}", scene.base));
    request.header("cookie", cookie).send().await.unwrap()
}

/// The code of a problem.
async fn code(response: reqwest::Response) -> String {
    assert!(response.headers().contains_key("retry-after"));
    let problem = response.text().await.unwrap();
    let problem: serde_json::Value = serde_json::from_str(&problem).unwrap();
    problem["type"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_can_open_its_own_streams_and_no_others() {
    let scene = Scene::founded().await;
    let own = session(&scene, &scene.cast.key("a", "negotiator")).await;
    let other = session(&scene, &scene.cast.key("b", "negotiator")).await;
    let mut streams = Vec::new();
    let refused = loop {
        assert!(streams.len() < 1_000, "no number of streams was too many");
        let stream = get(&scene, &own, "/api/live").await;
        match stream.status().as_u16() {
            200 => streams.push(stream),
            _ => break stream,
        }
    };
    assert_eq!(refused.status().as_u16(), 429);
    assert_eq!(code(refused).await, "tasdiq:too-many-streams");
    assert_eq!(
        get(&scene, &other, "/api/live").await.status().as_u16(),
        200
    );
    assert_eq!(scene.read("/api/live").await.status().as_u16(), 200);
    assert_eq!(
        get(&scene, &own, "/").await.status().as_u16(),
        200,
        "pages go on"
    );
    streams.pop();
    // Its place is free as soon as the host has seen it go.
    while get(&scene, &own, "/api/live").await.status().as_u16() != 200 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_that_asks_for_many_pages_waits_for_itself() {
    let scene = Scene::founded().await;
    let own = session(&scene, &scene.cast.key("a", "negotiator")).await;
    let other = session(&scene, &scene.cast.key("b", "negotiator")).await;
    let mut refused = 0;
    for _ in 0..20 {
        let mut flood = JoinSet::new();
        for _ in 0..600 {
            let request = scene.http.get(format!("{}/log", scene.base));
            flood.spawn(request.header("cookie", &own).send());
        }
        for path in ["/", "/log", "/sign-in"] {
            assert_eq!(
                get(&scene, &other, path).await.status().as_u16(),
                200,
                "{path}"
            );
        }
        while let Some(answer) = flood.join_next().await {
            let answer = answer.unwrap().unwrap();
            match answer.status().as_u16() {
                200 => {}
                429 => {
                    assert_eq!(code(answer).await, "tasdiq:too-many-requests");
                    refused += 1;
                }
                other => panic!("{other}"),
            }
        }
        if refused > 0 {
            break;
        }
    }
    assert!(refused > 0, "no number of requests was too many");
    assert_eq!(get(&scene, &own, "/log").await.status().as_u16(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_that_asks_for_many_pages_holds_up_no_other_address() {
    let scene = Scene::founded().await;
    let elsewhere = reqwest::Client::builder()
        .local_address(std::net::IpAddr::from([127, 0, 0, 2]))
        .build()
        .unwrap();
    let page = format!("{}/sign-in", scene.base);
    let mut refused = 0;
    for _ in 0..20 {
        let mut flood = JoinSet::new();
        for _ in 0..600 {
            flood.spawn(scene.http.get(&page).send());
        }
        for _ in 0..3 {
            let answer = elsewhere.get(&page).send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 200);
        }
        while let Some(answer) = flood.join_next().await {
            refused += u32::from(answer.unwrap().unwrap().status().as_u16() == 429);
        }
        if refused > 0 {
            return;
        }
    }
    panic!("no number of requests was too many");
}

#[tokio::test(flavor = "multi_thread")]
async fn forms_that_never_end_hold_no_turn() {
    let scene = Scene::founded().await;
    let address = scene.base.trim_start_matches("http://");
    let mut slow = Vec::new();
    for _ in 0..20 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = "POST /appeal/status HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nreceipt=";
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    // They have been taken in before the next one is asked.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let page = scene.http.get(format!("{}/sign-in", scene.base)).send();
    let page = tokio::time::timeout(Duration::from_secs(10), page).await;
    assert_eq!(page.unwrap().unwrap().status().as_u16(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_can_hold_its_own_payloads_open_and_no_others() {
    let mut scene = Scene::founded().await;
    for grant in scene.cast.hotline_grants(now().after_millis(-60_000)) {
        scene.submit(&grant, "durable").await;
    }
    let mut open = 0;
    let seats = ["a.negotiator", "a.key-administrator", "a.duty", "a.deputy"];
    let mut refused = None;
    for (seat, n) in seats
        .iter()
        .flat_map(|seat| (0..8u8).map(move |n| (*seat, n)))
    {
        let bytes = format!("{seat} {n}");
        let (_, answer) = payloads::announce(&scene, seat, bytes.as_bytes(), n).await;
        match answer.status().as_u16() {
            201 => open += 1,
            _ => {
                refused = Some(answer);
                break;
            }
        }
    }
    assert_eq!(open, 24, "three keys hold eight each");
    assert_eq!(code(refused.unwrap()).await, "tasdiq:too-many-uploads");
    let (_, other) = payloads::announce(&scene, "b.negotiator", b"theirs", 1).await;
    assert_eq!(other.status().as_u16(), 201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_signs_in_again_and_again_ends_only_its_own_sessions() {
    let scene = Scene::founded().await;
    let key = scene.cast.key("a", "negotiator");
    let other = session(&scene, &scene.cast.key("b", "negotiator")).await;
    let mut own = Vec::new();
    for _ in 0..17 {
        own.push(session(&scene, &key).await);
        // Sessions that began within the same millisecond have no order.
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let mut lives = Vec::new();
    for cookie in &own {
        lives.push(get(&scene, cookie, "/api/policy").await.status().as_u16());
    }
    assert_eq!(lives[0], 401, "the oldest has given way");
    assert!(lives[1..].iter().all(|status| *status == 200), "{lives:?}");
    assert_eq!(
        get(&scene, &other, "/api/policy").await.status().as_u16(),
        200
    );
}
