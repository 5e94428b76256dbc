//! Who may say what: the charter's matrix, applied to a key as of a place in the log.

use act::{Act, Index, PublicKey, Refusal, Time};

use crate::charter::{Charter, Member, Scope};
use crate::state::{Grant, Roll};

/// What an act is about, where authority depends on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// The member it speaks for.
    pub member: Option<&'a str>,
    /// The post it concerns.
    pub post: Option<&'a str>,
}

impl<'a> About<'a> {
    /// Speaks for this member.
    pub fn member(id: &'a str) -> About<'a> {
        About {
            member: Some(id),
            post: None,
        }
    }
}

/// An author whose key is in force, and for whom it speaks.
#[derive(Clone, Copy, Debug)]
pub struct Standing<'a> {
    /// The member.
    pub member: &'a Member,
    /// The grant that gives the key its offices.
    pub grant: &'a Grant,
}

impl Roll {
    /// The standing of a key at a place in the log. Validity is decided by position: a grant
    /// counts for later entries only, a revocation likewise, and the window is read against the
    /// sequencer's time.
    pub fn standing(
        &self,
        key: &PublicKey,
        index: Index,
        at: Time,
    ) -> Result<Standing<'_>, Refusal> {
        let unknown = || Refusal::new("roll.key-unknown").about("key", *key);
        let grant = self.grant(key).ok_or_else(unknown)?;
        if let Some(revoked) = &grant.revoked
            && revoked.index < index
        {
            return Err(Refusal::new("roll.key-revoked")
                .about("key", *key)
                .about("index", revoked.index));
        }
        if at < grant.not_before {
            return Err(Refusal::new("roll.key-not-yet-valid")
                .about("key", *key)
                .about("from", grant.not_before));
        }
        if at >= grant.not_after {
            return Err(Refusal::new("roll.key-expired")
                .about("key", *key)
                .about("until", grant.not_after));
        }
        let member = self.member(&grant.member).ok_or_else(unknown)?;
        Ok(Standing { member, grant })
    }

    /// Whether the act's author may make such an entry about that member or post. `entry` is
    /// area and kind without version, `agreement.position-taken`.
    pub fn authorise<E>(
        &self,
        act: &Act<E>,
        entry: &str,
        about: About<'_>,
    ) -> Result<Standing<'_>, Refusal> {
        let standing = self.standing(&act.by.key, act.index, act.at)?;
        let charter = self
            .charter_at(act.at)
            .ok_or_else(|| Refusal::new("roll.no-charter"))?;
        if permitted(charter, &standing, entry, about) {
            return Ok(standing);
        }
        Err(Refusal::new("roll.no-authority")
            .about("member", standing.member.id.as_str())
            .about("office", standing.grant.offices.join(", ").as_str())
            .about("entry", entry))
    }

    /// Whether a key in such a standing may make the entry, without an act at hand: for forms.
    pub fn may(&self, standing: &Standing<'_>, entry: &str, as_of: Time) -> bool {
        self.may_at(standing, entry, None, as_of)
    }

    /// The same, for an entry of a post, if it is one.
    pub fn may_at(
        &self,
        standing: &Standing<'_>,
        entry: &str,
        post: Option<&str>,
        as_of: Time,
    ) -> bool {
        let about = About {
            member: Some(&standing.member.id),
            post,
        };
        self.charter_at(as_of)
            .is_some_and(|c| permitted(c, standing, entry, about))
    }

    /// Whether enough of a member's root keys signed the act.
    pub fn signed_by_roots<E>(&self, act: &Act<E>, member: &str) -> bool {
        self.roots(member).is_some_and(|(roots, threshold)| {
            count(act, roots) >= usize::try_from(threshold).unwrap_or(usize::MAX)
        })
    }
}

/// How many of these keys signed.
pub(crate) fn count<E>(act: &Act<E>, keys: &[PublicKey]) -> usize {
    act.by.keys().filter(|key| keys.contains(key)).count()
}

fn permitted(charter: &Charter, standing: &Standing<'_>, entry: &str, about: About<'_>) -> bool {
    charter.authority.iter().any(|row| {
        standing.grant.offices.contains(&row.office)
            && row.may.iter().any(|pattern| matches(pattern, entry))
            && reaches(row.scope, standing, about)
    })
}

fn matches(pattern: &str, entry: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => entry.starts_with(prefix),
        None => pattern == entry,
    }
}

fn reaches(scope: Scope, standing: &Standing<'_>, about: About<'_>) -> bool {
    match scope {
        Scope::All => true,
        Scope::OwnMember => about
            .member
            .is_none_or(|member| member == standing.member.id),
        Scope::OwnPost => about
            .post
            .is_some_and(|post| standing.grant.posts.iter().any(|own| own == post)),
    }
}

impl Charter {
    /// Whether an office may say an entry (`agreement.draft-tabled`) at all, of whomever.
    pub fn office_may(&self, office: &str, entry: &str) -> bool {
        self.authority.iter().any(|row| {
            row.office == office && row.may.iter().any(|pattern| matches(pattern, entry))
        })
    }
}
