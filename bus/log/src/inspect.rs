//! Reading a directory that another process may be writing to, without its lock.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use crate::core::Layout;
use crate::cursors::Cursors;
use crate::error::LogError;
use crate::format::scan::{Scan, Tail, scan};
use crate::fs::{Access, Filesystem};
use crate::limits::{INSPECT_ATTEMPTS_MAX, READ_BYTES_MAX, READ_BYTES_MIN, SEGMENT_HEADER_BYTES};
use crate::reader::{Reader, Records};
use crate::segments::{Catalogue, Segment, discover, to_usize};
use crate::sync::lock;

/// A log opened to be read only.
///
/// It sees complete groups as soon as they are written, so the last one may be a moment ahead of what its writer has
/// acknowledged, and would be gone again if the writer's sync failed. Everything before that one is durable.
#[derive(Debug)]
pub struct Inspection {
    catalogue: Arc<Catalogue>,
    layout: Layout,
    end: Mutex<End>,
}

/// Where the complete groups end.
#[derive(Debug)]
struct End {
    segment: Option<Arc<Segment>>,
    offset: u64,
    unfinished_bytes: u64,
}

/// What [`verify`](crate::Log::verify) walked over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyReport {
    /// Segments there are.
    pub segments: usize,
    /// Records checked.
    pub records: u64,
    /// Bytes of their payloads.
    pub payload_bytes: u64,
    /// The first position.
    pub first_position: u64,
    /// The last position; 0 in an empty log.
    pub end_position: u64,
    /// Bytes behind the last complete group: a group being written, or a torn tail the next opening will drop.
    pub unfinished_bytes: u64,
    /// The cursors.
    pub cursors: Vec<(String, u64)>,
}

impl Inspection {
    pub(crate) fn open(fs: Arc<dyn Filesystem>, dir: &Path) -> Result<Self, LogError> {
        let layout = Layout::of(dir);
        let segments = discover_moving(&*fs, &layout.segments, &[])?;
        // Everything before the last segment is durable; how far the last one goes is found by walking it.
        let before = segments.last().map_or(0, |last| last.first() - 1);
        let catalogue = Arc::new(Catalogue::new(fs, layout.segments.clone(), segments, before));
        let end = Mutex::new(End { segment: None, offset: 0, unfinished_bytes: 0 });
        let inspection = Self { catalogue, layout, end };
        inspection.follow(true)?;
        Ok(inspection)
    }

    /// Looks for what has been written since; returns the last position.
    ///
    /// # Errors
    /// As for [`inspect`](crate::Log::inspect).
    pub fn refresh(&self) -> Result<u64, LogError> {
        let known = self.catalogue.snapshot();
        let segments = discover_moving(&*self.catalogue.fs, &self.layout.segments, &known)?;
        let newest = known.last().map_or(0, |segment| segment.first());
        for segment in segments.iter().filter(|segment| segment.first() > newest) {
            self.catalogue.push(Arc::clone(segment));
        }
        if let Some(oldest) = segments.first() {
            self.catalogue.drop_before(oldest.first());
        }
        self.follow(false)?;
        Ok(self.catalogue.durable())
    }

    /// The last position seen; 0 in an empty log.
    #[must_use]
    pub fn durable_position(&self) -> u64 {
        self.catalogue.durable()
    }

    /// The first position.
    #[must_use]
    pub fn first_position(&self) -> u64 {
        self.catalogue.first_position()
    }

    /// A reader from a position on. It goes on where a later [`refresh`](Self::refresh) finds more.
    ///
    /// # Errors
    /// `Truncated` before the first position, `Beyond` more than one past the last seen.
    pub fn reader(&self, from: u64) -> Result<Reader, LogError> {
        Reader::new(Arc::clone(&self.catalogue), from)
    }

    /// All cursors by name, as they stand now.
    ///
    /// # Errors
    /// `Corrupt`, or a failure of the filesystem.
    pub fn cursors(&self) -> Result<Vec<(String, u64)>, LogError> {
        Ok(self.load_cursors()?.all())
    }

