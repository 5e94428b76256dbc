//! When somebody was born, as lists say it: days, years, spans, guesses, three calendars.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::calendar::{self, LUNAR_SLACK, Ymd};
use crate::text::find_ignoring_case;

/// How far "circa" reaches to both sides, in years.
const CIRCA_YEARS: i32 = 2;
/// Gregorian years that people on lists are born in.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2100;
/// Hijri years of the same time.
const HIJRI_YEARS: std::ops::RangeInclusive<i32> = 1230..=1500;

/// A span of days in which somebody was born, inclusive, Gregorian.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Birth {
    /// As published.
    pub text: String,
    /// The first day, `yyyymmdd`.
    pub from: i32,
    /// The last day, `yyyymmdd`.
    pub to: i32,
}

/// A day `1985-03-01`, a year `1985`, or a span of either, `1980/1985`: the notation of listings.
impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = |n: i32| format!("{:04}-{:02}-{:02}", n / 10_000, n / 100 % 100, n % 100);
        let years = (self.from / 10_000, self.to / 10_000);
        let whole = self.from % 10_000 == 101 && self.to % 10_000 == 1231;
        match (whole, self.from == self.to) {
            (true, _) if years.0 == years.1 => write!(f, "{}", years.0),
            (true, _) => write!(f, "{}/{}", years.0, years.1),
            (_, true) => f.write_str(&day(self.from)),
            _ => write!(f, "{}/{}", day(self.from), day(self.to)),
        }
    }
}

impl Birth {
    /// Whether it is known to the day.
    pub fn is_day(&self) -> bool {
        self.from == self.to
    }

    /// The same, as somebody's guess.
    #[must_use]
    pub(crate) fn circa(self) -> Birth {
        Birth {
            from: self.from - CIRCA_YEARS * 10_000,
            to: self.to + CIRCA_YEARS * 10_000,
            ..self
        }
    }
}

/// Reads what lists write of births; none where it can't be told, such as a Hijri year that is not
/// said to be solar or lunar, or an age.
pub(crate) fn parse(text: &str) -> Option<Birth> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    let (calendar, rest) = calendar_of(text);
    let (guess, rest) = guess_of(rest);
    let (from, to) = span(rest, calendar)?;
    if from > to {
        return None;
    }
    let birth = Birth {
        text: text.to_owned(),
        from,
        to,
    };
    Some(if guess { birth.circa() } else { birth })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Calendar {
    Gregorian,
    Solar,
    Lunar,
}

/// The calendar that the text names, and the text without it.
fn calendar_of(text: &str) -> (Calendar, &str) {
    const NAMES: &[(&str, Calendar)] = &[
        ("(solar hijri)", Calendar::Solar),
        ("solar hijri", Calendar::Solar),
        ("(hijri shamsi)", Calendar::Solar),
        ("shamsi", Calendar::Solar),
        (" sh", Calendar::Solar),
        ("(hijri calendar)", Calendar::Lunar),
        ("(hijri)", Calendar::Lunar),
        ("hijri", Calendar::Lunar),
        (" ah", Calendar::Lunar),
    ];
    for (name, calendar) in NAMES {
        let end = text.len().checked_sub(name.len());
        let tail = end.and_then(|end| Some((text.get(..end)?, text.get(end..)?)));
        if let Some((rest, tail)) = tail
            && tail.eq_ignore_ascii_case(name)
        {
            return (*calendar, rest.trim());
        }
    }
    (Calendar::Gregorian, text)
}

/// Whether the text says that it is a guess, and the text without that.
fn guess_of(text: &str) -> (bool, &str) {
    for word in ["approximately", "approx.", "circa", "about", "ca.", "c."] {
        let head = text.get(..word.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(word)) {
            return (true, text[word.len()..].trim());
        }
    }
    (false, text)
}

