//! The numbers in front of clauses: what a marker is, and which level it stands on.

/// The number or letter in front of a clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    style: Style,
    /// Its place in its series, from 1; 0 when it has none (a bullet).
    number: u32,
    /// As printed, without brackets and stops.
    printed: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Style {
    Number,
    Dotted,
    Letter,
    Capital,
    Roman,
    Bullet,
}

/// Words that name a numbered part of a text, widest first.
const PARTS: &[&str] = &[
    "part",
    "title",
    "chapter",
    "section",
    "article",
    "rule",
    "protocol",
    "annex",
    "appendix",
    "schedule",
    "attachment",
    "clause",
    "principle",
    "point",
];

/// Ordinal and counting words used instead of numbers in headings.
const COUNTS: &[&str] = &[
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

/// Reads `Article 4 (mitigation)` as its label (`Article 4`) and what follows.
pub(crate) fn heading_label(line: &str) -> Option<(String, &str)> {
    let (word, rest) = line.split_once(char::is_whitespace)?;
    let lower = word.to_lowercase();
    let part = PARTS.iter().find(|part| **part == lower)?;
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-'))
        .unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches(['.', '-']);
    let sound = number.chars().next().is_some_and(|c| c.is_ascii_digit())
        || is_roman(&number.to_lowercase()) && number.chars().all(char::is_uppercase)
        || number.len() == 1 && number.chars().all(char::is_uppercase)
        || COUNTS.contains(&number.to_lowercase().as_str());
    if !sound {
        return None;
    }
    let mut label = String::new();
    let mut letters = part.chars();
    label.extend(letters.next().map(|c| c.to_ascii_uppercase()));
    label.extend(letters);
    let title = rest[end..].trim_start_matches(['.', ':', '-', '–', '—', ' ', ')', '*']);
    // "Article 12 of the Convention applies" is a sentence, not a heading.
    let sentence = title.starts_with(|c: char| c.is_lowercase() || c == ',')
        || rest[end..].starts_with([',', ';']);
    (!sentence).then(|| (format!("{label} {number}"), title.trim()))
}

/// Takes the marker off a line: `1.`, `(a)`, `iv)`, `4.2`, `3bis`, `-`, `•`, `§ 3`.
pub(crate) fn split_marker(line: &str) -> Option<(Marker, &str)> {
    let bullet = ["- ", "* ", "• ", "+ ", "– ", "— "];
    if let Some(rest) = bullet.iter().find_map(|b| line.strip_prefix(b)) {
        return Some((
            Marker {
                style: Style::Bullet,
                number: 0,
                printed: String::new(),
            },
            rest.trim_start(),
        ));
    }
    let line = line.strip_prefix('§').map_or(line, str::trim_start);
    let bracketed = line.starts_with('(') || line.starts_with('[');
    let body = if bracketed { &line[1..] } else { line };
    let end = body.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')?;
    let word = &body[..end];
    let next = body[end..].chars().next()?;
    let stopped = word.ends_with('.') && next.is_whitespace();
    let closed = matches!(next, ')') || line.starts_with('[') && next == ']' && word.len() <= 3;
    let printed = word.trim_end_matches('.');
    let dotted = printed.contains('.');
    if !(closed || !bracketed && (stopped || dotted && next.is_whitespace())) {
        return None;
    }
    let rest = body[end + next.len_utf8()..].trim_start_matches(['.', ' ', '\t']);
    if rest.is_empty() {
        return None;
    }
    read_marker(printed, dotted).map(|marker| (marker, rest))
}

fn read_marker(printed: &str, dotted: bool) -> Option<Marker> {
    let first = printed.chars().next()?;
    let marker = |style, number| {
        Some(Marker {
            style,
            number,
            printed: printed.to_owned(),
        })
    };
    if first.is_ascii_digit() {
        let last = printed.rsplit('.').next().unwrap_or_default();
        let digits: String = last.chars().take_while(char::is_ascii_digit).collect();
        let suffix = &last[digits.len()..];
        let known =
            ["", "bis", "ter", "quater", "quat", "alt", "x"].contains(&suffix) || suffix.len() == 1;
        let year = !dotted && digits.len() > 3;
        if !known || year {
            return None;
        }
        return marker(
            if dotted { Style::Dotted } else { Style::Number },
            digits.parse().ok()?,
        );
    }
    if dotted {
        return None;
    }
    if printed.len() == 1 {
        let number = u32::from(first.to_ascii_lowercase()).checked_sub(96)?;
        return marker(
            if first.is_lowercase() {
                Style::Letter
            } else {
                Style::Capital
            },
            number,
        );
    }
    if is_roman(&printed.to_lowercase()) {
        return marker(Style::Roman, roman(&printed.to_lowercase()));
    }
    let twin = printed.len() == 2 && printed.chars().all(|c| c == first) && first.is_lowercase();
    if twin {
        marker(Style::Letter, 26 + u32::from(first) - 96)
    } else {
        None
    }
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| "ivxlc".contains(c)) && in_roman(roman(word)) == word
}

