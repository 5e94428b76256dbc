//! The machine's clock, the one place where this program asks for the time.

use std::sync::Arc;

use act::Time;

/// Answers what time it is. Tests and drills hand in their own.
pub type Clock = Arc<dyn Fn() -> Time + Send + Sync>;

/// The system's clock. Before 1970 it shows 1970, and the sequencer refuses to sign.
pub fn system() -> Clock {
    Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map_or(0, |since| since.as_millis());
        Time::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    })
}
