//! What is typed beside the forms and sealed in the browser: who a listing is about, a petition, a
//! reviewer's words. The tables here say what each body is asked for; its names are those of the body.

use act::Digest;
use act::decision::Part as Member;
use page::{Ask, Goes, Markup, Need, Part, Sealing, Shape, html, sentences};
use roll::Roll;

use super::forms::Address;
use super::link::View;
use crate::body::{
    FORMAT, MEDIA, PETITION_FORMAT, PETITION_MEDIA, REPLY_FORMAT, REPLY_MEDIA, STATEMENT_FORMAT,
    STATEMENT_MEDIA,
};
use crate::entry::PhotoKind;

/// Who a listing is about.
pub(super) const LISTING: &[Part] = &[
    needed("case_number", Shape::Line),
    optional("names", Shape::Names("primary")),
    optional("names", Shape::Names("good")),
    optional("names", Shape::Names("low")),
    optional("fathers", Shape::Lines),
    optional("births", Shape::Lines),
    optional("places", Shape::Lines),
    optional("nationalities", Shape::Lines),
    optional("documents", Shape::Rows(&["kind", "number", "issuer"])),
    optional("marks", Shape::Lines),
    optional("decisions", Shape::Lines),
    optional("source_refs", Shape::Lines),
    optional("not_this_person", Shape::Rows(&["told_apart_by", "token"])),
    optional("summary", Shape::Languages),
    optional("proportionality", Shape::Area),
];

/// What a petition says.
pub(super) const PETITION: &[Part] = &[
    needed("names", Shape::Lines),
    optional("fathers", Shape::Lines),
    optional("births", Shape::Lines),
    optional("documents", Shape::Rows(&["kind", "number", "issuer"])),
    optional("reference", Shape::Line),
    needed("words", Shape::Area),
    needed("contact", Shape::Line),
];

/// What a petitioner is told.
pub(super) const REPLY: &[Part] = &[needed("words", Shape::Area)];

/// What a reassessment or a report says.
pub(super) const STATEMENT: &[Part] = &[needed("words", Shape::Area)];

const fn needed(name: &'static str, shape: Shape) -> Part {
    let need = Need::Needed;
    Part { name, shape, need }
}

const fn optional(name: &'static str, shape: Shape) -> Part {
    let need = Need::Optional;
    Part { name, shape, need }
}

/// A body of this area: what it is called, what is asked, and where it goes.
pub(super) struct Asked {
    name: &'static str,
    media: &'static str,
    format: &'static str,
    parts: &'static [Part],
    goes: Goes,
    sealed_to: &'static [Member],
}

/// Both sides and the mediators: what one side can't open would be a secret list.
const ALL: &[Member] = &[Member::Party, Member::Mediator];
const MEDIATORS: &[Member] = &[Member::Mediator];

/// A petition, from the mediators' desk or from anybody.
pub(super) const fn petition(goes: Goes) -> Asked {
    Asked {
        name: "petition",
        media: PETITION_MEDIA,
        format: PETITION_FORMAT,
        parts: PETITION,
        goes,
        sealed_to: MEDIATORS,
    }
}

const LISTED: Asked = Asked {
    name: "listing",
    media: MEDIA,
    format: FORMAT,
    parts: LISTING,
    goes: Goes::Field("body"),
    sealed_to: ALL,
};

const REPLIED: Asked = Asked {
    name: "reply",
    media: REPLY_MEDIA,
    format: REPLY_FORMAT,
    parts: REPLY,
    goes: Goes::Reply("reply"),
    sealed_to: MEDIATORS,
};

const fn stated(field: &'static str) -> Asked {
    Asked {
        name: "statement",
        media: STATEMENT_MEDIA,
        format: STATEMENT_FORMAT,
        parts: STATEMENT,
        goes: Goes::Field(field),
        sealed_to: ALL,
    }
}

impl Asked {
    /// The section where it is typed. `more` stands before its button.
    pub(super) fn show(
        &self,
        roll: &Roll,
        ask: &Ask<'_>,
        from: Option<Digest>,
        more: &Markup,
    ) -> Markup {
        let sealing = Sealing {
            area: "watchlist",
            name: self.name,
            tr: ask.tr,
            mechanism: roll.mechanism().unwrap_or_default(),
            key: ask.viewer.map(|viewer| viewer.key),
            sealed_to: &roll::page::sealed_to(roll, self.sealed_to, ask.as_of),
            media: self.media,
            format: self.format,
            goes: self.goes,
            parts: self.parts,
            from,
        };
        sealing.show(more)
    }
}

/// Sentences the script for pictures says.
const SAID_OF_PHOTOS: [&str; 9] = [
    "photo-too-long",
    "photo-unknown",
    "photo-animated",
    "photo-damaged",
    "photo-too-large",
    "photo-left",
    "photo-nothing",
    "photo-taken",
    "upload-failed",
];

/// What may be left behind of a picture's file.
const REMOVED: [&str; 13] = [
    "removed-place",
    "removed-time",
    "removed-device",
    "removed-editing",
    "removed-thumbnail",
    "removed-exif",
    "removed-xmp",
    "removed-iptc",
    "removed-profile",
    "removed-text",
    "removed-credentials",
    "removed-trailing",
    "removed-size",
];

