//! `tasdiq prove`: one entry and its proof, as files.

use std::path::PathBuf;

use serde_json::json;
use tasdiq::files::{self, Privacy};
use tasdiq::report::Report;
use tasdiq::source::Source;
use tlog::Checkpoint;
use tlog::merkle::{inclusion_proof, leaf_hash, verify_inclusion};
use tlog::note::Note;
use tlog::proof::Proof;
use tlog::tile::{EntryBundle, TileError, TileNodes, decode_bundle};

use crate::answer::Answer;

/// Take one entry and its proof out of a log, as two files
///
/// The proof is made here from the log's tiles, not asked of the host. Both files together convince
/// anyone who trusts the witnesses, without a network: `tasdiq check-proof`.
///
/// Examples:
///
///   tasdiq prove 17 --host https://record.example/reader/TOKEN
///   tasdiq prove 17 --log backup/ --out evidence/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The entry's place in the log
    index: u64,
    /// The log: a folder or an address
    #[arg(long, visible_alias = "host", value_name = "FOLDER|URL")]
    log: String,
    /// Folder for the files
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    out: PathBuf,
}

pub(crate) fn run(args: &Args) -> Result<Answer, Report> {
    let source = Source::open(&args.log)?;
    let note = checkpoint(&source)?;
    let (leaf, proof) = prove(&source, &note, args.index)?;
    files::make_folder(&args.out)?;
    let leaf_path = args.out.join(format!("entry-{}.leaf", args.index));
    let proof_path = args.out.join(format!("entry-{}.tlog-proof", args.index));
    files::write_new(&leaf_path, &leaf, Privacy::Public)?;
    files::write_new(&proof_path, proof.to_string().as_bytes(), Privacy::Public)?;
    let (leaf, proof) = (
        leaf_path.display().to_string(),
        proof_path.display().to_string(),
    );
    let text = format!(
        "{leaf}\n{proof}\n\nCheck them anywhere: tasdiq check-proof {leaf} {proof} --charter charter.toml\n"
    );
    let size = parsed(&note)?.size;
    Ok(Answer::new(
        text,
        json!({ "index": args.index, "size": size, "leaf": leaf, "proof": proof }),
    ))
}

/// The published checkpoint of a log.
pub(super) fn checkpoint(source: &Source) -> Result<Note, Report> {
    let note = source.read("checkpoint")?.ok_or_else(|| {
        Report::input(format!(
            "{} holds no log: there is no checkpoint",
            source.shown()
        ))
    })?;
    Note::parse(&note).map_err(|error| broken(&error))
}

fn parsed(note: &Note) -> Result<Checkpoint, Report> {
    Checkpoint::parse(&note.text).map_err(|error| broken(&error))
}

fn broken(error: &dyn std::error::Error) -> Report {
    Report::other_side("the log's checkpoint can't be read").because(error)
}

/// One entry and its proof under a checkpoint, made from the log's tiles.
pub(super) fn prove(source: &Source, note: &Note, index: u64) -> Result<(Vec<u8>, Proof), Report> {
    let checkpoint = parsed(note)?;
    if index >= checkpoint.size {
        return Err(Report::input(format!(
            "there is no entry {index}: the published checkpoint holds {} entries",
            checkpoint.size
        ))
        .hint("an entry just recorded is published within seconds"));
    }
    let leaf = leaf(source, index, checkpoint.size)?;
    let path = path(source, index, checkpoint.size)?;
    let (size, root) = (checkpoint.size, &checkpoint.root);
    verify_inclusion(index, size, &leaf_hash(&leaf), &path, root).map_err(|error| {
        Report::other_side(
            "the log contradicts itself: its tiles do not lead from the entry to the checkpoint",
        )
        .because(&error)
        .hint("`tasdiq verify` finds where")
        .refused()
    })?;
    let proof = Proof {
        extra: None,
        index,
        path,
        checkpoint: note.clone(),
    };
    Ok((leaf, proof))
}

fn leaf(source: &Source, index: u64, size: u64) -> Result<Vec<u8>, Report> {
    let bundle = index / 256;
    let width = (size - bundle * 256).min(256) as u16;
    let (bytes, width) = source.bundle(EntryBundle {
        index: bundle,
        width,
    })?;
    let entries = decode_bundle(&bytes, width)
        .map_err(|error| Report::other_side("an entry bundle is damaged").because(&error))?;
    Ok(entries[(index % 256) as usize].to_vec())
}

fn path(source: &Source, index: u64, size: u64) -> Result<Vec<tlog::Hash>, Report> {
    let nodes = TileNodes {
        tiles: source,
        size,
    };
    inclusion_proof(index, size, &nodes).map_err(|error| match error {
        TileError::Tile(_, report) => report,
        other => Report::other_side("the log's tiles do not hold together")
            .hint(other.to_string())
            .refused(),
    })
}
