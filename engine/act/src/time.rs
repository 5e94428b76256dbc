//! Instants in UTC to the millisecond. No zone database, no clock: a moment is always handed in.

use std::fmt;
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// A whole number of hours, as charters write their clocks.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Hours(pub u32);

impl Hours {
    /// The same in milliseconds.
    pub const fn millis(self) -> i64 {
        self.0 as i64 * HOUR_MILLIS
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z, between the years 1970 and 9999.
///
/// Its only text form is RFC 3339 in UTC with exactly three decimals, `2025-11-07T14:02:11.000Z`,
/// so that the text order of two instants is their order in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time(i64);

/// The text was not an instant in the one form we write.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("time must read like 2025-11-07T14:02:11.000Z (UTC, three decimals)")]
pub struct TimeError;

const LAST_MILLIS: i64 = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z
const HOUR_MILLIS: i64 = 3_600_000;

impl Time {
    /// The instant so many milliseconds after 1970, clamped to the years this type can write.
    pub const fn from_millis(millis: i64) -> Time {
        if millis < 0 {
            Time(0)
        } else if millis > LAST_MILLIS {
            Time(LAST_MILLIS)
        } else {
            Time(millis)
        }
    }

    /// Milliseconds since 1970.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since 1970, as cosignatures count.
    pub const fn seconds(self) -> u64 {
        (self.0 / 1000) as u64
    }

    /// The instant `hours` later, clamped to the last one that can be written.
    pub const fn after(self, hours: Hours) -> Time {
        self.after_millis(hours.millis())
    }

    /// The instant so many milliseconds later (or earlier, if negative), clamped.
    pub const fn after_millis(self, millis: i64) -> Time {
        Time::from_millis(self.0.saturating_add(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative if `earlier` is in fact later.
    pub const fn since(self, earlier: Time) -> i64 {
        self.0 - earlier.0
    }

    /// The civil date and time in UTC.
    pub fn civil(self) -> DateTime {
        Offset::UTC
            .to_datetime(Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH))
    }

    /// The civil date and time at a fixed offset from UTC in minutes (Kabul is +270).
    pub fn civil_at(self, offset_minutes: i32) -> DateTime {
        let civil = self.civil();
        civil
            .checked_add(SignedDuration::from_mins(i64::from(offset_minutes)))
            .unwrap_or(civil)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let c = self.civil();
        write!(
            f,
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
            c.year(),
            c.month(),
            c.day(),
            c.hour(),
            c.minute(),
            c.second(),
            c.millisecond()
        )
    }
}

impl FromStr for Time {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Time, TimeError> {
        let b = text.as_bytes();
        if b.len() != 24 || !punctuated(b) {
            return Err(TimeError);
        }
        let number = |from: usize, to: usize| -> Result<i32, TimeError> {
            b[from..to].iter().try_fold(0, |n, d| {
                if d.is_ascii_digit() {
                    Ok(n * 10 + i32::from(d - b'0'))
                } else {
                    Err(TimeError)
                }
            })
        };
        let small = |from, to| -> Result<i8, TimeError> {
            number(from, to).and_then(|n| i8::try_from(n).map_err(|_| TimeError))
        };
        let year = i16::try_from(number(0, 4)?).map_err(|_| TimeError)?;
        if year < 1970 {
            return Err(TimeError);
        }
        let civil = DateTime::new(
            year,
            small(5, 7)?,
            small(8, 10)?,
            small(11, 13)?,
            small(14, 16)?,
            small(17, 19)?,
            number(20, 23)? * 1_000_000,
        )
        .map_err(|_| TimeError)?;
        let stamp = Offset::UTC.to_timestamp(civil).map_err(|_| TimeError)?;
        Ok(Time(stamp.as_millisecond()))
    }
}

fn punctuated(b: &[u8]) -> bool {
    b[4] == b'-'
        && b[7] == b'-'
        && b[10] == b'T'
        && b[13] == b':'
        && b[16] == b':'
        && b[19] == b'.'
        && b[23] == b'Z'
}

crate::as_text!(Time, "an instant like 2025-11-07T14:02:11.000Z");

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_one_way_to_write_an_instant() {
        let at: Time = "2025-11-07T14:02:11.123Z".parse().unwrap();
        assert_eq!(at.millis(), 1_762_524_131_123);
        for wrong in [
            "2025-11-07T14:02:11Z",
            "2025-11-07T14:02:11.123+00:00",
            "2025-11-07t14:02:11.123Z",
            "2025-02-30T14:02:11.123Z",
            "2025-11-07T24:02:11.123Z",
            "2025-11-07T14:02:60.123Z",
            "1969-11-07T14:02:11.123Z",
            "+025-11-07T14:02:11.123Z",
            "",
        ] {
            assert_eq!(wrong.parse::<Time>(), Err(TimeError), "{wrong}");
        }
    }

    #[test]
    fn local_time_is_a_fixed_offset() {
        let at: Time = "2025-11-07T22:02:11.000Z".parse().unwrap();
        assert_eq!(at.civil_at(270).to_string(), "2025-11-08T02:32:11");
    }

    proptest! {
        #[test]
        fn text_and_order_agree(a in 0..=LAST_MILLIS, b in 0..=LAST_MILLIS) {
            let (a, b) = (Time(a), Time(b));
            prop_assert_eq!(a.to_string().parse::<Time>(), Ok(a));
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }

        #[test]
        fn no_text_panics(text in ".{0,30}") {
            let _ = text.parse::<Time>();
        }
    }
}
