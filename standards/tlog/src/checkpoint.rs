//! Checkpoints (C2SP tlog-checkpoint v1.0.0): a log's size and root, as a signed note.

use std::fmt;

use crate::hash::Hash;
use crate::note::{Kind, Note, NoteError, SigningKey, VerifierKey};

/// What a log says of itself. Extension lines are kept, because signatures cover them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// Root of the tree.
    pub root: Hash,
    /// Further lines; we write none.
    pub extensions: Vec<String>,
}

/// Why a note is not a checkpoint of the expected log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// Not a note, or a bad signature of a known key.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// Not the three lines of a checkpoint.
    #[error("not a checkpoint: it must have an origin, a size and a root, each on its line")]
    Form,
    /// Another log's.
    #[error("the checkpoint is of {found:?}, expected {expected:?}")]
    Origin {
        /// In the checkpoint.
        found: String,
        /// The log asked about.
        expected: String,
    },
    /// The log's key did not sign.
    #[error("the checkpoint carries no signature of {0}")]
    Unsigned(String),
}

impl Checkpoint {
    /// A checkpoint without extensions.
    pub fn new(origin: &str, size: u64, root: Hash) -> Checkpoint {
        Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
            extensions: Vec::new(),
        }
    }

    /// Reads the text of a checkpoint note.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::Form)?;
        let mut lines = body.split('\n');
        let origin = lines
            .next()
            .filter(|line| !line.is_empty())
            .ok_or(CheckpointError::Form)?;
        let size = lines
            .next()
            .and_then(decimal)
            .ok_or(CheckpointError::Form)?;
        let root = lines.next().and_then(|line| Hash::from_base64(line).ok());
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.iter().any(String::is_empty) {
            return Err(CheckpointError::Form);
        }
        let root = root.ok_or(CheckpointError::Form)?;
        Ok(Checkpoint {
            origin: origin.to_owned(),
            size,
            root,
            extensions,
        })
    }

    /// The checkpoint as a note signed by the log.
    pub fn sign(&self, key: &SigningKey) -> Note {
        let text = self.to_string();
        let signatures = vec![key.sign(&text)];
        Note { text, signatures }
    }

    /// Opens a note that must be a checkpoint of the log with this key and origin.
    pub fn open(
        note: &Note,
        origin: &str,
        log: &VerifierKey,
    ) -> Result<Checkpoint, CheckpointError> {
        let checkpoint = Checkpoint::parse(&note.text)?;
        if checkpoint.origin != origin {
            let expected = origin.to_owned();
            return Err(CheckpointError::Origin {
                found: checkpoint.origin,
                expected,
            });
        }
        if log.kind() != Kind::Log || note.verify(std::slice::from_ref(log))?.is_empty() {
            return Err(CheckpointError::Unsigned(log.name().to_owned()));
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)?;
        self.extensions
            .iter()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// A decimal without sign or leading zero.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}
