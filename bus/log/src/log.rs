//! The handle of a log, and the thread that flushes it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{fmt, io, thread};

use crate::batch::{Batch, Ticket};
use crate::core::{Core, Progress, RecoveryReport, RetentionReport};
use crate::error::LogError;
use crate::fs::{Filesystem, RealFs};
use crate::inspect::{Inspection, VerifyReport};
use crate::options::LogOptions;
use crate::reader::Reader;
use crate::stats::LogStats;
use crate::sync::lock;

/// An open log. Clones share it; the last one dropped closes it.
#[derive(Clone)]
pub struct Log {
    inner: Arc<Inner>,
}

struct Inner {
    core: Arc<Core>,
    flusher: Mutex<Option<JoinHandle<()>>>,
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log").field("stats", &self.stats()).finish()
    }
}

impl Log {
    /// Opens or creates the log in `dir`, recovers it, and starts its flusher.
    ///
    /// # Errors
    /// `Locked`, `NewerVersion`, `Corrupt`, `CursorAhead`, `InvalidOptions`, or a failure of the filesystem.
    pub fn open(dir: &Path, options: LogOptions) -> Result<(Self, RecoveryReport), LogError> {
        Self::open_with(RealFs, dir, options)
    }

    /// [`open`](Self::open) on another filesystem.
    ///
    /// # Errors
    /// As for `open`.
    pub fn open_with<F: Filesystem>(
        fs: F,
        dir: &Path,
        options: LogOptions,
    ) -> Result<(Self, RecoveryReport), LogError> {
        let (core, report) = Core::open(Arc::new(fs), dir, options)?;
        let core = Arc::new(core);
        let driven = Arc::clone(&core);
        let flusher = thread::Builder::new()
            .name("log-flusher".to_owned())
            .spawn(move || run_flusher(&driven))
            .map_err(|error| LogError::io("start the flusher of", dir, error))?;
        let inner = Inner { core, flusher: Mutex::new(Some(flusher)) };
        Ok((Self { inner: Arc::new(inner) }, report))
    }

    /// Opens a directory to read it, without a lock and without changing anything, also while another process writes.
    ///
    /// # Errors
    /// `NewerVersion`, `Corrupt`, or a failure of the filesystem.
    pub fn inspect(dir: &Path) -> Result<Inspection, LogError> {
        Inspection::open(Arc::new(RealFs), dir)
    }

    /// [`inspect`](Self::inspect) on another filesystem.
    ///
    /// # Errors
    /// As for `inspect`.
    pub fn inspect_with<F: Filesystem>(fs: F, dir: &Path) -> Result<Inspection, LogError> {
        Inspection::open(Arc::new(fs), dir)
    }

    /// Reads every record of a directory and checks it, without a lock, also while another process writes.
    ///
    /// # Errors
    /// The first damage found as `Corrupt`, else as for [`inspect`](Self::inspect).
    pub fn verify(dir: &Path) -> Result<VerifyReport, LogError> {
        Self::inspect(dir)?.verify()
    }

    /// Hands in a batch and returns without waiting for the disk; its positions are assigned in the order of calls.
    ///
    /// # Errors
    /// `Busy`, `Closed`, `Poisoned`, `EmptyBatch`, or a batch over a limit. Nothing of it was taken then.
    pub fn append(&self, batch: Batch) -> Result<Ticket, LogError> {
        self.inner.core.append(batch)
    }

    /// Blocks until a batch is durable, or has failed.
    ///
    /// # Errors
    /// Why it is not durable. It may still turn up after a crash: a failure is no promise of absence.
    pub fn wait(&self, ticket: Ticket) -> Result<(), LogError> {
        self.inner.core.wait(ticket)
    }

    /// What became of a batch; `None` while that is open.
    #[must_use]
    pub fn outcome(&self, ticket: Ticket) -> Option<Result<(), LogError>> {
        self.inner.core.outcome(ticket)
    }

    /// Has `observer` called by the flusher after every group, durable or failed. It delays the next group, so it
    /// should only wake others; it must not hold the log, which would never close then.
    pub fn observe(&self, observer: impl Fn(Progress) + Send + Sync + 'static) {
        self.inner.core.observe(Arc::new(observer));
    }

