//! The words of the watchlist: what a member can say about listings, petitions and screenings.
//!
//! Nothing here says who anybody is. Names, birth dates, documents, case numbers, summaries and
//! pictures are in sealed payloads; an entry holds their salted commitments, and claims about them
//! that mediators confirm after opening the seal.

use act::{Digest, Index, Time};

act::entries! {
    /// What can be said about the watchlist.
    pub enum WatchlistEntry {
        "listing-proposed.v1" => ListingProposed,
        "listing-corrected.v1" => ListingCorrected,
        "listing-checked.v1" => ListingChecked,
        "listing-seconded.v1" => ListingSeconded,
        "listing-objected.v1" => ListingObjected,
        "hold-extended.v1" => HoldExtended,
        "objection-withdrawn.v1" => ObjectionWithdrawn,
        "listing-withdrawn.v1" => ListingWithdrawn,
        "listing-delisted.v1" => ListingDelisted,
        "renewal-proposed.v1" => RenewalProposed,
        "renewal-seconded.v1" => RenewalSeconded,
        "flag-raised.v1" => FlagRaised,
        "flag-cleared.v1" => FlagCleared,
        "petition-received.v1" => PetitionReceived,
        "petition-assigned.v1" => PetitionAssigned,
        "petition-answered.v1" => PetitionAnswered,
        "recommendation-made.v1" => RecommendationMade,
        "delisting-objected.v1" => DelistingObjected,
        "listing-erased.v1" => ListingErased,
        "erasure-receipted.v1" => ErasureReceipted,
        "edition-acknowledged.v1" => EditionAcknowledged,
        "screening-recorded.v1" => ScreeningRecorded,
        "screening-adjudicated.v1" => ScreeningAdjudicated,
        "screening-confirmed.v1" => ScreeningConfirmed,
        "canary-placed.v1" => CanaryPlaced,
    }
}

