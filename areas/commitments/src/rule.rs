//! Who may say what about commitments, when, and on what basis.

use act::decision::Part;
use act::{Act, Entry as _, Index, Refusal, Value};
use agreement::Agreement;
use roll::{About, Roll, Standing};

use crate::bounds::{
    BLOB_BYTES_MAX, ITEMS_MAX, MEDIA, NOTE_BYTES_MAX, ROWS_MAX, TITLE_BYTES_MAX, check_count,
    check_fence, check_id, check_length, check_outcome,
};
use crate::entry::{
    AppealFiled, AppealRuled, BlobRef, CommitmentsEntry as E, EvidenceErased, EvidenceFiled,
    FindingProposed, Outcome, ReplyFiled, Ruling, SealOpened,
};
use crate::life::{Period, Stage};
use crate::lint;
use crate::state::{Commitment, Commitments, Evidence, home_of};
use crate::terms::{EvidenceKind, Kind, Terms};

pub(crate) fn judge(
    all: &Commitments,
    (roll, agreement): (&Roll, &Agreement),
    act: &Act<&E>,
) -> Result<(), Refusal> {
    let (name, _) = act.entry.kind().rsplit_once(".v").unwrap_or_default();
    let standing = roll.authorise(act, &format!("commitments.{name}"), About::default())?;
    let case = Case {
        all,
        roll,
        agreement,
        act,
        standing,
    };
    match act.entry {
        E::ObjectRegistered(entry) => {
            check_id(&entry.object)?;
            check_length("title", &entry.title, TITLE_BYTES_MAX)?;
            check_length("area", &entry.area, TITLE_BYTES_MAX)?;
            if all.object(&entry.object).is_some() {
                return Err(
                    Refusal::new("commitments.object-known").about("object", entry.object.as_str())
                );
            }
            entry.fence.as_ref().map_or(Ok(()), check_fence)
        }
        E::CommitmentDrafted(entry) => case.drafted(&entry.commitment, &entry.terms),
        E::EventRecorded(entry) => {
            case.mediator()?;
            check_id(&entry.event)?;
            check_length("note", &entry.note, NOTE_BYTES_MAX)?;
            if entry.at > act.at {
                return Err(Refusal::new("commitments.not-yet").about("at", entry.at));
            }
            Ok(())
        }
        E::BulletinRemark(entry) => {
            case.part(Part::Party)?;
            check_length("text", &entry.text, NOTE_BYTES_MAX)?;
            match crate::day(&entry.date) {
                Some(_) => Ok(()),
                None => {
                    Err(Refusal::new("commitments.bad-date").about("date", entry.date.as_str()))
                }
            }
        }
        _ => {
            let commitment = case.home()?;
            case.about(commitment)
        }
    }
}

/// One act before the rules.
struct Case<'a> {
    all: &'a Commitments,
    roll: &'a Roll,
    agreement: &'a Agreement,
    act: &'a Act<&'a E>,
    standing: Standing<'a>,
}

