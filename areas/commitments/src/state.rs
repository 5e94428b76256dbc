//! What the record knows of commitments, and how an act in force changes it.

use std::collections::{BTreeMap, BTreeSet};

use act::decision::Part;
use act::{Act, Digest, Index, Time};
pub use act::{Filed, Mark};
use roll::Roll;
use roll::charter::CommitmentClocks;
use serde::Serialize;

use crate::determination::{Appeal, Determination};
use crate::entry::{
    AccessAnswer, AppealRuled, AssistanceRequested, CapacityStated, CommitmentsEntry as E,
    EvidenceFiled, ExtensionRequested, Fence, FindingProposed, FulfilmentClaimed, ObjectKind,
    Outcome, Ruling, VisitRecorded,
};
use crate::terms::{Source, Terms};

/// Everything said about commitments.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Commitments {
    objects: BTreeMap<String, Object>,
    commitments: BTreeMap<String, Commitment>,
    events: BTreeMap<String, Vec<Event>>,
    /// Which commitment holds the evidence, finding, request or appeal filed at a position.
    homes: BTreeMap<Index, String>,
    blobs: BTreeMap<Digest, Index>,
    /// Payloads whose erasure is in force, in order.
    erased: Vec<Digest>,
    remarks: BTreeMap<String, Vec<Said>>,
}

/// Words somebody wrote, with their mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Whose.
    pub mark: Mark,
    /// The words.
    pub text: String,
}

/// A registered object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// As shown.
    pub title: String,
    /// Which area, in words.
    pub area: String,
    /// Its fence.
    pub fence: Option<Fence>,
    /// Reference in a register outside.
    pub reference: Option<String>,
    /// Who registered it, when.
    pub mark: Mark,
}

/// An event from which deadlines run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// When it happened.
    pub happened: Time,
    /// Who recorded it, when.
    pub mark: Mark,
    /// How they know.
    pub note: String,
}

/// A commitment and everything filed about it.
#[derive(Clone, Debug, Serialize)]
pub struct Commitment {
    /// The member that drafted it.
    pub owner: String,
    /// Its drafts, oldest first; never empty.
    pub drafts: Vec<Filed<Terms>>,
    /// Terms opened for signature, oldest first; a later draft closes them again.
    pub openings: Vec<Filed<Digest>>,
    /// Signatures with the terms they are on, oldest first.
    pub signatures: Vec<Filed<Digest>>,
    /// When its author took it back.
    pub withdrawn: Option<Mark>,
    /// What was agreed.
    pub agreed: Option<Agreed>,
    /// The obligor's claims, oldest first.
    pub claims: Vec<Filed<FulfilmentClaimed>>,
    /// Evidence by position.
    pub evidence: BTreeMap<Index, Evidence>,
    /// Verifiers' taking up, with the period.
    pub acknowledgements: Vec<Filed<u32>>,
    /// Announced visits: period and time.
    pub schedules: Vec<Filed<(u32, Time)>>,
    /// Requests for access by position.
    pub access: BTreeMap<Index, AccessRequest>,
    /// Visits.
    pub visits: Vec<Filed<VisitRecorded>>,
    /// What the obligor can't do yet.
    pub capacity: Vec<Filed<CapacityStated>>,
    /// Requests for help by position, with the answer.
    pub assistance: BTreeMap<Index, Asked<AssistanceRequested>>,
    /// Requests for time by position, with the answer.
    pub extensions: BTreeMap<Index, Asked<ExtensionRequested>>,
    /// Words on suspension, oldest first.
    pub suspensions: Vec<Filed<bool>>,
    /// Findings by position.
    pub findings: BTreeMap<Index, Determination<FindingProposed>>,
    /// Appeals by position.
    pub appeals: BTreeMap<Index, Appeal>,
}

/// Terms that obligor and beneficiary signed.
#[derive(Clone, Debug, Serialize)]
pub struct Agreed {
    /// What they signed.
    pub terms: Terms,
    /// When the second signed.
    pub at: Time,
    /// The second signature's position.
    pub index: Index,
    /// The clocks of the charter then; a later charter does not move them.
    pub clocks: CommitmentClocks,
}

/// A piece of evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Evidence {
    /// As filed.
    pub filed: Filed<EvidenceFiled>,
    /// Where it comes from, by who filed it.
    pub source: Source,
    /// Openings of its seals.
    pub openings: Vec<Opening>,
    /// Its erasure.
    pub erased: Option<Said>,
}

