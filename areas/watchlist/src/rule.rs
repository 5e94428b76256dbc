//! Who may say what about the watchlist, when, and on what basis.

use act::decision::Part;
use act::{Act, Digest, Entry as _, Refusal, Time};
use roll::{About, Roll, Standing};

use crate::bounds::{COMPARED_MAX, HELD_MINUTES_MAX, SHOWN_MAX, check_particulars, check_sealed};
use crate::edition;
use crate::entry::{
    Adjudication, Band, Category, CheckOutcome, Correction, FlagGround, ListingChecked,
    ListingCorrected, Particulars, PetitionAssigned, RecommendationMade, RefugeeCheck,
    RenewalProposed, ScreeningAdjudicated, ScreeningConfirmed, ScreeningRecorded, Sealed, Subject,
    WatchlistEntry as E,
};
use crate::life::{Life, Stage};
use crate::state::{Adjudicated, Listing, Petition, Said, Screening, Watchlist};

pub(crate) fn judge(all: &Watchlist, roll: &Roll, act: &Act<&E>) -> Result<(), Refusal> {
    let (name, _) = act.entry.kind().rsplit_once(".v").unwrap_or_default();
    let about = About {
        member: None,
        post: post_of(all, act.entry)?,
    };
    let standing = roll.authorise(act, &format!("watchlist.{name}"), about)?;
    let case = Case {
        all,
        roll,
        act,
        standing,
    };
    match act.entry {
        E::ListingProposed(entry) => case.proposed(&entry.particulars),
        E::CanaryPlaced(entry) => case.canary(&entry.particulars),
        E::FlagCleared(entry) => case.flag_cleared(entry.flag, entry.token.is_some()),
        E::PetitionReceived(entry) => {
            case.part(Part::Mediator)?;
            if let Some(listing) = &entry.listing {
                case.listing(listing)?;
            }
            if all.by_receipt(&entry.receipt).is_some() {
                return Err(Refusal::new("watchlist.receipt-known"));
            }
            check_sealed(all, roll, &entry.body, None)?;
            case.sealed_to_mediators(&entry.body.sealed_to)
        }
        E::PetitionAssigned(entry) => case.petition_assigned(entry),
        E::PetitionAnswered(entry) => {
            case.part(Part::Mediator)?;
            case.open_petition(&entry.petition)?;
            case.reply(entry.reply.as_ref(), &entry.petition)
        }
        E::RecommendationMade(entry) => case.recommended(entry),
        E::DelistingObjected(entry) => case.delisting_objected(&entry.petition),
        E::EditionAcknowledged(entry) => {
            case.part(Part::Party)?;
            case.edition(&entry.edition.day)?;
            let mine = |one: &&act::Filed<act::Digest>| one.mark.member == case.member();
            match all.acknowledged(&entry.edition).iter().find(mine) {
                Some(one) if one.entry == entry.root => {
                    Err(Refusal::new("watchlist.acknowledged").about("index", one.mark.index))
                }
                _ => Ok(()),
            }
        }
        E::ScreeningRecorded(entry) => case.screened(entry),
        E::ScreeningAdjudicated(entry) => case.adjudicated(entry),
        E::ScreeningConfirmed(entry) => case.confirmed(entry),
        entry => case.about_listing(entry),
    }
}

/// The post an entry is said at: authority at a post reaches no further.
fn post_of<'a>(all: &'a Watchlist, entry: &'a E) -> Result<Option<&'a str>, Refusal> {
    let screening = match entry {
        E::ScreeningRecorded(entry) => return Ok(Some(&entry.post)),
        E::ScreeningAdjudicated(entry) => screening(all, &entry.screening)?,
        E::ScreeningConfirmed(entry) => adjudication(all, &entry.adjudication)?.0,
        _ => return Ok(None),
    };
    Ok(Some(&screening.recorded.post))
}

fn screening<'a>(all: &'a Watchlist, query: &Digest) -> Result<&'a Screening, Refusal> {
    let found = all.asked(query).map(|(_, screening)| screening);
    found.ok_or_else(|| Refusal::new("watchlist.no-such-screening").about("query", *query))
}

fn adjudication<'a>(
    all: &'a Watchlist,
    reference: &Digest,
) -> Result<(&'a Screening, &'a Adjudicated), Refusal> {
    let found = all
        .adjudicated(reference)
        .map(|(_, screening, one)| (screening, one));
    found.ok_or_else(|| {
        Refusal::new("watchlist.no-such-adjudication").about("reference", *reference)
    })
}

