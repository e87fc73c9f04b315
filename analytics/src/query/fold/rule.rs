//! Where rows are aggregated by stretches of equal keys or by small numbers, instead of hashed.

use std::sync::Arc;

use datafusion::catalog::memory::DataSourceExec;
use datafusion::common::JoinType;
use datafusion::common::tree_node::{Transformed, TransformedResult as _, TreeNode as _};
use datafusion::config::ConfigOptions;
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::error::Result;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::aggregate::{AggregateExprBuilder, AggregateFunctionExpr};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::aggregates::{AggregateExec, AggregateMode, PhysicalGroupBy};
use datafusion::physical_plan::buffer::BufferExec;
use datafusion::physical_plan::coop::CooperativeExec;
use datafusion::physical_plan::filter::FilterExec;
use datafusion::physical_plan::joins::HashJoinExec;
use datafusion::physical_plan::projection::ProjectionExec;
use datafusion::physical_plan::statistics::{StatisticsArgs, StatisticsContext};
use datafusion::physical_plan::union::UnionExec;

use super::exec::{FoldExec, Way};
use super::numbers::Numbers;

/// Rows of a game stand together in every table that has this column.
const COLUMN: &str = "game_id";
/// Rows of a join's larger side for each row of the other, from which on counting before the join is worth it.
const ROWS_FOR_ONE_MIN: usize = 4;

/// Bytes of stretches counted ahead of a join.
const AHEAD_BYTES_MAX: usize = 16 << 20;

/// Puts the aggregation of stretches and of small numbers into plans.
#[derive(Debug)]
pub(in crate::query) struct FoldRows;

impl PhysicalOptimizerRule for FoldRows {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        plan.transform_up(|plan| {
            let suited = plan.downcast_ref::<AggregateExec>().filter(|partial| is_suited(partial));
            let Some(partial) = suited else { return Ok(Transformed::no(plan)) };
            if let Some(changed) = below_join(partial)? {
                return Ok(Transformed::yes(changed));
            }
            let way = if is_by_game(partial) && is_scan(partial.input()) {
                Way::Neighbours
            } else if Numbers::suit(partial)? {
                Way::Numbers
            } else {
                return Ok(Transformed::no(plan));
            };
            let fold: Arc<dyn ExecutionPlan> = Arc::new(FoldExec::new(Arc::new(partial.clone()), way, true));
            Ok(Transformed::yes(fold))
        })
        .data()
    }

    fn name(&self) -> &'static str {
        "fold_rows"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// Whether an aggregation is the first of several stages, by plain columns, of functions whose states can be merged.
fn is_suited(partial: &AggregateExec) -> bool {
    let groups = partial.group_expr();
    *partial.mode() == AggregateMode::Partial
        && groups.is_single()
        && !groups.is_true_no_grouping()
        && groups.expr().iter().all(|(expr, _)| column(expr).is_some())
        && partial.limit_options().is_none()
        && partial.filter_expr().iter().all(Option::is_none)
        && partial.aggr_expr().iter().all(is_mergeable)
}

fn is_mergeable(expr: &Arc<AggregateFunctionExpr>) -> bool {
    !expr.is_distinct() && !expr.is_reversed() && expr.order_bys().is_empty() && expr.groups_accumulator_supported()
}

fn column(expr: &Arc<dyn PhysicalExpr>) -> Option<&Column> {
    expr.downcast_ref::<Column>()
}

fn is_by_game(partial: &AggregateExec) -> bool {
    partial.group_expr().expr().iter().any(|(expr, _)| column(expr).is_some_and(|column| column.name() == COLUMN))
}

/// Whether rows come as they stand in files and in memory, some of them left out.
fn is_scan(plan: &Arc<dyn ExecutionPlan>) -> bool {
    if plan.is::<DataSourceExec>() {
        return true;
    }
    let keeps_order = plan.is::<FilterExec>()
        || plan.is::<ProjectionExec>()
        || plan.is::<CooperativeExec>()
        || plan.is::<UnionExec>();
    keeps_order && plan.children().into_iter().all(is_scan)
}

/// An aggregation over a join with games, of the larger side's columns and by the smaller side's: what is counted is
/// counted by stretch before the join, and merged after it.
fn below_join(partial: &AggregateExec) -> Result<Option<Arc<dyn ExecutionPlan>>> {
    let Some(join) = partial.input().downcast_ref::<HashJoinExec>() else { return Ok(None) };
    let is_plain = *join.join_type() == JoinType::Inner
        && join.filter().is_none()
        && !join.null_aware
        && ExecutionPlan::fetch(join).is_none();
    let [(left_key, right_key)] = join.on() else { return Ok(None) };
    let Some(key) = column(right_key).filter(|key| key.name() == COLUMN) else { return Ok(None) };
    if !is_plain || !is_scan(join.right()) || !is_worth_it(join)? {
        return Ok(None);
    }
    let sides = Sides::of(join);
    let Some(groups) = sides.left_columns(partial.group_expr()) else { return Ok(None) };
    let Some(counted) = sides.right_aggregates(partial.aggr_expr())? else { return Ok(None) };
    let right = Arc::clone(join.right());
    let stretches = Arc::new(AggregateExec::try_new(
        AggregateMode::Partial,
        PhysicalGroupBy::new_single(vec![(Arc::clone(right_key), key.name().to_owned())]),
        counted,
        vec![None; partial.aggr_expr().len()],
        Arc::clone(&right),
        right.schema(),
    )?);
    let states = stretches.schema().fields().len() - 1;
    // Of the join: the groups' columns, then the states.
    let wanted = groups.iter().copied().chain((0..states).map(|state| sides.left_width + 1 + state)).collect();
    let passes_filters = is_filtered(join.left());
    let mut counted_first: Arc<dyn ExecutionPlan> = Arc::new(FoldExec::new(stretches, Way::Neighbours, passes_filters));
    if !passes_filters {
        // One thread makes the table of the left side; the others go on meanwhile, since no filter comes of it.
        counted_first = Arc::new(BufferExec::new(counted_first, AHEAD_BYTES_MAX));
    }
    let joined = Arc::new(HashJoinExec::try_new(
        Arc::clone(join.left()),
        counted_first,
        vec![(Arc::clone(left_key), Arc::new(Column::new(key.name(), 0)))],
        None,
        &JoinType::Inner,
        Some(wanted),
        *join.partition_mode(),
        join.null_equality(),
        false,
    )?);
    let group = |(place, (expr, alias)): (usize, &(Arc<dyn PhysicalExpr>, String))| {
        let name = column(expr).map_or(alias.as_str(), Column::name);
        (Arc::new(Column::new(name, place)) as Arc<dyn PhysicalExpr>, alias.clone())
    };
    let merged = AggregateExec::try_new(
        AggregateMode::PartialReduce,
        PhysicalGroupBy::new_single(partial.group_expr().expr().iter().enumerate().map(group).collect()),
        partial.aggr_expr().to_vec(),
        vec![None; partial.aggr_expr().len()],
        joined,
        partial.input_schema(),
    )?;
    let shape = |plan: &AggregateExec| -> Vec<_> {
        plan.schema().fields().iter().map(|field| (field.name().clone(), field.data_type().clone())).collect()
    };
    Ok((shape(&merged) == shape(partial)).then(|| Arc::new(merged) as Arc<dyn ExecutionPlan>))
}

