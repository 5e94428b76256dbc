//! A border post as a process of its own, against a host whose clock can be moved: an edition held,
//! screening with and without a link, a tampered delta, a kill, acts that arrive once and in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use act::Digest;
use serde_json::{Value, json};

use super::border::{Border, HOUR, liar, losing_answers};
use super::host::{asked, between, until};

#[test]
fn a_post_screens_with_and_without_a_link_and_its_acts_arrive_once_and_in_order() {
    let mut border = Border::founded();
    let listing = border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let mut post = border.post(&border.url, "on");
    border.settled();

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
    border.settled();
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
    border.settled();
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

#[test]
fn an_act_whose_answer_was_lost_is_never_said_twice() {
    let mut border = Border::founded();
    border.list("Zmaray Torbazgar", 1);
    border.shift.store(0, Ordering::SeqCst);
    let losing = Arc::new(AtomicBool::new(false));
    let way = losing_answers(&border.url, &losing);
    let _post = border.post(&way, "on");
    border.settled();
    losing.store(true, Ordering::SeqCst);
    border.ask("Xavier Quintblom");
    until("the log has it, and the post does not know", || {
        border.bands().len() == 1
    });
    assert!(border.get("/").contains("One recorded act waits"));
    // Before the answer comes, the same key says something from another machine.
    border.send("/link", &[("link", "off")]).unwrap();
    border.screened_elsewhere();
    losing.store(false, Ordering::SeqCst);
    border.send("/link", &[("link", "on")]).unwrap();
    until("nothing waits", || {
        border.get("/").contains("Nothing waits")
    });
    assert_eq!(
        border.bands().len(),
        2,
        "once, and once from the other machine"
    );
    border.ask("Zmaray Torbazgar");
    until("the next one follows", || border.bands().len() == 3);
    assert!(!border.get("/").contains("do not count"));
}
