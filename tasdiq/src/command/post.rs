//! `tasdiq post`: a border post's own program.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use act::SigningKey;
use roll::Charter;
use serde_json::json;
use tasdiq::files;
use tasdiq::keyfile::KeyFile;
use tasdiq::post::{Config, Post};
use tasdiq::report::Report;
use tasdiq::running;
use tasdiq::trust;
use watchlist::page::post::Link;

use crate::answer::Answer;

/// Run a border post: hold the daily edition, screen with or without a link
///
/// Serves its pages on this machine only. It takes an edition over only as the log's key announced it,
/// opens its seals in memory, and signs what is recorded with the officers' keys. Without a link,
/// recorded acts wait in the folder and are sent in order when it is back.
///
/// Example:
///
///   tasdiq post --dir /srv/post --host https://record.example/reader/<token> \
///     --charter charter.toml --post torkham --member-key desk.key \
///     --officer One=one.key --officer Two=two.key --listen 127.0.0.1:7403
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// Folder of the post
    #[arg(long)]
    dir: PathBuf,
    /// The reader address the host's custodian gave you
    #[arg(long)]
    host: String,
    /// The charter you have verified by other means
    #[arg(long)]
    charter: PathBuf,
    /// The post's id in the charter
    #[arg(long)]
    post: String,
    /// The member's key that bodies are sealed to
    #[arg(long, value_name = "FILE")]
    member_key: PathBuf,
    /// An officer's name on the page and key; may be repeated
    #[arg(long = "officer", value_name = "NAME=FILE", value_parser = officer, required = true)]
    officers: Vec<(String, PathBuf)>,
    /// Address to listen on: this machine's own
    #[arg(long, default_value = "127.0.0.1:7403")]
    listen: SocketAddr,
    /// Where petitions are taken, as slips print it [default: the host's page /appeal]
    #[arg(long)]
    petitions: Option<String>,
    /// Whether to ask the host at first; the page switches it
    #[arg(long, value_enum, default_value_t = Start::On)]
    link: Start,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Start {
    On,
    Off,
}

fn officer(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !name.trim().is_empty() => Ok((name.to_owned(), file.into())),
        _ => Err("write it as NAME=FILE".to_owned()),
    }
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    running::log_to_stderr("info");
    if !args.listen.ip().is_loopback() {
        return Err(Report::usage("a post's pages are for its own machine only")
            .hint("--listen 127.0.0.1:7403"));
    }
    let text = files::read_text(&args.charter)?;
    let mut officers: BTreeMap<String, SigningKey> = BTreeMap::new();
    for (name, file) in args.officers {
        if officers
            .insert(name.clone(), KeyFile::read(&file)?.act_key()?)
            .is_some()
        {
            return Err(Report::usage(format!(
                "there are two officers called {name}"
            )));
        }
    }
    let origin = args.host.split("/reader/").next().unwrap_or_default();
    let origin = origin.trim_end_matches('/');
    let config = Config {
        dir: args.dir,
        charter: trust::parse_charter(&args.charter, &text)?,
        mechanism: Charter::mechanism(&text),
        post: args.post,
        member_key: KeyFile::read(&args.member_key)?.act_key()?,
        officers,
        petitions: args.petitions.unwrap_or_else(|| format!("{origin}/appeal")),
        link: match args.link {
            Start::On => Link::On,
            Start::Off => Link::Off,
        },
        host: args.host,
    };
    let post = Post::start(config)?;
    running::runtime()?.block_on(async {
        let (listener, address) = running::listen(args.listen).await?;
        tracing::info!(%address, "the post's pages");
        running::serve(listener, serve::local::router(post.pages(), address.port())).await;
        Ok(())
    })?;
    Ok(Answer::new(String::new(), json!({ "ended": true })))
}
