//! The bounds of what an entry may hold, and the form of its parts.

use act::{Refusal, Time};
use roll::Roll;
use roll::charter::is_id;

use crate::entry::{Basis, Category, Identity, Particulars, Sealed, Subject};
use crate::state::Watchlist;

/// Longest name of an instrument, article, authority or source, in bytes.
const TEXT_BYTES_MAX: usize = 200;
/// Most legal bases of a listing.
const BASIS_MAX: usize = 8;
/// Most pictures of a listing.
const PHOTOS_MAX: usize = 8;
/// Largest sealed payload.
const SEALED_BYTES_MAX: u64 = 40_000_000;
/// Most listings shown for one screening.
pub(crate) const SHOWN_MAX: usize = 20;
/// Most lines of one comparison.
pub(crate) const COMPARED_MAX: usize = 20;
/// Longest wait that can be recorded, in minutes.
pub(crate) const HELD_MINUTES_MAX: u32 = 7 * 24 * 60;

/// Whether these particulars may be listed at all, whoever proposes them. `home` is the listing they
/// are a new version of: it may name its payloads again.
pub(crate) fn check_particulars(
    watchlist: &Watchlist,
    roll: &Roll,
    particulars: &Particulars,
    home: Option<&str>,
    (at, review_max): (Time, Time),
) -> Result<(), Refusal> {
    check_basis(&particulars.basis, at)?;
    if particulars.action != particulars.category.action() {
        return Err(Refusal::new("watchlist.action-unfit")
            .about("action", particulars.action.name())
            .about("category", particulars.category.name()));
    }
    check_subject(particulars)?;
    if particulars.minor && particulars.category != Category::C {
        return Err(Refusal::new("watchlist.minor"));
    }
    match &particulars.source {
        None if particulars.category == Category::E => {
            return Err(Refusal::new("watchlist.no-source"));
        }
        Some(source) if !is_id(source) => {
            return Err(Refusal::new("watchlist.bad-source").about("source", source.as_str()));
        }
        _ => {}
    }
    if particulars.review_by <= at || particulars.review_by > review_max {
        return Err(Refusal::new("watchlist.review-unfit").about("until", review_max));
    }
    if particulars.photos.len() > PHOTOS_MAX {
        return Err(too_many("photos", PHOTOS_MAX));
    }
    if usize::from(particulars.identity.photos) != particulars.photos.len() {
        return Err(Refusal::new("watchlist.photos-differ"));
    }
    for sealed in particulars.sealed() {
        check_sealed(watchlist, roll, sealed, home)?;
    }
    both_sides_can_open(roll, &particulars.body)
}

fn check_basis(basis: &[Basis], at: Time) -> Result<(), Refusal> {
    if basis.is_empty() {
        return Err(Refusal::new("watchlist.no-basis"));
    }
    if basis.len() > BASIS_MAX {
        return Err(too_many("basis", BASIS_MAX));
    }
    for one in basis {
        for (field, text) in [
            ("instrument", &one.instrument),
            ("authority", &one.authority),
        ] {
            if text.trim().is_empty() {
                return Err(Refusal::new("watchlist.no-basis").about("field", field));
            }
        }
        for text in [&one.instrument, &one.article, &one.authority] {
            if text.len() > TEXT_BYTES_MAX {
                return Err(
                    Refusal::new("watchlist.text-too-long").about("limit", TEXT_BYTES_MAX as u64)
                );
            }
        }
        if one.decided > at || one.valid_until.is_some_and(|until| until <= at) {
            return Err(Refusal::new("watchlist.basis-not-valid")
                .about("instrument", one.instrument.as_str()));
        }
    }
    Ok(())
}

/// A person needs a primary name and two things that tell them from namesakes; a document or vehicle
/// its number. What a category is about must fit.
fn check_subject(particulars: &Particulars) -> Result<(), Refusal> {
    let identity = &particulars.identity;
    let fits = match particulars.subject {
        Subject::Person => particulars.category != Category::D,
        Subject::Group => particulars.category == Category::E,
        Subject::Document | Subject::Vehicle => particulars.category == Category::D,
    };
    if !fits {
        return Err(Refusal::new("watchlist.subject-unfit")
            .about("subject", particulars.subject.name())
            .about("category", particulars.category.name()));
    }
    let enough = match particulars.subject {
        Subject::Person => identity.names > 0 && identifiers(identity) >= 2,
        Subject::Group => identity.names > 0,
        Subject::Document | Subject::Vehicle => identity.documents > 0,
    };
    match enough {
        true => Ok(()),
        false => Err(Refusal::new("watchlist.identity-thin")),
    }
}

/// How many kinds of things beside the name tell the person from others.
fn identifiers(identity: &Identity) -> usize {
    let kinds = [
        identity.father,
        identity.birth != crate::entry::BirthKnown::No,
        identity.place,
        identity.documents > 0,
        identity.photos > 0,
    ];
    kinds.into_iter().filter(|kind| *kind).count()
}

/// A payload nobody but members can open, and that nothing else named before.
pub(crate) fn check_sealed(
    watchlist: &Watchlist,
    roll: &Roll,
    sealed: &Sealed,
    home: Option<&str>,
) -> Result<(), Refusal> {
    if sealed.bytes == 0 || sealed.bytes > SEALED_BYTES_MAX {
        return Err(Refusal::new("watchlist.blob-size").about("limit", SEALED_BYTES_MAX));
    }
    if sealed.sealed_to.is_empty() {
        return Err(Refusal::new("watchlist.not-sealed"));
    }
    if let Some(member) = sealed.sealed_to.iter().find(|id| roll.member(id).is_none()) {
        return Err(Refusal::new("watchlist.no-such-member").about("member", member.as_str()));
    }
    let known = watchlist.home(&sealed.blob);
    if known.is_some() && known != home {
        return Err(Refusal::new("watchlist.blob-known"));
    }
    Ok(())
}

/// A body that one side can't open would be a secret list.
fn both_sides_can_open(roll: &Roll, body: &Sealed) -> Result<(), Refusal> {
    use act::decision::Part;
    let entitled = [Part::Party, Part::Mediator];
    let mut members = entitled.into_iter().flat_map(|part| roll.with_part(part));
    match members.find(|member| !body.sealed_to.contains(&member.id)) {
        None => Ok(()),
        Some(member) => {
            Err(Refusal::new("watchlist.not-sealed-to").about("member", member.id.as_str()))
        }
    }
}

fn too_many(field: &'static str, limit: usize) -> Refusal {
    Refusal::new("watchlist.too-many")
        .about("field", field)
        .about("limit", limit as u64)
}
