//! Listed persons as the matcher takes them, from whatever list they stand on.

use lists::{Kind, Record};
use names::{Birth, Name, Person, Quality};

/// The person a record is of; none for groups, ships and the like.
pub fn person(record: &Record) -> Option<Person> {
    if record.kind != Kind::Person {
        return None;
    }
    let name = |name: &lists::ListedName| Name {
        text: name.text.clone(),
        quality: match name.quality {
            lists::Quality::Primary => Quality::Primary,
            lists::Quality::Good => Quality::Good,
            lists::Quality::Low => Quality::Low,
        },
    };
    let births = record.births.iter();
    Some(Person {
        names: record.names.iter().map(name).collect(),
        fathers: record.fathers.clone(),
        births: births
            .map(|birth| Birth {
                from: birth.from,
                to: birth.to,
            })
            .collect(),
        documents: record
            .documents
            .iter()
            .map(|one| one.number.clone())
            .collect(),
    })
}
