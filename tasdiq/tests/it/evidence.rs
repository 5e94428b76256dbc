//! `tasdiq evidence inspect`: photographs with known findings, and files that were made to harm.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::Value;

use super::terminal::Desk;

/// The shared fixtures, where they are.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn fixtures() -> Option<PathBuf> {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/data/surveillance"
    );
    let folder = Path::new(folder);
    if !folder.exists() {
        eprintln!("skipped: no shared data");
        return None;
    }
    Some(folder.canonicalize().unwrap())
}

/// The lines of `--json`.
fn inspect(desk: &Desk, line: &str) -> Vec<Value> {
    let told = desk.ok(&format!("evidence inspect --json {line}"));
    told.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn check<'a>(lines: &'a [Value], name: &str) -> &'a Value {
    let found: Vec<&Value> = lines.iter().filter(|line| line["check"] == name).collect();
    assert_eq!(found.len(), 1, "{name}");
    found[0]
}

fn flags(line: &Value) -> Vec<&str> {
    line["flags"]
        .as_array()
        .unwrap()
        .iter()
        .map(|flag| flag.as_str().unwrap())
        .collect()
}

#[test]
fn every_photograph_gets_the_words_expected_of_it() {
    let Some(folder) = fixtures() else { return };
    let photos = folder.join("photos");
    let expected = std::fs::read(photos.join("expected.json")).unwrap();
    let expected: Value = serde_json::from_slice(&expected).unwrap();
    let site = &expected["site"];
    let desk = Desk::new();
    let fence = serde_json::json!({
        "type": "Feature",
        "properties": { "radiusM": site["radiusM"] },
        "geometry": { "type": "Point", "coordinates": [site["lon"], site["lat"]] },
    });
    desk.write("fence.geojson", fence.to_string());
    let window = &expected["commitmentWindow"];
    let (from, to) = (
        window["from"].as_str().unwrap(),
        window["to"].as_str().unwrap(),
    );
    for photo in expected["photos"].as_array().unwrap() {
        let name = photo["file"].as_str().unwrap();
        let shown = photos.display();
        let near = photo["nearDuplicateOf"].as_str();
        let against = near
            .map(|_| format!(" --against {shown}"))
            .unwrap_or_default();
        let line = format!("{shown}/{name} --site fence.geojson --from {from} --to {to}{against}");
        let lines = inspect(&desk, &line);
        let mut raised: Vec<&str> = lines.iter().flat_map(flags).collect();
        let wanted = photo["flags"].as_array().unwrap().iter();
        let mut wanted: Vec<&str> = wanted.map(|flag| flag.as_str().unwrap()).collect();
        raised.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(raised, wanted, "{name}");
        let place = check(&lines, "place")["result"].as_str().unwrap();
        match photo["inFence"].as_bool() {
            Some(true) => assert_eq!(place, "inside", "{name}"),
            Some(false) => assert!(place.starts_with("outside by "), "{name}: {place}"),
            None => assert_eq!(place, "absent", "{name}"),
        }
        let digest = check(&lines, "integrity")["detail"].as_str().unwrap();
        assert!(digest.contains(photo["sha256"].as_str().unwrap()), "{name}");
        if let Some(seconds) = photo["mismatchSeconds"].as_i64() {
            let time = &check(&lines, "time")["result"];
            assert_eq!(time, &format!("conflict {} s", seconds.abs()), "{name}");
        }
    }
}

