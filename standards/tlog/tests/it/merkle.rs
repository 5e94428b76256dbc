//! Trees: every small one exhaustively, random ones against `tlog_tiles` and `ct-merkle`.

use std::convert::Infallible;

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use proptest::prelude::*;
use tlog::Hash;
use tlog::merkle::{
    Nodes, RightEdge, consistency_proof, empty_root, inclusion_proof, leaf_hash, node_hash, root,
    verify_consistency, verify_inclusion,
};

/// A tree that computes everything from its leaves.
pub(crate) struct Naive(pub(crate) Vec<Hash>);

impl Naive {
    pub(crate) fn of(size: u64) -> Naive {
        Naive((0..size).map(|i| leaf_hash(&i.to_be_bytes())).collect())
    }
}

impl Nodes for Naive {
    type Error = Infallible;
    fn node(&self, level: u8, index: u64) -> Result<Hash, Infallible> {
        let width = 1usize << level;
        let from = index as usize * width;
        Ok(recursive(&self.0[from..from + width]))
    }
}

/// RFC 6962, section 2.1, as it is written.
fn recursive(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => empty_root(),
        [one] => *one,
        many => {
            let k = many.len().next_power_of_two() / 2;
            node_hash(&recursive(&many[..k]), &recursive(&many[k..]))
        }
    }
}

fn flipped(hash: &Hash) -> Hash {
    let mut other = *hash;
    other.0[31] ^= 1;
    other
}

/// Every way to spoil a proof by one hash: change one, drop one, add one.
fn spoiled(proof: &[Hash]) -> Vec<Vec<Hash>> {
    let mut all = Vec::new();
    for i in 0..proof.len() {
        let mut changed = proof.to_vec();
        changed[i] = flipped(&changed[i]);
        all.push(changed);
        let mut shorter = proof.to_vec();
        shorter.remove(i);
        all.push(shorter);
    }
    let mut longer = proof.to_vec();
    longer.push(Hash([7; 32]));
    all.push(longer);
    all
}

#[test]
fn every_leaf_of_every_small_tree_is_proven_and_nothing_else() {
    for size in 1..=70 {
        let tree = Naive::of(size);
        let whole = recursive(&tree.0);
        assert_eq!(root(size, &tree), Ok(whole));
        for index in 0..size {
            let leaf = tree.0[index as usize];
            let proof = inclusion_proof(index, size, &tree).unwrap();
            verify_inclusion(index, size, &leaf, &proof, &whole).unwrap();
            assert!(verify_inclusion(index, size, &flipped(&leaf), &proof, &whole).is_err());
            assert!(verify_inclusion(index, size, &leaf, &proof, &flipped(&whole)).is_err());
            assert!(verify_inclusion(size, size, &leaf, &proof, &whole).is_err());
            for wrong in spoiled(&proof) {
                assert!(verify_inclusion(index, size, &leaf, &wrong, &whole).is_err());
            }
            for other in (0..size).filter(|other| *other != index) {
                assert!(verify_inclusion(other, size, &leaf, &proof, &whole).is_err());
            }
        }
    }
}

#[test]
fn every_small_tree_continues_every_smaller_one_and_no_other() {
    for new in 0..=70 {
        let tree = Naive::of(new);
        let new_root = recursive(&tree.0);
        for old in 0..=new {
            let old_root = recursive(&tree.0[..old as usize]);
            let proof = consistency_proof(old, new, &tree).unwrap();
            verify_consistency(old, &old_root, new, &new_root, &proof).unwrap();
            let false_old = verify_consistency(old, &flipped(&old_root), new, &new_root, &proof);
            assert!(false_old.is_err(), "{old} {new}");
            if old > 0 || new == 0 {
                let false_new =
                    verify_consistency(old, &old_root, new, &flipped(&new_root), &proof);
                assert!(false_new.is_err(), "{old} {new}");
            }
            for wrong in spoiled(&proof) {
                assert!(verify_consistency(old, &old_root, new, &new_root, &wrong).is_err());
            }
        }
        assert!(verify_consistency(new + 1, &new_root, new, &new_root, &[]).is_err());
    }
}

