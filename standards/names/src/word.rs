//! Words of a name as sounds, each with the part it plays: titles are tags, "servant of" and kunya are
//! one unit with the word after, links of descent keep who is whose child.

use crate::clean::{self, Raw};
use crate::keys::{key, wide_class};
use crate::sound::{Sound, consonants};
use crate::table::{Role, tables};

/// Sounds of a word that are read.
pub(crate) const SOUNDS_MAX: usize = 24;
/// Sounds of a whole name that are read.
pub(crate) const WHOLE_MAX: usize = 48;
/// Words of a name that count.
pub(crate) const UNITS_MAX: usize = 8;

/// The part a unit plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// A name.
    Name,
    /// A title.
    Title,
    /// A name by a child or quality.
    Kunya,
    /// "Servant of", with the divine name.
    Servant,
}

/// One unit of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// As it is shown in an explanation.
    pub(crate) text: String,
    /// Its sounds.
    pub(crate) sounds: Vec<Sound>,
    /// Whether it was in Arabic script.
    pub(crate) arabic: bool,
    /// Its part.
    pub(crate) part: Part,
}

/// A name, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Its units, in order.
    pub(crate) units: Vec<Unit>,
    /// The unit before which the first link of descent stands.
    pub(crate) link: Option<usize>,
    /// All of it as one word, articles and links too: what is left when blanks are lost or moved.
    pub(crate) whole: Vec<Sound>,
}

impl Form {
    /// Reads a name.
    pub(crate) fn read(text: &str) -> Form {
        let words = clean::words(text).into_iter();
        let words: Vec<Heard> = words.map(Heard::of).collect();
        let mut form = Form::default();
        let mut rest = words.as_slice();
        while let Some((word, after)) = rest.split_first() {
            rest = form.take(word, after);
            if form.units.len() == UNITS_MAX {
                break;
            }
        }
        form.wrap();
        form.keep_two();
        let whole = words.iter().flat_map(|word| &word.sounds);
        form.whole = whole.copied().take(WHOLE_MAX).collect();
        form.whole.dedup();
        form
    }

