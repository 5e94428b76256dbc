//! Calls: arranged, with seats taken in them, held or not, recorded with consent, minuted.

use std::collections::BTreeMap;

use act::{Act, Digest, EntryId, Filed, Index, Mark, PublicKey, Time};
use serde::Serialize;

use crate::entry::{CallEnded, CallRecorded, CallScheduled, HotlineEntry as E, MinutesProposed};
use crate::state::{Hotline, filed};

/// Every call, and where what belongs to one stands.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Calls {
    all: BTreeMap<Index, Call>,
    places: BTreeMap<EntryId, Index>,
    /// The call that a seat belongs to, by the seat's position.
    seats: BTreeMap<Index, Index>,
    /// The call that minutes belong to.
    minutes: BTreeMap<EntryId, Index>,
}

/// A call.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Its name.
    pub id: EntryId,
    /// As arranged.
    pub scheduled: Filed<CallScheduled>,
    /// Who took a seat, in the order of the log. A key's last seat is the one that counts.
    pub joined: Vec<Seat>,
    /// How it went, as each member says.
    pub ended: Vec<Filed<CallEnded>>,
    /// Who consents to a recording.
    pub consented: Vec<Mark>,
    /// Who recorded it.
    pub recorded: Vec<Filed<CallRecorded>>,
    /// Minutes, with their names.
    pub minutes: Vec<Minutes>,
}

/// A seat in a call.
#[derive(Clone, Debug, Serialize)]
pub struct Seat {
    /// By whom, when.
    pub mark: Mark,
    /// The officer's key.
    pub key: PublicKey,
    /// SHA-256 of the certificate of the officer's browser.
    pub fingerprint: Digest,
}

impl Call {
    /// The seats that count at a time: a member's last one, as a browser that is opened again takes the
    /// place of the one before.
    pub fn seats(&self, as_of: Time) -> Vec<&Seat> {
        let taken = self.joined.iter().filter(|seat| seat.mark.at <= as_of);
        let mut last: BTreeMap<&str, &Seat> = BTreeMap::new();
        last.extend(taken.map(|seat| (seat.mark.member.as_str(), seat)));
        last.into_values().collect()
    }

    /// Whose consent a recording needs: the parties', and that of every member in the call.
    pub fn missing_consent<'a>(
        &'a self,
        parties: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let joined = self.joined.iter().map(|seat| seat.mark.member.as_str());
        let consents = |member: &str| self.consented.iter().any(|mark| mark.member == member);
        parties.chain(joined).find(|member| !consents(member))
    }
}

/// Minutes of a call.
#[derive(Clone, Debug, Serialize)]
pub struct Minutes {
    /// Their name.
    pub id: EntryId,
    /// As proposed.
    pub proposed: Filed<MinutesProposed>,
    /// Who agreed.
    pub agreed: Vec<Mark>,
}

impl Hotline {
    /// Calls in the order of the log.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = (Index, &Call)> {
        self.calls.all.iter().map(|(index, one)| (*index, one))
    }

    /// The call at a position.
    pub fn call(&self, index: Index) -> Option<&Call> {
        self.calls.all.get(&index)
    }

    /// The call of a name, and its position.
    pub fn called(&self, id: &EntryId) -> Option<(Index, &Call)> {
        let index = *self.calls.places.get(id)?;
        Some((index, self.calls.all.get(&index)?))
    }

    /// The seat that was taken at a position, and where its call stands.
    pub fn seat(&self, index: Index) -> Option<(Index, &Seat)> {
        let place = *self.calls.seats.get(&index)?;
        let mut joined = self.calls.all.get(&place)?.joined.iter();
        Some((place, joined.find(|seat| seat.mark.index == index)?))
    }

    /// The call that minutes are of.
    pub fn minuted(&self, minutes: &EntryId) -> Option<(&Call, &Minutes)> {
        let call = self.calls.all.get(self.calls.minutes.get(minutes)?)?;
        Some((call, call.minutes.iter().find(|one| one.id == *minutes)?))
    }
}

impl Calls {
    fn call_of(&mut self, id: &EntryId) -> Option<&mut Call> {
        self.all.get_mut(self.places.get(id)?)
    }
}

/// Takes what was said of a call.
pub(crate) fn said(calls: &mut Calls, act: &Act<&E>, entry: &E, mark: Mark) {
    match entry {
        E::CallScheduled(entry) => {
            let call = Call {
                id: act.id,
                scheduled: filed(mark, entry.clone()),
                joined: Vec::new(),
                ended: Vec::new(),
                consented: Vec::new(),
                recorded: Vec::new(),
                minutes: Vec::new(),
            };
            calls.all.insert(act.index, call);
            calls.places.insert(act.id, act.index);
        }
        E::CallJoined(entry) => {
            let Some(call) = calls.call_of(&entry.call) else {
                return;
            };
            call.joined.push(Seat {
                mark,
                key: act.by.key,
                fingerprint: entry.fingerprint,
            });
            let place = call.scheduled.mark.index;
            calls.seats.insert(act.index, place);
        }
        E::CallEnded(entry) => {
            if let Some(call) = calls.call_of(&entry.call) {
                call.ended.push(filed(mark, entry.clone()));
            }
        }
        E::CallConsented(entry) => {
            if let Some(call) = calls.call_of(&entry.call) {
                call.consented.push(mark);
            }
        }
        E::CallRecorded(entry) => {
            if let Some(call) = calls.call_of(&entry.call) {
                call.recorded.push(filed(mark, entry.clone()));
            }
        }
        E::MinutesProposed(entry) => {
            let Some(call) = calls.call_of(&entry.call) else {
                return;
            };
            let index = call.scheduled.mark.index;
            call.minutes.push(Minutes {
                id: act.id,
                proposed: filed(mark, entry.clone()),
                agreed: Vec::new(),
            });
            calls.minutes.insert(act.id, index);
        }
        E::MinutesAgreed(entry) => {
            let place = calls.minutes.get(&entry.minutes);
            let call = place.and_then(|place| calls.all.get_mut(place));
            let mut all = call.into_iter().flat_map(|one| &mut one.minutes);
            if let Some(one) = all.find(|one| one.id == entry.minutes) {
                one.agreed.push(mark);
            }
        }
        _ => {}
    }
}
