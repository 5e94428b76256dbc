//! `tasdiq demo`: the whole mechanism on one machine, with an invented story.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use act::{Digest, Envelope, Leaf, PublicKey, Time};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use cast::{Cast, HOTLINE_SEATS, SEATS, WATCHLIST_SEATS};
use node::sequencer::{Limits, StartRule};
use serde_json::json;
use serve::blobs::BlobRoom;
use serve::pace::Rates;
use serve::witness::WitnessServer;
use serve::{Host, HostConfig, Readers, ReplicaConfig, Site, clock};
use store::blobs::NewBlob;
use store::{Batch, NewLeaf, Store};
use tasdiq::demo::Payload;
use tasdiq::post;
use tasdiq::receipts;
use tasdiq::recorded::LogKeys;
use tasdiq::report::Report;
use tasdiq::running::{self, IfAbsent};
use tlog::merkle::{RightEdge, leaf_hash};
use tlog::policy::Policy;
use tlog::witness::KnownLog;
use tokio::net::TcpListener;
use watchlist::page::post::Link;

use crate::answer::Answer;
use crate::face::Face;

/// First line of the demonstration's checkpoints.
const ORIGIN: &str = "demo.example/joint-record";
/// Members that run a witness.
const WITNESSES: [&str; 4] = ["a", "b", "m1", "m2"];
/// Members that run a replica.
const REPLICAS: [&str; 2] = ["a", "b"];
/// The host's port, if it is free.
const PORT: u16 = 7400;

/// Run the whole mechanism on this machine, with an invented story
///
/// Starts a host, a witness of each party and mediator, and a replica of each party, all on loopback;
/// founds a mechanism with fresh keys, tells a fictional negotiation in signed acts, and prints where
/// everything is with a ready sign-in for each office. Nothing is opened outside this machine. Ends on
/// Ctrl-C, and leaves nothing behind unless `--dir` is given.
///
/// Example: tasdiq demo
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Keep everything in this new folder instead of a temporary one
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Port of the host [default: 7400, or any free one if it is taken]
    #[arg(long)]
    port: Option<u16>,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    running::log_to_stderr("warn");
    let folder = Folder::make(args.dir)?;
    let ended = running::runtime()?.block_on(demo(&folder.path, args.port, face));
    drop(folder);
    ended?;
    Ok(Answer::new(String::new(), json!({ "ended": true })))
}

/// The demonstration's folder; a temporary one goes when the demonstration ends.
struct Folder {
    path: PathBuf,
    temporary: bool,
}

