//! Makes a back-up.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures::TryStreamExt as _;
use ludograph_log::Log;
use object_store::path::Path as Location;
use object_store::{ObjectStoreExt as _, PutPayload};

use super::error::BackupError;
use super::manifest::{FORMAT, FileOf, Manifest, NAME};
use super::{LOG, STORE};
use crate::cold::{StoreError, StorePlace, now_ms, stored_objects};

/// How often the log is copied anew where it was trimmed meanwhile.
const TRIES_MAX: u32 = 3;
/// The file that says who writes a log; it is of the process, not of the log.
const LOCK: &str = "lock";

/// A back-up of a log and a store.
#[derive(Debug)]
pub struct Backup<'a> {
    /// The log's folder.
    pub log: &'a Path,
    /// The store, where there is one.
    pub store: Option<&'a StorePlace>,
    /// Where the copy goes.
    pub to: &'a StorePlace,
}

impl Backup<'_> {
    /// Copies everything and verifies the copy, telling `progress` of each file copied. What is written meanwhile is in
    /// the copy up to some position, and never in part.
    ///
    /// # Errors
    /// [`BackupError::NotEmpty`] where the target holds something, else why a file cannot be read or written. Without
    /// its manifest, what was copied by then is no back-up.
    pub async fn make(&self, progress: &mut (dyn FnMut(&FileOf) + Send)) -> Result<Manifest, BackupError> {
        ensure_empty(self.to).await?;
        let mut manifest =
            Manifest { format: FORMAT, created_ms: now_ms(), stored_position: 0, log_position: 0, files: Vec::new() };
        for tried in 0.. {
            if tried == TRIES_MAX {
                return Err(BackupError::Trimmed { tries: TRIES_MAX });
            }
            manifest.files.clear();
            match self.copy_store(&mut manifest, progress).await {
                // A flush has moved on between the tables and the open games.
                Err(BackupError::Store(StoreError::Missing { .. })) => continue,
                copied => copied?,
            }
            if self.copy_log(&mut manifest, progress).await? {
                break;
            }
        }
        self.verify(&manifest).await?;
        let text = serde_json::to_vec_pretty(&manifest).map_err(|error| StoreError::Bug(error.to_string()))?;
        self.put(NAME, text.into()).await?;
        Ok(manifest)
    }

    async fn copy_store(
        &self,
        manifest: &mut Manifest,
        progress: &mut (dyn FnMut(&FileOf) + Send),
    ) -> Result<(), BackupError> {
        let Some(store) = self.store else { return Ok(()) };
        let objects = stored_objects(store).await?;
        manifest.stored_position = objects.position;
        for path in objects.paths {
            let object = store
                .writes()
                .get(&path)
                .await
                .map_err(|source| StoreError::Object { path: path.to_string(), source })?;
            let bytes = object.bytes().await.map_err(|source| StoreError::Object { path: path.to_string(), source })?;
            let file = self.copy(format!("{STORE}/{path}"), bytes).await?;
            progress(&file);
            manifest.files.push(file);
        }
        Ok(())
    }

    /// Copies the log's files, oldest first; false where what the store needs of it was let go meanwhile.
    async fn copy_log(
        &self,
        manifest: &mut Manifest,
        progress: &mut (dyn FnMut(&FileOf) + Send),
    ) -> Result<bool, BackupError> {
        let log = Log::inspect(self.log)?;
        manifest.log_position = log.durable_position();
        if log.first_position() > manifest.stored_position + 1 && manifest.stored_position > 0 {
            return Ok(false);
        }
        for path in files_below(self.log)? {
            let name = path.strip_prefix(self.log).unwrap_or(&path).display().to_string();
            let bytes = match std::fs::read(&path) {
                Ok(bytes) => Bytes::from(bytes),
                // Trimmed since it was listed.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
                Err(source) => return Err(BackupError::Io { path, source }),
            };
            let file = self.copy(format!("{LOG}/{name}"), bytes).await?;
            progress(&file);
            manifest.files.push(file);
        }
        Ok(true)
    }

    async fn copy(&self, path: String, bytes: Bytes) -> Result<FileOf, BackupError> {
        let file = FileOf { path, bytes: bytes.len() as u64, crc32c: crc32c::crc32c(&bytes) };
        self.put(&file.path, bytes).await?;
        Ok(file)
    }

    async fn put(&self, path: &str, bytes: Bytes) -> Result<(), BackupError> {
        let put = self.to.writes().put(&Location::from(path), PutPayload::from_bytes(bytes)).await;
        put.map_err(|source| StoreError::Object { path: path.to_owned(), source })?;
        Ok(())
    }

    /// Reads the copy back.
    async fn verify(&self, manifest: &Manifest) -> Result<(), BackupError> {
        for file in &manifest.files {
            super::read::read(self.to, file).await?;
        }
        Ok(())
    }
}

pub(super) async fn ensure_empty(place: &StorePlace) -> Result<(), BackupError> {
    let mut listed = place.reads().list(None);
    let found =
        listed.try_next().await.map_err(|source| StoreError::Object { path: place.name().to_owned(), source })?;
    match found {
        None => Ok(()),
        Some(object) => {
            Err(BackupError::NotEmpty { place: place.name().to_owned(), example: object.location.to_string() })
        }
    }
}

/// All files below a folder, sorted; without those that are not of the log.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>, BackupError> {
    let io = |source| BackupError::Io { path: folder.to_path_buf(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else if name != LOCK && !name.starts_with(".tmp-") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
