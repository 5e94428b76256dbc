//! The forms of commitments, as a table: which entry each makes, and what it asks for. Simple fields
//! go into the entry under their own name; `compose` puts the others together.

use crate::entry::{
    AccessAnswer, AccessOutcome, Confidence, ObjectKind, Outcome, Ruling, Undetermined,
};
use crate::terms::{Action, EvidenceKind, InstrumentClass, Kind, Method, Source, Visibility};

/// How a field is asked for, and what it becomes.
#[derive(Clone, Copy)]
pub(super) enum Input {
    /// An identifier.
    Code,
    /// One line of words.
    Line,
    /// Many lines of words.
    Area,
    /// A whole number.
    Number,
    /// An instant in UTC.
    Instant,
    /// A day.
    Day,
    /// Yes or no.
    Yes,
    /// One of these coded values.
    One(fn() -> Vec<&'static str>),
    /// Any of these coded values.
    Many(fn() -> Vec<&'static str>),
    /// A member.
    Member,
    /// A registered object.
    Object,
    /// Positions in the log, separated by spaces.
    Indices,
    /// Carried along: a digest.
    Hash,
    /// GeoJSON of a fence.
    Fence,
    /// References of payloads as uploading leaves them: a JSON list.
    Blobs,
    /// Digests, one a line.
    Digests,
    /// Lines of words.
    Lines,
}

/// Whether a form can be sent without a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It can't.
    Needed,
    /// It can.
    Optional,
}

/// One field.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) input: Input,
    pub(super) need: Need,
}

/// One form: the last part of its address, the entry it makes, what it asks for.
pub(super) struct Form {
    pub(super) path: &'static str,
    pub(super) kind: &'static str,
    pub(super) fields: &'static [Field],
}

impl Form {
    /// The entry's name without its version, as the charter's matrix has it.
    pub(super) fn authority(&self) -> String {
        let name = self
            .kind
            .rsplit_once(".v")
            .map_or(self.kind, |(name, _)| name);
        format!("commitments.{name}")
    }
}

const fn needed(name: &'static str, input: Input) -> Field {
    Field {
        name,
        input,
        need: Need::Needed,
    }
}

