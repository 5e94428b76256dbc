//! Names as wholes: with their blanks lost or moved, or one slip of a hand apart.

use crate::align::alike_from;
use crate::compare::{COMMON_WEIGHT, Compared, NEARLY_SAME, Side, compare};
use crate::letters::{Slip, letters, slip};
use crate::sound::consonants;

/// From which likeness two whole names are one with its blanks moved.
const WHOLE_ALIKE: u16 = 930;

/// What names amount to that are one slip of a hand apart, whatever their words are, and where they are
/// too short or too common to tell.
const SLIP: u16 = 860;
const SLIP_WEAK: u16 = 775;
/// From how many letters on a slip tells.
const SLIP_LETTERS: usize = 10;

/// Below which likeness two whole names say nothing.
const WHOLE_WORTH: u32 = 590;

/// The same, and what the names amount to as one word each, if that is more.
pub(crate) fn compare_wholes(
    read: &Side<'_>,
    listed: &Side<'_>,
    alike_at: impl Fn(usize, usize) -> u16,
) -> Compared {
    let mut compared = compare(read, listed, alike_at);
    if compared.score < 930 {
        as_wholes(read, listed, &mut compared);
    }
    if compared.score < SLIP {
        slipped(read, listed, &mut compared);
    }
    compared
}

/// What two names amount to as one word each, where blanks were lost or moved: "Tariqaziz". Nearly
/// the same counts nearly as much as word by word; less only orders candidates.
fn as_wholes(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let (one, other) = (consonants(read.whole), consonants(listed.whole));
    // Short names are whole by chance, and a name that lacks a word is none that lost a blank.
    let capped = compared.cap.is_some_and(|cap| cap != "one-word");
    if capped || one.min(other) < 4 || one.abs_diff(other) > 2 {
        return;
    }
    let alike = alike_from(read.spoken_whole(), listed.spoken_whole(), WHOLE_WORTH);
    let score = match alike {
        WHOLE_ALIKE.. if listed.weight() >= COMMON_WEIGHT => alike - 60,
        _ => alike.saturating_sub(190),
    };
    if score > compared.score {
        compared.score = score;
        compared.cap = (alike >= WHOLE_ALIKE).then_some("whole");
    }
}

/// What a slip of the hand amounts to: nearly nothing, where the name is long and rare enough to tell;
/// elsewhere it orders candidates.
fn slipped(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let texts = |side: &Side<'_>| letters(side.words.iter().map(|word| word.text));
    let (one, other) = (texts(read), texts(listed));
    let Some(slip) = slip(&one, &other) else {
        return;
    };
    let capped = compared.cap.is_some_and(|cap| cap != "one-word");
    if slip == Slip::Order && compared.cap == Some("reversed") {
        return;
    }
    // A slip that makes another's name of one is perhaps none: Yasin, Yasir.
    let another = slip == Slip::Letter
        && read.words.iter().enumerate().any(|(at, word)| {
            let tie = compared.ties.iter().find(|tie| tie.read & 1 << at != 0);
            word.known && tie.is_none_or(|tie| tie.alike < NEARLY_SAME)
        });
    let tells = one.len().min(other.len()) >= SLIP_LETTERS && listed.weight() >= COMMON_WEIGHT;
    let score = match tells && !capped && !another {
        true => SLIP,
        false => SLIP_WEAK,
    };
    if score > compared.score {
        compared.score = score;
        compared.cap = Some("slip");
    }
}
