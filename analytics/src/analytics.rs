//! The tables and their one writer.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use tokio::sync::watch;

use crate::error::AnalyticsError;
use crate::internal_events::{BatchApplied, SealedGameTouched};
use crate::options::AnalyticsOptions;
use crate::query::{Queries, QueryError, QueryStream};
use crate::store::{Snapshot, Table, Writer};

/// The hot tables, and SQL over them. Clones share the tables.
#[derive(Debug, Clone)]
pub struct Analytics {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    options: AnalyticsOptions,
    writer: Mutex<Writer>,
    snapshot: RwLock<Arc<Snapshot>>,
    position: AtomicU64,
    moved: watch::Sender<u64>,
    queries: Queries,
}

/// What a call of [`Analytics::apply`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Applied {
    /// Events that became rows.
    pub events: u64,
    /// Events that were in the tables before.
    pub skipped: u64,
    /// Every event up to here is visible.
    pub position: u64,
}

/// The hot tables have reached their limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HotFull {
    /// Bytes they hold.
    pub bytes: u64,
    /// Bytes they may hold.
    pub bytes_max: u64,
}

impl fmt::Display for HotFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the hot tables hold {} bytes of the {} they may hold", self.bytes, self.bytes_max)
    }
}

/// One table.
#[derive(Debug, Clone)]
pub struct TableInfo {
    /// Its name in SQL.
    pub name: &'static str,
    /// Its rows.
    pub rows: u64,
    /// Bytes of its batches.
    pub bytes: u64,
    /// Its columns.
    pub schema: SchemaRef,
}

impl Analytics {
    /// Empty tables.
    ///
    /// # Errors
    /// [`AnalyticsError::Threads`] where the threads that run queries cannot be started.
    pub fn new(options: AnalyticsOptions) -> Result<Self, AnalyticsError> {
        let writer = Writer::new(options.open_games_max);
        let shared = Shared {
            snapshot: RwLock::new(writer.snapshot()),
            writer: Mutex::new(writer),
            position: AtomicU64::new(0),
            moved: watch::Sender::new(0),
            queries: Queries::new(&options)?,
            options,
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Takes in records of the log: position and encoded event, ascending. Positions up to [`Self::position`] are
    /// skipped, so a repetition changes nothing. All rows become visible together when the call returns. Linear in the
    /// records, and in the observations of the games they touch. Calls from several threads wait for each other.
    ///
    /// # Errors
    /// [`AnalyticsError::Corrupt`] where a record is no event: everything before it is visible, nothing after it is.
    pub fn apply<'a>(&self, records: impl Iterator<Item = (u64, &'a [u8])>) -> Result<Applied, AnalyticsError> {
        let began = Instant::now();
        let mut writer = self.writer();
        let (snapshot, batch, failure) = writer.apply(records)?;
        let (position, hot_bytes) = (snapshot.position, snapshot.bytes);
        *self.shared.snapshot.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
        self.shared.position.store(position, Ordering::Release);
        drop(writer);
        self.shared.moved.send_replace(position);
        BatchApplied { events: batch.events, position, hot_bytes, open_games: batch.open_games, took: began.elapsed() }
            .emit();
        SealedGameTouched { events: batch.sealed_touched }.emit();
        match failure {
            Some(failure) => Err(failure),
            None => Ok(Applied { events: batch.events, skipped: batch.skipped, position }),
        }
    }

    /// Every event up to here is visible.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.shared.position.load(Ordering::Acquire)
    }

    /// Waits until everything up to a position is visible; false where the time is up before.
    pub async fn visible(&self, position: u64, timeout: Duration) -> bool {
        let mut moved = self.shared.moved.subscribe();
        let reached = moved.wait_for(|reached| *reached >= position);
        matches!(tokio::time::timeout(timeout, reached).await, Ok(Ok(_)))
    }

    /// Bytes the tables hold, with what is known of open games.
    #[must_use]
    pub fn hot_bytes(&self) -> u64 {
        self.snapshot().bytes
    }

    /// Whether the tables have reached their limit. They drop nothing; the doors refuse new events.
    #[must_use]
    pub fn full(&self) -> Option<HotFull> {
        let (bytes, bytes_max) = (self.hot_bytes(), self.shared.options.hot_bytes_max);
        (bytes >= bytes_max).then_some(HotFull { bytes, bytes_max })
    }

    /// Plans a query and starts it. The rows come as of the moment of the call, within the limits of
    /// [`AnalyticsOptions`]. To be called within a tokio runtime.
    ///
    /// # Errors
    /// [`QueryError`] by whose fault it is; later errors come in the stream.
    pub async fn query(&self, sql: &str) -> Result<QueryStream, QueryError> {
        self.shared.queries.run(self.snapshot(), sql).await
    }

    /// The tables, by name.
    #[must_use]
    pub fn tables(&self) -> Vec<TableInfo> {
        let snapshot = self.snapshot();
        let info = |table: Table| TableInfo {
            name: table.name(),
            rows: snapshot.rows(table) as u64,
            bytes: snapshot.view(table).bytes as u64,
            schema: table.schema(),
        };
        Table::ALL.map(info).into()
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.shared.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
