//! What a host says of editions, checked by the command line: proofs, and pictures that stand twice.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use super::border::{Border, TOKEN};
use super::host::{asked, until};
#[test]
fn one_picture_in_two_listings_is_a_lead() {
    let mut border = Border::founded();
    let listings = [
        border.list("Zmaray Torbazgar", 1),
        border.list("Another Person", 2),
    ];
    border.shift.store(0, Ordering::SeqCst);
    let alike = format!(
        "watchlist alike --host {} --key desk.key --charter charter.toml --out pairs",
        border.url
    );
    until("both are published", || {
        border.desk.json(alike.trim_end_matches(" --out pairs"))["looked_at"] == json!(2)
    });
    let told = border.desk.json(&alike);
    assert_eq!(told["pairs"][0]["listings"], json!(listings), "{told}");
    assert_eq!(
        (&told["looked_at"], &told["not_opened"]),
        (&json!(2), &json!(0))
    );
    for listing in &listings {
        assert!(
            border
                .desk
                .file(&format!("pairs/001-{listing}.jpg"))
                .exists()
        );
    }
    // Whose key the pictures are not sealed to opens none of them.
    let other = alike
        .replace("desk.key", "one.key")
        .replace("pairs", "none");
    assert_eq!(border.desk.json(&other)["not_opened"], json!(2));
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
