//! Groups of small whole numbers, such as nights, rounds and counts of workers: a table says which group a number is, and
//! nothing is hashed.

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, Int64Array};
use arrow::datatypes::{DataType, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::error::Result;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::{ExecutionPlan as _, PhysicalExpr};

use super::plain::Placement;
use super::states::{States, evaluated};

/// Bits of all keys together: 4,096 combinations, a number for each of which stays in a processor's nearest cache.
const BITS: u32 = 12;
/// Keys there may be: each has an equal part of the bits, so that three may go up to 15.
const KEYS_MAX: usize = 3;

/// Aggregates by the numbers themselves, as long as they are small.
pub(super) struct Numbers {
    keys: Vec<Arc<dyn PhysicalExpr>>,
    states: States,
    /// Keys, then the states of each aggregate.
    schema: SchemaRef,
    /// Bits a key has.
    bits: u32,
    /// Of the rows under way, each one's keys put together: the number of its group.
    combinations: Vec<usize>,
}

impl Numbers {
    /// Whether keys of such types may be small whole numbers.
    pub(super) fn suit(partial: &AggregateExec) -> Result<bool> {
        let (keys, schema) = (partial.group_expr().input_exprs(), partial.input_schema());
        let mut suit = (1..=KEYS_MAX).contains(&keys.len());
        for key in &keys {
            suit &= key.data_type(&schema)? == DataType::Int64;
        }
        Ok(suit)
    }

    /// Does what a partial aggregation by up to three columns of whole numbers does.
    pub(super) fn new(partial: &AggregateExec) -> Result<Self> {
        let keys = partial.group_expr().input_exprs();
        Ok(Self {
            bits: BITS / u32::try_from(keys.len().max(1)).unwrap_or(BITS),
            keys,
            states: States::of(partial)?,
            schema: partial.schema(),
            combinations: Vec::new(),
        })
    }

    /// Takes in rows. False where a key is NULL or no small number: nothing of them is taken in then.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<bool> {
        let keys = evaluated(&self.keys, batch)?;
        let Some(greatest) = self.combine(&keys, batch.num_rows()) else { return Ok(false) };
        self.states.add(batch, Placement::Rows(&self.combinations), greatest + 1)?;
        Ok(true)
    }

    /// Puts each row's keys together into one number, and returns one that none exceeds; `None` where they do not fit.
    fn combine(&mut self, keys: &[ArrayRef], rows: usize) -> Option<usize> {
        self.combinations.clear();
        self.combinations.resize(rows, 0);
        let mut greatest = 0;
        for key in keys {
            if key.null_count() > 0 {
                return None;
            }
            let values = key.as_primitive::<Int64Type>().values();
            let all = values.iter().fold(0, |all, value| all | value);
            // A bit beyond the key's own in any of them, the sign among them.
            if all >> self.bits != 0 {
                return None;
            }
            for (combination, value) in self.combinations.iter_mut().zip(values) {
                *combination = (*combination << self.bits) | small(*value);
            }
            greatest = (greatest << self.bits) | small(all);
        }
        Some(greatest)
    }

    /// The groups so far as keys and states; `None` where there are none.
    pub(super) fn take(&mut self) -> Result<Option<RecordBatch>> {
        let groups = self.states.groups();
        if groups.is_empty() {
            return Ok(None);
        }
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        let mask = (1 << self.bits) - 1;
        for key in (0..self.keys.len()).rev() {
            let shift = self.bits * u32::try_from(key).unwrap_or_default();
            let values = groups.iter().map(|group| i64::try_from((group >> shift) & mask).unwrap_or(i64::MAX));
            columns.push(Arc::new(Int64Array::from_iter_values(values)) as ArrayRef);
        }
        self.states.take(&mut columns)?;
        Ok(Some(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}

/// A number that has been seen to be small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it has no bit beyond a key's own")]
fn small(value: i64) -> usize {
    value as usize
}
