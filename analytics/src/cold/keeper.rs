//! What runs in the background: flushes, compaction, retention, vacuum.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ludograph_log::Log;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::compact::compact;
use super::error::StoreError;
use super::flush::flush;
use super::retain::{Thoroughness, retain};
use super::store::Store;
use super::vacuum::vacuum;
use crate::analytics::Analytics;
use crate::internal_events::{FlushFailed, Flushed, MaintenanceFailed, Merged};
use crate::store::Table;

/// The name of the store's cursor in the log.
pub const CURSOR: &str = "store";
/// How often it is looked whether a flush is due.
const TICK: Duration = Duration::from_millis(50);
/// How long the last flush may take before it is left to the next start.
const LAST_FLUSH_MAX: Duration = Duration::from_secs(5);
/// How often files that belong to no table are looked for.
const VACUUM_EVERY: Duration = Duration::from_hours(1);
/// Threads of the store: one writes while the other merges.
const THREADS: usize = 2;
/// How far the store's threads stand back behind those that answer.
const NICENESS: i32 = 10;

/// Keeps a store up with its tables, until it is stopped.
#[derive(Debug)]
pub struct Keeper {
    stop: watch::Sender<bool>,
    state: KeeperState,
    flushing: JoinHandle<()>,
    maintaining: Option<JoinHandle<()>>,
}

/// How the store is doing; clones show the same.
#[derive(Debug, Clone, Default)]
pub struct KeeperState(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    position: u64,
    delayed: Option<(Instant, String)>,
}

impl KeeperState {
    /// Position up to which the store holds everything.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).position
    }

    /// Since when no flush has succeeded, and why; `None` where the last one did.
    #[must_use]
    pub fn delayed(&self) -> Option<(Duration, String)> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.delayed.as_ref().map(|(since, why)| (since.elapsed(), why.clone()))
    }

    fn set_position(&self, position: u64) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.position = position;
        state.delayed = None;
    }

    fn set_delayed(&self, why: String) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = state.delayed.as_ref().map_or_else(Instant::now, |(since, _)| *since);
        state.delayed = Some((since, why));
    }
}

/// Threads for a store. They stand back behind the threads that answer.
pub(crate) fn threads() -> Result<Runtime, StoreError> {
    Builder::new_multi_thread()
        .worker_threads(THREADS)
        .thread_name("ludograph-store")
        .enable_all()
        .on_thread_start(stand_back)
        .build()
        .map_err(StoreError::Threads)
}

fn stand_back() {
    // On Linux the niceness is the thread's own. Where it cannot be had, the store is merely less considerate.
    let _best_effort = rustix::process::setpriority_process(None, NICENESS);
}

impl Keeper {
    pub(crate) fn start(runtime: &Runtime, analytics: Analytics, store: Store, log: Option<Log>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let state = KeeperState::default();
        state.set_position(analytics.stored_position());
        let flusher = Flusher { analytics: analytics.clone(), store: store.clone(), log, state: state.clone() };
        let flushing = runtime.spawn(flusher.run(stopped.clone()));
        let maintaining =
            store.options().maintenance.map(|every| runtime.spawn(maintain(analytics, store, every, stopped)));
        Self { stop, state, flushing, maintaining }
    }

    /// How the store is doing.
    #[must_use]
    pub fn state(&self) -> KeeperState {
        self.state.clone()
    }

    /// Ends the work in the background, and flushes what is in memory where that can be done in a few seconds. What is not
    /// flushed is in the log.
    pub async fn stop(self) {
        self.stop.send_replace(true);
        if let Some(maintaining) = self.maintaining {
            maintaining.abort();
        }
        let flushing = self.flushing;
        let abort = flushing.abort_handle();
        if tokio::time::timeout(LAST_FLUSH_MAX, flushing).await.is_err() {
            abort.abort();
        }
    }
}

struct Flusher {
    analytics: Analytics,
    store: Store,
    log: Option<Log>,
    state: KeeperState,
}

impl Flusher {
    async fn run(self, mut stop: watch::Receiver<bool>) {
        loop {
            let is_last = *stop.borrow();
            if is_last || self.analytics.is_flush_due(self.store.options()) {
                match self.flush().await {
                    Ok(()) => {}
                    Err(_) if is_last => return,
                    Err(_) => self.pause(&mut stop, self.store.options().retry).await,
                }
            }
            if is_last {
                return;
            }
            self.pause(&mut stop, TICK).await;
        }
    }

    async fn pause(&self, stop: &mut watch::Receiver<bool>, pause: Duration) {
        // Either way there is something to look at.
        let _woken = tokio::time::timeout(pause, stop.wait_for(|stop| *stop)).await;
    }

    async fn flush(&self) -> Result<(), StoreError> {
        let began = Instant::now();
        let Some(frozen) = self.analytics.freeze() else { return Ok(()) };
        let flushed = self.carry(&frozen).await;
        match &flushed {
            Ok(()) => {
                self.state.set_position(frozen.position);
                Flushed { position: frozen.position, took: began.elapsed() }.emit();
            }
            Err(error) => {
                self.state.set_delayed(error.to_string());
                FlushFailed { position: frozen.position, error: &error.to_string() }.emit();
            }
        }
        flushed
    }

    async fn carry(&self, frozen: &crate::store::Frozen) -> Result<(), StoreError> {
        let views = flush(&self.store, frozen).await?;
        self.analytics.thaw(views);
        let Some(log) = self.log.clone() else { return Ok(()) };
        let position = frozen.position;
        let trimmed = tokio::task::spawn_blocking(move || {
            log.save_cursor(CURSOR, position)?;
            log.retain().map(|_| ())
        });
        trimmed.await.map_err(|error| StoreError::Bug(error.to_string()))?.map_err(StoreError::from)
    }
}

async fn maintain(analytics: Analytics, store: Store, every: Duration, mut stop: watch::Receiver<bool>) {
    let mut vacuumed = Instant::now();
    while tokio::time::timeout(every, stop.wait_for(|stop| *stop)).await.is_err() {
        let is_vacuum_due = vacuumed.elapsed() >= VACUUM_EVERY;
        if is_vacuum_due {
            vacuumed = Instant::now();
        }
        for table in Table::ALL {
            if let Err(error) = look_after(&analytics, &store, table, is_vacuum_due).await {
                MaintenanceFailed { table: table.name(), error: &error.to_string() }.emit();
            }
        }
    }
}

async fn look_after(analytics: &Analytics, store: &Store, table: Table, is_vacuum_due: bool) -> Result<(), StoreError> {
    if table.is_simulated() {
        // Games are simulated by other processes, too.
        analytics.replace_cold(table, store.reload(table).await?);
    }
    let kept = store.options().retention.iter().find(|(name, _)| name == table.name());
    if let Some((_, age)) = kept {
        let done = retain(store, table, *age, Thoroughness::WholeFiles).await?;
        if done.files_removed > 0 {
            analytics.replace_cold(table, store.view(table).await);
        }
    }
    while let Some(done) = compact(store, table, false).await? {
        analytics.replace_cold(table, store.view(table).await);
        Merged { table: table.name(), files: done.files_before, bytes: done.bytes_before }.emit();
    }
    if is_vacuum_due {
        vacuum(store, table, false).await?;
    }
    Ok(())
}