    /// The last durable position; 0 before the first record.
    #[must_use]
    pub fn durable_position(&self) -> u64 {
        self.inner.core.durable_position()
    }

    /// The first position still there, or the one the first record will get.
    #[must_use]
    pub fn first_position(&self) -> u64 {
        self.inner.core.first_position()
    }

    /// Blocks until the durable position is beyond `position`, the log is closed or poisoned, or the time is up;
    /// returns the durable position.
    #[must_use]
    pub fn wait_beyond(&self, position: u64, timeout: Duration) -> u64 {
        self.inner.core.wait_beyond(position, timeout)
    }

    /// A reader of the durable records from position `from` on, which may be one past the last.
    ///
    /// # Errors
    /// `Truncated` before the first position, `Beyond` more than one past the last durable one.
    pub fn reader(&self, from: u64) -> Result<Reader, LogError> {
        self.inner.core.reader(from)
    }

    /// Where a cursor stands; `None` if there is none of that name.
    ///
    /// # Errors
    /// `InvalidCursorName`.
    pub fn cursor(&self, name: &str) -> Result<Option<u64>, LogError> {
        self.inner.core.cursor(name)
    }

    /// Moves a cursor to the last position its consumer is done with, and returns when that is durable.
    ///
    /// # Errors
    /// `Beyond` for a position that is not durable, `InvalidCursorName`, `TooManyCursors`, `Poisoned`, `Closed`, or a
    /// failure of the filesystem; the cursor then stands where it stood or where it was to go.
    pub fn save_cursor(&self, name: &str, position: u64) -> Result<(), LogError> {
        self.inner.core.save_cursor(name, position)
    }

    /// All cursors by name.
    ///
    /// # Errors
    /// None today.
    pub fn cursors(&self) -> Result<Vec<(String, u64)>, LogError> {
        Ok(self.inner.core.cursors())
    }

    /// Removes a cursor, which then holds nothing back; returns whether there was one.
    ///
    /// # Errors
    /// As for [`save_cursor`](Self::save_cursor).
    pub fn remove_cursor(&self, name: &str) -> Result<bool, LogError> {
        self.inner.core.remove_cursor(name)
    }

    /// Drops whole segments, oldest first, while the log is over `retain_bytes_max`. A segment stays as long as one
    /// named cursor has not passed its last record, and the last segment always stays.
    ///
    /// # Errors
    /// `Poisoned`, or a failure of the filesystem; what was dropped before it stays dropped.
    pub fn retain(&self) -> Result<RetentionReport, LogError> {
        self.inner.core.retain()
    }

    /// Figures of the moment.
    #[must_use]
    pub fn stats(&self) -> LogStats {
        self.inner.core.stats()
    }

    /// Refuses further appends, makes durable what is pending, stops the flusher and gives the lock back. Readers
    /// may go on reading. Calling it again does nothing.
    ///
    /// # Errors
    /// `Poisoned` if a sync has failed since the log was opened.
    pub fn close(&self) -> Result<(), LogError> {
        self.inner.close()
    }
}

impl Inner {
    fn close(&self) -> Result<(), LogError> {
        self.core.close();
        let mut flusher = lock(&self.flusher);
        if flusher.as_ref().is_some_and(|handle| handle.thread().id() == thread::current().id()) {
            // An observer dropped the last handle: the flusher cannot wait for itself, and takes the lock with it.
            return Ok(());
        }
        if let Some(handle) = flusher.take() {
            // A panic has poisoned the log already, which is the answer given below.
            let _ = handle.join();
        }
        self.core.release()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Who wants to know calls `close`; every waiter has had its own answer.
        let _ = self.close();
    }
}

fn run_flusher(core: &Core) {
    let flushed = catch_unwind(AssertUnwindSafe(|| {
        while core.wait_for_work() {
            core.flush_one();
        }
    }));
    if flushed.is_err() {
        // A broken invariant, or an observer's fault: whoever waits gets an answer, and nobody gets a ticket any more.
        core.fail_all(io::Error::other("the flusher panicked"));
    }
}
