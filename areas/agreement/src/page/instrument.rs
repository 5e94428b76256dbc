//! The instruments, and one instrument: its drafts in order, what is agreed, what is open.

use act::Time;
use page::{
    Ask, Id, Iso, Markup, Name, NotHere, Shown, Table, Tr, Value, action_link, facts, html,
};
use roll::Roll;

use super::link::{View, entry_link};
use crate::compare::text::Role;
use crate::ground::{common_ground, conditions_met, joint_level, stands};
use crate::state::{Agreement, Tabled, hash_of};

const HOUR: i64 = 3_600_000;

/// Every instrument with its latest draft.
pub(super) fn list(agreement: &Agreement, roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("agreement-instruments-caption"))
        .column(tr.say("agreement-instrument"))
        .numbers(tr.say("agreement-drafts"))
        .column(tr.say("agreement-latest"));
    for (id, instrument) in agreement.instruments() {
        let latest = instrument.drafts.last();
        table.push([
            html! { a href={ "/agreement/" (id) } { (Name(&instrument.title)) } },
            html! { bdi dir="ltr" { (instrument.drafts.len()) } },
            latest.map_or_else(Markup::default, |draft| {
                html! { (Name(&draft.title)) " " (Iso(draft.at)) }
            }),
        ]);
    }
    let content = html! {
        (table.show(tr))
        @if roll::page::may(roll, ask, "agreement.instrument-opened") {
            p.actions { (action_link("/agreement/new", &tr.say("agreement-open"))) }
        }
    };
    Shown::reading(tr.plain("agreement-title", &[]), content)
}

/// One instrument.
pub(super) fn one(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let rule = if view.instrument.single_undertaking {
        "agreement-single-undertaking"
    } else {
        "agreement-part-by-part"
    };
    let content = html! {
        p.lead { (tr.say(rule)) }
        (sections(view))
        h2 { (tr.say("agreement-drafts")) }
        (drafts(view).show(tr))
        (chooser(view))
        h2 { (tr.say("agreement-stands")) }
        (standing(view))
        (super::comparison::regressions(view))
    };
    let title = tr.plain(
        "agreement-one-title",
        &[("title", Value::Name(&view.instrument.title))],
    );
    Shown::comparing(title, content)
}

fn sections(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let pages = [
        ("/ground", "agreement-ground"),
        ("/premises", "agreement-premises"),
        ("/offers", "agreement-offers"),
        ("/minutes", "agreement-minutes"),
        ("/statements", "agreement-statements"),
        ("/remarks", "agreement-remarks"),
        ("/book", "agreement-book"),
    ];
    html! {
        ul { @for (path, key) in pages { li { a href=(view.path(path)) { (tr.say(key)) } } } }
        @if view.may("agreement.draft-tabled") {
            p.actions { (action_link(&view.path("/table"), &tr.say("agreement-table"))) }
        }
    }
}

fn drafts(view: &View<'_>) -> Table {
    let tr = view.tr();
    let mut table = Table::new(tr.say("agreement-drafts-caption"))
        .column(tr.say("agreement-draft"))
        .column(tr.say("agreement-tabled-by"))
        .column(tr.say("agreement-when"))
        .column(tr.say("agreement-kind"))
        .column(tr.say("agreement-notice"))
        .numbers(tr.say("agreement-clauses"));
    for draft in &view.instrument.drafts {
        table.push([
            html! { a href=(view.draft_path(&draft.id)) { (Name(&draft.title)) } " " (Id(&draft.id)) },
            view.name(&draft.member),
            html! { (Iso(draft.at)) " " (entry_link(draft.index)) },
            tr.say(kind_key(draft)),
            notice(view, draft),
            html! { bdi dir="ltr" { (draft.read.clauses.len()) } },
        ]);
    }
    table
}

pub(super) const fn kind_key(draft: &Tabled) -> &'static str {
    use crate::entry::DraftKind::{Compilation, Counter, OneText, Proposal};
    match draft.kind {
        Proposal => "agreement-kind-proposal",
        Counter => "agreement-kind-counter",
        OneText => "agreement-kind-one-text",
        Compilation => "agreement-kind-compilation",
    }
}