/// First and last day of a text without calendar and guess.
fn span(text: &str, calendar: Calendar) -> Option<(i32, i32)> {
    if let Some(one) = single(text, calendar) {
        return Some(one);
    }
    let text = match text.get(..8) {
        Some(head) if head.eq_ignore_ascii_case("between ") => &text[8..],
        _ => text,
    };
    for separator in [" to ", " and ", " - ", " – ", "/", "–", "-"] {
        let Some(at) = find_ignoring_case(text, separator) else {
            continue;
        };
        let (one, other) = (text[..at].trim(), text[at + separator.len()..].trim());
        // "May and June 1974": the year stands once.
        let year = other.rsplit(' ').next().filter(|year| is_year(year));
        let one = single(one, calendar).or_else(|| single(&format!("{one} {}", year?), calendar));
        if let (Some(one), Some(other)) = (one, single(other, calendar)) {
            return Some((one.0, other.1));
        }
    }
    None
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A day, month or year by itself.
fn single(text: &str, calendar: Calendar) -> Option<(i32, i32)> {
    if text.len() >= 10 && text.get(..10).is_some_and(is_iso_day) {
        // Older editions have a time zone after the day, "1971-05-01-04:00".
        let zone = text.get(10..)?;
        let zoned = zone
            .bytes()
            .all(|b| b.is_ascii_digit() || b"+-:.TZ".contains(&b));
        return zoned
            .then(|| text.get(..10))?
            .and_then(|day| ymd(day, calendar));
    }
    let words: Vec<&str> = text
        .split([' ', '.', ','])
        .filter(|word| !word.is_empty())
        .collect();
    let number = |word: &str| word.parse::<u32>().ok().filter(|_| word.len() <= 2);
    match words[..] {
        [year] if is_year(year) => whole_year(year.parse().ok()?, calendar),
        [one] => ymd(one, calendar),
        [month, year] if is_year(year) => whole_month(year.parse().ok()?, month_of(month)?),
        [day, month, year] if is_year(year) && number(day).is_some() => {
            named_day(year, month, number(day)?)
        }
        [month, day, year] if is_year(year) => named_day(year, month, number(day)?),
        _ => None,
    }
}

fn is_iso_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    })
}

fn month_of(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| {
        word.len() >= 3 && (month.starts_with(&word) || (word == "sept" && *month == "september"))
    });
    u32::try_from(found? + 1).ok()
}

fn named_day(year: &str, month: &str, day: u32) -> Option<(i32, i32)> {
    one_day(
        (year.parse().ok()?, month_of(month)?, day),
        Calendar::Gregorian,
    )
}

fn whole_month(year: i32, month: u32) -> Option<(i32, i32)> {
    let (first, _) = one_day((year, month, 1), Calendar::Gregorian)?;
    let last = i32::try_from(calendar::month_days(year, month)).ok()?;
    Some((first, first - 1 + last))
}

/// Three numbers, `1985-03-01`, `01/03/1985`, or two, `1985-03`.
fn ymd(text: &str, calendar: Calendar) -> Option<(i32, i32)> {
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    let short = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
    match parts[..] {
        [year, month, day] if is_year(year) => {
            one_day((year.parse().ok()?, short(month)?, short(day)?), calendar)
        }
        [year, month] if is_year(year) && calendar == Calendar::Gregorian => {
            whole_month(year.parse().ok()?, short(month)?)
        }
        [one, other, year] if is_year(year) => {
            let (one, other, year) = (short(one)?, short(other)?, year.parse().ok()?);
            // Nobody can tell day/month from month/day where both could be: then it is both.
            let readings = [(year, other, one), (year, one, other)];
            let days = readings.iter().filter_map(|day| one_day(*day, calendar));
            days.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        }
        _ => None,
    }
}

fn whole_year(year: i32, calendar: Calendar) -> Option<(i32, i32)> {
    match calendar {
        Calendar::Gregorian => YEARS
            .contains(&year)
            .then_some((year * 10_000 + 101, year * 10_000 + 1231)),
        _ if !HIJRI_YEARS.contains(&year) => None,
        Calendar::Solar => {
            let (first, next) = ((year, 1, 1), (year + 1, 1, 1));
            let last = calendar::from_solar(next) - 1;
            Some(days(calendar::from_solar(first), last))
        }
        Calendar::Lunar => {
            let (first, next) = ((year, 1, 1), (year + 1, 1, 1));
            let from = calendar::from_lunar(first) - LUNAR_SLACK;
            Some(days(from, calendar::from_lunar(next) - 1 + LUNAR_SLACK))
        }
    }
}

