//! The best persons so far, and what another must reach to matter.

/// Which candidates are looked for.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// How many persons.
    pub(crate) persons: usize,
    /// Below this nothing is a candidate.
    pub(crate) floor: u16,
    /// From here on all are looked for.
    pub(crate) aim: u16,
    /// How far below the best one another still counts.
    pub(crate) below_best: u16,
}

/// How two names are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    /// Word by word.
    Words,
    /// As one word each too.
    Wholes,
}

/// The best name of each person.
#[derive(Clone, Copy)]
pub(crate) struct Found {
    pub(crate) person: u32,
    pub(crate) score: u16,
    pub(crate) name: u32,
    /// Which of the read names it is like.
    pub(crate) asked: usize,
    /// How they were compared.
    pub(crate) by: By,
}

/// The best persons so far.
pub(crate) struct Best {
    wanted: Wanted,
    pub(crate) found: Vec<Found>,
    bar: u16,
}

impl Best {
    pub(crate) fn new(wanted: Wanted) -> Best {
        Best {
            wanted,
            found: Vec::with_capacity(wanted.persons),
            bar: wanted.floor,
        }
    }

    /// What a name must reach to be looked for.
    pub(crate) fn bar(&self) -> u16 {
        self.bar.max(self.wanted.aim)
    }

    /// The best score so far.
    pub(crate) fn highest(&self) -> u16 {
        self.found.iter().map(|one| one.score).max().unwrap_or(0)
    }

    pub(crate) fn take(&mut self, new: Found) {
        if new.score < self.bar {
            return;
        }
        let known = self.found.iter().position(|one| one.person == new.person);
        let full = self.found.len() == self.wanted.persons;
        let lowest = (0..self.found.len()).min_by_key(|at| self.found[*at].score);
        match known.or(lowest.filter(|_| full)) {
            Some(at) if self.found[at].score >= new.score => return,
            Some(at) => self.found[at] = new,
            None => self.found.push(new),
        }
        let scores = self.found.iter().map(|one| one.score);
        let lowest = match self.found.len() == self.wanted.persons {
            true => scores.min().unwrap_or(0),
            false => 0,
        };
        let below = self.highest().saturating_sub(self.wanted.below_best);
        self.bar = self.wanted.floor.max(lowest).max(below);
    }
}
