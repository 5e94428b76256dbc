//! Starting confined readers, and bounding them from outside: by the clock and by what they may answer.

use std::ffi::OsStr;
use std::io;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use picture::Facts;
use serde::Deserialize;
use serve::blobs::FactsOf;
use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use super::confined::{Answer, CPU_SECONDS_MAX, MEMORY_MAX, Made};
use super::lines;

/// A reader that has not answered by then is stopped.
const WALL: Duration = Duration::from_secs(40);
/// The most bytes of an answer.
const ANSWER_BYTES_MAX: u64 = 8 << 20;
/// The most bytes of its complaints that are kept.
const COMPLAINT_BYTES_MAX: u64 = 2048;
/// Readers that run at once: many uploads at a time wait for each other, not for memory.
const AT_ONCE: usize = 2;
/// Set for every reader: a reader starts no reader.
const CONFINED: &str = "TASDIQ_CONFINED";
/// The reader of content credentials, installed beside this program.
const CREDENTIALS: &str = "tasdiq-credentials";

/// Reads files of others in processes of their own.
#[derive(Clone, Debug)]
pub struct Reader {
    program: PathBuf,
    room: Arc<Semaphore>,
}

/// Why a file could not be read.
#[derive(Debug, Error)]
pub enum NotRead {
    /// The reader looked at it and refused.
    #[error("{0}")]
    Refused(String),
    /// The reader did not come to an end.
    #[error("its reader was stopped: {0}")]
    Stopped(String),
    /// No reader could be started.
    #[error("could not start a reader")]
    Start(#[source] io::Error),
    /// The reader answered something else than was agreed.
    #[error("its reader gave an answer that can't be read")]
    Answer(#[source] serde_json::Error),
}

/// What content credentials tell (`tasdiq-credentials`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Credentials {
    /// `none`, `trusted`, `valid-unknown-issuer` or `invalid`.
    pub state: String,
    /// Failure codes of the C2PA specification.
    pub codes: Vec<String>,
    /// What the file was made from.
    pub ingredients: Vec<Ingredient>,
    /// What the signer says was done.
    pub actions: Vec<String>,
    /// Who signed.
    pub signer: Option<String>,
    /// When, as the credentials say.
    pub time: Option<String>,
    /// Why there is no more to tell.
    pub reason: Option<String>,
}

/// Something a file was made from, with what was recorded when it was added.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Ingredient {
    /// Its title.
    pub title: String,
    /// As of [`Credentials`].
    pub state: String,
    /// As of [`Credentials`].
    pub codes: Vec<String>,
}

impl Reader {
    /// Readers are this program, started again.
    ///
    /// # Errors
    /// Where the system does not tell which program this is, or it is a reader itself.
    pub fn of_this_program() -> io::Result<Reader> {
        if std::env::var_os(CONFINED).is_some() {
            return Err(io::Error::other("a confined reader starts no other"));
        }
        Ok(Reader::at(std::env::current_exe()?))
    }

