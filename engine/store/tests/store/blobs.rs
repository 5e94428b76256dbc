//! One suite for every store of payloads.

use store::blobs::{
    BYTES_MAX, BlobError, Blobs, Folder, MemoryBlobs, NewBlob, OPEN_PER_KEY_MAX, Status,
    UNCLAIMED_MILLIS, commitment,
};

fn on_each(test: impl Fn(&dyn Blobs)) {
    test(&MemoryBlobs::default());
    let folder = tempfile::tempdir().unwrap();
    test(&Folder::open(folder.path()).unwrap());
}

fn announced(bytes: &[u8], salt: u8, by: u8) -> NewBlob {
    NewBlob {
        id: commitment(&[salt; 32], bytes),
        salt: [salt; 32],
        bytes: bytes.len() as u64,
        media: "image/png".to_owned(),
        by: [by; 32],
        begun_millis: 1_000,
        receipt: None,
    }
}

#[test]
fn a_payload_arrives_in_chunks_and_is_whole_once() {
    on_each(|blobs| {
        let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
        let new = announced(&bytes, 1, 1);
        assert!(matches!(blobs.status(&new.id), Err(BlobError::Absent)));
        assert_eq!(blobs.begin(&new).unwrap().offset(), 0);
        assert_eq!(
            blobs.append(&new.id, 0, &bytes[..4_000]).unwrap().offset(),
            4_000
        );
        assert!(matches!(blobs.read(&new.id), Err(BlobError::Absent)));
        // The sender was cut off and asks where to go on; it may also send a part again.
        assert_eq!(blobs.begin(&new).unwrap().offset(), 4_000);
        assert!(matches!(
            blobs.append(&new.id, 5_000, &bytes[5_000..]),
            Err(BlobError::Offset(4_000))
        ));
        let whole = blobs.append(&new.id, 3_000, &bytes[3_000..]).unwrap();
        assert_eq!(whole, Status::Whole(new.clone()));
        assert_eq!(blobs.read(&new.id).unwrap(), bytes);
        assert_eq!(blobs.append(&new.id, 0, &bytes).unwrap(), whole);
        assert_eq!(blobs.list().unwrap(), [whole]);
    });
}

#[test]
fn bytes_that_were_not_committed_to_leave_nothing() {
    on_each(|blobs| {
        let new = announced(b"as announced", 2, 1);
        blobs.begin(&new).unwrap();
        assert!(matches!(
            blobs.append(&new.id, 0, b"something el"),
            Err(BlobError::Commitment)
        ));
        assert!(matches!(blobs.status(&new.id), Err(BlobError::Absent)));
        blobs.begin(&new).unwrap();
        assert!(matches!(
            blobs.append(&new.id, 0, b"as announced and more"),
            Err(BlobError::TooLong)
        ));
        assert_eq!(
            blobs.append(&new.id, 0, b"as announced").unwrap(),
            Status::Whole(new)
        );
    });
}

#[test]
fn what_is_erased_is_gone_with_all_that_was_beside_it() {
    on_each(|blobs| {
        let new = announced(b"to be forgotten", 3, 1);
        blobs.begin(&new).unwrap();
        blobs.append(&new.id, 0, b"to be forgotten").unwrap();
        blobs.keep_facts(&new.id, "{}").unwrap();
        assert_eq!(blobs.facts(&new.id).as_deref(), Some("{}"));
        blobs.erase(&new.id).unwrap();
        blobs.erase(&new.id).unwrap();
        assert!(matches!(blobs.read(&new.id), Err(BlobError::Absent)));
        assert_eq!(blobs.facts(&new.id), None);
        assert!(blobs.list().unwrap().is_empty());
        assert!(matches!(
            blobs.keep_facts(&new.id, "{}"),
            Err(BlobError::Absent)
        ));
    });
}

#[test]
fn uploads_are_bounded_by_size_and_number() {
    on_each(|blobs| {
        for bytes in [0, BYTES_MAX + 1] {
            let new = NewBlob {
                bytes,
                ..announced(b"x", 4, 1)
            };
            assert!(matches!(blobs.begin(&new), Err(BlobError::Size(_))));
        }
        for salt in 0..OPEN_PER_KEY_MAX as u8 {
            blobs.begin(&announced(b"open", salt, 1)).unwrap();
        }
        let one_more = announced(b"open", 99, 1);
        assert!(matches!(
            blobs.begin(&one_more),
            Err(BlobError::TooManyOpen)
        ));
        blobs.begin(&announced(b"open", 99, 2)).unwrap();
        // Those given up a day ago count no more.
        let later = NewBlob {
            begun_millis: 1_000 + UNCLAIMED_MILLIS,
            receipt: None,
            ..announced(b"open", 98, 1)
        };
        blobs.begin(&later).unwrap();
        let other = NewBlob {
            salt: [7; 32],
            ..announced(b"open", 1, 1)
        };
        assert!(matches!(blobs.begin(&other), Err(BlobError::Announced)));
    });
}

#[test]
fn a_full_disk_is_told_and_the_upload_can_go_on() {
    let blobs = MemoryBlobs::default();
    let new = announced(b"four and four", 5, 1);
    blobs.begin(&new).unwrap();
    blobs.append(&new.id, 0, b"four").unwrap();
    blobs.set_room(Some(3));
    assert!(matches!(
        blobs.append(&new.id, 4, b" and four"),
        Err(BlobError::Full)
    ));
    assert_eq!(blobs.status(&new.id).unwrap().offset(), 4);
    blobs.set_room(None);
    assert_eq!(
        blobs.append(&new.id, 4, b" and four").unwrap(),
        Status::Whole(new)
    );
}

#[test]
fn a_folder_is_as_it_was_after_a_restart_and_tells_a_changed_payload() {
    let folder = tempfile::tempdir().unwrap();
    let new = announced(b"kept over a restart", 6, 1);
    {
        let blobs = Folder::open(folder.path()).unwrap();
        blobs.begin(&new).unwrap();
        blobs.append(&new.id, 0, b"kept over").unwrap();
    }
    let blobs = Folder::open(folder.path()).unwrap();
    assert_eq!(blobs.status(&new.id).unwrap().offset(), 9);
    blobs.append(&new.id, 9, b" a restart").unwrap();
    let file = walk(folder.path(), "blob");
    std::fs::write(&file, b"kept over a restarT").unwrap();
    assert!(matches!(blobs.read(&new.id), Err(BlobError::Commitment)));
}

fn walk(folder: &std::path::Path, ending: &str) -> std::path::PathBuf {
    let shelves = std::fs::read_dir(folder)
        .unwrap()
        .map(|shelf| shelf.unwrap().path());
    shelves
        .flat_map(|shelf| {
            std::fs::read_dir(shelf)
                .unwrap()
                .map(|file| file.unwrap().path())
        })
        .find(|file| file.extension().is_some_and(|found| found == ending))
        .unwrap()
}
