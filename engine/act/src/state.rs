//! What two nodes compare: a digest of everything computed from the log, by area.

use crate::key::Digest;

/// A digest of a node's whole state, by area, so that two nodes that differ learn where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// After how many leaves.
    pub size: u64,
    /// Over everything.
    pub root: Digest,
    /// By area, in the mechanism's order.
    pub areas: Vec<(String, Digest)>,
}

/// First line of a signed state root. It is no log's origin, so that the note can never be taken
/// for a checkpoint.
pub const STATE_FORMAT: &str = "tasdiq.state.v1";

impl State {
    /// The state with these areas after `size` leaves; `root` is the digest of format, size and areas,
    /// each on its line.
    pub fn new(size: u64, areas: Vec<(String, Digest)>) -> State {
        let mut text = format!("{STATE_FORMAT}\n{size}\n");
        for (area, digest) in &areas {
            text.push_str(&format!("{area} {digest}\n"));
        }
        let root = Digest::of(text.as_bytes());
        State { size, root, areas }
    }

    /// The text to sign as a note with the log's key: format, origin, size, root, and a line for
    /// each area; digests in hexadecimal.
    pub fn text(&self, origin: &str) -> String {
        let mut text = format!("{STATE_FORMAT}\n{origin}\n{}\n{}\n", self.size, self.root);
        for (area, digest) in &self.areas {
            text.push_str(&format!("{area} {digest}\n"));
        }
        text
    }

    /// Reads what [`State::text`] writes, for this origin; none for anything else.
    pub fn parse(text: &str, origin: &str) -> Option<State> {
        let rest = text.strip_prefix(STATE_FORMAT)?.strip_prefix('\n')?;
        let rest = rest.strip_prefix(origin)?.strip_prefix('\n')?;
        let mut lines = rest.strip_suffix('\n')?.split('\n');
        let size = lines.next()?.parse().ok()?;
        let root = lines.next()?.parse().ok()?;
        let area = |line: &str| {
            let (area, digest) = line.split_once(' ')?;
            Some((area.to_owned(), digest.parse().ok()?))
        };
        let areas = lines.map(area).collect::<Option<Vec<(String, Digest)>>>()?;
        let state = State { size, root, areas };
        // One text for one state: a sign or a leading zero is refused here.
        (state.text(origin) == text).then_some(state)
    }

    /// Areas whose digests differ, or that only one of the two has.
    pub fn differing(&self, other: &State) -> Vec<String> {
        let lacks = |there: &State, line: &(String, Digest)| !there.areas.contains(line);
        let mine = self.areas.iter().filter(|line| lacks(other, line));
        let theirs = other.areas.iter().filter(|line| lacks(self, line));
        let mut names: Vec<String> = mine.chain(theirs).map(|(area, _)| area.clone()).collect();
        names.sort();
        names.dedup();
        names
    }
}