impl<'a> Case<'a> {
    fn member(&self) -> &'a str {
        &self.standing.member.id
    }

    fn part(&self, part: Part) -> Result<(), Refusal> {
        if self.standing.member.part == part {
            return Ok(());
        }
        Err(Refusal::new("commitments.not-your-part").about("member", self.member()))
    }

    /// Nothing but mediators' signatures makes a finding, whatever a charter's matrix says.
    fn mediator(&self) -> Result<(), Refusal> {
        self.part(Part::Mediator)
    }

    fn home(&self) -> Result<&'a Commitment, Refusal> {
        let unknown = || Refusal::new("commitments.no-such-record");
        let id = home_of(self.all, self.act.entry).ok_or_else(unknown)?;
        self.all
            .commitment(id)
            .ok_or_else(|| unknown().about("commitment", id))
    }

    fn drafted(&self, id: &str, terms: &Terms) -> Result<(), Refusal> {
        check_id(id)?;
        if crate::page::RESERVED.contains(&id) {
            return Err(Refusal::new("commitments.bad-id").about("id", id));
        }
        check_length("title", &terms.title, TITLE_BYTES_MAX)?;
        let basis = terms.rights_basis.as_deref().unwrap_or_default();
        check_length("rights_basis", basis, NOTE_BYTES_MAX)?;
        check_count("actions", terms.actions.len(), ITEMS_MAX)?;
        check_count("evidence", terms.evidence.len(), ITEMS_MAX)?;
        check_count("methods", terms.methods.len(), ITEMS_MAX)?;
        for member in [&terms.obligor, &terms.beneficiary].into_iter().flatten() {
            self.known_member(member)?;
        }
        if let Some(help) = &terms.assistance {
            self.known_member(&help.provider)?;
            check_length("assistance", &help.what, NOTE_BYTES_MAX)?;
        }
        let mediators = self.roll.with_part(Part::Mediator).count() as u64;
        if u64::from(terms.verifiers.unwrap_or(1)) > mediators {
            return Err(Refusal::new("commitments.too-many-verifiers").about("limit", mediators));
        }
        if let Some(object) = &terms.object {
            self.known_object(object)?;
        }
        match self.all.commitment(id) {
            None => Ok(()),
            Some(held) if held.agreed.is_some() => {
                Err(Refusal::new("commitments.agreed-already").about("commitment", id))
            }
            Some(held) => self.owns(held),
        }
    }

    fn owns(&self, commitment: &Commitment) -> Result<(), Refusal> {
        if commitment.withdrawn.is_some() {
            return Err(Refusal::new("commitments.withdrawn"));
        }
        if commitment.owner == self.member() {
            return Ok(());
        }
        Err(Refusal::new("commitments.not-your-draft").about("member", commitment.owner.as_str()))
    }

    fn known_member(&self, id: &str) -> Result<(), Refusal> {
        match self.roll.member(id) {
            Some(_) => Ok(()),
            None => Err(Refusal::new("roll.no-such-member").about("member", id)),
        }
    }

    fn known_object(&self, id: &str) -> Result<(), Refusal> {
        match self.all.object(id) {
            Some(_) => Ok(()),
            None => Err(Refusal::new("commitments.no-such-object").about("object", id)),
        }
    }

    /// Entries about a commitment that is there.
    fn about(&self, commitment: &'a Commitment) -> Result<(), Refusal> {
        match self.act.entry {
            E::CommitmentOpened(entry) => {
                self.owns(commitment)?;
                self.unsigned(commitment)?;
                same_terms(commitment, &entry.terms)?;
                self.reviewable(commitment.latest())
            }
            E::CommitmentSigned(entry) => self.signed(commitment, &entry.terms),
            E::CommitmentWithdrawn(entry) => {
                self.owns(commitment)?;
                self.unsigned(commitment)?;
                check_length("note", &entry.note, NOTE_BYTES_MAX)
            }
            _ if commitment.agreed.is_none() => Err(Refusal::new("commitments.not-agreed")),
            _ => self.about_agreed(commitment),
        }
    }

    fn unsigned(&self, commitment: &Commitment) -> Result<(), Refusal> {
        match commitment.agreed {
            Some(_) => Err(Refusal::new("commitments.agreed-already")),
            None => Ok(()),
        }
    }

    fn reviewable(&self, terms: &Terms) -> Result<(), Refusal> {
        let open = lint::open_questions(terms, self.all, self.agreement, self.act.at);
        if open.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = open.iter().map(|question| question.name()).collect();
        Err(Refusal::new("commitments.not-reviewable")
            .about("missing", Value::Id(names.join(", ").to_uppercase())))
    }

    fn signed(&self, commitment: &Commitment, hash: &act::Digest) -> Result<(), Refusal> {
        self.unsigned(commitment)?;
        if commitment.withdrawn.is_some() {
            return Err(Refusal::new("commitments.withdrawn"));
        }
        same_terms(commitment, hash)?;
        if commitment.open_terms(self.act.at).is_none() {
            return Err(Refusal::new("commitments.not-open"));
        }
        self.bound(commitment)?;
        if commitment.signed(self.member(), self.act.at) {
            return Err(Refusal::new("commitments.signed-already"));
        }
        Ok(())
    }

    fn bound(&self, commitment: &Commitment) -> Result<(), Refusal> {
        if commitment.binds(self.member()) {
            return Ok(());
        }
        Err(Refusal::new("commitments.not-bound").about("member", self.member()))
    }

    fn is(&self, member: Option<&str>) -> Result<(), Refusal> {
        if member == Some(self.member()) {
            return Ok(());
        }
        Err(Refusal::new("commitments.not-yours").about("member", member.unwrap_or("-")))
    }

    fn about_agreed(&self, commitment: &'a Commitment) -> Result<(), Refusal> {
        let terms = commitment.terms();
        let obligor = terms.obligor.as_deref();
        let beneficiary = terms.beneficiary.as_deref();
        let note = |text: &str| check_length("note", text, NOTE_BYTES_MAX);
        match self.act.entry {
            E::FulfilmentClaimed(entry) => {
                self.is(obligor)?;
                note(&entry.note)?;
                if entry.done > entry.of {
                    return Err(Refusal::new("commitments.more-than-all"));
                }
                self.relies_on(commitment, &entry.evidence)?;
                self.period(commitment, entry.period)?;
                Ok(())
            }
            E::EvidenceFiled(entry) => self.evidence_filed(commitment, entry),
            E::EvidenceErased(entry) => self.evidence_erased(commitment, entry),
            E::SealOpened(entry) => self.seal_opened(commitment, entry),
            E::CapacityStated(entry) => {
                self.is(obligor)?;
                note(&entry.note)?;
                note(&entry.plan)
            }
            E::AssistanceRequested(entry) => {
                self.is(obligor)?;
                self.known_member(&entry.provider)?;
                note(&entry.what)
            }
            E::AssistanceAnswered(entry) => {
                note(&entry.note)?;
                let asked = commitment.assistance.get(&entry.request);
                let asked = asked.ok_or(Refusal::new("commitments.no-such-record"))?;
                self.is(Some(&asked.request.entry.provider))?;
                unanswered(asked.answer.is_some())
            }
            E::ExtensionRequested(entry) => {
                self.is(obligor)?;
                note(&entry.note)?;
                let period = self.period(commitment, entry.period)?;
                match period.due {
                    Some(due) if entry.until > due => Ok(()),
                    _ => Err(Refusal::new("commitments.no-extension").about("until", entry.until)),
                }
            }
            E::ExtensionAnswered(entry) => {
                self.is(beneficiary)?;
                note(&entry.note)?;
                let asked = commitment.extensions.get(&entry.request);
                let asked = asked.ok_or(Refusal::new("commitments.no-such-record"))?;
                unanswered(asked.answer.is_some())
            }
            E::SuspensionSet(entry) => {
                self.bound(commitment)?;
                note(&entry.note)
            }
            E::AccessAnswered(entry) => {
                self.is(obligor)?;
                note(&entry.note)?;
                let asked = commitment.access.get(&entry.request);
                let asked = asked.ok_or(Refusal::new("commitments.no-such-record"))?;
                unanswered(asked.answer.is_some())
            }
            E::AppealFiled(entry) => self.appeal_filed(commitment, entry),
            E::ReplyFiled(entry) => self.reply_filed(commitment, entry),
            _ => self.verifying(commitment),
        }
    }

    /// What only mediators say.
    fn verifying(&self, commitment: &'a Commitment) -> Result<(), Refusal> {
        self.mediator()?;
        match self.act.entry {
            E::VerificationAcknowledged(entry) => {
                let period = self.period(commitment, entry.period)?;
                let watched = commitment.terms().kind.is_watched();
                match period.stage {
                    Stage::Claimed | Stage::Overdue => Ok(()),
                    Stage::Active | Stage::Due if watched && period.acknowledged.is_none() => {
                        Ok(())
                    }
                    stage => Err(wrong_stage(stage)),
                }
            }
            E::VisitScheduled(entry) => self.period(commitment, entry.period).map(|_| ()),
            E::AccessRequested(entry) => {
                check_length("note", &entry.note, NOTE_BYTES_MAX)?;
                self.known_object(&entry.object)
            }
            E::VisitRecorded(entry) => {
                check_length("note", &entry.note, NOTE_BYTES_MAX)?;
                self.known_object(&entry.object)?;
                self.relies_on(commitment, &entry.evidence)?;
                if entry.visited > self.act.at {
                    return Err(Refusal::new("commitments.not-yet").about("at", entry.visited));
                }
                self.period(commitment, entry.period).map(|_| ())
            }
            E::FindingProposed(entry) => self.finding_proposed(commitment, entry),
            E::AppealRuled(entry) => self.appeal_ruled(commitment, entry),
            E::DeterminationJoined(entry) => {
                let index = entry.determination;
                let finding = commitment.findings.get(&index).map(|f| &f.signatures);
                let ruling = || {
                    commitment
                        .ruling(index)
                        .map(|(_, ruling)| &ruling.signatures)
                };
                let signatures = finding.or_else(ruling);
                let signatures = signatures.ok_or(Refusal::new("commitments.no-such-record"))?;
                match signatures.contains_key(self.member()) {
                    true => Err(Refusal::new("commitments.signed-already")),
                    false => Ok(()),
                }
            }
            E::OpinionFiled(entry) => {
                check_length("text", &entry.text, NOTE_BYTES_MAX)?;
                let index = entry.determination;
                let known =
                    commitment.findings.contains_key(&index) || commitment.ruling(index).is_some();
                known
                    .then_some(())
                    .ok_or(Refusal::new("commitments.no-such-record"))
            }
            _ => Err(Refusal::new("commitments.no-such-record")),
        }
    }

    /// A period that has begun, as it stands where the act is placed.
    fn period(&self, commitment: &Commitment, number: u32) -> Result<Period, Refusal> {
        let periods = commitment.periods(self.all, self.act.at);
        let period = periods
            .into_iter()
            .find(|period| period.number == number && period.from.is_some());
        period.ok_or_else(|| {
            Refusal::new("commitments.no-such-period").about("period", u64::from(number))
        })
    }

    fn relies_on(&self, commitment: &Commitment, evidence: &[Index]) -> Result<(), Refusal> {
        check_count("evidence", evidence.len(), ITEMS_MAX)?;
        let visit = |index: &Index| commitment.visits.iter().any(|v| v.mark.index == *index);
        match evidence
            .iter()
            .find(|index| !commitment.evidence.contains_key(index) && !visit(index))
        {
            Some(index) => Err(Refusal::new("commitments.no-such-evidence").about("index", *index)),
            None => Ok(()),
        }
    }

    fn evidence_filed(
        &self,
        commitment: &Commitment,
        entry: &EvidenceFiled,
    ) -> Result<(), Refusal> {
        check_length("custody", &entry.custody, NOTE_BYTES_MAX)?;
        check_length("note", &entry.note, NOTE_BYTES_MAX)?;
        check_count("blobs", entry.blobs.len(), ITEMS_MAX)?;
        self.period(commitment, entry.period)?;
        if let Some(object) = &entry.object {
            self.known_object(object)?;
        }
        if let Some(pair) = entry.pair {
            self.relies_on(commitment, &[pair])?;
        }
        for blob in &entry.blobs {
            self.blob(blob)?;
        }
        let fits = match entry.kind {
            EvidenceKind::Declaration => entry.declaration.is_some() && entry.list.is_none(),
            EvidenceKind::DetaineeList => entry.list.is_some() && entry.declaration.is_none(),
            _ => !entry.blobs.is_empty() && entry.list.is_none() && entry.declaration.is_none(),
        };
        if !fits {
            return Err(Refusal::new("commitments.evidence-unfit").about("kind", entry.kind.name()));
        }
        if entry.kind == EvidenceKind::Visit {
            self.mediator()?;
        }
        if let Some(declaration) = &entry.declaration {
            check_count("channels", declaration.channels.len(), ITEMS_MAX)?;
            check_length("scope", &declaration.scope, NOTE_BYTES_MAX)?;
            check_length("authority", &declaration.authority, NOTE_BYTES_MAX)?;
        }
        self.list_is_sealed(entry)
    }

    /// Names of persons held travel to mediators only, and only sealed.
    fn list_is_sealed(&self, entry: &EvidenceFiled) -> Result<(), Refusal> {
        let Some(list) = &entry.list else {
            return Ok(());
        };
        check_count("rows", list.rows.len(), ROWS_MAX)?;
        check_length("legal_basis", &list.legal_basis, NOTE_BYTES_MAX)?;
        if list.legal_basis.trim().is_empty() {
            return Err(Refusal::new("commitments.no-legal-basis"));
        }
        if list.rows.len() as u64 != u64::from(list.count) {
            return Err(
                Refusal::new("commitments.rows-differ").about("count", u64::from(list.count))
            );
        }
        let mediator =
            |id: &String| self.roll.member(id).map(|member| member.part) == Some(Part::Mediator);
        let sealed =
            |blob: &BlobRef| !blob.sealed_to.is_empty() && blob.sealed_to.iter().all(mediator);
        match entry.blobs.iter().all(sealed) {
            true => Ok(()),
            false => Err(Refusal::new("commitments.list-not-sealed")),
        }
    }

    fn blob(&self, blob: &BlobRef) -> Result<(), Refusal> {
        if blob.bytes == 0 || blob.bytes > BLOB_BYTES_MAX {
            return Err(Refusal::new("commitments.blob-too-large").about("limit", BLOB_BYTES_MAX));
        }
        let sealed = blob.media == MEDIA[MEDIA.len() - 1];
        if !MEDIA.contains(&blob.media.as_str()) || sealed == blob.sealed_to.is_empty() {
            return Err(Refusal::new("commitments.media").about("media", blob.media.as_str()));
        }
        if let Some((index, _)) = self.all.holder(&blob.blob) {
            // The same payload under the same salt was filed before: it is to be not repeated.
            return Err(Refusal::new("commitments.blob-known").about("index", index));
        }
        blob.sealed_to
            .iter()
            .try_for_each(|id| self.known_member(id))
    }

    fn held_evidence(
        &self,
        commitment: &'a Commitment,
        index: Index,
    ) -> Result<&'a Evidence, Refusal> {
        let evidence = commitment.evidence.get(&index);
        let evidence =
            evidence.ok_or(Refusal::new("commitments.no-such-evidence").about("index", index))?;
        match &evidence.erased {
            Some(said) => Err(Refusal::new("commitments.erased").about("index", said.mark.index)),
            None => Ok(evidence),
        }
    }

    /// Its filer or a mediator erases; while it is being judged, only with a mediator's signature.
    fn evidence_erased(
        &self,
        commitment: &'a Commitment,
        entry: &EvidenceErased,
    ) -> Result<(), Refusal> {
        check_length("ground", &entry.ground, NOTE_BYTES_MAX)?;
        if entry.ground.trim().is_empty() {
            return Err(Refusal::new("commitments.no-ground"));
        }
        let evidence = self.held_evidence(commitment, entry.evidence)?;
        if self.mediator().is_ok() {
            return Ok(());
        }
        self.is(Some(&evidence.filed.mark.member))?;
        let number = evidence.filed.entry.period;
        let open = commitment
            .periods(self.all, self.act.at)
            .iter()
            .any(|period| period.number == number && period.stage != Stage::Closed);
        if !open || self.mediator_cosigned() {
            return Ok(());
        }
        Err(Refusal::new("commitments.held").about("index", entry.evidence))
    }

    fn mediator_cosigned(&self) -> bool {
        self.act.by.cosigners.iter().any(|key| {
            self.roll
                .standing(key, self.act.index, self.act.at)
                .is_ok_and(|standing| standing.member.part == Part::Mediator)
        })
    }

    fn seal_opened(&self, commitment: &'a Commitment, entry: &SealOpened) -> Result<(), Refusal> {
        check_length("purpose", &entry.purpose, NOTE_BYTES_MAX)?;
        if entry.purpose.trim().is_empty() {
            return Err(Refusal::new("commitments.no-purpose"));
        }
        let evidence = self.held_evidence(commitment, entry.evidence)?;
        let blob = evidence
            .filed
            .entry
            .blobs
            .iter()
            .find(|blob| blob.blob == entry.blob)
            .ok_or(Refusal::new("commitments.no-such-evidence").about("index", entry.evidence))?;
        match blob.sealed_to.iter().any(|id| id == self.member()) {
            true => Ok(()),
            false => Err(Refusal::new("commitments.not-entitled").about("member", self.member())),
        }
    }

    fn finding_proposed(
        &self,
        commitment: &Commitment,
        entry: &FindingProposed,
    ) -> Result<(), Refusal> {
        check_length("basis", &entry.basis, NOTE_BYTES_MAX)?;
        if entry.basis.trim().is_empty() {
            return Err(Refusal::new("commitments.no-basis"));
        }
        self.relies_on(commitment, &entry.evidence)?;
        let period = self.period(commitment, entry.period)?;
        let watched = commitment.terms().kind == Kind::ContinuingProhibition;
        check_outcome(&entry.outcome, watched)?;
        let needs_evidence = matches!(
            entry.outcome,
            Outcome::Compliant | Outcome::Partial { .. } | Outcome::NoViolationFound { .. }
        );
        if needs_evidence && entry.evidence.is_empty() {
            return Err(Refusal::new("commitments.no-evidence"));
        }
        match (entry.corrects, period.finding) {
            (Some(corrected), standing) if standing == Some(corrected) => Ok(()),
            (Some(index), _) => {
                Err(Refusal::new("commitments.nothing-to-correct").about("index", index))
            }
            (None, Some(index)) => {
                Err(Refusal::new("commitments.found-already").about("index", index))
            }
            (None, None) => match period.stage {
                Stage::Claimed | Stage::Overdue | Stage::UnderVerification => Ok(()),
                Stage::Active | Stage::Due if watched => Ok(()),
                stage => Err(wrong_stage(stage)),
            },
        }
    }

    fn reply_filed(&self, commitment: &Commitment, entry: &ReplyFiled) -> Result<(), Refusal> {
        self.bound(commitment)?;
        check_length("text", &entry.text, NOTE_BYTES_MAX)?;
        self.relies_on(commitment, &entry.evidence)?;
        self.finding_at(commitment, entry.finding, Stage::Provisional)
    }

    fn appeal_filed(&self, commitment: &Commitment, entry: &AppealFiled) -> Result<(), Refusal> {
        self.bound(commitment)?;
        check_length("grounds", &entry.grounds, NOTE_BYTES_MAX)?;
        if entry.grounds.trim().is_empty() {
            return Err(Refusal::new("commitments.no-ground"));
        }
        self.finding_at(commitment, entry.finding, Stage::Final)
    }

    /// The finding stands, and its clock is where it has to be.
    fn finding_at(
        &self,
        commitment: &Commitment,
        index: Index,
        stage: Stage,
    ) -> Result<(), Refusal> {
        let finding = commitment.findings.get(&index);
        let finding = finding.ok_or(Refusal::new("commitments.no-such-record"))?;
        let period = self.period(commitment, finding.proposed.entry.period)?;
        if period.finding != Some(index) {
            return Err(Refusal::new("commitments.not-standing").about("index", index));
        }
        match period.stage == stage {
            true => Ok(()),
            false => Err(wrong_stage(period.stage)),
        }
    }

    fn appeal_ruled(&self, commitment: &Commitment, entry: &AppealRuled) -> Result<(), Refusal> {
        check_length("reasons", &entry.reasons, NOTE_BYTES_MAX)?;
        let appeal = commitment.appeals.get(&entry.appeal);
        let appeal = appeal.ok_or(Refusal::new("commitments.no-such-record"))?;
        if appeal.ruling(self.act.at).is_some() {
            return Err(Refusal::new("commitments.ruled-already"));
        }
        match (entry.ruling, &entry.outcome) {
            (Ruling::Varied, Some(outcome)) => {
                check_outcome(outcome, commitment.terms().kind.is_watched())
            }
            (Ruling::Upheld | Ruling::SetAside, None) => Ok(()),
            _ => Err(Refusal::new("commitments.ruling-unfit")),
        }
    }
}

fn same_terms(commitment: &Commitment, hash: &act::Digest) -> Result<(), Refusal> {
    let latest = commitment.latest().hash();
    match latest == *hash {
        true => Ok(()),
        false => Err(Refusal::new("commitments.other-terms").about("terms", latest)),
    }
}

fn unanswered(answered: bool) -> Result<(), Refusal> {
    match answered {
        true => Err(Refusal::new("commitments.answered-already")),
        false => Ok(()),
    }
}

fn wrong_stage(stage: Stage) -> Refusal {
    Refusal::new("commitments.wrong-stage").about("stage", stage.name())
}
