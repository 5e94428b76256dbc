//! Every page there is, found by following links as each office would, in every language.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

mod story;

use std::collections::{BTreeMap, BTreeSet};

use act::Refusal;
use page::{Ask, Catalogue, Lang, NotHere, Tr};
use story::{Seat, Story, query, root};

const READERS: [&str; 4] = [
    "a.negotiator",
    "m1.mediation",
    "a.key-administrator",
    "host.registry",
];

fn negotiation(catalogue: &Catalogue, swap: bool) -> Story {
    let text = std::fs::read_to_string(root().join("cases/negotiation.case")).unwrap();
    let mut story = Story::new();
    let text = if swap { swapped(&text) } else { text };
    if swap {
        story.witnesses = ["m1", "b"];
    }
    story.tell(catalogue, &text);
    story
}

/// The same story with the parties exchanged, in who speaks and in what they say.
fn swapped(text: &str) -> String {
    let text = text
        .replace("a.negotiator:", "\u{1}")
        .replace("b.negotiator:", "a.negotiator:");
    let mut text = labels_swapped(&text.replace('\u{1}', "b.negotiator:"));
    for file in ["a-proposal", "b-new", "principles"] {
        let words = std::fs::read_to_string(root().join(format!("tasdiq/demo/{file}.md"))).unwrap();
        let quoted = serde_json::to_string(&labels_swapped(&words)).unwrap();
        text = text.replace(&format!("$file(tasdiq/demo/{file}.md)"), &quoted);
    }
    text.lines()
        .filter(|l| !l.starts_with("contains "))
        .map(|l| format!("{l}\n"))
        .collect()
}

fn labels_swapped(text: &str) -> String {
    let text = text
        .replace("Party A", "\u{1}")
        .replace("Party B", "Party A");
    text.replace('\u{1}', "Party B")
}

/// What the shell serves beside the pages: no world shows it.
const BESIDE: [&str; 6] = [
    "/sign-in",
    "/bulletins/",
    "/exports/",
    "/calendar.ics",
    "/dossiers/",
    "/blobs/",
];

