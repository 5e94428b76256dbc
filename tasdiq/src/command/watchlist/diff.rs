//! `tasdiq watchlist diff`: what two editions of a list differ in.

use std::fmt::Write as _;
use std::path::PathBuf;

use lists::{Difference, Record};
use serde_json::{Value, json};
use tasdiq::listfile::{self, Format, Loaded};
use tasdiq::report::Report;

use super::import::warned;
use crate::answer::Answer;
use crate::face::{Face, Tone};

/// Show what two editions of a published list differ in
///
/// Records are known by their publisher's reference and compared by what they say: stamps, numbers of
/// versions and the order of values are passed over.
///
/// Examples:
///
///   tasdiq watchlist diff consolidated-old.xml consolidated.xml
///   tasdiq watchlist diff old/sdn.csv new/sdn.csv --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The edition before
    old: PathBuf,
    /// The edition after
    new: PathBuf,
    /// The form of both; told by how the files begin otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which column of a table holds what (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
}

pub(super) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let bar = face.bar("reading", 2);
    let read = |path: &PathBuf| {
        let loaded = listfile::read(path, args.format, args.mapping.as_deref());
        bar.inc(1);
        loaded
    };
    let (old, new) = (read(&args.old)?, read(&args.new)?);
    bar.finish_and_clear();
    if old.format != new.format {
        let message = format!("one list is {}, the other {}", old.format, new.format);
        return Err(Report::input(message).hint("compare two editions of one list"));
    }
    let found = lists::difference(&old.report.records, &new.report.records);
    Ok(Answer::new(
        text(&found, [&old, &new], face),
        value(&found, [&old, &new]),
    ))
}

fn value(found: &Difference, editions: [&Loaded; 2]) -> Value {
    let brief = |record: &Record| {
        json!({
            "reference": record.reference,
            "kind": record.kind,
            "name": record.title(),
        })
    };
    let [old, new] = editions.map(|edition| {
        json!({
            "records": edition.report.records.len(),
            "not_understood_total": edition.report.not_understood_total,
            "missing": edition.missing,
        })
    });
    json!({
        "format": editions[1].format.name(),
        "old": old,
        "new": new,
        "counts": {
            "added": found.added.len(),
            "removed": found.removed.len(),
            "changed": found.changed.len(),
            "unchanged": found.unchanged,
        },
        "added": found.added.iter().map(brief).collect::<Vec<Value>>(),
        "removed": found.removed.iter().map(brief).collect::<Vec<Value>>(),
        "changed": found.changed,
    })
}

fn text(found: &Difference, editions: [&Loaded; 2], face: &Face) -> String {
    let mut out = String::new();
    let _ = writeln!(
        out,
        "{} added, {} removed, {} changed, {} the same",
        found.added.len(),
        found.removed.len(),
        found.changed.len(),
        found.unchanged
    );
    for (records, sign, tone) in [
        (&found.added, '+', Tone::Inserted),
        (&found.removed, '-', Tone::Removed),
    ] {
        for record in records {
            let name = face.tone(tone, record.title());
            let _ = writeln!(out, "{sign} {}  {name}", record.reference);
        }
    }
    for changed in &found.changed {
        let _ = writeln!(out, "~ {}  {}", changed.reference, changed.name);
        for field in &changed.fields {
            let _ = writeln!(out, "    {}", field.field);
            for value in &field.removed {
                let _ = writeln!(out, "      - {}", face.tone(Tone::Removed, value));
            }
            for value in &field.added {
                let _ = writeln!(out, "      + {}", face.tone(Tone::Inserted, value));
            }
        }
    }
    for edition in editions {
        out.push_str(&warned(edition));
    }
    out
}
