//! What the record knows of the watchlist, and how an act in force changes it. Nothing here depends on
//! a moment: what a listing is at an instant, [`crate::life`] computes.

use std::collections::BTreeMap;

use act::{Act, Digest, Filed, Index, Mark, PublicKey, Time};
use roll::Roll;
use roll::charter::WatchlistClocks;
use serde::Serialize;

use crate::code;
use crate::entry::{
    CheckOutcome, EditionAcknowledged, EditionName, Ending, FlagGround, Ground, Particulars,
    PetitionAnswer, PetitionKind, Recommended, RefugeeCheck, ScreeningAdjudicated,
    ScreeningConfirmed, ScreeningRecorded, Sealed, WatchlistEntry as E,
};

/// Everything said about the watchlist.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Watchlist {
    listings: BTreeMap<String, Listing>,
    petitions: BTreeMap<String, Petition>,
    /// How many listings and petitions a year has.
    counted: BTreeMap<i16, (u64, u64)>,
    /// Which listing a flag is about.
    flags: BTreeMap<Index, String>,
    /// Which listing or petition a sealed payload belongs to.
    blobs: BTreeMap<Digest, String>,
    /// Payloads whose erasure is in force, in order.
    erased: Vec<Digest>,
    /// By the edition's name as text.
    acknowledgements: BTreeMap<String, Vec<Filed<Digest>>>,
    screenings: BTreeMap<Index, Screening>,
    /// Where the screening with a commitment is.
    queries: BTreeMap<Digest, Index>,
    /// Which screening a printed reference belongs to, and where its comparison is.
    references: BTreeMap<Digest, (Index, Index)>,
}

/// A listing and everything said about it.
#[derive(Clone, Debug, Serialize)]
pub struct Listing {
    /// The member that proposed it.
    pub owner: String,
    /// Its versions, oldest first; never empty.
    pub versions: Vec<Filed<Particulars>>,
    /// What was said since, oldest first.
    pub said: Vec<Filed<Said>>,
    /// The clocks of the charter when it was proposed; a later charter does not move them.
    pub clocks: WatchlistClocks,
    /// Whether the short clock was asked for.
    pub urgent: bool,
    /// Whether it is about nobody.
    pub canary: bool,
    /// When its payloads were erased.
    pub erased: Option<Mark>,
    /// Members that destroyed their own copies.
    pub receipts: Vec<Mark>,
}

/// What was said about a listing, without what it was said of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Said {
    /// A new version took its place.
    Corrected,
    /// A mediator checked a version.
    Checked {
        /// Which, from 1.
        version: u32,
        /// What came out.
        outcome: CheckOutcome,
        /// The refugee check.
        refugee: RefugeeCheck,
        /// Whether the short clock applies.
        urgent: bool,
    },
    /// The other party seconded.
    Seconded,
    /// The other party objected.
    Objected(Ground),
    /// It needs longer.
    HoldExtended,
    /// It took the objection back.
    ObjectionWithdrawn,
    /// The proposer took it back.
    Withdrawn,
    /// The proposer ended it.
    Delisted(Ending),
    /// A new review date was asked for.
    RenewalProposed {
        /// The date.
        review_by: Time,
        /// The sealed reassessment.
        assessment: Sealed,
    },
    /// The other party seconded the renewal at a position.
    RenewalSeconded(Index),
    /// Something is wrong, or may be.
    Flagged(FlagGround),
    /// The flag at a position was settled.
    FlagCleared {
        /// The flag.
        flag: Index,
        /// The commitment to a cleared namesake's token.
        token: Option<Digest>,
    },
    /// A petition about it went to a reviewer.
    Petitioned {
        /// Which.
        petition: String,
        /// When it was received.
        received: Time,
    },
    /// The reviewer's outcome.
    Recommended {
        /// The petition.
        petition: String,
        /// What is recommended.
        outcome: Recommended,
    },
    /// A petition about it was answered without a recommendation.
    PetitionAnswered {
        /// Which.
        petition: String,
    },
    /// A party objected to the recommended delisting.
    DelistingObjected(Ground),
    /// Its payloads were destroyed.
    Erased,
}

/// A petition and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Petition {
    /// Which mediator received it, when.
    pub received: Mark,
    /// What it asks for.
    pub kind: PetitionKind,
    /// The commitment to the petitioner's receipt.
    pub receipt: Digest,
    /// The petition, sealed to mediators.
    pub body: Sealed,
    /// The listing it is about, once known.
    pub listing: Option<String>,
    /// The mediator whose reviewer has it.
    pub assigned: Option<Filed<String>>,
    /// The reviewer's outcome.
    pub recommended: Option<Filed<Recommended>>,
    /// The reviewer's sealed report.
    pub report: Option<Sealed>,
    /// What the petitioner was told, sealed to mediators and the key of the receipt.
    pub reply: Option<Sealed>,
    /// The answer, where no review was needed.
    pub answered: Option<Filed<PetitionAnswer>>,
    /// Parties that object to the recommended delisting.
    pub objections: Vec<Filed<Ground>>,
}

