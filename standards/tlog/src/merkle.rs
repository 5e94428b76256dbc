//! Merkle trees of RFC 6962, section 2.1: hashing, proofs and their verification, and the growing
//! right edge of a log.

use sha2::{Digest as _, Sha256};

use crate::Hash;

/// Where hashes of complete subtrees come from: tiles, a store, a test's list.
pub trait Nodes {
    /// Why one could not be had.
    type Error;
    /// The root of the complete subtree of `2^level` leaves that starts at leaf `index * 2^level`.
    fn node(&self, level: u8, index: u64) -> Result<Hash, Self::Error>;
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf lies outside the tree.
    #[error("leaf {index} is not in a tree of {size}")]
    OutsideTree {
        /// Of the leaf.
        index: u64,
        /// Of the tree.
        size: u64,
    },
    /// The older tree is larger than the newer.
    #[error("a tree of {old} can't grow into one of {new}")]
    Shrinks {
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
    },
    /// Too few or too many hashes.
    #[error("the proof has {found} hashes, expected {expected}")]
    Length {
        /// In the proof.
        found: usize,
        /// For such sizes.
        expected: usize,
    },
    /// It leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Hash of a leaf: SHA-256 of `0x00` and the entry.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update([0u8])
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// Hash of an inner node: SHA-256 of `0x01` and both children.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [0u8; 65];
    bytes[0] = 1;
    bytes[1..33].copy_from_slice(&left.0);
    bytes[33..].copy_from_slice(&right.0);
    Hash(Sha256::digest(bytes).into())
}

/// Root of the tree without leaves: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// Root of a tree of `size` leaves.
pub fn root<N: Nodes>(size: u64, nodes: &N) -> Result<Hash, N::Error> {
    if size == 0 {
        return Ok(empty_root());
    }
    range(0, size, nodes)
}

