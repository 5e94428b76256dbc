//! What the pages send along: the style sheet, the scripts, and the words the scripts need.

use maud::{Markup, html};

use crate::words::Tr;

/// A file of ours that pages refer to.
#[derive(Clone, Copy, Debug)]
pub struct Asset {
    /// Its address.
    pub path: &'static str,
    /// Its media type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: &'static [u8],
}

macro_rules! asset {
    ($name:literal, $type:literal) => {
        Asset {
            path: concat!("/assets/", $name),
            content_type: $type,
            bytes: include_bytes!(concat!("../assets/", $name)),
        }
    };
}

/// Everything there is to serve below `/assets/`.
pub const ASSETS: [Asset; 20] = [
    asset!("tasdiq.css", "text/css; charset=utf-8"),
    asset!("words.js", "text/javascript; charset=utf-8"),
    asset!("tlog.js", "text/javascript; charset=utf-8"),
    asset!("store.js", "text/javascript; charset=utf-8"),
    asset!("keys.js", "text/javascript; charset=utf-8"),
    asset!("sign.js", "text/javascript; charset=utf-8"),
    asset!("check.js", "text/javascript; charset=utf-8"),
    asset!("proof.js", "text/javascript; charset=utf-8"),
    asset!("live.js", "text/javascript; charset=utf-8"),
    asset!("seal.js", "text/javascript; charset=utf-8"),
    asset!("body.js", "text/javascript; charset=utf-8"),
    asset!("receipt.js", "text/javascript; charset=utf-8"),
    asset!("photo.js", "text/javascript; charset=utf-8"),
    asset!("removed.js", "text/javascript; charset=utf-8"),
    asset!("opened.js", "text/javascript; charset=utf-8"),
    asset!("peer.js", "text/javascript; charset=utf-8"),
    asset!("call.js", "text/javascript; charset=utf-8"),
    asset!("voice.js", "text/javascript; charset=utf-8"),
    asset!("upload.js", "text/javascript; charset=utf-8"),
    asset!("viewer.js", "text/javascript; charset=utf-8"),
];

/// The `Content-Security-Policy` every page works under: nothing inline, no other host.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; \
     style-src 'self'; img-src 'self' blob:; media-src blob:; font-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Sentences the scripts say, in the reader's language: `<template id="words">` of every page. A
/// script copies the element and puts text into its `data-slot` parts.
const SAID_BY_SCRIPTS: &[(&str, &[&str])] = &[
    ("js-checking", &[]),
    ("js-verified", &["names", "at"]),
    ("js-failed", &["why"]),
    ("js-not-witnessed", &[]),
    ("js-step-entry", &["id"]),
    ("js-step-signature", &["key"]),
    ("js-step-included", &["index", "size"]),
    ("js-step-log", &["origin"]),
    ("js-step-cosigned", &["name", "at"]),
    ("js-step-quorum", &["quorum"]),
    ("js-no-key", &["key"]),
    ("js-no-keys", &[]),
    ("js-no-ed25519", &[]),
    ("js-not-these-bytes", &[]),
    ("js-signing", &[]),
    ("js-recorded", &["index"]),
    ("js-witnessed", &["index"]),
    ("js-refused", &["why"]),
    ("js-no-answer", &[]),
    ("js-download", &[]),
    ("js-continue", &[]),
    ("js-sign-in-as", &["label"]),
    ("js-key-imported", &["label"]),
    ("js-key-bad", &[]),
    ("js-enrolled", &[]),
    ("js-new-entries", &["n"]),
    ("js-reload", &[]),
    ("js-local", &["clock"]),
    ("js-offline", &[]),
    ("js-flash", &[]),
    ("js-flash-open", &[]),
    ("js-exercise", &[]),
    ("js-check", &[]),
    ("js-check-open", &[]),
    ("js-checked", &["key"]),
    ("js-check-returned", &["why"]),
    ("js-check-gone", &[]),
    ("js-check-signed", &[]),
    ("js-check-sent-back", &[]),
    ("js-ring", &[]),
    ("js-ring-open", &[]),
    ("js-mute", &[]),
    ("js-muted", &[]),
    ("js-line-dead", &[]),
    ("js-draft-kept", &[]),
    ("problem-busy", &[]),
    ("problem-too-fast", &[]),
    ("problem-no-standing", &[]),
    ("problem-sign-in-first", &[]),
    ("problem-sign-in-refused", &[]),
    ("problem-signed-twice", &[]),
    ("problem-out-of-order", &[]),
    ("problem-seen-unknown", &[]),
    ("problem-future-dated", &[]),
    ("problem-bad-signature", &[]),
    ("problem-replica", &[]),
    ("problem-store-unreadable", &[]),
    ("problem-other", &[]),
    ("why-form", &[]),
    ("why-policy", &[]),
    ("why-entry", &[]),
    ("why-signature", &[]),
    ("why-inclusion", &[]),
    ("why-log", &[]),
    ("why-cosignature", &[]),
    ("why-quorum", &[]),
    ("why-fetch", &[]),
    ("why-browser", &[]),
];

pub(crate) fn words(tr: Tr<'_>) -> Markup {
    html! {
        @for (key, slots) in SAID_BY_SCRIPTS {
            @let values: Vec<_> = slots
                .iter()
                .map(|slot| (*slot, html! { bdi data-slot=(slot) {} }.into()))
                .collect();
            span data-key=(key) { (tr.with(key, &values)) }
        }
    }
}

/// Sentences for a script, hidden until it says them: `data-say` names each, the words are those of
/// `<prefix>-<name>`.
pub fn sentences(tr: Tr<'_>, prefix: &str, names: &[&str]) -> Markup {
    html! {
        @for name in names {
            span hidden data-say=(name) { (tr.say(&format!("{prefix}-{name}"))) }
        }
    }
}

/// Sentences the script says that opens a seal.
const SAID_BY_OPENING: [&str; 5] = [
    "seal-opened-here",
    "seal-not-for-this-browser",
    "seal-broken",
    "upload-no-key",
    "upload-failed",
];

/// A sealed payload at an address, to be fetched, and opened by a script where the reader's key is. `around` it stands
/// an element with `data-open`, `data-mechanism` and `data-key`.
pub fn sealed_link(tr: Tr<'_>, address: &str, words: &Markup) -> Markup {
    html! {
        a href=(address) download data-open-seal { (words) }
        span role="status" data-result {}
        (sentences(tr, "script", &SAID_BY_OPENING))
    }
}
