//! FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes lists.
//!
//! What a person's record says stands in several entities: sanctions, identity documents and addresses
//! name the person they belong to by id. They are joined here, in whatever order they come.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use crate::error::ReadError;
use crate::record::{Kind, Quality, Record};
use crate::report::{Draft, Gathering, Report};
use crate::text::{clip, decode, tidy};

/// An entity. Publishers add members of their own beside these.
#[derive(Debug, Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    properties: BTreeMap<String, Vec<Value>>,
}

/// Reads FollowTheMoney JSON lines: persons, groups, vessels and aircraft, each by its `id`.
pub fn ftm(bytes: &[u8]) -> Result<Report, ReadError> {
    let text = decode(bytes)?;
    let mut gathering = Gathering::default();
    let mut subjects = Vec::new();
    let mut parts = Vec::new();
    let mut first_trouble = None;
    for (at, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Entity>(line) {
            Ok(entity) => sort_in(entity, at + 1, &mut subjects, &mut parts),
            Err(error) => {
                let line = at + 1;
                let detail = clip(&error.to_string());
                gathering.trouble(format!("line {line}"), "not-an-entity", &detail);
                first_trouble.get_or_insert(ReadError::NoEntities { line, detail });
            }
        }
    }
    if let (true, true, Some(error)) = (subjects.is_empty(), parts.is_empty(), first_trouble) {
        return Err(error);
    }
    let mut joined = join(parts, &subjects, &mut gathering);
    for (kind, entity, line) in subjects {
        let parts = joined.remove(&entity.id).unwrap_or_default();
        subject(
            kind,
            &entity,
            &parts,
            &mut gathering,
            &format!("line {line}"),
        )?;
    }
    gathering.finish()
}

