//! One run: the store driven on the simulated disk by chance, and held against the model all the way.

use std::fmt;
use std::time::Duration;

use ludograph_log::sim::{Faults, Prng, SimFs};

use super::content::{difference, place, reference, seen, stored_elsewhere};
use super::history::records;
use crate::analytics::Analytics;
use crate::cold::StoreOptions;
use crate::error::AnalyticsError;
use crate::options::AnalyticsOptions;
use crate::store::Table;

/// Told what happens, for a run one wants to look at.
pub type Trace<'a> = &'a (dyn Fn(fmt::Arguments<'_>) + Sync);

/// What came of one seed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeedReport {
    /// How often the store was opened after the machine or the process had stopped anywhere.
    pub recoveries: u64,
    /// How often everything in memory went to the store.
    pub flushes: u64,
    /// The first broken promise, which ended the run.
    pub violation: Option<String>,
}

type Violation = String;

struct Run<'a> {
    prng: Prng,
    fs: SimFs,
    faults: Faults,
    records: Vec<Vec<u8>>,
    open_games_max: usize,
    /// Where the log's cursor stands: what comes before it, the log has let go.
    cursor: u64,
    report: SeedReport,
    trace: Trace<'a>,
}

/// Runs one seed. To be called within a tokio runtime of several threads.
pub async fn run_seed(seed: u64, faults: Faults, trace: Trace<'_>) -> SeedReport {
    let mut prng = Prng::new(seed);
    let fs = SimFs::new(prng.next_u64());
    fs.set_lying_sync(faults.lying_sync);
    let count = prng.between(10, 160);
    let records = records(&mut prng, count);
    let open_games_max = if prng.permille(500) { 2 } else { 4 };
    let mut run = Run { prng, fs, faults, records, open_games_max, cursor: 0, report: SeedReport::default(), trace };
    run.report.violation = run.lives().await.err();
    run.report
}