act::words! {
    /// What the log holds of a listing: everything about it except who it is about.
    pub struct Particulars {
        /// What is listed.
        subject: Subject,
        /// Why it can be.
        category: Category,
        /// The one thing an officer does.
        action: Action,
        /// The law it rests on. Empty: void.
        basis: Vec<Basis>,
        /// What the body holds to tell this person from others, as its author says.
        identity: Identity,
        /// Whether the person is under 18, or may be.
        minor: bool,
        /// When it is reviewed at the latest.
        review_by: Time,
        /// The published list it mirrors.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
        /// The sealed body.
        body: Sealed,
        /// Sealed material for reviewers: the statement of case, evidence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confidential: Option<Sealed>,
        /// Sealed pictures.
        photos: Vec<Photo>,
    }

    /// An instrument, and who acted under it. A decision's own number is in the sealed body.
    pub struct Basis {
        /// The law or treaty.
        instrument: String,
        /// Its article.
        article: String,
        /// The court or office that decided.
        authority: String,
        /// When it decided.
        decided: Time,
        /// Until when the decision is valid, where it has an end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        valid_until: Option<Time>,
    }

    /// What a body holds, counted.
    pub struct Identity {
        /// Primary names.
        names: u8,
        /// Whether it names the father.
        father: bool,
        /// How well the birth is known.
        birth: BirthKnown,
        /// Whether it has a place of birth.
        place: bool,
        /// Identity documents.
        documents: u8,
        /// Pictures.
        photos: u8,
    }

    /// A sealed payload outside the log.
    pub struct Sealed {
        /// Its salted commitment.
        blob: Digest,
        /// Its size.
        bytes: u64,
        /// Members it is sealed to.
        sealed_to: Vec<String>,
    }

    /// A sealed picture: re-encoded, without metadata.
    pub struct Photo {
        /// At most 1,200 pixels a side.
        view: Sealed,
        /// At most 256 pixels a side.
        thumb: Sealed,
        /// Where it is from.
        kind: PhotoKind,
        /// When it was taken, where known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken: Option<Time>,
    }

    /// A party proposes a listing. It gets its id from its place in the log.
    pub struct ListingProposed {
        /// What the log holds of it.
        particulars: Box<Particulars>,
        /// Whether the short clock is asked for; mediators decide.
        urgent: bool,
    }

    /// Its proposer puts something right: a new version, in force at once. Category and action stay.
    pub struct ListingCorrected {
        /// Which.
        listing: String,
        /// The new version.
        particulars: Box<Particulars>,
        /// Why.
        because: Correction,
    }

    /// A mediator opened the body and checked form, legal basis, identity and safeguards.
    pub struct ListingChecked {
        /// Which.
        listing: String,
        /// Which version, from 1.
        version: u32,
        /// What came out.
        outcome: CheckOutcome,
        /// The answer to the refugee check: nothing but yes or no leaves the mediators.
        refugee: RefugeeCheck,
        /// Whether the short clock applies.
        urgent: bool,
    }

    /// The other party seconds a circulated listing.
    pub struct ListingSeconded {
        /// Which.
        listing: String,
        /// Which version.
        version: u32,
    }

    /// The other party objects: the listing is held.
    pub struct ListingObjected {
        /// Which.
        listing: String,
        /// On which ground.
        ground: Ground,
    }

    /// The objector needs longer, once.
    pub struct HoldExtended {
        /// Which.
        listing: String,
    }

    /// The objector takes its objection back.
    pub struct ObjectionWithdrawn {
        /// Which.
        listing: String,
    }

    /// The proposer takes a proposal back before it is in force.
    pub struct ListingWithdrawn {
        /// Which.
        listing: String,
    }

    /// The proposer ends its listing, at once.
    pub struct ListingDelisted {
        /// Which.
        listing: String,
        /// Why.
        because: Ending,
    }

    /// The proposer reassessed the listing and asks for a new review date.
    pub struct RenewalProposed {
        /// Which.
        listing: String,
        /// The new date.
        review_by: Time,
        /// The sealed individual reassessment.
        assessment: Sealed,
    }

    /// The other party seconds a renewal.
    pub struct RenewalSeconded {
        /// Which.
        listing: String,
        /// The position of the renewal.
        renewal: Index,
    }

    /// Something is wrong, or may be: the listing is under review from now.
    pub struct FlagRaised {
        /// Which.
        listing: String,
        /// What.
        ground: FlagGround,
    }

    /// Mediators settle a flag.
    pub struct FlagCleared {
        /// The position of the flag.
        flag: Index,
        /// The commitment to the bearer token that a cleared namesake carries.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<Digest>,
    }

    /// A petition came in through the mediators. It gets its id from its place in the log.
    pub struct PetitionReceived {
        /// What is asked for.
        kind: PetitionKind,
        /// The listing, once the mediators know which.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        listing: Option<String>,
        /// The commitment to the receipt the petitioner holds.
        receipt: Digest,
        /// The petition, sealed to mediators.
        body: Sealed,
    }

    /// A petition about a listing goes to an independent reviewer.
    pub struct PetitionAssigned {
        /// Which.
        petition: String,
        /// The listing.
        listing: String,
        /// The mediator whose reviewer it is.
        reviewer: String,
    }

    /// A petition that needs no review is answered.
    pub struct PetitionAnswered {
        /// Which.
        petition: String,
        /// What was answered.
        answer: PetitionAnswer,
        /// The answer in words, sealed to mediators and to the key of the petitioner's receipt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<Sealed>,
    }

    /// The independent reviewer's outcome.
    pub struct RecommendationMade {
        /// Which petition.
        petition: String,
        /// What is recommended.
        outcome: Recommended,
        /// The sealed report.
        report: Sealed,
        /// The reasons in words, sealed to mediators and to the key of the petitioner's receipt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<Sealed>,
    }

    /// A party objects, with reasons, to a recommended delisting. One objection is not enough.
    pub struct DelistingObjected {
        /// Which petition.
        petition: String,
        /// On which ground.
        ground: Ground,
    }

    /// The payloads of an ended listing are destroyed.
    pub struct ListingErased {
        /// Which.
        listing: String,
    }

    /// A member destroyed its own copies and keys too.
    pub struct ErasureReceipted {
        /// Which.
        listing: String,
    }

    /// A party says which edition it holds.
    pub struct EditionAcknowledged {
        /// The edition.
        edition: EditionName,
        /// Its root as this party computed it.
        root: Digest,
    }

    /// One question asked of an edition at a post.
    pub struct ScreeningRecorded {
        /// Where.
        post: String,
        /// The salted commitment to what was asked.
        query: Digest,
        /// The edition that was asked.
        edition: EditionName,
        /// Its root.
        root: Digest,
        /// The version of the matcher.
        matcher: String,
        /// Why it was asked.
        purpose: Purpose,
        /// In which script the name was read.
        pool: Pool,
        /// The highest band.
        band: Band,
        /// The listings that were shown.
        shown: Vec<String>,
    }

    /// An officer compared the person with a listing that was shown.
    pub struct ScreeningAdjudicated {
        /// The screening, by its commitment: at a post without a link it has no position yet.
        screening: Digest,
        /// Which listing.
        listing: String,
        /// What came out.
        outcome: Adjudication,
        /// What was compared, and how it came out: at least one line.
        compared: Vec<Compared>,
        /// How long the person waited, in minutes.
        held_minutes: u32,
        /// The commitment to the printed reference the person was given.
        reference: Digest,
    }

    /// Something that was compared.
    pub struct Compared {
        /// What.
        feature: Feature,
        /// How it came out.
        result: Agreement,
    }

    /// A second officer, with a key of its own, looked too.
    pub struct ScreeningConfirmed {
        /// The comparison, by the commitment to its printed reference.
        adjudication: Digest,
        /// What came out.
        outcome: Adjudication,
    }

    /// Mediators put an invented entry into the editions, to notice who fishes in them.
    pub struct CanaryPlaced {
        /// What the log holds of it.
        particulars: Box<Particulars>,
    }

    /// The name of an edition: its day, and how many urgent ones came since its cut.
    #[derive(PartialOrd, Ord)]
    pub struct EditionName {
        /// `2025-11-20`.
        day: String,
        /// 0 is the daily edition.
        urgent: u32,
    }
}

