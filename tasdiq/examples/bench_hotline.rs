//! Speed of the hotline beside a raw fsync, measured in one run: how soon a message that was accepted is
//! on the other side's screens, how soon a mediator has cosigned it, how long catching up takes, and what
//! becomes of a flash while the other side floods the host.
//!
//! `cargo xtask bench hotline`. Senders, readers and all nodes run on this machine; every check is on.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where it can't measure, and prints what it measured"
)]

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use act::{Digest, SigningKey, Time};
use cast::Cast;
use loopback::{Loopback, Setup, TOKEN};
use serde_json::Value;
use serve::Host;
use serve::pace::Rates;
use tokio::sync::watch;

use crate::flood::{Author, Flood, OFFICES, message, post};

#[path = "../tests/flood/mod.rs"]
mod flood;

const ORIGIN: &str = "record.example/bench-hotline";
/// Open pages of the other side.
const SUBSCRIBERS: usize = 100;
/// Messages a second, both sides together, and for how long.
const PER_SECOND: u64 = 200;
const SECONDS: u64 = 10;
/// Flashes of one side, calm and while the other floods the host.
const FLASHES: u64 = 300;
/// Messages that somebody missed.
const MISSED: u64 = 10_000;

fn main() {
    let folder = tempfile::Builder::new()
        .prefix("bench-hotline")
        .tempdir_in(".")
        .unwrap();
    let raw = fsync(folder.path());
    println!(
        "raw fdatasync of a 4 KiB append: p50 {:.2} ms, p99 {:.2} ms",
        raw.0, raw.1
    );
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure(folder.path(), raw));
}

/// Milliseconds at the middle and at 99 of 100.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    (at(50), at(99))
}

fn fsync(folder: &Path) -> (f64, f64) {
    let mut file = std::fs::File::create(folder.join("raw")).unwrap();
    let sync = |_| {
        let begun = Instant::now();
        file.write_all(&[7u8; 4096]).unwrap();
        file.sync_data().unwrap();
        begun.elapsed()
    };
    percentiles((0..300).map(sync).collect())
}

/// When something was first known of a position, by position.
type Known = Arc<Mutex<BTreeMap<u64, Instant>>>;