/// Every address reached from the home page by links of the mechanism's own.
fn crawl(story: &Story, catalogue: &Catalogue, seat: &Seat) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut next = vec!["/".to_owned(), "/glossary".to_owned(), "/log".to_owned()];
    while let Some(address) = next.pop() {
        if !found.insert(address.clone()) {
            continue;
        }
        let shown = story.show(catalogue, &address, Some(seat), Lang::En);
        let shown = shown.unwrap_or_else(|e| panic!("{address} is linked, but {e:?}"));
        for link in shown.content.0.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap().replace("&amp;", "&");
            let ours =
                link.starts_with('/') && !BESIDE.iter().any(|beside| link.starts_with(beside));
            if ours {
                next.push(link.split('#').next().unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn every_page_has_words_one_heading_and_a_direction_in_every_language() {
    let catalogue = mechanism::catalogue();
    let story = negotiation(&catalogue, false);
    let log = story.log();
    let mut pages = 0;
    for reader in READERS {
        let seat = story.seat(reader);
        for address in crawl(&story, &catalogue, &seat) {
            for lang in Lang::ALL {
                let query = query(&address);
                let ask = Ask {
                    tr: Tr::new(lang, &catalogue),
                    as_of: story.at,
                    viewer: Some(seat.viewer()),
                    witnessed: None,
                    query: &query,
                    held: &page::NothingHeld,
                };
                let shown = story.show(&catalogue, &address, Some(&seat), lang).unwrap();
                assert!(!catalogue.has(&shown.title), "{address}: {}", shown.title);
                let html = mechanism::frame(&story.world, &log, &ask, &address, shown).0;
                assert!(!html.contains("class=\"missing\""), "{address} {lang:?}");
                assert_eq!(html.matches("<h1").count(), 1, "{address} {lang:?}");
                let start = format!(
                    "<html lang=\"{}\" dir=\"{}\"",
                    lang.tag(),
                    lang.dir().html()
                );
                assert!(html.contains(&start), "{address} {lang:?}");
                pages += 1;
            }
        }
    }
    assert!(pages > 1000, "{pages} pages in six languages");
}

#[test]
fn visitors_see_the_state_of_the_log_and_the_glossary_only() {
    let catalogue = mechanism::catalogue();
    let story = negotiation(&catalogue, false);
    let seat = story.seat("a.negotiator");
    for address in crawl(&story, &catalogue, &seat) {
        let shown = story.show(&catalogue, &address, None, Lang::En);
        match address.as_str() {
            "/" | "/glossary" => {
                let html = shown.unwrap().content.0;
                assert!(!html.contains("/agreement"), "{address}");
            }
            _ => assert_eq!(shown.err(), Some(NotHere::NotForVisitors), "{address}"),
        }
    }
}

/// An element's name and classes: what decides how it looks.
fn element(markup: &str) -> String {
    let tag = markup.split('>').next().unwrap_or_default();
    let name = tag.split(' ').next().unwrap_or_default();
    let class = tag.split_once("class=\"").map_or("", |(_, rest)| rest);
    format!("<{name} {}>", class.split('"').next().unwrap_or_default())
}

/// The lines and elements of a screen without what is bound to exact bytes, in no order: columns alternate.
fn lines(story: &Story, catalogue: &Catalogue, address: &str, reader: &str) -> Vec<String> {
    let shown = story
        .show(catalogue, address, Some(&story.seat(reader)), Lang::En)
        .unwrap();
    let text = story::strip(&shown.content.0).replace('¦', "\n");
    let hash =
        |word: &str| word.len() == 64 || word.starts_with('#') || word.starts_with("ed25519:");
    let mut lines: Vec<String> = text
        .lines()
        .flat_map(|line| line.split(". "))
        .map(|line| {
            line.split(' ')
                .filter(|w| !hash(w))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .map(|line| line.trim_matches([' ', '.']).to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    lines.extend(shown.content.0.split('<').skip(1).map(element));
    lines.sort();
    lines
}

#[test]
fn the_parties_exchanged_the_pages_are_the_same() {
    let catalogue = mechanism::catalogue();
    let (one, other) = (
        negotiation(&catalogue, false),
        negotiation(&catalogue, true),
    );
    // Every page of the area that either party reaches, and no page that only one of them does.
    let reached = |story: &Story, reader: &str| -> BTreeSet<String> {
        let all = crawl(story, &catalogue, &story.seat(reader)).into_iter();
        all.filter(|a| a.starts_with("/agreement")).collect()
    };
    let addresses = reached(&one, "a.negotiator");
    assert_eq!(addresses, reached(&other, "b.negotiator"));
    assert!(addresses.iter().any(|a| a.contains("/compare?")));
    assert!(addresses.len() > 40, "{}", addresses.len());
    for address in &addresses {
        let mine = lines(&one, &catalogue, address, "a.negotiator");
        let theirs = lines(&other, &catalogue, address, "b.negotiator");
        let mut theirs: Vec<String> = theirs.iter().map(|line| labels_swapped(line)).collect();
        theirs.sort();
        let only = |some: &[String], others: &[String]| -> Vec<String> {
            some.iter()
                .filter(|line| !others.contains(line))
                .cloned()
                .collect()
        };
        let differ = (only(&mine, &theirs), only(&theirs, &mine));
        assert_eq!(differ, (Vec::new(), Vec::new()), "{address}");
        assert_eq!(mine, theirs, "{address}");
    }
}

#[test]
fn no_language_lacks_a_message() {
    let gaps = mechanism::catalogue().gaps();
    assert!(
        gaps.is_empty(),
        "{} gaps, first: {:#?}",
        gaps.len(),
        gaps.first()
    );
}

#[test]
fn every_code_a_rule_answers_has_its_sentence() {
    let catalogue = mechanism::catalogue();
    let mut codes = BTreeSet::new();
    for folder in [
        "areas/roll/src",
        "areas/agreement/src",
        "areas/commitments/src",
        "engine/mechanism/src",
    ] {
        for entry in std::fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|e| e != "rs") {
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for marker in ["Refusal::new(\"", "code: \""] {
                let found = source
                    .split(marker)
                    .skip(1)
                    .map(|r| r.split('"').next().unwrap());
                codes.extend(found.map(str::to_owned));
            }
        }
    }
    assert!(codes.len() > 60, "{}", codes.len());
    for code in codes {
        assert!(catalogue.has(&page::message_key(&code)), "{code}");
    }
}

type Fields<'a> = &'a [(&'a str, &'a str)];

fn write(story: &Story, seat: &str, path: &str, fields: Fields<'_>) -> Result<String, String> {
    let catalogue = mechanism::catalogue();
    let tr = Tr::new(Lang::En, &catalogue);
    let seat = story.seat(seat);
    let fields: BTreeMap<String, String> = fields
        .iter()
        .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
        .collect();
    let none = BTreeMap::new();
    let ask = Ask {
        tr,
        as_of: story.at,
        viewer: Some(seat.viewer()),
        witnessed: None,
        query: &none,
        held: &page::NothingHeld,
    };
    let again = story
        .world
        .show_again(&story.log(), &ask, path, &fields)
        .unwrap();
    match story.world.write(&ask, path, &fields) {
        Ok(said) => {
            assert!(!again.content.0.contains("class=\"problems\""), "{path}");
            let review = mechanism::ToSign {
                said: &said,
                by: seat.key,
                payload: "{}",
                refusal: Some(&Refusal::new("roll.no-office")),
                back: path,
                next: "/",
                check: None,
            };
            let panel = mechanism::review(&story.world, &ask, &review)
                .unwrap()
                .content
                .0;
            assert!(!panel.contains("class=\"missing\""), "{path}: {panel}");
            Ok(format!(
                "{}.{} {}",
                said.kind().0,
                said.kind().1,
                said.json()
            ))
        }
        Err(problems) => {
            assert!(again.content.0.contains("class=\"problems\""), "{path}");
            Err(story::strip(&problems.summary(tr).0))
        }
    }
}

#[test]
fn forms_become_entries_or_say_what_to_mend() {
    let catalogue = mechanism::catalogue();
    let story = negotiation(&catalogue, false);
    let hash = &story.world.areas.agreement.instrument("talks").unwrap();
    let hash = agreement::state::hash_of(hash.draft("b-new").unwrap().clause("2").unwrap());
    let hash = hash.to_string();
    let position = [
        ("draft", "b-new"),
        ("clause", "2"),
        ("hash", hash.as_str()),
        ("stance", "accept"),
    ];
    let cases: [(&str, &str, Fields<'_>); 11] = [
        ("a.negotiator", "/agreement/talks/position", &position),
        ("a.negotiator", "/agreement/talks/position", &position[..3]),
        (
            "a.negotiator",
            "/agreement/talks/table",
            &[("draft", "A B"), ("text", "")],
        ),
        (
            "a.negotiator",
            "/agreement/talks/table",
            &[
                ("draft", "third"),
                ("title", "Third"),
                ("kind", "counter"),
                ("language", "en"),
                ("session", "2025-11-08 10:00"),
                ("text", "1. {C-01} The Parties shall meet.\r\n"),
            ],
        ),
        (
            "m1.mediation",
            "/agreement/new",
            &[("instrument", "second"), ("title", "Second")],
        ),
        (
            "m1.mediation",
            "/agreement/talks/minutes/new",
            &[("draft", "b-new"), ("member", "b")],
        ),
        (
            "a.negotiator",
            "/agreement/talks/offers/new",
            &[
                ("draft", "b-new"),
                ("title", "One"),
                ("title-1", "Talks"),
                ("clauses-1", "2, 9"),
                ("how_to_accept", "By a position."),
            ],
        ),
        (
            "a.negotiator",
            "/agreement/talks/book/new",
            &[("draft", "b-new"), ("step", "reservation")],
        ),
        (
            "a.key-administrator",
            "/roll/keys/grant",
            &[("request", "{}")],
        ),
        (
            "a.negotiator",
            "/roll/proposals/notice",
            &[("hours", "12"), ("reason", "Shorter.")],
        ),
        (
            "a.negotiator",
            "/roll/proposals/post",
            &[("id", "Ghulam Khan"), ("reason", "")],
        ),
    ];
    let told: String = cases
        .iter()
        .map(
            |(seat, path, fields)| match write(&story, seat, path, fields) {
                Ok(said) => format!("{path}\n  says {said}\n"),
                Err(problems) => format!("{path}\n  {}\n", problems.replace('\n', "\n  ")),
            },
        )
        .collect();
    insta::assert_snapshot!("forms", told);
}

#[test]
fn the_main_pages_as_they_are_written() {
    let catalogue = mechanism::catalogue();
    let story = negotiation(&catalogue, false);
    let seat = story.seat("b.negotiator");
    for (lang, name) in [(Lang::En, "en"), (Lang::Ps, "ps")] {
        let mut told = String::new();
        for address in [
            "/",
            "/log/12",
            "/roll/charter",
            "/agreement/talks/drafts/b-new",
        ] {
            let shown = story.show(&catalogue, address, Some(&seat), lang).unwrap();
            told.push_str(&format!(
                "# {address}: {}\n{}\n",
                shown.title, shown.content.0
            ));
        }
        insta::assert_snapshot!(name, told);
    }
}
