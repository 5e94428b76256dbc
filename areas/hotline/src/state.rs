//! What the log has said on the hotline: messages with all that was said of them, calls, rosters, outages.

use std::collections::{BTreeMap, BTreeSet};

use act::{Act, Digest, EntryId, Filed, Index, Mark, PublicKey, Time};
use roll::{HotlineClocks, Roll};
use serde::Serialize;

use crate::entry::{
    Acknowledged, Because, CallEnded, CallRecorded, CallScheduled, Channel, HotlineEntry as E,
    MessageSent, MinutesProposed, OutageDeclared, Precedence, TranslationMade, WatchHandedOver,
};
use crate::format::{FORMATS, Format, format_of};

/// Everything said on the hotline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Hotline {
    messages: BTreeMap<Index, Message>,
    /// Where messages stand, by name.
    places: BTreeMap<EntryId, Index>,
    /// The last number of each originator on each channel.
    numbers: BTreeMap<Originator, u64>,
    /// Which parties agree to a format.
    agreed: BTreeMap<String, BTreeMap<String, Mark>>,
    /// A member's ladders, earliest first.
    rosters: BTreeMap<String, Vec<Filed<Vec<String>>>>,
    outages: BTreeMap<EntryId, Outage>,
    handovers: Vec<Filed<WatchHandedOver>>,
    calls: BTreeMap<Index, Call>,
    call_places: BTreeMap<EntryId, Index>,
    /// The call that a seat belongs to, by the seat's position.
    seats: BTreeMap<Index, Index>,
    /// The call that minutes belong to.
    minutes: BTreeMap<EntryId, Index>,
    /// The message that a translation belongs to.
    translations: BTreeMap<EntryId, Index>,
    /// Payloads that messages name, with their media types.
    payloads: BTreeMap<Digest, String>,
}

/// Who numbers messages: a member, or one of its posts, on a channel, as `member/post/channel`.
pub(crate) type Originator = String;

/// A message and what was said of it.
#[derive(Clone, Debug, Serialize)]
pub struct Message {
    /// Its name.
    pub id: EntryId,
    /// By whom, when.
    pub mark: Mark,
    /// The sender's own clock.
    pub said_at: Time,
    /// As sent.
    pub sent: MessageSent,
    /// How many of its originator's numbers are missing before it.
    pub missing: u64,
    /// The clocks of the charter when it was sent.
    pub clocks: Clocks,
    /// Ladders of the addressees when it was sent.
    pub ladders: BTreeMap<String, Vec<String>>,
    /// What each addressee said of it.
    pub receipts: BTreeMap<String, Receipt>,
    /// Messages that answer it.
    pub replies: Vec<Index>,
    /// Messages that take its place.
    pub corrected: Vec<Index>,
    /// When its originator closed it.
    pub closed: Option<Mark>,
    /// Translations, with their names.
    pub translations: Vec<Translation>,
    /// Rungs that somebody saw reached.
    pub rungs: Vec<Filed<(String, u32, Because)>>,
}

/// The clocks a message runs under, in minutes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Clocks {
    /// To its acknowledgement.
    pub acknowledge: u32,
    /// To its answer.
    pub answer: u32,
    /// To its delivery.
    pub unreachable: u32,
    /// Between two rungs.
    pub rung: u32,
}

/// What a member said of a message.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Receipt {
    /// Its node has it; with the node's clock.
    pub delivered: Option<(Mark, Time)>,
    /// An officer opened it.
    pub opened: Option<Mark>,
    /// An officer acknowledged it, first.
    pub received: Option<Mark>,
    /// An officer says it is understood.
    pub understood: Option<Mark>,
    /// It answered.
    pub answered: Option<Mark>,
}

/// A translation.
#[derive(Clone, Debug, Serialize)]
pub struct Translation {
    /// Its name.
    pub id: EntryId,
    /// As made.
    pub made: Filed<TranslationMade>,
    /// Who says it is wrong.
    pub disputes: Vec<Filed<String>>,
}

