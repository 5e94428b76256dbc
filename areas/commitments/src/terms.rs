//! What a commitment says: its terms, as they are drafted and then signed by hash.
//!
//! Every part that makes a commitment checkable may be missing here, because a draft without it is
//! worth recording too: [`crate::lint`] says what is missing, and only complete terms may be opened
//! for signature.

use act::{Digest, Time};
use agreement::entry::ClauseWords;
use serde::{Deserialize, Serialize};

/// What is promised, by whom, to whom, by when, and how anybody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// As shown.
    pub title: String,
    /// The words of the agreement it carries out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Bound>,
    /// The member that promises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub obligor: Option<String>,
    /// The member it is promised to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beneficiary: Option<String>,
    /// Once, again and again, or a thing not to be done.
    pub kind: Kind,
    /// What is to be done; a reviewable record has exactly one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Registry id of what it is done to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The end state, as a count that anyone can take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    /// By when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Deadline>,
    /// What evidence will do; every line of it is needed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceStandard>,
    /// How many mediators must sign a finding.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifiers: Option<u32>,
    /// How they verify.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// What access they are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// Help the obligor is to get, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assistance: Option<Assistance>,
    /// What follows if it is not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<Remedy>,
    /// When it ends or is looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Time>,
    /// The legal basis and safeguards, where persons, media or worship are touched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_basis: Option<String>,
    /// The class of instrument agreed, where one is to be issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<InstrumentClass>,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Terms {
    /// The digest that signatures are bound to: of the terms' own JSON.
    pub fn hash(&self) -> Digest {
        act::key::digest_of(self)
    }
}

/// The exact words of the agreement that a commitment carries out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Of which instrument.
    pub instrument: String,
    /// Draft, clause and hash of its words.
    pub words: ClauseWords,
}

act::coded! {
    /// How often it is to be kept.
    pub enum Kind {
        /// Once.
        OneOff = "one-off",
        /// In every period.
        Recurring = "recurring",
        /// A thing not to be done, looked at period by period.
        ContinuingProhibition = "continuing-prohibition",
        /// Best efforts, with a plan.
        ObligationOfConduct = "obligation-of-conduct",
    }
}

act::coded! {
    /// What is promised, as one of few verbs.
    pub enum Action {
        /// No longer in use.
        Close = "close",
        /// Taken apart.
        Dismantle = "dismantle",
        /// Held under law.
        Detain = "detain",
        /// Brought before a court.
        Prosecute = "prosecute",
        /// Made public.
        Publish = "publish",
        /// Doors opened to somebody.
        GrantAccess = "grant-access",
        /// Not done.
        Refrain = "refrain",
        /// Money.
        Pay = "pay",
        /// Goods or documents.
        Deliver = "deliver",
        /// A body or meeting.
        Convene = "convene",
        /// Information.
        Share = "share",
    }
}

/// The end state as a number of units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Of what: `sites`, `incidents`, `editions`.
    pub unit: String,
    /// How many; 0 for a prohibition.
    pub count: u32,
}

/// By when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Deadline {
    /// At an instant.
    At {
        /// That instant.
        at: Time,
    },
    /// So long after an event that the mediators record.
    Within {
        /// Hours.
        hours: u32,
        /// The event's name.
        of: String,
    },
    /// In each period of so many days.
    Every {
        /// Days.
        days: u32,
        /// Where the first period starts.
        begins: Time,
        /// Where the last one ends, at the latest.
        ends: Time,
    },
}

/// Evidence that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceStandard {
    /// Of which kind.
    pub kind: EvidenceKind,
    /// At least so many.
    pub count: u32,
    /// From whom.
    pub source: Source,
    /// No older than so many days when it is filed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fresh_days: Option<u32>,
}

act::coded! {
    /// Kinds of evidence.
    pub enum EvidenceKind {
        /// A picture taken before.
        PhotoBefore = "photo-before",
        /// A picture taken after.
        PhotoAfter = "photo-after",
        /// Any other picture.
        Photo = "photo",
        /// A document.
        Document = "document",
        /// A public declaration of one's own.
        Declaration = "declaration",
        /// A list of persons held: counts in the open, names sealed.
        DetaineeList = "detainee-list",
        /// What mediators saw on the spot.
        Visit = "visit",
    }
}

act::coded! {
    /// Where evidence comes from (IAEA source classes).
    pub enum Source {
        /// The member that promised.
        Declared = "declared",
        /// The mediators' own.
        Own = "own",
        /// Anyone else: the other party, a third.
        Other = "other",
    }
}

act::coded! {
    /// How something is verified.
    pub enum Method {
        /// From afar.
        RemoteReview = "remote-review",
        /// By reading.
        Document = "document",
        /// By asking.
        Interview = "interview",
        /// By going there.
        SiteVisit = "site-visit",
        /// By instruments.
        Sensor = "sensor",
        /// By what is public.
        PublicRecord = "public-record",
    }
}

/// What access verifiers are given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Access {
    /// None is needed: everything is public or filed.
    NotNeeded,
    /// To the object itself, at so many hours' notice.
    Site {
        /// Hours between notice and arrival.
        notice_hours: u32,
    },
    /// To persons or papers, at so many hours' notice.
    Persons {
        /// Hours.
        notice_hours: u32,
    },
}

/// Help that the obligor is to get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assistance {
    /// What.
    pub what: String,
    /// From which member.
    pub provider: String,
    /// By when.
    pub due: Time,
}

/// What follows if it is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Remedy {
    /// Nothing, and both say so.
    None,
    /// A rule of the penalty schedule.
    Rule {
        /// Its id.
        rule: String,
    },
    /// Mediators call a conference.
    Conference,
}

act::coded! {
    /// How binding an instrument is, from least to most.
    pub enum InstrumentClass {
        /// An opinion.
        Opinion = "opinion",
        /// Advice to follow.
        Guidance = "guidance",
        /// An order within an institution.
        InternalOrder = "internal-order",
        /// A public order that binds those addressed.
        BindingOrder = "binding-order",
    }
}

act::coded! {
    /// Who may see a commitment.
    pub enum Visibility {
        /// Anyone, in the bulletin.
        Public = "public",
        /// Members.
        Parties = "parties",
        /// The mediators and the two members it binds.
        Mediators = "mediators",
    }
}
