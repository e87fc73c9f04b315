//! One record: a fixed header, the payload, padding.

use super::{u32_at, u64_at};
use crate::limits::{RECORD_ALIGN_BYTES, RECORD_BYTES_MAX, RECORD_HEADER_BYTES};

const LEN_AT: usize = 0;
const CRC_AT: usize = 4;
const POSITION_AT: usize = 8;
const GROUP_START_AT: usize = 16;
const FLAGS_AT: usize = 24;
const RESERVED_AT: usize = 28;
const FLAG_LAST_OF_GROUP: u32 = 1;

const _: () = assert!(RESERVED_AT + 4 == RECORD_HEADER_BYTES);

/// A record as found on disk, checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) position: u64,
    pub(crate) group_start: u64,
    pub(crate) last_of_group: bool,
    pub(crate) payload_bytes: usize,
}

impl Record {
    /// Bytes from this record's start to the next one's.
    pub(crate) fn disk_bytes(&self) -> usize {
        RECORD_HEADER_BYTES + padded(self.payload_bytes)
    }
}

/// What lies at a place where a record may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A record that checks.
    Record(Record),
    /// A header of zeros: nothing has been written here.
    Nothing,
    /// The bytes given end before the record does; it takes so many in all, if its length is to be believed.
    Short(usize),
    /// Something else, and why it is no record.
    Invalid(&'static str),
}

/// The payload's length rounded up to the alignment.
pub(crate) fn padded(payload_bytes: usize) -> usize {
    payload_bytes.next_multiple_of(RECORD_ALIGN_BYTES)
}

/// Notes the length of a payload in its header, long before the rest of the header is known.
#[expect(clippy::cast_possible_truncation, reason = "a longer payload is refused when the batch is appended")]
pub(crate) fn set_len(record: &mut [u8], payload_bytes: usize) {
    record[LEN_AT..CRC_AT].copy_from_slice(&(payload_bytes as u32).to_le_bytes());
}

/// Fills the headers of all records in `buffer`, which get the positions from `first` on; returns the last one.
///
/// `group_start` is the position the commit group starts with, `closes_group` whether these are its last records.
///
/// # Panics
/// If `buffer` is not a sequence of whole records: our own mistake, caught before it reaches the disk.
pub(crate) fn fill_headers(buffer: &mut [u8], first: u64, group_start: u64, closes_group: bool, salt: u64) -> u64 {
    assert!(first >= group_start && group_start > 0, "a record lies in its group");
    let mut at = 0;
    let mut position = first;
    loop {
        let payload_bytes = u32_at(buffer, at + LEN_AT) as usize;
        assert!(payload_bytes <= RECORD_BYTES_MAX, "checked when the batch was appended");
        let end = at + RECORD_HEADER_BYTES + padded(payload_bytes);
        let is_last = end == buffer.len();
        let record = &mut buffer[at..end];
        let flags = if is_last && closes_group { FLAG_LAST_OF_GROUP } else { 0 };
        record[POSITION_AT..GROUP_START_AT].copy_from_slice(&position.to_le_bytes());
        record[GROUP_START_AT..FLAGS_AT].copy_from_slice(&group_start.to_le_bytes());
        record[FLAGS_AT..RESERVED_AT].copy_from_slice(&flags.to_le_bytes());
        let crc = checksum(record, salt);
        record[CRC_AT..POSITION_AT].copy_from_slice(&crc.to_le_bytes());
        if is_last {
            return position;
        }
        at = end;
        position += 1;
    }
}

