//! The table as the searches read it: frequent events only, by rank, won rows first.

use crate::mining::numbers::narrow;
use crate::mining::rows::Sequences;

/// An event at a place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Entry {
    /// Which event.
    pub(super) rank: u32,
    /// One more than the place of the same event before it in its row, 0 without one. So "the first of its kind from
    /// `place` on" is one comparison: `before <= place`.
    pub(super) before: u32,
}

/// Rows behind one another; a place is an index into them. What a search does not always read stands in columns of
/// its own.
#[derive(Debug)]
pub(super) struct Database {
    /// The id of each rank, ascending.
    pub(super) events: Vec<u32>,
    pub(super) entries: Vec<Entry>,
    /// The last place of the row.
    pub(super) lasts: Vec<u32>,
    /// The position in the row as recorded, events that are not frequent counted too; empty if not asked for.
    pub(super) positions: Vec<u32>,
    /// Where each row starts, and behind the last, its end.
    pub(super) starts: Vec<u32>,
    /// How many rows are won; they stand first.
    pub(super) won_rows: u32,
    /// Where the first entry of the rows that are not won stands.
    pub(super) won_end: u32,
}

impl Database {
    /// One pass over the table. O(entries).
    pub(super) fn new(
        table: &Sequences,
        Frequent { events, rank_of, .. }: Frequent,
        won: Option<&[bool]>,
        with_positions: bool,
    ) -> Self {
        let entries = table.entry_count();
        let mut builder = Builder {
            // One more, for all that are not frequent.
            latest: vec![0; events.len() + 1],
            place: 0,
            rank_of,
            database: Self {
                events,
                entries: vec![Entry::default(); entries],
                lasts: Vec::with_capacity(entries),
                positions: vec![0; if with_positions { entries } else { 0 }],
                starts: Vec::with_capacity(table.len() + 1),
                won_rows: 0,
                won_end: 0,
            },
        };
        builder.database.starts.push(0);
        if let Some(won) = won {
            table.iter().zip(won).filter(|(_, won)| **won).for_each(|(row, _)| builder.add(row));
            builder.database.won_rows = narrow(builder.database.starts.len() - 1);
            builder.database.won_end = narrow(builder.place);
            table.iter().zip(won).filter(|(_, won)| !**won).for_each(|(row, _)| builder.add(row));
        } else {
            table.iter().for_each(|row| builder.add(row));
        }
        builder.database.entries.truncate(builder.place);
        builder.database.positions.truncate(builder.place);
        builder.database
    }
}

/// The frequent events of a table.
#[derive(Debug)]
pub(super) struct Frequent {
    /// The id of each rank, ascending.
    pub(super) events: Vec<u32>,
    /// By rank, the rows with the event.
    #[cfg_attr(target_arch = "wasm32", expect(dead_code, reason = "for the search that is not there"))]
    pub(super) supports: Vec<u32>,
    /// By event, its rank; for those not frequent, one more than the last.
    pub(super) rank_of: Vec<u32>,
}

impl Frequent {
    /// One pass over the table. O(entries).
    pub(super) fn new(table: &Sequences, support_min: u32) -> Self {
        let width = table.width() as usize;
        // Rows with the event, and the last of them.
        let mut counts = vec![(0_u32, 0_u32); width];
        for (row, events) in (1..).zip(table.iter()) {
            for event in events {
                let (count, seen) = &mut counts[*event as usize];
                // No count exceeds that of the rows, which fits.
                *count = count.wrapping_add(u32::from(*seen != row));
                *seen = row;
            }
        }
        let support = |event: u32| counts[event as usize].0;
        let events: Vec<u32> = (0..table.width()).filter(|event| support(*event) >= support_min).collect();
        let mut rank_of = vec![narrow(events.len()); width];
        events.iter().enumerate().for_each(|(rank, event)| rank_of[*event as usize] = narrow(rank));
        let supports = events.iter().map(|event| support(*event)).collect();
        Self { events, supports, rank_of }
    }
}

struct Builder {
    /// With room for all entries; those from `place` on are not filled yet.
    database: Database,
    place: usize,
    rank_of: Vec<u32>,
    /// One more than the place each rank was last seen at.
    latest: Vec<u32>,
}

impl Builder {
    fn add(&mut self, row: &[u32]) {
        let start = self.place;
        let frequent = narrow(self.database.events.len());
        let base = narrow(start);
        // Each event is written, and the next one written over it if it is not frequent: nothing to foresee.
        let entries = &mut self.database.entries[start..start + row.len()];
        let mut kept = 0;
        // No sum here exceeds the number of entries, which fits.
        let mut next = base.wrapping_add(1);
        for event in row {
            let rank = self.rank_of[*event as usize];
            let before = std::mem::replace(&mut self.latest[rank as usize], next);
            entries[kept] = Entry { rank, before: if before > base { before } else { 0 } };
            let is_kept = rank < frequent;
            kept = kept.wrapping_add(usize::from(is_kept));
            next = next.wrapping_add(u32::from(is_kept));
        }
        if !self.database.positions.is_empty() {
            let kept = (0..).zip(row).filter(|(_, event)| self.rank_of[**event as usize] < frequent);
            let slots = &mut self.database.positions[start..];
            slots.iter_mut().zip(kept).for_each(|(slot, (position, _))| *slot = position);
        }
        self.place = start + kept;
        let end = narrow(self.place);
        self.database.lasts.resize(self.place, end.saturating_sub(1));
        self.database.starts.push(end);
    }
}
