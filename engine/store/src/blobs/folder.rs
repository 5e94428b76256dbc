//! Payloads in a folder: `<first byte>/<id>.blob` beside `.note` (what was announced) and `.facts`; an
//! upload is `.part` until it is whole.
//!
//! The note is durable before an upload begins, the bytes before the upload is whole: a crash leaves
//! either a payload or a part that can be resumed or is given up after a day.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{BlobError, BlobId, Blobs, NewBlob, Status, commitment, fresh, may_begin};

/// Payloads in a local folder.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    /// Changes are made one at a time; reading needs no turn.
    turn: Mutex<()>,
}

fn failed(what: &'static str) -> impl FnOnce(io::Error) -> BlobError {
    move |source| match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BlobError::Full,
        _ => BlobError::Io { what, source },
    }
}

impl Folder {
    /// A folder of payloads, made if it is not there.
    pub fn open(path: &Path) -> Result<Folder, BlobError> {
        fs::create_dir_all(path).map_err(failed("making the folder"))?;
        Ok(Folder {
            path: path.to_owned(),
            turn: Mutex::new(()),
        })
    }

    fn file(&self, id: &BlobId, ending: &str) -> PathBuf {
        let name = hex(id);
        self.path.join(&name[..2]).join(format!("{name}.{ending}"))
    }

    fn note(&self, id: &BlobId) -> Result<NewBlob, BlobError> {
        let text = match fs::read_to_string(self.file(id, "note")) {
            Ok(text) => text,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(BlobError::Absent),
            Err(e) => return Err(failed("reading a note")(e)),
        };
        parse_note(*id, &text).ok_or(BlobError::Absent)
    }

    fn length(path: &Path) -> Option<u64> {
        fs::metadata(path).ok().map(|metadata| metadata.len())
    }

    /// The bytes become the payload, or nothing of them stays.
    fn complete(&self, new: &NewBlob) -> Result<Status, BlobError> {
        let part = self.file(&new.id, "part");
        let file = File::open(&part).map_err(failed("opening a part"))?;
        file.sync_all().map_err(failed("syncing a part"))?;
        let bytes = fs::read(&part).map_err(failed("reading a part"))?;
        if commitment(&new.salt, &bytes) != new.id {
            self.remove(&new.id)?;
            return Err(BlobError::Commitment);
        }
        fs::rename(&part, self.file(&new.id, "blob")).map_err(failed("keeping a payload"))?;
        self.sync_folder(&new.id)?;
        Ok(Status::Whole(new.clone()))
    }

    fn sync_folder(&self, id: &BlobId) -> Result<(), BlobError> {
        let file = self.file(id, "blob");
        let folder = file.parent().unwrap_or(&self.path);
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(failed("syncing the folder"))
    }

    /// Bytes first: should it be interrupted, what is left names nothing that still exists.
    fn remove(&self, id: &BlobId) -> Result<(), BlobError> {
        for ending in ["blob", "part", "facts", "note"] {
            match fs::remove_file(self.file(id, ending)) {
                Ok(()) => {}
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(failed("erasing")(e)),
            }
        }
        match self.file(id, "blob").parent().is_some_and(Path::exists) {
            true => self.sync_folder(id),
            false => Ok(()),
        }
    }
}

