//! One run: the log driven on the simulated disk by chance, and held against the model all the way.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::model::{Model, Open, Violation};
use super::{Faults, Prng, SimFs, damage, ensure};
use crate::batch::Batch;
use crate::core::{Core, Flush};
use crate::error::LogError;
use crate::inspect::Inspection;
use crate::options::LogOptions;

pub(super) const DIR: &str = "log";
const CURSOR_NAMES: [&str; 3] = ["graph", "store", "tail"];

/// Told what happens, for a run one wants to look at.
pub type Trace<'a> = &'a dyn Fn(fmt::Arguments<'_>);

/// What came of one seed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedReport {
    /// How often the log was opened after the machine or the process had stopped anywhere.
    pub recoveries: u64,
    /// Records acknowledged.
    pub records: u64,
    /// The first broken promise, which ended the run.
    pub violation: Option<String>,
}

pub(super) struct Run<'a> {
    pub(super) prng: Prng,
    pub(super) fs: SimFs,
    pub(super) options: LogOptions,
    faults: Faults,
    pub(super) model: Model,
    recoveries: u64,
    trace: Trace<'a>,
    /// A sync was made to fail in this life, so the log may be poisoned.
    failing_sync: bool,
    poisoned: bool,
}

/// Runs one seed.
#[must_use]
pub fn run_seed(seed: u64, faults: Faults, trace: Trace<'_>) -> SeedReport {
    let mut prng = Prng::new(seed);
    let fs = SimFs::new(prng.next_u64());
    fs.set_lying_sync(faults.lying_sync);
    let options = choose_options(&mut prng);
    trace(format_args!("{options:?}"));
    let model = Model::default();
    let mut run = Run { prng, fs, options, faults, model, recoveries: 0, trace, failing_sync: false, poisoned: false };
    // A broken assertion of the log is a broken promise like any other.
    let lived = catch_unwind(AssertUnwindSafe(|| run.lives()));
    let violation = lived.unwrap_or_else(|_| Err("the log panicked".to_owned())).err();
    SeedReport { recoveries: run.recoveries, records: run.model.durable(), violation }
}

fn choose_options(prng: &mut Prng) -> LogOptions {
    let pages_max = if prng.permille(300) { 16 } else { 5 };
    let segment_bytes = 4096 * prng.between(2, pages_max);
    LogOptions {
        segment_bytes,
        pending_bytes_max: to_len(1 << prng.between(12, 16)),
        group_bytes_max: to_len(1 << prng.between(8, 14)),
        retain_bytes_max: prng.permille(700).then(|| segment_bytes * prng.between(0, 3)),
        log_bytes_max: if prng.permille(250) { segment_bytes * prng.between(2, 6) } else { 0 },
    }
}

