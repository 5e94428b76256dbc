//! A flood: everything that one side, and strangers beside it, can send to a host at once, as fast as it is
//! answered and without ever waiting when told to. Used by a test, and by the bench of the hotline.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use act::{Digest, EntryId, Envelope, Seen, SigningKey};
use mechanism::Said;
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// Offices whose keys flood. The one on duty has better things to do.
pub(crate) const OFFICES: [&str; 6] = [
    "negotiator",
    "deputy",
    "hotline-node",
    "watchlist",
    "post-officer",
    "post-supervisor",
];
/// Loops that ask for pages, and that send what no host may take.
const READERS: usize = 280;
const STRANGERS: usize = 12;
/// Event streams that are asked for.
const STREAMS: usize = 200;
/// Connections that never say anything.
const SILENT: usize = 200;

/// A key and its chain.
pub(crate) struct Author {
    key: SigningKey,
    mechanism: Digest,
    chain: (u64, Option<EntryId>),
}

impl Author {
    /// A key that has said nothing yet.
    pub(crate) fn new(key: SigningKey, mechanism: Digest) -> Author {
        let chain = (0, None);
        Author {
            key,
            mechanism,
            chain,
        }
    }

    /// Its next act.
    pub(crate) fn says(&mut self, kind: &str, entry: &Value) -> Envelope {
        let said = Said::decode("hotline", kind, &entry.to_string()).unwrap();
        let nothing = Seen {
            size: 0,
            root: Digest::of(b""),
        };
        let now = serve::clock::system()();
        let act = cast::statement(
            self.mechanism,
            &[&self.key],
            &said,
            self.chain,
            nothing,
            now,
        );
        self.chain = (self.chain.0 + 1, Some(act.entry_id()));
        act
    }
}

/// Words on the line between duty officers.
pub(crate) fn message(precedence: &str, number: u64) -> Value {
    json!({
        "channel": "duty", "format": "statement", "precedence": precedence, "number": number,
        "lang": "en", "fields": {}, "text": "An invented message of an ordinary length.",
    })
}

/// Sends an act; an error is a connection that was not given or was cut.
pub(crate) async fn post(
    http: &Client,
    base: &str,
    act: &[u8],
) -> Result<(StatusCode, Value), reqwest::Error> {
    let request = http.post(format!("{base}/api/acts"));
    let request = request.header("content-type", "application/json");
    let answer = request.body(act.to_vec()).send().await?;
    let status = answer.status();
    let told = answer.text().await?;
    Ok((status, serde_json::from_str(&told).unwrap_or_default()))
}

/// A client at another of this machine's addresses than the flood: one address has only so many
/// connections.
pub(crate) fn elsewhere() -> Client {
    let address = std::net::IpAddr::from([127, 0, 0, 2]);
    Client::builder()
        .tcp_nodelay(true)
        .local_address(address)
        .build()
        .unwrap()
}

/// Signs in, as the sign-in page does; the cookie.
pub(crate) async fn session(
    http: &Client,
    base: &str,
    key: &SigningKey,
    mechanism: Digest,
) -> String {
    let page = http.get(format!("{base}/sign-in")).send().await.unwrap();
    let page = page.text().await.unwrap();
    let after = page.split("data-challenge=\"").nth(1).unwrap();
    let challenge = after.split('"').next().unwrap();
    let payload = json!({ "challenge": challenge, "origin": base, "mechanism": mechanism });
    let kind = "application/vnd.tasdiq.sign-in.v1+json";
    let body = Envelope::sign(kind, payload.to_string().as_bytes(), &[key]);
    let sent = http.post(format!("{base}/session"));
    let answer = sent.body(body.bytes().to_vec()).send().await.unwrap();
    let cookie = answer.headers()["set-cookie"].to_str().unwrap();
    cookie.split(';').next().unwrap().to_owned()
}

/// How a flood fares.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// Acts in the log, and acts that were told to wait.
    pub(crate) recorded: AtomicU64,
    pub(crate) slowed: AtomicU64,
    /// Pages, and requests for pages or streams that were told to wait.
    pub(crate) pages: AtomicU64,
    pub(crate) turned_away: AtomicU64,
    /// Event streams that are open.
    pub(crate) streams: AtomicU64,
    /// What strangers sent, refused, and answered in any other way.
    pub(crate) refused: AtomicU64,
    pub(crate) wrongly_answered: AtomicU64,
}

/// A flood, until it is dropped.
pub(crate) struct Flood {
    pub(crate) counts: Arc<Counts>,
    _tasks: JoinSet<()>,
    _silent: Vec<TcpStream>,
}

