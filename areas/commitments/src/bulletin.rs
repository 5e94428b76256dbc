//! The daily bulletin: what the record says as of one cut-off, as data that anyone can compute again.
//!
//! It holds only what may be public: commitments that their parties made public by name, all others as
//! counts. Everything is a function of the log up to the cut-off, so a bulletin made later is the same.

use act::decision::Part;
use act::{Digest, Index, Time};
use agreement::Agreement;
use jiff::civil::Date;
use roll::Roll;
use serde::{Deserialize, Serialize};

use crate::entry::{AccessAnswer, Confidence, Outcome};
use crate::life::{Stage, VerifierStep};
use crate::lint::{self, Question};
use crate::score::{Score, score};
use crate::state::{Commitment, Commitments};
use crate::terms::Visibility;

/// Names the form of a bulletin.
pub const FORMAT: &str = "tasdiq.bulletin.v1";

const DAY_MILLIS: i64 = 86_400_000;
const HOUR_MILLIS: i64 = 3_600_000;

/// One day's bulletin. Field order is the order of its canonical JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bulletin {
    /// [`FORMAT`].
    pub format: &'static str,
    /// The mechanism.
    pub mechanism: Digest,
    /// Its number: 1 for the day the mechanism was founded.
    pub number: u64,
    /// The day, `2025-11-30`.
    pub date: String,
    /// Based on information as of this instant.
    pub cutoff: Time,
    /// The cut-off of the bulletin before.
    pub previous_cutoff: Time,
    /// The log at the cut-off; filled in by whoever has its tree.
    pub log: Option<LogAt>,
    /// Both parties, in an order that alternates with the number.
    pub parties: Vec<Side>,
    /// Public commitments, by id.
    pub commitments: Vec<Row>,
    /// How many more there are that are not public.
    pub not_public: u64,
    /// Findings that came to stand since the previous cut-off.
    pub findings: Vec<FindingRow>,
    /// Restrictions of access: every request denied, conditional, late or open.
    pub access: Vec<AccessRow>,
    /// Drafts that could not be checked, with what is missing.
    pub not_reviewable: Vec<NotReviewable>,
    /// Clocks of the verifiers that have run out or are running.
    pub verifier_clocks: Vec<ClockRow>,
    /// Findings corrected since the previous cut-off.
    pub corrections: Vec<Correction>,
    /// What other areas count; filled in by whoever knows them.
    pub counted: Vec<Counted>,
}

/// A count of another area, now and at the previous cut-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// The area.
    pub area: &'static str,
    /// What is counted.
    pub what: &'static str,
    /// Of whom or where; empty if of all.
    pub of: String,
    /// At the cut-off.
    pub now: u64,
    /// At the previous one.
    pub before: u64,
}

/// Where the log was at the cut-off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogAt {
    /// First line of its checkpoints.
    pub origin: String,
    /// Entries placed by then.
    pub size: u64,
    /// Root of the tree of exactly those.
    pub root: Digest,
}

/// One party: its counts now and before, and its box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The party.
    pub member: String,
    /// Counts at the cut-off.
    pub score: Score,
    /// Counts at the previous one.
    pub previous: Score,
    /// What it wants to be read here, word by word.
    pub remarks: Vec<String>,
}

/// One commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// As shown.
    pub title: String,
    /// Who promised.
    pub obligor: Option<String>,
    /// To whom.
    pub beneficiary: Option<String>,
    /// Where it stands.
    pub stage: Stage,
    /// The deadline of its earliest open period.
    pub due: Option<Time>,
    /// What was found last.
    pub outcome: Option<Outcome>,
}

/// A finding that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    /// Of which commitment.
    pub commitment: String,
    /// Which period.
    pub period: u32,
    /// Its position in the log.
    pub index: Index,
    /// Since when it stands.
    pub since: Time,
    /// What was found.
    pub outcome: Outcome,
    /// How sure.
    pub confidence: Confidence,
    /// On what that rests.
    pub basis: String,
    /// Mediators who signed.
    pub signed: Vec<String>,
    /// Mediators who filed a dissent.
    pub dissents: Vec<String>,
    /// The parties' replies: who, and the words.
    pub replies: Vec<(String, String)>,
}

/// A restriction of access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccessRow {
    /// In which commitment.
    pub commitment: String,
    /// To which object.
    pub object: String,
    /// Who was asked.
    pub obligor: Option<String>,
    /// When.
    pub asked: Time,
    /// For when.
    pub visit: Time,
    /// The answer.
    pub answer: Option<AccessAnswer>,
    /// Whether the answer's clock ran out first.
    pub late: bool,
}

