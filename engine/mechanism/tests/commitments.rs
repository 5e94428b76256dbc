//! Commitments through the whole mechanism: the stories' pages, the parties exchanged, what a past
//! moment depends on, and acts nobody would send.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

#[path = "story/crawl.rs"]
mod crawl;
mod story;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use act::{Area as _, Digest, Leaf, Time};
use commitments::lint::open_questions;
use crawl::every_page;
use mechanism::{Said, World};
use page::{Catalogue, Lang};
use proptest::prelude::*;
use serde_json::Value;
use story::{Story, root};

const STORIES: [&str; 6] = [
    "kept",
    "not-kept",
    "dispute",
    "erasure",
    "not-reviewable",
    "periods",
];
const READERS: [&str; 4] = [
    "a.negotiator",
    "b.negotiator",
    "m1.mediation",
    "host.registry",
];

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("cases/commitment-{name}.case"))).unwrap()
}

fn told(catalogue: &Catalogue, text: &str) -> (Story, String) {
    let mut story = Story::new();
    let told = story.tell(catalogue, text);
    (story, told)
}

#[test]
fn every_page_a_story_leads_to_is_there_in_every_language() {
    let catalogue = mechanism::catalogue();
    let mut pages = 0;
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        pages += every_page(&story, &catalogue, "/commitments", &READERS);
    }
    assert!(pages > 1000, "{pages}");
}

