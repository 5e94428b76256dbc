//! Standing offers: terms, how many are met, and who has not agreed. Nobody declares them met.

use act::Index;
use page::{
    Field, Iso, Markup, Method, Name, NotHere, Problems, Shown, Table, Value, Words, action_link,
    facts, form, group, hidden, html,
};

use super::draft::level_key;
use super::instrument::met_of;
use super::link::{View, clause_box, entry_link, quoted};
use crate::entry::{ClauseWords, Condition};
use crate::ground::{conditions_met, level, stands};
use crate::state::Offer;

/// Most conditions one form offers fields for.
pub(super) const CONDITIONS_MAX: usize = 8;

pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("agreement-offers-caption"))
        .column(tr.say("agreement-offer"))
        .column(tr.say("agreement-by"))
        .column(tr.say("agreement-when"))
        .column(tr.say("agreement-state"));
    for (index, offer) in view.instrument.offers.iter().rev() {
        let met = conditions_met(view.instrument, view.roll, offer);
        table.push([
            html! { a href=(view.path(&format!("/offers/{index}"))) { (Name(&offer.offer.title)) } },
            view.name(&offer.member),
            html! { (Iso(offer.at)) " " (entry_link(*index)) },
            html! { (state(view, offer)) " " (met_of(tr, &met)) },
        ]);
    }
    let content = html! {
        p { (tr.say("agreement-offers-note")) }
        (table.show(tr))
        @if view.may("agreement.offer-made") {
            p.actions { (action_link(&view.path("/offers/new"), &tr.say("agreement-make-offer"))) }
        }
    };
    Shown::reading(tr.plain("agreement-offers-title", &[]), content)
}

fn state(view: &View<'_>, offer: &Offer) -> Markup {
    let (tr, as_of) = (view.tr(), view.ask.as_of);
    if stands(offer, as_of) {
        return tr.say("agreement-offer-stands");
    }
    match offer.withdrawn {
        Some(at) => tr.with("agreement-offer-withdrawn", &[("at", Value::Instant(at))]),
        None => tr.say("agreement-offer-expired-word"),
    }
}

/// One offer, each condition with its clauses and who has not agreed.
pub(super) fn one(view: &View<'_>, index: Index) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let offer = view
        .instrument
        .offers
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let met = conditions_met(view.instrument, view.roll, offer);
    let own = view
        .ask
        .viewer
        .is_some_and(|viewer| viewer.member == offer.member);
    let mut rows = vec![
        (tr.say("agreement-by"), view.name(&offer.member)),
        (tr.say("agreement-when"), tr.instant(offer.at)),
        (tr.say("agreement-state"), state(view, offer)),
        (
            tr.say("agreement-how-to-accept"),
            html! { (Words { text: &offer.offer.how_to_accept, lang: None }) },
        ),
    ];
    if let Some(expires) = offer.offer.expires {
        rows.push((tr.say("agreement-expires"), tr.instant(expires)));
    }
    let content = html! {
        p.lead { (met_of(tr, &met)) }
        (facts(rows))
        @for (condition, met) in offer.offer.conditions.iter().zip(&met) {
            (condition_box(view, condition, *met))
        }
        @if own && stands(offer, view.ask.as_of) && view.may("agreement.offer-withdrawn") {
            h2 { (tr.say("agreement-withdraw-offer")) }
            (withdraw_form(view, index, &Problems::default()))
        }
    };
    let title = tr.plain(
        "agreement-offer-title",
        &[("title", Value::Name(&offer.offer.title))],
    );
    Ok(Shown::reading(title, content).about(index))
}

fn condition_box(view: &View<'_>, condition: &Condition, met: bool) -> Markup {
    let tr = view.tr();
    let mark = if met { "met" } else { "not-met" };
    html! {
        section {
            h2 { (Name(&condition.title)) }
            p { (super::link::stance_mark(tr, mark)) " " (tr.say(level_key(condition.level))) }
            @for words in &condition.clauses {
                (quoted(view, words))
                (still_out(view, words, condition))
            }
        }
    }
}

