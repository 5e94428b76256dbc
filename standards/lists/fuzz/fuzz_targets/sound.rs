//! What holds of every report, whatever file it came from.

use std::collections::BTreeSet;

use lists::{FIELD_BYTES_MAX, NAME_CHARS_MAX, Report, TROUBLES_MAX, VALUES_MAX, difference};

/// Bounds hold, references are there once, spans have an order, and a list is no different from itself.
pub fn check(report: &Report) {
    assert!(report.not_understood.len() <= TROUBLES_MAX.min(report.not_understood_total));
    let mut references = BTreeSet::new();
    for record in &report.records {
        assert!(!record.reference.is_empty() && references.insert(&record.reference));
        assert!(record.names.len() <= VALUES_MAX && record.details.len() <= VALUES_MAX);
        for name in &record.names {
            assert!(name.text.chars().count() <= NAME_CHARS_MAX);
            assert!(!name.text.chars().any(char::is_control));
        }
        assert!(record.remarks.len() <= 4 * FIELD_BYTES_MAX);
        for birth in &record.births {
            assert!(birth.from <= birth.to, "{birth:?}");
        }
        let json = serde_json::to_string(record).unwrap();
        assert_eq!(&serde_json::from_str::<lists::Record>(&json).unwrap(), record);
    }
    let same = difference(&report.records, &report.records);
    assert_eq!(same.unchanged, report.records.len());
}
