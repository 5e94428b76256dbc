//! What these pages share: addresses, clauses as they are shown, stances as shape, word and colour.

use act::Index;
use act::decision::Part;
use page::{Ask, Hash, Id, Lang, Markup, Name, Tr, Value, Words, alternate, html};
use roll::Roll;
use roll::page::member_name;

use crate::compare::text::{Clause, Role};
use crate::entry::{ClauseWords, Stance};
use crate::ground::{Standpoint, standpoint};
use crate::state::{Instrument, Tabled, hash_of};

/// One instrument as its pages see it: what was said of it, by whom, and who asks.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) id: &'a str,
    pub(super) instrument: &'a Instrument,
    pub(super) roll: &'a Roll,
    pub(super) ask: &'a Ask<'a>,
}

impl<'a> View<'a> {
    pub(super) fn tr(&self) -> Tr<'a> {
        self.ask.tr
    }

    /// An address below this instrument.
    pub(super) fn path(&self, below: &str) -> String {
        format!("/agreement/{}{below}", self.id)
    }

    pub(super) fn draft_path(&self, draft: &str) -> String {
        self.path(&format!("/drafts/{draft}"))
    }

    /// The page of one clause's life, found through the draft it stands in.
    pub(super) fn clause_path(&self, draft: &str, clause: &str) -> String {
        self.path(&format!("/clause?draft={draft}&clause={}", escaped(clause)))
    }

    pub(super) fn may(&self, entry: &str) -> bool {
        roll::page::may(self.roll, self.ask, entry)
    }

    pub(super) fn name(&self, member: &'a str) -> Markup {
        html! { (Name(member_name(self.roll, member, self.tr().lang))) }
    }

    /// A member's name as a value of a sentence.
    pub(super) fn member(&self, member: &'a str) -> Value<'a> {
        Value::Name(member_name(self.roll, member, self.tr().lang))
    }

    /// The parties, in an order that alternates with the record's number.
    pub(super) fn parties(&self, record: Index) -> Vec<&'a str> {
        let parties: Vec<_> = self
            .roll
            .with_part(Part::Party)
            .map(|m| m.id.as_str())
            .collect();
        let reversed = parties.iter().rev().copied().collect();
        alternate(record, parties, reversed).0
    }

    /// Where a member stands on a clause's exact words.
    pub(super) fn stance(&self, member: &str, clause: &Clause) -> Markup {
        let tr = self.tr();
        match standpoint(self.instrument, member, &hash_of(clause)) {
            None => stance_mark(tr, "none"),
            Some(Standpoint::Tabled(draft)) => html! {
                (stance_mark(tr, "tabled")) " " (entry_link(draft.index))
            },
            Some(Standpoint::Said(position)) => html! {
                (stance_mark(tr, position.stance.name())) " " (entry_link(position.index))
                @if let Stance::AcceptIf { words } = &position.stance {
                    p.clause dir="auto" { (words) }
                }
                @if let Some(minute) = position.minute {
                    " " a href=(self.path(&format!("/minutes/{minute}"))) { (tr.say("agreement-by-minute")) }
                }
                @if !position.note.is_empty() {
                    p.quiet { (Words { text: &position.note, lang: None }) }
                }
            },
        }
    }
}

/// The clause of a draft with its number, role and words.
pub(super) fn clause_box(tr: Tr<'_>, draft: &Tabled, clause: &Clause) -> Markup {
    html! {
        p.where {
            (Id(&clause.reference))
            @if clause.label != clause.reference && !clause.label.is_empty() { " " (Id(&clause.label)) }
            @if clause.role == Role::Premise { " " (tr.say("agreement-premise")) }
        }
        (words(draft, &clause.text))
    }
}

/// Words of a draft, in its language.
pub(super) fn words(draft: &Tabled, text: &str) -> Markup {
    let lang = Lang::from_tag(&draft.language);
    html! { p.clause dir="auto" lang=[lang.map(Lang::tag)] { (text) } }
}

/// A clause and its words as a position names them.
pub(super) fn clause_words(draft: &Tabled, clause: &Clause) -> ClauseWords {
    ClauseWords {
        draft: draft.id.clone(),
        clause: clause.reference.clone(),
        hash: hash_of(clause),
    }
}

/// Words that an entry names, as they stand: the draft, the clause, the text, the hash.
pub(super) fn quoted(view: &View<'_>, named: &ClauseWords) -> Markup {
    let draft = view.instrument.draft(&named.draft);
    let clause = view.instrument.clause(named);
    html! {
        p.where {
            a href=(view.clause_path(&named.draft, &named.clause)) { (Id(&named.clause)) }
            " " (Name(draft.map_or(named.draft.as_str(), |d| d.title.as_str())))
            " " (Hash(named.hash))
        }
        @if let (Some(draft), Some(clause)) = (draft, clause) { (words(draft, &clause.text)) }
    }
}

/// A link to an entry of the log.
pub(super) fn entry_link(index: Index) -> Markup {
    html! { a href={ "/log/" (index) } { bdi dir="ltr" { "#" (index) } } }
}

/// A stance as a shape, a word and a colour, in that order.
pub(super) fn stance_mark(tr: Tr<'_>, stance: &str) -> Markup {
    let class = match stance {
        "accept" | "tabled" | "affirm" | "met" | "confirmed" => "witnessed",
        "accept-in-principle" | "accept-if" | "capacity" => "recorded",
        "reject" | "deny" | "disputed" => "void",
        "withdraw" | "reserve" => "due",
        _ => "says",
    };
    html! {
        span class={ "state " (class) } {
            svg.glyph viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" {
                (shape(stance))
            }
            span.word { (tr.say(&format!("agreement-stance-{stance}"))) }
        }
    }
}

fn shape(stance: &str) -> Markup {
    html! {
        @match stance {
            "accept" | "affirm" | "met" | "confirmed" => circle.filled cx="8" cy="8" r="6" {},
            "tabled" => { circle cx="8" cy="8" r="6" {} circle.filled cx="8" cy="8" r="2.5" {} }
            "accept-in-principle" => {
                circle cx="8" cy="8" r="6" {} path.filled d="M8 2a6 6 0 0 0 0 12z" {}
            }
            "accept-if" => { circle cx="8" cy="8" r="6" {} path d="M8 8 12.2 3.8M8 8v6" {} }
            "capacity" => { circle cx="8" cy="8" r="6" {} path.filled d="M2 8a6 6 0 0 0 12 0z" {} }
            "reserve" => circle cx="8" cy="8" r="6" stroke-dasharray="3 2" {},
            "withdraw" => { circle cx="8" cy="8" r="6" {} path d="M11 8H5M7.5 5.5 5 8l2.5 2.5" {} }
            "reject" | "deny" | "disputed" => { circle cx="8" cy="8" r="6" {} path d="M3.8 12.2 12.2 3.8" {} }
            _ => circle cx="8" cy="8" r="6" stroke-dasharray="1 2.77" {},
        }
    }
}

/// Text as a part of a query: everything but unreserved ASCII is escaped (RFC 3986, section 2.3).
pub(super) fn escaped(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
