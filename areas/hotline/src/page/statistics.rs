//! A month, counted the same for both sides.

use page::{Choice, Field, Markup, Method, Shown, Table, Value, form, html};

use super::link::View;
use crate::entry::Precedence;
use crate::state::addressees;
use crate::statistics::{Counted, Tally, counted, span};

/// The counts of the month that is asked for, or of this one.
pub(super) fn month(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let now = view.as_of().to_string();
    let this = now.get(..7).unwrap_or_default();
    let month = match view.ask.get("month") {
        "" => this,
        month => month,
    };
    let counts = span(month).map(|(from, to)| {
        let members = addressees(view.roll, "");
        counted(view.all, &members, from, to, view.as_of())
    });
    let months = months(view, this);
    let choices: Vec<Choice<'_>> = months
        .iter()
        .map(|one| Choice {
            value: one,
            label: html! { bdi dir="ltr" { (one) } },
        })
        .collect();
    let field = Field::new("month", tr.say("hotline-month")).select(&choices, month);
    let content = html! {
        p.lead { (tr.say("hotline-statistics-lead")) }
        (form(Method::Get, "/hotline/statistics", &field, &tr.say("hotline-show-month")))
        @for (member, counted) in counts.iter().flatten() {
            h2 { (view.name(member)) }
            (table(view, counted))
        }
        p { a href={ "/exports/hotline-" (month) ".csv" } { (tr.say("hotline-as-csv")) } }
    };
    Shown::comparing(tr.plain("hotline-statistics", &[]), content)
}

/// Months with messages, latest first.
fn months(view: &View<'_>, this: &str) -> Vec<String> {
    let mut months: Vec<String> = view
        .all
        .messages()
        .rev()
        .map(|(_, message)| message.mark.at.to_string())
        .filter_map(|at| at.get(..7).map(str::to_owned))
        .collect();
    months.insert(0, this.to_owned());
    months.dedup();
    months
}

fn table(view: &View<'_>, counted: &Counted) -> Markup {
    let tr = view.tr();
    let number = |n: u64| html! { bdi dir="ltr" { (n) } };
    let seconds = |n: Option<u64>| match n {
        Some(n) => tr.value(&Value::Duration(
            i64::try_from(n * 1000).unwrap_or(i64::MAX),
        )),
        None => tr.say("form-none"),
    };
    let mut table = Table::new(tr.say("hotline-acknowledged-caption"))
        .column(tr.say("hotline-field-precedence"))
        .numbers(tr.say("hotline-count-delivered"))
        .numbers(tr.say("hotline-count-in-time"))
        .numbers(tr.say("hotline-count-waiting"))
        .numbers(tr.say("hotline-count-median"))
        .numbers(tr.say("hotline-count-worst"));
    for precedence in Precedence::ALL {
        let none = Tally::default();
        let tally = counted.acknowledged.get(precedence).unwrap_or(&none);
        table.push([
            view.coded(precedence.name()),
            number(tally.messages),
            number(tally.in_time),
            number(tally.waiting),
            seconds(tally.median()),
            seconds(tally.worst()),
        ]);
    }
    html! {
        (table.show(tr))
        (page::facts([
            (tr.say("hotline-count-sent"), number(counted.sent)),
            (tr.say("hotline-count-tests"), number(counted.tests)),
            (tr.say("hotline-count-missing"), number(counted.missing)),
            (tr.say("hotline-count-unreachable"), number(counted.unreachable_minutes)),
            (tr.say("hotline-count-open"), number(counted.open)),
        ]))
    }
}
