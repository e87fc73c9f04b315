//! What the log promises, as plainly as it can be put: a list of records, and a few cursors.

use std::collections::BTreeMap;

use super::ensure;
use crate::batch::Ticket;
use crate::core::{Core, RecoveryReport};
use crate::limits::{RECORD_ALIGN_BYTES, RECORD_HEADER_BYTES};
use crate::reader::Records;

/// A broken promise, in words.
pub(super) type Violation = String;

/// A batch whose outcome is open.
#[derive(Debug)]
pub(super) struct Open {
    pub(super) ticket: Ticket,
    pub(super) records: Vec<Vec<u8>>,
}

/// What must be in the log, and what may be.
#[derive(Debug, Default)]
pub(super) struct Model {
    /// Acknowledged: the record of position p at p - 1.
    records: Vec<Vec<u8>>,
    /// First positions of the groups acknowledged.
    groups: Vec<u64>,
    pub(super) open: Vec<Open>,
    /// A group that was tried and not acknowledged: it may turn up whole, or not at all.
    doubtful: Vec<Vec<u8>>,
    /// The first position seen last.
    pub(super) first: u64,
    /// Retention was interrupted, or may have been.
    pub(super) dropping: bool,
    pub(super) cursors: BTreeMap<String, u64>,
    /// A change of a cursor that was tried and not acknowledged.
    pub(super) doubtful_cursor: Option<(String, Option<u64>)>,
}

impl Model {
    pub(super) fn durable(&self) -> u64 {
        self.records.len() as u64
    }

    /// The position the next record appended must get.
    pub(super) fn next(&self) -> u64 {
        self.open.last().map_or(self.durable(), |open| open.ticket.last()) + 1
    }

    /// A group was acknowledged: exactly the oldest open batches are in it.
    pub(super) fn acknowledge(&mut self, first: u64, last: u64) -> Result<(), Violation> {
        ensure!(first == self.durable() + 1, "group {first}..={last} does not follow {}", self.durable());
        self.groups.push(first);
        while self.durable() < last {
            ensure!(!self.open.is_empty(), "records up to {last} were acknowledged, but never appended");
            let open = self.open.remove(0);
            ensure!(open.ticket.last() <= last, "a batch was split at {last}");
            self.records.extend(open.records);
        }
        Ok(())
    }

    /// A group failed, and all behind it. If the disk may hold it none the less, it is in doubt until reopening.
    pub(super) fn refuse(&mut self, last: u64, in_doubt: bool) {
        for open in std::mem::take(&mut self.open) {
            if in_doubt && open.ticket.last() <= last {
                self.doubtful.extend(open.records);
            }
        }
    }

    /// Compares a log just opened, and learns what became of all that was in doubt.
    pub(super) fn reopen(&mut self, core: &Core, report: &RecoveryReport) -> Result<(), Violation> {
        let end = report.end_position;
        let with_doubtful = self.durable() + self.doubtful.len() as u64;
        ensure!(end >= self.durable(), "records {}..={} were acknowledged and are lost", end + 1, self.durable());
        ensure!(
            end == self.durable() || end == with_doubtful,
            "the log ends at {end}: neither {} nor {with_doubtful}, so a group is there in part",
            self.durable()
        );
        if end > self.durable() {
            self.groups.push(self.durable() + 1);
            self.records.append(&mut self.doubtful);
        }
        self.doubtful.clear();
        self.open.clear();
        self.reopen_cursors(core)?;
        self.see_first(core, self.dropping)?;
        self.dropping = false;
        ensure!(report.records == end + 1 - self.first, "the report counts {} records", report.records);
        self.compare(core, self.first, 1 << 20, usize::MAX)
    }

    fn reopen_cursors(&mut self, core: &Core) -> Result<(), Violation> {
        let found: BTreeMap<_, _> = core.cursors().into_iter().collect();
        if let Some((name, position)) = self.doubtful_cursor.take()
            && found.get(&name).copied() == position
        {
            match position {
                Some(position) => self.cursors.insert(name, position),
                None => self.cursors.remove(&name),
            };
        }
        ensure!(found == self.cursors, "the cursors are {found:?}, acknowledged were {:?}", self.cursors);
        Ok(())
    }

    /// The first position may move on only by retention, and never past a cursor.
    pub(super) fn see_first(&mut self, core: &Core, may_move: bool) -> Result<(), Violation> {
        let first = core.first_position();
        ensure!(first >= self.first, "the log starts at {first}, and started at {} before", self.first);
        if first > self.first {
            ensure!(may_move || self.first == 0, "records {}..{first} are gone", self.first);
            let held = self.cursors.iter().find(|(_, position)| **position + 1 < first);
            ensure!(self.first == 0 || held.is_none(), "records up to {first} were dropped before {held:?}");
        }
        self.first = first;
        Ok(())
    }

    /// Reads from `from` on, `bytes_max` at a time and so many times at most, and compares every record.
    pub(super) fn compare(&self, core: &Core, from: u64, bytes_max: usize, reads: usize) -> Result<(), Violation> {
        let mut reader = core.reader(from).map_err(|error| format!("no reader from {from}: {error}"))?;
        let mut buffer = Records::new();
        let mut expected = from;
        for _ in 0..reads {
            let more = reader.next_batch(bytes_max, &mut buffer).map_err(|error| error.to_string())?;
            if !more {
                ensure!(expected == self.durable() + 1, "reading ended before {expected}");
                break;
            }
            for (position, payload) in buffer.iter() {
                ensure!(position == expected, "record {position} came in place of {expected}");
                let known = self.records.get(to_index(position - 1));
                ensure!(known.is_some(), "record {position} is beyond what was acknowledged");
                ensure!(known.is_some_and(|known| known == payload), "record {position} is not what was appended");
                expected += 1;
            }
        }
        Ok(())
    }

    /// Bytes on disk of all records after `end`.
    pub(super) fn bytes_after(&self, end: u64) -> u64 {
        self.records[to_index(end)..].iter().map(|record| disk_bytes(record)).sum()
    }

    /// Gives up all records after `end`, which `damaged_bytes` in a row may have taken with them. That is allowed for
    /// the last group, and for those before it only as far as every one is damaged: then nothing sound follows that
    /// would prove they had been durable.
    pub(super) fn give_up(&mut self, end: u64, damaged_bytes: u64) -> Result<(), Violation> {
        let kept = self.groups.partition_point(|first| *first <= end);
        let given_up = &self.groups[kept..];
        ensure!(given_up.first() == Some(&(end + 1)), "the log ends at {end}, within a group");
        if let [first, second, .., last] = given_up {
            let between = (second - 1..last - 1).map(|at| disk_bytes(&self.records[to_index(at)])).sum::<u64>();
            ensure!(between < damaged_bytes, "{first} and more than the damaged groups were dropped");
        } else {
            ensure!(given_up.len() == 1 || damaged_bytes > 1, "more than the last group was dropped");
        }
        self.records.truncate(to_index(end));
        Ok(())
    }
}

fn disk_bytes(record: &[u8]) -> u64 {
    (RECORD_HEADER_BYTES + record.len()).next_multiple_of(RECORD_ALIGN_BYTES) as u64
}

fn to_index(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}
