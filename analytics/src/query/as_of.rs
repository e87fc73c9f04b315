//! Tables as they were at an earlier position: `events_as_of(position)`, and likewise for each table that follows from the
//! log. Simulated games have no position, so their tables have no such function.
//!
//! A row of `events`, `dead_letters`, `balatro_states` and `balatro_jokers` belongs to one position and never changes, so
//! the table as of a position is its rows up to there. The rows of `games`, `balatro_rounds` and `balatro_hands` follow
//! from whole games. A game whose last event is not beyond the position had the rows it has now; one that straddles it is
//! made again from its events up to there. Linear in the events of the straddling games; a condition on `game_id` leaves
//! out all others.

use std::sync::Arc;

use arrow::array::AsArray;
use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;
use async_trait::async_trait;
use datafusion::catalog::memory::{DataSourceExec, MemorySourceConfig};
use datafusion::catalog::{Session, TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::common::{ScalarValue, plan_err};
use datafusion::datasource::{ViewTable, provider_as_source};
use datafusion::error::Result;
use datafusion::execution::SessionState;
use datafusion::logical_expr::{
    Expr, LogicalPlan, LogicalPlanBuilder, TableProviderFilterPushDown, TableType, col, ident, lit,
};
use datafusion::physical_plan::union::UnionExec;
use datafusion::physical_plan::{ExecutionPlan, collect};

use super::provider::SnapshotTable;
use crate::store::{OBSERVED_COLUMNS, Refold, Snapshot, Table};

/// Ends the name of the function of a table.
pub(super) const SUFFIX: &str = "_as_of";

/// Makes the functions known to a session.
pub(super) fn register(state: &mut SessionState, snapshot: &Arc<Snapshot>) {
    for table in Table::ALL.into_iter().filter(|table| !table.is_simulated()) {
        let function = AsOf { snapshot: Arc::clone(snapshot), table };
        state.register_udtf(&format!("{}{SUFFIX}", table.name()), Arc::new(function));
    }
}

#[derive(Debug)]
struct AsOf {
    snapshot: Arc<Snapshot>,
    table: Table,
}

impl TableFunctionImpl for AsOf {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        let name = format!("{}{SUFFIX}", self.table.name());
        let position = match args.exprs() {
            [Expr::Literal(ScalarValue::Int64(Some(position)), _)] if *position >= 0 => *position,
            [Expr::Literal(ScalarValue::UInt64(Some(position)), _)] => i64::try_from(*position).unwrap_or(i64::MAX),
            [other] => return plan_err!("{name} takes a position, a whole number from 0 on; this is {other}"),
            others => return plan_err!("{name} takes one argument, a position; these are {}", others.len()),
        };
        let end = i64::try_from(self.snapshot.position).unwrap_or(i64::MAX);
        if self.table.is_derived() && position < end {
            let snapshot = Arc::clone(&self.snapshot);
            return Ok(Arc::new(DerivedAsOf { snapshot, table: self.table, position, schema: self.table.schema() }));
        }
        let scan = scan(&self.snapshot, self.table)?;
        let plan = if self.table.is_derived() { scan } else { scan.filter(col("position").lt_eq(lit(position)))? };
        Ok(Arc::new(ViewTable::new(plan.build()?, None)))
    }
}

fn scan(snapshot: &Arc<Snapshot>, table: Table) -> Result<LogicalPlanBuilder> {
    let provider = Arc::new(SnapshotTable::new(Arc::clone(snapshot), table));
    LogicalPlanBuilder::scan(table.name(), provider_as_source(provider), None)
}

/// A table that follows from whole games, as of a position before the snapshot's.
#[derive(Debug)]
struct DerivedAsOf {
    snapshot: Arc<Snapshot>,
    table: Table,
    position: i64,
    schema: SchemaRef,
}

