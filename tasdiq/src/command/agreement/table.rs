//! `tasdiq agreement table`: a file becomes a signed draft in the log.

use std::path::{Path, PathBuf};

use act::{Digest, Envelope, SigningKey, Time};
use agreement::AgreementEntry;
use agreement::entry::{DraftKind, DraftPartFiled, DraftTabled};
use mechanism::Said;
use serde_json::{Value, json};
use tasdiq::files::{self, Privacy};
use tasdiq::host::{Host, Wait};
use tasdiq::keyfile::KeyFile;
use tasdiq::recorded::LogKeys;
use tasdiq::report::{Exit, Report};

use super::read_draft;
use crate::answer::{Answer, Json};
use crate::command::act::{To, prepare, void};
use crate::face::{Consent, Face};

/// Longest part of a text in one act, in bytes. With what JSON adds it stays under the body limit.
const PART_BYTES_MAX: usize = 24_000;

/// Table a file as a draft in the log
///
/// A long text is filed in parts, split at the ends of paragraphs, and then tabled as one draft: it
/// counts only with the last act. Each signed act is kept in a folder beside the file before it is
/// sent; run the same command again after a failure, and it goes on where it stopped.
///
/// Example:
///
///   tasdiq agreement table text.md --instrument principles --draft a-proposal \
///       --title "Proposal of Party A" --key duty.key --host https://HOST/reader/TOKEN
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The text: Markdown or plain text
    file: PathBuf,
    /// The instrument it is a draft of
    #[arg(long)]
    instrument: String,
    /// The draft's id, unique within the instrument
    #[arg(long)]
    draft: String,
    /// As shown
    #[arg(long)]
    title: String,
    /// What kind of draft
    #[arg(long, value_parser = kind, default_value = "proposal", value_name = "proposal|counter|one-text|compilation")]
    kind: DraftKind,
    /// Id of the draft it answers or revises
    #[arg(long, value_name = "DRAFT")]
    follows: Option<String>,
    /// The session it is for, like 2025-11-07T14:00:00.000Z
    #[arg(long, value_name = "TIME")]
    session: Option<Time>,
    /// Language of the text
    #[arg(long, default_value = "en", value_name = "TAG")]
    language: String,
    /// The key that tables it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    #[command(flatten)]
    to: To,
    /// Sign without asking: you have read the text
    #[arg(long)]
    yes: bool,
}

fn kind(text: &str) -> Result<DraftKind, String> {
    match text {
        "proposal" => Ok(DraftKind::Proposal),
        "counter" => Ok(DraftKind::Counter),
        "one-text" => Ok(DraftKind::OneText),
        "compilation" => Ok(DraftKind::Compilation),
        _ => Err("one of proposal, counter, one-text, compilation".to_owned()),
    }
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let text = files::read_text(&args.file)?.replace("\r\n", "\n");
    let text = text.trim_start_matches('\u{feff}');
    let draft = read_draft(&args.file, text)?;
    let parts = split(text, PART_BYTES_MAX);
    let key = KeyFile::read(&args.key)?.act_key()?;
    let shown = format!(
        "You are about to table a draft; tabling it is also proposing every clause in it.\n\n\
         file        {}\ninstrument  {}\ndraft       {} ({:?}): {}\nclauses     {}\nSHA-256     {}\n\
         signed as   {} acts by {}\n",
        args.file.display(),
        args.instrument,
        args.draft,
        args.kind,
        args.title,
        draft.clauses.len(),
        Digest::of(text.as_bytes()),
        parts.len(),
        key.public()
    );
    face.confirm(&shown, Consent::of(args.yes))?;
    let host = Host::at(&args.to.host, face.lang)?;
    let mut tabling = Tabling {
        log: host.log_keys(&args.to.trust.read()?)?,
        host,
        folder: journal(args, text, &key),
        key,
    };
    files::make_folder(&tabling.folder)?;
    let (last, filed) = parts.split_last().unwrap_or((&"", &[]));
    let bar = face.bar("filing", parts.len() as u64);
    let mut ids = Vec::new();
    for (number, part) in filed.iter().enumerate() {
        let entry = DraftPartFiled {
            instrument: args.instrument.clone(),
            text: (*part).to_owned(),
        };
        let said = Said::Agreement(AgreementEntry::DraftPartFiled(entry));
        let (envelope, told) =
            tabling.say(&format!("part-{}", number + 1), &said, Wait::Durable)?;
        if let Some(reason) = void(&told, face.lang) {
            return Err(refused(&reason, &tabling.folder));
        }
        ids.push(envelope.entry_id());
        bar.inc(1);
    }
    let entry = DraftTabled {
        instrument: args.instrument.clone(),
        draft: args.draft.clone(),
        title: args.title.clone(),
        kind: args.kind,
        follows: args.follows.clone(),
        session: args.session,
        language: args.language.clone(),
        parts: ids,
        text: (*last).to_owned(),
    };
    let said = Said::Agreement(AgreementEntry::DraftTabled(entry));
    let (_, told) = tabling.say("tabled", &said, args.to.wait)?;
    bar.finish_and_clear();
    if let Some(reason) = void(&told, face.lang) {
        return Err(refused(&reason, &tabling.folder));
    }
    Ok(tabled(&told, draft.clauses.len(), parts.len()))
}

