//! What is typed to be sealed: parts of a body that stand beside a form and never in it, so that no
//! browser sends them. A script puts them together, seals them to those named, sends the sealed bytes,
//! and writes their reference into the form. Without a script the command line does the same.

use act::{MechanismId, PublicKey};
use maud::{Markup, html};

use crate::entry_form::Need;
use crate::lang::Lang;
use crate::scripts::sentences;
use crate::words::Tr;

/// How a part is typed, and what it becomes in the body.
#[derive(Clone, Copy)]
pub enum Shape {
    /// One line: a text.
    Line,
    /// Many lines of words: a text.
    Area,
    /// One a line: a list of texts.
    Lines,
    /// One a line: a list of objects with `text`, and with `quality` as given.
    Names(&'static str),
    /// Words for each of the six languages: an object by language.
    Languages,
    /// Rows of these fields: a list of objects. A row counts if the second field is filled.
    Rows(&'static [&'static str]),
}

/// One part of a body.
#[derive(Clone, Copy)]
pub struct Part {
    /// Its name in the body.
    pub name: &'static str,
    /// How it is typed.
    pub shape: Shape,
    /// Whether a body can do without.
    pub need: Need,
}

/// Who can open what is sealed.
#[derive(Clone, Debug)]
pub struct SealedTo<'a> {
    /// Members, as the entry names them.
    pub members: Vec<&'a str>,
    /// The keys they announced.
    pub keys: Vec<&'a str>,
    /// Whether each of them announced one.
    pub complete: bool,
}

/// Where a sealed body goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// To this node, in the name of the reader's key; this field of the form takes the reference.
    Field(&'static str),
    /// The same, and the author gets a receipt whose commitment goes into the field `receipt`.
    Receipted(&'static str),
    /// The same, sealed also to the key of the receipt that the petition opened on this page names.
    Reply(&'static str),
    /// To this node without any key, for a receipt.
    Petition,
}

/// A body to be typed and sealed.
pub struct Sealing<'a> {
    /// The area, which begins the keys of its words: `watchlist-part-…`.
    pub area: &'static str,
    /// What it is: `watchlist-sealing-<name>` is its title, with `-hint` what is said below.
    pub name: &'static str,
    /// The reader's words.
    pub tr: Tr<'a>,
    /// The mechanism.
    pub mechanism: MechanismId,
    /// The key that answers for what is sent.
    pub key: Option<PublicKey>,
    /// Who can open it.
    pub sealed_to: &'a SealedTo<'a>,
    /// Media type of the body.
    pub media: &'static str,
    /// The body's `format`.
    pub format: &'static str,
    /// Where it goes.
    pub goes: Goes,
    /// The parts.
    pub parts: &'static [Part],
    /// A sealed body to begin with.
    pub from: Option<act::Digest>,
}

/// Rows that are offered of a [`Shape::Rows`].
const ROWS: usize = 3;

/// Sentences the script says.
const SAID: [&str; 15] = [
    "upload-sending",
    "upload-resumed",
    "upload-too-large",
    "upload-no-recipients",
    "upload-no-key",
    "upload-failed",
    "seal-broken",
    "seal-not-for-this-browser",
    "seal-opened-here",
    "body-missing",
    "body-sealed",
    "body-changed",
    "body-open-first",
    "body-receipt",
    "body-petitioned",
];

impl Goes {
    const fn name(self) -> &'static str {
        match self {
            Goes::Field(_) => "field",
            Goes::Receipted(_) => "receipted",
            Goes::Reply(_) => "reply",
            Goes::Petition => "petition",
        }
    }

    const fn field(self) -> Option<&'static str> {
        match self {
            Goes::Field(field) | Goes::Receipted(field) | Goes::Reply(field) => Some(field),
            Goes::Petition => None,
        }
    }

    const fn verb(self) -> &'static str {
        match self {
            Goes::Petition => "sealing-send",
            _ => "sealing-seal",
        }
    }
}