#[test]
fn every_token_gets_the_words_expected_of_it() {
    let Some(folder) = fixtures() else { return };
    let tokens = folder.join("rfc3161");
    let expected = std::fs::read(tokens.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let desk = Desk::new();
    for case in &expected {
        let of = |name: &str| case[name].as_str().unwrap();
        let (target, shown) = (folder.join(of("target")), tokens.display());
        let lines = inspect(
            &desk,
            &format!(
                "{} --token {shown}/{} --anchors {shown}/{}",
                target.display(),
                of("token"),
                of("trustAnchor")
            ),
        );
        let line = check(&lines, "timestamp");
        let (result, flag) = match of("verdict") {
            "valid" => ("valid", None),
            "imprint-mismatch" => ("wrong imprint", Some("imprint-mismatch")),
            "untrusted-signer" => ("untrusted signer", Some("untrusted-signer")),
            "bad-signature" => ("bad signature", Some("bad-signature")),
            other => panic!("{other}"),
        };
        assert_eq!(line["result"], result, "{}", of("token"));
        assert_eq!(flags(line), Vec::from_iter(flag), "{}", of("token"));
    }
    // A token that lies beside its file is found, and one that is none is told to be malformed.
    std::fs::copy(folder.join("photos/after.jpg"), desk.file("after.jpg")).unwrap();
    std::fs::copy(tokens.join("after-valid.tsr"), desk.file("after.jpg.tsr")).unwrap();
    let anchors = tokens.join("root.pem");
    let line = format!("after.jpg --anchors {}", anchors.display());
    assert_eq!(
        check(&inspect(&desk, &line), "timestamp")["result"],
        "valid"
    );
    desk.write("after.jpg.tsr", "not a token");
    assert_eq!(
        check(&inspect(&desk, &line), "timestamp")["result"],
        "malformed"
    );
}

#[test]
fn every_credential_gets_the_words_expected_of_it() {
    let Some(folder) = fixtures() else { return };
    let program = Path::new(env!("CARGO_BIN_EXE_tasdiq")).with_file_name("tasdiq-credentials");
    if !program.exists() {
        eprintln!("skipped: no credentials reader (`cargo xtask credentials`)");
        return;
    }
    let folder = folder.join("c2pa");
    let expected = std::fs::read_to_string(folder.join("expected.tsv")).unwrap();
    let desk = Desk::new();
    for line in expected.lines().skip(1) {
        let fields: Vec<&str> = line.split('\t').collect();
        let lines = inspect(&desk, &folder.join(fields[0]).display().to_string());
        let line = check(&lines, "credentials");
        let codes: Vec<&str> = fields[2]
            .split(',')
            .filter(|code| !code.is_empty())
            .collect();
        assert_eq!(flags(line), codes, "{}", fields[0]);
        let invalid = codes
            .last()
            .map(|code| format!("invalid ({code})"))
            .unwrap_or_default();
        let result = match fields[1] {
            "NoManifest" => "none",
            "Valid" => "valid, unknown issuer",
            _ => &invalid,
        };
        assert_eq!(line["result"], result, "{}", fields[0]);
    }
}

/// A chunk of PNG with its checksum.
fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut sum = u32::MAX;
    for byte in kind.iter().chain(body) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 {
                0xedb8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            };
        }
    }
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [length.as_slice(), kind, body, &(!sum).to_be_bytes()].concat()
}

/// A PNG of one colour channel that declares a size; its pixels are what is handed in.
fn png(width: u32, height: u32, stream: &[u8]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(b"IHDR", &header),
        chunk(b"IDAT", stream),
        chunk(b"IEND", b""),
    ]
    .concat()
}

/// A zlib stream of stored zeros.
fn zeros(count: usize) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut left = count;
    while left > 0 {
        let block = left.min(65_535);
        left -= block;
        let length = u16::try_from(block).unwrap();
        stream.push(u8::from(left == 0));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(vec![0; block]);
    }
    // Adler-32 of zeros: only the number of them counts.
    let sum = u32::try_from(count % 65_521).unwrap() << 16 | 1;
    stream.extend(sum.to_be_bytes());
    stream
}

/// A JPEG of 8 x 8 grey pixels with some EXIF: tables that hold one code each are enough.
fn jpeg(exif: &[u8]) -> Vec<u8> {
    let segment = |marker: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], length.as_slice(), body].concat()
    };
    let table = |class: u8| [&[class, 1], [0; 15].as_slice(), &[0]].concat();
    [
        vec![0xff, 0xd8],
        segment(0xe1, &[b"Exif\0\0", exif].concat()),
        segment(0xdb, &[&[0], [1; 64].as_slice()].concat()),
        segment(0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xc4, &table(0x00)),
        segment(0xc4, &table(0x10)),
        segment(0xda, &[1, 1, 0, 0, 63, 0]),
        vec![0x3f, 0xff, 0xd9],
    ]
    .concat()
}

