use std::collections::BTreeMap;

use act::Digest;
use page::{Catalogue, Problems};

use super::*;
use crate::body::{Body, Namesake, Quality};
use crate::edition::Leaf;
use crate::entry::{Action, Adjudication, Band, Category, Subject};

fn catalogue() -> Catalogue {
    let sources: Vec<_> = super::super::SOURCES
        .into_iter()
        .chain(roll::page::SOURCES)
        .collect();
    Catalogue::new(&sources).unwrap()
}

fn now() -> Time {
    "2025-11-20T09:00:00.000Z".parse().unwrap()
}

fn desk(catalogue: &Catalogue, lang: Lang, age: Age) -> Desk<'_> {
    Desk {
        tr: Tr::new(lang, catalogue),
        post: "Torkham",
        now: now(),
        held: Some(Held {
            edition: EditionName {
                day: "2025-11-20".to_owned(),
                urgent: 1,
            },
            since: "2025-11-20T04:00:00.000Z".parse().unwrap(),
            listings: 3,
            unopened: 1,
            age,
        }),
        link: Link::Off,
        troubles: ["edition", "disk", "held", "outbox", "host"]
            .map(|code| (code, "detail".to_owned()))
            .to_vec(),
        waiting: 2,
        refused: vec![(
            "watchlist-say-screening-recorded".to_owned(),
            now(),
            "why".to_owned(),
        )],
        elsewhere: vec![("/elsewhere", html! { "Elsewhere" })],
        officers: vec!["Officer 1", "Officer 2"],
    }
}

const CODES: [&str; 18] = [
    "same",
    "alike",
    "near",
    "only-read",
    "only-listed",
    "reversed",
    "one-word",
    "common",
    "kunya-only",
    "whole",
    "slip",
    "low-alias",
    "within",
    "outside",
    "far",
    "other-day",
    "not-listed",
    "not-read",
];

fn shown() -> Answer {
    let lines = |codes: &[&'static str]| {
        let line = |code: &&'static str| Line {
            feature: "name",
            code,
            read: "read word".to_owned(),
            listed: "listed word".to_owned(),
        };
        codes.iter().map(line).collect()
    };
    let name = |text: &str, quality| crate::body::Name {
        text: text.to_owned(),
        quality,
    };
    Answer {
        id: "00ff".to_owned(),
        asked: now(),
        query: Digest([7; 32]),
        matcher: "names/1",
        band: Band::Possible,
        candidates: vec![Candidate {
            leaf: Leaf {
                listing: "TSQ-2025-000001-V".to_owned(),
                version: 1,
                subject: Subject::Person,
                category: Category::B,
                action: Some(Action::ReferToEntryOfficer),
                review_by: now(),
                body: Digest([1; 32]),
                photos: Vec::new(),
            },
            body: Body {
                case_number: "Case 7/1404".to_owned(),
                names: vec![
                    name("Zarlasht Example", Quality::Primary),
                    name("A name in doubt", Quality::Low),
                ],
                not_this_person: vec![Namesake {
                    told_apart_by: "Born in 2001".to_owned(),
                    token: String::new(),
                }],
                marks: vec!["A scar on the chin".to_owned()],
                ..Body::default()
            },
            band: Band::Possible,
            differs: lines(&CODES[..6]),
            agrees: lines(&CODES[6..12]),
            missing: lines(&CODES[12..]),
            pictures: 1,
            compared: false,
        }],
    }
}

#[test]
fn every_page_has_all_its_words_in_every_language() {
    let catalogue = catalogue();
    let (values, mut problems) = (BTreeMap::new(), Problems::default());
    problems.add("name", html! { "A problem." });
    for lang in Lang::ALL {
        let answered = shown();
        for age in [Age::Fresh, Age::Ageing, Age::Stale] {
            let desk = desk(&catalogue, lang, age);
            let slipped = Slip {
                code: "ABCDE-FGHJK".to_owned(),
                at: now(),
                outcome: Adjudication::Same,
                petitions: "https://record.example".to_owned(),
            };
            let pages = [
                question(&desk, &values, &problems),
                answer(&desk, &answered),
                compare(
                    &desk,
                    &answered,
                    (0, &answered.candidates[0]),
                    &values,
                    &problems,
                ),
                confirm(&desk, &values, &problems),
                slip(&desk, &slipped),
                refused(&desk, &desk.tr.say("watchlist-post-forgotten")),
            ];
            for page in pages {
                let page = page.into_string();
                let missing = page.split("class=\"missing\"").nth(1);
                assert_eq!(missing, None, "{lang:?}");
                assert!(!page.contains("watchlist-"), "{lang:?}: {page}");
            }
        }
    }
}

#[test]
fn what_speaks_against_comes_first_and_nothing_says_more_than_an_officer_needs() {
    let catalogue = catalogue();
    let desk = desk(&catalogue, Lang::En, Age::Fresh);
    let page = answer(&desk, &shown()).into_string();
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(place("possible match, for human review") < place("Born in 2001"));
    assert!(place("Born in 2001") < place("<h3>differs</h3>"));
    assert!(place("<h3>differs</h3>") < place("<h3>agrees</h3>"));
    assert!(place("<h3>agrees</h3>") < place("<h3>not known</h3>"));
    for kept in ["Case 7/1404", "A name in doubt", "%", "suspect"] {
        assert!(!page.contains(kept), "{kept}");
    }
}

#[test]
fn a_slip_names_nobody_and_speaks_english_too() {
    let catalogue = catalogue();
    let desk = desk(&catalogue, Lang::Ps, Age::Fresh);
    let slipped = Slip {
        code: "ABCDE-FGHJK".to_owned(),
        at: now(),
        outcome: Adjudication::NotSame,
        petitions: "https://record.example".to_owned(),
    };
    let page = slip(&desk, &slipped).into_string();
    assert_eq!(page.matches("ABCDE-FGHJK").count(), 2);
    assert!(page.contains("lang=\"en\"") && !page.contains("TSQ-"));
}
