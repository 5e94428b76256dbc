//! How fast: each key and each member has a pace of its own, so that one side's flood takes nothing from
//! the other. Bounded by the keys and members the roll knows: strangers are refused before they are
//! counted.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use act::{PublicKey, Time};
use axum::http::StatusCode;

use crate::problem::Problem;

/// Acts one key may submit in a burst, and then per second.
const BURST: i64 = 400;
const PER_SECOND: i64 = 200;
/// A member's keys together: a burst of so many bursts of one key, then a part of one key's pace. A desk
/// is never held up by it; a side that wants to fill the disk needs years.
const MEMBER_BURSTS: i64 = 50;
const MEMBER_PART: i64 = 10;

/// Limits what each key, and each member with all its keys, may submit.
#[derive(Debug)]
pub struct Rates {
    keys: Pace<PublicKey>,
    members: Pace<String>,
}

impl Default for Rates {
    fn default() -> Rates {
        Rates::new(BURST, PER_SECOND)
    }
}

impl Rates {
    /// Limits in whole acts of one key; those of a member follow from them.
    pub fn new(burst: i64, per_second: i64) -> Rates {
        Rates {
            keys: Pace::new(burst, per_second),
            members: Pace::new(burst * MEMBER_BURSTS, (per_second / MEMBER_PART).max(1)),
        }
    }

    /// Fresh counts under the same limits.
    #[must_use]
    pub fn like(other: &Rates) -> Rates {
        Rates::new(other.keys.burst, other.keys.per_second)
    }

    /// Counts one act of a key of a member, or says when to come back.
    pub(crate) fn take(&self, key: PublicKey, member: String, now: Time) -> Result<(), Problem> {
        self.keys.take(key, 1, now).map_err(|seconds| {
            let title = "This key submits faster than the mechanism allows";
            too_fast(title, self.keys.says("acts"), seconds)
        })?;
        self.members.take(member, 1, now).map_err(|seconds| {
            let title = "The keys of this member together submit faster than the mechanism allows";
            too_fast(title, self.members.says("acts"), seconds)
        })
    }
}

/// A pace for each of many: so much at once, then so much a second (a token bucket).
#[derive(Debug)]
pub(crate) struct Pace<K> {
    buckets: Mutex<BTreeMap<K, Bucket>>,
    burst: i64,
    per_second: i64,
}

#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// Thousandths.
    level: i64,
    at: Time,
}

impl<K: Ord> Pace<K> {
    pub(crate) fn new(burst: i64, per_second: i64) -> Pace<K> {
        Pace {
            buckets: Mutex::default(),
            burst,
            per_second,
        }
    }

    /// Counts `amount`, at most a burst, or says after how many seconds there is room for it.
    pub(crate) fn take(&self, who: K, amount: i64, now: Time) -> Result<(), u32> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = self.burst * 1000;
        let bucket = buckets.entry(who).or_insert(Bucket {
            level: full,
            at: now,
        });
        let gained = now.since(bucket.at).max(0).saturating_mul(self.per_second);
        bucket.level = bucket.level.saturating_add(gained).min(full);
        bucket.at = now;
        let lacks = amount.saturating_mul(1000) - bucket.level;
        if lacks > 0 {
            let seconds = lacks / (self.per_second * 1000) + 1;
            return Err(u32::try_from(seconds).unwrap_or(u32::MAX));
        }
        bucket.level -= amount * 1000;
        Ok(())
    }

    /// The limits, for whoever met them.
    pub(crate) fn says(&self, what: &str) -> String {
        format!(
            "{} {what} a second, {} at once",
            self.per_second, self.burst
        )
    }
}

/// Somebody met the limit of a pace.
pub(crate) fn too_fast(title: &'static str, detail: String, seconds: u32) -> Problem {
    Problem::sender(
        StatusCode::TOO_MANY_REQUESTS,
        "too-fast",
        title,
        detail,
        "Wait as long as Retry-After says, then send the same bytes again.",
    )
    .retry_after(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Time {
        Time::from_millis(1_000_000 + millis)
    }

    #[test]
    fn each_may_burst_and_then_keeps_a_pace() {
        let pace = Pace::new(3, 2);
        for _ in 0..3 {
            assert_eq!(pace.take("a", 1, at(0)), Ok(()));
        }
        assert_eq!(pace.take("a", 1, at(0)), Err(1));
        assert_eq!(pace.take("a", 1, at(499)), Err(1));
        assert_eq!(pace.take("a", 1, at(500)), Ok(()));
        assert_eq!(pace.take("b", 1, at(500)), Ok(()), "nobody shares a pace");
        assert!(
            pace.take("a", 1, at(0)).is_err(),
            "a clock going back gains nothing"
        );
        assert_eq!(pace.take("c", 3, at(500)), Ok(()), "much at once");
        assert_eq!(pace.take("c", 3, at(500)), Err(2), "two seconds for three");
        assert_eq!(pace.take("c", 3, at(2_000)), Ok(()));
    }

    #[test]
    fn a_member_has_a_pace_over_all_its_keys() {
        let rates = Rates::new(2, 1);
        let submit = |key: u8, member: &str| {
            let key = PublicKey([key; 32]);
            rates.take(key, member.to_owned(), at(0))
        };
        // Fifty bursts of two: fifty keys use them up.
        for key in 0..50 {
            assert!(submit(key, "a").is_ok() && submit(key, "a").is_ok());
        }
        let refused = submit(50, "a").unwrap_err();
        assert_eq!(
            (refused.status, &*refused.kind),
            (429, "tasdiq:too-fast"),
            "{}",
            refused.title
        );
        assert!(refused.title.contains("member"), "{}", refused.title);
        assert!(submit(51, "b").is_ok(), "members do not share it");
    }
}
