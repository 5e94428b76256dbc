//! The daily bulletin as a page: the same data as its canonical JSON, in the reader's language.

use page::{
    FullHash, Id, Iso, IsoDay, Markup, Name, NotHere, Shown, Table, Value, Words, html,
    none_recorded,
};

use super::link::View;
use super::scorecard::counts;
use crate::bulletin::{self, Bulletin};
use page::entry_link;

/// Bulletins listed on one page.
const DAYS_LISTED: usize = 60;

/// Every bulletin that has been closed, latest first.
pub(super) fn days(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let days = bulletin::days(view.roll, view.as_of(), DAYS_LISTED);
    let content = html! {
        p.lead { (tr.say("commitments-bulletins-lead")) }
        @if days.is_empty() { (none_recorded(tr)) }
        ul { @for day in days {
            li { a href={ "/commitments/bulletin/" (day) } { bdi dir="ltr" { (day) } } }
        } }
        p {
            a href="/bulletins/feed.atom" { "Atom" } " "
            a href="/bulletins/feed.json" { "JSON Feed" } " "
            a href="/exports/commitments.csv" { "CSV" } " "
            a href="/exports/commitments.jsonl" { "JSON Lines" } " "
            a href="/calendar.ics" { "iCalendar" }
        }
        @if view.may("bulletin-remark") {
            p.actions { (page::action_link("/commitments/remarks/new", &tr.say("commitments-form-remarks-new"))) }
        }
    };
    Shown::reading(tr.plain("commitments-bulletins", &[]), content)
}

/// The bulletin of one day.
pub(super) fn one(view: &View<'_>, date: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let day = crate::day(date).ok_or(NotHere::NoSuchPage)?;
    let bulletin = Bulletin::of(view.all, view.roll, view.agreement, day, view.as_of())
        .map_err(|_| NotHere::NoSuchPage)?;
    let sides: Vec<_> = bulletin
        .parties
        .iter()
        .map(|side| (side.member.as_str(), &side.score, Some(&side.previous)))
        .collect();
    let content = html! {
        p.lead {
            (tr.with("commitments-bulletin-cutoff", &[
                ("cutoff", Value::Instant(bulletin.cutoff)),
                ("previous", Value::Instant(bulletin.previous_cutoff)),
            ]))
        }
        (counts(view, &sides))
        h2 { (tr.say("commitments-findings")) }
        (findings(view, &bulletin))
        h2 { (tr.say("commitments-bulletin-access")) }
        (access(view, &bulletin))
        (not_reviewable(view, &bulletin))
        (clocks(view, &bulletin))
        h2 { (tr.say("commitments-bulletin-corrections")) }
        (corrections(view, &bulletin))
        h2 { (tr.say("commitments-bulletin-remarks")) }
        (remarks(view, &bulletin))
        (rows(view, &bulletin))
        p.quiet {
            (tr.say("commitments-bulletin-check")) " "
            code dir="ltr" { "tasdiq bulletin --date " (bulletin.date) }
            " " a href={ "/bulletins/" (bulletin.date) ".json" } { "JSON" }
            " " (FullHash(bulletin.mechanism))
        }
    };
    let title = tr.plain(
        "commitments-bulletin-title",
        &[
            ("number", Value::Number(bulletin.number)),
            ("date", Value::Markup(html! { (IsoDay(bulletin.cutoff)) })),
            ("day", Value::Id(date)),
        ],
    );
    Ok(Shown::comparing(title, content))
}

fn commitment(id: &str) -> Markup {
    html! { a href={ "/commitments/" (id) } { (Id(id)) } }
}

fn findings(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    let tr = view.tr();
    html! {
        @if bulletin.findings.is_empty() { (none_recorded(tr)) }
        @for finding in &bulletin.findings {
            section.card {
                p {
                    (commitment(&finding.commitment)) " " (view.outcome(&finding.outcome)) " "
                    (Iso(finding.since)) " " (entry_link(finding.index))
                }
                p {
                    (tr.say("commitments-field-confidence")) ": " (view.coded(finding.confidence.name()))
                    ". " (Words { text: &finding.basis, lang: None })
                }
                p.where {
                    @for member in &finding.signed { (view.name(member)) " " }
                    @for member in &finding.dissents {
                        (tr.say("commitments-dissent")) ": " (view.name(member)) " "
                    }
                }
                @for (member, text) in &finding.replies {
                    blockquote.statement {
                        p.where { (tr.say("commitments-reply")) " " (view.name(member)) }
                        (Words { text, lang: None })
                    }
                }
            }
        }
    }
}

