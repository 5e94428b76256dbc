//! `tasdiq-credentials`: C2PA content credentials, read in a process of its own.
//!
//! In scope: one file from standard input, its credentials checked against the anchors that are handed in,
//! every ingredient's recorded results with them, one line of JSON.
//!
//! Out of scope: any trust list but the one handed in, anything that lies on the network, changing files.
//! That credentials are valid means that the file is what its signer signed; not that it is true.
//!
//! Size bound: 40 MB a file, 1 MiB of anchors, 64 ingredients and actions told. Memory and time are
//! limited by whoever starts it: this is a reader of hostile files.

mod report;

use std::io::{Cursor, Read as _, Write as _};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use c2pa::settings::Settings;
use c2pa::{Context, Error, Reader};
use serde_json::Value;

const FILE_BYTES_MAX: u64 = 40_000_000;
const ANCHORS_BYTES_MAX: u64 = 1 << 20;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(report) => {
            let told = writeln!(std::io::stdout(), "{report}");
            ExitCode::from(if told.is_ok() { 0 } else { 2 })
        }
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(mut args: impl Iterator<Item = String>) -> Result<Value> {
    let mut anchors = None;
    let mut path = None;
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--anchors" => {
                let file = args
                    .next()
                    .context("--anchors needs a file of PEM certificates")?;
                anchors = Some(text(&file)?);
            }
            "-" => {}
            flag if flag.starts_with('-') => {
                bail!("usage: tasdiq-credentials [--anchors PEM] [FILE]")
            }
            file => path = Some(file.to_owned()),
        }
    }
    let bytes = match path {
        Some(path) => {
            let file = std::fs::File::open(&path).with_context(|| format!("opening {path}"))?;
            bounded(file, FILE_BYTES_MAX).with_context(|| format!("reading {path}"))?
        }
        None => bounded(std::io::stdin(), FILE_BYTES_MAX).context("reading standard input")?,
    };
    read(bytes, anchors)
}

fn bounded(source: impl std::io::Read, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(most + 1).read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len())? > most {
        bail!("over {most} bytes");
    }
    Ok(bytes)
}

fn text(path: &str) -> Result<String> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {path}"))?;
    let bytes = bounded(file, ANCHORS_BYTES_MAX).with_context(|| format!("reading {path}"))?;
    let text = String::from_utf8(bytes).with_context(|| format!("{path} is not PEM"))?;
    if !text.contains("-----BEGIN CERTIFICATE-----") {
        bail!("there is no certificate in {path}");
    }
    Ok(text)
}

/// Nothing is fetched, and nobody is trusted who was not handed in.
fn settings(anchors: Option<String>) -> Result<Settings> {
    let settings = Settings::new()
        .with_value("verify.remote_manifest_fetch", false)?
        .with_value("verify.ocsp_fetch", false)?;
    Ok(match anchors {
        Some(anchors) => settings.with_value("trust.trust_anchors", anchors)?,
        None => settings,
    })
}

fn read(bytes: Vec<u8>, anchors: Option<String>) -> Result<Value> {
    let Some(format) = format(&bytes) else {
        bail!("the file is none of JPEG, PNG, WebP, HEIC and AVIF");
    };
    let context = Context::new().with_settings(settings(anchors)?)?;
    // Credentials name themselves; without the name, damage to the file is not damage to credentials.
    let named = bytes.windows(4).any(|window| window == b"c2pa");
    match Reader::from_context(context).with_stream(format, Cursor::new(bytes)) {
        Ok(reader) => Ok(report::of(&reader)),
        Err(Error::JumbfNotFound) => Ok(report::without("none", &[], "no credentials in it")),
        Err(Error::RemoteManifestUrl(_) | Error::RemoteManifestFetch(_)) => Ok(report::without(
            "none",
            &["manifest.inaccessible"],
            "its credentials are said to lie on a server, and were not fetched",
        )),
        Err(error) if named => Ok(report::without(
            "invalid",
            &[code(&error)],
            &error.to_string(),
        )),
        Err(error) => Ok(report::without(
            "none",
            &[],
            &format!("none could be found: {error}"),
        )),
    }
}

