//! Founding a mechanism: each member on its own machine, exchanging only public files.
//!
//! Card (one a member) → charter and the statement that puts it into the log → one signature a root
//! key → the founding act. Everybody signs the same bytes, so they are fixed before the first signs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use act::envelope::SIGNATURES_MAX;
use act::{Digest, Envelope, Leaf, PublicKey, Seen, Statement, Time, Verdict};
use mechanism::World;
use roll::charter::{Charter, Member};
use roll::entry::CharterSigned;
use roll::template::{Ingredients, Witness};
use serde::{Deserialize, Serialize};

use crate::prepared::{Detached, Place, Prepared};
use crate::report::Report;

/// The value of a card's `format`.
pub const CARD_FORMAT: &str = "tasdiq.card.v1";

/// What a member tells the others about itself. Public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// [`CARD_FORMAT`].
    pub format: String,
    /// As it will stand in the charter.
    pub member: Member,
    /// Its witness, if it runs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<CardWitness>,
}

/// A witness as its member introduces it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardWitness {
    /// Its cosignature verifier key.
    pub key: String,
    /// Where checkpoints are sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What the drafter adds to the cards.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What the mechanism is called, in English.
    pub name: String,
    /// Whether everything in it is invented.
    pub fictional: bool,
    /// First line of its checkpoints.
    pub origin: String,
    /// The host's verifier key.
    pub log_key: String,
}

impl Card {
    /// Reads a card.
    pub fn parse(path: &Path, text: &str) -> Result<Card, Report> {
        let card: Card = toml::from_str(text).map_err(|error| {
            Report::input(format!("{} is not a member's card", path.display()))
                .because(&error)
                .hint("the member makes it with `tasdiq init card`")
        })?;
        if card.format != CARD_FORMAT {
            return Err(Report::input(format!(
                "{} is a card of the format {:?}, this program reads {CARD_FORMAT:?}",
                path.display(),
                card.format
            )));
        }
        Ok(card)
    }

    /// The card as text.
    pub fn text(&self) -> Result<String, Report> {
        toml::to_string(self)
            .map_err(|error| Report::here("could not write the card as TOML").because(&error))
    }
}

/// The charter that these cards make, as text to read, change and sign.
pub fn draft(cards: Vec<Card>, draft: Draft) -> Result<String, Report> {
    let mut members = Vec::new();
    let mut witnesses = Vec::new();
    for mut card in cards {
        card.member.witness = card.witness.as_ref().map(|_| card.member.id.clone());
        witnesses.extend(card.witness.map(|witness| Witness {
            name: card.member.id.clone(),
            key: witness.key,
            url: witness.url,
        }));
        members.push(card.member);
    }
    let charter = roll::template::charter(Ingredients {
        name: draft.name,
        fictional: draft.fictional,
        origin: draft.origin,
        log_key: draft.log_key,
        members,
        witnesses,
    });
    let text = roll::template::text(&charter)
        .map_err(|error| Report::here("could not write the charter as TOML").because(&error))?;
    Charter::parse(&text).map_err(|error| {
        Report::input("these cards do not make a charter")
            .because(&error)
            .hint("one card from each member: two parties or more, one mediator or more")
    })?;
    Ok(text)
}

/// The statement that all members' roots sign. Its author is the first root of the first member:
/// somebody has to come first, and nothing follows from it.
pub fn statement(text: &str, charter: &Charter, said_at: Time) -> Result<Prepared, Report> {
    let author = charter.members.first().and_then(|m| m.roots.first());
    let by = *author.ok_or_else(|| Report::input("the charter has no root key"))?;
    let entry = roll::RollEntry::CharterSigned(CharterSigned {
        charter: text.to_owned(),
    });
    let place = Place {
        mechanism: Charter::mechanism(text),
        seq: 0,
        prev: None,
        seen: Seen {
            size: 0,
            root: Digest(tlog::merkle::empty_root().0),
        },
    };
    let kind = ("roll", act::Entry::kind(&entry));
    Prepared::new(kind, &act::Entry::json(&entry), by, place, said_at)
}

/// Checks that a prepared statement is the one that founds this charter, word for word. What is
/// signed is the statement; what people read is the charter.
pub fn check_statement(prepared: &Prepared, text: &str) -> Result<(), Report> {
    let edited = || {
        Report::input("the statement is not of this charter: one of them was changed after it was made")
            .hint("compare the charter's SHA-256 with the other members")
            .hint("after an edit that all agree on, make the statement anew: `tasdiq init statement charter.toml`")
    };
    let statement: Statement<'_> = serde_json::from_slice(&prepared.payload)
        .map_err(|error| Report::input("the statement can't be read").because(&error))?;
    let entry: CharterSigned = serde_json::from_str(statement.entry.get())
        .map_err(|error| Report::input("the statement signs no charter").because(&error))?;
    if entry.charter != text || statement.mechanism != Charter::mechanism(text) {
        return Err(edited());
    }
    Ok(())
}

