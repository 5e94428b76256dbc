//! Live updates by server-sent events. An event's id is a log index, so a browser that was cut off
//! says where it was and misses nothing.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use act::Leaf;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::ReceiverStream;

use crate::host::{Host, Progress};
use crate::problem::Problem;
use crate::session::Seated;
use crate::shares::Place;
use crate::turns::Asker;

/// Entries read from the store at a time.
const STEP: u64 = 256;
/// Events on their way to one browser.
const QUEUE: usize = 64;
const PING: Duration = Duration::from_secs(10);

/// `entry` for each entry from where the reader left off, `witnessed` when the published size
/// moves.
pub(crate) fn events(
    host: &Arc<Host>,
    asker: &Asker,
    headers: &HeaderMap,
    from: Option<u64>,
) -> Result<Response, Problem> {
    let place = host.turns.stream(asker)?;
    let last = headers
        .get("last-event-id")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse::<u64>().ok());
    // What the browser says it had last wins over where its page began.
    let next = last.map_or(from.unwrap_or(u64::MAX), |last| last.saturating_add(1));
    let (events, stream) = mpsc::channel::<Result<Event, Infallible>>(QUEUE);
    let seated = host.seated(headers);
    tokio::spawn(follow(Arc::clone(host), seated, next, events));
    Ok(answer(stream, place))
}

/// A stream of events, which has its place for as long as it lasts.
pub(crate) fn answer(
    events: mpsc::Receiver<Result<Event, Infallible>>,
    place: Place<Asker>,
) -> Response {
    let events = ReceiverStream::new(events).map(move |event| {
        let _held = &place;
        event
    });
    Sse::new(events)
        .keep_alive(KeepAlive::new().interval(PING).text("ping"))
        .into_response()
}

async fn follow(
    host: Arc<Host>,
    seated: Option<Seated>,
    next: u64,
    events: mpsc::Sender<Result<Event, Infallible>>,
) {
    let mut checks = host.checks.changes();
    checks.mark_changed();
    let mut progress = host.progress();
    let mut told = Progress::default();
    let now = *progress.borrow();
    // Without a last event the reader has just loaded a page: only what comes from now on is new.
    let mut next = next.min(now.size);
    loop {
        let reached = *progress.borrow_and_update();
        while next < reached.size {
            let to = (next + STEP).min(reached.size);
            for event in recorded(&host, seated.as_ref(), next, to) {
                if events.send(Ok(event)).await.is_err() {
                    return; // The browser has gone.
                }
            }
            next = to;
        }
        if reached.published != told.published {
            let cosigned = host.published().cosigned;
            let by: Vec<_> = cosigned
                .iter()
                .map(|(name, time)| json!({ "name": name, "time": time }))
                .collect();
            let data = json!({ "size": reached.published, "by": by }).to_string();
            if events
                .send(Ok(Event::default().event("witnessed").data(data)))
                .await
                .is_err()
            {
                return;
            }
        }
        told = reached;
        tokio::select! {
            changed = progress.changed() => if changed.is_err() { return },
            _ = checks.changed(), if seated.is_some() => {
                let event = seated.and_then(|seated| waiting(&host, &seated));
                if let Some(event) = event && events.send(Ok(event)).await.is_err() {
                    return;
                }
            }
            () = events.closed() => return,
            // Scripts never see the comments that keep a connection open, and have to know that the
            // line lives.
            () = tokio::time::sleep(PING) => {
                let ping = Event::default().event("ping").data("");
                if events.send(Ok(ping)).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn recorded(host: &Host, seated: Option<&Seated>, from: u64, to: u64) -> Vec<Event> {
    let leaves = host.reader.leaves(from..to).unwrap_or_default();
    leaves
        .iter()
        .zip(from..)
        .map(|(bytes, index)| {
            let (kind, at) = Leaf::parse(bytes).map_or_else(
                |_| (String::new(), act::Time::default()),
                |leaf| {
                    let (area, kind) = leaf.envelope.kind();
                    (format!("{area}.{kind}"), leaf.at)
                },
            );
            let mut data = json!({ "index": index, "kind": kind, "at": at });
            let alarming = kind.starts_with("hotline.message-sent.");
            if let Some(urgent) = alarming.then(|| urgent(host, seated, index)).flatten() {
                data["urgent"] = json!(urgent);
            }
            if let Some(ring) = ring(host, &kind, index) {
                data["ring"] = ring;
            }
            Event::default()
                .id(index.to_string())
                .event("entry")
                .data(data.to_string())
        })
        .collect()
}

/// What waits for a second officer, as this one is told.
fn waiting(host: &Host, seated: &Seated) -> Option<Event> {
    let member = {
        let world = host.world();
        world.areas.roll.grant(&seated.key)?.member.clone()
    };
    let waiting = host.checks.waiting_for(&seated.key, &member, host.now());
    let data = json!({ "waiting": waiting }).to_string();
    Some(Event::default().event("check").data(data))
}

/// What a browser has to know of somebody who sits in a call: who, and in which.
fn ring(host: &Host, kind: &str, index: u64) -> Option<serde_json::Value> {
    kind.starts_with("hotline.call-joined.").then_some(())?;
    let world = host.world();
    let (call, seat) = world.areas.hotline.seat(index)?;
    Some(json!({ "from": seat.mark.member, "call": call }))
}

/// What a browser has to know of a flash to sound at once: from whom, and whether it is an exercise.
/// Whose key may say that it was silenced is told with which words to say it.
fn urgent(host: &Host, seated: Option<&Seated>, index: u64) -> Option<serde_json::Value> {
    let world = host.world();
    let message = world.areas.hotline.message(index)?;
    if message.sent.precedence.name() != "flash" {
        return None;
    }
    let mut urgent = json!({ "from": message.mark.member, "channel": message.sent.channel.name() });
    let may = |key| world.may_say(key, "hotline.alarm-silenced", host.now());
    if let Some(seated) = seated.filter(|seated| may(&seated.key)) {
        let mechanism = world.areas.roll.mechanism();
        urgent["silence"] =
            json!({ "message": message.id, "key": seated.key, "mechanism": mechanism });
    }
    Some(urgent)
}
