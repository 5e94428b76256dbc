//! Vectors for the script, each judged here by the library: signatures under the strict rule, proofs in
//! trees of many sizes, keys, policies, and a proof file with every byte changed in turn.

use std::convert::Infallible;

use act::SigningKey;
use serde_json::{Value, json};
use tlog::merkle::{self, Nodes};
use tlog::note::{Note, SigningKey as NoteKey, VerifierKey};
use tlog::policy::Policy;
use tlog::proof::Proof;
use tlog::{Checkpoint, Hash};

const ORIGIN: &str = "log.example/joint";
/// The order of the base point, little-endian (RFC 8032, section 5.1).
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// All of them, by kind.
pub(crate) fn all() -> Value {
    json!({
        "strict": strict(),
        "inclusion": inclusion(),
        "consistency": consistency(),
        "vkey": keys(),
        "policy": policies(),
        "proof": proofs(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn judged(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> Value {
    let want = tlog::PublicKey::from_bytes(key).is_some_and(|key| key.verifies(message, signature));
    json!({ "key": hex(key), "message": hex(message), "signature": hex(signature), "want": want })
}

/// Encodings that verifiers disagree on: every y of small order with both signs, and every y from p
/// up, which names the same point as y - p.
fn doubtful_points() -> Vec<[u8; 32]> {
    let mut ys: Vec<[u8; 32]> = vec![[0; 32]];
    let mut one = [0; 32];
    one[0] = 1;
    ys.push(one);
    for low in 0xec..=0xff_u8 {
        let mut y = [0xff; 32];
        (y[0], y[31]) = (low, 0x7f);
        ys.push(y);
    }
    let eighth = [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ];
    ys.push(eighth);
    // p minus that y: the other pair of points of order 8.
    let mut other = [0u8; 32];
    let mut borrow = 0i16;
    for (i, byte) in eighth.iter().enumerate() {
        let p = [0xed, 0xff, 0x7f][usize::from(i > 0) + usize::from(i == 31)];
        let difference = p - i16::from(*byte) - borrow;
        borrow = i16::from(difference < 0);
        other[i] = difference.rem_euclid(256) as u8;
    }
    ys.push(other);
    let signed = ys.clone().into_iter().map(|mut y| {
        y[31] |= 0x80;
        y
    });
    ys.extend(signed.collect::<Vec<_>>());
    ys
}

fn strict() -> Vec<Value> {
    let mut found = Vec::new();
    for seed in 0..6u8 {
        let key = SigningKey::from_seed(&[seed; 32]);
        let public = key.public().0;
        for length in [0, 1, 200] {
            let message = vec![seed; length];
            let good = key.sign(&message).0;
            found.push(judged(&public, &message, &good));
            found.push(judged(&[1; 32], &message, &good));
            found.push(judged(&public, b"other", &good));
            found.push(judged(&public, &message, &plus_order(&good)));
            for at in [0, 31, 32, 63] {
                let mut bad = good;
                bad[at] ^= 1 << (at % 8);
                found.push(judged(&public, &message, &bad));
            }
        }
    }
    let key = SigningKey::from_seed(&[3; 32]);
    let good = key.sign(b"m").0;
    let doubtful = doubtful_points();
    let mut lax = 0;
    for a in doubtful.iter().chain([&key.public().0]) {
        for r in doubtful.iter().chain([&good[..32].try_into().unwrap()]) {
            for s in [&[0; 32], &good[32..], &ORDER] {
                let signature: [u8; 64] = [r.as_slice(), s].concat().try_into().unwrap();
                lax += usize::from(tlog::PublicKey::verifies_laxly(a, b"m", &signature));
                found.push(judged(a, b"m", &signature));
            }
        }
    }
    assert!(
        lax > 10,
        "these do not try the strict rule: a lax one accepts only {lax}"
    );
    found
}

/// The same signature with S + L in place of S: other bytes for the same statement.
fn plus_order(signature: &[u8; 64]) -> [u8; 64] {
    let mut sum = *signature;
    let mut carry = 0u16;
    for (byte, add) in sum[32..].iter_mut().zip(ORDER) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = carry as u8;
        carry >>= 8;
    }
    sum
}

/// A tree as the list of its leaf hashes.
struct Leaves(Vec<Hash>);

impl Nodes for Leaves {
    type Error = Infallible;
    fn node(&self, level: u8, index: u64) -> Result<Hash, Infallible> {
        let Some(below) = level.checked_sub(1) else {
            return Ok(self.0[index as usize]);
        };
        Ok(merkle::node_hash(
            &self.node(below, 2 * index)?,
            &self.node(below, 2 * index + 1)?,
        ))
    }
}

fn leaves(size: u64) -> Leaves {
    Leaves(
        (0..size)
            .map(|i| merkle::leaf_hash(format!("leaf {i}").as_bytes()))
            .collect(),
    )
}

fn texts(path: &[Hash]) -> Vec<String> {
    path.iter().map(Hash::to_string).collect()
}

fn inclusion() -> Vec<Value> {
    let mut found = Vec::new();
    for size in (1..=20).chain([31, 32, 33, 64, 65, 100]) {
        let tree = leaves(size);
        let Ok(root) = merkle::root(size, &tree);
        for index in (0..size).step_by(1 + size as usize / 16) {
            let Ok(path) = merkle::inclusion_proof(index, size, &tree);
            let leaf = tree.0[index as usize];
            let shorter = path.get(1..).unwrap_or_default().to_vec();
            let longer = [path.clone(), vec![root]].concat();
            let cases = [
                (index, path.clone()),
                (index + 1, path),
                (index, shorter),
                (index, longer),
            ];
            for (index, path) in cases {
                let want = merkle::verify_inclusion(index, size, &leaf, &path, &root).is_ok();
                found.push(json!({
                    "index": index, "size": size, "leaf": leaf.to_string(), "path": texts(&path),
                    "root": root.to_string(), "want": want,
                }));
            }
        }
    }
    found
}

fn consistency() -> Vec<Value> {
    let mut found = Vec::new();
    for new in (0..=20).chain([32, 33, 100]) {
        let tree = leaves(new);
        let Ok(new_root) = merkle::root(new, &tree);
        for old in (0..=new).step_by(1 + new as usize / 12) {
            let Ok(old_root) = merkle::root(old, &tree);
            let Ok(path) = merkle::consistency_proof(old, new, &tree);
            let shorter = path.get(1..).unwrap_or_default().to_vec();
            let longer = [path.clone(), vec![new_root]].concat();
            for (old, path) in [
                (old, path.clone()),
                (old + 1, path),
                (old, shorter),
                (old, longer),
            ] {
                let want =
                    merkle::verify_consistency(old, &old_root, new, &new_root, &path).is_ok();
                found.push(json!({
                    "old": old, "new": new, "path": texts(&path), "old_root": old_root.to_string(),
                    "new_root": new_root.to_string(), "want": want,
                }));
            }
        }
    }
    found
}

fn log_key() -> NoteKey {
    NoteKey::log(ORIGIN, &[40; 32])
}

fn witness(n: u8) -> (&'static str, NoteKey) {
    let name = ["mediator-1", "mediator-2", "party-a", "party-b"][usize::from(n)];
    (
        name,
        NoteKey::cosigner(&format!("{name}.example/witness"), &[41 + n; 32]),
    )
}

/// Any mediator and any party, as the charter has it.
pub(crate) fn policy() -> String {
    let mut text = format!(
        "# test\nlog {} https://log.example/\n",
        log_key().verifier_key()
    );
    for (name, key) in (0..4).map(witness) {
        text.push_str(&format!("witness {name} {}\n", key.verifier_key()));
    }
    text + "group mediators any mediator-1 mediator-2\ngroup parties any party-a party-b\n\
            group both all mediators parties\n\nquorum both\n"
}

/// A proof that `leaf` is at `index` of a log of `index + 3` entries, cosigned by Mediator 1 and Party A.
pub(crate) fn proof_of(leaf: &[u8], index: u64) -> String {
    proof_file(leaf, index, &[0, 2])
}

fn proof_file(leaf: &[u8], index: u64, cosigners: &[u8]) -> String {
    let mut tree = leaves(index + 3);
    tree.0[index as usize] = merkle::leaf_hash(leaf);
    let Ok(root) = merkle::root(index + 3, &tree);
    let Ok(path) = merkle::inclusion_proof(index, index + 3, &tree);
    let mut checkpoint: Note = Checkpoint::new(ORIGIN, index + 3, root).sign(&log_key());
    for n in cosigners {
        let cosignature =
            tlog::cosignature::cosign(&witness(*n).1, &checkpoint.text, 1_762_524_140);
        checkpoint.signatures.push(cosignature);
    }
    Proof {
        extra: None,
        index,
        path,
        checkpoint,
    }
    .to_string()
}

fn proofs() -> Vec<Value> {
    let entry = b"an entry";
    let policy_text = policy();
    let policy = Policy::parse(&policy_text).unwrap();
    let judged = |file: &[u8], entry: &[u8]| {
        let want =
            Proof::parse(file).is_ok_and(|proof| proof.verify(entry, ORIGIN, &policy).is_ok());
        json!({ "proof": hex(file), "entry": hex(entry), "policy": policy_text, "want": want })
    };
    let good = proof_of(entry, 9).into_bytes();
    let mut found = vec![
        judged(&good, entry),
        judged(&good, b"another entry"),
        judged(b"", entry),
    ];
    for cosigners in [
        &[][..],
        &[0],
        &[2, 3],
        &[0, 1],
        &[1, 3],
        &[0, 1, 2, 3],
        &[0, 0, 2],
    ] {
        found.push(judged(proof_file(entry, 9, cosigners).as_bytes(), entry));
    }
    for index in [0, 1, 2, 7, 60] {
        found.push(judged(proof_of(entry, index).as_bytes(), entry));
    }
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1;
        found.push(judged(&changed, entry));
        let mut shorter = good.clone();
        shorter.remove(at);
        found.push(judged(&shorter, entry));
    }
    let text = String::from_utf8(good).unwrap();
    for (from, to) in [
        ("index 9", "index 09"),
        ("index 9", "extra AAAA\nindex 9"),
        ("index 9", "extra A\nindex 9"),
        ("\n\n", "\n"),
        ("mediator-1.example", "stranger.example"),
        ("@v1", "@v2"),
        (ORIGIN, "log.example/other"),
        ("\u{2014} ", "- "),
    ] {
        found.push(judged(text.replace(from, to).as_bytes(), entry));
    }
    found
}

fn keys() -> Vec<Value> {
    let good = log_key().verifier_key().to_string();
    let cosigner = witness(0).1.verifier_key().to_string();
    let mut texts = vec![
        good.clone(),
        cosigner,
        String::new(),
        "a+b".to_owned(),
        format!("{good}="),
    ];
    for at in 0..good.len() {
        let mut changed = good.clone().into_bytes();
        changed[at] ^= 1;
        texts.extend(String::from_utf8(changed).ok());
    }
    texts
        .into_iter()
        .map(|text| {
            let want = text.parse::<VerifierKey>().is_ok();
            json!({ "text": text, "want": want })
        })
        .collect()
}

fn policies() -> Vec<Value> {
    let good = policy();
    let mut texts = vec![
        good.clone(),
        String::new(),
        good.replace('\n', "\r\n"),
        good.replace(' ', "\t "),
    ];
    for (from, to) in [
        ("quorum both", "quorum none"),
        ("quorum both", "quorum nobody"),
        ("quorum both\n", ""),
        ("quorum both", "quorum both\nquorum both"),
        ("quorum both", "quorum mediator-1"),
        ("any party-a party-b", "2 party-a party-b"),
        ("any party-a party-b", "3 party-a party-b"),
        ("any party-a party-b", "0 party-a party-b"),
        ("any party-a party-b", "02 party-a party-b"),
        ("any party-a party-b", "any party-a party-a"),
        ("any party-a party-b", "any mediator-1"),
        ("any party-a party-b", "any"),
        ("group both", "group mediators"),
        ("witness party-b", "witness none"),
        ("witness party-b", "witness party-a"),
        ("log ", "# log "),
        ("log ", "witness x "),
        ("group parties", "group  parties"),
        ("group mediators", "crowd mediators"),
        ("any party-a party-b", "constructor party-a party-b"),
    ] {
        texts.push(good.replace(from, to));
    }
    texts.push(format!(
        "{good}witness again {}\n",
        witness(1).1.verifier_key()
    ));
    texts.push(format!(
        "{good}log {}\n",
        NoteKey::log("x", &[41; 32]).verifier_key()
    ));
    texts.push(format!("{good}{}", "#\n".repeat(1_100)));
    texts
        .into_iter()
        .map(|text| {
            let want = Policy::parse(&text).is_ok();
            json!({ "text": text, "want": want })
        })
        .collect()
}