/// An outage a member declared.
#[derive(Clone, Debug, Serialize)]
pub struct Outage {
    /// As declared.
    pub declared: Filed<OutageDeclared>,
    /// When it ended early.
    pub ended: Option<Mark>,
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

impl Message {
    /// The acts that say it, and say something of it.
    fn acts(&self) -> impl Iterator<Item = Index> {
        let receipts = self.receipts.values().flat_map(|receipt| {
            let delivered = receipt.delivered.as_ref().map(|(mark, _)| mark);
            [
                delivered,
                receipt.opened.as_ref(),
                receipt.received.as_ref(),
                receipt.understood.as_ref(),
            ]
        });
        let translations = self.translations.iter().flat_map(|one| {
            let disputes = one.disputes.iter().map(|dispute| &dispute.mark);
            std::iter::once(&one.made.mark).chain(disputes)
        });
        let rungs = self.rungs.iter().map(|rung| &rung.mark);
        std::iter::once(&self.mark)
            .chain(receipts.flatten())
            .chain(&self.closed)
            .chain(translations)
            .chain(rungs)
            .map(|mark| mark.index)
    }
}

impl Outage {
    /// From when to when it holds.
    pub fn span(&self) -> (Time, Time) {
        let until = self.declared.entry.until;
        let ended = self.ended.as_ref().map_or(until, |mark| mark.at);
        (self.declared.entry.from, until.min(ended))
    }
}

impl Clocks {
    fn of(clocks: &HotlineClocks, precedence: Precedence) -> Clocks {
        let acknowledge = clocks.acknowledge.get(precedence.place());
        Clocks {
            acknowledge: acknowledge.copied().unwrap_or(clocks.answer),
            answer: clocks.answer,
            unreachable: clocks.unreachable,
            rung: clocks.rung,
        }
    }
}

impl Hotline {
    /// Messages in the order of the log.
    pub fn messages(&self) -> impl DoubleEndedIterator<Item = (Index, &Message)> {
        self.messages.iter().map(|(index, one)| (*index, one))
    }

    /// The message at a position.
    pub fn message(&self, index: Index) -> Option<&Message> {
        self.messages.get(&index)
    }

    /// The message of a name, and its position.
    pub fn named(&self, id: &EntryId) -> Option<(Index, &Message)> {
        let index = *self.places.get(id)?;
        Some((index, self.messages.get(&index)?))
    }

    /// Every act of the thread a message belongs to: messages that answer or correct each other, and what
    /// was said of them. None if there is no such message.
    pub fn thread(&self, index: Index) -> Option<BTreeSet<Index>> {
        let mut open = vec![self.message(index)?];
        let mut messages: BTreeSet<Index> = BTreeSet::new();
        let mut acts = BTreeSet::new();
        while let Some(message) = open.pop() {
            if !messages.insert(message.mark.index) {
                continue;
            }
            acts.extend(message.acts());
            let before = [message.sent.in_reply_to, message.sent.corrects];
            let before = before.iter().flatten().filter_map(|id| self.named(id));
            let after = message.replies.iter().chain(&message.corrected);
            open.extend(before.map(|(_, one)| one));
            open.extend(after.filter_map(|index| self.message(*index)));
        }
        Some(acts)
    }

    /// Payloads that messages name, with their media types. Everybody on the line may have them.
    pub fn payloads(&self) -> &BTreeMap<Digest, String> {
        &self.payloads
    }

    /// The message a translation is of.
    pub fn translated(&self, translation: &EntryId) -> Option<(Index, &Message)> {
        let index = *self.translations.get(translation)?;
        Some((index, self.messages.get(&index)?))
    }

    /// The last number an originator gave; 0 before the first.
    pub(crate) fn last_number(&self, originator: &Originator) -> u64 {
        self.numbers.get(originator).copied().unwrap_or(0)
    }

    /// Which parties agree to a format.
    pub fn agreed(&self, format: &str) -> impl Iterator<Item = (&str, &Mark)> {
        let all = self.agreed.get(format).into_iter().flatten();
        all.map(|(member, mark)| (member.as_str(), mark))
    }

    /// Whether messages may be sent in a format.
    pub fn in_force(&self, roll: &Roll, format: &Format) -> bool {
        let agreed = self.agreed.get(format.id);
        let agrees = |member: &str| agreed.is_some_and(|all| all.contains_key(member));
        let mut parties = roll.with_part(act::decision::Part::Party);
        format.founding || parties.all(|member| agrees(&member.id))
    }

    /// Formats in force, in the order they are offered.
    pub fn formats(&self, roll: &Roll) -> Vec<&'static Format> {
        let all = FORMATS.iter();
        all.filter(|format| self.in_force(roll, format)).collect()
    }

    /// A member's ladder now.
    pub fn ladder(&self, member: &str) -> Option<&Filed<Vec<String>>> {
        self.rosters.get(member)?.last()
    }

    /// Outages declared, by name.
    pub fn outages(&self) -> impl Iterator<Item = (&EntryId, &Outage)> {
        self.outages.iter()
    }

    /// Whether a member had said that it can't be reached then.
    pub fn declared_out(&self, member: &str, at: Time) -> bool {
        self.outages.values().any(|outage| {
            let (from, until) = outage.span();
            outage.declared.mark.member == member && from <= at && at < until
        })
    }

    /// Handovers of the watch, earliest first.
    pub fn handovers(&self) -> &[Filed<WatchHandedOver>] {
        &self.handovers
    }

    /// Calls in the order of the log.
    pub fn calls(&self) -> impl DoubleEndedIterator<Item = (Index, &Call)> {
        self.calls.iter().map(|(index, one)| (*index, one))
    }

