//! The stories of `cases/`: each is told again, and must read as it stands there.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and stories are files"
)]

mod story;

use story::Story;

#[test]
fn every_story_reads_as_it_is_written() {
    let update = std::env::var("UPDATE_CASES").is_ok();
    let folder = story::root().join("cases");
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "case"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 5, "the stories are in {}", folder.display());
    let catalogue = mechanism::catalogue();
    let mut different = Vec::new();
    for path in paths {
        let written = std::fs::read_to_string(&path).unwrap();
        let told = Story::new().tell(&catalogue, &written);
        if told == written {
            continue;
        }
        if update {
            std::fs::write(&path, &told).unwrap();
            continue;
        }
        let pairs = written.lines().zip(told.lines());
        let first = pairs
            .enumerate()
            .find(|(_, (written, told))| written != told);
        println!("{}: {first:#?}", path.display());
        different.push(path);
    }
    assert!(
        different.is_empty(),
        "{different:?} differ; if that is right, run with UPDATE_CASES=1"
    );
}
