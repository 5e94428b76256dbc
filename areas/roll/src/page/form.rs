//! The forms of the roll, and how a sent form becomes an entry.

use std::collections::BTreeMap;

use act::decision::Choice;
use act::{Hours, MechanismId, PublicKey, Signature};
use page::{
    Ask, Field, Lang, Markup, Method, Problems, Shown, Value, facts, form, group, html,
    typed_instant, typed_text,
};

use super::keys::reason_key;
use super::names::{member_name, name};
use crate::charter::{Charter, is_id};
use crate::entry::{
    Change, KeyGranted, KeyRevoked, ProposalMade, RevocationReason, RollEntry, SealKeyAnnounced,
    VoteCast, key_request,
};
use crate::state::Roll;

const REASONS: [(&str, RevocationReason); 4] = [
    ("rotated", RevocationReason::Rotated),
    ("lost", RevocationReason::Lost),
    ("compromised", RevocationReason::Compromised),
    ("left", RevocationReason::Left),
];

/// What a new key's holder hands over: `{"mechanism":…,"key":…,"label":…,"pop":…}`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Request {
    mechanism: MechanismId,
    key: PublicKey,
    label: String,
    pop: Signature,
}

/// A form as it was sent.
pub(super) struct Sent<'a> {
    roll: &'a Roll,
    ask: &'a Ask<'a>,
    fields: &'a BTreeMap<String, String>,
    problems: Problems,
}

impl<'a> Sent<'a> {
    pub(super) fn new(
        roll: &'a Roll,
        ask: &'a Ask<'a>,
        fields: &'a BTreeMap<String, String>,
    ) -> Sent<'a> {
        Sent {
            roll,
            ask,
            fields,
            problems: Problems::default(),
        }
    }

    pub(super) fn no_such_form(mut self) -> Problems {
        self.wrong("form", "roll-no-such-form");
        self.problems
    }

    fn get(&self, name: &str) -> &'a str {
        self.fields.get(name).map_or("", String::as_str)
    }

    fn wrong(&mut self, field: &str, key: &str) {
        self.problems.add(field, self.ask.tr.say(key));
    }

    fn entry(self, entry: impl Into<RollEntry>) -> Result<RollEntry, Problems> {
        if self.problems.is_empty() {
            Ok(entry.into())
        } else {
            Err(self.problems)
        }
    }

    fn reason(&mut self) -> String {
        let reason = typed_text(self.get("reason"));
        if reason.is_empty() {
            self.wrong("reason", "roll-needs-reason");
        }
        reason
    }

    pub(super) fn grant(mut self) -> Result<RollEntry, Problems> {
        let member = self.ask.viewer.map_or("", |viewer| viewer.member);
        let request = match serde_json::from_str::<Request>(self.get("request").trim()) {
            Ok(request) => request,
            Err(_) => {
                self.wrong("request", "roll-request-unreadable");
                return Err(self.problems);
            }
        };
        let mechanism = self.roll.mechanism().unwrap_or_default();
        if request.mechanism != mechanism {
            self.wrong("request", "roll-request-elsewhere");
        } else if !request.key.verifies(
            &key_request(&mechanism, &request.key, &request.label),
            &request.pop,
        ) {
            self.wrong("request", "roll-request-unproven");
        }
        let offices = self.chosen("office-");
        if offices.is_empty() {
            self.wrong("offices", "roll-needs-office");
        }
        let longest = self.grant_days_max();
        let days = self.get("days").trim().parse::<u32>().unwrap_or(0);
        if days == 0 || days > longest {
            let values = [("n", Value::Number(u64::from(longest)))];
            self.problems
                .add("days", self.ask.tr.with("roll-needs-days", &values));
        }
        let entry = KeyGranted {
            key: request.key,
            member: member.to_owned(),
            offices,
            posts: self.chosen("post-"),
            not_before: self.ask.as_of,
            not_after: self.ask.as_of.after(Hours(days.min(longest) * 24)),
            label: request.label,
            pop: request.pop,
        };
        self.entry(entry)
    }

    pub(super) fn seal_key(mut self) -> Result<RollEntry, Problems> {
        let seal_key = self.get("seal_key").trim().to_owned();
        if seal_key.parse::<seal::SealKey>().is_err() {
            self.wrong("seal_key", "roll-seal-key-malformed");
        }
        self.entry(SealKeyAnnounced { seal_key })
    }

    /// The ids ticked in a group of boxes.
    fn chosen(&self, prefix: &str) -> Vec<String> {
        let ticked = self
            .fields
            .iter()
            .filter(|(_, value)| value.as_str() == "yes");
        ticked
            .filter_map(|(field, _)| field.strip_prefix(prefix))
            .map(str::to_owned)
            .collect()
    }

    fn grant_days_max(&self) -> u32 {
        self.roll
            .charter_at(self.ask.as_of)
            .map_or(0, |charter| charter.clocks.grant_days_max)
    }

    pub(super) fn revoke(mut self) -> Result<RollEntry, Problems> {
        let key = self.get("key").trim().parse::<PublicKey>();
        if !key.as_ref().is_ok_and(|key| self.roll.grant(key).is_some()) {
            self.wrong("key", "roll-needs-key");
        }
        let reason = REASONS.iter().find(|(id, _)| *id == self.get("reason"));
        if reason.is_none() {
            self.wrong("reason", "roll-needs-choice");
        }
        let suspect = self.get("suspect_from").trim();
        let suspect_from = typed_instant(suspect);
        if !suspect.is_empty() && suspect_from.is_none() {
            self.wrong("suspect_from", "roll-needs-instant");
        }
        match (key, reason) {
            (Ok(key), Some((_, reason))) => {
                let reason = *reason;
                self.entry(KeyRevoked {
                    key,
                    reason,
                    suspect_from,
                })
            }
            _ => Err(self.problems),
        }
    }

    pub(super) fn post(mut self) -> Result<RollEntry, Problems> {
        let id = self.get("id").trim().to_owned();
        if !is_id(&id) {
            self.wrong("id", "roll-needs-id");
        }
        let mut names = BTreeMap::new();
        for lang in Lang::ALL {
            let name = self.get(&format!("name-{}", lang.tag())).trim();
            if !name.is_empty() {
                names.insert(lang.tag().to_owned(), name.to_owned());
            }
        }
        if !names.contains_key("en") {
            self.wrong("name-en", "roll-needs-name");
        }
        self.propose(Change::PostAdded { id, name: names })
    }

    pub(super) fn amendment(mut self) -> Result<RollEntry, Problems> {
        // The text is signed as a whole; its last line break belongs to it.
        let charter = typed_text(self.get("charter")) + "\n";
        if let Err(error) = Charter::parse(&charter) {
            let what = error.to_string();
            let values = [("what", Value::Words(&what))];
            self.problems.add(
                "charter",
                self.ask.tr.with("roll-charter-malformed", &values),
            );
        }
        self.propose(Change::CharterAmended { charter })
    }

    pub(super) fn notice(mut self) -> Result<RollEntry, Problems> {
        let hours = self.get("hours").trim().parse::<u32>();
        if !hours.as_ref().is_ok_and(|hours| *hours <= 8760) {
            self.wrong("hours", "roll-needs-hours");
        }
        self.propose(Change::TablingNoticeSet {
            hours: Hours(hours.unwrap_or(0)),
        })
    }

    fn propose(mut self, change: Change) -> Result<RollEntry, Problems> {
        let reason = self.reason();
        self.entry(ProposalMade { change, reason })
    }

    pub(super) fn vote(mut self, index: &str) -> Result<RollEntry, Problems> {
        let Ok(proposal) = index.parse() else {
            return Err(self.no_such_form());
        };
        let choice = choice(self.get("choice"));
        if choice.is_none() {
            self.wrong("choice", "roll-needs-choice");
        }
        let reason = typed_text(self.get("reason"));
        match choice {
            Some(choice) => self.entry(VoteCast {
                proposal,
                choice,
                reason,
            }),
            None => Err(self.problems),
        }
    }
}

