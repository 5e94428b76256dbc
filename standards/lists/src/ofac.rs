//! The list of Specially Designated Nationals of OFAC, as its three tables.
//!
//! `sdn.csv` has no header and twelve columns: number, name, type, programme, title, call sign, vessel
//! type, tonnage, gross tonnage, flag, owner, remarks. `alt.csv` has five: number, own number, kind,
//! name, remarks. `add.csv` has six: number, own number, address, town, country, remarks. `-0-`
//! stands for nothing. Births, documents and weak names stand in the remarks.

use std::collections::BTreeMap;

use crate::error::ReadError;
use crate::record::{Kind, Quality, Record};
use crate::remarks;
use crate::report::{Draft, Gathering, Report};
use crate::text::{decode, find_ignoring_case, split_outside, tidy};

/// Reads the main table with its aliases and addresses, each record by its number.
pub fn ofac_csv(sdn: &[u8], alt: Option<&[u8]>, add: Option<&[u8]>) -> Result<Report, ReadError> {
    let mut gathering = Gathering::default();
    let aliases = beside(alt, "alt", 5, &mut gathering)?;
    let addresses = beside(add, "add", 6, &mut gathering)?;
    let mut known = std::collections::BTreeSet::new();
    for (line, row) in rows(sdn)? {
        let Some(row) = columns(row?, line, "sdn", 12, &mut gathering) else {
            continue;
        };
        let number = row[0].clone();
        let record = Record {
            reference: number.clone(),
            ..Record::default()
        };
        let mut draft = Draft::new(&mut gathering, record);
        subject(&row, &mut draft);
        for alias in aliases.get(&number).into_iter().flatten() {
            other_name(alias, &mut draft);
        }
        for address in addresses.get(&number).into_iter().flatten() {
            let parts: Vec<&str> = address[2..].iter().map(String::as_str).collect();
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            draft.detail("address", &parts.join(", "));
        }
        draft.done(&format!("sdn line {line}"))?;
        known.insert(number);
    }
    for (table, rows) in [("alt", aliases), ("add", addresses)] {
        for number in rows.into_keys().filter(|number| !known.contains(number)) {
            gathering.trouble(table, "no-such-entry", &number);
        }
    }
    gathering.finish()
}

type Row = Vec<String>;

/// The rows of a table with the lines they begin on.
fn rows(
    bytes: &[u8],
) -> Result<impl Iterator<Item = (u64, Result<Row, ReadError>)> + '_, ReadError> {
    // DOS ends a file with this byte, and some editions have it.
    let text = decode(bytes)?.trim_end_matches('\u{1a}');
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    Ok(reader.into_records().map(|row| match row {
        Ok(row) => {
            let line = row.position().map_or(0, csv::Position::line);
            (line, Ok(row.iter().map(str::to_owned).collect()))
        }
        Err(error) => {
            let line = error.position().map_or(0, csv::Position::line);
            let detail = crate::text::clip(&error.to_string());
            (line, Err(ReadError::Row { line, detail }))
        }
    }))
}

/// A row with the columns the table has, nothing where it says `-0-`.
fn columns(
    row: Row,
    line: u64,
    table: &str,
    wanted: usize,
    gathering: &mut Gathering,
) -> Option<Row> {
    let place = || format!("{table} line {line}");
    if row.len() == 1 && tidy(&row[0]).is_empty() {
        return None;
    }
    if row.len() != wanted {
        let code = if row.len() < wanted {
            "cut-off"
        } else {
            "row-length"
        };
        let detail = format!("{} columns, not {wanted}", row.len());
        gathering.trouble(place(), code, &detail);
        return None;
    }
    let last = row.last().map(|last| tidy(last));
    if last.as_deref() == Some("-0") {
        gathering.trouble(place(), "cut-off", "-0");
    }
    let value = |raw: String| match raw.trim() {
        "-0-" | "-0" => String::new(),
        _ => raw,
    };
    let mut row: Row = row.into_iter().map(value).collect();
    row[0] = tidy(&row[0]).chars().take(100).collect();
    Some(row)
}