impl DerivedAsOf {
    /// Ids of the games that straddle the position and may match the conditions on their id.
    async fn straddling(&self, session: &dyn Session, ids: &[Expr]) -> Result<Vec<String>> {
        let at = lit(self.position);
        let straddles = col("first_position").lt_eq(at.clone()).and(col("last_position").gt(at));
        let mut plan = scan(&self.snapshot, Table::Games)?.filter(straddles)?;
        for condition in ids {
            plan = plan.filter(condition.clone())?;
        }
        let batches = run(session, &plan.project(vec![col("game_id")])?.build()?).await?;
        let texts = batches.iter().flat_map(|batch| batch.column(0).as_string_view().iter().flatten());
        Ok(texts.map(str::to_owned).collect())
    }

    /// The rows of the straddling games, made again.
    async fn refolded(&self, session: &dyn Session, ids: &[String]) -> Result<Vec<RecordBatch>> {
        let wanted = col("game_id").in_list(ids.iter().map(|id| lit(id.as_str())).collect(), false);
        let plan = scan(&self.snapshot, Table::Events)?
            .filter(wanted.and(col("position").lt_eq(lit(self.position))))?
            .project(OBSERVED_COLUMNS.map(ident))?
            .sort([col("position").sort(true, true)])?
            .build()?;
        let mut refold = Refold::default();
        for batch in run(session, &plan).await? {
            refold.add(&batch);
        }
        Ok(refold.rows(self.table)?)
    }

    /// The rows of the games whose last event is not beyond the position.
    fn settled(&self, straddling: &[String], ids: &[Expr]) -> Result<LogicalPlan> {
        let at = lit(self.position);
        let is_past = match self.table {
            Table::Hands => col("position").lt_eq(at),
            _ => col("last_position").lt_eq(at),
        };
        let mut plan = scan(&self.snapshot, self.table)?.filter(is_past)?;
        if !straddling.is_empty() {
            let others = col("game_id").in_list(straddling.iter().map(|id| lit(id.as_str())).collect(), true);
            plan = plan.filter(others)?;
        }
        for condition in ids {
            plan = plan.filter(condition.clone())?;
        }
        plan.build()
    }
}

async fn run(session: &dyn Session, plan: &LogicalPlan) -> Result<Vec<RecordBatch>> {
    let plan = session.create_physical_plan(plan).await?;
    collect(plan, session.task_ctx()).await
}

/// The conditions that ask about the game's id and nothing else.
fn on_game_id(filters: &[Expr]) -> Vec<Expr> {
    let only_id = |filter: &&Expr| {
        let columns = filter.column_refs();
        !columns.is_empty() && columns.iter().all(|column| column.name == "game_id")
    };
    let unqualified = |filter: &Expr| {
        use datafusion::common::tree_node::{Transformed, TreeNode as _};
        let bare = filter.clone().transform(|part| match part {
            Expr::Column(column) => Ok(Transformed::yes(ident(column.name))),
            other => Ok(Transformed::no(other)),
        });
        bare.map(|bare| bare.data).ok()
    };
    filters.iter().filter(only_id).filter_map(unqualified).collect()
}

#[async_trait]
impl TableProvider for DerivedAsOf {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::View
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        session: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        _limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let ids = on_game_id(filters);
        let straddling = self.straddling(session, &ids).await?;
        let mut settled = LogicalPlanBuilder::from(self.settled(&straddling, &ids)?);
        if let Some(projection) = projection {
            let names = projection.iter().map(|index| ident(self.schema.field(*index).name().as_str()));
            settled = settled.project(names)?;
        }
        let settled = session.create_physical_plan(&settled.build()?).await?;
        if straddling.is_empty() {
            return Ok(settled);
        }
        let rows = self.refolded(session, &straddling).await?;
        let source = MemorySourceConfig::try_new(&[rows], Arc::clone(&self.schema), projection.cloned())?;
        UnionExec::try_new(vec![settled, DataSourceExec::from_data_source(source)])
    }
}
