//! A border post's own program: it holds an edition, screens against it with or without a link, and
//! brings what was recorded to the log in order.
//!
//! In scope: taking editions over ([`held`]), opening their seals in memory (`opened`), questions and
//! their pace (`questions`), acts on their way (`outbox`), messages on the line under the post's own
//! numbers (`book`), the pages of the post (`pages`).
//!
//! Out of scope: what agrees with what (`names`), how a page looks (`watchlist::page::post`,
//! `hotline::page::post`), attachments of the line, any
//! decision about a person, any search back in time: there is no index of who passed.
//!
//! Size bound: one edition of at most 100,000 listings in memory; answers are forgotten after an hour.

mod book;
mod disk;
pub mod held;
mod item;
mod matching;
mod opened;
mod outbox;
mod pages;
mod questions;
mod round;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use act::{MechanismId, PublicKey, SigningKey, Time};
use hotline::post::LineOfPost;
use page::Catalogue;
use roll::Charter;
use seal::SealSecret;
use serde_json::Value;
use watchlist::page::post::{Age, Link};

use self::disk::Disk;
use self::held::{Held, TakeError};
use self::opened::Opened;
use self::outbox::Outbox;
use self::questions::Questions;
use crate::evidence::Reader;
use crate::host::Host;
use crate::recorded::LogKeys;
use crate::report::{Exit, Fault, Report};

/// How often a linked post asks its host.
const ASKING: Duration = Duration::from_secs(5);
/// The file of the edition held.
const EDITION: &str = "edition.json";
/// The file of what the post knows of the line.
const LINE: &str = "line.json";

/// What a post is made with.
pub struct Config {
    /// Its folder.
    pub dir: PathBuf,
    /// The host's address, a reader's.
    pub host: String,
    /// The charter, believed.
    pub charter: Charter,
    /// The mechanism of that charter.
    pub mechanism: MechanismId,
    /// The post's id in the charter.
    pub post: String,
    /// The member's key that payloads are sealed to.
    pub member_key: SigningKey,
    /// Officers by the name they choose on the page.
    pub officers: BTreeMap<String, SigningKey>,
    /// Where petitions are taken, as slips print it.
    pub petitions: String,
    /// Whether the link is on at first.
    pub link: Link,
}

/// A running post.
pub struct Post {
    config: Config,
    disk: Arc<Disk>,
    secret: SealSecret,
    log: LogKeys,
    catalogue: Catalogue,
    questions: Questions,
    outbox: Outbox,
    state: Mutex<State>,
    wake: Mutex<Sender<()>>,
    answers: Mutex<pages::Answers>,
    reader: Reader,
}

struct State {
    link: Link,
    held: Option<Held>,
    opened: Option<Arc<Opened>>,
    /// Whether every payload of the edition is on the disk, as far as this run knows.
    whole: bool,
    /// What the host has told of the line.
    line: Option<LineOfPost>,
    /// What is wrong, by stable code.
    troubles: BTreeMap<&'static str, String>,
}

impl Post {
    /// Opens the folder, and what is held there. The receiver is for [`Post::follow`].
    fn open(config: Config) -> Result<(Arc<Post>, Receiver<()>), Report> {
        if !config
            .charter
            .posts
            .iter()
            .any(|post| post.id == config.post)
        {
            let known: Vec<&str> = config.charter.posts.iter().map(|p| p.id.as_str()).collect();
            return Err(
                Report::input(format!("the charter has no post {}", config.post))
                    .hint(format!("it has {}", known.join(", "))),
            );
        }
        let folders = [
            "payloads",
            "outbox",
            "refused",
            "officers",
            "questions",
            book::FOLDER,
        ];
        let disk = Arc::new(Disk::open(&config.dir, &folders)?);
        let secret = SealSecret::of_seed(&config.member_key.seed());
        let own = secret
            .public()
            .ok_or_else(|| Report::input("nothing can be sealed to this member's key"))?;
        let keys: Vec<PublicKey> = config.officers.values().map(SigningKey::public).collect();
        let an_hour = config.charter.clocks.watchlist.screenings_an_hour;
        let now = crate::clock::now();
        let failed =
            |error: std::io::Error| Report::here("what was asked can't be read").because(&error);
        let policy = crate::trust::policy_of(&config.charter)?;
        let (wake, woken) = channel();
        let post = Post {
            questions: Questions::open(Arc::clone(&disk), own, an_hour, now).map_err(failed)?,
            outbox: Outbox::open(Arc::clone(&disk), config.mechanism, &keys)?,
            log: LogKeys {
                keys: policy.logs().iter().map(|log| log.key.clone()).collect(),
                trust: "charter",
            },
            catalogue: mechanism::catalogue(),
            state: Mutex::new(State {
                link: config.link,
                held: None,
                opened: None,
                whole: false,
                line: None,
                troubles: BTreeMap::new(),
            }),
            wake: Mutex::new(wake),
            answers: Mutex::default(),
            reader: Reader::of_this_program().map_err(|error| {
                Report::here("no reader of pictures can be started").because(&error)
            })?,
            disk,
            secret,
            config,
        };
        post.read_held();
        Ok((Arc::new(post), woken))
    }

