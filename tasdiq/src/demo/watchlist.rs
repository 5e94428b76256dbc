//! The third part of the demonstration's story: a small list of invented persons, and a stream of
//! invented travellers. Nobody in it exists; pictures are drawn by this program.

use act::{Digest, Time};
use image::{ImageBuffer, Rgb};
use seal::{SealKey, SealSecret};
use serde_json::{Value, json};
use watchlist::body::{Body, FORMAT, MEDIA, Name, Quality};
use watchlist::code;

use super::commitments::Story;

/// The seats that open bodies.
const READERS: [(&str, &str); 10] = [
    ("a", "watchlist"),
    ("a", "post-officer"),
    ("a", "post-supervisor"),
    ("b", "watchlist"),
    ("b", "post-officer"),
    ("b", "post-supervisor"),
    ("m1", "mediation"),
    ("m1", "reviewer"),
    ("m2", "mediation"),
    ("m2", "reviewer"),
];

/// An invented person: names, father, birth, case number, category, proposer.
type Invented = (
    &'static [&'static str],
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

const LIST: [Invented; 8] = [
    (
        &["Zarlakht Spinghar Wardagi", "زرلښت سپین‌غر وردګی"],
        "Mirwais",
        "1985",
        "A-17/1404",
        "b",
        "a",
    ),
    (
        &["Gulrang Darmalak", "ګلرنګ درملک"],
        "Toryal",
        "1990-05-02",
        "A-22/1404",
        "a",
        "a",
    ),
    (
        &["Abdul Wakil Torabaz", "عبدالوکیل توره‌باز"],
        "Sangin",
        "1970",
        "A-31/1404",
        "b",
        "a",
    ),
    (
        &["Benafsha Kohdara", "بنفشه کوه‌دره"],
        "Yaqin",
        "2009",
        "A-33/1404",
        "c",
        "a",
    ),
    (
        &["Tahmas Ravindar"],
        "Sohrab",
        "1978-11-20",
        "B/2025/104",
        "b",
        "b",
    ),
    (
        &["Nergis Palwasha Sori", "نرگس پلوشه سوری"],
        "Haroun",
        "1996",
        "B/2025/109",
        "c",
        "b",
    ),
    (
        &["Shahbaz Ilwan", "شهباز الوان"],
        "Qasim",
        "1981",
        "B/2025/117",
        "a",
        "b",
    ),
    (
        &["Mirwais Toofan Kargar", "میرویس توفان کارگر"],
        "Latif",
        "1988",
        "B/2025/120",
        "b",
        "b",
    ),
];

impl Story<'_, '_> {
    /// Eight invented persons are proposed, checked, seconded or held; one is taken for another, one petition
    /// is decided; editions are acknowledged and travellers screened.
    pub(super) fn watchlist(&mut self) {
        for (member, office) in READERS.iter().filter(|(_, office)| *office != "mediation") {
            let key = SealSecret::of_seed(&self.cast().key(member, office).seed()).public();
            let entry = json!({ "seal_key": key.map(|key| key.to_string()).unwrap_or_default() });
            self.say(
                self.at(44, 0),
                seat(member, office),
                "roll/seal-key-announced.v1",
                &entry,
            );
        }
        let keys = self.seal_keys(&READERS);
        let listings: Vec<String> = (0..LIST.len()).map(|n| self.propose(n, &keys)).collect();
        let say = |story: &mut Self, days, seat, kind, entry: Value| {
            story.say(story.at(days, 1), seat, kind, &entry)
        };
        for (n, listing) in listings.iter().enumerate() {
            let mediator = if n % 2 == 0 {
                "m1.mediation"
            } else {
                "m2.mediation"
            };
            let checked = json!({
                "listing": listing, "version": 1, "outcome": "circulate", "refugee": "clear", "urgent": false,
            });
            say(self, 29, mediator, "watchlist/listing-checked.v1", checked);
            let other = if LIST[n].5 == "a" {
                "b.watchlist"
            } else {
                "a.watchlist"
            };
            match n {
                2 => {
                    let held = json!({ "listing": listing, "ground": "proportion" });
                    say(self, 28, other, "watchlist/listing-objected.v1", held);
                }
                7 => {} // Nobody objects: it takes force by itself.
                _ => {
                    let seconded = json!({ "listing": listing, "version": 1 });
                    say(self, 28, other, "watchlist/listing-seconded.v1", seconded);
                }
            }
        }
        let flagged = json!({ "listing": listings[4], "ground": "mistaken-identity" });
        let flag = say(self, 3, "a.watchlist", "watchlist/flag-raised.v1", flagged);
        let cleared = json!({ "flag": flag, "token": Digest::of(b"invented token") });
        say(
            self,
            2,
            "m1.mediation",
            "watchlist/flag-cleared.v1",
            cleared,
        );
        self.petition(&listings[6]);
        for days in 1..8 {
            for party in ["a", "b"] {
                // Party B did not acknowledge one of them.
                let at = self.at(days, 3);
                let edition = json!({ "day": at.to_string()[..10], "urgent": 0 });
                if (party, days) != ("b", 5) {
                    let entry = json!({ "edition": edition });
                    self.say(
                        at,
                        seat(party, "watchlist"),
                        "watchlist/edition-acknowledged.v1",
                        &entry,
                    );
                }
            }
        }
        self.travellers(&listings);
    }

