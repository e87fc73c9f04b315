//! Restores a back-up.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use object_store::ObjectStoreExt as _;
use object_store::path::Path as Location;

use super::error::BackupError;
use super::manifest::{FORMAT, FileOf, Manifest, NAME};
use super::write::ensure_empty;
use crate::cold::{StoreError, StorePlace};

/// Restores a back-up into a data folder that is empty or not there yet, telling `progress` of each file. Every file is
/// checked before it is written, and is on disk when this returns.
///
/// # Errors
/// [`BackupError::NoManifest`], [`BackupError::Newer`] or [`BackupError::Damaged`] where the back-up cannot be used,
/// [`BackupError::NotEmpty`] where the folder holds something.
pub async fn restore(
    from: &StorePlace,
    to: &Path,
    progress: &mut (dyn FnMut(&FileOf) + Send),
) -> Result<Manifest, BackupError> {
    let manifest = manifest(from).await?;
    let target = StorePlace::folder(to)?;
    ensure_empty(&target).await?;
    for file in &manifest.files {
        if !is_inside(&file.path) {
            return Err(BackupError::Damaged { path: file.path.clone(), reason: "it leads elsewhere".to_owned() });
        }
        let bytes = read(from, file).await?;
        let put = target.writes().put(&Location::from(file.path.as_str()), bytes.into()).await;
        put.map_err(|source| StoreError::Object { path: file.path.clone(), source })?;
        progress(file);
    }
    Ok(manifest)
}

async fn manifest(from: &StorePlace) -> Result<Manifest, BackupError> {
    let object = match from.reads().get(&Location::from(NAME)).await {
        Ok(object) => object,
        Err(object_store::Error::NotFound { .. }) => {
            return Err(BackupError::NoManifest { place: from.name().to_owned() });
        }
        Err(source) => return Err(StoreError::Object { path: NAME.to_owned(), source }.into()),
    };
    let bytes = object.bytes().await.map_err(|source| StoreError::Object { path: NAME.to_owned(), source })?;
    let damaged = |error: serde_json::Error| BackupError::Damaged { path: NAME.to_owned(), reason: error.to_string() };
    let format: serde_json::Value = serde_json::from_slice(&bytes).map_err(damaged)?;
    let found = format["format"].as_u64().and_then(|format| u32::try_from(format).ok()).unwrap_or_default();
    if found > FORMAT {
        return Err(BackupError::Newer { found, known: FORMAT });
    }
    serde_json::from_value(format).map_err(damaged)
}

/// Whether a path stays within the folder it is joined to.
fn is_inside(path: &str) -> bool {
    PathBuf::from(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

/// Reads a file of a back-up and holds it against its manifest.
pub(super) async fn read(from: &StorePlace, file: &FileOf) -> Result<Bytes, BackupError> {
    let damaged = |reason: String| BackupError::Damaged { path: file.path.clone(), reason };
    let object = match from.reads().get(&Location::from(file.path.as_str())).await {
        Ok(object) => object,
        Err(object_store::Error::NotFound { .. }) => return Err(damaged("it is missing".to_owned())),
        Err(source) => return Err(StoreError::Object { path: file.path.clone(), source }.into()),
    };
    let bytes = object.bytes().await.map_err(|source| StoreError::Object { path: file.path.clone(), source })?;
    if bytes.len() as u64 != file.bytes {
        return Err(damaged(format!("it has {} bytes, and {} were copied", bytes.len(), file.bytes)));
    }
    if crc32c::crc32c(&bytes) != file.crc32c {
        return Err(damaged("its checksum differs".to_owned()));
    }
    Ok(bytes)
}
