//! What a comparison says of one place in the text.

/// A difference in words, described.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule saw it.
    pub rule: Rule,
    /// Reference of the old clause it is about, or of the new one if there is no old one.
    pub target: String,
    /// The words in the old draft.
    pub old: Option<Span>,
    /// The words in the new draft.
    pub new: Option<Span>,
    /// What it does to the duty or right.
    pub direction: Direction,
    /// Whose duty, as the text names it, else `the Parties`.
    pub obligor: String,
    /// To whose benefit, as the text names it, else `the Parties`.
    pub beneficiary: String,
    /// How much it matters.
    pub severity: Severity,
    /// How sure the rule is of what it says, per mille.
    pub confidence: u16,
    /// Why it fired, in the terms of the rule's table: `shall > may`.
    pub basis: String,
    /// Members who had agreed to the words, had not withdrawn, and tabled the draft that drops them.
    pub regression_of: Vec<String>,
    /// How it stands to what was said of the clause before.
    pub status: Status,
    /// Old clauses that hang on this one: for a disputed premise, what rests on it; for a changed
    /// definition, where the word is used.
    pub touches: Vec<String>,
}

/// Words in one clause: byte offsets into its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The clause's reference.
    pub clause: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words there.
    pub text: String,
}

/// The rules (agreement.md 2d), and neutral descriptions of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    missing_docs,
    reason = "each is documented in its own file under `detect`"
)]
pub enum Rule {
    Omit,
    Added,
    Deny,
    Modal,
    Bind,
    Hedge,
    Deadline,
    Number,
    Entity,
    Verify,
    Actor,
    Scope,
    Defn,
    Xref,
    Parity,
    IdReused,
    Moved,
    Renumbered,
    Split,
    Merged,
    Reworded,
}

impl Rule {
    /// The rule's id in JSON and in language files.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Omit => "OMIT",
            Rule::Added => "ADDED",
            Rule::Deny => "DENY",
            Rule::Modal => "MODAL",
            Rule::Bind => "BIND",
            Rule::Hedge => "HEDGE",
            Rule::Deadline => "DEADLINE",
            Rule::Number => "NUMBER",
            Rule::Entity => "ENTITY",
            Rule::Verify => "VERIFY",
            Rule::Actor => "ACTOR",
            Rule::Scope => "SCOPE",
            Rule::Defn => "DEFN",
            Rule::Xref => "XREF",
            Rule::Parity => "PARITY",
            Rule::IdReused => "ID_REUSED",
            Rule::Moved => "MOVED",
            Rule::Renumbered => "RENUMBERED",
            Rule::Split => "SPLIT",
            Rule::Merged => "MERGED",
            Rule::Reworded => "REWORDED",
        }
    }

    fn mirrored(self) -> Rule {
        match self {
            Rule::Omit => Rule::Added,
            Rule::Added => Rule::Omit,
            Rule::Split => Rule::Merged,
            Rule::Merged => Rule::Split,
            rule => rule,
        }
    }
}

/// What a change of words does to the duty or right in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// It asks, grants or secures less.
    Weaker,
    /// It asks, grants or secures more.
    Stronger,
    /// Neither.
    Neutral,
    /// The words alone do not tell.
    Unclear,
}

impl Direction {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Direction::Weaker => "weaker",
            Direction::Stronger => "stronger",
            Direction::Neutral => "neutral",
            Direction::Unclear => "unclear",
        }
    }

    /// The direction of the same change read backwards.
    pub fn mirrored(self) -> Direction {
        match self {
            Direction::Weaker => Direction::Stronger,
            Direction::Stronger => Direction::Weaker,
            direction => direction,
        }
    }
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Highest,
}

impl Severity {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Highest => "highest",
        }
    }
}

/// How a finding stands to what the parties had said of the clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The tabling party had never agreed to the clause, or nothing is known.
    None,
    /// The tabling party had agreed to these words and has not withdrawn.
    Regression,
    /// The tabling party had withdrawn from these words by signature.
    ExplicitlyWithdrawn,
    /// A clause the tabling party had never agreed to has no counterpart.
    NotAddressed,
    /// A statement of fact is restated in the negative.
    PremiseDisputed,
}

impl Status {
    /// The word used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Status::None => "none",
            Status::Regression => "regression",
            Status::ExplicitlyWithdrawn => "explicitly_withdrawn",
            Status::NotAddressed => "not_addressed",
            Status::PremiseDisputed => "premise_disputed",
        }
    }
}

impl Finding {
    /// The same finding with the drafts swapped.
    pub(crate) fn mirrored(self) -> Finding {
        let (old, new) = (self.new, self.old);
        let basis = match self.basis.split_once(" > ") {
            Some((from, to)) => format!("{to} > {from}"),
            None => self.basis,
        };
        Finding {
            rule: self.rule.mirrored(),
            target: old
                .as_ref()
                .or(new.as_ref())
                .map_or(self.target, |s| s.clause.clone()),
            direction: self.direction.mirrored(),
            old,
            new,
            basis,
            ..self
        }
    }
}
