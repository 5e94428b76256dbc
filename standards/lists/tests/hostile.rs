//! Files that were made to harm, and files that were damaged: an answer to each, and nothing worse.

use lists::{Mapping, ReadError, Report, difference, ftm, ofac_csv, table, un_xml};
use proptest::prelude::*;

const UN: &str = "<?xml version='1.0' encoding='utf-8'?>\n<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL>\
    <FIRST_NAME>ZALMAY</FIRST_NAME><NAME_ORIGINAL_SCRIPT>زلمی</NAME_ORIGINAL_SCRIPT>\
    <REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>\
    Zal (زلمی); Zalmai, born 2 Feb. 1969</ALIAS_NAME><NOTE>original script: زلمی</NOTE></INDIVIDUAL_ALIAS>\
    <INDIVIDUAL_DATE_OF_BIRTH><DATE>1350/01/02 (Hijri Calendar)</DATE></INDIVIDUAL_DATE_OF_BIRTH>\
    <INDIVIDUAL_DOCUMENT><NUMBER>Nº passport no. Q7</NUMBER></INDIVIDUAL_DOCUMENT>\
    <COMMENTS1>Father’s name is Zmarak &amp; x</COMMENTS1></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
const SDN: &str = "7,\"EXAMPLE, Zalmay\",\"individual\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\
    \"DOB circa 1970; alt. DOB 1 Feb 1969; a.k.a. 'ZAL'; Passport Q1 (Exampland) expires 2020.\"\n";
const FTM: &str = "{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Zalmay Example\"],\
    \"birthDate\":[\"1985-03\"]}}\n{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"p\"]}}\n";
const TABLE: &str = "reference,name,alias,birth\nK-1,Zalmay Example,زلمی; Zal,1364 SH\n";

type Read = fn(&[u8]) -> Result<Report, ReadError>;

fn usual(bytes: &[u8]) -> Result<Report, ReadError> {
    table(bytes, &Mapping::usual(bytes)?)
}

fn readers() -> [(&'static str, Read); 4] {
    [
        (UN, un_xml),
        (SDN, |bytes| ofac_csv(bytes, Some(bytes), Some(bytes))),
        (FTM, ftm),
        (TABLE, usual),
    ]
}

#[test]
fn every_file_here_is_read_whole() {
    for (text, read) in readers() {
        let report = read(text.as_bytes()).unwrap();
        assert_eq!(report.records.len(), 1, "{text}");
        assert!(!report.records[0].births.is_empty(), "{text}");
    }
}

#[test]
fn every_beginning_of_a_file_has_an_answer() {
    for (text, read) in readers() {
        for end in 0..text.len() {
            if let Err(error) = read(&text.as_bytes()[..end]) {
                assert!(!error.to_string().is_empty() && !error.hint().is_empty());
            }
        }
    }
    // Of XML, no beginning is taken for the whole.
    for end in 0..UN.len() {
        assert!(un_xml(&UN.as_bytes()[..end]).is_err(), "{end}");
    }
}

#[test]
fn files_in_other_encodings_are_refused_by_name() {
    for (text, read) in readers() {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let refused = [
            wide.clone(),
            [&b"\xff\xfe"[..], &wide].concat(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ];
        for bytes in refused {
            assert_eq!(read(&bytes), Err(ReadError::Wide("UTF-16")));
        }
        let damaged = [text.as_bytes(), b"\xe9\n"].concat();
        assert!(matches!(read(&damaged), Err(ReadError::NotUtf8 { .. })));
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        assert_eq!(read(&marked).unwrap(), read(text.as_bytes()).unwrap());
    }
}

#[test]
fn ten_megabytes_of_name_are_told_and_not_kept() {
    let long = "Z".repeat(10_000_000);
    let marks = format!("Z{}", "\u{301}".repeat(5_000_000));
    let mixed = "Zزل".repeat(2_000_000);
    for name in [long, marks, mixed] {
        for (text, read) in readers() {
            let text = text
                .replacen("ZALMAY", &name, 1)
                .replacen("EXAMPLE, Zalmay", &name, 1)
                .replacen("Zalmay Example", &name, 1);
            let report = read(text.as_bytes()).unwrap();
            let mut troubles = report.not_understood.iter();
            let told = troubles.any(|trouble| trouble.code.ends_with("too-long"));
            assert!(told, "{:?}", report.not_understood);
            let kept: usize = report.records[0]
                .names
                .iter()
                .map(|name| name.text.len())
                .sum();
            assert!(kept < 1_000);
        }
    }
}

#[test]
fn many_troubles_are_counted_and_few_are_kept() {
    let text = format!("{TABLE}{}", "too,few\n".repeat(50_000));
    let report = usual(text.as_bytes()).unwrap();
    assert_eq!(report.not_understood_total, 50_000);
    assert_eq!(report.not_understood.len(), lists::TROUBLES_MAX);
    let names: String = (0..5_000).map(|n| format!("Zal {n};")).collect();
    let report = usual(format!("reference,name\n1,{names}\n").as_bytes()).unwrap();
    assert_eq!(report.records[0].names.len(), lists::VALUES_MAX);
    let codes: Vec<&str> = report.not_understood.iter().map(|t| t.code).collect();
    assert_eq!(codes, ["too-many-values"]);
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for (_, read) in readers() {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn no_damage_panics(at in any::<prop::sample::Index>(), put in any::<[u8; 3]>(), cut in 0usize..6) {
        for (text, read) in readers() {
            let mut bytes = text.as_bytes().to_vec();
            let at = at.index(bytes.len());
            let end = (at + cut).min(bytes.len());
            bytes.splice(at..end, put);
            let _ = read(&bytes);
        }
    }

    #[test]
    fn no_text_in_any_field_panics(text in ".{0,60}", field in 0usize..9) {
        let fields = ["FIRST_NAME", "NAME_ORIGINAL_SCRIPT", "COMMENTS1", "LISTED_ON", "GENDER",
            "INDIVIDUAL_ALIAS><ALIAS_NAME", "INDIVIDUAL_ALIAS><NOTE", "INDIVIDUAL_DATE_OF_BIRTH><DATE",
            "INDIVIDUAL_DOCUMENT><NUMBER"];
        let open = fields[field];
        let close: Vec<&str> = open.split('>').map(|name| name.trim_start_matches('<')).collect();
        let close: String = close.iter().rev().map(|name| format!("</{name}>")).collect();
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace(">", "&gt;");
        let file = format!("<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><REFERENCE_NUMBER>1</REFERENCE_NUMBER>\
            <{open}>{text}{close}</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>");
        let report = un_xml(file.as_bytes()).unwrap();
        for birth in &report.records[0].births {
            prop_assert!(birth.from <= birth.to);
        }
    }

    #[test]
    fn the_order_of_values_is_no_change(mut names in proptest::collection::vec("[A-Z][a-z]{1,5}", 1..8), seed in any::<u64>()) {
        let file = |names: &[String]| {
            let names = names.join(";");
            usual(format!("reference,name,alias\n1,Zalmay Example,{names}\n").as_bytes()).unwrap()
        };
        let before = file(&names);
        let by = usize::try_from(seed % 8).unwrap() % names.len();
        names.rotate_left(by);
        let found = difference(&before.records, &file(&names).records);
        prop_assert_eq!(found.unchanged, 1);
        names.push("Another Name".to_owned());
        let found = difference(&before.records, &file(&names).records);
        prop_assert_eq!(&found.changed[0].fields[0].added, &["Another Name (good)".to_owned()]);
    }
}