/// A draft that could not be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotReviewable {
    /// Its id.
    pub commitment: String,
    /// Whose draft.
    pub owner: String,
    /// What is missing.
    pub missing: Vec<Question>,
}

/// A clock of the verifiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClockRow {
    /// Of which commitment.
    pub commitment: String,
    /// Which period.
    pub period: u32,
    /// What they are to do.
    pub step: VerifierStep,
    /// By when.
    pub by: Time,
    /// When they did.
    pub done: Option<Time>,
    /// Whether the clock ran out first.
    pub late: bool,
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Correction {
    /// Of which commitment.
    pub commitment: String,
    /// The finding that was corrected.
    pub corrected: Index,
    /// By which finding.
    pub by: Index,
}

/// Why there is no bulletin of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoBulletin {
    /// Nothing was founded by then.
    #[error("the mechanism was founded later")]
    BeforeFounding,
    /// Its cut-off has not come.
    #[error("its cut-off has not come yet")]
    NotYet,
}

impl Bulletin {
    /// The bulletin of a day. `as_of` is how far the caller's log goes in time.
    pub fn of(
        all: &Commitments,
        roll: &Roll,
        agreement: &Agreement,
        date: Date,
        as_of: Time,
    ) -> Result<Bulletin, NoBulletin> {
        let founded = roll.founded().ok_or(NoBulletin::BeforeFounding)?;
        let mechanism = roll.mechanism().ok_or(NoBulletin::BeforeFounding)?;
        let (number, cutoff) = place(roll, founded, date)?;
        if cutoff > as_of {
            return Err(NoBulletin::NotYet);
        }
        let previous = cutoff.after_millis(-DAY_MILLIS);
        let mut bulletin = Bulletin {
            format: FORMAT,
            mechanism,
            number,
            date: date.to_string(),
            cutoff,
            previous_cutoff: previous,
            log: None,
            parties: sides(
                all,
                roll,
                agreement,
                number,
                (previous, cutoff),
                &date.to_string(),
            ),
            commitments: Vec::new(),
            not_public: 0,
            findings: Vec::new(),
            access: Vec::new(),
            not_reviewable: Vec::new(),
            verifier_clocks: Vec::new(),
            corrections: Vec::new(),
            counted: Vec::new(),
        };
        for (id, commitment) in all.commitments() {
            if commitment.begun() > cutoff {
                continue;
            }
            if commitment.terms_at(cutoff).visibility == Visibility::Public {
                bulletin.add(all, agreement, id, commitment);
            } else {
                bulletin.not_public += 1;
            }
        }
        Ok(bulletin)
    }

    /// The canonical JSON: this order of fields, no white space, one line.
    pub fn json(&self) -> String {
        // Structs of texts, numbers and lists: serialising can't fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    fn add(&mut self, all: &Commitments, agreement: &Agreement, id: &str, held: &Commitment) {
        let (cutoff, previous) = (self.cutoff, self.previous_cutoff);
        let terms = held.terms_at(cutoff);
        let stage = held.stage(all, cutoff);
        let periods = held.periods(all, cutoff);
        let open = periods.iter().find(|period| period.stage != Stage::Closed);
        self.commitments.push(Row {
            id: id.to_owned(),
            title: terms.title.clone(),
            obligor: terms.obligor.clone(),
            beneficiary: terms.beneficiary.clone(),
            stage,
            due: open.and_then(|period| period.due),
            outcome: periods
                .iter()
                .rev()
                .find_map(|period| period.outcome.clone()),
        });
        if matches!(stage, Stage::Draft | Stage::Open) {
            let missing = lint::open_questions(terms, all, agreement, cutoff);
            if !missing.is_empty() {
                self.not_reviewable.push(NotReviewable {
                    commitment: id.to_owned(),
                    owner: held.owner.clone(),
                    missing,
                });
            }
        }
        self.add_findings(id, held, previous);
        for request in held.access.values() {
            let asked = request.request.mark.at;
            let answer = request
                .answer
                .as_ref()
                .filter(|(_, said)| said.mark.at <= cutoff);
            let answer = answer.map(|(answer, _)| *answer);
            let late = held.access_late(request, cutoff);
            if asked <= cutoff && (late || answer != Some(AccessAnswer::Granted)) {
                self.access.push(AccessRow {
                    commitment: id.to_owned(),
                    object: request.request.entry.object.clone(),
                    obligor: terms.obligor.clone(),
                    asked,
                    visit: request.request.entry.visit,
                    answer,
                    late,
                });
            }
        }
        for clock in held.verifier_clocks(all, cutoff) {
            let late = clock.late(cutoff);
            if clock.done.is_none() || (late && clock.done > Some(previous)) {
                self.verifier_clocks.push(ClockRow {
                    commitment: id.to_owned(),
                    period: clock.period,
                    step: clock.step,
                    by: clock.by,
                    done: clock.done,
                    late,
                });
            }
        }
    }

