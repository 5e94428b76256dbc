//! Names that are the same, names that are not, and texts that are none. All persons are invented.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "tests stop at what is wrong, and one reads a clock"
)]

use std::time::Instant;

use names::{Band, Birth, Index, MATCHER, Name, Person, Quality, Query, pair, skeleton};
use proptest::prelude::*;

fn person(names: &[(&str, Quality)]) -> Person {
    Person {
        names: names
            .iter()
            .map(|(text, quality)| Name {
                text: (*text).to_owned(),
                quality: *quality,
            })
            .collect(),
        ..Person::default()
    }
}

fn query(name: &str) -> Query {
    Query {
        names: vec![name.to_owned()],
        ..Query::default()
    }
}

/// A list of invented persons.
fn list() -> Vec<Person> {
    let mut list = vec![
        person(&[("Zarlakht Spinghar Wardagi", Quality::Primary)]),
        person(&[
            ("Abdul Wakil Torabaz", Quality::Primary),
            ("Abu Sangar", Quality::Good),
        ]),
        person(&[
            ("Gulrang Darmalak", Quality::Primary),
            ("Tufan", Quality::Low),
        ]),
        person(&[("Noor Muhammad Sangin", Quality::Primary)]),
        person(&[("Salman bin Badr al-Qarni", Quality::Primary)]),
    ];
    list[0].fathers = vec!["Mirwais".to_owned()];
    list[0].births = vec![Birth::parse("1985").unwrap()];
    list[0].documents = vec!["P-0123 456".to_owned()];
    list
}

fn best(name: &str) -> Option<(u32, Band)> {
    let list = list();
    let found = Index::new(&list).screen(&query(name), 3);
    found.first().map(|one| (one.person, one.band))
}

#[test]
fn the_same_name_in_other_scripts_and_spellings_is_found() {
    for (name, person) in [
        ("زرلښت سپین‌غر وردګی", 0),
        ("Zarlasht Spin Ghar Wardaki", 0),
        ("WARDAGI<<ZARLAKHT<SPINGHAR", 0),
        ("عبدالوکیل توره‌باز", 1),
        ("عبد الوكيل توراباز", 1),
        ("Abdulvekil Torabaz", 1),
        ("TORABAZ, Abdul Wakil", 1),
        ("WAKIL TORABAZ ABDUL", 1),
        ("نورمحمد سنگین", 3),
        ("Nurmuhammed Sangin", 3),
        ("NOORMUHAMMADSANGIN", 3),
        ("نور محمد سنګین", 3),
        ("سلمان بن بدر القرنی", 4),
    ] {
        let (found, band) = best(name).unwrap_or((u32::MAX, Band::None));
        assert_eq!(found, person, "{name}");
        assert!(band >= Band::Possible, "{name}: {band:?}");
    }
}

#[test]
fn what_is_only_partly_the_same_is_never_shown() {
    for name in [
        "Abu Sangar",         // a kunya alone
        "Tufan Darmalak Zar", // an alias of low quality, and one word
        "Muhammad Khan",      // what half the region is called
        "Wardagi",
        "Noor",
        "Badr bin Salman al-Qarni", // the father as the child
        "بدر بن سلمان القرنی",
        "Mullah",
        "",
    ] {
        let band = best(name).map_or(Band::None, |(_, band)| band);
        assert!(band < Band::Possible, "{name}: {band:?}");
    }
}

#[test]
fn one_slip_of_a_hand_never_hides_a_name() {
    for (name, person) in [
        ("Zarlakht Spinghr Wardagi", 0),
        ("Zarlakht Spinghark Wardagi", 0),
        ("ZarlakhtkSpinghar Wardagi", 0),
        ("Zralakht Spinghar Wardagi", 0),
        ("ZARLAKHTSPINGHARWARDAGI", 0),
        ("Gulrang Damralak", 2),
        ("GulrangmDarmalak", 2),
    ] {
        let (found, band) = best(name).unwrap_or((u32::MAX, Band::None));
        assert_eq!((found, band >= Band::Possible), (person, true), "{name}");
    }
}