/// The code of C2PA (section 15.2) for what the library answers as an error.
fn code(error: &Error) -> &'static str {
    match error {
        Error::ClaimMissing { .. } | Error::ClaimEncoding => "claim.missing",
        Error::AssertionMissing { .. } => "assertion.missing",
        Error::ClaimMissingSignatureBox => "claimSignature.missing",
        Error::ClaimMissingHardBinding => "claim.hardBindings.missing",
        Error::ClaimMultipleHardBinding => "claim.multiple",
        Error::HashMismatch(_) => "assertion.dataHash.mismatch",
        _ => "unreadable",
    }
}

fn format(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', ..] => Some("image/avif"),
        [
            _,
            _,
            _,
            _,
            b'f',
            b't',
            b'y',
            b'p',
            b'm',
            b'i',
            b'f',
            b'1',
            ..,
        ] => Some("image/heif"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'h', b'e', ..] => Some("image/heic"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn folder() -> Option<std::path::PathBuf> {
        let folder = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../../shared/data/surveillance/c2pa"
        );
        let folder = std::path::PathBuf::from(folder);
        if folder.exists() {
            return Some(folder);
        }
        eprintln!("skipped: no shared data");
        None
    }

    #[test]
    fn every_file_gets_its_state_and_codes() {
        let Some(folder) = folder() else { return };
        let expected = std::fs::read_to_string(folder.join("expected.tsv")).unwrap();
        for line in expected.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let bytes = std::fs::read(folder.join(fields[0])).unwrap();
            let report = read(bytes, None).unwrap();
            let state = match fields[1] {
                "NoManifest" => "none",
                "Valid" => "valid-unknown-issuer",
                "Invalid" => "invalid",
                other => panic!("{other}"),
            };
            assert_eq!(report["state"], state, "{}", fields[0]);
            let codes: Vec<&str> = report["codes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c.as_str().unwrap())
                .collect();
            assert_eq!(codes.join(","), fields[2], "{}", fields[0]);
        }
    }

    /// Only the anchors that are handed in decide who is trusted; they do not make a changed file valid.
    #[test]
    fn anchors_decide_who_is_trusted() {
        let Some(folder) = folder() else { return };
        let whole = std::fs::read(folder.join("adobe-20220124-CA.jpg")).unwrap();
        let context = Context::new()
            .with_settings(settings(None).unwrap())
            .unwrap();
        let reader = Reader::from_context(context)
            .with_stream("image/jpeg", Cursor::new(whole.clone()))
            .unwrap();
        let signature = reader.active_manifest().unwrap().signature_info().unwrap();
        let chain = signature.cert_chain();
        let issuer = &chain[chain.rfind("-----BEGIN CERTIFICATE-----").unwrap()..];
        let report = read(whole, Some(issuer.to_owned())).unwrap();
        assert_eq!(report["state"], "trusted", "{report}");
        assert_eq!(json!([]), report["codes"]);
        let changed = std::fs::read(folder.join("adobe-20220124-XCA.jpg")).unwrap();
        let report = read(changed, Some(issuer.to_owned())).unwrap();
        assert_eq!(report["state"], "invalid", "{report}");
    }

    #[test]
    fn what_was_done_to_a_picture_is_told() {
        let Some(folder) = folder() else { return };
        let bytes = std::fs::read(folder.join("adobe-20220124-CA.jpg")).unwrap();
        let report = read(bytes, None).unwrap();
        let actions: Vec<&str> = report["actions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a.as_str().unwrap())
            .collect();
        assert_eq!(actions, ["c2pa.opened", "c2pa.color_adjustments"]);
        assert_eq!(report["ingredients"][0]["title"], "A.jpg");
        assert_eq!(report["ingredients"][0]["state"], "none");
        assert_eq!(report["time"], "2023-01-24T14:48:56+00:00");
    }

    #[test]
    fn damage_is_told_and_harms_nothing() {
        let Some(folder) = folder() else { return };
        let whole = std::fs::read(folder.join("adobe-20220124-C.jpg")).unwrap();
        for length in (0..whole.len()).step_by(997) {
            let _ = read(whole[..length].to_vec(), None);
        }
        // A changed pixel.
        let mut changed = whole.clone();
        let at = whole.len() - 5000;
        changed[at] ^= 1;
        let report = read(changed, None).unwrap();
        assert_eq!(report["state"], "invalid", "{report}");
        assert!(read(b"hello".to_vec(), None).is_err());
        assert_eq!(
            json!(read(vec![0xff, 0xd8, 0xff, 0xd9], None).unwrap()["state"]),
            "none"
        );
    }
}
