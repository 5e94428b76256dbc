//! Both parties' counts side by side, on one scale, with denominators.

use page::{Markup, Shown, Table, alternate, html};

use super::link::View;
use crate::score::{Score, score};

/// The scorecard as of now.
pub(super) fn scorecard(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let day = view.as_of().millis().unsigned_abs() / 86_400_000;
    let parties: Vec<&str> = view
        .roll
        .with_part(act::decision::Part::Party)
        .map(|member| member.id.as_str())
        .collect();
    let reversed = parties.iter().rev().copied().collect();
    let (parties, _) = alternate(day, parties, reversed);
    let scores: Vec<(&str, Score)> = parties
        .into_iter()
        .map(|member| {
            (
                member,
                score(view.all, view.agreement, member, view.as_of()),
            )
        })
        .collect();
    let sides: Vec<_> = scores
        .iter()
        .map(|(member, score)| (*member, score, None))
        .collect();
    let content = html! {
        p.lead { (tr.say("commitments-scorecard-lead")) }
        (counts(view, &sides))
        @for (member, score) in &scores { h2 { (view.name(member)) } (bar(view, score)) }
    };
    Shown::comparing(tr.plain("commitments-scorecard", &[]), content)
}

/// The counts as a table: one row for each count, one column for each party; beside it, what it was.
pub(super) fn counts(view: &View<'_>, sides: &[(&str, &Score, Option<&Score>)]) -> Markup {
    let tr = view.tr();
    let mut table =
        Table::new(tr.say("commitments-score-caption")).column(tr.say("commitments-score-count"));
    for (member, _, previous) in sides {
        table = table.numbers(view.name(member));
        if previous.is_some() {
            table = table.numbers(tr.say("commitments-score-before"));
        }
    }
    let names = Score::default().counts();
    for (row, (name, _)) in names.iter().enumerate() {
        let at = |score: &Score| score.counts().get(row).map_or(0, |(_, count)| *count);
        let mut cells = vec![tr.say(&format!("commitments-score-{name}"))];
        for (_, score, previous) in sides {
            cells.push(html! { bdi dir="ltr" { (at(score)) } });
            if let Some(previous) = previous {
                cells.push(html! { bdi dir="ltr" { (at(previous)) } });
            }
        }
        table.push(cells);
    }
    table.show(tr)
}

/// How the due periods divide, as a bar; the table above says the same in numbers.
fn bar(view: &View<'_>, score: &Score) -> Markup {
    let tr = view.tr();
    let parts = [
        ("met", score.met),
        ("partial", score.partial),
        ("not-met", score.not_met),
        ("cannot-determine", score.cannot_determine),
        ("waiting", score.waiting),
    ];
    let whole = score.due.max(1);
    let mut from = 0;
    let mut segments = Vec::new();
    for (name, count) in parts {
        let width = count * 600 / whole;
        segments.push((name, count, from, width));
        from += width;
    }
    let label = parts
        .iter()
        .map(|(name, count)| {
            format!(
                "{} {count}",
                tr.plain(&format!("commitments-score-{name}"), &[])
            )
        })
        .collect::<Vec<_>>()
        .join(", ");
    html! {
        figure {
            svg viewBox="0 0 600 24" width="600" height="24" role="img" aria-label=(label) class="score" {
                rect x="0" y="0" width="600" height="24" fill="none" stroke="currentColor" {}
                @for (name, count, x, width) in segments {
                    @if count > 0 {
                        rect class={ "part " (name) } x=(x) y="0" width=(width) height="24"
                            fill="none" stroke="currentColor" {}
                        text x=(x + width / 2) y="16" text-anchor="middle" font-size="12"
                            fill="currentColor" { (count) }
                    }
                }
            }
            figcaption { (label) }
        }
    }
}