/// A screening and what officers saw.
#[derive(Clone, Debug, Serialize)]
pub struct Screening {
    /// By whom, when.
    pub mark: Mark,
    /// The officer's key.
    pub key: PublicKey,
    /// What was recorded.
    pub recorded: ScreeningRecorded,
    /// Comparisons, by position.
    pub adjudications: BTreeMap<Index, Adjudicated>,
}

/// A comparison, and what a second officer saw.
#[derive(Clone, Debug, Serialize)]
pub struct Adjudicated {
    /// By whom, when.
    pub mark: Mark,
    /// The officer's key.
    pub key: PublicKey,
    /// What was said.
    pub said: ScreeningAdjudicated,
    /// What the second officer saw.
    pub confirmed: Option<Filed<ScreeningConfirmed>>,
}

impl Watchlist {
    /// Every listing, by id. Canaries are among them.
    pub fn listings(&self) -> impl Iterator<Item = (&str, &Listing)> {
        self.listings.iter().map(|(id, one)| (id.as_str(), one))
    }

    /// One listing.
    pub fn listing(&self, id: &str) -> Option<&Listing> {
        self.listings.get(id)
    }

    /// Every petition, by id.
    pub fn petitions(&self) -> impl Iterator<Item = (&str, &Petition)> {
        self.petitions.iter().map(|(id, one)| (id.as_str(), one))
    }

    /// One petition.
    pub fn petition(&self, id: &str) -> Option<&Petition> {
        self.petitions.get(id)
    }

    /// The petition whose receipt has this commitment.
    pub fn by_receipt(&self, receipt: &Digest) -> Option<(&str, &Petition)> {
        self.petitions().find(|(_, one)| one.receipt == *receipt)
    }

    /// Every screening, by position.
    pub fn screenings(&self) -> impl Iterator<Item = (Index, &Screening)> {
        self.screenings.iter().map(|(index, one)| (*index, one))
    }

    /// One screening.
    pub fn screening(&self, index: Index) -> Option<&Screening> {
        self.screenings.get(&index)
    }

    /// The screening with a commitment.
    pub fn asked(&self, query: &Digest) -> Option<(Index, &Screening)> {
        let index = *self.queries.get(query)?;
        Some((index, self.screenings.get(&index)?))
    }

    /// The comparison with a printed reference, and the screening it belongs to.
    pub fn adjudicated(&self, reference: &Digest) -> Option<(Index, &Screening, &Adjudicated)> {
        let (index, adjudication) = *self.references.get(reference)?;
        let screening = self.screenings.get(&index)?;
        Some((
            index,
            screening,
            screening.adjudications.get(&adjudication)?,
        ))
    }

    /// What was acknowledged of an edition, in order.
    pub fn acknowledged(&self, edition: &EditionName) -> &[Filed<Digest>] {
        self.acknowledgements
            .get(&edition.text())
            .map_or(&[], Vec::as_slice)
    }

    /// The listing a flag is about.
    pub fn flagged(&self, flag: Index) -> Option<(&str, &Listing)> {
        let (id, listing) = self.listings.get_key_value(self.flags.get(&flag)?)?;
        Some((id, listing))
    }

    /// The listing or petition a payload belongs to.
    pub fn home(&self, blob: &Digest) -> Option<&str> {
        self.blobs.get(blob).map(String::as_str)
    }

    /// The sealed payload of this name, and the mark of its erasure.
    pub fn sealed(&self, blob: &Digest) -> Option<(&Sealed, Option<&Mark>)> {
        let home = self.blobs.get(blob)?;
        if let Some(listing) = self.listings.get(home) {
            let found = listing.sealed().find(|one| one.blob == *blob)?;
            return Some((found, listing.erased.as_ref()));
        }
        let petition = self.petitions.get(home)?;
        let answers = petition.report.iter().chain(&petition.reply);
        let mut all = std::iter::once(&petition.body).chain(answers);
        Some((all.find(|one| one.blob == *blob)?, None))
    }

    /// Payloads whose erasure is in force, in the order of the acts.
    pub fn erased(&self) -> &[Digest] {
        &self.erased
    }

    fn next_id(&mut self, prefix: &str, at: Time) -> String {
        let year = at.civil().year();
        let (listings, petitions) = self.counted.entry(year).or_default();
        let count = if prefix == LISTING {
            listings
        } else {
            petitions
        };
        *count += 1;
        code::number(prefix, year, *count)
    }

