//! Running nodes: a runtime, listeners on addresses that are said aloud, an orderly end.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use act::{Digest, Envelope, Leaf};
use mechanism::Said;
use roll::{Charter, RollEntry};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use serve::Readers;
use serve::blobs::BlobRoom;
use store::blobs::Folder;
use store::{Sqlite, Store};
use timestamp::Anchors;
use tlog::policy::Policy;
use tokio::net::TcpListener;

use crate::evidence::{self, Reader};
use crate::files;
use crate::report::Report;

/// Name of the log's file in a node's folder.
const STORE_FILE: &str = "log.sqlite";
/// Name of the file that lists who may read without signing in.
pub const READERS_FILE: &str = "readers.toml";
/// Name of the file with the agreement's own anchors, as PEM.
pub const ANCHORS_FILE: &str = "anchors.pem";
/// Open files beside connections: the store, payloads, readers of payloads.
const OTHER_FILES: u64 = 512;
/// How often that file is looked at.
const READERS_LOOK: std::time::Duration = std::time::Duration::from_secs(2);

/// A runtime for a node.
pub fn runtime() -> Result<tokio::runtime::Runtime, Report> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|e| Report::here("the system gives this program no threads").because(&e))
}

/// Writes what nodes have to say to standard error, one line each. `RUST_LOG` chooses how much.
pub fn log_to_stderr(quiet: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(quiet));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // Fails only where a test has set one already.
    let _ = subscriber.try_init();
}

/// Listens, and says on which port if the system chose one.
pub async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Report> {
    let listener = TcpListener::bind(address).await.map_err(|e| {
        Report::here(format!("can't listen on {address}"))
            .because(&e)
            .hint("another program may use the port: choose one with --listen")
    })?;
    let address = listener
        .local_addr()
        .map_err(|e| Report::here("the system does not say which port it gave").because(&e))?;
    Ok((listener, address))
}

/// Serves until somebody asks the process to end.
pub async fn serve(listener: TcpListener, router: serve::Router) {
    open_files();
    serve::run(listener, router, asked_to_end()).await;
}

/// As many open files as connections may need, as far as the system lets this process have them.
fn open_files() {
    let wanted = serve::CONNECTIONS_MAX as u64 + OTHER_FILES;
    let limit = getrlimit(Resource::Nofile);
    if limit.current.is_none_or(|current| current >= wanted) {
        return;
    }
    let given = limit.maximum.map_or(wanted, |most| most.min(wanted));
    let raised = Rlimit {
        current: Some(given),
        maximum: limit.maximum,
    };
    if setrlimit(Resource::Nofile, raised).is_err() || given < wanted {
        tracing::warn!(
            wanted,
            "few files may be open: many connections at once will fail"
        );
    }
}

/// Ctrl-C, or a polite signal.
pub async fn asked_to_end() {
    let interrupt = tokio::signal::ctrl_c();
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupt => {}
        () = terminate => {}
    }
}

/// The store in a node's folder, made if it is not there and may be.
pub fn open_store(folder: &Path, absent: IfAbsent) -> Result<Box<dyn Store>, Report> {
    open_sqlite(folder, absent).map(boxed)
}

/// The same; acts that would make its file longer than `bytes_max` are refused as by a full disk.
pub fn open_limited_store(
    folder: &Path,
    absent: IfAbsent,
    bytes_max: u64,
) -> Result<Box<dyn Store>, Report> {
    let store = open_sqlite(folder, absent)?;
    store
        .limit_bytes(bytes_max)
        .map_err(|e| Report::here("the store can't be limited").because(&e))?;
    Ok(boxed(store))
}

fn open_sqlite(folder: &Path, absent: IfAbsent) -> Result<Sqlite, Report> {
    let path = store_path(folder);
    if path.exists() || absent == IfAbsent::Fail {
        return Sqlite::open(&path).map_err(|e| store_report(&e));
    }
    std::fs::create_dir_all(folder).map_err(|e| {
        Report::here(format!("can't make the folder {}", folder.display())).because(&e)
    })?;
    Sqlite::create(&path).map_err(|e| store_report(&e))
}

/// What to do when there is no store yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfAbsent {
    /// Make an empty one: for a new log, or a new follower.
    Create,
    /// Fail: an accidentally empty log is a fork.
    Fail,
}

/// Where a node keeps its log.
pub fn store_path(folder: &Path) -> PathBuf {
    folder.join(STORE_FILE)
}

fn boxed(store: Sqlite) -> Box<dyn Store> {
    Box::new(store)
}

fn store_report(error: &store::OpenError) -> Report {
    Report::here("the store can't be used").because(error)
}

/// The payloads of a node, in the folder `blobs` below its own. Time stamps and content credentials
/// are checked to the anchors in the file [`ANCHORS_FILE`] there, if there is one.
pub fn blobs(folder: &Path) -> Result<BlobRoom, Report> {
    let path = folder.join("blobs");
    let store = Folder::open(&path).map_err(|e| {
        Report::here(format!("can't keep payloads in {}", path.display())).because(&e)
    })?;
    let reader = Reader::of_this_program()
        .map_err(|e| Report::here("can't find this program to read payloads with").because(&e))?;
    let file = folder.join(ANCHORS_FILE);
    let (file, anchors) = match file.exists() {
        false => (None, Anchors::none()),
        true => {
            let anchors = Anchors::from_pem(&files::read_text(&file)?).map_err(|e| {
                Report::input(format!("{} holds no anchors", file.display())).because(&e)
            })?;
            (Some(file), anchors)
        }
    };
    Ok(BlobRoom {
        store: Arc::new(store),
        facts: reader.for_host(file),
        stamps: Some(Arc::new(move |token, content| {
            let line = evidence::timestamp(Some(&timestamp::check(token, content, &anchors)));
            page::Stamp {
                code: line.code.to_owned(),
                detail: line.detail,
            }
        })),
    })
}

