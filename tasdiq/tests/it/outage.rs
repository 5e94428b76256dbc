//! A border post whose host lies, cannot be reached, or has been away for long, as a process of its own.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use act::{Digest, Time};
use seal::SealSecret;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tasdiq::post::held::Held;
use watchlist::announced::Announced;
use watchlist::entry::EditionName;

use super::border::{Border, HOUR, ORIGIN, TOKEN, forging_receipts, liar, way};
use super::host::{free_port, until};

/// What the page says while nobody answers.
const UNANSWERED: &str = "The host does not answer.";
const THIRTY_DAYS: i64 = 30 * 24 * HOUR;

/// A border with one listing in today's edition.
fn listed() -> (Border, String) {
    let mut border = Border::founded();
    let listing = border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    (border, listing)
}

/// The way to what the log's own key announces: the edition that is held, without its listing.
fn shortened(border: &Border, held: &Held, name: EditionName) -> String {
    let mut other = held.edition.clone();
    other.name = name;
    other.leaves.clear();
    let announced = Announced {
        origin: ORIGIN.to_owned(),
        edition: other.name.clone(),
        listings: 0,
        root: other.root(),
        log_size: 9,
        log_root: Digest([9; 32]),
    };
    let note = announced.sign(&border.cast.log_key(ORIGIN)).to_string();
    let mut way = serde_json::to_value(other.delta(&held.edition)).unwrap();
    way["note"] = note.into();
    way.to_string()
}

#[test]
fn another_list_under_the_name_of_the_edition_held_is_not_taken_over_whoever_signed_it() {
    let (border, listing) = listed();
    let post = border.post(&border.url, "on");
    border.settled();
    drop(post);
    let kept = border.desk.read("post/edition.json");
    let json: Value = serde_json::from_str(&kept).unwrap();
    let held = Held::whole(json, &border.log.keys).unwrap();

    let name = held.edition.name.clone();
    let lie = shortened(&border, &held, name.clone());
    let post = border.post(&liar(lie), "on");
    let banner = format!(
        "another list was announced as edition {} before",
        name.text()
    );
    until("the banner", || border.get("/").contains(&banner));
    assert!(border.get("/").contains("is not what was announced"));
    assert!(border.ask("Zmaray Torbazgar").contains(&listing));
    drop(post);
    assert_eq!(border.desk.read("post/edition.json"), kept);

    // The name is all that was wrong: as the next edition of the same day it counts.
    let day = name.day.clone();
    let urgent = EditionName { day, urgent: 1 };
    let mut next = held.clone();
    next.edition.since = border.now();
    let truth = shortened(&border, &next, urgent);
    let _post = border.post(&liar(truth), "on");
    until("the next edition is held", || {
        let page = border.get("/");
        page.contains("Listings <bdi dir=\"ltr\">0</bdi>") && !page.contains(&banner)
    });
    assert!(!border.ask("Zmaray Torbazgar").contains(&listing));
}

#[test]
fn a_post_that_starts_while_its_host_is_away_screens_as_soon_and_as_long_as_it_can() {
    let (border, listing) = listed();
    let away = || format!("127.0.0.1:{}", free_port());
    let reader = |address: &str| format!("http://{address}/reader/{TOKEN}");
    let comes_back = |address: &str| {
        let listener = TcpListener::bind(address).unwrap();
        way(listener, &border.url, |_, answer| Some(answer));
    };

    // Nothing is held yet: it says so, answers nobody, and needs no restart once the host is there.
    let address = away();
    let post = border.post(&reader(&address), "on");
    until("the page says so", || border.get("/").contains(UNANSWERED));
    assert!(border.get("/").contains("holds no edition yet"));
    let fields = [
        ("name", "Zmaray Torbazgar"),
        ("purpose", "entry"),
        ("officer", "One"),
    ];
    let page = border.send("/ask", &fields).unwrap_err();
    assert!(
        page.contains("holds no edition yet") && !page.contains(&listing),
        "{page}"
    );
    comes_back(&address);
    border.settled();
    assert!(!border.get("/").contains(UNANSWERED));
    drop(post);

    // An edition is held: it screens at once, and what is recorded waits.
    let address = away();
    let _post = border.post(&reader(&address), "on");
    assert!(border.ask("Zmaray Torbazgar").contains(&listing));
    until("the page says so", || border.get("/").contains(UNANSWERED));
    assert!(border.get("/").contains("One recorded act waits"));
    assert_eq!(border.bands().len(), 0);
    comes_back(&address);
    until("it arrives", || border.bands().len() == 1);
    until("nothing waits", || {
        let page = border.get("/");
        page.contains("Nothing waits") && !page.contains(UNANSWERED)
    });
}

