//! Sorted files read as one, in bounded memory.

use std::sync::Arc;

use arrow::compute::SortOptions;
use datafusion::error::{DataFusionError, Result};
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::expressions::col;
use datafusion::physical_expr::{LexOrdering, PhysicalSortExpr};
use datafusion::physical_plan::sorts::sort_preserving_merge::SortPreservingMergeExec;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::prelude::SessionConfig;

use super::place::StorePlace;
use super::scan::{Scan, store_url};
use super::table::ColdFile;
use crate::store::Table;

/// Rows of a batch: one of each file is held, and a state may take kilobytes.
const BATCH_ROWS: usize = 1024;

/// The rows of some files of a table in the table's order. Holds a batch of each file at a time.
pub(super) fn merged(place: &StorePlace, table: Table, files: &[Arc<ColdFile>]) -> Result<SendableRecordBatchStream> {
    let schema = table.schema();
    let options = SortOptions { descending: false, nulls_first: true };
    let keys = table.sort_keys().iter().map(|key| Ok(PhysicalSortExpr::new(col(key, &schema)?, options)));
    let ordering = LexOrdering::new(keys.collect::<Result<Vec<_>>>()?)
        .ok_or_else(|| DataFusionError::Internal(format!("{} has no order", table.name())))?;
    let scan = Scan { table: table.name(), schema, files, projection: None, filters: &[], limit: None, readers: None };
    let plan: Arc<dyn ExecutionPlan> =
        Arc::new(SortPreservingMergeExec::new(ordering.clone(), scan.one_by_one(&ordering)?));
    execute_stream(plan, context(place)?)
}

fn context(place: &StorePlace) -> Result<Arc<TaskContext>> {
    let runtime = RuntimeEnvBuilder::new()
        .with_disk_manager_builder(DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled))
        .build_arc()?;
    runtime.register_object_store(store_url()?.as_ref(), Arc::clone(place.reads()));
    let config = SessionConfig::new().with_batch_size(BATCH_ROWS);
    Ok(Arc::new(TaskContext::default().with_session_config(config).with_runtime(runtime)))
}
