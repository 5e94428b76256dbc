//! `tasdiq watchlist import` and `diff`, with invented persons.

use super::terminal::Desk;

fn person(reference: &str, name: &str, more: &str) -> String {
    format!(
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>{name}</FIRST_NAME>\
         <REFERENCE_NUMBER>{reference} </REFERENCE_NUMBER>{more}</INDIVIDUAL>\n"
    )
}

fn list(stamp: &str, inside: &[String]) -> String {
    format!(
        "<?xml version='1.0' encoding='utf-8'?>\n\
         <CONSOLIDATED_LIST dateGenerated=\"{stamp}\">\n<INDIVIDUALS>\n{}</INDIVIDUALS>\n\
         <ENTITIES><ENTITY><FIRST_NAME>SAMPLE GROUP</FIRST_NAME>\
         <REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER></ENTITY></ENTITIES>\n</CONSOLIDATED_LIST>\n",
        inside.concat()
    )
}

/// Two editions: one record changes, one goes, one comes, one has only a new stamp.
fn editions(desk: &Desk) {
    let born = |year: &str| {
        format!(
            "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>{year}</YEAR>\
             </INDIVIDUAL_DATE_OF_BIRTH>"
        )
    };
    let father = "<COMMENTS1>Father's name is Zmarak Example.</COMMENTS1>";
    let old = [
        person("XXi.001", "ZALMAY EXAMPLE", &born("1971")),
        person("XXi.002", "ZARLASHT SAMPLE", father),
        person("XXi.003", "MIRWAIS SPECIMEN", "<SORT_KEY>1</SORT_KEY>"),
    ];
    let new = [
        person("XXi.001", "ZALMAY EXAMPLE", &born("1972")),
        person("XXi.003", "MIRWAIS  SPECIMEN", "<SORT_KEY>2</SORT_KEY>"),
        person("XXi.004", "TORYALAI INSTANCE", &born("31-35 years")),
    ];
    desk.write("old.xml", list("2026-01-01", &old));
    desk.write("new.xml", list("2026-02-01", &new));
}

#[test]
fn two_editions_differ_by_what_they_say() {
    let desk = Desk::new();
    editions(&desk);
    insta::assert_snapshot!(desk.ok("watchlist diff old.xml new.xml"));
    let value = desk.json("watchlist diff old.xml new.xml");
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
    let same = desk.json("watchlist diff new.xml new.xml");
    assert_eq!(same["counts"]["unchanged"], 4);
}

#[test]
fn an_import_proposes_nothing_and_says_what_it_did_not_understand() {
    let desk = Desk::new();
    editions(&desk);
    insta::assert_snapshot!(desk.ok("watchlist import new.xml --dry-run"));
    let value = desk.json("watchlist import new.xml --format un-xml --dry-run");
    assert_eq!(value["proposed"], 0);
    assert_eq!(value["records"].as_array().unwrap().len(), 4);
    assert_eq!(value["records"][0]["names"][0]["quality"], "primary");
    assert_eq!(value["not_understood"][0]["code"], "birth");
    assert!(value.get("proposals").is_none());
}

