//! An upload in parts to a store that takes objects whole.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use object_store::path::Path;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, PutResult, Result, UploadPart};

/// Holds the parts until the upload is complete.
pub(super) struct WholeUpload {
    store: Arc<dyn ObjectStore>,
    location: Path,
    parts: Vec<Bytes>,
}

impl WholeUpload {
    pub(super) fn new(store: Arc<dyn ObjectStore>, location: Path) -> Self {
        Self { store, location, parts: Vec::new() }
    }
}

impl fmt::Debug for WholeUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} parts for {}", self.parts.len(), self.location)
    }
}

#[async_trait]
impl MultipartUpload for WholeUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        self.parts.extend(data);
        Box::pin(async { Ok(()) })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let whole: PutPayload = std::mem::take(&mut self.parts).into_iter().collect();
        self.store.put(&self.location, whole).await
    }

    async fn abort(&mut self) -> Result<()> {
        self.parts.clear();
        Ok(())
    }
}
