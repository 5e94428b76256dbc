//! Stories as text: who says what when, what the rules answer, what a screen then shows. `cases/` holds
//! them; `UPDATE_CASES=1 cargo test -p mechanism --test cases` writes what screens show into them.
//!
//! ```text
//! # a remark for the reader
//! at 2025-11-07T14:00:00.000Z
//! second-officer priority                    the charter asks for one (before it is founded)
//! founded                                    every root signs the charter
//! keys a.negotiator m1.mediation             roots grant these seats their keys, for 90 days
//! said 2025-11-07T10:02:00.000Z              the sender's clock for the next act, if it differs
//! a.negotiator: agreement.position-taken {…} somebody says something
//! -> in force                                the rules' answer, or `-> void code (facts)`
//! show /agreement/principles as a.negotiator ps
//! contains words the screen must show
//! | or every line of it
//! ```
//!
//! `keys watchlist` and `keys hotline` grant those areas' seats theirs. Inside an entry, and in an address:
//! `$message(n)`, `$call(n)`, `$minutes(n)`, `$translation(n)`, `$outage(n)` the n-th of its kind, `$place(n)` and `$callplace(n)` where
//! they stand, `$listing(n)`, `$petition(n)` the n-th id of 2025, `$root(day)` an edition's root,
//! `$particulars(label category review)` an ordinary listing's. Inside an entry: `$words(text draft clause)`, `$texthash(text draft)`, `$terms(commitment)`,
//! `$blob(label)`, `$file(path)`, `$key(name)`, `$pop(name, label)`. Names are seats, `a.root`, or any other name for a key outside the cast.
//! Several names with `+` between sign together, the first as author.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use act::{Digest, Envelope, Leaf, PublicKey, SigningKey, Time, Verdict};
use cast::{Cast, HOTLINE_SEATS, SEATS, WATCHLIST_SEATS};
use mechanism::{LogView, Published, Said, World};
use page::{Ask, Catalogue, Lang, NotHere, Shown, Tr, Viewer};
use roll::entry::key_request;

/// The workspace root, from which stories name files.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// A mechanism and everything said in it so far.
pub(crate) struct Story {
    pub(crate) cast: Cast,
    /// Who cosigned the checkpoint that pages show.
    pub(crate) witnesses: [&'static str; 2],
    pub(crate) world: World,
    pub(crate) leaves: Vec<Vec<u8>>,
    pub(crate) at: Time,
    /// The clock of whoever says the next act, if it differs.
    said: Option<Time>,
}

/// Who reads a screen.
pub(crate) struct Seat {
    pub(crate) key: PublicKey,
    pub(crate) member: String,
    pub(crate) offices: Vec<String>,
    pub(crate) label: String,
    pub(crate) expires: Time,
}

impl Seat {
    pub(crate) fn viewer(&self) -> Viewer<'_> {
        Viewer {
            key: self.key,
            member: &self.member,
            offices: &self.offices,
            label: &self.label,
            key_expires: self.expires,
        }
    }
}

impl Story {
    pub(crate) fn new() -> Story {
        Story {
            cast: Cast::new([7; 32], "record.example/joint", &BTreeMap::new()),
            witnesses: ["m1", "a"],
            world: World::default(),
            leaves: Vec::new(),
            at: Time::default(),
            said: None,
        }
    }

    /// The log as the host would hand it in, witnessed up to its last entry but one.
    pub(crate) fn log(&self) -> LogView {
        let size = self.leaves.len() as u64;
        let published = Published {
            size: size.saturating_sub(1),
            root: Digest::of(b"published"),
            cosigned: self
                .witnesses
                .map(|w| (w.to_owned(), 1_762_524_131))
                .to_vec(),
        };
        LogView {
            size,
            root: Digest::of(b"tree"),
            state: self.world.root().root,
            published: Some(published),
            entries: (0..).zip(self.leaves.clone()).collect(),
        }
    }

    /// The seat of a name, with the grant the roll has for its key.
    pub(crate) fn seat(&self, name: &str) -> Seat {
        let key = self.key(name).public();
        let grant = self.world.areas.roll.grant(&key);
        let grant = grant.unwrap_or_else(|| panic!("{name} was granted no key"));
        Seat {
            key,
            member: grant.member.clone(),
            offices: grant.offices.clone(),
            label: grant.label.clone(),
            expires: grant.not_after,
        }
    }

