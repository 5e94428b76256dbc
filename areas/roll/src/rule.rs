//! Who may change the roll, when, and on what basis.

use act::decision::Part;
use act::{Act, Refusal};

use crate::authority::{About, count};
use crate::charter::{Charter, check_roots, is_id};
use crate::entry::{
    Change, CharterSigned, KeyGranted, KeyRevoked, ProposalMade, RollEntry, RootRotated, VoteCast,
    key_request,
};
use crate::state::Roll;

/// Longest title of an office-holder, in bytes.
const LABEL_BYTES_MAX: usize = 120;
/// Longest reason, in bytes.
const REASON_BYTES_MAX: usize = 2_000;
const DAY_MILLIS: i64 = 86_400_000;

pub(crate) fn judge(roll: &Roll, act: &Act<&RollEntry>) -> Result<(), Refusal> {
    match act.entry {
        RollEntry::CharterSigned(entry) => charter_signed(roll, act, entry),
        RollEntry::KeyGranted(entry) => key_granted(roll, act, entry),
        RollEntry::KeyRevoked(entry) => key_revoked(roll, act, entry),
        RollEntry::SealKeyAnnounced(entry) => {
            roll.standing(&act.by.key, act.index, act.at)?;
            match entry.seal_key.parse::<seal::SealKey>() {
                Ok(_) => Ok(()),
                Err(_) => Err(Refusal::new("roll.seal-key-malformed")),
            }
        }
        RollEntry::RootRotated(entry) => root_rotated(roll, act, entry),
        RollEntry::ProposalMade(entry) => proposal_made(roll, act, entry),
        RollEntry::VoteCast(entry) => vote_cast(roll, act, entry),
    }
}

/// The charter is the first entry, once, and every member's roots signed it.
fn charter_signed(
    roll: &Roll,
    act: &Act<&RollEntry>,
    entry: &CharterSigned,
) -> Result<(), Refusal> {
    if roll.mechanism().is_some() || act.index != 0 {
        return Err(Refusal::new("roll.charter-not-first"));
    }
    let charter = Charter::parse(&entry.charter).map_err(|e| {
        Refusal::new("roll.charter-malformed").about("what", act::Value::Words(e.to_string()))
    })?;
    for member in &charter.members {
        let threshold = usize::try_from(member.threshold).unwrap_or(usize::MAX);
        if count(act, &member.roots) < threshold {
            return Err(Refusal::new("roll.charter-unsigned").about("member", member.id.as_str()));
        }
    }
    Ok(())
}

/// A key is granted by enough of the member's roots, or by a key of that member whose office may
/// grant, and then only offices that are not themselves allowed to grant.
fn key_granted(roll: &Roll, act: &Act<&RollEntry>, entry: &KeyGranted) -> Result<(), Refusal> {
    let charter = roll
        .charter_at(act.at)
        .ok_or_else(|| Refusal::new("roll.no-charter"))?;
    let member = known_member(roll, &entry.member)?;
    let by_roots = roll.signed_by_roots(act, &entry.member);
    if !by_roots {
        roll.authorise(act, "roll.key-granted", About::member(&entry.member))?;
    }
    if !entry.key.is_sound() {
        return Err(Refusal::new("roll.key-unsound").about("key", entry.key));
    }
    if roll.grant(&entry.key).is_some() || roll.root_of(&entry.key).is_some() {
        return Err(Refusal::new("roll.key-known").about("key", entry.key));
    }
    let mechanism = roll.mechanism().unwrap_or_default();
    let request = key_request(&mechanism, &entry.key, &entry.label);
    if !entry.key.verifies(&request, &entry.pop) {
        return Err(Refusal::new("roll.no-proof-of-possession").about("key", entry.key));
    }
    check_window(charter, entry)?;
    check_text("label", &entry.label, LABEL_BYTES_MAX)?;
    if entry.offices.is_empty() {
        return Err(Refusal::new("roll.no-office"));
    }
    for id in &entry.offices {
        let office = charter.offices.iter().find(|office| office.id == *id);
        let open_to = office.is_some_and(|office| office.of.contains(&member.part));
        if !open_to {
            return Err(Refusal::new("roll.office-not-open")
                .about("office", id.as_str())
                .about("member", member.id.as_str()));
        }
        if !by_roots && may_grant(charter, id) {
            return Err(Refusal::new("roll.only-roots-grant").about("office", id.as_str()));
        }
    }
    let posts = roll.posts(act.at);
    match entry
        .posts
        .iter()
        .find(|id| !posts.iter().any(|post| post.id == **id))
    {
        Some(unknown) => Err(Refusal::new("roll.no-such-post").about("post", unknown.as_str())),
        None => Ok(()),
    }
}

/// Whether an office may itself grant keys: only roots appoint to it.
fn may_grant(charter: &Charter, office: &str) -> bool {
    charter.authority.iter().any(|row| {
        row.office == office
            && row
                .may
                .iter()
                .any(|m| m == "roll.key-granted" || m == "roll.*")
    })
}

fn check_window(charter: &Charter, entry: &KeyGranted) -> Result<(), Refusal> {
    let longest = i64::from(charter.clocks.grant_days_max) * DAY_MILLIS;
    let length = entry.not_after.since(entry.not_before);
    if length <= 0 || length > longest {
        return Err(Refusal::new("roll.grant-window")
            .about("days", u64::from(charter.clocks.grant_days_max)));
    }
    Ok(())
}