    fn add(
        &mut self,
        mark: Mark,
        roll: &Roll,
        particulars: &Particulars,
        urgent: bool,
        canary: bool,
    ) {
        let id = self.next_id(LISTING, mark.at);
        let clocks = roll
            .charter_at(mark.at)
            .map(|charter| charter.clocks.watchlist.clone());
        self.name_blobs(&id, particulars.sealed());
        let listing = Listing {
            owner: mark.member.clone(),
            versions: vec![filed(&mark, particulars)],
            said: Vec::new(),
            clocks: clocks.unwrap_or_default(),
            urgent,
            canary,
            erased: None,
            receipts: Vec::new(),
        };
        self.listings.insert(id, listing);
    }

    fn name_blobs<'a>(&mut self, home: &str, sealed: impl Iterator<Item = &'a Sealed>) {
        for one in sealed {
            self.blobs.insert(one.blob, home.to_owned());
        }
    }
}

/// The prefix of listings' numbers.
const LISTING: &str = "TSQ";
/// The prefix of petitions' numbers.
const PETITION: &str = "PET";

impl Listing {
    /// The latest version.
    pub fn latest(&self) -> &Particulars {
        &self.versions.last().unwrap_or(&self.versions[0]).entry
    }

    /// A version, from 1.
    pub fn version(&self, version: u32) -> Option<&Filed<Particulars>> {
        self.versions
            .get(usize::try_from(version).ok()?.checked_sub(1)?)
    }

    /// When it was proposed.
    pub fn proposed(&self) -> &Mark {
        &self.versions[0].mark
    }

    /// Every sealed payload of every version, and of reassessments.
    pub fn sealed(&self) -> impl Iterator<Item = &Sealed> {
        let assessments = self.said.iter().filter_map(|said| match &said.entry {
            Said::RenewalProposed { assessment, .. } => Some(assessment),
            _ => None,
        });
        let versions = self.versions.iter();
        versions
            .flat_map(|one| one.entry.sealed())
            .chain(assessments)
    }
}

/// Takes an act in force into the state.
pub(crate) fn fold(state: &mut Watchlist, roll: &Roll, act: &Act<&E>) {
    let Some(member) = roll.speaker(act) else {
        return;
    };
    let mark = Mark {
        member,
        at: act.at,
        index: act.index,
    };
    match act.entry {
        E::ListingProposed(entry) => state.add(mark, roll, &entry.particulars, entry.urgent, false),
        E::CanaryPlaced(entry) => state.add(mark, roll, &entry.particulars, false, true),
        E::EditionAcknowledged(EditionAcknowledged { edition, root }) => {
            let all = state.acknowledgements.entry(edition.text()).or_default();
            all.push(filed(&mark, root));
        }
        E::ScreeningRecorded(entry) => {
            let screening = Screening {
                mark,
                key: act.by.key,
                recorded: entry.clone(),
                adjudications: BTreeMap::new(),
            };
            state.screenings.insert(act.index, screening);
            state.queries.insert(entry.query, act.index);
        }
        E::ScreeningAdjudicated(entry) => {
            let home = state.queries.get(&entry.screening).copied();
            let screening = home.and_then(|home| state.screenings.get_mut(&home));
            let (Some(home), Some(screening)) = (home, screening) else {
                return;
            };
            let adjudicated = Adjudicated {
                mark,
                key: act.by.key,
                said: entry.clone(),
                confirmed: None,
            };
            screening.adjudications.insert(act.index, adjudicated);
            state.references.insert(entry.reference, (home, act.index));
        }
        E::ScreeningConfirmed(entry) => {
            let found = state.references.get(&entry.adjudication);
            let found = found.and_then(|(home, index)| {
                let screening = state.screenings.get_mut(home)?;
                screening.adjudications.get_mut(index)
            });
            if let Some(adjudicated) = found {
                adjudicated.confirmed = Some(filed(&mark, entry));
            }
        }
        E::PetitionReceived(_)
        | E::PetitionAssigned(_)
        | E::PetitionAnswered(_)
        | E::RecommendationMade(_)
        | E::DelistingObjected(_) => fold_petition(state, mark, act.entry),
        entry => fold_listing(state, mark, entry),
    }
}

