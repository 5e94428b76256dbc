//! How two names compare: which words agree, what that amounts to, and what it can't amount to.

use crate::align::{Spoken, WHOLE, alike_from};
use crate::keys::{after, near};
use crate::sound::Sound;
use crate::table::{common_names, tables};
use crate::word::{Form, Part, SOUNDS_MAX, UNITS_MAX, Unit};

/// What one kind of agreement alone amounts to at most.
pub(crate) const CAP_WEAK: u16 = 770;
const CAP_ONE_WORD: u16 = 740;
const CAP_REVERSED: u16 = 600;
/// What agreeing words must weigh together, or half the region agrees in them.
pub(crate) const COMMON_WEIGHT: u32 = 220;

/// Units that agree: which of the read ones, which of the listed ones, how much.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tie {
    pub(crate) read: u16,
    pub(crate) listed: u16,
    pub(crate) alike: u16,
    /// What the listed units weigh.
    weight: u32,
}

/// How two names compare.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compared {
    pub(crate) score: u16,
    pub(crate) ties: Vec<Tie>,
    pub(crate) cap: Option<&'static str>,
}

/// From which likeness two units are tied.
pub(crate) const TIED: u16 = 560;

/// From which likeness on two words are taken for the same.
pub(crate) const NEARLY_SAME: u16 = 940;
/// From which likeness two words are one written as two.
pub(crate) const JOINED: u16 = 860;

/// What a likeness counts: one letter typed wrong is forgiven, two names that share some are not.
pub(crate) fn counts(alike: u16) -> u32 {
    let line = |from: u16, to: (u32, u32), span: u32| {
        to.0 + u32::from(alike - from) * (to.1 - to.0) / span
    };
    match alike {
        920.. => u32::from(alike),
        720.. => line(720, (600, 920), 200),
        TIED.. => line(TIED, (0, 600), u32::from(720 - TIED)),
        _ => 0,
    }
}

/// A word, as it is compared.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    /// As it is shown in an explanation.
    pub(crate) text: &'a str,
    /// Its sounds and script.
    pub(crate) spoken: Spoken<'a>,
    pub(crate) part: Part,
    /// The keys of its consonants, and how many they are.
    pub(crate) key: u64,
    pub(crate) wide_key: u64,
    pub(crate) consonants: u8,
    pub(crate) weight: u32,
    /// Whether a read word is a name in its own right: one that others have.
    pub(crate) known: bool,
}

impl<'a> Word<'a> {
    /// A unit with this weight.
    pub(crate) fn of(unit: &'a Unit, weight: u32) -> Word<'a> {
        Word {
            text: &unit.text,
            spoken: unit.spoken(),
            part: unit.part,
            key: unit.key(),
            wide_key: unit.wide_key(),
            consonants: u8::try_from(unit.consonants()).unwrap_or(u8::MAX),
            weight,
            known: false,
        }
    }

    /// How alike two words sound; 0 for what is too little to tie them, and where more than one
    /// consonant is another.
    pub(crate) fn alike(&self, other: &Word<'_>) -> u16 {
        if !near(self.key, other.key) {
            return 0;
        }
        let needed = needed(self.consonants, other.consonants);
        alike_from(self.spoken, other.spoken, u32::from(needed))
    }
}

/// A name, as it is compared: its words, where a link stands, what each word weighs.
#[derive(Default)]
pub(crate) struct Side<'a> {
    pub(crate) words: Vec<Word<'a>>,
    pub(crate) link: Option<usize>,
    /// All of it as one word.
    pub(crate) whole: &'a [Sound],
}

