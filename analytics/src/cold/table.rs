//! One table of the store: its files as its transaction log has them, and commits to it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use arrow::datatypes::{DataType as ArrowType, SchemaRef, TimeUnit};
use datafusion::common::Statistics;
use datafusion::common::stats::Precision;
use deltalake::DeltaTableError;
use deltalake::kernel::transaction::{CommitBuilder, CommitProperties, TransactionError};
use deltalake::kernel::{Action, Add, DataType, Remove, StructField, Transaction};
use deltalake::logstore::LogStoreRef;
use deltalake::operations::create::CreateBuilder;
use deltalake::protocol::{DeltaOperation, SaveMode};
use deltalake::table::state::DeltaTableState;
use object_store::path::Path;
use object_store::{ObjectStore as _, PutMode, PutPayload};

use super::encode::Encoded;
use super::error::StoreError;
use super::file_name::{FileKind, FileName};
use super::place::StorePlace;
use super::statistics;

/// Names the log's position among a table's application transactions.
pub(super) const LOG_TRANSACTION: &str = "log";
/// Names the process that stores events, by a number of its own choosing.
pub(super) const WRITER_TRANSACTION: &str = "writer";
/// Names the checksum of the log's record at the position up to which the table holds every row.
pub(super) const RECORD_TRANSACTION: &str = "log.crc32c";
/// The property that holds the format a table was written in.
const FORMAT_KEY: &str = "ludograph.format";
/// The format this version writes, and the newest it reads.
pub(super) const FORMAT: u32 = 1;
/// Commits from one checkpoint of the transaction log to the next: what a start has to read one by one.
const CHECKPOINT_COMMITS: &str = "20";

/// A file of a table.
#[derive(Debug)]
pub(crate) struct ColdFile {
    /// Its name within the table's folder.
    pub(crate) name: String,
    /// What the name tells, where it is one of ours.
    pub(crate) parsed: Option<FileName>,
    pub(crate) bytes: u64,
    /// When it was written, milliseconds since the epoch.
    pub(crate) modified_ms: i64,
    pub(crate) statistics: Arc<Statistics>,
}

impl ColdFile {
    /// Whether its rows are final.
    pub(crate) fn is_final(&self) -> bool {
        self.parsed.is_none_or(|name| name.kind == FileKind::Final)
    }

    /// Whether all its rows came up to a position of the log.
    pub(crate) fn is_up_to(&self, position: u64) -> bool {
        self.parsed.is_none_or(|name| name.positions.1 <= position)
    }

    /// Rows, where they are known.
    pub(crate) fn rows(&self) -> u64 {
        match self.statistics.num_rows {
            Precision::Exact(rows) | Precision::Inexact(rows) => rows as u64,
            Precision::Absent => 0,
        }
    }
}

/// The files of a table at one of its versions. Never changes.
#[derive(Debug)]
pub(crate) struct ColdView {
    pub(crate) name: &'static str,
    pub(crate) version: u64,
    /// Position of the log up to which the table holds every row.
    pub(crate) position: u64,
    /// CRC-32C of the log's record at that position, where it was noted.
    pub(crate) record_crc: Option<u32>,
    pub(crate) files: Vec<Arc<ColdFile>>,
}

impl ColdView {
    /// The view without the files that a flush beyond `position` has brought.
    pub(crate) fn up_to(self: &Arc<Self>, position: u64) -> Arc<Self> {
        if self.position <= position {
            return Arc::clone(self);
        }
        let files = self.files.iter().filter(|file| file.is_up_to(position)).cloned().collect();
        Arc::new(Self { name: self.name, version: self.version, position, record_crc: None, files })
    }
}

/// A file to be added by a commit, with the bytes still to be put.
#[derive(Debug)]
pub(super) struct NewFile {
    pub(super) kind: FileKind,
    pub(super) positions: (u64, u64),
    pub(super) encoded: Encoded,
}

/// What a commit does.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) add: Vec<Add>,
    pub(super) remove: Vec<Arc<ColdFile>>,
    /// Names and numbers of the application transactions it carries. The first is its own alone, and tells whether the
    /// change is in the table.
    pub(super) transactions: Vec<(String, i64)>,
    /// Whether other rows are in the table afterwards, rather than the same rows in other files.
    pub(super) is_rewrite: bool,
}