/// How long before its session a draft was tabled: a fact, beside what the charter asks for.
pub(super) fn notice(view: &View<'_>, draft: &Tabled) -> Markup {
    let tr = view.tr();
    let Some(session) = draft.session else {
        return tr.say("agreement-no-session");
    };
    let asked = i64::from(view.roll.tabling_notice(draft.at).0) * HOUR;
    let given = session.since(draft.at);
    let (key, given) = if given < 0 {
        ("agreement-notice-after", -given)
    } else {
        ("agreement-notice-before", given)
    };
    let values = [
        ("given", Value::Duration(given)),
        ("asked", Value::Duration(asked)),
    ];
    tr.with(key, &values)
}

/// Which two drafts to compare.
pub(super) fn chooser(view: &View<'_>) -> Markup {
    let (tr, drafts) = (view.tr(), &view.instrument.drafts);
    let [.., before, last] = drafts.as_slice() else {
        return Markup::default();
    };
    let chosen = |field: &str, otherwise: &'_ str| match view.ask.get(field) {
        "" => otherwise.to_owned(),
        chosen => chosen.to_owned(),
    };
    let choices: Vec<_> = drafts
        .iter()
        .map(|draft| page::Choice {
            value: &draft.id,
            label: html! { (draft.title) },
        })
        .collect();
    let base = last.follows.as_deref().unwrap_or(&before.id);
    let fields = html! {
        (page::Field::new("old", tr.say("agreement-earlier")).select(&choices, &chosen("old", base)))
        (page::Field::new("new", tr.say("agreement-later")).select(&choices, &chosen("new", &last.id)))
    };
    page::form(
        page::Method::Get,
        &view.path("/compare"),
        &fields,
        &tr.say("agreement-compare"),
    )
}

fn standing(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let common = common_ground(view.instrument, view.roll).len() as u64;
    let open = view.instrument.drafts.last().map_or(0, |draft| {
        let clauses = draft
            .read
            .clauses
            .iter()
            .filter(|c| c.role != Role::Premise);
        clauses
            .filter(|c| joint_level(view.instrument, view.roll, &hash_of(c)).is_none())
            .count() as u64
    });
    let number = |n: u64| html! { bdi dir="ltr" { (n) } };
    html! {
        (facts([
            (tr.say("agreement-agreed-clauses"), number(common)),
            (tr.say("agreement-open-clauses"), number(open)),
            (tr.say("agreement-offers"), offers(view, view.ask.as_of)),
        ]))
    }
}

fn offers(view: &View<'_>, as_of: Time) -> Markup {
    let tr: Tr<'_> = view.tr();
    let standing: Vec<_> = view
        .instrument
        .offers
        .iter()
        .filter(|(_, offer)| stands(offer, as_of))
        .collect();
    html! {
        @if standing.is_empty() { (page::none_recorded(tr)) }
        @for (index, offer) in standing {
            @let met = conditions_met(view.instrument, view.roll, offer);
            p {
                a href=(view.path(&format!("/offers/{index}"))) { (Name(&offer.offer.title)) } " "
                (met_of(tr, &met))
            }
        }
    }
}

/// `3 of 5 conditions met`.
pub(super) fn met_of(tr: Tr<'_>, met: &[bool]) -> Markup {
    let count = met.iter().filter(|met| **met).count() as u64;
    tr.with(
        "agreement-met",
        &[
            ("n", Value::Number(count)),
            ("m", Value::Number(met.len() as u64)),
        ],
    )
}

/// The instrument, or nothing at this address.
pub(super) fn find<'a>(
    agreement: &'a Agreement,
    roll: &'a Roll,
    ask: &'a Ask<'a>,
    id: &'a str,
) -> Result<View<'a>, NotHere> {
    let instrument = agreement.instrument(id).ok_or(NotHere::NoSuchPage)?;
    Ok(View {
        id,
        instrument,
        roll,
        ask,
    })
}
