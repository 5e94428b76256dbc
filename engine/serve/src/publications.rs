//! Bulletins, feeds, exports, calendars and dossiers over HTTP: computed from the world on request,
//! kept nowhere, and the same for everyone who computes them from the log.

use act::{Digest, Index, Leaf, Time};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use mechanism::{Announced, Edition, EditionName, Export, Feed, LogAt, World};
use page::{Lang, Tr};
use serde_json::json;

use crate::acts;
use crate::host::Host;
use crate::problem::Problem;

/// Names the form of a dossier.
const DOSSIER_FORMAT: &str = "tasdiq.dossier.v1";

type Answer = Result<Response, Problem>;

/// `/bulletins/<file>`: a day's bulletin as canonical JSON, or a feed of the latest.
pub(crate) fn bulletins(host: &Host, file: &str) -> Answer {
    let tr = Tr::new(Lang::En, &host.catalogue);
    let base = &host.public_origin;
    match file {
        "feed.atom" => {
            let feed = host.world().feed(Feed::Atom, tr, base, host.now());
            Ok(typed("application/atom+xml; charset=utf-8", feed))
        }
        "feed.json" => {
            let feed = host.world().feed(Feed::Json, tr, base, host.now());
            Ok(typed("application/feed+json; charset=utf-8", feed))
        }
        other => bulletin(host, other.strip_suffix(".json").unwrap_or_default()),
    }
}

fn bulletin(host: &Host, date: &str) -> Answer {
    let found = host.world().bulletin(date, host.now());
    let mut bulletin = match found {
        None => return Err(Problem::not_found()),
        Some(Ok(bulletin)) => bulletin,
        Some(Err(why)) => {
            return Err(Problem::sender(
                StatusCode::NOT_FOUND,
                "no-bulletin",
                "There is no bulletin of this day",
                why.to_string(),
                "See /commitments/bulletin for those there are.",
            ));
        }
    };
    bulletin.log = Some(log_at(host, bulletin.cutoff)?);
    Ok(typed("application/json", bulletin.json()))
}

