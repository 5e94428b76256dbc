//! The demonstration used as its users would, in a real Chromium: sign in, read, compare, sign, see it
//! witnessed, download the proof and check it offline.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says when it is skipped"
)]

#[path = "browser/beside.rs"]
mod beside;
#[path = "browser/call.rs"]
mod call;
#[path = "browser/check.rs"]
mod check;
#[path = "browser/commitments.rs"]
mod commitments;
#[path = "browser/hotline.rs"]
mod hotline;
#[path = "browser/post.rs"]
mod post;
#[path = "browser/watchlist.rs"]
mod watchlist;

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Value, json};

/// Entries of the demonstration's story.
const STORY_ENTRIES: u64 = 266;

/// A child process that ends with the test, however the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser's folder. Its processes name it, and end with it: a driver that is killed leaves them behind.
struct Profile(tempfile::TempDir);

impl Profile {
    fn new() -> Profile {
        Profile(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let own = self.path().display().to_string();
        for process in std::fs::read_dir("/proc").into_iter().flatten().flatten() {
            let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
            let pid = process.file_name().to_string_lossy().parse().ok();
            let pid = pid.and_then(rustix::process::Pid::from_raw);
            if let Some(pid) = pid.filter(|_| String::from_utf8_lossy(&line).contains(&own)) {
                // It may have ended by itself.
                let _ = rustix::process::kill_process(pid, rustix::process::Signal::KILL);
            }
        }
    }
}

struct Stage {
    _demo: Running,
    _driver: Running,
    signs: Value,
    client: Client,
    folder: Profile,
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn have(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|s| s.success())
}

/// The demonstration and a browser; none where there is no Chromium.
async fn stage() -> Option<Stage> {
    if !have("chromium") || !have("chromedriver") {
        eprintln!("skipped: no chromium");
        return None;
    }
    let port = free_port().to_string();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_tasdiq"))
        .args(["--json", "demo", "--port", &port])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(demo.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let demo = Running(demo);
    let signs: Value = serde_json::from_str(&line).unwrap();
    let driver_port = free_port();
    let driver = Command::new("chromedriver")
        .arg(format!("--port={driver_port}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let driver = Running(driver);
    let folder = Profile::new();
    let client = browser(driver_port, folder.path(), 1_000).await;
    Some(Stage {
        _demo: demo,
        _driver: driver,
        signs,
        client,
        folder,
    })
}

/// A browser whose microphone hears a tone of so many hertz.
async fn browser(port: u16, folder: &Path, hertz: u32) -> Client {
    let heard = folder.join("tone.wav");
    std::fs::write(&heard, tone(hertz)).unwrap();
    let heard = format!("--use-file-for-fake-audio-capture={}", heard.display());
    let profile = format!("--user-data-dir={}", folder.join("profile").display());
    let args = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,1000",
        // A tone instead of a microphone, and nobody to ask for it.
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        // Two browsers on one machine without a network find each other.
        "--allow-loopback-in-peer-connection",
        &heard,
        &profile,
    ];
    let mut capabilities = Capabilities::new();
    capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": args }));
    for _ in 0..100 {
        let mut builder = ClientBuilder::new(hyper_connector());
        builder.capabilities(capabilities.clone());
        if let Ok(client) = builder.connect(&format!("http://127.0.0.1:{port}")).await {
            return client;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("chromedriver does not answer");
}

/// Two seconds of a tone, as a WAV file: 16 bits, one channel, 48,000 samples a second.
fn tone(hertz: u32) -> Vec<u8> {
    const RATE: u32 = 48_000;
    let samples = 2 * RATE;
    let mut file = Vec::new();
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + samples * 2).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16u32.to_le_bytes());
    file.extend_from_slice(&1u16.to_le_bytes());
    file.extend_from_slice(&1u16.to_le_bytes());
    file.extend_from_slice(&RATE.to_le_bytes());
    file.extend_from_slice(&(RATE * 2).to_le_bytes());
    file.extend_from_slice(&2u16.to_le_bytes());
    file.extend_from_slice(&16u16.to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend_from_slice(&(samples * 2).to_le_bytes());
    for n in 0..samples {
        let turn = f64::from(n) * f64::from(hertz) / f64::from(RATE);
        let level = (turn * std::f64::consts::TAU).sin() * 12_000.0;
        #[expect(clippy::cast_possible_truncation, reason = "at most 12,000")]
        file.extend_from_slice(&(level as i16).to_le_bytes());
    }
    file
}

impl Stage {
    fn sign(&self, name: &str) -> String {
        self.signs[name].as_str().unwrap().to_owned()
    }

    async fn open(&self, path: &str) {
        self.client
            .goto(&format!("{}{path}", self.sign("host")))
            .await
            .unwrap();
    }

    /// Waits until an element is there, with text that contains this.
    async fn see(&self, css: &str, text: &str) -> String {
        let mut found = String::new();
        for _ in 0..300 {
            if let Ok(element) = self.client.find(Locator::Css(css)).await {
                found = element.text().await.unwrap_or_default();
                if found.contains(text) {
                    return found;
                }
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("never saw {text:?} in {css}: {found:?}");
    }

    /// Waits for an element that can be clicked, and clicks it wherever on the page it is.
    async fn click(&self, css: &str) {
        let code = "const e = document.querySelector(arguments[0]); e?.click(); return e !== null";
        for _ in 0..300 {
            if self.client.execute(code, vec![json!(css)]).await.unwrap() == json!(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("never there: {css}");
    }

    async fn sign_in(&self, seat: &str) {
        let link = self.signs["sign_in"][seat].as_str().unwrap();
        self.client.goto(link).await.unwrap();
        self.see("[data-keys]", seat).await;
        // This browser may hold keys of other seats, too.
        let own = "for (const b of document.querySelectorAll('[data-keys] button')) \
                   if (b.textContent.includes(arguments[0])) return b.click()";
        self.client.execute(own, vec![json!(seat)]).await.unwrap();
        self.see(".reader", "Sign out").await;
        let address = self.client.current_url().await.unwrap();
        assert!(
            address.fragment().is_none(),
            "the seed is gone from the address"
        );
    }

    /// Waits until the story is told and witnessed.
    async fn story_told(&self) {
        for _ in 0..300 {
            self.open("/healthz").await;
            let text = self
                .client
                .find(Locator::Css("body"))
                .await
                .unwrap()
                .text()
                .await
                .unwrap();
            let health: Value = serde_json::from_str(&text).unwrap_or_default();
            if health["published"].as_u64().unwrap_or(0) >= STORY_ENTRIES {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the story was never told");
    }

    async fn script(&self, code: &str) -> Value {
        self.client.execute(code, Vec::new()).await.unwrap()
    }

    /// A picture for the README, where one is wanted.
    async fn picture(&self, name: &str) {
        let Some(folder) = std::env::var_os("TASDIQ_SCREENSHOTS") else {
            return;
        };
        let png = self.client.screenshot().await.unwrap();
        std::fs::write(PathBuf::from(folder).join(format!("{name}.png")), png).unwrap();
    }
}

fn hyper_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_negotiator_compares_signs_and_proves() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("b.negotiator").await;

    stage
        .open("/agreement/joint-mechanism/compare?old=a-proposal&new=b-new")
        .await;
    let page = stage.see("main", "C-08").await;
    assert!(
        page.contains("This clause has no counterpart in the later draft"),
        "{page}"
    );
    stage.picture("comparison").await;

    stage
        .open("/agreement/joint-mechanism/position?draft=b-new&clause=2")
        .await;
    stage.click("input[name=stance][value=accept]").await;
    stage.click("main form button[type=submit]").await;
    stage.see("main h1", "Review what you sign").await;
    stage.picture("review").await;
    stage.click("[data-act]:not([disabled])").await;
    stage.see("[data-result]", "Witnessed").await;

    let index = STORY_ENTRIES;
    stage.open(&format!("/log/{index}")).await;
    stage.click("[data-check]").await;
    let verified = stage
        .see("[data-proof] [data-result]", "Verified in this browser")
        .await;
    assert!(verified.contains("Mediator 1"), "{verified}");
    stage.picture("proof").await;

    let proof = stage
        .script(&fetch(&format!("/api/acts/{index}/proof")))
        .await;
    let leaf = stage
        .script(&fetch(&format!("/api/acts/{index}/leaf")))
        .await;
    check_offline(&stage, proof.as_str().unwrap(), leaf.as_str().unwrap());
    stage.client.clone().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_a_member_reaches_works_in_every_language() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("m1.mediation").await;
    let pages = [
        "/",
        "/roll/charter",
        "/roll/keys",
        "/agreement",
        "/agreement/joint-mechanism",
        "/agreement/joint-mechanism/drafts/a-proposal",
        "/agreement/joint-mechanism/compare?old=a-proposal&new=b-new",
        "/agreement/joint-mechanism/clause?draft=a-proposal&clause=C-06",
        "/agreement/joint-mechanism/offers",
        "/commitments",
        "/commitments/close-site-a",
        "/commitments/no-flights",
        "/commitments/new",
        "/commitments/docket",
        "/commitments/scorecard",
        "/commitments/map",
        "/log",
        "/log/18",
        "/glossary",
    ];
    for (lang, dir) in [
        ("ar", "rtl"),
        ("fa-AF", "rtl"),
        ("ps", "rtl"),
        ("ur", "rtl"),
        ("tr", "ltr"),
        ("en", "ltr"),
    ] {
        for page in pages {
            let join = if page.contains('?') { '&' } else { '?' };
            stage.open(&format!("{page}{join}lang={lang}")).await;
            let told = stage
                .script(
                    "return [document.documentElement.lang, document.documentElement.dir, \
                     document.querySelectorAll('h1').length, \
                     document.querySelectorAll('main code.missing').length, \
                     document.documentElement.scrollWidth <= document.documentElement.clientWidth]",
                )
                .await;
            assert_eq!(told, json!([lang, dir, 1, 0, true]), "{page} in {lang}");
        }
    }
    stage
        .open("/agreement/joint-mechanism/compare?old=a-proposal&new=b-new&lang=ps")
        .await;
    stage.picture("comparison-ps").await;
    stage.client.clone().close().await.unwrap();
}

/// A visitor gets the bare state of the log and a way in, and then the page it asked for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_visitor_is_asked_to_sign_in_first() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.open("/agreement?lang=en").await;
    assert_eq!(stage.client.current_url().await.unwrap().path(), "/sign-in");
    stage.see("main", "Sign in").await;
    stage.open("/").await;
    let page = stage.see("main", "Nothing else of the log is public").await;
    assert!(!page.contains("C-01"));
    stage.client.clone().close().await.unwrap();
}

fn fetch(path: &str) -> String {
    // Synchronous on purpose: the script's answer is the fetched text.
    format!(
        "const r = new XMLHttpRequest(); r.open('GET', '{path}', false); r.send(); \
         return r.responseText"
    )
}

/// What the browser downloaded is checked by the command line, with nothing but the charter.
fn check_offline(stage: &Stage, proof: &str, leaf: &str) {
    let folder = stage.folder.path();
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let charter = write("charter.toml", stage.signs["charter"].as_str().unwrap());
    let leaf = write("leaf.json", leaf);
    let proof_file = write("record.tlog-proof", proof);
    let check = |leaf: &Path| {
        Command::new(env!("CARGO_BIN_EXE_tasdiq"))
            .args(["--json", "check-proof"])
            .arg(leaf)
            .arg(&proof_file)
            .arg("--charter")
            .arg(&charter)
            .output()
            .unwrap()
    };
    let good = check(&leaf);
    assert!(
        good.status.success(),
        "{}",
        String::from_utf8_lossy(&good.stderr)
    );
    let text = std::fs::read_to_string(&leaf)
        .unwrap()
        .replacen("\"at\":\"2", "\"at\":\"3", 1);
    let altered = write("altered.json", &text);
    assert_eq!(
        check(&altered).status.code(),
        Some(1),
        "an altered entry is not proven"
    );
}