/// Which side of a join its columns are of.
struct Sides<'a> {
    join: &'a HashJoinExec,
    left_width: usize,
}

impl<'a> Sides<'a> {
    fn of(join: &'a HashJoinExec) -> Self {
        Self { join, left_width: join.left().schema().fields().len() }
    }

    /// A column of the join's output, by its place in both sides together.
    fn place(&self, output: usize) -> Option<usize> {
        match &self.join.projection {
            Some(projection) => projection.get(output).copied(),
            None => Some(output),
        }
    }

    /// Places of the groups' columns, where all are of the left side.
    fn left_columns(&self, groups: &PhysicalGroupBy) -> Option<Vec<usize>> {
        let left =
            |expr: &Arc<dyn PhysicalExpr>| self.place(column(expr)?.index()).filter(|place| *place < self.left_width);
        groups.expr().iter().map(|(expr, _)| left(expr)).collect()
    }

    /// The same aggregates over the right side alone, where they are of nothing else.
    fn right_aggregates(
        &self,
        aggregates: &[Arc<AggregateFunctionExpr>],
    ) -> Result<Option<Vec<Arc<AggregateFunctionExpr>>>> {
        let mut moved = Vec::with_capacity(aggregates.len());
        for aggregate in aggregates {
            let Some(arguments) = self.right_arguments(aggregate)? else { return Ok(None) };
            let builder = AggregateExprBuilder::new(Arc::new(aggregate.fun().clone()), arguments)
                .schema(self.join.right().schema())
                .alias(aggregate.name())
                .with_ignore_nulls(aggregate.ignore_nulls());
            moved.push(Arc::new(builder.build()?));
        }
        Ok(Some(moved))
    }

    fn right_arguments(&self, aggregate: &AggregateFunctionExpr) -> Result<Option<Vec<Arc<dyn PhysicalExpr>>>> {
        let mut is_right = true;
        let mut arguments = Vec::new();
        for argument in aggregate.expressions() {
            let moved = argument.transform_up(|expr| {
                let Some(column) = column(&expr) else { return Ok(Transformed::no(expr)) };
                let place = self.place(column.index()).and_then(|place| place.checked_sub(self.left_width));
                is_right &= place.is_some();
                let moved = Column::new(column.name(), place.unwrap_or_default());
                Ok(Transformed::yes(Arc::new(moved) as Arc<dyn PhysicalExpr>))
            });
            arguments.push(moved.data()?);
        }
        Ok(is_right.then_some(arguments))
    }
}

/// Whether the larger side has several rows for one of the other, filters left out.
fn is_worth_it(join: &HashJoinExec) -> Result<bool> {
    let (Some(left), Some(right)) = (scanned_rows(join.left())?, scanned_rows(join.right())?) else {
        return Ok(false);
    };
    Ok(right >= left.saturating_mul(ROWS_FOR_ONE_MIN))
}

/// Rows of the tables a plan reads, where it only reads tables.
fn scanned_rows(plan: &Arc<dyn ExecutionPlan>) -> Result<Option<usize>> {
    if plan.is::<DataSourceExec>() {
        let statistics = StatisticsContext::new().compute(plan.as_ref(), &StatisticsArgs::new())?;
        return Ok(statistics.num_rows.get_value().copied());
    }
    let children = plan.children();
    if children.is_empty() || (children.len() > 1 && !plan.is::<UnionExec>()) {
        return Ok(None);
    }
    let mut rows = Some(0_usize);
    for child in children {
        rows = rows.zip(scanned_rows(child)?).map(|(sum, more)| sum.saturating_add(more));
    }
    Ok(rows)
}

/// Whether only some rows of a plan's tables are wanted, so that knowing which may spare reading the other side.
fn is_filtered(plan: &Arc<dyn ExecutionPlan>) -> bool {
    let scan = plan.downcast_ref::<DataSourceExec>();
    let config = scan.and_then(|scan| scan.data_source().downcast_ref::<FileScanConfig>());
    plan.is::<FilterExec>()
        || config.is_some_and(|config| config.file_source().filter().is_some())
        || plan.children().into_iter().any(is_filtered)
}