/// The log as it was at an instant: its entries' times never go back.
fn log_at(host: &Host, cutoff: Time) -> Result<LogAt, Problem> {
    let (mut low, mut high) = (0, host.progress().borrow().size);
    while low < high {
        let middle = low + (high - low) / 2;
        let leaf = Leaf::parse(&acts::leaf(host, middle)?).map_err(|e| Problem::unreadable(&e))?;
        if leaf.at <= cutoff {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let tree = store::tiles::Tree::new(host.reader.as_ref(), low);
    let root = tlog::merkle::root(low, &tree).map_err(|e| Problem::unreadable(&e))?;
    Ok(LogAt {
        origin: host.origin.clone(),
        size: low,
        root: Digest(root.0),
    })
}

/// `/exports/<file>`: the table of commitments, what is counted of screenings, the line as a post needs it.
pub(crate) fn exports(host: &Host, file: &str) -> Answer {
    let month = file
        .strip_prefix("hotline-")
        .and_then(|rest| rest.strip_suffix(".csv"));
    let now = host.now();
    let world = host.world();
    let version = env!("CARGO_PKG_VERSION");
    let size = world.size();
    let made_from = format!(
        "tasdiq {version}; {}; {size} entries; as of {now}",
        host.origin
    );
    let (media, table) = match (file, month) {
        ("commitments.csv", _) => (CSV, Some(world.export(Export::Csv, now, &made_from))),
        ("commitments.jsonl", _) => (
            "application/jsonl",
            Some(world.export(Export::JsonLines, now, &made_from)),
        ),
        ("screenings.csv", _) => (CSV, Some(world.screenings(now, &made_from))),
        (_, Some(month)) => (CSV, world.hotline_month(month, now, &made_from)),
        (file, None) => ("application/json", line_of_post(&world, file, now)),
    };
    table
        .map(|table| typed(media, table))
        .ok_or_else(Problem::not_found)
}

/// `line-<post>.json`.
fn line_of_post(world: &World, file: &str, now: Time) -> Option<String> {
    let post = file.strip_prefix("line-")?.strip_suffix(".json")?;
    serde_json::to_string(&world.line_of_post(post, now)?).ok()
}

const CSV: &str = "text/csv; charset=utf-8";

/// What is asked of an edition.
#[derive(Default, serde::Deserialize)]
pub(crate) struct EditionQuery {
    /// How many urgent ones came before it.
    urgent: Option<u32>,
    /// The day of the edition a delta starts from, and how many urgent ones it had.
    from: Option<String>,
    from_urgent: Option<u32>,
    /// A listing to be proven in it, or not in it.
    listing: Option<String>,
}

/// `/editions/<day>.json`, `/editions/latest.json`: an edition of the watchlist with the log it
/// follows from; with `from`, the way from an edition held; with `listing`, a proof.
pub(crate) fn editions(host: &Host, file: &str, query: &EditionQuery) -> Answer {
    let day = file.strip_suffix(".json").ok_or_else(Problem::not_found)?;
    let named = |day: &str, urgent: Option<u32>| EditionName {
        day: day.to_owned(),
        urgent: urgent.unwrap_or(0),
    };
    let name = (day != "latest").then(|| named(day, query.urgent));
    let find = |name: Option<&EditionName>| {
        host.world().edition(name, host.now()).map_err(|why| {
            Problem::sender(
                StatusCode::NOT_FOUND,
                "no-edition",
                "There is no such edition",
                why.to_string(),
                "See /watchlist/editions for those there are.",
            )
        })
    };
    let edition = find(name.as_ref())?;
    let answer = match (&query.from, &query.listing) {
        (Some(from), _) => {
            let delta = edition.delta(&find(Some(&named(from, query.from_urgent)))?);
            let note = announce(host, &edition, &log_at(host, edition.since)?);
            let mut answer = json!(delta);
            answer["note"] = json!(note);
            answer
        }
        (None, Some(listing)) => {
            let note = announce(host, &edition, &log_at(host, edition.since)?);
            let mut answer = json!(edition.prove(listing));
            answer["note"] = json!(note);
            answer
        }
        (None, None) => {
            let log = log_at(host, edition.since)?;
            let note = announce(host, &edition, &log);
            let leaves: Vec<_> = edition.leaves.values().collect();
            json!({ "manifest": edition.manifest(), "leaves": leaves, "log": log, "note": note })
        }
    };
    Ok(typed("application/json", answer.to_string()))
}

/// The note by which the log's key announces an edition; a replica has no such key, and gives none.
fn announce(host: &Host, edition: &Edition, log: &LogAt) -> Option<String> {
    let key = host.log_key()?;
    let announced = Announced {
        origin: host.origin.clone(),
        edition: edition.name.clone(),
        listings: edition.leaves.len() as u64,
        root: edition.root(),
        log_size: log.size,
        log_root: log.root,
    };
    Some(announced.sign(key).to_string())
}

/// `/calendar.ics`: deadlines of the member that asks, or of `?member=` for a reader's address.
pub(crate) fn calendar(
    host: &Host,
    headers: &HeaderMap,
    member: Option<&str>,
    lang: Option<&str>,
) -> Answer {
    let seated = host.seated(headers);
    let world = host.world();
    let own = seated.and_then(|seat| world.areas.roll.grant(&seat.key).map(|g| g.member.as_str()));
    let member = own.or(member).ok_or_else(|| {
        Problem::sender(
            StatusCode::BAD_REQUEST,
            "no-member",
            "Whose calendar?",
            "",
            "Add ?member= with a member's id.",
        )
    })?;
    let lang = lang.and_then(Lang::from_tag).unwrap_or(Lang::En);
    let tr = Tr::new(lang, &host.catalogue);
    let calendar = world.calendar(member, tr, &host.origin, host.now());
    Ok(typed("text/calendar; charset=utf-8", calendar))
}

/// `/dossiers/<id>.json`: every published entry about a commitment, each with its proof.
pub(crate) fn dossier(host: &Host, file: &str) -> Answer {
    let id = file.strip_suffix(".json").ok_or_else(Problem::not_found)?;
    let (entries, exercise) = {
        let world = host.world();
        let entries = world.dossier(id).ok_or_else(Problem::not_found)?;
        (entries, world.is_exercise(id))
    };
    let published = host.published().size;
    let proven: Result<Vec<_>, Problem> = entries
        .into_iter()
        .filter(|index| *index < published)
        .map(|index| proven(host, index))
        .collect();
    let mut dossier = json!({
        "format": DOSSIER_FORMAT,
        "origin": host.origin,
        "commitment": id,
        "entries": proven?,
    });
    if exercise {
        dossier["exercise"] = json!(true);
    }
    Ok(typed("application/json", dossier.to_string()))
}

fn proven(host: &Host, index: Index) -> Result<serde_json::Value, Problem> {
    let leaf = acts::leaf(host, index)?;
    let proof = acts::proof(host, index)?.to_string();
    Ok(json!({ "index": index, "leaf": String::from_utf8_lossy(&leaf), "proof": proof }))
}

fn typed(media: &'static str, body: String) -> Response {
    ([(header::CONTENT_TYPE, media)], body).into_response()
}
