//! The reading side: SQL over a snapshot.
//!
//! `guard` lets only queries pass; `session` plans them against one snapshot; `provider` gives a table's batches and
//! leaves out those that `prune` shows to hold no match; `run` holds the limits; `blame` says whose fault an error is.

mod blame;
mod error;
mod guard;
#[cfg(test)]
mod guard_tests;
mod provider;
mod prune;
mod run;
mod session;
mod stream;
mod suggest;

pub use error::QueryError;
pub(crate) use prune::ChunkStats;
pub(crate) use run::Queries;
pub use stream::QueryStream;
pub(crate) use suggest::nearest;
