//! Keeps the graph, and takes in what came since it was last asked for.

use std::sync::Arc;

use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::error::{DataFusionError, Result};
use ludograph_engine::graph::{BuilderOptions, GraphBuilder, GraphError, PropertyGraph};
use tokio::sync::Mutex;

use super::GraphView;
use super::observed::observe_rows;
use crate::store::Snapshot;

/// Positions of the first window, and the fewest and the most of one.
const WINDOW_FIRST: u64 = 1 << 12;
const WINDOW_MIN: u64 = 1 << 8;
const WINDOW_MAX: u64 = 1 << 17;
/// Bytes of a window's rows: below the one the next window is larger, beyond the other smaller.
const WINDOW_BYTES: std::ops::Range<usize> = 8 << 20..32 << 20;
/// The graph is measured again when it has grown by so many nodes and relationships.
const MEASURED_EVERY: usize = 1 << 16;

/// Reads the rows of events of the snapshot that is asked of.
#[async_trait]
pub(crate) trait EventsReader: Send + Sync {
    /// The events after one position up to another, ascending, with the columns of [`super::observed::COLUMNS`].
    async fn events(&self, after: u64, up_to: u64) -> Result<Vec<RecordBatch>>;
}

/// The graph as far as it was asked for. One question at a time takes in events; others wait for it.
#[derive(Debug)]
pub(crate) struct GraphKeeper {
    bytes_max: u64,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    graph: Arc<PropertyGraph>,
    builder: GraphBuilder,
    position: u64,
    window: u64,
    /// Nodes and relationships when the graph was last measured, and its bytes then.
    measured: usize,
    bytes: u64,
}

impl Kept {
    fn new() -> Self {
        Self {
            graph: Arc::default(),
            builder: GraphBuilder::new(BuilderOptions::default()),
            position: 0,
            window: WINDOW_FIRST,
            measured: 0,
            bytes: 0,
        }
    }

    /// Takes in events until it stands at a position. What was taken in stays where this is given up at a window's end.
    async fn follow(&mut self, position: u64, events: &dyn EventsReader, bytes_max: u64) -> Result<()> {
        self.check(bytes_max)?;
        while self.position < position {
            let up_to = position.min(self.position.saturating_add(self.window));
            let batches = match events.events(self.position, up_to).await {
                Err(error) if is_exhausted(&error) && self.window > WINDOW_MIN => {
                    self.window = (self.window / 2).max(WINDOW_MIN);
                    continue;
                }
                read => read?,
            };
            if let Err(error) = self.take(&batches) {
                // What is half taken in is no graph of any position: the next question begins anew.
                *self = Self::new();
                return Err(error);
            }
            self.position = up_to;
            let bytes: usize = batches.iter().map(RecordBatch::get_array_memory_size).sum();
            self.window = if bytes < WINDOW_BYTES.start {
                (self.window * 2).min(WINDOW_MAX)
            } else if bytes > WINDOW_BYTES.end {
                (self.window / 2).max(WINDOW_MIN)
            } else {
                self.window
            };
            self.measure();
            self.check(bytes_max)?;
        }
        Ok(())
    }

    /// Takes in rows and changes the graph; a graph that somebody still reads is copied first.
    fn take(&mut self, batches: &[RecordBatch]) -> Result<()> {
        for batch in batches {
            observe_rows(batch, &mut self.builder)?;
        }
        let changes = self.builder.drain();
        if !changes.is_empty() {
            let graph = Arc::make_mut(&mut self.graph);
            let applied = changes.iter().try_for_each(|change| graph.apply(change));
            applied.map_err(|error: GraphError| DataFusionError::Execution(error.to_string()))?;
        }
        Ok(())
    }

    fn measure(&mut self) {
        let size = self.graph.node_count() + self.graph.edge_count();
        if size >= self.measured + MEASURED_EVERY || self.bytes == 0 {
            (self.measured, self.bytes) = (size, self.graph.memory_bytes() as u64);
        }
    }

    /// Refuses to go on with a graph that is too large.
    fn check(&self, bytes_max: u64) -> Result<()> {
        if self.bytes <= bytes_max {
            return Ok(());
        }
        let (position, bytes) = (self.position, self.bytes);
        let words = format!("the graph up to position {position} takes {bytes} bytes, and may take {bytes_max}");
        Err(DataFusionError::Execution(words))
    }
}

impl GraphKeeper {
    pub(crate) fn new(bytes_max: u64) -> Self {
        Self { bytes_max, kept: Mutex::new(Kept::new()) }
    }

    /// The graph as of a snapshot: what is kept, with the events that came since. A snapshot older than what is kept gets
    /// a graph of its own, made from the first event on. Linear in the events since then, and in the graph where somebody
    /// still reads the one before.
    pub(crate) async fn at(&self, snapshot: &Snapshot, events: &dyn EventsReader) -> Result<Arc<PropertyGraph>> {
        let mut kept = self.kept.lock().await;
        if kept.position > snapshot.position {
            drop(kept);
            let mut own = Kept::new();
            own.follow(snapshot.position, events, self.bytes_max).await?;
            return Ok(own.graph);
        }
        kept.follow(snapshot.position, events, self.bytes_max).await?;
        Ok(Arc::clone(&kept.graph))
    }

    /// The graph as far as it is kept.
    pub(crate) async fn kept(&self) -> GraphView {
        let kept = self.kept.lock().await;
        GraphView { graph: Arc::clone(&kept.graph), position: kept.position }
    }
}

fn is_exhausted(error: &DataFusionError) -> bool {
    matches!(error.find_root(), DataFusionError::ResourcesExhausted(_))
}
