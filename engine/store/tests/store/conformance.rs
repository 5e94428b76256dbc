//! One suite for every store: what is written is read back, what would tear or fork the log is
//! refused without a trace, and a full disk changes nothing.

use std::collections::BTreeMap;

use crate::bench::{self, author, leaf, no_facts, note};
use proptest::prelude::*;
use store::{
    Cosignature, Evidence, Published, SignedCheckpoint, Swap, Witnessed, WriteError, check, tiles,
};
use tlog::Hash;

#[test]
fn an_empty_log_has_the_empty_root() {
    bench::on_each(|bench| {
        let head = bench.reader().head().unwrap();
        assert_eq!(
            (head.size, head.root, head.at_millis),
            (0, tlog::merkle::empty_root(), 0)
        );
        assert_eq!(bench.reader().tile_row(0, 0).unwrap(), None);
        assert!(bench.reader().author_heads().unwrap().is_empty());
        check(&*bench.reader(), no_facts).unwrap();
    });
}

#[test]
fn what_is_appended_is_found_by_every_way() {
    bench::on_each(|bench| {
        bench.append(&[1, 2, 1]);
        bench.append(&[2]);
        let reader = bench.reader();
        assert_eq!(reader.head().unwrap().size, 4);
        let leaves = reader.leaves(1..9).unwrap();
        assert_eq!(
            leaves,
            (1..4)
                .map(|i| bench.leaves[i].bytes.clone())
                .collect::<Vec<_>>()
        );
        for (index, leaf) in bench.leaves.iter().enumerate() {
            assert_eq!(reader.find_act(&leaf.id).unwrap(), Some(index as u64));
            let placed = reader
                .find_numbered(&leaf.author, leaf.seq)
                .unwrap()
                .unwrap();
            assert_eq!((placed.index, placed.id), (index as u64, leaf.id));
        }
        assert_eq!(reader.find_act(&[9; 32]).unwrap(), None);
        assert_eq!(reader.find_numbered(&author(1), 2).unwrap(), None);
        let heads: Vec<_> = reader.author_heads().unwrap();
        assert_eq!(
            heads.iter().map(|h| (h.author, h.seq)).collect::<Vec<_>>(),
            [(author(1), 1), (author(2), 1),]
        );
        assert_eq!(heads[0].id, bench.leaves[2].id);
    });
}

#[test]
fn a_batch_that_contradicts_the_log_leaves_no_trace() {
    bench::on_each(|bench| {
        bench.append(&[1, 1, 2]);
        let good = bench.batch(&[1, 2]);
        let mut wrong: BTreeMap<&str, store::Batch> = BTreeMap::new();
        let mut with = |name, change: &dyn Fn(&mut store::Batch)| {
            let mut batch = good.clone();
            change(&mut batch);
            wrong.insert(name, batch);
        };
        with("starts late", &|b| b.from += 1);
        with("starts early", &|b| b.from -= 1);
        with("is empty", &|b| b.leaves.clear());
        with("goes back in time", &|b| b.at_millis = 0);
        with("repeats an act of the log", &|b| {
            b.leaves[1].id = leaf(1, 0).id
        });
        with("repeats its own act", &|b| b.leaves[1].id = b.leaves[0].id);
        with("leaves a gap", &|b| b.leaves[1].seq += 1);
        with("uses a number twice", &|b| b.leaves[1].seq -= 1);
        with("is too long", &|b| b.leaves[1].bytes = vec![0; 65_536]);
        for (name, batch) in wrong {
            let before = bench.reader().head().unwrap();
            let refused = bench.store.append(&batch);
            assert!(
                matches!(refused, Err(WriteError::Contradiction { .. })),
                "{name}: {refused:?}"
            );
            assert_eq!(bench.reader().head().unwrap(), before, "{name}");
            check(&*bench.reader(), bench.facts()).unwrap();
        }
        bench.store.append(&good).unwrap();
    });
}

#[test]
fn only_durable_sizes_are_signed_and_each_has_one_root() {
    bench::on_each(|bench| {
        bench.append(&[1, 1]);
        let root = bench.reader().head().unwrap().root;
        let mut save = |size, root| {
            bench.store.save_checkpoint(&SignedCheckpoint {
                size,
                root,
                note: note(size),
            })
        };
        save(2, root).unwrap();
        save(2, root).unwrap();
        assert!(matches!(
            save(2, Hash([7; 32])),
            Err(WriteError::Contradiction { .. })
        ));
        assert!(matches!(
            save(3, root),
            Err(WriteError::Contradiction { .. })
        ));
        save(0, tlog::merkle::empty_root()).unwrap();
        let latest = bench.reader().latest_checkpoints(9).unwrap();
        assert_eq!(latest.iter().map(|c| c.size).collect::<Vec<_>>(), [2, 0]);
        assert_eq!(bench.reader().checkpoint(2).unwrap().unwrap().note, note(2));
        assert_eq!(bench.reader().checkpoint(1).unwrap(), None);
    });
}

#[test]
fn the_published_pointer_only_moves_forward_over_signed_sizes() {
    bench::on_each(|bench| {
        for _ in 0..2 {
            bench.append(&[1]);
            let head = bench.reader().head().unwrap();
            let (size, root) = (head.size, head.root);
            let signed = SignedCheckpoint {
                size,
                root,
                note: note(size),
            };
            bench.store.save_checkpoint(&signed).unwrap();
        }
        let mut publish = |size| {
            bench.store.publish(&Published {
                size,
                note: note(size),
            })
        };
        publish(1).unwrap();
        publish(2).unwrap();
        publish(2).unwrap();
        assert!(matches!(publish(1), Err(WriteError::Contradiction { .. })));
        assert!(matches!(publish(3), Err(WriteError::Contradiction { .. })));
        assert_eq!(bench.reader().published().unwrap().unwrap().size, 2);
    });
}