    /// A screen, as of the story's moment.
    pub(crate) fn show(
        &self,
        catalogue: &Catalogue,
        address: &str,
        seat: Option<&Seat>,
        lang: Lang,
    ) -> Result<Shown, NotHere> {
        self.show_holding(catalogue, address, seat, lang, &page::NothingHeld)
    }

    /// The same, on a node that holds payloads.
    pub(crate) fn show_holding(
        &self,
        catalogue: &Catalogue,
        address: &str,
        seat: Option<&Seat>,
        lang: Lang,
        held: &dyn page::Held,
    ) -> Result<Shown, NotHere> {
        let query = query(address);
        let ask = Ask {
            tr: Tr::new(lang, catalogue),
            as_of: self.at,
            viewer: seat.map(Seat::viewer),
            witnessed: None,
            query: &query,
            held,
        };
        let path = address.split('?').next().unwrap_or_default();
        self.world.show(&self.log(), &ask, path)
    }

    /// The key behind a name of a story.
    pub(crate) fn key(&self, name: &str) -> SigningKey {
        match name.split_once('.') {
            Some((member, "root")) => self.cast.root(member),
            Some((member, office))
                if SEATS
                    .iter()
                    .chain(&WATCHLIST_SEATS)
                    .chain(&HOTLINE_SEATS)
                    .any(|s| s.member == member && s.office == office) =>
            {
                self.cast.key(member, office)
            }
            _ => SigningKey::from_seed(&Digest::of(name.as_bytes()).0),
        }
    }

    fn place(&mut self, envelope: Envelope) -> Verdict {
        envelope.verify().unwrap();
        self.leaves.push(Leaf::bytes(self.at, envelope.bytes()));
        let at = self.at;
        self.world.apply(&Leaf { at, envelope })
    }

    /// Somebody says an entry.
    pub(crate) fn say(&mut self, names: &str, kind: &str, json: &str) -> Verdict {
        let json = self.fill(json);
        let (area, name) = kind.split_once('.').unwrap();
        let said = Said::decode(area, &format!("{name}.v1"), &json)
            .unwrap_or_else(|e| panic!("{kind}: {e}\n{json}"));
        let keys: Vec<SigningKey> = names.split('+').map(|n| self.key(n.trim())).collect();
        let keys: Vec<&SigningKey> = keys.iter().collect();
        let said_at = self.said.take().unwrap_or(self.at);
        let envelope = self.cast.sign(&keys, &said, said_at);
        self.place(envelope)
    }

    /// Puts values into an entry's JSON in place of `$name(…)`.
    pub(crate) fn fill(&self, json: &str) -> String {
        let mut out = String::new();
        let mut rest = json;
        while let Some((before, after)) = rest.split_once('$') {
            let (name, after) = after.split_once('(').unwrap();
            let (inside, after) = after.split_once(')').unwrap();
            out.push_str(before);
            out.push_str(&self.value(name, inside));
            rest = after;
        }
        out + rest
    }

