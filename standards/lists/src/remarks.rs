//! What free text says in passing: a father's name, a name in another script, a document's number
//! among words.
//!
//! Only forms that are certain are read; all other text stays text.

use crate::text::{find_ignoring_case, head, is_latin, tidy};

/// Words that stand before a name in another script.
const SCRIPT_LABELS: &[&str] = &[
    "original script:",
    "in arabic:",
    "arabic:",
    "original script",
];
/// Most passages on a father that are looked at in one text.
const PASSAGES_MAX: usize = 20;
/// Small words inside names.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "ud", "bin", "ben", "ibn", "bint", "abu", "ould", "walad", "uld", "de",
    "van", "ag", "ait", "abd",
];
/// How far into free text a name is looked for, in bytes: what is longer is no name, and a text of
/// many beginnings must not be read to its end for each.
const REACH_BYTES: usize = 400;
/// Most words of a name found in free text.
const NAME_WORDS_MAX: usize = 8;

/// Fathers' names in free text, and passages that speak of a father and were not understood.
pub(crate) fn fathers(text: &str) -> (Vec<String>, Vec<String>) {
    let (mut found, mut unclear) = (Vec::new(), Vec::new());
    // A typographic apostrophe has more bytes than the plain one; positions are of the plain text.
    let text = text.replace('’', "'");
    let mut rest = text.as_str();
    for _ in 0..PASSAGES_MAX {
        let Some(at) = find_ignoring_case(rest, "father's name") else {
            break;
        };
        let passage = &rest[at..];
        rest = &rest[at + "father's name".len()..];
        if named_before(&text, text.len() - passage.len(), "grand") {
            continue;
        }
        match name_after(rest) {
            Some(name) => found.push(name),
            None => unclear.push(passage.chars().take(80).collect()),
        }
    }
    for (at, _) in text.match_indices("Son of ").take(PASSAGES_MAX) {
        found.extend(name_after_is(&text[at + "Son of ".len()..]));
    }
    (found, unclear)
}

fn named_before(text: &str, at: usize, word: &str) -> bool {
    let before = at
        .checked_sub(word.len())
        .and_then(|from| text.as_bytes().get(from..at));
    before.is_some_and(|before| before.eq_ignore_ascii_case(word.as_bytes()))
}

/// The name after "father's name", with or without brackets, colon and "is".
fn name_after(text: &str) -> Option<String> {
    let mut rest = head(text, REACH_BYTES).trim_start();
    if rest.starts_with('(') {
        rest = rest.split_once(')')?.1.trim_start();
    }
    let said = rest
        .strip_prefix(':')
        .or_else(|| rest.strip_prefix("is "))?;
    name_after_is(said)
}

/// The name a text begins with, when it is one: capital letters, small words of names, an end.
fn name_after_is(text: &str) -> Option<String> {
    let text = head(text, REACH_BYTES);
    let end = text.find(['.', ';', ',', '(', ':']).unwrap_or(text.len());
    let mut words = Vec::new();
    for word in text[..end].split_whitespace() {
        if matches!(
            word,
            "and" | "or" | "Mother's" | "mother's" | "Mother" | "mother"
        ) {
            break;
        }
        words.push(word);
    }
    let is_name = !words.is_empty()
        && words.len() <= NAME_WORDS_MAX
        && begins_name(words.first()?)
        && words
            .iter()
            .all(|word| begins_name(word) || PARTICLES.contains(word));
    is_name.then(|| words.join(" "))
}

fn begins_name(word: &str) -> bool {
    let letter = word.chars().find(|c| c.is_alphabetic());
    let particle = word.split_once('-').is_some_and(|(p, rest)| {
        PARTICLES.contains(&p) && rest.chars().next().is_some_and(char::is_uppercase)
    });
    particle || letter.is_some_and(|c| c.is_uppercase() || !is_latin(word))
}

