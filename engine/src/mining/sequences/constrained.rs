//! PrefixSpan with gap and span: every occurrence of a prefix may be the one that goes on.
//!
//! Of the occurrences that end at the same place, the one that starts last leaves the most room, so one is kept for each
//! end.

use super::FoundSequence;
use super::database::Database;
use crate::mining::bounds::{Bounds, Reached};
use crate::sort;

/// An occurrence of the prefix in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Occurrence {
    row: u32,
    /// The place behind its last event.
    next: u32,
    /// Positions in the row as recorded.
    start: u32,
    end: u32,
}

struct Search<'a> {
    database: &'a Database,
    bounds: Bounds<'a>,
    length_min: usize,
    support_min: u32,
    gap_max: u32,
    span_max: u32,
    found: Vec<FoundSequence>,
    reached: Reached,
}

pub(super) fn search(
    database: &Database,
    bounds: Bounds<'_>,
    length_min: usize,
    support_min: u32,
    (gap_max, span_max): (Option<u32>, Option<u32>),
) -> (Vec<FoundSequence>, Reached) {
    let mut search = Search {
        database,
        bounds,
        length_min,
        support_min,
        gap_max: gap_max.unwrap_or(u32::MAX),
        span_max: span_max.unwrap_or(u32::MAX),
        found: Vec::new(),
        reached: Reached::default(),
    };
    let mut by_event: Vec<Vec<Occurrence>> = vec![Vec::new(); database.events.len()];
    for (row, ends) in (0..).zip(database.starts.windows(2)) {
        for place in ends[0]..ends[1] {
            let position = database.positions[place as usize];
            let occurrence = Occurrence { row, next: place + 1, start: position, end: position };
            by_event[database.entries[place as usize].rank as usize].push(occurrence);
        }
    }
    search.visit(&mut Vec::new(), by_event);
    (search.found, search.reached)
}

impl Search<'_> {
    /// Reports each frequent extension and goes on to it. As deep as the longest pattern.
    fn visit(&mut self, prefix: &mut Vec<u32>, by_event: Vec<Vec<Occurrence>>) {
        for (rank, occurrences) in by_event.into_iter().enumerate() {
            let (support, wins) = self.tally(&occurrences);
            if support < self.support_min {
                continue;
            }
            self.reached.deadline |= self.bounds.should_stop();
            prefix.push(self.database.events[rank]);
            self.report(prefix, support, wins);
            if self.reached.is_over() {
                return;
            }
            if prefix.len() < self.bounds.length_max {
                let extended = self.extend(&occurrences);
                self.visit(prefix, extended);
            } else {
                self.reached.length = true;
            }
            prefix.pop();
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

    /// Rows of the occurrences, which stand together, and the won ones among them.
    fn tally(&self, occurrences: &[Occurrence]) -> (u32, u32) {
        let rows = occurrences.chunk_by(|one, next| one.row == next.row).filter_map(|chunk| chunk.first());
        rows.fold((0, 0), |(support, wins), first| (support + 1, wins + u32::from(first.row < self.database.won_rows)))
    }

    /// The occurrences one event longer, by that event.
    fn extend(&self, occurrences: &[Occurrence]) -> Vec<Vec<Occurrence>> {
        let mut by_event: Vec<Vec<Occurrence>> = vec![Vec::new(); self.database.events.len()];
        let mut reachable: Vec<(u32, u32)> = Vec::new();
        for chunk in occurrences.chunk_by(|one, next| one.row == next.row) {
            reachable.clear();
            chunk.iter().for_each(|occurrence| self.reach(occurrence, &mut reachable));
            // By place, and for each place the latest start first.
            sort::unstable_by_key(&mut reachable, |(place, start)| (*place, std::cmp::Reverse(*start)));
            reachable.dedup_by_key(|(place, _)| *place);
            let row = chunk.first().map_or(0, |first| first.row);
            for (place, start) in &reachable {
                let end = self.database.positions[*place as usize];
                let rank = self.database.entries[*place as usize].rank;
                by_event[rank as usize].push(Occurrence { row, next: place + 1, start: *start, end });
            }
        }
        by_event
    }

    /// The places an occurrence may go on to, with its start.
    fn reach(&self, occurrence: &Occurrence, reachable: &mut Vec<(u32, u32)>) {
        let row_end = self.database.starts[occurrence.row as usize + 1];
        for place in occurrence.next..row_end {
            let position = self.database.positions[place as usize];
            let gap = position - occurrence.end - 1;
            let span = position - occurrence.start;
            if gap > self.gap_max || span >= self.span_max {
                return;
            }
            reachable.push((place, occurrence.start));
        }
    }
}
