//! What a listing is at an instant: a pure function of what was said about it until then and of the
//! clocks of its charter. No act is ever needed for a deadline to pass.

use std::collections::{BTreeMap, BTreeSet};

use act::{Filed, Index, Time};

use crate::entry::{CheckOutcome, FlagGround, Recommended};
use crate::state::{Listing, Said};

act::coded! {
    /// Where a listing stands.
    pub enum Stage {
        /// Waiting for the mediators' check.
        Proposed = "proposed",
        /// The mediators sent it back.
        Returned = "returned",
        /// With the other party.
        Circulated = "circulated",
        /// The other party objected.
        Held = "held",
        /// In force.
        Active = "active",
        /// In force, and being looked at again.
        UnderReview = "under-review",
        /// Nobody reassessed it in time, or its legal basis ran out.
        Expired = "expired",
        /// Ended by its proposer or on a recommendation.
        Delisted = "delisted",
        /// Taken back before it was in force.
        Withdrawn = "withdrawn",
        /// Nobody took it further.
        Lapsed = "lapsed",
        /// Its payloads are destroyed.
        Erased = "erased",
    }

    /// Why the action of a listing in force rests.
    pub enum Suspension {
        /// Protection stands against it.
        Refugee = "refugee",
        /// Its source was delisted.
        SourceDelisted = "source-delisted",
        /// Somebody else was taken for the person.
        MistakenIdentity = "mistaken-identity",
        /// A petition was not decided in time.
        PetitionLate = "petition-late",
        /// Mediators did not confirm a correction in time, or refused it.
        Unconfirmed = "unconfirmed",
    }
}

impl Stage {
    /// Whether editions hold it.
    pub const fn in_force(self) -> bool {
        matches!(self, Stage::Active | Stage::UnderReview)
    }

    /// Whether nothing but erasure can follow.
    pub const fn ended(self) -> bool {
        matches!(
            self,
            Stage::Expired | Stage::Delisted | Stage::Withdrawn | Stage::Lapsed | Stage::Erased
        )
    }
}

/// What a listing is from an instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// From when.
    pub at: Time,
    /// Where it stands.
    pub stage: Stage,
    /// Why its action rests, if it does.
    pub suspended: Option<Suspension>,
    /// Which version counts, from 1.
    pub version: u32,
    /// When it is reviewed.
    pub review_by: Time,
    /// The act that made it so; none where a deadline passed.
    pub because: Option<Index>,
}

/// A deadline that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// When.
    pub at: Time,
    /// What happens then: part of the key of its sentence.
    pub what: &'static str,
}

/// A listing's life until an instant.
#[derive(Clone, Debug)]
pub struct Life {
    /// Every step, oldest first; never empty.
    pub steps: Vec<Step>,
    /// What happens by itself next, if nobody acts.
    pub next: Option<Deadline>,
    /// Flags that stand, by position.
    pub flags: BTreeMap<Index, FlagGround>,
    /// Petitions that wait for a decision, with the time they came in.
    pub petitions: BTreeMap<String, Time>,
    /// A recommended delisting that waits: since when, and who objected.
    pub recommended: Option<(Time, BTreeSet<String>)>,
    /// Since when a version waits for the mediators' check.
    pub unchecked: Option<Time>,
    /// Whether a hold was extended.
    pub hold_extended: bool,
    /// Renewals that wait for a second, by position.
    pub renewals: BTreeMap<Index, Time>,
    /// Who objected to the proposal.
    pub objector: Option<String>,
}

impl Life {
    /// The latest step.
    pub fn now(&self) -> &Step {
        self.steps.last().unwrap_or(&self.steps[0])
    }

    /// The step that held at an instant; none before the proposal.
    pub fn at(&self, at: Time) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.at <= at)
    }
}

impl Listing {
    /// Its life until an instant; none before it was proposed.
    pub fn life(&self, as_of: Time) -> Option<Life> {
        let proposed = self.proposed();
        if proposed.at > as_of {
            return None;
        }
        let mut machine = Machine::new(self);
        for said in self.said.iter().take_while(|said| said.mark.at <= as_of) {
            machine.pass(said.mark.at);
            machine.take(said);
            machine.step(said.mark.at, Some(said.mark.index));
        }
        machine.pass(as_of);
        machine.life.next = machine.deadline();
        Some(machine.life)
    }
}

