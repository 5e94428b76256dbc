//! `tasdiq watchlist photo`: a picture made anew, before it is sealed.

use std::fmt::Write as _;
use std::path::PathBuf;

use base64ct::{Base64, Encoding as _};
use serde_json::json;
use tasdiq::evidence::{NotRead, Reader};
use tasdiq::files::{self, Privacy};
use tasdiq::report::Report;
use tasdiq::running;

use crate::answer::Answer;

/// Make a picture anew for a listing, and say what of the file is left behind
///
/// The file is decoded in a process of its own with limits on memory and time, turned upright, and encoded
/// again as two JPEGs without metadata: view.jpg of at most 1,200 pixels a side and thumb.jpg of at most
/// 256. What the file says of place, time, device and more is listed and is in neither. JPEG, PNG and WebP
/// of at most 20 MB are taken; animated pictures, HEIC, SVG and PDF are not. Nothing is sent anywhere.
///
/// Example:
///
///   tasdiq watchlist photo portrait.jpg --out photo/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The picture
    file: PathBuf,
    /// A folder for view.jpg and thumb.jpg
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<Answer, Report> {
    let bytes = files::read(&args.file)?;
    let reader = Reader::of_this_program()
        .map_err(|error| Report::here("no reader can be started").because(&error))?;
    let made = running::runtime()?.block_on(reader.derive(&bytes));
    let made = made.map_err(|error| match &error {
        NotRead::Refused(_) => {
            Report::input(format!("{} was not taken", args.file.display())).because(&error)
        }
        _ => Report::input(format!("{} could not be decoded", args.file.display()))
            .because(&error)
            .hint("open it in a program you trust, save it as JPEG, and try again"),
    })?;
    files::make_folder(&args.out)?;
    let mut text = String::new();
    for (name, encoded) in [("view.jpg", &made.view), ("thumb.jpg", &made.thumb)] {
        let picture = Base64::decode_vec(encoded)
            .map_err(|error| Report::here("the reader's answer is damaged").because(&error))?;
        let path = args.out.join(name);
        files::write_new(&path, &picture, Privacy::Private)?;
        let _ = writeln!(text, "{}: {} bytes", path.display(), picture.len());
    }
    text.push('\n');
    match made.removed.as_slice() {
        [] => text.push_str("Nothing but pixels was in the file.\n"),
        removed => {
            text.push_str("In neither of them:\n");
            for one in removed {
                let _ = writeln!(text, "  {:12} {}", one.kind.name(), one.detail);
            }
        }
    }
    let json = json!({
        "view": args.out.join("view.jpg"), "thumb": args.out.join("thumb.jpg"),
        "pixels": made.pixels, "removed": made.removed, "dhash": made.dhash,
    });
    Ok(Answer::new(text, json))
}
