//! `tasdiq verify` and `tasdiq export`: a sound log is sound, and every lie is named with its place.

use serde_json::Value;

use super::log::{Log, ORIGIN, bundle};
use super::terminal::Desk;

const SIZE: u64 = 300;

/// A desk with a published log of 300 entries in `log/`.
fn published() -> (Desk, Log) {
    let desk = Desk::new();
    let log = Log::of(SIZE as usize);
    std::fs::create_dir(desk.file("log")).unwrap();
    log.publish(&desk.file("log"));
    (desk, log)
}

/// What is found, as lines, where the log must be found unsound.
fn findings(desk: &Desk) -> String {
    let ran = desk.run("verify log --charter charter.toml --json");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let audit: Value = serde_json::from_str(&ran.out).unwrap();
    let line = |f: &Value| {
        format!(
            "{}: {}\n",
            f["place"].as_str().unwrap(),
            f["what"].as_str().unwrap()
        )
    };
    audit["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(line)
        .collect()
}

#[test]
fn an_honest_log_is_sound() {
    let (desk, log) = published();
    let audit = desk.json("verify log --charter charter.toml");
    assert_eq!(audit["sound"], true);
    assert_eq!(audit["size"], SIZE);
    assert_eq!(audit["root"], log.root().to_hex());
    assert_eq!(
        audit["signatures"],
        SIZE + 4,
        "the charter has five signatures"
    );
    assert_eq!(audit["in_force"], SIZE - 1);
    assert_eq!(audit["void"][0]["index"], 10);
    assert_eq!(audit["state"], "equal");
    assert_eq!(audit["cosigned"][0]["witness"], "m1");
    assert_eq!(audit["cosigned"][1]["witness"], "a");
    let shown = desk
        .ok("verify log")
        .replace(&log.cast.mechanism().to_string(), "MECHANISM")
        .replace(&log.root().to_hex(), "ROOT");
    insta::assert_snapshot!(shown);
    // In another language the sentence changes, the code beside it does not.
    let void = |line: &str| {
        let text = desk.ok(line);
        let line = text.lines().find(|line| line.starts_with("  entry 10: "));
        line.unwrap().to_owned()
    };
    let (english, turkish) = (void("verify log"), void("verify log --lang tr"));
    assert_ne!(english, turkish);
    assert!(turkish.ends_with(" [roll.no-authority]"), "{turkish}");
}

#[test]
fn trust_may_be_a_policy_or_first_use_and_is_told() {
    let (desk, log) = published();
    let policy = roll::Charter::parse(&log.cast.charter).unwrap().policy;
    desk.write("policy", &policy);
    assert_eq!(desk.json("verify log --policy policy")["trust"], "policy");
    assert_eq!(desk.json("verify log")["trust"], "first-use");
    let ran = desk.run("verify log --policy policy --origin other.example/log --json");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("no signature of other.example/log"),
        "{}",
        ran.out
    );
    desk.write(
        "other.toml",
        log.cast.charter.replace("Joint Monitoring", "Another"),
    );
    let ran = desk.run("verify log --charter other.toml");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("entry 0: this log is not founded on the charter given"),
        "{}",
        ran.out
    );
}

