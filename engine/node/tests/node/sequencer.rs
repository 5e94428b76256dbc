//! The sequencer's rules.

use act::statement::Seen;
use act::{Digest, Leaf};
use node::Alarm;
use node::sequencer::{
    Answer, Busy, Effect, Input, Opening, PeerAnswer, Rejection, Standing, StartRule, Wait,
    WitnessAnswer,
};
use proptest::prelude::*;
use tlog::Hash;
use tlog::witness::Answer as Said;

use crate::bench::{
    Host, Member, again, config, cosigned, full, is_append, policy, shown, waiting,
};

fn index_of(answer: Option<&Answer>) -> Option<u64> {
    match answer {
        Some(Answer::Recorded { index, .. }) => Some(*index),
        _ => None,
    }
}

fn reach_of(answer: Option<&Answer>) -> Option<Wait> {
    match answer {
        Some(Answer::Recorded { reached, .. }) => Some(*reached),
        _ => None,
    }
}

#[test]
fn nothing_is_answered_before_it_is_durable() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    let act = a.say("one");
    host.submit(&act);
    assert_eq!(host.answers.get(&act.ticket), None);
    host.settle();
    assert_eq!(index_of(host.answers.get(&act.ticket)), Some(0));
}

#[test]
fn what_comes_while_an_append_runs_is_the_next_batch() {
    let (mut host, mut a, mut b) = (Host::alone(), Member::new(1), Member::new(2));
    let acts = [a.say("1"), a.say("2"), b.say("3"), a.say("4")];
    acts.iter().for_each(|act| host.submit(act));
    let appends = host.pick(is_append);
    assert!(matches!(&appends[..], [Effect::Append(first)] if first.leaves.len() == 1));
    host.carry_out(appends[0].clone());
    let appends = host.pick(is_append);
    assert!(matches!(&appends[..], [Effect::Append(second)] if second.leaves.len() == 3));
    host.carry_out(appends[0].clone());
    let places: Vec<_> = acts
        .iter()
        .map(|act| index_of(host.answers.get(&act.ticket)))
        .collect();
    // Members take turns: the other's act comes before the second of the one who was placed already.
    assert_eq!(places, [Some(0), Some(2), Some(1), Some(3)]);
}

#[test]
fn the_same_act_gets_the_same_place_wherever_the_first_is() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    let (first, second) = (a.say("first"), a.say("second"));
    host.submit(&first); // Goes into the append that is outstanding.
    host.submit(&second); // Waits behind it.
    host.submit(&again(&first, 71));
    host.submit(&again(&second, 72));
    host.settle();
    host.submit(&again(&first, 73));
    host.submit(&again(&second, 74));
    host.settle();
    for (ticket, place) in [(71, 0), (72, 1), (73, 0), (74, 1)] {
        assert_eq!(
            index_of(host.answers.get(&ticket)),
            Some(place),
            "ticket {ticket}"
        );
    }
    assert_eq!(host.leaves.len(), 2);
    assert_eq!(host.answers.get(&73), host.answers.get(&first.ticket));
}

#[test]
fn double_signing_is_refused_and_kept_as_evidence() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    let other = a.draft("I never said that");
    let first = a.say("I said this");
    let late = a.draft("and not that either");
    let second = a.say("and this");
    host.submit(&first);
    host.submit(&second);
    host.submit(&late); // Its number is still in the queue.
    host.settle();
    host.submit(&other); // Its number is in the log.
    host.settle();
    for (ticket, held, seq) in [(late.ticket, second.id, 1), (other.ticket, first.id, 0)] {
        let refused = Answer::Refused(Rejection::Forked { held, seq });
        assert_eq!(host.answers.get(&ticket), Some(&refused));
    }
    assert_eq!((host.evidence, host.leaves.len()), (2, 2));
}

#[test]
fn a_gap_or_a_false_prev_is_refused_with_what_is_due() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    let first = a.say("first");
    host.submit(&first);
    a.next = 5;
    let gap = a.draft("too far");
    a.next = 1;
    a.prev = Some(Digest::of(b"something else"));
    let false_prev = a.draft("another history");
    host.submit(&gap);
    host.submit(&false_prev);
    host.settle();
    let due = Rejection::OutOfOrder {
        expected_seq: 1,
        expected_prev: Some(first.id),
    };
    for ticket in [gap.ticket, false_prev.ticket] {
        assert_eq!(
            host.answers.get(&ticket),
            Some(&Answer::Refused(due.clone()))
        );
    }
}

