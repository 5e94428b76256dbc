//! `tasdiq key`: private keys in files, and asking for an office.

use std::path::PathBuf;

use act::{MechanismId, PublicKey, Signature, Time};
use roll::Charter;
use roll::entry::{KeyGranted, key_request};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasdiq::files;
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::report::{Exit, Report};

use crate::answer::{Answer, Json};

const DAY_MILLIS: i64 = 86_400_000;
/// Days a grant runs unless told otherwise: the longest a charter may allow.
const GRANT_DAYS: u32 = 90;

/// Make and show key files, and ask for an office
///
/// A key is one file of mode 0600. Its private part is never printed and never sent anywhere.
///
/// Examples:
///
///   tasdiq key new --kind office --out duty.key
///   tasdiq key show duty.key
///   tasdiq key request duty.key --charter charter.toml --label "Duty officer" > duty.request.json
///   tasdiq key grant duty.request.json --member a --office negotiator > grant.json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    New(New),
    Show(Show),
    Request(Request),
    Grant(Grant),
}

/// Make a new private key
///
/// Prints the public text. An existing file is never overwritten.
///
/// Examples:
///
///   tasdiq key new --kind root --out a-root.key
///   tasdiq key new --kind log --name record.example/joint --out log.key
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct New {
    /// What the key is for
    #[arg(long, value_enum)]
    kind: Kind,
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Name of a log key (the log's origin) or of a witness key
    #[arg(long)]
    name: Option<String>,
}

/// Show what a key file is and its public text
#[derive(clap::Args)]
struct Show {
    /// The key file
    file: PathBuf,
}

/// Ask for an office: prints a request that a key administrator or the roots can grant
///
/// The request carries the key's own signature, so nobody can be granted a key they do not hold. It
/// is public; send it by any way.
///
/// Example:
///
///   tasdiq key request duty.key --charter charter.toml --label "Duty officer" > duty.request.json
#[derive(clap::Args)]
#[command(verbatim_doc_comment, visible_alias = "grant-request")]
struct Request {
    /// The office key
    file: PathBuf,
    /// The charter of the mechanism
    #[arg(long, value_name = "FILE", required_unless_present = "mechanism")]
    charter: Option<PathBuf>,
    /// The mechanism's id instead: SHA-256 of its charter, in hexadecimal
    #[arg(long, value_name = "HEX", conflicts_with = "charter")]
    mechanism: Option<MechanismId>,
    /// The title shown beside every act: an office, never a person's name
    #[arg(long)]
    label: String,
}

/// Turn a request into the entry that grants it
///
/// Prints the JSON of a `roll.key-granted.v1` entry. It counts once a root key or a key administrator
/// of the member signs it into the log with `tasdiq act new`.
///
/// Example:
///
///   tasdiq key grant duty.request.json --member a --office negotiator > grant.json
///   tasdiq act new roll.key-granted.v1 --entry grant.json --key a-root.key --host URL
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct Grant {
    /// The request file
    request: PathBuf,
    /// Id of the member the key will speak for
    #[arg(long)]
    member: String,
    /// Id of an office, as the charter has it; may be given several times
    #[arg(long = "office", value_name = "OFFICE", required = true)]
    offices: Vec<String>,
    /// Id of a post, for offices whose authority is a post's; may be given several times
    #[arg(long = "post", value_name = "POST")]
    posts: Vec<String>,
    /// From when, like 2025-11-07T14:00:00.000Z; by default now
    #[arg(long, value_name = "TIME")]
    from: Option<Time>,
    /// For how many days
    #[arg(long, default_value_t = GRANT_DAYS, value_parser = clap::value_parser!(u32).range(1..=90))]
    days: u32,
}

/// A request as it is passed on.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyRequest {
    mechanism: MechanismId,
    key: PublicKey,
    label: String,
    pop: Signature,
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    match args.command {
        Sub::New(args) => new(&args),
        Sub::Show(args) => show(&args),
        Sub::Request(args) => request(args),
        Sub::Grant(args) => grant(args),
    }
}

fn new(args: &New) -> Result<Answer, Report> {
    let key = KeyFile::generate(args.kind, args.name.as_deref())?;
    key.write_new(&args.out)?;
    let public = key.public_text();
    let file = args.out.display().to_string();
    let text = format!("{public}\n");
    Ok(Answer::new(
        text,
        json!({ "kind": args.kind.word(), "public": public, "file": file }),
    ))
}

fn show(args: &Show) -> Result<Answer, Report> {
    let key = KeyFile::read(&args.file)?;
    let (kind, public) = (key.kind().word(), key.public_text());
    let text = format!("{kind} key\n{public}\n");
    Ok(Answer::new(text, json!({ "kind": kind, "public": public })))
}

fn request(args: Request) -> Result<Answer, Report> {
    let key = KeyFile::read(&args.file)?;
    if key.kind() != Kind::Office {
        return Err(
            Report::input(format!("a {} key holds no office", key.kind().word()))
                .hint("make one with `tasdiq key new --kind office --out my.key`"),
        );
    }
    let key = key.act_key()?;
    let mechanism = match (args.mechanism, args.charter) {
        (Some(mechanism), _) => mechanism,
        (None, Some(path)) => {
            let text = files::read_text(&path)?;
            tasdiq::trust::parse_charter(&path, &text)?;
            Charter::mechanism(&text)
        }
        (None, None) => {
            return Err(Report::usage(
                "name the mechanism by --charter or --mechanism",
            ));
        }
    };
    let pop = key.sign(&key_request(&mechanism, &key.public(), &args.label));
    let request = KeyRequest {
        mechanism,
        key: key.public(),
        label: args.label,
        pop,
    };
    one_line(&request)
}

fn grant(args: Grant) -> Result<Answer, Report> {
    let bytes = files::read(&args.request)?;
    let request: KeyRequest = serde_json::from_slice(&bytes).map_err(|error| {
        Report::input(format!("{} is not a key request", args.request.display()))
            .because(&error)
            .hint("its holder makes it with `tasdiq key request`")
    })?;
    let signed = key_request(&request.mechanism, &request.key, &request.label);
    if !request.key.verifies(&signed, &request.pop) {
        return Err(
            Report::input("the request does not carry its own key's signature")
                .hint("have it sent again; if it fails again, its sender does not hold that key"),
        );
    }
    let not_before = args.from.unwrap_or_else(tasdiq::clock::now);
    one_line(&KeyGranted {
        key: request.key,
        member: args.member,
        offices: args.offices,
        posts: args.posts,
        not_before,
        not_after: not_before.after_millis(i64::from(args.days) * DAY_MILLIS),
        label: request.label,
        pop: request.pop,
    })
}

/// JSON either way: these answers are made to be passed on as files.
fn one_line<T: Serialize>(value: &T) -> Result<Answer, Report> {
    let line = serde_json::to_string(value)
        .map_err(|error| Report::here("could not write JSON").because(&error))?;
    let text = format!("{line}\n");
    Ok(Answer {
        text,
        json: Json::Line(line),
        exit: Exit::Fine,
    })
}
