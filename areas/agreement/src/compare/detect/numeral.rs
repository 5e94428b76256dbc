//! Reading numbers: digits, words, fractions, months.

use super::side::Side;

/// Numbers in words.
const WORDS: &[(&str, u64)] = &[
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("hundred", 100),
    ("thousand", 1000),
    ("dozen", 12),
    ("fortyfive", 45),
    ("fortyeight", 48),
    ("seventytwo", 72),
    ("thirtyfive", 35),
    ("twentyone", 21),
    ("twentyfour", 24),
    ("twentyfive", 25),
    ("twentyeight", 28),
    ("sixtyfive", 65),
    ("seventyfive", 75),
    ("fiftyfive", 55),
];

/// Parts of a whole, in thousandths.
const PARTS: &[(&str, u64)] = &[
    ("half", 500),
    ("third", 333),
    ("thirds", 333),
    ("quarter", 250),
    ("quarters", 250),
    ("fifth", 200),
    ("fifths", 200),
    ("twothirds", 667),
    ("threequarters", 750),
    ("threefourths", 750),
    ("fourfifths", 800),
    ("threefifths", 600),
    ("onethird", 333),
    ("onehalf", 500),
    ("onequarter", 250),
    ("fourths", 250),
];

const MONTHS: &[&str] = &[
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

/// A number as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numeral {
    /// In thousandths.
    pub(crate) thousandths: u64,
    /// How many words it takes.
    pub(crate) words: usize,
    /// Whether it is a part of a whole.
    pub(crate) part: bool,
}

/// The number that starts at a word, if one does: "12", "1.5", "thirty (30)", "two thirds", "one month".
pub(crate) fn read(side: &Side, at: usize) -> Option<Numeral> {
    let word = side.words.get(at)?;
    if word.lower == "simple" && side.lower(at + 1) == "majority" {
        return Some(Numeral {
            thousandths: 500,
            words: 1,
            part: true,
        });
    }
    if let Some(&(_, part)) = PARTS.iter().find(|(name, _)| *name == word.lower) {
        let ordinal = matches!(word.lower.as_str(), "third" | "fifth" | "quarter");
        let named = matches!(side.lower(at.wrapping_sub(1)), "the" | "a" | "its");
        return (!(ordinal && named)).then_some(Numeral {
            thousandths: part,
            words: 1,
            part: true,
        });
    }
    let (mut value, mut words) = simple(side, at)?;
    if let Some(&(_, part)) = PARTS.iter().find(|(name, _)| *name == side.lower(at + 1))
        && value <= 9000
    {
        let whole = value / 1000 * part;
        let whole = if whole == 666 { 667 } else { whole };
        return Some(Numeral {
            thousandths: whole,
            words: 2,
            part: true,
        });
    }
    if value == 1000
        && word.lower == "one"
        && !side.words.get(at + 1).is_some_and(|w| {
            unit_hours(&w.lower).is_some() || w.lower == "hundred" || w.lower == "thousand"
        })
    {
        return None;
    }
    // "two hundred", "twenty five", "ten thousand".
    while let Some((next, _)) =
        simple(side, at + words).filter(|_| !side.words[at + words].is_number())
    {
        match next {
            100_000 | 1_000_000 if value < next => value = value.saturating_mul(next / 1000),
            _ if value >= 20_000 && next < 10_000 => value += next,
            _ if value >= 100_000 && next < 100_000 => value += next,
            _ => break,
        }
        words += 1;
    }
    if matches!(side.lower(at + words), "million" | "billion") {
        let by = if side.lower(at + words) == "million" {
            1_000_000
        } else {
            1_000_000_000
        };
        value = value.saturating_mul(by);
        words += 1;
    }
    // "thirty (30)".
    let again = side
        .words
        .get(at + words)
        .filter(|w| w.is_number() && w.after_break);
    if !word.is_number() && again.and_then(|w| decimal(&w.lower)) == Some(value) {
        words += 1;
    }
    Some(Numeral {
        thousandths: value,
        words,
        part: false,
    })
}

fn simple(side: &Side, at: usize) -> Option<(u64, usize)> {
    let word = side.words.get(at)?;
    if word.is_number() {
        return decimal(&word.lower).map(|value| (value, 1));
    }
    if word.lower == "one" {
        return Some((1000, 1));
    }
    WORDS
        .iter()
        .find(|(name, _)| *name == word.lower)
        .map(|&(_, value)| (value * 1000, 1))
}

/// "1.5" as 1500; nothing for anything but plain decimals.
fn decimal(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |s: &str| s.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || whole.len() > 15 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let padded: String = fraction.chars().chain("000".chars()).take(3).collect();
    Some(whole.parse::<u64>().ok()? * 1000 + padded.parse::<u64>().ok()?)
}

/// Hours in a unit of time.
pub(crate) fn unit_hours(word: &str) -> Option<u64> {
    Some(match word {
        "hour" | "hours" => 1,
        "day" | "days" => 24,
        "week" | "weeks" => 168,
        "fortnight" => 336,
        "month" | "months" => 730,
        "quarter" | "quarters" => 2190,
        "year" | "years" => 8760,
        _ => return None,
    })
}

/// 1 to 12 for the name of a month.
pub(crate) fn month(word: &str) -> Option<u64> {
    MONTHS
        .iter()
        .position(|m| *m == word)
        .map(|at| at as u64 + 1)
}

/// A year in digits.
pub(crate) fn year(word: &str) -> Option<u64> {
    word.parse::<u64>()
        .ok()
        .filter(|y| (1500..2200).contains(y) && word.len() == 4)
}
