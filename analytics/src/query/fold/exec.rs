//! The plan's node that aggregates without hashing.

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

use super::neighbours::Neighbours;
use super::numbers::Numbers;

/// Rows after which it is looked whether stretches are long enough.
const LOOKED_AT_ROWS: usize = 32 * 1024;
/// Rows a stretch must have on average, or hashing finds more equal keys than comparing neighbours.
const STRETCH_ROWS_MIN: usize = 2;

/// How a row's group is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Equal keys stand together.
    Neighbours,
    /// Keys are small whole numbers.
    Numbers,
}

/// Does the work of a partial aggregation: the same columns, but a group may come in several rows.
#[derive(Debug)]
pub(super) struct FoldExec {
    /// What it stands for, and leaves the rest to where the way does not suit.
    partial: Arc<AggregateExec>,
    way: Way,
    /// Whether filters from above are passed on to the scan.
    passes_filters: bool,
    metrics: ExecutionPlanMetricsSet,
}

impl FoldExec {
    pub(super) fn new(partial: Arc<AggregateExec>, way: Way, passes_filters: bool) -> Self {
        Self { partial, way, passes_filters, metrics: ExecutionPlanMetricsSet::new() }
    }
}

impl DisplayAs for FoldExec {
    fn fmt_as(&self, _kind: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<&str> = self.partial.group_expr().expr().iter().map(|(_, name)| name.as_str()).collect();
        let aggregates: Vec<&str> = self.partial.aggr_expr().iter().map(|expr| expr.name()).collect();
        let way = match self.way {
            Way::Neighbours => "neighbours",
            Way::Numbers => "numbers",
        };
        write!(f, "FoldExec: by {way}, keys=[{}], aggregates=[{}]", keys.join(", "), aggregates.join(", "))
    }
}

impl ExecutionPlan for FoldExec {
    fn name(&self) -> &'static str {
        "FoldExec"
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
        Ok(Arc::new(Self::new(Arc::new(over(&self.partial, child)?), self.way, self.passes_filters)))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let work = Work {
            input: Some(self.partial.input().execute(partition, Arc::clone(&context))?),
            rest: None,
            fold: match self.way {
                Way::Neighbours => Fold::Neighbours { of: Neighbours::new(&self.partial)?, looked_at: Some(0) },
                Way::Numbers => Fold::Numbers(Numbers::new(&self.partial)?),
            },
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

/// The groups of one partition so far.
enum Fold {
    Neighbours {
        of: Neighbours,
        /// Rows looked at so far; `None` once it is decided that stretches are long enough.
        looked_at: Option<usize>,
    },
    Numbers(Numbers),
}

/// What came of rows.
enum Verdict {
    /// They are in, and more may come.
    More,
    /// They are in, but the way turns out not to suit.
    InVain,
    /// They do not suit, and are not in.
    NotTaken,
}

impl Fold {
    fn add(&mut self, batch: &RecordBatch) -> Result<Verdict> {
        match self {
            Self::Numbers(numbers) => Ok(if numbers.add(batch)? { Verdict::More } else { Verdict::NotTaken }),
            Self::Neighbours { of, looked_at } => {
                of.add(batch)?;
                let Some(rows) = looked_at else { return Ok(Verdict::More) };
                *rows += batch.num_rows();
                if *rows < LOOKED_AT_ROWS {
                    return Ok(Verdict::More);
                }
                let is_in_vain = of.stretches() * STRETCH_ROWS_MIN > *rows;
                *looked_at = None;
                Ok(if is_in_vain { Verdict::InVain } else { Verdict::More })
            }
        }
    }

    /// Whether groups should go on, so that they do not pile up.
    fn is_full(&self, batch_rows: usize) -> bool {
        match self {
            Self::Neighbours { of, looked_at } => looked_at.is_none() && of.stretches() >= batch_rows,
            // They are few, and come again.
            Self::Numbers(_) => false,
        }
    }

    fn take(&mut self) -> Result<Option<RecordBatch>> {
        match self {
            Self::Neighbours { of, .. } => of.take(),
            Self::Numbers(numbers) => numbers.take(),
        }
    }
}

/// One partition.
struct Work {
    input: Option<SendableRecordBatchStream>,
    /// What is left to hashing.
    rest: Option<SendableRecordBatchStream>,
    fold: Fold,
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
            match self.fold.add(&batch)? {
                Verdict::More if self.fold.is_full(self.batch_rows) => return self.take(),
                Verdict::More => {}
                verdict => {
                    self.hash_the_rest(matches!(verdict, Verdict::NotTaken).then_some(batch))?;
                    if let Some(groups) = self.take()? {
                        return Ok(Some(groups));
                    }
                }
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

    /// Leaves `first` and what comes after it to the aggregation this node stands for.
    fn hash_the_rest(&mut self, first: Option<RecordBatch>) -> Result<()> {
        let Some(input) = self.input.take() else { return Ok(()) };
        let schema = input.schema();
        let input = stream::iter(first.map(Ok)).chain(input);
        let input: SendableRecordBatchStream = Box::pin(RecordBatchStreamAdapter::new(schema, input));
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
