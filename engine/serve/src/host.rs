//! A host: the log's one writer, the world it makes, and what requests read of both.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, mpsc};

use act::{Digest, LeafError, Time};
use mechanism::{Reading, World};
use node::Alarm;
use node::sequencer::{Answer, Input, Limits, StartRule, Submission, Ticket};
use store::{ReadError, SharedReader, Store};
use tlog::note::SigningKey;
use tlog::policy::Policy;
use tokio::sync::{oneshot, watch};

use crate::blobs::BlobRoom;
use crate::calls::{Exchange, IceServers};
use crate::checks::Checks;
use crate::client::Peers;
use crate::clock::Clock;
use crate::door::Admitted;
use crate::pace::Rates;
use crate::readers::Readers;
use crate::replica::{Follower, ReplicaConfig, ReplicaError};
use crate::session::Sessions;
use crate::turns::Turns;
use crate::writer::{Message, Writer};

/// What a host is made with.
pub struct HostConfig {
    /// The log's key; its name is the origin.
    pub log_key: SigningKey,
    /// Witnesses and quorum.
    pub policy: Policy,
    /// Replicas to compare with before signing anything, as addresses of their latest checkpoint.
    pub replicas: BTreeMap<String, String>,
    /// When the start-up comparison is enough.
    pub start: StartRule,
    /// Sizes and times of the sequencer.
    pub limits: Limits,
    /// The address people open, `https://host`: bound into every sign-in.
    pub public_origin: String,
    /// Who may read the log without signing in.
    pub readers: Readers,
    /// What each key may submit.
    pub rates: Rates,
    /// Payloads outside the log.
    pub blobs: BlobRoom,
    /// What helps browsers in a call to find each other.
    pub ice: IceServers,
    /// The time.
    pub clock: Clock,
}

/// What any node that serves pages is made with.
pub struct Site {
    /// The address people open, `https://host`: bound into every sign-in.
    pub public_origin: String,
    /// Who may read the log without signing in.
    pub readers: Readers,
    /// What each key may submit.
    pub rates: Rates,
    /// Payloads outside the log.
    pub blobs: BlobRoom,
    /// What helps browsers in a call to find each other.
    pub ice: IceServers,
    /// The time.
    pub clock: Clock,
}

/// What this node is to the log.
pub(crate) enum Role {
    /// It places acts and signs, with this key.
    Sequencer(Box<SigningKey>),
    /// It follows.
    Replica,
}

/// Why a host does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store could not be read.
    #[error("the store could not be read")]
    Store(#[from] ReadError),
    /// A stored leaf is not one.
    #[error("the leaf at {index} of the store is damaged; {}", store::RECOVERY)]
    Leaf {
        /// Which.
        index: u64,
        /// What is wrong with it.
        source: LeafError,
    },
    /// The log has an entry of a newer release.
    #[error(
        "the log has an entry {kind:?} at {index} that this release does not know: install the newer one"
    )]
    TooOld {
        /// Which.
        index: u64,
        /// Its kind.
        kind: String,
    },
    /// The operating system gave no thread.
    #[error("the writer could not be started")]
    Thread(#[source] std::io::Error),
    /// The operating system gave no randomness.
    #[error("the operating system gives no randomness")]
    Randomness(#[source] getrandom::Error),
    /// A replica could not begin.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    /// A client for witnesses could not be made.
    #[error("the client for witnesses could not be made")]
    Client(#[from] crate::client::ClientError),
}

/// The last published checkpoint, as requests see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Its size; 0 before the first.
    pub size: u64,
    /// The note with all signatures.
    pub note: String,
    /// Witnesses by name, and the second each vouches for.
    pub cosigned: Vec<(String, u64)>,
}

/// How far the log is: what live pages follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Durable leaves.
    pub size: u64,
    /// Published leaves.
    pub published: u64,
}

