//! An object store on a filesystem that keeps what it has confirmed.
//!
//! The crate's own local store never syncs: after a loss of power, a file it has confirmed may be empty, or gone. Here an
//! object is written beside its place, synced, named, and the folder is synced, in this order, before the call returns.
//!
//! What a failed call leaves: nothing, or a file whose name begins with `.tmp-`, or, where only the sync of the folder
//! failed, the object whole but perhaps not there after a crash. [`DurableStore::settle`] makes up for the last.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt as _, TryStreamExt as _};
use ludograph_log::{Access, FileEntry, Filesystem};
use object_store::path::Path as Location;
use object_store::{
    Attributes, CopyMode, CopyOptions, Error, GetOptions, GetRange, GetResult, GetResultPayload, ListResult,
    MultipartUpload, ObjectMeta, ObjectStore, PutMode, PutMultipartOptions, PutOptions, PutPayload, PutResult, Result,
};

use super::upload::WholeUpload;

/// Begins the name of a file that is being written.
pub(super) const TEMPORARY_PREFIX: &str = ".tmp-";

/// Objects as files under a folder. Clones are the same store.
#[derive(Debug, Clone)]
pub(crate) struct DurableStore {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    fs: Arc<dyn Filesystem>,
    root: PathBuf,
    /// Folders known to be there, their names durable.
    folders: Mutex<HashSet<PathBuf>>,
    /// Folders whose last sync failed.
    unsettled: Mutex<BTreeSet<PathBuf>>,
}

impl DurableStore {
    /// A store in a folder, which need not be there yet.
    pub(crate) fn new(fs: Arc<dyn Filesystem>, root: &Path) -> Self {
        let shared = Shared { fs, root: root.to_path_buf(), folders: Mutex::default(), unsettled: Mutex::default() };
        Self { shared: Arc::new(shared) }
    }

    /// A number no one else will have drawn.
    pub(super) fn unique(&self) -> u64 {
        self.shared.fs.unique()
    }

    /// Syncs the folders that could not be synced, so that whatever can be seen in them stays.
    pub(crate) fn settle(&self) -> io::Result<()> {
        self.shared.settle()
    }

    /// Syncs a folder as a process finds it: what an earlier one saw there, it may not have synced.
    pub(crate) fn sync_folder(&self, folder: &str) -> io::Result<()> {
        let folder = self.shared.root.join(folder);
        match self.shared.sync_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            synced => synced,
        }
    }
}

impl Shared {
    fn path(&self, location: &Location) -> PathBuf {
        self.root.join(location.as_ref())
    }

    fn sync_dir(&self, folder: &Path) -> io::Result<()> {
        let synced = self.fs.sync_dir(folder);
        if synced.is_err() {
            held(&self.unsettled).insert(folder.to_path_buf());
        } else {
            held(&self.unsettled).remove(folder);
        }
        synced
    }

    fn settle(&self) -> io::Result<()> {
        let unsettled: Vec<PathBuf> = held(&self.unsettled).iter().cloned().collect();
        unsettled.iter().try_for_each(|folder| self.sync_dir(folder))
    }

    /// Makes a folder and those above it, down from the first that is new, and makes their names durable.
    fn ensure_folder(&self, folder: &Path) -> io::Result<()> {
        if held(&self.folders).contains(folder) {
            return Ok(());
        }
        self.fs.create_dir_all(folder)?;
        let above = folder.ancestors().skip(1).take_while(|above| above.starts_with(&self.root));
        for above in above {
            self.sync_dir(above)?;
        }
        held(&self.folders).insert(folder.to_path_buf());
        Ok(())
    }

    fn put(&self, location: &Location, payload: &PutPayload, is_new: bool) -> io::Result<()> {
        let path = self.path(location);
        let folder = path.parent().unwrap_or(&self.root).to_path_buf();
        self.ensure_folder(&folder)?;
        self.settle()?;
        let beside = folder.join(format!("{TEMPORARY_PREFIX}{:016x}", self.fs.unique()));
        let named = self.write(&beside, payload).and_then(|()| {
            if is_new {
                self.fs.link(&beside, &path)?;
                self.fs.remove(&beside)
            } else {
                self.fs.rename(&beside, &path)
            }
        });
        if named.is_err() {
            // It is not named, and the next vacuum takes what stays.
            let _left_behind = self.fs.remove(&beside);
        }
        named?;
        self.sync_dir(&folder)
    }

    fn write(&self, path: &Path, payload: &PutPayload) -> io::Result<()> {
        let file = self.fs.create(path)?;
        let mut offset = 0;
        for part in payload {
            file.write_all_at(part, offset)?;
            offset += part.len() as u64;
        }
        file.sync_all()
    }

    fn entry(&self, location: &Location) -> io::Result<FileEntry> {
        let path = self.path(location);
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let file = self.fs.open(&path, Access::Read)?;
        let modified = file.modified()?;
        Ok(FileEntry { name, bytes: file.len()?, modified })
    }

