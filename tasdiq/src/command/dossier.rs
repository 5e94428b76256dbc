//! `tasdiq dossier`: everything about one commitment, each entry with its proof, as one file.

use std::path::PathBuf;

use act::Leaf;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tasdiq::audit;
use tasdiq::files::{self, Privacy};
use tasdiq::report::{Exit, Report};
use tasdiq::source::Source;
use tasdiq::trust::{Trust, TrustArgs, policy_of};
use tlog::policy::Policy;
use tlog::proof::Proof;

use super::prove;
use super::verify::Progress;
use crate::answer::{Answer, Json};
use crate::face::Face;

/// Names the form of a dossier.
const FORMAT: &str = "tasdiq.dossier.v1";

/// Take everything about one commitment, or one thread of the hotline, out of a log, with proofs, as one file
///
/// The charter, the grants of keys, the words carried out, and every act about the commitment, each
/// with the proof that it is in the witnessed log. Check it anywhere, without a network:
/// `tasdiq verify dossier FILE --charter charter.toml`. The host serves the same at /dossiers/ID.json.
///
/// Examples:
///
///   tasdiq dossier c-07 --log backup/ --out c-07.json
///   tasdiq dossier message-118 --log backup/ --out thread.json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The commitment's id; or message- and the entry of a message
    commitment: String,
    /// The log: a folder or an address
    #[arg(
        long,
        visible_alias = "host",
        value_name = "FOLDER|URL",
        default_value = "."
    )]
    log: String,
    /// File to write; by default the standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    trust: TrustArgs,
}

/// A dossier as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dossier {
    format: String,
    origin: String,
    commitment: String,
    entries: Vec<Proven>,
    /// Whether it is a thread of the exercise channel. What the entries say counts, not this.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    exercise: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Proven {
    index: u64,
    /// The exact bytes of the entry.
    leaf: String,
    /// Its C2SP tlog-proof.
    proof: String,
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let source = Source::open(&args.log)?;
    let mut progress = Progress::new(face);
    let audit = audit::audit(&source, &args.trust.read()?, &mut progress);
    progress.finish();
    let audit = audit?;
    if !audit.is_sound() {
        return Err(
            Report::other_side("the log is not sound, so nothing follows from it")
                .hint("see what is wrong: tasdiq verify")
                .refused(),
        );
    }
    let entries = audit.world.dossier(&args.commitment).ok_or_else(|| {
        Report::input(format!(
            "there is no commitment or message {} in this log",
            args.commitment
        ))
    })?;
    let note = prove::checkpoint(&source)?;
    let entries = entries.into_iter().map(|index| {
        let (leaf, proof) = prove::prove(&source, &note, index)?;
        let leaf = String::from_utf8_lossy(&leaf).into_owned();
        let proof = proof.to_string();
        Ok(Proven { index, leaf, proof })
    });
    let dossier = Dossier {
        format: FORMAT.to_owned(),
        origin: audit.origin,
        commitment: args.commitment.clone(),
        entries: entries.collect::<Result<_, Report>>()?,
        exercise: audit.world.is_exercise(&args.commitment),
    };
    let text = serde_json::to_string(&dossier).unwrap_or_default();
    let Some(out) = &args.out else {
        return Ok(Answer {
            text: format!("{text}\n"),
            json: Json::Line(text),
            exit: Exit::Fine,
        });
    };
    files::write_new(out, text.as_bytes(), Privacy::Public)?;
    let shown = out.display().to_string();
    Ok(Answer::new(
        format!(
            "{shown}\n\nCheck it anywhere: tasdiq verify dossier {shown} --charter charter.toml\n"
        ),
        json!({ "file": shown, "entries": dossier.entries.len() }),
    ))
}

