//! Runs seeds of the simulator: `sim [--seeds N] [--from S] [--lie NAME]`, all lies if none is
//! named. Exits with 1 and the failing seeds if anything did not hold.

use std::process::ExitCode;

use sim::{Config, Lie, run};

const LIES: [(&str, Lie); 7] = [
    ("none", Lie::None),
    ("rewrite", Lie::Rewrite),
    ("omit", Lie::Omit),
    ("split-view", Lie::SplitView),
    ("backup", Lie::Backup),
    ("false-state", Lie::FalseState),
    ("false-tiles", Lie::FalseTiles),
];

#[expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program"
)]
fn main() -> ExitCode {
    let (mut seeds, mut from, mut only) = (100, 0, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next().unwrap_or_default();
        match (word.as_str(), value.parse::<u64>()) {
            ("--seeds", Ok(number)) => seeds = number,
            ("--from", Ok(number)) => from = number,
            ("--lie", _) if LIES.iter().any(|(name, _)| *name == value) => only = Some(value),
            _ => {
                eprintln!("usage: sim [--seeds N] [--from S] [--lie NAME]");
                return ExitCode::from(2);
            }
        }
    }
    let mut failed = 0;
    for (name, lie) in LIES {
        // Nothing stands against an empty promise but its receipt: see the tests.
        let skipped = lie == Lie::Omit && only.is_none();
        if skipped || only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let (mut said, mut crashes) = (0, 0);
        for seed in from..from + seeds {
            let report = run(
                seed,
                Config {
                    lie,
                    ..Config::default()
                },
            );
            (said, crashes) = (said + report.said, crashes + report.crashes);
            if !report.violations.is_empty() {
                failed += 1;
                println!("{name}: {report}");
            }
        }
        println!("{name}: {seeds} seeds, {said} acts, {crashes} crashes");
    }
    if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
