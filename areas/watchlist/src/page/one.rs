//! One listing: what the log holds of it, where it stands and why, what happens next by itself.

use act::{Filed, Index};
use page::{
    Id, Iso, Markup, Moment, NotHere, Shown, Table, Value, Words, action_link, entry_link, facts,
    html, timeline,
};

use super::forms::offered;
use super::link::{self, View};
use crate::entry::Particulars;
use crate::life::{Life, Stage};
use crate::state::{Listing, Said};

/// The page of one listing.
pub(super) fn one(view: &View<'_>, id: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let listing = view.all.listing(id).ok_or(NotHere::NoSuchPage)?;
    let life = listing.life(view.as_of()).ok_or(NotHere::NoSuchPage)?;
    let now = life.now();
    let version = listing
        .version(now.version)
        .map_or(listing.latest(), |filed| &filed.entry);
    let content = html! {
        p.lead { (view.step(now)) }
        (facts([
            (tr.say("watchlist-proposer"), view.mark(listing.proposed())),
            (tr.say("watchlist-next"), view.next(&life)),
            (tr.say("watchlist-field-review_by"), html! { (Iso(now.review_by)) }),
        ]))
        (waiting(view, id, listing, &life))
        h2 { (tr.say("watchlist-particulars")) " " bdi dir="ltr" { (now.version) } }
        (particulars(view, version))
        h2 { (tr.say("watchlist-identity")) }
        (body(view, version))
        h2 { (tr.say("watchlist-timeline")) }
        (history(view, listing))
        p { a href={ "/editions/latest.json?listing=" (id) } download={ (id) ".json" } { (tr.say("watchlist-proof-of-edition")) } }
        (offered(view, &format!("/watchlist/{id}"), offers(now.stage)))
    };
    let title = tr.plain("watchlist-one-title", &[("listing", Value::Id(id))]);
    let mut shown = Shown::comparing(title, content);
    shown.record = Some(listing.proposed().index);
    Ok(shown)
}

/// The forms that can be of use in a stage.
fn offers(stage: Stage) -> &'static [&'static str] {
    match stage {
        Stage::Proposed => &["check", "correct", "withdraw"],
        Stage::Returned => &["correct", "withdraw"],
        Stage::Circulated => &["second", "object", "correct", "withdraw"],
        Stage::Held => &["extend", "agree", "second", "correct", "withdraw"],
        Stage::Active | Stage::UnderReview => &["flag", "correct", "check", "renew", "delist"],
        Stage::Erased => &["receipt"],
        Stage::Expired | Stage::Delisted | Stage::Withdrawn | Stage::Lapsed => &["erase"],
    }
}

/// What is open about it: checks, flags, petitions, renewals.
fn waiting(view: &View<'_>, id: &str, listing: &Listing, life: &Life) -> Markup {
    let tr = view.tr();
    html! {
        ul.plain {
            @if let Some(since) = life.unchecked {
                li { (tr.say("watchlist-unchecked")) " " (Iso(since.after(listing.clocks.check))) }
            }
            @for (flag, ground) in &life.flags {
                li {
                    strong { (view.coded(ground.name())) } " " (entry_link(*flag)) " "
                    @if view.may("flag-cleared") {
                        (action_link(&format!("/watchlist/{id}/flags/{flag}/clear"), &tr.say("watchlist-form-flags-clear")))
                    }
                }
            }
            @for (petition, received) in &life.petitions {
                li {
                    (tr.say("watchlist-petition-open")) " " (link::petition(petition)) ", "
                    (Iso(received.after(listing.clocks.petition)))
                }
            }
            @if let Some((since, objections)) = &life.recommended {
                li {
                    (tr.say("watchlist-recommended")) " " (Iso(since.after(listing.clocks.recommendation)))
                    @for member in objections { " · " (tr.say("watchlist-objected")) " " (view.name(member)) }
                }
            }
            @for (renewal, until) in &life.renewals {
                li {
                    (tr.say("watchlist-renewal-open")) " " (Iso(*until)) " " (entry_link(*renewal)) " "
                    @if view.may("renewal-seconded") {
                        (action_link(&format!("/watchlist/{id}/renewals/{renewal}/second"), &tr.say("watchlist-form-renewals-second")))
                    }
                }
            }
            @for mark in &listing.receipts {
                li { (tr.say("watchlist-copies-destroyed")) " " (view.mark(mark)) }
            }
        }
    }
}

fn particulars(view: &View<'_>, version: &Particulars) -> Markup {
    let tr = view.tr();
    let mut basis = Table::new(tr.say("watchlist-basis-caption"))
        .column(tr.say("watchlist-field-instrument"))
        .column(tr.say("watchlist-field-article"))
        .column(tr.say("watchlist-field-authority"))
        .column(tr.say("watchlist-field-decided"))
        .column(tr.say("watchlist-field-valid_until"));
    let words = |text: &str| html! { (Words { text, lang: None }) };
    for one in &version.basis {
        basis.push([
            words(&one.instrument),
            words(&one.article),
            words(&one.authority),
            html! { (Iso(one.decided)) },
            one.valid_until
                .map_or_else(|| tr.say("form-none"), |until| html! { (Iso(until)) }),
        ]);
    }
    let yes = |yes: bool| tr.say(if yes { "form-yes" } else { "form-no" });
    html! {
        (facts([
            (tr.say("watchlist-field-subject"), view.coded(version.subject.name())),
            (tr.say("watchlist-field-category"), view.category(version.category)),
            (tr.say("watchlist-field-action"), view.coded(version.action.name())),
            (tr.say("watchlist-field-minor"), yes(version.minor)),
            (tr.say("watchlist-field-source"), version.source.as_deref().map_or_else(
                || tr.say("form-none"), |source| html! { (Id(source)) })),
        ]))
        (basis.show(tr))
    }
}

