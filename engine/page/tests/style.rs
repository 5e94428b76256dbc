//! What the style sheet promises: contrast, mirroring, no ornament.
#![expect(clippy::unwrap_used, reason = "a test")]

use std::collections::BTreeMap;

const CSS: &str = include_str!("../assets/tasdiq.css");
/// WCAG 2.2, 1.4.3 (AA) for text of any size.
const CONTRAST_MIN: f64 = 4.5;

/// Selector and declarations of every rule, comments removed, `@media` blocks entered.
fn rules() -> Vec<(String, Vec<(String, String)>)> {
    let mut css = String::new();
    let mut rest = CSS;
    while let Some((before, after)) = rest.split_once("/*") {
        css.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    css.push_str(rest);
    let mut found = Vec::new();
    let mut selectors: Vec<String> = Vec::new();
    let mut text = String::new();
    for c in css.chars() {
        match c {
            '{' => selectors.push(std::mem::take(&mut text).trim().to_owned()),
            '}' => {
                let declarations = declarations(&std::mem::take(&mut text));
                found.push((selectors.join(" | "), declarations));
                selectors.pop();
            }
            _ => text.push(c),
        }
    }
    assert!(selectors.is_empty(), "a brace is not closed");
    found
}

fn declarations(body: &str) -> Vec<(String, String)> {
    body.split(';')
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

/// The tokens of each scheme: those of every rule on `:root` that sets `--paper`.
fn schemes() -> Vec<(String, BTreeMap<String, String>)> {
    rules()
        .into_iter()
        .filter(|(selector, declarations)| {
            selector.contains(":root") && declarations.iter().any(|(name, _)| name == "--paper")
        })
        .map(|(selector, declarations)| {
            let tokens = declarations
                .into_iter()
                .filter(|(_, value)| value.starts_with('#'));
            (selector, tokens.collect())
        })
        .collect()
}

fn luminance(colour: &str) -> f64 {
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    assert_eq!(colour.len(), 7, "{colour}");
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_computed_as_the_guideline_says() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
}

#[test]
fn every_text_is_readable_on_every_paper() {
    let schemes = schemes();
    assert_eq!(
        schemes.len(),
        4,
        "light, dark by preference, dark by choice, print"
    );
    for (selector, tokens) in &schemes {
        let (papers, texts): (Vec<_>, Vec<_>) = tokens
            .iter()
            .filter(|(name, _)| *name != "--hairline")
            .partition(|(name, _)| name.starts_with("--paper"));
        assert!(
            papers.len() == 4 && texts.len() == 7,
            "{selector}: {tokens:?}"
        );
        for (text, ink) in &texts {
            for (paper, ground) in &papers {
                let ratio = contrast(ink, ground);
                assert!(
                    ratio >= CONTRAST_MIN,
                    "{selector}: {text} on {paper} is {ratio:.2}"
                );
            }
        }
    }
}

#[test]
fn rules_that_set_both_colours_are_readable_too() {
    let token = |value: &str| {
        value
            .strip_prefix("var(")
            .and_then(|v| v.strip_suffix(')'))
            .map(str::to_owned)
    };
    let mut pairs = 0;
    for (selector, declarations) in rules() {
        let get = |wanted: &str| {
            declarations
                .iter()
                .find(|(name, _)| name == wanted)
                .and_then(|(_, value)| token(value))
        };
        let (Some(text), Some(ground)) = (get("color"), get("background")) else {
            continue;
        };
        for (scheme, tokens) in schemes() {
            let ratio = contrast(&tokens[&text], &tokens[&ground]);
            assert!(ratio >= CONTRAST_MIN, "{selector} in {scheme}: {ratio:.2}");
            pairs += 1;
        }
    }
    assert!(
        pairs >= 20,
        "buttons, insertions and removals were not found"
    );
}

#[test]
fn dark_by_preference_is_dark_by_choice() {
    let schemes = schemes();
    assert_eq!(schemes[1].1, schemes[2].1);
}

#[test]
fn colours_are_tokens() {
    for (selector, declarations) in rules() {
        for (name, value) in declarations {
            let colour = value.contains('#') || value.contains("rgb") || value.contains("hsl");
            assert!(
                name.starts_with("--") || !colour,
                "{selector}: {name}: {value}"
            );
        }
    }
}

#[test]
fn pages_mirror_and_stay_plain() {
    for (selector, declarations) in rules() {
        for (name, value) in declarations {
            let here = format!("{selector} {{ {name}: {value} }}");
            // The margin boxes of paper have no logical names.
            if !selector.contains("@page") {
                let physical = ["left", "right", "top", "bottom", "width", "height"];
                let words: Vec<&str> = name.split('-').collect();
                let other_sense = ["stroke-width", "line-height"].contains(&name.as_str());
                assert!(
                    other_sense || !physical.iter().any(|p| words.contains(p)),
                    "{here}"
                );
                let sides = ["left", "right"];
                assert!(
                    !value.split([' ', ',']).any(|word| sides.contains(&word)),
                    "{here}"
                );
                // Four-value shorthands name sides in physical order.
                let shorthand = [
                    "margin",
                    "padding",
                    "inset",
                    "border-width",
                    "border-radius",
                ];
                if shorthand.contains(&name.as_str()) {
                    let parts: Vec<&str> = value.split(' ').collect();
                    assert!(parts.len() < 4 || parts[1] == parts[3], "{here}");
                }
            }
            for ornament in ["shadow", "gradient", "url(", "blur", "@import"] {
                assert!(
                    !name.contains(ornament) && !value.contains(ornament),
                    "{here}"
                );
            }
            // Arabic script has neither italics nor letter spacing; no page needs them.
            assert!(name != "letter-spacing" && name != "font-style", "{here}");
            assert!(
                !value.contains("italic") && name != "text-transform",
                "{here}"
            );
        }
    }
}

#[test]
fn three_sizes_of_type() {
    for (selector, declarations) in rules() {
        for (name, value) in declarations {
            let whole_page = selector.contains("html") || selector.contains("@page");
            let on_paper = selector.contains("print");
            let nested = value.ends_with("em") && selector.contains("[lang");
            if name == "font-size" && !whole_page && !on_paper && !nested {
                let sizes = ["var(--small)", "var(--body)", "var(--large)", "inherit"];
                assert!(
                    sizes.contains(&value.as_str()),
                    "{selector} {{ {name}: {value} }}"
                );
            }
        }
    }
}
