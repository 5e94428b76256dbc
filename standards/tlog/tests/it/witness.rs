//! The witness wire: every answer in the specification's order.

use proptest::prelude::*;
use tlog::merkle::{consistency_proof, empty_root, root};
use tlog::note::{Note, SigningKey};
use tlog::witness::{
    AddCheckpoint, Answer, KnownLog, Latest, SIZE_CONTENT_TYPE, WitnessRefusal, decide, read_answer,
};
use tlog::{Checkpoint, Hash};

use crate::merkle::Naive;

const ORIGIN: &str = "record.example/joint";

fn log() -> SigningKey {
    SigningKey::log(ORIGIN, &[1; 32])
}

fn known() -> Vec<KnownLog> {
    vec![KnownLog {
        origin: ORIGIN.to_owned(),
        keys: vec![log().verifier_key()],
    }]
}

fn root_at(size: u64) -> Hash {
    root(size, &Naive::of(size)).unwrap()
}

fn latest(size: u64) -> Option<Latest> {
    Some(Latest {
        size,
        root: root_at(size),
    })
}

fn request(old: u64, size: u64) -> AddCheckpoint {
    let proof = consistency_proof(old, size, &Naive::of(size)).unwrap();
    let note = Checkpoint::new(ORIGIN, size, root_at(size)).sign(&log());
    AddCheckpoint { old, proof, note }
}

fn status(request: &AddCheckpoint, latest: Option<Latest>) -> u16 {
    match decide(request, &known(), |_| latest) {
        Ok(accepted) => {
            assert_eq!(accepted.text, request.note.text);
            200
        }
        Err(refusal) => refusal.status(),
    }
}

#[test]
fn what_continues_is_accepted_first_again_and_onwards() {
    assert_eq!(status(&request(0, 7), None), 200);
    assert_eq!(
        status(&request(7, 7), latest(7)),
        200,
        "a fresh time for the same tree"
    );
    assert_eq!(status(&request(7, 20), latest(7)), 200);
    assert_eq!(
        status(&request(0, 0), None),
        200,
        "an empty log may be cosigned"
    );
}

#[test]
fn each_check_comes_before_the_next() {
    let unknown = |mut request: AddCheckpoint| {
        let other = SigningKey::log("other.example", &[1; 32]);
        let size = Checkpoint::parse(&request.note.text).unwrap().size;
        request.note = Checkpoint::new("other.example", size, root_at(size)).sign(&other);
        request
    };
    let unsigned = |mut request: AddCheckpoint| {
        request.note.signatures[0].bytes[0] ^= 1;
        request
    };
    // Unknown and also unsigned, ahead, in conflict: unknown is said.
    let mut all = unsigned(unknown(request(7, 20)));
    all.old = 99;
    assert_eq!(status(&all, latest(5)), 404);
    let mut bad = unsigned(request(7, 20));
    bad.old = 99;
    assert_eq!(status(&bad, latest(5)), 403);
    let mut foreign = request(7, 20);
    foreign.note.signatures = vec![SigningKey::log("x", &[3; 32]).sign(&foreign.note.text)];
    assert_eq!(
        status(&foreign, latest(7)),
        403,
        "no signature of the log at all"
    );
    let mut ahead = request(7, 20);
    ahead.old = 21;
    assert_eq!(status(&ahead, latest(5)), 400);
    assert_eq!(status(&request(7, 20), latest(5)), 409);
    assert_eq!(status(&request(7, 20), None), 409);
    let mut broken = request(7, 20);
    broken.proof[0] = Hash([9; 32]);
    assert_eq!(status(&broken, latest(7)), 422);
    let other_root = Some(Latest {
        size: 7,
        root: Hash([9; 32]),
    });
    assert_eq!(
        status(&request(7, 7), other_root),
        422,
        "same size, another tree"
    );
    let mut padded = request(0, 7);
    padded.proof.push(Hash([9; 32]));
    assert_eq!(
        status(&padded, None),
        422,
        "a first checkpoint needs no proof"
    );
    let mut empty = request(0, 0);
    empty.note = Checkpoint::new(ORIGIN, 0, Hash([9; 32])).sign(&log());
    assert_eq!(status(&empty, None), 422, "an empty tree has one root");
    assert_ne!(empty_root(), Hash([9; 32]));
}

#[test]
fn a_conflict_tells_the_size_and_a_log_reads_it() {
    let refusal = decide(&request(7, 20), &known(), |_| latest(5)).unwrap_err();
    assert_eq!(refusal, WitnessRefusal::Conflict(5));
    let (content_type, body) = refusal.body();
    assert_eq!((content_type, body.as_str()), (SIZE_CONTENT_TYPE, "5\n"));
    assert_eq!(
        read_answer(409, content_type, body.as_bytes()),
        Answer::Conflict(5)
    );
    let with_charset = "Text/X.tlog.size; charset=utf-8";
    assert_eq!(read_answer(409, with_charset, b"5\n"), Answer::Conflict(5));
    assert_eq!(read_answer(409, "text/plain", b"5\n"), Answer::Refused(409));
    assert_eq!(
        read_answer(409, SIZE_CONTENT_TYPE, b"05\n"),
        Answer::Unreadable
    );
    assert_eq!(read_answer(422, "text/plain", b""), Answer::Refused(422));
    let line = tlog::cosignature::cosign(&SigningKey::cosigner("m1", &[5; 32]), "x\n", 9);
    let body = format!("{line}\n{line}\n");
    assert_eq!(
        read_answer(200, "text/plain", body.as_bytes()),
        Answer::Cosigned(vec![line.clone(), line])
    );
    assert_eq!(read_answer(200, "text/plain", b"hello"), Answer::Unreadable);
}

#[test]
fn bodies_have_one_form() {
    for request in [request(0, 7), request(7, 20), request(20, 20)] {
        let body = request.to_string();
        assert_eq!(AddCheckpoint::parse(body.as_bytes()), Ok(request));
    }
    let good = request(7, 20).to_string();
    let many = format!("{}\n", Hash([1; 32])).repeat(64);
    for bad in [
        good.replacen("old 7", "old 07", 1),
        good.replacen("old 7", "old", 1),
        good.replacen("old ", "Old ", 1),
        good.replacen("\n\n", "\n", 1),
        format!("old 7\n{many}\n{}", request(7, 20).note),
        String::new(),
    ] {
        let parsed = AddCheckpoint::parse(bad.as_bytes());
        assert_eq!(parsed, Err(WitnessRefusal::Malformed), "{bad}");
        assert_eq!(WitnessRefusal::Malformed.status(), 400);
    }
    assert!(AddCheckpoint::parse(&vec![b'x'; 70_000]).is_err());
}

proptest! {
    #[test]
    fn no_body_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "\\PC{0,200}") {
        let _ = AddCheckpoint::parse(&bytes);
        let _ = AddCheckpoint::parse(format!("old 1\n\n{text}").as_bytes());
        let _ = Note::parse(&bytes);
        let _ = read_answer(200, "", &bytes);
    }
}