    /// The call at a position.
    pub fn call(&self, index: Index) -> Option<&Call> {
        self.calls.get(&index)
    }

    /// The call of a name, and its position.
    pub fn called(&self, id: &EntryId) -> Option<(Index, &Call)> {
        let index = *self.call_places.get(id)?;
        Some((index, self.calls.get(&index)?))
    }

    /// The seat that was taken at a position, and where its call stands.
    pub fn seat(&self, index: Index) -> Option<(Index, &Seat)> {
        let place = *self.seats.get(&index)?;
        let mut joined = self.calls.get(&place)?.joined.iter();
        Some((place, joined.find(|seat| seat.mark.index == index)?))
    }

    /// The call that minutes are of.
    pub fn minuted(&self, minutes: &EntryId) -> Option<(&Call, &Minutes)> {
        let call = self.calls.get(self.minutes.get(minutes)?)?;
        Some((call, call.minutes.iter().find(|one| one.id == *minutes)?))
    }

    /// A declared outage.
    pub fn outage(&self, id: &EntryId) -> Option<&Outage> {
        self.outages.get(id)
    }

    fn about(&mut self, id: &EntryId) -> Option<&mut Message> {
        self.messages.get_mut(self.places.get(id)?)
    }

    fn call_of(&mut self, id: &EntryId) -> Option<&mut Call> {
        self.calls.get_mut(self.call_places.get(id)?)
    }
}

/// Who a message is for: the parties, but its own.
pub fn addressees(roll: &Roll, sender: &str) -> Vec<String> {
    roll.with_part(act::decision::Part::Party)
        .map(|member| member.id.clone())
        .filter(|id| id != sender)
        .collect()
}

/// Takes an act in force into the state.
pub(crate) fn fold(state: &mut Hotline, roll: &Roll, act: &Act<&E>) {
    let member = roll.grant(&act.by.key).map(|grant| grant.member.clone());
    let mark = Mark {
        member: member.unwrap_or_default(),
        at: act.at,
        index: act.index,
    };
    match act.entry {
        E::FormatAgreed(entry) => {
            let agreed = state.agreed.entry(entry.format.clone()).or_default();
            agreed.insert(mark.member.clone(), mark);
        }
        E::FormatEnded(entry) => {
            if let Some(agreed) = state.agreed.get_mut(&entry.format) {
                agreed.remove(&mark.member);
            }
        }
        E::RosterSet(entry) => {
            let rosters = state.rosters.entry(mark.member.clone()).or_default();
            rosters.push(filed(mark, entry.rungs.clone()));
        }
        E::WatchHandedOver(entry) => state.handovers.push(filed(mark, entry.clone())),
        E::OutageDeclared(entry) => {
            let declared = filed(mark, entry.clone());
            let outage = Outage {
                declared,
                ended: None,
            };
            state.outages.insert(act.id, outage);
        }
        E::OutageEnded(entry) => {
            if let Some(outage) = state.outages.get_mut(&entry.outage) {
                outage.ended.get_or_insert(mark);
            }
        }
        E::MessageSent(entry) => sent(state, roll, act.with(entry), mark),
        entry => said_of(state, act, entry, mark),
    }
}

fn filed<T>(mark: Mark, entry: T) -> Filed<T> {
    Filed { mark, entry }
}

fn sent(state: &mut Hotline, roll: &Roll, act: Act<&MessageSent>, mark: Mark) {
    let entry = act.entry;
    let originator = originator(&mark.member, entry);
    let missing = entry
        .number
        .saturating_sub(state.last_number(&originator) + 1);
    state.numbers.insert(originator, entry.number);
    let clocks = roll
        .charter_at(act.at)
        .map(|charter| charter.clocks.hotline.clone());
    let to = addressees(roll, &mark.member);
    let ladder = |member: &String| {
        let ladder = state.ladder(member);
        let rungs = ladder.map(|filed| filed.entry.clone());
        (member.clone(), rungs.unwrap_or_default())
    };
    let message = Message {
        id: act.id,
        said_at: act.said_at,
        sent: entry.clone(),
        missing,
        clocks: Clocks::of(&clocks.unwrap_or_default(), entry.precedence),
        ladders: to.iter().map(ladder).collect(),
        receipts: to
            .into_iter()
            .map(|member| (member, Receipt::default()))
            .collect(),
        replies: Vec::new(),
        corrected: Vec::new(),
        closed: None,
        translations: Vec::new(),
        rungs: Vec::new(),
        mark: mark.clone(),
    };
    if let Some(answered) = entry.in_reply_to.and_then(|id| state.about(&id)) {
        answered.replies.push(act.index);
        let answers = format_of(&answered.sent.format).is_some_and(|format| format.answered);
        if let Some(receipt) = answered.receipts.get_mut(&mark.member).filter(|_| answers) {
            receipt.answered.get_or_insert(mark);
        }
    }
    if let Some(corrected) = entry.corrects.and_then(|id| state.about(&id)) {
        corrected.corrected.push(act.index);
    }
    for one in &entry.attachments {
        state.payloads.insert(one.blob, one.media.clone());
    }
    state.places.insert(act.id, act.index);
    state.messages.insert(act.index, message);
}