fn access(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-access-caption"))
        .column(tr.say("commitments-commitment"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-obligor"))
        .column(tr.say("commitments-asked"))
        .column(tr.say("commitments-field-visit"))
        .column(tr.say("commitments-field-answer"));
    for row in &bulletin.access {
        table.push([
            commitment(&row.commitment),
            html! { (Id(&row.object)) },
            view.maybe_name(row.obligor.as_deref()),
            html! { (Iso(row.asked)) },
            html! { (Iso(row.visit)) },
            html! {
                @match row.answer {
                    Some(answer) => (view.coded(answer.name())),
                    None => (tr.say("commitments-no-answer")),
                }
                @if row.late { " " strong { (tr.say("commitments-late")) } }
            },
        ]);
    }
    table.show(tr)
}

fn not_reviewable(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-bulletin-not-reviewable"))
        .column(tr.say("commitments-commitment"))
        .column(tr.say("commitments-who"))
        .column(tr.say("commitments-bulletin-missing"));
    for row in &bulletin.not_reviewable {
        table.push([
            commitment(&row.commitment),
            view.name(&row.owner),
            super::list::reviewable(view, &row.missing),
        ]);
    }
    table.show(tr)
}

fn clocks(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-clocks-caption"))
        .column(tr.say("commitments-commitment"))
        .column(tr.say("commitments-what"))
        .column(tr.say("commitments-by-when"))
        .column(tr.say("commitments-happened"));
    for row in &bulletin.verifier_clocks {
        table.push([
            commitment(&row.commitment),
            tr.say(&format!("commitments-step-{}", row.step.name())),
            html! { (Iso(row.by)) },
            html! {
                @match row.done { Some(done) => (Iso(done)), None => (tr.say("form-none")) }
                @if row.late { " " strong { (tr.say("commitments-late")) } }
            },
        ]);
    }
    table.show(tr)
}

fn corrections(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    html! {
        @if bulletin.corrections.is_empty() { (none_recorded(view.tr())) }
        ul { @for row in &bulletin.corrections {
            li { (commitment(&row.commitment)) " " (entry_link(row.corrected)) " → " (entry_link(row.by)) }
        } }
    }
}

/// Both boxes stand there, also when a party left its own empty.
fn remarks(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    html! {
        @for side in &bulletin.parties {
            blockquote.statement {
                p.where { (view.name(&side.member)) }
                @if side.remarks.is_empty() { (none_recorded(view.tr())) }
                @for text in &side.remarks { p { (Words { text, lang: None }) } }
            }
        }
    }
}

fn rows(view: &View<'_>, bulletin: &Bulletin) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-list-caption"))
        .column(tr.say("commitments-commitment"))
        .column(tr.say("commitments-field-obligor"))
        .column(tr.say("commitments-field-beneficiary"))
        .column(tr.say("commitments-stage"))
        .column(tr.say("commitments-due"))
        .column(tr.say("commitments-field-outcome"));
    for row in &bulletin.commitments {
        table.push([
            html! { (commitment(&row.id)) " " (Name(&row.title)) },
            view.maybe_name(row.obligor.as_deref()),
            view.maybe_name(row.beneficiary.as_deref()),
            view.stage(row.stage),
            row.due
                .map_or_else(|| tr.say("form-none"), |due| html! { (Iso(due)) }),
            row.outcome
                .as_ref()
                .map_or_else(|| tr.say("form-none"), |o| view.outcome(o)),
        ]);
    }
    html! {
        (table.show(tr))
        p { (tr.with("commitments-bulletin-not-public", &[("n", Value::Number(bulletin.not_public))])) }
    }
}
