//! Stretches of rows with equal keys, aggregated.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, StringViewArray, UInt32Array};
use arrow::compute::kernels::cmp::distinct;
use arrow::compute::{concat, take};
use arrow::datatypes::{DataType, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::error::{DataFusionError, Result};
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::{ExecutionPlan as _, PhysicalExpr};

use super::plain::Placement;
use super::states::{States, evaluated};

/// Aggregates stretch by stretch. A key that comes again later makes another row: whoever merges the states adds them up.
pub(super) struct Neighbours {
    keys: Vec<Arc<dyn PhysicalExpr>>,
    states: States,
    /// Keys, then the states of each aggregate.
    schema: SchemaRef,
    /// For each key, the values at the beginning of each stretch, in parts.
    firsts: Vec<Vec<ArrayRef>>,
    /// The keys of the last row, while its stretch may go on.
    last: Option<Vec<ArrayRef>>,
    stretches: usize,
    /// Of the rows under way: whether each begins a stretch.
    starts: Vec<bool>,
    /// The first row of each stretch, whether it begins there or goes on.
    first_rows: Vec<u32>,
}

impl Neighbours {
    /// Does what a partial aggregation by plain columns does, save that a group may come in several rows.
    pub(super) fn new(partial: &AggregateExec) -> Result<Self> {
        let keys = partial.group_expr().input_exprs();
        Ok(Self {
            firsts: vec![Vec::new(); keys.len()],
            keys,
            states: States::of(partial)?,
            schema: partial.schema(),
            last: None,
            stretches: 0,
            starts: Vec::new(),
            first_rows: Vec::new(),
        })
    }

    /// Stretches that [`Self::take`] has not given yet.
    pub(super) fn stretches(&self) -> usize {
        self.stretches
    }

    /// Takes in rows.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<()> {
        let rows = batch.num_rows();
        if rows == 0 {
            return Ok(());
        }
        let keys = evaluated(&self.keys, batch)?;
        self.find_starts(&keys, rows)?;
        let goes_on = !self.starts[0];
        let first = self.stretches - usize::from(goes_on);
        self.keep_firsts(&keys)?;
        if goes_on {
            self.first_rows.insert(0, 0);
        }
        let placement = Placement::Stretches { first, starts: &self.first_rows, rows };
        self.states.add(batch, placement, self.stretches)?;
        self.last = Some(keys.iter().map(|key| key.slice(rows - 1, 1)).collect());
        Ok(())
    }

    /// Marks the rows whose keys differ from those of the row before.
    fn find_starts(&mut self, keys: &[ArrayRef], rows: usize) -> Result<()> {
        self.starts.clear();
        self.starts.resize(rows, false);
        self.starts[0] = match &self.last {
            None => true,
            Some(last) => differs(last, keys)?,
        };
        for key in keys {
            match key.data_type() {
                DataType::Utf8View if key.null_count() == 0 => mark_text(key.as_string_view(), &mut self.starts),
                _ => mark(key, &mut self.starts)?,
            }
        }
        Ok(())
    }

    /// Keeps the keys with which stretches begin, and counts them.
    fn keep_firsts(&mut self, keys: &[ArrayRef]) -> Result<()> {
        self.first_rows.clear();
        let rows = (0_u32..).zip(&self.starts).filter(|(_, starts)| **starts);
        self.first_rows.extend(rows.map(|(row, _)| row));
        if self.first_rows.is_empty() {
            return Ok(());
        }
        self.stretches += self.first_rows.len();
        let firsts = UInt32Array::from(self.first_rows.clone());
        for (kept, key) in self.firsts.iter_mut().zip(keys) {
            kept.push(take(key, &firsts, None)?);
        }
        Ok(())
    }

    /// The stretches so far as keys and states; `None` where there are none. What comes after begins a new stretch.
    pub(super) fn take(&mut self) -> Result<Option<RecordBatch>> {
        if self.stretches == 0 {
            return Ok(None);
        }
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        for kept in &mut self.firsts {
            let parts: Vec<&dyn Array> = kept.iter().map(AsRef::as_ref).collect();
            columns.push(concat(&parts)?);
            kept.clear();
        }
        self.states.take(&mut columns)?;
        self.stretches = 0;
        self.last = None;
        Ok(Some(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}

/// Whether the keys of one row differ from those of the first row of others.
fn differs(last: &[ArrayRef], keys: &[ArrayRef]) -> Result<bool> {
    for (last, key) in last.iter().zip(keys) {
        if distinct(last, &key.slice(0, 1)).map_err(DataFusionError::from)?.value(0) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Text that a dictionary page holds once has the same view in every row, so that equal views settle most rows.
fn mark_text(values: &StringViewArray, starts: &mut [bool]) {
    let views = values.views();
    for row in 1..views.len() {
        if views[row] != views[row - 1] && !starts[row] {
            starts[row] = values.value(row) != values.value(row - 1);
        }
    }
}

fn mark(values: &ArrayRef, starts: &mut [bool]) -> Result<()> {
    let rows = values.len();
    let differ = distinct(&values.slice(0, rows - 1), &values.slice(1, rows - 1)).map_err(DataFusionError::from)?;
    for (start, differs) in starts[1..].iter_mut().zip(differ.values()) {
        *start |= differs;
    }
    Ok(())
}
