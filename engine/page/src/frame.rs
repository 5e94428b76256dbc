//! What is around every page: who reads it, as of when, from which state of the log, where else to
//! go, and how to compute it again.

use act::{Digest, Index, Time};
use maud::{DOCTYPE, Markup, html};

use crate::direction::{FullHash, Hash, Id, Name};
use crate::lang::Lang;
use crate::notice::{Kind, notice};
use crate::proof::ProofMark;
use crate::state::{State, names};
use crate::table::facts;
use crate::words::{Tr, Value};

/// Who reads the page.
#[derive(Clone, Copy, Debug)]
pub enum Reader<'a> {
    /// Nobody signed in.
    Visitor,
    /// An office of a member.
    Officer {
        /// The office's name.
        office: &'a str,
        /// The member's name.
        member: &'a str,
        /// The member's id.
        id: &'a str,
        /// When the office's key expires.
        key_expires: Time,
    },
}

impl Reader<'_> {
    /// The member that reads.
    const fn member_id(&self) -> Option<&str> {
        match self {
            Reader::Visitor => None,
            Reader::Officer { id, .. } => Some(id),
        }
    }
}

/// An area in the navigation. Given in the order of the agreement's work, the same on every page.
#[derive(Clone, Debug)]
pub struct Nav {
    /// The area's name.
    pub label: Markup,
    /// Its first page.
    pub path: String,
}

/// The log as this page saw it.
#[derive(Clone, Debug)]
pub struct LogLine<'a> {
    /// Entries in the log.
    pub size: Index,
    /// Root of its Merkle tree.
    pub root: Digest,
    /// The latest cosigned checkpoint, if there is one.
    pub witnessed: Option<Witnessed<'a>>,
}

/// The latest checkpoint that reached the quorum.
#[derive(Clone, Debug)]
pub struct Witnessed<'a> {
    /// Entries it holds.
    pub size: Index,
    /// Who cosigned.
    pub by: Vec<&'a str>,
    /// When the last of them did.
    pub at: Time,
}

/// How the page was computed, so that anyone with the log can do it again.
#[derive(Clone, Debug)]
pub struct Computed<'a> {
    /// Digest of the state it was read from.
    pub root: Digest,
    /// The rules applied.
    pub ruleset: &'a str,
    /// The command that computes the page again.
    pub command: String,
    /// The folder it reads the log from.
    pub copy: &'a str,
    /// The command that makes that folder.
    pub export: &'a str,
}

/// Something that waits for the reader.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// What is awaited.
    pub sentence: Markup,
    /// Where it is done.
    pub path: String,
    /// By when; none where no clock runs.
    pub by: Option<Time>,
}

/// A whole page but for its content.
pub struct Frame<'a> {
    /// The reader's language.
    pub tr: Tr<'a>,
    /// A sentence that says what the page shows ([`Tr::plain`]).
    pub title: String,
    /// The mechanism's name.
    pub mechanism: &'a str,
    /// The page's own path and query, without a `lang` parameter.
    pub path: &'a str,
    /// The path of the [`Nav`] entry this page belongs to.
    pub area: &'a str,
    /// All areas.
    pub nav: &'a [Nav],
    /// Who reads.
    pub reader: Reader<'a>,
    /// The moment the page is about. The script keeps the clock going; nothing else moves.
    pub as_of: Time,
    /// The log.
    pub log: LogLine<'a>,
    /// Sentences that hold for the whole page ("fictional").
    pub standing: Vec<Markup>,
    /// What waits for the reader on this page.
    pub waiting: Vec<Waiting>,
    /// The record this page is about, if it is about one.
    pub proof: Option<ProofMark<'a>>,
    /// How the page was computed.
    pub computed: Computed<'a>,
}

/// How the content is set: words to be read in a column, or material to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// At most 72 characters a line.
    Reading,
    /// The whole width.
    Comparing,
}

const WEEK_MILLIS: i64 = 7 * 86_400_000;