/// What the body is said to hold, and where it is opened.
fn body(view: &View<'_>, version: &Particulars) -> Markup {
    let tr = view.tr();
    let identity = &version.identity;
    let number = |n: u8| html! { bdi dir="ltr" { (n) } };
    let yes = |yes: bool| tr.say(if yes { "form-yes" } else { "form-no" });
    html! {
        p.hint { (tr.say("watchlist-identity-hint")) }
        (facts([
            (tr.say("watchlist-field-names"), number(identity.names)),
            (tr.say("watchlist-field-father"), yes(identity.father)),
            (tr.say("watchlist-field-birth"), view.coded(identity.birth.name())),
            (tr.say("watchlist-field-place"), yes(identity.place)),
            (tr.say("watchlist-field-documents"), number(identity.documents)),
            (tr.say("watchlist-field-photos"), number(identity.photos)),
            (tr.say("watchlist-field-body"), view.sealed(&version.body)),
        ]))
        @if !version.photos.is_empty() {
            ul.plain {
                @for photo in &version.photos {
                    li {
                        (view.coded(photo.kind.name())) ", "
                        @match photo.taken {
                            Some(taken) => {
                                (Iso(taken))
                                @if old(view, taken) { " " strong { (tr.say("watchlist-photo-old")) } }
                            }
                            None => (tr.say("watchlist-photo-undated")),
                        }
                        " " (view.sealed(&photo.view))
                    }
                }
            }
        }
    }
}

/// A picture of more than ten years says so.
fn old(view: &View<'_>, taken: act::Time) -> bool {
    view.as_of().civil().year() - taken.civil().year() >= 10
}

fn history(view: &View<'_>, listing: &Listing) -> Markup {
    let tr = view.tr();
    let first = listing.proposed();
    let key = match listing.canary {
        true => "watchlist-happened-canary",
        false => "watchlist-happened-proposed",
    };
    let mut moments = vec![moment(view, first, key, Markup::default())];
    let said = listing
        .said
        .iter()
        .filter(|said| said.mark.at <= view.as_of());
    moments.extend(said.map(|said| {
        let (name, detail) = happened(view, said);
        moment(
            view,
            &said.mark,
            &format!("watchlist-happened-{name}"),
            detail,
        )
    }));
    let addresses: Vec<String> = moments
        .iter()
        .map(|(index, ..)| format!("/log/{index}"))
        .collect();
    let moments: Vec<Moment<'_>> = moments
        .into_iter()
        .zip(&addresses)
        .map(|((index, at, sentence, detail), address)| Moment {
            at,
            entry: (index, address.as_str()),
            sentence,
            state: view.ask.state(index),
            detail,
        })
        .collect();
    timeline(tr, &moments)
}

fn moment(
    view: &View<'_>,
    mark: &act::Mark,
    key: &str,
    detail: Markup,
) -> (Index, act::Time, Markup, Markup) {
    let sentence = html! { (view.name(&mark.member)) ": " (view.tr().say(key)) };
    (mark.index, mark.at, sentence, detail)
}

/// The end of a sentence's key, and what is added to it.
fn happened(view: &View<'_>, said: &Filed<Said>) -> (&'static str, Markup) {
    let coded = |name: &str| view.coded(name);
    match &said.entry {
        Said::Corrected => ("corrected", Markup::default()),
        Said::Checked {
            outcome,
            refugee,
            version,
            ..
        } => (
            "checked",
            html! {
                (coded(outcome.name())) " · " (coded(refugee.name())) " · "
                (view.tr().say("watchlist-field-version")) " " bdi dir="ltr" { (version) }
            },
        ),
        Said::Seconded => ("seconded", Markup::default()),
        Said::Objected(ground) => ("objected", coded(ground.name())),
        Said::HoldExtended => ("hold-extended", Markup::default()),
        Said::ObjectionWithdrawn => ("objection-withdrawn", Markup::default()),
        Said::Withdrawn => ("withdrawn", Markup::default()),
        Said::Delisted(because) => ("delisted", coded(because.name())),
        Said::RenewalProposed { review_by, .. } => {
            ("renewal-proposed", html! { (Iso(*review_by)) })
        }
        Said::RenewalSeconded(index) => ("renewal-seconded", entry_link(*index)),
        Said::Flagged(ground) => ("flagged", coded(ground.name())),
        Said::FlagCleared { flag, .. } => ("flag-cleared", entry_link(*flag)),
        Said::Petitioned { petition, .. } => ("petitioned", link::petition(petition)),
        Said::Recommended { petition, outcome } => (
            "recommended",
            html! { (coded(outcome.name())) " " (link::petition(petition)) },
        ),
        Said::PetitionAnswered { petition } => ("petition-answered", link::petition(petition)),
        Said::DelistingObjected(ground) => ("delisting-objected", coded(ground.name())),
        Said::Erased => ("erased", Markup::default()),
    }
}
