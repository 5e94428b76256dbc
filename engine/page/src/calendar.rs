//! The Solar Hijri calendar beside the Gregorian one, for readers of Pashto and Dari.
//!
//! Years run from the March equinox. Leap years follow the 33-year cycle, which agrees with the
//! observed equinoxes for all the years converted here; outside of them there is no second date.
//! The Gregorian date in UTC is always the binding one.

use act::Time;

/// A day in the Solar Hijri calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SolarDate {
    /// 1300 to 1500.
    pub year: i32,
    /// 1 (Hamal) to 12 (Hut).
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

const DAY_MILLIS: i64 = 86_400_000;
/// 1 Hamal 1404 was 21 March 2025, this many days after 1970-01-01.
const NEW_YEAR_1404: i64 = 20_168;
const YEARS: std::ops::RangeInclusive<i32> = 1300..=1500;

/// The day on which `time` falls in UTC, if it is within the years this calendar is known for.
pub fn solar(time: Time) -> Option<SolarDate> {
    let day = time.millis().div_euclid(DAY_MILLIS);
    // Mean years are 365.2424 days, so this guess is right or one off.
    let guess = 1404 + i32::try_from((day - NEW_YEAR_1404).div_euclid(366)).ok()?;
    let year = (guess - 1..=guess + 1)
        .rev()
        .find(|&year| new_year(year) <= day)?;
    if !YEARS.contains(&year) {
        return None;
    }
    let of_year = day - new_year(year);
    // Six months of 31 days, then months of 30; the last has 29 or 30.
    let (month, day) = if of_year < 186 {
        (of_year / 31, of_year % 31)
    } else {
        (6 + (of_year - 186) / 30, (of_year - 186) % 30)
    };
    Some(SolarDate {
        year,
        month: u8::try_from(month + 1).ok()?,
        day: u8::try_from(day + 1).ok()?,
    })
}

/// Days from 1970-01-01 to the first day of the year.
fn new_year(year: i32) -> i64 {
    let leaps_before = |year: i64| (8 * year + 21).div_euclid(33);
    let year = i64::from(year);
    NEW_YEAR_1404 + 365 * (year - 1404) + leaps_before(year) - leaps_before(1404)
}

/// Digits as Pashto and Dari write them. Only the second date uses them: every binding number on a
/// page is in the digits that the log itself uses.
pub fn eastern_digits(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(0x06f0 + (u32::from(c) - u32::from('0'))).unwrap_or(c),
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str) -> Option<(i32, u8, u8)> {
        let time: Time = format!("{day}T12:00:00.000Z").parse().unwrap();
        solar(time).map(|date| (date.year, date.month, date.day))
    }

    #[test]
    fn known_days() {
        for (gregorian, expected) in [
            ("2025-11-07", (1404, 8, 16)),
            ("2025-03-20", (1403, 12, 30)),
            ("2025-03-21", (1404, 1, 1)),
            ("2024-03-20", (1403, 1, 1)),
            ("2021-03-20", (1399, 12, 30)),
            ("2021-03-21", (1400, 1, 1)),
            ("1979-02-11", (1357, 11, 22)),
            ("2000-01-01", (1378, 10, 11)),
            ("2030-03-20", (1408, 12, 30)),
            ("2025-09-22", (1404, 6, 31)),
            ("2025-09-23", (1404, 7, 1)),
        ] {
            assert_eq!(at(gregorian), Some(expected), "{gregorian}");
        }
        assert_eq!(at("2200-01-01"), None);
    }

    #[test]
    fn days_follow_each_other() {
        let mut previous = solar(Time::from_millis(0)).unwrap();
        for day in 1..55_000 {
            let date = solar(Time::from_millis(day * DAY_MILLIS)).unwrap();
            let next_day = (previous.year, previous.month, previous.day + 1);
            let next_month = (previous.year, previous.month + 1, 1);
            let next_year = (previous.year + 1, 1, 1);
            let found = (date.year, date.month, date.day);
            assert!(
                [next_day, next_month, next_year].contains(&found),
                "{previous:?} {date:?}"
            );
            assert!(date.day <= if date.month <= 6 { 31 } else { 30 });
            previous = date;
        }
    }

    #[test]
    fn digits() {
        assert_eq!(eastern_digits("16 x 1404"), "۱۶ x ۱۴۰۴");
    }
}
