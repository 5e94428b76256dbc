//! `tasdiq watchlist`: published lists and what becomes of them.

mod alike;
mod check_proof;
mod diff;
mod import;
mod photo;
mod proposals;
mod seal;

use tasdiq::report::Report;

use crate::answer::Answer;
use crate::face::Face;

/// Read published lists, compare their editions, and prepare proposals
///
/// Nobody is listed by any of this: what is written is for an officer to complete, or to throw away.
///
/// Examples:
///
///   tasdiq watchlist diff consolidated-old.xml consolidated.xml
///   tasdiq watchlist import consolidated.xml --format un-xml --dry-run
///   tasdiq watchlist import sdn.csv --out proposals/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Import(import::Args),
    Diff(diff::Args),
    Seal(seal::Args),
    Photo(photo::Args),
    Alike(alike::Args),
    CheckProof(check_proof::Args),
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Import(args) => import::run(&args, face),
        Sub::Diff(args) => diff::run(&args, face),
        Sub::Seal(args) => seal::run(args, face),
        Sub::Photo(args) => photo::run(&args),
        Sub::Alike(args) => alike::run(args, face),
        Sub::CheckProof(args) => check_proof::run(&args),
    }
}