impl<'a> Side<'a> {
    /// A form with these weights.
    pub(crate) fn of(form: &'a Form, weights: &[u32]) -> Side<'a> {
        let words = form.units.iter().zip(weights);
        Side {
            words: words
                .map(|(unit, weight)| Word::of(unit, *weight))
                .collect(),
            link: form.link,
            whole: &form.whole,
        }
    }

    /// A form outside any list.
    pub(crate) fn usual(form: &'a Form) -> Side<'a> {
        let weights: Vec<u32> = form.units.iter().map(usual_weight).collect();
        Side::of(form, &weights)
    }

    /// What its words weigh together.
    pub(crate) fn weight(&self) -> u32 {
        self.words.iter().map(|word| word.weight).sum()
    }

    /// All of it as one word, as it is compared.
    pub(crate) fn spoken_whole(&self) -> Spoken<'a> {
        Spoken {
            sounds: self.whole,
            arabic: self.words.iter().all(|word| word.spoken.arabic),
        }
    }

    fn names(&self) -> usize {
        self.words
            .iter()
            .filter(|word| word.part != Part::Title)
            .count()
    }
}

/// Compares two names. `alike_at` tells how alike a read and a listed word are, by their places.
pub(crate) fn compare(
    read: &Side<'_>,
    listed: &Side<'_>,
    alike_at: impl Fn(usize, usize) -> u16,
) -> Compared {
    let mut ties = Vec::with_capacity(2 * UNITS_MAX);
    for (r, one) in read.words.iter().enumerate() {
        for (l, other) in listed.words.iter().enumerate() {
            let title = one.part == Part::Title || other.part == Part::Title;
            let alike = if title { 0 } else { alike_at(r, l) };
            if alike > 0 {
                ties.push(Tie {
                    read: 1 << r,
                    listed: 1 << l,
                    alike,
                    weight: other.weight,
                });
            }
        }
    }
    let tied = ties.len();
    let mut compared = weigh(read, listed, choose(&mut ties));
    if compared.score < 950 {
        joins(read, listed, &mut ties);
    }
    if ties.len() > tied {
        let joined = weigh(read, listed, choose(&mut ties));
        if joined.score > compared.score {
            compared = joined;
        }
    }
    cap(read, listed, &mut compared);
    compared
}

/// Short words agree by chance; they must agree nearly wholly.
pub(crate) const fn needed(one: u8, other: u8) -> u16 {
    match if one < other { one } else { other } {
        0 | 1 => 780,
        2 => 700,
        _ => TIED,
    }
}

/// The best ties that share no word.
fn choose(ties: &mut [Tie]) -> Vec<Tie> {
    ties.sort_by_key(|tie| std::cmp::Reverse((counts(tie.alike) * tie.weight, tie.alike)));
    let (mut read, mut listed) = (0, 0);
    let mut chosen = Vec::with_capacity(UNITS_MAX);
    for tie in ties {
        if read & tie.read == 0 && listed & tie.listed == 0 {
            read |= tie.read;
            listed |= tie.listed;
            chosen.push(*tie);
        }
    }
    chosen
}

/// Two words on one side that are one on the other: Noor Muhammad, Noormuhammad.
fn joins(read: &Side<'_>, listed: &Side<'_>, ties: &mut Vec<Tie>) {
    let (r, l) = (&read.words, &listed.words);
    for (at, both) in r.windows(2).enumerate() {
        for (to, other) in l.iter().enumerate() {
            let alike = joined(&both[0], &both[1], other);
            if alike > 0 {
                ties.push(Tie {
                    read: 3 << at,
                    listed: 1 << to,
                    alike,
                    weight: other.weight * 3 / 2,
                });
            }
        }
    }
    for (at, both) in l.windows(2).enumerate() {
        for (from, one) in r.iter().enumerate() {
            let alike = joined(&both[0], &both[1], one);
            if alike > 0 {
                ties.push(Tie {
                    read: 1 << from,
                    listed: 3 << at,
                    alike,
                    weight: both[0].weight + both[1].weight,
                });
            }
        }
    }
}

/// How alike two words as one are to another; 0 where they are not one written as two.
fn joined(first: &Word<'_>, second: &Word<'_>, whole: &Word<'_>) -> u16 {
    // What differs in its consonants is not one word written as two.
    if !near(after(first.wide_key, second.wide_key), whole.wide_key) {
        return 0;
    }
    let words = [first, second, whole];
    if words.iter().any(|word| word.part == Part::Title) {
        return 0;
    }
    let arabic = first.spoken.arabic && second.spoken.arabic;
    // Across scripts vowels say little, and two consonants are the same by chance.
    if whole.consonants < 3 && arabic != whole.spoken.arabic {
        return 0;
    }
    let mut both = [Sound::B; SOUNDS_MAX];
    let mut length = 0;
    for sound in first.spoken.sounds.iter().chain(second.spoken.sounds) {
        if length < SOUNDS_MAX && (length == 0 || both[length - 1] != *sound) {
            both[length] = *sound;
            length += 1;
        }
    }
    let both = Spoken {
        sounds: &both[..length],
        arabic,
    };
    alike_from(both, whole.spoken, u32::from(JOINED))
}

/// The ties' part of everything there is: words nobody listed count much, listed words nobody read
/// count less, since people leave names out.
fn weigh(read: &Side<'_>, listed: &Side<'_>, ties: Vec<Tie>) -> Compared {
    let (mut agreed, mut all) = (0u64, 0u64);
    let (mut read_tied, mut listed_tied) = (0u16, 0u16);
    for tie in &ties {
        agreed += u64::from(tie.weight) * u64::from(counts(tie.alike));
        all += u64::from(tie.weight) * 10;
        read_tied |= tie.read;
        listed_tied |= tie.listed;
    }
    let open = |side: &Side<'_>, tied: u16| -> u64 {
        let words = side.words.iter().enumerate();
        let free = words.filter(|(at, word)| tied & 1 << at == 0 && word.part != Part::Title);
        free.map(|(_, word)| u64::from(word.weight)).sum()
    };
    all += open(read, read_tied) * 8 + open(listed, listed_tied) * 3;
    let score = match all {
        0 => 0,
        _ => agreed * 10 / all,
    };
    Compared {
        score: u16::try_from(score).unwrap_or(WHOLE).min(WHOLE),
        ties,
        cap: None,
    }
}

