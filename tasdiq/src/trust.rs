//! On whose word a log is believed: a policy or charter the reader holds, or the log's own charter.

use std::path::PathBuf;

use act::MechanismId;
use roll::Charter;
use tlog::policy::Policy;

use crate::files;
use crate::report::Report;

/// What the reader brings along.
#[derive(Clone, Debug)]
pub enum Trust {
    /// A witness policy and the origin it is for.
    Policy {
        /// First line of the log's checkpoints.
        origin: String,
        /// Whose cosignatures count.
        policy: Box<Policy>,
    },
    /// The charter the reader's own side signed: names the mechanism, the origin and the policy.
    Charter {
        /// SHA-256 of its text.
        mechanism: MechanismId,
        /// As signed.
        charter: Box<Charter>,
    },
    /// Nothing: the log's first entry is believed, because its members signed it, whoever they are.
    FirstUse,
}

/// How the reader says it.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct TrustArgs {
    /// Believe checkpoints under this witness policy (a C2SP tlog-policy file)
    #[arg(long, value_name = "FILE", conflicts_with = "charter")]
    pub policy: Option<PathBuf>,
    /// Believe the log of this charter, as your side signed it
    #[arg(long, value_name = "FILE")]
    pub charter: Option<PathBuf>,
    /// The log's origin; by default the name of the policy's log key
    #[arg(long, value_name = "ORIGIN", requires = "policy")]
    pub origin: Option<String>,
}

impl TrustArgs {
    /// Reads what is named.
    pub fn read(&self) -> Result<Trust, Report> {
        if let Some(path) = &self.policy {
            let policy = Policy::parse(&files::read_text(path)?).map_err(|error| {
                Report::input(format!("{} is not a witness policy", path.display()))
                    .because(&error)
                    .hint("see C2SP tlog-policy; a charter holds one under `policy`")
            })?;
            let named = policy.logs().first().map(|log| log.key.name().to_owned());
            let origin = self.origin.clone().or(named).unwrap_or_default();
            return Ok(Trust::Policy {
                origin,
                policy: Box::new(policy),
            });
        }
        match &self.charter {
            Some(path) => {
                let text = files::read_text(path)?;
                let charter = parse_charter(path, &text)?;
                Ok(Trust::Charter {
                    mechanism: Charter::mechanism(&text),
                    charter: Box::new(charter),
                })
            }
            None => Ok(Trust::FirstUse),
        }
    }
}

impl Trust {
    /// The word in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Trust::Policy { .. } => "policy",
            Trust::Charter { .. } => "charter",
            Trust::FirstUse => "first-use",
        }
    }

    /// Origin and policy, where the reader brought them.
    pub fn pinned(&self) -> Result<Option<(String, Policy)>, Report> {
        match self {
            Trust::Policy { origin, policy } => Ok(Some((origin.clone(), (**policy).clone()))),
            Trust::Charter { charter, .. } => {
                Ok(Some((charter.origin.clone(), policy_of(charter)?)))
            }
            Trust::FirstUse => Ok(None),
        }
    }
}

/// The witness policy in a charter.
pub fn policy_of(charter: &Charter) -> Result<Policy, Report> {
    // A charter whose policy does not parse is no charter, so this is not reached for one that was read.
    Policy::parse(&charter.policy)
        .map_err(|error| Report::input("the charter's policy can't be read").because(&error))
}

/// Reads a charter and says, for whoever drafts one, what is wrong with it.
pub fn parse_charter(path: &std::path::Path, text: &str) -> Result<Charter, Report> {
    Charter::parse(text).map_err(|error| {
        Report::input(format!("{} is not a sound charter", path.display())).because(&error)
    })
}
