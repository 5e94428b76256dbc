//! `tasdiq evidence inspect`

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use picture::checks::{self, Line, Other, Window};
use picture::{BYTES_MAX, Facts, Fence, Moment};
use sha2::{Digest as _, Sha256};
use tasdiq::evidence::{self, NotRead, Reader};
use tasdiq::files;
use tasdiq::report::{Exit, Report};
use timestamp::Anchors;

use crate::answer::{Answer, Json};
use crate::face::{Face, Tone};

/// Files of a folder that are compared with at most.
const OTHERS_MAX: usize = 10_000;

/// Check one file, each check on a line of its own
///
/// Reads JPEG, PNG, WebP, HEIC (metadata only) and PDF of up to 40 MB and 100 million pixels, in a
/// process of its own with limits on memory and time. Tells what the file says of itself beside what you
/// bring: the fence of a site (GeoJSON: a polygon, or a point with radius_m), a window of time, other
/// pictures, a time-stamp token (a token beside the file, FILE.tsr, is found), the agreement's anchors.
///
/// A lead is for a person to look at. There is no score: honest pictures raise leads, and false ones
/// may raise none. With --json, one JSON object {check, result, detail, flags} a line.
///
/// Exit code 0: checked, whatever was found. 2: the file can't be read at all, or what was brought can't.
///
/// Examples:
///
///   tasdiq evidence inspect after.jpg --site fence.geojson --from 2025-11-07 --to 2025-12-01
///   tasdiq evidence inspect after.jpg --token after.tsr --anchors root.pem --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The file
    file: PathBuf,
    /// Where it should have been made: GeoJSON
    #[arg(long, value_name = "FENCE.geojson")]
    site: Option<PathBuf>,
    /// Not made before this moment: 2025-11-07T00:00:00+05:00; a bare date is its first second in UTC
    #[arg(long, value_name = "T", value_parser = moment)]
    from: Option<Moment>,
    /// Not made after this moment
    #[arg(long, value_name = "T", value_parser = moment)]
    to: Option<Moment>,
    /// When it was received
    #[arg(long, value_name = "T", value_parser = moment)]
    received: Option<Moment>,
    /// A folder of other files to compare it with
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// A time-stamp token over it (RFC 3161: a reply or a bare token)
    #[arg(long, value_name = "TSR")]
    token: Option<PathBuf>,
    /// Certificates the agreement trusts, for tokens and for content credentials
    #[arg(long, value_name = "PEM")]
    anchors: Option<PathBuf>,
}

fn moment(text: &str) -> Result<Moment, picture::NotAMoment> {
    Moment::parse(text)
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    // Whatever was brought wrongly is said before anything long begins.
    let fence = args.site.as_deref().map(fence).transpose()?;
    let anchors = match &args.anchors {
        Some(path) => anchors(path)?,
        None => Anchors::none(),
    };
    let window = Window {
        from: args.from,
        to: args.to,
    };
    if let (Some(from), Some(to)) = (window.from, window.to)
        && from > to
    {
        return Err(Report::usage("--from is later than --to"));
    }
    let others = args
        .against
        .as_deref()
        .map(|folder| listed(folder, &args.file))
        .transpose()?;
    let bytes = bounded(&args.file)?;
    let token = token(args)?;
    let reader = Reader::of_this_program()
        .map_err(|error| Report::here("this program does not find itself").because(&error))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Report::here("could not start").because(&error))?;
    let facts = runtime
        .block_on(reader.facts(&bytes))
        .map_err(|error| unread(&args.file, &error))?;
    let stamped = token
        .as_deref()
        .map(|token| timestamp::check(token, &bytes, &anchors));
    let credentials = if facts.credentials || mentions_credentials(&bytes) {
        let path = args.anchors.as_deref();
        evidence::credentials(runtime.block_on(reader.credentials(&bytes, path)))
    } else {
        Line::new(
            "credentials",
            "none",
            "it carries none; that is no sign of anything",
        )
    };
    let others = match others {
        Some(paths) => runtime.block_on(compared(&reader, &paths, &facts, face)),
        None => Vec::new(),
    };
    let name = args
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let mut lines = vec![
        checks::format(&facts, name.as_deref()),
        checks::integrity(&facts),
    ];
    lines.extend(checks::document(&facts));
    lines.push(evidence::timestamp(stamped.as_ref()));
    lines.push(credentials);
    lines.push(checks::place(&facts, fence.as_ref()));
    lines.push(checks::time(&facts, args.received));
    lines.push(checks::window(&facts, &window));
    lines.push(checks::duplicate(&facts, &others));
    lines.push(checks::edited(&facts));
    lines.push(checks::thumbnail(&facts));
    answer(&lines, face)
}

fn answer(lines: &[Line], face: &Face) -> Result<Answer, Report> {
    let json: Result<Vec<String>, _> = lines.iter().map(serde_json::to_string).collect();
    let json = json.map_err(|error| Report::here("the answer can't be written").because(&error))?;
    Ok(Answer {
        text: table(lines, face),
        json: Json::Line(json.join("\n")),
        exit: Exit::Fine,
    })
}

