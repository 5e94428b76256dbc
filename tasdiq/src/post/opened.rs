//! The seals of an edition, opened in memory only: what is on the disk stays as it was fetched.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

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
    pub(super) listings: Vec<(Leaf, Arc<Body>)>,
    /// How many could not.
    pub(super) unopened: u64,
    /// The index over them.
    pub(super) index: Index,
}

impl Opened {
    /// Opens what of an edition is on the disk. What was open `before` is not opened again: opening
    /// a seal costs more than everything else, and a removal has to count at once.
    pub(super) fn of(
        held: &Held,
        disk: &Disk,
        secret: &SealSecret,
        before: Option<&Opened>,
    ) -> Opened {
        let open: BTreeMap<&Digest, &Arc<Body>> = before
            .iter()
            .flat_map(|before| &before.listings)
            .map(|(leaf, body)| (&leaf.body, body))
            .collect();
        let body = |blob: &Digest| match open.get(blob) {
            Some(body) => Some(Arc::clone(body)),
            None => {
                let bytes = payload(disk, secret, blob)?;
                Body::parse(&bytes).ok().map(Arc::new)
            }
        };
        let leaves = held.edition.leaves.values();
        let listings: Vec<(Leaf, Arc<Body>)> = leaves
            .filter_map(|leaf| Some((leaf.clone(), body(&leaf.body)?)))
            .collect();
        let unopened = held.edition.leaves.len() - listings.len();
        Opened {
            edition: held.edition.name.clone(),
            root: held.root,
            unopened: unopened as u64,
            index: matching::index(listings.iter().map(|(_, body)| body.as_ref())),
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

/// What is inside a payload, if it is sealed to this key. A file that is not the payload of its name
/// is taken away, to be fetched again.
pub(super) fn payload(disk: &Disk, secret: &SealSecret, blob: &Digest) -> Option<Vec<u8>> {
    let bytes = disk.read(&place(blob)).ok()??;
    let parts = bytes.split_first_chunk::<32>();
    let sound = |(salt, container): &(&[u8; 32], &[u8])| {
        store::blobs::commitment(salt, container) == blob.0
    };
    let Some((_, container)) = parts.filter(sound) else {
        let _ = disk.remove(&place(blob)); // If it stays, it is not used either.
        return None;
    };
    seal::open(container, secret).ok().map(|(_, inside)| inside)
}
