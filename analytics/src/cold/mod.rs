//! The store: every table as a Delta table, on this machine's disk or wherever an object store is.
//!
//! ```text
//! PLACE/events/_delta_log/…            the transaction log: which files are the table, at which version
//! PLACE/events/FIRST-LAST-….parquet    rows of these positions, sorted by game and time
//! PLACE/games/open-FIRST-LAST-….parquet  rows of games that may still change, replaced by every flush
//! PLACE/_open/POSITION.state           what is known of open games, to go on from
//! PLACE/_quarantine/…                  damaged files that were set aside
//! ```
//!
//! Start reading at `flush` (from memory to the store, exactly once), then `table` (one table and its commits), then
//! `keeper` (what runs in the background). `durable` is the object store that keeps what it confirms.
//!
//! Invariants:
//! * A row is in one place: in a file, or in memory. A flush changes both in one snapshot.
//! * A table's application transaction `log` is the position up to which it holds every row. The table of events commits
//!   last, so its position is the store's; another table is never behind it, save where it had no rows.
//! * The tables of simulated games have no position: their rows come by bulk writes, each with a transaction of its own.
//! * What is committed is on disk before the log's cursor moves: file, commit and folders.
//! * A file is immutable, and its name carries its checksum. A commit that rewrites files changes no rows.
//! * Nothing here is needed to answer a producer: a store that is away delays the flush and nothing else.

mod bulk;
pub(crate) mod check;
pub(crate) mod compact;
mod durable;
mod encode;
mod error;
mod file_bounds;
mod file_name;
mod flush;
mod keeper;
pub(crate) mod loose;
mod merge;
mod open_games;
mod options;
mod place;
pub(crate) mod quarantine;
pub(crate) mod retain;
pub(crate) mod scan;
mod sorted;
mod statistics;
pub(crate) mod store;
mod table;
mod upload;
pub(crate) mod vacuum;

pub use bulk::BulkWriter;
pub use check::Damage;
pub use compact::Compacted;
pub use error::StoreError;
pub use keeper::{CURSOR, Keeper, KeeperState};
pub use options::StoreOptions;
pub use place::StorePlace;
pub use quarantine::Missing;
pub use retain::Retained;
pub use vacuum::Vacuumed;

pub(crate) use flush::flush;
pub(crate) use keeper::threads;
pub(crate) use scan::Scan;
pub(crate) use store::{Found, Store, stored_objects};
pub(crate) use table::{ColdFile, ColdView, now_ms};