/// A running host. Cheap to share; it ends when the last handle does.
pub struct Host {
    /// Its origin.
    pub origin: String,
    /// The address people open.
    pub public_origin: String,
    pub(crate) role: Role,
    /// Reads the store.
    pub reader: SharedReader,
    /// Who reads without signing in.
    pub readers: Readers,
    pub(crate) sessions: Sessions,
    pub(crate) petitions: crate::petitions::Pace,
    pub(crate) calls: Exchange,
    pub(crate) checks: Checks,
    pub(crate) blobs: BlobRoom,
    /// Where a replica fetches payloads; its own host's address.
    pub(crate) upstream: Option<String>,
    pub(crate) clock: Clock,
    pub(crate) catalogue: page::Catalogue,
    policy: Mutex<String>,
    /// The last state root made for a page, and the size of its world.
    state_root: Mutex<Option<(u64, Digest)>>,
    rates: Rates,
    shared: Arc<Shared>,
    messages: mpsc::Sender<Message>,
    tickets: AtomicU64,
    pub(crate) turns: Turns,
}

/// What the writer writes and requests read.
pub(crate) struct Shared {
    pub(crate) world: RwLock<World>,
    pub(crate) published: RwLock<Published>,
    /// Signed state roots of published sizes, the latest [`STATES_KEPT`] of them.
    states: RwLock<BTreeMap<u64, String>>,
    alarms: RwLock<Vec<Alarm>>,
    pub(crate) progress: watch::Sender<Progress>,
}

/// Signed state roots kept, so that a replica that differs can find out since when.
const STATES_KEPT: usize = 4_096;

impl Shared {
    fn new(world: World, published: Published, state: Option<String>) -> Shared {
        let progress = Progress {
            size: world.size(),
            published: published.size,
        };
        let states = state
            .into_iter()
            .map(|note| (published.size, note))
            .collect();
        Shared {
            world: RwLock::new(world),
            published: RwLock::new(published),
            states: RwLock::new(states),
            alarms: RwLock::default(),
            progress: watch::Sender::new(progress),
        }
    }

    pub(crate) fn keep_state(&self, size: u64, note: String) {
        let mut states = self.states.write().unwrap_or_else(PoisonError::into_inner);
        states.insert(size, note);
        while states.len() > STATES_KEPT {
            states.pop_first();
        }
    }

    pub(crate) fn raise(&self, alarm: Alarm) {
        let mut alarms = self.alarms.write().unwrap_or_else(PoisonError::into_inner);
        alarms.retain(|a| (a.code(), a.about()) != (alarm.code(), alarm.about()));
        alarms.push(alarm);
    }

    pub(crate) fn clear(&self, alarm: &Alarm) {
        tracing::info!(code = alarm.code(), "over: {alarm}");
        let mut alarms = self.alarms.write().unwrap_or_else(PoisonError::into_inner);
        alarms.retain(|a| (a.code(), a.about()) != (alarm.code(), alarm.about()));
    }
}

impl Host {
    /// Starts the writer over a store. Must be called within a tokio runtime. Reads and replays
    /// the whole log before it returns.
    pub fn start(config: HostConfig, store: Box<dyn Store>) -> Result<Arc<Host>, StartError> {
        let (messages, inbox) = mpsc::channel();
        let site = Site {
            public_origin: config.public_origin.clone(),
            readers: config.readers.clone(),
            rates: Rates::like(&config.rates),
            blobs: config.blobs.clone(),
            ice: config.ice.clone(),
            clock: Arc::clone(&config.clock),
        };
        let role = Role::Sequencer(Box::new(config.log_key.clone()));
        let origin = config.log_key.name().to_owned();
        let reader = store.reader();
        let host = Host::over(
            site,
            role,
            origin,
            &config.policy,
            &reader,
            messages.clone(),
            None,
        )?;
        let peers = Peers::new(&config.policy, &config.replicas, reader, messages)?;
        Writer::start(config, store, Arc::clone(&host.shared), peers, inbox)
            .map_err(StartError::Thread)?;
        // The charter may have been amended since it was founded.
        let amended = host
            .world()
            .areas
            .roll
            .charter_at(host.now())
            .map(|c| c.policy.clone());
        host.follow_policy(amended.as_deref());
        Ok(host)
    }

