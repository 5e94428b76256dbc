//! The six languages people read these pages in.

use unic_langid::LanguageIdentifier;

/// A language a page can be read in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Urdu.
    Ur,
    /// Pashto.
    Ps,
    /// Dari, the Persian of Afghanistan.
    FaAf,
    /// Turkish.
    Tr,
    /// Arabic.
    Ar,
}

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dir {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Dir {
    /// The value of an HTML `dir` attribute.
    pub const fn html(self) -> &'static str {
        match self {
            Dir::Ltr => "ltr",
            Dir::Rtl => "rtl",
        }
    }
}

impl Lang {
    /// All of them, in the order of the language switch: by the Latin spelling of their names.
    pub const ALL: [Lang; 6] = [Lang::Ar, Lang::FaAf, Lang::En, Lang::Ps, Lang::Tr, Lang::Ur];

    /// The BCP 47 tag, used in `lang` attributes, file names and the `lang` query parameter.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Ur => "ur",
            Lang::Ps => "ps",
            Lang::FaAf => "fa-AF",
            Lang::Tr => "tr",
            Lang::Ar => "ar",
        }
    }

    /// The language with exactly this tag.
    pub fn from_tag(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The best language for an `Accept-Language` header: the first one listed that we have, where
    /// any Persian is read as Dari. English if there is none.
    pub fn accepted(header: &str) -> Lang {
        header
            .split(',')
            .filter_map(|part| part.split(';').next())
            .find_map(|tag| {
                let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
                match primary.as_str() {
                    "fa" | "prs" => Some(Lang::FaAf),
                    primary => Lang::from_tag(primary),
                }
            })
            .unwrap_or_default()
    }

    /// Which way it is written.
    pub const fn dir(self) -> Dir {
        match self {
            Lang::En | Lang::Tr => Dir::Ltr,
            Lang::Ur | Lang::Ps | Lang::FaAf | Lang::Ar => Dir::Rtl,
        }
    }

    /// What its readers call it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Lang::En => "English",
            Lang::Ur => "اردو",
            Lang::Ps => "پښتو",
            Lang::FaAf => "دری",
            Lang::Tr => "Türkçe",
            Lang::Ar => "العربية",
        }
    }

    /// Whether a professional has reviewed its words. English is the text we write; the others are
    /// drafts, and every page in them says so.
    pub const fn is_draft(self) -> bool {
        !matches!(self, Lang::En)
    }

    /// For Fluent's plural rules. Each tag above is well-formed, so the default is never used.
    pub(crate) fn identifier(self) -> LanguageIdentifier {
        self.tag().parse().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_picks_the_first_language_we_have() {
        assert_eq!(Lang::accepted("de-DE,ps;q=0.8,en;q=0.5"), Lang::Ps);
        assert_eq!(Lang::accepted("fa-IR, en"), Lang::FaAf);
        assert_eq!(Lang::accepted("AR-qa"), Lang::Ar);
        assert_eq!(Lang::accepted(""), Lang::En);
        assert_eq!(Lang::from_tag("fa-AF"), Some(Lang::FaAf));
    }
}
