//! A border post as a process of its own, against a host whose clock can be moved: an edition held,
//! screening with and without a link, a tampered delta, a kill, acts that arrive once and in order.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use act::{Digest, Envelope, Time};
use cast::Cast;
use mechanism::Said;
use node::sequencer::{Limits, StartRule};
use page::Lang;
use seal::{SealKey, SealSecret};
use serde_json::{Value, json};
use serve::door::Rates;
use serve::witness::WitnessServer;
use serve::{HostConfig, Readers};
use store::Memory;
use tasdiq::host::{Host, Outgoing, Wait};
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::recorded::LogKeys;
use tlog::policy::Policy;
use tlog::witness::KnownLog;

use super::host::{Node, asked, between, free_port, start, until};
use super::terminal::Desk;

const ORIGIN: &str = "record.example/joint";
const TOKEN: &str = "reader-token";
/// A small picture, drawn, with a comment that must not come along.
fn drawn() -> Vec<u8> {
    let shade = |x: u32, y: u32| image::Rgb([(x * 5) as u8, (y * 3) as u8, 90]);
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(48, 64, shade)
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    let mut bytes = bytes.into_inner();
    let comment = b"\xff\xfe\x00\x0csomebody's";
    bytes.splice(2..2, comment.iter().copied());
    bytes
}

const HOUR: i64 = 3_600_000;

/// A host in this process, and a post's folder.
struct Border {
    desk: Desk,
    cast: Cast,
    node: Arc<serve::Host>,
    client: Host,
    log: LogKeys,
    /// The reader address.
    url: String,
    /// Milliseconds added to the clock.
    shift: Arc<AtomicI64>,
    /// Where the post listens.
    port: u16,
    _runtime: tokio::runtime::Runtime,
}

impl Border {
    /// Founded 26 hours ago, so that what was listed then is in today's edition.
    fn founded() -> Border {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let shift = Arc::new(AtomicI64::new(-26 * HOUR));
        let shifted = Arc::clone(&shift);
        let clock: serve::clock::Clock =
            Arc::new(move || tasdiq::clock::now().after_millis(shifted.load(Ordering::SeqCst)));
        let (cast, node, base) = runtime.block_on(serve_all(&clock));
        let url = format!("{base}/reader/{TOKEN}");
        let charter = roll::Charter::parse(&cast.charter).unwrap();
        let policy = Policy::parse(&charter.policy).unwrap();
        let mut border = Border {
            desk: Desk::new(),
            client: Host::at(&url, Lang::En).unwrap(),
            log: LogKeys {
                keys: policy.logs().iter().map(|log| log.key.clone()).collect(),
                trust: "charter",
            },
            cast,
            node,
            url,
            shift,
            port: free_port(),
            _runtime: runtime,
        };
        border.found();
        border
    }

    fn now(&self) -> Time {
        tasdiq::clock::now().after_millis(self.shift.load(Ordering::SeqCst))
    }

    fn submit(&self, act: &Envelope, wait: Wait) -> Value {
        let mut answer = self.client.submit(act, wait, &self.log);
        for _ in 0..50 {
            if answer.is_ok() {
                break;
            }
            // The log starts.
            std::thread::sleep(std::time::Duration::from_millis(100));
            answer = self.client.submit(act, wait, &self.log);
        }
        let told = answer.unwrap().told;
        assert_eq!(told["verdict"]["status"], "in-force", "{told}");
        told
    }

    fn found(&mut self) {
        let from = self.now().after_millis(-60_000);
        let founding = self.cast.found(from);
        self.submit(&founding, Wait::Witnessed);
        let grants = [self.cast.grants(from), self.cast.watchlist_grants(from)].concat();
        for grant in grants {
            self.submit(&grant, Wait::Durable);
        }
        self.desk.write("charter.toml", &self.cast.charter);
        for (file, office) in [
            ("one", "post-officer"),
            ("two", "post-supervisor"),
            ("desk", "watchlist"),
        ] {
            let seed = self.cast.key("a", office).seed();
            let key = KeyFile::from_seed(Kind::Office, None, seed).unwrap();
            key.write_new(&self.desk.file(&format!("{file}.key")))
                .unwrap();
        }
    }

