//! The table as the searches read it: frequent events only, by rank, each with its predecessor of the same kind.

use crate::mining::numbers::narrow;
use crate::mining::rows::Sequences;

/// Not frequent.
const NO_RANK: u32 = u32::MAX;
/// In a tally, one won row; the lower half counts all rows.
const ONE_WON: u64 = (1 << 32) + 1;

/// An event of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Which event.
    pub(super) rank: u32,
    /// One more than the place of the same event before it in its row, 0 without one. So "the first of its kind from
    /// `place` on" is one comparison: `before <= place`.
    pub(super) before: u32,
    /// Its position in its row as recorded, events that are not frequent counted too.
    pub(super) position: u32,
}

/// Rows behind one another.
#[derive(Debug)]
pub(super) struct Database {
    /// The id of each rank, ascending.
    pub(super) events: Vec<u32>,
    pub(super) entries: Vec<Entry>,
    /// Where each row starts, and behind the last, its end.
    pub(super) starts: Vec<u32>,
    /// What each row adds to a tally.
    pub(super) weights: Vec<u64>,
}

/// A count of rows and of the won ones among them, in one number: the search adds once instead of twice.
pub(super) fn split_tally(tally: u64) -> (u32, u32) {
    let [support, wins] =
        [tally & u64::from(u32::MAX), tally >> 32].map(|half| u32::try_from(half).unwrap_or(u32::MAX));
    (support, wins)
}

impl Database {
    /// Two passes over the table. O(entries).
    pub(super) fn new(table: &Sequences, support_min: u32, won: Option<&[bool]>) -> Self {
        let width = table.width() as usize;
        let (mut counts, mut seen) = (vec![0_u32; width], vec![0_u32; width]);
        for (row, events) in (1..).zip(table.iter()) {
            for event in events {
                let event = *event as usize;
                counts[event] += u32::from(seen[event] != row);
                seen[event] = row;
            }
        }
        let events: Vec<u32> = (0..table.width()).filter(|event| counts[*event as usize] >= support_min).collect();
        let mut rank_of = vec![NO_RANK; width];
        events.iter().enumerate().for_each(|(rank, event)| rank_of[*event as usize] = narrow(rank));
        let mut entries = Vec::new();
        let mut starts = vec![0];
        let mut last = vec![0_u32; events.len()];
        for row in table.iter() {
            let start = narrow(entries.len());
            for (position, event) in (0..).zip(row) {
                let rank = rank_of[*event as usize];
                if rank != NO_RANK {
                    let before = std::mem::replace(&mut last[rank as usize], narrow(entries.len()) + 1);
                    entries.push(Entry { rank, before: if before > start { before } else { 0 }, position });
                }
            }
            starts.push(narrow(entries.len()));
        }
        let weights = match won {
            Some(won) => won.iter().map(|won| if *won { ONE_WON } else { 1 }).collect(),
            None => vec![1; table.len()],
        };
        Self { events, entries, starts, weights }
    }
}
