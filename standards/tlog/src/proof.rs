//! Proofs in one file (C2SP tlog-proof): an entry is in a log, and enough others saw it there.

use std::fmt;

use base64ct::{Base64, Encoding};

use crate::checkpoint::{Checkpoint, decimal};
use crate::hash::Hash;
use crate::merkle::{ProofError, leaf_hash, verify_inclusion};
use crate::note::Note;
use crate::policy::{Policy, UnmetPolicy};

/// First line of the file.
pub const HEADER: &str = "c2sp.org/tlog-proof@v1";
/// Most hashes of an inclusion path.
pub const PATH_LENGTH_MAX: usize = 63;

/// A `.tlog-proof`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Anything the sender adds; authenticated by nothing here.
    pub extra: Option<Vec<u8>>,
    /// Place of the entry.
    pub index: u64,
    /// Inclusion path, the leaf's sibling first.
    pub path: Vec<Hash>,
    /// The checkpoint, with its signatures.
    pub checkpoint: Note,
}

/// What a proof proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Place of the entry.
    pub index: u64,
    /// The checkpoint it is under.
    pub checkpoint: Checkpoint,
    /// Witnesses by their names in the policy, and the time each vouches for.
    pub cosigned: Vec<(String, u64)>,
}

/// Why a proof does not prove.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unproven {
    /// Not a proof file.
    #[error("not a {HEADER} file")]
    Form,
    /// The checkpoint does not count under the policy.
    #[error(transparent)]
    Policy(#[from] UnmetPolicy),
    /// The entry is not where the proof says.
    #[error("the entry is not in the log at this place: {0}")]
    Inclusion(#[from] ProofError),
}

impl Proof {
    /// Reads a proof file. Nothing is verified at parse time.
    pub fn parse(bytes: &[u8]) -> Result<Proof, Unproven> {
        std::str::from_utf8(bytes)
            .ok()
            .and_then(Proof::read)
            .ok_or(Unproven::Form)
    }

    fn read(text: &str) -> Option<Proof> {
        let rest = text.strip_prefix(HEADER)?.strip_prefix('\n')?;
        let (head, checkpoint) = rest.split_once("\n\n")?;
        let mut lines = head.split('\n').peekable();
        let extra = match lines.peek().and_then(|line| line.strip_prefix("extra ")) {
            Some(encoded) => {
                lines.next();
                Some(Base64::decode_vec(encoded).ok()?)
            }
            None => None,
        };
        let index = decimal(lines.next()?.strip_prefix("index ")?)?;
        let path: Vec<Hash> = lines
            .map(Hash::from_base64)
            .collect::<Result<_, _>>()
            .ok()?;
        if path.len() > PATH_LENGTH_MAX {
            return None;
        }
        let checkpoint = Note::parse(checkpoint.as_bytes()).ok()?;
        Some(Proof {
            extra,
            index,
            path,
            checkpoint,
        })
    }

    /// Verifies that `entry` is in the log `origin` under a checkpoint that counts.
    pub fn verify(&self, entry: &[u8], origin: &str, policy: &Policy) -> Result<Proven, Unproven> {
        let (checkpoint, cosigned) = policy.verify(&self.checkpoint, origin)?;
        let leaf = leaf_hash(entry);
        verify_inclusion(
            self.index,
            checkpoint.size,
            &leaf,
            &self.path,
            &checkpoint.root,
        )?;
        Ok(Proven {
            index: self.index,
            checkpoint,
            cosigned,
        })
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", Base64::encode_string(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path
            .iter()
            .try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
