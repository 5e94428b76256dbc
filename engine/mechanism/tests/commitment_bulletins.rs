//! Bulletins: made later they are the same as made at their cut-off, and both sides stand alike in
//! them.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

mod story;

use act::{Leaf, Time};
use commitments::bulletin::{Bulletin, NoBulletin, days};
use commitments::score::score;
use mechanism::World;
use story::{Story, root};

const DAY_MILLIS: i64 = 86_400_000;

fn stories() -> impl Iterator<Item = (String, String)> {
    let files = std::fs::read_dir(root().join("cases")).unwrap();
    files
        .map(|file| file.unwrap().path())
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, path)
        })
        .filter(|(name, _)| name.starts_with("commitment-") || name.starts_with("watchlist-"))
        .map(|(name, path)| (name, std::fs::read_to_string(path).unwrap()))
}

fn told(text: &str) -> Story {
    let mut story = Story::new();
    story.tell(&mechanism::catalogue(), text);
    story
}

/// Every bulletin of a world until a moment, oldest first.
fn bulletins(world: &World, as_of: Time) -> Vec<Bulletin> {
    let days = days(&world.areas.roll, as_of, 1_000);
    let made = days
        .into_iter()
        .rev()
        .map(|date| world.bulletin(&date.to_string(), as_of).unwrap().unwrap());
    made.collect()
}

#[test]
fn a_bulletin_made_later_is_the_one_made_at_its_cut_off() {
    let mut with_findings = 0;
    for (name, text) in stories() {
        let story = told(&text);
        let leaves: Vec<Leaf> = story
            .leaves
            .iter()
            .map(|l| Leaf::parse(l).unwrap())
            .collect();
        let mut leaves = leaves.iter().peekable();
        let mut then = World::default();
        let end = story.at.after_millis(DAY_MILLIS);
        for later in bulletins(&story.world, end) {
            while let Some(leaf) = leaves.next_if(|leaf| leaf.at <= later.cutoff) {
                then.apply(leaf);
            }
            let made = then.bulletin(&later.date, later.cutoff).unwrap();
            assert_eq!(made.unwrap().json(), later.json(), "{name} {}", later.date);
            let early = then
                .bulletin(&later.date, later.cutoff.after_millis(-1))
                .unwrap();
            assert_eq!(early, Err(NoBulletin::NotYet), "{name} {}", later.date);
            with_findings += u32::from(!later.findings.is_empty());
        }
    }
    assert!(with_findings > 3, "{with_findings}");
}

#[test]
fn bulletins_are_numbered_from_the_founding_and_their_first_party_alternates() {
    for (name, text) in stories() {
        let story = told(&text);
        let made = bulletins(&story.world, story.at.after_millis(DAY_MILLIS));
        for (number, bulletin) in (1..).zip(&made) {
            assert_eq!(bulletin.number, number, "{name}");
            let order: Vec<&str> = bulletin
                .parties
                .iter()
                .map(|side| side.member.as_str())
                .collect();
            let expected = if number % 2 == 1 {
                ["a", "b"]
            } else {
                ["b", "a"]
            };
            assert_eq!(order, expected, "{name} {number}");
        }
        for pair in made.windows(2) {
            assert_eq!(pair[1].previous_cutoff, pair[0].cutoff, "{name}");
            for side in &pair[1].parties {
                let before = pair[0].parties.iter().find(|one| one.member == side.member);
                assert_eq!(
                    side.previous,
                    before.unwrap().score,
                    "{name} {}",
                    pair[1].date
                );
            }
        }
    }
}

/// The same text with the parties exchanged.
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

#[test]
fn the_parties_exchanged_the_bulletins_have_their_sides_exchanged() {
    // Those of the watchlist are exchanged beside its own pages.
    for (name, text) in stories().filter(|(name, _)| name.starts_with("commitment-")) {
        let acts = text.lines().filter(|line| {
            !["|", "show ", "contains "]
                .iter()
                .any(|screen| line.starts_with(screen))
        });
        let acts: String = acts.map(|line| format!("{line}\n")).collect();
        let (one, other) = (told(&acts), told(&swapped(&acts)));
        let end = one.at.after_millis(DAY_MILLIS);
        let (mine, theirs) = (bulletins(&one.world, end), bulletins(&other.world, end));
        assert_eq!(mine.len(), theirs.len(), "{name}");
        for (mut mine, mut theirs) in mine.into_iter().zip(theirs) {
            // Which is first follows from the number alone.
            mine.parties.reverse();
            mine.counted.sort_by_key(|one| (one.what, one.of.clone()));
            theirs.counted.sort_by_key(|one| {
                let of = match one.of.as_str() {
                    "a" => "b",
                    "b" => "a",
                    of => of,
                };
                (one.what, of.to_owned())
            });
            for bulletin in [&mut mine, &mut theirs] {
                bulletin.commitments.sort_by(|one, two| one.id.cmp(&two.id));
            }
            assert_eq!(mine.json(), swapped(&theirs.json()), "{name} {}", mine.date);
        }
    }
}

#[test]
fn every_count_of_a_score_is_of_its_denominator() {
    let mut due = 0;
    for (name, text) in stories() {
        let story = told(&text);
        let areas = &story.world.areas;
        for member in ["a", "b", "m1"] {
            let mut at = areas.roll.founded().unwrap();
            while at <= story.at.after_millis(60 * DAY_MILLIS) {
                let s = score(&areas.commitments, &areas.agreement, member, at);
                let found = s.met + s.partial + s.not_met + s.cannot_determine;
                assert_eq!(s.due, s.waiting + found, "{name} {member} {at}: {s:?}");
                assert!(s.not_reviewable <= s.drafted, "{name} {member} {at}: {s:?}");
                assert!(s.disputed <= found, "{name} {member} {at}: {s:?}");
                due += s.due;
                at = at.after_millis(DAY_MILLIS);
            }
        }
    }
    assert!(due > 100, "{due}");
}
