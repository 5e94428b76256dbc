//! One record of a published list, in one form whatever file it came in.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::birth::Birth;

/// What a list says of one person, group or thing.
///
/// Texts have single blanks, no control characters and are in NFC; otherwise they are as published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The publisher's reference, trimmed. It alone says that two records are of the same subject.
    pub reference: String,
    /// What the record is of.
    pub kind: Kind,
    /// Names, the primary ones first.
    pub names: Vec<ListedName>,
    /// Names of the father, where the list says so.
    pub fathers: Vec<String>,
    /// Births: a person may have several.
    pub births: Vec<Birth>,
    /// Places of birth.
    pub places: Vec<String>,
    /// Nationalities and citizenships.
    pub nationalities: Vec<String>,
    /// Identity documents.
    pub documents: Vec<Document>,
    /// The day of listing, `2003-04-05`.
    pub listed_on: Option<String>,
    /// The publisher's free text. It may hold what must never be screened by, such as a tribe.
    pub remarks: String,
    /// Everything else that the list says, by name.
    pub details: Vec<Detail>,
    /// SHA-256 over the canonical content without stamps, in hex in JSON. See [`Record::seal`].
    #[serde(with = "hex")]
    pub content: [u8; 32],
}

/// What a record is of.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person.
    #[default]
    Person,
    /// A group, company or body.
    Group,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
    /// Something else.
    Other,
}

/// A name as listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListedName {
    /// The name, in one script.
    pub text: String,
    /// How good the publisher holds it to be.
    pub quality: Quality,
    /// Whether it is in another script than Latin.
    pub script_original: bool,
}

/// How good a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quality {
    /// The subject's name.
    Primary,
    /// Another name it is known by.
    Good,
    /// A name that many have, or that the publisher doubts.
    Low,
}

/// An identity document.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Document {
    /// `passport`, `tazkira`, `cnic`, `national-id` and so on; `other` where the list does not say.
    pub kind: String,
    /// Its number, as published but without words around it.
    pub number: String,
    /// The issuing country, or empty.
    pub issuer: String,
}

/// Something the list says that no field of [`Record`] is for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Detail {
    /// `title`, `designation`, `address`, `gender`, `programme` and so on.
    pub about: String,
    /// What it says.
    pub text: String,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 5] = [
        Kind::Person,
        Kind::Group,
        Kind::Vessel,
        Kind::Aircraft,
        Kind::Other,
    ];

    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Person => "person",
            Kind::Group => "group",
            Kind::Vessel => "vessel",
            Kind::Aircraft => "aircraft",
            Kind::Other => "other",
        }
    }
}

impl Quality {
    /// The word in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Quality::Primary => "primary",
            Quality::Good => "good",
            Quality::Low => "low",
        }
    }
}

impl Record {
    /// The name to show: the first, or the reference where there is none.
    pub fn title(&self) -> &str {
        self.names
            .first()
            .map_or(&self.reference, |name| &name.text)
    }

    /// Drops repetitions, puts primary names first, and computes [`Record::content`]. The order of
    /// values is no content, so lists are digested sorted.
    pub(crate) fn seal(&mut self) {
        self.names.sort_by_key(|name| name.quality);
        let mut spelled = std::collections::BTreeSet::new();
        self.names.retain(|name| spelled.insert(name.text.clone()));
        once(&mut self.fathers);
        once(&mut self.births);
        once(&mut self.places);
        once(&mut self.nationalities);
        once(&mut self.documents);
        once(&mut self.details);
        let mut digest = Sha256::new_with_prefix(b"tasdiq/record/1\n");
        let mut line = |field: &str, value: &str| {
            for part in [field, value] {
                digest.update((part.len() as u64).to_be_bytes());
                digest.update(part);
            }
        };
        line("reference", &self.reference);
        for (field, values) in self.fields() {
            for value in values {
                line(field, &value);
            }
        }
        self.content = digest.finalize().into();
    }

    /// Every field that is content, with its values as text, sorted. Two records with the same fields
    /// say the same.
    pub(crate) fn fields(&self) -> Vec<(&'static str, Vec<String>)> {
        let name = |name: &ListedName| format!("{} ({})", name.text, name.quality.name());
        let document = |d: &Document| match d.issuer.as_str() {
            "" => format!("{} {}", d.kind, d.number),
            issuer => format!("{} {} ({issuer})", d.kind, d.number),
        };
        let detail = |d: &Detail| format!("{}: {}", d.about, d.text);
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let mut fields = vec![
            ("kind", vec![self.kind.name().to_owned()]),
            ("names", self.names.iter().map(name).collect()),
            ("fathers", self.fathers.clone()),
            ("births", self.births.iter().map(Birth::to_string).collect()),
            ("places", self.places.clone()),
            ("nationalities", self.nationalities.clone()),
            ("documents", self.documents.iter().map(document).collect()),
            ("listed_on", self.listed_on.iter().cloned().collect()),
            ("remarks", some(&self.remarks).into_iter().collect()),
            ("details", self.details.iter().map(detail).collect()),
        ];
        for (_, values) in &mut fields {
            values.sort_unstable();
        }
        fields
    }
}

/// Keeps the first of equal values, in order.
fn once<T: Ord + Clone>(values: &mut Vec<T>) {
    if values.len() < 2 {
        return;
    }
    let mut seen = std::collections::BTreeSet::new();
    values.retain(|value| seen.insert(value.clone()));
}

/// Digests as lower-case hex.
mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8; 32], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&super::hex_of(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<[u8; 32], D::Error> {
        let text = String::deserialize(from)?;
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(D::Error::custom("a digest has 64 hex digits"));
        }
        for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(D::Error::custom)?;
        }
        Ok(bytes)
    }
}

fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        let name = |text: &str, quality| ListedName {
            text: text.to_owned(),
            quality,
            script_original: false,
        };
        Record {
            reference: "XXi.001".to_owned(),
            names: vec![
                name("Z. Example", Quality::Low),
                name("Zalmay Example", Quality::Primary),
            ],
            nationalities: vec!["B".to_owned(), "A".to_owned(), "B".to_owned()],
            ..Record::default()
        }
    }

    #[test]
    fn order_and_repetition_are_no_content() {
        let mut one = record();
        one.seal();
        assert_eq!(one.title(), "Zalmay Example");
        assert_eq!(one.nationalities, ["B", "A"]);
        let mut other = record();
        other.nationalities.reverse();
        other.names.reverse();
        other.seal();
        assert_eq!(one.content, other.content);
        other.remarks = "new".to_owned();
        other.seal();
        assert_ne!(one.content, other.content);
    }

    #[test]
    fn a_value_is_not_taken_for_one_of_another_field() {
        let mut one = record();
        let mut other = record();
        one.places = vec!["Here".to_owned()];
        other.fathers = vec!["Here".to_owned()];
        one.seal();
        other.seal();
        assert_ne!(one.content, other.content);
    }

    #[test]
    fn a_record_comes_back_from_json() {
        let mut one = record();
        one.seal();
        let json = serde_json::to_string(&one).unwrap();
        assert!(json.contains(&hex_of(&one.content)), "{json}");
        assert_eq!(serde_json::from_str::<Record>(&json).unwrap(), one);
    }
}
