//! Who may say what on the hotline, and when it counts.

use std::collections::{BTreeMap, BTreeSet};

use act::decision::Part;
use act::{Act, Entry as _, EntryId, Refusal, Time};
use roll::{About, Roll, Standing};

use crate::calls::Call;
use crate::entry::{
    CheckpointAnchored, HotlineEntry as E, MessageDelivered, MessageSent, OutageDeclared,
    Precedence, RungReached,
};
use crate::format::{Field, Format, Value, Words, format_of};
use crate::state::{Hotline, Message, originator};

/// Longest text, in characters.
const TEXT_CHARS_MAX: usize = 8_000;
/// Longest coded field, in characters.
const FIELD_CHARS_MAX: usize = 200;
/// Most attachments and references of a message, rungs of a ladder, messages of a handover.
const MANY: usize = 20;
/// Largest payload.
const BYTES_MAX: u64 = 40_000_000;
/// How far the clock of a receiving node may be from the log's.
const SKEW_MILLIS: i64 = 5 * 60_000;
/// The code of what lacks nothing but a second officer's signature.
pub const SECOND_OFFICER: &str = "hotline.second-officer";
/// What a time-stamping authority answers with, and its largest size (RFC 3161).
const TOKEN_MEDIA: &str = "application/timestamp-reply";
const TOKEN_BYTES_MAX: u64 = 65_536;
/// Most members in a call.
const CALL_SEATS_MAX: usize = 4;
/// Longest outage that can be declared at once, in hours.
const OUTAGE_HOURS: i64 = 72;

pub(crate) fn judge(all: &Hotline, roll: &Roll, act: &Act<&E>) -> Result<(), Refusal> {
    let (name, _) = act.entry.kind().rsplit_once(".v").unwrap_or_default();
    let post = match act.entry {
        E::MessageSent(entry) => entry.post.as_deref(),
        _ => None,
    };
    let about = About { member: None, post };
    let standing = roll.authorise(act, &format!("hotline.{name}"), about)?;
    let case = Case {
        all,
        roll,
        act,
        standing,
    };
    match act.entry {
        E::FormatAgreed(entry) => case.format_agreed(&entry.format),
        E::FormatEnded(entry) => case.format_ended(&entry.format),
        E::RosterSet(entry) => case.rungs(&entry.rungs),
        E::WatchHandedOver(entry) => case.handover(&entry.open, &[&entry.to, &entry.note]),
        E::OutageDeclared(entry) => case.outage(entry),
        E::OutageEnded(entry) => case.outage_ended(&entry.outage),
        E::MessageSent(entry) => case.sent(entry),
        E::MessageDelivered(entry) => case.delivered(entry),
        E::MessageOpened(entry) => case.opened(&entry.message),
        E::MessageAcknowledged(entry) => {
            let receipt = case.addressed(&entry.message)?.1;
            let before = match entry.what {
                crate::entry::Acknowledged::Received => &receipt.received,
                crate::entry::Acknowledged::Understood => &receipt.understood,
            };
            case.first(before.as_ref())
        }
        E::CheckpointAnchored(entry) => case.anchored(entry),
        E::AlarmSilenced(entry) => case.silenced(&entry.message),
        E::MessageClosed(entry) => case.closed(&entry.message),
        E::TranslationMade(entry) => {
            case.message(&entry.message)?;
            case.text("text", &entry.text)?;
            check_lang(&entry.lang)
        }
        E::TranslationDisputed(entry) => {
            case.text("why", &entry.why)?;
            let unknown = || Refusal::new("hotline.no-such-translation");
            all.translated(&entry.translation)
                .map(drop)
                .ok_or_else(unknown)
        }
        E::RungReached(entry) => case.rung(entry),
        entry => case.call(entry),
    }
}

/// One act before the rules.
struct Case<'a> {
    all: &'a Hotline,
    roll: &'a Roll,
    act: &'a Act<&'a E>,
    standing: Standing<'a>,
}

