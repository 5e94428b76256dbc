//! The second part of the demonstration's story: what the invented parties promised, and how it went.
//! Every place lies in the open sea, every picture is generated, nobody in it exists.

use std::collections::BTreeMap;

use act::{Digest, Leaf, Time};
use mechanism::{EditionName, Said, World};
use seal::SealSecret;
use serde_json::{Value, json};
use store::blobs::commitment;

use super::pictures::{Scene, jpeg};
use super::{Payload, Telling};

const DAY: i64 = 86_400_000;
const HOUR: i64 = 3_600_000;

/// Tells it, ending at `end`.
pub(super) fn tell(telling: &mut Telling<'_>, end: Time) {
    let mut story = Story {
        telling,
        end,
        lines: Vec::new(),
    };
    story.register();
    story.kept();
    story.not_kept();
    story.watched();
    story.list();
    story.open_drafts();
    story.waiting();
    story.remarks();
    story.watchlist();
    story.hotline();
    story.place();
}

/// The story is written strand by strand, and told by the clock.
pub(super) struct Story<'t, 'c> {
    telling: &'t mut Telling<'c>,
    end: Time,
    lines: Vec<Line>,
}

/// Somebody says something. Where its entry names another line's place, it holds that line's mark.
struct Line {
    at: Time,
    seat: &'static str,
    kind: &'static str,
    entry: Value,
}

const MARK: &str = "line ";
/// The same, where its entry names another line's act by its digest.
const NAME: &str = "name ";

/// The name of the act that a mark stands for.
pub(super) fn named(mark: &Value) -> Value {
    let text = mark.as_str().unwrap_or_default();
    json!(text.replacen(MARK, NAME, 1))
}

impl Story<'_, '_> {
    pub(super) fn cast(&self) -> &cast::Cast {
        self.telling.cast
    }

    /// So many days before the end, and so many hours after that.
    pub(super) fn at(&self, days: i64, hours: i64) -> Time {
        self.end.after_millis(-days * DAY + hours * HOUR)
    }

    /// Somebody says something; the mark of its place.
    pub(super) fn say(
        &mut self,
        at: Time,
        seat: &'static str,
        kind: &'static str,
        entry: &Value,
    ) -> Value {
        let mark = json!(format!("{MARK}{}", self.lines.len()));
        let entry = entry.clone();
        self.lines.push(Line {
            at,
            seat,
            kind,
            entry,
        });
        mark
    }

    /// Puts the lines in the order of their times, marks replaced by places.
    fn place(mut self) {
        let mut lines: Vec<(usize, Line)> = self.lines.drain(..).enumerate().collect();
        lines.sort_by_key(|(number, line)| (line.at, *number));
        let mut places = BTreeMap::new();
        let mut world = World::default();
        for (at, envelope) in &self.telling.acts {
            let envelope = envelope.clone();
            world.apply(&Leaf { at: *at, envelope });
        }
        for (number, mut line) in lines {
            resolve(&mut line.entry, &places);
            name_edition(&mut line.entry, &world, line.at);
            let (area, kind) = line
                .kind
                .split_once('/')
                .unwrap_or(("commitments", line.kind));
            let (member, office) = line.seat.split_once('.').unwrap_or((line.seat, ""));
            // A test finds every entry in force, so every one of them can be read.
            if let Ok(said) = Said::decode(area, kind, &line.entry.to_string()) {
                places.insert(format!("{MARK}{number}"), json!(self.telling.next()));
                self.telling.place(line.at, member, office, &said);
                if let Some((at, envelope)) = self.telling.acts.last().cloned() {
                    places.insert(format!("{NAME}{number}"), json!(envelope.entry_id()));
                    world.apply(&Leaf { at, envelope });
                }
            }
        }
    }

