//! What a question came to: nothing, or listings that may be meant, each with what speaks against it
//! before what speaks for it. Never a percentage, and never a decision.

use act::{Digest, Time};
use page::{Id, Iso, Markup, Name, Words, facts, html};

use super::Desk;
use crate::body::{Body, Quality};
use crate::edition::Leaf;
use crate::entry::Band;

/// An answer, as it is shown.
pub struct Answer {
    /// Its address on this machine: random, forgotten after a while.
    pub id: String,
    /// When it was asked.
    pub asked: Time,
    /// The commitment that the log holds of the question.
    pub query: Digest,
    /// The version of the matcher.
    pub matcher: &'static str,
    /// The highest band.
    pub band: Band,
    /// What may be meant, best first.
    pub candidates: Vec<Candidate>,
}

/// A listing that may be meant.
pub struct Candidate {
    /// What the edition says of it.
    pub leaf: Leaf,
    /// What is in its seal.
    pub body: Body,
    /// In which band it is.
    pub band: Band,
    /// What speaks against.
    pub differs: Vec<Line>,
    /// What speaks for.
    pub agrees: Vec<Line>,
    /// What is not known.
    pub missing: Vec<Line>,
    /// How many small pictures could be opened.
    pub pictures: usize,
    /// Whether an officer has compared the person with it.
    pub compared: bool,
}

/// One line of an explanation, from the matcher.
pub struct Line {
    /// `name`, `father`, `birth`, `document`.
    pub feature: &'static str,
    /// A stable code.
    pub code: &'static str,
    /// What was read.
    pub read: String,
    /// What is listed.
    pub listed: String,
}

/// The page of an answer.
pub fn answer(desk: &Desk<'_>, answer: &Answer) -> Markup {
    let tr = desk.tr;
    let content = html! {
        p.lead { (tr.say(&format!("watchlist-value-{}", answer.band.name()))) }
        @if !answer.candidates.is_empty() { p.notice { (tr.say("watchlist-screening-rule")) } }
        @for (place, candidate) in answer.candidates.iter().enumerate() {
            (one(desk, answer, place, candidate))
        }
        (facts([
            (tr.say("watchlist-screening"), html! { (Iso(answer.asked)) }),
            (tr.say("watchlist-field-query"), html! { (page::Hash(answer.query)) }),
            (tr.say("watchlist-field-matcher"), html! { (Id(answer.matcher)) }),
        ]))
        p.actions { a.action href="/" { (tr.say("watchlist-post-again")) } }
    };
    let path = format!("/answers/{}", answer.id);
    desk.page(&tr.plain("watchlist-post-answer", &[]), &path, &content)
}

fn one(desk: &Desk<'_>, answer: &Answer, place: usize, candidate: &Candidate) -> Markup {
    let tr = desk.tr;
    let leaf = &candidate.leaf;
    html! {
        section.candidate {
            h2 {
                (Id(&leaf.listing)) " · " (tr.say(&format!("watchlist-value-{}", candidate.band.name())))
            }
            @if !candidate.body.not_this_person.is_empty() {
                h3 { (tr.say("watchlist-post-not-this-person")) }
                ul {
                    @for namesake in &candidate.body.not_this_person {
                        li { (words(&namesake.told_apart_by)) }
                    }
                }
            }
            (lines(desk, "differs", &candidate.differs))
            (lines(desk, "agrees", &candidate.agrees))
            (lines(desk, "unknown", &candidate.missing))
            (listed(desk, candidate))
            (pictures(desk, answer, place, candidate.pictures))
            @if candidate.compared {
                p { (tr.say("watchlist-post-compared")) }
            } @else {
                p.actions {
                    a.action href={ "/answers/" (answer.id) "/" (place) "/compare" } {
                        (tr.say("watchlist-form-screenings-adjudicate"))
                    }
                }
            }
        }
    }
}

/// Lines of an explanation under the word for their result; nothing if there are none.
fn lines(desk: &Desk<'_>, result: &str, lines: &[Line]) -> Markup {
    let tr = desk.tr;
    html! {
        @if !lines.is_empty() {
            h3 { (tr.say(&format!("watchlist-value-{result}"))) }
            ul {
                @for line in lines {
                    li {
                        (tr.say(&format!("watchlist-value-{}", line.feature))) ": "
                        (tr.say(&format!("watchlist-post-line-{}", line.code)))
                        @if !line.read.is_empty() { " · " (tr.say("watchlist-post-read")) " " (Name(&line.read)) }
                        @if !line.listed.is_empty() { " · " (tr.say("watchlist-post-listed")) " " (Name(&line.listed)) }
                    }
                }
            }
        }
    }
}

/// What an officer needs of the body, and no more: not the case, not the decisions.
fn listed(desk: &Desk<'_>, candidate: &Candidate) -> Markup {
    let tr = desk.tr;
    let (leaf, body) = (&candidate.leaf, &candidate.body);
    let action = match leaf.action {
        Some(action) => tr.say(&format!("watchlist-value-{}", action.name())),
        None => html! { strong { (tr.say("watchlist-action-suspended")) } },
    };
    let all = |texts: Vec<&str>| html! { ul.plain { @for text in texts { li { (words(text)) } } } };
    let texts = |texts: &[String]| all(texts.iter().map(String::as_str).collect());
    let names = body
        .names
        .iter()
        .filter(|name| name.quality != Quality::Low);
    let documents = body.documents.iter().map(|one| one.number.as_str());
    let summary = body.summary.get(tr.lang.tag());
    let summary = summary.or_else(|| body.summary.get("en"));
    let mut rows = vec![
        (tr.say("watchlist-field-action"), action),
        (
            tr.say("watchlist-field-category"),
            tr.say(&format!("watchlist-value-{}", leaf.category.name())),
        ),
        (
            tr.say("watchlist-value-name"),
            all(names.map(|name| name.text.as_str()).collect()),
        ),
    ];
    let known = [
        ("father", texts(&body.fathers), body.fathers.is_empty()),
        ("birth", texts(&body.births), body.births.is_empty()),
        ("place", texts(&body.places), body.places.is_empty()),
        (
            "document",
            all(documents.collect()),
            body.documents.is_empty(),
        ),
        ("mark", texts(&body.marks), body.marks.is_empty()),
    ];
    for (feature, shown, empty) in known {
        if !empty {
            rows.push((tr.say(&format!("watchlist-value-{feature}")), shown));
        }
    }
    if let Some(summary) = summary {
        rows.push((tr.say("watchlist-post-summary"), words(summary)));
    }
    facts(rows)
}

/// The pictures of the listing beside an empty frame: people compare, the program does not.
fn pictures(desk: &Desk<'_>, answer: &Answer, place: usize, count: usize) -> Markup {
    let tr = desk.tr;
    html! {
        @if count > 0 {
            h3 { (tr.say("watchlist-post-pictures")) }
            div.beside {
                @for number in 0..count {
                    img src={ "/answers/" (answer.id) "/" (place) "/pictures/" (number) }
                        alt=(tr.plain("watchlist-post-picture-listed", &[]));
                }
                figure { figcaption { (tr.say("watchlist-post-picture-person")) } }
            }
            p { (tr.say("watchlist-post-look")) }
        }
    }
}

fn words(text: &str) -> Markup {
    html! { (Words { text, lang: None }) }
}
