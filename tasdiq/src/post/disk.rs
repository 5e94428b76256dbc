//! A post's folder: every file appears whole or not at all, for its owner alone, and one program uses
//! it at a time.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::report::Report;

/// Ends the name of a file that is being written.
const PART: &str = ".part";

/// The folder.
pub(super) struct Disk {
    dir: PathBuf,
    /// Held as long as the program runs.
    _lock: File,
}

impl Disk {
    /// Takes the folder, and makes what is missing of it.
    pub(super) fn open(dir: &Path, folders: &[&str]) -> Result<Disk, Report> {
        let shown = dir.display();
        let failed = |error: io::Error| {
            Report::here(format!("can't use the folder {shown}")).because(&error)
        };
        for folder in folders {
            fs::create_dir_all(dir.join(folder)).map_err(failed)?;
        }
        let lock = File::create(dir.join("lock")).map_err(failed)?;
        lock.try_lock().map_err(|_| {
            Report::here(format!("another post uses the folder {shown}"))
                .hint("end it first: two would number acts twice")
        })?;
        Ok(Disk {
            dir: dir.to_owned(),
            _lock: lock,
        })
    }

    /// Puts a file there, in place of one of that name. It is on the disk when this returns.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.dir.join(name);
        let part = self.dir.join(format!("{name}{PART}"));
        let written = write_part(&part, bytes).and_then(|()| fs::rename(&part, &path));
        if written.is_err() {
            let _ = fs::remove_file(&part); // A full disk has more room without it.
        }
        written?;
        match path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }

    /// A file's bytes; none if it is not there.
    pub(super) fn read(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        match File::open(self.dir.join(name)) {
            Ok(mut file) => file.read_to_end(&mut bytes).map(|_| Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether a file is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.dir.join(name).exists()
    }

    /// The names of a folder's files, in order.
    pub(super) fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(self.dir.join(folder))? {
            if let Ok(name) = entry?.file_name().into_string()
                && !name.ends_with(PART)
            {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    /// Takes a file away, if it is there.
    pub(super) fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.dir.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn write_part(part: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}