/// Where pictures are chosen, made anew in this browser, looked at and sealed.
fn photos(view: &View<'_>) -> Markup {
    let tr = view.tr();
    html! {
        fieldset data-photos {
            legend { (tr.say("watchlist-field-photos")) }
            p.hint { (tr.say("watchlist-photos-hint")) }
            div.field {
                label for="photo-file" { (tr.say("watchlist-photos-file")) }
                input id="photo-file" type="file" accept="image/jpeg,image/png,image/webp";
            }
            img.evidence hidden data-preview alt=(tr.plain("watchlist-photos-preview", &[]));
            p role="status" data-result {}
            ul data-removed {}
            div.field {
                label for="photo-kind" { (tr.say("watchlist-field-kind")) }
                select id="photo-kind" data-photo="kind" {
                    @for kind in PhotoKind::ALL { option value=(kind.name()) { (view.coded(kind.name())) } }
                }
            }
            div.field {
                label for="photo-taken" { (tr.say("watchlist-field-taken")) }
                input id="photo-taken" type="date" data-photo="taken";
            }
            p.actions { button type="button" disabled data-take { (tr.say("watchlist-photos-take")) } }
            (sentences(tr, "script", &SAID_OF_PHOTOS))
            (sentences(tr, "sealing", &REMOVED))
        }
    }
}

/// The sections for the bodies that a form takes references of.
pub(super) fn offer(view: &View<'_>, address: &Address) -> Markup {
    let show = |asked: &Asked, from| {
        let more = match asked.name {
            "listing" => photos(view),
            _ => Markup::default(),
        };
        asked.show(view.roll, view.ask, from, &more)
    };
    let listing = address.listing.as_deref();
    let latest = listing.and_then(|id| Some(view.all.listing(id)?.latest().body.blob));
    match address.form.path {
        "propose" | "canaries/new" => show(&LISTED, None),
        "correct" => show(&LISTED, latest),
        "renew" => show(&stated("assessment"), None),
        "petitions/new" => match view
            .ask
            .query
            .get("waiting")
            .and_then(|text| text.parse().ok())
        {
            Some(blob) => view.opened_here(&blob, &format!("/api/petitions/{blob}")),
            None => show(&petition(Goes::Receipted("body")), None),
        },
        "petitions/recommend" => html! { (show(&stated("report"), None)) (reply(view, address)) },
        "petitions/answer" => reply(view, address),
        _ => Markup::default(),
    }
}

/// The petition to be opened, which says whom the reply is sealed to, and the reply.
fn reply(view: &View<'_>, address: &Address) -> Markup {
    let id = address.given.iter().find(|(name, _)| *name == "petition");
    let id = id.and_then(|(_, value)| value.as_str());
    let Some(petition) = id.and_then(|id| view.all.petition(id)) else {
        return Markup::default();
    };
    html! {
        (view.sealed(&petition.body))
        (REPLIED.show(view.roll, view.ask, None, &Markup::default()))
    }
}

#[cfg(test)]
mod tests {
    use page::{Catalogue, Lang, Tr};

    use super::*;
    use crate::body::{Body, Document, Name, Namesake, Quality};

    #[test]
    fn every_part_has_words_in_every_language() {
        let catalogue = Catalogue::new(&crate::page::SOURCES).unwrap();
        let mut keys: Vec<String> = ["listing", "petition", "statement", "reply"]
            .iter()
            .flat_map(|name| [format!("sealing-{name}"), format!("sealing-{name}-hint")])
            .map(|name| format!("watchlist-{name}"))
            .collect();
        for parts in [LISTING, PETITION, STATEMENT, REPLY] {
            keys.extend(Sealing::keys("watchlist", parts));
        }
        for key in keys {
            assert!(catalogue.has(&key), "{key}");
            for lang in Lang::ALL {
                assert!(!Tr::new(lang, &catalogue).plain(&key, &[]).is_empty());
            }
        }
    }

    #[test]
    fn what_is_asked_is_what_a_body_holds() {
        let text = || "x".to_owned();
        let full = Body {
            format: text(),
            case_number: text(),
            decisions: vec![text()],
            source_refs: vec![text()],
            names: vec![Name {
                text: text(),
                quality: Quality::Good,
            }],
            fathers: vec![text()],
            births: vec![text()],
            places: vec![text()],
            nationalities: vec![text()],
            documents: vec![Document {
                kind: text(),
                number: text(),
                issuer: text(),
            }],
            marks: vec![text()],
            not_this_person: vec![Namesake {
                told_apart_by: text(),
                token: text(),
            }],
            summary: [("en".to_owned(), text())].into(),
            proportionality: text(),
        };
        let body = serde_json::to_value(&full).unwrap();
        let body = body.as_object().unwrap();
        for part in LISTING {
            let held = &body[part.name];
            if let Shape::Rows(fields) = part.shape {
                let of: Vec<&String> = held[0].as_object().unwrap().keys().collect();
                assert!(
                    fields.iter().all(|field| of.iter().any(|o| o == field)),
                    "{}",
                    part.name
                );
            }
        }
        let asked = |name: &String| name == "format" || LISTING.iter().any(|p| p.name == name);
        assert!(body.keys().all(asked), "{:?}", body.keys());
    }
}
