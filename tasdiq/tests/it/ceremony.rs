//! Founding a mechanism, five members on five machines.

use act::{Envelope, Leaf, Verdict};

use super::terminal::Desk;

const MEMBERS: [(&str, &str); 5] = [
    ("a", "party --name 'Party A' --offset 300"),
    ("b", "party --name 'Party B' --offset 270"),
    ("m1", "mediator --name 'Mediator 1' --offset 180"),
    ("m2", "mediator --name 'Mediator 2' --offset 180 --roots 2"),
    ("host", "custodian --name Secretariat --offset 180"),
];

/// Everything up to the draft; every member has its folder.
pub(crate) fn drafted(desk: &Desk) {
    for (id, rest) in MEMBERS {
        desk.ok(&format!("init card {id} --part {rest} --out {id}"));
    }
    desk.ok("key new --kind log --name record.example/joint --out log.key");
    let key = desk.ok("key show log.key");
    let cards: Vec<String> = MEMBERS
        .iter()
        .map(|(id, _)| format!("{id}/{id}.card.toml"))
        .collect();
    desk.ok(&format!(
        "init draft {} --origin record.example/joint --log-key {} --name 'Joint Mechanism' --fictional",
        cards.join(" "),
        key.lines().last().unwrap()
    ));
}

/// Everything up to the signatures.
fn signed(desk: &Desk) {
    drafted(desk);
    for (id, _) in MEMBERS {
        desk.ok(&format!(
            "init sign charter.toml --key {id}/root-1.key --yes"
        ));
    }
    desk.ok("init sign charter.toml --key m2/root-2.key --yes");
}

const SIGNATURES: &str = "charter.host.sig charter.a.sig charter.b.sig charter.m1.sig \
                          charter.m2-1.sig charter.m2-2.sig";

#[test]
fn five_machines_found_one_mechanism() {
    let desk = Desk::new();
    signed(&desk);
    let told = desk.json(&format!("init found charter.toml {SIGNATURES}"));
    let envelope = Envelope::parse(desk.read("founding.json").as_bytes()).unwrap();
    envelope.verify().unwrap();
    assert_eq!(told["signatures"], 6);
    assert_eq!(told["entry"], envelope.entry_id().to_string());
    let mechanism = act::Digest::of(desk.read("charter.toml").as_bytes());
    assert_eq!(told["mechanism"], mechanism.to_string());
    let at = "2026-01-01T00:00:00.000Z".parse().unwrap();
    let mut world = mechanism::World::default();
    assert_eq!(world.apply(&Leaf { at, envelope }), Verdict::InForce);
    let policy = &world.areas.roll.charter_at(at).unwrap().policy;
    assert!(policy.contains("group witnessed 3 m1 m2 a b"), "{policy}");
    assert!(!policy.contains("host"), "{policy}");
}

#[test]
fn who_has_not_signed_is_named() {
    let desk = Desk::new();
    signed(&desk);
    insta::assert_snapshot!(
        desk.fails(2, "init found charter.toml charter.a.sig charter.m1.sig charter.m2-1.sig"),
        @r"
    error: the charter is not signed by every member yet
      because: member b has signed with 0 of the 1 root keys it needs
      because: member m2 has signed with 1 of the 2 root keys it needs
      because: member host has signed with 0 of the 1 root keys it needs
      whose side: what the command was given
      next: each member named signs with `tasdiq init sign charter.toml --key root.key` and sends the .sig file
    "
    );
    assert!(!desk.file("founding.json").exists());
}

#[test]
fn a_key_that_is_no_members_root_does_not_sign() {
    let desk = Desk::new();
    drafted(&desk);
    let public = desk.ok("key new --kind root --out stranger.key");
    let said = desk.fails(2, "init sign charter.toml --key stranger.key --yes");
    insta::assert_snapshot!(said.replace(public.trim(), "KEY"), @r"
    error: stranger.key is KEY, which is no member's root key in this charter
      whose side: what the command was given
      next: sign with the root key that stands on your member's card
    ");
    insta::assert_snapshot!(desk.fails(2, "init sign charter.toml --key log.key --yes"), @r"
    error: a log key signs no acts
      whose side: what the command was given
      next: use a root or office key
    ");
}

#[test]
fn an_edited_charter_is_not_what_was_prepared() {
    let desk = Desk::new();
    signed(&desk);
    let edited = desk
        .read("charter.toml")
        .replace("tabling_notice = 24", "tabling_notice = 1");
    desk.write("charter.toml", edited);
    let expected =
        "error: the statement is not of this charter: one of them was changed after it was made\n";
    for line in [
        "init sign charter.toml --key a/root-1.key --yes".to_owned(),
        format!("init found charter.toml {SIGNATURES}"),
    ] {
        let said = desk.fails(2, &line);
        assert!(said.starts_with(expected), "{said}");
    }

    // Once the edit is agreed the statement is made anew, and earlier signatures no longer fit.
    std::fs::remove_file(desk.file("charter.statement.json")).unwrap();
    desk.ok("init statement charter.toml");
    let said = desk.fails(2, &format!("init found charter.toml {SIGNATURES}"));
    assert!(
        said.starts_with("error: charter.host.sig signs another statement: "),
        "{said}"
    );
}

#[test]
fn a_changed_signature_is_found_in_its_file() {
    let desk = Desk::new();
    signed(&desk);
    let (a, b) = (desk.read("charter.a.sig"), desk.read("charter.b.sig"));
    let sig = |text: &str| text.split("\"sig\":").nth(1).unwrap().to_owned();
    desk.write("charter.b.sig", b.replace(&sig(&b), &sig(&a)));
    insta::assert_snapshot!(desk.fails(2, &format!("init found charter.toml {SIGNATURES}")), @r"
    error: the signature in charter.b.sig does not verify
      whose side: what the command was given
      next: the file is damaged: have it sent again
    ");
}

#[test]
fn nothing_is_signed_without_a_yes() {
    let desk = Desk::new();
    drafted(&desk);
    insta::assert_snapshot!(desk.fails(2, "init sign charter.toml --key a/root-1.key"), @r"
    error: signing needs a yes, and there is no terminal to ask on
      whose side: how the command was called
      next: read what will be signed, then add --yes
    ");
    assert!(!desk.file("charter.a.sig").exists());
}

#[test]
fn cards_that_make_no_charter_are_refused() {
    let desk = Desk::new();
    drafted(&desk);
    let key = desk.ok("key show log.key");
    let rest = format!(
        "--origin record.example/joint --log-key {} --name X --out other.toml",
        key.lines().last().unwrap()
    );
    insta::assert_snapshot!(desk.fails(2, &format!("init draft a/a.card.toml b/b.card.toml {rest}")), @r"
    error: these cards do not make a charter
      because: a mechanism has two parties or more and one mediator or more, this has 2 and 0
      whose side: what the command was given
      next: one card from each member: two parties or more, one mediator or more
    ");
    let said = desk.fails(2, &format!("init draft log.key {rest}"));
    assert!(
        said.starts_with("error: log.key is not a member's card\n"),
        "{said}"
    );
}