/// What an entity is here.
enum Role {
    /// A record.
    Subject(Kind),
    /// A part of the record that the property names.
    Part(&'static str),
    /// Nothing a list needs.
    Aside,
}

fn role(schema: &str) -> Role {
    match schema {
        "Person" => Role::Subject(Kind::Person),
        "Organization" | "Company" | "LegalEntity" | "PublicBody" | "Group" => {
            Role::Subject(Kind::Group)
        }
        "Vessel" => Role::Subject(Kind::Vessel),
        "Airplane" => Role::Subject(Kind::Aircraft),
        "Sanction" => Role::Part("entity"),
        "Identification" | "Passport" => Role::Part("holder"),
        _ => Role::Aside,
    }
}

type Subject = (Kind, Entity, usize);
type Part = (&'static str, Entity, usize);

/// Sorts an entity by its role, and those nested in its properties too.
fn sort_in(entity: Entity, line: usize, subjects: &mut Vec<Subject>, parts: &mut Vec<Part>) {
    let mut entity = entity;
    for (property, values) in &mut entity.properties {
        for value in values.iter_mut().filter(|value| value.is_object()) {
            let Ok(mut nested) = serde_json::from_value::<Entity>(value.take()) else {
                continue;
            };
            let owner = match role(&nested.schema) {
                Role::Part(owner) => owner,
                // An address is told where it stands: its own text is all that is wanted of it.
                Role::Aside if property.starts_with("address") => {
                    *value = full(&nested);
                    continue;
                }
                _ => continue,
            };
            let id = Value::String(entity.id.clone());
            nested.properties.insert(owner.to_owned(), vec![id]);
            parts.push((owner, nested, line));
        }
    }
    match role(&entity.schema) {
        Role::Subject(kind) => subjects.push((kind, entity, line)),
        Role::Part(owner) => parts.push((owner, entity, line)),
        Role::Aside => parts.push(("", entity, line)),
    }
}

fn full(address: &Entity) -> Value {
    let text: Vec<String> = texts(address, "full").collect();
    Value::String(text.join(", "))
}

/// Parts by the subject they belong to. A schema that is not read is told once, with how many.
fn join(
    parts: Vec<Part>,
    subjects: &[Subject],
    gathering: &mut Gathering,
) -> BTreeMap<String, Vec<Entity>> {
    let known: std::collections::BTreeSet<&str> = subjects
        .iter()
        .map(|(_, entity, _)| entity.id.as_str())
        .collect();
    let mut joined: BTreeMap<String, Vec<Entity>> = BTreeMap::new();
    let mut aside: BTreeMap<String, usize> = BTreeMap::new();
    for (owner, entity, line) in parts {
        if owner.is_empty() {
            *aside.entry(entity.schema).or_default() += 1;
            continue;
        }
        let owners: Vec<String> = texts(&entity, owner).collect();
        match owners.iter().find(|id| known.contains(id.as_str())) {
            Some(id) => joined.entry(id.clone()).or_default().push(entity),
            None => gathering.trouble(format!("line {line}"), "no-such-entry", &owners.join(", ")),
        }
    }
    for (schema, count) in aside {
        gathering.trouble("file", "schema", &format!("{schema}: {count}"));
    }
    joined
}

/// The texts of a property.
fn texts<'a>(entity: &'a Entity, property: &str) -> impl Iterator<Item = String> + 'a {
    let values = entity.properties.get(property).into_iter().flatten();
    values.filter_map(|value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

fn subject(
    kind: Kind,
    entity: &Entity,
    parts: &[Entity],
    gathering: &mut Gathering,
    place: &str,
) -> Result<(), ReadError> {
    let reference = tidy(&entity.id).chars().take(200).collect();
    let record = Record {
        reference,
        kind,
        ..Record::default()
    };
    let mut draft = Draft::new(gathering, record);
    names(entity, &mut draft);
    for property in entity.properties.keys() {
        for value in texts(entity, property) {
            said(property, &value, &mut draft);
        }
    }
    for part in parts {
        match part.schema.as_str() {
            "Sanction" => sanction(part, &mut draft),
            _ => identification(part, &mut draft),
        }
    }
    draft.done(place)
}

/// The first name is the primary one; without any, it is put together from its parts.
fn names(entity: &Entity, draft: &mut Draft<'_>) {
    let mut quality = Quality::Primary;
    for name in texts(entity, "name") {
        draft.name(&name, quality);
        quality = Quality::Good;
    }
    if draft.record.names.is_empty() {
        let parts = ["firstName", "secondName", "middleName", "lastName"];
        let parts = parts.iter().filter_map(|part| texts(entity, part).next());
        draft.name(&parts.collect::<Vec<_>>().join(" "), Quality::Primary);
    }
    for (property, quality) in [
        ("alias", Quality::Good),
        ("previousName", Quality::Good),
        ("weakAlias", Quality::Low),
    ] {
        for name in texts(entity, property) {
            draft.name(&name, quality);
        }
    }
}

fn said(property: &str, value: &str, draft: &mut Draft<'_>) {
    match property {
        "name" | "alias" | "previousName" | "weakAlias" => {}
        "firstName" | "secondName" | "middleName" | "lastName" => {}
        // Never a feature, and so never taken: what somebody is held to be is not who somebody is.
        "ethnicity" | "religion" | "political" | "spokenLanguage" => {}
        // Stamps of the publisher.
        "modifiedAt" | "retrievedAt" => {}
        "fatherName" => draft.father(value),
        "birthDate" => draft.birth(value),
        "birthPlace" => draft.place(value),
        "nationality" | "citizenship" => draft.nationality(value),
        "passportNumber" => draft.document("passport", value, ""),
        "idNumber" => draft.document("national-id", value, ""),
        "taxNumber" => draft.document("tax-id", value, ""),
        "socialSecurityNumber" => draft.document("social-security", value, ""),
        "notes" | "summary" | "description" => remark(value, draft),
        other => draft.detail(other, value),
    }
}

fn remark(value: &str, draft: &mut Draft<'_>) {
    if let Some(text) = draft.text("remarks", value) {
        let room = crate::FIELD_BYTES_MAX.saturating_sub(draft.record.remarks.len() + 1);
        if text.len() > room {
            return draft.trouble("remarks", "field-too-long", &text);
        }
        if !draft.record.remarks.is_empty() {
            draft.record.remarks.push('\n');
        }
        draft.record.remarks.push_str(&text);
    }
}

fn sanction(part: &Entity, draft: &mut Draft<'_>) {
    // A year or month of listing is no day of it, and stays a detail below.
    let days = texts(part, "listingDate").chain(texts(part, "startDate"));
    let earliest = days.filter(|day| day.len() >= 10).min();
    if let Some(day) = earliest
        && draft.record.listed_on.as_ref().is_none_or(|old| day < *old)
    {
        draft.listed_on(&day);
    }
    let about = [
        ("program", "programme"),
        ("programId", "programme"),
        ("authority", "authority"),
        ("authorityId", "authority-reference"),
        ("unscId", "un-reference"),
        ("recordId", "authority-reference"),
        ("reason", "reason"),
        ("status", "status"),
        ("listingDate", "listed"),
        ("startDate", "start"),
        ("endDate", "end"),
    ];
    for (property, about) in about {
        for value in texts(part, property) {
            draft.detail(about, &value);
        }
    }
}

fn identification(part: &Entity, draft: &mut Draft<'_>) {
    let words: Vec<String> = texts(part, "type").collect();
    let kind = match (
        part.schema.as_str(),
        crate::remarks::document_kind(&words.join(" ")),
    ) {
        ("Passport", _) => "passport",
        (_, kind) => kind,
    };
    let issuer = texts(part, "country").next().unwrap_or_default();
    for number in texts(part, "number") {
        draft.document(kind, &number, &issuer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = concat!(
        r#"
{"id":"s-1","schema":"Sanction","properties":{"entity":["p-1"],"listingDate":["2003-04-05"],"program":["X"]}}
{"id":"p-1","schema":"Person","datasets":["x"],"first_seen":"2020","properties":{"name":["Zalmay Example","زلمی نمونه"],"weakAlias":["Zed"],"fatherName":["Zmarak"],"#,
        r#""birthDate":["1985","1364"],"nationality":["xx"],"ethnicity":["never"],"passportNumber":["P1"]}}
{"id":"i-1","schema":"Identification","properties":{"holder":["p-1"],"type":["Tazkira"],"number":["12"],"country":["af"]}}
{"id":"o-1","schema":"Occupancy","properties":{}}
{"id":"s-2","schema":"Sanction","properties":{"entity":["gone"]}}
not json
{"id":"p-2","schema":"Person","properties":{"firstName":["Zarlasht"],"lastName":["Sample"],"#,
        r#""sanctions":[{"id":"s-3","schema":"Sanction","properties":{"startDate":["2010"],"authority":["A"]}}],"addressEntity":[{"id":"a","schema":"Address","properties":{"full":["Street 1"]}}]}}
"#
    );

    #[test]
    fn entities_are_joined_in_any_order() {
        let report = ftm(LINES.as_bytes()).unwrap();
        let first = &report.records[0];
        assert_eq!(first.reference, "p-1");
        assert_eq!(first.listed_on.as_deref(), Some("2003-04-05"));
        assert_eq!(first.fathers, ["Zmarak"]);
        let numbers: Vec<&str> = first.documents.iter().map(|d| d.number.as_str()).collect();
        assert_eq!(numbers, ["P1", "12"]);
        assert_eq!(first.documents[1].kind, "tazkira");
        let names: Vec<(&str, Quality)> = first
            .names
            .iter()
            .map(|name| (name.text.as_str(), name.quality))
            .collect();
        let expected = [
            ("Zalmay Example", Quality::Primary),
            ("زلمی نمونه", Quality::Good),
            ("Zed", Quality::Low),
        ];
        assert_eq!(names, expected);
        let second = &report.records[1];
        assert_eq!(second.title(), "Zarlasht Sample");
        let told: Vec<&str> = second.details.iter().map(|d| d.text.as_str()).collect();
        assert_eq!(told, ["Street 1", "A", "2010"]);
        assert!(!format!("{first:?}").contains("never"));
    }

    #[test]
    fn what_is_no_entity_is_told_by_its_line() {
        let report = ftm(LINES.as_bytes()).unwrap();
        let told: Vec<(&str, &str)> = report
            .not_understood
            .iter()
            .map(|trouble| (trouble.place.as_str(), trouble.code))
            .collect();
        assert_eq!(
            told,
            [
                ("line 7", "not-an-entity"),
                ("line 6", "no-such-entry"),
                ("file", "schema"),
                ("p-1 birth", "birth"),
            ]
        );
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        assert!(matches!(
            ftm(b"<xml/>\n"),
            Err(ReadError::NoEntities { line: 1, .. })
        ));
        let deep = "[".repeat(1_000_000);
        assert!(matches!(
            ftm(deep.as_bytes()),
            Err(ReadError::NoEntities { .. })
        ));
        assert_eq!(
            ftm(br#"{"id":"o","schema":"Occupancy","properties":{}}"#),
            Err(ReadError::NoRecords)
        );
    }
}
