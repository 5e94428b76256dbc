//! A world that acts are said into, for measuring.

use std::collections::BTreeMap;

use act::{Digest, Leaf, PublicKey, Seen, Signer, Time, Verdict};
use cast::Cast;
use mechanism::{Reading, Said, World};
use serde_json::Value;

/// A world that acts are said into, read and judged as always; only signatures are left out, which
/// are checked before a world sees an act.
pub(crate) struct Bench {
    pub(crate) cast: Cast,
    pub(crate) world: World,
    links: BTreeMap<PublicKey, (u64, Digest)>,
    pub(crate) at: Time,
}

impl Bench {
    pub(crate) fn founded() -> Bench {
        let start: Time = "2025-11-01T08:00:00.000Z".parse().unwrap();
        let mut cast = Cast::new([5; 32], "bench.example/joint", &BTreeMap::new());
        let mut world = World::default();
        let mut acts = vec![cast.found(start)];
        acts.extend(cast.grants(start));
        acts.extend(cast.watchlist_grants(start));
        acts.extend(cast.hotline_grants(start));
        for envelope in acts {
            let leaf = Leaf {
                at: start,
                envelope,
            };
            assert_eq!(world.apply(&leaf), Verdict::InForce);
        }
        Bench {
            cast,
            world,
            links: BTreeMap::new(),
            at: start,
        }
    }

    /// Says what is in force.
    pub(crate) fn say(&mut self, seat: &str, kind: &str, entry: &Value) -> Digest {
        let (id, verdict) = self.try_to_say(seat, kind, entry);
        assert_eq!(verdict, Verdict::InForce, "{entry}");
        id
    }

    /// Says something, and what came of it.
    pub(crate) fn try_to_say(
        &mut self,
        seat: &str,
        kind: &str,
        entry: &Value,
    ) -> (Digest, Verdict) {
        let (member, office) = seat.split_once('.').unwrap();
        let (area, kind) = kind.split_once('.').unwrap();
        let key = self.cast.key(member, office).public();
        let link = self.links.get(&key).copied();
        let seq = link.map_or(0, |(seq, _)| seq + 1);
        let id = Digest::of(format!("{key} {seq}").as_bytes());
        self.links.insert(key, (seq, id));
        let nothing = Seen {
            size: 0,
            root: Digest::of(b""),
        };
        let reading = Reading {
            id,
            mechanism: self.cast.mechanism(),
            by: Signer {
                key,
                cosigners: Vec::new(),
            },
            seq,
            prev: link.map(|(_, id)| id),
            seen: nothing,
            said_at: self.at,
            said: Said::decode(area, kind, &entry.to_string()).unwrap(),
        };
        (id, self.world.take(self.at, Ok(reading)))
    }
}
