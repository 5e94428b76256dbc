//! Refusals as sentences. The record holds stable codes; the language files hold what they say.

use act::{Refusal, Time, Value};
use page::{Lang, Tr};

/// The language that a locale such as `ur_PK.UTF-8` asks for; English where we have none for it.
pub fn of_locale(locale: &str) -> Lang {
    let language = locale.split(['.', '@']).next().unwrap_or_default();
    Lang::accepted(language)
}

/// A refusal as its sentence, with its code beside it.
pub fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let catalogue = mechanism::catalogue();
    match Tr::new(lang, &catalogue).coded_text(refusal.code, &refusal.about) {
        Some(sentence) => format!("{sentence} [{}]", refusal.code),
        None => refusal.to_string(),
    }
}

/// The same for a refusal as a host's JSON tells it, `{"code":…,"about":{name: text}}`; none if it
/// tells none. A code that only a newer release knows is told as it came.
pub fn told(json: &serde_json::Value, lang: Lang) -> Option<String> {
    let code = json.get("code")?.as_str()?;
    let none = serde_json::Map::new();
    let facts = json.get("about").and_then(|about| about.as_object());
    let facts: Vec<(&str, &str)> = facts
        .unwrap_or(&none)
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str().unwrap_or_default()))
        .collect();
    let about: Vec<(&str, Value)> = facts.iter().map(|(n, text)| (*n, value(text))).collect();
    let catalogue = mechanism::catalogue();
    let sentence = Tr::new(lang, &catalogue).coded_text(code, &about);
    Some(match sentence {
        Some(sentence) => format!("{sentence} [{code}]"),
        None if facts.is_empty() => code.to_owned(),
        None => {
            let facts: Vec<String> = facts.iter().map(|(n, t)| format!("{n}={t}")).collect();
            format!("{code} ({})", facts.join(", "))
        }
    })
}

/// JSON has only the texts of facts: instants and counts are told by their form, since sentences
/// say them in words.
fn value(text: &str) -> Value {
    if let Ok(time) = text.parse::<Time>() {
        return Value::Time(time);
    }
    match text.parse::<u64>() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Words(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_locale_is_one_of_our_languages_or_english() {
        assert_eq!(of_locale("ur_PK.UTF-8"), Lang::Ur);
        assert_eq!(of_locale("fa_AF"), Lang::FaAf);
        assert_eq!(of_locale("ar.UTF-8@latin"), Lang::Ar);
        assert_eq!(of_locale("C.UTF-8"), Lang::En);
        assert_eq!(of_locale(""), Lang::En);
    }

    #[test]
    fn what_a_host_tells_is_what_the_rules_said() {
        let said = Refusal::new("roll.key-expired")
            .about("until", Time::from_millis(0))
            .about("key", "some key");
        let json = json!({ "code": said.code, "about": { "until": Time::from_millis(0), "key": "some key" } });
        for lang in Lang::ALL {
            let sentence = refusal(&said, lang);
            assert_eq!(told(&json, lang), Some(sentence.clone()));
            assert!(sentence.ends_with(" [roll.key-expired]"), "{sentence}");
        }
        assert_eq!(
            told(
                &json!({ "code": "t.newer", "about": { "n": "1" } }),
                Lang::Ps
            )
            .as_deref(),
            Some("t.newer (n=1)")
        );
        assert_eq!(told(&json!({ "status": "in-force" }), Lang::En), None);
    }
}
