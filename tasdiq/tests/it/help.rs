//! Help that teaches, and errors in both forms.

use super::terminal::Desk;

#[test]
fn the_commands_at_a_glance() {
    insta::assert_snapshot!(Desk::new().ok("-h"));
}

#[test]
fn every_command_says_what_it_is_for() {
    let desk = Desk::new();
    for line in COMMANDS {
        insta::with_settings!({ snapshot_suffix => line.replace(' ', "-") }, {
            insta::assert_snapshot!("help", desk.ok(&format!("{line} --help")));
        });
    }
}

const COMMANDS: &[&str] = &[
    "init",
    "init card",
    "init draft",
    "init statement",
    "init sign",
    "init found",
    "key",
    "key new",
    "key request",
    "key grant",
    "act",
    "act new",
    "act sign",
    "act send",
    "agreement",
    "agreement compare",
    "agreement table",
    "verify",
    "post",
    "prove",
    "check-proof",
    "evidence",
    "evidence inspect",
    "watchlist",
    "watchlist import",
    "watchlist diff",
    "watchlist check-proof",
    "watchlist photo",
    "watchlist alike",
    "export",
    "export jsonl",
    "export tiles",
    "show",
    "completions",
];

#[test]
fn a_misuse_is_told_in_both_forms() {
    let desk = Desk::new();
    let said = desk.fails(2, "key show");
    assert!(said.contains("Usage: tasdiq key show <FILE>"), "{said}");
    let said = desk.fails(2, "key show --json");
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"]["fault"], "usage");
    let said = desk.fails(2, "key show nothing.key --json");
    insta::assert_snapshot!(said, @r#"{"error":{"because":["No such file or directory (os error 2)"],"exit":2,"fault":"input","message":"could not read nothing.key","next":["check the path, and whether you may read the file"]}}"#);
}

#[test]
fn completions_are_for_the_shell_asked_for() {
    let script = Desk::new().ok("completions bash");
    assert!(script.contains("_tasdiq()"), "{script}");
    assert!(script.contains("check-proof"), "{script}");
}
