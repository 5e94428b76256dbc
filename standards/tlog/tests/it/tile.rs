//! Tiles: names, contents, and nodes read out of them.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tlog::Hash;
use tlog::merkle::{Nodes, root};
use tlog::tile::{
    BundleError, EntryBundle, Tile, TileNodes, Tiles, decode_bundle, encode_bundle, hashes_at,
    new_tiles,
};

use crate::merkle::Naive;

#[test]
fn names_are_those_of_the_specification() {
    for (tile, path) in [
        (
            Tile {
                level: 0,
                index: 5,
                width: 256,
            },
            "tile/0/005",
        ),
        (
            Tile {
                level: 3,
                index: 1_234_067,
                width: 256,
            },
            "tile/3/x001/x234/067",
        ),
        (
            Tile {
                level: 1,
                index: 0,
                width: 17,
            },
            "tile/1/000.p/17",
        ),
        (
            Tile {
                level: 0,
                index: 1_000,
                width: 1,
            },
            "tile/0/x001/000.p/1",
        ),
    ] {
        assert_eq!(tile.to_string(), path);
        assert_eq!(path.parse(), Ok(tile));
    }
    let bundle = EntryBundle {
        index: 273,
        width: 112,
    };
    assert_eq!(bundle.to_string(), "tile/entries/273.p/112");
    assert_eq!("tile/entries/273.p/112".parse(), Ok(bundle));
    for wrong in [
        "tile/0/5",
        "tile/0/0005",
        "tile/00/005",
        "tile/64/005",
        "tile/0/x000/005",
        "tile/0/001/005",
        "tile/0/005.p/0",
        "tile/0/005.p/256",
        "tile/0/005.p/01",
        "tile/0/005/",
        "tile/0/-05",
        "tile//005",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert!(wrong.parse::<Tile>().is_err(), "{wrong}");
    }
}

#[test]
fn a_tree_of_70_000_has_the_tiles_the_specification_counts() {
    let mut by_level: BTreeMap<u8, (usize, Vec<u16>)> = BTreeMap::new();
    for tile in new_tiles(0, 70_000) {
        let (full, partial) = by_level.entry(tile.level).or_default();
        match tile.width {
            256 => *full += 1,
            width => partial.push(width),
        }
    }
    assert_eq!(by_level[&0], (273, vec![112]));
    assert_eq!(by_level[&1], (1, vec![17]));
    assert_eq!(by_level[&2], (0, vec![1]));
    assert_eq!(by_level.len(), 3);
    // A size is only a claim: following it costs only what is taken.
    assert_eq!(new_tiles(0, u64::MAX).take(3).count(), 3);
}

/// Tiles cut from a naive tree.
struct Cut(Naive);

impl Tiles for Cut {
    type Error = String;
    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, String> {
        if !tile.exists_at(self.0.0.len() as u64) {
            return Err(format!("{tile} is not there"));
        }
        let first = tile.index * 256;
        (first..first + u64::from(tile.width))
            .map(|i| self.0.node(tile.level * 8, i).map_err(|e| match e {}))
            .collect()
    }
}

#[test]
fn nodes_read_from_tiles_are_the_trees_own() {
    for size in [
        1, 2, 255, 256, 257, 511, 513, 65_535, 65_536, 65_537, 66_000,
    ] {
        let tree = Naive::of(size);
        let whole = root(size, &tree).unwrap();
        let cut = Cut(tree);
        let nodes = TileNodes { tiles: &cut, size };
        assert_eq!(root(size, &nodes).unwrap(), whole);
        for level in 0..17u8 {
            let count = size >> level;
            for index in [0, count / 2, count.saturating_sub(1)] {
                if index < count {
                    let Ok(own) = cut.0.node(level, index);
                    assert_eq!(
                        nodes.node(level, index).unwrap(),
                        own,
                        "{size} {level} {index}"
                    );
                }
            }
            assert!(nodes.node(level, count).is_err(), "no node beyond the tree");
        }
    }
}

#[test]
fn bundles_hold_what_was_put_in_and_nothing_more() {
    let longest = vec![7u8; 65_535];
    let entries: [&[u8]; 3] = [b"", b"one", &longest];
    let bytes = encode_bundle(entries).unwrap();
    assert_eq!(decode_bundle(&bytes, 3).unwrap(), entries);
    assert_eq!(decode_bundle(&bytes, 2), Err(BundleError::Long(2)));
    assert_eq!(decode_bundle(&bytes, 4), Err(BundleError::Short));
    assert_eq!(
        decode_bundle(&bytes[..bytes.len() - 1], 3),
        Err(BundleError::Short)
    );
    let too_long = vec![7u8; 65_536];
    assert_eq!(
        encode_bundle([too_long.as_slice()]),
        Err(BundleError::EntryTooLong(65_536))
    );
}

proptest! {
    #[test]
    fn names_agree_with_tlog_tiles(level in 0u8..63, index in 0u64..1 << 55, width in 1u16..=256) {
        let tile = Tile { level, index, width };
        let theirs = tlog_tiles::Tile::new(8, level, index, u32::from(width), false);
        // They also write the tile's height, which C2SP leaves out.
        prop_assert_eq!(theirs.path().replacen("tile/8/", "tile/", 1), tile.to_string());
        prop_assert_eq!(tile.to_string().parse(), Ok(tile));
    }

    #[test]
    fn growth_agrees_with_tlog_tiles(old in 0u64..200_000, more in 0u64..3_000) {
        let ours: Vec<String> = new_tiles(old, old + more).map(|t| t.to_string()).collect();
        let mut theirs: Vec<String> = tlog_tiles::Tile::new_tiles(8, old, old + more)
            .iter()
            .map(|tile| tile.path().replacen("tile/8/", "tile/", 1))
            .collect();
        let mut sorted = ours.clone();
        sorted.sort();
        theirs.sort();
        prop_assert_eq!(sorted, theirs);
        prop_assert_eq!(hashes_at(0, old), old);
    }

    #[test]
    fn no_path_and_no_bundle_panics(path in "[tile/0-9x.p]{0,30}", bytes: Vec<u8>, width: u16) {
        let _ = path.parse::<Tile>();
        let _ = path.parse::<EntryBundle>();
        let _ = decode_bundle(&bytes, width);
    }

    #[test]
    fn no_node_number_panics(level: u8, index: u64, size: u64) {
        let _ = Tile::of_node(level, index, size);
    }
}