async fn measure(folder: &Path, raw: (f64, f64)) {
    let setup = Setup::on_disk([6; 32], ORIGIN, folder);
    let Loopback {
        mut cast,
        host,
        base: site,
        ..
    } = Loopback::start(setup).await;
    let base = format!("{site}/reader/{TOKEN}");
    let http = reqwest::Client::builder()
        .tcp_nodelay(true)
        .build()
        .unwrap();
    found(&http, &site, &mut cast).await;
    let from = host.world().size();
    let (ended, until) = watch::channel(false);
    let cosigned: Known = Arc::default();
    let mut readers = Vec::new();
    for number in 0..SUBSCRIBERS {
        let (http, base, until) = (http.clone(), base.clone(), until.clone());
        let cosigned = (number == 0).then(|| Arc::clone(&cosigned));
        readers.push(tokio::spawn(follow(http, base, from, until, cosigned)));
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    let accepted: Known = Arc::default();
    let senders = ["a", "b"].map(|member| {
        let mut sender = Sender::new(cast.key(member, "duty"), cast.mechanism());
        let (http, base, accepted) = (http.clone(), base.clone(), Arc::clone(&accepted));
        tokio::spawn(async move {
            let mut pace = tokio::time::interval(Duration::from_micros(2_000_000 / PER_SECOND));
            for _ in 0..PER_SECOND * SECONDS / 2 {
                pace.tick().await;
                let act = sender.says("routine");
                let index = place(&http, &base, act.bytes()).await.unwrap();
                accepted.lock().unwrap().insert(index, Instant::now());
            }
            sender
        })
    });
    let mut sides = Vec::new();
    for sender in senders {
        sides.push(sender.await.unwrap());
    }
    tokio::time::sleep(Duration::from_secs(4)).await;
    ended.send(true).unwrap();
    let accepted = accepted.lock().unwrap().clone();
    let mut seen = Vec::new();
    for reader in readers {
        let at = reader.await.unwrap();
        assert!(
            accepted.keys().all(|index| at.contains_key(index)),
            "a page missed a message"
        );
        seen.extend(
            accepted
                .iter()
                .map(|(index, said)| at[index].saturating_duration_since(*said)),
        );
    }
    let visible = percentiles(seen);
    println!(
        "accepted to visible at {SUBSCRIBERS} pages, {PER_SECOND} messages/s: p50 {:.1} ms, p99 {:.1} ms ({:.1} x raw p99; goal 100 ms)",
        visible.0,
        visible.1,
        visible.1 / raw.1
    );
    let cosigned = cosigned.lock().unwrap().clone();
    let waits = accepted.iter().filter_map(|(index, said)| {
        let (_, at) = cosigned.range(index + 1..).next()?;
        Some(at.saturating_duration_since(*said))
    });
    let waits: Vec<Duration> = waits.collect();
    assert_eq!(waits.len(), accepted.len(), "every message was cosigned");
    let waits = percentiles(waits);
    println!(
        "accepted to cosigned by a mediator: p50 {:.0} ms, p99 {:.0} ms (goal 3,000 ms)",
        waits.0, waits.1
    );
    catch_up(&http, &host, &base, &mut sides).await;
    let calm = folder.join("calm");
    std::fs::create_dir(&calm).unwrap();
    flooded(&http, &calm, raw).await;
}

/// What a flash of one side takes, before and while the other side and strangers send a host everything
/// they can. It has the limits of every host.
async fn flooded(http: &reqwest::Client, folder: &Path, raw: (f64, f64)) {
    let setup = Setup {
        rates: Rates::default(),
        ..Setup::on_disk([6; 32], ORIGIN, folder)
    };
    let Loopback {
        mut cast,
        base: site,
        ..
    } = Loopback::start(setup).await;
    found(http, &site, &mut cast).await;
    let http = &flood::elsewhere();
    let mut side = Sender::new(cast.key("b", "duty"), cast.mechanism());
    let (ended, until) = watch::channel(false);
    let base = format!("{site}/reader/{TOKEN}");
    let reader = tokio::spawn(follow(http.clone(), base, 0, until, None));
    let calm = flashes(http, &site, &mut side).await;
    let keys = OFFICES.iter().map(|office| cast.key("a", office)).collect();
    let flood = Flood::begin(&site, keys, cast.mechanism()).await;
    flood.rises().await;
    let during = flashes(http, &site, &mut side).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    ended.send(true).unwrap();
    let seen = reader.await.unwrap();
    for (when, told) in [("calm", &calm), ("while the other side floods", &during)] {
        let recorded = percentiles(told.iter().map(|one| one.took).collect());
        let shown = |one: &Told| seen[&one.index].saturating_duration_since(one.sent);
        let shown = percentiles(told.iter().map(shown).collect());
        println!(
            "a flash, {when}: on disk p50 {:.1} ms, p99 {:.1} ms ({:.1} x raw p99); on a mediator's screen p50 {:.1} ms, p99 {:.1} ms",
            recorded.0,
            recorded.1,
            recorded.1 / raw.1,
            shown.0,
            shown.1
        );
    }
    println!("the flood meanwhile: {:?}", flood.counts);
}

/// A flash that was taken.
struct Told {
    index: u64,
    sent: Instant,
    took: Duration,
}

/// Flashes one after another, each taken at its first knock.
async fn flashes(http: &reqwest::Client, site: &str, side: &mut Sender) -> Vec<Told> {
    let mut all = Vec::new();
    for _ in 0..FLASHES {
        let act = side.says("flash");
        let sent = Instant::now();
        let index = place(http, site, act.bytes()).await;
        let index = index.unwrap_or_else(|| panic!("a flash was turned away"));
        let took = sent.elapsed();
        all.push(Told { index, sent, took });
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    all
}

/// A page that was away for ten thousand messages.
async fn catch_up(http: &reqwest::Client, host: &Host, base: &str, sides: &mut [Sender]) {
    while host.world().areas.hotline.messages().count() < usize::try_from(MISSED).unwrap() {
        for side in sides.iter_mut() {
            let act = side.says("routine");
            place(http, base, act.bytes()).await.unwrap();
        }
    }
    let size = host.world().size();
    let begun = Instant::now();
    let count = follow_to(http, base, size - MISSED, size).await;
    let took = begun.elapsed();
    println!(
        "catching up {count} missed messages: {:.2} s (goal 2 s)",
        took.as_secs_f64()
    );
}

/// A side's officer on duty, who numbers messages.
struct Sender {
    author: Author,
    number: u64,
}

impl Sender {
    fn new(key: SigningKey, mechanism: Digest) -> Sender {
        let author = Author::new(key, mechanism);
        Sender { author, number: 0 }
    }

    fn says(&mut self, precedence: &str) -> act::Envelope {
        self.number += 1;
        self.author
            .says("message-sent.v1", &message(precedence, self.number))
    }
}

fn now() -> Time {
    serve::clock::system()()
}

/// Sends an act; its place, or none if the log does not take it yet.
async fn place(http: &reqwest::Client, base: &str, act: &[u8]) -> Option<u64> {
    let (status, told) = post(http, base, act).await.ok()?;
    if !status.is_success() {
        return None;
    }
    assert_eq!(told["verdict"]["status"], "in-force", "{told}");
    told["index"].as_u64()
}

/// Reads events until it is told to end: when each entry came. One of the readers notes checkpoints, too.
async fn follow(
    http: reqwest::Client,
    base: String,
    from: u64,
    mut until: watch::Receiver<bool>,
    cosigned: Option<Known>,
) -> BTreeMap<u64, Instant> {
    let mut seen = BTreeMap::new();
    let mut answer = http
        .get(format!("{base}/api/live?from={from}"))
        .send()
        .await
        .unwrap();
    let mut rest = String::new();
    loop {
        tokio::select! {
            _ = until.changed() => return seen,
            chunk = answer.chunk() => {
                let at = Instant::now();
                rest.push_str(&String::from_utf8_lossy(&chunk.unwrap().unwrap()));
                while let Some((event, after)) = rest.split_once("\n\n") {
                    note(event, at, &mut seen, cosigned.as_ref());
                    rest = after.to_owned();
                }
            }
        }
    }
}

fn note(event: &str, at: Instant, seen: &mut BTreeMap<u64, Instant>, cosigned: Option<&Known>) {
    let line = |name: &str| event.lines().find_map(|line| line.strip_prefix(name));
    if let Some(index) = line("id: ").and_then(|id| id.parse().ok()) {
        seen.insert(index, at);
    }
    if let (Some(known), Some("witnessed")) = (cosigned, line("event: ")) {
        let told: Value =
            serde_json::from_str(line("data: ").unwrap_or_default()).unwrap_or_default();
        let by = told["by"].as_array().cloned().unwrap_or_default();
        let mediator = by
            .iter()
            .any(|one| matches!(one["name"].as_str(), Some("m1" | "m2")));
        if let Some(size) = told["size"].as_u64().filter(|_| mediator) {
            known.lock().unwrap().entry(size).or_insert(at);
        }
    }
}

/// Reads events from a position to an end; how many came.
async fn follow_to(http: &reqwest::Client, base: &str, from: u64, size: u64) -> usize {
    let mut seen = BTreeMap::new();
    let mut answer = http
        .get(format!("{base}/api/live?from={from}"))
        .send()
        .await
        .unwrap();
    let mut rest = String::new();
    while !seen.contains_key(&(size - 1)) {
        rest.push_str(&String::from_utf8_lossy(
            &answer.chunk().await.unwrap().unwrap(),
        ));
        let mut events: Vec<&str> = rest.split("\n\n").collect();
        let open = events.pop().unwrap_or_default().to_owned();
        for event in events {
            note(event, Instant::now(), &mut seen, None);
        }
        rest = open;
    }
    seen.len()
}

/// Founds a mechanism, and gives its seats their keys.
async fn found(http: &reqwest::Client, site: &str, cast: &mut Cast) {
    let start = now().after_millis(-60_000);
    let mut acts = vec![cast.found(start)];
    acts.extend(cast.grants(start));
    acts.extend(cast.hotline_grants(start));
    acts.extend(cast.watchlist_grants(start));
    for act in acts {
        while place(http, site, act.bytes()).await.is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