/// TIFF with one entry whose count and place are as large as they can be.
fn hungry_exif() -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08".to_vec();
    exif.extend([0xff, 0xff]);
    for tag in [0x010f_u16, 0x8825, 0x8769] {
        exif.extend(tag.to_be_bytes());
        exif.extend([0, 5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xf0]);
    }
    exif
}

#[test]
fn what_cannot_be_read_is_refused_with_the_reason() {
    let desk = Desk::new();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("empty.jpg", Vec::new(), "the file is empty"),
        (
            "words.jpg",
            b"these are only words".to_vec(),
            "none of JPEG, PNG",
        ),
        (
            "office.pdf",
            b"PK\x03\x04rest".to_vec(),
            "a ZIP archive or an office document",
        ),
        ("moving.png", b"GIF89a".to_vec(), "a GIF picture"),
        (
            "film.heic",
            b"\0\0\0\x14ftypisom\0\0\0\0mp42".to_vec(),
            "a film",
        ),
        (
            "bomb.png",
            png(10_100, 10_000, &zeros(100)),
            "10100 x 10000 pixels",
        ),
        (
            "bomb2.png",
            png(u32::MAX, u32::MAX, &[]),
            "pixels; at most 100000000",
        ),
        ("cut.jpg", vec![0xff, 0xd8], "none of JPEG, PNG"),
    ];
    for (name, bytes, reason) in cases {
        desk.write(name, bytes);
        let ran = desk.run(&format!("evidence inspect {name}"));
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains(reason), "{name}: {}", ran.err);
        assert!(
            ran.err.contains("whose side: what the command was given"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("next: "), "{}", ran.err);
        assert_eq!(ran.out, "");
    }
    // 41 MB, without writing them.
    let long = std::fs::File::create(desk.file("long.jpg")).unwrap();
    long.set_len(41_000_000).unwrap();
    let ran = desk.run("evidence inspect long.jpg --json");
    assert_eq!(ran.code, 2);
    let told: Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(told["error"]["fault"], "input");
    let message = told["error"]["message"].as_str().unwrap();
    assert!(message.contains("longer than 40000000 bytes"), "{message}");
    let ran = desk.run("evidence inspect nowhere.jpg");
    assert_eq!(ran.code, 2);
    assert_eq!(desk.run("evidence inspect .").code, 2);
}

#[test]
fn what_is_damaged_or_two_things_at_once_is_told() {
    let desk = Desk::new();
    let whole = jpeg(b"MM\0\x2a\0\0\0\x08\0\0");
    let zip = [b"PK\x03\x04".as_slice(), &[0; 40], b"PK\x05\x06", &[0; 18]].concat();
    let cases: [(&str, Vec<u8>, &str, Option<&str>); 8] = [
        ("whole.jpg", whole.clone(), "whole", None),
        (
            "cut.jpg",
            whole[..whole.len() - 2].to_vec(),
            "truncated",
            Some("truncated"),
        ),
        (
            "zip.jpg",
            [whole.clone(), zip].concat(),
            "bytes after its end",
            Some("trailing-bytes"),
        ),
        (
            "pdf.jpg",
            [whole.clone(), b"%PDF-1.4\n%%EOF".to_vec()].concat(),
            "bytes after its end",
            Some("trailing-bytes"),
        ),
        ("hungry.jpg", jpeg(&hungry_exif()), "whole", None),
        ("grey.png", png(30, 30, &zeros(30 * 31)), "whole", None),
        (
            "short.png",
            png(3000, 3000, &zeros(30)),
            "damaged",
            Some("damaged"),
        ),
        (
            "paper.pdf",
            b"%PDF-1.4\n1 0 obj<</Type/Page>>endobj\n%%EOF\n".to_vec(),
            "whole",
            None,
        ),
    ];
    for (name, bytes, result, flag) in cases {
        desk.write(name, bytes);
        let lines = inspect(&desk, name);
        let line = check(&lines, "integrity");
        assert_eq!(line["result"], result, "{name}: {line}");
        assert_eq!(flags(line), Vec::from_iter(flag), "{name}");
    }
    desk.write("really.png", whole);
    let lines = inspect(&desk, "really.png");
    assert_eq!(flags(check(&lines, "format")), ["format-mismatch"]);
    desk.write(
        "acts.pdf",
        "%PDF-1.7\n1 0 obj<</J#53(x)/EmbeddedFile 2>>endobj\n%%EOF\n",
    );
    let lines = inspect(&desk, "acts.pdf");
    let line = check(&lines, "document");
    assert_eq!(line["result"], "active content");
    assert!(
        line["detail"]
            .as_str()
            .unwrap()
            .contains("embedded files, scripts"),
        "{line}"
    );
}

