//! What happened about one commitment, in the order of the log.

use page::{Markup, Moment, html, timeline};

use super::link::View;
use crate::state::{Commitment, Mark};

/// The acts about a commitment, each as its name, with who and when.
pub(super) fn of(view: &View<'_>, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut marks = marks(commitment);
    marks.retain(|(_, mark)| mark.at <= view.as_of());
    marks.sort_by_key(|(_, mark)| mark.index);
    let paths: Vec<String> = marks
        .iter()
        .map(|(_, mark)| format!("/log/{}", mark.index))
        .collect();
    let moments: Vec<Moment<'_>> = marks
        .iter()
        .zip(&paths)
        .map(|((kind, mark), path)| Moment {
            at: mark.at,
            entry: (mark.index, path),
            sentence: html! {
                (view.name(&mark.member)) ": " (tr.say(&format!("commitments-kind-{kind}")))
            },
            state: view.ask.state(mark.index),
            detail: Markup::default(),
        })
        .collect();
    timeline(tr, &moments)
}

fn marks(held: &Commitment) -> Vec<(&'static str, &Mark)> {
    let mut all: Vec<(&'static str, &Mark)> = Vec::new();
    all.extend(held.drafts.iter().map(|f| ("commitment-drafted", &f.mark)));
    all.extend(held.openings.iter().map(|f| ("commitment-opened", &f.mark)));
    all.extend(
        held.signatures
            .iter()
            .map(|f| ("commitment-signed", &f.mark)),
    );
    all.extend(
        held.withdrawn
            .iter()
            .map(|mark| ("commitment-withdrawn", mark)),
    );
    all.extend(held.claims.iter().map(|f| ("fulfilment-claimed", &f.mark)));
    for evidence in held.evidence.values() {
        all.push(("evidence-filed", &evidence.filed.mark));
        all.extend(
            evidence
                .openings
                .iter()
                .map(|o| ("seal-opened", &o.said.mark)),
        );
        all.extend(
            evidence
                .erased
                .iter()
                .map(|said| ("evidence-erased", &said.mark)),
        );
    }
    let taken = held.acknowledgements.iter();
    all.extend(taken.map(|f| ("verification-acknowledged", &f.mark)));
    all.extend(held.schedules.iter().map(|f| ("visit-scheduled", &f.mark)));
    for request in held.access.values() {
        all.push(("access-requested", &request.request.mark));
        all.extend(
            request
                .answer
                .iter()
                .map(|(_, said)| ("access-answered", &said.mark)),
        );
    }
    all.extend(held.visits.iter().map(|f| ("visit-recorded", &f.mark)));
    all.extend(held.capacity.iter().map(|f| ("capacity-stated", &f.mark)));
    for asked in held.assistance.values() {
        all.push(("assistance-requested", &asked.request.mark));
        all.extend(
            asked
                .answer
                .iter()
                .map(|(_, said)| ("assistance-answered", &said.mark)),
        );
    }
    for asked in held.extensions.values() {
        all.push(("extension-requested", &asked.request.mark));
        all.extend(
            asked
                .answer
                .iter()
                .map(|(_, said)| ("extension-answered", &said.mark)),
        );
    }
    all.extend(held.suspensions.iter().map(|f| ("suspension-set", &f.mark)));
    for finding in held.findings.values() {
        all.extend(signed(
            "finding-proposed",
            &finding.proposed.mark,
            &finding.signatures,
        ));
        all.extend(
            finding
                .opinions
                .iter()
                .map(|(_, said)| ("opinion-filed", &said.mark)),
        );
        all.extend(
            finding
                .replies
                .iter()
                .map(|(said, _)| ("reply-filed", &said.mark)),
        );
    }
    for appeal in held.appeals.values() {
        all.push(("appeal-filed", &appeal.said.mark));
        for ruling in appeal.rulings.values() {
            all.extend(signed(
                "appeal-ruled",
                &ruling.proposed.mark,
                &ruling.signatures,
            ));
            all.extend(
                ruling
                    .opinions
                    .iter()
                    .map(|(_, said)| ("opinion-filed", &said.mark)),
            );
        }
    }
    all
}

/// A proposal and those who signed it after its proposer.
fn signed<'a>(
    kind: &'static str,
    proposed: &'a Mark,
    signatures: &'a std::collections::BTreeMap<String, Mark>,
) -> Vec<(&'static str, &'a Mark)> {
    let joined = signatures
        .values()
        .filter(|mark| mark.index != proposed.index);
    std::iter::once((kind, proposed))
        .chain(joined.map(|mark| ("determination-joined", mark)))
        .collect()
}