    fn value(&self, name: &str, inside: &str) -> String {
        let quote = |text: String| serde_json::to_string(&text).unwrap();
        let words: Vec<&str> = inside.split_whitespace().collect();
        let draft = || {
            let instrument = self.world.areas.agreement.instrument(words[0]).unwrap();
            let draft = instrument.draft(words[1]);
            draft.unwrap_or_else(|| panic!("no draft {inside}"))
        };
        match name {
            "words" => {
                let clause = draft().clause(words[2]);
                let clause = clause.unwrap_or_else(|| panic!("no clause {inside}"));
                let hash = agreement::state::hash_of(clause);
                format!(
                    "{{\"draft\":\"{}\",\"clause\":\"{}\",\"hash\":\"{hash}\"}}",
                    words[1], words[2]
                )
            }
            "terms" => {
                let held = self.world.areas.commitments.commitment(inside);
                let held = held.unwrap_or_else(|| panic!("no commitment {inside}"));
                quote(held.latest().hash().to_string())
            }
            "listing" => watchlist::code::number("TSQ", 2025, inside.parse().unwrap()),
            "petition" => watchlist::code::number("PET", 2025, inside.parse().unwrap()),
            "root" => {
                let lives = watchlist::edition::Lives::of(&self.world.areas.watchlist, self.at);
                let name = watchlist::entry::EditionName {
                    day: inside.to_owned(),
                    urgent: 0,
                };
                lives.named(&name).unwrap().root().to_string()
            }
            "message" | "place" => {
                let nth = inside.parse::<usize>().unwrap() - 1;
                let found = self.world.areas.hotline.messages().nth(nth);
                let (index, message) = found.unwrap_or_else(|| panic!("no message {inside}"));
                match name {
                    "place" => index.to_string(),
                    _ => message.id.to_string(),
                }
            }
            "call" | "callplace" => {
                let nth = inside.parse::<usize>().unwrap() - 1;
                let (index, call) = self.world.areas.hotline.calls().nth(nth).unwrap();
                match name {
                    "callplace" => index.to_string(),
                    _ => call.id.to_string(),
                }
            }
            "minutes" => {
                let calls = self.world.areas.hotline.calls();
                let mut all = calls.flat_map(|(_, call)| &call.minutes);
                all.nth(inside.parse::<usize>().unwrap() - 1)
                    .unwrap()
                    .id
                    .to_string()
            }
            "translation" => {
                let messages = self.world.areas.hotline.messages();
                let mut all = messages.flat_map(|(_, message)| &message.translations);
                all.nth(inside.parse::<usize>().unwrap() - 1)
                    .unwrap()
                    .id
                    .to_string()
            }
            "outage" => {
                let mut all = self.world.areas.hotline.outages();
                all.nth(inside.parse::<usize>().unwrap() - 1)
                    .unwrap()
                    .0
                    .to_string()
            }
            "particulars" => particulars(words[0], words[1], words[2]),
            "sealed" => sealed(words[0], &words[1..]).to_string(),
            "blob" => quote(Digest::of(inside.as_bytes()).to_string()),
            "texthash" => quote(draft().text_hash.to_string()),
            "file" => quote(std::fs::read_to_string(root().join(inside)).unwrap()),
            "key" => quote(self.key(inside).public().to_string()),
            "pop" => {
                let (name, label) = inside.split_once(',').unwrap();
                let key = self.key(name);
                let request = key_request(&self.cast.mechanism(), &key.public(), label.trim());
                quote(key.sign(&request).to_string())
            }
            other => panic!("no value ${other}"),
        }
    }

    /// Carries a story on. Answers the story as it should read: verdicts and screens as they are.
    pub(crate) fn tell(&mut self, catalogue: &Catalogue, text: &str) -> String {
        let mut told = String::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let _ = writeln!(told, "{line}");
            match words.as_slice() {
                [] => {}
                [first, ..] if first.starts_with('#') => {}
                ["at", at] => self.at = at.parse().unwrap(),
                ["said", at] => self.said = Some(at.parse().unwrap()),
                ["second-officer", precedences @ ..] => {
                    self.cast = self.cast.clone().with_second_officer(precedences);
                }
                ["founded"] => {
                    let charter = self.cast.found(self.at);
                    assert_eq!(self.place(charter), Verdict::InForce);
                }
                ["keys", seats @ ..] => self.grant(seats),
                ["show", address, "as", seat, lang @ ..] => {
                    let lang = lang
                        .first()
                        .map_or(Lang::En, |l| Lang::from_tag(l).unwrap());
                    let screen = self.screen(catalogue, &self.fill(address), seat, lang);
                    let mut asserted = false;
                    while let Some(line) = lines.next_if(|l| l.starts_with("contains ")) {
                        let words = &line["contains ".len()..];
                        assert!(
                            screen.contains(words),
                            "{address}: no {words:?} in\n{screen}"
                        );
                        let _ = writeln!(told, "{line}");
                        asserted = true;
                    }
                    while lines.next_if(|l| l.starts_with('|')).is_some() {
                        asserted = false;
                    }
                    if !asserted {
                        for line in screen.lines() {
                            let _ = writeln!(told, "| {line}");
                        }
                    }
                }
                _ => {
                    let (names, said) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
                    let (kind, json) = said.split_once(' ').unwrap();
                    let mut json = json.to_owned();
                    while let Some(more) = lines.next_if(|l| !l.starts_with("->")) {
                        let _ = writeln!(told, "{more}");
                        json.push_str(more);
                    }
                    lines.next();
                    let _ = match self.say(names, kind, &json) {
                        Verdict::InForce => writeln!(told, "-> in force"),
                        Verdict::Void(refusal) => writeln!(told, "-> void {refusal}"),
                    };
                }
            }
        }
        told
    }

    fn grant(&mut self, seats: &[&str]) {
        let everyone = |seat: &cast::Seat| {
            let of = match (WATCHLIST_SEATS.contains(seat), HOTLINE_SEATS.contains(seat)) {
                (true, _) => "watchlist",
                (_, true) => "hotline",
                (false, false) => "everyone",
            };
            seats == [of]
        };
        for seat in SEATS.iter().chain(&WATCHLIST_SEATS).chain(&HOTLINE_SEATS) {
            let name = format!("{}.{}", seat.member, seat.office);
            if seats.contains(&name.as_str()) || everyone(seat) {
                let grant = self.cast.grant(seat, self.at);
                assert_eq!(self.place(grant), Verdict::InForce, "{name}");
            }
        }
    }

    fn screen(&self, catalogue: &Catalogue, address: &str, seat: &str, lang: Lang) -> String {
        let seat = (seat != "visitor").then(|| self.seat(seat));
        match self.show(catalogue, address, seat.as_ref(), lang) {
            Ok(shown) => format!("{}\n{}", strip(&shown.title), strip(&shown.content.0)),
            Err(why) => format!("{why:?}"),
        }
    }
}

