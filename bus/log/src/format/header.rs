//! The header of a segment.

use super::{u32_at, u64_at, used_len};
use crate::limits::{FORMAT_VERSION, SEGMENT_HEADER_BYTES};

const MAGIC: [u8; 8] = *b"LUDOLOG\n";
const VERSION_AT: usize = 8;
const CRC_AT: usize = 12;
const FIRST_AT: usize = 16;
const PREVIOUS_AT: usize = 24;
const SALT_AT: usize = 32;
#[expect(clippy::cast_possible_truncation, reason = "a small constant")]
const BLOCK_BYTES: usize = SEGMENT_HEADER_BYTES as usize;

/// What the header of a segment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    /// Position of the first record.
    pub(crate) first: u64,
    /// First position of the segment before; 0 for the first segment of a log. Shows which segment is missing.
    pub(crate) previous: u64,
    /// Goes into every checksum, so that bytes left from another file never look like records of this one.
    pub(crate) salt: u64,
}

/// Why a header cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HeaderFault {
    /// The block is all zeros or does not check.
    Invalid,
    /// It checks, and a newer build wrote it.
    Newer(u32),
}

impl SegmentHeader {
    pub(crate) fn encode(&self) -> Vec<u8> {
        assert!(self.first > self.previous, "a segment follows the one before");
        let mut block = vec![0; BLOCK_BYTES];
        block[..8].copy_from_slice(&MAGIC);
        block[VERSION_AT..CRC_AT].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
        block[FIRST_AT..PREVIOUS_AT].copy_from_slice(&self.first.to_le_bytes());
        block[PREVIOUS_AT..SALT_AT].copy_from_slice(&self.previous.to_le_bytes());
        block[SALT_AT..SALT_AT + 8].copy_from_slice(&self.salt.to_le_bytes());
        let crc = checksum(&block);
        block[CRC_AT..FIRST_AT].copy_from_slice(&crc.to_le_bytes());
        block
    }

    /// Magic, checksum and version keep their place in every version of the format, so that a newer one is named
    /// as such rather than called corrupt.
    pub(crate) fn decode(block: &[u8]) -> Result<Self, HeaderFault> {
        if block.len() != BLOCK_BYTES || block[..8] != MAGIC || u32_at(block, CRC_AT) != checksum(block) {
            return Err(HeaderFault::Invalid);
        }
        let version = u32_at(block, VERSION_AT);
        if version > FORMAT_VERSION {
            return Err(HeaderFault::Newer(version));
        }
        let header =
            Self { first: u64_at(block, FIRST_AT), previous: u64_at(block, PREVIOUS_AT), salt: u64_at(block, SALT_AT) };
        if version == 0 || header.first <= header.previous || used_len(&block[SALT_AT + 8..]) != 0 {
            return Err(HeaderFault::Invalid);
        }
        Ok(header)
    }
}

fn checksum(block: &[u8]) -> u32 {
    let crc = crc32c::crc32c(&block[..CRC_AT]);
    crc32c::crc32c_append(crc, &block[FIRST_AT..])
}

#[cfg(test)]
pub(crate) fn encode_with_version(header: &SegmentHeader, version: u32) -> Vec<u8> {
    let mut block = header.encode();
    block[VERSION_AT..CRC_AT].copy_from_slice(&version.to_le_bytes());
    let crc = checksum(&block);
    block[CRC_AT..FIRST_AT].copy_from_slice(&crc.to_le_bytes());
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: SegmentHeader = SegmentHeader { first: 17, previous: 3, salt: 0x1234_5678_9abc_def0 };

    #[test]
    fn round_trip() {
        assert_eq!(SegmentHeader::decode(&HEADER.encode()), Ok(HEADER));
    }

    #[test]
    fn every_flipped_bit_is_seen() {
        let block = HEADER.encode();
        for bit in 0..512 * 8 {
            let mut damaged = block.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(SegmentHeader::decode(&damaged), Err(HeaderFault::Invalid), "bit {bit}");
        }
    }

    #[test]
    fn a_newer_version_is_named() {
        assert_eq!(SegmentHeader::decode(&encode_with_version(&HEADER, 7)), Err(HeaderFault::Newer(7)));
    }
}
