//! Editions: what holds since when, who acknowledged it, what changed since the one before.

use page::{FullHash, Id, Iso, Markup, NotHere, Shown, Table, action_link, facts, html};

use super::link::{self, View, listing};
use crate::edition::{self, Change, Edition, Lives};
use crate::entry::{Category, EditionName};

/// Days of editions that are shown.
const DAYS: usize = 30;

/// The days that have editions, latest first.
pub(super) fn days(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let lives = Lives::of(view.all, view.as_of());
    let mut table = Table::new(tr.say("watchlist-editions-caption"))
        .column(tr.say("watchlist-edition"))
        .numbers(tr.say("watchlist-number"))
        .numbers(tr.say("watchlist-listings"))
        .numbers(tr.say("watchlist-urgent-editions"))
        .column(tr.say("watchlist-acknowledged-by"));
    for day in lives.days().take(DAYS) {
        let name = EditionName {
            day: day.to_string(),
            urgent: 0,
        };
        let Ok(edition) = lives.named(&name) else {
            continue;
        };
        table.push([
            link::edition(&name),
            html! { bdi dir="ltr" { (edition.number) } },
            html! { bdi dir="ltr" { (edition.leaves.len()) } },
            html! { bdi dir="ltr" { (lives.urgent(day)) } },
            acknowledgements(view, &name.day),
        ]);
    }
    Shown::comparing(tr.plain("watchlist-editions", &[]), table.show(tr))
}

/// One edition: counts, root, changes, who acknowledged it.
pub(super) fn one(view: &View<'_>, day: &str, urgent: Option<&str>) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let lives = Lives::of(view.all, view.as_of());
    let date = edition::day(day).ok_or(NotHere::NoSuchPage)?;
    let urgent = match urgent {
        Some(text) => text.parse().map_err(|_| NotHere::NoSuchPage)?,
        None => lives.urgent(date),
    };
    let name = |day: String, urgent: u32| EditionName { day, urgent };
    let named = name(day.to_owned(), urgent);
    let edition = lives.named(&named).map_err(|_| NotHere::NoSuchPage)?;
    let before = match urgent {
        0 => date
            .yesterday()
            .ok()
            .map(|day| name(day.to_string(), lives.urgent(day))),
        urgent => Some(name(day.to_owned(), urgent - 1)),
    };
    let before = before.and_then(|name| lives.named(&name).ok());
    let file = match urgent {
        0 => format!("/editions/{day}.json"),
        urgent => format!("/editions/{day}.json?urgent={urgent}"),
    };
    let mut table = Table::new(tr.say("watchlist-edition-caption"))
        .column(tr.say("watchlist-field-listing"))
        .numbers(tr.say("watchlist-field-version"))
        .column(tr.say("watchlist-field-category"))
        .column(tr.say("watchlist-field-action"))
        .column(tr.say("watchlist-field-review_by"));
    for leaf in edition.leaves.values() {
        table.push([
            listing(&leaf.listing),
            html! { bdi dir="ltr" { (leaf.version) } },
            view.category(leaf.category),
            match leaf.action {
                Some(action) => view.coded(action.name()),
                None => html! { strong { (tr.say("watchlist-action-suspended")) } },
            },
            html! { (Iso(leaf.review_by)) },
        ]);
    }
    let content = html! {
        (summary(view, &edition))
        (acknowledgements(view, day))
        @if urgent == 0 && view.may("edition-acknowledged") {
            p.actions {
                (action_link(&format!("/watchlist/editions/{day}/acknowledge"), &tr.say("watchlist-form-editions-acknowledge")))
            }
        }
        p { a href=(file) download { (tr.say("watchlist-edition-file")) } }
        @if let Some(before) = &before { (changes(view, &edition, before)) }
        (table.show(tr))
    };
    let title = [("edition", page::Value::Id(&named.text()))];
    Ok(Shown::comparing(
        tr.plain("watchlist-edition-title", &title),
        content,
    ))
}

fn changes(view: &View<'_>, edition: &Edition, before: &Edition) -> Markup {
    let tr = view.tr();
    let delta = edition.delta(before);
    html! {
        h2 { (tr.say("watchlist-changes")) " " (link::edition(&before.name)) }
        @if delta.changes.is_empty() { p { (tr.say("watchlist-no-changes")) } }
        ul {
            @for change in &delta.changes {
                li {
                    @match change {
                        Change::Add { .. } => { (tr.say("watchlist-change-add")) " " }
                        Change::Mod { .. } => { (tr.say("watchlist-change-mod")) " " }
                        Change::Del { .. } => { (tr.say("watchlist-change-del")) " " }
                    }
                    (listing(change.listing()))
                }
            }
        }
    }
}

/// Number, counts and root of an edition.
pub(super) fn summary(view: &View<'_>, edition: &Edition) -> Markup {
    let tr = view.tr();
    let manifest = edition.manifest();
    let counts = Category::ALL.iter().map(|category| {
        let count = manifest.counts.get(category.name()).copied().unwrap_or(0);
        (
            view.category(*category),
            html! { bdi dir="ltr" { (count) } },
        )
    });
    let number = |n: u64| html! { bdi dir="ltr" { (n) } };
    let facts_of = [
        (tr.say("watchlist-edition"), link::edition(&edition.name)),
        (
            tr.say("watchlist-number"),
            number(u64::from(edition.number)),
        ),
        (tr.say("watchlist-since"), html! { (Iso(edition.since)) }),
        (tr.say("watchlist-listings"), number(manifest.size)),
        (
            tr.say("watchlist-suspended-count"),
            number(manifest.suspended),
        ),
    ];
    let root = [(
        tr.say("watchlist-root"),
        html! { (FullHash(manifest.root)) },
    )];
    html! { (facts(facts_of.into_iter().chain(counts).chain(root))) }
}

/// Which party acknowledged a day's edition when, whether with this root, and who is late.
pub(super) fn acknowledgements(view: &View<'_>, day: &str) -> Markup {
    let tr = view.tr();
    let name = EditionName {
        day: day.to_owned(),
        urgent: 0,
    };
    let lives = Lives::of(view.all, view.as_of());
    let Ok(edition) = lives.named(&name) else {
        return Markup::default();
    };
    let root = edition.root();
    let clock = view
        .roll
        .charter_at(edition.since)
        .map(|charter| charter.clocks.watchlist.acknowledge);
    let by = clock.map(|clock| edition.since.after(clock));
    let parties = view.roll.with_part(act::decision::Part::Party);
    let acknowledged = |party: &str| {
        let all = view.all.acknowledged(&name).iter();
        all.rev()
            .find(|one| one.mark.member == party && one.mark.at <= view.as_of())
    };
    html! {
        ul.plain {
            @for party in parties {
                li {
                    (view.name(&party.id)) ": "
                    @match acknowledged(&party.id) {
                        Some(one) if one.entry == root => {
                            (tr.say("watchlist-acknowledged-at")) " " (Iso(one.mark.at)) " " (page::entry_link(one.mark.index))
                        }
                        Some(one) => {
                            strong { (tr.say("watchlist-acknowledged-other")) } " " (Id(&one.entry.short())) " "
                            (page::entry_link(one.mark.index))
                        }
                        None => {
                            (tr.say("watchlist-not-acknowledged"))
                            @if let Some(by) = by { " " (page::State::due(by, view.as_of()).mark(tr)) }
                        }
                    }
                }
            }
        }
    }
}
