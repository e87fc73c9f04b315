//! Follows the log: rebuilds the tables from its first position, then keeps up with it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use ludograph_log::{Log, LogError, Records};
use thiserror::Error;

use crate::analytics::Analytics;
use crate::error::AnalyticsError;
use crate::internal_events::FeedFailed;

/// Bytes of the log read at a time: a few thousand small events, so that they become visible together in a few
/// milliseconds.
const READ_BYTES: usize = 1 << 20;
/// How long the feed waits for the log before it looks whether it should stop.
const WAIT_MAX: Duration = Duration::from_millis(50);
/// Pause where the log gives nothing without having waited: it is closed or has failed.
const PAUSE: Duration = Duration::from_millis(5);

/// A thread that keeps the tables up with the log.
#[derive(Debug)]
pub struct Feed {
    stop: Arc<AtomicBool>,
    error: FeedError,
    thread: Option<JoinHandle<()>>,
}

/// Why a feed has stopped, if it has; clones show the same.
#[derive(Debug, Clone, Default)]
pub struct FeedError(Arc<Mutex<Option<String>>>);

impl FeedError {
    /// Why the feed has stopped; `None` while it runs, and where it was asked to stop.
    #[must_use]
    pub fn get(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, error: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// Why the feed cannot go on.
#[derive(Debug, Error)]
enum Failure {
    #[error("the log cannot be read: {0}")]
    Log(#[from] LogError),
    #[error("the tables cannot take it in: {0}")]
    Tables(#[from] AnalyticsError),
}

impl Feed {
    /// Starts the thread. Where it cannot be started, or the log cannot be read, or a record is no event, it stops and
    /// [`Self::error`] says why; the tables then stay as they are.
    #[must_use]
    pub fn start(log: Log, analytics: Analytics) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let error = FeedError::default();
        let (asked, told) = (Arc::clone(&stop), error.clone());
        let work = move || {
            if let Err(failure) = follow(&log, &analytics, &asked) {
                let text = failure.to_string();
                FeedFailed { position: analytics.position(), error: &text }.emit();
                told.set(text);
            }
        };
        let thread = std::thread::Builder::new().name("ludograph-feed".to_owned()).spawn(work);
        if let Err(failure) = &thread {
            error.set(format!("the feed's thread cannot be started: {failure}"));
        }
        Self { stop, error, thread: thread.ok() }
    }

    /// Why the feed has stopped by itself; `None` while it runs.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        self.error.get()
    }

    /// Tells of the feed's state where the feed itself is not at hand.
    #[must_use]
    pub fn error_handle(&self) -> FeedError {
        self.error.clone()
    }

    /// Stops the thread after the batch at hand, and waits for it.
    pub fn stop(mut self) {
        self.join();
    }

    fn join(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            self.error.set("the feed's thread has panicked".to_owned());
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.join();
    }
}

fn follow(log: &Log, analytics: &Analytics, stop: &AtomicBool) -> Result<(), Failure> {
    let mut reader = log.reader((analytics.position() + 1).max(log.first_position()))?;
    let mut records = Records::default();
    while !stop.load(Ordering::Relaxed) {
        if reader.next_batch(READ_BYTES, &mut records)? {
            analytics.apply(records.iter())?;
            continue;
        }
        let read_up_to = reader.position() - 1;
        let began = std::time::Instant::now();
        let durable = log.wait_beyond(read_up_to, WAIT_MAX);
        if durable <= read_up_to && began.elapsed() < PAUSE {
            std::thread::sleep(PAUSE);
        }
    }
    Ok(())
}
