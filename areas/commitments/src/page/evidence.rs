//! One piece of evidence: what it says, its payloads with their checks side by side, the pictures of a
//! pair one over the other, who opened its seals.

use act::{Digest, Index};
use page::{
    FullHash, Iso, Markup, NotHere, Shown, Table, Value, Words, action_link, facts, html,
    none_recorded,
};
use picture::checks::Line;

use super::link::{View, link};
use super::one::find;
use crate::bounds::TIMESTAMP_MEDIA;
use crate::checks::{self, KeptLine};
use crate::entry::BlobRef;
use crate::state::{Commitment, Evidence};

/// The page of one piece of evidence.
pub(super) fn evidence(view: &View<'_>, id: &str, index: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let commitment = find(view, id)?;
    let index: Index = index.parse().map_err(|_| NotHere::NoSuchPage)?;
    let evidence = commitment.evidence.get(&index).ok_or(NotHere::NoSuchPage)?;
    let entry = crate::CommitmentsEntry::from(evidence.filed.entry.clone());
    let content = html! {
        p { (link(id, commitment)) }
        p.where { (view.mark(&evidence.filed.mark)) ", " (view.coded(evidence.source.name())) }
        @if let Some(said) = &evidence.erased {
            div.notice {
                (tr.say("commitments-is-erased")) " " (view.mark(&said.mark)) " "
                (Words { text: &said.text, lang: None })
            }
        }
        (pair(view, commitment, evidence))
        @for blob in &evidence.filed.entry.blobs { (payload(view, commitment, evidence, blob)) }
        (compared_class(view, commitment, evidence))
        h2 { (tr.say("commitments-as-filed")) }
        (super::say(view.all, (view.roll, view.agreement), &entry, tr))
        h2 { (tr.say("commitments-openings")) }
        (openings(view, evidence))
        (actions(view, id, index, evidence))
    };
    let title = tr.plain(
        "commitments-evidence-title",
        &[("index", Value::Number(index))],
    );
    Ok(Shown::comparing(title, content).about(index))
}

fn actions(view: &View<'_>, id: &str, index: Index, evidence: &Evidence) -> Markup {
    let tr = view.tr();
    let member = view.ask.viewer.map_or("", |viewer| viewer.member);
    let sealed_to_reader = |blob: &&BlobRef| blob.sealed_to.iter().any(|id| id == member);
    let blobs = evidence.filed.entry.blobs.iter();
    html! {
        @if evidence.erased.is_none() {
            p.actions {
                @for blob in blobs.filter(sealed_to_reader) {
                    @if view.may("seal-opened") {
                        (action_link(
                            &format!("/commitments/{id}/evidence/{index}/open?blob={}", blob.blob),
                            &tr.say("commitments-form-evidence-open"),
                        )) " "
                    }
                }
                @if view.may("evidence-erased") {
                    (action_link(
                        &format!("/commitments/{id}/evidence/{index}/erase"),
                        &tr.say("commitments-form-evidence-erase"),
                    ))
                }
            }
        }
    }
}

/// One payload: the picture if it is held and open, and what can be said of it.
fn payload(
    view: &View<'_>,
    commitment: &Commitment,
    evidence: &Evidence,
    blob: &BlobRef,
) -> Markup {
    let tr = view.tr();
    let held = view.ask.held.held(&blob.blob);
    let sealed = !blob.sealed_to.is_empty();
    html! {
        section.card data-open data-mechanism=(view.roll.mechanism().unwrap_or_default())
            data-key=[view.ask.viewer.map(|viewer| viewer.key)] {
            h2 { (tr.say("commitments-field-blob")) " " (page::Hash(blob.blob)) }
            @match &held {
                _ if evidence.erased.is_some() => p { (tr.say("commitments-is-erased")) },
                _ if sealed => p {
                    (tr.say("commitments-field-sealed_to")) ": "
                    @for member in &blob.sealed_to { (view.name(member)) " " }
                    @if opened(view, evidence, &blob.blob) {
                        (page::sealed_link(tr, &format!("/blobs/{}", blob.blob), &tr.say("commitments-download")))
                    }
                },
                None => p { (tr.say("commitments-not-held")) },
                Some(_) if is_picture(blob) => {
                    a href={ "/blobs/" (blob.blob) } {
                        img.evidence src={ "/blobs/" (blob.blob) } alt=(tr.plain("commitments-picture", &[])) loading="lazy";
                    }
                }
                Some(_) => a href={ "/blobs/" (blob.blob) } download { (tr.say("commitments-download")) },
            }
            (checked(view, commitment, evidence, blob, held.and_then(|held| held.facts).as_deref()))
        }
    }
}

