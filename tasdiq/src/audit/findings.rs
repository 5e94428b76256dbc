//! What is unsound, and where.

use std::fmt;

use act::{Index, Refusal};
use page::Lang;
use serde_json::{Value, json};

use crate::words;

/// Something unsound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What, in one sentence without full stop.
    pub what: String,
    /// The refusal it comes from, if a rule gave it.
    pub refusal: Option<Refusal>,
}

/// A place in a log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An entry.
    Entry(Index),
    /// A tile or entry bundle, by its path.
    Path(String),
    /// The checkpoint.
    Checkpoint,
    /// The signed state root.
    State,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Entry(index) => write!(f, "entry {index}"),
            Place::Path(path) => f.write_str(path),
            Place::Checkpoint => f.write_str("checkpoint"),
            Place::State => f.write_str("state"),
        }
    }
}

impl Finding {
    /// `{"place":"entry 17","index":17,"what":…}`; `index` is null where it is about no entry.
    pub fn json(&self) -> Value {
        let index = match self.place {
            Place::Entry(index) => Some(index),
            _ => None,
        };
        let what = match &self.refusal {
            Some(refusal) => format!("{}: {refusal}", self.what),
            None => self.what.clone(),
        };
        json!({ "place": self.place.to_string(), "index": index, "what": what })
    }

    /// For people: a refusal as its sentence.
    pub fn in_words(&self, lang: Lang) -> String {
        match &self.refusal {
            Some(refusal) => {
                let sentence = words::refusal(refusal, lang);
                format!("{}: {}: {sentence}", self.place, self.what)
            }
            None => self.to_string(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)?;
        match &self.refusal {
            Some(refusal) => write!(f, ": {refusal}"),
            None => Ok(()),
        }
    }
}
