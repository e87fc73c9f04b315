//! The tables and their one writer.
//!
//! What the store's files need beyond queries stands in `maintenance`.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use futures::StreamExt as _;
use ludograph_log::{Log, Records};
use object_store::ObjectStore;
use tokio::runtime::Runtime;
use tokio::sync::watch;

use crate::cold::{ColdView, Keeper, Missing, Store, StoreError, StoreOptions, StorePlace, threads};
use crate::error::AnalyticsError;
use crate::graph::GraphView;
use crate::internal_events::{BatchApplied, SealedGameTouched};
use crate::maintenance::no_table;
use crate::options::AnalyticsOptions;
use crate::query::{Queries, QueryError, QueryStream, Source};
use crate::store::{ColdViews, Frozen, Snapshot, Table, Writer};

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
    store: Option<Store>,
    /// Threads for the store's work, where a keeper may do it; there until dropped.
    store_threads: Option<Runtime>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Waiting for the threads is not allowed where this is dropped by a task.
        if let Some(threads) = self.store_threads.take() {
            threads.shutdown_background();
        }
    }
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
    /// Bytes of its batches in memory.
    pub bytes: u64,
    /// Whether its rows are simulated games, which come by bulk writes; those of all others follow from the log.
    pub is_simulated: bool,
    /// Its columns.
    pub schema: SchemaRef,
    /// Its files, where it has a store.
    pub stored: Option<StoredInfo>,
}

/// The stored part of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredInfo {
    /// Version of its transaction log.
    pub version: u64,
    /// Position of the log up to which it holds every row.
    pub position: u64,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Rows in them that are final.
    pub rows: u64,
    /// When the youngest of them was written, milliseconds since the epoch.
    pub written_ms: Option<i64>,
}

impl StoredInfo {
    fn of(view: &ColdView, position: u64) -> Self {
        let files = &view.files;
        Self {
            version: view.version,
            position: view.position.max(position),
            files: files.len() as u64,
            bytes: files.iter().map(|file| file.bytes).sum(),
            rows: files.iter().filter(|file| file.is_final()).map(|file| file.rows()).sum(),
            written_ms: files.iter().map(|file| file.modified_ms).max(),
        }
    }
}

impl Analytics {
    /// Empty tables, in memory only.
    ///
    /// # Errors
    /// [`AnalyticsError::Threads`] where the threads that run queries cannot be started.
    pub fn new(options: AnalyticsOptions) -> Result<Self, AnalyticsError> {
        let writer = Writer::new(options.open_games_max);
        Self::with(options, writer, None, None)
    }

    /// The tables of a store, and what comes after them in memory. To be called within a tokio runtime.
    ///
    /// # Errors
    /// [`AnalyticsError::Store`] where the store cannot be opened; [`AnalyticsError::Threads`] as for [`Self::new`].
    pub async fn open(
        options: AnalyticsOptions,
        place: StorePlace,
        store_options: StoreOptions,
    ) -> Result<Self, AnalyticsError> {
        let files = Arc::clone(place.reads());
        let (store, found) = Store::open(place, store_options).await?;
        let mut writer = Writer::new(options.open_games_max);
        writer.resume(found);
        Self::with(options, writer, Some(files), Some(store))
    }

