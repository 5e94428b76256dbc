//! Asking a host over HTTP: where an author stands, and taking an act to the log.

use std::path::Path;
use std::time::Duration;

use act::{Digest, EntryId, Envelope, MechanismId, PublicKey, Seen, SigningKey};
use hotline::post::LineOfPost;
use page::Lang;
use reqwest::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use tlog::policy::Policy;

use crate::files::{self, Privacy};
use crate::prepared::Place;
use crate::recorded::{self, FalseReceipt, LogKeys, Recorded};
use crate::report::{Exit, Report};
use crate::trust::Trust;
use crate::words;

/// Longest answer read.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
/// Longest edition read: 100,000 listings, and room.
const EDITION_BYTES_MAX: usize = 96 * 1024 * 1024;
/// A witnessed act waits for a checkpoint and for witnesses far away.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long to wait before a submission is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Wait {
    /// Until it is on the host's disk.
    Durable,
    /// Until it is under a published checkpoint.
    Published,
    /// Until enough witnesses have cosigned.
    Witnessed,
}

/// A host's address: its own, or a reader's (`https://HOST/reader/TOKEN`).
pub struct Host {
    base: String,
    http: reqwest::Client,
    runtime: tokio::runtime::Runtime,
    lang: Lang,
}

/// What a host says of an author.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Author {
    /// The mechanism; none before its founding.
    pub mechanism: Option<MechanismId>,
    /// Number of the author's next act.
    pub seq: u64,
    /// The author's last act.
    pub prev: Option<EntryId>,
    /// The last published checkpoint.
    pub seen: Seen,
}

/// A payload on its way to a host.
pub struct Outgoing<'a> {
    /// Its name.
    pub blob: Digest,
    /// Its salt.
    pub salt: Digest,
    /// Its media type.
    pub media: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Bytes of one request.
const CHUNK_BYTES: usize = 512 * 1024;
/// How often a chunk is sent again after the line was cut.
const CHUNK_TRIES: u32 = 6;

impl Wait {
    fn word(self) -> &'static str {
        match self {
            Wait::Durable => "durable",
            Wait::Published => "published",
            Wait::Witnessed => "witnessed",
        }
    }
}