/// The same text with the parties exchanged: who speaks, of whom, and their labels.
fn swapped(text: &str) -> String {
    let pairs = [
        ("a.negotiator", "b.negotiator"),
        ("\"a\"", "\"b\""),
        ("member=a", "member=b"),
        ("Party A", "Party B"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (one, other)| {
        let text = text.replace(one, "\u{1}").replace(other, one);
        text.replace('\u{1}', other)
    })
}

/// Acts and verdicts without the screens.
fn acts(text: &str) -> String {
    let kept = text.lines().filter(|line| {
        !["| ", "|", "show ", "contains "]
            .iter()
            .any(|screen| line.starts_with(screen))
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// All that is computed about commitments as of a moment, as text.
fn computed(world: &World, as_of: Time) -> String {
    let areas = &world.areas;
    let (all, needs) = (&areas.commitments, (&areas.roll, &areas.agreement));
    let mut lines = Vec::new();
    for (id, held) in all.commitments() {
        if held.drafts[0].mark.at > as_of {
            continue;
        }
        lines.push(format!(
            "{id} {:?} {:#?} {:#?}",
            held.stage(all, as_of),
            held.periods(all, as_of),
            held.verifier_clocks(all, as_of),
        ));
        if held.agreed.is_some() {
            let open = open_questions(held.terms(), all, &areas.agreement, as_of);
            lines.push(format!("open {open:?}"));
        }
    }
    let due = all.due(needs, as_of).into_iter();
    lines.extend(due.map(|due| {
        format!(
            "due {} {:?} {} {}",
            due.code,
            due.member,
            due.path,
            due.by.unwrap_or_default()
        )
    }));
    let breaches = all.breaches(needs, as_of).into_iter();
    lines.extend(breaches.map(|b| format!("breach {:?} {} {}", b.member, b.since, b.index)));
    lines.sort();
    lines.join("\n")
}

#[test]
fn the_parties_exchanged_the_same_follows() {
    let catalogue = mechanism::catalogue();
    for name in STORIES {
        let one = acts(&text(name));
        let (story, verdicts) = told(&catalogue, &one);
        let (exchanged, others) = told(&catalogue, &swapped(&one));
        assert_eq!(verdicts, swapped(&others), "{name}");
        let mut mine: Vec<_> = computed(&story.world, story.at)
            .lines()
            .map(str::to_owned)
            .collect();
        let theirs = swapped(&computed(&exchanged.world, story.at));
        let mut theirs: Vec<_> = theirs.lines().map(str::to_owned).collect();
        mine.sort();
        theirs.sort();
        assert_eq!(mine, theirs, "{name}");
    }
}

#[test]
fn a_past_moment_depends_only_on_what_was_placed_until_then() {
    let catalogue = mechanism::catalogue();
    for name in STORIES {
        let (story, _) = told(&catalogue, &text(name));
        let leaves: Vec<Leaf> = story
            .leaves
            .iter()
            .map(|l| Leaf::parse(l).unwrap())
            .collect();
        let mut before = World::default();
        for (n, leaf) in leaves.iter().enumerate() {
            before.apply(leaf);
            let next = leaves.get(n + 1).map_or(story.at, |next| next.at);
            if next == leaf.at {
                continue;
            }
            for as_of in [leaf.at, next.after_millis(-1)] {
                let then = computed(&before, as_of);
                assert_eq!(
                    then,
                    computed(&story.world, as_of),
                    "{name} after {n}, {as_of}"
                );
            }
        }
    }
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(mechanism::catalogue);
static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(entries);

/// An entry of a story as JSON, and the key that said it.
struct Entry {
    area: String,
    kind: String,
    json: Value,
    by: act::PublicKey,
}

/// Entries of all stories, as JSON.
fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    for name in STORIES {
        for leaf in told(&CATALOGUE, &acts(&text(name))).0.leaves {
            let leaf = Leaf::parse(&leaf).unwrap();
            let reading = mechanism::read(&leaf.envelope).unwrap();
            let (area, kind) = reading.said.kind();
            if area != "roll" {
                let json = serde_json::from_str(&reading.said.json()).unwrap();
                entries.push(Entry {
                    area: area.to_owned(),
                    kind: kind.to_owned(),
                    json,
                    by: reading.by.key,
                });
            }
        }
    }
    entries
}

/// The first `count` acts of a story.
fn beginning(text: &str, count: usize) -> String {
    let ends = text.match_indices("\n-> ").map(|(at, _)| at);
    match ends.clone().nth(count) {
        Some(at) => format!("{}\n-> ", &text[..at]),
        None => text.to_owned(),
    }
}

/// Changes parts of an entry, led by `seed`: other positions, members, times, lengths, numbers.
fn disturb(value: &mut Value, seed: &mut u64) {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    let roll = *seed >> 33;
    match value {
        Value::Number(_) if roll.is_multiple_of(3) => {
            let numbers = [0, 1, 2, 9, 17, 21, 26, 4_294_967_295, u64::MAX];
            *value = numbers[(roll / 3) as usize % numbers.len()].into();
        }
        Value::String(text) if roll.is_multiple_of(5) => {
            let words = [
                "a",
                "b",
                "m1",
                "c-1",
                "site-1",
                "",
                "high",
                "1970-01-01T00:00:00.000Z",
                "2499-12-31T23:59:59.999Z",
                "2025-11-20T10:00:00.000Z",
            ];
            *text = words[(roll / 5) as usize % words.len()].to_owned();
        }
        Value::Array(items) => {
            if roll.is_multiple_of(4) && !items.is_empty() {
                items.remove((roll / 4) as usize % items.len());
            }
            items.iter_mut().for_each(|item| disturb(item, seed));
        }
        Value::Object(fields) => {
            if roll.is_multiple_of(9) {
                let name = fields
                    .keys()
                    .nth((roll / 9) as usize % fields.len().max(1))
                    .cloned();
                name.map(|name| fields.remove(&name));
            }
            fields.values_mut().for_each(|field| disturb(field, seed));
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Acts in any order, of anyone, with parts of others: every page and computation answers, and
    /// two worlds that read the same log agree.
    #[test]
    fn acts_nobody_would_send_harm_nothing(
        choices in proptest::collection::vec((any::<usize>(), any::<u64>(), 0..36usize, 0..30_000i64), 1..80),
        (base, count) in (0..6usize, 6..40usize),
    ) {
        let (mut story, _) = told(&CATALOGUE, &beginning(&acts(&text(STORIES[base])), count));
        let mut at = story.at;
        for (which, mut seed, seat, seconds) in choices {
            let entry = &ENTRIES[which % ENTRIES.len()];
            let mut json = entry.json.clone();
            if seed % 2 == 0 {
                disturb(&mut json, &mut seed);
            }
            at = at.after_millis(seconds * 1000);
            let Ok(said) = Said::decode(&entry.area, &entry.kind, &json.to_string()) else { continue };
            let keys = cast::SEATS.map(|seat| story.cast.key(seat.member, seat.office));
            let own = keys.iter().find(|key| key.public() == entry.by);
            let key = keys.get(seat).or(own).unwrap();
            let envelope = story.cast.sign(&[key], &said, at);
            story.leaves.push(Leaf::bytes(at, envelope.bytes()));
            story.world.apply(&Leaf { at, envelope });
        }
        let edges = [Time::default(), at, Time::from_millis(i64::MAX)];
        for as_of in edges {
            let _ = computed(&story.world, as_of);
        }
        let mut again = World::default();
        for leaf in &story.leaves {
            again.apply(&Leaf::parse(leaf).unwrap());
        }
        prop_assert_eq!(again.areas.commitments.root(), story.world.areas.commitments.root());
        story.at = at;
        let ids: BTreeMap<_, _> = story.world.areas.commitments.commitments().collect();
        for id in ids.keys() {
            let seat = story.seat("m1.mediation");
            let shown = story.show(&CATALOGUE, &format!("/commitments/{id}"), Some(&seat), Lang::En);
            prop_assert!(shown.is_ok(), "{} {:?}", id, shown.err());
        }
    }
}

/// Holds a token that says what it is told to, of whatever it is asked.
struct Stamped(&'static str);

impl page::Held for Stamped {
    fn held(&self, _: &Digest) -> Option<page::HeldBlob> {
        None
    }

    fn bytes(&self, _: &Digest) -> Option<Vec<u8>> {
        Some(Vec::new())
    }

    fn stamp_of(&self, _: &Digest, _: &[u8]) -> Option<page::Stamp> {
        Some(page::Stamp {
            code: self.0.to_owned(),
            detail: "2025-11-20T08:00:00Z".to_owned(),
        })
    }
}

#[test]
fn a_time_stamp_filed_beside_a_photo_is_a_line_among_its_checks() {
    let catalogue = mechanism::catalogue();
    let photo = r#"{"blob":$blob(after),"bytes":81920,"media":"image/jpeg"}"#;
    let token = r#"{"blob":$blob(token),"bytes":4096,"media":"application/timestamp-reply"}"#;
    let stamped = text("kept").replace(photo, &format!("{photo},{token}"));
    let (story, _) = told(&catalogue, &stamped);
    let seat = story.seat("b.negotiator");
    let shown = |held: &dyn page::Held| {
        let address = "/commitments/c-1/evidence/24";
        let shown = story.show_holding(&catalogue, address, Some(&seat), Lang::En, held);
        shown.unwrap().content.0
    };
    for (code, words) in [
        ("valid", "valid"),
        ("wrong-imprint", "wrong imprint: of other bytes"),
        ("untrusted-signer", "untrusted signer"),
        ("bad-signature", "bad signature"),
        ("malformed", "malformed"),
    ] {
        let html = shown(&Stamped(code));
        let lines: Vec<&str> = html
            .split("<tr")
            .filter(|line| line.contains("RFC 3161"))
            .collect();
        let [line] = lines.as_slice() else {
            panic!("{lines:?}")
        };
        assert!(line.contains(&format!(">{words}<")), "{code}: {line}");
        assert!(line.contains("2025-11-20T08:00:00Z"), "{line}");
    }
    assert!(shown(&page::NothingHeld).contains("not checked"));
}