    fn register(&mut self) {
        for (seat, office) in [("m1", "mediation"), ("m2", "mediation")] {
            let secret = SealSecret::of_seed(&self.telling.cast.key(seat, office).seed());
            let key = secret
                .public()
                .map(|key| key.to_string())
                .unwrap_or_default();
            let seat = if seat == "m1" {
                "m1.mediation"
            } else {
                "m2.mediation"
            };
            let entry = json!({ "seal_key": key });
            self.say(self.at(44, 0), seat, "roll/seal-key-announced.v1", &entry);
        }
        let sites = [
            (
                "site-a",
                "safe-house",
                "Site A (fictional)",
                (12_300_000, 65_400_000),
            ),
            (
                "site-b",
                "training-camp",
                "Site B (fictional)",
                (12_360_000, 65_470_000),
            ),
            (
                "site-c",
                "lane",
                "Lane C (fictional)",
                (12_330_000, 65_520_000),
            ),
        ];
        for (id, kind, title, (lat, lon)) in sites {
            let ring = [(0, 0), (0, 6_000), (6_000, 6_000), (6_000, 0), (0, 0)]
                .map(|(north, east)| [lon + east, lat + north]);
            let entry = json!({
                "object": id, "kind": kind, "title": title, "area": "Open sea, invented",
                "fence": { "rings": [ring], "precision_m": 10 },
            });
            self.say(
                self.at(44, 1),
                "m1.mediation",
                "object-registered.v1",
                &entry,
            );
        }
        let plain = [
            (
                "persons-1",
                "person-set",
                "Persons held under law (fictional)",
            ),
            ("armed-1", "territory", "Territory of Party A (fictional)"),
        ];
        for (id, kind, title) in plain {
            let entry =
                json!({ "object": id, "kind": kind, "title": title, "area": "Open sea, invented" });
            self.say(
                self.at(44, 2),
                "m2.mediation",
                "object-registered.v1",
                &entry,
            );
        }
    }

    /// Drafted, opened and signed by both.
    fn agree(&mut self, id: &str, day: i64, obligor: &str, terms: &Value) {
        let (beneficiary, author) = match obligor {
            "a" => ("b", "a.negotiator"),
            _ => ("a", "b.negotiator"),
        };
        let mut whole = json!({
            "clause": self.telling.clause(terms["clause"].as_str().unwrap_or_default()),
            "obligor": obligor, "beneficiary": beneficiary,
            "verifiers": 2, "remedy": "none", "review": self.at(-60, 0), "visibility": "public",
        });
        if let (Some(whole), Some(terms)) = (whole.as_object_mut(), terms.as_object()) {
            let terms = terms.iter().filter(|(name, _)| *name != "clause");
            whole.extend(terms.map(|(name, value)| (name.clone(), value.clone())));
        }
        let drafted = json!({ "commitment": id, "terms": whole });
        self.say(self.at(day, 0), author, "commitment-drafted.v1", &drafted);
        let hash = serde_json::from_value::<commitments::terms::Terms>(whole)
            .map_or_else(|_| Digest::default(), |terms| terms.hash());
        let named = json!({ "commitment": id, "terms": hash });
        self.say(self.at(day, 1), author, "commitment-opened.v1", &named);
        self.say(
            self.at(day, 2),
            "a.negotiator",
            "commitment-signed.v1",
            &named,
        );
        self.say(
            self.at(day, 3),
            "b.negotiator",
            "commitment-signed.v1",
            &named,
        );
    }

    /// A payload that the host will hold; its reference.
    pub(super) fn payload(&mut self, media: &str, bytes: Vec<u8>, sealed_to: &[&str]) -> Value {
        let number = self.telling.payloads.len();
        let salt = Digest::of(format!("demo salt {number}").as_bytes()).0;
        let blob = Digest(commitment(&salt, &bytes));
        let mut reference = json!({ "blob": blob, "bytes": bytes.len(), "media": media });
        if !sealed_to.is_empty() {
            reference["sealed_to"] = json!(sealed_to);
        }
        self.telling.payloads.push(Payload {
            salt,
            media: media.to_owned(),
            bytes,
        });
        reference
    }

