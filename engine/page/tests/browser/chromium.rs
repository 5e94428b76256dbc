//! A loopback host for one test and a Chromium that visits it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use page::{ASSETS, CONTENT_SECURITY_POLICY};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(90);
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A request.
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) origin: String,
    pub(crate) body: Vec<u8>,
    pub(crate) last_event: Option<String>,
}

/// A response.
pub(crate) struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
    policy: String,
}

impl Answer {
    fn of(content_type: &'static str, body: &[u8]) -> Answer {
        Answer {
            status: 200,
            content_type,
            body: body.to_vec(),
            policy: CONTENT_SECURITY_POLICY.to_owned(),
        }
    }
    pub(crate) fn html(text: &str) -> Answer {
        Answer::of("text/html; charset=utf-8", text.as_bytes())
    }
    pub(crate) fn script(text: &str) -> Answer {
        Answer::of("text/javascript; charset=utf-8", text.as_bytes())
    }
    pub(crate) fn json(value: &Value) -> Answer {
        Answer::of("application/json", value.to_string().as_bytes())
    }
    pub(crate) fn bytes(body: Vec<u8>) -> Answer {
        Answer::of("application/octet-stream", &body)
    }
    pub(crate) fn events(text: &str) -> Answer {
        Answer::of("text/event-stream", text.as_bytes())
    }
    pub(crate) fn missing() -> Answer {
        Answer {
            status: 404,
            ..Answer::of("text/plain", b"")
        }
    }
    /// The same, where a page of this test may hold it in a frame.
    pub(crate) fn framed(self) -> Answer {
        let policy = self
            .policy
            .replace("frame-ancestors 'none'", "frame-src 'self'");
        Answer { policy, ..self }
    }
}

/// Ends the browser this test started, whatever happens.
struct Browser(Child);

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Opens `start` in Chromium, answers its requests, and returns what its scripts sent to
/// `/test/report`, up to the first report that `is_last`. None if there is no Chromium.
pub(crate) fn visit(
    start: &str,
    answer: &(dyn Fn(&Asked) -> Answer + Sync),
    is_last: impl Fn(&Value) -> bool,
) -> Option<Vec<Value>> {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let profile = tempfile::tempdir().unwrap();
    let Some(browser) = launch(&format!("{origin}{start}"), profile.path()) else {
        println!("skipped: no chromium");
        return None;
    };
    let (reports, received) = mpsc::channel();
    let ended = AtomicBool::new(false);
    let found = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::SeqCst) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let (reports, origin) = (reports.clone(), origin.as_str());
                        scope.spawn(move || serve(stream, origin, answer, &reports));
                    }
                    Err(_) => std::thread::sleep(Duration::from_millis(2)),
                }
            }
        });
        let mut found = Vec::new();
        let until = Instant::now() + PATIENCE;
        while let Ok(report) =
            received.recv_timeout(until.saturating_duration_since(Instant::now()))
        {
            found.push(report);
            if is_last(&found[found.len() - 1]) {
                break;
            }
        }
        ended.store(true, Ordering::SeqCst);
        drop(browser);
        found
    });
    assert!(
        found.last().is_some_and(is_last),
        "the browser did not finish: {found:#?}"
    );
    Some(found)
}

fn launch(address: &str, profile: &std::path::Path) -> Option<Browser> {
    NAMES.iter().find_map(|name| {
        Command::new(name)
            .args([
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
            ])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("--remote-debugging-port=0")
            .arg(address)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok()
            .map(Browser)
    })
}

fn serve(
    stream: TcpStream,
    origin: &str,
    answer: &(dyn Fn(&Asked) -> Answer + Sync),
    reports: &mpsc::Sender<Value>,
) {
    stream.set_nonblocking(false).unwrap();
    let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
    let Some(asked) = read(&stream, origin) else {
        return;
    };
    let answer = match asked.path.as_str() {
        "/test/report" => {
            let _ = reports.send(serde_json::from_slice(&asked.body).unwrap());
            Answer::json(&Value::Null)
        }
        path => match ASSETS.iter().find(|asset| asset.path == path) {
            Some(asset) => Answer::of(asset.content_type, asset.bytes),
            None => answer(&asked),
        },
    };
    let mut stream = stream;
    let head = format!(
        "HTTP/1.1 {} -\r\ncontent-type: {}\r\ncontent-length: {}\r\n\
         content-security-policy: {}\r\nconnection: close\r\n\r\n",
        answer.status,
        answer.content_type,
        answer.body.len(),
        answer.policy
    );
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&answer.body));
}

/// Chromium opens connections ahead of need; one without a request is no request.
fn read(stream: &TcpStream, origin: &str) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut length = 0;
    let mut last_event = None;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().ok()?;
        }
        if name.eq_ignore_ascii_case("last-event-id") {
            last_event = Some(value.trim().to_owned());
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        path,
        origin: origin.to_owned(),
        body,
        last_event,
    })
}
