//! No list and no query panic; what is answered is in order and within bounds, each person once, and the
//! same every time. Looking by keys and comparing everything with everything both hold to it.
#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use names::{Band, Birth, Index, Name, Person, Quality, Query};

const LIMIT: usize = 3;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let query = query(lines.next().unwrap_or_default());
    let persons: Vec<Person> = lines.take(64).map(person).collect();
    let index = Index::new(&persons);
    assert_eq!(index.len(), persons.len());
    let mut screener = index.screener();
    let found = screener.screen(&query, LIMIT);
    assert_eq!(found, screener.screen(&query, LIMIT), "asked twice");
    for found in [found, index.exhaustive(&query, LIMIT)] {
        assert!(found.len() <= LIMIT);
        assert!(found.is_sorted_by_key(|one| std::cmp::Reverse(one.score)));
        let mut seen = BTreeSet::new();
        for one in &found {
            assert!((one.person as usize) < persons.len() && seen.insert(one.person));
            assert!(one.score <= 1000);
            assert_eq!(one.band, Band::of(one.score));
        }
    }
});

/// Names, a father, a birth and a document, with bars between them.
fn query(line: &str) -> Query {
    let mut parts = line.split('|');
    let mut next = || parts.next().map(str::to_owned);
    Query {
        names: next()
            .iter()
            .flat_map(|names| names.split('/'))
            .map(str::to_owned)
            .collect(),
        father: next(),
        birth: next().and_then(|birth| Birth::parse(&birth).ok()),
        document: next(),
    }
}

/// The same of a listed person; the first name is the primary one, the third of low quality.
fn person(line: &str) -> Person {
    let read = query(line);
    let qualities = [Quality::Primary, Quality::Good, Quality::Low]
        .into_iter()
        .cycle();
    let names = read.names.into_iter().zip(qualities);
    Person {
        names: names
            .map(|(text, quality)| Name { text, quality })
            .collect(),
        fathers: read.father.into_iter().collect(),
        births: read.birth.into_iter().collect(),
        documents: read.document.into_iter().collect(),
    }
}
