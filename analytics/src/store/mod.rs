//! The writing side: events become rows.
//!
//! `decode` reads one event into rows, `seen` into an observation of its game; `writer` collects a batch of them and publishes a new
//! [`Snapshot`]; `hot_table` keeps each table's batches few and compact; `games` follows the games whose rows still
//! change.

mod decode;
mod games;
mod hot_table;
mod merge;
mod open_rows;
mod seen;
mod snapshot;
mod writer;

pub(crate) use hot_table::Chunk;
pub(crate) use snapshot::{Snapshot, Table};
pub(crate) use writer::Writer;