/// A member revokes its own keys: by its roots, by an office that may, or the key itself.
fn key_revoked(roll: &Roll, act: &Act<&RollEntry>, entry: &KeyRevoked) -> Result<(), Refusal> {
    let grant = roll
        .grant(&entry.key)
        .ok_or_else(|| Refusal::new("roll.key-unknown").about("key", entry.key))?;
    if grant.revoked.is_some() {
        return Err(Refusal::new("roll.key-already-revoked").about("key", entry.key));
    }
    if act.by.key == entry.key {
        return roll.standing(&act.by.key, act.index, act.at).map(|_| ());
    }
    if roll.signed_by_roots(act, &grant.member) {
        return Ok(());
    }
    roll.authorise(act, "roll.key-revoked", About::member(&grant.member))
        .map(|_| ())
}

/// Roots are replaced by enough of the old together with enough of the new.
fn root_rotated(roll: &Roll, act: &Act<&RollEntry>, entry: &RootRotated) -> Result<(), Refusal> {
    known_member(roll, &entry.member)?;
    check_roots(&entry.member, &entry.roots, entry.threshold).map_err(|e| {
        Refusal::new("roll.roots-malformed").about("what", act::Value::Words(e.to_string()))
    })?;
    if !roll.signed_by_roots(act, &entry.member) {
        return Err(Refusal::new("roll.not-enough-roots").about("member", entry.member.as_str()));
    }
    let threshold = usize::try_from(entry.threshold).unwrap_or(usize::MAX);
    if count(act, &entry.roots) < threshold {
        return Err(
            Refusal::new("roll.not-enough-new-roots").about("member", entry.member.as_str())
        );
    }
    for key in &entry.roots {
        let elsewhere = roll
            .root_of(key)
            .is_some_and(|member| member.id != entry.member);
        if elsewhere || roll.grant(key).is_some() {
            return Err(Refusal::new("roll.key-known").about("key", *key));
        }
    }
    Ok(())
}

fn proposal_made(roll: &Roll, act: &Act<&RollEntry>, entry: &ProposalMade) -> Result<(), Refusal> {
    let standing = roll.authorise(act, "roll.proposal-made", About::default())?;
    if standing.member.part == Part::Custodian {
        return Err(Refusal::new("roll.custodian-decides-nothing"));
    }
    check_text("reason", &entry.reason, REASON_BYTES_MAX)?;
    match &entry.change {
        Change::PostAdded { id, name } => {
            if !is_id(id) || !name.contains_key("en") {
                return Err(Refusal::new("roll.post-malformed").about("post", id.as_str()));
            }
            if roll.posts(act.at).iter().any(|post| post.id == *id) {
                return Err(Refusal::new("roll.post-known").about("post", id.as_str()));
            }
            Ok(())
        }
        Change::CharterAmended { charter } => check_amendment(roll, act, charter),
        Change::TablingNoticeSet { hours } if hours.0 > 8760 => {
            Err(Refusal::new("roll.notice-too-long"))
        }
        Change::TablingNoticeSet { .. } => Ok(()),
    }
}

/// An amendment keeps who the members are and which log this is: another membership or another
/// log is another mechanism, founded anew by everyone's roots.
fn check_amendment(roll: &Roll, act: &Act<&RollEntry>, text: &str) -> Result<(), Refusal> {
    let amended = Charter::parse(text).map_err(|e| {
        Refusal::new("roll.charter-malformed").about("what", act::Value::Words(e.to_string()))
    })?;
    let current = roll
        .charter_at(act.at)
        .ok_or_else(|| Refusal::new("roll.no-charter"))?;
    let same_members = amended.members.len() == current.members.len()
        && amended
            .members
            .iter()
            .zip(&current.members)
            .all(|(new, old)| new.id == old.id && new.part == old.part && new.roots == old.roots);
    if !same_members || amended.origin != current.origin || amended.log_key != current.log_key {
        return Err(Refusal::new("roll.amendment-too-wide"));
    }
    Ok(())
}

fn vote_cast(roll: &Roll, act: &Act<&RollEntry>, entry: &VoteCast) -> Result<(), Refusal> {
    let standing = roll.authorise(act, "roll.vote-cast", About::default())?;
    check_text("reason", &entry.reason, REASON_BYTES_MAX)?;
    let proposal = roll
        .proposal(entry.proposal)
        .ok_or_else(|| Refusal::new("roll.no-such-proposal").about("index", entry.proposal))?;
    if standing.member.part == Part::Custodian {
        return Err(Refusal::new("roll.custodian-decides-nothing"));
    }
    if !proposal.ballot.is_open(act.at) {
        return Err(Refusal::new("roll.proposal-closed").about("index", entry.proposal));
    }
    Ok(())
}

fn known_member<'a>(roll: &'a Roll, id: &str) -> Result<&'a crate::charter::Member, Refusal> {
    roll.member(id)
        .ok_or_else(|| Refusal::new("roll.no-such-member").about("member", id))
}

fn check_text(field: &'static str, text: &str, bytes_max: usize) -> Result<(), Refusal> {
    if text.len() > bytes_max {
        return Err(Refusal::new("roll.text-too-long")
            .about("field", field)
            .about("limit", bytes_max as u64));
    }
    Ok(())
}
