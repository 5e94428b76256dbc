//! What a commitment lacks before anybody could check it. Vagueness is shown, not hidden: the same
//! eleven questions for every draft of either side, and the words it is bound to.

use act::Time;
use agreement::Agreement;

use crate::entry::ObjectKind;
use crate::state::Commitments;
use crate::terms::{Access, Action, Deadline, Kind, Terms};

act::coded! {
    /// A question that a reviewable commitment answers, in the order they are asked.
    pub enum Question {
        /// Which words of the agreement does it carry out?
        Words = "l0",
        /// Who promises, and to whom?
        Obligor = "l1",
        /// Exactly one thing to do?
        OneAction = "l2",
        /// Which object, and where?
        Object = "l3",
        /// By which instant?
        Deadline = "l4",
        /// Which end state, counted how?
        EndState = "l5",
        /// Which evidence, how much of it?
        Evidence = "l6",
        /// Who verifies, and how?
        Verifier = "l7",
        /// With what access?
        Access = "l8",
        /// What follows if not?
        Consequence = "l9",
        /// Until when, or reviewed when?
        Term = "l10",
        /// On what legal basis, where rights are touched?
        Rights = "l11",
    }
}

/// The questions that these terms leave open as of a moment; none if they are reviewable.
pub fn open_questions(
    terms: &Terms,
    commitments: &Commitments,
    agreement: &Agreement,
    as_of: Time,
) -> Vec<Question> {
    Question::ALL
        .iter()
        .copied()
        .filter(|question| !answers(*question, terms, commitments, agreement, as_of))
        .collect()
}

fn answers(
    question: Question,
    terms: &Terms,
    commitments: &Commitments,
    agreement: &Agreement,
    as_of: Time,
) -> bool {
    let object = terms.object.as_ref().and_then(|id| commitments.object(id));
    let object = object.filter(|object| object.mark.at <= as_of);
    match question {
        Question::Words => terms.clause.as_ref().is_some_and(|bound| {
            let instrument = agreement.instrument(&bound.instrument);
            instrument.is_some_and(|instrument| {
                let draft = instrument.draft(&bound.words.draft);
                draft.is_some_and(|draft| draft.at <= as_of)
                    && instrument.clause(&bound.words).is_some()
            })
        }),
        Question::Obligor => {
            terms.obligor.is_some()
                && terms.beneficiary.is_some()
                && terms.obligor != terms.beneficiary
        }
        Question::OneAction => terms.actions.len() == 1,
        Question::Object => object.is_some_and(|object| {
            !stands_on_ground(object.kind) || object.fence.is_some() || !object.area.is_empty()
        }),
        Question::Deadline => match &terms.due {
            None => false,
            Some(Deadline::At { .. }) => terms.kind != Kind::Recurring,
            Some(Deadline::Within { hours, of }) => *hours > 0 && !of.is_empty(),
            Some(Deadline::Every { days, begins, ends }) => *days > 0 && begins < ends,
        },
        Question::EndState => terms.target.as_ref().is_some_and(|target| {
            !target.unit.is_empty()
                && (target.count > 0 || terms.kind == Kind::ContinuingProhibition)
        }),
        Question::Evidence => {
            !terms.evidence.is_empty() && terms.evidence.iter().all(|standard| standard.count > 0)
        }
        Question::Verifier => terms.verifiers.is_some_and(|k| k > 0) && !terms.methods.is_empty(),
        Question::Access => terms.access.is_some() && access_fits(terms),
        Question::Consequence => terms.remedy.is_some(),
        Question::Term => terms.review.is_some(),
        Question::Rights => {
            !touches_rights(terms, object.map(|object| object.kind))
                || terms
                    .rights_basis
                    .as_ref()
                    .is_some_and(|basis| !basis.trim().is_empty())
        }
    }
}

/// Whether such an object is a place that somebody could stand in front of.
fn stands_on_ground(kind: ObjectKind) -> bool {
    matches!(
        kind,
        ObjectKind::SafeHouse
            | ObjectKind::TrainingCamp
            | ObjectKind::MediaOutlet
            | ObjectKind::Lane
            | ObjectKind::Post
            | ObjectKind::Territory
    )
}

/// A visit that nobody is let in for verifies nothing.
fn access_fits(terms: &Terms) -> bool {
    let visits = terms.methods.contains(&crate::terms::Method::SiteVisit);
    !visits || !matches!(terms.access, Some(Access::NotNeeded))
}

/// Whether persons, media or worship are touched.
fn touches_rights(terms: &Terms, object: Option<ObjectKind>) -> bool {
    let by_action = terms
        .actions
        .iter()
        .any(|action| matches!(action, Action::Detain | Action::Prosecute));
    let by_object = matches!(
        object,
        Some(
            ObjectKind::PersonSet
                | ObjectKind::MediaOutlet
                | ObjectKind::Instrument
                | ObjectKind::List
                | ObjectKind::FinancialChannel
        )
    );
    by_action || by_object || terms.instrument.is_some()
}
