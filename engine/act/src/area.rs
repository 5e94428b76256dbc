//! What an area of the agreement is: words that can be said, rules for them, and a state.

use crate::Index;
use crate::key::{Digest, EntryId};
use crate::refusal::{Refusal, Value};
use crate::statement::{Seen, Signer};
use crate::time::Time;

/// An act as the rules see it: verified, placed, and read.
#[derive(Clone, Debug)]
pub struct Act<E> {
    /// Its position.
    pub index: Index,
    /// When the sequencer placed it.
    pub at: Time,
    /// Who signed.
    pub by: Signer,
    /// Its name.
    pub id: EntryId,
    /// What its author had seen.
    pub seen: Seen,
    /// The author's own clock.
    pub said_at: Time,
    /// What it says.
    pub entry: E,
}

impl<E> Act<E> {
    /// The same act around something else, usually a part of its entry.
    pub fn with<F>(&self, entry: F) -> Act<F> {
        Act {
            index: self.index,
            at: self.at,
            by: self.by.clone(),
            id: self.id,
            seen: self.seen,
            said_at: self.said_at,
            entry,
        }
    }
}

/// By whom, when and where in the log.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Mark {
    /// The member.
    pub member: String,
    /// When the act was placed.
    pub at: Time,
    /// Its position.
    pub index: Index,
}

/// An entry as it was filed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Filed<T> {
    /// By whom, when.
    pub mark: Mark,
    /// The entry.
    pub entry: T,
}

/// Something a member is expected to do by an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Stable code, the key of its sentence.
    pub code: &'static str,
    /// The member who is to act.
    pub member: String,
    /// By when; overdue after it. None where no clock runs.
    pub by: Option<Time>,
    /// The page where it is done, below the mechanism's root.
    pub path: String,
    /// Named facts for the sentence.
    pub about: Vec<(&'static str, Value)>,
}

/// An obligation that the log shows was not met at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Stable code, the key of its sentence.
    pub code: &'static str,
    /// The member whose obligation it was.
    pub member: String,
    /// Since when.
    pub since: Time,
    /// The act that made the obligation.
    pub index: Index,
}

/// Why an entry can't be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// This program does not know the entry: it is older than the log it reads.
    #[error("unknown entry {0}: a newer release is needed to read this log")]
    Unknown(String),
    /// The entry's fields are not those of its type.
    #[error("not a {kind}: {source}")]
    Fields {
        /// The entry's type.
        kind: String,
        /// What serde found.
        source: serde_json::Error,
    },
}

/// The words of an area. Written with [`entries!`](crate::entries).
pub trait Entry: Sized {
    /// Every kind with its version, e.g. `draft-tabled.v1`.
    const KINDS: &'static [&'static str];
    /// Reads an entry of this kind, strictly.
    fn decode(kind: &str, json: &str) -> Result<Self, DecodeError>;
    /// Its kind.
    fn kind(&self) -> &'static str;
    /// Its JSON, as a member's program would sign it.
    fn json(&self) -> String;
}

/// One area of the agreement.
pub trait Area: Default {
    /// Its name in payload types, paths and refusals.
    const NAME: &'static str;
    /// What can be said.
    type Entry: Entry;
    /// What it may read beside itself.
    type Needs<'a>: Copy;

    /// Whether the act counts. Reads only; never looks inside a seal.
    fn judge(&self, needs: Self::Needs<'_>, act: &Act<&Self::Entry>) -> Result<(), Refusal>;
    /// Takes an act in force into the state. Infallible.
    fn fold(&mut self, needs: Self::Needs<'_>, act: &Act<&Self::Entry>);
    /// Digest of the whole state, equal on every node that read the same log.
    fn root(&self) -> Digest;
    /// What members are expected to do, as of an instant.
    fn due(&self, needs: Self::Needs<'_>, as_of: Time) -> Vec<Due> {
        let _ = (needs, as_of);
        Vec::new()
    }
    /// What was not done, as of an instant.
    fn breaches(&self, needs: Self::Needs<'_>, as_of: Time) -> Vec<Breach> {
        let _ = (needs, as_of);
        Vec::new()
    }
}

/// Writes the entry enum of an area: one variant per kind, each holding a struct of that name.
///
/// ```text
/// act::entries! {
///     /// What a member can say about drafts.
///     pub enum AgreementEntry { "draft-tabled.v1" => DraftTabled, "position-taken.v1" => PositionTaken }
/// }
/// ```
#[macro_export]
macro_rules! entries {
    ($(#[$doc:meta])* pub enum $name:ident { $($kind:literal => $variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("`", $kind, "`")] $variant($variant)),+ }

        impl $crate::Entry for $name {
            const KINDS: &'static [&'static str] = &[$($kind),+];

            fn decode(kind: &str, json: &str) -> Result<Self, $crate::DecodeError> {
                match kind {
                    $($kind => ::serde_json::from_str(json).map($name::$variant).map_err(|source| {
                        $crate::DecodeError::Fields { kind: kind.to_owned(), source }
                    }),)+
                    _ => Err($crate::DecodeError::Unknown(kind.to_owned())),
                }
            }

            fn kind(&self) -> &'static str {
                match self { $($name::$variant(_) => $kind),+ }
            }

            fn json(&self) -> String {
                // Entries are structs of texts, integers and lists: serialising cannot fail.
                match self {
                    $($name::$variant(entry) => ::serde_json::to_string(entry).unwrap_or_default()),+
                }
            }
        }

        $(impl From<$variant> for $name {
            fn from(entry: $variant) -> $name { $name::$variant(entry) }
        })+
    };
}
