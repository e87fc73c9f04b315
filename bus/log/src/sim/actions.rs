//! What a simulated run does to the log, and what it expects of it each time.

use std::path::Path;
use std::sync::Arc;

use super::ensure;
use super::model::{Open, Violation};
use super::run::{DIR, Run, to_len};
use crate::batch::Batch;
use crate::core::{Core, Flush};
use crate::error::LogError;
use crate::inspect::Inspection;

const CURSOR_NAMES: [&str; 3] = ["graph", "store", "tail"];

impl Run<'_> {
    pub(super) fn append(&mut self, core: &Core) -> Result<(), Violation> {
        let mut batch = Batch::new();
        let mut records = Vec::new();
        let most = if self.prng.permille(200) { 12 } else { 3 };
        for _ in 0..self.prng.between(1, most) {
            let longest = [16, 200, 200, 900, 900, 5000][to_len(self.prng.below(6))];
            let longest = if self.prng.permille(10) { 20_000 } else { longest };
            let mut record = vec![0; to_len(self.record_bytes.unwrap_or_else(|| self.prng.below(longest)))];
            self.prng.fill(&mut record);
            batch.push(&record);
            records.push(record);
        }
        let (bytes, count) = (batch.bytes(), batch.len() as u64);
        let limit = self.options.pending_bytes_max;
        match core.append(batch) {
            Ok(ticket) => {
                ensure!(!self.poisoned, "a poisoned log took a batch");
                ensure!(ticket.first() == self.model.next(), "the batch got {ticket:?}, not {}", self.model.next());
                ensure!(ticket.last() + 1 - ticket.first() == count, "{ticket:?} for {count} records");
                ensure!(core.outcome(ticket).is_none(), "an outcome before any flush");
                self.model.open.push(Open { ticket, records });
            }
            Err(LogError::Busy { pending_bytes, .. }) => ensure!(pending_bytes + bytes > limit, "busy without need"),
            Err(LogError::BatchTooLarge { .. }) => ensure!(bytes > limit, "too large without need"),
            Err(LogError::Poisoned { .. }) => ensure!(self.poisoned, "poisoned without a failed sync"),
            Err(error) => return Err(format!("append: {error}")),
        }
        Ok(())
    }

    pub(super) fn flush(&mut self, core: &Core) -> Result<(), Violation> {
        let flush = core.flush_one();
        self.say(format_args!("{flush:?}"));
        match flush {
            Flush::Idle => ensure!(self.model.open.is_empty(), "idle while batches are pending"),
            Flush::Durable { first, last } => {
                for open in &self.model.open {
                    let is_in = open.ticket.last() <= last;
                    let answer = core.outcome(open.ticket);
                    ensure!(matches!(answer, Some(Ok(()))) == is_in, "{:?} is {answer:?} at {last}", open.ticket);
                }
                self.model.acknowledge(first, last)?;
            }
            Flush::Failed { last, error, .. } => {
                for open in &self.model.open {
                    let answer = core.outcome(open.ticket);
                    ensure!(matches!(answer, Some(Err(_))), "{:?} is {answer:?} after a failure", open.ticket);
                }
                self.judge(&error)?;
                self.model.refuse(last, self.poisoned || self.fs.is_stopped());
            }
        }
        self.see_first(core, self.options.log_bytes_max != 0)?;
        self.model.dropping |= self.options.log_bytes_max != 0;
        ensure!(core.durable_position() == self.model.durable(), "durable is {}", core.durable_position());
        Ok(())
    }

    /// An error must have a fault behind it.
    fn judge(&mut self, error: &LogError) -> Result<(), Violation> {
        if self.fs.is_stopped() {
            return Ok(());
        }
        match error {
            LogError::Poisoned { .. } => {
                ensure!(self.failing_sync, "poisoned without a failed sync: {error}");
                self.poisoned = true;
            }
            LogError::Io { .. } => ensure!(self.failing_write, "an error without a fault: {error}"),
            LogError::DiskFull { .. } => ensure!(self.faults.full_disk, "full without a limit"),
            LogError::Exhausted { .. } => ensure!(self.options.log_bytes_max != 0, "exhausted without a limit"),
            error => return Err(format!("an error without a fault: {error}")),
        }
        Ok(())
    }

    pub(super) fn read(&mut self, core: &Core) -> Result<(), Violation> {
        let (first, durable) = (core.first_position(), self.model.durable());
        let before = core.reader(first - 1);
        ensure!(matches!(before, Err(LogError::Truncated { .. })), "a reader from before {first}");
        ensure!(matches!(core.reader(durable + 2), Err(LogError::Beyond { .. })), "a reader beyond {durable}");
        let from = self.prng.between(first, durable + 1);
        let bytes_max = to_len(1 << self.prng.below(17));
        let compared = self.model.compare(core, from, bytes_max, 4);
        if self.fs.is_stopped() { Ok(()) } else { compared }
    }

    pub(super) fn move_cursor(&mut self, core: &Core) -> Result<(), Violation> {
        let name = CURSOR_NAMES[to_len(self.prng.below(CURSOR_NAMES.len() as u64))];
        let durable = self.model.durable();
        let before = self.model.cursors.get(name).copied();
        // Mostly forward, as a consumer does; now and then back, as for a replay.
        let least = if self.prng.permille(900) { before.unwrap_or(0) } else { 0 };
        let position = if self.prng.permille(900) { Some(self.prng.between(least, durable)) } else { None };
        let result = match position {
            Some(position) => core.save_cursor(name, position),
            None => core.remove_cursor(name).map(|_| ()),
        };
        self.say(format_args!("cursor {name} to {position:?}: {result:?}"));
        let Err(error) = result else {
            match position {
                Some(position) => self.model.cursors.insert(name.to_owned(), position),
                None => self.model.cursors.remove(name),
            };
            return Ok(());
        };
        let was_poisoned = self.poisoned;
        self.judge(&error)?;
        if self.fs.is_stopped() || self.poisoned && !was_poisoned {
            self.model.doubtful_cursor = Some((name.to_owned(), position));
            // A log poisoned on the side answers all who wait.
            self.model.refuse(0, false);
        } else if !was_poisoned {
            ensure!(core.cursor(name).is_ok_and(|now| now == before), "a refused cursor moved");
        }
        Ok(())
    }

    pub(super) fn retain(&mut self, core: &Core) -> Result<(), Violation> {
        let result = core.retain();
        self.say(format_args!("retain: {result:?}"));
        if let Err(error) = result {
            self.model.dropping = true;
            self.judge(&error)?;
            if self.poisoned {
                self.model.refuse(0, false);
            }
        }
        self.see_first(core, true)
    }

    /// What was dropped without a sync may be back after a crash, so only a sound log counts.
    fn see_first(&mut self, core: &Core, may_move: bool) -> Result<(), Violation> {
        if self.fs.is_stopped() || self.poisoned { Ok(()) } else { self.model.see_first(core, may_move) }
    }

    pub(super) fn resize_disk(&mut self) {
        let bytes = self.prng.permille(600).then(|| self.fs.used_bytes() + 4096 * self.prng.below(4));
        self.say(format_args!("the disk has {bytes:?} bytes"));
        self.fs.set_capacity(bytes);
    }

    /// Looks at the directory as another process would.
    pub(super) fn inspect(&mut self) -> Result<(), Violation> {
        let inspected = Inspection::open(Arc::new(self.fs.clone()), Path::new(DIR)).and_then(|log| log.verify());
        if self.fs.is_stopped() {
            return Ok(());
        }
        let report = inspected.map_err(|error| format!("inspection: {error}"))?;
        // What a failed sync left in the cache is seen as well.
        let ends_right = report.end_position == self.model.durable() || self.poisoned;
        ensure!(ends_right, "an inspection ends at {}", report.end_position);
        ensure!(report.records == report.end_position + 1 - report.first_position, "an inspection counts wrong");
        Ok(())
    }
}
