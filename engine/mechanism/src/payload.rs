//! Who is given which payload. The store of payloads knows nothing of the agreement; this does.

use act::Time;
use act::decision::Part;
use act::{Digest, Index, PublicKey};
use commitments::terms::Visibility;

use crate::World;

/// What a reader is to a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entitlement {
    /// No act in force names it.
    Unnamed,
    /// It may be given.
    Given,
    /// Not to this reader, or not before it opened the seal in the log.
    Withheld,
    /// It was erased by this act.
    Erased(Index),
}

/// Why a container is no petition to the mediators.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitPetition {
    /// It is no container.
    #[error(transparent)]
    Container(#[from] seal::OpenError),
    /// Something else is inside.
    #[error("what is sealed is {0}, not a petition")]
    Media(String),
    /// Somebody who is no mediator could open it.
    #[error("it is sealed to {0}, which is no mediator's key")]
    Recipient(String),
}

impl World {
    /// Whether a container is a petition that mediators alone can open.
    pub fn sealed_to_mediators(&self, container: &[u8], now: Time) -> Result<(), UnfitPetition> {
        let (header, _) = seal::header(container)?;
        if header.media != watchlist::body::PETITION_MEDIA {
            return Err(UnfitPetition::Media(header.media));
        }
        let mediators = roll::page::sealed_to(&self.areas.roll, &[Part::Mediator], now);
        let known = |one: &seal::Recipient| mediators.keys.contains(&one.key.as_str());
        match header.recipients.into_iter().find(|one| !known(one)) {
            None => Ok(()),
            Some(one) => Err(UnfitPetition::Recipient(one.key)),
        }
    }

    /// Whether a key may say such an entry now.
    pub fn may_say(&self, key: &PublicKey, entry: &str, now: Time) -> bool {
        let roll = &self.areas.roll;
        roll.standing(key, Index::MAX, now)
            .is_ok_and(|standing| roll.may(&standing, entry, now))
    }

    /// Whether the holder of `key` is given a payload; without a key, a reader of the log.
    pub fn entitlement(&self, blob: &Digest, key: Option<&PublicKey>) -> Entitlement {
        let commitments = &self.areas.commitments;
        let Some((index, evidence)) = commitments.holder(blob) else {
            return self.sealed_entitlement(blob, key);
        };
        if let Some(said) = &evidence.erased {
            return Entitlement::Erased(said.mark.index);
        }
        let named = evidence
            .filed
            .entry
            .blobs
            .iter()
            .find(|one| one.blob == *blob);
        let sealed = named.is_some_and(|one| !one.sealed_to.is_empty());
        let opened = |key: &PublicKey| {
            let openings = evidence.openings.iter();
            openings
                .into_iter()
                .any(|o| o.key == *key && o.blob == *blob)
        };
        let given = match (sealed, key) {
            (true, Some(key)) => opened(key),
            (true, None) => false,
            (false, key) => self.sees(index, key),
        };
        match given {
            true => Entitlement::Given,
            false => Entitlement::Withheld,
        }
    }

    /// Sealed payloads of the watchlist go to the members they are sealed to, posts among them, and to
    /// nobody else; no opening is logged, since every screening is.
    fn sealed_entitlement(&self, blob: &Digest, key: Option<&PublicKey>) -> Entitlement {
        let Some((sealed, erased)) = self.areas.watchlist.sealed(blob) else {
            // What a message of the hotline names is for everybody on it.
            return match self.areas.hotline.payloads().contains_key(blob) {
                true => Entitlement::Given,
                false => Entitlement::Unnamed,
            };
        };
        if let Some(mark) = erased {
            return Entitlement::Erased(mark.index);
        }
        let grant = key.and_then(|key| self.areas.roll.grant(key));
        let entitled = grant.is_some_and(|grant| {
            grant.revoked.is_none() && sealed.sealed_to.contains(&grant.member)
        });
        match entitled {
            true => Entitlement::Given,
            false => Entitlement::Withheld,
        }
    }

    fn sees(&self, evidence: Index, key: Option<&PublicKey>) -> bool {
        let Some((_, commitment)) = self.areas.commitments.home(evidence) else {
            return false;
        };
        if commitment.terms().visibility != Visibility::Mediators {
            return true;
        }
        let grant = key.and_then(|key| self.areas.roll.grant(key));
        grant.is_some_and(|grant| {
            let part = self
                .areas
                .roll
                .member(&grant.member)
                .map(|member| member.part);
            part == Some(Part::Mediator)
                || commitment.binds(&grant.member)
                || commitment.owner == grant.member
        })
    }

    /// Payloads whose erasure is in force, area by area in the order of the acts.
    pub fn erased(&self) -> impl Iterator<Item = &Digest> {
        let watchlist = self.areas.watchlist.erased();
        self.areas.commitments.erased().iter().chain(watchlist)
    }

    /// Every payload that is named, not erased and not sealed, with its media type: what a replica
    /// keeps too.
    pub fn open_payloads(&self) -> Vec<(Digest, String)> {
        let commitments = &self.areas.commitments;
        let open = commitments
            .blobs()
            .filter(|(blob, _)| self.entitlement(blob, None) == Entitlement::Given);
        let said = self.areas.hotline.payloads().iter();
        let said = said.map(|(blob, media)| (*blob, media.clone()));
        open.filter_map(|(blob, index)| {
            let named = &commitments.evidence(index)?.filed.entry.blobs;
            let named = named.iter().find(|one| one.blob == *blob)?;
            Some((*blob, named.media.clone()))
        })
        .chain(said)
        .collect()
    }
}
