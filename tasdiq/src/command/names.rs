//! `tasdiq names`: the name matcher by itself, for anyone who wants to judge it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;

use names::{Band, Birth, Candidate, Index, Line, MATCHER, Person, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use tasdiq::listed;
use tasdiq::listfile::{self, Format};
use tasdiq::report::{Exit, Report};

use crate::answer::{Answer, Json};
use crate::face::Face;

/// Candidates that are shown for one query.
const CANDIDATES: usize = 10;

/// Compare names across scripts, as screening at a post does
///
/// A score orders candidates; it is no likelihood, and nothing here decides about anybody. From the
/// band "possible" on, an officer would be shown a possible match, for human review.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Sub,
}

#[derive(clap::Subcommand)]
enum Sub {
    Screen(Screen),
    Pairs(Pairs),
}

/// Screen names against a list
///
/// LIST is any file that `tasdiq watchlist import` reads. QUERIES has one JSON object a line,
/// {"name": "…", "father": "…", "birth": "1985", "document": "…"}, of which only the name is needed; "names" may
/// give one name in several scripts. With --json, one JSON object a query: {"query", "candidates"}, best
/// first.
///
/// Example:
///
///   tasdiq names screen consolidated.xml queries.jsonl --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct Screen {
    /// The list
    list: PathBuf,
    /// The queries
    queries: PathBuf,
    /// The form of the list; told by how it begins otherwise
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Which column of a table holds what (TOML)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Candidates for each query
    #[arg(long, default_value_t = CANDIDATES)]
    limit: usize,
}

/// Compare pairs of names: the first two columns of a table
///
/// With --json, one JSON object a row: {"one", "other", "band", "score", "explanation"}.
///
/// Example:
///
///   tasdiq names pairs pairs.csv --json
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
struct Pairs {
    /// The table (CSV)
    file: PathBuf,
}

pub(crate) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    match args.command {
        Sub::Screen(args) => screen(&args, face),
        Sub::Pairs(args) => pairs(&args, face),
    }
}

/// A line of the file of queries.
#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    father: Option<String>,
    #[serde(default)]
    birth: Option<Value>,
    #[serde(default)]
    document: Option<String>,
}

fn screen(args: &Screen, face: &Face) -> Result<Answer, Report> {
    let loaded = listfile::read(&args.list, args.format, args.mapping.as_deref())?;
    let records = loaded.report.records.iter();
    let (references, persons): (Vec<&str>, Vec<Person>) = records
        .filter_map(|record| Some((record.reference.as_str(), listed::person(record)?)))
        .unzip();
    let index = Index::new(&persons);
    let text = tasdiq::files::read_text(&args.queries)?;
    let lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    // Every line is read before the first is answered: a bad one leaves nothing half written.
    let queries: Vec<(&str, Query)> = lines
        .map(|(number, line)| match query(line) {
            Ok(query) => Ok((line, query)),
            Err(why) => Err(Report::input(format!(
                "{}: line {number} is no query",
                args.queries.display()
            ))
            .because(&std::io::Error::other(why))),
        })
        .collect::<Result<_, _>>()?;
    let bar = face.bar("screening", queries.len() as u64);
    let mut screener = index.screener();
    let mut out = std::io::stdout().lock();
    for (line, query) in &queries {
        bar.inc(1);
        let candidates = screener.screen(query, args.limit);
        let shown = match face.json {
            true => {
                let asked: Value = serde_json::from_str(line).unwrap_or_default();
                let candidates: Vec<Value> = candidates
                    .iter()
                    .map(|one| candidate(one, &references))
                    .collect();
                format!("{}\n", json!({ "query": asked, "candidates": candidates }))
            }
            false => told(query, &candidates, &references),
        };
        written(&mut out, &shown)?;
    }
    bar.finish_and_clear();
    Ok(done())
}

