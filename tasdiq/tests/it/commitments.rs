//! Payloads, bulletins and dossiers from the command line, against a running mechanism.

use super::host::Record;
use super::log::Log;
use super::terminal::Desk;

/// The smallest file that begins as a JPEG does.
const PICTURE: &[u8] =
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9";

#[test]
fn payloads_are_sent_once_and_sealed_only_to_announced_keys() {
    let record = Record::found();
    let (desk, url) = (&record.desk, &record.url);
    record.appoint("a", "negotiator");
    desk.write("after.jpg", PICTURE);
    let put = format!("blob put after.jpg --host {url} --key a-negotiator.key");
    let first = desk.json(&put);
    assert_eq!(first["reference"]["media"], "image/jpeg");
    assert_eq!(first["reference"]["bytes"], PICTURE.len());
    // The salt beside the file makes the same command the same payload.
    assert_eq!(desk.json(&put)["reference"], first["reference"]);
    // Nobody has said anything of it in the log, so it is nobody's to read.
    let blob = first["reference"]["blob"].as_str().unwrap();
    let get = format!("blob get {blob} --host {url} --out got.jpg");
    let ran = desk.run(&get);
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains(blob), "{}", ran.err);
    assert!(!desk.file("got.jpg").exists());
    // A stranger's key sends nothing, and nothing is sealed to a member without an announced key.
    desk.ok("key new --kind office --out stranger.key");
    desk.write("other.jpg", [PICTURE, b"other"].concat());
    let strange = desk.run(&format!(
        "blob put other.jpg --host {url} --key stranger.key"
    ));
    assert_eq!(strange.code, 1, "{}{}", strange.out, strange.err);
    let sealed = format!("blob put other.jpg --host {url} --key a-negotiator.key --seal-to m1");
    let told = desk.run(&format!("{sealed} --charter charter.toml"));
    assert_ne!(told.code, 0);
    assert!(told.err.contains("m1"), "{}", told.err);
}

#[test]
fn dossiers_are_made_from_the_log_and_checked_again() {
    let record = Record::found();
    let (desk, url) = (&record.desk, &record.url);
    record.appoint("a", "negotiator");
    desk.write(
        "draft.json",
        r#"{"commitment":"c-1","terms":{"title":"Site 1 is closed","obligor":"a","beneficiary":"b",
            "kind":"one-off","actions":["close"],"visibility":"public"}}"#,
    );
    let told = desk.json(&format!(
        "act new commitments.commitment-drafted.v1 --entry draft.json --key a-negotiator.key \
         --host {url} --wait witnessed --yes"
    ));
    assert_eq!(told["verdict"]["status"], "in-force", "{told}");
    desk.ok(&format!("export tiles {url} copy"));

    // There is no bulletin of a day that has not closed.
    let ran = desk.run("bulletin --date 2999-01-01 --log copy --charter charter.toml");
    assert_eq!(ran.code, 2, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("there is no bulletin"), "{}", ran.err);

    let dossier = desk.ok("dossier c-1 --log copy --charter charter.toml");
    assert_eq!(
        dossier,
        desk.ok(&format!("dossier c-1 --log {url} --charter charter.toml"))
    );
    desk.write("c-1.json", &dossier);
    let checked = desk.json("verify dossier c-1.json --charter charter.toml");
    assert_eq!(checked["trust"], "charter", "{checked}");
    assert_eq!(checked["entries"].as_array().unwrap().len(), 3, "{checked}");
    // One word changed, and it is a dossier of nothing.
    let place = dossier.find("\"envelope\"").unwrap_or(dossier.len() / 2);
    let (before, after) = dossier.split_at(place);
    let changed = after.replacen('A', "B", 3);
    assert_ne!(changed, after);
    desk.write("changed.json", format!("{before}{changed}"));
    let ran = desk.run("verify dossier changed.json --charter charter.toml");
    assert_ne!(ran.code, 0, "{}", ran.out);
    let unknown = desk.run("dossier c-2 --log copy --charter charter.toml");
    assert_ne!(unknown.code, 0);
    assert!(unknown.err.contains("c-2"), "{}", unknown.err);
}

#[test]
fn a_bulletin_is_made_from_a_copy_of_the_log_and_shown_to_follow_from_it() {
    let desk = Desk::new();
    let log = Log::of(300);
    std::fs::create_dir(desk.file("log")).unwrap();
    log.publish(&desk.file("log"));
    let date = log.at.after_millis(86_400_000).to_string()[..10].to_owned();
    let bulletin = desk.ok(&format!(
        "bulletin --date {date} --log log --charter charter.toml"
    ));
    desk.write("bulletin.json", &bulletin);
    let told = desk.ok("verify bulletin bulletin.json --log log --charter charter.toml");
    assert!(told.contains("byte by byte"), "{told}");
    desk.write("changed.json", bulletin.replacen(":0", ":1", 1));
    let told = desk.run("verify bulletin changed.json --log log --charter charter.toml");
    assert_eq!(told.code, 1, "{}{}", told.out, told.err);
}