fn refused(reason: &str, folder: &Path) -> Report {
    Report::input(format!("the draft is recorded, but void: {reason}"))
        .hint("mend what the reason names and table it again")
        .hint(format!(
            "if only the rules have changed since, remove {} first",
            folder.display()
        ))
        .refused()
}

fn tabled(told: &Value, clauses: usize, acts: usize) -> Answer {
    let index = told
        .get("index")
        .and_then(Value::as_u64)
        .unwrap_or_default();
    let text = format!("tabled as entry {index}: {clauses} clauses, {acts} acts\n");
    let json = json!({ "index": index, "clauses": clauses, "acts": acts, "recorded": told });
    Answer {
        text,
        json: Json::Value(json),
        exit: Exit::Fine,
    }
}

/// Where the signed acts of this very tabling are kept: another text, draft or key is another one.
fn journal(args: &Args, text: &str, key: &SigningKey) -> PathBuf {
    let session = args.session.map(|at| at.to_string()).unwrap_or_default();
    let named = [
        text,
        &args.instrument,
        &args.draft,
        &args.title,
        args.kind_name(),
        args.follows.as_deref().unwrap_or_default(),
        &session,
        &args.language,
        &key.public().to_string(),
        &args.to.host,
    ]
    .join("\n");
    let mark = Digest::of(named.as_bytes()).short();
    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    args.file.with_file_name(format!("{name}.{mark}.tabling"))
}

impl Args {
    fn kind_name(&self) -> &'static str {
        match self.kind {
            DraftKind::Proposal => "proposal",
            DraftKind::Counter => "counter",
            DraftKind::OneText => "one-text",
            DraftKind::Compilation => "compilation",
        }
    }
}

struct Tabling {
    host: Host,
    log: LogKeys,
    folder: PathBuf,
    key: SigningKey,
}

impl Tabling {
    /// Says it once, however often it is called: the signed act is kept before it is sent, and the
    /// host answers identical bytes identically. Only where the host shows that the kept act never
    /// arrived, and its number is taken by another, is it signed anew.
    fn say(&mut self, name: &str, said: &Said, wait: Wait) -> Result<(Envelope, Value), Report> {
        let path = self.folder.join(format!("{name}.json"));
        if path.exists() {
            let kept = self.kept(&path)?;
            match self.host.submit(&kept, wait, &self.log) {
                Ok(recorded) => return Ok((kept, recorded.told)),
                Err(report) if is_stale(&report) => {
                    std::fs::remove_file(&path).map_err(|error| {
                        Report::here(format!("could not remove {}", path.display())).because(&error)
                    })?;
                }
                Err(report) => return Err(self.again(report)),
            }
        }
        let envelope = prepare(&self.host, &self.key, said)?.sign(&self.key);
        files::write_new(&path, envelope.bytes(), Privacy::Public)?;
        let recorded = self
            .host
            .submit(&envelope, wait, &self.log)
            .map_err(|report| self.again(report))?;
        Ok((envelope, recorded.told))
    }

    fn kept(&self, path: &Path) -> Result<Envelope, Report> {
        Envelope::parse(&files::read(path)?).map_err(|error| {
            Report::here(format!("{} is damaged", path.display()))
                .because(&error)
                .hint("remove it and run the command again")
        })
    }

    fn again(&self, report: Report) -> Report {
        report.hint(format!(
            "run the same command again: what was signed is kept in {}",
            self.folder.display()
        ))
    }
}

/// Whether the host says that the act's number is another's.
fn is_stale(report: &Report) -> bool {
    let kind = report
        .more
        .as_ref()
        .and_then(|more| more.get("type"))
        .and_then(Value::as_str);
    matches!(kind, Some("tasdiq:out-of-order" | "tasdiq:signed-twice"))
}

/// A text in parts of at most so many bytes, at the ends of paragraphs, else of lines, else of
/// words. The parts joined are the text.
fn split(text: &str, bytes_max: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while rest.len() > bytes_max {
        let mut end = bytes_max;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let head = &rest[..end];
        let after = |mark: &str| head.rfind(mark).map(|at| at + mark.len());
        let cut = after("\n\n")
            .or_else(|| after("\n"))
            .or_else(|| after(" "))
            .unwrap_or(end);
        parts.push(&rest[..cut]);
        rest = &rest[cut..];
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn parts_end_where_paragraphs_do_and_lose_nothing() {
        let text = "First words.\n\nSecond words.\nA line.\n\nThird.";
        assert_eq!(split(text, 100), [text]);
        assert_eq!(
            split(text, 30),
            ["First words.\n\n", "Second words.\nA line.\n\nThird."]
        );
        assert_eq!(split("one two three", 8), ["one two ", "three"]);
        assert_eq!(split("ښښښ", 3), ["ښ", "ښ", "ښ"]);
        let long = "چار لفظ\n\nدو\n".repeat(500);
        for bytes_max in [4, 9, 50, 1000] {
            let parts = split(&long, bytes_max);
            assert_eq!(parts.concat(), long);
            assert!(parts.iter().all(|part| part.len() <= bytes_max));
        }
    }
}
