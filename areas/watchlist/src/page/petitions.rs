//! Petitions: what was asked through the mediators, who reviews it, what came out.

use act::decision::Part;
use page::{Iso, Markup, NotHere, Shown, Table, Value, action_link, entry_link, facts, html};

use serde_json::json;

use super::forms::offered;
use super::link::{View, listing, petition as link_to};
use crate::state::Petition;

/// Every petition, latest first.
pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("watchlist-petitions-caption"))
        .column(tr.say("watchlist-field-petition"))
        .column(tr.say("watchlist-field-kind"))
        .column(tr.say("watchlist-field-listing"))
        .column(tr.say("watchlist-received"))
        .column(tr.say("watchlist-stage"));
    let all: Vec<_> = view
        .all
        .petitions()
        .filter(|(_, one)| one.received.at <= view.as_of())
        .collect();
    for (id, petition) in all.iter().rev() {
        table.push([
            link_to(id),
            view.coded(petition.kind.name()),
            petition
                .listing
                .as_deref()
                .map_or_else(|| tr.say("form-none"), listing),
            view.mark(&petition.received),
            stands(view, petition),
        ]);
    }
    let content = html! {
        p.lead { (tr.say("watchlist-petitions-lead")) }
        @if view.may("petition-received") {
            p.actions { (action_link("/watchlist/petitions/new", &tr.say("watchlist-form-petitions-new"))) }
        }
        (waiting(view))
        (table.show(tr))
    };
    let count = [("n", Value::Number(all.len() as u64))];
    Shown::comparing(tr.plain("watchlist-petitions-title", &count), content)
}

/// Petitions that came without a key and wait to be taken in.
fn waiting(view: &View<'_>) -> Markup {
    let tr = view.tr();
    if !view.may("petition-received") {
        return Markup::default();
    }
    let mut table = Table::new(tr.say("watchlist-waiting-caption"))
        .column(tr.say("watchlist-received"))
        .column(tr.say("watchlist-field-receipt"))
        .column(tr.say("watchlist-form-petitions-new"));
    let mediators = roll::page::sealed_to(view.roll, &[Part::Mediator], view.as_of()).members;
    let all = view.ask.held.petitions();
    for one in all.iter().filter(|one| view.all.home(&one.blob).is_none()) {
        let body = json!({ "blob": one.blob, "bytes": one.bytes, "sealed_to": mediators });
        let address = format!(
            "/watchlist/petitions/new?waiting={}&receipt={}&body={}",
            one.blob,
            one.receipt,
            page::percent(&body.to_string()),
        );
        table.push([
            html! { (Iso(one.since)) },
            html! { (page::Hash(one.receipt)) },
            action_link(&address, &tr.say("watchlist-take-in")),
        ]);
    }
    table.show(tr)
}

/// Where a petition stands.
fn stands(view: &View<'_>, petition: &Petition) -> Markup {
    let tr = view.tr();
    if let Some(answered) = &petition.answered {
        return html! { (view.coded(answered.entry.name())) " " (Iso(answered.mark.at)) };
    }
    if let Some(recommended) = &petition.recommended {
        return html! {
            (tr.say("watchlist-recommendation")) " " (view.coded(recommended.entry.name())) " "
            (Iso(recommended.mark.at))
        };
    }
    match &petition.assigned {
        Some(assigned) => {
            html! { (tr.say("watchlist-with-reviewer")) " " (view.name(&assigned.entry)) }
        }
        None => tr.say("watchlist-petition-waits"),
    }
}

/// One petition.
pub(super) fn one(view: &View<'_>, id: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let petition = view.all.petition(id).ok_or(NotHere::NoSuchPage)?;
    let open = petition.answered.is_none() && petition.recommended.is_none();
    let paths: &[&str] = match (open, petition.assigned.is_some()) {
        (true, false) => &["petitions/assign", "petitions/answer"],
        (true, true) => &["petitions/recommend", "petitions/answer"],
        (false, _) => &["petitions/object"],
    };
    let content = html! {
        p.lead { (stands(view, petition)) }
        (facts([
            (tr.say("watchlist-field-kind"), view.coded(petition.kind.name())),
            (tr.say("watchlist-received"), view.mark(&petition.received)),
            (tr.say("watchlist-field-listing"), petition.listing.as_deref().map_or_else(|| tr.say("form-none"), listing)),
            (tr.say("watchlist-field-receipt"), html! { (page::Hash(petition.receipt)) }),
            (tr.say("watchlist-field-body"), view.sealed(&petition.body)),
        ]))
        ul.plain {
            @if let Some(assigned) = &petition.assigned {
                li { (tr.say("watchlist-with-reviewer")) " " (view.name(&assigned.entry)) " " (entry_link(assigned.mark.index)) }
            }
            @if let Some(recommended) = &petition.recommended {
                li { (tr.say("watchlist-recommendation")) " " (view.coded(recommended.entry.name())) " " (view.mark(&recommended.mark)) }
            }
            @if let Some(report) = &petition.report {
                li { (tr.say("watchlist-field-report")) " " (view.sealed(report)) }
            }
            @if let Some(reply) = &petition.reply {
                li { (tr.say("watchlist-field-reply")) " " (view.sealed(reply)) }
            }
            @for objection in &petition.objections {
                li { (tr.say("watchlist-objected")) " " (view.coded(objection.entry.name())) " " (view.mark(&objection.mark)) }
            }
        }
        (offered(view, &format!("/watchlist/petitions/{id}"), paths))
    };
    let title = [("petition", Value::Id(id))];
    let mut shown = Shown::reading(tr.plain("watchlist-petition-title", &title), content);
    shown.record = Some(petition.received.index);
    Ok(shown)
}
