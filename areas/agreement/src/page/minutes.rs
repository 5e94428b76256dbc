//! Minutes of what was said by word of mouth, and public remarks. A minute is asserted until the
//! member whose words it records confirms it; a remark is never a position.

use act::Index;
use page::{
    Field, Iso, Markup, Method, NotHere, Problems, Shown, State, Table, Value, Words, action_link,
    facts, form, hidden, html,
};

use super::link::{View, clause_box, entry_link, quoted, stance_mark};
use crate::entry::Stance;
use crate::state::Minute;

pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("agreement-minutes-caption"))
        .column(tr.say("agreement-minute"))
        .column(tr.say("agreement-whose-words"))
        .column(tr.say("agreement-recorded-by"))
        .column(tr.say("agreement-state"));
    for (index, minute) in view.instrument.minutes.iter().rev() {
        let number = [("index", Value::Number(*index))];
        table.push([
            html! {
                a href=(view.path(&format!("/minutes/{index}"))) { (tr.with("agreement-minute-n", &number)) }
                " " (Iso(minute.at))
            },
            view.name(&minute.minute.member),
            view.name(&minute.recorder),
            state(view, minute),
        ]);
    }
    let content = html! {
        p { (tr.say("agreement-minutes-note")) }
        (table.show(tr))
        @if view.may("agreement.minute-recorded") {
            p.actions { (action_link(&view.path("/minutes/new"), &tr.say("agreement-record-minute"))) }
        }
    };
    Shown::reading(tr.plain("agreement-minutes-title", &[]), content)
}

fn state(view: &View<'_>, minute: &Minute) -> Markup {
    let tr = view.tr();
    match &minute.answer {
        None => stance_mark(tr, "asserted"),
        Some(answer) if answer.confirmed => html! {
            (stance_mark(tr, "confirmed")) " " (entry_link(answer.index))
        },
        Some(answer) => html! { (stance_mark(tr, "disputed")) " " (entry_link(answer.index)) },
    }
}

pub(super) fn one(view: &View<'_>, index: Index) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let minute = view
        .instrument
        .minutes
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let spoken = State::Says {
        at: minute.minute.spoken_at,
    };
    let content = html! {
        p.lead { (state(view, minute)) }
        @if minute.answer.is_none() { p { (tr.say("agreement-asserted-note")) } }
        (facts([
            (tr.say("agreement-whose-words"), view.name(&minute.minute.member)),
            (tr.say("agreement-recorded-by"), view.name(&minute.recorder)),
            (tr.say("agreement-spoken-at"), spoken.mark(tr)),
            (tr.say("agreement-when"), tr.instant(minute.at)),
        ]))
        p { (Words { text: &minute.minute.text, lang: None }) }
        h2 { (tr.say("agreement-positions")) }
        @if minute.minute.positions.is_empty() { (page::none_recorded(tr)) }
        @for position in &minute.minute.positions {
            p { (stance_mark(tr, position.stance.name())) }
            @if let Stance::AcceptIf { words } = &position.stance { p.clause dir="auto" { (words) } }
            (quoted(view, &position.clause))
        }
        @if let Some(answer) = &minute.answer {
            h2 { (tr.say("agreement-answer")) }
            p { (tr.instant(answer.at)) " " (entry_link(answer.index)) }
            p { (Words { text: &answer.note, lang: None }) }
        }
        @if answers(view, minute) {
            h2 { (tr.say("agreement-answer-minute")) }
            (answer_form(view, index, &Problems::default()))
        }
    };
    let title = tr.plain(
        "agreement-minute-title",
        &[
            ("index", Value::Number(index)),
            ("member", view.member(&minute.minute.member)),
        ],
    );
    Ok(Shown::reading(title, content).about(index))
}

fn answers(view: &View<'_>, minute: &Minute) -> bool {
    let own = view
        .ask
        .viewer
        .is_some_and(|viewer| viewer.member == minute.minute.member);
    own && minute.answer.is_none() && view.may("agreement.minute-answered")
}

fn answer_form(view: &View<'_>, index: Index, problems: &Problems) -> Markup {
    let tr = view.tr();
    let choices = [
        ("confirm", "agreement-confirm"),
        ("dispute", "agreement-dispute"),
    ]
    .map(|(value, key)| page::Choice {
        value,
        label: tr.say(key),
    });
    let fields = html! {
        (Field::new("answer", tr.say("agreement-answer")).required().problems(problems)
            .radio(&choices, view.ask.get("answer")))
        (Field::new("note", tr.say("agreement-note")).problems(problems)
            .area(view.ask.get("note"), None, 4))
    };
    let action = view.path(&format!("/minutes/{index}/answer"));
    form(
        Method::Post,
        &action,
        &fields,
        &tr.say("agreement-to-review"),
    )
}

