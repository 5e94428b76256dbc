//! Which crate may know which. What is not written here is forbidden.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

/// A crate and the crates of this workspace it may name. The shell may name all of them.
const ARROWS: &[(&str, &[&str])] = &[
    ("tlog", &[]),
    ("picture", &[]),
    ("timestamp", &[]),
    ("seal", &[]),
    ("names", &[]),
    ("lists", &[]),
    ("act", &[]),
    ("page", &["act"]),
    ("roll", &["act", "page", "seal", "tlog"]),
    ("agreement", &["act", "page", "roll"]),
    (
        "commitments",
        &["act", "page", "roll", "agreement", "picture"],
    ),
    ("watchlist", &["act", "page", "roll", "tlog"]),
    ("hotline", &["act", "page", "roll", "tlog"]),
    (
        "mechanism",
        &[
            "act",
            "page",
            "roll",
            "agreement",
            "commitments",
            "watchlist",
            "hotline",
            "seal",
        ],
    ),
    ("store", &["tlog"]),
    ("node", &["act", "tlog"]),
    (
        "sim",
        &[
            "act",
            "node",
            "store",
            "tlog",
            "mechanism",
            "roll",
            "agreement",
        ],
    ),
    (
        "serve",
        &["act", "tlog", "node", "store", "page", "mechanism", "seal"],
    ),
    (
        "cast",
        &[
            "act",
            "tlog",
            "mechanism",
            "roll",
            "agreement",
            "commitments",
        ],
    ),
    (
        "loopback",
        &["cast", "node", "roll", "serve", "store", "tlog"],
    ),
    ("xtask", &[]),
];

/// Crates that may bring in the outside world, and what each of them alone may bring.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("axum", &["serve"]),
    ("tower-http", &["serve"]),
    ("tokio", &["serve", "loopback", "tasdiq"]),
    ("reqwest", &["serve", "tasdiq"]),
    ("rusqlite", &["store"]),
    ("clap", &["tasdiq", "xtask"]),
    ("anyhow", &["tasdiq", "xtask"]),
    ("getrandom", &["serve", "tasdiq"]),
];

/// Every arrow that no line allows, as a sentence.
pub(crate) fn forbidden(manifest: &std::path::Path) -> Result<Vec<String>> {
    let metadata = MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .context("reading cargo metadata")?;
    let ours: BTreeSet<String> = metadata
        .packages
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let mut found = Vec::new();
    for package in &metadata.packages {
        let name = package.name.to_string();
        let allowed = ARROWS
            .iter()
            .find(|(from, _)| *from == name)
            .map(|(_, to)| *to);
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Normal {
                continue;
            }
            let to = dependency.name.as_str();
            let fine = match (ours.contains(to), allowed) {
                (true, Some(allowed)) => allowed.contains(&to),
                (true, None) => name == "tasdiq",
                (false, _) => OUTSIDE
                    .iter()
                    .find(|(outside, _)| *outside == to)
                    .is_none_or(|(_, only)| only.contains(&name.as_str())),
            };
            if !fine {
                found.push(format!(
                    "{name} may not depend on {to} (xtask/src/arrows.rs)"
                ));
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_area_reads_an_area_that_comes_after_it() {
        let place = |name: &str| ARROWS.iter().position(|(from, _)| *from == name);
        for (from, to) in ARROWS
            .iter()
            .filter(|(from, _)| ["roll", "agreement", "commitments"].contains(from))
        {
            for other in to
                .iter()
                .filter(|to| ["roll", "agreement", "commitments"].contains(to))
            {
                assert!(place(other) < place(from), "{from} reads {other}");
            }
        }
    }
}
