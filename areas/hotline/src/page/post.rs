//! The pages on which officers of a border post write on the line, with or without a link: its book of
//! messages, the formats, the form, the reading before it is signed. They are served on the post's own
//! machine; the fields are those of a node's pages.

use act::{EntryId, Index, Time};
use page::{
    Choice, Field, Id, Iso, Markup, Method, Name, Problems, Table, Tr, Value, Words, action_link,
    facts, form, hidden, html,
};
use serde::{Deserialize, Serialize};

use super::incoming::{self, ANSWER};
use super::typed::{self, Values};
use crate::entry::{Channel, HotlineEntry, MessageSent};
use crate::format::{Format, format_of};
use crate::post::LineOfPost;
use crate::rule::fits_format;

/// Messages shown in the book.
pub const SHOWN_MAX: usize = 100;

/// A message in a post's book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// As it was signed.
    pub message: MessageSent,
    /// By the post's clock.
    pub said_at: Time,
    /// What became of it.
    pub fate: Fate,
}

/// What became of a message that a post wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It waits for the link.
    Waiting,
    /// It stands in the log.
    Placed {
        /// Its name.
        id: EntryId,
        /// Where.
        index: Index,
        /// Since when.
        at: Time,
    },
    /// It stands in the log, and is void.
    Void {
        /// Where.
        index: Index,
        /// Since when.
        at: Time,
        /// Why, in English.
        why: String,
    },
    /// The host did not take it.
    Refused {
        /// Why, in English.
        why: String,
    },
}

/// A page without its frame: the title, and what it shows.
pub type Page = (String, Markup);

/// The book: what this post wrote, latest first, and where a number is missing. `all` is of one member,
/// and ordered by channel and number.
pub fn book(tr: Tr<'_>, line: Option<&LineOfPost>, all: &[Noted]) -> Page {
    let content = html! {
        p.lead { (tr.say("hotline-post-lead")) }
        p.actions { (action_link("/messages/new", &tr.say("hotline-new"))) }
        (known(tr, line))
        @if let Some(line) = line { (incoming::incoming(tr, line)) }
        @for channel in Channel::ALL {
            @let numbered: Vec<&Noted> =
                all.iter().filter(|one| one.message.channel == *channel).collect();
            @if !numbered.is_empty() { (channel_table(tr, *channel, &numbered)) }
        }
    };
    (tr.plain("hotline-post-title", &[]), content)
}

/// How much the post knows of the line.
fn known(tr: Tr<'_>, line: Option<&LineOfPost>) -> Markup {
    html! {
        p.hint {
            @match line {
                Some(line) => {
                    (tr.with("hotline-post-as-of", &[("at", Value::Instant(line.as_of))]))
                }
                None => { (tr.say("hotline-post-no-line")) }
            }
        }
    }
}

fn channel_table(tr: Tr<'_>, channel: Channel, numbered: &[&Noted]) -> Markup {
    let mut table = Table::new(tr.say(&format!("hotline-value-{}", channel.name())))
        .column(tr.say("hotline-field-number"))
        .column(tr.say("hotline-message"))
        .column(tr.say("hotline-post-written"))
        .column(tr.say("hotline-stands"));
    let mut after: Option<u64> = None;
    for one in numbered.iter().rev().take(SHOWN_MAX) {
        let number = one.message.number;
        let missing = after.map_or(0, |after| after.saturating_sub(number + 1));
        if missing > 0 {
            let gap = html! { strong { (tr.with("hotline-post-gap", &[("n", Value::Number(missing))])) } };
            let numbers =
                html! { bdi dir="ltr" { (number + 1) @if missing > 1 { "–" (number + missing) } } };
            table.push([numbers, gap, Markup::default(), Markup::default()]);
        }
        after = Some(number);
        table.push([
            html! { bdi dir="ltr" { (number) } },
            gist(tr, &one.message),
            html! { (Iso(one.said_at)) },
            fate(tr, one),
        ]);
    }
    table.show(tr)
}

