//! What members are expected to do, and what was not done: the to-do list of a party and the docket
//! of the mediators, from the same computation.

use act::decision::Part;
use act::{Breach, Due, Index, Time, Value};
use roll::Roll;

use crate::entry::Outcome;
use crate::life::{Period, Stage, VerifierStep};
use crate::state::{Commitment, Commitments, Said};

pub(crate) fn due(all: &Commitments, roll: &Roll, as_of: Time) -> Vec<Due> {
    let mediators: Vec<&str> = roll
        .with_part(Part::Mediator)
        .map(|member| member.id.as_str())
        .collect();
    let mut list = List {
        due: Vec::new(),
        as_of,
        mediators: &mediators,
    };
    for (id, commitment) in all.commitments() {
        list.add(id, commitment, all);
    }
    list.due
}

struct List<'a> {
    due: Vec<Due>,
    as_of: Time,
    mediators: &'a [&'a str],
}

impl List<'_> {
    fn add(&mut self, id: &str, commitment: &Commitment, all: &Commitments) {
        let terms = commitment.terms();
        let (obligor, beneficiary) = (terms.obligor.as_deref(), terms.beneficiary.as_deref());
        if commitment.stage(all, self.as_of) == Stage::Open {
            for member in [obligor, beneficiary].into_iter().flatten() {
                if !commitment.signed(member, self.as_of) {
                    self.push("commitments.due-signature", member, None, id, "sign");
                }
            }
        }
        let Some(_) = commitment.agreed.as_ref().filter(|a| a.at <= self.as_of) else {
            return;
        };
        for period in commitment.periods(all, self.as_of) {
            self.add_period(id, commitment, &period);
        }
        self.add_verifiers(id, commitment, all);
        self.add_answers(id, commitment);
    }

    fn add_period(&mut self, id: &str, commitment: &Commitment, period: &Period) {
        let terms = commitment.terms();
        let obligor = terms.obligor.as_deref();
        let as_of = self.as_of;
        let before = move |at: Time| at <= as_of;
        match period.stage {
            Stage::Active | Stage::Due | Stage::Overdue if !terms.kind.is_watched() => {
                if let Some(member) = obligor {
                    self.push(
                        "commitments.due-fulfilment",
                        member,
                        period.due,
                        id,
                        "claim",
                    );
                }
            }
            Stage::Provisional => {
                let Some(finding) = period.finding else {
                    return;
                };
                let replied = |member: &str| {
                    commitment.findings.get(&finding).is_some_and(|found| {
                        found
                            .replies
                            .iter()
                            .any(|(said, _)| said.mark.member == member && before(said.mark.at))
                    })
                };
                let both = [obligor, terms.beneficiary.as_deref()];
                for member in both.into_iter().flatten().filter(|m| !replied(m)) {
                    let path = format!("findings/{finding}/reply");
                    self.push("commitments.due-reply", member, period.until, id, &path);
                }
            }
            _ => {}
        }
    }

    fn add_verifiers(&mut self, id: &str, commitment: &Commitment, all: &Commitments) {
        for clock in commitment.verifier_clocks(all, self.as_of) {
            if clock.done.is_some() {
                continue;
            }
            let (code, path) = match clock.step {
                VerifierStep::Acknowledge => ("commitments.due-acknowledgement", "acknowledge"),
                VerifierStep::Visit => ("commitments.due-visit", "visit"),
                VerifierStep::Find => ("commitments.due-finding", "find"),
                VerifierStep::Rule => ("commitments.due-ruling", ""),
            };
            for mediator in self.mediators {
                self.push(code, mediator, Some(clock.by), id, path);
            }
        }
        let as_of = self.as_of;
        let before = move |at: Time| at <= as_of;
        let mut asked = Vec::new();
        for (index, finding) in &commitment.findings {
            if before(finding.proposed.mark.at) && self.wanted(commitment, *index) {
                asked.push((*index, &finding.signatures));
            }
        }
        for appeal in commitment.appeals.values() {
            if appeal.ruling(self.as_of).is_none() {
                let rulings = appeal.rulings.iter();
                let placed = rulings.filter(|(_, ruling)| before(ruling.proposed.mark.at));
                asked.extend(placed.map(|(index, ruling)| (*index, &ruling.signatures)));
            }
        }
        for (index, signatures) in asked {
            let signed = |member: &str| signatures.get(member).is_some_and(|m| m.at <= self.as_of);
            let missing = self.mediators.iter().filter(|mediator| !signed(mediator));
            for mediator in missing.copied().collect::<Vec<_>>() {
                let path = format!("findings/{index}/join");
                self.push("commitments.due-join", mediator, None, id, &path);
            }
        }
    }

    /// Whether a proposed finding lacks signatures and would change what is found: the first of its
    /// period, one that corrects the finding that stands, or one after that was set aside.
    fn wanted(&self, commitment: &Commitment, index: Index) -> bool {
        let Some(finding) = commitment.findings.get(&index) else {
            return false;
        };
        let entry = &finding.proposed.entry;
        let standing = commitment.standing_finding(entry.period, self.as_of);
        finding.stands_since(self.as_of).is_none()
            && standing.is_none_or(|(standing, _)| {
                entry.corrects == Some(standing)
                    || commitment.outcome_of(standing, self.as_of).is_none()
            })
    }

    fn add_answers(&mut self, id: &str, commitment: &Commitment) {
        let terms = commitment.terms();
        let clocks = commitment.agreed.as_ref().map(|a| &a.clocks);
        let as_of = self.as_of;
        let before = move |at: Time| at <= as_of;
        let open = |answer: Option<&Said>| answer.is_none_or(|said| !before(said.mark.at));
        let mut asked = Vec::new();
        for (index, access) in &commitment.access {
            let at = access.request.mark.at;
            if before(at) && open(access.answer.as_ref().map(|(_, said)| said)) {
                let by = clocks.map(|clocks| at.after(clocks.access_answer));
                asked.push((
                    "commitments.due-access",
                    &terms.obligor,
                    by,
                    format!("access/{index}/answer"),
                ));
            }
        }
        for (index, extension) in &commitment.extensions {
            if before(extension.request.mark.at)
                && open(extension.answer.as_ref().map(|(_, said)| said))
            {
                asked.push((
                    "commitments.due-extension",
                    &terms.beneficiary,
                    None,
                    format!("extensions/{index}/answer"),
                ));
            }
        }
        for (code, member, by, path) in asked {
            if let Some(member) = member {
                self.push(code, member, by, id, &path);
            }
        }
        for (index, help) in &commitment.assistance {
            if before(help.request.mark.at) && open(help.answer.as_ref().map(|(_, said)| said)) {
                let (member, path) = (
                    &help.request.entry.provider,
                    format!("assistance/{index}/answer"),
                );
                self.push("commitments.due-assistance", member, None, id, &path);
            }
        }
    }

    fn push(&mut self, code: &'static str, member: &str, by: Option<Time>, id: &str, path: &str) {
        let below = if path.is_empty() { "" } else { "/" };
        self.due.push(Due {
            code,
            member: member.to_owned(),
            by,
            path: format!("/commitments/{id}{below}{path}"),
            about: vec![("commitment", Value::Id(id.to_owned()))],
        });
    }
}

/// Final findings that a commitment was not kept. A passed deadline alone is no breach: nobody has
/// looked yet.
pub(crate) fn breaches(all: &Commitments, as_of: Time) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for (_, commitment) in all.commitments() {
        let Some(obligor) = &commitment.terms().obligor else {
            continue;
        };
        for period in commitment.periods(all, as_of) {
            let settled = matches!(period.stage, Stage::Final | Stage::Closed);
            if let (true, Some(finding), Some(Outcome::NonCompliant | Outcome::Partial { .. })) =
                (settled, period.finding, &period.outcome)
            {
                breaches.push(Breach {
                    code: "commitments.breach",
                    member: obligor.clone(),
                    since: period.since,
                    index: finding,
                });
            }
        }
    }
    breaches
}
