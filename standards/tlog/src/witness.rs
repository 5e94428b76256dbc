//! The witness wire (C2SP tlog-witness v1.0.0): `add-checkpoint`, asked and answered.

use std::fmt;

use crate::checkpoint::{Checkpoint, decimal};
use crate::hash::Hash;
use crate::merkle::{empty_root, verify_consistency};
use crate::note::{Note, Signature, VerifierKey};

/// Most hashes in a consistency proof.
pub const PROOF_LENGTH_MAX: usize = 63;
/// Content type of a 409 answer that tells the witness's size.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";
/// Longest body: the proof, and a checkpoint with many signatures.
pub const BODY_BYTES_MAX: usize = 64 * 1024;

/// The body of an `add-checkpoint` request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size the witness is believed to have cosigned last; 0 for none.
    pub old: u64,
    /// From that size to the checkpoint's.
    pub proof: Vec<Hash>,
    /// The checkpoint note, signed by the log.
    pub note: Note,
}

/// A log a witness knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownLog {
    /// Its origin line.
    pub origin: String,
    /// Its keys; one valid signature is enough.
    pub keys: Vec<VerifierKey>,
}

/// What a witness cosigned last for one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latest {
    /// Its size.
    pub size: u64,
    /// Its root.
    pub root: Hash,
}

/// Why a witness does not cosign, in the order of the specification's checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessRefusal {
    /// The body is not of the form.
    #[error("the body is not an add-checkpoint request")]
    Malformed,
    /// The log is not one this witness knows.
    #[error("this witness does not know the log {0:?}")]
    UnknownLog(String),
    /// No valid signature of the log, or a bad one.
    #[error("the checkpoint carries no valid signature of the log")]
    Unsigned,
    /// The old size is larger than the checkpoint's.
    #[error("the old size {old} is larger than the checkpoint's {size}")]
    OldTooLarge {
        /// As asked.
        old: u64,
        /// The checkpoint's.
        size: u64,
    },
    /// The old size is not what this witness cosigned last.
    #[error("this witness last cosigned size {0}")]
    Conflict(u64),
    /// The proof does not show one history.
    #[error("the checkpoint is not shown to continue what this witness cosigned")]
    Inconsistent,
}

impl WitnessRefusal {
    /// HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            WitnessRefusal::Malformed | WitnessRefusal::OldTooLarge { .. } => 400,
            WitnessRefusal::UnknownLog(_) => 404,
            WitnessRefusal::Unsigned => 403,
            WitnessRefusal::Conflict(_) => 409,
            WitnessRefusal::Inconsistent => 422,
        }
    }

    /// Content type and body of the answer.
    pub fn body(&self) -> (&'static str, String) {
        match self {
            WitnessRefusal::Conflict(size) => (SIZE_CONTENT_TYPE, format!("{size}\n")),
            other => ("text/plain; charset=utf-8", format!("{other}\n")),
        }
    }
}

/// What a witness may cosign: persist it BEFORE answering, in one step with the check that
/// `Latest` is still what it was decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The checkpoint, to be cosigned as its exact text.
    pub text: String,
    /// Read from it.
    pub checkpoint: Checkpoint,
}

/// Decides one request in the specification's order. `latest` is what this witness cosigned last
/// for the request's origin, as `known` finds it.
pub fn decide(
    request: &AddCheckpoint,
    known: &[KnownLog],
    latest: impl FnOnce(&str) -> Option<Latest>,
) -> Result<Accepted, WitnessRefusal> {
    let checkpoint =
        Checkpoint::parse(&request.note.text).map_err(|_| WitnessRefusal::Malformed)?;
    let log = known
        .iter()
        .find(|log| log.origin == checkpoint.origin)
        .ok_or_else(|| WitnessRefusal::UnknownLog(checkpoint.origin.clone()))?;
    match request.note.verify(&log.keys) {
        Ok(verified) if !verified.is_empty() => {}
        _ => return Err(WitnessRefusal::Unsigned),
    }
    if request.old > checkpoint.size {
        return Err(WitnessRefusal::OldTooLarge {
            old: request.old,
            size: checkpoint.size,
        });
    }
    let latest = latest(&checkpoint.origin);
    let cosigned = latest.map_or(0, |latest| latest.size);
    if request.old != cosigned {
        return Err(WitnessRefusal::Conflict(cosigned));
    }
    let old_root = latest.map_or_else(empty_root, |latest| latest.root);
    if checkpoint.size == 0 && checkpoint.root != empty_root() {
        return Err(WitnessRefusal::Inconsistent);
    }
    verify_consistency(
        request.old,
        &old_root,
        checkpoint.size,
        &checkpoint.root,
        &request.proof,
    )
    .map_err(|_| WitnessRefusal::Inconsistent)?;
    Ok(Accepted {
        text: request.note.text.clone(),
        checkpoint,
    })
}

impl AddCheckpoint {
    /// Reads a body. Signatures are NOT verified at parse time.
    pub fn parse(body: &[u8]) -> Result<AddCheckpoint, WitnessRefusal> {
        if body.len() > BODY_BYTES_MAX {
            return Err(WitnessRefusal::Malformed);
        }
        let text = std::str::from_utf8(body).map_err(|_| WitnessRefusal::Malformed)?;
        AddCheckpoint::read(text).ok_or(WitnessRefusal::Malformed)
    }

    fn read(text: &str) -> Option<AddCheckpoint> {
        let (head, note) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = decimal(lines.next()?.strip_prefix("old ")?)?;
        let proof: Vec<Hash> = lines
            .map(Hash::from_base64)
            .collect::<Result<_, _>>()
            .ok()?;
        if proof.len() > PROOF_LENGTH_MAX {
            return None;
        }
        Some(AddCheckpoint {
            old,
            proof,
            note: Note::parse(note.as_bytes()).ok()?,
        })
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof
            .iter()
            .try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

/// What a witness answered, as a log reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Cosignature lines, unverified.
    Cosigned(Vec<Signature>),
    /// The witness is at another size: ask again from there.
    Conflict(u64),
    /// Refused, with the status.
    Refused(u16),
    /// Not an answer of this protocol.
    Unreadable,
}

/// Reads a witness's answer from status, content type and body.
pub fn read_answer(status: u16, content_type: &str, body: &[u8]) -> Answer {
    let text = std::str::from_utf8(body).unwrap_or_default();
    match status {
        200 => {
            let lines: Option<Vec<Signature>> = text
                .strip_suffix('\n')
                .and_then(|lines| lines.split('\n').map(Signature::parse).collect());
            lines.map_or(Answer::Unreadable, Answer::Cosigned)
        }
        409 if is_size(content_type) => {
            let size = text.strip_suffix('\n').and_then(decimal);
            size.map_or(Answer::Unreadable, Answer::Conflict)
        }
        status => Answer::Refused(status),
    }
}

/// Whether this is the type of a size, whatever its case and parameters.
fn is_size(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(SIZE_CONTENT_TYPE)
}
