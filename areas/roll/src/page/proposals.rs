//! Proposals and the votes on them: how each stands as of the moment asked about.

use act::decision::{Ballot, Choice, Outcome, Part};
use act::{Index, Time};
use page::{
    Ask, Field, Iso, Markup, Method, Name, NotHere, Problems, Shown, State, Table, Tr, Value,
    Words, action_link, facts, form, html,
};

use super::names::{call, may, member_name, name, rule_words, voter};
use crate::entry::Change;
use crate::state::{Proposal, Roll};

/// All proposals, newest first.
pub(super) fn list(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("roll-proposals-caption"))
        .column(tr.say("roll-proposal"))
        .column(tr.say("roll-proposer"))
        .column(tr.say("roll-opened"))
        .column(tr.say("roll-stands"));
    let mut proposals: Vec<_> = roll.proposals().collect();
    proposals.reverse();
    for (index, proposal) in proposals {
        let link = html! {
            a href={ "/roll/proposals/" (index) } { (title(tr, &proposal.change)) }
        };
        table.push([
            link,
            html! { (Name(member_name(roll, &proposal.member, tr.lang))) },
            html! { (Iso(proposal.ballot.opened)) },
            stands(tr, &proposal.ballot, ask.as_of),
        ]);
    }
    let content = html! {
        (table.show(tr))
        @if may(roll, ask, "roll.proposal-made") {
            h2 { (tr.say("roll-propose")) }
            p.actions {
                (action_link("/roll/proposals/post", &tr.say("roll-propose-post"))) " "
                (action_link("/roll/proposals/notice", &tr.say("roll-propose-notice"))) " "
                (action_link("/roll/proposals/amendment", &tr.say("roll-propose-amendment")))
            }
        }
    };
    Shown::comparing(tr.plain("roll-proposals-title", &[]), content)
}

/// One proposal, its ballot, and the form to vote.
pub(super) fn one(roll: &Roll, ask: &Ask<'_>, index: Index) -> Result<Shown, NotHere> {
    let tr = ask.tr;
    let proposal = roll.proposal(index).ok_or(NotHere::NoSuchPage)?;
    let content = html! {
        (what(roll, tr, proposal))
        h2 { (tr.say("roll-ballot")) }
        (ballot(roll, ask, &proposal.ballot))
        @if voter(roll, ask, &proposal.ballot, "roll.vote-cast") {
            h2 { (tr.say("roll-vote")) }
            (vote_form(ask, index, &Problems::default()))
        }
    };
    let title = tr.plain("roll-proposal-title", &[("index", Value::Number(index))]);
    Ok(Shown::reading(title, content).about(index))
}

/// The form to vote, by itself.
pub(super) fn vote(roll: &Roll, ask: &Ask<'_>, index: Index) -> Result<Shown, NotHere> {
    let tr = ask.tr;
    let proposal = roll.proposal(index).ok_or(NotHere::NoSuchPage)?;
    let number = index.to_string();
    let path = ["proposals", number.as_str(), "vote"];
    let problems = ask.problems(|fields| super::write(roll, (), &path, fields, ask));
    let content = html! {
        (problems.summary(tr))
        (what(roll, tr, proposal))
        (vote_form(ask, index, &problems))
    };
    let title = tr.plain("roll-vote-title", &[("index", Value::Number(index))]);
    Ok(Shown::reading(title, content))
}

fn vote_form(ask: &Ask<'_>, index: Index, problems: &Problems) -> Markup {
    let tr = ask.tr;
    let fields = html! {
        (choice_field(ask, problems))
        (Field::new("reason", tr.say("roll-field-reason")).problems(problems)
            .area(ask.get("reason"), None, 4))
    };
    let action = format!("/roll/proposals/{index}/vote");
    form(Method::Post, &action, &fields, &tr.say("roll-to-review"))
}

/// For or against, as every ballot asks it.
pub fn choice_field(ask: &Ask<'_>, problems: &Problems) -> Markup {
    let tr = ask.tr;
    let choices = [
        page::Choice {
            value: "approve",
            label: tr.say("roll-approve"),
        },
        page::Choice {
            value: "object",
            label: tr.say("roll-object"),
        },
    ];
    Field::new("choice", tr.say("roll-field-choice"))
        .required()
        .problems(problems)
        .radio(&choices, ask.get("choice"))
}

