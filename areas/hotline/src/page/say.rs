//! What an entry of this area says, as its reader signs it.

use act::Entry as _;
use page::{As, Markup, Name, Speech, Tr, html};
use roll::Roll;
use roll::page::member_name;

use crate::entry::HotlineEntry;
use crate::state::Hotline;

/// Every field of every entry, in the order people read them. Coded fields of formats are words here:
/// what is signed is shown as it is.
const FIELDS: &[(&str, As)] = &[
    ("channel", As::Coded),
    ("format", As::Id),
    ("precedence", As::Coded),
    ("number", As::Number),
    ("post", As::Id),
    ("in_reply_to", As::Hash),
    ("corrects", As::Hash),
    ("message", As::Hash),
    ("translation", As::Hash),
    ("call", As::Hash),
    ("minutes", As::Hash),
    ("outage", As::Hash),
    ("fields", As::Part),
    ("text", As::Words),
    ("lang", As::Id),
    ("what", As::Coded),
    ("kind", As::Coded),
    ("why", As::Words),
    ("refs", As::Part),
    ("id", As::Id),
    ("attachments", As::Part),
    ("blob", As::Hash),
    ("bytes", As::Number),
    ("media", As::Id),
    ("seconds", As::Number),
    ("queued", As::Yes),
    ("received_at", As::Instant),
    ("member", As::Member),
    ("rung", As::Number),
    ("because", As::Coded),
    ("rungs", As::Words),
    ("to", As::Words),
    ("open", As::Hash),
    ("note", As::Words),
    ("from", As::Instant),
    ("until", As::Instant),
    ("reason", As::Words),
    ("at", As::Instant),
    ("about", As::Words),
    ("began", As::Instant),
    ("ended", As::Instant),
    ("sha256", As::Hash),
    ("fingerprint", As::Hash),
    ("size", As::Number),
    ("root", As::Hash),
    ("token", As::Part),
];

/// The exact statement an entry makes.
pub fn say(_: &Hotline, roll: &Roll, entry: &HotlineEntry, tr: Tr<'_>) -> Markup {
    let member = |id: &str| html! { (Name(member_name(roll, id, tr.lang))) };
    let speech = Speech {
        area: "hotline",
        fields: FIELDS,
        tr,
        member: &member,
    };
    speech.entry(entry.kind(), &entry.json())
}
