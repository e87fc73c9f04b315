//! Whether the files of a table are what their names and the transaction log say.

use std::sync::Arc;

use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use parquet::arrow::arrow_reader::ArrowReaderMetadata;

use super::error::StoreError;
use super::place::StorePlace;
use super::table::{ColdFile, ColdView};

/// A file that cannot be read as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// The table.
    pub table: String,
    /// The file's name within the table's folder.
    pub file: String,
    /// What is wrong with it.
    pub reason: String,
    /// Rows that cannot be read, as far as the transaction log knows.
    pub rows: u64,
}

/// Reads every file of a table whole, and names those that are missing or damaged. An object store that does not answer
/// is an error, not damage.
pub(crate) async fn check(place: &StorePlace, view: &ColdView) -> Result<Vec<Damage>, StoreError> {
    let mut damaged = Vec::new();
    for file in &view.files {
        if let Some(reason) = check_file(place.writes(), view.name, file).await? {
            let (table, file, rows) = (view.name.to_owned(), file.name.clone(), file.rows());
            damaged.push(Damage { table, file, reason, rows });
        }
    }
    Ok(damaged)
}

/// What is wrong with a file, if anything is.
pub(crate) async fn check_file(
    store: &Arc<dyn ObjectStore>,
    table: &str,
    file: &ColdFile,
) -> Result<Option<String>, StoreError> {
    let path = Path::from_iter([table, file.name.as_str()]);
    let bytes = match store.get(&path).await {
        Ok(object) => object.bytes().await.map_err(StoreError::object(&path))?,
        Err(object_store::Error::NotFound { .. }) => return Ok(Some("it is missing".to_owned())),
        Err(error) => return Err(StoreError::object(&path)(error)),
    };
    if bytes.len() as u64 != file.bytes {
        return Ok(Some(format!("it has {} bytes, and {} were written", bytes.len(), file.bytes)));
    }
    match file.parsed {
        Some(name) if name.crc != crc32c::crc32c(&bytes) => Ok(Some("its checksum differs".to_owned())),
        Some(_) => Ok(None),
        None => Ok(ArrowReaderMetadata::load(&bytes, parquet::arrow::arrow_reader::ArrowReaderOptions::default())
            .err()
            .map(|error| error.to_string())),
    }
}