#[test]
fn only_checkpoints_this_log_signed_can_have_been_seen() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    host.submit(&a.say("first"));
    host.settle();
    host.pass(1_000);
    host.settle();
    let (root, _) = host.signed[&1];
    a.seen = Seen {
        size: 1,
        root: Digest(root.0),
    };
    let good = a.say("having seen the first");
    host.submit(&good);
    host.settle();
    assert_eq!(index_of(host.answers.get(&good.ticket)), Some(1));
    for seen in [
        Seen {
            size: 1,
            root: Digest([9; 32]),
        },
        Seen {
            size: 40,
            root: Digest(root.0),
        },
        Seen {
            size: 0,
            root: Digest(root.0),
        },
    ] {
        a.seen = seen;
        let bad = a.draft("having seen what never was");
        host.submit(&bad);
        host.settle();
        let refused = Answer::Refused(Rejection::SeenUnknown { size: seen.size });
        assert_eq!(host.answers.get(&bad.ticket), Some(&refused));
    }
}

#[test]
fn an_old_checkpoint_is_looked_up() {
    let mut host = Host::alone();
    let mut a = Member::new(1);
    for words in ["1", "2", "3"] {
        host.submit(&a.say(words));
        host.settle();
        host.pass(1_000);
        host.settle();
    }
    let (root, _) = host.signed[&1];
    // After a restart only the latest checkpoint is in memory.
    let mut opening = host.reopen();
    opening.signed.retain(|(size, _)| *size == 3);
    let mut host = Host {
        signed: host.signed,
        ..Host::starting(config("none"), opening)
    };
    host.peers_know_nothing();
    host.pass(10_000);
    for (byte, good) in [([9; 32], false), (root.0, true)] {
        a.seen = Seen {
            size: 1,
            root: Digest(byte),
        };
        let act = a.draft("an old view");
        host.submit(&act);
        assert_eq!(host.answers.get(&act.ticket), None);
        let lookups = host.pick(|effect| matches!(effect, Effect::FindCheckpoint { .. }));
        assert_eq!(lookups.len(), 1);
        host.carry_out(lookups[0].clone());
        let appends = host.pick(is_append);
        assert_eq!(appends.len(), usize::from(good));
        if good {
            assert!(matches!(&appends[0], Effect::Append(append) if append.leaves[0].id == act.id));
        } else {
            let refused = Answer::Refused(Rejection::SeenUnknown { size: 1 });
            assert_eq!(host.answers.get(&act.ticket), Some(&refused));
        }
    }
}

#[test]
fn a_full_queue_says_when_to_come_back() {
    let mut config = config("none");
    config.limits.queue = 3;
    config.limits.queue_per_key = 2;
    let mut host = Host::starting(config, Opening::default());
    host.peers_know_nothing();
    let mut members: Vec<Member> = (1..6).map(Member::new).collect();
    let acts: Vec<_> = (0..3).map(|_| members[0].say("again")).collect();
    acts.iter().for_each(|act| host.submit(act));
    let busy = |host: &Host, ticket| match host.answers.get(&ticket) {
        Some(Answer::Busy { why, retry_after }) if *retry_after > 0 => Some(*why),
        _ => None,
    };
    assert_eq!(busy(&host, acts[2].ticket), Some(Busy::KeyQueueFull));
    let acts: Vec<_> = members[1..4]
        .iter_mut()
        .map(|member| member.say("words"))
        .collect();
    acts.iter().for_each(|act| host.submit(act));
    assert_eq!(busy(&host, acts[0].ticket), None);
    assert_eq!(busy(&host, acts[1].ticket), Some(Busy::QueueFull));
    host.settle();
    assert_eq!(host.leaves.len(), 3);
}

#[test]
fn a_full_disk_hands_everything_back_and_later_takes_it() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    let acts = [a.say("1"), a.say("2")];
    acts.iter().for_each(|act| host.submit(act));
    host.pick(is_append);
    host.give(Input::Appended(full()));
    for act in &acts {
        let answer = host.answers.remove(&act.ticket);
        assert!(
            matches!(
                answer,
                Some(Answer::Busy {
                    why: Busy::DiskFull,
                    ..
                })
            ),
            "{answer:?}"
        );
    }
    assert_eq!(host.alarms, [Alarm::DiskFull]);
    host.submit(&acts[0]);
    assert!(matches!(
        host.answers.remove(&acts[0].ticket),
        Some(Answer::Busy { .. })
    ));
    host.pass(2_000);
    acts.iter().for_each(|act| host.submit(act));
    host.settle();
    assert_eq!(index_of(host.answers.get(&acts[1].ticket)), Some(1));
    assert!(host.alarms.is_empty());
}

