//! What a simulation in bulk is told, what it hands over, and how it fails.

use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use thiserror::Error;

use super::ids::RunId;
use crate::brigade::error::BrigadeError;

/// The most rows of one batch of any table.
pub const ROWS_PER_BATCH_MAX: u64 = 1 << 20;
/// Rows a batch aims at if the caller does not say otherwise.
const ROWS_PER_BATCH: u64 = 1 << 16;

/// How a simulation's rows are made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkOptions {
    /// Part of the run's id: the same match simulated under another key has other ids. May be empty.
    pub key: String,
    /// The scenario's name in the rows; `None` takes the name of the built-in scenario that is equal, if there is one.
    pub scenario: Option<String>,
    /// Whether `brigade_nights` is wanted.
    pub nights: bool,
    /// About how many rows a batch of the largest table has, 1 to [`ROWS_PER_BATCH_MAX`]. A batch always holds whole
    /// games, at least one.
    pub rows_per_batch: u64,
}

impl Default for BulkOptions {
    fn default() -> Self {
        Self { key: String::new(), scenario: None, nights: false, rows_per_batch: ROWS_PER_BATCH }
    }
}

impl BulkOptions {
    /// How many games go into a batch, so that even games that all reach the cap stay within the rows.
    pub(super) fn games_per_batch(&self, agents: usize, nights_max: u32) -> Result<u64, BrigadeError> {
        let out_of_range = |field, value, most| {
            let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
            BrigadeError::Range { field, value: whole(value), least: 1, most: whole(most) }
        };
        let (rows, nights) = (self.rows_per_batch, u64::from(nights_max));
        if rows == 0 || rows > ROWS_PER_BATCH_MAX {
            return Err(out_of_range("rows_per_batch", rows, ROWS_PER_BATCH_MAX));
        }
        // Without nights a game has one row for each agent; a recorded night is a row whatever the agents.
        if self.nights && nights > ROWS_PER_BATCH_MAX {
            return Err(out_of_range("nights_max", nights, ROWS_PER_BATCH_MAX));
        }
        let agents = u64::try_from(agents).unwrap_or(u64::MAX).max(1);
        let rows_of_game = if self.nights { agents.max(nights) } else { agents };
        Ok((rows / rows_of_game).max(1))
    }
}

/// The rows of some games, which follow the games of the batches before.
#[derive(Debug, Clone)]
pub struct GameBatches {
    /// The number of the first game within the run.
    pub first_game: u64,
    /// One row of `brigade_games` per game, in order.
    pub games: RecordBatch,
    /// One row of `brigade_agents` per game and seat.
    pub agents: RecordBatch,
    /// One row of `brigade_nights` per game and night, if asked for.
    pub nights: Option<RecordBatch>,
}

/// What was played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkReport {
    /// The id in all rows.
    pub run_id: RunId,
    /// How many games.
    pub games: u64,
    /// How many nights, over all games.
    pub nights: u64,
}

/// Why a simulation in bulk stopped. What was handed over before is whole.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum BatchError<E> {
    /// The match cannot be played, or the options are wrong; nothing was handed over.
    #[error(transparent)]
    Brigade(#[from] BrigadeError),
    /// Rows that do not fit their table: a bug here.
    #[error("rows do not fit their table: {0}")]
    Arrow(#[from] ArrowError),
    /// The receiver's own error.
    #[error(transparent)]
    Receiver(E),
}
