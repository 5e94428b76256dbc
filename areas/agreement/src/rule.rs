//! Who may say what about drafts, when, and on what basis.

use act::decision::Part;
use act::{Act, Entry as _, Refusal, Value};
use roll::charter::is_id;
use roll::{About, Roll, Standing};

use crate::compare::text;
use crate::entry::{
    AgreementEntry, ClauseWords, DepositaryAct, DraftTabled, ExplanationGiven,
    JointStatementAnswered, JointStatementProposed, MinuteAnswered, MinuteRecorded, OfferMade,
    OfferWithdrawn, Stance,
};
use crate::ground;
use crate::state::{Agreement, Instrument, instrument_of};

/// Longest title, in bytes.
const TITLE_BYTES_MAX: usize = 300;
/// Longest note, remark or explanation, in bytes.
const NOTE_BYTES_MAX: usize = 4_000;
/// Longest text of a minute or joint statement, in bytes.
const TEXT_BYTES_MAX: usize = 30_000;
/// Most parts of one draft: 32 of 30,000 bytes hold any treaty.
const PARTS_MAX: usize = 32;
/// Most parts filed and not yet tabled, by one member.
const PARTS_WAITING_MAX: usize = 64;
/// Most clauses one act may name.
const CLAUSES_MAX: usize = 200;

pub(crate) fn judge(
    agreement: &Agreement,
    roll: &Roll,
    act: &Act<&AgreementEntry>,
) -> Result<(), Refusal> {
    let (name, _) = act.entry.kind().rsplit_once(".v").unwrap_or_default();
    let standing = roll.authorise(act, &format!("agreement.{name}"), About::default())?;
    let case = Case {
        agreement,
        roll,
        act,
        standing,
    };
    match act.entry {
        AgreementEntry::InstrumentOpened(entry) => {
            check_id(&entry.instrument)?;
            check_length("title", &entry.title, TITLE_BYTES_MAX)?;
            if agreement.instrument(&entry.instrument).is_some() {
                return Err(Refusal::new("agreement.instrument-known")
                    .about("instrument", entry.instrument.as_str()));
            }
            Ok(())
        }
        AgreementEntry::DraftPartFiled(entry) => {
            case.instrument()?;
            check_length("text", &entry.text, TEXT_BYTES_MAX)?;
            let waiting = agreement
                .parts
                .values()
                .filter(|p| p.member == case.member())
                .count();
            if waiting >= PARTS_WAITING_MAX {
                return Err(Refusal::new("agreement.too-many-parts")
                    .about("limit", PARTS_WAITING_MAX as u64));
            }
            Ok(())
        }
        AgreementEntry::DraftTabled(entry) => case.draft_tabled(entry),
        AgreementEntry::PositionTaken(entry) => {
            check_length("note", &entry.note, NOTE_BYTES_MAX)?;
            case.stance_fits(&entry.clause, &entry.stance, case.member())
        }
        AgreementEntry::MinuteRecorded(entry) => case.minute_recorded(entry),
        AgreementEntry::MinuteAnswered(entry) => case.minute_answered(entry),
        AgreementEntry::RemarkRecorded(entry) => {
            case.instrument()?;
            check_length("text", &entry.text, NOTE_BYTES_MAX)?;
            check_length("role", &entry.role, TITLE_BYTES_MAX)?;
            check_count("about", entry.about.len())?;
            case.known_member(&entry.member)
        }
        AgreementEntry::ExplanationGiven(entry) => case.explanation_given(entry),
        AgreementEntry::OfferMade(entry) => case.offer_made(entry),
        AgreementEntry::OfferWithdrawn(entry) => case.offer_withdrawn(entry),
        AgreementEntry::JointStatementProposed(entry) => case.statement_proposed(entry),
        AgreementEntry::JointStatementAnswered(entry) => case.statement_answered(entry),
        AgreementEntry::DepositaryAct(entry) => case.depositary_act(entry),
    }
}

/// One act before the rules.
struct Case<'a> {
    agreement: &'a Agreement,
    roll: &'a Roll,
    act: &'a Act<&'a AgreementEntry>,
    standing: Standing<'a>,
}

