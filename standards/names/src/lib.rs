//! Personal names across scripts: what may be the same person's name, and why.
//!
//! In scope: names in Arabic script (Pashto, Dari, Urdu, Arabic), Latin script (any spelling, Turkish,
//! machine-readable zones) and, as a last resort, any other; titles, kunyas, patronymics and compound
//! names; father's name, birth and document beside the name; bands and an explanation for each line.
//! Whole numbers only, so that both sides of a border compute the same; the tables and rules have a
//! version, [`MATCHER`].
//!
//! Out of scope: pictures, tribe, ethnicity, religion, language, nationality; any decision about a
//! person. A band says "possible match, for human review" and nothing else.
//!
//! Size bound: a million names of at most 200 characters and 8 words, about 300 bytes each.

mod align;
mod beside;
mod best;
mod birth;
mod building;
mod clean;
mod compare;
mod index;
mod keys;
mod letters;
mod places;
mod reach;
mod score;
mod screener;
mod sound;
mod table;
mod wholes;
mod word;

pub use birth::{Birth, BirthError};
pub use index::Index;
pub use score::{Band, Candidate, Line};
pub use screener::Screener;
pub use word::skeleton;

/// The version of tables and rules: part of every explanation. Two nodes that answer differently have
/// different versions.
pub const MATCHER: &str = "names/2";

/// How good a name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quality {
    /// The person's name.
    Primary,
    /// Another name the person is known by.
    Good,
    /// A name that many have, or that is in doubt: agreeing in it alone never alerts.
    Low,
}

/// A name of a listed person, in one script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// As written.
    pub text: String,
    /// How good it is.
    pub quality: Quality,
}

/// What is known of a listed person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Names.
    pub names: Vec<Name>,
    /// The father's name, in any scripts.
    pub fathers: Vec<String>,
    /// Births; any of them may be right.
    pub births: Vec<Birth>,
    /// Numbers of documents.
    pub documents: Vec<String>,
}

/// What was read from a traveller or a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The name, once for each script it was read in.
    pub names: Vec<String>,
    /// The father's name.
    pub father: Option<String>,
    /// The birth.
    pub birth: Option<Birth>,
    /// The number of a document.
    pub document: Option<String>,
}

/// Compares two names by themselves, as [`Index::screen`] would in a list of average names that has the
/// longer one. The score is the same whichever comes first.
pub fn pair(one: &str, other: &str) -> Candidate {
    score::pair(one, other)
}
