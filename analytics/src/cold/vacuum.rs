//! Removes files that belong to no table any more.

use chrono::TimeDelta;
use deltalake::DeltaTable;
use deltalake::operations::vacuum::VacuumMode;

use super::error::StoreError;
use super::store::Store;
use crate::store::Table;

/// What a vacuum did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vacuumed {
    /// Names of the files removed.
    pub files: Vec<String>,
}

/// Removes the files of a table's folder that are not of the table and have not been for as long as the options say:
/// those that were merged into others or retained away, and those of commits that never came to be. Does nothing but name
/// them where `dry_run`.
pub(crate) async fn vacuum(store: &Store, table: Table, dry_run: bool) -> Result<Vacuumed, StoreError> {
    let delta = StoreError::delta(table.name());
    let after = TimeDelta::from_std(store.options().vacuum_after)
        .map_err(|error| StoreError::Bug(format!("the time after which files are removed: {error}")))?;
    let mut cold = store.table(table).lock().await;
    let mut opened = DeltaTable::new(store.place().log_store(table.name())?);
    opened.load().await.map_err(&delta)?;
    let vacuum = opened
        .vacuum()
        .with_retention_period(after)
        .with_enforce_retention_duration(false)
        .with_mode(VacuumMode::Full)
        .with_dry_run(dry_run);
    let (_, metrics) = vacuum.await.map_err(&delta)?;
    if !dry_run {
        cold.reload().await?;
    }
    Ok(Vacuumed { files: metrics.files_deleted })
}
