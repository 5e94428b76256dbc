//! The charter, readable: members, offices, who may say what, clocks, decisions, and the text itself.

use act::Time;
use page::{
    Ask, FullHash, Id, Key, Markup, Name, NotHere, Shown, Table, Tr, Value, action_link, facts,
    html,
};

use super::names::{member_name, name, rule_words};
use super::proposals::part_key;
use crate::charter::{Charter, Scope};
use crate::state::Roll;

const HOUR: i64 = 3_600_000;

/// Where everything of the roll is.
pub(super) fn overview(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let pages = [
        ("/roll/charter", "roll-charter-title"),
        ("/roll/members", "roll-members-title"),
        ("/roll/keys", "roll-keys-title"),
        ("/roll/posts", "roll-posts-title"),
        ("/roll/proposals", "roll-proposals-title"),
    ];
    let content = html! {
        p { (tr.say("roll-about")) }
        ul { @for (path, key) in pages { li { a href=(path) { (tr.say(key)) } } } }
        h2 { (tr.say("roll-takes-part")) }
        (members_table(roll, tr).show(tr))
    };
    Shown::reading(tr.plain("roll-title", &[]), content)
}

/// The members by part and the number of their roots.
pub(super) fn members_table(roll: &Roll, tr: Tr<'_>) -> Table {
    let mut table = Table::new(tr.say("roll-members-caption"))
        .column(tr.say("roll-member"))
        .column(tr.say("roll-part"))
        .column(tr.say("roll-id"))
        .column(tr.say("roll-witness"))
        .column(tr.say("roll-roots"));
    for member in roll.members() {
        let (roots, threshold) = roll.roots(&member.id).unwrap_or((&[], 0));
        let counts = [
            ("k", Value::Number(u64::from(threshold))),
            ("n", Value::Number(roots.len() as u64)),
        ];
        table.push_at(
            &format!("member-{}", member.id),
            [
                html! { (Name(name(&member.name, tr.lang))) },
                tr.say(part_key(member.part)),
                html! { (Id(&member.id)) },
                member
                    .witness
                    .as_deref()
                    .map_or_else(Markup::default, |w| html! { (Id(w)) }),
                html! { (tr.with("roll-roots-of", &counts)) @for key in roots { " " (Key(*key)) } },
            ],
        );
    }
    table
}

/// The charter in force, section by section, and the founding text with its hash.
pub(super) fn charter(roll: &Roll, ask: &Ask<'_>) -> Result<Shown, NotHere> {
    let tr = ask.tr;
    let charter = roll.charter_at(ask.as_of).ok_or(NotHere::NoSuchPage)?;
    let text = roll.charter_text().unwrap_or_default();
    let hash = roll.mechanism().unwrap_or_default();
    let content = html! {
        p.lead { (Name(name(&charter.name, tr.lang))) }
        (facts([
            (tr.say("roll-founded"), tr.instant(roll.founded().unwrap_or_default())),
            (tr.say("roll-hash"), html! { (FullHash(hash)) }),
            (tr.say("roll-origin"), html! { (Id(&charter.origin)) }),
            (tr.say("computed-ruleset"), html! { (Id(&charter.ruleset.to_string())) }),
        ]))
        h2 { (tr.say("roll-takes-part")) }
        (members_table(roll, tr).show(tr))
        h2 { (tr.say("roll-offices")) }
        (offices(charter, tr))
        h2 { (tr.say("roll-authority")) }
        (authority(charter, tr))
        h2 { (tr.say("roll-clocks")) }
        (clocks(roll, charter, tr, ask.as_of))
        h2 { (tr.say("roll-decisions")) }
        (facts([
            (tr.say("roll-decides-charter"), rule_words(tr, charter.decisions.amend)),
            (tr.say("roll-decides-post"), rule_words(tr, charter.decisions.post)),
            (tr.say("roll-decides-statement"), rule_words(tr, charter.decisions.statement)),
        ]))
        h2 { (tr.say("roll-policy")) }
        p { (tr.say("roll-policy-note")) }
        pre.bytes dir="ltr" tabindex="0" { code { (charter.policy) } }
        h2 { (tr.say("roll-founding-text")) }
        details {
            summary { (tr.with("roll-whole-text-of", &[("hash", Value::Hash(hash))])) }
            pre.bytes dir="ltr" tabindex="0" { code { (text) } }
        }
    };
    Ok(Shown::comparing(tr.plain("roll-charter-title", &[]), content).about(0))
}

