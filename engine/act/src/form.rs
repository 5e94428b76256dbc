//! The form a signed JSON body must have before anyone asks what it means.
//!
//! JSON leaves freedoms that two honest programs may use differently: how a letter is escaped,
//! what happens to a large number, which Unicode form a name takes. A body that uses one of them
//! is refused, so that the signed bytes and the words people see can't come apart.

use unicode_normalization::{IsNormalized, is_nfc, is_nfc_quick};

/// Longest body that may be signed, in bytes. Base64 makes it 53,336; with the envelope around it
/// that still fits a leaf of 65,535.
pub const BODY_BYTES_MAX: usize = 40_000;
/// Deepest nesting of objects and arrays.
pub const DEPTH_MAX: usize = 16;
/// Largest integer: above this, programs that read numbers as doubles would see another one.
pub const INTEGER_MAX: u64 = (1 << 53) - 1;

/// Why a body's form was refused. Each says where, so the sender's program can be mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Longer than [`BODY_BYTES_MAX`].
    #[error("the body has {0} bytes, the limit is {BODY_BYTES_MAX}")]
    TooLong(usize),
    /// Not UTF-8.
    #[error("the body is not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// Nested deeper than [`DEPTH_MAX`].
    #[error("nested deeper than {DEPTH_MAX} at byte {0}")]
    TooDeep(usize),
    /// A number with a fraction, an exponent or a minus sign on zero.
    #[error("the number at byte {0} is not a plain integer")]
    NotInteger(usize),
    /// An integer beyond [`INTEGER_MAX`].
    #[error("the integer at byte {0} is above 2^53 - 1")]
    IntegerTooLarge(usize),
    /// A character was escaped that can be written as itself.
    #[error("the escape at byte {0} must be written as the character itself")]
    NeedlessEscape(usize),
    /// Text that is not in Unicode Normalization Form C.
    #[error("the text is not in Unicode form NFC")]
    NotNfc,
    /// A character that changes how text around it is displayed, or has no display at all.
    #[error("the character U+{1:04X} at byte {0} is not allowed in text")]
    ForbiddenCharacter(usize, u32),
}

/// Checks the form of a signed JSON body and returns it as text. JSON's own grammar is left to the
/// parser that follows: this looks only at what a parser would silently accept.
pub fn check(body: &[u8]) -> Result<&str, FormError> {
    if body.len() > BODY_BYTES_MAX {
        return Err(FormError::TooLong(body.len()));
    }
    let text = std::str::from_utf8(body).map_err(|e| FormError::NotUtf8(e.valid_up_to()))?;
    check_tokens(body)?;
    if !text.is_ascii() {
        check_characters(text)?;
    }
    Ok(text)
}

/// Walks the body once, outside strings for depth and numbers, inside them for escapes.
fn check_tokens(body: &[u8]) -> Result<(), FormError> {
    let mut depth = 0usize;
    let mut at = 0;
    while at < body.len() {
        match body[at] {
            b'"' => {
                at = check_string(body, at + 1)?;
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                if depth > DEPTH_MAX {
                    return Err(FormError::TooDeep(at));
                }
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b'-' | b'0'..=b'9' => {
                at = check_number(body, at)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    Ok(())
}

/// From the first byte inside a string to the first byte after it.
fn check_string(body: &[u8], from: usize) -> Result<usize, FormError> {
    let mut at = from;
    while at < body.len() {
        match body[at] {
            b'"' => return Ok(at + 1),
            b'\\' => {
                let needless = match body.get(at + 1) {
                    Some(b'u') => !matches!(body.get(at + 2..at + 5), Some(b"000" | b"001")),
                    Some(b'/') => true,
                    _ => false,
                };
                if needless {
                    return Err(FormError::NeedlessEscape(at));
                }
                at += 2;
            }
            0x7f => return Err(FormError::ForbiddenCharacter(at, 0x7f)),
            _ => at += 1,
        }
    }
    Ok(at)
}

fn check_number(body: &[u8], from: usize) -> Result<usize, FormError> {
    let digits_from = from + usize::from(body[from] == b'-');
    let mut at = digits_from;
    let mut value = 0u64;
    while let Some(digit @ b'0'..=b'9') = body.get(at) {
        value = value
            .saturating_mul(10)
            .saturating_add(u64::from(digit - b'0'));
        at += 1;
    }
    if matches!(body.get(at), Some(b'.' | b'e' | b'E')) || (digits_from > from && value == 0) {
        return Err(FormError::NotInteger(from));
    }
    if value > INTEGER_MAX {
        return Err(FormError::IntegerTooLarge(from));
    }
    Ok(at)
}

fn check_characters(text: &str) -> Result<(), FormError> {
    let forbidden = text.char_indices().find(|(_, c)| {
        matches!(u32::from(*c),
            0x80..=0x9f                                   // C1 controls
            | 0x202a..=0x202e | 0x2066..=0x2069           // bidi embeddings, overrides, isolates
            | 0x2028 | 0x2029 | 0xfeff | 0xfff9..=0xfffb
            | 0xe0000..=0xe007f) // tags: invisible text
    });
    if let Some((at, c)) = forbidden {
        return Err(FormError::ForbiddenCharacter(at, u32::from(c)));
    }
    let normal = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => true,
        IsNormalized::No => false,
        IsNormalized::Maybe => is_nfc(text),
    };
    if normal {
        Ok(())
    } else {
        Err(FormError::NotNfc)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refusals_name_the_place() {
        let cases: &[(&str, FormError)] = &[
            (r#"{"a":1.0}"#, FormError::NotInteger(5)),
            (r#"{"a":1e3}"#, FormError::NotInteger(5)),
            (r#"{"a":-0}"#, FormError::NotInteger(5)),
            (r#"{"a":9007199254740992}"#, FormError::IntegerTooLarge(5)),
            (
                r#"{"a":99999999999999999999999}"#,
                FormError::IntegerTooLarge(5),
            ),
            (r#"{"a":"\u00e9"}"#, FormError::NeedlessEscape(6)),
            (r#"{"a":"\/"}"#, FormError::NeedlessEscape(6)),
            ("{\"a\":\"e\u{301}\"}", FormError::NotNfc),
            (
                "{\"a\":\"\u{202e}x\"}",
                FormError::ForbiddenCharacter(6, 0x202e),
            ),
            (
                "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
                FormError::TooDeep(16),
            ),
        ];
        for (body, expected) in cases {
            assert_eq!(check(body.as_bytes()).as_ref(), Err(expected), "{body}");
        }
        assert_eq!(check(b"{\"a\":\"\xff\"}"), Err(FormError::NotUtf8(6)));
        assert_eq!(
            check(&[b' '; BODY_BYTES_MAX + 1]),
            Err(FormError::TooLong(40_001))
        );
    }

    #[test]
    fn ordinary_text_of_the_six_languages_passes() {
        for text in [
            r#"{"a":9007199254740991,"b":-5,"c":"line\nbreak \u0007 \"x\" \\"}"#,
            r#"{"ur":"فریقین","ps":"ښاغلی ګډون","fa":"می\u200cخواهیم"}"#,
        ] {
            let text = text.replace(r"\u200c", "\u{200c}");
            assert!(check(text.as_bytes()).is_ok(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = check(&bytes);
        }
    }
}
