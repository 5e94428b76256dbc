//! What came out of a file: its records, and what was not understood.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::error::ReadError;
use crate::record::{Detail, ListedName, Quality, Record};
use crate::text::{clip, is_latin, tidy};
use crate::{FIELD_BYTES_MAX, NAME_CHARS_MAX, RECORDS_MAX, TROUBLES_MAX, VALUES_MAX};

/// Longest number of a document, in characters.
const DOCUMENT_CHARS_MAX: usize = 100;

/// Everything a file said, and everything in it that was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The records, in the file's order, each reference once.
    pub records: Vec<Record>,
    /// What was not understood, in the file's order, at most [`TROUBLES_MAX`].
    pub not_understood: Vec<Trouble>,
    /// How much was not understood in all.
    pub not_understood_total: usize,
}

/// Something that was not understood. The record it is in is there all the same, unless the code
/// says otherwise.
///
/// Codes: `no-reference`, `repeated-reference` and `row-length` leave a record out; `no-name`, `birth`, `date`,
/// `father`, `alias-note`, `alias-quality`, `document`, `kind`, `field-too-long`, `name-too-long`,
/// `too-many-values`, `element`, `not-an-entity`, `schema`, `no-such-entity`, `column`, `encoding`
/// and `cut-off` leave out a part at most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    /// Where: a reference and a field, or a line.
    pub place: String,
    /// What kind of trouble; stable.
    pub code: &'static str,
    /// What the file has there, clipped.
    pub detail: String,
}

/// Gathers a report while a file is read.
#[derive(Default)]
pub(crate) struct Gathering {
    report: Report,
    references: BTreeSet<String>,
}

impl Gathering {
    pub(crate) fn trouble(&mut self, place: impl Into<String>, code: &'static str, detail: &str) {
        self.report.not_understood_total += 1;
        if self.report.not_understood.len() < TROUBLES_MAX {
            self.report.not_understood.push(Trouble {
                place: clip(&place.into()),
                code,
                detail: clip(detail),
            });
        }
    }

    /// Takes a record that is complete; `place` is where it stands in the file.
    pub(crate) fn take(&mut self, mut record: Record, place: &str) -> Result<(), ReadError> {
        if record.reference.is_empty() {
            self.trouble(place, "no-reference", record.title());
            return Ok(());
        }
        if !self.references.insert(record.reference.clone()) {
            self.trouble(place, "repeated-reference", &record.reference);
            return Ok(());
        }
        if record.names.is_empty() {
            self.trouble(record.reference.as_str(), "no-name", "");
        }
        if self.report.records.len() == RECORDS_MAX {
            return Err(ReadError::TooMany);
        }
        record.seal();
        self.report.records.push(record);
        Ok(())
    }

    pub(crate) fn finish(self) -> Result<Report, ReadError> {
        if self.report.records.is_empty() {
            return Err(ReadError::NoRecords);
        }
        Ok(self.report)
    }
}

/// One record while it is read: every value goes through here, so that every bound holds.
pub(crate) struct Draft<'a> {
    pub(crate) record: Record,
    pub(crate) into: &'a mut Gathering,
    /// Whether it was told that there is too much of something.
    overfull: bool,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(into: &'a mut Gathering, record: Record) -> Draft<'a> {
        Draft {
            record,
            into,
            overfull: false,
        }
    }

    pub(crate) fn trouble(&mut self, field: &str, code: &'static str, detail: &str) {
        let place = format!("{} {field}", self.record.reference);
        self.into.trouble(place, code, detail);
    }

    /// A text that can be kept: tidied, not empty, within bounds.
    pub(crate) fn text(&mut self, field: &str, raw: &str) -> Option<String> {
        if raw.len() > FIELD_BYTES_MAX {
            self.trouble(field, "field-too-long", raw);
            return None;
        }
        Some(tidy(raw)).filter(|text| !text.is_empty())
    }

    pub(crate) fn name(&mut self, raw: &str, quality: Quality) {
        // What is left of a list or of brackets around a name is no part of it.
        let raw = raw.trim_start_matches([')', ',', ';', ':', ' ']);
        let raw = raw.trim_end_matches(['(', ',', ';', ':', ' ']);
        let Some(text) = self.text("name", raw) else {
            return;
        };
        if text.chars().count() > NAME_CHARS_MAX {
            return self.trouble("name", "name-too-long", &text);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return self.trouble("name", "name", &text);
        }
        if self.full("name", self.record.names.len()) {
            return;
        }
        let script_original = !is_latin(&text);
        self.record.names.push(ListedName {
            text,
            quality,
            script_original,
        });
    }

    /// A value for a list of texts of the record.
    pub(crate) fn value(
        &mut self,
        field: &'static str,
        raw: &str,
        list: fn(&mut Record) -> &mut Vec<String>,
    ) {
        let Some(text) = self.text(field, raw) else {
            return;
        };
        let length = list(&mut self.record).len();
        if !self.full(field, length) {
            list(&mut self.record).push(text);
        }
    }

    pub(crate) fn father(&mut self, raw: &str) {
        self.value("father", raw, |record| &mut record.fathers);
    }

    pub(crate) fn place(&mut self, raw: &str) {
        self.value("place", raw, |record| &mut record.places);
    }

    pub(crate) fn nationality(&mut self, raw: &str) {
        self.value("nationality", raw, |record| &mut record.nationalities);
    }

    pub(crate) fn detail(&mut self, about: &str, raw: &str) {
        if let Some(text) = self.text(about, raw)
            && !self.full(about, self.record.details.len())
        {
            let about = about.to_owned();
            self.record.details.push(Detail { about, text });
        }
    }

    /// A birth in free text.
    pub(crate) fn birth(&mut self, raw: &str) {
        let Some(text) = self.text("birth", raw) else {
            return;
        };
        match crate::birth::parse(&text) {
            Some(birth) if !self.full("birth", self.record.births.len()) => {
                self.record.births.push(birth);
            }
            Some(_) => {}
            None => {
                self.trouble("birth", "birth", &text);
                self.detail("birth", &text);
            }
        }
    }

    pub(crate) fn document(&mut self, kind: &str, number: &str, issuer: &str) {
        let Some(number) = self.text("document", number) else {
            return;
        };
        let issuer = self.text("document", issuer).unwrap_or_default();
        let long = number.chars().count() > DOCUMENT_CHARS_MAX;
        if long || !number.chars().any(char::is_numeric) {
            return self.trouble("document", "document", &format!("{kind} {number}"));
        }
        if !self.full("document", self.record.documents.len()) {
            self.record.documents.push(crate::record::Document {
                kind: kind.to_owned(),
                number,
                issuer,
            });
        }
    }

    /// The day of listing: the day itself, whatever hour or zone follows it.
    pub(crate) fn listed_on(&mut self, raw: &str) {
        let Some(text) = self.text("listed_on", raw) else {
            return;
        };
        let day = text.get(..10).unwrap_or(&text);
        match crate::birth::parse(day) {
            Some(birth) if birth.is_day() => self.record.listed_on = Some(birth.to_string()),
            _ => self.trouble("listed_on", "date", &text),
        }
    }

    /// Whether a list of the record holds as much as it may; told once a record.
    fn full(&mut self, field: &str, length: usize) -> bool {
        if length < VALUES_MAX {
            return false;
        }
        if !self.overfull {
            self.overfull = true;
            self.trouble(field, "too-many-values", "");
        }
        true
    }

    pub(crate) fn done(self, place: &str) -> Result<(), ReadError> {
        self.into.take(self.record, place)
    }
}
