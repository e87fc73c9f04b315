//! `pagerank`, `components`, `shortest_path`, `betweenness` and `communities`: measures of the snapshot's graph.
//!
//! Each is called with the labels and relationship types it looks at, and does its work when the query around it is
//! planned, within [`TIME_MAX`]. `part` chooses the part of the graph, `columns` makes rows of what is found. What the
//! arguments and columns mean, and which formula is behind them, stands in `docs/graph.md`.

mod columns;
mod measure;
mod part;

use std::sync::Arc;
use std::time::{Duration, Instant};

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::logical_expr::{Expr, TableType};
use datafusion::physical_plan::ExecutionPlan;

use super::arguments::Arguments;
use super::signature::{GRAPH_SIGNATURES, Signature};
use crate::query::graph_tables::SnapshotGraph;
use measure::Measure;

/// Time one measure may take; the query around it has its own limit.
const TIME_MAX: Duration = Duration::from_secs(10);

/// Makes the functions known to a session.
pub(in crate::query) fn register(state: &mut SessionState, graph: &SnapshotGraph) {
    for signature in &GRAPH_SIGNATURES {
        state.register_udtf(signature.name, Arc::new(Function { signature, graph: graph.clone() }));
    }
}

#[derive(Debug)]
struct Function {
    signature: &'static Signature,
    graph: SnapshotGraph,
}

impl TableFunctionImpl for Function {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let measure = Measure::read(&Arguments::new(self.signature, args.exprs())?)?;
        Ok(Arc::new(Measured { schema: columns::schema(&measure.kind), measure, graph: self.graph.clone() }))
    }
}

/// What a measure finds, as a table.
#[derive(Debug)]
struct Measured {
    measure: Measure,
    graph: SnapshotGraph,
    schema: SchemaRef,
}

#[async_trait]
impl TableProvider for Measured {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let graph = self.graph.get(session).await?;
        let began = Instant::now();
        let columns = self.measure.columns(&graph, &|| began.elapsed() >= TIME_MAX)?;
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), columns)?;
        let source = MemorySourceConfig::try_new(&[vec![rows]], Arc::clone(&self.schema), projection.cloned())?;
        Ok(DataSourceExec::from_data_source(source))
    }
}
