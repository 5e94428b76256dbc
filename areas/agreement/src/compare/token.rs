//! The words of a clause, with their places.

use std::collections::BTreeSet;

/// A word, number or sign as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// First byte in the clause's text.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// As printed.
    pub(crate) raw: String,
    /// In lower case, without hyphens and with straight apostrophes: what equality is by.
    pub(crate) lower: String,
    /// Which sentence or semicolon-parted piece it stands in, from 0.
    pub(crate) sentence: usize,
    /// Whether it is the first word of its sentence.
    pub(crate) first: bool,
    /// Whether it stands inside quotation marks.
    pub(crate) quoted: bool,
    /// Whether it stands inside square brackets: words not agreed, by the custom of the United Nations.
    pub(crate) bracketed: bool,
    /// Whether a comma, dash or bracket stands right before it.
    pub(crate) after_break: bool,
}

impl Word {
    pub(crate) fn is_number(&self) -> bool {
        self.lower.starts_with(|c: char| c.is_ascii_digit())
    }

    pub(crate) fn is_capital(&self) -> bool {
        self.raw.starts_with(char::is_uppercase)
    }
}

/// Divides a text into words.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let (mut sentence, mut first, mut quoted, mut after_break) = (0, true, false, false);
    let closed = matched_brackets(text);
    let mut brackets = 0usize;
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        let sign = matches!(c, '%' | '$' | '€' | '£' | '°');
        if !c.is_alphanumeric() && !sign {
            match c {
                '[' if closed.contains(&start) => brackets += 1,
                ']' if closed.contains(&start) => brackets = brackets.saturating_sub(1),
                _ => {}
            }
            match c {
                '"' => quoted = !quoted,
                '“' | '«' => quoted = true,
                '”' | '»' => quoted = false,
                ',' | '–' | '—' | '(' | ')' | '[' | ']' | ':' => after_break = true,
                ';' => (sentence, first) = (sentence + 1, true),
                '.' | '!' | '?' if ends_sentence(text, start, out.last()) => {
                    (sentence, first) = (sentence + 1, true);
                }
                _ => {}
            }
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some(&(at, d)) = rest.peek() {
            let after = text[at + d.len_utf8()..].chars().next();
            if !(d.is_alphanumeric() && !sign || joins(c, d, after, &text[start..end])) {
                break;
            }
            end = at + d.len_utf8();
            rest.next();
        }
        let raw = text[start..end].to_owned();
        let lower = lowered(&raw);
        out.push(Word {
            start,
            end,
            raw,
            lower,
            sentence,
            first,
            quoted,
            bracketed: brackets > 0,
            after_break,
        });
        (first, after_break) = (false, false);
    }
    out
}

/// Places of square brackets that have their counterpart; one left open encloses nothing.
fn matched_brackets(text: &str) -> BTreeSet<usize> {
    let (mut open, mut matched) = (Vec::new(), BTreeSet::new());
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '[' | ']')) {
        if c == '[' {
            open.push(at);
        } else if let Some(from) = open.pop() {
            matched.extend([from, at]);
        }
    }
    matched
}

/// Whether a sign inside a word keeps it together: F-07, 1.5, 10,000, Party's, 1/CP.21.
fn joins(opening: char, sign: char, after: Option<char>, so_far: &str) -> bool {
    let Some(after) = after.filter(|c| c.is_alphanumeric()) else {
        return false;
    };
    let digit_before = so_far.ends_with(|c: char| c.is_ascii_digit());
    match sign {
        '-' | '‑' | '\'' | '’' => true,
        '.' => digit_before && after.is_ascii_digit() || so_far.contains('/'),
        ',' => digit_before && after.is_ascii_digit() && opening.is_ascii_digit(),
        '/' => so_far.contains(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a stop ends a sentence: not after an initial or a short form, and a capital follows.
fn ends_sentence(text: &str, at: usize, last: Option<&Word>) -> bool {
    let mut after = text[at + 1..].chars();
    let spaced = after
        .next()
        .is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '”' | ')'));
    let next = text[at + 1..].chars().find(|c| c.is_alphanumeric());
    let abbreviation = last.is_some_and(|w| {
        w.end == at
            && (["no", "art", "para", "paras", "cf", "vol"].contains(&w.lower.as_str())
                || w.lower.len() == 1)
    });
    spaced && !abbreviation && next.is_none_or(|c| !c.is_lowercase())
}

fn lowered(raw: &str) -> String {
    let lower: String = raw
        .to_lowercase()
        .chars()
        .filter(|c| !matches!(c, '-' | '‑'))
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    if raw.starts_with(|c: char| c.is_ascii_digit()) {
        lower.replace(',', "")
    } else {
        lower
    }
}

/// A word's stem: plural, past and gerund endings of English taken off, spelling variants joined.
pub(crate) fn stem(lower: &str) -> String {
    let word = lower.trim_end_matches("'s").trim_end_matches('\'');
    if !word.is_ascii() || word.starts_with(|c: char| c.is_ascii_digit()) {
        return word.to_owned();
    }
    if word.len() < 4 {
        return word.trim_end_matches('e').to_owned();
    }
    let mut word = word.replace("isation", "ization");
    for (from, to) in [
        ("ised", "ized"),
        ("ise", "ize"),
        ("ising", "izing"),
        ("our", "or"),
        ("tre", "ter"),
    ] {
        if let Some(base) = word.strip_suffix(from).filter(|base| base.len() > 3) {
            word = format!("{base}{to}");
        }
    }
    let endings = [
        ("ies", "y"),
        ("sses", "ss"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("xes", "x"),
        ("ied", "y"),
    ];
    if let Some((base, to)) = endings
        .iter()
        .find_map(|(end, to)| Some((word.strip_suffix(end).filter(|b| b.len() > 1)?, to)))
    {
        return format!("{base}{to}");
    }
    let plural = word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if plural {
        word.pop();
    }
    for end in ["ing", "ed"] {
        if let Some(base) = word
            .strip_suffix(end)
            .filter(|base| base.len() > 3 || end == "ed" && base.len() > 1)
        {
            let doubled = base.len() > 3
                && base.as_bytes()[base.len() - 1] == base.as_bytes()[base.len() - 2];
            let base = if doubled && !base.ends_with(['s', 'l']) {
                &base[..base.len() - 1]
            } else {
                base
            };
            return base.trim_end_matches('e').to_owned();
        }
    }
    word.trim_end_matches('e').to_owned()
}

/// Words that carry structure rather than subject: they say nothing about which clause this is.
const COMMON: &str = " a an the this that these those such and or nor but of to in on at by for from with \
    without within into upon under over between among through during as if than then so not no it its \
    their they them he she his her who whom whose which what when where there here be is are was were been \
    being have has had do does did shall will may must should can could would might any all each every \
    both either neither other others another same some party parties agreement article articles paragraph \
    paragraphs present also only more most less own out up per via including include accordance subject \
    pursuant respect regard case set forth provided provisions provision hereby thereof thereto herein b ";

/// Whether a word says nothing of a clause's subject.
pub(crate) fn is_common(lower: &str) -> bool {
    let mut padded = String::with_capacity(lower.len() + 2);
    padded.push(' ');
    padded.push_str(lower.trim_end_matches("'s").trim_end_matches('\''));
    padded.push(' ');
    COMMON.contains(&padded)
}
