//! The states of aggregates, group by group.

use std::sync::Arc;

use arrow::array::{ArrayRef, UInt32Array};
use arrow::record_batch::RecordBatch;
use datafusion::error::Result;
use datafusion::logical_expr::{EmitTo, GroupsAccumulator};
use datafusion::physical_expr::aggregate::AggregateFunctionExpr;
use datafusion::physical_plan::PhysicalExpr;
use datafusion::physical_plan::aggregates::AggregateExec;

use super::plain::{Placement, Plain};

/// An aggregate and what it is fed with.
struct Aggregate {
    arguments: Vec<Arc<dyn PhysicalExpr>>,
    states: Box<dyn GroupsAccumulator>,
}

/// What is known of some groups: plain numbers as long as there are no NULLs, and what DataFusion's own accumulators hold.
pub(super) struct States {
    aggregates: Vec<Aggregate>,
    plain: Option<Plain>,
    /// Groups there may be; the accumulators must never hear of fewer than before.
    count: usize,
    /// Of which groups the accumulators hold anything; empty where of none.
    accumulated: Vec<bool>,
}

impl States {
    /// Those of a partial aggregation, empty.
    pub(super) fn of(partial: &AggregateExec) -> Result<Self> {
        let aggregate = |expr: &Arc<AggregateFunctionExpr>| -> Result<Aggregate> {
            Ok(Aggregate { arguments: expr.expressions(), states: expr.create_groups_accumulator()? })
        };
        let aggregates = partial.aggr_expr().iter().map(aggregate).collect::<Result<_>>()?;
        Ok(Self { aggregates, plain: Plain::of(partial)?, count: 0, accumulated: Vec::new() })
    }

    /// Takes in rows, whose groups' numbers are below `count`.
    pub(super) fn add(&mut self, batch: &RecordBatch, placement: Placement<'_>, count: usize) -> Result<()> {
        self.count = self.count.max(count);
        if let Some(plain) = &mut self.plain
            && plain.add(batch, placement, self.count)?
        {
            return Ok(());
        }
        let groups = placement.to_rows();
        for aggregate in &mut self.aggregates {
            aggregate.states.update_batch(&evaluated(&aggregate.arguments, batch)?, &groups, None, self.count)?;
        }
        self.accumulated.resize(self.count, false);
        groups.iter().for_each(|group| self.accumulated[*group] = true);
        Ok(())
    }

    /// The groups that have rows.
    pub(super) fn groups(&self) -> Vec<usize> {
        let counts = self.plain.as_ref().map_or(&[][..], Plain::counts);
        let has_rows = |group: &usize| {
            counts.get(*group).is_some_and(|count| *count > 0) || self.accumulated.get(*group).is_some_and(|is| *is)
        };
        (0..self.count).filter(has_rows).collect()
    }

    /// Appends the states' columns, a row for each of [`Self::groups`], and is empty afterwards.
    pub(super) fn take(&mut self, columns: &mut Vec<ArrayRef>) -> Result<()> {
        let groups = self.groups();
        let count = std::mem::take(&mut self.count);
        if self.accumulated.is_empty()
            && let Some(plain) = &mut self.plain
        {
            columns.extend(plain.take(&groups).into_iter().flatten());
            return Ok(());
        }
        self.accumulated.clear();
        if let Some(plain) = &mut self.plain {
            let counted: Vec<usize> = (0..plain.counts().len()).filter(|group| plain.counts()[*group] > 0).collect();
            for (aggregate, states) in self.aggregates.iter_mut().zip(plain.take(&counted)) {
                aggregate.states.merge_batch(&states, &counted, count)?;
            }
        }
        let places: UInt32Array = groups.iter().map(|group| u32::try_from(*group).ok()).collect();
        for aggregate in &mut self.aggregates {
            for states in aggregate.states.state(EmitTo::All)? {
                columns.push(arrow::compute::take(&states, &places, None)?);
            }
        }
        Ok(())
    }
}

/// Expressions worked out for some rows.
pub(super) fn evaluated(expressions: &[Arc<dyn PhysicalExpr>], batch: &RecordBatch) -> Result<Vec<ArrayRef>> {
    expressions.iter().map(|expression| expression.evaluate(batch)?.into_array(batch.num_rows())).collect()
}
