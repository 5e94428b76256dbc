//! The second step of signing: what exactly is signed, by whom, and what follows from it.
//!
//! The page carries the payload's exact bytes; `assets/sign.js` shows those bytes, signs their
//! pre-authentication encoding and sends the envelope. Nothing on this page is signed but them.

use act::{MechanismId, PublicKey, Refusal, Time};
use base64ct::{Base64, Encoding};
use maud::{Markup, html};

use crate::direction::Key;
use crate::form::Field;
use crate::notice::refused;
use crate::words::{Tr, Value};

/// Everything a person needs to know before signing.
pub struct Review<'a> {
    /// The act in the reader's language: who says what about which words.
    pub statement: Markup,
    /// The button: the act's own verb ("Accept these words").
    pub verb: Markup,
    /// The payload, exactly as it will be signed.
    pub payload: &'a str,
    /// `application/vnd.tasdiq.<area>.<entry>.v<N>+json`.
    pub payload_type: &'a str,
    /// The mechanism the signature is for.
    pub mechanism: MechanismId,
    /// The office that signs, and the member it belongs to.
    pub office: &'a str,
    /// See `office`.
    pub member: &'a str,
    /// The key that must sign.
    pub key: PublicKey,
    /// When that key expires.
    pub key_expires: Time,
    /// What follows from this act, beside what follows from every act.
    pub consequences: Vec<Markup>,
    /// What the rules already say: if they would void the act, why.
    pub refusal: Option<&'a Refusal>,
    /// Back to the form, with what was written still in it.
    pub back: &'a str,
    /// Where the reader goes after it is recorded.
    pub next: &'a str,
    /// Whether a second officer is needed, and how far that is.
    pub second: Second<'a>,
}

/// A second officer reads what one composed, and signs beside it before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second<'a> {
    /// The act is sent as soon as its author has signed it.
    NotNeeded,
    /// It is composed, and is to be checked.
    Needed,
    /// The reader's own, waiting under this name.
    Waiting(&'a str),
    /// Another officer's, waiting for the reader under this name.
    ForReader(&'a str),
}

impl Review<'_> {
    /// The panel.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        let (sign, needed, check) = match self.second {
            Second::NotNeeded => (true, false, None),
            Second::Needed => (false, true, None),
            Second::Waiting(id) => (true, false, Some(id)),
            Second::ForReader(id) => (false, false, Some(id)),
        };
        html! {
            section.review aria-labelledby="review"
                data-sign[sign] data-ask-check[needed] data-check=[check]
                data-mechanism=(self.mechanism) data-key=(self.key)
                data-type=(self.payload_type)
                data-payload=(Base64::encode_string(self.payload.as_bytes()))
                data-next=(self.next) {
                h2 id="review" { (tr.say("review-title")) }
                @if let Some(refusal) = self.refusal { (refused(tr, refusal)) }
                blockquote.statement { (self.statement) }
                (self.signer(tr))
                div.consequences {
                    h3 { (tr.say("review-consequences")) }
                    ul {
                        li { (tr.say("review-permanent")) }
                        @for consequence in &self.consequences { li { (consequence) } }
                    }
                }
                details {
                    summary { (tr.say("review-bytes")) }
                    p.quiet {
                        (tr.with("review-bytes-note", &[
                            ("n", Value::Number(self.payload.len() as u64)),
                            ("type", Value::Id(self.payload_type)),
                        ]))
                    }
                    pre.bytes dir="ltr" tabindex="0" { code data-bytes { (self.payload) } }
                }
                (self.second_officer(tr))
                p.result role="status" data-result {}
                noscript { p.problem { (tr.say("sign-noscript")) } }
                p.actions {
                    button.primary type="button" data-act disabled { (self.button(tr)) }
                    " "
                    @if let Second::NotNeeded | Second::Needed = self.second {
                        a href=(self.back) { (tr.say("review-back")) }
                    }
                }
            }
        }
    }

    fn button(&self, tr: Tr<'_>) -> Markup {
        match self.second {
            Second::NotNeeded | Second::Waiting(_) => self.verb.clone(),
            Second::Needed => tr.say("check-ask"),
            Second::ForReader(_) => tr.say("check-sign"),
        }
    }

    /// What the reader has to know of the check, and how a second officer says no.
    fn second_officer(&self, tr: Tr<'_>) -> Markup {
        match self.second {
            Second::NotNeeded => Markup::default(),
            Second::Needed => html! { p.due { (tr.say("check-needed")) } },
            Second::Waiting(_) => html! { p.due data-waiting { (tr.say("check-waiting")) } },
            Second::ForReader(_) => html! {
                p.due { (tr.say("check-for-reader")) }
                div data-return {
                    label.field {
                        span { (tr.say("check-why")) }
                        input type="text" maxlength="500" data-why;
                    }
                    p.actions { button type="button" data-send-back { (tr.say("check-return")) } }
                }
            },
        }
    }

    fn signer(&self, tr: Tr<'_>) -> Markup {
        crate::table::facts([
            (
                tr.say("review-office"),
                tr.with(
                    "frame-officer",
                    &[
                        ("office", Value::Name(self.office)),
                        ("member", Value::Name(self.member)),
                    ],
                ),
            ),
            (
                tr.say("review-key"),
                html! {
                    (Key(self.key)) " "
                    (tr.with("review-key-expires", &[("date", Value::Date(self.key_expires))]))
                },
            ),
        ])
    }
}

/// Signing in: the browser signs a challenge with the key of an office.
pub struct SignIn<'a> {
    /// The challenge, as given for this page only.
    pub challenge: &'a str,
    /// The site's own address, `https://host`, bound into the signature.
    pub origin: &'a str,
    /// The mechanism, bound into the signature.
    pub mechanism: MechanismId,
    /// Where to go afterwards, below this site.
    pub next: &'a str,
}

impl SignIn<'_> {
    /// The panel. It lists the keys this browser holds; a link `#seed=…` brings one along.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            section.review data-sign-in data-challenge=(self.challenge) data-origin=(self.origin)
                data-mechanism=(self.mechanism) data-next=(self.next) {
                p { (tr.say("sign-in-how")) }
                div data-keys {}
                p.result role="status" data-result {}
                noscript { p.problem { (tr.say("sign-noscript")) } }
            }
        }
    }
}

/// Making a key in this browser and the request for it to be granted.
pub struct Enrol {
    /// The mechanism the key is for.
    pub mechanism: MechanismId,
}

impl Enrol {
    /// The panel: a label for the key, and after that the public request to hand over.
    pub fn show(&self, tr: Tr<'_>) -> Markup {
        html! {
            section.review data-enrol data-mechanism=(self.mechanism) {
                p { (tr.say("enrol-how")) }
                (Field::new("label", tr.say("enrol-label")).hint(tr.say("enrol-label-hint")).text(""))
                p.actions {
                    button.primary type="button" data-act disabled { (tr.say("enrol-make")) }
                }
                p.result role="status" data-result {}
                pre.bytes dir="ltr" tabindex="0" hidden data-request {}
                noscript { p.problem { (tr.say("sign-noscript")) } }
            }
        }
    }
}
