//! The whole way with real processes: a ceremony, witnesses, a host, acts from the command line, and
//! everything checked again from outside.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use act::Envelope;
use tasdiq::keyfile::KeyFile;

use super::terminal::Desk;

const PATIENCE: Duration = Duration::from_secs(60);

/// A process that ends with the test.
pub(super) struct Node(pub(super) Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running mechanism.
pub(super) struct Record {
    pub(super) desk: Desk,
    /// The reader address.
    pub(super) url: String,
    _nodes: Vec<Node>,
}

pub(super) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

pub(super) fn start(desk: &Desk, arguments: &str, port: u16) -> Node {
    let child = Command::new(env!("CARGO_BIN_EXE_tasdiq"))
        .args(arguments.split_whitespace())
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .current_dir(desk.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let node = Node(child);
    until("a node listens", || {
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    node
}

pub(super) fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(
            begun.elapsed() < PATIENCE,
            "{what}: not within {PATIENCE:?}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

impl Record {
    /// Founded by five members on their own keys, witnessed by one party and one mediator.
    pub(super) fn found() -> Record {
        let desk = Desk::new();
        let ports = [free_port(), free_port(), free_port()];
        let members = [
            (
                "a",
                format!(
                    "party --name 'Party A' --offset 300 --witness-url http://127.0.0.1:{}",
                    ports[0]
                ),
            ),
            ("b", "party --name 'Party B' --offset 270".to_owned()),
            (
                "m1",
                format!(
                    "mediator --name 'Mediator 1' --offset 180 --witness-url http://127.0.0.1:{}",
                    ports[1]
                ),
            ),
            (
                "host",
                "custodian --name Secretariat --offset 180".to_owned(),
            ),
        ];
        for (id, rest) in &members {
            desk.ok(&format!("init card {id} --part {rest} --out {id}"));
        }
        desk.ok("key new --kind log --name record.example/joint --out log.key");
        let key = desk.json("key show log.key")["public"]
            .as_str()
            .unwrap()
            .to_owned();
        desk.ok(&format!(
            "init draft a/a.card.toml b/b.card.toml m1/m1.card.toml host/host.card.toml \
             --origin record.example/joint --log-key {key} --name 'Joint Mechanism' --fictional"
        ));
        for (id, _) in &members {
            desk.ok(&format!(
                "init sign charter.toml --key {id}/root-1.key --yes"
            ));
        }
        desk.ok(
            "init found charter.toml charter.a.sig charter.b.sig charter.m1.sig charter.host.sig",
        );
        std::fs::create_dir(desk.file("record")).unwrap();
        let path = desk.json("reader add --dir record me")["path"]
            .as_str()
            .unwrap()
            .to_owned();
        let nodes = vec![
            start(
                &desk,
                "witness --dir wa --key a/witness.key --charter charter.toml",
                ports[0],
            ),
            start(
                &desk,
                "witness --dir wm --key m1/witness.key --charter charter.toml",
                ports[1],
            ),
            start(
                &desk,
                "serve --dir record --log-key log.key --founding founding.json",
                ports[2],
            ),
        ];
        let url = format!("http://127.0.0.1:{}{path}", ports[2]);
        until("the charter is published", || {
            desk.run(&format!("verify {url} --charter charter.toml"))
                .code
                == 0
        });
        Record {
            desk,
            url,
            _nodes: nodes,
        }
    }

    /// Makes an office key and has the member's root grant it.
    pub(super) fn appoint(&self, member: &str, office: &str) {
        let (desk, url) = (&self.desk, &self.url);
        let name = format!("{member}-{office}");
        desk.ok(&format!("key new --kind office --out {name}.key"));
        let request = format!("key request {name}.key --charter charter.toml --label '{office}'");
        desk.write("request.json", desk.ok(&request));
        let grant = format!("key grant request.json --member {member} --office {office} --days 30");
        desk.write("grant.json", desk.ok(&grant));
        let told = desk.json(&format!(
            "act new roll.key-granted.v1 --entry grant.json --key {member}/root-1.key --host {url} --yes"
        ));
        assert_eq!(told["verdict"]["status"], "in-force", "{told}");
    }
}

/// A page as the host serves it to a visitor.
fn served(url: &str, page: &str) -> String {
    let (head, body) = asked(url, &format!("GET {page}"), "", "");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    body
}

/// Head and body of the answer to a request; `lines` are further lines of its head.
pub(super) fn asked(url: &str, request: &str, lines: &str, body: &str) -> (String, String) {
    let host = origin(url).strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    let request = format!(
        "{request} HTTP/1.1\r\nHost: {host}\r\n{lines}Content-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), body.to_owned())
}

/// The host's own address, without the reader's part.
fn origin(url: &str) -> &str {
    url.split("/reader/").next().unwrap()
}

/// Signs in as an office's browser does; the line of a request's head that shows it.
fn sign_in(desk: &Desk, url: &str, key: &str) -> String {
    let page = served(url, "/sign-in");
    let challenge = between(&page, "data-challenge=\"", "\"");
    let mechanism = between(&page, "data-mechanism=\"", "\"");
    let signed = serde_json::json!({
        "challenge": challenge, "origin": origin(url), "mechanism": mechanism,
    });
    let kind = "application/vnd.tasdiq.sign-in.v1+json";
    let key = KeyFile::read(&desk.file(key)).unwrap().act_key().unwrap();
    let envelope = Envelope::sign(kind, signed.to_string().as_bytes(), &[&key]);
    let body = String::from_utf8(envelope.bytes().to_vec()).unwrap();
    let (head, body) = asked(url, "POST /session", "", &body);
    assert!(head.starts_with("HTTP/1.1 204"), "{head}\n{body}");
    let cookie = head
        .lines()
        .find(|line| line.to_lowercase().starts_with("set-cookie: "))
        .unwrap();
    let cookie = between(cookie, ": ", ";");
    format!("Cookie: {cookie}\r\n")
}

pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap();
    rest.split_once(after).unwrap().0
}

/// The command at a page's foot, as a reader would copy it from the screen.
fn printed(page: &str) -> String {
    let command = between(page, "<code class=\"command\" dir=\"ltr\">", "</code>");
    command
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// What a shell makes of a line that begins with `tasdiq`.
fn shell(desk: &Desk, line: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_tasdiq"));
    let output = Command::new("/bin/sh")
        .args(["-c", line])
        .current_dir(desk.path())
        .env("PATH", program.parent().unwrap())
        .output()
        .unwrap();
    assert!(output.status.success(), "{line}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn from_cards_to_proofs() {
    let record = Record::found();
    let (desk, url) = (&record.desk, &record.url);
    record.appoint("m1", "mediation");
    record.appoint("a", "negotiator");
    let instrument =
        r#"{"instrument":"principles","title":"Principles","single_undertaking":true}"#;
    desk.write("open.json", instrument);

    // Whoever may not is recorded as void, with the reason; whoever may is in force.
    let line =
        format!("act new agreement.instrument-opened.v1 --entry open.json --host {url} --yes");
    let ran = desk.run(&format!("{line} --key a-negotiator.key"));
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("[roll.no-authority]"), "{}", ran.out);
    let told = desk.json(&format!("{line} --key m1-mediation.key --wait witnessed"));
    assert_eq!(told["reached"], "witnessed", "{told}");

    // The proof the host gives and the one made from its tiles both hold, offline.
    let index = told["index"].as_u64().unwrap();
    desk.ok(&format!("prove {index} --host {url}"));
    desk.write("host.tlog-proof", told["proof"].as_str().unwrap());
    for proof in [
        format!("entry-{index}.tlog-proof"),
        "host.tlog-proof".to_owned(),
    ] {
        let line = format!("check-proof entry-{index}.leaf {proof} --charter charter.toml");
        assert_eq!(desk.json(&line)["kind"], "agreement.instrument-opened.v1");
    }

    // A long text is filed in parts; running the command again records nothing twice.
    let paragraph = "The Parties shall exchange the lists named in this text every month.";
    let text: String = (1..=800)
        .map(|n| format!("{n}. {paragraph} Number {n}.\n\n"))
        .collect();
    desk.write("text.md", &text);
    let line = format!(
        "agreement table text.md --instrument principles --draft a-proposal --title 'A text' \
         --key a-negotiator.key --host {url} --wait witnessed --yes"
    );
    let first = desk.json(&line);
    assert_eq!(
        (&first["clauses"], &first["acts"]),
        (&800.into(), &3.into())
    );
    assert_eq!(desk.json(&line)["index"], first["index"]);

    // The whole record, read over HTTP and from a copy, is sound and the same.
    let over_http = desk.json(&format!("verify {url}/log --charter charter.toml"));
    assert_eq!(
        over_http["size"].as_u64(),
        first["index"].as_u64().map(|index| index + 1)
    );
    assert_eq!(over_http["void"].as_array().unwrap().len(), 1);
    desk.ok(&format!("export tiles {url} copy"));
    let copy = desk.json("verify copy --charter charter.toml");
    assert_eq!(copy["root"], over_http["root"]);
    // A page made from the copy is the page the host serves, byte for byte.
    let page = "/?as-of=2030-01-01T00:00:00.000Z";
    let offline = desk.ok(&format!("show {page} --log copy --lang ps"));
    assert_eq!(offline, served(url, &format!("{page}&lang=ps")));

    // The command at a page's foot makes that page: a visitor's, a member's, one with a query.
    let visitors = served(url, "/?lang=ur");
    assert_eq!(shell(desk, &printed(&visitors)), visitors);
    let cookie = sign_in(desk, url, "a-negotiator.key");
    for page in [
        "/",
        "/agreement/principles",
        "/log/3?lang=ar&q=it's",
        "/roll",
    ] {
        let (head, page) = asked(url, &format!("GET {page}"), &cookie, "");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let line = printed(&page);
        assert!(line.contains(" --reader ed25519:"), "{line}");
        assert_eq!(shell(desk, &line), page, "{line}");
    }

    let lines = desk.ok("export jsonl copy --charter charter.toml");
    assert_eq!(
        lines.lines().count() as u64,
        over_http["size"].as_u64().unwrap()
    );
}

#[test]
fn a_host_that_says_no_is_quoted() {
    let record = Record::found();
    let (desk, url) = (&record.desk, &record.url);
    desk.write(
        "open.json",
        r#"{"instrument":"x","title":"X","single_undertaking":false}"#,
    );
    desk.ok("key new --kind office --out stranger.key");
    let line = "act new agreement.instrument-opened.v1 --entry open.json --key stranger.key --yes";
    let said = desk.fails(1, &format!("{line} --host {url}"));
    assert!(said.starts_with("error: the host answers: "), "{said}");
    assert!(
        said.contains("  whose side: what the command was given\n  next: "),
        "{said}"
    );

    // The refusal is a sentence in the reader's language; programs get the code alone.
    assert!(
        said.contains("was not granted any office here. [roll.key-unknown]"),
        "{said}"
    );
    let said = desk.fails(1, &format!("{line} --host {url} --lang tr"));
    assert!(said.contains(" [roll.key-unknown]"), "{said}");
    assert!(!said.contains("was not granted"), "{said}");
    let said = desk.fails(1, &format!("{line} --host {url} --json"));
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"]["more"]["code"], "roll.key-unknown");

    // Without the reader's address the host tells nothing.
    let public = url.split("/reader/").next().unwrap();
    let said = desk.fails(2, &format!("{line} --host {public}"));
    assert!(said.contains("members who have signed in"), "{said}");

    // Before anything is asked of anyone, the entry is read as every node will read it.
    desk.write("open.json", r#"{"instrument":"x","titel":"X"}"#);
    insta::assert_snapshot!(desk.fails(2, &format!("{line} --host {url}")), @r"
    error: this is not an entry of the kind agreement.instrument-opened.v1
      because: not a instrument-opened.v1: unknown field `titel`, expected one of `instrument`, `title`, `single_undertaking` at line 1 column 25
      whose side: what the command was given
    ");
}

#[test]
fn nobody_answers_at_the_wrong_address() {
    let desk = Desk::new();
    desk.write(
        "vote.json",
        r#"{"proposal":1,"choice":"approve","reason":""}"#,
    );
    desk.ok("key new --kind office --out my.key");
    let url = format!("http://127.0.0.1:{}", free_port());
    let line =
        format!("act new roll.vote-cast.v1 --entry vote.json --key my.key --host {url} --yes");
    let said = desk.fails(2, &line);
    assert!(
        said.starts_with(&format!("error: no answer from {url}/api/authors/")),
        "{said}"
    );
    assert!(said.contains("  whose side: the other side\n"), "{said}");
    insta::assert_snapshot!(desk.fails(2, "act new vote --entry vote.json --key my.key --host record --yes"), @r#"
    error: "vote" is no kind of entry
      whose side: how the command was called
      next: write area, entry and version, like roll.vote-cast.v1
    "#);
}

#[test]
fn a_prepared_statement_is_signed_without_a_network() {
    let desk = Desk::new();
    let cast = super::log::Log::founded().cast;
    desk.ok("key new --kind office --out my.key");
    let public = desk.json("key show my.key")["public"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let place = tasdiq::prepared::Place {
        mechanism: cast.mechanism(),
        seq: 0,
        prev: None,
        seen: cast.seen,
    };
    let entry = r#"{"proposal":4,"choice":"approve","reason":"It is time."}"#;
    let kind = ("roll", "vote-cast.v1");
    let prepared =
        tasdiq::prepared::Prepared::new(kind, entry, public, place, act::Time::default()).unwrap();
    desk.write("review.json", prepared.text());
    let told = desk.json("act sign review.json --key my.key --out act.json --yes");
    let envelope = act::Envelope::parse(desk.read("act.json").as_bytes()).unwrap();
    envelope.verify().unwrap();
    assert_eq!(told["id"], envelope.entry_id().to_string());
    assert_eq!(envelope.payload(), prepared.payload);

    desk.ok("key new --kind office --out other.key");
    let said = desk.fails(
        2,
        "act sign review.json --key other.key --out other.json --yes",
    );
    assert!(
        said.starts_with("error: review.json is not a statement this key can sign\n"),
        "{said}"
    );
    assert!(!desk.file("other.json").exists());
}