    fn say(&mut self, seat: &str, kind: &str, entry: &Value) {
        let (member, office) = seat.split_once('.').unwrap();
        let said = Said::decode("watchlist", kind, &entry.to_string()).unwrap();
        let act = self.cast.say(member, office, &said, self.now());
        self.submit(&act, Wait::Durable);
    }

    /// Seals a payload to Party A's desk and sends it; how an entry names it.
    fn sealed(&self, media: &str, payload: &[u8], salt: u8) -> Value {
        let key = self.cast.key("a", "watchlist");
        let own: SealKey = SealSecret::of_seed(&key.seed()).public().unwrap();
        let container = seal::seal(media, payload, &[own], [salt; 32]).unwrap();
        let blob = Digest(store::blobs::commitment(&[salt; 32], &container));
        let outgoing = Outgoing {
            blob,
            salt: Digest([salt; 32]),
            media: seal::MEDIA,
            bytes: &container,
        };
        self.client.send_payload(&key, &outgoing, &|_| {}).unwrap();
        json!({ "blob": blob, "bytes": container.len(), "sealed_to": ["a", "b", "m1", "m2"] })
    }

    /// A listing in force, sealed to Party A's desk among others; its id.
    fn list(&mut self, name: &str, salt: u8) -> String {
        let thumb = self.sealed("image/jpeg", &drawn(), salt.wrapping_add(100));
        let view = self.sealed("image/jpeg", b"\xff\xd8\xff larger", salt.wrapping_add(200));
        let body = json!({
            "format": "tasdiq/listing/1", "case_number": "Case 1",
            "names": [{ "text": name, "quality": "primary" }],
            "fathers": ["Nekdil"], "births": ["1985"], "marks": ["A scar on the chin"],
        });
        let body = self.sealed(watchlist::body::MEDIA, body.to_string().as_bytes(), salt);
        let particulars = json!({
            "subject": "person", "category": "b", "action": "refer-to-entry-officer",
            "basis": [{ "instrument": "Entry Act", "article": "12", "authority": "Court 1",
                "decided": self.now().after_millis(-24 * HOUR) }],
            "identity": { "names": 1, "father": true, "birth": "year", "place": false,
                "documents": 0, "photos": 1 },
            "minor": false, "review_by": self.now().after_millis(90 * 24 * HOUR),
            "body": body, "photos": [{ "view": view, "thumb": thumb, "kind": "open-source" }],
        });
        let proposed = json!({ "urgent": false, "particulars": particulars });
        self.say("a.watchlist", "listing-proposed.v1", &proposed);
        let id = {
            let world = self.node.world();
            let listings = world.areas.watchlist.listings();
            listings.map(|(id, _)| id.to_owned()).max().unwrap()
        };
        let checked = json!({ "listing": id, "version": 1, "outcome": "circulate",
            "refugee": "clear", "urgent": false });
        self.say("m1.mediation", "listing-checked.v1", &checked);
        let seconded = json!({ "listing": id, "version": 1 });
        self.say("b.watchlist", "listing-seconded.v1", &seconded);
        id
    }

    /// Starts the post against a host.
    fn post(&self, host: &str, link: &str) -> Node {
        let arguments = format!(
            "post --dir post --host {host} --charter charter.toml --post torkham --member-key desk.key \
             --officer One=one.key --officer Two=two.key --link {link}"
        );
        start(&self.desk, &arguments, self.port)
    }

    fn get(&self, path: &str) -> String {
        let (head, body) = self.asked(&format!("GET {path}"), "", "");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        body
    }

    fn asked(&self, request: &str, lines: &str, body: &str) -> (String, String) {
        asked(
            &format!("http://127.0.0.1:{}", self.port),
            request,
            lines,
            body,
        )
    }