#[test]
fn cosignatures_evidence_and_records_are_kept() {
    bench::on_each(|bench| {
        let line = |witness: &str, line: &[u8]| Cosignature {
            witness: witness.to_owned(),
            line: line.to_vec(),
        };
        for cosignature in [line("w2", b"a"), line("w1", b"b"), line("w2", b"c")] {
            bench.store.save_cosignature(5, &cosignature).unwrap();
        }
        let kept = bench.reader().cosignatures(5).unwrap();
        assert_eq!(kept, [line("w1", b"b"), line("w2", b"c")]);
        assert!(bench.reader().cosignatures(4).unwrap().is_empty());

        let proof = |seq, other: &[u8]| Evidence {
            author: author(1),
            seq,
            held: b"held".to_vec(),
            other: other.to_vec(),
        };
        for evidence in [proof(1, b"x"), proof(0, b"y"), proof(1, b"z")] {
            bench.store.keep_evidence(&evidence).unwrap();
        }
        let kept = bench.reader().evidence(0, 9).unwrap();
        assert_eq!(
            kept,
            [proof(1, b"x"), proof(0, b"y")],
            "the first pair stays"
        );
        assert_eq!(bench.reader().evidence(1, 9).unwrap().len(), 1);

        bench.store.put_record("progress", b"1").unwrap();
        bench.store.put_record("progress", b"2").unwrap();
        assert_eq!(bench.reader().record("progress").unwrap().unwrap(), b"2");
        assert_eq!(bench.reader().record("other").unwrap(), None);
    });
}

#[test]
fn a_witness_swaps_only_what_it_compared() {
    bench::on_each(|bench| {
        let memory = |size, byte| Witnessed {
            size,
            root: Hash([byte; 32]),
            note: note(size),
            time_seconds: 10 + size,
        };
        let mut swap = |expected: Option<&Witnessed>, new: &Witnessed| {
            let expected = expected.map(|held| (held.size, held.root));
            bench
                .store
                .swap_witnessed("log.example", expected, new)
                .unwrap()
        };
        let (first, second, fork) = (memory(1, 1), memory(2, 2), memory(1, 9));
        assert_eq!(swap(Some(&first), &second), Swap::Held(None));
        assert_eq!(swap(None, &first), Swap::Stored);
        assert_eq!(swap(None, &second), Swap::Held(Some(first.clone())));
        assert_eq!(swap(Some(&fork), &second), Swap::Held(Some(first.clone())));
        assert_eq!(swap(Some(&first), &second), Swap::Stored);
        assert_eq!(
            bench.reader().witnessed("log.example").unwrap(),
            Some(second)
        );
        assert_eq!(bench.reader().witnessed("other.example").unwrap(), None);
    });
}

#[test]
fn a_full_disk_refuses_writes_and_keeps_reading() {
    bench::on_each(|bench| {
        bench.append(&[1, 2, 1]);
        bench.fill_disk();
        let batch = bench.batch(&vec![1; 400]);
        let before = bench.reader().head().unwrap();
        for _ in 0..3 {
            assert!(matches!(
                bench.store.append(&batch),
                Err(WriteError::Full { .. })
            ));
            assert_eq!(bench.reader().head().unwrap(), before);
            check(&*bench.reader(), bench.facts()).unwrap();
        }
        bench.free_disk();
        bench.store.append(&batch).unwrap();
        assert_eq!(bench.reader().head().unwrap().size, 403);
    });
}

#[test]
fn readers_read_while_the_writer_writes() {
    bench::on_each(|bench| {
        let reader = bench.reader();
        std::thread::scope(|scope| {
            let read = scope.spawn(move || {
                let mut last = 0;
                while last < 2_000 {
                    let head = reader.head().unwrap();
                    assert!(head.size >= last, "the head went back");
                    last = head.size;
                    // Whatever the head counts is there in full.
                    assert_eq!(tiles::edge(&*reader, head.size).unwrap().root(), head.root);
                    assert_eq!(reader.leaves(0..head.size).unwrap().len() as u64, head.size);
                }
            });
            for _ in 0..20 {
                bench.append(&[3; 100]);
            }
            read.join().unwrap();
        });
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Random batches by random authors: both stores, and a tree kept apart, agree on everything.
    #[test]
    fn random_batches_are_the_same_log_everywhere(
        batches in prop::collection::vec(prop::collection::vec(0u8..4, 1..300), 1..6),
    ) {
        let mut benches = bench::all();
        for authors in &batches {
            for bench in &mut benches {
                bench.append(authors);
            }
        }
        let size = benches[0].leaves.len() as u64;
        let oracle = bench::Oracle(benches[0].leaves.iter().map(|leaf| leaf.hash).collect());
        for bench in &benches {
            let reader = bench.reader();
            check(&*reader, bench.facts()).unwrap();
            prop_assert_eq!(reader.head().unwrap().root, tlog::merkle::root(size, &oracle).unwrap());
            let tree = tiles::Tree::new(&*reader, size);
            for (index, old) in [(0, 1), (size / 2, size / 3), (size - 1, size - 1)] {
                prop_assert_eq!(
                    tlog::merkle::inclusion_proof(index, size, &tree).unwrap(),
                    tlog::merkle::inclusion_proof(index, size, &oracle).unwrap()
                );
                prop_assert_eq!(
                    tlog::merkle::consistency_proof(old, size, &tree).unwrap(),
                    tlog::merkle::consistency_proof(old, size, &oracle).unwrap()
                );
            }
            bench.check_tiles();
        }
    }
}