    /// Follows another host into a store, and serves what was verified. Takes no acts.
    pub fn follow(
        config: ReplicaConfig,
        site: Site,
        store: Box<dyn Store>,
    ) -> Result<Arc<Host>, StartError> {
        let (messages, inbox) = mpsc::channel();
        let reader = store.reader();
        let origin = config.origin.clone();
        let host = Host::over(
            site,
            Role::Replica,
            origin,
            &config.policy,
            &reader,
            messages.clone(),
            Some(config.host.trim_end_matches("/log").to_owned()),
        )?;
        let peers = Peers::new(&config.policy, &config.peers, reader, messages.clone())?;
        let http = crate::client::http()?;
        let shared = Arc::clone(&host.shared);
        let follower = Follower::open(config, store, shared, peers, inbox, messages, http)?;
        std::thread::Builder::new()
            .name("follower".to_owned())
            .spawn(move || follower.run())
            .map_err(StartError::Thread)?;
        Ok(host)
    }

    fn over(
        site: Site,
        role: Role,
        origin: String,
        policy: &Policy,
        reader: &SharedReader,
        messages: mpsc::Sender<Message>,
        upstream: Option<String>,
    ) -> Result<Arc<Host>, StartError> {
        let world = crate::replay::replay(reader)?;
        let published = published(reader, policy)?;
        let state = reader
            .record(STATE_RECORD)?
            .and_then(|b| String::from_utf8(b).ok());
        let host = Arc::new(Host {
            origin,
            public_origin: site.public_origin,
            role,
            reader: Arc::clone(reader),
            readers: site.readers,
            sessions: Sessions::new().map_err(StartError::Randomness)?,
            petitions: crate::petitions::Pace::default(),
            calls: Exchange::new(site.ice),
            checks: Checks::default(),
            clock: site.clock,
            catalogue: mechanism::catalogue(),
            policy: Mutex::new(policy.to_string()),
            state_root: Mutex::default(),
            rates: site.rates,
            blobs: site.blobs,
            upstream,
            shared: Arc::new(Shared::new(world, published, state)),
            messages,
            tickets: AtomicU64::new(1),
            turns: Turns::default(),
        });
        tokio::spawn(crate::blobs::keep_house(Arc::downgrade(&host)));
        Ok(host)
    }

    /// The world, for as long as the guard lives; never across an await.
    pub fn world(&self) -> RwLockReadGuard<'_, World> {
        self.shared
            .world
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The root of the state of this world, made once for each of its sizes: a page names it, and
    /// hashing everything for every page would make pages as slow as the record is long.
    pub(crate) fn state_root(&self, world: &World) -> Digest {
        let mut made = self
            .state_root
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        match *made {
            Some((size, root)) if size == world.size() => root,
            _ => {
                let root = world.root().root;
                *made = Some((world.size(), root));
                root
            }
        }
    }