    /// Sends a form; where it leads, or the page that says why not.
    fn send(&self, path: &str, fields: &[(&str, &str)]) -> Result<String, String> {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", percent(value)))
            .collect();
        let lines = "Content-Type: application/x-www-form-urlencoded\r\n";
        let (head, body) = self.asked(&format!("POST {path}"), lines, &body.join("&"));
        let location = head
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        location.map(str::to_owned).ok_or(body)
    }

    fn ask(&self, name: &str) -> String {
        let fields = [
            ("name", name),
            ("father", "Nekdil"),
            ("birth", "1985"),
            ("purpose", "entry"),
            ("officer", "One"),
        ];
        let path = self.send("/ask", &fields).unwrap();
        self.get(&path) + &path
    }

    /// Bands of the screenings in the log, in its order.
    fn bands(&self) -> Vec<&'static str> {
        let world = self.node.world();
        let screenings = world.areas.watchlist.screenings();
        screenings
            .map(|(_, one)| one.recorded.band.name())
            .collect()
    }
}

async fn serve_all(clock: &serve::clock::Clock) -> (Cast, Arc<serve::Host>, String) {
    let bind = || tokio::net::TcpListener::bind("127.0.0.1:0");
    let mut listeners = BTreeMap::new();
    let mut urls = BTreeMap::new();
    for member in ["a", "b", "m1", "m2"] {
        let listener = bind().await.unwrap();
        urls.insert(member, format!("http://{}", listener.local_addr().unwrap()));
        listeners.insert(member, listener);
    }
    let cast = Cast::new([5; 32], ORIGIN, &urls);
    let log_key = cast.log_key(ORIGIN);
    let known = KnownLog {
        origin: ORIGIN.to_owned(),
        keys: vec![log_key.verifier_key()],
    };
    for (member, listener) in listeners {
        let store = Box::new(Memory::default());
        let key = cast.witness_key(member);
        let server = WitnessServer::open(key, vec![known.clone()], store, Arc::clone(clock));
        let router = server.unwrap().router();
        tokio::spawn(serve::run(listener, router, std::future::pending()));
    }
    let listener = bind().await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let readers = Readers::default();
    readers.allow(TOKEN, "post");
    let charter = roll::Charter::parse(&cast.charter).unwrap();
    let config = HostConfig {
        log_key,
        policy: Policy::parse(&charter.policy).unwrap(),
        replicas: BTreeMap::new(),
        start: StartRule::QuorumAnswered,
        limits: Limits::default(),
        public_origin: base.clone(),
        readers,
        rates: Rates::new(100_000, 100_000),
        blobs: serve::blobs::BlobRoom::in_memory(),
        clock: Arc::clone(clock),
    };
    let node = serve::Host::start(config, Box::new(Memory::default())).unwrap();
    let router = serve::routes::router(&node);
    tokio::spawn(serve::run(listener, router, std::future::pending()));
    (cast, node, base)
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| {
        match byte.is_ascii_alphanumeric() {
            true => text + &char::from(byte).to_string(),
            false => text + &format!("%{byte:02X}"),
        }
    })
}

/// A host that answers every question about editions with `answer`, and nothing else.
fn liar(answer: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap_or(0);
            let about = String::from_utf8_lossy(&request[..read]).contains("/editions/");
            let (status, body) = match about {
                true => ("200 OK", answer.as_str()),
                false => (
                    "404 Not Found",
                    "{\"title\":\"nothing here\",\"fault\":\"sender\"}",
                ),
            };
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            );
        }
    });
    address
}

