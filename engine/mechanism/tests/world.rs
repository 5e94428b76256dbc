//! The world as every node computes it: founding, keys, order, and what a void act leaves behind.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use act::{Leaf, Seen, Time, Verdict};
use agreement::AgreementEntry;
use agreement::entry::{DraftKind, DraftTabled, InstrumentOpened};
use cast::{Cast, SEATS};
use mechanism::{Said, World, read};
use proptest::prelude::*;
use roll::RollEntry;
use roll::entry::{KeyRevoked, RevocationReason, RootRotated};

const DAY: i64 = 86_400_000;

fn start() -> Time {
    "2025-11-06T08:00:00.000Z".parse().unwrap()
}

fn founded() -> (Cast, World) {
    let mut cast = Cast::new([7; 32], "record.example/joint", &BTreeMap::new());
    let mut world = World::default();
    let charter = cast.found(start());
    assert_eq!(place(&mut world, start(), charter), Verdict::InForce);
    for grant in cast.grants(start()) {
        assert_eq!(place(&mut world, start(), grant), Verdict::InForce);
    }
    (cast, world)
}

fn place(world: &mut World, at: Time, envelope: act::Envelope) -> Verdict {
    envelope.verify().unwrap();
    world.apply(&Leaf { at, envelope })
}

fn code(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::InForce => "in force",
        Verdict::Void(refusal) => refusal.code,
    }
}

fn open(instrument: &str) -> Said {
    Said::Agreement(AgreementEntry::InstrumentOpened(InstrumentOpened {
        instrument: instrument.to_owned(),
        title: "Principles".to_owned(),
        single_undertaking: true,
    }))
}

fn table(draft: &str, text: &str) -> Said {
    Said::Agreement(AgreementEntry::DraftTabled(DraftTabled {
        instrument: "principles".to_owned(),
        draft: draft.to_owned(),
        title: "A draft".to_owned(),
        kind: DraftKind::Proposal,
        follows: None,
        session: None,
        language: "en".to_owned(),
        parts: Vec::new(),
        text: text.to_owned(),
    }))
}

#[test]
fn a_mechanism_is_founded_and_its_offices_can_speak() {
    let (mut cast, mut world) = founded();
    assert_eq!(world.areas.roll.grants().count(), SEATS.len());
    let opening = cast.say("m1", "mediation", &open("principles"), start());
    assert_eq!(place(&mut world, start(), opening), Verdict::InForce);
    let draft = table("first", "1. The Parties shall keep the crossing open.");
    let tabling = cast.say("a", "negotiator", &draft, start());
    assert_eq!(place(&mut world, start(), tabling), Verdict::InForce);
    let again = cast.say("a", "negotiator", &draft, start());
    assert_eq!(
        code(&place(&mut world, start(), again)),
        "agreement.draft-known"
    );
}

#[test]
fn a_charter_needs_every_root() {
    let mut cast = Cast::new([7; 32], "record.example/joint", &BTreeMap::new());
    let envelope = cast.found(start());
    let short: Vec<_> = envelope.signatures()[..4].to_vec();
    let short = act::Envelope::assemble(envelope.payload_type(), envelope.payload(), short);
    let mut world = World::default();
    assert_eq!(
        code(&place(&mut world, start(), short)),
        "roll.charter-unsigned"
    );
}

#[test]
fn a_key_speaks_only_within_its_window_its_office_and_its_member() {
    let (mut cast, mut world) = founded();
    let wrong_office = cast.say("a", "key-administrator", &open("x"), start());
    assert_eq!(
        code(&place(&mut world, start(), wrong_office)),
        "roll.no-authority"
    );
    let late = start().after_millis(90 * DAY);
    let expired = cast.say("m1", "mediation", &open("x"), late);
    assert_eq!(code(&place(&mut world, late, expired)), "roll.key-expired");
}

#[test]
fn revocation_counts_from_its_place_in_the_log() {
    let (mut cast, mut world) = founded();
    let before = cast.say("m1", "mediation", &open("before"), start());
    assert_eq!(place(&mut world, start(), before), Verdict::InForce);
    let key = cast.key("m1", "mediation").public();
    let revocation = Said::Roll(RollEntry::KeyRevoked(KeyRevoked {
        key,
        reason: RevocationReason::Compromised,
        suspect_from: None,
    }));
    let other = cast.say("m2", "key-administrator", &revocation, start());
    assert_eq!(
        code(&place(&mut world, start(), other)),
        "roll.no-authority"
    );
    let own = cast.say("m1", "key-administrator", &revocation, start());
    assert_eq!(place(&mut world, start(), own), Verdict::InForce);
    let after = cast.say("m1", "mediation", &open("after"), start());
    assert_eq!(code(&place(&mut world, start(), after)), "roll.key-revoked");
    assert!(world.areas.agreement.instrument("before").is_some());
}