/// Whose root this is, and which of its roots, counted from 1.
pub fn root_of<'c>(charter: &'c Charter, key: &PublicKey) -> Option<(&'c Member, usize)> {
    charter.members.iter().find_map(|member| {
        let at = member.roots.iter().position(|root| root == key)?;
        Some((member, at + 1))
    })
}

/// The founding act, from the signatures the members sent. Checked by placing it into an empty
/// world: what is accepted here is accepted by every node.
pub fn found(
    charter: &Charter,
    prepared: &Prepared,
    signatures: &[(PathBuf, Detached)],
) -> Result<Envelope, Report> {
    for (path, signature) in signatures {
        check_signature(charter, prepared, path, signature)?;
    }
    let mut seen = BTreeSet::new();
    let mut unique: Vec<Detached> = Vec::new();
    for (_, signature) in signatures {
        if seen.insert(signature.key) {
            unique.push(signature.clone());
        }
    }
    check_complete(charter, &seen)?;
    put_author_first(prepared, &mut unique)?;
    if unique.len() > SIGNATURES_MAX {
        return Err(Report::input(format!(
            "{} signatures, one act carries {SIGNATURES_MAX} at most",
            unique.len()
        ))
        .hint("leave out signatures beyond each member's threshold"));
    }
    let envelope = prepared.assemble(&unique);
    envelope
        .verify()
        .map_err(|error| Report::input("the founding act does not verify").because(&error))?;
    let statement = Statement::parse(&envelope)
        .map_err(|error| Report::input("the founding act can't be read").because(&error))?;
    let leaf = Leaf {
        at: statement.said_at,
        envelope: envelope.clone(),
    };
    match World::default().apply(&leaf) {
        Verdict::InForce => Ok(envelope),
        Verdict::Void(refusal) => {
            Err(Report::input(format!("the rules refuse this founding act: {refusal}")).refused())
        }
    }
}

fn check_signature(
    charter: &Charter,
    prepared: &Prepared,
    path: &Path,
    signature: &Detached,
) -> Result<(), Report> {
    let shown = path.display();
    if signature.entry != prepared.entry_id() {
        return Err(Report::input(format!(
            "{shown} signs another statement: {} instead of {}",
            signature.entry.short(),
            prepared.entry_id().short()
        ))
        .hint("its member has another charter or statement file: send both anew, and have them signed again"));
    }
    if root_of(charter, &signature.key).is_none() {
        return Err(Report::input(format!(
            "{shown} is signed with {}, which is no member's root key in this charter",
            signature.key
        ))
        .hint("sign with a root key whose public text stands in the charter"));
    }
    if !signature.key.verifies(&prepared.encoding(), &signature.sig) {
        return Err(
            Report::input(format!("the signature in {shown} does not verify"))
                .hint("the file is damaged: have it sent again"),
        );
    }
    Ok(())
}

/// Says of every member how many signatures are missing, all at once.
fn check_complete(charter: &Charter, signed: &BTreeSet<PublicKey>) -> Result<(), Report> {
    let mut missing = Vec::new();
    for member in &charter.members {
        let have = member.roots.iter().filter(|r| signed.contains(r)).count();
        let need = usize::try_from(member.threshold).unwrap_or(usize::MAX);
        if have < need {
            missing.push(format!(
                "member {} has signed with {have} of the {need} root keys it needs",
                member.id
            ));
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let mut report = Report::input("the charter is not signed by every member yet")
        .hint("each member named signs with `tasdiq init sign charter.toml --key root.key` and sends the .sig file");
    report.because = missing;
    Err(report)
}

fn put_author_first(prepared: &Prepared, signatures: &mut [Detached]) -> Result<(), Report> {
    let statement: Statement<'_> = serde_json::from_slice(&prepared.payload)
        .map_err(|error| Report::input("the statement can't be read").because(&error))?;
    let at = signatures.iter().position(|s| s.key == statement.by);
    let at = at.ok_or_else(|| {
        Report::input(format!(
            "the statement names {} as its author, and that key has not signed",
            statement.by
        ))
        .hint(
            "have that root key sign too, or make the statement anew with `tasdiq init statement`",
        )
    })?;
    signatures[..=at].rotate_right(1);
    Ok(())
}
