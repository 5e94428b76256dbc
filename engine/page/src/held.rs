//! Payloads that whoever makes a page holds. A page never depends on one being there: without it,
//! the page says that it is not held here.

use act::{Digest, Time};
use maud::{Markup, html};

use crate::words::Tr;

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
    /// What a token says of a content, if it is held and somebody here can tell.
    fn stamp_of(&self, token: &Digest, content: &[u8]) -> Option<Stamp> {
        let _ = (token, content);
        None
    }
    /// The same of a payload, if that is held, too.
    fn stamp(&self, token: &Digest, content: &Digest) -> Option<Stamp> {
        self.stamp_of(token, &self.bytes(content)?)
    }
}

/// What a stamp shows, in the reader's words, and what led to that in English.
pub fn stamp_found(tr: Tr<'_>, stamp: Option<&Stamp>) -> (Markup, Markup) {
    let code = stamp.map_or("not-checked", |stamp| stamp.code.as_str());
    let detail = stamp.map_or("", |stamp| stamp.detail.as_str());
    let detail = html! { span.quiet lang="en" dir="ltr" { (detail) } };
    (tr.say(&format!("stamp-found-{code}")), detail)
}

/// Holds nothing: a log without payloads.
#[derive(Clone, Copy, Debug)]
pub struct NothingHeld;

impl Held for NothingHeld {
    fn held(&self, _: &Digest) -> Option<HeldBlob> {
        None
    }
}
