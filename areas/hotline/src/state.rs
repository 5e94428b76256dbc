//! What the log has said on the hotline: messages with all that was said of them, calls, rosters, outages.

use std::collections::{BTreeMap, BTreeSet};

use act::{Act, Digest, EntryId, Filed, Index, Mark, Time};
use roll::{HotlineClocks, Roll};
use serde::Serialize;

use crate::calls::{self, Calls};
use crate::entry::{
    Acknowledged, Because, Channel, CheckpointAnchored, HotlineEntry as E, MessageSent,
    OutageDeclared, Precedence, TranslationMade, WatchHandedOver,
};
use crate::format::{FORMATS, Format};
use crate::search::{Found, Query, Row, Search};

/// Everything said on the hotline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Hotline {
    messages: BTreeMap<Index, Message>,
    /// What follows from the messages, kept beside them.
    #[serde(skip)]
    open: Open,
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
    pub(crate) calls: Calls,
    /// Checkpoints stamped by somebody outside, in the order of the log.
    anchors: Vec<Filed<CheckpointAnchored>>,
    /// The message that a translation belongs to.
    translations: BTreeMap<EntryId, Index>,
    /// Payloads that messages name, with their media types.
    payloads: BTreeMap<Digest, String>,
    /// Follows from the messages, so it is nothing to compare.
    #[serde(skip)]
    search: Search,
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
    /// Who silenced its alarm.
    pub silenced: Vec<Mark>,
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

/// What is asked for again and again of a long log, so that nobody has to look at all of it.
#[derive(Clone, Debug, Default)]
struct Open {
    /// Of which something is awaited after everything that was said.
    awaited: BTreeSet<Index>,
    /// That an addressee's node has not receipted.
    undelivered: BTreeSet<Index>,
    /// When members tested the line, earliest first.
    tests: BTreeMap<String, Vec<Time>>,
    /// When anything was said last.
    latest: Time,
}

impl MessageSent {
    /// Everything somebody wrote in it: coded fields, what it is about, the words.
    pub fn says(&self) -> impl Iterator<Item = &str> {
        let fields = self.fields.values().map(String::as_str);
        let refs = self.refs.iter().map(|one| one.id.as_str());
        fields.chain(refs).chain([self.text.as_str()])
    }
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
            .chain(&self.silenced)
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

    /// Messages of which something is awaited as of a moment, in the order of the log. Of the present this
    /// does not depend on how long the log is.
    pub fn waiting(
        &self,
        as_of: Time,
    ) -> Box<dyn DoubleEndedIterator<Item = (Index, &Message)> + '_> {
        if as_of < self.open.latest {
            let open = self.search.open(as_of);
            return Box::new(open.filter_map(|index| Some((index, self.message(index)?))));
        }
        let open = self.open.awaited.iter();
        Box::new(open.filter_map(|index| Some((*index, self.message(*index)?))))
    }

    /// Messages that an addressee's node has not receipted.
    pub fn undelivered(&self) -> impl Iterator<Item = &Message> {
        let open = self.open.undelivered.iter();
        open.filter_map(|index| self.message(*index))
    }

    /// When a member tested the line last, before a moment.
    pub fn last_test(&self, member: &str, as_of: Time) -> Option<Time> {
        let tests = self.open.tests.get(member)?;
        let before = tests.partition_point(|at| *at <= as_of);
        tests.get(before.checked_sub(1)?).copied()
    }

    /// Notes what is open of a message after something was said of it.
    fn settle(&mut self, index: Index) {
        let Some(message) = self.messages.get(&index) else {
            return;
        };
        let open = &mut self.open;
        match message.awaits() {
            true => open.awaited.insert(index),
            false => {
                self.search.settle(index, open.latest);
                open.awaited.remove(&index)
            }
        };
        match message.receipts.values().all(|one| one.delivered.is_some()) {
            true => open.undelivered.remove(&index),
            false => open.undelivered.insert(index),
        };
    }

    /// The message at a position.
    pub fn message(&self, index: Index) -> Option<&Message> {
        self.messages.get(&index)
    }

    /// Messages that are looked for, as of a moment.
    pub fn find(&self, query: &Query, as_of: Time) -> Found<'_> {
        self.search.find(query, as_of)
    }

    /// Bytes the index of messages takes, as far as they can be counted.
    pub fn search_bytes(&self) -> usize {
        self.search.bytes()
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

    /// The first checkpoint filed with a stamp from outside that an entry lies in.
    pub fn anchor(&self, index: Index, as_of: Time) -> Option<&Filed<CheckpointAnchored>> {
        let mut filed = self.anchors.iter().filter(|one| one.mark.at <= as_of);
        filed.find(|one| index < one.entry.size)
    }

    /// A declared outage.
    pub fn outage(&self, id: &EntryId) -> Option<&Outage> {
        self.outages.get(id)
    }

    /// The message that an entry is about, whether the entry is in force or not.
    pub fn meant(&self, entry: &E) -> Option<Index> {
        let id = match entry {
            E::MessageSent(entry) => entry.in_reply_to.or(entry.corrects)?,
            E::MessageDelivered(entry) => entry.message,
            E::MessageOpened(entry) => entry.message,
            E::MessageAcknowledged(entry) => entry.message,
            E::MessageClosed(entry) => entry.message,
            E::AlarmSilenced(entry) => entry.message,
            E::TranslationMade(entry) => entry.message,
            E::RungReached(entry) => entry.message,
            E::TranslationDisputed(entry) => {
                return self.translations.get(&entry.translation).copied();
            }
            _ => return None,
        };
        self.places.get(&id).copied()
    }

    fn about(&mut self, id: &EntryId) -> Option<&mut Message> {
        self.messages.get_mut(self.places.get(id)?)
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
        E::CheckpointAnchored(entry) => {
            let token = &entry.token;
            state.payloads.insert(token.blob, token.media.clone());
            state.anchors.push(filed(mark, entry.clone()));
        }
        E::MessageSent(entry) => sent(state, roll, act.with(entry), mark),
        entry => said_of(state, act, entry, mark),
    }
    state.open.latest = state.open.latest.max(act.at);
    for index in touched(state, act) {
        state.settle(index);
    }
}

