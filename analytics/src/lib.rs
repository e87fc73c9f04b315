//! The tables over the log, and SQL over the tables.
//!
//! ```text
//! log ─▶ Feed ─▶ Analytics::apply ─▶ snapshot of all tables ─▶ Analytics::query ─▶ encode ─▶ router
//!                        │                  ▲ one snapshot: what leaves memory comes into sight as files
//!                        └─▶ Keeper: flush ─┴─▶ Delta tables at a StorePlace ◀─ BulkWriter
//! ```
//!
//! * [`Analytics`] holds the hot tables as Arrow batches and answers SQL over them. `store` holds the writing side
//!   (decode, builders, compaction, open games), `query` the reading side (guard, planning, limits, errors).
//! * The store (`cold`, whose documentation states layout and invariants) keeps every table as a Delta table; the
//!   [`Keeper`] flushes, merges and lets go in the background. [`Backup`] copies log and store while they are written.
//! * [`Feed`] rebuilds the tables from the log and then follows it.
//! * [`encode`] turns rows into text or an Arrow stream, piece by piece; [`router`] is the HTTP door.
//! * [`Analytics::runs`] gives the finished runs to the mining of the engine; in SQL, `query::mining` has its functions.
//! * [`Analytics::graph`] is the graph of the log's games; in SQL it is `graph_nodes` and `graph_edges`, and
//!   `query::functions` measures it.
//! * [`named_queries`] are the SQL files of `/queries`, compiled in.
//!
//! Invariants:
//! * A query sees all tables as of one position of the log, however long it runs.
//! * No query writes: no statement but a query passes the guard, the plan is checked again, and the session has no
//!   file formats, table factories or spill files to write to.
//! * The tables are a projection: what they hold follows from the log, and from bulk writes. What memory holds leaves it
//!   only for the store. At its limit [`Analytics::full`] says so, and the doors refuse new events.
//! * DataFusion is named in this crate only, and not in its public interface.
//!
//! What the tables and their columns mean stands in `docs/tables.md`.

mod analytics;
mod backup;
mod bounds;
mod cold;
pub mod encode;
mod error;
mod feed;
mod files;
mod graph;
mod http;
mod internal_events;
mod maintenance;
mod named;
mod options;
mod query;
mod runs;
pub mod sim;
mod store;

pub use analytics::{Analytics, Applied, HotFull, StoredInfo, TableInfo};
pub use backup::{Backup, BackupError, Manifest, restore};
pub use cold::CURSOR as STORE_CURSOR;
pub use cold::{
    BulkWriter, Compacted, Damage, Keeper, KeeperState, Missing, Retained, StoreError, StoreOptions, StorePlace,
    Vacuumed,
};
pub use error::AnalyticsError;
pub use feed::{Feed, FeedError};
pub use files::FileTables;
pub use graph::{GraphScope, GraphView};
pub use http::router;
pub use named::{NamedQuery, named_queries};
pub use options::AnalyticsOptions;
pub use query::{QueryError, QueryStream};
