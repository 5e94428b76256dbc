//! `tasdiq verify`: a whole log, checked.

use std::fmt::Write as _;

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use serde_json::json;
use tasdiq::audit::{self, Audit, Placed, State, Watch};
use tasdiq::files;
use tasdiq::report::{Exit, Report};
use tasdiq::source::Source;
use tasdiq::trust::{Trust, TrustArgs};
use tasdiq::words;

use super::{bulletin, dossier};

use crate::answer::{Answer, Json};
use crate::face::{Face, Tone};

/// Check a whole log: signatures, tree, cosignatures, verdicts, state
///
/// Reads the log from a folder or an address in the C2SP tlog-tiles layout, believes nobody but the
/// keys, and recomputes everything: each signature, the tree, the times, each key's chain, what
/// authors had seen, the verdict on each act, the signed state root, the witnesses' quorum.
///
/// Bring the charter your side signed (or a witness policy). Without it the log's own charter is
/// believed: then you know that the log agrees with itself, not that it is your log.
///
/// Exit code 0: sound. 1: unsound; each finding names its place. 2: could not be checked.
///
/// Examples:
///
///   tasdiq verify https://record.example/reader/TOKEN/log --charter charter.toml
///   tasdiq verify backup/ --charter charter.toml --json
#[derive(clap::Args)]
#[command(
    verbatim_doc_comment,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub(crate) struct Args {
    /// A folder or an address; a folder named like one of the commands below is written ./bulletin
    #[arg(required = true)]
    log: Option<String>,
    #[command(flatten)]
    trust: TrustArgs,
    #[command(subcommand)]
    what: Option<What>,
}

/// Parts of a log that were handed on by themselves.
#[derive(clap::Subcommand)]
enum What {
    /// Check that a bulletin follows from the log: it is computed again and compared byte by byte
    Bulletin {
        /// The bulletin's JSON
        file: PathBuf,
        /// The log: a folder or an address
        #[arg(long, value_name = "FOLDER|URL", default_value = ".")]
        log: String,
        #[command(flatten)]
        trust: TrustArgs,
    },
    /// Check a dossier: every entry in it is signed, and in the witnessed log
    Dossier {
        /// The dossier's JSON
        file: PathBuf,
        #[command(flatten)]
        trust: TrustArgs,
    },
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    match &args.what {
        Some(What::Bulletin { file, log, trust }) => bulletin(file, log, &trust.read()?, face),
        Some(What::Dossier { file, trust }) => {
            dossier::check(&files::read_text(file)?, &trust.read()?)
        }
        None => log(args, face),
    }
}

/// A bulletin as it was handed on, against the log.
fn bulletin(file: &Path, log: &str, trust: &Trust, face: &Face) -> Result<Answer, Report> {
    let told = files::read_text(file)?;
    let told = told.trim_end_matches('\n');
    let date = bulletin::date_of(told).ok_or_else(|| {
        Report::input(format!("{} is not a bulletin", file.display()))
            .hint("a bulletin is the JSON of `tasdiq bulletin` or of /bulletins/DATE.json")
    })?;
    let found = bulletin::compute(&Source::open(log)?, trust, &date, face)?;
    let same = found == told;
    let verdict = match same {
        true => "The bulletin follows from the log, byte by byte.",
        false => "The bulletin does NOT follow from the log.",
    };
    let differs = found.bytes().zip(told.bytes()).position(|(a, b)| a != b);
    let differs = differs.unwrap_or_else(|| found.len().min(told.len()));
    let text = match same {
        true => format!("{verdict}\n"),
        false => format!("{verdict}\nThe first difference is at byte {differs}.\n"),
    };
    Ok(Answer {
        text,
        json: Json::Value(json!({
            "date": date, "same": same, "differs_at": (!same).then_some(differs),
        })),
        exit: match same {
            true => Exit::Fine,
            false => Exit::Unsound,
        },
    })
}

fn log(args: &Args, face: &Face) -> Result<Answer, Report> {
    let trust = args.trust.read()?;
    let source = Source::open(args.log.as_deref().unwrap_or("."))?;
    let mut progress = Progress::new(face);
    let audit = audit::audit(&source, &trust, &mut progress);
    progress.finish();
    let audit = audit?;
    Ok(Answer {
        text: text(&audit, face),
        json: Json::Value(audit.json()),
        exit: match audit.is_sound() {
            true => Exit::Fine,
            false => Exit::Unsound,
        },
    })
}

/// A bar that follows a check.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn new(face: &Face) -> Progress {
        Progress {
            bar: face.bar("checking", 0),
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn begins(&mut self, size: u64) {
        self.bar.set_length(size);
    }

    fn placed(&mut self, _: &Placed<'_>) -> Result<(), Report> {
        self.bar.inc(1);
        Ok(())
    }
}

fn text(audit: &Audit, face: &Face) -> String {
    let mut out = String::new();
    let verdict = match audit.is_sound() {
        true => "The log is sound.",
        false => "The log is NOT sound.",
    };
    let _ = writeln!(out, "{}\n", face.tone(Tone::Strong, verdict));
    for finding in &audit.findings {
        let _ = writeln!(out, "  {}", finding.in_words(face.lang));
    }
    if audit.more > 0 {
        let _ = writeln!(out, "  and {} more", audit.more);
    }
    if !audit.is_sound() {
        out.push('\n');
    }
    let _ = writeln!(out, "log         {}", audit.origin);
    if let Some(mechanism) = audit.mechanism {
        let _ = writeln!(out, "mechanism   {mechanism}");
    }
    let _ = writeln!(
        out,
        "entries     {}, {} signatures hold",
        audit.size, audit.signatures
    );
    let _ = writeln!(out, "root        {}", audit.root.to_hex());
    for (witness, time) in &audit.cosigned {
        let _ = writeln!(out, "cosigned    {witness}, {time}");
    }
    let _ = writeln!(out, "state       {}", state(audit));
    let _ = writeln!(out, "in force    {}", audit.in_force);
    let _ = writeln!(out, "void        {}", audit.void.len());
    for (index, refusal) in &audit.void {
        let _ = writeln!(
            out,
            "  entry {index}: {}",
            words::refusal(refusal, face.lang)
        );
    }
    if audit.replayed < audit.size {
        let _ = writeln!(
            out,
            "verdicts were recomputed for the first {} entries only",
            audit.replayed
        );
    }
    if audit.trust == "first-use" {
        let _ = writeln!(
            out,
            "\nBelieved on first use: the charter in this log itself. That it is your log only your\n\
             own copy of the charter can show: add --charter charter.toml."
        );
    }
    out
}

fn state(audit: &Audit) -> &'static str {
    match audit.state {
        State::None => "no state root is published",
        State::Equal => "recomputed, equal to the published one",
        State::NotReached => "published for a size that was not replayed",
        State::Different => "differs from the published one",
    }
}