impl Sealing<'_> {
    /// The section, hidden until the script is there. `more` stands before its button.
    pub fn show(&self, more: &Markup) -> Markup {
        let tr = self.tr;
        let json = |all: &[&str]| serde_json::to_string(all).unwrap_or_default();
        let keys = match self.sealed_to.complete {
            true => self.sealed_to.keys.as_slice(),
            false => &[],
        };
        html! {
            section.sealing hidden data-body data-mechanism=(self.mechanism)
                data-key=[self.key] data-recipients=(json(keys))
                data-sealed-to=(json(&self.sealed_to.members)) data-media=(self.media)
                data-format=(self.format) data-goes=(self.goes.name()) data-field=[self.goes.field()]
                aria-labelledby={ "sealing-" (self.name) } {
                h2 id={ "sealing-" (self.name) } { (tr.say(&format!("{}-sealing-{}", self.area, self.name))) }
                p.hint { (tr.say(&format!("{}-sealing-{}-hint", self.area, self.name))) }
                @if let Some(from) = self.from {
                    p.actions {
                        button type="button" data-begin={ "/blobs/" (from) } { (tr.say("sealing-begin")) }
                    }
                }
                @for (at, part) in self.parts.iter().enumerate() { (self.part(at, part)) }
                (more)
                progress hidden value="0" max="1" aria-label=(tr.plain("script-upload-sending", &[])) {}
                p.actions { button.primary type="button" data-seal-body { (tr.say(self.goes.verb())) } }
                p role="status" data-result {}
                (sentences(tr, "script", &SAID))
            }
        }
    }

    /// Every key of words that these parts need, for tests.
    pub fn keys(area: &str, parts: &[Part]) -> Vec<String> {
        let named = |part: &Part| -> Vec<String> {
            let name = format!("{area}-part-{}", part.name);
            match part.shape {
                Shape::Names(quality) => vec![format!("{name}-{quality}")],
                Shape::Rows(fields) => std::iter::once(name.clone())
                    .chain(fields.iter().map(|field| format!("{name}-{field}")))
                    .collect(),
                _ => vec![name],
            }
        };
        parts.iter().flat_map(named).collect()
    }

    fn words(&self, part: &Part, more: Option<&str>) -> Markup {
        let name = format!("{}-part-{}", self.area, part.name);
        match more {
            Some(more) => self.tr.say(&format!("{name}-{more}")),
            None => self.tr.say(&name),
        }
    }

    fn part(&self, at: usize, part: &Part) -> Markup {
        let tr = self.tr;
        let id = format!("part-{}-{at}", self.name);
        let required = part.need == Need::Needed;
        let label = match part.shape {
            Shape::Names(quality) => self.words(part, Some(quality)),
            _ => self.words(part, None),
        };
        match part.shape {
            Shape::Line => html! {
                div.field {
                    label for=(id) { (label) }
                    input id=(id) type="text" dir="auto" autocomplete="off" data-part=(part.name)
                        data-as="text" data-required[required];
                }
            },
            Shape::Area => html! {
                div.field {
                    label for=(id) { (label) }
                    textarea id=(id) rows="4" dir="auto" autocomplete="off" data-part=(part.name)
                        data-as="text" data-required[required] {}
                }
            },
            Shape::Lines | Shape::Names(_) => html! {
                div.field {
                    label for=(id) { (label) }
                    p.hint id={ "hint-" (id) } { (tr.say("sealing-one-a-line")) }
                    textarea id=(id) rows="2" dir="auto" autocomplete="off" data-part=(part.name)
                        data-as=(if let Shape::Names(_) = part.shape { "names" } else { "lines" })
                        data-quality=[match part.shape { Shape::Names(quality) => Some(quality), _ => None }]
                        data-required[required] aria-describedby={ "hint-" (id) } {}
                }
            },
            Shape::Languages => html! {
                fieldset {
                    legend { (label) }
                    @for lang in Lang::ALL {
                        div.field {
                            label for={ (id) "-" (lang.tag()) } lang=(lang.tag()) dir=(lang.dir().html()) {
                                (lang.own_name())
                            }
                            textarea id={ (id) "-" (lang.tag()) } rows="2" lang=(lang.tag())
                                dir=(lang.dir().html()) autocomplete="off" data-part=(part.name)
                                data-as="language" {}
                        }
                    }
                }
            },
            Shape::Rows(fields) => html! {
                fieldset {
                    legend { (label) }
                    @for row in 0..ROWS {
                        div.row data-part=(part.name) data-as="row" data-counts=[fields.get(1)] {
                            @for field in fields {
                                @let id = format!("{id}-{row}-{field}");
                                div.field {
                                    label for=(id) { (self.words(part, Some(field))) }
                                    input id=(id) type="text" dir="auto" autocomplete="off" data-of=(field);
                                }
                            }
                        }
                    }
                }
            },
        }
    }
}