/// Who numbers a message.
pub(crate) fn originator(member: &str, sent: &MessageSent) -> Originator {
    let post = sent.post.as_deref().unwrap_or_default();
    numbered_by(member, post, sent.channel)
}

/// Who numbers what a member, or one of its posts, sends on a channel.
pub(crate) fn numbered_by(member: &str, post: &str, channel: Channel) -> Originator {
    format!("{member}/{post}/{}", channel.name())
}

fn said_of(state: &mut Hotline, act: &Act<&E>, entry: &E, mark: Mark) {
    let by = mark.member.clone();
    match entry {
        E::MessageDelivered(entry) => {
            if let Some(receipt) = state.receipt(&entry.message, &by) {
                receipt.delivered.get_or_insert((mark, entry.received_at));
            }
        }
        E::MessageOpened(entry) => {
            if let Some(receipt) = state.receipt(&entry.message, &by) {
                receipt.opened.get_or_insert(mark);
            }
        }
        E::MessageAcknowledged(entry) => {
            if let Some(receipt) = state.receipt(&entry.message, &by) {
                receipt.received.get_or_insert_with(|| mark.clone());
                if entry.what == Acknowledged::Understood {
                    receipt.understood.get_or_insert(mark);
                }
            }
        }
        E::MessageClosed(entry) => {
            if let Some(message) = state.about(&entry.message) {
                message.closed.get_or_insert(mark);
            }
        }
        E::TranslationMade(entry) => {
            let Some(message) = state.about(&entry.message) else {
                return;
            };
            let index = message.mark.index;
            message.translations.push(Translation {
                id: act.id,
                made: filed(mark, entry.clone()),
                disputes: Vec::new(),
            });
            state.translations.insert(act.id, index);
        }
        E::TranslationDisputed(entry) => {
            let place = state.translations.get(&entry.translation);
            let message = place.and_then(|place| state.messages.get_mut(place));
            let mut all = message.into_iter().flat_map(|one| &mut one.translations);
            if let Some(one) = all.find(|one| one.id == entry.translation) {
                one.disputes.push(filed(mark, entry.why.clone()));
            }
        }
        E::RungReached(entry) => {
            if let Some(message) = state.about(&entry.message) {
                let rung = (entry.member.clone(), entry.rung, entry.because);
                message.rungs.push(filed(mark, rung));
            }
        }
        entry => said_of_call(state, act, entry, mark),
    }
}

impl Hotline {
    fn receipt(&mut self, message: &EntryId, member: &str) -> Option<&mut Receipt> {
        self.about(message)?.receipts.get_mut(member)
    }
}

fn said_of_call(state: &mut Hotline, act: &Act<&E>, entry: &E, mark: Mark) {
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
            state.calls.insert(act.index, call);
            state.call_places.insert(act.id, act.index);
        }
        E::CallJoined(entry) => {
            let Some(call) = state.call_of(&entry.call) else {
                return;
            };
            call.joined.push(Seat {
                mark,
                key: act.by.key,
                fingerprint: entry.fingerprint,
            });
            let place = call.scheduled.mark.index;
            state.seats.insert(act.index, place);
        }
        E::CallEnded(entry) => {
            if let Some(call) = state.call_of(&entry.call) {
                call.ended.push(filed(mark, entry.clone()));
            }
        }
        E::CallConsented(entry) => {
            if let Some(call) = state.call_of(&entry.call) {
                call.consented.push(mark);
            }
        }
        E::CallRecorded(entry) => {
            if let Some(call) = state.call_of(&entry.call) {
                call.recorded.push(filed(mark, entry.clone()));
            }
        }
        E::MinutesProposed(entry) => {
            let Some(call) = state.call_of(&entry.call) else {
                return;
            };
            let index = call.scheduled.mark.index;
            call.minutes.push(Minutes {
                id: act.id,
                proposed: filed(mark, entry.clone()),
                agreed: Vec::new(),
            });
            state.minutes.insert(act.id, index);
        }
        E::MinutesAgreed(entry) => {
            let place = state.minutes.get(&entry.minutes);
            let call = place.and_then(|place| state.calls.get_mut(place));
            let mut all = call.into_iter().flat_map(|one| &mut one.minutes);
            if let Some(one) = all.find(|one| one.id == entry.minutes) {
                one.agreed.push(mark);
            }
        }
        _ => {}
    }
}
