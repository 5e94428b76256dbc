//! For anybody, without an account: asking through the mediators whether one is listed, petitioning,
//! and how a petition stands. What is written is sealed in the browser to the mediators; a receipt that
//! only its author has is the way back to it.

use act::Digest;
use base64ct::{Base64, Encoding as _};
use page::{
    Ask, Choice, Field, Goes, Iso, Markup, Method, NotHere, Shown, Value, facts, form, html,
    sentences,
};
use roll::Roll;

use super::sealing;
use crate::entry::PetitionKind;
use crate::state::{Petition, Watchlist};

/// Which page the reader asks for, below `/appeal`.
pub fn show(
    watchlist: &Watchlist,
    roll: &Roll,
    ask: &Ask<'_>,
    path: &[&str],
) -> Result<Shown, NotHere> {
    match path {
        [] => Ok(begin(roll, ask)),
        ["status"] => Ok(status(watchlist, roll, ask)),
        _ => Err(NotHere::NoSuchPage),
    }
}

/// The commitment to a receipt's code, as it may be typed from paper: case, blanks and dashes do not
/// matter, and letters that look like digits are those.
pub fn receipt(code: &str) -> Digest {
    let plain = code.chars().filter(char::is_ascii_alphanumeric);
    let plain = plain.map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        c => c,
    });
    let plain: String = plain.take(64).collect();
    Digest::of(format!("tasdiq/receipt/1\n{plain}").as_bytes())
}

fn begin(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let choices: Vec<Choice<'_>> = PetitionKind::ALL
        .iter()
        .map(|kind| Choice {
            value: kind.name(),
            label: tr.say(&format!("watchlist-value-{}", kind.name())),
        })
        .collect();
    let asks = html! {
        div.field {
            label for="asks" { (tr.say("watchlist-appeal-asks")) }
            select id="asks" data-part="asks" data-as="text" {
                @for choice in &choices { option value=(choice.value) { (choice.label) } }
            }
        }
    };
    let clocks = roll
        .charter_at(ask.as_of)
        .map(|charter| charter.clocks.watchlist.clone());
    let content = html! {
        p.lead { (tr.say("watchlist-appeal-lead")) }
        ul {
            li { (tr.say("watchlist-appeal-who")) }
            li { (tr.say("watchlist-appeal-identity")) }
            @if let Some(clocks) = clocks {
                li {
                    (tr.with("watchlist-appeal-clocks", &[
                        ("acknowledged", Value::Duration(clocks.petition_acknowledge.millis())),
                        ("decided", Value::Duration(clocks.petition.millis())),
                    ]))
                }
            }
            li { (tr.say("watchlist-appeal-paper")) }
        }
        p.actions { (page::action_link("/appeal/status", &tr.say("watchlist-appeal-status"))) }
        noscript { (page::notice(page::Kind::Standing, &tr.say("watchlist-appeal-noscript"))) }
        (sealing::petition(Goes::Petition).show(roll, ask, None, &asks))
    };
    Shown::reading(tr.plain("watchlist-appeal-title", &[]), content)
}

fn status(watchlist: &Watchlist, roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let code = ask.query.get("receipt").map_or("", String::as_str).trim();
    let fields = Field::new("receipt", tr.say("watchlist-appeal-receipt"))
        .hint(tr.say("watchlist-appeal-receipt-hint"))
        .required()
        .code(code);
    let content = html! {
        @if !code.is_empty() { (found(watchlist, roll, ask, code)) }
        (form(Method::Post, "/appeal/status", &fields, &tr.say("watchlist-appeal-ask")))
    };
    Shown::reading(tr.plain("watchlist-appeal-status", &[]), content)
}

/// What is known of the petition with this receipt. Whose it is, and which listing, is not said here.
fn found(watchlist: &Watchlist, roll: &Roll, ask: &Ask<'_>, code: &str) -> Markup {
    let tr = ask.tr;
    let commitment = receipt(code);
    if let Some((id, petition)) = watchlist.by_receipt(&commitment) {
        return stands(roll, ask, code, id, petition);
    }
    let waiting = ask.held.petitions();
    match waiting.iter().find(|one| one.receipt == commitment) {
        Some(one) => html! {
            p.lead role="status" {
                (tr.with("watchlist-appeal-waits", &[("at", Value::Instant(one.since))]))
            }
        },
        None => html! {
            p.lead role="status" { (tr.say("watchlist-appeal-unknown")) }
        },
    }
}

fn stands(roll: &Roll, ask: &Ask<'_>, code: &str, id: &str, petition: &Petition) -> Markup {
    let tr = ask.tr;
    let coded = |name: &str| tr.say(&format!("watchlist-value-{name}"));
    let step = match (
        &petition.answered,
        &petition.recommended,
        &petition.assigned,
    ) {
        (Some(answered), ..) => {
            html! { (coded(answered.entry.name())) ", " (Iso(answered.mark.at)) }
        }
        (_, Some(outcome), _) => {
            html! { (coded(outcome.entry.name())) ", " (Iso(outcome.mark.at)) }
        }
        (_, _, Some(assigned)) => {
            html! { (tr.say("watchlist-appeal-reviewed")) ", " (Iso(assigned.mark.at)) }
        }
        _ => tr.say("watchlist-petition-waits"),
    };
    let clock = roll
        .charter_at(petition.received.at)
        .map(|charter| charter.clocks.watchlist.petition);
    let open = petition.answered.is_none() && petition.recommended.is_none();
    let due = clock
        .filter(|_| open)
        .map(|clock| petition.received.at.after(clock));
    let mut lines = vec![
        (tr.say("watchlist-field-petition"), html! { (page::Id(id)) }),
        (tr.say("watchlist-field-kind"), coded(petition.kind.name())),
        (
            tr.say("watchlist-received"),
            html! { (Iso(petition.received.at)) },
        ),
        (tr.say("watchlist-stage"), step),
    ];
    if let Some(due) = due {
        lines.push((tr.say("watchlist-appeal-due"), html! { (Iso(due)) }));
    }
    let reply = petition
        .reply
        .as_ref()
        .map(|reply| ask.held.bytes(&reply.blob));
    html! {
        section role="status" {
            (facts(lines))
            @match reply {
                None => {}
                Some(None) => p { (tr.say("watchlist-appeal-reply-elsewhere")) },
                Some(Some(bytes)) => section data-reply=(Base64::encode_string(&bytes)) data-code=(code) {
                    h2 { (tr.say("watchlist-field-reply")) }
                    div data-result { (tr.say("watchlist-appeal-reply-noscript")) }
                    (sentences(tr, "script", &["seal-broken"]))
                },
            }
        }
    }
}
