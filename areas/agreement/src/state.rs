//! What the agreement knows, and how an act in force changes it.

use std::collections::BTreeMap;

use act::decision::{Ballot, Vote};
use act::{Act, Digest, Due, EntryId, Index, Time};
use roll::Roll;
use serde::Serialize;

use crate::compare::text::{Clause, Draft, clause_hash};
use crate::entry::{
    AgreementEntry, ClauseWords, DepositaryAct, DraftKind, DraftTabled, ExplanationGiven,
    MinuteRecorded, OfferMade, PositionTaken, RemarkRecorded, Stance,
};

/// Everything said about every instrument.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Agreement {
    pub(crate) instruments: BTreeMap<String, Instrument>,
    pub(crate) parts: BTreeMap<EntryId, Part>,
}

/// A part of a long draft, waiting to be tabled.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) member: String,
    pub(crate) instrument: String,
    pub(crate) text: String,
}

/// One text under negotiation.
#[derive(Clone, Debug, Serialize)]
pub struct Instrument {
    /// As shown.
    pub title: String,
    /// Whether nothing is agreed until everything is.
    pub single_undertaking: bool,
    /// Drafts in the order they were tabled.
    pub drafts: Vec<Tabled>,
    /// Positions in the order they were taken, minuted ones at the place of their confirmation.
    pub positions: Vec<Position>,
    /// Minutes by position in the log.
    pub minutes: BTreeMap<Index, Minute>,
    /// Public remarks.
    pub remarks: Vec<Remark>,
    /// Explanations members gave of their own drafts.
    pub explanations: Vec<Explanation>,
    /// Standing offers by position in the log.
    pub offers: BTreeMap<Index, Offer>,
    /// Joint statements by position in the log.
    pub statements: BTreeMap<Index, JointStatement>,
    /// The depositary's book.
    pub book: Vec<BookEntry>,
}

/// A draft as tabled.
#[derive(Clone, Debug, Serialize)]
pub struct Tabled {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Who tabled it.
    pub member: String,
    /// What kind of draft.
    pub kind: DraftKind,
    /// The draft it answers.
    pub follows: Option<String>,
    /// The session it is for.
    pub session: Option<Time>,
    /// Language tag.
    pub language: String,
    /// SHA-256 of the whole text.
    pub text_hash: Digest,
    /// The whole text.
    pub text: String,
    /// When.
    pub at: Time,
    /// The tabling act.
    pub index: Index,
    /// The text read clause by clause; recomputed from it, so no part of the state root.
    #[serde(skip)]
    pub read: Draft,
}

/// A position a member took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// Who.
    pub member: String,
    /// On which words.
    pub clause: ClauseWords,
    /// Where it stands.
    pub stance: Stance,
    /// In its own words.
    pub note: String,
    /// When.
    pub at: Time,
    /// The act.
    pub index: Index,
    /// The minute it was spoken in, if by word of mouth.
    pub minute: Option<Index>,
}

/// A minute of what was said by word of mouth.
#[derive(Clone, Debug, Serialize)]
pub struct Minute {
    /// Who recorded it.
    pub recorder: String,
    /// What.
    pub minute: MinuteRecorded,
    /// When it was placed.
    pub at: Time,
    /// The answer of the member whose words it records.
    pub answer: Option<Answer>,
}

/// An answer to a minute.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Whether the member stands by it.
    pub confirmed: bool,
    /// In its own words.
    pub note: String,
    /// When.
    pub at: Time,
    /// The act.
    pub index: Index,
}

/// A remark and the act that recorded it.
#[derive(Clone, Debug, Serialize)]
pub struct Remark {
    /// Who recorded it.
    pub recorder: String,
    /// What.
    pub remark: RemarkRecorded,
    /// The act.
    pub index: Index,
}

/// An explanation and the act that gave it.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    /// Who.
    pub member: String,
    /// What.
    pub explanation: ExplanationGiven,
    /// When.
    pub at: Time,
    /// The act.
    pub index: Index,
}

