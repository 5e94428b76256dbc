//! What time it is on this machine: the one place where a command asks.

use std::time::{SystemTime, UNIX_EPOCH};

use act::Time;

/// Now, by the clock of this machine.
pub fn now() -> Time {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Time::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// An instant in the form people write, from whole seconds since 1970 as cosignatures count them.
pub fn of_seconds(seconds: u64) -> Time {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    Time::from_millis(seconds.saturating_mul(1000))
}