impl Folder {
    fn make(chosen: Option<PathBuf>) -> Result<Folder, Report> {
        let temporary = chosen.is_none();
        let path = match chosen {
            Some(path) if path.exists() => {
                return Err(
                    Report::input(format!("{} is there already", path.display()))
                        .hint("name a folder that does not exist: the demonstration begins anew"),
                );
            }
            Some(path) => path,
            None => std::env::temp_dir().join(format!("tasdiq-demo-{}", running::token()?)),
        };
        std::fs::create_dir_all(&path).map_err(|e| {
            Report::here(format!("can't make the folder {}", path.display())).because(&e)
        })?;
        Ok(Folder { path, temporary })
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // Nothing to do if it fails: the system clears its temporary folder.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

async fn demo(folder: &Path, port: Option<u16>, face: &Face) -> Result<(), Report> {
    let mut listeners = BTreeMap::new();
    let mut urls = BTreeMap::new();
    for member in WITNESSES {
        let (listener, address) = running::listen(loopback(0)).await?;
        urls.insert(member, format!("http://{address}"));
        listeners.insert(member, listener);
    }
    let mut cast = Cast::new(seed()?, ORIGIN, &urls).with_second_officer(&["priority"]);
    let told = tasdiq::demo::story(&mut cast, clock::system()());
    for (member, listener) in listeners {
        let router = witness(&cast, member, &folder.join(format!("witness-{member}")))?;
        tokio::spawn(running::serve(listener, router));
    }
    let (listener, base) = host_listener(port).await?;
    let readers = Readers::default();
    let tokens: BTreeMap<&str, String> = ["replica-a", "replica-b", "post", "guest"]
        .into_iter()
        .map(|label| Ok((label, running::token()?)))
        .collect::<Result<_, Report>>()?;
    for (label, token) in &tokens {
        readers.allow(token, label);
    }
    let room = running::blobs(&folder.join("host"))?;
    for payload in &told.payloads {
        hold(&room, payload)?;
    }
    let mut store = running::open_store(&folder.join("host"), IfAbsent::Create)?;
    write(store.as_mut(), &told.acts)?;
    let host = host(&cast, &base, readers, room, store)?;
    let served = tokio::spawn(running::serve(listener, serve::routes::router(&host)));
    let replicas = replicas(&cast, folder, &base, &tokens).await?;
    let count = told.acts.len();
    let post = post(&cast, folder, &format!("{base}/reader/{}", tokens["post"])).await?;
    let places = Places {
        base: &base,
        witnesses: &urls,
        replicas: &replicas,
        guest: &tokens["guest"],
        post: &post,
    };
    say(&places.told(&cast, face.json));
    running::published(&host, count as u64).await;
    if !face.json {
        say(&format!(
            "The story is told: {count} acts are in the log. Ctrl-C ends everything.\n"
        ));
    }
    served
        .await
        .map_err(|e| Report::here("serving has ended").because(&e))
}

/// Writes the story into the host's store before the host starts: its acts have times of their own, and
/// a clock that jumped from one to the next would rightly alarm everybody.
fn write(store: &mut dyn Store, acts: &[(Time, Envelope)]) -> Result<(), Report> {
    let unsound = || Report::here("the story can't be written");
    let mut edge = RightEdge::from_parts(0, Vec::new()).ok_or_else(unsound)?;
    let mut numbers: BTreeMap<PublicKey, u64> = BTreeMap::new();
    for (at, act) in acts {
        let author = act.signatures().first().ok_or_else(unsound)?.key;
        let seq = numbers.entry(author).or_default();
        let bytes = Leaf::bytes(*at, act.bytes());
        let hash = leaf_hash(&bytes);
        let from = edge.size();
        edge.push(hash);
        let leaf = NewLeaf {
            bytes,
            hash,
            id: act.entry_id().0,
            author: author.0,
            seq: *seq,
        };
        *seq += 1;
        let batch = Batch {
            from,
            leaves: vec![leaf],
            root: edge.root(),
            at_millis: at.millis(),
        };
        store.append(&batch).map_err(|e| unsound().because(&e))?;
    }
    Ok(())
}

/// Puts a payload of the story where the host keeps payloads, and has it looked at.
fn hold(room: &BlobRoom, payload: &Payload) -> Result<(), Report> {
    let failed = |e: store::blobs::BlobError| Report::here("a payload was not kept").because(&e);
    let new = NewBlob {
        id: store::blobs::commitment(&payload.salt, &payload.bytes),
        salt: payload.salt,
        bytes: payload.bytes.len() as u64,
        media: payload.media.clone(),
        by: [0; 32],
        begun_millis: clock::system()().millis(),
        receipt: None,
    };
    room.store.begin(&new).map_err(failed)?;
    room.store
        .append(&new.id, 0, &payload.bytes)
        .map_err(failed)?;
    tokio::spawn(serve::blobs::look(room.clone(), Digest(new.id)));
    Ok(())
}

fn loopback(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

fn seed() -> Result<[u8; 32], Report> {
    let mut seed = [0u8; 32];
    getrandom::fill(&mut seed)
        .map_err(|e| Report::here(format!("the operating system gave no randomness: {e}")))?;
    Ok(seed)
}

async fn host_listener(port: Option<u16>) -> Result<(TcpListener, String), Report> {
    let (listener, address) = match port {
        Some(port) => running::listen(loopback(port)).await?,
        None => match running::listen(loopback(PORT)).await {
            Ok(bound) => bound,
            Err(_) => running::listen(loopback(0)).await?,
        },
    };
    // Browsers make no keys on a plain address, but they do on the name of this machine itself.
    Ok((listener, format!("http://localhost:{}", address.port())))
}

fn policy(cast: &Cast) -> Result<Policy, Report> {
    let charter = roll::Charter::parse(&cast.charter)
        .map_err(|e| Report::here("the demonstration's charter is malformed").because(&e))?;
    running::policy(&charter)
}

fn witness(cast: &Cast, member: &str, folder: &Path) -> Result<serve::Router, Report> {
    let keys = vec![cast.log_key(ORIGIN).verifier_key()];
    let log = KnownLog {
        origin: ORIGIN.to_owned(),
        keys,
    };
    let store = running::open_store(folder, IfAbsent::Create)?;
    let server = WitnessServer::open(cast.witness_key(member), vec![log], store, clock::system())
        .map_err(|e| Report::here("a witness does not start").because(&e))?;
    Ok(server.router())
}

fn host(
    cast: &Cast,
    base: &str,
    readers: Readers,
    blobs: BlobRoom,
    store: Box<dyn Store>,
) -> Result<running::Node, Report> {
    let config = HostConfig {
        log_key: cast.log_key(ORIGIN),
        policy: policy(cast)?,
        replicas: BTreeMap::new(),
        start: StartRule::QuorumAnswered,
        limits: Limits::default(),
        public_origin: base.to_owned(),
        readers,
        rates: Rates::default(),
        blobs,
        ice: serve::IceServers::default(),
        clock: clock::system(),
    };
    Host::start(config, store).map_err(|e| Report::here("the host does not start").because(&e))
}

/// A replica of each party; its address by member.
async fn replicas(
    cast: &Cast,
    folder: &Path,
    base: &str,
    tokens: &BTreeMap<&str, String>,
) -> Result<BTreeMap<&'static str, String>, Report> {
    let mut addresses = BTreeMap::new();
    for member in REPLICAS {
        let (listener, address) = running::listen(loopback(0)).await?;
        let public_origin = format!("http://localhost:{}", address.port());
        let token = tokens.get(format!("replica-{member}").as_str());
        let config = ReplicaConfig {
            origin: ORIGIN.to_owned(),
            policy: policy(cast)?,
            host: format!("{base}/reader/{}/log", token.map_or("", String::as_str)),
            peers: BTreeMap::new(),
            limits: node::replica::Limits::default(),
            clock: clock::system(),
        };
        let site = Site {
            public_origin: public_origin.clone(),
            readers: Readers::default(),
            rates: Rates::default(),
            blobs: running::blobs(&folder.join(format!("replica-{member}")))?,
            ice: serve::IceServers::default(),
            clock: clock::system(),
        };
        let store =
            running::open_store(&folder.join(format!("replica-{member}")), IfAbsent::Create)?;
        let replica = Host::follow(config, site, store)
            .map_err(|e| Report::here("a replica does not start").because(&e))?;
        let log = LogKeys {
            keys: vec![cast.log_key(ORIGIN).verifier_key()],
            trust: "charter",
        };
        let reader = format!("{base}/reader/{}", token.map_or("", String::as_str));
        receipts::keep(&replica, &reader, cast.key(member, "hotline-node"), log)?;
        tokio::spawn(running::serve(listener, serve::routes::router(&replica)));
        addresses.insert(member, public_origin);
    }
    Ok(addresses)
}

/// Party A's program at the post, with two officers; the address of its pages.
async fn post(cast: &Cast, folder: &Path, host: &str) -> Result<String, Report> {
    let charter = roll::Charter::parse(&cast.charter)
        .map_err(|e| Report::here("the demonstration's charter is malformed").because(&e))?;
    let officers = [
        ("Officer", "post-officer"),
        ("Supervisor", "post-supervisor"),
    ];
    let config = post::Config {
        dir: folder.join("post"),
        host: host.to_owned(),
        charter,
        mechanism: cast.mechanism(),
        post: "torkham".to_owned(),
        member_key: cast.key("a", "watchlist"),
        officers: officers
            .into_iter()
            .map(|(name, office)| (name.to_owned(), cast.key("a", office)))
            .collect(),
        petitions: format!(
            "{}/appeal",
            host.split("/reader/").next().unwrap_or_default()
        ),
        link: Link::On,
    };
    let (listener, address) = running::listen(loopback(0)).await?;
    let post = post::Post::start(config)?;
    let router = serve::local::router(post.pages(), address.port());
    tokio::spawn(running::serve(listener, router));
    Ok(format!("http://localhost:{}", address.port()))
}

/// Where everything is.
struct Places<'a> {
    base: &'a str,
    witnesses: &'a BTreeMap<&'a str, String>,
    replicas: &'a BTreeMap<&'a str, String>,
    /// The token of the reader address that is printed.
    guest: &'a str,
    post: &'a str,
}

impl Places<'_> {
    /// Where everything is, and a ready sign-in for each office.
    fn told(&self, cast: &Cast, as_json: bool) -> String {
        let Places {
            base,
            witnesses,
            replicas,
            guest,
            post,
        } = self;
        let reader = format!("{base}/reader/{guest}");
        let seats: Vec<(String, String)> = SEATS
            .iter()
            .chain(&WATCHLIST_SEATS)
            .chain(&HOTLINE_SEATS)
            .map(|seat| {
                let who = format!("{}.{}", seat.member, seat.office);
                let seed =
                    Base64UrlUnpadded::encode_string(&cast.key(seat.member, seat.office).seed());
                (
                    who.clone(),
                    format!("{base}/sign-in#seed={seed}&label={who}"),
                )
            })
            .collect();
        if as_json {
            let seats: BTreeMap<_, _> = seats.into_iter().collect();
            let signs = json!({
                "host": base, "reader": reader, "witnesses": witnesses, "replicas": replicas,
                "post": post, "sign_in": seats, "charter": cast.charter,
            });
            return format!("{signs}\n");
        }
        let mut text = format!(
            "Tasdiq demonstration: everything in it is fictional, every key is thrown away at the end.\n\n\
         Pages                {base}/\n\
         Reader address       {reader}\n"
        );
        text.push_str(&format!("Border post          {post}/\n"));
        for (member, address) in *replicas {
            text.push_str(&format!("Replica of {member:<9} {address}/\n"));
        }
        for (member, address) in *witnesses {
            text.push_str(&format!("Witness of {member:<9} {address}\n"));
        }
        text.push_str("\nSign in by opening one of these (the key stays in the browser):\n");
        for (who, link) in seats {
            text.push_str(&format!("  {who:<22} {link}\n"));
        }
        text.push_str(&format!(
            "\nCheck it yourself:    tasdiq verify {reader}/log\n\n"
        ));
        text
    }
}

/// Said while the demonstration goes on, so not by the answer at its end.
#[expect(clippy::print_stdout, reason = "addresses are this command's output")]
fn say(text: &str) {
    use std::io::Write as _;
    print!("{text}");
    let _ = std::io::stdout().flush();
}
