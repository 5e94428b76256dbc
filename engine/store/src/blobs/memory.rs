//! Payloads in memory, for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{BlobError, BlobId, Blobs, NewBlob, Status, commitment, fresh, may_begin};

/// Payloads that are gone when the process ends.
#[derive(Debug, Default)]
pub struct MemoryBlobs {
    held: Mutex<BTreeMap<BlobId, Held>>,
    /// Bytes that fit, for tests of a full disk.
    room: Mutex<Option<usize>>,
}

#[derive(Debug)]
struct Held {
    new: NewBlob,
    bytes: Vec<u8>,
    facts: Option<String>,
}

impl Held {
    fn status(&self) -> Status {
        let new = self.new.clone();
        match self.bytes.len() as u64 {
            offset if offset < new.bytes => Status::Partial { new, offset },
            _ => Status::Whole(new),
        }
    }
}

impl MemoryBlobs {
    /// Lets so many more bytes in, or all again.
    pub fn set_room(&self, bytes: Option<usize>) {
        *self.room.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<BlobId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_room(&self, bytes: usize) -> Result<(), BlobError> {
        let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *room {
            Some(left) if *left < bytes => Err(BlobError::Full),
            Some(left) => {
                *left -= bytes;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl Blobs for MemoryBlobs {
    fn begin(&self, new: &NewBlob) -> Result<Status, BlobError> {
        let mut all = self.held();
        if let Some(held) = all.get(&new.id) {
            let same = held.new.salt == new.salt && held.new.bytes == new.bytes;
            return match same {
                true => Ok(held.status()),
                false => Err(BlobError::Announced),
            };
        }
        let statuses: Vec<Status> = all.values().map(Held::status).collect();
        may_begin(new, &statuses)?;
        let held = Held {
            new: new.clone(),
            bytes: Vec::new(),
            facts: None,
        };
        let status = held.status();
        all.insert(new.id, held);
        Ok(status)
    }

    fn append(&self, id: &BlobId, offset: u64, chunk: &[u8]) -> Result<Status, BlobError> {
        let mut all = self.held();
        let held = all.get_mut(id).ok_or(BlobError::Absent)?;
        let fresh = fresh(&held.new, held.bytes.len() as u64, offset, chunk)?;
        if fresh.is_empty() {
            return Ok(held.status());
        }
        self.take_room(fresh.len())?;
        held.bytes.extend_from_slice(fresh);
        let status = held.status();
        if matches!(status, Status::Whole(_)) && commitment(&held.new.salt, &held.bytes) != *id {
            all.remove(id);
            return Err(BlobError::Commitment);
        }
        Ok(status)
    }

    fn status(&self, id: &BlobId) -> Result<Status, BlobError> {
        self.held()
            .get(id)
            .map(Held::status)
            .ok_or(BlobError::Absent)
    }

    fn read(&self, id: &BlobId) -> Result<Vec<u8>, BlobError> {
        match self.held().get(id) {
            Some(held) if matches!(held.status(), Status::Whole(_)) => Ok(held.bytes.clone()),
            _ => Err(BlobError::Absent),
        }
    }

    fn erase(&self, id: &BlobId) -> Result<(), BlobError> {
        self.held().remove(id);
        Ok(())
    }

    fn list(&self) -> Result<Vec<Status>, BlobError> {
        Ok(self.held().values().map(Held::status).collect())
    }

    fn keep_facts(&self, id: &BlobId, facts: &str) -> Result<(), BlobError> {
        let mut all = self.held();
        let held = all.get_mut(id).ok_or(BlobError::Absent)?;
        held.facts = Some(facts.to_owned());
        Ok(())
    }

    fn facts(&self, id: &BlobId) -> Option<String> {
        self.held().get(id)?.facts.clone()
    }
}
