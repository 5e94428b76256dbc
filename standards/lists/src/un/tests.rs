//! The traps of the UN's file, with invented persons.

use super::*;
use crate::report::Trouble;

fn list(records: &str) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n<CONSOLIDATED_LIST dateGenerated=\"2026-01-01\">\
         <INDIVIDUALS>{records}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>"
    )
}

fn one(inside: &str) -> (Record, Vec<Trouble>) {
    let text = list(&format!(
        "<INDIVIDUAL><FIRST_NAME>ZALMAY </FIRST_NAME><SECOND_NAME> EXAMPLE</SECOND_NAME>\
         <THIRD_NAME/><REFERENCE_NUMBER>XXi.001 </REFERENCE_NUMBER>{inside}</INDIVIDUAL>"
    ));
    let mut report = un_xml(text.as_bytes()).unwrap();
    (report.records.remove(0), report.not_understood)
}

fn names(record: &Record) -> Vec<(&str, Quality, bool)> {
    let names = record.names.iter();
    names
        .map(|name| (name.text.as_str(), name.quality, name.script_original))
        .collect()
}

fn alias(quality: &str, name: &str, more: &str) -> String {
    format!(
        "<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{name}</ALIAS_NAME>{more}\
         </INDIVIDUAL_ALIAS>"
    )
}

#[test]
fn names_are_trimmed_split_and_told_apart_by_script() {
    let (record, troubles) = one(&[
        "<NAME_ORIGINAL_SCRIPT>زلمی\n   نمونه</NAME_ORIGINAL_SCRIPT>".to_owned(),
        alias("", "", ""),
        alias("Good", "Zalmai Sample; Zalmay  Samples", ""),
        alias("Low", "“Zed”", "<NOTE>combat name</NOTE>"),
        alias("Good", "زلمی خان (Zalmai Khan; Zalmay Khan)", ""),
        alias(
            "Good",
            "(Haji) Zalmay",
            "<NOTE>original script: Залмай</NOTE>",
        ),
    ]
    .concat());
    assert_eq!(record.reference, "XXi.001");
    assert_eq!(
        names(&record),
        [
            ("ZALMAY EXAMPLE", Quality::Primary, false),
            ("زلمی نمونه", Quality::Primary, true),
            ("Zalmai Sample", Quality::Good, false),
            ("Zalmay Samples", Quality::Good, false),
            ("زلمی خان", Quality::Good, true),
            ("Zalmai Khan", Quality::Good, false),
            ("Zalmay Khan", Quality::Good, false),
            ("Haji Zalmay", Quality::Good, false),
            ("Залмай", Quality::Good, true),
            ("Zed", Quality::Low, false),
        ]
    );
    assert_eq!(record.details[0].text, "combat name");
    assert!(troubles.is_empty(), "{troubles:?}");
}

#[test]
fn a_quality_that_is_unsaid_is_the_lesser_and_told() {
    let (record, troubles) = one(&alias("", "Zalmay Sample", ""));
    assert_eq!(record.names[1].quality, Quality::Low);
    assert_eq!(troubles[0].code, "alias-quality");
    assert_eq!(troubles[0].place, "XXi.001 alias");
}

fn born(inside: &str) -> String {
    format!("<INDIVIDUAL_DATE_OF_BIRTH>{inside}</INDIVIDUAL_DATE_OF_BIRTH>")
}

#[test]
fn one_person_may_have_several_births() {
    let (record, troubles) = one(&[
        born("<TYPE_OF_DATE/>"),
        born("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1971-05-01-04:00</DATE>"),
        born("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1972</YEAR>"),
        born("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1980</YEAR>"),
        born("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1962</TO_YEAR>"),
        born("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Dec. 1964 </NOTE>"),
        born("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><NOTE>31-35 years old</NOTE>"),
        alias("Low", "Zed Sample", "<DATE_OF_BIRTH>1973-02-03</DATE_OF_BIRTH>"),
    ]
    .concat());
    let births: Vec<String> = record.births.iter().map(ToString::to_string).collect();
    let expected = [
        "1971-05-01",
        "1972",
        "1978/1982",
        "1960/1962",
        "1964-12-01/1964-12-31",
        "1973-02-03",
    ];
    assert_eq!(births, expected);
    assert_eq!(troubles.len(), 1);
    assert_eq!(
        (troubles[0].code, troubles[0].detail.as_str()),
        ("birth", "circa 31-35 years old")
    );
}

#[test]
fn documents_places_and_comments_are_read() {
    let (record, troubles) = one("<INDIVIDUAL_DOCUMENT/>\
        <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>\
        <NUMBER>Exampland passport No. 700123 </NUMBER><ISSUING_COUNTRY>Exampland</ISSUING_COUNTRY>\
        </INDIVIDUAL_DOCUMENT>\
        <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Sampletown</CITY><COUNTRY>Exampland</COUNTRY>\
        </INDIVIDUAL_PLACE_OF_BIRTH><LISTED_ON>2003-04-05-05:00</LISTED_ON>\
        <NATIONALITY><VALUE>Exampland</VALUE></NATIONALITY>\
        <COMMENTS1>Father’s name\nis Zmarak Example. Left.</COMMENTS1>");
    let document = &record.documents[0];
    let read = (
        document.kind.as_str(),
        document.number.as_str(),
        document.issuer.as_str(),
    );
    assert_eq!(read, ("passport", "700123", "Exampland"));
    assert_eq!(record.places, ["Sampletown, Exampland"]);
    assert_eq!(record.listed_on.as_deref(), Some("2003-04-05"));
    assert_eq!(record.fathers, ["Zmarak Example"]);
    assert_eq!(record.nationalities, ["Exampland"]);
    assert!(troubles.is_empty(), "{troubles:?}");
}