/// For or against, as a form sends it.
pub fn choice(text: &str) -> Option<Choice> {
    match text {
        "approve" => Some(Choice::Approve),
        "object" => Some(Choice::Object),
        _ => None,
    }
}

fn page_of(ask: &Ask<'_>, title: &str, path: &str, problems: &Problems, fields: &Markup) -> Shown {
    let tr = ask.tr;
    let content = html! {
        (problems.summary(tr))
        (form(Method::Post, path, fields, &tr.say("roll-to-review")))
    };
    Shown::reading(tr.plain(title, &[]), content)
}

/// Granting a key from the request its holder handed over.
pub(super) fn grant(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["keys", "grant"], f, ask));
    let member = ask.viewer.and_then(|viewer| roll.member(viewer.member));
    let charter = roll.charter_at(ask.as_of);
    let offices = charter.iter().flat_map(|c| &c.offices);
    let offices = offices.filter(|o| member.is_some_and(|m| o.of.contains(&m.part)));
    let posts = roll.posts(ask.as_of);
    let longest = charter.map_or(0, |c| c.clocks.grant_days_max).to_string();
    let days = match ask.get("days") {
        "" => longest.as_str(),
        days => days,
    };
    let fields = html! {
        (facts([(tr.say("roll-member"), html! {
            (page::Name(member.map_or("", |m| name(&m.name, tr.lang))))
        })]))
        (Field::new("request", tr.say("roll-field-request")).hint(tr.say("roll-hint-request"))
            .required().problems(&problems).area(ask.get("request"), None, 6))
        div id="field-offices" tabindex="-1" {
            (group(&tr.say("roll-field-offices"), &html! {
                @for office in offices {
                    @let field = format!("office-{}", office.id);
                    (Field::new(&field, html! { (page::Name(name(&office.name, tr.lang))) })
                        .check(ask.get(&field)))
                }
            }))
        }
        (group(&tr.say("roll-field-posts"), &html! {
            @for post in &posts {
                @let field = format!("post-{}", post.id);
                (Field::new(&field, html! { (page::Name(name(&post.name, tr.lang))) })
                    .check(ask.get(&field)))
            }
        }))
        (Field::new("days", tr.say("roll-field-days")).required().problems(&problems).number(days))
    };
    page_of(
        ask,
        "roll-grant-title",
        "/roll/keys/grant",
        &problems,
        &fields,
    )
}

