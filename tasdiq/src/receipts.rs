//! What a member's node says by itself, with its own key and without anybody's hand: that a message
//! reached it, verified, and that a rung of a ladder is reached while a message waits. Only an officer
//! acknowledges.

use std::collections::BTreeSet;
use std::sync::Weak;
use std::time::Duration;

use act::{Entry as _, EntryId, SigningKey, Time};
use hotline::HotlineEntry;
use hotline::entry::{MessageDelivered, RungReached};

use crate::clock;
use crate::host::{Host, Wait};
use crate::prepared::Prepared;
use crate::recorded::LogKeys;
use crate::report::Report;

/// How often the node's copy is looked at.
const LOOKING: Duration = Duration::from_millis(250);
/// How long a log that did not answer is left alone.
const PATIENCE: Duration = Duration::from_secs(5);
/// The node of whoever sent the message says first that a rung is reached; another's, after so long.
const OTHERS_FIRST_MILLIS: i64 = 15_000;

/// Starts saying it, on a thread of its own that ends with the node. `upstream` is the host's address as a
/// reader has it, `key` the node's.
pub fn keep(
    node: &std::sync::Arc<serve::Host>,
    upstream: &str,
    key: SigningKey,
    log: LogKeys,
) -> Result<(), Report> {
    let host = Host::at(upstream, page::Lang::En)?;
    let node = std::sync::Arc::downgrade(node);
    std::thread::Builder::new()
        .name("receipts".to_owned())
        .spawn(move || say_all(&node, &host, &key, &log))
        .map(drop)
        .map_err(|error| Report::here("the system gives this program no thread").because(&error))
}

/// What is said once: a receipt of a message, or a rung of a member's ladder.
type Said = (EntryId, Option<(String, u32, &'static str)>);

fn say_all(node: &Weak<serve::Host>, host: &Host, key: &SigningKey, log: &LogKeys) {
    let mut said: BTreeSet<Said> = BTreeSet::new();
    loop {
        let Some(held) = node.upgrade() else { return };
        let mut open = undelivered(&held, key);
        open.extend(rungs(&held, key, clock::now()));
        drop(held);
        let mut pause = LOOKING;
        for (what, entry) in open {
            if said.contains(&what) {
                continue;
            }
            match say(host, key, log, &entry) {
                Ok(()) => drop(said.insert(what)),
                Err(error) => {
                    tracing::warn!(%error, "what this node says is not in the log yet");
                    pause = PATIENCE;
                    break;
                }
            }
        }
        std::thread::sleep(pause);
    }
}

/// Receipts of messages that are in the node's copy, are for the member of this key, and have none there.
fn undelivered(node: &serve::Host, key: &SigningKey) -> Vec<(Said, HotlineEntry)> {
    let world = node.world();
    let Some(grant) = world.areas.roll.grant(&key.public()) else {
        return Vec::new();
    };
    let messages = world.areas.hotline.undelivered();
    let waiting = messages.filter(|message| {
        let receipt = message.receipts.get(&grant.member);
        receipt.is_some_and(|receipt| receipt.delivered.is_none())
    });
    let receipt = |message: EntryId| {
        let received_at = clock::now();
        let delivered = MessageDelivered {
            message,
            received_at,
        };
        ((message, None), HotlineEntry::MessageDelivered(delivered))
    };
    waiting.map(|message| receipt(message.id)).collect()
}

/// Rungs that are reached and that nobody has said.
fn rungs(node: &serve::Host, key: &SigningKey, now: Time) -> Vec<(Said, HotlineEntry)> {
    let world = node.world();
    let Some(grant) = world.areas.roll.grant(&key.public()) else {
        return Vec::new();
    };
    let all = &world.areas.hotline;
    let mut reached = Vec::new();
    for (_, message) in all.waiting(now) {
        let wait = match message.mark.member == grant.member {
            true => 0,
            false => OTHERS_FIRST_MILLIS,
        };
        for member in message.receipts.keys() {
            let rungs = message.rungs(all, member, now);
            let unsaid = rungs.into_iter().filter(|rung| rung.said.is_none());
            for rung in unsaid.filter(|rung| now.since(rung.at) >= wait) {
                let because = rung.because.name();
                let what = (message.id, Some((member.clone(), rung.number, because)));
                let entry = RungReached {
                    message: message.id,
                    member: member.clone(),
                    rung: rung.number,
                    because: rung.because,
                };
                reached.push((what, HotlineEntry::RungReached(entry)));
            }
        }
    }
    reached
}

fn say(host: &Host, key: &SigningKey, log: &LogKeys, entry: &HotlineEntry) -> Result<(), Report> {
    let place = host.author(&key.public())?;
    let kind = ("hotline", entry.kind());
    let prepared = Prepared::new(kind, &entry.json(), key.public(), place, clock::now())?;
    host.submit(&prepared.sign(key), Wait::Durable, log)
        .map(drop)
}
