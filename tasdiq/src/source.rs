//! Where a log is read from: a folder or an address, both laid out as C2SP tlog-tiles.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use reqwest::StatusCode;
use tlog::Hash;
use tlog::tile::{self, EntryBundle, TILE_WIDTH, Tile};

use crate::report::Report;

/// Longest resource of a log: a full bundle of the longest entries.
const RESOURCE_BYTES_MAX: usize = 256 * (65_535 + 2);
/// Requests on their way at once to one host.
const REQUESTS_MAX: usize = 8;

/// A log to be read. Paths are those of C2SP tlog-tiles, and `state` for the signed state root.
pub enum Source {
    /// A folder.
    Dir(PathBuf),
    /// An address that the paths are appended to.
    Url(Remote),
}

/// A log behind an address.
pub struct Remote {
    base: String,
    http: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

impl Source {
    /// A folder, or an address that begins with `http://` or `https://`. A host's reader address is
    /// taken with or without its `/log`.
    pub fn open(text: &str) -> Result<Source, Report> {
        if !text.starts_with("http://") && !text.starts_with("https://") {
            let path = PathBuf::from(text);
            if path.is_dir() {
                return Ok(Source::Dir(path));
            }
            return Err(Report::input(format!("there is no folder {text}"))
                .hint("give a folder with a log's tiles, or an address that begins with https://")
                .hint("`tasdiq export tiles URL FOLDER` makes such a folder"));
        }
        let mut remote = Remote::new(text.trim_end_matches('/').to_owned())?;
        let here = remote.read("checkpoint");
        if !matches!(here, Ok(Some(_))) {
            // At a host's reader address a host shows pages; its log lies below.
            match remote.read("log/checkpoint") {
                Ok(Some(_)) => remote.base.push_str("/log"),
                _ => drop(here?),
            }
        }
        Ok(Source::Url(remote))
    }

    /// As people wrote it.
    pub fn shown(&self) -> String {
        match self {
            Source::Dir(path) => path.display().to_string(),
            Source::Url(remote) => remote.base.clone(),
        }
    }

    /// The bytes at a path; none if there is nothing.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Report> {
        match self {
            Source::Dir(folder) => read_file(&folder.join(path)),
            Source::Url(remote) => remote.read(path),
        }
    }

    /// The first `width` entries of a bundle, as the bundle's bytes and its width as found: a log may
    /// keep only the full one once there is one.
    pub fn bundle(&self, bundle: EntryBundle) -> Result<(Vec<u8>, u16), Report> {
        let full = EntryBundle {
            width: TILE_WIDTH,
            ..bundle
        };
        self.first_of(&[
            (bundle.to_string(), bundle.width),
            (full.to_string(), TILE_WIDTH),
        ])
    }

    /// The hashes of a tile; exactly its width.
    pub fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Report> {
        let full = Tile {
            width: TILE_WIDTH,
            ..tile
        };
        let (bytes, width) = self.first_of(&[
            (tile.to_string(), tile.width),
            (full.to_string(), TILE_WIDTH),
        ])?;
        let hashes = tile::hashes(&bytes).filter(|h| h.len() == usize::from(width));
        let mut hashes = hashes.ok_or_else(|| {
            Report::other_side(format!(
                "{tile} does not hold the hashes its name promises: {} bytes",
                bytes.len()
            ))
            .refused()
        })?;
        hashes.truncate(usize::from(tile.width));
        Ok(hashes)
    }

    fn first_of(&self, paths: &[(String, u16)]) -> Result<(Vec<u8>, u16), Report> {
        for (path, width) in paths {
            if let Some(bytes) = self.read(path)? {
                return Ok((bytes, *width));
            }
        }
        let wanted = paths.first().map_or("", |(path, _)| path.as_str());
        Err(Report::other_side(format!("{wanted} is missing"))
            .hint("the checkpoint promises it: ask the host for it, or try another replica"))
    }

    /// How many readers at once make sense.
    pub fn readers(&self) -> usize {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        match self {
            Source::Dir(_) => cores,
            Source::Url(_) => cores.max(REQUESTS_MAX),
        }
    }
}

impl tile::Tiles for Source {
    type Error = Report;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Report> {
        Source::tile(self, tile)
    }
}

fn read_file(path: &Path) -> Result<Option<Vec<u8>>, Report> {
    let could_not = |error: &std::io::Error| {
        Report::here(format!("could not read {}", path.display())).because(error)
    };
    match fs::metadata(path) {
        Ok(about) if about.len() > RESOURCE_BYTES_MAX as u64 => Err(Report::other_side(format!(
            "{} is longer than anything in a log",
            path.display()
        ))),
        Ok(_) => fs::read(path).map(Some).map_err(|error| could_not(&error)),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(could_not(&error)),
    }
}

impl Remote {
    fn new(base: String) -> Result<Remote, Report> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .map_err(|error| Report::here("could not start the network client").because(&error))?;
        let http = serve::client::http()
            .map_err(|error| Report::here("could not start the network client").because(&error))?;
        Ok(Remote {
            base,
            http,
            runtime,
        })
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Report> {
        let url = format!("{}/{path}", self.base);
        self.runtime.block_on(async {
            let response = self.http.get(&url).send().await.map_err(|error| {
                Report::other_side(format!("no answer from {url}"))
                    .because(&error.without_url())
                    .hint("check the address and the network; the host may be down")
            })?;
            match response.status() {
                StatusCode::OK => {
                    match serve::client::bounded(response, RESOURCE_BYTES_MAX).await {
                        Some(bytes) => Ok(Some(bytes)),
                        None => Err(Report::other_side(format!(
                            "the answer from {url} broke off, or is too long"
                        ))
                        .hint("try again")),
                    }
                }
                StatusCode::NOT_FOUND => Ok(None),
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    Err(Report::other_side(format!("{url} is not open to you"))
                        .hint("use your reader address: https://HOST/reader/TOKEN/log"))
                }
                status => Err(Report::other_side(format!("{url} answers {status}"))
                    .hint("try again later, or another replica")),
            }
        })
    }
}