#[test]
fn time_never_goes_back_in_the_log() {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    host.submit(&a.say("1"));
    host.settle();
    host.pass(-900); // Within the bound: the batch gets the time of the one before.
    host.submit(&a.say("2"));
    host.settle();
    let times: Vec<_> = host
        .leaves
        .iter()
        .map(|l| Leaf::parse(&l.leaf).unwrap().at)
        .collect();
    assert_eq!(times[0], times[1]);
    host.pass(-900); // Beyond it: nothing is placed or signed.
    let act = a.say("3");
    host.submit(&act);
    let busy = host.answers.remove(&act.ticket);
    assert!(matches!(
        busy,
        Some(Answer::Busy {
            why: Busy::Clock,
            ..
        })
    ));
    assert!(matches!(host.alarms[..], [Alarm::ClockBack { .. }]));
    assert!(host.effects.is_empty());
    host.pass(5_000);
    assert!(host.alarms.is_empty());
    host.submit(&act);
    host.settle();
    assert_eq!(index_of(host.answers.get(&act.ticket)), Some(2));
}

#[test]
fn published_at_quorum_and_witnessed_when_all_had_their_time() {
    let mut host = Host::starting(config("both"), Opening::default());
    host.peers_know_nothing();
    host.settle();
    host.pass(1_000);
    let mut a = Member::new(1);
    let waits = [Wait::Durable, Wait::Published, Wait::Witnessed];
    let acts = waits.map(|wait| waiting(a.say("words"), wait));
    acts.iter().for_each(|act| host.submit(act));
    let reached = |host: &Host| {
        acts.each_ref()
            .map(|act| reach_of(host.answers.get(&act.ticket)))
    };
    let asks = loop {
        let asks = host.pick(|effect| matches!(effect, Effect::AskWitness { .. }));
        if !asks.is_empty() && host.leaves.len() == 3 && host.signed.contains_key(&3) {
            break asks;
        }
        asks.into_iter().for_each(|ask| host.carry_out(ask));
        let effect = if host.effects.is_empty() {
            host.pass(200);
            continue;
        } else {
            host.effects.remove(0)
        };
        host.carry_out(effect);
    };
    assert_eq!(reached(&host), [Some(Wait::Durable), None, None]);
    let answer = |host: &mut Host, name: &str| {
        let Some(Effect::AskWitness { note, size, .. }) = asks.first().cloned() else {
            panic!("no witness was asked")
        };
        let answer = cosigned(name, &note, host.now);
        host.give(Input::WitnessAnswered {
            witness: name.to_owned(),
            size,
            answer,
        });
        host.settle();
    };
    answer(&mut host, "m2");
    assert_eq!(
        reached(&host),
        [Some(Wait::Durable), None, None],
        "a mediator is no quorum"
    );
    answer(&mut host, "a");
    assert_eq!(
        reached(&host),
        [Some(Wait::Durable), Some(Wait::Published), None]
    );
    answer(&mut host, "b");
    host.pass(200);
    host.settle();
    assert_eq!(reached(&host)[2], Some(Wait::Witnessed));
    let (size, note) = host.published.clone().unwrap();
    assert_eq!(size, 3);
    assert_eq!(
        note.signatures.len(),
        4,
        "the log, m2, a, and b who came late"
    );
    let (_, cosigned) = policy("both").verify(&note, crate::bench::ORIGIN).unwrap();
    assert_eq!(cosigned.len(), 3);
    assert!(matches!(&host.alarms[..], [Alarm::WitnessFailing { witness, .. }] if witness == "m1"));
}

#[test]
fn without_quorum_the_last_published_stays_and_it_is_tried_again() {
    let mut host = Host::starting(config("both"), Opening::default());
    host.peers_know_nothing();
    host.settle();
    host.pass(1_000);
    host.settle();
    host.honest = vec!["m1", "m2"];
    let act = waiting(Member::new(1).say("words"), Wait::Published);
    host.submit(&act);
    for _ in 0..5 {
        host.settle();
        host.pass(500);
    }
    assert_eq!(host.published.as_ref().map(|(size, _)| *size), Some(0));
    assert!(host.alarms.contains(&Alarm::NoQuorum { size: 1 }));
    assert_eq!(host.answers.get(&act.ticket), None);
    host.honest = vec!["m1", "b"];
    for _ in 0..5 {
        host.settle();
        host.pass(500);
    }
    assert_eq!(
        reach_of(host.answers.get(&act.ticket)),
        Some(Wait::Published)
    );
    assert!(
        !host
            .alarms
            .iter()
            .any(|alarm| matches!(alarm, Alarm::NoQuorum { .. }))
    );
}