fn is_picture(blob: &BlobRef) -> bool {
    matches!(
        blob.media.as_str(),
        "image/jpeg" | "image/png" | "image/webp"
    )
}

fn opened(view: &View<'_>, evidence: &Evidence, blob: &Digest) -> bool {
    let key = view.ask.viewer.map(|viewer| viewer.key);
    let mut openings = evidence.openings.iter();
    openings.any(|opening| Some(opening.key) == key && opening.blob == *blob)
}

/// Every check as a row. There is no sum and no colour of a verdict.
fn checked(
    view: &View<'_>,
    commitment: &Commitment,
    evidence: &Evidence,
    blob: &BlobRef,
    json: Option<&str>,
) -> Markup {
    let tr = view.tr();
    let mark = &evidence.filed.mark;
    let mut table = Table::new(tr.say("commitments-checks-caption"))
        .column(tr.say("commitments-check"))
        .column(tr.say("commitments-check-result"))
        .column(tr.say("commitments-check-detail"));
    table.push([
        tr.say("commitments-check-record"),
        tr.with(
            "commitments-found-in-log",
            &[("index", Value::Number(mark.index))],
        ),
        html! { (FullHash(blob.blob)) },
    ]);
    table.push([
        tr.say("commitments-check-signer"),
        view.name(&mark.member),
        view.coded(evidence.source.name()),
    ]);
    table.push([
        tr.say("commitments-check-existed-by"),
        trusted_time(view, mark.index),
        html! { (tr.say("commitments-found-placed")) " " (Iso(mark.at)) },
    ]);
    let looked = json.and_then(checks::read);
    let facts = looked.as_ref().map(|looked| &looked.facts);
    let held = |blob: &Digest| view.ask.held.held(blob).and_then(|held| held.facts);
    let lines =
        facts.map(|facts| checks::lines(view.all, commitment, evidence, &blob.blob, facts, &held));
    for line in lines.iter().flatten() {
        table.push([
            tr.say(&format!("commitments-check-{}", line.check)),
            found(view, line),
            html! { span.quiet lang="en" dir="ltr" { (line.detail) } },
        ]);
    }
    let tokens = evidence.filed.entry.blobs.iter();
    for token in tokens.filter(|one| one.media == TIMESTAMP_MEDIA && blob.media != TIMESTAMP_MEDIA)
    {
        let stamp = view.ask.held.stamp(&token.blob, &blob.blob);
        let (found, detail) = page::stamp_found(tr, stamp.as_ref());
        table.push([
            tr.say("commitments-check-timestamp"),
            found,
            html! { (detail) " " (page::Hash(token.blob)) },
        ]);
    }
    if let Some(looked) = &looked {
        let (found, detail) = credentials(view, looked.credentials.as_ref());
        table.push([tr.say("commitments-check-credentials"), found, detail]);
    }
    html! {
        (table.show(tr))
        @if lines.is_none() { p.quiet { (tr.say("commitments-not-looked-at")) } }
        p.quiet { (tr.say("commitments-checks-note")) }
    }
}

/// Content credentials (C2PA): one check like the others. That there are none says nothing.
fn credentials(view: &View<'_>, line: Option<&KeptLine>) -> (Markup, Markup) {
    let Some(line) = line else {
        let none = view.tr().say("commitments-found-none");
        return (none, Markup::default());
    };
    let found = html! {
        (view.tr().say(&format!("commitments-found-{}", line.code)))
        @for flag in &line.flags { " " code.flag dir="ltr" { (flag) } }
    };
    let detail = html! { span.quiet lang="en" dir="ltr" { (line.detail) } };
    (found, detail)
}