/// A standing offer.
#[derive(Clone, Debug, Serialize)]
pub struct Offer {
    /// Who made it.
    pub member: String,
    /// Its terms.
    pub offer: OfferMade,
    /// When.
    pub at: Time,
    /// When it was withdrawn, if it was.
    pub withdrawn: Option<Time>,
}

/// A joint statement and the answers to it.
#[derive(Clone, Debug, Serialize)]
pub struct JointStatement {
    /// Who proposed it.
    pub member: String,
    /// As shown.
    pub title: String,
    /// Its words.
    pub text: String,
    /// Clauses it quotes.
    pub clauses: Vec<ClauseWords>,
    /// Who approved.
    pub ballot: Ballot,
}

/// One line of the depositary's book.
#[derive(Clone, Debug, Serialize)]
pub struct BookEntry {
    /// Who.
    pub member: String,
    /// What.
    pub entry: DepositaryAct,
    /// When.
    pub at: Time,
    /// The act.
    pub index: Index,
}

impl Agreement {
    /// An instrument by id.
    pub fn instrument(&self, id: &str) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// All instruments, by id.
    pub fn instruments(&self) -> impl Iterator<Item = (&String, &Instrument)> {
        self.instruments.iter()
    }

    /// The whole text of a draft about to be tabled, if its parts are there and its author's.
    pub(crate) fn assemble(&self, member: &str, entry: &DraftTabled) -> Option<String> {
        let mut text = String::new();
        for id in &entry.parts {
            let part = self.parts.get(id)?;
            if part.member != member || part.instrument != entry.instrument {
                return None;
            }
            text.push_str(&part.text);
        }
        text.push_str(&entry.text);
        Some(text)
    }
}

impl Instrument {
    /// A draft by id.
    pub fn draft(&self, id: &str) -> Option<&Tabled> {
        self.drafts.iter().find(|draft| draft.id == id)
    }

    /// The clause a position names, if the draft has it with exactly these words.
    pub fn clause(&self, words: &ClauseWords) -> Option<&Clause> {
        let clause = self.draft(&words.draft)?.clause(&words.clause)?;
        (hash_of(clause) == words.hash).then_some(clause)
    }

    /// A member's latest position on exactly these words, wherever they were read.
    pub fn stance_on(&self, member: &str, hash: &Digest) -> Option<&Position> {
        self.positions
            .iter()
            .rev()
            .find(|p| p.member == member && p.clause.hash == *hash)
    }
}

impl Tabled {
    /// A clause by its reference.
    pub fn clause(&self, reference: &str) -> Option<&Clause> {
        self.read
            .clauses
            .iter()
            .find(|clause| clause.reference == reference)
    }
}

/// The hash a position on this clause is bound to.
pub fn hash_of(clause: &Clause) -> Digest {
    clause_hash(clause.role, &clause.text)
}

