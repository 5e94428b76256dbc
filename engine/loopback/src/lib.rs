//! A whole mechanism on loopback, for tests and benches: the witnesses of the cast's members, and a host.
//!
//! In scope: starting them over any stores, with any limits and clock.
//!
//! Out of scope: nodes of the program (`tasdiq` starts its own), what is said to them, and anything but
//! loopback.
//!
//! Size bound: four witnesses and a host.
#![expect(
    clippy::unwrap_used,
    reason = "a test or bench that can't start stops there"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cast::Cast;
use node::sequencer::{Limits, StartRule};
use serve::clock::{self, Clock};
use serve::pace::Rates;
use serve::witness::WitnessServer;
use serve::{Host, HostConfig, Readers};
use store::{Memory, Sqlite, Store};
use tlog::policy::Policy;
use tlog::witness::KnownLog;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The reader's address of every host started here.
pub const TOKEN: &str = "reader-token";

/// Makes a member's store.
pub type StoreOf = Box<dyn Fn(&str) -> Box<dyn Store>>;

/// What a mechanism is started with.
pub struct Setup {
    /// Where the cast's keys come from.
    pub seed: [u8; 32],
    /// The log's origin.
    pub origin: &'static str,
    /// The cast, with its charter changed before it is signed.
    pub amended: Box<dyn Fn(Cast) -> Cast>,
    /// Of the host's sequencer.
    pub limits: Limits,
    /// What each key and member may submit.
    pub rates: Rates,
    /// Everybody's time.
    pub clock: Clock,
    /// The host's store.
    pub store: Box<dyn Store>,
    /// A witness's store, by its member.
    pub witness_store: StoreOf,
}

impl Setup {
    /// Everything in memory, and rates that nobody meets.
    pub fn in_memory(seed: [u8; 32], origin: &'static str) -> Setup {
        Setup {
            seed,
            origin,
            amended: Box::new(|cast| cast),
            limits: Limits::default(),
            rates: Rates::new(1_000_000, 1_000_000),
            clock: clock::system(),
            store: Box::new(Memory::default()),
            witness_store: Box::new(|_| Box::new(Memory::default())),
        }
    }

    /// The same over files in a folder, as in use.
    pub fn on_disk(seed: [u8; 32], origin: &'static str, folder: &Path) -> Setup {
        let create = |name: &str, folder: &Path| -> Box<dyn Store> {
            Box::new(Sqlite::create(&folder.join(format!("{name}.sqlite"))).unwrap())
        };
        let witnesses = folder.to_owned();
        Setup {
            store: create("log", folder),
            witness_store: Box::new(move |member| create(member, &witnesses)),
            ..Setup::in_memory(seed, origin)
        }
    }
}

/// The witnesses of a cast, listening.
pub struct Witnesses {
    /// Whose they are.
    pub cast: Cast,
    /// Where each answers, by member.
    pub urls: BTreeMap<&'static str, String>,
    /// Each by member; it ends when it is aborted.
    pub tasks: BTreeMap<&'static str, JoinHandle<()>>,
}

/// A mechanism that runs.
pub struct Loopback {
    /// Its members.
    pub cast: Cast,
    /// Its host.
    pub host: Arc<Host>,
    /// Where the host answers, `http://127.0.0.1:…`.
    pub base: String,
    /// Its witnesses by member; each ends when it is aborted.
    pub witnesses: BTreeMap<&'static str, JoinHandle<()>>,
}

impl Loopback {
    /// Starts witnesses and a host, within a runtime. Nothing is founded yet.
    pub async fn start(setup: Setup) -> Loopback {
        let witnesses = Witnesses::start(&setup).await;
        let cast = witnesses.cast;
        let (listener, base) = bound().await;
        let readers = Readers::default();
        readers.allow(TOKEN, "loopback");
        let charter = roll::Charter::parse(&cast.charter).unwrap();
        let config = HostConfig {
            log_key: cast.log_key(setup.origin),
            policy: Policy::parse(&charter.policy).unwrap(),
            replicas: BTreeMap::new(),
            start: StartRule::QuorumAnswered,
            limits: setup.limits,
            public_origin: base.clone(),
            readers,
            rates: setup.rates,
            blobs: serve::blobs::BlobRoom::in_memory(),
            ice: serve::IceServers::default(),
            clock: setup.clock,
        };
        let host = Host::start(config, setup.store).unwrap();
        let router = serve::routes::router(&host);
        tokio::spawn(serve::run(listener, router, std::future::pending()));
        Loopback {
            cast,
            host,
            base,
            witnesses: witnesses.tasks,
        }
    }
}

impl Witnesses {
    /// Starts them, within a runtime.
    pub async fn start(setup: &Setup) -> Witnesses {
        let mut listeners = BTreeMap::new();
        let mut urls = BTreeMap::new();
        for member in ["a", "b", "m1", "m2"] {
            let (listener, url) = bound().await;
            urls.insert(member, url);
            listeners.insert(member, listener);
        }
        let cast = (setup.amended)(Cast::new(setup.seed, setup.origin, &urls));
        let known = KnownLog {
            origin: setup.origin.to_owned(),
            keys: vec![cast.log_key(setup.origin).verifier_key()],
        };
        let mut tasks = BTreeMap::new();
        for (member, listener) in listeners {
            let key = cast.witness_key(member);
            let (store, clock) = ((setup.witness_store)(member), Arc::clone(&setup.clock));
            let server = WitnessServer::open(key, vec![known.clone()], store, clock);
            let router = server.unwrap().router();
            let served = serve::run(listener, router, std::future::pending());
            tasks.insert(member, tokio::spawn(served));
        }
        Witnesses { cast, urls, tasks }
    }
}

/// A port of this machine, and its address.
async fn bound() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}
