//! The front page of the watchlist: the edition that holds, who acknowledged it, every listing.

use page::{Iso, Markup, Shown, Table, Value, action_link, html};

use super::editions::{acknowledgements, summary};
use super::link::{View, listing};
use crate::edition::Lives;

/// The edition that holds, and every listing with where it stands.
pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let lives = Lives::of(view.all, view.as_of());
    let mut table = Table::new(tr.say("watchlist-list-caption"))
        .column(tr.say("watchlist-field-listing"))
        .column(tr.say("watchlist-field-subject"))
        .column(tr.say("watchlist-field-category"))
        .column(tr.say("watchlist-proposer"))
        .column(tr.say("watchlist-stage"))
        .column(tr.say("watchlist-field-review_by"))
        .column(tr.say("watchlist-next"));
    // To everybody but mediators a canary is an entry like any other, and stands in no table.
    let shown = lives
        .iter()
        .filter(|(_, one, _)| !one.canary || view.mediator());
    let mut count = 0u64;
    for (id, one, life) in shown {
        let now = life.now();
        let version = one
            .version(now.version)
            .map_or(one.latest(), |filed| &filed.entry);
        count += 1;
        table.push([
            listing(id),
            view.coded(version.subject.name()),
            view.category(version.category),
            html! {
                (view.name(&one.owner))
                @if one.canary { " " strong { (tr.say("watchlist-canary")) } }
            },
            view.step(now),
            html! { (Iso(now.review_by)) },
            view.next(life),
        ]);
    }
    let content = html! {
        p.lead { (tr.say("watchlist-lead")) }
        (pages(view))
        @if let Some(edition) = lives.latest() {
            h2 { (tr.say("watchlist-edition-holds")) }
            (summary(view, &edition))
            (acknowledgements(view, &edition.name.day))
        } @else {
            p.notice { (tr.say("watchlist-no-edition")) }
        }
        h2 { (tr.say("watchlist-listings")) }
        (table.show(tr))
    };
    Shown::comparing(
        tr.plain("watchlist-title", &[("n", Value::Number(count))]),
        content,
    )
}

fn pages(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let pages = [
        ("editions", "watchlist-editions"),
        ("petitions", "watchlist-petitions"),
        ("screenings", "watchlist-screenings"),
        ("metrics", "watchlist-metrics"),
    ];
    html! {
        ul { @for (path, key) in pages { li { a href={ "/watchlist/" (path) } { (tr.say(key)) } } } }
        p.actions {
            @if view.may("listing-proposed") {
                (action_link("/watchlist/propose", &tr.say("watchlist-form-propose"))) " "
            }
            @if view.may("canary-placed") {
                (action_link("/watchlist/canaries/new", &tr.say("watchlist-form-canaries-new"))) " "
            }
        }
    }
}
