//! The door: what a submitted act must be before the log takes it. Size, form, key and rate, never
//! meaning: an act that breaks a rule is placed and judged, an act that is not one is refused here.

use act::{DecodeError, Envelope, Refusal, StatementError, Time};
use axum::http::StatusCode;
use mechanism::{ReadError, Reading, World, read};
use page::Tr;

use crate::problem::Problem;

/// How far ahead of this node an author's clock may be. `said_at` is a claim and decides nothing, but a
/// claim about the future is worth nothing to anyone.
const FUTURE_MILLIS_MAX: i64 = 5 * 60_000;

/// An act that may be placed.
#[derive(Debug)]
pub struct Admitted {
    /// As signed.
    pub envelope: Envelope,
    /// As read.
    pub reading: Reading,
}

/// Reads and verifies an envelope. Costs one signature check for each signature.
pub fn open(bytes: &[u8]) -> Result<Admitted, Problem> {
    let envelope = Envelope::parse(bytes).map_err(|e| malformed("malformed-envelope", &e))?;
    let reading = read(&envelope).map_err(|e| unreadable(&e))?;
    envelope.verify().map_err(|e| {
        Problem::sender(
            StatusCode::FORBIDDEN,
            "bad-signature",
            "A signature does not hold",
            e.to_string(),
            "Sign the exact payload bytes again (DSSE PAE, Ed25519), and send them unchanged.",
        )
    })?;
    Ok(Admitted { envelope, reading })
}

/// Whether the author may speak now; a refusal is told in the words of `tr`.
pub fn admit(admitted: &Admitted, world: &World, now: Time, tr: Tr<'_>) -> Result<(), Problem> {
    let reading = &admitted.reading;
    let ahead = reading.said_at.since(now);
    if ahead > FUTURE_MILLIS_MAX {
        return Err(Problem::sender(
            StatusCode::BAD_REQUEST,
            "future-dated",
            "The act says it was signed in the future",
            format!(
                "said_at is {} s ahead of this node, at most 300 s are allowed",
                ahead / 1000
            ),
            "Set the clock of the signing machine and sign again.",
        )
        .with("node_time", now.to_string()));
    }
    world
        .admit(reading, now)
        .map_err(|refusal| no_standing(&refusal, tr))
}

fn no_standing(refusal: &Refusal, tr: Tr<'_>) -> Problem {
    let (status, title, next) = match refusal.code {
        "act.other-mechanism" => (
            StatusCode::CONFLICT,
            "The act was said in another mechanism",
            "Sign it for this mechanism; its id is at /api/mechanism.",
        ),
        "act.no-charter" => (
            StatusCode::CONFLICT,
            "This log has no charter yet",
            "Found the mechanism first: `tasdiq init found`.",
        ),
        "roll.key-expired" | "roll.key-revoked" | "roll.key-not-yet-valid" => (
            StatusCode::FORBIDDEN,
            "The author's key is not in force",
            "Ask your member's key administrator for a new grant.",
        ),
        _ => (
            StatusCode::FORBIDDEN,
            "The author's key is not known here",
            "Ask your member's key administrator to grant it.",
        ),
    };
    Problem::sender(status, "no-standing", title, "", next).refusal(refusal, tr)
}

fn unreadable(error: &ReadError) -> Problem {
    match error {
        ReadError::Statement(StatementError::Form(e)) => malformed("ambiguous-form", e),
        ReadError::Statement(e) => malformed("malformed-statement", e),
        ReadError::Entry(e @ DecodeError::Unknown(_)) => malformed("unknown-entry", e),
        ReadError::Entry(e) => malformed("malformed-entry", e),
    }
}

fn malformed(code: &'static str, error: &dyn std::error::Error) -> Problem {
    let mut detail = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        if !detail.contains(&cause.to_string()) {
            detail = format!("{detail}: {cause}");
        }
        source = cause.source();
    }
    Problem::sender(
        StatusCode::BAD_REQUEST,
        code,
        "This is not an act of this protocol",
        detail,
        "Mend the sending program; the forms are in PROTOCOL.md. Nothing was recorded.",
    )
}
