//! `tasdiq agreement compare`

use super::terminal::Desk;

fn drafts() -> Desk {
    let desk = Desk::new();
    desk.write(
        "old.md",
        "# Draft\n\n1. {C-01} Party A shall close crossing F-07 within 30 days.\n\n\
         2. {C-02} The Parties shall exchange lists every month.\n\n\
         3. {C-03} The mediators shall visit each post.\n",
    );
    desk.write(
        "new.md",
        "# Draft\n\n1. {C-01} Party A may close crossing F-07 within 30 days.\n\n\
         2. {C-03} The mediators shall visit each post.\n\n\
         3. {C-04} The Parties shall meet every year.\n",
    );
    desk
}

#[test]
fn findings_are_shown_with_their_words() {
    insta::assert_snapshot!(drafts().ok("agreement compare old.md new.md"));
}

#[test]
fn json_is_the_areas_own_and_swapping_mirrors_it() {
    let desk = drafts();
    let told = desk.json("agreement compare old.md new.md");
    let rules = |told: &serde_json::Value| -> Vec<String> {
        let findings = told["findings"].as_array().unwrap().iter();
        findings
            .map(|f| format!("{} {}", f["rule"], f["direction"]))
            .collect()
    };
    assert!(
        rules(&told).contains(&"\"MODAL\" \"weaker\"".to_owned()),
        "{told}"
    );
    assert!(
        rules(&told).iter().any(|rule| rule.starts_with("\"OMIT\"")),
        "{told}"
    );
    let mirrored = desk.json("agreement compare new.md old.md");
    assert!(
        rules(&mirrored).contains(&"\"MODAL\" \"stronger\"".to_owned()),
        "{mirrored}"
    );
    let file = |name: &str| agreement::compare::text::parse(&desk.read(name)).unwrap();
    let priors = agreement::compare::Priors::default();
    let compared = agreement::compare::compare(&file("old.md"), &file("new.md"), &priors);
    let line = desk.ok("agreement compare old.md new.md --json");
    assert_eq!(line, agreement::compare::json(&compared) + "\n");
}

#[test]
fn what_is_no_draft_is_refused() {
    let desk = drafts();
    desk.write("empty.md", "# Only a heading\n");
    insta::assert_snapshot!(desk.fails(2, "agreement compare old.md empty.md"), @r"
    error: empty.md can't be read as a draft
      because: the draft has no clauses: write each clause as a paragraph or a numbered item
      whose side: what the command was given
    ");
    desk.write("binary.doc", [0xd0, 0xcf, 0x11, 0xe0]);
    insta::assert_snapshot!(desk.fails(2, "agreement compare binary.doc old.md"), @r"
    error: binary.doc is not UTF-8 text
      because: invalid utf-8 sequence of 1 bytes from index 0
      whose side: what the command was given
      next: save it as UTF-8
    ");
    insta::assert_snapshot!(desk.fails(2, "agreement compare - -"), @r"
    error: only one of the drafts can come from standard input
      whose side: how the command was called
    ");
}
