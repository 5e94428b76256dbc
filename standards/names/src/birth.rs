//! Births as spans of days: a day, a year, several years, in the Gregorian, Solar Hijri or lunar Hijri
//! calendar.

/// A birth between two days, both in the Gregorian calendar as `yyyymmdd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Birth {
    /// The earliest day.
    pub from: i32,
    /// The latest day.
    pub to: i32,
}

/// Why a text is no birth.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a birth reads 1985, 1985-03-01, 1980/1985, 1364 SH or 1405 AH, not {0:?}")]
pub struct BirthError(String);

impl Birth {
    /// Reads a birth: `1985`, `1985-03-01` (1 January stands for the year, as in many registers),
    /// `1985-03`, `1980/1985` (both ends with their years), `~1985` (two years either way), `1364 SH`
    /// (Solar Hijri: it lies in two years), `1405 AH` (lunar: likewise).
    pub fn parse(text: &str) -> Result<Birth, BirthError> {
        let error = || BirthError(text.chars().take(40).collect());
        let trimmed = text.trim();
        if let Some(year) = trimmed.strip_suffix("SH") {
            let year = number(year, 1200..=1500).ok_or_else(error)?;
            return Ok(years(year + 621, year + 622));
        }
        if let Some(year) = trimmed.strip_suffix("AH") {
            // The first began in July 622, and each has 970,224 millionths of a solar year.
            let year = number(year, 1200..=1500).ok_or_else(error)?;
            let begins = (622_540 + (year - 1) * 970_224 / 1_000) / 1_000;
            return Ok(years(begins, begins + 1));
        }
        if let Some(year) = trimmed.strip_prefix('~') {
            let year = number(year, 1800..=2200).ok_or_else(error)?;
            return Ok(years(year - 2, year + 2));
        }
        if let Some((from, to)) = trimmed.split_once('/') {
            let (from, to) = (
                simple(from).ok_or_else(error)?,
                simple(to).ok_or_else(error)?,
            );
            let (from, to) = (from.from.min(to.from), from.to.max(to.to));
            return Ok(Birth { from, to });
        }
        simple(trimmed).ok_or_else(error)
    }

    /// Whether it is one day.
    pub fn is_day(self) -> bool {
        self.from == self.to
    }

    /// Years between the two spans; 0 where they touch.
    pub(crate) fn years_apart(self, other: Birth) -> i32 {
        let gap = (self.from.max(other.from) / 10_000) - (self.to.min(other.to) / 10_000);
        gap.max(0)
    }

    /// Whether the spans share a day.
    pub(crate) fn meets(self, other: Birth) -> bool {
        self.from <= other.to && other.from <= self.to
    }

    /// As it is shown in an explanation.
    pub(crate) fn text(self) -> String {
        let day = |day: i32| {
            format!(
                "{:04}-{:02}-{:02}",
                day / 10_000,
                day / 100 % 100,
                day % 100
            )
        };
        let year = |day: i32| day / 10_000;
        match (self.is_day(), year(self.from) == year(self.to)) {
            (true, _) => day(self.from),
            (false, true) => year(self.from).to_string(),
            (false, false) => format!("{}/{}", year(self.from), year(self.to)),
        }
    }
}

fn years(from: i32, to: i32) -> Birth {
    Birth {
        from: from * 10_000 + 101,
        to: to * 10_000 + 1231,
    }
}

fn number(text: &str, within: std::ops::RangeInclusive<i32>) -> Option<i32> {
    let text = text.trim();
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| digits && within.contains(n))
}

fn simple(text: &str) -> Option<Birth> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let year = number(parts.first()?, 1800..=2200)?;
    let two = |text: &str, max: i32| number(text, 1..=max).filter(|_| text.len() == 2);
    match parts.as_slice() {
        [_] | [_, "01", "01"] => Some(years(year, year)),
        [_, month] => {
            let month = two(month, 12)?;
            let day = |day: i32| year * 10_000 + month * 100 + day;
            Some(Birth {
                from: day(1),
                to: day(31),
            })
        }
        [_, month, day] => {
            let day = year * 10_000 + two(month, 12)? * 100 + two(day, 31)?;
            Some(Birth { from: day, to: day })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (i32, i32) {
        let birth = Birth::parse(text).unwrap();
        (birth.from, birth.to)
    }

    #[test]
    fn births_in_every_form() {
        assert_eq!(read("1985"), (19850101, 19851231));
        assert_eq!(read("1985-01-01"), (19850101, 19851231));
        assert_eq!(read("1985-03-09"), (19850309, 19850309));
        assert_eq!(read("1985-03"), (19850301, 19850331));
        assert_eq!(read("1980/1985"), (19800101, 19851231));
        assert_eq!(read("~1985"), (19830101, 19871231));
        // The year 1364 of the Solar Hijri calendar began on 21 March 1985.
        assert_eq!(read("1364 SH"), (19850101, 19861231));
        // The lunar year 1405 began on 27 September 1984.
        let (from, to) = read("1405 AH");
        assert!(from <= 19840927 && to >= 19850915);
        for text in [
            "",
            "85",
            "1985-13-01",
            "1985-3-1",
            "soon",
            "1985-01-01-01",
            "99999",
            "-1",
        ] {
            assert!(Birth::parse(text).is_err(), "{text}");
        }
    }
}