    /// Takes a word and what belongs to it; answers what is left.
    fn take<'w>(&mut self, word: &Heard, after: &'w [Heard]) -> &'w [Heard] {
        let tables = tables();
        let text = word.text.as_str();
        let roles = tables.roles(text);
        if !after.is_empty() && roles.has(Role::Link) {
            if !self.units.is_empty() {
                self.link.get_or_insert(self.units.len());
            }
            return after;
        }
        if !after.is_empty() && roles.has(Role::Article) {
            return after;
        }
        if roles.has(Role::Title) {
            self.push(
                text.to_owned(),
                word.sounds.clone(),
                word.arabic,
                Part::Title,
            );
            return after;
        }
        for (role, part) in [(Role::Servant, Part::Servant), (Role::Kunya, Part::Kunya)] {
            if !roles.has(role) {
                continue;
            }
            let skipped = after
                .iter()
                .take_while(|next| tables.roles(&next.text).has(Role::Article))
                .count();
            if let Some((next, left)) = after.get(skipped..).and_then(<[Heard]>::split_first) {
                let mut all = match part {
                    Part::Servant => vec![Sound::B, Sound::D],
                    _ => word.sounds.clone(),
                };
                let enough = if part == Part::Servant { 2 } else { 3 };
                all.extend(stripped(next, enough));
                self.push(format!("{text} {}", next.text), all, next.arabic, part);
                return left;
            }
        }
        if let Some(divine) = divine_name(word) {
            let mut all = vec![Sound::B, Sound::D];
            all.extend(sounds_of(divine, word.arabic));
            self.push(text.to_owned(), all, word.arabic, Part::Servant);
            return after;
        }
        let ending = match roles.has(Role::Ending) {
            true => tables.endings.get(text),
            false => None,
        };
        let before = self.units.last_mut().filter(|unit| unit.part == Part::Name);
        if let (Some(before), Some(ending)) = (before, ending) {
            before.text = format!("{} {text}", before.text);
            before.sounds.extend(sounds_of(ending, word.arabic));
            before.sounds.dedup();
            before.sounds.truncate(SOUNDS_MAX);
            return after;
        }
        self.push(text.to_owned(), stripped(word, 3), word.arabic, Part::Name);
        after
    }

    fn push(&mut self, text: String, mut sounds: Vec<Sound>, arabic: bool, part: Part) {
        sounds.dedup();
        sounds.truncate(SOUNDS_MAX);
        if sounds.is_empty() {
            return;
        }
        self.units.push(Unit {
            text,
            sounds,
            arabic,
            part,
        });
    }

    /// A first word of "servant of" or of a kunya that stands last belongs to the first: passports part
    /// `ABDUL RAHMAN` into a family name and a given one, and print the family name first.
    fn wrap(&mut self) {
        let Some(last) = self.units.last().filter(|_| self.units.len() > 1) else {
            return;
        };
        let roles = tables().roles(&last.text);
        let part = match last.part {
            Part::Name if roles.has(Role::Servant) => Part::Servant,
            Part::Name if roles.has(Role::Kunya) => Part::Kunya,
            _ => return,
        };
        let begins = match part {
            Part::Servant => vec![Sound::B, Sound::D],
            _ => last.sounds.clone(),
        };
        let text = last.text.clone();
        self.units.pop();
        if let Some(first) = self.units.first_mut() {
            first.text = format!("{text} {}", first.text);
            first.sounds.splice(..0, begins);
            first.sounds.dedup();
            first.sounds.truncate(SOUNDS_MAX);
            first.part = part;
        }
    }

    /// Where less than two names would be left, titles are names: some are called so.
    fn keep_two(&mut self) {
        let names = self
            .units
            .iter()
            .filter(|unit| unit.part != Part::Title)
            .count();
        if names < 2 {
            for unit in &mut self.units {
                if unit.part == Part::Title {
                    unit.part = Part::Name;
                }
            }
        }
    }
}

/// A word of a name and its sounds.
struct Heard {
    text: String,
    arabic: bool,
    sounds: Vec<Sound>,
}

impl Heard {
    fn of(word: Raw) -> Heard {
        Heard {
            sounds: sounds_of(&word.text, word.arabic),
            text: word.text,
            arabic: word.arabic,
        }
    }
}

/// The sounds of a word without its article, where so many letters are left.
fn stripped(word: &Heard, enough: usize) -> Vec<Sound> {
    let text = word.text.as_str();
    let bare = match word.arabic {
        true => text
            .strip_prefix("ال")
            .filter(|rest| rest.chars().count() >= enough),
        false => ["al", "el"]
            .iter()
            .find_map(|article| text.strip_prefix(article))
            .filter(|rest| {
                rest.len() >= 4 && !rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'l'])
            }),
    };
    bare.map_or_else(|| word.sounds.clone(), |bare| sounds_of(bare, word.arabic))
}

/// The divine name in a word such as `abdurrahman` or عبدالرحمن.
fn divine_name(word: &Heard) -> Option<&str> {
    match word.arabic {
        true => {
            let rest = word.text.strip_prefix("عبدال");
            rest.filter(|rest| rest.chars().count() >= 2)
        }
        false => {
            let rest = word.text.strip_prefix("abd")?;
            let rest = rest.strip_prefix(['a', 'e', 'i', 'o', 'u'])?;
            let mut letters = rest.chars();
            let (first, second) = (letters.next()?, letters.next()?);
            // The article's l, or the letter it became one with.
            let assimilated = first == second || rest.starts_with("shsh");
            let rest = rest.get(1..).filter(|_| assimilated || first == 'l')?;
            (rest.len() >= 3).then_some(rest)
        }
    }
}

/// The sounds of a word.
fn sounds_of(text: &str, arabic: bool) -> Vec<Sound> {
    match arabic {
        true => arabic_sounds(text),
        false => latin_sounds(text),
    }
}

