//! One commitment: its terms, what is missing, where it stands, the evidence, the findings.

use act::Index;
use page::{
    FullHash, Id, Iso, Markup, NotHere, Shown, Table, Value, Words, action_link, facts, html,
    none_recorded,
};

use super::fields::FORMS;
use super::link::View;
use super::list::reviewable;
use super::offer;
use crate::determination::Determination;
use crate::life::{Period, Stage};
use crate::state::{Commitment, Said};
use page::entry_link;

/// The page of one commitment.
pub(super) fn one(view: &View<'_>, id: &str) -> Result<Shown, NotHere> {
    let tr = view.tr();
    let commitment = find(view, id)?;
    let stage = commitment.stage(view.all, view.as_of());
    let content = html! {
        p.lead { (view.stage(stage)) }
        (lint(view, commitment))
        h2 { (tr.say("commitments-terms")) }
        (super::say::terms(view.roll, tr, commitment.terms()))
        (facts([(tr.say("commitments-field-hash"), html! { (FullHash(commitment.terms().hash())) })]))
        (signatures(view, commitment))
        h2 { (tr.say("commitments-periods")) }
        (periods(view, commitment))
        (clocks(view, commitment))
        h2 { (tr.say("commitments-claims")) }
        (claims(view, id, commitment))
        h2 { (tr.say("commitments-findings")) }
        (findings(view, id, commitment))
        h2 { (tr.say("commitments-evidence")) }
        (evidence_list(view, id, commitment))
        h2 { (tr.say("commitments-access-and-visits")) }
        (access(view, id, commitment))
        (visits(view, commitment))
        h2 { (tr.say("commitments-requests")) }
        (requests(view, id, commitment))
        h2 { (tr.say("commitments-timeline")) }
        (super::timeline::of(view, commitment))
        p.quiet {
            a href={ "/dossiers/" (id) ".json" } download { (tr.say("commitments-dossier")) } ". "
            (tr.say("commitments-dossier-check")) " "
            code dir="ltr" { "tasdiq verify dossier " (id) ".json" }
        }
        (actions(view, id, commitment, stage))
    };
    let title = tr.plain(
        "commitments-one-title",
        &[
            ("title", Value::Name(&commitment.terms().title)),
            ("id", Value::Id(id)),
        ],
    );
    Ok(Shown::comparing(title, content))
}

pub(super) fn find<'a>(view: &View<'a>, id: &str) -> Result<&'a Commitment, NotHere> {
    let commitment = view.all.commitment(id).ok_or(NotHere::NoSuchPage)?;
    view.sees(commitment)
        .then_some(commitment)
        .ok_or(NotHere::NoSuchPage)
}

/// Whether the terms are reviewable, and what is missing.
pub(super) fn lint(view: &View<'_>, commitment: &Commitment) -> Markup {
    let open =
        crate::lint::open_questions(commitment.terms(), view.all, view.agreement, view.as_of());
    html! { div.notice { (reviewable(view, &open)) } }
}

fn signatures(view: &View<'_>, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let terms = commitment.terms();
    let both = [&terms.obligor, &terms.beneficiary];
    html! {
        ul {
            @for member in both.into_iter().flatten() {
                li {
                    (view.name(member)) ": "
                    @if let Some(signature) = commitment.signatures.iter().rev().find(|s| s.mark.member == *member && s.entry == terms.hash()) {
                        (tr.say("commitments-signed")) " " (Iso(signature.mark.at)) " " (entry_link(signature.mark.index))
                    } @else { (tr.say("commitments-not-signed")) }
                }
            }
        }
    }
}

fn periods(view: &View<'_>, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-periods-caption"))
        .numbers(tr.say("commitments-field-period"))
        .column(tr.say("commitments-due"))
        .column(tr.say("commitments-stage"))
        .column(tr.say("commitments-since"))
        .column(tr.say("commitments-until"))
        .column(tr.say("commitments-field-outcome"));
    let none = || tr.say("form-none");
    let instant = |time: Option<act::Time>| time.map_or_else(none, |time| html! { (Iso(time)) });
    for period in commitment.periods(view.all, view.as_of()) {
        table.push([
            html! { bdi dir="ltr" { (period.number) } },
            instant(period.due),
            html! { (view.stage(period.stage)) (ruled(view, &period)) },
            instant(Some(period.since)),
            instant(period.until),
            period
                .outcome
                .as_ref()
                .map_or_else(none, |outcome| view.outcome(outcome)),
        ]);
    }
    table.show(tr)
}

fn ruled(view: &View<'_>, period: &Period) -> Markup {
    html! { @if let Some(ruling) = period.ruling { " " (view.coded(ruling.name())) } }
}

