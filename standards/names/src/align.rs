//! How alike two units sound: a weighted edit distance over their sounds.

use crate::sound::Sound;
use crate::table::tables;
use crate::word::{SOUNDS_MAX, Unit, WHOLE_MAX};

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

/// A word that is compared with many, one after the other: what is the same each time is made ready.
pub(crate) struct Ear {
    arabic: bool,
    /// Its sounds' gaps, what leaving out its beginnings costs, and its weight: in one script and across.
    gaps: [[u16; SOUNDS_MAX]; 2],
    begins: [[u16; SOUNDS_MAX + 1]; 2],
    weights: [u16; 2],
    length: usize,
    /// For every sound, what taking each of its own for it costs.
    swaps: Vec<[u16; SOUNDS_MAX]>,
}

impl Ear {
    pub(crate) fn of(word: Spoken<'_>) -> Ear {
        let length = word.sounds.len().min(SOUNDS_MAX);
        let sounds = &word.sounds[..length];
        let mut ear = Ear {
            arabic: word.arabic,
            gaps: [[0; SOUNDS_MAX]; 2],
            begins: [[0; SOUNDS_MAX + 1]; 2],
            weights: weights(sounds),
            length,
            swaps: vec![[0; SOUNDS_MAX]; Sound::COUNT],
        };
        for (across, gaps) in GAPS.iter().enumerate() {
            for (at, sound) in sounds.iter().enumerate() {
                let gap = u16::from(gaps[place(at, length)][sound.place()]);
                ear.gaps[across][at] = gap;
                ear.begins[across][at + 1] = ear.begins[across][at] + gap;
            }
        }
        let costs = &tables().costs;
        for (other, swaps) in ear.swaps.iter_mut().enumerate() {
            for (swap, sound) in swaps.iter_mut().zip(sounds) {
                *swap = u16::from(costs[other * Sound::COUNT + sound.place()]);
            }
        }
        ear
    }

    /// What `alike_from` answers for two words; `weights` are those of the other.
    pub(crate) fn alike(&self, other: Spoken<'_>, weights: [u16; 2], worth: u32) -> u16 {
        let across = usize::from(self.arabic != other.arabic);
        let (one_weighs, other_weighs) = (self.weights[across], weights[across]);
        let whole = u32::from(one_weighs.max(other_weighs).max(60));
        let most = (whole * (1001 - worth) - 1) / 1000;
        if u32::from(one_weighs.abs_diff(other_weighs)) > most.max(whole / 2) + 40 {
            return 0;
        }
        let gaps = &GAPS[across];
        let columns = &self.gaps[across][..self.length];
        let mut before = self.begins[across];
        let (first, before) = before[..=self.length].split_at_mut(1);
        let mut start = first[0];
        for (row, sound) in other.sounds.iter().enumerate() {
            let out = u16::from(gaps[place(row, other.sounds.len())][sound.place()]);
            let swaps = &self.swaps[sound.place()];
            let mut corner = start;
            start += out;
            let mut left = start;
            let mut least = start;
            for ((column, swap), gap) in before.iter_mut().zip(swaps).zip(columns) {
                let best = (corner + swap).min(*column + out).min(left + gap);
                corner = *column;
                *column = best;
                left = best;
                least = least.min(best);
            }
            if u32::from(least) > most {
                return 0;
            }
        }
        let lost = u32::from(*before.last().unwrap_or(&start)) * 1000 / whole;
        match lost <= 1000 - worth {
            true => WHOLE - u16::try_from(lost).unwrap_or(WHOLE),
            false => 0,
        }
    }
}

/// What sounds weigh together in one script and across scripts.
pub(crate) fn weights(sounds: &[Sound]) -> [u16; 2] {
    [false, true].map(|across| u16::try_from(weight(sounds, across)).unwrap_or(u16::MAX))
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

#[cfg(test)]
mod tests {
    use super::{Ear, alike_from, weights};
    use crate::word::Form;

    #[test]
    fn an_ear_hears_what_two_words_are_alike() {
        let texts = "Zarlakht زرلښت Spinghar سپینغر Wakil وکیل Aouni عونی Zia ضیا Ould a ا Torabaz توره‌باز \
            Tsang تسانغ Muhammad محمد Mehmet Ayşe عایشه Jamaluddin جمال‌الدین";
        let forms = texts.split(' ').map(Form::read);
        let units: Vec<_> = forms.flat_map(|form| form.units).collect();
        for one in &units {
            let ear = Ear::of(one.spoken());
            for other in &units {
                for worth in [560, 700, 780, 940] {
                    assert_eq!(
                        ear.alike(other.spoken(), weights(&other.sounds), worth),
                        alike_from(one.spoken(), other.spoken(), worth),
                        "{} {} {worth}",
                        one.text,
                        other.text
                    );
                }
            }
        }
    }
}
