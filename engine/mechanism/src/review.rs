//! The second step of signing, for any entry of any area.

use act::{PublicKey, Refusal};
use page::{Ask, NotHere, Review, Second, Shown};

use crate::{Said, World};

/// Something about to be signed.
pub struct ToSign<'a> {
    /// What it says.
    pub said: &'a Said,
    /// Whose act it is.
    pub by: PublicKey,
    /// The exact bytes of its statement.
    pub payload: &'a str,
    /// What the rules say of it, from [`World::judge`].
    pub refusal: Option<&'a Refusal>,
    /// The form it came from.
    pub back: &'a str,
    /// Where the reader goes afterwards.
    pub next: &'a str,
    /// Where it waits for a second officer, if it does: its name.
    pub check: Option<&'a str>,
}

/// Whether an act lacks nothing but the signature of a second officer.
pub fn wants_second_officer(refusal: &Refusal) -> bool {
    refusal.code == hotline::SECOND_OFFICER
}

/// The page on which a member reads what it is about to sign, and signs. Visitors can't.
pub fn review(world: &World, ask: &Ask<'_>, to_sign: &ToSign<'_>) -> Result<Shown, NotHere> {
    let viewer = ask.viewer()?;
    let tr = ask.tr;
    let (area, kind) = to_sign.said.kind();
    let name = kind.rsplit_once(".v").map_or(kind, |(name, _)| name);
    let roll = &world.areas.roll;
    let entry = format!("{area}.{name}");
    let office = office(world, ask, &viewer, &entry);
    let consequence = format!("{area}-then-{name}");
    let lacking = to_sign.refusal.is_some_and(wants_second_officer);
    let own = to_sign.by == viewer.key;
    let second = match to_sign.check {
        Some(id) if own => Second::Waiting(id),
        Some(id) => Second::ForReader(id),
        None if lacking => Second::Needed,
        None => Second::NotNeeded,
    };
    let panel = Review {
        statement: world.say(to_sign.said, tr),
        verb: tr.say(&verb(to_sign.said)),
        payload: to_sign.payload,
        payload_type: &act::envelope::payload_type(area, kind),
        mechanism: roll.mechanism().unwrap_or_default(),
        office,
        member: roll::page::member_name(roll, viewer.member, tr.lang),
        key: viewer.key,
        key_expires: viewer.key_expires,
        consequences: match tr.catalogue.has(&consequence) {
            true => vec![tr.say(&consequence)],
            false => Vec::new(),
        },
        refusal: to_sign
            .refusal
            .filter(|refusal| !wants_second_officer(refusal)),
        back: to_sign.back,
        next: to_sign.next,
        second,
    };
    Ok(Shown::reading(
        tr.plain("mechanism-review", &[]),
        panel.show(tr),
    ))
}

/// The act's own verb: `agreement-choose-accept` for a position, else
/// `agreement-verb-draft-tabled`.
fn verb(said: &Said) -> String {
    let (area, kind) = said.kind();
    let name = kind.rsplit_once(".v").map_or(kind, |(name, _)| name);
    match said {
        Said::Agreement(agreement::AgreementEntry::PositionTaken(entry)) => {
            format!("agreement-choose-{}", entry.stance.name())
        }
        _ => format!("{area}-verb-{name}"),
    }
}

/// The office that gives the authority, among those the key was granted.
fn office<'a>(world: &'a World, ask: &Ask<'a>, viewer: &page::Viewer<'a>, entry: &str) -> &'a str {
    let roll = &world.areas.roll;
    let held = viewer.offices.iter().find(|office| {
        roll.charter_at(ask.as_of)
            .is_some_and(|charter| charter.office_may(office, entry))
    });
    held.or(viewer.offices.first())
        .map_or(viewer.label, |office| {
            roll::page::office_name(roll, office, ask.as_of, ask.tr.lang)
        })
}
