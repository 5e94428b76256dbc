//! What members owe each other on the line at an instant, and what the log shows was not done.

use act::{Breach, Due, Index, Time, Value};
use roll::Roll;

use crate::entry::{Because, Channel};
use crate::life::minutes_after;
use crate::state::{Hotline, Message, addressees};

/// How long a breach is told after it began.
const TOLD_MILLIS: i64 = 31 * 24 * 3_600_000;

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

/// A party that uses the line tests it.
fn tests(all: &Hotline, roll: &Roll, as_of: Time) -> Vec<Due> {
    let Some(charter) = roll.charter_at(as_of) else {
        return Vec::new();
    };
    let Some((_, first)) = all.messages().next() else {
        return Vec::new();
    };
    let parties = addressees(roll, "").into_iter();
    let due = parties.map(|member| {
        let last = all.last_test(&member, as_of).unwrap_or(first.mark.at);
        Due {
            code: "hotline.due-test",
            member,
            by: Some(last.after(charter.clocks.hotline.test)),
            path: "/hotline/new/test.channel".to_owned(),
            about: Vec::new(),
        }
    });
    due.collect()
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