fn table(lines: &[Line], face: &Face) -> String {
    let wide = |of: fn(&Line) -> &str| lines.iter().map(|line| of(line).chars().count()).max();
    let check = wide(|line| line.check).unwrap_or(0);
    let result = wide(|line| &line.result).unwrap_or(0).min(44);
    let mut out = String::new();
    for line in lines {
        // Padded before it is coloured: colours have no width.
        let found = format!("{:<result$}", line.result);
        let tone = if line.flags.is_empty() {
            Tone::Faint
        } else {
            Tone::Strong
        };
        let flags = match line.flags.is_empty() {
            true => String::new(),
            false => format!(" [{}]", line.flags.join(", ")),
        };
        let row = format!(
            "{:<check$}  {}  {}{flags}",
            line.check,
            face.tone(tone, &found),
            line.detail
        );
        let _ = writeln!(out, "{}", row.trim_end());
    }
    out
}

fn fence(path: &Path) -> Result<Fence, Report> {
    Fence::from_geojson(&files::read_text(path)?).map_err(|error| {
        Report::input(format!("{} is not a fence", path.display()))
            .because(&error)
            .hint("bring GeoJSON: a Polygon, a MultiPolygon, or a Point with \"radius_m\"")
    })
}

fn anchors(path: &Path) -> Result<Anchors, Report> {
    Anchors::from_pem(&files::read_text(path)?).map_err(|error| {
        Report::input(format!("{} holds no anchors", path.display()))
            .because(&error)
            .hint("bring the certificates that the agreement names, as PEM")
    })
}

/// The file whole, or a refusal before a byte of it is read.
fn bounded(path: &Path) -> Result<Vec<u8>, Report> {
    let shown = path.display();
    let failed = |error: std::io::Error| {
        Report::input(format!("could not read {shown}"))
            .because(&error)
            .hint("check the path, and whether you may read the file")
    };
    let too_long = || {
        Report::input(format!("{shown} is longer than {BYTES_MAX} bytes"))
            .hint("bring the original in parts, or as its camera would make it smaller")
    };
    let file = File::open(path).map_err(failed)?;
    let told = file.metadata().map_err(failed)?;
    if told.is_dir() {
        return Err(Report::input(format!("{shown} is a folder")).hint("name one file"));
    }
    let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
    if told.len() > most {
        return Err(too_long());
    }
    let mut bytes = Vec::new();
    file.take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() > BYTES_MAX {
        return Err(too_long());
    }
    Ok(bytes)
}

fn unread(path: &Path, error: &NotRead) -> Report {
    let shown = path.display();
    match error {
        NotRead::Refused(_) | NotRead::Stopped(_) => Report::input(format!(
            "{shown} can't be read as evidence"
        ))
        .because(error)
        .hint("ask whoever brought it for the original file, as the camera or scanner made it"),
        NotRead::Start(_) | NotRead::Answer(_) => {
            Report::here(format!("{shown} could not be read")).because(error)
        }
    }
}

/// The token that was named, or the one that lies beside the file.
fn token(args: &Args) -> Result<Option<Vec<u8>>, Report> {
    if let Some(path) = &args.token {
        return files::read(path).map(Some);
    }
    let mut appended = args.file.clone().into_os_string();
    appended.push(".tsr");
    let beside = [PathBuf::from(appended), args.file.with_extension("tsr")];
    match beside
        .iter()
        .find(|path| path.is_file() && **path != args.file)
    {
        Some(path) => files::read(path).map(Some),
        None => Ok(None),
    }
}

/// Whether credentials might be in it, where its own structure does not say so.
fn mentions_credentials(bytes: &[u8]) -> bool {
    bytes.windows(4).any(|window| window == b"c2pa")
        || bytes
            .windows(18)
            .any(|window| window == b"dcterms:provenance")
}

/// The files of a folder but the one in question, by name.
fn listed(folder: &Path, file: &Path) -> Result<Vec<PathBuf>, Report> {
    let failed = |error: std::io::Error| {
        Report::input(format!("could not read the folder {}", folder.display())).because(&error)
    };
    let own = fs::canonicalize(file).ok();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() && fs::canonicalize(&path).ok() != own {
            paths.push(path);
        }
    }
    paths.sort();
    if paths.len() > OTHERS_MAX {
        let most = format!("{} holds more than {OTHERS_MAX} files", folder.display());
        return Err(Report::input(most).hint("compare with a part of them at a time"));
    }
    Ok(paths)
}

/// Each of them with its digest, and pictures with their hash. One that can't be read is still compared
/// byte for byte, as far as it is no longer than a file may be.
async fn compared(reader: &Reader, paths: &[PathBuf], facts: &Facts, face: &Face) -> Vec<Other> {
    let bar = face.bar("comparing", u64::try_from(paths.len()).unwrap_or(0));
    let mut others = Vec::new();
    for path in paths {
        bar.inc(1);
        let Ok(bytes) = bounded(path) else { continue };
        let digest = Sha256::digest(&bytes);
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let picture = picture::recognise(&bytes).is_ok_and(picture::Format::is_picture);
        let dhash = if picture && facts.dhash.is_some() && sha256 != facts.sha256 {
            reader
                .facts(&bytes)
                .await
                .ok()
                .and_then(|facts| facts.dhash)
        } else {
            None
        };
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        others.push(Other {
            name,
            sha256,
            dhash,
        });
    }
    bar.finish_and_clear();
    others
}
