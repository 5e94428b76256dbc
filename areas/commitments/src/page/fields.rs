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
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    /// The end of its label's key; its name, unless several fields are labelled alike.
    pub(super) label: &'static str,
    pub(super) input: Input,
    pub(super) need: Need,
    /// The group it is shown in, with those beside it; empty if it stands alone.
    pub(super) group: &'static str,
}

impl Field {
    const fn within(self, group: &'static str) -> Field {
        Field { group, ..self }
    }

    const fn labelled(self, label: &'static str) -> Field {
        Field { label, ..self }
    }
}

/// One form: the last part of its address, the entry it makes, what it asks for.
pub(super) struct Form {
    pub(super) path: &'static str,
    pub(super) kind: &'static str,
    pub(super) fields: &'static [Field],
}

impl Form {
    /// The entry's name without its version, as the charter's matrix has it.
    pub(super) fn authority(&self) -> &'static str {
        let name = self.kind.rsplit_once(".v");
        name.map_or(self.kind, |(name, _)| name)
    }
}

const fn needed(name: &'static str, input: Input) -> Field {
    Field {
        name,
        label: name,
        input,
        need: Need::Needed,
        group: "",
    }
}

const fn optional(name: &'static str, input: Input) -> Field {
    Field {
        need: Need::Optional,
        ..needed(name, input)
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

/// Lines of evidence that the form of terms has.
pub(super) const EVIDENCE_LINES: usize = 4;

const EVIDENCE_KIND: Input = Input::One(of!(EvidenceKind));
const EVIDENCE_SOURCE: Input = Input::One(of!(Source));

const TERMS: &[Field] = &[
    needed("commitment", Input::Code),
    needed("title", Input::Line),
    needed("kind", Input::One(of!(Kind))),
    optional("obligor", Input::Member),
    optional("beneficiary", Input::Member),
    needed("visibility", Input::One(of!(Visibility))),
    optional("instrument", Input::Code).within("words"),
    optional("draft", Input::Code).within("words"),
    optional("clause", Input::Code).within("words"),
    optional("actions", Input::Many(of!(Action))).within("object"),
    optional("object", Input::Object).within("object"),
    optional("count", Input::Number).within("object"),
    optional("unit", Input::Line).within("object"),
    optional("class", Input::One(of!(InstrumentClass))).within("object"),
    optional("due_at", Input::Instant).within("deadline"),
    optional("due_hours", Input::Number).within("deadline"),
    optional("due_of", Input::Code).within("deadline"),
    optional("every_days", Input::Number).within("deadline"),
    optional("begins", Input::Instant).within("deadline"),
    optional("ends", Input::Instant).within("deadline"),
    optional("evidence_1", EVIDENCE_KIND)
        .labelled("kind")
        .within("evidence-1"),
    optional("evidence_1_count", Input::Number)
        .labelled("count")
        .within("evidence-1"),
    optional("evidence_1_source", EVIDENCE_SOURCE)
        .labelled("source")
        .within("evidence-1"),
    optional("evidence_1_fresh", Input::Number)
        .labelled("fresh_days")
        .within("evidence-1"),
    optional("evidence_2", EVIDENCE_KIND)
        .labelled("kind")
        .within("evidence-2"),
    optional("evidence_2_count", Input::Number)
        .labelled("count")
        .within("evidence-2"),
    optional("evidence_2_source", EVIDENCE_SOURCE)
        .labelled("source")
        .within("evidence-2"),
    optional("evidence_2_fresh", Input::Number)
        .labelled("fresh_days")
        .within("evidence-2"),
    optional("evidence_3", EVIDENCE_KIND)
        .labelled("kind")
        .within("evidence-3"),
    optional("evidence_3_count", Input::Number)
        .labelled("count")
        .within("evidence-3"),
    optional("evidence_3_source", EVIDENCE_SOURCE)
        .labelled("source")
        .within("evidence-3"),
    optional("evidence_3_fresh", Input::Number)
        .labelled("fresh_days")
        .within("evidence-3"),
    optional("evidence_4", EVIDENCE_KIND)
        .labelled("kind")
        .within("evidence-4"),
    optional("evidence_4_count", Input::Number)
        .labelled("count")
        .within("evidence-4"),
    optional("evidence_4_source", EVIDENCE_SOURCE)
        .labelled("source")
        .within("evidence-4"),
    optional("evidence_4_fresh", Input::Number)
        .labelled("fresh_days")
        .within("evidence-4"),
    optional("verifiers", Input::Number).within("verification"),
    optional("methods", Input::Many(of!(Method))).within("verification"),
    optional(
        "access",
        Input::One(|| vec!["not-needed", "site", "persons"]),
    )
    .within("verification"),
    optional("notice_hours", Input::Number).within("verification"),
    optional("assistance_what", Input::Area)
        .labelled("what")
        .within("assistance"),
    optional("assistance_provider", Input::Member)
        .labelled("provider")
        .within("assistance"),
    optional("assistance_due", Input::Instant)
        .labelled("due")
        .within("assistance"),
    optional("remedy", Input::One(|| vec!["none", "conference", "rule"])).within("consequence"),
    optional("rule", Input::Code).within("consequence"),
    optional("review", Input::Instant).within("consequence"),
    optional("rights_basis", Input::Area).within("consequence"),
];

const OUTCOME_NAME: Field = needed("outcome", Input::One(|| Outcome::NAMES.to_vec()));
const DONE: Field = optional("done", Input::Number).within("partial");
const OF: Field = optional("of", Input::Number).within("partial");
const BECAUSE: Field =
    optional("because", Input::One(of!(Undetermined))).within("cannot-determine");
const BEGINS: Field = optional("begins", Input::Instant).within("no-violation-found");
const ENDS: Field = optional("ends", Input::Instant).within("no-violation-found");
const COVERAGE: Field = optional("coverage_permille", Input::Number).within("no-violation-found");

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
            optional("class", Input::One(of!(InstrumentClass))).within("declaration"),
            optional("authority", Input::Line).within("declaration"),
            optional("scope", Input::Line).within("declaration"),
            optional("channels", Input::Lines).within("declaration"),
            optional("issued", Input::Instant).within("declaration"),
            optional("revoked", Input::Instant).within("declaration"),
            optional("rows", Input::Digests).within("list"),
            optional("legal_basis", Input::Line).within("list"),
            optional("review", Input::Instant).within("list"),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use page::{Catalogue, Lang, Tr};

    use super::*;

    #[test]
    fn every_form_field_and_group_has_words_in_every_language() {
        let catalogue = Catalogue::new(&crate::page::SOURCES).unwrap();
        assert!(catalogue.gaps().is_empty(), "{:?}", catalogue.gaps());
        for form in FORMS {
            let title = format!("commitments-form-{}", form.path.replace('/', "-"));
            let labels = form.fields.iter().flat_map(|field| {
                let group = (!field.group.is_empty()).then(|| format!("group-{}", field.group));
                [Some(format!("field-{}", field.label)), group]
            });
            let labels = labels.flatten().map(|key| format!("commitments-{key}"));
            for key in labels.chain([title]) {
                assert!(catalogue.has(&key), "{key} of {}", form.path);
                for lang in Lang::ALL {
                    let words = Tr::new(lang, &catalogue).plain(&key, &[]);
                    assert!(!words.is_empty(), "{key} {lang:?}");
                }
            }
            for value in form.fields.iter().flat_map(coded) {
                let key = format!("commitments-value-{value}");
                assert!(catalogue.has(&key), "{key} of {}", form.path);
            }
        }
    }

    fn coded(field: &Field) -> Vec<&'static str> {
        match field.input {
            Input::One(all) | Input::Many(all) => all(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn no_two_fields_of_a_form_have_one_name_and_no_group_is_torn() {
        for form in FORMS {
            let names: BTreeSet<&str> = form.fields.iter().map(|field| field.name).collect();
            assert_eq!(names.len(), form.fields.len(), "{}", form.path);
            let mut seen = BTreeSet::new();
            for lines in form.fields.chunk_by(|one, next| one.group == next.group) {
                let group = lines[0].group;
                assert!(
                    group.is_empty() || seen.insert(group),
                    "{}: {group}",
                    form.path
                );
            }
        }
    }
}
