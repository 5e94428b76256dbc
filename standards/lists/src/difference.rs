//! What two editions of one list differ in.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::Record;

/// What two editions differ in, each part sorted by reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Records that only the new edition has.
    pub added: Vec<Record>,
    /// Records that only the old edition has.
    pub removed: Vec<Record>,
    /// Records that say something else.
    pub changed: Vec<Changed>,
    /// How many say the same.
    pub unchanged: usize,
}

/// A record that says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The reference in both.
    pub reference: String,
    /// The name in the new edition.
    pub name: String,
    /// The fields that differ.
    pub fields: Vec<FieldChange>,
}

/// What one field no longer says, and what it says now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldChange {
    /// The field of [`Record`].
    pub field: &'static str,
    /// Values that only the old edition has.
    pub removed: Vec<String>,
    /// Values that only the new edition has.
    pub added: Vec<String>,
}

/// Compares two editions by reference and content. Stamps and order are no content.
pub fn difference(old: &[Record], new: &[Record]) -> Difference {
    let mut rest: BTreeMap<&str, &Record> = by_reference(old);
    let mut found = Difference::default();
    for (reference, new) in by_reference(new) {
        match rest.remove(reference) {
            None => found.added.push(new.clone()),
            Some(old) if old.content == new.content => found.unchanged += 1,
            Some(old) => found.changed.push(changed(old, new)),
        }
    }
    found.removed = rest.into_values().cloned().collect();
    found
}

fn by_reference(records: &[Record]) -> BTreeMap<&str, &Record> {
    records
        .iter()
        .map(|record| (record.reference.as_str(), record))
        .collect()
}

fn changed(old: &Record, new: &Record) -> Changed {
    let fields = old.fields().into_iter().zip(new.fields());
    let fields = fields.filter(|(old, new)| old != new);
    Changed {
        reference: new.reference.clone(),
        name: new.title().to_owned(),
        fields: fields
            .map(|((field, old), (_, new))| FieldChange {
                field,
                removed: only_in(&old, &new),
                added: only_in(&new, &old),
            })
            .collect(),
    }
}

/// Values of `one` that `other` does not have; both are sorted.
fn only_in(one: &[String], other: &[String]) -> Vec<String> {
    let missing = |value: &&String| other.binary_search(value).is_err();
    one.iter().filter(missing).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(reference: &str, nationality: &str) -> Record {
        let mut record = Record {
            reference: reference.to_owned(),
            nationalities: vec![nationality.to_owned()],
            ..Record::default()
        };
        record.seal();
        record
    }

    #[test]
    fn editions_are_compared_by_reference() {
        let old = [record("b", "1"), record("a", "1"), record("c", "1")];
        let new = [record("c", "1"), record("d", "1"), record("a", "2")];
        let found = difference(&old, &new);
        let references = |records: &[Record]| -> Vec<String> {
            records.iter().map(|r| r.reference.clone()).collect()
        };
        assert_eq!(references(&found.added), ["d"]);
        assert_eq!(references(&found.removed), ["b"]);
        assert_eq!(found.unchanged, 1);
        assert_eq!(found.changed.len(), 1);
        let field = FieldChange {
            field: "nationalities",
            removed: vec!["1".to_owned()],
            added: vec!["2".to_owned()],
        };
        assert_eq!(found.changed[0].fields, [field]);
        let back = difference(&new, &old);
        assert_eq!(references(&back.added), ["b"]);
        assert_eq!(difference(&old, &old).unchanged, 3);
    }
}
