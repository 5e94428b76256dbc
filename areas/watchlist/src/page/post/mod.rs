//! The pages of a border post's own program: one question at a time, an answer with its explanation,
//! a comparison by people, a slip for the person. They are served on the post's own machine only, by
//! a program that holds the seals' key; no host ever renders them.
//!
//! There is no page that lists names, and none that looks back.

mod answer;
mod compare;
mod question;
mod slip;

pub use answer::{Answer, Candidate, Line, answer};
pub use compare::{FEATURES, compare, confirm};
pub use question::question;
pub use slip::{Slip, slip};

use act::Time;
use maud::DOCTYPE;
use page::{Id, Iso, Kind, Lang, Markup, Name, Tr, Value, html, notice};

use crate::entry::EditionName;

/// What every page of a post shows: where it is, which edition it asks, what is wrong.
pub struct Desk<'a> {
    /// Words.
    pub tr: Tr<'a>,
    /// The post's name.
    pub post: &'a str,
    /// Now, by this machine's clock.
    pub now: Time,
    /// The edition held; none before the first.
    pub held: Option<Held>,
    /// Whether the host is asked, and what it last came to.
    pub link: Link,
    /// What is wrong: a stable code, and particulars in English.
    pub troubles: Vec<(&'static str, String)>,
    /// Signed acts that wait for the link.
    pub waiting: u64,
    /// Acts that did not count: the words of what was said, by their key, when, and why not.
    pub refused: Vec<(String, Time, String)>,
    /// Other pages of this program: where, and how they are called.
    pub elsewhere: Vec<(&'static str, Markup)>,
    /// Officers whose keys this post holds.
    pub officers: Vec<&'a str>,
}

/// The edition a post holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// Its name.
    pub edition: EditionName,
    /// Since when it holds.
    pub since: Time,
    /// How many listings it has.
    pub listings: u64,
    /// How many of them could not be opened here.
    pub unopened: u64,
    /// How old it is, by the charter's clocks.
    pub age: Age,
}

/// How old an edition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    /// As it should be.
    Fresh,
    /// Older than the charter's `ageing`.
    Ageing,
    /// Older than the charter's `stale`.
    Stale,
}

/// Whether a post reaches its host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It did when it last tried.
    On,
    /// It did not.
    Broken,
    /// Switched off by hand.
    Off,
}

impl Desk<'_> {
    /// A whole page around `content`; `path` is where the language switch leads.
    pub fn page(&self, title: &str, path: &str, content: &Markup) -> Markup {
        let tr = self.tr;
        html! {
            (DOCTYPE)
            html lang=(tr.lang.tag()) dir=(tr.dir().html()) {
                head {
                    meta charset="utf-8";
                    title { (title) }
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    link rel="stylesheet" href="/assets/tasdiq.css";
                }
                body {
                    a.skip href="#content" { (tr.say("frame-skip")) }
                    (self.top(path))
                    main.reading id="content" tabindex="-1" {
                        h1 { (title) }
                        div.site { (self.notices()) }
                        (content)
                    }
                }
            }
        }
    }

    fn top(&self, path: &str) -> Markup {
        let tr = self.tr;
        html! {
            header.top {
                p.mechanism { a href="/" { (Name(self.post)) } }
                @for (path, name) in &self.elsewhere { p { a href=(path) { (name) } } }
                nav.languages aria-label=(tr.plain("frame-languages", &[])) {
                    ul {
                        @for lang in Lang::ALL {
                            li {
                                a href={ (path) "?lang=" (lang.tag()) } lang=(lang.tag())
                                    hreflang=(lang.tag()) dir=(lang.dir().html())
                                    aria-current=[(lang == tr.lang).then_some("true")] {
                                    (lang.own_name())
                                }
                            }
                        }
                    }
                }
                p.clock { (tr.with("frame-as-of", &[("at", Value::Instant(self.now))])) }
            }
        }
    }

    /// What is wrong comes before everything else.
    fn notices(&self) -> Markup {
        let tr = self.tr;
        html! {
            (self.edition())
            @for (code, detail) in &self.troubles {
                (notice(Kind::Problem, &html! {
                    (tr.say(&format!("watchlist-post-trouble-{code}")))
                    @if !detail.is_empty() { " " bdi.quiet lang="en" dir="ltr" { (detail) } }
                }))
            }
            @match self.link {
                Link::On => {}
                Link::Broken => (notice(Kind::Now, &tr.say("watchlist-post-link-broken"))),
                Link::Off => (notice(Kind::Now, &tr.say("watchlist-post-link-off"))),
            }
        }
    }

    fn edition(&self) -> Markup {
        let tr = self.tr;
        let Some(held) = &self.held else {
            return notice(Kind::Problem, &tr.say("watchlist-post-no-edition"));
        };
        let line = html! {
            (tr.say("watchlist-edition")) " " (Id(&held.edition.text())) " · "
            (tr.say("watchlist-since")) " " (Iso(held.since)) " · "
            (tr.say("watchlist-listings")) " " bdi dir="ltr" { (held.listings) }
        };
        let old = |kind, key: &str| {
            let span = Value::Duration(self.now.since(held.since));
            notice(kind, &tr.with(key, &[("span", span)]))
        };
        html! {
            p.quiet { (line) }
            @match held.age {
                Age::Fresh => {}
                Age::Ageing => (old(Kind::Now, "watchlist-post-ageing")),
                Age::Stale => (old(Kind::Problem, "watchlist-post-stale")),
            }
            @if held.unopened > 0 {
                (notice(Kind::Problem, &tr.with("watchlist-post-unopened", &[("n", Value::Number(held.unopened))])))
            }
        }
    }

    /// One of this post's officers.
    fn officer(&self, chosen: &str, problems: &page::Problems) -> Markup {
        let choices: Vec<page::Choice<'_>> = std::iter::once("")
            .chain(self.officers.iter().copied())
            .map(|name| page::Choice {
                value: name,
                label: html! { (Name(name)) },
            })
            .collect();
        page::Field::new("officer", self.tr.say("watchlist-post-officer"))
            .required()
            .problems(problems)
            .select(&choices, chosen)
    }
}

/// A page for what was not done: why, and the way back.
pub fn refused(desk: &Desk<'_>, why: &Markup) -> Markup {
    let content = html! {
        (notice(Kind::Problem, why))
        p.actions { a.action href="/" { (desk.tr.say("watchlist-post-again")) } }
    };
    desk.page(&desk.tr.plain("watchlist-post-refused", &[]), "/", &content)
}

#[cfg(test)]
mod tests;
