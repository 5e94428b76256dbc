//! Messages on the line: the book of those this post wrote, the form, the reading before one is signed.

use hotline::entry::MessageSent;
use hotline::format::{Format, format_of};
use hotline::page::post::{self, CHANGE, Page, SEND, Signers};
use hotline::post::LineOfPost;
use page::{Problems, Tr};
use serve::local::{Acting, Answered};
use watchlist::page::post::Link;

use super::super::Post;
use super::super::book::Written;
use super::super::questions::random;
use super::Fields;
use act::{Digest, SigningKey};

impl Post {
    pub(super) fn book(&self, tr: Tr<'_>) -> Answered {
        match self.outbox.messages() {
            Ok(all) => self.framed(tr, post::book(tr, self.line().as_ref(), &all)),
            Err(error) => self.disk_fails(tr, &error),
        }
    }

    pub(super) fn formats(&self, tr: Tr<'_>) -> Answered {
        self.framed(tr, post::choose(tr, self.line().as_ref()))
    }

    fn line(&self) -> Option<LineOfPost> {
        self.state().line.clone()
    }

    fn framed(&self, tr: Tr<'_>, (title, content): Page) -> Answered {
        let page = self.desk(tr).page(&title, "/messages", &content);
        Answered::Page(page.into_string())
    }

    /// The form of a format, what it says before it is signed, and the signing.
    pub(super) fn message(
        &self,
        tr: Tr<'_>,
        acting: Acting,
        format: &str,
        fields: &Fields,
    ) -> Answered {
        let Some(line) = self.line() else {
            return self.refused(tr, "hotline-post-no-line", &[]);
        };
        let offered = |format: &&Format| line.offered().any(|one| one.id == format.id);
        let Some(format) = format_of(format).filter(offered) else {
            return Answered::NotHere;
        };
        let form = |problems: &Problems| {
            self.framed(
                tr,
                post::compose(tr, format, &line, fields, problems, crate::clock::now()),
            )
        };
        let step = fields.get("step").map_or("", String::as_str);
        if acting == Acting::No || step == CHANGE {
            return form(&Problems::default());
        }
        let message = match post::read(tr, format, &line, fields) {
            Ok(message) => message,
            Err(problems) => return form(&problems),
        };
        match step {
            SEND => self.send_message(tr, &line, message, fields),
            _ => self.review(tr, &line, &message, fields, &Problems::default()),
        }
    }

    fn review(
        &self,
        tr: Tr<'_>,
        line: &LineOfPost,
        message: &MessageSent,
        fields: &Fields,
        problems: &Problems,
    ) -> Answered {
        let fresh = match random::<32>() {
            Ok(random) => Digest(random).to_string(),
            Err(error) => return self.disk_fails(tr, &error),
        };
        let officers = self.config.officers.iter();
        let here = |key: &SigningKey| line.officers.contains_key(&key.public());
        let signers = Signers {
            names: officers
                .filter(|(_, key)| here(key))
                .map(|(name, _)| name.as_str())
                .collect(),
            draft: fields.get("draft").unwrap_or(&fresh),
        };
        let page = post::review(tr, message, line, fields, &signers, problems);
        self.framed(tr, page)
    }

    fn send_message(
        &self,
        tr: Tr<'_>,
        line: &LineOfPost,
        mut message: MessageSent,
        fields: &Fields,
    ) -> Answered {
        let mut problems = Problems::default();
        let signer = |name: &'static str, problems: &mut Problems| {
            let officer = fields.get(name);
            let key = officer.and_then(|officer| self.config.officers.get(officer));
            let key = key.filter(|key| line.officers.contains_key(&key.public()));
            if key.is_none() {
                problems.add(name, tr.say("hotline-post-choose"));
            }
            key
        };
        let key = signer("officer", &mut problems);
        let beside = match post::wants_second(line, &message) {
            true => signer("second", &mut problems),
            false => None,
        };
        if key.is_some() && key.map(SigningKey::public) == beside.map(SigningKey::public) {
            problems.add("second", tr.say("hotline-post-same"));
        }
        let draft = fields.get("draft").filter(|draft| !draft.is_empty());
        let (Some(key), Some(draft), true) = (key, draft, problems.is_empty()) else {
            return self.review(tr, line, &message, fields, &problems);
        };
        message.queued = self.state().link != Link::On || self.outbox.waiting() > 0;
        let written = Written {
            message,
            key,
            beside,
            said_at: crate::clock::now(),
            draft: draft.clone(),
        };
        match self.outbox.write_message(written, line) {
            Ok(()) => {
                self.kept();
                Answered::Elsewhere("/messages".to_owned())
            }
            Err(error) => self.not_recorded(tr, &error),
        }
    }
}