    /// Readers are the `tasdiq` program at this path: for tests and for programs around it.
    pub fn at(program: PathBuf) -> Reader {
        Reader {
            program,
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// What a host is handed: facts as JSON for each payload that becomes whole, nothing for those that
    /// can't be read. Why not is in the host's own log.
    ///
    /// Content credentials are checked to the anchors in a PEM file, if there is one.
    pub fn for_host(self, anchors: Option<PathBuf>) -> FactsOf {
        Arc::new(move |bytes| {
            let reader = self.clone();
            let anchors = anchors.clone();
            Box::pin(async move {
                match reader.facts(&bytes).await {
                    Ok(facts) => {
                        let line = match facts.credentials {
                            true => Some(lines::credentials(
                                reader.credentials(&bytes, anchors.as_deref()).await,
                            )),
                            false => None,
                        };
                        let looked = commitments::checks::Looked {
                            facts,
                            credentials: line.map(commitments::checks::KeptLine::from),
                        };
                        serde_json::to_string(&looked).ok()
                    }
                    Err(error) => {
                        tracing::info!(%error, "a payload was not looked at");
                        None
                    }
                }
            })
        })
    }

    /// What a file tells of itself.
    ///
    /// # Errors
    /// [`NotRead`].
    pub async fn facts(&self, bytes: &[u8]) -> Result<Facts, NotRead> {
        let answer = self
            .run(&["evidence".as_ref(), "facts".as_ref()], bytes)
            .await?;
        match serde_json::from_slice(&answer).map_err(NotRead::Answer)? {
            Answer::Facts(facts) => Ok(*facts),
            Answer::Made(_) => Err(NotRead::Stopped("it did something else".to_owned())),
            Answer::Refused(reason) => Err(NotRead::Refused(reason)),
        }
    }

    /// A picture made anew.
    ///
    /// # Errors
    /// [`NotRead`].
    pub async fn derive(&self, bytes: &[u8]) -> Result<Made, NotRead> {
        let answer = self
            .run(&["evidence".as_ref(), "derive".as_ref()], bytes)
            .await?;
        match serde_json::from_slice(&answer).map_err(NotRead::Answer)? {
            Answer::Made(made) => Ok(*made),
            Answer::Facts(_) => Err(NotRead::Stopped("it did something else".to_owned())),
            Answer::Refused(reason) => Err(NotRead::Refused(reason)),
        }
    }

    /// The reader of content credentials, if it is installed beside this program.
    pub fn credentials_program(&self) -> Option<PathBuf> {
        let program = self.program.with_file_name(CREDENTIALS);
        program.is_file().then_some(program)
    }

    /// What content credentials tell, under the anchors in a PEM file. Nothing if their reader is not
    /// installed.
    ///
    /// # Errors
    /// [`NotRead`].
    pub async fn credentials(
        &self,
        bytes: &[u8],
        anchors: Option<&Path>,
    ) -> Result<Option<Credentials>, NotRead> {
        let Some(program) = self.credentials_program() else {
            return Ok(None);
        };
        let mut args: Vec<&OsStr> =
            vec!["evidence".as_ref(), "confined".as_ref(), program.as_ref()];
        if let Some(anchors) = anchors {
            args.extend(["--anchors".as_ref(), anchors.as_os_str()]);
        }
        let answer = self.run(&args, bytes).await?;
        serde_json::from_slice(&answer)
            .map(Some)
            .map_err(NotRead::Answer)
    }

    async fn run(&self, args: &[&OsStr], bytes: &[u8]) -> Result<Vec<u8>, NotRead> {
        let closed = |_| NotRead::Start(io::Error::other("readers are closed"));
        let _room = self.room.acquire().await.map_err(closed)?;
        let mut child = Command::new(&self.program)
            .args(args)
            .env_clear()
            .env(CONFINED, "1")
            // Each thread would reserve address space of its own, far more than it uses.
            .env("MALLOC_ARENA_MAX", "1")
            .env("RAYON_NUM_THREADS", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(NotRead::Start)?;
        let ended = tokio::time::timeout(WALL, converse(&mut child, bytes)).await;
        let stopped = match ended {
            Ok(Ok((status, answer, _))) if status.success() => return Ok(answer),
            Ok(Ok((status, _, complaint))) => how(status, &complaint),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("it did not answer in {} s", WALL.as_secs()),
        };
        // By its handle, and awaited, so that nothing of it is left.
        let _ = child.kill().await;
        Err(NotRead::Stopped(stopped))
    }
}

/// Hands over the bytes while taking the answer, so that neither side waits for the other.
async fn converse(child: &mut Child, bytes: &[u8]) -> io::Result<(ExitStatus, Vec<u8>, Vec<u8>)> {
    let pipe = || io::Error::other("it has no pipes");
    let mut stdin = child.stdin.take().ok_or_else(pipe)?;
    let stdout = child.stdout.take().ok_or_else(pipe)?;
    let stderr = child.stderr.take().ok_or_else(pipe)?;
    let give = async move {
        // A reader may have seen enough before the end.
        let _ = stdin.write_all(bytes).await;
        let _ = stdin.shutdown().await;
    };
    let take = async move {
        let mut answer = Vec::new();
        stdout
            .take(ANSWER_BYTES_MAX + 1)
            .read_to_end(&mut answer)
            .await
            .map(|_| answer)
    };
    let hear = async move {
        let mut complaint = Vec::new();
        let _ = stderr
            .take(COMPLAINT_BYTES_MAX)
            .read_to_end(&mut complaint)
            .await;
        complaint
    };
    let ((), answer, complaint) = tokio::join!(give, take, hear);
    let answer = answer?;
    if u64::try_from(answer.len()).unwrap_or(u64::MAX) > ANSWER_BYTES_MAX {
        return Err(io::Error::other("it answered too much"));
    }
    Ok((child.wait().await?, answer, complaint))
}

/// How a reader ended, in words.
fn how(status: ExitStatus, complaint: &[u8]) -> String {
    let text = String::from_utf8_lossy(complaint);
    let text = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    // Linux's numbers of SIGABRT and SIGXCPU: an allocation that failed aborts.
    match (status.signal(), status.code()) {
        (Some(6), _) => format!("it needed more than {} MB of memory", MEMORY_MAX >> 20),
        (Some(24), _) => format!("it computed for more than {CPU_SECONDS_MAX} s"),
        (Some(signal), _) => format!("by signal {signal}"),
        (None, Some(101)) => "it stumbled over the file".to_owned(),
        (None, code) => format!("it ended with {} {text}", code.unwrap_or_default()),
    }
}