/// How a commit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It is in the table.
    Committed,
    /// Someone else's commit came first, or it is not known whether this one is in: the table was read anew.
    Reloaded,
}

/// A table that can be written.
#[derive(Debug)]
pub(super) struct ColdTable {
    place: StorePlace,
    name: &'static str,
    schema: SchemaRef,
    log_store: LogStoreRef,
    state: DeltaTableState,
    /// The process that stores events, where one has said so.
    writer: Option<i64>,
    view: Arc<ColdView>,
}

impl ColdTable {
    /// Opens a table; `None` where there is none.
    pub(super) async fn open(
        place: &StorePlace,
        name: &'static str,
        schema: SchemaRef,
    ) -> Result<Option<Self>, StoreError> {
        let delta = StoreError::delta(name);
        let log_store = place.log_store(name)?;
        if !log_store.is_delta_table_location().await.map_err(&delta)? {
            return Ok(None);
        }
        let state = DeltaTableState::try_new(log_store.as_ref(), None).await.map_err(&delta)?;
        check_format(name, &state)?;
        check_schema(name, &schema, &state)?;
        let view = Arc::new(ColdView { name, version: 0, position: 0, record_crc: None, files: Vec::new() });
        let mut table = Self { place: place.clone(), name, schema, log_store, state, writer: None, view };
        table.read_marks().await?;
        Ok(Some(table))
    }

    /// Opens a table, and makes it where there is none.
    pub(super) async fn open_or_create(
        place: &StorePlace,
        name: &'static str,
        schema: &SchemaRef,
    ) -> Result<Self, StoreError> {
        // What an earlier process saw of the table, it may not have synced.
        place.settle(name)?;
        for _ in 0..2 {
            if let Some(table) = Self::open(place, name, Arc::clone(schema)).await? {
                return Ok(table);
            }
            let created = create(place, name, schema).await;
            if let Err(error) = created {
                // Another may have made it at the same moment.
                match Self::open(place, name, Arc::clone(schema)).await? {
                    Some(table) => return Ok(table),
                    None => return Err(error),
                }
            }
        }
        Err(StoreError::Missing { path: format!("{name}/_delta_log") })
    }

    pub(super) fn view(&self) -> &Arc<ColdView> {
        &self.view
    }

    /// The process that stores events, as of the version last seen.
    pub(super) fn writer(&self) -> Option<i64> {
        self.writer
    }

    /// The number of an application transaction, where one of that name was committed.
    pub(super) async fn transaction(&self, name: &str) -> Result<Option<i64>, StoreError> {
        self.state.transaction_version(self.log_store.as_ref(), name).await.map_err(StoreError::delta(self.name))
    }

    /// Puts a file into the table's folder; it belongs to the table once a commit says so.
    pub(super) async fn put(&self, file: NewFile) -> Result<Add, StoreError> {
        let NewFile { kind, positions, encoded } = file;
        let created_ms = now_ms();
        let crc = crc32c::crc32c(&encoded.bytes);
        let name = FileName { kind, positions, created_ms, crc }.to_string();
        let path = Path::from_iter([self.name, name.as_str()]);
        let size = i64::try_from(encoded.bytes.len()).unwrap_or(i64::MAX);
        let put =
            self.place.writes().put_opts(&path, PutPayload::from_bytes(encoded.bytes), PutMode::Create.into()).await;
        match put {
            // The same rows at the same moment: the very file.
            Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(StoreError::object(&path)(error)),
        }
        Ok(Add {
            path: name,
            size,
            modification_time: i64::try_from(created_ms).unwrap_or(i64::MAX),
            data_change: true,
            stats: Some(encoded.statistics),
            ..Add::default()
        })
    }

