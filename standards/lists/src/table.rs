//! Plain tables with a header row, and a mapping that says which column holds what.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::error::ReadError;
use crate::record::{Kind, Quality, Record};
use crate::report::{Draft, Gathering, Report};
use crate::text::{clip, decode, tidy};

/// Most columns of a table.
const COLUMNS_MAX: usize = 1_000;

/// Which column of a table holds what. Columns are named as in the first row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// What parts the columns: one ASCII character.
    pub delimiter: String,
    /// What parts several values in one cell, or empty where a cell is one value.
    pub separator: String,
    /// What every row is of.
    pub kind: Kind,
    /// The column with the reference. Without one, rows are numbered from 1: `row 1`.
    pub reference: Option<String>,
    /// Names.
    pub names: Vec<NameColumns>,
    /// Fathers' names.
    pub fathers: Vec<String>,
    /// Births.
    pub births: Vec<String>,
    /// Places of birth.
    pub places: Vec<String>,
    /// Nationalities.
    pub nationalities: Vec<String>,
    /// Documents.
    pub documents: Vec<DocumentColumns>,
    /// The day of listing.
    pub listed_on: Option<String>,
    /// Free text.
    pub remarks: Vec<String>,
    /// Columns that are left out on purpose, and not told.
    pub ignore: Vec<String>,
}

/// Columns that together hold one name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameColumns {
    /// The parts, in the order of the name.
    pub columns: Vec<String>,
    /// How good the name is.
    #[serde(default = "good")]
    pub quality: Quality,
}

/// Columns that together hold one document.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentColumns {
    /// `passport`, `tazkira`, `cnic` and so on.
    pub kind: String,
    /// The column with its number.
    pub number: String,
    /// The column with the issuing country.
    #[serde(default)]
    pub issuer: Option<String>,
}

fn good() -> Quality {
    Quality::Good
}

/// Nothing mapped: a comma between columns, no separator in cells.
impl Default for Mapping {
    fn default() -> Mapping {
        Mapping {
            delimiter: ",".to_owned(),
            separator: String::new(),
            kind: Kind::Person,
            reference: None,
            names: Vec::new(),
            fathers: Vec::new(),
            births: Vec::new(),
            places: Vec::new(),
            nationalities: Vec::new(),
            documents: Vec::new(),
            listed_on: None,
            remarks: Vec::new(),
            ignore: Vec::new(),
        }
    }
}

impl Mapping {
    /// The mapping of a table whose columns have the usual names in English, such as `reference`,
    /// `name`, `alias`, `father`, `birth`, `document`; several values of a cell parted by `;`.
    pub fn usual(bytes: &[u8]) -> Result<Mapping, ReadError> {
        let text = decode(bytes)?;
        let first = text.lines().next().unwrap_or_default();
        let count = |c: char| first.chars().filter(|found| *found == c).count();
        let delimiter = [',', '\t', ';', '|']
            .into_iter()
            .rev()
            .max_by_key(|c| count(*c));
        let delimiter = delimiter.unwrap_or(',');
        let header = header(text, u8::try_from(delimiter).unwrap_or(b','))?;
        let mut mapping = Mapping {
            delimiter: delimiter.to_string(),
            separator: if delimiter == ';' { "" } else { ";" }.to_owned(),
            ..Mapping::default()
        };
        for column in header {
            mapping.guess(column);
        }
        mapping.whole()?;
        Ok(mapping)
    }

    fn guess(&mut self, column: String) {
        let plain = column.to_lowercase().replace([' ', '-', '.'], "_");
        let mut name = |quality| {
            self.names.push(NameColumns {
                columns: vec![column.clone()],
                quality,
            });
        };
        match plain.as_str() {
            "reference" | "ref" | "id" => self.reference = self.reference.take().or(Some(column)),
            "name" | "full_name" | "primary_name" => name(Quality::Primary),
            "alias" | "aliases" | "name_original_script" | "original_name" => name(Quality::Good),
            "weak_alias" | "weak_aliases" | "low_alias" => name(Quality::Low),
            "father" | "father_name" | "fathers" | "father's_name" => self.fathers.push(column),
            "birth" | "births" | "dob" | "date_of_birth" | "birth_date" | "year_of_birth" => {
                self.births.push(column);
            }
            "place" | "places" | "place_of_birth" | "birth_place" => self.places.push(column),
            "nationality" | "nationalities" | "citizenship" => self.nationalities.push(column),
            "document" | "documents" | "document_number" => self.numbered("other", column),
            "passport" | "passport_number" => self.numbered("passport", column),
            "tazkira" => self.numbered("tazkira", column),
            "cnic" => self.numbered("cnic", column),
            "listed_on" | "listed" => self.listed_on = Some(column),
            "remarks" | "comments" | "notes" => self.remarks.push(column),
            _ => {}
        }
    }

