//! A first draft of a charter, for members to read, change and sign: the usual offices, who may
//! say what, the usual clocks. Every line of it can be edited before it is signed.

use std::collections::BTreeMap;

use act::Hours;
use act::decision::{Part, Rule};

use crate::charter::{
    Charter, Clocks, CommitmentClocks, Decisions, FORMAT, HotlineClocks, LANGUAGES, Member, Name,
    Office, Post, RULESET, Row, Scope, WatchlistClocks,
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
            commitments: CommitmentClocks::default(),
            watchlist: WatchlistClocks::default(),
            hotline: HotlineClocks::default(),
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

/// Who must cosign. Any two quorums have to share a witness: if `m1, a` and `m2, b` were both enough, a
/// host could show each pair a history of its own, and every witness would still be honest.
///
/// With as many parties as mediators, a majority of all witnesses does it, always holds at least one
/// of each, and goes on while one witness is down. Otherwise all mediators and any party: nobody
/// but a mediator can then stop the log.
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
    let of = |part: Part| -> Vec<&str> {
        let members = ingredients.members.iter().filter(|m| m.part == part);
        members.filter_map(|m| m.witness.as_deref()).collect()
    };
    let (mediators, parties) = (of(Part::Mediator), of(Part::Party));
    match (mediators.as_slice(), parties.as_slice()) {
        ([], []) => lines.push("quorum none".to_owned()),
        (_, _) if mediators.len() == parties.len() => {
            let majority = mediators.len() + 1;
            let all = [mediators, parties].concat().join(" ");
            lines.push(format!("group witnessed {majority} {all}"));
            lines.push("quorum witnessed".to_owned());
        }
        ([], alone) | (alone, []) => {
            lines.push(format!("group witnessed all {}", alone.join(" ")));
            lines.push("quorum witnessed".to_owned());
        }
        (_, _) => {
            lines.push(format!("group mediators all {}", mediators.join(" ")));
            lines.push(format!("group parties any {}", parties.join(" ")));
            lines.push("group witnessed all mediators parties".to_owned());
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
            "watchlist",
            &[
                ("en", "Watchlist officer"),
                ("ur", "واچ لسٹ افسر"),
                ("ps", "د څارلېست مامور"),
                ("fa-AF", "مأمور فهرست نظارت"),
                ("tr", "İzleme listesi görevlisi"),
                ("ar", "موظف قائمة المراقبة"),
            ],
            &[Party],
        ),
        office(
            "post-officer",
            &[
                ("en", "Post officer"),
                ("ur", "چوکی افسر"),
                ("ps", "د پوستې مامور"),
                ("fa-AF", "مأمور پوسته"),
                ("tr", "Kapı görevlisi"),
                ("ar", "موظف المنفذ"),
            ],
            &[Party],
        ),
        office(
            "post-supervisor",
            &[
                ("en", "Post supervisor"),
                ("ur", "چوکی نگران"),
                ("ps", "د پوستې څارونکی"),
                ("fa-AF", "ناظر پوسته"),
                ("tr", "Kapı amiri"),
                ("ar", "مشرف المنفذ"),
            ],
            &[Party],
        ),
        office(
            "reviewer",
            &[
                ("en", "Independent reviewer"),
                ("ur", "آزاد جائزہ کار"),
                ("ps", "خپلواک بیاکتونکی"),
                ("fa-AF", "بازنگر مستقل"),
                ("tr", "Bağımsız inceleyici"),
                ("ar", "المراجع المستقل"),
            ],
            &[Mediator],
        ),
        office(
            "duty",
            &[
                ("en", "Duty officer"),
                ("ur", "ڈیوٹی افسر"),
                ("ps", "نوکریوال مامور"),
                ("fa-AF", "مأمور نوکریوال"),
                ("tr", "Nöbetçi görevli"),
                ("ar", "الضابط المناوب"),
            ],
            &[Party],
        ),
        office(
            "deputy",
            &[
                ("en", "Deputy duty officer"),
                ("ur", "نائب ڈیوٹی افسر"),
                ("ps", "مرستیال نوکریوال"),
                ("fa-AF", "معاون نوکریوال"),
                ("tr", "Nöbetçi yardımcısı"),
                ("ar", "نائب الضابط المناوب"),
            ],
            &[Party],
        ),
        office(
            "hotline-node",
            &[
                ("en", "Hotline node"),
                ("ur", "ہاٹ لائن نوڈ"),
                ("ps", "د تودې کرښې نوډ"),
                ("fa-AF", "گره خط مستقیم"),
                ("tr", "Acil hat düğümü"),
                ("ar", "عقدة الخط الساخن"),
            ],
            &[Party],
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

/// What anybody on the hotline says.
const ON_THE_LINE: [&str; 17] = [
    "hotline.message-sent",
    "hotline.message-closed",
    "hotline.alarm-silenced",
    "hotline.checkpoint-anchored",
    "hotline.translation-made",
    "hotline.translation-disputed",
    "hotline.rung-reached",
    "hotline.outage-declared",
    "hotline.outage-ended",
    "hotline.watch-handed-over",
    "hotline.call-scheduled",
    "hotline.call-ended",
    "hotline.call-joined",
    "hotline.call-consented",
    "hotline.call-recorded",
    "hotline.minutes-proposed",
    "hotline.minutes-agreed",
];

/// What a party's duty officer says besides.
const ON_DUTY: [&str; 5] = [
    "hotline.message-opened",
    "hotline.message-acknowledged",
    "hotline.format-agreed",
    "hotline.format-ended",
    "hotline.roster-set",
];

/// What officers at a post say.
const SCREENING: [&str; 3] = [
    "watchlist.screening-recorded",
    "watchlist.screening-adjudicated",
    "watchlist.screening-confirmed",
];

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
                "commitments.object-registered",
                "commitments.commitment-drafted",
                "commitments.commitment-opened",
                "commitments.commitment-signed",
                "commitments.commitment-withdrawn",
                "commitments.fulfilment-claimed",
                "commitments.evidence-filed",
                "commitments.evidence-erased",
                "commitments.seal-opened",
                "commitments.capacity-stated",
                "commitments.assistance-requested",
                "commitments.assistance-answered",
                "commitments.extension-requested",
                "commitments.extension-answered",
                "commitments.suspension-set",
                "commitments.access-answered",
                "commitments.appeal-filed",
                "commitments.reply-filed",
                "commitments.bulletin-remark",
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
                "commitments.object-registered",
                "commitments.commitment-drafted",
                "commitments.commitment-opened",
                "commitments.commitment-withdrawn",
                "commitments.event-recorded",
                "commitments.evidence-filed",
                "commitments.evidence-erased",
                "commitments.seal-opened",
                "commitments.assistance-answered",
                "commitments.verification-acknowledged",
                "commitments.visit-scheduled",
                "commitments.access-requested",
                "commitments.visit-recorded",
                "commitments.finding-proposed",
                "commitments.appeal-ruled",
                "commitments.determination-joined",
                "commitments.opinion-filed",
                "watchlist.listing-checked",
                "watchlist.flag-raised",
                "watchlist.flag-cleared",
                "watchlist.petition-received",
                "watchlist.petition-assigned",
                "watchlist.petition-answered",
                "watchlist.listing-erased",
                "watchlist.erasure-receipted",
                "watchlist.canary-placed",
                "roll.proposal-made",
                "roll.vote-cast",
            ],
        ),
        row(
            "registry",
            &["agreement.instrument-opened", "agreement.remark-recorded"],
        ),
        row(
            "watchlist",
            &[
                "watchlist.listing-proposed",
                "watchlist.listing-corrected",
                "watchlist.listing-seconded",
                "watchlist.listing-objected",
                "watchlist.hold-extended",
                "watchlist.objection-withdrawn",
                "watchlist.listing-withdrawn",
                "watchlist.listing-delisted",
                "watchlist.renewal-proposed",
                "watchlist.renewal-seconded",
                "watchlist.flag-raised",
                "watchlist.delisting-objected",
                "watchlist.erasure-receipted",
                "watchlist.edition-acknowledged",
            ],
        ),
        Row {
            scope: Scope::OwnPost,
            ..row("post-officer", &SCREENING)
        },
        Row {
            scope: Scope::OwnPost,
            ..row("post-supervisor", &SCREENING)
        },
        row("reviewer", &["watchlist.recommendation-made"]),
        row("duty", &[&ON_THE_LINE[..], &ON_DUTY[..]].concat()),
        row("deputy", &[&ON_THE_LINE[..], &ON_DUTY[..]].concat()),
        row("mediation", &ON_THE_LINE),
        Row {
            scope: Scope::OwnPost,
            ..row("post-officer", &["hotline.message-sent"])
        },
        row(
            "hotline-node",
            &["hotline.message-delivered", "hotline.rung-reached"],
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

#[cfg(test)]
mod tests {
    use super::*;
    use act::SigningKey;
    use std::collections::BTreeSet;
    use tlog::policy::Policy;

    fn policy_of(parts: &[(&str, Part)]) -> Policy {
        let log = tlog::note::SigningKey::log("record.example/x", &[9; 32]);
        let members = parts.iter().zip(1u8..).map(|((id, part), seed)| Member {
            id: (*id).to_owned(),
            name: english(id),
            part: *part,
            offset_minutes: 0,
            threshold: 1,
            roots: vec![SigningKey::from_seed(&[seed; 32]).public()],
            witness: Some((*id).to_owned()),
        });
        let witnesses = parts.iter().zip(101u8..).map(|((id, _), seed)| Witness {
            name: (*id).to_owned(),
            key: tlog::note::SigningKey::cosigner(id, &[seed; 32])
                .verifier_key()
                .to_string(),
            url: None,
        });
        let charter = charter(Ingredients {
            name: "X".to_owned(),
            fictional: true,
            origin: "record.example/x".to_owned(),
            log_key: log.verifier_key().to_string(),
            members: members.collect(),
            witnesses: witnesses.collect(),
        });
        Charter::parse(&text(&charter).unwrap()).unwrap();
        Policy::parse(&charter.policy).unwrap()
    }

    /// Every set of witnesses that is a quorum.
    fn quorums<'p>(policy: &Policy, parts: &[(&'p str, Part)]) -> Vec<BTreeSet<&'p str>> {
        (0u32..1 << parts.len())
            .map(|bits| {
                let chosen = parts.iter().enumerate().filter(|(i, _)| bits >> i & 1 == 1);
                chosen.map(|(_, (id, _))| *id).collect::<BTreeSet<&str>>()
            })
            .filter(|set| policy.satisfied(set))
            .collect()
    }

    #[test]
    fn any_two_quorums_share_a_witness_and_each_has_both_kinds() {
        use Part::{Mediator, Party};
        let casts: [&[(&str, Part)]; 3] = [
            &[
                ("a", Party),
                ("b", Party),
                ("m1", Mediator),
                ("m2", Mediator),
            ],
            &[("a", Party), ("b", Party), ("m1", Mediator)],
            &[
                ("a", Party),
                ("b", Party),
                ("c", Party),
                ("m1", Mediator),
                ("m2", Mediator),
            ],
        ];
        for parts in casts {
            let policy = policy_of(parts);
            let quorums = quorums(&policy, parts);
            assert!(!quorums.is_empty());
            for one in &quorums {
                for part in [Party, Mediator] {
                    assert!(parts.iter().any(|(id, p)| *p == part && one.contains(id)));
                }
                for other in &quorums {
                    assert!(!one.is_disjoint(other), "{one:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn the_usual_four_go_on_without_any_one_of_them() {
        use Part::{Mediator, Party};
        let four = [
            ("a", Party),
            ("b", Party),
            ("m1", Mediator),
            ("m2", Mediator),
        ];
        let policy = policy_of(&four);
        for (missing, _) in four {
            let rest = four
                .iter()
                .map(|(id, _)| *id)
                .filter(|id| *id != missing)
                .collect();
            assert!(policy.satisfied(&rest), "without {missing}");
        }
    }
}
