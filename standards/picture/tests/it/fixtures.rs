//! Photographs of an invented site, each with what is known of it.

use std::path::{Path, PathBuf};

use picture::checks::{self, Other, Window};
use picture::{DHash, Facts, Fence, Moment, Point, Shape, facts};
use serde_json::Value;

fn folder() -> Option<PathBuf> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/surveillance/photos"
    );
    let folder = Path::new(folder);
    if folder.exists() {
        return Some(folder.to_owned());
    }
    eprintln!("skipped: no shared data");
    None
}

fn expected(folder: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join("expected.json")).unwrap()).unwrap()
}

fn read(folder: &Path, name: &str) -> Facts {
    facts(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

fn micro(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 1e6).round() as i64
}

#[test]
fn every_photograph_gets_its_words() {
    let Some(folder) = folder() else { return };
    let expected = expected(&folder);
    let site = &expected["site"];
    let centre = Point {
        lat: micro(&site["lat"]),
        lon: micro(&site["lon"]),
    };
    let radius_m = u32::try_from(site["radiusM"].as_u64().unwrap()).unwrap();
    let fence = Fence::new(vec![Shape::Circle { centre, radius_m }]).unwrap();
    let moment =
        |name: &str| Moment::parse(expected["commitmentWindow"][name].as_str().unwrap()).ok();
    let span = Window {
        from: moment("from"),
        to: moment("to"),
    };
    let photos = expected["photos"].as_array().unwrap();
    let named = |photo: &Value| photo["file"].as_str().unwrap().to_owned();
    let all: Vec<(String, Facts)> = photos
        .iter()
        .map(|photo| (named(photo), read(&folder, &named(photo))))
        .collect();
    for photo in photos {
        let name = named(photo);
        let facts = read(&folder, &name);
        assert_eq!(facts.sha256, photo["sha256"], "{name}");
        let others: Vec<Other> = all
            .iter()
            .filter(|(other, _)| *other != name)
            .map(|(name, facts)| Other {
                name: name.clone(),
                sha256: facts.sha256.clone(),
                dhash: facts.dhash,
            })
            .collect();
        let place = checks::place(&facts, Some(&fence));
        let lines = [
            checks::format(&facts, Some(&name)),
            checks::integrity(&facts),
            place.clone(),
            checks::time(&facts, None),
            checks::window(&facts, &span),
            checks::edited(&facts),
            checks::thumbnail(&facts),
            checks::duplicate(&facts, &others),
        ];
        let flags: Vec<&str> = lines
            .iter()
            .flat_map(|line| line.flags.iter().map(String::as_str))
            .collect();
        let wanted: Vec<&str> = photo["flags"]
            .as_array()
            .unwrap()
            .iter()
            .map(|f| f.as_str().unwrap())
            .collect();
        for flag in &wanted {
            assert!(flags.contains(flag), "{name}: {wanted:?} but {flags:?}");
        }
        for flag in &flags {
            // Honest pictures of one site look alike, too: a lead more is no mistake.
            let fine = wanted.contains(flag) || *flag == "near-duplicate";
            assert!(fine, "{name}: {wanted:?} but {flags:?}");
        }
        if let Some(metres) = photo["distanceM"].as_u64() {
            // Theirs are on a sphere of 111,320 m a degree, ours on WGS-84: 0.4 % apart.
            let told = about(&place, "from_centre");
            assert!(
                told.abs_diff(metres) <= 1 + metres / 200,
                "{name}: {metres} but {told}"
            );
        }
        if let Some(seconds) = photo["mismatchSeconds"].as_i64() {
            let line = checks::time(&facts, None);
            assert_eq!(
                line.result,
                format!("conflict {} s", seconds.abs()),
                "{name}"
            );
            assert!(
                line.detail.contains(&format!(": {seconds} s")),
                "{name}: {}",
                line.detail
            );
        }
        if let Some(of) = photo["nearDuplicateOf"].as_str() {
            let line = checks::duplicate(&facts, &others);
            assert_eq!(line.result, "similar: look");
            assert!(line.detail.contains(of), "{name}: {}", line.detail);
        }
    }
}

fn about(line: &checks::Line, name: &str) -> u64 {
    line.about
        .iter()
        .find(|(key, _)| *key == name)
        .unwrap()
        .1
        .parse()
        .unwrap()
}

#[test]
fn hashes_are_the_ones_others_compute() {
    let Some(folder) = folder() else { return };
    let mut worst = 0;
    for photo in expected(&folder)["photos"].as_array().unwrap() {
        let name = photo["file"].as_str().unwrap();
        let theirs = DHash::parse(photo["dhash64"].as_str().unwrap()).unwrap();
        let ours = read(&folder, name).dhash.unwrap();
        eprintln!("{name}: {ours} {theirs} {}", ours.distance(theirs));
        worst = worst.max(ours.distance(theirs));
    }
    assert!(
        worst <= 1,
        "another definition, or another decoder: {worst} bits"
    );
}
