//! Files given and made by hand: read whole up to a bound, never overwritten.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;

use crate::report::Report;

/// Longest file read whole.
pub const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Who may read a file that is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Privacy {
    /// Whoever may read the folder.
    Public,
    /// Its owner alone (mode 0600).
    Private,
}

/// The bytes of a file; `-` is standard input.
pub fn read(path: &Path) -> Result<Vec<u8>, Report> {
    read_up_to(path, FILE_BYTES_MAX)
}

/// The bytes of a file of at most `bytes_max`; `-` is standard input.
pub fn read_up_to(path: &Path, bytes_max: u64) -> Result<Vec<u8>, Report> {
    let shown = path.display();
    let mut bytes = Vec::new();
    let mut limited: Box<dyn std::io::Read> = if path == Path::new("-") {
        Box::new(std::io::stdin().take(bytes_max + 1))
    } else {
        let file = File::open(path).map_err(|error| {
            Report::input(format!("could not read {shown}"))
                .because(&error)
                .hint("check the path, and whether you may read the file")
        })?;
        Box::new(file.take(bytes_max + 1))
    };
    limited
        .read_to_end(&mut bytes)
        .map_err(|error| Report::input(format!("could not read {shown}")).because(&error))?;
    if bytes.len() as u64 > bytes_max {
        return Err(Report::input(format!(
            "{shown} is longer than {bytes_max} bytes"
        )));
    }
    Ok(bytes)
}

/// The text of a file; `-` is standard input.
pub fn read_text(path: &Path) -> Result<String, Report> {
    String::from_utf8(read(path)?).map_err(|error| {
        Report::input(format!("{} is not UTF-8 text", path.display()))
            .because(&error.utf8_error())
            .hint("save it as UTF-8")
    })
}

/// Makes a file that was not there; nothing is ever overwritten. The bytes are on the disk when
/// this returns.
pub fn write_new(path: &Path, bytes: &[u8], privacy: Privacy) -> Result<(), Report> {
    let shown = path.display();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if privacy == Privacy::Private {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Report::input(format!("{shown} is already there"))
            .hint("choose another name, or move the old file away: nothing is overwritten"),
        _ => Report::here(format!("could not make {shown}")).because(&error),
    })?;
    file.write_all(bytes)
        .and_then(|()| file.sync_all())
        .map_err(|error| Report::here(format!("could not write {shown}")).because(&error))
}

/// Makes a folder and those above it.
pub fn make_folder(path: &Path) -> Result<(), Report> {
    fs::create_dir_all(path).map_err(|error| {
        Report::here(format!("could not make the folder {}", path.display())).because(&error)
    })
}
