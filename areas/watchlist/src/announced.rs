//! An edition as the log's key announces it: what a post believes before it takes an edition over.

use act::Digest;
use tlog::note::{Note, NoteError, SigningKey, VerifierKey};

use crate::edition::Manifest;
use crate::entry::EditionName;

/// After the origin, in the first line: no checkpoint reads so.
const SUFFIX: &str = "/edition";

/// What is signed: which edition it is, what it says, and the log it follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The log.
    pub origin: String,
    /// The edition.
    pub edition: EditionName,
    /// How many listings it has.
    pub listings: u64,
    /// The root of its tree.
    pub root: Digest,
    /// How many entries the log had when the edition took hold.
    pub log_size: u64,
    /// The root of the log then.
    pub log_root: Digest,
}

/// Why a note announces no edition.
#[derive(Debug, thiserror::Error)]
pub enum AnnouncedError {
    /// The text is not a signed note.
    #[error("the announcement is not a signed note")]
    Note(#[source] NoteError),
    /// A signature by the log's key does not hold.
    #[error("the signature on the announcement does not hold")]
    Signature(#[source] NoteError),
    /// The log's key has not signed it.
    #[error("the announcement is not signed with the log's key")]
    Unsigned,
    /// The note says something else.
    #[error("the note announces no edition")]
    Form,
    /// It announces another edition than the one it came with.
    #[error("the note announces edition {announced}, it came with {found}")]
    OtherEdition {
        /// In the note.
        announced: String,
        /// What it came with.
        found: String,
    },
}

impl Announced {
    /// The note as the log's key signs it.
    pub fn sign(&self, key: &SigningKey) -> Note {
        let text = self.text();
        let signatures = vec![key.sign(&text)];
        Note { text, signatures }
    }

    /// The announcement in a note that one of these log keys signed, of the log it is the key of.
    pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Announced, AnnouncedError> {
        let note = Note::parse(note.as_bytes()).map_err(AnnouncedError::Note)?;
        let signed = note.verify(keys).map_err(AnnouncedError::Signature)?;
        let announced = parse(&note.text).ok_or(AnnouncedError::Form)?;
        if !signed.iter().any(|key| key.name() == announced.origin) {
            return Err(AnnouncedError::Unsigned);
        }
        // Only the one way of writing it is an announcement.
        match announced.text() == note.text {
            true => Ok(announced),
            false => Err(AnnouncedError::Form),
        }
    }

    /// Whether it announces the edition of this manifest.
    pub fn check(&self, manifest: &Manifest) -> Result<(), AnnouncedError> {
        let same = self.edition == manifest.edition
            && self.root == manifest.root
            && self.listings == manifest.size;
        match same {
            true => Ok(()),
            false => Err(AnnouncedError::OtherEdition {
                announced: self.edition.text(),
                found: manifest.edition.text(),
            }),
        }
    }

    fn text(&self) -> String {
        let Announced {
            origin,
            edition: EditionName { day, urgent },
            listings,
            root,
            log_size,
            log_root,
        } = self;
        format!("{origin}{SUFFIX}\n{day}/{urgent}\n{listings}\n{root}\n{log_size}\n{log_root}\n")
    }
}

fn parse(text: &str) -> Option<Announced> {
    let mut lines = text.lines();
    let origin = lines.next()?.strip_suffix(SUFFIX)?.to_owned();
    let (day, urgent) = lines.next()?.split_once('/')?;
    Some(Announced {
        origin,
        edition: EditionName {
            day: day.to_owned(),
            urgent: urgent.parse().ok()?,
        },
        listings: lines.next()?.parse().ok()?,
        root: lines.next()?.parse().ok()?,
        log_size: lines.next()?.parse().ok()?,
        log_root: lines.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_logs_key_announces_and_only_in_one_form() {
        let key = SigningKey::log("record.example/joint", &[7; 32]);
        let keys = [key.verifier_key()];
        let announced = Announced {
            origin: "record.example/joint".to_owned(),
            edition: EditionName {
                day: "2025-11-20".to_owned(),
                urgent: 1,
            },
            listings: 3,
            root: Digest([1; 32]),
            log_size: 40,
            log_root: Digest([2; 32]),
        };
        let note = announced.sign(&key).to_string();
        assert_eq!(Announced::open(&note, &keys).unwrap(), announced);
        let changed = note.replacen("\n3\n", "\n2\n", 1);
        assert!(matches!(
            Announced::open(&changed, &keys),
            Err(AnnouncedError::Signature(_))
        ));
        let stranger = SigningKey::log("other.example/log", &[8; 32]);
        let strange = announced.sign(&stranger).to_string();
        for keys in [keys.to_vec(), vec![stranger.verifier_key()]] {
            assert!(matches!(
                Announced::open(&strange, &keys),
                Err(AnnouncedError::Unsigned)
            ));
        }
    }
}
