//! The findings the demonstration must give, on our own demo drafts and on the drafts of the research
//! notes (read in place, skipped where they are not).
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]

use std::collections::BTreeSet;

use agreement::compare::text::{Draft, parse};
use agreement::compare::{
    Comparison, Direction, Finding, Prior, Priors, Rule, Severity, Status, compare, json,
};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../");

/// One telling of the story: the drafts by name.
struct Story {
    principles: Draft,
    a_proposal: Draft,
    b_new: Draft,
    a_new: Draft,
}

#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn stories() -> Vec<Story> {
    let demo = |name: &str| {
        parse(&std::fs::read_to_string(format!("{ROOT}tasdiq/demo/{name}")).unwrap()).unwrap()
    };
    let mut stories = vec![Story {
        principles: demo("principles.md"),
        a_proposal: demo("a-proposal.md"),
        b_new: demo("b-new.md"),
        a_new: demo("a-new.md"),
    }];
    match std::fs::read_to_string(format!("{ROOT}../shared/research/seed-facts.md")) {
        Ok(notes) => {
            let section = |title: &str| {
                let from = notes
                    .find(title)
                    .map(|at| at + notes[at..].find('\n').unwrap())
                    .unwrap();
                let until = notes[from..].find("\n###").unwrap_or(notes.len() - from);
                let until = notes[from..from + until].find("\nMinute").unwrap_or(until);
                parse(&notes[from..from + until]).unwrap()
            };
            let a_proposal = section("### Draft 2");
            let mut a_new = a_proposal.clone();
            a_new.clauses.retain(|c| c.cid.as_deref() != Some("C-11"));
            for clause in &mut a_new.clauses {
                clause.text = clause
                    .text
                    .replace("full border access", "appropriate border access");
            }
            stories.push(Story {
                principles: section("### Draft 1"),
                b_new: section("### Draft 3"),
                a_proposal,
                a_new,
            });
        }
        Err(_) => println!("skipped: no shared data"),
    }
    stories
}

/// What Party B had said of the clauses of Party A's proposal, and of the principles in it.
fn said(tabled_by: &str, stance: Prior) -> Priors {
    let mut priors = Priors::default();
    for clause in ["C-01", "C-02", "C-08", "C-09", "C-10", "C-11"] {
        priors.set(clause, tabled_by, stance);
    }
    priors.tabled_by(tabled_by);
    priors
}

fn on<'a>(comparison: &'a Comparison, target: &str) -> Vec<&'a Finding> {
    comparison
        .findings
        .iter()
        .filter(|f| f.target == target)
        .collect()
}

fn has(comparison: &Comparison, target: &str, rule: Rule) -> bool {
    on(comparison, target).iter().any(|f| f.rule == rule)
}

#[test]
fn gold_findings() {
    for story in stories() {
        let c = compare(
            &story.a_proposal,
            &story.b_new,
            &said("Party B", Prior::AcceptedInPrinciple),
        );
        let pairs: Vec<(&str, &str)> = c
            .pairs
            .iter()
            .map(|p| (p.old.as_str(), p.new.as_str()))
            .collect();
        assert_eq!(pairs, [("P-1", "P-1"), ("C-03", "4"), ("C-06", "5")]);
        for clause in ["C-01", "C-02", "C-08", "C-09", "C-10", "C-11"] {
            let omit = on(&c, clause)
                .into_iter()
                .find(|f| f.rule == Rule::Omit)
                .unwrap();
            assert_eq!(omit.severity, Severity::Highest, "{clause}");
            assert_eq!(omit.regression_of, ["Party B"]);
        }
        for clause in ["C-04", "C-05", "C-07"] {
            let omit = on(&c, clause)
                .into_iter()
                .find(|f| f.rule == Rule::Omit)
                .unwrap();
            assert_eq!(
                (omit.severity, omit.status),
                (Severity::Medium, Status::NotAddressed),
                "{clause}"
            );
            assert!(omit.regression_of.is_empty());
        }
        assert!(
            has(&c, "C-02", Rule::Xref)
                && has(&c, "C-11", Rule::Xref)
                && has(&c, "C-05", Rule::Verify)
        );
        for rule in [Rule::Modal, Rule::Hedge, Rule::Entity, Rule::Deadline] {
            let weaker = |f: &&Finding| f.rule == rule && f.direction == Direction::Weaker;
            assert!(on(&c, "C-03").iter().any(weaker), "{rule:?}");
        }
        let mutual = on(&c, "C-03")
            .into_iter()
            .find(|f| f.rule == Rule::Scope)
            .unwrap();
        assert_eq!(mutual.basis, "one side > mutual");
        for rule in [Rule::Bind, Rule::Modal, Rule::Actor] {
            assert!(has(&c, "C-06", rule), "{rule:?}");
        }
        let denied = on(&c, "P-1")
            .into_iter()
            .find(|f| f.rule == Rule::Deny)
            .unwrap();
        assert_eq!(
            (denied.severity, denied.status),
            (Severity::High, Status::PremiseDisputed)
        );
        assert_eq!(denied.touches, ["C-03", "C-04", "C-05"]);
        assert!(
            has(&c, "2", Rule::Added) && has(&c, "3", Rule::Added) && has(&c, "3", Rule::Hedge)
        );
        assert!(
            on(&c, "3")
                .iter()
                .chain(&on(&c, "2"))
                .all(|f| f.severity == Severity::Info)
        );
    }
}

