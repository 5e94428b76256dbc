//! What is inside the seal of a listing: who it is about. The log never holds any of it; members open
//! it in the browser, at a post or on the command line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::entry::{BirthKnown, Identity};

/// The media type of a body before it is sealed.
pub const MEDIA: &str = "application/vnd.tasdiq.listing+json";
/// The media type of a petition before it is sealed.
pub const PETITION_MEDIA: &str = "application/vnd.tasdiq.petition+json";
/// The media type of a statement before it is sealed: a reassessment, a report.
pub const STATEMENT_MEDIA: &str = "application/vnd.tasdiq.statement+json";
/// The media type of a reply to a petition before it is sealed.
pub const REPLY_MEDIA: &str = "application/vnd.tasdiq.reply+json";
/// The format of a reply.
pub const REPLY_FORMAT: &str = "tasdiq/reply/1";
/// The format of a petition.
pub const PETITION_FORMAT: &str = "tasdiq/petition/1";
/// The format of a statement.
pub const STATEMENT_FORMAT: &str = "tasdiq/statement/1";
/// The format of a [`Body`].
pub const FORMAT: &str = "tasdiq/listing/1";
/// Longest releasable summary, in characters.
const SUMMARY_CHARS_MAX: usize = 1_500;
/// Largest body, in bytes.
const BYTES_MAX: usize = 64 * 1024;

/// The body of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// `tasdiq/listing/1`.
    pub format: String,
    /// The proposer's own case number, as it writes it.
    pub case_number: String,
    /// Numbers of the decisions that the legal basis names, in the same order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<String>,
    /// References in published lists, trimmed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source_refs: Vec<String>,
    /// Names, the primary ones first.
    #[serde(default)]
    pub names: Vec<Name>,
    /// The father's name, in any scripts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fathers: Vec<String>,
    /// Births: a year `1985`, a day `1985-03-01`, a span `1980/1985`, `1364 SH`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub births: Vec<String>,
    /// Places of birth.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Nationalities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nationalities: Vec<String>,
    /// Identity documents, or the lost document or vehicle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
    /// Marks an officer can see without touching anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// Cleared namesakes, entered with their consent: who it is not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_this_person: Vec<Namesake>,
    /// What the person may be told, by language.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub summary: BTreeMap<String, String>,
    /// Why the measure is in proportion.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub proportionality: String,
}

/// A name of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The name, in one script.
    pub text: String,
    /// How good it is.
    pub quality: Quality,
}

/// How good a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// The person's name.
    Primary,
    /// Another name the person is known by.
    Good,
    /// A name that many have, or that is in doubt.
    Low,
}

/// A document or vehicle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// `passport`, `tazkira`, `cnic`, `vehicle` …
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub issuer: String,
}

/// Somebody who was taken for the person and is not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Namesake {
    /// What tells the two apart.
    pub told_apart_by: String,
    /// The commitment to the token the namesake carries, hex.
    pub token: String,
}

/// Why a body is none.
#[derive(Debug, thiserror::Error)]
pub enum BodyError {
    /// Too large.
    #[error("a listing's body has at most 65536 bytes, this has {0}")]
    TooLarge(usize),
    /// Not JSON of this form.
    #[error("it is not a listing's body: {0}")]
    Form(#[from] serde_json::Error),
    /// Another format.
    #[error("its format is {0}, not {FORMAT}")]
    Format(String),
    /// Nothing to be listed by.
    #[error("it has neither a name nor a document")]
    Nobody,
    /// The proposer's case number is missing.
    #[error("it has no case number")]
    NoCaseNumber,
    /// The summary is too long.
    #[error("the summary in {0} is longer than 1500 characters")]
    Summary(String),
}

impl Body {
    /// Reads a body.
    pub fn parse(bytes: &[u8]) -> Result<Body, BodyError> {
        if bytes.len() > BYTES_MAX {
            return Err(BodyError::TooLarge(bytes.len()));
        }
        let body: Body = serde_json::from_slice(bytes)?;
        if body.format != FORMAT {
            return Err(BodyError::Format(body.format));
        }
        if body.names.is_empty() && body.documents.is_empty() {
            return Err(BodyError::Nobody);
        }
        if body.case_number.trim().is_empty() {
            return Err(BodyError::NoCaseNumber);
        }
        let long = |text: &&String| text.chars().count() > SUMMARY_CHARS_MAX;
        match body.summary.iter().find(|(_, text)| long(text)) {
            Some((lang, _)) => Err(BodyError::Summary(lang.clone())),
            None => Ok(body),
        }
    }

    /// Its canonical bytes, to be sealed.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// What the log may say it holds.
    pub fn identity(&self, photos: u8) -> Identity {
        let count = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
        let primary = self
            .names
            .iter()
            .filter(|name| name.quality == Quality::Primary);
        Identity {
            names: count(primary.count()),
            father: !self.fathers.is_empty(),
            birth: self.birth_known(),
            place: !self.places.is_empty(),
            documents: count(self.documents.len()),
            photos,
        }
    }

    /// How well the birth is known: 1 January stands for a year in many registers.
    fn birth_known(&self) -> BirthKnown {
        let day = |text: &String| {
            text.len() == 10 && !text.ends_with("-01-01") && crate::edition::day(text).is_some()
        };
        match self.births.first() {
            None => BirthKnown::No,
            Some(birth) if day(birth) => BirthKnown::Day,
            Some(_) => BirthKnown::Year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> Body {
        Body {
            format: FORMAT.to_owned(),
            case_number: "Case 7/1404".to_owned(),
            names: vec![Name {
                text: "Zarlasht Example".to_owned(),
                quality: Quality::Primary,
            }],
            births: vec!["1985-01-01".to_owned()],
            ..Body::default()
        }
    }

    #[test]
    fn a_body_is_read_as_it_was_written() {
        let written = body();
        assert_eq!(Body::parse(&written.bytes()).unwrap(), written);
        assert_eq!(written.identity(0).birth, BirthKnown::Year);
    }

    #[test]
    fn what_is_no_body_says_why() {
        let told = |change: fn(&mut Body)| {
            let mut changed = body();
            change(&mut changed);
            Body::parse(&changed.bytes()).unwrap_err().to_string()
        };
        assert!(told(|b| b.case_number = " ".to_owned()).contains("case number"));
        assert!(told(|b| b.names.clear()).contains("neither"));
        assert!(told(|b| b.format = "other".to_owned()).contains("other"));
        let long = |b: &mut Body| drop(b.summary.insert("en".to_owned(), "x".repeat(1501)));
        assert!(told(long).contains("1500"));
        assert!(
            Body::parse(b"{\"tribe\":1}")
                .unwrap_err()
                .to_string()
                .contains("tribe")
        );
        assert!(
            Body::parse(&vec![b' '; 70_000])
                .unwrap_err()
                .to_string()
                .contains("70000")
        );
    }
}