fn latin_sounds(text: &str) -> Vec<Sound> {
    let tables = tables();
    let mut out: Vec<Sound> = Vec::with_capacity(SOUNDS_MAX);
    let mut rest = text;
    while !rest.is_empty() && out.len() < SOUNDS_MAX {
        match tables.spelling(rest) {
            Some((length, sounds)) => {
                out.extend(sounds);
                rest = &rest[length..];
            }
            None => rest = rest.get(1..).unwrap_or_default(),
        }
    }
    out.dedup();
    // A final h is not heard: Fatimah, Abdullah.
    if out.len() > 2 && out.last() == Some(&Sound::H) {
        out.pop();
        out.push(Sound::Ha);
    }
    out
}

/// Letters whose article becomes one with them.
const SUN: &str = "تثدذرزسشصضطظلن";

fn arabic_sounds(text: &str) -> Vec<Sound> {
    let letters: Vec<char> = text.chars().take(SOUNDS_MAX).collect();
    let last = letters.len().saturating_sub(1);
    let mut out = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let letter = letters[at];
        let after = letters.get(at + 2);
        let assimilated = letter == 'ا'
            && letters.get(at + 1) == Some(&'ل')
            && after.is_some_and(|next| SUN.contains(*next))
            && at >= 2
            && at + 3 <= last;
        if assimilated {
            // An article that became one with the next letter, or a long a and an l: left open.
            out.extend([Sound::OptA, Sound::OptL]);
            at += 2;
            continue;
        }
        let sound = match (letter, at) {
            ('ا', 0) => Some(Sound::Alif),
            ('و', 0) => Some(Sound::W),
            ('ی', 0) => Some(Sound::Y),
            ('ه', at) if at < last => Some(Sound::H),
            _ => tables().letters.get(&letter).copied().flatten(),
        };
        out.extend(sound);
        at += 1;
    }
    out.dedup();
    out
}

/// The consonants of a text as letters of one alphabet: what different romanizations of a name share.
pub fn skeleton(text: &str) -> String {
    let form = Form::read(text);
    let units = form.units.iter().map(|unit| {
        let classes = unit.sounds.iter().map(|sound| sound.class());
        let mut classes: Vec<u8> = classes.filter(|class| *class > 0).collect();
        classes.dedup();
        classes
            .iter()
            .map(|class| char::from(b"-BTSJKRLMN"[usize::from(*class)]))
            .collect::<String>()
    });
    units.collect::<Vec<_>>().join(" ")
}

impl Unit {
    /// How many consonants it has.
    pub(crate) fn consonants(&self) -> usize {
        consonants(&self.sounds)
    }

    /// This unit and the one after as one word.
    pub(crate) fn with(&self, next: &Unit) -> Unit {
        let mut sounds = self.sounds.clone();
        sounds.extend(&next.sounds);
        sounds.dedup();
        sounds.truncate(SOUNDS_MAX);
        Unit {
            text: format!("{} {}", self.text, next.text),
            sounds,
            arabic: self.arabic && next.arabic,
            part: Part::Name,
        }
    }

    /// The wide key of this unit and the one after as one word.
    pub(crate) fn joined_key(&self, next: &Unit) -> u64 {
        let same = self.sounds.last() == next.sounds.first();
        let rest = next.sounds.iter().skip(usize::from(same));
        let all = self.sounds.iter().chain(rest).take(SOUNDS_MAX);
        key(all.map(wide_class))
    }

    /// Its key: the classes of its consonants, five bits each, at most `CLASSES_MAX`; 1 for none.
    pub(crate) fn key(&self) -> u64 {
        key(self.sounds.iter().map(|sound| sound.class()))
    }

    /// Its key with classes that are often taken for each other made one.
    pub(crate) fn wide_key(&self) -> u64 {
        key(self.sounds.iter().map(wide_class))
    }
}
