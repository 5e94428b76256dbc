//! Calls: what two browsers have to tell each other before they speak without this node. It relays
//! signed offers and answers between the seats of a call and keeps none of them. What is spoken never
//! comes here, and an offer it changed would not be signed any more.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Mutex, PoisonError};

use act::{Digest, EntryId, Envelope, Index, MechanismId, PublicKey, Time};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use mechanism::{Seated, Seats};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;

use crate::acts::replica_takes_no_acts;
use crate::host::{Host, Role};
use crate::live;
use crate::pace::{self, Pace};
use crate::problem::Problem;
use crate::turns::Asker;

/// Payload type of a signed signal.
const SIGNAL_TYPE: &str = "application/vnd.tasdiq.call-signal.v1+json";
/// Longest signal, as an envelope. A description of one audio connection has two or three thousand bytes.
const SIGNAL_BYTES_MAX: usize = 48 * 1024;
/// Signals on their way to one browser. A connection needs three.
const QUEUE: usize = 32;
/// Signals a key may send at once, and a second.
const BURST: i64 = 60;
const PER_SECOND: i64 = 4;

type Answer = Result<Response, Problem>;
/// An event on its way; there is nothing that could go wrong with it.
type Told = Result<Event, Infallible>;

/// Browsers that listen, one for each seat of a call.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// What browsers are told of servers that help them find a way to each other (RTCIceServer).
    ice: Value,
    listening: Mutex<BTreeMap<(Index, PublicKey), mpsc::Sender<Told>>>,
    pace: Pace<PublicKey>,
}

/// Servers that help two browsers find a way to each other, as browsers are told of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceServers(Value);

impl Default for IceServers {
    fn default() -> Self {
        IceServers(json!([]))
    }
}

/// What is wrong with a list of ICE servers.
#[derive(Debug, thiserror::Error)]
pub enum IceError {
    /// It is not the list it should be.
    #[error(
        "this is not a JSON list of objects with `urls`, and perhaps `username` and `credential`"
    )]
    Form(#[source] serde_json::Error),
    /// An address is not one of a STUN or TURN server.
    #[error("{0:?} is no stun:, turn: or turns: address")]
    Address(String),
}

impl IceServers {
    /// Reads a list as browsers take it: `[{"urls": ["turn:…"], "username": "…", "credential": "…"}]`.
    pub fn parse(text: &str) -> Result<IceServers, IceError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Server {
            urls: Vec<String>,
            #[serde(default)]
            username: Option<String>,
            #[serde(default)]
            credential: Option<String>,
        }
        let servers: Vec<Server> = serde_json::from_str(text).map_err(IceError::Form)?;
        let known = |url: &str| {
            ["stun:", "turn:", "turns:"]
                .iter()
                .any(|s| url.starts_with(s))
        };
        let mut urls = servers.iter().flat_map(|server| &server.urls);
        if let Some(url) = urls.find(|url| !known(url)) {
            return Err(IceError::Address(url.clone()));
        }
        let servers = servers.into_iter().map(|server| {
            let mut one = json!({ "urls": server.urls });
            if let (Some(name), Some(credential)) = (server.username, server.credential) {
                one["username"] = json!(name);
                one["credential"] = json!(credential);
            }
            one
        });
        Ok(IceServers(servers.collect()))
    }
}

impl Exchange {
    pub(crate) fn new(ice: IceServers) -> Exchange {
        Exchange {
            ice: ice.0,
            listening: Mutex::default(),
            pace: Pace::new(BURST, PER_SECOND),
        }
    }

    /// A browser begins to listen. One that listened for the same seat is let go.
    fn listen(&self, call: Index, key: PublicKey) -> mpsc::Receiver<Told> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let mut all = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, listener| !listener.is_closed());
        if let Some(before) = all.insert((call, key), sender) {
            let _ = before.try_send(Ok(Event::default().event("replaced").data("")));
        }
        receiver
    }

    fn deliver(&self, call: Index, to: PublicKey, signal: &Value) -> Result<(), Problem> {
        let all = self
            .listening
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let listener = all.get(&(call, to)).filter(|one| !one.is_closed());
        let listener = listener.ok_or_else(|| {
            Problem::sender(
                StatusCode::NOT_FOUND,
                "not-listening",
                "The other browser is not there",
                "",
                "Wait: it says so when it comes.",
            )
        })?;
        let event = Event::default().event("signal").data(signal.to_string());
        listener.try_send(Ok(event)).map_err(|_| {
            Problem::node(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "The other browser does not keep up",
                "",
                "Try again in a moment.",
            )
            .retry_after(1)
        })
    }
}

/// What a signal says. The description of the connection is for the other browser; this node reads it no
/// further than its length.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signal {
    mechanism: MechanismId,
    call: EntryId,
    to: PublicKey,
    #[serde(rename = "kind")]
    _kind: Kind,
    /// The certificate of the sender's browser, as in its seat.
    fingerprint: Digest,
    /// The sender's attempt, and the other side's that it answers: late signals are told apart.
    #[serde(rename = "attempt")]
    _attempt: String,
    #[serde(rename = "answers", default)]
    _answers: Option<String>,
    #[serde(rename = "sdp", default)]
    _sdp: Option<String>,
    #[serde(rename = "at")]
    _at: Time,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Hail,
    Offer,
    Answer,
    Bye,
}

