//! Looking for messages against looking at each: whatever was said, whatever is asked, as of any moment.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../examples/bench/mod.rs"]
mod bench;

use std::collections::BTreeSet;

use act::{EntryId, Hours, Index, Time, Verdict};
use bench::Bench;
use hotline::Hotline;
use hotline::entry::{Channel, Precedence};
use hotline::search::{Awaits, Place, Query, Word, says_all};
use hotline::state::Message;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

/// Words that are said, in several forms of the same letters.
const SAID: [&str; 12] = [
    "gate",
    "Gates",
    "GATEWAY",
    "köprü",
    "kopru",
    "كابل",
    "کابل",
    "کابلِ",
    "علي",
    "12",
    "۱۲",
    "sınır",
];
/// What is looked for: those, their beginnings, and what nobody said.
const ASKED: [&str; 10] = [
    "gate",
    "\"gate\"",
    "g",
    "کا",
    "«كابل»",
    "KÖP",
    "1",
    "sini",
    "nowhere",
    "علی",
];
const FORMATS: [&str; 4] = [
    "statement",
    "request.clarification",
    "correction",
    "test.channel",
];

#[derive(Clone, Debug)]
enum Step {
    Sent {
        party: usize,
        format: usize,
        words: Vec<usize>,
        about: Option<usize>,
        drill: bool,
    },
    Translated {
        message: usize,
        words: Vec<usize>,
    },
    Acknowledged {
        party: usize,
        message: usize,
    },
    Closed {
        party: usize,
        message: usize,
    },
}

#[derive(Clone, Debug)]
struct Asking {
    words: Vec<usize>,
    party: Option<usize>,
    format: Option<usize>,
    urgent: Option<bool>,
    drill: Option<bool>,
    days: (Option<u32>, Option<u32>),
    thread: Option<usize>,
    open: bool,
    as_of: u32,
}

fn words() -> impl Strategy<Value = Vec<usize>> {
    vec(0..SAID.len(), 1..4)
}

fn step() -> impl Strategy<Value = Step> {
    let message = 0..30usize;
    prop_oneof![
        5 => (0..2usize, 0..4usize, words(), option::of(message.clone()), any::<bool>()).prop_map(
            |(party, format, words, about, drill)| Step::Sent { party, format, words, about, drill }
        ),
        1 => (message.clone(), words()).prop_map(|(message, words)| Step::Translated { message, words }),
        2 => (0..2usize, message.clone()).prop_map(|(party, message)| Step::Acknowledged { party, message }),
        1 => (0..2usize, message).prop_map(|(party, message)| Step::Closed { party, message }),
    ]
}

fn asking() -> impl Strategy<Value = Asking> {
    let facets = (
        option::of(0..2usize),
        option::of(0..4usize),
        option::of(any::<bool>()),
        option::of(any::<bool>()),
    );
    let days = (
        option::weighted(0.3, 0..12u32),
        option::weighted(0.3, 0..12u32),
    );
    let rest = (option::weighted(0.3, 0..30usize), any::<bool>(), 0..300u32);
    (vec(0..ASKED.len(), 0..3), facets, days, rest).prop_map(
        |(words, (party, format, urgent, drill), days, (thread, open, as_of))| Asking {
            words,
            party,
            format,
            urgent,
            drill,
            days,
            thread,
            open,
            as_of,
        },
    )
}

const PARTIES: [&str; 2] = ["a", "b"];

fn text(words: &[usize]) -> String {
    words
        .iter()
        .map(|word| SAID[*word])
        .collect::<Vec<_>>()
        .join(", ")
}

