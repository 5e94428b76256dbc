//! Replicas over HTTP: they follow, agree, serve what they verified, and name what differs.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use node::replica::Limits;
use serve::pace::Rates;
use serve::{Host, ReplicaConfig, Site, clock};
use store::Memory;
use tokio::net::TcpListener;

use crate::fixture::{ORIGIN, Scene, TOKEN, now, open};

pub(crate) async fn replica(scene: &Scene, host: String) -> (Arc<Host>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let config = ReplicaConfig {
        origin: ORIGIN.to_owned(),
        policy: scene.policy(),
        host,
        peers: BTreeMap::new(),
        limits: Limits {
            poll: 50,
            ..Limits::default()
        },
        clock: clock::system(),
    };
    let readers = serve::Readers::default();
    readers.allow(TOKEN, "test");
    let site = Site {
        public_origin: base.clone(),
        readers,
        rates: Rates::default(),
        blobs: serve::blobs::BlobRoom::in_memory(),
        ice: serve::IceServers::default(),
        clock: clock::system(),
    };
    let replica = Host::follow(config, site, Box::new(Memory::default())).unwrap();
    let router = serve::routes::router(&replica);
    tokio::spawn(serve::run(listener, router, std::future::pending()));
    (replica, base)
}

pub(crate) async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    for _ in 0..200 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_follows_agrees_and_serves_the_same_log() {
    let mut scene = Scene::founded().await;
    let (replica, base) = replica(&scene, format!("{}/reader/{TOKEN}/log", scene.base)).await;
    for number in 0..20 {
        let said = open(&format!("instrument-{number}"));
        let envelope = scene.cast.say("m1", "mediation", &said, now());
        scene
            .submit(
                &envelope,
                if number == 19 { "witnessed" } else { "durable" },
            )
            .await;
    }
    let size = scene.size().await;
    until("the replica has everything", || {
        replica.world().size() == size
    })
    .await;
    assert_eq!(replica.world().root(), scene.host.world().root());
    until("the replica serves the checkpoint", || {
        replica.published().size == size
    })
    .await;
    assert!(replica.alarms().is_empty(), "{:?}", replica.alarms());
    let theirs = scene.read("/api/acts/5/leaf").await.bytes().await.unwrap();
    let url = format!("{base}/reader/{TOKEN}/api/acts/5/leaf");
    let ours = scene
        .http
        .get(url)
        .send()
        .await
        .unwrap()
        .bytes()
        .await
        .unwrap();
    assert_eq!(ours, theirs);
    let envelope = scene
        .cast
        .say("m1", "mediation", &open("misdirected"), now());
    let url = format!("{base}/api/acts");
    let answer = scene
        .http
        .post(url)
        .header("content-type", "application/json")
        .body(envelope.bytes().to_vec())
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 421);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_of_an_unreachable_host_says_so_and_keeps_what_it_has() {
    let scene = Scene::founded().await;
    let (replica, _) = replica(&scene, "http://127.0.0.1:1/log".to_owned()).await;
    until("the alarm stands", || {
        replica
            .alarms()
            .iter()
            .any(|alarm| alarm.code() == "alarm.host-unreachable")
    })
    .await;
    assert_eq!(replica.world().size(), 0);
}
