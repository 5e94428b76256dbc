//! The charter: the text all members sign into the first entry of the log.
//!
//! It is TOML so that a lawyer can read it and a signature covers exactly what was read. Its
//! SHA-256 names the mechanism and is bound into every later signature.

use std::collections::{BTreeMap, BTreeSet};

use act::decision::{Part, Rule};
use act::{Digest, Hours, MechanismId, PublicKey};
use serde::{Deserialize, Serialize};

/// The value of `format`; another one is another language.
pub const FORMAT: &str = "tasdiq.charter.v1";
/// Longest charter: as a JSON string inside a statement it must stay under the body limit.
pub const CHARTER_BYTES_MAX: usize = 30_000;
/// The rules this program applies. A charter that names another one needs another release.
pub const RULESET: u32 = 1;
/// Languages a mechanism may work in.
pub const LANGUAGES: [&str; 6] = ["en", "ur", "ps", "fa-AF", "tr", "ar"];

/// A name in the mechanism's languages, by language tag. English is always there.
pub type Name = BTreeMap<String, String>;

/// A charter as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charter {
    /// [`FORMAT`].
    pub format: String,
    /// What the mechanism is called.
    pub name: Name,
    /// True where everything in it is invented; every page then says so.
    #[serde(default)]
    pub fictional: bool,
    /// First line of every checkpoint.
    pub origin: String,
    /// The host's checkpoint key, as a signed-note verifier key.
    pub log_key: String,
    /// Which rules judge the acts.
    pub ruleset: u32,
    /// Languages of the pages.
    pub languages: Vec<String>,
    /// Whose cosignatures publish a checkpoint, as a tlog-policy.
    pub policy: String,
    /// Hours and days that rules run on.
    pub clocks: Clocks,
    /// What each kind of proposal needs.
    pub decisions: Decisions,
    /// Parties, mediators, custodian.
    #[serde(rename = "member")]
    pub members: Vec<Member>,
    /// Joint posts at the border.
    #[serde(rename = "post", default)]
    pub posts: Vec<Post>,
    /// Offices that keys are granted.
    #[serde(rename = "office")]
    pub offices: Vec<Office>,
    /// Which office may say what.
    #[serde(rename = "authority")]
    pub authority: Vec<Row>,
}

/// Durations the rules use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clocks {
    /// A proposal that nobody decided lapses after so many hours.
    pub proposal_lapses: Hours,
    /// Longest validity of a key grant, in days.
    pub grant_days_max: u32,
    /// Hours between tabling a draft and the session it is for; a shorter notice is shown as such.
    pub tabling_notice: Hours,
    /// Those of commitments.
    #[serde(default)]
    pub commitments: CommitmentClocks,
    /// Those of the watchlist.
    #[serde(default)]
    pub watchlist: WatchlistClocks,
    /// Those of the hotline.
    #[serde(default)]
    pub hotline: HotlineClocks,
}

/// Clocks of the hotline, in minutes unless said. A charter that does not set them has these defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HotlineClocks {
    /// An officer acknowledges a message within, by precedence: flash, immediate, priority, routine, test.
    /// The clock starts when the member's node has it.
    pub acknowledge: [u32; 5],
    /// What awaits an answer is answered within.
    pub answer: u32,
    /// A member whose node does not have a message by then is unreachable.
    pub unreachable: u32,
    /// The next rung of a ladder is reached after.
    pub rung: u32,
    /// An outage that nobody declared counts after.
    pub undeclared: u32,
    /// Each side tests the line once within so many hours.
    pub test: Hours,
    /// Precedences that need a second officer's signature before they are sent, by name.
    pub second_officer: Vec<String>,
}

impl HotlineClocks {
    /// No clock of nothing, and none longer than a month.
    fn check(&self) -> Result<(), CharterError> {
        let single = [self.answer, self.unreachable, self.rung, self.undeclared];
        let mut all = single.iter().chain(&self.acknowledge);
        match all.all(|minutes| (1..=31 * 24 * 60).contains(minutes)) && self.test.0 > 0 {
            true => Ok(()),
            false => Err(CharterError::Clock(
                "clocks.hotline must be 1 minute to 31 days each, and test at least 1 hour",
            )),
        }
    }
}

impl Default for HotlineClocks {
    fn default() -> HotlineClocks {
        HotlineClocks {
            acknowledge: [5, 15, 120, 24 * 60, 15],
            answer: 24 * 60,
            unreachable: 10,
            rung: 5,
            undeclared: 30,
            test: Hours(24),
            second_officer: Vec::new(),
        }
    }
}