impl<'a> Case<'a> {
    fn member(&self) -> &'a str {
        &self.standing.member.id
    }

    fn instrument(&self) -> Result<&'a Instrument, Refusal> {
        let id = instrument_of(self.act.entry).unwrap_or_default();
        self.agreement
            .instrument(id)
            .ok_or_else(|| Refusal::new("agreement.no-such-instrument").about("instrument", id))
    }

    fn known_member(&self, id: &str) -> Result<(), Refusal> {
        match self.roll.member(id) {
            Some(_) => Ok(()),
            None => Err(Refusal::new("roll.no-such-member").about("member", id)),
        }
    }

    fn draft_tabled(&self, entry: &DraftTabled) -> Result<(), Refusal> {
        let instrument = self.instrument()?;
        check_id(&entry.draft)?;
        check_length("title", &entry.title, TITLE_BYTES_MAX)?;
        check_length("language", &entry.language, 35)?;
        if instrument.draft(&entry.draft).is_some() {
            return Err(Refusal::new("agreement.draft-known").about("draft", entry.draft.as_str()));
        }
        if let Some(follows) = &entry.follows
            && instrument.draft(follows).is_none()
        {
            return Err(Refusal::new("agreement.no-such-draft").about("draft", follows.as_str()));
        }
        if entry.parts.len() > PARTS_MAX {
            return Err(Refusal::new("agreement.too-many-parts").about("limit", PARTS_MAX as u64));
        }
        let text = self
            .agreement
            .assemble(self.member(), entry)
            .ok_or_else(|| Refusal::new("agreement.part-missing"))?;
        let draft = text::parse(&text).map_err(|e| {
            Refusal::new("agreement.not-a-draft").about("what", Value::Words(e.to_string()))
        })?;
        if draft.clauses.is_empty() {
            return Err(Refusal::new("agreement.no-clauses"));
        }
        Ok(())
    }

    /// A stance must be on words that stand in a draft; affirming and denying is for premises only,
    /// accepting is for everything else, and only what was accepted can be withdrawn.
    fn stance_fits(
        &self,
        words: &ClauseWords,
        stance: &Stance,
        member: &str,
    ) -> Result<(), Refusal> {
        let instrument = self.instrument()?;
        let clause = instrument.clause(words).ok_or_else(|| {
            Refusal::new("agreement.no-such-words")
                .about("draft", words.draft.as_str())
                .about("clause", words.clause.as_str())
        })?;
        let premise = clause.role == text::Role::Premise;
        if premise != matches!(stance, Stance::Affirm | Stance::Deny) && *stance != Stance::Reserve
        {
            return Err(
                Refusal::new("agreement.stance-does-not-fit").about("stance", stance.name())
            );
        }
        if let Stance::AcceptIf { words } = stance {
            check_length("words", words, NOTE_BYTES_MAX)?;
        }
        if *stance == Stance::Withdraw && !ground::has_agreed(instrument, member, &words.hash) {
            return Err(Refusal::new("agreement.nothing-to-withdraw")
                .about("clause", words.clause.as_str()));
        }
        Ok(())
    }

    fn minute_recorded(&self, entry: &MinuteRecorded) -> Result<(), Refusal> {
        self.known_member(&entry.member)?;
        if self.standing.member.part != Part::Mediator {
            return Err(Refusal::new("agreement.only-mediators-minute"));
        }
        check_length("text", &entry.text, TEXT_BYTES_MAX)?;
        check_count("positions", entry.positions.len())?;
        self.instrument()?;
        entry
            .positions
            .iter()
            .try_for_each(|p| self.stance_fits(&p.clause, &p.stance, &entry.member))
    }

    fn minute_answered(&self, entry: &MinuteAnswered) -> Result<(), Refusal> {
        check_length("note", &entry.note, NOTE_BYTES_MAX)?;
        let minute = self
            .agreement
            .instruments
            .values()
            .find_map(|i| i.minutes.get(&entry.minute))
            .ok_or_else(|| Refusal::new("agreement.no-such-minute").about("index", entry.minute))?;
        if minute.minute.member != self.member() {
            return Err(Refusal::new("agreement.not-your-minute")
                .about("member", minute.minute.member.as_str()));
        }
        match &minute.answer {
            Some(answer) => {
                Err(Refusal::new("agreement.minute-answered").about("index", answer.index))
            }
            None => Ok(()),
        }
    }

    fn explanation_given(&self, entry: &ExplanationGiven) -> Result<(), Refusal> {
        check_length("text", &entry.text, NOTE_BYTES_MAX)?;
        check_length("target", &entry.target, TITLE_BYTES_MAX)?;
        let draft = self.instrument()?.draft(&entry.draft).ok_or_else(|| {
            Refusal::new("agreement.no-such-draft").about("draft", entry.draft.as_str())
        })?;
        if draft.member != self.member() {
            return Err(Refusal::new("agreement.not-your-draft").about("draft", draft.id.as_str()));
        }
        Ok(())
    }

    fn offer_made(&self, entry: &OfferMade) -> Result<(), Refusal> {
        let instrument = self.instrument()?;
        check_length("title", &entry.title, TITLE_BYTES_MAX)?;
        check_length("how_to_accept", &entry.how_to_accept, NOTE_BYTES_MAX)?;
        let clauses: usize = entry.conditions.iter().map(|c| c.clauses.len()).sum();
        check_count("conditions", clauses)?;
        for condition in &entry.conditions {
            check_length("title", &condition.title, TITLE_BYTES_MAX)?;
            if condition.clauses.is_empty() {
                return Err(Refusal::new("agreement.empty-condition"));
            }
            check_words(instrument, &condition.clauses)?;
        }
        if entry.conditions.is_empty() {
            return Err(Refusal::new("agreement.empty-condition"));
        }
        match entry.expires {
            Some(expires) if expires <= self.act.at => {
                Err(Refusal::new("agreement.offer-expired").about("expires", expires))
            }
            _ => Ok(()),
        }
    }

    fn offer_withdrawn(&self, entry: &OfferWithdrawn) -> Result<(), Refusal> {
        check_length("note", &entry.note, NOTE_BYTES_MAX)?;
        let offer = self
            .agreement
            .instruments
            .values()
            .find_map(|i| i.offers.get(&entry.offer))
            .ok_or_else(|| Refusal::new("agreement.no-such-offer").about("index", entry.offer))?;
        if offer.member != self.member() || offer.withdrawn.is_some() {
            return Err(Refusal::new("agreement.not-your-offer").about("index", entry.offer));
        }
        Ok(())
    }

    /// A joint statement may quote only what is common ground: it can't put words in anyone's mouth.
    fn statement_proposed(&self, entry: &JointStatementProposed) -> Result<(), Refusal> {
        let instrument = self.instrument()?;
        check_length("title", &entry.title, TITLE_BYTES_MAX)?;
        check_length("text", &entry.text, TEXT_BYTES_MAX)?;
        check_count("clauses", entry.clauses.len())?;
        check_words(instrument, &entry.clauses)?;
        let contested = entry
            .clauses
            .iter()
            .find(|words| ground::joint_level(instrument, self.roll, &words.hash).is_none());
        match contested {
            Some(words) => {
                Err(Refusal::new("agreement.not-common-ground")
                    .about("clause", words.clause.as_str()))
            }
            None => Ok(()),
        }
    }

    fn statement_answered(&self, entry: &JointStatementAnswered) -> Result<(), Refusal> {
        check_length("note", &entry.note, NOTE_BYTES_MAX)?;
        let statement = self
            .agreement
            .instruments
            .values()
            .find_map(|i| i.statements.get(&entry.statement))
            .ok_or_else(|| {
                Refusal::new("agreement.no-such-statement").about("index", entry.statement)
            })?;
        if self.standing.member.part == Part::Custodian {
            return Err(Refusal::new("roll.custodian-decides-nothing"));
        }
        if !statement.ballot.is_open(self.act.at) {
            return Err(Refusal::new("agreement.statement-closed").about("index", entry.statement));
        }
        Ok(())
    }

    fn depositary_act(&self, entry: &DepositaryAct) -> Result<(), Refusal> {
        check_length("note", &entry.note, NOTE_BYTES_MAX)?;
        let draft = self.instrument()?.draft(&entry.draft).ok_or_else(|| {
            Refusal::new("agreement.no-such-draft").about("draft", entry.draft.as_str())
        })?;
        if draft.text_hash != entry.text_hash {
            return Err(Refusal::new("agreement.other-text").about("draft", draft.id.as_str()));
        }
        if self.standing.member.part == Part::Custodian {
            return Err(Refusal::new("roll.custodian-decides-nothing"));
        }
        Ok(())
    }
}

fn check_words(instrument: &Instrument, clauses: &[ClauseWords]) -> Result<(), Refusal> {
    match clauses
        .iter()
        .find(|words| instrument.clause(words).is_none())
    {
        Some(words) => Err(Refusal::new("agreement.no-such-words")
            .about("draft", words.draft.as_str())
            .about("clause", words.clause.as_str())),
        None => Ok(()),
    }
}

fn check_id(id: &str) -> Result<(), Refusal> {
    if is_id(id) {
        Ok(())
    } else {
        Err(Refusal::new("agreement.bad-id").about("id", id))
    }
}

fn check_length(field: &'static str, text: &str, bytes_max: usize) -> Result<(), Refusal> {
    if text.len() > bytes_max {
        return Err(Refusal::new("agreement.text-too-long")
            .about("field", field)
            .about("limit", bytes_max as u64));
    }
    Ok(())
}

fn check_count(field: &'static str, count: usize) -> Result<(), Refusal> {
    if count > CLAUSES_MAX {
        return Err(Refusal::new("agreement.too-many")
            .about("field", field)
            .about("limit", CLAUSES_MAX as u64));
    }
    Ok(())
}
