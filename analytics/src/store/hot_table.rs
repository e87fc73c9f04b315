//! A table as Arrow batches that only grow: sealed ones, and a short tail of small ones.

use std::sync::{Arc, OnceLock};

use arrow::datatypes::SchemaRef;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

use super::merge::merge;
use crate::query::ChunkStats;

/// Rows from which on a batch is sealed.
const SEALED_ROWS_MIN: usize = 8192;
/// Bytes from which on a batch is sealed, however few its rows.
const SEALED_BYTES_MIN: usize = 8 << 20;

/// A batch that will not change.
#[derive(Debug)]
pub(crate) struct Chunk {
    pub(crate) batch: RecordBatch,
    pub(crate) bytes: usize,
    /// Least and greatest values, found when a query first asks for them.
    pub(crate) stats: OnceLock<ChunkStats>,
}

impl Chunk {
    pub(crate) fn new(batch: RecordBatch) -> Self {
        let bytes = batch.get_array_memory_size();
        Self { batch, bytes, stats: OnceLock::new() }
    }

    fn is_large(&self) -> bool {
        self.batch.num_rows() >= SEALED_ROWS_MIN || self.bytes >= SEALED_BYTES_MIN
    }
}

/// A table's batches at one moment; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct TableView {
    pub(crate) schema: SchemaRef,
    /// Batches on their way to the store; they leave when they are there.
    frozen: Arc<Vec<Arc<Chunk>>>,
    sealed: Arc<Vec<Arc<Chunk>>>,
    tail: Vec<Arc<Chunk>>,
    pub(crate) rows: usize,
    pub(crate) bytes: usize,
}

impl TableView {
    pub(crate) fn new(schema: SchemaRef) -> Self {
        Self { schema, frozen: Arc::default(), sealed: Arc::default(), tail: Vec::new(), rows: 0, bytes: 0 }
    }

    /// The batches, in the order of their rows.
    pub(crate) fn chunks(&self) -> impl Iterator<Item = &Arc<Chunk>> {
        self.frozen.iter().chain(self.sealed.iter()).chain(&self.tail)
    }

    /// Sets all batches apart that are not yet; what comes after is never merged with them.
    pub(super) fn freeze(&mut self) {
        let frozen = Arc::make_mut(&mut self.frozen);
        frozen.extend(self.sealed.iter().cloned());
        frozen.append(&mut self.tail);
        self.sealed = Arc::default();
    }

    /// The batches set apart.
    pub(super) fn frozen(&self) -> Vec<RecordBatch> {
        self.frozen.iter().map(|chunk| chunk.batch.clone()).collect()
    }

    /// Rows and bytes that are not set apart.
    pub(super) fn unfrozen(&self) -> (usize, u64) {
        let frozen = self
            .frozen
            .iter()
            .fold((0, 0), |(rows, bytes), chunk| (rows + chunk.batch.num_rows(), bytes + chunk.bytes));
        (self.rows - frozen.0, (self.bytes - frozen.1) as u64)
    }

    /// Lets go of the batches set apart.
    pub(super) fn drop_frozen(&mut self) {
        for chunk in std::mem::take(&mut self.frozen).iter() {
            self.rows -= chunk.batch.num_rows();
            self.bytes -= chunk.bytes;
        }
    }

    /// Appends rows. The tail's batches at least halve in size from one to the next, so a row is copied at most
    /// log2([`SEALED_ROWS_MIN`]) times, and there are no more of them than that.
    pub(super) fn push(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        self.rows += batch.num_rows();
        let mut rows = batch.num_rows();
        let mut from = self.tail.len();
        while from > 0 && self.tail[from - 1].batch.num_rows() <= 2 * rows {
            from -= 1;
            rows += self.tail[from].batch.num_rows();
        }
        let merged = self.tail.split_off(from);
        self.bytes -= merged.iter().map(|chunk| chunk.bytes).sum::<usize>();
        let alone = Chunk::new(batch.clone());
        let chunk = if merged.is_empty() && !alone.is_large() {
            alone
        } else {
            let mut parts: Vec<&RecordBatch> = merged.iter().map(|chunk| &chunk.batch).collect();
            parts.push(batch);
            Chunk::new(merge(&self.schema, &parts)?)
        };
        self.bytes += chunk.bytes;
        let is_large = chunk.is_large();
        self.tail.push(Arc::new(chunk));
        if is_large {
            // Whatever stands before it goes along, since rows keep their order.
            Arc::make_mut(&mut self.sealed).append(&mut self.tail);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ludograph_engine::columns::TableBuilder as _;
    use ludograph_engine::columns::tables::{HandRow, HandsBuilder};

    fn rows(count: usize) -> RecordBatch {
        let mut builder = HandsBuilder::new();
        for position in 0..count as u64 {
            let row = HandRow {
                position,
                game_id: Some([7; 16]),
                ante: None,
                round: Some(1),
                hand_number: None,
                played_at: None,
                score: Some(1.5),
                chips_before: None,
                chips_after: None,
                hands_remaining: None,
                discards_remaining: None,
                joker_triggers: None,
                rule: Some("H1"),
            };
            builder.append(&row);
        }
        builder.finish().unwrap()
    }

    #[test]
    fn single_rows_make_few_batches_and_honest_bytes() {
        let mut view = TableView::new(HandsBuilder::schema());
        for _ in 0..20_000 {
            view.push(&rows(1)).unwrap();
        }
        assert_eq!(view.rows, 20_000);
        assert_eq!(view.chunks().map(|chunk| chunk.batch.num_rows()).sum::<usize>(), 20_000);
        assert!(view.chunks().count() < 20, "{}", view.chunks().count());
        assert_eq!(view.bytes, view.chunks().map(|chunk| chunk.batch.get_array_memory_size()).sum::<usize>());
        assert!(view.bytes / view.rows < 200, "{} bytes a row", view.bytes / view.rows);
    }
}
