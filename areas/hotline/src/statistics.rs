//! What both sides see counted of a month, on one scale.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use act::Time;
use page::cell;

use crate::entry::{Channel, Precedence};
use crate::life::minutes_after;
use crate::state::{Hotline, Message};

/// Counts of one member's acknowledgements at one precedence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Messages that reached it.
    pub messages: u64,
    /// Of these, acknowledged within the charter's clock.
    pub in_time: u64,
    /// Of these, not yet acknowledged.
    pub waiting: u64,
    /// Seconds from delivery to acknowledgement, in order.
    pub seconds: Vec<u64>,
}

impl Tally {
    /// The middle one; none if there is none.
    pub fn median(&self) -> Option<u64> {
        self.seconds
            .get(self.seconds.len().checked_sub(1)? / 2)
            .copied()
    }

    /// The longest.
    pub fn worst(&self) -> Option<u64> {
        self.seconds.last().copied()
    }
}

/// What is counted of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Messages it sent.
    pub sent: u64,
    /// Tests among them.
    pub tests: u64,
    /// Numbers of its own that are missing.
    pub missing: u64,
    /// By precedence, what it acknowledged.
    pub acknowledged: BTreeMap<Precedence, Tally>,
    /// Whole minutes in which a message could not be delivered to it and it had declared no outage.
    pub unreachable_minutes: u64,
    /// Messages that await something of it.
    pub open: u64,
}

/// From when to when a month `2025-11` is.
pub fn span(month: &str) -> Option<(Time, Time)> {
    let (year, number) = month.split_once('-')?;
    let (year, number): (u16, u16) = (year.parse().ok()?, number.parse().ok()?);
    let first = |year: u32, month: u16| format!("{year:04}-{month:02}-01T00:00:00.000Z").parse();
    let year = u32::from(year);
    let from = first(year, number).ok()?;
    let to = match number {
        12 => first(year + 1, 1),
        number => first(year, number + 1),
    };
    Some((from, to.ok()?))
}

/// The counts of a month by member: `from` to `to`, as known then or at `as_of` if that is earlier.
pub fn counted(
    all: &Hotline,
    members: &[String],
    from: Time,
    to: Time,
    as_of: Time,
) -> BTreeMap<String, Counted> {
    let end = to.min(as_of);
    let mut counts: BTreeMap<String, Counted> = members
        .iter()
        .map(|member| (member.clone(), Counted::default()))
        .collect();
    let within = all
        .messages()
        .map(|(_, message)| message)
        .filter(|message| message.sent.channel == Channel::Duty)
        .filter(|message| from <= message.mark.at && message.mark.at < end);
    let mut unreached: BTreeMap<String, Vec<(Time, Time)>> = BTreeMap::new();
    for message in within {
        if let Some(own) = counts.get_mut(&message.mark.member) {
            own.sent += 1;
            own.missing += message.missing;
            own.tests += u64::from(message.sent.precedence == Precedence::Test);
        }
        for member in message.receipts.keys() {
            if let Some(counted) = counts.get_mut(member) {
                counted.add(all, message, member, end);
                unreached
                    .entry(member.clone())
                    .or_default()
                    .extend(gap(all, message, member, end));
            }
        }
    }
    for (member, gaps) in unreached {
        if let Some(counted) = counts.get_mut(&member) {
            counted.unreachable_minutes = joined_minutes(gaps);
        }
    }
    for counted in counts.values_mut() {
        for tally in counted.acknowledged.values_mut() {
            tally.seconds.sort_unstable();
        }
    }
    counts
}

impl Counted {
    fn add(&mut self, all: &Hotline, message: &Message, member: &str, end: Time) {
        let Some(receipt) = message.receipts.get(member) else {
            return;
        };
        let tally = self
            .acknowledged
            .entry(message.sent.precedence)
            .or_default();
        let delivered = receipt.delivered.as_ref().map(|(mark, _)| mark.at);
        let delivered = delivered.filter(|at| *at < end);
        let acknowledged = receipt.received.as_ref().map(|mark| mark.at);
        let acknowledged = acknowledged.filter(|at| *at < end);
        // What was acknowledged reached it, whatever its node said.
        tally.messages += u64::from(delivered.or(acknowledged).is_some());
        match acknowledged {
            Some(at) => {
                let begun = delivered.unwrap_or(message.mark.at);
                let millis = at.since(begun).max(0);
                tally
                    .seconds
                    .push(u64::try_from(millis / 1000).unwrap_or(0));
                let by = minutes_after(begun, message.clocks.acknowledge);
                tally.in_time += u64::from(at <= by);
            }
            None => tally.waiting += u64::from(delivered.is_some()),
        }
        let standing = message.standing(all, member, end);
        self.open += u64::from(standing.is_some_and(|standing| standing.awaited.is_some()));
    }
}

/// From when to when a message could not be delivered, after the charter's grace, if nothing was declared.
fn gap(all: &Hotline, message: &Message, member: &str, end: Time) -> Option<(Time, Time)> {
    let from = minutes_after(message.mark.at, message.clocks.unreachable);
    let receipt = message.receipts.get(member)?;
    let delivered = receipt.delivered.as_ref().map(|(mark, _)| mark.at);
    let acknowledged = receipt.received.as_ref().map(|mark| mark.at);
    let to = [delivered, acknowledged, Some(end)]
        .into_iter()
        .flatten()
        .min()?;
    (from < to && !all.declared_out(member, from)).then_some((from, to))
}

/// Minutes that any of the spans covers.
fn joined_minutes(mut spans: Vec<(Time, Time)>) -> u64 {
    spans.sort_unstable();
    let mut millis = 0;
    let mut reached = Time::default();
    for (from, to) in spans {
        let from = from.max(reached);
        millis += to.since(from).max(0);
        reached = reached.max(to);
    }
    u64::try_from(millis / 60_000).unwrap_or(0)
}

/// Columns of the table.
const COLUMNS: &str = "member,precedence,delivered,in_time,waiting,median_seconds,worst_seconds,\
                       sent,tests,missing_numbers,unreachable_minutes,open";

/// The counts as CSV. `made_from` says from which log.
pub fn csv(counts: &BTreeMap<String, Counted>, made_from: &str) -> String {
    let mut out = format!("{COLUMNS}\r\n");
    for (member, counted) in counts {
        for precedence in Precedence::ALL {
            let none = Tally::default();
            let tally = counted.acknowledged.get(precedence).unwrap_or(&none);
            let number = |n: Option<u64>| n.map_or_else(String::new, |n| n.to_string());
            let _ = write!(
                out,
                "{},{},{},{},{},{},{},{},{},{},{},{}\r\n",
                cell(member),
                precedence.name(),
                tally.messages,
                tally.in_time,
                tally.waiting,
                number(tally.median()),
                number(tally.worst()),
                counted.sent,
                counted.tests,
                counted.missing,
                counted.unreachable_minutes,
                counted.open,
            );
        }
    }
    let _ = write!(out, "{}\r\n", cell(made_from));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_where_the_next_begins_and_what_is_none_has_no_span() {
        let (from, to) = span("2025-12").unwrap();
        assert_eq!(from.to_string(), "2025-12-01T00:00:00.000Z");
        assert_eq!(Some(to), span("2026-01").map(|next| next.0));
        for none in [
            "",
            "2025",
            "2025-00",
            "2025-13",
            "9999-12",
            "65535-12",
            "4294967295-12",
            "-1-1",
        ] {
            assert_eq!(span(none), None, "{none}");
        }
    }
}
