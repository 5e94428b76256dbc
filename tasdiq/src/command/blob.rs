//! `tasdiq blob`: payloads for people who use no browser.

use std::path::{Path, PathBuf};

use act::Digest;
use seal::{SealKey, SealSecret};
use serde_json::json;
use store::blobs::commitment;
use tasdiq::audit;
use tasdiq::files::{self, Privacy};
use tasdiq::host::{Host, Outgoing};
use tasdiq::keyfile::KeyFile;
use tasdiq::report::Report;
use tasdiq::source::Source;
use tasdiq::trust::TrustArgs;

use super::verify::Progress;
use crate::answer::Answer;
use crate::face::Face;

/// Send, fetch and open payloads: pictures, documents, sealed containers
///
/// A payload is known to the log by a salted commitment only. Send it first; then name the reference
/// that is printed here in an act, for instance in `blobs` of commitments.evidence-filed.v1.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Put(Put),
    Get(Get),
    Open(Open),
}

/// Send a payload to the host; prints the reference for an act
///
/// Sent in chunks; the same command again goes on where it stopped, as long as the files beside it are
/// there (FILE.salt, FILE.sealed). `--seal-to m1` seals it to the keys that this member has announced in the log, which
/// is checked first.
///
/// Example:
///
///   tasdiq blob put after.jpg --host URL --key duty.key
///   tasdiq blob put names.pdf --host URL --key duty.key --seal-to m1 --seal-to m2
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Put {
    /// The file
    pub(crate) file: PathBuf,
    /// The host's address, https://HOST/reader/TOKEN
    #[arg(long, value_name = "URL")]
    pub(crate) host: String,
    /// Your key: nobody sends in another's name
    #[arg(long, value_name = "FILE")]
    pub(crate) key: PathBuf,
    /// Media type; by default what the first bytes say
    #[arg(long, value_name = "TYPE")]
    pub(crate) media: Option<String>,
    /// Seal it to this member; may be repeated
    #[arg(long, value_name = "MEMBER")]
    pub(crate) seal_to: Vec<String>,
    #[command(flatten)]
    pub(crate) trust: TrustArgs,
}

/// Fetch a payload that is open to all members, and check it against its name
#[derive(clap::Args)]
struct Get {
    /// Its name: 64 hexadecimal digits
    blob: Digest,
    /// The host's address, https://HOST/reader/TOKEN
    #[arg(long, value_name = "URL")]
    host: String,
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Open a sealed payload with your key
#[derive(clap::Args)]
struct Open {
    /// The sealed container
    file: PathBuf,
    /// Your key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// Where to write what is inside
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Put(args) => put(&args, face),
        Sub::Get(args) => get(&args, face),
        Sub::Open(args) => open(&args),
    }
}

/// Sends a payload; answers the reference and the salt.
pub(crate) fn put(args: &Put, face: &Face) -> Result<Answer, Report> {
    let key = KeyFile::read(&args.key)?.act_key()?;
    let bytes = files::read(&args.file)?;
    let media = match &args.media {
        Some(media) => media.clone(),
        None => recognised(&args.file, &bytes)?,
    };
    let salt = salt(&args.file)?;
    let (bytes, media) = match args.seal_to.as_slice() {
        [] => (bytes, media),
        members => (
            sealed(args, &media, &bytes, members, face)?,
            seal::MEDIA.to_owned(),
        ),
    };
    let blob = Digest(commitment(&salt.0, &bytes));
    let host = Host::at(&args.host, face.lang)?;
    let outgoing = Outgoing {
        blob,
        salt,
        media: &media,
        bytes: &bytes,
    };
    let bar = face.bar("sending", bytes.len() as u64);
    let sent = host.send_payload(&key, &outgoing, &|offset| bar.set_position(offset));
    bar.finish_and_clear();
    sent?;
    let mut reference = json!({ "blob": blob, "bytes": bytes.len(), "media": media });
    if !args.seal_to.is_empty() {
        reference["sealed_to"] = json!(args.seal_to);
    }
    let text =
        format!("{reference}\n\nName it in an act within a day; until then nobody is given it.\n");
    Ok(Answer::new(
        text,
        json!({ "reference": reference, "salt": salt }),
    ))
}