/// Clocks of the watchlist. A charter that does not set them has these defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WatchlistClocks {
    /// A mediator checks a proposed listing, or a corrected one, within.
    pub check: Hours,
    /// A circulated listing takes force after, if nobody objects or seconds it.
    pub objection: Hours,
    /// The same for one that mediators called urgent.
    pub urgent_objection: Hours,
    /// A held listing lapses after.
    pub hold: Hours,
    /// The one extension of a hold.
    pub hold_extension: Hours,
    /// A proposal that nobody took further lapses after.
    pub lapse: Hours,
    /// Longest time to the review of a listing, by category from A to E.
    pub review: [Hours; 5],
    /// A review is announced so long before.
    pub review_notice: Hours,
    /// Mediators acknowledge a petition within.
    pub petition_acknowledge: Hours,
    /// A petition is decided within; else the listing's action is suspended until it is.
    pub petition: Hours,
    /// Mistaken identity is put right within.
    pub mistaken_identity: Hours,
    /// A recommendation to delist takes force after, unless both parties object.
    pub recommendation: Hours,
    /// An ended listing is erased within.
    pub retention: Hours,
    /// A party acknowledges a daily edition within.
    pub acknowledge: Hours,
    /// A held edition is shown as ageing after.
    pub ageing: Hours,
    /// A held edition is shown as stale after.
    pub stale: Hours,
    /// Screenings by one officer within an hour beyond which mediators are told.
    pub screenings_an_hour: u32,
}

impl WatchlistClocks {
    /// No review later than three years, and no clock of nothing.
    fn check(&self) -> Result<(), CharterError> {
        let single = [
            self.check,
            self.objection,
            self.urgent_objection,
            self.hold,
            self.hold_extension,
            self.lapse,
            self.review_notice,
            self.petition_acknowledge,
            self.petition,
            self.mistaken_identity,
            self.recommendation,
            self.retention,
            self.acknowledge,
            self.ageing,
            self.stale,
        ];
        let all = single.iter().chain(&self.review);
        let within = all.clone().all(|hours| (1..=1095 * 24).contains(&hours.0));
        match within && self.ageing < self.stale && self.screenings_an_hour > 0 {
            true => Ok(()),
            false => Err(CharterError::Clock(
                "clocks.watchlist must be 1 hour to 3 years each, ageing before stale, and \
                 screenings_an_hour at least 1",
            )),
        }
    }
}

impl Default for WatchlistClocks {
    fn default() -> WatchlistClocks {
        let days = |days: u32| Hours(days * 24);
        WatchlistClocks {
            check: days(3),
            objection: days(14),
            urgent_objection: days(3),
            hold: days(60),
            hold_extension: days(30),
            lapse: days(60),
            review: [days(365), days(365), days(182), days(730), days(1095)],
            review_notice: days(120),
            petition_acknowledge: days(5),
            petition: days(120),
            mistaken_identity: Hours(48),
            recommendation: days(30),
            retention: days(30),
            acknowledge: Hours(24),
            ageing: Hours(36),
            stale: Hours(72),
            screenings_an_hour: 120,
        }
    }
}

/// Clocks of commitments. A charter that does not set them has these defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommitmentClocks {
    /// A deadline is shown as near for so long before it.
    pub notice: Hours,
    /// Verifiers take a claim up within.
    pub acknowledge: Hours,
    /// The obligor answers a request for access within.
    pub access_answer: Hours,
    /// Verifiers visit within, where a visit was agreed.
    pub visit: Hours,
    /// Verifiers propose a finding within.
    pub finding: Hours,
    /// Parties reply to a provisional finding within.
    pub reply: Hours,
    /// Parties appeal against a final finding within.
    pub appeal: Hours,
    /// Hour of the day, UTC, at which a bulletin closes.
    pub bulletin_hour: u32,
}

impl Default for CommitmentClocks {
    fn default() -> CommitmentClocks {
        CommitmentClocks {
            notice: Hours(7 * 24),
            acknowledge: Hours(48),
            access_answer: Hours(24),
            visit: Hours(14 * 24),
            finding: Hours(30 * 24),
            reply: Hours(7 * 24),
            appeal: Hours(14 * 24),
            bulletin_hour: 18,
        }
    }
}

/// Decision rules by what is decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// A new charter text.
    pub amend: Rule,
    /// A new post.
    pub post: Rule,
    /// A joint statement.
    pub statement: Rule,
}

/// A government, a mediator, or the custodian of the host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Short, stable: `a`, `m1`.
    pub id: String,
    /// As shown.
    pub name: Name,
    /// What it is.
    pub part: Part,
    /// Minutes its clocks are ahead of UTC (Kabul 270, Islamabad 300, Ankara and Doha 180).
    pub offset_minutes: i32,
    /// How many root keys must sign together.
    pub threshold: u32,
    /// Its root keys, kept offline.
    pub roots: Vec<PublicKey>,
    /// Its witness in the policy, if it runs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
}

