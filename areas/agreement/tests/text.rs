//! Reading drafts: structure, ids, limits, and no panic on any input.

use agreement::compare::text::{ParseError, Role, clause_hash, parse};
use agreement::compare::{Priors, compare};
use proptest::prelude::*;

#[test]
fn numbering_gives_labels() {
    let draft = parse(
        "# T\n\n## Article 4\n\n1. One thing:\n    (a) first;\n    (b) second.\n2. Another.\n",
    )
    .unwrap();
    let labels: Vec<&str> = draft.clauses.iter().map(|c| c.reference.as_str()).collect();
    assert_eq!(
        labels,
        [
            "Article 4.1",
            "Article 4.1(a)",
            "Article 4.1(b)",
            "Article 4.2"
        ]
    );
    assert_eq!(draft.clauses[2].parent, Some(0));
}

#[test]
fn ids_and_roles_are_declared() {
    let draft = parse("1. {C-01} The Parties shall meet.\n2. {P-1, premise} It rains.\n").unwrap();
    assert_eq!(draft.clauses[0].reference, "C-01");
    assert_eq!(draft.clauses[1].role, Role::Premise);
    let twice = parse("1. {C-01} One.\n2. {C-01} Two.\n");
    assert_eq!(twice, Err(ParseError::SameId("C-01".to_owned())));
}

#[test]
fn what_is_no_draft_is_refused() {
    assert_eq!(parse(" \n"), Err(ParseError::Empty));
    assert_eq!(parse("a\u{0}b"), Err(ParseError::Binary(1)));
}

#[test]
fn the_hash_sees_words_and_nothing_else() {
    let hash = |text: &str| clause_hash(Role::Operative, text);
    assert_eq!(
        hash("The “Party” shall  meet."),
        hash("1. The \"Party\" shall meet.")
    );
    assert_ne!(hash("The Party shall meet."), hash("The Party may meet."));
    assert_ne!(hash("It rains."), clause_hash(Role::Premise, "It rains."));
}

proptest! {
    #[test]
    fn nothing_panics(old in "[a-zA-Z0-9 .,;:()\\[\\]{}#*\n\"é؟-]{0,300}", new in ".{0,200}") {
        if let (Ok(old), Ok(new)) = (parse(&old), parse(&new)) {
            compare(&old, &new, &Priors::default());
        }
    }
}
