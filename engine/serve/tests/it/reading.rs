//! Who may read what, and that a foreign reader of tiles finds one sound log.

use act::Leaf;
use mechanism::World;
use serde_json::Value;
use tlog::Checkpoint;
use tlog::merkle::{RightEdge, leaf_hash};
use tlog::tile::{EntryBundle, Tile, decode_bundle, hashes, new_tiles};

use crate::fixture::{ORIGIN, Scene, note, now, open};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_bare_checkpoint_is_public() {
    let scene = Scene::founded().await;
    let get = |path: &str| {
        let url = format!("{}{path}", scene.base);
        let http = scene.http.clone();
        async move { http.get(url).send().await.unwrap().status().as_u16() }
    };
    assert_eq!(get("/checkpoint").await, 200);
    for path in [
        "/log/checkpoint",
        "/log/tile/0/000.p/1",
        "/log/tile/entries/000.p/1",
        "/log/state",
        "/api/acts/0",
        "/api/acts/0/leaf",
        "/api/acts/0/proof",
        "/api/policy",
        "/api/live",
        "/api/authors/x",
    ] {
        assert_eq!(get(path).await, 401, "{path}");
        assert_eq!(get(&format!("/reader/wrong{path}")).await, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_rebuilds_tree_world_and_state_root_from_tiles() {
    let mut scene = Scene::founded().await;
    for number in 0..300 {
        let said = open(&format!("instrument-{number}"));
        let envelope = scene.cast.say("m1", "mediation", &said, now());
        let wait = if number == 299 {
            "witnessed"
        } else {
            "durable"
        };
        scene.submit(&envelope, wait).await;
    }
    let text = scene.read("/log/checkpoint").await.text().await.unwrap();
    let checkpoint = Checkpoint::parse(&note(&text).text).unwrap();
    scene.policy().verify(&note(&text), ORIGIN).unwrap();
    let mut edge = RightEdge::default();
    let mut world = World::default();
    for tile in new_tiles(0, checkpoint.size).filter(|tile| tile.level == 0) {
        let bundle = EntryBundle {
            index: tile.index,
            width: tile.width,
        };
        let bytes = scene
            .read(&format!("/log/{bundle}"))
            .await
            .bytes()
            .await
            .unwrap();
        let hashed = scene
            .read(&format!("/log/{tile}"))
            .await
            .bytes()
            .await
            .unwrap();
        let hashed = hashes(&hashed).unwrap();
        for (entry, hash) in decode_bundle(&bytes, bundle.width)
            .unwrap()
            .iter()
            .zip(hashed)
        {
            assert_eq!(leaf_hash(entry), hash);
            edge.push(hash);
            world.apply(&Leaf::parse(entry).unwrap());
        }
    }
    assert_eq!(edge.root(), checkpoint.root);
    let state = scene.read("/log/state").await.text().await.unwrap();
    let size: u64 = state.lines().nth(2).unwrap().parse().unwrap();
    if size == world.size() {
        assert_eq!(note(&state).text, world.root().text(ORIGIN));
    }
    let missing = Tile {
        level: 0,
        index: 9,
        width: 256,
    };
    assert_eq!(
        scene
            .read(&format!("/log/{missing}"))
            .await
            .status()
            .as_u16(),
        404
    );
    assert_eq!(scene.read("/log/tile/0/0").await.status().as_u16(), 404);
}

/// The root is kept between pages, so one made at another size must never be shown.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_names_the_root_of_the_very_state_it_is_made_from() {
    let mut scene = Scene::founded().await;
    let mut roots = std::collections::BTreeSet::new();
    for number in 0..4 {
        let said = open(&format!("instrument-{number}"));
        let envelope = scene.cast.say("m1", "mediation", &said, now());
        scene.submit(&envelope, "durable").await;
        let root = scene.host.world().root().root.to_string();
        for _ in 0..2 {
            let page = scene.http.get(&scene.base).send().await.unwrap();
            let page = page.text().await.unwrap();
            assert!(page.contains(&root), "{root}: {page}");
        }
        roots.insert(root);
    }
    assert_eq!(roots.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_description_names_every_route_and_nothing_else() {
    let scene = Scene::founded().await;
    let url = format!("{}/api/openapi.json", scene.base);
    let text = scene
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let described: Value = serde_json::from_str(&text).unwrap();
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() > 20);
    for (path, item) in paths {
        let real = path
            .replace("{token}", crate::fixture::TOKEN)
            .replace("{index}", "0")
            .replace("{key}", "ed25519:x")
            .replace("{tile}", "0/000.p/1");
        for (method, described) in item.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            let url = format!("{}{real}", scene.base);
            if real.ends_with("/live") {
                continue; // Never ends by itself.
            }
            let answer = scene.http.request(method, url).send().await.unwrap();
            let status = answer.status().as_u16().to_string();
            assert!(
                described["responses"].get(&status).is_some(),
                "{path} answers {status}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn live_events_resume_where_the_reader_left_off() {
    let mut scene = Scene::founded().await;
    let envelope = scene.cast.say("m1", "mediation", &open("x"), now());
    let index = scene.submit(&envelope, "witnessed").await["index"]
        .as_u64()
        .unwrap();
    let url = format!("{}/reader/{}/api/live", scene.base, crate::fixture::TOKEN);
    let mut stream = scene
        .http
        .get(url)
        .header("last-event-id", (index - 3).to_string())
        .send()
        .await
        .unwrap();
    let mut text = String::new();
    while !text.contains("event: witnessed") {
        text.push_str(std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap());
    }
    let ids: Vec<u64> = text
        .lines()
        .filter_map(|line| line.strip_prefix("id: "))
        .map(|id| id.parse().unwrap())
        .collect();
    assert_eq!(ids, [index - 2, index - 1, index]);
}
