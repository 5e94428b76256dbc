//! `tasdiq watchlist check-proof`: that a listing is in an edition, or is not, checked offline.

use std::path::PathBuf;

use serde_json::{Value, json};
use tasdiq::files;
use tasdiq::report::Report;
use tasdiq::trust::TrustArgs;
use watchlist::announced::Announced;
use watchlist::edition::{Proof, Proven};

use crate::answer::Answer;

/// Check offline that a listing is in an edition, or that it is not
///
/// The file is what a host answers at /editions/latest.json?listing=ID, or with the day of another edition.
/// It holds the way from the listing, or from the two it would stand between, to the root of the edition,
/// and the note by which the log's key announced that root. Exit code 1: it proves nothing.
///
/// Example:
///
///   tasdiq watchlist check-proof TSQ-2025-000017-K.json --charter charter.toml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The proof
    file: PathBuf,
    #[command(flatten)]
    trust: TrustArgs,
}

pub(super) fn run(args: &Args) -> Result<Answer, Report> {
    let pinned = args.trust.read()?.pinned()?;
    let (_, policy) = pinned.ok_or_else(|| {
        Report::usage("a proof is checked against something you already trust").hint(
            "add --charter with the charter your side signed, or --policy with a witness policy",
        )
    })?;
    let (proof, note) = read(&args.file)?;
    let keys: Vec<_> = policy.logs().iter().map(|log| log.key.clone()).collect();
    let announced = Announced::open(&note, &keys).and_then(|announced| {
        announced.check(&proof.manifest)?;
        Ok(announced)
    });
    let announced = announced.map_err(|error| unproven(&error))?;
    let proven = proof.check().map_err(|error| unproven(&error))?;
    let said = match proven {
        Proven::Listed => "is in",
        Proven::NotListed => "is not in",
    };
    let edition = announced.edition.text();
    let text = format!(
        "{} {said} edition {edition}.\n\nroot       {}\nlistings   {}\nlog        {}, {} entries\n",
        proof.listing, announced.root, announced.listings, announced.origin, announced.log_size,
    );
    let json = json!({
        "listing": proof.listing, "listed": proven == Proven::Listed, "edition": announced.edition,
        "root": announced.root, "listings": announced.listings, "origin": announced.origin,
        "log_size": announced.log_size, "log_root": announced.log_root,
    });
    Ok(Answer::new(text, json))
}

/// The proof in a file, and the note beside it.
fn read(file: &std::path::Path) -> Result<(Proof, String), Report> {
    let no_proof = |error: &dyn std::error::Error| {
        Report::input(format!("{} is not a proof of an edition", file.display()))
            .because(error)
            .hint("get it anew from /editions/latest.json?listing=ID")
    };
    let bytes = files::read(file)?;
    let mut value: Value = serde_json::from_slice(&bytes).map_err(|error| no_proof(&error))?;
    let note = value
        .as_object_mut()
        .and_then(|fields| fields.remove("note"));
    let proof: Proof = serde_json::from_value(value).map_err(|error| no_proof(&error))?;
    match note.and_then(|note| note.as_str().map(str::to_owned)) {
        Some(note) => Ok((proof, note)),
        None => Err(
            Report::input(format!("{} has no note by the log's key", file.display()))
                .hint("a replica has no such key: ask the host itself"),
        ),
    }
}

fn unproven(error: &dyn std::error::Error) -> Report {
    Report::other_side("the proof does not hold")
        .because(error)
        .hint("keep the file and ask again: an answer that was made to deceive is evidence")
        .refused()
}
