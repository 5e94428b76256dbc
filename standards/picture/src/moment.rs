//! Seconds since 1970 in UTC, from the ways cameras and people write them. No time-zone database and
//! no clock: an offset is either written beside a time, or it is not known.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// Why a text is not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotAMoment {
    /// Not of the form.
    #[error("a moment is written 2025-11-07T00:00:00Z or 2025-11-07T05:00:00+05:00")]
    Form,
    /// The 31st of February, the 25th hour.
    #[error("no such day or hour")]
    NoSuchTime,
}

const DAY: i64 = 86_400;

/// Days from 1970-01-01 to a day of the Gregorian calendar; years 1 to 9999.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let long = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=long).contains(&day) {
        return None;
    }
    // Years counted from March, so that the leap day is the last of its year.
    let (y, m) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let of_year = (153 * m + 2) / 5 + day - 1;
    Some(y * 365 + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + of_year - 719_468)
}

/// A whole number of decimal digits only.
fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 4 || !text.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(
        text.iter()
            .fold(0, |sum, digit| sum * 10 + i64::from(digit - b'0')),
    )
}

/// `YYYY?MM?DD`, with any separators.
pub(crate) fn date(text: &[u8]) -> Option<Moment> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(number);
    let days = days(part(0, 4)?, part(5, 7)?, part(8, 10)?)?;
    Some(Moment(days * DAY))
}

/// `YYYY:MM:DD HH:MM:SS` as EXIF writes it (4.6.4, DateTimeOriginal), read as if it were UTC.
pub(crate) fn local(text: &[u8]) -> Option<Moment> {
    let part = |from: usize, to: usize| text.get(from..to).and_then(number);
    let date = date(text)?;
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    // A leap second is written 60; it is counted as the second after.
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    Some(Moment(date.0 + hour * 3600 + minute * 60 + second))
}

/// `+04:30`, `-07:00`, `Z`, and `+04'30'` of PDF, in minutes east of Greenwich.
pub(crate) fn offset(text: &[u8]) -> Option<i16> {
    let text = text.trim_ascii();
    let (sign, digits) = match text {
        b"Z" => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let hours = digits.get(0..2).and_then(number)?;
    let minutes = match digits.get(2..) {
        Some([]) => 0,
        Some([b':' | b'\'', m1, m2, ..] | [m1, m2, ..]) => number(&[*m1, *m2])?,
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    i16::try_from(sign * (hours * 60 + minutes)).ok()
}

impl Moment {
    /// Reads RFC 3339; a bare date is its first second in UTC.
    ///
    /// # Errors
    /// [`NotAMoment`].
    pub fn parse(text: &str) -> Result<Moment, NotAMoment> {
        let bytes = text.trim().as_bytes();
        if bytes.get(4) != Some(&b'-') || bytes.get(7) != Some(&b'-') {
            return Err(NotAMoment::Form);
        }
        if bytes.len() == 10 {
            return date(bytes).ok_or(NotAMoment::NoSuchTime);
        }
        if !matches!(bytes.get(10), Some(b'T' | b't' | b' ')) {
            return Err(NotAMoment::Form);
        }
        // Minutes without seconds are how people write them.
        let (whole, rest) = if bytes.get(16) == Some(&b':') {
            (
                bytes.get(..19).ok_or(NotAMoment::Form)?.to_vec(),
                bytes.get(19..),
            )
        } else {
            let minutes = bytes.get(..16).ok_or(NotAMoment::Form)?;
            ([minutes, b":00"].concat(), bytes.get(16..))
        };
        let mut rest = rest.unwrap_or_default();
        if let [b'.', fraction @ ..] = rest {
            let digits = fraction.iter().take_while(|c| c.is_ascii_digit()).count();
            rest = fraction.get(digits..).unwrap_or_default();
        }
        let rest = rest.to_ascii_uppercase();
        let minutes = offset(&rest).ok_or(NotAMoment::Form)?;
        let local = local(&whole).ok_or(NotAMoment::NoSuchTime)?;
        Ok(local.at_offset(minutes))
    }

    /// The moment meant by this wall clock, so many minutes east of Greenwich.
    #[must_use]
    pub fn at_offset(self, minutes: i16) -> Moment {
        Moment(self.0.saturating_sub(i64::from(minutes) * 60))
    }

    /// Later by so many seconds.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds))
    }

    /// Seconds from `other` to this.
    pub fn since(self, other: Moment) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

impl fmt::Display for Moment {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        // The reverse of `days`: eras of 400 years, years from March.
        let z = days.saturating_add(719_468);
        let era = z.div_euclid(146_097);
        let of_era = z.rem_euclid(146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let m = (5 * of_year + 2) / 153;
        let day = of_year - (153 * m + 2) / 5 + 1;
        let month = if m < 10 { m + 3 } else { m - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// `+04:30` from minutes.
pub(crate) fn offset_text(minutes: i16) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_hours_and_leap_days() {
        let kabul = Moment::parse("2025-11-07T04:30:00+04:30").unwrap();
        let islamabad = Moment::parse("2025-11-07T05:00:00+05:00").unwrap();
        assert_eq!(kabul, islamabad);
        assert_eq!(kabul.to_string(), "2025-11-07T00:00:00Z");
        assert_eq!(kabul.0, 1_762_473_600);
        assert_eq!(
            Moment::parse("2024-02-29").unwrap().to_string(),
            "2024-02-29T00:00:00Z"
        );
        assert_eq!(Moment::parse("2025-02-29"), Err(NotAMoment::NoSuchTime));
        assert_eq!(Moment::parse("yesterday"), Err(NotAMoment::Form));
        assert_eq!(Moment::parse("2025-11-07T05:00:00"), Err(NotAMoment::Form));
        assert_eq!(Moment::parse("2025-11-07T00:00Z"), Ok(kabul));
        assert_eq!(Moment::parse("2025-11-07T00:00:00.25Z"), Ok(kabul));
        assert_eq!(
            local(b"2025:11:15 15:41:50")
                .unwrap()
                .at_offset(300)
                .to_string(),
            "2025-11-15T10:41:50Z"
        );
        assert_eq!(local(b"0000:00:00 00:00:00"), None);
        assert_eq!(offset(b"+0430"), Some(270));
        assert_eq!(offset(b"+04'30'"), Some(270));
        assert_eq!(offset(b"   :  "), None);
        assert_eq!(offset_text(-570), "-09:30");
    }

    #[test]
    fn writing_reverses_reading() {
        for day in (-200_000..200_000).step_by(97) {
            let moment = Moment(day * DAY + 12_345);
            assert_eq!(Moment::parse(&moment.to_string()), Ok(moment));
        }
    }
}
