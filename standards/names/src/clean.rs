//! Texts to words: forms folded, marks and directions dropped, however hostile the text.

use unicode_normalization::UnicodeNormalization as _;

use crate::table::tables;

/// Characters of a name that are read; the rest of a longer one is not a name.
pub(crate) const CHARS_MAX: usize = 200;
/// Words of a name that are read.
pub(crate) const WORDS_MAX: usize = 14;

/// A word and its script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Raw {
    /// In folded letters: Arabic script, or a to z.
    pub(crate) text: String,
    /// Whether it is in Arabic script.
    pub(crate) arabic: bool,
}

/// The words of a name, family name last: `FAMILY, Given` is turned round.
pub(crate) fn words(text: &str) -> Vec<Raw> {
    let read = text.chars().take(CHARS_MAX);
    let folded: String = match text.is_ascii() {
        true => read.collect(),
        false => read.nfkc().take(CHARS_MAX * 2).collect(),
    };
    // Remarks in brackets are not part of a name.
    let folded = match (folded.find('('), folded.rfind(')')) {
        (Some(from), Some(to)) if from < to && from > 0 => {
            format!("{} {}", &folded[..from], &folded[to + 1..])
        }
        _ => folded,
    };
    let turned = match folded.split_once(',') {
        Some((family, given)) if !given.contains(',') => format!("{given} {family}"),
        _ => folded,
    };
    let separators = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '<' | ',' | '.' | ';' | '/' | '_' | '(' | ')' | '"' | '،' | '؛' | '۔'
            )
            || is_dash(c)
    };
    turned
        .split(separators)
        .filter_map(word)
        .take(WORDS_MAX)
        .collect()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d5}' | '\u{6ee}'..='\u{6ff}' | '\u{750}'..='\u{77f}')
}

fn word(text: &str) -> Option<Raw> {
    let arabic = !text.is_ascii() && text.chars().any(is_arabic);
    let text = match arabic {
        true => arabic_letters(text),
        false => bare(text),
    };
    // An initial says too little to agree or differ.
    (text.chars().count() > 1).then_some(Raw { text, arabic })
}

/// The letters of an Arabic-script word in one form each, without vowel marks and joiners.
fn arabic_letters(text: &str) -> String {
    let folds = &tables().folds;
    let letters = text.chars().map(|c| *folds.get(&c).unwrap_or(&c));
    letters.filter(|c| is_arabic(*c)).collect()
}

/// A word in the letters a to z; Arabic letters stay as they are.
pub(crate) fn bare(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.is_ascii() {
        let letters = text.chars().filter(char::is_ascii_alphabetic);
        out.extend(letters.map(|c| c.to_ascii_lowercase()));
        return out;
    }
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' => out.push(c),
            _ if is_arabic(c) => out.push(c),
            _ => other_letter(c, &mut out),
        }
    }
    out
}

fn other_letter(c: char, out: &mut String) {
    if let Some(spelling) = marked(c) {
        out.push_str(spelling);
        return;
    }
    // Marks fall off; what is then still no Latin letter is spelled as the library knows best.
    for base in std::iter::once(c).nfd() {
        if base.is_ascii_lowercase() {
            out.push(base);
        } else if let Some(spelling) = marked(base) {
            out.push_str(spelling);
        } else if !base.is_ascii() && base.is_alphabetic() {
            let spelled = any_ascii::any_ascii_char(base);
            out.extend(
                spelled
                    .chars()
                    .map(|c| c.to_ascii_lowercase())
                    .filter(char::is_ascii_lowercase),
            );
        }
    }
}

/// The table of marked letters is itself made of cleaned words, so it is asked here and not there.
fn marked(c: char) -> Option<&'static str> {
    match c {
        '\u{2bf}' | '\u{2be}' | '\u{2bc}' | '\u{2bb}' | '\u{2b9}' | '’' | '‘' => Some(""),
        _ => MARKED
            .get_or_init(read_marked)
            .iter()
            .find(|(one, _)| *one == c)
            .map(|(_, s)| *s),
    }
}

static MARKED: std::sync::OnceLock<Vec<(char, &'static str)>> = std::sync::OnceLock::new();

fn read_marked() -> Vec<(char, &'static str)> {
    let lines = include_str!("../tables/latin-letters.txt").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let (letter, spelling) = row.split_once(' ')?;
        Some((letter.chars().next()?, spelling.trim()))
    })
    .collect()
}