fn roman(word: &str) -> u32 {
    let (mut sum, mut right) = (0u32, 0u32);
    for c in word.chars().rev().take(12) {
        let value = match c {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            _ => 100,
        };
        sum = if value < right {
            sum.saturating_sub(value)
        } else {
            sum + value
        };
        right = value;
    }
    sum
}

fn in_roman(mut number: u32) -> String {
    let mut out = String::new();
    for (value, numeral) in [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while number >= value {
            out.push_str(numeral);
            number -= value;
        }
    }
    out
}

/// The open levels of numbering inside one article.
#[derive(Default)]
pub(crate) struct Levels {
    open: Vec<Level>,
}

struct Level {
    indent: usize,
    marker: Marker,
    clause: usize,
}

impl Levels {
    /// Opens the level a marker stands on and gives the clause it hangs from.
    pub(crate) fn enter(
        &mut self,
        indent: usize,
        marker: Marker,
        clause: usize,
        after_colon: bool,
    ) -> Option<usize> {
        let marker = self.settle(marker);
        let follows = |level: &Level| {
            level.marker.style == marker.style
                && (marker.number == level.marker.number + 1 || marker.style == Style::Bullet)
        };
        let restart = marker.number == 1 && after_colon && self.open.iter().all(|l| !follows(l));
        let same = |level: &Level| level.marker.style == marker.style;
        let depth = if let Some(depth) = self
            .open
            .iter()
            .rposition(|l| follows(l) && near(l.indent, indent))
        {
            depth
        } else if let Some(depth) = self
            .open
            .iter()
            .rposition(follows)
            .filter(|_| marker.style != Style::Bullet)
        {
            depth
        } else if restart {
            self.open.len()
        } else if let Some(depth) = self
            .open
            .iter()
            .rposition(|l| same(l) && near(l.indent, indent))
        {
            depth
        } else {
            // A new series: below every level that is indented less, or told apart by its style.
            self.open
                .iter()
                .rposition(|l| l.indent <= indent)
                .map_or(0, |depth| depth + 1)
        };
        self.open.truncate(depth);
        let parent = self.open.last().map(|level| level.clause);
        self.open.push(Level {
            indent,
            marker,
            clause,
        });
        parent
    }

    /// The clause an unnumbered paragraph at this indent hangs from.
    pub(crate) fn under(&self, indent: usize) -> Option<usize> {
        self.open
            .iter()
            .rfind(|level| indent >= level.indent + 2)
            .map(|level| level.clause)
    }

    /// The label of the innermost open level.
    pub(crate) fn label(&self, article: &str) -> String {
        let mut label = article.to_owned();
        for (depth, Level { marker, .. }) in self.open.iter().enumerate() {
            let printed = &marker.printed;
            let stem = article.rsplit(' ').next().unwrap_or_default();
            match marker.style {
                Style::Dotted if depth == 0 && printed.split('.').next() == Some(stem) => {
                    label = format!("{} {printed}", article.trim_end_matches(stem).trim_end());
                }
                Style::Dotted => label = join(article, printed),
                Style::Number if depth == 0 => label = join(&label, printed),
                Style::Bullet => label.push_str("(-)"),
                _ => {
                    label.push('(');
                    label.push_str(printed);
                    label.push(')');
                }
            }
        }
        label
    }

    /// Tells the letter (i) from the numeral (i): a letter only if its series has come to h.
    fn settle(&self, marker: Marker) -> Marker {
        let lower = marker.printed.to_lowercase();
        if marker.style != Style::Letter || !is_roman(&lower) {
            return marker;
        }
        let continues = |style: Style, number: u32| {
            self.open
                .iter()
                .any(|l| l.marker.style == style && l.marker.number + 1 == number)
        };
        let numeral = roman(&lower);
        let letter_goes_on = continues(Style::Letter, marker.number);
        let innermost_roman = self
            .open
            .last()
            .is_some_and(|l| l.marker.style == Style::Roman);
        let roman_goes_on =
            continues(Style::Roman, numeral) && (innermost_roman || !letter_goes_on);
        if roman_goes_on || lower == "i" && !letter_goes_on {
            return Marker {
                style: Style::Roman,
                number: numeral,
                ..marker
            };
        }
        marker
    }
}

fn near(a: usize, b: usize) -> bool {
    a.abs_diff(b) <= 1
}

/// `Article 4` and `2` give `Article 4.2`; nothing and `2` give `2`; `Preamble` and `2` give
/// `Preamble 2`.
fn join(article: &str, number: &str) -> String {
    if article.is_empty() {
        return number.to_owned();
    }
    if article.ends_with(|c: char| c.is_ascii_digit()) {
        return format!("{article}.{number}");
    }
    format!("{article} {number}")
}