impl Flood {
    /// One side floods with these keys, signed in as the first of them; strangers send what is nobody's.
    pub(crate) async fn begin(base: &str, keys: Vec<SigningKey>, mechanism: Digest) -> Flood {
        let http = Client::builder().tcp_nodelay(true).build().unwrap();
        let cookie = session(&http, base, &keys[0], mechanism).await;
        let counts = Arc::<Counts>::default();
        let side = Side {
            http,
            base: base.to_owned(),
            cookie,
            counts: Arc::clone(&counts),
        };
        let mut tasks = JoinSet::new();
        for _ in 0..STREAMS {
            tasks.spawn(side.clone().follow());
        }
        for (n, key) in keys.into_iter().enumerate() {
            tasks.spawn(side.clone().speak(Author::new(key, mechanism), n));
        }
        for n in 0..READERS {
            tasks.spawn(side.clone().read(n));
        }
        for n in 0..STRANGERS {
            tasks.spawn(side.clone().knock(n, mechanism));
        }
        let address = base.trim_start_matches("http://");
        let mut silent = Vec::new();
        for _ in 0..SILENT {
            silent.push(TcpStream::connect(address).await.unwrap());
        }
        Flood {
            counts,
            _tasks: tasks,
            _silent: silent,
        }
    }

    /// Lasts until the host tells the side to wait and refuses strangers.
    pub(crate) async fn rises(&self) {
        let some = |count: &AtomicU64| count.load(Ordering::Relaxed) > 0;
        let Counts {
            recorded,
            turned_away,
            refused,
            ..
        } = &*self.counts;
        while !(some(recorded) && some(turned_away) && some(refused)) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }
}

#[derive(Clone)]
struct Side {
    http: Client,
    base: String,
    cookie: String,
    counts: Arc<Counts>,
}

impl Side {
    async fn speak(self, mut author: Author, n: usize) {
        for number in 1.. {
            // Most are void, because other officers hold that watch: they are acts all the same.
            let act = author.says(
                "message-sent.v1",
                &message("routine", number * 100 + n as u64),
            );
            let once = || post(&self.http, &self.base, act.bytes());
            loop {
                // The same bytes at once: they are one act, and each counts against its key's pace.
                let answers: [_; 4] = tokio::join!(once(), once(), once(), once()).into();
                let ok = |answer: &&Result<(StatusCode, Value), _>| {
                    answer
                        .as_ref()
                        .is_ok_and(|(status, _)| *status == StatusCode::OK)
                };
                let taken = answers.iter().filter(ok).count();
                self.counts
                    .slowed
                    .fetch_add(4 - taken as u64, Ordering::Relaxed);
                if taken > 0 {
                    break;
                }
            }
            self.counts.recorded.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn read(self, n: usize) {
        let pages = [
            "/hotline",
            "/log",
            "/hotline?words=message",
            "/roll",
            "/sign-in",
        ];
        for page in pages.iter().cycle().skip(n) {
            let request = self.http.get(format!("{}{page}", self.base));
            let answer = request.header("cookie", &self.cookie).send().await;
            let taken = match &answer {
                Ok(answer) if answer.status() == StatusCode::OK => &self.counts.pages,
                _ => &self.counts.turned_away,
            };
            taken.fetch_add(1, Ordering::Relaxed);
            if let Ok(answer) = answer {
                let _ = answer.bytes().await;
            }
        }
    }

    async fn follow(self) {
        let request = self.http.get(format!("{}/api/live?from=0", self.base));
        let answer = request.header("cookie", &self.cookie).send().await;
        let Some(mut answer) = answer.ok().filter(|one| one.status() == StatusCode::OK) else {
            self.counts.turned_away.fetch_add(1, Ordering::Relaxed);
            return;
        };
        self.counts.streams.fetch_add(1, Ordering::Relaxed);
        while answer.chunk().await.is_ok_and(|chunk| chunk.is_some()) {}
    }

    /// Noise, acts of a key that nobody granted, and acts that were changed after they were signed.
    async fn knock(self, n: usize, mechanism: Digest) {
        let seed = [u8::try_from(n).unwrap().wrapping_add(200); 32];
        let mut nobody = Author::new(SigningKey::from_seed(&seed), mechanism);
        for number in 1.. {
            let act = nobody.says("message-sent.v1", &message("flash", number));
            let body = match number % 3 {
                0 => vec![b'{'; 60_000],
                1 => act.bytes().to_vec(),
                _ => String::from_utf8_lossy(act.bytes())
                    .replace('A', "B")
                    .into_bytes(),
            };
            let answer = post(&self.http, &self.base, &body).await;
            let counted = match answer {
                Ok((status, _)) if status.is_client_error() => &self.counts.refused,
                Ok(_) => &self.counts.wrongly_answered,
                Err(_) => &self.counts.turned_away,
            };
            counted.fetch_add(1, Ordering::Relaxed);
        }
    }
}
