//! The consolidated list of the UN Security Council, as XML.
//!
//! `DATAID`, `VERSIONNUM`, `SORT_KEY`, `LAST_DAY_UPDATED` and `dateGenerated` are stamps: they move
//! when nothing was changed, and stay when something was, so none of them is read.

use crate::error::ReadError;
use crate::record::{Kind, Quality, Record};
use crate::remarks;
use crate::report::{Draft, Gathering, Report};
use crate::text::{decode, find_ignoring_case, is_latin, split_outside, tidy, unquoted};
use crate::xml::{self, Element};

/// Reads the UN's consolidated list. Persons and groups, each by its trimmed `REFERENCE_NUMBER`.
pub fn un_xml(bytes: &[u8]) -> Result<Report, ReadError> {
    let text = decode(bytes)?;
    let mut gathering = Gathering::default();
    declared_encoding(text, &mut gathering);
    let mut at = 0usize;
    xml::records(text, "CONSOLIDATED_LIST", |element| {
        at += 1;
        let place = format!("record {at}");
        match element.name.as_str() {
            "INDIVIDUAL" => subject(&element, Kind::Person, &mut gathering, &place),
            "ENTITY" => subject(&element, Kind::Group, &mut gathering, &place),
            other => {
                gathering.trouble(place, "element", other);
                Ok(())
            }
        }
    })?;
    gathering.finish()
}

/// A file that says it has another encoding and is UTF-8 all the same is read as what it is.
fn declared_encoding(text: &str, gathering: &mut Gathering) {
    let head = text
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split_once("?>"));
    let Some((_, said)) = head.and_then(|(head, _)| head.split_once("encoding")) else {
        return;
    };
    let said = said.trim_start_matches([' ', '=']);
    let name = said.trim_matches(['"', '\'', ' ']);
    let fine = ["utf-8", "utf8", "us-ascii"];
    if !fine.iter().any(|fine| name.eq_ignore_ascii_case(fine)) && !text.is_ascii() {
        gathering.trouble("line 1", "encoding", name);
    }
}

fn subject(
    element: &Element,
    kind: Kind,
    gathering: &mut Gathering,
    place: &str,
) -> Result<(), ReadError> {
    let reference = clipped_reference(element);
    let record = Record {
        reference,
        kind,
        ..Record::default()
    };
    let mut draft = Draft::new(gathering, record);
    own_names(element, &mut draft);
    for child in &element.children {
        part(child, &mut draft);
    }
    draft.done(place)
}

fn clipped_reference(element: &Element) -> String {
    tidy(element.child("REFERENCE_NUMBER"))
        .chars()
        .take(100)
        .collect()
}

/// The name in Latin letters stands in up to four parts.
fn own_names(element: &Element, draft: &mut Draft<'_>) {
    let parts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];
    let parts: Vec<String> = parts.iter().map(|part| tidy(element.child(part))).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let whole = parts.join(" ");
    draft.name(&whole, Quality::Primary);
}

fn part(child: &Element, draft: &mut Draft<'_>) {
    let values = |about: &str, draft: &mut Draft<'_>| {
        for value in child.named("VALUE") {
            draft.detail(about, &value.text);
        }
    };
    match child.name.as_str() {
        "FIRST_NAME" | "SECOND_NAME" | "THIRD_NAME" | "FOURTH_NAME" | "REFERENCE_NUMBER" => {}
        "DATAID" | "VERSIONNUM" | "SORT_KEY" | "SORT_KEY_LAST_MOD" | "LAST_DAY_UPDATED"
        | "LIST_TYPE" => {}
        "NAME_ORIGINAL_SCRIPT" => {
            for name in split_outside(&child.text, ';') {
                name_and_brackets(name, Quality::Primary, draft);
            }
        }
        "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS" => alias(child, draft),
        "INDIVIDUAL_DATE_OF_BIRTH" => birth(child, draft),
        "INDIVIDUAL_PLACE_OF_BIRTH" => draft.place(&place_of(child)),
        "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS" => draft.detail("address", &place_of(child)),
        "INDIVIDUAL_DOCUMENT" => document(child, draft),
        "NATIONALITY" | "NATIONALITY2" => {
            for value in child.named("VALUE") {
                draft.nationality(&value.text);
            }
        }
        "LISTED_ON" => draft.listed_on(&child.text),
        "COMMENTS1" => comments(&child.text, draft),
        "TITLE" => values("title", draft),
        "DESIGNATION" => values("designation", draft),
        "GENDER" => draft.detail("gender", &tidy(&child.text).to_lowercase()),
        "UN_LIST_TYPE" => draft.detail("programme", &child.text),
        "SUBMITTED_BY" | "SUBMITTED_ON" => draft.detail("submitted", &child.text),
        // Older editions name these; they stamp, or repeat what the list's own page says.
        "DELISTED_ON" => draft.detail("delisted", &child.text),
        other => {
            let text = format!("{other} {}", child.text);
            draft.trouble("", "element", &text);
        }
    }
}

fn comments(text: &str, draft: &mut Draft<'_>) {
    let Some(text) = draft.text("remarks", text) else {
        return;
    };
    let (fathers, unclear) = remarks::fathers(&text);
    for father in fathers {
        draft.father(&father);
    }
    for passage in unclear {
        draft.trouble("remarks", "father", &passage);
    }
    draft.record.remarks = text;
}

