//! Tokens made by OpenSSL, where it is installed: keys, digests, chains and purposes of every kind.

use std::path::Path;
use std::process::{Command, Stdio};

use timestamp::{Anchors, Verdict, check};

const CONTENT: &[u8] = b"what was shown to the authority";

/// A certificate to be made.
struct Wanted<'a> {
    name: &'a str,
    key: &'a [&'a str],
    extensions: &'a str,
    issuer: Option<&'a str>,
    digest: &'a str,
    days: &'a str,
}

const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
const P384: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];
const CA: &str = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign";
const CA_0: &str = "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign";
const TSA: &str = "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature";

fn installed() -> bool {
    let there = Command::new("openssl")
        .arg("version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !there {
        eprintln!("skipped: no openssl");
    }
    there
}

fn openssl(folder: &Path, args: &[&str]) {
    let output = Command::new("openssl")
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "openssl {}: {told}",
        args.join(" ")
    );
}

fn certificate(folder: &Path, wanted: &Wanted<'_>) {
    let file = |ending: &str| format!("{}.{ending}", wanted.name);
    let (key, request, pem, ext) = (file("key"), file("csr"), file("pem"), file("ext"));
    let mut make = vec!["genpkey", "-out", &key];
    make.extend(wanted.key);
    openssl(folder, &make);
    let subject = format!("/CN={}", wanted.name);
    openssl(
        folder,
        &[
            "req", "-new", "-key", &key, "-subj", &subject, "-out", &request,
        ],
    );
    std::fs::write(folder.join(&ext), wanted.extensions).unwrap();
    let mut sign = vec![
        "x509",
        "-req",
        "-in",
        &request,
        "-out",
        &pem,
        "-days",
        wanted.days,
    ];
    sign.extend(["-extfile", &ext, wanted.digest]);
    let issuer = wanted
        .issuer
        .map(|issuer| (format!("{issuer}.pem"), format!("{issuer}.key")));
    match &issuer {
        Some((ca, ca_key)) => sign.extend(["-CA", ca, "-CAkey", ca_key, "-CAcreateserial"]),
        None => sign.extend(["-signkey", &key]),
    }
    openssl(folder, &sign);
}

/// Has `signer` stamp the content, bringing `chain` along.
fn stamp(folder: &Path, signer: &str, imprint: &str, signing: &str, chain: &[&str]) -> Vec<u8> {
    let config = "[tsa]\ndefault_tsa=one\n[one]\nserial=serial\ndefault_policy=1.2.3.4\n\
        digests=sha256,sha384,sha512\naccuracy=secs:1,millisecs:500\nordering=yes\n";
    std::fs::write(folder.join("tsa.cnf"), config).unwrap();
    std::fs::write(folder.join("content"), CONTENT).unwrap();
    let chained: String = chain
        .iter()
        .map(|name| std::fs::read_to_string(folder.join(format!("{name}.pem"))).unwrap())
        .collect();
    std::fs::write(folder.join("chain"), chained).unwrap();
    openssl(
        folder,
        &[
            "ts", "-query", "-data", "content", imprint, "-cert", "-out", "query",
        ],
    );
    let (key, pem) = (format!("{signer}.key"), format!("{signer}.pem"));
    let mut reply = vec![
        "ts",
        "-reply",
        "-config",
        "tsa.cnf",
        "-queryfile",
        "query",
        signing,
    ];
    reply.extend(["-signer", &pem, "-inkey", &key, "-out", "reply"]);
    if !chain.is_empty() {
        reply.extend(["-chain", "chain"]);
    }
    openssl(folder, &reply);
    std::fs::read(folder.join("reply")).unwrap()
}

fn anchors(folder: &Path, names: &[&str]) -> Anchors {
    let read = |name: &&str| std::fs::read_to_string(folder.join(format!("{name}.pem"))).unwrap();
    Anchors::from_pem(&names.iter().map(read).collect::<String>()).unwrap()
}

#[test]
fn every_kind_of_key_and_digest() {
    if !installed() {
        return;
    }
    let kinds: [(&[&str], &str, &str, &str); 5] = [
        (RSA, "-sha256", "-sha256", "-sha256"),
        (RSA, "-sha512", "-sha512", "-sha512"),
        (P256, "-sha256", "-sha256", "-sha256"),
        (P256, "-sha384", "-sha512", "-sha256"),
        (P384, "-sha384", "-sha384", "-sha384"),
    ];
    for (key, digest, imprint, signing) in kinds {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path();
        let of = |name, extensions, issuer| Wanted {
            name,
            key,
            extensions,
            issuer,
            digest,
            days: "30",
        };
        certificate(at, &of("root", CA, None));
        certificate(at, &of("authority", TSA, Some("root")));
        let token = stamp(at, "authority", imprint, signing, &[]);
        let root = anchors(at, &["root"]);
        let found = check(&token, CONTENT, &root);
        assert_eq!(
            found.verdict,
            Verdict::Valid,
            "{key:?} {imprint}: {}",
            found.reason
        );
        assert_eq!(found.accuracy_micros, Some(1_500_000));
        assert_eq!(
            check(&token, b"other", &root).verdict,
            Verdict::ImprintMismatch
        );
        // The bare token is worth as much as the reply around it.
        openssl(
            at,
            &["ts", "-reply", "-in", "reply", "-token_out", "-out", "bare"],
        );
        let bare = std::fs::read(at.join("bare")).unwrap();
        assert_eq!(check(&bare, CONTENT, &root).verdict, Verdict::Valid);
        // Trusting the authority's own certificate is enough.
        let direct = check(&token, CONTENT, &anchors(at, &["authority"]));
        assert_eq!(direct.verdict, Verdict::Valid, "{}", direct.reason);
    }
}