impl Run<'_> {
    fn say(&self, what: fmt::Arguments<'_>) {
        (self.trace)(what);
    }

    async fn lives(&mut self) -> Result<(), Violation> {
        for _ in 0..self.prng.between(1, 4) {
            if self.faults.crash && self.prng.permille(800) {
                self.fs.stop_after(self.prng.between(0, 500));
            }
            let lived = self.live().await;
            self.end(lived)?;
        }
        self.fs.set_capacity(None);
        self.fs.calm();
        self.settle().await
    }

    /// One life: open, take in events, flush, merge, until something stops it. An error is no violation while a fault is
    /// about; what it leaves is looked at in the next life.
    async fn live(&mut self) -> Result<Option<String>, Violation> {
        let analytics = match self.open().await {
            Ok(analytics) => analytics,
            Err(error) => return Ok(Some(error)),
        };
        self.check_cursor(&analytics)?;
        for _ in 0..self.prng.between(1, 12) {
            if let Err(error) = self.step(&analytics).await {
                self.say(format_args!("failed: {error}"));
                if self.fs.is_stopped() {
                    return Ok(Some(error));
                }
            }
        }
        Ok(None)
    }

    async fn step(&mut self, analytics: &Analytics) -> Result<(), String> {
        match self.prng.below(20) {
            0..=7 => self.take_in(analytics),
            8..=13 => self.flush(analytics).await,
            14..=15 => self.compact(analytics).await,
            16 => self.vacuum(analytics).await,
            17 => self.second_writer().await,
            18 if self.faults.full_disk => {
                let used = self.fs.used_bytes();
                let room = self.prng.below(64 << 10);
                self.fs.set_capacity(self.prng.permille(500).then_some(used + room));
                Ok(())
            }
            19 if self.faults.failing_sync && self.prng.permille(300) => {
                self.fs.fail_next_sync();
                Ok(())
            }
            19 if self.faults.failing_write && self.prng.permille(300) => {
                self.fs.fail_next_write();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn options(&self) -> AnalyticsOptions {
        AnalyticsOptions { open_games_max: self.open_games_max, ..AnalyticsOptions::default() }
    }

    async fn open(&mut self) -> Result<Analytics, String> {
        let options = StoreOptions {
            maintenance: None,
            file_bytes_max: 64 << 10,
            vacuum_after: Duration::ZERO,
            ..StoreOptions::default()
        };
        let opened = Analytics::bare(self.options(), Some((place(&self.fs), options))).await;
        opened.map_err(|error| error.to_string())
    }

    /// What the log has let go, the store must hold.
    fn check_cursor(&self, analytics: &Analytics) -> Result<(), Violation> {
        let stored = analytics.stored_position();
        self.say(format_args!("opened at {stored}, the cursor is at {}", self.cursor));
        if stored < self.cursor {
            return Err(format!("the store holds events up to {stored}, and the log begins after {}", self.cursor));
        }
        Ok(())
    }

    fn take_in(&mut self, analytics: &Analytics) -> Result<(), String> {
        let from = analytics.position();
        let left = self.records.len() as u64 - from;
        let to = from + self.prng.below(left.min(40) + 1);
        self.say(format_args!("takes in {} to {to}", from + 1));
        apply(analytics, &self.records, to)
    }

    async fn flush(&mut self, analytics: &Analytics) -> Result<(), String> {
        let flushed = analytics.flush().await.map_err(|error| error.to_string())?;
        if flushed {
            self.report.flushes += 1;
            self.cursor = self.cursor.max(analytics.stored_position());
            self.say(format_args!("flushed up to {}", self.cursor));
        }
        Ok(())
    }

    async fn compact(&mut self, analytics: &Analytics) -> Result<(), String> {
        let table = *self.prng.choose(&Table::ALL).unwrap_or(&Table::Events);
        let done = analytics.compact(table.name()).await.map_err(|error| error.to_string())?;
        self.say(format_args!("{}: {done:?}", table.name()));
        Ok(())
    }

    async fn vacuum(&mut self, analytics: &Analytics) -> Result<(), String> {
        let table = *self.prng.choose(&Table::ALL).unwrap_or(&Table::Events);
        let done = analytics.vacuum(table.name(), false).await.map_err(|error| error.to_string())?;
        self.say(format_args!("{}: {} files vacuumed", table.name(), done.files.len()));
        Ok(())
    }

    /// Another process on the same place and log, which no one should start, and which must do no harm.
    async fn second_writer(&mut self) -> Result<(), String> {
        let other = self.open().await?;
        self.take_in(&other)?;
        self.flush(&other).await
    }

    fn end(&mut self, lived: Result<Option<String>, Violation>) -> Result<(), Violation> {
        let error = lived?;
        let is_stopped = self.fs.is_stopped();
        if let Some(error) = &error {
            self.say(format_args!("ended: {error}"));
        }
        let crashes = self.faults.crash && self.prng.permille(300);
        if is_stopped || crashes || error.is_some() {
            self.report.recoveries += 1;
            if (is_stopped || crashes) && !(self.faults.kill && self.prng.permille(250)) {
                self.say(format_args!("the machine stops"));
                self.fs.restart();
            } else {
                self.say(format_args!("the process is killed"));
                self.fs.kill();
                self.fs.evict();
            }
        }
        self.fs.calm();
        if self.prng.permille(700) {
            self.fs.set_capacity(None);
        }
        Ok(())
    }

    /// Without faults, everything comes right.
    async fn settle(&mut self) -> Result<(), Violation> {
        let analytics = self.open().await.map_err(|error| format!("the store cannot be opened: {error}"))?;
        self.check_cursor(&analytics)?;
        let from = analytics.position();
        let halfway = from + self.prng.below(self.records.len() as u64 - from + 1);
        apply(&analytics, &self.records, halfway)?;
        self.compare(&analytics, halfway).await?;
        self.flush(&analytics).await.map_err(|error| format!("the store cannot be written: {error}"))?;
        let end = self.records.len() as u64;
        apply(&analytics, &self.records, end)?;
        self.compare(&analytics, end).await?;
        self.flush(&analytics).await.map_err(|error| format!("the store cannot be written: {error}"))?;
        self.compare(&analytics, end).await?;
        self.compare_elsewhere(&analytics).await
    }

    async fn compare(&self, analytics: &Analytics, position: u64) -> Result<(), Violation> {
        let records = self.records.get(..usize::try_from(position).unwrap_or(usize::MAX)).unwrap_or(&self.records);
        let expected = reference(records, self.open_games_max).await?;
        let place = place(&self.fs);
        for table in Table::ALL {
            let (found, expected) = (seen(analytics, Some(&place), table).await?, seen(&expected, None, table).await?);
            if let Some(difference) = difference(table, &found, &expected) {
                return Err(format!("at {position}: {difference}"));
            }
        }
        Ok(())
    }

    async fn compare_elsewhere(&self, analytics: &Analytics) -> Result<(), Violation> {
        let expected = reference(&self.records, self.open_games_max).await?;
        for table in Table::ALL {
            let found = stored_elsewhere(analytics, &place(&self.fs), table).await?;
            if let Some(difference) = difference(table, &found, &seen(&expected, None, table).await?) {
                return Err(format!("readers from elsewhere: {difference}"));
            }
        }
        Ok(())
    }
}

fn apply(analytics: &Analytics, records: &[Vec<u8>], to: u64) -> Result<(), String> {
    let numbered = (1..).zip(records.iter().map(Vec::as_slice)).take_while(|(position, _)| *position <= to);
    analytics.apply(numbered).map(|_| ()).map_err(|error: AnalyticsError| error.to_string())
}
