//! Payloads outside the log: pictures, documents, sealed containers.
//!
//! A payload is known by its salted commitment, `SHA-256("tasdiq/blob/1\n" || salt || SHA-256(bytes))`.
//! The log holds nothing else of it, so once salt and bytes are erased, nobody can tell from the log
//! what it was, not even by guessing.
//!
//! A payload arrives in chunks, in order, and can be resumed after any interruption; it exists once all
//! its bytes are there and the commitment holds. Nothing is ever changed, only erased.

mod folder;
mod memory;

use sha2::{Digest as _, Sha256};

pub use folder::Folder;
pub use memory::MemoryBlobs;

/// Largest payload: 40 MB.
pub const BYTES_MAX: u64 = 40_000_000;
/// Uploads one key may have open at once.
pub const OPEN_PER_KEY_MAX: usize = 8;
/// Uploads open at once, of all keys.
pub const OPEN_MAX: usize = 512;
/// An upload, or a payload no act names, is given up this long after it began.
pub const UNCLAIMED_MILLIS: i64 = 24 * 3_600_000;

/// The salted commitment of a payload.
pub type BlobId = [u8; 32];

/// The commitment of these bytes under this salt.
pub fn commitment(salt: &[u8; 32], bytes: &[u8]) -> BlobId {
    Sha256::new()
        .chain_update(b"tasdiq/blob/1\n")
        .chain_update(salt)
        .chain_update(Sha256::digest(bytes))
        .finalize()
        .into()
}

/// A payload as it is announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBlob {
    /// Its commitment.
    pub id: BlobId,
    /// Its salt.
    pub salt: [u8; 32],
    /// Its size.
    pub bytes: u64,
    /// Its media type, as its sender says.
    pub media: String,
    /// The key that sends it.
    pub by: [u8; 32],
    /// When it was announced.
    pub begun_millis: i64,
    /// For a petition that came without a key: the commitment to the receipt its author holds.
    pub receipt: Option<[u8; 32]>,
}

/// How far a payload is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Some of it is here.
    Partial {
        /// As announced.
        new: NewBlob,
        /// Bytes that are here: where the next chunk begins.
        offset: u64,
    },
    /// All of it is here, and its commitment holds.
    Whole(NewBlob),
}

/// Why a payload was not taken or given.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// There is none of this name.
    #[error("no such payload is here")]
    Absent,
    /// It is larger than anything that is taken, or empty.
    #[error("a payload has 1 to {BYTES_MAX} bytes, not {0}")]
    Size(u64),
    /// Too many uploads are open.
    #[error("too many uploads are open: finish one first, or wait a day")]
    TooManyOpen,
    /// Another payload was announced under this name.
    #[error("another payload was announced under this name")]
    Announced,
    /// The chunk does not begin where the last one ended.
    #[error("the next chunk begins at {0}")]
    Offset(u64),
    /// The chunk goes beyond the size that was announced.
    #[error("the chunk goes beyond the announced size")]
    TooLong,
    /// All bytes are here, and they are not those committed to. What was here is gone.
    #[error("the bytes are not those of the announced commitment; send them again from the start")]
    Commitment,
    /// No room. What was here before is still here.
    #[error("the disk is full: the payload was not taken")]
    Full,
    /// The file system failed.
    #[error("the blob store failed at {what}")]
    Io {
        /// What was tried.
        what: &'static str,
        /// The cause.
        source: std::io::Error,
    },
}

/// Where payloads are kept. Calls may come from any thread; each is durable when it returns.
pub trait Blobs: Send + Sync {
    /// Announces a payload, or finds how far it is.
    fn begin(&self, new: &NewBlob) -> Result<Status, BlobError>;
    /// Adds a chunk that begins at `offset`. Bytes that are here already may be sent again. The last
    /// chunk makes the payload whole, or removes it if its commitment does not hold.
    fn append(&self, id: &BlobId, offset: u64, chunk: &[u8]) -> Result<Status, BlobError>;
    /// How far it is.
    fn status(&self, id: &BlobId) -> Result<Status, BlobError>;
    /// All bytes of a whole payload.
    fn read(&self, id: &BlobId) -> Result<Vec<u8>, BlobError>;
    /// Destroys bytes, salt and everything kept beside them. Nothing happens if there is nothing.
    fn erase(&self, id: &BlobId) -> Result<(), BlobError>;
    /// Every payload here, whole or not.
    fn list(&self) -> Result<Vec<Status>, BlobError>;
    /// Keeps what was found out about a whole payload: a cache, made again when it is lost.
    fn keep_facts(&self, id: &BlobId, facts: &str) -> Result<(), BlobError>;
    /// What was found out.
    fn facts(&self, id: &BlobId) -> Option<String>;
}

impl Status {
    /// As announced.
    pub fn new_blob(&self) -> &NewBlob {
        match self {
            Status::Partial { new, .. } | Status::Whole(new) => new,
        }
    }

    /// Bytes that are here.
    pub fn offset(&self) -> u64 {
        match self {
            Status::Partial { offset, .. } => *offset,
            Status::Whole(new) => new.bytes,
        }
    }
}

/// What every store asks before it opens an upload.
fn may_begin(new: &NewBlob, held: &[Status]) -> Result<(), BlobError> {
    if new.bytes == 0 || new.bytes > BYTES_MAX {
        return Err(BlobError::Size(new.bytes));
    }
    let open = |status: &&Status| {
        matches!(status, Status::Partial { new: held, .. }
            if held.begun_millis + UNCLAIMED_MILLIS > new.begun_millis)
    };
    let all = held.iter().filter(open).count();
    let own = held
        .iter()
        .filter(open)
        .filter(|status| status.new_blob().by == new.by)
        .count();
    match all >= OPEN_MAX || own >= OPEN_PER_KEY_MAX {
        true => Err(BlobError::TooManyOpen),
        false => Ok(()),
    }
}

/// What is new in a chunk, given how much is here already.
fn fresh<'c>(
    new: &NewBlob,
    here: u64,
    offset: u64,
    chunk: &'c [u8],
) -> Result<&'c [u8], BlobError> {
    if offset > here {
        return Err(BlobError::Offset(here));
    }
    if offset.saturating_add(chunk.len() as u64) > new.bytes {
        return Err(BlobError::TooLong);
    }
    let known = usize::try_from(here - offset).unwrap_or(usize::MAX);
    Ok(chunk.get(known..).unwrap_or_default())
}