/// One opening of a sealed payload.
#[derive(Clone, Debug, Serialize)]
pub struct Opening {
    /// Who, when; the text is the purpose.
    pub said: Said,
    /// Which payload.
    pub blob: Digest,
    /// With which key.
    pub key: act::PublicKey,
}

/// A request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Asked<T> {
    /// The request.
    pub request: Filed<T>,
    /// Whether it was granted, and the answer's words.
    pub answer: Option<(bool, Said)>,
}

/// A request for access and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct AccessRequest {
    /// To which object, for when, to what.
    pub request: Filed<crate::entry::AccessRequested>,
    /// The answer.
    pub answer: Option<(AccessAnswer, Said)>,
}

impl AccessRequest {
    /// Whether it had been denied by a moment.
    pub fn denied(&self, as_of: Time) -> bool {
        self.answer
            .as_ref()
            .is_some_and(|(answer, said)| *answer == AccessAnswer::Denied && said.mark.at <= as_of)
    }
}

impl Commitment {
    /// The terms that count now: those agreed, else the latest draft.
    pub fn terms(&self) -> &Terms {
        match &self.agreed {
            Some(agreed) => &agreed.terms,
            None => self.latest(),
        }
    }

    /// The latest draft.
    pub fn latest(&self) -> &Terms {
        #[expect(
            clippy::unwrap_used,
            reason = "made with a first draft, and none is removed"
        )]
        let draft = self.drafts.last().unwrap();
        &draft.entry
    }

    /// When it was first drafted.
    pub fn begun(&self) -> Time {
        self.drafts
            .first()
            .map_or(Time::from_millis(0), |draft| draft.mark.at)
    }

    /// The terms that counted at a moment: those agreed by then, else the latest draft by then.
    pub fn terms_at(&self, as_of: Time) -> &Terms {
        match &self.agreed {
            Some(agreed) if agreed.at <= as_of => &agreed.terms,
            _ => {
                let draft = self
                    .drafts
                    .iter()
                    .rev()
                    .find(|draft| draft.mark.at <= as_of);
                draft.map_or(self.latest(), |draft| &draft.entry)
            }
        }
    }

    /// Whether a request for access was answered after its clock, or was not answered in time.
    pub fn access_late(&self, request: &AccessRequest, as_of: Time) -> bool {
        let Some(agreed) = &self.agreed else {
            return false;
        };
        let by = request.request.mark.at.after(agreed.clocks.access_answer);
        let answered = request.answer.as_ref().map(|(_, said)| said.mark.at);
        answered.filter(|at| *at <= as_of).unwrap_or(as_of) > by
    }

    /// The terms open for signature as of a moment: the last opened, unless drafted anew since.
    pub fn open_terms(&self, as_of: Time) -> Option<&Filed<Digest>> {
        let opened = self.openings.iter().rev().find(|o| o.mark.at <= as_of)?;
        let newer =
            |draft: &Filed<Terms>| draft.mark.index > opened.mark.index && draft.mark.at <= as_of;
        (!self.drafts.iter().any(newer)).then_some(opened)
    }

    /// Whether a member has signed the terms that are open as of a moment.
    pub fn signed(&self, member: &str, as_of: Time) -> bool {
        self.open_terms(as_of).is_some_and(|open| {
            self.signatures.iter().any(|signature| {
                signature.mark.member == member
                    && signature.entry == open.entry
                    && signature.mark.index > open.mark.index
                    && signature.mark.at <= as_of
            })
        })
    }

    /// Whether a member is obligor or beneficiary.
    pub fn binds(&self, member: &str) -> bool {
        let terms = self.terms();
        [&terms.obligor, &terms.beneficiary]
            .iter()
            .any(|one| one.as_deref() == Some(member))
    }
}

impl Commitments {
    /// A registered object.
    pub fn object(&self, id: &str) -> Option<&Object> {
        self.objects.get(id)
    }

    /// All registered objects, by id.
    pub fn objects(&self) -> impl Iterator<Item = (&String, &Object)> {
        self.objects.iter()
    }

    /// A commitment by id.
    pub fn commitment(&self, id: &str) -> Option<&Commitment> {
        self.commitments.get(id)
    }

    /// All commitments, by id.
    pub fn commitments(&self) -> impl Iterator<Item = (&String, &Commitment)> {
        self.commitments.iter()
    }

    /// Recorded events of a name, oldest first.
    pub fn events(&self, name: &str) -> &[Event] {
        self.events.get(name).map_or(&[], Vec::as_slice)
    }