#[test]
fn a_key_that_signs_with_pss() {
    if !installed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let of = |name, key, extensions, issuer| Wanted {
        name,
        key,
        extensions,
        issuer,
        digest: "-sha256",
        days: "30",
    };
    certificate(at, &of("root", RSA, CA, None));
    // The root signs the authority's certificate with PSS; the token itself is signed as usual.
    certificate(at, &of("plain", P256, TSA, Some("root")));
    openssl(
        at,
        &[
            "x509",
            "-req",
            "-in",
            "plain.csr",
            "-out",
            "plain.pem",
            "-days",
            "30",
            "-extfile",
            "plain.ext",
            "-sha256",
            "-CA",
            "root.pem",
            "-CAkey",
            "root.key",
            "-CAcreateserial",
            "-sigopt",
            "rsa_padding_mode:pss",
            "-sigopt",
            "rsa_pss_saltlen:32",
        ],
    );
    let token = stamp(at, "plain", "-sha256", "-sha256", &[]);
    let found = check(&token, CONTENT, &anchors(at, &["root"]));
    assert_eq!(found.verdict, Verdict::Valid, "{}", found.reason);
}

#[test]
fn chains_purposes_and_dates() {
    if !installed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let of = |name, extensions, issuer, days| Wanted {
        name,
        key: P256,
        extensions,
        issuer,
        digest: "-sha256",
        days,
    };
    certificate(at, &of("root", CA, None, "30"));
    certificate(at, &of("other-root", CA, None, "30"));
    certificate(at, &of("middle", CA_0, Some("root"), "30"));
    certificate(at, &of("deep", CA, Some("middle"), "30"));
    certificate(at, &of("authority", TSA, Some("middle"), "30"));
    certificate(at, &of("too-deep", TSA, Some("deep"), "30"));
    // A certificate that may issue nothing issues one all the same.
    certificate(at, &of("no-issuer", TSA, Some("root"), "30"));
    certificate(at, &of("issued-by-none", TSA, Some("no-issuer"), "30"));
    certificate(at, &of("over", TSA, Some("root"), "-1"));
    let root = anchors(at, &["root"]);
    let verdict = |signer: &str, chain: &[&str], anchors: &Anchors| {
        let token = stamp(at, signer, "-sha256", "-sha256", chain);
        let found = check(&token, CONTENT, anchors);
        eprintln!("{signer}: {} ({})", found.verdict, found.reason);
        found.verdict
    };
    assert_eq!(verdict("authority", &["middle"], &root), Verdict::Valid);
    assert_eq!(
        verdict("authority", &["middle", "root"], &root),
        Verdict::Valid
    );
    assert_eq!(verdict("authority", &[], &root), Verdict::UntrustedSigner);
    assert_eq!(
        verdict("authority", &["middle"], &anchors(at, &["other-root"])),
        Verdict::UntrustedSigner
    );
    assert_eq!(
        verdict("authority", &[], &anchors(at, &["root", "middle"])),
        Verdict::Valid
    );
    assert_eq!(
        verdict("too-deep", &["deep", "middle"], &root),
        Verdict::UntrustedSigner
    );
    assert_eq!(
        verdict("issued-by-none", &["no-issuer"], &root),
        Verdict::UntrustedSigner
    );
    assert_eq!(verdict("over", &[], &root), Verdict::Expired);
}

/// OpenSSL itself refuses to stamp with such certificates, so a good token is given another purpose.
#[test]
fn only_certificates_for_time_stamps_count() {
    if !installed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let of = |name, extensions, issuer| Wanted {
        name,
        key: P256,
        extensions,
        issuer,
        digest: "-sha256",
        days: "30",
    };
    certificate(at, &of("root", CA, None));
    let purposes = [
        ("none", "basicConstraints=CA:FALSE"),
        ("not-critical", "extendedKeyUsage=timeStamping"),
        ("two", "extendedKeyUsage=critical,timeStamping,codeSigning"),
        (
            "encrypts",
            "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,keyEncipherment",
        ),
    ];
    for (name, extensions) in purposes {
        certificate(at, &of(name, extensions, Some("root")));
        let token = signed_by_hand(at, name);
        let found = check(&token, CONTENT, &anchors(at, &["root"]));
        assert_eq!(
            found.verdict,
            Verdict::WrongUsage,
            "{name}: {}",
            found.reason
        );
    }
}

/// A TSTInfo in CMS, made by `openssl cms`, which asks no purpose.
fn signed_by_hand(folder: &Path, signer: &str) -> Vec<u8> {
    let good = Wanted {
        name: "good",
        key: P256,
        extensions: TSA,
        issuer: Some("root"),
        digest: "-sha256",
        days: "30",
    };
    certificate(folder, &good);
    stamp(folder, "good", "-sha256", "-sha256", &[]);
    openssl(
        folder,
        &["ts", "-reply", "-in", "reply", "-token_out", "-out", "bare"],
    );
    openssl(
        folder,
        &[
            "cms",
            "-verify",
            "-inform",
            "DER",
            "-in",
            "bare",
            "-noverify",
            "-binary",
            "-CAfile",
            "root.pem",
            "-out",
            "info",
        ],
    );
    let (key, pem) = (format!("{signer}.key"), format!("{signer}.pem"));
    openssl(
        folder,
        &[
            "cms",
            "-sign",
            "-binary",
            "-nodetach",
            "-in",
            "info",
            "-econtent_type",
            "1.2.840.113549.1.9.16.1.4",
            "-cades",
            "-signer",
            &pem,
            "-inkey",
            &key,
            "-md",
            "sha256",
            "-outform",
            "DER",
            "-out",
            "made",
        ],
    );
    std::fs::read(folder.join("made")).unwrap()
}
