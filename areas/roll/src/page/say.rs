//! What an entry of the roll says, as a sentence in the reader's language.

use page::{Markup, Name, Tr, Value, Words, html};

use super::names::{call, office_name};
use super::{keys, proposals};
use crate::entry::{KeyGranted, KeyRevoked, RollEntry, RootRotated, VoteCast};
use crate::state::Roll;
use act::decision::Choice;

/// The exact statement an entry makes.
pub fn say(roll: &Roll, (): (), entry: &RollEntry, tr: Tr<'_>) -> Markup {
    match entry {
        RollEntry::CharterSigned(entry) => {
            let hash = act::Digest::of(entry.charter.as_bytes());
            tr.with("roll-say-charter-signed", &[("hash", Value::Hash(hash))])
        }
        RollEntry::KeyGranted(entry) => granted(roll, entry, tr),
        RollEntry::KeyRevoked(entry) => revoked(roll, entry, tr),
        RollEntry::SealKeyAnnounced(entry) => tr.with(
            "roll-say-seal-key-announced",
            &[("key", Value::Id(&entry.seal_key))],
        ),
        RollEntry::RootRotated(entry) => rotated(roll, entry, tr),
        RollEntry::ProposalMade(entry) => html! {
            p { (tr.say("roll-say-proposal-made")) " " (proposals::change(tr, &entry.change)) }
            p { (Words { text: &entry.reason, lang: None }) }
        },
        RollEntry::VoteCast(entry) => voted(roll, entry, tr),
    }
}

fn granted(roll: &Roll, entry: &KeyGranted, tr: Tr<'_>) -> Markup {
    let offices = html! {
        @for (i, office) in entry.offices.iter().enumerate() {
            @if i > 0 { (tr.say("comma")) " " }
            (Name(office_name(roll, office, entry.not_before, tr.lang)))
        }
    };
    tr.with(
        "roll-say-key-granted",
        &[
            ("member", call(roll, &entry.member, tr)),
            ("key", Value::Key(entry.key)),
            ("label", Value::Name(&entry.label)),
            ("offices", Value::Markup(offices)),
            ("from", Value::Instant(entry.not_before)),
            ("until", Value::Instant(entry.not_after)),
        ],
    )
}

fn revoked(roll: &Roll, entry: &KeyRevoked, tr: Tr<'_>) -> Markup {
    let member = roll.grant(&entry.key).map_or("", |grant| &grant.member);
    let values = [
        ("key", Value::Key(entry.key)),
        ("member", call(roll, member, tr)),
        (
            "reason",
            Value::Markup(tr.say(keys::reason_key(entry.reason))),
        ),
    ];
    html! {
        p { (tr.with("roll-say-key-revoked", &values)) }
        @if let Some(from) = entry.suspect_from {
            p { (tr.say("roll-disputed-since")) " " (tr.instant(from)) }
        }
    }
}

fn rotated(roll: &Roll, entry: &RootRotated, tr: Tr<'_>) -> Markup {
    let values = [
        ("member", call(roll, &entry.member, tr)),
        ("k", Value::Number(u64::from(entry.threshold))),
        ("n", Value::Number(entry.roots.len() as u64)),
    ];
    html! {
        p { (tr.with("roll-say-root-rotated", &values)) }
        ul { @for key in &entry.roots { li { (page::Key(*key)) } } }
    }
}

fn voted(roll: &Roll, entry: &VoteCast, tr: Tr<'_>) -> Markup {
    let key = match entry.choice {
        Choice::Approve => "roll-say-vote-approve",
        Choice::Object => "roll-say-vote-object",
    };
    html! {
        p { (tr.with(key, &[("index", Value::Number(entry.proposal))])) }
        @if let Some(proposal) = roll.proposal(entry.proposal) {
            p { (proposals::change(tr, &proposal.change)) }
        }
        @if !entry.reason.is_empty() { p { (Words { text: &entry.reason, lang: None }) } }
    }
}
