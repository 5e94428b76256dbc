//! Private keys in files: one key a file, readable by its owner alone, never printed.

use std::path::Path;

use base64ct::{Base64, Encoding as _};
use serde::{Deserialize, Serialize};

use crate::files::{self, Privacy};
use crate::report::Report;

/// The value of `format`.
const FORMAT: &str = "tasdiq.key.v1";
const WARNING: &str = "# A private key. Whoever holds this file signs in its owner's name: keep it \
                       off the network, send it to nobody.\n";

/// What a key is for. Each key has one purpose; a key of one kind is never used as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Speaks for a member itself: signs the charter and grants office keys. Kept offline.
    Root,
    /// Speaks in an office that a member granted it, for at most 90 days.
    Office,
    /// Signs a host's checkpoints; its name is the log's origin.
    Log,
    /// Cosigns checkpoints that a witness has seen.
    Witness,
}

/// A private key and its purpose.
#[derive(Clone)]
pub struct KeyFile {
    kind: Kind,
    name: Option<String>,
    seed: [u8; 32],
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    format: String,
    kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    public: String,
    private: String,
}

impl Kind {
    /// The word used in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Root => "root",
            Kind::Office => "office",
            Kind::Log => "log",
            Kind::Witness => "witness",
        }
    }

    /// Whether its public half carries a name, as C2SP verifier keys do.
    pub fn is_named(self) -> bool {
        matches!(self, Kind::Log | Kind::Witness)
    }
}

impl KeyFile {
    /// A fresh key from the operating system's randomness. `name` is for log and witness keys only.
    pub fn generate(kind: Kind, name: Option<&str>) -> Result<KeyFile, Report> {
        let mut seed = [0u8; 32];
        getrandom::fill(&mut seed).map_err(|error| {
            Report::here(format!("the operating system gave no randomness: {error}"))
        })?;
        KeyFile::from_seed(kind, name, seed)
    }

    /// The key of a seed.
    pub fn from_seed(kind: Kind, name: Option<&str>, seed: [u8; 32]) -> Result<KeyFile, Report> {
        match (kind.is_named(), name) {
            (true, None) => Err(Report::usage(format!(
                "a {} key needs a name",
                kind.word()
            ))
            .hint("add --name: for a log its origin, such as `record.example/joint`; for a witness the name it cosigns under")),
            (false, Some(_)) => Err(Report::usage(format!(
                "a {} key has no name: it is known by its public text",
                kind.word()
            ))
            .hint("leave --name out")),
            _ => {
                let key = KeyFile {
                    kind,
                    name: name.map(str::to_owned),
                    seed,
                };
                key.check_name()?;
                Ok(key)
            }
        }
    }

    fn check_name(&self) -> Result<(), Report> {
        let Some(name) = &self.name else {
            return Ok(());
        };
        if self.note_key_unchecked().verifier_key().name() == name {
            return Ok(());
        }
        Err(
            Report::input(format!("{name:?} can't be the name of a key"))
                .hint("use a name without spaces and plus signs, such as `record.example/joint`"),
        )
    }

    /// Reads a key file and checks that its public half is its own.
    pub fn read(path: &Path) -> Result<KeyFile, Report> {
        check_private(path)?;
        let shown = path.display();
        let text = files::read_text(path)?;
        let not_key = || Report::input(format!("{shown} is not a key file"));
        // The parser's own message would quote the line it stopped at, which may be the private one.
        let wire: Wire = toml::from_str(&text).map_err(|_| {
            not_key().hint("make one with `tasdiq key new --kind office --out my.key`")
        })?;
        if wire.format != FORMAT {
            return Err(not_key().hint(format!("this program reads {FORMAT}")));
        }
        let mut seed = [0u8; 32];
        let length = Base64::decode(&wire.private, &mut seed).map(<[u8]>::len);
        if length != Ok(32) {
            return Err(not_key().hint("its private part is damaged: restore it from a backup"));
        }
        let key = KeyFile::from_seed(wire.kind, wire.name.as_deref(), seed)?;
        if key.public_text() != wire.public {
            return Err(Report::input(format!(
                "{shown} is damaged: its public half is not that of its private half"
            ))
            .hint("restore it from a backup"));
        }
        Ok(key)
    }

    /// Writes the key to a new file of mode 0600.
    pub fn write_new(&self, path: &Path) -> Result<(), Report> {
        let wire = Wire {
            format: FORMAT.to_owned(),
            kind: self.kind,
            name: self.name.clone(),
            public: self.public_text(),
            private: Base64::encode_string(&self.seed),
        };
        let text = toml::to_string(&wire)
            .map_err(|error| Report::here("could not write a key as TOML").because(&error))?;
        files::write_new(
            path,
            (WARNING.to_owned() + &text).as_bytes(),
            Privacy::Private,
        )
    }

    /// What it is for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The public half as text: `ed25519:…` for root and office, a C2SP verifier key for log and
    /// witness.
    pub fn public_text(&self) -> String {
        if self.kind.is_named() {
            self.note_key_unchecked().verifier_key().to_string()
        } else {
            act::SigningKey::from_seed(&self.seed).public().to_string()
        }
    }

    /// The key that signs acts.
    pub fn act_key(&self) -> Result<act::SigningKey, Report> {
        match self.kind {
            Kind::Root | Kind::Office => Ok(act::SigningKey::from_seed(&self.seed)),
            Kind::Log | Kind::Witness => Err(Report::input(format!(
                "a {} key signs no acts",
                self.kind.word()
            ))
            .hint("use a root or office key")),
        }
    }

    /// The key that signs notes, if it is of this kind ([`Kind::Log`] or [`Kind::Witness`]).
    pub fn note_key(&self, kind: Kind) -> Result<tlog::note::SigningKey, Report> {
        if self.kind == kind && kind.is_named() {
            return Ok(self.note_key_unchecked());
        }
        Err(Report::input(format!(
            "this is a {} key, a {} key is needed",
            self.kind.word(),
            kind.word()
        ))
        .hint(format!(
            "make one with `tasdiq key new --kind {} --name NAME --out FILE`",
            kind.word()
        )))
    }

    fn note_key_unchecked(&self) -> tlog::note::SigningKey {
        let name = self.name.as_deref().unwrap_or_default();
        match self.kind {
            Kind::Witness => tlog::note::SigningKey::cosigner(name, &self.seed),
            _ => tlog::note::SigningKey::log(name, &self.seed),
        }
    }
}

/// A key that others on the machine can read is no longer private.
#[cfg(unix)]
fn check_private(path: &Path) -> Result<(), Report> {
    use std::os::unix::fs::PermissionsExt as _;
    // A missing file is reported by whoever reads it.
    let Ok(about) = std::fs::metadata(path) else {
        return Ok(());
    };
    if about.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    Err(
        Report::here(format!("others on this machine can read the key {shown}"))
            .hint(format!("chmod 600 {shown}"))
            .hint("if somebody may have copied it, have it revoked"),
    )
}

#[cfg(not(unix))]
fn check_private(_: &Path) -> Result<(), Report> {
    Ok(())
}