fn gist(tr: Tr<'_>, message: &MessageSent) -> Markup {
    let precedence = message.precedence.name();
    let text: String = message.text.chars().take(80).collect();
    html! {
        @if message.channel == Channel::Drill { strong.exercise { (tr.say("hotline-exercise")) } " " }
        strong class={ "precedence " (precedence) } { (tr.say(&format!("hotline-value-{precedence}"))) }
        " " (tr.say(&typed::format_name(&message.format)))
        @if !text.is_empty() { br; bdi.quiet { (text) } }
    }
}

fn fate(tr: Tr<'_>, one: &Noted) -> Markup {
    let at = |at: Time| [("at", Value::Instant(at))];
    let why = |why: &str| html! { " " bdi.quiet lang="en" dir="ltr" { (why) } };
    let channel = one.message.channel.name();
    let correction =
        |id: &EntryId| format!("/messages/new/correction?corrects={id}&channel={channel}");
    html! {
        @match &one.fate {
            Fate::Waiting => strong { (tr.say("hotline-post-waits")) },
            Fate::Placed { id, index, at: placed } => {
                (tr.with("hotline-post-placed", &at(*placed))) " " bdi dir="ltr" { "#" (index) }
                " " a href=(correction(id)) { (tr.say("hotline-correct")) }
            }
            Fate::Void { index, at: placed, why: reason } => {
                strong { (tr.with("hotline-post-void", &at(*placed))) } " " bdi dir="ltr" { "#" (index) }
                (why(reason))
            }
            Fate::Refused { why: reason } => {
                strong { (tr.say("hotline-post-refused")) } (why(reason))
            }
        }
    }
}

/// Which format?
pub fn choose(tr: Tr<'_>, line: Option<&LineOfPost>) -> Page {
    let content = html! {
        p.lead { (tr.say("hotline-choose-lead")) }
        (known(tr, line))
        ul {
            @for one in line.into_iter().flat_map(LineOfPost::offered).filter(|one| ![CORRECTION, ANSWER].contains(&one.id)) {
                li {
                    a href={ "/messages/new/" (one.id) } { (tr.say(&typed::format_name(one.id))) }
                    " " code dir="ltr" { (one.id) }
                }
            }
        }
    };
    (tr.plain("hotline-new", &[]), content)
}

/// The format that only stands in place of another message.
const CORRECTION: &str = "correction";

/// The form of a format; `values` are those typed before, if something is to be changed.
pub fn compose(
    tr: Tr<'_>,
    format: &Format,
    line: &LineOfPost,
    values: &Values,
    problems: &Problems,
    now: Time,
) -> Page {
    let mut values = values.clone();
    typed::begin(&mut values, tr, format, now);
    let about = |name: &str| values.get(name).map_or("", String::as_str);
    let fields = html! {
        @for name in ["corrects", "in_reply_to"] { (hidden(name, about(name))) }
        (typed::fields(tr, format, &values, problems))
    };
    let content = html! {
        (problems.summary(tr))
        (incoming::answered(tr, line, about("in_reply_to")))
        (form(
            Method::Post,
            &format!("/messages/new/{}", format.id),
            &fields,
            &tr.say("form-to-review"),
        ))
    };
    (tr.plain(&typed::format_name(format.id), &[]), content)
}

/// Who can sign on a post's page.
pub struct Signers<'a> {
    /// Names of the officers whose keys may send messages of this post.
    pub names: Vec<&'a str>,
    /// Names this draft, so that sending it twice sends it once.
    pub draft: &'a str,
}

