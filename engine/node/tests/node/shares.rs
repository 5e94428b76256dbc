//! Members take turns in the queue, and none can fill it.

use node::sequencer::{Answer, Busy, Opening, Submission};

use crate::bench::{Host, Member, config};

/// An act of one of a member's keys.
fn of(member: &str, submission: Submission) -> Submission {
    let member = member.to_owned();
    Submission {
        member,
        ..submission
    }
}

#[test]
fn members_take_turns_however_much_one_of_them_sends() {
    let mut config = config("none");
    config.limits.batch_leaves = 4;
    let mut host = Host::starting(config, Opening::default());
    host.peers_know_nothing();
    let mut keys: Vec<Member> = (1..5).map(Member::new).collect();
    // Two keys of one side fill the queue; the other side and a mediator then say one thing each.
    let flood: Vec<_> = (0..40).map(|n| of("a", keys[n % 2].say("again"))).collect();
    flood.iter().for_each(|act| host.submit(act));
    let others = [of("b", keys[2].say("flash")), of("m1", keys[3].say("note"))];
    others.iter().for_each(|act| host.submit(act));
    host.settle();
    assert_eq!(host.leaves.len(), 42, "nothing is lost");
    let place = |act: &Submission| match host.answers.get(&act.ticket) {
        Some(Answer::Recorded { index, .. }) => *index,
        other => panic!("{other:?}"),
    };
    for other in &others {
        // One append was on its way when they came, and one act of the flood has each turn.
        assert!(place(other) <= 4 + 3, "{}", place(other));
    }
    let places: Vec<u64> = flood.iter().map(place).collect();
    assert!(
        places.is_sorted(),
        "a member's own acts stay in their order: {places:?}"
    );
}

#[test]
fn a_member_can_fill_its_own_share_and_no_other() {
    let mut config = config("none");
    config.limits.queue_per_member = 3;
    let mut host = Host::starting(config, Opening::default());
    host.peers_know_nothing();
    let mut keys: Vec<Member> = (1..8).map(Member::new).collect();
    let acts: Vec<_> = keys[..5]
        .iter_mut()
        .map(|key| of("a", key.say("words")))
        .collect();
    acts.iter().for_each(|act| host.submit(act));
    let other = of("b", keys[5].say("words"));
    host.submit(&other);
    let full = |act: &Submission| {
        let full = Busy::MemberQueueFull;
        matches!(host.answers.get(&act.ticket), Some(Answer::Busy { why, .. }) if *why == full)
    };
    assert_eq!(
        acts.iter().map(full).collect::<Vec<_>>(),
        [false, false, false, true, true]
    );
    assert!(!full(&other));
    host.settle();
    let later = of("a", keys[6].say("words"));
    host.submit(&later);
    host.settle();
    assert_eq!(host.leaves.len(), 5, "what is durable waits no longer");
}