impl Blobs for Folder {
    fn begin(&self, new: &NewBlob) -> Result<Status, BlobError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        match self.note(&new.id) {
            Ok(held) if held.salt == new.salt && held.bytes == new.bytes => {
                return self.status(&new.id);
            }
            Ok(_) => return Err(BlobError::Announced),
            Err(BlobError::Absent) => {}
            Err(error) => return Err(error),
        }
        may_begin(new, &self.list()?)?;
        let path = self.file(&new.id, "note");
        let folder = path.parent().unwrap_or(&self.path);
        fs::create_dir_all(folder).map_err(failed("making a folder"))?;
        let written = File::create(&path).and_then(|mut file| {
            file.write_all(write_note(new).as_bytes())?;
            file.sync_all()
        });
        if let Err(error) = written {
            let _ = fs::remove_file(&path); // Half a note would be no note.
            return Err(failed("writing a note")(error));
        }
        self.sync_folder(&new.id)?;
        let new = new.clone();
        Ok(Status::Partial { new, offset: 0 })
    }

    fn append(&self, id: &BlobId, offset: u64, chunk: &[u8]) -> Result<Status, BlobError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let (new, here) = match self.status(id)? {
            Status::Partial { new, offset } => (new, offset),
            whole @ Status::Whole(_) => return Ok(whole),
        };
        let fresh = fresh(&new, here, offset, chunk)?;
        let part = self.file(id, "part");
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&part)
            .map_err(failed("opening a part"))?;
        if let Err(error) = file.write_all(fresh) {
            // Half a chunk is worth nothing to a sender who asks where to resume.
            let _ = file.set_len(here);
            return Err(failed("writing a chunk")(error));
        }
        match here + fresh.len() as u64 {
            offset if offset < new.bytes => Ok(Status::Partial { new, offset }),
            _ => self.complete(&new),
        }
    }

    fn status(&self, id: &BlobId) -> Result<Status, BlobError> {
        let new = self.note(id)?;
        if Folder::length(&self.file(id, "blob")) == Some(new.bytes) {
            return Ok(Status::Whole(new));
        }
        let offset = Folder::length(&self.file(id, "part")).unwrap_or(0);
        Ok(Status::Partial { new, offset })
    }

    fn read(&self, id: &BlobId) -> Result<Vec<u8>, BlobError> {
        let mut bytes = Vec::new();
        match File::open(self.file(id, "blob")) {
            Ok(mut file) => file.read_to_end(&mut bytes).map_err(failed("reading"))?,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Err(BlobError::Absent),
            Err(e) => return Err(failed("opening a payload")(e)),
        };
        // A disk that forgets is caught here, not by a reader who is shown something else.
        match self.note(id) {
            Ok(new) if commitment(&new.salt, &bytes) == *id => Ok(bytes),
            Ok(_) => Err(BlobError::Commitment),
            Err(error) => Err(error),
        }
    }

    fn erase(&self, id: &BlobId) -> Result<(), BlobError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.remove(id)
    }

    fn list(&self) -> Result<Vec<Status>, BlobError> {
        let mut found = Vec::new();
        for shelf in fs::read_dir(&self.path).map_err(failed("listing"))? {
            let shelf = shelf.map_err(failed("listing"))?.path();
            if !shelf.is_dir() {
                continue;
            }
            for file in fs::read_dir(&shelf).map_err(failed("listing"))? {
                let name = file.map_err(failed("listing"))?.file_name();
                let id = name
                    .to_str()
                    .and_then(|name| unhex(name.strip_suffix(".note")?));
                if let Some(Ok(status)) = id.map(|id| self.status(&id)) {
                    found.push(status);
                }
            }
        }
        found.sort_by_key(|status| status.new_blob().id);
        Ok(found)
    }

    fn keep_facts(&self, id: &BlobId, facts: &str) -> Result<(), BlobError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        self.note(id)?;
        fs::write(self.file(id, "facts"), facts).map_err(failed("keeping facts"))
    }

    fn facts(&self, id: &BlobId) -> Option<String> {
        fs::read_to_string(self.file(id, "facts")).ok()
    }
}

/// One line each: salt, size, media type, sender, time; for a petition, the commitment to its receipt.
fn write_note(new: &NewBlob) -> String {
    let (salt, by) = (hex(&new.salt), hex(&new.by));
    let receipt = new.receipt.map(|receipt| hex(&receipt) + "\n");
    format!(
        "{salt}\n{}\n{}\n{by}\n{}\n{}",
        new.bytes,
        new.media,
        new.begun_millis,
        receipt.unwrap_or_default()
    )
}

fn parse_note(id: BlobId, text: &str) -> Option<NewBlob> {
    let mut lines = text.lines();
    Some(NewBlob {
        id,
        salt: unhex(lines.next()?)?,
        bytes: lines.next()?.parse().ok()?,
        media: lines.next()?.to_owned(),
        by: unhex(lines.next()?)?,
        begun_millis: lines.next()?.parse().ok()?,
        receipt: lines.next().and_then(unhex),
    })
}

fn hex(bytes: &[u8; 32]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, at) in bytes.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}
