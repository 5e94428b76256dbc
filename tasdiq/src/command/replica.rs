//! `tasdiq replica`: follow a log, verify all of it, compare, and serve what was verified.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;

use node::replica::Limits;
use serde_json::json;
use serve::pace::Rates;
use serve::{Host, Readers, ReplicaConfig, Site, clock};
use tasdiq::files;
use tasdiq::keyfile::KeyFile;
use tasdiq::receipts;
use tasdiq::recorded::LogKeys;
use tasdiq::report::Report;
use tasdiq::running::{self, IfAbsent};
use tasdiq::trust;

use crate::answer::Answer;

/// Run a replica of a log
///
/// It believes nothing it has not verified: signatures, tree, cosignatures, times, and the state that
/// both sides compute. It serves the same pages from its own copy, and takes no acts.
///
/// Example: tasdiq replica --dir /srv/replica --host https://record.example/reader/<token> \
///   --charter charter.toml --listen 127.0.0.1:7402
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of the copy
    #[arg(long)]
    dir: PathBuf,
    /// The reader address the host's custodian gave you
    #[arg(long)]
    host: String,
    /// The charter you have verified by other means
    #[arg(long)]
    charter: PathBuf,
    /// Another replica to compare with, as name=address of its reader prefix; may be repeated
    #[arg(long = "peer", value_parser = peer)]
    peers: Vec<(String, String)>,
    /// Receipt what reaches this copy on the hotline with this key: the node's own, granted for that
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1:7402")]
    listen: SocketAddr,
    /// The address people open [default: http://<listen>]
    #[arg(long)]
    public_origin: Option<String>,
}

fn peer(text: &str) -> Result<(String, String), String> {
    let (name, address) = text.split_once('=').ok_or("write it as name=address")?;
    Ok((
        name.to_owned(),
        format!("{}/log/checkpoint", address.trim_end_matches('/')),
    ))
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    running::log_to_stderr("info");
    running::runtime()?.block_on(replica(args))?;
    Ok(Answer::new(String::new(), json!({ "ended": true })))
}

async fn replica(args: Args) -> Result<(), Report> {
    let charter = trust::parse_charter(&args.charter, &files::read_text(&args.charter)?)?;
    let receipts = match &args.receipts {
        Some(file) => Some(KeyFile::read(file)?.act_key()?),
        None => None,
    };
    let policy = running::policy(&charter)?;
    let log = LogKeys {
        keys: policy.logs().iter().map(|log| log.key.clone()).collect(),
        trust: "charter",
    };
    let store = running::open_store(&args.dir, IfAbsent::Create)?;
    let (listener, address) = running::listen(args.listen).await?;
    let readers = Readers::default();
    let site = Site {
        public_origin: args
            .public_origin
            .unwrap_or_else(|| format!("http://{address}")),
        readers: readers.clone(),
        rates: Rates::default(),
        blobs: running::blobs(&args.dir)?,
        ice: serve::IceServers::default(),
        clock: clock::system(),
    };
    let config = ReplicaConfig {
        policy,
        origin: charter.origin,
        host: format!("{}/log", args.host.trim_end_matches('/')),
        peers: args.peers.into_iter().collect::<BTreeMap<_, _>>(),
        limits: Limits::default(),
        clock: clock::system(),
    };
    let replica = Host::follow(config, site, store)
        .map_err(|e| Report::here("the replica does not start").because(&e))?;
    tracing::info!(%address, origin = replica.origin, "following");
    if let Some(key) = receipts {
        receipts::keep(&replica, &args.host, key, log)?;
    }
    tokio::spawn(running::follow_readers(args.dir, readers));
    running::serve(listener, serve::routes::router(&replica)).await;
    Ok(())
}
