//! What mediators sign together: findings and rulings.

use std::collections::BTreeMap;

use act::{Index, Time};
use serde::Serialize;

use crate::entry::AppealRuled;
use crate::state::{Filed, Mark, Said};

/// A finding or ruling: signed by mediators one by one, standing once enough of them have.
#[derive(Clone, Debug, Serialize)]
pub struct Determination<T> {
    /// As proposed.
    pub proposed: Filed<T>,
    /// Who signed, the proposer first to sign among them.
    pub signatures: BTreeMap<String, Mark>,
    /// How many must sign.
    pub needed: u32,
    /// Separate opinions; true where the mediator dissents.
    pub opinions: Vec<(bool, Said)>,
    /// The parties' replies.
    pub replies: Vec<(Said, Vec<Index>)>,
}

/// An appeal and the rulings proposed on it.
#[derive(Clone, Debug, Serialize)]
pub struct Appeal {
    /// Against which finding, by whom; the text is the grounds.
    pub said: Said,
    /// The finding's position.
    pub finding: Index,
    /// Rulings by position.
    pub rulings: BTreeMap<Index, Determination<AppealRuled>>,
}

impl<T> Determination<T> {
    /// Since when it stands, as of a moment: when the last signature it needed was placed.
    pub fn stands_since(&self, as_of: Time) -> Option<Time> {
        let mut times: Vec<Time> = self.signatures.values().map(|mark| mark.at).collect();
        times.sort_unstable();
        let last = usize::try_from(self.needed).ok()?.checked_sub(1)?;
        times.get(last).copied().filter(|at| *at <= as_of)
    }
}

impl Appeal {
    /// The ruling that stands, as of a moment: the first that enough mediators signed.
    pub fn ruling(&self, as_of: Time) -> Option<(Time, &AppealRuled)> {
        self.rulings
            .values()
            .filter_map(|ruling| Some((ruling.stands_since(as_of)?, &ruling.proposed.entry)))
            .min_by_key(|(at, _)| *at)
    }
}

impl<T: Clone> Determination<T> {
    /// Proposed by its first signer; so many must sign.
    pub(crate) fn proposed_by(mark: &Mark, entry: &T, needed: Option<u32>) -> Determination<T> {
        Determination {
            proposed: Filed {
                mark: mark.clone(),
                entry: entry.clone(),
            },
            signatures: BTreeMap::from([(mark.member.clone(), mark.clone())]),
            needed: needed.unwrap_or(1).max(1),
            opinions: Vec::new(),
            replies: Vec::new(),
        }
    }
}
