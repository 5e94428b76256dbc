//! `tasdiq reader`: who may read a node's log without signing in.

use std::path::PathBuf;

use act::Digest;
use serde_json::json;
use tasdiq::report::Report;
use tasdiq::running::{self, READERS_FILE, ReaderLine};

use crate::answer::Answer;

/// Give and revoke reader addresses
///
/// A reader address lets a replica or a foreign client read the log without an office's key. Only a
/// digest of it is kept. A running node notices within seconds.
///
/// Example: tasdiq reader add --dir /srv/record "replica of Party B"
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(clap::Subcommand)]
enum Verb {
    /// Make a new address and print it once
    Add {
        /// Folder of the node
        #[arg(long)]
        dir: PathBuf,
        /// Who will read
        label: String,
    },
    /// Take an address back
    Revoke {
        /// Folder of the node
        #[arg(long)]
        dir: PathBuf,
        /// As given to `add`
        label: String,
    },
    /// List who may read
    List {
        /// Folder of the node
        #[arg(long)]
        dir: PathBuf,
    },
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    match args.verb {
        Verb::Add { dir, label } => add(&dir, label),
        Verb::Revoke { dir, label } => revoke(&dir, &label),
        Verb::List { dir } => list(&dir),
    }
}

fn add(dir: &std::path::Path, label: String) -> Result<Answer, Report> {
    let mut lines = running::read_readers(dir)?;
    if lines.reader.iter().any(|line| line.label == label) {
        return Err(Report::usage(format!("{label:?} has an address already"))
            .hint("revoke it first, or choose another label"));
    }
    let token = running::token()?;
    let sha256 = Digest::of(token.as_bytes());
    lines.reader.push(ReaderLine {
        label: label.clone(),
        sha256,
    });
    write(dir, &lines)?;
    let text = format!(
        "/reader/{token}\n\nPut the node's own address before it. It is shown this once; whoever \
         has it reads the whole log.\n"
    );
    Ok(Answer::new(
        text,
        json!({ "label": label, "path": format!("/reader/{token}") }),
    ))
}

fn revoke(dir: &std::path::Path, label: &str) -> Result<Answer, Report> {
    let mut lines = running::read_readers(dir)?;
    let before = lines.reader.len();
    lines.reader.retain(|line| line.label != label);
    if lines.reader.len() == before {
        return Err(
            Report::usage(format!("nobody is called {label:?}")).hint("see `tasdiq reader list`")
        );
    }
    write(dir, &lines)?;
    Ok(Answer::new(
        format!("{label} can no longer read\n"),
        json!({ "revoked": label }),
    ))
}

fn list(dir: &std::path::Path) -> Result<Answer, Report> {
    let labels: Vec<String> = running::read_readers(dir)?
        .reader
        .into_iter()
        .map(|line| line.label)
        .collect();
    let text = match labels.as_slice() {
        [] => "none recorded\n".to_owned(),
        labels => labels.join("\n") + "\n",
    };
    Ok(Answer::new(text, json!({ "readers": labels })))
}

/// Written beside and moved over, so that a running node never reads half a file.
fn write(dir: &std::path::Path, lines: &running::ReaderLines) -> Result<(), Report> {
    let text = toml::to_string(lines)
        .map_err(|e| Report::here("the list of readers can't be written").because(&e))?;
    let path = dir.join(READERS_FILE);
    let beside = dir.join(format!("{READERS_FILE}.new"));
    let failed =
        |e: std::io::Error| Report::here(format!("can't write {}", path.display())).because(&e);
    std::fs::create_dir_all(dir).map_err(failed)?;
    std::fs::write(&beside, text).map_err(failed)?;
    std::fs::rename(&beside, &path).map_err(failed)
}
