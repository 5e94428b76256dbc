//! Asking a host over HTTP: where an author stands, and taking an act to the log.

use std::time::Duration;

use act::{EntryId, MechanismId, PublicKey, Seen};
use page::Lang;
use serde::Deserialize;
use serde_json::Value;

use crate::prepared::Place;
use crate::report::{Exit, Report};
use crate::words;

/// Longest answer read.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;
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

    /// Takes an envelope to the log. Sending the same bytes again is safe and gives the same answer.
    pub fn submit(&self, envelope: &[u8], wait: Wait) -> Result<Value, Report> {
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
        let (status, body) = self.runtime.block_on(async {
            let response = request.send().await.map_err(|error| {
                Report::other_side(format!("no answer from {url}"))
                    .because(&error.without_url())
                    .hint("check the address and the network; the host may be down")
            })?;
            let status = response.status();
            let body = serve::client::bounded(response, ANSWER_BYTES_MAX).await;
            body.map(|body| (status, body))
                .ok_or_else(|| Report::other_side(format!("the answer from {url} broke off")))
        })?;
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
    // Too fast, or asked for what needs a sign-in: not a no to the act itself.
    let no = (400..500).contains(&status) && !matches!(status, 401 | 404 | 408 | 429);
    report.exit = if no { Exit::Unsound } else { Exit::NotDone };
    report.more = Some(body);
    report
}
