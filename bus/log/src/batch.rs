//! Records on their way in: a batch, and the ticket handed out for it.

use crate::error::LogError;
use crate::format::record;
use crate::limits::{BATCH_RECORDS_MAX, RECORD_BYTES_MAX, RECORD_HEADER_BYTES};

/// Records that become durable together, in the order pushed.
///
/// The buffer already has the shape of the disk: room for a header in front of every payload, which the flusher
/// fills. A payload is encoded once and not copied again before it is written.
#[derive(Debug, Default)]
pub struct Batch {
    buffer: Vec<u8>,
    /// End of the last complete record. Bytes after it are left from a `push_with` that panicked.
    end: usize,
    records: usize,
    largest_bytes: usize,
}

impl Batch {
    /// An empty batch.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty batch with room for so many bytes, headers included.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self { buffer: Vec::with_capacity(bytes), ..Self::default() }
    }

    /// Adds a record. Its size is judged by [`append`](crate::Log::append).
    pub fn push(&mut self, payload: &[u8]) {
        self.push_with(|buffer| buffer.extend_from_slice(payload));
    }

    /// Adds a record that `encode` writes at the end of the buffer it is given, which it must only extend.
    ///
    /// # Panics
    /// If `encode` shortened the buffer.
    pub fn push_with(&mut self, encode: impl FnOnce(&mut Vec<u8>)) {
        self.buffer.truncate(self.end);
        self.buffer.resize(self.end + RECORD_HEADER_BYTES, 0);
        let start = self.buffer.len();
        encode(&mut self.buffer);
        assert!(self.buffer.len() >= start, "push_with: the encoder shortened the batch");
        let payload_bytes = self.buffer.len() - start;
        self.buffer.resize(start + record::padded(payload_bytes), 0);
        record::set_len(&mut self.buffer[self.end..], payload_bytes);
        self.end = self.buffer.len();
        self.records += 1;
        self.largest_bytes = self.largest_bytes.max(payload_bytes);
    }

    /// How many records it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// Bytes it will take on disk, headers and padding included.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.end
    }

    /// Forgets the records and keeps the memory.
    pub fn clear(&mut self) {
        self.buffer.clear();
        self.end = 0;
        self.records = 0;
        self.largest_bytes = 0;
    }

    pub(crate) fn validate(&self, limit_bytes: usize) -> Result<(), LogError> {
        if self.records == 0 {
            return Err(LogError::EmptyBatch);
        }
        if self.largest_bytes > RECORD_BYTES_MAX {
            return Err(LogError::RecordTooLarge { bytes: self.largest_bytes, limit_bytes: RECORD_BYTES_MAX });
        }
        if self.records > BATCH_RECORDS_MAX {
            return Err(LogError::BatchTooLong { records: self.records, limit: BATCH_RECORDS_MAX });
        }
        if self.end > limit_bytes {
            return Err(LogError::BatchTooLarge { bytes: self.end, limit_bytes });
        }
        Ok(())
    }

    pub(crate) fn into_buffer(mut self) -> Vec<u8> {
        self.buffer.truncate(self.end);
        self.buffer
    }
}

/// The positions a batch was given. They count only once [`wait`](crate::Log::wait) says so: after a failure the
/// same positions go to other records, which the generation tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) generation: u64,
}

impl Ticket {
    /// Position of the batch's first record.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Position of the batch's last record.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.last
    }
}
