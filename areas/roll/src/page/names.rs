//! What members, offices and rules are called in the reader's language. Every area's pages use these.

use act::Time;
use act::decision::{Ballot, Outcome, Part, Rule};
use page::{Ask, Lang, Markup, SealedTo, Tr, Value, Viewer};

use crate::charter::Name;
use crate::state::Roll;

/// A name in the reader's language, else in English.
pub fn name(names: &Name, lang: Lang) -> &str {
    names
        .get(lang.tag())
        .or_else(|| names.get("en"))
        .map_or("", String::as_str)
}

/// What a member is called; its id where the roll does not have it.
pub fn member_name<'a>(roll: &'a Roll, id: &'a str, lang: Lang) -> &'a str {
    roll.member(id)
        .map_or(id, |member| name(&member.name, lang))
}

/// A member in a sentence.
pub fn call<'a>(roll: &'a Roll, id: &'a str, tr: Tr<'_>) -> Value<'a> {
    Value::Name(member_name(roll, id, tr.lang))
}

/// What an office is called at a moment; its id where the charter does not have it.
pub fn office_name<'a>(roll: &'a Roll, id: &'a str, as_of: Time, lang: Lang) -> &'a str {
    let office = roll
        .charter_at(as_of)
        .and_then(|charter| charter.offices.iter().find(|office| office.id == id));
    office.map_or(id, |office| name(&office.name, lang))
}

/// Who can open what is sealed to everybody of these parts.
pub fn sealed_to<'a>(roll: &'a Roll, parts: &[Part], as_of: Time) -> SealedTo<'a> {
    let members = parts.iter().flat_map(|part| roll.with_part(*part));
    let members: Vec<&str> = members.map(|member| member.id.as_str()).collect();
    let announced: Vec<Vec<&str>> = members
        .iter()
        .map(|member| roll.seal_keys(member, as_of))
        .collect();
    SealedTo {
        complete: announced.iter().all(|keys| !keys.is_empty()),
        keys: announced.into_iter().flatten().collect(),
        members,
    }
}

/// Whether the reader's key may say such an entry now: forms are offered only then.
pub fn may(roll: &Roll, ask: &Ask<'_>, entry: &str) -> bool {
    ask.viewer.is_some_and(|viewer: Viewer<'_>| {
        roll.standing(&viewer.key, act::Index::MAX, ask.as_of)
            .is_ok_and(|standing| roll.may(&standing, entry, ask.as_of))
    })
}

/// A decision rule in words.
pub fn rule_words(tr: Tr<'_>, rule: Rule) -> Markup {
    match rule {
        Rule::Unanimous => tr.say("roll-rule-unanimous"),
        Rule::BothParties => tr.say("roll-rule-both-parties"),
        Rule::AnyMediator => tr.say("roll-rule-any-mediator"),
        Rule::BothMediators => tr.say("roll-rule-both-mediators"),
        Rule::NoObjection(hours) => tr.with(
            "roll-rule-no-objection",
            &[("n", Value::Number(u64::from(hours.0)))],
        ),
    }
}

/// Whether the reader's member can still answer this ballot.
pub fn voter(roll: &Roll, ask: &Ask<'_>, ballot: &Ballot, entry: &str) -> bool {
    ballot.outcome(ask.as_of) == Outcome::Open && may(roll, ask, entry)
}