/// What will be signed, for whoever signs it, and for a second officer where the charter asks for one.
pub fn review(
    tr: Tr<'_>,
    message: &MessageSent,
    line: &LineOfPost,
    values: &Values,
    signers: &Signers<'_>,
    problems: &Problems,
) -> Page {
    let format = format_of(&message.format);
    let mut lines = vec![
        (
            tr.say("hotline-field-precedence"),
            tr.say(&format!("hotline-value-{}", message.precedence.name())),
        ),
        (
            tr.say("hotline-field-channel"),
            tr.say(&format!("hotline-value-{}", message.channel.name())),
        ),
    ];
    lines.extend(message.fields.iter().map(|(name, text)| {
        let label = tr.say(&format!("hotline-field-{name}"));
        (label, super::link::field(tr, format, name, text))
    }));
    for one in &message.refs {
        let kind = tr.say(&format!("hotline-value-{}", one.kind.name()));
        lines.push((kind, html! { (Id(&one.id)) }));
    }
    let carried = html! {
        @for (name, value) in values.iter().filter(|(name, _)| !OWN_FIELDS.contains(&name.as_str())) {
            (hidden(name, value))
        }
    };
    let officer = |name: &'static str, label: &str| {
        let none = Choice {
            value: "",
            label: tr.say("form-none"),
        };
        let named = signers.names.iter().map(|name| Choice {
            value: name,
            label: html! { (Name(name)) },
        });
        let all: Vec<Choice<'_>> = std::iter::once(none).chain(named).collect();
        let chosen = values.get(name).map_or("", String::as_str);
        let field = Field::new(name, tr.say(label))
            .required()
            .problems(problems);
        field.select(&all, chosen)
    };
    let signing = html! {
        (carried) (hidden("step", SEND)) (hidden("draft", signers.draft))
        (officer("officer", "hotline-post-officer"))
        @if wants_second(line, message) { (officer("second", "hotline-post-second")) }
    };
    let path = format!("/messages/new/{}", message.format);
    let answers = message.in_reply_to.map(|id| id.to_string());
    let content = html! {
        p.lead { (tr.say("hotline-post-review-lead")) }
        (problems.summary(tr))
        (incoming::answered(tr, line, answers.as_deref().unwrap_or_default()))
        (facts(lines))
        @if !message.text.is_empty() {
            blockquote lang=(message.lang) { (Words { text: &message.text, lang: None }) }
        }
        (form(Method::Post, &path, &signing, &tr.say("hotline-post-send")))
        (form(Method::Post, &path, &html! { (carried) (hidden("step", CHANGE)) }, &tr.say("hotline-post-change")))
    };
    (tr.plain("hotline-post-review", &[]), content)
}

/// The step of a form that signs.
pub const SEND: &str = "send";
/// The step of a form that goes back.
pub const CHANGE: &str = "change";
/// Fields that are not the message's.
const OWN_FIELDS: &[&str] = &["step", "draft", "officer", "second"];

/// Whether the charter asks for a second officer.
pub fn wants_second(line: &LineOfPost, message: &MessageSent) -> bool {
    let wanted = message.precedence.name();
    line.second_officer.iter().any(|one| one == wanted)
}

