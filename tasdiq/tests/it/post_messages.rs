//! A border post writes on the line, with and without a link: numbers of its own, none lost, none twice,
//! in order, whatever ends the program; a number that is missing or refused is seen.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use act::PublicKey;
use cast::HOTLINE_SEATS;
use hotline::state::Message;
use mechanism::Said;
use roll::entry::{KeyGranted, KeyRevoked, RevocationReason, RollEntry, key_request};
use serde_json::{Value, json};
use tasdiq::host::Wait;
use tasdiq::keyfile::{KeyFile, Kind};

use super::border::{Border, HOUR, losing_answers};
use super::host::{Node, between, until};

/// How many messages a post writes in three days.
const WRITTEN: usize = 240;

impl Border {
    /// Waits until the post knows the line and where both keys stand.
    fn on_the_line(&self) {
        until("the post knows the line", || {
            let officers = self.desk.file("post/officers").read_dir().unwrap();
            self.desk.file("post/line.json").exists() && officers.count() == 2
        });
    }

    /// Fills the form of a format; what is to be read before it is signed.
    fn compose(&self, format: &str, fields: &[(&str, &str)]) -> String {
        let path = format!("/messages/new/{format}");
        let base = [
            ("lang", "en"),
            ("precedence", "routine"),
            ("channel", "duty"),
        ];
        self.send(&path, &[&base[..], fields].concat()).unwrap_err()
    }

    /// Signs what was read; where it leads, or why not.
    fn sign_message(
        &self,
        review: &str,
        format: &str,
        fields: &[(&str, &str)],
    ) -> Result<String, String> {
        let draft = between(review, "name=\"draft\" value=\"", "\"");
        let base = [
            ("lang", "en"),
            ("precedence", "routine"),
            ("channel", "duty"),
            ("step", "send"),
            ("officer", "One"),
            ("draft", draft),
        ];
        self.send(
            &format!("/messages/new/{format}"),
            &[&base[..], fields].concat(),
        )
    }

    fn write_message(&self, format: &str, fields: &[(&str, &str)]) {
        let review = self.compose(format, fields);
        assert_eq!(
            self.sign_message(&review, format, fields).unwrap(),
            "/messages"
        );
    }

    fn state_something(&self, text: &str) {
        self.write_message("statement", &[("text", text)]);
    }

    fn link(&self, link: &str) {
        self.send("/link", &[("link", link)]).unwrap();
    }

    /// What the log has of the post's messages, in its order.
    fn messages<T>(&self, of: impl Fn(&Message) -> T) -> Vec<T> {
        let world = self.node.world();
        let all = world.areas.hotline.messages();
        let ours = all.filter(|(_, one)| one.sent.post.as_deref() == Some("torkham"));
        ours.map(|(_, one)| of(one)).collect()
    }

    fn numbers(&self) -> Vec<u64> {
        self.messages(|one| one.sent.number)
    }

    fn nothing_waits(&self) {
        until("nothing waits", || self.get("/").contains("Nothing waits"));
    }

    /// Both parties have an officer on duty.
    fn officers_on_duty(&mut self) {
        let from = self.now().after_millis(-60_000);
        for seat in HOTLINE_SEATS.iter().filter(|seat| seat.office == "duty") {
            let grant = self.cast.grant(seat, from);
            self.submit(&grant, Wait::Durable);
        }
    }

    /// Party A has a second officer at the post, who is the one called Two there.
    fn another_officer(&mut self) -> PublicKey {
        let key = self.cast.key("a", "another-post-officer");
        let from = self.now().after_millis(-60_000);
        let label = "Officer at Torkham";
        let granted = KeyGranted {
            key: key.public(),
            member: "a".to_owned(),
            offices: vec!["post-officer".to_owned()],
            posts: vec!["torkham".to_owned()],
            not_before: from,
            not_after: from.after_millis(24 * HOUR),
            label: label.to_owned(),
            pop: key.sign(&key_request(&self.cast.mechanism(), &key.public(), label)),
        };
        let root = self.cast.root("a");
        let said = Said::Roll(RollEntry::KeyGranted(granted));
        let act = self.cast.sign(&[&root], &said, from);
        self.submit(&act, Wait::Durable);
        let file = self.desk.file("two.key");
        std::fs::remove_file(&file).unwrap();
        let kept = KeyFile::from_seed(Kind::Office, None, key.seed()).unwrap();
        kept.write_new(&file).unwrap();
        key.public()
    }

