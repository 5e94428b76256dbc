//! The comparison on sentences, on the demonstration drafts and on real texts.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test says what it expects"
)]
use agreement::compare::text::{Draft, parse};
use agreement::compare::{Comparison, Direction, Finding, Priors, Rule, compare};

fn read(text: &str) -> Draft {
    parse(text).unwrap()
}

fn plain(old: &str, new: &str) -> Comparison {
    compare(&read(old), &read(new), &Priors::default())
}

/// Findings that claim something of a duty.
fn claims(comparison: &Comparison) -> Vec<&Finding> {
    let place = [
        Rule::Moved,
        Rule::Renumbered,
        Rule::Reworded,
        Rule::Split,
        Rule::Merged,
    ];
    comparison
        .findings
        .iter()
        .filter(|f| !place.contains(&f.rule))
        .collect()
}

fn told(finding: &Finding) -> String {
    format!("{} {}", finding.rule.name(), finding.direction.name())
}

#[test]
fn minimal_pairs() {
    let mut wrong = Vec::new();
    let (mut firing, mut silent) = (0, 0);
    for line in include_str!("compare/pairs.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let [old, new, expected] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("three fields: {line}");
        };
        let comparison = plain(old, new);
        let mut said: Vec<String> = claims(&comparison).iter().map(|f| told(f)).collect();
        let mut wanted: Vec<String> = expected.split(", ").map(str::to_owned).collect();
        if expected == "-" {
            wanted.clear();
            silent += 1;
        } else {
            firing += 1;
        }
        said.sort();
        said.dedup();
        wanted.sort();
        if said != wanted {
            wrong.push(format!(
                "{old}\n  {new}\n  wanted {wanted:?}, said {said:?}"
            ));
        }
        let back = plain(new, old);
        if mirror(&comparison) != facts(&back) {
            wrong.push(format!(
                "no mirror: {old}\n  {:?}\n  {:?}",
                mirror(&comparison),
                facts(&back)
            ));
        }
    }
    println!("{firing} pairs in which something fires, {silent} in which nothing does");
    assert!(firing >= 35 && silent >= 25);
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

type Fact = (
    String,
    String,
    Option<(String, usize, usize)>,
    Option<(String, usize, usize)>,
    String,
);

/// All a comparison says, in a form that can be held against another.
fn facts(comparison: &Comparison) -> Vec<Fact> {
    let span = |s: &Option<agreement::compare::Span>| {
        s.as_ref().map(|s| (s.clause.clone(), s.start, s.end))
    };
    let mut facts: Vec<Fact> = comparison
        .findings
        .iter()
        .map(|f| {
            (
                f.rule.name().to_owned(),
                f.direction.name().to_owned(),
                span(&f.old),
                span(&f.new),
                f.basis.clone(),
            )
        })
        .chain(comparison.pairs.iter().map(|p| {
            (
                p.pass.name().to_owned(),
                p.score.to_string(),
                Some((p.old.clone(), 0, 0)),
                Some((p.new.clone(), 0, 0)),
                String::new(),
            )
        }))
        .chain(comparison.uncertain.iter().map(|u| {
            (
                "?".to_owned(),
                u.score.to_string(),
                Some((u.old.clone(), 0, 0)),
                Some((u.new.clone(), 0, 0)),
                String::new(),
            )
        }))
        .collect();
    facts.sort();
    facts
}

/// What the comparison of the swapped drafts must say.
fn mirror(comparison: &Comparison) -> Vec<Fact> {
    let turn = |name: &str| {
        match name {
            "OMIT" => "ADDED",
            "ADDED" => "OMIT",
            "SPLIT" => "MERGED",
            "MERGED" => "SPLIT",
            "split" => "merged",
            "merged" => "split",
            "weaker" => "stronger",
            "stronger" => "weaker",
            name => name,
        }
        .to_owned()
    };
    let mut facts: Vec<Fact> = facts(comparison)
        .into_iter()
        .map(|(rule, direction, old, new, basis)| {
            let basis = basis
                .split_once(" > ")
                .map_or(basis.clone(), |(a, b)| format!("{b} > {a}"));
            (turn(&rule), turn(&direction), new, old, basis)
        })
        .collect();
    facts.sort();
    facts
}

const SHARED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");

#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn shared(path: &str) -> Option<String> {
    let text = std::fs::read_to_string(format!("{SHARED}/{path}")).ok();
    if text.is_none() {
        println!("skipped: no shared data ({path})");
    }
    text
}

#[test]
fn editorial_step_of_paris_omits_and_weakens_nothing() {
    let (Some(old), Some(new)) = (
        shared("data/agreement/paris-12-dec-2015.md"),
        shared("data/agreement/paris-29-jan-2016.md"),
    ) else {
        return;
    };
    let comparison = plain(&old, &new);
    let claims: Vec<String> = claims(&comparison)
        .iter()
        .map(|f| format!("{} {}", f.target, told(f)))
        .collect();
    assert_eq!(claims, ["Article 1 MODAL stronger"]);
    assert!(comparison.uncertain.is_empty());
    assert!(
        comparison
            .findings
            .iter()
            .all(|f| f.rule != Rule::Moved && f.rule != Rule::Renumbered)
    );
    assert_eq!(comparison.pairs.len(), comparison.old.clauses.len());
    assert_eq!(mirror(&comparison), facts(&plain(&new, &old)));
}

