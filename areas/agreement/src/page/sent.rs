//! How a sent form of the agreement becomes an entry, or what is to be mended in it.

use std::collections::BTreeMap;

use act::Time;
use page::{Ask, Problems, Value, typed_instant, typed_text};
use roll::Roll;
use roll::charter::is_id;

use super::form::{KINDS, stance};
use super::link::clause_words;
use super::offers::CONDITIONS_MAX;
use crate::compare::text;
use crate::entry::{
    AgreementEntry, ClauseWords, Condition, DepositaryAct, DraftTabled, ExplanationGiven,
    InstrumentOpened, JointStatementAnswered, JointStatementProposed, Level, MinuteAnswered,
    MinuteRecorded, MinutedPosition, OfferMade, OfferWithdrawn, PositionTaken, RemarkRecorded,
    Stance, Step,
};
use crate::ground::common_ground;
use crate::state::{Agreement, Instrument, Tabled, hash_of};

/// A form as it was sent.
pub(super) struct Sent<'a> {
    agreement: &'a Agreement,
    roll: &'a Roll,
    ask: &'a Ask<'a>,
    fields: &'a BTreeMap<String, String>,
    problems: Problems,
}

impl<'a> Sent<'a> {
    pub(super) fn new(
        agreement: &'a Agreement,
        roll: &'a Roll,
        ask: &'a Ask<'a>,
        fields: &'a BTreeMap<String, String>,
    ) -> Sent<'a> {
        Sent {
            agreement,
            roll,
            ask,
            fields,
            problems: Problems::default(),
        }
    }

    pub(super) fn no_such_form(mut self) -> Problems {
        self.wrong("form", "roll-no-such-form");
        self.problems
    }

    fn get(&self, name: &str) -> &'a str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn wrong(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.ask.tr.say(key));
    }

    fn entry(self, entry: impl Into<AgreementEntry>) -> Result<AgreementEntry, Problems> {
        if self.problems.is_empty() {
            Ok(entry.into())
        } else {
            Err(self.problems)
        }
    }

    fn instrument(&self, id: &str) -> Option<&'a Instrument> {
        self.agreement.instrument(id)
    }

    /// Words that must be there.
    fn needed(&mut self, field: &str) -> String {
        let text = typed_text(self.get(field));
        if text.is_empty() {
            self.wrong(field, "agreement-needs-words");
        }
        text
    }

    fn id(&mut self, field: &str) -> String {
        let id = self.get(field).trim().to_owned();
        if !is_id(&id) {
            self.wrong(field, "agreement-needs-id");
        }
        id
    }

    fn member(&mut self) -> String {
        let member = self.get("member").to_owned();
        if self.roll.member(&member).is_none() {
            self.wrong("member", "agreement-needs-choice");
        }
        member
    }

    /// An instant that may be left out.
    fn instant(&mut self, field: &str) -> Option<Time> {
        let text = self.get(field);
        let instant = typed_instant(text);
        if instant.is_none() && !text.trim().is_empty() {
            self.wrong(field, "agreement-needs-instant");
        }
        instant
    }

    fn needed_instant(&mut self, field: &str) -> Time {
        if self.get(field).trim().is_empty() {
            self.wrong(field, "agreement-needs-instant");
        }
        self.instant(field).unwrap_or_default()
    }

    fn draft(&mut self, instrument: &str) -> Option<&'a Tabled> {
        let draft = self.instrument(instrument)?.draft(self.get("draft"));
        if draft.is_none() {
            self.wrong("draft", "agreement-needs-choice");
        }
        draft
    }

    pub(super) fn open(mut self) -> Result<AgreementEntry, Problems> {
        let instrument = self.id("instrument");
        let title = self.needed("title");
        let single_undertaking = self.get("single_undertaking") == "yes";
        self.entry(InstrumentOpened {
            instrument,
            title,
            single_undertaking,
        })
    }

    pub(super) fn table(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let (draft, title) = (self.id("draft"), self.needed("title"));
        let kind = KINDS.iter().find(|(value, ..)| *value == self.get("kind"));
        if kind.is_none() {
            self.wrong("kind", "agreement-needs-choice");
        }
        let follows = Some(self.get("follows").to_owned()).filter(|id| !id.is_empty());
        let session = self.instant("session");
        let language = self.get("language").to_owned();
        if page::Lang::from_tag(&language).is_none() {
            self.wrong("language", "agreement-needs-choice");
        }
        let text = self.needed("text");
        match text::parse(&text) {
            Err(error) if !text.is_empty() => {
                let what = error.to_string();
                let values = [("what", Value::Words(&what))];
                self.problems
                    .add("text", self.ask.tr.with("agreement-not-a-draft", &values));
            }
            _ => {}
        }
        let Some(&(_, kind, _)) = kind else {
            return Err(self.problems);
        };
        self.entry(DraftTabled {
            instrument: instrument.to_owned(),
            draft,
            title,
            kind,
            follows,
            session,
            language,
            parts: Vec::new(),
            text,
        })
    }

    pub(super) fn position(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let draft = self.draft(instrument);
        let clause = draft.and_then(|draft| Some((draft, draft.clause(self.get("clause"))?)));
        let Some((draft, clause)) = clause else {
            self.wrong("clause", "agreement-needs-clause");
            return Err(self.problems);
        };
        if self.get("hash") != hash_of(clause).to_string() {
            self.wrong("stance", "agreement-words-changed");
        }
        let Some(stance) = self.stance("stance", "words") else {
            self.wrong("stance", "agreement-needs-choice");
            return Err(self.problems);
        };
        let note = typed_text(self.get("note"));
        self.entry(PositionTaken {
            instrument: instrument.to_owned(),
            clause: clause_words(draft, clause),
            stance,
            note,
        })
    }

    fn stance(&mut self, field: &str, words: &str) -> Option<Stance> {
        let stance = stance(self.get(field), self.get(words));
        if matches!(&stance, Some(Stance::AcceptIf { words }) if words.is_empty()) {
            self.wrong(words, "agreement-needs-words");
        }
        stance
    }

    pub(super) fn minute(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let draft = self.draft(instrument);
        let (member, spoken_at) = (self.member(), self.needed_instant("spoken_at"));
        let text = self.needed("text");
        let mut positions = Vec::new();
        for (draft, clause, n) in draft.into_iter().flat_map(|draft| {
            draft
                .read
                .clauses
                .iter()
                .enumerate()
                .map(move |(n, c)| (draft, c, n))
        }) {
            let field = format!("stance-{n}");
            if self.get(&field).is_empty() {
                continue;
            }
            match self.stance(&field, &format!("words-{n}")) {
                Some(stance) => positions.push(MinutedPosition {
                    clause: clause_words(draft, clause),
                    stance,
                }),
                None => self.wrong(&field, "agreement-needs-choice"),
            }
        }
        self.entry(MinuteRecorded {
            instrument: instrument.to_owned(),
            member,
            spoken_at,
            positions,
            text,
        })
    }

    pub(super) fn minute_answer(mut self, index: &str) -> Result<AgreementEntry, Problems> {
        let Ok(minute) = index.parse() else {
            return Err(self.no_such_form());
        };
        let confirmed = self.get("answer") == "confirm";
        if !confirmed && self.get("answer") != "dispute" {
            self.wrong("answer", "agreement-needs-choice");
        }
        let note = typed_text(self.get("note"));
        self.entry(MinuteAnswered {
            minute,
            confirmed,
            note,
        })
    }

    pub(super) fn remark(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let (member, role) = (self.member(), self.needed("role"));
        let (made_at, text) = (self.needed_instant("made_at"), self.needed("text"));
        let about = listed(self.get("about"));
        self.entry(RemarkRecorded {
            instrument: instrument.to_owned(),
            member,
            role,
            made_at,
            about,
            text,
        })
    }

    pub(super) fn explanation(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let draft = self
            .draft(instrument)
            .map(|draft| draft.id.clone())
            .unwrap_or_default();
        let (target, text) = (self.needed("target"), self.needed("text"));
        self.entry(ExplanationGiven {
            instrument: instrument.to_owned(),
            draft,
            target,
            text,
        })
    }

    pub(super) fn offer(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let Some(draft) = self.draft(instrument) else {
            return Err(self.problems);
        };
        let title = self.needed("title");
        let conditions = (1..=CONDITIONS_MAX)
            .filter_map(|n| self.condition(draft, n))
            .collect();
        let conditions: Vec<Condition> = conditions;
        if conditions.is_empty() {
            self.wrong("title-1", "agreement-empty-condition");
        }
        let expires = self.instant("expires");
        let how_to_accept = self.needed("how_to_accept");
        self.entry(OfferMade {
            instrument: instrument.to_owned(),
            title,
            conditions,
            expires,
            how_to_accept,
        })
    }

    /// The `n`th condition; none if its fields are empty.
    fn condition(&mut self, draft: &Tabled, n: usize) -> Option<Condition> {
        let (title_field, clauses_field) = (format!("title-{n}"), format!("clauses-{n}"));
        let title = typed_text(self.get(&title_field));
        let references = listed(self.get(&clauses_field));
        if title.is_empty() && references.is_empty() {
            return None;
        }
        if title.is_empty() {
            self.wrong(&title_field, "agreement-needs-words");
        }
        if references.is_empty() {
            self.wrong(&clauses_field, "agreement-needs-clause");
        }
        let mut clauses = Vec::new();
        for reference in &references {
            match draft.clause(reference) {
                Some(clause) => clauses.push(clause_words(draft, clause)),
                None => {
                    let values = [
                        ("clause", Value::Id(reference)),
                        ("draft", Value::Id(&draft.id)),
                    ];
                    let sentence = self.ask.tr.with("agreement-no-such-words", &values);
                    self.problems.add(&clauses_field, sentence);
                }
            }
        }
        let level = match self.get(&format!("level-{n}")) {
            "in-principle" => Level::InPrinciple,
            _ => Level::Accepted,
        };
        Some(Condition {
            title,
            clauses,
            level,
        })
    }

    pub(super) fn offer_withdrawal(mut self, index: &str) -> Result<AgreementEntry, Problems> {
        let Ok(offer) = index.parse() else {
            return Err(self.no_such_form());
        };
        let note = self.needed("note");
        self.entry(OfferWithdrawn { offer, note })
    }

    pub(super) fn statement(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let (title, text) = (self.needed("title"), self.needed("text"));
        let common = self
            .instrument(instrument)
            .map_or_else(Vec::new, |instrument| common_ground(instrument, self.roll));
        let clauses: Vec<ClauseWords> = common
            .iter()
            .filter(|common| self.get(&format!("clause-{}", common.hash)) == "yes")
            .map(|common| ClauseWords {
                draft: common.draft.id.clone(),
                clause: common.reference.to_owned(),
                hash: common.hash,
            })
            .collect();
        self.entry(JointStatementProposed {
            instrument: instrument.to_owned(),
            title,
            text,
            clauses,
        })
    }

    pub(super) fn statement_answer(mut self, index: &str) -> Result<AgreementEntry, Problems> {
        let Ok(statement) = index.parse() else {
            return Err(self.no_such_form());
        };
        let note = typed_text(self.get("note"));
        match roll::page::choice(self.get("choice")) {
            Some(choice) => self.entry(JointStatementAnswered {
                statement,
                choice,
                note,
            }),
            None => {
                self.wrong("choice", "agreement-needs-choice");
                Err(self.problems)
            }
        }
    }

    pub(super) fn act(mut self, instrument: &str) -> Result<AgreementEntry, Problems> {
        let draft = self.draft(instrument);
        let step = Step::ALL
            .into_iter()
            .find(|step| step.name() == self.get("step"));
        if step.is_none() {
            self.wrong("step", "agreement-needs-choice");
        }
        let worded = [
            Some(Step::Reservation),
            Some(Step::InterpretativeDeclaration),
            Some(Step::Objection),
        ];
        let note = match worded.contains(&step) {
            true => self.needed("note"),
            false => typed_text(self.get("note")),
        };
        match (draft, step) {
            (Some(draft), Some(step)) => self.entry(DepositaryAct {
                instrument: instrument.to_owned(),
                draft: draft.id.clone(),
                text_hash: draft.text_hash,
                step,
                note,
            }),
            _ => Err(self.problems),
        }
    }
}

/// Clause references as people list them: one per line, or with commas between.
fn listed(text: &str) -> Vec<String> {
    text.split(['\n', '\r', ',', '،', ';'])
        .map(str::trim)
        .filter(|reference| !reference.is_empty())
        .map(str::to_owned)
        .collect()
}