/// The charter that a founding envelope carries.
pub fn charter_of(envelope: &Envelope) -> Result<Charter, Report> {
    let said = mechanism::read(envelope)
        .map_err(|e| Report::input("this is not a founding act").because(&e))?
        .said;
    match said {
        Said::Roll(RollEntry::CharterSigned(entry)) => Charter::parse(&entry.charter)
            .map_err(|e| Report::input("the charter is malformed").because(&e)),
        _ => {
            Err(Report::input("this is not a founding act")
                .hint("make one with `tasdiq init found`"))
        }
    }
}

/// The charter a stored log began with.
pub fn charter_in(store: &dyn Store) -> Result<Option<Charter>, Report> {
    let leaves = store
        .reader()
        .leaves(0..1)
        .map_err(|e| Report::here("the store can't be read").because(&e))?;
    let Some(first) = leaves.first() else {
        return Ok(None);
    };
    let leaf = Leaf::parse(first)
        .map_err(|e| Report::here("the store's first entry is damaged").because(&e))?;
    charter_of(&leaf.envelope).map(Some)
}

/// The policy of a charter.
pub fn policy(charter: &Charter) -> Result<Policy, Report> {
    Policy::parse(&charter.policy)
        .map_err(|e| Report::input("the charter's policy is malformed").because(&e))
}

/// One line of `readers.toml`.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderLine {
    /// Who reads.
    pub label: String,
    /// SHA-256 of the token; the token itself is kept nowhere.
    pub sha256: Digest,
}

/// `readers.toml`.
#[derive(Default, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReaderLines {
    /// Everyone who may read.
    #[serde(default)]
    pub reader: Vec<ReaderLine>,
}

/// Reads `readers.toml`; nobody is listed where there is none.
pub fn read_readers(folder: &Path) -> Result<ReaderLines, Report> {
    let path = folder.join(READERS_FILE);
    if !path.exists() {
        return Ok(ReaderLines::default());
    }
    let text = files::read_text(&path)?;
    toml::from_str(&text)
        .map_err(|e| Report::input(format!("{} is malformed", path.display())).because(&e))
}

/// Keeps `readers` as the file has them, so that removing a line revokes an address at once.
pub async fn follow_readers(folder: PathBuf, readers: Readers) {
    let mut seen: Option<SystemTime> = None;
    loop {
        let path = folder.join(READERS_FILE);
        let changed = std::fs::metadata(&path).and_then(|m| m.modified()).ok();
        if changed != seen {
            seen = changed;
            match read_readers(&folder) {
                Ok(lines) => readers.replace(by_digest(&lines)),
                Err(report) => tracing::warn!("{}", report.message),
            }
        }
        tokio::time::sleep(READERS_LOOK).await;
    }
}

/// Readers as the server looks them up.
pub fn by_digest(lines: &ReaderLines) -> BTreeMap<Digest, String> {
    lines
        .reader
        .iter()
        .map(|line| (line.sha256, line.label.clone()))
        .collect()
}

/// A random word that cannot be guessed, in hexadecimal.
pub fn token() -> Result<String, Report> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|e| Report::here(format!("the operating system gave no randomness: {e}")))?;
    Ok(Digest(bytes).to_string())
}

/// Waits until so many entries of a log are published.
pub async fn published(node: &Node, entries: u64) {
    let mut progress = node.progress();
    // The node outlives this: it is the caller's.
    let _ = progress.wait_for(|now| now.published >= entries).await;
}

/// Submits acts one after another, the last until it is witnessed, coming back when told to.
pub async fn place(base: String, acts: Vec<Envelope>) -> Result<(), Report> {
    let http = serve::client::http()
        .map_err(|e| Report::here("this machine can't make requests").because(&e))?;
    let last = acts.len().saturating_sub(1);
    for (number, envelope) in acts.iter().enumerate() {
        let wait = if number == last {
            "published"
        } else {
            "durable"
        };
        let url = format!("{base}/api/acts?wait={wait}");
        place_one(&http, &url, envelope).await?;
    }
    Ok(())
}

/// How often an act is sent while the host says that it can't take it yet.
const TRIES: u32 = 100;

async fn place_one(http: &reqwest::Client, url: &str, envelope: &Envelope) -> Result<(), Report> {
    for _ in 0..TRIES {
        let request = http
            .post(url)
            .header("content-type", "application/json")
            .body(envelope.bytes().to_vec());
        let response = request
            .send()
            .await
            .map_err(|e| Report::other_side("the host does not answer").because(&e))?;
        let status = response.status().as_u16();
        if status == 503 || status == 429 {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            continue;
        }
        let text = response.text().await.unwrap_or_default();
        if status != 200 {
            return Err(Report::other_side(format!(
                "the host answered {status}: {text}"
            )));
        }
        if text.contains("\"status\":\"void\"") {
            tracing::warn!("an act was placed and is void: {text}");
        }
        return Ok(());
    }
    Err(Report::other_side("the host can't take acts now"))
}

/// A node that is served.
pub type Node = Arc<serve::Host>;
