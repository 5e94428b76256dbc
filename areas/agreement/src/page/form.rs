//! Forms of the agreement: opening an instrument, tabling a draft, taking a position.

use page::{
    Ask, Field, FullHash, Markup, Method, Name, NotHere, Problems, Shown, Tr, Value, facts, form,
    group, hidden, html,
};
use roll::page::name;

use super::link::{View, clause_box};
use crate::compare::text::Role;
use crate::entry::{DraftKind, Stance};
use crate::state::{Tabled, hash_of};

/// Kinds of draft as forms send them.
pub(super) const KINDS: [(&str, DraftKind, &str); 4] = [
    ("proposal", DraftKind::Proposal, "agreement-kind-proposal"),
    ("counter", DraftKind::Counter, "agreement-kind-counter"),
    ("one-text", DraftKind::OneText, "agreement-kind-one-text"),
    (
        "compilation",
        DraftKind::Compilation,
        "agreement-kind-compilation",
    ),
];

/// Whether a choice of stances has an answer for "said nothing".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// It has.
    Offered,
    /// One stance must be chosen.
    Refused,
}

/// The stances that fit a clause of this role: premises are affirmed or denied, the rest agreed to.
pub(super) fn stances<'a>(tr: Tr<'_>, role: Role, silence: Silence) -> Vec<page::Choice<'a>> {
    let names: &[&str] = if role == Role::Premise {
        &["affirm", "deny", "reserve"]
    } else {
        &[
            "accept",
            "accept-in-principle",
            "accept-if",
            "capacity",
            "reserve",
            "reject",
            "withdraw",
        ]
    };
    let silent = (silence == Silence::Offered).then(|| page::Choice {
        value: "",
        label: tr.say("agreement-stance-none"),
    });
    let named = names.iter().map(|name| page::Choice {
        value: name,
        label: tr.say(&format!("agreement-choose-{name}")),
    });
    silent.into_iter().chain(named).collect()
}

/// A stance as a form sends it, with the words of `accept-if`.
pub(super) fn stance(name: &str, words: &str) -> Option<Stance> {
    if name == "accept-if" {
        return Some(Stance::AcceptIf {
            words: page::typed_text(words),
        });
    }
    Stance::PLAIN
        .into_iter()
        .find(|stance| stance.name() == name)
}

/// The draft a form is about: `?draft=`, else the latest.
pub(super) fn chosen_draft<'a>(view: &View<'a>) -> Result<&'a Tabled, NotHere> {
    let drafts = &view.instrument.drafts;
    match view.ask.get("draft") {
        "" => drafts.last(),
        id => view.instrument.draft(id),
    }
    .ok_or(NotHere::NoSuchPage)
}

/// A small form that moves a form to another draft.
pub(super) fn draft_switch(view: &View<'_>, below: &str, chosen: &Tabled) -> Markup {
    let tr = view.tr();
    let drafts = view.instrument.drafts.iter();
    let choices: Vec<_> = drafts
        .map(|draft| page::Choice {
            value: &draft.id,
            label: html! { (draft.title) },
        })
        .collect();
    let field = Field::new("draft", tr.say("agreement-draft")).select(&choices, &chosen.id);
    form(
        Method::Get,
        &view.path(below),
        &field,
        &tr.say("agreement-choose-draft"),
    )
}

/// Which member something is about.
pub(super) fn member_field(view: &View<'_>, label: &str, problems: &Problems) -> Markup {
    let tr = view.tr();
    let members = view.roll.members().iter();
    let choices: Vec<_> = members
        .map(|member| page::Choice {
            value: &member.id,
            label: html! { (name(&member.name, tr.lang)) },
        })
        .collect();
    Field::new("member", tr.say(label))
        .required()
        .problems(problems)
        .select(&choices, view.ask.get("member"))
}

/// Opening an instrument.
pub(super) fn open(ask: &Ask<'_>, problems: &Problems) -> Shown {
    let tr = ask.tr;
    let fields = html! {
        (Field::new("instrument", tr.say("agreement-field-id")).hint(tr.say("agreement-needs-id"))
            .required().problems(problems).code(ask.get("instrument")))
        (Field::new("title", tr.say("agreement-field-title")).required().problems(problems)
            .text(ask.get("title")))
        (Field::new("single_undertaking", tr.say("agreement-single-undertaking"))
            .check(ask.get("single_undertaking")))
    };
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, "/agreement/new", &fields, &tr.say("agreement-to-review")))
    };
    Shown::reading(tr.plain("agreement-open", &[]), content)
}

