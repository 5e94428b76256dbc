//! What happens inside the confined process.

use std::io::{self, Read as _};
use std::process::Command;

use base64ct::{Base64, Encoding as _};
use picture::{BYTES_MAX, DHash, Facts, Pixels, Removed, Unreadable};
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

/// Address space of a reader: 100 million pixels of 8 bytes, and what a decoder needs beside them.
pub const MEMORY_MAX: u64 = 1536 << 20;
/// Seconds of computing.
pub const CPU_SECONDS_MAX: u64 = 20;
/// Files a reader may hold open: its own pipes and libraries.
const FILES_MAX: u64 = 32;

/// What a confined reader answers: one line of JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// What the file tells.
    Facts(Box<Facts>),
    /// The picture made anew.
    Made(Box<Made>),
    /// Why nothing can be told of it.
    Refused(String),
}

/// A picture made anew ([`picture::derive`]), as a reader hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The view: a JPEG, base64.
    pub view: String,
    /// The small picture: a JPEG, base64.
    pub thumb: String,
    /// The size of the view.
    pub pixels: Pixels,
    /// What is in neither.
    pub removed: Vec<Removed>,
    /// The difference hash.
    pub dhash: Option<DHash>,
}

/// Limits this process for good. Called before the first byte of a foreign file is read.
///
/// # Errors
/// Where the system does not allow it: then nothing may be read.
pub fn confine() -> io::Result<()> {
    let limits = [
        (Resource::As, MEMORY_MAX),
        (Resource::Cpu, CPU_SECONDS_MAX),
        (Resource::Core, 0),
        (Resource::Fsize, 0),
        (Resource::Nofile, FILES_MAX),
    ];
    for (resource, most) in limits {
        // At the lower limit of computing a process is told so by the way it ends; at the upper it is killed.
        let grace = u64::from(resource == Resource::Cpu);
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most + grace),
        };
        setrlimit(resource, limit)?;
    }
    Ok(())
}

fn standard_input() -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(BYTES_MAX)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    io::stdin().take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Reads a picture from standard input and makes it anew.
///
/// # Errors
/// Where standard input can't be read.
pub fn derive() -> io::Result<Answer> {
    Ok(match picture::derive(&standard_input()?) {
        Ok(derived) => Answer::Made(Box::new(Made {
            view: Base64::encode_string(&derived.view),
            thumb: Base64::encode_string(&derived.thumb),
            pixels: derived.pixels,
            removed: derived.removed,
            dhash: derived.dhash,
        })),
        Err(error) => Answer::Refused(error.to_string()),
    })
}

/// Reads a file from standard input and answers with what it tells.
///
/// # Errors
/// Where standard input can't be read.
pub fn facts() -> io::Result<Answer> {
    Ok(match picture::facts(&standard_input()?) {
        Ok(facts) => Answer::Facts(Box::new(facts)),
        Err(unreadable) => Answer::Refused(refusal(&unreadable)),
    })
}

fn refusal(unreadable: &Unreadable) -> String {
    match unreadable {
        Unreadable::TooLong(_) => format!("the file is longer than {BYTES_MAX} bytes"),
        other => other.to_string(),
    }
}

/// Becomes another program, which inherits the limits. Returns only if it can't.
pub fn become_program(program: &str, args: &[String]) -> io::Error {
    use std::os::unix::process::CommandExt as _;
    Command::new(program).args(args).exec()
}