/// Hashes that prove leaf `index` is in the tree of `size`, the leaf's sibling first
/// (RFC 6962, section 2.1.1). Empty if it is not.
pub fn inclusion_proof<N: Nodes>(index: u64, size: u64, nodes: &N) -> Result<Vec<Hash>, N::Error> {
    let mut proof = Vec::new();
    let (mut from, mut to) = (0, size);
    if index >= size {
        return Ok(proof);
    }
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            proof.push(range(middle, to, nodes)?);
            to = middle;
        } else {
            proof.push(range(from, middle, nodes)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Hashes that prove the tree of `old` leaves is the beginning of the tree of `new`
/// (RFC 6962, section 2.1.2). Empty for `old` 0, `old == new`, and where there is none.
pub fn consistency_proof<N: Nodes>(old: u64, new: u64, nodes: &N) -> Result<Vec<Hash>, N::Error> {
    let mut proof = Vec::new();
    if old == 0 || old >= new {
        return Ok(proof);
    }
    let (mut from, mut to) = (0, new);
    // Down to the subtree that ends exactly where the old tree did.
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(range(middle, to, nodes)?);
            to = middle;
        } else {
            proof.push(range(from, middle, nodes)?);
            from = middle;
        }
    }
    if from != 0 {
        proof.push(range(from, to, nodes)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Whether `proof` shows that `leaf` is number `index` of the tree with this size and root.
pub fn verify_inclusion(
    index: u64,
    size: u64,
    leaf: &Hash,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutsideTree { index, size });
    }
    let (inner, border) = path_lengths(index, size);
    check_length(proof, inner + border)?;
    let climbed = climb_inner(*leaf, &proof[..inner], index);
    let climbed = climb_border(climbed, &proof[inner..]);
    if climbed == *root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// Whether `proof` shows that the old tree is the beginning of the new one.
pub fn verify_consistency(
    old_size: u64,
    old_root: &Hash,
    new_size: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old_size > new_size {
        return Err(ProofError::Shrinks {
            old: old_size,
            new: new_size,
        });
    }
    if old_size == new_size || old_size == 0 {
        check_length(proof, 0)?;
        let old_holds = old_size != 0 || *old_root == empty_root();
        let new_holds = old_size != new_size || old_root == new_root;
        return if old_holds && new_holds {
            Ok(())
        } else {
            Err(ProofError::Root)
        };
    }
    // The old tree's last complete subtree is where the paths of both trees start.
    let shift = old_size.trailing_zeros() as usize;
    let (inner, border) = path_lengths(old_size - 1, new_size);
    let inner = inner - shift;
    let whole = old_size.is_power_of_two();
    check_length(proof, inner + border + usize::from(!whole))?;
    let (seed, rest) = match proof.split_first() {
        Some((first, rest)) if !whole => (*first, rest),
        _ => (*old_root, proof),
    };
    let path = (old_size - 1) >> shift;
    let old = climb_inner_left(seed, &rest[..inner], path);
    let old = climb_border(old, &rest[inner..]);
    let new = climb_inner(seed, &rest[..inner], path);
    let new = climb_border(new, &rest[inner..]);
    if old == *old_root && new == *new_root {
        Ok(())
    } else {
        Err(ProofError::Root)
    }
}

/// The largest power of two below `size`, which is at least 2.
fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// Root of the leaves `from..to`, where `from` is where such a subtree can start.
fn range<N: Nodes>(from: u64, to: u64, nodes: &N) -> Result<Hash, N::Error> {
    let size = to - from;
    if size.is_power_of_two() {
        let level = size.trailing_zeros();
        return nodes.node(level as u8, from >> level);
    }
    let middle = from + split(size);
    Ok(node_hash(
        &range(from, middle, nodes)?,
        &range(middle, to, nodes)?,
    ))
}

/// How many hashes of an inclusion path lie inside the part of the tree that is complete to the
/// right of the leaf, and how many along the tree's right border.
fn path_lengths(index: u64, size: u64) -> (usize, usize) {
    let inner = (64 - (index ^ (size - 1)).leading_zeros()) as usize;
    let border = if inner == 64 {
        0
    } else {
        (index >> inner).count_ones() as usize
    };
    (inner, border)
}

fn check_length(proof: &[Hash], expected: usize) -> Result<(), ProofError> {
    if proof.len() == expected {
        Ok(())
    } else {
        Err(ProofError::Length {
            found: proof.len(),
            expected,
        })
    }
}

fn climb_inner(seed: Hash, proof: &[Hash], index: u64) -> Hash {
    proof
        .iter()
        .enumerate()
        .fold(seed, |below, (level, sibling)| {
            if index >> level & 1 == 0 {
                node_hash(&below, sibling)
            } else {
                node_hash(sibling, &below)
            }
        })
}

/// Like [`climb_inner`], but only where the sibling is on the left: the path in the older tree.
fn climb_inner_left(seed: Hash, proof: &[Hash], index: u64) -> Hash {
    proof
        .iter()
        .enumerate()
        .fold(seed, |below, (level, sibling)| {
            if index >> level & 1 == 0 {
                below
            } else {
                node_hash(sibling, &below)
            }
        })
}

fn climb_border(seed: Hash, proof: &[Hash]) -> Hash {
    proof
        .iter()
        .fold(seed, |below, sibling| node_hash(sibling, &below))
}

/// The growing end of a log: the roots of its complete subtrees, the largest first. Appending costs
/// one hash on average; the root costs one per level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RightEdge {
    size: u64,
    peaks: Vec<Hash>,
}

/// A subtree that an append completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// It has `2^level` leaves.
    pub level: u8,
    /// Its place among subtrees of this level.
    pub index: u64,
    /// Its root.
    pub hash: Hash,
}

impl RightEdge {
    /// The edge of a log of `size` leaves, from its complete subtrees.
    pub fn load<N: Nodes>(size: u64, nodes: &N) -> Result<RightEdge, N::Error> {
        let mut peaks = Vec::new();
        for level in (0..64u8).rev().filter(|level| size >> level & 1 == 1) {
            peaks.push(nodes.node(level, (size >> level) - 1)?);
        }
        Ok(RightEdge { size, peaks })
    }

    /// The edge from its stored parts; none if their number does not fit the size.
    pub fn from_parts(size: u64, peaks: Vec<Hash>) -> Option<RightEdge> {
        (peaks.len() == size.count_ones() as usize).then_some(RightEdge { size, peaks })
    }

    /// Roots of the complete subtrees, the largest first.
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// How many leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root of the whole tree.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        match peaks.next() {
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
            None => empty_root(),
        }
    }

    /// Appends a leaf and returns every subtree it completes, itself first.
    pub fn push(&mut self, leaf: Hash) -> Vec<Node> {
        let mut node = Node {
            level: 0,
            index: self.size,
            hash: leaf,
        };
        let mut completed = vec![node];
        while node.index & 1 == 1 {
            // An odd index means a sibling of the same level is the last peak.
            let Some(left) = self.peaks.pop() else { break };
            let hash = node_hash(&left, &node.hash);
            node = Node {
                level: node.level + 1,
                index: node.index >> 1,
                hash,
            };
            completed.push(node);
        }
        self.peaks.push(node.hash);
        self.size += 1;
        completed
    }
}
