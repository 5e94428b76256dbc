//! `tasdiq names`: lists and queries of invented persons.

use super::terminal::Desk;

const LIST: &str = "id,name,aliases,father,birth\n\
    X-1,Zarlakht Spinghar Wardagi,,Mirwais,1985\n\
    X-2,Abdul Wakil Torabaz,,,1970\n";

#[test]
fn queries_in_other_scripts_find_their_person_with_an_explanation() {
    let desk = Desk::new();
    desk.write("list.csv", LIST);
    desk.write(
        "queries.jsonl",
        "{\"name\":\"زرلښت سپین‌غر وردګی\",\"father\":\"میرویس\",\"birth\":1985}\n\n{\"name\":\"Nobody Atall\"}\n",
    );
    let told = desk.ok("names screen list.csv queries.jsonl --json");
    let lines: Vec<serde_json::Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    let best = &lines[0]["candidates"][0];
    assert_eq!(
        (&best["ref"], &best["band"]),
        (&"X-1".into(), &"strong".into())
    );
    assert_eq!(best["explanation"]["matcher"], names::MATCHER);
    let agrees = best["explanation"]["agrees"].as_array().unwrap();
    assert!(
        agrees.iter().any(|line| line["feature"] == "father"),
        "{best}"
    );
    assert_eq!(lines[1]["candidates"].as_array().unwrap().len(), 0);
    let told = desk.ok("names screen list.csv queries.jsonl");
    assert!(told.contains("possible match, for human review"), "{told}");
    assert!(told.contains("no match"), "{told}");
}

#[test]
fn bad_queries_and_pairs_say_where() {
    let desk = Desk::new();
    desk.write("list.csv", LIST);
    desk.write("queries.jsonl", "{\"name\":\"A B\"}\n{\"father\":\"C\"}\n");
    assert!(
        desk.fails(2, "names screen list.csv queries.jsonl")
            .contains("line 2")
    );
    desk.write("queries.jsonl", "{\"name\":\"A B\",\"birth\":\"soon\"}\n");
    assert!(
        desk.fails(2, "names screen list.csv queries.jsonl")
            .contains("soon")
    );
    desk.write(
        "pairs.csv",
        "Salman bin Badr,Badr bin Salman\nGulrang Darmalak,ګلرنګ درملک\n",
    );
    let told = desk.ok("names pairs pairs.csv --json");
    let lines: Vec<serde_json::Value> = told
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["explanation"]["differs"][0]["code"], "reversed");
    assert_eq!(lines[1]["band"], "strong");
    desk.write("pairs.csv", "alone\n");
    assert!(desk.fails(2, "names pairs pairs.csv").contains("row 1"));
}
