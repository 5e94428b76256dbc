//! A first draft of a charter, for members to read, change and sign: the usual offices, who may
//! say what, the usual clocks. Every line of it can be edited before it is signed.

use std::collections::BTreeMap;

use act::Hours;
use act::decision::{Part, Rule};

use crate::charter::{
    Charter, Clocks, Decisions, FORMAT, LANGUAGES, Member, Name, Office, Post, RULESET, Row, Scope,
};

/// What only the members know: who they are and which keys and witnesses they bring.
#[derive(Clone, Debug)]
pub struct Ingredients {
    /// What the mechanism is called, in English.
    pub name: String,
    /// Whether everything in it is invented.
    pub fictional: bool,
    /// First line of its checkpoints, e.g. `record.example/joint`.
    pub origin: String,
    /// The host's verifier key.
    pub log_key: String,
    /// Parties, mediators and custodian with their roots; `witness` names a line of `witnesses`.
    pub members: Vec<Member>,
    /// Name in the policy, verifier key and address of each witness.
    pub witnesses: Vec<Witness>,
}

/// A witness line of the policy.
#[derive(Clone, Debug)]
pub struct Witness {
    /// Its name in the policy.
    pub name: String,
    /// Its cosignature verifier key.
    pub key: String,
    /// Where checkpoints are sent, if the host reaches it.
    pub url: Option<String>,
}

/// The charter these ingredients make with the usual offices and rules.
pub fn charter(ingredients: Ingredients) -> Charter {
    let policy = policy(&ingredients);
    Charter {
        format: FORMAT.to_owned(),
        name: english(&ingredients.name),
        fictional: ingredients.fictional,
        origin: ingredients.origin,
        log_key: ingredients.log_key,
        ruleset: RULESET,
        languages: LANGUAGES.map(str::to_owned).to_vec(),
        policy,
        clocks: Clocks {
            proposal_lapses: Hours(72),
            grant_days_max: 90,
            tabling_notice: Hours(24),
        },
        decisions: Decisions {
            amend: Rule::Unanimous,
            post: Rule::BothParties,
            statement: Rule::Unanimous,
        },
        members: ingredients.members,
        posts: ["Torkham", "Chaman"]
            .map(|name| Post {
                id: name.to_lowercase(),
                name: english(name),
            })
            .to_vec(),
        offices: offices(),
        authority: authority(),
    }
}

/// The charter as the text to sign.
pub fn text(charter: &Charter) -> Result<String, toml::ser::Error> {
    toml::to_string_pretty(charter)
}

/// `any(mediators) and any(parties)`: requiring all parties would give each a veto over the log
/// going on; requiring none would let the host show two histories.
fn policy(ingredients: &Ingredients) -> String {
    let mut lines = vec![format!("log {}", ingredients.log_key)];
    for witness in &ingredients.witnesses {
        let url = witness
            .url
            .as_ref()
            .map(|url| format!(" {url}"))
            .unwrap_or_default();
        lines.push(format!("witness {} {}{url}", witness.name, witness.key));
    }
    let group = |part: Part| -> Vec<&str> {
        let members = ingredients.members.iter().filter(|m| m.part == part);
        members.filter_map(|m| m.witness.as_deref()).collect()
    };
    let mut groups = Vec::new();
    for (name, members) in [
        ("mediators", group(Part::Mediator)),
        ("parties", group(Part::Party)),
    ] {
        if !members.is_empty() {
            lines.push(format!("group {name} any {}", members.join(" ")));
            groups.push(name);
        }
    }
    match groups.as_slice() {
        [] => lines.push("quorum none".to_owned()),
        [one] => lines.push(format!("quorum {one}")),
        both => {
            lines.push(format!("group witnessed all {}", both.join(" ")));
            lines.push("quorum witnessed".to_owned());
        }
    }
    lines.join("\n") + "\n"
}

fn offices() -> Vec<Office> {
    use Part::{Custodian, Mediator, Party};
    let office = |id: &str, names: &[(&str, &str)], of: &[Part]| Office {
        id: id.to_owned(),
        name: names
            .iter()
            .map(|(lang, name)| ((*lang).to_owned(), (*name).to_owned()))
            .collect(),
        of: of.to_vec(),
    };
    vec![
        office(
            "negotiator",
            &[
                ("en", "Negotiator"),
                ("ur", "مذاکرات کار"),
                ("ps", "مذاکره کوونکی"),
                ("fa-AF", "مذاکره‌کننده"),
                ("tr", "Müzakereci"),
                ("ar", "مفاوض"),
            ],
            &[Party],
        ),
        office(
            "mediation",
            &[
                ("en", "Mediation officer"),
                ("ur", "ثالثی افسر"),
                ("ps", "د منځګړیتوب مامور"),
                ("fa-AF", "مأمور میانجی‌گری"),
                ("tr", "Arabuluculuk görevlisi"),
                ("ar", "موظف الوساطة"),
            ],
            &[Mediator],
        ),
        office(
            "registry",
            &[
                ("en", "Registry"),
                ("ur", "رجسٹری"),
                ("ps", "ثبت دفتر"),
                ("fa-AF", "دفتر ثبت"),
                ("tr", "Kayıt bürosu"),
                ("ar", "قلم السجل"),
            ],
            &[Mediator, Custodian],
        ),
        office(
            "key-administrator",
            &[
                ("en", "Key administrator"),
                ("ur", "کلید منتظم"),
                ("ps", "د کیلي چلوونکی"),
                ("fa-AF", "مسئول کلیدها"),
                ("tr", "Anahtar yöneticisi"),
                ("ar", "مسؤول المفاتيح"),
            ],
            &[Party, Mediator, Custodian],
        ),
    ]
}

fn authority() -> Vec<Row> {
    let row = |office: &str, may: &[&str]| Row {
        office: office.to_owned(),
        may: may.iter().map(|entry| (*entry).to_owned()).collect(),
        scope: Scope::OwnMember,
    };
    vec![
        row(
            "negotiator",
            &[
                "agreement.draft-part-filed",
                "agreement.draft-tabled",
                "agreement.position-taken",
                "agreement.minute-answered",
                "agreement.explanation-given",
                "agreement.offer-made",
                "agreement.offer-withdrawn",
                "agreement.joint-statement-proposed",
                "agreement.joint-statement-answered",
                "agreement.depositary-act",
                "roll.proposal-made",
                "roll.vote-cast",
            ],
        ),
        row(
            "mediation",
            &[
                "agreement.instrument-opened",
                "agreement.draft-part-filed",
                "agreement.draft-tabled",
                "agreement.minute-recorded",
                "agreement.remark-recorded",
                "agreement.joint-statement-proposed",
                "agreement.joint-statement-answered",
                "agreement.depositary-act",
                "roll.proposal-made",
                "roll.vote-cast",
            ],
        ),
        row(
            "registry",
            &["agreement.instrument-opened", "agreement.remark-recorded"],
        ),
        row(
            "key-administrator",
            &["roll.key-granted", "roll.key-revoked"],
        ),
    ]
}

fn english(text: &str) -> Name {
    BTreeMap::from([("en".to_owned(), text.to_owned())])
}
