//! The table as it is counted level by level: frequent events only, two bytes each, won rows first.

use super::database::Frequent;
use crate::mining::numbers::narrow;
use crate::mining::rows::Sequences;

/// The most events that are told apart.
pub(super) const RANKS_MAX: usize = 256;

/// An event in a row, and whether it is the first of its kind there.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry(u16);

impl Entry {
    #[inline]
    pub(super) fn rank(self) -> usize {
        usize::from(self.0.to_le_bytes()[0])
    }

    /// Notes that it is the first of its kind.
    #[inline]
    pub(super) fn mark(&mut self) {
        self.0 |= FIRST;
    }

    /// All bits for what was marked as the first of its kind, none for the others.
    #[inline]
    pub(super) fn first(self) -> u64 {
        0_u64.wrapping_sub(u64::from(self.0 / FIRST))
    }
}

/// The bit of an entry that is the first of its event in its row.
const FIRST: u16 = 1 << 15;

/// Entries of rows behind one another.
#[derive(Debug)]
pub(super) struct Ranked {
    entries: Vec<Entry>,
    /// Where each row ends; the first entry is 0.
    ends: Vec<u32>,
    /// How many rows are won; they stand first.
    pub(super) won_rows: usize,
    /// The events of the longest row.
    pub(super) longest: usize,
}

impl Ranked {
    /// One pass over the table. O(entries).
    pub(super) fn new(table: &Sequences, frequent: &Frequent, won: Option<&[bool]>) -> Self {
        let mut ranked = Self {
            entries: vec![Entry::default(); table.entry_count()],
            ends: Vec::with_capacity(table.len() + 1),
            won_rows: 0,
            longest: 0,
        };
        ranked.ends.push(0);
        let kept = |rank: &u32| u16::try_from(*rank).ok().filter(|_| (*rank as usize) < frequent.events.len());
        // The rank of an event, and how many entries it makes.
        let slots: Vec<(Entry, u16)> =
            frequent.rank_of.iter().map(|rank| kept(rank).map_or((Entry(0), 0), |rank| (Entry(rank), 1))).collect();
        let mut end = 0;
        if let Some(won) = won {
            let rows = |wanted| table.iter().zip(won).filter(move |(_, won)| **won == wanted).map(|(row, _)| row);
            rows(true).for_each(|row| end = ranked.add(row, end, &slots));
            ranked.won_rows = ranked.ends.len() - 1;
            rows(false).for_each(|row| end = ranked.add(row, end, &slots));
        } else {
            table.iter().for_each(|row| end = ranked.add(row, end, &slots));
        }
        ranked.entries.truncate(end);
        ranked
    }

    #[inline]
    fn add(&mut self, row: &[u32], start: usize, slots: &[(Entry, u16)]) -> usize {
        let entries = &mut self.entries[start..start + row.len()];
        let mut kept = 0_usize;
        for event in row {
            let (entry, count) = slots[*event as usize];
            // Each event is written, and the next one written over it if it is not frequent: nothing to foresee.
            entries[kept] = entry;
            kept = kept.wrapping_add(usize::from(count));
        }
        self.longest = self.longest.max(kept);
        self.ends.push(narrow(start + kept));
        start + kept
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    /// A row that is there.
    #[inline]
    pub(super) fn row(&self, row: usize) -> &[Entry] {
        &self.entries[self.ends[row] as usize..self.ends[row + 1] as usize]
    }

    /// A row, so that first entries can be marked.
    #[inline]
    pub(super) fn row_mut(&mut self, row: usize) -> &mut [Entry] {
        &mut self.entries[self.ends[row] as usize..self.ends[row + 1] as usize]
    }
}
