//! What is on its way to the store.

use std::sync::Arc;

use arrow::array::{AsArray, BooleanArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;

use super::games::{GameFacts, SavedGames, SealedGame};
use super::open_rows;
use super::table::{PerTable, Table};

/// Everything the tables hold up to a position and the store does not. Never changes.
#[derive(Debug)]
pub(crate) struct Frozen {
    pub(crate) position: u64,
    /// CRC-32C of the log's record at that position: tells this log from another.
    pub(crate) record_crc: u32,
    pub(super) batches: PerTable<Vec<RecordBatch>>,
    pub(super) sealed: Vec<SealedGame>,
    pub(super) open: Arc<[Arc<GameFacts>]>,
    /// What is needed to go on from the position.
    pub(crate) games: SavedGames,
}

impl Frozen {
    /// The final rows of a table that came after a position.
    pub(crate) fn final_rows(&self, table: Table, after: u64) -> Result<Vec<RecordBatch>, ArrowError> {
        if table.is_derived() {
            let new = self.sealed.iter().filter(|game| game.position > after);
            let new: Vec<Arc<GameFacts>> = new.map(|game| Arc::clone(&game.facts)).collect();
            return open_rows::batches(table, &new);
        }
        self.batches.get(table).iter().map(|batch| rows_after(batch, after)).collect()
    }

    /// The rows of games that may still change.
    pub(crate) fn open_rows(&self, table: Table) -> Result<Vec<RecordBatch>, ArrowError> {
        open_rows::batches(table, &self.open)
    }
}

fn rows_after(batch: &RecordBatch, after: u64) -> Result<RecordBatch, ArrowError> {
    let Some(positions) = batch.column_by_name("position") else { return Ok(batch.clone()) };
    let positions = positions.as_primitive::<Int64Type>();
    let is_new = |position: &i64| position.cast_unsigned() > after;
    if positions.values().iter().all(is_new) {
        return Ok(batch.clone());
    }
    let new: BooleanArray = positions.values().iter().map(|position| Some(is_new(position))).collect();
    filter_record_batch(batch, &new)
}
