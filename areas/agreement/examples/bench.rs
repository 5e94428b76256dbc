//! Times the comparison of 2,000 clauses with 2,000, beside a plain line diff of the same texts.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

use std::time::Instant;

use agreement::compare::{Priors, compare, sample};

const CLAUSES: usize = 2000;
const ROUNDS: usize = 5;

fn main() {
    let (old, new) = sample::drafts(CLAUSES);
    let (old_text, new_text) = (sample::text(&old), sample::text(&new));
    let mut ours = u128::MAX;
    let mut plain = u128::MAX;
    let mut told = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        told = compare(&old, &new, &Priors::default()).findings.len();
        ours = ours.min(start.elapsed().as_micros());
        let start = Instant::now();
        let diff = similar::TextDiff::from_lines(&old_text, &new_text);
        let changes = diff.ops().len();
        plain = plain.min(start.elapsed().as_micros());
        assert!(changes > 0, "the sample drafts differ");
    }
    println!(
        "{{\"clauses\":{CLAUSES},\"findings\":{told},\"compare_us\":{ours},\"line_diff_us\":{plain},\"ratio\":{}}}",
        ours / plain.max(1)
    );
}
