//! `tasdiq witness`: cosign what a log shows, if it continues what was cosigned before.

use std::net::SocketAddr;
use std::path::PathBuf;

use serde_json::json;
use serve::clock;
use serve::witness::WitnessServer;
use tasdiq::files;
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::report::Report;
use tasdiq::running::{self, IfAbsent};
use tasdiq::trust;
use tlog::witness::KnownLog;

use crate::answer::Answer;

/// Run a witness of a log
///
/// A witness remembers the largest checkpoint it has cosigned, durably, before it answers, and cosigns
/// only what continues it. It sees sizes and roots, never entries.
///
/// Example: tasdiq witness --dir /srv/witness --key witness.key --charter charter.toml \
///   --listen 127.0.0.1:7401
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of what this witness remembers; losing it means losing the witness's word
    #[arg(long)]
    dir: PathBuf,
    /// The witness's key file
    #[arg(long)]
    key: PathBuf,
    /// The charter, which names the log and its key
    #[arg(long)]
    charter: PathBuf,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:7401")]
    listen: SocketAddr,
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    running::log_to_stderr("info");
    running::runtime()?.block_on(witness(args))?;
    Ok(Answer::new(String::new(), json!({ "ended": true })))
}

async fn witness(args: Args) -> Result<(), Report> {
    let key = KeyFile::read(&args.key)?.note_key(Kind::Witness)?;
    let charter = trust::parse_charter(&args.charter, &files::read_text(&args.charter)?)?;
    let named = running::policy(&charter)?
        .witnesses()
        .iter()
        .any(|witness| witness.key == key.verifier_key());
    if !named {
        return Err(
            Report::input("the charter's policy does not name this witness key")
                .hint(format!("this key is {}", key.verifier_key())),
        );
    }
    let log_key = charter
        .log_key
        .parse()
        .map_err(|e| Report::input("the charter's log key is malformed").because(&e))?;
    let log = KnownLog {
        origin: charter.origin,
        keys: vec![log_key],
    };
    let store = running::open_store(&args.dir, IfAbsent::Create)?;
    let server = WitnessServer::open(key, vec![log], store, clock::system())
        .map_err(|e| Report::here("what this witness remembers can't be read").because(&e))?;
    let (listener, address) = running::listen(args.listen).await?;
    tracing::info!(%address, "witnessing");
    running::serve(listener, server.router()).await;
    Ok(())
}
