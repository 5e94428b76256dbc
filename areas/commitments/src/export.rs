//! Commitments for other programs: CSV, JSON Lines, feeds, calendars.
//!
//! Feeds are Atom (RFC 4287) and JSON Feed 1.1,
//! calendars are iCalendar (RFC 5545).

use std::fmt::Write as _;

use act::{Due, Time};
use page::cell;
use serde_json::json;

use crate::bulletin::Bulletin;
use crate::state::Commitments;
use crate::terms::Visibility;

/// Columns of the table of commitments.
const COLUMNS: [&str; 8] = [
    "commitment",
    "title",
    "obligor",
    "beneficiary",
    "kind",
    "stage",
    "due",
    "outcome",
];

/// Rows of the table of commitments that members may see, as of a moment.
fn rows(all: &Commitments, as_of: Time) -> impl Iterator<Item = [String; 8]> {
    let seen = all.commitments().filter(move |(_, commitment)| {
        commitment.begun() <= as_of
            && commitment.terms_at(as_of).visibility != Visibility::Mediators
    });
    seen.map(move |(id, commitment)| {
        let terms = commitment.terms_at(as_of);
        let periods = commitment.periods(all, as_of);
        let last = periods.last();
        [
            id.clone(),
            terms.title.clone(),
            terms.obligor.clone().unwrap_or_default(),
            terms.beneficiary.clone().unwrap_or_default(),
            terms.kind.name().to_owned(),
            commitment.stage(all, as_of).name().to_owned(),
            last.and_then(|period| period.due)
                .map_or_else(String::new, |due| due.to_string()),
            last.and_then(|period| period.outcome.as_ref())
                .map_or_else(String::new, |outcome| outcome.name().to_owned()),
        ]
    })
}

/// The table as CSV (RFC 4180), with a header. The first line says what it was made from.
pub fn csv(all: &Commitments, as_of: Time, made_from: &str) -> String {
    let mut out = format!(
        "{}\r\n{}\r\n",
        cell(&format!("# {made_from}")),
        COLUMNS.join(",")
    );
    for row in rows(all, as_of) {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// The table as JSON Lines.
pub fn jsonl(all: &Commitments, as_of: Time) -> String {
    let mut out = String::new();
    for row in rows(all, as_of) {
        // Written by hand in column order: a map would put the fields in another.
        let fields = COLUMNS.iter().zip(&row);
        let fields: Vec<String> = fields
            .map(|(name, value)| format!("{}:{}", json!(name), json!(value)))
            .collect();
        let _ = writeln!(out, "{{{}}}", fields.join(","));
    }
    out
}

/// Bulletins as an Atom feed. `base` is the address of the pages without a slash at the end.
pub fn atom(title: &str, base: &str, bulletins: &[Bulletin]) -> String {
    let updated = bulletins
        .first()
        .map_or(Time::from_millis(0), |bulletin| bulletin.cutoff);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n\
         <title>{}</title>\n<id>{base}/commitments/bulletin</id>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" href=\"{base}/bulletins/feed.atom\"/>\n",
        xml(title)
    );
    for bulletin in bulletins {
        let address = format!("{base}/commitments/bulletin/{}", bulletin.date);
        let _ = write!(
            out,
            "<entry>\n<title>{} {} ({})</title>\n<id>{address}</id>\n<updated>{}</updated>\n\
             <author><name>{}</name></author>\n<link href=\"{address}\"/>\n<content>{}</content>\n</entry>\n",
            xml(title),
            bulletin.number,
            bulletin.date,
            bulletin.cutoff,
            xml(title),
            xml(&summary(bulletin)),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// Bulletins as a JSON Feed 1.1.
pub fn json_feed(title: &str, base: &str, bulletins: &[Bulletin]) -> String {
    let items: Vec<_> = bulletins
        .iter()
        .map(|bulletin| {
            let address = format!("{base}/commitments/bulletin/{}", bulletin.date);
            json!({
                "id": address,
                "url": address,
                "title": format!("{title} {} ({})", bulletin.number, bulletin.date),
                "date_published": bulletin.cutoff,
                "content_text": summary(bulletin),
            })
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": format!("{base}/commitments/bulletin"),
        "feed_url": format!("{base}/bulletins/feed.json"),
        "items": items,
    })
    .to_string()
}

/// A bulletin's counts in one line, the same for both parties.
fn summary(bulletin: &Bulletin) -> String {
    let sides = bulletin.parties.iter().map(|side| {
        let counts = side.score.counts();
        let counts = counts.iter().map(|(name, count)| format!("{name} {count}"));
        format!("{}: {}", side.member, counts.collect::<Vec<_>>().join(", "))
    });
    sides.collect::<Vec<_>>().join("; ")
}

fn xml(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            other => other.to_string(),
        })
        .collect()
}

/// A member's deadlines as a calendar. `say` gives the sentence of what is due.
pub fn calendar(
    name: &str,
    host: &str,
    due: &[Due],
    as_of: Time,
    say: impl Fn(&Due) -> String,
) -> String {
    let mut out = String::new();
    let mut line = |text: &str| fold(&mut out, text);
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Tasdiq//commitments//EN");
    line(&format!("NAME:{}", escaped(name)));
    for item in due {
        let Some(by) = item.by else { continue };
        line("BEGIN:VEVENT");
        // The same duty keeps its identity when its deadline moves; the moment tells which is newer.
        line(&format!("UID:{}{}@{host}", item.code, item.path));
        line(&format!("SEQUENCE:{}", by.seconds() / 60));
        line(&format!("DTSTAMP:{}", stamp(as_of)));
        line(&format!("DTSTART:{}", stamp(by)));
        line(&format!("SUMMARY:{}", escaped(&say(item))));
        line("BEGIN:VALARM");
        line("ACTION:DISPLAY");
        line("TRIGGER:-PT24H");
        line(&format!("DESCRIPTION:{}", escaped(&say(item))));
        line("END:VALARM");
        line("END:VEVENT");
    }
    line("END:VCALENDAR");
    out
}

/// `20251130T180000Z`.
fn stamp(time: Time) -> String {
    let text = time.to_string();
    let digits: String = text.chars().filter(|c| !"-:".contains(*c)).collect();
    format!("{}Z", digits.get(..15).unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace(';', "\\;")
        .replace(',', "\\,")
        .replace('\n', "\\n")
}

/// One content line, folded at 75 octets between characters (RFC 5545, section 3.1).
fn fold(out: &mut String, text: &str) {
    let mut width = 0;
    for c in text.chars().filter(|c| !c.is_control()) {
        if width + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(c);
        width += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut out = String::new();
        fold(&mut out, &"ش".repeat(60));
        for line in out.split("\r\n") {
            assert!(line.len() <= 75, "{}", line.len());
        }
        assert_eq!(out.replace("\r\n ", "").trim_end(), "ش".repeat(60));
        assert_eq!(
            stamp("2025-11-30T18:00:00.000Z".parse().unwrap()),
            "20251130T180000Z"
        );
    }
}