/// Names in the note beside an alias, and what else it says.
pub(crate) fn note(text: &str) -> (Vec<String>, Option<String>) {
    for label in SCRIPT_LABELS {
        if let Some(at) = find_ignoring_case(text, label) {
            let name = text[at + label.len()..].trim();
            let before = text[..at].trim_end_matches([' ', '.', ',', ';']);
            let before = Some(before.to_owned()).filter(|text| !text.is_empty());
            if !name.is_empty() && !is_latin(name) {
                return (vec![name.to_owned()], before);
            }
        }
    }
    let parts: Vec<&str> = text.split(';').map(str::trim).collect();
    // A by-name may be translated: "the Younger".
    let names = |part: &&str| {
        let named = part.replace(" the ", " ");
        name_after_is(&named).is_some_and(|name| name == tidy(&named))
    };
    if parts.len() > 1 && parts.iter().all(names) {
        return (parts.into_iter().map(str::to_owned).collect(), None);
    }
    (Vec::new(), Some(text.to_owned()))
}

/// The passport number in a note beside an alias: `Exampland passport no. 123, …`.
pub(crate) fn passport_in(text: &str) -> Option<&str> {
    let at = find_ignoring_case(text, "passport n")?;
    let rest = &text[at + "passport n".len()..];
    let rest = rest.trim_start_matches(|c: char| !c.is_ascii_digit() && !c.is_ascii_uppercase());
    let end = rest.find([',', ';', ' ', ')', '(']).unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    number
        .bytes()
        .any(|byte| byte.is_ascii_digit())
        .then_some(number)
}

/// The day in `born 2 Feb. 1969 (…)` or `born in Sampletown on 2 Feb. 1969`, without "born".
pub(crate) fn born_in(text: &str) -> Option<&str> {
    let said = text.strip_prefix("born ")?;
    let said = said.split('(').next().unwrap_or(said);
    let said = said.rsplit_once(" on ").map_or(said, |(_, day)| day);
    said.bytes()
        .any(|byte| byte.is_ascii_digit())
        .then_some(said.trim())
}

/// Several names of one word each, parted by commas. A single comma parts a family name from a given
/// one, and is left alone.
pub(crate) fn words_by_comma(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let word = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    (parts.len() > 2 && parts.iter().all(word)).then_some(parts)
}

/// A document's kind by the words around its number.
pub(crate) fn document_kind(words: &str) -> &'static str {
    const KINDS: &[(&str, &str)] = &[
        ("tazkira", "tazkira"),
        ("tazkera", "tazkira"),
        ("cnic", "cnic"),
        ("computerized national", "cnic"),
        ("passport", "passport"),
        ("passeport", "passport"),
        ("pasaporte", "passport"),
        ("travel document", "travel-document"),
        ("laissez", "travel-document"),
        ("driver", "driving-licence"),
        ("driving", "driving-licence"),
        ("tax", "tax-id"),
        ("r.f.c", "tax-id"),
        ("rfc", "tax-id"),
        ("nit #", "tax-id"),
        ("ruc #", "tax-id"),
        ("c.u.i.t", "tax-id"),
        ("c.u.i", "national-id"),
        ("n.i.e", "residence-permit"),
        ("immigration", "residence-permit"),
        ("le number", "national-id"),
        ("citizen", "national-id"),
        ("credencial electoral", "national-id"),
        ("social security", "social-security"),
        ("ssn", "social-security"),
        ("residen", "residence-permit"),
        ("alien registration", "residence-permit"),
        ("birth cert", "birth-certificate"),
        ("military", "military-id"),
        ("militar", "military-id"),
        ("cedula", "national-id"),
        ("national", "national-id"),
        ("identi", "national-id"),
        ("id card", "national-id"),
        ("d.n.i", "national-id"),
        ("c.u.r.p", "national-id"),
        ("i.f.e", "national-id"),
        ("electoral", "national-id"),
        ("seafarer", "seafarers-book"),
    ];
    let found = KINDS
        .iter()
        .find(|(word, _)| find_ignoring_case(words, word).is_some());
    found.map_or("other", |(_, kind)| kind)
}