    fn photo(
        &mut self,
        at: Time,
        seat: &'static str,
        (id, kind): (&str, &str),
        scene: &Scene<'_>,
        pair: Option<&Value>,
    ) -> Value {
        let reference = self.payload("image/jpeg", jpeg(scene), &[]);
        let mut entry = json!({
            "commitment": id, "period": 0, "kind": kind, "blobs": [reference],
            "object": if scene.place == 1 { "site-a" } else { "site-b" },
            "custody": "Taken by our officer on the spot and sent from the same device.",
            "note": "Generated picture for demonstration.",
        });
        if let Some(pair) = pair {
            entry["pair"] = pair.clone();
        }
        self.say(at, seat, "evidence-filed.v1", &entry)
    }

    /// Party B closes site A: claimed with a pair of pictures, visited, found compliant.
    fn kept(&mut self) {
        let id = "close-site-a";
        self.agree(id, 43, "b", &json!({
            "title": "Close site A", "clause": "C-04", "kind": "one-off", "actions": ["dismantle"],
            "object": "site-a", "target": { "unit": "sites", "count": 1 },
            "due": { "at": { "at": self.at(33, 0) } },
            "evidence": [
                { "kind": "photo-before", "count": 1, "source": "declared" },
                { "kind": "photo-after", "count": 1, "source": "declared" },
                { "kind": "visit", "count": 1, "source": "own" },
            ],
            "methods": ["remote-review", "site-visit"], "access": { "site": { "notice_hours": 24 } },
        }));
        let inside = (12_302_000, 65_403_000);
        let clock = |time: Time| {
            time.after_millis(270 * 60_000).to_string()[..19]
                .replace('-', ":")
                .replace('T', " ")
        };
        let (before_at, after_at) = (clock(self.at(41, 0)), clock(self.at(36, 0)));
        let before = Scene {
            building: true,
            place: 1,
            at: inside,
            taken: (&before_at, "+04:30"),
        };
        let after = Scene {
            building: false,
            place: 1,
            at: inside,
            taken: (&after_at, "+04:30"),
        };
        let first = self.photo(
            self.at(41, 2),
            "b.negotiator",
            (id, "photo-before"),
            &before,
            None,
        );
        let second = self.photo(
            self.at(36, 2),
            "b.negotiator",
            (id, "photo-after"),
            &after,
            Some(&first),
        );
        let claim = json!({ "commitment": id, "period": 0, "done": 1, "of": 1,
            "evidence": [first, second], "note": "The site is closed." });
        self.say(
            self.at(35, 0),
            "b.negotiator",
            "fulfilment-claimed.v1",
            &claim,
        );
        let period = json!({ "commitment": id, "period": 0 });
        self.say(
            self.at(34, 0),
            "m1.mediation",
            "verification-acknowledged.v1",
            &period,
        );
        let asked = self.say(self.at(33, 0), "m1.mediation", "access-requested.v1", &json!({
            "commitment": id, "object": "site-a", "visit": self.at(31, 0), "note": "All of the site." }));
        self.say(
            self.at(33, 5),
            "b.negotiator",
            "access-answered.v1",
            &json!({
            "request": asked, "answer": "granted", "note": "An officer will meet you." }),
        );
        let visit = self.say(
            self.at(31, 4),
            "m1.mediation",
            "visit-recorded.v1",
            &json!({
            "commitment": id, "period": 0, "object": "site-a", "visited": self.at(31, 0),
            "access": "full", "note": "The building is gone.", "count": 1, "evidence": [] }),
        );
        let finding = self.say(
            self.at(30, 0),
            "m1.mediation",
            "finding-proposed.v1",
            &json!({
            "commitment": id, "period": 0, "outcome": "compliant", "confidence": "high",
            "basis": "Visited by both mediators; pictures and visit agree.",
            "evidence": [first, second, visit], "methods": ["site-visit", "remote-review"] }),
        );
        self.say(
            self.at(29, 0),
            "m2.mediation",
            "determination-joined.v1",
            &json!({ "determination": finding }),
        );
    }

