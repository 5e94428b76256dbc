//! `tasdiq watchlist seal`: a listing's body is checked, sealed to both sides and the mediators, and sent.

use std::path::PathBuf;

use act::decision::Part;
use serde_json::{Value, json};
use tasdiq::files;
use tasdiq::report::Report;
use tasdiq::trust::TrustArgs;
use watchlist::body::{Body, MEDIA};

use crate::answer::{Answer, Json};
use crate::command::blob::{self, Put};

use crate::face::Face;

/// Check a listing's body, seal it and send it
///
/// The body is JSON, as `tasdiq watchlist import` writes it, completed with your case number. It is sealed
/// to every key that the parties and the mediators have announced; neither the host nor the log ever
/// sees what is in it. What is printed goes into the form or into an act: the reference of the
/// sealed body, and what the body holds, counted.
///
/// Example:
///
///   tasdiq watchlist seal proposals/X-1.body.json --host URL --key desk.key --charter charter.toml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The body
    file: PathBuf,
    /// The host's address, https://HOST/reader/TOKEN
    #[arg(long, value_name = "URL")]
    host: String,
    /// Your key: nobody sends in another's name
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Pictures that will stand beside it
    #[arg(long, value_name = "N", default_value_t = 0)]
    photos: u8,
    #[command(flatten)]
    trust: TrustArgs,
}

pub(super) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    let bytes = files::read(&args.file)?;
    let body = Body::parse(&bytes).map_err(|error| {
        Report::input(format!("{} is not a listing's body", args.file.display())).because(&error)
    })?;
    let mut put = Put {
        file: args.file,
        host: args.host,
        key: args.key,
        media: Some(MEDIA.to_owned()),
        seal_to: Vec::new(),
        trust: args.trust,
    };
    let audit = blob::audited(&put, face)?;
    let roll = &audit.world.areas.roll;
    let entitled = [Part::Party, Part::Mediator]
        .into_iter()
        .flat_map(|part| roll.with_part(part));
    put.seal_to = entitled.map(|member| member.id.clone()).collect();
    let sent = blob::put(&put, face)?;
    let Json::Value(sent) = sent.json else {
        return Err(Report::here("the payload was sent without a reference"));
    };
    let reference = &sent["reference"];
    let sealed = json!({
        "blob": reference["blob"], "bytes": reference["bytes"], "sealed_to": reference["sealed_to"],
    });
    let identity = serde_json::to_value(body.identity(args.photos)).unwrap_or(Value::Null);
    let text = format!("body: {sealed}\nidentity: {identity}\n");
    Ok(Answer::new(
        text,
        json!({ "body": sealed, "identity": identity }),
    ))
}
