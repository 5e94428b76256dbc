//! The hotline through the whole mechanism: the parties exchanged, pages in every language, replay on a
//! fresh world.
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
use hotline::statistics::counted;
use mechanism::World;
use page::Lang;
use story::{Story, root};

const STORIES: [&str; 4] = ["flash", "ladder", "record", "second-officer"];

fn text(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("cases/hotline-{name}.case"))).unwrap()
}

fn told(text: &str) -> Story {
    let mut story = Story::new();
    story.tell(&mechanism::catalogue(), text);
    story
}

#[test]
fn a_fresh_replica_comes_to_the_same_state() {
    for name in STORIES {
        let story = told(&text(name));
        let mut fresh = World::default();
        for bytes in &story.leaves {
            fresh.apply(&Leaf::parse(bytes).unwrap());
        }
        assert_eq!(fresh.areas.hotline.root(), story.world.areas.hotline.root());
        assert_eq!(fresh.root(), story.world.root());
    }
}

/// What is kept of open messages is what looking at all of them finds, at any moment, then and later.
#[test]
fn what_is_open_is_what_looking_at_everything_finds() {
    for name in STORIES {
        let story = told(&text(name));
        let mut world = World::default();
        for bytes in &story.leaves {
            let leaf = Leaf::parse(bytes).unwrap();
            world.apply(&leaf);
            let all = &world.areas.hotline;
            for hours in [-1, 0, 1, 48] {
                let as_of = leaf.at.after_millis(hours * 3_600_000);
                let open = |(index, one): (u64, &hotline::state::Message)| {
                    (one.mark.at <= as_of && one.open(as_of)).then_some(index)
                };
                let found: Vec<u64> = all.waiting(as_of).filter_map(open).collect();
                let everything: Vec<u64> = all.messages().filter_map(open).collect();
                assert_eq!(found, everything, "{name} at {as_of}");
            }
            let lacks = |one: &&hotline::state::Message| {
                one.receipts
                    .values()
                    .any(|receipt| receipt.delivered.is_none())
            };
            let undelivered: Vec<_> = all.undelivered().map(|one| one.id).collect();
            let everything = all.messages().map(|(_, one)| one).filter(lacks);
            assert_eq!(
                undelivered,
                everything.map(|one| one.id).collect::<Vec<_>>()
            );
        }
    }
}

/// Holds one stamp, of whatever text it is asked about.
struct Stamped(std::cell::RefCell<Vec<u8>>);

impl page::Held for Stamped {
    fn held(&self, _: &act::Digest) -> Option<page::HeldBlob> {
        None
    }

    fn stamp_of(&self, _: &act::Digest, content: &[u8]) -> Option<page::Stamp> {
        *self.0.borrow_mut() = content.to_vec();
        Some(page::Stamp {
            code: "valid".to_owned(),
            detail: "it says 2025-11-10T09:59:00Z".to_owned(),
        })
    }
}

#[test]
fn a_stamp_from_outside_is_compared_with_the_very_text_of_the_checkpoint() {
    let story = told(&text("flash"));
    let catalogue = mechanism::catalogue();
    let (index, _) = story.world.areas.hotline.messages().next().unwrap();
    let held = Stamped(std::cell::RefCell::default());
    let page = |held: &dyn page::Held| {
        let address = format!("/hotline/{index}");
        let seat = story.seat("b.duty");
        let shown = story.show_holding(&catalogue, &address, Some(&seat), Lang::En, held);
        shown.unwrap().content.0
    };
    let shown = page(&held);
    assert!(shown.contains("Stamped outside the mechanism"), "{shown}");
    assert!(shown.contains("it says 2025-11-10T09:59:00Z"), "{shown}");
    let stamped = "record.example/joint\n30\nq6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=\n";
    assert_eq!(String::from_utf8(held.0.take()).unwrap(), stamped);
    assert!(page(&page::NothingHeld).contains("not checked"));
}