/// What one kind of agreement alone can't amount to.
fn cap(read: &Side<'_>, listed: &Side<'_>, compared: &mut Compared) {
    let tied = |mask: fn(&Tie) -> u16| compared.ties.iter().fold(0, |all, tie| all | mask(tie));
    let (read_tied, listed_tied) = (tied(|tie| tie.read), tied(|tie| tie.listed));
    // Two words joined count as two only where nothing read is left over.
    let words = match read_tied.count_ones() as usize >= read.names() {
        true => read_tied.count_ones().max(listed_tied.count_ones()),
        false => compared.ties.len() as u32,
    };
    let weight: u32 = compared.ties.iter().map(|tie| tie.weight).sum();
    let kunya_only = !compared.ties.is_empty()
        && compared.ties.iter().all(|tie| {
            let at = tie.listed.trailing_zeros() as usize;
            listed
                .words
                .get(at)
                .is_some_and(|word| word.part == Part::Kunya)
        });
    let (code, most) = if reversed(read, listed, &compared.ties) {
        ("reversed", CAP_REVERSED)
    } else if kunya_only {
        ("kunya-only", CAP_WEAK)
    } else if words < 2 && read.names().max(listed.names()) > 1 {
        ("one-word", CAP_ONE_WORD)
    } else if weight < COMMON_WEIGHT {
        ("common", CAP_WEAK)
    } else {
        return;
    };
    if compared.score > most {
        // What would have been more stays before what would have been less.
        compared.score = most - (WHOLE - compared.score) / 20;
        compared.cap = Some(code);
    }
}

/// Whether child and father are exchanged: Salman son of Muhammad, Muhammad son of Salman.
fn reversed(read: &Side<'_>, listed: &Side<'_>, ties: &[Tie]) -> bool {
    let (Some(read_link), Some(listed_link)) = (read.link, listed.link) else {
        return false;
    };
    let tied = |r: usize, l: usize| {
        ties.iter()
            .any(|tie| tie.read & 1 << r != 0 && tie.listed & 1 << l != 0)
    };
    tied(read_link - 1, listed_link) && tied(read_link, listed_link - 1)
}

/// What a unit weighs where no list says how common it is.
pub(crate) fn usual_weight(unit: &Unit) -> u32 {
    let weight = 250;
    match is_common(unit) {
        true => weight * COMMON_PERCENT / 100,
        false => weight,
    }
}

/// What a common name weighs of an uncommon one's weight.
pub(crate) const COMMON_PERCENT: u32 = 55;

/// Whether a unit sounds like a name that many have.
pub(crate) fn is_common(unit: &Unit) -> bool {
    let common = tables().common.get_or_init(|| {
        common_names()
            .flat_map(|name| Form::read(name).units)
            .map(|unit| unit.key())
            .collect()
    });
    common.contains(&unit.key())
}