/// `GET /api/calls/{index}`: the seats, whose consent a recording lacks, and what helps browsers to
/// find each other.
pub(crate) fn describe(host: &Host, index: Index, headers: &HeaderMap) -> Answer {
    let own = host.seated(headers).map(|seated| seated.key);
    let seats = seats(host, index)?;
    // Passwords of relays are for those who have a seat.
    let seated = own.is_some_and(|key| seats.seats.iter().any(|seat| seat.key == key));
    let mut body = json!(seats);
    body["ice"] = if seated {
        host.calls.ice.clone()
    } else {
        json!([])
    };
    Ok(axum::Json(body).into_response())
}

fn seats(host: &Host, index: Index) -> Result<Seats, Problem> {
    let world = host.world();
    world
        .seats(index, host.now())
        .ok_or_else(Problem::not_found)
}

/// `GET /api/calls/{index}/signals`: what others send to the seat of the session's key, as it comes.
pub(crate) fn listen(host: &Host, index: Index, asker: &Asker, headers: &HeaderMap) -> Answer {
    if !matches!(host.role, Role::Sequencer(_)) {
        return Err(replica_takes_no_acts());
    }
    let seated = host.seated(headers).ok_or_else(Problem::sign_in_first)?;
    seat_of(&seats(host, index)?, &seated.key)?;
    let place = host.turns.stream(asker)?;
    Ok(live::answer(host.calls.listen(index, seated.key), place))
}

/// `POST /api/calls/{index}/signals`: one signal, signed, from a seat of the call to another.
pub(crate) fn relay(host: &Host, index: Index, body: &Bytes) -> Answer {
    if !matches!(host.role, Role::Sequencer(_)) {
        return Err(replica_takes_no_acts());
    }
    if body.len() > SIGNAL_BYTES_MAX {
        return Err(unfit("it is too long"));
    }
    let envelope = Envelope::parse(body).map_err(|error| unfit(&error.to_string()))?;
    let [signature] = envelope.signatures() else {
        return Err(unfit("a signal has one signature"));
    };
    if envelope.payload_type() != SIGNAL_TYPE {
        return Err(unfit("this is not a signal of a call"));
    }
    let signal: Signal =
        serde_json::from_slice(envelope.payload()).map_err(|error| unfit(&error.to_string()))?;
    let from = signature.key;
    let seats = seats(host, index)?;
    if seats.call != signal.call || seats.mechanism != Some(signal.mechanism) {
        return Err(unfit("it is for another call"));
    }
    seat_of(&seats, &signal.to)?;
    if seat_of(&seats, &from)?.fingerprint != signal.fingerprint {
        return Err(unfit("its certificate is not that of the seat"));
    }
    // Strangers are refused before they are counted. What a key sends is counted once its signature
    // holds: nobody can use up another's share.
    envelope
        .verify()
        .map_err(|error| unfit(&error.to_string()))?;
    let taken = host.calls.pace.take(from, 1, host.now());
    taken.map_err(|seconds| {
        let title = "This key sends signals faster than a call needs";
        pace::too_fast(title, host.calls.pace.says("signals"), seconds)
    })?;
    let envelope: Value =
        serde_json::from_slice(body).map_err(|error| unfit(&error.to_string()))?;
    host.calls.deliver(index, signal.to, &envelope)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The seat of a key, while its member has not left.
fn seat_of<'a>(seats: &'a Seats, key: &PublicKey) -> Result<&'a Seated, Problem> {
    let mut seats = seats.seats.iter();
    seats
        .find(|seat| seat.key == *key && !seat.left)
        .ok_or_else(|| {
            Problem::sender(
                StatusCode::FORBIDDEN,
                "not-in-this-call",
                "This key has no seat in the call",
                "",
                "Take a seat first: Join on the page of the call.",
            )
        })
}

fn unfit(detail: &str) -> Problem {
    Problem::sender(
        StatusCode::BAD_REQUEST,
        "unfit-signal",
        "This is not a signal of this call",
        detail,
        "Load the page of the call again and join from there.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_that_help_are_read_as_browsers_take_them() {
        let text = r#"[{"urls":["stun:192.0.2.1"]},{"urls":["turns:192.0.2.1:5349"],"username":"u","credential":"c"}]"#;
        let servers = IceServers::parse(text).unwrap();
        assert_eq!(servers.0[1]["credential"], "c");
        for wrong in [
            "{}",
            r#"[{"url":"stun:192.0.2.1"}]"#,
            r#"[{"urls":["https://192.0.2.1"]}]"#,
        ] {
            assert!(IceServers::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_browser_that_does_not_keep_up_holds_nobody_up_and_a_second_one_takes_its_place() {
        let exchange = Exchange::new(IceServers::default());
        let key = PublicKey([1; 32]);
        assert_eq!(
            exchange.deliver(7, key, &json!({})).unwrap_err().status,
            404
        );
        let mut first = exchange.listen(7, key);
        for _ in 0..QUEUE {
            exchange.deliver(7, key, &json!({})).unwrap();
        }
        assert_eq!(
            exchange.deliver(7, key, &json!({})).unwrap_err().status,
            503
        );
        let second = exchange.listen(7, key);
        exchange.deliver(7, key, &json!({})).unwrap();
        let mut had = 0;
        while first.try_recv().is_ok() {
            had += 1;
        }
        assert_eq!(had, QUEUE, "the first is told no more");
        drop(second);
        assert_eq!(
            exchange.deliver(7, key, &json!({})).unwrap_err().status,
            404
        );
    }
}
