//! Batches in memory that also tell the least and the greatest values they hold, so that a question for a minimum over
//! files and memory together need read neither.

use std::fmt;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::memory::MemorySourceConfig;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::common::{ScalarValue, Statistics};
use datafusion::datasource::source::DataSource;
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::projection::ProjectionExprs;
use datafusion::physical_expr::{EquivalenceProperties, LexOrdering, PhysicalExpr};
use datafusion::physical_plan::{DisplayFormatType, Partitioning};

use super::prune::ChunkStats;
use crate::bounds::{Bounds, wider};
use crate::store::Chunk;

/// Bounds and counts of NULLs of the columns of a plan, as far as they are kept.
#[derive(Debug, Clone)]
pub(super) struct HotBounds {
    columns: Vec<Option<Bounds>>,
    nulls: Vec<usize>,
}

impl HotBounds {
    pub(super) fn of(chunks: &[Arc<Chunk>], schema: &SchemaRef, projection: Option<&Vec<usize>>) -> Self {
        let all: Vec<usize> = (0..schema.fields().len()).collect();
        let indices = projection.unwrap_or(&all);
        let nulls = |index: &usize| chunks.iter().map(|chunk| chunk.batch.column(*index).null_count()).sum();
        Self {
            columns: indices.iter().map(|index| column_bounds(chunks, *index)).collect(),
            nulls: indices.iter().map(nulls).collect(),
        }
    }
}

fn column_bounds(chunks: &[Arc<Chunk>], index: usize) -> Option<Bounds> {
    let mut whole: Option<Bounds> = None;
    for chunk in chunks {
        let stats = chunk.stats.get_or_init(|| ChunkStats::of(&chunk.batch));
        let (least, greatest) = stats.get(index)?;
        // A batch that holds only NULLs bounds nothing.
        if !least.is_null() {
            whole = Some(wider(whole.take(), (least.clone(), greatest.clone())));
        }
    }
    whole
}

/// Batches in memory with bounds.
#[derive(Debug, Clone)]
pub(super) struct HotSource {
    inner: MemorySourceConfig,
    bounds: HotBounds,
}

impl HotSource {
    pub(super) fn new(inner: MemorySourceConfig, bounds: HotBounds) -> Self {
        Self { inner, bounds }
    }
}

impl DataSource for HotSource {
    fn open(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        self.inner.open(partition, context)
    }

    fn fmt_as(&self, kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt_as(kind, f)
    }

    fn repartitioned(
        &self,
        partitions: usize,
        file_bytes_min: usize,
        ordering: Option<LexOrdering>,
    ) -> Result<Option<Arc<dyn DataSource>>> {
        self.inner.repartitioned(partitions, file_bytes_min, ordering)
    }

    fn output_partitioning(&self) -> Partitioning {
        self.inner.output_partitioning()
    }

    fn eq_properties(&self) -> EquivalenceProperties {
        self.inner.eq_properties()
    }

    fn partition_statistics(&self, partition: Option<usize>) -> Result<Arc<Statistics>> {
        let counted = self.inner.partition_statistics(partition)?;
        if partition.is_some() {
            return Ok(counted);
        }
        let mut statistics = Statistics::clone(&counted);
        for ((column, bounds), nulls) in
            statistics.column_statistics.iter_mut().zip(&self.bounds.columns).zip(&self.bounds.nulls)
        {
            column.null_count = Precision::Exact(*nulls);
            if let Some((least, greatest)) = bounds {
                column.min_value = Precision::<ScalarValue>::Exact(least.clone());
                column.max_value = Precision::Exact(greatest.clone());
            }
        }
        Ok(Arc::new(statistics))
    }

    fn with_fetch(&self, limit: Option<usize>) -> Option<Arc<dyn DataSource>> {
        self.inner.with_fetch(limit)
    }

    fn fetch(&self) -> Option<usize> {
        self.inner.fetch()
    }

    fn try_swapping_with_projection(&self, projection: &ProjectionExprs) -> Result<Option<Arc<dyn DataSource>>> {
        self.inner.try_swapping_with_projection(projection)
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        self.inner.apply_expressions(f)
    }
}
