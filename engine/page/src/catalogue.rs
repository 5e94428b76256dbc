//! All the words of all areas in all languages, and what is missing from them.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};

use crate::lang::Lang;

/// One Fluent file of one language.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The language it is in.
    pub lang: Lang,
    /// Its text.
    pub text: &'a str,
}

/// The words of every area, ready to be said. Shared by all threads of a server.
pub struct Catalogue {
    languages: BTreeMap<Lang, Language>,
}

struct Language {
    bundle: FluentBundle<FluentResource>,
    /// Every message and the variables it names, for [`Catalogue::gaps`].
    messages: BTreeMap<String, BTreeSet<String>>,
}

/// Why sources do not make a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CatalogueError {
    /// A file is not Fluent.
    #[error("{lang}: line {line} is not Fluent syntax: {text:?}")]
    Syntax {
        /// The file's language tag.
        lang: &'static str,
        /// Counted from 1.
        line: usize,
        /// The line.
        text: String,
    },
    /// Two files of one language define the same message.
    #[error("{lang}: the message {key} is defined twice")]
    Twice {
        /// The files' language tag.
        lang: &'static str,
        /// The message.
        key: String,
    },
}

/// Something the catalogue lacks, found by [`Catalogue::gaps`].
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// A language does not have a message another one has.
    Missing {
        /// The language.
        lang: Lang,
        /// The message.
        key: String,
    },
    /// A translation does not name the same variables as the English message.
    Variables {
        /// The language.
        lang: Lang,
        /// The message.
        key: String,
        /// What English names.
        english: Vec<String>,
        /// What the translation names.
        found: Vec<String>,
    },
}

/// The words of this crate itself, which every catalogue contains.
const OWN: [Source<'static>; 6] = [
    Source {
        lang: Lang::En,
        text: include_str!("../lang/en.ftl"),
    },
    Source {
        lang: Lang::Ur,
        text: include_str!("../lang/ur.ftl"),
    },
    Source {
        lang: Lang::Ps,
        text: include_str!("../lang/ps.ftl"),
    },
    Source {
        lang: Lang::FaAf,
        text: include_str!("../lang/fa-AF.ftl"),
    },
    Source {
        lang: Lang::Tr,
        text: include_str!("../lang/tr.ftl"),
    },
    Source {
        lang: Lang::Ar,
        text: include_str!("../lang/ar.ftl"),
    },
];

impl Catalogue {
    /// A catalogue of this crate's own words and those of `sources`, in any order.
    pub fn new(sources: &[Source<'_>]) -> Result<Catalogue, CatalogueError> {
        let mut catalogue = Catalogue {
            languages: Lang::ALL.map(|lang| (lang, Language::new(lang))).into(),
        };
        for source in OWN.iter().chain(sources) {
            if let Some(language) = catalogue.languages.get_mut(&source.lang) {
                language.add(source)?;
            }
        }
        Ok(catalogue)
    }

    /// Every key missing in some language and every translation whose variables differ from the
    /// English ones. Empty in a catalogue that may be released.
    pub fn gaps(&self) -> Vec<Gap> {
        let keys: BTreeSet<&String> = self
            .languages
            .values()
            .flat_map(|language| language.messages.keys())
            .collect();
        let english = self.languages.get(&Lang::En);
        let mut gaps = Vec::new();
        for (&lang, language) in &self.languages {
            for &key in &keys {
                let expected = english.and_then(|english| english.messages.get(key));
                match (language.messages.get(key), expected) {
                    (None, _) => gaps.push(Gap::Missing {
                        lang,
                        key: key.clone(),
                    }),
                    (Some(found), Some(expected)) if found != expected => {
                        gaps.push(Gap::Variables {
                            lang,
                            key: key.clone(),
                            english: expected.iter().cloned().collect(),
                            found: found.iter().cloned().collect(),
                        });
                    }
                    _ => {}
                }
            }
        }
        gaps
    }

    /// Whether English has this message.
    pub fn has(&self, key: &str) -> bool {
        self.languages
            .get(&Lang::En)
            .is_some_and(|english| english.messages.contains_key(key))
    }

    /// The message in `lang`, else in English; with the language it was found in.
    pub(crate) fn format(
        &self,
        lang: Lang,
        key: &str,
        args: &FluentArgs<'_>,
    ) -> Option<(Lang, String)> {
        [lang, Lang::En].into_iter().find_map(|lang| {
            let bundle = &self.languages.get(&lang)?.bundle;
            let pattern = bundle.get_message(key)?.value()?;
            // Errors here are variables the caller did not give; Fluent writes their names instead,
            // which a reader can report. They can't be hidden, and they can't stop a page.
            let mut errors = Vec::new();
            Some((
                lang,
                bundle
                    .format_pattern(pattern, Some(args), &mut errors)
                    .into_owned(),
            ))
        })
    }
}

impl Language {
    fn new(lang: Lang) -> Language {
        let mut bundle = FluentBundle::new_concurrent(vec![lang.identifier()]);
        bundle.set_use_isolating(true);
        Language {
            bundle,
            messages: BTreeMap::new(),
        }
    }

