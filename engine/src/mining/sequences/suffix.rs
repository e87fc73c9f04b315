//! Which events lie ahead of every place, as bits, and how often each does over many places.
//!
//! The support of every extension of a prefix is the sum of such bits over its places.

use super::columns::Columns;
use super::database::Database;

/// Above so many words a place the bits would take more room than the entries themselves are worth.
const WORDS_MAX: usize = 8;

/// For each place and each group of 64 ranks, the events from the place to the end of its row.
#[derive(Debug)]
pub(super) struct Suffixes {
    /// `masks[group][place]`.
    masks: Vec<Vec<u64>>,
}

impl Suffixes {
    /// `None` where there are too many events. O(entries · ranks / 64).
    pub(super) fn new(database: &Database) -> Option<Self> {
        let groups = database.events.len().div_ceil(64);
        if groups > WORDS_MAX {
            return None;
        }
        let masks = (0..groups).map(|group| group_masks(database, group)).collect();
        Some(Self { masks })
    }

    /// Adds, for each rank, at how many of the places it lies ahead.
    pub(super) fn tally(&self, places: &[u32], counts: &mut [u32]) {
        for (masks, counts) in self.masks.iter().zip(counts.chunks_mut(64)) {
            let mut columns = Columns::of([u64::MAX]);
            places.iter().for_each(|place| columns.add([masks[*place as usize]]));
            counts.iter_mut().zip(&columns.counts()[0]).for_each(|(count, more)| *count += more);
        }
    }
}

fn group_masks(database: &Database, group: usize) -> Vec<u64> {
    let mut masks = vec![0; database.entries.len()];
    let mut mask = 0_u64;
    let entries = database.entries.iter().zip(&database.lasts).enumerate();
    for (slot, (place, (entry, last))) in masks.iter_mut().zip(entries).rev() {
        let kept = if place == *last as usize { 0 } else { mask };
        mask = kept | u64::from(entry.rank as usize / 64 == group) << (entry.rank % 64);
        *slot = mask;
    }
    masks
}
