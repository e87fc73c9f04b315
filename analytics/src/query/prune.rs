//! Leaves out batches that cannot hold a row that matches.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, UInt64Array};
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use datafusion::catalog::Session;
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::error::Result;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;

use crate::bounds::bounds;
use crate::store::Chunk;

/// The columns whose least and greatest values are kept: positions and times rise from batch to batch, and so do the
/// games' ids, since they begin with the time of the game's first event.
const PRUNING_COLUMNS: [&str; 8] =
    ["position", "first_position", "last_position", "game_id", "event_time", "received_at", "started_at", "played_at"];

/// Least and greatest values of a batch's pruning columns, by column index.
#[derive(Debug)]
pub(crate) struct ChunkStats {
    columns: Vec<(usize, ScalarValue, ScalarValue)>,
}

impl ChunkStats {
    /// Bounds of a column by its index, where they are kept.
    pub(super) fn get(&self, index: usize) -> Option<(&ScalarValue, &ScalarValue)> {
        self.columns.iter().find(|(kept, ..)| *kept == index).map(|(_, least, greatest)| (least, greatest))
    }

    pub(super) fn of(batch: &RecordBatch) -> Self {
        let schema = batch.schema();
        let is_kept = |name: &str| PRUNING_COLUMNS.contains(&name);
        let kept = schema.fields().iter().enumerate().filter(|(_, field)| is_kept(field.name()));
        let columns = kept.filter_map(|(index, _)| {
            let (least, greatest) = bounds(batch.column(index))?;
            Some((index, least, greatest))
        });
        Self { columns: columns.collect() }
    }
}

/// Whether a filter asks about a column whose bounds are kept.
fn can_prune(filter: &Expr) -> bool {
    filter.column_refs().iter().any(|column| PRUNING_COLUMNS.contains(&column.name.as_str()))
}

/// The batches that may hold rows matching every filter.
pub(super) fn prune(
    chunks: Vec<Arc<Chunk>>,
    filters: &[Expr],
    schema: &SchemaRef,
    session: &dyn Session,
) -> Result<Vec<Arc<Chunk>>> {
    let useful = filters.iter().filter(|filter| can_prune(filter)).cloned();
    let Some(filter) = conjunction(useful) else { return Ok(chunks) };
    let filter = session.create_physical_expr(filter, &DFSchema::try_from(Arc::clone(schema))?)?;
    let builder = PruningPredicateBuilder::new().with_file_schema(Arc::clone(schema));
    let Some(predicate) = builder.build(filter) else { return Ok(chunks) };
    let kept = predicate.prune(&Containers { chunks: &chunks, schema })?;
    Ok(chunks.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(chunk, _)| chunk).collect())
}

/// The batches as containers with bounds.
struct Containers<'a> {
    chunks: &'a [Arc<Chunk>],
    schema: &'a SchemaRef,
}

impl Containers<'_> {
    fn bound(
        &self,
        column: &Column,
        pick: impl Fn(&(usize, ScalarValue, ScalarValue)) -> &ScalarValue,
    ) -> Option<ArrayRef> {
        let index = self.schema.index_of(&column.name).ok()?;
        let values: Option<Vec<ScalarValue>> = self
            .chunks
            .iter()
            .map(|chunk| {
                let stats = chunk.stats.get_or_init(|| ChunkStats::of(&chunk.batch));
                stats.columns.iter().find(|(kept, ..)| *kept == index).map(|kept| pick(kept).clone())
            })
            .collect();
        ScalarValue::iter_to_array(values?).ok()
    }
}

impl PruningStatistics for Containers<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |(_, least, _)| least)
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.bound(column, |(_, _, greatest)| greatest)
    }

    fn num_containers(&self) -> usize {
        self.chunks.len()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        let index = self.schema.index_of(&column.name).ok()?;
        let counts = self.chunks.iter().map(|chunk| chunk.batch.column(index).null_count() as u64);
        Some(Arc::new(UInt64Array::from_iter_values(counts)))
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        let counts = self.chunks.iter().map(|chunk| chunk.batch.num_rows() as u64);
        Some(Arc::new(UInt64Array::from_iter_values(counts)))
    }

    #[allow(clippy::mutable_key_type, reason = "the trait's own signature")]
    fn contained(&self, _column: &Column, _values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        None
    }
}