#[test]
fn the_same_bytes_and_pictures_alike_are_found_in_a_folder() {
    let Some(folder) = fixtures() else { return };
    let desk = Desk::new();
    std::fs::create_dir(desk.file("others")).unwrap();
    let photo = |name: &str| folder.join("photos").join(name);
    std::fs::copy(photo("after.jpg"), desk.file("mine.jpg")).unwrap();
    std::fs::copy(photo("after.jpg"), desk.file("others/first.jpg")).unwrap();
    std::fs::copy(
        photo("recompressed-after.jpg"),
        desk.file("others/small.jpg"),
    )
    .unwrap();
    desk.write("others/notes.txt", "not a picture");
    desk.write("others/broken.jpg", [0xff, 0xd8, 0xff, 0xe0]);
    let lines = inspect(&desk, "mine.jpg --against others");
    let line = check(&lines, "duplicate");
    assert_eq!(line["result"], "re-used in first.jpg");
    assert_eq!(flags(line), ["exact-duplicate", "near-duplicate"]);
    assert!(
        line["detail"]
            .as_str()
            .unwrap()
            .contains("small.jpg (4 of 64 bits differ)"),
        "{line}"
    );
    // A file is not compared with itself.
    let lines = inspect(&desk, "others/first.jpg --against others");
    assert_eq!(check(&lines, "duplicate")["result"], "similar: look");
}

#[test]
fn what_was_brought_wrongly_is_said_first() {
    let desk = Desk::new();
    desk.write(
        "line.geojson",
        r#"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#,
    );
    desk.write("empty.pem", "no certificate");
    desk.write("a.jpg", jpeg(b""));
    for (line, reason) in [
        ("a.jpg --site line.geojson", "LineString encloses nothing"),
        ("a.jpg --site nowhere", "could not read nowhere"),
        ("a.jpg --anchors empty.pem", "there is no certificate in it"),
        ("a.jpg --from yesterday", "a moment is written"),
        ("a.jpg --from 2025-02-30", "no such day"),
        (
            "a.jpg --from 2025-12-01 --to 2025-11-01",
            "--from is later than --to",
        ),
        (
            "a.jpg --against nowhere",
            "could not read the folder nowhere",
        ),
        ("a.jpg --token nowhere", "could not read nowhere"),
    ] {
        let ran = desk.run(&format!("evidence inspect {line}"));
        assert_eq!(ran.code, 2, "{line}: {}", ran.out);
        assert!(ran.err.contains(reason), "{line}: {}", ran.err);
    }
}

