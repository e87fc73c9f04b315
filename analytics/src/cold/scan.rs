//! Files as DataFusion reads them.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use datafusion::catalog::Session;
use datafusion::catalog::memory::DataSourceExec;
use datafusion::common::Statistics;
use datafusion::common::pruning::PrunableStatistics;
use datafusion::common::{DFSchema, DataFusionError};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_expr::LexOrdering;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;

use super::table::ColdFile;

/// Bytes read from a file's end in the hope that its footer is among them.
const FOOTER_BYTES: usize = 64 * 1024;

/// Where plans find the store's files.
pub(crate) fn store_url() -> Result<ObjectStoreUrl> {
    ObjectStoreUrl::parse("ludograph://store")
}

/// Some files of one table.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) table: &'a str,
    pub(crate) schema: SchemaRef,
    pub(crate) files: &'a [Arc<ColdFile>],
    pub(crate) projection: Option<&'a Vec<usize>>,
    pub(crate) limit: Option<usize>,
}

impl Scan<'_> {
    /// A plan that reads the files in no particular order.
    pub(crate) fn unordered(&self) -> Result<Arc<dyn ExecutionPlan>> {
        let files = self.files.iter().map(|file| self.file(file)).collect();
        self.plan(vec![FileGroup::new(files)], None)
    }

    /// A plan with one partition a file, each sorted by `ordering`.
    pub(crate) fn one_by_one(&self, ordering: &LexOrdering) -> Result<Arc<dyn ExecutionPlan>> {
        let groups = self.files.iter().map(|file| FileGroup::new(vec![self.file(file)])).collect();
        self.plan(groups, Some(ordering))
    }

    fn file(&self, file: &ColdFile) -> PartitionedFile {
        PartitionedFile::new(format!("{}/{}", self.table, file.name), file.bytes)
            .with_statistics(Arc::clone(&file.statistics))
            .with_metadata_size_hint(FOOTER_BYTES)
    }

    fn plan(&self, groups: Vec<FileGroup>, ordering: Option<&LexOrdering>) -> Result<Arc<dyn ExecutionPlan>> {
        let statistics =
            Statistics::try_merge_iter(self.files.iter().map(|file| file.statistics.as_ref()), &self.schema)?;
        // A filter is worked out while decoding: of a payload that is not wanted not even the length is read.
        let source = ParquetSource::new(Arc::clone(&self.schema)).with_pushdown_filters(true);
        let config = FileScanConfigBuilder::new(store_url()?, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_projection_indices(self.projection.cloned())?
            .with_limit(self.limit)
            .with_output_ordering(ordering.into_iter().cloned().collect())
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }
}

/// The files that may hold rows matching every filter, by their statistics.
pub(crate) fn prune(
    files: Vec<Arc<ColdFile>>,
    filters: &[Expr],
    schema: &SchemaRef,
    session: &dyn Session,
) -> Result<Vec<Arc<ColdFile>>> {
    let Some(filter) = conjunction(filters.to_vec()) else { return Ok(files) };
    let filter = session.create_physical_expr(filter, &DFSchema::try_from(Arc::clone(schema))?)?;
    let builder = PruningPredicateBuilder::new().with_file_schema(Arc::clone(schema));
    let Some(predicate) = builder.build(filter) else { return Ok(files) };
    let statistics = files.iter().map(|file| Arc::clone(&file.statistics)).collect();
    let kept = predicate.prune(&PrunableStatistics::new(statistics, Arc::clone(schema)))?;
    if kept.len() != files.len() {
        return Err(DataFusionError::Internal("one verdict a file".to_owned()));
    }
    Ok(files.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(file, _)| file).collect())
}