/// The parties that have not agreed to the words, or not as firmly as the condition asks.
fn still_out(view: &View<'_>, words: &ClauseWords, condition: &Condition) -> Markup {
    let tr = view.tr();
    let out: Vec<_> = view
        .parties(0)
        .into_iter()
        .filter(|party| {
            level(view.instrument, party, &words.hash).is_none_or(|level| level < condition.level)
        })
        .collect();
    html! {
        @if out.is_empty() {
            p.quiet { (tr.say("agreement-all-agreed")) }
        } @else {
            p { (tr.say("agreement-not-agreed-yet")) @for party in out { " " (view.name(party)) } }
        }
    }
}

fn withdraw_form(view: &View<'_>, index: Index, problems: &Problems) -> Markup {
    let tr = view.tr();
    let note = Field::new("note", tr.say("agreement-note"))
        .required()
        .problems(problems);
    let fields = html! { (note.area(view.ask.get("note"), None, 4)) };
    let action = view.path(&format!("/offers/{index}/withdraw"));
    form(
        Method::Post,
        &action,
        &fields,
        &tr.say("agreement-to-review"),
    )
}

pub(super) fn withdraw(
    view: &View<'_>,
    index: Index,
    problems: &Problems,
) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let offer = view
        .instrument
        .offers
        .get(&index)
        .ok_or(NotHere::NoSuchPage)?;
    let content = html! { (problems.summary(tr)) (withdraw_form(view, index, problems)) };
    let title = tr.plain(
        "agreement-withdraw-offer-title",
        &[("title", Value::Name(&offer.offer.title))],
    );
    Ok(Shown::reading(title, content))
}

/// The form to make an offer about the clauses of one draft.
pub(super) fn new(view: &View<'_>, problems: &Problems) -> Result<Shown, NotHere> {
    let (tr, ask) = (view.tr(), view.ask);
    let draft = super::form::chosen_draft(view)?;
    let levels = [
        ("accepted", "agreement-level-accepted"),
        ("in-principle", "agreement-level-in-principle"),
    ]
    .map(|(value, key)| page::Choice {
        value,
        label: tr.say(key),
    });
    let fields = html! {
        (hidden("draft", &draft.id))
        (Field::new("title", tr.say("agreement-field-title")).required().problems(problems)
            .text(ask.get("title")))
        @for n in 1..=CONDITIONS_MAX {
            @let (title, level, clauses) =
                (format!("title-{n}"), format!("level-{n}"), format!("clauses-{n}"));
            (group(&tr.with("agreement-condition", &[("n", Value::Number(n as u64))]), &html! {
                (Field::new(&title, tr.say("agreement-field-title")).problems(problems)
                    .text(ask.get(&title)))
                (Field::new(&clauses, tr.say("agreement-clauses")).hint(tr.say("agreement-hint-clauses"))
                    .problems(problems).area(ask.get(&clauses), None, 2))
                (Field::new(&level, tr.say("agreement-field-level")).select(&levels, ask.get(&level)))
            }))
        }
        (Field::new("expires", tr.say("agreement-expires")).hint(tr.say("agreement-hint-instant"))
            .problems(problems).code(ask.get("expires")))
        (Field::new("how_to_accept", tr.say("agreement-how-to-accept")).required().problems(problems)
            .area(ask.get("how_to_accept"), None, 4))
    };
    let content = html! {
        (problems.summary(tr))
        (super::form::draft_switch(view, "/offers/new", draft))
        (form(Method::Post, &view.path("/offers/new"), &fields, &tr.say("agreement-to-review")))
        h2 { (Name(&draft.title)) }
        @for clause in &draft.read.clauses { (clause_box(tr, draft, clause)) }
    };
    Ok(Shown::reading(
        tr.plain("agreement-make-offer", &[]),
        content,
    ))
}
