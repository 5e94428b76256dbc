//! How fast lists are read and compared: invented persons in each of the four forms.
//!
//! `cargo run --release -p lists --example bench`

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement stops where it can't go on, prints, and reads the clock"
)]

use std::fmt::Write as _;
use std::time::Instant;

use lists::{Mapping, Report, difference, ftm, ofac_csv, table, un_xml};

/// Persons of the table; the other forms have a tenth.
const PERSONS: usize = 1_000_000;

fn main() {
    let rows = rows(PERSONS);
    let mapping = Mapping::usual(rows.as_bytes()).unwrap();
    let large = measured("table", &rows, |bytes| table(bytes, &mapping).unwrap());
    let mut next = large.records.clone();
    next.rotate_left(1);
    next.pop();
    let start = Instant::now();
    let found = difference(&large.records, &next);
    assert_eq!(found.removed.len(), 1);
    let taken = start.elapsed();
    println!("difference: two editions of {PERSONS} records in {taken:.2?}");
    let tenth = PERSONS / 10;
    measured("un-xml", &xml(tenth), |bytes| un_xml(bytes).unwrap());
    measured("ofac-csv", &sdn(tenth), |bytes| {
        ofac_csv(bytes, None, None).unwrap()
    });
    measured("ftm", &entities(tenth), |bytes| ftm(bytes).unwrap());
}

fn measured(form: &str, text: &str, read: impl Fn(&[u8]) -> Report) -> Report {
    let start = Instant::now();
    let report = read(text.as_bytes());
    let taken = start.elapsed();
    let megabytes = text.len() / 1_000_000;
    let records = report.records.len();
    println!("{form}: {records} records of {megabytes} MB in {taken:.2?}");
    assert_eq!(report.not_understood_total, 0);
    report
}

/// Three words that no two persons share.
fn name(n: usize) -> String {
    let word = |n: usize| {
        let letters = [n / 676 % 26, n / 26 % 26, n % 26];
        letters.map(|at| char::from(b'a' + u8::try_from(at).unwrap()))
    };
    let [first, second] = [word(n), word(n / 17_576)].map(String::from_iter);
    format!("Zal{first} Tor{second} Sample")
}

fn rows(count: usize) -> String {
    let mut text = "reference,name,alias,father,birth,passport\n".to_owned();
    for n in 0..count {
        let (name, alias, year) = (name(n), name(n + 1), 1940 + n % 70);
        let _ = writeln!(text, "K-{n},{name},{alias},Zmarak Sample,{year}-03-01,Q{n}");
    }
    text
}

fn xml(count: usize) -> String {
    let mut text = "<CONSOLIDATED_LIST><INDIVIDUALS>".to_owned();
    for n in 0..count {
        let (name, alias, year) = (name(n), name(n + 1), 1940 + n % 70);
        let _ = writeln!(
            text,
            "<INDIVIDUAL><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>K-{n}</REFERENCE_NUMBER>\
             <COMMENTS1>Father's name is Zmarak Sample. An invented person.</COMMENTS1>\
             <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>{alias}</ALIAS_NAME>\
             </INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><YEAR>{year}</YEAR>\
             </INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL>"
        );
    }
    text.push_str("</INDIVIDUALS></CONSOLIDATED_LIST>");
    text
}

fn sdn(count: usize) -> String {
    let none = "-0- ,".repeat(8);
    let mut text = String::new();
    for n in 0..count {
        let (name, year) = (name(n), 1940 + n % 70);
        let _ = writeln!(
            text,
            "{n},\"{name}\",\"individual\",{none}\"DOB {year}; Passport Q{n} (Exampland).\""
        );
    }
    text
}

fn entities(count: usize) -> String {
    let mut text = String::new();
    for n in 0..count {
        let (name, year) = (name(n), 1940 + n % 70);
        let person = serde_json::json!({
            "id": format!("K-{n}"),
            "schema": "Person",
            "properties": { "name": [name], "birthDate": [year.to_string()] },
        });
        let sanction = serde_json::json!({
            "id": format!("S-{n}"),
            "schema": "Sanction",
            "properties": { "entity": [format!("K-{n}")], "listingDate": ["2020-01-02"] },
        });
        let _ = writeln!(text, "{person}\n{sanction}");
    }
    text
}
