//! Groups of small whole numbers, such as nights, rounds and counts of workers: a table says which group a number is, and
//! nothing is hashed.

use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, Int64Array};
use arrow::datatypes::{DataType, Int64Type, SchemaRef};
use arrow::record_batch::RecordBatch;
use datafusion::error::Result;
use datafusion::physical_plan::aggregates::AggregateExec;
use datafusion::physical_plan::{ExecutionPlan as _, PhysicalExpr};

use super::states::{States, evaluated};

/// Bits of all keys together: 4,096 combinations, whose table stays in a processor's nearest cache.
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
    /// For each combination its group's number and one; 0 where it has not come yet.
    places: Vec<u32>,
    /// For each group its combination.
    combinations: Vec<i64>,
    /// Of the rows under way.
    row_combinations: Vec<i64>,
    groups: Vec<usize>,
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
            places: vec![0; 1 << BITS],
            combinations: Vec::new(),
            row_combinations: Vec::new(),
            groups: Vec::new(),
        })
    }

    /// Takes in rows. False where a key is NULL or no small number: nothing of them is taken in then.
    pub(super) fn add(&mut self, batch: &RecordBatch) -> Result<bool> {
        let keys = evaluated(&self.keys, batch)?;
        if !self.combine(&keys, batch.num_rows()) {
            return Ok(false);
        }
        self.groups.clear();
        for combination in &self.row_combinations {
            // In the table: `combine` has looked.
            let number = &mut self.places[usize::try_from(*combination).unwrap_or_default()];
            if *number == 0 {
                self.combinations.push(*combination);
                *number = u32::try_from(self.combinations.len()).unwrap_or(u32::MAX);
            }
            self.groups.push(*number as usize - 1);
        }
        self.states.add(batch, &self.groups, self.combinations.len())?;
        Ok(true)
    }

    /// Puts each row's keys together into one number; false where they do not fit.
    fn combine(&mut self, keys: &[ArrayRef], rows: usize) -> bool {
        self.row_combinations.clear();
        self.row_combinations.resize(rows, 0);
        for key in keys {
            if key.null_count() > 0 {
                return false;
            }
            let values = key.as_primitive::<Int64Type>().values();
            let mut all = 0;
            for (combination, value) in self.row_combinations.iter_mut().zip(values) {
                all |= *value;
                *combination = (*combination << self.bits) | *value;
            }
            // A bit beyond the key's own in any of them, the sign among them.
            if all >> self.bits != 0 {
                return false;
            }
        }
        true
    }

    /// The groups so far as keys and states; `None` where there are none.
    pub(super) fn take(&mut self) -> Result<Option<RecordBatch>> {
        if self.combinations.is_empty() {
            return Ok(None);
        }
        let mut columns = Vec::with_capacity(self.schema.fields().len());
        let mask = (1 << self.bits) - 1;
        for key in (0..self.keys.len()).rev() {
            let shift = self.bits * u32::try_from(key).unwrap_or_default();
            let values = self.combinations.iter().map(|combination| (combination >> shift) & mask);
            columns.push(Arc::new(Int64Array::from_iter_values(values)) as ArrayRef);
        }
        self.states.take(&mut columns)?;
        self.combinations.clear();
        self.places.fill(0);
        Ok(Some(RecordBatch::try_new(Arc::clone(&self.schema), columns)?))
    }
}
