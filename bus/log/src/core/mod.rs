//! The log without its thread: a state machine that a flusher thread, or a simulation, drives group by group.

mod flush;
mod recovery;
mod retention;
mod writer;

pub use flush::Flush;
pub(crate) use recovery::Layout;
pub use recovery::{RecoveryReport, TornTail};
pub use retention::RetentionReport;

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::batch::{Batch, Ticket};
use crate::cursors::Cursors;
use crate::error::LogError;
use crate::fs::{Filesystem, LockGuard};
use crate::internal_events::Poisoned;
use crate::options::LogOptions;
use crate::queue::Queue;
use crate::reader::Reader;
use crate::segments::Catalogue;
use crate::stats::LogStats;
use crate::sync::{lock, wait, wait_timeout};
use writer::Writer;

/// How far the log is, told to observers after every group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The last durable position.
    pub durable: u64,
    /// How many times appends have failed; tickets of an earlier generation that are not durable never will be.
    pub generation: u64,
}

type Observer = Arc<dyn Fn(Progress) + Send + Sync>;

/// A log that writes only when told to.
///
/// [`Log`](crate::Log) wraps it and runs a thread that calls [`flush_one`](Self::flush_one). Driven directly, in one
/// thread and on a [`SimFs`](crate::sim::SimFs), a run depends on nothing but its seed.
pub struct Core {
    options: LogOptions,
    catalogue: Arc<Catalogue>,
    queue: Mutex<Queue>,
    /// There may be something to flush, or the flusher is to stop.
    work: Condvar,
    /// A group is durable or has failed.
    done: Condvar,
    writer: Mutex<Writer>,
    /// Also serializes retention. Taken after `writer`, before `queue`.
    cursors: Mutex<Cursors>,
    observers: Mutex<Vec<Observer>>,
    counters: Counters,
    lock: Mutex<Option<Box<dyn LockGuard>>>,
}

#[derive(Debug, Default)]
struct Counters {
    groups: AtomicU64,
    records: AtomicU64,
    last_sync_us: AtomicU64,
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core").field("stats", &self.stats()).finish_non_exhaustive()
    }
}

impl Core {
    /// Opens or creates the log in `dir` and recovers it.
    ///
    /// # Errors
    /// `Locked`, `NewerVersion`, `Corrupt`, `CursorAhead`, `InvalidOptions`, or a failure of the filesystem.
    pub fn open(fs: Arc<dyn Filesystem>, dir: &Path, options: LogOptions) -> Result<(Self, RecoveryReport), LogError> {
        recovery::open(fs, dir, options)
    }

    /// Takes a batch into what is pending. Never blocks on the disk.
    ///
    /// # Errors
    /// `Busy`, `Closed`, `Poisoned`, `EmptyBatch`, or a batch over a limit. Nothing of it was taken then.
    pub fn append(&self, batch: Batch) -> Result<Ticket, LogError> {
        let ticket = lock(&self.queue).push(batch, self.options.pending_bytes_max)?;
        self.work.notify_one();
        Ok(ticket)
    }

    /// What became of a batch; `None` while that is open.
    pub fn outcome(&self, ticket: Ticket) -> Option<Result<(), LogError>> {
        lock(&self.queue).outcome(ticket)
    }

    pub(crate) fn wait(&self, ticket: Ticket) -> Result<(), LogError> {
        let mut queue = lock(&self.queue);
        loop {
            if let Some(outcome) = queue.outcome(ticket) {
                return outcome;
            }
            queue = wait(&self.done, queue);
        }
    }

    pub(crate) fn wait_beyond(&self, position: u64, timeout: Duration) -> u64 {
        // A time beyond all clocks is no limit.
        let deadline = Instant::now().checked_add(timeout);
        let mut queue = lock(&self.queue);
        while queue.durable() <= position && queue.usable().is_ok() {
            let Some(deadline) = deadline else {
                queue = wait(&self.done, queue);
                continue;
            };
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            queue = wait_timeout(&self.done, queue, left);
        }
        queue.durable()
    }

    /// The last durable position; 0 before the first record.
    pub fn durable_position(&self) -> u64 {
        self.catalogue.durable()
    }

    /// The first position still there, or the one the first record will get.
    pub fn first_position(&self) -> u64 {
        self.catalogue.first_position()
    }

    /// A reader of the durable records from a position on.
    ///
    /// # Errors
    /// `Truncated` before the first position, `Beyond` more than one past the last durable one.
    pub fn reader(&self, from: u64) -> Result<Reader, LogError> {
        Reader::new(Arc::clone(&self.catalogue), from)
    }