#[test]
fn a_tampered_leaf_is_named() {
    let (desk, log) = published();
    let mut leaves = log.leaves.clone();
    // Another time on an act: its signature still holds, the tree does not.
    leaves[270] = String::from_utf8(leaves[270].clone())
        .unwrap()
        .replacen(".271Z", ".270Z", 1)
        .into();
    assert_ne!(leaves[270], log.leaves[270]);
    desk.write(
        &format!("log/{}", bundle(1, SIZE)),
        log.bundle_bytes(1, &leaves),
    );
    insta::assert_snapshot!(findings(&desk), @"entry 270: these are not the bytes the checkpoint is over");

    // A bit of a signature.
    leaves[270] = log.leaves[270].clone();
    let at = leaves[12]
        .windows(7)
        .rposition(|w| w == b"\"sig\":\"")
        .unwrap()
        + 12;
    leaves[12][at] = if leaves[12][at] == b'A' { b'B' } else { b'A' };
    desk.write(
        &format!("log/{}", bundle(1, SIZE)),
        log.bundle_bytes(1, &leaves),
    );
    desk.write(
        &format!("log/{}", bundle(0, SIZE)),
        log.bundle_bytes(0, &leaves),
    );
    let found = findings(&desk);
    let found = found.replace(&log.cast.key("m1", "mediation").public().to_string(), "KEY");
    insta::assert_snapshot!(found, @r"
    entry 12: the signature by KEY does not verify
    entry 12: these are not the bytes the checkpoint is over
    ");
}

#[test]
fn a_tampered_tile_is_named() {
    let (desk, _) = published();
    for (path, byte) in [("log/tile/0/001.p/44", 32 * 3), ("log/tile/1/000.p/1", 0)] {
        let mut bytes = std::fs::read(desk.file(path)).unwrap();
        bytes[byte] ^= 1;
        desk.write(path, bytes);
    }
    insta::assert_snapshot!(findings(&desk), @r"
    tile/0/001.p/44: its hash of entry 259 is wrong
    tile/1/000.p/1: its hash 0 is not that of the tile below it
    ");
}

#[test]
fn a_dropped_cosignature_is_missed() {
    let (desk, log) = published();
    desk.write("log/checkpoint", log.checkpoint(&["m1", "m2"]).to_string());
    insta::assert_snapshot!(findings(&desk), @"checkpoint: cosigned by m1, m2: the policy asks for more");
    let note = log.checkpoint(&["m1", "a", "b"]).to_string();
    let other = tlog::Hash([7; 32]).to_string();
    desk.write(
        "log/checkpoint",
        note.replacen(&log.root().to_string(), &other, 1),
    );
    let found = findings(&desk);
    assert!(
        found.contains("checkpoint: the entries lead to the root"),
        "{found}"
    );
    assert!(
        found.contains("checkpoint: the signature of record.example/test does not verify"),
        "{found}"
    );
}

#[test]
fn reordered_leaves_are_named() {
    let (desk, log) = published();
    let mut leaves = log.leaves.clone();
    leaves.swap(24, 25);
    desk.write(
        &format!("log/{}", bundle(0, SIZE)),
        log.bundle_bytes(0, &leaves),
    );
    insta::assert_snapshot!(findings(&desk), @r"
    entry 24: the host should never have placed it: act.out-of-order (expected=13)
    entry 24: these are not the bytes the checkpoint is over
    entry 25: these are not the bytes the checkpoint is over
    ");

    // The host signs the reordered log anew, and gets witnesses that saw nothing else.
    let forged = Log { leaves, ..log };
    forged.publish(&desk.file("log"));
    insta::assert_snapshot!(findings(&desk), @"entry 24: the host should never have placed it: act.out-of-order (expected=13)");
}

#[test]
fn an_author_who_saw_another_log_is_evidence() {
    let desk = Desk::new();
    let mut log = Log::of(30);
    log.cast.seen.root = act::Digest::of(b"what the host showed somebody else");
    log.open("m2", "mediation", "seen-elsewhere");
    std::fs::create_dir(desk.file("log")).unwrap();
    log.publish(&desk.file("log"));
    let found = findings(&desk);
    assert!(
        found.starts_with("entry 30: its author had seen another log: root "),
        "{found}"
    );
}

#[test]
fn a_wrong_state_root_names_the_area() {
    let (desk, log) = published();
    let wrong = log.state(|text| {
        let line = text
            .lines()
            .find(|l| l.starts_with("agreement "))
            .unwrap()
            .to_owned();
        text.replace(&line, &format!("agreement {}", act::Digest::of(b"other")))
    });
    desk.write("log/state", wrong.to_string());
    insta::assert_snapshot!(findings(&desk), @"state: at 300 entries it is not what the entries lead to: differs in agreement");
    let stranger = tlog::note::SigningKey::log(ORIGIN, &[9; 32]);
    let mut unsigned = log.state(|text| text);
    unsigned.signatures = vec![stranger.sign(&unsigned.text)];
    desk.write("log/state", unsigned.to_string());
    insta::assert_snapshot!(findings(&desk), @"state: the log's key has not signed it");
    std::fs::remove_file(desk.file("log/state")).unwrap();
    assert_eq!(desk.json("verify log")["state"], "none");
}

#[test]
fn what_can_not_be_checked_is_neither_sound_nor_unsound() {
    let (desk, _) = published();
    std::fs::remove_file(desk.file("log/tile/entries/000")).unwrap();
    insta::assert_snapshot!(desk.fails(2, "verify log"), @r"
    error: tile/entries/000 is missing
      whose side: the other side
      next: the checkpoint promises it: ask the host for it, or try another replica
    ");
    insta::assert_snapshot!(desk.fails(2, "verify nowhere"), @r"
    error: there is no folder nowhere
      whose side: what the command was given
      next: give a folder with a log's tiles, or an address that begins with https://
      next: `tasdiq export tiles URL FOLDER` makes such a folder
    ");
    std::fs::create_dir(desk.file("empty")).unwrap();
    insta::assert_snapshot!(desk.fails(2, "verify empty"), @r"
    error: empty holds no log: there is no checkpoint
      whose side: what the command was given
      next: give the folder or address that `checkpoint` and `tile/` are in
    ");
}

#[test]
fn a_damaged_bundle_is_named() {
    let (desk, _) = published();
    let path = format!("log/{}", bundle(1, SIZE));
    let mut bytes = std::fs::read(desk.file(&path)).unwrap();
    bytes.truncate(bytes.len() - 5);
    desk.write(&path, bytes);
    insta::assert_snapshot!(findings(&desk), @"tile/entries/001.p/44: the bundle is cut off");
}

#[test]
fn a_log_is_exported_line_by_line() {
    let (desk, _) = published();
    let out = desk.ok("export jsonl log --charter charter.toml");
    let lines: Vec<Value> = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(lines.len() as u64, SIZE);
    assert_eq!(lines[0]["kind"], "roll.charter-signed.v1");
    assert_eq!(lines[0]["member"], "a");
    assert_eq!(lines[10]["verdict"]["status"], "void");
    assert_eq!(lines[11]["member"], "m1");
    assert_eq!(lines[299]["entry"]["instrument"], "text-299");
    assert_eq!(lines[299]["verdict"]["status"], "in-force");
}

#[test]
fn a_copied_log_is_the_same_log() {
    let (desk, _) = published();
    let told = desk.json("export tiles log copy");
    assert_eq!(told["size"], SIZE);
    let (original, copy) = (desk.json("verify log"), desk.json("verify copy"));
    assert_eq!(original, copy);
    // Again: full tiles and bundles are there already.
    let again = desk.json("export tiles log copy");
    assert!(again["fetched"].as_u64() < told["fetched"].as_u64());
}

#[test]
fn pages_are_made_from_a_sound_log_only() {
    let (desk, log) = published();
    let page = desk.ok("show /log --log log --reader m1.mediation --lang ar");
    assert!(page.contains("dir=\"rtl\""), "{page}");
    let key = log.cast.key("m1", "mediation").public();
    let now = "--as-of 2026-01-02T00:00:00.000Z";
    let by_key = desk.ok(&format!("show /log --log log --reader {key} {now}"));
    assert_eq!(
        by_key,
        desk.ok(&format!("show /log --log log --reader m1.mediation {now}"))
    );
    insta::assert_snapshot!(desk.fails(2, "show /log --log log"), @r"
    error: /log is not for visitors
      whose side: how the command was called
      next: say who reads: --reader a.negotiator, or a key's public text
    ");
    insta::assert_snapshot!(desk.fails(2, "show /nothing --log log --reader m1.mediation"), @r"
    error: there is no page /nothing
      whose side: what the command was given
    ");
    insta::assert_snapshot!(desk.fails(2, "show /log --log log --reader c.spy"), @r"
    error: nobody in this log is c.spy
      whose side: what the command was given
      next: write member and office like a.negotiator, or a key's public text
    ");
    desk.write("log/checkpoint", log.checkpoint(&[]).to_string());
    insta::assert_snapshot!(desk.fails(1, "show / --log log"), @r"
    error: the log is not sound, so its pages say nothing
      because: checkpoint: cosigned by nobody: the policy asks for more
      whose side: the other side
      next: see what is wrong: tasdiq verify
    ");
}
