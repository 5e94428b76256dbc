//! `tasdiq serve`: run the host of a log.

use std::net::SocketAddr;
use std::path::PathBuf;

use act::Envelope;
use node::sequencer::{Limits, StartRule};
use serde_json::json;
use serve::pace::Rates;
use serve::{Host, HostConfig, IceServers, Readers, clock};
use tasdiq::files;
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::report::Report;
use tasdiq::running::{self, IfAbsent};

use crate::answer::Answer;

/// Run the host of a log: sequencer, tiles, pages
///
/// The first time, `--founding` brings the charter that every member has signed (`tasdiq init found`);
/// later the log itself has it. Before it signs anything, the host asks every witness what it has
/// cosigned: a log restored from an old copy refuses to go on.
///
/// Example: tasdiq serve --dir /srv/record --log-key log.key --founding founding.json \
///   --listen 127.0.0.1:7400 --public-origin https://record.example
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder of the log
    #[arg(long)]
    dir: PathBuf,
    /// The log's key file
    #[arg(long)]
    log_key: PathBuf,
    /// The founding act, for a new log only
    #[arg(long)]
    founding: Option<PathBuf>,
    /// Address to listen on; put a TLS terminator before it for anything but loopback
    #[arg(long, default_value = "127.0.0.1:7400")]
    listen: SocketAddr,
    /// The address people open, bound into every sign-in [default: http://<listen>]
    #[arg(long)]
    public_origin: Option<String>,
    /// Sign as soon as everyone was asked, even if a quorum of witnesses did not answer: only if you
    /// know that this store is the one that ran last
    #[arg(long)]
    start_alone: bool,
    /// Leave room on the disk for everything else: the log's file grows to so many bytes, then acts
    /// are refused as by a full disk, and reading goes on
    #[arg(long, value_name = "BYTES")]
    store_bytes_max: Option<u64>,
    /// STUN and TURN servers for calls between browsers behind NAT, as browsers take them: a JSON list
    /// of `{"urls": ["turn:…"], "username": "…", "credential": "…"}`
    #[arg(long, value_name = "FILE")]
    ice: Option<PathBuf>,
}

pub(crate) fn run(args: Args) -> Result<Answer, Report> {
    running::log_to_stderr("info");
    running::runtime()?.block_on(host(args))?;
    Ok(Answer::new(String::new(), json!({ "ended": true })))
}

async fn host(args: Args) -> Result<(), Report> {
    let log_key = KeyFile::read(&args.log_key)?.note_key(Kind::Log)?;
    let founding = args
        .founding
        .as_ref()
        .map(|path| read_founding(path))
        .transpose()?;
    let absent = if founding.is_some() {
        IfAbsent::Create
    } else {
        IfAbsent::Fail
    };
    let store = match args.store_bytes_max {
        Some(bytes_max) => running::open_limited_store(&args.dir, absent, bytes_max)?,
        None => running::open_store(&args.dir, absent)?,
    };
    let stored = running::charter_in(store.as_ref())?;
    let is_new = stored.is_none();
    let charter = match (stored, &founding) {
        (Some(charter), _) => charter,
        (None, Some(founding)) => running::charter_of(founding)?,
        (None, None) => {
            return Err(Report::usage("the log is empty")
                .hint("add --founding with the act made by `tasdiq init found`"));
        }
    };
    if charter.log_key != log_key.verifier_key().to_string() {
        return Err(
            Report::input("this is not the log key that the charter names")
                .hint(format!("the charter names {}", charter.log_key)),
        );
    }
    let ice = match &args.ice {
        Some(path) => ice_servers(path)?,
        None => IceServers::default(),
    };
    let (listener, address) = running::listen(args.listen).await?;
    let readers = Readers::default();
    let config = HostConfig {
        log_key,
        policy: running::policy(&charter)?,
        replicas: std::collections::BTreeMap::new(),
        start: if args.start_alone {
            StartRule::WhoeverAnswers
        } else {
            StartRule::QuorumAnswered
        },
        limits: Limits::default(),
        public_origin: args
            .public_origin
            .unwrap_or_else(|| format!("http://{address}")),
        readers: readers.clone(),
        rates: Rates::default(),
        blobs: running::blobs(&args.dir)?,
        ice,
        clock: clock::system(),
    };
    let host = Host::start(config, store)
        .map_err(|e| Report::here("the host does not start").because(&e))?;
    tracing::info!(%address, origin = host.origin, "serving");
    tokio::spawn(running::follow_readers(args.dir, readers));
    if let Some(founding) = founding.filter(|_| is_new) {
        tokio::spawn(running::place(format!("http://{address}"), vec![founding]));
    }
    running::serve(listener, serve::routes::router(&host)).await;
    Ok(())
}

fn ice_servers(path: &std::path::Path) -> Result<IceServers, Report> {
    let text = String::from_utf8(files::read(path)?)
        .map_err(|e| Report::input(format!("{} is not a text", path.display())).because(&e))?;
    IceServers::parse(&text).map_err(|e| {
        Report::input(format!(
            "{} is no list of servers for calls",
            path.display()
        ))
        .because(&e)
    })
}

fn read_founding(path: &std::path::Path) -> Result<Envelope, Report> {
    let envelope = Envelope::parse(&files::read(path)?).map_err(|e| {
        Report::input(format!("{} is not a founding act", path.display())).because(&e)
    })?;
    envelope
        .verify()
        .map_err(|e| Report::input("the founding act is not signed as it says").because(&e))?;
    Ok(envelope)
}