impl Frame<'_> {
    /// The whole page around `content`.
    pub fn page(&self, width: Width, content: &Markup) -> Markup {
        let tr = self.tr;
        let width = match width {
            Width::Reading => "reading",
            Width::Comparing => "comparing",
        };
        html! {
            (DOCTYPE)
            html lang=(tr.lang.tag()) dir=(tr.dir().html()) {
                (self.head())
                body data-size=(self.log.size) data-member=[self.reader.member_id()] {
                    a.skip href="#content" { (tr.say("frame-skip")) }
                    (self.header())
                    div.body {
                        (self.navigation())
                        main id="content" class=(width) tabindex="-1" {
                            h1 { (self.title) }
                            (self.notices())
                            (self.waiting())
                            (content)
                            @if let Some(proof) = &self.proof { (proof.show(tr)) }
                        }
                    }
                    (self.footer())
                }
            }
        }
    }

    fn head(&self) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                title { (self.title) " · " (self.mechanism) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                link rel="stylesheet" href="/assets/tasdiq.css";
                @for script in ["live", "proof", "sign", "upload", "body", "photo", "voice", "call", "opened", "viewer"] {
                    script type="module" src={ "/assets/" (script) ".js" } {}
                }
                template id="words" { (crate::scripts::words(self.tr)) }
            }
        }
    }

    fn header(&self) -> Markup {
        let tr = self.tr;
        html! {
            header.top {
                p.mechanism { a href="/" { (Name(self.mechanism)) } }
                div.reader { (self.who()) }
                (self.languages())
                p.clock {
                    (tr.with("frame-as-of", &[("at", Value::Instant(self.as_of))]))
                    " " span.local data-local {}
                }
                p.log {
                    a href="/log" {
                        (tr.with("frame-log", &[("size", Value::Number(self.log.size))]))
                    }
                    " "
                    @match &self.log.witnessed {
                        Some(witnessed) => (tr.with("frame-witnessed", &[
                            ("size", Value::Number(witnessed.size)),
                            ("names", Value::Markup(names(tr, &witnessed.by))),
                            ("at", Value::Instant(witnessed.at)),
                        ])),
                        None => (tr.say("frame-unwitnessed")),
                    }
                    " " span.live role="status" data-live=[self.live()] {}
                }
            }
        }
    }

    /// Only members hear of new entries: nothing but the bare checkpoint is public.
    const fn live(&self) -> Option<&'static str> {
        match self.reader {
            Reader::Visitor => None,
            Reader::Officer { .. } => Some("/api/live"),
        }
    }

    fn who(&self) -> Markup {
        let tr = self.tr;
        match self.reader {
            Reader::Visitor => html! {
                (tr.say("frame-visitor")) " " a href="/sign-in" { (tr.say("frame-sign-in")) }
            },
            Reader::Officer { office, member, .. } => html! {
                (tr.with("frame-officer", &[
                    ("office", Value::Name(office)), ("member", Value::Name(member)),
                ]))
                form.inline method="post" action="/session/end" {
                    button.plain type="submit" { (tr.say("frame-sign-out")) }
                }
            },
        }
    }

    fn languages(&self) -> Markup {
        let join = if self.path.contains('?') { '&' } else { '?' };
        html! {
            nav.languages aria-label=(self.tr.plain("frame-languages", &[])) {
                ul {
                    @for lang in Lang::ALL {
                        li {
                            a href={ (self.path) (join) "lang=" (lang.tag()) } lang=(lang.tag())
                                hreflang=(lang.tag()) dir=(lang.dir().html())
                                aria-current=[(lang == self.tr.lang).then_some("true")] {
                                (lang.own_name())
                            }
                        }
                    }
                }
            }
        }
    }

    fn navigation(&self) -> Markup {
        html! {
            nav.areas aria-label=(self.tr.plain("frame-areas", &[])) {
                ul {
                    @for nav in self.nav {
                        li {
                            a href=(nav.path)
                                aria-current=[(nav.path == self.area).then_some("page")] {
                                (nav.label)
                            }
                        }
                    }
                }
            }
        }
    }

    fn notices(&self) -> Markup {
        let tr = self.tr;
        html! {
            @for sentence in &self.standing { (notice(Kind::Standing, sentence)) }
            @if tr.lang.is_draft() { (notice(Kind::Standing, &tr.say("frame-draft-translation"))) }
            @if let Reader::Officer { key_expires, .. } = self.reader {
                @let left = key_expires.since(self.as_of);
                @if left < 0 {
                    (notice(Kind::Problem, &tr.with("key-expired", &[
                        ("date", Value::Date(key_expires)),
                    ])))
                } @else if left < WEEK_MILLIS {
                    (notice(Kind::Now, &tr.with("key-expires-soon", &[
                        ("span", Value::Duration(left)), ("date", Value::Date(key_expires)),
                    ])))
                }
            }
        }
    }

    fn waiting(&self) -> Markup {
        if self.waiting.is_empty() {
            return Markup::default();
        }
        html! {
            section.waiting aria-labelledby="waiting" {
                h2 id="waiting" { (self.tr.say("frame-waiting")) }
                ul {
                    @for item in &self.waiting {
                        li {
                            a href=(item.path) { (item.sentence) }
                            @if let Some(by) = item.by {
                                " " (State::due(by, self.as_of).mark(self.tr))
                            }
                        }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let tr = self.tr;
        html! {
            footer.bottom {
                details.computed {
                    summary { (tr.say("computed-title")) }
                    (facts([
                        (tr.say("computed-size"), html! { bdi dir="ltr" { (self.log.size) } }),
                        (tr.say("computed-tree"), html! { (FullHash(self.log.root)) }),
                        (tr.say("computed-state"), html! { (FullHash(self.computed.root)) }),
                        (tr.say("computed-ruleset"), html! { (Id(self.computed.ruleset)) }),
                        (tr.say("computed-as-of"), tr.instant(self.as_of)),
                        (tr.say("computed-command"),
                            html! {
                                code.command dir="ltr" { (self.computed.command) }
                                br;
                                (tr.with("computed-copy", &[
                                    ("copy", Value::Id(self.computed.copy)),
                                    ("export", Value::Id(self.computed.export)),
                                ]))
                            }),
                    ]))
                }
                p.site {
                    a href="/glossary" { (tr.say("frame-glossary")) }
                    " " a href="/checkpoint" { (tr.say("frame-checkpoint")) }
                    " " a href="/api/openapi.json" { "API" }
                }
                noscript { p { (tr.say("frame-noscript")) } }
            }
            p.print-foot aria-hidden="true" {
                @if let Some(proof) = &self.proof {
                    bdi dir="ltr" { "#" (proof.index) " " (proof.id) } " · "
                }
                (tr.with("print-checkpoint", &[
                    ("size", Value::Number(self.log.size)),
                    ("root", Value::Markup(html! { (Hash(self.log.root)) })),
                    ("at", Value::Instant(self.as_of)),
                ]))
            }
        }
    }
}