/// The message that the fields say, as this post would send it. Its number is the outbox's to give.
pub fn read(
    tr: Tr<'_>,
    format: &Format,
    line: &LineOfPost,
    sent: &Values,
) -> Result<MessageSent, Problems> {
    let mut problems = Problems::default();
    let mut entry = typed::read(tr, format, sent, &mut problems);
    if (format.id == CORRECTION) != entry.contains_key("corrects") {
        problems.add("corrects", tr.say("form-needed"));
    }
    if format.id == ANSWER && !entry.contains_key("in_reply_to") {
        problems.add("in_reply_to", tr.say("form-needed"));
    }
    entry.insert("number".to_owned(), 1.into());
    entry.insert("post".to_owned(), line.post.as_str().into());
    let message = match typed::decode(tr, entry, problems)? {
        HotlineEntry::MessageSent(message) => message,
        _ => return Err(Problems::default()),
    };
    match fits_format(&message) {
        Ok(()) => Ok(message),
        Err(refusal) => {
            let mut problems = Problems::default();
            problems.add("text", tr.refusal(&refusal));
            Err(problems)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use page::{Catalogue, Lang};

    use super::*;
    use crate::entry::Precedence;
    use crate::format::FORMATS;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    fn line() -> LineOfPost {
        LineOfPost {
            post: "torkham".to_owned(),
            formats: FORMATS.iter().map(|one| one.id.to_owned()).collect(),
            second_officer: vec!["flash".to_owned()],
            as_of: at("2025-11-20T09:00:00.000Z"),
            ..LineOfPost::default()
        }
    }

    /// The line once somebody has sent the post an alert.
    fn with_incoming() -> LineOfPost {
        let mut message = alert(9, Fate::Waiting).message;
        message.post = None;
        let incoming = crate::post::Incoming {
            id: EntryId::of(b"theirs"),
            index: 21,
            at: at("2025-11-20T08:00:00.000Z"),
            member: "b".to_owned(),
            message,
        };
        LineOfPost {
            incoming: vec![incoming],
            ..line()
        }
    }

    fn catalogue() -> Catalogue {
        let sources: Vec<_> = crate::page::SOURCES
            .into_iter()
            .chain(roll::page::SOURCES)
            .collect();
        Catalogue::new(&sources).unwrap()
    }

    fn alert(number: u64, fate: Fate) -> Noted {
        let typed = ["precedence=flash", "event=fire", "place=Gate 2", "lang=en"];
        let typed = typed.map(|one| one.split_once('=').unwrap());
        let sent = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let catalogue = catalogue();
        let tr = Tr::new(Lang::En, &catalogue);
        let format = format_of("alert.flash").unwrap();
        let Ok(mut message) = read(tr, format, &line(), &BTreeMap::from(sent)) else {
            panic!("the fields are those of an alert")
        };
        message.number = number;
        Noted {
            message,
            said_at: at("2025-11-20T10:02:00.000Z"),
            fate,
        }
    }

    fn written() -> Vec<Noted> {
        let (id, index) = (EntryId::of(b"an act"), 17);
        let (at, why) = (at("2025-11-20T14:31:00.000Z"), "why".to_owned());
        let void = Fate::Void {
            index,
            at,
            why: why.clone(),
        };
        vec![
            alert(1, Fate::Placed { id, index, at }),
            alert(2, void),
            alert(3, Fate::Refused { why }),
            alert(6, Fate::Waiting),
        ]
    }

    #[test]
    fn every_page_has_all_its_words_in_every_language() {
        let catalogue = catalogue();
        let (line, written) = (with_incoming(), written());
        let values = BTreeMap::new();
        let signers = Signers {
            names: vec!["Officer 1", "Officer 2"],
            draft: "00ff",
        };
        let mut problems = Problems::default();
        problems.add("text", html! { "A problem." });
        for lang in Lang::ALL {
            let tr = Tr::new(lang, &catalogue);
            let message = &written[0].message;
            let mut pages = vec![
                book(tr, Some(&line), &written),
                book(tr, None, &[]),
                choose(tr, Some(&line)),
                review(tr, message, &line, &values, &signers, &problems),
            ];
            pages.extend(line.offered().map(|format| {
                let now = at("2025-11-20T09:00:00.000Z");
                compose(tr, format, &line, &values, &problems, now)
            }));
            for key in ["hotline-post-choose", "hotline-post-same"] {
                pages.push((tr.plain(key, &[]), tr.say(key)));
            }
            for (title, content) in pages {
                let page = content.into_string();
                let missing = page.split("class=\"missing\"").nth(1);
                assert_eq!(missing, None, "{lang:?}");
                assert!(!page.contains("hotline-"), "{lang:?}: {page}");
                assert!(!title.contains("hotline-"), "{lang:?}: {title}");
            }
        }
    }

    #[test]
    fn the_book_shows_every_number_and_those_that_are_not_in_it() {
        let catalogue = catalogue();
        let tr = Tr::new(Lang::En, &catalogue);
        let page = book(tr, Some(&line()), &written()).1.into_string();
        let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
        // Latest first.
        let shown = [
            "waits for the link",
            ">4–5<",
            "refused by the host; its number is not given again",
            "and is void; its number is not given again",
            "/messages/new/correction?corrects=",
        ];
        assert!(shown.map(place).is_sorted(), "{page}");
    }

    #[test]
    fn a_second_officer_is_asked_for_where_the_charter_asks_for_one() {
        let line = line();
        let mut message = alert(1, Fate::Waiting).message;
        assert!(wants_second(&line, &message));
        message.precedence = Precedence::Immediate;
        assert!(!wants_second(&line, &message));
        let offered: Vec<&str> = line.offered().map(|format| format.id).collect();
        assert!(offered.contains(&"alert.flash"));
        assert!(!offered.contains(&"mediator.note"), "only mediators say it");
    }
}
