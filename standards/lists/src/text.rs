//! Bytes to text, and text to the one form records have.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::FILE_BYTES_MAX;
use crate::error::ReadError;

/// Longest quotation of a file in an error or a [`crate::Trouble`], in characters.
const CLIP_CHARS: usize = 120;

/// The text of a file, without a byte order mark. UTF-8 only: other encodings can't be told apart
/// safely, and a name read in the wrong one is another name.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, ReadError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ReadError::TooLong(bytes.len()));
    }
    if let Some(error) = by_first_bytes(bytes) {
        return Err(error);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => Err(ReadError::Empty),
        Ok(text) => Ok(text),
        Err(error) => {
            let at = error.valid_up_to();
            let line = line_of(bytes, at);
            Err(ReadError::NotUtf8 { at, line })
        }
    }
}

fn by_first_bytes(bytes: &[u8]) -> Option<ReadError> {
    let starts = |with: &[u8]| bytes.starts_with(with);
    if starts(b"\xff\xfe\0\0") || starts(b"\0\0\xfe\xff") {
        return Some(ReadError::Wide("UTF-32"));
    }
    // Without a mark, every other byte of an ASCII beginning is zero.
    let zero = |at: usize| bytes.get(at) == Some(&0);
    let zeros = bytes.len() > 3 && zero(0) == zero(2) && zero(1) == zero(3) && zero(0) != zero(1);
    if starts(b"\xff\xfe") || starts(b"\xfe\xff") || zeros {
        return Some(ReadError::Wide("UTF-16"));
    }
    let kinds: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a ZIP archive or a spreadsheet"),
        (b"\x1f\x8b", "gzip-compressed"),
        (b"%PDF", "a PDF document"),
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet"),
        (b"BZh", "bzip2-compressed"),
        (b"\xfd7zXZ", "xz-compressed"),
    ];
    let kind = kinds.iter().find(|(magic, _)| starts(magic));
    kind.map(|(_, kind)| ReadError::NotText(kind))
}

/// The line of a byte, from 1.
pub(crate) fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = &bytes[..at.min(bytes.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// A text with single blanks, without control and direction characters, in NFC. Joiners stay: they
/// are spelling.
pub(crate) fn tidy(raw: &str) -> String {
    let raw = raw.trim();
    // Most fields are plain and have nothing to tidy.
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !raw.contains("  ") {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut blank = false;
    let raw: Cow<'_, str> = match is_nfc(raw) {
        true => Cow::Borrowed(raw),
        false => Cow::Owned(raw.nfc().collect()),
    };
    for c in raw.chars() {
        if c.is_whitespace() {
            blank = true;
        } else if !is_unseen(c) {
            if blank && !out.is_empty() {
                out.push(' ');
            }
            blank = false;
            out.push(c);
        }
    }
    out
}

/// Characters that are neither seen nor spelling, and can make a line read as another.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// A quotation for an error: tidied and clipped.
pub(crate) fn clip(raw: &str) -> String {
    // Four times over, so that a megabyte of blanks is not walked for one line.
    let near: String = raw.chars().take(4 * CLIP_CHARS).collect();
    let text = tidy(&near);
    if text.chars().count() <= CLIP_CHARS && near.len() == raw.len() {
        return text;
    }
    let mut clipped: String = text.chars().take(CLIP_CHARS).collect();
    clipped.push('…');
    clipped
}

/// Whether the first letter is Latin; a text without letters counts as Latin.
pub(crate) fn is_latin(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_none_or(|c| matches!(c, '\0'..='\u{24f}' | '\u{250}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}' | '\u{ff21}'..='\u{ff5a}'))
}

/// Splits at `separator`, but not inside brackets.
pub(crate) fn split_outside(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if c == separator && depth == 0 => {
                parts.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// The text without quotation marks.
pub(crate) fn unquoted(text: &str) -> String {
    text.replace(['"', '“', '”', '„', '«', '»'], "")
}

/// The beginning of a text, at most so many bytes.
pub(crate) fn head(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Finds an ASCII pattern, given in lower case, whatever the case of the text.
pub(crate) fn find_ignoring_case(text: &str, pattern: &str) -> Option<usize> {
    let (text, pattern) = (text.as_bytes(), pattern.as_bytes());
    text.windows(pattern.len())
        .position(|window| window.eq_ignore_ascii_case(pattern))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utf8_is_text() {
        assert_eq!(decode(b"\xef\xbb\xbfabc"), Ok("abc"));
        assert_eq!(decode(b" \n"), Err(ReadError::Empty));
        assert_eq!(decode(b""), Err(ReadError::Empty));
        assert_eq!(decode(b"\xff\xfea\0"), Err(ReadError::Wide("UTF-16")));
        assert_eq!(decode(b"<\0?\0x\0"), Err(ReadError::Wide("UTF-16")));
        assert_eq!(decode(b"\0<\0?"), Err(ReadError::Wide("UTF-16")));
        assert_eq!(
            decode(b"\xff\xfe\0\0a\0\0\0"),
            Err(ReadError::Wide("UTF-32"))
        );
        let latin = decode(b"a\nJ\xe9r\n").unwrap_err();
        assert_eq!(latin, ReadError::NotUtf8 { at: 3, line: 2 });
        assert!(matches!(decode(b"PK\x03\x04"), Err(ReadError::NotText(_))));
    }

    #[test]
    fn what_is_unseen_is_taken_out_and_spelling_stays() {
        assert_eq!(tidy("  a\u{202e}b\n\t c\0 "), "ab c");
        assert_eq!(tidy("\u{200f}هبت\u{200c}الله"), "هبت\u{200c}الله");
        assert_eq!(tidy("e\u{301}"), "é");
        assert_eq!(clip(&"x".repeat(500)).chars().count(), CLIP_CHARS + 1);
        assert_eq!(clip(&" ".repeat(1_000_000)), "…");
    }

    #[test]
    fn separators_inside_brackets_separate_nothing() {
        assert_eq!(
            split_outside("a; b (c; d); e", ';'),
            ["a", " b (c; d)", " e"]
        );
        assert_eq!(split_outside(")a;b(", ';'), [")a", "b("]);
        assert_eq!(find_ignoring_case("a FATHER'S Name", "father's"), Some(2));
        assert!(is_latin("Şükrü") && is_latin("1") && !is_latin("“زلمی”"));
    }
}
