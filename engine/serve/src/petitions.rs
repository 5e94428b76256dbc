//! Petitions from anybody: sealed to the mediators before they come, kept until the mediators take them
//! in. Who sends one needs no key and is asked for none; what this node learns is that one came.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use act::{Digest, Time};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64ct::{Base64, Encoding as _};
use mechanism::Entitlement;
use page::Held as _;
use serde::Deserialize;
use serde_json::json;
use store::blobs::{NewBlob, Status};

use crate::acts::replica_takes_no_acts;
use crate::blobs::{blocking, problem};
use crate::host::{Host, Role};
use crate::problem::Problem;

/// Largest sealed petition: some pages of text.
const BYTES_MAX: usize = 32 * 1024;
/// Petitions taken within an hour. A flood fills the hour and not the disk; paper stays open.
const AN_HOUR: usize = 240;
/// Petitions that wait at once.
const WAITING_MAX: usize = 50_000;

type Answer = Result<Response, Problem>;

/// When petitions came, within the last hour.
#[derive(Debug, Default)]
pub(crate) struct Pace(Mutex<VecDeque<Time>>);

impl Pace {
    /// Counts one more, or says in how many seconds there is room again.
    fn one_more(&self, now: Time) -> Result<(), u32> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let hour = act::Hours(1).millis();
        while all.front().is_some_and(|first| now.since(*first) >= hour) {
            all.pop_front();
        }
        match all.front() {
            Some(first) if all.len() >= AN_HOUR => {
                let left = (hour - now.since(*first)) / 1000 + 1;
                Err(u32::try_from(left).unwrap_or(3_600))
            }
            _ => {
                all.push_back(now);
                Ok(())
            }
        }
    }
}

/// A petition as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    /// The salted commitment to the sealed bytes.
    blob: Digest,
    salt: Digest,
    /// The commitment to the receipt that its author holds.
    receipt: Digest,
    /// The sealed bytes, base64.
    container: String,
}

/// `POST /api/petitions`. The same petition sent again is kept once.
pub(crate) async fn take(host: &Host, body: &Bytes) -> Answer {
    if !matches!(host.role, Role::Sequencer(_)) {
        return Err(replica_takes_no_acts());
    }
    let sent: Sent = serde_json::from_slice(body).map_err(|error| unfit(&error.to_string()))?;
    let bytes = Base64::decode_vec(&sent.container).map_err(|error| unfit(&error.to_string()))?;
    if bytes.len() > BYTES_MAX {
        return Err(too_long());
    }
    let now = host.now();
    host.world()
        .sealed_to_mediators(&bytes, now)
        .map_err(|why| unfit(&why.to_string()))?;
    host.petitions.one_more(now).map_err(busy)?;
    let new = NewBlob {
        id: sent.blob.0,
        salt: sent.salt.0,
        bytes: bytes.len() as u64,
        media: seal::MEDIA.to_owned(),
        by: [0; 32],
        begun_millis: now.millis(),
        receipt: Some(sent.receipt.0),
    };
    let room = host.blobs.clone();
    let status = blocking(move || {
        let known = room.store.status(&new.id).is_ok();
        if !known && room.petitions().len() >= WAITING_MAX {
            return Err(store::blobs::BlobError::TooManyOpen);
        }
        room.store.begin(&new)?;
        room.store.append(&new.id, 0, &bytes)
    })
    .await?;
    match status {
        Status::Whole(kept) if kept.receipt == Some(sent.receipt.0) => {
            let answer = json!({ "blob": sent.blob, "receipt": sent.receipt });
            Ok((StatusCode::CREATED, axum::Json(answer)).into_response())
        }
        _ => Err(problem(store::blobs::BlobError::Announced)),
    }
}

/// `GET /api/petitions/{blob}`: a petition that waits, to mediators who may take it in.
pub(crate) async fn give(host: &Host, blob: &str, headers: &HeaderMap) -> Answer {
    let blob: Digest = blob.parse().map_err(|_| Problem::not_found())?;
    let seat = host.seated(headers).ok_or_else(Problem::not_found)?;
    {
        let world = host.world();
        let waits = world.entitlement(&blob, None) == Entitlement::Unnamed;
        if !waits || !world.may_say(&seat.key, "watchlist.petition-received", host.now()) {
            return Err(Problem::not_found());
        }
    }
    let store = Arc::clone(&host.blobs.store);
    let bytes = blocking(move || match store.status(&blob.0)?.new_blob().receipt {
        Some(_) => store.read(&blob.0),
        None => Err(store::blobs::BlobError::Absent),
    })
    .await?;
    Ok(([(header::CONTENT_TYPE, seal::MEDIA)], bytes).into_response())
}

fn unfit(why: &str) -> Problem {
    Problem::sender(
        StatusCode::BAD_REQUEST,
        "unfit-petition",
        "The petition was not taken",
        why,
        "Open the page again and send it from there. Nothing was kept.",
    )
}

fn too_long() -> Problem {
    Problem::sender(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-long",
        "The petition is too long",
        format!("at most {BYTES_MAX} bytes are taken, sealed"),
        "Say it in fewer words, or bring it to the mediators on paper.",
    )
    .with("limit", BYTES_MAX as u64)
}

fn busy(seconds: u32) -> Problem {
    Problem::node(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-petitions",
        "More petitions came within this hour than are taken",
        "",
        "Send it again after the time in Retry-After, or bring it to the mediators on paper. Nothing was kept.",
    )
    .retry_after(seconds)
}