#[test]
fn a_post_screens_with_and_without_a_link_and_its_acts_arrive_once_and_in_order() {
    let mut border = Border::founded();
    let listing = border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let mut post = border.post(&border.url, "on");
    until("the post holds the edition and its bodies", || {
        let page = border.get("/");
        page.contains("Listings <bdi dir=\"ltr\">1</bdi>") && !page.contains("could not be opened")
    });
    until("the link has told where keys stand", || {
        border
            .desk
            .file("post/officers")
            .read_dir()
            .unwrap()
            .count()
            == 2
    });

    // With the link: a possible match, two officers, a slip.
    let shown = border.ask("ZMARAY TORBAZGAR");
    assert!(
        shown.contains("possible match, for human review"),
        "{shown}"
    );
    assert!(
        shown.contains(&listing) && shown.contains("A scar on the chin"),
        "{shown}"
    );
    let answer = format!("/answers/{}", shown.rsplit("/answers/").next().unwrap());
    let (head, _) = border.asked(&format!("HEAD {answer}/0/pictures/0"), "", "");
    assert!(
        head.contains("200 OK") && head.contains("image/jpeg"),
        "{head}"
    );
    let (head, _) = border.asked(&format!("GET {answer}/0/pictures/1"), "", "");
    assert!(head.contains("404"), "{head}");
    let compare = format!("{answer}/0/compare");
    border.get(&compare);
    let unread = border.send(&compare, &[("officer", "One")]).unwrap_err();
    assert!(unread.contains("Compare at least one line"), "{unread}");
    let slip = border
        .send(
            &compare,
            &[
                ("compared-mark", "agrees"),
                ("outcome", "same"),
                ("minutes", "12"),
                ("officer", "One"),
            ],
        )
        .unwrap();
    let slip = border.get(&slip);
    let code = between(&slip, "<strong><code class=\"id\" dir=\"ltr\">", "<");
    let own = [("code", code), ("outcome", "same"), ("officer", "One")];
    assert!(
        border
            .send("/confirm", &own)
            .unwrap_err()
            .contains("somebody else")
    );
    let second = [("code", code), ("outcome", "not-same"), ("officer", "Two")];
    border.send("/confirm", &second).unwrap();
    let arrived = || {
        let world = border.node.world();
        let found = world
            .areas
            .watchlist
            .adjudicated(&Digest::of(code.as_bytes()));
        found.is_some_and(|(_, _, one)| one.confirmed.is_some())
    };
    until("three acts arrive", arrived);
    assert_eq!(border.bands().len(), 1);

    // Without it, and killed in between: what was recorded waits.
    border.send("/link", &[("link", "off")]).unwrap();
    let nobody = border.ask("Xavier Quintblom");
    assert!(
        nobody.contains("no match") && !nobody.contains("TSQ-"),
        "{nobody}"
    );
    assert!(border.get("/").contains("One recorded act waits"));
    post.0.kill().unwrap();
    drop(post);
    post = border.post(&border.url, "off");
    assert!(border.ask("Torbazgar Zmaray").contains(&listing));
    assert!(border.get("/").contains("recorded acts wait"));
    let outbox = border.desk.file("post/outbox");
    assert_eq!(outbox.read_dir().unwrap().count(), 2);
    assert_eq!(border.bands().len(), 1);
    border.send("/link", &[("link", "on")]).unwrap();
    until("they arrive", || border.bands().len() == 3);
    let bands = border.bands();
    assert_eq!(bands[1], "none", "{bands:?}");
    assert_ne!(bands[2], "none", "{bands:?}");
    until("nothing waits", || {
        border.get("/").contains("Nothing waits")
    });
    assert!(!border.get("/").contains("do not count"));
    drop(post);
}

#[test]
fn a_listing_is_proven_to_be_in_an_edition_or_not_and_nothing_else() {
    let mut border = Border::founded();
    let listing = border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let asked = |id: &str| {
        let (head, body) = asked(
            &border.url,
            &format!("GET /reader/{TOKEN}/editions/latest.json?listing={id}"),
            "",
            "",
        );
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        body
    };
    let check = "watchlist check-proof proof.json --charter charter.toml";
    border.desk.write("proof.json", asked(&listing));
    let told = border.desk.json(check);
    assert_eq!(
        (&told["listed"], &told["listing"]),
        (&json!(true), &json!(listing))
    );
    let absent = asked("TSQ-2025-000077-T");
    border.desk.write("proof.json", &absent);
    assert_eq!(border.desk.json(check)["listed"], json!(false));
    // Another listing's absence, and another key's word, are not this one's.
    border
        .desk
        .write("proof.json", absent.replace("TSQ-2025-000077-T", &listing));
    border.desk.fails(1, check);
    let mut foreign: Value = serde_json::from_str(&absent).unwrap();
    let note = foreign["note"].as_str().unwrap().replace(" 1\n", " 2\n");
    let lines: Vec<&str> = note.lines().take(6).collect();
    foreign["note"] = json!(lines.join("\n"));
    border.desk.write("proof.json", foreign.to_string());
    border.desk.fails(1, check);
    border.desk.write("proof.json", "{}");
    border.desk.fails(2, check);
}