/// The result in the reader's language, and the flags by their stable names.
fn found(view: &View<'_>, line: &Line) -> Markup {
    let values: Vec<(&str, Value<'_>)> = line
        .about
        .iter()
        .map(|(name, value)| {
            let number = value.parse().map(Value::Number);
            (*name, number.unwrap_or(Value::Id(value)))
        })
        .collect();
    html! {
        (view.tr().with(&format!("commitments-found-{}", line.code), &values))
        @for flag in &line.flags { " " code.flag dir="ltr" { (flag) } }
    }
}

/// The instant by which the mediators' and parties' cosignatures vouch that it was in the log.
fn trusted_time(view: &View<'_>, index: Index) -> Markup {
    match view.ask.witnessed {
        Some(witnessed) if index < witnessed.size => html! { (Iso(witnessed.at)) },
        _ => view.tr().say("commitments-found-not-cosigned"),
    }
}

/// The picture before and the picture after, one over the other; without a script, side by side.
fn pair(view: &View<'_>, commitment: &Commitment, evidence: &Evidence) -> Markup {
    let tr = view.tr();
    let other = evidence
        .filed
        .entry
        .pair
        .and_then(|index| commitment.evidence.get(&index));
    let shown = |evidence: &Evidence| {
        let blobs = evidence.filed.entry.blobs.iter();
        let mut open = blobs.filter(|blob| blob.sealed_to.is_empty() && is_picture(blob));
        let blob = open.next().filter(|_| evidence.erased.is_none())?.blob;
        view.ask.held.held(&blob).map(|_| blob)
    };
    let (Some(before), Some(after)) = (other.and_then(shown), shown(evidence)) else {
        return Markup::default();
    };
    html! {
        section.card {
            h2 { (tr.say("commitments-pair")) }
            div.viewer data-viewer {
                figure {
                    img src={ "/blobs/" (before) } alt=(tr.plain("commitments-value-photo-before", &[]));
                    figcaption { (tr.say("commitments-value-photo-before")) }
                }
                figure {
                    img src={ "/blobs/" (after) } alt=(tr.plain("commitments-value-photo-after", &[]));
                    figcaption { (tr.say("commitments-value-photo-after")) }
                }
                label.slider hidden {
                    (tr.say("commitments-viewer-slider"))
                    input type="range" min="0" max="100" value="50" step="5";
                }
            }
            p.quiet { (tr.say("commitments-pair-note")) }
        }
    }
}

/// The class that was agreed beside the class that was issued. No judgement of what it says.
fn compared_class(view: &View<'_>, commitment: &Commitment, evidence: &Evidence) -> Markup {
    let tr = view.tr();
    let Some(declaration) = &evidence.filed.entry.declaration else {
        return Markup::default();
    };
    let agreed = commitment.terms().instrument;
    let verdict = match agreed {
        None => "commitments-class-none-agreed",
        Some(agreed) if declaration.class == agreed => "commitments-class-same",
        Some(agreed) if declaration.class < agreed => "commitments-class-weaker",
        Some(_) => "commitments-class-stronger",
    };
    let agreed = agreed.map_or_else(|| tr.say("form-none"), |class| view.coded(class.name()));
    html! {
        (facts([
            (tr.say("commitments-class-agreed"), agreed),
            (tr.say("commitments-class-issued"), view.coded(declaration.class.name())),
        ]))
        p { (tr.say(verdict)) }
    }
}

fn openings(view: &View<'_>, evidence: &Evidence) -> Markup {
    html! {
        @if evidence.openings.is_empty() { (none_recorded(view.tr())) }
        ul {
            @for opening in &evidence.openings {
                li {
                    (view.mark(&opening.said.mark)) ": "
                    (Words { text: &opening.said.text, lang: None }) " " (page::Hash(opening.blob))
                }
            }
        }
    }
}
