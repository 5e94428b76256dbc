//! The watchlist through the whole mechanism: editions that anybody makes again from the log, proofs,
//! the parties exchanged, pages in every language, replay on a fresh world.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

#[path = "story/crawl.rs"]
mod crawl;
mod story;

use std::collections::BTreeSet;

use act::{Area as _, Leaf, Time};
use crawl::every_page;
use mechanism::World;
use page::{Catalogue, Lang};
use story::{Story, root};
use watchlist::edition::{Change, DeltaError, Edition, Lives, Proven};
use watchlist::entry::EditionName;

const STORIES: [&str; 3] = ["procedure", "petitions", "screening"];
const READERS: [&str; 5] = [
    "a.watchlist",
    "b.watchlist",
    "m1.mediation",
    "a.post-officer",
    "host.registry",
];

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("cases/watchlist-{name}.case"))).unwrap()
}

fn told(catalogue: &Catalogue, text: &str) -> (Story, String) {
    let mut story = Story::new();
    let told = story.tell(catalogue, text);
    (story, told)
}

/// A world from the entries placed until an instant, as a fresh replica would make it.
fn replayed(story: &Story, until: Time) -> World {
    let mut world = World::default();
    for bytes in &story.leaves {
        let leaf = Leaf::parse(bytes).unwrap();
        if leaf.at <= until {
            world.apply(&leaf);
        }
    }
    world
}

/// Every edition until the end of a story, oldest first.
fn editions(world: &World, as_of: Time) -> Vec<Edition> {
    let lives = Lives::of(&world.areas.watchlist, as_of);
    let mut days: Vec<_> = lives.days().collect();
    days.reverse();
    let named = days.into_iter().flat_map(|day| {
        (0..=lives.urgent(day)).map(move |urgent| EditionName {
            day: day.to_string(),
            urgent,
        })
    });
    named.map(|name| lives.named(&name).unwrap()).collect()
}

#[test]
fn an_edition_made_later_is_the_one_made_then() {
    let catalogue = mechanism::catalogue();
    let mut urgent = 0;
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        for edition in editions(&story.world, story.at) {
            let then = replayed(&story, edition.since);
            let made_then = then.edition(None, edition.since).unwrap();
            assert_eq!(made_then, edition, "{name} {}", edition.name.text());
            assert_eq!(made_then.root(), edition.root());
            urgent += edition.name.urgent.min(1);
        }
    }
    assert!(urgent >= 4, "{urgent} urgent editions");
}

#[test]
fn deltas_lead_from_edition_to_edition_and_nowhere_else() {
    let catalogue = mechanism::catalogue();
    let mut changes = BTreeSet::new();
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        let all = editions(&story.world, story.at);
        for (from, to) in all.iter().zip(&all[1..]) {
            let delta = to.delta(from);
            assert_eq!(
                from.apply(&delta).unwrap(),
                *to,
                "{name} {}",
                to.name.text()
            );
            for change in &delta.changes {
                changes.insert(match change {
                    Change::Add { .. } => "ADD",
                    Change::Mod { .. } => "MOD",
                    Change::Del { .. } => "DEL",
                });
            }
            // A change left out, or one from elsewhere, and the edition held stays.
            if let Some((_, fewer)) = delta.changes.split_first() {
                let mut short = delta.clone();
                short.changes = fewer.to_vec();
                let refused = from.apply(&short).unwrap_err();
                assert_eq!(refused, DeltaError::OtherRoot(to.name.text()));
                let elsewhere = to.apply(&delta).unwrap_err();
                assert!(
                    matches!(elsewhere, DeltaError::OtherStart { .. }),
                    "{elsewhere}"
                );
                let mut twice = delta.clone();
                twice.changes.extend(delta.changes.clone());
                let refused = from.apply(&twice).unwrap_err();
                assert!(matches!(refused, DeltaError::Impossible(_)), "{refused}");
            }
        }
    }
    assert_eq!(changes.len(), 3, "{changes:?}");
}

