//! What the nodes compute from the log: the real world of all areas, and a plain chain of hashes
//! beside it that no rule can void.

use act::State;
use act::{Digest, Index, Leaf};
use mechanism::World;
use node::Projection;

/// The projection of every simulated node.
#[derive(Clone, Default)]
pub(crate) struct Chain {
    size: u64,
    link: Digest,
    world: World,
}

impl Projection for Chain {
    fn apply(&mut self, index: Index, leaf: &Leaf) {
        self.world.apply(leaf);
        let mut bytes = Vec::from(self.link.0);
        bytes.extend_from_slice(&index.to_be_bytes());
        bytes.extend_from_slice(leaf.at.to_string().as_bytes());
        bytes.extend_from_slice(leaf.envelope.bytes());
        self.link = Digest::of(&bytes);
        self.size += 1;
    }

    fn state(&self) -> State {
        let world = self.world.root();
        let mut areas = vec![("links".to_owned(), self.link)];
        areas.extend(
            world
                .areas
                .iter()
                .map(|(area, digest)| ((*area).to_owned(), *digest)),
        );
        let sum = [self.link.0, world.root.0].concat();
        State {
            size: self.size,
            root: Digest::of(&sum),
            areas,
        }
    }
}