/// A listing on its way through time.
struct Machine<'a> {
    listing: &'a Listing,
    life: Life,
    stage: Stage,
    /// Since when it is in its stage, where a clock runs from that.
    since: Time,
    version: u32,
    review_by: Time,
    /// Whether the short clock applies.
    urgent: bool,
    hold_until: Time,
    refused: bool,
    petition_late: bool,
    unconfirmed: bool,
}

impl<'a> Machine<'a> {
    fn new(listing: &'a Listing) -> Machine<'a> {
        let proposed = listing.proposed();
        let stage = match listing.canary {
            true => Stage::Active,
            false => Stage::Proposed,
        };
        let first = &listing.versions[0].entry;
        let mut machine = Machine {
            listing,
            life: Life {
                steps: Vec::new(),
                next: None,
                flags: BTreeMap::new(),
                petitions: BTreeMap::new(),
                recommended: None,
                unchecked: (!listing.canary).then_some(proposed.at),
                hold_extended: false,
                renewals: BTreeMap::new(),
                objector: None,
            },
            stage,
            since: proposed.at,
            version: 1,
            review_by: first.review_by,
            urgent: false,
            hold_until: proposed.at,
            refused: false,
            petition_late: false,
            unconfirmed: false,
        };
        machine.step(proposed.at, Some(proposed.index));
        machine
    }

    fn enter(&mut self, stage: Stage, at: Time) {
        self.stage = stage;
        self.since = at;
    }

    /// Notes what changed, if anything did.
    fn step(&mut self, at: Time, because: Option<Index>) {
        let step = Step {
            at,
            stage: self.stage,
            suspended: self.suspended(),
            version: self.version,
            review_by: self.review_by,
            because,
        };
        let same = self.life.steps.last().is_some_and(|last| {
            (last.stage, last.suspended, last.version, last.review_by)
                == (step.stage, step.suspended, step.version, step.review_by)
        });
        if !same {
            self.life.steps.push(step);
        }
    }

    fn suspended(&self) -> Option<Suspension> {
        if !self.stage.in_force() {
            return None;
        }
        let raised = |ground: FlagGround| self.life.flags.values().any(|one| *one == ground);
        let ordered = [
            (raised(FlagGround::Refugee), Suspension::Refugee),
            (
                raised(FlagGround::SourceDelisted),
                Suspension::SourceDelisted,
            ),
            (
                raised(FlagGround::MistakenIdentity),
                Suspension::MistakenIdentity,
            ),
            (self.petition_late, Suspension::PetitionLate),
            (self.unconfirmed || self.refused, Suspension::Unconfirmed),
        ];
        let mut standing = ordered.into_iter().filter(|(stands, _)| *stands);
        standing.next().map(|(_, suspension)| suspension)
    }

    /// The next thing that happens by itself.
    fn deadline(&self) -> Option<Deadline> {
        let clocks = &self.listing.clocks;
        let mut running: Vec<Deadline> = Vec::new();
        let mut run = |at: Time, what: &'static str| running.push(Deadline { at, what });
        match self.stage {
            Stage::Proposed | Stage::Returned => run(self.since.after(clocks.lapse), "lapses"),
            Stage::Circulated => {
                let clock = match self.urgent {
                    true => clocks.urgent_objection,
                    false => clocks.objection,
                };
                run(self.since.after(clock), "takes-force");
            }
            Stage::Held => run(self.hold_until, "lapses"),
            Stage::Active | Stage::UnderReview => {
                run(self.review_by, "expires");
                if let Some(end) = self.basis_ends() {
                    run(end, "basis-ends");
                }
                if let Some((since, objections)) = &self.life.recommended
                    && objections.len() < 2
                {
                    run(since.after(clocks.recommendation), "delisted");
                }
                if !self.petition_late
                    && let Some(received) = self.life.petitions.values().min()
                {
                    run(received.after(clocks.petition), "petition-late");
                }
                if !self.unconfirmed
                    && let Some(since) = self.life.unchecked
                {
                    run(since.after(clocks.check), "unconfirmed");
                }
            }
            _ => {}
        }
        running.into_iter().min_by_key(|deadline| deadline.at)
    }

    /// When the last legal basis runs out, if all of them do.
    fn basis_ends(&self) -> Option<Time> {
        let basis = &self.listing.version(self.version)?.entry.basis;
        let ends: Option<Vec<Time>> = basis.iter().map(|one| one.valid_until).collect();
        ends?.into_iter().max()
    }

    /// Lets every deadline up to and at an instant pass.
    fn pass(&mut self, until: Time) {
        while let Some(deadline) = self.deadline().filter(|deadline| deadline.at <= until) {
            let at = deadline.at;
            match deadline.what {
                "takes-force" => {
                    self.enter(Stage::Active, at);
                    self.settle();
                }
                "lapses" => self.enter(Stage::Lapsed, at),
                "delisted" => self.enter(Stage::Delisted, at),
                "petition-late" => self.petition_late = true,
                "unconfirmed" => self.unconfirmed = true,
                _ => self.enter(Stage::Expired, at),
            }
            // A deadline may lie before the step it follows: a basis that ran out before the
            // listing took force ends it then, not earlier.
            let last = self.life.steps.last().map_or(at, |step| step.at);
            self.step(at.max(last), None);
        }
    }

    /// A listing in force is under review while anything about it is open.
    fn settle(&mut self) {
        if self.stage.in_force() {
            let life = &self.life;
            let open =
                !life.flags.is_empty() || !life.petitions.is_empty() || life.recommended.is_some();
            self.stage = match open {
                true => Stage::UnderReview,
                false => Stage::Active,
            };
        }
    }

    fn take(&mut self, said: &Filed<Said>) {
        let (mark, at) = (&said.mark, said.mark.at);
        match &said.entry {
            Said::Corrected => self.corrected(at),
            Said::Checked {
                version,
                outcome,
                urgent,
                ..
            } => self.checked(at, *version, *outcome, *urgent),
            Said::Seconded => self.enter(Stage::Active, at),
            Said::Objected(_) => {
                self.enter(Stage::Held, at);
                self.hold_until = at.after(self.listing.clocks.hold);
                self.life.objector = Some(mark.member.clone());
            }
            Said::HoldExtended => {
                self.hold_until = self.hold_until.after(self.listing.clocks.hold_extension);
                self.life.hold_extended = true;
            }
            Said::ObjectionWithdrawn => self.enter(Stage::Active, at),
            Said::Withdrawn => self.enter(Stage::Withdrawn, at),
            Said::Delisted(_) => self.enter(Stage::Delisted, at),
            Said::RenewalProposed { review_by, .. } => {
                self.life.renewals.insert(mark.index, *review_by);
            }
            Said::RenewalSeconded(renewal) => {
                if let Some(review_by) = self.life.renewals.remove(renewal) {
                    self.review_by = review_by;
                    self.life.renewals.clear();
                }
            }
            Said::Flagged(ground) => {
                self.life.flags.insert(mark.index, *ground);
            }
            Said::FlagCleared { flag, .. } => {
                self.life.flags.remove(flag);
            }
            Said::Petitioned { petition, received } => {
                self.life.petitions.insert(petition.clone(), *received);
            }
            Said::PetitionAnswered { petition } => self.decided(petition),
            Said::Recommended { petition, outcome } => {
                self.decided(petition);
                if *outcome == Recommended::Delist {
                    self.life.recommended = Some((at, BTreeSet::new()));
                }
            }
            Said::DelistingObjected(_) => {
                if let Some((_, objections)) = &mut self.life.recommended {
                    objections.insert(mark.member.clone());
                    if objections.len() >= 2 {
                        self.life.recommended = None;
                    }
                }
            }
            Said::Erased => self.enter(Stage::Erased, at),
        }
        self.settle();
    }

    fn decided(&mut self, petition: &str) {
        self.life.petitions.remove(petition);
        self.petition_late = false;
    }

    /// In force at once where the listing is in force; else the check begins again.
    fn corrected(&mut self, at: Time) {
        self.version += 1;
        if let Some(version) = self.listing.version(self.version)
            && !self.stage.in_force()
        {
            self.review_by = version.entry.review_by;
            self.enter(Stage::Proposed, at);
        }
        let refused = std::mem::take(&mut self.refused);
        self.unconfirmed |= refused;
        self.life.unchecked.get_or_insert(at);
    }

    fn checked(&mut self, at: Time, version: u32, outcome: CheckOutcome, urgent: bool) {
        if version != self.version {
            return;
        }
        self.life.unchecked = None;
        let accepted = outcome == CheckOutcome::Circulate;
        if self.stage.in_force() {
            self.refused = !accepted;
            self.unconfirmed = false;
            return;
        }
        self.urgent = urgent;
        let stage = match accepted {
            true => Stage::Circulated,
            false => Stage::Returned,
        };
        self.enter(stage, at);
    }
}