/// One act before the rules.
struct Case<'a> {
    all: &'a Watchlist,
    roll: &'a Roll,
    act: &'a Act<&'a E>,
    standing: Standing<'a>,
}

impl<'a> Case<'a> {
    fn member(&self) -> &'a str {
        &self.standing.member.id
    }

    fn at(&self) -> Time {
        self.act.at
    }

    fn part(&self, part: Part) -> Result<(), Refusal> {
        match self.standing.member.part == part {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.not-your-part").about("member", self.member())),
        }
    }

    fn listing(&self, id: &str) -> Result<(&'a Listing, Life), Refusal> {
        let unknown = || Refusal::new("watchlist.no-such-listing").about("listing", id);
        let listing = self.all.listing(id).ok_or_else(unknown)?;
        let life = listing.life(self.at()).ok_or_else(unknown)?;
        Ok((listing, life))
    }

    fn owner(&self, listing: &Listing) -> Result<(), Refusal> {
        match listing.owner == self.member() && !listing.canary {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.not-yours").about("member", self.member())),
        }
    }

    /// The party that did not propose it.
    fn other_party(&self, listing: &Listing) -> Result<(), Refusal> {
        self.part(Part::Party)?;
        match listing.owner != self.member() {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.your-own").about("member", self.member())),
        }
    }

    fn sealed_to_mediators(&self, sealed_to: &[String]) -> Result<(), Refusal> {
        let mediator = |id: &String| {
            self.roll
                .member(id)
                .is_some_and(|m| m.part == Part::Mediator)
        };
        match sealed_to.iter().find(|id| !mediator(id)) {
            None => Ok(()),
            Some(id) => Err(Refusal::new("watchlist.mediators-only").about("member", id.as_str())),
        }
    }

    fn review_max(&self, category: Category) -> Time {
        let clocks = self
            .roll
            .charter_at(self.at())
            .map(|charter| &charter.clocks.watchlist);
        let longest = clocks.and_then(|clocks| clocks.review.get(category.place()));
        longest.map_or(self.at(), |hours| self.at().after(*hours))
    }

    fn particulars(&self, particulars: &Particulars, home: Option<&str>) -> Result<(), Refusal> {
        let review_max = self.review_max(particulars.category);
        check_particulars(
            self.all,
            self.roll,
            particulars,
            home,
            (self.at(), review_max),
        )
    }

    fn proposed(&self, particulars: &Particulars) -> Result<(), Refusal> {
        self.part(Part::Party)?;
        self.particulars(particulars, None)
    }

    /// Invented, protective, and like every other to whoever reads an edition.
    fn canary(&self, particulars: &Particulars) -> Result<(), Refusal> {
        self.part(Part::Mediator)?;
        if particulars.category != Category::C {
            return Err(Refusal::new("watchlist.canary-unfit"));
        }
        self.particulars(particulars, None)
    }

    fn about_listing(&self, entry: &E) -> Result<(), Refusal> {
        let (id, stages): (&str, &[Stage]) = match entry {
            E::ListingCorrected(entry) => (&entry.listing, &CORRECTABLE),
            E::ListingChecked(entry) => (&entry.listing, &CHECKABLE),
            E::ListingSeconded(entry) => (&entry.listing, &[Stage::Circulated, Stage::Held]),
            E::ListingObjected(entry) => (&entry.listing, &[Stage::Circulated]),
            E::HoldExtended(entry) => (&entry.listing, &[Stage::Held]),
            E::ObjectionWithdrawn(entry) => (&entry.listing, &[Stage::Held]),
            E::ListingWithdrawn(entry) => (&entry.listing, &NOT_YET),
            E::ListingDelisted(entry) => (&entry.listing, &IN_FORCE),
            E::RenewalProposed(entry) => (&entry.listing, &IN_FORCE),
            E::RenewalSeconded(entry) => (&entry.listing, &IN_FORCE),
            E::FlagRaised(entry) => (&entry.listing, &IN_FORCE),
            E::ListingErased(entry) => (&entry.listing, Stage::ALL),
            E::ErasureReceipted(entry) => (&entry.listing, &[Stage::Erased]),
            _ => return Err(Refusal::new("watchlist.no-such-listing")),
        };
        let (listing, life) = self.listing(id)?;
        let stage = life.now().stage;
        if !stages.contains(&stage) {
            return Err(Refusal::new("watchlist.not-now")
                .about("listing", id)
                .about("stage", stage.name()));
        }
        self.in_its_stage(entry, id, listing, &life)
    }

    fn in_its_stage(
        &self,
        entry: &E,
        id: &str,
        listing: &Listing,
        life: &Life,
    ) -> Result<(), Refusal> {
        match entry {
            E::ListingCorrected(entry) => self.corrected(entry, listing, life),
            E::ListingChecked(entry) => self.checked(entry, listing, life),
            E::ListingSeconded(entry) => {
                self.other_party(listing)?;
                same_version(entry.version, life)
            }
            E::ListingObjected(_) => self.other_party(listing),
            E::HoldExtended(_) if life.hold_extended => {
                Err(Refusal::new("watchlist.extended-once").about("listing", id))
            }
            E::HoldExtended(_) | E::ObjectionWithdrawn(_) => {
                match life.objector.as_deref() == Some(self.member()) {
                    true => Ok(()),
                    false => {
                        Err(Refusal::new("watchlist.not-yours").about("member", self.member()))
                    }
                }
            }
            E::ListingWithdrawn(_) | E::ListingDelisted(_) => self.owner(listing),
            E::RenewalProposed(entry) => self.renewal(entry, id, listing),
            E::RenewalSeconded(entry) => {
                self.other_party(listing)?;
                match life.renewals.get(&entry.renewal) {
                    Some(_) => Ok(()),
                    None => {
                        Err(Refusal::new("watchlist.no-such-renewal").about("index", entry.renewal))
                    }
                }
            }
            E::FlagRaised(entry) => self.flagged(entry.ground, life),
            E::ListingErased(_) => {
                self.part(Part::Mediator)?;
                let stage = life.now().stage;
                match stage != Stage::Erased && (stage.ended() || listing.canary) {
                    true => Ok(()),
                    false => Err(Refusal::new("watchlist.not-now")
                        .about("listing", id)
                        .about("stage", stage.name())),
                }
            }
            E::ErasureReceipted(_) => {
                match listing
                    .receipts
                    .iter()
                    .find(|one| one.member == self.member())
                {
                    None => Ok(()),
                    Some(mark) => {
                        Err(Refusal::new("watchlist.receipted").about("index", mark.index))
                    }
                }
            }
            _ => Err(Refusal::new("watchlist.no-such-listing")),
        }
    }

    /// What an officer is to do never changes by correction: that is another listing, and needs the
    /// other side again.
    fn corrected(
        &self,
        entry: &ListingCorrected,
        listing: &Listing,
        life: &Life,
    ) -> Result<(), Refusal> {
        self.owner(listing)?;
        let (new, old) = (&entry.particulars, listing.latest());
        let widened = new.category != old.category || new.subject != old.subject;
        if life.now().stage.in_force() && (widened || entry.because == Correction::Returned) {
            return Err(Refusal::new("watchlist.another-listing"));
        }
        if life.now().stage.in_force() && new.review_by > life.now().review_by {
            let until = life.now().review_by;
            return Err(Refusal::new("watchlist.review-unfit").about("until", until));
        }
        self.particulars(new, Some(&entry.listing))
    }

    fn checked(
        &self,
        entry: &ListingChecked,
        listing: &Listing,
        life: &Life,
    ) -> Result<(), Refusal> {
        self.part(Part::Mediator)?;
        same_version(entry.version, life)?;
        if life.unchecked.is_none() {
            return Err(Refusal::new("watchlist.checked"));
        }
        let passes = entry.outcome == CheckOutcome::Circulate;
        let person = listing.latest().subject == Subject::Person;
        let fits = match entry.refugee {
            RefugeeCheck::Clear => person,
            RefugeeCheck::NotAPerson => !person,
            RefugeeCheck::Blocked => person && !passes,
        };
        match fits {
            true => Ok(()),
            false => {
                Err(Refusal::new("watchlist.refugee-unfit").about("answer", entry.refugee.name()))
            }
        }
    }

    fn renewal(&self, entry: &RenewalProposed, id: &str, listing: &Listing) -> Result<(), Refusal> {
        self.owner(listing)?;
        let until = self.review_max(listing.latest().category);
        if entry.review_by <= self.at() || entry.review_by > until {
            return Err(Refusal::new("watchlist.review-unfit").about("until", until));
        }
        check_sealed(self.all, self.roll, &entry.assessment, Some(id))
    }

    /// Protection is the mediators' question; the others, anybody may see.
    fn flagged(&self, ground: FlagGround, life: &Life) -> Result<(), Refusal> {
        if ground == FlagGround::Refugee {
            self.part(Part::Mediator)?;
        }
        match life.flags.values().any(|one| *one == ground) {
            false => Ok(()),
            true => Err(Refusal::new("watchlist.flag-stands").about("ground", ground.name())),
        }
    }

    fn flag_cleared(&self, flag: act::Index, token: bool) -> Result<(), Refusal> {
        self.part(Part::Mediator)?;
        let unknown = || Refusal::new("watchlist.no-such-flag").about("index", flag);
        let (_, listing) = self.all.flagged(flag).ok_or_else(unknown)?;
        let life = listing.life(self.at()).ok_or_else(unknown)?;
        let ground = life.flags.get(&flag).ok_or_else(unknown)?;
        let fits = (*ground == FlagGround::MistakenIdentity) == token;
        match fits {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.token-unfit").about("ground", ground.name())),
        }
    }

    fn open_petition(&self, id: &str) -> Result<&'a Petition, Refusal> {
        let unknown = || Refusal::new("watchlist.no-such-petition").about("petition", id);
        let petition = self.all.petition(id).ok_or_else(unknown)?;
        let decided = petition.recommended.as_ref().map(|one| one.mark.index);
        let answered = petition.answered.as_ref().map(|one| one.mark.index);
        match decided.or(answered) {
            None => Ok(petition),
            Some(index) => Err(Refusal::new("watchlist.petition-decided").about("index", index)),
        }
    }

    /// A reviewer is independent of whoever let the listing through: another mediator, where there is
    /// one.
    fn petition_assigned(&self, entry: &PetitionAssigned) -> Result<(), Refusal> {
        self.part(Part::Mediator)?;
        let petition = self.open_petition(&entry.petition)?;
        if let Some(assigned) = &petition.assigned {
            return Err(Refusal::new("watchlist.assigned").about("index", assigned.mark.index));
        }
        let (listing, life) = self.listing(&entry.listing)?;
        if !life.now().stage.in_force() {
            return Err(Refusal::new("watchlist.not-now")
                .about("listing", entry.listing.as_str())
                .about("stage", life.now().stage.name()));
        }
        let mediators: Vec<&str> = self
            .roll
            .with_part(Part::Mediator)
            .map(|member| member.id.as_str())
            .collect();
        let checked_by = |member: &str| {
            let checks = listing.said.iter();
            checks
                .filter(|said| matches!(said.entry, Said::Checked { .. }))
                .any(|said| said.mark.member == member)
        };
        let reviewer = entry.reviewer.as_str();
        let independent =
            !checked_by(reviewer) || mediators.iter().all(|member| checked_by(member));
        match mediators.contains(&reviewer) && independent {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.not-independent").about("member", reviewer)),
        }
    }

    fn recommended(&self, entry: &RecommendationMade) -> Result<(), Refusal> {
        let petition = self.open_petition(&entry.petition)?;
        let assigned = petition.assigned.as_ref();
        if assigned.is_none_or(|one| one.entry != self.member()) {
            return Err(Refusal::new("watchlist.not-assigned").about("member", self.member()));
        }
        let listing = petition.listing.as_deref().unwrap_or_default();
        let (listing, life) = self.listing(listing)?;
        let checkers = listing.said.iter().filter(|said| {
            matches!(said.entry, Said::Checked { .. }) && said.mark.member == self.member()
        });
        if checkers.count() > 0
            && self
                .standing
                .grant
                .offices
                .iter()
                .any(|one| one == "mediation")
        {
            return Err(Refusal::new("watchlist.not-independent").about("member", self.member()));
        }
        if !life.now().stage.in_force() {
            return Err(Refusal::new("watchlist.not-now")
                .about("listing", petition.listing.as_deref().unwrap_or_default())
                .about("stage", life.now().stage.name()));
        }
        check_sealed(self.all, self.roll, &entry.report, Some(&entry.petition))?;
        self.reply(entry.reply.as_ref(), &entry.petition)
    }

    /// What a petitioner is told is for the petitioner and the mediators alone.
    fn reply(&self, reply: Option<&Sealed>, petition: &str) -> Result<(), Refusal> {
        let Some(reply) = reply else { return Ok(()) };
        check_sealed(self.all, self.roll, reply, Some(petition))?;
        self.sealed_to_mediators(&reply.sealed_to)
    }

    fn delisting_objected(&self, id: &str) -> Result<(), Refusal> {
        self.part(Part::Party)?;
        let unknown = || Refusal::new("watchlist.no-such-petition").about("petition", id);
        let petition = self.all.petition(id).ok_or_else(unknown)?;
        let (_, life) = self.listing(petition.listing.as_deref().unwrap_or_default())?;
        match &life.recommended {
            Some((_, objections)) if !objections.contains(self.member()) => Ok(()),
            _ => Err(Refusal::new("watchlist.nothing-recommended").about("petition", id)),
        }
    }

    fn edition(&self, text: &str) -> Result<(), Refusal> {
        let today = self.at().civil().date();
        match edition::day(text).filter(|day| *day <= today) {
            Some(_) => Ok(()),
            None => Err(Refusal::new("watchlist.no-such-edition").about("edition", text)),
        }
    }

    fn screened(&self, entry: &ScreeningRecorded) -> Result<(), Refusal> {
        if !self
            .roll
            .posts(self.at())
            .iter()
            .any(|post| post.id == entry.post)
        {
            return Err(Refusal::new("roll.no-such-post").about("post", entry.post.as_str()));
        }
        self.edition(&entry.edition.day)?;
        if self.all.asked(&entry.query).is_some() {
            return Err(Refusal::new("watchlist.query-known"));
        }
        if entry.matcher.is_empty() || entry.matcher.len() > 40 {
            return Err(Refusal::new("watchlist.bad-matcher"));
        }
        if entry.shown.len() > SHOWN_MAX {
            return Err(Refusal::new("watchlist.too-many")
                .about("field", "shown")
                .about("limit", SHOWN_MAX as u64));
        }
        if (entry.band == Band::None) != entry.shown.is_empty() {
            return Err(Refusal::new("watchlist.shown-unfit").about("band", entry.band.name()));
        }
        for listing in &entry.shown {
            self.listing(listing)?;
        }
        Ok(())
    }

    fn adjudicated(&self, entry: &ScreeningAdjudicated) -> Result<(), Refusal> {
        let screening = screening(self.all, &entry.screening)?;
        if self.all.adjudicated(&entry.reference).is_some() {
            return Err(Refusal::new("watchlist.reference-known"));
        }
        if !screening.recorded.shown.contains(&entry.listing) {
            return Err(
                Refusal::new("watchlist.not-shown").about("listing", entry.listing.as_str())
            );
        }
        let before = screening.adjudications.values();
        if before
            .into_iter()
            .any(|one| one.said.listing == entry.listing)
        {
            return Err(
                Refusal::new("watchlist.adjudicated").about("listing", entry.listing.as_str())
            );
        }
        if entry.compared.is_empty() {
            return Err(Refusal::new("watchlist.nothing-compared"));
        }
        if entry.compared.len() > COMPARED_MAX {
            return Err(Refusal::new("watchlist.too-many")
                .about("field", "compared")
                .about("limit", COMPARED_MAX as u64));
        }
        match entry.held_minutes <= HELD_MINUTES_MAX {
            true => Ok(()),
            false => Err(Refusal::new("watchlist.held-unfit")
                .about("minutes", u64::from(entry.held_minutes))),
        }
    }

    /// A second look is somebody else's.
    fn confirmed(&self, entry: &ScreeningConfirmed) -> Result<(), Refusal> {
        let (_, adjudicated) = adjudication(self.all, &entry.adjudication)?;
        if adjudicated.key == self.act.by.key {
            return Err(Refusal::new("watchlist.same-officer"));
        }
        if let Some(confirmed) = &adjudicated.confirmed {
            return Err(Refusal::new("watchlist.confirmed").about("index", confirmed.mark.index));
        }
        match adjudicated.said.outcome {
            Adjudication::Same => Ok(()),
            _ => {
                Err(Refusal::new("watchlist.nothing-to-confirm")
                    .about("reference", entry.adjudication))
            }
        }
    }
}

/// Stages before a listing is in force.
const NOT_YET: [Stage; 4] = [
    Stage::Proposed,
    Stage::Returned,
    Stage::Circulated,
    Stage::Held,
];
/// Stages in which it is in force.
const IN_FORCE: [Stage; 2] = [Stage::Active, Stage::UnderReview];
/// Stages in which its proposer may put something right.
const CORRECTABLE: [Stage; 6] = [
    Stage::Proposed,
    Stage::Returned,
    Stage::Circulated,
    Stage::Held,
    Stage::Active,
    Stage::UnderReview,
];
/// Stages in which mediators may check a version.
const CHECKABLE: [Stage; 3] = [Stage::Proposed, Stage::Active, Stage::UnderReview];

fn same_version(version: u32, life: &Life) -> Result<(), Refusal> {
    match version == life.now().version {
        true => Ok(()),
        false => {
            Err(Refusal::new("watchlist.other-version")
                .about("version", u64::from(life.now().version)))
        }
    }
}
