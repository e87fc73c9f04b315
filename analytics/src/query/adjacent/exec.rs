//! The plan's node that aggregates stretches.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::record_batch::RecordBatch;
use datafusion::common::tree_node::TreeNodeRecursion;
use datafusion::config::ConfigOptions;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::filter_pushdown::{
    ChildPushdownResult, FilterDescription, FilterPushdownPhase, FilterPushdownPropagation,
};
use datafusion::physical_plan::metrics::{BaselineMetrics, ExecutionPlanMetricsSet, MetricsSet};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties};
use futures::{StreamExt as _, stream};

use super::fold::Fold;

/// Rows after which it is looked whether stretches are long enough.
const LOOKED_AT_ROWS: usize = 32 * 1024;
/// Rows a stretch must have on average, or hashing finds more equal keys than comparing neighbours.
const STRETCH_ROWS_MIN: usize = 2;

/// Does the work of a partial aggregation, stretch by stretch: the same columns, but a group may come in several rows.
#[derive(Debug)]
pub(super) struct AdjacentExec {
    /// What it stands for, and leaves the rest to where stretches are short.
    partial: Arc<AggregateExec>,
    /// Whether filters from above are passed on to the scan.
    passes_filters: bool,
    metrics: ExecutionPlanMetricsSet,
}

impl AdjacentExec {
    pub(super) fn new(partial: Arc<AggregateExec>, passes_filters: bool) -> Self {
        Self { partial, passes_filters, metrics: ExecutionPlanMetricsSet::new() }
    }
}

impl DisplayAs for AdjacentExec {
    fn fmt_as(&self, _kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.partial.group_expr().expr().iter().map(|(_, name)| name.as_str()).collect();
        let aggregates: Vec<&str> = self.partial.aggr_expr().iter().map(|expr| expr.name()).collect();
        write!(f, "AdjacentExec: keys=[{}], aggregates=[{}]", keys.join(", "), aggregates.join(", "))
    }
}

impl ExecutionPlan for AdjacentExec {
    fn name(&self) -> &'static str {
        "AdjacentExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.partial.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![self.partial.input()]
    }

    fn apply_expressions(
        &self,
        f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        self.partial.apply_expressions(f)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        let [child] = <[_; 1]>::try_from(children).map_err(|_| DataFusionError::Internal("one child".to_owned()))?;
        Ok(Arc::new(Self::new(Arc::new(over(&self.partial, child)?), self.passes_filters)))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let work = Work {
            input: Some(self.partial.input().execute(partition, Arc::clone(&context))?),
            rest: None,
            fold: Fold::new(&self.partial)?,
            looked_at: Some(0),
            partial: Arc::clone(&self.partial),
            metrics: BaselineMetrics::new(&self.metrics, partition),
            batch_rows: context.session_config().batch_size(),
            partition,
            context,
        };
        let next =
            |mut work: Work| async move { Ok::<_, DataFusionError>(work.next().await?.map(|batch| (batch, work))) };
        Ok(Box::pin(RecordBatchStreamAdapter::new(self.schema(), stream::try_unfold(work, next))))
    }

    fn metrics(&self) -> Option<MetricsSet> {
        Some(self.metrics.clone_inner())
    }

    fn gather_filters_for_pushdown(
        &self,
        phase: FilterPushdownPhase,
        filters: Vec<Arc<dyn PhysicalExpr>>,
        config: &ConfigOptions,
    ) -> Result<FilterDescription> {
        if self.passes_filters {
            self.partial.gather_filters_for_pushdown(phase, filters, config)
        } else {
            Ok(FilterDescription::all_unsupported(&filters, &self.children()))
        }
    }

    fn handle_child_pushdown_result(
        &self,
        _phase: FilterPushdownPhase,
        result: ChildPushdownResult,
        _config: &ConfigOptions,
    ) -> Result<FilterPushdownPropagation<Arc<dyn ExecutionPlan>>> {
        Ok(FilterPushdownPropagation::if_all(result))
    }
}

/// The same partial aggregation over another input.
fn over(partial: &AggregateExec, input: Arc<dyn ExecutionPlan>) -> Result<AggregateExec> {
    AggregateExec::try_new(
        *partial.mode(),
        partial.group_expr().clone(),
        partial.aggr_expr().to_vec(),
        partial.filter_expr().to_vec(),
        input,
        partial.input_schema(),
    )
}

/// One partition.
struct Work {
    input: Option<SendableRecordBatchStream>,
    /// What is left to hashing.
    rest: Option<SendableRecordBatchStream>,
    fold: Fold,
    /// Rows looked at so far; `None` once it is decided that stretches are long enough.
    looked_at: Option<usize>,
    partial: Arc<AggregateExec>,
    metrics: BaselineMetrics,
    batch_rows: usize,
    partition: usize,
    context: Arc<TaskContext>,
}

impl Work {
    async fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(rest) = &mut self.rest {
                return rest.next().await.transpose();
            }
            let Some(input) = &mut self.input else { return Ok(None) };
            let batch = input.next().await.transpose()?;
            let time = self.metrics.elapsed_compute().clone();
            let _busy = time.timer();
            let Some(batch) = batch else {
                self.input = None;
                return self.take();
            };
            self.fold.add(&batch)?;
            if self.is_in_vain(batch.num_rows()) {
                self.hash_the_rest()?;
                return self.take();
            }
            if self.looked_at.is_none() && self.fold.stretches() >= self.batch_rows {
                return self.take();
            }
        }
    }

    fn take(&mut self) -> Result<Option<RecordBatch>> {
        let batch = self.fold.take()?;
        if let Some(batch) = &batch {
            self.metrics.record_output(batch.num_rows());
        }
        Ok(batch)
    }

    /// Whether stretches have turned out to be short.
    fn is_in_vain(&mut self, rows: usize) -> bool {
        let Some(looked_at) = &mut self.looked_at else { return false };
        *looked_at += rows;
        if *looked_at < LOOKED_AT_ROWS {
            return false;
        }
        let is_in_vain = self.fold.stretches() * STRETCH_ROWS_MIN > *looked_at;
        self.looked_at = None;
        is_in_vain
    }

    fn hash_the_rest(&mut self) -> Result<()> {
        let Some(input) = self.input.take() else { return Ok(()) };
        let rest = Rest { stream: Mutex::new(Some(input)), properties: Arc::clone(self.partial.input().properties()) };
        let hashed = over(&self.partial, Arc::new(rest))?;
        self.rest = Some(hashed.execute(self.partition, Arc::clone(&self.context))?);
        Ok(())
    }
}

/// What is left of one partition's input.
struct Rest {
    stream: Mutex<Option<SendableRecordBatchStream>>,
    properties: Arc<PlanProperties>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rest")
    }
}

impl DisplayAs for Rest {
    fn fmt_as(&self, _kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rest")
    }
}

impl ExecutionPlan for Rest {
    fn name(&self) -> &'static str {
        "Rest"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        Vec::new()
    }

    fn apply_expressions(
        &self,
        _f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, _children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(self)
    }

    fn execute(&self, _partition: usize, _context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream.ok_or_else(|| DataFusionError::Internal("the rest of an input is read once".to_owned()))
    }
}
