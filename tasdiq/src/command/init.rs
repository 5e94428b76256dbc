//! `tasdiq init`: the founding ceremony.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use act::PublicKey;
use act::decision::Part;
use roll::{Charter, Member};
use serde_json::json;
use tasdiq::ceremony::{self, CARD_FORMAT, Card, CardWitness};
use tasdiq::files::{self, Privacy};
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::prepared::{Detached, Prepared};
use tasdiq::report::Report;
use tasdiq::trust::parse_charter;

use crate::answer::Answer;
use crate::face::{Consent, Face};

/// Found a new mechanism, step by step, each member on its own machine
///
/// Only public files are exchanged: cards, the charter, its statement, and signatures. No step needs
/// a network, and no machine ever holds two members' keys.
///
///   every member  tasdiq init card a --part party --name "Party A" --offset 300 --out a/
///   the host      tasdiq key new --kind log --name record.example/joint --out log.key
///   anyone        tasdiq init draft *.card.toml --origin record.example/joint --log-key VKEY ...
///   all           read charter.toml, agree on edits, then tasdiq init statement charter.toml
///   every member  tasdiq init sign charter.toml --key a/root-1.key
///   anyone        tasdiq init found charter.toml charter.*.sig --out founding.json
///
/// The host starts with founding.json as the first entry of the log.
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Card(CardArgs),
    Draft(DraftArgs),
    Statement(StatementArgs),
    Sign(SignArgs),
    Found(FoundArgs),
}

/// Make a member's keys and the public card that introduces it
///
/// Writes into a folder: `root-1.key` … (private, to be kept off the network), `witness.key` (private,
/// for the machine that runs the member's witness) and `ID.card.toml` (public, for the others).
/// Where several people must sign together, each makes a root key on a machine of their own and
/// gives its public text to `--with-root`.
///
/// Example:
///
///   tasdiq init card m1 --part mediator --name "Mediator 1" --offset 180 \
///       --witness-url https://witness.m1.example --out m1/
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct CardArgs {
    /// Short and stable: lower-case letters, digits, hyphens
    id: String,
    /// What the member is
    #[arg(long, value_parser = part, value_name = "party|mediator|custodian")]
    part: Part,
    /// Its name in English
    #[arg(long)]
    name: String,
    /// Its name in another language of the mechanism, like `ur=…`; may be given several times
    #[arg(long = "name-in", value_name = "TAG=NAME", value_parser = tagged)]
    names: Vec<(String, String)>,
    /// Minutes its clocks are ahead of UTC (Kabul 270, Islamabad 300, Ankara and Doha 180)
    #[arg(long, allow_negative_numbers = true)]
    offset: i32,
    /// How many root keys to make here
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=16))]
    roots: u32,
    /// Public text of a root key made elsewhere; may be given several times
    #[arg(long = "with-root", value_name = "KEY")]
    with_roots: Vec<PublicKey>,
    /// How many root keys must sign together; by default all
    #[arg(long)]
    threshold: Option<u32>,
    /// Where the member's witness takes checkpoints
    #[arg(long, value_name = "URL")]
    witness_url: Option<String>,
    /// The member runs no witness
    #[arg(long, conflicts_with = "witness_url")]
    no_witness: bool,
    /// Folder for the files
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

/// Put the members' cards together into a charter to read, change and sign
///
/// Writes `charter.toml`, with the usual offices, authorities and clocks, and beside it
/// `charter.statement.json`, the bytes that every member signs. Edit the charter as you agree; after
/// the last edit make the statement anew with `tasdiq init statement`.
///
/// Example:
///
///   tasdiq init draft a.card.toml b.card.toml m1.card.toml m2.card.toml host.card.toml \
///       --origin record.example/joint --log-key "record.example/joint+…" --name "Joint Mechanism"
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct DraftArgs {
    /// One card from each member
    #[arg(required = true)]
    cards: Vec<PathBuf>,
    /// First line of every checkpoint: names the log for ever
    #[arg(long)]
    origin: String,
    /// Public text of the host's log key
    #[arg(long, value_name = "VKEY")]
    log_key: String,
    /// What the mechanism is called, in English
    #[arg(long)]
    name: String,
    /// Everything in it is invented, and every page says so
    #[arg(long)]
    fictional: bool,
    /// Where to write the charter
    #[arg(long, value_name = "FILE", default_value = "charter.toml")]
    out: PathBuf,
}