fn clocks(view: &View<'_>, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-clocks-caption"))
        .column(tr.say("commitments-what"))
        .numbers(tr.say("commitments-field-period"))
        .column(tr.say("commitments-by-when"))
        .column(tr.say("commitments-happened"));
    for clock in commitment.verifier_clocks(view.all, view.as_of()) {
        table.push([
            tr.say(&format!("commitments-step-{}", clock.step.name())),
            html! { bdi dir="ltr" { (clock.period) } },
            html! { (Iso(clock.by)) },
            html! {
                @if let Some(done) = clock.done { (Iso(done)) } @else { (tr.say("form-none")) }
                @if clock.late(view.as_of()) { " " strong { (tr.say("commitments-late")) } }
            },
        ]);
    }
    table.show(tr)
}

/// What the obligor says it has kept: a claim, not a finding.
fn claims(view: &View<'_>, id: &str, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-claims-caption"))
        .column(tr.say("commitments-filed"))
        .numbers(tr.say("commitments-field-period"))
        .numbers(tr.say("commitments-field-done"))
        .column(tr.say("commitments-evidence"))
        .column(tr.say("commitments-field-note"));
    for claim in &commitment.claims {
        let entry = &claim.entry;
        table.push([
            view.mark(&claim.mark),
            html! { bdi dir="ltr" { (entry.period) } },
            html! { bdi dir="ltr" { (entry.done) "/" (entry.of) } },
            links(id, commitment, &entry.evidence),
            html! { (Words { text: &entry.note, lang: None }) },
        ]);
    }
    table.show(tr)
}

fn findings(view: &View<'_>, id: &str, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let before = |at: act::Time| at <= view.as_of();
    html! {
        @if commitment.findings.is_empty() { (none_recorded(tr)) }
        @for (index, finding) in commitment.findings.iter().filter(|(_, f)| before(f.proposed.mark.at)) {
            @let entry = &finding.proposed.entry;
            section.card id={ "finding-" (index) } {
                h3 { (view.outcome(&entry.outcome)) " " (entry_link(*index)) }
                (standing(view, finding))
                (superseded(view, commitment, *index))
                (facts([
                    (tr.say("commitments-field-period"), html! { bdi dir="ltr" { (entry.period) } }),
                    (tr.say("commitments-field-confidence"), view.coded(entry.confidence.name())),
                    (tr.say("commitments-field-basis"), html! { (Words { text: &entry.basis, lang: None }) }),
                    (tr.say("commitments-field-methods"), html! {
                        @for method in &entry.methods { (view.coded(method.name())) " " }
                    }),
                    (tr.say("commitments-relies-on"), links(id, commitment, &entry.evidence)),
                    (tr.say("commitments-field-corrects"), entry.corrects.map_or_else(|| tr.say("form-none"), entry_link)),
                ]))
                (opinions(view, &finding.opinions))
                (replies(view, id, commitment, &finding.replies))
                (appeals(view, id, commitment, *index))
                (finding_actions(view, id, commitment, *index))
            }
        }
    }
}

/// What came after a finding that stood: a correction, or a ruling that set it aside.
fn superseded(view: &View<'_>, commitment: &Commitment, index: Index) -> Markup {
    let (tr, as_of) = (view.tr(), view.as_of());
    let corrected = commitment.findings.iter().find(|(_, later)| {
        later.proposed.entry.corrects == Some(index) && later.stands_since(as_of).is_some()
    });
    html! {
        @if let Some((later, _)) = corrected {
            p { strong { (tr.with("commitments-corrected", &[("index", Value::Number(*later))])) } }
        }
        @if commitment.outcome_of(index, as_of).is_none() {
            p { strong { (tr.say("commitments-set-aside")) } }
        }
    }
}

/// Who signed a finding or ruling, and since when it stands.
fn standing<T>(view: &View<'_>, determination: &Determination<T>) -> Markup {
    let tr = view.tr();
    html! {
        p {
            @match determination.stands_since(view.as_of()) {
                Some(at) => { (tr.say("commitments-stands-since")) " " (Iso(at)) }
                None => (tr.with("commitments-stands-not", &[
                    ("have", Value::Number(determination.signatures.len() as u64)),
                    ("needed", Value::Number(u64::from(determination.needed))),
                ])),
            }
        }
        ul { @for mark in determination.signatures.values() { li { (view.mark(mark)) } } }
    }
}

fn opinions(view: &View<'_>, opinions: &[(bool, Said)]) -> Markup {
    let tr = view.tr();
    html! {
        @for (dissents, said) in opinions {
            blockquote.statement {
                p.where {
                    (tr.say(if *dissents { "commitments-dissent" } else { "commitments-opinion" }))
                    " " (view.mark(&said.mark))
                }
                (Words { text: &said.text, lang: None })
            }
        }
    }
}