impl Run<'_> {
    pub(super) fn say(&self, what: fmt::Arguments<'_>) {
        (self.trace)(what);
    }

    /// Lives of the log, one after the other on the same disk, each ended by chance.
    fn lives(&mut self) -> Result<(), Violation> {
        for _ in 0..self.prng.between(2, 5) {
            let core = self.open()?;
            if self.faults.crash && self.prng.permille(700) {
                self.fs.stop_after(self.prng.between(1, 160));
            }
            self.live(&core)?;
            self.end(core);
        }
        self.fs.set_capacity(None);
        let core = self.open()?;
        self.fs.calm();
        self.inspect()?;
        drop(core);
        if self.faults.bit_flip { damage::flip_and_check(self) } else { Ok(()) }
    }

    /// Opens the log, however often recovery itself is cut short, and compares what it finds.
    fn open(&mut self) -> Result<Core, Violation> {
        loop {
            if self.faults.crash && self.prng.permille(150) {
                self.fs.stop_after(self.prng.between(0, 30));
            }
            let sync_fails = self.faults.failing_sync && self.prng.permille(30);
            if sync_fails {
                self.fs.fail_next_sync();
            }
            let opened = Core::open(Arc::new(self.fs.clone()), Path::new(DIR), self.options.clone());
            match opened {
                Ok((core, report)) => {
                    self.say(format_args!("opened: {report:?}"));
                    let compared = self.model.reopen(&core, &report);
                    if !self.fs.is_stopped() {
                        compared?;
                        self.failing_sync = sync_fails;
                        return Ok(core);
                    }
                    self.end(core);
                }
                Err(error) => {
                    self.say(format_args!("not opened: {error}"));
                    let stopped = self.fs.is_stopped();
                    ensure!(stopped || sync_fails, "the log could not be opened: {error}");
                    if stopped {
                        self.fs.restart()
                    } else {
                        self.fs.kill()
                    }
                    self.recoveries += 1;
                }
            }
        }
    }

    fn end(&mut self, core: Core) {
        let stopped = self.fs.is_stopped();
        if stopped || self.faults.crash && self.prng.permille(300) {
            self.say(format_args!("the machine stops"));
            self.fs.restart();
            self.recoveries += 1;
        } else if self.faults.kill && self.prng.permille(700) {
            self.say(format_args!("the process is killed"));
            self.fs.kill();
            if self.prng.permille(500) {
                self.fs.evict();
            }
            self.recoveries += 1;
        }
        // Otherwise the log is just let go, without a fault.
        drop(core);
        self.fs.calm();
        self.poisoned = false;
        if self.prng.permille(700) {
            self.fs.set_capacity(None);
        }
    }

    fn live(&mut self, core: &Core) -> Result<(), Violation> {
        for _ in 0..self.prng.between(5, 60) {
            match self.prng.below(100) {
                0..40 => self.append(core)?,
                40..72 => self.flush(core)?,
                72..80 => self.read(core)?,
                80..88 => self.move_cursor(core)?,
                88..92 => self.retain(core)?,
                92..95 if self.faults.full_disk => self.resize_disk(),
                95..96 if self.faults.failing_sync => {
                    self.fs.fail_next_sync();
                    self.failing_sync = true;
                }
                96..98 if !self.fs.is_stopped() => self.inspect()?,
                _ => {}
            }
            if self.fs.is_stopped() {
                break;
            }
        }
        Ok(())
    }

    fn append(&mut self, core: &Core) -> Result<(), Violation> {
        let mut batch = Batch::new();
        let mut records = Vec::new();
        let most = if self.prng.permille(200) { 12 } else { 3 };
        for _ in 0..self.prng.between(1, most) {
            let longest = [16, 200, 200, 900, 900, 5000][to_len(self.prng.below(6))];
            let longest = if self.prng.permille(10) { 20_000 } else { longest };
            let mut record = vec![0; to_len(self.prng.below(longest))];
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

    fn flush(&mut self, core: &Core) -> Result<(), Violation> {
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
            LogError::DiskFull { .. } => ensure!(self.faults.full_disk, "full without a limit"),
            LogError::Exhausted { .. } => ensure!(self.options.log_bytes_max != 0, "exhausted without a limit"),
            error => return Err(format!("an error without a fault: {error}")),
        }
        Ok(())
    }

    fn read(&mut self, core: &Core) -> Result<(), Violation> {
        let (first, durable) = (core.first_position(), self.model.durable());
        let before = core.reader(first - 1);
        ensure!(matches!(before, Err(LogError::Truncated { .. })), "a reader from before {first}");
        ensure!(matches!(core.reader(durable + 2), Err(LogError::Beyond { .. })), "a reader beyond {durable}");
        let from = self.prng.between(first, durable + 1);
        let bytes_max = to_len(1 << self.prng.below(17));
        let compared = self.model.compare(core, from, bytes_max, 4);
        if self.fs.is_stopped() { Ok(()) } else { compared }
    }

    fn move_cursor(&mut self, core: &Core) -> Result<(), Violation> {
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

    fn retain(&mut self, core: &Core) -> Result<(), Violation> {
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

    fn resize_disk(&mut self) {
        let bytes = self.prng.permille(600).then(|| self.fs.used_bytes() + 4096 * self.prng.below(4));
        self.say(format_args!("the disk has {bytes:?} bytes"));
        self.fs.set_capacity(bytes);
    }

    /// Looks at the directory as another process would.
    fn inspect(&mut self) -> Result<(), Violation> {
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

pub(super) fn to_len(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}
