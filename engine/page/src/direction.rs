//! Types that carry their direction. A date or a hash inside right-to-left text is otherwise shown
//! reversed, and a deadline misread; a type that renders itself can't be forgotten.

use act::{Digest, PublicKey, Time};
use maud::{Markup, Render, html};

use crate::lang::Lang;

/// The name of a person, party, office or place: isolated, its own direction.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a>(pub &'a str);

/// A short identifier as people cite it (`C-08`, `draft-tabled.v1`): left to right.
#[derive(Clone, Copy, Debug)]
pub struct Id<'a>(pub &'a str);

/// A digest, shown by its first eight digits; the whole one is selectable and read aloud as its
/// title.
#[derive(Clone, Copy, Debug)]
pub struct Hash(pub Digest);

/// A digest in full, broken over lines where needed.
#[derive(Clone, Copy, Debug)]
pub struct FullHash(pub Digest);

/// A public key, shortened like a [`Hash`].
#[derive(Clone, Copy, Debug)]
pub struct Key(pub PublicKey);

/// Words somebody wrote. The direction follows the words; the language is set where it is known.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The text; line breaks are kept.
    pub text: &'a str,
    /// The language it is in, if it was stated.
    pub lang: Option<Lang>,
}

/// A number with its unit or currency (`12 km`, `USD 4,000.00`), as one left-to-right piece.
#[derive(Clone, Copy, Debug)]
pub struct Amount<'a>(pub &'a str);

/// An instant as tables show it: `2025-11-07 14:02:11`, UTC.
#[derive(Clone, Copy, Debug)]
pub struct Iso(pub Time);

/// A day as tables show it: `2025-11-07`, UTC.
#[derive(Clone, Copy, Debug)]
pub struct IsoDay(pub Time);

impl Render for Name<'_> {
    fn render(&self) -> Markup {
        html! { bdi { (self.0) } }
    }
}

impl Render for Id<'_> {
    fn render(&self) -> Markup {
        html! { code.id dir="ltr" { (self.0) } }
    }
}

impl Render for Hash {
    fn render(&self) -> Markup {
        let whole = self.0.to_string();
        fold(&whole, 8)
    }
}

impl Render for FullHash {
    fn render(&self) -> Markup {
        html! { code.hash.whole dir="ltr" { (self.0) } }
    }
}

impl Render for Key {
    fn render(&self) -> Markup {
        let whole = self.0.to_string();
        fold(&whole, "ed25519:".len() + 8)
    }
}

/// Both parts are in the document, so that copying and searching find the whole; the style sheet
/// shows the rest only on focus, on hover and in print.
fn fold(whole: &str, shown: usize) -> Markup {
    let (start, rest) = whole.split_at_checked(shown).unwrap_or((whole, ""));
    html! {
        code.hash dir="ltr" tabindex="0" title=(whole) {
            (start) span.rest { (rest) }
        }
    }
}

impl Render for Words<'_> {
    fn render(&self) -> Markup {
        html! { span.words dir="auto" lang=[self.lang.map(Lang::tag)] { (self.text) } }
    }
}

impl Render for Amount<'_> {
    fn render(&self) -> Markup {
        html! { bdi.amount dir="ltr" { (self.0) } }
    }
}

impl Render for Iso {
    fn render(&self) -> Markup {
        let text = self.0.to_string();
        let shown = text.get(..19).unwrap_or(&text).replace('T', " ");
        html! { time.iso dir="ltr" datetime=(text) { (shown) } }
    }
}

impl Render for IsoDay {
    fn render(&self) -> Markup {
        let text = self.0.to_string();
        let day = text.get(..10).unwrap_or(&text);
        html! { time.iso dir="ltr" datetime=(day) { (day) } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_type_carries_its_direction() {
        let at: Time = "2025-11-07T14:02:11.123Z".parse().unwrap();
        assert_eq!(
            Iso(at).render().0,
            "<time class=\"iso\" dir=\"ltr\" datetime=\"2025-11-07T14:02:11.123Z\">2025-11-07 14:02:11</time>"
        );
        assert_eq!(Name("Party A").render().0, "<bdi>Party A</bdi>");
        let hash = Hash(Digest([0xab; 32])).render().0;
        assert!(
            hash.contains(">abababab<span class=\"rest\">abab"),
            "{hash}"
        );
        assert_eq!(
            Words {
                text: "a\n<b>",
                lang: Some(Lang::FaAf)
            }
            .render()
            .0,
            "<span class=\"words\" dir=\"auto\" lang=\"fa-AF\">a\n&lt;b&gt;</span>"
        );
    }
}
