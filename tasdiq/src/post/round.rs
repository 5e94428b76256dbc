//! One round of sending, and what a host's answers mean for what was sent.

use std::collections::BTreeMap;

use act::{Envelope, PublicKey, SigningKey};
use hotline::page::post::Fate;
use hotline::post::LineOfPost;
use page::Lang;

use super::item::Item;
use super::outbox::Chain;
use crate::host::{Host, Wait};
use crate::recorded::{LogKeys, Recorded};
use crate::report::{Exit, Fault, Report};
use crate::words;

/// One round of sending: where keys stand at the host, and the last numbers of messages there.
pub(super) struct Round<'a> {
    /// Whom it goes to.
    pub(super) host: &'a Host,
    /// Whose receipts count.
    pub(super) log: &'a LogKeys,
    /// The officers' keys.
    pub(super) keys: &'a BTreeMap<PublicKey, SigningKey>,
    /// What is known of the line.
    pub(super) line: Option<&'a LineOfPost>,
    /// Where keys stand.
    pub(super) places: BTreeMap<PublicKey, Chain>,
    /// The last number of each series that was sent.
    pub(super) numbers: BTreeMap<String, u64>,
}

impl<'a> Round<'a> {
    /// The keys that sign an act.
    pub(super) fn keys_of(
        &self,
        name: &str,
        by: &PublicKey,
        item: &Item,
    ) -> Result<(&'a SigningKey, Option<&'a SigningKey>), Report> {
        let unnamed = || {
            Report::input(format!("outbox/{name} is of an officer who is not named"))
                .hint("start the post with that officer's key once more, to send it")
        };
        let key = self.keys.get(by).ok_or_else(unnamed)?;
        let beside = item.beside.as_ref();
        let beside = beside.map(|beside| self.keys.get(beside).ok_or_else(unnamed));
        Ok((key, beside.transpose()?))
    }

    /// The last number of a message's series, if it is not before the message's own: somebody else at
    /// this post has given it meanwhile.
    pub(super) fn taken(&self, item: &Item) -> Option<u64> {
        let numbered = item.numbered.as_ref()?;
        let sent = self.numbers.get(&numbered.series).copied();
        let there = self.line.map(|line| numbered.last_there(line));
        let last = sent.max(there)?;
        (last >= numbered.number).then_some(last)
    }
}

/// What a host's checked answer says became of an act.
pub(super) fn fate_of(recorded: &Recorded) -> Fate {
    let (id, index, at) = (
        recorded.receipt.id,
        recorded.receipt.index,
        recorded.receipt.at,
    );
    let verdict = recorded.told.get("verdict");
    match verdict.and_then(|verdict| words::told(verdict, Lang::En)) {
        Some(why) => Fate::Void { index, at, why },
        None => Fate::Placed { id, index, at },
    }
}

/// Whether the log has an act that was sent before.
pub(super) fn is_there(host: &Host, log: &LogKeys, envelope: &Envelope) -> Result<bool, Report> {
    match host.submit(envelope, Wait::Durable, log) {
        Ok(_) => Ok(true),
        Err(report) if is_no(&report) => Ok(false),
        Err(report) => Err(report),
    }
}

/// Whether the host has refused the act. A receipt that is false is no refusal: the act may be there,
/// and waits for a true one.
pub(super) fn is_no(report: &Report) -> bool {
    report.exit == Exit::Unsound && report.fault != Fault::OtherSide
}

/// Whether the act is only not to be sent now: its number was taken, because its key was used elsewhere
/// since the host told where it stands, and it is numbered anew in the next round; or this machine's
/// clock was ahead when it was said, and its time comes.
pub(super) fn is_for_later(report: &Report) -> bool {
    let more = report.more.as_ref();
    let kind = more.and_then(|more| more.get("type")?.as_str());
    matches!(
        kind,
        Some("tasdiq:out-of-order" | "tasdiq:signed-twice" | "tasdiq:future-dated")
    )
}
