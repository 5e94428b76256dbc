//! The desk: which formats are agreed, who is called, who is out, who handed the watch to whom.

use page::{Iso, Markup, Shown, Table, Words, action_link, entry_link, html, none_recorded};

use super::forms::offered;
use super::link::{self, View};
use crate::format::FORMATS;

/// The page of the desk.
pub(super) fn desk(view: &View<'_>) -> Shown {
    let tr = view.tr();
    let content = html! {
        p.lead { (tr.say("hotline-desk-lead")) }
        (offered(view, "/hotline", &["handover", "outage", "roster", "anchor"]))
        h2 { (tr.say("hotline-formats")) }
        (formats(view))
        h2 { (tr.say("hotline-rosters")) }
        (rosters(view))
        h2 { (tr.say("hotline-outages")) }
        (outages(view))
        h2 { (tr.say("hotline-handovers")) }
        (handovers(view))
    };
    Shown::comparing(tr.plain("hotline-desk", &[]), content)
}

fn formats(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("hotline-formats"))
        .column(tr.say("hotline-field-format"))
        .column(tr.say("hotline-agreed-by"))
        .column(tr.say("hotline-stands"));
    for one in FORMATS {
        let agreed: Vec<_> = view.all.agreed(one.id).collect();
        let own = agreed.iter().any(|(member, _)| *member == view.own());
        let stands = match (one.founding, view.all.in_force(view.roll, one)) {
            (true, _) => "hotline-founding",
            (false, true) => "hotline-in-force",
            (false, false) => "hotline-not-in-force",
        };
        let (form, verb) = match own {
            true => ("end", "hotline-form-formats-end"),
            false => ("agree", "hotline-form-formats-agree"),
        };
        table.push([
            html! { (view.format(one.id)) " " code dir="ltr" { (one.id) } },
            html! { @for (member, mark) in &agreed { div { (view.name(member)) " " (entry_link(mark.index)) } } },
            html! {
                (tr.say(stands))
                @if !one.founding && view.may("format-agreed") {
                    " " (action_link(&format!("/hotline/formats/{form}?format={}", one.id), &tr.say(verb)))
                }
            },
        ]);
    }
    table.show(tr)
}

fn rosters(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let rosters = view.roll.members().iter();
    let rosters: Vec<_> = rosters
        .filter_map(|member| Some((member, view.all.ladder(&member.id)?)))
        .collect();
    html! {
        @if rosters.is_empty() { (none_recorded(tr)) }
        @for (member, filed) in rosters {
            h3 { (view.name(&member.id)) " " (entry_link(filed.mark.index)) }
            ol { @for rung in &filed.entry { li { (Words { text: rung, lang: None }) } } }
        }
    }
}

fn outages(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let mut all: Vec<_> = view.all.outages().collect();
    all.sort_by_key(|(_, outage)| std::cmp::Reverse(outage.declared.mark.index));
    html! {
        @if all.is_empty() { (none_recorded(tr)) }
        ul.plain { @for (id, outage) in all {
            @let (from, until) = outage.span();
            li {
                (view.name(&outage.declared.mark.member)) ": " (Iso(from)) " – " (Iso(until)) " · "
                (Words { text: &outage.declared.entry.reason, lang: None }) " "
                (entry_link(outage.declared.mark.index))
                @let open = outage.ended.is_none() && view.as_of() < until;
                @if open && outage.declared.mark.member == view.own() && view.may("outage-ended") {
                    " " (action_link(&format!("/hotline/outages/end?outage={id}"), &tr.say("hotline-form-outages-end")))
                }
            }
        } }
    }
}

fn handovers(view: &View<'_>) -> Markup {
    let tr = view.tr();
    let all = view.all.handovers();
    html! {
        @if all.is_empty() { (none_recorded(tr)) }
        ul.plain { @for filed in all.iter().rev().take(30) {
            li {
                (view.mark(&filed.mark)) " → " (Words { text: &filed.entry.to, lang: None })
                @if !filed.entry.note.is_empty() { " · " (Words { text: &filed.entry.note, lang: None }) }
                @if !filed.entry.open.is_empty() {
                    " · " (tr.say("hotline-open-items"))
                    @for id in &filed.entry.open {
                        @if let Some((index, message)) = view.all.named(id) {
                            " " (link::message(index, &view.sender(message)))
                        }
                    }
                }
            }
        } }
    }
}