#[test]
fn proposals_are_written_once_and_what_an_officer_wrote_stays() {
    let desk = Desk::new();
    editions(&desk);
    insta::assert_snapshot!(desk.ok("watchlist import old.xml --out proposals"));
    insta::assert_snapshot!(desk.read("proposals/XXi.002.body.json"));
    let again = desk.json("watchlist import old.xml --out proposals");
    assert_eq!(
        (&again["proposals"]["new"], &again["proposals"]["same"]),
        (&0.into(), &3.into())
    );
    // A run that was stopped after the body and before the source is taken up.
    std::fs::remove_file(desk.file("proposals/XXi.003.source.json")).unwrap();
    let again = desk.json("watchlist import old.xml --out proposals");
    assert_eq!(again["proposals"]["new"], 1);
    let edited = desk
        .read("proposals/XXi.001.body.json")
        .replace("\"case_number\": \"\"", "\"case_number\": \"Case 7\"");
    desk.write("proposals/XXi.001.body.json", &edited);
    let dry = desk.json("watchlist import new.xml --out proposals --dry-run");
    assert_eq!(dry["proposals"]["edited"][0], "XXi.001");
    assert!(!desk.file("proposals/XXi.001.body.new.json").exists());
    insta::assert_snapshot!(desk.ok("watchlist import new.xml --out proposals"));
    assert_eq!(desk.read("proposals/XXi.001.body.json"), edited);
    assert!(
        desk.read("proposals/XXi.001.body.new.json")
            .contains("\"1972\"")
    );
    let left: Vec<String> = std::fs::read_dir(desk.file("proposals"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.ends_with(".json"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn ofac_tables_are_found_beside_each_other() {
    let desk = Desk::new();
    let none = "-0- ,".repeat(7);
    let row = format!(
        "7,\"EXAMPLE, Zalmay\",\"individual\",\"X\",{none}\"DOB 1971; Passport Q1 (XX).\"\n"
    );
    desk.write("my-sdn.csv", row);
    desk.write("my-alt.csv", "7,1,\"aka\",\"SAMPLE, Zalmai\",-0- \n");
    let value = desk.json("watchlist import my-sdn.csv --dry-run");
    assert_eq!(value["format"], "ofac-csv");
    assert_eq!(value["records"][0]["names"][1]["text"], "SAMPLE, Zalmai");
    assert_eq!(value["missing"][0], "my-add.csv");
    assert!(
        desk.ok("watchlist import my-sdn.csv --dry-run")
            .contains("Without my-add.csv")
    );
}

#[test]
fn tables_have_mappings() {
    let desk = Desk::new();
    desk.write(
        "list.csv",
        "Case;Given;Family;Born\nK 1;Zalmay;Example;1350 SH\n",
    );
    desk.write(
        "list.toml",
        "delimiter = \";\"\nreference = \"Case\"\nbirths = [\"Born\"]\n\
         names = [{ columns = [\"Given\", \"Family\"], quality = \"primary\" }]\n",
    );
    let value = desk.json("watchlist import list.csv --format csv --mapping list.toml --dry-run");
    assert_eq!(value["records"][0]["names"][0]["text"], "Zalmay Example");
    assert_eq!(value["records"][0]["births"][0]["from"], 19_710_321);
    desk.ok("watchlist import list.csv --mapping list.toml --out out");
    assert!(desk.file("out/K%201.body.json").exists());
    let said = desk.fails(2, "watchlist import list.csv --format csv --dry-run");
    assert!(said.contains("change the mapping"), "{said}");
    desk.write("list.toml", "nonsense = 1");
    let said = desk.fails(2, "watchlist import list.csv --mapping list.toml --dry-run");
    assert!(said.contains("list.toml is not a mapping"), "{said}");
}

#[test]
fn a_file_that_is_no_list_says_whose_fault_it_is_and_what_to_do() {
    let desk = Desk::new();
    editions(&desk);
    let whole = desk.read("old.xml");
    desk.write("cut.xml", &whole[..whole.len() / 2]);
    desk.write(
        "bomb.xml",
        "<!DOCTYPE L [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><CONSOLIDATED_LIST>&b;",
    );
    desk.write("latin.xml", [whole.as_bytes(), b"<!-- \xe9 -->"].concat());
    let wide: Vec<u8> = whole.encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("wide.xml", [&b"\xff\xfe"[..], &wide].concat());
    desk.write("page.xml", "<html><body>We have moved</body></html>");
    desk.write(
        "deep.xml",
        format!("<CONSOLIDATED_LIST>{}", "<a>".repeat(1_000_000)),
    );
    desk.write("deep.ftm", "{\"id\":".repeat(1_000_000));
    desk.write("empty.xml", "");
    let mut told = String::new();
    for name in [
        "cut.xml",
        "bomb.xml",
        "latin.xml",
        "wide.xml",
        "page.xml",
        "deep.xml",
        "deep.ftm",
    ] {
        let format = if name.ends_with("ftm") {
            "ftm"
        } else {
            "un-xml"
        };
        let line = format!("watchlist import {name} --format {format} --dry-run");
        told.push_str(&desk.fails(2, &line));
    }
    told.push_str(&desk.fails(2, "watchlist diff old.xml empty.xml"));
    insta::assert_snapshot!(told);
}

#[test]
fn nothing_in_a_file_can_write_to_the_terminal() {
    let desk = Desk::new();
    let name = "ZALMAY \u{202e}\u{1b}[2J EXAMPLE";
    let escape =
        "<INDIVIDUAL_DATE_OF_BIRTH><NOTE>&#27;[2Jlong ago</NOTE></INDIVIDUAL_DATE_OF_BIRTH>";
    desk.write("a.xml", list("1", &[person("1", name, escape)]));
    desk.write("b.xml", list("1", &[person("&#27;[31m2", name, escape)]));
    let shown =
        desk.ok("watchlist import a.xml --dry-run") + &desk.ok("watchlist diff a.xml b.xml");
    assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
    assert!(shown.contains("long ago"), "{shown}");
}

#[test]
fn a_picture_is_made_anew_and_what_is_left_behind_is_told() {
    let desk = Desk::new();
    desk.write("portrait.jpg", tasdiq::demo::photograph());
    let told = desk.ok("watchlist photo portrait.jpg --out photo");
    for left in [
        "place        10.500000 N, 20.250000 E",
        "time",
        "device",
        "exif",
    ] {
        assert!(told.contains(left), "{told}");
    }
    for (name, longest) in [("view.jpg", 640), ("thumb.jpg", 256)] {
        let bytes = std::fs::read(desk.file(&format!("photo/{name}"))).unwrap();
        let facts = picture::facts(&bytes).unwrap();
        assert_eq!(facts.pixels.unwrap().width, longest);
        assert_eq!((facts.place, facts.times.captured), (None, None));
        assert!(!bytes.windows(4).any(|four| four == b"Exif"));
    }
    // Nothing is overwritten, and nothing half-made is left of what is refused.
    assert!(
        desk.fails(2, "watchlist photo portrait.jpg --out photo")
            .contains("already there")
    );
    for (name, bytes, why) in [
        ("paper.jpg", &b"%PDF-1.7"[..], "PDF"),
        ("note.jpg", b"words", "none of JPEG"),
        ("half.jpg", &tasdiq::demo::photograph()[..2_000], "damaged"),
    ] {
        desk.write(name, bytes);
        let told = desk.fails(2, &format!("watchlist photo {name} --out other"));
        assert!(told.contains(why), "{name}: {told}");
        assert!(!desk.file("other").exists());
    }
}