act::coded! {
    /// What can be listed.
    pub enum Subject {
        /// A person.
        Person = "person",
        /// A group, of which nobody is a member by being listed.
        Group = "group",
        /// A document reported lost or stolen.
        Document = "document",
        /// A vehicle.
        Vehicle = "vehicle",
    }

    /// Why something can be listed. There is no category for suspicion.
    pub enum Category {
        /// Wanted on a judicial warrant.
        A = "a",
        /// Entry refused by a decision.
        B = "b",
        /// Missing or at risk: protective.
        C = "c",
        /// A lost or stolen document or vehicle.
        D = "d",
        /// The mirror of a listing by the United Nations.
        E = "e",
    }

    /// What an officer does. Each category has one; none hands a person over.
    pub enum Action {
        /// Refer to the warrant officer.
        ReferToWarrantOfficer = "refer-to-warrant-officer",
        /// Refer to the entry officer.
        ReferToEntryOfficer = "refer-to-entry-officer",
        /// Protect, and notify the mediators.
        ProtectAndNotify = "protect-and-notify",
        /// Withhold the document or vehicle.
        WithholdDocument = "withhold-document",
        /// Apply the measures of the United Nations.
        ApplyUnMeasures = "apply-un-measures",
    }

    /// How well a birth is known.
    pub enum BirthKnown {
        /// Not at all.
        No = "no",
        /// To the year.
        Year = "year",
        /// To the day.
        Day = "day",
    }

    /// Where a picture is from.
    pub enum PhotoKind {
        /// An identity document.
        IdentityDocument = "identity-document",
        /// Custody.
        Custody = "custody",
        /// A public source.
        OpenSource = "open-source",
        /// The family.
        Family = "family",
    }

    /// Why a version was corrected.
    pub enum Correction {
        /// A mistake in the body.
        Mistake = "mistake",
        /// Something new that tells the person from others.
        Identifier = "identifier",
        /// A namesake was cleared, and the body says so.
        Namesake = "namesake",
        /// The proposal was returned.
        Returned = "returned",
        /// The source changed.
        Source = "source",
    }

    /// What came out of a mediator's check.
    pub enum CheckOutcome {
        /// It goes to the other party.
        Circulate = "circulate",
        /// The body does not hold what was claimed of it.
        ReturnIdentity = "return-identity",
        /// The legal basis does not carry it.
        ReturnBasis = "return-basis",
        /// A safeguard stands against it.
        ReturnSafeguard = "return-safeguard",
        /// It says of tribe, ethnicity or religion what it may not.
        ReturnContent = "return-content",
    }

    /// The mediators' own yes or no.
    pub enum RefugeeCheck {
        /// Nothing stands against the listing.
        Clear = "clear",
        /// Protection stands against it.
        Blocked = "blocked",
        /// Not a person.
        NotAPerson = "not-a-person",
    }

    /// Why a party objects.
    pub enum Ground {
        /// The person is not told from others.
        Identity = "identity",
        /// The legal basis.
        Basis = "basis",
        /// A political offence.
        Political = "political",
        /// The person's age.
        Age = "age",
        /// Protection.
        Protection = "protection",
        /// The measure is out of proportion.
        Proportion = "proportion",
    }

    /// Why a listing ends.
    pub enum Ending {
        /// Its purpose is achieved.
        Achieved = "achieved",
        /// Its basis fell away.
        BasisGone = "basis-gone",
        /// It was a mistake.
        Mistake = "mistake",
        /// Its source was delisted.
        SourceDelisted = "source-delisted",
    }

    /// What is wrong with a listing, or may be.
    pub enum FlagGround {
        /// Protection stands against it.
        Refugee = "refugee",
        /// Its source was delisted.
        SourceDelisted = "source-delisted",
        /// Somebody else was taken for the person.
        MistakenIdentity = "mistaken-identity",
        /// New evidence.
        NewEvidence = "new-evidence",
    }

    /// What a petition asks for.
    pub enum PetitionKind {
        /// To know whether one is listed.
        Access = "access",
        /// To be removed.
        Removal = "removal",
        /// To be told from somebody who is listed.
        MistakenIdentity = "mistaken-identity",
        /// To put something right.
        Correction = "correction",
    }

    /// What was answered.
    pub enum PetitionAnswer {
        /// The identity was checked, and there is no listing.
        NotListed = "not-listed",
        /// The identity was checked, and the releasable summary was given.
        SummaryGiven = "summary-given",
        /// The mistake was put right.
        PutRight = "put-right",
        /// The identity could not be checked.
        NotIdentified = "not-identified",
        /// It was taken back.
        Withdrawn = "withdrawn",
    }

    /// What a reviewer recommends.
    pub enum Recommended {
        /// To end the listing.
        Delist = "delist",
        /// To keep it, with reasons given to the petitioner.
        Keep = "keep",
    }

    /// Why a question was asked.
    pub enum Purpose {
        /// Entry.
        Entry = "entry",
        /// Exit.
        Exit = "exit",
        /// A check of a document.
        Document = "document",
        /// A check of a vehicle.
        Vehicle = "vehicle",
        /// A drill with an invented name.
        Drill = "drill",
    }

    /// The script a name was read in: false alerts are counted by it.
    pub enum Pool {
        /// Arabic script.
        Arabic = "arabic-script",
        /// Latin script.
        Latin = "latin-script",
        /// Any other.
        Other = "other-script",
    }

    /// What a screening says. Nothing here is a decision.
    pub enum Band {
        /// Nothing to look at.
        None = "none",
        /// A possible match, for human review.
        Possible = "possible",
        /// A stronger possible match, for human review.
        Strong = "strong",
    }

    /// What an officer saw.
    pub enum Adjudication {
        /// The same person.
        Same = "same",
        /// Not the same.
        NotSame = "not-same",
        /// It can't be told.
        CannotTell = "cannot-tell",
    }

    /// What can be compared.
    pub enum Feature {
        /// The name.
        Name = "name",
        /// The father's name.
        Father = "father",
        /// The birth.
        Birth = "birth",
        /// The place of birth.
        Place = "place",
        /// A document.
        Document = "document",
        /// The picture, by eye.
        Picture = "picture",
        /// A mark the body describes.
        Mark = "mark",
        /// A cleared namesake's token.
        Token = "token",
    }

    /// How a comparison came out.
    pub enum Agreement {
        /// It agrees.
        Agrees = "agrees",
        /// It differs.
        Differs = "differs",
        /// It is not known.
        Unknown = "unknown",
    }
}

impl Category {
    /// The one thing an officer does about it.
    pub const fn action(self) -> Action {
        match self {
            Category::A => Action::ReferToWarrantOfficer,
            Category::B => Action::ReferToEntryOfficer,
            Category::C => Action::ProtectAndNotify,
            Category::D => Action::WithholdDocument,
            Category::E => Action::ApplyUnMeasures,
        }
    }

    /// Its place from A to E, as the charter's clocks count.
    pub const fn place(self) -> usize {
        self as usize
    }
}

impl FlagGround {
    /// Whether the action rests while the flag stands.
    pub const fn suspends(self) -> bool {
        !matches!(self, FlagGround::NewEvidence)
    }
}

impl Particulars {
    /// Every sealed payload it names.
    pub fn sealed(&self) -> impl Iterator<Item = &Sealed> {
        let photos = self.photos.iter().flat_map(|one| [&one.view, &one.thumb]);
        let confidential = self.confidential.iter();
        std::iter::once(&self.body)
            .chain(confidential)
            .chain(photos)
    }
}
