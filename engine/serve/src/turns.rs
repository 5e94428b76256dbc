//! Whose request is answered next. Each member, each reader's address, and each visitor's address has
//! threads, a line, open streams and bytes of its own: whoever asks for more waits for itself or is
//! told to come back, and the other side notices nothing.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::connections::Peer;
use crate::host::Host;
use crate::pace::Pace;
use crate::problem::Problem;
use crate::routes::{self, BODY_BYTES_MAX};
use crate::shares::{Place, Shares};

/// Requests of one asker that are answered at once; each has a thread.
const AT_ONCE: usize = 2;
/// Requests of all visitors together that are answered at once, in turn by their addresses.
const VISITORS_AT_ONCE: usize = 4;
/// Requests of one asker, with those that wait in line: every page of a side that comes back at once after an outage.
const IN_LINE: usize = 256;
/// How long the body of a request may take.
const SENDING: Duration = Duration::from_secs(20);
/// Event streams of one asker: the open pages of some forty officers.
const STREAMS: usize = 128;
/// Acts of one member on their way at once: those in the queue, and those that wait for witnesses.
const ACTS: usize = 2_048;
/// Bytes of payloads on their way to one asker: several of the largest.
const PAYLOAD_BYTES: usize = 256 << 20;
/// Kilobytes of payloads that a member may announce at once, and then a second: fifty of the largest,
/// then forty gigabytes a day.
const ANNOUNCED_BURST: i64 = 2_000_000;
const ANNOUNCED_PER_SECOND: i64 = 500;
/// Bytes of a payload that are handed to a connection at a time.
const PIECE_BYTES: usize = 64 << 10;

/// Who asks, as far as shares go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Asker {
    /// Whoever is signed in, or signs, for this member.
    Member(String),
    /// Whoever has the reader's address with this label.
    Reader(String),
    /// Everybody else, by the address they come from.
    Visitor(Peer),
}

/// What each asker has on this node.
#[derive(Debug)]
pub(crate) struct Turns {
    line: Shares<Asker>,
    at_once: Mutex<BTreeMap<Asker, Arc<Semaphore>>>,
    visitors: Arc<Semaphore>,
    streams: Shares<Asker>,
    acts: Shares<String>,
    payloads: Shares<Asker>,
    /// Kilobytes of payloads that members announce.
    pub(crate) announced: Pace<String>,
}

impl Default for Turns {
    fn default() -> Turns {
        Turns {
            line: Shares::new(IN_LINE),
            at_once: Mutex::default(),
            visitors: Arc::new(Semaphore::new(VISITORS_AT_ONCE)),
            streams: Shares::new(STREAMS),
            acts: Shares::new(ACTS),
            payloads: Shares::new(PAYLOAD_BYTES),
            announced: Pace::new(ANNOUNCED_BURST, ANNOUNCED_PER_SECOND),
        }
    }
}

impl Turns {
    /// A place for an act of a member on its way.
    pub(crate) fn act(&self, member: &str) -> Option<Place<String>> {
        self.acts.take(member.to_owned(), 1)
    }

    /// A place for an event stream, until the stream ends.
    pub(crate) fn stream(&self, asker: &Asker) -> Result<Place<Asker>, Problem> {
        self.streams.take(asker.clone(), 1).ok_or_else(|| {
            let detail = format!("at most {STREAMS}");
            let title = "This side has too many pages open that follow the log";
            too_many("too-many-streams", title, detail)
        })
    }

    /// Room for a payload on its way to somebody: taken before it is read.
    pub(crate) fn payload(&self, asker: Asker, bytes: u64) -> Result<Place<Asker>, Problem> {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        self.payloads.take(asker, bytes).ok_or_else(|| {
            let detail = format!("at most {PAYLOAD_BYTES} bytes");
            let title = "Too much is on its way to this side already";
            too_many("too-many-payloads", title, detail)
        })
    }

    /// A payload on its way; its room is free again when the last of it was handed over.
    pub(crate) fn on_its_way(bytes: Vec<u8>, place: Place<Asker>) -> Response {
        let length = HeaderValue::from(bytes.len());
        let bytes = axum::body::Bytes::from(bytes);
        let starts = (0..bytes.len()).step_by(PIECE_BYTES);
        let pieces = starts.map(move |from| {
            let _held = &place;
            let to = (from + PIECE_BYTES).min(bytes.len());
            Ok::<_, std::convert::Infallible>(bytes.slice(from..to))
        });
        let mut response = Body::from_stream(tokio_stream::iter(pieces)).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_LENGTH, length);
        response
    }

    /// Where an asker waits for a thread. Whoever has nothing more to ask is forgotten.
    fn at_once(&self, asker: &Asker) -> Arc<Semaphore> {
        let mut all = self.at_once.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, turns| Arc::strong_count(turns) > 1);
        let turns = all.entry(asker.clone());
        Arc::clone(turns.or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))))
    }
}

impl Host {
    /// Who sends a request without a reader's address.
    pub(crate) fn asker(&self, request: &Request) -> Asker {
        let Some(seated) = self.seated(request.headers()) else {
            let peer = request.extensions().get::<Peer>();
            return Asker::Visitor(peer.copied().unwrap_or_default());
        };
        Asker::Member(self.member_of(&seated.key))
    }
}

/// Answers a request when it is its asker's turn, on a thread of its own: however long a page takes to
/// make, the threads that take acts and acknowledgements are free.
pub(crate) async fn in_turn(host: &Host, asker: Asker, request: Request, next: Next) -> Response {
    let Some(place) = host.turns.line.take(asker.clone(), 1) else {
        let detail = format!("at most {IN_LINE} wait");
        let title = "Too many requests of this side wait already";
        return too_many("too-many-requests", title, detail).into_response();
    };
    // Nobody has a turn who still has something to say.
    let (parts, body) = request.into_parts();
    let body = match timeout(SENDING, to_bytes(body, BODY_BYTES_MAX)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return routes::too_large().into_response(),
        Err(_) => return too_slow().into_response(),
    };
    let mut request = Request::from_parts(parts, Body::from(body));
    let turns = host.turns.at_once(&asker);
    let is_visitor = matches!(asker, Asker::Visitor(_));
    request.extensions_mut().insert(asker);
    // Neither is ever closed.
    let Ok(turn) = turns.acquire_owned().await else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let visiting = match is_visitor {
        true => Arc::clone(&host.turns.visitors).acquire_owned().await.ok(),
        false => None,
    };
    let runtime = Handle::current();
    let answered = tokio::task::spawn_blocking(move || {
        // Its turn lasts as long as the work, also if whoever asked has gone.
        let _held = (place, turn, visiting);
        runtime.block_on(next.run(request))
    });
    answered.await.unwrap_or_else(|error| {
        tracing::error!(%error, "a request could not be answered");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

fn too_slow() -> Problem {
    Problem::sender(
        StatusCode::REQUEST_TIMEOUT,
        "too-slow",
        "The request came too slowly",
        format!("its body has {} s", SENDING.as_secs()),
        "Send it again over a better connection.",
    )
}

fn too_many(code: &'static str, title: &'static str, detail: String) -> Problem {
    Problem::sender(
        StatusCode::TOO_MANY_REQUESTS,
        code,
        title,
        detail,
        "Close or end some of them, or wait, and ask again.",
    )
    .retry_after(1)
}
