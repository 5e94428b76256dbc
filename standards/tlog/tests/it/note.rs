//! Notes, checkpoints and cosignatures, against `signed_note` and against hand-made lines.

use proptest::prelude::*;
use signed_note::{StandardVerifier, VerifierList};
use tlog::checkpoint::CheckpointError;
use tlog::cosignature;
use tlog::note::{KeyError, Kind, Note, NoteError, Signature, SigningKey, VerifierKey};
use tlog::{Checkpoint, Hash, PublicKey};

fn log() -> SigningKey {
    SigningKey::log("record.example/joint", &[1; 32])
}

fn checkpoint() -> Checkpoint {
    Checkpoint::new("record.example/joint", 7, Hash([3; 32]))
}

#[test]
fn others_read_and_verify_what_we_sign() {
    let note = checkpoint().sign(&log()).to_string();
    let verifier = StandardVerifier::new(&log().verifier_key().to_string()).unwrap();
    let theirs = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let known = VerifierList::new(vec![Box::new(verifier)]);
    let (verified, _) = theirs.verify(&known).unwrap();
    assert_eq!(verified.len(), 1);
    assert_eq!(theirs.to_bytes(), note.as_bytes());
}

#[test]
fn a_note_reads_back_and_its_checkpoint_opens() {
    let text = checkpoint().sign(&log()).to_string();
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.to_string(), text);
    let key = log().verifier_key();
    let opened = Checkpoint::open(&note, "record.example/joint", &key).unwrap();
    assert_eq!(opened, checkpoint());
    assert!(matches!(
        Checkpoint::open(&note, "record.example/other", &key),
        Err(CheckpointError::Origin { .. })
    ));
    let other = SigningKey::log("record.example/joint", &[2; 32]).verifier_key();
    assert!(matches!(
        Checkpoint::open(&note, "record.example/joint", &other),
        Err(CheckpointError::Unsigned(_))
    ));
}

#[test]
fn unknown_keys_are_ignored_and_known_ones_that_do_not_hold_spoil_the_note() {
    let key = log().verifier_key();
    let mut note = checkpoint().sign(&log());
    for seed in 10..30 {
        let stranger = SigningKey::log(&format!("stranger-{seed}"), &[seed; 32]);
        note.signatures.push(stranger.sign("something else\n"));
    }
    let keys = [key.clone()];
    assert_eq!(note.verify(&keys).unwrap(), [&key]);
    // The same name with another id, and the same id under another name, are unknown keys.
    let mut half = note.clone();
    half.signatures[0].id[0] ^= 1;
    assert!(half.verify(&keys).unwrap().is_empty());
    let mut renamed = note.clone();
    renamed.signatures[0].name = "record.example/else".to_owned();
    assert!(renamed.verify(&keys).unwrap().is_empty());
    for place in [0, note.signatures.len()] {
        let mut bad = note.clone();
        let mut line = checkpoint().sign(&log()).signatures.remove(0);
        line.bytes[5] ^= 1;
        bad.signatures.insert(place, line);
        assert!(
            matches!(bad.verify(&keys), Err(NoteError::BadSignature(_))),
            "at {place}"
        );
    }
}

#[test]
fn what_is_not_a_note_is_refused() {
    let good = checkpoint().sign(&log()).to_string();
    for (bad, why) in [
        (good.replace("\n\n", "\n"), "no empty line"),
        (good.trim_end().to_owned(), "no newline at the end"),
        (good.replace('\u{2014}', "-"), "a hyphen for the dash"),
        (good.replace("record", "rec\tord"), "a control character"),
        (format!("{good}\n"), "an empty signature line"),
        (String::new(), "nothing"),
    ] {
        assert!(Note::parse(bad.as_bytes()).is_err(), "{why}");
    }
    assert!(Note::parse(b"a\n\n\xff\n").is_err());
    let mut many = checkpoint().sign(&log());
    let line = many.signatures[0].clone();
    many.signatures = vec![line; 101];
    let parsed = Note::parse(many.to_string().as_bytes());
    assert!(matches!(parsed, Err(NoteError::TooManySignatures)));
    // The text itself may hold empty lines: the last one splits.
    let text = "one\n\ntwo\n".to_owned();
    let signatures = vec![log().sign(&text)];
    let note = Note { text, signatures };
    assert_eq!(Note::parse(note.to_string().as_bytes()).unwrap(), note);
}

#[test]
fn checkpoints_have_one_form() {
    let good = checkpoint().to_string();
    assert_eq!(Checkpoint::parse(&good).unwrap(), checkpoint());
    let root = Hash([3; 32]).to_string();
    for bad in [
        good.replace("\n7\n", "\n07\n"),
        good.replace("\n7\n", "\n-7\n"),
        good.replace("\n7\n", "\n+7\n"),
        good.replace("\n7\n", "\n18446744073709551616\n"),
        good.replace(&root, &root[1..]),
        good.replace(&root, root.trim_end_matches('=')),
        good.replacen("record.example/joint", "", 1),
        format!("{good}\n"),
        good.trim_end().to_owned(),
    ] {
        assert_eq!(
            Checkpoint::parse(&bad),
            Err(CheckpointError::Form),
            "{bad:?}"
        );
    }
    let extended = format!("{good}extension line\n");
    assert_eq!(Checkpoint::parse(&extended).unwrap().to_string(), extended);
}