/// A table beside the main one, by the number of the main one.
fn beside(
    bytes: Option<&[u8]>,
    table: &str,
    wanted: usize,
    gathering: &mut Gathering,
) -> Result<BTreeMap<String, Vec<Row>>, ReadError> {
    let mut found: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let Some(bytes) = bytes else {
        return Ok(found);
    };
    for (line, row) in rows(bytes)? {
        if let Some(row) = columns(row?, line, table, wanted, gathering) {
            found.entry(row[0].clone()).or_default().push(row);
        }
    }
    Ok(found)
}

fn subject(row: &Row, draft: &mut Draft<'_>) {
    draft.record.kind = match tidy(&row[2]).to_ascii_lowercase().as_str() {
        "individual" => Kind::Person,
        "" | "entity" => Kind::Group,
        "vessel" => Kind::Vessel,
        "aircraft" => Kind::Aircraft,
        other => {
            draft.trouble("type", "kind", other);
            Kind::Other
        }
    };
    draft.name(&row[1], Quality::Primary);
    let about = [
        (3, "programme"),
        (4, "title"),
        (5, "call-sign"),
        (6, "vessel-type"),
        (7, "tonnage"),
        (8, "gross-tonnage"),
        (9, "flag"),
        (10, "owner"),
    ];
    for (column, about) in about {
        draft.detail(about, &row[column]);
    }
    told(&row[11], draft);
}

/// An alias of the second table.
fn other_name(row: &Row, draft: &mut Draft<'_>) {
    let quality = match find_ignoring_case(&row[4], "weak") {
        Some(_) => Quality::Low,
        None => Quality::Good,
    };
    draft.name(&row[3], quality);
    draft.detail("alias-note", &row[4]);
}

/// The remarks: statements that are known, one by one; the rest stays text.
fn told(text: &str, draft: &mut Draft<'_>) {
    let Some(text) = draft.text("remarks", text) else {
        return;
    };
    let text = text.strip_suffix('.').unwrap_or(&text);
    let mut rest = Vec::new();
    for statement in split_outside(text, ';') {
        let statement = statement.trim();
        if !statement.is_empty() && !known(statement, draft) {
            rest.push(statement);
        }
    }
    draft.record.remarks = rest.join("; ");
}

/// Whether a statement is of a known form; then it is taken.
fn known(statement: &str, draft: &mut Draft<'_>) -> bool {
    let plain = statement.strip_prefix("alt. ").unwrap_or(statement);
    let (word, value) = plain.split_once(' ').unwrap_or((plain, ""));
    match word {
        "DOB" => draft.birth(value),
        "POB" => draft.place(value),
        "nationality" | "citizen" => draft.nationality(value),
        "Gender" => draft.detail("gender", &value.to_lowercase()),
        // A name in the remarks is a weak one: broad, or one that many have.
        "a.k.a." | "f.k.a." | "n.k.a." => {
            draft.name(value.trim_matches(['\'', '"', ' ']), Quality::Low);
        }
        _ => return document(plain, draft),
    }
    true
}

