//! Joint statements and their ballots; the depositary's book.

use act::Index;
use page::{
    Field, FullHash, Iso, Markup, Method, Name, NotHere, Problems, Shown, Table, Value, Words,
    action_link, form, hidden, html,
};

use super::draft::{level_key, skeleton};
use super::link::{View, clause_box, entry_link, quoted};
use crate::entry::Step;
use crate::ground::common_ground;

pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("agreement-statements-caption"))
        .column(tr.say("agreement-statement"))
        .column(tr.say("agreement-by"))
        .column(tr.say("agreement-when"))
        .column(tr.say("agreement-state"));
    for (index, statement) in view.instrument.statements.iter().rev() {
        table.push([
            html! { a href=(view.path(&format!("/statements/{index}"))) { (Name(&statement.title)) } },
            view.name(&statement.member),
            html! { (Iso(statement.ballot.opened)) " " (entry_link(*index)) },
            roll::page::stands(tr, &statement.ballot, view.ask.as_of),
        ]);
    }
    let content = html! {
        (table.show(tr))
        @if view.may("agreement.joint-statement-proposed") {
            p.actions {
                (action_link(&view.path("/statements/new"), &tr.say("agreement-propose-statement")))
            }
        }
    };
    Shown::reading(tr.plain("agreement-statements-title", &[]), content)
}

pub(super) fn one(view: &View<'_>, index: Index) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let statement = view
        .instrument
        .statements
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let open = roll::page::voter(
        view.roll,
        view.ask,
        &statement.ballot,
        "agreement.joint-statement-answered",
    );
    let content = html! {
        blockquote.statement { (Words { text: &statement.text, lang: None }) }
        h2 { (tr.say("agreement-quotes")) }
        @if statement.clauses.is_empty() { (page::none_recorded(tr)) }
        @for words in &statement.clauses { (quoted(view, words)) }
        h2 { (tr.say("roll-ballot")) }
        (roll::page::ballot(view.roll, view.ask, &statement.ballot))
        @if open {
            h2 { (tr.say("agreement-answer")) }
            (answer_form(view, index, &Problems::default()))
        }
    };
    let title = tr.plain(
        "agreement-statement-title",
        &[("title", Value::Name(&statement.title))],
    );
    Ok(Shown::reading(title, content).about(index))
}

fn answer_form(view: &View<'_>, index: Index, problems: &Problems) -> Markup {
    let tr = view.tr();
    let fields = html! {
        (roll::page::choice_field(view.ask, problems))
        (Field::new("note", tr.say("agreement-note")).problems(problems)
            .area(view.ask.get("note"), None, 4))
    };
    let action = view.path(&format!("/statements/{index}/answer"));
    form(
        Method::Post,
        &action,
        &fields,
        &tr.say("agreement-to-review"),
    )
}

pub(super) fn answer(view: &View<'_>, index: Index, problems: &Problems) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let statement = view
        .instrument
        .statements
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let content = html! {
        (problems.summary(tr))
        blockquote.statement { (Words { text: &statement.text, lang: None }) }
        (answer_form(view, index, problems))
    };
    let title = tr.plain(
        "agreement-statement-title",
        &[("title", Value::Name(&statement.title))],
    );
    Ok(Shown::reading(title, content))
}

/// The form to propose a joint statement; it starts from the common ground and can quote only that.
pub(super) fn new(view: &View<'_>, problems: &Problems) -> Shown {
    let (tr, ask) = (view.tr(), view.ask);
    let common = common_ground(view.instrument, view.roll);
    let prepared = skeleton(view, &common);
    let text = match ask.get("text") {
        "" => prepared.as_str(),
        text => text,
    };
    let fields = html! {
        (Field::new("title", tr.say("agreement-field-title")).required().problems(problems)
            .text(ask.get("title")))
        (Field::new("text", tr.say("agreement-statement-text")).required().problems(problems)
            .area(text, None, 12))
        h2 { (tr.say("agreement-quotes")) }
        @if common.is_empty() { (page::none_recorded(tr)) }
        @for common in &common {
            @if let Some(clause) = common.draft.clause(common.reference) {
                @let field = format!("clause-{}", common.hash);
                (clause_box(tr, common.draft, clause))
                (Field::new(&field, tr.say(level_key(common.level))).check(ask.get(&field)))
            }
        }
    };
    let content = html! {
        (problems.summary(tr))
        p { (tr.say("agreement-skeleton-note")) }
        (form(Method::Post, &view.path("/statements/new"), &fields, &tr.say("agreement-to-review")))
    };
    Shown::reading(tr.plain("agreement-propose-statement", &[]), content)
}

/// The depositary's book: what each member did to which whole text.
pub(super) fn book(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("agreement-book-caption"))
        .column(tr.say("agreement-when"))
        .column(tr.say("agreement-member"))
        .column(tr.say("agreement-step"))
        .column(tr.say("agreement-draft"))
        .column(tr.say("agreement-text-hash"))
        .column(tr.say("agreement-note"));
    for line in &view.instrument.book {
        table.push([
            html! { (Iso(line.at)) " " (entry_link(line.index)) },
            view.name(&line.member),
            tr.say(&step_key(line.entry.step)),
            html! { a href=(view.draft_path(&line.entry.draft)) { (page::Id(&line.entry.draft)) } },
            html! { (page::Hash(line.entry.text_hash)) },
            html! { (Words { text: &line.entry.note, lang: None }) },
        ]);
    }
    let content = html! {
        p { (tr.say("agreement-book-note")) }
        (table.show(tr))
        @if view.may("agreement.depositary-act") && !view.instrument.drafts.is_empty() {
            p.actions { (action_link(&view.path("/book/new"), &tr.say("agreement-act"))) }
        }
    };
    Shown::comparing(tr.plain("agreement-book-title", &[]), content)
}

/// The message that names a step.
pub(super) fn step_key(step: Step) -> String {
    format!("agreement-step-{}", step.name())
}

/// The form to do something to a whole text.
pub(super) fn new_act(view: &View<'_>, problems: &Problems) -> Result<Shown, NotHere> {
    let (tr, ask) = (view.tr(), view.ask);
    let draft = super::form::chosen_draft(view)?;
    let steps = Step::ALL.map(|step| page::Choice {
        value: step.name(),
        label: tr.say(&step_key(step)),
    });
    let fields = html! {
        (hidden("draft", &draft.id))
        (hidden("text_hash", &draft.text_hash.to_string()))
        p { (Name(&draft.title)) " " (FullHash(draft.text_hash)) }
        (Field::new("step", tr.say("agreement-step")).required().problems(problems)
            .radio(&steps, ask.get("step")))
        (Field::new("note", tr.say("agreement-note")).hint(tr.say("agreement-hint-step-note"))
            .problems(problems).area(ask.get("note"), None, 5))
    };
    let content = html! {
        (problems.summary(tr))
        (super::form::draft_switch(view, "/book/new", draft))
        (form(Method::Post, &view.path("/book/new"), &fields, &tr.say("agreement-to-review")))
    };
    Ok(Shown::reading(tr.plain("agreement-act", &[]), content))
}
