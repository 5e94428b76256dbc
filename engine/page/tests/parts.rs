//! Every part of a page as it is written, and what must hold for all of them in every language.
#![expect(clippy::unwrap_used, reason = "a test")]

#[path = "../examples/gallery/samples.rs"]
mod samples;

use std::collections::BTreeSet;

use page::{ASSETS, Catalogue, Lang, Tr};

fn catalogue() -> Catalogue {
    Catalogue::new(&[]).unwrap()
}

/// Every page in one language: its name and its HTML.
fn pages(catalogue: &Catalogue, lang: Lang) -> Vec<(&'static str, String)> {
    let tr = Tr::new(lang, catalogue);
    samples::pages(tr)
        .into_iter()
        .map(|(name, width, content)| {
            (
                name,
                samples::frame(tr, name).page(width, &content).into_string(),
            )
        })
        .collect()
}

#[test]
fn snapshots() {
    let catalogue = catalogue();
    for lang in [Lang::En, Lang::Ps] {
        for (name, html) in pages(&catalogue, lang) {
            // One element a line, so that a change shows where it is. The head is in one of them.
            let (head, body) = html.split_once("</head>").unwrap();
            let shown = if name == "sign" {
                format!("{head}</head>{body}")
            } else {
                body.to_owned()
            };
            let lines = shown.replace("><", ">\n<");
            insta::assert_snapshot!(format!("{name}-{}", lang.tag()), lines);
        }
    }
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

fn every_page(check: impl Fn(&str, &str)) {
    let catalogue = catalogue();
    for lang in Lang::ALL {
        for (name, html) in pages(&catalogue, lang) {
            check(&format!("{name} in {}", lang.tag()), &html);
        }
    }
}

#[test]
fn landmarks_and_one_heading() {
    every_page(|page, html| {
        for (part, times) in [("<h1", 1), ("<main", 1), ("<header", 1), ("<footer", 1)] {
            assert_eq!(html.matches(part).count(), times, "{part} in {page}");
        }
        assert!(html.starts_with("<!DOCTYPE html><html lang="), "{page}");
        assert!(html.contains("href=\"#content\""), "no skip link in {page}");
    });
}

#[test]
fn references_lead_somewhere() {
    every_page(|page, html| {
        let ids = values(html, "id");
        let known: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), known.len(), "an id twice in {page}");
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for id in values(html, attribute)
                .iter()
                .flat_map(|list| list.split(' '))
            {
                assert!(known.contains(id), "{attribute}={id} in {page}");
            }
        }
        for href in values(html, "href")
            .iter()
            .filter_map(|href| href.strip_prefix('#'))
        {
            assert!(known.contains(href), "#{href} in {page}");
        }
    });
}

#[test]
fn nothing_inline_and_no_other_host() {
    every_page(|page, html| {
        assert!(values(html, "style").is_empty(), "{page}");
        assert!(!html.contains("<style"), "{page}");
        assert_eq!(
            html.matches("<script").count(),
            values(html, "src").len(),
            "{page}"
        );
        for address in values(html, "src").iter().chain(&values(html, "href")) {
            assert!(address.starts_with(['/', '#', '?']), "{address} in {page}");
        }
        for event in ["onclick", "onload", "onsubmit", "onerror"] {
            assert!(!html.contains(event), "{event} in {page}");
        }
    });
}

#[test]
fn nothing_is_left_unsaid() {
    every_page(|page, html| {
        assert!(!html.contains("class=\"missing\""), "{page}");
        // Placeholders are private-use characters or Fluent's own names: none may be left.
        assert!(
            !html.contains(['\u{e000}', '\u{e001}', '\u{e002}']),
            "{page}"
        );
        assert!(!html.contains("{$"), "{page}");
    });
}

#[test]
fn scripts_have_the_words_they_say() {
    let catalogue = catalogue();
    let html = &pages(&catalogue, Lang::En)[0].1;
    let all: BTreeSet<&str> = values(html, "data-key").into_iter().collect();
    // The host's problems are looked up by their code; those without a sentence have one in common.
    assert!(all.contains("problem-other") && all.contains("problem-out-of-order"));
    let known: BTreeSet<&str> = all
        .into_iter()
        .filter(|key| !key.starts_with("problem-"))
        .collect();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for asset in ASSETS.iter().filter(|asset| asset.path.ends_with(".js")) {
        let script = std::str::from_utf8(asset.bytes).unwrap();
        let quoted = script.split('"').filter(|word| word.starts_with("js-"));
        said.extend(quoted.map(str::to_owned));
        let codes = script.split("new Unproven(\"").skip(1);
        said.extend(codes.map(|rest| format!("why-{}", rest.split('"').next().unwrap())));
    }
    assert!(said.len() > 30, "{said:?}");
    let said: BTreeSet<&str> = said.iter().map(String::as_str).collect();
    assert_eq!(known, said);
}