/// `Passport A123 (Country) expires …`, `National ID No. 12 (Country)`.
fn document(statement: &str, draft: &mut Draft<'_>) -> bool {
    const WORDS: &[&str] = &[
        "Passport ",
        "Stateless Person Passport ",
        "Diplomatic Passport ",
        "National ID No. ",
        "National Foreign ID Number ",
        "Identification Number ",
        "Personal ID Card ",
        "Cedula No. ",
        "Cedula de Ciudadania ",
        "Residency Number ",
        "Driver's License No. ",
        "Tax ID No. ",
        "SSN ",
        "D.N.I. ",
        "C.U.R.P. ",
        "I.F.E. ",
        "Electoral Registry No. ",
        "Cartilla de Servicio Militar Nacional ",
        "Birth Certificate Number ",
        "Refugee ID Card ",
        "Seafarer's Identification Document ",
        "Turkish Identification Number ",
        "Tazkira National ID Card ",
        "British National Overseas Passport ",
        "Numero de Identidad ",
        "Citizen's Card Number ",
        "Credencial electoral ",
        "Immigration No. ",
        "Registration ID ",
        "LE Number ",
        "C.U.I.T. ",
        "C.U.I. ",
        "R.F.C. ",
        "RFC ",
        "C.U.I.P. ",
        "N.I.E. ",
        "CNP ",
        "Stateless Person ID ",
        "NIT # ",
        "RUC # ",
    ];
    let Some(words) = WORDS.iter().find(|words| statement.starts_with(**words)) else {
        return false;
    };
    let value = &statement[words.len()..];
    let (number, issuer, rest) = match value.split_once('(') {
        Some((number, rest)) => {
            let (issuer, rest) = rest.split_once(')').unwrap_or((rest, ""));
            (number, issuer, rest)
        }
        None => (value, "", ""),
    };
    let (number, more) = [" issued ", " expires "]
        .iter()
        .filter_map(|word| number.find(word))
        .min()
        .map_or((number, ""), |at| number.split_at(at));
    draft.document(remarks::document_kind(words), number, issuer);
    draft.detail("document-note", &format!("{more} {rest}"));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const SDN: &str = "\
36,\"EXAMPLE AIRLINES\",-0- ,\"XXX\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'EXA'.\"\n\
77,\"EXAMPLE, Zalmay\",\"individual\",\"XXX\",\"Clerk\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB circa 1970; \
alt. DOB 09 Oct 1968; POB Sampletown, Exampland; nationality Exampland; Gender Male; Passport A 12 \
(Exampland) expires 01 Jan 2020; National ID No. 781; a.k.a. 'ZED'; Linked To: SAMPLE LTD.\"\n";

    #[test]
    fn three_tables_become_records() {
        let alt = "77,9,\"aka\",\"SAMPLE, Zalmai\",-0- \n99,1,\"aka\",\"X\",-0- \n";
        let add = "77,5,\"Street 1\",\"Sampletown\",\"Exampland\",-0- \n";
        let report = ofac_csv(SDN.as_bytes(), Some(alt.as_bytes()), Some(add.as_bytes()));
        let report = report.unwrap();
        let person = &report.records[1];
        assert_eq!(
            (person.reference.as_str(), person.kind),
            ("77", Kind::Person)
        );
        let names: Vec<&str> = person.names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["EXAMPLE, Zalmay", "SAMPLE, Zalmai", "ZED"]);
        assert_eq!(person.names[2].quality, Quality::Low);
        let births: Vec<String> = person.births.iter().map(ToString::to_string).collect();
        assert_eq!(births, ["1968/1972", "1968-10-09"]);
        assert_eq!(person.places, ["Sampletown, Exampland"]);
        let documents: Vec<(&str, &str, &str)> = person
            .documents
            .iter()
            .map(|d| (d.kind.as_str(), d.number.as_str(), d.issuer.as_str()))
            .collect();
        let expected = [
            ("passport", "A 12", "Exampland"),
            ("national-id", "781", ""),
        ];
        assert_eq!(documents, expected);
        assert_eq!(person.remarks, "Linked To: SAMPLE LTD");
        let told: Vec<(&str, &str)> = report
            .not_understood
            .iter()
            .map(|trouble| (trouble.code, trouble.detail.as_str()))
            .collect();
        assert_eq!(told, [("no-such-entry", "99")]);
        assert_eq!(report.records[0].kind, Kind::Group);
    }

    #[test]
    fn a_table_that_was_cut_off_is_told() {
        let cut = &SDN[..SDN.len() - 200];
        let report = ofac_csv(cut.as_bytes(), None, None).unwrap();
        assert!(report.records.iter().any(|record| record.reference == "36"));
        let short = ofac_csv(b"1,\"A B\",-0-\n", None, None);
        assert_eq!(short, Err(ReadError::NoRecords));
        let last = SDN.replace("\"a.k.a. 'EXA'.\"", "-0");
        let report = ofac_csv(last.as_bytes(), None, None).unwrap();
        assert_eq!(report.not_understood[0].code, "cut-off");
        let ended = format!("{SDN}\u{1a}");
        let report = ofac_csv(ended.as_bytes(), None, None).unwrap();
        assert!(
            report.not_understood.is_empty(),
            "{:?}",
            report.not_understood
        );
    }
}