    /// All recorded events, by name.
    pub fn all_events(&self) -> impl Iterator<Item = (&String, &Vec<Event>)> {
        self.events.iter()
    }

    /// The commitment that holds what was filed at a position.
    pub fn home(&self, index: Index) -> Option<(&String, &Commitment)> {
        self.commitments.get_key_value(self.homes.get(&index)?)
    }

    /// Positions of every act about a commitment, and of those that registered its object.
    pub fn acts_about(&self, id: &str) -> BTreeSet<Index> {
        let Some(commitment) = self.commitments.get(id) else {
            return BTreeSet::new();
        };
        let object = commitment.terms().object.as_ref();
        let object = object.and_then(|object| self.objects.get(object));
        let drafts = commitment.drafts.iter().map(|draft| draft.mark.index);
        let filed = self.homes.iter().filter(|(_, home)| *home == id);
        drafts
            .chain(filed.map(|(index, _)| *index))
            .chain(object.map(|object| object.mark.index))
            .collect()
    }

    /// A piece of evidence by position.
    pub fn evidence(&self, index: Index) -> Option<&Evidence> {
        self.home(index)?.1.evidence.get(&index)
    }

    /// The evidence a payload belongs to; the first that named it.
    pub fn holder(&self, blob: &Digest) -> Option<(Index, &Evidence)> {
        let index = *self.blobs.get(blob)?;
        Some((index, self.evidence(index)?))
    }

    /// Every payload named in the record, with the evidence that named it first.
    pub fn blobs(&self) -> impl Iterator<Item = (&Digest, Index)> {
        self.blobs.iter().map(|(blob, index)| (blob, *index))
    }

    /// Payloads whose erasure is in force, in the order of the acts.
    pub fn erased(&self) -> &[Digest] {
        &self.erased
    }