fn fold_petition(state: &mut Watchlist, mark: Mark, entry: &E) {
    let (id, said) = match entry {
        E::PetitionReceived(entry) => {
            let id = state.next_id(PETITION, mark.at);
            state.name_blobs(&id, std::iter::once(&entry.body));
            let petition = Petition {
                received: mark,
                kind: entry.kind,
                receipt: entry.receipt,
                body: entry.body.clone(),
                listing: entry.listing.clone(),
                assigned: None,
                recommended: None,
                report: None,
                reply: None,
                answered: None,
                objections: Vec::new(),
            };
            state.petitions.insert(id, petition);
            return;
        }
        E::PetitionAssigned(entry) => {
            let Some(petition) = state.petitions.get_mut(&entry.petition) else {
                return;
            };
            petition.listing = Some(entry.listing.clone());
            petition.assigned = Some(filed(&mark, &entry.reviewer));
            let said = Said::Petitioned {
                petition: entry.petition.clone(),
                received: petition.received.at,
            };
            (&entry.petition, said)
        }
        E::PetitionAnswered(entry) => {
            state.name_blobs(&entry.petition, entry.reply.iter());
            let Some(petition) = state.petitions.get_mut(&entry.petition) else {
                return;
            };
            petition.answered = Some(filed(&mark, &entry.answer));
            petition.reply = entry.reply.clone();
            let petition = entry.petition.clone();
            (&entry.petition, Said::PetitionAnswered { petition })
        }
        E::RecommendationMade(entry) => {
            state.name_blobs(
                &entry.petition,
                std::iter::once(&entry.report).chain(&entry.reply),
            );
            let Some(petition) = state.petitions.get_mut(&entry.petition) else {
                return;
            };
            petition.recommended = Some(filed(&mark, &entry.outcome));
            petition.report = Some(entry.report.clone());
            petition.reply = entry.reply.clone();
            let said = Said::Recommended {
                petition: entry.petition.clone(),
                outcome: entry.outcome,
            };
            (&entry.petition, said)
        }
        E::DelistingObjected(entry) => {
            let Some(petition) = state.petitions.get_mut(&entry.petition) else {
                return;
            };
            petition.objections.push(filed(&mark, &entry.ground));
            (&entry.petition, Said::DelistingObjected(entry.ground))
        }
        _ => return,
    };
    let listing = state.petitions.get(id).and_then(|one| one.listing.clone());
    if let Some(listing) = listing.and_then(|id| state.listings.get_mut(&id)) {
        listing.said.push(filed(&mark, &said));
    }
}

fn fold_listing(state: &mut Watchlist, mark: Mark, entry: &E) {
    let (id, said) = match entry {
        E::ListingCorrected(entry) => {
            state.name_blobs(&entry.listing, entry.particulars.sealed());
            if let Some(listing) = state.listings.get_mut(&entry.listing) {
                listing.versions.push(filed(&mark, &entry.particulars));
            }
            (&entry.listing, Said::Corrected)
        }
        E::ListingChecked(entry) => {
            let said = Said::Checked {
                version: entry.version,
                outcome: entry.outcome,
                refugee: entry.refugee,
                urgent: entry.urgent,
            };
            (&entry.listing, said)
        }
        E::ListingSeconded(entry) => (&entry.listing, Said::Seconded),
        E::ListingObjected(entry) => (&entry.listing, Said::Objected(entry.ground)),
        E::HoldExtended(entry) => (&entry.listing, Said::HoldExtended),
        E::ObjectionWithdrawn(entry) => (&entry.listing, Said::ObjectionWithdrawn),
        E::ListingWithdrawn(entry) => (&entry.listing, Said::Withdrawn),
        E::ListingDelisted(entry) => (&entry.listing, Said::Delisted(entry.because)),
        E::RenewalProposed(entry) => {
            state.name_blobs(&entry.listing, std::iter::once(&entry.assessment));
            let said = Said::RenewalProposed {
                review_by: entry.review_by,
                assessment: entry.assessment.clone(),
            };
            (&entry.listing, said)
        }
        E::RenewalSeconded(entry) => (&entry.listing, Said::RenewalSeconded(entry.renewal)),
        E::FlagRaised(entry) => {
            state.flags.insert(mark.index, entry.listing.clone());
            (&entry.listing, Said::Flagged(entry.ground))
        }
        E::FlagCleared(entry) => {
            let Some(id) = state.flags.get(&entry.flag) else {
                return;
            };
            let said = Said::FlagCleared {
                flag: entry.flag,
                token: entry.token,
            };
            (id, said)
        }
        E::ListingErased(entry) => {
            if let Some(listing) = state.listings.get_mut(&entry.listing) {
                listing.erased = Some(mark.clone());
                state.erased.extend(listing.sealed().map(|one| one.blob));
            }
            (&entry.listing, Said::Erased)
        }
        E::ErasureReceipted(entry) => {
            if let Some(listing) = state.listings.get_mut(&entry.listing) {
                listing.receipts.push(mark);
            }
            return;
        }
        _ => return,
    };
    if let Some(listing) = state.listings.get_mut(id) {
        listing.said.push(filed(&mark, &said));
    }
}

fn filed<T: Clone>(mark: &Mark, entry: &T) -> Filed<T> {
    Filed {
        mark: mark.clone(),
        entry: entry.clone(),
    }
}