    fn add(&mut self, source: &Source<'_>) -> Result<(), CatalogueError> {
        let lang = source.lang.tag();
        let resource = FluentResource::try_new(source.text.to_owned()).map_err(|(_, errors)| {
            let at = errors.first().map_or(0, |error| error.pos.start);
            let before = source.text.get(..at).unwrap_or_default();
            let line = before.matches('\n').count();
            let text = source.text.lines().nth(line).unwrap_or_default().to_owned();
            CatalogueError::Syntax {
                lang,
                line: line + 1,
                text,
            }
        })?;
        self.bundle.add_resource(resource).map_err(|errors| {
            let key = errors.into_iter().find_map(|error| match error {
                FluentError::Overriding { id, .. } => Some(id),
                _ => None,
            });
            CatalogueError::Twice {
                lang,
                key: key.unwrap_or_default(),
            }
        })?;
        self.messages.extend(messages(source.text));
        Ok(())
    }
}

/// The messages of a Fluent text that already parsed, with the variables each names. A message
/// starts at the beginning of a line and goes on to the next line that starts one.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '#') {
            let key = line.split('=').next().unwrap_or_default().trim();
            let is_message = line.starts_with(|c: char| c.is_ascii_alphabetic());
            current = is_message.then(|| key.to_owned());
        }
        if let Some(key) = &current {
            let variables = found.entry(key.clone()).or_default();
            for rest in line.split('$').skip(1) {
                let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
                variables.insert(rest[..end.unwrap_or(rest.len())].to_owned());
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_this_crate_is_in_every_language() {
        assert_eq!(Catalogue::new(&[]).unwrap().gaps(), []);
    }

    #[test]
    fn gaps_are_named() {
        let catalogue = Catalogue::new(&[
            Source {
                lang: Lang::En,
                text: "area-one = { $who } said\narea-two = Two\n",
            },
            Source {
                lang: Lang::Tr,
                text: "area-one = { $kim } dedi\n",
            },
        ])
        .unwrap();
        let gaps = catalogue.gaps();
        assert!(gaps.contains(&Gap::Missing {
            lang: Lang::Tr,
            key: "area-two".to_owned()
        }));
        assert!(gaps.contains(&Gap::Variables {
            lang: Lang::Tr,
            key: "area-one".to_owned(),
            english: vec!["who".to_owned()],
            found: vec!["kim".to_owned()],
        }));
        assert_eq!(gaps.len(), 10);
    }

    #[test]
    fn errors_name_the_place() {
        let bad = Source {
            lang: Lang::Ur,
            text: "fine = yes\nbroken {\n",
        };
        assert_eq!(
            Catalogue::new(&[bad]).err(),
            Some(CatalogueError::Syntax {
                lang: "ur",
                line: 2,
                text: "broken {".to_owned()
            })
        );
        let twice = Source {
            lang: Lang::En,
            text: "state-void = again\n",
        };
        assert_eq!(
            Catalogue::new(&[twice]).err(),
            Some(CatalogueError::Twice {
                lang: "en",
                key: "state-void".to_owned()
            })
        );
    }
}
