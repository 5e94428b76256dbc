//! What a border post has to know of the line to write on it without a link: which formats are in force,
//! who may send there, how far each member's numbers have come, and what was said to the post.

use std::collections::BTreeMap;

use act::{EntryId, Index, PublicKey, Time};
use roll::Roll;
use roll::charter::is_id;
use serde::{Deserialize, Serialize};

use crate::entry::{Channel, MessageSent, Precedence, ReferenceKind};
use crate::format::{FORMATS, Format};
use crate::state::{Hotline, Message, numbered_by};

/// Messages told to a post, and how many of the latest are looked through for them.
const INCOMING_MAX: usize = 50;
const LOOKED_THROUGH: usize = 5_000;
/// The highest number that a post goes on from because a host says so. It leaves room for what no post
/// can use up, so that a false one can't end its line.
const NUMBER_MAX: u64 = 100_000_000_000;

/// A host told a post what can't be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Of another post than was asked for.
    #[error("it is of the post {0:?}")]
    OtherPost(String),
    /// Of a member that cannot be: names of members become names of files.
    #[error("{0:?} can't be the name of a member")]
    Member(String),
}

/// The line as one post needs it, at a moment of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineOfPost {
    /// The post.
    pub post: String,
    /// How many entries of the log it follows from.
    pub size: Index,
    /// As of when.
    pub as_of: Time,
    /// Ids of the formats in force, in the order they are offered.
    pub formats: Vec<String>,
    /// Precedences that need a second officer's signature, by name.
    pub second_officer: Vec<String>,
    /// Keys that may send messages of this post, with their members.
    pub officers: BTreeMap<PublicKey, String>,
    /// The last number of each member at this post, by member and channel; none before the first.
    pub numbers: BTreeMap<String, BTreeMap<String, u64>>,
    /// Messages for this post, the latest first: every flash, what names the post, and what answers or
    /// corrects a message of it.
    #[serde(default)]
    pub incoming: Vec<Incoming>,
}

/// A message for a post. The host's word: its proof is in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incoming {
    /// Its name.
    pub id: EntryId,
    /// Where it stands in the log.
    pub index: Index,
    /// Since when.
    pub at: Time,
    /// Whose it is.
    pub member: String,
    /// As it was sent.
    pub message: MessageSent,
}

impl LineOfPost {
    /// The same, if it can be what a host knows of this post. Nobody has signed it.
    pub fn checked(self, post: &str) -> Result<LineOfPost, LineError> {
        if self.post != post {
            return Err(LineError::OtherPost(self.post));
        }
        match self.officers.values().find(|member| !is_id(member)) {
            Some(member) => Err(LineError::Member(member.clone())),
            None => Ok(self),
        }
    }

    /// The formats a post can write in: those in force, but what only mediators say.
    pub fn offered(&self) -> impl Iterator<Item = &'static Format> {
        let here = |format: &&Format| format.id != "mediator.note";
        let in_force = |format: &&Format| self.formats.iter().any(|id| id == format.id);
        FORMATS.iter().filter(here).filter(in_force)
    }

    /// The last number that a member gave here on a channel, as far as a post believes it; 0 before
    /// the first.
    pub fn last_number(&self, member: &str, channel: Channel) -> u64 {
        let channels = self.numbers.get(member);
        let last = channels.and_then(|channels| channels.get(channel.name()));
        last.copied().unwrap_or(0).min(NUMBER_MAX)
    }
}

impl Hotline {
    /// The line as a post needs it; none where the charter has no such post. `size` is the log's.
    pub fn at_post(&self, roll: &Roll, post: &str, size: Index, as_of: Time) -> Option<LineOfPost> {
        if !roll.posts(as_of).iter().any(|one| one.id == post) {
            return None;
        }
        let may = |key: &PublicKey| {
            let standing = roll.standing(key, size, as_of).ok()?;
            let may = roll.may_at(&standing, "hotline.message-sent", Some(post), as_of);
            may.then(|| (*key, standing.member.id.clone()))
        };
        let officers: BTreeMap<PublicKey, String> =
            roll.grants().filter_map(|(key, _)| may(key)).collect();
        let numbers = |member: &String| {
            let channels = Channel::ALL.iter().map(|channel| {
                let last = self.last_number(&numbered_by(member, post, *channel));
                (channel.name().to_owned(), last)
            });
            (member.clone(), channels.collect())
        };
        let charter = roll.charter_at(as_of);
        Some(LineOfPost {
            post: post.to_owned(),
            size,
            as_of,
            formats: self
                .formats(roll)
                .iter()
                .map(|format| format.id.to_owned())
                .collect(),
            second_officer: charter
                .map(|charter| charter.clocks.hotline.second_officer.clone())
                .unwrap_or_default(),
            numbers: officers.values().map(numbers).collect(),
            officers,
            incoming: self.incoming(post, as_of),
        })
    }

    /// The latest messages for a post. What it sent itself is in its own book.
    fn incoming(&self, post: &str, as_of: Time) -> Vec<Incoming> {
        let own = |message: &Message| message.sent.post.as_deref() == Some(post);
        let of_own = |id: &EntryId| self.named(id).is_some_and(|(_, one)| own(one));
        let names = |message: &Message| {
            let mut refs = message.sent.refs.iter();
            refs.any(|one| one.kind == ReferenceKind::Post && one.id == post)
        };
        let concerns = |message: &Message| {
            let sent = &message.sent;
            let before = [&sent.in_reply_to, &sent.corrects];
            sent.precedence == Precedence::Flash
                || names(message)
                || before.into_iter().flatten().any(of_own)
        };
        let latest = self.messages().rev().take(LOOKED_THROUGH);
        let known = latest.filter(|(_, one)| one.mark.at <= as_of && !own(one));
        let found = known.filter(|(_, one)| concerns(one)).take(INCOMING_MAX);
        let told = found.map(|(index, one)| Incoming {
            id: one.id,
            index,
            at: one.mark.at,
            member: one.mark.member.clone(),
            message: one.sent.clone(),
        });
        told.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(member: &str, last: u64) -> LineOfPost {
        let key = act::SigningKey::from_seed(&[7; 32]).public();
        let channels = [("duty".to_owned(), last)];
        LineOfPost {
            post: "torkham".to_owned(),
            officers: [(key, member.to_owned())].into(),
            numbers: [(member.to_owned(), channels.into())].into(),
            ..LineOfPost::default()
        }
    }

    #[test]
    fn a_host_that_tells_what_cannot_be_is_not_believed() {
        assert!(told("a", 3).checked("torkham").is_ok());
        let other = LineError::OtherPost("torkham".to_owned());
        assert_eq!(told("a", 3).checked("chaman"), Err(other));
        for member in ["../../a", "", "a/b", "A", "a\0"] {
            let error = LineError::Member(member.to_owned());
            assert_eq!(told(member, 3).checked("torkham"), Err(error));
        }
        assert_eq!(told("a", 3).last_number("a", Channel::Duty), 3);
        let last = told("a", u64::MAX).last_number("a", Channel::Duty);
        assert!(last < act::form::INTEGER_MAX / 2, "{last}");
    }
}