    /// Party B does not close site B in time: access denied, non-compliant, dissent on appeal, varied.
    fn not_kept(&mut self) {
        let id = "close-site-b";
        self.agree(
            id,
            42,
            "b",
            &json!({
                "title": "Close site B", "clause": "C-04", "kind": "one-off", "actions": ["close"],
                "object": "site-b", "target": { "unit": "sites", "count": 1 },
                "due": { "at": { "at": self.at(30, 0) } },
                "evidence": [{ "kind": "photo-after", "count": 1, "source": "declared" }],
                "methods": ["site-visit"], "access": { "site": { "notice_hours": 24 } },
            }),
        );
        self.say(self.at(38, 0), "b.negotiator", "capacity-stated.v1", &json!({
            "commitment": id, "note": "The road is under water.", "plan": "Close it once the road is open.",
            "by": self.at(20, 0) }));
        let period = json!({ "commitment": id, "period": 0 });
        self.say(
            self.at(29, 0),
            "m2.mediation",
            "verification-acknowledged.v1",
            &period,
        );
        let asked = self.say(self.at(28, 0), "m2.mediation", "access-requested.v1", &json!({
            "commitment": id, "object": "site-b", "visit": self.at(26, 0), "note": "The gate and the yard." }));
        self.say(
            self.at(26, 0),
            "b.negotiator",
            "access-answered.v1",
            &json!({
            "request": asked, "answer": "denied", "note": "The road is still closed." }),
        );
        let finding = self.say(self.at(25, 0), "m2.mediation", "finding-proposed.v1", &json!({
            "commitment": id, "period": 0, "outcome": "non-compliant", "confidence": "moderate",
            "basis": "Nothing was claimed and access was denied.", "evidence": [], "methods": ["remote-review"] }));
        self.say(
            self.at(24, 0),
            "m1.mediation",
            "determination-joined.v1",
            &json!({ "determination": finding }),
        );
        self.say(self.at(22, 0), "b.negotiator", "reply-filed.v1", &json!({
            "finding": finding, "text": "We said in time that the road was closed.", "evidence": [] }));
        let appeal = self.say(
            self.at(15, 0),
            "b.negotiator",
            "appeal-filed.v1",
            &json!({
            "finding": finding, "grounds": "Our plan with its date was on record." }),
        );
        let ruling = self.say(self.at(9, 0), "m1.mediation", "appeal-ruled.v1", &json!({
            "appeal": appeal, "ruling": "varied",
            "outcome": { "cannot-determine": { "because": "access-denied" } },
            "reasons": "Without access nobody can tell; the plan counts as a statement of capacity." }));
        self.say(
            self.at(9, 3),
            "m2.mediation",
            "opinion-filed.v1",
            &json!({
            "determination": ruling, "dissents": true,
            "text": "The deadline had passed; the earlier finding should stand." }),
        );
        self.say(
            self.at(8, 0),
            "m2.mediation",
            "determination-joined.v1",
            &json!({ "determination": ruling }),
        );
    }

    /// Party A keeps a prohibition, week by week, and a lane open.
    fn watched(&mut self) {
        let id = "no-flights";
        self.agree(id, 41, "a", &json!({
            "title": "No armed flights over the sea", "clause": "C-03", "kind": "continuing-prohibition",
            "actions": ["refrain"], "object": "armed-1", "target": { "unit": "flights", "count": 0 },
            "due": { "every": { "days": 7, "begins": self.at(40, 0), "ends": self.at(-60, 0) } },
            "evidence": [{ "kind": "document", "count": 1, "source": "own" }],
            "methods": ["sensor"], "access": "not-needed",
        }));
        for week in 0..3 {
            let end = self.at(33 - 7 * week, 1);
            let reference = self.payload(
                "application/pdf",
                pdf(&format!("Watch report {}", week + 1)),
                &[],
            );
            let report = self.say(end, "m1.mediation", "evidence-filed.v1", &json!({
                "commitment": id, "period": week, "kind": "document", "blobs": [reference],
                "custody": "Written by the watch of both mediators.", "note": "Watch report (fictional)." }));
            let finding = self.say(end.after_millis(HOUR), "m2.mediation", "finding-proposed.v1", &json!({
                "commitment": id, "period": week,
                "outcome": { "no-violation-found": {
                    "begins": self.at(40 - 7 * week, 0), "ends": self.at(33 - 7 * week, 0),
                    "coverage_permille": 940 - 10 * week } },
                "confidence": "moderate", "basis": "Two posts watched all week; gaps are in the report.",
                "evidence": [report], "methods": ["sensor"] }));
            self.say(
                end.after_millis(2 * HOUR),
                "m1.mediation",
                "determination-joined.v1",
                &json!({ "determination": finding }),
            );
        }
    }

