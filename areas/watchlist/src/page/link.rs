//! What these pages share: addresses, names, stages as shape, word and colour.

use std::ops::Deref;

use page::{Id, Iso, Markup, html, shape};

use crate::entry::{Category, EditionName, Sealed};
use crate::life::{Life, Stage, Step};
use crate::state::Watchlist;

/// What a page of this area sees.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) all: &'a Watchlist,
    pub(super) page: roll::page::View<'a>,
}

impl<'a> Deref for View<'a> {
    type Target = roll::page::View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.page
    }
}

impl<'a> View<'a> {
    /// The letter of a category, and its meaning.
    pub(super) fn category(&self, category: Category) -> Markup {
        html! { bdi dir="ltr" { (category.name().to_uppercase()) } " · " (self.coded(category.name())) }
    }

    /// Where a listing stands, and whether its action rests.
    pub(super) fn step(&self, step: &Step) -> Markup {
        let class = match step.stage {
            Stage::Proposed | Stage::Circulated => "recorded",
            Stage::Returned | Stage::Held | Stage::UnderReview => "due",
            Stage::Active => "witnessed",
            Stage::Expired | Stage::Delisted | Stage::Withdrawn | Stage::Lapsed | Stage::Erased => {
                "says"
            }
        };
        let word = self
            .tr()
            .say(&format!("watchlist-stage-{}", step.stage.name()));
        html! {
            (shape(class, &word))
            @if let Some(suspended) = step.suspended {
                " " strong { (self.tr().say(&format!("watchlist-suspended-{}", suspended.name()))) }
            }
        }
    }

    /// What happens by itself next.
    pub(super) fn next(&self, life: &Life) -> Markup {
        match &life.next {
            None => self.tr().say("form-none"),
            Some(next) => html! {
                (self.tr().say(&format!("watchlist-next-{}", next.what))) " " (Iso(next.at))
            },
        }
    }

    /// A sealed payload, with where a member opens it.
    pub(super) fn sealed(&self, sealed: &Sealed) -> Markup {
        let tr = self.tr();
        let viewer = self.ask.viewer;
        let mine =
            viewer.is_some_and(|viewer| sealed.sealed_to.iter().any(|id| id == viewer.member));
        match mine {
            true => self.opened_here(&sealed.blob, &format!("/blobs/{}", sealed.blob)),
            false => html! {
                div {
                    (page::Hash(sealed.blob)) " "
                    span.quiet { (tr.say("watchlist-sealed-not-yours")) }
                }
            },
        }
    }

    /// A sealed payload at an address, opened in this browser if its key fits.
    pub(super) fn opened_here(&self, blob: &act::Digest, address: &str) -> Markup {
        let tr = self.tr();
        html! {
            div data-open data-mechanism=(self.roll.mechanism().unwrap_or_default())
                data-key=[self.ask.viewer.map(|viewer| viewer.key)] {
                (page::Hash(*blob)) " "
                (page::sealed_link(tr, address, &tr.say("watchlist-open-body")))
            }
        }
    }
}

/// A link to a listing.
pub(super) fn listing(id: &str) -> Markup {
    html! { a href={ "/watchlist/" (id) } { (Id(id)) } }
}

/// A link to a petition.
pub(super) fn petition(id: &str) -> Markup {
    html! { a href={ "/watchlist/petitions/" (id) } { (Id(id)) } }
}

/// A link to an edition.
pub(super) fn edition(name: &EditionName) -> Markup {
    html! {
        a href={ "/watchlist/editions/" (name.day) "/" (name.urgent) } { (Id(&name.text())) }
    }
}