fn replies(
    view: &View<'_>,
    id: &str,
    commitment: &Commitment,
    replies: &[(Said, Vec<Index>)],
) -> Markup {
    html! {
        @for (said, evidence) in replies {
            blockquote.statement {
                p.where { (view.tr().say("commitments-reply")) " " (view.mark(&said.mark)) }
                (Words { text: &said.text, lang: None })
                (links(id, commitment, evidence))
            }
        }
    }
}

fn appeals(view: &View<'_>, id: &str, commitment: &Commitment, finding: Index) -> Markup {
    let tr = view.tr();
    let appeals = commitment
        .appeals
        .iter()
        .filter(|(_, appeal)| appeal.finding == finding);
    html! {
        @for (index, appeal) in appeals {
            h4 { (tr.say("commitments-appeal")) " " (entry_link(*index)) }
            p.where { (view.mark(&appeal.said.mark)) }
            p { (Words { text: &appeal.said.text, lang: None }) }
            @for (index, ruling) in &appeal.rulings {
                p { strong { (view.coded(ruling.proposed.entry.ruling.name())) } " " (entry_link(*index))
                    @if let Some(outcome) = &ruling.proposed.entry.outcome { " " (view.outcome(outcome)) } }
                p { (Words { text: &ruling.proposed.entry.reasons, lang: None }) }
                (standing(view, ruling))
                (opinions(view, &ruling.opinions))
                (finding_actions(view, id, commitment, *index))
            }
            @if appeal.ruling(view.as_of()).is_none() && view.may("appeal-ruled") {
                p.actions { (action_link(&format!("/commitments/{id}/appeals/{index}/rule"), &tr.say("commitments-form-appeals-rule"))) }
            }
        }
    }
}

/// What the reader can say to a finding or ruling now.
fn finding_actions(view: &View<'_>, id: &str, commitment: &Commitment, index: Index) -> Markup {
    let tr = view.tr();
    let verbs = [
        ("join", "determination-joined"),
        ("opinion", "opinion-filed"),
        ("reply", "reply-filed"),
        ("appeal", "appeal-filed"),
    ];
    let offered: Vec<&str> = verbs
        .into_iter()
        .filter(|(verb, entry)| {
            view.may(entry) && offer::determination(view, commitment, index, verb)
        })
        .map(|(verb, _)| verb)
        .collect();
    html! {
        @if !offered.is_empty() {
            p.actions {
                @for verb in offered {
                    (action_link(&format!("/commitments/{id}/findings/{index}/{verb}"), &tr.say(&format!("commitments-form-findings-{verb}"))))
                    " "
                }
            }
        }
    }
}

/// Evidence has a page here; a visit is an entry of the log.
pub(super) fn links(id: &str, commitment: &Commitment, evidence: &[Index]) -> Markup {
    html! {
        @for index in evidence {
            @if commitment.evidence.contains_key(index) {
                a href={ "/commitments/" (id) "/evidence/" (index) } { bdi dir="ltr" { "#" (index) } } " "
            } @else {
                (entry_link(*index)) " "
            }
        }
    }
}

