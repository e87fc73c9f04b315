//! Runs queries on threads of their own, within limits.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::sql::parser::Statement;
use futures::{FutureExt as _, StreamExt as _};
use object_store::ObjectStore;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, mpsc, oneshot};

use super::error::QueryError;
use super::guard;
use super::session::{Sessions, Source};
use super::stream::QueryStream;
use crate::cold::check::check_file;
use crate::error::AnalyticsError;
use crate::graph::GraphKeeper;
use crate::internal_events::QueryFinished;
use crate::options::AnalyticsOptions;
use crate::store::{Snapshot, Table};

/// How long a query waits for another to end before it is turned away.
const BUSY_WAIT_MAX: Duration = Duration::from_millis(250);
/// Batches made ahead of the reader.
const BATCHES_AHEAD_MAX: usize = 2;
/// How long a damaged file is looked for, once a query has failed for want of one.
const SEARCH_MAX: Duration = Duration::from_secs(3);
/// Stack of a query thread: plans are walked by recursion.
const STACK_BYTES: usize = 8 << 20;

/// What runs queries. They have threads of their own, so that a long one does not hold up the doors.
#[derive(Debug)]
pub(crate) struct Queries {
    /// `None` where nothing is asked.
    sessions: Option<Arc<Sessions>>,
    files: Option<Arc<dyn ObjectStore>>,
    /// There with the sessions, until dropped.
    runtime: Option<Runtime>,
    free: Arc<Semaphore>,
    under_way_max: usize,
    time_max: Duration,
    rows_max: Option<usize>,
    graph: Arc<GraphKeeper>,
}

impl Queries {
    /// Queries read stored files by `files`, and are planned by our settings save for `settings`.
    pub(crate) fn new(
        options: &AnalyticsOptions,
        files: Option<Arc<dyn ObjectStore>>,
        settings: &[(String, String)],
    ) -> Result<Self, AnalyticsError> {
        let threads = options.query_threads.max(1);
        let runtime = Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("ludograph-query")
            .thread_stack_size(STACK_BYTES)
            .enable_time()
            .build()
            .map_err(AnalyticsError::Threads)?;
        let graph = Arc::new(GraphKeeper::new(options.graph_bytes_max));
        let kept = Arc::clone(&graph);
        let sessions = Sessions::new(threads, options.query_memory_bytes_max, files.clone(), settings, kept)
            .map_err(|error| AnalyticsError::Bug(error.strip_backtrace()))?;
        Ok(Self {
            sessions: Some(Arc::new(sessions)),
            files,
            runtime: Some(runtime),
            free: Arc::new(Semaphore::new(options.queries_max.max(1))),
            under_way_max: options.queries_max.max(1),
            time_max: options.query_time_max,
            rows_max: options.rows_max,
            graph,
        })
    }

    /// The graph as far as queries have asked for it.
    pub(crate) fn graph(&self) -> &GraphKeeper {
        &self.graph
    }

    /// Takes no queries.
    pub(crate) fn none() -> Self {
        Self {
            sessions: None,
            files: None,
            runtime: None,
            free: Arc::new(Semaphore::new(0)),
            under_way_max: 0,
            time_max: Duration::ZERO,
            rows_max: None,
            graph: Arc::new(GraphKeeper::new(0)),
        }
    }

    /// Plans a query over its source and starts it.
    pub(crate) async fn run(&self, source: Source, sql: &str) -> Result<QueryStream, QueryError> {
        let began = Instant::now();
        let outcome = self.start(source, sql, began).await;
        if let Err(error) = &outcome {
            QueryFinished { outcome: error.kind(), took: began.elapsed() }.emit();
        }
        outcome
    }

