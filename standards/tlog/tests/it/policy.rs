//! Policies and proofs: what counts as witnessed, and what that proves.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tlog::cosignature::cosign;
use tlog::merkle::{inclusion_proof, leaf_hash, root};
use tlog::note::SigningKey;
use tlog::policy::{Policy, PolicyError, UnmetPolicy};
use tlog::proof::{Proof, Unproven};
use tlog::{Checkpoint, Hash};

use crate::merkle::Naive;

const ORIGIN: &str = "record.example/joint";

fn log() -> SigningKey {
    SigningKey::log(ORIGIN, &[1; 32])
}

fn witness(name: &str) -> SigningKey {
    let mut seed = [200; 32];
    seed[..name.len()].copy_from_slice(name.as_bytes());
    SigningKey::cosigner(name, &seed)
}

fn text(groups: &str) -> String {
    let mut text = format!("# who counts\nlog {}\n", log().verifier_key());
    for name in ["a", "b", "m1", "m2"] {
        text.push_str(&format!(
            "witness {name} {} https://{name}.example\n",
            witness(name).verifier_key()
        ));
    }
    text + groups
}

fn holds(groups: &str, witnesses: &[&str]) -> bool {
    let policy = Policy::parse(&text(groups)).unwrap();
    policy.satisfied(&witnesses.iter().copied().collect::<BTreeSet<_>>())
}

#[test]
fn groups_count_what_they_name() {
    let nested = "group m any m1 m2\ngroup p any a b\ngroup q all m p\nquorum q\n";
    assert!(holds(nested, &["m2", "a"]));
    assert!(!holds(nested, &["m1", "m2"]));
    assert!(!holds(nested, &[]));
    let three = "group q 3 a b m1 m2\nquorum q\n";
    assert!(holds(three, &["a", "b", "m2"]));
    assert!(!holds(three, &["a", "b"]));
    assert!(holds("quorum none\n", &[]));
    assert!(holds("quorum m1\n", &["m1"]));
}

#[test]
fn a_policy_with_forty_witnesses_and_as_many_groups_reads() {
    let mut policy = format!("log {}\n", log().verifier_key());
    for i in 0..40 {
        let name = format!("w{i}");
        policy.push_str(&format!(
            "witness {name} {}\n",
            witness(&name).verifier_key()
        ));
        policy.push_str(&format!("group g{i} any {name}\n"));
    }
    policy.push_str("quorum g39\n");
    assert_eq!(Policy::parse(&policy).unwrap().witnesses().len(), 40);
}

#[test]
fn each_mistake_is_named_with_its_line() {
    let key = witness("c").verifier_key();
    let again = witness("a").verifier_key();
    let cases: Vec<(String, PolicyError)> = vec![
        ("quorum x\n".into(), PolicyError::Undefined(7, "x".into())),
        (
            "group g any x\nquorum g\n".into(),
            PolicyError::Undefined(7, "x".into()),
        ),
        ("group g 0 a\nquorum g\n".into(), PolicyError::Threshold(7)),
        (
            "group g 3 a b\nquorum g\n".into(),
            PolicyError::Threshold(7),
        ),
        ("group g any\nquorum g\n".into(), PolicyError::Line(7)),
        (
            "group a any b\nquorum a\n".into(),
            PolicyError::NameTaken(7, "a".into()),
        ),
        (
            "group none any b\nquorum none\n".into(),
            PolicyError::NameTaken(7, "none".into()),
        ),
        (
            "group g any a a\nquorum g\n".into(),
            PolicyError::MemberTaken(7, "a".into()),
        ),
        (
            "group g any a\ngroup h any a\nquorum h\n".into(),
            PolicyError::MemberTaken(8, "a".into()),
        ),
        (
            format!("witness z {again}\nquorum z\n"),
            PolicyError::KeyTaken(7),
        ),
        (
            format!("witness a {key}\nquorum a\n"),
            PolicyError::NameTaken(7, "a".into()),
        ),
        (format!("log {key}\nquorum a\n"), PolicyError::Key(7)),
        (
            format!("witness z {}\nquorum z\n", log().verifier_key()),
            PolicyError::Key(7),
        ),
        ("quorum a\nquorum b\n".into(), PolicyError::Quorum),
        (String::new(), PolicyError::Quorum),
        ("gruop g any a\nquorum a\n".into(), PolicyError::Line(7)),
    ];
    for (groups, expected) in cases {
        assert_eq!(Policy::parse(&text(&groups)), Err(expected), "{groups}");
    }
    assert_eq!(Policy::parse("quorum none\n"), Err(PolicyError::NoLog));
}

const THREE: &str = "group q 3 a b m1 m2\nquorum q\n";