/// The messages of which an act changes what is open.
fn touched(state: &Hotline, act: &Act<&E>) -> Vec<Index> {
    match act.entry {
        E::MessageSent(_)
        | E::MessageDelivered(_)
        | E::MessageAcknowledged(_)
        | E::MessageClosed(_) => state
            .meant(act.entry)
            .into_iter()
            .chain([act.index])
            .collect(),
        _ => Vec::new(),
    }
}

pub(crate) fn filed<T>(mark: Mark, entry: T) -> Filed<T> {
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
        silenced: Vec::new(),
        translations: Vec::new(),
        rungs: Vec::new(),
        mark: mark.clone(),
    };
    if let Some(answered) = entry.in_reply_to.and_then(|id| state.about(&id)) {
        answered.replies.push(act.index);
        // A test of the line says nothing, so it is no answer.
        let answers = answered.answered_format() && entry.precedence != Precedence::Test;
        if let Some(receipt) = answered.receipts.get_mut(&mark.member).filter(|_| answers) {
            receipt.answered.get_or_insert(mark);
        }
    }
    if let Some(corrected) = entry.corrects.and_then(|id| state.about(&id)) {
        corrected.corrected.push(act.index);
    }
    if entry.precedence == Precedence::Test && entry.channel == Channel::Duty {
        let tests = &mut state.open.tests;
        tests
            .entry(message.mark.member.clone())
            .or_default()
            .push(act.at);
    }
    for one in &entry.attachments {
        state.payloads.insert(one.blob, one.media.clone());
    }
    state.places.insert(act.id, act.index);
    index(state, &message);
    state.messages.insert(act.index, message);
}

/// Makes a message one that can be found.
fn index(state: &mut Hotline, message: &Message) {
    let sent = &message.sent;
    let before = [sent.in_reply_to, sent.corrects];
    let row = Row {
        index: message.mark.index,
        at: message.mark.at,
        member: &message.mark.member,
        post: sent.post.as_deref().unwrap_or_default(),
        format: &sent.format,
        precedence: sent.precedence,
        channel: sent.channel,
        before: before.map(|id| id.and_then(|id| state.places.get(&id).copied())),
    };
    state.search.message(&row, sent.says());
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
        E::AlarmSilenced(entry) => {
            if let Some(message) = state.about(&entry.message) {
                message.silenced.push(mark);
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
            state.search.translation(index, act.at, &entry.text);
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
        entry => calls::said(&mut state.calls, act, entry, mark),
    }
}

impl Hotline {
    fn receipt(&mut self, message: &EntryId, member: &str) -> Option<&mut Receipt> {
        self.about(message)?.receipts.get_mut(member)
    }
}