pub(crate) fn fold(agreement: &mut Agreement, roll: &Roll, act: &Act<&AgreementEntry>) {
    let Some(member) = roll.speaker(act) else {
        return;
    };
    match act.entry {
        AgreementEntry::InstrumentOpened(entry) => {
            let instrument = Instrument {
                title: entry.title.clone(),
                single_undertaking: entry.single_undertaking,
                drafts: Vec::new(),
                positions: Vec::new(),
                minutes: BTreeMap::new(),
                remarks: Vec::new(),
                explanations: Vec::new(),
                offers: BTreeMap::new(),
                statements: BTreeMap::new(),
                book: Vec::new(),
            };
            agreement
                .instruments
                .insert(entry.instrument.clone(), instrument);
        }
        AgreementEntry::DraftPartFiled(entry) => {
            let (instrument, text) = (entry.instrument.clone(), entry.text.clone());
            agreement.parts.insert(
                act.id,
                Part {
                    member,
                    instrument,
                    text,
                },
            );
        }
        AgreementEntry::DraftTabled(entry) => table(agreement, act, member, entry),
        AgreementEntry::MinuteAnswered(entry) => {
            if let Some(instrument) = holding(agreement, |i| i.minutes.contains_key(&entry.minute))
                && let Some(minute) = instrument.minutes.get_mut(&entry.minute)
            {
                minute.answer = Some(Answer {
                    confirmed: entry.confirmed,
                    note: entry.note.clone(),
                    at: act.at,
                    index: act.index,
                });
                if entry.confirmed {
                    let minuted = minute.minute.clone();
                    confirm(instrument, act, entry.minute, &minuted);
                }
            }
        }
        AgreementEntry::OfferWithdrawn(entry) => {
            if let Some(offer) = holding(agreement, |i| i.offers.contains_key(&entry.offer))
                .and_then(|i| i.offers.get_mut(&entry.offer))
            {
                offer.withdrawn = Some(act.at);
            }
        }
        AgreementEntry::JointStatementAnswered(entry) => {
            if let Some(statement) =
                holding(agreement, |i| i.statements.contains_key(&entry.statement))
                    .and_then(|i| i.statements.get_mut(&entry.statement))
            {
                let vote = Vote {
                    choice: entry.choice,
                    index: act.index,
                    at: act.at,
                };
                statement.ballot.votes.insert(member, vote);
            }
        }
        entry => {
            if let Some(instrument) =
                instrument_of(entry).and_then(|id| agreement.instruments.get_mut(id))
            {
                note(instrument, roll, act, member);
            }
        }
    }
}

/// Entries that name their instrument and add one record to it.
fn note(instrument: &mut Instrument, roll: &Roll, act: &Act<&AgreementEntry>, member: String) {
    let (at, index) = (act.at, act.index);
    match act.entry {
        AgreementEntry::PositionTaken(entry) => {
            instrument
                .positions
                .push(position(entry, member, at, index));
        }
        AgreementEntry::MinuteRecorded(entry) => {
            let minute = Minute {
                recorder: member,
                minute: entry.clone(),
                at,
                answer: None,
            };
            instrument.minutes.insert(index, minute);
        }
        AgreementEntry::RemarkRecorded(entry) => {
            let remark = Remark {
                recorder: member,
                remark: entry.clone(),
                index,
            };
            instrument.remarks.push(remark);
        }
        AgreementEntry::ExplanationGiven(entry) => {
            let explanation = Explanation {
                member,
                explanation: entry.clone(),
                at,
                index,
            };
            instrument.explanations.push(explanation);
        }
        AgreementEntry::OfferMade(entry) => {
            let offer = Offer {
                member,
                offer: entry.clone(),
                at,
                withdrawn: None,
            };
            instrument.offers.insert(index, offer);
        }
        AgreementEntry::JointStatementProposed(entry) => {
            let ballot = roll
                .charter_at(at)
                .and_then(|charter| roll.ballot(charter.decisions.statement, at));
            let Some(ballot) = ballot else { return };
            let statement = JointStatement {
                member,
                title: entry.title.clone(),
                text: entry.text.clone(),
                clauses: entry.clauses.clone(),
                ballot,
            };
            instrument.statements.insert(index, statement);
        }
        AgreementEntry::DepositaryAct(entry) => {
            instrument.book.push(BookEntry {
                member,
                entry: entry.clone(),
                at,
                index,
            });
        }
        _ => {}
    }
}

