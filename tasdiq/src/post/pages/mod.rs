//! What the post's pages ask and do. Every answer is recorded before it is shown.
//!
//! Here: which page an address is, what every page shows, and how an act is recorded. Questions about
//! a person are answered in `asking`, comparisons with a listing in `comparing`, messages on the line
//! are written in `messages`.

mod asking;
mod comparing;
mod messages;
mod reference;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, MutexGuard, PoisonError};

use act::{Digest, PublicKey, SigningKey, Time};
use mechanism::Said;
use page::{Problems, Tr, Value};
use serve::local::{Acting, Answered, Asked};
use watchlist::WatchlistEntry;
use watchlist::page::post::{self, Answer, Desk, Held, Link, Slip};

use super::Post;
use super::outbox::PushError;

/// How long an answer can be looked at.
const ANSWER_MILLIS: i64 = 3_600_000;

/// Answers that can still be looked at, by their address.
#[derive(Default)]
pub(super) struct Answers {
    shown: BTreeMap<String, Stored>,
    /// Who made the comparison with a reference: a second look is somebody else's.
    compared: BTreeMap<Digest, PublicKey>,
}

struct Stored {
    answer: Answer,
    slips: BTreeMap<usize, Slip>,
}

type Fields = BTreeMap<String, String>;

impl Post {
    /// The pages, for [`serve::local::router`].
    pub fn pages(self: &Arc<Post>) -> serve::local::Pages {
        let post = Arc::clone(self);
        Arc::new(move |asked| post.answer(&asked))
    }

    /// Answers a request from a browser on this machine.
    pub fn answer(&self, asked: &Asked) -> Answered {
        let tr = Tr::new(asked.lang, &self.catalogue);
        let path: Vec<&str> = asked
            .path
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        let fields = &asked.fields;
        match (asked.acting, path.as_slice()) {
            (Acting::No, []) => self.question(tr, fields, &Problems::default()),
            (Acting::Yes, ["ask"]) => self.ask(tr, fields),
            (Acting::Yes, ["link"]) => {
                let off = fields.get("link").is_some_and(|link| link == "off");
                self.switch(if off { Link::Off } else { Link::On });
                Answered::Elsewhere("/".to_owned())
            }
            (Acting::No, ["confirm"]) => self.second(tr, &Fields::new(), &Problems::default()),
            (Acting::Yes, ["confirm"]) => self.confirm(tr, fields),
            (Acting::No, ["answers", id]) => self.with(tr, id, |desk, stored| {
                Answered::Page(post::answer(desk, &stored.answer).into_string())
            }),
            (Acting::No, ["answers", id, place, "compare"]) => {
                self.comparing(tr, id, place, &Fields::new(), &Problems::default())
            }
            (Acting::Yes, ["answers", id, place, "compare"]) => self.compare(tr, id, place, fields),
            (Acting::No, ["answers", id, place, "slip"]) => self.with(tr, id, |desk, stored| {
                let slip = place
                    .parse()
                    .ok()
                    .and_then(|place: usize| stored.slips.get(&place));
                slip.map_or(Answered::NotHere, |slip| {
                    Answered::Page(post::slip(desk, slip).into_string())
                })
            }),
            (Acting::No, ["answers", id, place, "pictures", number]) => {
                self.picture(id, place, number)
            }
            (Acting::No, ["messages"]) => self.book(tr),
            (Acting::No, ["messages", "new"]) => self.formats(tr),
            (acting, ["messages", "new", format]) => self.message(tr, acting, format, fields),
            _ => Answered::NotHere,
        }
    }

    /// What every page shows of the post.
    fn desk<'a>(&'a self, tr: Tr<'a>) -> Desk<'a> {
        let now = crate::clock::now();
        let state = self.state();
        let post = self
            .config
            .charter
            .posts
            .iter()
            .find(|post| post.id == self.config.post);
        let name = post.and_then(|p| p.name.get(tr.lang.tag()).or_else(|| p.name.get("en")));
        let unopened = state.opened.as_ref().map_or(0, |opened| opened.unopened);
        let held = state.held.as_ref().map(|held| Held {
            edition: held.edition.name.clone(),
            since: held.edition.since,
            listings: held.edition.leaves.len() as u64,
            unopened,
            age: self.age(held.edition.since, now),
        });
        let refused = self.outbox.refused().into_iter();
        Desk {
            tr,
            post: name.map_or(self.config.post.as_str(), String::as_str),
            now,
            held,
            link: state.link,
            troubles: state
                .troubles
                .iter()
                .map(|(code, why)| (*code, why.clone()))
                .collect(),
            waiting: self.outbox.waiting(),
            refused: refused
                .map(|one| (format!("{}-say-{}", one.area, one.kind), one.at, one.why))
                .collect(),
            elsewhere: vec![("/messages", tr.say("hotline-post-title"))],
            officers: self.config.officers.keys().map(String::as_str).collect(),
        }
    }

    fn refused(&self, tr: Tr<'_>, key: &str, values: &[(&str, Value<'_>)]) -> Answered {
        let why = tr.with(key, values);
        Answered::Refused(post::refused(&self.desk(tr), &why).into_string())
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let now = crate::clock::now();
        answers
            .shown
            .retain(|_, one| now.since(one.answer.asked) < ANSWER_MILLIS);
        answers
    }

    fn with(
        &self,
        tr: Tr<'_>,
        id: &str,
        show: impl FnOnce(&Desk<'_>, &Stored) -> Answered,
    ) -> Answered {
        let desk = self.desk(tr);
        match self.answers().shown.get(id) {
            Some(stored) => show(&desk, stored),
            None => self.refused(tr, "watchlist-post-forgotten", &[]),
        }
    }

    fn officer(&self, tr: Tr<'_>, fields: &Fields, problems: &mut Problems) -> Option<&SigningKey> {
        let key = fields
            .get("officer")
            .and_then(|name| self.config.officers.get(name));
        if key.is_none() {
            problems.add("officer", tr.say("watchlist-post-choose"));
        }
        key
    }

    fn record(&self, key: &SigningKey, entry: WatchlistEntry, now: Time) -> Result<(), PushError> {
        self.outbox.push(key, &Said::Watchlist(entry), now)?;
        self.kept();
        Ok(())
    }

    /// An act is on the disk: it is sent now, if there is a link.
    fn kept(&self) {
        self.trouble("disk", Ok(()));
        let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wake.send(()); // Nobody listens only when the program ends.
    }

    fn not_recorded(&self, tr: Tr<'_>, error: &PushError) -> Answered {
        match error {
            PushError::LinkFirst => self.refused(tr, "watchlist-post-link-first", &[]),
            PushError::Disk(error) => self.disk_fails(tr, error),
            PushError::Form(why) => {
                tracing::error!(why, "an act of this post can't be signed");
                self.refused(tr, "watchlist-post-trouble-disk", &[])
            }
        }
    }

    fn disk_fails(&self, tr: Tr<'_>, error: &io::Error) -> Answered {
        self.trouble("disk", Err(error.to_string()));
        self.refused(tr, "watchlist-post-trouble-disk", &[])
    }
}

/// The one of these that a form names.
fn named<T: Copy>(all: &[T], text: &str, name: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|one| name(*one) == text)
}