    /// Reads every record up to the end and checks it.
    ///
    /// # Errors
    /// The first damage found as `Corrupt`, `CursorAhead`, or a failure of the filesystem.
    pub fn verify(&self) -> Result<VerifyReport, LogError> {
        // Cursors first: what they have passed had been written by then.
        let cursors = self.load_cursors()?;
        let end_position = self.refresh()?;
        cursors.check(end_position)?;
        let first_position = self.first_position();
        let (mut records, mut payload_bytes) = (0, 0);
        let mut buffer = Records::new();
        let mut reader = self.reader(first_position)?;
        loop {
            match reader.next_batch(READ_BYTES_MAX, &mut buffer) {
                Ok(true) => {
                    records += buffer.len() as u64;
                    payload_bytes += buffer.payload_bytes() as u64;
                }
                Ok(false) => break,
                // Retention removed the segment meanwhile.
                Err(LogError::Truncated { first }) if first > reader.position() => {
                    self.catalogue.drop_before(first);
                    reader = self.reader(first)?;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(VerifyReport {
            segments: self.catalogue.len(),
            records,
            payload_bytes,
            first_position,
            end_position,
            unfinished_bytes: lock(&self.end).unfinished_bytes,
            cursors: cursors.all(),
        })
    }

    fn load_cursors(&self) -> Result<Cursors, LogError> {
        let mut attempts = 0;
        loop {
            match Cursors::load(&*self.catalogue.fs, self.layout.cursors.clone()) {
                Err(error) if is_not_found(&error) && attempts < INSPECT_ATTEMPTS_MAX => attempts += 1,
                result => return result,
            }
        }
    }

    /// Walks on through the last segment to the last complete group. `whole` looks at all of the rest, to tell
    /// damage from a tail; otherwise only as far as there is something new.
    fn follow(&self, whole: bool) -> Result<(), LogError> {
        let mut end = lock(&self.end);
        let Some((segment, _)) = self.catalogue.locate(u64::MAX) else { return Ok(()) };
        if end.segment.as_ref().is_none_or(|known| known.first() != segment.first()) {
            // The one before was complete when this one began.
            self.catalogue.advance(self.catalogue.durable().max(segment.first() - 1));
            *end = End { segment: Some(Arc::clone(&segment)), offset: SEGMENT_HEADER_BYTES, unfinished_bytes: 0 };
        }
        let io = |error| LogError::io("read", &segment.path, error);
        let file = self.catalogue.fs.open(&segment.path, Access::Read).map_err(io)?;
        let (mut window, mut suspect, mut attempts) = (READ_BYTES_MIN, None, 0);
        loop {
            let left = to_usize(file.len().map_err(io)?.saturating_sub(end.offset));
            let mut bytes = vec![0; if whole { left } else { window.min(left) }];
            let got = file.read_at(&mut bytes, end.offset).map_err(io)?;
            let scan = scan(&bytes[..got], self.catalogue.durable() + 1, segment.header.salt);
            self.accept(&mut end, &segment, &scan);
            if let Tail::Corrupt { offset, reason } = scan.tail {
                let offset = end.offset + (offset - scan.end) as u64;
                // The writer may have completed the group between two pages read; then a second look finds it whole.
                if suspect == Some(offset) || attempts == INSPECT_ATTEMPTS_MAX {
                    return Err(LogError::corrupt(&segment.path, offset, reason));
                }
                (suspect, attempts) = (Some(offset), attempts + 1);
            } else if whole || scan.tail == Tail::Clean && scan.end == 0 || got == left && scan.end == 0 {
                return Ok(());
            } else if scan.end == 0 {
                window = window.saturating_mul(2);
            }
        }
    }

    fn accept(&self, end: &mut End, segment: &Segment, scan: &Scan) {
        for (position, offset) in &scan.groups {
            segment.note_group(*position, end.offset + *offset as u64);
        }
        end.offset += scan.end as u64;
        end.unfinished_bytes = if let Tail::Torn(bytes) = scan.tail { bytes as u64 } else { 0 };
        self.catalogue.advance(scan.last);
    }
}

/// Lists the segments of a directory whose writer may remove some between the listing and the look at them.
fn discover_moving(fs: &dyn Filesystem, dir: &Path, known: &[Arc<Segment>]) -> Result<Vec<Arc<Segment>>, LogError> {
    let mut attempts = 0;
    loop {
        match discover(fs, dir, known) {
            Ok(discovery) => return Ok(discovery.segments),
            Err(error) if is_not_found(&error) && fs.list(dir).is_ok() && attempts < INSPECT_ATTEMPTS_MAX => {
                attempts += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn is_not_found(error: &LogError) -> bool {
    matches!(error, LogError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
}
