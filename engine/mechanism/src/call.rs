//! A call of the hotline as a node needs it that brings two browsers together: who has a seat.

use act::decision::Part;
use act::{Digest, EntryId, Index, MechanismId, PublicKey, Time};
use hotline::calls::{Call, Seat};
use serde::Serialize;

use crate::World;

/// Who is in a call.
#[derive(Clone, Debug, Serialize)]
pub struct Seats {
    /// The call's name.
    pub call: EntryId,
    /// The mechanism it belongs to.
    pub mechanism: Option<MechanismId>,
    /// For when it was arranged.
    pub at: Time,
    /// A seat for each member that joined.
    pub seats: Vec<Seated>,
    /// A member whose consent a recording lacks.
    pub consent_missing: Option<String>,
}

/// A member's seat in a call.
#[derive(Clone, Debug, Serialize)]
pub struct Seated {
    /// The member.
    pub member: String,
    /// The officer's key.
    pub key: PublicKey,
    /// SHA-256 of the certificate of the officer's browser.
    pub fingerprint: Digest,
    /// The act that took the seat.
    pub index: Index,
    /// Whether the member says that the call is over, or the key is not in force any more.
    pub left: bool,
}

impl World {
    /// Who is in the call at a position; none if there is no call.
    pub fn seats(&self, index: Index, now: Time) -> Option<Seats> {
        let call = self.areas.hotline.call(index)?;
        let roll = &self.areas.roll;
        let parties = roll.with_part(Part::Party);
        let missing = call.missing_consent(parties.map(|member| member.id.as_str()));
        let seats = call.seats(now);
        Some(Seats {
            call: call.id,
            mechanism: roll.mechanism(),
            at: call.scheduled.entry.at,
            seats: seats
                .iter()
                .map(|seat| self.seated(call, seat, now))
                .collect(),
            consent_missing: missing.map(str::to_owned),
        })
    }

    fn seated(&self, call: &Call, seat: &Seat, now: Time) -> Seated {
        let member = &seat.mark.member;
        let over = call.ended.iter().any(|one| one.mark.member == *member);
        let standing = self.areas.roll.standing(&seat.key, self.size(), now);
        Seated {
            member: member.clone(),
            key: seat.key,
            fingerprint: seat.fingerprint,
            index: seat.mark.index,
            left: over || standing.is_err(),
        }
    }
}
