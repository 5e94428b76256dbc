//! What a member's node says by itself: receipts of what reached it, and the rungs of a ladder while
//! nobody takes a message.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use hotline::life::Rung;
use mechanism::Said;
use serde_json::json;
use tasdiq::host::Wait;
use tasdiq::receipts;

use super::border::Border;
use super::host::until;

/// A rung as everybody computes it, and as it was said.
fn ladder(border: &Border) -> Vec<Rung> {
    let now = border.now();
    let world = border.node.world();
    let all = &world.areas.hotline;
    let (_, message) = all.messages().next().unwrap();
    message.rungs(all, "b", now)
}

fn keep(border: &Border, member: &str) {
    let key = border.cast.key(member, "hotline-node");
    receipts::keep(
        &Arc::clone(&border.node),
        &border.url,
        key,
        border.log.clone(),
    )
    .unwrap();
}

#[test]
fn nodes_say_each_rung_once_and_receipt_what_they_have() {
    let mut border = Border::founded();
    for grant in border
        .cast
        .hotline_grants(border.now().after_millis(-60_000))
    {
        border.submit(&grant, Wait::Durable);
    }
    let message = json!({
        "channel": "duty", "format": "statement", "precedence": "immediate", "number": 1,
        "lang": "en", "fields": {}, "text": "An invented statement.",
    });
    let said = Said::decode("hotline", "message-sent.v1", &message.to_string()).unwrap();
    let act = border.cast.say("a", "duty", &said, border.now());
    border.submit(&act, Wait::Witnessed);
    // Nobody has it, for as long as two nodes and their ladder need.
    border.shift.store(0, Ordering::SeqCst);
    assert_eq!(ladder(&border).len(), 2, "mediators and principals");
    keep(&border, "a");
    until("the sender's node says every rung", || {
        ladder(&border).iter().all(|rung| rung.said.is_some())
    });
    let size = border.node.world().size();
    keep(&border, "b");
    until("the other node receipts the message", || {
        let world = border.node.world();
        world.areas.hotline.undelivered().next().is_none()
    });
    std::thread::sleep(std::time::Duration::from_secs(1));
    let world = border.node.world();
    assert_eq!(world.size(), size + 1, "nothing is said twice");
    let voids = (0..world.size()).filter_map(|index| world.void_reason(index));
    assert_eq!(voids.count(), 0);
}