/// The process that reads foreign files has given up what it could harm.
#[test]
fn a_node_checks_tokens_to_the_anchors_in_its_folder() {
    let Some(folder) = fixtures() else { return };
    let tokens = folder.join("rfc3161");
    let expected = std::fs::read(tokens.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let desk = Desk::new();
    let stamps = |anchored: bool| -> Vec<String> {
        let anchors = desk.file(tasdiq::running::ANCHORS_FILE);
        match anchored {
            true => drop(std::fs::copy(tokens.join("root.pem"), anchors).unwrap()),
            false => drop(std::fs::remove_file(anchors)),
        }
        let node = desk.file("");
        let room = tasdiq::running::blobs(&node).unwrap();
        let keep = |path: &Path| keep(&*room.store, &std::fs::read(path).unwrap());
        let codes = expected.iter().map(|case| {
            let of = |name: &str| case[name].as_str().unwrap();
            let (token, content) = (
                keep(&tokens.join(of("token"))),
                keep(&folder.join(of("target"))),
            );
            page::Held::stamp(&room, &token, &content).unwrap().code
        });
        codes.collect()
    };
    let to_root = [
        "valid",
        "valid",
        "wrong-imprint",
        "untrusted-signer",
        "bad-signature",
    ];
    assert_eq!(stamps(true), to_root);
    let to_nothing = stamps(false);
    assert!(!to_nothing.contains(&"valid".to_owned()), "{to_nothing:?}");
    std::fs::write(desk.file(tasdiq::running::ANCHORS_FILE), "no certificate").unwrap();
    assert!(tasdiq::running::blobs(&desk.file("")).is_err());
}

/// A payload as a store holds it once it is whole.
fn keep(store: &dyn store::blobs::Blobs, bytes: &[u8]) -> act::Digest {
    let salt = [7; 32];
    let id = store::blobs::commitment(&salt, bytes);
    let new = store::blobs::NewBlob {
        id,
        salt,
        bytes: bytes.len() as u64,
        media: "application/octet-stream".to_owned(),
        by: [1; 32],
        begun_millis: 0,
        receipt: None,
    };
    store.begin(&new).unwrap();
    if store.status(&id).unwrap().offset() == 0 {
        store.append(&id, 0, bytes).unwrap();
    }
    act::Digest(id)
}

#[test]
fn readers_are_confined() {
    let desk = Desk::new();
    let ask = "ulimit -v; ulimit -t; ulimit -f; ulimit -n; echo x > y";
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_tasdiq"))
        .args(["evidence", "confined", "/bin/sh", "-c", ask])
        .current_dir(desk.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let limits: Vec<&str> = told.split_whitespace().collect();
    assert!(!output.status.success(), "a file was written: {told}");
    // Kilobytes of memory, seconds, blocks of a file, open files.
    assert_eq!(limits, ["1572864", "20", "0", "32"], "{told}");
}

/// What a host is handed tells the facts of a good file, nothing of a bad one, and outlives both.
#[test]
fn a_host_is_told_facts_or_nothing() {
    let reader = tasdiq::evidence::Reader::at(PathBuf::from(env!("CARGO_BIN_EXE_tasdiq")));
    let facts_of = reader.for_host(None);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let told = |bytes: Vec<u8>| runtime.block_on(facts_of(bytes));
    let whole = jpeg(b"MM\0\x2a\0\0\0\x08\0\0");
    let looked = commitments::checks::read(&told(whole.clone()).unwrap()).unwrap();
    assert_eq!(looked.facts, picture::facts(&whole).unwrap());
    assert_eq!(looked.credentials, None);
    assert_eq!(told(b"words".to_vec()), None);
    assert_eq!(told(png(100_000, 100_000, &zeros(10))), None);
    assert!(told(whole).is_some());
}

/// A reader that hangs, floods, or dies is stopped, and says how.
#[test]
fn a_reader_that_goes_wrong_is_stopped() {
    let desk = Desk::new();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for (script, said) in [
        ("#!/bin/sh\nkill -9 $$\n", "by signal 9"),
        ("#!/bin/sh\nyes\n", "answered too much"),
        ("#!/bin/sh\nexit 101\n", "stumbled"),
        (
            "#!/bin/sh\nulimit -S -t 1\nwhile :; do :; done\n",
            "computed for more than 20 s",
        ),
        ("#!/bin/sh\necho words\n", "can't be read"),
    ] {
        desk.write("reader", script);
        let path = desk.file("reader");
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&path, mode).unwrap();
        let reader = tasdiq::evidence::Reader::at(path);
        let error = runtime.block_on(reader.facts(b"bytes")).unwrap_err();
        assert!(error.to_string().contains(said), "{script}: {error}");
    }
}
