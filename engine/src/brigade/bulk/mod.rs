//! Games in bulk as Arrow rows: `brigade_games`, `brigade_agents` and, if asked for, `brigade_nights`.
//!
//! [`simulate_batches`] plays a match again and again and hands over batches of a bounded number of rows, in the order
//! of the games, whatever the number of threads; what it holds at once does not grow with the number of games. What the
//! columns mean stands in `docs/tables.md`.

mod ids;
mod options;
mod rows;
mod run;
mod tally;
mod text;

pub use ids::RunId;
pub use options::{BatchError, BulkOptions, BulkReport, GameBatches, ROWS_PER_BATCH_MAX};
pub use run::simulate_batches;
