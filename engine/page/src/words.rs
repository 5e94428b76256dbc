//! Saying things in the reader's language: a key of a Fluent file, with values that keep their
//! own direction inside the sentence.

use act::{Digest, PublicKey, Refusal, Time};
use fluent_bundle::{FluentArgs, FluentValue};
use maud::{Escaper, Markup, PreEscaped, Render, html};
use std::fmt::Write as _;

use crate::catalogue::Catalogue;
use crate::direction::{Hash, Id, Key, Name, Words};
use crate::lang::{Dir, Lang};

/// A reader's language and the words to speak it: what nearly every function of a page takes.
#[derive(Clone, Copy)]
pub struct Tr<'a> {
    /// The language.
    pub lang: Lang,
    /// The words.
    pub catalogue: &'a Catalogue,
}

/// What a sentence can place. The kind decides how it is marked up and which way it runs.
#[derive(Clone, Debug)]
pub enum Value<'a> {
    /// A person, party, office or place.
    Name(&'a str),
    /// A short identifier: a clause, an entry kind, a ruleset.
    Id(&'a str),
    /// Words somebody wrote, in any language.
    Words(&'a str),
    /// A count; also chooses the plural.
    Number(u64),
    /// A name of a variant of the message, never shown itself.
    Choice(&'a str),
    /// An instant, as prose.
    Instant(Time),
    /// The day of an instant, as prose.
    Date(Time),
    /// Milliseconds, in words.
    Duration(i64),
    /// A digest, shortened.
    Hash(Digest),
    /// A public key, shortened.
    Key(PublicKey),
    /// Anything already rendered.
    Markup(Markup),
}

/// Sentences are formatted with one private-use character per value; markup takes its place after
/// the sentence was escaped. Values never pass through the formatter as text, so nothing a member
/// wrote can look like a placeholder.
const FIRST_PLACEHOLDER: u32 = 0xe000;
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
const POP_ISOLATE: char = '\u{2069}';

impl<'a> Tr<'a> {
    /// Words in `lang` from `catalogue`.
    pub const fn new(lang: Lang, catalogue: &'a Catalogue) -> Tr<'a> {
        Tr { lang, catalogue }
    }

    /// Which way the page runs.
    pub const fn dir(self) -> Dir {
        self.lang.dir()
    }

    /// A message without values.
    pub fn say(self, key: &str) -> Markup {
        self.with(key, &[])
    }

    /// A message with values, as markup for element content (for attributes: [`Tr::plain`]).
    pub fn with(self, key: &str, values: &[(&str, Value<'_>)]) -> Markup {
        let mut args = FluentArgs::with_capacity(values.len());
        for (i, (name, value)) in values.iter().enumerate() {
            args.set(*name, placeholder(i, value));
        }
        let Some((lang, text)) = self.catalogue.format(self.lang, key, &args) else {
            return html! { code.missing dir="ltr" { (key) } };
        };
        let sentence = PreEscaped(self.fill(&text, values));
        if lang == self.lang {
            return sentence;
        }
        // A gap in the translation: English, marked as such for screen readers and spell-checkers.
        html! { span lang=(lang.tag()) dir=(lang.dir().html()) { (sentence) } }
    }

    /// A message as plain text, for titles and attributes. Values stand in Unicode isolates.
    pub fn plain(self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, self.flat(value));
        }
        self.catalogue
            .format(self.lang, key, &args)
            .map_or_else(|| key.to_owned(), |(_, text)| text)
    }

    /// The sentence of a refusal, from the message named by its code (see [`message_key`]).
    pub fn refusal(self, refusal: &Refusal) -> Markup {
        self.coded(refusal.code, &refusal.about)
    }

    /// The sentence of any stable code and its facts: refusals, dues, breaches.
    pub fn coded(self, code: &str, about: &[(&'static str, act::Value)]) -> Markup {
        let values: Vec<_> = about
            .iter()
            .map(|(name, value)| (*name, value.into()))
            .collect();
        self.with(&message_key(code), &values)
    }

    /// The sentence of a stable code as plain text, for terminals and problem details; none where the
    /// language files have no such sentence, as with a code of a newer release.
    pub fn coded_text(self, code: &str, about: &[(&str, act::Value)]) -> Option<String> {
        let mut args = FluentArgs::with_capacity(about.len());
        for (name, value) in about {
            args.set(*name, self.flat(&value.into()));
        }
        let key = message_key(code);
        let (lang, text) = self.catalogue.format(self.lang, &key, &args)?;
        Some(match lang.dir() {
            // Values in our left-to-right texts are Latin, so the marks would only be noise there.
            Dir::Ltr => text.replace([FIRST_STRONG_ISOLATE, POP_ISOLATE], ""),
            Dir::Rtl => text,
        })
    }

    fn fill(self, text: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut out = String::with_capacity(text.len() + 64 * values.len());
        let mut rest = text.chars().peekable();
        while let Some(c) = rest.next() {
            // The element that replaces a placeholder is an isolate itself, so the formatter's
            // isolates around it would only double it.
            if c == FIRST_STRONG_ISOLATE && rest.peek().copied().and_then(place).is_some() {
                continue;
            }
            match place(c).and_then(|i| values.get(i)) {
                Some((_, value)) => {
                    self.value(value).render_to(&mut out);
                    if rest.peek() == Some(&POP_ISOLATE) {
                        rest.next();
                    }
                }
                None => {
                    let _ = write!(Escaper::new(&mut out), "{c}");
                }
            }
        }
        out
    }

    /// One value as it stands in a sentence.
    pub fn value(self, value: &Value<'_>) -> Markup {
        match value {
            Value::Name(name) => Name(name).render(),
            Value::Id(id) => Id(id).render(),
            Value::Words(text) => Words { text, lang: None }.render(),
            Value::Number(number) => number.render(),
            Value::Choice(_) => Markup::default(),
            Value::Instant(time) => self.instant(*time),
            Value::Date(time) => self.date(*time),
            Value::Duration(millis) => self.duration(*millis),
            Value::Hash(digest) => Hash(*digest).render(),
            Value::Key(key) => Key(*key).render(),
            Value::Markup(markup) => markup.clone(),
        }
    }

    fn flat<'v>(self, value: &Value<'v>) -> FluentValue<'v> {
        match value {
            Value::Name(text) | Value::Id(text) | Value::Words(text) | Value::Choice(text) => {
                FluentValue::from(*text)
            }
            Value::Number(number) => FluentValue::from(*number),
            Value::Instant(time) => FluentValue::from(self.instant_text(*time)),
            Value::Date(time) => FluentValue::from(self.date_text(*time)),
            Value::Duration(millis) => FluentValue::from(self.duration_text(*millis)),
            Value::Hash(digest) => FluentValue::from(digest.to_string()),
            Value::Key(key) => FluentValue::from(key.to_string()),
            Value::Markup(markup) => FluentValue::from(markup.0.clone()),
        }
    }
}

/// The Fluent message of a stable code: `agreement.no-basis` is the message `agreement-no-basis`,
/// since a dot is not part of a Fluent name.
pub fn message_key(code: &str) -> String {
    code.replace('.', "-")
}

fn placeholder<'v>(i: usize, value: &Value<'v>) -> FluentValue<'v> {
    match value {
        // Numbers and choices must reach the formatter itself: it picks variants by them.
        Value::Number(number) => FluentValue::from(*number),
        Value::Choice(choice) => FluentValue::from(*choice),
        _ => {
            let code = u32::try_from(i)
                .ok()
                .and_then(|i| char::from_u32(FIRST_PLACEHOLDER + i));
            FluentValue::from(code.map(String::from).unwrap_or_default())
        }
    }
}

fn place(c: char) -> Option<usize> {
    let i = u32::from(c).checked_sub(FIRST_PLACEHOLDER)?;
    (i < 256).then_some(i as usize)
}

impl<'a> From<&'a act::Value> for Value<'a> {
    fn from(value: &'a act::Value) -> Value<'a> {
        match value {
            act::Value::Id(id) => Value::Id(id),
            act::Value::Words(words) => Value::Words(words),
            act::Value::Number(number) => Value::Number(*number),
            act::Value::Time(time) => Value::Instant(*time),
            act::Value::Key(key) => Value::Key(*key),
            act::Value::Digest(digest) => Value::Hash(*digest),
        }
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Value::Number(number)
    }
}

impl From<Markup> for Value<'_> {
    fn from(markup: Markup) -> Self {
        Value::Markup(markup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Source;

    #[test]
    fn values_keep_their_direction_and_are_escaped() {
        let catalogue = Catalogue::new(&[Source {
            lang: Lang::En,
            text: "t-said = { $who } said <{ $what }> in { $n ->\n  [one] one act\n *[other] { $n } acts\n }\n",
        }])
        .unwrap();
        let tr = Tr::new(Lang::En, &catalogue);
        let values = [
            ("who", Value::Name("Party <B>")),
            ("what", Value::Id("C-01\u{e000}")),
            ("n", Value::Number(3)),
        ];
        assert_eq!(
            tr.with("t-said", &values).0,
            "<bdi>Party &lt;B&gt;</bdi> said &lt;<code class=\"id\" dir=\"ltr\">C-01\u{e000}</code>&gt; \
             in \u{2068}\u{2068}3\u{2069} acts\u{2069}"
        );
        assert_eq!(
            Tr::new(Lang::Ps, &catalogue)
                .with("t-said", &[("n", Value::Number(1))])
                .0,
            "<span lang=\"en\" dir=\"ltr\">\u{2068}{$who}\u{2069} said &lt;\u{2068}{$what}\u{2069}&gt; in \u{2068}one act\u{2069}</span>"
        );
        assert_eq!(
            tr.say("t-nothing").0,
            "<code class=\"missing\" dir=\"ltr\">t-nothing</code>"
        );
    }

    #[test]
    fn a_refusal_is_said_by_its_code() {
        let catalogue = Catalogue::new(&[Source {
            lang: Lang::En,
            text: "t-late = Late: { $at }\n",
        }])
        .unwrap();
        let refusal = Refusal::new("t.late").about("at", "X-1");
        let said = Tr::new(Lang::En, &catalogue).refusal(&refusal);
        assert_eq!(said.0, "Late: <code class=\"id\" dir=\"ltr\">X-1</code>");
        let text = Tr::new(Lang::En, &catalogue).coded_text(refusal.code, &refusal.about);
        assert_eq!(text.as_deref(), Some("Late: X-1"));
        assert_eq!(
            Tr::new(Lang::En, &catalogue).coded_text("t.newer", &[]),
            None
        );
    }
}
