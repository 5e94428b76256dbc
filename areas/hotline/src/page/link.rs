//! What these pages share: names, codes in words, stages as shape, word and colour.

use std::ops::Deref;

use act::{Area as _, Index, Time};
use page::{Ask, Id, Iso, Markup, Tr, Value as Amount, Words, html, shape};
use roll::Roll;

use crate::entry::Channel;
use crate::format::{Format, Value};
use crate::life::{Stage, Standing};
use crate::state::{Hotline, Message};

/// What a page of this area sees.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) all: &'a Hotline,
    pub(super) page: roll::page::View<'a>,
}

impl<'a> Deref for View<'a> {
    type Target = roll::page::View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.page
    }
}

impl<'a> View<'a> {
    pub(super) fn new(all: &'a Hotline, roll: &'a Roll, ask: &'a Ask<'a>) -> View<'a> {
        let area = Hotline::NAME;
        let page = roll::page::View { area, roll, ask };
        View { all, page }
    }

    /// A format in the reader's words, and its id.
    pub(super) fn format(&self, id: &str) -> Markup {
        self.tr().say(&super::typed::format_name(id))
    }

    /// A coded field's value: codes in the reader's words, words as they are.
    pub(super) fn field(&self, format: Option<&Format>, name: &str, text: &str) -> Markup {
        field(self.tr(), format, name, text)
    }

    /// Who sent it and under which number: `Party A 17`, with the post where one did.
    pub(super) fn sender(&self, message: &Message) -> Markup {
        html! {
            (self.name(&message.mark.member)) " " bdi dir="ltr" { (message.sent.number) }
            @if let Some(post) = &message.sent.post { " · " (Id(post)) }
            @if message.sent.channel == Channel::Drill { " " (self.exercise()) }
        }
    }

    /// Which numbers of its originator are missing before it.
    pub(super) fn missing(&self, message: &Message) -> Markup {
        let (last, n) = (message.sent.number.saturating_sub(1), message.missing);
        let first = message.sent.number.saturating_sub(n);
        html! {
            strong { (self.tr().with("hotline-missing", &[("n", Amount::Number(n))])) } " "
            bdi dir="ltr" { (first) @if first < last { "–" (last) } }
        }
    }

    /// When it was written without a link, and when the log had it.
    pub(super) fn waited(&self, message: &Message) -> Markup {
        let times = [
            ("said", Amount::Instant(message.said_at)),
            ("placed", Amount::Instant(message.mark.at)),
        ];
        self.tr().with("hotline-waited", &times)
    }

    /// The mark of an exercise, on every line of one.
    pub(super) fn exercise(&self) -> Markup {
        html! { strong.exercise { (self.tr().say("hotline-exercise")) } }
    }

    /// Where a message stands for an addressee.
    pub(super) fn standing(&self, standing: &Standing) -> Markup {
        let tr = self.tr();
        let late = standing.late(self.as_of());
        let class = match standing.stage {
            _ if late => "due",
            Stage::Accepted | Stage::Delivered | Stage::Opened => "recorded",
            Stage::Unreachable => "void",
            Stage::Acknowledged | Stage::Understood | Stage::Answered | Stage::Closed => {
                "witnessed"
            }
        };
        let word = tr.say(&format!("hotline-stage-{}", standing.stage.name()));
        html! {
            (shape(class, &word))
            @if standing.declared_out { " " (tr.say("hotline-declared-out")) }
            @if let Some((because, by)) = standing.awaited {
                @let key = match late {
                    true => format!("hotline-late-{}", because.name()),
                    false => format!("hotline-until-{}", because.name()),
                };
                " · " (tr.say(&key)) " " (Iso(by))
            }
        }
    }
}

/// A coded field's value: codes in the reader's words, words as they are.
pub(super) fn field(tr: Tr<'_>, format: Option<&Format>, name: &str, text: &str) -> Markup {
    let field = format.and_then(|format| format.field(name));
    match field.map(|field| field.value) {
        Some(Value::Code(_)) => tr.say(&format!("hotline-value-{text}")),
        Some(Value::Instant) => match text.parse::<Time>() {
            Ok(time) => html! { (Iso(time)) },
            Err(_) => html! { (Id(text)) },
        },
        Some(Value::Number) => html! { (Id(text)) },
        _ => html! { (Words { text, lang: None }) },
    }
}

/// A link to a message.
pub(super) fn message(index: Index, words: &Markup) -> Markup {
    html! { a href={ "/hotline/" (index) } { (words) } }
}

/// A position in an address.
pub(super) fn number(text: &str) -> Option<Index> {
    text.parse().ok()
}
