//! PrefixSpan without gap or span: the first occurrence of a prefix in a row decides everything behind it.
//!
//! A row that contains the prefix is known by the place behind that occurrence. A row that ends there has no extension and
//! is left out.

use super::FoundSequence;
use super::database::Database;
use super::suffix::Suffixes;
use crate::mining::bounds::{Bounds, Reached};

/// Where the next place of an event is written, and by how much that moves on: 0 for what is no extension.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    end: usize,
    step: usize,
}

struct Search<'a> {
    database: &'a Database,
    suffixes: Option<Suffixes>,
    bounds: Bounds<'a>,
    length_min: usize,
    support_min: u32,
    found: Vec<FoundSequence>,
    reached: Reached,
}

/// A frequent extension of a prefix.
#[derive(Debug, Clone, Copy)]
struct Extension {
    rank: u32,
    support: u32,
    wins: u32,
}

/// The places behind the first occurrence of each extension, one list behind the other.
struct Projection {
    places: Vec<u32>,
    /// Where the list of each extension starts and ends.
    lists: Vec<(usize, usize)>,
}

pub(super) fn search(
    database: &Database,
    bounds: Bounds<'_>,
    length_min: usize,
    support_min: u32,
) -> (Vec<FoundSequence>, Reached) {
    let places: Vec<u32> = database.starts.windows(2).filter(|ends| ends[0] < ends[1]).map(|ends| ends[0]).collect();
    let suffixes = Suffixes::new(database);
    let (found, reached) = (Vec::new(), Reached::default());
    let mut search = Search { database, suffixes, bounds, length_min, support_min, found, reached };
    search.grow(&mut Vec::new(), &places);
    (search.found, search.reached)
}

impl Search<'_> {
    /// Reports every frequent extension of the prefix and goes on to it. As deep as the longest pattern.
    fn grow(&mut self, prefix: &mut Vec<u32>, places: &[u32]) {
        self.reached.deadline |= self.bounds.should_stop();
        if self.reached.is_over() {
            return;
        }
        let extensions = self.extensions(places);
        let has_children = prefix.len() + 1 < self.bounds.length_max;
        self.reached.length |= !has_children && !extensions.is_empty();
        let projection = has_children.then(|| self.project(places, &extensions));
        for (slot, extension) in extensions.into_iter().enumerate() {
            prefix.push(self.database.events[extension.rank as usize]);
            self.report(prefix, extension);
            if let Some(projection) = &projection {
                let (start, end) = projection.lists[slot];
                self.grow(prefix, &projection.places[start..end]);
            }
            prefix.pop();
            if self.reached.is_over() {
                return;
            }
        }
    }

    fn report(&mut self, events: &[u32], Extension { support, wins, .. }: Extension) {
        if events.len() < self.length_min {
            return;
        }
        if self.found.len() >= self.bounds.patterns_max {
            self.reached.patterns = true;
            return;
        }
        self.found.push(FoundSequence { events: events.to_vec(), support, wins });
    }

    /// The events that follow in enough of the rows.
    fn extensions(&self, places: &[u32]) -> Vec<Extension> {
        let (won, lost) = places.split_at(places.partition_point(|place| *place < self.database.won_end));
        let mut wins = vec![0; self.database.events.len()];
        self.tally(won, &mut wins);
        let mut supports = wins.clone();
        self.tally(lost, &mut supports);
        let all = (0..).zip(supports.into_iter().zip(wins));
        all.filter(|(_, (support, _))| *support >= self.support_min)
            .map(|(rank, (support, wins))| Extension { rank, support, wins })
            .collect()
    }

    /// Adds, for each rank, in how many of the rows it follows.
    fn tally(&self, places: &[u32], counts: &mut [u32]) {
        if let Some(suffixes) = &self.suffixes {
            suffixes.tally(places, counts);
            return;
        }
        for place in places {
            let row = *place as usize..=self.database.lasts[*place as usize] as usize;
            for entry in &self.database.entries[row] {
                counts[entry.rank as usize] += u32::from(entry.before <= *place);
            }
        }
    }

    fn project(&self, places: &[u32], extensions: &[Extension]) -> Projection {
        // What is no extension is written to the first place of all, which no list contains.
        let mut cursors = vec![Cursor::default(); self.database.events.len()];
        let mut starts = Vec::with_capacity(extensions.len());
        let mut room = 1;
        for extension in extensions {
            starts.push(room);
            cursors[extension.rank as usize] = Cursor { end: room, step: 1 };
            // One more, because every place is written and only those that count are kept.
            room += extension.support as usize + 1;
        }
        let mut projected = vec![0; room];
        for place in places {
            // The last entry of a row has nothing behind it.
            let row = *place as usize..self.database.lasts[*place as usize] as usize;
            let mut behind = *place;
            for entry in &self.database.entries[row] {
                behind = behind.wrapping_add(1);
                let cursor = &mut cursors[entry.rank as usize];
                projected[cursor.end] = behind;
                cursor.end = cursor.end.wrapping_add(if entry.before <= *place { cursor.step } else { 0 });
            }
        }
        let ends = extensions.iter().map(|extension| cursors[extension.rank as usize].end);
        Projection { places: projected, lists: starts.into_iter().zip(ends).collect() }
    }
}