fn offices(charter: &Charter, tr: Tr<'_>) -> Markup {
    let mut table = Table::new(tr.say("roll-offices-caption"))
        .column(tr.say("roll-office"))
        .column(tr.say("roll-id"))
        .column(tr.say("roll-open-to"));
    for office in &charter.offices {
        let parts = html! {
            @for (i, part) in office.of.iter().enumerate() {
                @if i > 0 { (tr.say("comma")) " " }
                (tr.say(part_key(*part)))
            }
        };
        table.push([
            html! { (Name(name(&office.name, tr.lang))) },
            html! { (Id(&office.id)) },
            parts,
        ]);
    }
    table.show(tr)
}

fn authority(charter: &Charter, tr: Tr<'_>) -> Markup {
    let mut table = Table::new(tr.say("roll-authority-caption"))
        .column(tr.say("roll-office"))
        .column(tr.say("roll-may-say"))
        .column(tr.say("roll-scope"));
    for row in &charter.authority {
        let office = charter
            .offices
            .iter()
            .find(|office| office.id == row.office);
        let called = office.map_or(row.office.as_str(), |office| name(&office.name, tr.lang));
        let entries = html! {
            ul { @for entry in &row.may { li { (entry_name(tr, entry)) } } }
        };
        let scope = match row.scope {
            Scope::OwnMember => "roll-scope-own-member",
            Scope::OwnPost => "roll-scope-own-post",
            Scope::All => "roll-scope-all",
        };
        table.push([html! { (Name(called)) }, entries, tr.say(scope)]);
    }
    table.show(tr)
}

/// `agreement.draft-tabled` as its area calls it, with the id beside it.
fn entry_name(tr: Tr<'_>, entry: &str) -> Markup {
    let key = entry.replacen('.', "-kind-", 1);
    html! {
        @if tr.catalogue.has(&key) { (tr.say(&key)) " " }
        (Id(entry))
    }
}

fn clocks(roll: &Roll, charter: &Charter, tr: Tr<'_>, as_of: Time) -> Markup {
    let hours = |hours: act::Hours| tr.duration(i64::from(hours.0) * HOUR);
    let days = i64::from(charter.clocks.grant_days_max) * 24 * HOUR;
    facts([
        (
            tr.say("roll-clock-notice"),
            hours(roll.tabling_notice(as_of)),
        ),
        (
            tr.say("roll-clock-lapse"),
            hours(charter.clocks.proposal_lapses),
        ),
        (tr.say("roll-clock-grant"), tr.duration(days)),
    ])
}

/// The joint posts, as of the moment asked about.
pub(super) fn posts(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("roll-posts-caption"))
        .column(tr.say("roll-post"))
        .column(tr.say("roll-id"))
        .column(tr.say("roll-post-keys"));
    for post in roll.posts(ask.as_of) {
        let keys = html! {
            @for (key, grant) in roll.grants().filter(|(_, g)| g.posts.contains(&post.id)) {
                (Name(member_name(roll, &grant.member, tr.lang))) " " (Key(*key)) " "
            }
        };
        table.push([
            html! { (Name(name(&post.name, tr.lang))) },
            html! { (Id(&post.id)) },
            keys,
        ]);
    }
    let content = html! {
        (table.show(tr))
        @if super::may(roll, ask, "roll.proposal-made") {
            p.actions { (action_link("/roll/proposals/post", &tr.say("roll-propose-post"))) }
        }
    };
    Shown::reading(tr.plain("roll-posts-title", &[]), content)
}
