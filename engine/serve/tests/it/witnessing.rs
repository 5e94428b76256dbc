//! Witnesses that fail, and what members are shown meanwhile.

use crate::fixture::{Scene, now, open};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_goes_on_while_one_witness_is_down() {
    let mut scene = Scene::founded().await;
    scene.witnesses.remove("m1").unwrap().abort();
    let envelope = scene.cast.say("m1", "mediation", &open("x"), now());
    let answer = scene.submit(&envelope, "published").await;
    assert_eq!(answer["reached"], "published");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_quorum_the_last_witnessed_checkpoint_is_served_and_new_entries_are_only_recorded()
{
    let mut scene = Scene::founded().await;
    let first = scene.cast.say("m1", "mediation", &open("before"), now());
    let index = scene.submit(&first, "witnessed").await["index"]
        .as_u64()
        .unwrap();
    for member in ["m1", "m2"] {
        scene.witnesses.remove(member).unwrap().abort();
    }
    let second = scene.cast.say("m1", "mediation", &open("after"), now());
    let answer = scene.submit(&second, "durable").await;
    assert_eq!(answer["reached"], "durable");
    let proof = scene
        .read(&format!("/api/acts/{}/proof", answer["index"]))
        .await;
    assert_eq!(proof.status().as_u16(), 404);
    let served = scene.read("/log/checkpoint").await.text().await.unwrap();
    let served = tlog::Checkpoint::parse(&crate::fixture::note(&served).text).unwrap();
    assert_eq!(served.size, index + 1);
    let mut alarmed = false;
    for _ in 0..100 {
        alarmed |= scene
            .host
            .alarms()
            .iter()
            .any(|alarm| alarm.code() == "alarm.no-quorum");
        if alarmed {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert!(alarmed, "{:?}", scene.host.alarms());
}