/// A joint post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Short, stable: `torkham`.
    pub id: String,
    /// As shown.
    pub name: Name,
}

/// An office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Short, stable: `negotiator`.
    pub id: String,
    /// As shown.
    pub name: Name,
    /// Which members may appoint to it.
    pub of: Vec<Part>,
}

/// One row of the authority matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Whose authority.
    pub office: String,
    /// Entries without version (`agreement.draft-tabled`) or a whole area (`agreement.*`).
    pub may: Vec<String>,
    /// About whom or what.
    #[serde(default)]
    pub scope: Scope,
}

/// How far an authority reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Only for the office's own member.
    #[default]
    OwnMember,
    /// Only at posts the key was granted for.
    OwnPost,
    /// For everyone.
    All,
}

/// Why a text is not a charter. Written for whoever drafts one.
#[derive(Debug, thiserror::Error)]
pub enum CharterError {
    /// Too long to be signed into one entry.
    #[error("the charter has {0} bytes, the limit is {CHARTER_BYTES_MAX}")]
    TooLong(usize),
    /// Not TOML, or not these fields.
    #[error("not a charter: {0}")]
    Fields(#[source] toml::de::Error),
    /// Another format.
    #[error("the charter's format is {0:?}, this program reads {FORMAT:?}")]
    Format(String),
    /// Rules this program does not have.
    #[error("the charter asks for ruleset {0}, this program has ruleset {RULESET}")]
    Ruleset(u32),
    /// A language without pages.
    #[error("the language {0:?} is not one of {LANGUAGES:?}")]
    Language(String),
    /// Something named twice.
    #[error("the {what} {id:?} is there twice")]
    Twice {
        /// Member, post, office or key.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// A name nobody defined.
    #[error("{place} names the {what} {id:?}, which the charter does not define")]
    Undefined {
        /// Where it is named.
        place: String,
        /// Office, witness or member.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// An identifier that is not lower-case letters, digits and hyphens.
    #[error("{0:?} can't be an id: use 1 to 40 lower-case letters, digits and hyphens")]
    Id(String),
    /// No English name.
    #[error("{0} needs an English name (en = \"…\")")]
    NoEnglishName(String),
    /// Wrong number of parties or mediators.
    #[error(
        "a mechanism has two parties or more and one mediator or more, this has {parties} and {mediators}"
    )]
    Members {
        /// Parties found.
        parties: usize,
        /// Mediators found.
        mediators: usize,
    },
    /// Threshold of 0 or above the number of keys.
    #[error("member {member:?} asks for {threshold} of {roots} root keys")]
    Threshold {
        /// Whose.
        member: String,
        /// Asked for.
        threshold: u32,
        /// There.
        roots: usize,
    },
    /// A key that not all verifiers treat alike.
    #[error("the root key {0} is not a sound Ed25519 key")]
    UnsoundKey(PublicKey),
    /// A clock out of its bounds.
    #[error("{0}")]
    Clock(&'static str),
    /// The witness policy does not hold together.
    #[error("the policy: {0}")]
    Policy(String),
}

impl Charter {
    /// Reads and checks a charter.
    pub fn parse(text: &str) -> Result<Charter, CharterError> {
        if text.len() > CHARTER_BYTES_MAX {
            return Err(CharterError::TooLong(text.len()));
        }
        let charter: Charter = toml::from_str(text).map_err(CharterError::Fields)?;
        charter.check()?;
        Ok(charter)
    }

    /// The mechanism that a charter of these exact bytes founds.
    pub fn mechanism(text: &str) -> MechanismId {
        Digest::of(text.as_bytes())
    }

    /// The member with this id.
    pub fn member(&self, id: &str) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// Who decides, and as what.
    pub fn parts(&self) -> BTreeMap<String, Part> {
        self.members
            .iter()
            .map(|m| (m.id.clone(), m.part))
            .collect()
    }

    /// Members with this part, in charter order.
    pub fn with_part(&self, part: Part) -> impl Iterator<Item = &Member> {
        self.members
            .iter()
            .filter(move |member| member.part == part)
    }

    fn check(&self) -> Result<(), CharterError> {
        if self.format != FORMAT {
            return Err(CharterError::Format(self.format.clone()));
        }
        if self.ruleset != RULESET {
            return Err(CharterError::Ruleset(self.ruleset));
        }
        if let Some(other) = self
            .languages
            .iter()
            .find(|l| !LANGUAGES.contains(&l.as_str()))
        {
            return Err(CharterError::Language(other.clone()));
        }
        english(&self.name, "the mechanism")?;
        self.check_clocks()?;
        self.check_members()?;
        unique("post", self.posts.iter().map(|p| (&p.id, &p.name)))?;
        unique("office", self.offices.iter().map(|o| (&o.id, &o.name)))?;
        self.check_authority()?;
        self.check_policy()
    }

    fn check_clocks(&self) -> Result<(), CharterError> {
        let clocks = &self.clocks;
        if !(1..=90).contains(&clocks.grant_days_max) {
            return Err(CharterError::Clock("clocks.grant_days_max must be 1 to 90"));
        }
        if !(1..=8760).contains(&clocks.proposal_lapses.0) {
            return Err(CharterError::Clock(
                "clocks.proposal_lapses must be 1 to 8760 hours",
            ));
        }
        if clocks.tabling_notice.0 > 8760 {
            return Err(CharterError::Clock(
                "clocks.tabling_notice must be at most 8760 hours",
            ));
        }
        let c = &clocks.commitments;
        let hours = [
            c.notice,
            c.acknowledge,
            c.access_answer,
            c.visit,
            c.finding,
            c.reply,
            c.appeal,
        ];
        if hours.iter().any(|h| !(1..=8760).contains(&h.0)) || c.bulletin_hour > 23 {
            return Err(CharterError::Clock(
                "clocks.commitments must be 1 to 8760 hours each, bulletin_hour 0 to 23",
            ));
        }
        clocks.watchlist.check()?;
        clocks.hotline.check()
    }

    fn check_members(&self) -> Result<(), CharterError> {
        unique("member", self.members.iter().map(|m| (&m.id, &m.name)))?;
        let parties = self.with_part(Part::Party).count();
        let mediators = self.with_part(Part::Mediator).count();
        if parties < 2 || mediators < 1 {
            return Err(CharterError::Members { parties, mediators });
        }
        let mut keys = BTreeSet::new();
        for member in &self.members {
            check_roots(&member.id, &member.roots, member.threshold)?;
            if member.offset_minutes.abs() > 14 * 60 {
                return Err(CharterError::Clock(
                    "offset_minutes must be within 14 hours of UTC",
                ));
            }
            for key in &member.roots {
                if !keys.insert(*key) {
                    return Err(CharterError::Twice {
                        what: "root key",
                        id: key.to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    fn check_authority(&self) -> Result<(), CharterError> {
        for row in &self.authority {
            if !self.offices.iter().any(|office| office.id == row.office) {
                return Err(CharterError::Undefined {
                    place: "a row of authority".to_owned(),
                    what: "office",
                    id: row.office.clone(),
                });
            }
        }
        Ok(())
    }

    fn check_policy(&self) -> Result<(), CharterError> {
        let policy = tlog::policy::Policy::parse(&self.policy)
            .map_err(|e| CharterError::Policy(e.to_string()))?;
        if !policy
            .logs()
            .iter()
            .any(|log| log.key.to_string() == self.log_key)
        {
            return Err(CharterError::Policy(format!(
                "it must name the log with the key {}",
                self.log_key
            )));
        }
        for member in &self.members {
            let Some(witness) = &member.witness else {
                continue;
            };
            if !policy.witnesses().iter().any(|w| w.name == *witness) {
                return Err(CharterError::Undefined {
                    place: format!("member {}", member.id),
                    what: "witness",
                    id: witness.clone(),
                });
            }
        }
        Ok(())
    }
}

/// Whether these can be a member's root keys: also asked when roots are rotated.
pub fn check_roots(member: &str, roots: &[PublicKey], threshold: u32) -> Result<(), CharterError> {
    let enough = usize::try_from(threshold).is_ok_and(|t| t >= 1 && t <= roots.len());
    if !enough || roots.len() > 16 {
        let (member, roots) = (member.to_owned(), roots.len());
        return Err(CharterError::Threshold {
            member,
            threshold,
            roots,
        });
    }
    match roots.iter().find(|key| !key.is_sound()) {
        Some(key) => Err(CharterError::UnsoundKey(*key)),
        None => Ok(()),
    }
}

/// Whether a text can be the id of a member, post, office or clause.
pub fn is_id(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn unique<'a>(
    what: &'static str,
    named: impl Iterator<Item = (&'a String, &'a Name)>,
) -> Result<(), CharterError> {
    let mut seen = BTreeSet::new();
    for (id, name) in named {
        if !is_id(id) {
            return Err(CharterError::Id(id.clone()));
        }
        if !seen.insert(id) {
            return Err(CharterError::Twice {
                what,
                id: id.clone(),
            });
        }
        english(name, &format!("{what} {id}"))?;
    }
    Ok(())
}

fn english(name: &Name, whose: &str) -> Result<(), CharterError> {
    match name.get("en") {
        Some(text) if !text.trim().is_empty() => Ok(()),
        _ => Err(CharterError::NoEnglishName(whose.to_owned())),
    }
}
