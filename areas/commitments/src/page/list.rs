//! All commitments, and what waits for whom.

use page::{Iso, Markup, Shown, Table, Value, action_link, html};

use super::link::{View, link};
use crate::lint;

/// Every commitment the reader may see: who promises what to whom, where it stands, what is missing.
pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-list-caption"))
        .column(tr.say("commitments-commitment"))
        .column(tr.say("commitments-field-obligor"))
        .column(tr.say("commitments-field-beneficiary"))
        .column(tr.say("commitments-stage"))
        .column(tr.say("commitments-reviewable"));
    for (id, commitment) in view.all.commitments().filter(|(_, c)| view.sees(c)) {
        let terms = commitment.terms();
        let stage = commitment.stage(view.all, view.as_of());
        let open = lint::open_questions(terms, view.all, view.agreement, view.as_of());
        table.push([
            link(id, commitment),
            view.maybe_name(terms.obligor.as_deref()),
            view.maybe_name(terms.beneficiary.as_deref()),
            view.stage(stage),
            reviewable(view, &open),
        ]);
    }
    let pages = [
        ("docket", "commitments-docket"),
        ("scorecard", "commitments-scorecard"),
        ("bulletin", "commitments-bulletins"),
        ("map", "commitments-map"),
        ("objects", "commitments-objects"),
        ("events", "commitments-events"),
    ];
    let content = html! {
        p.lead { (tr.say("commitments-lead")) }
        ul { @for (path, key) in pages { li { a href={ "/commitments/" (path) } { (tr.say(key)) } } } }
        @if view.may("commitment-drafted") {
            p.actions { (action_link("/commitments/new", &tr.say("commitments-form-new"))) }
        }
        (table.show(tr))
    };
    Shown::comparing(tr.plain("commitments-title", &[]), content)
}

/// "Reviewable", or what is missing.
pub(super) fn reviewable(view: &View<'_>, open: &[lint::Question]) -> Markup {
    let tr = view.tr();
    if open.is_empty() {
        return tr.say("commitments-is-reviewable");
    }
    let missing: Vec<String> = open.iter().map(|q| q.name().to_uppercase()).collect();
    let missing = missing.join(", ");
    html! {
        (tr.with("commitments-not-reviewable", &[("missing", Value::Id(&missing))]))
        ul.quiet {
            @for question in open {
                li {
                    bdi dir="ltr" { (question.name().to_uppercase()) } " "
                    (tr.say(&format!("commitments-lint-{}", question.name())))
                }
            }
        }
    }
}

/// What waits for whom, soonest first: a party's to-do and the mediators' docket are rows of it.
pub(super) fn docket(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut due = crate::due::due(view.all, view.roll, view.as_of());
    due.sort_by_key(|item| (item.by.is_none(), item.by));
    let mine = view.ask.viewer.map(|viewer| viewer.member);
    let rows = |own: bool| {
        let mut table = Table::new(tr.say(if own {
            "commitments-mine-caption"
        } else {
            "commitments-others-caption"
        }))
        .column(tr.say("commitments-what"))
        .column(tr.say("commitments-who"))
        .column(tr.say("commitments-by-when"));
        let of = |member: &str| (Some(member) == mine) == own;
        for item in due.iter().filter(|item| of(&item.member)) {
            let sentence = tr.coded(item.code, &item.about);
            table.push([
                html! { @if own { a href=(item.path) { (sentence) } } @else { (sentence) } },
                view.name(&item.member),
                item.by.map_or_else(
                    || tr.say("commitments-no-clock"),
                    |by| {
                        html! {
                            (Iso(by)) " " (page::State::due(by, view.as_of()).mark(tr))
                        }
                    },
                ),
            ]);
        }
        table.show(tr)
    };
    let content = html! { (rows(true)) (rows(false)) };
    let count = [("n", Value::Number(due.len() as u64))];
    Shown::comparing(tr.plain("commitments-docket-title", &count), content)
}
