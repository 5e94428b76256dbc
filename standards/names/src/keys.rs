//! Keys of words and names: the classes of their consonants, by which what sounds alike is found without
//! comparing everything with everything.

use crate::sound::Sound;

/// Classes in a key.
const CLASSES_MAX: u32 = 12;

/// The key of these classes.
pub(crate) fn key(classes: impl Iterator<Item = u8>) -> u64 {
    let kept = classes
        .filter(|class| *class > 0)
        .take(CLASSES_MAX as usize);
    kept.fold(1, |key, class| key << 5 | u64::from(class))
}

/// Up to how many classes a listed name is found again by all of them but one: halves of it would
/// overlap, and a letter wrong in the middle be in both.
const SHORT_MAX: usize = 7;

/// The key of two words after each other, of as many classes as keys have.
pub(crate) const fn after(first: u64, second: u64) -> u64 {
    let width = (63 - second.leading_zeros()) / 5 * 5;
    let more = ((63 - first.leading_zeros()) / 5 * 5 + width).saturating_sub(CLASSES_MAX * 5);
    let second = second ^ 1 << width;
    (first << (width - more)) | second >> more
}

/// Keys by which a listed name is found again as a whole: its beginning, its end, and a short one with
/// any class left out. One letter wrong leaves one of them as it is.
pub(crate) fn whole_keys(whole: &[Sound]) -> Vec<u64> {
    let classes = whole_classes(whole);
    let mut keys = ends(&classes, classes.len());
    if (3..=SHORT_MAX).contains(&classes.len()) {
        keys.extend(short_keys(&classes));
    }
    keys
}

/// Keys by which a read name is looked for as a whole: it may have a letter more or less.
pub(crate) fn asked_whole_keys(whole: &[Sound]) -> Vec<u64> {
    let classes = whole_classes(whole);
    let lengths = classes.len().saturating_sub(1)..=classes.len() + 1;
    let mut keys: Vec<u64> = lengths.flat_map(|length| ends(&classes, length)).collect();
    if (3..=SHORT_MAX + 1).contains(&classes.len()) {
        keys.extend(short_keys(&classes));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The class of a sound where `t`, `d`, `s` and `z` share one.
pub(crate) fn wide_class(sound: &Sound) -> u8 {
    match sound.class() {
        3 => 2,
        class => class,
    }
}

/// The classes of a whole name. Where a blank is lost, `t` and `s` or `d` and `h` become one sound: they
/// share a class here.
fn whole_classes(whole: &[Sound]) -> Vec<u8> {
    let classes = whole.iter().map(wide_class).filter(|class| *class > 0);
    let mut classes: Vec<u8> = classes.collect();
    classes.dedup();
    classes
}

/// The keys of a beginning and an end, as a name of so many classes has them. A bit above the key says
/// what it is of.
fn ends(classes: &[u8], length: usize) -> Vec<u64> {
    let half = (length / 2).clamp(4, 8).min(classes.len());
    let begins = key(classes[..half].iter().copied());
    let ends = key(classes[classes.len() - half..].iter().copied());
    vec![begins | 1 << 62, ends | 1 << 63]
}

fn short_keys(classes: &[u8]) -> impl Iterator<Item = u64> {
    variants(key(classes.iter().copied())).map(|key| key | 1 << 61)
}

/// A key, and the key with each of its classes left out, where two are left.
pub(crate) fn variants(key: u64) -> impl Iterator<Item = u64> {
    let classes = (63 - key.leading_zeros()) / 5;
    let shorter = (0..classes).filter(move |_| classes > 2).map(move |at| {
        let low = key & ((1 << (5 * at)) - 1);
        key >> (5 * (at + 1)) << (5 * at) | low
    });
    std::iter::once(key).chain(shorter)
}

/// Whether two keys are the same, or become it by leaving a class out of one or of each: those that share
/// one of their `variants`.
pub(crate) fn near(one: u64, other: u64) -> bool {
    if one == other {
        return true;
    }
    let length = |key: u64| (63 - key.leading_zeros()) / 5;
    let (short, long) = (one.min(other), one.max(other));
    if length(long) <= 2 {
        return false;
    }
    let differ = short ^ long;
    let low = differ.trailing_zeros() / 5 * 5;
    match length(long) - length(short) {
        0 => {
            let width = (63 - differ.leading_zeros()) / 5 * 5 - low;
            let region = |key: u64| key >> low & ((32 << width) - 1);
            let (one, other) = (region(short), region(long));
            let inner = (1 << width) - 1;
            one >> 5 == other & inner || other >> 5 == one & inner
        }
        1 => {
            let low = low.min(length(short) * 5);
            short >> low == long >> (low + 5)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{after, key, near, variants};

    #[test]
    fn the_key_of_two_words_is_that_of_their_classes() {
        let classes = |length: u8| (0..length).map(|at| at % 9 + 1);
        for (one, other) in (0..=12).flat_map(|one| (0..=12).map(move |other| (one, other))) {
            let both = key(classes(one).chain(classes(other)));
            assert_eq!(
                after(key(classes(one)), key(classes(other))),
                both,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn keys_are_near_where_they_share_a_variant() {
        let all = (0..5u32).flat_map(|length| (0..3u64.pow(length)).map(move |n| (length, n)));
        let classes =
            |(length, n): (u32, u64)| (0..length).map(move |at| (n / 3u64.pow(at) % 3) as u8 + 1);
        let mut keys: Vec<u64> = all.map(|one| key(classes(one))).collect();
        keys.extend(
            (10..=12).flat_map(|length| {
                [1, 2].map(|class| key([class].into_iter().cycle().take(length)))
            }),
        );
        for one in &keys {
            for other in &keys {
                let shared = variants(*one).any(|key| variants(*other).any(|other| key == other));
                assert_eq!(near(*one, *other), shared, "{one:b} {other:b}");
            }
        }
    }
}
