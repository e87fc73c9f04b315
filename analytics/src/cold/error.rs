//! What can go wrong with the store.

use std::path::PathBuf;

use arrow::error::ArrowError;
use deltalake::DeltaTableError;
use parquet::errors::ParquetError;
use thiserror::Error;

/// Why the store cannot do what it was asked.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The place is no folder and no address of a known kind.
    #[error("the store's place {place:?} cannot be used: {reason}")]
    Place {
        /// As it was given.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A table was written by a later version of this program.
    #[error("table {table} has store format {found}, written by a newer version; this version reads up to {known}")]
    Newer {
        /// The table.
        table: String,
        /// Its format.
        found: u32,
        /// The newest format this version reads.
        known: u32,
    },
    /// A table of the store is not of the shape this version writes.
    #[error("table {table} of the store has other columns than this version writes: {detail}")]
    Shape {
        /// The table.
        table: String,
        /// What differs.
        detail: String,
    },
    /// Something stored is damaged.
    #[error("{path} is damaged: {reason}")]
    Corrupt {
        /// Its path within the store.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Something the store needs is not there.
    #[error("{path} is missing from the store")]
    Missing {
        /// Its path within the store.
        path: String,
    },
    /// The log begins after what the store holds ends.
    #[error(
        "the store holds events up to {stored} and the log begins at {first}: those between are in neither; restore a \
         back-up of both, or move the store away to begin it anew from the log"
    )]
    Gap {
        /// Position up to which the store holds everything.
        stored: u64,
        /// First position of the log.
        first: u64,
    },
    /// The store has come further than the log.
    #[error("the store holds events up to {stored} and the log ends at {end}: they do not belong together")]
    Ahead {
        /// Position up to which the store holds everything.
        stored: u64,
        /// Last position of the log.
        end: u64,
    },
    /// The store was written from another log.
    #[error(
        "the store holds events up to {position} of another log: the record there is not the one this log has; give this \
         log a store of its own"
    )]
    OtherLog {
        /// Position up to which the store holds everything.
        position: u64,
    },
    /// The tables are in memory only.
    #[error("there is no store: the tables are in memory only")]
    NoStore,
    /// No table of that name.
    #[error("no table {name:?}; the nearest is {nearest:?}")]
    NoTable {
        /// As it was given.
        name: String,
        /// The nearest there is.
        nearest: String,
    },
    /// A bulk write with this key is in the store already.
    #[error("a bulk write with the key {key:?} is in table {table} already; nothing was written")]
    AlreadyWritten {
        /// The table.
        table: String,
        /// The key.
        key: String,
    },
    /// Rows of another shape than the table's.
    #[error("the rows for {table} have other columns than the table: {detail}")]
    Rows {
        /// The table.
        table: String,
        /// What differs.
        detail: String,
    },
    /// Another process stores events in the same place.
    #[error(
        "another process stores events in the same place since this one began to: table {table} holds its events up to \
         {position}, and takes no more of ours; stop one of the two"
    )]
    OtherWriter {
        /// The table.
        table: String,
        /// Position up to which it holds events.
        position: u64,
    },
    /// Someone else kept changing the table.
    #[error("table {table}: others changed it {tries} times while this was to be written")]
    Contended {
        /// The table.
        table: String,
        /// How often it was tried.
        tries: u32,
    },
    /// The table's transaction log cannot be read or written.
    #[error("table {table}: {source}")]
    Delta {
        /// The table.
        table: String,
        /// Delta's own error.
        #[source]
        source: Box<DeltaTableError>,
    },
    /// An object cannot be read or written.
    #[error("{path}: {source}")]
    Object {
        /// Its path within the store.
        path: String,
        /// The object store's own error.
        #[source]
        source: object_store::Error,
    },
    /// A file or folder of this machine cannot be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Its path.
        path: PathBuf,
        /// The system's own error.
        #[source]
        source: std::io::Error,
    },
    /// Parquet cannot be written or read.
    #[error("Parquet: {0}")]
    Parquet(#[from] ParquetError),
    /// Rows cannot be put together.
    #[error("rows: {0}")]
    Arrow(#[from] ArrowError),
    /// The log cannot be read, or its cursor not be saved.
    #[error("the log: {0}")]
    Log(#[from] ludograph_log::LogError),
    /// The store's threads cannot be started.
    #[error("the store's threads cannot be started: {0}")]
    Threads(#[source] std::io::Error),
    /// A mistake of this program.
    #[error("a mistake of this program: {0}")]
    Bug(String),
}

impl StoreError {
    pub(super) fn delta(table: &str) -> impl Fn(DeltaTableError) -> Self + '_ {
        move |source| Self::Delta { table: table.to_owned(), source: Box::new(source) }
    }

    pub(super) fn object(path: &impl ToString) -> impl Fn(object_store::Error) -> Self + '_ {
        move |source| match source {
            object_store::Error::NotFound { .. } => Self::Missing { path: path.to_string() },
            source => Self::Object { path: path.to_string(), source },
        }
    }
}
