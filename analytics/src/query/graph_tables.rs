//! `graph_nodes` and `graph_edges`: the graph of the snapshot, as two tables.

use std::fmt;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array, StringViewBuilder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::internal_err;
use datafusion::datasource::provider_as_source;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, SessionState, TaskContext};
use datafusion::logical_expr::{Expr, LogicalPlanBuilder, TableType, col, ident, lit};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::{PartitionStream, StreamingTableExec};
use datafusion::physical_plan::{ExecutionPlan, collect};
use ludograph_engine::graph::{EdgeId, NodeId, PropertyGraph, PropertyList, Value};

use super::provider::SnapshotTable;
use crate::graph::{EVENT_COLUMNS, EventsReader, GraphKeeper};
use crate::store::{Snapshot, Table};

/// Rows of one batch.
const BATCH_ROWS: u32 = 8192;

/// One of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GraphTableName {
    Nodes,
    Edges,
}

impl GraphTableName {
    pub(super) const ALL: [Self; 2] = [Self::Nodes, Self::Edges];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nodes => "graph_nodes",
            Self::Edges => "graph_edges",
        }
    }

    fn schema(self) -> SchemaRef {
        let whole = |name: &str| Field::new(name, DataType::Int64, false);
        let text = |name: &str| Field::new(name, DataType::Utf8View, false);
        let fields = match self {
            Self::Nodes => vec![whole("id"), text("label"), text("key"), text("properties")],
            Self::Edges => vec![whole("id"), whole("source"), whole("target"), text("type"), text("properties")],
        };
        Arc::new(Schema::new(fields))
    }
}

/// The graph of one snapshot, for whoever asks within a query.
#[derive(Debug, Clone)]
pub(super) struct SnapshotGraph {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) keeper: Arc<GraphKeeper>,
}

impl SnapshotGraph {
    pub(super) async fn get(&self, session: &dyn Session) -> Result<Arc<PropertyGraph>> {
        let Some(state) = session.as_any().downcast_ref::<SessionState>() else {
            return internal_err!("no session to read events in");
        };
        self.keeper.at(&self.snapshot, &Events { snapshot: Arc::clone(&self.snapshot), state }).await
    }
}

struct Events<'a> {
    snapshot: Arc<Snapshot>,
    state: &'a SessionState,
}

#[async_trait]
impl EventsReader for Events<'_> {
    async fn events(&self, after: u64, up_to: u64) -> Result<Vec<RecordBatch>> {
        let position = |position: u64| lit(i64::try_from(position).unwrap_or(i64::MAX));
        let events = Arc::new(SnapshotTable::new(Arc::clone(&self.snapshot), Table::Events));
        let within = col("position").gt(position(after)).and(col("position").lt_eq(position(up_to)));
        let plan = LogicalPlanBuilder::scan(Table::Events.name(), provider_as_source(events), None)?
            .filter(within.and(col("game_id").is_not_null()))?
            .project(EVENT_COLUMNS.map(ident))?
            .sort([col("position").sort(true, true)])?
            .build()?;
        let plan = self.state.create_physical_plan(&plan).await?;
        collect(plan, self.state.task_ctx()).await
    }
}

/// A table of the graph.
#[derive(Debug)]
pub(super) struct GraphTable {
    pub(super) graph: SnapshotGraph,
    pub(super) table: GraphTableName,
}

#[async_trait]
impl TableProvider for GraphTable {
    fn schema(&self) -> SchemaRef {
        self.table.schema()
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        _filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let graph = self.graph.get(session).await?;
        let schema = self.table.schema();
        let rows: Arc<dyn PartitionStream> = Arc::new(Rows { graph, table: self.table, schema: Arc::clone(&schema) });
        Ok(Arc::new(StreamingTableExec::try_new(schema, vec![rows], projection, None, false, limit)?))
    }
}

/// The rows, made batch by batch as they are asked for.
struct Rows {
    graph: Arc<PropertyGraph>,
    table: GraphTableName,
    schema: SchemaRef,
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("table", &self.table).finish_non_exhaustive()
    }
}

impl PartitionStream for Rows {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _context: Arc<TaskContext>) -> SendableRecordBatchStream {
        let (graph, table, schema) = (Arc::clone(&self.graph), self.table, Arc::clone(&self.schema));
        let bound = match table {
            GraphTableName::Nodes => graph.node_bound(),
            GraphTableName::Edges => graph.edge_bound(),
        };
        let batches = (0..bound).step_by(BATCH_ROWS as usize).map(move |from| {
            let numbers = from..from.saturating_add(BATCH_ROWS).min(bound);
            let columns = match table {
                GraphTableName::Nodes => node_columns(&graph, numbers)?,
                GraphTableName::Edges => edge_columns(&graph, numbers)?,
            };
            Ok(RecordBatch::try_new(Arc::clone(&schema), columns)?)
        });
        Box::pin(RecordBatchStreamAdapter::new(Arc::clone(&self.schema), futures::stream::iter(batches)))
    }
}

fn node_columns(graph: &PropertyGraph, numbers: std::ops::Range<u32>) -> Result<Vec<ArrayRef>> {
    let (mut ids, mut labels) = (Vec::new(), StringViewBuilder::new());
    let (mut keys, mut properties) = (StringViewBuilder::new(), StringViewBuilder::new());
    for node in numbers.filter_map(|number| graph.node(NodeId(number))) {
        ids.push(i64::from(node.id().0));
        labels.append_value(node.label());
        keys.append_value(value_text(node.key_value())?);
        properties.append_value(json(node.properties())?);
    }
    let ids = Int64Array::from(ids);
    Ok(vec![Arc::new(ids), Arc::new(labels.finish()), Arc::new(keys.finish()), Arc::new(properties.finish())])
}

fn edge_columns(graph: &PropertyGraph, numbers: std::ops::Range<u32>) -> Result<Vec<ArrayRef>> {
    let (mut ids, mut sources, mut targets) = (Vec::new(), Vec::new(), Vec::new());
    let (mut kinds, mut properties) = (StringViewBuilder::new(), StringViewBuilder::new());
    for edge in numbers.filter_map(|number| graph.edge(EdgeId(number))) {
        ids.push(i64::from(edge.id().0));
        sources.push(i64::from(edge.from().0));
        targets.push(i64::from(edge.to().0));
        kinds.append_value(edge.kind());
        properties.append_value(json(edge.properties())?);
    }
    Ok(vec![
        Arc::new(Int64Array::from(ids)),
        Arc::new(Int64Array::from(sources)),
        Arc::new(Int64Array::from(targets)),
        Arc::new(kinds.finish()),
        Arc::new(properties.finish()),
    ])
}

fn json(properties: &PropertyList) -> Result<String> {
    serde_json::to_string(properties).map_err(|error| DataFusionError::Internal(error.to_string()))
}

/// A key's value as text: texts as they are, anything else as JSON writes it.
pub(super) fn value_text(value: &Value) -> Result<String> {
    match value {
        Value::Text(text) => Ok(text.to_string()),
        other => serde_json::to_string(other).map_err(|error| DataFusionError::Internal(error.to_string())),
    }
}
