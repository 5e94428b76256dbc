//! The form of the tree: what a reviewer should not have to say twice.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{arrows, faces};

/// Folders whose crates must give the same answer everywhere.
const PURE: &[&str] = &[
    "areas",
    "standards",
    "engine/act",
    "engine/page",
    "engine/mechanism",
    "engine/node",
];
/// Programs among them: each is a process of its own, so that what it reads can harm nothing else, and
/// has to read its input somewhere.
const PROGRAMS: &[&str] = &["standards/credentials"];
/// Words with which a pure crate would reach outside itself, and why not.
const IMPURE: &[&str] = &[
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "HashMap",
    "HashSet",
    "f64",
    "f32",
    "std::fs",
    "std::env::",
    "std::thread",
    "std::net",
    "getrandom",
];
/// Words that mean unfinished work, written so that this file does not hold them itself.
const UNFINISHED: &[&str] = &[
    concat!("to", "do!("),
    concat!("unimple", "mented!("),
    concat!("#[ign", "ore"),
];
/// A file longer than this is no longer one room.
const LINES_MAX: usize = 700;
/// rustfmt keeps code to 100; this finds texts nobody can read on one line.
const COLUMNS_MAX: usize = 240;

/// Checks everything and reports everything found, not just the first.
#[expect(clippy::print_stderr, reason = "a chore reports to its user")]
pub(crate) fn check(root: &Path) -> Result<()> {
    let mut found = arrows::forbidden(&root.join("Cargo.toml"))?;
    for file in tracked(root)? {
        let Ok(text) = fs::read_to_string(root.join(&file)) else {
            continue;
        };
        if file.extension().is_some_and(|extension| extension == "rs") {
            check_rust(&file, &text, &mut found);
        }
        check_any(&file, &text, &mut found);
    }
    check_links(root, &mut found);
    for lock in ["Cargo.lock", "standards/credentials/Cargo.lock"] {
        let lock = fs::read_to_string(root.join(lock)).unwrap_or_default();
        found.extend(faces::forbidden(&lock));
    }
    for line in &found {
        eprintln!("tidy: {line}");
    }
    if found.is_empty() {
        Ok(())
    } else {
        bail!("{} things to tidy", found.len())
    }
}

fn tracked(root: &Path) -> Result<Vec<PathBuf>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("asking git for the files")?;
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(PathBuf::from)
        .collect())
}

fn check_rust(file: &Path, text: &str, found: &mut Vec<String>) {
    let lines = text.lines().count();
    if lines > LINES_MAX {
        found.push(format!(
            "{}: {lines} lines, at most {LINES_MAX}",
            file.display()
        ));
    }
    let long = text
        .lines()
        .position(|line| line.chars().count() > COLUMNS_MAX);
    if let Some(at) = long {
        found.push(format!(
            "{}:{}: over {COLUMNS_MAX} columns",
            file.display(),
            at + 1
        ));
    }
    for word in UNFINISHED {
        if let Some(at) = text.lines().position(|line| line.contains(word)) {
            found.push(format!("{}:{}: {word}", file.display(), at + 1));
        }
    }
    let path = file.to_string_lossy();
    let pure = PURE
        .iter()
        .any(|folder| path.starts_with(&format!("{folder}/")))
        && !PROGRAMS
            .iter()
            .any(|folder| path.starts_with(&format!("{folder}/")));
    if pure && path.contains("/src/") {
        check_pure(file, text, found);
    }
    if path.ends_with("/src/lib.rs") {
        for word in ["In scope", "Out of scope", "Size bound"] {
            if !text.contains(word) {
                found.push(format!("{path}: its doc does not say \"{word}\""));
            }
        }
    }
}

/// Only the code that ships: a pure crate's tests may do what tests do.
fn check_pure(file: &Path, text: &str, found: &mut Vec<String>) {
    let shipped = text.split("#[cfg(test)]").next().unwrap_or_default();
    for (at, line) in shipped.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        if let Some(word) = IMPURE.iter().find(|word| has_word(line, word)) {
            found.push(format!(
                "{}:{}: {word} in a pure crate",
                file.display(),
                at + 1
            ));
        }
    }
}

/// Whether `word` stands in `line` by itself, not as part of a longer name.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    line.match_indices(word).any(|(at, _)| {
        let before = part(line[..at].chars().next_back());
        let after = !word.ends_with(':') && part(line[at + word.len()..].chars().next());
        !before && !after
    })
}

fn check_any(file: &Path, text: &str, found: &mut Vec<String>) {
    if text
        .lines()
        .any(|line| line.starts_with("<<<<<<< ") || line.starts_with(">>>>>>> "))
    {
        found.push(format!("{}: a merge was left half done", file.display()));
    }
    let words = ["ftl", "md"];
    let prose = file
        .extension()
        .is_some_and(|e| words.iter().any(|word| e == *word));
    let control = |c: char| matches!(u32::from(c), 0x202a..=0x202e | 0x2066..=0x2069);
    if prose && text.chars().any(control) {
        found.push(format!(
            "{}: direction marks belong to the renderer",
            file.display()
        ));
    }
}

/// Every pure crate is under the one clippy.toml that forbids the outside world.
fn check_links(root: &Path, found: &mut Vec<String>) {
    for folder in PURE {
        let rules = fs::read_to_string(root.join(folder).join("clippy.toml")).unwrap_or_default();
        if !rules.contains("disallowed-types") {
            found.push(format!(
                "{folder} has no clippy.toml that forbids the outside world"
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_words() {
        assert!(has_word("let m: HashMap<u8, u8>;", "HashMap"));
        assert!(!has_word("let m = MyHashMapLike;", "HashMap"));
        assert!(has_word("use std::env::var;", "std::env::"));
        assert!(!has_word("0xf640", "f64"));
    }

    #[test]
    fn each_fault_is_found() {
        let mut found = Vec::new();
        let path = Path::new("areas/x/src/lib.rs");
        check_rust(
            path,
            "use std::fs;\n// HashMap in a comment is fine\n",
            &mut found,
        );
        assert_eq!(found.len(), 4, "{found:?}"); // three missing doc words, one reach outside
    }
}