/// Tells the steps, seven hours apart. What the rules refuse is not said; the rest of it is found.
fn told(steps: &[Step]) -> Bench {
    let mut bench = Bench::founded();
    for party in PARTIES {
        let format = json!({ "format": "request.clarification" });
        bench.say(
            &format!("{party}.duty"),
            "hotline.format-agreed.v1",
            &format,
        );
    }
    let mut messages: Vec<EntryId> = Vec::new();
    for step in steps {
        bench.at = bench.at.after_millis(7 * 3_600_000);
        let named = |message: &usize| messages.get(message % messages.len().max(1)).copied();
        match step {
            Step::Sent {
                party,
                format,
                words,
                about,
                drill,
            } => {
                let format = FORMATS[*format];
                let about = about.and_then(|about| named(&about));
                let mut entry = json!({
                    "channel": if *drill { "drill" } else { "duty" }, "format": format,
                    "precedence": match format {
                        "test.channel" => "test",
                        _ if words.len() > 2 => "immediate",
                        _ => "routine",
                    },
                    "number": messages.len() + 1, "lang": "en", "fields": {}, "text": text(words),
                });
                if let Some(about) = about {
                    let name = if format == "correction" {
                        "corrects"
                    } else {
                        "in_reply_to"
                    };
                    entry[name] = json!(about);
                }
                let seat = format!("{}.duty", PARTIES[*party]);
                let (id, verdict) = bench.try_to_say(&seat, "hotline.message-sent.v1", &entry);
                messages.extend((verdict == Verdict::InForce).then_some(id));
            }
            Step::Translated { message, words } => {
                let entry = json!({ "message": named(message), "lang": "ur", "text": text(words), "kind": "official" });
                if named(message).is_some() {
                    bench.say("m1.mediation", "hotline.translation-made.v1", &entry);
                }
            }
            Step::Acknowledged { party, message } => {
                let entry = json!({ "message": named(message), "what": "received" });
                said(
                    &mut bench,
                    *party,
                    "message-acknowledged",
                    named(message),
                    &entry,
                );
            }
            Step::Closed { party, message } => {
                let entry = json!({ "message": named(message) });
                said(&mut bench, *party, "message-closed", named(message), &entry);
            }
        }
    }
    bench
}

fn said(
    bench: &mut Bench,
    party: usize,
    kind: &str,
    of: Option<EntryId>,
    entry: &serde_json::Value,
) {
    if of.is_some() {
        let seat = format!("{}.duty", PARTIES[party]);
        bench.try_to_say(&seat, &format!("hotline.{kind}.v1"), entry);
    }
}

/// Positions of the messages of a thread, as it was then.
fn thread(all: &Hotline, index: Index, as_of: Time) -> BTreeSet<Index> {
    let mut known: BTreeSet<Index> = BTreeSet::from([index]);
    loop {
        let before = known.len();
        for (index, message) in all.messages().filter(|(_, one)| one.mark.at <= as_of) {
            let links = [message.sent.in_reply_to, message.sent.corrects];
            for (other, _) in links.iter().flatten().filter_map(|id| all.named(id)) {
                if known.contains(&index) || known.contains(&other) {
                    known.extend([index, other]);
                }
            }
        }
        if known.len() == before {
            return known;
        }
    }
}

/// Whether a message is looked for, by looking at it alone.
fn wanted(all: &Hotline, (index, message): (Index, &Message), query: &Query, as_of: Time) -> bool {
    let sent = &message.sent;
    let translations = message
        .translations
        .iter()
        .filter(|one| one.made.mark.at <= as_of);
    let mut texts = translations.map(|one| one.made.entry.text.as_str());
    let thread_of = query.thread.map(|index| thread(all, index, as_of));
    message.mark.at <= as_of
        && (says_all(&query.words, sent.says())
            || texts.any(|text| says_all(&query.words, std::iter::once(text))))
        && query
            .member
            .as_ref()
            .is_none_or(|member| *member == message.mark.member)
        && query
            .format
            .as_ref()
            .is_none_or(|format| *format == sent.format)
        && query.precedence.is_none_or(|one| one == sent.precedence)
        && query.channel.is_none_or(|one| one == sent.channel)
        && query.from.is_none_or(|from| from <= message.mark.at)
        && query.until.is_none_or(|until| message.mark.at < until)
        && thread_of.is_none_or(|thread| thread.contains(&index))
        && (query.awaits == Awaits::Any || message.open(as_of))
}