    fn numbered(&mut self, kind: &str, number: String) {
        self.documents.push(DocumentColumns {
            kind: kind.to_owned(),
            number,
            issuer: None,
        });
    }

    /// Whether there is anything to know a subject by, and separators are what they must be.
    fn whole(&self) -> Result<u8, ReadError> {
        if self.names.iter().all(|name| name.columns.is_empty()) && self.documents.is_empty() {
            return Err(ReadError::Mapping(
                "it names no column with names or documents",
            ));
        }
        match self.delimiter.as_bytes() {
            [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => Ok(*byte),
            _ => Err(ReadError::Mapping("its delimiter is not one character")),
        }
    }

    /// Every column it names.
    fn columns(&self) -> Vec<&String> {
        let lists = [
            &self.fathers,
            &self.births,
            &self.places,
            &self.nationalities,
            &self.remarks,
        ];
        let documents = self.documents.iter();
        self.reference
            .iter()
            .chain(&self.listed_on)
            .chain(lists.into_iter().flatten())
            .chain(self.names.iter().flat_map(|name| &name.columns))
            .chain(documents.flat_map(|d| std::iter::once(&d.number).chain(&d.issuer)))
            .collect()
    }
}

/// Reads a table by its mapping.
pub fn table(bytes: &[u8], mapping: &Mapping) -> Result<Report, ReadError> {
    let delimiter = mapping.whole()?;
    let text = decode(bytes)?;
    let header = header(text, delimiter)?;
    let mut gathering = Gathering::default();
    check_columns(mapping, &header, &mut gathering)?;
    // Of columns with one name, the first counts.
    let mut places = BTreeMap::new();
    for (at, column) in header.iter().enumerate() {
        places.entry(column.as_str()).or_insert(at);
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    for (at, row) in reader.records().enumerate() {
        let row = row.map_err(|error| row_error(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let place = format!("line {line}");
        if row.len() != header.len() {
            let detail = format!("{} columns, not {}", row.len(), header.len());
            gathering.trouble(place, "row-length", &detail);
            continue;
        }
        let cell = |column: &String| {
            let at = places.get(column.as_str());
            at.and_then(|at| row.get(*at)).unwrap_or_default()
        };
        one(mapping, &cell, at + 1, &mut gathering, &place)?;
    }
    gathering.finish()
}

fn one<'r>(
    mapping: &Mapping,
    cell: &impl Fn(&String) -> &'r str,
    number: usize,
    gathering: &mut Gathering,
    place: &str,
) -> Result<(), ReadError> {
    let reference = match &mapping.reference {
        Some(column) => tidy(cell(column)).chars().take(100).collect(),
        None => format!("row {number}"),
    };
    let kind = mapping.kind;
    let mut draft = Draft::new(
        gathering,
        Record {
            reference,
            kind,
            ..Record::default()
        },
    );
    let values = |column: &String| -> Vec<&'r str> {
        match mapping.separator.as_str() {
            "" => vec![cell(column)],
            separator => cell(column).split(separator).collect(),
        }
    };
    for name in &mapping.names {
        match &name.columns[..] {
            [column] => values(column)
                .into_iter()
                .for_each(|value| draft.name(value, name.quality)),
            columns => {
                let parts: Vec<&str> = columns.iter().map(cell).collect();
                draft.name(&parts.join(" "), name.quality);
            }
        }
    }
    let each = |columns: &[String]| -> Vec<&'r str> { columns.iter().flat_map(&values).collect() };
    each(&mapping.fathers)
        .into_iter()
        .for_each(|value| draft.father(value));
    each(&mapping.births)
        .into_iter()
        .for_each(|value| draft.birth(value));
    each(&mapping.places)
        .into_iter()
        .for_each(|value| draft.place(value));
    each(&mapping.nationalities)
        .into_iter()
        .for_each(|value| draft.nationality(value));
    for document in &mapping.documents {
        let issuer = document.issuer.as_ref().map_or("", cell);
        for number in values(&document.number) {
            draft.document(&document.kind, number, issuer);
        }
    }
    if let Some(column) = &mapping.listed_on {
        draft.listed_on(cell(column));
    }
    let remarks: Vec<&str> = mapping.remarks.iter().map(cell).collect();
    draft.record.remarks = draft
        .text("remarks", &remarks.join(" "))
        .unwrap_or_default();
    draft.done(place)
}

fn header(text: &str, delimiter: u8) -> Result<Vec<String>, ReadError> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| row_error(&error))?;
    if header.len() > COLUMNS_MAX {
        return Err(ReadError::Row {
            line: 1,
            detail: format!(
                "{} columns, and a table has at most {COLUMNS_MAX}",
                header.len()
            ),
        });
    }
    Ok(header.iter().map(tidy).collect())
}

