//! Speed of the log beside the raw limits of this machine, all measured in one run.
//!
//! `cargo xtask bench log`. The load generator runs on the same machine; every check is on. Figures
//! are of this machine at this moment: the shares are what can be compared.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench stops where it can't measure, and prints what it measured"
)]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use act::{Digest, EntryId, Envelope, Leaf, MechanismId, Seen, SigningKey, Time};
use agreement::AgreementEntry;
use agreement::entry::InstrumentOpened;
use cast::Cast;
use ed25519_dalek::Signer as _;
use loopback::{Loopback, Setup};
use mechanism::{Said, World};
use roll::RollEntry;
use roll::entry::{KeyGranted, key_request};
use serve::Host;
use store::Reader;
use tasdiq::audit::{self, Placed, Watch};
use tasdiq::report::Report;
use tasdiq::source::Source;
use tasdiq::trust::Trust;
use tlog::tile::{EntryBundle, Tile, new_tiles};

const ORIGIN: &str = "record.example/bench";
/// Keys that submit at once, each over a connection of its own, one act after another.
const AUTHORS: usize = 192;
/// Acts each of them submits.
const ACTS_EACH: usize = 200;
/// The pace of a calm day, far above any real one.
const CALM_PER_SECOND: u64 = 50;
const CALM_ACTS: usize = 250;
/// Rows of one transaction of the plain baseline: about one batch of the log under full load.
const PLAIN_ROWS: usize = 192;

fn main() {
    let folder = tempfile::Builder::new()
        .prefix("bench-log")
        .tempdir_in(".")
        .unwrap();
    let cores = std::thread::available_parallelism().unwrap().get();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{cores} cores; load before: {}", load.trim());
    let raw = Raw::measure(folder.path(), cores);
    let mut bench = Bench::start(folder.path());
    bench.sustained(&raw);
    bench.calm(folder.path(), &raw);
    bench.verify(folder.path(), &raw);
    bench.replay(cores);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load after: {}", load.trim());
}

/// What the machine gives without us.
struct Raw {
    fdatasync: Percentiles,
    verify_all: f64,
    rows: f64,
}

#[derive(Clone, Copy)]
struct Percentiles {
    p50: f64,
    p99: f64,
}

impl Percentiles {
    /// Milliseconds.
    fn of(mut times: Vec<Duration>) -> Percentiles {
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
        Percentiles {
            p50: at(50),
            p99: at(99),
        }
    }
}

impl Raw {
    fn measure(folder: &Path, cores: usize) -> Raw {
        let fdatasync = fdatasync(folder);
        println!(
            "raw fdatasync of a 4 KiB append, back to back: p50 {:.2} ms, p99 {:.2} ms",
            fdatasync.p50, fdatasync.p99
        );
        let one = verify_strict(1);
        let verify_all = verify_strict(cores);
        println!(
            "raw verify_strict, key decoded once: {one:.0}/s on one core, {verify_all:.0}/s on {cores}"
        );
        let rows = plain_inserts(folder);
        println!("plain SQLite: {rows:.0} rows/s in durable transactions of {PLAIN_ROWS}");
        Raw {
            fdatasync,
            verify_all,
            rows,
        }
    }
}

fn fdatasync(folder: &Path) -> Percentiles {
    let mut file = File::create(folder.join("raw")).unwrap();
    Percentiles::of((0..300).map(|_| sync(&mut file)).collect())
}

/// Appends one page and makes it durable.
fn sync(file: &mut File) -> Duration {
    let begun = Instant::now();
    file.write_all(&[7u8; 4096]).unwrap();
    file.sync_data().unwrap();
    begun.elapsed()
}

/// Rows of an act's size per second into a table of one's own, as durable as the log: what group
/// commit could give at best, without tree, index or signature.
fn plain_inserts(folder: &Path) -> f64 {
    const TRANSACTIONS: usize = 40;
    let mut plain = rusqlite::Connection::open(folder.join("plain.sqlite")).unwrap();
    let pragmas = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
        CREATE TABLE row (idx INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;";
    plain.execute_batch(pragmas).unwrap();
    let bytes = [7u8; 900];
    let begun = Instant::now();
    for _ in 0..TRANSACTIONS {
        let transaction = plain.transaction().unwrap();
        for _ in 0..PLAIN_ROWS {
            let sql = "INSERT INTO row (bytes) VALUES (?1)";
            transaction
                .prepare_cached(sql)
                .unwrap()
                .execute([&bytes])
                .unwrap();
        }
        transaction.commit().unwrap();
    }
    (TRANSACTIONS * PLAIN_ROWS) as f64 / begun.elapsed().as_secs_f64()
}

/// Checks of different 300-byte messages per second.
fn verify_strict(threads: usize) -> f64 {
    const EACH: usize = 20_000;
    let key = ed25519_dalek::SigningKey::from_bytes(&[9; 32]);
    let messages: Vec<[u8; 300]> = (0..64).map(|n| [n; 300]).collect();
    let signed: Vec<_> = messages.iter().map(|m| (m, key.sign(m))).collect();
    let public = key.verifying_key();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                for (message, signature) in signed.iter().cycle().take(EACH) {
                    public.verify_strict(*message, signature).unwrap();
                }
            });
        }
    });
    (threads * EACH) as f64 / begun.elapsed().as_secs_f64()
}

