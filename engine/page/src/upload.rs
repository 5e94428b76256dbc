//! Where a payload is chosen and sent, and named in the form it stands in.

use act::{MechanismId, PublicKey};
use maud::{Markup, html};

use crate::scripts::sentences;
use crate::sealing::SealedTo;
use crate::words::Tr;

/// Sentences the uploading script says.
const SAID: [&str; 7] = [
    "upload-sending",
    "upload-done",
    "upload-resumed",
    "upload-too-large",
    "upload-no-recipients",
    "upload-no-key",
    "upload-failed",
];

/// Payloads of a form. Committing to bytes under a salt needs a script; without one, the reference that
/// `tasdiq blob put` prints is put into the field.
pub struct Upload<'a> {
    /// The area, which begins the keys of its words: `commitments-upload-file`, `-hint`, `-seal`.
    pub area: &'static str,
    /// The reader's words.
    pub tr: Tr<'a>,
    /// The mechanism.
    pub mechanism: MechanismId,
    /// The key that answers for what is sent.
    pub key: Option<PublicKey>,
    /// Media types that are offered.
    pub accept: &'static str,
    /// Whether something can be said instead.
    pub voice: Voice,
    /// To whom it can be sealed, if it can.
    pub sealed_to: Option<&'a SealedTo<'a>>,
}

/// Whether a payload can be spoken into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    /// Files only.
    No,
    /// A voice note, recorded in the browser.
    Yes,
}

/// Sentences the recording script says.
const SAID_BY_VOICE: [&str; 4] = [
    "voice-recording",
    "voice-none",
    "voice-refused",
    "voice-stop",
];

impl Upload<'_> {
    /// The section around the field that takes the references.
    pub fn show(&self, field: &Markup) -> Markup {
        let tr = self.tr;
        let say = |name: &str| tr.say(&format!("{}-upload-{name}", self.area));
        let json = |all: &[&str]| serde_json::to_string(all).unwrap_or_default();
        let (keys, members) = match self.sealed_to {
            Some(to) => (to.keys.as_slice(), to.members.as_slice()),
            None => (&[][..], &[][..]),
        };
        html! {
            section.upload data-upload data-mechanism=(self.mechanism) data-key=[self.key]
                data-recipients=(json(keys)) data-sealed-to=(json(members)) {
                div data-controls hidden {
                    p.hint { (say("hint")) }
                    label.field {
                        (say("file")) " "
                        input type="file" multiple accept=(self.accept);
                    }
                    @if self.voice == Voice::Yes {
                        p.actions {
                            button type="button" data-record { (tr.say("script-voice-record")) }
                            " " span role="status" data-recording {}
                        }
                        (sentences(tr, "script", &SAID_BY_VOICE))
                    }
                    @if self.sealed_to.is_some() {
                        label.choice {
                            input type="checkbox" data-seal;
                            span { (say("seal")) }
                        }
                    }
                    progress hidden value="0" max="1" aria-label=(tr.plain("script-upload-sending", &[])) {}
                    p role="status" data-result {}
                }
                (sentences(tr, "script", &SAID))
                (field)
            }
        }
    }
}