#[test]
fn a_client_is_told_what_was_reached_when_it_takes_too_long() {
    let mut host = Host::starting(config("both"), Opening::default());
    host.peers_know_nothing();
    host.honest = Vec::new();
    let act = waiting(Member::new(1).say("words"), Wait::Witnessed);
    host.submit(&act);
    for _ in 0..21 {
        host.settle();
        host.pass(500);
    }
    assert_eq!(reach_of(host.answers.get(&act.ticket)), Some(Wait::Durable));
}

#[test]
fn a_witness_at_another_size_is_asked_again_from_there() {
    let mut host = Host::starting(config("both"), Opening::default());
    host.peers_know_nothing();
    host.settle();
    host.submit(&Member::new(1).say("words"));
    host.carry_out_appends();
    host.pass(1_000);
    let saves = host.pick(|effect| matches!(effect, Effect::SaveCheckpoint { .. }));
    saves.into_iter().for_each(|save| host.carry_out(save));
    let asks = host.pick(|effect| matches!(effect, Effect::AskWitness { .. }));
    assert_eq!(asks.len(), 4);
    let conflict = |size| WitnessAnswer::Said(Said::Conflict(size));
    let m1 = || "m1".to_owned();
    host.give(Input::WitnessAnswered {
        witness: m1(),
        size: 1,
        answer: conflict(0),
    });
    let again = host.pick(|effect| matches!(effect, Effect::AskWitness { .. }));
    assert!(matches!(&again[..], [Effect::AskWitness { witness, old: 0, .. }] if witness == "m1"));
    host.give(Input::WitnessAnswered {
        witness: m1(),
        size: 1,
        answer: conflict(0),
    });
    assert!(host.effects.is_empty(), "once is enough");
}

#[test]
fn a_claim_to_be_ahead_stops_the_log_only_with_our_signature() {
    for proven in [false, true] {
        let mut host = Host::starting(config("both"), Opening::default());
        host.peers_know_nothing();
        host.submit(&Member::new(1).say("words"));
        while !host.signed.contains_key(&1) {
            host.pass(200);
            host.settle();
        }
        host.pass(600_000);
        let asks = host.pick(|effect| matches!(effect, Effect::AskWitness { .. }));
        assert!(!asks.is_empty());
        let (witness, answer) = ("a".to_owned(), WitnessAnswer::Said(Said::Conflict(7)));
        host.give(Input::WitnessAnswered {
            witness,
            size: 1,
            answer,
        });
        let asks = host.pick(|effect| matches!(effect, Effect::AskPeer(_)));
        assert_eq!(asks, [Effect::AskPeer("a".to_owned())]);
        let proof = if proven {
            shown(7, Hash([3; 32]))
        } else {
            PeerAnswer::Nothing
        };
        host.give(Input::PeerAnswered("a".to_owned(), proof));
        let standing = host.sequencer.status().standing;
        let ahead = Alarm::Ahead {
            peer: "a".to_owned(),
            theirs: 7,
            ours: 1,
        };
        let expected = if proven {
            Standing::Stopped(ahead)
        } else {
            Standing::Running
        };
        assert_eq!(standing, expected);
        let act = Member::new(2).say("after that");
        host.submit(&act);
        host.settle();
        assert_eq!(
            index_of(host.answers.get(&act.ticket)),
            (!proven).then_some(1)
        );
    }
}

/// A log of three leaves with checkpoints, as its store would open again.
fn used_log() -> Host {
    let (mut host, mut a) = (Host::alone(), Member::new(1));
    for words in ["1", "2", "3"] {
        host.submit(&a.say(words));
        host.settle();
        host.pass(1_000);
        host.settle();
    }
    host
}

#[test]
fn a_restored_backup_does_not_sign() {
    let used = used_log();
    let (root, _) = used.signed[&3];
    for peer in ["m1", "b"] {
        let mut backup = used.reopen();
        backup.edge = tlog::merkle::RightEdge::default();
        used.leaves[..2]
            .iter()
            .for_each(|leaf| drop(backup.edge.push(leaf.hash)));
        backup.signed.retain(|(size, _)| *size <= 2);
        let mut host = Host::starting(config("both"), backup);
        host.give(Input::PeerAnswered(peer.to_owned(), shown(3, root)));
        host.peers_know_nothing();
        host.settle();
        let alarm = Alarm::Ahead {
            peer: peer.to_owned(),
            theirs: 3,
            ours: 2,
        };
        assert_eq!(
            host.sequencer.status().standing,
            Standing::Stopped(alarm.clone())
        );
        assert!(
            alarm.to_string().contains("fill a new store from"),
            "it says what to do"
        );
        assert!(host.signed.is_empty());
    }
}