    /// Reads what was held before: what is damaged is not used.
    fn read_held(&self) {
        if let Ok(Some(bytes)) = self.disk.read(LINE) {
            let line = serde_json::from_slice(&bytes).ok();
            self.state().line = line.and_then(|l: LineOfPost| l.checked(&self.config.post).ok());
        }
        let read = self.disk.read(EDITION);
        let Ok(Some(bytes)) = read else { return };
        let held = serde_json::from_slice::<Value>(&bytes)
            .map_err(TakeError::Form)
            .and_then(|kept| Held::whole(kept, &self.log.keys));
        match held {
            Ok(held) => {
                let opened = Opened::of(&held, &self.disk, &self.secret, None);
                let mut state = self.state();
                state.opened = Some(Arc::new(opened));
                state.held = Some(held);
            }
            Err(error) => self.trouble("held", Err(error.to_string())),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that something is wrong, or no longer is.
    fn trouble(&self, code: &'static str, came: Result<(), String>) {
        let mut state = self.state();
        match came {
            Ok(()) => drop(state.troubles.remove(code)),
            Err(why) => drop(state.troubles.insert(code, why)),
        }
    }

    /// Opens the folder, and follows the host on a thread of its own.
    pub fn start(config: Config) -> Result<Arc<Post>, Report> {
        let host = Host::at(&config.host, page::Lang::En)?;
        let (post, woken) = Post::open(config)?;
        let following = Arc::clone(&post);
        std::thread::Builder::new()
            .name("link".to_owned())
            .spawn(move || following.follow(&host, &woken))
            .map_err(|error| {
                Report::here("the system gives this program no thread").because(&error)
            })?;
        Ok(post)
    }

    /// Asks the host again and again while the link is on. For a thread of its own; it ends with the
    /// post.
    fn follow(&self, host: &Host, woken: &Receiver<()>) {
        loop {
            if self.state().link != Link::Off {
                self.ask_host(host);
            }
            let forgotten = self.questions.forget(crate::clock::now());
            if let Err(error) = forgotten {
                self.trouble("disk", Err(error.to_string()));
            }
            match woken.recv_timeout(ASKING) {
                Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return,
                Ok(()) | Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// Sends what waits, then takes over what is new.
    fn ask_host(&self, host: &Host) {
        let keys = self.config.officers.values();
        let keys = keys.map(|key| (key.public(), key.clone())).collect();
        let told = self.ask_for_line(host);
        let line = self.state().line.clone();
        let delivered = self.outbox.deliver(host, &self.log, &keys, line.as_ref());
        let taken = self.take_over(host);
        let mut state = self.state();
        if state.link == Link::Off {
            return;
        }
        state.link = Link::On;
        state.troubles.remove("outbox");
        state.troubles.remove("host");
        for report in [told.err(), delivered.err(), taken.err()]
            .into_iter()
            .flatten()
        {
            match report.fault {
                // It answers, with what is not true.
                Fault::OtherSide if report.exit == Exit::Unsound => {
                    drop(state.troubles.insert("host", report.message));
                }
                Fault::OtherSide => state.link = Link::Broken,
                Fault::Here => {
                    drop(state.troubles.insert("outbox", report.message));
                }
                _ => drop(state.troubles.insert("host", report.message)),
            }
        }
    }

    /// Asks what is agreed on the line, and how far the numbers are. It is the host's word: a false one
    /// makes messages void or shows a gap, and both are seen.
    fn ask_for_line(&self, host: &Host) -> Result<(), Report> {
        let line = host.line_of_post(&self.config.post)?;
        let before = self.state().line.replace(line.clone());
        let said_before = before.map(|before| LineOfPost {
            size: line.size,
            as_of: line.as_of,
            ..before
        });
        if said_before.as_ref() != Some(&line) {
            let bytes = serde_json::to_vec(&line).unwrap_or_default();
            if let Err(error) = self.disk.write(LINE, &bytes) {
                self.trouble("disk", Err(error.to_string()));
            }
        }
        Ok(())
    }

    /// Takes the host's latest edition over, if it is what was announced, and fetches its payloads.
    fn take_over(&self, host: &Host) -> Result<(), Report> {
        let before = self.state().held.clone();
        let name = before.as_ref().map(|held| &held.edition.name);
        let answer = host.edition(name.map(|name| (name.day.as_str(), name.urgent)));
        let answer = match answer {
            Ok(answer) => answer,
            // Before the first cut there is no edition.
            Err(report) if before.is_none() && is_no_edition(&report) => {
                return Ok(());
            }
            Err(report) => return Err(report),
        };
        let taken = match &before {
            Some(before) => before.next(answer, &self.log.keys),
            None => Held::whole(answer, &self.log.keys),
        };
        let held = match taken {
            Ok(held) => held,
            Err(error) => {
                tracing::warn!(%error, "an edition was not taken over");
                self.trouble("edition", Err(error.to_string()));
                return Ok(());
            }
        };
        self.trouble("edition", Ok(()));
        let new = before.is_none_or(|before| {
            before.edition.name != held.edition.name || before.root != held.root
        });
        if new {
            if let Err(error) = self.disk.write(EDITION, &held.json()) {
                self.trouble("disk", Err(error.to_string()));
                return Ok(());
            }
            // A removal counts at once, whatever is still to be fetched.
            self.use_edition(&held);
        }
        let unopened = self.state().opened.as_ref().map(|opened| opened.unopened);
        if new || unopened != Some(0) || !self.state().whole {
            let (came, whole) = self.fetch(host, &held);
            if came {
                self.use_edition(&held);
            }
            self.state().whole = whole;
        }
        Ok(())
    }

    fn use_edition(&self, held: &Held) {
        let before = self.state().opened.clone();
        let opened = Opened::of(held, &self.disk, &self.secret, before.as_deref());
        let mut state = self.state();
        state.troubles.remove("held");
        state.opened = Some(Arc::new(opened));
        state.held = Some(held.clone());
    }

    /// Fetches what the edition names and is not here, and takes away what it does not name. Whether
    /// anything came, and whether all of it is here now.
    fn fetch(&self, host: &Host, held: &Held) -> (bool, bool) {
        let (mut came, mut whole) = (false, true);
        for blob in held.payloads() {
            if opened::is_kept(&self.disk, blob) {
                continue;
            }
            if self.state().link == Link::Off {
                whole = false;
                break;
            }
            let (key, mechanism) = (&self.config.member_key, &self.config.mechanism);
            match host.entitled_payload(key, mechanism, blob) {
                Ok((salt, container)) => {
                    let kept = opened::keep(&self.disk, blob, &salt, &container);
                    self.trouble("disk", kept.as_ref().map(drop).map_err(ToString::to_string));
                    came |= kept.is_ok();
                    whole &= kept.is_ok();
                }
                // The page says how many could not be opened; one must not hold up the others.
                Err(report) => {
                    whole = false;
                    tracing::warn!(%blob, "{}", report.message);
                    if report.more.is_none() {
                        break; // Nobody answers, and each of the others would wait as long.
                    }
                }
            }
        }
        let forgotten = opened::forget_others(&self.disk, held);
        if let Err(error) = forgotten {
            self.trouble("disk", Err(error.to_string()));
        }
        (came, whole)
    }

    /// Switches the link.
    fn switch(&self, link: Link) {
        self.state().link = link;
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wake.send(()); // Nobody listens only when the program ends.
    }

    /// How old an edition is by the charter's clocks.
    fn age(&self, since: Time, now: Time) -> Age {
        let clocks = &self.config.charter.clocks.watchlist;
        let hours = |hours: u32| i64::from(hours) * 3_600_000;
        match now.since(since) {
            old if old > hours(clocks.stale.0) => Age::Stale,
            old if old > hours(clocks.ageing.0) => Age::Ageing,
            _ => Age::Fresh,
        }
    }
}

fn is_no_edition(report: &Report) -> bool {
    let kind = report
        .more
        .as_ref()
        .and_then(|more| more.get("type")?.as_str());
    kind == Some("tasdiq:no-edition")
}