#[test]
fn swapped_party_labels_give_the_same_findings_with_labels_swapped() {
    let swap = |text: &str| {
        text.replace("Party A", "Party #")
            .replace("Party B", "Party A")
            .replace("Party #", "Party B")
    };
    let swapped = |draft: &Draft| {
        let mut draft = draft.clone();
        draft
            .clauses
            .iter_mut()
            .for_each(|c| c.text = swap(&c.text));
        draft
    };
    for story in stories() {
        let plain = compare(
            &story.a_proposal,
            &story.b_new,
            &said("Party B", Prior::Accepted),
        );
        let turned = compare(
            &swapped(&story.a_proposal),
            &swapped(&story.b_new),
            &said("Party A", Prior::Accepted),
        );
        let hashless = |line: String| -> String {
            line.split("\"hash\":\"")
                .map(|part| {
                    part.get(64..)
                        .filter(|_| part.len() > 64 && part.as_bytes()[64] == b'"')
                        .unwrap_or(part)
                        .to_owned()
                })
                .collect()
        };
        assert_eq!(hashless(swap(&json(&plain))), hashless(json(&turned)));
    }
}

#[test]
fn swapped_drafts_mirror() {
    for story in stories() {
        let there = compare(&story.a_proposal, &story.b_new, &Priors::default());
        let back = compare(&story.b_new, &story.a_proposal, &Priors::default());
        let turn = |rule: Rule| match rule {
            Rule::Omit => Rule::Added,
            Rule::Added => Rule::Omit,
            rule => rule,
        };
        let facts =
            |c: &Comparison, mirrored: bool| -> BTreeSet<(Rule, Direction, String, String)> {
                let text = |s: &Option<agreement::compare::Span>| {
                    s.as_ref()
                        .map_or(String::new(), |s| format!("{}:{}", s.clause, s.text))
                };
                c.findings
                    .iter()
                    .map(|f| match mirrored {
                        true => (
                            turn(f.rule),
                            f.direction.mirrored(),
                            text(&f.new),
                            text(&f.old),
                        ),
                        false => (f.rule, f.direction, text(&f.old), text(&f.new)),
                    })
                    .collect()
            };
        assert_eq!(facts(&there, true), facts(&back, false));
    }
}

#[test]
fn an_explicit_withdrawal_is_no_regression() {
    for story in stories() {
        let c = compare(
            &story.a_proposal,
            &story.b_new,
            &said("Party B", Prior::Withdrawn),
        );
        assert!(c.findings.iter().all(|f| f.regression_of.is_empty()));
        for clause in ["C-01", "C-02", "C-08", "C-09", "C-10", "C-11"] {
            let omit = on(&c, clause)
                .into_iter()
                .find(|f| f.rule == Rule::Omit)
                .unwrap();
            assert_eq!(omit.status, Status::ExplicitlyWithdrawn);
        }
    }
}

#[test]
fn the_same_detectors_speak_of_party_a() {
    for story in stories() {
        let c = compare(
            &story.a_proposal,
            &story.a_new,
            &said("Party A", Prior::Accepted),
        );
        let scope = on(&c, "C-10")
            .into_iter()
            .find(|f| f.rule == Rule::Scope)
            .unwrap();
        assert_eq!(
            (scope.direction, scope.basis.as_str()),
            (Direction::Weaker, "full > appropriate")
        );
        assert_eq!(scope.obligor, "Party A");
        let omit = on(&c, "C-11")
            .into_iter()
            .find(|f| f.rule == Rule::Omit)
            .unwrap();
        assert_eq!(omit.regression_of, ["Party A"]);
    }
}

#[test]
fn principles_are_kept_in_the_proposal() {
    for story in stories() {
        let c = compare(&story.principles, &story.a_proposal, &Priors::default());
        assert!(c.findings.iter().all(|f| f.rule != Rule::Omit));
        assert_eq!(c.pairs.len(), 3);
    }
}
