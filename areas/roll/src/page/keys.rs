//! Members and their keys: what was granted to which office, until when, and what was revoked.

use act::{PublicKey, Time};
use page::{Ask, Iso, IsoDay, Key, Markup, Name, Shown, Table, Tr, Value, action_link, html};

use super::names::{may, member_name, office_name};
use crate::entry::RevocationReason;
use crate::state::{Grant, Roll};

const WEEK_MILLIS: i64 = 7 * 86_400_000;

/// Every member with its keys.
pub(super) fn members(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let content = html! {
        (super::charter::members_table(roll, tr).show(tr))
        @for member in roll.members() {
            h2 { (Name(member_name(roll, &member.id, tr.lang))) }
            (table(roll, ask, |grant| grant.member == member.id).show(tr))
        }
        (actions(roll, ask))
    };
    Shown::comparing(tr.plain("roll-members-title", &[]), content)
}

/// All keys, of all members.
pub(super) fn keys(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let content = html! {
        (table(roll, ask, |_| true).show(ask.tr))
        (actions(roll, ask))
    };
    Shown::comparing(ask.tr.plain("roll-keys-title", &[]), content)
}

fn actions(roll: &Roll, ask: &Ask<'_>) -> Markup {
    html! {
        @if may(roll, ask, "roll.key-granted") {
            p.actions { (action_link("/roll/keys/grant", &ask.tr.say("roll-grant"))) }
        }
        p.actions { (action_link("/roll/keys/seal", &ask.tr.say("roll-seal-key-title"))) }
    }
}

fn table(roll: &Roll, ask: &Ask<'_>, of: impl Fn(&Grant) -> bool) -> Table {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("roll-keys-caption"))
        .column(tr.say("roll-key"))
        .column(tr.say("roll-member"))
        .column(tr.say("roll-office"))
        .column(tr.say("roll-label"))
        .column(tr.say("roll-from"))
        .column(tr.say("roll-until"))
        .column(tr.say("roll-key-state"));
    let mut grants: Vec<_> = roll.grants().filter(|(_, grant)| of(grant)).collect();
    grants.sort_by_key(|(_, grant)| grant.index);
    for (key, grant) in grants {
        let offices = html! {
            @for (i, office) in grant.offices.iter().enumerate() {
                @if i > 0 { (tr.say("comma")) " " }
                (Name(office_name(roll, office, ask.as_of, tr.lang)))
            }
        };
        table.push([
            html! { (Key(*key)) },
            html! { (Name(member_name(roll, &grant.member, tr.lang))) },
            offices,
            html! { (Name(&grant.label)) },
            html! { (IsoDay(grant.not_before)) },
            html! { (IsoDay(grant.not_after)) },
            state(roll, ask, key, grant),
        ]);
    }
    table
}

fn state(roll: &Roll, ask: &Ask<'_>, key: &PublicKey, grant: &Grant) -> Markup {
    let tr = ask.tr;
    let may_revoke =
        may(roll, ask, "roll.key-revoked") || ask.viewer.is_some_and(|viewer| viewer.key == *key);
    let own = ask
        .viewer
        .is_some_and(|viewer| viewer.member == grant.member);
    html! {
        (word(tr, ask.as_of, grant))
        " " a href={ "/log/" (grant.index) } { bdi dir="ltr" { "#" (grant.index) } }
        @if own && may_revoke && grant.revoked.is_none() {
            " " a href={ "/roll/keys/revoke?key=" (escaped(key)) } { (tr.say("roll-revoke")) }
        }
    }
}

fn word(tr: Tr<'_>, as_of: Time, grant: &Grant) -> Markup {
    if let Some(revoked) = &grant.revoked {
        return html! {
            (tr.say(reason_key(revoked.reason)))
            " " a href={ "/log/" (revoked.index) } { bdi dir="ltr" { "#" (revoked.index) } }
            @if let Some(from) = revoked.suspect_from {
                " " (tr.say("roll-disputed-since")) " " (Iso(from))
            }
        };
    }
    let left = grant.not_after.since(as_of);
    let values = [
        ("span", Value::Duration(left)),
        ("date", Value::Date(grant.not_after)),
    ];
    if as_of < grant.not_before {
        tr.say("roll-key-not-yet")
    } else if left <= 0 {
        tr.say("roll-key-past")
    } else if left < WEEK_MILLIS {
        tr.with("roll-key-soon", &values)
    } else {
        tr.say("roll-key-valid")
    }
}

/// The message that names a reason to revoke.
pub(super) const fn reason_key(reason: RevocationReason) -> &'static str {
    match reason {
        RevocationReason::Rotated => "roll-revoked-rotated",
        RevocationReason::Lost => "roll-revoked-lost",
        RevocationReason::Compromised => "roll-revoked-compromised",
        RevocationReason::Left => "roll-revoked-left",
    }
}

/// A key as a query parameter: `+`, `/` and `=` of its base64 mean something in an address.
fn escaped(key: &PublicKey) -> String {
    key.to_string()
        .replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
}