/// Reads what lies at the start of `bytes`.
pub(crate) fn parse(bytes: &[u8], salt: u64) -> Found {
    if bytes.len() < RECORD_HEADER_BYTES {
        return Found::Short(RECORD_HEADER_BYTES);
    }
    if bytes[..RECORD_HEADER_BYTES] == [0; RECORD_HEADER_BYTES] {
        return Found::Nothing;
    }
    let payload_bytes = u32_at(bytes, LEN_AT) as usize;
    if payload_bytes > RECORD_BYTES_MAX {
        return Found::Invalid("the length is over the limit");
    }
    let flags = u32_at(bytes, FLAGS_AT);
    let record = Record {
        position: u64_at(bytes, POSITION_AT),
        group_start: u64_at(bytes, GROUP_START_AT),
        last_of_group: flags & FLAG_LAST_OF_GROUP != 0,
        payload_bytes,
    };
    if flags & !FLAG_LAST_OF_GROUP != 0 || u32_at(bytes, RESERVED_AT) != 0 {
        return Found::Invalid("unknown flags");
    }
    if record.group_start == 0 || record.group_start > record.position {
        return Found::Invalid("the record lies before its group");
    }
    if bytes.len() < record.disk_bytes() {
        return Found::Short(record.disk_bytes());
    }
    if u32_at(bytes, CRC_AT) != checksum(&bytes[..record.disk_bytes()], salt) {
        return Found::Invalid("the checksum does not match");
    }
    Found::Record(record)
}

/// Everything but the checksum itself, padding included, and the segment's salt.
fn checksum(record: &[u8], salt: u64) -> u32 {
    let mut head = [0; 12];
    head[..8].copy_from_slice(&salt.to_le_bytes());
    head[8..].copy_from_slice(&record[LEN_AT..CRC_AT]);
    crc32c::crc32c_append(crc32c::crc32c(&head), &record[POSITION_AT..])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::batch::Batch;

    const SALT: u64 = 0xfeed_beef_0bad_cafe;

    fn encode(payloads: &[Vec<u8>], first: u64) -> Vec<u8> {
        let mut batch = Batch::new();
        for payload in payloads {
            batch.push(payload);
        }
        let mut buffer = batch.into_buffer();
        let last = fill_headers(&mut buffer, first, first, true, SALT);
        assert_eq!(last, first + payloads.len() as u64 - 1);
        buffer
    }

    fn payloads() -> impl Strategy<Value = Vec<Vec<u8>>> {
        prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..20)
    }

    proptest! {
        #[test]
        fn records_come_back(payloads in payloads(), first in 1_u64..u64::MAX / 2) {
            let buffer = encode(&payloads, first);
            let mut at = 0;
            for (index, payload) in payloads.iter().enumerate() {
                let Found::Record(record) = parse(&buffer[at..], SALT) else { panic!("no record at {at}") };
                prop_assert_eq!(record.position, first + index as u64);
                prop_assert_eq!(record.group_start, first);
                prop_assert_eq!(record.last_of_group, index + 1 == payloads.len());
                let start = at + RECORD_HEADER_BYTES;
                prop_assert_eq!(&buffer[start..start + record.payload_bytes], &payload[..]);
                at += record.disk_bytes();
            }
            prop_assert_eq!(at, buffer.len());
        }

        #[test]
        fn a_flipped_bit_never_passes(payload in prop::collection::vec(any::<u8>(), 0..100), bit in any::<prop::sample::Index>()) {
            let mut buffer = encode(&[payload], 5);
            let bit = bit.index(buffer.len() * 8);
            buffer[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!matches!(parse(&buffer, SALT), Found::Record(_)));
        }

        #[test]
        fn the_salt_of_another_segment_never_passes(payloads in payloads(), salt in any::<u64>()) {
            prop_assume!(salt != SALT);
            prop_assert!(matches!(parse(&encode(&payloads, 5), salt), Found::Invalid(_)));
        }

        #[test]
        fn a_cut_record_is_short(payload in prop::collection::vec(any::<u8>(), 0..100), cut in any::<prop::sample::Index>()) {
            let buffer = encode(&[payload], 5);
            let cut = cut.index(buffer.len());
            prop_assert!(matches!(parse(&buffer[..cut], SALT), Found::Short(_)));
        }

        #[test]
        fn garbage_never_passes_nor_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            prop_assert!(!matches!(parse(&bytes, SALT), Found::Record(_)));
        }
    }
}