#[test]
fn a_false_receipt_is_no_refusal_the_act_waits_for_a_true_one_and_is_said_once() {
    let (border, _) = listed();
    let forging = Arc::new(AtomicBool::new(false));
    let _post = border.post(&forging_receipts(&border.url, &forging), "on");
    border.settled();
    forging.store(true, Ordering::SeqCst);
    border.ask("Zmaray Torbazgar");
    until("the page says so", || {
        border.get("/").contains("receipt is false")
    });
    assert_eq!(border.bands().len(), 1, "the log took it all the same");
    // The key goes on elsewhere, so that the post's number is no longer the next.
    border.screened_elsewhere();
    border.ask("Xavier Quintblom");
    let waits = || {
        let page = border.get("/");
        page.contains("recorded acts wait") && !page.contains("do not count")
    };
    // Two more rounds of asking.
    for _ in 0..24 {
        assert!(waits(), "{}", border.get("/"));
        std::thread::sleep(std::time::Duration::from_millis(500));
    }
    assert_eq!(border.bands().len(), 2);
    forging.store(false, Ordering::SeqCst);
    until("nothing waits", || {
        let page = border.get("/");
        page.contains("Nothing waits") && !page.contains("receipt is false")
    });
    assert_eq!(border.bands().len(), 3);
    assert!(!border.get("/").contains("do not count"));
}

#[test]
fn a_key_used_elsewhere_between_asking_where_it_stands_and_sending_loses_nothing() {
    let (border, _) = listed();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (asked, was_asked) = std::sync::mpsc::channel();
    let (go_on, may_go_on) = std::sync::mpsc::channel::<()>();
    let holding = Arc::new(AtomicBool::new(false));
    let armed = Arc::clone(&holding);
    let address = way(listener, &border.url, move |request, answer| {
        if request.contains("/api/authors/") && armed.swap(false, Ordering::SeqCst) {
            asked.send(()).unwrap();
            may_go_on.recv().unwrap();
        }
        Some(answer)
    });
    let _post = border.post(&address, "on");
    border.settled();
    border.send("/link", &[("link", "off")]).unwrap();
    border.ask("Zmaray Torbazgar");
    border.ask("Xavier Quintblom");
    holding.store(true, Ordering::SeqCst);
    border.send("/link", &[("link", "on")]).unwrap();
    was_asked.recv().unwrap();
    border.screened_elsewhere();
    go_on.send(()).unwrap();
    until("nothing waits", || {
        border.get("/").contains("Nothing waits")
    });
    assert!(!border.get("/").contains("do not count"));
    let bands = border.bands();
    assert!(
        bands.len() == 3 && bands[0] == "none" && bands[1] != "none" && bands[2] == "none",
        "{bands:?}"
    );
}

#[test]
fn a_question_can_be_shown_for_thirty_days_and_then_its_commitment_alone_is_left() {
    let (border, _) = listed();
    let _post = border.post(&border.url, "on");
    border.settled();
    border.ask("Zmaray Torbazgar");
    border.ask("Xavier Quintblom");
    until("both are in the log", || border.bands().len() == 2);
    let kept = questions(&border);
    assert_eq!(kept.len(), 2);

    // What a post keeps opens with its own key, and is what it has committed to.
    let secret = SealSecret::of_seed(&border.cast.key("a", "watchlist").seed());
    for name in &kept {
        let sealed = std::fs::read(border.desk.file(&format!("post/questions/{name}"))).unwrap();
        let (_, inside) = seal::open(&sealed, &secret).unwrap();
        let inside = String::from_utf8(inside).unwrap();
        let told: Value = serde_json::from_str(&inside).unwrap();
        let salt: Digest = told["salt"].as_str().unwrap().parse().unwrap();
        let (_, query) = inside.split_once("\"query\":").unwrap();
        let query = query.strip_suffix('}').unwrap();
        let committed = Sha256::new().chain_update(salt.0).chain_update(query);
        assert!(recorded(&border).contains(&Digest(committed.finalize().into())));
    }

    // One was asked a minute longer than 30 days ago, one an hour less.
    let now = tasdiq::clock::now();
    let aged = [
        now.after_millis(-THIRTY_DAYS - 60_000),
        now.after_millis(HOUR - THIRTY_DAYS),
    ];
    let [old, young] = [(&kept[0], aged[0]), (&kept[1], aged[1])].map(|(name, at)| {
        let new = asked_at(name, at);
        let place = |name: &str| border.desk.file(&format!("post/questions/{name}"));
        std::fs::rename(place(name), place(&new)).unwrap();
        new
    });
    until("the old one is dropped", || {
        !questions(&border).contains(&old)
    });
    assert_eq!(questions(&border), [young]);
    assert_eq!(recorded(&border).len(), 2);
    assert!(border.get("/").contains("Nothing waits"));
}

/// The files of what was asked, oldest first.
fn questions(border: &Border) -> Vec<String> {
    let folder = border.desk.file("post/questions").read_dir().unwrap();
    let mut names: Vec<String> = folder
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort_unstable();
    names
}

/// The name of a question's file, had it been asked at another time.
fn asked_at(name: &str, at: Time) -> String {
    let (_, rest) = name.split_once('-').unwrap();
    format!("{:015}-{rest}", at.millis())
}

/// What the log's screenings are commitments to.
fn recorded(border: &Border) -> Vec<Digest> {
    let world = border.node.world();
    let screenings = world.areas.watchlist.screenings();
    screenings.map(|(_, one)| one.recorded.query).collect()
}
