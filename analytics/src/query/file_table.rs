//! A table that is Parquet files and nothing else, as DataFusion reads it.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::Result;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_plan::ExecutionPlan;

use crate::cold::{ColdFile, Scan, scan};

/// Some files, read as those of a stored table are.
#[derive(Debug)]
pub(crate) struct FileTable {
    pub(crate) name: &'static str,
    pub(crate) schema: SchemaRef,
    pub(crate) files: Vec<Arc<ColdFile>>,
}

#[async_trait]
impl TableProvider for FileTable {
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
        let files = scan::prune(self.files.clone(), filters, &self.schema, session)?;
        let schema = Arc::clone(&self.schema);
        if files.is_empty() {
            return Ok(DataSourceExec::from_data_source(MemorySourceConfig::try_new(
                &[vec![]],
                schema,
                projection.cloned(),
            )?));
        }
        let readers = scan::readers(session)?;
        Scan { table: self.name, schema, files: &files, projection, filters, limit, readers }.unordered()
    }
}
