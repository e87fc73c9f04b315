//! Files like those of the store that belong to none of its tables.
//!
//! ```text
//! FOLDER/TABLE/NAME.parquet       rows
//! FOLDER/TABLE/NAME.parquet.json  their statistics, as Delta keeps them
//! ```

use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use arrow::record_batch::RecordBatch;

use super::encode::encode;
use super::error::StoreError;
use super::statistics;
use super::table::ColdFile;

const ENDING: &str = ".parquet";
const STATISTICS_ENDING: &str = ".json";

/// Writes one file of a table, its rows sorted by `keys`; returns its bytes, 0 where there are no rows.
pub(crate) fn write(
    folder: &Path,
    table: &str,
    name: &str,
    schema: &SchemaRef,
    rows: &[RecordBatch],
    keys: &[&str],
) -> Result<u64, StoreError> {
    let Some(encoded) = encode(schema, rows, keys)? else { return Ok(0) };
    let folder = folder.join(table);
    let put = |name: String, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).map_err(|source| StoreError::Io { path, source })
    };
    std::fs::create_dir_all(&folder).map_err(|source| StoreError::Io { path: folder.clone(), source })?;
    put(format!("{name}{ENDING}{STATISTICS_ENDING}"), encoded.statistics.as_bytes())?;
    put(format!("{name}{ENDING}"), &encoded.bytes)?;
    Ok(encoded.bytes.len() as u64)
}

/// The files of a table, by name.
pub(crate) fn files(folder: &Path, table: &str, schema: &SchemaRef) -> Result<Vec<Arc<ColdFile>>, StoreError> {
    let folder = folder.join(table);
    let io = |source| StoreError::Io { path: folder.clone(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).map_err(io)? {
        let entry = entry.map_err(io)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(ENDING) {
            continue;
        }
        let bytes = entry.metadata().map_err(io)?.len();
        let kept = std::fs::read_to_string(folder.join(format!("{name}{STATISTICS_ENDING}"))).ok();
        let statistics = statistics::read(schema, kept.as_deref(), bytes);
        files.push(Arc::new(ColdFile { name, parsed: None, bytes, modified_ms: 0, statistics }));
    }
    files.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