#[test]
fn roots_rotate_with_old_and_new_together() {
    let (mut cast, mut world) = founded();
    let new = act::SigningKey::from_seed(&[9; 32]);
    let rotation = Said::Roll(RollEntry::RootRotated(RootRotated {
        member: "b".to_owned(),
        roots: vec![new.public()],
        threshold: 1,
    }));
    let old = cast.root("b");
    let alone = cast.sign(&[&old], &rotation, start());
    assert_eq!(
        code(&place(&mut world, start(), alone)),
        "roll.not-enough-new-roots"
    );
    let both = cast.sign(&[&old, &new], &rotation, start());
    assert_eq!(place(&mut world, start(), both), Verdict::InForce);
    let stale = cast.sign(&[&old], &rotation, start());
    assert_eq!(
        code(&place(&mut world, start(), stale)),
        "roll.not-enough-roots"
    );
}

#[test]
fn words_said_elsewhere_or_out_of_order_mean_nothing_here() {
    let (mut cast, mut world) = founded();
    let key = cast.key("m1", "mediation");
    let seen = Seen {
        size: 0,
        root: act::Digest::of(b""),
    };
    let elsewhere = act::Digest::of(b"another charter");
    let foreign = cast::statement(elsewhere, &[&key], &open("x"), (0, None), seen, start());
    assert_eq!(
        code(&place(&mut world, start(), foreign)),
        "act.other-mechanism"
    );
    let skipped = Some(act::Digest::of(b"never said"));
    let gap = cast::statement(
        cast.mechanism(),
        &[&key],
        &open("x"),
        (1, skipped),
        seen,
        start(),
    );
    assert_eq!(code(&place(&mut world, start(), gap)), "act.out-of-order");
    let ahead = Seen {
        size: 1_000,
        ..seen
    };
    let prophet = cast::statement(
        cast.mechanism(),
        &[&key],
        &open("x"),
        (0, None),
        ahead,
        start(),
    );
    assert_eq!(
        code(&place(&mut world, start(), prophet)),
        "act.seen-the-future"
    );
    let honest = cast.say("m1", "mediation", &open("x"), start());
    assert_eq!(place(&mut world, start(), honest), Verdict::InForce);
}

#[test]
fn judging_first_tells_the_verdict() {
    let (mut cast, mut world) = founded();
    for (member, office) in [
        ("m1", "mediation"),
        ("a", "negotiator"),
        ("m1", "mediation"),
    ] {
        let envelope = cast.say(member, office, &open("same"), start());
        let forecast = world.judge(&read(&envelope).unwrap(), start());
        let verdict = place(&mut world, start(), envelope);
        assert_eq!(forecast.is_ok(), verdict == Verdict::InForce);
    }
}

#[test]
fn a_void_act_leaves_no_trace_in_the_areas() {
    let (mut cast, mut world) = founded();
    let before = world.root();
    let void = cast.say("a", "key-administrator", &open("x"), start());
    assert_ne!(place(&mut world, start(), void), Verdict::InForce);
    let after = world.root();
    assert_ne!(before.root, after.root);
    assert_eq!(before.areas[1..], after.areas[1..], "only the chains moved");
    assert_eq!(world.voids().count(), 1);
}

#[test]
fn an_entry_of_a_newer_release_halts_the_world_and_names_it() {
    let (cast, mut world) = founded();
    let key = cast.key("a", "negotiator");
    let known = cast::statement(
        cast.mechanism(),
        &[&key],
        &open("x"),
        (0, None),
        Seen {
            size: 0,
            root: act::Digest::of(b""),
        },
        start(),
    );
    let newer = "application/vnd.tasdiq.agreement.draft-sung.v1+json";
    let envelope = act::Envelope::sign(newer, known.payload(), &[&key]);
    let size = world.size();
    assert_eq!(
        code(&place(&mut world, start(), envelope)),
        "act.release-too-old"
    );
    assert_eq!(world.halted().unwrap().index, size);
    assert_eq!(
        code(&place(&mut world, start(), known)),
        "act.release-too-old"
    );
    assert_eq!(world.size(), size);
}

#[derive(Clone, Debug)]
struct Move {
    seat: usize,
    kind: u8,
    text: String,
    minutes: i64,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (0..SEATS.len(), 0u8..6, "[a-c]{1,2}", 0i64..100_000).prop_map(
        |(seat, kind, text, minutes)| Move {
            seat,
            kind,
            text,
            minutes,
        },
    );
    proptest::collection::vec(one, 1..40)
}

fn said(step: &Move) -> Said {
    match step.kind {
        0 | 1 => open("principles"),
        2 | 3 => table(
            &step.text,
            "1. The Parties shall meet.\n2. They may adjourn.",
        ),
        4 => table(&step.text, ""),
        _ => open(&step.text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is said, two worlds fed the same leaves agree, reading ahead changes nothing, and
    /// nothing panics.
    #[test]
    fn the_same_leaves_make_the_same_world(steps in moves()) {
        let (mut cast, mut world) = founded();
        let mut leaves = Vec::new();
        let mut at = start();
        for step in &steps {
            at = at.after_millis(step.minutes * 60_000);
            let seat = SEATS[step.seat];
            let envelope = cast.say(seat.member, seat.office, &said(step), at);
            leaves.push(Leaf { at, envelope });
        }
        let (_, mut other) = founded();
        for leaf in &leaves {
            let ahead = read(&leaf.envelope);
            let bytes = Leaf::bytes(leaf.at, leaf.envelope.bytes());
            prop_assert_eq!(world.apply(&Leaf::parse(&bytes).unwrap()), other.take(leaf.at, ahead));
        }
        prop_assert_eq!(world.root(), other.root());
    }
}
