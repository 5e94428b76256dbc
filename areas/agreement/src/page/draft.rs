//! A draft clause by clause, one clause's life across drafts, the premises, and the common ground.

use act::{Digest, Index, Time};
use page::{
    FullHash, Hash, Id, Iso, Markup, Moment, Name, NotHere, Shown, Table, Value, action_link,
    facts, html, none_recorded, timeline,
};

use super::instrument::{kind_key, notice};
use super::link::{View, clause_box, entry_link, escaped, words};
use crate::compare::text::{Clause, Role};
use crate::entry::Level;
use crate::ground::{Common, common_ground};
use crate::state::{Position, Tabled, hash_of};

/// A draft: its facts, then each clause with every party's stance on exactly these words.
pub(super) fn draft(view: &View<'_>, id: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let draft = view.instrument.draft(id).ok_or(NotHere::NoSuchPage)?;
    let parties = view.parties(draft.index);
    let mut table =
        Table::new(tr.say("agreement-stances-caption")).column(tr.say("agreement-clause"));
    for party in &parties {
        table = table.column(view.name(party));
    }
    for clause in &draft.read.clauses {
        let mut cells = vec![clause_cell(view, draft, clause)];
        cells.extend(parties.iter().map(|party| view.stance(party, clause)));
        table.push_at(&format!("clause-{}", escaped(&clause.reference)), cells);
    }
    let content = html! {
        (draft_facts(view, draft))
        (table.show(tr))
        (super::comparison::explanations(view, draft))
        details {
            summary { (tr.say("agreement-whole-text")) }
            pre.words dir="auto" { (draft.text) }
        }
    };
    let title = tr.plain(
        "agreement-draft-title",
        &[
            ("title", Value::Name(&draft.title)),
            ("member", view.member(&draft.member)),
        ],
    );
    Ok(Shown::comparing(title, content).about(draft.index))
}

fn clause_cell(view: &View<'_>, draft: &Tabled, clause: &Clause) -> Markup {
    let tr = view.tr();
    html! {
        (clause_box(tr, draft, clause))
        p.where {
            a href=(view.clause_path(&draft.id, &clause.reference)) { (tr.say("agreement-life")) }
            @if view.may("agreement.position-taken") {
                " " a href=(position_path(view, draft, clause)) { (tr.say("agreement-take-position")) }
            }
        }
    }
}

fn position_path(view: &View<'_>, draft: &Tabled, clause: &Clause) -> String {
    view.path(&format!(
        "/position?draft={}&clause={}",
        draft.id,
        escaped(&clause.reference)
    ))
}

fn draft_facts(view: &View<'_>, draft: &Tabled) -> Markup {
    let tr = view.tr();
    let mut rows = vec![
        (tr.say("agreement-tabled-by"), view.name(&draft.member)),
        (
            tr.say("agreement-when"),
            html! { (tr.instant(draft.at)) " " (entry_link(draft.index)) },
        ),
        (tr.say("agreement-kind"), tr.say(kind_key(draft))),
        (tr.say("agreement-notice"), notice(view, draft)),
        (
            tr.say("agreement-language"),
            html! { (Id(&draft.language)) },
        ),
        (
            tr.say("agreement-text-hash"),
            html! { (FullHash(draft.text_hash)) },
        ),
    ];
    if let Some(follows) = draft.follows.as_deref() {
        let path = view.path(&format!("/compare?old={follows}&new={}", draft.id));
        let link = html! { a href=(view.draft_path(follows)) { (Id(follows)) } " "
        a href=(path) { (tr.say("agreement-compare")) } };
        rows.push((tr.say("agreement-follows"), link));
    }
    facts(rows)
}

