//! `tasdiq act`: saying something in the log.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use act::{Envelope, SigningKey, Statement};
use mechanism::Said;
use page::Lang;
use serde_json::{Value, json};
use tasdiq::files::{self, Privacy};
use tasdiq::host::{Host, Wait};
use tasdiq::keyfile::KeyFile;
use tasdiq::prepared::Prepared;
use tasdiq::recorded::{LogKeys, Recorded};
use tasdiq::report::{Exit, Report};
use tasdiq::trust::TrustArgs;
use tasdiq::words;

use crate::answer::{Answer, Json};
use crate::face::{Consent, Face};

/// Sign acts and take them to the log
///
/// Examples:
///
///   tasdiq act new roll.vote-cast.v1 --entry vote.json --key duty.key --host URL
///   tasdiq act sign review.json --key duty.key --out act.json     (offline)
///   tasdiq act send act.json --host URL --wait witnessed
///
/// URL is the host's reader address, https://HOST/reader/TOKEN.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    New(New),
    Sign(Sign),
    Send(Send),
}

/// Say something: ask the host for your next number, show, sign, send
///
/// KIND is an area and an entry with its version. The file holds the entry's fields as JSON. Prints
/// the place in the log, the verdict, and the host's receipt, which is checked first. An act that
/// breaks a rule stays in the log as void, with the reason; the exit code is then 1.
///
/// Example:
///
///   tasdiq act new agreement.position-taken.v1 --entry position.json --key duty.key --host URL
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct New {
    /// What kind of entry, like roll.key-granted.v1
    kind: String,
    /// The entry as JSON; `-` is standard input
    #[arg(long, value_name = "FILE")]
    entry: PathBuf,
    /// The key that says it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    to: To,
    /// Sign without asking: you have read the entry
    #[arg(long)]
    yes: bool,
}

/// Sign a prepared statement without a network
///
/// The browser's review page offers the statement as a file for keys that are not in the browser:
/// {"payloadType":"…","payload":"<base64>"}. Send the signed act with `tasdiq act send`.
#[derive(clap::Args)]
struct Sign {
    /// The prepared statement
    statement: PathBuf,
    /// The key that says it; the statement names its public text
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where to write the signed act
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Sign without asking: you have read the statement
    #[arg(long)]
    yes: bool,
}

/// Take a signed act to the log
///
/// Sending the same act again is safe: it is recorded once, and the answer is the same.
#[derive(clap::Args)]
struct Send {
    /// The signed act
    act: PathBuf,
    #[command(flatten)]
    to: To,
}

/// Where an act goes.
#[derive(clap::Args)]
pub(super) struct To {
    /// The host's address, https://HOST/reader/TOKEN
    #[arg(long, value_name = "URL")]
    pub(super) host: String,
    /// What to wait for
    #[arg(long, value_enum, default_value_t = Wait::Durable)]
    pub(super) wait: Wait,
    /// Whose word it is that a key is the log's; by default the host's
    #[command(flatten)]
    pub(super) trust: TrustArgs,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::New(args) => new(&args, face),
        Sub::Sign(args) => sign(&args, face),
        Sub::Send(args) => send(&args, face),
    }
}

fn new(args: &New, face: &Face) -> Result<Answer, Report> {
    let said = read_entry(&args.kind, &files::read_text(&args.entry)?)?;
    let key = KeyFile::read(&args.key)?.act_key()?;
    let host = Host::at(&args.to.host, face.lang)?;
    let trust = args.to.trust.read()?;
    let prepared = prepare(&host, &key, &said)?;
    let log = host.log_keys(&trust)?;
    face.confirm(&prepared.review(), Consent::of(args.yes))?;
    let envelope = prepared.sign(&key);
    let told = host
        .submit(&envelope, args.to.wait, &log)
        .map_err(|report| keep(report, &envelope))?;
    Ok(recorded(told, &log, face.lang))
}

