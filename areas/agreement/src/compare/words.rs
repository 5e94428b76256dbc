//! The words of two clauses side by side, for display.

use similar::{Algorithm, ChangeTag, TextDiff};

/// A run of words with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// In both.
    Kept(String),
    /// Only in the old.
    Removed(String),
    /// Only in the new.
    Inserted(String),
}

/// The word-level difference of two texts, as runs in reading order. The kept and removed runs joined
/// give `old` back, the kept and inserted ones `new`.
pub fn words(old: &str, new: &str) -> Vec<Run> {
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .diff_unicode_words(old, new);
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let piece = change.value();
        match (change.tag(), runs.last_mut()) {
            (ChangeTag::Equal, Some(Run::Kept(run)))
            | (ChangeTag::Delete, Some(Run::Removed(run)))
            | (ChangeTag::Insert, Some(Run::Inserted(run))) => run.push_str(piece),
            (ChangeTag::Equal, _) => runs.push(Run::Kept(piece.to_owned())),
            (ChangeTag::Delete, _) => runs.push(Run::Removed(piece.to_owned())),
            (ChangeTag::Insert, _) => runs.push(Run::Inserted(piece.to_owned())),
        }
    }
    runs
}
