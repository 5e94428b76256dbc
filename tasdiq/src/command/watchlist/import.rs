//! `tasdiq watchlist import`: a published list, read as proposals.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use lists::{Kind, Record};
use serde_json::{Value, json};
use tasdiq::listfile::{self, Format, Loaded};
use tasdiq::report::Report;

use super::proposals::{Folder, Outcome};
use crate::answer::Answer;
use crate::face::{Face, Tone};

/// How much of what was not understood is shown to people.
const SHOWN_MAX: usize = 20;

/// Read a published list and prepare a proposal for each person on it
///
/// For each person, `--out` gets REFERENCE.body.json, which an officer completes (case number, grounds,
/// summary) before it can be proposed, and REFERENCE.source.json, what the list says. Run it again with
/// the next edition: what says the same is passed over, what an officer has changed is never
/// overwritten, and who is no longer on the list is named. Nothing is proposed by this command.
///
/// Examples:
///
///   tasdiq watchlist import consolidated.xml --format un-xml --dry-run
///   tasdiq watchlist import sdn.csv --format ofac-csv --out proposals/
///   tasdiq watchlist import list.csv --format csv --mapping list.toml --out proposals/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The list; for OFAC its sdn.csv, with alt.csv and add.csv beside it
    file: PathBuf,
    /// Its form; told by how the file begins otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which column of a table holds what (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// The folder for proposals
    #[arg(long, value_name = "FOLDER", required_unless_present = "dry_run")]
    out: Option<PathBuf>,
    /// Read and report only; with --json, print every record
    #[arg(long)]
    dry_run: bool,
    /// What to propose: person, group, vessel, aircraft or other; may be given several times
    #[arg(long = "kind", value_name = "KIND", value_parser = kind, default_value = "person")]
    kinds: Vec<Kind>,
}

fn kind(word: &str) -> Result<Kind, String> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == word);
    let all = || Kind::ALL.map(Kind::name).join(", ");
    found.ok_or_else(|| format!("one of {}", all()))
}

pub(super) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let reading = face.bar("reading", 1);
    let loaded = listfile::read(&args.file, args.format, args.mapping.as_deref())?;
    reading.finish_and_clear();
    let outcome = match &args.out {
        Some(out) => Some(proposals(args, out, &loaded, face)?),
        None => None,
    };
    Ok(Answer::new(
        text(args, &loaded, outcome.as_ref(), face),
        value(args, &loaded, outcome.as_ref()),
    ))
}

/// What becomes of each record; with `--dry-run`, without writing any of it.
fn proposals(
    args: &Args,
    out: &std::path::Path,
    loaded: &Loaded,
    face: &Face,
) -> Result<Outcome, Report> {
    let folder = Folder::open(out, loaded.format)?;
    let wanted = |record: &&Record| args.kinds.contains(&record.kind);
    let records: Vec<&Record> = loaded.report.records.iter().filter(wanted).collect();
    let mut outcome = Outcome::default();
    outcome.gone = folder.gone(&loaded.report.records);
    let bar = face.bar("proposals", records.len() as u64);
    for record in records {
        let fate = folder.fate(record);
        if !args.dry_run {
            folder.write(record, &fate)?;
        }
        outcome.count(record, &fate);
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(outcome)
}

fn kinds_of(records: &[Record]) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for record in records {
        *kinds.entry(record.kind.name()).or_default() += 1;
    }
    kinds
}

fn value(args: &Args, loaded: &Loaded, outcome: Option<&Outcome>) -> Value {
    let report = &loaded.report;
    let mut value = json!({
        "file": args.file,
        "format": loaded.format.name(),
        "records_total": report.records.len(),
        "kinds": kinds_of(&report.records),
        "missing": loaded.missing,
        "not_understood_total": report.not_understood_total,
        "not_understood": report.not_understood,
        "proposed": 0,
    });
    if let Some(outcome) = outcome {
        value["proposals"] = outcome.value();
    }
    if args.dry_run {
        value["records"] = json!(report.records);
    }
    value
}

fn text(args: &Args, loaded: &Loaded, outcome: Option<&Outcome>, face: &Face) -> String {
    let report = &loaded.report;
    let mut out = String::new();
    let kinds: Vec<String> = kinds_of(&report.records)
        .iter()
        .map(|(kind, count)| format!("{count} {kind}"))
        .collect();
    let _ = writeln!(
        out,
        "{} records ({}), read as {}",
        report.records.len(),
        kinds.join(", "),
        loaded.format
    );
    if report.not_understood_total > 0 {
        let _ = writeln!(out, "\nNot understood: {}", report.not_understood_total);
    }
    for trouble in report.not_understood.iter().take(SHOWN_MAX) {
        let _ = writeln!(
            out,
            "  {}  {}  {}",
            trouble.place,
            face.tone(Tone::Strong, trouble.code),
            trouble.detail
        );
    }
    if report.not_understood_total > SHOWN_MAX {
        let more = report.not_understood_total - SHOWN_MAX;
        let _ = writeln!(out, "  and {more} more (--json shows them)");
    }
    out.push_str(&warned(loaded));
    if let (Some(outcome), Some(folder)) = (outcome, &args.out) {
        let _ = writeln!(out, "\nProposals in {}:", folder.display());
        out.push_str(&outcome.text());
    }
    out.push_str(match args.dry_run {
        true => "\nNothing was written, and nothing was proposed.\n",
        false => {
            "\nNothing was proposed: each file is for an officer to complete, or to throw away.\n"
        }
    });
    out
}

/// What is missing beside a list, as lines.
pub(super) fn warned(loaded: &Loaded) -> String {
    let mut out = String::new();
    for path in &loaded.missing {
        let _ = writeln!(
            out,
            "\nWithout {}: its names and addresses are missing here",
            path.display()
        );
    }
    out
}