#[test]
fn a_slip_that_makes_anothers_name_of_one_alerts_nobody() {
    let list = [
        person(&[("Tufan Sangar", Quality::Primary)]),
        person(&[("Tufal Mirzaman", Quality::Primary)]),
    ];
    let index = Index::new(&list);
    let found = index.screen(&query("Tufal Sangar"), 1);
    assert_eq!((found[0].person, found[0].band), (0, Band::Weak));
    let found = index.screen(&query("Tufak Sangar"), 1);
    assert_eq!((found[0].person, found[0].band), (0, Band::Possible));
}

#[test]
fn a_name_of_one_consonant_after_another_is_compared() {
    for name in [
        "zllZxsxxhxhxwZxsxxhxhxwbdk",
        "bababababababababababababa",
        "bbbb",
    ] {
        let _ = pair(name, "xqxةب sxxhxhxhxll");
        let _ = pair(name, &format!("{name}ba"));
        assert!(pair(name, name).score >= 600, "{name}");
    }
}

#[test]
fn patronymic_reversals_never_alert() {
    for (one, other) in [
        ("Salman bin Muhammad al-Rawi", "Muhammad bin Salman al-Rawi"),
        ("سلمان بن محمد الراوی", "Muhammad ibn Salman al-Rawi"),
        ("Yusuf ould Idris", "Idris ould Yusuf"),
        ("Ayşe bint Yusuf Kaya", "Yusuf bint Ayşe Kaya"),
    ] {
        let candidate = pair(one, other);
        assert!(
            candidate.band < Band::Possible,
            "{one}: {}",
            candidate.score
        );
        assert_eq!(candidate.differs.first().unwrap().code, "reversed");
        assert!(pair(one, one).band == Band::Strong, "{one}");
    }
}

#[test]
fn what_stands_beside_a_name_counts_and_is_said() {
    let list = list();
    let index = Index::new(&list);
    let asked = |father: Option<&str>, birth: Option<&str>, document: Option<&str>| {
        let query = Query {
            names: vec!["Zarlakht Spinghar Wardagi".to_owned()],
            father: father.map(str::to_owned),
            birth: birth.map(|birth| Birth::parse(birth).unwrap()),
            document: document.map(str::to_owned),
        };
        index.screen(&query, 1).remove(0)
    };
    let alone = asked(None, None, None);
    assert_eq!(alone.missing.len(), 2, "father and birth were not read");
    let against = asked(Some("Qudratullah"), Some("1961"), None);
    assert!(
        against.score + 200 < alone.score,
        "{} {}",
        against.score,
        alone.score
    );
    let codes: Vec<_> = against
        .differs
        .iter()
        .map(|line| (line.feature, line.code))
        .collect();
    assert!(
        codes.contains(&("father", "far")) && codes.contains(&("birth", "far")),
        "{codes:?}"
    );
    let agreeing = asked(Some("میرویس"), Some("1364 SH"), None);
    assert!(agreeing.agrees.iter().any(|line| line.feature == "father"));
    // A document alone finds its holder, whatever name was read.
    let other = Query {
        names: vec!["Somebody Else".to_owned()],
        document: Some("p0123456".to_owned()),
        ..Query::default()
    };
    let found = index.screen(&other, 3);
    assert_eq!((found[0].person, found[0].band), (0, Band::Strong));
    assert!(
        found[0]
            .agrees
            .iter()
            .any(|line| line.feature == "document")
    );
    assert!(MATCHER.starts_with("names/"));
}

