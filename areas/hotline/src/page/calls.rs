//! Calls: when they were meant to be, when they were, what was said. Two accounts stand side by side
//! until one of them is agreed.

use page::{
    Id, Iso, Markup, NotHere, Shown, Table, Value, Words, action_link, facts, html, none_recorded,
};

use super::calling;
use super::forms::offered;
use super::link::{self, View};
use crate::calls::{Call, Minutes};
use crate::entry::Channel;

/// Every call, latest first.
pub(super) fn list(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let mut table = Table::new(tr.say("hotline-calls"))
        .column(tr.say("hotline-field-at"))
        .column(tr.say("hotline-field-about"))
        .column(tr.say("hotline-stands"));
    let calls = view.all.calls().rev();
    for (index, call) in calls.filter(|(_, call)| view.knows(&call.scheduled.mark)) {
        table.push([
            html! { a href={ "/hotline/calls/" (index) } { (Iso(call.scheduled.entry.at)) } },
            html! {
                (Words { text: &call.scheduled.entry.about, lang: None })
                @if call.scheduled.entry.channel == Channel::Drill { " " (view.exercise()) }
            },
            tr.say(&format!("hotline-call-{}", stands(view, call))),
        ]);
    }
    let content = html! {
        p.lead { (tr.say("hotline-calls-lead")) }
        @if view.may("call-scheduled") {
            p.actions { (action_link("/hotline/calls/new", &tr.say("hotline-form-calls-new"))) }
        }
        (table.show(tr))
    };
    Shown::comparing(tr.plain("hotline-calls", &[]), content)
}

/// How far a call came.
fn stands(view: &View<'_>, call: &Call) -> &'static str {
    let agreed = call
        .minutes
        .iter()
        .any(|minutes| !minutes.agreed.is_empty());
    match (call.ended.is_empty(), call.minutes.len()) {
        _ if agreed => "agreed",
        (true, 0) if !call.seats(view.as_of()).is_empty() => "underway",
        (_, n) if n > 1 => "diverging",
        (_, 1) => "minuted",
        (false, _) => "ended",
        (true, _) if call.scheduled.entry.at < view.as_of() => "past",
        (true, _) => "scheduled",
    }
}

/// One call.
pub(super) fn one(view: &View<'_>, index: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let index = link::number(index).ok_or(NotHere::NoSuchPage)?;
    let call = view.all.call(index).ok_or(NotHere::NoSuchPage)?;
    let scheduled = &call.scheduled;
    let stands = stands(view, call);
    let content = html! {
        p.lead { (tr.say(&format!("hotline-call-{stands}"))) }
        @if scheduled.entry.channel == Channel::Drill { p { (view.exercise()) } }
        (facts([
            (tr.say("hotline-field-about"), html! { (Words { text: &scheduled.entry.about, lang: None }) }),
            (tr.say("hotline-field-at"), html! { (Iso(scheduled.entry.at)) }),
            (tr.say("hotline-arranged"), view.mark(&scheduled.mark)),
        ]))
        (calling::panel(view, index, call))
        h2 { (tr.say("hotline-seats")) }
        @if call.joined.is_empty() { (none_recorded(tr)) }
        ul.plain { @for seat in &call.joined { li {
            (view.mark(&seat.mark)) " " (page::Key(seat.key)) " "
            span.quiet { (tr.say("hotline-certificate")) " " (page::Hash(seat.fingerprint)) }
        } } }
        h2 { (tr.say("hotline-took-place")) }
        @if call.ended.is_empty() { (none_recorded(tr)) }
        ul.plain { @for one in &call.ended { li {
            (view.name(&one.mark.member)) ": "
            @match one.entry.began {
                Some(began) => { (Iso(began)) " – " (Iso(one.entry.ended)) },
                None => { (tr.say("hotline-nobody-came")) " " (Iso(one.entry.ended)) },
            }
        } } }
        h2 { (tr.say("hotline-recording")) }
        ul.plain {
            @for mark in &call.consented { li { (tr.say("hotline-consents")) " " (view.mark(mark)) } }
            @for one in &call.recorded { li {
                (tr.say("hotline-recorded")) " " (view.mark(&one.mark)) " " (page::Hash(one.entry.sha256))
            } }
        }
        h2 { (tr.say("hotline-minutes")) }
        @if stands == "diverging" { p.problem { (tr.say("hotline-call-diverging")) } }
        @for one in &call.minutes { (minutes(view, one)) }
        (offered(view, &format!("/hotline/calls/{index}"), &["calls/end", "calls/consent", "calls/record", "calls/minutes"]))
    };
    let values = [("at", Value::Instant(scheduled.entry.at))];
    let mut shown = Shown::reading(tr.plain("hotline-call-title", &values), content);
    shown.record = Some(index);
    Ok(shown)
}

fn minutes(view: &View<'_>, minutes: &Minutes) -> Markup {
    let tr = view.tr();
    let proposed = &minutes.proposed;
    let own = proposed.mark.member == view.own();
    let agreed = minutes.agreed.iter().any(|mark| mark.member == view.own());
    html! {
        section {
            h3 { (view.mark(&proposed.mark)) " " (Id(&proposed.entry.lang)) }
            blockquote lang=(proposed.entry.lang) { (Words { text: &proposed.entry.text, lang: None }) }
            @for mark in &minutes.agreed { p { (tr.say("hotline-agrees")) " " (view.mark(mark)) } }
            @if !own && !agreed && view.may("minutes-agreed") {
                p.actions { (action_link(
                    &format!("/hotline/minutes/agree?minutes={}", minutes.id),
                    &tr.say("hotline-form-minutes-agree"),
                )) }
            }
        }
    }
}
