//! What these pages share: addresses, names, stages and outcomes as shape, word and colour.

use std::ops::Deref;

use act::decision::Part;
use agreement::Agreement;
use page::{Id, Iso, Markup, Name, html, shape};

use crate::entry::Outcome;
use crate::life::Stage;
use crate::state::{Commitment, Commitments};

/// What a page of this area sees.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) all: &'a Commitments,
    pub(super) agreement: &'a Agreement,
    pub(super) page: roll::page::View<'a>,
}

impl<'a> Deref for View<'a> {
    type Target = roll::page::View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.page
    }
}

impl<'a> View<'a> {
    /// Whether the reader may see a commitment at all.
    pub(super) fn sees(&self, commitment: &Commitment) -> bool {
        let Some(viewer) = self.ask.viewer else {
            return false;
        };
        let mediator = self
            .roll
            .member(viewer.member)
            .is_some_and(|member| member.part == Part::Mediator);
        commitment.terms().visibility != crate::terms::Visibility::Mediators
            || mediator
            || commitment.owner == viewer.member
            || commitment.binds(viewer.member)
    }

    pub(super) fn maybe_name(&self, member: Option<&str>) -> Markup {
        match member {
            Some(member) => self.name(member),
            None => self.tr().say("commitments-missing"),
        }
    }

    pub(super) fn outcome(&self, outcome: &Outcome) -> Markup {
        let tr = self.tr();
        let detail = match outcome {
            Outcome::Partial { done, of } => html! { " " bdi dir="ltr" { (done) "/" (of) } },
            Outcome::CannotDetermine { because } => html! { ": " (self.coded(because.name())) },
            Outcome::NoViolationFound {
                begins,
                ends,
                coverage_permille,
            } => html! {
                ", " (Iso(*begins)) " – " (Iso(*ends)) ", "
                (tr.with("commitments-coverage", &[("permille", u64::from(*coverage_permille).into())]))
            },
            Outcome::Compliant | Outcome::NonCompliant => Markup::default(),
        };
        let class = match outcome {
            Outcome::Compliant | Outcome::NoViolationFound { .. } => "witnessed",
            Outcome::NonCompliant => "void",
            Outcome::Partial { .. } => "recorded",
            Outcome::CannotDetermine { .. } => "says",
        };
        html! { (shape(class, &self.coded(outcome.name()))) (detail) }
    }

    pub(super) fn stage(&self, stage: Stage) -> Markup {
        let class = match stage {
            Stage::Draft | Stage::Withdrawn => "says",
            Stage::Open | Stage::Agreed | Stage::Active | Stage::Suspended => "recorded",
            Stage::Due | Stage::Overdue => "due",
            Stage::Claimed
            | Stage::UnderVerification
            | Stage::Provisional
            | Stage::Final
            | Stage::UnderAppeal => "recorded",
            Stage::Closed => "witnessed",
        };
        let word = self
            .tr()
            .say(&format!("commitments-stage-{}", stage.name()));
        shape(class, &word)
    }
}

/// A link to a commitment.
pub(super) fn link(id: &str, commitment: &Commitment) -> Markup {
    html! { a href={ "/commitments/" (id) } { (Name(&commitment.terms().title)) } " " (Id(id)) }
}
