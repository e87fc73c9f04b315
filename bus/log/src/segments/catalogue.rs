//! All segments of a log in order, and how far their records are durable.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};

use super::Segment;
use crate::fs::Filesystem;
use crate::sync::{read, write};

/// What readers and the writer share.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) fs: Arc<dyn Filesystem>,
    /// The directory of the segments.
    pub(crate) dir: PathBuf,
    /// Ascending and without gaps.
    segments: RwLock<Vec<Arc<Segment>>>,
    durable: AtomicU64,
}

impl Catalogue {
    pub(crate) fn new(fs: Arc<dyn Filesystem>, dir: PathBuf, segments: Vec<Arc<Segment>>, durable: u64) -> Self {
        Self { fs, dir, segments: RwLock::new(segments), durable: AtomicU64::new(durable) }
    }

    /// The last position that is durable.
    pub(crate) fn durable(&self) -> u64 {
        self.durable.load(Ordering::Acquire)
    }

    /// Lets readers see everything up to `durable`. Their segment must be in the catalogue already.
    pub(crate) fn advance(&self, durable: u64) {
        let before = self.durable.swap(durable, Ordering::AcqRel);
        assert!(before <= durable, "what is durable stays durable");
    }

    /// The first position still there, or the one the first record will get.
    pub(crate) fn first_position(&self) -> u64 {
        read(&self.segments).first().map_or_else(|| self.durable() + 1, |segment| segment.first())
    }

    /// The segment a position lies in, and the position of its last record unless it is the last segment.
    pub(crate) fn locate(&self, position: u64) -> Option<(Arc<Segment>, Option<u64>)> {
        let segments = read(&self.segments);
        let after = segments.partition_point(|segment| segment.first() <= position);
        let at = after.checked_sub(1)?;
        Some((Arc::clone(&segments[at]), segments.get(after).map(|next| next.first() - 1)))
    }

    pub(crate) fn push(&self, segment: Arc<Segment>) {
        let mut segments = write(&self.segments);
        assert!(segments.last().is_none_or(|last| last.first() < segment.first()), "segments ascend");
        segments.push(segment);
    }

    /// The oldest segment and its last position; `None` if it is also the newest.
    pub(crate) fn oldest_sealed(&self) -> Option<(Arc<Segment>, u64)> {
        let segments = read(&self.segments);
        let next = segments.get(1)?;
        Some((Arc::clone(&segments[0]), next.first() - 1))
    }

    /// Forgets the segments that start before `first`, never the last one.
    pub(crate) fn drop_before(&self, first: u64) {
        let mut segments = write(&self.segments);
        let count = segments.partition_point(|segment| segment.first() < first).min(segments.len().saturating_sub(1));
        segments.drain(..count);
    }

    pub(crate) fn snapshot(&self) -> Vec<Arc<Segment>> {
        read(&self.segments).clone()
    }

    pub(crate) fn len(&self) -> usize {
        read(&self.segments).len()
    }

    pub(crate) fn bytes_on_disk(&self) -> u64 {
        read(&self.segments).iter().map(|segment| segment.bytes()).sum()
    }
}
