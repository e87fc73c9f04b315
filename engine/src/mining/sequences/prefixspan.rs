//! PrefixSpan without gap or span: the first occurrence of a prefix in a row decides everything behind it.

use super::FoundSequence;
use super::database::{Database, Entry, split_tally};
use crate::mining::bounds::{Bounds, Reached};

/// A row that contains the prefix: what follows its first occurrence there.
#[derive(Debug, Clone, Copy)]
struct Place {
    from: u32,
    to: u32,
    row: u32,
}

struct Search<'a> {
    database: &'a Database,
    bounds: Bounds<'a>,
    length_min: usize,
    support_min: u32,
    found: Vec<FoundSequence>,
    reached: Reached,
}

/// Not extended.
const NO_SLOT: u32 = u32::MAX;

pub(super) fn search(
    database: &Database,
    bounds: Bounds<'_>,
    length_min: usize,
    support_min: u32,
) -> (Vec<FoundSequence>, Reached) {
    let places: Vec<Place> = (0..)
        .zip(database.starts.windows(2))
        .map(|(row, ends)| Place { from: ends[0], to: ends[1], row })
        .filter(|place| place.from < place.to)
        .collect();
    let found = Vec::new();
    let mut search = Search { database, bounds, length_min, support_min, found, reached: Reached::default() };
    search.grow(&mut Vec::new(), &places);
    (search.found, search.reached)
}

impl Search<'_> {
    /// Reports every frequent extension of the prefix and goes on to it. As deep as the longest pattern.
    fn grow(&mut self, prefix: &mut Vec<u32>, places: &[Place]) {
        self.reached.deadline |= self.bounds.should_stop();
        if self.reached.is_over() {
            return;
        }
        let tallies = self.tally(places);
        let frequent: Vec<(u32, u32)> = (0_u32..)
            .zip(&tallies)
            .map(|(rank, tally)| (rank, split_tally(*tally).0))
            .filter(|(_, support)| *support >= self.support_min)
            .collect();
        let has_children = prefix.len() + 1 < self.bounds.length_max;
        self.reached.length |= !has_children && !frequent.is_empty();
        let projected = if has_children { self.project(places, &frequent) } else { Vec::new() };
        let mut projected = projected.into_iter();
        for (rank, _) in frequent {
            prefix.push(self.database.events[rank as usize]);
            let (support, wins) = split_tally(tallies[rank as usize]);
            self.report(prefix, support, wins);
            if let Some(places) = projected.next() {
                self.grow(prefix, &places);
            }
            prefix.pop();
            if self.reached.is_over() {
                return;
            }
        }
    }

    fn report(&mut self, events: &[u32], support: u32, wins: u32) {
        if events.len() < self.length_min {
            return;
        }
        if self.found.len() >= self.bounds.patterns_max {
            self.reached.patterns = true;
            return;
        }
        self.found.push(FoundSequence { events: events.to_vec(), support, wins });
    }

    fn entries(&self, place: Place) -> &[Entry] {
        &self.database.entries[place.from as usize..place.to as usize]
    }

    /// In how many of the places, and won ones, each event occurs.
    fn tally(&self, places: &[Place]) -> Vec<u64> {
        let mut tallies = vec![0_u64; self.database.events.len()];
        for place in places {
            let weight = self.database.weights[place.row as usize];
            for entry in self.entries(*place) {
                // Without a branch: whether an event repeats is hard to foresee.
                tallies[entry.rank as usize] += if entry.before <= place.from { weight } else { 0 };
            }
        }
        tallies
    }

    /// The places behind the first occurrence of each frequent event.
    fn project(&self, places: &[Place], frequent: &[(u32, u32)]) -> Vec<Vec<Place>> {
        let mut slots = vec![NO_SLOT; self.database.events.len()];
        for (slot, (rank, _)) in (0..).zip(frequent) {
            slots[*rank as usize] = slot;
        }
        let mut projected: Vec<Vec<Place>> =
            frequent.iter().map(|(_, support)| Vec::with_capacity(*support as usize)).collect();
        for place in places {
            for (from, entry) in (place.from + 1..).zip(self.entries(*place)) {
                let slot = slots[entry.rank as usize];
                if entry.before <= place.from && slot != NO_SLOT {
                    projected[slot as usize].push(Place { from, ..*place });
                }
            }
        }
        projected
    }
}
