//! Lists of places, kept as gaps in few bytes, and sets of places, kept as bits.

/// Where a word stands: the numbers of texts, ascending. A word that stands in one text needs no memory
/// beyond this; one that stands in most takes a byte for each.
#[derive(Clone, Debug)]
pub(super) struct Postings {
    first: u32,
    last: u32,
    /// Gaps after the first, seven bits a byte, lowest first; the highest bit says that more follow.
    gaps: Vec<u8>,
}

impl Postings {
    pub(super) const fn at(first: u32) -> Postings {
        Postings {
            first,
            last: first,
            gaps: Vec::new(),
        }
    }

    /// Adds a text, which is the last one or comes after it.
    pub(super) fn push(&mut self, text: u32) {
        let mut gap = text.saturating_sub(self.last);
        if gap == 0 {
            return;
        }
        self.last = text;
        while gap >= 0x80 {
            self.gaps.push(gap.to_le_bytes()[0] | 0x80);
            gap >>= 7;
        }
        self.gaps.push(gap.to_le_bytes()[0]);
    }

    /// Marks every text below an end.
    pub(super) fn mark(&self, bits: &mut Bits, end: u32) {
        let mut text = self.first;
        let mut gaps = self.gaps.iter();
        while text < end {
            bits.set(text);
            let (mut gap, mut shift) = (0u32, 0);
            for byte in gaps.by_ref() {
                gap |= u32::from(byte & 0x7f) << shift;
                shift += 7;
                if byte & 0x80 == 0 {
                    break;
                }
            }
            if gap == 0 {
                return;
            }
            text += gap;
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.gaps.capacity()
    }
}

/// A set of numbers below a bound.
#[derive(Clone, Debug)]
pub(super) struct Bits(Vec<u64>);

const WORD: usize = 64;

impl Bits {
    /// The empty set of numbers below `bound`.
    pub(super) fn none(bound: u32) -> Bits {
        Bits(vec![0; (bound as usize).div_ceil(WORD)])
    }

    pub(super) fn set(&mut self, number: u32) {
        if let Some(word) = self.0.get_mut(number as usize / WORD) {
            *word |= 1 << (number as usize % WORD);
        }
    }

    /// Keeps the numbers that `keep` says yes to.
    pub(super) fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        for (word, from) in self.0.iter_mut().zip((0u32..).step_by(WORD)) {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !keep(from + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Keeps what is in the other set, too.
    pub(super) fn keep(&mut self, other: &Bits) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own &= other;
        }
    }

    pub(super) fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// What is in the set, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = self.0.iter().zip((0..).step_by(WORD));
        words.flat_map(|(word, from)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(from + bit)
            })
        })
    }

    /// What is in the set below an end, descending.
    pub(super) fn before(&self, end: u32) -> impl Iterator<Item = u32> {
        (0..end.min(self.bound()))
            .rev()
            .filter(|number| self.has(*number))
    }

    /// What is in the set from a number on, ascending.
    pub(super) fn from(&self, from: u32) -> impl Iterator<Item = u32> {
        (from..self.bound()).filter(|number| self.has(*number))
    }

    fn bound(&self) -> u32 {
        u32::try_from(self.0.len() * WORD).unwrap_or(u32::MAX)
    }

    fn has(&self, number: u32) -> bool {
        let word = self.0.get(number as usize / WORD).copied().unwrap_or(0);
        word >> (number as usize % WORD) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_of_every_size_come_back() {
        let texts = [3u32, 4, 131, 132, 16_600, 16_601, 2_200_000, 2_200_127];
        let mut postings = Postings::at(texts[0]);
        for text in texts {
            postings.push(text);
            postings.push(text);
        }
        let mut bits = Bits::none(3_000_000);
        postings.mark(&mut bits, u32::MAX);
        assert_eq!(bits.iter().collect::<Vec<_>>(), texts);
        assert_eq!(bits.count(), 8);
        let mut early = Bits::none(3_000_000);
        postings.mark(&mut early, 132);
        assert_eq!(early.iter().collect::<Vec<_>>(), [3, 4, 131]);
        assert_eq!(bits.before(132).take(2).collect::<Vec<_>>(), [131, 4]);
        assert_eq!(bits.from(132).take(2).collect::<Vec<_>>(), [132, 16_600]);
    }
}