#[test]
fn a_cosignature_is_the_time_and_a_signature_over_time_and_text() {
    let key = SigningKey::cosigner("m1", &[5; 32]);
    let text = checkpoint().to_string();
    let line = cosignature::cosign(&key, &text, 1_762_524_131);
    assert_eq!(line.bytes.len(), 72);
    assert_eq!(line.bytes[..8], 1_762_524_131u64.to_be_bytes());
    let message = format!("cosignature/v1\ntime 1762524131\n{text}");
    let signature: &[u8; 64] = line.bytes[8..].try_into().unwrap();
    let verifier = key.verifier_key();
    assert!(verifier.public().verifies(message.as_bytes(), signature));
    let keys = [verifier.clone()];
    let mut note = checkpoint().sign(&log());
    note.signatures.push(line.clone());
    note.signatures
        .push(cosignature::cosign(&key, &text, 1_762_524_999));
    let cosigned = cosignature::verify(&note, &keys).unwrap();
    assert_eq!(cosigned.len(), 1);
    assert_eq!(cosigned[0].time, 1_762_524_999);
    let mut dated = line.clone();
    dated.bytes[7] ^= 1;
    note.signatures[1] = dated;
    assert!(matches!(
        cosignature::verify(&note, &keys),
        Err(NoteError::BadSignature(_))
    ));
    // A cosigner's key is no log's key, and the reverse.
    assert!(Checkpoint::open(&note, "record.example/joint", &verifier).is_err());
}

#[test]
fn verifier_keys_have_one_text_and_only_sound_keys_one() {
    for key in [
        log().verifier_key(),
        SigningKey::cosigner("m1", &[5; 32]).verifier_key(),
    ] {
        assert_eq!(key.to_string().parse::<VerifierKey>(), Ok(key));
    }
    let text = log().verifier_key().to_string();
    let mut parts: Vec<&str> = text.split('+').collect();
    parts[1] = "00000000";
    assert_eq!(parts.join("+").parse::<VerifierKey>(), Err(KeyError::Id));
    assert_eq!("a+b".parse::<VerifierKey>(), Err(KeyError::Form));
    assert_eq!(
        SigningKey::log("two words", &[1; 32]).name(),
        "invalid-name"
    );
    let sound = *log().verifier_key().public();
    for name in ["", "two words", "a+b", "tab\there"] {
        assert_eq!(
            VerifierKey::new(name, Kind::Log, sound),
            Err(KeyError::Name),
            "{name:?}"
        );
    }
}

/// Points of small order, and non-canonical twins of two of them: a lax rule takes signatures of
/// such keys that the strict rule does not.
#[test]
fn the_accept_rule_is_strict() {
    let mut one = [0u8; 32];
    one[0] = 1; // y = 1: the neutral element
    let mut twin = [0xffu8; 32];
    (twin[0], twin[31]) = (0xee, 0x7f); // y = p + 1, the same point written otherwise
    let mut minus = [0xffu8; 32];
    (minus[0], minus[31]) = (0xec, 0x7f); // y = -1: order 2
    let zero = [0u8; 32]; // y = 0: order 4
    for bytes in [one, twin, minus, zero] {
        assert!(PublicKey::from_bytes(&bytes).is_none(), "{bytes:?}");
    }
    // R = neutral, S = 0: holds for the neutral key and any message under the lax equation.
    let mut forged = [0u8; 64];
    forged[0] = 1;
    assert!(
        PublicKey::verifies_laxly(&one, b"anything", &forged),
        "the rules do differ"
    );
    // A sound key, its own signature, and S raised by the group order: the same equation, other bytes.
    let line = log().sign("text\n");
    let good: [u8; 64] = line.bytes.clone().try_into().unwrap();
    let key = log().verifier_key();
    assert!(key.public().verifies(b"text\n", &good));
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut raised = good;
    let mut carry = 0u16;
    for (byte, order) in raised[32..].iter_mut().zip(ORDER) {
        carry += u16::from(*byte) + u16::from(order);
        *byte = (carry & 0xff) as u8;
        carry >>= 8;
    }
    assert!(!key.public().verifies(b"text\n", &raised));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), text in "\\PC{0,200}") {
        let _ = Note::parse(&bytes);
        let _ = Checkpoint::parse(&text);
        let _ = Signature::parse(&text);
        let _ = text.parse::<VerifierKey>();
    }

    #[test]
    fn any_text_signed_reads_back(text in "([ -~\u{a0}-\u{2fff}]{0,40}\n){1,5}") {
        let signatures = vec![log().sign(&text)];
        let note = Note { text, signatures };
        let read = Note::parse(note.to_string().as_bytes()).unwrap();
        prop_assert_eq!(&read, &note);
        let keys = [log().verifier_key()];
        prop_assert_eq!(read.verify(&keys).unwrap().len(), 1);
    }
}
