//! The door: what a submitted act must be before the log takes it. Size, form, key and rate, never
//! meaning: an act that breaks a rule is placed and judged, an act that is not one is refused here.

use std::collections::BTreeMap;
use std::sync::Mutex;

use act::{DecodeError, Envelope, PublicKey, Refusal, StatementError, Time};
use axum::http::StatusCode;
use mechanism::{ReadError, Reading, World, read};
use page::Tr;

use crate::problem::Problem;

/// How far ahead of this node an author's clock may be. `said_at` is a claim and decides nothing, but a
/// claim about the future is worth nothing to anyone.
const FUTURE_MILLIS_MAX: i64 = 5 * 60_000;
/// Acts one key may submit in a burst, and then per second.
const BURST: i64 = 400;
const PER_SECOND: i64 = 200;

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

/// Limits what each key may submit, so that one side can't starve the other. Bounded by the number
/// of keys the roll knows: strangers are refused before they are counted.
#[derive(Debug)]
pub struct Rates {
    keys: Mutex<BTreeMap<PublicKey, Bucket>>,
    burst: i64,
    per_second: i64,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Thousandths of an act.
    level: i64,
    at: Time,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::new(BURST, PER_SECOND)
    }
}

impl Rates {
    /// Limits in whole acts.
    pub fn new(burst: i64, per_second: i64) -> Rates {
        Rates {
            keys: Mutex::default(),
            burst,
            per_second,
        }
    }

    /// Fresh counts under the same limits.
    #[must_use]
    pub fn like(other: &Rates) -> Rates {
        Rates::new(other.burst, other.per_second)
    }

    /// Counts one act of a key, or says when to come back.
    pub fn take(&self, key: PublicKey, now: Time) -> Result<(), Problem> {
        let mut keys = self
            .keys
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let full = self.burst * 1000;
        let bucket = keys.entry(key).or_insert(Bucket {
            level: full,
            at: now,
        });
        let gained = now.since(bucket.at).max(0).saturating_mul(self.per_second);
        bucket.level = bucket.level.saturating_add(gained).min(full);
        bucket.at = now;
        if bucket.level < 1000 {
            return Err(Problem::sender(
                StatusCode::TOO_MANY_REQUESTS,
                "too-fast",
                "This key submits faster than the mechanism allows",
                format!("{} acts a second, {} at once", self.per_second, self.burst),
                "Wait, then send the same bytes again.",
            )
            .retry_after(1));
        }
        bucket.level -= 1000;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_may_burst_and_then_keeps_a_pace() {
        let rates = Rates::new(3, 2);
        let key = PublicKey([1; 32]);
        let at = |millis: i64| Time::from_millis(1_000_000 + millis);
        for _ in 0..3 {
            assert!(rates.take(key, at(0)).is_ok());
        }
        assert_eq!(rates.take(key, at(0)).unwrap_err().status, 429);
        assert_eq!(rates.take(key, at(499)).unwrap_err().status, 429);
        assert!(rates.take(key, at(500)).is_ok());
        assert!(
            rates.take(PublicKey([2; 32]), at(500)).is_ok(),
            "keys do not share a pace"
        );
        assert!(
            rates.take(key, at(0)).is_err(),
            "a clock going back gains nothing"
        );
    }
}