    fn seal_keys(&mut self, seats: &[(&str, &str)]) -> Vec<SealKey> {
        let secrets = seats
            .iter()
            .map(|(member, office)| SealSecret::of_seed(&self.cast().key(member, office).seed()));
        secrets.filter_map(|secret| secret.public()).collect()
    }

    fn sealed(
        &mut self,
        media: &str,
        bytes: &[u8],
        keys: &[SealKey],
        to: &[&str],
        label: &str,
    ) -> Value {
        // As secret as the demonstration's own keys.
        let secret = Digest::of(&self.cast().key("a", "watchlist").sign(label.as_bytes()).0);
        let container = seal::seal(media, bytes, keys, secret.0).unwrap_or_default();
        let reference = self.payload(seal::MEDIA, container, to);
        json!({ "blob": reference["blob"], "bytes": reference["bytes"], "sealed_to": to })
    }

    /// Proposes the n-th person; the id it gets.
    fn propose(&mut self, n: usize, keys: &[SealKey]) -> String {
        const ALL: [&str; 4] = ["a", "b", "m1", "m2"];
        let (names, father, birth, case, category, proposer) = LIST[n];
        let at = self.at(30, 0).after_millis(n as i64 * 60_000);
        let mut body = Body {
            format: FORMAT.to_owned(),
            case_number: case.to_owned(),
            fathers: vec![father.to_owned()],
            births: vec![birth.to_owned()],
            places: vec!["Invented town".to_owned()],
            marks: vec!["None known.".to_owned()],
            proportionality: "Referred to an officer for a decision; nothing else follows."
                .to_owned(),
            ..Body::default()
        };
        body.names = names
            .iter()
            .map(|name| Name {
                text: (*name).to_owned(),
                quality: Quality::Primary,
            })
            .collect();
        let summary = "An invented person, listed for demonstration.";
        body.summary.insert("en".to_owned(), summary.to_owned());
        let sealed = self.sealed(MEDIA, &body.bytes(), keys, &ALL, &format!("body {n}"));
        let picture = portrait(n as u32);
        let view = self.sealed("image/jpeg", &picture, keys, &ALL, &format!("view {n}"));
        let thumb = self.sealed("image/jpeg", &picture, keys, &ALL, &format!("thumb {n}"));
        let action = match category {
            "a" => "refer-to-warrant-officer",
            "c" => "protect-and-notify",
            _ => "refer-to-entry-officer",
        };
        let particulars = json!({
            "subject": "person", "category": category, "action": action,
            "basis": [{
                "instrument": "Entry Act (fictional)", "article": "12", "authority": "District court (fictional)",
                "decided": self.at(40, 0),
            }],
            "identity": body.identity(1), "minor": category == "c" && birth == "2009",
            "review_by": self.at(-120, 0), "body": sealed,
            "photos": [{ "view": view, "thumb": thumb, "kind": "family", "taken": self.at(300, 0) }],
        });
        let entry = json!({ "particulars": particulars, "urgent": false });
        self.say(
            at,
            seat(proposer, "watchlist"),
            "watchlist/listing-proposed.v1",
            &entry,
        );
        id("TSQ", at, n as u64 + 1)
    }