/// The sealed container of a file, kept beside it: sealing is random, and sending goes on only with the
/// same bytes. The salt is no secret, so nothing of the seal comes from it.
fn sealed(
    args: &Put,
    media: &str,
    bytes: &[u8],
    members: &[String],
    face: &Face,
) -> Result<Vec<u8>, Report> {
    let path = beside(&args.file, ".sealed");
    if path.exists() {
        return files::read(&path);
    }
    let keys = recipients(args, members, face)?;
    let container = seal::seal(media, bytes, &keys, random()?)
        .map_err(|error| Report::input("the payload can't be sealed").because(&error))?;
    files::write_new(&path, &container, Privacy::Private)?;
    Ok(container)
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn random() -> Result<[u8; 32], Report> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| Report::here(format!("the operating system gave no randomness: {e}")))?;
    Ok(bytes)
}

/// The salt of a file, kept beside it: the same file is then the same payload when it is sent again.
fn salt(file: &Path) -> Result<Digest, Report> {
    let path = beside(file, ".salt");
    if path.exists() {
        let text = files::read_text(&path)?;
        return text.trim().parse().map_err(|_| {
            Report::input(format!("{} is not a salt", path.display()))
                .hint("remove it: the file is then another payload")
        });
    }
    let salt = Digest(random()?);
    files::write_new(&path, format!("{salt}\n").as_bytes(), Privacy::Private)?;
    Ok(salt)
}

fn recognised(file: &Path, bytes: &[u8]) -> Result<String, Report> {
    let format = picture::recognise(bytes).map_err(|error| {
        Report::input(format!("{} is nothing that can be filed", file.display()))
            .because(&error)
            .hint("JPEG, PNG, WebP, HEIC and PDF can; for anything sealed, say --media")
    })?;
    Ok(format.media_type().to_owned())
}

/// The host's log, checked.
pub(crate) fn audited(args: &Put, face: &Face) -> Result<audit::Audit, Report> {
    let source = Source::open(&format!("{}/log", args.host.trim_end_matches('/')))?;
    let mut progress = Progress::new(face);
    let audit = audit::audit(&source, &args.trust.read()?, &mut progress);
    progress.finish();
    let audit = audit?;
    if !audit.is_sound() {
        return Err(
            Report::other_side("the log is not sound, so its keys are nobody's")
                .hint("see what is wrong: tasdiq verify")
                .refused(),
        );
    }
    Ok(audit)
}

/// The keys that members have announced, from a log that was checked.
fn recipients(args: &Put, members: &[String], face: &Face) -> Result<Vec<SealKey>, Report> {
    let audit = audited(args, face)?;
    let roll = &audit.world.areas.roll;
    let mut keys = Vec::new();
    for member in members {
        let announced = roll.seal_keys(member, tasdiq::clock::now());
        if announced.is_empty() {
            return Err(
                Report::input(format!("{member} has announced no key for sealing"))
                    .hint("its officers do that at /roll/keys/seal"),
            );
        }
        keys.extend(
            announced
                .iter()
                .filter_map(|key| key.parse::<SealKey>().ok()),
        );
    }
    Ok(keys)
}

fn get(args: &Get, face: &Face) -> Result<Answer, Report> {
    let host = Host::at(&args.host, face.lang)?;
    let bytes = host.payload(&args.blob)?;
    files::write_new(&args.out, &bytes, Privacy::Public)?;
    let out = args.out.display().to_string();
    let text = format!(
        "{out}\n\nThe bytes are those that {} commits to.\n",
        args.blob
    );
    Ok(Answer::new(
        text,
        json!({ "file": out, "bytes": bytes.len() }),
    ))
}

fn open(args: &Open) -> Result<Answer, Report> {
    let key = KeyFile::read(&args.key)?.act_key()?;
    let container = files::read(&args.file)?;
    let (media, payload) =
        seal::open(&container, &SealSecret::of_seed(&key.seed())).map_err(|error| {
            Report::input(format!("{} was not opened", args.file.display())).because(&error)
        })?;
    files::write_new(&args.out, &payload, Privacy::Private)?;
    let out = args.out.display().to_string();
    let text = format!("{out}: {media}, {} bytes\n", payload.len());
    Ok(Answer::new(
        text,
        json!({ "file": out, "media": media, "bytes": payload.len() }),
    ))
}
