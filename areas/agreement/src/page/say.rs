//! What an entry of the agreement says, as sentences in the reader's language, with the exact words
//! it is about.

use page::{Hash, Id, Markup, Name, State, Tr, Value, Words, html};
use roll::Roll;
use roll::page::call;

use super::draft::level_key;
use super::link::{stance_mark, words};
use super::statements::step_key;
use crate::entry::{
    AgreementEntry, ClauseWords, DraftTabled, JointStatementProposed, MinuteRecorded, OfferMade,
    PositionTaken, RemarkRecorded, Stance,
};
use crate::state::Agreement;
use act::decision::Choice;

/// The exact statement an entry makes.
pub fn say(agreement: &Agreement, roll: &Roll, entry: &AgreementEntry, tr: Tr<'_>) -> Markup {
    let speech = Speech {
        agreement,
        roll,
        tr,
    };
    match entry {
        AgreementEntry::InstrumentOpened(e) => speech.line(
            "agreement-say-instrument-opened",
            &[
                ("title", Value::Name(&e.title)),
                ("id", Value::Id(&e.instrument)),
            ],
        ),
        AgreementEntry::DraftPartFiled(e) => html! {
            (speech.line("agreement-say-draft-part-filed", &[("id", Value::Id(&e.instrument))]))
            (note(&e.text))
        },
        AgreementEntry::DraftTabled(e) => speech.tabled(e),
        AgreementEntry::PositionTaken(e) => speech.position(e),
        AgreementEntry::MinuteRecorded(e) => speech.minute(e),
        AgreementEntry::MinuteAnswered(e) => {
            let key = if e.confirmed {
                "agreement-say-confirmed"
            } else {
                "agreement-say-disputed"
            };
            html! { (speech.line(key, &[("index", Value::Number(e.minute))])) (note(&e.note)) }
        }
        AgreementEntry::RemarkRecorded(e) => speech.remark(e),
        AgreementEntry::ExplanationGiven(e) => html! {
            (speech.line("agreement-say-explanation-given", &[
                ("target", Value::Id(&e.target)), ("draft", Value::Id(&e.draft)),
            ]))
            (note(&e.text))
        },
        AgreementEntry::OfferMade(e) => speech.offer(e),
        AgreementEntry::OfferWithdrawn(e) => html! {
            (speech.line("agreement-say-offer-withdrawn", &[("index", Value::Number(e.offer))]))
            (note(&e.note))
        },
        AgreementEntry::JointStatementProposed(e) => speech.statement(e),
        AgreementEntry::JointStatementAnswered(e) => {
            let key = match e.choice {
                Choice::Approve => "agreement-say-statement-approve",
                Choice::Object => "agreement-say-statement-object",
            };
            html! { (speech.line(key, &[("index", Value::Number(e.statement))])) (note(&e.note)) }
        }
        AgreementEntry::DepositaryAct(e) => html! {
            (speech.line("agreement-say-depositary-act", &[
                ("step", Value::Markup(tr.say(&step_key(e.step)))),
                ("draft", Value::Id(&e.draft)),
                ("hash", Value::Hash(e.text_hash)),
            ]))
            (note(&e.note))
        },
    }
}

/// Somebody's own words; nothing if there are none.
fn note(text: &str) -> Markup {
    html! { @if !text.is_empty() { p { (Words { text, lang: None }) } } }
}

struct Speech<'a> {
    agreement: &'a Agreement,
    roll: &'a Roll,
    tr: Tr<'a>,
}

impl Speech<'_> {
    fn line(&self, key: &str, values: &[(&str, Value<'_>)]) -> Markup {
        html! { p { (self.tr.with(key, values)) } }
    }

    /// The words a statement is about, as they stand in their draft.
    fn quoted(&self, instrument: &str, named: &ClauseWords) -> Markup {
        let instrument = self.agreement.instrument(instrument);
        let found = instrument.and_then(|i| Some((i.draft(&named.draft)?, i.clause(named)?)));
        html! {
            p.where { (Id(&named.clause)) " " (Id(&named.draft)) " " (Hash(named.hash)) }
            @if let Some((draft, clause)) = found { (words(draft, &clause.text)) }
        }
    }

    fn tabled(&self, entry: &DraftTabled) -> Markup {
        let tr = self.tr;
        html! {
            (self.line("agreement-say-draft-tabled", &[
                ("title", Value::Name(&entry.title)), ("id", Value::Id(&entry.draft)),
            ]))
            @if let Some(session) = entry.session {
                p { (tr.say("agreement-session")) ": " (tr.instant(session)) }
            }
            @if let Some(follows) = &entry.follows {
                p { (tr.say("agreement-follows")) ": " (Id(follows)) }
            }
            (note(&entry.text))
        }
    }

    fn position(&self, entry: &PositionTaken) -> Markup {
        let key = format!("agreement-say-{}", entry.stance.name());
        html! {
            (self.line(&key, &[
                ("clause", Value::Id(&entry.clause.clause)), ("draft", Value::Id(&entry.clause.draft)),
            ]))
            (self.quoted(&entry.instrument, &entry.clause))
            @if let Stance::AcceptIf { words } = &entry.stance {
                p { (self.tr.say("agreement-other-words")) ":" }
                (note(words))
            }
            (note(&entry.note))
        }
    }

    fn minute(&self, entry: &MinuteRecorded) -> Markup {
        html! {
            (self.line("agreement-say-minute-recorded", &[
                ("member", call(self.roll, &entry.member, self.tr)),
                ("at", Value::Instant(entry.spoken_at)),
            ]))
            (note(&entry.text))
            @for position in &entry.positions {
                p { (stance_mark(self.tr, position.stance.name())) }
                @if let Stance::AcceptIf { words } = &position.stance { (note(words)) }
                (self.quoted(&entry.instrument, &position.clause))
            }
        }
    }

    fn remark(&self, entry: &RemarkRecorded) -> Markup {
        html! {
            (self.line("agreement-say-remark-recorded", &[
                ("member", call(self.roll, &entry.member, self.tr)),
                ("role", Value::Name(&entry.role)),
            ]))
            p { (State::Says { at: entry.made_at }.mark(self.tr)) }
            (note(&entry.text))
        }
    }

    fn offer(&self, entry: &OfferMade) -> Markup {
        let tr = self.tr;
        html! {
            (self.line("agreement-say-offer-made", &[("title", Value::Name(&entry.title))]))
            ol {
                @for condition in &entry.conditions {
                    li {
                        (Name(&condition.title)) ": " (tr.say(level_key(condition.level)))
                        @for words in &condition.clauses { (self.quoted(&entry.instrument, words)) }
                    }
                }
            }
            @if let Some(expires) = entry.expires {
                p { (tr.say("agreement-expires")) ": " (tr.instant(expires)) }
            }
            (note(&entry.how_to_accept))
        }
    }

    fn statement(&self, entry: &JointStatementProposed) -> Markup {
        html! {
            (self.line("agreement-say-joint-statement-proposed", &[
                ("title", Value::Name(&entry.title)),
            ]))
            (note(&entry.text))
            @for words in &entry.clauses { (self.quoted(&entry.instrument, words)) }
        }
    }
}
