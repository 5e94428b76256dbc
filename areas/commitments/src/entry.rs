//! The words of commitments: what a member can say about promises, evidence and findings.
//!
//! Texts are what members write on purpose; pictures, documents and names of persons are never
//! here: they are blobs, and an entry holds a blob's salted commitment.

use act::{Digest, Index, Time};
use serde::{Deserialize, Serialize};

use crate::terms::{EvidenceKind, InstrumentClass, Method, Terms};

act::entries! {
    /// What can be said about commitments.
    pub enum CommitmentsEntry {
        "object-registered.v1" => ObjectRegistered,
        "commitment-drafted.v1" => CommitmentDrafted,
        "commitment-opened.v1" => CommitmentOpened,
        "commitment-signed.v1" => CommitmentSigned,
        "commitment-withdrawn.v1" => CommitmentWithdrawn,
        "event-recorded.v1" => EventRecorded,
        "fulfilment-claimed.v1" => FulfilmentClaimed,
        "evidence-filed.v1" => EvidenceFiled,
        "evidence-erased.v1" => EvidenceErased,
        "seal-opened.v1" => SealOpened,
        "capacity-stated.v1" => CapacityStated,
        "assistance-requested.v1" => AssistanceRequested,
        "assistance-answered.v1" => AssistanceAnswered,
        "extension-requested.v1" => ExtensionRequested,
        "extension-answered.v1" => ExtensionAnswered,
        "suspension-set.v1" => SuspensionSet,
        "verification-acknowledged.v1" => VerificationAcknowledged,
        "visit-scheduled.v1" => VisitScheduled,
        "access-requested.v1" => AccessRequested,
        "access-answered.v1" => AccessAnswered,
        "visit-recorded.v1" => VisitRecorded,
        "finding-proposed.v1" => FindingProposed,
        "appeal-filed.v1" => AppealFiled,
        "appeal-ruled.v1" => AppealRuled,
        "determination-joined.v1" => DeterminationJoined,
        "opinion-filed.v1" => OpinionFiled,
        "reply-filed.v1" => ReplyFiled,
        "bulletin-remark.v1" => BulletinRemark,
    }
}