    fn add_findings(&mut self, id: &str, held: &Commitment, previous: Time) {
        let cutoff = self.cutoff;
        for (index, finding) in &held.findings {
            let Some(since) = finding.stands_since(cutoff).filter(|at| *at > previous) else {
                continue;
            };
            let entry = &finding.proposed.entry;
            let said_by_then = |at: Time| at <= cutoff;
            self.findings.push(FindingRow {
                commitment: id.to_owned(),
                period: entry.period,
                index: *index,
                since,
                outcome: entry.outcome.clone(),
                confidence: entry.confidence,
                basis: entry.basis.clone(),
                signed: finding
                    .signatures
                    .values()
                    .filter(|mark| said_by_then(mark.at))
                    .map(|mark| mark.member.clone())
                    .collect(),
                dissents: finding
                    .opinions
                    .iter()
                    .filter(|(dissents, said)| *dissents && said_by_then(said.mark.at))
                    .map(|(_, said)| said.mark.member.clone())
                    .collect(),
                replies: finding
                    .replies
                    .iter()
                    .filter(|(said, _)| said_by_then(said.mark.at))
                    .map(|(said, _)| (said.mark.member.clone(), said.text.clone()))
                    .collect(),
            });
            if let Some(corrected) = entry.corrects {
                self.corrections.push(Correction {
                    commitment: id.to_owned(),
                    corrected,
                    by: *index,
                });
            }
        }
    }
}

/// The number of a day's bulletin and its cut-off.
fn place(roll: &Roll, founded: Time, date: Date) -> Result<(u64, Time), NoBulletin> {
    let midnight: Time = format!("{date}T00:00:00.000Z")
        .parse()
        .map_err(|_| NoBulletin::BeforeFounding)?;
    let end = midnight.after_millis(DAY_MILLIS - 1);
    let hour = roll
        .charter_at(end)
        .map_or(0, |charter| charter.clocks.commitments.bulletin_hour);
    let cutoff = midnight.after_millis(i64::from(hour) * HOUR_MILLIS);
    let first = founded.millis() / DAY_MILLIS;
    let number = midnight.millis() / DAY_MILLIS - first + 1;
    match u64::try_from(number) {
        Ok(number) if number > 0 && cutoff >= founded => Ok((number, cutoff)),
        _ => Err(NoBulletin::BeforeFounding),
    }
}

fn sides(
    all: &Commitments,
    roll: &Roll,
    agreement: &Agreement,
    number: u64,
    (previous, cutoff): (Time, Time),
    date: &str,
) -> Vec<Side> {
    let mut parties: Vec<&str> = roll
        .with_part(Part::Party)
        .map(|member| member.id.as_str())
        .collect();
    if number.is_multiple_of(2) {
        parties.reverse();
    }
    parties
        .into_iter()
        .map(|member| Side {
            member: member.to_owned(),
            score: score(all, agreement, member, cutoff),
            previous: score(all, agreement, member, previous),
            remarks: all
                .remarks(date)
                .iter()
                .filter(|said| said.mark.member == member && said.mark.at <= cutoff)
                .map(|said| said.text.clone())
                .collect(),
        })
        .collect()
}

/// Days whose bulletins have been closed, latest first, at most so many.
pub fn days(roll: &Roll, as_of: Time, most: usize) -> Vec<Date> {
    let Some(founded) = roll.founded() else {
        return Vec::new();
    };
    let first = founded.millis() / DAY_MILLIS;
    let last = as_of.millis() / DAY_MILLIS;
    (first..=last)
        .rev()
        .filter_map(|day| {
            let date = Time::from_millis(day * DAY_MILLIS).civil().date();
            let (_, cutoff) = place(roll, founded, date).ok()?;
            (cutoff <= as_of).then_some(date)
        })
        .take(most)
        .collect()
}
