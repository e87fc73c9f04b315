//! Files as DataFusion reads them.

use std::collections::HashSet;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, SchemaRef};
use datafusion::catalog::Session;
use datafusion::catalog::memory::DataSourceExec;
use datafusion::common::Statistics;
use datafusion::common::{DFSchema, DataFusionError};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{
    FileGroup, FileScanConfigBuilder, ParquetFileReaderFactory, ParquetSource,
};
use datafusion::error::Result;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_expr::LexOrdering;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;

use super::file_bounds::FileBounds;
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
    /// What is asked of rows; whoever asks leaves out the others once more.
    pub(crate) filters: &'a [Expr],
    pub(crate) limit: Option<usize>,
    /// What opens files; `None` for what is read once.
    pub(crate) readers: Option<Arc<dyn ParquetFileReaderFactory>>,
}

/// Opens files for queries, and keeps their footers for the next query: a file never changes, and a question about the
/// last few events would otherwise spend most of its time on the footers of small files. Bounded by the session's cache.
pub(crate) fn readers(session: &dyn Session) -> Result<Option<Arc<dyn ParquetFileReaderFactory>>> {
    let runtime = session.runtime_env();
    let footers = runtime.cache_manager.get_file_metadata_cache();
    let store = runtime.object_store(store_url()?)?;
    Ok(Some(Arc::new(CachedParquetFileReaderFactory::new(store, footers))))
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

    /// Whether a filter should be worked out while decoding: of a text that is not wanted not even the length is read then.
    /// Numbers are decoded faster than they are picked out.
    fn is_filtered_early(&self) -> bool {
        let asked: HashSet<&str> =
            self.filters.iter().flat_map(Expr::column_refs).map(|column| column.name.as_str()).collect();
        let spares = |field: &Field| {
            matches!(field.data_type(), DataType::Utf8View | DataType::Binary) && !asked.contains(field.name().as_str())
        };
        match self.projection {
            Some(projection) => projection.iter().any(|index| spares(self.schema.field(*index))),
            None => self.schema.fields().iter().any(|field| spares(field)),
        }
    }

    fn file(&self, file: &ColdFile) -> PartitionedFile {
        PartitionedFile::new(format!("{}/{}", self.table, file.name), file.bytes)
            .with_statistics(Arc::clone(&file.statistics))
            .with_metadata_size_hint(FOOTER_BYTES)
    }

    fn plan(&self, groups: Vec<FileGroup>, ordering: Option<&LexOrdering>) -> Result<Arc<dyn ExecutionPlan>> {
        let statistics =
            Statistics::try_merge_iter(self.files.iter().map(|file| file.statistics.as_ref()), &self.schema)?;
        let mut source = ParquetSource::new(Arc::clone(&self.schema)).with_pushdown_filters(self.is_filtered_early());
        if let Some(readers) = &self.readers {
            source = source.with_parquet_file_reader_factory(Arc::clone(readers));
        }
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
    let kept = predicate.prune(&FileBounds::of(&files, schema))?;
    if kept.len() != files.len() {
        return Err(DataFusionError::Internal("one verdict a file".to_owned()));
    }
    Ok(files.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(file, _)| file).collect())
}