/// Receipts that were forged, said twice or back-dated, at the message itself and not only in the log.
#[test]
fn what_was_tried_in_vain_stands_at_the_message() {
    let story = told(&text("flash"));
    let catalogue = mechanism::catalogue();
    let (index, _) = story.world.areas.hotline.messages().next().unwrap();
    let page = |story: &Story| {
        let seat = story.seat("a.duty");
        let shown = story.show(
            &catalogue,
            &format!("/hotline/{index}"),
            Some(&seat),
            Lang::En,
        );
        shown.unwrap().content.0
    };
    let page_now = page(&story);
    let (_, tried) = page_now.split_once("Void acts about this record").unwrap();
    let of = |index: u64| story.world.void_reason(index).map(|refusal| refusal.code);
    let attempts = story.world.attempts(index);
    let codes: BTreeSet<&str> = attempts.iter().filter_map(|one| of(one.index)).collect();
    for code in [
        "hotline.not-addressed",
        "hotline.receipt-time",
        "hotline.said-before",
        "roll.no-authority",
    ] {
        assert!(codes.contains(code), "{code}: {codes:?}");
    }
    for one in attempts {
        let link = format!("href=\"/log/{}\"", one.index);
        assert!(tried.contains(&link), "{link}");
    }
    let last = attempts.last().unwrap();
    let mut before = told(&text("flash"));
    before.at = last.at.after_millis(-1);
    let link = format!("href=\"/log/{}\"", last.index);
    assert!(
        !page(&before).contains(&link),
        "not known before it happened"
    );
}

/// A host that places an officer's acknowledgement before what the officer had said first: it is void for
/// everybody, and that stands at the message.
#[test]
fn receipts_in_another_order_are_void_and_seen() {
    let story = told(&text("flash"));
    let leaves: Vec<Leaf> = story
        .leaves
        .iter()
        .map(|one| Leaf::parse(one).unwrap())
        .collect();
    let of_kind = |name: &str| {
        let in_force = |at: &usize| story.world.void_reason(*at as u64).is_none();
        let found = |at: &usize| leaves[*at].envelope.kind() == ("hotline", name);
        (0..leaves.len()).filter(in_force).find(found).unwrap()
    };
    let (opened, taken) = (
        of_kind("message-opened.v1"),
        of_kind("message-acknowledged.v1"),
    );
    assert!(opened < taken);
    let mut world = World::default();
    for (at, leaf) in leaves.iter().enumerate() {
        let placed = match at {
            at if at == opened => taken,
            at if at == taken => opened,
            at => at,
        };
        let envelope = leaves[placed].envelope.clone();
        world.apply(&Leaf {
            at: leaf.at,
            envelope,
        });
    }
    let refusal = world.void_reason(opened as u64).unwrap();
    assert_eq!(refusal.code, "act.out-of-order");
    let (index, message) = world.areas.hotline.messages().next().unwrap();
    assert!(
        message.receipts["b"].understood.is_none(),
        "it counts for nothing"
    );
    let tried: Vec<u64> = world.attempts(index).iter().map(|one| one.index).collect();
    assert!(tried.contains(&(opened as u64)), "{tried:?}");
}

#[test]
fn a_threads_dossier_holds_every_act_of_it_and_no_other_message() {
    let story = told(&text("flash"));
    let messages: Vec<_> = story
        .world
        .areas
        .hotline
        .messages()
        .map(|(index, _)| index)
        .collect();
    let [alert, question, test, answer] = messages.as_slice() else {
        panic!("{messages:?}");
    };
    let of = |index: &u64| story.world.dossier(&format!("message-{index}")).unwrap();
    assert_eq!(
        of(question),
        of(answer),
        "one thread, wherever it is entered"
    );
    assert!(of(question).contains(answer) && !of(question).contains(alert));
    assert!(of(question).contains(test), "a reply, though no answer");
    let kinds = |index: &u64| -> Vec<String> {
        let all = of(index)
            .into_iter()
            .map(|at| story.leaves[at as usize].clone());
        let kinds = all.map(|bytes| Leaf::parse(&bytes).unwrap().envelope.kind().1.to_owned());
        kinds.collect()
    };
    for kind in [
        "message-delivered.v1",
        "message-opened.v1",
        "message-acknowledged.v1",
        "charter-signed.v1",
    ] {
        assert!(
            kinds(alert).iter().any(|one| one == kind),
            "{kind}: {:?}",
            kinds(alert)
        );
    }
    assert!(story.world.dossier("message-0").is_none());
    assert!(story.world.dossier("message-x").is_none());
}