const fn optional(name: &'static str, input: Input) -> Field {
    Field {
        name,
        input,
        need: Need::Optional,
    }
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

macro_rules! of {
    ($type:ident) => {
        || names($type::ALL, $type::name)
    };
}

const TERMS: &[Field] = &[
    needed("commitment", Input::Code),
    needed("title", Input::Line),
    needed("kind", Input::One(of!(Kind))),
    optional("instrument", Input::Code),
    optional("draft", Input::Code),
    optional("clause", Input::Code),
    optional("obligor", Input::Member),
    optional("beneficiary", Input::Member),
    optional("actions", Input::Many(of!(Action))),
    optional("object", Input::Object),
    optional("count", Input::Number),
    optional("unit", Input::Line),
    optional("due_at", Input::Instant),
    optional("due_hours", Input::Number),
    optional("due_of", Input::Code),
    optional("every_days", Input::Number),
    optional("begins", Input::Instant),
    optional("ends", Input::Instant),
    optional("evidence_1", Input::One(of!(EvidenceKind))),
    optional("evidence_1_count", Input::Number),
    optional("evidence_1_source", Input::One(of!(Source))),
    optional("evidence_2", Input::One(of!(EvidenceKind))),
    optional("evidence_2_count", Input::Number),
    optional("evidence_2_source", Input::One(of!(Source))),
    optional("verifiers", Input::Number),
    optional("methods", Input::Many(of!(Method))),
    optional(
        "access",
        Input::One(|| vec!["not-needed", "site", "persons"]),
    ),
    optional("notice_hours", Input::Number),
    optional("remedy", Input::One(|| vec!["none", "conference", "rule"])),
    optional("rule", Input::Code),
    optional("review", Input::Instant),
    optional("rights_basis", Input::Area),
    optional("class", Input::One(of!(InstrumentClass))),
    needed("visibility", Input::One(of!(Visibility))),
];

const OUTCOME_NAME: Field = needed("outcome", Input::One(|| Outcome::NAMES.to_vec()));
const DONE: Field = optional("done", Input::Number);
const OF: Field = optional("of", Input::Number);
const BECAUSE: Field = optional("because", Input::One(of!(Undetermined)));
const BEGINS: Field = optional("begins", Input::Instant);
const ENDS: Field = optional("ends", Input::Instant);
const COVERAGE: Field = optional("coverage_permille", Input::Number);

/// Every form. `[id]` in an address is the commitment; a number after it, what the form answers.
pub(super) const FORMS: &[Form] = &[
    Form {
        path: "objects/new",
        kind: "object-registered.v1",
        fields: &[
            needed("object", Input::Code),
            needed("kind", Input::One(of!(ObjectKind))),
            needed("title", Input::Line),
            optional("area", Input::Line),
            optional("fence", Input::Fence),
            optional("precision_m", Input::Number),
            optional("reference", Input::Code),
        ],
    },
    Form {
        path: "new",
        kind: "commitment-drafted.v1",
        fields: TERMS,
    },
    Form {
        path: "draft",
        kind: "commitment-drafted.v1",
        fields: TERMS,
    },
    Form {
        path: "events/new",
        kind: "event-recorded.v1",
        fields: &[
            needed("event", Input::Code),
            needed("at", Input::Instant),
            needed("note", Input::Area),
        ],
    },
    Form {
        path: "remarks/new",
        kind: "bulletin-remark.v1",
        fields: &[needed("date", Input::Day), needed("text", Input::Area)],
    },
    Form {
        path: "open",
        kind: "commitment-opened.v1",
        fields: &[needed("terms", Input::Hash)],
    },
    Form {
        path: "sign",
        kind: "commitment-signed.v1",
        fields: &[needed("terms", Input::Hash)],
    },
    Form {
        path: "withdraw",
        kind: "commitment-withdrawn.v1",
        fields: &[needed("note", Input::Area)],
    },
    Form {
        path: "claim",
        kind: "fulfilment-claimed.v1",
        fields: &[
            needed("period", Input::Number),
            needed("done", Input::Number),
            needed("of", Input::Number),
            optional("evidence", Input::Indices),
            optional("note", Input::Area),
        ],
    },
    Form {
        path: "file",
        kind: "evidence-filed.v1",
        fields: &[
            needed("kind", Input::One(of!(EvidenceKind))),
            needed("period", Input::Number),
            optional("object", Input::Object),
            optional("blobs", Input::Blobs),
            optional("taken", Input::Instant),
            optional("pair", Input::Number),
            needed("custody", Input::Area),
            optional("note", Input::Area),
            optional("class", Input::One(of!(InstrumentClass))),
            optional("authority", Input::Line),
            optional("scope", Input::Line),
            optional("channels", Input::Lines),
            optional("issued", Input::Instant),
            optional("revoked", Input::Instant),
            optional("rows", Input::Digests),
            optional("legal_basis", Input::Line),
            optional("review", Input::Instant),
        ],
    },
    Form {
        path: "capacity",
        kind: "capacity-stated.v1",
        fields: &[
            needed("note", Input::Area),
            needed("plan", Input::Area),
            needed("by", Input::Instant),
        ],
    },
    Form {
        path: "assistance",
        kind: "assistance-requested.v1",
        fields: &[
            needed("what", Input::Area),
            needed("provider", Input::Member),
        ],
    },
    Form {
        path: "extension",
        kind: "extension-requested.v1",
        fields: &[
            needed("period", Input::Number),
            needed("until", Input::Instant),
            needed("note", Input::Area),
        ],
    },
    Form {
        path: "suspension",
        kind: "suspension-set.v1",
        fields: &[optional("suspend", Input::Yes), needed("note", Input::Area)],
    },
    Form {
        path: "acknowledge",
        kind: "verification-acknowledged.v1",
        fields: &[needed("period", Input::Number)],
    },
    Form {
        path: "schedule",
        kind: "visit-scheduled.v1",
        fields: &[
            needed("period", Input::Number),
            needed("visit", Input::Instant),
        ],
    },
    Form {
        path: "access",
        kind: "access-requested.v1",
        fields: &[
            needed("object", Input::Object),
            needed("visit", Input::Instant),
            needed("note", Input::Area),
        ],
    },
    Form {
        path: "visit",
        kind: "visit-recorded.v1",
        fields: &[
            needed("period", Input::Number),
            needed("object", Input::Object),
            needed("visited", Input::Instant),
            needed("access", Input::One(of!(AccessOutcome))),
            needed("note", Input::Area),
            optional("count", Input::Number),
            optional("evidence", Input::Indices),
        ],
    },
    Form {
        path: "find",
        kind: "finding-proposed.v1",
        fields: &[
            needed("period", Input::Number),
            OUTCOME_NAME,
            DONE,
            OF,
            BECAUSE,
            BEGINS,
            ENDS,
            COVERAGE,
            needed("confidence", Input::One(of!(Confidence))),
            needed("basis", Input::Area),
            optional("evidence", Input::Indices),
            optional("methods", Input::Many(of!(Method))),
            optional("corrects", Input::Number),
        ],
    },
    Form {
        path: "access/answer",
        kind: "access-answered.v1",
        fields: &[
            needed("answer", Input::One(of!(AccessAnswer))),
            needed("note", Input::Area),
        ],
    },
    Form {
        path: "extensions/answer",
        kind: "extension-answered.v1",
        fields: &[optional("granted", Input::Yes), needed("note", Input::Area)],
    },
    Form {
        path: "assistance/answer",
        kind: "assistance-answered.v1",
        fields: &[optional("granted", Input::Yes), needed("note", Input::Area)],
    },
    Form {
        path: "findings/join",
        kind: "determination-joined.v1",
        fields: &[],
    },
    Form {
        path: "findings/opinion",
        kind: "opinion-filed.v1",
        fields: &[
            optional("dissents", Input::Yes),
            needed("text", Input::Area),
        ],
    },
    Form {
        path: "findings/reply",
        kind: "reply-filed.v1",
        fields: &[
            needed("text", Input::Area),
            optional("evidence", Input::Indices),
        ],
    },
    Form {
        path: "findings/appeal",
        kind: "appeal-filed.v1",
        fields: &[needed("grounds", Input::Area)],
    },
    Form {
        path: "appeals/rule",
        kind: "appeal-ruled.v1",
        fields: &[
            needed("ruling", Input::One(of!(Ruling))),
            optional("outcome", Input::One(|| Outcome::NAMES.to_vec())),
            DONE,
            OF,
            BECAUSE,
            BEGINS,
            ENDS,
            COVERAGE,
            needed("reasons", Input::Area),
        ],
    },
    Form {
        path: "evidence/open",
        kind: "seal-opened.v1",
        fields: &[needed("blob", Input::Hash), needed("purpose", Input::Area)],
    },
    Form {
        path: "evidence/erase",
        kind: "evidence-erased.v1",
        fields: &[needed("ground", Input::Area)],
    },
];

/// The field of an entry that holds what a form under this heading answers.
pub(super) fn answers(path: &str) -> &'static str {
    match path {
        "access/answer" | "extensions/answer" | "assistance/answer" => "request",
        "findings/join" | "findings/opinion" => "determination",
        "findings/reply" | "findings/appeal" => "finding",
        "appeals/rule" => "appeal",
        _ => "evidence",
    }
}

/// A form and what its address says: the commitment, and the position it answers.
pub(super) struct Address<'a> {
    pub(super) form: &'static Form,
    pub(super) commitment: Option<&'a str>,
    pub(super) answered: Option<act::Index>,
}

/// The form at an address below the area.
pub(super) fn address<'a>(path: &[&'a str]) -> Option<Address<'a>> {
    let (name, commitment, answered) = match path {
        ["new"] => ("new".to_owned(), None, None),
        [heading, "new"] => (format!("{heading}/new"), None, None),
        [id, name] => ((*name).to_owned(), Some(*id), None),
        [id, heading, index, name] => (
            format!("{heading}/{name}"),
            Some(*id),
            Some(index.parse().ok()?),
        ),
        _ => return None,
    };
    // A heading without a position answers nothing, and the other way round.
    let form = FORMS.iter().find(|form| form.path == name)?;
    let wants_index = name.contains('/') && !name.ends_with("/new");
    (wants_index == answered.is_some()).then_some(Address {
        form,
        commitment,
        answered,
    })
}