#[test]
fn a_tampered_delta_is_not_taken_over_and_the_edition_before_is_used() {
    let mut border = Border::founded();
    let listing = border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let post = border.post(&border.url, "on");
    until("the post holds the edition", || {
        let page = border.get("/");
        page.contains("Listings <bdi dir=\"ltr\">1</bdi>") && !page.contains("could not be opened")
    });
    drop(post);
    let held: Value = serde_json::from_str(&border.desk.read("post/edition.json")).unwrap();
    let name = &held["manifest"]["edition"];
    let day = name["day"].as_str().unwrap();
    let urgent = u32::try_from(name["urgent"].as_u64().unwrap()).unwrap();
    let mut delta = border.client.edition(Some((day, urgent))).unwrap();
    assert_eq!(delta["changes"], json!([]));
    delta["changes"] = json!([{ "op": "DEL", "listing": listing }]);
    // An announced list that says to hold since later than its day looks fresher than it is.
    let mut later = border.client.edition(Some((day, urgent))).unwrap();
    later["to"]["since"] = json!(border.now().after_millis(48 * HOUR));
    let post = border.post(&liar(later.to_string()), "on");
    until("the banner", || border.get("/").contains("t hold since"));
    drop(post);
    let post = border.post(&liar(delta.to_string()), "on");
    until("the banner", || {
        border.get("/").contains("is not what was announced")
    });
    assert!(border.ask("Zmaray Torbazgar").contains(&listing));
    drop(post);
    let kept: Value = serde_json::from_str(&border.desk.read("post/edition.json")).unwrap();
    assert_eq!(kept, held);

    // A payload changed on the disk is fetched again.
    let body = held["leaves"][0]["body"].as_str().unwrap();
    border
        .desk
        .write(&format!("post/payloads/{body}"), "changed");
    let post = border.post(&border.url, "off");
    assert!(border.get("/").contains("could not be opened"));
    border.send("/link", &[("link", "on")]).unwrap();
    until("the body is back", || {
        !border.get("/").contains("could not be opened")
    });
    drop(post);

    // An edition changed on the disk is not used.
    border.desk.write(
        "post/edition.json",
        held.to_string().replace(&listing, "TSQ-2025-000009-X"),
    );
    let _post = border.post("http://127.0.0.1:1", "off");
    let page = border.get("/");
    assert!(page.contains("is damaged and is not used"), "{page}");
    assert!(page.contains("holds no edition yet"), "{page}");
}