fn what(roll: &Roll, tr: Tr<'_>, proposal: &Proposal) -> Markup {
    let charter = match &proposal.change {
        Change::CharterAmended { charter } => Some(charter),
        _ => None,
    };
    html! {
        p.lead { (change(tr, &proposal.change)) }
        (facts([
            (tr.say("roll-proposer"), tr.value(&call(roll, &proposal.member, tr))),
            (tr.say("roll-field-reason"),
                html! { (Words { text: &proposal.reason, lang: None }) }),
        ]))
        @if let Some(text) = charter {
            details {
                summary { (tr.say("roll-whole-text")) }
                pre.bytes dir="ltr" tabindex="0" { code { (text) } }
            }
        }
    }
}

/// A ballot: its rule, each member's answer, and how it stands as of the moment asked about.
pub fn ballot(roll: &Roll, ask: &Ask<'_>, ballot: &Ballot) -> Markup {
    let tr = ask.tr;
    let mut table = Table::new(tr.say("roll-ballot-caption"))
        .column(tr.say("roll-member"))
        .column(tr.say("roll-part"))
        .column(tr.say("roll-answer"))
        .column(tr.say("roll-when"));
    for (member, part) in &ballot.members {
        if *part == Part::Custodian {
            continue;
        }
        let vote = ballot.votes.get(member).filter(|v| v.at <= ask.as_of);
        let answer = match vote.map(|vote| vote.choice) {
            Some(Choice::Approve) => tr.say("roll-approves"),
            Some(Choice::Object) => tr.say("roll-objects"),
            None => tr.say("roll-no-answer"),
        };
        let when = vote.map_or_else(Markup::default, |vote| {
            html! { (Iso(vote.at)) " " a href={ "/log/" (vote.index) } { bdi dir="ltr" { "#" (vote.index) } } }
        });
        table.push([
            html! { (Name(member_name(roll, member, tr.lang))) },
            tr.say(part_key(*part)),
            answer,
            when,
        ]);
    }
    html! {
        (facts([
            (tr.say("roll-rule"), rule_words(tr, ballot.rule)),
            (tr.say("roll-opened"), tr.instant(ballot.opened)),
            (tr.say("roll-stands"), stands(tr, ballot, ask.as_of)),
        ]))
        (table.show(tr))
    }
}

/// How a ballot stands as of a moment.
pub fn stands(tr: Tr<'_>, ballot: &Ballot, as_of: Time) -> Markup {
    let since = |key: &str, at: Time| tr.with(key, &[("at", Value::Instant(at))]);
    match ballot.outcome(as_of) {
        Outcome::Open => html! {
            (tr.say("roll-open")) " " (State::due(ballot.lapses, as_of).mark(tr))
        },
        Outcome::Carried(at) => since("roll-carried", at),
        Outcome::Refused(at) => since("roll-objected", at),
        Outcome::Lapsed(at) => since("roll-lapsed", at),
    }
}

/// The message that names a part.
pub(super) const fn part_key(part: Part) -> &'static str {
    match part {
        Part::Party => "roll-part-party",
        Part::Mediator => "roll-part-mediator",
        Part::Custodian => "roll-part-custodian",
    }
}

fn title(tr: Tr<'_>, change: &Change) -> Markup {
    match change {
        Change::PostAdded { .. } => tr.say("roll-propose-post"),
        Change::CharterAmended { .. } => tr.say("roll-propose-amendment"),
        Change::TablingNoticeSet { .. } => tr.say("roll-propose-notice"),
    }
}

/// A change in one sentence.
pub(super) fn change(tr: Tr<'_>, change: &Change) -> Markup {
    match change {
        Change::PostAdded { id, name: names } => tr.with(
            "roll-change-post",
            &[
                ("name", Value::Name(name(names, tr.lang))),
                ("id", Value::Id(id)),
            ],
        ),
        Change::CharterAmended { charter } => tr.with(
            "roll-change-charter",
            &[("hash", Value::Hash(act::Digest::of(charter.as_bytes())))],
        ),
        Change::TablingNoticeSet { hours } => {
            let millis = i64::from(hours.0) * 3_600_000;
            tr.with("roll-change-notice", &[("span", Value::Duration(millis))])
        }
    }
}
