//! `tasdiq agreement`: comparing drafts, and tabling one.

mod compare;
mod table;

use std::path::Path;

use agreement::compare::text::{Draft, parse};
use tasdiq::report::Report;

use crate::answer::Answer;
use crate::face::Face;

/// Compare drafts, and table one in the log
///
/// Examples:
///
///   tasdiq agreement compare first.md second.md
///   tasdiq agreement table second.md --instrument principles --draft a-proposal \
///       --title "Proposal of Party A" --key duty.key --host https://HOST/reader/TOKEN
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Compare(compare::Args),
    Table(Box<table::Args>),
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Compare(args) => compare::run(&args, face),
        Sub::Table(args) => table::run(&args, face),
    }
}

/// Reads a draft's text clause by clause.
fn read_draft(path: &Path, text: &str) -> Result<Draft, Report> {
    parse(text).map_err(|error| {
        Report::input(format!("{} can't be read as a draft", path.display())).because(&error)
    })
}
