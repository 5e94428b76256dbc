//! What `act` believes of a host's answer. The host here is a fixture that lies on request.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use act::{EntryId, Envelope, Time};
use cast::Cast;
use serde_json::{Value, json};
use serve::receipt::Receipt;
use tlog::note::SigningKey;

use super::scene::{ORIGIN, now, open};
use super::terminal::Desk;

/// What the fixture answers to a submission.
struct Answer {
    told: Receipt,
    receipt: String,
}

/// A host that answers every submission with `answer`, and shows `policy` as its own.
fn host(policy: String, answer: &Answer) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let body = json!({
        "index": answer.told.index, "id": answer.told.id, "at": answer.told.at,
        "reached": "durable", "verdict": { "status": "in-force" }, "receipt": answer.receipt,
    });
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            reply(stream.unwrap(), &policy, &body.to_string());
        }
    });
    url
}

fn reply(mut stream: TcpStream, policy: &str, recorded: &str) {
    let mut request = Vec::new();
    let mut part = [0; 4096];
    // The whole request is read, or the answer might be lost with the rest of it.
    loop {
        let read = stream.read(&mut part).unwrap();
        if read == 0 {
            break;
        }
        request.extend_from_slice(&part[..read]);
        let text = String::from_utf8_lossy(&request).to_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|l| l.strip_prefix("content-length: "));
        if length.is_none_or(|length| body.len() >= length.parse().unwrap()) {
            break;
        }
    }
    let body = match request.starts_with(b"GET /api/policy ") {
        true => policy,
        false => recorded,
    };
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close";
    let length = body.len();
    let _ = write!(stream, "{head}\r\nContent-Length: {length}\r\n\r\n{body}");
}

struct Table {
    desk: Desk,
    cast: Cast,
    envelope: Envelope,
    honest: Receipt,
}

impl Table {
    fn new() -> Table {
        let desk = Desk::new();
        let mut cast = Cast::new([5; 32], ORIGIN, &BTreeMap::new());
        let envelope = cast.say("m1", "mediation", &open("principles"), now());
        desk.write("act.json", envelope.bytes());
        desk.write("charter.toml", &cast.charter);
        let honest = Receipt {
            origin: ORIGIN.to_owned(),
            index: 12,
            id: envelope.entry_id(),
            at: Time::from_millis(1_767_225_600_000),
        };
        Table {
            desk,
            cast,
            envelope,
            honest,
        }
    }

    fn key(&self) -> SigningKey {
        self.cast.log_key(ORIGIN)
    }

    fn policy(&self) -> String {
        let charter = roll::Charter::parse(&self.cast.charter).unwrap();
        charter.policy
    }

    /// The fixture's address; it says `told` and shows a receipt for `promised`.
    fn says(&self, told: &Receipt, promised: &Receipt, key: &SigningKey) -> String {
        let answer = Answer {
            told: told.clone(),
            receipt: promised.sign(key).to_string(),
        };
        host(self.policy(), &answer)
    }

    /// What `act send` says of a false receipt: whose fault, and why.
    fn refuses(&self, url: &str, why: &str) {
        let line = format!("act send act.json --host {url} --charter charter.toml");
        let said = self.desk.fails(1, &line);
        assert!(
            said.starts_with("error: the host's receipt is false\n"),
            "{said}"
        );
        assert!(said.contains(why), "{said}");
        assert!(said.contains("\n  whose side: the other side\n"), "{said}");
    }
}

#[test]
fn an_honest_receipt_is_checked_and_told() {
    let table = Table::new();
    let url = table.says(&table.honest, &table.honest, &table.key());
    let line = format!("act send act.json --host {url}");
    let text = table.desk.ok(&line);
    let told = "receipt    holds: this entry, this place, signed with the log's key";
    assert!(text.contains(told), "{text}");
    assert!(text.contains("as the host names it"), "{text}");
    let by_charter = format!("{line} --charter charter.toml");
    assert!(table.desk.ok(&by_charter).contains("as you named it"));
    let json = table.desk.json(&by_charter);
    let check = json!({ "holds": true, "log": ORIGIN, "trust": "charter" });
    assert_eq!(json["receipt_check"], check);
}

#[test]
fn a_false_receipt_is_the_hosts_fault_and_kept() {
    let table = Table::new();
    let (key, honest) = (table.key(), &table.honest);
    let other_act = Receipt {
        id: EntryId::of(b"another act"),
        ..honest.clone()
    };
    table.refuses(
        &table.says(honest, &other_act, &key),
        "not for the one sent",
    );
    let kept = format!("receipt-{}.json", table.envelope.entry_id().short());
    let kept: Value = serde_json::from_str(&table.desk.read(&kept)).unwrap();
    assert_eq!(kept["receipt"], other_act.sign(&key).to_string());

    let other_place = Receipt {
        index: 13,
        ..honest.clone()
    };
    let why = "the answer says entry 12, the receipt promises entry 13";
    table.refuses(&table.says(honest, &other_place, &key), why);
    let other_time = Receipt {
        at: Time::from_millis(0),
        ..honest.clone()
    };
    table.refuses(&table.says(honest, &other_time, &key), "it was placed at");
    let other_log = Receipt {
        origin: "record.example/other".to_owned(),
        ..honest.clone()
    };
    table.refuses(
        &table.says(honest, &other_log, &key),
        "record.example/other",
    );
    let stranger = SigningKey::log(ORIGIN, &[9; 32]);
    table.refuses(
        &table.says(honest, honest, &stranger),
        "not signed with the log's key",
    );
    let answer = Answer {
        told: honest.clone(),
        receipt: honest
            .sign(&key)
            .to_string()
            .replacen("\n12\n", "\n14\n", 1),
    };
    table.refuses(&host(table.policy(), &answer), "does not hold");
    let answer = Answer {
        told: honest.clone(),
        receipt: String::new(),
    };
    table.refuses(&host(table.policy(), &answer), "not a signed note");
}

#[test]
fn a_false_receipt_is_told_to_programs() {
    let table = Table::new();
    let stranger = SigningKey::log(ORIGIN, &[9; 32]);
    let url = table.says(&table.honest, &table.honest, &stranger);
    let said = table
        .desk
        .fails(1, &format!("act send act.json --host {url} --json"));
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"]["fault"], "other-side");
    assert_eq!(said["error"]["exit"], 1);
    assert_eq!(said["error"]["more"]["index"], 12);
}