/// Checks a dossier without a network.
pub(super) fn check(text: &str, trust: &Trust) -> Result<Answer, Report> {
    let dossier: Dossier = serde_json::from_str(text).map_err(|error| {
        Report::input("this is not a dossier")
            .because(&error)
            .hint("make one: tasdiq dossier")
    })?;
    if dossier.format != FORMAT {
        return Err(Report::input(format!(
            "a dossier of another form: {}",
            dossier.format
        )));
    }
    let (origin, policy, believed) = trusted(&dossier, trust)?;
    let mut lines = String::new();
    let mut checked = Vec::new();
    let mut exercise = false;
    for entry in &dossier.entries {
        let proof = Proof::parse(entry.proof.as_bytes()).map_err(|error| bad(entry, &error))?;
        let proven = proof
            .verify(entry.leaf.as_bytes(), &origin, &policy)
            .map_err(|error| bad(entry, &error))?;
        let leaf = Leaf::parse(entry.leaf.as_bytes()).map_err(|error| bad(entry, &error))?;
        leaf.envelope.verify().map_err(|error| bad(entry, &error))?;
        if proven.index != entry.index {
            return Err(
                Report::other_side("the dossier names another place than its proof")
                    .hint(format!("entry {} is at {}", entry.index, proven.index))
                    .refused(),
            );
        }
        let (area, kind) = leaf.envelope.kind();
        let drill = is_exercise(&leaf);
        exercise |= drill;
        let mark = if drill { "  EXERCISE" } else { "" };
        lines.push_str(&format!(
            "  {:>6}  {}  {area}.{kind}{mark}\n",
            entry.index, leaf.at
        ));
        let mut one =
            json!({ "index": entry.index, "at": leaf.at, "kind": format!("{area}.{kind}") });
        if drill {
            one["exercise"] = json!(true);
        }
        checked.push(one);
    }
    let exercise = if exercise { "EXERCISE. " } else { "" };
    let text = format!(
        "{exercise}The dossier of {} holds: {} entries, all signed and in the witnessed log {origin}.\n\
         Believed: {believed}. Whether the rules let each act count, only the whole log tells.\n\n{lines}",
        dossier.commitment,
        checked.len()
    );
    Ok(Answer::new(
        text,
        json!({ "commitment": dossier.commitment, "origin": origin, "trust": believed, "entries": checked }),
    ))
}

/// Whether an entry is a message of the exercise channel.
fn is_exercise(leaf: &Leaf) -> bool {
    match mechanism::read(&leaf.envelope).map(|reading| reading.said) {
        Ok(mechanism::Said::Hotline(hotline::HotlineEntry::MessageSent(entry))) => {
            entry.channel == hotline::entry::Channel::Drill
        }
        _ => false,
    }
}

fn bad(entry: &Proven, error: &dyn std::error::Error) -> Report {
    Report::other_side(format!(
        "entry {} of the dossier does not hold",
        entry.index
    ))
    .because(error)
    .hint("if you did not change the file, keep it: it is evidence")
    .refused()
}

/// What the reader brings along; without it the charter in the dossier's own first entry.
fn trusted(dossier: &Dossier, trust: &Trust) -> Result<(String, Policy, &'static str), Report> {
    if let Some((origin, policy)) = trust.pinned()? {
        return Ok((origin, policy, trust.name()));
    }
    let no_charter = || {
        Report::usage("the dossier holds no charter, so there is nothing to check it against")
            .hint("add --charter with the charter your side signed")
    };
    let first = dossier.entries.iter().find(|entry| entry.index == 0);
    let leaf =
        Leaf::parse(first.ok_or_else(no_charter)?.leaf.as_bytes()).map_err(|_| no_charter())?;
    let reading = mechanism::read(&leaf.envelope).map_err(|_| no_charter())?;
    match reading.said {
        mechanism::Said::Roll(roll::RollEntry::CharterSigned(entry)) => {
            let charter = roll::Charter::parse(&entry.charter).map_err(|_| no_charter())?;
            Ok((
                charter.origin.clone(),
                policy_of(&charter)?,
                "the charter in the dossier itself",
            ))
        }
        _ => Err(no_charter()),
    }
}
