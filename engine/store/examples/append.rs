//! Measures one append of 256 acts: CPU time and wall time, each with a raw fsync beside it.
//! `cargo run --release -p store --example append [BATCHES]`

use std::io::Write as _;
use std::time::{Duration, Instant};

use store::{Batch, NewLeaf, Sqlite, Store};
use tlog::merkle::{RightEdge, leaf_hash};

const BATCH: u64 = 256;
/// About what a signed act with its envelope has.
const LEAF_BYTES: usize = 900;

#[expect(clippy::print_stdout, reason = "a measurement")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let batches: u64 = std::env::args()
        .nth(1)
        .map_or(Ok(200), |word| word.parse())?;
    let folder = std::env::temp_dir().join(format!("append-{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let mut store = Sqlite::create(&folder.join("log"))?;
    let (mut edge, mut walls) = (RightEdge::default(), Vec::new());
    let before = cpu_ticks()?;
    for number in 0..batches {
        let batch = batch(number, &mut edge);
        let start = Instant::now();
        store.append(&batch)?;
        walls.push(start.elapsed());
    }
    let ticks = cpu_ticks()? - before;
    let start = Instant::now();
    (0..batches).for_each(|number| drop(batch(number, &mut edge)));
    let making = start.elapsed();
    let cpu = Duration::from_millis(ticks * 10).saturating_sub(making);
    let mut raw = fsyncs(&folder.join("raw"), batches)?;
    println!("{batches} batches of {BATCH}, {LEAF_BYTES} bytes each:");
    println!("  CPU per batch      {:?}", cpu / batches as u32);
    println!(
        "  wall per batch     p50 {:?}, p99 {:?}",
        part(&mut walls, 50),
        part(&mut walls, 99)
    );
    println!(
        "  raw append + fsync p50 {:?}, p99 {:?}",
        part(&mut raw, 50),
        part(&mut raw, 99)
    );
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn batch(number: u64, edge: &mut RightEdge) -> Batch {
    let leaves: Vec<NewLeaf> = (0..BATCH)
        .map(|i| {
            let (author, seq) = ((i % 64) as u8, number * (BATCH / 64) + i / 64);
            let mut bytes = format!("act {number} {i} ").into_bytes();
            bytes.resize(LEAF_BYTES, b'x');
            let hash = leaf_hash(&bytes);
            edge.push(hash);
            NewLeaf {
                id: leaf_hash(&hash.0).0,
                hash,
                bytes,
                author: [author; 32],
                seq,
            }
        })
        .collect();
    Batch {
        from: number * BATCH,
        leaves,
        root: edge.root(),
        at_millis: number as i64,
    }
}

fn fsyncs(path: &std::path::Path, count: u64) -> std::io::Result<Vec<Duration>> {
    let mut file = std::fs::File::create(path)?;
    let bytes = vec![7u8; BATCH as usize * LEAF_BYTES];
    (0..count)
        .map(|_| {
            let start = Instant::now();
            file.write_all(&bytes)?;
            file.sync_data()?;
            Ok(start.elapsed())
        })
        .collect()
}

fn part(times: &mut [Duration], percent: usize) -> Duration {
    times.sort();
    times[(times.len() - 1) * percent / 100]
}

/// User and system time of this process, in hundredths of a second.
fn cpu_ticks() -> Result<u64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split(' ')
        .collect();
    Ok(fields[12].parse::<u64>()? + fields[13].parse::<u64>()?)
}
