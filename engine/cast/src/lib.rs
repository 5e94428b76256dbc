//! The cast: invented members who hold keys and sign, for tests, the simulator, benches and the
//! demonstration.
//!
//! In scope: a mechanism of Party A, Party B, Mediator 1, Mediator 2 and a custodian, every key of
//! it derived from one seed; signing a statement as any of its offices, in order.
//!
//! Out of scope: real members' keys (`tasdiq key`), anything random (the seed is handed in).
//!
//! Size bound: a dozen keys and one link per author.

use std::collections::BTreeMap;

use act::decision::Part;
use act::{Digest, EntryId, Envelope, MechanismId, PublicKey, Seen, SigningKey, Statement, Time};
use mechanism::Said;
use roll::RollEntry;
use roll::entry::{CharterSigned, KeyGranted, key_request};
use roll::template::{Ingredients, Witness};

const DAY_MILLIS: i64 = 86_400_000;

/// An office-holder of the cast, written `a.negotiator`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Member id.
    pub member: &'static str,
    /// Office id.
    pub office: &'static str,
    /// Title.
    pub label: &'static str,
}

/// The seats of the watchlist, at the first post where an office is at a post.
pub const WATCHLIST_SEATS: [Seat; 8] = [
    Seat {
        member: "a",
        office: "watchlist",
        label: "Watchlist desk",
    },
    Seat {
        member: "a",
        office: "post-officer",
        label: "Officer at Torkham",
    },
    Seat {
        member: "a",
        office: "post-supervisor",
        label: "Supervisor at Torkham",
    },
    Seat {
        member: "b",
        office: "watchlist",
        label: "Watchlist desk",
    },
    Seat {
        member: "b",
        office: "post-officer",
        label: "Officer at Torkham",
    },
    Seat {
        member: "b",
        office: "post-supervisor",
        label: "Supervisor at Torkham",
    },
    Seat {
        member: "m1",
        office: "reviewer",
        label: "Independent reviewer",
    },
    Seat {
        member: "m2",
        office: "reviewer",
        label: "Independent reviewer",
    },
];

/// Seats of the hotline. The keys of nodes are granted like those of offices, and held by programs.
pub const HOTLINE_SEATS: [Seat; 6] = [
    Seat {
        member: "a",
        office: "duty",
        label: "Duty officer",
    },
    Seat {
        member: "a",
        office: "deputy",
        label: "Deputy duty officer",
    },
    Seat {
        member: "a",
        office: "hotline-node",
        label: "Node of the hotline",
    },
    Seat {
        member: "b",
        office: "duty",
        label: "Duty officer",
    },
    Seat {
        member: "b",
        office: "deputy",
        label: "Deputy duty officer",
    },
    Seat {
        member: "b",
        office: "hotline-node",
        label: "Node of the hotline",
    },
];

/// Every other seat, parties and mediators in the order of their ids.
pub const SEATS: [Seat; 9] = [
    Seat {
        member: "a",
        office: "negotiator",
        label: "Head of delegation",
    },
    Seat {
        member: "a",
        office: "key-administrator",
        label: "Key administrator",
    },
    Seat {
        member: "b",
        office: "negotiator",
        label: "Head of delegation",
    },
    Seat {
        member: "b",
        office: "key-administrator",
        label: "Key administrator",
    },
    Seat {
        member: "m1",
        office: "mediation",
        label: "Mediation officer",
    },
    Seat {
        member: "m1",
        office: "key-administrator",
        label: "Key administrator",
    },
    Seat {
        member: "m2",
        office: "mediation",
        label: "Mediation officer",
    },
    Seat {
        member: "m2",
        office: "key-administrator",
        label: "Key administrator",
    },
    Seat {
        member: "host",
        office: "registry",
        label: "Registrar",
    },
];

