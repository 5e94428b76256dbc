//! Maximum-weight one-to-one assignment on a sparse table.
//!
//! First every edge that outweighs its two best rivals together is taken: no better assignment can be
//! without it. What remains is solved exactly by successive shortest paths (Jonker and Volgenant's
//! method with potentials), each row having the choice to stay alone.

use std::collections::{BTreeMap, BTreeSet};

/// An edge of the table: row, column, weight.
pub(crate) type Edge = (usize, usize, u32);

/// The edges of an assignment of greatest total weight, ascending.
pub(crate) fn assign(edges: &[Edge]) -> Vec<Edge> {
    let mut open: Vec<Edge> = edges.iter().copied().filter(|e| e.2 > 0).collect();
    let mut taken = Vec::new();
    loop {
        let sure = dominant(&open);
        if sure.is_empty() {
            break;
        }
        let rows: BTreeSet<usize> = sure.iter().map(|e| e.0).collect();
        let columns: BTreeSet<usize> = sure.iter().map(|e| e.1).collect();
        open.retain(|e| !rows.contains(&e.0) && !columns.contains(&e.1));
        taken.extend(sure);
    }
    taken.extend(augment(&open));
    taken.sort_unstable();
    taken
}

/// Edges heavier than the best rival in their row and the best rival in their column together.
fn dominant(edges: &[Edge]) -> Vec<Edge> {
    let mut rows: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    let mut columns: BTreeMap<usize, (u32, u32)> = BTreeMap::new();
    for &(row, column, weight) in edges {
        note(rows.entry(row).or_default(), weight);
        note(columns.entry(column).or_default(), weight);
    }
    let rival = |(best, second): (u32, u32), weight| if weight == best { second } else { best };
    edges
        .iter()
        .copied()
        .filter(|&(row, column, weight)| {
            weight > rival(rows[&row], weight) + rival(columns[&column], weight)
        })
        .collect()
}

fn note(best: &mut (u32, u32), weight: u32) {
    if weight > best.0 {
        *best = (weight, best.0);
    } else if weight > best.1 {
        best.1 = weight;
    }
}

/// Exact assignment by augmenting each row along a cheapest path. A row's last column, its own, costs
/// the greatest weight and stands for staying alone.
fn augment(edges: &[Edge]) -> Vec<Edge> {
    let rows: Vec<usize> = edges
        .iter()
        .map(|e| e.0)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let columns: Vec<usize> = edges
        .iter()
        .map(|e| e.1)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let row_of: BTreeMap<usize, usize> = rows.iter().enumerate().map(|(i, &r)| (r, i)).collect();
    let column_of: BTreeMap<usize, usize> =
        columns.iter().enumerate().map(|(i, &c)| (c, i)).collect();
    let top = edges.iter().map(|e| i64::from(e.2)).max().unwrap_or(0);
    let width = columns.len() + rows.len();
    let mut table: Vec<Vec<(usize, i64)>> = (0..rows.len())
        .map(|i| vec![(columns.len() + i, top)])
        .collect();
    for &(row, column, weight) in edges {
        table[row_of[&row]].push((column_of[&column], top - i64::from(weight)));
    }
    let mut search = Search {
        table,
        row_potential: vec![0; rows.len()],
        column_potential: vec![0; width],
        holder: vec![None; width],
    };
    for row in 0..rows.len() {
        search.place(row);
    }
    let weight: BTreeMap<(usize, usize), u32> = edges.iter().map(|e| ((e.0, e.1), e.2)).collect();
    (0..columns.len())
        .filter_map(|c| {
            let (row, column) = (rows[search.holder[c]?], columns[c]);
            Some((row, column, *weight.get(&(row, column))?))
        })
        .collect()
}

struct Search {
    table: Vec<Vec<(usize, i64)>>,
    row_potential: Vec<i64>,
    column_potential: Vec<i64>,
    holder: Vec<Option<usize>>,
}

impl Search {
    /// Finds the cheapest path from an unplaced row to a free column and shifts along it (Dijkstra
    /// with potentials; the queue is ordered by cost, then column, so the answer is always the same).
    fn place(&mut self, start: usize) {
        let mut cost: BTreeMap<usize, (i64, usize)> = BTreeMap::new();
        let mut settled: BTreeMap<usize, i64> = BTreeMap::new();
        let mut queue: BTreeSet<(i64, usize)> = BTreeSet::new();
        let (mut row, mut base) = (start, 0i64);
        let end = loop {
            for &(column, price) in &self.table[row] {
                if settled.contains_key(&column) {
                    continue;
                }
                let reduced =
                    base + price - self.row_potential[row] - self.column_potential[column];
                let known = cost.get(&column).map(|&(c, _)| c);
                if known.is_none_or(|known| reduced < known) {
                    if let Some(known) = known {
                        queue.remove(&(known, column));
                    }
                    cost.insert(column, (reduced, row));
                    queue.insert((reduced, column));
                }
            }
            let Some((reached, column)) = queue.pop_first() else {
                return;
            };
            settled.insert(column, reached);
            match self.holder[column] {
                Some(holder) => (row, base) = (holder, reached),
                None => break column,
            }
        };
        let length = settled[&end];
        self.row_potential[start] += length;
        for (&column, &reached) in &settled {
            if let Some(holder) = self.holder[column] {
                self.row_potential[holder] += length - reached;
                self.column_potential[column] -= length - reached;
            }
        }
        let mut column = end;
        loop {
            let by = cost[&column].1;
            let held = |&c: &usize| c != column && self.holder[c] == Some(by);
            let left = self.table[by].iter().map(|&(c, _)| c).find(held);
            self.holder[column] = Some(by);
            match left {
                Some(previous) if by != start => column = previous,
                _ => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every assignment of a small table, by trying all.
    fn best(edges: &[Edge], rows: &[usize], used: &mut Vec<usize>) -> u32 {
        let Some((row, rest)) = rows.split_first() else {
            return 0;
        };
        let mut top = best(edges, rest, used);
        for &(r, column, weight) in edges {
            if r == *row && !used.contains(&column) {
                used.push(column);
                top = top.max(weight + best(edges, rest, used));
                used.pop();
            }
        }
        top
    }

    #[test]
    fn total_is_the_greatest_there_is() {
        let mut state = 7u64;
        let mut next = |bound: u64| {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            (state >> 33) % bound
        };
        for _ in 0..400 {
            let size = 2 + next(5) as usize;
            let mut edges: Vec<Edge> = Vec::new();
            for row in 0..size {
                for column in 0..size {
                    if next(3) > 0 {
                        edges.push((row, column, 1 + next(9) as u32));
                    }
                }
            }
            let found = assign(&edges);
            let rows: Vec<usize> = (0..size).collect();
            let total: u32 = found.iter().map(|e| e.2).sum();
            assert_eq!(total, best(&edges, &rows, &mut Vec::new()), "{edges:?}");
            let columns: BTreeSet<usize> = found.iter().map(|e| e.1).collect();
            assert_eq!(columns.len(), found.len());
        }
    }
}