/// A name may be said in other words in a clause that was written anew, so nothing is claimed of it.
#[test]
fn a_name_gone_from_a_rewritten_clause_is_told_without_a_claim() {
    let old = "Each Party shall keep the register of vehicles at Gate Seven open to the mediators on \
        every working day, shall answer their written questions on any entry in it, and shall let \
        them copy the pages they mark for the joint archive.";
    let kept = old.replace(" at Gate Seven", "");
    let rewritten = "The mediators may on every working day read the register of vehicles and copy for \
        the joint archive the pages they mark; each Party shall keep it open, and written questions \
        on any entry in it shall be answered by that Party.";
    let names = |new: &str| -> Vec<(String, u16)> {
        let (there, back) = (plain(old, new), plain(new, old));
        assert_eq!(mirror(&there), facts(&back));
        let findings = there.findings.iter().filter(|f| f.rule == Rule::Entity);
        findings
            .map(|f| (f.direction.name().to_owned(), f.confidence))
            .collect()
    };
    assert_eq!(names(&kept), [("weaker".to_owned(), 850)]);
    assert_eq!(names(rewritten), [("unclear".to_owned(), 500)]);
}

/// Two language versions: words can't be compared, figures, dates and ids must be the same.
#[test]
fn language_versions_must_say_the_same_figures() {
    let english = "1. Each Party shall open Gate F-07 within 30 days of 7/11/2025.\n\n\
        2. The mediators may visit the posts on 12 days in a year, and shall report.\n";
    let urdu = "1. ہر فریق 7/11/2025 سے 30 دن کے اندر گیٹ F-07 کھولے گا۔\n\n\
        2. ثالث سال میں ۱۲ دن چوکیوں کا دورہ کر سکتے ہیں اور رپورٹ دیں گے۔\n";
    let parity = |old: &str, new: &str| -> Vec<(String, String, &'static str)> {
        let (there, back) = (plain(old, new), plain(new, old));
        assert_eq!(mirror(&there), facts(&back));
        assert!(there.findings.iter().all(|f| f.rule == Rule::Parity));
        let told = |f: &Finding| (f.target.clone(), f.basis.clone(), f.direction.name());
        there.findings.iter().map(told).collect()
    };
    // The same figures in the digits of either script are the same figures.
    assert_eq!(parity(english, urdu), []);
    assert_eq!(parity(urdu, english), []);
    for (wrong, basis) in [
        (
            urdu.replace("30", "۴۵"),
            "30 7/11/2025 f07 > 45 7/11/2025 f07",
        ),
        (
            urdu.replace("F-07", "F-09"),
            "30 7/11/2025 f07 > 30 7/11/2025 f09",
        ),
        (
            urdu.replace("7/11/2025", "8/11/2025"),
            "30 7/11/2025 f07 > 30 8/11/2025 f07",
        ),
    ] {
        let there = parity(english, &wrong);
        assert_eq!(there.len(), 1, "{there:?}");
        assert_eq!((there[0].1.as_str(), there[0].2), (basis, "unclear"));
        let (a, b) = basis.split_once(" > ").unwrap();
        assert_eq!(parity(&wrong, english)[0].1, format!("{b} > {a}"));
    }
    // A figure that one version leaves out.
    let silent = parity(english, &urdu.replace("۱۲ دن ", ""));
    assert_eq!(silent.len(), 1);
    assert_eq!(silent[0].1, "12 > ");
}

#[test]
fn real_steps_mirror_exactly() {
    let names = [
        "paris-23-oct-2015.md",
        "paris-4-dec-2015.md",
        "paris-12-dec-2015.md",
    ];
    for step in names.windows(2) {
        let (Some(old), Some(new)) = (
            shared(&format!("data/agreement/{}", step[0])),
            shared(&format!("data/agreement/{}", step[1])),
        ) else {
            return;
        };
        let (there, back) = (plain(&old, &new), plain(&new, &old));
        assert_eq!(mirror(&there), facts(&back), "{step:?}");
        let weaker = there
            .findings
            .iter()
            .filter(|f| f.direction == Direction::Weaker)
            .count();
        let names = there.findings.iter().filter(|f| {
            let claims = matches!(f.direction, Direction::Weaker | Direction::Stronger);
            f.rule == Rule::Entity && claims
        });
        println!("{step:?}: {} names claimed lost or won", names.count());
        println!(
            "{step:?}: {} pairs, {} omitted, {} added, {} uncertain, {weaker} weaker",
            there.pairs.len(),
            there
                .findings
                .iter()
                .filter(|f| f.rule == Rule::Omit)
                .count(),
            there
                .findings
                .iter()
                .filter(|f| f.rule == Rule::Added)
                .count(),
            there.uncertain.len(),
        );
    }
}