    /// Somebody asks to be removed; an independent reviewer recommends it.
    fn petition(&mut self, listing: &str) {
        let mediators = self.seal_keys(&READERS[6..]);
        let words =
            json!({ "asks": "Please check: I believe this is about somebody else. (Invented.)" });
        let bytes = words.to_string().into_bytes();
        let to = ["m1", "m2"];
        let media = watchlist::body::PETITION_MEDIA;
        let body = self.sealed(media, &bytes, &mediators, &to, "petition");
        let received =
            json!({ "kind": "removal", "receipt": Digest::of(b"invented receipt"), "body": body });
        let at = self.at(12, 0);
        self.say(
            at,
            "m2.mediation",
            "watchlist/petition-received.v1",
            &received,
        );
        let petition = id("PET", at, 1);
        // The first mediator's check let this listing through, so the second reviews it.
        let assigned = json!({ "petition": petition, "listing": listing, "reviewer": "m2" });
        self.say(
            self.at(11, 0),
            "m2.mediation",
            "watchlist/petition-assigned.v1",
            &assigned,
        );
        let report = self.sealed("text/plain", b"Invented report.", &mediators, &to, "report");
        let made = json!({ "petition": petition, "outcome": "delist", "report": report });
        self.say(
            self.at(4, 0),
            "m2.reviewer",
            "watchlist/recommendation-made.v1",
            &made,
        );
    }

    /// Travellers of a week: most match nobody.
    fn travellers(&mut self, listings: &[String]) {
        for n in 0..36i64 {
            let at = self.at(7 - n / 6, 8 + n % 6);
            let member = if n % 2 == 0 { "a" } else { "b" };
            let shown = match n {
                9 | 20 => vec![listings[0].clone()],
                27 => vec![listings[4].clone()],
                _ => Vec::new(),
            };
            let query = Digest::of(format!("invented traveller {n}").as_bytes());
            let day = at.to_string()[..10].to_owned();
            let recorded = json!({
                "post": "torkham", "query": query, "edition": { "day": day, "urgent": 0 }, "matcher": names::MATCHER,
                "purpose": if n % 3 == 0 { "exit" } else { "entry" },
                "pool": if n % 4 == 0 { "latin-script" } else { "arabic-script" },
                "band": if shown.is_empty() { "none" } else { "possible" }, "shown": shown,
            });
            let officer = seat(member, "post-officer");
            self.say(at, officer, "watchlist/screening-recorded.v1", &recorded);
            let Some(listing) = shown.first() else {
                continue;
            };
            let reference = Digest::of(format!("invented slip {n}").as_bytes());
            let outcome = if n == 20 { "same" } else { "not-same" };
            let compared = json!({
                "screening": query, "listing": listing, "outcome": outcome, "held_minutes": 6 + n % 7,
                "compared": [{ "feature": "father", "result": if n == 20 { "agrees" } else { "differs" } }],
                "reference": reference,
            });
            let soon = at.after_millis(600_000);
            self.say(
                soon,
                officer,
                "watchlist/screening-adjudicated.v1",
                &compared,
            );
            if outcome == "same" {
                let second = json!({ "adjudication": reference, "outcome": "not-same" });
                let supervisor = seat(member, "post-supervisor");
                let later = at.after_millis(900_000);
                self.say(
                    later,
                    supervisor,
                    "watchlist/screening-confirmed.v1",
                    &second,
                );
            }
        }
    }
}

/// A number as the log gives it: the count is the year's.
fn id(prefix: &str, at: Time, count: u64) -> String {
    code::number(prefix, at.civil().year(), count)
}

/// A seat's name, which lives as long as the program.
fn seat(member: &str, office: &str) -> &'static str {
    match (member, office) {
        ("a", "watchlist") => "a.watchlist",
        ("a", "post-officer") => "a.post-officer",
        ("a", "post-supervisor") => "a.post-supervisor",
        ("b", "post-officer") => "b.post-officer",
        ("b", "post-supervisor") => "b.post-supervisor",
        ("m1", _) => "m1.reviewer",
        ("m2", _) => "m2.reviewer",
        _ => "b.watchlist",
    }
}

/// A drawn figure without a face.
fn portrait(n: u32) -> Vec<u8> {
    let picture = ImageBuffer::from_fn(192, 256, |x, y| {
        let (dx, dy) = (i64::from(x) - 96, i64::from(y) - 92);
        let head = dx * dx * 4 + dy * dy * 3 < 4 * 52 * 52;
        let shoulders = i64::from(y) > 150 && dx.abs() < 40 + (i64::from(y) - 150) / 2;
        let tone = 60 + (n * 23 % 90) as u8;
        match (head, shoulders) {
            (true, _) => Rgb([tone, tone, tone.saturating_add(20)]),
            (_, true) => Rgb([tone / 2, tone / 2, tone]),
            _ => Rgb([225, 228, 232u8.saturating_sub((y / 16) as u8)]),
        }
    });
    let mut bytes = Vec::new();
    let encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 85);
    // Memory takes every byte.
    let _ = picture.write_with_encoder(encoder);
    bytes
}