/// A story with the parties exchanged, without its screens.
fn swapped(text: &str) -> String {
    let acts = text.lines().filter(|line| {
        let screens = ["|", "show ", "contains "];
        !screens.iter().any(|screen| line.starts_with(screen))
    });
    let acts: String = acts.map(|line| format!("{line}\n")).collect();
    let pairs = [("\na.", "\nb."), (" + a.", " + b."), ("\"a\"", "\"b\"")];
    pairs.iter().fold(acts, |text, (one, other)| {
        let text = text.replace(one, "\u{1}").replace(other, one);
        text.replace('\u{1}', other)
    })
}

/// What is computed of a story for each side: stages, rungs, what is owed, what was not done.
fn computed(story: &Story, exchanged: bool) -> Vec<String> {
    let all = &story.world.areas.hotline;
    let name = |member: &str| match (exchanged, member) {
        (true, "a") => "b".to_owned(),
        (true, "b") => "a".to_owned(),
        (_, other) => other.to_owned(),
    };
    let mut said: Vec<String> = Vec::new();
    for (index, message) in all.messages() {
        for member in message.receipts.keys() {
            let standing = message.standing(all, member, story.at);
            let rungs = message.rungs(all, member, story.at);
            said.push(format!("{index} {} {standing:?} {rungs:?}", name(member)));
        }
    }
    let due = story.world.areas.due(story.at);
    said.extend(
        due.iter()
            .filter(|due| due.path.starts_with("/hotline"))
            .map(|due| {
                format!(
                    "{} {} {:?} {}",
                    due.code,
                    name(&due.member),
                    due.by,
                    due.path
                )
            }),
    );
    let members = ["a".to_owned(), "b".to_owned()];
    let counts = counted(all, &members, Time::default(), story.at, story.at);
    for (member, counted) in counts {
        for (precedence, tally) in &counted.acknowledged {
            let known = tally.in_time + tally.waiting;
            assert!(known <= tally.messages, "{precedence:?} {tally:?}");
        }
        said.push(format!("{} {counted:?}", name(&member)));
    }
    let breaches = story.world.areas.breaches(story.at);
    said.extend(
        breaches
            .iter()
            .map(|one| format!("{} {} {}", one.code, name(&one.member), one.since)),
    );
    said.sort();
    said
}

#[test]
fn the_parties_exchanged_the_same_follows() {
    for story in STORIES {
        let text = text(story);
        let (one, other) = (told(&text), told(&swapped(&text)));
        assert_eq!(computed(&one, false), computed(&other, true), "{story}");
        assert!(!computed(&one, false).is_empty());
    }
}

/// Who answers or corrects an exercise from its page writes on the channel of exercises.
#[test]
fn what_is_written_about_an_exercise_is_an_exercise() {
    let story = told(&text("record"));
    let catalogue = mechanism::catalogue();
    let mut all = story.world.areas.hotline.messages();
    let drill = all.find(|(_, one)| one.sent.channel.name() == "drill");
    let page = format!("/hotline/{}", drill.unwrap().0);
    let shown = |address: &str, seat: &str| {
        let shown = story.show(&catalogue, address, Some(&story.seat(seat)), Lang::En);
        shown.unwrap().content.0
    };
    for (seat, field) in [("b.duty", "in_reply_to"), ("a.duty", "corrects")] {
        let html = shown(&page, seat);
        let mut links = html.split("href=\"").skip(1);
        let link = links.find(|rest| rest.contains(&format!("?{field}=")));
        let link = link.unwrap().split('"').next().unwrap();
        let form = shown(&link.replace("&amp;", "&"), seat);
        let chosen = "value=\"drill\" selected";
        assert!(form.contains(chosen), "{link}: {form}");
    }
}

#[test]
fn every_page_a_story_leads_to_is_there_in_every_language() {
    let catalogue = mechanism::catalogue();
    let mut pages = 0;
    for name in STORIES {
        let story = told(&text(name));
        pages += every_page(
            &story,
            &catalogue,
            "/hotline",
            &["a.duty", "b.duty", "m1.mediation", "host.registry"],
        );
        let visitor = story.show(&catalogue, "/hotline", None, Lang::En);
        assert!(visitor.is_err(), "{name}");
    }
    assert!(pages > 500, "{pages}");
}