    /// The tables of a store as they are, to be read and never changed. To be called within a tokio runtime.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub async fn look(options: AnalyticsOptions, place: StorePlace) -> Result<Self, AnalyticsError> {
        let mut writer = Writer::new(options.open_games_max);
        writer.resume(Store::look(&place).await?);
        Self::with(options, writer, Some(Arc::clone(place.reads())), None)
    }

    fn with(
        options: AnalyticsOptions,
        writer: Writer,
        files: Option<Arc<dyn ObjectStore>>,
        store: Option<Store>,
    ) -> Result<Self, AnalyticsError> {
        let store_threads = store.as_ref().map(|_| threads()).transpose()?;
        let queries = Queries::new(&options, files, &[])?;
        Ok(Self::of(options, writer, queries, store, store_threads))
    }

    /// The tables of a store, or empty ones, without the threads of queries and of a keeper: for a simulation, which takes
    /// in, flushes and looks by itself, and opens tables by the ten thousand.
    pub(crate) async fn bare(
        options: AnalyticsOptions,
        store: Option<(StorePlace, StoreOptions)>,
    ) -> Result<Self, StoreError> {
        let mut writer = Writer::new(options.open_games_max);
        let store = match store {
            None => None,
            Some((place, store_options)) => {
                let (store, found) = Store::open(place, store_options).await?;
                writer.resume(found);
                Some(store)
            }
        };
        Ok(Self::of(options, writer, Queries::none(), store, None))
    }

    fn of(
        options: AnalyticsOptions,
        writer: Writer,
        queries: Queries,
        store: Option<Store>,
        store_threads: Option<Runtime>,
    ) -> Self {
        let snapshot = writer.snapshot();
        let position = snapshot.position;
        let shared = Shared {
            snapshot: RwLock::new(snapshot),
            writer: Mutex::new(writer),
            position: AtomicU64::new(position),
            moved: watch::Sender::new(position),
            queries,
            options,
            store,
            store_threads,
        };
        Self { shared: Arc::new(shared) }
    }

    /// Whether the store's last position and the log fit together.
    ///
    /// # Errors
    /// [`StoreError::Gap`] where events between them are in neither, [`StoreError::Ahead`] where the log is the shorter.
    pub fn check_log(&self, first: u64, end: u64) -> Result<(), StoreError> {
        let stored = self.stored_position();
        if stored > end {
            return Err(StoreError::Ahead { stored, end });
        }
        if stored + 1 < first && self.shared.store.is_some() {
            return Err(StoreError::Gap { stored, first });
        }
        Ok(())
    }

    /// Whether the log has the record up to which the store holds everything; true where the log has let go of it.
    ///
    /// # Errors
    /// [`StoreError::OtherLog`] where it has another one there; [`StoreError::Log`] where it cannot be read.
    pub fn check_record(&self, log: &Log) -> Result<(), StoreError> {
        let snapshot = self.snapshot();
        let Some(stored) = snapshot.cold.get(Table::Events) else { return Ok(()) };
        let Some(expected) = stored.record_crc else { return Ok(()) };
        let position = stored.position;
        if position < log.first_position() || position > log.durable_position() {
            return Ok(());
        }
        let mut records = Records::default();
        log.reader(position)?.next_batch(1, &mut records)?;
        let found = records.iter().find(|(at, _)| *at == position).map(|(_, record)| crc32c::crc32c(record));
        if found == Some(expected) { Ok(()) } else { Err(StoreError::OtherLog { position }) }
    }

    /// Keeps the store up with the tables until it is stopped; `None` without a store. The log's cursor `store` follows,
    /// and what lies before it the log may let go.
    #[must_use]
    pub fn keep(&self, log: Option<Log>) -> Option<Keeper> {
        let (store, threads) = (self.shared.store.clone()?, self.shared.store_threads.as_ref()?);
        Some(Keeper::start(threads, self.clone(), store, log))
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
        self.publish(snapshot);
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
        self.shared.queries.run(Source::Snapshot(self.snapshot()), sql).await
    }

    /// The same as of a snapshot taken before, so that several queries see the same.
    pub(crate) async fn query_at(&self, snapshot: Arc<Snapshot>, sql: &str) -> Result<QueryStream, QueryError> {
        self.shared.queries.run(Source::Snapshot(snapshot), sql).await
    }

    /// Bytes a graph may take.
    pub(crate) fn graph_bytes_max(&self) -> u64 {
        self.shared.options.graph_bytes_max
    }

    /// The graph as far as queries have asked for it.
    pub(crate) async fn kept_graph(&self) -> GraphView {
        self.shared.queries.graph().kept().await
    }

    /// All rows of an answer, as of a snapshot.
    pub(crate) async fn rows_at(&self, snapshot: &Arc<Snapshot>, sql: &str) -> Result<Vec<RecordBatch>, QueryError> {
        let mut stream = self.query_at(Arc::clone(snapshot), sql).await?;
        let mut batches = Vec::new();
        while let Some(batch) = stream.next().await {
            batches.push(batch?);
        }
        Ok(batches)
    }

    /// The tables, by name.
    #[must_use]
    pub fn tables(&self) -> Vec<TableInfo> {
        let (snapshot, stored) = (self.snapshot(), self.stored_position());
        let info = |table: Table| TableInfo {
            name: table.name(),
            rows: snapshot.rows(table),
            bytes: snapshot.view(table).bytes as u64,
            is_simulated: table.is_simulated(),
            schema: table.schema(),
            stored: snapshot.cold.get(table).as_ref().map(|view| StoredInfo::of(view, stored)),
        };
        Table::ALL.map(info).into()
    }

    /// One table.
    ///
    /// # Errors
    /// [`StoreError::NoTable`] where there is none of that name, with the nearest there is.
    pub fn table(&self, name: &str) -> Result<TableInfo, StoreError> {
        self.tables().into_iter().find(|table| table.name == name).ok_or_else(|| no_table(name))
    }

    /// Position up to which the store holds everything; 0 without one.
    #[must_use]
    pub fn stored_position(&self) -> u64 {
        self.snapshot().cold.get(Table::Events).as_ref().map_or(0, |view| view.position)
    }

    /// Whether rows should go to the store.
    pub(crate) fn is_flush_due(&self, options: &StoreOptions) -> bool {
        let (rows, bytes) = self.snapshot().unflushed();
        let writer = self.writer();
        writer.is_frozen()
            || rows >= options.flush_rows
            || bytes >= options.flush_bytes
            || writer.dirty_since().is_some_and(|since| since.elapsed() >= options.flush_age)
    }

    /// Sets apart what the store does not hold; `None` where it holds everything.
    pub(crate) fn freeze(&self) -> Option<Arc<Frozen>> {
        let mut writer = self.writer();
        let frozen = writer.freeze()?;
        self.publish(writer.snapshot());
        Some(frozen)
    }

    /// What was set apart is in these files.
    pub(crate) fn thaw(&self, cold: ColdViews) {
        let mut writer = self.writer();
        let snapshot = writer.thaw(cold);
        self.publish(snapshot);
    }

    /// Shows a table's other files, where that is right at the moment.
    pub(crate) fn replace_cold(&self, table: Table, view: Arc<ColdView>) {
        let mut writer = self.writer();
        if let Some(snapshot) = writer.replace_cold(table, view) {
            self.publish(snapshot);
        }
    }

    /// Takes note of rows the files lack.
    pub(crate) fn set_missing(&self, missing: Vec<Missing>) {
        let mut writer = self.writer();
        let snapshot = writer.set_missing(missing);
        self.publish(snapshot);
    }

    /// Only to be called by who holds the writer.
    fn publish(&self, snapshot: Arc<Snapshot>) {
        *self.shared.snapshot.write().unwrap_or_else(PoisonError::into_inner) = snapshot;
    }

    pub(crate) fn store(&self) -> Option<&Store> {
        self.shared.store.as_ref()
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.shared.snapshot.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn writer(&self) -> MutexGuard<'_, Writer> {
        self.shared.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
