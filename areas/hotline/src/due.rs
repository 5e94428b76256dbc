//! What members owe each other on the line at an instant, and what the log shows was not done.

use act::{Breach, Due, EntryId, Hours, Index, Time, Value};
use roll::Roll;

use crate::entry::{Because, Channel};
use crate::life::minutes_after;
use crate::state::{Hotline, Message, addressees};

/// How long a breach is told after it began.
const TOLD_MILLIS: i64 = 31 * 24 * 3_600_000;
const MINUTE_MILLIS: i64 = 60_000;

/// What is awaited of addressees, and the test of the line.
pub(crate) fn due(all: &Hotline, roll: &Roll, as_of: Time) -> Vec<Due> {
    let mut due = Vec::new();
    let waiting = all.waiting(as_of);
    for (index, message) in waiting.filter(|(_, one)| one.sent.channel == Channel::Duty) {
        for member in message.receipts.keys() {
            let standing = message.standing(all, member, as_of);
            let Some((because, by)) = standing.and_then(|standing| standing.awaited) else {
                continue;
            };
            let code = match because {
                Because::Unanswered => "hotline.due-answer",
                // A node says by itself that it has a message; what people owe is the acknowledgement.
                Because::Unacknowledged | Because::Unreachable => "hotline.due-acknowledgement",
            };
            due.push(Due {
                code,
                member: member.clone(),
                by: Some(by),
                path: format!("/hotline/{index}"),
                about: vec![
                    ("number", Value::from(message.sent.number)),
                    ("precedence", Value::from(message.sent.precedence.name())),
                ],
            });
        }
    }
    due.extend(tests(all, roll, as_of));
    due
}

/// A party that uses the line tests it, in the last quarter of the time that the charter gives, at a
/// minute which nobody chose: the name of the last test draws it.
fn tests(all: &Hotline, roll: &Roll, as_of: Time) -> Vec<Due> {
    let Some(charter) = roll.charter_at(as_of) else {
        return Vec::new();
    };
    let Some((_, first)) = all.messages().next() else {
        return Vec::new();
    };
    let parties = addressees(roll, "").into_iter();
    let due = parties.map(|member| {
        let last = all.last_test(&member, as_of);
        let (at, id) = last.unwrap_or((first.mark.at, first.id));
        let time = charter.clocks.hotline.test;
        Due {
            code: "hotline.due-test",
            member,
            by: Some(at.after(time).after_millis(-drawn(&id, time))),
            path: "/hotline/new/test.channel".to_owned(),
            about: Vec::new(),
        }
    });
    due.collect()
}

/// How much earlier than at the end of its time a test is due: whole minutes, less than a quarter of it.
fn drawn(last: &EntryId, time: Hours) -> i64 {
    let quarter = time.millis() / MINUTE_MILLIS / 4;
    let lot = last
        .0
        .iter()
        .fold(0, |lot, byte| (lot * 256 + i64::from(*byte)) % quarter);
    lot * MINUTE_MILLIS
}

/// Messages that waited longer than the charter lets them, and nodes that nobody could reach.
pub(crate) fn breaches(all: &Hotline, roll: &Roll, as_of: Time) -> Vec<Breach> {
    let undeclared = roll
        .charter_at(as_of)
        .map_or(30, |charter| charter.clocks.hotline.undeclared);
    let mut breaches = Vec::new();
    let waiting = all.waiting(as_of);
    let recent = waiting
        .filter(|(_, message)| message.sent.channel == Channel::Duty)
        .filter(|(_, message)| as_of.since(message.mark.at) < TOLD_MILLIS);
    for (index, message) in recent {
        for member in message.receipts.keys() {
            breaches.extend(breach(all, (index, message), member, undeclared, as_of));
        }
    }
    breaches
}

fn breach(
    all: &Hotline,
    (index, message): (Index, &Message),
    member: &str,
    undeclared: u32,
    as_of: Time,
) -> Option<Breach> {
    let standing = message.standing(all, member, as_of)?;
    let (because, by) = standing.awaited?;
    let (code, since) = match because {
        Because::Unacknowledged => ("hotline.unacknowledged", by),
        Because::Unanswered => ("hotline.unanswered", by),
        Because::Unreachable => (
            "hotline.unreachable",
            minutes_after(message.mark.at, undeclared.max(message.clocks.unreachable)),
        ),
    };
    let counts = since <= as_of && !standing.declared_out;
    counts.then(|| Breach {
        code,
        member: member.to_owned(),
        since,
        index,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_due_at_all_minutes_of_the_last_quarter_and_at_none_outside_it() {
        let mut seen = [false; 360];
        for n in 0..10_000u32 {
            let early = drawn(&EntryId::of(&n.to_be_bytes()), Hours(24));
            assert_eq!(early % MINUTE_MILLIS, 0);
            seen[usize::try_from(early / MINUTE_MILLIS).unwrap()] = true;
        }
        assert!(
            seen.iter().all(|minute| *minute),
            "every minute of six hours"
        );
        // The shortest time a charter can give.
        assert!((0..15 * MINUTE_MILLIS).contains(&drawn(&EntryId::of(b""), Hours(1))));
    }
}
