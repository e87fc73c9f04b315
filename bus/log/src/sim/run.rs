//! One run: the log driven on the simulated disk by chance, and held against the model all the way.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use super::model::{Model, Violation};
use super::{Faults, Prng, SimFs, damage, ensure};
use crate::core::Core;
use crate::options::LogOptions;

pub(super) const DIR: &str = "log";

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
    pub(super) faults: Faults,
    pub(super) model: Model,
    recoveries: u64,
    trace: Trace<'a>,
    /// A sync was made to fail in this life, so the log may be poisoned.
    pub(super) failing_sync: bool,
    /// A write was made to fail in this life.
    pub(super) failing_write: bool,
    pub(super) poisoned: bool,
    /// All records of this run have this size, so that those of one group fall on those of another.
    pub(super) record_bytes: Option<u64>,
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
    let record_bytes = prng.permille(300).then(|| prng.below(1500));
    let mut run = Run {
        prng,
        fs,
        options,
        faults,
        model,
        recoveries: 0,
        trace,
        failing_sync: false,
        failing_write: false,
        poisoned: false,
        record_bytes,
    };
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
        if self.faults.damage { damage::damage_and_check(self) } else { Ok(()) }
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
            let write_fails = self.faults.failing_write && self.prng.permille(10);
            if write_fails {
                self.fs.fail_next_write();
            }
            let opened = Core::open(Arc::new(self.fs.clone()), Path::new(DIR), self.options.clone());
            match opened {
                Ok((core, report)) => {
                    self.say(format_args!("opened: {report:?}"));
                    let compared = self.model.reopen(&core, &report);
                    if !self.fs.is_stopped() {
                        compared?;
                        self.failing_sync = sync_fails;
                        self.failing_write = write_fails;
                        return Ok(core);
                    }
                    self.end(core);
                }
                Err(error) => {
                    self.say(format_args!("not opened: {error}"));
                    let stopped = self.fs.is_stopped();
                    ensure!(stopped || sync_fails || write_fails, "the log could not be opened: {error}");
                    self.stop(stopped);
                }
            }
        }
    }

    fn end(&mut self, core: Core) {
        let stopped = self.fs.is_stopped();
        let crashes = self.faults.crash && self.prng.permille(300);
        if stopped || crashes || self.faults.kill && self.prng.permille(700) {
            self.stop(stopped || crashes);
        }
        // Otherwise the log is just let go, without a fault.
        drop(core);
        self.fs.calm();
        self.poisoned = false;
        if self.prng.permille(700) {
            self.fs.set_capacity(None);
        }
    }

    /// The machine stops, or only the process: in the middle of a call as well.
    fn stop(&mut self, machine: bool) {
        self.recoveries += 1;
        if machine && !(self.faults.kill && self.prng.permille(250)) {
            self.say(format_args!("the machine stops"));
            self.fs.restart();
            return;
        }
        self.say(format_args!("the process is killed"));
        self.fs.kill();
        if self.prng.permille(500) {
            self.fs.evict();
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
                96..97 if self.faults.failing_write => {
                    self.fs.fail_next_write();
                    self.failing_write = true;
                }
                97..98 if !self.fs.is_stopped() => self.inspect()?,
                _ => {}
            }
            if self.fs.is_stopped() {
                break;
            }
        }
        Ok(())
    }
}

pub(super) fn to_len(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}
