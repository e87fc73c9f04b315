//! The writing side: events become rows.
//!
//! `decode` reads one event into rows and lets its game see it; `writer` collects a batch of them and
//! publishes a new [`Snapshot`]; `hot_table` keeps each table's batches few and compact; `games` follows the games whose
//! rows still change; `frozen` is what is on its way to the stored files; `refold` makes a game's rows as they were before.

mod decode;
mod frozen;
mod games;
mod hot_table;
mod merge;
mod open_rows;
mod refold;
mod snapshot;
mod table;
mod writer;

pub(crate) use frozen::Frozen;
pub(crate) use games::SavedGames;
pub(crate) use hot_table::Chunk;
pub(crate) use refold::payload as read_stored_payload;
pub(crate) use refold::{OBSERVED_COLUMNS, Refold, parse_game, parse_id};
pub(crate) use snapshot::{ColdViews, Snapshot};
pub(crate) use table::{PerTable, Table};
pub(crate) use writer::Writer;
