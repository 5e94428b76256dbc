//! What father's name, birth and document say beside a name.

use crate::Query;
use crate::birth::Birth;
use crate::compare::{Side, compare};
use crate::index::plain;
use crate::score::{Candidate, Line};
use crate::word::Form;

/// What is known beside the name.
pub(crate) struct Beside<'a> {
    pub(crate) fathers: &'a [Form],
    pub(crate) births: &'a [Birth],
    pub(crate) documents: &'a [String],
}

/// Adds what father, birth and document say. Answers the points, and whether a document is the same.
pub(crate) fn beside(
    query: &Query,
    father: Option<&Form>,
    known: &Beside<'_>,
    out: &mut Candidate,
) -> (i32, bool) {
    let mut points = 0;
    points += fathers(query, father, known.fathers, out);
    points += births(query.birth, known.births, out);
    let same = documents(query.document.as_deref(), known.documents, out);
    (points, same)
}

fn fathers(query: &Query, father: Option<&Form>, listed: &[Form], out: &mut Candidate) -> i32 {
    let read = query.father.clone().unwrap_or_default();
    let line = |code, listed: String, points| Line {
        feature: "father",
        code,
        read: read.clone(),
        listed,
        rules: Vec::new(),
        points,
    };
    let text = |form: &Form| {
        form.units
            .iter()
            .map(|unit| unit.text.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let Some(father) = father.filter(|form| !form.units.is_empty()) else {
        if let Some(first) = listed.first() {
            out.missing.push(line("not-read", text(first), 0));
        }
        return 0;
    };
    let read_side = Side::usual(father);
    let best = listed.iter().map(|form| {
        let side = Side::usual(form);
        let compared = compare(&read_side, &side, |r, l| {
            read_side.words[r].alike(&side.words[l])
        });
        // One word of a father's name is often all that is written.
        let score = match compared.cap {
            Some("one-word") => 800,
            _ => compared.score,
        };
        (score, text(form))
    });
    match best.max_by_key(|(score, _)| *score) {
        None => {
            out.missing.push(line("not-listed", String::new(), 0));
            0
        }
        Some((800.., listed)) => {
            out.agrees.push(line("alike", listed, 60));
            60
        }
        Some((451.., listed)) => {
            out.differs.push(line("near", listed, 0));
            0
        }
        Some((_, listed)) => {
            out.differs.push(line("far", listed, -120));
            -120
        }
    }
}

fn births(read: Option<Birth>, listed: &[Birth], out: &mut Candidate) -> i32 {
    let line = |code, listed: Option<Birth>, points| Line {
        feature: "birth",
        code,
        read: read.map_or_else(String::new, Birth::text),
        listed: listed.map_or_else(String::new, Birth::text),
        rules: Vec::new(),
        points,
    };
    let Some(birth) = read else {
        if !listed.is_empty() {
            out.missing
                .push(line("not-read", listed.first().copied(), 0));
        }
        return 0;
    };
    let closest = listed
        .iter()
        .min_by_key(|one| (!one.meets(birth), one.years_apart(birth)));
    let Some(closest) = closest else {
        out.missing.push(line("not-listed", None, 0));
        return 0;
    };
    let (code, points) = if closest.meets(birth) {
        ("within", 40)
    } else if closest.years_apart(birth) > 5 {
        ("far", -150)
    } else if closest.is_day() && birth.is_day() {
        ("other-day", -200)
    } else {
        ("outside", -40)
    };
    let lines = if points > 0 {
        &mut out.agrees
    } else {
        &mut out.differs
    };
    lines.push(line(code, Some(*closest), points));
    points
}

fn documents(read: Option<&str>, listed: &[String], out: &mut Candidate) -> bool {
    let line = |code, listed: &str| Line {
        feature: "document",
        code,
        read: read.unwrap_or_default().to_owned(),
        listed: listed.to_owned(),
        rules: Vec::new(),
        points: 0,
    };
    let Some(number) = read.map(plain).filter(|number| number.len() >= 4) else {
        return false;
    };
    match listed.iter().find(|one| plain(one) == number) {
        Some(one) => {
            out.agrees.push(line("same", one));
            true
        }
        None if listed.is_empty() => {
            out.missing.push(line("not-listed", ""));
            false
        }
        None => {
            out.differs
                .push(line("far", listed.first().map_or("", String::as_str)));
            false
        }
    }
}
