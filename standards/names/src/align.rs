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

/// Below this likeness nothing is ever tied, so how much below is not worth computing.
const WORTH: u32 = 500;

/// How alike two units sound, from 0 to 1000; 0 for anything below half. The same whichever comes
/// first.
pub(crate) fn alike(one: Spoken<'_>, other: Spoken<'_>) -> u16 {
    let across = one.arabic != other.arabic;
    let (one, other) = (cut(one.sounds), cut(other.sounds));
    let (mut rows, mut columns) = ([0u16; WHOLE_MAX], [0u16; WHOLE_MAX]);
    let one_weighs = gaps(one, across, &mut rows);
    let other_weighs = gaps(other, across, &mut columns);
    let whole = one_weighs.max(other_weighs).max(60);
    let most = whole * (1000 - WORTH) / 1000;
    if one_weighs.abs_diff(other_weighs) > most + 40 {
        return 0;
    }
    let costs = &tables().costs;
    let mut before = [0u32; WHOLE_MAX + 1];
    for (column, gap) in columns[..other.len()].iter().enumerate() {
        before[column + 1] = before[column] + u32::from(*gap);
    }
    for (sound, out) in one.iter().zip(&rows) {
        let place = sound.place() * Sound::COUNT;
        let swaps = &costs[place..place + Sound::COUNT];
        let out = u32::from(*out);
        let mut corner = before[0];
        before[0] += out;
        let mut least = before[0];
        for (column, other) in other.iter().enumerate() {
            let swap = corner + u32::from(swaps[other.place()]);
            corner = before[column + 1];
            let gap = before[column] + u32::from(columns[column]);
            let best = swap.min(corner + out).min(gap);
            before[column + 1] = best;
            least = least.min(best);
        }
        if least > most {
            return 0;
        }
    }
    let lost = before[other.len()].saturating_mul(1000) / whole;
    match lost <= 1000 - WORTH {
        true => WHOLE - u16::try_from(lost).unwrap_or(WHOLE),
        false => 0,
    }
}

fn cut(sounds: &[Sound]) -> &[Sound] {
    &sounds[..sounds.len().min(WHOLE_MAX)]
}

/// What leaving out each sound costs. Answers what they weigh together: short vowels are not written in
/// Arabic script, so across scripts they weigh nothing.
fn gaps(sounds: &[Sound], across: bool, gaps: &mut [u16; WHOLE_MAX]) -> u32 {
    let last = sounds.len().saturating_sub(1);
    let mut weight = 0;
    for (at, (sound, gap)) in sounds.iter().zip(gaps.iter_mut()).enumerate() {
        *gap = match (sound.is_vowel(), across) {
            (false, _) => sound.weight(),
            (true, true) if at == 0 => 20,
            (true, true) if at == last => 12,
            (true, true) if matches!(sound, Sound::VowelI | Sound::VowelU) => 6,
            (true, true) => 3,
            (true, false) if at == 0 => 28,
            (true, false) if at == last => 12,
            (true, false) => 18,
        };
        weight += match sound.is_vowel() && across {
            true => 0,
            false => u32::from(*gap),
        };
    }
    weight
}