/// Make the statement anew after the charter was edited
///
/// Replaces nothing: move the old `charter.statement.json` and all signatures away first, they are
/// of the earlier words.
#[derive(clap::Args)]
struct StatementArgs {
    /// The charter
    charter: PathBuf,
}

/// Read what the charter says and sign it with a root key
///
/// Shows the charter in short and its SHA-256, which all members should compare by voice. Writes
/// `charter.ID.sig` beside the charter; send that file to whoever founds.
///
/// Example:
///
///   tasdiq init sign charter.toml --key a/root-1.key
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct SignArgs {
    /// The charter
    charter: PathBuf,
    /// A root key of your member
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The statement; by default beside the charter
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
    /// Sign without asking: you have read the charter
    #[arg(long)]
    yes: bool,
}

/// Put all signatures together into the founding act
///
/// Says exactly whose signature is missing or wrong. What it writes has been accepted by the same
/// rules every node runs.
///
/// Example:
///
///   tasdiq init found charter.toml charter.*.sig --out founding.json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct FoundArgs {
    /// The charter
    charter: PathBuf,
    /// The members' signatures
    #[arg(required = true)]
    signatures: Vec<PathBuf>,
    /// The statement; by default beside the charter
    #[arg(long, value_name = "FILE")]
    statement: Option<PathBuf>,
    /// Where to write the founding act
    #[arg(long, value_name = "FILE", default_value = "founding.json")]
    out: PathBuf,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Card(args) => card(args),
        Sub::Draft(args) => draft(args),
        Sub::Statement(args) => statement(&args),
        Sub::Sign(args) => sign(&args, face),
        Sub::Found(args) => found(&args),
    }
}

fn part(text: &str) -> Result<Part, String> {
    match text {
        "party" => Ok(Part::Party),
        "mediator" => Ok(Part::Mediator),
        "custodian" => Ok(Part::Custodian),
        _ => Err("one of party, mediator, custodian".to_owned()),
    }
}

fn tagged(text: &str) -> Result<(String, String), String> {
    let (tag, name) = text
        .split_once('=')
        .ok_or("write it as TAG=NAME, like ur=…")?;
    if roll::charter::LANGUAGES.contains(&tag) {
        Ok((tag.to_owned(), name.to_owned()))
    } else {
        Err(format!(
            "the language is one of {}",
            roll::charter::LANGUAGES.join(", ")
        ))
    }
}

fn card(args: CardArgs) -> Result<Answer, Report> {
    if !roll::charter::is_id(&args.id) {
        return Err(
            Report::input(format!("{:?} can't be a member's id", args.id))
                .hint("use 1 to 40 lower-case letters, digits and hyphens"),
        );
    }
    let made: Vec<KeyFile> = (0..args.roots)
        .map(|_| KeyFile::generate(Kind::Root, None))
        .collect::<Result<_, _>>()?;
    let mut roots = args.with_roots;
    for key in &made {
        roots.push(key.act_key()?.public());
    }
    let threshold = args
        .threshold
        .unwrap_or(u32::try_from(roots.len()).unwrap_or(u32::MAX));
    roll::charter::check_roots(&args.id, &roots, threshold)
        .map_err(|error| Report::usage("these root keys can't be a member's").because(&error))?;
    let witness = match args.no_witness || args.part == Part::Custodian {
        true => None,
        false => Some(KeyFile::generate(Kind::Witness, Some(&args.id))?),
    };
    let mut name: roll::Name = args.names.into_iter().collect();
    name.insert("en".to_owned(), args.name);
    let card = Card {
        format: CARD_FORMAT.to_owned(),
        member: Member {
            id: args.id.clone(),
            name,
            part: args.part,
            offset_minutes: args.offset,
            threshold,
            roots,
            witness: None,
        },
        witness: witness.as_ref().map(|key| CardWitness {
            key: key.public_text(),
            url: args.witness_url,
        }),
    };
    files::make_folder(&args.out)?;
    let mut private = Vec::new();
    for (number, key) in made.iter().enumerate() {
        private.push(write_key(
            key,
            &args.out,
            &format!("root-{}.key", number + 1),
        )?);
    }
    if let Some(key) = &witness {
        private.push(write_key(key, &args.out, "witness.key")?);
    }
    let public = args.out.join(format!("{}.card.toml", args.id));
    files::write_new(&public, card.text()?.as_bytes(), Privacy::Public)?;
    let public = public.display().to_string();
    let mut text = String::new();
    for file in &private {
        let _ = writeln!(text, "private  {file}");
    }
    let _ = writeln!(
        text,
        "public   {public}\n\nSend the public file to whoever drafts the charter."
    );
    Ok(Answer::new(
        text,
        json!({ "private": private, "card": public }),
    ))
}

