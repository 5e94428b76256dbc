//! Names letter by letter, blanks apart: what one slip of a hand makes of a name.

/// Fewer letters are nearly the same by chance.
const LETTERS_MIN: usize = 6;

/// The letters of the words of a name, without blanks.
pub(crate) fn letters<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<char> {
    texts.flat_map(str::chars).filter(|c| *c != ' ').collect()
}

/// How one name became another, where no more than one thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slip {
    /// One letter left out, put in, taken for another, or two exchanged.
    Letter,
    /// Its words in another order, wherever blanks are.
    Order,
}

/// The slip that makes one of two names of the other. In two scripts there is none.
pub(crate) fn slip(one: &[char], other: &[char]) -> Option<Slip> {
    if one.len().min(other.len()) < LETTERS_MIN || one.len().abs_diff(other.len()) > 1 {
        return None;
    }
    if one_apart(one, other) {
        return Some(Slip::Letter);
    }
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    (one.len() == other.len() && sorted(one) == sorted(other)).then_some(Slip::Order)
}

fn one_apart(one: &[char], other: &[char]) -> bool {
    let (short, long) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let begins = short.iter().zip(long).take_while(|(s, l)| s == l).count();
    let (short, long) = (&short[begins..], &long[begins..]);
    let ends = short.iter().rev().zip(long.iter().rev());
    let ends = ends.take_while(|(s, l)| s == l).count();
    match (&short[..short.len() - ends], &long[..long.len() - ends]) {
        ([], [] | [_]) | ([_], [_]) => true,
        ([a, b], [c, d]) => a == d && b == c,
        _ => false,
    }
}

/// Keys by which a listed name is found again by its letters: the first half, the second half, and all
/// of them in any order. One slip leaves one of them as it is.
pub(crate) fn letter_keys(letters: &[char]) -> Vec<u64> {
    match letters.len() {
        ..LETTERS_MIN => Vec::new(),
        length => [&halves(letters, length)[..], &[any_order(letters)]].concat(),
    }
}

/// Keys by which a read name is looked for: it may have a letter more or less.
pub(crate) fn asked_letter_keys(letters: &[char]) -> Vec<u64> {
    if letters.len() < LETTERS_MIN {
        return Vec::new();
    }
    let lengths = letters.len() - 1..=letters.len() + 1;
    let mut keys: Vec<u64> = lengths.flat_map(|length| halves(letters, length)).collect();
    keys.push(any_order(letters));
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Both top bits set: no key of sounds has them.
const TAG: u64 = 3 << 62;

/// The keys of both halves, as a name of so many letters has them.
fn halves(letters: &[char], length: usize) -> [u64; 2] {
    let half = length / 2;
    let digest = |seed: u64, letters: &[char]| {
        let mixed = letters
            .iter()
            .fold(seed, |all, c| mix(all ^ u64::from(u32::from(*c))));
        mixed | TAG
    };
    [
        digest(1, &letters[..half]),
        digest(2, &letters[letters.len() - half..]),
    ]
}

fn any_order(letters: &[char]) -> u64 {
    let each = letters.iter().map(|c| mix(u64::from(u32::from(*c)) + 3));
    each.fold(0, u64::wrapping_add) | TAG
}

/// A digest of a text.
pub(crate) fn digest(text: &str) -> u64 {
    let whole = text.as_bytes().chunks(8).map(|bytes| {
        let each = bytes.iter().rev();
        each.fold(bytes.len() as u64, |all, byte| all << 8 | u64::from(*byte))
    });
    whole.fold(0, |all, part| mix(all ^ part))
}

/// Spreads a number over all bits.
pub(crate) const fn mix(number: u64) -> u64 {
    let z = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (z ^ z >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ z >> 32
}

#[cfg(test)]
mod tests {
    use super::{Slip, asked_letter_keys, letter_keys, letters, slip};
    use crate::word::Form;

    fn of(text: &str) -> Vec<char> {
        letters(Form::read(text).units.iter().map(|unit| unit.text.as_str()))
    }

    #[test]
    fn one_slip_is_seen_and_two_are_not() {
        let listed = of("Zarlak Torabaz");
        for (other, expected) in [
            ("Zarlak Torabaz", Some(Slip::Letter)),
            ("Zarlk Torabaz", Some(Slip::Letter)),
            ("Zarlaak Torabaz", Some(Slip::Letter)),
            ("Zarlok Torabaz", Some(Slip::Letter)),
            ("Zalrak Torabaz", Some(Slip::Letter)),
            ("ZarlakTorabaz", Some(Slip::Letter)),
            ("ZarlaknTorabaz", Some(Slip::Letter)),
            ("Torabaz Zarlak", Some(Slip::Order)),
            ("Zarlk Torabz", None),
            ("Zarlakan Torabaz", None),
            ("", None),
            ("زرلک تورباز", None),
        ] {
            let other = of(other);
            assert_eq!(slip(&listed, &other), expected, "{other:?}");
            assert_eq!(slip(&other, &listed), expected, "{other:?}");
            if expected.is_some() {
                let keys = letter_keys(&listed);
                let asked = asked_letter_keys(&other);
                assert!(keys.iter().any(|key| asked.contains(key)), "{other:?}");
            }
        }
        assert_eq!(slip(&of("Ali"), &of("Wali")), None, "near by chance");
    }
}