#[test]
fn romanizations_of_one_name_share_a_skeleton() {
    for same in [
        &["Muhammad", "Mohammed", "Mehmed", "محمد", "Mohamad"][..],
        &[
            "Abdul Rahman",
            "Abdurrahman",
            "Abderrahmane",
            "عبدالرحمن",
            "عبد الرحمان",
        ],
        &["Hussain", "Hosein", "Hüseyin", "حسین"],
        &["Zulfiqar", "Zolfaqar", "Zülfikar", "ذوالفقار"],
        &["Shamsuddin", "Shams al-Din", "Şemseddin", "شمس الدین"],
        &["Rahmatullah", "Rahmat Ullah", "رحمت الله", "Rahmatollah"],
    ] {
        let first = skeleton(same[0]);
        for name in same {
            assert_eq!(skeleton(name), first, "{name}");
        }
    }
}

#[test]
fn hostile_texts_are_answered_quickly() {
    let list = list();
    let index = Index::new(&list);
    let megabytes = "Zarlakht ".repeat(1_200_000);
    let marks = format!("Zar{}lakht", "\u{301}".repeat(100_000));
    let begun = Instant::now();
    for name in [
        megabytes.as_str(),
        marks.as_str(),
        "\u{202e}thkalraZ\u{202c} \u{2066}Spinghar",
        "\u{0}\u{1}\u{7f}",
        "ﷺ ﷲ ﷻ",
        "李小龍 Брюс 김",
        "<<<<<<<<<<<<",
        "((((()))))",
        "))((",
        ",,,,,",
        "ا ا ا ا ا ا ا ا ا ا ا ا ا ا ا ا",
        "bin bin bin bin",
        "Abdul Abdul Abdul Abdul",
        "al al al al",
    ] {
        let _ = index.screen(&query(name), 5);
        let _ = pair(name, "Zarlakht Spinghar");
        let _ = skeleton(name);
    }
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    assert!(index.screen(&Query::default(), 5).is_empty());
    assert!(Index::new(&[]).screen(&query("Zarlakht"), 5).is_empty());
}

fn word() -> impl Strategy<Value = String> {
    let syllables = prop::sample::select(vec![
        "za", "ri", "mu", "ta", "shin", "kha", "gul", "bar", "no", "dor", "wa", "sang", "li", "pa",
        "ghe", "far",
    ]);
    prop::collection::vec(syllables, 2..4).prop_map(|parts| parts.concat())
}

fn name() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(word(), 2..4)
}

proptest! {
    #[test]
    fn a_pair_is_the_same_both_ways(one in "\\PC{0,40}", other in "\\PC{0,40}") {
        prop_assert_eq!(pair(&one, &other).score, pair(&other, &one).score);
    }

    #[test]
    fn a_name_is_the_same_as_itself(name in name()) {
        let text = name.join(" ");
        prop_assert!(pair(&text, &text).score >= 990);
    }

    #[test]
    fn order_and_blanks_do_not_matter_to_who_is_found(name in name(), at in 0usize..3) {
        let text = name.join(" ");
        let mut list = list();
        list.push(person(&[(text.as_str(), Quality::Primary)]));
        let index = Index::new(&list);
        let place = list.len() as u32 - 1;
        let mut turned = name.clone();
        turned.rotate_left(1);
        let mut joined = name.clone();
        let at = at % (name.len() - 1);
        let next = joined.remove(at + 1);
        joined[at].push_str(&next);
        for variant in [turned.join(" "), joined.join(" "), text.to_uppercase(), text.replace(' ', "<")] {
            let found = index.screen(&query(&variant), 1);
            prop_assert_eq!(found.first().map(|one| one.person), Some(place), "{}", variant);
        }
    }

    #[test]
    fn looking_by_keys_finds_what_looking_at_all_finds(name in name(), other in name()) {
        let list: Vec<Person> = [&name, &other].iter().map(|n| person(&[(n.join(" ").as_str(), Quality::Primary)])).collect();
        let index = Index::new(&list);
        let asked = query(&name.join(" "));
        prop_assert_eq!(index.screen(&asked, 1), index.exhaustive(&asked, 1));
    }
}