fn write_key(key: &KeyFile, folder: &Path, name: &str) -> Result<String, Report> {
    let path = folder.join(name);
    key.write_new(&path)?;
    Ok(path.display().to_string())
}

fn draft(args: DraftArgs) -> Result<Answer, Report> {
    let mut cards = Vec::new();
    for path in &args.cards {
        cards.push(Card::parse(path, &files::read_text(path)?)?);
    }
    let parts = ceremony::Draft {
        name: args.name,
        fictional: args.fictional,
        origin: args.origin,
        log_key: args.log_key,
    };
    let text = ceremony::draft(cards, parts)?;
    files::write_new(&args.out, text.as_bytes(), Privacy::Public)?;
    write_statement(&args.out, &text)
}

fn statement(args: &StatementArgs) -> Result<Answer, Report> {
    let text = files::read_text(&args.charter)?;
    write_statement(&args.charter, &text)
}

fn write_statement(path: &Path, text: &str) -> Result<Answer, Report> {
    let charter = parse_charter(path, text)?;
    let prepared = ceremony::statement(text, &charter, tasdiq::clock::now())?;
    let beside = statement_beside(path);
    files::write_new(&beside, prepared.text().as_bytes(), Privacy::Public)?;
    let mechanism = Charter::mechanism(text);
    let (path, beside) = (path.display().to_string(), beside.display().to_string());
    let text = format!(
        "{path}\n{beside}\n\nSHA-256 of the charter: {mechanism}\n\
         Send both files to every member; each reads the charter and signs it with\n\
         `tasdiq init sign {path} --key root.key`.\n"
    );
    Ok(Answer::new(
        text,
        json!({ "charter": path, "statement": beside, "mechanism": mechanism }),
    ))
}

fn sign(args: &SignArgs, face: &Face) -> Result<Answer, Report> {
    let (text, charter, prepared) = ceremony_files(&args.charter, args.statement.as_deref())?;
    let file = KeyFile::read(&args.key)?;
    let key = file.act_key()?;
    let (member, number) = ceremony::root_of(&charter, &key.public()).ok_or_else(|| {
        Report::input(format!(
            "{} is {}, which is no member's root key in this charter",
            args.key.display(),
            key.public()
        ))
        .hint("sign with the root key that stands on your member's card")
    })?;
    face.confirm(&summary(&text, &charter, &prepared), Consent::of(args.yes))?;
    let signature = prepared.sign_detached(&key);
    let mark = if member.roots.len() == 1 {
        member.id.clone()
    } else {
        format!("{}-{number}", member.id)
    };
    let path = args.charter.with_extension(format!("{mark}.sig"));
    let json = serde_json::to_string(&signature)
        .map_err(|error| Report::here("could not write JSON").because(&error))?;
    files::write_new(&path, (json + "\n").as_bytes(), Privacy::Public)?;
    let (mechanism, path) = (Charter::mechanism(&text), path.display().to_string());
    let shown = format!(
        "signed for member {}: {path}\nSHA-256 of the charter: {mechanism}\n",
        member.id
    );
    Ok(Answer::new(
        shown,
        json!({
            "member": member.id,
            "signature": path,
            "entry": prepared.entry_id(),
            "mechanism": mechanism,
        }),
    ))
}

