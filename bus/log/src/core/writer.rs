//! The end of the log: the segment that is written to, and how a group gets into it.

use std::sync::Arc;

use crate::error::LogError;
use crate::format::record;
use crate::fs::LogFile;
use crate::limits::{GROUP_BUFFER_KEPT_BYTES_MAX, RECORD_ALIGN_BYTES, SEGMENT_HEADER_BYTES};
use crate::queue::Group;
use crate::segments::Segment;

/// What only the one who flushes touches.
#[derive(Debug)]
pub(crate) struct Writer {
    /// `None` until the first group of an empty log.
    pub(crate) active: Option<Active>,
    /// Groups of several batches are gathered here, to be written at once.
    pub(crate) buffer: Vec<u8>,
}

/// The last segment.
#[derive(Debug)]
pub(crate) struct Active {
    pub(crate) segment: Arc<Segment>,
    pub(crate) file: Box<dyn LogFile>,
    /// Where the next group goes.
    pub(crate) end: u64,
    /// Up to where the file is allocated.
    pub(crate) capacity: u64,
    /// A segment after this one may exist, if only half made: nothing more may be written here.
    pub(crate) sealed: bool,
}

impl Active {
    pub(crate) fn fits(&self, bytes: usize) -> bool {
        !self.sealed && self.bytes_to_fit(bytes) <= self.capacity
    }

    /// No record has been written yet.
    pub(crate) fn is_empty(&self) -> bool {
        self.end == SEGMENT_HEADER_BYTES
    }

    /// How long the file must be for a group of so many bytes.
    pub(crate) fn bytes_to_fit(&self, bytes: usize) -> u64 {
        self.end + bytes as u64
    }

    /// Makes room in a segment that holds nothing yet; the sync of the first group makes the length durable.
    pub(crate) fn grow(&mut self, capacity: u64) -> Result<(), LogError> {
        assert!(self.is_empty() && !self.sealed, "a segment with records is followed by another");
        self.file.allocate(capacity).map_err(|error| LogError::io("allocate", &self.segment.path, error))?;
        self.capacity = capacity;
        self.segment.set_bytes(capacity);
        Ok(())
    }

    /// Writes a group whole and makes it durable. If it cannot be written, what was written of it is undone.
    pub(crate) fn write(&mut self, group: &mut Group, buffer: &mut Vec<u8>) -> Result<(), LogError> {
        assert!(self.fits(group.bytes), "the caller made room");
        assert!(self.end >= SEGMENT_HEADER_BYTES && self.end.is_multiple_of(RECORD_ALIGN_BYTES as u64));
        let bytes = assemble(group, self.segment.header.salt, buffer);
        let path = &self.segment.path;
        if let Err(error) = self.file.write_all_at(bytes, self.end) {
            let error = LogError::io("write", path, error);
            self.cut(self.end, self.capacity)?;
            return Err(error);
        }
        self.file.sync_data().map_err(|error| LogError::poison("sync", path, error))?;
        self.segment.note_group(group.first, self.end);
        self.end += group.bytes as u64;
        self.segment.set_end(self.end);
        Ok(())
    }

    /// Durably removes everything from `end` on, and reserves the room up to `capacity` again if it is there.
    ///
    /// Half a group left behind could later be taken for one in flight; so a failure here poisons the log.
    pub(crate) fn cut(&mut self, end: u64, capacity: u64) -> Result<(), LogError> {
        let path = &self.segment.path;
        self.file.truncate(end).map_err(|error| LogError::poison("truncate", path, error))?;
        let has_room = self.file.allocate(capacity).is_ok();
        self.file.sync_all().map_err(|error| LogError::poison("sync", path, error))?;
        self.end = end;
        // Without the room the next group goes to another segment, or fails there.
        self.capacity = if has_room { capacity.max(end) } else { end };
        self.segment.set_bytes(self.capacity);
        Ok(())
    }

    /// Gives back the room a finished segment did not use. Nothing depends on it.
    pub(crate) fn trim(&self) {
        if self.capacity > self.end && self.file.truncate(self.end).is_ok() {
            self.segment.set_bytes(self.end);
        }
    }
}

/// Fills the headers of a group's records, and returns its bytes in one piece.
fn assemble<'a>(group: &'a mut Group, salt: u64, buffer: &'a mut Vec<u8>) -> &'a [u8] {
    let start = group.first;
    let count = group.buffers.len();
    let mut first = start;
    for (at, batch) in group.buffers.iter_mut().enumerate() {
        first = 1 + record::fill_headers(batch, first, start, at + 1 == count, salt);
    }
    assert!(first == group.last + 1, "every record has the position its ticket promised");
    if let [single] = &group.buffers[..] {
        assert!(single.len() == group.bytes);
        return single;
    }
    buffer.clear();
    buffer.shrink_to(GROUP_BUFFER_KEPT_BYTES_MAX);
    group.buffers.iter().for_each(|batch| buffer.extend_from_slice(batch));
    assert!(buffer.len() == group.bytes, "the group has the size it was taken with");
    buffer
}