impl Host {
    /// A host at an address; what it refuses is told in `lang`.
    pub fn at(address: &str, lang: Lang) -> Result<Host, Report> {
        if !address.starts_with("http://") && !address.starts_with("https://") {
            return Err(Report::usage(format!("{address} is no address of a host"))
                .hint("it begins with https://, like https://record.example/reader/TOKEN"));
        }
        let base = address.trim_end_matches('/');
        let base = base.strip_suffix("/log").unwrap_or(base).to_owned();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Report::here("could not start the network client").because(&error))?;
        let http = serve::client::http()
            .map_err(|error| Report::here("could not start the network client").because(&error))?;
        Ok(Host {
            base,
            http,
            runtime,
            lang,
        })
    }

    /// Where an author's next act stands.
    pub fn author(&self, key: &PublicKey) -> Result<Place, Report> {
        let key = key
            .to_string()
            .replace('+', "%2B")
            .replace('/', "%2F")
            .replace('=', "%3D");
        let url = format!("{}/api/authors/{key}", self.base);
        let answer = self.answer(self.http.get(&url), &url)?;
        let author: Author = serde_json::from_value(answer).map_err(|error| {
            Report::other_side(format!("the answer from {url} can't be read")).because(&error)
        })?;
        let mechanism = author.mechanism.ok_or_else(|| {
            Report::other_side("this host has no mechanism yet")
                .hint("found one first: `tasdiq init`, then `tasdiq act send founding.json`")
        })?;
        Ok(Place {
            mechanism,
            seq: author.seq,
            prev: author.prev,
            seen: author.seen,
        })
    }

    /// Sends a payload, going on where an earlier attempt stopped. `told` hears how far it is.
    pub fn send_payload(
        &self,
        key: &SigningKey,
        payload: &Outgoing<'_>,
        told: &dyn Fn(u64),
    ) -> Result<(), Report> {
        let mechanism = self.author(&key.public())?.mechanism;
        let Outgoing {
            blob,
            salt,
            media,
            bytes,
        } = payload;
        let signed = format!(
            "tasdiq.upload.v1\n{mechanism}\n{blob}\n{}\n{media}\n",
            bytes.len()
        );
        let body = json!({
            "blob": blob, "salt": salt, "bytes": bytes.len(), "media": media,
            "by": key.public(), "signature": key.sign(signed.as_bytes()),
        });
        let url = format!("{}/api/blobs", self.base);
        let announced = self.http.post(&url).body(body.to_string());
        let mut offset = self.offset(announced, &url)?;
        let url = format!("{}/api/blobs/{blob}", self.base);
        let mut tries = 0;
        while offset < bytes.len() {
            told(offset as u64);
            let chunk = bytes[offset..]
                .chunks(CHUNK_BYTES)
                .next()
                .unwrap_or_default();
            let request = self
                .http
                .patch(&url)
                .header("upload-offset", offset.to_string());
            match self.offset(request.body(chunk.to_vec()), &url) {
                Ok(reached) => (offset, tries) = (reached, 0),
                Err(report) if report.exit == Exit::NotDone && tries < CHUNK_TRIES => {
                    tries += 1;
                    std::thread::sleep(Duration::from_millis(250 << tries));
                    offset = self.offset(self.http.get(&url), &url).unwrap_or(offset);
                }
                Err(report) => return Err(report),
            }
        }
        Ok(())
    }

    /// Sends a request of an upload; how far the payload is then.
    fn offset(&self, request: reqwest::RequestBuilder, url: &str) -> Result<usize, Report> {
        // Sending needs the runtime around it, not only under it.
        let sent = self.runtime.block_on(async { request.send().await });
        let answered = sent.map_err(|error| {
            Report::other_side(format!("{url} does not answer")).because(&error.without_url())
        })?;
        let status = answered.status();
        let offset = answered.headers().get("upload-offset");
        let offset = offset.and_then(|value| value.to_str().ok()?.parse().ok());
        match offset.filter(|_| status.is_success()) {
            Some(offset) => Ok(offset),
            None => {
                let body = self.runtime.block_on(answered.text()).unwrap_or_default();
                let problem: Value = serde_json::from_str(&body).unwrap_or_default();
                let word = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
                Err(Report::other_side(format!(
                    "{url} answers {status}: {} {}",
                    word("title"),
                    word("detail")
                ))
                .hint(word("next"))
                .refused())
            }
        }
    }

    /// An open payload, checked against its name.
    pub fn payload(&self, blob: &Digest) -> Result<Vec<u8>, Report> {
        let url = format!("{}/blobs/{blob}", self.base);
        self.given(self.http.get(&url), &url, blob)
            .map(|(_, bytes)| bytes)
    }

    /// A payload that this key is entitled to, checked against its name; its salt with it.
    pub fn entitled_payload(
        &self,
        key: &SigningKey,
        mechanism: &MechanismId,
        blob: &Digest,
    ) -> Result<(Digest, Vec<u8>), Report> {
        let at = crate::clock::now();
        let text = serve::blobs::fetch_text(mechanism, blob, at);
        let body = json!({
            "by": key.public(), "at": at, "signature": key.sign(text.as_bytes()),
        });
        let url = format!("{}/api/blobs/{blob}/fetch", self.base);
        let request = self.http.post(&url).timeout(PATIENCE);
        self.given(request.body(body.to_string()), &url, blob)
    }

    /// The latest edition of the watchlist: whole, or the way there from one that is held.
    pub fn edition(&self, from: Option<(&str, u32)>) -> Result<Value, Report> {
        let from = from.map_or_else(String::new, |(day, urgent)| {
            format!("?from={day}&from_urgent={urgent}")
        });
        let url = format!("{}/editions/latest.json{from}", self.base);
        let request = self.http.get(&url).timeout(PATIENCE);
        self.answer_within(request, &url, EDITION_BYTES_MAX)
    }

    /// What a border post needs to know of the line.
    pub fn line_of_post(&self, post: &str) -> Result<LineOfPost, Report> {
        let url = format!("{}/exports/line-{post}.json", self.base);
        let answer = self.answer(self.http.get(&url), &url)?;
        let unreadable = || Report::other_side(format!("the answer from {url} can't be read"));
        let line: LineOfPost =
            serde_json::from_value(answer).map_err(|error| unreadable().because(&error))?;
        line.checked(post)
            .map_err(|error| unreadable().because(&error))
    }

    fn given(
        &self,
        request: reqwest::RequestBuilder,
        url: &str,
        blob: &Digest,
    ) -> Result<(Digest, Vec<u8>), Report> {
        let unreachable = |error: reqwest::Error| {
            Report::other_side(format!("{url} does not answer")).because(&error.without_url())
        };
        let sent = self.runtime.block_on(async { request.send().await });
        let answered = sent.map_err(unreachable)?;
        let status = answered.status();
        if !status.is_success() {
            let mut report = Report::other_side(format!("{url} answers {status}")).hint(
                "403: it is sealed, or not for a reader's address; 404: no act names it; 410: it was erased",
            );
            // Who has no `more` was not answered at all.
            report.more = Some(json!({ "status": status.as_u16() }));
            return Err(report);
        }
        let salt = answered.headers().get("blob-salt");
        let salt = salt.and_then(|salt| salt.to_str().ok()?.parse::<Digest>().ok());
        let bytes = self
            .runtime
            .block_on(answered.bytes())
            .map_err(unreachable)?;
        let right = |salt: &Digest| store::blobs::commitment(&salt.0, &bytes) == blob.0;
        match salt.filter(right) {
            Some(salt) => Ok((salt, bytes.to_vec())),
            None => Err(
                Report::other_side("the host gave other bytes than those committed to")
                    .hint("keep nothing of it; ask another replica")
                    .refused(),
            ),
        }
    }

    /// The log's keys: those the caller believes, else those of the policy the host shows.
    pub fn log_keys(&self, trust: &Trust) -> Result<LogKeys, Report> {
        let policy = match trust.pinned()? {
            Some((_, policy)) => policy,
            None => self.policy()?,
        };
        Ok(LogKeys {
            keys: policy.logs().iter().map(|log| log.key.clone()).collect(),
            trust: trust.name(),
        })
    }

    fn policy(&self) -> Result<Policy, Report> {
        let url = format!("{}/api/policy", self.base);
        let (status, body) = self.fetch(self.http.get(&url), &url, ANSWER_BYTES_MAX)?;
        let text = String::from_utf8_lossy(&body);
        if !status.is_success() {
            return Err(Report::other_side(format!("{url} answers {status}"))
                .hint("name the log's key yourself: --charter charter.toml"));
        }
        Policy::parse(&text).map_err(|error| {
            Report::other_side(format!("the policy from {url} can't be read")).because(&error)
        })
    }

    /// Takes an envelope to the log, and believes the answer as far as the log's key has signed it.
    /// Sending the same bytes again is safe and gives the same answer.
    pub fn submit(
        &self,
        envelope: &Envelope,
        wait: Wait,
        log: &LogKeys,
    ) -> Result<Recorded, Report> {
        let told = self.post(envelope.bytes(), wait)?;
        let sent = envelope.entry_id();
        recorded::check(told.clone(), sent, log)
            .map_err(|error| false_receipt(&error, told, sent, log))
    }

    fn post(&self, envelope: &[u8], wait: Wait) -> Result<Value, Report> {
        let url = format!("{}/api/acts?wait={}", self.base, wait.word());
        let request = self
            .http
            .post(&url)
            .header(reqwest::header::CONTENT_TYPE, "application/json")
            .timeout(PATIENCE)
            .body(envelope.to_vec());
        self.answer(request, &url)
    }

    fn answer(&self, request: reqwest::RequestBuilder, url: &str) -> Result<Value, Report> {
        self.answer_within(request, url, ANSWER_BYTES_MAX)
    }

    fn answer_within(
        &self,
        request: reqwest::RequestBuilder,
        url: &str,
        bytes_max: usize,
    ) -> Result<Value, Report> {
        let (status, body) = self.fetch(request, url, bytes_max)?;
        let body: Option<Value> = serde_json::from_slice(&body).ok();
        match body {
            Some(body) if status.is_success() => Ok(body),
            Some(body) if body.get("title").is_some() => {
                Err(problem(status.as_u16(), body, self.lang))
            }
            _ => Err(Report::other_side(format!(
                "{url} answers {status}, not as a host of tasdiq"
            ))
            .hint("check the address: it is the host's own, or https://HOST/reader/TOKEN")),
        }
    }

    fn fetch(
        &self,
        request: reqwest::RequestBuilder,
        url: &str,
        bytes_max: usize,
    ) -> Result<(StatusCode, Vec<u8>), Report> {
        self.runtime.block_on(async {
            let response = request.send().await.map_err(|error| {
                Report::other_side(format!("no answer from {url}"))
                    .because(&error.without_url())
                    .hint("check the address and the network; the host may be down")
            })?;
            let status = response.status();
            let body = serve::client::bounded(response, bytes_max).await;
            body.map(|body| (status, body))
                .ok_or_else(|| Report::other_side(format!("the answer from {url} broke off")))
        })
    }
}