/// A founded mechanism with a host, four witnesses, and many keys that may speak.
struct Bench {
    _runtime: tokio::runtime::Runtime,
    host: Arc<Host>,
    address: SocketAddr,
    cast: Cast,
    authors: Vec<Author>,
}

struct Author {
    key: SigningKey,
    chain: (u64, Option<EntryId>),
    name: String,
}

impl Author {
    fn says(&mut self, mechanism: MechanismId, at: Time) -> Envelope {
        let said = Said::Agreement(AgreementEntry::InstrumentOpened(InstrumentOpened {
            instrument: format!("{}-{}", self.name, self.chain.0),
            title: "Principles".to_owned(),
            single_undertaking: true,
        }));
        let nothing = Seen {
            size: 0,
            root: Digest::of(b""),
        };
        let act = cast::statement(mechanism, &[&self.key], &said, self.chain, nothing, at);
        self.chain = (self.chain.0 + 1, Some(act.entry_id()));
        act
    }
}

impl Bench {
    fn start(folder: &Path) -> Bench {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let setup = Setup::on_disk([4; 32], ORIGIN, folder);
        let started = runtime.block_on(Loopback::start(setup));
        let Loopback {
            cast, host, base, ..
        } = started;
        let address = base.trim_start_matches("http://").parse().unwrap();
        let mut bench = Bench {
            _runtime: runtime,
            host,
            address,
            cast,
            authors: Vec::new(),
        };
        bench.appoint();
        bench
    }