    fn say_on_the_line(&mut self, seat: &str, kind: &str, entry: &Value) {
        let (member, office) = seat.split_once('.').unwrap();
        let said = Said::decode("hotline", kind, &entry.to_string()).unwrap();
        let act = self.cast.say(member, office, &said, self.now());
        self.submit(&act, Wait::Durable);
    }
}

fn end(post: &mut Node) {
    post.0.kill().unwrap();
    post.0.wait().unwrap();
}

#[test]
fn three_days_without_a_link_lose_no_message_and_bring_none_twice() {
    let border = Border::founded();
    border.shift.store(0, Ordering::SeqCst);
    let losing = Arc::new(AtomicBool::new(false));
    let way = losing_answers(&border.url, &losing);
    let mut post = border.post(&way, "on");
    border.on_the_line();
    border.link("off");

    // Nothing is signed unread, by nobody, or twice because a form was sent twice.
    let fields = [("text", "Statement 1")];
    let review = border.compose("statement", &fields);
    assert!(review.contains("Read it before you sign"), "{review}");
    let nobody = [("text", "Statement 1"), ("officer", "Two")];
    let said = border.sign_message(&review, "statement", &nobody);
    assert!(said.unwrap_err().contains("Choose one."));
    border.sign_message(&review, "statement", &fields).unwrap();
    border.sign_message(&review, "statement", &fields).unwrap();
    let unwritten = border.compose("statement", &[("text", " ")]);
    assert!(unwritten.contains("role=\"alert\""), "{unwritten}");

    for n in 2..=WRITTEN {
        border.state_something(&format!("Statement {n}"));
        if n == WRITTEN / 2 {
            end(&mut post);
            // A kill while a file was being written leaves a part of it.
            border
                .desk
                .write("post/outbox/000000000999.json.part", "{\"area\"");
            post = border.post(&way, "off");
        }
    }
    let book = border.get("/messages");
    assert!(book.contains("waits for the link") && book.contains(&format!("Statement {WRITTEN}")));
    let page = border.get("/").replace(['\u{2068}', '\u{2069}'], "");
    assert!(
        page.contains(&format!("{WRITTEN} recorded acts wait")),
        "{page}"
    );
    assert_eq!(border.numbers(), Vec::<u64>::new());

    // The link is back three days later; the host takes acts, and its answers are cut; a kill on top.
    border.shift.store(72 * HOUR, Ordering::SeqCst);
    losing.store(true, Ordering::SeqCst);
    border.link("on");
    until("one is there, and the post does not know", || {
        border.numbers() == [1]
    });
    end(&mut post);
    post = border.post(&way, "on");
    losing.store(false, Ordering::SeqCst);
    until("some are there", || border.numbers().len() > WRITTEN / 4);
    end(&mut post);
    let _post = border.post(&way, "on");
    border.nothing_waits();
    let all: Vec<u64> = (1..=WRITTEN as u64).collect();
    assert_eq!(
        border.numbers(),
        all,
        "each once, in the order they were written"
    );
    let words = (1..=WRITTEN).map(|n| format!("Statement {n}"));
    assert_eq!(
        border.messages(|one| one.sent.text.clone()),
        words.collect::<Vec<_>>()
    );
    let sound = |one: &Message| {
        let waited = one.mark.at.since(one.said_at);
        one.missing == 0 && one.sent.queued && (70 * HOUR..74 * HOUR).contains(&waited)
    };
    assert!(border.messages(sound).iter().all(|sound| *sound));
    assert!(!border.get("/").contains("do not count"));
    let book = border.get("/messages");
    assert!(
        book.contains("reached the log") && !book.contains("waits for the link"),
        "{book}"
    );
}

