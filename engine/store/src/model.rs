//! What a store keeps: plain values, no format of any database.

use tlog::Hash;

/// The name of one signed act: SHA-256 of its pre-authentication encoding.
pub type ActId = [u8; 32];
/// An author's Ed25519 public key.
pub type AuthorKey = [u8; 32];

/// The log's durable end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
    /// The sequencer's time of the last leaf, in milliseconds since 1970.
    pub at_millis: i64,
}

/// One leaf to append.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLeaf {
    /// Its bytes, at most 65,535.
    pub bytes: Vec<u8>,
    /// Its leaf hash (RFC 6962, section 2.1).
    pub hash: Hash,
    /// The act inside.
    pub id: ActId,
    /// Who signed the act.
    pub author: AuthorKey,
    /// Which of the author's acts it is.
    pub seq: u64,
}

/// Leaves appended in one transaction, and the head after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Index of the first leaf; must be the size of the log before.
    pub from: u64,
    /// At least one.
    pub leaves: Vec<NewLeaf>,
    /// Root of the tree with all of them.
    pub root: Hash,
    /// Time of the last of them, in milliseconds since 1970.
    pub at_millis: i64,
}

impl Batch {
    /// The head once this is appended.
    pub fn head(&self) -> Head {
        Head {
            size: self.from + self.leaves.len() as u64,
            root: self.root,
            at_millis: self.at_millis,
        }
    }
}

/// An author's latest act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuthorHead {
    /// Whose.
    pub author: AuthorKey,
    /// Its number, counted from 0.
    pub seq: u64,
    /// Its name.
    pub id: ActId,
}

/// Where an act stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its position.
    pub index: u64,
    /// Its name.
    pub id: ActId,
}

/// A checkpoint this log has signed, whoever has or has not cosigned it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// Tree size.
    pub size: u64,
    /// Root at that size.
    pub root: Hash,
    /// The signed note.
    pub note: Vec<u8>,
}

/// What one witness put under one checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// The witness's key name.
    pub witness: String,
    /// Its signature line, as it arrived.
    pub line: Vec<u8>,
}

/// The last checkpoint that reached the quorum, with its cosignatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Tree size.
    pub size: u64,
    /// The note with the log's signature and the witnesses'.
    pub note: Vec<u8>,
}

/// Two different acts signed by one key under one number: proof that the key's owner said both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The key.
    pub author: AuthorKey,
    /// The number used twice.
    pub seq: u64,
    /// The envelope that stands in the log, or stood in its queue.
    pub held: Vec<u8>,
    /// The envelope that came later.
    pub other: Vec<u8>,
}

/// What a witness remembers of one log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witnessed {
    /// Largest size cosigned.
    pub size: u64,
    /// Root at that size.
    pub root: Hash,
    /// The checkpoint with the log's signature and the witness's own.
    pub note: Vec<u8>,
    /// When it was cosigned, in seconds since 1970.
    pub time_seconds: u64,
}

/// What became of a compare-and-store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Swap {
    /// The new value is durable.
    Stored,
    /// Something else was there; nothing changed.
    Held(Option<Witnessed>),
}