#[test]
fn another_history_at_a_known_size_stops_the_log() {
    let used = used_log();
    for size in [2, 3] {
        let mut host = Host::starting(config("both"), used.reopen());
        host.signed = used.signed.clone();
        host.give(Input::PeerAnswered(
            "m2".to_owned(),
            shown(size, Hash([8; 32])),
        ));
        host.settle();
        let alarm = Alarm::Inconsistent {
            peer: "m2".to_owned(),
            size,
        };
        assert_eq!(host.sequencer.status().standing, Standing::Stopped(alarm));
    }
}

#[test]
fn a_start_waits_for_those_who_could_have_published() {
    // Silent, and whether the others are enough: no quorum may be made of the silent alone.
    let cases: [(&[&str], bool); 5] = [
        (&[], true),
        (&["m1", "m2"], true),
        (&["a", "b"], true),
        (&["m1", "a"], false),
        (&["m1", "m2", "a", "b"], false),
    ];
    for (silent, enough) in cases {
        let mut host = Host::starting(config("both"), Opening::default());
        for peer in crate::bench::WITNESSES {
            let answer = match silent.contains(&peer) {
                true => PeerAnswer::Unreachable,
                false => PeerAnswer::Nothing,
            };
            host.give(Input::PeerAnswered(peer.to_owned(), answer));
        }
        host.pass(10_000);
        assert_eq!(
            host.sequencer.status().standing == Standing::Running,
            enough,
            "{silent:?}"
        );
        let waiting = host
            .alarms
            .iter()
            .any(|alarm| matches!(alarm, Alarm::AwaitingPeers { .. }));
        assert_eq!(waiting, !enough, "{silent:?}");
        host.give(Input::PeerAnswered("m1".to_owned(), PeerAnswer::Nothing));
        host.give(Input::PeerAnswered("m2".to_owned(), PeerAnswer::Nothing));
        assert_eq!(
            host.sequencer.status().standing,
            Standing::Running,
            "{silent:?}"
        );
    }
    let mut whoever = config("both");
    whoever.start = StartRule::WhoeverAnswers;
    let mut host = Host::starting(whoever, Opening::default());
    host.pass(3_000);
    assert_eq!(host.sequencer.status().standing, Standing::Running);
}

#[test]
fn a_restart_continues_where_the_store_ends() {
    let used = used_log();
    let mut host = Host::starting(config("none"), used.reopen());
    host.leaves = used.leaves.clone();
    host.signed = used.signed.clone();
    host.peers_know_nothing();
    host.settle();
    let mut a = Member::new(1);
    a.next = 3;
    a.prev = Some(used.leaves[2].id);
    host.pass(10_000);
    let act = a.say("after the restart");
    host.submit(&act);
    host.settle();
    assert_eq!(index_of(host.answers.get(&act.ticket)), Some(3));
}

impl Host {
    fn carry_out_appends(&mut self) {
        for append in self.pick(is_append) {
            self.carry_out(append);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Whatever comes in whatever order: answers only after the append, each act once, in its
    /// author's order, and every retry with the answer of the first.
    #[test]
    fn acknowledged_means_durable(steps in prop::collection::vec((0u8..3, 0u8..6), 1..80)) {
        let mut host = Host::alone();
        let mut members: Vec<Member> = (1..4).map(Member::new).collect();
        let mut said = Vec::new();
        for (i, (who, what)) in steps.into_iter().enumerate() {
            match what {
                0..=2 => {
                    let act = members[usize::from(who)].say(&format!("act {i}"));
                    host.submit(&act);
                    said.push(act);
                }
                3 if !said.is_empty() => {
                    host.submit(&again(&said[i % said.len()], 9_000_000 + i as u64));
                }
                4 => host.pass(i64::from(who) * 150),
                _ if !host.effects.is_empty() => {
                    let effect = host.effects.remove(0);
                    host.carry_out(effect);
                }
                _ => {}
            }
            let durable = host.leaves.len() as u64;
            for answer in host.answers.values() {
                if let Answer::Recorded { index, id, .. } = answer {
                    prop_assert!(*index < durable);
                    prop_assert_eq!(host.leaves[*index as usize].id, *id);
                }
            }
        }
        host.settle();
        prop_assert_eq!(host.leaves.len(), said.len());
        for act in &said {
            let index = index_of(host.answers.get(&act.ticket)).unwrap();
            prop_assert_eq!(host.leaves[index as usize].id, act.id);
        }
    }
}