impl<'a> Case<'a> {
    fn member(&self) -> &'a str {
        &self.standing.member.id
    }

    fn at(&self) -> Time {
        self.act.at
    }

    fn part(&self, part: Part) -> Result<(), Refusal> {
        match self.standing.member.part == part {
            true => Ok(()),
            false => Err(Refusal::new("hotline.not-your-part").about("member", self.member())),
        }
    }

    fn message(&self, id: &EntryId) -> Result<&'a Message, Refusal> {
        let unknown = || Refusal::new("hotline.no-such-message").about("message", *id);
        self.all.named(id).map(|(_, one)| one).ok_or_else(unknown)
    }

    /// A message that is for this member, and what it said of it.
    fn addressed(&self, id: &EntryId) -> Result<(&'a Message, &'a crate::state::Receipt), Refusal> {
        let message = self.message(id)?;
        let receipt = message.receipts.get(self.member());
        let not_yours = || Refusal::new("hotline.not-addressed").about("member", self.member());
        receipt
            .map(|receipt| (message, receipt))
            .ok_or_else(not_yours)
    }

    fn first(&self, before: Option<&act::Mark>) -> Result<(), Refusal> {
        match before {
            None => Ok(()),
            Some(mark) => Err(Refusal::new("hotline.said-before").about("index", mark.index)),
        }
    }

    fn text(&self, field: &'static str, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Err(Refusal::new("hotline.empty").about("field", field));
        }
        match text.chars().count() <= TEXT_CHARS_MAX {
            true => Ok(()),
            false => Err(too_long(field, TEXT_CHARS_MAX)),
        }
    }

    fn format(&self, id: &str) -> Result<&'static Format, Refusal> {
        known_format(id)
    }

    fn format_agreed(&self, id: &str) -> Result<(), Refusal> {
        self.part(Part::Party)?;
        self.format(id)?;
        let mut agreed = self.all.agreed(id);
        let before = agreed.find(|(member, _)| *member == self.member());
        self.first(before.map(|(_, mark)| mark))
    }

    fn format_ended(&self, id: &str) -> Result<(), Refusal> {
        self.format(id)?;
        let mut agreed = self.all.agreed(id);
        match agreed.any(|(member, _)| member == self.member()) {
            true => Ok(()),
            false => Err(Refusal::new("hotline.not-agreed").about("format", id)),
        }
    }

    fn rungs(&self, rungs: &[String]) -> Result<(), Refusal> {
        if rungs.is_empty() || rungs.len() > MANY {
            return Err(too_many("rungs"));
        }
        rungs.iter().try_for_each(|rung| check_text("rungs", rung))
    }

    fn handover(&self, open: &[EntryId], texts: &[&str]) -> Result<(), Refusal> {
        if open.len() > MANY {
            return Err(too_many("open"));
        }
        if texts
            .iter()
            .any(|text| text.chars().count() > TEXT_CHARS_MAX)
        {
            return Err(too_long("note", TEXT_CHARS_MAX));
        }
        open.iter().try_for_each(|id| self.message(id).map(drop))
    }

    /// Declared beforehand, or it is none: nobody declares away what already happened.
    fn outage(&self, entry: &OutageDeclared) -> Result<(), Refusal> {
        let longest = entry.from.after_millis(OUTAGE_HOURS * 3_600_000);
        let sound = entry.from >= self.at() && entry.until > entry.from && entry.until <= longest;
        match sound {
            true => self.text("reason", &entry.reason),
            false => Err(Refusal::new("hotline.outage-unfit")
                .about("from", self.at())
                .about("until", longest)),
        }
    }

    fn outage_ended(&self, id: &EntryId) -> Result<(), Refusal> {
        let unknown = || Refusal::new("hotline.no-such-outage").about("outage", *id);
        let outage = self.all.outage(id).ok_or_else(unknown)?;
        match outage.declared.mark.member == self.member() {
            true => self.first(outage.ended.as_ref()),
            false => Err(Refusal::new("hotline.not-yours").about("member", self.member())),
        }
    }

    fn sent(&self, entry: &MessageSent) -> Result<(), Refusal> {
        let format = self.format(&entry.format)?;
        if !self.all.in_force(self.roll, format) {
            return Err(Refusal::new("hotline.format-not-agreed").about("format", format.id));
        }
        if format.id == "mediator.note" {
            self.part(Part::Mediator)?;
        }
        check_precedence(entry, format)?;
        let last = self.all.last_number(&originator(self.member(), entry));
        if entry.number <= last {
            return Err(Refusal::new("hotline.number-used").about("number", last));
        }
        check_content(entry, format)?;
        self.relations(entry, format)?;
        self.second_officer(entry)
    }

    fn relations(&self, entry: &MessageSent, format: &Format) -> Result<(), Refusal> {
        if let Some(id) = &entry.in_reply_to {
            let answered = self.message(id)?;
            if answered.sent.channel != entry.channel {
                return Err(Refusal::new("hotline.other-channel"));
            }
        } else if format.id == "answer.clarification" {
            return Err(Refusal::new("hotline.empty").about("field", "in_reply_to"));
        }
        match (&entry.corrects, format.id == "correction") {
            (Some(id), true) => {
                let corrected = self.message(id)?;
                if corrected.mark.member != self.member() {
                    return Err(Refusal::new("hotline.not-yours").about("member", self.member()));
                }
                // An exercise corrects nothing that was said in earnest.
                match corrected.sent.channel == entry.channel {
                    true => Ok(()),
                    false => Err(Refusal::new("hotline.other-channel")),
                }
            }
            (None, false) => Ok(()),
            _ => Err(Refusal::new("hotline.empty").about("field", "corrects")),
        }
    }

    fn second_officer(&self, entry: &MessageSent) -> Result<(), Refusal> {
        let charter = self.roll.charter_at(self.at());
        let wanted = charter.is_some_and(|charter| {
            let all = &charter.clocks.hotline.second_officer;
            all.iter().any(|one| one == entry.precedence.name())
        });
        let post = entry.post.as_deref();
        // An officer who could send it alone, too: not a node, nor an office of another desk.
        let own = |key: &act::PublicKey| {
            let standing = self.roll.standing(key, self.act.index, self.at());
            standing.is_ok_and(|standing| {
                standing.member.id == self.member()
                    && self
                        .roll
                        .may_at(&standing, "hotline.message-sent", post, self.at())
            })
        };
        match !wanted || self.act.by.cosigners.iter().any(own) {
            true => Ok(()),
            false => Err(Refusal::new(SECOND_OFFICER).about("precedence", entry.precedence.name())),
        }
    }

    fn delivered(&self, entry: &MessageDelivered) -> Result<(), Refusal> {
        let (message, receipt) = self.addressed(&entry.message)?;
        self.first(receipt.delivered.as_ref().map(|(mark, _)| mark))?;
        let early = entry.received_at.since(message.mark.at) < -SKEW_MILLIS;
        let late = self.at().since(entry.received_at) < -SKEW_MILLIS;
        match early || late {
            false => Ok(()),
            true => Err(Refusal::new("hotline.receipt-time").about("at", entry.received_at)),
        }
    }

    /// A checkpoint of what was there before, with a token of the size such tokens have.
    fn anchored(&self, entry: &CheckpointAnchored) -> Result<(), Refusal> {
        if entry.size == 0 || entry.size > self.act.index {
            return Err(Refusal::new("hotline.no-such-checkpoint").about("size", entry.size));
        }
        let token = &entry.token;
        match token.media == TOKEN_MEDIA && (1..=TOKEN_BYTES_MAX).contains(&token.bytes) {
            true => Ok(()),
            false => Err(Refusal::new("hotline.no-token").about("limit", TOKEN_BYTES_MAX)),
        }
    }

    /// Only a flash sounds, and not where it was sent from.
    fn silenced(&self, id: &EntryId) -> Result<(), Refusal> {
        let message = self.message(id)?;
        let own = message.mark.member == self.member();
        match own || message.sent.precedence != Precedence::Flash {
            true => Err(Refusal::new("hotline.no-alarm").about("message", *id)),
            false => Ok(()),
        }
    }

    fn opened(&self, id: &EntryId) -> Result<(), Refusal> {
        let receipt = self.addressed(id)?.1;
        self.first(receipt.opened.as_ref())
    }

    fn closed(&self, id: &EntryId) -> Result<(), Refusal> {
        let message = self.message(id)?;
        match message.mark.member == self.member() {
            true => self.first(message.closed.as_ref()),
            false => Err(Refusal::new("hotline.not-yours").about("member", self.member())),
        }
    }

    /// Each rung once, and only when it was reached.
    fn rung(&self, entry: &RungReached) -> Result<(), Refusal> {
        let message = self.message(&entry.message)?;
        let rungs = message.rungs(self.all, &entry.member, self.at());
        let reached = rungs
            .iter()
            .find(|rung| rung.number == entry.rung && rung.because == entry.because);
        match reached {
            None => Err(Refusal::new("hotline.not-reached").about("rung", u64::from(entry.rung))),
            Some(rung) => match rung.said {
                None => Ok(()),
                Some(index) => Err(Refusal::new("hotline.said-before").about("index", index)),
            },
        }
    }

    fn call_of(&self, id: &EntryId) -> Result<&'a Call, Refusal> {
        let unknown = || Refusal::new("hotline.no-such-call").about("call", *id);
        self.all
            .called(id)
            .map(|(_, call)| call)
            .ok_or_else(unknown)
    }

    fn call(&self, entry: &E) -> Result<(), Refusal> {
        let mine = |mark: &act::Mark| mark.member == self.member();
        match entry {
            E::CallScheduled(entry) => check_text("about", &entry.about),
            E::CallJoined(entry) => self.joined(self.call_of(&entry.call)?, entry.fingerprint),
            E::CallEnded(entry) => {
                let call = self.call_of(&entry.call)?;
                let sound =
                    entry.ended <= self.at() && entry.began.is_none_or(|b| b <= entry.ended);
                if !sound {
                    return Err(Refusal::new("hotline.call-times").about("at", self.at()));
                }
                let before = call.ended.iter().find(|one| mine(&one.mark));
                self.first(before.map(|one| &one.mark))
            }
            E::CallConsented(entry) => {
                let call = self.call_of(&entry.call)?;
                self.first(call.consented.iter().find(|mark| mine(mark)))
            }
            E::CallRecorded(entry) => self.recorded(self.call_of(&entry.call)?),
            E::MinutesProposed(entry) => {
                self.call_of(&entry.call)?;
                check_lang(&entry.lang)?;
                self.text("text", &entry.text)
            }
            E::MinutesAgreed(entry) => {
                let unknown = || Refusal::new("hotline.no-such-minutes");
                let (_, minutes) = self.all.minuted(&entry.minutes).ok_or_else(unknown)?;
                if mine(&minutes.proposed.mark) {
                    return Err(Refusal::new("hotline.your-own").about("member", self.member()));
                }
                self.first(minutes.agreed.iter().find(|mark| mine(mark)))
            }
            _ => Ok(()),
        }
    }

    /// A seat is taken before the member says that the call is over, with a certificate of its own, and
    /// while there is room: each browser sends to each, so a call has few seats.
    fn joined(&self, call: &Call, fingerprint: act::Digest) -> Result<(), Refusal> {
        let own = self.member();
        if let Some(ended) = call.ended.iter().find(|one| one.mark.member == own) {
            return Err(Refusal::new("hotline.call-over").about("index", ended.mark.index));
        }
        if let Some(same) = call
            .joined
            .iter()
            .find(|seat| seat.fingerprint == fingerprint)
        {
            return Err(Refusal::new("hotline.fingerprint-used").about("index", same.mark.index));
        }
        let others: BTreeSet<&str> = call
            .joined
            .iter()
            .map(|seat| seat.mark.member.as_str())
            .collect();
        if others.len() >= CALL_SEATS_MAX && !others.contains(own) {
            return Err(Refusal::new("hotline.call-full").about("limit", CALL_SEATS_MAX as u64));
        }
        Ok(())
    }

    /// Nobody records before every side consented.
    fn recorded(&self, call: &Call) -> Result<(), Refusal> {
        let parties = self.roll.with_part(Part::Party);
        match call.missing_consent(parties.map(|member| member.id.as_str())) {
            None => Ok(()),
            Some(member) => Err(Refusal::new("hotline.no-consent").about("member", member)),
        }
    }
}