/// Tabling a draft.
pub(super) fn table(view: &View<'_>, problems: &Problems) -> Shown {
    let (tr, ask) = (view.tr(), view.ask);
    let kinds = KINDS.map(|(value, _, key)| page::Choice {
        value,
        label: tr.say(key),
    });
    let nothing = page::Choice {
        value: "",
        label: tr.say("agreement-follows-none"),
    };
    let drafts = view.instrument.drafts.iter().map(|draft| page::Choice {
        value: &draft.id,
        label: html! { (draft.title) },
    });
    let follows: Vec<_> = std::iter::once(nothing).chain(drafts).collect();
    let languages = page::Lang::ALL.map(|lang| page::Choice {
        value: lang.tag(),
        label: html! { (lang.own_name()) },
    });
    let language = match ask.get("language") {
        "" => tr.lang.tag(),
        language => language,
    };
    let fields = html! {
        (Field::new("draft", tr.say("agreement-field-id")).hint(tr.say("agreement-needs-id"))
            .required().problems(problems).code(ask.get("draft")))
        (Field::new("title", tr.say("agreement-field-title")).required().problems(problems)
            .text(ask.get("title")))
        (Field::new("kind", tr.say("agreement-kind")).required().problems(problems)
            .radio(&kinds, ask.get("kind")))
        (Field::new("follows", tr.say("agreement-follows")).problems(problems)
            .select(&follows, ask.get("follows")))
        (Field::new("session", tr.say("agreement-session")).hint(tr.say("agreement-hint-instant"))
            .problems(problems).code(ask.get("session")))
        (Field::new("language", tr.say("agreement-language")).required().problems(problems)
            .select(&languages, language))
        (Field::new("text", tr.say("agreement-text")).hint(tr.say("agreement-hint-text"))
            .required().problems(problems).area(ask.get("text"), None, 24))
    };
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, &view.path("/table"), &fields, &tr.say("agreement-to-review")))
    };
    Shown::reading(tr.plain("agreement-table", &[]), content)
}

/// Taking a position on the exact words of one clause.
pub(super) fn position(view: &View<'_>, problems: &Problems) -> Result<Shown, NotHere> {
    let (tr, ask) = (view.tr(), view.ask);
    let draft = chosen_draft(view)?;
    let clause = draft.clause(ask.get("clause")).ok_or(NotHere::NoSuchPage)?;
    let hash = hash_of(clause);
    let member = ask.viewer()?.member;
    let fields = html! {
        (hidden("draft", &draft.id))
        (hidden("clause", &clause.reference))
        (hidden("hash", &hash.to_string()))
        (Field::new("stance", tr.say("agreement-stance")).required().problems(problems)
            .radio(&stances(tr, clause.role, Silence::Refused), ask.get("stance")))
        @if clause.role != Role::Premise {
            (group(&tr.say("agreement-other-words"), &html! {
                (Field::new("words", tr.say("agreement-other-words-if")).problems(problems)
                    .area(ask.get("words"), None, 4))
            }))
        }
        (Field::new("note", tr.say("agreement-note")).problems(problems).area(ask.get("note"), None, 4))
    };
    let content = html! {
        (problems.summary(tr))
        blockquote.statement { (clause_box(tr, draft, clause)) }
        (facts([
            (tr.say("agreement-draft"), html! { (Name(&draft.title)) }),
            (tr.say("agreement-words-hash"), html! { (FullHash(hash)) }),
            (tr.say("agreement-stands-now"), view.stance(member, clause)),
        ]))
        p { (tr.say("agreement-exact-words-note")) }
        (form(Method::Post, &view.path("/position"), &fields, &tr.say("agreement-to-review")))
    };
    let title = tr.plain(
        "agreement-position-title",
        &[("clause", Value::Id(&clause.reference))],
    );
    Ok(Shown::reading(title, content))
}
