//! Numbers with a check character: `TSQ-2025-000017-K`. One wrong or two swapped characters are noticed
//! wherever a number is typed from paper or said on the telephone.

/// The characters of ISO/IEC 7064, MOD 37,36, in the order of their values.
const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// A number within a year: `("TSQ", 2025, 17)` is `TSQ-2025-000017-…`.
pub fn number(prefix: &str, year: i16, place: u64) -> String {
    let body = format!("{prefix}-{year:04}-{place:06}");
    let check = check(&body);
    format!("{body}-{check}")
}

/// Whether a number ends with its check character.
pub fn is_sound(number: &str) -> bool {
    match number.rsplit_once('-') {
        Some((body, last)) => last.len() == 1 && last.starts_with(check(body)) && !body.is_empty(),
        None => false,
    }
}

/// The check character of the letters and digits of a text (ISO/IEC 7064:2003, hybrid system
/// MOD 37,36).
fn check(body: &str) -> char {
    let places = body
        .bytes()
        .filter_map(|byte| ALPHABET.iter().position(|one| *one == byte));
    let carried = places.fold(36, |product, place| {
        let sum = (product + place) % 36;
        let sum = if sum == 0 { 36 } else { sum };
        sum * 2 % 37
    });
    let place = (37 - carried) % 36;
    char::from(*ALPHABET.get(place).unwrap_or(&b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_example_has_its_check_character() {
        // ISO/IEC 7064, MOD 37,36: A12425GABC1234002 has the check character M, as widely used for
        // Global Release Identifiers.
        assert_eq!(check("A12425GABC1234002"), 'M');
    }

    #[test]
    fn one_wrong_or_two_swapped_characters_are_noticed() {
        let sound = number("TSQ", 2025, 17);
        assert!(is_sound(&sound), "{sound}");
        let bytes = sound.as_bytes();
        for place in (0..bytes.len()).filter(|place| bytes[*place] != b'-') {
            for other in ALPHABET {
                let mut wrong = bytes.to_vec();
                wrong[place] = *other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(is_sound(&wrong), wrong == sound, "{wrong}");
            }
            let next = place + 1;
            if next < bytes.len() && bytes[next] != b'-' && bytes[next] != bytes[place] {
                let mut swapped = bytes.to_vec();
                swapped.swap(place, next);
                assert!(!is_sound(&String::from_utf8(swapped).unwrap()));
            }
        }
        assert!(!is_sound("") && !is_sound("-") && !is_sound("TSQ"));
    }
}
