//! The store in memory, for tests and the simulator. Same refusals as on disk, and a switch that
//! makes it full.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tlog::Hash;

use crate::grow::grow;
use crate::model::{
    ActId, AuthorHead, AuthorKey, Batch, Cosignature, Evidence, Head, Placed, Published,
    SignedCheckpoint, Swap, Witnessed,
};
use crate::{ReadError, Reader, SharedReader, Store, WriteError, rules};

/// Whether a [`Memory`] takes writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// It does.
    #[default]
    Enough,
    /// Every write answers [`WriteError::Full`].
    None,
}

/// A store that forgets when dropped. Clones share their content, as two openings of one file do.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Content>>);

#[derive(Clone, Default)]
struct Content {
    room: Room,
    leaves: Vec<Vec<u8>>,
    root: Option<Hash>,
    at_millis: i64,
    tiles: BTreeMap<(u8, u64), Vec<u8>>,
    acts: BTreeMap<ActId, u64>,
    numbered: BTreeMap<AuthorKey, Vec<Placed>>,
    checkpoints: BTreeMap<u64, SignedCheckpoint>,
    cosignatures: BTreeMap<(u64, String), Vec<u8>>,
    published: Option<Published>,
    evidence: Vec<Evidence>,
    witnessed: BTreeMap<String, Witnessed>,
    records: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// An empty store.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Makes every later write fail for want of room, or succeed again.
    pub fn set_room(&self, room: Room) {
        self.lock().room = room;
    }

    /// A second store with the same content, which then goes its own way: a backup.
    pub fn copy(&self) -> Memory {
        Memory(Arc::new(Mutex::new(self.lock().clone())))
    }

    fn lock(&self) -> MutexGuard<'_, Content> {
        // Content is replaced only after every check, so a panicking reader leaves it whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writable(&self, what: &'static str) -> Result<MutexGuard<'_, Content>, WriteError> {
        let content = self.lock();
        match content.room {
            Room::Enough => Ok(content),
            Room::None => Err(WriteError::Full { what }),
        }
    }
}

impl Content {
    fn head(&self) -> Head {
        Head {
            size: self.leaves.len() as u64,
            root: self.root.unwrap_or_else(tlog::merkle::empty_root),
            at_millis: self.at_millis,
        }
    }
}

impl Store for Memory {
    fn reader(&self) -> SharedReader {
        Arc::new(self.clone())
    }

    fn append(&mut self, batch: &Batch) -> Result<(), WriteError> {
        let mut content = self.writable(rules::BATCH)?;
        rules::follows(&content.head(), batch)?;
        let mut last: BTreeMap<AuthorKey, u64> = BTreeMap::new();
        let mut ids = BTreeSet::new();
        for leaf in &batch.leaves {
            if !ids.insert(leaf.id) || content.acts.contains_key(&leaf.id) {
                return Err(rules::repeated(leaf));
            }
            let stored = content
                .numbered
                .get(&leaf.author)
                .map_or(0, |acts| acts.len() as u64);
            let expected = last.get(&leaf.author).map_or(stored, |seq| seq + 1);
            rules::numbered(leaf, expected)?;
            last.insert(leaf.author, leaf.seq);
        }
        let hashes = batch.leaves.iter().map(|leaf| leaf.hash).collect();
        let grown = grow(batch.from, hashes, |level, number| {
            Ok::<_, WriteError>(
                content
                    .tiles
                    .get(&(level, number))
                    .cloned()
                    .unwrap_or_default(),
            )
        })?;
        for tile in grown {
            content.tiles.insert((tile.level, tile.number), tile.hashes);
        }
        for leaf in &batch.leaves {
            let index = content.leaves.len() as u64;
            content.leaves.push(leaf.bytes.clone());
            content.acts.insert(leaf.id, index);
            content
                .numbered
                .entry(leaf.author)
                .or_default()
                .push(Placed { index, id: leaf.id });
        }
        content.root = Some(batch.root);
        content.at_millis = batch.at_millis;
        Ok(())
    }

    fn save_checkpoint(&mut self, checkpoint: &SignedCheckpoint) -> Result<(), WriteError> {
        let mut content = self.writable(rules::CHECKPOINT)?;
        let held = content
            .checkpoints
            .get(&checkpoint.size)
            .map(|held| held.root);
        rules::signable(&content.head(), held, checkpoint)?;
        content
            .checkpoints
            .entry(checkpoint.size)
            .or_insert_with(|| checkpoint.clone());
        Ok(())
    }