#[test]
fn a_post_reads_what_is_said_to_it_and_answers_without_a_link() {
    let mut border = Border::founded();
    border.shift.store(0, Ordering::SeqCst);
    border.officers_on_duty();
    for format in ["request.clarification", "answer.clarification"] {
        let agreed = json!({ "format": format });
        border.say_on_the_line("a.duty", "format-agreed.v1", &agreed);
        border.say_on_the_line("b.duty", "format-agreed.v1", &agreed);
    }
    let said = |number: u64, format: &str, text: &str, refs: Value| {
        json!({
            "channel": "duty", "format": format, "precedence": "immediate", "number": number,
            "lang": "en", "fields": {}, "text": text, "refs": refs,
        })
    };
    let to_post = json!([{ "kind": "post", "id": "torkham" }]);
    let question = said(1, "request.clarification", "Is the gate open?", to_post);
    border.say_on_the_line("b.duty", "message-sent.v1", &question);
    let others = said(2, "statement", "Not for any post.", json!([]));
    border.say_on_the_line("b.duty", "message-sent.v1", &others);
    let _post = border.post(&border.url, "on");
    border.on_the_line();
    until("the post has the question", || {
        border.get("/messages").contains("Is the gate open?")
    });
    let book = border.get("/messages");
    assert!(!book.contains("Not for any post."), "{book}");
    let address = between(&book, "href=\"/messages/new/answer.clarification?", "\"");
    let id = between(address, "in_reply_to=", "&amp;").to_owned();

    // Without a link it is still there, and so is what an answer has to name.
    border.link("off");
    let form = border.get(&format!("/messages/new/{}", address_of(&id)));
    assert!(form.contains("Is the gate open?"), "{form}");
    let text = ("text", "It opens at nine.");
    let nothing = border.compose("answer.clarification", &[text]);
    assert!(nothing.contains("role=\"alert\""), "{nothing}");
    let fields = [text, ("in_reply_to", id.as_str())];
    let review = border.compose("answer.clarification", &fields);
    assert!(review.contains("Is the gate open?"), "{review}");
    let sent = border.sign_message(&review, "answer.clarification", &fields);
    assert_eq!(sent.unwrap(), "/messages");
    border.link("on");
    border.nothing_waits();
    let answers = border.messages(|one| one.sent.in_reply_to.map(|id| id.to_string()));
    assert_eq!(answers, [Some(id)]);
    {
        let world = border.node.world();
        let all = &world.areas.hotline;
        let (_, question) = all.messages().next().unwrap();
        assert!(
            question.receipts["a"].answered.is_some(),
            "it counts as the answer"
        );
    }
    // What answers the post's own message comes back to it.
    let own = border.messages(|one| one.id).remove(0);
    let mut back = said(3, "statement", "Thank you.", json!([]));
    back["in_reply_to"] = json!(own);
    border.say_on_the_line("b.duty", "message-sent.v1", &back);
    until("the post has the reply", || {
        border.get("/messages").contains("Thank you.")
    });
}