    /// Commits a change. What is committed is durable when this returns.
    pub(super) async fn commit(&mut self, change: &Change) -> Result<Outcome, StoreError> {
        let properties = CommitProperties::default().with_application_transactions(
            change.transactions.iter().map(|(name, number)| Transaction::new(name, *number)).collect(),
        );
        let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: None, predicate: None };
        let builder = CommitBuilder::from(properties).with_actions(change.actions());
        let committed = builder.build(Some(&self.state), Arc::clone(&self.log_store), operation).await;
        let (outcome, failure) = match committed {
            Ok(committed) => {
                self.state = committed.snapshot;
                (Outcome::Committed, None)
            }
            Err(error) => {
                // It may be in all the same: only the table itself can tell.
                self.state.update(self.log_store.as_ref(), None).await.map_err(StoreError::delta(self.name))?;
                (Outcome::Reloaded, Some(error))
            }
        };
        match (outcome, change.transaction(LOG_TRANSACTION)) {
            // Nobody else can have set these marks meanwhile: it would have been a conflict.
            (Outcome::Committed, Some(position)) => {
                self.writer = change.transaction(WRITER_TRANSACTION).or(self.writer);
                let record = change.transaction(RECORD_TRANSACTION).or(self.view.record_crc.map(i64::from));
                self.show(position, record);
            }
            _ => self.read_marks().await?,
        }
        self.place.settle_after_commit(self.name)?;
        match failure {
            None => Ok(outcome),
            Some(_) if self.has(change).await? => Ok(Outcome::Committed),
            Some(error) if is_conflict(&error) => Ok(outcome),
            Some(error) => Err(StoreError::delta(self.name)(error)),
        }
    }

    /// Whether a change is in the table, as far as its application transaction or its files tell.
    async fn has(&self, change: &Change) -> Result<bool, StoreError> {
        if let Some((name, number)) = change.transactions.first() {
            return Ok(self.transaction(name).await? == Some(*number));
        }
        let is_there = |name: &str| self.view.files.iter().any(|file| file.name == name);
        let has_changes = !(change.add.is_empty() && change.remove.is_empty());
        Ok(has_changes
            && change.add.iter().all(|add| is_there(&add.path))
            && !change.remove.iter().any(|file| is_there(&file.name)))
    }

    /// Takes in what others have committed.
    pub(super) async fn reload(&mut self) -> Result<(), StoreError> {
        self.state.update(self.log_store.as_ref(), None).await.map_err(StoreError::delta(self.name))?;
        self.read_marks().await
    }

    /// Reads what application transactions tell, and shows the version at hand.
    async fn read_marks(&mut self) -> Result<(), StoreError> {
        self.writer = self.transaction(WRITER_TRANSACTION).await?;
        let position = self.transaction(LOG_TRANSACTION).await?.unwrap_or_default();
        let record = self.transaction(RECORD_TRANSACTION).await?;
        self.show(position, record);
        Ok(())
    }

    fn show(&mut self, position: i64, record: Option<i64>) {
        let known: HashMap<&str, &Arc<ColdFile>> =
            self.view.files.iter().map(|file| (file.name.as_str(), file)).collect();
        let mut files: Vec<Arc<ColdFile>> = Vec::new();
        for listed in self.state.log_data().iter() {
            let name = listed.path();
            if let Some(file) = known.get(name.as_ref()) {
                files.push(Arc::clone(file));
                continue;
            }
            let bytes = u64::try_from(listed.size()).unwrap_or_default();
            files.push(Arc::new(ColdFile {
                parsed: name.parse().ok(),
                bytes,
                modified_ms: listed.modification_time(),
                statistics: statistics::read(&self.schema, listed.stats().as_deref(), bytes),
                name: name.into_owned(),
            }));
        }
        files.sort_unstable_by(|one, other| one.name.cmp(&other.name));
        let position = u64::try_from(position).unwrap_or_default();
        let record_crc = record.and_then(|record| u32::try_from(record).ok());
        let version = self.state.version();
        self.view = Arc::new(ColdView { name: self.name, version, position, record_crc, files });
    }
}

