//! `tasdiq key`

use super::terminal::Desk;

#[test]
fn a_key_is_private_and_shows_its_public_half_only() {
    let desk = Desk::new();
    let public = desk.ok("key new --kind office --out duty.key");
    assert!(public.starts_with("ed25519:"), "{public}");
    assert_eq!(
        desk.ok("key show duty.key"),
        format!("office key\n{public}")
    );
    let secret = desk.read("duty.key");
    let secret = secret
        .lines()
        .find_map(|l| l.strip_prefix("private = "))
        .unwrap();
    assert!(
        !desk
            .ok("key show duty.key --json")
            .contains(secret.trim_matches('"'))
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(desk.file("duty.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn no_key_is_overwritten() {
    let desk = Desk::new();
    desk.ok("key new --kind root --out a.key");
    let before = desk.read("a.key");
    insta::assert_snapshot!(desk.fails(2, "key new --kind root --out a.key"), @r"
    error: a.key is already there
      whose side: what the command was given
      next: choose another name, or move the old file away: nothing is overwritten
    ");
    assert_eq!(desk.read("a.key"), before);
}

#[cfg(unix)]
#[test]
fn a_key_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    desk.ok("key new --kind root --out a.key");
    std::fs::set_permissions(desk.file("a.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    insta::assert_snapshot!(desk.fails(2, "key show a.key"), @r"
    error: others on this machine can read the key a.key
      whose side: this machine
      next: chmod 600 a.key
      next: if somebody may have copied it, have it revoked
    ");
}

#[test]
fn a_damaged_key_is_named_and_its_secret_not_quoted() {
    let desk = Desk::new();
    desk.ok("key new --kind root --out a.key");
    desk.ok("key new --kind root --out b.key");
    let line = |text: &str, name: &str| {
        text.lines()
            .find(|l| l.starts_with(name))
            .unwrap()
            .to_owned()
    };
    let (a, b) = (desk.read("a.key"), desk.read("b.key"));
    let write = |text: &str| {
        // Written over in place, so that the mode stays as it was.
        std::fs::write(desk.file("a.key"), text).unwrap();
        desk.fails(2, "key show a.key")
    };
    insta::assert_snapshot!(write(&a.replace(&line(&a, "public"), &line(&b, "public"))), @r"
    error: a.key is damaged: its public half is not that of its private half
      whose side: what the command was given
      next: restore it from a backup
    ");
    let secret = line(&a, "private");
    let said = write(&a.replace(&secret, secret.trim_end_matches('"')));
    assert!(!said.contains(&secret[11..30]), "{said}");
    insta::assert_snapshot!(said, @r"
    error: a.key is not a key file
      whose side: what the command was given
      next: make one with `tasdiq key new --kind office --out my.key`
    ");
}

#[test]
fn names_are_for_log_and_witness_keys() {
    let desk = Desk::new();
    let public = desk.ok("key new --kind log --name record.example/joint --out log.key");
    assert!(public.starts_with("record.example/joint+"), "{public}");
    insta::assert_snapshot!(desk.fails(2, "key new --kind witness --out w.key"), @r"
    error: a witness key needs a name
      whose side: how the command was called
      next: add --name: for a log its origin, such as `record.example/joint`; for a witness the name it cosigns under
    ");
    insta::assert_snapshot!(desk.fails(2, "key new --kind log --name 'a b' --out w.key"), @r#"
    error: "a b" can't be the name of a key
      whose side: what the command was given
      next: use a name without spaces and plus signs, such as `record.example/joint`
    "#);
    assert!(!desk.file("w.key").exists());
}

#[test]
fn a_request_becomes_a_grant_only_with_its_own_keys_signature() {
    let desk = Desk::new();
    let mechanism = act::Digest::of(b"some charter");
    desk.ok("key new --kind office --out duty.key");
    let request = desk.ok(&format!(
        "key request duty.key --mechanism {mechanism} --label 'Duty officer'"
    ));
    desk.write("request.json", &request);
    let entry = desk.ok(
        "key grant request.json --member a --office negotiator --from 2026-01-01T00:00:00.000Z --days 30",
    );
    let entry: roll::entry::KeyGranted = serde_json::from_str(&entry).unwrap();
    assert_eq!(entry.not_after.to_string(), "2026-01-31T00:00:00.000Z");
    let signed = roll::entry::key_request(&mechanism, &entry.key, "Duty officer");
    assert!(entry.key.verifies(&signed, &entry.pop));

    desk.write("request.json", request.replace("Duty", "Chief"));
    insta::assert_snapshot!(
        desk.fails(2, "key grant request.json --member a --office negotiator"),
        @r"
    error: the request does not carry its own key's signature
      whose side: what the command was given
      next: have it sent again; if it fails again, its sender does not hold that key
    "
    );
}
