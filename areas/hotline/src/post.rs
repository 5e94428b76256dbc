//! What a border post has to know of the line to write on it without a link: which formats are in force,
//! who may send there, and how far each member's numbers have come.

use std::collections::BTreeMap;

use act::{Index, PublicKey, Time};
use roll::Roll;
use serde::{Deserialize, Serialize};

use crate::entry::Channel;
use crate::format::{FORMATS, Format};
use crate::state::{Hotline, numbered_by};

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
}

impl LineOfPost {
    /// The formats a post can write in: those in force, but what only mediators say, and what answers a
    /// message, which no post without a copy of the log has.
    pub fn offered(&self) -> impl Iterator<Item = &'static Format> {
        let here =
            |format: &&Format| !matches!(format.id, "mediator.note" | "answer.clarification");
        let in_force = |format: &&Format| self.formats.iter().any(|id| id == format.id);
        FORMATS.iter().filter(here).filter(in_force)
    }

    /// The last number that a member gave here on a channel; 0 before the first.
    pub fn last_number(&self, member: &str, channel: Channel) -> u64 {
        let channels = self.numbers.get(member);
        let last = channels.and_then(|channels| channels.get(channel.name()));
        last.copied().unwrap_or(0)
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
        })
    }
}
