//! One question: a name as it is read, and what tells the person from namesakes.

use std::collections::BTreeMap;

use page::{Choice, Field, Iso, Markup, Method, Problems, form, hidden, html};

use super::{Desk, Link};
use crate::entry::Purpose;

/// The page on which an officer asks. `values` are those typed before, if something is to be mended.
pub fn question(desk: &Desk<'_>, values: &BTreeMap<String, String>, problems: &Problems) -> Markup {
    let tr = desk.tr;
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let label = |name: &str| tr.say(&format!("watchlist-post-{name}"));
    let text = |name: &'static str| {
        let hint = tr.say(&format!("watchlist-post-{name}-hint"));
        let field = Field::new(name, label(name)).hint(hint);
        field.problems(problems).text(value(name))
    };
    let code = |name: &'static str| {
        let hint = tr.say(&format!("watchlist-post-{name}-hint"));
        let field = Field::new(name, label(name)).hint(hint);
        field.problems(problems).code(value(name))
    };
    let purposes: Vec<Choice<'_>> = Purpose::ALL
        .iter()
        .map(|purpose| Choice {
            value: purpose.name(),
            label: tr.say(&format!("watchlist-value-{}", purpose.name())),
        })
        .collect();
    let purpose = Field::new("purpose", tr.say("watchlist-field-purpose"))
        .problems(problems)
        .select(&purposes, value("purpose"));
    let fields = html! {
        (text("name")) (text("other")) (text("father")) (code("birth")) (code("document"))
        (purpose)
        (desk.officer(value("officer"), problems))
    };
    let content = html! {
        p.lead { (tr.say("watchlist-post-lead")) }
        (problems.summary(tr))
        (form(Method::Post, "/ask", &fields, &tr.say("watchlist-post-ask")))
        section {
            h2 { (tr.say("watchlist-post-second-officer")) }
            p { a href="/confirm" { (tr.say("watchlist-post-confirm")) } }
        }
        (outbox(desk))
    };
    desk.page(&tr.plain("watchlist-post-title", &[]), "/", &content)
}

/// What is on its way, what did not count, and the switch of the link.
fn outbox(desk: &Desk<'_>) -> Markup {
    let tr = desk.tr;
    let (now, button) = match desk.link {
        Link::Off => ("on", tr.say("watchlist-post-link-switch-on")),
        Link::On | Link::Broken => ("off", tr.say("watchlist-post-link-switch-off")),
    };
    html! {
        section {
            h2 { (tr.say("watchlist-post-link")) }
            p { (tr.with("watchlist-post-waiting", &[("n", page::Value::Number(desk.waiting))])) }
            @if !desk.refused.is_empty() {
                p { strong { (tr.say("watchlist-post-not-counted")) } }
                ul {
                    @for (said, at, why) in &desk.refused {
                        li {
                            (tr.say(said)) " " (Iso(*at)) " "
                            bdi.quiet lang="en" dir="ltr" { (why) }
                        }
                    }
                }
            }
            (form(Method::Post, "/link", &hidden("link", now), &button))
        }
    }
}
