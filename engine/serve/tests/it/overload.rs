//! No room on the disk, no room in the queue: acts are turned away with a time to come back,
//! reading goes on, and nothing is lost once there is room.

use node::sequencer::Limits;
use serve::pace::Rates;
use store::{Memory, Room};

use crate::fixture::{Scene, now, open};

fn rates() -> Rates {
    Rates::new(100_000, 100_000)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_acts_and_goes_on_serving() {
    let store = Memory::default();
    let limits = Limits {
        full: 200,
        ..Limits::default()
    };
    let mut scene = Scene::over(store.clone(), limits, rates()).await;
    scene.found().await;
    let act = scene.cast.say("m1", "mediation", &open("one"), now());
    let size = scene.size().await;

    store.set_room(Room::None);
    let response = scene.post(act.bytes().to_vec(), "durable").await;
    assert_eq!(response.status().as_u16(), 503);
    assert!(response.headers().contains_key("retry-after"));
    let problem = response.text().await.unwrap();
    assert!(problem.contains("the host's disk is full"), "{problem}");
    assert_eq!(scene.size().await, size);
    for path in ["/log/checkpoint", "/api/acts/0", "/api/acts/0/proof"] {
        assert_eq!(scene.read(path).await.status().as_u16(), 200, "{path}");
    }

    store.set_room(Room::Enough);
    let told = scene.submit(&act, "witnessed").await;
    assert_eq!(told["index"], size);
    assert_eq!(told["reached"], "witnessed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_says_when_to_come_back() {
    let limits = Limits {
        queue: 1,
        ..Limits::default()
    };
    let mut scene = Scene::over(Memory::default(), limits, rates()).await;
    scene.found().await;
    let seats = [
        ("m1", "mediation"),
        ("m2", "mediation"),
        ("a", "negotiator"),
        ("b", "negotiator"),
    ];
    let (mut busy, mut round) = (0, 0);
    while busy == 0 {
        assert!(round < 500, "no queue of one place was ever full");
        let acts: Vec<_> = seats
            .iter()
            .map(|(member, office)| {
                let said = open(&format!("{member}-{round}"));
                scene.cast.say(member, office, &said, now())
            })
            .collect();
        let [a, b, c, d] = [0, 1, 2, 3].map(|n| scene.post(acts[n].bytes().to_vec(), "durable"));
        for response in <[_; 4]>::from(tokio::join!(a, b, c, d)) {
            if response.status().as_u16() == 503 {
                assert!(response.headers().contains_key("retry-after"));
                let problem = response.text().await.unwrap();
                assert!(problem.contains("the queue is full"), "{problem}");
                busy += 1;
            }
        }
        // The same bytes again: each has its place, once.
        for act in &acts {
            scene.submit(act, "durable").await;
        }
        round += 1;
    }
    let expected = 10 + seats.len() as u64 * round;
    assert_eq!(scene.size().await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_side_that_floods_is_told_to_wait_and_the_other_never_is() {
    let limits = Limits {
        queue_per_member: 1,
        ..Limits::default()
    };
    let mut scene = Scene::over(Memory::default(), limits, rates()).await;
    scene.found().await;
    let (mut told_to_wait, mut round) = (0, 0);
    while told_to_wait == 0 {
        assert!(round < 500, "a share of one act was never full");
        let flood: Vec<_> = ["negotiator", "key-administrator"]
            .iter()
            .map(|office| {
                let said = open(&format!("{office}-{round}"));
                scene.cast.say("a", office, &said, now())
            })
            .collect();
        let said = open(&format!("b-{round}"));
        let other = scene.cast.say("b", "negotiator", &said, now());
        let [one, two] = [0, 1].map(|n| scene.post(flood[n].bytes().to_vec(), "durable"));
        let other = scene.post(other.bytes().to_vec(), "durable");
        let (one, two, other) = tokio::join!(one, two, other);
        assert_eq!(
            other.status().as_u16(),
            200,
            "the other side has its own share"
        );
        for response in [one, two] {
            if response.status().as_u16() == 429 {
                assert!(response.headers().contains_key("retry-after"));
                let problem = response.text().await.unwrap();
                assert!(problem.contains("tasdiq:too-many-waiting"), "{problem}");
                told_to_wait += 1;
            }
        }
        for act in &flood {
            scene.submit(act, "durable").await;
        }
        round += 1;
    }
    assert_eq!(
        scene.size().await,
        10 + 3 * round,
        "and nothing is lost or doubled"
    );
}