/// Taking a key's offices back.
pub(super) fn seal_key(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["keys", "seal"], f, ask));
    let key = ask.viewer.map(|viewer| viewer.key);
    let announced = key.and_then(|key| roll.seal_key(&key));
    let fields = html! {
        p { (tr.say("roll-seal-key-about")) }
        @if let Some(announced) = announced {
            (facts([(tr.say("roll-seal-key-now"), html! { (page::Id(announced)) })]))
        }
        (Field::new("seal_key", tr.say("roll-seal-key")).hint(tr.say("roll-seal-key-hint"))
            .required().problems(&problems).code(ask.get("seal_key")))
    };
    let fields = html! {
        div data-seal-key-of=[key] data-mechanism=(roll.mechanism().unwrap_or_default()) { (fields) }
    };
    page_of(
        ask,
        "roll-seal-key-title",
        "/roll/keys/seal",
        &problems,
        &fields,
    )
}

/// Taking a key's offices back.
pub(super) fn revoke(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["keys", "revoke"], f, ask));
    let grant = ask.get("key").parse().ok().and_then(|key| roll.grant(&key));
    let reasons = REASONS.map(|(value, reason)| page::Choice {
        value,
        label: tr.say(reason_key(reason)),
    });
    let fields = html! {
        @if let Some(grant) = grant {
            (facts([
                (tr.say("roll-member"),
                    html! { (page::Name(member_name(roll, &grant.member, tr.lang))) }),
                (tr.say("roll-label"), html! { (page::Name(&grant.label)) }),
            ]))
        }
        (Field::new("key", tr.say("roll-key")).required().problems(&problems).code(ask.get("key")))
        (Field::new("reason", tr.say("roll-field-reason")).required().problems(&problems)
            .radio(&reasons, ask.get("reason")))
        (Field::new("suspect_from", tr.say("roll-field-suspect")).hint(tr.say("roll-hint-suspect"))
            .problems(&problems).code(ask.get("suspect_from")))
    };
    page_of(
        ask,
        "roll-revoke-title",
        "/roll/keys/revoke",
        &problems,
        &fields,
    )
}

fn reason_field(ask: &Ask<'_>, problems: &Problems) -> Markup {
    Field::new("reason", ask.tr.say("roll-field-reason"))
        .required()
        .problems(problems)
        .area(ask.get("reason"), None, 4)
}

/// Proposing a new joint post.
pub(super) fn post(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["proposals", "post"], f, ask));
    let fields = html! {
        (Field::new("id", tr.say("roll-id")).hint(tr.say("roll-needs-id")).required()
            .problems(&problems).code(ask.get("id")))
        (group(&tr.say("roll-field-names"), &html! {
            @for lang in [Lang::En, Lang::Ur, Lang::Ps, Lang::FaAf, Lang::Tr, Lang::Ar] {
                @let field = format!("name-{}", lang.tag());
                (Field::new(&field, html! { bdi lang=(lang.tag()) { (lang.own_name()) } })
                    .problems(&problems).text(ask.get(&field)))
            }
        }))
        (reason_field(ask, &problems))
    };
    page_of(
        ask,
        "roll-propose-post",
        "/roll/proposals/post",
        &problems,
        &fields,
    )
}

/// Proposing another text of the charter; the form starts from the one in force.
pub(super) fn amendment(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["proposals", "amendment"], f, ask));
    let in_force = roll.charter_text_at(ask.as_of).unwrap_or_default();
    let text = match ask.get("charter") {
        "" => in_force,
        text => text,
    };
    let fields = html! {
        (Field::new("charter", tr.say("roll-field-charter")).hint(tr.say("roll-hint-charter"))
            .required().problems(&problems).area(text, None, 30))
        (reason_field(ask, &problems))
    };
    page_of(
        ask,
        "roll-propose-amendment",
        "/roll/proposals/amendment",
        &problems,
        &fields,
    )
}

/// Proposing another tabling notice.
pub(super) fn notice(roll: &Roll, ask: &Ask<'_>) -> Shown {
    let tr = ask.tr;
    let problems = ask.problems(|f| super::write(roll, (), &["proposals", "notice"], f, ask));
    let now = roll.tabling_notice(ask.as_of).0.to_string();
    let hours = match ask.get("hours") {
        "" => now.as_str(),
        hours => hours,
    };
    let fields = html! {
        (Field::new("hours", tr.say("roll-field-hours")).required().problems(&problems).number(hours))
        (reason_field(ask, &problems))
    };
    page_of(
        ask,
        "roll-propose-notice",
        "/roll/proposals/notice",
        &problems,
        &fields,
    )
}