fn query(line: &str) -> Result<Query, String> {
    let asked: Asked = serde_json::from_str(line).map_err(|e| e.to_string())?;
    let names: Vec<String> = asked.name.into_iter().chain(asked.names).collect();
    if names.is_empty() {
        return Err("it has no name".to_owned());
    }
    let birth = match asked.birth {
        None | Some(Value::Null) => None,
        Some(Value::Number(year)) => Some(year.to_string()),
        Some(Value::String(text)) if text.trim().is_empty() => None,
        Some(Value::String(text)) => Some(text),
        Some(other) => return Err(format!("a birth is a text or a year, not {other}")),
    };
    let birth = birth
        .map(|text| Birth::parse(&text).map_err(|e| e.to_string()))
        .transpose()?;
    Ok(Query {
        names,
        father: asked.father.filter(|text| !text.trim().is_empty()),
        birth,
        document: asked.document.filter(|text| !text.trim().is_empty()),
    })
}

fn candidate(one: &Candidate, references: &[&str]) -> Value {
    let reference = references
        .get(one.person as usize)
        .copied()
        .unwrap_or_default();
    json!({
        "ref": reference,
        "band": one.band.name(),
        "score": one.score,
        "explanation": explanation(one),
    })
}

fn explanation(one: &Candidate) -> Value {
    let lines = |lines: &[Line]| -> Vec<Value> {
        let line = |line: &Line| {
            json!({
                "feature": line.feature, "code": line.code, "read": line.read,
                "listed": line.listed, "rules": line.rules, "points": line.points,
            })
        };
        lines.iter().map(line).collect()
    };
    json!({
        "matcher": MATCHER,
        "differs": lines(&one.differs),
        "agrees": lines(&one.agrees),
        "missing": lines(&one.missing),
    })
}

fn told(query: &Query, candidates: &[Candidate], references: &[&str]) -> String {
    let mut out = format!("{}\n", query.names.join(" / "));
    let shown: Vec<&Candidate> = candidates
        .iter()
        .filter(|one| one.band >= Band::Possible)
        .collect();
    if shown.is_empty() {
        out.push_str("  no match\n");
    }
    for one in shown {
        let reference = references
            .get(one.person as usize)
            .copied()
            .unwrap_or_default();
        let strong = if one.band == Band::Strong {
            "strong "
        } else {
            ""
        };
        let _ = writeln!(
            out,
            "  {reference}: {strong}possible match, for human review"
        );
        for (sign, lines) in [("-", &one.differs), ("+", &one.agrees), ("?", &one.missing)] {
            for line in lines {
                let _ = writeln!(
                    out,
                    "    {sign} {} {}: {} | {}",
                    line.feature, line.code, line.read, line.listed
                );
            }
        }
    }
    out
}

fn pairs(args: &Pairs, face: &Face) -> Result<Answer, Report> {
    let bytes = tasdiq::files::read(&args.file)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes.as_slice());
    let mut out = std::io::stdout().lock();
    for (number, row) in (1..).zip(reader.records()) {
        let unreadable = || format!("{}: row {number} can't be read", args.file.display());
        let row = row.map_err(|e| Report::input(unreadable()).because(&e))?;
        let (Some(one), Some(other)) = (row.get(0), row.get(1)) else {
            return Err(Report::input(format!(
                "{}: row {number} has no two names",
                args.file.display()
            )));
        };
        let found = names::pair(one, other);
        let shown = match face.json {
            true => format!(
                "{}\n",
                json!({
                    "one": one, "other": other, "band": found.band.name(), "score": found.score,
                    "explanation": explanation(&found),
                })
            ),
            false => format!(
                "{:>4} {:<8} {one} | {other}\n",
                found.score,
                found.band.name()
            ),
        };
        written(&mut out, &shown)?;
    }
    Ok(done())
}

fn written(out: &mut impl std::io::Write, text: &str) -> Result<(), Report> {
    out.write_all(text.as_bytes())
        .map_err(|e| Report::here("the answer can't be written").because(&e))
}

fn done() -> Answer {
    let _ = std::io::stdout().flush();
    Answer {
        text: String::new(),
        json: Json::Written,
        exit: Exit::Fine,
    }
}