    /// Where a cursor stands; `None` if there is none of that name.
    ///
    /// # Errors
    /// `InvalidCursorName`.
    pub fn cursor(&self, name: &str) -> Result<Option<u64>, LogError> {
        lock(&self.cursors).get(name)
    }

    /// All cursors by name.
    pub fn cursors(&self) -> Vec<(String, u64)> {
        lock(&self.cursors).all()
    }

    /// Moves a cursor, forward or back, and returns when that is durable.
    ///
    /// # Errors
    /// `Beyond` for a position that is not durable, `InvalidCursorName`, `TooManyCursors`, `Poisoned`, `Closed`, or a
    /// failure of the filesystem; the cursor then stands where it stood or where it was to go.
    pub fn save_cursor(&self, name: &str, position: u64) -> Result<(), LogError> {
        let mut cursors = lock(&self.cursors);
        lock(&self.queue).usable()?;
        let durable = self.catalogue.durable();
        if position > durable {
            return Err(LogError::Beyond { position, durable });
        }
        cursors.save(&*self.catalogue.fs, name, position).inspect_err(|error| self.note_poison(error))
    }

    /// Removes a cursor, which then holds nothing back; returns whether there was one.
    ///
    /// # Errors
    /// As for [`save_cursor`](Self::save_cursor).
    pub fn remove_cursor(&self, name: &str) -> Result<bool, LogError> {
        let mut cursors = lock(&self.cursors);
        lock(&self.queue).usable()?;
        cursors.remove(&*self.catalogue.fs, name).inspect_err(|error| self.note_poison(error))
    }

    pub(crate) fn observe(&self, observer: Observer) {
        lock(&self.observers).push(observer);
    }

    /// Figures of the moment.
    pub fn stats(&self) -> LogStats {
        let (durable, pending_bytes, poisoned) = {
            let queue = lock(&self.queue);
            (queue.durable(), queue.pending_bytes(), queue.poison().is_some())
        };
        LogStats {
            durable,
            first: self.catalogue.first_position(),
            segments: self.catalogue.len(),
            bytes_on_disk: self.catalogue.bytes_on_disk(),
            pending_bytes,
            groups: self.counters.groups.load(Ordering::Relaxed),
            synced_records: self.counters.records.load(Ordering::Relaxed),
            last_sync_us: self.counters.last_sync_us.load(Ordering::Relaxed),
            poisoned,
        }
    }

    /// Refuses appends from now on; what is pending can still be flushed.
    pub(crate) fn close(&self) {
        lock(&self.queue).close();
        self.work.notify_all();
        self.done.notify_all();
    }

    /// Waits until there is something to flush (true) or there never will be (false).
    pub(crate) fn wait_for_work(&self) -> bool {
        let mut queue = lock(&self.queue);
        loop {
            if queue.has_work() {
                return true;
            }
            if queue.is_closed() {
                return false;
            }
            queue = wait(&self.work, queue);
        }
    }

    /// Gives the directory's lock back, once nothing will be written any more.
    pub(crate) fn release(&self) -> Result<(), LogError> {
        lock(&self.observers).clear();
        *lock(&self.lock) = None;
        lock(&self.queue).poison().cloned().map_or(Ok(()), Err)
    }

    /// Fails everything pending and refuses appends, if `error` says that a sync failed.
    pub(crate) fn note_poison(&self, error: &LogError) {
        if error.is_poison() {
            Poisoned { error }.emit();
            lock(&self.queue).poison_with(error.clone());
            self.done.notify_all();
            // The flusher tells the observers, since locks are held here.
            self.work.notify_all();
        }
    }

    /// The flusher is gone, with a group in flight or not: nobody may wait for it any more.
    pub(crate) fn fail_all(&self, source: io::Error) {
        let error = LogError::poison("flush", &self.catalogue.dir, source);
        Poisoned { error: &error }.emit();
        lock(&self.queue).fail(error);
        self.done.notify_all();
        self.tell_observers();
    }

    /// Called without locks, so that an observer may use the log.
    fn tell_observers(&self) {
        let observers = lock(&self.observers).clone();
        if observers.is_empty() {
            return;
        }
        let progress = {
            let queue = lock(&self.queue);
            Progress { durable: queue.durable(), generation: queue.generation() }
        };
        for observer in &observers {
            observer(progress);
        }
    }
}
