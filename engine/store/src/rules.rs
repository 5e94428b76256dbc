//! What every store refuses, written once: whatever would tear or fork what it holds.

use tlog::Hash;
use tlog::tile::ENTRY_BYTES_MAX;

use crate::WriteError;
use crate::model::{Batch, Head, NewLeaf, SignedCheckpoint};

pub(crate) const BATCH: &str = "a batch of leaves";
pub(crate) const CHECKPOINT: &str = "a signed checkpoint";
pub(crate) const PUBLISHED: &str = "the published pointer";

fn contradiction(what: &'static str, why: String) -> WriteError {
    WriteError::Contradiction { what, why }
}

/// A batch must be something, start where the log ends, and not go back in time.
pub(crate) fn follows(head: &Head, batch: &Batch) -> Result<(), WriteError> {
    if batch.from != head.size {
        let why = format!(
            "it starts at {}, the log has {} leaves",
            batch.from, head.size
        );
        return Err(contradiction(BATCH, why));
    }
    if batch.leaves.is_empty() {
        return Err(contradiction(BATCH, "it is empty".to_owned()));
    }
    if batch.at_millis < head.at_millis {
        let why = format!(
            "its time {} is before the log's {}",
            batch.at_millis, head.at_millis
        );
        return Err(contradiction(BATCH, why));
    }
    match batch
        .leaves
        .iter()
        .find(|leaf| leaf.bytes.len() > ENTRY_BYTES_MAX)
    {
        Some(leaf) => Err(contradiction(
            BATCH,
            format!("a leaf has {} bytes", leaf.bytes.len()),
        )),
        None => Ok(()),
    }
}

/// An act stands in the log once.
pub(crate) fn repeated(leaf: &NewLeaf) -> WriteError {
    contradiction(
        BATCH,
        format!("the act {} stands in the log already", hex(&leaf.id)),
    )
}

/// An author's acts are numbered without a gap.
pub(crate) fn numbered(leaf: &NewLeaf, expected: u64) -> Result<(), WriteError> {
    if leaf.seq == expected {
        return Ok(());
    }
    let author = hex(&leaf.author);
    let why = format!(
        "act {} of the key {author} came where {expected} was due",
        leaf.seq
    );
    Err(contradiction(BATCH, why))
}

/// Only what is durable is signed, and each size has one root.
pub(crate) fn signable(
    head: &Head,
    held: Option<Hash>,
    checkpoint: &SignedCheckpoint,
) -> Result<(), WriteError> {
    let size = checkpoint.size;
    if size > head.size {
        let why = format!("its size {size} is beyond the log's {}", head.size);
        return Err(contradiction(CHECKPOINT, why));
    }
    let known = if size == head.size {
        Some(head.root)
    } else {
        held
    };
    if known.is_some_and(|root| root != checkpoint.root)
        || held.is_some_and(|root| root != checkpoint.root)
    {
        return Err(contradiction(
            CHECKPOINT,
            format!("size {size} has another root"),
        ));
    }
    Ok(())
}

/// The published pointer moves forward, over signed checkpoints.
pub(crate) fn publishable(held: Option<u64>, signed: bool, size: u64) -> Result<(), WriteError> {
    if !signed {
        return Err(contradiction(
            PUBLISHED,
            format!("no checkpoint of size {size} was signed"),
        ));
    }
    match held {
        Some(held) if held > size => Err(contradiction(
            PUBLISHED,
            format!("{size} is before the published {held}"),
        )),
        _ => Ok(()),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
