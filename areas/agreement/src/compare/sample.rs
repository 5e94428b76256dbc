//! Invented drafts of any length, for measuring.

use super::text::{Clause, Draft, Role};

const ACTORS: &[&str] = &[
    "Each Party",
    "The Parties",
    "Party A",
    "Party B",
    "The Commission",
    "The Secretariat",
];
const VERBS: &[&str] = &[
    "inspect", "open", "register", "protect", "repair", "publish", "transfer", "supply", "mark",
    "clear",
];
const OBJECTS: &[&str] = &[
    "bridges",
    "wells",
    "customs halls",
    "schools",
    "minefields",
    "archives",
    "grain stores",
    "ferries",
    "orchards",
    "power lines",
    "clinics",
    "border stones",
    "fishing grounds",
    "radio masts",
    "quarries",
    "rail yards",
    "ports",
];
const PLACES: &[&str] = &[
    "north", "south", "east", "west", "upper", "lower", "inner", "outer", "coastal", "river",
];

/// Two drafts of `clauses` clauses each: the second is the first with one word in every clause changed,
/// every seventh clause moved to the end, and every eleventh replaced.
pub fn drafts(clauses: usize) -> (Draft, Draft) {
    let old: Vec<Clause> = (0..clauses).map(|n| clause(n, "shall")).collect();
    let mut new: Vec<Clause> = Vec::new();
    let mut late: Vec<Clause> = Vec::new();
    for n in 0..clauses {
        match n {
            n if n % 11 == 10 => new.push(clause(n + 7 * clauses, "should")),
            n if n % 7 == 6 => late.push(clause(n, "will")),
            n => new.push(clause(n, "must")),
        }
    }
    new.append(&mut late);
    for (at, clause) in new.iter_mut().enumerate() {
        clause.label = format!("{}", at + 1);
        clause.reference = clause.label.clone();
    }
    (draft(old), draft(new))
}

/// A draft as text, one clause a line.
pub fn text(draft: &Draft) -> String {
    draft
        .clauses
        .iter()
        .map(|c| format!("{}. {}\n", c.label, c.text))
        .collect()
}

fn draft(clauses: Vec<Clause>) -> Draft {
    Draft {
        title: "Invented draft".to_owned(),
        clauses,
    }
}

fn clause(n: usize, modal: &str) -> Clause {
    let pick =
        |list: &[&'static str], salt: usize| list[(n * 7 + n / 3 * salt + salt) % list.len()];
    let text = format!(
        "{} {modal} {} the {} of the {} district {} and the {} near post K-{n}, within {} days of the notice \
         given under rule {}, and keep a record of the {} for {} months.",
        pick(ACTORS, 1),
        pick(VERBS, 3),
        pick(OBJECTS, 5),
        pick(PLACES, 2),
        n / 10,
        pick(OBJECTS, 11),
        10 + n % 50,
        n % 97,
        pick(OBJECTS, 7),
        3 + n % 9,
    );
    let label = format!("{}", n + 1);
    Clause {
        cid: None,
        reference: label.clone(),
        label,
        parent: None,
        role: Role::Operative,
        article: String::new(),
        heading: String::new(),
        text,
    }
}
