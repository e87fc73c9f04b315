//! The tables over the log, and SQL over the tables.
//!
//! ```text
//! log ─▶ Feed ─▶ Analytics::apply ─▶ snapshot of all tables ─▶ Analytics::query ─▶ encode ─▶ router
//! ```
//!
//! * [`Analytics`] holds the hot tables as Arrow batches and answers SQL over them. `store` holds the writing side
//!   (decode, builders, compaction, open games), `query` the reading side (guard, planning, limits, errors).
//! * [`Feed`] rebuilds the tables from the log and then follows it.
//! * [`encode`] turns rows into text or an Arrow stream, piece by piece; [`router`] is the HTTP door.
//! * [`named_queries`] are the SQL files of `/queries`, compiled in.
//!
//! Invariants:
//! * A query sees all tables as of one position of the log, however long it runs.
//! * Nothing here writes: no statement but a query passes the guard, the plan is checked again, and the session has no
//!   file formats, table factories or spill files to write to.
//! * The tables are a projection: they hold nothing that the log does not, and drop nothing. At their limit
//!   [`Analytics::full`] says so, and the doors refuse new events.
//! * DataFusion is named in this crate only, and not in its public interface.
//!
//! What the tables and their columns mean stands in `docs/tables.md`.

mod analytics;
pub mod encode;
mod error;
mod feed;
mod http;
mod internal_events;
mod named;
mod options;
mod query;
mod store;

pub use analytics::{Analytics, Applied, HotFull, TableInfo};
pub use error::AnalyticsError;
pub use feed::{Feed, FeedError};
pub use http::router;
pub use named::{NamedQuery, named_queries};
pub use options::AnalyticsOptions;
pub use query::{QueryError, QueryStream};