    fn save_cosignature(&mut self, size: u64, line: &Cosignature) -> Result<(), WriteError> {
        let mut content = self.writable("a cosignature")?;
        content
            .cosignatures
            .insert((size, line.witness.clone()), line.line.clone());
        Ok(())
    }

    fn publish(&mut self, published: &Published) -> Result<(), WriteError> {
        let mut content = self.writable(rules::PUBLISHED)?;
        let held = content.published.as_ref().map(|held| held.size);
        let signed = content.checkpoints.contains_key(&published.size);
        rules::publishable(held, signed, published.size)?;
        content.published = Some(published.clone());
        Ok(())
    }

    fn keep_evidence(&mut self, evidence: &Evidence) -> Result<(), WriteError> {
        let mut content = self.writable("evidence")?;
        let same = |held: &Evidence| held.author == evidence.author && held.seq == evidence.seq;
        if !content.evidence.iter().any(same) {
            content.evidence.push(evidence.clone());
        }
        Ok(())
    }

    fn swap_witnessed(
        &mut self,
        origin: &str,
        expected: Option<(u64, Hash)>,
        new: &Witnessed,
    ) -> Result<Swap, WriteError> {
        let mut content = self.writable("a witnessed checkpoint")?;
        let held = content.witnessed.get(origin);
        if held.map(|held| (held.size, held.root)) != expected {
            return Ok(Swap::Held(held.cloned()));
        }
        content.witnessed.insert(origin.to_owned(), new.clone());
        Ok(Swap::Stored)
    }

    fn put_record(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        self.writable("a record")?
            .records
            .insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }
}

impl Reader for Memory {
    fn head(&self) -> Result<Head, ReadError> {
        Ok(self.lock().head())
    }

    fn leaves(&self, range: Range<u64>) -> Result<Vec<Vec<u8>>, ReadError> {
        let content = self.lock();
        let place = |index: u64| usize::try_from(index).unwrap_or(usize::MAX);
        let end = place(range.end).min(content.leaves.len());
        let start = place(range.start).min(end);
        Ok(content.leaves[start..end].to_vec())
    }

    fn tile_row(&self, level: u8, number: u64) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.lock().tiles.get(&(level, number)).cloned())
    }

    fn find_act(&self, id: &ActId) -> Result<Option<u64>, ReadError> {
        Ok(self.lock().acts.get(id).copied())
    }

    fn find_numbered(&self, author: &AuthorKey, seq: u64) -> Result<Option<Placed>, ReadError> {
        let content = self.lock();
        let place = usize::try_from(seq).unwrap_or(usize::MAX);
        Ok(content
            .numbered
            .get(author)
            .and_then(|acts| acts.get(place))
            .copied())
    }

    fn author_heads(&self) -> Result<Vec<AuthorHead>, ReadError> {
        let content = self.lock();
        let heads = content.numbered.iter().filter_map(|(author, acts)| {
            let last = acts.last()?;
            Some(AuthorHead {
                author: *author,
                seq: acts.len() as u64 - 1,
                id: last.id,
            })
        });
        Ok(heads.collect())
    }

    fn checkpoint(&self, size: u64) -> Result<Option<SignedCheckpoint>, ReadError> {
        Ok(self.lock().checkpoints.get(&size).cloned())
    }

    fn latest_checkpoints(&self, max: usize) -> Result<Vec<SignedCheckpoint>, ReadError> {
        Ok(self
            .lock()
            .checkpoints
            .values()
            .rev()
            .take(max)
            .cloned()
            .collect())
    }

    fn cosignatures(&self, size: u64) -> Result<Vec<Cosignature>, ReadError> {
        let content = self.lock();
        let lines = content
            .cosignatures
            .iter()
            .filter(|((at, _), _)| *at == size);
        Ok(lines
            .map(|((_, witness), line)| Cosignature {
                witness: witness.clone(),
                line: line.clone(),
            })
            .collect())
    }

    fn published(&self) -> Result<Option<Published>, ReadError> {
        Ok(self.lock().published.clone())
    }

    fn evidence(&self, from: u64, max: usize) -> Result<Vec<Evidence>, ReadError> {
        let skip = usize::try_from(from).unwrap_or(usize::MAX);
        Ok(self
            .lock()
            .evidence
            .iter()
            .skip(skip)
            .take(max)
            .cloned()
            .collect())
    }

    fn witnessed(&self, origin: &str) -> Result<Option<Witnessed>, ReadError> {
        Ok(self.lock().witnessed.get(origin).cloned())
    }

    fn record(&self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        Ok(self.lock().records.get(name).cloned())
    }
}