/// One clause across all drafts: its words, who stood where and when, what changed.
pub(super) fn life(view: &View<'_>) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let draft = view
        .instrument
        .draft(view.ask.get("draft"))
        .ok_or(NotHere::NoSuchPage)?;
    let clause = draft
        .clause(view.ask.get("clause"))
        .ok_or(NotHere::NoSuchPage)?;
    let mut events = Vec::new();
    let mut earlier: Option<(&Tabled, &Clause)> = None;
    for draft in &view.instrument.drafts {
        let found = draft.clause(&clause.reference);
        if let Some(found) = found {
            events.push(tabled(view, draft, found, earlier));
        } else if let Some((before, old)) = earlier {
            events.push(absent(view, draft, before, old));
        }
        earlier = found.map(|found| (draft, found)).or(earlier);
    }
    let hashes: Vec<Digest> = versions(view, &clause.reference);
    for position in view
        .instrument
        .positions
        .iter()
        .filter(|p| hashes.contains(&p.clause.hash))
    {
        events.push(taken(view, position));
    }
    let content = html! {
        (clause_box(tr, draft, clause))
        (stances(view, draft, clause))
        @if view.may("agreement.position-taken") {
            p.actions {
                (action_link(&position_path(view, draft, clause), &tr.say("agreement-take-position")))
            }
        }
        h2 { (tr.say("agreement-life")) }
        (told(view, events))
    };
    let title = tr.plain(
        "agreement-life-title",
        &[("clause", Value::Id(&clause.reference))],
    );
    Ok(Shown::comparing(title, content))
}

fn stances(view: &View<'_>, draft: &Tabled, clause: &Clause) -> Markup {
    let parties = view.parties(draft.index);
    facts(
        parties
            .iter()
            .map(|party| (view.name(party), view.stance(party, clause))),
    )
}

/// The hashes of all words a reference stood for.
fn versions(view: &View<'_>, reference: &str) -> Vec<Digest> {
    let drafts = view.instrument.drafts.iter();
    drafts
        .filter_map(|draft| draft.clause(reference))
        .map(hash_of)
        .collect()
}

/// Something that happened to a clause.
struct Event {
    at: Time,
    index: Index,
    sentence: Markup,
    detail: Markup,
}

fn told(view: &View<'_>, mut events: Vec<Event>) -> Markup {
    events.sort_by_key(|event| event.index);
    let paths: Vec<String> = events.iter().map(|e| format!("/log/{}", e.index)).collect();
    let moments: Vec<Moment<'_>> = events
        .into_iter()
        .zip(&paths)
        .map(|(event, path)| Moment {
            at: event.at,
            entry: (event.index, path),
            sentence: event.sentence,
            state: view.ask.state(event.index),
            detail: event.detail,
        })
        .collect();
    timeline(view.tr(), &moments)
}

fn tabled<'a>(
    view: &View<'a>,
    draft: &'a Tabled,
    clause: &'a Clause,
    earlier: Option<(&'a Tabled, &'a Clause)>,
) -> Event {
    let tr = view.tr();
    let key = match earlier {
        None => "agreement-moment-first",
        Some((_, old)) if old.text == clause.text => "agreement-moment-same",
        Some(_) => "agreement-moment-changed",
    };
    let values = [
        ("member", view.member(&draft.member)),
        ("draft", Value::Name(&draft.title)),
    ];
    let detail = match earlier {
        Some((_, old)) if old.text != clause.text => changed(old, clause, draft),
        _ => words(draft, &clause.text),
    };
    Event {
        at: draft.at,
        index: draft.index,
        sentence: tr.with(key, &values),
        detail,
    }
}

/// The later words, with what was removed and what was inserted.
fn changed(old: &Clause, new: &Clause, draft: &Tabled) -> Markup {
    let (removed, inserted) = page::word_changes(&old.text, &new.text);
    let marked = |text: &str, ranges: &[std::ops::Range<usize>], gone: bool| {
        let mut at = 0;
        html! {
            @for range in ranges {
                (text.get(at..range.start).unwrap_or_default())
                @let part = text.get(range.clone()).unwrap_or_default();
                @if gone { del { (part) } } @else { ins { (part) } }
                ({ at = range.end; "" })
            }
            (text.get(at..).unwrap_or_default())
        }
    };
    let lang = page::Lang::from_tag(&draft.language).map(page::Lang::tag);
    html! {
        p.clause dir="auto" lang=[lang] { (marked(&old.text, &removed, true)) }
        p.clause dir="auto" lang=[lang] { (marked(&new.text, &inserted, false)) }
    }
}

fn absent<'a>(view: &View<'a>, draft: &'a Tabled, before: &'a Tabled, old: &'a Clause) -> Event {
    let values = [
        ("member", view.member(&draft.member)),
        ("draft", Value::Name(&draft.title)),
        ("clause", Value::Id(&old.reference)),
    ];
    Event {
        at: draft.at,
        index: draft.index,
        sentence: view.tr().with("agreement-moment-absent", &values),
        detail: words(before, &old.text),
    }
}

