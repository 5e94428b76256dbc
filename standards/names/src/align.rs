//! How alike two units sound: a weighted edit distance over their sounds.

use crate::sound::Sound;
use crate::table::tables;
use crate::word::{Unit, WHOLE_MAX};

/// Whole agreement.
pub(crate) const WHOLE: u16 = 1000;

/// A unit's sounds and script, which is all that is compared.
#[derive(Clone, Copy)]
pub(crate) struct Spoken<'a> {
    /// The sounds.
    pub(crate) sounds: &'a [Sound],
    /// Whether they were written in Arabic script.
    pub(crate) arabic: bool,
}

impl Unit {
    /// What is compared of it.
    pub(crate) fn spoken(&self) -> Spoken<'_> {
        Spoken {
            sounds: &self.sounds,
            arabic: self.arabic,
        }
    }
}

/// How alike two units sound, from 0 to 1000; 0 for anything below `worth`, which is then not computed
/// to the end. The same whichever comes first.
pub(crate) fn alike_from(one: Spoken<'_>, other: Spoken<'_>, worth: u32) -> u16 {
    let across = one.arabic != other.arabic;
    let (one, other) = (cut(one.sounds), cut(other.sounds));
    let whole = weight(one, across);
    let other_weighs = weight(other, across);
    let apart = whole.abs_diff(other_weighs);
    let whole = whole.max(other_weighs).max(60);
    let most = (whole * (1001 - worth) - 1) / 1000;
    // Vowels that are not written may stand for letters that are, so this is half of it at least.
    if apart > most.max(whole / 2) + 40 {
        return 0;
    }
    let costs = &tables().costs;
    let gaps = &GAPS[usize::from(across)];
    let mut columns = [0u32; WHOLE_MAX];
    let mut before = [0u32; WHOLE_MAX + 1];
    for (column, sound) in other.iter().enumerate() {
        let gap = u32::from(gaps[place(column, other.len())][sound.place()]);
        columns[column] = gap;
        before[column + 1] = before[column] + gap;
    }
    let before = &mut before[..=other.len()];
    let columns = &columns[..other.len()];
    for (row, sound) in one.iter().enumerate() {
        let at = sound.place() * Sound::COUNT;
        let swaps = &costs[at..at + Sound::COUNT];
        let out = u32::from(gaps[place(row, one.len())][sound.place()]);
        let mut corner = before[0];
        let mut left = corner + out;
        before[0] = left;
        let mut least = left;
        for ((column, other), gap) in before[1..].iter_mut().zip(other).zip(columns) {
            let swap = corner + u32::from(swaps[other.place()]);
            corner = *column;
            left = swap.min(corner + out).min(left + gap);
            *column = left;
            least = least.min(left);
        }
        if least > most {
            return 0;
        }
    }
    let lost = before[other.len()].saturating_mul(1000) / whole;
    match lost <= 1000 - worth {
        true => WHOLE - u16::try_from(lost).unwrap_or(WHOLE),
        false => 0,
    }
}

fn cut(sounds: &[Sound]) -> &[Sound] {
    &sounds[..sounds.len().min(WHOLE_MAX)]
}

/// What sounds weigh together: short vowels are not written in Arabic script, so across scripts they
/// weigh nothing.
fn weight(sounds: &[Sound], across: bool) -> u32 {
    let gaps = &GAPS[usize::from(across)];
    let each = sounds
        .iter()
        .enumerate()
        .map(|(at, sound)| match across && sound.is_vowel() {
            true => 0,
            false => u32::from(gaps[place(at, sounds.len())][sound.place()]),
        });
    each.sum()
}

/// Whether a sound is the first of so many, one in the middle, or the last.
const fn place(at: usize, length: usize) -> usize {
    match at {
        0 => 0,
        _ if at + 1 == length => 2,
        _ => 1,
    }
}

/// What leaving out a sound costs: in one script and across scripts; first, in the middle and last.
static GAPS: [[[u8; Sound::COUNT]; 3]; 2] = [
    [gaps(false, 0), gaps(false, 1), gaps(false, 2)],
    [gaps(true, 0), gaps(true, 1), gaps(true, 2)],
];

const fn gaps(across: bool, place: usize) -> [u8; Sound::COUNT] {
    let mut gaps = [0; Sound::COUNT];
    let mut at = 0;
    while at < Sound::COUNT {
        let sound = Sound::ALL[at];
        gaps[at] = match (sound.is_vowel(), across, place) {
            (false, _, _) => sound.weight(),
            (true, true, 0) => 20,
            (true, true, 2) => 12,
            (true, true, _) if matches!(sound, Sound::VowelI | Sound::VowelU) => 6,
            (true, true, _) => 3,
            (true, false, 0) => 28,
            (true, false, 2) => 12,
            (true, false, _) => 18,
        };
        at += 1;
    }
    gaps
}
