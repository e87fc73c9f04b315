//! Numbers of a few bits each, packed into bytes from the low bit up.

use crate::brigade::error::BrigadeError;

#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    buffer: u64,
    filled: u32,
}

impl BitWriter {
    /// Appends the low `width` bits, at most 32.
    pub(super) fn push(&mut self, value: u32, width: u32) {
        let mask = (1_u64 << width) - 1;
        self.buffer |= (u64::from(value) & mask) << self.filled;
        self.filled += width;
        while self.filled >= 8 {
            self.flush_byte();
            self.filled -= 8;
        }
    }

    fn flush_byte(&mut self) {
        let [low, ..] = self.buffer.to_le_bytes();
        self.bytes.push(low);
        self.buffer >>= 8;
    }

    /// The bytes; the last one is filled up with zeros.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.filled > 0 {
            self.flush_byte();
        }
        self.bytes
    }
}

#[derive(Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Where `bytes` begins, for errors.
    base: usize,
    next: usize,
    buffer: u64,
    filled: u32,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8], base: usize) -> Self {
        Self { bytes, base, next: 0, buffer: 0, filled: 0 }
    }

    /// The next `width` bits, at most 32.
    pub(super) fn take(&mut self, width: u32) -> Result<u32, BrigadeError> {
        while self.filled < width {
            let offset = self.base + self.next;
            let byte = *self.bytes.get(self.next).ok_or(BrigadeError::Corrupt { offset, what: "actions end early" })?;
            self.buffer |= u64::from(byte) << self.filled;
            self.filled += 8;
            self.next += 1;
        }
        let value = self.buffer & ((1 << width) - 1);
        self.buffer >>= width;
        self.filled -= width;
        Ok(u32::try_from(value).unwrap_or(u32::MAX))
    }
}