act::words! {
    /// Something that commitments are about gets an id, and a place where it has one.
    pub struct ObjectRegistered {
        /// Short, stable: `site-a`.
        object: String,
        /// What it is.
        kind: ObjectKind,
        /// As shown, without any person's name.
        title: String,
        /// Which area, in words; empty where there is none.
        area: String,
        /// Its fence, where it has a place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fence: Option<Fence>,
        /// Reference in a register outside: a masked channel id, an order's number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    }

    /// A fence on the ground: longitude and latitude in millionths of a degree (WGS 84).
    pub struct Fence {
        /// Closed rings, the outer one first, as in GeoJSON (RFC 7946, section 3.1.6).
        rings: Vec<Vec<[i64; 2]>>,
        /// How well the points are known, in metres.
        precision_m: u32,
    }

    /// A member drafts a commitment, or changes its own draft.
    pub struct CommitmentDrafted {
        /// Short, stable: `c-07`.
        commitment: String,
        /// What it says.
        terms: Box<Terms>,
    }

    /// Its author opens these exact terms for signature. Void unless they are reviewable.
    pub struct CommitmentOpened {
        /// Which.
        commitment: String,
        /// Hash of the terms.
        terms: Digest,
    }

    /// Obligor and beneficiary sign these exact terms.
    pub struct CommitmentSigned {
        /// Which.
        commitment: String,
        /// Hash of the terms.
        terms: Digest,
    }

    /// Its author takes a draft back before it is agreed.
    pub struct CommitmentWithdrawn {
        /// Which.
        commitment: String,
        /// Why.
        note: String,
    }

    /// Mediators record that an event happened from which deadlines run.
    pub struct EventRecorded {
        /// The event's name, as deadlines name it.
        event: String,
        /// When it happened.
        at: Time,
        /// How they know.
        note: String,
    }

    /// The obligor says it has kept the commitment.
    pub struct FulfilmentClaimed {
        /// Which.
        commitment: String,
        /// Which period, from 0; 0 where there is only one.
        period: u32,
        /// So many.
        done: u32,
        /// Of so many.
        of: u32,
        /// Evidence it relies on, by position in the log.
        evidence: Vec<Index>,
        /// In its own words.
        note: String,
    }

    /// Evidence comes into the record.
    pub struct EvidenceFiled {
        /// About which commitment.
        commitment: String,
        /// Which period.
        period: u32,
        /// Of which kind.
        kind: EvidenceKind,
        /// The registered object it shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        object: Option<String>,
        /// Its payloads.
        blobs: Vec<BlobRef>,
        /// When it was made, as its filer says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken: Option<Time>,
        /// The evidence it is the other half of: the picture before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pair: Option<Index>,
        /// How it came from where it was made to here.
        custody: String,
        /// What it shows, in the filer's words.
        note: String,
        /// Of a declaration: what was issued.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        declaration: Option<Declaration>,
        /// Of a list of persons held: what may be public of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        list: Option<DetaineeList>,
    }

    /// A payload outside the log.
    pub struct BlobRef {
        /// Its salted commitment.
        blob: Digest,
        /// Its size.
        bytes: u64,
        /// Its media type.
        media: String,
        /// Members it is sealed to; empty if it is open to all members.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        sealed_to: Vec<String>,
    }

    /// What was issued, as its issuer declares it. The system compares classes; it judges no doctrine.
    pub struct Declaration {
        /// Its class.
        class: InstrumentClass,
        /// On what authority the issuer says it acts.
        authority: String,
        /// Whom it addresses.
        scope: String,
        /// Where it was published.
        channels: Vec<String>,
        /// When it was issued.
        issued: Time,
        /// When it was revoked, if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revoked: Option<Time>,
    }

    /// Counts of a list of persons held. Names are in its sealed blob, and nowhere else.
    pub struct DetaineeList {
        /// How many rows.
        count: u32,
        /// One salted commitment for each row, so that a row can be shown to be on the list.
        rows: Vec<Digest>,
        /// The legal basis of all of them.
        legal_basis: String,
        /// When it is to be reviewed.
        review: Time,
    }

    /// The payloads of a piece of evidence are to be destroyed; what was said about it stays.
    pub struct EvidenceErased {
        /// The evidence's position in the log.
        evidence: Index,
        /// On what ground.
        ground: String,
    }

    /// An entitled office opens a sealed payload. The payload is handed out only after this.
    pub struct SealOpened {
        /// The evidence's position in the log.
        evidence: Index,
        /// Which of its payloads.
        blob: Digest,
        /// For what purpose.
        purpose: String,
    }

    /// The obligor says what it can't do yet, with a plan: recorded instead of silently dropped.
    pub struct CapacityStated {
        /// About which commitment.
        commitment: String,
        /// What stands in the way.
        note: String,
        /// What it will do.
        plan: String,
        /// By when.
        by: Time,
    }

    /// The obligor asks for help.
    pub struct AssistanceRequested {
        /// For which commitment.
        commitment: String,
        /// What.
        what: String,
        /// From which member.
        provider: String,
    }

    /// The member asked answers.
    pub struct AssistanceAnswered {
        /// The request's position in the log.
        request: Index,
        /// Whether it will help.
        granted: bool,
        /// In its own words.
        note: String,
    }

    /// The obligor asks for more time.
    pub struct ExtensionRequested {
        /// For which commitment.
        commitment: String,
        /// Which period.
        period: u32,
        /// Until when.
        until: Time,
        /// Why.
        note: String,
    }

    /// The beneficiary answers. Only granted time counts.
    pub struct ExtensionAnswered {
        /// The request's position in the log.
        request: Index,
        /// Whether it agrees.
        granted: bool,
        /// In its own words.
        note: String,
    }

    /// One side's latest word on suspending a commitment. It is suspended while both say so.
    pub struct SuspensionSet {
        /// Which.
        commitment: String,
        /// Whether it should be suspended.
        suspend: bool,
        /// Why.
        note: String,
    }

    /// Verifiers take up a claim or an overdue commitment.
    pub struct VerificationAcknowledged {
        /// Which.
        commitment: String,
        /// Which period.
        period: u32,
    }

    /// Verifiers announce a visit.
    pub struct VisitScheduled {
        /// For which commitment.
        commitment: String,
        /// Which period.
        period: u32,
        /// When they come.
        visit: Time,
    }

    /// Verifiers ask to be let in.
    pub struct AccessRequested {
        /// For which commitment.
        commitment: String,
        /// The registered object.
        object: String,
        /// For when.
        visit: Time,
        /// To what, exactly.
        note: String,
    }

    /// The obligor answers.
    pub struct AccessAnswered {
        /// The request's position in the log.
        request: Index,
        /// How.
        answer: AccessAnswer,
        /// In its own words: reasons, conditions.
        note: String,
    }

    /// What verifiers met and saw on the spot.
    pub struct VisitRecorded {
        /// For which commitment.
        commitment: String,
        /// Which period.
        period: u32,
        /// The registered object.
        object: String,
        /// When they were there.
        visited: Time,
        /// How they were let in.
        access: AccessOutcome,
        /// What they saw.
        note: String,
        /// Units they found in the end state, if they counted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<u32>,
        /// Their own evidence, by position in the log.
        evidence: Vec<Index>,
    }

    /// A mediator proposes a finding and signs it first. It stands once enough mediators signed.
    pub struct FindingProposed {
        /// About which commitment.
        commitment: String,
        /// Which period.
        period: u32,
        /// What was found.
        outcome: Outcome,
        /// How sure they are.
        confidence: Confidence,
        /// On what that rests.
        basis: String,
        /// Evidence and visits relied on, by position in the log.
        evidence: Vec<Index>,
        /// How it was verified.
        methods: Vec<Method>,
        /// The finding it corrects.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        corrects: Option<Index>,
    }

    /// Obligor or beneficiary appeals against a final finding.
    pub struct AppealFiled {
        /// The finding's position in the log.
        finding: Index,
        /// Why.
        grounds: String,
    }

    /// A mediator proposes a ruling on an appeal and signs it first.
    pub struct AppealRuled {
        /// The appeal's position in the log.
        appeal: Index,
        /// How.
        ruling: Ruling,
        /// Of a varied finding: what is found instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<Outcome>,
        /// Why.
        reasons: String,
    }

    /// Another mediator signs a finding or ruling.
    pub struct DeterminationJoined {
        /// Its position in the log.
        determination: Index,
    }

    /// A mediator's separate opinion on a finding or ruling.
    pub struct OpinionFiled {
        /// Its position in the log.
        determination: Index,
        /// Whether the mediator dissents from it.
        dissents: bool,
        /// The opinion.
        text: String,
    }

    /// A party's reply to a finding: beside it wherever it is shown.
    pub struct ReplyFiled {
        /// The finding's position in the log.
        finding: Index,
        /// The reply.
        text: String,
        /// Evidence it points to.
        evidence: Vec<Index>,
    }

    /// A party's box in the bulletin of a day.
    pub struct BulletinRemark {
        /// The day, `2025-11-30`.
        date: String,
        /// The remark.
        text: String,
    }
}

act::coded! {
    /// What a registered object is.
    pub enum ObjectKind {
        /// An armed group.
        Group = "group",
        /// A house for hiding.
        SafeHouse = "safe-house",
        /// A place for training.
        TrainingCamp = "training-camp",
        /// A way for money.
        FinancialChannel = "financial-channel",
        /// A paper, station or site.
        MediaOutlet = "media-outlet",
        /// A decree or other instrument.
        Instrument = "instrument",
        /// A body of the state.
        Body = "body",
        /// A set of persons, never their names.
        PersonSet = "person-set",
        /// A list.
        List = "list",
        /// A trade lane.
        Lane = "lane",
        /// A joint post.
        Post = "post",
        /// A meeting or joint body.
        Meeting = "meeting",
        /// A territory as a whole.
        Territory = "territory",
    }
}

act::coded! {
    /// How verifiers' request was answered.
    pub enum AccessAnswer {
        /// Yes.
        Granted = "granted",
        /// Yes, with conditions.
        Conditional = "conditional",
        /// No.
        Denied = "denied",
    }
}

act::coded! {
    /// How verifiers were let in.
    pub enum AccessOutcome {
        /// Fully.
        Full = "full",
        /// With conditions.
        Conditional = "conditional",
        /// Late.
        Delayed = "delayed",
        /// In part.
        Partial = "partial",
        /// Not at all.
        Denied = "denied",
    }
}

act::coded! {
    /// How sure a finding is.
    pub enum Confidence {
        /// Little.
        Low = "low",
        /// Some.
        Moderate = "moderate",
        /// Much.
        High = "high",
    }
}

act::coded! {
    /// What an appeal does to a finding.
    pub enum Ruling {
        /// It stands.
        Upheld = "upheld",
        /// It is changed.
        Varied = "varied",
        /// It is as if it had not been made.
        SetAside = "set-aside",
    }
}

/// What mediators found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// Kept.
    Compliant,
    /// Kept in part.
    Partial {
        /// So many.
        done: u32,
        /// Of so many.
        of: u32,
    },
    /// Not kept.
    NonCompliant,
    /// Nobody can tell, because …
    CannotDetermine {
        /// Why.
        because: Undetermined,
    },
    /// Of a prohibition: none found in this time, as far as it was covered. Never "compliant for ever".
    NoViolationFound {
        /// From when.
        begins: Time,
        /// Until when.
        ends: Time,
        /// Thousandths of that time that were covered.
        coverage_permille: u32,
    },
}

