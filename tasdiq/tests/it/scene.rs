//! A host as its own process over a store on disk, with its witnesses in this one.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use act::{Envelope, Time};
use agreement::AgreementEntry;
use agreement::entry::InstrumentOpened;
use cast::Cast;
use loopback::{Setup, Witnesses};
use mechanism::Said;
use tasdiq::keyfile::{KeyFile, Kind};
use tempfile::TempDir;
use tlog::Checkpoint;
use tlog::note::Note;

pub(crate) const ORIGIN: &str = "record.example/joint";
/// Where the cast's log key comes from, so that the same key can be put into a file.
const SEED: [u8; 32] = [5; 32];
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Scene {
    pub(crate) cast: Cast,
    pub(crate) folder: TempDir,
    pub(crate) port: u16,
    /// By member: where its witness answers.
    pub(crate) witnesses: BTreeMap<&'static str, String>,
    _runtime: tokio::runtime::Runtime,
}

/// A host process that ends with the test.
pub(crate) struct Process(pub(crate) Child);

impl Process {
    /// As `kill -9`: no last words, nothing flushed.
    pub(crate) fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Scene {
    /// Witnesses of both parties and mediators, a log key in a file, the founding act in another.
    pub(crate) fn new() -> Scene {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let setup = Setup::in_memory(SEED, ORIGIN);
        let Witnesses { mut cast, urls, .. } = runtime.block_on(Witnesses::start(&setup));
        let folder = TempDir::new().unwrap();
        let founding = cast.found(now().after_millis(-60_000));
        std::fs::write(folder.path().join("founding.json"), founding.bytes()).unwrap();
        KeyFile::from_seed(Kind::Log, Some(ORIGIN), cast.log_seed())
            .unwrap()
            .write_new(&folder.path().join("log.key"))
            .unwrap();
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        Scene {
            cast,
            folder,
            port,
            witnesses: urls,
            _runtime: runtime,
        }
    }

    /// Starts the host over a folder, `record` unless a test makes others.
    fn command(&self, record: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tasdiq"));
        command
            .args(["serve", "--dir", record, "--log-key", "log.key"])
            .args(["--founding", "founding.json"])
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .args(options)
            .current_dir(self.folder.path())
            .env("RUST_LOG", "warn");
        command
    }

    /// Starts the host and waits until it answers.
    pub(crate) fn start(&self, record: &str) -> Process {
        self.start_with(record, &[])
    }

    /// The same, with further options.
    pub(crate) fn start_with(&self, record: &str, options: &[&str]) -> Process {
        let child = self
            .command(record, options)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let process = Process(child);
        until("the host answers", || self.get("/healthz").is_some());
        process
    }

    /// Starts the host where it must refuse to.
    pub(crate) fn refuses(&self, record: &str) -> Output {
        self.refuses_with(record, &[])
    }

    /// The same, with further options.
    pub(crate) fn refuses_with(&self, record: &str, options: &[&str]) -> Output {
        let mut command = self.command(record, options);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut process = Process(command.spawn().unwrap());
        until("the host ends", || process.0.try_wait().unwrap().is_some());
        let mut stderr = Vec::new();
        let status = process.0.wait().unwrap();
        let mut said = process.0.stderr.take().unwrap();
        said.read_to_end(&mut stderr).unwrap();
        Output {
            status,
            stdout: Vec::new(),
            stderr,
        }
    }

    pub(crate) fn store_path(&self, record: &str) -> PathBuf {
        tasdiq::running::store_path(&self.folder.path().join(record))
    }

    /// Submits until the host says yes; for acts that only prepare a test.
    pub(crate) fn place(&self, envelope: &Envelope, wait: &str) {
        until("an act is placed", || {
            self.post(envelope.bytes(), wait)
                .is_some_and(|answer| answer.status == 200)
        });
    }

    /// Everything that lets the seats speak.
    pub(crate) fn appoint(&mut self) {
        for grant in self.cast.grants(now().after_millis(-60_000)) {
            self.place(&grant, "durable");
        }
    }

    /// None if nobody answered to the end.
    pub(crate) fn post(&self, body: &[u8], wait: &str) -> Option<Answer> {
        let path = format!("/api/acts?wait={wait}");
        let address = format!("127.0.0.1:{}", self.port);
        request(&address, "POST", &path, body)
    }

    pub(crate) fn get(&self, path: &str) -> Option<Answer> {
        request(&format!("127.0.0.1:{}", self.port), "GET", path, b"")
    }

    /// A checkpoint note, opened: it must be this log's.
    pub(crate) fn checkpoint(&self, note: &str) -> Checkpoint {
        let note = Note::parse(note.as_bytes()).unwrap();
        let key = self.cast.log_key(ORIGIN).verifier_key();
        Checkpoint::open(&note, ORIGIN, &key).unwrap()
    }

    /// What a member's witness cosigned last.
    pub(crate) fn witnessed(&self, member: &str) -> Checkpoint {
        let address = self.witnesses[member].trim_start_matches("http://");
        let hash = serve::client::origin_hash(ORIGIN);
        let answer = request(address, "GET", &format!("/{hash}/checkpoint"), b"").unwrap();
        self.checkpoint(&answer.body)
    }
}

pub(crate) fn now() -> Time {
    serve::clock::system()()
}

pub(crate) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(
            begun.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An act that is in force whenever a mediation officer says it for the first time.
pub(crate) fn open(instrument: &str) -> Said {
    Said::Agreement(AgreementEntry::InstrumentOpened(InstrumentOpened {
        instrument: instrument.to_owned(),
        title: "Principles".to_owned(),
        single_undertaking: true,
    }))
}

fn request(address: &str, method: &str, path: &str, body: &[u8]) -> Option<Answer> {
    let mut stream = TcpStream::connect(address).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut message = head.into_bytes();
    message.extend_from_slice(body);
    stream.write_all(&message).ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let text = String::from_utf8(answer).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    // A connection that was cut in the middle of an answer has given none.
    (length == Some(body.len())).then(|| Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}
