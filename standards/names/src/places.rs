//! Where a word was put: a table by digest, for words that are met again and again.

/// Places of words by their digest. What has the same digest is told apart by who asks.
pub(crate) struct Places {
    /// 0 for none, or a place and 1; as many as a power of two, half of them empty.
    slots: Vec<u32>,
    /// The digest of each place.
    digests: Vec<u64>,
}

impl Default for Places {
    fn default() -> Places {
        Places {
            slots: vec![0; 64],
            digests: Vec::new(),
        }
    }
}

impl Places {
    /// The place with this digest that `is` it; the next one, if it is new.
    pub(crate) fn of(&mut self, digest: u64, is: impl Fn(u32) -> bool) -> u32 {
        if self.digests.len() * 2 >= self.slots.len() {
            self.grow();
        }
        let mut at = self.first(digest);
        while let Some(place) = self.slots[at].checked_sub(1) {
            if self.digests[place as usize] == digest && is(place) {
                return place;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.digests.push(digest);
        self.slots[at] = self.digests.len() as u32;
        self.slots[at] - 1
    }

    fn first(&self, digest: u64) -> usize {
        (digest >> 20) as usize & (self.slots.len() - 1)
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for (place, digest) in (1u32..).zip(&self.digests) {
            let mut at = self.first(*digest);
            while self.slots[at] != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = place;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn each_word_has_one_place_even_where_digests_are_the_same() {
        let mut places = Places::default();
        let words: Vec<u64> = (0..5_000).collect();
        for round in 0..2 {
            for word in &words {
                let place = places.of(word % 700, |place| words[place as usize] == *word);
                assert_eq!(u64::from(place), *word, "round {round}");
            }
        }
    }
}
