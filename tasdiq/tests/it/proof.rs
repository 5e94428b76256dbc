//! `tasdiq prove` and `tasdiq check-proof`

use super::log::Log;
use super::terminal::Desk;

fn proven() -> (Desk, Log) {
    let desk = Desk::new();
    let log = Log::of(280);
    std::fs::create_dir(desk.file("log")).unwrap();
    log.publish(&desk.file("log"));
    desk.ok("prove 270 --log log --out evidence");
    desk.ok("prove 3 --log log --out evidence");
    (desk, log)
}

const CHECK: &str =
    "check-proof evidence/entry-270.leaf evidence/entry-270.tlog-proof --charter charter.toml";

#[test]
fn an_entry_is_proven_offline() {
    let (desk, log) = proven();
    std::fs::remove_dir_all(desk.file("log")).unwrap();
    let key = log.cast.key("m1", "mediation").public().to_string();
    let leaf = act::Leaf::parse(&log.leaves[270]).unwrap();
    let shown = desk
        .ok(CHECK)
        .replace(&key, "KEY")
        .replace(&leaf.envelope.entry_id().to_string(), "NAME");
    insta::assert_snapshot!(shown);
    let told = desk.json(
        "check-proof evidence/entry-3.leaf evidence/entry-3.tlog-proof --charter charter.toml",
    );
    assert_eq!(told["index"], 3);
    assert_eq!(told["size"], 280);
    assert_eq!(told["root"], log.root().to_hex());
    assert_eq!(told["kind"], "roll.key-granted.v1");
}

#[test]
fn a_proof_of_something_else_proves_nothing() {
    let (desk, _) = proven();
    insta::assert_snapshot!(
        desk.fails(1, "check-proof evidence/entry-3.leaf evidence/entry-270.tlog-proof --charter charter.toml"),
        @r"
    error: the entry is not in the log where the proof says
      because: the entry is not in the log at this place: the proof leads to another root
      whose side: the other side
      next: check that both files are of the same entry and unchanged
    "
    );
    let proof = desk.read("evidence/entry-270.tlog-proof");
    let line = proof
        .lines()
        .find(|l| l.starts_with("\u{2014} m1 "))
        .unwrap();
    desk.write(
        "evidence/entry-270.tlog-proof",
        proof.replace(&format!("{line}\n"), ""),
    );
    insta::assert_snapshot!(desk.fails(1, CHECK), @r#"
    error: the checkpoint in the proof does not count under this policy
      because: cosigned by ["a", "b"], which is not the quorum
      whose side: the other side
      next: if a cosignature is missing, fetch the proof again after the next checkpoint
      next: if a signature is bad, keep the file: it is evidence
    "#);
    desk.write("evidence/entry-270.tlog-proof", "nothing of the kind");
    insta::assert_snapshot!(desk.fails(2, CHECK), @r"
    error: evidence/entry-270.tlog-proof is not a proof
      because: not a c2sp.org/tlog-proof@v1 file
      whose side: what the command was given
      next: get it anew with `tasdiq prove`
    ");
}

#[test]
fn a_proof_needs_something_to_trust() {
    let (desk, _) = proven();
    insta::assert_snapshot!(
        desk.fails(2, "check-proof evidence/entry-3.leaf evidence/entry-3.tlog-proof"),
        @r"
    error: a proof is checked against something you already trust
      whose side: how the command was called
      next: add --charter with the charter your side signed, or --policy with a witness policy
    "
    );
}

#[test]
fn what_is_not_published_has_no_proof_yet() {
    let (desk, _) = proven();
    insta::assert_snapshot!(desk.fails(2, "prove 280 --log log"), @r"
    error: there is no entry 280: the published checkpoint holds 280 entries
      whose side: what the command was given
      next: an entry just recorded is published within seconds
    ");
}