    async fn start(&self, source: Source, sql: &str, began: Instant) -> Result<QueryStream, QueryError> {
        let statement = guard::parse(sql)?;
        let busy = QueryError::Busy { queries_max: self.under_way_max };
        let permit = tokio::time::timeout(BUSY_WAIT_MAX, Arc::clone(&self.free).acquire_owned()).await;
        let (Ok(Ok(permit)), Some(runtime), Some(sessions)) = (permit, &self.runtime, &self.sessions) else {
            return Err(busy);
        };
        let (planned, plan) = oneshot::channel();
        let (rows, batches) = mpsc::channel(BATCHES_AHEAD_MAX);
        let work = Work { sessions: Arc::clone(sessions), files: self.files.clone(), rows_max: self.rows_max, rows };
        let task = runtime.spawn(async move {
            let _permit = permit;
            work.run(source, statement, planned).await;
        });
        let deadline = tokio::time::Instant::from_std(began + self.time_max);
        let abort = task.abort_handle();
        let schema = match tokio::time::timeout_at(deadline, plan).await {
            Ok(Ok(planned)) => planned?,
            Ok(Err(_)) => return Err(QueryError::Internal { message: "the query's task has ended early".to_owned() }),
            Err(_) => {
                abort.abort();
                return Err(QueryError::Timeout { time_max: self.time_max });
            }
        };
        Ok(QueryStream::new(schema, batches, abort, deadline, self.time_max, began))
    }
}

impl Drop for Queries {
    fn drop(&mut self) {
        // Waiting for the threads is not allowed where this is dropped by a task; they end with their queries.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// One query, on a query thread.
struct Work {
    sessions: Arc<Sessions>,
    files: Option<Arc<dyn ObjectStore>>,
    rows_max: Option<usize>,
    rows: mpsc::Sender<Result<RecordBatch, QueryError>>,
}

type Planned = oneshot::Sender<Result<SchemaRef, QueryError>>;

impl Work {
    /// Runs the query; a panic in it becomes an error like any other.
    async fn run(self, source: Source, statement: Statement, planned: Planned) {
        let mut planned = Some(planned);
        let files = source.snapshot();
        let outcome = AssertUnwindSafe(self.answer(source, statement, &mut planned)).catch_unwind().await;
        let error = match outcome {
            Ok(Ok(())) => return,
            Ok(Err(QueryError::Unreadable { what })) => QueryError::Unreadable { what: self.name(files, what).await },
            Ok(Err(error)) => error,
            Err(panic) => QueryError::Internal { message: panic_message(panic.as_ref()) },
        };
        // A reader that has gone away needs no error either.
        if let Some(planned) = planned.take() {
            planned.send(Err(error)).ok();
        } else {
            self.rows.send(Err(error)).await.ok();
        }
    }

    /// What cannot be read: the damaged file, where one is found, and the reader's own words where none is.
    async fn name(&self, snapshot: Option<Arc<Snapshot>>, words: String) -> String {
        let (Some(files), Some(snapshot)) = (&self.files, snapshot) else { return words };
        let search = async {
            for view in Table::ALL.iter().filter_map(|table| snapshot.cold.get(*table).as_ref()) {
                for file in view.files.iter().filter(|file| file.is_final()) {
                    if let Ok(Some(reason)) = check_file(files, view.name, file).await {
                        return Some(format!("{}/{} cannot be read: {reason}", view.name, file.name));
                    }
                }
            }
            None
        };
        tokio::time::timeout(SEARCH_MAX, search).await.ok().flatten().unwrap_or(words)
    }

    async fn answer(
        &self,
        source: Source,
        statement: Statement,
        planned: &mut Option<Planned>,
    ) -> Result<(), QueryError> {
        let mut stream = self.sessions.start(source, statement).await?;
        if let Some(planned) = planned.take()
            && planned.send(Ok(stream.schema())).is_err()
        {
            return Ok(());
        }
        let mut rows = 0;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| self.sessions.blame(&error))?;
            rows += batch.num_rows();
            if let Some(rows_max) = self.rows_max.filter(|rows_max| rows > *rows_max) {
                return Err(QueryError::Exhausted { limit: format!("{rows_max} rows of answer") });
            }
            if batch.num_rows() > 0 && self.rows.send(Ok(batch)).await.is_err() {
                return Ok(());
            }
        }
        Ok(())
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or("without a message"))
}
