//! What the rules answer. A refusal is content: it stays in the log's reading for ever, in every
//! language, so it is a stable code and the facts it is about, never a sentence.

use std::fmt;

use serde::Serialize;

use crate::key::{Digest, PublicKey};
use crate::time::Time;

/// A fact a refusal names. Screens choose its direction and form by its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// A short identifier: a member, an office, a clause id.
    Id(String),
    /// Words somebody wrote.
    Words(String),
    /// A count or a position in the log.
    Number(u64),
    /// An instant.
    Time(Time),
    /// A key.
    Key(PublicKey),
    /// A digest.
    Digest(Digest),
}

/// Why an act does not count. `code` is `<area>.<reason>`, the key of its sentence in every
/// language file; `about` are the facts that sentence places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// Stable: once published it never changes meaning.
    pub code: &'static str,
    /// Named facts, in the order the rule gave them.
    pub about: Vec<(&'static str, Value)>,
}

/// Whether an act counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does, from its position on.
    InForce,
    /// It stays in the log and changes nothing, because …
    Void(Refusal),
}

impl Refusal {
    /// A refusal with nothing to name.
    pub const fn new(code: &'static str) -> Refusal {
        Refusal {
            code,
            about: Vec::new(),
        }
    }

    /// The same refusal, naming one more fact.
    #[must_use]
    pub fn about(mut self, name: &'static str, value: impl Into<Value>) -> Refusal {
        self.about.push((name, value.into()));
        self
    }
}

/// For logs and command lines; screens use the code's sentence instead.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for (i, (name, value)) in self.about.iter().enumerate() {
            write!(f, "{}{name}={value}", if i == 0 { " (" } else { ", " })?;
        }
        if self.about.is_empty() {
            Ok(())
        } else {
            f.write_str(")")
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Id(text) | Value::Words(text) => f.write_str(text),
            Value::Number(number) => write!(f, "{number}"),
            Value::Time(time) => write!(f, "{time}"),
            Value::Key(key) => write!(f, "{key}"),
            Value::Digest(digest) => write!(f, "{digest}"),
        }
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number)
    }
}

impl From<Time> for Value {
    fn from(time: Time) -> Value {
        Value::Time(time)
    }
}

impl From<PublicKey> for Value {
    fn from(key: PublicKey) -> Value {
        Value::Key(key)
    }
}

impl From<Digest> for Value {
    fn from(digest: Digest) -> Value {
        Value::Digest(digest)
    }
}

impl From<&str> for Value {
    fn from(id: &str) -> Value {
        Value::Id(id.to_owned())
    }
}
