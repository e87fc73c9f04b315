//! The reading side: SQL over a snapshot.
//!
//! `guard` lets only queries pass; `session` plans them against one snapshot; `provider` gives a table's files
//! and batches and leaves out those that cannot hold a match; `as_of` gives the tables as they were; `fold`
//! aggregates rows of a game and rows by small numbers without hashing each; `graph_tables` gives the graph; `functions` plays
//! games for a query and measures the graph; `mining` has the functions that find orders and patterns; `run` holds the limits; `blame` says whose
//! fault an error is.

mod as_of;
mod blame;
mod error;
mod file_table;
mod fold;
mod functions;
mod graph_tables;
mod guard;
#[cfg(test)]
mod guard_tests;
mod hot_source;
mod mining;
mod provider;
mod prune;
mod run;
mod session;
mod stream;
mod suggest;

pub use error::QueryError;
pub(crate) use file_table::FileTable;
pub(crate) use prune::ChunkStats;
pub(crate) use run::Queries;
pub(crate) use session::{Source, Tables};
pub use stream::QueryStream;
pub(crate) use suggest::nearest;
