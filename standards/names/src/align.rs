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

/// How alike two units sound, from 0 to 1000. The same whichever comes first.
pub(crate) fn alike(one: Spoken<'_>, other: Spoken<'_>) -> u16 {
    let across = one.arabic != other.arabic;
    let costs = &tables().costs;
    let (rows, columns) = (
        one.sounds.len().min(WHOLE_MAX),
        other.sounds.len().min(WHOLE_MAX),
    );
    let mut before = [0u32; WHOLE_MAX + 1];
    for column in 0..columns {
        before[column + 1] = before[column] + left_out(other.sounds, column, across);
    }
    for row in 0..rows {
        let mut corner = before[0];
        let out = left_out(one.sounds, row, across);
        before[0] += out;
        let place = one.sounds[row].place() * Sound::COUNT;
        for column in 0..columns {
            let swap = corner
                + u32::from(costs[place + other.sounds[column].place()])
                    * weight_of(one.sounds[row], other.sounds[column])
                    / 100;
            corner = before[column + 1];
            let gap = left_out(other.sounds, column, across);
            before[column + 1] = swap.min(corner + out).min(before[column] + gap);
        }
    }
    let cost = before[columns];
    let weight = |sounds: &[Sound]| {
        (0..sounds.len().min(WHOLE_MAX))
            .map(|at| heavy(sounds, at, across))
            .sum::<u32>()
    };
    let whole = weight(one.sounds).max(weight(other.sounds)).max(60);
    let lost = cost.saturating_mul(1000) / whole;
    WHOLE.saturating_sub(u16::try_from(lost).unwrap_or(WHOLE))
}

/// Taking one vowel for another matters less than taking one consonant for another.
fn weight_of(one: Sound, other: Sound) -> u32 {
    match one.is_vowel() || other.is_vowel() {
        true if one.weight() > 60 || other.weight() > 60 => 130,
        _ => 100,
    }
}

/// What leaving a sound out costs: short vowels are not written in Arabic script.
fn left_out(sounds: &[Sound], at: usize, across: bool) -> u32 {
    let sound = sounds[at];
    if !sound.is_vowel() {
        return u32::from(sound.weight());
    }
    match (across, at) {
        (true, 0) => 20,
        (true, _) if at + 1 == sounds.len() => 12,
        (true, _) if matches!(sound, Sound::VowelI | Sound::VowelU) => 6,
        (true, _) => 3,
        (false, 0) => 28,
        (false, _) if at + 1 == sounds.len() => 12,
        (false, _) => 18,
    }
}

/// What a sound adds to the whole.
fn heavy(sounds: &[Sound], at: usize, across: bool) -> u32 {
    match sounds[at].is_vowel() && across {
        true => 0,
        false => left_out(sounds, at, across),
    }
}