    /// A list of persons held: counts in the open, names sealed to the mediators, one opening on record; and
    /// a picture that is erased because it showed a bystander.
    fn list(&mut self) {
        let id = "list-held";
        self.agree(id, 40, "b", &json!({
            "title": "List of persons held", "clause": "C-05", "kind": "one-off", "actions": ["deliver"],
            "object": "persons-1", "target": { "unit": "lists", "count": 1 },
            "due": { "at": { "at": self.at(20, 0) } },
            "evidence": [{ "kind": "detainee-list", "count": 1, "source": "declared" }],
            "methods": ["document", "interview"], "access": { "persons": { "notice_hours": 48 } },
            "rights_basis": "Held under criminal law; counsel and visits by a neutral body; review every 30 days.",
        }));
        let rows: Vec<Digest> = (0..3)
            .map(|n| Digest::of(format!("invented row {n}").as_bytes()))
            .collect();
        let keys: Vec<_> = ["m1", "m2"]
            .iter()
            .filter_map(|m| {
                SealSecret::of_seed(&self.telling.cast.key(m, "mediation").seed()).public()
            })
            .collect();
        let names = pdf("Row 1: invented person. Row 2: invented person. Row 3: invented person.");
        // As secret as the demonstration's own keys.
        let secret = Digest::of(&self.telling.cast.key("b", "negotiator").sign(b"seal").0);
        let sealed = seal::seal("application/pdf", &names, &keys, secret.0);
        let reference = self.payload(seal::MEDIA, sealed.unwrap_or_default(), &["m1", "m2"]);
        let blob = reference["blob"].clone();
        let list = self.say(self.at(24, 0), "b.negotiator", "evidence-filed.v1", &json!({
            "commitment": id, "period": 0, "kind": "detainee-list", "blobs": [reference],
            "custody": "Sealed by our officer.", "note": "Three persons.",
            "list": { "count": 3, "rows": rows, "legal_basis": "Criminal law, articles named in the list.",
                "review": self.at(-30, 0) } }));
        self.say(
            self.at(23, 0),
            "m1.mediation",
            "seal-opened.v1",
            &json!({
            "evidence": list, "blob": blob, "purpose": "To verify the list of persons held." }),
        );
        let clock = "2025:11:01 10:00:00";
        let scene = Scene {
            building: true,
            place: 2,
            at: (12_362_000, 65_473_000),
            taken: (clock, "+05:00"),
        };
        let shown = self.photo(self.at(22, 0), "a.negotiator", (id, "photo"), &scene, None);
        self.say(
            self.at(21, 0),
            "m2.mediation",
            "evidence-erased.v1",
            &json!({
            "evidence": shown, "ground": "It showed a bystander." }),
        );
        self.say(self.at(21, 2), "b.negotiator", "fulfilment-claimed.v1", &json!({
            "commitment": id, "period": 0, "done": 1, "of": 1, "evidence": [list], "note": "Filed." }));
    }

    /// Drafts of both parties that nobody could check yet.
    fn open_drafts(&mut self) {
        let drafts = [
            (
                "a.negotiator",
                "name-the-groups",
                "Name groups, places and dates",
                json!({ "obligor": "b", "beneficiary": "a" }),
            ),
            (
                "a.negotiator",
                "binding-decree",
                "A binding public decree",
                json!({ "obligor": "b", "actions": ["publish"], "instrument": "binding-order" }),
            ),
            (
                "b.negotiator",
                "lane-for-medicine",
                "Open the lane for medicine",
                json!({ "obligor": "a", "beneficiary": "b", "actions": ["grant-access"], "object": "site-c" }),
            ),
            (
                "b.negotiator",
                "end-of-strikes",
                "No strikes across the line",
                json!({ "obligor": "a" }),
            ),
        ];
        for (seat, id, title, terms) in drafts {
            let mut whole = json!({ "title": title, "kind": "one-off", "visibility": "public" });
            if let (Some(whole), Some(terms)) = (whole.as_object_mut(), terms.as_object()) {
                whole.extend(terms.clone());
            }
            let entry = json!({ "commitment": id, "terms": whole });
            self.say(self.at(18, 0), seat, "commitment-drafted.v1", &entry);
        }
    }

