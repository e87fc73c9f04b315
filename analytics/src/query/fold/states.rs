//! The states of aggregates, group by group.

use std::sync::Arc;

use arrow::array::ArrayRef;
use arrow::record_batch::RecordBatch;
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::aggregates::AggregateExec;

/// An aggregate and what it is fed with.
struct Aggregate {
    arguments: Vec<Arc<dyn PhysicalExpr>>,
    states: Box<dyn GroupsAccumulator>,
}

/// What DataFusion's own accumulators hold of some groups, which are numbered from 0.
pub(super) struct States(Vec<Aggregate>);

impl States {
    /// Those of a partial aggregation, empty.
    pub(super) fn of(partial: &AggregateExec) -> Result<Self> {
        let aggregate = |expr: &Arc<AggregateFunctionExpr>| -> Result<Aggregate> {
            Ok(Aggregate { arguments: expr.expressions(), states: expr.create_groups_accumulator()? })
        };
        partial.aggr_expr().iter().map(aggregate).collect::<Result<_>>().map(Self)
    }

    /// Takes in rows, each of the group whose number `groups` has for it; there are `count` groups.
    pub(super) fn add(&mut self, batch: &RecordBatch, groups: &[usize], count: usize) -> Result<()> {
        for aggregate in &mut self.0 {
            aggregate.states.update_batch(&evaluated(&aggregate.arguments, batch)?, groups, None, count)?;
        }
        Ok(())
    }

    /// Appends the states' columns, a row for each group, and is empty afterwards.
    pub(super) fn take(&mut self, columns: &mut Vec<ArrayRef>) -> Result<()> {
        for aggregate in &mut self.0 {
            columns.extend(aggregate.states.state(EmitTo::All)?);
        }
        Ok(())
    }
}

/// Expressions worked out for some rows.
pub(super) fn evaluated(expressions: &[Arc<dyn PhysicalExpr>], batch: &RecordBatch) -> Result<Vec<ArrayRef>> {
    expressions.iter().map(|expression| expression.evaluate(batch)?.into_array(batch.num_rows())).collect()
}