fn table(
    agreement: &mut Agreement,
    act: &Act<&AgreementEntry>,
    member: String,
    entry: &DraftTabled,
) {
    let Some(text) = agreement.assemble(&member, entry) else {
        return;
    };
    let Ok(read) = crate::compare::text::parse(&text) else {
        return;
    }; // `judge` has read it already.
    for id in &entry.parts {
        agreement.parts.remove(id);
    }
    let Some(instrument) = agreement.instruments.get_mut(&entry.instrument) else {
        return;
    };
    instrument.drafts.push(Tabled {
        id: entry.draft.clone(),
        title: entry.title.clone(),
        member,
        kind: entry.kind,
        follows: entry.follows.clone(),
        session: entry.session,
        language: entry.language.clone(),
        text_hash: Digest::of(text.as_bytes()),
        text,
        at: act.at,
        index: act.index,
        read,
    });
}

fn position(entry: &PositionTaken, member: String, at: Time, index: Index) -> Position {
    Position {
        member,
        clause: entry.clause.clone(),
        stance: entry.stance.clone(),
        note: entry.note.clone(),
        at,
        index,
        minute: None,
    }
}

/// A confirmed minute's positions count from its confirmation.
fn confirm(
    instrument: &mut Instrument,
    act: &Act<&AgreementEntry>,
    index: Index,
    minute: &MinuteRecorded,
) {
    for minuted in &minute.positions {
        instrument.positions.push(Position {
            member: minute.member.clone(),
            clause: minuted.clause.clone(),
            stance: minuted.stance.clone(),
            note: String::new(),
            at: act.at,
            index: act.index,
            minute: Some(index),
        });
    }
}

fn holding(
    agreement: &mut Agreement,
    has: impl Fn(&Instrument) -> bool,
) -> Option<&mut Instrument> {
    agreement
        .instruments
        .values_mut()
        .find(|instrument| has(instrument))
}

/// The instrument an entry names, where it names one.
pub(crate) fn instrument_of(entry: &AgreementEntry) -> Option<&str> {
    match entry {
        AgreementEntry::InstrumentOpened(e) => Some(&e.instrument),
        AgreementEntry::DraftPartFiled(e) => Some(&e.instrument),
        AgreementEntry::DraftTabled(e) => Some(&e.instrument),
        AgreementEntry::PositionTaken(e) => Some(&e.instrument),
        AgreementEntry::MinuteRecorded(e) => Some(&e.instrument),
        AgreementEntry::RemarkRecorded(e) => Some(&e.instrument),
        AgreementEntry::ExplanationGiven(e) => Some(&e.instrument),
        AgreementEntry::OfferMade(e) => Some(&e.instrument),
        AgreementEntry::JointStatementProposed(e) => Some(&e.instrument),
        AgreementEntry::DepositaryAct(e) => Some(&e.instrument),
        AgreementEntry::MinuteAnswered(_)
        | AgreementEntry::OfferWithdrawn(_)
        | AgreementEntry::JointStatementAnswered(_) => None,
    }
}

/// Minutes wait for the member whose words they record; joint statements for each voter.
pub(crate) fn due(agreement: &Agreement, as_of: Time) -> Vec<Due> {
    let mut due = Vec::new();
    for (id, instrument) in &agreement.instruments {
        for (index, minute) in instrument
            .minutes
            .iter()
            .filter(|(_, m)| m.answer.is_none())
        {
            due.push(Due {
                code: "agreement.due-minute",
                member: minute.minute.member.clone(),
                by: None,
                path: format!("/agreement/{id}/minutes/{index}"),
                about: vec![("index", act::Value::Number(*index))],
            });
        }
        for (index, statement) in &instrument.statements {
            if !statement.ballot.is_open(as_of) {
                continue;
            }
            for (member, part) in &statement.ballot.members {
                let decides = *part != act::decision::Part::Custodian;
                if !decides || statement.ballot.votes.contains_key(member) {
                    continue;
                }
                due.push(Due {
                    code: "agreement.due-statement",
                    member: member.clone(),
                    by: Some(statement.ballot.lapses),
                    path: format!("/agreement/{id}/statements/{index}"),
                    about: vec![("title", act::Value::Words(statement.title.clone()))],
                });
            }
        }
    }
    due
}
