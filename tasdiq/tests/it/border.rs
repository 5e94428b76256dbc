//! A host in this process and a border post's folder, for tests of posts and editions.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use act::{Digest, Envelope, Time};
use cast::Cast;
pub(crate) use loopback::TOKEN;
use loopback::{Loopback, Setup};
use mechanism::Said;
use page::Lang;
use seal::{SealKey, SealSecret};
use serde_json::{Value, json};
use tasdiq::host::{Host, Outgoing, Wait};
use tasdiq::keyfile::{KeyFile, Kind};
use tasdiq::recorded::LogKeys;
use tlog::policy::Policy;

use super::host::{Node, asked, free_port, start, until};
use super::terminal::Desk;

pub(crate) const ORIGIN: &str = "record.example/joint";
/// A small picture, drawn, with a comment that must not come along.
pub(crate) fn drawn() -> Vec<u8> {
    let shade = |x: u32, y: u32| {
        let tile = (x / 8 * 37 + y / 8 * 91) % 256;
        image::Rgb([tile as u8, tile as u8, 90])
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(48, 64, shade)
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    let mut bytes = bytes.into_inner();
    let comment = b"\xff\xfe\x00\x0csomebody's";
    bytes.splice(2..2, comment.iter().copied());
    bytes
}

pub(crate) const HOUR: i64 = 3_600_000;

/// A host in this process, and a post's folder.
pub(crate) struct Border {
    pub(crate) desk: Desk,
    pub(crate) cast: Cast,
    pub(crate) node: Arc<serve::Host>,
    pub(crate) client: Host,
    pub(crate) log: LogKeys,
    /// The reader address.
    pub(crate) url: String,
    /// Milliseconds added to the clock.
    pub(crate) shift: Arc<AtomicI64>,
    /// Where the post listens.
    pub(crate) port: u16,
    _runtime: tokio::runtime::Runtime,
}

impl Border {
    /// Founded 26 hours ago, so that what was listed then is in today's edition.
    pub(crate) fn founded() -> Border {
        Border::founded_with(|cast| cast)
    }

    /// The same under another charter.
    pub(crate) fn founded_with(amended: fn(Cast) -> Cast) -> Border {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let shift = Arc::new(AtomicI64::new(-26 * HOUR));
        let shifted = Arc::clone(&shift);
        let clock: serve::clock::Clock =
            Arc::new(move || tasdiq::clock::now().after_millis(shifted.load(Ordering::SeqCst)));
        let setup = Setup {
            amended: Box::new(amended),
            clock: Arc::clone(&clock),
            ..Setup::in_memory([5; 32], ORIGIN)
        };
        let started = runtime.block_on(Loopback::start(setup));
        let Loopback {
            cast,
            host: node,
            base,
            ..
        } = started;
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

    pub(crate) fn now(&self) -> Time {
        tasdiq::clock::now().after_millis(self.shift.load(Ordering::SeqCst))
    }

    pub(crate) fn submit(&self, act: &Envelope, wait: Wait) -> Value {
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

    pub(crate) fn found(&mut self) {
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

    pub(crate) fn say(&mut self, seat: &str, kind: &str, entry: &Value) {
        let (member, office) = seat.split_once('.').unwrap();
        let said = Said::decode("watchlist", kind, &entry.to_string()).unwrap();
        let act = self.cast.say(member, office, &said, self.now());
        self.submit(&act, Wait::Durable);
    }

    /// Says something with a key that others used too: after whatever of it the log has.
    fn say_after_others(&self, member: &str, office: &str, kind: &str, entry: &Value) {
        let said = Said::decode("watchlist", kind, &entry.to_string()).unwrap();
        let key = self.cast.key(member, office);
        let (mechanism, link) = {
            let world = self.node.world();
            let link = world.link(&key.public());
            (world.areas.roll.mechanism().unwrap(), link)
        };
        let place = self.client.author(&key.public()).unwrap();
        let after = link.map_or((0, None), |link| (link.seq + 1, Some(link.id)));
        let act = cast::statement(mechanism, &[&key], &said, after, place.seen, self.now());
        self.submit(&act, Wait::Durable);
    }

    /// Party A's first officer records a screening from another machine than the post.
    pub(crate) fn screened_elsewhere(&self) {
        let day = self.now().to_string()[..10].to_owned();
        let elsewhere = json!({
            "post": "torkham", "query": Digest([3; 32]), "edition": { "day": day, "urgent": 0 },
            "root": Digest([4; 32]), "matcher": "names/1", "purpose": "drill",
            "pool": "latin-script", "band": "none", "shown": [],
        });
        self.say_after_others("a", "post-officer", "screening-recorded.v1", &elsewhere);
    }

    /// Seals a payload to Party A's desk and sends it; how an entry names it.
    pub(crate) fn sealed(&self, media: &str, payload: &[u8], salt: u8) -> Value {
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
    pub(crate) fn list(&mut self, name: &str, salt: u8) -> String {
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
    pub(crate) fn post(&self, host: &str, link: &str) -> Node {
        let arguments = format!(
            "post --dir post --host {host} --charter charter.toml --post torkham --member-key desk.key \
             --officer One=one.key --officer Two=two.key --link {link}"
        );
        start(&self.desk, &arguments, self.port)
    }

    /// Waits until the post holds an edition of one listing, its payloads, and where both keys stand.
    pub(crate) fn settled(&self) {
        until(
            "the post holds the edition, its bodies and its keys' places",
            || {
                let officers = self.desk.file("post/officers").read_dir().unwrap();
                let page = self.get("/");
                page.contains("Listings <bdi dir=\"ltr\">1</bdi>")
                    && !page.contains("could not be opened")
                    && officers.count() == 2
            },
        );
    }

    pub(crate) fn get(&self, path: &str) -> String {
        let (head, body) = self.asked(&format!("GET {path}"), "", "");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        body
    }

    pub(crate) fn asked(&self, request: &str, lines: &str, body: &str) -> (String, String) {
        asked(
            &format!("http://127.0.0.1:{}", self.port),
            request,
            lines,
            body,
        )
    }

    /// Sends a form; where it leads, or the page that says why not.
    pub(crate) fn send(&self, path: &str, fields: &[(&str, &str)]) -> Result<String, String> {
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

    pub(crate) fn ask(&self, name: &str) -> String {
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
    pub(crate) fn bands(&self) -> Vec<&'static str> {
        let world = self.node.world();
        let screenings = world.areas.watchlist.screenings();
        screenings
            .map(|(_, one)| one.recorded.band.name())
            .collect()
    }
}

pub(crate) fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| {
        match byte.is_ascii_alphanumeric() {
            true => text + &char::from(byte).to_string(),
            false => text + &format!("%{byte:02X}"),
        }
    })
}

/// A host that answers every question about editions with `answer`, and nothing else.
pub(crate) fn liar(answer: String) -> String {
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

/// A way to a host that lets everything through, but loses the answers to acts while `losing` is set.
pub(crate) fn losing_answers(url: &str, losing: &Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let losing = Arc::clone(losing);
    way(listener, url, move |request, answer| {
        let lost = is_act(request) && losing.load(Ordering::SeqCst);
        (!lost).then_some(answer)
    })
}

/// A way to a host that lets everything through, but gives receipts of another log for acts while
/// `forging` is set.
pub(crate) fn forging_receipts(url: &str, forging: &Arc<AtomicBool>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let forging = Arc::clone(forging);
    way(listener, url, move |request, answer| {
        let forged = is_act(request) && forging.load(Ordering::SeqCst);
        if !forged {
            return Some(answer);
        }
        let text = String::from_utf8(answer).unwrap();
        let other = ORIGIN.replace("record", "recall");
        Some(text.replace(ORIGIN, &other).into_bytes())
    })
}

fn is_act(request: &str) -> bool {
    request.starts_with("POST") && request.contains("/api/acts?")
}

/// A way to a host; `answers` says what comes back of its answer to a request.
pub(crate) fn way(
    listener: TcpListener,
    url: &str,
    answers: impl Fn(&str, Vec<u8>) -> Option<Vec<u8>> + Send + 'static,
) -> String {
    let (base, path) = url.split_once("/reader/").unwrap();
    let upstream = base.trim_start_matches("http://").to_owned();
    let address = format!("http://{}/reader/{path}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let request = whole_request(&mut stream);
            let first = request.find("\r\n").unwrap_or(0);
            let closing = format!(
                "{}\r\nconnection: close{}",
                &request[..first],
                &request[first..]
            );
            let mut there = TcpStream::connect(&upstream).unwrap();
            let _ = there.write_all(closing.as_bytes());
            let mut answer = Vec::new();
            let _ = there.read_to_end(&mut answer);
            if let Some(answer) = answers(&request, answer) {
                let _ = stream.write_all(&answer);
            }
        }
    });
    address
}

/// A request with its body; all of these tests' are text.
fn whole_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let read = stream.read(&mut part).unwrap_or(0);
        bytes.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            if read == 0 {
                return text;
            }
            continue;
        };
        let length = head.lines().find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")?
                .parse()
                .ok()
        });
        if read == 0 || body.len() >= length.unwrap_or(0) {
            return text;
        }
    }
}