/// A receipt that does not promise what the host says. It is kept: it may be evidence.
fn false_receipt(error: &FalseReceipt, told: Value, sent: EntryId, log: &LogKeys) -> Report {
    let mut report = Report::other_side("the host's receipt is false")
        .because(error)
        .hint("do not rely on this answer: ask another member's replica whether the act is there")
        .refused();
    let name = format!("receipt-{}.json", sent.short());
    let text = told.to_string();
    if files::write_new(Path::new(&name), text.as_bytes(), Privacy::Public).is_ok() {
        report = report.hint(format!(
            "the host's answer is kept in {name}: show it to every member"
        ));
    }
    if log.trust != "first-use" {
        report = report.hint("if the log's key was changed since, use the charter now in force");
    }
    report.more = Some(told);
    report
}

/// A host's problem details (RFC 9457) as a report.
fn problem(status: u16, body: Value, lang: Lang) -> Report {
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    // A refusal is said in our own words for its code, not in the host's.
    let refused = words::told(&body, lang);
    let message = format!("the host answers: {}", text("title"));
    let mut report = match text("fault") {
        "node" => Report::other_side(message),
        _ => Report::input(message),
    };
    let detail = refused.unwrap_or_else(|| text("detail").to_owned());
    for (list, text) in [
        (&mut report.because, detail),
        (&mut report.hints, text("next").to_owned()),
    ] {
        if !text.is_empty() {
            list.push(text);
        }
    }
    // Too fast, or asked for what needs a sign-in: not a no to the act itself. Nor is what something
    // between here and the host answers.
    let of_the_host = text("type").starts_with("tasdiq:");
    let no =
        of_the_host && (400..500).contains(&status) && !matches!(status, 401 | 404 | 408 | 429);
    report.exit = if no { Exit::Unsound } else { Exit::NotDone };
    report.more = Some(body);
    report
}
