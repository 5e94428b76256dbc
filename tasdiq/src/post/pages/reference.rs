//! The reference on a slip: nobody can guess it, and it is read however it is typed again.

use std::io;

use super::super::questions;

/// What references are made of: nothing that is taken for something else.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_CHARS: usize = 15;

/// A random reference, as it is printed: three groups of five.
pub(super) fn random() -> io::Result<String> {
    let letters =
        questions::random::<CODE_CHARS>()?.map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
    Ok(grouped(letters.into_iter()))
}

/// A typed reference as it was printed, however it was typed.
pub(super) fn typed(typed: &str) -> Option<String> {
    let letters = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let letters: Vec<char> = letters.map(|c| c.to_ascii_uppercase()).collect();
    let known = |c: &char| u8::try_from(*c).is_ok_and(|byte| ALPHABET.contains(&byte));
    let whole = letters.len() == CODE_CHARS && letters.iter().all(known);
    whole.then(|| grouped(letters.into_iter()))
}

fn grouped(letters: impl Iterator<Item = char>) -> String {
    let mut code = String::new();
    for (place, letter) in letters.enumerate() {
        if place > 0 && place % 5 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_read_however_it_is_typed() {
        let printed = random().unwrap();
        let groups: Vec<&str> = printed.split('-').collect();
        assert!(groups.len() == 3 && groups.iter().all(|group| group.len() == 5));
        assert_ne!(printed, random().unwrap());
        let ways = [
            printed.clone(),
            printed.to_ascii_lowercase(),
            printed.replace('-', ""),
            format!("  {} ", printed.replace('-', " - ")),
        ];
        for way in ways {
            assert_eq!(typed(&way).as_ref(), Some(&printed), "{way}");
        }
    }

    #[test]
    fn what_cannot_have_been_printed_is_no_reference() {
        for text in [
            "",
            "01234-56789-ABCD",
            "01234-56789-ABCDEF",
            "01234-56789-ABCDI",
            "01234-56789-ABCD\u{661}",
            "01234_56789_ABCDE",
        ] {
            assert_eq!(typed(text), None, "{text}");
        }
        assert!(typed("01234-56789-ABCDE").is_some());
    }
}