#[test]
fn a_post_sends_a_flash_once_two_of_its_officers_have_signed() {
    let mut border = Border::founded_with(|cast| cast.with_second_officer(&["flash"]));
    border.shift.store(0, Ordering::SeqCst);
    let second = border.another_officer();
    let _post = border.post(&border.url, "on");
    border.on_the_line();
    border.link("off");
    let fields = [
        ("precedence", "flash"),
        ("event", "fire"),
        ("place", "Gate 2"),
        ("since", "2026-01-01 10:00"),
    ];
    let with = |second: &'static str| [&fields[..], &[("second", second)]].concat();
    let review = border.compose("alert.flash", &fields);
    assert!(review.contains("name=\"second\""), "{review}");
    let alone = border.sign_message(&review, "alert.flash", &fields);
    assert!(alone.unwrap_err().contains("Choose one."));
    let twice = border.sign_message(&review, "alert.flash", &with("One"));
    assert!(twice.unwrap_err().contains("somebody else"));
    assert!(!border.get("/messages").contains("waits for the link"));
    border
        .sign_message(&review, "alert.flash", &with("Two"))
        .unwrap();
    // Its author's chain moves on while it waits, so that both have to sign it anew.
    border.screened_elsewhere();
    border.link("on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1], "in force");
    let first = border.cast.key("a", "post-officer").public();
    let size = border.node.world().size();
    let leaves = border.node.reader.leaves(0..size).unwrap();
    let last = act::Leaf::parse(leaves.last().unwrap()).unwrap();
    let signed: Vec<_> = last
        .envelope
        .signatures()
        .iter()
        .map(|one| one.key)
        .collect();
    assert_eq!(signed, [first, second]);
    last.envelope.verify().unwrap();
}

fn address_of(id: &str) -> String {
    format!("answer.clarification?in_reply_to={id}&channel=duty")
}

#[test]
fn a_number_that_is_refused_void_or_lost_is_seen_and_never_given_again() {
    let mut border = Border::founded();
    border.shift.store(0, Ordering::SeqCst);
    border.officers_on_duty();
    let agreed = json!({ "format": "request.meeting" });
    border.say_on_the_line("a.duty", "format-agreed.v1", &agreed);
    border.say_on_the_line("b.duty", "format-agreed.v1", &agreed);
    let mut post = border.post(&border.url, "on");
    border.on_the_line();
    border.state_something("Statement 1");
    border.nothing_waits();
    assert_eq!(border.messages(|one| one.sent.queued), [false]);

    // What was agreed when it was written is not when it arrives: void, with its number and its reason.
    border.link("off");
    let meeting = [
        ("level", "duty"),
        ("place", "Gate 2"),
        ("from", "2026-01-01 10:00"),
    ];
    border.write_message("request.meeting", &meeting);
    border.state_something("Statement 3");
    border.say_on_the_line("b.duty", "format-ended.v1", &agreed);
    border.link("on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3]);
    assert_eq!(border.messages(|one| one.missing), [0, 1]);
    let book = border.get("/messages");
    assert!(
        book.contains("is void; its number is not given again"),
        "{book}"
    );
    assert!(book.contains("hotline.format-not-agreed"), "{book}");

    // A disk that takes nothing: nothing is kept, no number is given, and the page says so.
    let (outbox, away) = (
        border.desk.file("post/outbox"),
        border.desk.file("post/away"),
    );
    let fields = [("text", "Statement 4")];
    let review = border.compose("statement", &fields);
    std::fs::rename(&outbox, &away).unwrap();
    let page = border
        .sign_message(&review, "statement", &fields)
        .unwrap_err();
    assert!(page.contains("disk does not take"), "{page}");
    std::fs::rename(&away, &outbox).unwrap();
    // One that takes the message, but not what became of it: it is asked again, and is there once.
    let (book, away) = (
        border.desk.file("post/messages"),
        border.desk.file("post/away"),
    );
    std::fs::rename(&book, &away).unwrap();
    border.sign_message(&review, "statement", &fields).unwrap();
    until("the log has it", || border.numbers() == [1, 3, 4]);
    until("the page says so", || {
        border.get("/").contains("recorded act waits")
    });
    std::fs::rename(&away, &book).unwrap();
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3, 4]);

    // Killed after the log has answered and before the act was taken out: it is not said again.
    let files = || {
        let names = border.desk.file("post/outbox").read_dir().unwrap();
        let mut paths: Vec<_> = names.map(|one| one.unwrap().path()).collect();
        paths.sort();
        paths
    };
    border.link("off");
    border.state_something("Statement 5");
    let [kept] = files().try_into().unwrap();
    let mut item: Value = serde_json::from_slice(&std::fs::read(&kept).unwrap()).unwrap();
    item["tried"] = json!(true);
    border.link("on");
    border.nothing_waits();
    end(&mut post);
    std::fs::write(&kept, item.to_string()).unwrap();
    post = border.post(&border.url, "on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3, 4, 5]);

    // One file of the outbox is lost: the gap is seen here and there.
    border.link("off");
    border.state_something("Statement 6, lost");
    border.state_something("Statement 7");
    end(&mut post);
    let lost = files().remove(0);
    let bytes = std::fs::read(&lost).unwrap();
    std::fs::remove_file(&lost).unwrap();
    post = border.post(&border.url, "on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3, 4, 5, 7]);
    assert_eq!(border.messages(|one| one.missing), [0, 1, 0, 0, 1]);
    let page = border.get("/messages");
    assert!(page.contains("This number is not in this post"), "{page}");
    // It turns up later: it is not dropped, and gets a number that is still free.
    end(&mut post);
    std::fs::write(&lost, bytes).unwrap();
    let _post = border.post(&border.url, "on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3, 4, 5, 7, 8]);
    let last = border.messages(|one| one.sent.text.clone()).pop();
    assert_eq!(last.unwrap(), "Statement 6, lost");

    // A key that was revoked meanwhile: what it signed is refused, and stays in the book.
    border.link("off");
    let fields = [("text", "Statement 9")];
    let review = border.compose("statement", &fields);
    assert!(review.contains("value=\"One\""), "{review}");
    border.sign_message(&review, "statement", &fields).unwrap();
    let key = border.cast.key("a", "post-officer").public();
    let revoked = Said::Roll(RollEntry::KeyRevoked(KeyRevoked {
        key,
        reason: RevocationReason::Lost,
        suspect_from: None,
    }));
    let root = border.cast.root("a");
    let now = border.now();
    let act = border.cast.sign(&[&root], &revoked, now);
    border.submit(&act, Wait::Durable);
    border.link("on");
    border.nothing_waits();
    assert_eq!(border.numbers(), [1, 3, 4, 5, 7, 8]);
    let page = border.get("/messages");
    assert!(
        page.contains("refused by the host; its number is not given again"),
        "{page}"
    );
    assert!(
        page.contains("Statement 9") && page.contains("roll.key-revoked"),
        "{page}"
    );
    let page = border.compose("statement", &[("text", "Statement 10")]);
    assert!(
        !page.contains("value=\"One\""),
        "the key may send nothing: {page}"
    );
}
