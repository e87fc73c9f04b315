//! Rows of some batches in order, a few at a time: what is in memory is not copied as a whole.

use arrow::array::{Array, RecordBatch, UInt32Array};
use arrow::compute::{SortColumn, SortOptions, concat, interleave_record_batch, lexsort_to_indices};

use super::error::StoreError;

/// Rows of a batch that is given out.
const CHUNK_ROWS: usize = 16 * 1024;

/// The rows of some batches of one schema, in the order of `keys`, names of columns; equal ones stay in the order they have,
/// and without keys all do. Memory beside the batches: the keys, 4 bytes a row, and one batch of 16,384 rows.
#[derive(Debug)]
pub(crate) struct Sorted<'a> {
    batches: Vec<&'a RecordBatch>,
    /// For each batch, the number of its first row among all.
    starts: Vec<usize>,
    order: Option<UInt32Array>,
    rows: usize,
    next: usize,
}

impl<'a> Sorted<'a> {
    /// Sorts; `n log n` in the rows.
    pub(crate) fn new(batches: &'a [RecordBatch], keys: &[&str]) -> Result<Self, StoreError> {
        let batches: Vec<&RecordBatch> = batches.iter().filter(|batch| batch.num_rows() > 0).collect();
        let mut rows = 0;
        let mut starts = Vec::with_capacity(batches.len());
        for batch in &batches {
            starts.push(rows);
            rows += batch.num_rows();
        }
        let order = order(&batches, keys)?;
        Ok(Self { batches, starts, order, rows, next: 0 })
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// The batch and the row in it that stand at a place of the order.
    fn source(&self, place: usize) -> (usize, usize) {
        let row = self.order.as_ref().map_or(place, |order| order.value(place) as usize);
        let batch = self.starts.partition_point(|start| *start <= row) - 1;
        (batch, row - self.starts[batch])
    }
}

impl Iterator for Sorted<'_> {
    type Item = Result<RecordBatch, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let end = self.rows.min(self.next + CHUNK_ROWS);
        if self.next == end {
            return None;
        }
        let sources: Vec<(usize, usize)> = (self.next..end).map(|place| self.source(place)).collect();
        self.next = end;
        Some(interleave_record_batch(&self.batches, &sources).map_err(StoreError::from))
    }
}

/// The numbers of all rows in the order of `keys`; `None` where they may stay as they are.
fn order(batches: &[&RecordBatch], keys: &[&str]) -> Result<Option<UInt32Array>, StoreError> {
    let options = Some(SortOptions { descending: false, nulls_first: true });
    let mut columns = Vec::with_capacity(keys.len());
    for key in keys {
        let parts = batches.iter().filter_map(|batch| batch.column_by_name(key).map(AsRef::as_ref));
        let parts: Vec<&dyn Array> = parts.collect();
        if !parts.is_empty() {
            columns.push(SortColumn { values: concat(&parts)?, options });
        }
    }
    if columns.is_empty() {
        return Ok(None);
    }
    Ok(Some(lexsort_to_indices(&columns, None)?))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{AsArray as _, Int64Array, StringViewArray};
    use arrow::compute::concat_batches;
    use arrow::datatypes::{DataType, Field, Int64Type, Schema};

    use super::*;

    fn batch(keys: &[Option<i64>], first: usize) -> RecordBatch {
        let schema =
            Schema::new(vec![Field::new("key", DataType::Int64, true), Field::new("text", DataType::Utf8View, false)]);
        let text: StringViewArray =
            (first..first + keys.len()).map(|row| Some(format!("the text of row number {row}"))).collect();
        let keys = Int64Array::from(keys.to_vec());
        RecordBatch::try_new(Arc::new(schema), vec![Arc::new(keys), Arc::new(text)]).unwrap()
    }

    #[test]
    fn rows_of_all_batches_come_in_order_and_equal_ones_as_they_stood() {
        let batches = [batch(&[Some(3), None], 0), batch(&[], 2), batch(&[Some(3), Some(-1)], 2)];
        let sorted = Sorted::new(&batches, &["key"]).unwrap();
        assert_eq!(sorted.rows(), 4);
        let rows: Vec<RecordBatch> = sorted.collect::<Result<_, _>>().unwrap();
        let rows = concat_batches(&rows[0].schema(), &rows).unwrap();
        let keys: Vec<Option<i64>> = rows.column(0).as_primitive::<Int64Type>().iter().collect();
        assert_eq!(keys, [None, Some(-1), Some(3), Some(3)]);
        let texts: Vec<&str> = rows.column(1).as_string_view().iter().flatten().collect();
        assert_eq!(texts, [1, 3, 0, 2].map(|row| format!("the text of row number {row}")));
    }

    #[test]
    fn many_rows_come_in_several_batches_and_none_is_lost() {
        let keys: Vec<Option<i64>> = (0..i64::try_from(CHUNK_ROWS).unwrap() + 5).map(|row| Some(-row)).collect();
        let batches = [batch(&keys, 0), batch(&[Some(1)], keys.len())];
        let sorted: Vec<RecordBatch> = Sorted::new(&batches, &["key"]).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(sorted.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [CHUNK_ROWS, 6]);
        let all = concat_batches(&sorted[0].schema(), &sorted).unwrap();
        assert!(all.column(0).as_primitive::<Int64Type>().values().is_sorted());
    }

    #[test]
    fn without_keys_rows_stay_and_without_rows_nothing_comes() {
        let batches = [batch(&[Some(2)], 0), batch(&[Some(1)], 1)];
        let rows: Vec<RecordBatch> = Sorted::new(&batches, &[]).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(rows[0].column(0).as_primitive::<Int64Type>().values(), &[2, 1]);
        assert_eq!(Sorted::new(&[], &["key"]).unwrap().count(), 0);
    }
}
