//! `tasdiq watchlist alike`: the same picture in two listings, for a person to look at.

use std::fmt::Write as _;
use std::path::PathBuf;

use act::Digest;
use base64ct::{Base64, Encoding as _};
use picture::{DHash, NEAR};
use seal::SealSecret;
use serde_json::json;
use tasdiq::evidence::Reader;
use tasdiq::files::{self, Privacy};
use tasdiq::host::Host;
use tasdiq::keyfile::KeyFile;
use tasdiq::report::Report;
use tasdiq::running;
use tasdiq::trust::TrustArgs;

use crate::answer::Answer;
use crate::command::blob::{self, Put};
use crate::face::Face;

/// Find pictures that stand in more than one listing
///
/// Opens the small pictures of every listing of the edition that holds, as far as they are sealed to your key, and
/// compares the pictures as wholes: the same file resized, cropped a little or compressed again. Nobody's
/// face is looked at, and no picture of anybody can be asked for. Each pair is a lead: the same picture
/// under two names is a mistake or a question, and honest pictures may look alike.
///
/// With --out, each pair is written side by side for the person who looks.
///
/// Example:
///
///   tasdiq watchlist alike --host URL --key desk.key --charter charter.toml
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Args {
    /// The host's address, https://HOST/reader/TOKEN
    #[arg(long, value_name = "URL")]
    host: String,
    /// Your key
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// A folder for the pictures of each pair
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    trust: TrustArgs,
}

/// A picture of a listing.
struct Pictured {
    listing: String,
    blob: Digest,
    hash: DHash,
    thumb: Vec<u8>,
}

pub(super) fn run(args: Args, face: &Face) -> Result<Answer, Report> {
    let key = KeyFile::read(&args.key)?.act_key()?;
    let put = Put {
        file: PathBuf::new(),
        host: args.host,
        key: args.key,
        media: None,
        seal_to: Vec::new(),
        trust: args.trust,
    };
    let audit = blob::audited(&put, face)?;
    let roll = &audit.world.areas.roll;
    let mechanism = roll.mechanism().unwrap_or_default();
    let host = Host::at(&put.host, face.lang)?;
    let secret = SealSecret::of_seed(&key.seed());
    let reader = Reader::of_this_program()
        .map_err(|error| Report::here("no reader can be started").because(&error))?;
    let runtime = running::runtime()?;
    let (mut pictures, mut closed) = (Vec::new(), 0_u64);
    let listings = audit.world.areas.watchlist.listings();
    for (id, listing) in listings.filter(|(_, listing)| listing.erased.is_none()) {
        for photo in &listing.latest().photos {
            let blob = photo.thumb.blob;
            let (_, container) = host.entitled_payload(&key, &mechanism, &blob)?;
            let opened = seal::open(&container, &secret).ok();
            let made = opened.and_then(|(_, bytes)| runtime.block_on(reader.derive(&bytes)).ok());
            let thumb = made.and_then(|made| Some((made.dhash?, made.thumb)));
            match thumb {
                Some((hash, thumb)) => pictures.push(Pictured {
                    listing: id.to_owned(),
                    blob,
                    hash,
                    thumb: Base64::decode_vec(&thumb).unwrap_or_default(),
                }),
                None => closed += 1,
            }
        }
    }
    told(
        &pairs(&pictures),
        pictures.len(),
        closed,
        args.out.as_deref(),
    )
}

/// Pictures of different listings that are near each other, the nearest first.
fn pairs(pictures: &[Pictured]) -> Vec<(u32, &Pictured, &Pictured)> {
    let mut near: Vec<(u32, &Pictured, &Pictured)> = Vec::new();
    for (at, one) in pictures.iter().enumerate() {
        let later = pictures.iter().skip(at + 1);
        let others = later.filter(|other| other.listing != one.listing);
        near.extend(others.filter_map(|other| {
            let distance = one.hash.distance(other.hash);
            (distance <= NEAR).then_some((distance, one, other))
        }));
    }
    near.sort_by_key(|(distance, one, other)| (*distance, &one.listing, &other.listing));
    near
}

fn told(
    pairs: &[(u32, &Pictured, &Pictured)],
    looked_at: usize,
    closed: u64,
    out: Option<&std::path::Path>,
) -> Result<Answer, Report> {
    let mut text = String::new();
    for (distance, one, other) in pairs {
        let _ = writeln!(
            text,
            "{}  {}  {distance} of 64 bits differ: look",
            one.listing, other.listing
        );
    }
    if let Some(folder) = out {
        files::make_folder(folder)?;
        for (n, (_, one, other)) in pairs.iter().enumerate() {
            for side in [one, other] {
                let name = format!("{:03}-{}.jpg", n + 1, side.listing);
                files::write_new(&folder.join(name), &side.thumb, Privacy::Private)?;
            }
        }
    }
    let _ = writeln!(
        text,
        "{} pictures looked at, {} pairs to look at.",
        looked_at,
        pairs.len()
    );
    if closed > 0 {
        let _ = writeln!(
            text,
            "{closed} could not be opened with this key, or hash like any other."
        );
    }
    let json: Vec<_> = pairs
        .iter()
        .map(|(distance, one, other)| {
            json!({
                "listings": [one.listing, other.listing], "pictures": [one.blob, other.blob],
                "differ": distance,
            })
        })
        .collect();
    Ok(Answer::new(
        text,
        json!({ "pairs": json, "looked_at": looked_at, "not_opened": closed }),
    ))
}
