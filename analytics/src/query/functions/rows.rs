//! A table whose rows are made when they are asked for, never before: planning and `EXPLAIN` play nothing.

use std::fmt;
use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::datatypes::{Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::error::Result;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use futures::Stream;
use futures::stream::BoxStream;

/// Begins to make the rows.
type Open = dyn Fn() -> BoxStream<'static, Result<RecordBatch>> + Send + Sync;

/// The rows of one call.
#[derive(Debug)]
pub(super) struct FunctionTable(Arc<Rows>);

struct Rows {
    function: &'static str,
    schema: SchemaRef,
    open: Box<Open>,
}

impl FunctionTable {
    /// A table whose rows come piece by piece; `open` begins anew for every reader.
    pub(super) fn streamed<S, F>(function: &'static str, schema: SchemaRef, open: F) -> Arc<dyn TableProvider>
    where
        S: Stream<Item = Result<RecordBatch>> + Send + 'static,
        F: Fn() -> S + Send + Sync + 'static,
    {
        let open = move || -> BoxStream<'static, Result<RecordBatch>> { Box::pin(open()) };
        Arc::new(Self(Arc::new(Rows { function, schema, open: Box::new(open) })))
    }

    /// A table whose rows come at once.
    pub(super) fn at_once<F>(function: &'static str, fields: Vec<Field>, make: F) -> Arc<dyn TableProvider>
    where
        F: Fn() -> Result<Vec<ArrayRef>> + Send + Sync + 'static,
    {
        let schema = Arc::new(Schema::new(fields));
        let (make, made) = (Arc::new(make), Arc::clone(&schema));
        Self::streamed(function, schema, move || {
            let (make, schema) = (Arc::clone(&make), Arc::clone(&made));
            futures::stream::once(async move { Ok(RecordBatch::try_new(schema, make()?)?) })
        })
    }
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("function", &self.function).finish_non_exhaustive()
    }
}

impl PartitionStream for Rows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), (self.open)()))
    }
}

#[async_trait]
impl TableProvider for FunctionTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.0.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        _session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let rows: Arc<dyn PartitionStream> = Arc::clone(&self.0) as Arc<dyn PartitionStream>;
        let schema = Arc::clone(&self.0.schema);
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![rows], projection, None, false, limit)?))
    }
}
