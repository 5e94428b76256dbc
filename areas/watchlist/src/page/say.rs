//! What an entry of this area says, as its reader signs it.

use act::Entry as _;
use page::{As, Markup, Name, Speech, Tr, html};
use roll::Roll;
use roll::page::member_name;

use crate::entry::WatchlistEntry;
use crate::state::Watchlist;

/// Every field of every entry, in the order people read them.
const FIELDS: &[(&str, As)] = &[
    ("listing", As::Id),
    ("petition", As::Id),
    ("kind", As::Coded),
    ("version", As::Number),
    ("screening", As::Hash),
    ("adjudication", As::Hash),
    ("renewal", As::Number),
    ("flag", As::Number),
    ("particulars", As::Part),
    ("subject", As::Coded),
    ("category", As::Coded),
    ("action", As::Coded),
    ("basis", As::Part),
    ("instrument", As::Words),
    ("article", As::Words),
    ("authority", As::Words),
    ("decided", As::Instant),
    ("valid_until", As::Instant),
    ("identity", As::Part),
    ("names", As::Number),
    ("father", As::Yes),
    ("birth", As::Coded),
    ("place", As::Yes),
    ("documents", As::Number),
    ("minor", As::Yes),
    ("review_by", As::Instant),
    ("source", As::Id),
    ("urgent", As::Yes),
    ("because", As::Coded),
    ("outcome", As::Coded),
    ("refugee", As::Coded),
    ("ground", As::Coded),
    ("answer", As::Coded),
    ("reviewer", As::Member),
    ("token", As::Hash),
    ("receipt", As::Hash),
    ("post", As::Id),
    ("edition", As::Part),
    ("day", As::Id),
    ("root", As::Hash),
    ("query", As::Hash),
    ("matcher", As::Id),
    ("purpose", As::Coded),
    ("pool", As::Coded),
    ("band", As::Coded),
    ("shown", As::Id),
    ("compared", As::Part),
    ("feature", As::Coded),
    ("result", As::Coded),
    ("held_minutes", As::Number),
    ("reference", As::Hash),
    ("body", As::Part),
    ("confidential", As::Part),
    ("assessment", As::Part),
    ("report", As::Part),
    ("photos", As::Part),
    ("view", As::Part),
    ("thumb", As::Part),
    ("taken", As::Instant),
    ("blob", As::Hash),
    ("bytes", As::Number),
    ("sealed_to", As::Member),
];

/// The exact statement an entry makes.
pub fn say(_: &Watchlist, roll: &Roll, entry: &WatchlistEntry, tr: Tr<'_>) -> Markup {
    let member = |id: &str| html! { (Name(member_name(roll, id, tr.lang))) };
    let speech = Speech {
        area: "watchlist",
        fields: FIELDS,
        tr,
        member: &member,
    };
    speech.entry(entry.kind(), &entry.json())
}
