//! `tasdiq check-proof`: one entry's proof, offline.

use std::fmt::Write as _;
use std::path::PathBuf;

use act::Leaf;
use serde_json::json;
use tasdiq::clock::of_seconds;
use tasdiq::files;
use tasdiq::report::Report;
use tasdiq::trust::TrustArgs;
use tlog::proof::{Proof, Proven, Unproven};

use crate::answer::Answer;

/// Check offline that an entry is in the log and who cosigned it
///
/// Needs three files and no network: the entry's exact bytes, its `.tlog-proof`, and what you trust,
/// which is the charter your side signed or a witness policy. Exit code 1: the proof does not hold.
///
/// Examples:
///
///   tasdiq check-proof entry-17.leaf entry-17.tlog-proof --charter charter.toml
///   tasdiq check-proof entry-17.leaf entry-17.tlog-proof --policy witnesses.policy
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The entry's bytes, as `tasdiq prove` or the entry's page gives them
    leaf: PathBuf,
    /// The proof
    proof: PathBuf,
    #[command(flatten)]
    trust: TrustArgs,
}

pub(crate) fn run(args: &Args) -> Result<Answer, Report> {
    let pinned = args.trust.read()?.pinned()?;
    let (origin, policy) = pinned.ok_or_else(|| {
        Report::usage("a proof is checked against something you already trust").hint(
            "add --charter with the charter your side signed, or --policy with a witness policy",
        )
    })?;
    let bytes = files::read(&args.leaf)?;
    let proof = Proof::parse(&files::read(&args.proof)?).map_err(|error| {
        Report::input(format!("{} is not a proof", args.proof.display()))
            .because(&error)
            .hint("get it anew with `tasdiq prove`")
    })?;
    let proven = proof
        .verify(&bytes, &origin, &policy)
        .map_err(|error| unproven(&error))?;
    let leaf = Leaf::parse(&bytes).map_err(|error| {
        Report::other_side("the entry is in the log, but it is not an act")
            .because(&error)
            .refused()
    })?;
    leaf.envelope.verify().map_err(|error| {
        Report::other_side("the entry is in the log, but a signature on it does not hold")
            .because(&error)
            .refused()
    })?;
    Ok(proven_answer(&proven, &leaf))
}

fn unproven(error: &Unproven) -> Report {
    let report =
        match error {
            Unproven::Form => Report::input("this is not a proof file"),
            Unproven::Policy(_) => Report::other_side(
                "the checkpoint in the proof does not count under this policy",
            )
            .hint("if a cosignature is missing, fetch the proof again after the next checkpoint")
            .hint("if a signature is bad, keep the file: it is evidence"),
            Unproven::Inclusion(_) => {
                Report::other_side("the entry is not in the log where the proof says")
                    .hint("check that both files are of the same entry and unchanged")
            }
        };
    report.because(error).refused()
}

fn proven_answer(proven: &Proven, leaf: &Leaf) -> Answer {
    let (area, kind) = leaf.envelope.kind();
    let signers: Vec<String> = leaf
        .envelope
        .signatures()
        .iter()
        .map(|s| s.key.to_string())
        .collect();
    let mut text = format!(
        "Entry {} is in the log {}.\n\nkind       {area}.{kind}\nname       {}\nplaced     {}\n",
        proven.index,
        proven.checkpoint.origin,
        leaf.envelope.entry_id(),
        leaf.at
    );
    for signer in &signers {
        let _ = writeln!(text, "signed by  {signer}");
    }
    let _ = writeln!(
        text,
        "under a checkpoint of {} entries",
        proven.checkpoint.size
    );
    for (witness, time) in &proven.cosigned {
        let _ = writeln!(text, "cosigned   {witness}, {}", of_seconds(*time));
    }
    let cosigned: Vec<_> = proven
        .cosigned
        .iter()
        .map(|(witness, time)| json!({ "witness": witness, "time": of_seconds(*time) }))
        .collect();
    let json = json!({
        "index": proven.index,
        "origin": proven.checkpoint.origin,
        "size": proven.checkpoint.size,
        "root": proven.checkpoint.root.to_hex(),
        "kind": format!("{area}.{kind}"),
        "id": leaf.envelope.entry_id(),
        "at": leaf.at,
        "signers": signers,
        "cosigned": cosigned,
    });
    Answer::new(text, json)
}