/// Members: id, name, part, minutes ahead of UTC.
const MEMBERS: [(&str, [&str; 6], Part, i32); 5] = [
    (
        "a",
        [
            "Party A",
            "فریق الف",
            "الف لوری",
            "طرف الف",
            "Taraf A",
            "الطرف أ",
        ],
        Part::Party,
        300,
    ),
    (
        "b",
        ["Party B", "فریق ب", "ب لوری", "طرف ب", "Taraf B", "الطرف ب"],
        Part::Party,
        270,
    ),
    (
        "m1",
        [
            "Mediator 1",
            "ثالث ۱",
            "منځګړی ۱",
            "میانجی ۱",
            "Arabulucu 1",
            "الوسيط ١",
        ],
        Part::Mediator,
        180,
    ),
    (
        "m2",
        [
            "Mediator 2",
            "ثالث ۲",
            "منځګړی ۲",
            "میانجی ۲",
            "Arabulucu 2",
            "الوسيط ٢",
        ],
        Part::Mediator,
        180,
    ),
    (
        "host",
        [
            "Secretariat",
            "سیکریٹریٹ",
            "سکرتریت",
            "دارالانشا",
            "Sekretarya",
            "الأمانة",
        ],
        Part::Custodian,
        180,
    ),
];

/// The invented mechanism and all its private keys.
#[derive(Clone, Debug)]
pub struct Cast {
    seed: [u8; 32],
    /// The charter's text.
    pub charter: String,
    links: BTreeMap<PublicKey, (u64, EntryId)>,
    /// What the cast says it has seen; callers move it on as they verify checkpoints.
    pub seen: Seen,
}

impl Cast {
    /// A cast from a seed. `origin` is the first line of its checkpoints; `witness_urls` gives, by
    /// member id, where its witness listens.
    pub fn new(seed: [u8; 32], origin: &str, witness_urls: &BTreeMap<&str, String>) -> Cast {
        let mut cast = Cast {
            seed,
            charter: String::new(),
            links: BTreeMap::new(),
            seen: Seen {
                size: 0,
                root: Digest::of(b""),
            },
        };
        let members = MEMBERS.map(|(id, names, part, offset_minutes)| roll::Member {
            id: id.to_owned(),
            name: roll::charter::LANGUAGES
                .iter()
                .zip(names)
                .map(|(lang, name)| ((*lang).to_owned(), name.to_owned()))
                .collect(),
            part,
            offset_minutes,
            threshold: 1,
            roots: vec![cast.root(id).public()],
            witness: (part != Part::Custodian).then(|| id.to_owned()),
        });
        let witnesses = members
            .iter()
            .filter(|m| m.witness.is_some())
            .map(|m| Witness {
                name: m.id.clone(),
                key: cast.witness_key(&m.id).verifier_key().to_string(),
                url: witness_urls.get(m.id.as_str()).cloned(),
            });
        let charter = roll::template::charter(Ingredients {
            name: "Joint Monitoring Mechanism".to_owned(),
            fictional: true,
            origin: origin.to_owned(),
            log_key: cast.log_key(origin).verifier_key().to_string(),
            witnesses: witnesses.collect(),
            members: members.into(),
        });
        cast.charter = roll::template::text(&charter).unwrap_or_default();
        cast
    }

    /// The same cast, whose charter asks for a second officer's signature on messages of these precedences.
    /// It founds another mechanism.
    #[must_use]
    pub fn with_second_officer(mut self, precedences: &[&str]) -> Cast {
        if let Ok(mut charter) = roll::Charter::parse(&self.charter) {
            charter.clocks.hotline.second_officer =
                precedences.iter().map(|p| (*p).to_owned()).collect();
            self.charter = roll::template::text(&charter).unwrap_or_default();
        }
        self
    }

    /// The mechanism this cast founds.
    pub fn mechanism(&self) -> MechanismId {
        Digest::of(self.charter.as_bytes())
    }

    /// A member's root key.
    pub fn root(&self, member: &str) -> SigningKey {
        SigningKey::from_seed(&self.derive(&format!("root {member}")))
    }

    /// An office-holder's key: `("a", "negotiator")`.
    pub fn key(&self, member: &str, office: &str) -> SigningKey {
        SigningKey::from_seed(&self.derive(&format!("office {member} {office}")))
    }

    /// The host's checkpoint key.
    pub fn log_key(&self, origin: &str) -> tlog::note::SigningKey {
        tlog::note::SigningKey::log(origin, &self.log_seed())
    }