pub(super) fn answer(view: &View<'_>, index: Index, problems: &Problems) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let minute = view
        .instrument
        .minutes
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let content = html! {
        (problems.summary(tr))
        p { (Words { text: &minute.minute.text, lang: None }) }
        (answer_form(view, index, problems))
    };
    Ok(Shown::reading(
        tr.plain("agreement-answer-minute", &[]),
        content,
    ))
}

/// The form to record a minute about the clauses of one draft.
pub(super) fn new(view: &View<'_>, problems: &Problems) -> Result<Shown, NotHere> {
    let (tr, ask) = (view.tr(), view.ask);
    let draft = super::form::chosen_draft(view)?;
    let fields = html! {
        (hidden("draft", &draft.id))
        (super::form::member_field(view, "agreement-whose-words", problems))
        (Field::new("spoken_at", tr.say("agreement-spoken-at")).hint(tr.say("agreement-hint-instant"))
            .required().problems(problems).code(ask.get("spoken_at")))
        (Field::new("text", tr.say("agreement-minute-text")).required().problems(problems)
            .area(ask.get("text"), None, 8))
        h2 { (tr.say("agreement-positions")) }
        @for (n, clause) in draft.read.clauses.iter().enumerate() {
            @let (stance, words) = (format!("stance-{n}"), format!("words-{n}"));
            (clause_box(tr, draft, clause))
            (Field::new(&stance, tr.say("agreement-stance")).problems(problems)
                .select(&super::form::stances(tr, clause.role, super::form::Silence::Offered),
                    ask.get(&stance)))
            @if clause.role != crate::compare::text::Role::Premise {
                (Field::new(&words, tr.say("agreement-other-words")).problems(problems)
                    .text(ask.get(&words)))
            }
        }
    };
    let content = html! {
        (problems.summary(tr))
        (super::form::draft_switch(view, "/minutes/new", draft))
        (form(Method::Post, &view.path("/minutes/new"), &fields, &tr.say("agreement-to-review")))
    };
    Ok(Shown::reading(
        tr.plain("agreement-record-minute", &[]),
        content,
    ))
}

/// Public remarks, newest first.
pub(super) fn remarks(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let content = html! {
        p { (tr.say("agreement-remarks-note")) }
        @if view.instrument.remarks.is_empty() { (page::none_recorded(tr)) }
        @for remark in view.instrument.remarks.iter().rev() {
            section {
                p.where {
                    (view.name(&remark.remark.member)) " " (page::Name(&remark.remark.role)) " "
                    (State::Says { at: remark.remark.made_at }.mark(tr)) " " (entry_link(remark.index))
                }
                p { (Words { text: &remark.remark.text, lang: None }) }
                @if !remark.remark.about.is_empty() {
                    p.where { (tr.say("agreement-concerns")) @for c in &remark.remark.about { " " (page::Id(c)) } }
                }
            }
        }
        @if view.may("agreement.remark-recorded") {
            p.actions { (action_link(&view.path("/remarks/new"), &tr.say("agreement-record-remark"))) }
        }
    };
    Shown::reading(tr.plain("agreement-remarks-title", &[]), content)
}

pub(super) fn new_remark(view: &View<'_>, problems: &Problems) -> Shown {
    let (tr, ask) = (view.tr(), view.ask);
    let fields = html! {
        (super::form::member_field(view, "agreement-whose-words", problems))
        (Field::new("role", tr.say("agreement-field-role")).hint(tr.say("agreement-hint-role"))
            .required().problems(problems).text(ask.get("role")))
        (Field::new("made_at", tr.say("agreement-spoken-at")).hint(tr.say("agreement-hint-instant"))
            .required().problems(problems).code(ask.get("made_at")))
        (Field::new("about", tr.say("agreement-concerns")).hint(tr.say("agreement-hint-clauses"))
            .area(ask.get("about"), None, 2))
        (Field::new("text", tr.say("agreement-gist")).required().problems(problems)
            .area(ask.get("text"), None, 5))
    };
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, &view.path("/remarks/new"), &fields, &tr.say("agreement-to-review")))
    };
    Shown::reading(tr.plain("agreement-record-remark", &[]), content)
}
