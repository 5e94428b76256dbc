//! Receipts by a member's node: whatever reached it, verified, is receipted in the log with the node's own
//! key, without anybody's hand. Only an officer acknowledges.

use std::collections::BTreeSet;
use std::sync::Weak;
use std::time::Duration;

use act::{Entry as _, EntryId, SigningKey};
use hotline::HotlineEntry;
use hotline::entry::MessageDelivered;

use crate::clock;
use crate::host::{Host, Wait};
use crate::prepared::Prepared;
use crate::recorded::LogKeys;
use crate::report::Report;

/// How often the node's copy is looked at.
const LOOKING: Duration = Duration::from_millis(250);
/// How long a log that did not answer is left alone.
const PATIENCE: Duration = Duration::from_secs(5);

/// Starts receipting what reaches a node, on a thread of its own that ends with the node. `upstream` is the
/// host's address as a reader has it, `key` the node's.
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
        .spawn(move || receipt_all(&node, &host, &key, &log))
        .map(drop)
        .map_err(|error| Report::here("the system gives this program no thread").because(&error))
}

fn receipt_all(node: &Weak<serve::Host>, host: &Host, key: &SigningKey, log: &LogKeys) {
    let mut said: BTreeSet<EntryId> = BTreeSet::new();
    loop {
        let Some(held) = node.upgrade() else { return };
        let waiting = undelivered(&held, key);
        drop(held);
        let mut pause = LOOKING;
        for id in waiting
            .into_iter()
            .filter(|id| !said.contains(id))
            .collect::<Vec<_>>()
        {
            match receipt(host, key, log, id) {
                Ok(()) => drop(said.insert(id)),
                Err(error) => {
                    tracing::warn!(%error, "a receipt is not in the log yet");
                    pause = PATIENCE;
                    break;
                }
            }
        }
        std::thread::sleep(pause);
    }
}

/// Messages that are in the node's copy, are for the member of this key, and have no receipt there.
fn undelivered(node: &serve::Host, key: &SigningKey) -> Vec<EntryId> {
    let world = node.world();
    let Some(grant) = world.areas.roll.grant(&key.public()) else {
        return Vec::new();
    };
    let messages = world.areas.hotline.messages();
    let waiting = messages.filter(|(_, message)| {
        let receipt = message.receipts.get(&grant.member);
        receipt.is_some_and(|receipt| receipt.delivered.is_none())
    });
    waiting.map(|(_, message)| message.id).collect()
}

fn receipt(host: &Host, key: &SigningKey, log: &LogKeys, message: EntryId) -> Result<(), Report> {
    let received_at = clock::now();
    let entry = HotlineEntry::MessageDelivered(MessageDelivered {
        message,
        received_at,
    });
    let place = host.author(&key.public())?;
    let kind = ("hotline", entry.kind());
    let prepared = Prepared::new(kind, &entry.json(), key.public(), place, received_at)?;
    host.submit(&prepared.sign(key), Wait::Durable, log)
        .map(drop)
}
