//! Screenings and what is counted of them. Nobody's name is here: a screening is a commitment, a band
//! and the listings that were shown.

use act::Index;
use page::{Iso, Markup, NotHere, Shown, Table, Value, action_link, entry_link, facts, html};

use super::link::{View, edition, listing};
use crate::edition::Lives;
use crate::entry::{Adjudication, Band};
use crate::metrics::{Metrics, Tally};
use crate::state::{Adjudicated, Screening};

/// Screenings that are shown.
const SHOWN: usize = 200;

/// The latest screenings that showed something.
pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("watchlist-screenings-caption"))
        .column(tr.say("watchlist-screening"))
        .column(tr.say("watchlist-field-post"))
        .column(tr.say("watchlist-field-band"))
        .column(tr.say("watchlist-field-shown"))
        .column(tr.say("watchlist-adjudications"));
    let until = |one: &Screening| one.mark.at <= view.as_of() && one.recorded.band != Band::None;
    let all: Vec<_> = view
        .all
        .screenings()
        .filter(|(_, one)| until(one))
        .collect();
    for (index, screening) in all.iter().rev().take(SHOWN) {
        table.push([
            html! { a href={ "/watchlist/screenings/" (index) } { bdi dir="ltr" { "#" (index) } } " " (Iso(screening.mark.at)) },
            post(view, &screening.recorded.post),
            band(view, screening.recorded.band),
            html! { ul.plain { @for id in &screening.recorded.shown { li { (listing(id)) } } } },
            html! {
                ul.plain { @for one in screening.adjudications.values() { li { (outcome(view, one)) } } }
            },
        ]);
    }
    let content = html! {
        p.lead { (tr.say("watchlist-screenings-lead")) }
        p { a href="/watchlist/metrics" { (tr.say("watchlist-metrics")) } }
        (table.show(tr))
    };
    let count = [("n", Value::Number(all.len() as u64))];
    Shown::comparing(tr.plain("watchlist-screenings-title", &count), content)
}

fn post(view: &View<'_>, id: &str) -> Markup {
    let posts = view.roll.posts(view.as_of());
    let name = posts.iter().find(|post| post.id == id).and_then(|post| {
        let lang = view.tr().lang.tag();
        post.name.get(lang).or_else(|| post.name.get("en")).cloned()
    });
    html! { (page::Name(name.as_deref().unwrap_or(id))) }
}

/// A band is words, never a percentage.
fn band(view: &View<'_>, band: Band) -> Markup {
    view.coded(band.name())
}

fn outcome(view: &View<'_>, one: &Adjudicated) -> Markup {
    let tr = view.tr();
    html! {
        (listing(&one.said.listing)) ": " (view.coded(one.said.outcome.name()))
        @match &one.confirmed {
            Some(second) => { " · " (tr.say("watchlist-second-officer")) " " (view.coded(second.entry.outcome.name())) }
            None => {
                @if one.said.outcome == Adjudication::Same { " · " strong { (tr.say("watchlist-needs-second")) } }
            }
        }
    }
}

/// One screening.
pub(super) fn one(view: &View<'_>, index: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let index: Index = index.parse().map_err(|_| NotHere::NoSuchPage)?;
    let screening = view.all.screening(index).ok_or(NotHere::NoSuchPage)?;
    let recorded = &screening.recorded;
    let content = html! {
        p.lead { (band(view, recorded.band)) }
        p.notice { (tr.say("watchlist-screening-rule")) }
        (facts([
            (tr.say("watchlist-screening"), view.mark(&screening.mark)),
            (tr.say("watchlist-field-post"), post(view, &recorded.post)),
            (tr.say("watchlist-field-purpose"), view.coded(recorded.purpose.name())),
            (tr.say("watchlist-field-pool"), view.coded(recorded.pool.name())),
            (tr.say("watchlist-edition"), edition(&recorded.edition)),
            (tr.say("watchlist-field-matcher"), html! { (page::Id(&recorded.matcher)) }),
            (tr.say("watchlist-field-query"), html! { (page::Hash(recorded.query)) }),
        ]))
        ul { @for id in &recorded.shown { li { (listing(id)) } } }
        @for (at, adjudicated) in &screening.adjudications {
            section {
                h2 { (outcome(view, adjudicated)) " " (entry_link(*at)) }
                (compared(view, adjudicated))
                @if adjudicated.confirmed.is_none() && adjudicated.said.outcome == Adjudication::Same && view.may("screening-confirmed") {
                    p.actions { (action_link(&format!("/watchlist/adjudications/{at}/confirm"), &tr.say("watchlist-form-adjudications-confirm"))) }
                }
            }
        }
        @if recorded.band != Band::None && view.may("screening-adjudicated") {
            p.actions { (action_link(&format!("/watchlist/screenings/{index}/adjudicate"), &tr.say("watchlist-form-screenings-adjudicate"))) }
        }
    };
    let title = tr.plain(
        "watchlist-screening-title",
        &[("index", Value::Number(index))],
    );
    let mut shown = Shown::reading(title, content);
    shown.record = Some(index);
    Ok(shown)
}

