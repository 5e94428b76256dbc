//! Payloads that whoever makes a page holds. A page never depends on one being there: without it,
//! the page says that it is not held here.

use act::{Digest, Time};

/// A payload as its holder knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBlob {
    /// Its size.
    pub bytes: u64,
    /// Its media type, as its sender says.
    pub media: String,
    /// What was found out about it, as JSON; none while nobody has looked.
    pub facts: Option<String>,
}

/// A petition that came without a key and that no act names yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingPetition {
    /// Its commitment.
    pub blob: Digest,
    /// Its size.
    pub bytes: u64,
    /// The commitment to the receipt its author holds.
    pub receipt: Digest,
    /// When it came.
    pub since: Time,
}

/// What a time-stamp token says of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The result without its numbers, for translation.
    pub code: String,
    /// What led to it.
    pub detail: String,
}

/// Asked for payloads by their salted commitment.
pub trait Held {
    /// The payload, if it is held.
    fn held(&self, blob: &Digest) -> Option<HeldBlob>;
    /// The bytes of a payload, if it is held.
    fn bytes(&self, blob: &Digest) -> Option<Vec<u8>> {
        let _ = blob;
        None
    }
    /// Petitions that came without a key, earliest first. Which of them acts name, the asker knows.
    fn petitions(&self) -> Vec<WaitingPetition> {
        Vec::new()
    }
    /// What the token says of the content, if both are held and somebody here can tell.
    fn stamp(&self, token: &Digest, content: &Digest) -> Option<Stamp> {
        let _ = (token, content);
        None
    }
}

/// Holds nothing: a log without payloads.
#[derive(Clone, Copy, Debug)]
pub struct NothingHeld;

impl Held for NothingHeld {
    fn held(&self, _: &Digest) -> Option<HeldBlob> {
        None
    }
}