impl Outcome {
    /// Each name an outcome can have.
    pub const NAMES: [&'static str; 5] = [
        "compliant",
        "partial",
        "non-compliant",
        "cannot-determine",
        "no-violation-found",
    ];

    /// Its name on the wire and in language files.
    pub fn name(&self) -> &'static str {
        match self {
            Outcome::Compliant => Outcome::NAMES[0],
            Outcome::Partial { .. } => Outcome::NAMES[1],
            Outcome::NonCompliant => Outcome::NAMES[2],
            Outcome::CannotDetermine { .. } => Outcome::NAMES[3],
            Outcome::NoViolationFound { .. } => Outcome::NAMES[4],
        }
    }
}

act::coded! {
    /// Why nobody can tell.
    pub enum Undetermined {
        /// Verifiers were not let in.
        AccessDenied = "access-denied",
        /// There is too little.
        InsufficientEvidence = "insufficient-evidence",
        /// It points both ways.
        ConflictingEvidence = "conflicting-evidence",
        /// Of whom or what it is, is not clear.
        IdentityUnresolved = "identity-unresolved",
        /// It is not theirs to say.
        OutsideMandate = "outside-mandate",
        /// Something nobody could prevent.
        ForceMajeure = "force-majeure",
    }
}

impl CommitmentsEntry {
    /// The commitment an entry names itself; entries that answer another name that one instead.
    pub fn commitment(&self) -> Option<&str> {
        use CommitmentsEntry as E;
        Some(match self {
            E::CommitmentDrafted(e) => &e.commitment,
            E::CommitmentOpened(e) => &e.commitment,
            E::CommitmentSigned(e) => &e.commitment,
            E::CommitmentWithdrawn(e) => &e.commitment,
            E::FulfilmentClaimed(e) => &e.commitment,
            E::EvidenceFiled(e) => &e.commitment,
            E::CapacityStated(e) => &e.commitment,
            E::AssistanceRequested(e) => &e.commitment,
            E::ExtensionRequested(e) => &e.commitment,
            E::SuspensionSet(e) => &e.commitment,
            E::VerificationAcknowledged(e) => &e.commitment,
            E::VisitScheduled(e) => &e.commitment,
            E::AccessRequested(e) => &e.commitment,
            E::VisitRecorded(e) => &e.commitment,
            E::FindingProposed(e) => &e.commitment,
            _ => return None,
        })
    }
}