/// Whether a message can be sent at all, whoever sends it: what a form knows without the log.
pub fn fits_format(entry: &MessageSent) -> Result<(), Refusal> {
    let format = known_format(&entry.format)?;
    check_precedence(entry, format)?;
    check_content(entry, format)
}

fn known_format(id: &str) -> Result<&'static Format, Refusal> {
    format_of(id).ok_or_else(|| Refusal::new("hotline.no-such-format").about("format", id))
}

fn check_precedence(entry: &MessageSent, format: &Format) -> Result<(), Refusal> {
    match format.precedences.contains(&entry.precedence) {
        true => Ok(()),
        false => Err(Refusal::new("hotline.precedence-unfit")
            .about("format", format.id)
            .about("precedence", entry.precedence.name())),
    }
}

fn check_content(entry: &MessageSent, format: &Format) -> Result<(), Refusal> {
    check_fields(&entry.fields, format)?;
    check_lang(&entry.lang)?;
    let voice = entry.attachments.iter().any(|one| one.seconds.is_some());
    if format.words == Words::Needed && entry.text.trim().is_empty() && !voice {
        return Err(Refusal::new("hotline.empty").about("field", "text"));
    }
    if entry.text.chars().count() > TEXT_CHARS_MAX {
        return Err(too_long("text", TEXT_CHARS_MAX));
    }
    if entry.refs.len() > MANY {
        return Err(too_many("refs"));
    }
    if entry.attachments.len() > MANY {
        return Err(too_many("attachments"));
    }
    for one in &entry.refs {
        check_text("refs", &one.id)?;
    }
    let sized = |bytes: u64| bytes > 0 && bytes <= BYTES_MAX;
    match entry.attachments.iter().all(|one| sized(one.bytes)) {
        true => Ok(()),
        false => Err(Refusal::new("hotline.blob-size").about("limit", BYTES_MAX)),
    }
}