    /// Things that wait today: a claim under verification, a finding one mediator has signed, a request
    /// for access nobody answered.
    fn waiting(&mut self) {
        let id = "deliver-medicine";
        self.agree(id, 12, "a", &json!({
            "title": "Deliver medicine through lane C", "clause": "C-10", "kind": "one-off",
            "actions": ["deliver"], "object": "site-c", "target": { "unit": "lorries", "count": 10 },
            "due": { "at": { "at": self.at(3, 0) } },
            "evidence": [{ "kind": "document", "count": 1, "source": "declared" }],
            "methods": ["document"], "access": { "site": { "notice_hours": 12 } },
        }));
        let reference = self.payload("application/pdf", pdf("Way bills 1 to 7"), &[]);
        let bills = self.say(self.at(4, 0), "a.negotiator", "evidence-filed.v1", &json!({
            "commitment": id, "period": 0, "kind": "document", "object": "site-c", "blobs": [reference],
            "custody": "From the haulier's office.", "note": "Way bills (fictional)." }));
        self.say(
            self.at(3, 0),
            "a.negotiator",
            "fulfilment-claimed.v1",
            &json!({
            "commitment": id, "period": 0, "done": 7, "of": 10, "evidence": [bills],
            "note": "Seven of ten; three wait at the post." }),
        );
        self.say(
            self.at(2, 0),
            "m2.mediation",
            "verification-acknowledged.v1",
            &json!({ "commitment": id, "period": 0 }),
        );
        self.say(self.at(2, 1), "m2.mediation", "access-requested.v1", &json!({
            "commitment": id, "object": "site-c", "visit": self.at(0, -6), "note": "The waiting lorries." }));
        self.say(
            self.at(0, -20),
            "m2.mediation",
            "finding-proposed.v1",
            &json!({
            "commitment": id, "period": 0, "outcome": { "partial": { "done": 7, "of": 10 } },
            "confidence": "moderate", "basis": "Way bills for seven lorries.", "evidence": [bills],
            "methods": ["document"] }),
        );
    }

    fn remarks(&mut self) {
        for days in [1, 0] {
            let date = &self.at(days, 0).to_string()[..10];
            for (seat, text) in [
                (
                    "a.negotiator",
                    "Party A asks that the three waiting lorries be let in.",
                ),
                (
                    "b.negotiator",
                    "Party B notes that its plan for site B stands.",
                ),
            ] {
                let entry = json!({ "date": date, "text": text });
                let at = self.at(days + 1, 12).min(self.end);
                self.say(at, seat, "bulletin-remark.v1", &entry);
            }
        }
    }
}

/// Replaces marks by the places their lines were given.
/// Where an entry says which edition it is about, the root is the edition's own.
fn name_edition(entry: &mut Value, world: &World, at: Time) {
    let Ok(name) = serde_json::from_value::<EditionName>(entry["edition"].clone()) else {
        return;
    };
    if let Ok(edition) = world.edition(Some(&name), at) {
        entry["root"] = json!(edition.root());
    }
}

fn resolve(value: &mut Value, places: &BTreeMap<String, Value>) {
    match value {
        Value::String(text) => {
            if let Some(place) = places.get(text) {
                *value = place.clone();
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|one| resolve(one, places)),
        Value::Object(map) => map.values_mut().for_each(|one| resolve(one, places)),
        _ => {}
    }
}

/// The smallest PDF with one line of text (ISO 32000-1, section 7.5).
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 14 Tf 40 780 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{stream}\nendstream",
            stream.len()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut out = String::from("%PDF-1.4\n");
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(out.len());
        out.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let xref = out.len();
    out.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for offset in offsets {
        out.push_str(&format!("{offset:010} 00000 n \n"));
    }
    out.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n",
        objects.len() + 1
    ));
    out.into_bytes()
}