fn entries(size: u64) -> Vec<Vec<u8>> {
    (0..size).map(|i| i.to_be_bytes().to_vec()).collect()
}

fn proof(index: u64, size: u64, witnesses: &[&str]) -> Proof {
    let tree = Naive::of(size);
    let checkpoint = Checkpoint::new(ORIGIN, size, root(size, &tree).unwrap());
    let mut note = checkpoint.sign(&log());
    for (name, time) in witnesses.iter().zip(100..) {
        note.signatures
            .push(cosign(&witness(name), &note.text, time));
    }
    let path = inclusion_proof(index, size, &tree).unwrap();
    Proof {
        extra: None,
        index,
        path,
        checkpoint: note,
    }
}

#[test]
fn a_proof_proves_its_entry_and_says_who_saw_it_when() {
    let policy = Policy::parse(&text(THREE)).unwrap();
    for (index, size) in [(0, 1), (3, 7), (6, 7), (255, 256), (299, 300)] {
        let entry = &entries(size)[index as usize];
        let proof = proof(index, size, &["m1", "b", "m2"]);
        let read = Proof::parse(proof.to_string().as_bytes()).unwrap();
        assert_eq!(read, proof);
        let proven = read.verify(entry, ORIGIN, &policy).unwrap();
        assert_eq!((proven.index, proven.checkpoint.size), (index, size));
        let expected = [("m1", 100), ("b", 101), ("m2", 102)];
        assert_eq!(proven.cosigned, expected.map(|(n, t)| (n.to_owned(), t)));
    }
}

#[test]
fn what_does_not_prove_says_why() {
    let policy = Policy::parse(&text(THREE)).unwrap();
    let good = proof(3, 7, &["m1", "b", "m2"]);
    let entry = &entries(7)[3];
    assert!(matches!(
        good.verify(b"else", ORIGIN, &policy),
        Err(Unproven::Inclusion(_))
    ));
    let wrong_origin = good.verify(entry, "else.example", &policy);
    assert!(matches!(
        wrong_origin,
        Err(Unproven::Policy(UnmetPolicy::Checkpoint(_)))
    ));
    let few = proof(3, 7, &["m1", "b"]);
    match few.verify(entry, ORIGIN, &policy) {
        Err(Unproven::Policy(UnmetPolicy::NoQuorum(names))) => assert_eq!(names, ["m1", "b"]),
        other => panic!("{other:?}"),
    }
    let mut moved = good.clone();
    moved.index = 2;
    assert!(matches!(
        moved.verify(entry, ORIGIN, &policy),
        Err(Unproven::Inclusion(_))
    ));
    let mut spoiled = good.clone();
    spoiled.checkpoint.signatures[2].bytes[70] ^= 1;
    let spoiled = spoiled.verify(entry, ORIGIN, &policy);
    assert!(matches!(
        spoiled,
        Err(Unproven::Policy(UnmetPolicy::Note(_)))
    ));
    assert_ne!(leaf_hash(entry), Hash::default());
}

/// A second log of the same policy can't speak for the first: a key is its own log's only.
#[test]
fn a_log_speaks_only_for_itself() {
    let other = SigningKey::log("other.example", &[2; 32]);
    let both = format!("log {}\n{}", other.verifier_key(), text("quorum none\n"));
    let policy = Policy::parse(&both).unwrap();
    let checkpoint = Checkpoint::new(ORIGIN, 7, Hash([1; 32]));
    assert!(policy.verify(&checkpoint.sign(&other), ORIGIN).is_err());
    assert!(policy.verify(&checkpoint.sign(&log()), ORIGIN).is_ok());
}

#[test]
fn an_extra_line_is_kept_and_authenticated_by_nothing() {
    let mut proof = proof(3, 7, &["m1", "b", "m2"]);
    proof.extra = Some(b"anything".to_vec());
    let read = Proof::parse(proof.to_string().as_bytes()).unwrap();
    assert_eq!(read.extra.as_deref(), Some(&b"anything"[..]));
    let text = proof.to_string();
    for bad in [
        text.replacen("@v1", "@v2", 1),
        text.replacen("index 3", "index 03", 1),
        text.replacen("extra ", "extra", 1),
        text.replacen("\n\n", "\n", 1),
    ] {
        assert_eq!(Proof::parse(bad.as_bytes()), Err(Unproven::Form), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(lines in "((log|witness|group|quorum|#) [ -~]{0,30}\n){0,8}", bytes: Vec<u8>) {
        let _ = Policy::parse(&lines);
        let _ = Proof::parse(&bytes);
        let _ = Proof::parse(format!("c2sp.org/tlog-proof@v1\n{lines}").as_bytes());
    }
}