impl Change {
    fn actions(&self) -> Vec<Action> {
        let removed_at = i64::try_from(now_ms()).unwrap_or(i64::MAX);
        let remove = |file: &Arc<ColdFile>| {
            Action::Remove(Remove {
                path: file.name.clone(),
                data_change: !self.is_rewrite,
                deletion_timestamp: Some(removed_at),
                extended_file_metadata: Some(true),
                partition_values: Some(HashMap::new()),
                size: i64::try_from(file.bytes).ok(),
                ..Remove::default()
            })
        };
        let add = |add: &Add| Action::Add(Add { data_change: !self.is_rewrite, ..add.clone() });
        self.remove.iter().map(remove).chain(self.add.iter().map(add)).collect()
    }

    fn transaction(&self, name: &str) -> Option<i64> {
        self.transactions.iter().find(|(own, _)| own == name).map(|(_, number)| *number)
    }
}

/// Whether an error of a commit says that someone else was first.
fn is_conflict(error: &DeltaTableError) -> bool {
    matches!(error, DeltaTableError::VersionAlreadyExists(_))
        || matches!(error, DeltaTableError::Transaction { source } if matches!(
            source,
            TransactionError::CommitConflict(_) | TransactionError::VersionAlreadyExists(_) | TransactionError::MaxCommitAttempts(_)
        ))
}

async fn create(place: &StorePlace, name: &'static str, schema: &SchemaRef) -> Result<(), StoreError> {
    let format = FORMAT.to_string();
    let configuration = [(FORMAT_KEY, format.as_str()), ("delta.checkpointInterval", CHECKPOINT_COMMITS)];
    let created = CreateBuilder::new()
        .with_log_store(place.log_store(name)?)
        .with_table_name(name)
        .with_columns(fields(name, schema)?)
        .with_configuration(configuration.map(|(key, value)| (key, Some(value))))
        .with_raise_if_key_not_exists(false)
        .with_save_mode(SaveMode::Ignore)
        .await;
    created.map(|_| ()).map_err(StoreError::delta(name))
}

/// A table's columns as Delta names their types.
fn fields(name: &str, schema: &SchemaRef) -> Result<Vec<StructField>, StoreError> {
    let field = |field: &Arc<arrow::datatypes::Field>| {
        let kind = match field.data_type() {
            ArrowType::Int64 => DataType::LONG,
            ArrowType::Float64 => DataType::DOUBLE,
            ArrowType::Boolean => DataType::BOOLEAN,
            ArrowType::Utf8View => DataType::STRING,
            ArrowType::Binary => DataType::BINARY,
            ArrowType::Timestamp(TimeUnit::Microsecond, Some(_)) => DataType::TIMESTAMP,
            other => return Err(StoreError::Bug(format!("column {}.{} is {other}", name, field.name()))),
        };
        Ok(StructField::new(field.name().clone(), kind, field.is_nullable()))
    };
    schema.fields().iter().map(field).collect()
}

fn check_format(name: &str, state: &DeltaTableState) -> Result<(), StoreError> {
    let found =
        state.metadata().configuration().get(FORMAT_KEY).and_then(|format| format.parse().ok()).unwrap_or(FORMAT);
    if found > FORMAT {
        return Err(StoreError::Newer { table: name.to_owned(), found, known: FORMAT });
    }
    Ok(())
}

fn check_schema(name: &str, schema: &SchemaRef, state: &DeltaTableState) -> Result<(), StoreError> {
    let stored = state.schema();
    let stored: Vec<(&str, &DataType)> =
        stored.fields().map(|field| (field.name().as_str(), field.data_type())).collect();
    let ours = fields(name, schema)?;
    let ours: Vec<(&str, &DataType)> = ours.iter().map(|field| (field.name().as_str(), field.data_type())).collect();
    let shape = |detail: String| StoreError::Shape { table: name.to_owned(), detail };
    for (index, column) in ours.iter().enumerate() {
        match stored.get(index) {
            Some(other) if other == column => {}
            Some((other, kind)) => {
                return Err(shape(format!("column {index} is {} {}, stored is {other} {kind}", column.0, column.1)));
            }
            None => return Err(shape(format!("column {} is not stored", column.0))),
        }
    }
    match stored.get(ours.len()) {
        Some((other, _)) => Err(shape(format!("column {other} is stored and not known"))),
        None => Ok(()),
    }
}

pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