fn one_day(day: Ymd, calendar: Calendar) -> Option<(i32, i32)> {
    let (year, month, date) = day;
    let longest = match calendar {
        Calendar::Gregorian if YEARS.contains(&year) => calendar::month_days(year, month),
        Calendar::Solar if HIJRI_YEARS.contains(&year) && month <= 6 => 31,
        Calendar::Solar | Calendar::Lunar if HIJRI_YEARS.contains(&year) && month <= 12 => 30,
        _ => 0,
    };
    if month == 0 || date == 0 || date > longest {
        return None;
    }
    match calendar {
        Calendar::Gregorian => {
            let at = calendar::from_gregorian(day);
            Some(days(at, at))
        }
        Calendar::Solar => {
            let at = calendar::from_solar(day);
            Some(days(at, at))
        }
        Calendar::Lunar => {
            let at = calendar::from_lunar(day);
            Some(days(at - LUNAR_SLACK, at + LUNAR_SLACK))
        }
    }
}

fn days(from: i64, to: i64) -> (i32, i32) {
    (calendar::to_number(from), calendar::to_number(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(i32, i32)> {
        parse(text).map(|birth| (birth.from, birth.to))
    }

    #[test]
    fn every_form_that_lists_use() {
        for (text, span) in [
            ("1985", (19_850_101, 19_851_231)),
            ("1985-03-01", (19_850_301, 19_850_301)),
            ("1985-03-01-04:00", (19_850_301, 19_850_301)),
            ("1985-03", (19_850_301, 19_850_331)),
            ("09 Oct 1968", (19_681_009, 19_681_009)),
            ("9 October 1968", (19_681_009, 19_681_009)),
            ("2 Feb.1969", (19_690_202, 19_690_202)),
            ("Dec. 1964", (19_641_201, 19_641_231)),
            ("March 3, 1971", (19_710_303, 19_710_303)),
            ("circa 1970", (19_680_101, 19_721_231)),
            ("Approximately 1968-1970", (19_660_101, 19_721_231)),
            ("1962 to 1964", (19_620_101, 19_641_231)),
            ("1980/1985", (19_800_101, 19_851_231)),
            ("01 Jan 1961 to 31 Dec 1963", (19_610_101, 19_631_231)),
            ("Between May and June 1974", (19_740_501, 19_740_630)),
            ("25/12/1971", (19_711_225, 19_711_225)),
            ("05/04/1971", (19_710_405, 19_710_504)),
            ("1364 SH", (19_850_321, 19_860_320)),
            ("1400 AH", (19_791_119, 19_801_110)),
        ] {
            assert_eq!(read(text), Some(span), "{text}");
        }
        let lunar = parse("05/06/1390 (Hijri Calendar)").unwrap();
        assert!(
            lunar.from >= 19_700_700 && lunar.to <= 19_701_231,
            "{lunar:?}"
        );
    }

    #[test]
    fn what_can_not_be_told_is_not_guessed() {
        for text in [
            "",
            "1364",
            "31-35 years old",
            "unknown",
            "1985-13-01",
            "1985-02-30",
            "0000-00-00",
            "99999",
            "1990 to 1980",
            "1985-03-01<",
            "-",
            "to",
            "Between",
            "1364 AD SH",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn births_are_written_as_listings_write_them() {
        let written = |text: &str| parse(text).unwrap().to_string();
        assert_eq!(written("1985"), "1985");
        assert_eq!(written("9 Oct 1968"), "1968-10-09");
        assert_eq!(written("circa 1970"), "1968/1972");
        assert_eq!(written("Dec. 1964"), "1964-12-01/1964-12-31");
        for text in ["1985", "1968-10-09", "1968/1972", "1964-12-01/1964-12-31"] {
            assert_eq!(written(text), text);
        }
    }
}
