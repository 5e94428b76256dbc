//! The seals of an edition, opened in memory only: what is on the disk stays as it was fetched.

use std::io;

use act::Digest;
use names::Index;
use seal::SealSecret;
use watchlist::body::Body;
use watchlist::edition::Leaf;
use watchlist::entry::EditionName;

use super::disk::Disk;
use super::held::Held;
use super::matching;

/// An edition that can be screened against.
pub(super) struct Opened {
    /// Its name.
    pub(super) edition: EditionName,
    /// Its root.
    pub(super) root: Digest,
    /// Listings whose body could be opened, in the order of the index.
    pub(super) listings: Vec<(Leaf, Body)>,
    /// How many could not.
    pub(super) unopened: u64,
    /// The index over them.
    pub(super) index: Index,
}

impl Opened {
    /// Opens what of an edition is on the disk.
    pub(super) fn of(held: &Held, disk: &Disk, secret: &SealSecret) -> Opened {
        let leaves = held.edition.leaves.values();
        let listings: Vec<(Leaf, Body)> = leaves
            .filter_map(|leaf| {
                let bytes = payload(disk, secret, &leaf.body)?;
                Some((leaf.clone(), Body::parse(&bytes).ok()?))
            })
            .collect();
        let unopened = held.edition.leaves.len() - listings.len();
        Opened {
            edition: held.edition.name.clone(),
            root: held.root,
            unopened: unopened as u64,
            index: matching::index(listings.iter().map(|(_, body)| body)),
            listings,
        }
    }
}

/// Where a payload is kept: its salt, then the container.
fn place(blob: &Digest) -> String {
    format!("payloads/{blob}")
}

/// Keeps a sealed payload as it was fetched.
pub(super) fn keep(disk: &Disk, blob: &Digest, salt: &Digest, container: &[u8]) -> io::Result<()> {
    disk.write(&place(blob), &[&salt.0[..], container].concat())
}

/// Whether a payload is there.
pub(super) fn is_kept(disk: &Disk, blob: &Digest) -> bool {
    disk.has(&place(blob))
}

/// Takes away what the edition does not name.
pub(super) fn forget_others(disk: &Disk, held: &Held) -> io::Result<()> {
    let named: std::collections::BTreeSet<String> =
        held.payloads().map(Digest::to_string).collect();
    for name in disk.list("payloads")? {
        if !named.contains(&name) {
            disk.remove(&format!("payloads/{name}"))?;
        }
    }
    Ok(())
}

/// What is inside a payload, if it is the one of this name and sealed to this key.
pub(super) fn payload(disk: &Disk, secret: &SealSecret, blob: &Digest) -> Option<Vec<u8>> {
    let bytes = disk.read(&place(blob)).ok()??;
    let (salt, container) = bytes.split_first_chunk::<32>()?;
    if store::blobs::commitment(salt, container) != blob.0 {
        return None;
    }
    seal::open(container, secret).ok().map(|(_, inside)| inside)
}
