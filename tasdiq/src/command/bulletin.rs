//! `tasdiq bulletin`: a day's bulletin, made from the log without its host.

use act::{Digest, Leaf, Time, Verdict};
use mechanism::{Bulletin, LogAt, World};
use serde_json::Value;
use tasdiq::audit::{self, Audit, Placed, Watch};
use tasdiq::report::{Exit, Report};
use tasdiq::source::Source;
use tasdiq::trust::{Trust, TrustArgs};
use tlog::merkle::{RightEdge, leaf_hash};

use super::verify::Progress;
use crate::answer::{Answer, Json};
use crate::face::Face;

/// Make a day's bulletin from the log itself
///
/// The log is checked in full, then the acts up to that day's cut-off are applied to an empty world,
/// and the bulletin is computed from it: canonical JSON on one line, the same bytes that the host
/// serves at /bulletins/DATE.json. Check one you were given with `tasdiq verify bulletin`.
///
/// Examples:
///
///   tasdiq bulletin --date 2025-11-30 --log backup/ > bulletin.json
///   tasdiq bulletin --date 2025-11-30 --log URL --charter charter.toml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The day, like 2025-11-30
    #[arg(long, value_name = "DATE")]
    date: String,
    /// The log: a folder or an address
    #[arg(
        long,
        visible_alias = "host",
        value_name = "FOLDER|URL",
        default_value = "."
    )]
    log: String,
    #[command(flatten)]
    trust: TrustArgs,
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let source = Source::open(&args.log)?;
    let json = compute(&source, &args.trust.read()?, &args.date, face)?;
    Ok(Answer {
        text: format!("{json}\n"),
        json: Json::Line(json),
        exit: Exit::Fine,
    })
}

/// A log as far as a cut-off, gathered while it is checked.
struct Prefix {
    progress: Progress,
    cutoff: Time,
    world: World,
    edge: Option<RightEdge>,
}

impl Watch for Prefix {
    fn begins(&mut self, size: u64) {
        self.progress.begins(size);
    }

    fn placed(&mut self, placed: &Placed<'_>) -> Result<(), Report> {
        if let (Some(leaf), Some(edge)) = (placed.leaf, &mut self.edge)
            && leaf.at <= self.cutoff
        {
            let _: Verdict = self.world.apply(leaf);
            edge.push(leaf_hash(&Leaf::bytes(leaf.at, leaf.envelope.bytes())));
        }
        self.progress.placed(placed)
    }
}

/// A bulletin's canonical JSON from a sound log.
pub(super) fn compute(
    source: &Source,
    trust: &Trust,
    date: &str,
    face: &Face,
) -> Result<String, Report> {
    let no_day = || Report::usage(format!("{date} is not a day")).hint("write it like 2025-11-30");
    let midnight: Time = format!("{date}T00:00:00.000Z")
        .parse()
        .map_err(|_| no_day())?;
    // The cut-off is the charter's, so the log is gathered to the end of the day first.
    let mut prefix = Prefix {
        progress: Progress::new(face),
        cutoff: midnight.after_millis(86_400_000 - 1),
        world: World::default(),
        edge: None,
    };
    let day_end = audit::audit(source, trust, &mut prefix);
    prefix.progress.finish();
    let audit = sound(day_end?)?;
    let cutoff = cutoff(&prefix.world, &audit, date)?;
    prefix = Prefix {
        progress: Progress::new(face),
        cutoff,
        world: World::default(),
        edge: RightEdge::from_parts(0, Vec::new()),
    };
    let gathered = audit::audit(source, trust, &mut prefix);
    prefix.progress.finish();
    sound(gathered?)?;
    let mut bulletin = bulletin(&prefix.world, date, cutoff)?;
    let edge = prefix.edge.ok_or_else(no_day)?;
    bulletin.log = Some(LogAt {
        origin: audit.origin,
        size: edge.size(),
        root: Digest(edge.root().0),
    });
    Ok(bulletin.json())
}

fn sound(audit: Audit) -> Result<Audit, Report> {
    if audit.is_sound() {
        return Ok(audit);
    }
    let mut report = Report::other_side("the log is not sound, so nothing follows from it")
        .hint("see what is wrong: tasdiq verify")
        .refused();
    report.because = audit.findings.iter().map(ToString::to_string).collect();
    Err(report)
}

fn cutoff(day_end: &World, audit: &Audit, date: &str) -> Result<Time, Report> {
    let last = audit.world.last_at();
    let as_of = tasdiq::clock::now().max(last);
    let world = match day_end.size() {
        0 => &audit.world,
        _ => day_end,
    };
    Ok(bulletin(world, date, as_of)?.cutoff)
}

fn bulletin(world: &World, date: &str, as_of: Time) -> Result<Bulletin, Report> {
    match world.bulletin(date, as_of) {
        None => Err(Report::usage(format!("{date} is not a day")).hint("write it like 2025-11-30")),
        Some(Err(why)) => Err(Report::input(format!("there is no bulletin of {date}"))
            .because(&why)
            .hint("a bulletin closes at the charter's hour, UTC")),
        Some(Ok(bulletin)) => Ok(bulletin),
    }
}

/// The day a bulletin says it is of.
pub(super) fn date_of(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(value.get("date")?.as_str()?.to_owned())
}