    fn read(&self, location: &Location, range: Range<u64>) -> io::Result<Bytes> {
        let file = self.fs.open(&self.path(location), Access::Read)?;
        let length = usize::try_from(range.end - range.start).unwrap_or(usize::MAX);
        let mut buffer = vec![0; length];
        let read = file.read_at(&mut buffer, range.start)?;
        if read < length {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become shorter"));
        }
        Ok(buffer.into())
    }

    fn list(&self, folder: &Location) -> io::Result<Vec<ObjectMeta>> {
        let files = match self.fs.list_files(&self.path(folder)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            files => files?,
        };
        let finished = files.into_iter().filter(|file| !file.name.starts_with(TEMPORARY_PREFIX));
        Ok(finished.map(|file| meta(folder.clone().join(file.name.as_str()), &file)).collect())
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

fn meta(location: Location, file: &FileEntry) -> ObjectMeta {
    ObjectMeta { location, last_modified: file.modified.into(), size: file.bytes, e_tag: None, version: None }
}

fn error(location: &Location, source: io::Error) -> Error {
    let path = location.to_string();
    match source.kind() {
        io::ErrorKind::NotFound => Error::NotFound { path, source: source.into() },
        io::ErrorKind::AlreadyExists => Error::AlreadyExists { path, source: source.into() },
        _ => Error::Generic { store: "folder", source: format!("{path}: {source}").into() },
    }
}

impl fmt::Display for DurableStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.shared.root.display())
    }
}

/// Lists and reads folder by folder: an object's name is taken relative to the folder it is asked for, and folders within
/// it are not entered, which nothing that keeps a table asks for.
#[async_trait]
impl ObjectStore for DurableStore {
    async fn put_opts(&self, location: &Location, payload: PutPayload, options: PutOptions) -> Result<PutResult> {
        let is_new = match options.mode {
            PutMode::Overwrite => false,
            PutMode::Create => true,
            PutMode::Update(_) => return Err(unsupported("conditional update")),
        };
        let put = self.shared.put(location, &payload, is_new);
        put.map_err(|source| error(location, source))?;
        Ok(PutResult { e_tag: None, version: None })
    }

    async fn put_multipart_opts(&self, at: &Location, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(WholeUpload::new(Arc::new(self.clone()), at.clone())))
    }

    async fn get_opts(&self, location: &Location, options: GetOptions) -> Result<GetResult> {
        let entry = self.shared.entry(location).map_err(|source| error(location, source))?;
        let meta = meta(location.clone(), &entry);
        options.check_preconditions(&meta)?;
        let range = match options.range {
            None => 0..meta.size,
            Some(GetRange::Bounded(range)) => range.start.min(meta.size)..range.end.min(meta.size),
            Some(GetRange::Offset(offset)) => offset.min(meta.size)..meta.size,
            Some(GetRange::Suffix(count)) => meta.size.saturating_sub(count)..meta.size,
        };
        let bytes = if options.head {
            Bytes::new()
        } else {
            self.shared.read(location, range.clone()).map_err(|source| error(location, source))?
        };
        let payload = GetResultPayload::Stream(stream::once(async move { Ok(bytes) }).boxed());
        Ok(GetResult { payload, meta, range, attributes: Attributes::default() })
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Location>>) -> BoxStream<'static, Result<Location>> {
        let shared = Arc::clone(&self.shared);
        let delete = move |location: Location| {
            let removed = shared.fs.remove(&shared.path(&location));
            futures::future::ready(match removed {
                Ok(()) => Ok(location),
                Err(source) => Err(error(&location, source)),
            })
        };
        locations.and_then(delete).boxed()
    }

    fn list(&self, prefix: Option<&Location>) -> BoxStream<'static, Result<ObjectMeta>> {
        let folder = prefix.cloned().unwrap_or_default();
        match self.shared.list(&folder) {
            Ok(objects) => stream::iter(objects.into_iter().map(Ok)).boxed(),
            Err(source) => stream::once(async move { Err(error(&folder, source)) }).boxed(),
        }
    }

    async fn list_with_delimiter(&self, prefix: Option<&Location>) -> Result<ListResult> {
        let folder = prefix.cloned().unwrap_or_default();
        let objects = self.shared.list(&folder).map_err(|source| error(&folder, source))?;
        Ok(ListResult { common_prefixes: Vec::new(), objects })
    }

    async fn copy_opts(&self, from: &Location, to: &Location, options: CopyOptions) -> Result<()> {
        let bytes = self.get_opts(from, GetOptions::default()).await?.bytes().await?;
        let mode = match options.mode {
            CopyMode::Overwrite => PutMode::Overwrite,
            CopyMode::Create => PutMode::Create,
        };
        self.put_opts(to, bytes.into(), mode.into()).await.map(|_| ())
    }
}

fn unsupported(what: &str) -> Error {
    Error::NotSupported { source: format!("{what} in a folder").into() }
}
