//! The witness: persists before it answers, and never cosigns two histories.

use act::{Digest, Time};
use node::sequencer::StoreFull;
use node::witness::{Effect, Input, Memory, Response, Swapped, Witness};
use tlog::Hash;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::verify_one;
use tlog::merkle::{RightEdge, leaf_hash};
use tlog::note::Signature;
use tlog::witness::{AddCheckpoint, KnownLog};

use crate::bench::{ORIGIN, log_key, witness_key};

const NOW: i64 = 1_762_524_131_000;

fn witness(memory: Option<Memory>) -> Witness {
    let log = KnownLog {
        origin: ORIGIN.to_owned(),
        keys: vec![log_key().verifier_key()],
    };
    let memories = memory.map(|memory| (ORIGIN.to_owned(), memory));
    Witness::open(witness_key("m1"), vec![log], memories)
}

/// The root of a log of so many leaves; `branch` tells histories apart.
fn root(size: u64, branch: u8) -> Hash {
    let mut edge = RightEdge::default();
    (0..size).for_each(|i| drop(edge.push(leaf_hash(&[i as u8, branch]))));
    edge.root()
}

fn request(old: u64, size: u64, branch: u8, proof: Vec<Hash>) -> Vec<u8> {
    let note = Checkpoint::new(ORIGIN, size, root(size, branch)).sign(&log_key());
    AddCheckpoint { old, proof, note }.to_string().into_bytes()
}

fn ask(witness: &mut Witness, millis: i64, body: Vec<u8>) -> Effect {
    let now = Time::from_millis(NOW + millis);
    let mut effects = witness.step(now, Input::AddCheckpoint(1, body));
    assert_eq!(effects.len(), 1);
    effects.remove(0)
}

fn memory_in(effect: &Effect) -> Memory {
    match effect {
        Effect::Persist { new, .. } => new.clone(),
        other => panic!("expected to persist, not {other:?}"),
    }
}

fn response_of(effects: Vec<Effect>) -> Response {
    match &effects[..] {
        [Effect::Respond(1, response)] => response.clone(),
        other => panic!("expected one response, not {other:?}"),
    }
}

fn stored(witness: &mut Witness) -> Response {
    let report = Input::Persisted(1, Ok(Swapped::Stored));
    response_of(witness.step(Time::from_millis(NOW), report))
}

#[test]
fn it_answers_only_after_the_memory_is_durable() {
    let mut witness = witness(None);
    let effect = ask(&mut witness, 0, request(0, 2, 0, vec![]));
    let memory = memory_in(&effect);
    assert_eq!((memory.size, memory.root), (2, root(2, 0)));
    let hash = Digest::of(ORIGIN.as_bytes());
    assert_eq!(witness.checkpoint(&hash), None, "nor shows it");
    let response = stored(&mut witness);
    assert_eq!(response.status, 200);
    let line = Signature::parse(response.body.strip_suffix('\n').unwrap()).unwrap();
    let text = Checkpoint::new(ORIGIN, 2, root(2, 0)).to_string();
    let time = verify_one(&text, &line, &witness_key("m1").verifier_key());
    assert_eq!(time, Some((NOW / 1000) as u64));
    assert_eq!(witness.checkpoint(&hash), Some(&memory.note));
    assert_eq!(memory.note.signatures.len(), 2);
}

#[test]
fn what_it_persisted_binds_it_after_a_restart() {
    let first = memory_in(&ask(&mut witness(None), 0, request(0, 2, 0, vec![])));
    // The process died before it answered; the memory was durable.
    let mut restarted = witness(Some(first));
    let effect = ask(&mut restarted, 1_000, request(0, 3, 1, vec![]));
    let Effect::Respond(_, response) = effect else {
        panic!("it must refuse: {effect:?}")
    };
    assert_eq!((response.status, response.body.as_str()), (409, "2\n"));
    let effect = ask(&mut restarted, 1_000, request(2, 2, 1, vec![]));
    let Effect::Respond(_, response) = effect else {
        panic!("it must refuse: {effect:?}")
    };
    assert_eq!(response.status, 422);
    let refreshed = memory_in(&ask(&mut restarted, 5_000, request(2, 2, 0, vec![])));
    assert_eq!(refreshed.time, (NOW / 1000) as u64 + 5);
}

#[test]
fn a_clock_that_went_back_cosigns_nothing() {
    let mut witness = witness(None);
    ask(&mut witness, 0, request(0, 2, 0, vec![]));
    stored(&mut witness);
    let effect = ask(&mut witness, -2_000, request(2, 2, 0, vec![]));
    assert!(
        matches!(effect, Effect::Respond(_, Response { status: 503, .. })),
        "{effect:?}"
    );
}

#[test]
fn of_two_requests_at_once_one_must_ask_again() {
    let mut witness = witness(None);
    let now = Time::from_millis(NOW);
    let first = witness.step(now, Input::AddCheckpoint(1, request(0, 2, 0, vec![])));
    let second = witness.step(now, Input::AddCheckpoint(2, request(0, 3, 1, vec![])));
    let (first, second) = (memory_in(&first[0]), memory_in(&second[0]));
    assert_ne!(first.root, second.root);
    // The store lets one of them through; the reports come in the other order.
    let lost = witness.step(
        now,
        Input::Persisted(2, Ok(Swapped::Held(Some(first.clone())))),
    );
    assert!(
        matches!(&lost[..], [Effect::Respond(2, response)] if response.status == 409
            && response.body == "2\n")
    );
    assert_eq!(stored(&mut witness).status, 200);
    assert_eq!(
        witness.status().collect::<Vec<_>>(),
        [(ORIGIN, 2, first.time)]
    );
}

#[test]
fn without_room_it_says_so_and_remembers_nothing() {
    let mut witness = witness(None);
    ask(&mut witness, 0, request(0, 2, 0, vec![]));
    let now = Time::from_millis(NOW);
    let response = response_of(witness.step(now, Input::Persisted(1, Err(StoreFull))));
    assert_eq!(response.status, 503);
    assert_eq!(witness.status().count(), 0);
}

#[test]
fn refusals_come_with_the_status_of_the_specification() {
    let mut witness = witness(None);
    let text = String::from_utf8(request(0, 2, 0, vec![])).unwrap();
    let cases = [
        (text.replace("old 0", "old x"), 400),
        (text.replace(ORIGIN, "other.example"), 404),
        (text.replace("\n2\n", "\n3\n"), 403),
        (text.replace("old 0", "old 9"), 400),
        (text.replace("old 0", "old 1"), 409),
    ];
    for (body, status) in cases {
        let effect = ask(&mut witness, 0, body.clone().into_bytes());
        assert!(
            matches!(&effect, Effect::Respond(_, response) if response.status == status),
            "{status}: {effect:?} for {body}"
        );
    }
}