#[test]
fn stamps_are_no_content() {
    let stamped = |stamp: &str| {
        let stamps = format!(
            "<DATAID>{stamp}</DATAID><VERSIONNUM>{stamp}</VERSIONNUM><SORT_KEY>{stamp}</SORT_KEY>\
             <LAST_DAY_UPDATED><VALUE>{stamp}</VALUE></LAST_DAY_UPDATED>"
        );
        one(&stamps)
    };
    let (one, troubles) = stamped("1");
    assert_eq!(one.content, stamped("2").0.content);
    assert!(troubles.is_empty());
}

#[test]
fn what_has_no_reference_or_repeats_one_is_told() {
    let text = list(
        "<INDIVIDUAL><FIRST_NAME>A B</FIRST_NAME></INDIVIDUAL>\
         <INDIVIDUAL><FIRST_NAME>C</FIRST_NAME><REFERENCE_NUMBER>1</REFERENCE_NUMBER></INDIVIDUAL>\
         <INDIVIDUAL><FIRST_NAME>D</FIRST_NAME><REFERENCE_NUMBER> 1 </REFERENCE_NUMBER></INDIVIDUAL>\
         <INDIVIDUAL><REFERENCE_NUMBER>2</REFERENCE_NUMBER><NEW>x</NEW></INDIVIDUAL><PET/>",
    );
    let report = un_xml(text.as_bytes()).unwrap();
    assert_eq!(report.records.len(), 2);
    let told: Vec<(&str, &str)> = report
        .not_understood
        .iter()
        .map(|trouble| (trouble.place.as_str(), trouble.code))
        .collect();
    assert_eq!(
        told,
        [
            ("record 1", "no-reference"),
            ("record 3", "repeated-reference"),
            ("2", "element"),
            ("2", "no-name"),
            ("record 5", "element"),
        ]
    );
}

#[test]
fn an_empty_list_is_no_edition() {
    assert_eq!(un_xml(list("").as_bytes()), Err(ReadError::NoRecords));
}

#[test]
fn a_megabyte_of_name_is_told_and_the_rest_is_read() {
    let (record, troubles) = one(&alias("Good", &"Z".repeat(1_000_000), ""));
    assert_eq!(names(&record).len(), 1);
    assert_eq!(troubles[0].code, "field-too-long");
    assert!(troubles[0].detail.chars().count() < 200);
    let (record, troubles) = one(&alias("Good", &"Z; ".repeat(20_000), ""));
    assert_eq!(names(&record).len(), 2);
    let codes: Vec<&str> = troubles.iter().map(|trouble| trouble.code).collect();
    assert_eq!(codes, ["too-many-values"]);
}

#[test]
fn what_stands_beside_an_alias_is_read_where_it_is_clear() {
    let (record, troubles) = one(&[
        alias("Good", "Zal, Zalmai, Zalmay", ""),
        alias(
            "Good",
            "Zalmay Sample, born 2 Feb.1969 (Exampland passport no.0700127, x)",
            "",
        ),
        "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT2>Sample card (tazkira) number 700128\
         </TYPE_OF_DOCUMENT2><TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>\
         </INDIVIDUAL_DOCUMENT>"
            .to_owned(),
    ]
    .concat());
    let read: Vec<&str> = names(&record).iter().map(|name| name.0).collect();
    assert_eq!(
        read,
        ["ZALMAY EXAMPLE", "Zal", "Zalmai", "Zalmay", "Zalmay Sample"]
    );
    assert_eq!(record.births[0].to_string(), "1969-02-02");
    let documents = record.documents.iter();
    let documents: Vec<(&str, &str)> = documents
        .map(|document| (document.kind.as_str(), document.number.as_str()))
        .collect();
    assert_eq!(documents, [("passport", "0700127"), ("tazkira", "700128")]);
    assert!(troubles.is_empty(), "{troubles:?}");
}

#[test]
fn an_encoding_that_is_said_and_not_so_is_told() {
    let named = |name: &str| {
        let person = "<INDIVIDUAL><FIRST_NAME>ZALMÁY</FIRST_NAME>\
             <REFERENCE_NUMBER>1</REFERENCE_NUMBER></INDIVIDUAL>";
        un_xml(list(person).replace("utf-8", name).as_bytes()).unwrap()
    };
    assert!(named("UTF-8").not_understood.is_empty());
    let report = named("ISO-8859-1");
    assert_eq!(report.not_understood[0].code, "encoding");
    assert_eq!(report.not_understood[0].detail, "ISO-8859-1");
    assert_eq!(report.records[0].title(), "ZALMÁY");
}
