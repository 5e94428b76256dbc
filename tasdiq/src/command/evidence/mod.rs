//! `tasdiq evidence`: checking files that are brought as evidence.

mod confined;
mod inspect;

use tasdiq::report::Report;

use crate::answer::Answer;
use crate::face::Face;

/// Check photographs and documents that are brought as evidence
///
/// Each check stands for itself; there is no score and no verdict. Nothing is sent anywhere.
///
/// Examples:
///
///   tasdiq evidence inspect after.jpg --site fence.geojson --from 2025-11-07 --to 2025-12-01
///   tasdiq evidence inspect after.jpg --against other-pictures/ --anchors root.pem --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Inspect(inspect::Args),
    /// What a file tells of itself, read from standard input under limits
    #[command(hide = true)]
    Facts,
    /// A picture made anew, read from standard input under limits
    #[command(hide = true)]
    Derive,
    /// Another program under the same limits
    #[command(hide = true)]
    Confined(confined::Args),
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Inspect(args) => inspect::run(&args, face),
        Sub::Facts => confined::facts(),
        Sub::Derive => confined::derive(),
        Sub::Confined(args) => confined::run(&args),
    }
}