/// A sealed payload that a label stands for.
fn sealed(label: &str, members: &[&str]) -> serde_json::Value {
    let blob = Digest::of(label.as_bytes()).to_string();
    serde_json::json!({ "blob": blob, "bytes": 2048, "sealed_to": members })
}

/// What the log holds of a listing that is like most.
fn particulars(label: &str, category: &str, review_by: &str) -> String {
    let action = match category {
        "a" => "refer-to-warrant-officer",
        "c" => "protect-and-notify",
        "e" => "apply-un-measures",
        _ => "refer-to-entry-officer",
    };
    let source = (category == "e").then_some(serde_json::json!("un-sc"));
    let mut all = serde_json::json!({
        "subject": "person", "category": category, "action": action,
        "basis": [{
            "instrument": "Entry Act", "article": "12", "authority": "District court",
            "decided": "2025-10-01T09:00:00.000Z",
        }],
        "identity": {
            "names": 2, "father": true, "birth": "year", "place": false, "documents": 0, "photos": 0,
        },
        "minor": false, "review_by": review_by,
        "body": sealed(label, &["a", "b", "m1", "m2"]), "photos": [],
    });
    if let Some(source) = source {
        all["source"] = source;
    }
    all.to_string()
}

/// A query as the shell would hand it in.
pub(crate) fn query(address: &str) -> BTreeMap<String, String> {
    let query = address.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), unescaped(value)))
        .collect()
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let hex = |b: Option<u8>| char::from(b.unwrap()).to_digit(16).unwrap() as u8;
        match byte {
            b'%' => bytes.push(hex(rest.next()) << 4 | hex(rest.next())),
            b'+' => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The text of a screen: a line for each block, without tags and direction marks.
pub(crate) fn strip(html: &str) -> String {
    const BLOCKS: [&str; 19] = [
        "p", "h1", "h2", "h3", "li", "tr", "caption", "div", "dt", "dd", "section", "ul", "ol",
        "summary", "pre", "legend", "label", "button", "option",
    ];
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').split([' ', '\n', '>']).next();
        let name = name.unwrap_or_default();
        if BLOCKS.contains(&name) {
            text.push('\n');
        } else if tag.starts_with("/td") || tag.starts_with("/th") {
            text.push_str(" ¦ ");
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace(['\u{2068}', '\u{2069}'], "");
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    let text = text.replace("&amp;", "&");
    let lines = text
        .lines()
        .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines
        .filter(|l| l.contains(|c: char| c != '¦' && c != ' '))
        .collect();
    lines.join("\n")
}
