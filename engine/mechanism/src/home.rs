//! The home page and the glossary: what a visitor may see, and where a member starts.

use page::{Ask, FullHash, Markup, Shown, State, Table, Value, facts, html};

use crate::{Areas, World, show::LogView};

/// The state of the log; for members also what waits for them and where the areas are.
pub(crate) fn home(world: &World, log: &LogView, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let content = html! {
        @if let Some(halt) = world.halted() {
            (page::notice(page::Kind::Problem, &tr.with("mechanism-halted", &[
                ("index", Value::Number(halt.index)), ("kind", Value::Id(&halt.kind)),
            ])))
        }
        (state_of_the_log(log, ask))
        @if ask.viewer.is_some() {
            section aria-labelledby="areas" {
                h2 id="areas" { (tr.say("mechanism-areas")) }
                ul {
                    @for area in Areas::NAMES.iter().rev() {
                        li {
                            a href={ "/" (area) } { (tr.say(&format!("{area}-area"))) }
                            ": " (tr.say(&format!("{area}-about")))
                        }
                    }
                    li { a href="/log" { (tr.say("mechanism-log")) } ": " (tr.say("mechanism-log-about")) }
                }
            }
        } @else {
            p { (tr.say("mechanism-visitors")) }
            p.actions { (page::action_link("/appeal", &tr.say("watchlist-appeal-title"))) }
        }
    };
    Shown::reading(tr.plain("mechanism-home-title", &[]), content)
}

fn state_of_the_log(log: &LogView, ask: &Ask<'_>) -> Markup {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("mechanism-cosigned"))
        .column(tr.say("mechanism-witness"))
        .column(tr.say("mechanism-when"));
    if let (Some(published), Some(witnessed)) = (&log.published, ask.witnessed) {
        for (name, (_, seconds)) in witnessed.by.iter().zip(&published.cosigned) {
            let millis = i64::try_from(*seconds).unwrap_or(0).saturating_mul(1000);
            let at = act::Time::from_millis(millis);
            table.push([html! { (page::Name(name)) }, html! { (page::Iso(at)) }]);
        }
    }
    let behind = log.size - log.published.as_ref().map_or(0, |p| p.size.min(log.size));
    html! {
        section aria-labelledby="state" {
            h2 id="state" { (tr.say("mechanism-state")) }
            (facts([
                (tr.say("mechanism-size"), html! { bdi dir="ltr" { (log.size) } }),
                (tr.say("computed-tree"), html! { (FullHash(log.root)) }),
                (tr.say("mechanism-behind"), html! { bdi dir="ltr" { (behind) } }),
            ]))
            @if let Some(witnessed) = ask.witnessed {
                p { (State::Witnessed { by: &witnessed.by, at: witnessed.at }.mark(tr)) }
            }
            (table.show(tr))
        }
    }
}

/// One term for one thing, in all six languages.
pub(crate) fn glossary(ask: &Ask<'_>) -> Shown {
    let content = page::glossary(ask.tr, &page::TERMS);
    Shown::comparing(ask.tr.plain("glossary-title", &[]), content)
}
