//! `tasdiq show`: a page, made from the log without its host.

use std::collections::BTreeMap;

use act::{Digest, PublicKey, Time};
use mechanism::{LogView, Published, World};
use page::{Ask, NotHere, Tr, Viewer};
use serde_json::json;
use tasdiq::audit::{self, Audit};
use tasdiq::report::Report;
use tasdiq::source::Source;
use tasdiq::trust::TrustArgs;
use tlog::tile::{EntryBundle, decode_bundle};

use super::verify::Progress;
use crate::answer::Answer;
use crate::face::Face;

/// Make a page of the mechanism from the log itself, as its host would show it
///
/// The log is checked in full first, and the page is computed from it: the same bytes the host serves
/// at that checkpoint, to that reader, in that language, as of that moment. A page that the host shows
/// otherwise is evidence. The foot of every page says which command recomputes it.
///
/// Examples:
///
///   tasdiq show / --log backup/ > home.html
///   tasdiq show /agreement --log URL --reader a.negotiator --lang ps > agreement.html
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The page's path, with its query if it has one
    page: String,
    /// The log: a folder or an address
    #[arg(long, value_name = "FOLDER|URL", default_value = ".")]
    log: String,
    /// Who reads: a key's public text, or member and office like a.negotiator; by default a visitor
    #[arg(long, value_name = "KEY|MEMBER.OFFICE")]
    reader: Option<String>,
    /// The moment it is about; by default the page's own `as-of`, else now
    #[arg(long, value_name = "TIME")]
    as_of: Option<Time>,
    #[command(flatten)]
    trust: TrustArgs,
}

pub(crate) fn run(args: &Args, face: &Face) -> Result<Answer, Report> {
    let trust = args.trust.read()?;
    let source = Source::open(&args.log)?;
    let mut progress = Progress::new(face);
    let audit = audit::audit(&source, &trust, &mut progress);
    progress.finish();
    let audit = audit?;
    if !audit.is_sound() {
        let mut report = Report::other_side("the log is not sound, so its pages say nothing")
            .hint("see what is wrong: tasdiq verify")
            .refused();
        report.because = audit
            .findings
            .iter()
            .map(|f| f.in_words(face.lang))
            .collect();
        return Err(report);
    }
    let (path, query) = address(&args.page);
    let log = view(&source, &audit, &path, &query)?;
    let world = &audit.world;
    let viewer = match &args.reader {
        Some(reader) => Some(viewer(world, reader)?),
        None => None,
    };
    let told = query.get("as-of").and_then(|text| text.parse().ok());
    let as_of = args.as_of.or(told).unwrap_or_else(tasdiq::clock::now);
    let catalogue = mechanism::catalogue();
    let ask = Ask {
        tr: Tr::new(face.lang, &catalogue),
        as_of,
        viewer,
        witnessed: None,
        query: &query,
        held: &page::NothingHeld,
    };
    let shown = world.show(&log, &ask, &path).map_err(|why| match why {
        NotHere::NoSuchPage => Report::input(format!("there is no page {path}")),
        NotHere::NotForVisitors => Report::usage(format!("{path} is not for visitors"))
            .hint("say who reads: --reader a.negotiator, or a key's public text"),
    })?;
    let html = mechanism::frame(world, &log, &ask, &args.page, shown).into_string();
    let json = json!({
        "page": args.page, "size": audit.size, "lang": face.lang.tag(), "as_of": as_of, "html": html,
    });
    Ok(Answer::new(html, json))
}

/// What the page shows of the log beside its world.
fn view(
    source: &Source,
    audit: &Audit,
    path: &str,
    query: &BTreeMap<String, String>,
) -> Result<LogView, Report> {
    let mut entries = Vec::new();
    for index in mechanism::wanted(path, query, audit.size) {
        let bundle = index / 256;
        let width = (audit.size - bundle * 256).min(256) as u16;
        let (bytes, width) = source.bundle(EntryBundle {
            index: bundle,
            width,
        })?;
        let leaves = decode_bundle(&bytes, width)
            .map_err(|error| Report::other_side("an entry bundle is damaged").because(&error))?;
        entries.push((index, leaves[(index % 256) as usize].to_vec()));
    }
    let root = Digest(audit.root.0);
    let cosigned = audit
        .cosigned
        .iter()
        .map(|(w, at)| (w.clone(), at.seconds()))
        .collect();
    let published = Published {
        size: audit.size,
        root,
        cosigned,
    };
    Ok(LogView {
        size: audit.size,
        root,
        state: audit.world.root().root,
        published: Some(published),
        entries,
    })
}

/// The reader as the roll knows it: by key, or the key that holds an office last.
fn viewer<'w>(world: &'w World, reader: &str) -> Result<Viewer<'w>, Report> {
    let roll = &world.areas.roll;
    let found = match reader.parse::<PublicKey>() {
        Ok(key) => roll.grants().find(|(known, _)| **known == key),
        Err(_) => roll
            .grants()
            .filter(|(_, grant)| {
                let mut seats = grant
                    .offices
                    .iter()
                    .map(|o| format!("{}.{o}", grant.member));
                seats.any(|seat| seat == reader)
            })
            .max_by_key(|(_, grant)| grant.index),
    };
    let (key, grant) = found.ok_or_else(|| {
        Report::input(format!("nobody in this log is {reader}"))
            .hint("write member and office like a.negotiator, or a key's public text")
    })?;
    Ok(Viewer {
        key: *key,
        member: &grant.member,
        offices: &grant.offices,
        label: &grant.label,
        key_expires: grant.not_after,
    })
}

/// A page's path, and its query as the host reads it.
fn address(page: &str) -> (String, BTreeMap<String, String>) {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let query = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    (path.to_owned(), query)
}

/// The text of a query's part: `+` is a space, `%41` a byte.
fn decoded(part: &str) -> String {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.and_then(|two| u8::from_str_radix(two, 16).ok());
        let (byte, next) = match (first, byte) {
            (b'%', Some(byte)) => (byte, &after[2..]),
            (b'+', _) => (b' ', after),
            _ => (*first, after),
        };
        bytes.push(byte);
        rest = next;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
