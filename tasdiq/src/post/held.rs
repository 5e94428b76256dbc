//! The edition a post holds: taken over only as the log's key announced it.

use std::collections::BTreeMap;

use act::{Digest, Time};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tlog::note::VerifierKey;
use watchlist::announced::{Announced, AnnouncedError};
use watchlist::edition::{Delta, DeltaError, Edition, Leaf, Manifest};

/// An edition with the note that announced it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The edition.
    pub edition: Edition,
    /// Its root, as announced and as computed.
    pub root: Digest,
    note: String,
}

/// Why an edition was not taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The answer is none.
    #[error("the answer is no edition")]
    Form(#[source] serde_json::Error),
    /// It comes without a note, as from a replica.
    #[error("the edition comes without a note of the log's key: ask the host itself")]
    NoNote,
    /// The note is not the log's, or of another edition.
    #[error(transparent)]
    Note(#[from] AnnouncedError),
    /// The leaves are not in order, or one is there twice.
    #[error("the listings are not in order at {0}")]
    Order(String),
    /// The listings are not those announced.
    #[error("its listings lead to the root {found}, announced is {announced}")]
    OtherRoot {
        /// Computed here.
        found: Digest,
        /// In the note.
        announced: Digest,
    },
    /// The delta does not lead there.
    #[error(transparent)]
    Delta(#[from] DeltaError),
    /// It says to hold since another day than its own: it would look fresher than it is.
    #[error("edition {edition} can't hold since {since}")]
    Since {
        /// Which.
        edition: String,
        /// As offered.
        since: Time,
    },
    /// Two lists were announced under one name.
    #[error("another list was announced as edition {0} before")]
    OtherList(String),
    /// It goes back.
    #[error("edition {offered} is older than {held}, which is held")]
    Older {
        /// As offered.
        offered: String,
        /// As held.
        held: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Whole {
    manifest: Manifest,
    leaves: Vec<Leaf>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct Way {
    #[serde(flatten)]
    delta: BTreeMap<String, Value>,
    note: Option<String>,
}

impl Held {
    /// A whole edition, as a host answers it or as it was kept.
    pub fn whole(answer: Value, keys: &[VerifierKey]) -> Result<Held, TakeError> {
        let whole: Whole = serde_json::from_value(answer).map_err(TakeError::Form)?;
        let note = whole.note.ok_or(TakeError::NoNote)?;
        Announced::open(&note, keys)?.check(&whole.manifest)?;
        check_since(&whole.manifest)?;
        let mut leaves: BTreeMap<String, Leaf> = BTreeMap::new();
        for leaf in whole.leaves {
            if leaves
                .last_key_value()
                .is_some_and(|(last, _)| *last >= leaf.listing)
            {
                return Err(TakeError::Order(leaf.listing));
            }
            leaves.insert(leaf.listing.clone(), leaf);
        }
        let Manifest {
            edition: name,
            number,
            since,
            root: announced,
            ..
        } = whole.manifest;
        let edition = Edition {
            name,
            number,
            since,
            leaves,
        };
        let root = edition.root();
        match root == announced {
            true => Ok(Held {
                edition,
                root,
                note,
            }),
            false => Err(TakeError::OtherRoot {
                found: root,
                announced,
            }),
        }
    }

    /// The edition that a host's delta leads to; this one stays as it is.
    pub fn next(&self, answer: Value, keys: &[VerifierKey]) -> Result<Held, TakeError> {
        let way: Way = serde_json::from_value(answer).map_err(TakeError::Form)?;
        let note = way.note.ok_or(TakeError::NoNote)?;
        let delta = Value::Object(way.delta.into_iter().collect());
        let delta: Delta = serde_json::from_value(delta).map_err(TakeError::Form)?;
        Announced::open(&note, keys)?.check(&delta.to)?;
        check_since(&delta.to)?;
        if delta.to.edition == self.edition.name && delta.to.root != self.root {
            return Err(TakeError::OtherList(self.edition.name.text()));
        }
        if delta.to.edition < self.edition.name {
            return Err(TakeError::Older {
                offered: delta.to.edition.text(),
                held: self.edition.name.text(),
            });
        }
        let edition = self.edition.apply_from(self.root, &delta)?;
        Ok(Held {
            // Applying it has computed the same root.
            root: delta.to.root,
            edition,
            note,
        })
    }

    /// As it is kept, and read again with [`Held::whole`].
    pub fn json(&self) -> Vec<u8> {
        let whole = Whole {
            manifest: self.edition.manifest(),
            leaves: self.edition.leaves.values().cloned().collect(),
            note: Some(self.note.clone()),
        };
        serde_json::to_vec(&whole).unwrap_or_default()
    }

    /// Every payload it names that a post holds: bodies and small pictures.
    pub fn payloads(&self) -> impl Iterator<Item = &Digest> {
        let leaves = self.edition.leaves.values();
        leaves.flat_map(|leaf| std::iter::once(&leaf.body).chain(&leaf.photos))
    }
}

/// The note does not sign since when an edition holds, but its day: the cut, or a moment of that day.
fn check_since(manifest: &Manifest) -> Result<(), TakeError> {
    let (day, since) = (&manifest.edition.day, manifest.since.to_string());
    let fits = match manifest.edition.urgent {
        0 => since == format!("{day}T00:00:00.000Z"),
        _ => since.starts_with(&format!("{day}T")),
    };
    match fits {
        true => Ok(()),
        false => Err(TakeError::Since {
            edition: manifest.edition.text(),
            since: manifest.since,
        }),
    }
}
