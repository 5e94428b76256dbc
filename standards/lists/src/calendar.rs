//! Days of three calendars, by integers alone.
//!
//! Days are counted from 1970-01-01 Gregorian. The solar Hijri calendar is computed by its 33-year
//! cycle, exact for the years of living people; the lunar one by the tabular calendar, which differs
//! from what was observed by up to [`LUNAR_SLACK`] days.

/// How far a day of the tabular lunar calendar may be from the day somebody wrote down.
pub(crate) const LUNAR_SLACK: i64 = 2;

/// A day of a calendar: year, month from 1, day from 1.
pub(crate) type Ymd = (i32, u32, u32);

/// Days from 1970-01-01 to a Gregorian day.
pub(crate) fn from_gregorian((year, month, day): Ymd) -> i64 {
    // Years that start in March end with the leap day, so only whole cycles need counting.
    let year = i64::from(year) - i64::from(month <= 2);
    let month = (i64::from(month) + 9) % 12;
    let days = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    days + (153 * month + 2) / 5 + i64::from(day) - 1 - 719_468
}

/// The Gregorian day, `yyyymmdd`.
pub(crate) fn to_number(days: i64) -> i32 {
    let mut year = 1970 + days.div_euclid(366);
    let start = |year: i64| from_gregorian((i32::try_from(year).unwrap_or(i32::MAX), 1, 1));
    while start(year) > days {
        year -= 1;
    }
    while start(year + 1) <= days {
        year += 1;
    }
    let mut rest = days - start(year);
    let mut month = 1;
    let short = i32::try_from(year).unwrap_or(i32::MAX);
    while rest >= i64::from(month_days(short, month)) {
        rest -= i64::from(month_days(short, month));
        month += 1;
    }
    i32::try_from(year * 10_000 + i64::from(month) * 100 + rest + 1).unwrap_or(i32::MAX)
}

/// The length of a Gregorian month; 0 for a month that is none.
pub(crate) fn month_days(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Whether a solar Hijri year has 366 days.
fn solar_leap(year: i32) -> bool {
    matches!(year.rem_euclid(33), 1 | 5 | 9 | 13 | 17 | 22 | 26 | 30)
}

/// Days from 1970-01-01 to a solar Hijri day, for years 1200 to 1500.
pub(crate) fn from_solar((year, month, day): Ymd) -> i64 {
    // 1 Hamal 1403 was 20 March 2024; from there, year by year.
    let mut days = from_gregorian((2024, 3, 20));
    for passed in 1403..year {
        days += 365 + i64::from(solar_leap(passed));
    }
    for passed in year..1403 {
        days -= 365 + i64::from(solar_leap(passed));
    }
    let month = i64::from(month.saturating_sub(1));
    days + month * 30 + month.min(6) + i64::from(day) - 1
}

/// Days from 1970-01-01 to a day of the tabular lunar Hijri calendar.
pub(crate) fn from_lunar((year, month, day): Ymd) -> i64 {
    let year = i64::from(year);
    let month = i64::from(month.saturating_sub(1));
    // 1 Muharram of year 1 is 492,148 days before 1970-01-01.
    (year - 1) * 354 + (3 + 11 * year) / 30 + (59 * month + 1) / 2 + i64::from(day) - 1 - 492_148
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gregorian_days_are_known_ones() {
        assert_eq!(from_gregorian((1970, 1, 1)), 0);
        assert_eq!(from_gregorian((2000, 3, 1)), 11_017);
        for day in [-200_000, -1, 0, 58, 59, 60, 11_016, 11_017, 20_000] {
            let number = to_number(day);
            let (y, m, d) = (number / 10_000, number / 100 % 100, number % 100);
            let back = (y, u32::try_from(m).unwrap(), u32::try_from(d).unwrap());
            assert_eq!(from_gregorian(back), day, "{number}");
        }
    }

    #[test]
    fn solar_years_begin_in_march() {
        let begins = |year| to_number(from_solar((year, 1, 1)));
        assert_eq!(begins(1364), 19_850_321);
        assert_eq!(begins(1399), 20_200_320);
        assert_eq!(begins(1400), 20_210_321);
        assert_eq!(begins(1404), 20_250_321);
        assert_eq!(to_number(from_solar((1357, 2, 7))), 19_780_427);
        assert_eq!(to_number(from_solar((1403, 12, 30))), 20_250_320);
    }

    #[test]
    fn lunar_years_wander() {
        assert_eq!(to_number(from_lunar((1400, 1, 1))), 19_791_121);
        assert_eq!(to_number(from_lunar((1446, 1, 1))), 20_240_708);
        assert_eq!(to_number(from_lunar((1445, 9, 1))), 20_240_311);
    }
}