/// An alias: often several in one element, with notes and births of its own.
fn alias(element: &Element, draft: &mut Draft<'_>) {
    let names = element.child("ALIAS_NAME");
    let quality = quality(element, draft);
    for name in split_outside(names, ';') {
        let (name, born) = born_apart(name);
        match remarks::words_by_comma(name) {
            Some(names) => names.iter().for_each(|name| draft.name(name, quality)),
            None => name_and_brackets(name, quality, draft),
        }
        if let Some(born) = born {
            aside(&tidy(born), draft);
        }
    }
    let note = tidy(element.child("NOTE"));
    if !note.is_empty() {
        let (names, rest) = remarks::note(&note);
        for name in names {
            draft.name(&name, quality);
        }
        if let Some(rest) = rest {
            aside(&rest, draft);
        }
    }
    let date = element.child("DATE_OF_BIRTH");
    if !date.trim().is_empty() {
        draft.birth(date);
    }
    let place = ["CITY_OF_BIRTH", "COUNTRY_OF_BIRTH"].map(|part| tidy(element.child(part)));
    draft.place(&joined(&place));
}

/// What stands beside an alias: kept as a note, and read where it is clear.
fn aside(text: &str, draft: &mut Draft<'_>) {
    if let Some(number) = remarks::passport_in(text) {
        draft.document("passport", number, "");
    }
    if let Some(day) = remarks::born_in(text) {
        draft.birth(day);
    }
    draft.detail("alias-note", text);
}

fn quality(element: &Element, draft: &mut Draft<'_>) -> Quality {
    let said = tidy(element.child("QUALITY"));
    match said.to_ascii_lowercase().as_str() {
        "good" | "a.k.a." | "f.k.a." | "aka" | "fka" => Quality::Good,
        "low" => Quality::Low,
        "" if element.child("ALIAS_NAME").trim().is_empty() => Quality::Low,
        // Unsaid quality is taken for the lesser: a low name alone never alerts.
        other => {
            draft.trouble("alias", "alias-quality", other);
            Quality::Low
        }
    }
}

/// `NAME, born 1 Jan. 1953 (…)`: the name, and the rest.
fn born_apart(text: &str) -> (&str, Option<&str>) {
    match find_ignoring_case(text, ", born ") {
        Some(at) => (&text[..at], Some(&text[at + 2..])),
        None => (text, None),
    }
}

/// Brackets hold the name in another script, or a note; at the beginning, a title.
fn name_and_brackets(text: &str, quality: Quality, draft: &mut Draft<'_>) {
    let text = unquoted(&tidy(text));
    let text = text.trim();
    let Some((before, inside)) = text.split_once('(') else {
        return draft.name(text, quality);
    };
    let (inside, after) = inside.split_once(')').unwrap_or((inside, ""));
    if before.trim().is_empty() {
        return draft.name(&format!("{inside} {after}"), quality);
    }
    draft.name(&format!("{before} {after}"), quality);
    if is_latin(before) == is_latin(inside) {
        return draft.detail("alias-note", inside);
    }
    // "al-kunya" says that what follows is a by-name.
    let inside = inside.trim().trim_start_matches("الكنية ");
    for name in inside.split(';') {
        draft.name(name, quality);
    }
}

fn birth(element: &Element, draft: &mut Draft<'_>) {
    let child = |name: &str| tidy(element.child(name));
    let kind = child("TYPE_OF_DATE");
    let (date, year) = (child("DATE"), child("YEAR"));
    let (from, to) = (child("FROM_YEAR"), child("TO_YEAR"));
    let note = child("NOTE");
    let told = match () {
        () if !date.is_empty() => date,
        () if !year.is_empty() => year,
        () if !from.is_empty() && !to.is_empty() => format!("{from}/{to}"),
        () if !from.is_empty() || !to.is_empty() => format!("{from}{to}"),
        () if !note.is_empty() => return draft.birth(&about(&kind, &note)),
        () => return,
    };
    let guess = kind.eq_ignore_ascii_case("APPROXIMATELY")
        || note.to_ascii_lowercase().starts_with("approximately");
    draft.birth(&if guess { format!("circa {told}") } else { told });
    if !note.is_empty() && !note.eq_ignore_ascii_case("approximately") {
        draft.detail("birth-note", &note);
    }
}

fn about(kind: &str, note: &str) -> String {
    match kind.eq_ignore_ascii_case("APPROXIMATELY") {
        true => format!("circa {note}"),
        false => note.to_owned(),
    }
}

fn place_of(element: &Element) -> String {
    let parts = [
        "STREET",
        "CITY",
        "STATE_PROVINCE",
        "ZIP_CODE",
        "COUNTRY",
        "NOTE",
    ];
    joined(&parts.map(|part| tidy(element.child(part))))
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(", ")
}

fn document(element: &Element, draft: &mut Draft<'_>) {
    let child = |name: &str| tidy(element.child(name));
    let raw = element.child("NUMBER");
    let number = draft.text("document", raw).unwrap_or_default();
    let second = child("TYPE_OF_DOCUMENT2");
    // Some entries have the number in the second type.
    let within = match number.is_empty() && second.bytes().any(|byte| byte.is_ascii_digit()) {
        true => &second,
        false => &number,
    };
    let (number, around) = remarks::document_number(within);
    let kinds = [second, around.clone(), child("TYPE_OF_DOCUMENT")];
    let kind = kinds
        .iter()
        .map(|words| remarks::document_kind(words))
        .find(|kind| *kind != "other")
        .unwrap_or("other");
    let issuer = [child("ISSUING_COUNTRY"), child("COUNTRY_OF_ISSUE")];
    let issuer = issuer.iter().find(|issuer| !issuer.is_empty());
    draft.document(kind, &number, issuer.map_or("", String::as_str));
    let rest = [
        around,
        child("DATE_OF_ISSUE"),
        child("CITY_OF_ISSUE"),
        child("NOTE"),
    ];
    draft.detail("document-note", &joined(&rest));
    if number.is_empty() && kinds.iter().any(|words| !words.is_empty()) {
        draft.trouble("document", "document", &joined(&kinds));
    }
}

#[cfg(test)]
mod tests;