fn sign(args: &Sign, face: &Face) -> Result<Answer, Report> {
    let prepared = Prepared::read(&args.statement)?;
    let key = KeyFile::read(&args.key)?.act_key()?;
    let envelope = prepared.sign(&key);
    let shown = args.statement.display();
    let statement = Statement::parse(&envelope).map_err(|error| {
        Report::input(format!("{shown} is not a statement this key can sign"))
            .because(&error)
            .hint("prepare it anew with the key's public text: `tasdiq key show`")
    })?;
    let (area, kind) = envelope.kind();
    read_entry(&format!("{area}.{kind}"), statement.entry.get())?;
    face.confirm(&prepared.review(), Consent::of(args.yes))?;
    files::write_new(&args.out, envelope.bytes(), Privacy::Public)?;
    let out = args.out.display().to_string();
    let id = envelope.entry_id();
    let text = format!("{out}: {id}\n\nSend it: tasdiq act send {out} --host URL\n");
    Ok(Answer::new(text, json!({ "act": out, "id": id })))
}

fn send(args: &Send, face: &Face) -> Result<Answer, Report> {
    let bytes = files::read(&args.act)?;
    let shown = args.act.display();
    let envelope = Envelope::parse(&bytes)
        .map_err(|error| Report::input(format!("{shown} is not a signed act")).because(&error))?;
    envelope.verify().map_err(|error| {
        Report::input(format!("a signature in {shown} does not hold"))
            .because(&error)
            .hint("the file was changed after it was signed: sign it again")
    })?;
    let host = Host::at(&args.to.host, face.lang)?;
    let log = host.log_keys(&args.to.trust.read()?)?;
    let told = host.submit(&envelope, args.to.wait, &log)?;
    Ok(recorded(told, &log, face.lang))
}

/// The entry of a kind such as `roll.vote-cast.v1`, read as every node will read it.
fn read_entry(kind: &str, json: &str) -> Result<Said, Report> {
    let (area, entry) = kind.split_once('.').ok_or_else(|| {
        Report::usage(format!("{kind:?} is no kind of entry"))
            .hint("write area, entry and version, like roll.vote-cast.v1")
    })?;
    Said::decode(area, entry, json).map_err(|error| {
        Report::input(format!("this is not an entry of the kind {kind}")).because(&error)
    })
}

/// The author's next statement.
pub(super) fn prepare(host: &Host, key: &SigningKey, said: &Said) -> Result<Prepared, Report> {
    let place = host.author(&key.public())?;
    let now = tasdiq::clock::now();
    Prepared::new(said.kind(), &said.json(), key.public(), place, now)
}

/// Where nobody knows whether the act arrived, it is kept: a new one in its place would be a second
/// act, the same one again is not.
fn keep(report: Report, envelope: &Envelope) -> Report {
    if report.exit != Exit::NotDone {
        return report;
    }
    let name = format!("act-{}.json", envelope.entry_id().short());
    match files::write_new(Path::new(&name), envelope.bytes(), Privacy::Public) {
        Ok(()) => report.hint(format!(
            "the act may have arrived; it is kept in {name}, and sending it again is safe: tasdiq act send {name} --host URL"
        )),
        Err(_) => report,
    }
}

/// What the host answered to a submission; its receipt holds.
fn recorded(recorded: Recorded, log: &LogKeys, lang: Lang) -> Answer {
    let Recorded { mut told, receipt } = recorded;
    let text_of = |name: &str| told.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut text = format!(
        "entry      {}\nname       {}\nplaced     {}\nreached    {}\n",
        receipt.index,
        receipt.id,
        receipt.at,
        text_of("reached")
    );
    let exit = match void(&told, lang) {
        None => {
            text.push_str("verdict    in force\n");
            Exit::Fine
        }
        Some(reason) => {
            let _ = writeln!(text, "verdict    VOID: {reason}");
            Exit::Unsound
        }
    };
    let named = match log.trust {
        "first-use" => "as the host names it; your own charter can show more: --charter",
        _ => "as you named it",
    };
    let _ = writeln!(
        text,
        "receipt    holds: this entry, this place, signed with the log's key {}, {named}",
        receipt.origin
    );
    let _ = write!(text, "\n{}", text_of("receipt"));
    if let Value::Object(members) = &mut told {
        members.insert(
            "receipt_check".to_owned(),
            json!({ "holds": true, "log": receipt.origin, "trust": log.trust }),
        );
    }
    Answer {
        text,
        json: Json::Value(told),
        exit,
    }
}

/// Why an act was recorded as void, if it was.
pub(super) fn void(told: &Value, lang: Lang) -> Option<String> {
    words::told(told.get("verdict")?, lang)
}
