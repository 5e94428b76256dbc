//! What a host does when its store was damaged or taken from a backup.

use std::os::unix::fs::FileExt as _;

use store::Store as _;

use super::scene::{Answer, Scene, now, open, until};

/// A record with some published acts, its host stopped.
fn stopped_record(scene: &mut Scene) {
    let mut host = scene.start("record");
    scene.appoint();
    let act = scene.cast.say("m1", "mediation", &open("one"), now());
    scene.place(&act, "witnessed");
    host.kill();
    // A kill leaves the last acts in the write-ahead log; opening once brings them into the file.
    drop(store::Sqlite::open(&scene.store_path("record")).unwrap());
}

fn says_how_to_recover(scene: &Scene, record: &str) {
    let output = scene.refuses(record);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("fill it from a replica"), "{said}");
    assert!(scene.get("/healthz").is_none(), "it must not serve");
}

#[test]
fn a_damaged_store_is_refused_with_the_way_to_recover() {
    let mut scene = Scene::new();
    stopped_record(&mut scene);
    let path = scene.store_path("record");
    let whole = std::fs::read(&path).unwrap();

    // Cut off.
    std::fs::write(&path, &whole[..whole.len() - 5_000]).unwrap();
    says_how_to_recover(&scene, "record");

    // One byte of one entry altered, in the middle of the log, so that it still reads as one: the
    // pages are in order, the tree is not.
    std::fs::write(&path, &whole).unwrap();
    let needle = b"{\"at\":\"20";
    let places: Vec<usize> = (0..whole.len() - needle.len())
        .filter(|at| whole[*at..].starts_with(needle))
        .collect();
    assert!(places.len() > 3, "{}", places.len());
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    let at = places[places.len() / 2] + "{\"at\":\"2026-11-23T00:00:00.12".len();
    let digit = if whole[at] == b'1' { b'2' } else { b'1' };
    file.write_all_at(&[digit], at as u64).unwrap();
    drop(file);
    says_how_to_recover(&scene, "record");

    // Not a store at all.
    std::fs::write(&path, vec![7u8; 8_192]).unwrap();
    let output = scene.refuses("record");
    assert!(!output.status.success());
}

#[test]
fn a_list_of_servers_for_calls_that_is_none_is_said_to_be_so() {
    let scene = Scene::new();
    let file = scene.folder.path().join("ice.json");
    for (content, why) in [
        ("{}", "this is not a JSON list of objects with `urls`"),
        (
            r#"[{"urls":["https://192.0.2.1"]}]"#,
            "\"https://192.0.2.1\" is no stun:, turn: or turns: address",
        ),
    ] {
        std::fs::write(&file, content).unwrap();
        let output = scene.refuses_with("record", &["--ice", "ice.json"]);
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success());
        assert!(
            said.contains("ice.json is no list of servers for calls"),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
    }
    std::fs::write(&file, r#"[{"urls":["turn:192.0.2.1:3478"]}]"#).unwrap();
    scene.start_with("record", &["--ice", "ice.json"]);
}

#[test]
fn a_full_store_refuses_acts_whole_and_takes_them_once_there_is_room() {
    let mut scene = Scene::new();
    stopped_record(&mut scene);
    let bytes = std::fs::metadata(scene.store_path("record")).unwrap().len();
    let limit = (bytes + 64 * 1024).to_string();
    let mut host = scene.start_with("record", &["--store-bytes-max", &limit]);
    let mut recorded = Vec::new();
    let (refused, answer) = loop {
        assert!(recorded.len() < 2_000, "the limit was never met");
        let name = format!("text-{}", recorded.len());
        let act = scene.cast.say("m1", "mediation", &open(&name), now());
        let answer = answered(&scene, &act);
        if answer.status != 200 {
            break (act, answer);
        }
        recorded.push(act);
    };
    assert!(!recorded.is_empty(), "{}", answer.body);
    assert_eq!(answer.status, 503, "{}", answer.body);
    let head = answer.head.to_lowercase();
    assert!(head.contains("retry-after: "), "{head}");
    assert!(answer.body.contains(r#""fault":"node""#), "{}", answer.body);

    // Reading goes on, and says why nothing is recorded.
    let health = scene.get("/healthz").unwrap().body;
    assert!(health.contains("\"code\":\"alarm.disk-full\""), "{health}");
    for path in ["/", "/checkpoint", "/api/mechanism"] {
        assert_eq!(scene.get(path).unwrap().status, 200, "{path}");
    }

    // On the disk is every act that was acknowledged and nothing of the one that was not.
    host.kill();
    let store = store::Sqlite::open(&scene.store_path("record")).unwrap();
    let reader = store.reader();
    let size = reader.head().unwrap().size;
    let first = size - recorded.len() as u64;
    let kept = reader.leaves(first..size).unwrap();
    for (leaf, act) in kept.iter().zip(&recorded) {
        let leaf = act::Leaf::parse(leaf).unwrap();
        assert_eq!(leaf.envelope.entry_id(), act.entry_id());
    }
    assert_eq!(kept.len(), recorded.len());
    drop((reader, store));

    // With room again, the very act that was refused takes the next place.
    let _host = scene.start("record");
    scene.place(&refused, "witnessed");
    let told = scene.post(refused.bytes(), "witnessed").unwrap().body;
    assert!(told.contains(&format!("\"index\":{size},")), "{told}");
    assert_eq!(scene.witnessed("a").size, size + 1);
}

/// The answer to an act once the host has asked its witnesses: recorded, or refused for want of room.
fn answered(scene: &Scene, act: &act::Envelope) -> Answer {
    let mut last = None;
    until("the act is answered", || {
        last = scene.post(act.bytes(), "durable");
        let full = "the host's disk is full";
        last.as_ref()
            .is_some_and(|a| a.status == 200 || a.body.contains(full))
    });
    last.unwrap()
}

#[test]
fn a_log_restored_from_an_old_copy_refuses_to_sign() {
    let mut scene = Scene::new();
    stopped_record(&mut scene);
    let old = scene.folder.path().join("old");
    std::fs::create_dir(&old).unwrap();
    std::fs::copy(scene.store_path("record"), scene.store_path("old")).unwrap();

    let mut host = scene.start("record");
    let act = scene.cast.say("m1", "mediation", &open("two"), now());
    scene.place(&act, "witnessed");
    let before = scene.witnessed("a");
    host.kill();

    let _host = scene.start("old");
    until("the alarm stands", || {
        let health = scene.get("/healthz").unwrap().body;
        health.contains("\"code\":\"alarm.ahead\"")
    });
    let other = scene.cast.say("m1", "mediation", &open("three"), now());
    let answer = scene.post(other.bytes(), "durable").unwrap();
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(
        answer.head.to_lowercase().contains("retry-after: "),
        "{}",
        answer.head
    );
    assert!(
        answer
            .body
            .contains("a witness or replica has another history"),
        "{}",
        answer.body
    );
    assert_eq!(scene.witnessed("a"), before, "nothing was signed");
}