/// Every column that is named must be there; one that is there and not named is told once.
fn check_columns(
    mapping: &Mapping,
    header: &[String],
    gathering: &mut Gathering,
) -> Result<(), ReadError> {
    let named = mapping.columns();
    if let Some(missing) = named.iter().find(|column| !header.contains(column)) {
        return Err(ReadError::Column {
            column: clip(missing),
            present: clip(&header.join(", ")),
        });
    }
    let named: BTreeSet<&String> = named.into_iter().chain(&mapping.ignore).collect();
    for column in header.iter().filter(|column| !named.contains(column)) {
        gathering.trouble("line 1", "column", column);
    }
    Ok(())
}

fn row_error(error: &csv::Error) -> ReadError {
    ReadError::Row {
        line: error.position().map_or(1, csv::Position::line),
        detail: clip(&error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_says_which_column_is_what() {
        let mapping = Mapping {
            delimiter: ";".to_owned(),
            separator: "|".to_owned(),
            reference: Some("Case".to_owned()),
            names: vec![
                NameColumns {
                    columns: vec!["Given".to_owned(), "Family".to_owned()],
                    quality: Quality::Primary,
                },
                NameColumns {
                    columns: vec!["Also".to_owned()],
                    quality: Quality::Low,
                },
            ],
            births: vec!["Born".to_owned()],
            documents: vec![DocumentColumns {
                kind: "tazkira".to_owned(),
                number: "Paper".to_owned(),
                issuer: None,
            }],
            ..Mapping::default()
        };
        let text = "\u{feff}Case;Given;Family;Also;Born;Paper;Height\n\
            K-1;Zalmay;Example;Zed|زلمی;1364 SH;12|13;1.80\n\
            K-2;Zarlasht\n";
        let report = table(text.as_bytes(), &mapping).unwrap();
        assert_eq!(report.records.len(), 1);
        let record = &report.records[0];
        assert_eq!(record.reference, "K-1");
        let names: Vec<&str> = record.names.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["Zalmay Example", "Zed", "زلمی"]);
        assert_eq!(record.births[0].from, 19_850_321);
        assert_eq!(record.documents.len(), 2);
        let codes: Vec<&str> = report.not_understood.iter().map(|t| t.code).collect();
        assert_eq!(codes, ["column", "row-length"]);
    }

    #[test]
    fn usual_names_of_columns_need_no_mapping() {
        let text =
            "ref\tname\tAlias\tdate of birth\tpassport\nA\tZalmay Example\tZed; Zal\t1985\tP1\n";
        let mapping = Mapping::usual(text.as_bytes()).unwrap();
        let report = table(text.as_bytes(), &mapping).unwrap();
        assert_eq!(report.records[0].names.len(), 3);
        assert_eq!(report.records[0].documents[0].kind, "passport");
        assert!(matches!(
            Mapping::usual(b"a,b\n1,2\n"),
            Err(ReadError::Mapping(_))
        ));
    }

    #[test]
    fn a_mapping_that_does_not_fit_is_refused() {
        let mapping = Mapping::usual(b"ref,name\n").unwrap();
        let missing = table(b"ref,nom\n1,A\n", &mapping).unwrap_err();
        assert!(matches!(missing, ReadError::Column { column, .. } if column == "name"));
        let wide = Mapping {
            delimiter: "ab".to_owned(),
            ..mapping.clone()
        };
        assert!(matches!(table(b"x", &wide), Err(ReadError::Mapping(_))));
        assert_eq!(table(b"ref,name\n", &mapping), Err(ReadError::NoRecords));
        let broad = format!("ref,name{}\n", ",x".repeat(COLUMNS_MAX));
        let broad = table(broad.as_bytes(), &mapping).unwrap_err();
        assert!(broad.to_string().contains("1002 columns"), "{broad}");
    }
}