fn evidence_list(view: &View<'_>, id: &str, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-evidence-caption"))
        .column(tr.say("commitments-evidence"))
        .column(tr.say("commitments-field-kind"))
        .column(tr.say("commitments-field-source"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-note"))
        .column(tr.say("commitments-filed"));
    for (index, evidence) in &commitment.evidence {
        let entry = &evidence.filed.entry;
        table.push([
            html! { (links(id, commitment, &[*index])) @if evidence.erased.is_some() { (tr.say("commitments-is-erased")) } },
            view.coded(entry.kind.name()),
            view.coded(evidence.source.name()),
            html! { @if let Some(object) = &entry.object { (Id(object)) } },
            html! { (Words { text: &entry.note, lang: None }) },
            view.mark(&evidence.filed.mark),
        ]);
    }
    table.show(tr)
}

fn access(view: &View<'_>, id: &str, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let answer_within = commitment
        .agreed
        .as_ref()
        .map(|agreed| agreed.clocks.access_answer);
    let mut table = Table::new(tr.say("commitments-access-caption"))
        .column(tr.say("commitments-asked"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-visit"))
        .column(tr.say("commitments-field-answer"));
    for (index, request) in &commitment.access {
        let entry = &request.request.entry;
        let by = answer_within.map(|hours| request.request.mark.at.after(hours));
        let answered = request.answer.as_ref().map(|(_, said)| said.mark.at);
        let late = by.is_some_and(|by| answered.unwrap_or(view.as_of()) > by);
        table.push([
            html! { (view.mark(&request.request.mark)) " " (Words { text: &entry.note, lang: None }) },
            html! { (Id(&entry.object)) },
            html! { (Iso(entry.visit)) },
            html! {
                @match &request.answer {
                    Some((answer, said)) => {
                        (view.coded(answer.name())) " " (view.mark(&said.mark)) " " (Words { text: &said.text, lang: None })
                    }
                    None => {
                        (tr.say("commitments-no-answer"))
                        @if view.may("access-answered") && offer::answer(view, commitment.terms().obligor.as_deref()) {
                            " " a href={ "/commitments/" (id) "/access/" (index) "/answer" } { (tr.say("commitments-form-access-answer")) }
                        }
                    }
                }
                @if late { " " strong { (tr.say("commitments-late")) } }
            },
        ]);
    }
    table.show(tr)
}

fn visits(view: &View<'_>, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-visits-caption"))
        .column(tr.say("commitments-field-visited"))
        .column(tr.say("commitments-field-object"))
        .column(tr.say("commitments-field-access"))
        .column(tr.say("commitments-field-note"))
        .column(tr.say("commitments-filed"));
    for visit in &commitment.visits {
        let entry = &visit.entry;
        table.push([
            html! { (Iso(entry.visited)) },
            html! { (Id(&entry.object)) },
            view.coded(entry.access.name()),
            html! { (Words { text: &entry.note, lang: None }) },
            view.mark(&visit.mark),
        ]);
    }
    table.show(tr)
}

fn requests(view: &View<'_>, id: &str, commitment: &Commitment) -> Markup {
    let tr = view.tr();
    let mut table = Table::new(tr.say("commitments-requests-caption"))
        .column(tr.say("commitments-what"))
        .column(tr.say("commitments-asked"))
        .column(tr.say("commitments-field-answer"));
    for stated in &commitment.capacity {
        table.push([
            html! { (tr.say("commitments-say-capacity-stated")) " " (Words { text: &stated.entry.note, lang: None }) },
            view.mark(&stated.mark),
            html! { (Words { text: &stated.entry.plan, lang: None }) " " (Iso(stated.entry.by)) },
        ]);
    }
    let mut answered = |what: Markup,
                        mark: &crate::state::Mark,
                        answer: Option<&(bool, Said)>,
                        asked: Option<&str>,
                        path: String,
                        key: &str| {
        table.push([
            what,
            view.mark(mark),
            match answer {
                Some((granted, said)) => html! {
                    (tr.say(if *granted { "form-yes" } else { "form-no" }))
                    " " (view.mark(&said.mark)) " " (Words { text: &said.text, lang: None })
                },
                None => {
                    html! {
                        (tr.say("commitments-no-answer"))
                        @if offer::answer(view, asked) { " " a href=(path) { (tr.say(key)) } }
                    }
                }
            },
        ]);
    };
    for (index, asked) in &commitment.extensions {
        let entry = &asked.request.entry;
        answered(
            html! { (tr.say("commitments-say-extension-requested")) " " (Iso(entry.until)) " " (Words { text: &entry.note, lang: None }) },
            &asked.request.mark,
            asked.answer.as_ref(),
            commitment.terms().beneficiary.as_deref(),
            format!("/commitments/{id}/extensions/{index}/answer"),
            "commitments-form-extensions-answer",
        );
    }
    for (index, asked) in &commitment.assistance {
        let entry = &asked.request.entry;
        answered(
            html! { (tr.say("commitments-say-assistance-requested")) " " (view.name(&entry.provider)) " " (Words { text: &entry.what, lang: None }) },
            &asked.request.mark,
            asked.answer.as_ref(),
            Some(&entry.provider),
            format!("/commitments/{id}/assistance/{index}/answer"),
            "commitments-form-assistance-answer",
        );
    }
    table.show(tr)
}

/// What the reader's office may file now.
fn actions(view: &View<'_>, id: &str, commitment: &Commitment, stage: Stage) -> Markup {
    let tr = view.tr();
    let forms: Vec<_> = FORMS
        .iter()
        .filter(|form| {
            view.may(form.authority()) && offer::form(view, commitment, stage, form.path)
        })
        .collect();
    html! {
        @if !forms.is_empty() {
            h2 { (tr.say("commitments-actions")) }
            ul { @for form in forms {
                li { a href={ "/commitments/" (id) "/" (form.path) } { (tr.say(&format!("commitments-form-{}", form.path))) } }
            } }
        }
    }
}
