//! Damaged files, set aside so that the rest of their table can be asked.

use bytes::Bytes;
use futures::TryStreamExt as _;
use object_store::path::Path;
use object_store::{ObjectStoreExt as _, PutPayload};
use serde::{Deserialize, Serialize};

use super::check::Damage;
use super::error::StoreError;
use super::place::StorePlace;
use super::store::Store;
use super::table::{Change, Outcome, now_ms};
use crate::store::Table;

const FOLDER: &str = "_quarantine";
const NOTE_ENDING: &str = ".json";

/// Rows that a table lacks, because their file was set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The table.
    pub table: String,
    /// The file's name.
    pub file: String,
    /// What was wrong with it.
    pub reason: String,
    /// How many rows it held.
    pub rows: u64,
    /// The positions of the log it covered, both ends included.
    pub positions: (u64, u64),
    /// When it was set aside, milliseconds since the epoch.
    pub since_ms: u64,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (first, last) = self.positions;
        write!(f, "{}: {} rows of positions {first} to {last} are missing", self.table, self.rows)?;
        write!(f, " ({} is in quarantine: {})", self.file, self.reason)
    }
}

/// Takes a damaged file out of its table, keeps what there is of it under `_quarantine/`, and leaves a note that every
/// later query over the table shows.
pub(crate) async fn quarantine(store: &Store, table: Table, damage: &Damage) -> Result<Missing, StoreError> {
    let mut cold = store.table(table).lock().await;
    let found = cold.view().files.iter().find(|file| file.name == damage.file).cloned();
    let Some(file) = found else {
        return Err(StoreError::Missing { path: format!("{}/{}", table.name(), damage.file) });
    };
    let missing = Missing {
        table: table.name().to_owned(),
        file: file.name.clone(),
        reason: damage.reason.clone(),
        rows: file.rows(),
        positions: file.parsed.map(|name| name.positions).unwrap_or_default(),
        since_ms: now_ms(),
    };
    let place = store.place();
    // The note first: a table must never be short of rows without saying so.
    let note = serde_json::to_vec_pretty(&missing).map_err(|error| StoreError::Bug(error.to_string()))?;
    let path = Path::from_iter([FOLDER, table.name(), &format!("{}{NOTE_ENDING}", file.name)]);
    let note = PutPayload::from_bytes(Bytes::from(note));
    place.writes().put(&path, note).await.map_err(StoreError::object(&path))?;
    let from = Path::from_iter([table.name(), file.name.as_str()]);
    let to = Path::from_iter([FOLDER, table.name(), file.name.as_str()]);
    match place.writes().copy(&from, &to).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
        Err(error) => return Err(StoreError::object(&from)(error)),
    }
    match cold.commit(&Change { remove: vec![file], ..Change::default() }).await? {
        Outcome::Committed => Ok(missing),
        Outcome::Reloaded => Err(StoreError::Contended { table: table.name().to_owned(), tries: 1 }),
    }
}

/// The notes of all tables.
pub(super) async fn notes(place: &StorePlace) -> Result<Vec<Path>, StoreError> {
    let mut paths = Vec::new();
    for table in Table::ALL {
        let folder = Path::from_iter([FOLDER, table.name()]);
        let listed = place.writes().list(Some(&folder)).try_collect::<Vec<_>>().await;
        let listed = listed.map_err(StoreError::object(&folder))?.into_iter().map(|object| object.location);
        paths.extend(listed.filter(|path| path.as_ref().ends_with(NOTE_ENDING)));
    }
    Ok(paths)
}

/// The notes of a table.
pub(super) async fn missing(place: &StorePlace, table: &str) -> Result<Vec<Missing>, StoreError> {
    let folder = Path::from_iter([FOLDER, table]);
    let listed: Vec<_> = place.writes().list(Some(&folder)).try_collect().await.map_err(StoreError::object(&folder))?;
    let mut notes = Vec::new();
    for object in listed {
        if !object.location.as_ref().ends_with(NOTE_ENDING) {
            continue;
        }
        let found = place.writes().get(&object.location).await.map_err(StoreError::object(&object.location))?;
        let bytes = found.bytes().await.map_err(StoreError::object(&object.location))?;
        let note = serde_json::from_slice(&bytes)
            .map_err(|error| StoreError::Corrupt { path: object.location.to_string(), reason: error.to_string() })?;
        notes.push(note);
    }
    notes.sort_by(|one: &Missing, other| one.file.cmp(&other.file));
    Ok(notes)
}
