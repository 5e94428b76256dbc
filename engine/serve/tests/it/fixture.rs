//! One mechanism on loopback: a host over a memory store, a witness for each party and mediator.

use std::collections::BTreeMap;
use std::sync::Arc;

use act::{Digest, Envelope, Seen, Time};
use agreement::AgreementEntry;
use agreement::entry::InstrumentOpened;
use cast::Cast;
pub(crate) use loopback::TOKEN;
use loopback::{Loopback, Setup};
use mechanism::Said;
use node::sequencer::Limits;
use serde_json::Value;
use serve::pace::Rates;
use serve::{Host, clock};
use store::Memory;
use tlog::note::Note;
use tlog::policy::Policy;
use tokio::task::JoinHandle;

pub(crate) const ORIGIN: &str = "record.example/joint";

pub(crate) struct Scene {
    pub(crate) cast: Cast,
    pub(crate) host: Arc<Host>,
    pub(crate) base: String,
    pub(crate) http: reqwest::Client,
    pub(crate) witnesses: BTreeMap<&'static str, JoinHandle<()>>,
}

pub(crate) fn now() -> Time {
    clock::system()()
}

impl Scene {
    /// A founded mechanism whose seats can speak.
    pub(crate) async fn founded() -> Scene {
        let mut scene = Scene::empty(Rates::new(100_000, 100_000)).await;
        scene.found().await;
        scene
    }

    /// The same, with a charter that asks for second officers.
    pub(crate) async fn asking_for_second_officers(precedences: &'static [&'static str]) -> Scene {
        let ask = move |cast: Cast| cast.with_second_officer(precedences);
        let (store, rates) = (Memory::default(), Rates::new(100_000, 100_000));
        let mut scene = Scene::with_charter(store, Limits::default(), rates, ask).await;
        scene.found().await;
        scene
    }

    /// Signs the charter and gives every seat its key.
    pub(crate) async fn found(&mut self) {
        let scene = self;
        let start = now().after_millis(-60_000);
        let charter = scene.cast.found(start);
        let first = scene.submit(&charter, "witnessed").await;
        assert_eq!(first["verdict"]["status"], "in-force", "{first}");
        for grant in scene.cast.grants(start) {
            assert_eq!(
                scene.submit(&grant, "durable").await["verdict"]["status"],
                "in-force"
            );
        }
    }

    pub(crate) async fn empty(rates: Rates) -> Scene {
        Scene::over(Memory::default(), Limits::default(), rates).await
    }

    /// A log over a given store; clones of it share its content.
    pub(crate) async fn over(store: Memory, limits: Limits, rates: Rates) -> Scene {
        Scene::with_charter(store, limits, rates, |cast| cast).await
    }

    async fn with_charter(
        store: Memory,
        limits: Limits,
        rates: Rates,
        amended: impl Fn(Cast) -> Cast + 'static,
    ) -> Scene {
        let setup = Setup {
            amended: Box::new(amended),
            limits,
            rates,
            store: Box::new(store),
            ..Setup::in_memory([3; 32], ORIGIN)
        };
        let Loopback {
            cast,
            host,
            base,
            witnesses,
        } = Loopback::start(setup).await;
        let http = serve::client::http().unwrap();
        Scene {
            cast,
            host,
            base,
            http,
            witnesses,
        }
    }

    pub(crate) async fn post(
        &self,
        body: impl Into<reqwest::Body>,
        wait: &str,
    ) -> reqwest::Response {
        self.http
            .post(format!("{}/api/acts?wait={wait}", self.base))
            .header("content-type", "application/json")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// Submits and expects the act to be placed; comes back when told to, as while the log starts.
    pub(crate) async fn submit(&self, envelope: &Envelope, wait: &str) -> Value {
        let mut response = self.post(envelope.bytes().to_vec(), wait).await;
        for _ in 0..50 {
            if response.status().as_u16() != 503 {
                break;
            }
            assert!(response.headers().contains_key("retry-after"));
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            response = self.post(envelope.bytes().to_vec(), wait).await;
        }
        let status = response.status();
        let text = response.text().await.unwrap();
        assert!(status.is_success(), "{status}: {text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Submits and expects a problem; its JSON.
    pub(crate) async fn refused(&self, body: impl Into<reqwest::Body>, status: u16) -> Value {
        let response = self.post(body, "durable").await;
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.status().as_u16(), status);
        let problem: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        assert_eq!(problem["status"], status);
        assert!(
            !problem["next"].as_str().unwrap().is_empty(),
            "says what to do: {problem}"
        );
        problem
    }

    /// Reads below the reader's address.
    pub(crate) async fn read(&self, path: &str) -> reqwest::Response {
        let url = format!("{}/reader/{TOKEN}{path}", self.base);
        self.http.get(url).send().await.unwrap()
    }

    pub(crate) async fn size(&self) -> u64 {
        let url = format!("{}/healthz", self.base);
        let text = self
            .http
            .get(url)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        let health: Value = serde_json::from_str(&text).unwrap();
        health["size"].as_u64().unwrap()
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy::parse(&self.host.policy()).unwrap()
    }
}

/// Signs in, as the sign-in page does; the cookie.
pub(crate) async fn session(scene: &Scene, key: &act::SigningKey) -> String {
    let Scene { http, base, .. } = scene;
    let page = http.get(format!("{base}/sign-in")).send().await.unwrap();
    let page = page.text().await.unwrap();
    let after = page.split("data-challenge=\"").nth(1).unwrap();
    let challenge = after.split('"').next().unwrap();
    let mechanism = scene.cast.mechanism();
    let payload =
        serde_json::json!({ "challenge": challenge, "origin": base, "mechanism": mechanism });
    let kind = "application/vnd.tasdiq.sign-in.v1+json";
    let body = Envelope::sign(kind, payload.to_string().as_bytes(), &[key]);
    let sent = http
        .post(format!("{base}/session"))
        .body(body.bytes().to_vec());
    let answer = sent.send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

pub(crate) fn open(instrument: &str) -> Said {
    Said::Agreement(AgreementEntry::InstrumentOpened(InstrumentOpened {
        instrument: instrument.to_owned(),
        title: "Principles".to_owned(),
        single_undertaking: true,
    }))
}

pub(crate) fn nothing_seen() -> Seen {
    Seen {
        size: 0,
        root: Digest::of(b""),
    }
}

pub(crate) fn note(text: &str) -> Note {
    Note::parse(text.as_bytes()).unwrap()
}
