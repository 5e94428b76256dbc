//! The published lists themselves, read in place: how much of them is understood, and what editions
//! differ in. Nothing of them is written here but counts.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test that fails stops there; it reads what others published from files"
)]

use std::path::Path;

use lists::{Kind, Mapping, Quality, Report, difference, ofac_csv, table, un_xml};

fn file(name: &str) -> Option<Vec<u8>> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/watchlist"
    );
    let folder = Path::new(folder);
    if !folder.exists() {
        eprintln!("skipped: no shared data");
        return None;
    }
    Some(std::fs::read(folder.join(name)).unwrap())
}

fn un(edition: &str) -> Option<Report> {
    let bytes = file(&format!("un_sc_consolidated_{edition}.partA.xml"))?;
    Some(un_xml(&bytes).unwrap())
}

fn ofac(edition: &str) -> Option<Report> {
    let table = |table: &str| file(&format!("ofac_{edition}_{table}.csv"));
    let (sdn, alt, add) = (table("sdn")?, table("alt")?, table("add")?);
    Some(ofac_csv(&sdn, Some(&alt), Some(&add)).unwrap())
}

fn persons(report: &Report) -> usize {
    let persons = report.records.iter();
    persons.filter(|record| record.kind == Kind::Person).count()
}

fn show(what: &str, report: &Report) {
    let mut codes = std::collections::BTreeMap::new();
    for trouble in &report.not_understood {
        *codes.entry(trouble.code).or_insert(0usize) += 1;
    }
    let fathers = report
        .records
        .iter()
        .filter(|record| !record.fathers.is_empty());
    eprintln!(
        "{what}: {} records, {} persons, {} with a father's name, {} not understood {codes:?}",
        report.records.len(),
        persons(report),
        fathers.count(),
        report.not_understood_total
    );
}

#[test]
fn every_record_of_the_un_is_read() {
    for (edition, records, people) in [
        ("2018-08-24", 549, 333),
        ("2018-10-29", 546, 333),
        ("2025-04-19", 434, 336),
        ("2026-02-27", 498, 356),
    ] {
        let Some(report) = un(edition) else { return };
        show(edition, &report);
        assert_eq!(report.records.len(), records, "{edition}");
        assert_eq!(persons(&report), people, "{edition}");
        // References with blanks around them are in older editions; here none is left.
        assert!(
            report
                .records
                .iter()
                .all(|r| r.reference.trim() == r.reference)
        );
        let named = |r: &&lists::Record| r.names.iter().any(|n| n.quality == Quality::Primary);
        assert_eq!(report.records.iter().filter(named).count(), records);
        // What is not understood is a handful, and each of it is told.
        assert!(report.not_understood_total * 20 < records, "{edition}");
    }
}

#[test]
fn editions_of_the_un_differ_by_content_and_not_by_stamps() {
    let Some(older) = un("2018-08-24") else {
        return;
    };
    let Some(newer) = un("2018-10-29") else {
        return;
    };
    let found = difference(&older.records, &newer.records);
    eprintln!(
        "2018: +{} -{} ~{}",
        found.added.len(),
        found.removed.len(),
        found.changed.len()
    );
    assert_eq!((found.added.len(), found.removed.len()), (0, 3));
    assert!(found.changed.len() <= 12, "{}", found.changed.len());
    let Some(older) = un("2025-04-19") else {
        return;
    };
    let Some(newer) = un("2026-02-27") else {
        return;
    };
    let found = difference(&older.records, &newer.records);
    eprintln!(
        "2025: +{} -{} ~{}",
        found.added.len(),
        found.removed.len(),
        found.changed.len()
    );
    assert_eq!((found.added.len(), found.removed.len()), (66, 2));
    assert!(found.changed.len() <= 20, "{}", found.changed.len());
    let same = difference(&newer.records, &newer.records);
    assert_eq!(same.unchanged, newer.records.len());
}

#[test]
fn both_editions_of_ofac_are_read() {
    let Some(older) = ofac("older") else { return };
    let Some(newer) = ofac("newer") else { return };
    show("older", &older);
    show("newer", &newer);
    assert_eq!((older.records.len(), persons(&older)), (5235, 1701));
    assert_eq!((newer.records.len(), persons(&newer)), (6379, 2023));
    assert!(newer.not_understood_total < 20);
    let found = difference(&older.records, &newer.records);
    eprintln!(
        "OFAC: +{} -{} ~{}",
        found.added.len(),
        found.removed.len(),
        found.changed.len()
    );
    assert_eq!((found.added.len(), found.removed.len()), (1382, 238));
    assert!(found.changed.len() >= 400, "{}", found.changed.len());
    let births: usize = newer.records.iter().map(|record| record.births.len()).sum();
    eprintln!("OFAC births: {births}");
    assert!(births > 2_000);
}

#[test]
fn a_table_with_usual_columns_needs_no_mapping() {
    let Some(bytes) = file("synthetic_people_20k.csv") else {
        return;
    };
    let report = table(&bytes, &Mapping::usual(&bytes).unwrap()).unwrap();
    show("table", &report);
    assert_eq!(persons(&report), 20_000);
    let born = report
        .records
        .iter()
        .filter(|record| !record.births.is_empty());
    assert_eq!(born.count(), 20_000);
    // Columns that no field is for are told, once each.
    assert!(
        report
            .not_understood
            .iter()
            .all(|trouble| trouble.code == "column")
    );
    assert_eq!(report.not_understood_total, 4);
}