    /// The last published checkpoint.
    pub fn published(&self) -> Published {
        self.shared
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The signed state root of a published size, or of the latest that has one.
    pub fn state_note(&self, size: Option<u64>) -> Option<String> {
        let states = self
            .shared
            .states
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        match size {
            Some(size) => states.get(&size).cloned(),
            None => states.last_key_value().map(|(_, note)| note.clone()),
        }
    }

    /// What is wrong now.
    pub fn alarms(&self) -> Vec<Alarm> {
        self.shared
            .alarms
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The log's key, where this node is its host.
    pub(crate) fn log_key(&self) -> Option<&SigningKey> {
        match &self.role {
            Role::Sequencer(key) => Some(key),
            Role::Replica => None,
        }
    }

    /// How far the log is, to be followed.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.shared.progress.subscribe()
    }

    /// What time it is here.
    pub fn now(&self) -> Time {
        (self.clock)()
    }

    /// Counts one act of a key against its pace and its member's.
    pub(crate) fn pace(
        &self,
        admitted: &Admitted,
        member: &str,
    ) -> Result<(), crate::problem::Problem> {
        let key = admitted.reading.by.key;
        self.rates.take(key, member.to_owned(), self.now())
    }

    /// Hands an admitted act of a member to the writer and waits for its answer; none if the writer has
    /// ended. If the caller goes away, the act stands nevertheless.
    pub(crate) async fn submit(
        &self,
        admitted: Admitted,
        member: String,
        wait: node::sequencer::Wait,
    ) -> Option<Answer> {
        let ticket = self.tickets.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        let submission = submission(ticket, member, &admitted, wait);
        let reading = Box::new(admitted.reading);
        self.messages
            .send(Message::Submit {
                submission,
                reading,
                answer,
            })
            .ok()?;
        let forget = Forget {
            ticket,
            messages: &self.messages,
        };
        let answer = answered.await.ok();
        std::mem::forget(forget);
        answer
    }

    /// The member a key speaks for; before there is a charter, the key itself.
    pub(crate) fn member_of(&self, key: &act::PublicKey) -> String {
        let world = self.world();
        let roll = &world.areas.roll;
        let root = || roll.root_of(key).map(|member| member.id.clone());
        let granted = roll.grant(key).map(|grant| grant.member.clone());
        granted.or_else(root).unwrap_or_else(|| key.to_string())
    }

    /// The policy in force, as the charter has it.
    pub fn policy(&self) -> String {
        self.policy
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Tells the sequencer if the charter has another policy now.
    pub(crate) fn follow_policy(&self, text: Option<&str>) {
        let mut current = self.policy.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(text) = text.filter(|text| **text != **current) else {
            return;
        };
        if let Ok(policy) = Policy::parse(text) {
            *current = text.to_owned();
            let _ = self
                .messages
                .send(Message::Input(Input::PolicyChanged(policy)));
        }
    }
}

/// Tells the writer that nobody waits any more, if the request ends early.
struct Forget<'m> {
    ticket: Ticket,
    messages: &'m mpsc::Sender<Message>,
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        let _ = self
            .messages
            .send(Message::Input(Input::Forget(self.ticket)));
    }
}

/// Name of the record that keeps the last signed state root.
pub(crate) const STATE_RECORD: &str = "state";

fn submission(
    ticket: Ticket,
    member: String,
    admitted: &Admitted,
    wait: node::sequencer::Wait,
) -> Submission {
    let reading: &Reading = &admitted.reading;
    Submission {
        ticket,
        envelope: admitted.envelope.bytes().to_vec(),
        id: reading.id,
        author: reading.by.key,
        member,
        seq: reading.seq,
        prev: reading.prev,
        seen: reading.seen,
        wait,
    }
}

fn published(reader: &SharedReader, policy: &Policy) -> Result<Published, ReadError> {
    let stored = reader.published()?;
    Ok(stored.map_or_else(Published::default, |p| {
        let note = String::from_utf8(p.note).unwrap_or_default();
        let cosigned = cosigners(&note, policy);
        Published {
            size: p.size,
            note,
            cosigned,
        }
    }))
}

/// Who cosigned a published note, and when.
pub(crate) fn cosigners(note: &str, policy: &Policy) -> Vec<(String, u64)> {
    let Ok(note) = tlog::note::Note::parse(note.as_bytes()) else {
        return Vec::new();
    };
    let keys = policy.witness_keys();
    tlog::cosignature::verify(&note, &keys)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|c| Some((policy.witness_named(c.key)?.to_owned(), c.time)))
        .collect()
}