fn taken<'a>(view: &View<'a>, position: &'a Position) -> Event {
    let tr = view.tr();
    let stance = super::link::stance_mark(tr, position.stance.name());
    let values = [
        ("member", view.member(&position.member)),
        ("stance", Value::Markup(stance)),
        ("draft", Value::Id(&position.clause.draft)),
    ];
    Event {
        at: position.at,
        index: position.index,
        sentence: tr.with("agreement-moment-position", &values),
        detail: html! {
            (Hash(position.clause.hash))
            @if !position.note.is_empty() { p { (page::Words { text: &position.note, lang: None }) } }
        },
    }
}

/// Statements of fact: who affirms, who denies, and the way out of a dispute about facts.
pub(super) fn premises(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let parties = view.parties(view.instrument.drafts.len() as u64);
    let mut table =
        Table::new(tr.say("agreement-premises-caption")).column(tr.say("agreement-premise"));
    for party in &parties {
        table = table.column(view.name(party));
    }
    let mut disputed = false;
    for draft in &view.instrument.drafts {
        for clause in draft
            .read
            .clauses
            .iter()
            .filter(|c| c.role == Role::Premise)
        {
            let said = |stance: &str| {
                parties.iter().any(|party| {
                    view.instrument
                        .stance_on(party, &hash_of(clause))
                        .is_some_and(|position| position.stance.name() == stance)
                })
            };
            disputed |= said("deny");
            let place = html! {
                p.where { (Name(&draft.title)) " " (Iso(draft.at)) }
                (clause_cell(view, draft, clause))
            };
            let mut cells = vec![place];
            cells.extend(parties.iter().map(|party| view.stance(party, clause)));
            table.push(cells);
        }
    }
    let content = html! {
        p { (tr.say("agreement-premises-note")) }
        (table.show(tr))
        @if disputed { (page::notice(page::Kind::Now, &tr.say("agreement-verify-jointly"))) }
    };
    Shown::comparing(tr.plain("agreement-premises-title", &[]), content)
}

/// The text every party agrees on, and a skeleton of a joint statement that quotes it.
pub(super) fn ground(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let common = common_ground(view.instrument, view.roll);
    let content = html! {
        p { (tr.say("agreement-ground-note")) }
        @if common.is_empty() { (none_recorded(tr)) }
        @for level in [Level::Accepted, Level::InPrinciple] {
            @let some: Vec<_> = common.iter().filter(|c| c.level == level).collect();
            @if !some.is_empty() {
                h2 { (tr.say(level_key(level))) }
                @for clause in some { (common_clause(view, clause)) }
            }
        }
        @if !common.is_empty() {
            h2 { (tr.say("agreement-skeleton")) }
            p { (tr.say("agreement-skeleton-note")) }
            pre.words dir="auto" { (skeleton(view, &common)) }
            @if view.may("agreement.joint-statement-proposed") {
                p.actions {
                    (action_link(&view.path("/statements/new"), &tr.say("agreement-propose-statement")))
                }
            }
        }
    };
    let title = tr.plain(
        "agreement-ground-title",
        &[("n", Value::Number(common.len() as u64))],
    );
    Shown::reading(title, content)
}

pub(super) const fn level_key(level: Level) -> &'static str {
    match level {
        Level::Accepted => "agreement-level-accepted",
        Level::InPrinciple => "agreement-level-in-principle",
    }
}

fn common_clause(view: &View<'_>, common: &Common<'_>) -> Markup {
    let clause = common.draft.clause(common.reference);
    html! {
        @if let Some(clause) = clause {
            (clause_box(view.tr(), common.draft, clause))
            p.where {
                a href=(view.clause_path(&common.draft.id, common.reference)) { (Name(&common.draft.title)) }
                " " (Hash(common.hash))
            }
        }
    }
}

/// A joint statement's words to start from: the clauses as they stand, nothing else claimed.
pub(super) fn skeleton(view: &View<'_>, common: &[Common<'_>]) -> String {
    let tr = view.tr();
    let mut text = tr.plain("agreement-skeleton-opening", &[]);
    for clause in common.iter().filter_map(|c| c.draft.clause(c.reference)) {
        text.push_str("\n\n");
        text.push_str(&clause.text);
    }
    text
}
