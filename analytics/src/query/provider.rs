//! A table of a snapshot, as DataFusion reads it.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::union::UnionExec;

use super::hot_source::{HotBounds, HotSource};
use super::prune::prune;
use crate::cold::{ColdFile, Scan, scan};
use crate::store::{Chunk, Snapshot, Table};

/// Rows from which on a table is read by several threads.
const PARTITION_ROWS_MIN: usize = 4 * 8192;

/// One table as of its snapshot: the stored files and what is in memory, as one. It has no way to write.
#[derive(Debug)]
pub(super) struct SnapshotTable {
    snapshot: Arc<Snapshot>,
    table: Table,
    schema: SchemaRef,
}

impl SnapshotTable {
    pub(super) fn new(snapshot: Arc<Snapshot>, table: Table) -> Self {
        Self { snapshot, table, schema: table.schema() }
    }

    /// The files whose rows are final. Rows of open games are in memory, as of the snapshot's position.
    fn files(&self) -> Vec<Arc<ColdFile>> {
        let cold = self.snapshot.cold.get(self.table).iter();
        cold.flat_map(|view| &view.files).filter(|file| file.is_final()).cloned().collect()
    }

    fn hot(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Option<Arc<dyn ExecutionPlan>>> {
        let chunks = prune(self.snapshot.chunks(self.table)?, filters, &self.schema, session)?;
        if chunks.is_empty() {
            return Ok(None);
        }
        let partitions = partitions(&chunks, limit, session.config().target_partitions());
        let source = MemorySourceConfig::try_new(&partitions, Arc::clone(&self.schema), projection.cloned())?;
        let bounds = HotBounds::of(&chunks, &self.schema, projection);
        Ok(Some(DataSourceExec::from_data_source(HotSource::new(source.with_limit(limit), bounds))))
    }
}

#[async_trait]
impl TableProvider for SnapshotTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let files = scan::prune(self.files(), filters, &self.schema, session)?;
        let hot = self.hot(session, projection, filters, limit)?;
        let schema = Arc::clone(&self.schema);
        let readers = if files.is_empty() { None } else { scan::readers(session)? };
        let cold = Scan { table: self.table.name(), schema, files: &files, projection, filters, limit, readers };
        match (files.is_empty(), hot) {
            (true, Some(hot)) => Ok(hot),
            (false, None) => cold.unordered(),
            (false, Some(hot)) => UnionExec::try_new(vec![cold.unordered()?, hot]),
            (true, None) => {
                let source = MemorySourceConfig::try_new(&[vec![]], Arc::clone(&self.schema), projection.cloned())?;
                Ok(DataSourceExec::from_data_source(source))
            }
        }
    }
}

/// The batches in as many parts as are worth it, each with about as many rows, in the order of the rows. With a limit,
/// no more batches than hold so many rows.
fn partitions(chunks: &[Arc<Chunk>], limit: Option<usize>, parts_max: usize) -> Vec<Vec<RecordBatch>> {
    let mut rows = 0;
    let mut batches: Vec<RecordBatch> = Vec::with_capacity(chunks.len());
    for chunk in chunks {
        if limit.is_some_and(|limit| rows >= limit) {
            break;
        }
        rows += chunk.batch.num_rows();
        batches.push(chunk.batch.clone());
    }
    if limit.is_some() || rows < PARTITION_ROWS_MIN || parts_max < 2 {
        return vec![batches];
    }
    let share = rows.div_ceil(parts_max);
    let mut parts = vec![Vec::new()];
    let mut held = 0;
    for batch in batches {
        if held >= share && parts.len() < parts_max {
            parts.push(Vec::new());
            held = 0;
        }
        held += batch.num_rows();
        if let Some(part) = parts.last_mut() {
            part.push(batch);
        }
    }
    parts
}