    /// The charter, and a mediation officer's key for every connection.
    fn appoint(&mut self) {
        let start = now().after_millis(-60_000);
        let mut acts = vec![self.cast.found(start)];
        let root = self.cast.root("m1");
        for number in 0..AUTHORS {
            let key = SigningKey::from_seed(&Digest::of(format!("author {number}").as_bytes()).0);
            let label = format!("Officer {number}");
            let request = key_request(&self.cast.mechanism(), &key.public(), &label);
            let grant = KeyGranted {
                key: key.public(),
                member: "m1".to_owned(),
                offices: vec!["mediation".to_owned()],
                posts: Vec::new(),
                not_before: start,
                not_after: start.after_millis(30 * 86_400_000),
                label,
                pop: key.sign(&request),
            };
            let said = Said::Roll(RollEntry::KeyGranted(grant));
            acts.push(self.cast.sign(&[&root], &said, start));
            self.authors.push(Author {
                key,
                chain: (0, None),
                name: format!("i-{number}"),
            });
        }
        let mut line = Line::open(self.address);
        for act in acts {
            while line.post(act.bytes()) != 200 {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    /// (b) As much as the host takes, one act on its way for each key.
    fn sustained(&mut self, raw: &Raw) {
        let mechanism = self.cast.mechanism();
        let signed: Vec<Vec<Vec<u8>>> = self
            .authors
            .iter_mut()
            .map(|author| {
                (0..ACTS_EACH)
                    .map(|_| author.says(mechanism, now()).bytes().to_vec())
                    .collect()
            })
            .collect();
        let address = self.address;
        let before = self.host.world().size();
        let begun = Instant::now();
        let times: Vec<Duration> = std::thread::scope(|scope| {
            let running: Vec<_> = signed
                .iter()
                .map(|acts| {
                    scope.spawn(move || {
                        let mut line = Line::open(address);
                        let timed = acts.iter().map(|act| {
                            let begun = Instant::now();
                            assert_eq!(line.post(act), 200);
                            begun.elapsed()
                        });
                        timed.collect::<Vec<_>>()
                    })
                })
                .collect();
            running
                .into_iter()
                .flat_map(|r| r.join().unwrap())
                .collect()
        });
        let took = begun.elapsed().as_secs_f64();
        let placed = self.host.world().size() - before;
        assert_eq!(placed, (AUTHORS * ACTS_EACH) as u64);
        assert_eq!(
            self.host.world().voids().count(),
            0,
            "every act is in force"
        );
        let ack = Percentiles::of(times);
        println!(
            "(b) sustained over HTTP, {AUTHORS} connections: {:.0} acts/s = {:.0} % of plain rows; ack p50 {:.1} ms, \
             p99 {:.1} ms [at least 5000/s, p99 below 100 ms]",
            placed as f64 / took,
            100.0 * placed as f64 / took / raw.rows,
            ack.p50,
            ack.p99
        );
    }

    /// (c) A calm day. A disk that has idled answers later than one kept busy, so the baseline is
    /// taken at the same pace: one raw fdatasync after each act, when everything is at rest again.
    fn calm(&mut self, folder: &Path, raw: &Raw) {
        let mechanism = self.cast.mechanism();
        let mut line = Line::open(self.address);
        let mut file = File::create(folder.join("calm")).unwrap();
        let pause = Duration::from_micros(1_000_000 / CALM_PER_SECOND);
        let begun = Instant::now();
        let (mut acks, mut syncs) = (Vec::new(), Vec::new());
        for number in 0..CALM_ACTS {
            let act = self.authors[number % AUTHORS].says(mechanism, now());
            let due = pause * u32::try_from(number).unwrap();
            std::thread::sleep(due.saturating_sub(begun.elapsed()));
            let sent = Instant::now();
            assert_eq!(line.post(act.bytes()), 200);
            acks.push(sent.elapsed());
            std::thread::sleep((due + pause * 3 / 5).saturating_sub(begun.elapsed()));
            syncs.push(sync(&mut file));
        }
        let (ack, paced) = (Percentiles::of(acks), Percentiles::of(syncs));
        println!(
            "(c) at {CALM_PER_SECOND} acts/s: ack p50 {:.2} ms, p99 {:.2} ms; raw fdatasync at that pace p50 {:.2} ms: \
             {:.2} x [at most 3 x]; against fdatasyncs back to back {:.2} x",
            ack.p50,
            ack.p99,
            paced.p50,
            ack.p50 / paced.p50,
            ack.p50 / raw.fdatasync.p50
        );
    }

    /// (d) `tasdiq verify` of the log just made, from tiles in a folder.
    fn verify(&self, folder: &Path, raw: &Raw) {
        let size = self.host.world().size();
        while self.host.published().size < size {
            std::thread::sleep(Duration::from_millis(20));
        }
        let copy = folder.join("copy");
        self.export(&copy, size);
        let source = Source::open(copy.to_str().unwrap()).unwrap();
        let begun = Instant::now();
        let found = audit::audit(&source, &Trust::FirstUse, &mut Nobody).unwrap();
        let took = begun.elapsed().as_secs_f64();
        assert!(found.is_sound(), "{:?}", found.findings);
        let rate = found.signatures as f64 / took;
        println!(
            "(d) offline verify: {rate:.0} signatures/s = {:.0} % of raw verify_strict on all cores \
             [at least 60 %]",
            100.0 * rate / raw.verify_all
        );
    }

    /// The log as a folder, laid out as C2SP tlog-tiles.
    fn export(&self, folder: &Path, size: u64) {
        let reader = self.host.reader.as_ref();
        let write = |path: String, bytes: Vec<u8>| {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        };
        for tile in new_tiles(0, size) {
            let Tile {
                level,
                index,
                width,
            } = tile;
            let bytes = store::tiles::tile(reader, tile).unwrap().unwrap();
            write(tile.to_string(), bytes);
            if level == 0 {
                let bundle = EntryBundle { index, width };
                let bytes = store::tiles::bundle(reader, bundle).unwrap().unwrap();
                write(bundle.to_string(), bytes);
            }
        }
        write(
            "checkpoint".to_owned(),
            self.host.published().note.into_bytes(),
        );
    }

    /// (e) The world from the leaves, their signatures checked long ago.
    fn replay(&self, cores: usize) {
        let reader: &dyn Reader = self.host.reader.as_ref();
        let leaves = reader.leaves(0..u64::MAX >> 1).unwrap();
        let begun = Instant::now();
        let mut world = World::default();
        for leaf in &leaves {
            world.apply(&Leaf::parse(leaf).unwrap());
        }
        let single = leaves.len() as f64 / begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let restarted = serve::replay::replay(&self.host.reader).unwrap();
        let start = leaves.len() as f64 / begun.elapsed().as_secs_f64();
        assert_eq!(world.root(), restarted.root());
        assert_eq!(world.root(), self.host.world().root());
        println!(
            "(e) replay without signature checks: {single:.0} acts/s on one core, {start:.0} acts/s \
             from the store on {cores} [at least 200000/s]"
        );
    }
}

struct Nobody;

impl Watch for Nobody {
    fn begins(&mut self, _: u64) {}
    fn placed(&mut self, _: &Placed<'_>) -> Result<(), Report> {
        Ok(())
    }
}

fn now() -> Time {
    serve::clock::system()()
}

/// One kept-alive HTTP/1.1 connection.
struct Line {
    stream: TcpStream,
    message: Vec<u8>,
    answer: Vec<u8>,
}

impl Line {
    fn open(address: SocketAddr) -> Line {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Line {
            stream,
            message: Vec::new(),
            answer: vec![0; 16 * 1024],
        }
    }

    /// Submits one act and reads the whole answer; its status.
    fn post(&mut self, body: &[u8]) -> u16 {
        self.message.clear();
        let length = body.len();
        write!(
            self.message,
            "POST /api/acts HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n"
        )
        .unwrap();
        self.message.extend_from_slice(body);
        self.stream.write_all(&self.message).unwrap();
        let mut filled = 0;
        loop {
            filled += self.stream.read(&mut self.answer[filled..]).unwrap();
            let text = std::str::from_utf8(&self.answer[..filled]).unwrap();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map(|length| length.parse::<usize>().unwrap())
                .unwrap();
            if body.len() == length {
                return head[9..12].parse().unwrap();
            }
        }
    }
}
