//! Acts over HTTP: submitting one, and what the log has to show for it.

use act::{EntryId, Index, PublicKey, Time, Verdict};
use axum::Json;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use node::sequencer::{Answer, Busy, Rejection, Wait};
use page::Tr;
use serde::Serialize;
use serde_json::json;
use tlog::note::Note;
use tlog::proof::Proof;

use crate::door;
use crate::host::{Host, Role};
use crate::pages;
use crate::problem::{self, Problem};
use crate::receipt::Receipt;

/// What a submitter is told about its act.
#[derive(Serialize)]
struct Recorded {
    index: Index,
    id: EntryId,
    at: Time,
    /// How far it is: `durable`, `published` or `witnessed`.
    reached: &'static str,
    verdict: serde_json::Value,
    /// The log's promise, as a signed note.
    receipt: String,
    /// The `.tlog-proof`, once published.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<String>,
}

/// Takes an envelope to the log and waits as long as asked.
pub(crate) async fn submit(
    host: &Host,
    wait: Wait,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Response, Problem> {
    let Role::Sequencer(log_key) = &host.role else {
        return Err(replica_takes_no_acts());
    };
    check_content_type(headers)?;
    let admitted = door::open(body)?;
    {
        let world = host.world();
        let tr = Tr::new(pages::accepted(headers), &host.catalogue);
        door::admit(&admitted, &world, host.now(), tr)?;
    }
    let member = host.member_of(&admitted.reading.by.key);
    host.pace(&admitted, &member)?;
    let _place = host
        .turns
        .act(&member)
        .ok_or_else(|| too_many("on their way to the log", 1))?;
    let about_roll = matches!(admitted.reading.said, mechanism::Said::Roll(_));
    match host.submit(admitted, member, wait).await {
        Some(Answer::Recorded {
            index,
            id,
            at,
            reached,
        }) => {
            if about_roll {
                follow_charter(host, index);
            }
            host.checks.sent(&id);
            let receipt = Receipt {
                origin: log_key.name().to_owned(),
                index,
                id,
                at,
            };
            let signed = receipt.sign(log_key).to_string();
            recorded(host, &receipt, reached, signed)
        }
        Some(Answer::Refused(rejection)) => Err(rejected(&rejection)),
        Some(Answer::Busy { why, retry_after }) => {
            let seconds = u32::try_from((retry_after + 999) / 1000)
                .unwrap_or(1)
                .max(1);
            Err(match why {
                Busy::KeyQueueFull | Busy::MemberQueueFull => too_many(&why.to_string(), seconds),
                why => busy(&why.to_string(), seconds),
            })
        }
        None => Err(busy("the writer of this log has ended", 1)),
    }
}

/// An act in force may have carried an amendment with another policy: the sequencer is told.
fn follow_charter(host: &Host, index: Index) {
    let policy = {
        let world = host.world();
        if world.void_reason(index).is_some() {
            return;
        }
        world
            .areas
            .roll
            .charter_at(host.now())
            .map(|charter| charter.policy.clone())
    };
    host.follow_policy(policy.as_deref());
}

fn recorded(
    host: &Host,
    receipt: &Receipt,
    reached: Wait,
    signed: String,
) -> Result<Response, Problem> {
    let Receipt { index, id, at, .. } = *receipt;
    let proof = match reached {
        Wait::Durable => None,
        Wait::Published | Wait::Witnessed => Some(proof(host, index)?.to_string()),
    };
    let verdict = match verdict(host, index) {
        Verdict::InForce => json!({ "status": "in-force" }),
        Verdict::Void(refusal) => {
            json!({ "status": "void", "code": refusal.code, "about": problem::facts(&refusal) })
        }
    };
    let reached = match reached {
        Wait::Durable => "durable",
        Wait::Published => "published",
        Wait::Witnessed => "witnessed",
    };
    let recorded = Recorded {
        index,
        id,
        at,
        reached,
        verdict,
        receipt: signed,
        proof,
    };
    Ok((
        StatusCode::OK,
        [(header::CACHE_CONTROL, "no-store")],
        Json(recorded),
    )
        .into_response())
}

pub(crate) fn verdict(host: &Host, index: Index) -> Verdict {
    let world = host.world();
    world
        .void_reason(index)
        .map_or(Verdict::InForce, |refusal| Verdict::Void(refusal.clone()))
}

/// The proof that an entry is under the published checkpoint.
pub(crate) fn proof(host: &Host, index: Index) -> Result<Proof, Problem> {
    let published = host.published();
    if index >= published.size {
        return Err(Problem::sender(
            StatusCode::NOT_FOUND,
            "not-witnessed-yet",
            "This entry is not witnessed yet",
            format!(
                "entry {index}; the published checkpoint holds {} entries",
                published.size
            ),
            "Try again shortly; if this lasts, a witness is down, and the pages say which.",
        ));
    }
    let tree = store::tiles::Tree::new(host.reader.as_ref(), published.size);
    let path = tlog::merkle::inclusion_proof(index, published.size, &tree)
        .map_err(|e| Problem::unreadable(&e))?;
    let checkpoint = Note::parse(published.note.as_bytes()).map_err(|e| Problem::unreadable(&e))?;
    Ok(Proof {
        extra: None,
        index,
        path,
        checkpoint,
    })
}

/// The exact bytes of an entry.
pub(crate) fn leaf(host: &Host, index: Index) -> Result<Vec<u8>, Problem> {
    let end = index.checked_add(1).ok_or_else(Problem::not_found)?;
    host.reader
        .leaves(index..end)
        .map_err(|e| Problem::unreadable(&e))?
        .pop()
        .ok_or_else(Problem::not_found)
}

/// What the next act of a key must carry.
pub(crate) fn author(host: &Host, key: &PublicKey) -> Response {
    let (mechanism, link) = {
        let world = host.world();
        (world.areas.roll.mechanism(), world.link(key))
    };
    let seen = seen(host);
    Json(json!({
        "mechanism": mechanism,
        "seq": link.map_or(0, |link| link.seq + 1),
        "prev": link.map(|link| link.id),
        "seen": seen,
        "now": host.now(),
    }))
    .into_response()
}

/// The published checkpoint as a statement names it.
pub(crate) fn seen(host: &Host) -> act::Seen {
    let published = host.published();
    let checkpoint = Note::parse(published.note.as_bytes())
        .ok()
        .and_then(|note| tlog::Checkpoint::parse(&note.text).ok());
    match checkpoint {
        Some(c) => act::Seen {
            size: c.size,
            root: act::Digest(c.root.0),
        },
        None => act::Seen {
            size: 0,
            root: act::Digest(tlog::merkle::empty_root().0),
        },
    }
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Problem> {
    let given = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = given
        .and_then(|value| value.split(';').next())
        .map(str::trim);
    match essence {
        Some("application/json" | "application/vnd.dsse.envelope.v1+json") => Ok(()),
        other => Err(Problem::sender(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "wrong-content-type",
            "An act is sent as JSON",
            format!("content type {:?}", other.unwrap_or("none")),
            "Send the envelope with `Content-Type: application/json`.",
        )),
    }
}

fn rejected(rejection: &Rejection) -> Problem {
    match rejection {
        Rejection::TooLong { .. } => Problem::sender(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-long",
            "The act is too long for one entry",
            rejection.to_string(),
            "Split it, or put large material into the blob store and name its digest.",
        ),
        Rejection::Forked { held, seq } => Problem::sender(
            StatusCode::CONFLICT,
            "signed-twice",
            "This key has signed two different acts under one number",
            rejection.to_string(),
            "Both are kept as evidence. Ask for the key's next number and sign again.",
        )
        .with("held", held.to_string())
        .with("seq", *seq),
        Rejection::OutOfOrder {
            expected_seq,
            expected_prev,
        } => Problem::sender(
            StatusCode::CONFLICT,
            "out-of-order",
            "This is not the key's next act",
            rejection.to_string(),
            "Sign again with the number and the previous act named here.",
        )
        .with("expected_seq", *expected_seq)
        .with("expected_prev", expected_prev.map(|id| id.to_string())),
        Rejection::SeenUnknown { .. } => Problem::sender(
            StatusCode::CONFLICT,
            "seen-unknown",
            "The act claims to have seen a checkpoint this log never signed",
            rejection.to_string(),
            "If you did verify such a checkpoint, keep it and tell every member: the log has forked.",
        ),
    }
}

pub(crate) fn replica_takes_no_acts() -> Problem {
    Problem::node(
        StatusCode::MISDIRECTED_REQUEST,
        "replica",
        "This node is a replica and takes no acts",
        "",
        "Send the act to the host of the log.",
    )
}

/// The sender's own acts are in its way, nobody else's.
fn too_many(why: &str, seconds: u32) -> Problem {
    Problem::sender(
        StatusCode::TOO_MANY_REQUESTS,
        "too-many-waiting",
        "Too many acts of this side wait already",
        why,
        "Send the same bytes again after the time in Retry-After; nothing was recorded.",
    )
    .retry_after(seconds)
}

fn busy(why: &str, seconds: u32) -> Problem {
    Problem::node(
        StatusCode::SERVICE_UNAVAILABLE,
        "busy",
        "The log can't take the act now",
        why,
        "Send the same bytes again after the time in Retry-After; nothing was recorded.",
    )
    .retry_after(seconds)
}
