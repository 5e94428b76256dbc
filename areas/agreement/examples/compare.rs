//! Compares two drafts given as files and prints the JSON, or with `--plain` one line a finding.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::disallowed_methods, reason = "an example reads its files")]

use agreement::compare::{Priors, compare, json, text};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [old, new, rest @ ..] = arguments.as_slice() else {
        return Err("give two files: the old draft and the new one".into());
    };
    let old = text::parse(&std::fs::read_to_string(old)?)?;
    let new = text::parse(&std::fs::read_to_string(new)?)?;
    let comparison = compare(&old, &new, &Priors::default());
    if rest.is_empty() {
        println!("{}", json(&comparison));
        return Ok(());
    }
    for pair in &comparison.pairs {
        println!(
            "= {} | {} | {} {}",
            pair.old,
            pair.new,
            pair.pass.name(),
            pair.score
        );
    }
    for finding in &comparison.findings {
        let words = |span: &Option<agreement::compare::Span>| {
            span.as_ref()
                .map_or("-".to_owned(), |s| format!("{}[{}]", s.clause, s.text))
        };
        println!(
            "{} {} {} {} | {} | {} | {} | {:?}",
            finding.rule.name(),
            finding.target,
            finding.direction.name(),
            finding.severity.name(),
            finding.basis,
            words(&finding.old),
            words(&finding.new),
            finding.touches,
        );
    }
    for pair in &comparison.uncertain {
        println!("? {} | {} | {}", pair.old, pair.new, pair.score);
    }
    Ok(())
}