impl Asking {
    fn query(&self, all: &Hotline, begun: Time) -> Query {
        let words = self.words.iter().flat_map(|word| Word::typed(ASKED[*word]));
        let messages: Vec<Index> = all.messages().map(|(index, _)| index).collect();
        let of = |number: usize| messages.get(number % messages.len().max(1)).copied();
        let day = |days: Option<u32>| days.map(|days| begun.after(Hours(24 * days)));
        Query {
            words: words.collect(),
            member: self.party.map(|party| PARTIES[party].to_owned()),
            format: self.format.map(|format| FORMATS[format].to_owned()),
            precedence: self.urgent.map(|urgent| match urgent {
                true => Precedence::Immediate,
                false => Precedence::Routine,
            }),
            channel: self.drill.map(|drill| match drill {
                true => Channel::Drill,
                false => Channel::Duty,
            }),
            from: day(self.days.0),
            until: day(self.days.1),
            thread: self.thread.and_then(of),
            awaits: match self.open {
                true => Awaits::Something,
                false => Awaits::Any,
            },
            ..Query::default()
        }
    }
}

/// All of it in pages of three: forwards by `Before`, and back again by `After`.
fn paged(all: &Hotline, query: &Query, as_of: Time) -> Vec<Index> {
    let found = all.find(query, as_of);
    let mut pages = vec![found.page(Place::Latest, 3)];
    while let Some(last) = pages.last().and_then(|page| page.last()).copied() {
        pages.push(found.page(Place::Before(last), 3));
    }
    pages.pop();
    for two in pages.windows(2) {
        assert_eq!(found.page(Place::After(two[1][0]), 3), two[0]);
    }
    let all = pages.concat();
    assert_eq!(found.count(), all.len() as u64);
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_found_is_what_looking_at_each_finds(steps in vec(step(), 1..40), asked in vec(asking(), 40)) {
        let begun = Bench::founded().at;
        let bench = told(&steps);
        let all = &bench.world.areas.hotline;
        for asking in asked {
            let as_of = begun.after(Hours(asking.as_of));
            let query = asking.query(all, begun);
            let looked: Vec<Index> = all
                .messages()
                .rev()
                .filter(|one| wanted(all, *one, &query, as_of))
                .map(|(index, _)| index)
                .collect();
            // A thread that nobody had begun then is none.
            let begun_then = query.thread.is_none_or(|index| all.message(index).is_some_and(|one| one.mark.at <= as_of));
            prop_assert_eq!(paged(all, &query, as_of), if begun_then { looked } else { Vec::new() });
            let open: Vec<Index> = all.waiting(as_of).map(|(index, _)| index).collect();
            let each = all.messages().filter(|(_, one)| one.mark.at <= as_of && one.open(as_of));
            prop_assert_eq!(open, each.map(|(index, _)| index).collect::<Vec<_>>());
        }
    }
}

#[test]
fn an_earlier_moment_finds_nothing_that_came_later() {
    let sent = |about| Step::Sent {
        party: 0,
        format: 0,
        words: vec![0, 5],
        about,
        drill: false,
    };
    let steps = [
        sent(None),
        sent(Some(0)),
        Step::Translated {
            message: 0,
            words: vec![3],
        },
    ];
    let bench = told(&steps);
    let all = &bench.world.areas.hotline;
    let places: Vec<Index> = all.messages().map(|(index, _)| index).collect();
    let found = |typed: &str, hours: u32| {
        let words = Word::typed(typed);
        let begun = Bench::founded().at;
        let query = Query {
            words,
            ..Query::default()
        };
        all.find(&query, begun.after(Hours(hours)))
            .page(Place::Latest, 9)
    };
    assert_eq!(found("کابل gate", 7), [places[0]]);
    assert_eq!(found("کابل gate", 14), [places[1], places[0]]);
    assert_eq!(found("koprü", 20), [0; 0]);
    assert_eq!(found("koprü", 21), [places[0]]);
    assert_eq!(
        found("koprü gate", 21),
        [0; 0],
        "one text holds all the words"
    );
}