#[test]
fn a_post_answers_only_its_own_machine_and_only_what_it_may() {
    let mut border = Border::founded();
    border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let _post = border.post(&border.url, "on");
    until("the post holds the edition", || {
        border
            .get("/")
            .contains("Listings <bdi dir=\"ltr\">1</bdi>")
    });
    until("the link has told where keys stand", || {
        border
            .desk
            .file("post/officers")
            .read_dir()
            .unwrap()
            .count()
            == 2
    });
    let base = [("purpose", "entry"), ("officer", "One")];
    for (name, why) in [
        ("", "at least two letters"),
        ("Z", "at least two letters"),
        ("Zma*", "no placeholders"),
        (&"Z".repeat(201), "At most 200"),
    ] {
        let fields = [&base[..], &[("name", name)]].concat();
        assert!(
            border.send("/ask", &fields).unwrap_err().contains(why),
            "{name}"
        );
    }
    // Another name for this address, or another site's form, is refused.
    let (head, _) = asked(
        &format!("http://localhost:{}", border.port),
        "POST /link",
        "Origin: https://elsewhere.example\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        "link=off",
    );
    assert!(head.starts_with("HTTP/1.1 403"), "{head}");
    let (head, _) = border.asked("GET /answers", "", "");
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    // Twenty within a minute, then words.
    for _ in 0..20 {
        border.ask("Xavier Quintblom");
    }
    let fields = [&base[..], &[("name", "Xavier Quintblom")]].concat();
    assert!(
        border
            .send("/ask", &fields)
            .unwrap_err()
            .contains("questions a minute")
    );
    // Nothing typed is on the disk in the open.
    for folder in ["questions", "outbox", "refused", "officers"] {
        for file in border
            .desk
            .file(&format!("post/{folder}"))
            .read_dir()
            .unwrap()
        {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(
                !String::from_utf8_lossy(&bytes).contains("Quintblom"),
                "{folder}"
            );
        }
    }
    // A second post in the same folder would number acts twice.
    let ran = border.desk.run(
        "post --dir post --host http://127.0.0.1:1 --charter charter.toml --post torkham \
         --member-key desk.key --officer One=one.key --listen 127.0.0.1:0",
    );
    assert!(
        ran.code != 0 && ran.err.contains("another post uses"),
        "{}",
        ran.err
    );
    let ran = border.desk.run(
        "post --dir other --host http://127.0.0.1:1 --charter charter.toml --post torkham \
         --member-key desk.key --officer One=one.key --listen 0.0.0.0:7403",
    );
    assert!(
        ran.code != 0 && ran.err.contains("own machine only"),
        "{}",
        ran.err
    );
}

#[test]
fn a_key_used_elsewhere_a_void_act_and_a_disk_that_takes_nothing_lose_nothing() {
    let mut border = Border::founded();
    border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let _post = border.post(&border.url, "on");
    until("the post holds the edition", || {
        border
            .get("/")
            .contains("Listings <bdi dir=\"ltr\">1</bdi>")
    });
    until("the link has told where keys stand", || {
        border
            .desk
            .file("post/officers")
            .read_dir()
            .unwrap()
            .count()
            == 2
    });
    border.send("/link", &[("link", "off")]).unwrap();
    border.ask("Xavier Quintblom");
    border.ask("Zmaray Torbazgar");
    // The officer's key says something from another machine: those that wait are numbered anew.
    let day = border.now().to_string()[..10].to_owned();
    let elsewhere = json!({
        "post": "torkham", "query": Digest([3; 32]), "edition": { "day": day, "urgent": 0 },
        "root": Digest([4; 32]), "matcher": "names/1", "purpose": "drill",
        "pool": "latin-script", "band": "none", "shown": [],
    });
    border.say("a.post-officer", "screening-recorded.v1", &elsewhere);
    border.send("/link", &[("link", "on")]).unwrap();
    until("all three are there", || border.bands().len() == 3);
    assert!(border.bands()[..2] == ["none", "none"] && border.bands()[2] != "none");
    until("nothing waits", || {
        border.get("/").contains("Nothing waits")
    });
    assert!(!border.get("/").contains("do not count"));

    // A reference that nobody was given: the log takes the act as void, and the page keeps saying so.
    let fields = [
        ("code", "0123456789abcde"),
        ("outcome", "same"),
        ("officer", "Two"),
    ];
    border.send("/confirm", &fields).unwrap();
    until("the page says so", || {
        border.get("/").contains("do not count")
    });

    // The disk takes nothing: the question is not answered, and what is there stays.
    let (outbox, away) = (
        border.desk.file("post/outbox"),
        border.desk.file("post/away"),
    );
    std::fs::rename(&outbox, &away).unwrap();
    let fields = [
        ("name", "Zmaray Torbazgar"),
        ("purpose", "entry"),
        ("officer", "One"),
    ];
    let page = border.send("/ask", &fields).unwrap_err();
    assert!(
        page.contains("disk does not take") && !page.contains("TSQ-"),
        "{page}"
    );
    std::fs::rename(&away, &outbox).unwrap();
    border.ask("Zmaray Torbazgar");
    until("the fourth is there", || border.bands().len() == 4);
    until("the page is content", || {
        !border.get("/").contains("disk does not take")
    });
}