#[test]
fn the_right_edge_grows_into_the_same_tree() {
    let tree = Naive::of(600);
    let mut edge = RightEdge::default();
    for (i, leaf) in tree.0.iter().enumerate() {
        assert_eq!(edge.root(), recursive(&tree.0[..i]));
        for node in edge.push(*leaf) {
            assert_eq!(tree.node(node.level, node.index), Ok(node.hash));
        }
        let size = i as u64 + 1;
        assert_eq!(RightEdge::load(size, &tree), Ok(edge.clone()));
        let parts = RightEdge::from_parts(size, edge.peaks().to_vec());
        assert_eq!(parts.as_ref(), Some(&edge));
        assert_eq!(
            RightEdge::from_parts(size + 1, edge.peaks().to_vec()).map(|e| e.size()),
            {
                let fits = (size + 1).count_ones() as usize == edge.peaks().len();
                fits.then_some(size + 1)
            }
        );
    }
}

struct Stored(Vec<tlog_tiles::Hash>);

impl tlog_tiles::HashReader for Stored {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::Hash>, tlog_tiles::Error> {
        Ok(indexes.iter().map(|i| self.0[*i as usize]).collect())
    }
}

fn theirs(hash: &Hash) -> tlog_tiles::Hash {
    tlog_tiles::Hash(hash.0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// What we prove they accept, what they prove we accept, and the proofs are the same hashes.
    #[test]
    fn proofs_are_those_of_tlog_tiles(size in 1u64..700, a in 0u64..700, b in 1u64..700) {
        let (index, old) = (a % size, 1 + b % size);
        let tree = Naive::of(size);
        let mut stored = Stored(Vec::new());
        for i in 0..size {
            let hashes = tlog_tiles::stored_hashes(i, &i.to_be_bytes(), &stored).unwrap();
            stored.0.extend(hashes);
        }
        let (whole, part) = (recursive(&tree.0), recursive(&tree.0[..old as usize]));
        prop_assert_eq!(tlog_tiles::tree_hash(size, &stored).unwrap().0, whole.0);
        let ours = inclusion_proof(index, size, &tree).unwrap();
        let record = tlog_tiles::prove_record(size, index, &stored).unwrap();
        let bytes = |hashes: &[tlog_tiles::Hash]| hashes.iter().map(|h| Hash(h.0)).collect::<Vec<_>>();
        prop_assert_eq!(&bytes(&record), &ours);
        let leaf = theirs(&tree.0[index as usize]);
        let converted: Vec<_> = ours.iter().map(theirs).collect();
        tlog_tiles::check_record(&converted, size, theirs(&whole), index, leaf).unwrap();
        let grown = consistency_proof(old, size, &tree).unwrap();
        let proven = tlog_tiles::prove_tree(size, old, &stored).unwrap();
        prop_assert_eq!(&bytes(&proven), &grown);
        verify_consistency(old, &part, size, &whole, &bytes(&proven)).unwrap();
    }

    #[test]
    fn proofs_are_those_of_ct_merkle(size in 2u64..400, a in 0u64..400, b in 1u64..400) {
        let (index, old) = (a % size, 1 + b % size);
        let tree = Naive::of(size);
        let mut oracle = MemoryBackedTree::<sha2_oracle::Sha256, Vec<u8>>::new();
        for i in 0..size {
            oracle.push(i.to_be_bytes().to_vec());
        }
        let whole = recursive(&tree.0);
        let their_root = oracle.root().as_bytes().to_vec();
        prop_assert_eq!(their_root, whole.0.to_vec());
        let flat = |proof: &[Hash]| proof.iter().flat_map(|h| h.0).collect::<Vec<u8>>();
        let ours = inclusion_proof(index, size, &tree).unwrap();
        let proven = oracle.prove_inclusion(index as usize);
        prop_assert_eq!(proven.as_bytes().to_vec(), flat(&ours));
        if old < size {
            let grown = consistency_proof(old, size, &tree).unwrap();
            let proven = oracle.prove_consistency((size - old) as usize);
            prop_assert_eq!(proven.as_bytes().to_vec(), flat(&grown));
        }
    }

    #[test]
    fn no_numbers_and_no_proof_panic(
        index: u64, old: u64, new: u64,
        proof in proptest::collection::vec(any::<[u8; 32]>(), 0..70),
    ) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
        let some = Hash([1; 32]);
        let _ = verify_inclusion(index, new, &some, &proof, &some);
        let _ = verify_consistency(old, &some, new, &some, &proof);
    }
}
