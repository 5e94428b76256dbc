//! The client that asks witnesses and replicas: C2SP `add-checkpoint`, and their latest checkpoints.

use std::collections::BTreeMap;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use node::sequencer::{Input, PeerAnswer, WitnessAnswer};
use store::SharedReader;
use tlog::merkle;
use tlog::note::Note;
use tlog::policy::Policy;
use tlog::witness::{AddCheckpoint, Answer, read_answer};

use crate::writer::Message;

/// Longest answer read from anyone, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;
/// How long a connection may take; the sequencer has its own, shorter patience.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The HTTP client can't be made: the system has no usable TLS roots or no randomness.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ClientError(#[from] reqwest::Error);

/// Everyone this host asks.
pub(crate) struct Peers {
    http: reqwest::Client,
    runtime: tokio::runtime::Handle,
    /// By name: where a witness takes checkpoints, and where its latest one is.
    witnesses: BTreeMap<String, String>,
    replicas: BTreeMap<String, String>,
    origin_hash: String,
    reader: SharedReader,
    answers: mpsc::Sender<Message>,
}

/// A client with our time-outs, which follows no redirects and tells nobody where it comes from.
pub fn http() -> Result<reqwest::Client, ClientError> {
    Ok(reqwest::Client::builder()
        .timeout(TIMEOUT)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent("tasdiq")
        .tcp_nodelay(true)
        .build()?)
}

impl Peers {
    pub(crate) fn new(
        policy: &Policy,
        replicas: &BTreeMap<String, String>,
        reader: SharedReader,
        answers: mpsc::Sender<Message>,
    ) -> Result<Peers, ClientError> {
        let origin = policy
            .logs()
            .first()
            .map(|log| log.key.name())
            .unwrap_or_default();
        Ok(Peers {
            http: http()?,
            runtime: tokio::runtime::Handle::current(),
            witnesses: addresses(policy),
            replicas: replicas.clone(),
            origin_hash: origin_hash(origin),
            reader,
            answers,
        })
    }

    pub(crate) fn change_policy(&mut self, policy: &Policy) {
        self.witnesses = addresses(policy);
    }

    pub(crate) fn ask_witness(&self, witness: &str, old: u64, size: u64, note: Note) {
        let Some(address) = self.witnesses.get(witness) else {
            let answer = WitnessAnswer::Unreachable;
            self.tell(Input::WitnessAnswered {
                witness: witness.to_owned(),
                size,
                answer,
            });
            return;
        };
        let url = format!("{address}/add-checkpoint");
        let (http, reader) = (self.http.clone(), Arc::clone(&self.reader));
        let (witness, answers) = (witness.to_owned(), self.answers.clone());
        self.runtime.spawn(async move {
            let answer = match request(&reader, old, size, note) {
                Ok(body) => post(&http, &url, body).await,
                Err(error) => {
                    tracing::error!(%error, "no consistency proof could be made");
                    WitnessAnswer::Unreachable
                }
            };
            let input = Input::WitnessAnswered {
                witness,
                size,
                answer,
            };
            let _ = answers.send(Message::Input(input));
        });
    }

    pub(crate) fn ask_peer(&self, peer: &str) {
        let url = match (self.witnesses.get(peer), self.replicas.get(peer)) {
            (Some(address), _) => format!("{address}/{}/checkpoint", self.origin_hash),
            (None, Some(address)) => address.clone(),
            (None, None) => {
                self.tell(Input::PeerAnswered(
                    peer.to_owned(),
                    PeerAnswer::Unreachable,
                ));
                return;
            }
        };
        let (http, peer, answers) = (self.http.clone(), peer.to_owned(), self.answers.clone());
        self.runtime.spawn(async move {
            let answer = latest(&http, &url).await;
            let _ = answers.send(Message::Input(Input::PeerAnswered(peer, answer)));
        });
    }

    fn tell(&self, input: Input) {
        let _ = self.answers.send(Message::Input(input));
    }
}

/// Lower-case hexadecimal SHA-256 of an origin, as witnesses address logs.
pub fn origin_hash(origin: &str) -> String {
    act::Digest::of(origin.as_bytes()).to_string()
}

fn addresses(policy: &Policy) -> BTreeMap<String, String> {
    let trimmed = |url: &String| url.trim_end_matches('/').to_owned();
    policy
        .witnesses()
        .iter()
        .filter_map(|w| Some((w.name.clone(), w.url.as_ref().map(trimmed)?)))
        .collect()
}

fn request(
    reader: &SharedReader,
    old: u64,
    size: u64,
    note: Note,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let tree = store::tiles::Tree::new(reader.as_ref(), size);
    let proof = merkle::consistency_proof(old, size, &tree)?;
    Ok(AddCheckpoint { old, proof, note }.to_string())
}

async fn post(http: &reqwest::Client, url: &str, body: String) -> WitnessAnswer {
    let Ok(response) = http.post(url).body(body).send().await else {
        return WitnessAnswer::Unreachable;
    };
    let status = response.status().as_u16();
    let content_type = response
        .headers()
        .get(reqwest::header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    match bounded(response, ANSWER_BYTES_MAX).await {
        Some(body) => WitnessAnswer::Said(read_answer(status, &content_type, &body)),
        None => WitnessAnswer::Said(Answer::Unreadable),
    }
}

async fn latest(http: &reqwest::Client, url: &str) -> PeerAnswer {
    let Ok(response) = http.get(url).send().await else {
        return PeerAnswer::Unreachable;
    };
    match response.status().as_u16() {
        200 => bounded(response, ANSWER_BYTES_MAX)
            .await
            .map_or(PeerAnswer::Unreachable, PeerAnswer::Checkpoint),
        404 => PeerAnswer::Nothing,
        _ => PeerAnswer::Unreachable,
    }
}

/// A body, unless it is longer than it has reason to be.
pub async fn bounded(mut response: reqwest::Response, bytes_max: usize) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.ok()? {
        if body.len() + chunk.len() > bytes_max {
            return None;
        }
        body.extend_from_slice(&chunk);
    }
    Some(body)
}