/// What differs comes first.
fn compared(view: &View<'_>, adjudicated: &Adjudicated) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("watchlist-compared-caption"))
        .column(tr.say("watchlist-field-feature"))
        .column(tr.say("watchlist-field-result"));
    let mut lines: Vec<_> = adjudicated.said.compared.iter().collect();
    lines.sort_by_key(|line| line.result != crate::entry::Agreement::Differs);
    for line in lines {
        table.push([
            view.coded(line.feature.name()),
            view.coded(line.result.name()),
        ]);
    }
    html! {
        (table.show(tr))
        (facts([
            (tr.say("watchlist-field-held_minutes"), html! { bdi dir="ltr" { (adjudicated.said.held_minutes) } }),
            (tr.say("watchlist-adjudicated-by"), view.mark(&adjudicated.mark)),
            (tr.say("watchlist-field-reference"), html! { (page::Hash(adjudicated.said.reference)) }),
        ]))
    }
}

/// What both sides and the mediators see counted.
pub(super) fn metrics(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let lives = Lives::of(view.all, view.as_of());
    let bound = view
        .roll
        .charter_at(view.as_of())
        .map_or(0, |charter| charter.clocks.watchlist.screenings_an_hour);
    let metrics = Metrics::of(view.all, &lives, bound, view.as_of());
    let number = |n: u64| html! { bdi dir="ltr" { (n) } };
    let content = html! {
        p.lead { (tr.say("watchlist-metrics-lead")) }
        p { a href="/exports/screenings.csv" download { (tr.say("watchlist-metrics-csv")) } }
        (tallies(view, "watchlist-by-post-caption", metrics.by_post.iter().map(|(id, tally)| (post(view, id), tally))))
        (tallies(view, "watchlist-by-pool-caption", metrics.by_pool.iter().map(|(pool, tally)| (view.coded(pool.name()), tally))))
        (facts([
            (tr.say("watchlist-petitions"), html! { bdi dir="ltr" { (metrics.petitions_decided) "/" (metrics.petitions) } }),
            (tr.say("watchlist-near-review"), number(metrics.near_review)),
            (tr.say("watchlist-drills"), number(metrics.drills)),
        ].into_iter().chain(metrics.by_proposer.iter().map(|(member, count)| {
            (html! { (tr.say("watchlist-listings-by")) " " (view.name(member)) }, number(*count))
        }))))
        @if view.mediator() && !metrics.leads.is_empty() {
            h2 { (tr.say("watchlist-leads")) }
            ul {
                @for lead in &metrics.leads {
                    li {
                        (tr.say(&format!("watchlist-lead-{}", lead.what))) " " (view.name(&lead.member)) " "
                        (page::Id(&lead.key)) " " (entry_link(lead.screening))
                    }
                }
            }
        }
    };
    Shown::comparing(tr.plain("watchlist-metrics", &[]), content)
}

fn tallies<'t>(
    view: &View<'_>,
    caption: &str,
    rows: impl Iterator<Item = (Markup, &'t Tally)>,
) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say(caption)).column(tr.say("watchlist-counted"));
    for key in COUNTED {
        table = table.numbers(tr.say(&format!("watchlist-counted-{key}")));
    }
    let number = |n: u64| html! { bdi dir="ltr" { (n) } };
    let none = || tr.say("form-none");
    for (name, tally) in rows {
        table.push([
            name,
            number(tally.screenings),
            number(tally.alerts),
            number(tally.adjudicated),
            number(tally.confirmed),
            number(tally.false_alerts),
            number(tally.unclear),
            number(tally.waiting),
            tally
                .false_permille()
                .map_or_else(none, |permille| html! { bdi dir="ltr" { (permille) " ‰" } }),
            tally
                .median_held()
                .map_or_else(none, |minutes| number(u64::from(minutes))),
        ]);
    }
    table.show(tr)
}

/// The columns of a tally, in order.
const COUNTED: [&str; 9] = [
    "screenings",
    "alerts",
    "adjudicated",
    "confirmed",
    "false",
    "unclear",
    "waiting",
    "permille",
    "held",
];
