//! Where a store is: a folder of this machine, or any address the `object_store` crate knows.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use deltalake::logstore::{LogStoreRef, StorageConfig, default_logstore};
use ludograph_log::{Filesystem, RealFs};
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, ObjectStoreScheme};
use url::Url;

use super::durable::DurableStore;
use super::error::StoreError;

/// The address under which the store's own paths stand in plans and in commits: where the store really is would tell
/// every reader of a table the folders of the machine that wrote it.
const INNER_URL: &str = "ludograph://store/";

/// Tries of a request to a remote store before it counts as failed; the flush then tries again later.
const REMOTE_RETRIES_MAX: &str = "3";

/// A place for tables.
#[derive(Debug, Clone)]
pub struct StorePlace {
    name: String,
    writes: Arc<dyn ObjectStore>,
    reads: Arc<dyn ObjectStore>,
    durable: Option<DurableStore>,
    folder: Option<PathBuf>,
}

impl StorePlace {
    /// Reads a place as a user gives it: a folder, `file://`, `s3://`, `gs://`, `az://`, `http://` or `memory://`. Keys
    /// and regions of remote places come from the environment, under the names their own tools use.
    ///
    /// # Errors
    /// [`StoreError::Place`] where it is none of these, or lacks something.
    pub fn parse(place: &str) -> Result<Self, StoreError> {
        let refused = |reason: String| StoreError::Place { place: place.to_owned(), reason };
        let Some(url) = Url::parse(place).ok().filter(|url| url.scheme().len() > 1) else {
            return Self::folder(Path::new(place));
        };
        let (scheme, path) = ObjectStoreScheme::parse(&url).map_err(|error| refused(error.to_string()))?;
        if scheme == ObjectStoreScheme::Local {
            let folder = url.to_file_path().map_err(|()| refused("it names no folder".to_owned()))?;
            return Self::folder(&folder);
        }
        let environment = std::env::vars().map(|(key, value)| (key.to_lowercase(), value));
        let options: HashMap<String, String> =
            [("max_retries".to_owned(), REMOTE_RETRIES_MAX.to_owned())].into_iter().chain(environment).collect();
        let (store, _) = object_store::parse_url_opts(&url, options).map_err(|error| refused(error.to_string()))?;
        let store: Arc<dyn ObjectStore> = Arc::new(PrefixStore::new(store, path));
        Ok(Self { name: place.to_owned(), writes: Arc::clone(&store), reads: store, durable: None, folder: None })
    }

    /// A folder of this machine, made where it is not there yet.
    ///
    /// # Errors
    /// [`StoreError::Io`] where it cannot be made.
    pub fn folder(folder: &Path) -> Result<Self, StoreError> {
        let io = |source| StoreError::Io { path: folder.to_path_buf(), source };
        std::fs::create_dir_all(folder).map_err(io)?;
        let folder = folder.canonicalize().map_err(io)?;
        let reads = LocalFileSystem::new_with_prefix(&folder).map_err(StoreError::object(&folder.display()))?;
        Ok(Self { reads: Arc::new(reads), ..Self::on(Arc::new(RealFs), &folder) })
    }

    /// A folder of any filesystem, for instance of one that fails on purpose.
    #[must_use]
    pub fn on(fs: Arc<dyn Filesystem>, folder: &Path) -> Self {
        let store = DurableStore::new(fs, folder);
        Self {
            name: folder.display().to_string(),
            writes: Arc::new(store.clone()),
            reads: Arc::new(store.clone()),
            durable: Some(store),
            folder: Some(folder.to_path_buf()),
        }
    }

    /// Any object store, for instance one that fails on purpose.
    #[must_use]
    pub fn of(name: &str, store: Arc<dyn ObjectStore>) -> Self {
        Self { name: name.to_owned(), writes: Arc::clone(&store), reads: store, durable: None, folder: None }
    }

    /// The place as a user gave it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The folder, where it is one.
    #[must_use]
    pub fn as_folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// A number no other process will have drawn.
    pub(super) fn unique(&self) -> i64 {
        let drawn = self.durable.as_ref().map_or_else(|| RealFs.unique(), DurableStore::unique);
        i64::try_from(drawn >> 1).unwrap_or(i64::MAX)
    }

    /// What writes and what reads what was written: everything confirmed is durable.
    pub(crate) fn writes(&self) -> &Arc<dyn ObjectStore> {
        &self.writes
    }

    /// What queries read by.
    pub(crate) fn reads(&self) -> &Arc<dyn ObjectStore> {
        &self.reads
    }

    /// The transaction log of a table of this place.
    pub(super) fn log_store(&self, table: &str) -> Result<LogStoreRef, StoreError> {
        let url = Url::parse(INNER_URL).and_then(|url| url.join(&format!("{table}/")));
        let url = url.map_err(|error| StoreError::Bug(format!("the address of table {table}: {error}")))?;
        let prefixed = Arc::new(PrefixStore::new(Arc::clone(&self.writes), table));
        Ok(default_logstore(prefixed, Arc::clone(&self.writes), &url, &StorageConfig::default()))
    }

    /// Makes up for syncs that failed, so that what was committed stays.
    pub(super) fn settle_after_commit(&self, table: &str) -> Result<(), StoreError> {
        let Some(durable) = &self.durable else { return Ok(()) };
        durable
            .settle()
            .map_err(|source| StoreError::Io { path: PathBuf::from(format!("{}/{table}", self.name)), source })
    }

    /// Makes sure that what can be seen of a table stays.
    pub(super) fn settle(&self, table: &str) -> Result<(), StoreError> {
        let Some(durable) = &self.durable else { return Ok(()) };
        let io = |source| StoreError::Io { path: PathBuf::from(format!("{}/{table}", self.name)), source };
        durable.settle().map_err(io)?;
        durable.sync_folder(table).map_err(io)?;
        durable.sync_folder(&format!("{table}/_delta_log")).map_err(io)
    }
}
