//! The project's chores: tests, tidy checks, benches, simulation, crash loops, fuzzing.
//!
//! `cargo xtask test` is what CI runs. Every chore prints what it starts, and never hides the output of
//! a test runner.

mod arrows;
mod faces;
mod install;
mod tidy;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The project's chores")]
struct Chores {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Install what tests need where that is possible, then run every check and every test.
    Test {
        /// Only report what is missing; install nothing.
        #[arg(long)]
        no_install: bool,
    },
    /// Check the walls between crates, the form of files, and what pure crates may not use.
    Tidy,
    /// Measure speed beside the raw limit of this machine, in the same run.
    Bench {
        /// What to measure.
        #[arg(value_enum)]
        what: Bench,
    },
    /// Build the reader of content credentials (C2PA), which takes minutes and is left out of the rest,
    /// and put it beside the program.
    Credentials {
        /// Test it, too.
        #[arg(long)]
        test: bool,
    },
    /// Run the simulator over many seeds.
    Sim {
        /// How many seeds.
        #[arg(long, default_value_t = 500)]
        seeds: u64,
        /// The first one.
        #[arg(long, default_value_t = 0)]
        from: u64,
    },
    /// Kill the host again and again while members submit, and check that nothing acknowledged is lost.
    Crash {
        /// How many times.
        #[arg(long, default_value_t = 30)]
        rounds: u32,
    },
    /// Fuzz every parser for a while (needs cargo-fuzz and a nightly toolchain).
    Fuzz {
        /// Seconds for each parser.
        #[arg(long, default_value_t = 60)]
        seconds: u32,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Bench {
    /// Submission, acknowledgement, verification, replay.
    Log,
    /// Comparing drafts.
    Agreement,
    /// Photographs: hashing and checking one, and pictures alike among a million; a bulletin over 100,000
    /// commitments.
    Commitments,
    /// An edition of 100,000 listings, and a delta applied.
    Watchlist,
    /// The hotline: accepted to visible, to cosigned, catching up, looking among a million messages.
    Hotline,
    /// Name matching: recall, false alerts, queries a second.
    Names,
}

fn main() -> Result<()> {
    let root = root()?;
    match Chores::parse().chore {
        Chore::Test { no_install } => test(&root, no_install),
        Chore::Tidy => tidy::check(&root),
        Chore::Bench { what } => bench(&root, what),
        Chore::Credentials { test } => credentials(&root, test),
        Chore::Sim { seeds, from } => run(
            &root,
            &["run", "--release", "-p", "sim", "--example", "sim", "--"],
            &["--seeds", &seeds.to_string(), "--from", &from.to_string()],
        ),
        Chore::Crash { rounds } => crash(&root, rounds),
        Chore::Fuzz { seconds } => fuzz(&root, seconds),
    }
}

/// The workspace's folder, wherever the chore was called from.
fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here
        .parent()
        .context("xtask lies in the workspace")?
        .to_owned())
}

fn test(root: &Path, no_install: bool) -> Result<()> {
    install::what_tests_need(no_install);
    tidy::check(root)?;
    run(root, &["fmt", "--all", "--check"], &[])?;
    run(
        root,
        &["clippy", "--workspace", "--all-targets"],
        &["--", "-D", "warnings"],
    )?;
    run(root, &["test", "--workspace", "--all-targets"], &[])?;
    run(root, &["test", "--workspace", "--doc"], &[])
}

fn bench(root: &Path, what: Bench) -> Result<()> {
    let examples: &[(&str, &str)] = match what {
        Bench::Log => &[("tasdiq", "bench_log")],
        Bench::Agreement => &[("agreement", "bench")],
        Bench::Commitments => &[("picture", "bench"), ("mechanism", "bench_bulletin")],
        Bench::Watchlist => &[("mechanism", "bench_edition"), ("watchlist", "bench_delta")],
        Bench::Hotline => &[("tasdiq", "bench_hotline"), ("mechanism", "bench_search")],
        Bench::Names => &[("tasdiq", "names_quality"), ("names", "bench_names")],
    };
    for (package, example) in examples {
        run(
            root,
            &["run", "--release", "-p", package, "--example", example],
            &[],
        )?;
    }
    Ok(())
}

fn crash(root: &Path, rounds: u32) -> Result<()> {
    let test = [
        "test",
        "-p",
        "tasdiq",
        "--test",
        "it",
        "--",
        "crash",
        "--nocapture",
    ];
    announce("cargo", &test);
    let status = Command::new("cargo")
        .args(test)
        .env("TASDIQ_CRASH_ROUNDS", rounds.to_string())
        .current_dir(root)
        .status()
        .context("starting cargo")?;
    if status.success() {
        Ok(())
    } else {
        bail!("the crash loop found a loss")
    }
}

fn credentials(root: &Path, tested: bool) -> Result<()> {
    const PROGRAM: &str = "tasdiq-credentials";
    let folder = root.join("standards/credentials");
    run(&folder, &["build", "--release", "--locked"], &[])?;
    let built = folder.join("target/release").join(PROGRAM);
    for profile in ["release", "debug"] {
        let beside = root.join("target").join(profile);
        std::fs::create_dir_all(&beside).with_context(|| format!("making {}", beside.display()))?;
        let place = beside.join(PROGRAM);
        // A program that is running can't be written over, but it can be replaced.
        let new = beside.join(format!("{PROGRAM}.new"));
        std::fs::copy(&built, &new).with_context(|| format!("copying {}", built.display()))?;
        std::fs::rename(&new, &place).with_context(|| format!("placing {}", place.display()))?;
        announce("placed", &[&place.to_string_lossy()]);
    }
    if tested {
        run(&folder, &["test", "--release", "--locked"], &[])?;
    }
    Ok(())
}

fn fuzz(root: &Path, seconds: u32) -> Result<()> {
    for standard in ["tlog", "picture", "timestamp", "lists", "names"] {
        fuzz_one(&root.join("standards").join(standard), seconds)?;
    }
    Ok(())
}

fn fuzz_one(folder: &Path, seconds: u32) -> Result<()> {
    let listed = Command::new("cargo")
        .args(["+nightly", "fuzz", "list"])
        .current_dir(folder)
        .output()
        .context("starting cargo fuzz")?;
    if !listed.status.success() {
        bail!("cargo fuzz is not there: `cargo install cargo-fuzz`, and a nightly toolchain");
    }
    for target in String::from_utf8_lossy(&listed.stdout).lines() {
        let limit = format!("-max_total_time={seconds}");
        run(
            folder,
            &["+nightly", "fuzz", "run", target, "--"],
            &[&limit],
        )?;
    }
    Ok(())
}

fn run(folder: &Path, args: &[&str], more: &[&str]) -> Result<()> {
    let all: Vec<&str> = args.iter().chain(more).copied().collect();
    announce("cargo", &all);
    let status = Command::new("cargo")
        .args(&all)
        .current_dir(folder)
        .status()
        .with_context(|| format!("starting cargo {}", all.join(" ")))?;
    if status.success() {
        Ok(())
    } else {
        bail!("`cargo {}` failed", all.join(" "))
    }
}

#[expect(clippy::print_stderr, reason = "a chore tells its user what it starts")]
fn announce(program: &str, args: &[&str]) {
    eprintln!("── {program} {}", args.join(" "));
}