#[test]
fn listings_are_proven_to_be_in_an_edition_or_not() {
    let catalogue = mechanism::catalogue();
    let (mut listed, mut absent) = (0, 0);
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        for edition in editions(&story.world, story.at) {
            let numbers = (0..7).map(|n| watchlist::code::number("TSQ", 2025, n));
            for id in numbers {
                let proof = edition.prove(&id);
                let expected = match edition.leaves.contains_key(&id) {
                    true => Proven::Listed,
                    false => Proven::NotListed,
                };
                assert_eq!(proof.check(), Ok(expected), "{id}");
                listed += u32::from(expected == Proven::Listed);
                absent += u32::from(expected == Proven::NotListed);
                // Nobody is proven absent by hiding a neighbour, nor present as something else.
                let mut hidden = proof.clone();
                hidden.here = None;
                if expected == Proven::Listed {
                    assert!(hidden.check().is_err(), "{id}");
                    let mut other = proof.clone();
                    other.listing = "TSQ-2025-000009-X".to_owned();
                    assert!(other.check().is_err());
                    let mut changed = proof;
                    changed.here.as_mut().unwrap().leaf.version += 1;
                    assert!(changed.check().is_err());
                } else if hidden.before.take().is_some() | hidden.after.take().is_some() {
                    assert!(hidden.check().is_err(), "{id}");
                }
            }
        }
    }
    assert!(listed > 20 && absent > 20, "{listed} {absent}");
}

#[test]
fn a_fresh_replica_comes_to_the_same_state_after_an_erasure() {
    let catalogue = mechanism::catalogue();
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        let replica = replayed(&story, story.at);
        assert_eq!(replica.root().root, story.world.root().root, "{name}");
    }
    let (story, _) = told(&catalogue, &text("petitions"));
    assert!(!story.world.areas.watchlist.erased().is_empty());
    for blob in story.world.areas.watchlist.erased() {
        let entitled = story
            .world
            .entitlement(blob, Some(&story.key("a.watchlist").public()));
        assert!(
            matches!(entitled, mechanism::Entitlement::Erased(_)),
            "{entitled:?}"
        );
    }
}

#[test]
fn sealed_bodies_go_to_members_they_are_sealed_to_and_to_nobody_else() {
    let catalogue = mechanism::catalogue();
    let (story, _) = told(&catalogue, &text("screening"));
    let listing = story.world.areas.watchlist.listings().next().unwrap().1;
    let body = listing.latest().body.blob;
    let given = |name: &str| {
        story
            .world
            .entitlement(&body, Some(&story.key(name).public()))
    };
    for name in ["a.watchlist", "b.post-officer", "m2.reviewer"] {
        assert_eq!(given(name), mechanism::Entitlement::Given, "{name}");
    }
    for name in ["host.registry", "stranger"] {
        assert_eq!(given(name), mechanism::Entitlement::Withheld, "{name}");
    }
    let nobody = story.world.entitlement(&body, None);
    assert_eq!(nobody, mechanism::Entitlement::Withheld);
}

