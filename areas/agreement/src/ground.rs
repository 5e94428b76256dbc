//! What is agreed, derived: nobody declares common ground or a regression, both are read off the log.
//!
//! A position counts for the exact words it was taken on. Tabling a draft is standing by its words.
//! A later position by the same member on the same words replaces an earlier one.

use act::decision::Part;
use act::{Digest, Index, Time};
use roll::Roll;

use crate::compare::{self, Comparison, Prior, Priors};
use crate::entry::{ClauseWords, Level, Stance};
use crate::state::{Instrument, Offer, Position, Tabled, hash_of};

/// How a member stands on exact words: its own tabling counts as acceptance.
#[derive(Clone, Copy, Debug)]
pub enum Standpoint<'a> {
    /// It said so.
    Said(&'a Position),
    /// It tabled these words itself.
    Tabled(&'a Tabled),
}

/// A member's standpoint on exact words; the later of a position and a tabling wins.
pub fn standpoint<'a>(
    instrument: &'a Instrument,
    member: &str,
    hash: &Digest,
) -> Option<Standpoint<'a>> {
    let said = instrument.stance_on(member, hash);
    let tabled = instrument.drafts.iter().rev().find(|draft| {
        draft.member == member && draft.read.clauses.iter().any(|c| hash_of(c) == *hash)
    });
    match (said, tabled) {
        (Some(said), Some(tabled)) if tabled.index > said.index => Some(Standpoint::Tabled(tabled)),
        (Some(said), _) => Some(Standpoint::Said(said)),
        (None, tabled) => tabled.map(Standpoint::Tabled),
    }
}

/// How firmly a member agrees with exact words, if it does.
pub fn level(instrument: &Instrument, member: &str, hash: &Digest) -> Option<Level> {
    match standpoint(instrument, member, hash)? {
        Standpoint::Tabled(_) => Some(Level::Accepted),
        Standpoint::Said(position) => match position.stance {
            Stance::Accept => Some(Level::Accepted),
            Stance::AcceptInPrinciple => Some(Level::InPrinciple),
            _ => None,
        },
    }
}

/// Whether a member has agreed to exact words and not withdrawn.
pub fn has_agreed(instrument: &Instrument, member: &str, hash: &Digest) -> bool {
    level(instrument, member, hash).is_some()
}

/// How firmly *every party* agrees with exact words; none if one does not.
pub fn joint_level(instrument: &Instrument, roll: &Roll, hash: &Digest) -> Option<Level> {
    roll.with_part(Part::Party)
        .map(|party| level(instrument, &party.id, hash))
        .collect::<Option<Vec<Level>>>()?
        .into_iter()
        .min()
}

/// A clause all parties agree on.
#[derive(Clone, Copy, Debug)]
pub struct Common<'a> {
    /// The draft it was last read in.
    pub draft: &'a Tabled,
    /// Its reference there.
    pub reference: &'a str,
    /// Its words' hash.
    pub hash: Digest,
    /// How firmly.
    pub level: Level,
}

/// The common-ground text: every clause whose exact words every party agrees with, in the order
/// of the drafts they were last read in.
pub fn common_ground<'a>(instrument: &'a Instrument, roll: &Roll) -> Vec<Common<'a>> {
    let mut found: Vec<Common<'a>> = Vec::new();
    for draft in instrument.drafts.iter().rev() {
        for clause in &draft.read.clauses {
            let hash = hash_of(clause);
            if found.iter().any(|common| common.hash == hash) {
                continue;
            }
            if let Some(level) = joint_level(instrument, roll, &hash) {
                found.push(Common {
                    draft,
                    reference: &clause.reference,
                    hash,
                    level,
                });
            }
        }
    }
    found.sort_by_key(|common| common.draft.index);
    found
}

/// Of which clauses of `old` a member agreed, withdrew, or said something else, as the comparison
/// needs it. Seen as of the moment `new` was tabled, or later if `as_of` is.
pub fn priors(instrument: &Instrument, roll: &Roll, old: &Tabled, as_of: Index) -> Priors {
    let mut priors = Priors::default();
    for clause in &old.read.clauses {
        let hash = hash_of(clause);
        for member in roll.with_part(Part::Party) {
            let said = instrument
                .positions
                .iter()
                .rev()
                .find(|p| p.member == member.id && p.clause.hash == hash && p.index < as_of);
            let tabled = instrument.drafts.iter().rev().find(|draft| {
                draft.member == member.id
                    && draft.index < as_of
                    && draft.read.clauses.iter().any(|c| hash_of(c) == hash)
            });
            let prior = match (said, tabled) {
                (Some(said), Some(tabled)) if tabled.index > said.index => Prior::Accepted,
                (Some(said), _) => prior_of(&said.stance),
                (None, Some(_)) => Prior::Accepted,
                (None, None) => continue,
            };
            priors.set(&clause.reference, &member.id, prior);
        }
    }
    priors
}

fn prior_of(stance: &Stance) -> Prior {
    match stance {
        Stance::Accept => Prior::Accepted,
        Stance::AcceptInPrinciple => Prior::AcceptedInPrinciple,
        Stance::Withdraw => Prior::Withdrawn,
        Stance::Capacity => Prior::Capacity,
        Stance::Affirm => Prior::Affirmed,
        Stance::Deny => Prior::Denied,
        Stance::AcceptIf { .. } | Stance::Reserve | Stance::Reject => Prior::NotAccepted,
    }
}

/// Compares two drafts of an instrument in the light of what was said of the older one's words.
/// Positions up to now count, so that an explicit withdrawal after tabling ends the regression.
pub fn comparison(instrument: &Instrument, roll: &Roll, old: &Tabled, new: &Tabled) -> Comparison {
    let mut priors = priors(instrument, roll, old, Index::MAX);
    priors.tabled_by(&new.member);
    compare::compare(&old.read, &new.read, &priors)
}

/// Whether an offer stands at a moment.
pub fn stands(offer: &Offer, as_of: Time) -> bool {
    offer.withdrawn.is_none_or(|at| at > as_of)
        && offer.offer.expires.is_none_or(|expires| expires > as_of)
}

/// Which conditions of an offer are met: each clause agreed by every party, firmly enough, in
/// exactly the offered words.
pub fn conditions_met(instrument: &Instrument, roll: &Roll, offer: &Offer) -> Vec<bool> {
    let met = |words: &ClauseWords, level: Level| {
        joint_level(instrument, roll, &words.hash).is_some_and(|joint| joint >= level)
    };
    offer
        .offer
        .conditions
        .iter()
        .map(|condition| {
            condition
                .clauses
                .iter()
                .all(|words| met(words, condition.level))
        })
        .collect()
}