/// A number freed of the words around it: `National passport No. A 12 (expired)` is `A 12`, with what
/// was around it.
pub(crate) fn document_number(text: &str) -> (String, String) {
    let mut number = text.trim();
    if number.len() > REACH_BYTES {
        return (number.to_owned(), String::new());
    }
    let mut around = String::new();
    if let Some((head, tail)) = number.split_once(['(', ','])
        && head.chars().any(|c| c.is_ascii_digit())
    {
        around = tail.trim_end_matches(')').trim().to_owned();
        number = head.trim();
    }
    for mark in [
        "number ", "number:", "no. ", "no.", "no ", "n°", "nº", "№", "#",
    ] {
        let Some(at) = find_ignoring_case(number, mark) else {
            continue;
        };
        let after = number[at + mark.len()..].trim_start_matches([' ', ':', '°', '.']);
        let bounded = !number[..at].ends_with(|c: char| c.is_alphanumeric());
        if bounded && after.chars().any(|c| c.is_ascii_digit()) {
            around = format!("{} {around}", number[..at].trim());
            number = after;
            break;
        }
    }
    let bare = number.get(..2).filter(|no| no.eq_ignore_ascii_case("no"));
    if bare.is_some() && number[2..].starts_with(|c: char| c.is_ascii_digit()) {
        number = &number[2..];
    }
    // Words without digits before the number are its kind or its country.
    while let Some((word, rest)) = number.split_once(' ') {
        let wordy = word.chars().filter(|c| c.is_alphabetic()).count() > 3
            && !word.chars().any(|c| c.is_ascii_digit());
        if !wordy || !rest.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        around = format!("{around} {word}");
        number = rest.trim_start();
    }
    (number.to_owned(), around.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_father_is_read_where_the_text_is_clear() {
        let name = |text: &str| fathers(text).0;
        assert_eq!(
            name("Father’s name is Zmarak Example. Left."),
            ["Zmarak Example"]
        );
        assert_eq!(name("father's name: Abd al-Karim; x"), ["Abd al-Karim"]);
        assert_eq!(
            name("Father's name (adoptive) is Zmarak (also x)"),
            ["Zmarak"]
        );
        assert_eq!(
            name("Father’s name is  Zmarak, mother’s name is Y"),
            ["Zmarak"]
        );
        assert_eq!(name("Son of Zmarak and Zarghuna. More"), ["Zmarak"]);
        assert_eq!(name("Father's name is ‘Abd-al-Karim."), ["‘Abd-al-Karim"]);
        assert!(name("son of the leader of a group").is_empty());
        assert!(name("Grandfather's name is Zmarak").is_empty());
        let (none, unclear) = fathers("Father's name is not known");
        assert!(none.is_empty());
        assert_eq!(unclear, ["Father's name is not known"]);
    }

    #[test]
    fn a_note_may_hold_names() {
        let (names, rest) = note("Previously listed as. In Arabic: زلمی نمونه");
        assert_eq!(names, ["زلمی نمونه"]);
        assert_eq!(rest.unwrap(), "Previously listed as");
        assert_eq!(note("Zalmai Example; Zalmay al-Example").0.len(), 2);
        assert_eq!(note("combat name").1.unwrap(), "combat name");
        assert_eq!(note("Zalmai Example; Zalmay the Younger").0.len(), 2);
        assert!(note("The Example").0.is_empty());
        let passport = "Exampland passport no.0700127, expiry 3 May";
        assert_eq!(passport_in(passport), Some("0700127"));
        assert_eq!(
            passport_in("seen with passport number Q700127"),
            Some("Q700127")
        );
        assert_eq!(passport_in("passport not known"), None);
        assert_eq!(born_in("born 2 Feb. 1969 (x)"), Some("2 Feb. 1969"));
        assert_eq!(
            born_in("born in Sampletown on 2 Feb. 1969"),
            Some("2 Feb. 1969")
        );
        assert_eq!(words_by_comma("Zal, Zalmai, Zalmay").unwrap().len(), 3);
        assert_eq!(words_by_comma("Example, Zalmay Khan"), None);
    }

    #[test]
    fn a_number_is_freed_of_words() {
        for (text, number) in [
            ("A123456", "A123456"),
            ("A 123456 ", "A 123456"),
            ("Exampland passport No. 700123", "700123"),
            ("700456789 (Expired 3 Feb. 2011)", "700456789"),
            ("Exampland Q700124", "Q700124"),
            ("Q70000125, Exampland", "Q70000125"),
            ("No70012/7", "70012/7"),
            ("Diplomatic Passport Q700126", "Q700126"),
            (
                "national identity card number 70012-3456789-0",
                "70012-3456789-0",
            ),
        ] {
            assert_eq!(document_number(text).0, number, "{text}");
        }
        assert_eq!(
            document_kind("Afghan national card (tazkira) number"),
            "tazkira"
        );
        assert_eq!(document_kind("Numéro de passeport"), "passport");
        assert_eq!(document_kind("Ration Card no"), "other");
    }
}