fn found(args: &FoundArgs) -> Result<Answer, Report> {
    let (text, charter, prepared) = ceremony_files(&args.charter, args.statement.as_deref())?;
    let mut signatures = Vec::new();
    for path in &args.signatures {
        let signature: Detached = serde_json::from_slice(&files::read(path)?).map_err(|error| {
            Report::input(format!(
                "{} is not a signature on a charter",
                path.display()
            ))
            .because(&error)
            .hint("its member makes it with `tasdiq init sign`")
        })?;
        signatures.push((path.clone(), signature));
    }
    let envelope = ceremony::found(&charter, &prepared, &signatures)?;
    files::write_new(&args.out, envelope.bytes(), Privacy::Public)?;
    let mechanism = Charter::mechanism(&text);
    let out = args.out.display().to_string();
    let shown = format!(
        "{out}: signed by every member, accepted by the rules\nmechanism {mechanism}\n\n\
         The host places it first: `tasdiq serve --founding {out}`.\n"
    );
    Ok(Answer::new(
        shown,
        json!({
            "founding": out,
            "mechanism": mechanism,
            "entry": envelope.entry_id(),
            "signatures": envelope.signatures().len(),
        }),
    ))
}

/// The charter, and the statement that signs exactly it.
fn ceremony_files(
    charter: &Path,
    statement: Option<&Path>,
) -> Result<(String, Charter, Prepared), Report> {
    let text = files::read_text(charter)?;
    let parsed = parse_charter(charter, &text)?;
    let beside = statement.map_or_else(|| statement_beside(charter), Path::to_path_buf);
    let prepared = Prepared::read(&beside)?;
    ceremony::check_statement(&prepared, &text)?;
    Ok((text, parsed, prepared))
}

fn statement_beside(charter: &Path) -> PathBuf {
    charter.with_extension("statement.json")
}

/// What a signatory has to have seen before signing.
fn summary(text: &str, charter: &Charter, prepared: &Prepared) -> String {
    let english = |name: &roll::Name| name.get("en").cloned().unwrap_or_default();
    let mut out = String::new();
    let _ = writeln!(out, "You are about to sign a charter for your member.\n");
    let _ = writeln!(out, "name       {}", english(&charter.name));
    if charter.fictional {
        let _ = writeln!(out, "           everything in it is invented");
    }
    let _ = writeln!(out, "SHA-256    {}", Charter::mechanism(text));
    let _ = writeln!(out, "statement  {}", prepared.entry_id());
    let _ = writeln!(
        out,
        "log        {} with key {}",
        charter.origin, charter.log_key
    );
    let _ = writeln!(out, "members");
    for member in &charter.members {
        let part = format!("{:?}", member.part).to_lowercase();
        let _ = writeln!(
            out,
            "  {:<6} {part}, {}: {} of {} root keys sign together",
            member.id,
            english(&member.name),
            member.threshold,
            member.roots.len()
        );
        for root in &member.roots {
            let _ = writeln!(out, "         {root}");
        }
    }
    let _ = writeln!(out, "witness policy");
    for line in charter.policy.lines() {
        let _ = writeln!(out, "  {line}");
    }
    let decisions = &charter.decisions;
    let _ = writeln!(
        out,
        "decisions  charter {:?}, new post {:?}, joint statement {:?}",
        decisions.amend, decisions.post, decisions.statement
    );
    let clocks = &charter.clocks;
    let _ = writeln!(
        out,
        "clocks     a proposal lapses after {} h, a key is granted for {} days at most, \
         a draft is tabled {} h before its session",
        clocks.proposal_lapses.0, clocks.grant_days_max, clocks.tabling_notice.0
    );
    let _ = writeln!(
        out,
        "also       {} posts, {} offices, {} rows of authority: read them in the file",
        charter.posts.len(),
        charter.offices.len(),
        charter.authority.len()
    );
    out
}
