//! Between the roles and the store: their effects as the store's batches, and what a restart reads.

use std::collections::BTreeMap;

use act::{Digest, Leaf, PublicKey, Time};
use node::sequencer::{Append, Opening, StoreFull, Tip};
use node::{replica, witness};
use store::{Batch, LeafFacts, NewLeaf, ReadError, Reader, Store, WriteError, tiles};
use tlog::note::Note;

pub(crate) fn batch(append: &Append) -> Batch {
    let leaves = append.leaves.iter().map(|leaf| NewLeaf {
        bytes: leaf.leaf.clone(),
        hash: leaf.hash,
        id: leaf.id.0,
        author: leaf.author.0,
        seq: leaf.seq,
    });
    Batch {
        from: append.from,
        leaves: leaves.collect(),
        root: append.root,
        at_millis: append.at.millis(),
    }
}

/// What the roles are told of a write; anything but a full disk is a mistake of theirs or ours.
pub(crate) fn outcome(result: Result<(), WriteError>) -> Result<Result<(), StoreFull>, String> {
    match result {
        Ok(()) => Ok(Ok(())),
        Err(WriteError::Full { .. }) => Ok(Err(StoreFull)),
        Err(other) => Err(other.to_string()),
    }
}

pub(crate) fn sequencer_opening(reader: &dyn Reader) -> Result<Opening, ReadError> {
    let head = reader.head()?;
    let signed = reader.latest_checkpoints(16)?;
    Ok(Opening {
        edge: tiles::edge(reader, head.size)?,
        at: Time::from_millis(head.at_millis),
        tips: tips(reader)?,
        signed: signed
            .into_iter()
            .map(|signed| (signed.size, signed.root))
            .collect(),
        published: reader.published()?.map(|published| published.size),
    })
}

pub(crate) fn replica_opening(reader: &dyn Reader) -> Result<replica::Opening, ReadError> {
    let head = reader.head()?;
    let published = reader.published()?;
    Ok(replica::Opening {
        edge: tiles::edge(reader, head.size)?,
        at: Time::from_millis(head.at_millis),
        tips: tips(reader)?,
        checkpoint: published.and_then(|published| Note::parse(&published.note).ok()),
    })
}

fn tips(reader: &dyn Reader) -> Result<Vec<(PublicKey, Tip)>, ReadError> {
    let heads = reader.author_heads()?.into_iter();
    Ok(heads
        .map(|head| {
            (
                PublicKey(head.author),
                Tip {
                    seq: head.seq,
                    id: Digest(head.id),
                },
            )
        })
        .collect())
}

pub(crate) fn witnessed(memory: &witness::Memory) -> store::Witnessed {
    store::Witnessed {
        size: memory.size,
        root: memory.root,
        note: memory.note.to_string().into_bytes(),
        time_seconds: memory.time,
    }
}

pub(crate) fn memory(witnessed: &store::Witnessed) -> Option<witness::Memory> {
    Some(witness::Memory {
        size: witnessed.size,
        root: witnessed.root,
        note: Note::parse(&witnessed.note).ok()?,
        time: witnessed.time_seconds,
    })
}

/// What a leaf says, for the store's complete check; also that each key's acts are chained.
pub(crate) fn facts() -> impl FnMut(u64, &[u8]) -> Result<LeafFacts, String> {
    let mut last: BTreeMap<PublicKey, Digest> = BTreeMap::new();
    move |_, bytes| {
        let leaf = Leaf::parse(bytes).map_err(|error| error.to_string())?;
        let id = leaf.envelope.entry_id();
        let statement = act::Statement::parse(&leaf.envelope).map_err(|error| error.to_string())?;
        if statement.prev != last.insert(statement.by, id) {
            return Err(format!(
                "act {} of its key names another act before it",
                statement.seq
            ));
        }
        Ok(LeafFacts {
            id: id.0,
            author: statement.by.0,
            seq: statement.seq,
            at_millis: leaf.at.millis(),
        })
    }
}

/// Writes through the trait, so that the simulator uses stores as the program does.
pub(crate) fn append(store: &mut dyn Store, append: &Append) -> Result<(), WriteError> {
    store.append(&batch(append))
}