/// The same text with the parties exchanged.
fn swapped(text: &str) -> String {
    let pairs = [
        ("a.watchlist", "b.watchlist"),
        ("a.post-", "b.post-"),
        ("member=a", "member=b"),
        ("m1 a)", "m1 b)"),
        ("(one a m1", "(one b m1"),
        ("Party A", "Party B"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (one, other)| {
        let text = text.replace(one, "\u{1}").replace(other, one);
        text.replace('\u{1}', other)
    })
}

/// All that is computed as of a moment, as text. What is signed has other hashes with other authors,
/// so an edition counts by what it says.
fn computed(world: &World, as_of: Time) -> String {
    let areas = &world.areas;
    let lives = Lives::of(&areas.watchlist, as_of);
    let mut lines = Vec::new();
    for (id, listing, life) in lives.iter() {
        lines.push(format!("{id} {:?} {life:#?}", listing.owner));
    }
    for edition in editions(world, as_of) {
        lines.push(format!("{:#?}", edition.leaves));
    }
    for due in areas.watchlist.due(&areas.roll, as_of) {
        lines.push(format!(
            "due {} {:?} {} {:?}",
            due.code, due.member, due.path, due.by
        ));
    }
    for breach in areas.watchlist.breaches(&areas.roll, as_of) {
        lines.push(format!(
            "breach {} {:?} {}",
            breach.code, breach.member, breach.since
        ));
    }
    lines.sort();
    lines.join("\n")
}

#[test]
fn the_parties_exchanged_the_same_follows() {
    let catalogue = mechanism::catalogue();
    let mut breaches = 0;
    for name in STORIES {
        let shown = |line: &&str| {
            !["|", "show ", "contains "]
                .iter()
                .any(|s| line.starts_with(s))
        };
        let one: String = text(name)
            .lines()
            .filter(shown)
            .map(|l| format!("{l}\n"))
            .collect();
        let (story, verdicts) = told(&catalogue, &one);
        let (exchanged, others) = told(&catalogue, &swapped(&one));
        assert_eq!(verdicts, swapped(&others), "{name}");
        let at = story.at.after_millis(3 * 86_400_000);
        let mine = computed(&story.world, at);
        // Here a member stands in quotes; in a story that would be a category.
        let theirs = computed(&exchanged.world, at).replace("\"a\"", "\u{1}");
        let theirs = theirs.replace("\"b\"", "\"a\"").replace('\u{1}', "\"b\"");
        let mut theirs: Vec<String> = swapped(&theirs)
            .split_inclusive('\n')
            .map(str::to_owned)
            .collect();
        let mut ours: Vec<String> = mine.split_inclusive('\n').map(str::to_owned).collect();
        ours.sort();
        theirs.sort();
        assert_eq!(ours.concat().trim(), theirs.concat().trim(), "{name}");
        breaches += mine.matches("breach").count();
    }
    assert!(breaches > 0);
}

#[test]
fn the_bulletin_counts_the_watchlist_now_and_before() {
    let catalogue = mechanism::catalogue();
    let (story, _) = told(&catalogue, &text("screening"));
    let bulletin = story
        .world
        .bulletin("2025-11-11", story.at)
        .unwrap()
        .unwrap();
    let counted = |what: &str, of: &str| {
        let mut all = bulletin.counted.iter();
        let found = all.find(|one| one.what == what && one.of == of);
        found.map(|one| (one.now, one.before))
    };
    assert_eq!(counted("screenings", "torkham"), Some((3, 0)));
    assert_eq!(counted("possible-matches", "torkham"), Some((2, 0)));
    assert_eq!(counted("not-the-same", "torkham"), Some((1, 0)));
    assert_eq!(counted("acknowledged", "a"), Some((1, 0)));
    assert_eq!(counted("acknowledged", "b"), Some((0, 0)));
    assert!(
        bulletin
            .counted
            .iter()
            .all(|one| watchlist::metrics::COUNTED.contains(&one.what))
    );
    let seat = story.seat("b.watchlist");
    let address = "/commitments/bulletin/2025-11-11";
    for lang in Lang::ALL {
        let shown = story.show(&catalogue, address, Some(&seat), lang).unwrap();
        let html = &shown.content.0;
        assert!(
            html.contains("torkham") && !html.contains("class=\"missing\""),
            "{html}"
        );
    }
}

#[test]
fn every_page_a_story_leads_to_is_there_in_every_language() {
    let catalogue = mechanism::catalogue();
    let mut pages = 0;
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        pages += every_page(&story, &catalogue, "/watchlist", &READERS);
        let visitor = story.show(&catalogue, "/watchlist", None, Lang::En);
        assert!(visitor.is_err(), "{name}");
    }
    assert!(pages > 500, "{pages}");
}
