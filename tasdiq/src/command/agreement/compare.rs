//! `tasdiq agreement compare`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use agreement::compare::text::Draft;
use agreement::compare::{
    Comparison, Direction, Fate, Finding, Priors, Rule, Run, Severity, Span, compare, json, words,
};
use tasdiq::files;
use tasdiq::report::{Exit, Report};

use super::read_draft;
use crate::answer::{Answer, Json};
use crate::face::{Face, Tone};

/// Blocks of the strip on one line.
const STRIP_COLUMNS: usize = 80;

/// Compare two drafts: what was omitted, weakened, denied, added, moved
///
/// Takes Markdown or plain text, `-` for standard input. It describes what the words did and decides
/// nothing; the same two texts give the same bytes of `--json` everywhere, and swapping them gives
/// the exact mirror.
///
/// The strip shows the whole text, one sign a clause: `.` kept, `>` moved, `~` changed,
/// `-` omitted, `+` added, `?` uncertain.
///
/// Examples:
///
///   tasdiq agreement compare first.md second.md
///   tasdiq agreement compare first.txt - --json < second.txt
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The older draft
    old: PathBuf,
    /// The newer draft
    new: PathBuf,
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    if args.old == Path::new("-") && args.new == Path::new("-") {
        return Err(Report::usage(
            "only one of the drafts can come from standard input",
        ));
    }
    let old = read_draft(&args.old, &files::read_text(&args.old)?)?;
    let new = read_draft(&args.new, &files::read_text(&args.new)?)?;
    let comparison = compare(&old, &new, &Priors::default());
    Ok(Answer {
        text: text(&comparison, face),
        json: Json::Line(json(&comparison)),
        exit: Exit::Fine,
    })
}

fn text(comparison: &Comparison, face: &Face) -> String {
    let mut out = String::new();
    strip(&mut out, comparison, face);
    let (places, matters): (Vec<&Finding>, Vec<&Finding>) = comparison
        .findings
        .iter()
        .partition(|finding| is_place(finding));
    for finding in &matters {
        show(&mut out, comparison, finding, face);
    }
    if !places.is_empty() {
        out.push_str("\nIn other places or other words, no less and no more:\n");
    }
    for finding in &places {
        let _ = writeln!(out, "  {:<10} {}", finding.rule.name(), between(finding));
    }
    if !comparison.uncertain.is_empty() {
        out.push_str("\nUncertain, for people to judge; nothing is claimed of these:\n");
    }
    for pair in &comparison.uncertain {
        let _ = writeln!(
            out,
            "  {} and {} may be one clause ({} of 1000 alike)",
            pair.old, pair.new, pair.score
        );
    }
    out
}

/// Descriptions of place and wording that change no duty.
fn is_place(finding: &Finding) -> bool {
    let rule = matches!(
        finding.rule,
        Rule::Moved | Rule::Renumbered | Rule::Split | Rule::Merged | Rule::Reworded
    );
    rule && finding.direction == Direction::Neutral && finding.severity == Severity::Info
}

fn strip(out: &mut String, comparison: &Comparison, face: &Face) {
    let signs = [
        (Fate::Kept, '.', None),
        (Fate::Moved, '>', None),
        (Fate::Changed, '~', Some(Tone::Strong)),
        (Fate::Omitted, '-', Some(Tone::Removed)),
        (Fate::Added, '+', Some(Tone::Inserted)),
        (Fate::Uncertain, '?', Some(Tone::Faint)),
    ];
    let sign = |fate: Fate| signs.iter().find(|(of, ..)| *of == fate);
    for line in comparison.strip.chunks(STRIP_COLUMNS) {
        for block in line {
            match sign(block.fate) {
                Some((_, sign, Some(tone))) => out.push_str(&face.tone(*tone, &sign.to_string())),
                Some((_, sign, None)) => out.push(*sign),
                None => {}
            }
        }
        out.push('\n');
    }
    let counted: Vec<String> = signs
        .iter()
        .map(|(fate, ..)| {
            (
                comparison.strip.iter().filter(|b| b.fate == *fate).count(),
                fate,
            )
        })
        .filter(|(count, _)| *count > 0)
        .map(|(count, fate)| format!("{count} {}", fate.name()))
        .collect();
    let _ = writeln!(
        out,
        "{} clauses before, {} after: {}",
        comparison.old.clauses.len(),
        comparison.new.clauses.len(),
        counted.join(", ")
    );
}

fn show(out: &mut String, comparison: &Comparison, finding: &Finding, face: &Face) {
    let head = format!("{} {}", finding.rule.name(), between(finding));
    let _ = writeln!(
        out,
        "\n{}  {}, severity {}, {} of 1000 sure",
        face.tone(Tone::Strong, &head),
        finding.direction.name(),
        finding.severity.name(),
        finding.confidence
    );
    let _ = writeln!(
        out,
        "  duty of {}, to the benefit of {}",
        finding.obligor, finding.beneficiary
    );
    if !finding.basis.is_empty() {
        let _ = writeln!(out, "  basis: {}", finding.basis);
    }
    let old = finding
        .old
        .as_ref()
        .and_then(|span| clause(&comparison.old, span));
    let new = finding
        .new
        .as_ref()
        .and_then(|span| clause(&comparison.new, span));
    match (old, new) {
        (Some(old), Some(new)) => {
            let _ = writeln!(out, "  {}", changed(old, new, face));
        }
        (Some(old), None) => {
            let _ = writeln!(out, "  {}", removed(old, face));
        }
        (None, Some(new)) => {
            let _ = writeln!(out, "  {}", inserted(new, face));
        }
        (None, None) => {}
    }
    if !finding.touches.is_empty() {
        let _ = writeln!(out, "  touches {}", finding.touches.join(", "));
    }
}

/// The clauses a finding lies between.
fn between(finding: &Finding) -> String {
    match (&finding.old, &finding.new) {
        (Some(old), Some(new)) if old.clause != new.clause => {
            format!("{} → {}", old.clause, new.clause)
        }
        _ => finding.target.clone(),
    }
}

fn clause<'d>(draft: &'d Draft, span: &Span) -> Option<&'d str> {
    let clause = draft
        .clauses
        .iter()
        .find(|clause| clause.reference == span.clause)?;
    Some(&clause.text)
}

fn changed(old: &str, new: &str, face: &Face) -> String {
    let mut out = String::new();
    for run in words(old, new) {
        match run {
            Run::Kept(text) => out.push_str(&text),
            Run::Removed(text) => out.push_str(&removed(&text, face)),
            Run::Inserted(text) => out.push_str(&inserted(&text, face)),
        }
    }
    out
}

fn removed(text: &str, face: &Face) -> String {
    match face.has_colour() {
        true => face.tone(Tone::Removed, text),
        false => format!("[-{text}-]"),
    }
}

fn inserted(text: &str, face: &Face) -> String {
    match face.has_colour() {
        true => face.tone(Tone::Inserted, text),
        false => format!("{{+{text}+}}"),
    }
}
