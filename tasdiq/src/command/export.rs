//! `tasdiq export`: a log as lines of JSON, or as a folder of tiles.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use serde_json::{Value, json};
use tasdiq::audit::{self, Placed, Watch, refusal_json};
use tasdiq::files;
use tasdiq::report::{Exit, Report};
use tasdiq::source::Source;
use tasdiq::trust::TrustArgs;
use tlog::Checkpoint;
use tlog::note::Note;
use tlog::tile::{EntryBundle, TILE_WIDTH, new_tiles};

use crate::answer::{Answer, Json};
use crate::face::Face;

/// Take a log out: one JSON object per entry, or its tiles as a folder
///
/// Examples:
///
///   tasdiq export jsonl https://record.example/reader/TOKEN/log --charter charter.toml > log.jsonl
///   tasdiq export tiles https://record.example/reader/TOKEN/log backup/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Jsonl(Jsonl),
    Tiles(Tiles),
}

/// Print one JSON object per entry, with its verdict recomputed
///
/// Fields: index, at, kind, by, member (null where the roll knows none), verdict, id, entry. The log is
/// checked in full on the way, as `tasdiq verify` does; what is unsound goes to standard error, and
/// the exit code is 1.
#[derive(clap::Args)]
struct Jsonl {
    /// A folder or an address
    log: String,
    #[command(flatten)]
    trust: TrustArgs,
}

/// Copy a log into a folder that `verify`, `prove` and `export` read without a network
///
/// Takes up where it left off: full tiles and bundles that are there are not fetched again. The
/// checkpoint is written last, so a folder with a checkpoint is complete.
#[derive(clap::Args)]
struct Tiles {
    /// An address, or a folder
    log: String,
    /// The folder
    folder: PathBuf,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Jsonl(args) => jsonl(&args, face),
        Sub::Tiles(args) => tiles(&args, face),
    }
}

fn jsonl(args: &Jsonl, face: &Face) -> Result<Answer, Report> {
    let trust = args.trust.read()?;
    let source = Source::open(&args.log)?;
    let mut lines = Lines {
        out: BufWriter::new(std::io::stdout().lock()),
        bar: face.bar("exporting", 0),
    };
    let audit = audit::audit(&source, &trust, &mut lines);
    lines.bar.finish_and_clear();
    lines.out.flush().map_err(|error| unwritten(&error))?;
    drop(lines);
    let audit = audit?;
    if audit.is_sound() {
        return Ok(Answer {
            text: String::new(),
            json: Json::Written,
            exit: Exit::Fine,
        });
    }
    let mut report = Report::other_side("the log that was exported is not sound").refused();
    report.because = audit.findings.iter().map(ToString::to_string).collect();
    report.more = Some(audit.json());
    Err(report)
}

fn unwritten(error: &std::io::Error) -> Report {
    Report::here("could not write to standard output").because(error)
}

struct Lines<'o> {
    out: BufWriter<std::io::StdoutLock<'o>>,
    bar: ProgressBar,
}

impl Watch for Lines<'_> {
    fn begins(&mut self, size: u64) {
        self.bar.set_length(size);
    }

    fn placed(&mut self, placed: &Placed<'_>) -> Result<(), Report> {
        self.bar.inc(1);
        writeln!(self.out, "{}", line(placed)).map_err(|error| unwritten(&error))
    }
}

fn line(placed: &Placed<'_>) -> Value {
    let Some(leaf) = placed.leaf else {
        return json!({ "index": placed.index, "malformed": true });
    };
    let (area, kind) = leaf.envelope.kind();
    let verdict = placed.verdict.map(|verdict| match verdict {
        act::Verdict::InForce => json!({ "status": "in-force" }),
        act::Verdict::Void(refusal) => {
            let mut value = refusal_json(refusal);
            value["status"] = "void".into();
            value
        }
    });
    let entry = act::Statement::parse(&leaf.envelope)
        .ok()
        .and_then(|statement| serde_json::from_str::<Value>(statement.entry.get()).ok());
    json!({
        "index": placed.index,
        "at": leaf.at,
        "kind": format!("{area}.{kind}"),
        "by": leaf.envelope.signatures()[0].key,
        "member": placed.member,
        "verdict": verdict,
        "id": leaf.envelope.entry_id(),
        "entry": entry,
    })
}

fn tiles(args: &Tiles, face: &Face) -> Result<Answer, Report> {
    let source = Source::open(&args.log)?;
    let state = source.read("state")?;
    let checkpoint = source.read("checkpoint")?.ok_or_else(|| {
        Report::input(format!(
            "{} holds no log: there is no checkpoint",
            source.shown()
        ))
    })?;
    let size = Note::parse(&checkpoint)
        .ok()
        .and_then(|note| Checkpoint::parse(&note.text).ok())
        .ok_or_else(|| Report::other_side("the log's checkpoint can't be read"))?
        .size;
    let bundles = size.div_ceil(256);
    let bar = face.bar("copying", bundles);
    let mut fetched = 0u64;
    for tile in new_tiles(0, size) {
        let path = args.folder.join(tile.to_string());
        if tile.width == TILE_WIDTH && path.exists() {
            continue;
        }
        let bytes: Vec<u8> = source.tile(tile)?.iter().flat_map(|hash| hash.0).collect();
        place(&path, &bytes)?;
        fetched += 1;
    }
    for index in 0..bundles {
        bar.inc(1);
        let width = (size - index * 256).min(256) as u16;
        let path = args.folder.join(EntryBundle { index, width }.to_string());
        if width == TILE_WIDTH && path.exists() {
            continue;
        }
        let (bytes, found) = source.bundle(EntryBundle { index, width })?;
        // A log may keep only the full bundle once there is one.
        let path = args.folder.join(
            EntryBundle {
                index,
                width: found,
            }
            .to_string(),
        );
        place(&path, &bytes)?;
        fetched += 1;
    }
    bar.finish_and_clear();
    if let Some(state) = state {
        place(&args.folder.join("state"), &state)?;
    }
    place(&args.folder.join("checkpoint"), &checkpoint)?;
    let folder = args.folder.display().to_string();
    let text = format!(
        "{folder}: {size} entries, {fetched} files fetched\n\nCheck it: tasdiq verify {folder} --charter charter.toml\n"
    );
    Ok(Answer::new(
        text,
        json!({ "folder": folder, "size": size, "fetched": fetched }),
    ))
}

/// Writes a file whole or not at all: another process may be reading the folder.
fn place(path: &Path, bytes: &[u8]) -> Result<(), Report> {
    if let Some(folder) = path.parent() {
        files::make_folder(folder)?;
    }
    let partial = path.with_extension("partial");
    std::fs::write(&partial, bytes)
        .and_then(|()| std::fs::rename(&partial, path))
        .map_err(|error| {
            Report::here(format!("could not write {}", path.display())).because(&error)
        })
}
