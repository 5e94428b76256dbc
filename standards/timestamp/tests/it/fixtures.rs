//! Tokens of an invented authority, each with its known verdict; and every one of them damaged.

use std::path::{Path, PathBuf};

use serde_json::Value;
use timestamp::{Anchors, NotAnchors, Verdict, check};

fn folder() -> Option<PathBuf> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/surveillance"
    );
    let folder = Path::new(folder);
    if folder.exists() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: no shared data");
    None
}

struct Case {
    name: String,
    token: Vec<u8>,
    content: Vec<u8>,
    anchors: Anchors,
    verdict: String,
}

fn cases(folder: &Path) -> Vec<Case> {
    let of = folder.join("rfc3161");
    let expected = std::fs::read(of.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let text = |case: &Value, name: &str| case[name].as_str().unwrap().to_owned();
    let case = |case: &Value| Case {
        name: text(case, "token"),
        token: std::fs::read(of.join(text(case, "token"))).unwrap(),
        content: std::fs::read(folder.join(text(case, "target"))).unwrap(),
        anchors: Anchors::from_pem(
            &std::fs::read_to_string(of.join(text(case, "trustAnchor"))).unwrap(),
        )
        .unwrap(),
        verdict: text(case, "verdict"),
    };
    expected.iter().map(case).collect()
}

#[test]
fn every_token_gets_its_verdict() {
    let Some(folder) = folder() else { return };
    for case in cases(&folder) {
        let found = check(&case.token, &case.content, &case.anchors);
        eprintln!("{}: {} ({})", case.name, found.verdict, found.reason);
        assert_eq!(
            found.verdict.code(),
            case.verdict,
            "{}: {}",
            case.name,
            found.reason
        );
        let time = found.time.unwrap().to_string();
        assert!(time.starts_with("2026-11-22T23:16:37."), "{time}");
        assert_eq!(found.accuracy_micros, Some(1_000_000));
        assert!(found.signer.unwrap().contains("Time Stamp"));
        // Trusting nobody, nothing is valid.
        let alone = check(&case.token, &case.content, &Anchors::none());
        assert_ne!(alone.verdict, Verdict::Valid);
    }
}

/// No byte of a valid token can be changed without it being noticed, but for those outside what is
/// signed: unsigned parts and the reply around it. Whatever is found, nothing panics.
#[test]
fn damage_is_noticed_and_harmless() {
    let Some(folder) = folder() else { return };
    let case = cases(&folder)
        .into_iter()
        .find(|case| case.verdict == "valid")
        .unwrap();
    let mut passed = Vec::new();
    for at in 0..case.token.len() {
        for change in [0x01, 0x80, 0xff] {
            let mut token = case.token.clone();
            token[at] ^= change;
            let found = check(&token, &case.content, &case.anchors);
            if found.verdict == Verdict::Valid {
                assert_eq!(
                    found.time,
                    check(&case.token, &case.content, &case.anchors).time
                );
                passed.push(at);
            }
        }
    }
    // The status, the version, the announced digests, and the root that the token brings along though
    // the anchor is at hand: none of it counts.
    eprintln!(
        "{} of {} bytes may be changed",
        passed.len(),
        case.token.len() * 3
    );
    assert!(passed.len() < case.token.len(), "{passed:?}");
    for length in 0..case.token.len() {
        let found = check(&case.token[..length], &case.content, &case.anchors);
        assert_eq!(found.verdict, Verdict::Malformed, "cut to {length}");
    }
    let mut longer = case.token.clone();
    longer.push(0);
    assert_eq!(
        check(&longer, &case.content, &case.anchors).verdict,
        Verdict::Malformed
    );
}

#[test]
fn refusals_and_rubbish() {
    let refused = b"\x30\x05\x30\x03\x02\x01\x02";
    assert_eq!(
        check(refused, b"", &Anchors::none()).verdict,
        Verdict::NotGranted
    );
    let empty_grant = b"\x30\x05\x30\x03\x02\x01\x00";
    assert_eq!(
        check(empty_grant, b"", &Anchors::none()).verdict,
        Verdict::Malformed
    );
    for rubbish in [b"".as_slice(), b"\x30", b"hello", &[0x30; 70_000]] {
        assert_eq!(
            check(rubbish, b"", &Anchors::none()).verdict,
            Verdict::Malformed
        );
    }
    assert_eq!(Anchors::from_pem("nothing").unwrap_err(), NotAnchors::None);
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    assert!(matches!(
        Anchors::from_pem(broken),
        Err(NotAnchors::Certificate { number: 1, .. })
    ));
}
