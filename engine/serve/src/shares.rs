//! How many at once: each holder has so many places and can take none of the others'.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Places, so many for each holder. Bounded by those who hold one: who has none is not remembered.
#[derive(Debug)]
pub(crate) struct Shares<H: Ord> {
    taken: Arc<Mutex<BTreeMap<H, usize>>>,
    each: usize,
}

/// One or more places, until this is dropped.
#[derive(Debug)]
pub(crate) struct Place<H: Ord> {
    holder: H,
    places: usize,
    taken: Arc<Mutex<BTreeMap<H, usize>>>,
}

impl<H: Ord + Clone> Shares<H> {
    pub(crate) fn new(each: usize) -> Shares<H> {
        Shares {
            taken: Arc::default(),
            each,
        }
    }

    /// So many places of this holder; none if it has not so many left.
    pub(crate) fn take(&self, holder: H, places: usize) -> Option<Place<H>> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let before = taken.get(&holder).copied().unwrap_or_default();
        let after = before.saturating_add(places);
        if after > self.each {
            return None;
        }
        taken.insert(holder.clone(), after);
        Some(Place {
            holder,
            places,
            taken: Arc::clone(&self.taken),
        })
    }
}

impl<H: Ord> Drop for Place<H> {
    fn drop(&mut self) {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(places) = taken.get_mut(&self.holder) {
            *places = places.saturating_sub(self.places);
            if *places == 0 {
                taken.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_can_take_its_own_places_and_no_others() {
        let shares = Shares::new(2);
        let first = shares.take("a", 1).unwrap();
        let second = shares.take("a", 1).unwrap();
        assert!(shares.take("a", 1).is_none());
        assert!(shares.take("b", 3).is_none(), "more than anybody has");
        assert!(shares.take("b", 2).is_some());
        drop(first);
        let third = shares.take("a", 1).unwrap();
        assert!(shares.take("a", 1).is_none());
        drop((second, third));
        assert!(
            shares.taken.lock().unwrap().is_empty(),
            "nobody without a place is remembered"
        );
    }
}