fn check_lang(tag: &str) -> Result<(), Refusal> {
    match page::Lang::from_tag(tag) {
        Some(_) => Ok(()),
        None => Err(Refusal::new("hotline.no-such-language").about("lang", tag)),
    }
}

fn check_text(name: &'static str, text: &str) -> Result<(), Refusal> {
    match text.trim().is_empty() {
        true => Err(Refusal::new("hotline.empty").about("field", name)),
        false if text.chars().count() > FIELD_CHARS_MAX => Err(too_long(name, FIELD_CHARS_MAX)),
        false => Ok(()),
    }
}

/// Coded fields are those of the format, no more and no fewer.
fn check_fields(fields: &BTreeMap<String, String>, format: &Format) -> Result<(), Refusal> {
    let missing = format.fields.iter().find(|field| {
        field.needed
            && fields
                .get(field.name)
                .is_none_or(|text| text.trim().is_empty())
    });
    if let Some(field) = missing {
        return Err(Refusal::new("hotline.empty").about("field", field.name));
    }
    for (name, text) in fields {
        let field = format.field(name);
        if !field.is_some_and(|field| fits(field, text)) {
            return Err(Refusal::new("hotline.field-unfit").about("field", name.as_str()));
        }
    }
    Ok(())
}

fn fits(field: &Field, text: &str) -> bool {
    match field.value {
        Value::Code(codes) => codes.contains(&text),
        Value::Words => !text.trim().is_empty() && text.chars().count() <= FIELD_CHARS_MAX,
        Value::Instant => text.parse::<Time>().is_ok(),
        Value::Number => text.len() <= 9 && text.parse::<u32>().is_ok(),
    }
}

fn too_long(field: &'static str, limit: usize) -> Refusal {
    Refusal::new("hotline.too-long")
        .about("field", field)
        .about("limit", limit as u64)
}

fn too_many(field: &'static str) -> Refusal {
    Refusal::new("hotline.too-many")
        .about("field", field)
        .about("limit", MANY as u64)
}