    /// The seed of the host's checkpoint key, for a key file.
    pub fn log_seed(&self) -> [u8; 32] {
        self.derive("log")
    }

    /// A member's witness key, named after the member.
    pub fn witness_key(&self, member: &str) -> tlog::note::SigningKey {
        tlog::note::SigningKey::cosigner(member, &self.derive(&format!("witness {member}")))
    }

    /// The first act: the charter, signed by every root.
    pub fn found(&mut self, said_at: Time) -> Envelope {
        let roots: Vec<SigningKey> = MEMBERS.iter().map(|(id, ..)| self.root(id)).collect();
        let entry = CharterSigned {
            charter: self.charter.clone(),
        };
        let keys: Vec<&SigningKey> = roots.iter().collect();
        self.sign(&keys, &Said::Roll(RollEntry::CharterSigned(entry)), said_at)
    }

    /// The acts that give every seat its key for 90 days from `from`.
    pub fn grants(&mut self, from: Time) -> Vec<Envelope> {
        SEATS.iter().map(|seat| self.grant(seat, from)).collect()
    }

    /// The acts that give the seats of the watchlist their keys, likewise.
    pub fn watchlist_grants(&mut self, from: Time) -> Vec<Envelope> {
        let seats = WATCHLIST_SEATS.iter();
        seats.map(|seat| self.grant(seat, from)).collect()
    }

    /// The acts that give the seats of the hotline theirs.
    pub fn hotline_grants(&mut self, from: Time) -> Vec<Envelope> {
        let seats = HOTLINE_SEATS.iter();
        seats.map(|seat| self.grant(seat, from)).collect()
    }

    /// The act that gives one seat its key for 90 days from `from`.
    pub fn grant(&mut self, seat: &Seat, from: Time) -> Envelope {
        let key = self.key(seat.member, seat.office);
        let request = key_request(&self.mechanism(), &key.public(), seat.label);
        let entry = KeyGranted {
            key: key.public(),
            member: seat.member.to_owned(),
            offices: vec![seat.office.to_owned()],
            posts: match seat.office.starts_with("post-") {
                true => vec!["torkham".to_owned()],
                false => Vec::new(),
            },
            not_before: from,
            not_after: from.after_millis(90 * DAY_MILLIS),
            label: seat.label.to_owned(),
            pop: key.sign(&request),
        };
        let root = self.root(seat.member);
        self.sign(&[&root], &Said::Roll(RollEntry::KeyGranted(entry)), from)
    }

    /// An office-holder says something; its chain moves on.
    pub fn say(&mut self, member: &str, office: &str, said: &Said, said_at: Time) -> Envelope {
        let key = self.key(member, office);
        self.sign(&[&key], said, said_at)
    }

    /// Signs `said` with these keys, the first being its author, as the author's next act.
    pub fn sign(&mut self, keys: &[&SigningKey], said: &Said, said_at: Time) -> Envelope {
        let author = keys[0].public();
        let (seq, prev) = match self.links.get(&author) {
            Some((seq, id)) => (seq + 1, Some(*id)),
            None => (0, None),
        };
        let envelope = statement(
            self.mechanism(),
            keys,
            said,
            (seq, prev),
            self.seen,
            said_at,
        );
        self.links.insert(author, (seq, envelope.entry_id()));
        envelope
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        use sha2::{Digest as _, Sha256};
        Sha256::new()
            .chain_update(self.seed)
            .chain_update(purpose)
            .finalize()
            .into()
    }
}

/// An envelope with every field given: for tests that sign what the cast would not.
pub fn statement(
    mechanism: MechanismId,
    keys: &[&SigningKey],
    said: &Said,
    (seq, prev): (u64, Option<EntryId>),
    seen: Seen,
    said_at: Time,
) -> Envelope {
    let entry = serde_json::value::RawValue::from_string(said.json()).unwrap_or_default();
    let by = keys[0].public();
    let statement = Statement {
        mechanism,
        by,
        seq,
        prev,
        seen,
        said_at,
        entry: &entry,
    };
    let (area, kind) = said.kind();
    let payload_type = act::envelope::payload_type(area, kind);
    Envelope::sign(&payload_type, &statement.bytes(), keys)
}
