//! Formats: what a message of a kind is asked for, so that codes say it in every language without
//! translation. Which of them may be used is in the log: both parties agree to each.

use crate::entry::Precedence;

/// How a field is typed.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// One of these codes.
    Code(&'static [&'static str]),
    /// A place, a name, a unit: somebody's words.
    Words,
    /// An instant.
    Instant,
    /// A whole number.
    Number,
}

/// A field of a format.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// How it is typed.
    pub value: Value,
    /// Whether a message can do without.
    pub needed: bool,
}

/// A format.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Its id.
    pub id: &'static str,
    /// Its fields.
    pub fields: &'static [Field],
    /// Whether it needs words.
    pub words: Words,
    /// Precedences it can have.
    pub precedences: &'static [Precedence],
    /// Whether an answer is awaited.
    pub answered: bool,
    /// Whether it is in force without anybody's agreement.
    pub founding: bool,
}

/// Whether a format has words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// It says everything in codes, and words may be added.
    Optional,
    /// It is nothing without them.
    Needed,
}

/// What happened, or is planned.
const EVENTS: &[&str] = &[
    "firing",
    "movement",
    "crossing-closed",
    "crossing-opened",
    "works",
    "exercise",
    "flight",
    "medical",
    "fire",
    "detention",
    "other",
];

const URGENT: &[Precedence] = &[Precedence::Flash, Precedence::Immediate];
const ORDINARY: &[Precedence] = &[
    Precedence::Immediate,
    Precedence::Priority,
    Precedence::Routine,
];
const ANY: &[Precedence] = &[
    Precedence::Flash,
    Precedence::Immediate,
    Precedence::Priority,
    Precedence::Routine,
];

const fn needed(name: &'static str, value: Value) -> Field {
    let needed = true;
    Field {
        name,
        value,
        needed,
    }
}

const fn optional(name: &'static str, value: Value) -> Field {
    let needed = false;
    Field {
        name,
        value,
        needed,
    }
}

const WHAT: Field = needed("event", Value::Code(EVENTS));
const PLACE: Field = needed("place", Value::Words);

/// A format that both parties have to agree to, in ordinary precedences, with nothing to answer.
const fn format(id: &'static str, fields: &'static [Field]) -> Format {
    Format {
        id,
        fields,
        words: Words::Optional,
        precedences: ORDINARY,
        answered: false,
        founding: false,
    }
}

/// Every format, in the order they are offered.
pub const FORMATS: &[Format] = &[
    Format {
        precedences: URGENT,
        founding: true,
        ..format(
            "alert.flash",
            &[WHAT, PLACE, optional("since", Value::Instant)],
        )
    },
    Format {
        precedences: ANY,
        ..format(
            "report.incident",
            &[
                WHAT,
                PLACE,
                needed("since", Value::Instant),
                optional("injured", Value::Number),
                optional("killed", Value::Number),
            ],
        )
    },
    format(
        "notify.planned-activity",
        &[
            WHAT,
            PLACE,
            needed("from", Value::Instant),
            needed("until", Value::Instant),
            optional("persons", Value::Number),
        ],
    ),
    Format {
        answered: true,
        words: Words::Needed,
        precedences: ANY,
        ..format(
            "request.clarification",
            &[
                optional("event", Value::Code(EVENTS)),
                optional("place", Value::Words),
            ],
        )
    },
    Format {
        words: Words::Needed,
        precedences: ANY,
        ..format("answer.clarification", &[])
    },
    Format {
        answered: true,
        ..format(
            "request.meeting",
            &[
                needed("level", Value::Code(&["duty", "commanders", "principals"])),
                needed("from", Value::Instant),
                PLACE,
            ],
        )
    },
    Format {
        answered: true,
        ..format(
            "request.joint-verification",
            &[WHAT, PLACE, needed("from", Value::Instant)],
        )
    },
    Format {
        precedences: ANY,
        ..format(
            "humanitarian.crossing-notice",
            &[
                needed(
                    "need",
                    Value::Code(&["medical", "evacuation", "remains", "family", "other"]),
                ),
                PLACE,
                needed("from", Value::Instant),
                needed("until", Value::Instant),
                needed("persons", Value::Number),
            ],
        )
    },
    Format {
        words: Words::Needed,
        precedences: ANY,
        founding: true,
        ..format("correction", &[])
    },
    Format {
        words: Words::Needed,
        precedences: ANY,
        founding: true,
        ..format("statement", &[])
    },
    Format {
        words: Words::Needed,
        precedences: ANY,
        founding: true,
        ..format("mediator.note", &[])
    },
    Format {
        precedences: &[Precedence::Test],
        founding: true,
        ..format("test.channel", &[])
    },
];

/// The format with an id.
pub fn format_of(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

impl Format {
    /// Its field of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
