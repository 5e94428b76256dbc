//! What an officer saw, and what a second one saw: lines that were compared, one outcome.

use std::collections::BTreeMap;

use page::{Choice, Field, Id, Markup, Method, Problems, form, group, html};

use super::{Answer, Candidate, Desk};
use crate::entry::{Adjudication, Agreement, Feature};

/// What can be compared, with the names of the fields.
pub const FEATURES: [(&str, Feature); 8] = [
    ("compared-name", Feature::Name),
    ("compared-father", Feature::Father),
    ("compared-birth", Feature::Birth),
    ("compared-place", Feature::Place),
    ("compared-document", Feature::Document),
    ("compared-picture", Feature::Picture),
    ("compared-mark", Feature::Mark),
    ("compared-token", Feature::Token),
];

/// The page on which an officer says what a comparison came to.
pub fn compare(
    desk: &Desk<'_>,
    answer: &Answer,
    (place, candidate): (usize, &Candidate),
    values: &BTreeMap<String, String>,
    problems: &Problems,
) -> Markup {
    let tr = desk.tr;
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let results: Vec<Choice<'_>> = std::iter::once(Choice {
        value: "",
        label: tr.say("watchlist-post-not-compared"),
    })
    .chain(Agreement::ALL.iter().map(|result| Choice {
        value: result.name(),
        label: tr.say(&format!("watchlist-value-{}", result.name())),
    }))
    .collect();
    let lines = html! {
        @for (name, feature) in FEATURES {
            (Field::new(name, tr.say(&format!("watchlist-value-{}", feature.name())))
                .problems(problems).select(&results, value(name)))
        }
    };
    let minutes = Field::new("minutes", tr.say("watchlist-field-held_minutes"))
        .required()
        .problems(problems)
        .number(value("minutes"));
    let fields = html! {
        (group(&tr.say("watchlist-group-compared"), &lines))
        (outcome(desk, value("outcome"), problems))
        (minutes)
        (desk.officer(value("officer"), problems))
    };
    let path = format!("/answers/{}/{place}/compare", answer.id);
    let content = html! {
        p.lead { (Id(&candidate.leaf.listing)) }
        p { (tr.say("watchlist-post-compare-rule")) }
        (problems.summary(tr))
        (form(Method::Post, &path, &fields, &tr.say("watchlist-post-record")))
    };
    let title = tr.plain("watchlist-form-screenings-adjudicate", &[]);
    desk.page(&title, &path, &content)
}

/// The page on which a second officer, with a key of its own, says what it saw.
pub fn confirm(desk: &Desk<'_>, values: &BTreeMap<String, String>, problems: &Problems) -> Markup {
    let tr = desk.tr;
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let code = Field::new("code", tr.say("watchlist-post-code"))
        .hint(tr.say("watchlist-post-code-hint"))
        .required()
        .problems(problems)
        .code(value("code"));
    let fields = html! {
        (code)
        (outcome(desk, value("outcome"), problems))
        (desk.officer(value("officer"), problems))
    };
    let content = html! {
        p { (tr.say("watchlist-post-confirm-rule")) }
        (problems.summary(tr))
        (form(Method::Post, "/confirm", &fields, &tr.say("watchlist-post-record")))
    };
    let title = tr.plain("watchlist-form-adjudications-confirm", &[]);
    desk.page(&title, "/confirm", &content)
}

fn outcome(desk: &Desk<'_>, chosen: &str, problems: &Problems) -> Markup {
    let choices: Vec<Choice<'_>> = Adjudication::ALL
        .iter()
        .map(|outcome| Choice {
            value: outcome.name(),
            label: desk.tr.say(&format!("watchlist-value-{}", outcome.name())),
        })
        .collect();
    Field::new("outcome", desk.tr.say("watchlist-field-outcome"))
        .required()
        .problems(problems)
        .radio(&choices, chosen)
}
