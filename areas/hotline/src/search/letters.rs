//! Words of a text as they are looked for: one form for letters that keyboards and languages write
//! differently, no marks, no case. What is searched and what is looked for go through here alike.
//!
//! `names` folds letters too, but for other questions: there a letter more or less decides whether two
//! persons may be one. Here it only decides whether an officer finds a message, so more is folded.

use std::ops::Range;

/// Letters of a word that count; what is longer is found by its beginning.
pub const WORD_CHARS_MAX: usize = 40;

/// What becomes of a character.
enum Piece {
    /// Part of a word, in the form all of its kind are given.
    Letter(char),
    /// Nothing: a mark on a letter, a joiner, a direction.
    Nothing,
    /// The end of a word.
    End,
}

/// Calls `each` with every word of a text, folded, and where it stands in the text.
pub fn each_word(text: &str, mut each: impl FnMut(&str, Range<usize>)) {
    let mut word = String::new();
    let (mut from, mut chars) = (0, 0);
    for (at, letter) in text.char_indices() {
        match piece(letter) {
            Piece::Letter(letter) => {
                if word.is_empty() {
                    from = at;
                }
                if chars < WORD_CHARS_MAX {
                    word.push(letter);
                }
                chars += 1;
            }
            Piece::Nothing => {}
            Piece::End => {
                if !word.is_empty() {
                    each(&word, from..at);
                }
                word.clear();
                chars = 0;
            }
        }
    }
    if !word.is_empty() {
        each(&word, from..text.len());
    }
}

fn piece(letter: char) -> Piece {
    if letter.is_ascii() {
        return match letter.is_ascii_alphanumeric() {
            true => Piece::Letter(letter.to_ascii_lowercase()),
            false => Piece::End,
        };
    }
    match letter {
        // Accents that stand alone, Arabic marks and the tatweel, joiners, directions.
        '\u{ad}'
        | '\u{300}'..='\u{36f}'
        | '\u{610}'..='\u{61a}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6dc}'
        | '\u{6df}'..='\u{6e8}'
        | '\u{6ea}'..='\u{6ed}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => Piece::Nothing,
        _ if letter.is_alphanumeric() => {
            let small = letter.to_lowercase().next().unwrap_or(letter);
            Piece::Letter(one_form(small))
        }
        _ => Piece::End,
    }
}

/// The form that stands for all forms of a letter.
fn one_form(letter: char) -> char {
    match letter {
        'أ' | 'إ' | 'آ' | 'ٱ' | 'ٲ' | 'ٳ' => 'ا',
        'ي' | 'ى' | 'ې' | 'ۍ' | 'ئ' | 'ے' | 'ۓ' => 'ی',
        'ك' | 'ڪ' => 'ک',
        'ګ' => 'گ',
        'ة' | 'ۀ' | 'ە' | 'ہ' | 'ۂ' | 'ۃ' | 'ھ' => 'ه',
        'ؤ' | 'ۇ' | 'ۆ' | 'ۋ' => 'و',
        'ں' => 'ن',
        '٠'..='٩' => digit(letter, '٠'),
        '۰'..='۹' => digit(letter, '۰'),
        'à'..='å' | 'ā' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' => 'e',
        'ğ' | 'ġ' => 'g',
        'ḥ' | 'ḫ' => 'h',
        // A Turkish i, with its dot or without, is typed as either.
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ş' | 'š' | 'ṣ' => 's',
        'ù'..='ü' | 'ū' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ẓ' => 'z',
        other => other,
    }
}

fn digit(letter: char, zero: char) -> char {
    let value = u32::from(letter) - u32::from(zero);
    char::from_digit(value, 10).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each_word(text, |word, _| all.push(word.to_owned()));
        all
    }

    #[test]
    fn forms_of_one_letter_are_one() {
        for (one, other) in [
            ("كابل", "کابل"),
            ("علي", "علی"),
            ("علیٰ", "علی"),
            ("أحمد آمد", "احمد امد"),
            ("مُحَمَّد", "محمد"),
            ("محــمد", "محمد"),
            ("می\u{200c}روند", "میروند"),
            ("گاڑیاں ہوں گی", "گاڑیان هون گی"),
            ("قرية", "قریه"),
            ("١٢٣", "۱۲۳"),
            ("۱۲۳", "123"),
            ("TORKHAM Gate", "torkham gate"),
            ("İSTANBUL", "istanbul"),
            ("SINIR", "sınır"),
            ("Şırnak", "sirnak"),
            ("köprü", "ko\u{308}pru\u{308}"),
        ] {
            assert_eq!(words(one), words(other), "{one} {other}");
        }
    }

    #[test]
    fn words_end_where_no_letter_stands() {
        assert_eq!(
            words("c-01, «گیارہ» بجے۔ 3:40"),
            ["c", "01", "گیاره", "بجی", "3", "40"]
        );
        assert_eq!(words("…—\u{200f} \u{301}"), [""; 0]);
        assert_ne!(words("ټول"), words("تول"), "letters of their own stay");
    }

    #[test]
    fn a_word_knows_where_it_stands_and_ends_at_its_bound() {
        let text = "at Kābul, now";
        let mut places = Vec::new();
        each_word(text, |_, at| places.push(&text[at]));
        assert_eq!(places, ["at", "Kābul", "now"]);
        let long = "x".repeat(WORD_CHARS_MAX + 5);
        assert_eq!(words(&long), ["x".repeat(WORD_CHARS_MAX)]);
    }
}