    /// The parties' boxes in the bulletin of a day.
    pub fn remarks(&self, date: &str) -> &[Said] {
        self.remarks.get(date).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn fold(state: &mut Commitments, roll: &Roll, act: &Act<&E>) {
    let Some(member) = roll.speaker(act) else {
        return;
    };
    let mark = Mark {
        member,
        at: act.at,
        index: act.index,
    };
    match act.entry {
        E::ObjectRegistered(entry) => {
            let object = Object {
                kind: entry.kind,
                title: entry.title.clone(),
                area: entry.area.clone(),
                fence: entry.fence.clone(),
                reference: entry.reference.clone(),
                mark,
            };
            state.objects.insert(entry.object.clone(), object);
        }
        E::EventRecorded(entry) => {
            let event = Event {
                happened: entry.at,
                mark,
                note: entry.note.clone(),
            };
            let events = state.events.entry(entry.event.clone()).or_default();
            events.push(event);
        }
        E::BulletinRemark(entry) => {
            let text = entry.text.clone();
            let remarks = state.remarks.entry(entry.date.clone()).or_default();
            remarks.push(Said { mark, text });
        }
        E::CommitmentDrafted(entry) => draft(state, mark, &entry.commitment, &entry.terms),
        entry => {
            let home = home_of(state, entry).map(str::to_owned);
            let Some(home) = home else { return };
            state.homes.insert(act.index, home.clone());
            if let E::EvidenceFiled(filed) = entry {
                for blob in &filed.blobs {
                    state.blobs.entry(blob.blob).or_insert(act.index);
                }
            }
            if let E::EvidenceErased(erased) = entry {
                let blobs = state.evidence(erased.evidence).map(|held| {
                    let blobs = held.filed.entry.blobs.iter();
                    blobs.map(|blob| blob.blob).collect::<Vec<_>>()
                });
                state.erased.extend(blobs.unwrap_or_default());
            }
            if let Some(commitment) = state.commitments.get_mut(&home) {
                commitment.take(roll, act, mark);
            }
        }
    }
}

fn draft(state: &mut Commitments, mark: Mark, id: &str, terms: &Terms) {
    let filed = Filed {
        mark: mark.clone(),
        entry: terms.clone(),
    };
    if let Some(commitment) = state.commitments.get_mut(id) {
        commitment.drafts.push(filed);
        return;
    }
    let commitment = Commitment {
        owner: mark.member,
        drafts: vec![filed],
        openings: Vec::new(),
        signatures: Vec::new(),
        withdrawn: None,
        agreed: None,
        claims: Vec::new(),
        evidence: BTreeMap::new(),
        acknowledgements: Vec::new(),
        schedules: Vec::new(),
        access: BTreeMap::new(),
        visits: Vec::new(),
        capacity: Vec::new(),
        assistance: BTreeMap::new(),
        extensions: BTreeMap::new(),
        suspensions: Vec::new(),
        findings: BTreeMap::new(),
        appeals: BTreeMap::new(),
    };
    state.commitments.insert(id.to_owned(), commitment);
}

/// The commitment an entry is about, named or through what it answers.
pub(crate) fn home_of<'a>(state: &'a Commitments, entry: &'a E) -> Option<&'a str> {
    let answered = match entry {
        E::EvidenceErased(e) => e.evidence,
        E::SealOpened(e) => e.evidence,
        E::AssistanceAnswered(e) => e.request,
        E::ExtensionAnswered(e) => e.request,
        E::AccessAnswered(e) => e.request,
        E::AppealFiled(e) => e.finding,
        E::AppealRuled(e) => e.appeal,
        E::DeterminationJoined(e) => e.determination,
        E::OpinionFiled(e) => e.determination,
        E::ReplyFiled(e) => e.finding,
        named => return named.commitment(),
    };
    state.homes.get(&answered).map(String::as_str)
}

impl Commitment {
    fn take(&mut self, roll: &Roll, act: &Act<&E>, mark: Mark) {
        let said = |text: &str| Said {
            mark: mark.clone(),
            text: text.to_owned(),
        };
        match act.entry {
            E::CommitmentOpened(entry) => self.openings.push(filed(&mark, &entry.terms)),
            E::CommitmentSigned(entry) => self.sign(roll, filed(&mark, &entry.terms)),
            E::CommitmentWithdrawn(_) => self.withdrawn = Some(mark),
            E::FulfilmentClaimed(entry) => self.claims.push(filed(&mark, entry)),
            E::EvidenceFiled(entry) => {
                let evidence = Evidence {
                    source: self.source(roll, &mark.member),
                    filed: filed(&mark, entry),
                    openings: Vec::new(),
                    erased: None,
                };
                self.evidence.insert(act.index, evidence);
            }
            E::EvidenceErased(entry) => {
                if let Some(evidence) = self.evidence.get_mut(&entry.evidence) {
                    evidence.erased = Some(said(&entry.ground));
                }
            }
            E::SealOpened(entry) => {
                if let Some(evidence) = self.evidence.get_mut(&entry.evidence) {
                    evidence.openings.push(Opening {
                        said: said(&entry.purpose),
                        blob: entry.blob,
                        key: act.by.key,
                    });
                }
            }
            E::CapacityStated(entry) => self.capacity.push(filed(&mark, entry)),
            E::AssistanceRequested(entry) => {
                let asked = Asked {
                    request: filed(&mark, entry),
                    answer: None,
                };
                self.assistance.insert(act.index, asked);
            }
            E::AssistanceAnswered(entry) => {
                if let Some(asked) = self.assistance.get_mut(&entry.request) {
                    asked.answer = Some((entry.granted, said(&entry.note)));
                }
            }
            E::ExtensionRequested(entry) => {
                let asked = Asked {
                    request: filed(&mark, entry),
                    answer: None,
                };
                self.extensions.insert(act.index, asked);
            }
            E::ExtensionAnswered(entry) => {
                if let Some(asked) = self.extensions.get_mut(&entry.request) {
                    asked.answer = Some((entry.granted, said(&entry.note)));
                }
            }
            E::SuspensionSet(entry) => self.suspensions.push(filed(&mark, &entry.suspend)),
            _ => self.take_verification(act, mark),
        }
    }

    fn take_verification(&mut self, act: &Act<&E>, mark: Mark) {
        let said = |text: &str| Said {
            mark: mark.clone(),
            text: text.to_owned(),
        };
        match act.entry {
            E::VerificationAcknowledged(entry) => {
                self.acknowledgements.push(filed(&mark, &entry.period));
            }
            E::VisitScheduled(entry) => {
                self.schedules
                    .push(filed(&mark, &(entry.period, entry.visit)));
            }
            E::AccessRequested(entry) => {
                let request = AccessRequest {
                    request: filed(&mark, entry),
                    answer: None,
                };
                self.access.insert(act.index, request);
            }
            E::AccessAnswered(entry) => {
                if let Some(request) = self.access.get_mut(&entry.request) {
                    request.answer = Some((entry.answer, said(&entry.note)));
                }
            }
            E::VisitRecorded(entry) => self.visits.push(filed(&mark, entry)),
            E::FindingProposed(entry) => {
                let finding = Determination::proposed_by(&mark, entry, self.terms().verifiers);
                self.findings.insert(act.index, finding);
            }
            E::AppealFiled(entry) => {
                let appeal = Appeal {
                    said: said(&entry.grounds),
                    finding: entry.finding,
                    rulings: BTreeMap::new(),
                };
                self.appeals.insert(act.index, appeal);
            }
            E::AppealRuled(entry) => {
                let ruling = Determination::proposed_by(&mark, entry, self.terms().verifiers);
                if let Some(appeal) = self.appeals.get_mut(&entry.appeal) {
                    appeal.rulings.insert(act.index, ruling);
                }
            }
            E::DeterminationJoined(entry) => {
                let index = entry.determination;
                if let Some(signatures) = self.signatures_of(index) {
                    signatures.insert(mark.member.clone(), mark);
                }
            }
            E::OpinionFiled(entry) => {
                let opinion = (entry.dissents, said(&entry.text));
                if let Some(finding) = self.findings.get_mut(&entry.determination) {
                    finding.opinions.push(opinion);
                } else if let Some(ruling) = self.ruling_mut(entry.determination) {
                    ruling.opinions.push(opinion);
                }
            }
            E::ReplyFiled(entry) => {
                if let Some(finding) = self.findings.get_mut(&entry.finding) {
                    let reply = (said(&entry.text), entry.evidence.clone());
                    finding.replies.push(reply);
                }
            }
            _ => {} // Every other entry was taken before it came here.
        }
    }

    /// Agreed once both whom it binds have signed the terms that are open.
    fn sign(&mut self, roll: &Roll, signature: Filed<Digest>) {
        let (at, index) = (signature.mark.at, signature.mark.index);
        self.signatures.push(signature);
        let terms = self.latest().clone();
        let both = [&terms.obligor, &terms.beneficiary];
        if both.iter().all(|member| {
            member
                .as_ref()
                .is_some_and(|member| self.signed(member, at))
        }) {
            let clocks = roll.charter_at(at).map(|c| c.clocks.commitments.clone());
            self.agreed = Some(Agreed {
                terms,
                at,
                index,
                clocks: clocks.unwrap_or_default(),
            });
        }
    }

    fn source(&self, roll: &Roll, member: &str) -> Source {
        if self.terms().obligor.as_deref() == Some(member) {
            return Source::Declared;
        }
        match roll.member(member).map(|member| member.part) {
            Some(Part::Mediator) => Source::Own,
            _ => Source::Other,
        }
    }

    fn signatures_of(&mut self, determination: Index) -> Option<&mut BTreeMap<String, Mark>> {
        if let Some(finding) = self.findings.get_mut(&determination) {
            return Some(&mut finding.signatures);
        }
        let ruling = self
            .appeals
            .values_mut()
            .find_map(|appeal| appeal.rulings.get_mut(&determination));
        ruling.map(|ruling| &mut ruling.signatures)
    }

    fn ruling_mut(&mut self, index: Index) -> Option<&mut Determination<AppealRuled>> {
        self.appeals
            .values_mut()
            .find_map(|appeal| appeal.rulings.get_mut(&index))
    }

    /// A ruling by position, and the appeal it is on.
    pub fn ruling(&self, index: Index) -> Option<(Index, &Determination<AppealRuled>)> {
        self.appeals
            .iter()
            .find_map(|(appeal, held)| Some((*appeal, held.rulings.get(&index)?)))
    }

    /// What a finding says now: its own outcome, or what a ruling put in its place; none if a
    /// ruling set it aside.
    pub fn outcome_of(&self, finding: Index, as_of: Time) -> Option<&Outcome> {
        let proposed = &self.findings.get(&finding)?.proposed.entry;
        let ruling = self.ruling_on(finding, as_of);
        match ruling.map(|(_, ruled)| (ruled.ruling, &ruled.outcome)) {
            Some((Ruling::SetAside, _)) => None,
            Some((Ruling::Varied, Some(outcome))) => Some(outcome),
            _ => Some(&proposed.outcome),
        }
    }

    /// The ruling that stands on a finding.
    pub fn ruling_on(&self, finding: Index, as_of: Time) -> Option<(Time, &AppealRuled)> {
        self.appeals
            .values()
            .filter(|appeal| appeal.finding == finding)
            .filter_map(|appeal| appeal.ruling(as_of))
            .max_by_key(|(at, _)| *at)
    }
}

fn filed<T: Clone>(mark: &Mark, entry: &T) -> Filed<T> {
    Filed {
        mark: mark.clone(),
        entry: entry.clone(),
    }
}
